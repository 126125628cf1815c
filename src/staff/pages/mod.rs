//! Pages of colleagues and of what happened at the door.
mod change;
mod code;
mod colleague;
mod decide;
mod invite;
mod list;
mod security;

use super::{Kind, Needed, Proposal, Why};
use crate::actor::Role;
use crate::auth::State;
use crate::auth::accounts::Account;
use crate::auth::visit::role_word;
use crate::deeds::What;
use crate::web::Choice;
use crate::words::Words;
use actix_web::web;

pub fn routes(config: &mut web::ServiceConfig) {
    config
        .service(web::resource("/staff").get(list::list).post(invite::invite))
        .service(web::resource("/staff/new").get(invite::new))
        .service(web::resource("/staff/sessions").post(list::end_all))
        .service(web::resource("/staff/proposals/{id}/approval").get(decide::decided).post(decide::agree))
        .service(web::resource("/staff/proposals/{id}/refusal").post(decide::refuse))
        .service(web::resource("/staff/{id}").get(colleague::show))
        .service(web::resource("/staff/{id}/role").post(change::role))
        .service(web::resource("/staff/{id}/disabling").post(change::disable))
        .service(web::resource("/staff/{id}/enabling").post(change::enable))
        .service(web::resource("/staff/{id}/factor").post(change::factor))
        .service(web::resource("/staff/{id}/sessions").post(change::end_sessions))
        .service(web::resource("/staff/{id}/code").get(code::shown_already).post(code::give))
        .service(web::resource("/security").get(security::show));
}

/// How an account stands: the kind of its chip, its icon, and the word that says it.
struct Standing {
    chip: &'static str,
    icon: &'static str,
    word: String,
}

fn standing(t: &Words, account: &Account) -> Standing {
    let (chip, icon, word) = match account.state {
        State::Active => ("good", "check", t.msg_staff_active()),
        State::Disabled => ("quiet", "lock", t.msg_staff_disabled()),
        State::Invited if !account.enrolled && account.code => ("info", "clock", t.msg_staff_invited()),
        State::Invited if !account.enrolled => ("warn", "alert", t.msg_staff_without_code()),
        State::Invited if account.factor => ("info", "clock", t.msg_staff_new_password()),
        State::Invited => ("info", "clock", t.msg_staff_new_factor()),
    };
    Standing { chip, icon, word }
}

/// Why something cannot be, and what to do instead.
fn why_word(t: &Words, why: Why) -> String {
    match why {
        Why::NotYours => t.msg_staff_why_not_yours(),
        Why::Oneself => t.msg_staff_why_oneself(),
        Why::NoChange => t.msg_staff_why_no_change(),
        Why::NotEnrolled => t.msg_staff_why_not_enrolled(),
        Why::LastCio => t.msg_staff_why_last_cio(),
        Why::LastDpo => t.msg_staff_why_last_dpo(),
        Why::NobodyToDecide => t.msg_staff_why_nobody(),
    }
}

/// Who else must agree; empty where nobody must.
fn needed_word(t: &Words, needed: Needed) -> String {
    match needed {
        Needed::Nothing => String::new(),
        Needed::ADpo | Needed::TheOther(Role::Dpo) => t.msg_staff_needs_dpo(),
        Needed::TheOther(_) => t.msg_staff_needs_cio(),
        Needed::Forbidden(why) => why_word(t, why),
    }
}

/// What is proposed, as the sentence that goes before whose account it is.
pub fn proposed_word(t: &Words, proposal: &Proposal) -> String {
    let role = proposal.role.map(|role| role_word(role, t)).unwrap_or_default();
    match proposal.kind {
        Kind::Invite => t.msg_staff_proposed_invite(),
        Kind::Role => t.msg_staff_proposed_role(&role),
        Kind::Disable => t.msg_staff_proposed_disable(),
        Kind::Enable => t.msg_staff_proposed_enable(),
        Kind::Password => t.msg_staff_proposed_password(),
        Kind::Factor => t.msg_staff_proposed_factor(),
    }
}

/// What was done to an account, in the words of the log.
pub fn done_word(t: &Words, what: What) -> String {
    match what {
        What::StaffInvited => t.msg_audit_what_staff_invited(),
        What::RoleChanged => t.msg_audit_what_staff_role_changed(),
        What::StaffDisabled => t.msg_audit_what_staff_disabled(),
        What::StaffEnabled => t.msg_audit_what_staff_enabled(),
        What::PasswordReset => t.msg_audit_what_staff_password_reset(),
        What::FactorReset => t.msg_audit_what_staff_factor_reset(),
        other => other.word().to_owned(),
    }
}

fn roles(t: &Words) -> Vec<Choice> {
    Role::ALL.iter().map(|role| Choice::new(role.word(), role_word(*role, t))).collect()
}
