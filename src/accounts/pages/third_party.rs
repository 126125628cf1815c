//! Adding a third party of a customer: held for the customer, never written to.
use super::super::{Duplicate, NewThirdParty, add_third_party, duplicate};
use super::add::{fault_words, named};
use crate::actor::Right;
use crate::app::App;
use crate::auth::EditPeople;
use crate::bank::BankAccount;
use crate::companies;
use crate::error::Result;
use crate::web::page::again;
use crate::web::{Errors, Fields, Form, Html, Page, ReachRows, faults, flash, html, see_other};
use crate::words::Lang;
use actix_session::Session;
use actix_web::web;
use askama::Template;

/// The longest given or family name.
const NAME: usize = 100;

#[derive(Template)]
#[template(path = "accounts/third_party.html")]
struct New {
    page: Page,
    company_id: i64,
    company: String,
    given_name: String,
    family_name: String,
    reach: ReachRows,
    iban: String,
    errors: Errors,
    elsewhere: Vec<(i64, String)>,
}

pub(super) async fn new(by: EditPeople, page: Page, app: web::Data<App>, id: web::Path<i64>) -> Result<Html> {
    let company_id = id.into_inner();
    let company = app.look(&by, move |l| Ok(companies::get(l, company_id)?.name)).await?;
    let (given_name, family_name, iban) = (String::new(), String::new(), String::new());
    let (reach, errors, elsewhere) = (ReachRows::of(page.t, &[]), Errors::default(), Vec::new());
    html(&New { page, company_id, company, given_name, family_name, reach, iban, errors, elsewhere })
}

pub(super) async fn add(
    by: EditPeople,
    page: Page,
    app: web::Data<App>,
    session: Session,
    id: web::Path<i64>,
    Form(mut fields): Form<Fields>,
) -> Result<Html> {
    let company_id = id.into_inner();
    let t = page.t;
    let company = app.look(&by, move |l| Ok(companies::get(l, company_id)?.name)).await?;
    // A role that may not add accounts has no such field; one that sends it all the same is refused below.
    let iban = if page.may(Right::EditAccounts) { fields.take("iban") } else { String::new() };
    let anyway = !fields.take("anyway").is_empty();
    let mut form = New {
        given_name: fields.take("given_name"),
        family_name: fields.take("family_name"),
        reach: ReachRows::take(t, &mut fields),
        errors: Errors::default(),
        elsewhere: Vec::new(),
        page,
        company_id,
        company,
        iban,
    };
    fields.finish()?;
    if form.family_name.is_empty() {
        form.errors.add("family_name", t.msg_fault_required());
    }
    for (field, text) in [("given_name", &form.given_name), ("family_name", &form.family_name)] {
        if let Some(long) = faults::length(t, text, NAME) {
            form.errors.add(field, long);
        }
    }
    let reaches = form.reach.parse(t, &mut form.errors);
    let account = match (form.iban.as_str(), BankAccount::parse(&form.iban)) {
        ("", _) => None,
        (_, Ok(account)) => Some(account),
        (_, Err(fault)) => {
            form.errors.add("iban", fault_words(t, fault));
            None
        }
    };
    if let Some(account) = account {
        let held = app.look(&by, move |l| match duplicate(l, company_id, &account)? {
            Some(Duplicate::Elsewhere(ids)) => Ok((false, named(l, &ids)?)),
            other => Ok((other.is_some(), Vec::new())),
        });
        let (here, elsewhere) = held.await?;
        if here {
            form.errors.add("iban", t.msg_accounts_held_here());
        }
        if !anyway {
            form.elsewhere = elsewhere;
        }
    }
    if !form.errors.is_empty() || !form.elsewhere.is_empty() {
        return again(&form);
    }
    let (given_name, family_name) = (form.given_name, form.family_name);
    let new = NewThirdParty { company_id, given_name, family_name, lang: Lang::Fr, reaches, account };
    app.write(&by, move |w| add_third_party(w, &new)).await?;
    flash(&session, "good", t.msg_accounts_third_party_added())?;
    Ok(see_other(&format!("/companies/{company_id}")))
}
