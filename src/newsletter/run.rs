//! Running an export: a stream from the ledger to the browser, and the manifest that vouches for it.
//!
//! Everything is read in one snapshot, taken after the export was recorded as begun. So a withdrawal that was committed
//! before the click is in it, whatever process recorded it, and one that is committed while the file streams is not: the
//! file says what was lawful at its own moment, the same for its first row and its last. What came later is found by
//! the time of the manifest (`exports.at`) and the people in it (`export_people`).
use super::{Audience, Column, Criteria, Export, Layout, State, store};
use crate::actor::{Actor, Right};
use crate::app::{App, Looking, Writing};
use crate::deeds::{Deed, Subject, What};
use crate::error::{Error, Result};
use crate::sheet::{Finished, Writer};
use chrono::TimeDelta;
use std::io;
use std::time::{Duration, Instant};

/// An export that lasts longer is given up: it holds a snapshot that the database cannot tidy behind.
const LONGEST: Duration = Duration::from_secs(15 * 60);
/// So many exports of the house run at once: each has a thread and one of the few reading connections.
const AT_ONCE: usize = 2;
/// The size of a piece, and so of what waits in memory.
const PIECE: usize = 64 * 1024;

/// An export that was recorded and has not begun to stream.
pub struct Begun {
    pub export: Export,
    criteria: Criteria,
    layout: Layout,
}

/// Records that an export begins, before the first byte leaves.
///
/// # Errors
/// `Forbidden` for criteria beyond the role, `TooMany` while others run.
pub fn begin(w: &mut Writing, criteria: &Criteria, layout: Layout) -> Result<Begun> {
    let audience = Audience::of(w, criteria.clone())?;
    let criteria = audience.criteria().clone();
    give_up_the_dead(w)?;
    if store::running(w.conn())?.len() >= AT_ONCE {
        return Err(Error::TooMany { wait_seconds: 30 });
    }
    let export = Export {
        id: w.next_id()?,
        at: w.now,
        by_id: w.actor.staff_id(),
        purpose: criteria.purpose,
        channel: criteria.channel,
        criteria: serde_json::to_string(&criteria).map_err(Error::internal)?,
        layout: serde_json::to_string(&layout).map_err(Error::internal)?,
        state: State::Started,
        matched: 0,
        rows: 0,
        sha256: None,
        finished_at: None,
    };
    store::add(w.conn(), &export)?;
    w.record(
        Deed::of(What::ExportStarted, Subject::Export, export.id)
            .with("purpose", export.purpose.word())
            .with("channel", export.channel.word()),
    );
    Ok(Begun { export, criteria, layout })
}

/// Exports whose process was killed under them: nobody else would say how they ended. The house does it by itself, and
/// whoever begins another one.
pub fn give_up_the_dead(w: &mut Writing) -> Result<()> {
    let allowed = TimeDelta::from_std(LONGEST).unwrap_or(TimeDelta::zero()) + TimeDelta::minutes(1);
    for export in store::running(w.conn())? {
        if w.now - export.at > allowed {
            let now = w.now;
            store::finish(w.conn(), export.id, State::Aborted, (export.matched, export.rows), None, now)?;
            w.record(Deed::of(What::ExportAborted, Subject::Export, export.id).with("cause", "killed"));
        }
    }
    Ok(())
}

/// Streams the file in pieces to `send`, which says whether anybody still takes them, and returns the last piece. That
/// one is held back until the manifest is durable: who has the whole file has it on record.
///
/// # Errors
/// When nobody takes it any more, it lasts too long, or the house cannot: the export is then recorded as aborted, with
/// the people who may be on the part that left.
pub fn run(app: &App, by: &Actor, begun: &Begun, send: impl FnMut(Vec<u8>) -> bool) -> Result<Vec<u8>> {
    let mut pipe = Pipe { held: Vec::with_capacity(PIECE + PIECE / 4), send };
    // Eight bytes a recipient are the one thing that grows: 8 MB for a million.
    let mut people = Vec::new();
    let written = app.look_now(by, |l| stream(l, begun, &mut pipe, &mut people));
    let id = begun.export.id;
    match written {
        Ok((matched, finished)) => {
            let rows = i64::try_from(finished.rows).unwrap_or(i64::MAX);
            let sha256 = data_encoding::HEXLOWER.encode(&finished.sha256);
            app.write_now(by, |w| {
                let deed =
                    Deed::of(What::ExportCompleted, Subject::Export, id).with("rows", rows).with("sha256", &sha256);
                end(w, id, State::Complete, (matched, rows), Some(sha256), &people, deed)
            })?;
            Ok(pipe.held)
        }
        Err(error) => {
            let rows = i64::try_from(people.len()).unwrap_or(i64::MAX);
            app.write_now(by, |w| {
                let deed =
                    Deed::of(What::ExportAborted, Subject::Export, id).with("rows", rows).with("cause", "stream");
                end(w, id, State::Aborted, (0, rows), None, &people, deed)
            })?;
            Err(error)
        }
    }
}

fn stream(
    l: &mut Looking,
    begun: &Begun,
    pipe: &mut Pipe<impl FnMut(Vec<u8>) -> bool>,
    people: &mut Vec<i64>,
) -> Result<(i64, Finished)> {
    if !l.actor.may(Right::Export) {
        l.must(Right::ExportOwnLeads)?;
    }
    let started = Instant::now();
    // Again: what the Dpo decided since is in this snapshot, and so is it in the file.
    let audience = &Audience::of(l, begun.criteria.clone())?;
    let layout = begun.layout;
    let matched = store::count(l.conn(), audience)?;
    let columns = Column::let_out(l.actor);
    let mut sheet = Writer::new(pipe, layout.sheet())?;
    sheet.header(columns.iter().map(|column| column.name(audience.criteria().channel, layout.lang)))?;
    let mut after = i64::MIN;
    while let Some((last, recipients)) = store::recipients(l, audience, after)? {
        after = last;
        for recipient in &recipients {
            people.push(recipient.person());
            sheet.row(columns.iter().map(|column| column.cell(recipient)))?;
        }
        if started.elapsed() > LONGEST {
            return Err(Error::Busy);
        }
    }
    Ok((matched, sheet.finish()?))
}

fn end(
    w: &mut Writing,
    id: i64,
    state: State,
    counts: (i64, i64),
    sha256: Option<String>,
    people: &[i64],
    deed: Deed,
) -> Result<()> {
    let now = w.now;
    if !store::finish(w.conn(), id, state, counts, sha256, now)? {
        return Err(Error::Stale);
    }
    store::add_people(w.conn(), id, people)?;
    w.record(deed);
    Ok(())
}

/// Passes pieces on, always keeping the last one back.
struct Pipe<S> {
    held: Vec<u8>,
    send: S,
}

impl<S: FnMut(Vec<u8>) -> bool> io::Write for Pipe<S> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.held.len() >= PIECE {
            let piece = std::mem::replace(&mut self.held, Vec::with_capacity(PIECE + PIECE / 4));
            if !(self.send)(piece) {
                return Err(io::ErrorKind::BrokenPipe.into());
            }
        }
        self.held.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
