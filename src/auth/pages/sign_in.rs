//! The two steps of signing in: name and password, then a one-time code or a recovery code.
use super::{Next, OneTimeCode, begin_anew, elsewhere, enter, half, keep, limited, local, whence, with_token};
use crate::app::{self, App};
use crate::auth::Second;
use crate::auth::password::Hashing;
use crate::auth::{self, Typed, limits};
use crate::deeds::{Deed, Subject, What};
use crate::error::{Error, Result};
use crate::web::page::{again, status};
use crate::web::{Form, Html, Page, Query, html, see_other};
use actix_session::Session;
use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, web};
use askama::Template;
use serde::Deserialize;
use zeroize::Zeroizing;

#[derive(Template)]
#[template(path = "auth/sign_in.html")]
struct SignIn {
    page: Page,
    company: String,
    user_name: String,
    next: String,
    wrong: bool,
    /// Seconds to wait, unless one has a code to show that one is no stranger.
    wait: u32,
}

#[derive(Template)]
#[template(path = "auth/code.html")]
struct Code {
    page: Page,
    wrong: bool,
}

pub(super) async fn sign_in(
    page: Page,
    session: Session,
    app: web::Data<App>,
    Query(next): Query<Next>,
) -> Result<Html> {
    if page.who.is_some() {
        return Ok(see_other("/"));
    }
    let company = app.config().company.clone();
    let next = local(&next.next).to_owned();
    html(&SignIn { page: with_token(page, &session)?, company, user_name: String::new(), next, wrong: false, wait: 0 })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Password {
    user_name: String,
    password: String,
    #[serde(default)]
    code: String,
    #[serde(default)]
    next: String,
}

pub(super) async fn check_password(
    page: Page,
    session: Session,
    request: HttpRequest,
    app: web::Data<App>,
    hashing: web::Data<Hashing>,
    Form(sent): Form<Password>,
) -> Result<Html> {
    let visitor = page.actor().clone();
    let (password, code) = (Zeroizing::new(sent.password), sent.code.trim());
    let typed = Typed { user_name: &sent.user_name, password, code };
    let answered = auth::check_password(&app, &hashing, &visitor, &whence(&request), typed).await;
    let company = app.config().company.clone();
    let next = local(&sent.next).to_owned();
    match answered {
        Ok(Some(half)) => {
            begin_anew(&session, "half", half.staff)?;
            keep(&session, "next", &next)?;
            Ok(see_other("/sign-in/code"))
        }
        Ok(None) => again(&SignIn { page, company, user_name: sent.user_name, next, wrong: true, wait: 0 }),
        Err(error) => {
            let error = limited(&app, &visitor, error).await;
            let Error::TooMany { wait_seconds: wait } = error else { return Err(error) };
            let form = SignIn { page, company, user_name: sent.user_name, next, wrong: false, wait };
            let mut answer = status(StatusCode::TOO_MANY_REQUESTS, &form)?;
            answer.headers_mut().insert(header::RETRY_AFTER, wait.into());
            Ok(answer)
        }
    }
}

pub(super) async fn code(page: Page, session: Session) -> Result<Html> {
    half(&session, "half")?;
    html(&Code { page, wrong: false })
}

pub(super) async fn check_code(
    page: Page,
    session: Session,
    request: HttpRequest,
    app: web::Data<App>,
    Form(sent): Form<OneTimeCode>,
) -> Result<Html> {
    let half = half(&session, "half")?;
    let (visitor, second) = (page.actor().clone(), Second::parse(&sent.code));
    match auth::check_second(&app, &whence(&request), half, second).await {
        Ok(Some(colleague)) => {
            if let Some(refused) = elsewhere(&app, &session, &request, &colleague, &page).await? {
                return Ok(refused);
            }
            let next = session.get::<String>("next").ok().flatten().unwrap_or_default();
            limits::forget_second(&app, &whence(&request), half.staff).await?;
            enter(&app, &session, &request, &colleague, &next).await
        }
        Ok(None) => {
            let deed = Deed::of(What::SignInFailed, Subject::Staff, half.staff).with("step", "code");
            app::tell(&app, &visitor, deed).await;
            again(&Code { page, wrong: true })
        }
        Err(error) => Err(limited(&app, &visitor, error).await),
    }
}
