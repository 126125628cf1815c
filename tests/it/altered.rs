//! A value that was moved or cut behind the house's back is shown as unreadable, told by a deed, and hides nothing else
//! (design §3, V11.3.3, V16.3.4).
use crate::audit::tamper;
use crate::house::{House, run};
use crate::newsletter::{download, subscriber};
use crate::people::{add, form};
use cloister::actor::Role;

async fn unreadable(house: &House) -> usize {
    house.deeds().await.iter().filter(|deed| deed.starts_with("value.unreadable")).count()
}

#[test]
fn a_name_moved_from_another_row_shows_as_unreadable_and_is_told() {
    run(async {
        let house = House::open().await;
        let sales = house.signed_in(Role::Sales).await;
        let anna = add(&sales, &[("family_name", "Berthier")]).await;
        let other = [("family_name", "Quesnel"), ("reach_0_value", "q@quesnel.example"), ("reach_1_value", "")];
        let boris = add(&sales, &other).await;
        let id = |path: &str| path.rsplit('/').next().unwrap().to_owned();
        let (a, b) = (id(&anna), id(&boris));
        tamper(
            &house,
            format!(
                "UPDATE people SET family_name = (SELECT family_name FROM people WHERE id = {b}) WHERE id = {a};
                 UPDATE reaches SET value = substr(value, 1, 20) WHERE person_id = {a} AND kind = 'email';"
            ),
        )
        .await;
        assert_eq!(unreadable(&house).await, 0);
        let page = sales.get(&anna).await.is(200);
        assert!(page.says("Émilie \u{fffd}") && page.says("does not open"), "{}", page.main());
        assert!(
            !page.says("Quesnel") && page.says("01 42 12 08 64"),
            "what still opens is shown, and nobody else's name"
        );
        assert_eq!(unreadable(&house).await, 2, "{:?}", house.deeds().await);
        for path in ["/people", "/leads", "/search?q=quesnel", "/search?q=0142", "/companies", boris.as_str()] {
            sales.get(path).await.is(200);
        }
        let operations = house.signed_in(Role::Operations).await;
        operations.get("/operations").await.is(200);
        // A restart reads everything again.
        let house = house.reopen().await;
        let sales = house.signed_in(Role::Sales).await;
        assert!(sales.get("/search?q=quesnel").await.is(200).says(&boris));
        // The form asks for the name anew rather than sending the mark back.
        let edit = sales.get(&format!("{anna}/edit")).await.is(200);
        assert!(edit.says("does not open") && !edit.says("value=\"\u{fffd}\""), "{}", edit.main());
        let saved = form(&[("family_name", "Berthier"), ("version", "1")]);
        sales.post(&format!("{anna}/edit"), &saved).await.is(303);
        let page = sales.get(&anna).await.is(200);
        assert!(page.says("Émilie Berthier") && !page.says("does not open"), "{}", page.main());
    });
}

#[test]
fn whoever_s_row_was_altered_is_in_no_list_and_the_others_are() {
    run(async {
        let house = House::open().await;
        let anna = subscriber(&house, "Berthier", "a@berthier.example").await;
        subscriber(&house, "Quesnel", "q@quesnel.example").await;
        tamper(&house, format!("UPDATE people SET family_name = substr(family_name, 1, 20) WHERE id = {anna}")).await;
        let marketing = house.signed_in(Role::Marketing).await;
        let lines = download(&marketing, &[("purpose", "newsletter"), ("channel", "email")]).await;
        assert_eq!(lines.len(), 1, "{lines:?}");
        assert!(lines[0].contains("q@quesnel.example"));
        assert!(unreadable(&house).await > 0);
    });
}

#[test]
fn an_altered_key_hides_its_owner_and_nobody_else() {
    run(async {
        let house = House::open().await;
        let sales = house.signed_in(Role::Sales).await;
        let anna = add(&sales, &[("family_name", "Berthier")]).await;
        let other = [("family_name", "Quesnel"), ("reach_0_value", "q@quesnel.example"), ("reach_1_value", "")];
        let boris = add(&sales, &other).await;
        let id = anna.rsplit('/').next().unwrap().to_owned();
        let cut =
            format!("UPDATE keys SET wrapped = substr(wrapped, 1, 30) WHERE owner_kind = 'person' AND owner_id = {id}");
        crate::audit::tamper_at(house.app.config().keyring.clone(), cloister::db::Kind::Keyring, cut).await;
        assert_eq!(sales.get(&anna).await.status.as_u16(), 410);
        assert!(sales.get("/people").await.is(200).says("Quesnel"));
        sales.get(&boris).await.is(200);
        assert!(house.deeds().await.contains(&"value.unreadable value=key".to_owned()));
    });
}
