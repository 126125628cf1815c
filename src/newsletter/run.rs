//! Running an export: a stream from the ledger to the browser, and the manifest that vouches for it.
//!
//! Everything is read in one snapshot, taken after the export was recorded as begun. So a withdrawal that was committed
//! before the click is in it, whatever process recorded it, and one that is committed while the file streams is not: the
//! file says what was lawful at its own moment, the same for its first row and its last. What came later is found by
//! the time of the manifest (`exports.at`) and the people in it (`export_people`).
use super::store::Key;
use super::{Audience, Criteria, Export, Layout, Owed, Program, State, recalls, store};
use crate::actor::{Actor, Right};
use crate::app::{App, Looking, Writing};
use crate::consent::{Channel, links};
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
/// For how long a list that was ordered may be taken.
const READY: TimeDelta = TimeDelta::hours(24);

/// What became of an order.
pub enum Ordered {
    /// May be taken once, within a day.
    Ready(Export),
    /// Not before this is done.
    Owed(Owed),
    /// Not before the house knows where its public pages are: a mail without a way to refuse must not be sent (Art. L34-5
    /// CPCE), and its links lead there.
    NoWebsite,
}

/// Orders a list: who may be on it is decided when it is taken. Links to unsubscribe are drawn now, in this one write.
///
/// # Errors
/// `Forbidden` for criteria beyond the role, `BadRequest` for a program that does not write by that channel.
pub fn order(w: &mut Writing, criteria: &Criteria, layout: Layout) -> Result<Ordered> {
    let audience = Audience::of(w, criteria.clone())?;
    let criteria = audience.criteria().clone();
    if layout.program != Program::Ours && criteria.channel != Channel::Email {
        return Err(Error::BadRequest("a program that sends mail and nothing else"));
    }
    recalls::gather(w)?;
    if let Some(owed) = recalls::owed(w)? {
        return Ok(Ordered::Owed(owed));
    }
    if lacks_links(w, criteria.channel) {
        return Ok(Ordered::NoWebsite);
    }
    if criteria.channel == Channel::Email {
        let mut after = i64::MIN;
        while let Some((last, addresses)) = store::unlinked(w.conn(), &audience, after)? {
            after = last;
            links::mint(w, &addresses)?;
        }
    }
    let export = Export {
        id: w.next_id()?,
        at: w.now,
        by_id: w.actor.staff_id(),
        purpose: criteria.purpose,
        channel: criteria.channel,
        criteria: serde_json::to_string(&criteria).map_err(Error::internal)?,
        layout: serde_json::to_string(&layout).map_err(Error::internal)?,
        state: State::Ready,
        matched: 0,
        rows: 0,
        sha256: None,
        finished_at: None,
        ready_until: Some(w.now + READY),
    };
    store::add(w.conn(), &export)?;
    w.record(
        Deed::of(What::ExportOrdered, Subject::Export, export.id)
            .with("purpose", export.purpose.word())
            .with("channel", export.channel.word())
            .with("program", layout.program.word()),
    );
    Ok(Ordered::Ready(export))
}

/// Mails must have links, and have them when the house knows where its public pages are.
fn lacks_links(l: &Looking, channel: Channel) -> bool {
    channel == Channel::Email && l.app().config().website.is_none()
}

/// An export that was recorded as begun and has not begun to stream.
pub struct Begun {
    pub export: Export,
    criteria: Criteria,
    layout: Layout,
}

/// Takes a list that was ordered, before the first byte leaves: once, within its day, by whoever ordered it.
///
/// # Errors
/// `NotFound` for somebody else's, `Stale` when it was taken, its day is over or the house lost its website since,
/// `TooMany` while others run.
pub fn start(w: &mut Writing, id: i64) -> Result<Begun> {
    w.must(Right::MakeExports)?;
    let export = store::get(w.conn(), id)?;
    if export.by_id != w.actor.staff_id() {
        return Err(Error::NotFound);
    }
    give_up_the_dead(w)?;
    if store::running(w.conn())?.len() >= AT_ONCE {
        return Err(Error::TooMany { wait_seconds: 30 });
    }
    recalls::gather(w)?;
    let now = w.now;
    if recalls::owed(w)?.is_some() || lacks_links(w, export.channel) || !store::start(w.conn(), id, now)? {
        return Err(Error::Stale);
    }
    let export = Export { at: now, state: State::Started, ready_until: None, ..export };
    w.record(
        Deed::of(What::ExportStarted, Subject::Export, export.id)
            .with("purpose", export.purpose.word())
            .with("channel", export.channel.word()),
    );
    let (criteria, layout) = (export.criteria()?, export.layout()?);
    Ok(Begun { export, criteria, layout })
}

/// Orders a list and takes it at once: for whoever has no pages.
///
/// # Errors
/// Those of the two, and `Stale` while something is owed or links cannot be made.
pub fn begin(w: &mut Writing, criteria: &Criteria, layout: Layout) -> Result<Begun> {
    match order(w, criteria, layout)? {
        Ordered::Ready(export) => start(w, export.id),
        Ordered::Owed(_) | Ordered::NoWebsite => Err(Error::Stale),
    }
}

/// Exports whose process was killed under them: nobody else would say how they ended. The house does it by itself, and
/// whoever begins another one. And lists that nobody took in time.
pub fn give_up_the_dead(w: &mut Writing) -> Result<()> {
    let allowed = TimeDelta::from_std(LONGEST).unwrap_or(TimeDelta::zero()) + TimeDelta::minutes(1);
    let now = w.now;
    for id in store::expire(w.conn(), now)? {
        w.record(Deed::of(What::ExportExpired, Subject::Export, id));
    }
    for export in store::running(w.conn())? {
        if w.now - export.at > allowed {
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
    // What the house must remember of each recipient is the one thing that grows: 24 MB for a million.
    let mut held = Vec::new();
    let written = app.look_now(by, |l| stream(l, begun, &mut pipe, &mut held));
    let id = begun.export.id;
    match written {
        Ok((matched, finished)) => {
            let rows = i64::try_from(finished.rows).unwrap_or(i64::MAX);
            let sha256 = data_encoding::HEXLOWER.encode(&finished.sha256);
            app.write_now(by, |w| {
                let deed =
                    Deed::of(What::ExportCompleted, Subject::Export, id).with("rows", rows).with("sha256", &sha256);
                end(w, id, State::Complete, (matched, rows), Some(sha256), &held, deed)
            })?;
            Ok(pipe.held)
        }
        Err(error) => {
            let rows = i64::try_from(held.len()).unwrap_or(i64::MAX);
            app.write_now(by, |w| {
                let deed =
                    Deed::of(What::ExportAborted, Subject::Export, id).with("rows", rows).with("cause", "stream");
                end(w, id, State::Aborted, (0, rows), None, &held, deed)
            })?;
            Err(error)
        }
    }
}

fn stream(
    l: &mut Looking,
    begun: &Begun,
    pipe: &mut Pipe<impl FnMut(Vec<u8>) -> bool>,
    held: &mut Vec<(i64, Key)>,
) -> Result<(i64, Finished)> {
    if !l.actor.may(Right::Export) {
        l.must(Right::ExportOwnLeads)?;
    }
    let started = Instant::now();
    // Again: what the Dpo decided since is in this snapshot, and so is it in the file.
    let audience = &Audience::of(l, begun.criteria.clone())?;
    let layout = begun.layout;
    let matched = store::count(l.conn(), audience)?;
    let channel = audience.criteria().channel;
    let website = l.app().config().website.clone().filter(|_| channel == Channel::Email);
    let columns = layout.columns(channel, l.actor, website.is_some());
    let mut sheet = Writer::new(pipe, layout.sheet())?;
    sheet.header(columns.iter().map(|(_, name)| name))?;
    let mut after = i64::MIN;
    while let Some((last, recipients)) = store::recipients(l, audience, after)? {
        after = last;
        for recipient in &recipients {
            // Whoever may be written to since the list was ordered has no link yet, and is on the next one.
            if website.is_some() && recipient.token().is_none() {
                continue;
            }
            held.push(recipient.held());
            sheet.row(columns.iter().map(|(column, _)| column.cell(recipient, website.as_deref(), layout.program)))?;
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
    held: &[(i64, Key)],
    deed: Deed,
) -> Result<()> {
    let now = w.now;
    if !store::finish(w.conn(), id, state, counts, sha256, now)? {
        return Err(Error::Stale);
    }
    store::add_people(w.conn(), id, held)?;
    // Who refused while it streamed is in it, and was not when refusals were last held against the lists.
    recalls::gather_for(w, id)?;
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
