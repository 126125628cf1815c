//! Contracts: what makes a company a customer, and the rules of what stands in clear.
use crate::companies::add;
use crate::house::{House, Visitor, run};
use chrono::Duration;
use cloister::actor::Role;
use cloister::search::{Filter, Kind};

async fn customers(house: &House) -> usize {
    let filter = Filter { customers_only: true, ..Filter::default() };
    house.look(move |l| Ok(l.index()?.matching(Kind::Company, &filter))).await
}

async fn sign(visitor: &Visitor, company: &str, starts_on: &str, ends_on: &str) -> String {
    let fields =
        [("reference", "CT-2026-014"), ("product", "Trésorerie"), ("starts_on", starts_on), ("ends_on", ends_on)];
    visitor.post(&format!("{company}/contracts"), &fields).await.is(303);
    let page = visitor.get(company).await.is(200);
    let path = page.main().split_once("data-href=\"/contracts/").expect("the contract is listed").1;
    format!("/contracts/{}", path.split('"').next().unwrap())
}

#[test]
fn a_company_is_a_customer_from_the_first_day_of_its_contract_through_the_last() {
    run(async {
        let house = House::open().await;
        let sales = house.signed_in(Role::Sales).await;
        let company = add(&sales, "Zéphyr SAS").await;
        let today = house.app.clock().today();
        let (first, last) = (today + Duration::days(2), today + Duration::days(5));
        sign(&sales, &company, &first.to_string(), &last.format("%d/%m/%Y").to_string()).await;
        let mut seen = Vec::new();
        for _ in 0..7 {
            house.app.write(&cloister::actor::Actor::House, cloister::contracts::follow_calendar).await.unwrap();
            seen.push(customers(&house).await);
            house.later(Duration::days(1));
        }
        assert_eq!(seen, [0, 0, 1, 1, 1, 1, 0]);
    });
}

#[test]
fn ending_the_contract_ends_being_a_customer_and_says_until_when() {
    run(async {
        let house = House::open().await;
        let sales = house.signed_in(Role::Sales).await;
        let company = add(&sales, "Zéphyr SAS").await;
        let contract = sign(&sales, &company, "2020-01-01", "").await;
        assert_eq!(customers(&house).await, 1);
        let end = format!("{contract}/end");
        sales.post(&end, &[("version", "1"), ("last_day", "2019-12-31")]).await.is(422);
        sales.post(&end, &[("version", "1"), ("last_day", "2026-02-31")]).await.is(422);
        sales.post(&end, &[("version", "1"), ("last_day", "2024-06-30")]).await.is(303);
        assert_eq!(customers(&house).await, 0);
        sales.post(&end, &[("version", "1"), ("last_day", "2024-07-31")]).await.is(409);
        assert!(sales.get(&company).await.says("30 Jun 2024"));
        let deeds = house.deeds().await;
        assert!(deeds.iter().any(|deed| deed.starts_with("contract.added company=")));
        assert!(deeds.iter().any(|deed| deed.starts_with("contract.ended company=")));
    });
}

#[test]
fn what_stands_in_clear_in_a_contract_is_no_account_no_address_and_no_nonsense() {
    run(async {
        let house = House::open().await;
        let sales = house.signed_in(Role::Sales).await;
        let company = add(&sales, "Zéphyr SAS").await;
        let long = "x".repeat(121);
        for (field, wrong) in [
            ("reference", ""),
            ("reference", long.as_str()),
            ("reference", "FR14 2004 1010 0505 0001 3M02 606"),
            ("reference", "dossier e.dupont@zephyr.example"),
            ("product", ""),
            ("product", "pour NO93 8601 1117 947"),
            ("starts_on", ""),
            ("starts_on", "demain"),
            ("ends_on", "2019-12-31"),
        ] {
            let mut fields =
                vec![("reference", "CT-1"), ("product", "P"), ("starts_on", "2020-01-01"), ("ends_on", "")];
            fields.retain(|known| known.0 != field);
            fields.push((field, wrong));
            let back = sales.post(&format!("{company}/contracts"), &fields).await.is(422);
            assert!(back.says(&format!("id=\"{field}-error\"")), "{field} {wrong}\n{}", back.main());
        }
        sales.get("/companies/999999/contracts/new").await.is(404);
    });
}

#[test]
fn two_who_edit_a_contract_at_once_see_both_versions() {
    run(async {
        let house = House::open().await;
        let (anne, bob) = (house.signed_in(Role::Sales).await, house.signed_in(Role::Sales).await);
        let company = add(&anne, "Zéphyr SAS").await;
        let contract = sign(&anne, &company, "2020-01-01", "").await;
        let edit = |reference, product| {
            [
                ("version", "1"),
                ("reference", reference),
                ("product", product),
                ("starts_on", "2020-01-01"),
                ("ends_on", ""),
            ]
        };
        anne.post(&contract, &edit("CT-2", "Trésorerie")).await.is(303);
        let both = bob.post(&contract, &edit("CT-1", "Rapprochement")).await.is(409);
        assert!(both.says("CT-2") && both.says("Rapprochement") && both.says("reference_keep"), "{}", both.main());
        let mut chosen = edit("CT-1", "Rapprochement").to_vec();
        chosen[0] = ("version", "2");
        chosen.push(("reference_keep", "theirs"));
        chosen.push(("product_keep", "mine"));
        bob.post(&contract, &chosen).await.is(303);
        let page = bob.get(&contract).await.is(200);
        assert!(page.says("CT-2") && page.says("Rapprochement"));
    });
}

#[test]
fn contracts_are_read_by_many_and_changed_by_sales_alone() {
    run(async {
        let house = House::open().await;
        let sales = house.signed_in(Role::Sales).await;
        let company = add(&sales, "Zéphyr SAS").await;
        let contract = sign(&sales, &company, "2020-01-01", "").await;
        for role in [Role::Support, Role::Marketing, Role::Dpo, Role::Cio] {
            let visitor = house.signed_in(role).await;
            let page = visitor.get(&contract).await.is(200);
            assert!(page.says("CT-2026-014") && !page.main().contains("<form"), "{role:?}");
            assert!(!visitor.get(&company).await.says("/contracts/new"), "{role:?}");
        }
    });
}
