//! What the pages of a company and of a third party show of this room.
use super::super::{Account, Card, Story};
use crate::actor::Right;
use crate::web::{Page, ReachLine, reach_lines};
use askama::Template;
use std::collections::HashMap;

/// One account, masked, and what this role may do with it.
struct Line {
    id: i64,
    masked: String,
    label: String,
    holder: String,
}

/// The accounts of a company and of its third parties. For roles that may not know of them, nothing at all.
#[derive(Template)]
#[template(path = "accounts/company_panel.html")]
pub struct CompanyPanel {
    page: Page,
    new: String,
    lines: Vec<Line>,
    may_reveal: bool,
    new_card: String,
    cards: Vec<Card>,
}

/// The accounts of a third party, on their own page.
#[derive(Template)]
#[template(path = "accounts/person_panel.html")]
pub struct PersonPanel {
    page: Page,
    lines: Vec<Line>,
    may_reveal: bool,
}

/// The third parties of a company.
#[derive(Template)]
#[template(path = "accounts/third_parties_panel.html")]
pub struct ThirdPartiesPanel {
    page: Page,
    new: String,
    rows: Vec<ThirdParty>,
}

struct ThirdParty {
    href: String,
    name: String,
    reaches: Vec<ReachLine>,
}

impl askama::filters::HtmlSafe for CompanyPanel {}
impl askama::filters::HtmlSafe for PersonPanel {}
impl askama::filters::HtmlSafe for ThirdPartiesPanel {}

fn lines(accounts: &[Account], names: &HashMap<i64, String>) -> Vec<Line> {
    let line = |account: &Account| Line {
        id: account.id,
        masked: account.masked.clone(),
        label: account.label.clone(),
        holder: account.person_id.and_then(|person| names.get(&person).cloned()).unwrap_or_default(),
    };
    accounts.iter().map(line).collect()
}

pub fn company_panel(page: &Page, story: &Story) -> CompanyPanel {
    let names = story.third_parties.iter().map(|person| (person.id, person.name())).collect();
    let new = |what: &str| {
        if page.may(Right::EditAccounts) {
            format!("/companies/{}/{what}/new", story.company_id)
        } else {
            String::new()
        }
    };
    CompanyPanel {
        new: new("accounts"),
        lines: lines(&story.accounts, &names),
        may_reveal: story.may_reveal,
        new_card: new("cards"),
        cards: story.cards.clone(),
        page: page.clone(),
    }
}

/// `may_reveal` as [`super::super::may_reveal`] says it of the person's company.
pub fn person_panel(page: &Page, accounts: &[Account], may_reveal: bool) -> PersonPanel {
    PersonPanel { lines: lines(accounts, &HashMap::new()), may_reveal, page: page.clone() }
}

pub fn third_parties_panel(page: &Page, story: &Story) -> ThirdPartiesPanel {
    let new = if page.may(Right::EditPeople) {
        format!("/companies/{}/third-parties/new", story.company_id)
    } else {
        String::new()
    };
    let rows = story.third_parties.iter().map(|person| ThirdParty {
        href: format!("/people/{}", person.id),
        name: person.sort_name(),
        reaches: reach_lines(page.t, &person.reaches),
    });
    ThirdPartiesPanel { new, rows: rows.collect(), page: page.clone() }
}
