//! What the house does by itself, and when: one line a job. Each can also be run once, by name, from the command line.
use crate::actor::Actor;
use crate::app::{App, blocking};
use crate::consent;
use crate::contracts;
use crate::erasure;
use crate::error::{Error, Result};
use crate::forms;
use crate::import;
use crate::mail;
use crate::networks;
use crate::newsletter;
use crate::register;
use crate::requests;
use crate::retention;
use std::time::Duration;

pub struct Job {
    pub name: &'static str,
    pub what: &'static str,
    every: Duration,
    run: fn(&App) -> Result<()>,
}

const SECOND: Duration = Duration::from_secs(1);
const SOON: Duration = Duration::from_secs(5);
const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3_600);

pub const JOBS: &[Job] = &[
    Job {
        name: "follow",
        what: "brings the index up to what other processes changed",
        every: SECOND,
        run: App::follow,
    },
    Job {
        name: "networks",
        what: "clears away changes of networks that were tried and not confirmed in time",
        every: SECOND,
        run: networks::sweep,
    },
    Job { name: "mail", what: "sends the mail that is due", every: SOON, run: mail::send_due },
    Job {
        name: "confirmations",
        what: "forgets what nobody confirmed, and mail that was sent long ago",
        every: HOUR,
        run: |app| app.write_now(&Actor::House, |w| consent::forget_unconfirmed(w).and_then(|()| mail::tidy(w))),
    },
    Job {
        name: "publish",
        what: "puts the published forms and the pages of links where the intake serves them from",
        every: SOON,
        run: |app| forms::publish_folder(app, forms::pages::draw_shared),
    },
    Job {
        name: "intake",
        what: "takes in what visitors of the website sent, and the links of mails that were pressed",
        every: SOON,
        run: |app| forms::take_in(app).map(drop),
    },
    Job {
        name: "spool",
        what: "forgets the numbers of links that were done long ago",
        every: HOUR,
        run: |app| app.write_now(&Actor::House, forms::tidy),
    },
    Job {
        name: "requests",
        what: "makes requests of what privacy forms brought, follows what was ordered, recalls deadlines, closes what is over",
        every: SOON,
        run: requests::run,
    },
    Job {
        name: "calendar",
        what: "companies become customers and cease to be by the passing of days",
        every: HOUR,
        run: |app| app.write_now(&Actor::House, contracts::follow_calendar),
    },
    Job {
        name: "imports",
        what: "ends imports that were cut short, and what is left of uploads after a day",
        every: HOUR,
        run: |app| import::sweep(app).and_then(|()| import::tidy(app)),
    },
    Job {
        name: "retention",
        what: "deletes, once a day, what the Dpo signed and whose term has ended, and what has a term of its own",
        every: HOUR,
        run: retention::run,
    },
    Job {
        name: "erasures",
        what: "carries out the erasures whose time has come, and goes on with what was cut off",
        every: SOON,
        run: erasure::carry_out_due,
    },
    Job {
        name: "keyring",
        what: "copies the keyring each day, for seven days, and destroys keys of which the archives have run out",
        every: HOUR,
        run: erasure::keep_keyring,
    },
    Job {
        name: "recalls",
        what: "finds who was in a list and has refused since",
        every: MINUTE,
        run: |app| app.write_now(&Actor::House, newsletter::gather),
    },
    Job {
        name: "exports",
        what: "says of exports that were killed that they broke off, and of lists that nobody took in time",
        every: HOUR,
        run: |app| app.write_now(&Actor::House, newsletter::give_up_the_dead),
    },
    Job {
        name: "register",
        what: "keeps who held the roles, and deletes what the register has held for its term",
        every: HOUR,
        run: |app| app.write_now(&Actor::House, register::follow).and_then(|()| register::forget_old(app)),
    },
];

/// Runs one job now.
///
/// # Errors
/// `NotFound` when no job has this name.
pub fn run(app: &App, name: &str) -> Result<()> {
    let job = JOBS.iter().find(|job| job.name == name).ok_or(Error::NotFound)?;
    (job.run)(app)
}

/// Every job in its rhythm, the first time at once, for as long as the server runs. One that fails is tried again.
pub fn keep_running(app: &App) {
    for job in JOBS {
        let app = app.clone();
        actix_rt::spawn(async move {
            loop {
                let app = app.clone();
                if let Err(error) = blocking(move || (job.run)(&app)).await {
                    tracing::warn!(%error, job = job.name, "a job failed; it will be tried again");
                }
                tokio::time::sleep(job.every).await;
            }
        });
    }
}
