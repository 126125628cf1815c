//! `cloister demo`: a fictional company to walk around in.
use super::{Stop, configure, say};
use crate::clock::Clock;
use crate::config::Given;
use crate::demo::{self, Logins, Plan};
use crate::house;
use std::net::SocketAddr;
use std::path::PathBuf;

/// A folder with this file holds a demo house.
pub const MARK: &str = "demo-logins.json";

/// Makes a fictional company and serves it on this machine.
///
/// The seed governs the people, so the same seed makes the same company; passwords and second factors are random for
/// each folder. They are printed, and stand in demo-logins.json (0600) for automation: role, user name, password,
/// TOTP secret, two accounts a role. A folder that holds a demo house already is served as it is.
#[derive(clap::Args)]
pub struct Args {
    #[command(subcommand)]
    what: Option<What>,
    /// How many people
    #[arg(long, default_value_t = 2_000)]
    people: u64,
    /// Which people
    #[arg(long, default_value_t = 20_260_101)]
    seed: u64,
    /// Folder of the demo house
    #[arg(long, value_name = "DIR", default_value = "cloister-demo", global = true)]
    data: PathBuf,
    /// Address and port
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:7080")]
    listen: String,
    /// Address and port of the public forms; the port after the one of --listen if nothing is said
    #[arg(long, value_name = "ADDR")]
    forms: Option<SocketAddr>,
    /// Range that may connect, repeatable; a new house without any lets this machine in. Each is taken over once
    #[arg(long, value_name = "CIDR")]
    allow: Vec<String>,
    /// Listen beyond this machine although the logins lie in a file
    #[arg(long)]
    expose: bool,
    /// Make the house and stop, without serving it
    #[arg(long)]
    only_make: bool,
}

#[derive(clap::Subcommand)]
enum What {
    /// Prints the one-time code of now for a demo account.
    Code {
        /// User name, such as sales
        name: String,
    },
}

pub fn run(args: Args) -> Result<(), Stop> {
    let mark = args.data.join(MARK);
    if let Some(What::Code { name }) = &args.what {
        let logins = Logins::read(&mark)?;
        let login = logins.get(name).ok_or_else(|| Stop::Failed("no demo account has this name".into()))?;
        say(login.code_at(Clock::default().unix())?);
        return Ok(());
    }
    let given = Given {
        folder: args.data.clone(),
        listen: Some(args.listen.clone()),
        allow: args.allow.clone(),
        ..Given::default()
    };
    let mut config = configure(&given)?;
    let public = args.forms.unwrap_or_else(|| beside(config.listen));
    if !args.expose && !public.ip().is_loopback() {
        return Err(Stop::Failed("a demo house is for this machine only, and so are its forms".into()));
    }
    if !args.expose && (!config.listen.ip().is_loopback() || config.allow.iter().any(|range| !range.ip().is_loopback()))
    {
        return Err(Stop::Failed(
            "a demo house is for this machine only: its logins lie in a file. --expose if you know that".into(),
        ));
    }
    // So that the links in its lists lead somewhere: to its own forms.
    if public.port() != 0 {
        config.website.get_or_insert_with(|| format!("http://{public}"));
    }
    let is_new = !mark.exists();
    if is_new && args.data.join("data").exists() {
        return Err(Stop::Failed(format!("{} holds a real house; choose another folder", args.data.display())));
    }
    let app = house::open(config, Clock::default())?;
    if is_new {
        say(format_args!("Making a fictional company of {} people in {} ...", args.people, args.data.display()));
        let logins = demo::make(&app, &Plan { people: args.people, seed: args.seed })?;
        demo::website::publish(&app)?;
        logins.write(&mark)?;
    }
    let logins = Logins::read(&mark)?;
    say(format_args!("\n{:<12} {:<14} {:<34} one-time code of now", "role", "user name", "password"));
    for login in logins.first_of_each_role() {
        let code = login.code_at(Clock::default().unix())?;
        say(format_args!("{:<12} {:<14} {:<34} {code}", login.role.word(), login.user_name, login.password));
    }
    say(format_args!("\nA later code: cloister demo code NAME --data {}", args.data.display()));
    if args.only_make {
        return Ok(());
    }
    super::serve::log_to_stderr();
    super::serve::run_server(app, Some(public))
}

/// The port after this one; any, where any was asked for.
fn beside(listen: SocketAddr) -> SocketAddr {
    let port = if listen.port() == 0 { 0 } else { listen.port().wrapping_add(1) };
    SocketAddr::new(listen.ip(), port)
}
