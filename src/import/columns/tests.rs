//! The guess, on what the programs in question export. The people are fictional.

use std::fs::File;

use super::Column::*;
use super::*;
use crate::sheet::{Delimiter, Encoding, Format, Reader, Row};
use proptest::prelude::*;

fn table(name: &str) -> (Format, Vec<String>, Vec<Row>) {
    let path = format!("{}/tests/data/{name}", env!("CARGO_MANIFEST_DIR"));
    let mut reader = Reader::open(File::open(path).unwrap()).unwrap();
    let rows: Vec<Row> = reader.by_ref().map(Result::unwrap).collect();
    (reader.format(), reader.header().to_vec(), rows)
}

/// Names of columns and what they were taken for; what nobody knows and what is of no use is left out.
fn guessed(name: &str) -> Vec<(String, Column)> {
    let (_, header, rows) = table(name);
    let sample: Vec<_> = rows.into_iter().map(|row| row.cells).collect();
    let guess = guess(&header, &sample);
    header.into_iter().zip(guess).filter_map(|(name, column)| Some((name, column.filter(|&c| c != Ignore)?))).collect()
}

fn assert_guessed(name: &str, expected: &[(&str, Column)]) {
    let guessed = guessed(name);
    let guessed: Vec<_> = guessed.iter().map(|(name, column)| (name.as_str(), *column)).collect();
    assert_eq!(guessed, expected, "{name}");
}

fn guess_names(names: &[&str]) -> Vec<Option<Column>> {
    guess(&names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>(), &[])
}

#[test]
fn a_dolibarr_export_has_the_person_first_and_the_company_second_under_the_same_names() {
    let (format, header, rows) = table("dolibarr-22-contacts.csv");
    assert_eq!(format, Format { encoding: Encoding::Utf8, delimiter: Delimiter::Comma, header: true });
    assert_eq!((header.len(), rows.len()), (40, 60));
    assert!(rows.iter().all(|row| row.cells.len() == 40));
    assert_guessed(
        "dolibarr-22-contacts.csv",
        &[
            ("Identifiant contact", ExternalId),
            ("Code civilité", Civility),
            ("Nom", FamilyName),
            ("Prénom", GivenName),
            ("Poste/fonction", JobTitle),
            ("Date création", CreatedOn),
            ("Adresse", Street),
            ("Code postal", PostCode),
            ("Ville", Town),
            ("Code pays", Country),
            ("Téléphone", Phone),
            ("Fax", Fax),
            ("Mobile", Mobile),
            ("Email", Email),
            ("Note (privée)", Note),
            ("Note (publique)", Note),
            ("Identifiant société", CompanyExternalId),
            ("Raison sociale", Company),
            ("Adresse", CompanyStreet),
            ("Code postal", CompanyPostCode),
            ("Ville", CompanyTown),
            ("Téléphone", CompanyPhone),
            ("Email", CompanyEmail),
            ("Newsletter", OptIn),
        ],
    );
}

#[test]
fn the_nasty_rows_of_the_dolibarr_export_arrive_as_they_are() {
    let (_, _, rows) = table("dolibarr-22-contacts.csv");
    let of = |id: &str| rows.iter().find(|row| row.cells[0] == id).unwrap();
    assert_eq!(of("1500047").cells[2], "=HYPERLINK(http://x.example)");
    assert_eq!(of("1500049").cells[20], "-2+3");
    assert_eq!(of("1500050").cells[2..4], ["Point;Virgule", "Ma,rie"]);
    assert_eq!(of("1500051").cells[2..4], ["Backslash\\Antislash", "Tab\tTest"]);
    assert_eq!(of("1500054").cells[3], "محمد");
    // Dolibarr writes the two signs \ and n where a line ended.
    assert_eq!(of("1500041").cells[8], "12, rue de l'Église\\n2e étage; porte B");
    let last = rows.last().unwrap();
    assert_eq!((last.line, last.cells[0].as_str()), (61, "1500058"));
    for row in &rows {
        let (email, created) = (&row.cells[18], &row.cells[5]);
        assert!(email.is_empty() || EmailAddress::parse(email).is_ok(), "line {}", row.line);
        assert!(date(created).is_some(), "line {}", row.line);
        for phone in [15, 17, 33].map(|at| &row.cells[at]) {
            assert!(phone.is_empty() || PhoneNumber::parse(phone, FRANCE).is_ok(), "line {}: {phone}", row.line);
        }
    }
    assert_eq!(rows.iter().filter(|row| truthy(&row.cells[38])).count(), 31);
}

#[test]
fn an_espocrm_export_is_understood() {
    assert_guessed(
        "espocrm-contacts.csv",
        &[
            ("ID", ExternalId),
            ("Nom", FullName),
            ("Salutation", Civility),
            ("Prénom", GivenName),
            ("Nom de famille", FamilyName),
            ("Titre", JobTitle),
            ("Compte", Company),
            ("Email", Email),
            ("Téléphone", Phone),
            ("Téléphone (Mobile)", Mobile),
            ("Rue", Street),
            ("Ville", Town),
            ("Code postal", PostCode),
            ("Pays", Country),
            ("Ne pas appeler", DoNotCall),
            ("Description", Note),
            ("Date de création", CreatedOn),
        ],
    );
}

#[test]
fn a_suitecrm_export_is_understood() {
    assert_guessed(
        "suitecrm-contacts.csv",
        &[
            ("ID", ExternalId),
            ("Salutation", Civility),
            ("First Name", GivenName),
            ("Last Name", FamilyName),
            ("Job Title", JobTitle),
            ("Account Name", Company),
            ("Email Address", Email),
            ("Office Phone", Phone),
            ("Mobile", Mobile),
            ("Fax", Fax),
            ("Other Phone", Phone2),
            ("Primary Address Street", Street),
            ("Primary Address City", Town),
            ("Primary Address Postal Code", PostCode),
            ("Primary Address Country", Country),
            ("Do Not Call", DoNotCall),
            ("Lead Source", Source),
            ("Description", Note),
            ("Date Created", CreatedOn),
        ],
    );
}

#[test]
fn an_odoo_export_is_understood() {
    assert_guessed(
        "odoo-partners.csv",
        &[
            ("ID externe", ExternalId),
            ("Nom", FullName),
            ("Société liée", Company),
            ("Poste occupé", JobTitle),
            ("Titre", Civility),
            ("E-mail", Email),
            ("Téléphone", Phone),
            ("Mobile", Mobile),
            ("Rue", Street),
            ("Code postal", PostCode),
            ("Ville", Town),
            ("Pays", Country),
            ("Langue", Language),
            ("Notes", Note),
            ("Créé le", CreatedOn),
            ("Liste noire", OptOut),
        ],
    );
}

#[test]
fn a_hubspot_export_is_understood_and_its_owners_are_nobodys_address() {
    assert_guessed(
        "hubspot-contacts.csv",
        &[
            ("Record ID", ExternalId),
            ("First Name", GivenName),
            ("Last Name", FamilyName),
            ("Email", Email),
            ("Phone Number", Phone),
            ("Mobile Phone Number", Mobile),
            ("Job Title", JobTitle),
            ("Company Name", Company),
            ("Unsubscribed from all email", OptOut),
            ("Original Source", Source),
            ("Country/Region", Country),
            ("City", Town),
            ("Postal Code", PostCode),
            ("Preferred language", Language),
            ("Create Date", CreatedOn),
            ("Associated Company IDs", CompanyExternalId),
        ],
    );
}

#[test]
fn a_salesforce_export_is_understood() {
    assert_guessed(
        "salesforce-contacts.csv",
        &[
            ("Id", ExternalId),
            ("AccountId", CompanyExternalId),
            ("Account.Name", Company),
            ("Salutation", Civility),
            ("FirstName", GivenName),
            ("LastName", FamilyName),
            ("Title", JobTitle),
            ("Email", Email),
            ("Phone", Phone),
            ("MobilePhone", Mobile),
            ("Fax", Fax),
            ("HomePhone", Phone2),
            ("MailingStreet", Street),
            ("MailingCity", Town),
            ("MailingPostalCode", PostCode),
            ("MailingCountry", Country),
            ("LeadSource", Source),
            ("Description", Note),
            ("HasOptedOutOfEmail", OptOut),
            ("DoNotCall", DoNotCall),
            ("CreatedDate", CreatedOn),
        ],
    );
}

#[test]
fn a_brevo_export_is_understood() {
    assert_guessed(
        "brevo-contacts.csv",
        &[
            ("CONTACT ID", ExternalId),
            ("EMAIL", Email),
            ("NOM", FamilyName),
            ("PRENOM", GivenName),
            ("SMS", Mobile),
            ("DOUBLE_OPT-IN", OptIn),
            ("SOCIETE", Company),
            ("ADDED_TIME", CreatedOn),
            ("EMAIL_BLACKLISTED", OptOut),
        ],
    );
}

#[test]
fn a_mailchimp_export_is_understood_and_dates_the_consent_by_its_opt_in() {
    assert_guessed(
        "mailchimp-subscribed.csv",
        &[
            ("Email Address", Email),
            ("First Name", GivenName),
            ("Last Name", FamilyName),
            ("Address", Street),
            ("Phone Number", Phone),
            ("Company", Company),
            ("OPTIN_TIME", OptInDate),
            ("NOTES", Note),
        ],
    );
}

#[test]
fn a_french_outlook_export_in_windows_1252_is_understood() {
    assert_eq!(table("outlook-fr-contacts.csv").0.encoding, Encoding::Windows1252);
    assert_guessed(
        "outlook-fr-contacts.csv",
        &[
            ("Titre", Civility),
            ("Prénom", GivenName),
            ("Nom", FamilyName),
            ("Société", Company),
            ("Titre", JobTitle),
            ("Rue (bureau)", Street),
            ("Ville (bureau)", Town),
            ("Code postal (bureau)", PostCode),
            ("Pays (bureau)", Country),
            ("Télécopie (bureau)", Fax),
            ("Téléphone (bureau)", Phone),
            ("Téléphone 2 (bureau)", Phone2),
            ("Téléphone société", CompanyPhone),
            ("Tél. mobile", Mobile),
            ("Adresse de messagerie", Email),
            ("Adresse de messagerie 2", Email2),
            ("Langue", Language),
            ("Notes", Note),
        ],
    );
}

#[test]
fn a_google_export_is_understood() {
    assert_guessed(
        "google-contacts.csv",
        &[
            ("First Name", GivenName),
            ("Last Name", FamilyName),
            ("Name Prefix", Civility),
            ("Organization Name", Company),
            ("Organization Title", JobTitle),
            ("Notes", Note),
            ("E-mail 1 - Value", Email),
            ("E-mail 2 - Value", Email2),
            ("Phone 1 - Value", Phone),
            ("Phone 2 - Value", Phone2),
            ("Address 1 - Street", Street),
            ("Address 1 - City", Town),
            ("Address 1 - Postal Code", PostCode),
            ("Address 1 - Country", Country),
        ],
    );
}

#[test]
fn without_names_the_cells_tell_where_addresses_and_numbers_are() {
    let (format, header, rows) = table("sans-noms-de-colonnes.csv");
    assert!(!format.header && header.is_empty());
    let sample: Vec<_> = rows.into_iter().map(|row| row.cells).collect();
    assert_eq!(guess(&header, &sample), [None, None, Some(Email), Some(Phone)]);
}

#[test]
fn accents_case_and_punctuation_of_a_name_do_not_matter() {
    for name in ["Prénom", "PRENOM", "pre\u{301}nom", " prénom ", "Prénom :", "[Prénom]"] {
        assert_eq!(guess_names(&[name]), [Some(GivenName)], "{name}");
    }
    for name in ["First Name", "first_name", "FirstName", "FIRST-NAME", "first name *"] {
        assert_eq!(guess_names(&[name]), [Some(GivenName)], "{name}");
    }
}

#[test]
fn a_name_alone_is_a_whole_name_and_beside_a_given_name_a_family_name() {
    assert_eq!(guess_names(&["Nom", "Email"]), [Some(FullName), Some(Email)]);
    assert_eq!(guess_names(&["Nom", "Prénom"]), [Some(FamilyName), Some(GivenName)]);
    assert_eq!(guess_names(&["Name", "First Name", "Last Name"]), [Some(FullName), Some(GivenName), Some(FamilyName)]);
}

#[test]
fn a_company_that_comes_first_keeps_its_own_columns() {
    assert_eq!(
        guess_names(&["Raison sociale", "Téléphone", "Email", "Nom", "Prénom", "Téléphone", "Email"]),
        [
            Some(Company),
            Some(CompanyPhone),
            Some(CompanyEmail),
            Some(FamilyName),
            Some(GivenName),
            Some(Phone),
            Some(Email)
        ]
    );
    // Alone, a column is the person's wherever it stands.
    assert_eq!(guess_names(&["Nom", "Société", "Email"]), [Some(FullName), Some(Company), Some(Email)]);
    // The same name twice beside the person is a second address.
    assert_eq!(guess_names(&["Nom", "Email", "Email", "Email"]), [Some(FullName), Some(Email), Some(Email2), None]);
}

#[test]
fn every_refusal_in_a_file_is_kept_even_if_it_stands_twice() {
    assert_eq!(guess_names(&["Email Opt Out", "Blacklist", "Opt-in"]), [Some(OptOut), Some(OptOut), Some(OptIn)]);
}

#[test]
fn a_column_named_like_an_address_that_holds_none_is_left_open() {
    let sample = [vec!["oui".to_owned(), "a@b.example".to_owned()], vec!["non".to_owned(), "c@d.example".to_owned()]];
    let names = ["Email".to_owned(), "Boîte".to_owned()];
    assert_eq!(guess(&names, &sample), [None, Some(Email)]);
    // Numbers of a company register look like telephone numbers; only what is written like one is taken for one.
    let sample = [vec!["552100554".to_owned()], vec!["632012100".to_owned()]];
    assert_eq!(guess(&[], &sample), [None]);
}

#[test]
fn every_known_name_is_written_the_way_it_is_looked_up() {
    let mut seen = HashSet::new();
    for (columns, names) in headers::NAMES {
        assert!(!columns.is_empty());
        for name in names.split_whitespace() {
            assert_eq!(fold(name), name);
            assert!(seen.insert(name), "{name} stands twice");
        }
    }
}

proptest! {
    #[test]
    fn no_column_is_given_twice_that_may_not_be(names in prop::collection::vec("Nom|Prénom|Email|E-mail 2|Téléphone|Tel|Société|Adresse|Titre|Note|Pays|Code pays|Opt-out|ID|\\PC{0,6}", 0..20), cells in prop::collection::vec("a@b.fr|0142120864|x|", 0..20)) {
        let guess = guess(&names, std::slice::from_ref(&cells));
        prop_assert_eq!(guess.len(), names.len().max(cells.len()));
        let mut seen = HashSet::new();
        for column in guess.into_iter().flatten() {
            prop_assert!(Column::ALL.contains(&column));
            prop_assert!(column.may_repeat() || seen.insert(column), "{:?}", column);
        }
    }
}
