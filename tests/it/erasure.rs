//! Erasure is shredding: whoever is erased can be read nowhere, not in what the house holds nor in what was copied before.
use crate::canary::find;
use crate::house::{House, Visitor, run};
use crate::people::add;
use chrono::{Days, Duration};
use cloister::actor::{Actor, Role};
use cloister::app::{App, Looking};
use cloister::catalogue::{Holding, KeyClass};
use cloister::config::Config;
use cloister::consent::Purpose;
use cloister::db::{Conn, Url};
use cloister::erasure::{self, Cause, Erasure, How, Order, Scope, State};
use cloister::error::{Error, Result};
use cloister::reach::{Reach, ReachKind};
use cloister::search::Kind;
use cloister::vault::{LedgerLine, Owner};
use diesel::prelude::*;
use std::os::unix::fs::DirBuilderExt;
use std::path::Path;

const FAMILY: &str = "Escamotier";
const EMAIL: &str = "l.escamotier@fumee.example";
const NOTE: &str = "Aime les tours de cartes";
const SUBJECT: &str = "Lapin introuvable";
const COMPANY: &str = "Fumée et Miroirs SAS";
const IBAN: &str = "FR7630006000011234567890189";

fn values() -> Vec<String> {
    [FAMILY, "Lazare", EMAIL, "+33142120864", NOTE, SUBJECT].map(str::to_owned).to_vec()
}

#[derive(QueryableByName)]
struct Id {
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    id: i64,
}

#[expect(clippy::disallowed_methods, reason = "asks for every row, whatever a store would show")]
fn ids(l: &mut Looking, table: &str) -> Vec<i64> {
    let sql = format!("SELECT id FROM {table}");
    let rows: Vec<Id> = match l.conn() {
        Conn::Sqlite(c) => diesel::sql_query(sql).load(c),
        Conn::Postgres(c) => diesel::sql_query(sql).load(&mut **c),
    }
    .unwrap();
    rows.into_iter().map(|row| row.id).collect()
}

/// Everything that this house can open, of everybody who has a row or once had one.
fn opened_now(app: &App, more: &[Owner]) -> String {
    app.look_now(&Actor::Console, |l| {
        let mut owners: Vec<Owner> = ids(l, "people").into_iter().map(Owner::person).collect();
        owners.extend(ids(l, "companies").into_iter().map(Owner::company));
        owners.extend(more);
        let mut all = String::new();
        for owner in owners {
            for value in erasure::everything(l, owner)? {
                all.push_str(&value.text);
                all.push('\n');
            }
        }
        Ok(all)
    })
    .unwrap()
}

async fn opened(app: &App, more: &[Owner]) -> String {
    let more = more.to_vec();
    aside(app, move |app| opened_now(app, &more)).await
}

fn names_anything(text: &str) -> bool {
    let mut faults = Vec::new();
    find(text.as_bytes(), &values(), "what opens", &mut faults);
    !faults.is_empty()
}

/// Somebody of whom the house holds every kind of thing.
async fn cast(house: &House) -> (i64, Visitor) {
    let (sales, support) = (house.signed_in(Role::Sales).await, house.signed_in(Role::Support).await);
    let person = [("family_name", FAMILY), ("given_name", "Lazare"), ("company", COMPANY), ("reach_0_value", EMAIL)];
    let path = add(&sales, &person).await;
    sales.post(&format!("{path}/notes"), &[("kind", "call_in"), ("text", NOTE)]).await.is(303);
    sales.post(&format!("{path}/lead"), &[]).await.is(303);
    let asked = [("subject", SUBJECT), ("detail", "Il était dans le chapeau"), ("take", "yes")];
    support.post(&format!("{path}/assistance"), &asked).await.is(303);
    (path.rsplit('/').next().unwrap().parse().unwrap(), sales)
}

fn ordered(scope: Scope, how: How, cause: Cause, minutes: i64, app: &App) -> i64 {
    let not_before = app.clock().now() + Duration::minutes(minutes);
    let order = Order { scope, how, cause, cause_id: None, not_before, notes: Vec::new() };
    app.write_now(&Actor::Console, |w| erasure::order(w, &order)).unwrap()
}

fn get_now(app: &App, id: i64) -> Erasure {
    app.look_now(&Actor::Console, |l| erasure::get(l, id)).unwrap()
}

async fn get(app: &App, id: i64) -> Erasure {
    aside(app, move |app| get_now(app, id)).await
}

async fn aside<T: Send + 'static>(app: &App, work: impl FnOnce(&App) -> T + Send + 'static) -> T {
    let app = app.clone();
    tokio::task::spawn_blocking(move || work(&app)).await.unwrap()
}

/// Whom the search knows by that name.
async fn remembered(house: &House) -> Vec<(Kind, i64)> {
    house.look(|l| Ok(l.index()?.find("escamot", Some(Kind::Person), 5).hits)).await
}

/// The same house over other files.
fn over(config: &Config, database: &Path, keyring: &Path) -> Config {
    Config { database: Url::Sqlite(database.to_owned()), keyring: Url::Sqlite(keyring.to_owned()), ..config.clone() }
}

#[expect(clippy::disallowed_methods, reason = "a backup is a command of the database")]
fn copy_of(app: &App, to: &Path) {
    let sql = format!("VACUUM INTO '{}'", to.display());
    let from = rusqlite_path(app);
    let mut conn = diesel::SqliteConnection::establish(&from).unwrap();
    diesel::sql_query(sql).execute(&mut conn).unwrap();
}

fn rusqlite_path(app: &App) -> String {
    match &app.config().database {
        Url::Sqlite(path) => path.to_str().unwrap().to_owned(),
        Url::Postgres(_) => String::new(),
    }
}

#[test]
fn whoever_is_erased_is_found_nowhere_and_in_no_copy_from_before_once_the_copies_of_the_keyring_are_gone() {
    run(async {
        let house = House::open().await;
        if matches!(house.app.config().database, Url::Postgres(_)) {
            println!("skipped on PostgreSQL: the copies of this test are files of SQLite");
            return;
        }
        let (id, sales) = cast(&house).await;
        let upload = format!("Nom;Email\nQuelconque;q@ailleurs.example\n{FAMILY};{EMAIL}\n");
        let naming = sales.upload("/imports", "file", upload.into_bytes()).await.is(303).to().to_owned();
        let other = sales.upload("/imports", "file", "Nom;Email\nAutre;a@autre.example\n".into()).await.is(303);
        let (app, folder) = (house.app.clone(), tempfile::tempdir().unwrap());
        assert!(names_anything(&opened(&app, &[]).await), "the cast is there");
        assert_eq!(remembered(&house).await.len(), 1);
        let own = folder.path().join("own");
        std::fs::DirBuilder::new().mode(0o700).create(&own).unwrap();
        let before = own.join("before.db");
        copy_of(&app, &before);
        aside(&app, |app| erasure::keep_keyring(app).unwrap()).await;

        let done = aside(&app, move |app| {
            let order = ordered(Scope::person(id), How::Shred, Cause::Request, 0, app);
            erasure::carry_out(app, order).unwrap()
        })
        .await;
        assert_eq!(done.state, State::Done);
        let today = app.clock().now().date();
        assert_eq!(done.unreadable_from, Some(today + Days::new(8)), "a day that a certificate can say");
        let counted = |holding| done.counts.iter().find(|found| found.holding == holding).map_or(0, |found| found.rows);
        for holding in [Holding::Identity, Holding::Notes, Holding::Leads, Holding::Assistance, Holding::Uploads] {
            assert_eq!(counted(holding), 1, "{holding:?} of {:?}", done.counts);
        }
        assert_eq!(counted(Holding::Reaches), 2, "{:?}", done.counts);

        // Nothing opens here: neither what has a row, nor by the number.
        assert!(!names_anything(&opened(&app, &[Owner::person(id)]).await));
        sales.get(&format!("/people/{id}")).await.is(404);
        let hits = remembered(&house).await;
        assert!(hits.is_empty(), "gone from the memory of the search");
        assert!(sales.get(&naming).await.says("import it again") || !sales.get(&naming).await.says(FAMILY));
        assert!(sales.get(other.to()).await.is(200).says("a@autre.example"), "an upload that does not name them stays");
        let deeds = house.deeds().await.join("\n");
        assert!(deeds.contains("erasure.done") && !names_anything(&deeds), "{deeds}");

        // A copy of the database from before, with the keyring of today.
        let fresh = own.join("fresh.db");
        std::fs::copy(&before, &fresh).unwrap();
        let (config, clock) = (app.config().clone(), app.clock().clone());
        let keyring = own.join("keyring-today.db");
        let Url::Sqlite(ours) = &config.keyring else { panic!("SQLite") };
        std::fs::copy(ours, &keyring).unwrap();
        let (read, kept) = (over(&config, &before, &keyring), before.clone());
        let folder_path = own.clone();
        let clock2 = clock.clone();
        let (opens, rows) = tokio::task::spawn_blocking(move || {
            let app = App::open(read.clone(), clock2.clone(), Vec::new()).unwrap();
            let opens = opened_now(&app, &[Owner::person(id)]);
            drop(app);
            // Opened as a house, it forgets them as well.
            let read = Config { heads: folder_path.join("heads"), ..over(&read, &kept, &keyring) };
            let app = cloister::house::open(read, clock2).unwrap();
            let rows = app.look_now(&Actor::Console, |l| Ok(ids(l, "people"))).unwrap();
            (opens, rows)
        })
        .await
        .unwrap();
        assert!(!names_anything(&opens), "{opens}");
        assert!(!rows.contains(&id), "the safety ledger was replayed on the copy");

        // With a copy of the keyring of six days it would; of eight days there is none.
        let copies = config.keyring_copies.clone();
        let count = |folder: &Path| std::fs::read_dir(folder).unwrap().count();
        let again = own.join("again.db");
        house.later(Duration::days(6));
        aside(&app, |app| erasure::keep_keyring(app).unwrap()).await;
        let mut names: Vec<_> = std::fs::read_dir(&copies).unwrap().map(|file| file.unwrap().path()).collect();
        names.sort();
        assert_eq!(names.len(), 2);
        std::fs::copy(&names[0], &again).unwrap();
        let read = over(&config, &fresh, &again);
        let clock3 = clock.clone();
        let opens = tokio::task::spawn_blocking(move || {
            let app = App::open(read, clock3, Vec::new()).unwrap();
            opened_now(&app, &[Owner::person(id)])
        })
        .await
        .unwrap();
        assert!(opens.contains(NOTE), "a keyring copy of six days still has the key");
        house.later(Duration::days(2));
        aside(&app, |app| erasure::keep_keyring(app).unwrap()).await;
        assert!(!names[0].exists(), "eight days: it is gone");
        assert_eq!(count(&copies), 2, "and what is left is younger than the erasure");
    });
}

#[test]
fn an_erasure_that_is_killed_at_any_step_is_finished_at_the_next_start_and_twice_does_no_harm() {
    for steps in 0..=4 {
        run(async {
            let house = House::open().await;
            let (id, _) = cast(&house).await;
            let order = aside(&house.app, move |app| {
                let order = ordered(Scope::person(id), How::Shred, Cause::Request, 0, app);
                for _ in 0..steps {
                    assert!(erasure::step(app, order).unwrap());
                }
                order
            })
            .await;
            let house = house.reopen().await;
            let done = get(&house.app, order).await;
            assert_eq!(done.state, State::Done, "after {steps} steps");
            assert!(!names_anything(&opened(&house.app, &[Owner::person(id)]).await), "after {steps} steps");
            aside(&house.app, move |app| erasure::carry_out_due(app).unwrap()).await;
            let again = get(&house.app, order).await;
            assert_eq!((again.ended_at, &again.counts), (done.ended_at, &done.counts));
            let deeds = house.deeds().await;
            assert_eq!(deeds.iter().filter(|deed| deed.starts_with("erasure.done")).count(), 1, "{deeds:?}");
        });
    }
}

#[test]
fn a_kill_between_the_ledger_and_the_database_is_finished_at_the_next_start() {
    run(async {
        let house = House::open().await;
        let (id, _) = cast(&house).await;
        let order = aside(&house.app, move |app| {
            let order = ordered(Scope::person(id), How::Shred, Cause::Prospect, 0, app);
            assert!(erasure::step(app, order).unwrap() && erasure::step(app, order).unwrap());
            let erasure = get_now(app, order);
            let line = LedgerLine {
                reference: erasure.reference,
                at: app.clock().now(),
                how: How::Shred,
                owners: vec![Owner::person(id)],
                kept_until: None,
            };
            app.vault().erase(&line).unwrap();
            assert_eq!(app.vault().ledger().unwrap(), [line]);
            order
        })
        .await;
        let house = house.reopen().await;
        assert_eq!(get(&house.app, order).await.state, State::Done);
        assert!(!house.look(|l| Ok(ids(l, "people"))).await.contains(&id));
    });
}

#[test]
fn an_erasure_can_be_stopped_until_its_time_and_never_after() {
    run(async {
        let house = House::open().await;
        let (id, _) = cast(&house).await;
        let dpo = house.signed_in(Role::Dpo).await;
        let order = |house: &House| {
            let app = house.app.clone();
            tokio::task::spawn_blocking(move || ordered(Scope::person(id), How::Shred, Cause::Request, 10, &app))
        };
        let first = order(&house).await.unwrap();
        house.later(Duration::minutes(9));
        aside(&house.app, |app| erasure::carry_out_due(app).unwrap()).await;
        let page = dpo.get(&format!("/erasures/{first}")).await.is(200);
        assert!(page.says("Stop the erasure") && !page.says(FAMILY), "{}", page.main());
        dpo.post(&format!("/erasures/{first}/stop"), &[]).await.is(303);
        house.later(Duration::minutes(5));
        aside(&house.app, |app| erasure::carry_out_due(app).unwrap()).await;
        assert_eq!(get(&house.app, first).await.state, State::Stopped);
        assert!(names_anything(&opened(&house.app, &[]).await), "nothing was erased");

        let second = order(&house).await.unwrap();
        house.later(Duration::minutes(11));
        aside(&house.app, |app| erasure::carry_out_due(app).unwrap()).await;
        dpo.post(&format!("/erasures/{second}/stop"), &[]).await.is(303);
        let certificate = dpo.get(&format!("/erasures/{second}")).await.is(200);
        assert!(certificate.says("Certificate of erasure") && certificate.says("Too late"), "{}", certificate.main());
        assert!(!names_anything(&opened(&house.app, &[Owner::person(id)]).await));
    });
}

#[test]
fn whoever_asked_to_be_erased_is_refused_at_their_address_for_good() {
    run(async {
        let house = House::open().await;
        let (id, _) = cast(&house).await;
        let refused = |house: &House| {
            let app = house.app.clone();
            tokio::task::spawn_blocking(move || {
                let address = Reach::parse(ReachKind::Email, EMAIL).unwrap();
                app.look_now(&Actor::Console, |l| cloister::consent::is_refused(l, &address, Purpose::Newsletter))
                    .unwrap()
            })
        };
        assert!(!refused(&house).await.unwrap());
        aside(&house.app, move |app| {
            let order = ordered(Scope::person(id), How::Shred, Cause::Request, 0, app);
            erasure::carry_out(app, order).unwrap()
        })
        .await;
        assert!(refused(&house).await.unwrap());
    });
}

#[test]
fn a_company_whose_contract_ended_goes_with_its_people_and_its_keys_wait_for_the_archives() {
    run(async {
        let house = House::open().await;
        let (id, sales) = cast(&house).await;
        let company = house.look(|l| cloister::companies::called(l, COMPANY)).await.remove(0).id;
        let account = [("iban", IBAN), ("label", "Compte du magicien"), ("holder", "company")];
        sales.post(&format!("/companies/{company}/accounts"), &account).await.is(303);
        let done = aside(&house.app, move |app| {
            let order = ordered(Scope::company(company), How::End, Cause::Contract, 0, app);
            erasure::carry_out(app, order).unwrap()
        })
        .await;
        let ended = house.app.clock().now().date();
        assert_eq!(done.unreadable_from, Some(ended + Days::new(1_825 + 8)));
        sales.get(&format!("/people/{id}")).await.is(404);
        sales.get(&format!("/companies/{company}")).await.is(404);
        let owners = [Owner::person(id), Owner::company(company)];
        assert_eq!(opened(&house.app, &owners).await, "");
        let unlocked = house
            .look(move |l| {
                let keys = l.unlock(&owners, KeyClass::Identity)?;
                Ok(owners.iter().any(|owner| keys.has(*owner)))
            })
            .await;
        assert!(!unlocked, "a key that is kept opens nothing online");
        house.later(Duration::days(1_825));
        let app = &house.app;
        assert_eq!(aside(app, |app| app.vault().destroy_kept().unwrap()).await, 0, "the archives may still be there");
        house.later(Duration::days(1));
        aside(app, |app| erasure::keep_keyring(app).unwrap()).await;
        let deeds = house.deeds().await;
        assert!(deeds.iter().any(|deed| deed == "keys.expired keys=3"), "identity of both, accounts of one: {deeds:?}");
    });
}

#[test]
fn a_ledger_that_was_altered_deletes_nobody() {
    run(async {
        let house = House::open().await;
        let (id, _) = cast(&house).await;
        aside(&house.app, move |app| {
            let order = ordered(Scope::person(id), How::Shred, Cause::Prospect, 0, app);
            erasure::carry_out(app, order).unwrap();
            alter_ledger(app);
            assert!(matches!(app.vault().ledger(), Err(Error::Internal(_))));
            assert!(erasure::replay(app).is_err());
        })
        .await;
    });
}

#[expect(clippy::disallowed_methods, reason = "an attacker writes what they like")]
fn alter_ledger(app: &App) {
    let sql = "UPDATE ledger SET owners = '[[\"person\",1]]'";
    let result: Result<()> = match &app.config().keyring {
        Url::Sqlite(path) => {
            let mut conn = diesel::SqliteConnection::establish(path.to_str().unwrap()).unwrap();
            diesel::sql_query(sql).execute(&mut conn).map(drop).map_err(Error::internal)
        }
        Url::Postgres(url) => {
            let mut conn = cloister::db::PgConn::establish(url).unwrap();
            diesel::sql_query(sql).execute(&mut conn).map(drop).map_err(Error::internal)
        }
    };
    result.unwrap();
}
