//! A connection from accept to its end: the gate, whom a proxy names, TLS, then HTTP. Strangers get no byte (P2).
use super::crowd::{Crowd, Place};
use super::life::Life;
use super::stream::{Bytes, Stream};
use super::tls::Tls;
use crate::gate::forwarded::Proxies;
use crate::gate::{Gate, preface};
use actix_http::Protocol;
use actix_http::error::DispatchError;
use actix_rt::net::TcpStream;
use actix_service::Service;
use std::io;
use std::net::SocketAddr;
use std::time::Duration;

/// A proxy says at once whom a connection is for.
const PREFACE_BY: Duration = Duration::from_secs(5);

/// What each connection is held against.
#[derive(Clone)]
pub struct Door {
    pub gate: Gate,
    pub proxies: Option<Proxies>,
    pub tls: Option<Tls>,
    pub crowd: Crowd,
}

/// Serves a connection for as long as whoever it is for may be connected.
pub async fn serve<S>(http: &S, door: &Door, mut stream: TcpStream) -> Result<(), DispatchError>
where
    S: Service<(Stream, Protocol, Option<SocketAddr>), Response = (), Error = DispatchError>,
{
    let peer = stream.peer_addr().map_err(DispatchError::Io)?;
    let proxy = door.proxies.as_ref().filter(|proxies| proxies.trusts(peer.ip()));
    if proxy.is_some_and(|proxy| proxy.header().is_some()) {
        // It carries many clients: who, is asked at each request.
        return speak(http, door, stream, peer).await;
    }
    let client = match proxy {
        Some(_) => named(&mut stream).await,
        None => Some(peer),
    };
    let Some((client, _place)) = client.and_then(|client| admit(door, client)) else {
        return Err(refuse(stream));
    };
    tokio::select! {
        done = speak(http, door, stream, client) => done,
        () = door.gate.shut_out(client.ip()) => Ok(()),
    }
}

/// Whom a trusted proxy says that this connection is for.
async fn named(stream: &mut TcpStream) -> Option<SocketAddr> {
    tokio::time::timeout(PREFACE_BY, preface::read(stream)).await.ok()?.ok()
}

fn admit(door: &Door, client: SocketAddr) -> Option<(SocketAddr, Place)> {
    if !door.gate.admits(client.ip()) {
        if let Some(refused) = door.gate.refuse(Some(client.ip())) {
            tracing::warn!(refused, "connections from outside the allowed ranges were refused");
        }
        return None;
    }
    Some((client, door.crowd.enter(client.ip())?))
}

/// Reset: nothing written, and nothing more read.
fn refuse(stream: TcpStream) -> DispatchError {
    let _ = stream.set_zero_linger();
    DispatchError::Io(io::ErrorKind::PermissionDenied.into())
}

async fn speak<S>(http: &S, door: &Door, stream: TcpStream, client: SocketAddr) -> Result<(), DispatchError>
where
    S: Service<(Stream, Protocol, Option<SocketAddr>), Response = (), Error = DispatchError>,
{
    let _ = stream.set_nodelay(true);
    let life = Life::begin();
    let (bytes, protocol) = match &door.tls {
        None => (Bytes::Plain(stream), Protocol::Http1),
        Some(tls) => {
            let stream = tls.accept(stream).await.map_err(DispatchError::Io)?;
            let two = stream.get_ref().1.alpn_protocol() == Some(b"h2");
            (Bytes::Tls(Box::new(stream)), if two { Protocol::Http2 } else { Protocol::Http1 })
        }
    };
    tokio::select! {
        done = http.call((Stream::new(bytes, life.clone()), protocol, Some(client))) => done,
        () = life.over(protocol) => Ok(()),
    }
}
