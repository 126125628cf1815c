//! What is done with an account, one button each.
use super::super::{Act, Kind, Outcome, act, end_sessions as end};
use super::{colleague, why_word};
use crate::actor::{Actor, Role};
use crate::app::App;
use crate::auth::{DecideStaff, Fresh, ManageStaff};
use crate::error::{Error, Result};
use crate::web::{Fields, Form, Html, Page, flash, see_other};
use actix_session::Session;
use actix_web::web;

/// The version that the form was shown with.
pub(super) fn version(fields: &mut Fields) -> Result<i64> {
    fields.version()
}

/// Back to the colleague, with what came of it; the account as it stands where somebody was faster.
pub(super) async fn answer(
    by: &Actor,
    page: Page,
    app: &App,
    session: &Session,
    id: i64,
    done: Result<Outcome>,
) -> Result<Html> {
    let t = page.t;
    match done {
        Ok(Outcome::Done | Outcome::Code(_)) => flash(session, "good", t.msg_staff_done())?,
        Ok(Outcome::Proposed) => flash(session, "good", t.msg_staff_proposed())?,
        Ok(Outcome::Not(why)) => flash(session, "bad", why_word(t, why))?,
        Err(Error::Stale) => return colleague::changed(by, page, app, id).await,
        Err(error) => return Err(error),
    }
    Ok(see_other(&format!("/staff/{id}")))
}

struct Sent {
    page: Page,
    app: web::Data<App>,
    session: Session,
    id: i64,
    fields: Fields,
}

async fn change(by: &Actor, mut sent: Sent, kind: Kind) -> Result<Html> {
    let version = version(&mut sent.fields)?;
    let role = match kind {
        Kind::Role => Some(Role::from_word(&sent.fields.take("role")).ok_or(Error::BadRequest("role"))?),
        _ => None,
    };
    sent.fields.finish()?;
    let id = sent.id;
    let done = sent.app.write(by, move |w| act(w, id, version, Act { kind, role })).await;
    answer(by, sent.page, &sent.app, &sent.session, id, done).await
}

pub(super) async fn role(
    by: ManageStaff,
    _: Fresh,
    page: Page,
    app: web::Data<App>,
    session: Session,
    id: web::Path<i64>,
    Form(fields): Form<Fields>,
) -> Result<Html> {
    change(&by, Sent { page, app, session, id: id.into_inner(), fields }, Kind::Role).await
}

pub(super) async fn disable(
    by: ManageStaff,
    _: Fresh,
    page: Page,
    app: web::Data<App>,
    session: Session,
    id: web::Path<i64>,
    Form(fields): Form<Fields>,
) -> Result<Html> {
    change(&by, Sent { page, app, session, id: id.into_inner(), fields }, Kind::Disable).await
}

pub(super) async fn enable(
    by: ManageStaff,
    _: Fresh,
    page: Page,
    app: web::Data<App>,
    session: Session,
    id: web::Path<i64>,
    Form(fields): Form<Fields>,
) -> Result<Html> {
    change(&by, Sent { page, app, session, id: id.into_inner(), fields }, Kind::Enable).await
}

/// Only ever a proposal: two persons, the Cio and a Dpo.
pub(super) async fn factor(
    by: DecideStaff,
    _: Fresh,
    page: Page,
    app: web::Data<App>,
    session: Session,
    id: web::Path<i64>,
    Form(fields): Form<Fields>,
) -> Result<Html> {
    change(&by, Sent { page, app, session, id: id.into_inner(), fields }, Kind::Factor).await
}

pub(super) async fn end_sessions(
    by: ManageStaff,
    _: Fresh,
    page: Page,
    app: web::Data<App>,
    session: Session,
    id: web::Path<i64>,
    Form(fields): Form<Fields>,
) -> Result<Html> {
    fields.finish()?;
    let id = id.into_inner();
    app.write(&by, move |w| end(w, id)).await?;
    flash(&session, "good", page.t.msg_staff_ended())?;
    Ok(see_other(&format!("/staff/{id}")))
}
