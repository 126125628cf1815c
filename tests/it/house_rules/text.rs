//! What the rules read: the text files of the repository, and Rust code without its comments and strings.
use std::fs;
use std::path::{Path, PathBuf};

/// A text file, by its path from the repository's root.
pub struct Text {
    pub path: String,
    pub text: String,
}

impl Text {
    pub fn new(path: &str, text: &str) -> Self {
        Self { path: path.to_owned(), text: text.to_owned() }
    }

    pub fn is_rust(&self) -> bool {
        self.path.ends_with(".rs")
    }

    pub fn is_source(&self) -> bool {
        self.is_rust() && self.path.starts_with("src/")
    }

    /// The last part of the path, `store.rs` of `src/people/store.rs`.
    pub fn file_name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }

    /// `people` of `src/people/store.rs`, `clock` of `src/clock.rs`; none for `lib.rs` and `main.rs`, which join the rooms.
    pub fn room(&self) -> Option<&str> {
        let inside = self.path.strip_prefix("src/")?;
        match inside.split_once('/') {
            Some((room, _)) => Some(room),
            None => inside.strip_suffix(".rs").filter(|name| !matches!(*name, "lib" | "main")),
        }
    }

    /// The code alone: comments become spaces, strings become empty strings, lines stay where they are.
    pub fn code(&self) -> String {
        code(&self.text)
    }
}

/// Every text file of the repository, except what builds and version control leave there.
pub fn tree() -> Vec<Text> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    let mut folders: Vec<PathBuf> = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let inside = path.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
            if matches!(inside.as_str(), "target" | ".git") {
                continue;
            }
            if path.is_dir() {
                folders.push(path);
            } else if let Ok(text) = fs::read_to_string(&path) {
                files.push(Text { path: inside, text });
            }
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

fn code(text: &str) -> String {
    let mut code = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let (stands_for, length) = if rest.starts_with("//") {
            (" ", rest.find('\n').unwrap_or(rest.len()))
        } else if rest.starts_with("/*") {
            (" ", block_comment(rest))
        } else if let Some(string) = string(rest, &code) {
            string
        } else {
            code.push(first);
            rest = &rest[first.len_utf8()..];
            continue;
        };
        let (left_out, after) = rest.split_at(length);
        code.push_str(stands_for);
        code.extend(left_out.chars().filter(|c| *c == '\n'));
        rest = after;
    }
    code
}

/// The length of a block comment, which may hold others.
fn block_comment(rest: &str) -> usize {
    let (mut depth, mut at) = (0, 0);
    while let Some(here) = rest.get(at..).filter(|here| !here.is_empty()) {
        match (here.starts_with("/*"), here.starts_with("*/")) {
            (true, _) => (depth, at) = (depth + 1, at + 2),
            (_, true) => (depth, at) = (depth - 1, at + 2),
            _ => at += here.chars().next().map_or(1, char::len_utf8),
        }
        if depth == 0 {
            return at;
        }
    }
    rest.len()
}

/// A string, raw string or character at the start of `rest`: the empty quotes that stand for it, and its length.
fn string(rest: &str, before: &str) -> Option<(&'static str, usize)> {
    let in_a_name = before.chars().next_back().is_some_and(|c| c.is_alphanumeric() || c == '_');
    if rest.starts_with('r') && !in_a_name {
        let hashes = rest.chars().skip(1).take_while(|c| *c == '#').count();
        let open = 1 + hashes;
        if rest.get(open..)?.starts_with('"') {
            let close = format!("\"{}", "#".repeat(hashes));
            let inside = rest.get(open + 1..)?;
            return Some(("\"\"", inside.find(&close).map_or(rest.len(), |end| open + 1 + end + close.len())));
        }
    }
    if rest.starts_with('"') {
        return Some(("\"\"", closing(rest, '"')));
    }
    // A quote is a character when it closes after one (or an escape), and a lifetime otherwise.
    if rest.starts_with("'\\") || (rest.starts_with('\'') && rest.chars().nth(2) == Some('\'')) {
        return Some(("''", closing(rest, '\'')));
    }
    None
}

fn closing(rest: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == quote => return at + c.len_utf8(),
            _ => {}
        }
    }
    rest.len()
}

#[test]
fn comments_and_strings_are_not_code_and_lines_stay_where_they_are() {
    let text = r####"a // crate::x
/* crate::y /* deeper */ still
*/ b("crate::z \" more", r#"crate::" q"#, 'é', '\'', b"x") fn f<'a>(x: &'a str) {} // é"####;
    assert_eq!(code(text), "a  \n \n b(\"\", \"\", '', '', b\"\") fn f<'a>(x: &'a str) {}  ");
}
