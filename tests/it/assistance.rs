//! Assistance requests: opened for a caller, taken, answered, closed, opened again; whose they are decides more.
use crate::house::{House, Visitor, run};
use crate::notes::{NASTY, number};
use crate::people::add;
use chrono::Duration;
use cloister::actor::Role;
use cloister::assistance::{self, NewRequest, State};
use cloister::notes::Text;

/// A request for this person, taken by whoever opens it.
async fn ask(support: &Visitor, person: &str, subject: &str) -> String {
    let fields = [("subject", subject), ("detail", "Le relevé du 24 ne se rapproche pas."), ("take", "1")];
    support.post(&format!("{person}/assistance"), &fields).await.is(303).to().to_owned()
}

async fn get(house: &House, path: &str) -> assistance::Request {
    let id = number(path);
    house.look(move |l| assistance::get(l, id)).await.request
}

#[test]
fn a_request_is_opened_for_a_caller_answered_closed_and_opened_again() {
    run(async {
        let house = House::open().await;
        let support = house.signed_in(Role::Support).await;
        let person = add(&support, &[("family_name", "O'Brien <script>")]).await;
        assert!(support.get(&format!("{person}/assistance/new")).await.is(200).says("Open the request"));
        let path = ask(&support, &person, NASTY).await;
        let page = support.get(&path).await.is(200);
        assert!(page.says("Bob &#60;script&#62;") && !page.says("<script>alert"), "{}", page.main());
        assert!(
            page.says("O&#39;Brien &#60;script&#62;") && page.says("Le relevé du 24") && page.says("01 42 12 08 64")
        );
        assert_eq!(get(&house, &path).await.assignee, Some(support.id));
        let company = page.main().split("href=\"").find(|link| link.starts_with("/companies/")).unwrap();
        for home in [person.as_str(), company.split('"').next().unwrap()] {
            assert!(support.get(home).await.is(200).says("Bob &#60;script&#62;"), "{home}");
        }
        let answer = format!("{path}/answer");
        let closed =
            support.post(&answer, &[("version", "1"), ("answer", "Le fichier était en double.")]).await.is(303);
        assert_eq!(closed.to(), "/assistance");
        let request = get(&house, &path).await;
        assert_eq!((request.state, request.closed_by), (State::Closed, Some(support.id)));
        assert!(!support.get("/assistance").await.says("Bob &#60;script&#62;"));
        assert!(support.get("/assistance?list=closed").await.says("Bob &#60;script&#62;"));
        support.post(&format!("{path}/reopening"), &[("version", "2")]).await.is(303);
        let page = support.get(&path).await.is(200);
        assert!(page.says("Le fichier était en double."), "the last answer is still there");
        assert_eq!(get(&house, &path).await.state, State::Open);
        let deeds = house.deeds().await;
        for what in ["assistance.opened", "assistance.closed", "assistance.reopened", "person.opened"] {
            assert!(deeds.iter().any(|deed| deed.starts_with(what)), "{what}");
        }
        assert!(deeds.iter().all(|deed| !deed.contains("Brien") && !deed.contains("relev")));
    });
}

#[test]
fn a_request_that_cannot_be_kept_comes_back_with_words() {
    run(async {
        let house = House::open().await;
        let support = house.signed_in(Role::Support).await;
        let person = add(&support, &[]).await;
        let long = "a\n".repeat(5_120);
        let empty = [("subject", " "), ("detail", long.as_str())];
        let back = support.post(&format!("{person}/assistance"), &empty).await.is(422);
        assert_eq!(back.body.matches("aria-invalid").count(), 2, "{}", back.main());
        assert!(!back.says("value=\"1\" checked"), "who did not take it still does not");
        support.post(&format!("{person}/assistance"), &[("subject", "x"), ("company_id", "1")]).await.is(400);
        support.post("/people/4/assistance", &[("subject", "x"), ("detail", "")]).await.is(404);
        support.get("/people/4/assistance/new").await.is(404);
        support.get("/assistance/99999999999999999999").await.is(404);
        let path = ask(&support, &person, "Virement refusé").await;
        let back = support.post(&format!("{path}/answer"), &[("version", "1"), ("answer", "")]).await.is(422);
        assert!(back.says("This is needed."));
        support.post(&format!("{path}/answer"), &[("version", "x"), ("answer", "y")]).await.is(400);
    });
}

#[test]
fn the_second_of_two_who_answer_at_once_sees_what_the_first_one_said_and_loses_nothing() {
    run(async {
        let house = House::open().await;
        let (anne, bob) = (house.signed_in(Role::Support).await, house.signed_in(Role::Support).await);
        let person = add(&anne, &[]).await;
        let path = ask(&anne, &person, "Virement refusé").await;
        anne.post(&format!("{path}/answer"), &[("version", "1"), ("answer", "Le plafond était atteint.")])
            .await
            .is(303);
        let back = bob
            .post(&format!("{path}/answer"), &[("version", "1"), ("answer", "C'est <b>la banque</b>.")])
            .await
            .is(409);
        assert!(
            back.says("Le plafond était atteint.") && back.says("C&#39;est &#60;b&#62;la banque"),
            "{}",
            back.main()
        );
        assert_eq!(get(&house, &path).await.answer, "Le plafond était atteint.");
        bob.post(&format!("{path}/reopening"), &[("version", "1")]).await.is(409);
        bob.post(&format!("{path}/reopening"), &[("version", "2")]).await.is(303);
        bob.post(&format!("{path}/reopening"), &[("version", "3")]).await.is(409);
    });
}

#[test]
fn of_two_who_take_a_request_at_once_one_has_it() {
    run(async {
        let house = House::open().await;
        let (anne, bob) = (house.signed_in(Role::Support).await, house.signed_in(Role::Support).await);
        let sales = house.signed_in(Role::Sales).await;
        let person = add(&anne, &[]).await;
        let opened = anne.post(&format!("{person}/assistance"), &[("subject", "Accents perdus"), ("detail", "")]).await;
        let path = opened.is(303).to().to_owned();
        assert_eq!(get(&house, &path).await.assignee, None);
        let (assignment, anne_id, bob_id) = (format!("{path}/assignment"), anne.id.to_string(), bob.id.to_string());
        anne.post(&assignment, &[("version", "1"), ("to", &anne_id)]).await.is(303);
        let late = bob.post(&assignment, &[("version", "1"), ("to", &bob_id)]).await.is(409);
        assert!(late.says("changed this request meanwhile"), "{}", late.main());
        assert_eq!(get(&house, &path).await.assignee, Some(anne.id));
        // Handed over, and given back to all.
        anne.post(&assignment, &[("version", "2"), ("to", &bob_id)]).await.is(303);
        assert_eq!(get(&house, &path).await.assignee, Some(bob.id));
        bob.post(&assignment, &[("version", "3"), ("to", "nobody")]).await.is(303);
        for stranger in [sales.id.to_string().as_str(), "999999"] {
            anne.post(&assignment, &[("version", "4"), ("to", stranger)]).await.is(400);
        }
    });
}

#[test]
fn open_requests_come_first_ones_own_on_top_and_pages_follow_by_key() {
    run(async {
        let house = House::open().await;
        let support = house.signed_in(Role::Support).await;
        let person = add(&support, &[]).await;
        let id = number(&person);
        house
            .write(move |w| {
                for i in 0..70 {
                    let subject = Text::short(&format!("demande {i:02}.")).unwrap();
                    assistance::open(w, &NewRequest { person_id: id, subject, detail: None, take: false })?;
                }
                Ok(())
            })
            .await;
        house.later(Duration::minutes(25));
        let mine = ask(&support, &person, "La mienne").await;
        let seen = |page: &crate::house::Answer| -> Vec<u32> {
            page.main().split("demande ").filter_map(|rest| rest.get(..2)?.parse().ok()).collect()
        };
        let next = |page: &crate::house::Answer, rel: &str| {
            let (_, rest) = page.main().split_once(&format!("rel=\"{rel}\" href=\"")).expect("another page");
            rest.split('"').next().unwrap().replace("&#38;", "&")
        };
        let first = support.get("/assistance").await.is(200);
        assert!(first.main().find("La mienne").unwrap() < first.main().find("demande 00").unwrap());
        assert_eq!(seen(&first), (0..50).collect::<Vec<_>>(), "the longest waiting first");
        assert!(first.says("25 minutes ago") && first.says("just now"));
        let second = support.get(&next(&first, "next")).await.is(200);
        assert_eq!(seen(&second), (50..70).collect::<Vec<_>>());
        assert!(!second.says("La mienne"));
        assert_eq!(seen(&support.get(&next(&second, "prev")).await), (0..50).collect::<Vec<_>>());
        let all = support.get("/assistance?list=all").await.is(200);
        assert!(all.main().find("La mienne").unwrap() < all.main().find("demande 69").unwrap(), "the newest first");
        let older = support.get(&next(&all, "next")).await.is(200);
        assert_eq!(seen(&older).last(), Some(&0));
        assert!(support.get("/assistance?list=mine").await.says(&mine));
        let counts = house.look(assistance::counts).await;
        assert_eq!((counts.open, counts.waiting, counts.closed), (71, 70, 0));
        support.get("/assistance?list=mine&assignee=1").await.is(400);
    });
}

#[test]
fn an_open_request_of_a_customer_is_the_reason_to_see_more_of_them_and_a_closed_one_is_not() {
    run(async {
        let house = House::open().await;
        let (anne, bob) = (house.signed_in(Role::Support).await, house.signed_in(Role::Support).await);
        let person = add(&anne, &[]).await;
        let other =
            add(&anne, &[("company", "Azur"), ("reach_0_value", "z@azur.example"), ("reach_1_value", "0142120865")])
                .await;
        let company = async |path: &str| {
            let id = number(path);
            house.look(move |l| Ok(cloister::people::get(l, id)?.company_id)).await.unwrap()
        };
        let (theirs, another) = (company(&person).await, company(&other).await);
        let path = ask(&anne, &person, "Virement refusé").await;
        let has =
            async |staff: i64, company: i64| house.look(move |l| assistance::has_open_of(l, staff, company)).await;
        assert!(has(anne.id, theirs).await);
        assert!(!has(bob.id, theirs).await && !has(anne.id, another).await);
        anne.post(&format!("{path}/answer"), &[("version", "1"), ("answer", "Fait.")]).await.is(303);
        assert!(!has(anne.id, theirs).await);
    });
}

#[test]
fn sales_dpo_and_cio_read_requests_marketing_sees_none_and_operations_only_counts() {
    run(async {
        let house = House::open().await;
        let support = house.signed_in(Role::Support).await;
        let person = add(&support, &[]).await;
        let path = ask(&support, &person, "Virement refusé").await;
        for role in [Role::Sales, Role::Dpo, Role::Cio] {
            let visitor = house.signed_in(role).await;
            assert!(visitor.get("/assistance").await.is(200).says("Virement refusé"));
            let page = visitor.get(&path).await.is(200);
            assert!(page.says("Le relevé du 24") && !page.says(&format!("{path}/answer")), "{}", page.main());
            visitor.post(&format!("{path}/answer"), &[("version", "1"), ("answer", "x")]).await.is(403);
        }
        for role in [Role::Marketing, Role::Operations] {
            let visitor = house.signed_in(role).await;
            visitor.get("/assistance").await.is(403);
            visitor.get(&path).await.is(403);
            assert!(!visitor.get(&person).await.says("Virement refusé"));
        }
    });
}
