//! The ledger of consents: what is recorded, what follows from it, and who may.
use crate::house::{House, Visitor, run};
use chrono::NaiveDate;
use cloister::actor::Role;
use cloister::app::Writing;
use cloister::consent::{self, Act, Channel, Entry, Purpose, Reason, Source, Story};
use cloister::db::Conn;
use cloister::db::schema::{imports, people as people_rows};
use cloister::people::{self, Ground, NewPerson, Origin, PersonKind};
use cloister::reach::{self, Reach, ReachKind};
use cloister::words::Lang;
use diesel::prelude::*;

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub fn email(text: &str) -> Reach {
    Reach::parse(ReachKind::Email, text).unwrap()
}

/// Somebody with these addresses and numbers.
pub fn new_person(family_name: &str, reaches: &[Reach]) -> NewPerson {
    NewPerson {
        kind: PersonKind::Contact,
        civility: "Mme".to_owned(),
        given_name: "Anne".to_owned(),
        family_name: family_name.to_owned(),
        job_title: String::new(),
        address: String::new(),
        lang: Lang::Fr,
        company_id: None,
        origin: Origin::Person,
        ground: Ground::LegitimateInterest,
        reaches: reaches.to_vec(),
    }
}

pub async fn person(house: &House, family_name: &str, addresses: &[&str]) -> i64 {
    let new = new_person(family_name, &addresses.iter().map(|text| email(text)).collect::<Vec<_>>());
    house.write(move |w| people::add(w, &new)).await
}

/// A line about the newsletter by e-mail, with its proof.
pub fn line(w: &mut Writing, person: i64, act: Act, address: Option<&Reach>, on: NaiveDate) {
    let address = address.map(|reach| Entry::at(w.vault(), reach));
    let entry = Entry {
        person,
        purpose: Purpose::Newsletter,
        channel: Channel::Email,
        act,
        address,
        source: Source::Import,
        note: "stand at the fair",
        wording: "",
        happened_on: on,
    };
    consent::record_many(w, &[entry], None).unwrap();
}

pub async fn says(house: &House, person: i64, act: Act, address: Option<&str>, on: &str) {
    let (address, on) = (address.map(email), day(on));
    house
        .write(move |w| {
            line(w, person, act, address.as_ref(), on);
            Ok(())
        })
        .await;
}

async fn story(house: &House, person: i64) -> Story {
    house.look(move |l| consent::story(l, person)).await
}

/// How the newsletter by e-mail stands, for the first address.
async fn newsletter(house: &House, person: i64) -> Result<NaiveDate, Reason> {
    let story = story(house, person).await;
    story.ways.iter().find(|way| way.channel == Channel::Email).map_or(Err(Reason::NoAddress), |way| {
        way.states[0].1.map(|permission| permission.since.expect("a consent has its day"))
    })
}

/// The form, with what differs.
fn form<'a>(differs: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![
        ("act", "given"),
        ("purpose_newsletter", "yes"),
        ("where", "email"),
        ("source", "telephone"),
        ("happened_on", "2024-05-03"),
        ("note", ""),
        ("wording", ""),
    ];
    for (name, value) in differs {
        fields.retain(|field| field.0 != *name);
        fields.push((name, value));
    }
    fields
}

/// The address of this text as the form offers it.
async fn offered(visitor: &Visitor, path: &str, text: &str) -> String {
    let page = visitor.get(path).await.is(200);
    let before = page.body.split_once(text).expect("the address is offered").0;
    before.rsplit("value=\"").next().unwrap().split('"').next().unwrap().to_owned()
}

#[test]
fn a_consent_is_told_as_a_story_with_its_proof_and_who_noted_it() {
    run(async {
        let house = House::open().await;
        let id = person(&house, "Dupont", &["a.dupont@zephyr.example"]).await;
        let support = house.signed_in(Role::Support).await;
        let path = format!("/people/{id}/consents/new");
        let address = offered(&support, &path, "a.dupont@zephyr.example").await;
        let given = form(&[("where", &address), ("note", "called back"), ("wording", "May we <write> to you?")]);
        assert_eq!(support.post(&path, &given).await.is(303).to(), format!("/people/{id}#consents"));
        let page = support.get(&path).await.is(200);
        let sentence =
            "On 3 May 2024, by telephone, gave consent to the newsletter by e-mail, at a.dupont@zephyr.example";
        assert!(page.says(sentence), "{}", page.main());
        for part in
            ["Noted by support", "called back", "Words shown: “May we &#60;write&#62; to you?”", "Given 3 May 2024"]
        {
            assert!(page.says(part), "{part}\n{}", page.main());
        }
        support.post("/language", &[("lang", "fr")]).await.is(303);
        let page = support.get(&path).await.is(200);
        assert!(page.says("Le 3 mai 2024, par téléphone, a consenti à recevoir la lettre d’information par e-mail"));
        let deeds = house.deeds().await;
        let deed = "consent.given purposes=newsletter channels=email lines=1";
        assert!(deeds.iter().any(|told| told == deed), "{deeds:?}");
        assert!(deeds.iter().all(|told| !told.contains("zephyr")));
    });
}

#[test]
fn a_consent_does_not_follow_an_edit_of_the_address_and_a_refusal_does() {
    run(async {
        let house = House::open().await;
        let (old, new) = ("old@zephyr.example", "new@zephyr.example");
        let id = person(&house, "Dupont", &[old]).await;
        says(&house, id, Act::Given, Some(old), "2024-05-03").await;
        assert_eq!(newsletter(&house, id).await, Ok(day("2024-05-03")));
        let edited = new_person("Dupont", &[email(new)]);
        house.write(move |w| people::change(w, id, 1, &edited)).await;
        assert_eq!(newsletter(&house, id).await, Err(Reason::GivenForAnotherAddress));
        says(&house, id, Act::Objected, Some(old), "2024-06-01").await;
        assert_eq!(newsletter(&house, id).await, Err(Reason::Objected));
        let story = story(&house, id).await;
        assert_eq!(story.told.iter().map(|told| told.act).collect::<Vec<_>>(), [Act::Objected, Act::Given]);
        assert!(story.told.iter().all(|told| told.address == old), "each line keeps the address it named");
    });
}

#[test]
fn a_refusal_binds_everybody_who_has_the_address() {
    run(async {
        let house = House::open().await;
        let shared = "compta@zephyr.example";
        let anne = person(&house, "Dupont", &[shared]).await;
        let bob = person(&house, "Martin", &[shared]).await;
        for id in [anne, bob] {
            says(&house, id, Act::Given, Some(shared), "2024-05-03").await;
        }
        says(&house, bob, Act::Withdrawn, Some(shared), "2024-05-03").await;
        assert_eq!(newsletter(&house, anne).await, Err(Reason::SharedAddressRefused));
        assert_eq!(newsletter(&house, bob).await, Err(Reason::Withdrawn));
        says(&house, anne, Act::Given, Some(shared), "2024-05-04").await;
        assert_eq!(newsletter(&house, anne).await, Ok(day("2024-05-04")), "a later yes of her own counts");
        assert_eq!(newsletter(&house, bob).await, Err(Reason::Withdrawn));
    });
}

#[test]
fn a_refusal_goes_with_whoever_said_it_to_an_address_that_others_have() {
    run(async {
        let house = House::open().await;
        let (bobs, shared) = ("martin@zephyr.example", "compta@zephyr.example");
        let anne = person(&house, "Dupont", &[shared]).await;
        let bob = person(&house, "Martin", &[bobs]).await;
        says(&house, anne, Act::Given, Some(shared), "2024-05-03").await;
        says(&house, bob, Act::Objected, Some(bobs), "2024-05-05").await;
        assert_eq!(newsletter(&house, anne).await, Ok(day("2024-05-03")));
        let moved = new_person("Martin", &[email(shared)]);
        house.write(move |w| people::change(w, bob, 1, &moved)).await;
        assert_eq!(newsletter(&house, anne).await, Err(Reason::SharedAddressRefused), "Bob reads it now");
        let marketing = house.signed_in(Role::Marketing).await;
        let list = [("purpose", "newsletter"), ("channel", "email"), ("delimiter", "semicolon")];
        assert!(!marketing.export(&list).await.is(200).body.contains(shared));
        says(&house, anne, Act::Given, Some(shared), "2024-05-06").await;
        assert_eq!(newsletter(&house, anne).await, Ok(day("2024-05-06")), "a later yes of her own counts");
    });
}

#[test]
fn an_objection_to_everything_is_a_line_for_each_purpose_channel_and_address() {
    run(async {
        let house = House::open().await;
        let mut new = new_person("Dupont", &[email("a@zephyr.example"), email("b@zephyr.example")]);
        new.address = "1, rue du Tilleul\n75011 Paris".to_owned();
        let id = house.write(move |w| people::add(w, &new)).await;
        let dpo = house.signed_in(Role::Dpo).await;
        let all = form(&[("act", "objected"), ("purpose_all", "yes"), ("where", "all"), ("source", "letter")]);
        dpo.post(&format!("/people/{id}/consents/new"), &all).await.is(303);
        let story = story(&house, id).await;
        // Two e-mail addresses, a postal one, and a line each for the channels without any.
        assert_eq!(story.told.len(), 4 * (2 + 1 + 1 + 1));
        assert!(
            story
                .ways
                .iter()
                .flat_map(|way| &way.states)
                .all(|state| { matches!(state.1, Err(Reason::Objected | Reason::NoAddress)) })
        );
        let blinds = house
            .look(move |l| {
                let person = people::these(l, &[id])?.pop().unwrap();
                Ok(consent::addresses(l.vault(), &person))
            })
            .await;
        assert_eq!(blinds.len(), 3);
        let neighbour = house.look(|l| Ok(consent::post_blind(l.vault(), "1 RUE DU TILLEUL, 75011 paris"))).await;
        let refused = house
            .look(move |l| consent::blocked(l, Purpose::Promotion, Channel::Post, std::slice::from_ref(&neighbour)))
            .await;
        assert_eq!(refused.len(), 1, "the same house, written otherwise");
    });
}

#[test]
fn a_form_that_proves_nothing_comes_back_with_words() {
    run(async {
        let house = House::open().await;
        let id = person(&house, "Dupont", &["a@zephyr.example"]).await;
        let other = person(&house, "Martin", &["b@zephyr.example"]).await;
        let marketing = house.signed_in(Role::Marketing).await;
        let path = format!("/people/{id}/consents/new");
        let mine = offered(&marketing, &path, "a@zephyr.example").await;
        let theirs = offered(&marketing, &format!("/people/{other}/consents/new"), "b@zephyr.example").await;
        let tomorrow = (house.app.clock().today() + chrono::Duration::days(1)).to_string();
        for (differs, words) in [
            (vec![("act", "")], "Say what the person said"),
            (vec![("where", mine.as_str()), ("purpose_newsletter", "")], "at least one purpose"),
            (vec![("act", ""), ("purpose_newsletter", "")], "at least one purpose"),
            (vec![("where", "")], "Choose a channel"),
            (vec![("where", "email")], "A consent is for one address"),
            (vec![("where", "all")], "A consent is for one address"),
            (vec![("where", theirs.as_str())], "A consent is for one address"),
            (vec![("where", theirs.as_str()), ("act", "objected")], "A consent is for one address"),
            (vec![("where", mine.as_str()), ("happened_on", tomorrow.as_str())], "still to come"),
            (vec![("where", mine.as_str()), ("happened_on", "1924-05-03")], "Too long ago"),
            (vec![("where", mine.as_str()), ("happened_on", "soon")], "Not a date"),
            (vec![("where", mine.as_str()), ("source", "")], "how it came to us"),
            (vec![("where", mine.as_str()), ("source", "other")], "say where the proof is"),
        ] {
            let back = marketing.post(&path, &form(&differs)).await.is(422);
            assert!(back.says(words) && back.says("aria-invalid"), "{differs:?}: {}", back.main());
        }
        for differs in [("source", "import"), ("recorded_at", "2020-01-01")] {
            marketing.post(&path, &form(&[("where", &mine), differs])).await.is(400);
        }
        marketing.post("/people/999999/consents/new", &form(&[("where", &mine)])).await.is(404);
        assert!(story(&house, id).await.told.is_empty());
    });
}

#[test]
fn operations_and_the_cio_record_no_consent() {
    run(async {
        let house = House::open().await;
        let id = person(&house, "Dupont", &["a@zephyr.example"]).await;
        let path = format!("/people/{id}/consents/new");
        let objection = form(&[("act", "objected")]);
        for &role in Role::ALL {
            let may = !matches!(role, Role::Operations | Role::Cio);
            let visitor = house.signed_in(role).await;
            visitor.get(&path).await.is(if may { 200 } else { 403 });
            visitor.post(&path, &objection).await.is(if may { 303 } else { 403 });
        }
        assert_eq!(story(&house, id).await.told.len(), 4);
    });
}

#[test]
fn a_third_party_consents_to_nothing_and_may_refuse() {
    run(async {
        let house = House::open().await;
        let mut new = new_person("Payé", &[email("t@zephyr.example")]);
        new.kind = PersonKind::ThirdParty;
        let id = house.write(move |w| people::add(w, &new)).await;
        let sales = house.signed_in(Role::Sales).await;
        let path = format!("/people/{id}/consents/new");
        let mine = offered(&sales, &path, "t@zephyr.example").await;
        assert!(sales.post(&path, &form(&[("where", &mine)])).await.is(422).says("A third party is never written to"));
        sales.post(&path, &form(&[("where", &mine), ("act", "withdrawn")])).await.is(303);
        assert_eq!(newsletter(&house, id).await, Err(Reason::ThirdParty));
    });
}

#[test]
fn a_restricted_person_may_not_be_written_to() {
    run(async {
        let house = House::open().await;
        let id = person(&house, "Dupont", &["a@zephyr.example"]).await;
        says(&house, id, Act::Given, Some("a@zephyr.example"), "2024-05-03").await;
        restrict(&house, id).await;
        assert_eq!(newsletter(&house, id).await, Err(Reason::Restricted));
    });
}

/// Art. 18, as the room of privacy requests will do it.
pub async fn restrict(house: &House, id: i64) {
    house
        .write(move |w| {
            let who = people_rows::table.filter(people_rows::id.eq(id));
            match w.conn() {
                Conn::Sqlite(c) => diesel::update(who).set(people_rows::restricted.eq(true)).execute(c),
                Conn::Postgres(c) => diesel::update(who).set(people_rows::restricted.eq(true)).execute(&mut **c),
            }?;
            Ok(())
        })
        .await;
}

/// An import in this state, as its room leaves it.
pub async fn import(house: &House, state: &'static str) -> i64 {
    house
        .write(move |w| {
            let (id, now) = (w.next_id()?, w.now);
            let row = (
                imports::id.eq(id),
                imports::at.eq(now),
                imports::state.eq(state),
                imports::file_mac.eq(vec![1u8]),
                imports::layout.eq("{}"),
                imports::rows.eq(1),
                imports::done.eq(0),
                imports::version.eq(1),
            );
            match w.conn() {
                Conn::Sqlite(c) => diesel::insert_into(imports::table).values(row).execute(c),
                Conn::Postgres(c) => diesel::insert_into(imports::table).values(row).execute(&mut **c),
            }?;
            Ok(id)
        })
        .await
}

#[test]
fn an_import_never_widens_a_consent_without_address_day_and_source_of_the_proof() {
    run(async {
        let house = House::open().await;
        let id = person(&house, "Dupont", &["a@zephyr.example"]).await;
        let applied = import(&house, "applied").await;
        let tomorrow = house.app.clock().today() + chrono::Duration::days(1);
        let tried = house.write(move |w| {
            let reach = email("a@zephyr.example");
            let whole = Entry {
                person: id,
                purpose: Purpose::Newsletter,
                channel: Channel::Email,
                act: Act::Given,
                address: Some(Entry::at(w.vault(), &reach)),
                source: Source::Import,
                note: "trade fair, sheet of addresses",
                wording: "",
                happened_on: day("2024-05-03"),
            };
            let mut refused = Vec::new();
            for lacking in [
                Entry { address: None, ..whole.clone() },
                Entry { note: "  ", ..whole.clone() },
                Entry { happened_on: tomorrow, ..whole.clone() },
                Entry { happened_on: day("0024-05-03"), ..whole.clone() },
            ] {
                refused.push(consent::record_many(w, &[whole.clone(), lacking], Some(applied)).is_err());
            }
            Ok(refused)
        });
        assert_eq!(tried.await, [true; 4]);
        assert!(story(&house, id).await.told.is_empty(), "all or nothing");
    });
}

#[test]
fn what_an_import_is_still_bringing_in_permits_nothing() {
    run(async {
        let house = House::open().await;
        let id = person(&house, "Dupont", &["a@zephyr.example"]).await;
        for (state, verdict) in [("applying", Err(Reason::NeverGiven)), ("applied", Ok(day("2024-05-03")))] {
            let import = import(&house, state).await;
            house
                .write(move |w| {
                    let reach = email("a@zephyr.example");
                    let entry = Entry {
                        person: id,
                        purpose: Purpose::Newsletter,
                        channel: Channel::Email,
                        act: Act::Given,
                        address: Some(Entry::at(w.vault(), &reach)),
                        source: Source::Import,
                        note: "trade fair",
                        wording: "",
                        happened_on: day("2024-05-03"),
                    };
                    consent::record_many(w, &[entry], Some(import))
                })
                .await;
            assert_eq!(newsletter(&house, id).await, verdict, "{state}");
        }
    });
}

#[test]
fn an_address_that_was_refused_is_known_before_an_import() {
    run(async {
        let house = House::open().await;
        let (old, now) = ("old@zephyr.example", "now@zephyr.example");
        let id = person(&house, "Dupont", &[now]).await;
        says(&house, id, Act::Given, Some(now), "2024-05-03").await;
        says(&house, id, Act::Withdrawn, Some(old), "2024-06-01").await;
        says(&house, id, Act::Objected, Some(old), "2024-06-01").await;
        let refused = house.look(move |l| {
            let blinds: Vec<Vec<u8>> =
                [old, now, "nobody@zephyr.example"].iter().map(|text| reach::blind(l.vault(), &email(text))).collect();
            let other = consent::blocked(l, Purpose::Promotion, Channel::Email, &blinds)?;
            assert!(other.is_empty(), "another purpose");
            let refused = consent::blocked(l, Purpose::Newsletter, Channel::Email, &blinds)?;
            Ok(blinds.iter().map(|blind| refused.get(blind).copied()).collect::<Vec<_>>())
        });
        let refused = refused.await;
        let at_old = refused[0].expect("the address that the refusal named");
        assert_eq!((at_old.act, at_old.happened_on), (Act::Objected, day("2024-06-01")));
        assert_eq!(refused[1], refused[0], "and the one that the person has now");
        assert!(refused[2].is_none());
        assert!(at_old.stands_against(day("2024-06-01")) && !at_old.stands_against(day("2024-06-02")));
    });
}

#[test]
fn no_verb_of_the_program_changes_or_deletes_a_line_of_the_ledger() {
    fn walk(folder: &std::path::Path, files: &mut Vec<(String, String)>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, files);
            } else if path.extension().is_some_and(|ext| ext == "rs") {
                files.push((path.display().to_string(), std::fs::read_to_string(&path).unwrap()));
            }
        }
    }
    let mut files = Vec::new();
    walk(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut files);
    assert!(files.iter().any(|(path, _)| path.ends_with("consent/store.rs")));
    for (path, text) in files {
        let text: String = text.split_whitespace().collect();
        for verb in ["update(consents", "delete(consents", "update(crate::db::schema::consents"] {
            assert!(!text.contains(verb), "{path}: {verb}");
        }
    }
}
