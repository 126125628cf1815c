//! Our lists, read as the programs that send mail read them: each importer below keeps the rules that stand in that
//! program's documentation or source (named beside `newsletter::layouts`), and none of its code.
use crate::consent::{new_person, says};
use crate::house::{House, run};
use cloister::actor::Role;
use cloister::consent::Act;
use cloister::reach::{Reach, ReachKind};
use cloister::{companies, people};
use std::collections::{BTreeMap, HashSet};

/// Names that break files: quotes, both separators, backslashes before quotes and at the end, braces, letters of all kinds.
const NAMES: [&str; 6] =
    ["D'Aubigné", "Le \"Grand\"; Petit, fils", "Ends in \\", "Both \\\"ways", "{\"a\": 1}", "李 Øst"];
const COMPANY: &str = "Façade \\\"Nord\\\", SARL\\";

fn address(n: usize) -> String {
    format!("p{n}.o'neil+list@zephyr.example")
}

/// A house with these people, each subscribed, and what marketing takes out for a program.
async fn list_for(program: &str) -> String {
    let house = House::open().await;
    let ids = house
        .write(|w| {
            let company = companies::NewCompany { name: COMPANY.to_owned(), ..Default::default() };
            let company = companies::bring_in(w, &[company], None)?[0];
            let reaches: Vec<Reach> =
                (0..NAMES.len()).map(|n| Reach::parse(ReachKind::Email, &address(n)).unwrap()).collect();
            let new: Vec<_> = NAMES
                .iter()
                .zip(&reaches)
                .map(|(name, reach)| {
                    let mut new = new_person(name, std::slice::from_ref(reach));
                    new.company_id = Some(company);
                    new
                })
                .collect();
            people::bring_in(w, &new, None)
        })
        .await;
    for (n, id) in ids.into_iter().enumerate() {
        says(&house, id, Act::Given, Some(&address(n)), "2024-05-03").await;
    }
    let marketing = house.signed_in(Role::Marketing).await;
    marketing.export(&[("purpose", "newsletter"), ("program", program)]).await.is(200).body
}

/// RFC 4180, strictly, as Go's `encoding/csv` reads: a quote inside an unquoted cell, or text behind a closing quote, is an
/// error.
fn strict(file: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell) = (Vec::new(), Vec::new(), String::new());
    let mut letters = file.chars().peekable();
    let (mut quoted, mut closed) = (false, false);
    while let Some(c) = letters.next() {
        match c {
            '"' if quoted && letters.peek() == Some(&'"') => cell.push(letters.next().unwrap()),
            '"' if quoted => (quoted, closed) = (false, true),
            '"' => {
                assert!(cell.is_empty() && !closed, "a bare quote in {cell:?}");
                quoted = true;
            }
            c if quoted => cell.push(c),
            ',' => {
                row.push(std::mem::take(&mut cell));
                closed = false;
            }
            '\r' if letters.peek() == Some(&'\n') => {}
            '\n' => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
                closed = false;
            }
            c => {
                assert!(!closed, "{c:?} behind a closing quote");
                cell.push(c);
            }
        }
    }
    assert!(!quoted && row.is_empty() && cell.is_empty(), "the file ends with a line break");
    rows
}

/// The rows under the names of their columns; a row with another number of cells is one that a program skips.
fn named(rows: Vec<Vec<String>>) -> Vec<BTreeMap<String, String>> {
    let mut rows = rows.into_iter();
    let header = rows.next().unwrap();
    assert_eq!(header.iter().collect::<HashSet<_>>().len(), header.len(), "each column has a name of its own");
    rows.map(|row| {
        assert_eq!(row.len(), header.len(), "{row:?}");
        header.iter().cloned().zip(row).collect()
    })
    .collect()
}

fn is_link(text: &str) -> bool {
    text.strip_prefix("https://www.example.fr/u/").is_some_and(|token| token.len() > 20)
}

/// `{"a": 1}` and its like begin with nothing that a spreadsheet computes, so that no apostrophe stands before any name here.
fn families(rows: &[BTreeMap<String, String>], column: &str) -> Vec<String> {
    rows.iter().map(|row| row[column].clone()).collect()
}

#[test]
fn listmonk_reads_every_row_of_its_list_and_the_links_as_attributes() {
    run(async {
        let rows = named(strict(&list_for("listmonk").await));
        assert_eq!(rows.len(), NAMES.len());
        for (n, row) in rows.iter().enumerate() {
            // Names of columns are compared as they stand, once what is not ASCII is gone.
            assert_eq!(row.keys().map(String::as_str).collect::<Vec<_>>(), ["attributes", "email", "name"]);
            assert_eq!(row["email"], address(n));
            assert_eq!(row["name"], format!("Anne {}", NAMES[n]));
            let attributes: BTreeMap<String, serde_json::Value> = serde_json::from_str(&row["attributes"]).unwrap();
            let link = attributes["unsubscribe_url"].as_str().unwrap();
            assert!(is_link(link));
            assert_eq!(attributes["list_unsubscribe"], format!("<{link}>"));
            assert_eq!((&attributes["company"], &attributes["language"]), (&COMPANY.into(), &"fr".into()));
        }
    });
}

/// PHP's `str_getcsv` with a comma, a quote and a backslash, over one line at a time: what Mautic is by itself.
fn by_php(line: &str) -> Vec<String> {
    let (mut cells, mut cell) = (Vec::new(), String::new());
    let mut letters = line.trim_end_matches(['\r', '\n']).chars().peekable();
    let mut quoted = false;
    while let Some(c) = letters.next() {
        match c {
            // Whatever stands behind a backslash stands for itself, a quote included; both stay.
            '\\' if quoted => {
                cell.push(c);
                cell.extend(letters.next_if_eq(&'"'));
            }
            '"' if quoted && letters.peek() == Some(&'"') => cell.push(letters.next().unwrap()),
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(std::mem::take(&mut cell)),
            c => cell.push(c),
        }
    }
    cells.push(cell);
    cells
}

#[test]
fn mautic_matches_every_column_by_its_alias_and_loses_no_row_to_a_backslash() {
    run(async {
        let file = list_for("mautic").await;
        let lines: Vec<Vec<String>> = file.lines().map(by_php).collect();
        let trimmed = lines.into_iter().map(|cells| cells.iter().map(|cell| cell.trim().to_owned()).collect());
        let rows = named(trimmed.collect());
        assert_eq!(rows.len(), NAMES.len());
        let known = ["email", "title", "firstname", "lastname", "companyname", "preferred_locale"];
        let own = ["unsubscribe_url", "list_unsubscribe"];
        for column in rows[0].keys() {
            // `CsvHelper::convertHeadersIntoFields`: lower case, blanks as underscores; the field of that alias is preselected.
            assert_eq!(*column, column.to_lowercase().replace(' ', "_"));
            assert!(known.contains(&column.as_str()) || own.contains(&column.as_str()), "{column}");
        }
        // `ImportContactSubscriber::handleValidateRequired`: whoever maps a field of companies maps those that they require.
        let of_companies = rows[0].keys().any(|column| column.starts_with("company"));
        assert!(!of_companies || rows[0].contains_key("companyname"), "a company without its name stops the import");
        for (n, row) in rows.iter().enumerate() {
            let plain = |text: &str| text.replace("\\ ", "\\").trim_end().to_owned();
            assert_eq!(row["email"], address(n));
            assert_eq!(
                (plain(&row["lastname"]), plain(&row["companyname"])),
                (NAMES[n].to_owned(), COMPANY.to_owned())
            );
            assert_eq!((row["firstname"].as_str(), row["preferred_locale"].as_str()), ("Anne", "fr"));
            assert!(is_link(&row["unsubscribe_url"]));
            assert_eq!(row["list_unsubscribe"], format!("<{}>", row["unsubscribe_url"]));
        }
    });
}

#[test]
fn mailchimp_finds_one_column_of_addresses_and_no_text_that_it_would_clip() {
    run(async {
        let rows = named(strict(&list_for("mailchimp").await));
        assert_eq!(families(&rows, "Last Name"), NAMES);
        for (n, row) in rows.iter().enumerate() {
            let addresses: Vec<&String> =
                row.iter().filter(|(_, cell)| cell.contains('@')).map(|(name, _)| name).collect();
            assert_eq!(addresses, ["Email Address"]);
            assert_eq!(row["Email Address"], address(n).trim());
            let before_the_at = row["Email Address"].split('@').next().unwrap();
            assert!(before_the_at.is_ascii(), "letters of other scripts are taken behind the @ only");
            assert!(row.values().all(|cell| cell.len() <= 255), "a text field holds 255 bytes");
            assert!(
                is_link(&row["Unsubscribe URL"]) && row["List-Unsubscribe"] == format!("<{}>", row["Unsubscribe URL"])
            );
        }
    });
}

#[test]
fn brevo_matches_its_own_attributes_and_can_make_the_others() {
    run(async {
        let file = list_for("brevo").await;
        assert!(!file.starts_with('\u{feff}') && !file.contains('\t'));
        let rows = named(strict(&file));
        assert_eq!(families(&rows, "LASTNAME"), NAMES);
        // Whatever is in every account stands under its name; what is not has a name that an attribute may have.
        for column in rows[0].keys() {
            let may_be = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
            assert!(column.chars().all(may_be) && column.starts_with(|c: char| c.is_ascii_uppercase()), "{column}");
        }
        assert!(["EMAIL", "LASTNAME", "FIRSTNAME"].iter().all(|column| rows[0].contains_key(*column)));
        for (n, row) in rows.iter().enumerate() {
            assert_eq!(row["EMAIL"], address(n));
            assert!(is_link(&row["UNSUBSCRIBE_URL"]));
            assert_eq!(row["LIST_UNSUBSCRIBE"], format!("<{}>", row["UNSUBSCRIBE_URL"]));
        }
    });
}
