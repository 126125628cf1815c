//! The second person's answer to a proposal.
use super::super::{Outcome, agree as approve, proposal, refuse as decline};
use super::change::answer;
use super::code;
use crate::app::App;
use crate::auth::{DecideStaff, Fresh, accounts};
use crate::error::{Error, Result};
use crate::web::{Fields, Form, Html, Page, flash, see_other};
use actix_session::Session;
use actix_web::web;

pub(super) async fn agree(
    by: DecideStaff,
    _: Fresh,
    page: Page,
    app: web::Data<App>,
    session: Session,
    id: web::Path<i64>,
    Form(fields): Form<Fields>,
) -> Result<Html> {
    fields.finish()?;
    let id = id.into_inner();
    let staff = app.look(&by, move |l| proposal(l, id)).await?.staff_id;
    let done = app.write(&by, move |w| {
        let (staff, outcome) = approve(w, id)?;
        Ok((outcome, accounts::get(w, staff)?))
    });
    match done.await {
        Ok((Outcome::Code(code), account)) => code::page(page, code::Given { account, code }),
        // The page with the code was loaded again, or somebody else decided.
        Err(Error::Stale) => {
            flash(&session, "bad", page.t.msg_staff_decided_already())?;
            Ok(see_other(&format!("/staff/{staff}/code")))
        }
        other => answer(&by, page, &app, &session, staff, other.map(|done| done.0)).await,
    }
}

pub(super) async fn refuse(
    by: DecideStaff,
    _: Fresh,
    page: Page,
    app: web::Data<App>,
    session: Session,
    id: web::Path<i64>,
    Form(fields): Form<Fields>,
) -> Result<Html> {
    fields.finish()?;
    let id = id.into_inner();
    let staff = app.look(&by, move |l| proposal(l, id)).await?.staff_id;
    match app.write(&by, move |w| decline(w, id)).await {
        Ok(_) => flash(&session, "good", page.t.msg_staff_refused())?,
        Err(Error::Stale) => flash(&session, "bad", page.t.msg_staff_decided_already())?,
        Err(error) => return Err(error),
    }
    Ok(see_other(&format!("/staff/{staff}")))
}

/// The address of an answer that showed a code, opened again.
pub(super) async fn decided(by: DecideStaff, app: web::Data<App>, id: web::Path<i64>) -> Result<Html> {
    let id = id.into_inner();
    let staff = app.look(&by, move |l| proposal(l, id)).await?.staff_id;
    Ok(see_other(&format!("/staff/{staff}/code")))
}
