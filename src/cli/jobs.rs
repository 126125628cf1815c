//! `cloister jobs`: what the house does by itself, done once.
use super::{HouseArgs, Stop, open, say};
use crate::jobs::{self, JOBS};

#[derive(clap::Args)]
pub struct Args {
    #[command(flatten)]
    house: HouseArgs,
    #[command(subcommand)]
    what: What,
}

#[derive(clap::Subcommand)]
enum What {
    /// Names every job and says what it does.
    List,
    /// Runs one job now, and exits.
    Run {
        /// Its name, as `list` says it
        name: String,
    },
}

pub fn run(args: &Args) -> Result<(), Stop> {
    match &args.what {
        What::List => JOBS.iter().for_each(|job| say(format_args!("{:<10} {}", job.name, job.what))),
        What::Run { name } if JOBS.iter().any(|job| job.name == name) => jobs::run(&open(&args.house)?, name)?,
        What::Run { name } => {
            return Err(Stop::Failed(format!("there is no job called {name}; see `cloister jobs list`")));
        }
    }
    Ok(())
}
