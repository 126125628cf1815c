//! Privacy requests: from the day on which one comes to the answer, with every clock, second person and way out (P14).
use crate::forms::{hidden, published};
use crate::house::{Answer, House, Visitor, run};
use crate::intake::{ANNA, Public, settings, take_in};
use crate::relay::{self, Relay};
use chrono::{Duration, NaiveDate};
use cloister::actor::Role;
use cloister::calendar::{Standing, Term, day_in_france};
use cloister::requests::{self, Claim, State};
use reqwest::Method;
use std::io::{Cursor, Read};

const FAMILY: &str = "Dupré-Öztürk";
const EMAIL: &str = "anna.dupre@exemple.example";

/// Does what the jobs do.
async fn jobs(house: &House) {
    let app = house.app.clone();
    let run = move || ["requests", "erasures", "requests"].map(|job| cloister::jobs::run(&app, job).unwrap());
    tokio::task::spawn_blocking(run).await.unwrap();
}

fn today(house: &House) -> NaiveDate {
    day_in_france(house.app.clock().now())
}

/// Somebody asks by telephone. The address of the request.
async fn recorded(by: &Visitor, claims: &[&str], person: Option<i64>, on: NaiveDate) -> String {
    let (person, on) = (person.map(|id| id.to_string()).unwrap_or_default(), on.to_string());
    let mut fields = vec![
        ("person", person.as_str()),
        ("way", "telephone"),
        ("received_on", &on),
        ("name", FAMILY),
        ("email", EMAIL),
        ("phone", ""),
        ("address", "4, rue des Serins\n75011 Paris"),
        ("lang", "fr"),
        ("on_behalf", ""),
        ("asked", "Effacez tout, s’il vous plaît."),
    ];
    fields.extend(claims.iter().map(|claim| (*claim, "yes")));
    by.post("/requests", &fields).await.is(303).to().to_owned()
}

fn id(path: &str) -> i64 {
    path.rsplit('/').next().unwrap().parse().unwrap()
}

/// Presses a button of the page, as it stands now.
async fn press(by: &Visitor, path: &str, resource: &str, more: &[(&str, &str)]) -> Answer {
    let page = by.get(path).await.is(200);
    let version = hidden(&page.body, "version");
    let fields = [&[("version", version.as_str())], more].concat();
    by.post(&format!("{path}/{resource}"), &fields).await
}

async fn vouched(dpo: &Visitor, path: &str) {
    dpo.post(&format!("{path}/identity"), &[("note", "Rappelée au numéro de sa fiche.")]).await.is(303);
}

/// The decision as it is proposed: every field of the form as it stands there.
async fn decided_as_proposed(dpo: &Visitor, path: &str) {
    let page = dpo.get(path).await.is(200);
    let fields = decision_fields(page.main());
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    dpo.post(&format!("{path}/decision"), &fields).await.is(303);
}

/// What a browser would send of the form of the decision.
fn decision_fields(main: &str) -> Vec<(String, String)> {
    let (_, form) = main.split_once("/decision\"").expect("a form");
    let (form, _) = form.split_once("</form>").unwrap();
    let mut fields = Vec::new();
    for part in form.split("<input ").skip(1) {
        let tag = part.split('>').next().unwrap();
        let name = tag.split("name=\"").nth(1).and_then(|rest| rest.split('"').next());
        let value = tag.split("value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default();
        if let Some(name) = name.filter(|name| *name != "csrf") {
            fields.push((name.to_owned(), value.to_owned()));
        }
    }
    for part in form.split("<select ").skip(1) {
        let name = part.split("name=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
        let chosen =
            part.split("</select>").next().unwrap().split("<option ").find(|option| option.contains(" selected"));
        let value = chosen.and_then(|option| option.split("value=\"").nth(1)).and_then(|rest| rest.split('"').next());
        fields.push((name.to_owned(), value.unwrap_or_default().to_owned()));
    }
    fields
}

async fn opened(house: &House, path: &str) -> requests::Opened {
    let id = id(path);
    house.look(move |l| requests::get(l, id)).await
}

/// Identified, found and decided by the Dpo, ready to be carried out.
async fn ready(dpo: &Visitor, path: &str) {
    vouched(dpo, path).await;
    press(dpo, path, "finding", &[]).await.is(303);
    decided_as_proposed(dpo, path).await;
}

#[test]
fn a_privacy_form_becomes_a_request_by_itself_and_once() {
    run(async {
        let house = House::open().await;
        published(&house, "droits", "privacy", "dpo", &[]).await;
        let public = Public::open(settings(&house));
        let asked =
            [&ANNA[..5], &[("message", "Merci de supprimer mes données et de m’en envoyer une copie.")]].concat();
        public.fill_in(&house, "/fr/droits", &asked).await.is(303);
        take_in(&house).await;
        jobs(&house).await;
        jobs(&house).await;
        let lines = house.look(|l| requests::list(l, State::Open)).await;
        assert_eq!(lines.len(), 1, "once");
        let request = &lines[0].request;
        assert_eq!(request.claims, [Claim::Access, Claim::Erasure], "as its words say, for the Dpo to correct");
        assert_eq!((request.requester.name.as_str(), request.requester.email.as_str()), ("Anna Dupré-Öztürk", EMAIL));
        assert!(matches!(lines[0].standing, Standing::Running { day: 0, .. }));
        let dpo = house.signed_in(Role::Dpo).await;
        let home = dpo.get("/").await.is(200);
        assert!(home.says("Anna Dupré-Öztürk") && home.says("Day 0 of"), "{}", home.main());
        let page = dpo.get(&format!("/requests/{}", request.id)).await.is(200);
        assert!(page.says("Merci de supprimer mes données"), "{}", page.main());
        let deeds = house.deeds().await;
        let told: Vec<_> = deeds.iter().filter(|deed| deed.starts_with("privacy.recorded")).collect();
        assert_eq!(told, ["privacy.recorded way=form kinds=access,erasure"]);
        assert!(!deeds.iter().any(|deed| deed.contains("Dupré") || deed.contains("supprimer")), "references only");
    });
}

#[test]
fn a_colleague_forwards_a_request_and_follows_that_one_alone() {
    run(async {
        let house = House::open().await;
        let (support, sales) = (house.signed_in(Role::Support).await, house.signed_in(Role::Sales).await);
        let (dpo, cio) = (house.signed_in(Role::Dpo).await, house.signed_in(Role::Cio).await);
        let path = recorded(&support, &["claim_access", "claim_erasure"], None, today(&house)).await;
        let own = support.get(&path).await.is(200);
        assert!(own.says(FAMILY) && own.says("Day 0 of") && !own.says("/identity"), "{}", own.main());
        assert!(support.get("/requests").await.is(200).says(FAMILY));
        sales.get(&path).await.is(404);
        assert!(!sales.get("/requests").await.is(200).says(FAMILY));
        assert!(dpo.get(&path).await.is(200).says("/identity"));
        assert!(cio.get(&path).await.is(200).says(FAMILY));
        // What cannot be kept comes back with its words, and what was typed.
        let wrong = sales
            .post(
                "/requests",
                &[
                    ("way", "pigeon"),
                    ("received_on", "2199-01-01"),
                    ("name", ""),
                    ("email", "no"),
                    ("asked", "Bob <script>"),
                ],
            )
            .await
            .is(422);
        assert!(wrong.says("Bob &#60;script&#62;") && wrong.says("has not come yet"), "{}", wrong.main());
        assert!(wrong.says("claims-error") && wrong.says("way-error") && wrong.says("email-error"), "{}", wrong.main());
        sales.post("/requests", &[("way", "letter"), ("received_by", "me")]).await.is(400);
    });
}

#[test]
fn six_presses_lead_from_a_request_to_the_answer_and_nothing_of_it_stays_readable() {
    run(async {
        let Some(relay) = Relay::open(&[]) else { return };
        let house = House::open_told(relay::settings(relay.port)).await;
        let person = crate::consent::person(&house, FAMILY, &[EMAIL]).await;
        let dpo = house.signed_in(Role::Dpo).await;
        let path = recorded(&dpo, &["claim_erasure"], Some(person), today(&house)).await;

        // 1: a code to the address that we know.
        let page = dpo.get(&path).await.is(200);
        assert!(page.says(&format!("name=\"person_{person}\" value=\"yes\" checked")), "{}", page.main());
        let (_, address) = page.body.split_once(&format!("value=\"{person}:")).expect("an address of theirs");
        let address = format!("{person}:{}", address.split('"').next().unwrap());
        let ticked = format!("person_{person}");
        let mail = [("claim_erasure", "yes"), (&ticked, "yes"), ("address", &address), ("look", ""), ("do", "code")];
        press(&dpo, &path, "people", &mail).await.is(303);
        relay::send(&house).await;
        let mails = relay.mails();
        assert_eq!(mails.len(), 1);
        assert_eq!(mails[0].to, [EMAIL]);
        let code: String = mails[0].body.lines().find(|line| line.len() == 9 && line.contains(' ')).unwrap().to_owned();
        assert!(!mails[0].body.contains("Effacez"), "nothing that somebody typed is in a mail of ours");

        // 2: the code, wrong and then right.
        let wrong = dpo.post(&format!("{path}/code"), &[("code", "0000 0000")]).await.is(422);
        assert!(wrong.says("4 tries left") && wrong.says("not the code"), "{}", wrong.main());
        dpo.post(&format!("{path}/code"), &[("code", &code)]).await.is(303);
        // 3: that is everything.
        let page = dpo.get(&path).await.is(200);
        assert!(page.says("Identity") && page.says("Addresses and numbers"), "{}", page.main());
        press(&dpo, &path, "finding", &[]).await.is(303);
        // 4: decided as proposed.
        decided_as_proposed(&dpo, &path).await;
        // 5: carried out, ten minutes later.
        press(&dpo, &path, "execution", &[]).await.is(303);
        jobs(&house).await;
        assert!(opened(&house, &path).await.request.carried_out_at.is_none(), "not yet");
        press(&dpo, &path, "answer", &[("more", "")]).await.is(409);
        house.later(Duration::minutes(10));
        jobs(&house).await;
        dpo.get(&format!("/people/{person}")).await.is(404);
        let page = dpo.get(&path).await.is(200);
        assert!(page.says("Certificate") && page.says("No copy can be read from"), "{}", page.main());
        // 6: the answer, in the language of whoever asked.
        let letter = press(&dpo, &path, "answer", &[("more", "Bien à vous.")]).await.is(303).to().to_owned();
        let page = dpo.get(&letter).await.is(200);
        assert!(
            page.says("Vos données ont été effacées") && page.says("CNIL") && page.says("tribunal"),
            "{}",
            page.main()
        );
        assert!(page.says("Bien à vous.") && page.says(FAMILY) && page.says("4, rue des Serins"), "{}", page.main());
        assert!(matches!(opened(&house, &path).await.step(), requests::Step::Answered));

        // It closes by itself, and what named the person is gone with its key.
        house.later(Duration::days(7));
        jobs(&house).await;
        assert!(opened(&house, &path).await.request.is_open());
        house.later(Duration::days(1));
        jobs(&house).await;
        let closed = opened(&house, &path).await;
        assert!(!closed.request.is_open() && closed.request.destroyed && closed.request.asked.is_empty());
        let dpo = house.signed_in(Role::Dpo).await;
        let page = dpo.get(&path).await.is(200);
        assert!(page.says("Name destroyed") && !page.says(FAMILY), "{}", page.main());
        dpo.get(&letter).await.is(410);
        assert!(dpo.get("/requests?list=closed").await.is(200).says("Name destroyed"));
        let deeds = house.deeds().await;
        for deed in [
            "privacy.code_mailed",
            "privacy.code_wrong",
            "privacy.identified by=code",
            "privacy.found",
            "privacy.decided",
            "privacy.ordered whole=true",
            "privacy.carried_out",
            "privacy.letter",
            "privacy.closed key=destroyed",
        ] {
            assert!(deeds.iter().any(|told| told.starts_with(deed)), "{deed}: {deeds:#?}");
        }
    });
}

#[test]
fn a_code_counts_five_times_and_goes_to_an_address_of_theirs_alone() {
    run(async {
        let Some(relay) = Relay::open(&[]) else { return };
        let house = House::open_told(relay::settings(relay.port)).await;
        let person = crate::consent::person(&house, FAMILY, &[EMAIL]).await;
        let other = crate::consent::person(&house, "Autre", &["autre@exemple.example"]).await;
        let dpo = house.signed_in(Role::Dpo).await;
        let path = recorded(&dpo, &["claim_erasure"], Some(person), today(&house)).await;
        let reach = house.look(move |l| Ok(cloister::people::get(l, other)?.reaches[0].id)).await;
        let (ticked, foreign) = (format!("person_{person}"), format!("{person}:{reach}"));
        let wrong = [("claim_erasure", "yes"), (&ticked, "yes"), ("address", &foreign), ("look", ""), ("do", "code")];
        press(&dpo, &path, "people", &wrong).await.is(400);
        let reach = house.look(move |l| Ok(cloister::people::get(l, person)?.reaches[0].id)).await;
        let address = format!("{person}:{reach}");
        let right = [("claim_erasure", "yes"), (&ticked, "yes"), ("address", &address), ("look", ""), ("do", "code")];
        press(&dpo, &path, "people", &right).await.is(303);
        relay::send(&house).await;
        let mails = relay.mails();
        let code = mails[0].body.lines().find(|line| line.len() == 9 && line.contains(' ')).unwrap().to_owned();
        for _ in 0..5 {
            dpo.post(&format!("{path}/code"), &[("code", "1")]).await.is(422);
        }
        dpo.post(&format!("{path}/code"), &[("code", &code)]).await.is(409);
        assert!(opened(&house, &path).await.identity.means.is_none(), "the right code comes too late");
        // A new one, that is left to lie for a week.
        press(&dpo, &path, "people", &right).await.is(303);
        relay::send(&house).await;
        let code = relay.mails()[1].body.lines().find(|line| line.len() == 9 && line.contains(' ')).unwrap().to_owned();
        house.later(Duration::days(requests::CODE_DAYS));
        let dpo = house.signed_in(Role::Dpo).await;
        dpo.post(&format!("{path}/code"), &[("code", &code)]).await.is(409);
    });
}

#[test]
fn an_erasure_can_be_stopped_for_ten_minutes_and_then_not() {
    run(async {
        let house = House::open().await;
        let person = crate::consent::person(&house, FAMILY, &[EMAIL]).await;
        let dpo = house.signed_in(Role::Dpo).await;
        let path = recorded(&dpo, &["claim_erasure"], Some(person), today(&house)).await;
        ready(&dpo, &path).await;
        press(&dpo, &path, "execution", &[]).await.is(303);
        // Pressed twice: done once.
        press(&dpo, &path, "execution", &[]).await.is(409);
        let page = dpo.get(&path).await.is(200);
        assert!(page.says("Can still be stopped") && page.says("data-refresh"), "{}", page.main());
        house.later(Duration::minutes(9));
        assert!(dpo.get(&format!("{path}?fragment=1")).await.is(200).says("seconds"));
        dpo.post(&format!("{path}/stop"), &[]).await.is(303);
        house.later(Duration::minutes(60));
        jobs(&house).await;
        let dpo = house.signed_in(Role::Dpo).await;
        assert!(dpo.get(&format!("/people/{person}")).await.is(200).says(FAMILY), "stopped is stopped");
        press(&dpo, &path, "execution", &[]).await.is(303);
        house.later(Duration::minutes(10));
        dpo.post(&format!("{path}/stop"), &[]).await.is(409);
        jobs(&house).await;
        dpo.get(&format!("/people/{person}")).await.is(404);
    });
}

#[test]
fn a_second_person_approves_what_touches_a_customer_and_nobody_their_own() {
    run(async {
        let house = House::open().await;
        let sales = house.signed_in(Role::Sales).await;
        let person = id(&crate::people::add(&sales, &[("family_name", FAMILY)]).await);
        let company = house.look(move |l| Ok(cloister::people::get(l, person)?.company_id.unwrap())).await;
        let contract = [("reference", "C-1"), ("product", "Trésorerie"), ("starts_on", "2026-01-01"), ("ends_on", "")];
        sales.post(&format!("/companies/{company}/contracts"), &contract).await.is(303);
        let (dpo, cio) = (house.signed_in(Role::Dpo).await, house.signed_in(Role::Cio).await);
        let path = recorded(&dpo, &["claim_erasure"], Some(person), today(&house)).await;
        ready(&dpo, &path).await;
        // A contact of a customer stays known, the rest goes.
        let decisions = opened(&house, &path).await.decisions;
        let of = |holding| decisions.iter().find(|one| one.holding == holding).map(|one| one.what);
        assert_eq!(of(cloister::catalogue::Holding::Identity), Some(requests::Disposal::Keep));
        press(&dpo, &path, "execution", &[]).await.is(409);
        dpo.post(&format!("{path}/approval"), &[("version", "1")]).await.is(403);
        assert!(dpo.get(&path).await.is(200).says("waits for the approval of the CIO"));
        assert!(cio.get("/").await.is(200).says("waits for you"));
        press(&cio, &path, "return", &[]).await.is(303);
        decided_as_proposed(&dpo, &path).await;
        press(&cio, &path, "approval", &[]).await.is(303);
        cio.post(&format!("{path}/approval"), &[("version", "1")]).await.is(409);
        press(&dpo, &path, "execution", &[]).await.is(303);
        house.later(Duration::minutes(10));
        jobs(&house).await;
        assert!(dpo.get(&format!("/people/{person}")).await.is(200).says(FAMILY));
        let letter = press(&dpo, &path, "answer", &[("more", "")]).await.is(303).to().to_owned();
        let page = dpo.get(&letter).await.is(200);
        assert!(page.says("Nous conservons") && page.says("contrat en cours"), "{}", page.main());

        // Whoever decided it as the Dpo does not approve it as the Cio.
        let (id, decided_by) = (id(&path), opened(&house, &path).await.request.decided_by.unwrap());
        let same = cloister::actor::Actor::Staff(std::sync::Arc::new(cloister::actor::StaffActor {
            id: decided_by,
            role: Role::Cio,
            from: None,
            request: String::new(),
        }));
        let refused = house.app.write(&same, move |w| requests::approve(w, id, 1)).await;
        assert!(matches!(refused, Err(cloister::error::Error::Forbidden)), "{refused:?}");
    });
}

#[test]
fn what_is_kept_is_kept_for_a_reason_and_with_whose_it_is() {
    run(async {
        let house = House::open().await;
        let person = crate::consent::person(&house, FAMILY, &[EMAIL]).await;
        let dpo = house.signed_in(Role::Dpo).await;
        let path = recorded(&dpo, &["claim_erasure"], Some(person), today(&house)).await;
        vouched(&dpo, &path).await;
        press(&dpo, &path, "finding", &[]).await.is(303);
        let page = dpo.get(&path).await.is(200);
        let mut fields = decision_fields(page.main());
        let mut set = |name: &str, value: &str| {
            fields.retain(|field| field.0 != name);
            fields.push((name.to_owned(), value.to_owned()));
            fields.clone()
        };
        let sent = set("what_reaches", "keep");
        let sent: Vec<(&str, &str)> = sent.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let wrong = dpo.post(&format!("{path}/decision"), &sent).await.is(422);
        assert!(wrong.says("kept for a reason") && wrong.says("keep the identity too"), "{}", wrong.main());
        set("ground_reaches", "claims");
        set("until_reaches", "2031-12-01");
        set("what_identity", "keep");
        let sent = set("ground_identity", "claims");
        let sent: Vec<(&str, &str)> = sent.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        dpo.post(&format!("{path}/decision"), &sent).await.is(303);
        let decisions = opened(&house, &path).await.decisions;
        assert!(
            decisions.iter().any(|one| one.until.is_some_and(|day| day.to_string() == "2031-12-01")),
            "{decisions:?}"
        );
    });
}

#[test]
fn a_refusal_names_the_reason_the_cnil_and_the_court() {
    run(async {
        let house = House::open().await;
        let dpo = house.signed_in(Role::Dpo).await;
        let path = recorded(&dpo, &["claim_access"], None, today(&house)).await;
        let without = press(&dpo, &path, "refusal", &[("why", ""), ("refusal", "Trop.")]).await.is(422);
        assert!(without.says("Trop.") && without.says("why-error"), "{}", without.main());
        let why = [("why", "unfounded"), ("refusal", "Troisième demande identique ce mois-ci.")];
        let letter = press(&dpo, &path, "refusal", &why).await.is(303).to().to_owned();
        let page = dpo.get(&letter).await.is(200);
        for part in [
            "manifestement infondée",
            "Troisième demande identique",
            "3 Place de Fontenoy, 75007 Paris",
            "cnil.fr",
            "tribunal judiciaire",
            FAMILY,
        ] {
            assert!(page.says(part), "{part}: {}", page.main());
        }
        assert!(page.says("lang=\"fr\""));
        let refused = opened(&house, &path).await;
        assert_eq!(refused.request.outcome, Some(requests::Outcome::Refused));
        assert!(dpo.get("/requests").await.is(200).says("Refused"));
        press(&dpo, &path, "closing", &[]).await.is(303);
        let kept = opened(&house, &path).await;
        assert!(!kept.request.is_open() && kept.request.requester.name == FAMILY, "the proof of a refusal stays");
        dpo.get(&letter).await.is(200);
    });
}

#[test]
fn an_extension_is_told_within_the_first_month_or_not_at_all() {
    run(async {
        let house = House::open().await;
        let dpo = house.signed_in(Role::Dpo).await;
        let came = today(&house) - Duration::days(20);
        let path = recorded(&dpo, &["claim_access"], None, came).await;
        let wrong = press(&dpo, &path, "extension", &[("months", "3"), ("extension", "Beaucoup de dossiers.")]).await;
        wrong.is(422);
        let long = [("months", "2"), ("extension", "Beaucoup de dossiers.")];
        press(&dpo, &path, "extension", &long).await.is(303);
        let extended = opened(&house, &path).await;
        assert_eq!(extended.request.term.due(), Term::of(came).due_if_extended(2));
        let page = dpo.get(&path).await.is(200);
        assert!(page.says(", extended") && page.says("Extension") && !page.says("/extension\""), "{}", page.main());
        let (_, letter) = page.body.split_once(&format!("{path}/letters/")).expect("a letter");
        let letter = dpo.get(&format!("{path}/letters/{}", letter.split('"').next().unwrap())).await.is(200);
        for part in ["Beaucoup de dossiers.", "de 2 mois", "CNIL", "tribunal judiciaire"] {
            assert!(letter.says(part), "{part}: {}", letter.main());
        }
        press(&dpo, &path, "extension", &long).await.is(409);
        let late = recorded(&dpo, &["claim_access"], None, today(&house) - Duration::days(45)).await;
        assert!(dpo.get(&late).await.is(200).says("Overdue by"));
        press(&dpo, &late, "extension", &long).await.is(409);
    });
}

#[test]
fn in_doubt_the_clock_stands_still_until_it_is_known_who_asks() {
    run(async {
        let house = House::open().await;
        let dpo = house.signed_in(Role::Dpo).await;
        let path = recorded(&dpo, &["claim_access"], None, today(&house)).await;
        press(&dpo, &path, "doubt", &[("doubt", "Le numéro de votre contrat.")]).await.is(303);
        let page = dpo.get(&path).await.is(200);
        assert!(page.says("Paused since") && page.says("Le numéro de votre contrat."), "{}", page.main());
        house.later(Duration::days(60));
        let dpo = house.signed_in(Role::Dpo).await;
        assert!(dpo.get(&path).await.is(200).says("Paused since"), "and is not overdue");
        vouched(&dpo, &path).await;
        let after = opened(&house, &path).await.request.term;
        assert_eq!((after.paused, after.paused_since), (60, None));
        assert_eq!(after.due(), Term { paused: 60, ..Term::of(after.received) }.due());
        assert!(dpo.get(&path).await.is(200).says("Day 0 of"));
    });
}

#[test]
fn an_objection_to_marketing_acts_the_moment_it_is_recorded() {
    run(async {
        let house = House::open().await;
        let person = crate::newsletter::subscriber(&house, FAMILY, EMAIL).await;
        let support = house.signed_in(Role::Support).await;
        let marketing = house.signed_in(Role::Marketing).await;
        let order = [("purpose", "newsletter"), ("delimiter", "comma")];
        assert!(marketing.export(&order).await.is(200).body.contains("anna.dupre"));
        recorded(&support, &["claim_objection"], Some(person), today(&house)).await;
        crate::newsletter::settle_all(&house).await;
        let list = marketing.export(&order).await;
        assert!(!list.body.contains("anna.dupre"), "{}", list.body);
    });
}

#[test]
fn a_restricted_person_is_in_no_list_no_search_of_others_and_no_export_and_a_direct_link_says_so() {
    run(async {
        let house = House::open().await;
        let person = crate::newsletter::subscriber(&house, FAMILY, EMAIL).await;
        let (sales, support) = (house.signed_in(Role::Sales).await, house.signed_in(Role::Support).await);
        let (marketing, dpo) = (house.signed_in(Role::Marketing).await, house.signed_in(Role::Dpo).await);
        sales.post(&format!("/people/{person}/lead"), &[]).await.is(303);
        let asks = [("subject", "Relevé"), ("detail", ""), ("take", "1")];
        support.post(&format!("/people/{person}/assistance"), &asks).await.is(303);
        let (page, form) = (format!("/people/{person}"), format!("/people/{person}/restriction"));
        for path in ["/people", "/leads", "/assistance", "/search?q=dupre"] {
            assert!(support.get(path).await.is(200).says("Dupré"), "{path} before");
        }
        dpo.post(&form, &[("act", "restrict"), ("reason", "")]).await.is(422);
        let why = [("act", "restrict"), ("reason", "Exactitude contestée.")];
        dpo.post(&form, &why).await.is(303);
        dpo.post(&form, &why).await.is(303);
        for path in ["/people", "/leads", "/assistance", "/search?q=dupre", "/search?q=anna.dupre&fragment=1", "/"] {
            for colleague in [&support, &sales, &marketing] {
                let answer = colleague.get(path).await;
                assert!(!answer.says("Dupré"), "{path}: {}", answer.main());
            }
        }
        for colleague in [&support, &sales, &marketing] {
            let answer = colleague.get(&page).await.is(423);
            assert!(answer.says("Art. 18") && !answer.says("Dupré"), "{}", answer.main());
        }
        sales.post(&format!("/leads/{person}/stage"), &[("version", "1"), ("stage", "qualified")]).await.is(423);
        let list = marketing.export(&[("purpose", "newsletter"), ("delimiter", "comma")]).await;
        assert!(!list.body.contains("anna.dupre"), "{}", list.body);
        // The Dpo sees who it is and why, finds them, and lifts it.
        assert!(dpo.get(&page).await.is(200).says("Exactitude contestée."));
        assert!(dpo.get("/search?q=dupre").await.is(200).says("Dupré"));
        assert!(!dpo.get("/people").await.is(200).says("Dupré"), "in no list");
        assert!(dpo.get("/requests/restricted").await.is(200).says("Dupré"));
        support.get("/requests/restricted").await.is(403);
        dpo.post(&form, &[("act", "lift"), ("reason", "Exactitude vérifiée.")]).await.is(303);
        assert!(support.get("/people").await.is(200).says("Dupré"));
        support.get(&page).await.is(200);
        let deeds = house.deeds().await;
        let told = |word: &str| deeds.iter().filter(|deed| deed.as_str() == word).count();
        assert_eq!((told("person.restricted"), told("person.released")), (1, 1), "pressed twice is done once");
    });
}

/// A file that a page of ours sends.
async fn taken(by: &Visitor, path: &str) -> (u16, Vec<u8>) {
    let token = by.token().await;
    let request = by.with_origin(by.raw(Method::POST, path)).form(&[("csrf", token.as_str())]);
    let answer = request.send().await.unwrap();
    (answer.status().as_u16(), answer.bytes().await.unwrap().to_vec())
}

#[test]
fn the_access_package_opens_with_its_passphrase_alone_holds_everything_and_is_taken_once() {
    run(async {
        let house = House::open().await;
        let sales = house.signed_in(Role::Sales).await;
        let support = house.signed_in(Role::Support).await;
        let person = crate::newsletter::subscriber(&house, FAMILY, EMAIL).await;
        let note = [("kind", "note"), ("text", "Préfère =HYPERLINK(\"x\") le millet <rouge>")];
        sales.post(&format!("/people/{person}/notes"), &note).await.is(303);
        let asks = [("subject", "Relevé introuvable"), ("detail", ""), ("take", "1")];
        support.post(&format!("/people/{person}/assistance"), &asks).await.is(303);
        let marketing = house.signed_in(Role::Marketing).await;
        marketing.export(&[("purpose", "newsletter"), ("delimiter", "comma")]).await.is(200);
        support.get(&format!("/people/{person}")).await.is(200);

        let dpo = house.signed_in(Role::Dpo).await;
        let path = recorded(&dpo, &["claim_access", "claim_portability"], Some(person), today(&house)).await;
        dpo.post(&format!("{path}/package"), &[]).await.is(303);
        assert!(dpo.get(&path).await.is(200).says("once it is known who asks"), "not before");
        ready(&dpo, &path).await;
        press(&dpo, &path, "execution", &[]).await.is(303);
        let page = dpo.post(&format!("{path}/package"), &[]).await.is(200);
        let (_, code) = page.body.split_once("<code>").expect("the passphrase");
        let passphrase = code.split('<').next().unwrap().to_owned();
        assert_eq!(passphrase.len(), 29, "{passphrase}");
        assert!(!dpo.get(&path).await.is(200).says(&passphrase), "shown once");

        let (status, archive) = taken(&dpo, &format!("{path}/package/file")).await;
        assert_eq!(status, 200);
        assert_eq!(taken(&dpo, &format!("{path}/package/file")).await.0, 303, "taken once");
        assert!(dpo.get(&path).await.is(200).says("taken already"));
        let mut zip = zip::ZipArchive::new(Cursor::new(archive.clone())).unwrap();
        assert!(zip.by_name("data.html").is_err() && zip.by_name_decrypt("data.html", b"guess").is_err());
        let mut read = |name: &str| {
            let mut text = String::new();
            zip.by_name_decrypt(name, passphrase.as_bytes()).unwrap().read_to_string(&mut text).unwrap();
            text
        };
        let (html, json, notes) = (read("data.html"), read("data.json"), read("csv/notes.csv"));
        for part in [FAMILY, EMAIL, "millet &#60;rouge&#62;", "Relevé introuvable", "Support", "CNIL", "cinq ans"] {
            assert!(html.contains(part), "{part}: {html}");
        }
        assert!(!html.contains("of the test"), "who looked, by role and not by name");
        assert!(!html.contains("src=") && !html.contains("href="), "it needs nothing from elsewhere");
        let json: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!(json["reaches"][0]["value"], EMAIL);
        assert!(json["looks"].as_array().unwrap().iter().any(|look| look["role"] == "Support"), "{}", json["looks"]);
        assert_eq!(json["recipients"].as_array().unwrap().len(), 1);
        assert!(json["consents"].as_array().is_some_and(|all| !all.is_empty()));
        assert!(notes.contains("le millet <rouge>"), "{notes}");
        // Nothing of it stands in clear in what is sent.
        assert!(memchr::memmem::find(&archive, EMAIL.as_bytes()).is_none());
        assert!(memchr::memmem::find(&archive, "millet".as_bytes()).is_none());

        // One that nobody takes is gone after its days.
        dpo.post(&format!("{path}/package"), &[]).await.is(200);
        house.later(Duration::days(requests::PACKAGE_DAYS));
        jobs(&house).await;
        let dpo = house.signed_in(Role::Dpo).await;
        assert_eq!(taken(&dpo, &format!("{path}/package/file")).await.0, 303);
    });
}

#[test]
fn whoever_took_a_list_in_the_last_year_is_to_be_told_and_ticked_off() {
    run(async {
        let house = House::open().await;
        let person = crate::newsletter::subscriber(&house, FAMILY, EMAIL).await;
        let marketing = house.signed_in(Role::Marketing).await;
        marketing.export(&[("purpose", "newsletter"), ("delimiter", "comma")]).await.is(200);
        house.later(Duration::days(100));
        let dpo = house.signed_in(Role::Dpo).await;
        let path = recorded(&dpo, &["claim_erasure"], Some(person), today(&house)).await;
        ready(&dpo, &path).await;
        let page = dpo.get(&path).await.is(200);
        let lists: Vec<&str> = page.body.split(&format!("{path}/recipients/")).skip(1).collect();
        assert_eq!(lists.len(), 1, "{}", page.main());
        let export = lists[0].split('"').next().unwrap();
        dpo.post(&format!("{path}/recipients/1"), &[]).await.is(404);
        dpo.post(&format!("{path}/recipients/{export}"), &[]).await.is(303);
        assert!(dpo.get(&path).await.is(200).says("told on"));
        // A list of 400 days ago is nobody's to be told of.
        house.later(Duration::days(300));
        let dpo = house.signed_in(Role::Dpo).await;
        let path = recorded(&dpo, &["claim_erasure"], Some(person), today(&house)).await;
        ready(&dpo, &path).await;
        assert!(!dpo.get(&path).await.is(200).says("/recipients/"));
    });
}

#[test]
fn the_dpo_is_reminded_fourteen_seven_three_days_and_one_before_each_once() {
    run(async {
        let Some(relay) = Relay::open(&[]) else { return };
        let mut told = relay::settings(relay.port);
        told.push(("CLOISTER_DPO_MAIL", "dpo@maison.example".to_owned()));
        let house = House::open_told(told).await;
        let dpo = house.signed_in(Role::Dpo).await;
        let path = recorded(&dpo, &["claim_access"], None, today(&house)).await;
        let due = opened(&house, &path).await.request.term.due();
        let mut marks = Vec::new();
        while today(&house) <= due + Duration::days(3) {
            let before = relay.mails().len();
            jobs(&house).await;
            jobs(&house).await;
            relay::send(&house).await;
            let mails = relay.mails();
            assert!(mails.len() <= before + 1, "one mail a day at the most");
            if mails.len() > before {
                marks.push((due - today(&house)).num_days());
            }
            house.later(Duration::days(1));
        }
        assert_eq!(marks, [14, 7, 3, 1]);
        let mail = &relay.mails()[0];
        assert_eq!(mail.to, ["dpo@maison.example"]);
        assert!(mail.body.contains(&format!("no. {}", id(&path))) && !mail.body.contains(FAMILY), "{}", mail.body);
    });
}

#[test]
fn what_was_answered_is_kept_five_years_as_the_proof_of_it_and_no_longer() {
    run(async {
        let house = House::open().await;
        let dpo = house.signed_in(Role::Dpo).await;
        let path = recorded(&dpo, &["claim_access"], None, today(&house)).await;
        press(&dpo, &path, "refusal", &[("why", "others"), ("refusal", "Les données d’un autre.")]).await.is(303);
        press(&dpo, &path, "closing", &[]).await.is(303);
        let id = id(&path);
        house.later(Duration::days(5 * 365));
        jobs(&house).await;
        assert_eq!(opened(&house, &path).await.request.requester.name, FAMILY);
        house.later(Duration::days(3));
        jobs(&house).await;
        let gone = house.app.look(&cloister::actor::Actor::Console, move |l| requests::get(l, id)).await;
        assert!(matches!(gone, Err(cloister::error::Error::NotFound)));
        assert_eq!(house.deeds().await.iter().filter(|deed| deed.starts_with("privacy.forgotten")).count(), 1);
        let keys = house
            .look(move |l| l.unlock(&[cloister::vault::Owner::request(id)], cloister::catalogue::KeyClass::Identity))
            .await;
        assert!(!keys.has(cloister::vault::Owner::request(id)));
    });
}

#[test]
fn whoever_it_may_be_about_is_found_by_name_address_number_and_bank_account() {
    run(async {
        const IBAN: &str = "FR14 2004 1010 0505 0001 3M02 606";
        let house = House::open().await;
        let (sales, dpo) = (house.signed_in(Role::Sales).await, house.signed_in(Role::Dpo).await);
        let company = crate::companies::add(&sales, "Zéphyr SAS").await;
        let third = [
            ("family_name", "Benali"),
            ("given_name", "Karim"),
            ("iban", IBAN),
            ("reach_0_kind", "phone"),
            ("reach_0_value", "01 99 00 12 34"),
        ];
        sales.post(&format!("{company}/third-parties"), &third).await.is(303);
        let anna = crate::consent::person(&house, FAMILY, &[EMAIL]).await;
        crate::consent::restrict(&house, anna).await;
        let path = recorded(&dpo, &["claim_erasure"], None, today(&house)).await;
        // By the name and the address that came with the request, although she is restricted.
        let page = dpo.get(&path).await.is(200);
        assert!(page.says(&format!("name=\"person_{anna}\"")) && !page.says("Benali"), "{}", page.main());
        for look in [IBAN, "FR1420041010050500013M02606", "0199001234", "benali"] {
            let fields = [("claim_erasure", "yes"), ("address", ""), ("look", look), ("do", "look")];
            let found = press(&dpo, &path, "people", &fields).await.is(200);
            assert!(found.says("Karim Benali"), "{look}: {}", found.main());
        }
        let fields = [("claim_erasure", "yes"), ("address", ""), ("look", "zephyr"), ("do", "look")];
        assert!(press(&dpo, &path, "people", &fields).await.is(200).says("name=\"company_"));
        // Nobody whom the house does not hold can be chosen.
        let foreign =
            [("claim_erasure", "yes"), ("person_999999", "yes"), ("address", ""), ("look", ""), ("do", "choose")];
        press(&dpo, &path, "people", &foreign).await.is(404);
    });
}

#[test]
fn whoever_asks_for_a_copy_and_an_erasure_gets_the_copy_first() {
    run(async {
        let house = House::open().await;
        let person = crate::consent::person(&house, FAMILY, &[EMAIL]).await;
        let dpo = house.signed_in(Role::Dpo).await;
        let path = recorded(&dpo, &["claim_access", "claim_erasure"], Some(person), today(&house)).await;
        ready(&dpo, &path).await;
        let page = dpo.get(&path).await.is(200);
        assert!(page.says("make the package first") && !page.says("/execution"), "{}", page.main());
        press(&dpo, &path, "execution", &[]).await.is(409);
        dpo.post(&format!("{path}/package"), &[]).await.is(200);
        press(&dpo, &path, "execution", &[]).await.is(303);
        house.later(Duration::minutes(10));
        jobs(&house).await;
        let letter = press(&dpo, &path, "answer", &[("more", "")]).await.is(303).to().to_owned();
        let letter = dpo.get(&letter).await.is(200);
        assert!(letter.says("archive chiffrée") && letter.says("ont été effacées"), "{}", letter.main());
    });
}

#[test]
fn a_note_about_somebody_else_that_names_whoever_is_erased_goes_too_unless_it_is_left() {
    run(async {
        let house = House::open().await;
        let person = crate::consent::person(&house, FAMILY, &[EMAIL]).await;
        let other = crate::consent::person(&house, "Autre", &["autre@exemple.example"]).await;
        let (sales, dpo) = (house.signed_in(Role::Sales).await, house.signed_in(Role::Dpo).await);
        for text in
            ["Recommandé par anna.dupre@exemple.example", "Copie à Anna.Dupre@exemple.example", "Rappeler mardi"]
        {
            sales.post(&format!("/people/{other}/notes"), &[("kind", "note"), ("text", text)]).await.is(303);
        }
        let path = recorded(&dpo, &["claim_erasure"], Some(person), today(&house)).await;
        vouched(&dpo, &path).await;
        press(&dpo, &path, "finding", &[]).await.is(303);
        let page = dpo.get(&path).await.is(200);
        assert!(page.says("Recommandé par") && page.says("Copie à") && !page.says("Rappeler mardi"), "{}", page.main());
        let mut fields = decision_fields(page.main());
        let first = fields.iter().position(|field| field.0.starts_with("mention_")).unwrap();
        fields.remove(first);
        let mut fields: Vec<(&str, &str)> =
            fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        // A number of a note that does not name them counts for nothing.
        fields.push(("mention_1", "yes"));
        dpo.post(&format!("{path}/decision"), &fields).await.is(303);
        press(&dpo, &path, "execution", &[]).await.is(303);
        house.later(Duration::minutes(10));
        jobs(&house).await;
        let page = dpo.get(&format!("/people/{other}/notes")).await.is(200);
        let left = ["Recommandé par", "Copie à"].iter().filter(|text| page.says(text)).count();
        assert!(left == 1 && page.says("Rappeler mardi"), "{}", page.main());
    });
}
