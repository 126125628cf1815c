//! Signing in and out, enrolling, one's own account. The only pages that a visitor can reach.
use super::password::{self, Hashing, Weak};
use super::visit::draw_token;
use super::{BeStaff, Half, limits, totp};
use crate::actor::Actor;
use crate::app::{self, App};
use crate::deeds::{Deed, Subject, What};
use crate::error::{Error, Result};
use crate::gate::Client;
use crate::web::page::again;
use crate::web::{Form, Html, Page, Query, flash, html, see_other};
use crate::words::Lang;
use actix_session::Session;
use actix_web::http::header;
use actix_web::{HttpMessage, HttpRequest, HttpResponse, web};
use askama::Template;
use serde::Deserialize;
use std::net::IpAddr;
use zeroize::Zeroizing;

pub fn routes(config: &mut web::ServiceConfig) {
    config
        .service(web::resource("/sign-in").get(sign_in).post(check_password))
        .service(web::resource("/sign-in/code").get(code).post(check_code))
        .service(web::resource("/enrolment").get(enrolment).post(begin_enrolment))
        .service(web::resource("/enrolment/code").get(factor).post(finish_enrolment))
        .service(web::resource("/sign-out").post(sign_out))
        .service(web::resource("/language").post(set_language))
        .service(web::resource("/account").get(account))
        .service(web::resource("/account/password").post(change_password));
}

#[derive(Template)]
#[template(path = "auth/sign_in.html")]
struct SignIn {
    page: Page,
    company: String,
    user_name: String,
    next: String,
    wrong: bool,
}

#[derive(Template)]
#[template(path = "auth/code.html")]
struct Code {
    page: Page,
    wrong: bool,
}

#[derive(Template)]
#[template(path = "auth/enrolment.html")]
struct Enrolment {
    page: Page,
    user_name: String,
    wrong: bool,
    weak: Option<String>,
}

#[derive(Template)]
#[template(path = "auth/factor.html")]
struct Factor {
    page: Page,
    qr: String,
    seed: String,
    wrong: bool,
}

#[derive(Template)]
#[template(path = "auth/account.html")]
struct Account {
    page: Page,
    wrong: bool,
    weak: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Next {
    #[serde(default)]
    next: String,
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

fn weak_word(page: &Page, weak: Weak) -> String {
    match weak {
        Weak::TooShort => page.t.msg_auth_weak_short(),
        Weak::TooLong => page.t.msg_auth_weak_long(),
        Weak::Guessable => page.t.msg_auth_weak_guessable(),
    }
}

async fn sign_in(page: Page, session: Session, app: web::Data<App>, Query(next): Query<Next>) -> Result<Html> {
    if page.who.is_some() {
        return Ok(see_other("/"));
    }
    let company = app.config().company.clone();
    let next = local(&next.next).to_owned();
    html(&SignIn { page: with_token(page, &session)?, company, user_name: String::new(), next, wrong: false })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Password {
    user_name: String,
    password: String,
    #[serde(default)]
    next: String,
}

async fn check_password(
    page: Page,
    session: Session,
    request: HttpRequest,
    app: web::Data<App>,
    hashing: web::Data<Hashing>,
    Form(sent): Form<Password>,
) -> Result<Html> {
    let visitor = page.actor().clone();
    let checked =
        super::check_password(&app, &hashing, from(&request), &sent.user_name, Zeroizing::new(sent.password)).await;
    match checked {
        Ok(Some(half)) => {
            session.renew();
            keep(&session, "half", &half.staff)?;
            keep(&session, "next", &local(&sent.next))?;
            keep(&session, "name", &app.vault().attempt_key(&super::canonical(&sent.user_name)))?;
            limits::forget(&app, from(&request), &super::canonical(&sent.user_name)).await?;
            Ok(see_other("/sign-in/code"))
        }
        Ok(None) => {
            app::tell(&app, &visitor, Deed::new(What::SignInFailed).with("step", "password")).await;
            let company = app.config().company.clone();
            let next = local(&sent.next).to_owned();
            again(&SignIn { page, company, user_name: sent.user_name, next, wrong: true })
        }
        Err(error) => Err(limited(&app, &visitor, error).await),
    }
}

async fn limited(app: &App, visitor: &Actor, error: Error) -> Error {
    if matches!(error, Error::TooMany { .. }) {
        app::tell(app, visitor, Deed::new(What::SignInLimited)).await;
    }
    error
}

fn keep<T: serde::Serialize>(session: &Session, name: &str, value: &T) -> Result<()> {
    session.insert(name, value).map_err(|_| Error::internal("the session"))
}

/// Whoever has passed the first step in this session.
fn half(session: &Session, name: &str) -> Result<Half> {
    session.get::<i64>(name).ok().flatten().map(|staff| Half { staff }).ok_or(Error::SignedOut)
}

async fn code(page: Page, session: Session) -> Result<Html> {
    half(&session, "half")?;
    html(&Code { page, wrong: false })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OneTimeCode {
    code: String,
}

async fn check_code(
    page: Page,
    session: Session,
    request: HttpRequest,
    app: web::Data<App>,
    Form(sent): Form<OneTimeCode>,
) -> Result<Html> {
    let half = half(&session, "half")?;
    let visitor = page.actor().clone();
    match super::check_code(&app, from(&request), half, &sent.code).await {
        Ok(Some(colleague)) => {
            let next = session.get::<String>("next").ok().flatten().unwrap_or_default();
            limits::forget(&app, from(&request), &format!("totp {}", half.staff)).await?;
            enter(&app, &session, colleague.id, colleague.role, from(&request)).await?;
            Ok(see_other(local(&next)))
        }
        Ok(None) => {
            let deed = Deed::of(What::SignInFailed, Subject::Staff, half.staff).with("step", "code");
            app::tell(&app, &visitor, deed).await;
            again(&Code { page, wrong: true })
        }
        Err(error) => Err(limited(&app, &visitor, error).await),
    }
}

/// A new session under a new id: nothing of the visitor's carries over but the language (V7.2.4).
async fn enter(app: &App, session: &Session, staff: i64, role: crate::actor::Role, from: Option<IpAddr>) -> Result<()> {
    session.clear();
    session.renew();
    keep(session, "staff", &staff)?;
    keep(session, "csrf", &draw_token()?)?;
    let actor =
        Actor::Staff(std::sync::Arc::new(crate::actor::StaffActor { id: staff, role, from, request: String::new() }));
    app.write(&actor, move |w| {
        w.record(Deed::of(What::SignedIn, Subject::Staff, staff));
        Ok(())
    })
    .await
}

async fn enrolment(page: Page, session: Session) -> Result<Html> {
    html(&Enrolment { page: with_token(page, &session)?, user_name: String::new(), wrong: false, weak: None })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Enrol {
    user_name: String,
    code: String,
    password: String,
}

async fn begin_enrolment(
    page: Page,
    session: Session,
    request: HttpRequest,
    app: web::Data<App>,
    hashing: web::Data<Hashing>,
    Form(sent): Form<Enrol>,
) -> Result<Html> {
    let context: Vec<&str> = sent.user_name.split(['.', '-', '_', '@']).chain([sent.user_name.as_str()]).collect();
    if let Some(weak) = password::judge(&sent.password, &context) {
        let weak = Some(weak_word(&page, weak));
        return again(&Enrolment { page, user_name: sent.user_name, wrong: false, weak });
    }
    let visitor = page.actor().clone();
    let password = Zeroizing::new(sent.password);
    match super::begin_enrolment(&app, &hashing, from(&request), &sent.user_name, &sent.code, password).await {
        Ok(Some(half)) => {
            limits::forget(&app, from(&request), &format!("code {}", super::canonical(&sent.user_name))).await?;
            session.renew();
            keep(&session, "enrol", &half.staff)?;
            Ok(see_other("/enrolment/code"))
        }
        Ok(None) => {
            app::tell(&app, &visitor, Deed::new(What::SignInFailed).with("step", "enrolment")).await;
            again(&Enrolment { page, user_name: sent.user_name, wrong: true, weak: None })
        }
        Err(error) => Err(limited(&app, &visitor, error).await),
    }
}

async fn factor_page(page: Page, session: &Session, app: &App, wrong: bool) -> Result<Factor> {
    let (user_name, seed) = super::enrolment_seed(app, half(session, "enrol")?).await?;
    let (qr, seed) = match seed {
        Some(seed) => (totp::qr_svg(&seed, &user_name, "Cloister")?, totp::written(&seed)),
        None => (String::new(), String::new()),
    };
    Ok(Factor { page, qr, seed, wrong })
}

async fn factor(page: Page, session: Session, app: web::Data<App>) -> Result<Html> {
    html(&factor_page(page, &session, &app, false).await?)
}

async fn finish_enrolment(
    page: Page,
    session: Session,
    request: HttpRequest,
    app: web::Data<App>,
    Form(sent): Form<OneTimeCode>,
) -> Result<Html> {
    let half = half(&session, "enrol")?;
    match super::finish_enrolment(&app, from(&request), half, &sent.code).await? {
        Some(colleague) => {
            limits::forget(&app, from(&request), &format!("totp {}", half.staff)).await?;
            enter(&app, &session, colleague.id, colleague.role, from(&request)).await?;
            flash(&session, "good", colleague.lang.words().msg_auth_welcome(&colleague.name))?;
            Ok(see_other("/"))
        }
        None => again(&factor_page(page, &session, &app, true).await?),
    }
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
    let path = referrer.split_once("://").and_then(|(_, rest)| rest.find('/').and_then(|at| rest.get(at..)));
    Ok(see_other(local(path.unwrap_or("/"))))
}

async fn account(_: BeStaff, page: Page) -> Result<Html> {
    html(&Account { page, wrong: false, weak: None })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewPassword {
    present: String,
    new: String,
    code: String,
}

async fn change_password(
    by: BeStaff,
    page: Page,
    session: Session,
    app: web::Data<App>,
    hashing: web::Data<Hashing>,
    Form(sent): Form<NewPassword>,
) -> Result<Html> {
    let name = page.who.as_ref().map(|who| who.name.clone()).unwrap_or_default();
    let context: Vec<&str> = name.split_whitespace().collect();
    if let Some(weak) = password::judge(&sent.new, &context) {
        let weak = Some(weak_word(&page, weak));
        return again(&Account { page, wrong: false, weak });
    }
    let (present, new) = (Zeroizing::new(sent.present), Zeroizing::new(sent.new));
    if !super::change_password(&app, &hashing, &by, &sent.code, present, new).await? {
        return again(&Account { page, wrong: true, weak: None });
    }
    // Every session has ended, this one too; the answer to this request carries a new one.
    session.renew();
    keep(&session, "csrf", &draw_token()?)?;
    flash(&session, "good", page.t.msg_auth_password_changed())?;
    Ok(see_other("/account"))
}
