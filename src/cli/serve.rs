//! `cloister serve`: the real thing.
use super::{HouseArgs, Stop, configure, say};
use crate::actor::{Actor, Role};
use crate::app::App;
use crate::auth::{self, NewColleague};
use crate::clock::Clock;
use crate::deeds::{Deed, What};
use crate::words::Lang;
use crate::{demo, house, intake, jobs, server};
use std::net::SocketAddr;

/// Serves a house. In an empty folder it makes one first: root key, keyring, database (folders 0700, files 0600),
/// and shows a one-time code with which the first Cio opens an account at /enrolment.
///
/// Settings come from cloister.toml in the folder, then from the environment (CLOISTER_LISTEN, CLOISTER_DATABASE,
/// CLOISTER_KEYRING, CLOISTER_ROOT_KEY, CLOISTER_HEADS, CLOISTER_ALLOW, CLOISTER_PROXY_TRUSTED,
/// CLOISTER_PROXY_HEADER, CLOISTER_PROXY_PROTOCOL, CLOISTER_TLS_CERTIFICATE, CLOISTER_TLS_KEY, CLOISTER_HOSTS,
/// CLOISTER_COMPANY, CLOISTER_PUBLISH, CLOISTER_SPOOL, CLOISTER_WEBSITE, CLOISTER_SMTP, CLOISTER_SMTP_USER,
/// CLOISTER_SMTP_PASSWORD_FILE, CLOISTER_SMTP_CA, CLOISTER_MAIL_FROM), then from here. The database is a path for
/// SQLite, or postgres://...
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Args {
    #[command(flatten)]
    house: HouseArgs,
    /// Address and port; plain HTTP is for loopback only, or behind a proxy: give a certificate for others
    #[arg(long, value_name = "ADDR")]
    listen: Option<String>,
    /// Range that may connect, repeatable; a new house without any lets this machine in. Each is taken over once;
    /// afterwards the page /networks and `cloister network` decide
    #[arg(long, value_name = "CIDR")]
    allow: Vec<String>,
    /// User name of the first Cio, when the house is new
    #[arg(long, value_name = "NAME", default_value = "cio")]
    first_cio: String,
}

pub fn run(args: &Args) -> Result<(), Stop> {
    let mut given = args.house.given();
    given.listen.clone_from(&args.listen);
    given.allow.clone_from(&args.allow);
    let config = configure(&given)?;
    if config.folder.join(super::demo::MARK).exists() {
        return Err(Stop::Failed(
            "this folder holds a demo house, with logins in a file: `cloister demo` serves it, `serve` does not".into(),
        ));
    }
    if !auth::is_user_name(&args.first_cio) {
        return Err(Stop::Failed(auth::USER_NAME.into()));
    }
    log_to_stderr();
    let app = house::open(config, Clock::default())?;
    if app.look_now(&Actor::House, auth::is_empty)? {
        let cio = NewColleague {
            user_name: args.first_cio.clone(),
            name: args.first_cio.clone(),
            role: Role::Cio,
            lang: Lang::Fr,
        };
        let (_, code) = app.write_now(&Actor::Console, |w| auth::invite(w, &cio))?;
        say(format_args!("This house is new. The first Cio enrols at /enrolment within 24 hours, with"));
        say(format_args!("  user name      {}", cio.user_name));
        say(format_args!("  one-time code  {code}"));
    }
    run_server(app, None)
}

/// Serves until the process is asked to stop. Shared with `demo`, which serves the public forms beside it: in one process,
/// so that one command shows everything. A real house has `cloister intake` for them.
pub fn run_server(app: App, forms: Option<SocketAddr>) -> Result<(), Stop> {
    actix_rt::System::new().block_on(async move {
        let told = app.clone();
        if let Some(listen) = forms {
            let (address, server) = intake::listen(super::intake::of_a_demo(&app, listen))?;
            actix_rt::spawn(server);
            let paths: Vec<String> = demo::website::paths().map(|path| format!("http://{address}{path}")).collect();
            say(format_args!("What visitors of the website see: {}", paths.join(" ")));
        }
        let (address, server) = server::listen(app.clone())?;
        let scheme = if app.config().tls.is_some() { "https" } else { "http" };
        say(format_args!("Cloister listens at {scheme}://{address}/"));
        say(format_args!("What it publishes is known by the key {}", app.vault().spooling().public_key()));
        let handle = server.handle();
        crate::app::tell(&told, &Actor::House, Deed::new(What::HouseOpened)).await;
        actix_rt::spawn(async move {
            stop_signal().await;
            handle.stop(true).await;
        });
        jobs::keep_running(&app);
        server.await?;
        crate::app::tell(&told, &Actor::House, Deed::new(What::HouseClosed)).await;
        Ok(())
    })
}

pub async fn stop_signal() {
    use tokio::signal::unix::{SignalKind, signal};
    let (Ok(mut term), Ok(mut int)) = (signal(SignalKind::terminate()), signal(SignalKind::interrupt())) else {
        return std::future::pending().await;
    };
    tokio::select! { _ = term.recv() => {}, _ = int.recv() => {} }
}

/// One JSON line an event, to standard error; no event carries personal data.
pub fn log_to_stderr() {
    let filter = tracing_subscriber::EnvFilter::try_from_env(crate::config::LOG)
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("info,actix_server=warn"));
    let _ = tracing_subscriber::fmt().json().with_writer(std::io::stderr).with_env_filter(filter).try_init();
}
