//! The house answers to its own names only (V13.2.4): a page that was made to believe that the house lives under another
//! name, by somebody's name server, gets nothing out of it.
use crate::app::App;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::{StatusCode, header};
use actix_web::middleware::Next;
use actix_web::{HttpResponse, web};

/// # Errors
/// Those of the rooms behind.
pub async fn check(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    let known = request.app_data::<web::Data<App>>().is_some_and(|app| {
        host(&request).is_some_and(|host| app.config().hosts.iter().any(|name| name.eq_ignore_ascii_case(host)))
    });
    if known {
        return Ok(next.call(request).await?.map_into_left_body());
    }
    let answer = HttpResponse::build(StatusCode::MISDIRECTED_REQUEST)
        .content_type("text/plain; charset=utf-8")
        .body("This house does not answer to that name: ask for its address (hosts in cloister.toml).\n");
    Ok(request.into_response(answer).map_into_right_body())
}

/// The name and port that were asked for: of the request line where it has them (HTTP/2), else of the one header.
pub fn authority(request: &ServiceRequest) -> Option<&str> {
    if let Some(authority) = request.uri().authority() {
        return Some(authority.as_str());
    }
    let mut lines = request.headers().get_all(header::HOST);
    let line = lines.next()?.to_str().ok()?;
    lines.next().is_none().then_some(line)
}

/// The name without its port.
fn host(request: &ServiceRequest) -> Option<&str> {
    let authority = authority(request)?;
    let (name, port) = match authority.strip_prefix('[') {
        Some(_) => authority.split_at(authority.find(']')? + 1),
        None => authority.split_at(authority.find(':').unwrap_or(authority.len())),
    };
    let digits = port.strip_prefix(':').unwrap_or(port);
    (digits.is_empty() || digits.parse::<u16>().is_ok()).then_some(name)
}
