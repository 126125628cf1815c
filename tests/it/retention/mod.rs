//! Retention: what a page says is what the job does; the forecast and its signature; holds; skips with their ground; a
//! clock that jumped; kills; two nodes; cards; the pruning of the log.
mod cards;
mod decade;
mod job;
mod log;
mod pages;

use crate::consent::{email, new_person};
use crate::house::House;
use chrono::{Days, NaiveDate};
use cloister::actor::Actor;
use cloister::app::App;
use cloister::companies::{self, NewCompany};
use cloister::consent::{self, Act, Channel, Entry, Purpose, Source};
use cloister::contracts::{self, NewContract};
use cloister::people::{self, NewPerson, PersonKind};
use cloister::retention::{self, HoldGround, NewHold, Of, Outcome, Report};
use std::collections::BTreeSet;

/// Acts in the house without the web, on this thread.
fn write<T>(app: &App, work: impl FnOnce(&mut cloister::app::Writing) -> cloister::error::Result<T>) -> T {
    app.write_now(&Actor::Console, work).unwrap()
}

fn look<T>(app: &App, work: impl FnOnce(&mut cloister::app::Looking) -> cloister::error::Result<T>) -> T {
    app.look_now(&Actor::Console, work).unwrap()
}

fn today(app: &App) -> NaiveDate {
    app.clock().today()
}

fn ago(app: &App, days: u64) -> NaiveDate {
    today(app) - Days::new(days)
}

fn firm(app: &App, name: &str) -> i64 {
    let name = name.to_owned();
    write(app, |w| companies::add(w, &NewCompany { name, ..NewCompany::default() }))
}

fn contract(app: &App, company_id: i64, starts_on: NaiveDate, ends_on: Option<NaiveDate>) -> i64 {
    let (reference, product) = ("C-1".to_owned(), "treasury".to_owned());
    write(app, |w| contracts::add(w, &NewContract { company_id, reference, product, starts_on, ends_on }))
}

fn somebody(app: &App, name: &str, company_id: Option<i64>, kind: PersonKind) -> i64 {
    let address = email(&format!("{}@zephyr.example", name.to_lowercase()));
    write(app, |w| people::add(w, &NewPerson { company_id, kind, ..new_person(name, &[address]) }))
}

/// Somebody who said yes on that day, and nothing since.
fn heard(app: &App, name: &str, company: Option<i64>, on: NaiveDate) -> i64 {
    let id = somebody(app, name, company, PersonKind::Contact);
    says_yes(app, id, on);
    id
}

fn says_yes(app: &App, person: i64, happened_on: NaiveDate) {
    write(app, |w| {
        let address = email("said.yes@zephyr.example");
        let entry = Entry {
            person,
            purpose: Purpose::Newsletter,
            channel: Channel::Email,
            act: Act::Given,
            address: Some(Entry::at(w.vault(), &address)),
            source: Source::Meeting,
            note: "fair",
            wording: "",
            happened_on,
        };
        consent::record_many(w, &[entry], None)
    });
}

fn hold(app: &App, of: Of, until: NaiveDate) -> i64 {
    let reason = "a claim before the commercial court".to_owned();
    write(app, |w| retention::place(w, &NewHold { of, ground: HoldGround::Dispute, reason, until }))
}

/// The Dpo signs what lies ahead.
fn sign(app: &App) -> i64 {
    write(app, |w| {
        let seen = retention::ahead(w)?.digest;
        retention::sign(w, &seen)
    })
}

fn run_now(app: &App) -> Report {
    match retention::run_now(app).unwrap() {
        Outcome::Done(report) => report,
        other => panic!("{other:?}"),
    }
}

/// The numbers of whom and what there is.
fn there(app: &App) -> BTreeSet<i64> {
    use cloister::db::Conn;
    use cloister::db::schema::{cards, companies, people};
    use diesel::prelude::*;
    let all = |conn: &mut Conn| -> cloister::error::Result<BTreeSet<i64>> {
        let mut all: Vec<i64> = Vec::new();
        match conn {
            Conn::Sqlite(c) => {
                all.extend(people::table.select(people::id).load::<i64>(c)?);
                all.extend(companies::table.select(companies::id).load::<i64>(c)?);
                all.extend(cards::table.select(cards::id).load::<i64>(c)?);
            }
            Conn::Postgres(c) => {
                all.extend(people::table.select(people::id).load::<i64>(&mut **c)?);
                all.extend(companies::table.select(companies::id).load::<i64>(&mut **c)?);
                all.extend(cards::table.select(cards::id).load::<i64>(&mut **c)?);
            }
        }
        Ok(all.into_iter().collect())
    };
    look(app, |l| all(l.conn()))
}

/// Does whatever blocks away from the runtime that the visitors need.
async fn apart<T: Send + 'static>(house: &House, work: impl FnOnce(&App) -> T + Send + 'static) -> T {
    let app = house.app.clone();
    tokio::task::spawn_blocking(move || work(&app)).await.unwrap()
}
