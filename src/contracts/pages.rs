//! Pages of contracts: the panel on a company's page, adding, editing, ending.
use super::{Contract, Fault, NewContract, State, state};
use crate::actor::Right;
use crate::app::{App, Looking};
use crate::auth::{EditContracts, SeeContracts};
use crate::companies;
use crate::error::{Error, Result};
use crate::web::page::again;
use crate::web::versions::{Conflict, Versions, conflict, keeps_theirs};
use crate::web::{Errors, Fields, Form, Html, Page, dates, flash, html, see_other};
use crate::words::Words;
use actix_session::Session;
use actix_web::web;
use askama::Template;
use chrono::NaiveDate;
use serde::Deserialize;

pub fn routes(config: &mut web::ServiceConfig) {
    config
        .service(web::resource("/companies/{id}/contracts").post(add))
        .service(web::resource("/companies/{id}/contracts/new").get(new))
        .service(web::resource("/contracts/{id}").get(show).post(change))
        .service(web::resource("/contracts/{id}/end").post(end));
}

/// The word for where a contract stands, and the colour of its chip.
pub fn state_word(t: &Words, state: State) -> (&'static str, String) {
    match state {
        State::ToCome => ("info", t.msg_contracts_state_to_come()),
        State::Running => ("good", t.msg_contracts_state_running()),
        State::Ended => ("quiet", t.msg_contracts_state_ended()),
    }
}

/// The contracts of a company, on its own page.
#[derive(Template)]
#[template(path = "contracts/company_panel.html")]
pub struct CompanyPanel {
    page: Page,
    new: String,
    contracts: Vec<Line>,
}

struct Line {
    href: String,
    reference: String,
    product: String,
    colour: &'static str,
    state: String,
    /// From when to when.
    span: String,
}

impl askama::filters::HtmlSafe for CompanyPanel {}

/// What the panel shows: the contracts of a company, and the day it is.
pub fn story(l: &mut Looking, company_id: i64) -> Result<(Vec<Contract>, NaiveDate)> {
    Ok((super::of_company(l, company_id)?, l.now.date()))
}

pub fn company_panel(page: &Page, company_id: i64, (contracts, today): (Vec<Contract>, NaiveDate)) -> CompanyPanel {
    let line = |contract: Contract| {
        let (colour, state) = state_word(page.t, state(&contract, today));
        Line {
            href: format!("/contracts/{}", contract.id),
            span: match contract.ends_on {
                Some(end) => page.t.msg_contracts_from_to(page.day(&contract.starts_on), page.day(&end)),
                None => page.t.msg_contracts_from(page.day(&contract.starts_on)),
            },
            reference: contract.reference,
            product: contract.product,
            colour,
            state,
        }
    };
    let new =
        if page.may(Right::EditContracts) { format!("/companies/{company_id}/contracts/new") } else { String::new() };
    CompanyPanel { new, contracts: contracts.into_iter().map(line).collect(), page: page.clone() }
}

/// What was typed of a contract, here and where a lead becomes a customer.
#[derive(Clone, Default)]
pub struct Typed {
    pub reference: String,
    pub product: String,
    pub starts_on: String,
    pub ends_on: String,
}

impl Typed {
    fn of(contract: &Contract) -> Self {
        let iso = |day: NaiveDate| day.format("%Y-%m-%d").to_string();
        Typed {
            reference: contract.reference.clone(),
            product: contract.product.clone(),
            starts_on: iso(contract.starts_on),
            ends_on: contract.ends_on.map(iso).unwrap_or_default(),
        }
    }

    pub fn take(fields: &mut Fields) -> Self {
        Typed {
            reference: fields.take("reference"),
            product: fields.take("product"),
            starts_on: fields.take("starts_on"),
            ends_on: fields.take("ends_on"),
        }
    }

    /// `None` when something is wrong, which then stands beside its field.
    pub fn parsed(&self, t: &Words, company_id: i64, errors: &mut Errors) -> Option<NewContract> {
        let starts_on = dates::parse(&self.starts_on);
        let ends_on = dates::parse(&self.ends_on);
        match (starts_on, self.starts_on.is_empty()) {
            (None, true) => errors.add("starts_on", t.msg_fault_required()),
            (None, false) => errors.add("starts_on", t.msg_fault_date()),
            _ => {}
        }
        if ends_on.is_none() && !self.ends_on.is_empty() {
            errors.add("ends_on", t.msg_fault_date());
        }
        let (reference, product) = (self.reference.clone(), self.product.clone());
        let new = NewContract { company_id, reference, product, starts_on: starts_on.unwrap_or_default(), ends_on };
        for fault in new.faults() {
            let (field, text) = fault_words(t, fault);
            if starts_on.is_some() || fault != Fault::EndBeforeStart {
                errors.add(field, text);
            }
        }
        errors.is_empty().then_some(new)
    }
}

fn fault_words(t: &Words, fault: Fault) -> (&'static str, String) {
    match fault {
        Fault::ReferenceLength => ("reference", t.msg_contracts_fault_length()),
        Fault::ReferencePersonal => ("reference", t.msg_contracts_fault_personal()),
        Fault::ProductLength => ("product", t.msg_contracts_fault_length()),
        Fault::ProductPersonal => ("product", t.msg_contracts_fault_personal()),
        Fault::EndBeforeStart => ("ends_on", t.msg_contracts_fault_end()),
    }
}

#[derive(Template)]
#[template(path = "contracts/new.html")]
struct New {
    page: Page,
    company_id: i64,
    company: String,
    typed: Typed,
    errors: Errors,
}

/// A contract, to read; for whoever may edit it, as a form.
#[derive(Template)]
#[template(path = "contracts/show.html")]
struct Show {
    page: Page,
    contract: Contract,
    company: String,
    today: NaiveDate,
    version: i64,
    typed: Typed,
    errors: Errors,
    last_day: String,
}

impl Show {
    fn of(page: Page, known: Known) -> Self {
        let Known { contract, company, today } = known;
        Show {
            typed: Typed::of(&contract),
            version: contract.version,
            last_day: today.format("%Y-%m-%d").to_string(),
            errors: Errors::default(),
            page,
            contract,
            company,
            today,
        }
    }

    fn company_href(&self) -> String {
        format!("/companies/{}", self.contract.company_id)
    }

    fn state(&self) -> (&'static str, String) {
        state_word(self.page.t, state(&self.contract, self.today))
    }

    fn has_ended(&self) -> bool {
        state(&self.contract, self.today) == State::Ended
    }

    fn ends_on(&self) -> String {
        self.contract.ends_on.map_or_else(|| self.page.t.msg_contracts_open_ended(), |day| self.page.day(&day))
    }
}

struct Known {
    contract: Contract,
    company: String,
    today: NaiveDate,
}

/// A contract and the name of its company; opening the company is a deed.
fn known(l: &mut Looking, id: i64) -> Result<Known> {
    let contract = super::get(l, id)?;
    let company = companies::get(l, contract.company_id)?.name;
    Ok(Known { contract, company, today: l.now.date() })
}

async fn new(by: EditContracts, page: Page, app: web::Data<App>, company: web::Path<i64>) -> Result<Html> {
    let company_id = company.into_inner();
    let (company, today) = app.look(&by, move |l| Ok((companies::get(l, company_id)?.name, l.now.date()))).await?;
    let typed = Typed { starts_on: today.format("%Y-%m-%d").to_string(), ..Typed::default() };
    html(&New { page, company_id, company, typed, errors: Errors::default() })
}

async fn add(
    by: EditContracts,
    page: Page,
    app: web::Data<App>,
    session: Session,
    company: web::Path<i64>,
    Form(mut fields): Form<Fields>,
) -> Result<Html> {
    let company_id = company.into_inner();
    let typed = Typed::take(&mut fields);
    fields.finish()?;
    let mut errors = Errors::default();
    let Some(new) = typed.parsed(page.t, company_id, &mut errors) else {
        let company = app.look(&by, move |l| Ok(companies::get(l, company_id)?.name)).await?;
        return again(&New { page, company_id, company, typed, errors });
    };
    app.write(&by, move |w| super::add(w, &new)).await?;
    flash(&session, "good", page.t.msg_contracts_added())?;
    Ok(see_other(&format!("/companies/{company_id}")))
}

async fn show(by: SeeContracts, page: Page, app: web::Data<App>, id: web::Path<i64>) -> Result<Html> {
    let id = id.into_inner();
    let known = app.look(&by, move |l| known(l, id)).await?;
    html(&Show::of(page, known))
}

async fn change(
    by: EditContracts,
    page: Page,
    app: web::Data<App>,
    session: Session,
    id: web::Path<i64>,
    Form(mut fields): Form<Fields>,
) -> Result<Html> {
    let id = id.into_inner();
    let version = fields.version()?;
    let theirs = ["reference", "product", "starts_on", "ends_on"].map(|name| keeps_theirs(&mut fields, name));
    let mut typed = Typed::take(&mut fields);
    fields.finish()?;
    let saved = app.look(&by, move |l| known(l, id)).await?;
    let there = Typed::of(&saved.contract);
    let [reference, product, starts_on, ends_on] = theirs;
    for (keeps, mine, theirs) in [
        (reference, &mut typed.reference, &there.reference),
        (product, &mut typed.product, &there.product),
        (starts_on, &mut typed.starts_on, &there.starts_on),
        (ends_on, &mut typed.ends_on, &there.ends_on),
    ] {
        if keeps {
            mine.clone_from(theirs);
        }
    }
    let mut errors = Errors::default();
    let Some(new) = typed.parsed(page.t, saved.contract.company_id, &mut errors) else {
        return again(&Show { typed, version, errors, ..Show::of(page, saved) });
    };
    match app.write(&by, move |w| super::change(w, id, version, &new)).await {
        Ok(()) => {
            flash(&session, "good", page.t.msg_contracts_saved())?;
            Ok(see_other(&format!("/contracts/{id}")))
        }
        Err(Error::Stale) => {
            let saved = app.look(&by, move |l| known(l, id)).await?;
            conflict(&both(page, &typed, &saved))
        }
        Err(error) => Err(error),
    }
}

fn both(page: Page, mine: &Typed, saved: &Known) -> Conflict {
    let (t, theirs) = (page.t, Typed::of(&saved.contract));
    let rows = [
        ("reference", t.msg_contracts_reference(), &mine.reference, theirs.reference),
        ("product", t.msg_contracts_product(), &mine.product, theirs.product),
        ("starts_on", t.msg_contracts_starts_on(), &mine.starts_on, theirs.starts_on),
        ("ends_on", t.msg_contracts_ends_on(), &mine.ends_on, theirs.ends_on),
    ];
    let hidden = rows.iter().map(|row| (row.0.to_owned(), row.2.clone())).collect();
    let versions =
        rows.into_iter().map(|(name, label, mine, theirs)| Versions { name, label, mine: mine.clone(), theirs });
    Conflict {
        title: format!("{}, {}", saved.contract.reference, saved.company),
        action: format!("/contracts/{}", saved.contract.id),
        back: format!("/contracts/{}", saved.contract.id),
        version: saved.contract.version,
        versions: versions.collect(),
        hidden,
        page,
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct End {
    version: i64,
    last_day: String,
}

async fn end(
    by: EditContracts,
    page: Page,
    app: web::Data<App>,
    session: Session,
    id: web::Path<i64>,
    Form(sent): Form<End>,
) -> Result<Html> {
    let id = id.into_inner();
    let saved = app.look(&by, move |l| known(l, id)).await?;
    let mut errors = Errors::default();
    let last_day = dates::parse(&sent.last_day);
    match last_day {
        None => errors.add("last_day", page.t.msg_fault_date()),
        Some(day) if day < saved.contract.starts_on => errors.add("last_day", page.t.msg_contracts_fault_end()),
        Some(_) => {}
    }
    let Some(day) = last_day.filter(|_| errors.is_empty()) else {
        return again(&Show { errors, last_day: sent.last_day, ..Show::of(page, saved) });
    };
    app.write(&by, move |w| super::end(w, id, sent.version, day)).await?;
    flash(&session, "good", page.t.msg_contracts_ended())?;
    Ok(see_other(&format!("/companies/{}", saved.contract.company_id)))
}
