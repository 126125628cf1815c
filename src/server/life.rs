//! How a connection spends its time, and when that is enough: actix times the first request's headers and nothing after.
//!
//! A client that sends the head of a later request byte by byte, that never reads its answer, or that is silent, is cut
//! off here, whatever the protocol (V13.1.3).
use crate::gate;
use actix_http::Protocol;
use actix_web::HttpResponse;
use actix_web::body::{BodySize, BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::middleware::Next;
use actix_web::web::Bytes;
use std::cell::Cell;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

/// Headers that have not arrived by then are not coming.
pub const HEADERS_BY: Duration = Duration::from_secs(8);
/// A connection that asks for nothing.
pub const KEEP_ALIVE: Duration = Duration::from_secs(60);
/// A client that takes nothing of its answer.
const TAKEN_BY: Duration = Duration::from_secs(30);
/// After `close_soon`: enough for the answer that is being made to go out.
const SOON: Duration = Duration::from_millis(500);
/// Requests of one connection that are answered at a time: HTTP/2 has no limit of its own here.
const AT_ONCE: u32 = 64;
/// As HTTP/1.1 has them in actix; its HTTP/2 would take 16 MB.
const HEADERS: usize = 96;
const HEADER_BYTES: usize = 64 * 1024;

/// One a connection, shared by its bytes, its requests and whoever ends it.
#[derive(Clone)]
pub struct Life {
    pub connection: gate::Connection,
    pace: Rc<Pace>,
}

struct Pace {
    requests: Cell<u32>,
    /// Since when there is no request; the time of the last one's end.
    quiet: Cell<Instant>,
    /// When the first byte came that may become a request.
    heard: Cell<Option<Instant>>,
    /// Since when it takes nothing of what is written to it.
    stuck: Cell<Option<Instant>>,
}

impl Life {
    pub fn begin() -> Self {
        let connection = gate::Connection::now();
        let quiet = Cell::new(connection.since);
        let pace = Pace { requests: Cell::default(), quiet, heard: Cell::default(), stuck: Cell::default() };
        Life { connection, pace: Rc::new(pace) }
    }

    pub fn heard(&self) {
        let pace = &self.pace;
        if pace.requests.get() == 0 && pace.heard.get().is_none() {
            pace.heard.set(Some(Instant::now()));
        }
    }

    pub fn wrote(&self, all: bool) {
        let stuck = &self.pace.stuck;
        match (all, stuck.get()) {
            (true, _) => stuck.set(None),
            (false, None) => stuck.set(Some(Instant::now())),
            (false, Some(_)) => {}
        }
    }

    /// Ends when the connection must.
    pub async fn over(&self, protocol: Protocol) {
        tokio::select! {
            () = self.connection.closing() => tokio::time::sleep(SOON).await,
            () = self.too_long(protocol) => {}
        }
    }

    async fn too_long(&self, protocol: Protocol) {
        let pace = &self.pace;
        let since = |moment: Option<Instant>, limit| moment.is_some_and(|moment| moment.elapsed() > limit);
        loop {
            tokio::time::sleep(Duration::from_secs(1)).await;
            let nothing_asked = pace.requests.get() == 0;
            // In HTTP/2 bytes that are no request come at any time: a pong, more room for an answer.
            let headers = nothing_asked && protocol != Protocol::Http2 && since(pace.heard.get(), HEADERS_BY);
            let silent = nothing_asked && since(Some(pace.quiet.get()), KEEP_ALIVE + HEADERS_BY);
            if headers || silent || since(pace.stuck.get(), TAKEN_BY) {
                return;
            }
        }
    }
}

/// A request that is being answered, until the last byte of its answer was made.
struct Asked(Rc<Pace>);

impl Asked {
    fn begin(life: &Life) -> Self {
        let pace = life.pace.clone();
        pace.requests.set(pace.requests.get() + 1);
        pace.heard.set(None);
        Asked(pace)
    }
}

impl Drop for Asked {
    fn drop(&mut self) {
        self.0.requests.set(self.0.requests.get().saturating_sub(1));
        self.0.quiet.set(Instant::now());
    }
}

/// Knows how long a request takes, and refuses what no browser sends: too many at once, or too much of a head.
///
/// # Errors
/// Those of the rooms behind.
pub async fn know(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let asked = request.conn_data::<Life>().map(Asked::begin);
    let headers = request.headers();
    let bytes: usize = headers.iter().map(|(name, value)| name.as_str().len() + value.len()).sum();
    let refusal = if asked.as_ref().is_some_and(|asked| asked.0.requests.get() > AT_ONCE) {
        Some(StatusCode::TOO_MANY_REQUESTS)
    } else if headers.len() > HEADERS || bytes > HEADER_BYTES {
        Some(StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE)
    } else {
        None
    };
    let answer = match refusal {
        Some(status) => request.into_response(HttpResponse::build(status).force_close().finish()),
        None => next.call(request).await?.map_into_boxed_body(),
    };
    Ok(answer.map_body(|_, body| BoxBody::new(Answer { body, _asked: asked })))
}

/// A body that keeps its request asked.
struct Answer {
    body: BoxBody,
    _asked: Option<Asked>,
}

impl MessageBody for Answer {
    type Error = <BoxBody as MessageBody>::Error;

    fn size(&self) -> BodySize {
        self.body.size()
    }

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, Self::Error>>> {
        Pin::new(&mut self.body).poll_next(cx)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[actix_rt::test]
    async fn a_connection_that_should_close_soon_ends_after_its_answer_whatever_the_protocol() {
        for protocol in [Protocol::Http1, Protocol::Http2] {
            let life = Life::begin();
            let _asked = Asked::begin(&life);
            assert!(tokio::time::timeout(SOON * 2, life.over(protocol)).await.is_err(), "it goes on by itself");
            life.connection.close_soon();
            let began = Instant::now();
            tokio::time::timeout(SOON * 4, life.over(protocol)).await.expect("ends");
            assert!(began.elapsed() >= SOON, "the answer had its time");
        }
    }
}
