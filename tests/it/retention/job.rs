//! The job: what it leaves and why, kills, two nodes, a clock that jumped, the command line.
use super::*;
use crate::house::run;
use crate::two_processes::{cloister as command, said};
use chrono::Duration;
use cloister::actor::Role;
use cloister::bank::CardNumber;
use cloister::error::Error;
use cloister::people::PersonKind;
use cloister::retention::{Class, Fault, Ground};

#[test]
fn nothing_goes_that_was_not_signed_for_that_day_and_every_skip_has_its_ground() {
    run(async {
        let house = House::open().await;
        apart(&house, |app| {
            let (unsigned, moved) = (heard(app, "Unsigned", None, ago(app, 1_200)), firm(app, "Moved"));
            contract(app, moved, ago(app, 900), Some(ago(app, 200)));
            let ended = contract(app, moved, ago(app, 900), Some(ago(app, 150)));
            let restricted = heard(app, "Restricted", None, ago(app, 1_300));
            restrict(app, restricted);
            let held = heard(app, "Held", None, ago(app, 1_250));
            hold(app, Of::Person(held), today(app) + Days::new(10));
            let report = run_now(app);
            assert!(report.ordered.is_empty());
            assert_eq!(report.skipped.get(&Ground::Unsigned), Some(&2), "{report:?}");
            sign(app);
            // Signed, and then the contract is found to have run longer, and still to be over.
            let (last, later) = (ended, ago(app, 120));
            write(app, |w| contracts::end(w, last, 1, later));
            let report = run_now(app);
            assert_eq!(report.ordered.get(&Class::Prospect), Some(&1), "{report:?}");
            let grounds = [(Ground::Moved, 1), (Ground::Held, 1), (Ground::Restricted, 1)];
            assert_eq!(report.skipped, grounds.into_iter().collect());
            let there = there(app);
            assert!(!there.contains(&unsigned));
            assert!([moved, restricted, held].iter().all(|id| there.contains(id)));
            let (_, skips) = look(app, |l| {
                let last = retention::runs(l)?.remove(0).id;
                retention::skips(l, last, 10)
            });
            let by_subject: Vec<_> = skips.iter().map(|skip| (skip.subject, skip.ground)).collect();
            assert_eq!(by_subject.len(), 3);
            for skip in [(moved, Ground::Moved), (held, Ground::Held), (restricted, Ground::Restricted)] {
                assert!(by_subject.contains(&skip), "{skip:?} {by_subject:?}");
            }
        })
        .await;
        let deeds = house.deeds().await;
        assert!(deeds.iter().any(|deed| {
            deed.starts_with("retention.run prospect=1")
                && deed.contains("skipped_moved=1")
                && deed.contains("skipped_held=1")
        }));
        assert!(deeds.iter().any(|deed| deed.starts_with("retention.ordered class=prospect due=")));
    });
}

/// Art. 18, as the room of privacy requests does it.
fn restrict(app: &App, person: i64) {
    use cloister::db::Conn;
    use cloister::db::schema::people;
    use diesel::prelude::*;
    write(app, |w| {
        let who = people::table.filter(people::id.eq(person));
        match w.conn() {
            Conn::Sqlite(c) => diesel::update(who).set(people::restricted.eq(true)).execute(c)?,
            Conn::Postgres(c) => diesel::update(who).set(people::restricted.eq(true)).execute(&mut **c)?,
        };
        Ok(())
    });
}

/// A bit of everything that falls due, two batches of prospects among it.
fn full(app: &App) -> BTreeSet<i64> {
    for n in 0..3 {
        let company = firm(app, &format!("Ended {n}"));
        contract(app, company, ago(app, 900), Some(ago(app, 100)));
        heard(app, &format!("Colleague{n}"), Some(company), ago(app, 3));
        somebody(app, &format!("Supplier{n}"), Some(company), PersonKind::ThirdParty);
        card(app, company, n, ago(app, 300));
    }
    let running = firm(app, "Running");
    contract(app, running, ago(app, 900), None);
    card(app, running, 7, ago(app, 3));
    let empty = firm(app, "Empty");
    heard(app, "Last", Some(empty), ago(app, 1_200));
    write(app, |w| {
        let words = cloister::notes::Text::long("somebody there called").unwrap();
        let at = ago(app, 1_250).and_hms_opt(9, 0, 0).unwrap();
        cloister::notes::add(w, cloister::notes::Target::Company(empty), cloister::notes::NoteKind::CallIn, &words, at)
    });
    for n in 0..60 {
        heard(app, &format!("Silent{n}"), None, ago(app, 1_100 + n));
    }
    let lately = heard(app, "Lately", None, ago(app, 3));
    BTreeSet::from([running, lately])
}

/// A card of this customer that was taken that long ago.
pub fn card(app: &App, company_id: i64, n: u64, taken_on: NaiveDate) -> i64 {
    use cloister::accounts::{NewCard, add_card};
    let number = (0..10).find_map(|last| CardNumber::parse(&format!("4970{n:011}{last}")).ok()).unwrap();
    write(app, |w| add_card(w, &NewCard { company_id, number, expiry: None, taken_on }))
}
#[test]
fn killed_after_any_step_the_next_run_finishes_and_twice_does_no_harm() {
    run(async {
        // How many steps there are at all.
        let house = House::open().await;
        let (steps, left, whole) = apart(&house, |app| {
            full(app);
            sign(app);
            let (mut steps, mut report) = (0, None);
            if let Outcome::Done(done) = retention::run_watched(app, true, &mut |_| {
                steps += 1;
                Ok(())
            })
            .unwrap()
            {
                report = Some(done);
            }
            (steps, there(app).len(), report.unwrap())
        })
        .await;
        assert_eq!(whole.ordered.get(&Class::Customer), Some(&3));
        assert_eq!(whole.ordered.get(&Class::Prospect), Some(&60), "{whole:?}");
        assert_eq!(whole.ordered.get(&Class::Company), Some(&1));
        assert!(steps >= 9, "{steps}");

        let house = House::open().await;
        for kill_at in 0..steps {
            // The same again, for whoever is left of the last round.
            apart(&house, move |app| {
                full(app);
                sign(app);
                let mut at = 0;
                let killed = retention::run_watched(app, true, &mut |_| {
                    at += 1;
                    if at > kill_at { Err(Error::Busy) } else { Ok(()) }
                });
                assert!(matches!(killed, Err(Error::Busy)), "{kill_at}: {killed:?}");
                if kill_at + 1 < steps {
                    assert_eq!(retention::run_now(app).unwrap(), Outcome::Elsewhere, "its lease still holds");
                }
            })
            .await;
            house.later(Duration::minutes(11));
            let (there, report) = apart(&house, |app| {
                let report = run_now(app);
                let there_once = there(app);
                let again = run_now(app);
                assert!(again.ordered.is_empty() && again.skipped.is_empty(), "{again:?}");
                assert_eq!(there(app), there_once, "twice does no harm");
                (there_once, report)
            })
            .await;
            // The two who stay of each round, with the one card and the one company.
            assert_eq!(there.len(), left * (kill_at + 1), "killed after step {kill_at}");
            if kill_at > 0 && kill_at + 1 < steps {
                assert_eq!(report.ordered, whole.ordered, "a run that was taken over goes on counting: {kill_at}");
            }
        }
        let verdict = house.look(cloister::audit::verify).await;
        assert_eq!(verdict.fault, None);
    });
}

#[test]
fn two_nodes_run_it_once() {
    run(async {
        let house = House::open().await;
        apart(&house, |app| {
            full(app);
            sign(app);
        })
        .await;
        let second = house.beside().await;
        let apps = [house.app.clone(), second.app.clone()];
        let runs: Vec<_> = (0..8)
            .map(|n| {
                let app = apps[n % 2].clone();
                tokio::task::spawn_blocking(move || retention::run_watched(&app, false, &mut |_| Ok(())).unwrap())
            })
            .collect();
        let mut done = 0;
        for run in runs {
            match run.await.unwrap() {
                Outcome::Done(report) => {
                    done += 1;
                    assert_eq!(report.ordered.get(&Class::Prospect), Some(&60));
                }
                Outcome::Elsewhere | Outcome::NotYet => {}
                Outcome::Refused(fault) => panic!("{fault:?}"),
            }
        }
        assert_eq!(done, 1);
        let deeds = house.deeds().await;
        assert_eq!(deeds.iter().filter(|deed| deed.starts_with("retention.run")).count(), 1);
        assert_eq!(deeds.iter().filter(|deed| deed.starts_with("retention.ordered class=prospect")).count(), 60);
        drop(second);
    });
}

#[test]
fn a_clock_that_has_jumped_stops_it_until_somebody_says_that_the_clock_is_right() {
    run(async {
        let house = House::open().await;
        let (soon, ever) = apart(&house, |app| {
            let soon = heard(app, "Soon", None, ago(app, 1_060));
            let ever = heard(app, "Lately", None, ago(app, 3));
            sign(app);
            run_now(app);
            (soon, ever)
        })
        .await;
        // Somebody turns the year.
        house.later(Duration::days(3_000));
        assert_eq!(apart(&house, |app| retention::run_now(app).unwrap()).await, Outcome::Refused(Fault::Ahead));
        apart(&house, |app| retention::run(app).unwrap()).await;
        let still = apart(&house, there).await;
        assert!(still.contains(&soon) && still.contains(&ever));
        let refused = |deeds: Vec<String>| deeds.iter().filter(|deed| deed.starts_with("retention.refused")).count();
        assert_eq!(refused(house.deeds().await), 1, "told once, not each hour");
        let (dpo, cio) = (house.signed_in(Role::Dpo).await, house.signed_in(Role::Cio).await);
        for visitor in [&dpo, &cio] {
            assert!(visitor.get("/").await.says("the clock has jumped"));
            assert!(visitor.get("/retention").await.says("Nothing is deleted: the clock has jumped"));
        }
        let page = dpo.get("/retention").await.is(200);
        assert!(!page.says("Sign this list"), "nobody signs by a clock that cannot be believed");
        let digest = apart(&house, |app| look(app, |l| Ok(retention::ahead(l)?.digest))).await;
        dpo.post("/retention/forecasts", &[("digest", &digest)]).await.is(409);
        dpo.post("/retention/clock", &[]).await.is(403);

        // It is put back: that is a jump as well, and the deeds of the meantime say so.
        house.later(Duration::days(-3_000));
        assert_eq!(apart(&house, |app| retention::run_now(app).unwrap()).await, Outcome::Refused(Fault::Behind));
        apart(&house, |app| write(app, retention::confirm_clock)).await;
        let report = apart(&house, run_now).await;
        assert!(report.ordered.is_empty());
        assert!(apart(&house, there).await.contains(&soon));
        assert!(house.deeds().await.iter().any(|deed| deed == "clock.confirmed"));
        // Two days are no jump, and what was signed goes on its day.
        for _ in 0..40 {
            house.later(Duration::days(1));
            apart(&house, |app| retention::run(app).unwrap()).await;
        }
        let there = apart(&house, there).await;
        assert!(!there.contains(&soon) && there.contains(&ever));
    });
}

#[test]
fn a_house_that_was_off_for_a_long_weekend_goes_on_when_the_cio_says_so() {
    run(async {
        let house = House::open().await;
        apart(&house, |app| {
            sign(app);
            run_now(app)
        })
        .await;
        house.later(Duration::hours(49));
        assert_eq!(apart(&house, |app| retention::run_now(app).unwrap()).await, Outcome::Refused(Fault::Ahead));
        let cio = house.signed_in(Role::Cio).await;
        assert!(cio.get("/retention").await.is(200).says("The clock is right"));
        cio.post("/retention/clock", &[]).await.is(303);
        assert!(!cio.get("/retention").await.says("the clock has jumped"));
        apart(&house, run_now).await;
        house.later(Duration::hours(47));
        apart(&house, run_now).await;
    });
}

#[test]
fn the_command_line_tries_it_out_runs_it_and_confirms_the_clock() {
    run(async {
        let house = House::open().await;
        let id = apart(&house, |app| {
            let id = heard(app, "Silent", None, ago(app, 1_200));
            sign(app);
            heard(app, "Unsigned", None, ago(app, 1_300));
            id
        })
        .await;
        let tried = command(&house, &["jobs", "run", "retention", "--dry-run"]).await;
        assert!(tried.status.success(), "{}", said(&tried));
        assert!(
            said(&tried).contains("1 prospect deleted") && said(&tried).contains("1 left: unsigned"),
            "{}",
            said(&tried)
        );
        assert!(said(&tried).contains("due 20") && !said(&tried).contains("Unsigned"), "{}", said(&tried));
        assert!(apart(&house, there).await.contains(&id), "nothing was done");
        assert!(house.deeds().await.iter().any(|deed| deed == "retention.tried"));
        let ran = command(&house, &["jobs", "run", "retention"]).await;
        assert!(ran.status.success() && said(&ran).contains("1 prospect deleted"), "{}", said(&ran));
        assert!(!apart(&house, there).await.contains(&id));
        let other = command(&house, &["jobs", "run", "imports", "--dry-run"]).await;
        assert!(!other.status.success() && said(&other).contains("cannot be tried out"), "{}", said(&other));
        let confirmed = command(&house, &["jobs", "confirm-clock"]).await;
        assert!(confirmed.status.success(), "{}", said(&confirmed));
        assert!(house.deeds().await.iter().any(|deed| deed == "clock.confirmed"));
    });
}

#[test]
fn what_has_a_term_of_its_own_goes_on_its_day_as_far_as_anything_was_signed() {
    run(async {
        let house = House::open().await;
        let id = apart(&house, |app| {
            let company = firm(app, "Running");
            contract(app, company, ago(app, 900), None);
            let person = heard(app, "Martin", Some(company), ago(app, 3));
            let text = |words: &str| cloister::notes::Text::short(words).unwrap();
            let new = cloister::assistance::NewRequest {
                person_id: person,
                subject: text("the file"),
                detail: None,
                take: false,
            };
            let open = write(app, |w| cloister::assistance::open(w, &new));
            let closed = write(app, |w| cloister::assistance::open(w, &new));
            let answer = cloister::notes::Text::long("done").unwrap();
            write(app, |w| cloister::assistance::close(w, closed, 1, &answer));
            age(app);
            let report = run_now(app);
            assert!(report.forgotten.is_empty(), "nothing was signed: {report:?}");
            sign(app);
            let (report, before) = (look(app, |l| Ok(retention::dry_run(l)?.0)), run_now(app));
            assert_eq!(report.forgotten, before.forgotten, "trying it out says what is done");
            assert_eq!(before.forgotten.get(&cloister::kept::Kept::Assistance), Some(&1));
            (open, closed)
        })
        .await;
        let support = house.signed_in(Role::Support).await;
        support.get(&format!("/assistance/{}", id.0)).await.is(200);
        support.get(&format!("/assistance/{}", id.1)).await.is(404);
    });
}

/// Every request that was closed, was so three years and a day ago.
fn age(app: &App) {
    use cloister::db::Conn;
    use cloister::db::schema::assistance;
    use diesel::prelude::*;
    let at = ago(app, 1_097).and_hms_opt(12, 0, 0).unwrap();
    write(app, |w| {
        let closed = assistance::table.filter(assistance::closed_at.is_not_null());
        match w.conn() {
            Conn::Sqlite(c) => diesel::update(closed).set(assistance::closed_at.eq(Some(at))).execute(c)?,
            Conn::Postgres(c) => diesel::update(closed).set(assistance::closed_at.eq(Some(at))).execute(&mut **c)?,
        };
        Ok(())
    });
}
