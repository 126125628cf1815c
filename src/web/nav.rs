//! The main navigation: what each role works in, in the order of its day. What one may not do is not shown.
use crate::actor::{Actor, Right};
use crate::words::Words;

#[derive(Clone, Debug)]
pub struct NavItem {
    pub href: &'static str,
    pub label: String,
    pub current: bool,
}

type Label = fn(&Words) -> String;

const ROOMS: &[(&str, Right, Label)] = &[
    ("/people", Right::FindPeople, Words::msg_nav_people),
    ("/companies", Right::FindPeople, Words::msg_nav_companies),
    ("/leads", Right::SeeLeads, Words::msg_nav_leads),
    ("/assistance", Right::SeeAssistance, Words::msg_nav_assistance),
    ("/newsletters", Right::SeeExports, Words::msg_nav_newsletters),
    ("/forms", Right::SeeForms, Words::msg_nav_forms),
    ("/requests", Right::SeeRequests, Words::msg_nav_requests),
    ("/imports", Right::SeeImports, Words::msg_nav_imports),
    ("/retention", Right::SeeRetention, Words::msg_nav_retention),
    ("/operations", Right::SeePseudonyms, Words::msg_nav_operations),
    ("/staff", Right::DecideStaff, Words::msg_nav_staff),
    ("/register", Right::SeeRegister, Words::msg_nav_register),
    ("/audit", Right::ReadAudit, Words::msg_nav_audit),
];

pub fn of(actor: &Actor, words: &Words, path: &str) -> Vec<NavItem> {
    ROOMS
        .iter()
        .filter(|room| actor.may(room.1))
        .map(|(href, _, label)| NavItem {
            href,
            label: label(words),
            current: path == *href || path.strip_prefix(href).is_some_and(|rest| rest.starts_with('/')),
        })
        .collect()
}
