//! Another authenticator, and codes for the day on which it is lost: both need the password and a code of now (V7.5.1).
use super::account::page_with;
use super::{OneTimeCode, from};
use crate::app::App;
use crate::auth::password::Hashing;
use crate::auth::{self, BeStaff, totp};
use crate::error::{Error, Result};
use crate::web::page::again;
use crate::web::{Form, Html, Page, flash, html, see_other};
use actix_session::Session;
use actix_web::{HttpRequest, web};
use askama::Template;
use serde::Deserialize;
use zeroize::Zeroizing;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Proven {
    present: String,
    code: String,
}

#[derive(Template)]
#[template(path = "auth/recovery.html")]
struct Recovery {
    page: Page,
    codes: Vec<String>,
}

/// Answers with the codes themselves: they are in no address and in no session, and a second look is not possible.
pub(super) async fn draw_recovery(
    by: BeStaff,
    page: Page,
    session: Session,
    request: HttpRequest,
    app: web::Data<App>,
    hashing: web::Data<Hashing>,
    Form(sent): Form<Proven>,
) -> Result<Html> {
    let present = Zeroizing::new(sent.present);
    if !auth::prove(&app, &hashing, &by, from(&request), &sent.code, present).await? {
        return again(&page_with(&by, page, &session, &app, "recovery", None).await?);
    }
    let codes = app.write(&by, auth::factor::draw_recovery).await?;
    html(&Recovery { page, codes: codes.iter().map(ToString::to_string).collect() })
}

#[derive(Template)]
#[template(path = "auth/replacement.html")]
struct Replacement {
    page: Page,
    qr: String,
    seed: String,
    wrong: bool,
}

pub(super) async fn begin_replacement(
    by: BeStaff,
    page: Page,
    session: Session,
    request: HttpRequest,
    app: web::Data<App>,
    hashing: web::Data<Hashing>,
    Form(sent): Form<Proven>,
) -> Result<Html> {
    let present = Zeroizing::new(sent.present);
    if !auth::prove(&app, &hashing, &by, from(&request), &sent.code, present).await? {
        return again(&page_with(&by, page, &session, &app, "factor", None).await?);
    }
    app.write(&by, auth::factor::begin_replacement).await?;
    super::keep(&session, "replacing", &true)?;
    Ok(see_other("/account/factor"))
}

async fn replacement_page(by: &BeStaff, page: Page, session: &Session, app: &App, wrong: bool) -> Result<Replacement> {
    // Only whoever has just proven who they are sees the next seed.
    if session.get::<bool>("replacing").ok().flatten() != Some(true) {
        return Err(Error::NotFound);
    }
    let (user_name, seed) = auth::factor::next_seed(app, by).await?;
    Ok(Replacement { page, qr: totp::qr_svg(&seed, &user_name, "Cloister")?, seed: totp::written(&seed), wrong })
}

pub(super) async fn replacement(by: BeStaff, page: Page, session: Session, app: web::Data<App>) -> Result<Html> {
    html(&replacement_page(&by, page, &session, &app, false).await?)
}

pub(super) async fn finish_replacement(
    by: BeStaff,
    page: Page,
    session: Session,
    request: HttpRequest,
    app: web::Data<App>,
    Form(sent): Form<OneTimeCode>,
) -> Result<Html> {
    let mark = session.get::<String>("mark").ok().flatten().unwrap_or_default();
    if session.get::<bool>("replacing").ok().flatten() != Some(true) {
        return Err(Error::NotFound);
    }
    if !auth::factor::finish_replacement(&app, &by, from(&request), &sent.code, mark).await? {
        return again(&replacement_page(&by, page, &session, &app, true).await?);
    }
    session.remove("replacing");
    flash(&session, "good", page.t.msg_auth_factor_replaced())?;
    Ok(see_other("/account"))
}
