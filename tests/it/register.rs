//! The register: what the house answers for (Art. 30, 33, 34, 37; P12, P15, P17), and the pack that an inspector gets.
use crate::audit::tamper;
use crate::canary;
use crate::house::{Answer, House, Visitor, run};
use crate::people::add as add_person;
use chrono::{Duration, NaiveDateTime};
use cloister::actor::{Actor, Role};
use cloister::auth::accounts;
use cloister::catalogue::Field;
use cloister::db::{Conn, Db, Kind, Url};
use cloister::purposes::{Category, Ground, Purpose};
use cloister::register::{self, Country, Unsound};
use cloister::requests::{self, Requester};
use cloister::words::Lang;
use diesel::connection::SimpleConnection;
use std::collections::BTreeSet;

const WHAT: &str = "Classeur oublié dans la navette de Trifouillis";

fn party<'a>(differs: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![
        ("kind", "supplier"),
        ("name", "Nuage d’Armor SAS"),
        ("what", "Carries our mail"),
        ("country", "fr"),
        ("activity_communication", "yes"),
    ];
    for (name, value) in differs {
        fields.retain(|field| field.0 != *name);
        fields.push((name, value));
    }
    fields
}

async fn add_party(visitor: &Visitor, differs: &[(&str, &str)]) -> String {
    visitor.post("/register/parties", &party(differs)).await.is(303).to().to_owned()
}

async fn certify(visitor: &Visitor, path: &str, expires_on: &str) {
    let fields = [("certificate", "iso_27001"), ("label", ""), ("number", "FR-27001-4471"), ("expires_on", expires_on)];
    visitor.post(&format!("{path}/certificates"), &fields).await.is(303);
}

fn moment(at: NaiveDateTime) -> (String, String) {
    (at.format("%Y-%m-%d").to_string(), at.format("%H:%M").to_string())
}

fn now(house: &House) -> NaiveDateTime {
    house.app.clock().now()
}

/// A breach that became known at that moment, as the Dpo opens it.
async fn open(dpo: &Visitor, known_at: NaiveDateTime, risk: &str) -> Answer {
    let (on, time) = moment(known_at);
    let fields = [
        ("known_on", on.as_str()),
        ("known_time", time.as_str()),
        ("what", WHAT),
        ("nature_confidentiality", "yes"),
        ("category_identity", "yes"),
        ("consequences", ""),
        ("measures", "Navette rappelée"),
        ("people", ""),
        ("records", "1 200"),
        ("risk", risk),
    ];
    dpo.post("/register/breaches", &fields).await
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    text.split_once(before).and_then(|(_, rest)| rest.split_once(after)).map_or("", |(found, _)| found)
}

/// The version that a page of one thing carries.
async fn version(visitor: &Visitor, path: &str) -> String {
    let page = visitor.get(path).await.is(200);
    between(&page.body, "name=\"version\" value=\"", "\"").to_owned()
}

#[test]
fn the_register_says_what_the_catalogue_says_in_both_languages_and_nothing_else() {
    run(async {
        let house = House::open().await;
        let dpo = house.signed_in(Role::Dpo).await;
        add_party(&dpo, &[]).await;
        let about =
            [("version", "0"), ("name", "Zéphyr Logiciels SAS"), ("address", "1, quai Vert"), ("dpo", "dpo@z.example")];
        dpo.post("/register/about", &about).await.is(303);
        for lang in [Lang::Fr, Lang::En] {
            let t = lang.words();
            let page = dpo.get(&format!("/register?lang={}", lang.word())).await.is(200);
            let text = page.main().replace("&#38;", "&").replace("&#39;", "'");
            for field in Field::ALL {
                let spec = field.spec();
                assert!(text.contains(&spec.purpose.label(t)), "{field:?}: its purpose in {}", lang.word());
                let category = Category::of(spec.table, spec.column).unwrap();
                assert!(text.contains(&category.label(t)), "{field:?}: its category in {}", lang.word());
                for ground in spec.grounds {
                    assert!(text.contains(&ground.label(t)), "{field:?}: its ground in {}", lang.word());
                }
            }
            for said in ["Zéphyr Logiciels SAS", "dpo@z.example", "Nuage d’Armor SAS (France)"] {
                assert!(text.contains(said), "{said}");
            }
        }
        let french = dpo.get("/register?lang=fr").await.is(200);
        let english: Vec<String> = Purpose::ALL.iter().map(|one| one.label(Lang::En.words())).collect();
        let strays: Vec<_> = english.iter().filter(|one| one.len() > 12 && french.main().contains(*one)).collect();
        assert!(strays.is_empty(), "English in the French register: {strays:?}");
        for ground in Ground::ALL {
            assert_ne!(ground.label(Lang::Fr.words()), ground.label(Lang::En.words()));
        }
    });
}

#[test]
fn a_country_outside_the_european_economic_area_is_refused_in_words_and_by_the_database() {
    run(async {
        let house = House::open().await;
        let dpo = house.signed_in(Role::Dpo).await;
        for outside in ["us", "gb", "ch", "elsewhere", "FR", "xx"] {
            let page = dpo.post("/register/parties", &party(&[("country", outside)])).await.is(422);
            assert!(page.says("Outside the European Economic Area"), "{outside}: {}", page.main());
            assert!(page.says("Nuage d’Armor SAS"), "what was typed is kept");
        }
        dpo.post("/register/parties", &party(&[("country", "")])).await.is(422);
        for inside in Country::ALL {
            add_party(&dpo, &[("country", inside.word())]).await;
        }
        assert_eq!(Country::ALL.len(), 30, "twenty-seven, Iceland, Liechtenstein and Norway");
        let url: Url = house.app.config().database.clone();
        let refused = tokio::task::spawn_blocking(move || {
            let db = Db::open(&url, Kind::House).unwrap();
            let moved = db.write(|conn| {
                match conn {
                    Conn::Sqlite(c) => c.batch_execute("UPDATE parties SET country = 'us'")?,
                    Conn::Postgres(c) => c.batch_execute("UPDATE parties SET country = 'us'")?,
                }
                Ok(())
            });
            moved.is_err()
        });
        assert!(refused.await.unwrap(), "the database keeps it too");
    });
}

#[test]
fn every_change_of_a_supplier_or_a_certificate_is_a_deed() {
    run(async {
        let house = House::open().await;
        let cio = house.signed_in(Role::Cio).await;
        let path = add_party(&cio, &[]).await;
        certify(&cio, &path, "2027-06-30").await;
        let page = cio.get(&path).await.is(200);
        let certificate = format!("/register/certificates/{}", between(page.main(), "/register/certificates/", "\""));
        let changed = [
            ("version", "1"),
            ("certificate", "other"),
            ("label", "HDS"),
            ("number", "X-9"),
            ("expires_on", "30/06/2028"),
        ];
        cio.post(&certificate, &changed).await.is(303);
        assert!(cio.get(&path).await.says("HDS"));
        cio.post(
            &certificate,
            &[("version", "2"), ("certificate", "other"), ("label", ""), ("number", ""), ("expires_on", "x")],
        )
        .await
        .is(422);
        cio.post(&format!("{certificate}/removal"), &[("version", "1")]).await.is(409);
        cio.post(&format!("{certificate}/removal"), &[("version", "2")]).await.is(303);
        cio.post(&path, &[party(&[("name", "Nuage d’Arvor")]), vec![("version", "1")]].concat()).await.is(303);
        cio.post(&format!("{path}/end"), &[("version", "2")]).await.is(303);
        let deeds = house.deeds().await;
        for what in [
            "party.added kind=supplier country=fr",
            "certificate.added certificate=",
            "certificate.changed certificate=",
            "certificate.removed certificate=",
            "party.changed kind=supplier country=fr",
            "party.ended",
        ] {
            assert!(deeds.iter().any(|deed| deed.starts_with(what)), "{what}: {deeds:#?}");
        }
        assert!(!deeds.iter().any(|deed| deed.contains("Nuage") || deed.contains("X-9")), "references only");
    });
}

#[test]
fn two_who_change_one_supplier_see_both_versions_and_lose_nothing() {
    run(async {
        let house = House::open().await;
        let (dpo, cio) = (house.signed_in(Role::Dpo).await, house.signed_in(Role::Cio).await);
        let path = add_party(&dpo, &[]).await;
        let edit = |differs: &[(&'static str, &'static str)]| [party(differs), vec![("version", "1")]].concat();
        dpo.post(&path, &edit(&[("name", "Nuage d’Arvor")])).await.is(303);
        let both = cio.post(&path, &edit(&[("what", "Carries our mail and keeps copies")])).await.is(409);
        assert!(both.says("Nuage d’Arvor") && both.says("keeps copies"), "{}", both.main());
        let chosen = [
            party(&[("what", "Carries our mail and keeps copies")]),
            vec![("version", "2"), ("name_keep", "theirs"), ("what_keep", "mine")],
        ];
        cio.post(&path, &chosen.concat()).await.is(303);
        let page = cio.get(&path).await.is(200);
        assert!(page.says("Nuage d’Arvor") && page.says("keeps copies"));
    });
}

#[test]
fn a_certificate_is_warned_of_on_its_page_and_at_home_from_ninety_days_before_it_runs_out() {
    run(async {
        let house = House::open().await;
        let dpo = house.signed_in(Role::Dpo).await;
        let path = add_party(&dpo, &[]).await;
        certify(&dpo, &path, &(house.app.clock().today() + Duration::days(91)).to_string()).await;
        for (days, words) in [(0, ""), (1, "runs out on"), (90, "runs out on"), (1, "ran out on")] {
            house.later(Duration::days(days));
            for role in [Role::Dpo, Role::Cio] {
                let visitor = house.signed_in(role).await;
                let (home, list) = (visitor.get("/").await.is(200), visitor.get("/register/parties").await.is(200));
                for page in [home, list] {
                    let is_warned = page.says("runs out on") || page.says("ran out on");
                    assert_eq!(is_warned, !words.is_empty(), "{words}: {}", page.main());
                    assert!(page.says(words), "{words}: {}", page.main());
                }
            }
        }
        let dpo = house.signed_in(Role::Dpo).await;
        dpo.post(&format!("{path}/end"), &[("version", "1")]).await.is(303);
        assert!(!dpo.get("/").await.says("ran out on"), "whoever works for us no more is not warned of");
        let sales = house.signed_in(Role::Sales).await;
        assert!(!sales.get("/").await.says("Register"), "no business of sales");
    });
}

#[test]
fn the_seventy_two_hours_are_said_in_words_and_a_late_notification_owes_its_reason() {
    run(async {
        let house = House::open().await;
        let dpo = house.signed_in(Role::Dpo).await;
        let future = open(&dpo, now(&house) + Duration::hours(1), "risk").await.is(422);
        assert!(future.says(WHAT), "what was typed is kept");
        let path = open(&dpo, now(&house) - Duration::hours(2), "risk").await.is(303).to().to_owned();
        let page = dpo.get(&path).await.is(200);
        assert!(page.says("chip-info") && page.says(" left to tell the CNIL"), "{}", page.main());
        let left: i64 = between(page.main(), "</svg>", " h ").rsplit('>').next().unwrap().trim().parse().unwrap();
        assert!((69..=70).contains(&left), "{left}");
        house.later(Duration::hours(50));
        let dpo = house.signed_in(Role::Dpo).await;
        let home = dpo.get("/").await.is(200);
        assert!(home.says("chip-warn") && home.says(" left to tell the CNIL"), "{}", home.main());
        house.later(Duration::hours(30));
        let dpo = house.signed_in(Role::Dpo).await;
        let page = dpo.get(&path).await.is(200);
        assert!(page.says("chip-bad") && page.says("Overdue by"), "{}", page.main());
        assert!(house.signed_in(Role::Cio).await.get("/").await.says("Overdue by"));

        let (on, time) = moment(now(&house));
        let told = |why| {
            [
                ("version", "1"),
                ("notice", "notified"),
                ("notice_on", on.as_str()),
                ("notice_time", time.as_str()),
                ("notice_why", why),
            ]
        };
        let notify = format!("{path}/notification");
        let refused = dpo.post(&notify, &told("")).await.is(422);
        assert!(refused.says("A reason is owed here"));
        let (day, hour) = moment(now(&house) + Duration::hours(1));
        let ahead = [
            ("version", "1"),
            ("notice", "notified"),
            ("notice_on", &day),
            ("notice_time", &hour),
            ("notice_why", "x"),
        ];
        dpo.post(&notify, &ahead).await.is(422);
        dpo.post(&notify, &told("Nobody on duty over the weekend")).await.is(303);
        let page = dpo.get(&path).await.is(200);
        assert!(page.says("The CNIL was told late") && page.says("Nobody on duty"));
        assert!(house.deeds().await.iter().any(|deed| deed == "breach.notified decision=notified late=yes"));
    });
}

#[test]
fn not_telling_the_cnil_needs_an_unlikely_risk_and_closing_needs_both_decisions() {
    run(async {
        let house = House::open().await;
        let dpo = house.signed_in(Role::Dpo).await;
        let path = open(&dpo, now(&house) - Duration::hours(1), "high").await.is(303).to().to_owned();
        let not = |version| {
            [
                ("version", version),
                ("notice", "not_needed"),
                ("notice_on", ""),
                ("notice_time", ""),
                ("notice_why", "x"),
            ]
        };
        let refused = dpo.post(&format!("{path}/notification"), &not("1")).await.is(422);
        assert!(refused.says("Unless the risk is unlikely"));
        dpo.post(&format!("{path}/closing"), &[("version", "1")]).await.is(303);
        assert!(dpo.get(&path).await.says("Before it is closed"));
        let edit = format!("{path}/edit");
        let (on, time) = moment(now(&house) - Duration::hours(1));
        let account = |version, risk| {
            [
                ("version", version),
                ("known_on", on.as_str()),
                ("known_time", time.as_str()),
                ("what", WHAT),
                ("nature_integrity", "yes"),
                ("consequences", "None that we can see"),
                ("measures", ""),
                ("people", "12"),
                ("records", ""),
                ("risk", risk),
            ]
        };
        dpo.post(&edit, &account("1", "unlikely")).await.is(303);
        dpo.post(&edit, &account("1", "high")).await.is(409);
        dpo.post(&format!("{path}/notification"), &not("2")).await.is(303);
        dpo.post(&format!("{path}/closing"), &[("version", "3")]).await.is(303);
        assert!(!dpo.get(&path).await.says("Closed on"), "the persons are not decided about");
        let telling = |why| [("version", "3"), ("telling", "not_needed"), ("telling_why", why)];
        dpo.post(&format!("{path}/decision"), &telling("")).await.is(422);
        dpo.post(&format!("{path}/decision"), &telling("Nobody can be harmed by it")).await.is(303);
        dpo.post(&format!("{path}/closing"), &[("version", "4")]).await.is(303);
        let page = dpo.get(&path).await.is(200);
        assert!(page.says("Closed on") && page.says("Nobody can be harmed by it"));
        dpo.post(&edit, &account("5", "high")).await.is(409);
        dpo.post(&format!("{path}/decision"), &[("version", "5"), ("telling", "told"), ("telling_why", "x")])
            .await
            .is(409);
        assert!(!dpo.get("/").await.says("need not be told"), "what is closed does not wait at home");
    });
}

#[test]
fn what_is_said_of_a_breach_is_in_no_file_in_clear() {
    let log = canary::log();
    run(async {
        let house = House::open().await;
        let dpo = house.signed_in(Role::Dpo).await;
        let path = open(&dpo, now(&house), "later").await.is(303).to().to_owned();
        let typed = [("version", "1"), ("telling", "told"), ("telling_why", "Parce que le classeur nomme chacun")];
        dpo.post(&format!("{path}/decision"), &typed).await.is(303);
        add_party(&dpo, &[("name", "Amphore Stockage"), ("what", "Garde nos cartons bleus")]).await;
        let about =
            [("version", "0"), ("name", "Zéphyr"), ("address", "1, quai Vert"), ("dpo", "dpo.sealed@z.example")];
        dpo.post("/register/about", &about).await.is(303);
        let values = [
            WHAT,
            "Navette rappelée",
            "Parce que le classeur nomme chacun",
            "Amphore Stockage",
            "Garde nos cartons bleus",
            "dpo.sealed@z.example",
        ]
        .map(str::to_owned);
        let mut faults = Vec::new();
        assert!(canary::sweep(house.folder.path(), &values, &mut faults) >= 1, "the house wrote files");
        canary::find(house.look(|l| Ok(canary::dump(l.conn()))).await.as_bytes(), &values, "the database", &mut faults);
        canary::find(&log.lock().unwrap(), &values, "the log", &mut faults);
        assert!(faults.is_empty(), "{faults:#?}");
    });
}

/// Asks the log of a breach: how many people, and what the page says.
async fn count(
    dpo: &Visitor,
    path: &str,
    scope: &[(&str, &str)],
    (from, until): (NaiveDateTime, NaiveDateTime),
) -> Answer {
    let version = version(dpo, &format!("{path}/affected")).await;
    let (from_on, from_time) = moment(from);
    let (until_on, until_time) = moment(until);
    let mut fields: Vec<(&str, &str)> = vec![
        ("version", &version),
        ("from_on", &from_on),
        ("from_time", &from_time),
        ("until_on", &until_on),
        ("until_time", &until_time),
    ];
    for name in ["by", "colleague", "session", "address"] {
        fields.push((name, scope.iter().find(|field| field.0 == name).map_or("", |field| field.1)));
    }
    let answer = dpo.post(&format!("{path}/affected"), &fields).await;
    if answer.status != 303 {
        return answer;
    }
    dpo.get(&format!("{path}/affected")).await.is(200)
}

fn listed(page: &Answer) -> BTreeSet<String> {
    page.main().split("data-href=\"").skip(1).filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect()
}

#[test]
fn the_persons_affected_are_those_whom_the_log_says_and_no_others() {
    run(async {
        let house = House::open().await;
        let sales = house.signed_in(Role::Sales).await;
        let mut people = Vec::new();
        for (name, mail) in [
            ("Amsellem", "a@a.example"),
            ("Bessière", "b@b.example"),
            ("Cazalis", "c@c.example"),
            ("Delmas", "d@d.example"),
        ] {
            let fields = [("family_name", name), ("company", ""), ("reach_0_value", mail), ("reach_1_value", "")];
            people.push(add_person(&sales, &fields).await);
        }
        let in_a_company = [
            ("family_name", "Escande"),
            ("company", "Vigie SARL"),
            ("reach_0_value", "e@e.example"),
            ("reach_1_value", ""),
        ];
        people.push(add_person(&sales, &in_a_company).await);
        house.later(Duration::minutes(10));

        let (id, login) = house.account(Role::Support, "somebody").await;
        let mut first = house.visitor();
        first.sign_in(&login, house.app.clock().unix()).await;
        first.get(&people[0]).await.is(200);
        first.get(&people[1]).await.is(200);
        first.post("/sign-out", &[]).await;
        house.later(Duration::minutes(10));
        let mut second = house.visitor();
        second.sign_in(&login, house.app.clock().unix()).await;
        second.get(&people[2]).await.is(200);
        let other = house.signed_in(Role::Marketing).await;
        other.get(&people[3]).await.is(200);
        house.later(Duration::minutes(2));

        let dpo = house.signed_in(Role::Dpo).await;
        let path = open(&dpo, now(&house) - Duration::minutes(1), "risk").await.is(303).to().to_owned();
        let set = |which: &[usize]| -> BTreeSet<String> { which.iter().map(|at| people[*at].clone()).collect() };
        let colleague = id.to_string();
        let all = (now(&house) - Duration::hours(2), now(&house) + Duration::minutes(2));
        let by_colleague = [("by", "colleague"), ("colleague", colleague.as_str())];
        assert_eq!(listed(&count(&dpo, &path, &by_colleague, all).await), set(&[0, 1, 2]));
        let late = (now(&house) - Duration::minutes(4), all.1);
        assert_eq!(listed(&count(&dpo, &path, &by_colleague, late).await), set(&[2]), "between two moments");

        let page = dpo.get(&format!("{path}/affected")).await.is(200);
        let options: Vec<&str> = between(&page.body, "<select id=\"session\"", "</select>").split("<option ").collect();
        let sessions: Vec<&str> = options
            .iter()
            .filter(|option| option.contains("somebody of the test"))
            .map(|option| between(option, "value=\"", "\""))
            .collect();
        assert_eq!(sessions.len(), 2, "two sign-ins: {options:?}");
        // The newest first.
        let by = |n| [("by", "session"), ("session", n)];
        assert_eq!(listed(&count(&dpo, &path, &by(sessions[1]), all).await), set(&[0, 1]), "until they signed out");
        assert_eq!(listed(&count(&dpo, &path, &by(sessions[0]), all).await), set(&[2]));

        let by_address = [("by", "address"), ("address", "127.0.0.1")];
        assert_eq!(listed(&count(&dpo, &path, &by_address, all).await), set(&[0, 1, 2, 3, 4]));
        let nobody = [("by", "address"), ("address", "192.0.2.7")];
        assert!(count(&dpo, &path, &nobody, all).await.says("No deed in that time"));
        for wrong in [
            [("by", "address"), ("address", "the cellar")],
            [("by", "colleague"), ("colleague", "")],
            [("by", ""), ("address", "")],
        ] {
            assert_eq!(count(&dpo, &path, &wrong, all).await.status, 422, "{wrong:?}");
        }
        assert_eq!(count(&dpo, &path, &by_address, (all.1, all.0)).await.status, 422, "the end before the start");

        // A page of a company names its people; a page of a list those it lists.
        let company = house.look(|l| cloister::companies::called(l, "Vigie SARL")).await.remove(0).id;
        second.get(&format!("/companies/{company}")).await.is(200);
        let all = (all.0, now(&house) + Duration::minutes(2));
        assert_eq!(listed(&count(&dpo, &path, &by_colleague, all).await), set(&[0, 1, 2, 4]));
        second.get("/people").await.is(200);
        let page = count(&dpo, &path, &by_colleague, all).await;
        assert_eq!(listed(&page), set(&[0, 1, 2, 3, 4]));
        assert!(page.says("Amsellem"), "they are named");
        let shown = dpo.get(&path).await.is(200);
        assert!(shown.says("Counted in the log") && shown.main().contains(">5, on "), "{}", shown.main());
        let deeds = house.deeds().await;
        assert!(deeds.iter().any(|deed| deed.starts_with("breach.counted by=colleague people=5")), "{deeds:#?}");
        assert!(
            deeds.iter().any(|deed| deed.starts_with("people.listed list=breach ids=")),
            "looking at them is a deed"
        );
    });
}

#[test]
fn whoever_a_list_took_out_is_affected_and_whoever_was_erased_since_is_counted() {
    run(async {
        let house = House::open().await;
        let sales = house.signed_in(Role::Sales).await;
        let fields =
            [("family_name", "Fabre"), ("company", ""), ("reach_0_value", "f@f.example"), ("reach_1_value", "")];
        let person: i64 = add_person(&sales, &fields).await.rsplit('/').next().unwrap().parse().unwrap();
        let marketing = house.signed_in(Role::Marketing).await;
        // What an export keeps of whom it took out, and the deed that says so.
        let by = marketing.id;
        tamper(
            &house,
            format!(
                "INSERT INTO exports (id, at, by_id, purpose, channel, criteria, layout, state, matched, rows)
                 VALUES (7, '2026-01-01 00:00:00', {by}, 'newsletter', 'email', '{{}}', '{{}}', 'complete', 1, 1);
                 INSERT INTO export_people (export_id, person_id) VALUES (7, {person})"
            ),
        )
        .await;
        let staff = cloister::actor::StaffActor { id: by, role: Role::Marketing, from: None, request: "T".to_owned() };
        let actor = Actor::Staff(std::sync::Arc::new(staff));
        let told = house.app.write(&actor, |w| {
            use cloister::deeds::{Deed, Subject, What};
            w.record(Deed::of(What::ExportCompleted, Subject::Export, 7));
            w.record(Deed::of(What::PersonOpened, Subject::Person, 999_999));
            Ok(())
        });
        told.await.unwrap();
        let dpo = house.signed_in(Role::Dpo).await;
        let path = open(&dpo, now(&house), "risk").await.is(303).to().to_owned();
        let id = by.to_string();
        let span = (now(&house) - Duration::hours(1), now(&house) + Duration::minutes(2));
        let page = count(&dpo, &path, &[("by", "colleague"), ("colleague", &id)], span).await;
        assert_eq!(listed(&page), BTreeSet::from([format!("/people/{person}")]));
        assert!(page.says("Lists taken out") && page.says("No longer here"));
        let shown = dpo.get(&path).await.is(200);
        assert!(shown.main().contains(">2, on "), "one that is here and one that is gone: {}", shown.main());
    });
}

#[test]
fn the_draft_of_the_notification_has_the_items_of_article_33_in_both_languages() {
    run(async {
        let house = House::open().await;
        let dpo = house.signed_in(Role::Dpo).await;
        let about =
            [("version", "0"), ("name", "Zéphyr Logiciels"), ("address", "1, quai Vert"), ("dpo", "dpo@z.example")];
        dpo.post("/register/about", &about).await.is(303);
        let path = open(&dpo, now(&house) - Duration::hours(1), "risk").await.is(303).to().to_owned();
        for (lang, items, later, late) in [
            (
                "fr",
                ["a) Nature de la violation", "b) Délégué", "c) Conséquences probables", "d) Mesures prises"],
                "Pas encore connu",
                "Motifs du retard",
            ),
            (
                "en",
                [
                    "(a) Nature of the breach",
                    "(b) Data protection officer",
                    "(c) Likely consequences",
                    "(d) Measures taken",
                ],
                "Not known yet",
                "Reasons for the delay",
            ),
        ] {
            let page = dpo.get(&format!("{path}/notification/{lang}")).await.is(200);
            for said in items.into_iter().chain([WHAT, "Navette rappelée", "Zéphyr Logiciels", "dpo@z.example", later])
            {
                assert!(page.says(said), "{lang}: {said}");
            }
            assert!(page.says("200"), "the records");
            assert!(!page.says(late), "it is not late");
        }
        dpo.get(&format!("{path}/notification/de")).await.is(404);
        house.later(Duration::hours(80));
        let dpo = house.signed_in(Role::Dpo).await;
        assert!(dpo.get(&format!("{path}/notification/en")).await.says("Reasons for the delay"));
        house.signed_in(Role::Cio).await.get(&format!("{path}/notification/en")).await.is(403);
    });
}

#[test]
fn who_holds_the_roles_and_since_when_outlives_the_log() {
    run(async {
        let house = House::open().await;
        let (first, _) = house.account(Role::Dpo, "first.dpo").await;
        house.account(Role::Sales, "a.salesman").await;
        house.later(Duration::days(30));
        let (second, _) = house.account(Role::Sales, "second.dpo").await;
        house.later(Duration::days(30));
        let change = move |id: i64, role: Role| {
            move |w: &mut cloister::app::Writing| {
                let account = accounts::get(w, id)?;
                accounts::set_role(w, &account, role)
            }
        };
        house.write(change(second, Role::Dpo)).await;
        house.write(change(first, Role::Support)).await;
        let handed_over = now(&house);
        let held = || async {
            let all = house.look(register::holders).await;
            let line = |one: &register::Holder| (one.staff_id, one.role, one.until.is_some());
            (all.iter().map(line).collect::<Vec<_>>(), all)
        };
        let (lines, all) = held().await;
        assert_eq!(lines, [(second, Role::Dpo, false), (first, Role::Dpo, true)]);
        assert!(all[0].since <= handed_over && handed_over - all[0].since < Duration::minutes(1), "since it was given");
        assert_eq!(all[1].until.unwrap().date(), handed_over.date());
        let page = house.signed_in(Role::Cio).await.get("/register/roles").await.is(200);
        assert!(page.says("second.dpo of the test") && page.says("first.dpo of the test") && page.says("Holds it now"));
        assert!(!page.says("a.salesman"), "{}", page.main());

        // The job keeps it before the log is cut, and goes on from there.
        house.write(register::follow).await;
        let before = held().await.1;
        tamper(&house, "DELETE FROM deeds".to_owned()).await;
        let after = held().await.1;
        let spans =
            |all: &[register::Holder]| all.iter().map(|one| (one.staff_id, one.since, one.until)).collect::<Vec<_>>();
        assert_eq!(spans(&before), spans(&after));
        tamper(&house, "DELETE FROM role_tenures".to_owned()).await;
        let rows = held().await.1;
        let known = rows.iter().find(|one| one.staff_id == second).expect("the staff rows still know");
        assert!(known.since < handed_over, "no more than when the account was added");
    });
}

fn files(pack: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    let mut rest = pack;
    while rest.len() > 1024 {
        let name = String::from_utf8(rest[..100].to_vec()).unwrap().trim_end_matches('\0').to_owned();
        let size = usize::from_str_radix(std::str::from_utf8(&rest[124..135]).unwrap(), 8).unwrap();
        files.push((name.trim_start_matches("cloister-register/").to_owned(), rest[512..512 + size].to_vec()));
        rest = &rest[512 + size.next_multiple_of(512)..];
    }
    files
}

fn json(pack: &[u8], name: &str) -> serde_json::Value {
    let found = files(pack).into_iter().find(|file| file.0 == name).unwrap_or_else(|| panic!("{name} is in the pack"));
    serde_json::from_slice(&found.1).unwrap()
}

async fn publish_notice(house: &House) {
    let marketing = house.signed_in(Role::Marketing).await;
    let parts = ["controller", "purposes", "ground", "retention", "recipients", "rights", "contact"];
    let names: Vec<String> = parts.iter().flat_map(|part| [format!("fr_{part}"), format!("en_{part}")]).collect();
    let mut fields: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "Un texte.")).collect();
    fields.push(("name", "Site"));
    let path = marketing.post("/notices", &fields).await.is(303).to().to_owned();
    let dpo = house.signed_in(Role::Dpo).await;
    dpo.post(&format!("{path}/publication"), &[("version", "1")]).await.is(303);
}

/// A house with something of everything, and its pack as the Dpo took it.
async fn packed() -> (House, Vec<u8>) {
    let house = House::open().await;
    publish_notice(&house).await;
    let sales = house.signed_in(Role::Sales).await;
    add_person(&sales, &[("family_name", "Quintefeuille")]).await;
    let dpo = house.signed_in(Role::Dpo).await;
    let path = add_party(&dpo, &[]).await;
    certify(&dpo, &path, "2027-06-30").await;
    open(&dpo, now(&house) - Duration::hours(3), "risk").await.is(303);
    let received_on = cloister::calendar::day_in_france(now(&house)) - Duration::days(3);
    let asks = Requester { name: "Ysoline Garamond".to_owned(), ..Requester::default() };
    let new = requests::New {
        way: requests::Way::Letter,
        claims: vec![requests::Claim::Access],
        lang: Lang::Fr,
        received_on,
        requester: asks,
        asked: "Tout ce que vous avez".to_owned(),
        on_behalf: String::new(),
        person: None,
        submission: None,
    };
    house.write(move |w| requests::record(w, &new)).await;
    let taken = dpo.post("/register/pack", &[]).await.is(200);
    (house, taken.body.into_bytes())
}

#[test]
fn an_inspectors_pack_verifies_without_the_house_and_every_alteration_is_named() {
    run(async {
        let (house, pack) = packed().await;
        let verified = register::verify(&pack, None).expect("it is sound");
        assert!(verified.files >= 15, "{verified:?}");
        let (fingerprint, _) = register::public_key(&house.app);
        assert_eq!(verified.fingerprint, fingerprint);
        assert_eq!(register::verify(&pack, Some(&fingerprint)), Ok(verified));
        let stranger = House::open().await;
        let another = register::public_key(&stranger.app).0;
        assert_eq!(register::verify(&pack, Some(&another)), Err(Unsound::AnotherKey(fingerprint)));

        let at = |needle: &[u8]| pack.windows(needle.len()).position(|window| window == needle).unwrap();
        let altered = |at: usize| {
            let mut altered = pack.clone();
            altered[at] ^= 1;
            register::verify(&altered, None)
        };
        assert_eq!(altered(at(b"\"proven_restores\"") + 3), Err(Unsound::Altered("restores.json".to_owned())));
        assert_eq!(altered(at(b"-----BEGIN SSH") + 60), Err(Unsound::BadSignature));
        assert_eq!(altered(at(b"  register.json\n") - 5), Err(Unsound::BadSignature), "the list itself is signed");
        assert_eq!(register::verify(&pack[..pack.len() - 1], None), Err(Unsound::NotAnArchive));
        assert_eq!(register::verify(&[pack.as_slice(), &[0; 512]].concat(), None), Err(Unsound::NotAnArchive));
        assert_eq!(register::verify(b"not a pack", None), Err(Unsound::NotAnArchive));

        // A whole file taken out, put in, or twice there.
        let from = at(b"cloister-register/roles.json");
        let size = usize::from_str_radix(std::str::from_utf8(&pack[from + 124..from + 135]).unwrap(), 8).unwrap();
        let to = from + 512 + size.next_multiple_of(512);
        let without = [&pack[..from], &pack[to..]].concat();
        assert_eq!(register::verify(&without, None), Err(Unsound::Missing("roles.json".to_owned())));
        let twice = [&pack[..to], &pack[from..]].concat();
        assert_eq!(register::verify(&twice, None), Err(Unsound::Doubled("roles.json".to_owned())));
        let mut renamed = pack[from..to].to_vec();
        renamed[18] = b'R';
        let sum: u32 = u32::from(b'r') - u32::from(b'R');
        let checked = u32::from_str_radix(std::str::from_utf8(&renamed[148..154]).unwrap(), 8).unwrap() - sum;
        renamed[148..154].copy_from_slice(format!("{checked:06o}").as_bytes());
        let put_in = [&pack[..to], &renamed, &pack[to..]].concat();
        assert_eq!(register::verify(&put_in, None), Err(Unsound::Unlisted("Roles.json".to_owned())));
    });
}

#[test]
fn an_inspectors_pack_names_no_person_and_says_what_the_house_has_and_has_not() {
    run(async {
        let (house, pack) = packed().await;
        let text = String::from_utf8_lossy(&pack);
        for personal in
            ["Quintefeuille", "e.dupont@zephyr.example", "Émilie", WHAT, "Navette rappelée", "of the test", "Ysoline"]
        {
            assert!(!text.contains(personal), "{personal} is in the pack");
        }
        for (name, said) in
            [("register.fr.html", "Registre des activités de traitement"), ("register.en.html", "Nuage d’Armor SAS")]
        {
            let file = files(&pack).into_iter().find(|file| file.0 == name).unwrap();
            assert!(String::from_utf8(file.1).unwrap().contains(said), "{name}");
        }
        let policy = &json(&pack, "policies.json")[0];
        let file = files(&pack).into_iter().find(|file| file.0 == policy["file"].as_str().unwrap()).unwrap();
        let hash = ring_sha256(&file.1);
        assert_eq!(policy["sha256"], hash, "a notice has the hash that was recorded when it was published");
        assert_eq!(json(&pack, "breaches.json")[0]["risk"], "risk");
        assert_eq!(json(&pack, "parties.json")[0]["certificates"][0]["expires_on"], "2027-06-30");
        assert_eq!(json(&pack, "audit.json")["whole"], true);
        assert_eq!(json(&pack, "restores.json")["proven_restores"].as_array().unwrap().len(), 0);
        let request = &json(&pack, "requests.json")[0];
        assert_eq!((&request["claims"][0], &request["late"]), (&"access".into(), &false.into()), "{request}");
        assert!(request["due_on"].is_string() && request["days"] == 3, "{request}");
        assert_eq!(json(&pack, "consents.json")["grounds"].as_array().unwrap().len(), 4);
        let roles = json(&pack, "roles.json");
        assert!(
            roles.as_array().unwrap().iter().all(|one| one["role"] == "dpo" && one["colleague"].is_i64()),
            "{roles}"
        );

        // It is on record with the hash of what left, and a log that was altered is said to be.
        let cio = house.signed_in(Role::Cio).await;
        assert!(cio.get("/register/pack").await.says(&ring_sha256(&pack)));
        cio.post("/register/pack", &[]).await.is(403);
        let deeds = house.deeds().await;
        assert!(deeds.iter().any(|deed| deed.starts_with("pack.started")));
        assert!(deeds.iter().any(|deed| deed.starts_with("pack.completed files=")));
        tamper(&house, "UPDATE deeds SET detail = 'x=1' WHERE n = 5".to_owned()).await;
        let dpo = house.signed_in(Role::Dpo).await;
        let taken = dpo.post("/register/pack", &[]).await.is(200).body.into_bytes();
        assert_eq!(json(&taken, "audit.json")["fault"]["altered"], 5);
        house.later(Duration::minutes(6));
        let asked = dpo.post("/register/pack", &[]).await.is(403);
        assert!(asked.says("step_code"), "a code that is older than five minutes is asked for again");
    });
}

fn ring_sha256(bytes: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(ring::digest::digest(&ring::digest::SHA256, bytes).as_ref())
}

#[test]
#[expect(clippy::disallowed_methods, reason = "the inspector's own programs, which the house does not start")]
fn an_inspectors_pack_is_verified_by_tar_sha256sum_and_ssh_keygen() {
    run(async {
        let there = |name: &str| std::process::Command::new(name).arg("--help").output().is_ok();
        if !["tar", "sha256sum", "ssh-keygen"].iter().all(|name| there(name)) {
            return crate::parts::skipped("verifying a pack by hand: tar, sha256sum or ssh-keygen is not there");
        }
        let (_house, pack) = packed().await;
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("pack.tar"), &pack).unwrap();
        let does = |name: &str, arguments: &[&str], inside: &str, stdin: Option<&str>| {
            let place = folder.path().join(inside);
            let mut command = std::process::Command::new(name);
            command.args(arguments).current_dir(&place);
            if let Some(file) = stdin {
                command.stdin(std::fs::File::open(place.join(file)).unwrap());
            }
            let done = command.output().unwrap();
            (done.status.success(), String::from_utf8_lossy(&[done.stdout, done.stderr].concat()).into_owned())
        };
        let verify =
            ["-Y", "verify", "-f", "signer.pub", "-I", "cloister", "-n", "cloister-register", "-s", "SHA256SUMS.sig"];
        let unpacked = does("tar", &["-xf", "pack.tar"], "", None);
        assert!(unpacked.0, "{}", unpacked.1);
        let summed = does("sha256sum", &["--strict", "-c", "SHA256SUMS"], "cloister-register", None);
        assert!(summed.0, "{}", summed.1);
        let signed = does("ssh-keygen", &verify, "cloister-register", Some("SHA256SUMS"));
        assert!(signed.0, "{}", signed.1);
        let sums = folder.path().join("cloister-register/SHA256SUMS");
        let changed = std::fs::read_to_string(&sums).unwrap().replacen('0', "1", 1);
        std::fs::write(&sums, changed).unwrap();
        assert!(!does("ssh-keygen", &verify, "cloister-register", Some("SHA256SUMS")).0, "it finds an altered list");
    });
}

#[test]
fn what_the_register_holds_goes_after_five_years_and_not_a_day_before() {
    run(async {
        let house = House::open().await;
        let dpo = house.signed_in(Role::Dpo).await;
        let path = open(&dpo, now(&house) - Duration::hours(1), "unlikely").await.is(303).to().to_owned();
        let waits = open(&dpo, now(&house) - Duration::hours(1), "unlikely").await.is(303).to().to_owned();
        let not =
            [("version", "1"), ("notice", "not_needed"), ("notice_on", ""), ("notice_time", ""), ("notice_why", "x")];
        dpo.post(&format!("{path}/notification"), &not).await.is(303);
        dpo.post(&format!("{path}/decision"), &[("version", "2"), ("telling", "not_needed"), ("telling_why", "x")])
            .await
            .is(303);
        dpo.post(&format!("{path}/closing"), &[("version", "3")]).await.is(303);
        let supplier = add_party(&dpo, &[]).await;
        certify(&dpo, &supplier, "2027-06-30").await;
        dpo.post(&format!("{supplier}/end"), &[("version", "1")]).await.is(303);
        let stays = add_party(&dpo, &[]).await;
        dpo.post("/register/pack", &[]).await.is(200);

        let ended = house.app.clock().today();
        let over = ended.checked_add_months(chrono::Months::new(60)).unwrap();
        let forget = || async {
            let app = house.app.clone();
            tokio::task::spawn_blocking(move || register::forget_old(&app)).await.unwrap().unwrap();
        };
        house.later(over - ended - Duration::days(1));
        forget().await;
        let dpo = house.signed_in(Role::Dpo).await;
        for there in [&path, &supplier, &waits, &stays] {
            dpo.get(there).await.is(200);
        }
        house.later(Duration::days(1));
        forget().await;
        forget().await;
        let dpo = house.signed_in(Role::Dpo).await;
        dpo.get(&path).await.is(404);
        dpo.get(&supplier).await.is(404);
        dpo.get(&waits).await.is(200);
        dpo.get(&stays).await.is(200);
        assert!(dpo.get("/register/pack").await.says("None yet"));
        let told =
            house.deeds().await.into_iter().filter(|deed| deed.starts_with("register.forgotten")).collect::<Vec<_>>();
        assert_eq!(told, ["register.forgotten breaches=1 parties=1 packs=1"]);
    });
}

mod browser {
    use super::*;
    use crate::browser::Browser;
    use cloister::demo::Plan;

    #[test]
    fn the_dpo_keeps_the_register_by_day_and_by_night() {
        run(async {
            let Some(browser) = Browser::open(true).await else { return };
            let house = House::open().await;
            let (app, plan) = (house.app.clone(), Plan { people: 40, seed: 20_260_101 });
            let logins = tokio::task::spawn_blocking(move || cloister::demo::make(&app, &plan)).await.unwrap().unwrap();
            let login = logins.get("dpo").unwrap();
            browser.go(&format!("{}/sign-in", house.url)).await;
            browser.fill("Identifiant", &login.user_name).await;
            browser.fill("Mot de passe", &login.password).await;
            browser.click("Continuer").await;
            browser.see("Code à usage unique").await;
            browser.fill("Code", &login.code_at(house.app.clock().unix()).unwrap()).await;
            browser.click("Se connecter").await;
            browser.signed_in().await;

            browser.click("Registre").await;
            browser.see("Registre des activités de traitement").await;
            browser.click("Violations").await;
            browser.click("Ouvrir une violation").await;
            browser.see("Ce qui s’est passé").await;
            browser.click("Enregistrer").await;
            browser.see("Choisissez").await;
            browser.screenshot("register-breach-form").await;
            browser.fill("Ce qui s’est passé", "Un portable a été perdu dans le train de 18 h 12.").await;
            browser.tick("Confidentialité\u{a0}: quelqu’un a vu ou pris ce qui ne lui revenait pas").await;
            browser.click("Enregistrer").await;
            browser.see("pour le dire à la CNIL").await;
            browser.click("Personnes concernées").await;
            browser.see("Chercher dans le journal").await;
            browser.choose("Quel collègue", "Claire Vasseur").await;
            browser.click("Compter").await;
            browser.see("Par ces actes").await;
            let breach = browser.path().await.trim_end_matches("/affected").to_owned();
            let mut faults = Vec::new();
            for scheme in ["light", "dark"] {
                browser.lit(scheme).await;
                for (name, path) in [
                    ("home", "/".to_owned()),
                    ("activities", "/register".to_owned()),
                    ("about", "/register/about".to_owned()),
                    ("parties", "/register/parties".to_owned()),
                    ("party-new", "/register/parties/new".to_owned()),
                    ("breaches", "/register/breaches".to_owned()),
                    ("breach", breach.clone()),
                    ("affected", format!("{breach}/affected")),
                    ("notification", format!("{breach}/notification/fr")),
                    ("roles", "/register/roles".to_owned()),
                    ("pack", "/register/pack".to_owned()),
                ] {
                    browser.go(&format!("{}{path}", house.url)).await;
                    browser.see("Registre").await;
                    browser.screenshot(&format!("register-{scheme}-{name}")).await;
                    let found = browser.hard_to_use().await;
                    faults.extend(found.into_iter().map(|one| format!("{scheme} {name}: {one}")));
                }
            }
            assert_eq!(faults, Vec::<String>::new());
            browser.click("Sortir le dossier").await;
            let pack = browser.downloaded(".tar").await;
            assert!(register::verify(&pack, None).is_ok(), "what the browser took is sound");
        });
    }
}
