//! A lead becomes a customer: the form of what was agreed.
use super::loss::known;
use super::{home, stage_word, version};
use crate::app::{App, Looking};
use crate::auth::WorkLeads;
use crate::companies;
use crate::contracts::{Fault, LONGEST, NewContract};
use crate::error::{Error, Result};
use crate::leads::{self, Conversion, Lead};
use crate::people::Person;
use crate::web::page::{again, status};
use crate::web::{Errors, Fields, Form, Html, Page, dates, flash, html, see_other};
use actix_session::Session;
use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;

#[derive(Template)]
#[template(path = "leads/conversion.html")]
struct Ask {
    page: Page,
    name: String,
    back: String,
    action: String,
    version: i64,
    /// Empty when the person has none: then there is nobody to make a contract with.
    company: String,
    already_won: bool,
    typed: Typed,
    errors: Errors,
    /// What a colleague did meanwhile; empty when nobody did.
    meanwhile: String,
}

#[derive(Default)]
struct Typed {
    reference: String,
    product: String,
    starts_on: String,
    ends_on: String,
}

impl Typed {
    fn take(fields: &mut Fields) -> Self {
        Typed {
            reference: fields.take("reference"),
            product: fields.take("product"),
            starts_on: fields.take("starts_on"),
            ends_on: fields.take("ends_on"),
        }
    }

    /// What was typed, parsed by the rules of contracts; what is wrong goes beside its field.
    fn parsed(&self, page: &Page, errors: &mut Errors, company_id: i64) -> Option<Conversion> {
        let t = page.t;
        let mut day = |field, typed: &str| {
            let day = dates::parse(typed);
            if day.is_none() {
                errors.add(field, if typed.is_empty() { t.msg_fault_required() } else { t.msg_fault_date() });
            }
            day
        };
        let starts_on = day("starts_on", &self.starts_on);
        let ends_on = if self.ends_on.is_empty() { None } else { day("ends_on", &self.ends_on) };
        // Without a start that can be read, the rest is judged as if it began with its end.
        let first = starts_on.or(ends_on).unwrap_or_default();
        let (reference, product) = (self.reference.clone(), self.product.clone());
        let contract = NewContract { company_id, reference, product, starts_on: first, ends_on };
        for fault in contract.faults() {
            let length = |typed: &str| match typed.is_empty() {
                true => t.msg_fault_required(),
                false => t.msg_fault_too_long(u32::try_from(LONGEST).unwrap_or(u32::MAX)),
            };
            match fault {
                Fault::ReferenceLength => errors.add("reference", length(&self.reference)),
                Fault::ReferencePersonal => errors.add("reference", t.msg_leads_in_clear()),
                Fault::ProductLength => errors.add("product", length(&self.product)),
                Fault::ProductPersonal => errors.add("product", t.msg_leads_in_clear()),
                Fault::EndBeforeStart => errors.add("ends_on", t.msg_leads_end_before_start()),
            }
        }
        let NewContract { reference, product, ends_on, .. } = contract;
        let starts_on = starts_on.filter(|_| errors.is_empty())?;
        Some(Conversion { reference, product, starts_on, ends_on })
    }
}

struct Known {
    person: Person,
    lead: Lead,
    company: String,
}

fn look(l: &mut Looking, id: i64) -> Result<Known> {
    let (person, lead) = known(l, id)?;
    let company = match person.company_id {
        Some(company) => companies::names(l, &[company])?.remove(&company).unwrap_or_default(),
        None => String::new(),
    };
    Ok(Known { person, lead, company })
}

impl Ask {
    fn of(page: Page, known: Known) -> Self {
        let Known { person, lead, company } = known;
        Ask {
            name: person.name(),
            back: home(person.id),
            action: format!("/leads/{}/conversion", person.id),
            version: lead.version,
            already_won: lead.stage == crate::people::Stage::Won,
            company,
            typed: Typed::default(),
            errors: Errors::default(),
            meanwhile: String::new(),
            page,
        }
    }
}

pub async fn ask(by: WorkLeads, page: Page, app: web::Data<App>, id: web::Path<i64>) -> Result<Html> {
    let id = *id;
    let (known, today) = app.look(&by, move |l| Ok((look(l, id)?, l.now.date()))).await?;
    let typed = Typed { starts_on: today.to_string(), ..Typed::default() };
    html(&Ask { typed, ..Ask::of(page, known) })
}

pub async fn convert(
    by: WorkLeads,
    page: Page,
    app: web::Data<App>,
    session: Session,
    id: web::Path<i64>,
    Form(mut fields): Form<Fields>,
) -> Result<Html> {
    let id = *id;
    let version = version(&mut fields)?;
    let typed = Typed::take(&mut fields);
    fields.finish()?;
    let known = app.look(&by, move |l| look(l, id)).await?;
    let Some(company_id) = known.person.company_id else { return again(&Ask { typed, ..Ask::of(page, known) }) };
    let mut errors = Errors::default();
    let Some(agreed) = typed.parsed(&page, &mut errors, company_id) else {
        return again(&Ask { version, typed, errors, ..Ask::of(page, known) });
    };
    match app.write(&by, move |w| leads::convert(w, id, version, &agreed)).await {
        Ok(_) => {
            flash(&session, "good", page.t.msg_leads_converted(&known.company))?;
            Ok(see_other(&home(id)))
        }
        Err(Error::Stale) => {
            let known = app.look(&by, move |l| look(l, id)).await?;
            let meanwhile = page.t.msg_leads_meanwhile(&stage_word(page.t, known.lead.stage));
            status(StatusCode::CONFLICT, &Ask { typed, meanwhile, ..Ask::of(page, known) })
        }
        Err(error) => Err(error),
    }
}
