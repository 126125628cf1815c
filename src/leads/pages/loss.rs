//! A lead that will not buy: asks why, and keeps the answer as a note.
use super::{home, stage_word};
use crate::app::{App, Looking};
use crate::auth::WorkLeads;
use crate::error::{Error, Result};
use crate::leads::{self, Lead};
use crate::notes;
use crate::people::{self, Person};
use crate::web::page::{again, status};
use crate::web::{Errors, Fields, Form, Html, Page, flash, html, see_other};
use actix_session::Session;
use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;

#[derive(Template)]
#[template(path = "leads/loss.html")]
struct Loss {
    page: Page,
    name: String,
    back: String,
    action: String,
    version: i64,
    reason: String,
    errors: Errors,
    /// What a colleague did meanwhile; empty when nobody did.
    meanwhile: String,
}

impl Loss {
    fn of(page: Page, (person, lead): &(Person, Lead)) -> Self {
        Loss {
            name: person.name(),
            back: home(person.id),
            action: format!("/leads/{}/loss", person.id),
            version: lead.version,
            reason: String::new(),
            errors: Errors::default(),
            meanwhile: String::new(),
            page,
        }
    }
}

pub fn known(l: &mut Looking, id: i64) -> Result<(Person, Lead)> {
    let person = people::get(l, id)?;
    Ok((person, leads::of(l, id)?.ok_or(Error::NotFound)?))
}

pub async fn ask(by: WorkLeads, page: Page, app: web::Data<App>, id: web::Path<i64>) -> Result<Html> {
    let id = *id;
    let known = app.look(&by, move |l| known(l, id)).await?;
    html(&Loss::of(page, &known))
}

pub async fn lose(
    by: WorkLeads,
    page: Page,
    app: web::Data<App>,
    session: Session,
    id: web::Path<i64>,
    Form(mut fields): Form<Fields>,
) -> Result<Html> {
    let id = *id;
    let version = fields.version()?;
    let reason = fields.take("reason");
    fields.finish()?;
    let mut errors = Errors::default();
    let Some(parsed) = notes::pages::long(page.t, &mut errors, "reason", &reason) else {
        let known = app.look(&by, move |l| known(l, id)).await?;
        return again(&Loss { version, reason, errors, ..Loss::of(page, &known) });
    };
    match app.write(&by, move |w| leads::lose(w, id, version, &parsed)).await {
        Ok(()) => {
            flash(&session, "good", page.t.msg_leads_was_lost())?;
            Ok(see_other(&home(id)))
        }
        Err(Error::Stale) => {
            let known = app.look(&by, move |l| known(l, id)).await?;
            let meanwhile = page.t.msg_leads_meanwhile(stage_word(page.t, known.1.stage));
            status(StatusCode::CONFLICT, &Loss { reason, meanwhile, ..Loss::of(page, &known) })
        }
        Err(error) => Err(error),
    }
}
