//! A fresh code before what would do most harm in somebody else's hands at an unlocked screen: exports, bank accounts,
//! colleagues, networks (V7.5.3, V8.4.2).
//!
//! A handler asks for it by its second parameter, [`Fresh`]. Where the last code is older than five minutes, the answer
//! is a page that asks for one and holds everything that was sent, so that nothing has to be typed again: it sends the
//! same form to the same address with one field more, which is taken out here before the handler sees it.
use super::factor::Second;
use super::limits::{self, Whence};
use super::{devices, sign_in, store};
use crate::actor::Actor;
use crate::app::{self, App};
use crate::deeds::{Deed, Subject, What};
use crate::error::{Error, Result};
use crate::gate::Client;
use crate::web::{Page, Visit, forms};
use actix_session::SessionExt;
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::http::{Method, StatusCode, header};
use actix_web::middleware::Next;
use actix_web::web::{Bytes, Data};
use actix_web::{FromRequest, HttpMessage, HttpRequest, HttpResponse};
use askama::Template;
use chrono::Duration;
use std::future::{Ready, ready};
use std::rc::Rc;

/// How long a code counts as fresh.
pub const FRESH: Duration = Duration::minutes(5);
/// The field that carries the code.
const FIELD: &str = "step_code";

/// The colleague has answered with a code within the last five minutes.
#[derive(Clone, Copy, Debug)]
pub struct Fresh;

impl FromRequest for Fresh {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(request.extensions().get::<Fresh>().copied().ok_or(Error::StepUp))
    }
}

#[derive(Template)]
#[template(path = "auth/step_up.html")]
struct StepUp {
    page: Page,
    /// Where the form goes, and what goes along.
    action: String,
    hidden: Vec<(String, String)>,
    back: String,
    wrong: bool,
}

impl StepUp {
    fn error(&self) -> String {
        if self.wrong { self.page.t.msg_auth_wrong_code() } else { String::new() }
    }
}

/// Looks whether the session is fresh, takes a code that was sent along, and asks for one where a handler wants it.
///
/// # Errors
/// Those of the rooms behind.
pub async fn check(
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let app = request.app_data::<Data<App>>().cloned().ok_or_else(|| Error::internal("no house"))?;
    let visit = request.extensions().get::<Rc<Visit>>().cloned();
    let Some((visit, by)) = visit.and_then(|visit| visit.actor.staff_id().map(|id| (visit, id))) else {
        return Ok(next.call(request).await?.map_into_boxed_body());
    };
    let at = request.get_session().get::<i64>("fresh").ok().flatten().unwrap_or_default();
    let now = app.clock().now().and_utc().timestamp();
    if (0..=FRESH.num_seconds()).contains(&(now - at)) {
        request.extensions_mut().insert(Fresh);
    }
    let is_form = *request.method() == Method::POST && request.content_type() == "application/x-www-form-urlencoded";
    let mut body = Bytes::new();
    if is_form {
        // `web::csrf` has read it whole, within its limit.
        body = request.extract::<Bytes>().await?;
        let sent = forms::pairs(&body)?;
        let (codes, rest): (Vec<_>, Vec<_>) = sent.into_iter().partition(|pair| pair.0 == FIELD);
        if let Some((_, code)) = codes.into_iter().next() {
            body = serde_urlencoded::to_string(&rest).map_err(|_| Error::BadRequest("form"))?.into();
            match answer(&app, &request, &visit.actor, by, &code).await {
                Ok(true) => {
                    request.get_session().insert("fresh", now).map_err(|_| Error::internal("the session"))?;
                    request.extensions_mut().insert(Fresh);
                }
                Ok(false) => {
                    let page = ask(&visit, request.path(), request.headers(), true, Some(&body), true)?;
                    return Ok(request.into_response(page));
                }
                Err(error) => return Ok(request.error_response(error)),
            }
        }
        request.set_payload(Payload::from(body.clone()));
    }
    let response = next.call(request).await?.map_into_boxed_body();
    let wants = response.response().error().and_then(|error| error.as_error::<Error>());
    if !matches!(wants, Some(Error::StepUp)) {
        return Ok(response);
    }
    let posted = is_form.then_some(&body);
    let request = response.request();
    let page = ask(&visit, request.path(), request.headers(), *request.method() == Method::POST, posted, false)?;
    Ok(response.into_response(page))
}

async fn answer(app: &App, request: &ServiceRequest, actor: &Actor, by: i64, code: &str) -> Result<bool> {
    let address = request.extensions().get::<Client>().map(|client| client.address);
    let whence = Whence { address, device: devices::of(request.request()) };
    limits::count_second(app, &whence, by).await?;
    let (second, asked) = (Second::parse(code), actor.clone());
    // By the house: a colleague's clearance does not reach seeds, their own included.
    let right = app.write(&Actor::House, move |w| {
        let row = store::get(w.conn(), by)?;
        let right = sign_in::answers(w, &row, &second)?;
        if right {
            w.record_for(&asked, Deed::of(What::SteppedUp, Subject::Staff, by));
        }
        Ok(right)
    });
    if right.await? {
        limits::forget_second(app, &whence, by).await?;
        return Ok(true);
    }
    app::tell(app, actor, Deed::of(What::SignInFailed, Subject::Staff, by).with("step", "step_up")).await;
    Ok(false)
}

/// The page that asks. What was posted goes along; a page that was only asked for is come back to.
fn ask(
    visit: &Rc<Visit>,
    path: &str,
    headers: &header::HeaderMap,
    is_post: bool,
    posted: Option<&Bytes>,
    wrong: bool,
) -> Result<HttpResponse> {
    let (action, hidden) = if is_post {
        let sent = posted.map(|body| forms::pairs(body)).transpose()?.unwrap_or_default();
        (path.to_owned(), sent.into_iter().filter(|pair| pair.0 != "csrf").collect())
    } else {
        ("/step-up".to_owned(), vec![("next".to_owned(), path.to_owned())])
    };
    let referrer = headers.get(header::REFERER).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let back = referrer.split_once("://").and_then(|(_, rest)| rest.find('/').and_then(|at| rest.get(at..)));
    let back = back.filter(|back| !back.starts_with("//") && *back != path).unwrap_or("/").to_owned();
    let page = StepUp { page: Page::of(visit.clone(), path, None), action, hidden, back, wrong };
    let status = if wrong { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::FORBIDDEN };
    crate::web::page::status(status, &page)
}
