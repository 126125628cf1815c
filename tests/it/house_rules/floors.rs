//! Each room has three floors, and only the right one knows the database or the web (docs: the map).
use super::text::Text;
use super::{keep, lines, plant};

/// Files beside the stores that name rows, and why.
const ALSO_STORES: [(&str, &str); 2] = [
    ("src/error.rs", "one table says what each refusal of the database means"),
    ("src/app.rs", "the one writer counts and notes changes inside its own transaction"),
];

fn only_stores_know_the_database(files: &[Text]) -> Vec<String> {
    let store = |file: &Text| {
        file.path.starts_with("src/db/")
            || file.path.contains("/store/")
            || file.file_name() == "store.rs"
            || file.file_name().ends_with("_store.rs")
            || ALSO_STORES.iter().any(|(path, _)| *path == file.path)
    };
    naming(files, &["diesel"], store, "rows are named in store.rs and src/db/ alone: give the store a verb")
}

fn only_pages_know_the_web(files: &[Text]) -> Vec<String> {
    let page = |file: &Text| match file.room() {
        Some("web" | "server" | "error") => true,
        // Their pages, extractors and wraps do; their doors speak of staff and of networks.
        Some("auth" | "gate") => file.file_name() != "mod.rs" || file.path.contains("/pages/"),
        _ => file.file_name() == "pages.rs" || file.path.contains("/pages/"),
    };
    naming(
        files,
        &["actix_web", "askama"],
        page,
        "requests and templates are known in pages.rs alone: give the door a verb",
    )
}

/// Complains of every file outside `floor` that names one of `crates` (or a crate beside it: `diesel_async`).
fn naming(
    files: &[Text],
    crates: &'static [&str],
    floor: impl Fn(&Text) -> bool,
    instead: &'static str,
) -> Vec<String> {
    let names = |line: &str| {
        line.split(|c: char| !c.is_alphanumeric() && c != '_')
            .any(|word| crates.iter().any(|krate| word.starts_with(krate)))
    };
    let outside = files.iter().filter(|file| file.is_source() && !floor(file));
    outside
        .flat_map(|file| lines(file, &file.code(), |line| names(line).then_some(instead)).collect::<Vec<_>>())
        .collect()
}

#[test]
fn the_house_names_rows_in_its_stores_alone() {
    keep(only_stores_know_the_database);
}

#[test]
fn the_house_knows_the_web_in_its_pages_alone() {
    keep(only_pages_know_the_web);
}

#[test]
fn a_row_named_outside_a_store_is_found() {
    let code = "//! diesel\nuse diesel_async::AsyncPgConnection;\nfn f() -> diesel::QueryResult<()> {}";
    for outside in
        ["src/people/mod.rs", "src/people/pages.rs", "src/desk/app.rs", "src/people/restore.rs", "src/main.rs"]
    {
        assert_eq!(plant(only_stores_know_the_database, &[(outside, code)]).len(), 2, "{outside}");
    }
    for store in ["src/people/store.rs", "src/people/store/list.rs", "src/auth/session_store.rs", "src/db/mod.rs"] {
        assert!(plant(only_stores_know_the_database, &[(store, code)]).is_empty(), "{store}");
    }
}

#[test]
fn the_web_in_a_door_or_a_store_is_found() {
    let code = "//! actix_web\nuse actix_web::web;\n#[derive(askama::Template)]";
    for outside in ["src/people/mod.rs", "src/people/store.rs", "src/auth/mod.rs", "src/gate/mod.rs", "src/app.rs"] {
        assert_eq!(plant(only_pages_know_the_web, &[(outside, code)]).len(), 2, "{outside}");
    }
    for page in [
        "src/people/pages.rs",
        "src/desk/pages/mod.rs",
        "src/auth/roles.rs",
        "src/web/mod.rs",
        "src/server.rs",
        "src/error.rs",
    ] {
        assert!(plant(only_pages_know_the_web, &[(page, code)]).is_empty(), "{page}");
    }
}
