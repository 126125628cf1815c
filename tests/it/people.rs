//! People: adding, finding, editing, and what the role may see of them.
use crate::house::{House, Visitor, run};
use cloister::actor::Role;

/// The fields of the form, with what differs.
pub fn form<'a>(differs: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![
        ("family_name", "Dupont"),
        ("given_name", "Émilie"),
        ("civility", ""),
        ("job_title", ""),
        ("address", ""),
        ("company", "Zéphyr SAS"),
        ("reach_0_kind", "email"),
        ("reach_0_value", "e.dupont@zephyr.example"),
        ("reach_1_kind", "phone"),
        ("reach_1_value", "01 42 12 08 64"),
        ("lang", "fr"),
        ("origin", "person"),
        ("ground", "legitimate_interest"),
    ];
    for (name, value) in differs {
        fields.retain(|field| field.0 != *name);
        fields.push((name, value));
    }
    fields
}

pub async fn add(visitor: &Visitor, differs: &[(&str, &str)]) -> String {
    visitor.post("/people", &form(differs)).await.is(303).to().to_owned()
}

#[test]
fn an_edit_that_gives_somebody_another_s_address_asks_first_and_one_that_leaves_fields_out_changes_nothing() {
    run(async {
        let house = House::open().await;
        let sales = house.signed_in(Role::Sales).await;
        add(&sales, &[]).await;
        let other = [("family_name", "Quesnel"), ("reach_0_value", "q@quesnel.example"), ("reach_1_value", "")];
        let path = format!("{}/edit", add(&sales, &other).await);
        let theirs = form(&[("family_name", "Quesnel"), ("reach_1_value", ""), ("version", "1")]);
        let asked = sales.post(&path, &theirs).await.is(422);
        assert!(asked.says("Émilie Dupont") && asked.says("name=\"anyway\""), "{}", asked.main());
        let own = form(&[
            ("family_name", "Quesnel\u{202e}"),
            ("reach_0_value", "q@quesnel.example"),
            ("reach_1_value", ""),
            ("version", "1"),
        ]);
        sales.post(&path, &own).await.is(303);
        assert!(sales.get(&path).await.says("value=\"Quesnel\""), "a turn of the direction of writing is not kept");
        let without: Vec<_> = own.iter().filter(|field| field.0 != "company").copied().collect();
        sales.post(&path, &without).await.is(400);
        let all_the_same =
            form(&[("family_name", "Quesnel"), ("reach_1_value", ""), ("version", "2"), ("anyway", "yes")]);
        sales.post(&path, &all_the_same).await.is(303);
    });
}

#[test]
fn a_person_who_was_added_is_found_by_name_company_address_and_digits() {
    run(async {
        let house = House::open().await;
        let sales = house.signed_in(Role::Sales).await;
        let path = add(&sales, &[]).await;
        let support = house.signed_in(Role::Support).await;
        for typed in ["emil", "DUPONT zeph", "dupont%40zephyr", "0142", "%2B33%201%2042", "08%2064", "1208"] {
            let found = support.get(&format!("/search?q={typed}")).await.is(200);
            assert!(found.says(&format!("href=\"{path}\"")), "{typed}\n{}", found.main());
        }
        assert!(!support.get("/search?q=nobody").await.says(&path));
        let typing = support.get("/search?q=emil&fragment=1").await.is(200);
        assert!(typing.says("role=\"option\"") && !typing.says("<html"));
        let page = support.get(&path).await.is(200);
        assert!(page.says("Émilie Dupont") && page.says("01 42 12 08 64") && page.says("Zéphyr SAS"));
    });
}

#[test]
fn a_form_that_cannot_be_taken_comes_back_with_words_and_with_what_was_typed() {
    run(async {
        let house = House::open().await;
        let sales = house.signed_in(Role::Sales).await;
        let wrong = form(&[("family_name", ""), ("reach_0_value", "not an address@"), ("given_name", "<b>Zoé</b>")]);
        let back = sales.post("/people", &wrong).await.is(422);
        assert!(back.says("not an address@") && back.says("&#60;b&#62;Zoé"), "{}", back.main());
        assert_eq!(back.body.matches("aria-invalid").count(), 2);
        let unknown = form(&[("is_admin", "yes")]);
        sales.post("/people", &unknown).await.is(400);
        assert!(house.look(|l| Ok(l.index()?.count(cloister::search::Kind::Person))).await == 0);
    });
}

#[test]
fn the_second_of_two_who_edit_at_once_sees_both_versions_and_loses_nothing() {
    run(async {
        let house = House::open().await;
        let anne = house.signed_in(Role::Sales).await;
        let bob = house.signed_in(Role::Support).await;
        let path = add(&anne, &[]).await;
        let edit = format!("{path}/edit");
        anne.get(&edit).await.is(200);
        bob.get(&edit).await.is(200);
        anne.post(&edit, &form(&[("version", "1"), ("job_title", "Trésorière")])).await.is(303);
        let both =
            bob.post(&edit, &form(&[("version", "1"), ("job_title", "CFO"), ("given_name", "Emilie")])).await.is(409);
        assert!(both.says("Trésorière") && both.says("CFO"));
        let chosen = [
            ("version", "2"),
            ("job_title", "CFO"),
            ("job_title_keep", "theirs"),
            ("given_name", "Emilie"),
            ("given_name_keep", "mine"),
        ];
        bob.post(&edit, &form(&chosen)).await.is(303);
        let page = anne.get(&path).await.is(200);
        assert!(page.says("Trésorière") && page.says("Emilie Dupont") && !page.says("CFO"));
    });
}

#[test]
fn somebody_with_an_address_we_know_is_added_only_on_purpose() {
    run(async {
        let house = House::open().await;
        let sales = house.signed_in(Role::Sales).await;
        let first = add(&sales, &[]).await;
        let known = sales
            .post("/people", &form(&[("family_name", "Dupond"), ("reach_0_value", "E.Dupont@Zephyr.example")]))
            .await;
        assert!(known.is(422).says(&format!("href=\"{first}\"")));
        add(&sales, &[("family_name", "Dupond"), ("anyway", "yes")]).await;
    });
}

#[test]
fn nasty_names_are_shown_as_they_were_typed_and_do_nothing() {
    run(async {
        let house = House::open().await;
        let sales = house.signed_in(Role::Sales).await;
        for (n, name) in [
            "Bob <script>alert(1)</script>",
            "=HYPERLINK(\"x\")",
            "O'Brien",
            "İstanbul",
            "🦊 Renard",
            "{{7*7}}",
            "\"'><img src=x>",
        ]
        .iter()
        .enumerate()
        {
            let email = format!("nasty{n}@zephyr.example");
            let path = add(&sales, &[("family_name", name), ("reach_0_value", &email), ("reach_1_value", "")]).await;
            let page = sales.get(&path).await.is(200);
            assert!(!page.says("<script>alert") && !page.says("<img src=x") && !page.says(">49<"), "{name}");
            let escaped = name
                .replace('&', "&#38;")
                .replace('<', "&#60;")
                .replace('>', "&#62;")
                .replace('"', "&#34;")
                .replace('\'', "&#39;");
            assert!(page.says(&escaped), "{name}\n{}", page.main());
            assert!(sales.get("/people").await.is(200).says(&escaped), "{name}");
        }
        let long = "x".repeat(10_000);
        sales.post("/people", &form(&[("family_name", &long)])).await.is(422);
    });
}

#[test]
fn opening_a_person_leaves_a_deed_that_names_no_one() {
    run(async {
        let house = House::open().await;
        let sales = house.signed_in(Role::Sales).await;
        let path = add(&sales, &[]).await;
        sales.get(&path).await.is(200);
        sales.get("/people").await.is(200);
        sales.get("/search?q=dupont").await.is(200);
        let deeds = house.deeds().await;
        for what in ["person.added", "person.opened", "people.listed", "people.searched"] {
            assert!(deeds.iter().any(|deed| deed.starts_with(what)), "{what}: {deeds:?}");
        }
        assert!(deeds.iter().all(|deed| !deed.to_lowercase().contains("dupont")));
    });
}

#[test]
fn a_list_is_paged_by_key_and_comes_back() {
    run(async {
        let house = House::open().await;
        let plan = cloister::demo::Plan { people: 130, seed: 7 };
        let app = house.app.clone();
        tokio::task::spawn_blocking(move || cloister::demo::make(&app, &plan)).await.unwrap().unwrap();
        let sales = house.signed_in(Role::Sales).await;
        let links = |body: &str| -> Vec<String> {
            body.split("data-href=\"/people/").skip(1).map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
        };
        let mut seen = Vec::new();
        let mut page = sales.get("/people").await.is(200);
        let first = links(&page.body);
        loop {
            seen.extend(links(&page.body));
            let Some(next) = page.body.split("rel=\"next\"").nth(1).or(None) else { break };
            let _ = next;
            let last = seen.last().unwrap().clone();
            page = sales.get(&format!("/people?after={last}")).await.is(200);
        }
        assert_eq!(seen.len(), 130);
        let back = sales.get(&format!("/people?before={}", seen[50])).await.is(200);
        assert_eq!(links(&back.body), first);
        let mut sorted = seen.clone();
        sorted.sort_unstable();
        sorted.dedup();
        assert_eq!(sorted.len(), 130, "nobody twice");
    });
}
