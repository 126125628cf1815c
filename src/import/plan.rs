//! Planning: every row of the file judged and written down, sealed, in batches, before anything happens to anybody.
use super::answers;
use super::judge::{self, Judge, Judged, Known, Planned, Seen};
use super::rows::Rows;
use super::staged::Opener;
use super::{Answers, Complaint, Counts, Fault, Import, State, advance, deed, stage, staged, store, sweep};
use crate::actor::{Actor, Right};
use crate::app::App;
use crate::catalogue::{Field, KeyClass};
use crate::deeds::What;
use crate::error::{Error, Result};
use crate::sheet::{Reader, Row};
use crate::vault::{Owner, Sealing};

/// So many rows are judged and written down together.
const BATCH: usize = 2_000;

/// Takes the answers and begins planning; [`plan`] goes on with it. Complaints come back, and then nothing happened.
pub fn begin_planning(app: &App, by: &Actor, id: i64, version: i64, told: &Answers) -> Result<Vec<Complaint>> {
    let _held = staged::hold(app, id)?.ok_or(Error::Stale)?;
    let width = app.look_now(by, |l| {
        let import = super::get(l, id)?;
        Ok(stage::sample(l, &import)?.guess.len())
    })?;
    app.write_now(by, |w| {
        w.must(Right::Import)?;
        if told.leads {
            w.must(Right::WorkLeads)?;
        }
        let import = super::get(w, id)?;
        let complaints = told.complaints(width, w.now.date());
        if !complaints.is_empty() {
            return Ok(complaints);
        }
        if !import.may_be_planned() || import.version != version || !import.is_readable(w.now) {
            return Err(Error::Stale);
        }
        // Whatever comes later has a higher number: applying asks for it.
        let mark = w.next_id()?;
        let owner = Owner::import(id);
        let sealing = w.sealing(&[owner], KeyClass::Identity)?;
        let some = |text: &str| (!text.trim().is_empty()).then(|| text.trim().to_owned());
        let proof = told.opt_in.as_ref().and_then(|opt_in| some(&opt_in.proof));
        let kept = store::Told {
            mapping: Some(answers::written(told, mark)?),
            origin: Some(told.origin),
            origin_note: sealing.seal_maybe(Field::ImportOriginNote, owner, id, some(&told.origin_note).as_deref())?,
            ground: Some(told.ground),
            proof: sealing.seal_maybe(Field::ImportProof, owner, id, proof.as_deref())?,
        };
        store::tell(w.conn(), id, &kept)?;
        start(w, &import)?;
        Ok(Vec::new())
    })
}

fn start(w: &mut crate::app::Writing, import: &Import) -> Result<()> {
    store::remove_rows(w.conn(), import.id)?;
    store::count(w.conn(), import.id, None)?;
    advance(w, import, State::Planning)
}

/// Plans an import that was begun. May take minutes: see [`super::in_background`].
///
/// # Errors
/// Whatever stopped it; the import says so too, and can be planned again.
pub fn plan(app: &App, by: &Actor, id: i64) -> Result<()> {
    let Some(held) = staged::hold(app, id)? else { return Ok(()) };
    let done = Planning::open(app, by, id).and_then(Planning::run);
    if done.is_err() {
        sweep::undo(app, id, Fault::Broken)?;
    }
    drop(held);
    done
}

/// Plans again with the same answers what was overtaken by events, and leaves the reason beside it.
pub(super) fn again(app: &App, by: &Actor, id: i64) -> Result<()> {
    app.write_now(by, |w| {
        let import = super::get(w, id)?;
        let mark = w.next_id()?;
        let kept =
            store::Told { mapping: Some(answers::written(import.answered()?, mark)?), ..store::told(w.conn(), id)? };
        store::tell(w.conn(), id, &kept)?;
        start(w, &import)
    })?;
    let mut planning = Planning::open(app, by, id)?;
    planning.fault = Some(Fault::Overtaken);
    planning.run()
}

/// Planning on its way through a file, for [`plan`] and for tests that stop in the middle. Whoever steps holds the lock.
pub struct Planning<'a> {
    app: &'a App,
    by: &'a Actor,
    import: Import,
    reader: Reader<Opener>,
    sealing: Sealing,
    seen: Seen,
    counts: Counts,
    done: i64,
    fault: Option<Fault>,
}

impl<'a> Planning<'a> {
    /// Takes up an import that was begun.
    pub fn open(app: &'a App, by: &'a Actor, id: i64) -> Result<Self> {
        let (import, sealing, opener) = app.write_now(by, |w| {
            w.must(Right::Import)?;
            let import = super::get(w, id)?;
            if import.state != State::Planning {
                return Err(Error::internal("an import is planned that was not begun"));
            }
            Ok((import, stage::sealing(w, id)?, stage::opener(w, id)?))
        })?;
        let reader = Reader::open_as(opener, import.format).map_err(|_| Error::Unreadable)?;
        let (seen, counts) = (Seen::default(), Counts::default());
        Ok(Planning { app, by, import, reader, sealing, seen, counts, done: 0, fault: None })
    }

    fn run(mut self) -> Result<()> {
        while self.step()? {}
        self.close()
    }

    /// Plans the next rows. False when that was all.
    pub fn step(&mut self) -> Result<bool> {
        let mut batch = Vec::with_capacity(BATCH);
        for row in self.reader.by_ref() {
            let row = row.map_err(|_| Error::Unreadable)?;
            if row.is_blank() {
                continue;
            }
            batch.push(row);
            if batch.len() == BATCH {
                break;
            }
        }
        self.take(&batch)?;
        Ok(!batch.is_empty())
    }

    /// Judges a batch in one snapshot, and writes it down.
    fn take(&mut self, batch: &[Row]) -> Result<()> {
        if batch.is_empty() {
            return Ok(());
        }
        let today = self.app.clock().today();
        let answers = self.import.answered()?;
        let rows = Rows::new(answers, self.app.vault(), today);
        let read: Vec<_> = batch.iter().map(|row| rows.read(&row.cells)).collect();
        let fit = read.iter().filter_map(|read| read.as_ref().ok());
        let known = self.app.look_now(self.by, |l| Known::of(l, fit.clone()))?;
        let judge = Judge { answers, vault: self.app.vault(), today };
        let mut planned = Vec::with_capacity(batch.len());
        for (row, read) in batch.iter().zip(&read) {
            let judged = judge.judge(row.line, read, &known, &mut self.seen);
            count(&mut self.counts, &judged);
            planned.push(seal(&self.sealing, self.import.id, row, judged)?);
        }
        self.done += i64::try_from(batch.len()).unwrap_or(0);
        let (id, done) = (self.import.id, self.done);
        self.app.write_now(self.by, |w| {
            // Discarded meanwhile: nothing more is written down.
            if !store::progress(w.conn(), id, State::Planning, done)? {
                return Err(Error::Stale);
            }
            store::add_rows(w.conn(), &planned)
        })
    }

    fn close(mut self) -> Result<()> {
        self.counts.companies = i64::try_from(self.seen.companies.len()).unwrap_or(0);
        let counts = serde_json::to_string(&self.counts).map_err(Error::internal)?;
        let id = self.import.id;
        self.app.write_now(self.by, |w| {
            store::count(w.conn(), id, Some(&counts))?;
            if !store::settle(w.conn(), id, State::Planning, State::Planned, self.fault)? {
                return Err(Error::Stale);
            }
            w.record(
                deed(What::ImportPlanned, id)
                    .with("new", self.counts.new)
                    .with("changes", self.counts.changes)
                    .with("rejected", self.counts.rejected()),
            );
            Ok(())
        })
    }
}

fn count(counts: &mut Counts, judged: &Judged) {
    counts.add(judged.verdict);
    for token in &judged.tokens {
        match token {
            judge::Token::Consent => counts.consents += 1,
            judge::Token::Undated => counts.undated += 1,
            judge::Token::Refuses => counts.refusals += 1,
            _ => {}
        }
    }
}

fn seal(sealing: &Sealing, id: i64, row: &Row, judged: Judged) -> Result<store::PlanRow> {
    let line = i64::try_from(row.line).map_err(Error::internal)?;
    let planned = Planned { cells: row.cells.clone(), version: judged.version, differences: judged.differences };
    let bytes = zeroize::Zeroizing::new(serde_json::to_vec(&planned).map_err(Error::internal)?);
    Ok(store::PlanRow {
        import_id: id,
        line,
        verdict: judged.verdict,
        reason: judge::written(&judged.tokens),
        person_id: judged.person,
        cells: sealing.seal_bytes(Field::ImportCells, Owner::import(id), line, &bytes)?,
    })
}
