//! A bank account whole: asked for with a reason, shown on one answer that nobody keeps.
use super::super::{Account, Reveal, get, is_reason, may_reveal, reveal as show_whole, reveals};
use crate::app::{App, Looking};
use crate::auth::{self, Fresh, RevealAccounts};
use crate::companies;
use crate::error::{Error, Result};
use crate::web::page::again;
use crate::web::{Errors, Form, Html, Page, html};
use actix_web::web;
use askama::Template;
use serde::Deserialize;

/// An account, masked, the reasons for which it was shown, and the form to ask for it.
#[derive(Template)]
#[template(path = "accounts/show.html")]
struct Show {
    page: Page,
    known: Known,
    reason: String,
    errors: Errors,
    /// The account in groups of four: only in the answer to the form.
    whole: Option<String>,
}

struct Known {
    account: Account,
    company: String,
    may_reveal: bool,
    reveals: Vec<(Reveal, String)>,
}

impl Show {
    fn of(page: Page, known: Known) -> Self {
        Show { page, known, reason: String::new(), errors: Errors::default(), whole: None }
    }
}

fn known(l: &mut Looking, id: i64) -> Result<Known> {
    let account = get(l, id)?;
    let company = companies::get(l, account.company_id)?.name;
    let reveals = reveals(l, id)?;
    let staff: Vec<i64> = reveals.iter().filter_map(|reveal| reveal.by_id).collect();
    let names = auth::names(l, &staff)?;
    let named = reveals.into_iter().map(|reveal| {
        let name = reveal.by_id.and_then(|id| names.get(&id).cloned()).unwrap_or_default();
        (reveal, name)
    });
    Ok(Known { may_reveal: may_reveal(l, account.company_id)?, company, reveals: named.collect(), account })
}

pub(super) async fn show(by: RevealAccounts, page: Page, app: web::Data<App>, id: web::Path<i64>) -> Result<Html> {
    let id = id.into_inner();
    let known = app.look(&by, move |l| known(l, id)).await?;
    html(&Show::of(page, known))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Asked {
    reason: String,
}

/// Answers with the page itself: a redirect would need the account in an address or in a session.
pub(super) async fn reveal(
    by: RevealAccounts,
    _: Fresh,
    page: Page,
    app: web::Data<App>,
    id: web::Path<i64>,
    Form(Asked { reason }): Form<Asked>,
) -> Result<Html> {
    let id = id.into_inner();
    let before = app.look(&by, move |l| known(l, id)).await?;
    if !before.may_reveal {
        return Err(Error::Forbidden);
    }
    if !is_reason(&reason) {
        let mut form = Show { reason, ..Show::of(page, before) };
        form.errors.add("reason", form.page.t.msg_accounts_fault_reason());
        return again(&form);
    }
    let account = app.write(&by, move |w| show_whole(w, id, &reason)).await?;
    let known = app.look(&by, move |l| known(l, id)).await?;
    html(&Show { whole: Some(account.written()), ..Show::of(page, known) })
}
