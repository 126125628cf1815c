//! Error pages: whatever goes wrong says what happened and what to do now, in the visitor's language, with the number
//! of the request. The one place where [`Error`] becomes an answer and is logged.
use super::headers;
use super::page::{Page, Visit};
use crate::actor::Actor;
use crate::app::{self, App};
use crate::deeds::{Deed, What};
use crate::error::Error;
use crate::words::Lang;
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::error::InternalError;
use actix_web::http::header::HeaderValue;
use actix_web::http::{Method, StatusCode, header};
use actix_web::middleware::Next;
use actix_web::{HttpMessage, HttpResponse, ResponseError, web};
use askama::Template;
use futures_util::FutureExt;
use std::panic::AssertUnwindSafe;
use std::rc::Rc;

impl ResponseError for Error {
    fn status_code(&self) -> StatusCode {
        match self {
            Error::NotFound => StatusCode::NOT_FOUND,
            Error::Forbidden | Error::Forged | Error::StepUp => StatusCode::FORBIDDEN,
            Error::SignedOut => StatusCode::UNAUTHORIZED,
            Error::BadRequest(_) => StatusCode::BAD_REQUEST,
            Error::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Error::Unsupported => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Error::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
            Error::Stale => StatusCode::CONFLICT,
            Error::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Error::Unreadable => StatusCode::GONE,
            Error::Restricted => StatusCode::LOCKED,
            Error::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// Without a body: [`pages`] gives it one.
    fn error_response(&self) -> HttpResponse {
        let mut answer = HttpResponse::build(self.status_code());
        if let Error::TooMany { wait_seconds } = self {
            answer.insert_header((header::RETRY_AFTER, wait_seconds.to_string()));
        }
        answer.finish()
    }
}

/// Which words an error page has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Failure(pub u16);

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage {
    page: Page,
    title: String,
    what: String,
    now: String,
}

/// Wraps everything: turns errors and panics into pages, keeps the process, tells the log.
pub async fn pages(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let lang =
        Lang::accepted(request.headers().get(header::ACCEPT_LANGUAGE).and_then(|accepted| accepted.to_str().ok()));
    let app = request.app_data::<web::Data<App>>().cloned();
    let path = request.path().to_owned();
    // Whoever allows no cookies is told so, instead of being taken for a forger (V3.7.5).
    let no_cookie = !request.headers().contains_key(header::COOKIE);
    let called = AssertUnwindSafe(next.call(request)).catch_unwind().await;
    let (status, kept, error) = match called {
        Ok(Ok(response)) => {
            let status = response.status();
            if !status.is_client_error() && !status.is_server_error() || !is_empty(&response) {
                return Ok(response.map_into_boxed_body());
            }
            let visit = response.request().extensions().get::<Rc<Visit>>().cloned();
            let ours = response.response().error().and_then(|error| error.as_error::<Error>());
            note(app.as_ref(), visit.as_deref(), status, ours).await;
            if status == StatusCode::UNAUTHORIZED {
                // A page that needs a sign-in leads to it, and back.
                let next = if response.request().method() == Method::GET { path.as_str() } else { "/" };
                let to = format!(
                    "/sign-in?next={}",
                    serde_urlencoded::to_string([("", next)]).unwrap_or_default().trim_start_matches('=')
                );
                let answer = HttpResponse::SeeOther().insert_header((header::LOCATION, to)).finish();
                return Ok(response.into_response(answer).map_into_boxed_body());
            }
            let mut kept = kept(response.headers());
            for (name, value) in &mut kept {
                // Routes know no HEAD of their own (RFC 9110 §15.5.6, and `web::headers`).
                if *name == header::ALLOW && *value == "GET" {
                    *value = HeaderValue::from_static("GET, HEAD");
                }
            }
            let no_cookie = no_cookie && matches!(ours, Some(Error::Forged));
            let answer = answer(status, visit, lang, &path, kept, no_cookie);
            return Ok(response.into_response(answer).map_into_boxed_body());
        }
        Ok(Err(error)) => {
            let answer = error.error_response();
            (answer.status(), kept(answer.headers()), Some(error))
        }
        Err(_) => {
            if let Some(app) = &app {
                app::tell(app, &Actor::House, Deed::new(What::Broken)).await;
            }
            (StatusCode::INTERNAL_SERVER_ERROR, Vec::new(), None)
        }
    };
    let ours = error.as_ref().and_then(|error| error.as_error::<Error>());
    note(app.as_ref(), None, status, ours).await;
    let mut answer = answer(status, None, lang, &path, kept, false);
    headers::put(answer.headers_mut(), app.is_some_and(|app| app.config().by_tls()));
    Err(InternalError::from_response("answered", answer).into())
}

/// What an error says beside its page: when to come back, and which methods there are (RFC 9110 §15.5.6).
fn kept(headers: &header::HeaderMap) -> Vec<(header::HeaderName, HeaderValue)> {
    let known = [header::RETRY_AFTER, header::ALLOW];
    known.into_iter().filter_map(|name| headers.get(&name).cloned().map(|value| (name, value))).collect()
}

fn is_empty<B: MessageBody>(response: &ServiceResponse<B>) -> bool {
    matches!(response.response().body().size(), actix_web::body::BodySize::None | actix_web::body::BodySize::Sized(0))
}

/// What must be known afterwards: refusals become deeds, faults of ours become log lines. References only.
async fn note(app: Option<&web::Data<App>>, visit: Option<&Visit>, status: StatusCode, error: Option<&Error>) {
    let request = visit.map(|visit| visit.request.as_str()).unwrap_or_default();
    match error {
        Some(error) if status.is_server_error() => tracing::error!(%error, request, "a request failed"),
        Some(Error::Forbidden | Error::Forged) => {
            if let (Some(app), Some(visit)) = (app, visit)
                && visit.actor.staff_id().is_some()
            {
                let what = if matches!(error, Some(Error::Forged)) { What::Forged } else { What::Refused };
                app::tell(app, &visit.actor, Deed::new(what)).await;
            }
        }
        _ => {}
    }
}

fn answer(
    status: StatusCode,
    visit: Option<Rc<Visit>>,
    lang: Lang,
    path: &str,
    kept: Vec<(header::HeaderName, HeaderValue)>,
    no_cookie: bool,
) -> HttpResponse {
    let visit = visit.unwrap_or_else(|| {
        Rc::new(Visit {
            actor: Actor::Visitor { from: None },
            who: None,
            lang,
            csrf: String::new(),
            request: String::new(),
        })
    });
    let page = Page::of(visit, path, None);
    let t = page.t;
    let (title, what, now) = match status.as_u16() {
        400 => (t.msg_error_bad_title(), t.msg_error_bad_what(), t.msg_error_bad_now()),
        403 => (t.msg_error_forbidden_title(), t.msg_error_forbidden_what(), t.msg_error_forbidden_now()),
        404 => (t.msg_error_missing_title(), t.msg_error_missing_what(), t.msg_error_missing_now()),
        405 => (t.msg_error_method_title(), t.msg_error_method_what(), t.msg_error_method_now()),
        409 => (t.msg_error_stale_title(), t.msg_error_stale_what(), t.msg_error_stale_now()),
        410 => (t.msg_error_unreadable_title(), t.msg_error_unreadable_what(), t.msg_error_unreadable_now()),
        413 => (t.msg_error_large_title(), t.msg_error_large_what(), t.msg_error_large_now()),
        415 => (t.msg_error_kind_title(), t.msg_error_kind_what(), t.msg_error_bad_now()),
        423 => (t.msg_error_restricted_title(), t.msg_error_restricted_what(), t.msg_error_restricted_now()),
        429 => (t.msg_error_many_title(), t.msg_error_many_what(), t.msg_error_many_now()),
        503 => (t.msg_error_busy_title(), t.msg_error_busy_what(), t.msg_error_busy_now()),
        code if code < 500 => (t.msg_error_bad_title(), t.msg_error_bad_what(), t.msg_error_bad_now()),
        _ => (t.msg_error_broken_title(), t.msg_error_broken_what(), t.msg_error_broken_now()),
    };
    let now = if no_cookie { t.msg_error_no_cookie() } else { now };
    let body = ErrorPage { page, title, what, now }.render().unwrap_or_else(|_| "Cloister".to_owned());
    let mut answer = HttpResponse::build(status);
    for header in kept {
        answer.insert_header(header);
    }
    answer.content_type(header::ContentType::html()).body(body)
}
