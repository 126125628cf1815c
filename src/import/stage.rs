//! Taking a file in: sealed while it arrives, then read once from end to end, so that whatever is wrong with it is said
//! at the door and nothing of it stays behind.
use super::answers::OFFERED;
use super::columns::{self, Column};
use super::staged::{Held, Opener, Sealer};
use super::{Import, PENDING, State, deed, staged, store, written_layout};
use crate::actor::{Actor, Right};
use crate::app::{App, Looking};
use crate::catalogue::KeyClass;
use crate::deeds::What;
use crate::error::{Error, Result};
use crate::sheet::{Format, Limits, Reader, Refusal};
use crate::vault::{Owner, OwnerKind, Sealing};
use std::io::Read;

/// How many rows the columns are guessed from, and how many of them are shown.
const LOOKED_AT: usize = 200;
pub const SHOWN: usize = 5;

/// An upload on its way in.
pub struct Stager {
    app: App,
    by: Actor,
    id: i64,
    /// Gone when it is finished or abandoned.
    sealer: Option<Sealer>,
    most: u64,
    too_large: bool,
}

/// What became of an upload.
#[derive(Debug)]
pub enum Finished {
    Staged(i64),
    Refused(Refusal),
}

impl Stager {
    /// # Errors
    /// `TooMany` when the colleague has too many unfinished imports already.
    pub fn begin(app: &App, by: &Actor) -> Result<Self> {
        let (id, sealing) = app.write_now(by, |w| {
            w.must(Right::Import)?;
            let staff = w.actor.staff_id();
            if let Some(staff) = staff
                && store::pending(w.conn(), staff)? >= PENDING
            {
                return Err(Error::TooMany { wait_seconds: 0 });
            }
            let id = w.next_id()?;
            let sealing = w.sealing(&[Owner::import(id)], KeyClass::Staging)?;
            let row = store::Row {
                id,
                at: w.now,
                by_id: staff,
                state: State::Staged,
                file_mac: Vec::new(),
                layout: String::new(),
                mapping: None,
                origin: None,
                origin_note: None,
                ground: None,
                proof: None,
                rows: 0,
                done: 0,
                counts: None,
                fault: None,
                applied_at: None,
                version: 1,
            };
            store::add(w.conn(), &row)?;
            Ok((id, sealing))
        })?;
        let mut stager = Stager {
            app: app.clone(),
            by: by.clone(),
            id,
            sealer: None,
            most: Limits::default().bytes,
            too_large: false,
        };
        match Sealer::create(app, Owner::import(id), sealing) {
            Ok(sealer) => {
                stager.sealer = Some(sealer);
                Ok(stager)
            }
            Err(error) => {
                abandon(app, id)?;
                Err(error)
            }
        }
    }

    /// Takes the next bytes. Beyond the limit they are let go of: the sender is told at the end, in words.
    pub fn push(&mut self, bytes: &[u8]) -> Result<()> {
        let Some(sealer) = self.sealer.as_mut().filter(|_| !self.too_large) else { return Ok(()) };
        self.too_large = sealer.bytes + bytes.len() as u64 > self.most;
        if self.too_large { Ok(()) } else { sealer.push(bytes) }
    }

    /// Everything has arrived. A file that is refused leaves nothing behind.
    pub fn finish(mut self) -> Result<Finished> {
        let Some(sealer) = self.sealer.take() else { return Err(Error::internal("an upload that was abandoned")) };
        let done = if self.too_large {
            drop(sealer);
            Ok(Finished::Refused(Refusal::TooLarge))
        } else {
            take_in(&self.app, &self.by, self.id, sealer)
        };
        if !matches!(done, Ok(Finished::Staged(_))) {
            abandon(&self.app, self.id)?;
        }
        done
    }
}

impl Drop for Stager {
    /// The sender went away. What arrived goes too; not here, because this may be a thread that must not wait.
    fn drop(&mut self) {
        if self.sealer.take().is_some() {
            let (app, id) = (self.app.clone(), self.id);
            // Without a thread the next sweep does it.
            let _ = std::thread::Builder::new().spawn(move || abandon(&app, id));
        }
    }
}

/// Removes an upload that did not become an import.
pub(super) fn abandon(app: &App, id: i64) -> Result<()> {
    app.vault().shred(OwnerKind::Import, &[id], KeyClass::Staging)?;
    staged::remove(app, id)?;
    app.write_now(&Actor::House, |w| store::remove_arriving(w.conn(), id))
}

fn take_in(app: &App, by: &Actor, id: i64, sealer: Sealer) -> Result<Finished> {
    let (sha256, _held): ([u8; 32], Held) = sealer.finish()?;
    let (format, rows) = match app.look_now(by, |l| opener(l, id))?.read_through(None) {
        Ok(read) => read,
        Err(Refusal::Io(_)) => return Err(Error::Unreadable),
        Err(refusal) => return Ok(Finished::Refused(refusal)),
    };
    let layout = written_layout(format)?;
    app.write_now(by, |w| {
        let mac = w.vault().file_mac(&sha256);
        store::arrived(w.conn(), id, &layout, Some(&mac), rows)?;
        w.record(deed(What::ImportStaged, id).with("rows", rows));
        Ok(())
    })?;
    Ok(Finished::Staged(id))
}

/// Stages whatever a reader gives: for the command line.
pub fn stage(app: &App, by: &Actor, mut source: impl Read) -> Result<Finished> {
    let mut stager = Stager::begin(app, by)?;
    let mut buffer = zeroize::Zeroizing::new(vec![0; 64 * 1024]);
    loop {
        match source.read(&mut buffer) {
            Ok(0) => return stager.finish(),
            Ok(count) => stager.push(buffer.get(..count).unwrap_or_default())?,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error.into()),
        }
    }
}

pub(super) fn opener(l: &mut Looking, id: i64) -> Result<Opener> {
    let owner = Owner::import(id);
    let keys = l.unlock(&[owner], KeyClass::Staging)?;
    if !keys.has(owner) {
        return Err(Error::NotFound);
    }
    Opener::open(l.app(), owner, keys)
}

impl Opener {
    /// The format, and how many rows hold anything.
    fn read_through(self, told: Option<Format>) -> Result<(Format, i64), Refusal> {
        let mut reader = Reader::open_within(self, told, Limits::default())?;
        let mut rows = 0;
        for row in reader.by_ref() {
            rows += i64::from(!row?.is_blank());
        }
        if rows == 0 {
            return Err(if reader.format().header { Refusal::OnlyHeader } else { Refusal::Empty });
        }
        Ok((reader.format(), rows))
    }
}

/// Does a row of this upload say so? One that cannot be read says everything.
pub(super) fn says(app: &App, id: i64, meant: &dyn Fn(&str) -> bool) -> Result<bool> {
    let opener = match app.look_now(&Actor::House, |l| opener(l, id)) {
        Err(Error::NotFound) => return Ok(false),
        opener => opener?,
    };
    let Ok(mut reader) = Reader::open_within(opener, None, Limits::default()) else { return Ok(true) };
    if meant(&reader.header().join(" ")) {
        return Ok(true);
    }
    Ok(reader.by_ref().any(|row| row.map_or(true, |row| meant(&row.cells.join(" ")))))
}

/// Reads the file again as somebody who knows better says it is.
///
/// # Errors
/// Inside, the refusal of a file that cannot be read that way: the import stays as it was.
pub fn reread(app: &App, by: &Actor, id: i64, format: Format) -> Result<Result<(), Refusal>> {
    let _held = staged::hold(app, id)?.ok_or(Error::Stale)?;
    let (opener, version) = app.look_now(by, |l| {
        l.must(Right::Import)?;
        let import = super::get(l, id)?;
        if import.may_be_planned() { Ok((opener(l, id)?, import.version)) } else { Err(Error::Stale) }
    })?;
    let (format, rows) = match opener.read_through(Some(format)) {
        Ok(read) => read,
        Err(Refusal::Io(_)) => return Err(Error::Unreadable),
        Err(refusal) => return Ok(Err(refusal)),
    };
    let layout = written_layout(format)?;
    app.write_now(by, |w| {
        // Whatever was planned was planned of another reading.
        if !store::advance(w.conn(), id, version, State::Staged)? {
            return Err(Error::Stale);
        }
        store::remove_rows(w.conn(), id)?;
        store::count(w.conn(), id, None)?;
        store::arrived(w.conn(), id, &layout, None, rows)?;
        w.record(deed(What::ImportStaged, id).with("rows", rows));
        Ok(())
    })?;
    Ok(Ok(()))
}

/// The beginning of a staged file, and what its columns seem to be.
pub struct Sample {
    /// Names of columns; empty when the file has none.
    pub header: Vec<String>,
    pub rows: Vec<Vec<String>>,
    pub guess: Vec<Column>,
}

/// Shows the first rows; that is a deed.
pub fn sample(l: &mut Looking, import: &Import) -> Result<Sample> {
    l.must(Right::Import)?;
    let reader = Reader::open_as(opener(l, import.id)?, import.format).map_err(|_| Error::Unreadable)?;
    let header = reader.header().to_vec();
    let rows = reader.filter(|row| !row.as_ref().is_ok_and(crate::sheet::Row::is_blank)).take(LOOKED_AT);
    let mut rows: Vec<Vec<String>> =
        rows.map(|row| row.map(|row| row.cells)).collect::<Result<_, _>>().map_err(|_| Error::Unreadable)?;
    let guess = columns::guess(&header, &rows).into_iter();
    let guess =
        guess.map(|column| column.filter(|column| OFFERED.contains(column)).unwrap_or(Column::Ignore)).collect();
    rows.truncate(SHOWN);
    l.owe(deed(What::ImportSeen, import.id).with("part", "sample"));
    Ok(Sample { header, rows, guess })
}

/// A sealing of its own for planned rows.
pub(super) fn sealing(w: &mut crate::app::Writing, id: i64) -> Result<Sealing> {
    w.sealing(&[Owner::import(id)], KeyClass::Staging)
}
