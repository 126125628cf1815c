//! `cloister jobs`: what the house does by itself, done once.
use super::{HouseArgs, Stop, open, say};
use crate::actor::Actor;
use crate::jobs::{self, JOBS};
use crate::retention::{self, Fault, Ground, Item, Outcome, Report};

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
        /// Only say what would be done (retention)
        #[arg(long)]
        dry_run: bool,
    },
    /// Says that the clock of this machine is right, after it has jumped and the retention job has stopped for it.
    ConfirmClock,
}

pub fn run(args: &Args) -> Result<(), Stop> {
    match &args.what {
        What::List => JOBS.iter().for_each(|job| say(format_args!("{:<10} {}", job.name, job.what))),
        What::Run { name, dry_run: true } if name == "retention" => {
            let app = open(&args.house)?;
            let (report, skips, fault) = app.look_now(&Actor::Console, retention::dry_run)?;
            in_words(&report, &skips, fault).iter().for_each(say);
        }
        What::Run { name, dry_run: true } => return Err(Stop::Failed(format!("{name} cannot be tried out"))),
        What::Run { name, .. } if name == "retention" => match retention::run_now(&open(&args.house)?)? {
            Outcome::Done(report) => in_words(&report, &[], None).iter().for_each(say),
            Outcome::NotYet => {}
            Outcome::Elsewhere => return Err(Stop::Failed("another process is at it".to_owned())),
            Outcome::Refused(fault) => return Err(Stop::Failed(refused(fault))),
        },
        What::ConfirmClock => open(&args.house)?.write_now(&Actor::Console, retention::confirm_clock)?,
        What::Run { name, .. } if JOBS.iter().any(|job| job.name == name) => jobs::run(&open(&args.house)?, name)?,
        What::Run { name, .. } => {
            return Err(Stop::Failed(format!("there is no job called {name}; see `cloister jobs list`")));
        }
    }
    Ok(())
}

fn refused(fault: Fault) -> String {
    let how = match fault {
        Fault::Ahead => "has gone further on than the time that can have passed",
        Fault::Behind => "has gone back before a time that has been",
    };
    format!("nothing is deleted: the clock of this machine {how}. When it is right, say `cloister jobs confirm-clock`")
}

/// What a run did, or would do: a line for each number, then a line for each thing that stays, with its ground.
pub fn in_words(report: &Report, skips: &[(Item, Ground)], fault: Option<Fault>) -> Vec<String> {
    let mut lines: Vec<String> = fault.map(refused).into_iter().collect();
    lines.extend(report.ordered.iter().map(|(class, many)| format!("{many} {} deleted", class.word())));
    lines.extend(report.forgotten.iter().map(|(kept, many)| format!("{many} {} rows forgotten", kept.word())));
    lines.extend(report.skipped.iter().map(|(ground, many)| format!("{many} left: {}", ground.word())));
    if report.log_altered {
        lines.push("the audit log was not pruned: see `cloister audit verify`".to_owned());
    }
    lines.extend(skips.iter().map(|(item, ground)| {
        let due = item.until.term.map(|term| term.to_string()).unwrap_or_default();
        format!("  {} {} due {due}: {}", item.class.word(), item.id, ground.word())
    }));
    if lines.is_empty() {
        lines.push("nothing is due".to_owned());
    }
    lines
}
