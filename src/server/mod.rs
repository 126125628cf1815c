//! The listener behind the gate, what every request goes through, and the table of routes.
mod connection;
mod crowd;
mod life;
mod stream;
mod tls;

use self::connection::Door;
use self::crowd::Crowd;
use self::stream::Stream;
use self::tls::Tls;
use crate::app::App;
use crate::auth::password::Hashing;
use crate::auth::sessions::Sessions;
use crate::config::Tells;
use crate::gate::forwarded::Proxies;
use crate::gate::{self, Gate};
use crate::{
    accounts, assistance, audit, auth, companies, consent, contracts, desk, erasure, forms, import, leads, networks,
    newsletter, notes, operations, people, register, requests, retention, staff, web,
};
use actix_http::HttpService;
use actix_server::Server;
use actix_service::{ServiceFactory, fn_factory, fn_service, map_config};
use actix_session::SessionMiddleware;
use actix_session::config::CookieContentSecurity;
use actix_web::cookie::{Key, SameSite};
use actix_web::dev::AppConfig;
use actix_web::middleware::from_fn;
use actix_web::web::{Data, PathConfig, ServiceConfig, resource};
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::rc::Rc;
use std::time::Duration;

/// A worker's own share of connections; the gate refuses strangers before they count.
const CONNECTIONS: usize = 2_000;

/// Every room's routes, in the order of the map.
fn routes(config: &mut ServiceConfig) {
    auth::pages::routes(config);
    networks::pages::routes(config);
    staff::pages::routes(config);
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
    erasure::pages::routes(config);
    retention::pages::routes(config);
    requests::pages::routes(config);
    register::pages::routes(config);
    desk::pages::routes(config);
    operations::pages::routes(config);
    audit::pages::routes(config);
    config.service(resource("/static/{name}").get(web::assets::file));
}

/// Listens where the configuration says; production and tests alike.
///
/// # Errors
/// When the address cannot be bound, or the certificate cannot be read.
pub fn listen(app: App) -> io::Result<(SocketAddr, Server)> {
    let listener = TcpListener::bind(app.config().listen)?;
    listener.set_nonblocking(true)?;
    let address = listener.local_addr()?;
    let gate = gate_of(&app)?;
    actix_rt::spawn(networks::keep_following(app.clone(), gate.clone()));
    let proxies = app.config().proxy.as_ref().map(|proxy| match &proxy.tells {
        Tells::Header(header) => Proxies::new(proxy.trusted.clone(), Some(header)),
        Tells::Preface => Proxies::new(proxy.trusted.clone(), None),
    });
    let tls = app.config().tls.as_ref().map(Tls::open).transpose()?;
    let door = Door { gate: gate.clone(), proxies: proxies.clone(), tls, crowd: Crowd::default() };
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
                .keep_alive(life::KEEP_ALIVE)
                .client_request_timeout(life::HEADERS_BY)
                .client_disconnect_timeout(Duration::from_secs(2))
                .local_addr(address)
                .on_connect_ext(|stream: &Stream, data| {
                    data.insert(stream.life.connection.clone());
                    data.insert(stream.life.clone());
                })
                .finish(pages);
            let door = door.clone();
            fn_factory(move || {
                let (http, door) = (http.new_service(()), door.clone());
                async move {
                    let served = Rc::new((http.await?, door));
                    Ok::<_, ()>(fn_service(move |stream| {
                        let served = served.clone();
                        async move { connection::serve(&served.0, &served.1, stream).await }
                    }))
                }
            })
        })?
        .run();
    Ok((address, server))
}

/// The gate, knowing the networks before the first connection is accepted. Read on a thread of its own: this one is
/// about to serve, and a database must not be waited for on such a thread.
fn gate_of(app: &App) -> io::Result<Gate> {
    let read = std::thread::scope(|scope| scope.spawn(|| networks::gate(app)).join());
    read.map_err(|_| io::Error::other("the networks"))?.map_err(io::Error::other)
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
    let plain = !app.config().by_tls();
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
        .wrap(from_fn(auth::step_up::check))
        .wrap(from_fn(web::csrf::check))
        .wrap(from_fn(auth::visit::know))
        .wrap(sessions)
        .wrap(from_fn(web::arrival::check))
        .wrap(from_fn(web::errors::pages))
        .wrap(from_fn(web::hosts::check))
        .wrap(from_fn(gate::client::know))
        .wrap(from_fn(life::know))
        .wrap(from_fn(web::headers::set))
}
