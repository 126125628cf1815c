//! A lead becomes a customer: the form of what was agreed.
use super::loss::known;
use super::{home, stage_word};
use crate::app::{App, Looking};
use crate::auth::WorkLeads;
use crate::companies;
use crate::contracts::pages::Typed;
use crate::error::{Error, Result};
use crate::leads::{self, Lead};
use crate::people::{Person, Stage};
use crate::web::page::{again, status};
use crate::web::{Errors, Fields, Form, Html, Page, flash, html, see_other};
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

struct Known {
    person: Person,
    lead: Lead,
    company: String,
}

fn look(l: &mut Looking, id: i64) -> Result<Known> {
    let (person, lead) = known(l, id)?;
    let company = companies::name(l, person.company_id)?;
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
            already_won: lead.stage == Stage::Won,
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
    let version = fields.version()?;
    let typed = Typed::take(&mut fields);
    fields.finish()?;
    let known = app.look(&by, move |l| look(l, id)).await?;
    let Some(company_id) = known.person.company_id else { return again(&Ask { typed, ..Ask::of(page, known) }) };
    let mut errors = Errors::default();
    let Some(agreed) = typed.parsed(page.t, company_id, &mut errors) else {
        return again(&Ask { version, typed, errors, ..Ask::of(page, known) });
    };
    match app.write(&by, move |w| leads::convert(w, id, version, &agreed)).await {
        Ok(_) => {
            flash(&session, "good", page.t.msg_leads_converted(&known.company))?;
            Ok(see_other(&home(id)))
        }
        Err(Error::Stale) => {
            let known = app.look(&by, move |l| look(l, id)).await?;
            let meanwhile = page.t.msg_leads_meanwhile(stage_word(page.t, known.lead.stage));
            status(StatusCode::CONFLICT, &Ask { typed, meanwhile, ..Ask::of(page, known) })
        }
        Err(error) => Err(error),
    }
}
