//! Adding and removing a bank account.
use super::super::{Duplicate, LONGEST_LABEL, NewAccount, add as hold, duplicate, get, remove as give_up};
use crate::app::{App, Looking};
use crate::auth::EditAccounts;
use crate::bank::{self, BankAccount};
use crate::deeds::{Deed, What};
use crate::error::{Error, Result};
use crate::web::page::again;
use crate::web::{Choice, Errors, Fields, Form, Html, Page, faults, flash, html, see_other};
use crate::words::Words;
use crate::{companies, people};
use actix_session::Session;
use actix_web::web;
use askama::Template;

#[derive(Template)]
#[template(path = "accounts/new.html")]
struct New {
    page: Page,
    company_id: i64,
    known: Known,
    holder: String,
    label: String,
    iban: String,
    errors: Errors,
    elsewhere: Vec<(i64, String)>,
}

/// Whose account it can be.
struct Known {
    company: String,
    holders: Vec<Choice>,
}

fn known(l: &mut Looking, company_id: i64) -> Result<Known> {
    let company = companies::get(l, company_id)?.name;
    let mut holders = vec![Choice::new("company", company.clone())];
    for person in people::third_parties_of(l, company_id)? {
        holders.push(Choice::new(person.id.to_string(), person.name()));
    }
    Ok(Known { company, holders })
}

pub(super) fn fault_words(t: &Words, fault: bank::Fault) -> String {
    match fault {
        bank::Fault::Empty => t.msg_fault_required(),
        bank::Fault::Shape => t.msg_accounts_fault_shape(),
        bank::Fault::Checksum => t.msg_accounts_fault_checksum(),
        bank::Fault::Country => t.msg_accounts_fault_country(),
        bank::Fault::Structure => t.msg_accounts_fault_structure(),
    }
}

/// Other customers with this account: their names, for a role that may know them.
pub(super) fn named(l: &mut Looking, ids: &[i64]) -> Result<Vec<(i64, String)>> {
    let names = companies::names(l, ids)?;
    l.owe(Deed::new(What::Listed).with("list", "companies").with_ids(ids));
    Ok(ids.iter().filter_map(|id| names.get(id).map(|name| (*id, name.clone()))).collect())
}

pub(super) async fn new(by: EditAccounts, page: Page, app: web::Data<App>, id: web::Path<i64>) -> Result<Html> {
    let company_id = id.into_inner();
    let known = app.look(&by, move |l| known(l, company_id)).await?;
    html(&New {
        holder: "company".to_owned(),
        label: String::new(),
        iban: String::new(),
        errors: Errors::default(),
        elsewhere: Vec::new(),
        page,
        company_id,
        known,
    })
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
    let (holder, label, iban) = (fields.take("holder"), fields.take("label"), fields.take("iban"));
    let anyway = !fields.take("anyway").is_empty();
    fields.finish()?;
    let known = app.look(&by, move |l| known(l, company_id)).await?;
    let (t, errors, elsewhere) = (page.t, Errors::default(), Vec::new());
    let mut form = New { page, company_id, known, holder, label, iban, errors, elsewhere };
    if let Some(long) = faults::length(t, &form.label, LONGEST_LABEL) {
        form.errors.add("label", long);
    }
    if !form.known.holders.iter().any(|choice| choice.value == form.holder) {
        form.errors.add("holder", t.msg_fault_choose());
    }
    let account = match BankAccount::parse(&form.iban) {
        Ok(account) => Some(account),
        Err(fault) => {
            form.errors.add("iban", fault_words(t, fault));
            None
        }
    };
    let Some(account) = account.filter(|_| form.errors.is_empty()) else { return again(&form) };
    let held = app
        .look(&by, move |l| match duplicate(l, company_id, &account)? {
            Some(Duplicate::Elsewhere(ids)) => Ok((false, named(l, &ids)?)),
            other => Ok((other.is_some(), Vec::new())),
        })
        .await?;
    match held {
        (true, _) => {
            form.errors.add("iban", t.msg_accounts_held_here());
            return again(&form);
        }
        (false, others) if !others.is_empty() && !anyway => {
            form.elsewhere = others;
            return again(&form);
        }
        _ => {}
    }
    let person_id = form.holder.parse().ok();
    let new = NewAccount { company_id, person_id, label: form.label, account };
    app.write(&by, move |w| hold(w, &new)).await?;
    flash(&session, "good", t.msg_accounts_added())?;
    Ok(see_other(&format!("/companies/{company_id}")))
}

#[derive(Template)]
#[template(path = "accounts/removal.html")]
struct Removal {
    page: Page,
    id: i64,
    company_id: i64,
    company: String,
    masked: String,
}

pub(super) async fn ask_removal(by: EditAccounts, page: Page, app: web::Data<App>, id: web::Path<i64>) -> Result<Html> {
    let id = id.into_inner();
    let (account, company) = app
        .look(&by, move |l| {
            let account = get(l, id)?;
            let company = companies::get(l, account.company_id)?.name;
            Ok((account, company))
        })
        .await?;
    html(&Removal { id, company_id: account.company_id, company, masked: account.masked, page })
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
    let company_id = app
        .write(&by, move |w| {
            let company_id = get(w, id)?.company_id;
            give_up(w, id)?;
            Ok::<_, Error>(company_id)
        })
        .await?;
    flash(&session, "good", page.t.msg_accounts_removed())?;
    Ok(see_other(&format!("/companies/{company_id}")))
}
