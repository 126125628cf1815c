//! `cloister audit`: is the log what was written?
use super::{HouseArgs, Stop, open, say};
use crate::actor::Actor;
use crate::audit;
use crate::deeds::{Faulty, Verdict};

#[derive(clap::Args)]
pub struct Args {
    #[command(flatten)]
    house: HouseArgs,
    #[command(subcommand)]
    what: What,
}

#[derive(clap::Subcommand)]
enum What {
    /// Reads the whole log and says in one line whether it is whole, or the first thing that is wrong with it.
    ///
    /// Each line's keyed hash covers the line before, and the last line is named by a signed head outside the
    /// database: an edited, deleted or moved line is found, and so is a tail that was cut. Ends with 0 when the log is
    /// whole and with 1 when it is not. Whoever has the root key could write another log; nobody else can.
    Verify,
}

pub fn run(args: &Args) -> Result<(), Stop> {
    let app = open(&args.house)?;
    match args.what {
        What::Verify => {
            let verdict = app.look_now(&Actor::Console, audit::verify)?;
            say(in_words(&verdict));
            // The verdict is the line above; there is nothing to complain of besides.
            if verdict.fault.is_none() { Ok(()) } else { Err(Stop::Complaints(Vec::new())) }
        }
    }
}

/// The verdict in one line.
pub fn in_words(verdict: &Verdict) -> String {
    match &verdict.fault {
        None if verdict.pruned > 0 => format!(
            "the audit log is whole: {} lines, after line {} that this house pruned to",
            verdict.lines, verdict.pruned
        ),
        None => format!("the audit log is whole: {} lines", verdict.lines),
        Some(Faulty::Altered { n }) => {
            format!("the audit log is NOT whole: line {n} is not what was written, or not in its place")
        }
        Some(Faulty::Forged { n }) => {
            format!("the audit log is NOT whole: it was cut after line {n}, and not by this house")
        }
        Some(Faulty::Missing { n }) => format!("the audit log is NOT whole: line {n} is missing"),
        Some(Faulty::Cut { tip, head }) => {
            format!("the audit log is NOT whole: it ends at line {tip}, but line {head} was written")
        }
        Some(Faulty::NoHead { tip }) => format!(
            "the audit log is NOT whole: it has {tip} lines, but its head outside the database is missing or not signed by this house"
        ),
    }
}
