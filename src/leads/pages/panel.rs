//! A person's lead on their page: the rail of stages, who owns the next step, what it is.
use super::{Rail, home, stage_word};
use crate::actor::Right;
use crate::app::App;
use crate::auth::{self, WorkLeads};
use crate::error::{Error, Result};
use crate::leads::{self, Story};
use crate::people::{self, Stage};
use crate::web::versions::{Conflict, Versions, conflict, keeps_theirs};
use crate::web::{Fields, Form, Html, Page, flash, page, see_other};
use actix_session::Session;
use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "leads/panel.html")]
pub struct PersonPanel {
    page: Page,
    person: i64,
    /// None for somebody who is no lead.
    rail: Option<Rail>,
    eligible: bool,
    claimable: bool,
    owner: String,
    next_step: String,
    next_on: String,
    overdue: bool,
    edit: String,
}

impl askama::filters::HtmlSafe for PersonPanel {}

pub fn person_panel(page: &Page, story: Story) -> PersonPanel {
    let (works, lead) = (page.may(Right::WorkLeads), story.lead.as_ref());
    let since = |lead: &leads::Lead| page.day(&lead.moved_at.date());
    PersonPanel {
        person: story.person_id,
        rail: lead.map(|lead| Rail::of(page.t, lead, &since(lead))),
        eligible: works && story.eligible,
        claimable: works && lead.is_some_and(|lead| lead.owner.is_none()),
        next_step: lead.map(|lead| lead.next_step.clone()).unwrap_or_default(),
        next_on: lead.and_then(|lead| lead.next_on).map(|on| page.day(&on)).unwrap_or_default(),
        overdue: lead.is_some_and(|lead| lead.is_overdue(story.today)),
        edit: if works && lead.is_some() { format!("/leads/{}", story.person_id) } else { String::new() },
        owner: story.owner,
        page: page.clone(),
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

pub async fn open(
    by: WorkLeads,
    page: Page,
    app: web::Data<App>,
    session: Session,
    id: web::Path<i64>,
    Form(Nothing {}): Form<Nothing>,
) -> Result<Html> {
    let id = *id;
    match app.write(&by, move |w| leads::open(w, id)).await {
        Ok(()) => flash(&session, "good", page.t.msg_leads_opened())?,
        // Somebody was faster: they are a lead, which is what was wanted.
        Err(Error::Stale) => {}
        Err(error) => return Err(error),
    }
    Ok(see_other(&home(id)))
}

/// The stages in between are moved to at once; the two ends ask first.
pub async fn move_to(
    by: WorkLeads,
    page: Page,
    app: web::Data<App>,
    session: Session,
    id: web::Path<i64>,
    Form(mut fields): Form<Fields>,
) -> Result<Html> {
    let id = *id;
    let version = fields.version()?;
    let keeps_theirs = keeps_theirs(&mut fields, "stage");
    let stage = Stage::from_word(&fields.take("stage")).ok_or(Error::BadRequest("stage"))?;
    fields.finish()?;
    match stage {
        _ if keeps_theirs => return Ok(see_other(&home(id))),
        Stage::Won => return Ok(see_other(&format!("/leads/{id}/conversion"))),
        Stage::Lost => return Ok(see_other(&format!("/leads/{id}/loss"))),
        Stage::New | Stage::Contacted | Stage::Qualified | Stage::Proposal | Stage::Negotiation => {}
    }
    match app.write(&by, move |w| leads::move_to(w, id, version, stage)).await {
        Ok(()) => {
            flash(&session, "good", page.t.msg_leads_moved(stage_word(page.t, stage)))?;
            Ok(see_other(&home(id)))
        }
        Err(Error::Stale) => {
            let saved = app.look(&by, move |l| Ok((people::get(l, id)?.name(), leads::of(l, id)?))).await?;
            let (title, saved) = (saved.0, saved.1.ok_or(Error::NotFound)?);
            conflict(&Conflict {
                title,
                action: format!("/leads/{id}/stage"),
                back: home(id),
                version: saved.version,
                versions: vec![Versions {
                    name: "stage",
                    label: page.t.msg_leads_stage(),
                    mine: stage_word(page.t, stage),
                    theirs: stage_word(page.t, saved.stage),
                }],
                hidden: vec![("stage".to_owned(), stage.word().to_owned())],
                page,
            })
        }
        Err(error) => Err(error),
    }
}

/// A lead that somebody else took first: says who.
#[derive(Template)]
#[template(path = "leads/taken.html")]
struct Taken {
    page: Page,
    name: String,
    owner: String,
    back: String,
}

pub async fn claim(
    by: WorkLeads,
    page: Page,
    app: web::Data<App>,
    session: Session,
    id: web::Path<i64>,
    Form(Nothing {}): Form<Nothing>,
) -> Result<Html> {
    let id = *id;
    match app.write(&by, move |w| leads::claim(w, id)).await {
        Ok(()) => {
            flash(&session, "good", page.t.msg_leads_claimed())?;
            Ok(see_other(&home(id)))
        }
        Err(Error::Stale) => {
            let look = app.look(&by, move |l| {
                let name = people::get(l, id)?.name();
                let owner = leads::of(l, id)?.and_then(|lead| lead.owner);
                Ok((name, auth::name(l, owner)?))
            });
            let (name, owner) = look.await?;
            page::status(StatusCode::CONFLICT, &Taken { page, name, owner, back: home(id) })
        }
        Err(error) => Err(error),
    }
}
