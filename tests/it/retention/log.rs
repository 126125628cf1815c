//! The audit log after its term: pruned by a signed cut, and what is left is still proven.
use super::*;
use crate::audit::tamper;
use crate::house::run;
use chrono::Duration;
use cloister::audit;
use cloister::deeds::{Deed, Faulty, Verdict, What};
use cloister::kept::Kept;

fn deeds(app: &App, many: usize) {
    write(app, |w| {
        (0..many).for_each(|_| w.record(Deed::new(What::HouseOpened)));
        Ok(())
    });
}

async fn verdict(house: &House) -> Verdict {
    house.look(audit::verify).await
}

/// A house with a year and more behind it, and what was signed today.
async fn old_house(many: usize) -> House {
    let house = House::open().await;
    apart(&house, move |app| deeds(app, many)).await;
    house.later(Duration::days(200));
    apart(&house, |app| deeds(app, 20)).await;
    house.later(Duration::days(200));
    apart(&house, |app| {
        write(app, retention::confirm_clock);
        sign(app);
    })
    .await;
    house
}

#[test]
fn the_log_is_pruned_after_twelve_months_and_the_rest_is_still_proven() {
    run(async {
        let house = old_house(40).await;
        let before = verdict(&house).await;
        assert_eq!((before.fault, before.pruned), (None, 0));
        let report = apart(&house, run_now).await;
        let pruned = report.forgotten[&Kept::AccessLog];
        assert!(pruned >= 40, "{report:?}");
        let after = verdict(&house).await;
        assert_eq!((after.fault, after.pruned), (None, pruned));
        assert!(after.lines >= 20, "the lines of half a year ago stay: {after:?}");
        let told = house.deeds().await;
        assert!(told.iter().any(|deed| deed == &format!("audit.pruned from=1 to={pruned}")), "{told:?}");
        let said = cloister::cli::audit::in_words(&after);
        assert!(said.contains("is whole") && said.contains(&format!("line {pruned}")), "{said}");

        // Half a year later the others go too, and the chain goes on.
        for _ in 0..200 {
            house.later(Duration::days(1));
            apart(&house, |app| retention::run(app).unwrap()).await;
            if house.app.clock().today().to_string().ends_with("-01") {
                apart(&house, sign).await;
            }
        }
        let later = verdict(&house).await;
        assert_eq!(later.fault, None);
        assert!(later.pruned > pruned, "{later:?}");
        let again = apart(&house, run_now).await;
        assert_eq!(again.forgotten.get(&Kept::AccessLog), None, "twice does nothing more");
    });
}

#[test]
fn a_cut_that_is_not_the_house_s_own_is_named() {
    run(async {
        let house = old_house(40).await;
        let report = apart(&house, run_now).await;
        let n = report.forgotten[&Kept::AccessLog];
        assert_eq!(verdict(&house).await.fault, None);
        // Further on than the cut: the lines between are missing.
        tamper(&house, format!("DELETE FROM deeds WHERE n <= {}", n + 3)).await;
        assert_eq!(verdict(&house).await.fault, Some(Faulty::Missing { n: n + 1 }));
        // With a checkpoint to go with it: the number is in what is signed.
        tamper(&house, format!("UPDATE log_checkpoints SET n = {}", n + 3)).await;
        assert_eq!(verdict(&house).await.fault, Some(Faulty::Forged { n: n + 3 }));
        tamper(&house, format!("UPDATE log_checkpoints SET n = {n}, at = '2020-01-01 00:00:00'")).await;
        assert_eq!(verdict(&house).await.fault, Some(Faulty::Forged { n }));
        tamper(&house, "DELETE FROM log_checkpoints".to_owned()).await;
        assert_eq!(verdict(&house).await.fault, Some(Faulty::Missing { n: 1 }));
    });
}

#[test]
fn a_line_that_stands_before_the_cut_is_named() {
    run(async {
        let house = old_house(40).await;
        apart(&house, run_now).await;
        let planted = "INSERT INTO deeds (n, at, actor_kind, what, detail, mac) \
                       SELECT 5, at, actor_kind, what, detail, mac FROM deeds ORDER BY n LIMIT 1";
        tamper(&house, planted.to_owned()).await;
        assert_eq!(verdict(&house).await.fault, Some(Faulty::Altered { n: 5 }));
    });
}

#[test]
fn what_was_altered_is_not_pruned_because_it_is_the_proof() {
    run(async {
        let house = old_house(40).await;
        tamper(&house, "UPDATE deeds SET detail = 'x=1' WHERE n = 7".to_owned()).await;
        let report = apart(&house, run_now).await;
        assert!(report.log_altered && !report.forgotten.contains_key(&Kept::AccessLog), "{report:?}");
        assert_eq!(verdict(&house).await.fault, Some(Faulty::Altered { n: 7 }));
        let cio = house.signed_in(cloister::actor::Role::Cio).await;
        assert!(cio.get("/retention").await.is(200).says("audit log altered"));
    });
}
