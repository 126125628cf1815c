//! Looking at what an import would do, or did: its rows by line, and those that it rejected as a file.
use super::judge::{self, Token};
use super::rows::{Rows, Unfit};
use super::{Answers, Import, Verdict, apply, deed, stage, store};
use crate::actor::{Actor, Right};
use crate::app::{App, Looking};
use crate::catalogue::KeyClass;
use crate::deeds::What;
use crate::error::{Error, Result};
use crate::sheet::{Encoding, Layout, Reader, Writer};
use crate::vault::Owner;
use std::io::Write;

pub use judge::{Difference as Change, Part};

/// One row of the file, and what is done with it.
pub struct Line {
    pub line: i64,
    pub verdict: Verdict,
    /// Whoever it was matched with.
    pub person: Option<i64>,
    /// As the row calls them.
    pub name: String,
    pub company: String,
    pub notes: Vec<Note>,
    pub changes: Vec<Change>,
}

/// What is said of a row beside its verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Note {
    /// The same person as on this line of the file.
    SameAsLine(u64),
    /// Could be any of several people who are there already.
    Ambiguous,
    Refused,
    Restricted,
    Unfit(Unfit),
    Consent,
    Undated,
    Refuses,
    NewCompany,
}

/// A page of rows.
pub struct Lines {
    pub lines: Vec<Line>,
    pub before: bool,
    pub after: bool,
}

/// Where a page of rows begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    Start,
    After(i64),
    Before(i64),
}

/// Shows rows by line; that is a deed.
pub fn lines(l: &mut Looking, import: &Import, only: Option<Verdict>, page: Page, limit: usize) -> Result<Lines> {
    l.must(Right::Import)?;
    let only: Vec<Verdict> = only.map_or_else(|| Verdict::ALL.to_vec(), |verdict| vec![verdict]);
    let more = i64::try_from(limit + 1).unwrap_or(i64::MAX);
    let mut rows = match page {
        Page::Start => store::rows_after(l.conn(), import.id, &only, 0, more)?,
        Page::After(line) => store::rows_after(l.conn(), import.id, &only, line, more)?,
        Page::Before(line) => store::rows_before(l.conn(), import.id, &only, line, more)?,
    };
    let is_more = rows.len() > limit;
    rows.truncate(limit);
    if matches!(page, Page::Before(_)) {
        rows.reverse();
    }
    let keys = l.unlock(&[Owner::import(import.id)], KeyClass::Staging)?;
    let answers = import.answered()?;
    let reader = Rows::new(answers, l.vault(), l.now.date());
    let mut lines = Vec::with_capacity(rows.len());
    for row in rows {
        let planned = apply::open(&keys, &row)?;
        let (name, company) = match reader.read(&planned.cells) {
            Ok(read) => (
                format!("{} {}", read.given_name, read.family_name).trim().to_owned(),
                read.company.map(|company| company.name).unwrap_or_default(),
            ),
            Err(_) => (first_words(answers, &planned.cells), String::new()),
        };
        lines.push(Line {
            line: row.line,
            verdict: row.verdict,
            person: row.person_id,
            name,
            company,
            notes: notes(row.reason.as_deref()),
            changes: planned.differences,
        });
    }
    l.owe(deed(What::ImportSeen, import.id).with("part", "rows").with("shown", lines.len()));
    let (before, after) = match page {
        Page::Start => (false, is_more),
        Page::After(_) => (true, is_more),
        Page::Before(_) => (is_more, true),
    };
    Ok(Lines { lines, before, after })
}

/// The names of the columns of a staged file.
pub fn header(l: &mut Looking, import: &Import) -> Result<Vec<String>> {
    l.must(Right::Import)?;
    let opener = stage::opener(l, import.id)?;
    let reader = Reader::open_as(opener, import.format).map_err(|_| Error::Unreadable)?;
    Ok(reader.header().to_vec())
}

fn notes(reason: Option<&str>) -> Vec<Note> {
    let note = |token| {
        Some(match token {
            Token::Line(line) => Note::SameAsLine(line),
            Token::Ambiguous => Note::Ambiguous,
            Token::Refused => Note::Refused,
            Token::Restricted => Note::Restricted,
            Token::Unfit(unfit) => Note::Unfit(unfit),
            Token::Consent => Note::Consent,
            Token::Undated => Note::Undated,
            Token::Refuses => Note::Refuses,
            Token::NewCompany => Note::NewCompany,
            // Only the program needs to remember it.
            Token::Shadow => return None,
        })
    };
    judge::read(reason).into_iter().filter_map(note).collect()
}

/// What somebody may recognise an unfit row by.
fn first_words(answers: &Answers, cells: &[String]) -> String {
    use super::columns::Column::{Email, FamilyName, FullName, GivenName};
    let columns = answers.columns.iter().zip(cells);
    let known = columns.filter(|(column, _)| [GivenName, FamilyName, FullName, Email].contains(column));
    let words: Vec<&str> = known.map(|(_, cell)| cell.trim()).filter(|cell| !cell.is_empty()).take(2).collect();
    words.join(" ").chars().take(80).collect()
}

const REJECTED: [Verdict; 3] = [Verdict::Duplicate, Verdict::Blocked, Verdict::Invalid];
const BATCH: i64 = 1_000;

/// Writes the rejected rows as they stood in the file, with the reason in front, in words that the caller has. What
/// comes out can be put right and imported. Blocks; that it was asked for is a deed.
///
/// # Errors
/// `NotFound` when what was uploaded is gone; whatever the writer says.
pub fn write_rejected<W: Write>(
    app: &App,
    by: &Actor,
    import: &Import,
    titles: [String; 2],
    say: impl Fn(&Line) -> String,
    out: W,
) -> Result<u64> {
    let header = app.look_now(by, |l| {
        l.owe(deed(What::ImportSeen, import.id).with("part", "rejected"));
        header(l, import)
    })?;
    let bom = import.format.encoding != Encoding::Ascii;
    let mut writer = Writer::new(out, Layout { delimiter: import.format.delimiter, bom })?;
    let width = import.answered()?.columns.len();
    let names = (header.len()..width).map(|at| format!("{}", at + 1));
    writer.header(titles.into_iter().chain(header.iter().cloned()).chain(names))?;
    let mut line = 0;
    loop {
        let rows = app.look_now(by, |l| {
            let rows = store::rows_after(l.conn(), import.id, &REJECTED, line, BATCH)?;
            let keys = l.unlock(&[Owner::import(import.id)], KeyClass::Staging)?;
            rows.iter()
                .map(|row| {
                    Ok((row.line, row.verdict, row.person_id, notes(row.reason.as_deref()), apply::open(&keys, row)?))
                })
                .collect::<Result<Vec<_>>>()
        })?;
        let Some((last, ..)) = rows.last() else { break };
        line = *last;
        for (line, verdict, person, notes, planned) in rows {
            let told =
                Line { line, verdict, person, name: String::new(), company: String::new(), notes, changes: Vec::new() };
            let front = [line.to_string(), say(&told)];
            writer.row(front.iter().chain(&planned.cells))?;
        }
    }
    Ok(writer.finish()?.rows)
}
