//! Files that are no table, or too much of one: a clear word each, and nothing left behind.
use super::*;
use cloister::sheet::Refusal;

fn refusal(house: &House, file: &[u8]) -> Refusal {
    match import::stage(&house.app, &Actor::Console, file).unwrap() {
        Finished::Refused(refusal) => refusal,
        Finished::Staged(_) => panic!("taken"),
    }
}

#[test]
fn what_is_no_table_is_refused_for_its_own_reason_and_leaves_nothing_behind() {
    let house = house();
    let mut wide = "a,".repeat(200_000);
    wide.push_str("\r\n1,2\r\n");
    let long = format!("Nom,Email\r\n{},a@b.example\r\n", "x".repeat(10 * 1024 * 1024));
    let mut mixed = "Nom,Email\r\nLefèvre,a@b.example\r\n".as_bytes().to_vec();
    mixed.extend(b"Lef\xe8vre,b@b.example\r\n");
    for (what, file, wanted) in [
        ("empty", b"".to_vec(), Refusal::Empty),
        ("blanks", b" \r\n\r\n".to_vec(), Refusal::Empty),
        ("names only", b"Nom,Email\r\n".to_vec(), Refusal::OnlyHeader),
        ("names and blanks", b"Nom,Email\r\n,\r\n ,\r\n".to_vec(), Refusal::OnlyHeader),
        ("a PDF", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj".to_vec(), Refusal::Pdf),
        ("a spreadsheet", b"PK\x03\x04\x14\x00\x06\x00".to_vec(), Refusal::Zip),
        ("200,000 columns", wide.into_bytes(), Refusal::TooManyColumns { line: 1 }),
        ("a cell of 10 MB", long.into_bytes(), Refusal::CellTooLong { line: 2 }),
        (
            "a quote cut off",
            b"Nom,Email\r\nPetit,a@b.example\r\n\"Roux,b@b.example\r\n".to_vec(),
            Refusal::CutOffQuote { line: 3 },
        ),
        ("NUL bytes", b"Nom,Email\r\nPet\0it,a@b.example\r\n".to_vec(), Refusal::NotText { line: 2 }),
        ("mixed encodings", mixed, Refusal::MixedEncodings { line: 3 }),
    ] {
        assert_eq!(refusal(&house, &file), wanted, "{what}");
        assert_eq!(staged_files(&house), 0, "{what}");
    }
    let imports = house.app.look_now(&Actor::Console, |l| import::list(l, None, 10)).unwrap().0;
    assert!(imports.is_empty());
}

#[test]
fn a_thousand_rows_of_which_none_is_a_person_can_be_looked_at_and_not_applied() {
    let house = house();
    let mut file = "Nom,Email,Téléphone\r\n".to_owned();
    for n in 0..1_000 {
        file.push_str(match n % 4 {
            0 => ",a@b.example,\r\n",
            1 => "Petit,pas une adresse,\r\n",
            2 => "Petit,,voir standard\r\n",
            _ => "Petit,a@b@c.example,\r\n",
        });
    }
    let planned = plan(&house.app, file.as_bytes());
    assert_eq!(counts(&planned), "1000 invalid");
    assert!(!planned.import.may_be_applied());
    assert_eq!(
        told(&house.app, planned.import.id)[..4],
        [
            "2 invalid [Unfit(Unfit { column: Some(0), why: NoName })]",
            "3 invalid [Unfit(Unfit { column: Some(1), why: Reach(Blank) })]",
            "4 invalid [Unfit(Unfit { column: Some(2), why: Reach(NotDigits) })]",
            "5 invalid [Unfit(Unfit { column: Some(1), why: Reach(ManyAts) })]",
        ]
    );
    let begun = import::begin_applying(&house.app, &Actor::Console, planned.import.id, planned.import.version);
    assert!(begun.is_err());
    assert_eq!(size(&house.app), (0, 0));
}

#[test]
fn nothing_of_an_upload_lies_on_the_disk_in_clear() {
    let house = house();
    let mut file = "Nom,Prénom,Email\r\n".to_owned();
    for n in 0..3_000 {
        file.push_str(&format!("Kanarienvogel{n},Theophrastus,kanarie.{n}@vogel.example\r\n"));
    }
    let planned = plan(&house.app, file.as_bytes());
    assert_eq!(planned.counts.new, 3_000);
    let mut files = vec![house.folder.path().to_owned()];
    let mut read = 0;
    while let Some(path) = files.pop() {
        if path.is_dir() {
            files.extend(std::fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()));
            continue;
        }
        let bytes = std::fs::read(&path).unwrap();
        read += bytes.len();
        for canary in ["Kanarienvogel", "Theophrastus", "vogel.example"] {
            assert!(
                !bytes.windows(canary.len()).any(|window| window == canary.as_bytes()),
                "{canary} in {}",
                path.display()
            );
        }
    }
    assert!(read > 100_000, "there was something to look through");
}

#[test]
fn a_staged_file_that_was_cut_or_altered_is_not_read() {
    let house = house();
    let app = &house.app;
    let mut file = "Nom,Email\r\n".to_owned();
    for n in 0..20_000 {
        file.push_str(&format!("Petit{n},petit{n}@azur.example\r\n"));
    }
    for harm in ["cut", "altered"] {
        let id = stage(app, file.as_bytes());
        let answers = answers(app, id);
        let path = app.config().staging.join(format!("import-{id}.sealed"));
        let mut bytes = std::fs::read(&path).unwrap();
        if harm == "cut" {
            let first = 4 + u32::from_be_bytes(bytes[..4].try_into().unwrap()) as usize;
            bytes.truncate(first);
        } else {
            let last = bytes.len() - 1;
            bytes[last] ^= 1;
        }
        std::fs::write(&path, bytes).unwrap();
        begin_planning(app, id, &answers);
        assert!(import::plan(app, &Actor::Console, id).is_err(), "{harm}");
        assert_eq!(get(app, id).fault, Some(import::Fault::Broken));
    }
    assert_eq!(size(app), (0, 0));
}

#[test]
fn answers_that_cannot_be_are_complained_of_and_nothing_is_planned() {
    let house = house();
    let app = &house.app;
    let id = stage(app, &csv(&["Nom,Email,Optin,Date", "Petit,a@b.example,oui,"]));
    let mut told = answers_with_proof(app, id, Some("2999-01-01"));
    told.columns = vec![Column::Email, Column::Email, Column::OptIn, Column::Ignore];
    if let Some(opt_in) = &mut told.opt_in {
        opt_in.purposes.clear();
        opt_in.proof = " ".into();
    }
    let complaints = import::begin_planning(app, &Actor::Console, id, get(app, id).version, &told).unwrap();
    let fields: Vec<&str> = complaints.iter().map(|complaint| complaint.field.as_str()).collect();
    assert_eq!(fields, ["column_1", "columns", "purposes", "proof", "proof_date"]);
    assert_eq!(get(app, id).state, import::State::Staged);
}
