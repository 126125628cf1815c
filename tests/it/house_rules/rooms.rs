//! The order of `pub mod` in src/lib.rs is the law: a room knows only rooms above its line.
use super::text::Text;
use super::{keep, plant};
use std::collections::HashMap;

/// Who may know whom.
struct Law {
    /// The rooms in their order.
    rooms: Vec<String>,
    /// What lib.rs re-exports at the root, and the room that it comes from.
    lent: HashMap<String, String>,
}

impl Law {
    fn read(lib: &Text) -> Self {
        let code = lib.code();
        let tokens: Vec<&str> = tokens(&code).into_iter().map(|(_, token)| token).collect();
        let mut law = Self { rooms: Vec::new(), lent: HashMap::new() };
        for statement in tokens.split(|token| *token == ";") {
            if let [.., "mod", room] = statement {
                law.rooms.push((*room).to_owned());
            } else if let Some(start) = statement.iter().position(|token| *token == "use") {
                let mut path =
                    statement.iter().skip(start + 1).filter(|token| !matches!(**token, "crate" | "self" | "::"));
                let Some(room) = path.next() else { continue };
                let path: Vec<&&str> = path.collect();
                let ends = |at: usize| path.get(at + 1).is_none_or(|next| matches!(**next, "," | "}"));
                let names = path.iter().enumerate().filter(|(at, name)| is_name(name) && ends(*at));
                law.lent.extend(names.map(|(_, name)| ((**name).to_owned(), (*room).to_owned())));
            }
        }
        law
    }

    /// The line of the room behind `crate::name`.
    fn line(&self, name: &str) -> Option<usize> {
        let room = self.lent.get(name).map_or(name, String::as_str);
        self.rooms.iter().position(|known| known == room)
    }
}

fn a_room_knows_only_rooms_above_its_line(files: &[Text]) -> Vec<String> {
    let Some(lib) = files.iter().find(|file| file.path == "src/lib.rs") else { return vec!["no src/lib.rs".into()] };
    let law = Law::read(lib);
    let mut complaints = Vec::new();
    for file in files.iter().filter(|file| file.is_source()) {
        let Some(room) = file.room() else { continue };
        let Some(line) = law.line(room) else {
            complaints.push(format!("{}: the room {room} is not declared in src/lib.rs", file.path));
            continue;
        };
        for (at, name) in known(&file.code(), file.path.split('/').count() - 1) {
            match (law.line(&name), at) {
                (Some(other), at) if other > line => complaints.push(format!(
                    "{}:{}: {room} knows {name}, which stands below it in src/lib.rs: turn the call around, or let a \
                     room below both bring them together",
                    file.path, at.line
                )),
                (None, Place { line, by_name: true }) => {
                    complaints.push(format!("{}:{line}: crate::{name} is no room of src/lib.rs", file.path));
                }
                _ => {}
            }
        }
    }
    complaints
}

/// Where a room is named, and whether through `crate::` (or by climbing up to the root).
struct Place {
    line: usize,
    by_name: bool,
}

/// What code names at the root: after `crate::`, in the braces of `crate::{...}`, and after as many `super::` as lead
/// out of a file that lies `depth` folders deep. In a test module inside the file the last one stays in the room, and
/// then names no room.
fn known(code: &str, depth: usize) -> Vec<(Place, String)> {
    let tokens = tokens(code);
    let mut known = Vec::new();
    for (at, (line, token)) in tokens.iter().enumerate() {
        let rest = tokens.get(at + 1..).unwrap_or_default();
        let after_path =
            at.checked_sub(1).and_then(|before| tokens.get(before)).is_some_and(|(_, before)| *before == "::");
        let steps = match *token {
            "crate" if !after_path => 1,
            "super" if !after_path => {
                2 * rest.chunks(2).take_while(|step| matches!(step, [(_, "::"), (_, "super")])).count() + 1
            }
            _ => continue,
        };
        let by_name = *token == "crate";
        let Some([(_, "::"), ahead @ ..]) = rest.get(steps - 1..) else { continue };
        if by_name || steps.div_ceil(2) >= depth {
            known.extend(heads(ahead).into_iter().map(|head| (Place { line: *line, by_name }, head.to_owned())));
        }
    }
    known
}

/// The first names of the paths that start here. An exported macro stands at the root whatever its room: it does not count.
fn heads<'a>(ahead: &[(usize, &'a str)]) -> Vec<&'a str> {
    if !matches!(ahead.first(), Some((_, "{"))) {
        return match ahead {
            [(_, _), (_, "!"), ..] | [] => vec![],
            [(_, name), ..] => vec![name],
        };
    }
    let (mut depth, mut heads) = (0, Vec::new());
    for (at, (_, token)) in ahead.iter().enumerate() {
        match *token {
            "{" => depth += 1,
            "}" if depth == 1 => break,
            "}" => depth -= 1,
            name if depth == 1 && is_name(name) && matches!(ahead.get(at.wrapping_sub(1)), Some((_, "{" | ","))) => {
                heads.push(name);
            }
            _ => {}
        }
    }
    heads
}

/// Names, `::` and single signs, each with its line.
fn tokens(code: &str) -> Vec<(usize, &str)> {
    let mut tokens = Vec::new();
    for (at, line) in code.lines().enumerate() {
        let mut rest = line.trim_start();
        while let Some(first) = rest.chars().next() {
            let length = match rest.find(|c| !name_character(c)) {
                _ if rest.starts_with("::") => 2,
                Some(0) => first.len_utf8(),
                Some(end) => end,
                None => rest.len(),
            };
            let (token, after) = rest.split_at(length);
            tokens.push((at + 1, token));
            rest = after.trim_start();
        }
    }
    tokens
}

fn is_name(token: &str) -> bool {
    token.starts_with(name_character)
}

fn name_character(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

#[test]
fn the_house_keeps_the_order_of_its_rooms() {
    keep(a_room_knows_only_rooms_above_its_line);
}

#[test]
fn a_room_that_looks_below_its_line_is_found_in_every_way_of_writing_it() {
    let lib =
        "pub mod error;\npub mod app;\npub mod people;\npub mod leads;\npub use error::{Error, Result as Outcome};";
    for below in [
        "use crate::leads;",
        "use crate::leads::{self, Stage};",
        "use crate::{app::App, leads::Stage};",
        "use crate::{\n    app::{App, leads},\n    leads,\n};",
        "fn f() -> crate::leads::Stage {}",
        "use super::super::leads::Stage;",
        "use crate::nowhere;",
        "let a = \"//\"; crate::leads::list()",
    ] {
        let found =
            plant(a_room_knows_only_rooms_above_its_line, &[("src/lib.rs", lib), ("src/people/store.rs", below)]);
        assert_eq!(found.len(), 1, "{below}: {found:?}");
    }
    let undeclared = plant(a_room_knows_only_rooms_above_its_line, &[("src/lib.rs", lib), ("src/attic/mod.rs", "")]);
    assert_eq!(undeclared.len(), 1, "{undeclared:?}");
}

#[test]
fn a_room_may_look_above_at_itself_and_at_what_the_root_lends() {
    let lib =
        "pub mod error;\npub mod app;\npub mod people;\npub mod leads;\npub use error::{Error, Result as Outcome};";
    let above = "// crate::leads\nuse crate::{Error, Outcome, app::leads, people::Person};\nuse super::Person;\n\
                 pub(crate) fn f() { crate::each!(c, 1); \"crate::leads\" }\nmod tests { use super::super::Person; use super::*; }";
    let found = plant(a_room_knows_only_rooms_above_its_line, &[("src/lib.rs", lib), ("src/people/store.rs", above)]);
    assert!(found.is_empty(), "{found:?}");
}

/// What is on the internet opens neither the database nor the keyring: it stands above them, and knows only what both sides
/// know, which knows nothing else either.
#[test]
fn the_internet_side_knows_nothing_of_the_house() {
    let files = super::tree();
    let law = Law::read(files.iter().find(|file| file.path == "src/lib.rs").expect("src/lib.rs"));
    let intake = law.line("intake").expect("a room");
    for below in ["db", "config", "vault", "app", "auth", "people", "forms", "server"] {
        assert!(law.line(below).is_some_and(|line| line > intake), "{below} stands below the intake");
    }
    for file in files.iter().filter(|file| file.room() == Some("intake")) {
        let names: Vec<String> =
            known(&file.code(), file.path.split('/').count() - 1).into_iter().map(|(_, name)| name).collect();
        let both = ["clock", "text", "mailbox", "intake"];
        assert!(
            names.iter().all(|name| both.contains(&name.as_str()) || law.line(name).is_none()),
            "{}: {names:?}",
            file.path
        );
    }
}
