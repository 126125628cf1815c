//! Looking and writing: one writer, nothing half-done, nothing acknowledged that is not kept.
use crate::house::{House, run};
use cloister::actor::Actor;
use cloister::companies::{self, NewCompany};
use cloister::deeds::{Deed, What};
use cloister::error::{Error, Result};

fn company(name: &str) -> NewCompany {
    NewCompany { name: name.to_owned(), ..NewCompany::default() }
}

#[test]
fn a_write_that_panics_leaves_nothing_and_the_next_one_is_kept() {
    run(async {
        let house = House::open().await;
        for _ in 0..3 {
            let app = house.app.clone();
            let panicked = tokio::spawn(async move {
                app.write(&Actor::Console, |w| {
                    companies::add(w, &company("Half done"))?;
                    let ids: [i64; 0] = [];
                    Ok(ids.into_iter().next().expect("a fault of ours"))
                })
                .await
            });
            assert!(panicked.await.is_err());
        }
        let kept = house.write(|w| companies::add(w, &company("Kept"))).await;
        // Durable, and not inside a transaction that the panic left open: a restart still knows it.
        let house = house.reopen().await;
        assert_eq!(house.look(move |l| companies::get(l, kept)).await.name, "Kept");
        assert!(house.look(|l| companies::called(l, "Half done")).await.is_empty());
    });
}

#[test]
fn a_look_that_panics_does_not_spoil_the_connection_for_the_next() {
    run(async {
        let house = House::open().await;
        for _ in 0..20 {
            let app = house.app.clone();
            let look = tokio::spawn(async move {
                let panics =
                    |_: &mut cloister::app::Looking| -> Result<()> { std::panic::panic_any("a fault of ours") };
                app.look(&Actor::Console, panics).await
            });
            assert!(look.await.is_err());
        }
        let id = house.write(|w| companies::add(w, &company("After"))).await;
        for _ in 0..20 {
            assert_eq!(house.look(move |l| companies::get(l, id)).await.name, "After");
        }
    });
}

#[test]
fn looking_and_then_writing_never_meets_a_locked_database() {
    run(async {
        let house = House::open().await;
        let writers: Vec<_> = (0..24)
            .map(|n| {
                let app = house.app.clone();
                tokio::spawn(async move {
                    for i in 0..5 {
                        app.write(&Actor::Console, move |w| {
                            let before = companies::called(w, "nobody")?.len();
                            companies::add(w, &company(&format!("Firm {n} {i} {before}")))
                        })
                        .await?;
                    }
                    Ok::<_, Error>(())
                })
            })
            .collect();
        for writer in writers {
            writer.await.expect("no panic").expect("no lock");
        }
        assert_eq!(house.look(|l| Ok(l.index()?.count(cloister::search::Kind::Company))).await, 120);
    });
}

#[test]
fn a_look_cannot_touch() {
    run(async {
        let house = House::open().await;
        let touched = house
            .app
            .look(&Actor::Console, |l| {
                use diesel::connection::SimpleConnection;
                let sql = "INSERT INTO house (name, value) VALUES ('touched', 'yes')";
                match l.conn() {
                    cloister::db::Conn::Sqlite(c) => Ok(c.batch_execute(sql).is_ok()),
                    cloister::db::Conn::Postgres(c) => Ok(c.batch_execute(sql).is_ok()),
                }
            })
            .await;
        assert!(!matches!(touched, Ok(true)));
    });
}

#[test]
fn another_process_sees_what_was_written_at_its_next_look() {
    run(async {
        let house = House::open().await;
        let config = house.app.config().clone();
        let other = tokio::task::spawn_blocking(move || {
            cloister::house::open(config, cloister::clock::Clock::default()).expect("a second process")
        })
        .await
        .expect("no panic");
        let id = house.write(|w| companies::add(w, &company("Zéphyr SAS"))).await;
        let found = other.look(&Actor::Console, |l| companies::called(l, "zephyr sas")).await.expect("looks");
        assert_eq!(found.first().map(|company| company.id), Some(id));
    });
}

#[test]
fn many_looks_that_owe_deeds_all_leave_theirs() {
    run(async {
        let house = House::open().await;
        let looks: Vec<_> = (0..200)
            .map(|n| {
                let app = house.app.clone();
                tokio::spawn(async move {
                    app.look(&Actor::Console, move |l| {
                        l.owe(Deed::new(What::Searched).with("n", n));
                        Ok(())
                    })
                    .await
                })
            })
            .collect();
        for look in looks {
            look.await.expect("no panic").expect("the deed is kept");
        }
        assert_eq!(house.deeds().await.iter().filter(|deed| deed.starts_with("people.searched")).count(), 200);
    });
}
