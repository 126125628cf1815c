//! The audit log: who reads what of it, and that every way of tampering with it is named.
use crate::companies::add;
use crate::house::{House, run};
use cloister::actor::{Actor, Role};
use cloister::audit;
use cloister::cli::audit::in_words;
use cloister::db::{Conn, Db, Kind, Url};
use cloister::deeds::{Faulty, Verdict};
use diesel::connection::SimpleConnection;

/// What somebody does who has the database and not the house: statements over a connection of their own.
pub async fn tamper(house: &House, statements: String) {
    tamper_at(house.app.config().database.clone(), Kind::House, statements).await;
}

pub async fn tamper_at(url: Url, kind: Kind, statements: String) {
    tokio::task::spawn_blocking(move || {
        let db = Db::open(&url, kind).unwrap();
        db.write(|conn| {
            match conn {
                Conn::Sqlite(c) => c.batch_execute(&statements)?,
                Conn::Postgres(c) => c.batch_execute(&statements)?,
            }
            Ok(())
        })
        .unwrap();
    })
    .await
    .unwrap();
}

async fn verdict(house: &House) -> Verdict {
    house.app.look(&Actor::Console, audit::verify).await.unwrap()
}

/// A house in which something was done: so many lines at least.
async fn busy() -> (House, i64) {
    let house = House::open().await;
    let sales = house.signed_in(Role::Sales).await;
    let company = add(&sales, "Zéphyr SAS").await;
    for _ in 0..6 {
        sales.get(&company).await.is(200);
    }
    let whole = verdict(&house).await;
    assert_eq!(whole.fault, None);
    assert!(whole.lines > 10, "{whole:?}");
    // Verifying was a deed itself.
    (house, whole.lines + 1)
}

#[test]
fn an_edited_line_is_named() {
    run(async {
        let (house, _) = busy().await;
        for (column, n) in [
            ("actor = 999", 9),
            ("at = '2020-01-01 00:00:00'", 8),
            ("detail = detail || ' x=1'", 7),
            ("what = 'audit.read'", 5),
        ] {
            tamper(&house, format!("UPDATE deeds SET {column} WHERE n = {n}")).await;
            assert_eq!(verdict(&house).await.fault, Some(Faulty::Altered { n }), "{column}");
        }
    });
}

#[test]
fn a_deleted_line_is_named() {
    run(async {
        let (house, _) = busy().await;
        tamper(&house, "DELETE FROM deeds WHERE n = 6".to_owned()).await;
        assert_eq!(verdict(&house).await.fault, Some(Faulty::Missing { n: 6 }));
        tamper(&house, "UPDATE deeds SET n = n - 1 WHERE n > 6 AND n < 8".to_owned()).await;
        assert_eq!(verdict(&house).await.fault, Some(Faulty::Altered { n: 6 }), "the line that moved up is not it");
    });
}

#[test]
fn two_lines_that_changed_places_are_named() {
    run(async {
        let (house, _) = busy().await;
        let swap = "UPDATE deeds SET n = -1 WHERE n = 4; UPDATE deeds SET n = 4 WHERE n = 5; UPDATE deeds SET n = 5 WHERE n = -1";
        tamper(&house, swap.to_owned()).await;
        assert_eq!(verdict(&house).await.fault, Some(Faulty::Altered { n: 4 }));
    });
}

#[test]
fn a_cut_tail_is_named_even_when_the_log_has_grown_again() {
    run(async {
        let (house, tip) = busy().await;
        let cut = tip - 3;
        tamper(&house, format!("DELETE FROM deeds WHERE n > {cut}")).await;
        assert_eq!(verdict(&house).await.fault, Some(Faulty::Cut { tip: cut, head: tip }));
        // That look was a deed, and so is a whole sign-in: new lines stand where the cut ones stood.
        let dpo = house.signed_in(Role::Dpo).await;
        for _ in 0..4 {
            dpo.get("/companies").await.is(200);
        }
        let page = dpo.get("/audit/verification").await.is(200);
        assert!(page.says("The log is not whole") && page.says(&format!("Line {tip}")), "{}", page.main());
        assert_eq!(verdict(&house).await.fault, Some(Faulty::Altered { n: tip }));
    });
}

#[test]
fn the_head_outside_the_database_is_believed_only_when_this_house_signed_it() {
    run(async {
        let (house, tip) = busy().await;
        let path = house.app.config().heads.join("audit.head");
        let kept = std::fs::read(&path).unwrap();
        std::fs::remove_file(&path).unwrap();
        assert_eq!(verdict(&house).await.fault, Some(Faulty::NoHead { tip }));
        std::fs::write(&path, kept.iter().map(|byte| byte ^ 1).collect::<Vec<u8>>()).unwrap();
        assert_eq!(house.app.head(), None);
    });
}

#[test]
fn a_verdict_is_one_line_on_the_terminal() {
    let faults = [
        None,
        Some(Faulty::Altered { n: 3 }),
        Some(Faulty::Missing { n: 3 }),
        Some(Faulty::Forged { n: 3 }),
        Some(Faulty::Cut { tip: 3, head: 9 }),
        Some(Faulty::NoHead { tip: 3 }),
    ];
    for fault in faults {
        let is_whole = fault.is_none();
        let said = in_words(&Verdict { lines: 12, pruned: 0, fault });
        assert!(!said.contains('\n') && said.contains("NOT whole") != is_whole && said.contains(['3', '1']), "{said}");
    }
}

#[test]
fn the_dpo_reads_the_whole_log_and_filters_it_and_that_is_a_deed() {
    run(async {
        let house = House::open().await;
        let sales = house.signed_in(Role::Sales).await;
        let company = add(&sales, "Zéphyr SAS").await;
        let id = company.rsplit('/').next().unwrap();
        let dpo = house.signed_in(Role::Dpo).await;
        let log = dpo.get("/audit").await.is(200);
        assert!(log.says("Company added") && log.says("Signed in") && log.says(&format!("href=\"{company}\"")));
        assert!(log.says("of the test"), "who acted is named");
        let added = dpo.get("/audit?what=company.added").await.is(200);
        assert_eq!(added.main().matches("<time").count(), 1, "{}", added.main());
        let about = dpo.get(&format!("/audit?kind=company&subject={id}&actor={}", sales.id)).await.is(200);
        assert!(about.says("Company added") && !about.main().contains("<td>Signed in</td>"));
        assert!(dpo.get("/audit?subject=1&kind=export").await.is(200).says("No line"));
        assert!(house.deeds().await.iter().any(|deed| deed.starts_with("audit.read log=whole")));
        assert!(dpo.get("/audit/verification").await.is(200).says("The log is whole"));
        assert!(
            house
                .deeds()
                .await
                .iter()
                .any(|deed| deed.starts_with("audit.verified") && deed.ends_with("verdict=whole"))
        );
        let cio = house.signed_in(Role::Cio).await;
        cio.get("/audit").await.is(200);
    });
}

#[test]
fn a_colleague_reads_their_own_lines_and_operations_read_lines_without_persons() {
    run(async {
        let house = House::open().await;
        let (anne, bob) = (house.signed_in(Role::Sales).await, house.signed_in(Role::Marketing).await);
        let company = add(&anne, "Zéphyr SAS").await;
        let own = anne.get("/audit/mine").await.is(200);
        assert!(own.says("Company added"));
        let other = bob.get(&format!("/audit/mine?actor={}", anne.id)).await.is(200);
        assert!(!other.main().contains("<td>Company added</td>"), "{}", other.main());
        bob.get("/audit").await.is(403);
        bob.get("/audit/verification").await.is(403);
        let operations = house.signed_in(Role::Operations).await;
        let bare = operations.get("/operations/audit").await.is(200);
        assert!(bare.says("<td>Company added</td>") && bare.says("<td>Sales</td>"), "{}", bare.main());
        assert!(
            !bare.says(&company)
                && !bare.main().contains("of the test")
                && !bare.main().contains(&format!(">{}<", anne.id))
        );
        operations.get("/audit").await.is(403);
        operations.get("/audit/mine").await.is(403);
        operations.get("/operations/audit?actor=1").await.is(400);
    });
}

#[test]
fn the_log_is_paged_backwards_by_its_numbers() {
    run(async {
        let house = House::open().await;
        house
            .write(|w| {
                for _ in 0..250 {
                    w.record(cloister::deeds::Deed::new(cloister::deeds::What::HouseOpened));
                }
                Ok(())
            })
            .await;
        let dpo = house.signed_in(Role::Dpo).await;
        let (mut numbers, mut next) = (Vec::new(), "/audit?what=house.opened".to_owned());
        while !next.is_empty() {
            let page = dpo.get(&next).await.is(200);
            for part in page.main().split("data-label=\"No.\">").skip(1) {
                numbers.push(part.split('<').next().unwrap().parse::<i64>().unwrap());
            }
            let link = page.main().split_once("rel=\"next\" href=\"").map(|(_, rest)| rest.split('"').next().unwrap());
            next = link.unwrap_or_default().replace("&#38;", "&").replace("&amp;", "&");
        }
        assert_eq!(numbers.len(), 250);
        assert!(numbers.is_sorted_by(|a, b| a > b));
    });
}
