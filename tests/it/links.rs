//! The links that mails carry, on the internet side: the same page for everybody, and what becomes of a press.
use crate::consent::{person, says};
use crate::house::{House, run};
use crate::intake::{Public, settings, take_in, waiting};
use crate::unsubscribe::token;
use cloister::consent::{self, Act};
use cloister::forms::{self, SharedPage};
use cloister::intake::{self, Parcel, Settings};
use cloister::words::Lang;
use reqwest::header::CONTENT_TYPE;

const STRANGE: &str = "abcdefghijklmnopqrstuvwxyz";

/// The house publishes its folder, as its job does every few seconds.
pub async fn publish(house: &House) {
    let app = house.app.clone();
    tokio::task::spawn_blocking(move || cloister::jobs::run(&app, "publish")).await.unwrap().expect("a folder");
}

/// What somebody last said about each purpose, oldest first.
async fn story(house: &House, id: i64) -> Vec<(&'static str, Act)> {
    let story = house.look(move |l| consent::story(l, id)).await;
    let mut told: Vec<_> = story.told.iter().map(|told| (told.purpose.word(), told.act)).collect();
    told.sort_unstable_by_key(|(purpose, act)| (*purpose, act.word()));
    told
}

#[test]
fn every_link_has_the_same_page_in_both_languages_and_getting_it_does_nothing() {
    run(async {
        let house = House::open_with(&[("CLOISTER_COMPANY", "Trésorerie Martin")]).await;
        let anna = person(&house, "Dupré", &["anna@exemple.example"]).await;
        let ours = token(&house, anna, "anna@exemple.example").await;
        publish(&house).await;
        let public = Public::open(settings(&house));
        for way in ["u", "c"] {
            let page = public.get(&format!("/{way}/{ours}")).await.is(200);
            for other in [STRANGE, "x", "", "%2e%2e%2fx", "a/b", "%00"] {
                assert_eq!(public.get(&format!("/{way}/{other}")).await.is(200).body, page.body, "{way} {other}");
            }
            assert!(!page.body.contains(&ours) && page.body.contains("Trésorerie Martin"));
            assert!(page.headers["content-security-policy"].to_str().unwrap().contains("frame-ancestors 'none'"));
            assert_eq!(page.headers["referrer-policy"], "no-referrer", "the link does not travel on");
            let english = public.get(&format!("/{way}/{ours}?l=en")).await.is(200).body;
            assert!(english.contains("<html lang=\"en\">") && page.body.contains("<html lang=\"fr\">"));
            let by_browser =
                public.client.get(format!("{}/{way}/{ours}", public.url)).header("accept-language", "en-GB");
            assert_eq!(public.said(by_browser).await.body, english);
        }
        assert!(public.get(&format!("/u/{ours}")).await.body.contains("Tout arrêter"));
        assert!(!public.get(&format!("/u/{ours}")).await.body.contains("checked"), "no box is ticked beforehand");
        assert!(waiting(&house).is_empty(), "scanners of mail follow links: getting one acts on nothing");
    });
}

#[test]
fn one_click_of_a_provider_stops_everything_within_a_minute_and_everybody_hears_the_same() {
    run(async {
        let house = House::open().await;
        let anna = person(&house, "Dupré", &["anna@exemple.example"]).await;
        says(&house, anna, Act::Given, Some("anna@exemple.example"), "2026-01-05").await;
        let ours = token(&house, anna, "anna@exemple.example").await;
        publish(&house).await;
        let none = Settings { per_address: 0, per_minute: 0, ..settings(&house) };
        let public = Public::open(none);
        let url = |token: &str| format!("{}/u/{token}", public.url);
        let form = public.client.post(url(&ours)).form(&[("List-Unsubscribe", "One-Click")]);
        let said = public.said(form).await.is(200);
        assert!(said.body.contains("nous cesserons d’écrire à son adresse"), "{}", said.body);
        let multipart = reqwest::multipart::Form::new().text("List-Unsubscribe", "One-Click");
        let many = public.said(public.client.post(url(&ours)).multipart(multipart)).await.is(200);
        let strange = public.client.post(url(STRANGE)).form(&[("List-Unsubscribe", "One-Click")]);
        let strange = public.said(strange).await.is(200);
        let short = public.said(public.client.post(url("x")).body("")).await.is(200);
        assert!([&many, &strange, &short].iter().all(|other| other.body == said.body));
        assert_eq!(waiting(&house).len(), 3, "what cannot be a link of ours is not kept");
        for file in waiting(&house) {
            assert!(!String::from_utf8_lossy(&std::fs::read(file).unwrap()).contains(&ours));
        }
        take_in(&house).await;
        assert!(waiting(&house).is_empty());
        let refused = story(&house, anna).await;
        assert!(refused.iter().any(|(_, act)| *act == Act::Objected), "{refused:?}");
        let deeds = house.deeds().await;
        assert_eq!(deeds.iter().filter(|deed| deed.starts_with("consent.unsubscribed")).count(), 1, "{deeds:#?}");
        assert!(!deeds.iter().any(|deed| deed.contains(&ours)));
    });
}

#[test]
fn boxes_stop_what_they_say_and_no_box_stops_nothing() {
    run(async {
        let house = House::open().await;
        let anna = person(&house, "Dupré", &["anna@exemple.example"]).await;
        let ours = token(&house, anna, "anna@exemple.example").await;
        publish(&house).await;
        let public = Public::open(settings(&house));
        let path = format!("/u/{ours}?l=en");
        let none = public.post(&path, &[("what", "ticked")]).await.is(422);
        assert!(none.body.contains("No box is ticked") && waiting(&house).is_empty());
        let said = public.post(&path, &[("what", "ticked"), ("stop", "promotion")]).await.is(200);
        assert!(said.body.contains("we will stop writing to its address"), "{}", said.body);
        take_in(&house).await;
        let told = story(&house, anna).await;
        assert!(!told.is_empty() && told.iter().all(|(purpose, _)| *purpose == "promotion"), "{told:?}");
    });
}

#[test]
fn a_press_that_is_found_in_the_spool_again_does_not_undo_what_was_said_since() {
    run(async {
        let house = House::open().await;
        let anna = person(&house, "Dupré", &["anna@exemple.example"]).await;
        let ours = token(&house, anna, "anna@exemple.example").await;
        publish(&house).await;
        let public = Public::open(settings(&house));
        public.post(&format!("/u/{ours}"), &[("what", "ticked"), ("stop", "newsletter")]).await.is(200);
        let file = waiting(&house).pop().unwrap();
        let sealed = std::fs::read(&file).unwrap();
        take_in(&house).await;
        let before = story(&house, anna).await;
        // Killed after the commit and before the file went.
        std::fs::write(&file, &sealed).unwrap();
        take_in(&house).await;
        assert!(waiting(&house).is_empty());
        assert_eq!(story(&house, anna).await, before);
        assert_eq!(house.deeds().await.iter().filter(|deed| deed.starts_with("consent.unsubscribed")).count(), 1);
    });
}

#[test]
fn when_nothing_can_be_taken_a_link_says_so_with_503() {
    run(async {
        let house = House::open().await;
        publish(&house).await;
        let full = Public::open(Settings { room: 0, ..settings(&house) });
        for way in ["u", "c"] {
            let said = full.post(&format!("/{way}/{STRANGE}"), &[("List-Unsubscribe", "One-Click")]).await.is(503);
            assert!(said.body.contains("Rien n’a été enregistré") && said.headers.contains_key("retry-after"));
        }
        let busy = Public::open(Settings { links_per_minute: 1, ..settings(&house) });
        busy.post(&format!("/u/{STRANGE}"), &[]).await.is(200);
        busy.post(&format!("/u/{STRANGE}"), &[]).await.is(503);
        assert_eq!(waiting(&house).len(), 1);
        let json = busy.client.put(format!("{}/u/{STRANGE}", busy.url)).header(CONTENT_TYPE, "application/json");
        busy.said(json).await.is(405);
    });
}

#[test]
fn a_link_that_is_none_of_ours_is_counted_and_leaves_nothing() {
    run(async {
        let house = House::open().await;
        publish(&house).await;
        let public = Public::open(settings(&house));
        for way in ["u", "c"] {
            public.post(&format!("/{way}/{STRANGE}"), &[]).await.is(200);
        }
        let (app, deeds) = (house.app.clone(), house.deeds().await.len());
        let taken = tokio::task::spawn_blocking(move || forms::take_in(&app)).await.unwrap().unwrap();
        assert_eq!((taken.done, taken.strange), (0, 2));
        assert!(waiting(&house).is_empty());
        assert_eq!(house.deeds().await.len(), deeds);
    });
}

#[test]
fn what_was_sent_first_is_taken_in_first() {
    run(async {
        let house = House::open().await;
        let anna = person(&house, "Dupré", &["anna@exemple.example"]).await;
        let ours = token(&house, anna, "anna@exemple.example").await;
        let recipient = house.app.vault().spooling().recipient();
        let now = house.app.clock().now().and_utc().timestamp();
        std::fs::create_dir_all(&house.app.config().spool).unwrap();
        // Named against the order in which they were written; the second of them falls on the first's line.
        for (n, purposes) in [(9, vec!["newsletter".to_owned()]), (1, Vec::new()), (5, vec!["promotion".to_owned()])] {
            let id = format!("{n}").repeat(32);
            let said = intake::Said::Stop { token: ours.clone(), purposes };
            let sealed = intake::seal(&recipient, &Parcel { id: id.clone(), sent_at: now, said }).unwrap();
            std::fs::write(house.app.config().spool.join(format!("{id}{}", intake::ENDING)), sealed).unwrap();
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        take_in(&house).await;
        let purposes: Vec<String> = house
            .deeds()
            .await
            .into_iter()
            .filter(|deed| deed.starts_with("consent.unsubscribed"))
            .filter_map(|deed| deed.split_once("purposes=").map(|(_, rest)| rest.to_owned()))
            .collect();
        assert!(purposes[0].starts_with("newsletter"), "{purposes:?}");
    });
}

#[test]
fn the_pages_of_links_are_drawn_the_same_each_time() {
    for lang in Lang::ALL {
        let draw = |page| forms::pages::draw_shared(page, *lang, "Martin & <Fils>").unwrap();
        let stop = String::from_utf8(draw(SharedPage::Stop)).unwrap();
        assert_eq!(stop.into_bytes(), draw(SharedPage::Stop));
        let said = String::from_utf8(draw(SharedPage::Confirm)).unwrap();
        assert!(said.contains("Martin &#38; &#60;Fils&#62;") && said.contains("method=\"post\""), "{said}");
    }
}

#[test]
fn a_link_pressed_before_the_click_keeps_somebody_off_the_list_and_no_list_leaves_while_taking_in_is_behind() {
    run(async {
        let house = House::open_with(&[("CLOISTER_WEBSITE", "https://www.example.fr")]).await;
        let anna = person(&house, "Dupré", &["anna@exemple.example"]).await;
        says(&house, anna, Act::Given, Some("anna@exemple.example"), "2026-01-05").await;
        let ours = token(&house, anna, "anna@exemple.example").await;
        publish(&house).await;
        let public = Public::open(settings(&house));
        let marketing = house.signed_in(cloister::actor::Role::Marketing).await;
        let list = [("purpose", "newsletter"), ("delimiter", "comma")];
        let ordered = marketing.post("/newsletters", &list).await.is(303).to().to_owned();
        // What cannot be taken in, whatever it is, keeps every list in the house.
        let stuck = house.app.config().spool.join("stuck.age");
        std::fs::create_dir_all(&stuck).unwrap();
        let file = format!("{ordered}/file");
        assert_eq!(marketing.post(&file, &[]).await.is(303).to(), ordered);
        assert!(marketing.get(&ordered).await.is(200).says("still being taken in"));
        std::fs::remove_dir(&stuck).unwrap();
        public.said(public.client.post(format!("{}/u/{ours}", public.url)).body("")).await.is(200);
        assert_eq!(waiting(&house).len(), 1, "no job has run");
        let taken = marketing.post(&file, &[]).await.is(200);
        assert_eq!(taken.body.lines().count(), 1, "{}", taken.body);
        assert!(waiting(&house).is_empty());
    });
}
