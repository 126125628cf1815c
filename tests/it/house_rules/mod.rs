//! The rules that no compiler keeps, as tests over the text of the repository.
//!
//! A rule is a function from files to complaints, so that each one is tried twice: on the house, which must have none,
//! and on a planted violation, which it must find. A rule that gets in the way of something better is changed here, with
//! its reason, in the commit that needs it.
mod committed;
mod docs;
mod floors;
mod pages;
mod rooms;
mod rust_files;
mod text;
mod twins;

use text::{Text, tree};

/// Holds a rule against the repository. A complaint names the file, the line and what to do instead.
fn keep(rule: impl Fn(&[Text]) -> Vec<String>) {
    let complaints = rule(&tree());
    assert!(complaints.is_empty(), "\n{}\n", complaints.join("\n"));
}

/// Holds a rule against planted files and says what it complains of.
fn plant(rule: impl Fn(&[Text]) -> Vec<String>, files: &[(&str, &str)]) -> Vec<String> {
    rule(&files.iter().map(|(path, text)| Text::new(path, text)).collect::<Vec<_>>())
}

/// A rule over lines: each line for which `wrong` knows a reason is a complaint.
fn lines<'a>(
    file: &'a Text,
    text: &'a str,
    wrong: impl Fn(&str) -> Option<&'static str> + 'a,
) -> impl Iterator<Item = String> + 'a {
    text.lines().enumerate().filter_map(move |(at, line)| Some(format!("{}:{}: {}", file.path, at + 1, wrong(line)?)))
}
