//! Cards: checked at the door, sealed each under a key of its own, masked, shown whole for a reason, destroyed in time.
use super::job::card;
use super::*;
use crate::companies::add;
use crate::house::run;
use cloister::actor::Role;
use cloister::catalogue::KeyClass;
use cloister::retention::Class;
use cloister::vault::{Clearance, Owner};

// Numbers that the schemes publish for trying out: nobody's cards.
const CARD: &str = "4242 4242 4242 4242";
const OTHER: &str = "5555 5555 5555 4444";
const MASKED: &str = "•••• •••• •••• 4242";
const REASON: &str = "prélèvement refusé, vérification au téléphone";

#[test]
fn a_card_is_checked_sealed_masked_and_shown_whole_for_a_reason() {
    run(async {
        let house = House::open().await;
        let sales = house.signed_in(Role::Sales).await;
        let company = add(&sales, "Zéphyr SAS").await;
        let day = |back: u64| (house.app.clock().today() - Days::new(back)).to_string();
        let fields = |number: &'static str, expiry: &'static str, taken_on: String| {
            [("number", number.to_owned()), ("expiry", expiry.to_owned()), ("taken_on", taken_on)]
        };
        let post = async |fields: [(&str, String); 3]| {
            let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            sales.post(&format!("{company}/cards"), &fields).await
        };
        for (number, expiry, back, says) in [
            ("4242 4242 4242 4243", "", 0, "typing error"),
            ("4242", "", 0, "12 to 19 digits"),
            ("", "", 0, "needed"),
            (CARD, "soon", 0, "like 03/27"),
            (CARD, "01/20", 0, "has expired"),
            (CARD, "", 500, "More than fifteen months"),
        ] {
            let back = post(fields(number, expiry, day(back))).await.is(422);
            assert!(back.says(says), "{number} {expiry}: {}", back.main());
        }
        let tomorrow = (house.app.clock().today() + Days::new(1)).to_string();
        assert!(post(fields(CARD, "", tomorrow)).await.is(422).says("still to come"));
        post(fields(CARD, "12/2040", day(100))).await.is(303);
        assert!(post(fields("4242-4242-4242-4242", "", day(3))).await.is(422).says("already held"));
        post(fields(OTHER, "", day(3))).await.is(303);
        for role in [Role::Support, Role::Sales, Role::Marketing, Role::Dpo, Role::Cio] {
            let visitor = house.signed_in(role).await;
            let page = visitor.get(&company).await.is(200);
            let knows = matches!(role, Role::Support | Role::Sales | Role::Dpo);
            assert_eq!(page.says(MASKED), knows, "{role:?}\n{}", page.main());
            assert!(!page.says("4242 4242") && !page.says("42424242"), "{role:?}");
        }
        let dpo = house.signed_in(Role::Dpo).await;
        let page = dpo.get(&company).await.is(200);
        let path = page.body.split_once("href=\"/cards/").unwrap().1.split('"').next().unwrap().to_owned();
        let path = format!("/cards/{path}");
        let shown = dpo.get(&path).await.is(200);
        assert!(shown.says(MASKED) && shown.says("12/2040") && shown.says("a card goes 15 months after that"));
        assert!(dpo.post(&format!("{path}/reveal"), &[("reason", "short")]).await.is(422).says("10 to 200"));
        let whole = dpo.post(&format!("{path}/reveal"), &[("reason", REASON)]).await.is(200);
        assert!(whole.says(CARD) && whole.says(REASON), "{}", whole.main());
        assert_eq!(whole.headers.get("cache-control").unwrap(), "no-store");
        assert!(!dpo.get(&path).await.says(CARD));
        sales.post(&format!("{path}/reveal"), &[("reason", REASON)]).await.is(403);
        let support = house.signed_in(Role::Support).await;
        support.post(&format!("{path}/reveal"), &[("reason", REASON)]).await.is(403);

        let values: Vec<String> =
            ["4242424242424242", CARD, "5555555555554444", OTHER, "12/2040", "prélèvement refusé"]
                .map(str::to_owned)
                .into();
        let mut faults = Vec::new();
        crate::canary::sweep(house.folder.path(), &values, &mut faults);
        crate::canary::find(
            house.look(|l| Ok(crate::canary::dump(l.conn()))).await.as_bytes(),
            &values,
            "the database",
            &mut faults,
        );
        assert!(faults.is_empty(), "{faults:#?}");
        let deeds = house.deeds().await;
        assert!(deeds.iter().any(|deed| deed.starts_with("card.revealed company=") && deed.contains("reason_length=")));
        assert!(!deeds.iter().any(|deed| deed.contains("4242")));
        assert!(sales.get(&format!("{path}/removal")).await.is(200).says(MASKED));
        sales.post(&format!("{path}/removal"), &[]).await.is(303);
        dpo.get(&path).await.is(404);
    });
}

fn has_key(app: &App, card: i64) -> bool {
    let owner = Owner::card(card);
    let clearance = Clearance::of(&Actor::House, KeyClass::Card).unwrap();
    app.vault().unlock(clearance, &[owner], &cloister::vault::Altered::default()).unwrap().has(owner)
}

#[test]
fn each_card_is_destroyed_on_its_own_day_and_the_others_stay_readable() {
    run(async {
        let house = House::open().await;
        let (old, young) = apart(&house, |app| {
            let company = firm(app, "Running");
            contract(app, company, ago(app, 900), None);
            let first = today(app) - chrono::Months::new(15) + Days::new(1);
            (card(app, company, 1, first), card(app, company, 2, ago(app, 10)))
        })
        .await;
        let report = apart(&house, |app| {
            sign(app);
            run_now(app)
        })
        .await;
        assert!(report.ordered.is_empty(), "a day too early: {report:?}");
        let due = apart(&house, move |app| look(app, |l| retention::of_card(l, old))).await.on.unwrap();
        while house.app.clock().today() < due {
            assert!(apart(&house, move |app| has_key(app, old)).await);
            house.later(chrono::Duration::days(1));
            apart(&house, |app| retention::run(app).unwrap()).await;
        }
        let there = apart(&house, there).await;
        assert!(!there.contains(&old) && there.contains(&young));
        assert!(!apart(&house, move |app| has_key(app, old)).await, "its key is destroyed");
        assert!(apart(&house, move |app| has_key(app, young)).await, "the other's is not");
        assert!(house.deeds().await.iter().any(|deed| deed.starts_with("card.shredded company=")));
    });
}

#[test]
fn a_customer_that_goes_takes_the_keys_of_its_cards_along() {
    run(async {
        let house = House::open().await;
        let (report, id) = apart(&house, |app| {
            let company = firm(app, "Ended");
            contract(app, company, ago(app, 900), Some(ago(app, 100)));
            let id = card(app, company, 1, ago(app, 10));
            sign(app);
            (run_now(app), id)
        })
        .await;
        assert_eq!(report.ordered.get(&Class::Customer), Some(&1));
        assert_eq!(report.ordered.get(&Class::Card), None, "it is no line of its own");
        assert!(!apart(&house, there).await.contains(&id));
        assert!(!apart(&house, move |app| has_key(app, id)).await);
    });
}
