//! What a file may say about consent, and what it may not.
use super::*;
use cloister::consent::{self, Act, Source};
use cloister::people::{self, NewPerson, PersonKind};
use cloister::reach::{Reach, ReachKind};

fn with_opt_in(app: &App, file: &[u8], on: Option<&str>) -> Planned {
    let id = stage(app, file);
    plan_with(app, id, &answers_with_proof(app, id, on))
}

fn the_person(app: &App, words: &str) -> i64 {
    app.look_now(&Actor::Console, |l| Ok(l.index()?.find(words, None, 2).hits[0].1)).unwrap()
}

/// `act purpose channel day source note` of every line of the ledger about somebody.
fn ledger(app: &App, words: &str) -> Vec<String> {
    let id = the_person(app, words);
    let story = app.look_now(&Actor::Console, |l| consent::story(l, id)).unwrap();
    let tell = |told: &consent::Told| {
        format!(
            "{} {} {} {} {}",
            told.act.word(),
            told.purpose.word(),
            told.channel.word(),
            told.happened_on,
            told.note
        )
    };
    let mut lines: Vec<String> = story.told.iter().map(tell).collect();
    lines.sort();
    lines
}

fn add(app: &App, family: &str, email: &str) -> i64 {
    let new = NewPerson {
        kind: PersonKind::Contact,
        civility: String::new(),
        given_name: String::new(),
        family_name: family.into(),
        job_title: String::new(),
        address: String::new(),
        lang: Lang::Fr,
        company_id: None,
        origin: Origin::Person,
        ground: Ground::Contract,
        reaches: vec![Reach::parse(ReachKind::Email, email).unwrap()],
    };
    app.write_now(&Actor::Console, |w| people::add(w, &new)).unwrap()
}

fn refuse(app: &App, person: i64, act: Act, on: &str) {
    let line = consent::NewLine {
        person,
        act,
        purposes: vec![Purpose::Newsletter],
        channels: vec![Channel::Email],
        address: None,
        proof: consent::Proof {
            source: Source::Telephone,
            note: String::new(),
            wording: String::new(),
            happened_on: on.parse().unwrap(),
        },
    };
    let told = app.write_now(&Actor::Console, |w| consent::record(w, &line)).unwrap();
    assert!(told.is_ok());
}

const DATED: [&str; 5] = [
    "Nom,Email,Newsletter,Date d'inscription",
    "Petit,anne@azur.example,oui,12/03/2024",
    "Roux,luc@azur.example,oui,",
    "Blanc,eve@azur.example,non,12/03/2024",
    "Noir,,oui,12/03/2024",
];

#[test]
fn a_yes_is_taken_over_with_its_day_and_the_source_of_its_proof() {
    let house = house();
    let planned = with_opt_in(&house.app, &csv(&DATED), None);
    assert_eq!((planned.counts.consents, planned.counts.undated), (1, 1));
    assert_eq!(
        told(&house.app, planned.import.id),
        ["2 new [Consent]", "3 new [Undated]", "4 new []", "5 new []"],
        "no day, no consent; no address, no consent"
    );
    apply(&house.app, planned.import.id);
    assert_eq!(ledger(&house.app, "petit"), ["given newsletter email 2024-03-12 Liste signée au stand"]);
    for other in ["roux", "blanc", "noir"] {
        assert!(ledger(&house.app, other).is_empty(), "{other}");
    }
    let again = with_opt_in(&house.app, &csv(&DATED), None);
    assert_eq!(counts(&again), "3 same, 1 duplicate", "{:#?}", told(&house.app, again.import.id));
}

#[test]
fn one_day_for_the_whole_file_dates_every_yes_in_it() {
    let house = house();
    let file = csv(&["Nom,Email,Newsletter", "Petit,anne@azur.example,1", "Roux,luc@azur.example,0"]);
    let undated = with_opt_in(&house.app, &file, None);
    assert_eq!((undated.counts.consents, undated.counts.undated), (0, 1), "without proof date no consent");
    let dated = plan_with(
        &house.app,
        undated.import.id,
        &answers_with_proof(&house.app, undated.import.id, Some("2024-06-01")),
    );
    assert_eq!((dated.counts.consents, dated.counts.undated), (1, 0));
    apply(&house.app, dated.import.id);
    assert_eq!(ledger(&house.app, "petit").len(), 1);
}

#[test]
fn without_a_proof_that_was_asked_for_no_yes_counts() {
    let house = house();
    let planned = plan_and_apply(&house.app, &csv(&DATED));
    assert_eq!((planned.counts.consents, planned.counts.undated), (0, 0));
    assert!(ledger(&house.app, "petit").is_empty());
}

#[test]
fn whoever_objected_or_withdrew_is_not_touched_whatever_the_file_says() {
    let house = house();
    let app = &house.app;
    let anne = add(app, "Petit", "anne@azur.example");
    let luc = add(app, "Roux", "luc@azur.example");
    refuse(app, anne, Act::Objected, "2020-01-01");
    refuse(app, luc, Act::Withdrawn, "2020-01-01");
    let planned = with_opt_in(
        app,
        &csv(&[
            "Nom,Email,Fonction,Newsletter,Date d'inscription",
            "Petit,anne@azur.example,Directrice,oui,12/03/2024",
            "Roux,luc@azur.example,,oui,12/03/2024",
            "Blanc,eve@azur.example,,oui,12/03/2024",
        ]),
        None,
    );
    assert_eq!(told(app, planned.import.id), ["2 blocked [Refused]", "3 blocked [Refused]", "4 new [Consent]"]);
    apply(app, planned.import.id);
    assert_eq!(ledger(app, "petit").len(), 1, "the objection, and nothing beside it");
    let version = app.look_now(&Actor::Console, |l| people::get(l, anne)).unwrap().version;
    assert_eq!(version, 1);
}

#[test]
fn an_objection_made_while_somebody_looked_at_the_preview_counts() {
    let house = house();
    let app = &house.app;
    let anne = add(app, "Petit", "anne@azur.example");
    let planned = with_opt_in(app, &csv(&DATED[..2]), None);
    assert_eq!(told(app, planned.import.id), ["2 changes [Consent]"]);
    refuse(app, anne, Act::Objected, "2024-01-01");
    let after = apply(app, planned.import.id);
    assert_eq!(after.fault, Some(import::Fault::Overtaken));
    assert_eq!(told(app, after.id), ["2 blocked [Refused]"]);
    assert_eq!(ledger(app, "petit").len(), 1);
}

#[test]
fn a_no_in_the_file_binds_at_once_and_needs_no_proof() {
    let house = house();
    let app = &house.app;
    let file = csv(&[
        "Nom,Email,Newsletter,Date d'inscription,Désinscrit",
        "Petit,anne@azur.example,oui,12/03/2024,oui",
        "Roux,luc@azur.example,oui,12/03/2024,",
    ]);
    let id = stage(app, &file);
    let mut told_so = answers_with_proof(app, id, None);
    told_so.columns = vec![Column::FamilyName, Column::Email, Column::OptIn, Column::OptInDate, Column::OptOut];
    let planned = plan_with(app, id, &told_so);
    assert_eq!(told(app, id), ["2 new [Refuses]", "3 new [Consent]"]);
    apply(app, planned.import.id);
    let lines = ledger(app, "petit");
    assert_eq!(lines.len(), Purpose::ALL.len());
    assert!(lines.iter().all(|line| line.starts_with("objected") && line.contains(" email ")), "{lines:?}");
    let again = stage(app, &file);
    let again = plan_with(app, again, &told_so);
    assert_eq!(counts(&again), "2 same");
}

#[test]
fn a_file_that_only_says_since_when_somebody_agreed_is_understood_and_asks_for_the_proof() {
    let house = house();
    let app = &house.app;
    let file = b"Last Name,Email Address,OPTIN_TIME\nPetit,petit@azur.example,2024-03-12 10:00:00\nMoreau,moreau@azur.example,\n";
    let seen = with_opt_in(app, file, None);
    assert_eq!((seen.import.counts.unwrap().consents, seen.import.counts.unwrap().undated), (1, 0));
    apply(app, seen.import.id);
    assert!(ledger(app, "petit")[0].starts_with("given newsletter email 2024-03-12"));
    assert!(ledger(app, "moreau").is_empty(), "no day is no yes");
}
