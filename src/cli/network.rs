//! `cloister network`: who may connect, from the host. The way back in for whoever has locked everybody out.
use super::{HouseArgs, Stop, open, say};
use crate::actor::{Actor, Role};
use crate::app::App;
use crate::auth;
use crate::config::{RangeFault, parse_range};
use crate::error::Error;
use crate::gate::Kind;
use crate::networks::{self, Change, Fault};
use ipnetwork::IpNetwork;

#[derive(clap::Args)]
pub struct Args {
    #[command(flatten)]
    house: HouseArgs,
    #[command(subcommand)]
    what: What,
}

#[derive(clap::Subcommand)]
enum What {
    /// Says which ranges may connect, who added each and why, which roles are limited, and what is on trial.
    List,
    /// Lets a range of addresses in, at once and without a trial. This is the break-glass.
    ///
    /// Every process that serves this house follows within a second. The page /networks is the usual way: it shows what
    /// a change would do and takes it back unless it is confirmed. What is done here is a deed that the Dpo and the Cio
    /// are shown on their home for seven days. A change that is on trial is taken back first.
    ///
    /// A range that is there already gets the kind, label and reason given here.
    Add {
        /// Such as 192.0.2.0/24, 2001:db8:1::/48, or one address
        range: String,
        /// What kind of network it is, office or vpn: roles can be limited to a kind
        #[arg(long, value_parser = kind)]
        kind: Kind,
        /// What colleagues recognise it by, such as "Head office"
        #[arg(long)]
        label: String,
        /// For whoever reads this in two years
        #[arg(long)]
        why: String,
        /// Let a range in that is everybody, such as 0.0.0.0/0. Then only passwords and one-time codes stand before the data
        #[arg(long)]
        everybody: bool,
    },
    /// Removes a range, at once: connections and sessions from it end within a second. The last one stays.
    Remove {
        /// The range as `list` says it
        range: String,
    },
    /// Limits a role to kinds of network, such as the Cio to the office.
    ///
    /// From elsewhere, colleagues of this role are told at their next page where they work from.
    Limit {
        /// support, sales, marketing, operations, dpo or cio
        #[arg(value_parser = role)]
        role: Role,
        /// office or vpn, repeatable
        #[arg(long, value_parser = kind, required = true)]
        kind: Vec<Kind>,
    },
    /// Lets a role work from every network that may connect.
    Unlimit {
        /// support, sales, marketing, operations, dpo or cio
        #[arg(value_parser = role)]
        role: Role,
    },
}

fn kind(word: &str) -> Result<Kind, &'static str> {
    Kind::from_word(word).ok_or("office or vpn")
}

fn role(word: &str) -> Result<Role, &'static str> {
    Role::from_word(word).ok_or("not a role")
}

pub fn run(args: Args) -> Result<(), Stop> {
    let app = open(&args.house)?;
    match args.what {
        What::List => list(&app),
        What::Add { range, kind, label, why, everybody } => {
            let range = match parse_range(&range) {
                Err(RangeFault::Everybody) if everybody => whole(&range)?,
                Err(RangeFault::Everybody) => {
                    return Err(Stop::Failed(format!("{range} would be everybody: --everybody if you mean it")));
                }
                Err(fault) => return Err(Stop::Failed(format!("{range} {fault}"))),
                Ok(range) => range,
            };
            force(&app, &Change::Allow { range, kind, label, why }, everybody)
        }
        What::Remove { range } => {
            // What is written otherwise is the same range.
            let wanted = parse_range(&range).ok().or_else(|| range.trim().parse().ok());
            let standing = app.look_now(&Actor::Console, networks::standing)?;
            let there = standing.networks.iter().find(|network| Some(network.range) == wanted);
            let network = there.ok_or_else(|| not(&range))?.id;
            force(&app, &Change::Remove { network }, false)
        }
        What::Limit { role, mut kind } => {
            kind.sort_unstable();
            kind.dedup();
            // To be limited to all of them is not to be limited.
            let kinds = if kind.len() == Kind::ALL.len() { Vec::new() } else { kind };
            force(&app, &Change::Limit { role, kinds }, false)
        }
        What::Unlimit { role } => force(&app, &Change::Limit { role, kinds: Vec::new() }, false),
    }
}

/// A range that holds everybody, without its host bits.
fn whole(text: &str) -> Result<IpNetwork, Stop> {
    let typed: IpNetwork = text.trim().parse().map_err(|_| not(text))?;
    IpNetwork::new(typed.network(), typed.prefix()).map_err(|_| not(text))
}

fn not(range: &str) -> Stop {
    Stop::Failed(format!("{range} is not a range that may connect; see `cloister network list`"))
}

fn force(app: &App, change: &Change, everybody: bool) -> Result<(), Stop> {
    let done = match app.write_now(&Actor::Console, |w| networks::force(w, change, everybody)) {
        Err(Error::NotFound) => return Err(Stop::Failed("it is not there any more".into())),
        done => done?,
    };
    if done.is_empty() {
        say("Done. Every process that serves this house follows within a second; the Dpo and the Cio are told.");
        return list(app);
    }
    Err(Stop::Complaints(done.into_iter().map(in_words).collect()))
}

fn in_words(fault: Fault) -> String {
    match fault {
        Fault::LabelLength => format!("--label has 1 to {} characters", networks::LONGEST.0),
        Fault::WhyLength => format!("--why has 1 to {} characters", networks::LONGEST.1),
        Fault::Same => "it is so already".into(),
        Fault::Everybody => "together with the others this would be everybody: --everybody if you mean it".into(),
        Fault::Nobody => "nobody could connect any more: add another network first".into(),
        Fault::Nowhere(role) => format!(
            "{} would have no network left to work from: `cloister network unlimit {}` first, or add one",
            role.word(),
            role.word()
        ),
        Fault::Oneself => "you could not work any more".into(),
    }
}

fn list(app: &App) -> Result<(), Stop> {
    let (seen, now) = app.look_now(&Actor::Console, |l| Ok((networks::overview(l)?, l.now)))?;
    for network in &seen.standing.networks {
        let who = network.added_by.and_then(|id| seen.names.get(&id).map(String::as_str)).unwrap_or("the host");
        say(format_args!(
            "{:<20} {:<7} {:<24} {} by {who}: {}",
            network.range.to_string(),
            network.kind.word(),
            network.label,
            network.added_at.format("%Y-%m-%d"),
            network.why
        ));
    }
    for role in Role::ALL {
        let kinds: Vec<&str> =
            seen.standing.limits.iter().filter(|limit| limit.0 == *role).map(|limit| limit.1.word()).collect();
        if !kinds.is_empty() {
            say(format_args!("{:<20} works from {} only", role.word(), kinds.join(", ")));
        }
    }
    if let Some(trial) = seen.standing.trial_at(now) {
        let by = app.look_now(&Actor::Console, |l| auth::name(l, Some(trial.by_id)))?;
        let until = trial.until.format("%H:%M:%S");
        match &trial.change {
            Change::Allow { range, .. } => say(format_args!("{range} is let in on trial by {by}, until {until} UTC")),
            Change::Remove { network } => {
                let there = seen.standing.networks.iter().find(|known| known.id == *network);
                let range =
                    there.map(|known| known.range).map_or_else(String::new, |range: IpNetwork| range.to_string());
                say(format_args!("{range} is removed on trial by {by}, until {until} UTC"));
            }
            Change::Limit { role, .. } => {
                say(format_args!("{} has another limit on trial by {by}, until {until} UTC", role.word()));
            }
        }
    }
    Ok(())
}
