//! The public listener: one table of pages, which is what the house published, and nothing else.
use super::links::{Link, languages};
use super::{Answer, BODY, Intake, Settings};
use actix_web::body::MessageBody;
use actix_web::dev::{Server, ServiceRequest, ServiceResponse, Url};
use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use actix_web::http::{ConnectionType, Method, StatusCode, Uri};
use actix_web::middleware::{Next, from_fn};
use actix_web::{App, HttpMessage, HttpRequest, HttpResponse, HttpServer, web};
use futures_util::StreamExt;
use std::io;
use std::net::{IpAddr, SocketAddr, TcpListener};
use std::time::Duration;
use zeroize::Zeroizing;

const HEADERS_BY: Duration = Duration::from_secs(8);
/// A body that has not arrived by then is not coming.
const BODY_BY: Duration = Duration::from_secs(20);
const KEEP_ALIVE: Duration = Duration::from_secs(30);
const CONNECTIONS: usize = 2_000;

const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; \
                      frame-ancestors 'none'";

const ALWAYS: [(HeaderName, &str); 8] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::CACHE_CONTROL, "no-store"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
];

/// Listens where it is told; production and tests alike.
///
/// # Errors
/// When the address cannot be bound, or the spool cannot be written to.
pub fn listen(settings: Settings) -> io::Result<(SocketAddr, Server)> {
    let listener = TcpListener::bind(settings.listen)?;
    let address = listener.local_addr()?;
    let intake = web::Data::new(Intake::open(settings)?);
    let server = HttpServer::new(move || {
        App::new().app_data(intake.clone()).default_service(web::to(handle)).wrap(from_fn(headers))
    })
    .workers(2)
    .keep_alive(KEEP_ALIVE)
    .client_request_timeout(HEADERS_BY)
    .max_connections(CONNECTIONS)
    .shutdown_timeout(5)
    .disable_signals()
    .listen(listener)?
    .run();
    Ok((address, server))
}

async fn headers(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    let mut request = request;
    let asked = Asked::take(&mut request);
    let ends = request.method() == Method::POST || Link::of(&asked.path).is_some();
    request.extensions_mut().insert(asked);
    let mut response = next.call(request).await?;
    if ends {
        // A connection that stays keeps the buffer that its last request came in.
        response.response_mut().head_mut().set_connection_type(ConnectionType::Close);
    }
    for (name, value) in ALWAYS {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    Ok(response)
}

/// What a request says, taken out of it: the web server keeps requests for reuse, and each word of their heads is a slice
/// of the memory that everything arrived in.
struct Asked {
    path: String,
    query: String,
    headers: HeaderMap,
}

impl Asked {
    fn take(request: &mut ServiceRequest) -> Self {
        let (path, query) = (request.path().to_owned(), request.query_string().to_owned());
        let headers = std::mem::replace(request.headers_mut(), HeaderMap::new());
        request.head_mut().uri = Uri::default();
        request.match_info_mut().set(Url::new(Uri::default()));
        Asked { path, query, headers }
    }

    /// A header of one line; empty when it is not there.
    fn line(&self, name: &HeaderName) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}

async fn handle(request: HttpRequest, intake: web::Data<Intake>, payload: web::Payload) -> HttpResponse {
    let Some(asked) = request.extensions_mut().remove::<Asked>() else { return answer(Answer::plain(503)) };
    let languages = languages(&asked.query, asked.line(&header::ACCEPT_LANGUAGE));
    let intake = intake.into_inner();
    let work: Box<dyn FnOnce() -> Answer + Send> = match (request.method(), Link::of(&asked.path)) {
        (&Method::GET | &Method::HEAD, None) => Box::new(move || intake.get(&asked.path)),
        (&Method::GET | &Method::HEAD, Some(link)) => Box::new(move || intake.show(&link, &languages)),
        (&Method::POST, link) => {
            let from = client(&request, &asked.headers, &intake);
            if link.is_none() && from.is_none() {
                return answer(Answer::plain(403));
            }
            if link.is_none() && !is_form(&asked) {
                return answer(Answer::plain(415));
            }
            // More than fits is told by its length alone: the rest is not read.
            let Some(body) = body(payload).await else { return answer(Answer::plain(408)) };
            match (link, from) {
                (Some(link), _) => Box::new(move || intake.press(&link, &body, &languages)),
                (None, Some(from)) => Box::new(move || intake.post(from, &asked.path, &body)),
                (None, None) => return answer(Answer::plain(403)),
            }
        }
        _ => return answer(Answer::plain(405)),
    };
    match web::block(work).await {
        Ok(done) => answer(done),
        Err(_) => answer(Answer::plain(503)),
    }
}

#[expect(clippy::disallowed_methods, reason = "the one place of the intake that asks who its peer is")]
fn client(request: &HttpRequest, headers: &HeaderMap, intake: &Intake) -> Option<IpAddr> {
    let peer = request.peer_addr()?.ip();
    let lines: Vec<Vec<u8>> = match &intake.settings.proxy_header {
        Some(name) => headers.get_all(name.as_str()).map(|line| line.as_bytes().to_vec()).collect(),
        None => Vec::new(),
    };
    (intake.settings.client)(peer, &lines)
}

/// What a form of ours sends, and not squeezed: what is small on the way is not large here.
fn is_form(asked: &Asked) -> bool {
    let kind = asked.line(&header::CONTENT_TYPE).split(';').next().unwrap_or_default().trim();
    kind.eq_ignore_ascii_case("application/x-www-form-urlencoded")
        && !asked.headers.contains_key(header::CONTENT_ENCODING)
}

/// The body, or its beginning when it is too long; none when it does not come.
async fn body(mut payload: web::Payload) -> Option<Zeroizing<Vec<u8>>> {
    let read = async {
        let mut body = Zeroizing::new(Vec::with_capacity(BODY + 1));
        while let Some(chunk) = payload.next().await {
            let chunk = chunk.ok()?;
            let room = (BODY + 1).saturating_sub(body.len());
            body.extend(chunk.iter().take(room));
            if body.len() > BODY {
                break;
            }
        }
        Some(body)
    };
    tokio::time::timeout(BODY_BY, read).await.ok().flatten()
}

fn answer(answer: Answer) -> HttpResponse {
    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = HttpResponse::build(status);
    response.insert_header((header::CONTENT_TYPE, answer.kind));
    if matches!(answer.status, 429 | 503) {
        response.insert_header((header::RETRY_AFTER, "60"));
    }
    if let Some(to) = answer.to {
        response.insert_header((header::LOCATION, to));
    }
    response.body(answer.body)
}
