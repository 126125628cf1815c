//! Signing in and out, enrolling, one's own account. The only pages that a visitor can reach.
mod account;
mod enrolment;
mod factor;
mod sign_in;

use super::password::Weak;
use super::visit::draw_token;
use super::{BeStaff, Colleague, Fresh, Half, Whence, devices, sign_in as entrance, visit};
use crate::actor::{Actor, StaffActor};
use crate::app::{self, App};
use crate::deeds::{Deed, Subject, What};
use crate::error::{Error, Result};
use crate::gate::Client;
use crate::web::{Form, Html, Page, dates, flash, see_other};
use crate::words::Lang;
use actix_session::Session;
use actix_web::http::header;
use actix_web::{HttpMessage, HttpRequest, HttpResponse, web};
use serde::Deserialize;
use std::net::IpAddr;
use std::sync::Arc;

pub fn routes(config: &mut web::ServiceConfig) {
    config
        .service(web::resource("/sign-in").get(sign_in::sign_in).post(sign_in::check_password))
        .service(web::resource("/sign-in/code").get(sign_in::code).post(sign_in::check_code))
        .service(web::resource("/enrolment").get(enrolment::enrolment).post(enrolment::begin))
        .service(web::resource("/enrolment/code").get(enrolment::factor).post(enrolment::finish))
        .service(web::resource("/step-up").post(step_up))
        .service(web::resource("/sign-out").post(sign_out))
        .service(web::resource("/language").post(set_language))
        .service(web::resource("/account").get(account::account))
        .service(web::resource("/account/password").post(account::change_password))
        .service(web::resource("/account/sessions").post(account::end_sessions))
        .service(web::resource("/account/recovery").post(factor::draw_recovery))
        .service(web::resource("/account/factor").get(factor::replacement).post(factor::begin_replacement))
        .service(web::resource("/account/factor/code").post(factor::finish_replacement));
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Next {
    #[serde(default)]
    next: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OneTimeCode {
    code: String,
}

/// Only a path of ours is followed: one slash, then nothing that a browser could read as another house (V3.7.2).
fn local(next: &str) -> &str {
    let plain = |c: char| c.is_ascii_alphanumeric() || "/-_.".contains(c);
    if next.starts_with('/') && !next.starts_with("//") && next.chars().all(plain) && next.len() <= 200 {
        next
    } else {
        "/"
    }
}

/// Visitors get a session when they are shown a form, and not before.
fn with_token(mut page: Page, session: &Session) -> Result<Page> {
    if page.csrf.is_empty() {
        page.csrf = draw_token()?;
        session.insert("csrf", &page.csrf).map_err(|_| Error::internal("the session"))?;
    }
    Ok(page)
}

fn from(request: &HttpRequest) -> Option<IpAddr> {
    request.extensions().get::<Client>().map(|client| client.address)
}

fn whence(request: &HttpRequest) -> Whence {
    Whence { address: from(request), device: devices::of(request) }
}

fn weak_word(page: &Page, weak: Weak) -> String {
    match weak {
        Weak::TooShort => page.t.msg_auth_weak_short(),
        Weak::TooLong => page.t.msg_auth_weak_long(),
        Weak::Guessable => page.t.msg_auth_weak_guessable(),
    }
}

async fn limited(app: &App, visitor: &Actor, error: Error) -> Error {
    if matches!(error, Error::TooMany { .. }) {
        app::tell(app, visitor, Deed::new(What::SignInLimited)).await;
    }
    error
}

/// What begins at the door begins with an empty session: nothing of whoever was signed in here, or half way, goes along,
/// and the session is known under the name of the one it is for (V7.2.4). The form's token and the language stay.
fn begin_anew(session: &Session, step: &str, staff: i64) -> Result<()> {
    let kept = ["csrf", "lang"].map(|name| (name, session.get::<String>(name).ok().flatten()));
    session.clear();
    for (name, value) in kept {
        if let Some(value) = value {
            keep(session, name, &value)?;
        }
    }
    session.renew();
    keep(session, step, &staff)
}

fn keep<T: serde::Serialize>(session: &Session, name: &str, value: &T) -> Result<()> {
    session.insert(name, value).map_err(|_| Error::internal("the session"))
}

/// Whoever has passed the first step in this session.
fn half(session: &Session, name: &str) -> Result<Half> {
    session.get::<i64>(name).ok().flatten().map(|staff| Half { staff }).ok_or(Error::SignedOut)
}

fn staff_actor(who: &Colleague, from: Option<IpAddr>) -> Actor {
    Actor::Staff(Arc::new(StaffActor { id: who.id, role: who.role, from, request: String::new() }))
}

/// The answer to somebody who has proven who they are, on a network that their role does not work from.
async fn elsewhere(
    app: &App,
    session: &Session,
    request: &HttpRequest,
    who: &Colleague,
    page: &Page,
) -> Result<Option<Html>> {
    let Some(kinds) = visit::wrong_network(request, who.role) else { return Ok(None) };
    session.purge();
    visit::refused(app, &staff_actor(who, from(request)), who.role, &kinds, page.clone()).await.map(Some)
}

/// A new session under a new id: nothing of the visitor's carries over but the language (V7.2.4). Says what the
/// colleague should know: when they were here last, what failed since, what others changed (V6.3.5, V6.3.7). The answer
/// it returns leads on to `next` and makes this browser a known one.
async fn enter(app: &App, session: &Session, request: &HttpRequest, who: &Colleague, next: &str) -> Result<Html> {
    let from = from(request);
    let agent = request.headers().get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    session.clear();
    session.renew();
    keep(session, "staff", &who.id)?;
    keep(session, "csrf", &draw_token()?)?;
    keep(session, "mark", &draw_token()?)?;
    keep(session, "agent", &entrance::agent_word(agent))?;
    keep(session, "fresh", &app.clock().now().and_utc().timestamp())?;
    if let Some(from) = from {
        keep(session, "from", &from.to_string())?;
    }
    let actor = staff_actor(who, from);
    let (staff, device) = (who.id, devices::of(request));
    let (before, device) = app
        .write(&actor, move |w| {
            w.record(Deed::of(What::SignedIn, Subject::Staff, staff));
            Ok((entrance::signed_in(w, staff, from)?, devices::know(w, staff, device)?))
        })
        .await?;
    keep(session, "before", &before)?;
    if let Some(text) = last_time(who.lang, &before) {
        let kind = if before.failures > 0 || before.changed { "bad" } else { "good" };
        flash(session, kind, text)?;
    }
    let mut answer = see_other(local(next));
    answer.add_cookie(&devices::cookie(app, device)).map_err(Error::internal)?;
    Ok(answer)
}

/// In one or two sentences; none at the very first sign-in.
fn last_time(lang: Lang, before: &entrance::Before) -> Option<String> {
    let t = lang.words();
    let at = dates::moment(lang, before.at?);
    let mut text = match &before.from {
        Some(from) => t.msg_auth_last_from(&at, from),
        None => t.msg_auth_last(&at),
    };
    if before.failures > 0 {
        text.push(' ');
        text.push_str(&t.msg_auth_failures(before.failures));
    }
    if before.changed {
        text.push(' ');
        text.push_str(&t.msg_auth_changed_by_others());
    }
    Some(text)
}

/// Where a page leads that needs a fresh code before it is shown: the code was checked on the way here.
async fn step_up(_: BeStaff, _: Fresh, Form(sent): Form<Next>) -> Result<Html> {
    Ok(see_other(local(&sent.next)))
}

async fn sign_out(page: Page, session: Session, app: web::Data<App>) -> Result<Html> {
    if let Some(id) = page.actor().staff_id() {
        app::tell(&app, page.actor(), Deed::of(What::SignedOut, Subject::Staff, id)).await;
    }
    session.purge();
    Ok(HttpResponse::SeeOther()
        .insert_header((header::LOCATION, "/sign-in"))
        .insert_header(("Clear-Site-Data", "\"cache\", \"storage\""))
        .finish())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Language {
    lang: String,
}

async fn set_language(
    page: Page,
    session: Session,
    request: HttpRequest,
    app: web::Data<App>,
    Form(sent): Form<Language>,
) -> Result<Html> {
    let lang = Lang::from_word(&sent.lang).ok_or(Error::BadRequest("language"))?;
    if page.who.is_some() {
        app.write(page.actor(), move |w| super::set_language(w, lang)).await?;
    } else {
        keep(&session, "lang", &lang.word())?;
    }
    // Back to the page it was chosen on: the path of the referrer, which is one of our own pages or absent.
    let referrer = request.headers().get(header::REFERER).and_then(|value| value.to_str().ok()).unwrap_or_default();
    // Without what was asked of it: search terms do not travel in a redirect.
    let path = referrer.split_once("://").and_then(|(_, rest)| rest.find('/').and_then(|at| rest.get(at..)));
    let path = path.and_then(|path| path.split(['?', '#']).next());
    Ok(see_other(local(path.unwrap_or("/"))))
}
