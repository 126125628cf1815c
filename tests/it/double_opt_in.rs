//! Double opt-in: what was ticked on the website counts once the address has answered, and only as it was asked.
use crate::consent::{email, new_person, person};
use crate::house::{House, run};
use crate::mail::ask;
use crate::relay::{Relay, send, settings};
use chrono::{Duration, NaiveDateTime};
use cloister::actor::Role;
use cloister::consent::{self, Act, Purpose, Served, Story};
use cloister::db::Conn;
use cloister::db::schema::pending_consents;
use cloister::people;
use cloister::words::Lang;
use diesel::prelude::*;

/// A house with a relay, somebody who was asked about the newsletter, and the token they got.
struct Asked {
    house: House,
    relay: Relay,
    anne: i64,
    token: String,
    at: NaiveDateTime,
}

async fn asked(purposes: &[Purpose]) -> Option<Asked> {
    let relay = Relay::open(&[])?;
    let house = House::open_told(settings(relay.port)).await;
    let anne = person(&house, "Dupré", &["anne@client.example"]).await;
    assert!(ask(&house, anne, "anne@client.example", purposes, Lang::Fr).await);
    send(&house).await;
    let (token, at) = (relay.mails()[0].token(), house.app.clock().now());
    Some(Asked { house, relay, anne, token, at })
}

impl Asked {
    async fn confirm(&self, at: NaiveDateTime) -> bool {
        self.confirm_with(self.token.clone(), at).await
    }

    async fn confirm_with(&self, token: String, at: NaiveDateTime) -> bool {
        self.house.write(move |w| consent::confirm(w, &token, at)).await
    }

    async fn story(&self) -> Story {
        let anne = self.anne;
        self.house.look(move |l| consent::story(l, anne)).await
    }
}

#[test]
fn a_link_confirms_once_with_the_proof_of_what_was_asked_and_a_second_time_does_nothing() {
    run(async {
        let both = [Purpose::Newsletter, Purpose::Promotion];
        let Some(asked) = asked(&both).await else { return };
        let before = asked.story().await;
        assert_eq!((before.told.len(), before.waiting.len()), (0, 2));
        let marketing = asked.house.signed_in(Role::Marketing).await;
        let path = format!("/people/{}", asked.anne);
        assert!(marketing.get(&path).await.is(200).says("waiting for confirmation"));
        asked.house.later(Duration::days(2));
        let at = asked.at + Duration::hours(3);
        assert!(!asked.confirm_with("0".repeat(40), at).await, "a token that nobody drew");
        assert!(asked.confirm(at).await);
        assert!(!asked.confirm(at).await);
        assert!(!asked.confirm(at + Duration::hours(1)).await);
        let story = asked.story().await;
        assert_eq!((story.told.len(), story.waiting.len()), (2, 0));
        for told in &story.told {
            assert!(both.contains(&told.purpose) && told.act == Act::Given);
            assert_eq!(told.address, "anne@client.example");
            assert!(told.note.contains("avis 3") && told.wording.contains("lettre"), "{} {}", told.note, told.wording);
            assert_eq!(told.served, Some(Served { form: 7, notice: 12, lang: Lang::Fr, hash: vec![0xab; 32] }));
            assert_eq!(told.happened_on, at.date(), "the day of the confirmation, not of its taking in");
            let confirmed = told.confirmed.unwrap();
            assert!(confirmed.asked_at < asked.at && confirmed.confirmed_at == at);
        }
        // Two days are more than a session.
        let marketing = asked.house.signed_in(Role::Marketing).await;
        let page = marketing.get(&path).await.is(200);
        assert!(page.says("by the link in a mail") && !page.says("waiting for confirmation"), "{}", page.main());
        let deeds = asked.house.deeds().await;
        let about = |what| deeds.iter().filter(|deed| deed.starts_with(what)).cloned().collect::<Vec<_>>();
        assert_eq!(about("consent.asked"), ["consent.asked purposes=newsletter,promotion form=7 notice=12"]);
        assert_eq!(about("consent.confirmed"), ["consent.confirmed purposes=newsletter,promotion channels=email"]);
    });
}

#[test]
fn nobody_is_on_a_list_before_they_confirmed() {
    run(async {
        let Some(asked) = asked(&[Purpose::Newsletter]).await else { return };
        let marketing = asked.house.signed_in(Role::Marketing).await;
        let list = [("purpose", "newsletter"), ("delimiter", "comma")];
        let many = async || marketing.export(&list).await.body.lines().count() - 1;
        assert_eq!(many().await, 0);
        assert!(asked.confirm(asked.at).await);
        asked.house.later(Duration::seconds(1));
        assert_eq!(many().await, 1);
    });
}

#[test]
fn a_link_is_good_for_seven_days_by_the_time_at_which_it_was_used() {
    run(async {
        let Some(asked) = asked(&[Purpose::Newsletter]).await else { return };
        // The house was down: what was in time is taken in late.
        asked.house.later(Duration::days(20));
        assert!(!asked.confirm(asked.at + Duration::days(7) + Duration::minutes(1)).await);
        let marketing = asked.house.signed_in(Role::Marketing).await;
        assert!(marketing.get(&format!("/people/{}", asked.anne)).await.is(200).says("not confirmed in time"));
        asked.house.write(consent::forget_unconfirmed).await;
        assert!(asked.confirm(asked.at + Duration::days(6)).await);
        asked.house.later(Duration::days(60));
        asked.house.write(consent::forget_unconfirmed).await;
        assert!(asked.story().await.told[0].confirmed.is_some(), "the proof of a confirmation stays");
    });
}

#[test]
fn what_nobody_confirmed_is_forgotten_a_month_after_its_link_has_expired() {
    run(async {
        let Some(asked) = asked(&[Purpose::Newsletter]).await else { return };
        for (days, left) in [(36, 1), (2, 0)] {
            asked.house.later(Duration::days(days));
            asked.house.write(consent::forget_unconfirmed).await;
            assert_eq!(asked.story().await.waiting.len(), left, "{days} days more");
        }
        assert!(!asked.confirm(asked.at).await);
    });
}

#[test]
fn a_link_confirms_nothing_for_an_address_that_is_not_theirs_any_more() {
    run(async {
        let Some(asked) = asked(&[Purpose::Newsletter]).await else { return };
        let anne = asked.anne;
        let moved = async |address: &'static str| {
            asked
                .house
                .write(move |w| {
                    let person = people::get(w, anne)?;
                    people::change(w, anne, person.version, &new_person("Dupré", &[email(address)]))
                })
                .await;
        };
        moved("anne@ailleurs.example").await;
        assert!(!asked.confirm(asked.at).await);
        let marketing = asked.house.signed_in(Role::Marketing).await;
        assert!(marketing.get(&format!("/people/{anne}")).await.is(200).says("not theirs any more"));
        assert_eq!(asked.story().await.told.len(), 0);
        moved("Anne@client.example").await;
        assert!(asked.confirm(asked.at).await, "it is theirs again, and the link was not used up");
        drop(asked.relay);
    });
}

#[test]
fn somebody_who_was_erased_confirms_nothing() {
    run(async {
        use cloister::{catalogue::KeyClass, vault::OwnerKind};
        let Some(asked) = asked(&[Purpose::Newsletter]).await else { return };
        let (app, anne) = (asked.house.app.clone(), asked.anne);
        let shred = move || app.vault().shred(OwnerKind::Person, &[anne], KeyClass::Identity);
        tokio::task::spawn_blocking(shred).await.unwrap().unwrap();
        assert!(!asked.confirm(asked.at).await);
    });
}

#[test]
fn a_row_that_was_altered_confirms_nothing() {
    run(async {
        let Some(asked) = asked(&[Purpose::Newsletter]).await else { return };
        let set = async |notice: i64, purpose: Purpose| {
            asked
                .house
                .write(move |w| {
                    let update = diesel::update(pending_consents::table)
                        .set((pending_consents::notice_id.eq(notice), pending_consents::purpose.eq(purpose)));
                    match w.conn() {
                        Conn::Sqlite(c) => update.execute(c)?,
                        Conn::Postgres(c) => update.execute(&mut **c)?,
                    };
                    Ok(())
                })
                .await;
        };
        for (notice, purpose) in [(13, Purpose::Newsletter), (12, Purpose::Business)] {
            set(notice, purpose).await;
            assert!(!asked.confirm(asked.at).await, "{notice} {}", purpose.word());
        }
        set(12, Purpose::Newsletter).await;
        assert!(asked.confirm(asked.at).await);
    });
}

#[test]
fn the_dpo_decides_which_purposes_ask_and_without_a_mail_server_none_does_and_the_page_says_so() {
    run(async {
        let asks = async |house: &House| {
            house
                .look(|l| {
                    let asks = Purpose::ALL.iter().map(|purpose| Ok((purpose.word(), consent::asks(l, *purpose)?)));
                    let asks: Vec<_> = asks.collect::<cloister::error::Result<_>>()?;
                    Ok(asks.into_iter().filter(|asks| asks.1).map(|asks| asks.0).collect::<Vec<_>>())
                })
                .await
        };
        let decision = [
            ("basis_newsletter", "consent"),
            ("basis_promotion", "consent"),
            ("basis_information", "consent"),
            ("basis_business", "consent"),
        ];
        let silent = House::open().await;
        assert!(asks(&silent).await.is_empty());
        let page = silent.signed_in(Role::Dpo).await.get("/consents/grounds").await.is(200);
        assert!(page.says("No mail server is configured") && !page.says("opt_in_newsletter"));

        let house = House::open_told(settings(9)).await;
        assert_eq!(asks(&house).await, ["newsletter", "promotion"]);
        let dpo = house.signed_in(Role::Dpo).await;
        let page = dpo.get("/consents/grounds").await.is(200);
        assert!(page.says("opt_in_newsletter") && !page.says("No mail server is configured"));
        let ticked = [&decision[..], &[("opt_in_newsletter", "yes"), ("opt_in_information", "yes")]].concat();
        house.signed_in(Role::Marketing).await.post("/consents/grounds", &ticked).await.is(403);
        dpo.post("/consents/grounds", &ticked).await.is(303);
        dpo.post("/consents/grounds", &ticked).await.is(303);
        assert_eq!(asks(&house).await, ["newsletter", "information"]);
        let deeds = house.deeds().await;
        let decided: Vec<_> = deeds.iter().filter(|deed| deed.starts_with("opt_in.")).collect();
        assert_eq!(
            decided,
            ["opt_in.decided purpose=promotion asks=false", "opt_in.decided purpose=information asks=true"]
        );
        let seen = house.signed_in(Role::Marketing).await.get("/consents/grounds").await.is(200);
        assert!(seen.says("Counts as soon as it is given on the website"));
        assert_eq!(seen.body.matches("Confirmation decided").count(), 2, "{}", seen.main());
        assert!(seen.says("Confirmation as the house does by itself") && seen.says("by dpo"), "{}", seen.main());
    });
}
