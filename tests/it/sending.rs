//! Lists and the programs that send mail: what they import unchanged, what is owed to those who refuse, what comes back.
use crate::consent::{day, email, person, says};
use crate::house::{House, Visitor, run};
use crate::newsletter::{download, settle_all, subscriber};
use crate::unsubscribe::{erase, stop, token};
use chrono::Duration;
use cloister::actor::Role;
use cloister::catalogue::KeyClass;
use cloister::consent::{self, Act, Purpose, Source};
use cloister::newsletter::{self, State};
use cloister::vault::OwnerKind;

const WEBSITE: &[(&str, &str)] = &[("CLOISTER_WEBSITE", "https://www.example.fr")];
const LIST: [(&str, &str); 2] = [("purpose", "newsletter"), ("delimiter", "comma")];

/// The cells of a file with commas, whatever stands in them.
fn cells(file: &str) -> Vec<Vec<String>> {
    let reader = cloister::sheet::Reader::open(std::io::Cursor::new(file.to_owned())).unwrap();
    let header = reader.header().to_vec();
    std::iter::once(header).chain(reader.map(|row| row.unwrap().cells)).collect()
}

#[test]
fn each_program_finds_its_columns_and_a_link_to_unsubscribe_for_each_row() {
    run(async {
        let house = House::open_with(WEBSITE).await;
        let anne = subscriber(&house, "Dupont", "anne@zephyr.example").await;
        let marketing = house.signed_in(Role::Marketing).await;
        let page = marketing.get("/newsletters/new?purpose=newsletter").await.is(200);
        let token = token(&house, anne, "anne@zephyr.example").await;
        let link = format!("https://www.example.fr/u/{token}");
        let header = format!("<{link}>");
        let attributes =
            format!(r#"{{"language":"fr","list_unsubscribe":"{header}","title":"Mme","unsubscribe_url":"{link}"}}"#);
        let table = |names: &str, row: &[&str]| {
            vec![names.split(',').map(str::to_owned).collect(), row.iter().map(|cell| (*cell).to_owned()).collect()]
        };
        let (address, given, family) = ("anne@zephyr.example", "Anne", "Dupont");
        let expected: [(&str, Vec<Vec<String>>); 5] = [
            (
                "ours",
                table(
                    "E-mail,First name,Last name,Civility,Company,Language,Unsubscribe link,List-Unsubscribe",
                    &[address, given, family, "Mme", "", "fr", &link, &header],
                ),
            ),
            (
                "brevo",
                table(
                    "EMAIL,LASTNAME,FIRSTNAME,COMPANY,LANGUAGE,UNSUBSCRIBE_URL,LIST_UNSUBSCRIBE",
                    &[address, family, given, "", "fr", &link, &header],
                ),
            ),
            (
                "mailchimp",
                table(
                    "Email Address,First Name,Last Name,Company,Language,Unsubscribe URL,List-Unsubscribe",
                    &[address, given, family, "", "fr", &link, &header],
                ),
            ),
            (
                "mautic",
                table(
                    "email,title,firstname,lastname,companyname,preferred_locale,unsubscribe_url,list_unsubscribe",
                    &[address, "Mme", given, family, "", "fr", &link, &header],
                ),
            ),
            ("listmonk", table("email,name,attributes", &[address, "Anne Dupont", &attributes])),
        ];
        for (program, table) in expected {
            let file = marketing.export(&[LIST[0], LIST[1], ("program", program)]).await.is(200).body;
            assert!(!file.starts_with('\u{feff}'), "{program}");
            assert_eq!(cells(&file), table, "{program}");
            assert!(page.says(&format!("value=\"{program}\"")), "{program}");
        }
        let fresh = person(&house, "Shredded", &["shredded@zephyr.example"]).await;
        says(&house, fresh, Act::Given, Some("shredded@zephyr.example"), "2024-05-03").await;
        let app = house.app.clone();
        tokio::task::spawn_blocking(move || {
            app.vault().shred(OwnerKind::Person, &[fresh], KeyClass::Identity).unwrap();
        })
        .await
        .unwrap();
        assert_eq!(download(&marketing, &LIST).await.len(), 1, "whose key is gone keeps nobody else from their list");
        marketing.post("/newsletters", &[LIST[0], ("channel", "phone"), ("program", "brevo")]).await.is(400);
        marketing.post("/newsletters", &[LIST[0], ("program", "fax")]).await.is(400);
        assert!(
            stop(&house, &token, &[Purpose::Newsletter], "2024-06-01T10:00:00").await,
            "the link in the file works"
        );
        settle_all(&house).await;
        assert_eq!(download(&marketing, &LIST).await, Vec::<String>::new());
    });
}

#[test]
fn a_house_that_does_not_know_its_website_makes_no_list_for_mail_and_says_what_to_do() {
    run(async {
        let house = House::open_with(&[("CLOISTER_WEBSITE", "none")]).await;
        subscriber(&house, "Dupont", "anne@zephyr.example").await;
        let marketing = house.signed_in(Role::Marketing).await;
        let page = marketing.get("/newsletters/new?purpose=newsletter").await.is(200);
        assert!(page.says("sets “website” in its configuration"), "{}", page.main());
        assert!(!page.says("Make a list of"), "no button that would only refuse");
        for program in ["ours", "mautic"] {
            let asked = marketing.post("/newsletters", &[LIST[0], ("program", program)]).await.is(303);
            assert_eq!(asked.to(), "/newsletters/new?purpose=newsletter");
            assert!(marketing.get(asked.to()).await.says("sets “website” in its configuration"));
        }
        assert!(house.look(|l| newsletter::list(l, None, 10)).await.exports.is_empty());
        // Nobody is written to by telephone.
        let calls = marketing.export(&[LIST[0], ("channel", "phone")]).await.is(200);
        assert!(calls.body.contains("\"Phone\""), "{}", calls.body);
    });
}

#[test]
fn a_list_is_taken_once_within_a_day_by_whoever_ordered_it() {
    run(async {
        let house = House::open().await;
        subscriber(&house, "Dupont", "anne@zephyr.example").await;
        let marketing = house.signed_in(Role::Marketing).await;
        let other = house.signed_in(Role::Marketing).await;
        let ordered = marketing.post("/newsletters", &LIST).await.is(303);
        let (page, file) = (ordered.to().to_owned(), format!("{}/file", ordered.to()));
        assert!(marketing.get(&page).await.is(200).says("Download the list"));
        assert!(!other.get(&page).await.is(200).says("Download the list"));
        other.post(&file, &[]).await.is(404);
        assert!(marketing.post(&file, &[]).await.is(200).body.contains("anne@zephyr.example"));
        let again = marketing.post(&file, &[]).await.is(303);
        assert_eq!(again.to(), page);
        let shown = marketing.get(&page).await.is(200);
        assert!(shown.says("Make it again") && shown.says("SHA-256") && !shown.says("Download the list"));

        let late = marketing.post("/newsletters", &LIST).await.is(303).to().to_owned();
        house.later(Duration::hours(25));
        let marketing = house.signed_in(Role::Marketing).await;
        house.app.write(&cloister::actor::Actor::House, newsletter::give_up_the_dead).await.unwrap();
        assert!(marketing.get(&late).await.is(200).says("Nobody downloaded this list in time"));
        let states: Vec<State> =
            house.look(|l| newsletter::list(l, None, 10)).await.exports.iter().map(|export| export.state).collect();
        assert_eq!(states, [State::Expired, State::Complete]);
    });
}

async fn owed(house: &House) -> Vec<i64> {
    house
        .write(|w| {
            newsletter::gather(w)?;
            newsletter::gather(w)?;
            Ok(newsletter::recalls(w)?.iter().map(|recall| recall.people).collect())
        })
        .await
}

async fn recall_of(house: &House, visitor: &Visitor) -> (String, i64, i64) {
    let recall = house.look(newsletter::recalls).await.remove(0);
    let file = visitor.post(&format!("/newsletters/recalls/{}/file", recall.export.id), &[]).await.is(200).body;
    (file, recall.export.id, recall.last)
}

#[test]
fn whoever_refuses_after_a_list_left_is_owed_a_recall_that_stands_in_the_way_of_the_next() {
    run(async {
        let house = House::open().await;
        let anne = subscriber(&house, "Dupont", "anne@zephyr.example").await;
        subscriber(&house, "Martin", "bob@zephyr.example").await;
        let marketing = house.signed_in(Role::Marketing).await;
        let before = subscriber(&house, "Before", "before@zephyr.example").await;
        says(&house, before, Act::Withdrawn, None, "2024-06-01").await;
        assert_eq!(download(&marketing, &LIST).await.len(), 2);
        assert_eq!(owed(&house).await, Vec::<i64>::new(), "nobody in the list has refused");
        house.later(Duration::seconds(1));
        says(&house, anne, Act::Objected, None, "2024-06-01").await;
        says(&house, before, Act::Objected, None, "2024-06-01").await;
        assert_eq!(owed(&house).await, [1]);
        let stands = marketing.post("/newsletters", &LIST).await.is(303);
        assert_eq!(stands.to(), "/newsletters/recalls");
        let page = marketing.get("/newsletters/recalls").await.is(200);
        assert!(page.says("1 person is to be taken out") && page.says("First take these people out"));
        assert!(!page.says("zephyr") && !page.says("Dupont"));
        let (file, export, last) = recall_of(&house, &marketing).await;
        assert_eq!(file, "\"E-mail\"\r\n\"anne@zephyr.example\"\r\n");
        let last = last.to_string();
        let tick = format!("/newsletters/recalls/{export}/tick");
        let sales = house.signed_in(Role::Sales).await;
        sales.post(&tick, &[("last", &last)]).await.is(404);
        house.signed_in(Role::Dpo).await.post(&tick, &[("last", &last)]).await.is(403);
        // A number that no page showed would tick off what nobody has seen.
        for forged in [i64::MAX.to_string(), "0".to_owned(), (last.parse::<i64>().unwrap() + 1).to_string()] {
            marketing.post(&tick, &[("last", &forged)]).await.is(400);
            let all = format!("{export}-{forged}");
            marketing.post("/newsletters/recalls/tick", &[("shown", &all)]).await.is(400);
        }
        assert_eq!(owed(&house).await, [1], "nothing was ticked off by that");
        marketing.post(&tick, &[("last", &last)]).await.is(303);
        marketing.post(&tick, &[("last", &last)]).await.is(409);
        assert_eq!(owed(&house).await, Vec::<i64>::new());
        assert_eq!(download(&marketing, &LIST).await.len(), 1);
        let deeds = house.deeds().await;
        for told in ["recall.taken people=1 nameless=0", "recall.settled people=1"] {
            assert!(deeds.iter().any(|deed| deed == told), "{told}: {deeds:?}");
        }
    });
}

#[test]
fn what_is_owed_of_several_lists_is_ticked_off_at_once_and_nothing_that_came_since() {
    run(async {
        let house = House::open().await;
        let anne = subscriber(&house, "Dupont", "anne@zephyr.example").await;
        let bob = subscriber(&house, "Martin", "bob@zephyr.example").await;
        let marketing = house.signed_in(Role::Marketing).await;
        for _ in 0..3 {
            assert_eq!(download(&marketing, &LIST).await.len(), 2);
        }
        house.later(Duration::seconds(1));
        says(&house, anne, Act::Withdrawn, None, "2024-06-01").await;
        assert_eq!(owed(&house).await, [1, 1, 1]);
        let page = marketing.get("/newsletters/recalls").await.is(200);
        let shown = crate::forms::hidden(&page.body, "shown");
        assert_eq!(shown.split(' ').count(), 3, "{shown}");
        says(&house, bob, Act::Withdrawn, None, "2024-06-01").await;
        assert_eq!(owed(&house).await, [2, 2, 2]);
        let all = "/newsletters/recalls/tick";
        marketing.post(all, &[("shown", &shown)]).await.is(303);
        assert_eq!(owed(&house).await, [1, 1, 1], "what came after the page was shown is still owed");
        marketing.post(all, &[("shown", &shown)]).await.is(409);
        for wrong in ["", "1", "x-y", "1-2-3"] {
            marketing.post(all, &[("shown", wrong)]).await.is(400);
        }
        house.signed_in(Role::Dpo).await.post(all, &[("shown", &shown)]).await.is(403);
    });
}

#[test]
fn a_recall_finds_whoever_shares_the_address_and_says_so_when_nobody_can_be_named() {
    run(async {
        let house = House::open().await;
        let shared = "compta@zephyr.example";
        let anne = subscriber(&house, "Dupont", shared).await;
        let bob = person(&house, "Martin", &[shared]).await;
        let marketing = house.signed_in(Role::Marketing).await;
        assert_eq!(download(&marketing, &LIST).await.len(), 1);
        house.later(Duration::seconds(1));
        says(&house, bob, Act::Withdrawn, None, "2024-06-01").await;
        assert_eq!(owed(&house).await, [1], "his refusal follows him to the address that she was written to at");
        erase(&house, anne).await;
        let (file, ..) = recall_of(&house, &marketing).await;
        assert_eq!(file, "\"E-mail\"\r\n");
        assert!(house.deeds().await.iter().any(|deed| deed == "recall.taken people=1 nameless=1"));
    });
}

#[test]
fn an_audience_is_shared_and_counted_anew_each_time_it_is_opened() {
    run(async {
        let house = House::open().await;
        subscriber(&house, "Dupont", "anne@zephyr.example").await;
        let marketing = house.signed_in(Role::Marketing).await;
        let other = house.signed_in(Role::Marketing).await;
        let criteria = [("purpose", "newsletter"), ("channel", "email"), ("lang", "fr"), ("name", "French <readers>")];
        marketing.post("/newsletters/audiences", &criteria).await.is(303);
        let again = marketing.post("/newsletters/audiences", &criteria).await.is(422);
        assert!(again.says("There is an audience of this name") && again.says("French &#60;readers&#62;"));
        marketing.post("/newsletters/audiences", &[("purpose", "newsletter"), ("name", " ")]).await.is(422);
        for (name, words) in [
            ("Like anne@zephyr.example", "names nobody"),
            ("Around 01 42 12 08 64", "names nobody"),
            ("+33142120864", "names nobody"),
        ] {
            let refused = marketing.post("/newsletters/audiences", &[("purpose", "newsletter"), ("name", name)]).await;
            assert!(refused.is(422).says(words), "{name}");
        }
        for unseen in ["Readers\u{202e}", "Rea\u{200b}ders"] {
            let asked = crate::newsletter::criteria(Purpose::Newsletter, consent::Channel::Email);
            let named =
                house.app.write(&cloister::actor::Actor::Console, move |w| newsletter::save(w, unseen, &asked)).await;
            assert!(matches!(named, Ok(Err(newsletter::Misnamed::Unseen))), "{unseen:?}");
        }
        let tomorrow = (house.app.clock().today() + chrono::Days::new(1)).to_string();
        let future = marketing.get(&format!("/newsletters/new?purpose=newsletter&since={tomorrow}")).await.is(422);
        assert!(future.says("This date is still to come"));
        let saved = house.look(newsletter::audiences).await;
        let path = format!("/newsletters/audiences/{}", saved[0].0.id);
        assert_eq!(saved[0].1.lawful, 1);
        subscriber(&house, "Martin", "bob@zephyr.example").await;
        assert_eq!(house.look(newsletter::audiences).await[0].1.lawful, 2, "who is meant is asked anew");
        let page = other.get(&path).await.is(200);
        assert!(page.says("/newsletters/new?purpose=newsletter&#38;channel=email&#38;lang=fr"), "{}", page.main());
        let list = other.get("/newsletters/audiences").await.is(200);
        assert!(list.says("French &#60;readers&#62;") && list.says("marketing"));
        other.post(&path, &[("name", "Readers"), ("version", "1")]).await.is(303);
        marketing.post(&path, &[("name", "Mine"), ("version", "1")]).await.is(409);
        let sales = house.signed_in(Role::Sales).await;
        assert!(!sales.get("/newsletters/audiences").await.is(200).says("Readers"), "beyond what sales may ask for");
        sales.get(&path).await.is(404);
        sales.post("/newsletters/audiences", &criteria).await.is(403);
        marketing.post(&format!("{path}/removal"), &[("version", "2")]).await.is(303);
        marketing.get(&path).await.is(404);
    });
}

async fn bring(visitor: &Visitor, file: &str) -> String {
    bring_as(visitor, "rows", file.as_bytes()).await
}

/// The same of a file of which whoever brings it says what happened to everybody in it.
async fn bring_as(visitor: &Visitor, holds: &str, file: &[u8]) -> String {
    let token = visitor.token().await;
    let part = reqwest::multipart::Part::bytes(file.to_vec()).file_name("x.csv").mime_str("text/csv").unwrap();
    let form = reqwest::multipart::Form::new().text("csrf", token).text("purpose", "newsletter");
    let form = form.text("holds", holds.to_owned()).part("file", part);
    let request = visitor.raw(reqwest::Method::POST, "/newsletters/returns").multipart(form);
    let answer = visitor.send(visitor.with_origin(request)).await;
    if answer.status == 303 { answer.to().to_owned() } else { format!("{} {}", answer.status, answer.main()) }
}

#[test]
fn what_a_program_knows_of_bounces_and_unsubscriptions_is_previewed_and_then_done() {
    run(async {
        let house = House::open().await;
        for name in ["Gone", "Left", "Angry", "Stays"] {
            subscriber(&house, name, &format!("{name}@zephyr.example")).await;
        }
        let marketing = house.signed_in(Role::Marketing).await;
        let events = "st_text,email,ts\nHard bounce,gone@zephyr.example,2026-01-05\nunsubscribed,LEFT@zephyr.example,2026-01-06\n\
            Complaint,angry@zephyr.example,2026-01-07\nSoft bounce,stays@zephyr.example,2026-01-07\nOpened,stays@zephyr.example,2026-01-07\n\
            unsubscribed,nobody@zephyr.example,2026-01-07\n";
        let path = bring(&marketing, events).await;
        let page = marketing.get(&path).await.is(200);
        assert!(page.says("Brevo") && page.says("Not done yet") && !page.says("zephyr"), "{}", page.main());
        assert_eq!(download(&marketing, &LIST).await.len(), 4, "a preview does nothing");
        marketing.post(&format!("{path}/application"), &[]).await.is(303);
        marketing.post(&format!("{path}/application"), &[]).await.is(409);
        settle_all(&house).await;
        let list = download(&marketing, &LIST).await;
        assert_eq!(list.len(), 1, "{list:?}");
        assert!(list[0].contains("Stays"));
        let funnel = marketing.get("/newsletters/new?purpose=newsletter").await.is(200);
        assert!(funnel.says("Mail comes back"));
        let deeds = house.deeds().await;
        assert!(
            deeds.iter().any(|deed| deed.starts_with("return.applied") && deed.ends_with("refusals=5 dead=1")),
            "{deeds:?}"
        );
        let heir = subscriber(&house, "Heir", "nobody@zephyr.example").await;
        let story = house.look(move |l| consent::story(l, heir)).await;
        assert!(story.ways[0].states[0].1.is_err(), "an address that nobody had is stopped as well");
    });
}

#[test]
fn a_dead_address_lives_again_when_somebody_there_says_yes() {
    run(async {
        let house = House::open().await;
        let anne = subscriber(&house, "Dupont", "anne@zephyr.example").await;
        let marketing = house.signed_in(Role::Marketing).await;
        let path = bring(&marketing, "email;status\nanne@zephyr.example;hard bounce\n").await;
        marketing.post(&format!("{path}/application"), &[]).await.is(303);
        assert_eq!(download(&marketing, &LIST).await, Vec::<String>::new());
        house.later(Duration::days(2));
        let marketing = house.signed_in(Role::Marketing).await;
        says(&house, anne, Act::Given, Some("anne@zephyr.example"), &house.app.clock().today().to_string()).await;
        assert_eq!(download(&marketing, &LIST).await.len(), 1);
    });
}

#[test]
fn the_files_of_each_program_are_read_and_what_is_none_is_refused_in_words() {
    run(async {
        let house = House::open().await;
        let marketing = house.signed_in(Role::Marketing).await;
        for (program, file) in [
            (
                "Mailchimp",
                "Email Address,First Name,UNSUB_TIME,UNSUB_REASON\na@x.example,A,2026-01-05 10:00:00,NORMAL\n",
            ),
            ("Mailchimp", "Email Address,CLEAN_TIME,CLEAN_CAMPAIGN_TITLE\na@x.example,2026-01-05 10:00:00,News\n"),
            ("Mautic", "email,dnc_reason,dnc_date\na@x.example,2,2026-01-05\n"),
            (
                "Mautic",
                "Email,DNC Reason,DNC Channel,DNC Date\na@x.example,DNC Manually Unsubscribed,Email,2026-01-05 10:00\n",
            ),
            ("Brevo", "event,email,camp_id,ts,date_event\nhard_bounce,a@x.example,7,1767607200,2026-01-05 10:00:00\n"),
            ("Listmonk", "uuid,email,name,attributes,status\n1,a@x.example,A,{},blocklisted\n"),
            ("Another one", "E-mail;Statut\na@x.example;désinscrit\n"),
        ] {
            let path = bring(&marketing, file).await;
            let page = marketing.get(&path).await.is(200);
            assert!(page.says(program), "{program} {}", page.main());
            marketing.post(&format!("{path}/discard"), &[]).await.is(303);
        }
        for (file, words) in [
            ("Nom;Statut\nA;désinscrit\n", "No column is called e-mail"),
            ("Email;Nom\na@x.example;A\n", "No column says what happened"),
            ("Email;Status\na@x.example;delivered\n", "Nothing in this file"),
            ("", "This file is empty"),
            ("Email;Status\n", "not one row"),
            ("Email;Status\n\"a@x.example;unsubscribed\n", "never close"),
            ("Email,DNC Reason,DNC Channel\na@x.example,DNC Unsubscribed,Text Message\n", "Nothing in this file"),
            (
                "uuid,email,name,attributes,status,created_at,updated_at\n1,a@x.example,A,{},enabled,x,x\n",
                "say so above",
            ),
        ] {
            let said = bring(&marketing, file).await;
            assert!(said.starts_with("422") && said.contains(words), "{said}");
        }
        let many = "Email;Status\n".to_owned() + &"a@x.example;unsubscribed\n".repeat(50_001);
        for (file, words) in [
            (b"PK\x03\x04 and so on".to_vec(), "spreadsheet (.xlsx, .ods)"),
            (b"%PDF-1.7 and so on".to_vec(), "This is a PDF"),
            (b"\x1f\x8b\x08 and so on".to_vec(), "compressed"),
            (b"Email;Status\na@x.example;un\0subscribed\n".to_vec(), "bytes that no text has"),
            (many.into_bytes(), "more than 50,000 rows"),
        ] {
            let said = bring_as(&marketing, "rows", &file).await;
            assert!(said.starts_with("422") && said.contains(words), "{words}: {said}");
        }
        assert_eq!(house.look(|l| consent::ledger(l, &[], &[])).await, Vec::new());
    });
}

#[test]
fn whoever_brings_a_file_says_what_happened_where_its_rows_do_not() {
    run(async {
        let house = House::open().await;
        for name in ["Left", "Stays"] {
            subscriber(&house, name, &format!("{name}@zephyr.example")).await;
        }
        let marketing = house.signed_in(Role::Marketing).await;
        // As Listmonk exports who left one of its lists: enabled, because they may be in others.
        let file = "uuid,email,name,attributes,status,created_at,updated_at\n\
            1,left@zephyr.example,Anne Left,{},enabled,2026-01-05 10:00:00,2026-01-05 10:00:00\n";
        let path = bring_as(&marketing, "unsubscribed", file.as_bytes()).await;
        let page = marketing.get(&path).await.is(200);
        assert!(page.says("Listmonk") && page.says("Unsubscribed"), "{}", page.main());
        marketing.post(&format!("{path}/application"), &[]).await.is(303);
        settle_all(&house).await;
        let list = download(&marketing, &LIST).await;
        assert!(list.len() == 1 && list[0].contains("Stays"), "{list:?}");
        assert!(bring_as(&marketing, "everything", file.as_bytes()).await.starts_with("400"));
        let bounced = bring_as(&marketing, "bounced", b"EMAIL,NOM\nstays@zephyr.example,Stays\n").await;
        marketing.post(&format!("{bounced}/application"), &[]).await.is(303);
        assert_eq!(download(&marketing, &LIST).await, Vec::<String>::new());
    });
}

#[test]
fn a_withdrawal_that_a_program_brought_names_its_source_and_its_day() {
    run(async {
        let house = House::open().await;
        let anne = subscriber(&house, "Dupont", "anne@zephyr.example").await;
        let marketing = house.signed_in(Role::Marketing).await;
        let path = bring(&marketing, "event,email,date\nunsubscribe,anne@zephyr.example,2026-01-05\n").await;
        marketing.post(&format!("{path}/application"), &[]).await.is(303);
        let told = house.look(move |l| consent::story(l, anne)).await.told.remove(0);
        assert_eq!((told.act, told.source, told.happened_on), (Act::Withdrawn, Source::Sender, day("2026-01-05")));
        assert_eq!(told.address, email("anne@zephyr.example").written());
    });
}

/// Random ledgers: whoever is in a file had a live permission in the snapshot that the file was read from, whatever was
/// withdrawn while lists were ordered, begun and streamed; and who lost it after, is owed a recall. The snapshot is taken
/// when the file is read, so the clock of the test is the real one: what was committed before that moment is in it.
#[test]
fn withdrawals_that_race_with_exports_leave_nobody_in_a_list_without_permission_in_its_snapshot() {
    use rand::RngExt;
    use std::collections::HashMap;
    use std::time::Instant;
    run(async {
        let house = House::open().await;
        let mut ids = Vec::new();
        for n in 0..60 {
            ids.push(subscriber(&house, &format!("P{n}"), &format!("p{n}@zephyr.example")).await);
        }
        let (app, everybody) = (house.app.clone(), ids.clone());
        let today = house.app.clock().today();
        let done = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
        let finished = done.clone();
        // Who refused, and when that was committed.
        let refusing = tokio::task::spawn_blocking(move || {
            let (mut left, mut refused) = (everybody, HashMap::new());
            while !left.is_empty() && !finished.load(std::sync::atomic::Ordering::Acquire) {
                let who = left.swap_remove(rand::rng().random_range(0..left.len()));
                let no = app.write_now(&cloister::actor::Actor::Console, |w| {
                    crate::consent::line(w, who, Act::Withdrawn, None, today);
                    Ok(())
                });
                no.unwrap();
                refused.insert(who, Instant::now());
                std::thread::sleep(std::time::Duration::from_millis(3));
            }
            refused
        });
        let exporting = house.app.clone();
        let lists = tokio::task::spawn_blocking(move || {
            use cloister::actor::Actor::Console;
            let asked = crate::newsletter::criteria(Purpose::Newsletter, consent::Channel::Email);
            let mut lists = Vec::new();
            for _ in 0..12 {
                // What is owed is done at once here, as marketing must.
                let tick = exporting.write_now(&Console, |w| {
                    newsletter::gather(w)?;
                    for recall in newsletter::recalls(w)? {
                        newsletter::settle(w, recall.export.id, recall.last)?;
                    }
                    newsletter::begin(w, &asked, crate::newsletter::LAYOUT)
                });
                let begun = tick.unwrap();
                let recorded = Instant::now();
                // Somebody refuses between the record of the beginning and the snapshot: they must not be in the file.
                std::thread::sleep(std::time::Duration::from_millis(12));
                let snapshot = Instant::now();
                newsletter::run(&exporting, &Console, &begun, |_| true).unwrap();
                lists.push((begun.export.id, recorded, snapshot));
            }
            lists
        });
        let lists = lists.await.unwrap();
        done.store(true, std::sync::atomic::Ordering::Release);
        let refused = refusing.await.unwrap();
        house.write(newsletter::gather).await;
        let (mut sizes, mut between, mut after) = (Vec::new(), 0, 0);
        for (list, recorded, snapshot) in lists {
            between += refused.values().filter(|at| (recorded..snapshot).contains(*at)).count();
            let held = crate::newsletter::people_of(&house, list).await;
            sizes.push(held.len());
            let missing: Vec<_> = ids.iter().filter(|id| !held.contains(id) && !refused.contains_key(id)).collect();
            assert!(missing.is_empty(), "{missing:?} never refused and are not in list {list}");
            for who in held {
                let Some(no) = refused.get(&who) else { continue };
                assert!(*no >= snapshot, "{who} had refused before the snapshot of list {list}, and is in it");
                after += 1;
                assert!(was_recalled(&house, list, who).await, "{who} refused after list {list} and is owed a recall");
            }
        }
        assert!(sizes.first() > sizes.last(), "nobody refused while lists were made: {sizes:?}");
        assert!(between > 0 && after > 0, "the race was none: {between} between beginning and snapshot, {after} after");
    });
}

async fn was_recalled(house: &House, list: i64, who: i64) -> bool {
    use cloister::db::Conn;
    use cloister::db::schema::recalls;
    use diesel::prelude::*;
    house
        .look(move |l| {
            let these = recalls::table.filter(recalls::export_id.eq(list).and(recalls::person_id.eq(who))).count();
            let many: i64 = match l.conn() {
                Conn::Sqlite(c) => these.get_result(c),
                Conn::Postgres(c) => these.get_result(&mut **c),
            }?;
            Ok(many > 0)
        })
        .await
}
