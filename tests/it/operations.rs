//! IT operations: counts and pseudonyms, and never anybody (P11).
use crate::companies::add;
use crate::house::{House, run};
use cloister::actor::Role;

#[test]
fn operations_see_pseudonyms_in_their_own_order_and_nothing_that_names_or_links_people() {
    run(async {
        let house = House::open().await;
        let sales = house.signed_in(Role::Sales).await;
        let company = add(&sales, "Zéphyr SAS").await;
        sales
            .post(&format!("{company}/third-parties"), &[("family_name", "Benali"), ("given_name", ""), ("iban", "")])
            .await
            .is(303);
        for n in 0..60 {
            let (name, email) = (format!("Dupont{n}"), format!("e{n}@zephyr.example"));
            let number = format!("01 42 12 08 {n:02}");
            crate::people::add(
                &sales,
                &[("family_name", &name), ("reach_0_value", &email), ("reach_1_value", &number)],
            )
            .await;
        }
        let operations = house.signed_in(Role::Operations).await;
        let counts = operations.get("/operations").await.is(200);
        assert!(counts.says(">60</span>"), "{}", counts.main());
        assert!(!counts.says("action=\"/search\""), "what one may not do is not shown");

        let (mut references, mut next) = (Vec::new(), "/operations/people".to_owned());
        while !next.is_empty() {
            let page = operations.get(&next).await.is(200);
            for secret in ["Dupont", "Émilie", "Benali", "zephyr", "Zéphyr", "42 12", "4212", "/people/1", "/companies"]
            {
                let text = page.main().replace("/operations/people", "/operations/records");
                assert!(!text.contains(secret), "{secret}\n{text}");
            }
            for part in page.main().split("data-href=\"/operations/people/").skip(1) {
                references.push(part.split('"').next().unwrap().to_owned());
            }
            let link = page.main().split_once("rel=\"next\" href=\"").map(|(_, rest)| rest.split('"').next().unwrap());
            next = link.unwrap_or_default().replace("&#38;", "&").replace("&amp;", "&");
        }
        assert_eq!(references.len(), 61);
        assert!(references.is_sorted(), "{references:?}");
        let one = operations.get(&format!("/operations/people/{}", references[7])).await.is(200);
        assert!(one.says(&references[7]) && !one.says("Dupont") && !one.says("Zéphyr"));
        assert!(house.deeds().await.iter().any(|deed| deed.starts_with("pseudonyms.seen ids=")));
    });
}

#[test]
fn operations_search_by_reference_alone() {
    run(async {
        let house = House::open().await;
        let sales = house.signed_in(Role::Sales).await;
        let path = crate::people::add(&sales, &[]).await;
        let id: i64 = path.rsplit('/').next().unwrap().parse().unwrap();
        let reference = house.look(move |l| Ok(cloister::people::get(l, id)?.reference)).await;
        let operations = house.signed_in(Role::Operations).await;
        let typed = reference.to_lowercase().replace('-', "");
        let found = operations.get(&format!("/operations/people?reference={typed}")).await.is(200);
        assert!(found.says(&format!("/operations/people/{reference}")), "{}", found.main());
        for typed in ["dupont@zephyr.example", "O%27Brien", "0142120864", "%C3%89milie", "%25"] {
            let nothing = operations.get(&format!("/operations/people?reference={typed}")).await.is(200);
            assert!(nothing.says("does not begin a reference") && !nothing.says(&reference), "{typed}");
            assert!(!nothing.says("zephyr") && !nothing.says("Brien"), "what was typed is not shown again");
        }
        assert!(operations.get("/operations/people?reference=DUPONT").await.is(200).says("No record"));
        operations.get(&format!("/operations/people/{}", id)).await.is(404);
        operations.get("/operations/people/AAAA-AAAA-AAAA").await.is(404);
        for path in ["/people", "/companies", "/search?q=dup", "/leads", &path] {
            operations.get(path).await.is(403);
        }
    });
}
