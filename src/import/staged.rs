//! A staged file: what was uploaded, sealed chunk by chunk under the import's own key, and read back the same way.
//!
//! Each chunk is bound to its place, and the first byte of the last one says that it is the last: chunks that were
//! swapped, altered or cut off do not open. The lock on the file is held by whoever works on the import; the operating
//! system lets go of it when they die.
use crate::app::App;
use crate::catalogue::Field;
use crate::config::Config;
use crate::db::values::Sealed;
use crate::error::{Error, Result};
use crate::vault::{Owner, Sealing, Unlocked};
use ring::digest;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::PathBuf;
use zeroize::Zeroizing;

/// Of clear text in a chunk. A chunk is what is held in memory at a time.
const CHUNK: usize = 128 * 1024;
/// What a sealed chunk may measure: anything else is not ours.
const SEALED_CHUNK: usize = CHUNK + 1024;
const MORE: u8 = 0;
const LAST: u8 = 1;

fn path(config: &Config, id: i64) -> PathBuf {
    config.staging.join(format!("import-{id}.sealed"))
}

/// Rows are sealed under their line, from 1 up; the chunks of the file lie below.
fn place(chunk: i64) -> i64 {
    -1 - chunk
}

pub fn remove(app: &App, id: i64) -> Result<()> {
    match std::fs::remove_file(path(app.config(), id)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

/// Every import that has a staged file.
pub fn all(app: &App) -> Result<Vec<i64>> {
    let mut ids = Vec::new();
    for file in std::fs::read_dir(&app.config().staging)? {
        let name = file?.file_name();
        let id = name.to_str().and_then(|name| name.strip_prefix("import-")?.strip_suffix(".sealed"));
        ids.extend(id.and_then(|id| id.parse::<i64>().ok()));
    }
    Ok(ids)
}

/// The lock on an import, let go of when this is dropped.
#[derive(Debug)]
pub struct Held {
    _file: Option<File>,
}

/// Takes the lock on an import; `None` while somebody else works on it. Without a file there is nothing to work on,
/// and nobody who does.
pub fn hold(app: &App, id: i64) -> Result<Option<Held>> {
    let file = match OpenOptions::new().read(true).open(path(app.config(), id)) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Some(Held { _file: None })),
        Err(error) => return Err(error.into()),
    };
    match file.try_lock() {
        Ok(()) => Ok(Some(Held { _file: Some(file) })),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(error.into()),
    }
}

/// Seals what arrives.
pub struct Sealer {
    file: File,
    sealing: Sealing,
    owner: Owner,
    chunk: Zeroizing<Vec<u8>>,
    chunks: i64,
    pub bytes: u64,
    hash: digest::Context,
}

impl Sealer {
    pub fn create(app: &App, owner: Owner, sealing: Sealing) -> Result<Self> {
        let path = path(app.config(), owner.id);
        let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
        file.try_lock().map_err(|_| Error::internal("a new file is locked by somebody else"))?;
        let mut chunk = Zeroizing::new(Vec::with_capacity(CHUNK + 1));
        chunk.push(MORE);
        Ok(Sealer { file, sealing, owner, chunk, chunks: 0, bytes: 0, hash: digest::Context::new(&digest::SHA256) })
    }

    pub fn push(&mut self, mut bytes: &[u8]) -> Result<()> {
        self.bytes += bytes.len() as u64;
        self.hash.update(bytes);
        while !bytes.is_empty() {
            if self.chunk.len() > CHUNK {
                self.seal(MORE)?;
            }
            let (fits, rest) = bytes.split_at(bytes.len().min(CHUNK + 1 - self.chunk.len()));
            self.chunk.extend_from_slice(fits);
            bytes = rest;
        }
        Ok(())
    }

    fn seal(&mut self, which: u8) -> Result<()> {
        if let Some(first) = self.chunk.first_mut() {
            *first = which;
        }
        let sealed = self.sealing.seal_bytes(Field::ImportCells, self.owner, place(self.chunks), &self.chunk)?;
        let length = u32::try_from(sealed.0.len()).map_err(Error::internal)?;
        self.file.write_all(&length.to_be_bytes())?;
        self.file.write_all(&sealed.0)?;
        self.chunks += 1;
        self.chunk.truncate(1);
        Ok(())
    }

    /// Whole and durable: its hash, and the lock, which stays.
    pub fn finish(mut self) -> Result<([u8; 32], Held)> {
        self.seal(LAST)?;
        self.file.sync_all()?;
        let mut sha256 = [0; 32];
        sha256.copy_from_slice(self.hash.finish().as_ref());
        Ok((sha256, Held { _file: Some(self.file) }))
    }
}

/// Reads a staged file as it was uploaded.
pub struct Opener {
    file: io::BufReader<File>,
    keys: Unlocked,
    owner: Owner,
    chunk: Zeroizing<Vec<u8>>,
    at: usize,
    chunks: i64,
    ended: bool,
}

impl Opener {
    /// # Errors
    /// `NotFound` when it is gone.
    pub fn open(app: &App, owner: Owner, keys: Unlocked) -> Result<Self> {
        let file = File::open(path(app.config(), owner.id)).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => Error::NotFound,
            _ => error.into(),
        })?;
        let file = io::BufReader::with_capacity(SEALED_CHUNK, file);
        Ok(Opener { file, keys, owner, chunk: Zeroizing::default(), at: 0, chunks: 0, ended: false })
    }

    fn next(&mut self) -> io::Result<()> {
        let mut length = [0; 4];
        self.file.read_exact(&mut length)?;
        let length = u32::from_be_bytes(length) as usize;
        if length > SEALED_CHUNK {
            return Err(io::ErrorKind::InvalidData.into());
        }
        let mut sealed = vec![0; length];
        self.file.read_exact(&mut sealed)?;
        let opened = self.keys.open_bytes(Field::ImportCells, self.owner, place(self.chunks), &Sealed(sealed));
        self.chunk = opened.map_err(|_| io::Error::from(io::ErrorKind::InvalidData))?;
        self.ended = self.chunk.first() == Some(&LAST);
        self.at = 1;
        self.chunks += 1;
        Ok(())
    }
}

impl Read for Opener {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while self.at >= self.chunk.len() && !self.ended {
            self.next()?;
        }
        let ready = self.chunk.get(self.at..).unwrap_or_default();
        let count = ready.len().min(out.len());
        if let (Some(out), Some(ready)) = (out.get_mut(..count), ready.get(..count)) {
            out.copy_from_slice(ready);
        }
        self.at += count;
        Ok(count)
    }
}
