//! The listener behind the gate, what every request goes through, and the table of routes.
use crate::app::App;
use crate::auth::password::Hashing;
use crate::auth::sessions::Sessions;
use crate::gate::forwarded::Proxies;
use crate::gate::{self, Gate};
use crate::{
    accounts, assistance, audit, auth, companies, consent, contracts, desk, forms, import, leads, newsletter, notes,
    operations, people, web,
};
use actix_http::HttpService;
use actix_http::error::DispatchError;
use actix_rt::net::TcpStream;
use actix_server::Server;
use actix_service::{Service, ServiceFactory, fn_factory, fn_service, map_config};
use actix_session::SessionMiddleware;
use actix_session::config::CookieContentSecurity;
use actix_web::cookie::{Key, SameSite};
use actix_web::dev::AppConfig;
use actix_web::middleware::from_fn;
use actix_web::web::{Data, PathConfig, ServiceConfig, resource};
use std::io;
use std::net::{IpAddr, SocketAddr, TcpListener};
use std::rc::Rc;
use std::time::Duration;

/// Headers that have not arrived by then are not coming.
const HEADERS_BY: Duration = Duration::from_secs(8);
const KEEP_ALIVE: Duration = Duration::from_secs(60);
/// A worker's own share of connections; the gate refuses strangers before they count.
const CONNECTIONS: usize = 2_000;

/// Every room's routes, in the order of the map.
fn routes(config: &mut ServiceConfig) {
    auth::pages::routes(config);
    companies::pages::routes(config);
    people::pages::routes(config);
    consent::pages::routes(config);
    contracts::pages::routes(config);
    notes::pages::routes(config);
    leads::pages::routes(config);
    assistance::pages::routes(config);
    accounts::pages::routes(config);
    newsletter::pages::routes(config);
    forms::pages::routes(config);
    import::pages::routes(config);
    desk::pages::routes(config);
    operations::pages::routes(config);
    audit::pages::routes(config);
    config.service(resource("/static/{name}").get(web::assets::file));
}

/// Listens where the configuration says; production and tests alike.
///
/// # Errors
/// When the address cannot be bound.
pub fn listen(app: App) -> io::Result<(SocketAddr, Server)> {
    let listener = TcpListener::bind(app.config().listen)?;
    listener.set_nonblocking(true)?;
    let address = listener.local_addr()?;
    let allowed = app.config().allow.iter().zip(1..);
    let gate =
        Gate::new(allowed.map(|(range, id)| gate::Network { id, range: *range, kind: gate::Kind::Office }).collect());
    let proxies = app.config().proxy.as_ref().map(|proxy| Proxies::new(proxy.trusted.clone(), &proxy.header));
    let hashing = Hashing::new().map_err(io::Error::other)?;
    let server = Server::build()
        .workers(2)
        .max_concurrent_connections(CONNECTIONS)
        .shutdown_timeout(5)
        .disable_signals()
        .listen("cloister", listener, move || {
            let (app, hashing, gate, proxies) = (app.clone(), hashing.clone(), gate.clone(), proxies.clone());
            // Host name and scheme as actix believes them are used nowhere: they can be forged (design §8.1).
            let pages = map_config(site(app, hashing, gate.clone(), proxies.clone()), |()| AppConfig::default());
            let http = HttpService::build()
                .keep_alive(KEEP_ALIVE)
                .client_request_timeout(HEADERS_BY)
                .client_disconnect_timeout(Duration::from_secs(2))
                .local_addr(address)
                .on_connect_ext(|_: &TcpStream, data| drop(data.insert(gate::Connection::now())))
                .finish(pages)
                .tcp();
            fn_factory(move || {
                let (http, gate, proxies) = (http.new_service(()), gate.clone(), proxies.clone());
                async move {
                    let http = Rc::new(http.await?);
                    Ok::<_, ()>(fn_service(move |stream| serve(http.clone(), gate.clone(), proxies.clone(), stream)))
                }
            })
        })?
        .run();
    Ok((address, server))
}

/// Serves a connection for as long as its peer may be connected. A trusted proxy may always: whom it speaks for is asked
/// at each request.
async fn serve<S>(http: Rc<S>, gate: Gate, proxies: Option<Proxies>, stream: TcpStream) -> Result<(), DispatchError>
where
    S: Service<TcpStream, Response = (), Error = DispatchError>,
{
    let peer = stream.peer_addr().map_err(DispatchError::Io)?.ip();
    if proxies.is_some_and(|proxies| proxies.trusts(peer)) {
        return http.call(stream).await;
    }
    let stream = admit(&gate, peer, stream)?;
    tokio::select! {
        done = http.call(stream) => done,
        () = gate.shut_out(peer) => Ok(()),
    }
}

/// A stranger's connection is reset: nothing read, nothing written, one log line for many.
fn admit(gate: &Gate, peer: IpAddr, stream: TcpStream) -> Result<TcpStream, DispatchError> {
    if gate.admits(peer) {
        return Ok(stream);
    }
    if let Some(refused) = gate.refuse() {
        tracing::warn!(refused, "connections from outside the allowed ranges were refused");
    }
    let _ = stream.set_zero_linger();
    drop(stream);
    Err(DispatchError::Io(io::ErrorKind::PermissionDenied.into()))
}

fn site(
    app: App,
    hashing: Hashing,
    gate: Gate,
    proxies: Option<Proxies>,
) -> actix_web::App<
    impl ServiceFactory<
        actix_web::dev::ServiceRequest,
        Config = (),
        Response = actix_web::dev::ServiceResponse<impl actix_web::body::MessageBody>,
        Error = actix_web::Error,
        InitError = (),
    >,
> {
    let plain = app.config().listen.ip().is_loopback() && app.config().proxy.is_none();
    let key = Key::derive_from(app.vault().session_signing_key());
    let sessions = SessionMiddleware::builder(Sessions(app.clone()), key)
        .cookie_name(if plain { "cloister" } else { "__Host-cloister" }.to_owned())
        .cookie_secure(!plain)
        .cookie_http_only(true)
        .cookie_same_site(SameSite::Strict)
        .cookie_path("/".to_owned())
        .cookie_content_security(CookieContentSecurity::Signed)
        .build();
    // The last one wraps all the others.
    let site = actix_web::App::new();
    let site = match proxies {
        Some(proxies) => site.app_data(Data::new(proxies)),
        None => site,
    };
    site.app_data(Data::new(app))
        .app_data(Data::new(hashing))
        .app_data(Data::new(gate))
        // A number that is none of ours, or too long to be one: there is nothing there.
        .app_data(PathConfig::default().error_handler(|_, _| crate::error::Error::NotFound.into()))
        .configure(routes)
        .default_service(actix_web::web::to(|| async { Err::<&str, _>(crate::error::Error::NotFound) }))
        .wrap(from_fn(web::csrf::check))
        .wrap(from_fn(auth::visit::know))
        .wrap(sessions)
        .wrap(from_fn(web::errors::pages))
        .wrap(from_fn(web::hosts::check))
        .wrap(from_fn(gate::client::know))
        .wrap(from_fn(web::headers::set))
}
