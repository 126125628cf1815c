//! Opening an account with a code that was handed over: a password of one's own, and a second factor that answers.
use super::{OneTimeCode, begin_anew, elsewhere, enter, half, limited, weak_word, whence, with_token};
use crate::app::{self, App};
use crate::auth::password::{self, Hashing};
use crate::auth::{self, limits, totp};
use crate::deeds::{Deed, What};
use crate::error::Result;
use crate::web::page::again;
use crate::web::{Form, Html, Page, html, see_other};
use actix_session::Session;
use actix_web::{HttpRequest, web};
use askama::Template;
use serde::Deserialize;
use zeroize::Zeroizing;

#[derive(Template)]
#[template(path = "auth/enrolment.html")]
struct Enrolment {
    page: Page,
    user_name: String,
    wrong: bool,
    weak: Option<String>,
}

/// The second factor. Empty `qr` and `seed`: the colleague has an authenticator already, and it is asked.
#[derive(Template)]
#[template(path = "auth/factor.html")]
struct Factor {
    page: Page,
    qr: String,
    seed: String,
    wrong: bool,
}

pub(super) async fn enrolment(page: Page, session: Session) -> Result<Html> {
    html(&Enrolment { page: with_token(page, &session)?, user_name: String::new(), wrong: false, weak: None })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Enrol {
    user_name: String,
    code: String,
    password: String,
}

pub(super) async fn begin(
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
    match auth::begin_enrolment(&app, &hashing, &whence(&request), &sent.user_name, &sent.code, password).await {
        Ok(Some(half)) => {
            begin_anew(&session, "enrol", half.staff)?;
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
    Ok(match auth::enrolment_seed(app, half(session, "enrol")?).await? {
        Some((user_name, seed)) => {
            Factor { page, qr: totp::qr_svg(&seed, &user_name, "Cloister")?, seed: totp::written(&seed), wrong }
        }
        None => Factor { page, qr: String::new(), seed: String::new(), wrong },
    })
}

pub(super) async fn factor(page: Page, session: Session, app: web::Data<App>) -> Result<Html> {
    html(&factor_page(page, &session, &app, false).await?)
}

/// The account is open. Recovery codes are drawn on the account's page, with the factor that has just answered: the
/// first page says so.
pub(super) async fn finish(
    page: Page,
    session: Session,
    request: HttpRequest,
    app: web::Data<App>,
    Form(sent): Form<OneTimeCode>,
) -> Result<Html> {
    let half = half(&session, "enrol")?;
    let visitor = page.actor().clone();
    match auth::finish_enrolment(&app, &whence(&request), half, &sent.code).await {
        Ok(Some(colleague)) => {
            if let Some(refused) = elsewhere(&app, &session, &request, &colleague, &page).await? {
                return Ok(refused);
            }
            limits::forget_second(&app, &whence(&request), half.staff).await?;
            let answer = enter(&app, &session, &request, &colleague, "/account").await?;
            crate::web::flash(&session, "good", colleague.lang.words().msg_auth_welcome(&colleague.name))?;
            Ok(answer)
        }
        Ok(None) => again(&factor_page(page, &session, &app, true).await?),
        Err(error) => Err(limited(&app, &visitor, error).await),
    }
}
