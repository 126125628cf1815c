//! Taking in what the intake sealed: each parcel once, whatever is killed when. The file goes when what it brought is
//! committed; until then it stays, and a second taking of the same number does nothing.
use super::taking::{self, Submission};
use super::{Doubt, store};
use crate::actor::{Actor, Right};
use crate::app::{App, Looking, Writing};
use crate::consent::{self, Purpose, links};
use crate::deeds::{Deed, What};
use crate::error::{Error, Result};
use crate::intake::{ENDING, PART, Parcel, Said};
use chrono::{DateTime, NaiveDateTime};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// A file that is larger was not written by the intake.
const LARGEST: u64 = 256 * 1024;

/// So many are taken in while somebody waits for a page: a second or two.
const AT_A_CLICK: usize = 200;

/// What was taken in at one go.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    /// Parcels that were taken, or set aside.
    pub done: usize,
    /// Links that were pressed and are none of ours.
    pub strange: usize,
}

/// Takes in everything that waits, in the order in which it was sent: whoever subscribed and then thought better of it is
/// not subscribed. Blocks.
///
/// # Errors
/// When the spool cannot be read, or the database takes nothing now: what waits goes on waiting.
pub fn take_in(app: &App) -> Result<Taken> {
    take_these(app, &waiting(app)?)
}

fn take_these(app: &App, files: &[(SystemTime, PathBuf)]) -> Result<Taken> {
    let mut taken = Taken::default();
    for (_, path) in files {
        match take_file(app, path) {
            Ok(true) => taken.done += 1,
            Ok(false) => taken.strange += 1,
            Err(Error::Busy) => return Err(Error::Busy),
            // One that cannot be taken must not keep the others waiting.
            Err(error) => tracing::error!(%error, "a submission could not be taken in; it stays in the spool"),
        }
    }
    if taken.strange > 0 {
        tracing::info!(count = taken.strange, "links were pressed that are none of ours, or count no more");
    }
    Ok(taken)
}

/// Takes in what waits before something leaves the house that a visitor may just have refused. False when that is behind:
/// more waits than a click can wait for, or something that was there before could not be taken.
///
/// # Errors
/// As [`take_in`].
pub fn catch_up(app: &App) -> Result<bool> {
    let before = waiting(app)?;
    if before.len() > AT_A_CLICK {
        return Ok(false);
    }
    take_these(app, &before)?;
    Ok(!before.iter().any(|(_, path)| path.exists()))
}

/// What a set-aside parcel says, for the Dpo's eyes, once: each look is a deed. None where it does not open.
///
/// # Errors
/// `NotFound` when nothing of this number is set aside.
pub fn open_aside(l: &mut Looking, id: &str) -> Result<(Doubt, Option<Parcel>)> {
    l.must(Right::PublishForms)?;
    let (doubt, sealed) = store::aside_parcel(l.conn(), id)?;
    let opened = l.app().vault().spooling().open(&sealed).ok();
    let parcel = opened.and_then(|plain| serde_json::from_slice(&plain).ok());
    l.owe(Deed::new(What::AsideOpened).with("submission", id).with("reason", doubt.word()));
    Ok((doubt, parcel))
}

/// The number of a parcel of links is kept for so long.
const KNOWN: chrono::TimeDelta = chrono::TimeDelta::days(30);

/// Forgets the numbers of links that were done long ago. Their parcels are gone from the spool since then; one could only
/// come back from a copy of it, and would change nothing: a refusal of a day is said once, a confirmation is used up, and
/// what was dismissed is set aside again.
pub fn tidy(w: &mut Writing) -> Result<()> {
    let before = w.now - KNOWN;
    store::forget_links(w.conn(), before)
}

/// The files that wait, oldest first. What the intake was killed over goes: nobody was thanked for it.
fn waiting(app: &App) -> Result<Vec<(SystemTime, PathBuf)>> {
    let files = match std::fs::read_dir(&app.config().spool) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        files => files?,
    };
    let hour_ago = SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(app.clock().unix().saturating_sub(3_600));
    let mut waiting = Vec::new();
    for file in files {
        let file = file?;
        let written = file.metadata().and_then(|file| file.modified()).unwrap_or(SystemTime::UNIX_EPOCH);
        match file.file_name().to_str() {
            Some(name) if name.ends_with(ENDING) => waiting.push((written, file.path())),
            Some(name) if name.ends_with(PART) && written < hour_ago => drop(std::fs::remove_file(file.path())),
            _ => {}
        }
    }
    waiting.sort_unstable();
    Ok(waiting)
}

/// False when it was a link that is none of ours.
fn take_file(app: &App, path: &Path) -> Result<bool> {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let id = name.strip_suffix(ENDING).unwrap_or_default();
    let is_number = id.len() == 32 && id.bytes().all(|byte| byte.is_ascii_hexdigit());
    let sealed = match read(path) {
        // Another process of ours took it in meanwhile.
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(true),
        sealed => sealed?,
    };
    let opened = app.vault().spooling().open(&sealed);
    let parcel: Option<Parcel> = opened.ok().and_then(|plain| serde_json::from_slice(&plain).ok());
    let parcel = parcel.filter(|parcel| is_number && parcel.id == id);
    // What was not sealed by the intake may have any name: its own is drawn from what it holds.
    let id = if is_number { id.to_owned() } else { super::building::sha256(&sealed).chars().take(32).collect() };
    let ours = app.write_now(&Actor::House, |w| {
        if store::is_known(w.conn(), &id)? {
            return Ok(true);
        }
        match parcel.as_ref().map_or(Ok(Fate::Aside(Doubt::Unreadable)), |parcel| take(w, parcel))? {
            Fate::Taken => Ok(true),
            Fate::Strange => Ok(false),
            Fate::Aside(doubt) => {
                let now = w.now;
                store::set_aside(w.conn(), &id, doubt, now, &sealed)?;
                w.record(Deed::new(What::SubmissionSetAside).with("submission", &id).with("reason", doubt.word()));
                Ok(true)
            }
        }
    })?;
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error.into()),
        _ => Ok(ours),
    }
}

/// Forgets the parcels that were set aside and name somebody who is being erased; how many. One that cannot be opened is
/// looked through as it is. Blocks.
pub fn forget_parcels_naming(app: &App, names: &dyn Fn(&str) -> bool) -> Result<i64> {
    app.write_now(&Actor::House, |w| {
        let mut gone = 0;
        for (id, _, _, sealed) in store::aside(w.conn(), i64::MAX)? {
            let plain = w.vault().spooling().open(&sealed);
            let text = plain.map_or_else(
                |_| String::from_utf8_lossy(&sealed).into_owned(),
                |plain| String::from_utf8_lossy(&plain).into_owned(),
            );
            if names(&text) {
                store::forget_aside(w.conn(), &id)?;
                gone += 1;
            }
        }
        Ok(gone)
    })
}

fn read(path: &Path) -> std::io::Result<Vec<u8>> {
    if std::fs::metadata(path)?.len() > LARGEST {
        return Err(std::io::Error::other("a file in the spool that the intake did not write"));
    }
    std::fs::read(path)
}

enum Fate {
    Taken,
    /// A link that is none of ours: it leaves no trace, so that nobody fills the house with guesses.
    Strange,
    Aside(Doubt),
}

fn take(w: &mut Writing, parcel: &Parcel) -> Result<Fate> {
    let Some(sent_at) = DateTime::from_timestamp(parcel.sent_at, 0) else { return Ok(Fate::Aside(Doubt::Unfit)) };
    let sent_at = sent_at.naive_utc();
    match &parcel.said {
        Said::Form(form) => {
            let doubt = taking::take(w, &Submission { id: &parcel.id, sent_at, form })?;
            Ok(doubt.map_or(Fate::Taken, Fate::Aside))
        }
        Said::Stop { token, purposes } => {
            // A word that is no purpose of ours makes it everything: a refusal is never read narrower than it was meant.
            let purposes: Option<Vec<Purpose>> = purposes.iter().map(|word| Purpose::from_word(word)).collect();
            let done = links::stop(w, token, &purposes.unwrap_or_default(), said_at(w, sent_at))?;
            pressed(w, &parcel.id, "stop", done)
        }
        Said::Confirm { token } => {
            let done = consent::confirm(w, token, said_at(w, sent_at))?;
            pressed(w, &parcel.id, "confirm", done)
        }
    }
}

/// When a link was pressed; a clock of the intake that is ahead of ours does not make it tomorrow.
fn said_at(w: &Writing, sent_at: NaiveDateTime) -> NaiveDateTime {
    sent_at.min(w.now)
}

fn pressed(w: &mut Writing, id: &str, what: &str, done: bool) -> Result<Fate> {
    if !done {
        return Ok(Fate::Strange);
    }
    let now = w.now;
    store::add_link(w.conn(), id, what, now)?;
    Ok(Fate::Taken)
}
