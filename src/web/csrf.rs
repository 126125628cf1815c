//! Proof that one of our own pages sent a request: the token of the session *and* where the browser says it comes
//! from, for everything that is not a GET (design §8.6, V3.5.1).
use super::forms::{self, FORM_LIMIT};
use super::hosts;
use super::page::Visit;
use crate::error::Error;
use actix_web::body::MessageBody;
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::http::{Method, header};
use actix_web::middleware::Next;
use actix_web::web::{Bytes, BytesMut};
use actix_web::{Error as ActixError, HttpMessage, HttpResponse};
use futures_util::StreamExt;
use std::rc::Rc;
use std::time::Duration;
use subtle::ConstantTimeEq;

/// A body that has not arrived by then is not coming: actix itself waits for ever.
const DEADLINE: Duration = Duration::from_secs(20);
/// The token is the first part of an upload; so much is read to find it.
const FIRST_PART: usize = 2048;

/// Lets a request on, or answers it here: `Forged` without the token or from another origin; `TooLarge`, `Unsupported`,
/// `BadRequest` for bodies that are not forms of ours.
///
/// # Errors
/// None of its own: a refusal is an answer, so that whoever wraps this still knows who asked.
pub async fn check(
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, ActixError> {
    if !matches!(*request.method(), Method::GET | Method::HEAD | Method::POST) {
        // No page of ours answers to another, TRACE least of all (V4.1.4, V13.4.4).
        let answer = HttpResponse::MethodNotAllowed().insert_header((header::ALLOW, "GET, HEAD, POST")).finish();
        return Ok(request.into_response(answer).map_into_right_body());
    }
    match is_ours(&mut request).await {
        Ok(()) => Ok(next.call(request).await?.map_into_left_body()),
        Err(error) => Ok(request.error_response(error).map_into_right_body()),
    }
}

async fn is_ours(request: &mut ServiceRequest) -> Result<(), Error> {
    if request.headers().contains_key(header::CONTENT_ENCODING) {
        // actix would inflate it: a small body that becomes a large one.
        return Err(Error::Unsupported);
    }
    if matches!(*request.method(), Method::GET | Method::HEAD) {
        return Ok(());
    }
    let token = request.extensions().get::<Rc<Visit>>().map(|visit| visit.csrf.clone()).unwrap_or_default();
    if !is_own_origin(request) {
        return Err(Error::Forged);
    }
    let kind = request.content_type().to_owned();
    let sent = if kind == "application/x-www-form-urlencoded" {
        let body = read(request.take_payload(), FORM_LIMIT, true).await?.0;
        let sent = forms::pairs(&body)?.into_iter().find(|pair| pair.0 == "csrf").map(|pair| pair.1);
        request.set_payload(Payload::from(body));
        sent
    } else if kind == "multipart/form-data" {
        let (start, rest) = read(request.take_payload(), FIRST_PART, false).await?;
        let sent = first_part(&start);
        let whole = futures_util::stream::once(async move { Ok(start) }).chain(rest);
        request.set_payload(Payload::Stream { payload: Box::pin(whole) });
        sent
    } else if kind.is_empty() {
        // Nothing at all was sent, so no token either.
        None
    } else {
        return Err(Error::Unsupported);
    };
    let sent = sent.unwrap_or_default();
    if token.is_empty() || !bool::from(sent.as_bytes().ct_eq(token.as_bytes())) {
        return Err(Error::Forged);
    }
    Ok(())
}

/// Browsers say where a request comes from; one that says nothing is not a browser of ours.
fn is_own_origin(request: &ServiceRequest) -> bool {
    let text = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok());
    let (Some(host), site, origin) = (hosts::authority(request), text("sec-fetch-site"), text("origin")) else {
        return false;
    };
    let same = origin.map(|origin| origin.split_once("://").is_some_and(|(_, rest)| rest == host));
    match (site, same) {
        (Some(site), None) => site == "same-origin",
        (Some(site), Some(same)) => site == "same-origin" && same,
        (None, Some(same)) => same,
        (None, None) => false,
    }
}

/// Reads to the end, or only so far; what was read and what is left.
async fn read(mut payload: Payload, limit: usize, whole: bool) -> Result<(Bytes, Payload), Error> {
    let mut body = BytesMut::new();
    let reading = async {
        while whole || body.len() < limit {
            let Some(chunk) = payload.next().await else { break };
            let chunk = chunk.map_err(|_| Error::BadRequest("body"))?;
            if whole && body.len() + chunk.len() > limit {
                return Err(Error::TooLarge);
            }
            body.extend_from_slice(&chunk);
            if !whole && first_part(&body).is_some() {
                break;
            }
        }
        Ok(())
    };
    tokio::time::timeout(DEADLINE, reading).await.map_err(|_| Error::BadRequest("the body took too long"))??;
    Ok((body.freeze(), payload))
}

/// The value of the first part of an upload, when it is the token.
fn first_part(start: &[u8]) -> Option<String> {
    let head = memchr::memmem::find(start, b"\r\n\r\n")?;
    let names_it = memchr::memmem::find(start.get(..head)?, b"name=\"csrf\"").is_some();
    let rest = start.get(head + 4..)?;
    let end = memchr::memmem::find(rest, b"\r\n")?;
    names_it.then(|| String::from_utf8_lossy(rest.get(..end).unwrap_or_default()).into_owned())
}
