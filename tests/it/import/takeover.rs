//! What a file does to the people of a house.
use super::*;
use crate::two_processes::{cloister, said};
use cloister::people::{self, NewPerson, PersonKind};
use cloister::reach::{Reach, ReachKind};

fn dolibarr() -> Vec<u8> {
    std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/dolibarr-22-contacts.csv")).unwrap()
}

fn someone(given: &str, family: &str, reaches: &[(ReachKind, &str)]) -> NewPerson {
    NewPerson {
        kind: PersonKind::Contact,
        civility: String::new(),
        given_name: given.into(),
        family_name: family.into(),
        job_title: String::new(),
        address: String::new(),
        lang: Lang::Fr,
        company_id: None,
        origin: Origin::Person,
        ground: Ground::Contract,
        reaches: reaches.iter().map(|(kind, text)| Reach::parse(*kind, text).unwrap()).collect(),
    }
}

fn add(app: &App, new: NewPerson) -> i64 {
    app.write_now(&Actor::Console, |w| people::add(w, &new)).unwrap()
}

fn person(app: &App, id: i64) -> people::Person {
    app.look_now(&Actor::Console, |l| people::get(l, id)).unwrap()
}

#[test]
fn what_dolibarr_exported_comes_in_and_the_same_file_again_changes_nothing() {
    let house = house();
    let planned = plan(&house.app, &dolibarr());
    assert_eq!(size(&house.app), (0, 0), "a plan does nothing to anybody");
    let counts = planned.counts;
    assert_eq!(counts.all(), 60);
    assert_eq!(counts.new + counts.rejected(), 60, "{:#?}", told(&house.app, planned.import.id));
    let import = apply(&house.app, planned.import.id);
    assert_eq!(import.state, import::State::Applied);
    let (people, companies) = size(&house.app);
    assert_eq!((people.to_string(), companies.to_string()), (counts.new.to_string(), counts.companies.to_string()));
    assert_eq!(found(&house.app, "wolfgang schmidt"), ["Wolfgang Schmidt"]);
    assert_eq!(found(&house.app, "solstice logistique"), ["Wolfgang Schmidt"], "with their company");
    assert_eq!(found(&house.app, "0142 12 08 64"), ["Wolfgang Schmidt"], "and their number");

    let again = plan(&house.app, &dolibarr());
    assert_eq!(again.import.earlier, Some(planned.import.id), "the very same file is recognised");
    assert_eq!(
        (again.counts.new, again.counts.changes, again.counts.companies),
        (0, 0, 0),
        "{:#?}",
        told(&house.app, again.import.id)
    );
    assert_eq!(again.counts.same, counts.new);
    assert!(!again.import.may_be_applied());
}

#[test]
fn a_row_fills_what_is_empty_adds_what_is_new_and_shows_what_it_replaces() {
    let house = house();
    let id = add(&house.app, someone("Anne", "Petit", &[(ReachKind::Email, "anne@azur.example")]));
    let planned = plan(
        &house.app,
        &csv(&[
            "Civilité;Prénom;Nom;Fonction;Société;Courriel;Mobile",
            "Mme;Anne;PETIT-Morel;Directrice;Azur SAS;ANNE@azur.example;06 12 34 56 78",
        ]),
    );
    assert_eq!(
        told(&house.app, planned.import.id),
        [
            "2 changes [NewCompany] civility:>Mme family_name:Petit>PETIT-Morel job_title:>Directrice company:>Azur SAS mobile:>06 12 34 56 78"
        ]
    );
    apply(&house.app, planned.import.id);
    let changed = person(&house.app, id);
    assert_eq!((changed.name().as_str(), changed.job_title.as_str()), ("Anne PETIT-Morel", "Directrice"));
    assert_eq!(changed.reaches.len(), 2);
    assert_eq!(changed.ground, Ground::Contract, "the ground stays what it was");
    assert_eq!(changed.version, 2);
    assert_eq!(found(&house.app, "azur sas"), ["Anne PETIT-Morel"]);
    assert!(run(house.deeds()).iter().any(|deed| *deed == format!("person.changed import={}", planned.import.id)));
}

#[test]
fn somebody_is_recognised_by_address_or_by_number_and_name_and_never_by_a_name_alone() {
    let house = house();
    let app = &house.app;
    add(app, someone("Jean", "Martin", &[(ReachKind::Phone, "01 40 50 60 70")]));
    add(app, someone("Paul", "Martin", &[(ReachKind::Phone, "01 40 50 60 70")]));
    add(app, someone("Zoé", "Roux", &[(ReachKind::Email, "contact@roux.example")]));
    let planned = plan(
        app,
        &csv(&[
            "Prénom,Nom,Email,Téléphone",
            "Jean,MARTIN,,+33140506070",
            "Jeanne,Martin,,01.40.50.60.70",
            ",Martin,,0140506070",
            "Jean,Martin,jean.martin@ailleurs.example,",
            "Zoe,Roux,contact@roux.example,",
            "Luc,Roux,contact@roux.example,",
        ]),
    );
    assert_eq!(
        told(app, planned.import.id),
        ["2 same []", "3 new []", "4 duplicate [Ambiguous]", "5 new []", "6 same []", "7 new []",]
    );
}

#[test]
fn a_row_that_has_nothing_but_a_name_is_not_brought_in_twice() {
    let house = house();
    let file = csv(&["Prénom,Nom,Société", "Ève,Blanc,Azur", "Ève,Blanc,Zéphyr", "Noé,Noir,", "Noé,Noir,"]);
    let planned = plan_and_apply(&house.app, &file);
    assert_eq!(counts(&planned), "3 new, 1 duplicate");
    let again = plan(&house.app, &file).import.id;
    assert_eq!(
        told(&house.app, again),
        ["2 same []", "3 same []", "4 duplicate [Ambiguous]", "5 duplicate [Ambiguous]"]
    );
}

#[test]
fn a_file_that_names_somebody_twice_brings_them_once() {
    let house = house();
    let planned = plan_and_apply(
        &house.app,
        &csv(&[
            "Prénom,Nom,Email,Mobile",
            "Ève,Blanc,eve@blanc.example,",
            "",
            "Eve,Blanc,EVE@blanc.example,06 11 22 33 44",
            "Noé,Noir,,0611223344",
            "Noé,Noir,noe@noir.example,06 11 22 33 44",
        ]),
    );
    assert_eq!(counts(&planned), "2 new, 2 duplicate");
    assert_eq!(size(&house.app).0, 2);
}

#[test]
fn a_file_in_the_encoding_of_windows_with_semicolons_is_read_as_it_was_meant() {
    let house = house();
    let (bytes, _, _) =
        encoding_rs::WINDOWS_1252.encode("Nom;Prénom;E-mail\r\nLefèvre;Gaëlle;gaelle@lefevre.example\r\n");
    plan_and_apply(&house.app, &bytes);
    assert_eq!(found(&house.app, "lefevre"), ["Gaëlle Lefèvre"]);
}

#[test]
fn names_that_other_programs_stumble_over_come_in_as_they_are() {
    let house = house();
    let names = [
        "O'Brien",
        "<script>alert(1)</script>",
        "=HYPERLINK(\"http://x.example\")",
        "İstanbul",
        "Robert'); DROP TABLE people;--",
        "🙂 Smile",
    ];
    let mut file = String::from("Nom,Email\r\n");
    for (n, name) in names.iter().enumerate() {
        let cell = name.replace('"', "\"\"");
        file.push_str(&format!("\"{cell}\",n{n}@nasty.example\r\n"));
    }
    let planned = plan_and_apply(&house.app, file.as_bytes());
    assert_eq!(counts(&planned), "6 new");
    let mut all = found(&house.app, "nasty.example");
    all.sort();
    let mut wanted = names.map(str::to_owned);
    wanted.sort();
    assert_eq!(all, wanted);
}

#[test]
fn what_was_previewed_and_changed_meanwhile_is_planned_again_instead_of_applied() {
    let house = house();
    let app = &house.app;
    let planned = plan(app, &csv(&["Nom,Prénom,Email", "Petit,Anne,anne@azur.example", "Roux,Luc,luc@azur.example"]));
    assert_eq!(counts(&planned), "2 new");
    add(app, someone("Anne", "Petit", &[(ReachKind::Email, "anne@azur.example")]));
    let after = apply(app, planned.import.id);
    assert_eq!((after.state, after.fault), (import::State::Planned, Some(import::Fault::Overtaken)));
    assert_eq!(told(app, after.id), ["2 same []", "3 new []"]);
    assert_eq!(size(app).0, 1, "nothing was applied");
    assert_eq!(apply(app, after.id).state, import::State::Applied);
    assert_eq!(size(app).0, 2);
}

#[test]
fn somebody_edited_after_the_preview_is_not_overwritten() {
    let house = house();
    let app = &house.app;
    let id = add(app, someone("Anne", "Petit", &[(ReachKind::Email, "anne@azur.example")]));
    let planned = plan(app, &csv(&["Nom,Email,Fonction", "Petit,anne@azur.example,Directrice"]));
    let mut edited = someone("Anne", "Petit", &[(ReachKind::Email, "anne@azur.example")]);
    edited.job_title = "Présidente".into();
    app.write_now(&Actor::Console, |w| people::change(w, id, 1, &edited)).unwrap();
    let after = apply(app, planned.import.id);
    assert_eq!(after.fault, Some(import::Fault::Overtaken));
    assert_eq!(person(app, id).job_title, "Présidente");
    assert_eq!(told(app, after.id), ["2 changes [] job_title:Présidente>Directrice"]);
}

#[test]
fn two_imports_of_the_same_people_at_once_bring_them_once() {
    let house = house();
    let app = &house.app;
    let file = csv(&["Nom,Email,Société", "Petit,anne@azur.example,Azur", "Roux,luc@azur.example,Azur"]);
    let first = plan(app, &file).import;
    let second = plan(app, &file).import;
    import::begin_applying(app, &Actor::Console, first.id, first.version).unwrap();
    let mut applying = import::Applying::open(app, &Actor::Console, first.id).unwrap();
    while applying.bring_in().unwrap() {}
    // A third is planned while the first is half in: it sees nobody, and must not believe that.
    let third = plan(app, &file).import;
    assert_eq!(third.counts.unwrap().new, 2);
    applying.show().unwrap();
    for late in [second, third] {
        let after = apply(app, late.id);
        assert_eq!((after.state, after.fault), (import::State::Planned, Some(import::Fault::Overtaken)));
        assert_eq!(after.counts.unwrap().same, 2);
    }
    assert_eq!(size(app), (2, 1));
}

#[test]
fn rejected_rows_can_be_put_right_and_imported() {
    let house = house();
    let app = &house.app;
    let planned = plan_and_apply(
        app,
        &csv(&["Nom;Prénom;Email", "Petit;Anne;anne@azur.example", "Roux;Luc;luc chez azur", ";Zoé;zoe@azur.example"]),
    );
    assert_eq!(counts(&planned), "1 new, 2 invalid");
    let import = get(app, planned.import.id);
    let mut file = Vec::new();
    let titles = ["Ligne".to_owned(), "Motif".to_owned()];
    let rows =
        import::write_rejected(app, &Actor::Console, &import, titles, |_| "à corriger".into(), &mut file).unwrap();
    assert_eq!(rows, 2);
    let text = String::from_utf8(file).unwrap();
    assert!(text.contains("\"3\";\"à corriger\";\"Roux\";\"Luc\";\"luc chez azur\""), "{text}");
    let mended = text.replace("luc chez azur", "luc@azur.example").replace("\"\";\"Zoé\"", "\"Blanc\";\"Zoé\"");
    let again = plan_and_apply(app, mended.as_bytes());
    assert_eq!(counts(&again), "2 new");
    assert_eq!(size(app).0, 3);
}

#[test]
fn after_a_day_nothing_of_the_upload_is_left_and_where_people_came_from_still_is() {
    let house = house();
    let app = &house.app;
    let id = plan_and_apply(app, &csv(&["Nom,Email", "Petit,anne@azur.example", "Roux,x"])).import.id;
    let waiting = plan(app, &csv(&["Nom,Email", "Blanc,b@azur.example"])).import.id;
    assert_eq!(staged_files(&house), 2);
    house.later(chrono::Duration::hours(25));
    import::tidy(app).unwrap();
    assert_eq!(staged_files(&house), 0);
    assert!(told(app, id).is_empty());
    assert_eq!(
        (get(app, waiting).state, get(app, waiting).fault),
        (import::State::Discarded, Some(import::Fault::Expired))
    );
    let origin = app.look_now(&Actor::Console, |l| import::provenance(l, id)).unwrap().origin;
    assert_eq!(origin, Some(Origin::TradeFair));
    assert_eq!(get(app, id).answers.unwrap().origin_note, "Salon Finance, Lyon");
    assert_eq!(size(app).0, 1);
}

#[test]
fn the_command_line_says_row_by_row_what_an_import_would_do_and_leaves_nothing_behind() {
    let house = house();
    let file = house.folder.path().join("people.csv");
    let text = "Nom,Prénom,Email\nPetit,Zoé,zoe@azur.example\n,,nobody@azur.example\nPetit,Zoé,zoe@azur.example\n";
    std::fs::write(&file, text).unwrap();
    let path: &'static str = Box::leak(file.to_str().unwrap().to_owned().into_boxed_str());
    let words: &'static [&'static str] =
        Box::leak(Box::new(["import", path, "--origin", "trade_fair", "--ground", "legitimate_interest", "--dry-run"]));
    let told = run(cloister(&house, words));
    let out = said(&told);
    assert!(told.status.success(), "{out}");
    let rows: Vec<&str> = out.lines().filter(|line| line.starts_with("line ")).collect();
    assert_eq!(rows.len(), 3, "{out}");
    assert!(rows[0].contains("New") && rows[1].contains("family name"), "{out}");
    assert!(rows[2].contains("same person as on line 2"), "{out}");
    assert!(!out.contains("Zoé") && !out.contains("azur"), "what the file says is not said again: {out}");
    assert_eq!(size(&house.app), (0, 0));
}
