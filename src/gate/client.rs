//! Decides once a request which client it is from, and keeps that beside the request.
use super::Gate;
use super::forwarded::Proxies;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::HeaderValue;
use actix_web::middleware::Next;
use actix_web::{HttpMessage, HttpResponse, web};

/// Knows the client of each request: whoever has none gets an empty 403 and no more.
///
/// # Errors
/// Those of the rooms behind.
#[expect(clippy::disallowed_methods, reason = "the one place that makes a client of a peer")]
pub async fn know(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    let gate = request.app_data::<web::Data<Gate>>();
    let peer = request.peer_addr().map(|peer| peer.ip());
    let proxies = request.app_data::<web::Data<Proxies>>();
    // Without a header the connection was told for whom it is, and its peer is that client.
    let address = match proxies.and_then(|proxies| proxies.header().map(|header| (proxies, header))) {
        None => peer,
        Some((proxies, header)) => {
            let lines = request.headers().get_all(header).map(HeaderValue::as_bytes);
            peer.and_then(|peer| proxies.client(peer, lines).ok())
        }
    };
    let Some(mut client) = gate.zip(address).and_then(|(gate, address)| gate.client(address)) else {
        // Counted like a refused connection: behind a proxy this is what a stranger looks like.
        if let Some(refused) = gate.and_then(|gate| gate.refuse(address)) {
            tracing::warn!(refused, "requests from outside the allowed ranges were refused");
        }
        return Ok(request.into_response(HttpResponse::Forbidden().force_close().finish()).map_into_right_body());
    };
    client.by_proxy = proxies.zip(peer).is_some_and(|(proxies, peer)| proxies.trusts(peer));
    request.extensions_mut().insert(client);
    Ok(next.call(request).await?.map_into_left_body())
}
