//! `cloister intake`: the internet side.
use super::serve::{log_to_stderr, stop_signal};
use super::{Stop, say};
use crate::app::App;
use crate::clock::Clock;
use crate::gate::forwarded::Proxies;
use crate::intake::{self, ClientOf, Settings};
use ipnetwork::IpNetwork;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

const ROOM: usize = 100_000;
const PER_ADDRESS: u32 = 20;
const PER_MINUTE: u32 = 600;
const LINKS_PER_MINUTE: u32 = 3_000;

/// Serves the published forms and seals what visitors send into the spool, for `cloister serve` to take in.
///
/// Run it as a user of its own, who can read the published folder, write to the spool, and read nothing else of the
/// house. It opens no database and has no key but the public one that `cloister serve` prints when it starts.
/// It speaks plain HTTP: put a proxy that speaks TLS in front of it, and name it here.
#[derive(clap::Args)]
pub struct Args {
    /// Address and port
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:7081")]
    listen: SocketAddr,
    /// The folder that the house publishes into
    #[arg(long, value_name = "DIR")]
    publish: PathBuf,
    /// The folder where submissions wait
    #[arg(long, value_name = "DIR")]
    spool: PathBuf,
    /// The key that the house's publications are signed with, as `cloister serve` prints it
    #[arg(long, value_name = "HEX")]
    key: String,
    /// So many submissions may wait; beyond, visitors are asked to try again
    #[arg(long, default_value_t = ROOM)]
    room: usize,
    /// So many submissions from one address in ten minutes
    #[arg(long, default_value_t = PER_ADDRESS)]
    per_address: u32,
    /// So many submissions from everybody in a minute
    #[arg(long, default_value_t = PER_MINUTE)]
    per_minute: u32,
    /// So many links of mails (stop, confirm) pressed by everybody in a minute; providers of mail press many at once
    #[arg(long, default_value_t = LINKS_PER_MINUTE)]
    links_per_minute: u32,
    /// Range of a proxy that is believed, repeatable
    #[arg(long, value_name = "CIDR", requires = "proxy_header")]
    proxy: Vec<IpNetwork>,
    /// The one header in which the proxy says whom it speaks for, such as X-Forwarded-For
    #[arg(long, value_name = "NAME", requires = "proxy")]
    proxy_header: Option<String>,
}

/// The forms of a demo house, with the limits that are the default.
pub fn of_a_demo(app: &App, listen: SocketAddr) -> Settings {
    let spooling = app.vault().spooling();
    Settings {
        listen,
        published: app.config().publish.clone(),
        spool: app.config().spool.clone(),
        key: data_encoding::HEXLOWER.decode(spooling.public_key().as_bytes()).unwrap_or_default(),
        room: ROOM,
        per_address: PER_ADDRESS,
        per_minute: PER_MINUTE,
        links_per_minute: LINKS_PER_MINUTE,
        proxy_header: None,
        client: Arc::new(|peer, _| Some(peer)),
        clock: app.clock().clone(),
    }
}

pub fn run(args: &Args) -> Result<(), Stop> {
    let key = data_encoding::HEXLOWER_PERMISSIVE.decode(args.key.trim().as_bytes()).unwrap_or_default();
    if key.len() != 32 {
        return Err(Stop::Failed("--key: not a key; `cloister serve` prints it when it starts".into()));
    }
    let client: ClientOf = match &args.proxy_header {
        Some(header) => {
            let proxies = Proxies::new(args.proxy.clone(), Some(header));
            Arc::new(move |peer, lines| proxies.client(peer, lines.iter().map(Vec::as_slice)).ok())
        }
        None => Arc::new(|peer, _| Some(peer)),
    };
    let settings = Settings {
        listen: args.listen,
        published: args.publish.clone(),
        spool: args.spool.clone(),
        key,
        room: args.room,
        per_address: args.per_address,
        per_minute: args.per_minute,
        links_per_minute: args.links_per_minute,
        proxy_header: args.proxy_header.clone(),
        client,
        clock: Clock::default(),
    };
    log_to_stderr();
    actix_rt::System::new().block_on(async move {
        let (address, server) = intake::listen(settings)?;
        say(format_args!("The intake listens at http://{address}/"));
        let handle = server.handle();
        actix_rt::spawn(async move {
            stop_signal().await;
            handle.stop(true).await;
        });
        server.await?;
        Ok(())
    })
}
