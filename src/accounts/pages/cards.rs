//! Adding and removing a card. The page of one is put together by the desk: it says until when the card is kept.
use super::super::{Card, CardFault, Expiry, NewCard, add_card, card, card_faults, remove_card};
use crate::app::App;
use crate::auth::EditAccounts;
use crate::bank::{self, CardNumber};
use crate::companies;
use crate::error::{Error, Result};
use crate::web::page::again;
use crate::web::{Errors, Fields, Form, Html, Page, dates, flash, html, see_other};
use crate::words::Words;
use actix_session::Session;
use actix_web::web;
use askama::Template;

#[derive(Template)]
#[template(path = "accounts/card_new.html")]
struct New {
    page: Page,
    company_id: i64,
    company: String,
    number: String,
    expiry: String,
    taken_on: String,
    errors: Errors,
}

fn number_words(t: &Words, fault: bank::CardFault) -> String {
    match fault {
        bank::CardFault::Empty => t.msg_fault_required(),
        bank::CardFault::Shape => t.msg_accounts_card_fault_shape(),
        bank::CardFault::Checksum => t.msg_accounts_card_fault_checksum(),
    }
}

fn fault_words(t: &Words, fault: CardFault) -> (&'static str, String) {
    match fault {
        CardFault::Expired => ("expiry", t.msg_accounts_card_fault_expired()),
        CardFault::TakenInTheFuture => ("taken_on", t.msg_accounts_card_fault_future()),
        CardFault::TakenTooLongAgo => ("taken_on", t.msg_accounts_card_fault_old()),
        CardFault::HeldHere => ("number", t.msg_accounts_card_held_here()),
    }
}

pub(super) async fn new(by: EditAccounts, page: Page, app: web::Data<App>, id: web::Path<i64>) -> Result<Html> {
    let company_id = id.into_inner();
    let (company, today) = app.look(&by, move |l| Ok((companies::get(l, company_id)?.name, l.now.date()))).await?;
    let (number, expiry, taken_on) = (String::new(), String::new(), today.format("%Y-%m-%d").to_string());
    html(&New { page, company_id, company, number, expiry, taken_on, errors: Errors::default() })
}

pub(super) async fn add(
    by: EditAccounts,
    page: Page,
    app: web::Data<App>,
    session: Session,
    id: web::Path<i64>,
    Form(mut fields): Form<Fields>,
) -> Result<Html> {
    let company_id = id.into_inner();
    let (number, expiry, taken_on) = (fields.take("number"), fields.take("expiry"), fields.take("taken_on"));
    fields.finish()?;
    let company = app.look(&by, move |l| Ok(companies::get(l, company_id)?.name)).await?;
    let t = page.t;
    let mut form = New { page, company_id, company, number, expiry, taken_on, errors: Errors::default() };
    let parsed = CardNumber::parse(&form.number);
    if let Err(fault) = &parsed {
        form.errors.add("number", number_words(t, *fault));
    }
    let expiry = Expiry::parse(&form.expiry);
    if expiry.is_none() && !form.expiry.is_empty() {
        form.errors.add("expiry", t.msg_accounts_card_fault_expiry());
    }
    let taken_on = dates::parse(&form.taken_on);
    if taken_on.is_none() {
        form.errors.add("taken_on", t.msg_fault_date());
    }
    let (Ok(number), Some(taken_on), true) = (parsed, taken_on, form.errors.is_empty()) else { return again(&form) };
    let card = NewCard { company_id, number, expiry, taken_on };
    let asked = card.clone();
    for fault in app.look(&by, move |l| card_faults(l, &asked)).await? {
        let (field, words) = fault_words(t, fault);
        form.errors.add(field, words);
    }
    if !form.errors.is_empty() {
        return again(&form);
    }
    app.write(&by, move |w| add_card(w, &card)).await?;
    flash(&session, "good", t.msg_accounts_card_added())?;
    Ok(see_other(&format!("/companies/{company_id}")))
}

#[derive(Template)]
#[template(path = "accounts/card_removal.html")]
struct Removal {
    page: Page,
    card: Card,
    company: String,
}

pub(super) async fn ask_removal(by: EditAccounts, page: Page, app: web::Data<App>, id: web::Path<i64>) -> Result<Html> {
    let id = id.into_inner();
    let (card, company) = app
        .look(&by, move |l| {
            let card = card(l, id)?;
            let company = companies::get(l, card.company_id)?.name;
            Ok((card, company))
        })
        .await?;
    html(&Removal { page, card, company })
}

pub(super) async fn remove(
    by: EditAccounts,
    page: Page,
    app: web::Data<App>,
    session: Session,
    id: web::Path<i64>,
    Form(fields): Form<Fields>,
) -> Result<Html> {
    fields.finish()?;
    let id = id.into_inner();
    let company = app
        .write(&by, move |w| {
            let company = card(w, id)?.company_id;
            remove_card(w, id)?;
            Ok::<_, Error>(company)
        })
        .await?;
    flash(&session, "good", page.t.msg_accounts_card_removed())?;
    Ok(see_other(&format!("/companies/{company}")))
}
