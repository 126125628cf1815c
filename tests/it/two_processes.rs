//! The command line is a second process over the same house: it takes nothing from the first.
use crate::companies::add;
use crate::house::{House, run};
use cloister::actor::Role;
use cloister::db::Url;
use std::process::Output;

/// Runs the program over this house, as somebody on the host does while it is served.
#[expect(clippy::disallowed_methods, reason = "the second process is what is tested")]
pub async fn cloister(house: &House, words: &'static [&'static str]) -> Output {
    let config = house.app.config().clone();
    tokio::task::spawn_blocking(move || {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_cloister"));
        command.args(words).arg("--data").arg(&config.folder);
        for (name, url) in [("CLOISTER_DATABASE", &config.database), ("CLOISTER_KEYRING", &config.keyring)] {
            match url {
                Url::Postgres(url) => command.env(name, url),
                Url::Sqlite(_) => command.env_remove(name),
            };
        }
        command.output().expect("the program starts")
    })
    .await
    .unwrap()
}

pub fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

#[test]
fn nothing_is_lost_when_the_command_line_comes_and_goes_while_the_house_is_served() {
    run(async {
        let house = House::open().await;
        let sales = house.signed_in(Role::Sales).await;
        add(&sales, "Zéphyr SAS").await;
        for round in 0..3 {
            let verified = cloister(&house, &["audit", "verify"]).await;
            assert!(verified.status.success(), "round {round}: {}", said(&verified));
            assert!(said(&verified).contains("the audit log is whole"), "{}", said(&verified));
            let path = add(&sales, &format!("Fonderie {round}")).await;
            // Many at once, so that further connections are opened beside those that are there.
            futures_util::future::join_all((0..16).map(|_| sales.get(&path))).await.into_iter().for_each(|page| {
                page.is(200);
            });
        }
        let added = cloister(&house, &["staff", "add", "--role", "support", "nina"]).await;
        assert!(added.status.success(), "{}", said(&added));
        let house = house.reopen().await;
        let deeds = house.deeds().await;
        assert_eq!(deeds.iter().filter(|deed| deed.starts_with("company.added")).count(), 4);
        assert_eq!(deeds.iter().filter(|deed| deed.starts_with("staff.invited")).count(), 2);
        let marketing = house.signed_in(Role::Marketing).await;
        assert_eq!(marketing.get("/companies").await.is(200).main().matches("main-cell").count(), 4);
    });
}

#[test]
fn verifying_a_log_that_is_not_whole_ends_with_one_and_says_where_in_one_line() {
    run(async {
        let house = House::open().await;
        house.signed_in(Role::Sales).await;
        crate::audit::tamper(&house, "UPDATE deeds SET actor = 999 WHERE n = 1".to_owned()).await;
        let verified = cloister(&house, &["audit", "verify"]).await;
        assert_eq!(verified.status.code(), Some(1), "{}", said(&verified));
        let out = String::from_utf8(verified.stdout).unwrap();
        assert_eq!(out.trim().lines().count(), 1, "{out}");
        assert!(out.contains("NOT whole: line 1 "), "{out}");
    });
}

#[test]
fn the_house_keeps_its_lock_on_the_database_however_many_connections_it_opens() {
    use std::os::unix::fs::MetadataExt;
    run(async {
        let house = House::open().await;
        let Url::Sqlite(path) = house.app.config().database.clone() else { return };
        let sales = house.signed_in(Role::Sales).await;
        futures_util::future::join_all((0..16).map(|_| sales.get("/companies"))).await;
        // Without it another process that ends takes itself for the last one, and deletes the journal under the house.
        let inode = std::fs::metadata(path).unwrap().ino();
        let locks = std::fs::read_to_string("/proc/locks").unwrap();
        assert!(locks.contains(&format!(":{inode} ")), "no lock is held on the database");
    });
}
