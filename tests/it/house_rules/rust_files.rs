//! What every Rust file owes its reader, and what none may contain.
use super::text::Text;
use super::{keep, lines, plant};

/// Names that promise nothing, so that everything ends up there.
const NAMELESS: [&str; 7] = ["common", "helper", "helpers", "misc", "shared", "util", "utils"];

fn the_first_line_says_what_the_file_is(files: &[Text]) -> Vec<String> {
    let owing = |file: &&Text| file.is_rust() && !file.text.trim().is_empty();
    let silent = files.iter().filter(owing).filter(|file| !file.text.starts_with("//! "));
    silent.map(|file| format!("{}:1: say in a `//!` line what this file is", file.path)).collect()
}

fn a_file_is_named_after_what_it_holds(files: &[Text]) -> Vec<String> {
    let nameless = |part: &str| NAMELESS.contains(&part.split('.').next().unwrap_or(part));
    let nameless = files.iter().filter(|file| file.is_rust() && file.path.split('/').any(nameless));
    nameless
        .map(|file| format!("{}: name the file after what it holds, or put that where it belongs", file.path))
        .collect()
}

/// V1.2.4, V1.2.5: nothing that was typed becomes a command or a statement. Clippy refuses the two functions by path; this
/// also sees them behind another name, and holds where clippy's refusal was lifted.
/// What an erasure does follows from the catalogue: here statements are put together, of its names and of numbers
/// (decision 12).
const DERIVED: &str = "src/erasure/store.rs";

fn text_becomes_neither_command_nor_statement(files: &[Text]) -> Vec<String> {
    let mut complaints = Vec::new();
    for file in files.iter().filter(|file| file.is_source()) {
        let code = file.code();
        let starts_programs = |line: &str| {
            (line.contains("Command::new") && !line.contains("clap::Command::new") || line.contains("process::Command"))
                .then_some("the program starts no other program")
        };
        complaints.extend(lines(file, &code, starts_programs));
        for (at, _) in code.match_indices("sql_query") {
            let argument = code[at + "sql_query".len()..].trim_start();
            let Some(argument) = argument.strip_prefix('(').map(str::trim_start) else { continue };
            let fixed = argument.starts_with("\"\"")
                || argument.starts_with("include_str!")
                || argument.starts_with(|c: char| c.is_uppercase())
                || file.path == DERIVED && argument.starts_with("&sql)");
            if !fixed {
                let line = code[..at].matches('\n').count() + 1;
                complaints
                    .push(format!("{}:{line}: a statement is a literal or a constant; values are bound", file.path));
            }
        }
    }
    complaints
}

/// V1.3.7: a template is a file, and what it shows is escaped.
fn templates_are_files_that_escape(files: &[Text]) -> Vec<String> {
    let wrong = |line: &str| {
        (line.contains("escape = \"none\"") || line.contains("template(source"))
            .then_some("a template is a file in templates/, and its values are escaped")
    };
    files
        .iter()
        .filter(|file| file.is_source())
        .flat_map(|file| lines(file, &file.text, wrong).collect::<Vec<_>>())
        .collect()
}

#[test]
fn every_file_says_in_its_first_line_what_it_is() {
    keep(the_first_line_says_what_the_file_is);
}

#[test]
fn no_file_is_called_utils() {
    keep(a_file_is_named_after_what_it_holds);
}

#[test]
fn no_text_becomes_a_command_or_a_statement() {
    keep(text_becomes_neither_command_nor_statement);
}

#[test]
fn every_template_is_a_file_that_escapes() {
    keep(templates_are_files_that_escape);
}

#[test]
fn a_file_that_does_not_say_what_it_is_is_found() {
    for silent in ["use std::fs;\n", "// a comment\n", "\n//! too late\n"] {
        assert_eq!(plant(the_first_line_says_what_the_file_is, &[("src/a.rs", silent)]).len(), 1, "{silent}");
    }
    assert!(plant(the_first_line_says_what_the_file_is, &[("src/a.rs", "//! A.\n"), ("src/b.rs", "")]).is_empty());
}

#[test]
fn a_file_called_utils_is_found() {
    for nameless in ["src/utils.rs", "src/people/helpers.rs", "src/common/mod.rs", "tests/it/util.rs"] {
        assert_eq!(plant(a_file_is_named_after_what_it_holds, &[(nameless, "")]).len(), 1, "{nameless}");
    }
    assert!(
        plant(a_file_is_named_after_what_it_holds, &[("src/people/mod.rs", ""), ("src/commons.rs", "")]).is_empty()
    );
}

#[test]
fn a_formatted_statement_or_a_started_program_is_found() {
    for wrong in [
        "sql_query(format!(\"DROP TABLE {name}\"))",
        "let q = format!(\"DROP\"); diesel::sql_query(q)",
        "sql_query(&text)",
        "std::process::Command::new(\"sh\")",
        "use std::process::Command as Start;",
        "Command::new(name)",
    ] {
        assert_eq!(plant(text_becomes_neither_command_nor_statement, &[("src/a.rs", wrong)]).len(), 1, "{wrong}");
    }
    for right in [
        "sql_query(\"VACUUM\")",
        "sql_query(r\"SELECT ?\").bind(x)",
        "sql_query(LOCK)",
        "use diesel::sql_query;",
        "clap::Command::new(\"cloister\")",
        "// Command::new",
    ] {
        assert!(plant(text_becomes_neither_command_nor_statement, &[("src/a.rs", right)]).is_empty(), "{right}");
    }
}

#[test]
fn a_template_in_a_string_or_without_escaping_is_found() {
    for wrong in [
        "#[template(source = \"<p>\", ext = \"html\")]",
        "#[template(path = \"a.html\", escape = \"none\")]",
        "    escape = \"none\",",
    ] {
        assert_eq!(plant(templates_are_files_that_escape, &[("src/a/pages.rs", wrong)]).len(), 1, "{wrong}");
    }
    assert!(
        plant(templates_are_files_that_escape, &[("src/a/pages.rs", "#[template(path = \"a/index.html\")]")])
            .is_empty()
    );
}
