//! Copies of the keyring: against a lost disk, and for seven days only. The limit is a promise: whoever was erased can be
//! read by nobody from the day on which the last copy with their key is gone, and a certificate names that day.
use super::{Vault, store};
use crate::db::{Db, Kind, Url};
use crate::error::{Error, Result};
use chrono::{Duration, NaiveDateTime};
use std::path::{Path, PathBuf};

/// So long a copy lives.
pub const COPIES_LIVE: Duration = Duration::days(7);
/// One is taken when the newest is this old.
const EVERY: Duration = Duration::hours(24);
/// So many keys are copied at a time.
const PART: i64 = 5_000;
const STAMP: &str = "%Y%m%dT%H%M%SZ";

/// A copy and when it was taken, as its name says.
struct Copy {
    path: PathBuf,
    taken: NaiveDateTime,
}

impl Vault {
    /// Takes a copy when one is due, and removes those that have lived long enough. Keys in a copy are wrapped like in the
    /// keyring itself: without the root key it is nothing.
    ///
    /// # Errors
    /// When the folder cannot be written to. Old copies are removed all the same.
    pub fn keep_copies(&self, folder: &Path) -> Result<()> {
        let now = self.clock.now();
        let newest = copies(folder)?.into_iter().map(|copy| copy.taken).max();
        let taken = if newest.is_none_or(|newest| newest + EVERY <= now) { self.copy(folder, now) } else { Ok(()) };
        // A copy from the future is one of a clock that was wrong: nobody knows how old it is.
        for copy in copies(folder)?.iter().filter(|copy| copy.taken + COPIES_LIVE <= now || copy.taken > now + EVERY) {
            std::fs::remove_file(&copy.path)?;
        }
        std::fs::File::open(folder)?.sync_all()?;
        taken
    }

    fn copy(&self, folder: &Path, now: NaiveDateTime) -> Result<()> {
        let name = format!("keyring-{}.sqlite", now.format(STAMP));
        let unfinished = folder.join(format!("{name}.unfinished"));
        let _ = std::fs::remove_file(&unfinished);
        let copy = Db::open(&Url::Sqlite(unfinished.clone()), Kind::Keyring)?;
        self.keyring.read(|conn| {
            copy.write(|into| {
                let mut last: Option<store::KeyRow> = None;
                loop {
                    let rows = store::after(conn, last.as_ref(), PART)?;
                    // A destroyed key has nothing to copy; that it was destroyed, the ledger says.
                    store::add(into, &rows)?;
                    match rows.into_iter().next_back() {
                        Some(row) => last = Some(row),
                        None => break,
                    }
                }
                let lines = store::ledger(conn)?;
                store::write_ledger(into, &lines)
            })
        })?;
        // Closing the last connection moves everything into the one file.
        drop(copy);
        if folder.join(format!("{name}.unfinished-wal")).exists() {
            return Err(Error::internal("a copy of the keyring was not closed"));
        }
        std::fs::File::open(&unfinished)?.sync_all()?;
        std::fs::rename(&unfinished, folder.join(name))?;
        Ok(())
    }
}

/// The copies that are there, and what an interrupted one left, which counts as old.
fn copies(folder: &Path) -> Result<Vec<Copy>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else { continue };
        let Some(rest) = name.strip_prefix("keyring-") else { continue };
        let stamp = rest.split('.').next().unwrap_or_default();
        let taken = match NaiveDateTime::parse_from_str(stamp, STAMP) {
            Ok(taken) if rest.ends_with("Z.sqlite") => taken,
            _ => NaiveDateTime::default(),
        };
        found.push(Copy { path, taken });
    }
    Ok(found)
}
