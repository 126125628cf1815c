//! Bringing in what other programs exported: a file is staged, planned row by row, looked at, then applied whole or not
//! at all.
//!
//! Nothing of an upload lies anywhere in clear: the file and the rows made of it are sealed under the import's own
//! staging key, which is destroyed a day later at the latest. Planning writes down what would happen to each row;
//! applying brings new people in unseen, in batches, and shows them in one short transaction together with every
//! change to people who were there already. Whoever holds the lock of the staged file works on the import, so that a
//! kill is told from work that goes on ([`sweep`]).
mod answers;
mod apply;
pub mod columns;
mod judge;
mod ledger;
pub mod pages;
mod plan;
mod preview;
mod rows;
mod spoken;
mod stage;
mod staged;
mod store;
mod sweep;

pub use answers::{Answers, CHANNELS, Complaint, OFFERED, OptIn, Wrong, say_yes};
pub use apply::{Applying, apply, begin_applying};
pub use ledger::{Channel, Purpose};
pub use plan::{Planning, begin_planning, plan};
pub use preview::{Change, Line, Lines, Note, Page, Part, header, lines, write_rejected};
pub use rows::{Unfit, Why};
pub use spoken::{column_word, header_name, note_words, part_word, rejection, verdict_word, wrong_word};
pub use stage::{Finished, Sample, Stager, reread, sample, stage};
pub use sweep::{discard, discard_naming, sweep, tidy};

use crate::actor::{Actor, Right};
use crate::app::{App, Looking, Writing};
use crate::catalogue::{Field, KeyClass};
use crate::deeds::{Deed, Subject, What};
use crate::error::{Error, Result};
use crate::kept;
use crate::people::{Ground, Origin};
use crate::sheet::{Delimiter, Encoding, Format};
use crate::vault::Owner;
use chrono::{Duration, NaiveDateTime};
use serde::{Deserialize, Serialize};

/// So many that are not yet applied or discarded one colleague may have.
pub const PENDING: i64 = 5;
/// After this long what an upload brought is unreadable, applied or not.
const STAGED_FOR: Duration = Duration::days(kept::STAGED_DAYS);

crate::db::values::words! {
    pub enum State {
        Staged = "staged",
        Planning = "planning",
        Planned = "planned",
        Applying = "applying",
        Applied = "applied",
        Failed = "failed",
        Discarded = "discarded",
    }
}

crate::db::values::words! {
    /// What an import would do with a row.
    pub enum Verdict {
        New = "new",
        Changes = "changes",
        Same = "same",
        Duplicate = "duplicate",
        Blocked = "blocked",
        Invalid = "invalid",
    }
}

crate::db::values::words! {
    /// Why an import stands where it does, when that is not where it was going.
    pub enum Fault {
        /// The program ended in the middle of planning.
        PlanningCut = "planning_cut",
        /// The program ended in the middle of applying; whatever had been brought in is gone.
        ApplyingCut = "applying_cut",
        /// Something that was previewed had changed meanwhile: nothing was applied, and it was planned again.
        Overtaken = "overtaken",
        /// A fault of ours, which the log of the program names.
        Broken = "broken",
        /// Nobody applied it in time.
        Expired = "expired",
        /// It named somebody who was erased meanwhile.
        Erased = "erased",
    }
}

/// What planning counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Counts {
    pub new: i64,
    pub changes: i64,
    pub same: i64,
    pub duplicate: i64,
    pub blocked: i64,
    pub invalid: i64,
    /// Companies that nobody knew yet.
    pub companies: i64,
    /// People to whom a consent would be recorded.
    pub consents: i64,
    /// Rows that say yes and not since when: they bring no consent.
    pub undated: i64,
    /// Rows that say no.
    pub refusals: i64,
}

impl Counts {
    pub fn of(&self, verdict: Verdict) -> i64 {
        match verdict {
            Verdict::New => self.new,
            Verdict::Changes => self.changes,
            Verdict::Same => self.same,
            Verdict::Duplicate => self.duplicate,
            Verdict::Blocked => self.blocked,
            Verdict::Invalid => self.invalid,
        }
    }

    fn add(&mut self, verdict: Verdict) {
        *match verdict {
            Verdict::New => &mut self.new,
            Verdict::Changes => &mut self.changes,
            Verdict::Same => &mut self.same,
            Verdict::Duplicate => &mut self.duplicate,
            Verdict::Blocked => &mut self.blocked,
            Verdict::Invalid => &mut self.invalid,
        } += 1;
    }

    pub fn all(&self) -> i64 {
        Verdict::ALL.iter().map(|verdict| self.of(*verdict)).sum()
    }

    /// Rows that applying would do something with.
    pub fn effective(&self) -> i64 {
        self.new + self.changes
    }

    /// Rows that are not taken over, with a reason.
    pub fn rejected(&self) -> i64 {
        self.duplicate + self.blocked + self.invalid
    }
}

#[derive(Clone, Debug)]
pub struct Import {
    pub id: i64,
    pub at: NaiveDateTime,
    pub by: Option<i64>,
    pub state: State,
    pub format: Format,
    pub answers: Option<Answers>,
    pub rows: i64,
    pub done: i64,
    pub counts: Option<Counts>,
    pub fault: Option<Fault>,
    pub applied_at: Option<NaiveDateTime>,
    /// The import that brought the very same file before, if one was applied.
    pub earlier: Option<i64>,
    pub version: i64,
    /// The newest number when planning began: whatever has a higher one came later.
    mark: i64,
}

impl Import {
    /// Something goes on in the background.
    pub fn is_working(&self) -> bool {
        matches!(self.state, State::Planning | State::Applying)
    }

    /// There are rows to look at.
    pub fn is_planned(&self) -> bool {
        self.counts.is_some() && matches!(self.state, State::Planned | State::Failed | State::Applied)
    }

    pub fn may_be_applied(&self) -> bool {
        self.counts.is_some_and(|counts| counts.effective() > 0) && matches!(self.state, State::Planned | State::Failed)
    }

    /// What was uploaded can still be read.
    pub fn is_readable(&self, now: NaiveDateTime) -> bool {
        self.state != State::Discarded && now < self.at + STAGED_FOR
    }

    fn may_be_planned(&self) -> bool {
        matches!(self.state, State::Staged | State::Planned | State::Failed)
    }
}

/// What the file is, as it is kept beside the import: words, nothing of the file.
#[derive(Serialize, Deserialize)]
struct Layout {
    encoding: String,
    delimiter: String,
    header: bool,
}

/// The words by which forms and rows name an encoding.
pub const ENCODINGS: &[(&str, Encoding)] = &[
    ("utf-8", Encoding::Utf8),
    ("windows-1252", Encoding::Windows1252),
    ("utf-16le", Encoding::Utf16Le),
    ("utf-16be", Encoding::Utf16Be),
    ("ascii", Encoding::Ascii),
];

pub const DELIMITERS: &[(&str, Delimiter)] =
    &[(";", Delimiter::Semicolon), (",", Delimiter::Comma), ("tab", Delimiter::Tab), ("|", Delimiter::Pipe)];

pub fn word_of<T: Copy + PartialEq>(list: &[(&'static str, T)], thing: T) -> &'static str {
    list.iter().find(|entry| entry.1 == thing).map_or("", |entry| entry.0)
}

pub fn of_word<T: Copy>(list: &[(&'static str, T)], word: &str) -> Option<T> {
    list.iter().find(|entry| entry.0 == word).map(|entry| entry.1)
}

fn written_layout(format: Format) -> Result<String> {
    let layout = Layout {
        encoding: word_of(ENCODINGS, format.encoding).to_owned(),
        delimiter: word_of(DELIMITERS, format.delimiter).to_owned(),
        header: format.header,
    };
    serde_json::to_string(&layout).map_err(Error::internal)
}

fn read_layout(text: &str) -> Result<Format> {
    let layout: Layout = serde_json::from_str(text).map_err(Error::internal)?;
    Ok(Format {
        encoding: of_word(ENCODINGS, &layout.encoding).ok_or_else(|| Error::internal("an unknown encoding"))?,
        delimiter: of_word(DELIMITERS, &layout.delimiter).ok_or_else(|| Error::internal("an unknown delimiter"))?,
        header: layout.header,
    })
}

/// One import with its answers. What it brought is seen through [`sample`] and [`lines`], which owe a deed.
pub fn get(l: &mut Looking, id: i64) -> Result<Import> {
    l.must(Right::SeeImports)?;
    let row = store::get(l.conn(), id)?;
    let earlier = store::earlier(l.conn(), &row)?;
    open(l, row, earlier)
}

/// The newest imports, and whether there are older ones.
pub fn list(l: &mut Looking, before: Option<i64>, limit: usize) -> Result<(Vec<Import>, bool)> {
    l.must(Right::SeeImports)?;
    let mut rows = store::list(l.conn(), before, i64::try_from(limit + 1).unwrap_or(i64::MAX))?;
    let more = rows.len() > limit;
    rows.truncate(limit);
    let imports = rows.into_iter().map(|row| open(l, row, None)).collect::<Result<Vec<_>>>()?;
    Ok((imports, more))
}

fn open(l: &mut Looking, row: store::Row, earlier: Option<i64>) -> Result<Import> {
    let owner = Owner::import(row.id);
    let keys = l.unlock(&[owner], KeyClass::Identity)?;
    let text = |field, sealed: Option<&_>| keys.show_maybe(field, owner, row.id, sealed);
    let (note, proof) =
        (text(Field::ImportOriginNote, row.origin_note.as_ref())?, text(Field::ImportProof, row.proof.as_ref())?);
    let (answers, mark) = match (&row.mapping, row.origin, row.ground) {
        (Some(mapping), Some(origin), Some(ground)) => {
            let (answers, mark) = answers::read(mapping, origin, ground, note, proof)?;
            (Some(answers), mark)
        }
        _ => (None, 0),
    };
    let counts = row.counts.as_deref().map(serde_json::from_str).transpose().map_err(Error::internal)?;
    Ok(Import {
        id: row.id,
        at: row.at,
        by: row.by_id,
        state: row.state,
        format: read_layout(&row.layout)?,
        answers,
        rows: row.rows,
        done: row.done,
        counts,
        fault: row.fault,
        applied_at: row.applied_at,
        earlier,
        version: row.version,
        mark,
    })
}

/// Where somebody came from: for the page of a person whom an import brought.
#[derive(Clone, Debug)]
pub struct Provenance {
    pub id: i64,
    pub on: NaiveDateTime,
    pub origin: Option<Origin>,
    pub ground: Option<Ground>,
}

pub fn provenance(l: &mut Looking, id: i64) -> Result<Provenance> {
    l.must(Right::FindPeople)?;
    let row = store::get(l.conn(), id)?;
    Ok(Provenance { id, on: row.applied_at.unwrap_or(row.at), origin: row.origin, ground: row.ground })
}

/// A step of work that may take minutes, on a thread of its own: it must neither hold up the server nor its shutdown.
/// A panic or an error in it leaves the import failed, with words, and nothing half-done.
pub fn in_background(app: &App, by: &Actor, id: i64, work: fn(&App, &Actor, i64) -> Result<()>) {
    let (app, by) = (app.clone(), by.clone());
    let thread = std::thread::Builder::new().name("import".to_owned());
    let started = thread.spawn(move || {
        let done = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| work(&app, &by, id)));
        match done {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::error!(%error, import = id, "an import stopped"),
            Err(_) => {
                tracing::error!(import = id, "an import panicked");
                if let Err(error) = sweep::undo(&app, id, Fault::Broken) {
                    tracing::error!(%error, import = id, "what it left could not be removed; the next start does");
                }
            }
        }
    });
    if let Err(error) = started {
        tracing::error!(%error, import = id, "no thread for an import");
    }
}

/// Moves an import from one of these states, if it is still as it was seen.
fn advance(w: &mut Writing, import: &Import, to: State) -> Result<()> {
    if store::advance(w.conn(), import.id, import.version, to)? { Ok(()) } else { Err(Error::Stale) }
}

fn deed(what: What, id: i64) -> Deed {
    Deed::of(what, Subject::Import, id)
}
