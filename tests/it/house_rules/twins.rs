//! What exists twice is the same twice: migrations for both databases, words in both languages. And no word is there for
//! nothing.
use super::text::Text;
use super::{keep, plant};
use std::collections::{BTreeMap, BTreeSet};

fn both_databases_have_the_same_migrations(files: &[Text]) -> Vec<String> {
    let mut names: BTreeMap<&str, BTreeSet<(&str, &str)>> = BTreeMap::new();
    for file in files.iter().filter(|file| file.path.starts_with("migrations/")) {
        for database in ["sqlite", "postgres"] {
            if let Some((set, name)) = file.path.split_once(&format!("/{database}/")) {
                names.entry(database).or_default().insert((set, name));
            }
        }
    }
    let of = |database| names.get(database).cloned().unwrap_or_default();
    let (sqlite, postgres) = (of("sqlite"), of("postgres"));
    let alone = |here: &BTreeSet<(&str, &str)>, there: &BTreeSet<(&str, &str)>, twin: &str| {
        here.difference(there)
            .map(|(set, name)| format!("{set}/{twin}/{name} is missing: its twin exists"))
            .collect::<Vec<_>>()
    };
    [alone(&sqlite, &postgres, "postgres"), alone(&postgres, &sqlite, "sqlite")].concat()
}

fn both_languages_have_the_same_words(files: &[Text]) -> Vec<String> {
    let words = |language: &str| -> BTreeSet<(String, String)> {
        let folder = format!("locales/{language}/");
        let inside = files.iter().filter_map(|file| Some((file.path.strip_prefix(&folder)?, file)));
        // A file without a word counts as well: as the word "".
        inside
            .flat_map(|(room, file)| ids(&file.text).into_iter().chain([String::new()]).map(|id| (room.to_owned(), id)))
            .collect()
    };
    let (french, english) = (words("fr"), words("en"));
    let alone = |here: &BTreeSet<(String, String)>, there: &BTreeSet<(String, String)>, language: &str| {
        here.difference(there).map(|(room, id)| format!("locales/{language}/{room} lacks {id}")).collect::<Vec<_>>()
    };
    [alone(&french, &english, "en"), alone(&english, &french, "fr")].concat()
}

/// A word that no page says is translated and read for nothing. Said in code or in a template as `msg_the_id`, or by
/// another word as `{ the-id }`.
fn every_word_is_said_somewhere(files: &[Text]) -> Vec<String> {
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let pages = files.iter().filter(|file| file.is_source() || file.path.starts_with("templates/"));
    let said: BTreeSet<&str> =
        pages.flat_map(|file| file.text.split(|c| !is_name(c))).filter_map(|name| name.strip_prefix("msg_")).collect();
    let quoted: BTreeSet<&str> = files
        .iter()
        .filter(|file| file.path.starts_with("locales/"))
        .flat_map(|file| file.text.split('{').skip(1).filter_map(|rest| rest.split('}').next()))
        .map(str::trim)
        .collect();
    let words = files.iter().filter(|file| file.path.starts_with("locales/en/"));
    words
        .flat_map(|file| ids(&file.text).into_iter().map(move |id| (file, id)))
        .filter(|(_, id)| {
            let function = id.replace('-', "_").to_ascii_lowercase();
            !said.contains(function.as_str()) && !quoted.contains(id.split('.').next().unwrap_or(id))
        })
        .map(|(file, id)| format!("{}: {id} is said nowhere: take it out of both languages", file.path))
        .collect()
}

/// In French nothing is counted as one is: a `[one]` that spells its number says "1" of an empty list.
fn a_french_one_is_not_always_one(files: &[Text]) -> Vec<String> {
    let french = files.iter().filter(|file| file.path.starts_with("locales/fr/"));
    french
        .flat_map(|file| {
            let spelt = |line: &&str| {
                line.trim().strip_prefix("[one]").is_some_and(|words| words.chars().any(|c| c.is_ascii_digit()))
            };
            file.text.lines().filter(spelt).map(|line| format!("{}: {} also says it of 0", file.path, line.trim()))
        })
        .collect()
}

#[test]
fn french_counts_nothing_as_nothing() {
    keep(a_french_one_is_not_always_one);
    let planted = "people = { $count ->\n    [one] 1 personne\n   *[other] { $count } personnes\n}\n";
    assert_eq!(plant(a_french_one_is_not_always_one, &[("locales/fr/people.ftl", planted)]).len(), 1);
}

/// The ids of a Fluent file, attributes as `id.attribute`.
fn ids(fluent: &str) -> Vec<String> {
    let mut ids: Vec<String> = Vec::new();
    let mut message = "";
    for line in fluent.lines() {
        let Some((id, _)) = line.split_once('=') else { continue };
        let named =
            |id: &str| !id.is_empty() && id.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
        if named(id.trim_end()) {
            message = id.trim_end();
            ids.push(message.to_owned());
        } else if let Some(attribute) = id.trim().strip_prefix('.').filter(|attribute| named(attribute)) {
            ids.push(format!("{message}.{attribute}"));
        }
    }
    ids
}

#[test]
fn sqlite_and_postgresql_have_the_same_migrations() {
    keep(both_databases_have_the_same_migrations);
}

#[test]
fn french_and_english_have_the_same_words() {
    keep(both_languages_have_the_same_words);
}

#[test]
fn no_word_is_there_for_nothing() {
    keep(every_word_is_said_somewhere);
    let planted = [
        ("locales/en/a.ftl", "a-said = x\na-shown = x { a-quoted }\na-quoted = x\na-idle = x\n"),
        ("src/a/pages.rs", "t.msg_a_said(); // not msg_a_idle_at_all"),
        ("templates/a/b.html", "{{ page.t.msg_a_shown() }}"),
    ];
    let found = plant(every_word_is_said_somewhere, &planted);
    assert_eq!(found, ["locales/en/a.ftl: a-idle is said nowhere: take it out of both languages"]);
}

#[test]
fn a_migration_without_its_twin_is_found() {
    let rule = both_databases_have_the_same_migrations;
    assert_eq!(
        plant(rule, &[("migrations/sqlite/1_a/up.sql", "")]),
        ["migrations/postgres/1_a/up.sql is missing: its twin exists"]
    );
    assert_eq!(
        plant(rule, &[("migrations/keyring/postgres/1_a/up.sql", ""), ("migrations/sqlite/1_a/up.sql", "")]).len(),
        2
    );
    assert!(plant(rule, &[("migrations/sqlite/1_a/up.sql", ""), ("migrations/postgres/1_a/up.sql", "x")]).is_empty());
}

#[test]
fn a_word_that_one_language_lacks_is_found() {
    let rule = both_languages_have_the_same_words;
    let french = "# commentaire = non\nsearch = Chercher\n    .title = Titre\nmany = { $count ->\n    [one] un = x\n   *[other] plus\n  }\n";
    assert_eq!(
        plant(rule, &[("locales/fr/a.ftl", french), ("locales/en/a.ftl", "many = x\nsearch = Search\n")]),
        ["locales/en/a.ftl lacks search.title"]
    );
    assert_eq!(plant(rule, &[("locales/en/a.ftl", "")]).len(), 1);
    let english = "many = x\nsearch = Search\n  .title = Title\n";
    assert_eq!(plant(rule, &[("locales/fr/a.ftl", french), ("locales/en/a.ftl", english)]), Vec::<String>::new());
}
