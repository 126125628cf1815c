//! The page of a card: masked, until when it is kept, and whole on one answer that nobody keeps.
use crate::accounts::{self, Card, Reveal};
use crate::app::{App, Looking};
use crate::auth::{self, Fresh, RevealAccounts};
use crate::companies;
use crate::error::{Error, Result};
use crate::retention::{self, Until};
use crate::web::page::again;
use crate::web::{Errors, Form, Html, Page, html};
use actix_web::web;
use askama::Template;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "desk/card.html")]
struct Show {
    page: Page,
    known: Known,
    kept: retention::pages::Panel,
    reason: String,
    errors: Errors,
    /// In groups of four: only in the answer to the form.
    whole: Option<String>,
}

struct Known {
    card: Card,
    company: String,
    until: Until,
    may_reveal: bool,
    reveals: Vec<(Reveal, String)>,
}

impl Show {
    fn of(page: Page, known: Known) -> Self {
        let kept = retention::pages::panel(&page, &known.until, None);
        Show { page, known, kept, reason: String::new(), errors: Errors::default(), whole: None }
    }
}

fn known(l: &mut Looking, id: i64) -> Result<Known> {
    let card = accounts::card(l, id)?;
    let company = companies::get(l, card.company_id)?.name;
    let reveals = accounts::card_reveals(l, id)?;
    let staff: Vec<i64> = reveals.iter().filter_map(|reveal| reveal.by_id).collect();
    let names = auth::names(l, &staff)?;
    let named = reveals.into_iter().map(|reveal| {
        let name = reveal.by_id.and_then(|id| names.get(&id).cloned()).unwrap_or_default();
        (reveal, name)
    });
    Ok(Known {
        until: retention::of_card(l, id)?,
        may_reveal: accounts::may_reveal(l, card.company_id)?,
        reveals: named.collect(),
        company,
        card,
    })
}

pub(super) async fn show(by: RevealAccounts, page: Page, app: web::Data<App>, id: web::Path<i64>) -> Result<Html> {
    let id = *id;
    let known = app.look(&by, move |l| known(l, id)).await?;
    html(&Show::of(page, known))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Asked {
    reason: String,
}

/// Answers with the page itself: a redirect would need the number in an address or in a session.
pub(super) async fn reveal(
    by: RevealAccounts,
    _: Fresh,
    page: Page,
    app: web::Data<App>,
    id: web::Path<i64>,
    Form(Asked { reason }): Form<Asked>,
) -> Result<Html> {
    let id = *id;
    let before = app.look(&by, move |l| known(l, id)).await?;
    if !before.may_reveal {
        return Err(Error::Forbidden);
    }
    if !accounts::is_reason(&reason) {
        let mut form = Show { reason, ..Show::of(page, before) };
        form.errors.add("reason", form.page.t.msg_accounts_fault_reason());
        return again(&form);
    }
    let number = app.write(&by, move |w| accounts::reveal_card(w, id, &reason)).await?;
    let known = app.look(&by, move |l| known(l, id)).await?;
    html(&Show { whole: Some(number.written()), ..Show::of(page, known) })
}
