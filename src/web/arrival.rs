//! A link from elsewhere, followed by somebody who is signed in: webmail, a telephone system (design §8.6).
//!
//! `SameSite=Strict` keeps the session's cookie back on such a click, and the house would take a colleague for a stranger.
//! So the first answer to it is a page that asks for the same address again: that request is the house's own, and brings
//! the cookie. Nothing is set and nothing is looked up, so that whoever made the link learns and changes nothing.
use super::page::{Page, Visit, html};
use crate::actor::Actor;
use crate::words::Lang;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::{Method, header};
use actix_web::middleware::Next;
use askama::Template;
use std::rc::Rc;

#[derive(Template)]
#[template(path = "arrival.html")]
struct Arrival {
    page: Page,
    to: String,
}

/// # Errors
/// Those of the rooms behind.
pub async fn check(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    let text = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok());
    let comes_from_elsewhere = *request.method() == Method::GET
        && text("sec-fetch-site") == Some("cross-site")
        && text("sec-fetch-mode") == Some("navigate")
        && text("sec-fetch-dest") == Some("document")
        && text("cookie").is_none()
        // `//elsewhere` is another house to a browser: no page of ours is called so (V3.7.2).
        && !request.path().starts_with("//")
        && !request.path().contains('\\');
    if !comes_from_elsewhere {
        return Ok(next.call(request).await?.map_into_left_body());
    }
    let lang = Lang::accepted(text(header::ACCEPT_LANGUAGE.as_str()));
    let to = request.uri().path_and_query().map_or("/", |to| to.as_str()).to_owned();
    let nobody =
        Visit { actor: Actor::Visitor { from: None }, who: None, lang, csrf: String::new(), request: String::new() };
    let answer = html(&Arrival { page: Page::of(Rc::new(nobody), request.path(), None), to })?;
    Ok(request.into_response(answer).map_into_right_body())
}
