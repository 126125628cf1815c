//! The page of a person: who they are, and everything the rooms above know of them.
use crate::actor::Right;
use crate::app::{App, Looking};
use crate::auth::FindPeople;
use crate::error::Result;
use crate::people::pages::{ground_word, lang_word, origin_word};
use crate::people::{Person, PersonKind};
use crate::retention::{self, Of, Until};
use crate::web::{Html, Page, ReachLine, html, reach_lines};
use crate::{accounts, assistance, companies, consent, leads, notes, people, requests};
use actix_web::web;
use askama::Template;

/// So much of what happened stands on the page itself; the rest is a link away.
const LINES: usize = 10;

#[derive(Template)]
#[template(path = "desk/person.html")]
struct Show {
    page: Page,
    person: Person,
    company: String,
    reaches: Vec<ReachLine>,
    lead: Option<leads::pages::PersonPanel>,
    kept: retention::pages::Panel,
    notes: notes::pages::PersonPanel,
    assistance: Option<assistance::pages::PersonPanel>,
    consents: Option<consent::pages::PersonPanel>,
    accounts: Option<accounts::pages::PersonPanel>,
    restriction: Option<requests::pages::PersonPanel>,
}

/// What one look at a person brings, as far as the role may see it.
struct Seen {
    person: Person,
    company: String,
    lead: Option<leads::Story>,
    notes: notes::Story,
    until: Until,
    assistance: Option<assistance::Story>,
    consents: Option<consent::Story>,
    accounts: Option<(Vec<accounts::Account>, bool)>,
    restrictions: Option<requests::pages::Story>,
}

impl Show {
    fn third_party(&self) -> bool {
        self.person.kind == PersonKind::ThirdParty
    }

    fn origin(&self) -> String {
        origin_word(self.page.t, self.person.origin)
    }

    fn ground(&self) -> String {
        ground_word(self.page.t, self.person.ground)
    }

    fn language(&self) -> String {
        lang_word(self.page.t, self.person.lang)
    }

    fn company_href(&self) -> String {
        self.person.company_id.map(|id| format!("/companies/{id}")).unwrap_or_default()
    }
}

pub(super) async fn show(by: FindPeople, page: Page, app: web::Data<App>, id: web::Path<i64>) -> Result<Html> {
    let id = *id;
    let seen = app.look(&by, move |l| see(l, id)).await?;
    html(&Show {
        reaches: reach_lines(page.t, &seen.person.reaches),
        lead: seen.lead.map(|story| leads::pages::person_panel(&page, story)),
        kept: retention::pages::panel(&page, &seen.until, Some(Of::Person(id))),
        notes: notes::pages::person_panel(&page, seen.notes),
        assistance: seen.assistance.map(|story| assistance::pages::person_panel(&page, story)),
        consents: seen.consents.map(|story| consent::pages::person_panel(&page, story)),
        accounts: seen.accounts.map(|(accounts, reveal)| accounts::pages::person_panel(&page, &accounts, reveal)),
        restriction: seen.restrictions.map(|story| requests::pages::person_panel(&page, &seen.person, story)),
        person: seen.person,
        company: seen.company,
        page,
    })
}

fn see(l: &mut Looking, id: i64) -> Result<Seen> {
    let person = people::get(l, id)?;
    let company = companies::name(l, person.company_id)?;
    // A third party of a customer is no lead, is written to by nobody, and asks for no assistance.
    let contact = person.kind == PersonKind::Contact;
    let may = |l: &Looking, right| l.actor.may(right);
    let lead = if contact && may(l, Right::SeeLeads) { Some(leads::story(l, &person)?) } else { None };
    let assistance = contact && may(l, Right::SeeAssistance);
    let assistance = if assistance { Some(assistance::of_person(l, id, LINES)?) } else { None };
    let consents = if contact { Some(consent::story(l, id)?) } else { None };
    let accounts = match person.company_id {
        Some(company) if !contact && may(l, Right::SeeAccounts) => {
            Some((accounts::of_person(l, id)?, accounts::may_reveal(l, company)?))
        }
        _ => None,
    };
    let notes = notes::of_person(l, id, LINES)?;
    let until = retention::of_person(l, id)?;
    let restrictions = match may(l, Right::RestrictPeople) {
        true => Some((requests::restrictions(l, id)?, requests::of_person(l, id)?)),
        false => None,
    };
    Ok(Seen { person, company, lead, notes, until, assistance, consents, accounts, restrictions })
}
