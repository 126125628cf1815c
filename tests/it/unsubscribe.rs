//! Links to unsubscribe: what they stop, for whom, and for how long.
use crate::consent::{day, email, import, new_person, restrict, says};
use crate::house::{House, run};
use crate::newsletter::{download, subscriber};
use chrono::NaiveDateTime;
use cloister::actor::Role;
use cloister::catalogue::{Field, KeyClass};
use cloister::consent::{self, Act, Channel, Entry, Purpose, Served, Source, links};
use cloister::db::Conn;
use cloister::db::schema::{consents, people as people_rows, suppressions, unsubscribe_links};
use cloister::db::values::Sealed;
use cloister::people::{self, PersonKind};
use cloister::reach;
use cloister::vault::{Owner, OwnerKind};
use cloister::words::Lang;
use diesel::prelude::*;

/// The token of the link for this address of this person, as an export would print it.
pub async fn token(house: &House, id: i64, address: &str) -> String {
    let address = email(address);
    house
        .write(move |w| {
            let blind = reach::blind(w.vault(), &address);
            links::mint(w, &[(id, blind.clone())])?;
            links::mint(w, &[(id, blind.clone())])?;
            let found = unsubscribe_links::table
                .filter(unsubscribe_links::blind.eq(blind).and(unsubscribe_links::person_id.eq(id)));
            let found = found.select((unsubscribe_links::id, unsubscribe_links::token));
            let (row, token): (i64, Sealed) = match w.conn() {
                Conn::Sqlite(c) => found.get_result(c),
                Conn::Postgres(c) => found.get_result(&mut **c),
            }?;
            w.unlock(&[Owner::person(id)], KeyClass::Identity)?.open(Field::LinkToken, Owner::person(id), row, &token)
        })
        .await
}

fn at(text: &str) -> NaiveDateTime {
    text.parse().unwrap()
}

pub async fn stop(house: &House, token: &str, purposes: &'static [Purpose], when: &str) -> bool {
    let (token, when) = (token.to_owned(), at(when));
    house.write(move |w| links::stop(w, &token, purposes, when)).await
}

/// How many lines the ledger has, and how many refusals by hash.
async fn counts(house: &House) -> (i64, i64) {
    house
        .look(|l| {
            Ok(match l.conn() {
                Conn::Sqlite(c) => (consents::table.count().get_result(c)?, suppressions::table.count().get_result(c)?),
                Conn::Postgres(c) => {
                    (consents::table.count().get_result(&mut **c)?, suppressions::table.count().get_result(&mut **c)?)
                }
            })
        })
        .await
}

/// The person with all their rows goes, and so does their key.
pub async fn erase(house: &House, id: i64) {
    house
        .write(move |w| {
            let row = people_rows::table.filter(people_rows::id.eq(id));
            match w.conn() {
                Conn::Sqlite(c) => diesel::delete(row).execute(c),
                Conn::Postgres(c) => diesel::delete(row).execute(&mut **c),
            }?;
            Ok(())
        })
        .await;
    let app = house.app.clone();
    tokio::task::spawn_blocking(move || app.vault().shred(OwnerKind::Person, &[id], KeyClass::Identity).unwrap())
        .await
        .unwrap();
}

const NEWSLETTER: [(&str, &str); 2] = [("purpose", "newsletter"), ("delimiter", "comma")];

#[test]
fn a_link_stops_what_it_says_for_everybody_who_has_the_address() {
    run(async {
        let house = House::open().await;
        let shared = "compta@zephyr.example";
        let anne = subscriber(&house, "Dupont", shared).await;
        let bob = subscriber(&house, "Martin", shared).await;
        let other = subscriber(&house, "Autre", "autre@zephyr.example").await;
        let token = token(&house, anne, shared).await;
        assert!(token.len() >= 26 && token.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()));
        assert!(stop(&house, &token.to_ascii_uppercase(), &[Purpose::Newsletter], "2024-06-01T10:00:00").await);
        let marketing = house.signed_in(Role::Marketing).await;
        let list = download(&marketing, &NEWSLETTER).await;
        assert_eq!(list.len(), 1);
        assert!(list[0].contains("Autre"), "{list:?}");
        for id in [anne, bob] {
            let story = house.look(move |l| consent::story(l, id)).await;
            let told = &story.told[0];
            assert_eq!((told.act, told.source, told.happened_on), (Act::Withdrawn, Source::Link, day("2024-06-01")));
            assert_eq!((told.purpose, told.address.as_str()), (Purpose::Newsletter, shared));
        }
        assert_eq!(house.look(move |l| consent::story(l, other)).await.told.len(), 1);
        let page = marketing.get(&format!("/people/{anne}")).await.is(200);
        assert!(page.says("by the link in a mail, withdrew"), "{}", page.main());
        let deeds = house.deeds().await;
        let deed = "consent.unsubscribed act=withdrawn purposes=newsletter lines=2 people=2";
        assert!(deeds.iter().any(|told| told == deed), "{deeds:?}");
        assert!(deeds.iter().all(|told| !told.contains(&token) && !told.contains("zephyr")));
    });
}

#[test]
fn stopping_everything_is_an_objection_and_saying_it_again_adds_nothing() {
    run(async {
        let house = House::open().await;
        let anne = subscriber(&house, "Dupont", "anne@zephyr.example").await;
        let token = token(&house, anne, "anne@zephyr.example").await;
        assert!(stop(&house, &token, &[], "2024-06-01T10:00:00").await);
        assert_eq!(counts(&house).await, (1 + 4, 4));
        let deeds = house.deeds().await.len();
        assert!(stop(&house, &token, &[], "2024-06-01T10:00:00").await);
        assert!(stop(&house, &token, &[Purpose::Promotion], "2024-06-01T11:00:00").await, "an objection said that too");
        assert_eq!((counts(&house).await, house.deeds().await.len()), ((1 + 4, 4), deeds));
        assert!(stop(&house, &token, &[], "2024-06-09T10:00:00").await);
        assert_eq!(counts(&house).await.0, 1 + 4, "whoever has said no need not say it each day");
        says(&house, anne, Act::Given, Some("anne@zephyr.example"), "2024-07-01").await;
        assert!(stop(&house, &token, &[], "2024-07-02T10:00:00").await);
        assert_eq!(counts(&house).await.0, 1 + 4 + 1 + 1, "a no after a yes is news");
    });
}

#[test]
fn an_unknown_link_stops_nothing_and_a_clock_that_runs_ahead_stops_today() {
    run(async {
        let house = House::open().await;
        let anne = subscriber(&house, "Dupont", "anne@zephyr.example").await;
        let token = token(&house, anne, "anne@zephyr.example").await;
        for wrong in ["", "x", &token[1..], &format!("{token}a"), &"é".repeat(400)] {
            assert!(!stop(&house, wrong, &[], "2024-06-01T10:00:00").await, "{wrong}");
        }
        assert_eq!(counts(&house).await, (1, 0));
        assert!(stop(&house, &token, &[], "2999-01-01T00:00:00").await);
        let story = house.look(move |l| consent::story(l, anne)).await;
        assert_eq!(story.told[0].happened_on, house.app.clock().today());
    });
}

#[test]
fn a_link_of_an_old_address_follows_its_person_and_binds_whoever_has_the_address_now() {
    run(async {
        let house = House::open().await;
        let (old, new) = ("old@zephyr.example", "new@zephyr.example");
        let anne = subscriber(&house, "Dupont", old).await;
        let token = token(&house, anne, old).await;
        let edited = new_person("Dupont", &[email(new)]);
        house.write(move |w| people::change(w, anne, 1, &edited)).await;
        says(&house, anne, Act::Given, Some(new), "2024-05-04").await;
        let heir = subscriber(&house, "Heir", old).await;
        restrict(&house, heir).await;
        let mut third = new_person("Third", &[email(old)]);
        third.kind = PersonKind::ThirdParty;
        let third = house.write(move |w| people::add(w, &third)).await;
        assert!(stop(&house, &token, &[Purpose::Newsletter], "2024-06-01T10:00:00").await);
        for id in [anne, heir, third] {
            let story = house.look(move |l| consent::story(l, id)).await;
            assert_eq!(story.told[0].act, Act::Withdrawn);
        }
        let marketing = house.signed_in(Role::Marketing).await;
        assert_eq!(download(&marketing, &NEWSLETTER).await, Vec::<String>::new());
    });
}

#[test]
fn a_link_works_after_its_person_was_erased() {
    run(async {
        let house = House::open().await;
        let address = "anne@zephyr.example";
        let anne = subscriber(&house, "Dupont", address).await;
        let token = token(&house, anne, address).await;
        erase(&house, anne).await;
        assert!(stop(&house, &token, &[], "2024-06-01T10:00:00").await);
        assert_eq!(counts(&house).await, (0, 4));
        assert!(stop(&house, &token, &[], "2024-06-01T10:00:00").await);
        assert_eq!(counts(&house).await, (0, 4));
        assert!(house.deeds().await.iter().any(|deed| deed.starts_with("consent.unsubscribed act=objected")));
    });
}

/// A form that was sent today, by the person: dated, proven, about the newsletter.
async fn agrees(house: &House, id: i64, address: &str, on: &str) {
    let (address, on) = (email(address), day(on));
    house
        .write(move |w| {
            let entry = Entry {
                person: id,
                purpose: Purpose::Newsletter,
                channel: Channel::Email,
                act: Act::Given,
                address: Some(Entry::at(w.vault(), &address)),
                source: Source::Form,
                note: "",
                wording: "",
                happened_on: on,
            };
            consent::record_served(w, &[entry], &Served { form: 1, notice: 1, lang: Lang::Fr, hash: vec![1] })
        })
        .await;
}

#[test]
fn an_address_that_was_unsubscribed_stays_so_for_whoever_has_it_later() {
    run(async {
        let house = House::open().await;
        let address = "anne@zephyr.example";
        let anne = subscriber(&house, "Dupont", address).await;
        let token = token(&house, anne, address).await;
        assert!(stop(&house, &token, &[Purpose::Newsletter], "2024-06-01T10:00:00").await);
        erase(&house, anne).await;
        let marketing = house.signed_in(Role::Marketing).await;
        let again = subscriber(&house, "Again", address).await;
        assert_eq!(download(&marketing, &NEWSLETTER).await, Vec::<String>::new(), "an older yes opens nothing");
        let page = marketing.get(&format!("/people/{again}")).await.is(200);
        assert!(page.says("Refused at this address"), "{}", page.main());
        let file = import(&house, "applied").await;
        let reach = email(address);
        house
            .write(move |w| {
                let entry = Entry {
                    person: again,
                    purpose: Purpose::Newsletter,
                    channel: Channel::Email,
                    act: Act::Given,
                    address: Some(Entry::at(w.vault(), &reach)),
                    source: Source::Import,
                    note: "list of the fair",
                    wording: "",
                    happened_on: day("2024-09-01"),
                };
                consent::record_many(w, &[entry], Some(file))
            })
            .await;
        assert_eq!(
            download(&marketing, &NEWSLETTER).await,
            Vec::<String>::new(),
            "a file opens nothing, whatever its day"
        );
        agrees(&house, again, address, "2024-06-01").await;
        assert_eq!(download(&marketing, &NEWSLETTER).await, Vec::<String>::new(), "on the same day the refusal wins");
        agrees(&house, again, address, "2024-10-01").await;
        assert_eq!(download(&marketing, &NEWSLETTER).await.len(), 1, "their own later yes counts");
    });
}

#[test]
fn an_import_shows_an_unsubscribed_address_as_blocked_and_takes_nothing_of_it() {
    run(async {
        let house = House::open().await;
        let address = "anne@zephyr.example";
        let anne = subscriber(&house, "Dupont", address).await;
        let token = token(&house, anne, address).await;
        assert!(stop(&house, &token, &[], "2024-06-01T10:00:00").await);
        erase(&house, anne).await;
        let app = house.app.clone();
        let planned = tokio::task::spawn_blocking(move || {
            let file = "Nom;E-mail;Opt-in;Date opt-in\nDupont;anne@zephyr.example;oui;2026-01-15\nMartin;bob@zephyr.example;oui;2026-01-15\n";
            let planned = crate::import::plan(&app, file.as_bytes());
            (planned.counts, crate::import::told(&app, planned.import.id))
        });
        let (counts, told) = planned.await.unwrap();
        assert_eq!((counts.new, counts.blocked), (1, 1), "{told:?}");
        assert!(told[0].contains("blocked") && told[0].contains("Refused"), "{told:?}");
    });
}

#[test]
fn an_address_that_was_unsubscribed_while_a_preview_was_looked_at_stops_the_import() {
    run(async {
        let house = House::open().await;
        let address = "anne@zephyr.example";
        let anne = subscriber(&house, "Dupont", address).await;
        let token = token(&house, anne, address).await;
        erase(&house, anne).await;
        let app = house.app.clone();
        let file = "Nom;E-mail\nDupont;anne@zephyr.example\n".as_bytes();
        let id = tokio::task::spawn_blocking(move || crate::import::plan(&app, file).import.id).await.unwrap();
        assert!(stop(&house, &token, &[], "2024-06-01T10:00:00").await);
        let app = house.app.clone();
        let applied = tokio::task::spawn_blocking(move || crate::import::apply(&app, id)).await.unwrap();
        assert_ne!(applied.state, cloister::import::State::Applied);
    });
}
