//! Companies: the list and its filters, adding, editing, and who may.
use crate::house::{House, Visitor, run};
use cloister::actor::Role;
use cloister::companies::{self, NewCompany};

/// Adds a company by the form, and says where it is.
pub async fn add(visitor: &Visitor, name: &str) -> String {
    let fields = [("name", name), ("address", "8, avenue de l’Église\r\n75011 Paris")];
    visitor.post("/companies", &fields).await.is(303).to().to_owned()
}

#[test]
fn the_list_of_companies_is_filtered_and_paged_by_key_and_says_what_each_is_to_us() {
    run(async {
        let house = House::open().await;
        let sales = house.signed_in(Role::Sales).await;
        house
            .write(|w| {
                for n in 0..120 {
                    let name = format!("Fonderie {n:03}");
                    companies::add(w, &NewCompany { name, ..NewCompany::default() })?;
                }
                Ok(())
            })
            .await;
        let customer = add(&sales, "Verrerie Lumière").await;
        let contract = [("reference", "CT-1"), ("product", "Trésorerie"), ("starts_on", "2020-01-01"), ("ends_on", "")];
        sales.post(&format!("{customer}/contracts"), &contract).await.is(303);
        let person = crate::people::form(&[("company", "Verrerie Lumière")]);
        sales.post("/people", &person).await.is(303);

        let mut names = Vec::new();
        let mut next = "/companies".to_owned();
        let mut pages = 0;
        while !next.is_empty() {
            let page = sales.get(&next).await.is(200);
            pages += 1;
            for part in page.main().split("<td class=\"main-cell\">").skip(1) {
                names.push(part.split('>').nth(1).unwrap().split('<').next().unwrap().to_owned());
            }
            let link = page.main().split_once("rel=\"next\" href=\"").map(|(_, rest)| rest.split('"').next().unwrap());
            next = link.unwrap_or_default().replace("&#38;", "&").replace("&amp;", "&");
        }
        assert_eq!((pages, names.len()), (3, 121));
        assert!(names.is_sorted());

        let customers = sales.get("/companies?customers=1").await.is(200);
        assert!(customers.says("Verrerie Lumière") && !customers.says("Fonderie 0"));
        assert!(customers.says("data-label=\"People\">1</td>"), "{}", customers.main());
        let found = sales.get("/companies?text=fonderie%20007").await.is(200);
        assert_eq!(found.main().matches("main-cell").count(), 1);
        assert!(sales.get("/companies?text=nobody").await.is(200).says("No company matches"));
        sales.get("/companies?owner=1").await.is(400);
    });
}

#[test]
fn a_company_of_the_same_name_is_said_before_a_second_one_is_added() {
    run(async {
        let house = House::open().await;
        let sales = house.signed_in(Role::Sales).await;
        let first = add(&sales, "Zéphyr SAS").await;
        let asked = sales.post("/companies", &[("name", "zephyr  sas"), ("address", "")]).await.is(422);
        assert!(asked.says(&format!("href=\"{first}\"")) && asked.says("name=\"anyway\""), "{}", asked.main());
        let again = [("name", "zephyr sas"), ("address", ""), ("anyway", "1")];
        assert_ne!(sales.post("/companies", &again).await.is(303).to(), first);
        let wrong = [("name", ""), ("address", ""), ("reach_0_kind", "phone"), ("reach_0_value", "12")];
        let back = sales.post("/companies", &wrong).await.is(422);
        assert_eq!(back.body.matches("aria-invalid").count(), 2, "{}", back.main());
    });
}

#[test]
fn two_who_edit_a_company_at_once_lose_nothing() {
    run(async {
        let house = House::open().await;
        let (anne, bob) = (house.signed_in(Role::Sales).await, house.signed_in(Role::Dpo).await);
        let path = add(&anne, "Zéphyr SAS").await;
        let edit = format!("{path}/edit");
        let mine = [
            ("version", "1"),
            ("name", "Zéphyr & Fils"),
            ("address", "Lyon"),
            ("reach_0_kind", "fax"),
            ("reach_0_value", "01 42 12 08 64"),
        ];
        anne.post(&edit, &mine).await.is(303);
        let theirs = [("version", "1"), ("name", "Zéphyr Groupe"), ("address", "Lille")];
        let both = bob.post(&edit, &theirs).await.is(409);
        for text in ["Zéphyr &#38; Fils", "Zéphyr Groupe", "Lyon", "Lille", "01 42 12 08 64"] {
            assert!(both.says(text), "{text}\n{}", both.main());
        }
        let chosen = [
            ("version", "2"),
            ("name", "Zéphyr Groupe"),
            ("address", "Lille"),
            ("name_keep", "mine"),
            ("address_keep", "theirs"),
            ("reach_keep", "theirs"),
        ];
        bob.post(&edit, &chosen).await.is(303);
        let page = bob.get(&path).await.is(200);
        assert!(page.says("Zéphyr Groupe") && page.says("Lyon") && page.says("01 42 12 08 64"), "{}", page.main());
        assert!(house.deeds().await.iter().filter(|deed| deed.starts_with("company.changed")).count() == 2);
    });
}

#[test]
fn the_dpo_rectifies_a_company_and_adds_none_and_marketing_does_neither() {
    run(async {
        let house = House::open().await;
        let sales = house.signed_in(Role::Sales).await;
        let path = add(&sales, "Zéphyr SAS").await;
        let (dpo, marketing) = (house.signed_in(Role::Dpo).await, house.signed_in(Role::Marketing).await);
        assert!(!dpo.get("/companies").await.is(200).says("/companies/new"));
        assert!(dpo.get(&path).await.is(200).says(&format!("{path}/edit")));
        let form = dpo.get(&format!("{path}/edit")).await.is(200);
        assert!(!form.says("value=\"name\""), "the name of the company stands in its field");
        dpo.post("/companies", &[("name", "X"), ("address", "")]).await.is(403);
        assert!(!marketing.get(&path).await.is(200).says(&format!("{path}/edit")));
        marketing.post(&format!("{path}/edit"), &[("version", "1"), ("name", "X"), ("address", "")]).await.is(403);
    });
}
