//! The spool: submissions sealed to the house, one file each, there for good before anybody is thanked.
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use zeroize::{Zeroize, Zeroizing};

/// How the name of a finished submission ends.
pub const ENDING: &str = ".age";

/// How the name of one that is being written ends.
pub const PART: &str = ".part";

/// What somebody sent, as it is sealed.
#[derive(Serialize, Deserialize)]
pub struct Parcel {
    /// Random, and counts once.
    pub id: String,
    /// When it came: seconds since 1970.
    pub sent_at: i64,
    pub said: Said,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Said {
    Form(FilledIn),
    /// By the link in a mail: to stop what is sent for these purposes, or everything when none is named.
    Stop {
        token: String,
        purposes: Vec<String>,
    },
    /// By the link in a mail: yes, it was me who subscribed.
    Confirm {
        token: String,
    },
}

/// A form that was filled in.
#[derive(Serialize, Deserialize)]
pub struct FilledIn {
    pub lang: String,
    /// Of the page that was served, its slot excepted.
    pub sha256: String,
    /// When the form was served: seconds since 1970.
    pub opened_at: i64,
    pub fields: BTreeMap<String, String>,
}

impl Drop for Parcel {
    fn drop(&mut self) {
        match &mut self.said {
            Said::Form(form) => form.fields.values_mut().for_each(Zeroize::zeroize),
            Said::Stop { token, .. } | Said::Confirm { token } => token.zeroize(),
        }
    }
}

/// Seals to the house: whoever seals cannot open.
///
/// # Errors
/// When the recipient is none.
pub fn seal(recipient: &str, parcel: &Parcel) -> Result<Vec<u8>, &'static str> {
    let recipient: age::x25519::Recipient = recipient.parse().map_err(|_| "the published key is none")?;
    let plain = Zeroizing::new(serde_json::to_vec(parcel).map_err(|_| "it cannot be written down")?);
    age::encrypt(&recipient, &plain).map_err(|_| "it cannot be sealed")
}

pub struct Spool {
    folder: PathBuf,
    room: usize,
    /// About how many wait: counted again when that seems too many.
    waiting: AtomicUsize,
}

impl Spool {
    pub fn open(folder: &Path, room: usize) -> io::Result<Self> {
        std::fs::DirBuilder::new().recursive(true).mode(0o770).create(folder)?;
        let spool = Spool { folder: folder.to_owned(), room, waiting: AtomicUsize::new(0) };
        spool.count()?;
        Ok(spool)
    }

    fn count(&self) -> io::Result<usize> {
        let mut waiting = 0;
        for file in std::fs::read_dir(&self.folder)? {
            waiting += usize::from(file?.file_name().to_str().is_some_and(|name| name.ends_with(ENDING)));
        }
        self.waiting.store(waiting, Ordering::Relaxed);
        Ok(waiting)
    }

    /// Puts a sealed submission where the house finds it. When this returns, it is on the disk.
    ///
    /// # Errors
    /// When there is no room, or the disk does not take it; then it is not there.
    pub fn put(&self, id: &str, sealed: &[u8]) -> io::Result<()> {
        if self.waiting.load(Ordering::Relaxed) >= self.room && self.count()? >= self.room {
            return Err(io::ErrorKind::StorageFull.into());
        }
        let mut own = [0; 6];
        rand::fill(&mut own);
        let part = self.folder.join(format!(".{id}.{}{PART}", data_encoding::HEXLOWER.encode(&own)));
        let done = self.place(&part, &self.folder.join(format!("{id}{ENDING}")), sealed);
        let _ = std::fs::remove_file(&part);
        done?;
        self.waiting.fetch_add(1, Ordering::Relaxed);
        Ok(())
    }

    fn place(&self, part: &Path, whole: &Path, sealed: &[u8]) -> io::Result<()> {
        let mut file = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o640).open(part)?;
        file.write_all(sealed)?;
        file.sync_all()?;
        // A link, not a rename: the first of two with the same number stays.
        match std::fs::hard_link(part, whole) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            linked => linked?,
        }
        std::fs::File::open(&self.folder)?.sync_all()
    }
}
