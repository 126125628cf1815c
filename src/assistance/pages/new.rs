//! A new request of a caller.
use super::{PATH, Row};
use crate::actor::Actor;
use crate::app::App;
use crate::assistance::{self, NewRequest};
use crate::auth::WorkAssistance;
use crate::error::Result;
use crate::web::page::again;
use crate::web::{Errors, Fields, Form, Html, Page, flash, html, see_other};
use crate::{notes, people};
use actix_session::Session;
use actix_web::web;
use askama::Template;

/// So many earlier requests are shown beside the form.
const BEFORE: usize = 8;

/// The form of a new request, with what this caller has asked already.
#[derive(Template)]
#[template(path = "assistance/new.html")]
struct New {
    page: Page,
    name: String,
    back: String,
    action: String,
    subject: String,
    detail: String,
    take: bool,
    errors: Errors,
    before: Vec<Row>,
}

async fn form(by: &Actor, page: Page, app: &App, id: i64) -> Result<New> {
    let (name, before) =
        app.look(by, move |l| Ok((people::get(l, id)?.name(), assistance::of_person(l, id, BEFORE)?))).await?;
    Ok(New {
        name,
        back: format!("/people/{id}"),
        action: format!("/people/{id}/assistance"),
        subject: String::new(),
        detail: String::new(),
        take: true,
        errors: Errors::default(),
        before: Row::all(&page, &before.lines, before.now),
        page,
    })
}

pub(super) async fn new(by: WorkAssistance, page: Page, app: web::Data<App>, id: web::Path<i64>) -> Result<Html> {
    html(&form(&by, page, &app, *id).await?)
}

pub(super) async fn open(
    by: WorkAssistance,
    page: Page,
    app: web::Data<App>,
    session: Session,
    id: web::Path<i64>,
    Form(mut fields): Form<Fields>,
) -> Result<Html> {
    let id = *id;
    let (subject, detail) = (fields.take("subject"), fields.take("detail"));
    let take = fields.take("take") == "1";
    fields.finish()?;
    let mut errors = Errors::default();
    let parsed = notes::pages::short(page.t, &mut errors, "subject", &subject);
    let more = match detail.is_empty() {
        true => None,
        false => notes::pages::long(page.t, &mut errors, "detail", &detail),
    };
    let Some(parsed) = parsed.filter(|_| errors.is_empty()) else {
        return again(&New { subject, detail, take, errors, ..form(&by, page, &app, id).await? });
    };
    let request = NewRequest { person_id: id, subject: parsed, detail: more, take };
    let request = app.write(&by, move |w| assistance::open(w, &request)).await?;
    flash(&session, "good", page.t.msg_assistance_was_opened())?;
    Ok(see_other(&format!("{PATH}/{request}")))
}
