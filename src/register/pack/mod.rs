//! The inspector's pack: one archive with everything the register knows, signed, which anybody can verify without this
//! house. Every file has its hash in `SHA256SUMS`, and that file is signed; so `tar`, `sha256sum` and `ssh-keygen` verify
//! it, and `cloister register verify` does the same. The key must be known from elsewhere: its fingerprint stands on the
//! page, and whoever alters a pack can sign it anew, but not with that key.
mod contents;
mod requests;
mod sshsig;
mod tar;

pub use contents::{Draw, Papers};

use super::store::{self, packs::Pack};
use crate::actor::{Actor, Right};
use crate::app::{App, Looking, Writing};
use crate::auth;
use crate::deeds::{Deed, Subject, What};
use crate::error::{Error, Result};
use chrono::NaiveDateTime;
use ring::digest::{Context, SHA256, digest};
use std::collections::HashMap;

const SUMS: &str = "SHA256SUMS";
const SIGNATURE: &str = "SHA256SUMS.sig";
const KEY: &str = "signer.pub";
/// So many packs are listed.
const LISTED: i64 = 20;

/// A pack that was recorded as begun.
pub struct Begun {
    pub id: i64,
    pub at: NaiveDateTime,
}

impl Begun {
    /// A name of ours, in ASCII.
    pub fn file_name(&self) -> String {
        format!("cloister-register-{}-{}.tar", self.at.format("%Y-%m-%d"), self.id)
    }
}

/// Packs that were taken out, the newest first, and who took them.
pub fn packs(l: &mut Looking) -> Result<(Vec<Pack>, HashMap<i64, String>)> {
    l.must(Right::SeeRegister)?;
    let packs = store::packs::list(l.conn(), LISTED)?;
    let ids: Vec<i64> = packs.iter().filter_map(|pack| pack.by_id).collect();
    let names = auth::names(l, &ids)?;
    Ok((packs, names))
}

/// By which a pack of this house is known: the fingerprint, and the line for a file of allowed signers.
pub fn public_key(app: &App) -> (String, String) {
    let key = app.vault().signer().public_key();
    (sshsig::fingerprint(&key), sshsig::allowed_signer(&key))
}

/// Records that a pack is made, before the first byte of it leaves.
pub fn begin(w: &mut Writing) -> Result<Begun> {
    w.must(Right::KeepRegister)?;
    let (id, at) = (w.next_id()?, w.now);
    let row = Pack { id, at, by_id: w.actor.staff_id(), files: 0, bytes: 0, sha256: None, finished_at: None };
    store::packs::add(w.conn(), &row)?;
    w.record(Deed::of(What::PackStarted, Subject::Pack, id));
    Ok(Begun { id, at })
}

fn hex(bytes: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(bytes)
}

/// What is counted of a pack as it leaves.
struct Leaving<S> {
    send: S,
    at: NaiveDateTime,
    hash: Context,
    bytes: usize,
    files: i64,
    sums: String,
}

impl<S: FnMut(Vec<u8>) -> bool> Leaving<S> {
    fn file(&mut self, name: &str, bytes: &[u8]) -> Result<()> {
        let entry = tar::entry(name, bytes, self.at)?;
        self.files += 1;
        self.hash.update(&entry);
        self.bytes += entry.len();
        if (self.send)(entry) { Ok(()) } else { Err(Error::Busy) }
    }

    fn listed(&mut self, name: &str, bytes: &[u8]) -> Result<()> {
        self.sums.push_str(&format!("{}  {name}\n", hex(digest(&SHA256, bytes).as_ref())));
        self.file(name, bytes)
    }
}

/// Streams the pack to `send`, which says whether anybody still takes it, and returns its last bytes. Those are held back
/// until it is recorded what left: who has the whole file has it on record.
///
/// # Errors
/// When nobody takes it any more, or the house cannot. Its row then stays without a hash: it broke off.
pub fn make(app: &App, by: &Actor, begun: &Begun, draw: Draw, send: impl FnMut(Vec<u8>) -> bool) -> Result<Vec<u8>> {
    let hash = Context::new(&SHA256);
    let mut leaving = Leaving { send, at: begun.at, hash, bytes: 0, files: 0, sums: String::new() };
    app.look_now(by, |l| {
        l.must(Right::KeepRegister)?;
        contents::each(l, draw, &mut |name: &str, bytes: Vec<u8>| leaving.listed(name, &bytes))
    })?;
    let signer = app.vault().signer();
    leaving.listed(KEY, sshsig::allowed_signer(&signer.public_key()).as_bytes())?;
    let sums = std::mem::take(&mut leaving.sums);
    leaving.file(SUMS, sums.as_bytes())?;
    leaving.file(SIGNATURE, sshsig::sign(signer, sums.as_bytes()).as_bytes())?;
    let last = tar::end();
    leaving.hash.update(&last);
    let sha256 = hex(leaving.hash.finish().as_ref());
    let bytes = i64::try_from(leaving.bytes + last.len()).unwrap_or(i64::MAX);
    let (id, files) = (begun.id, leaving.files);
    app.write_now(by, |w| {
        let row = Pack {
            id,
            at: begun.at,
            by_id: w.actor.staff_id(),
            files,
            bytes,
            sha256: Some(sha256.clone()),
            finished_at: Some(w.now),
        };
        store::packs::finish(w.conn(), &row)?;
        w.record(Deed::of(What::PackCompleted, Subject::Pack, id).with("files", files).with("sha256", &sha256));
        Ok(())
    })?;
    Ok(last)
}

/// Why a pack is not what left a house.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unsound {
    /// Not an archive as this program writes them, or not whole.
    NotAnArchive,
    /// A file that every pack has is not there.
    Lacks(&'static str),
    /// The list of hashes was not signed by the key in the pack.
    BadSignature,
    /// It was signed by another key than the one that was asked for.
    AnotherKey(String),
    /// A file is not what was signed.
    Altered(String),
    /// A file was signed and is not there.
    Missing(String),
    /// A file is there and was not signed.
    Unlisted(String),
    Doubled(String),
}

/// A pack that is what left the house with this key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    pub files: usize,
    pub fingerprint: String,
}

/// Verifies a pack, without a house. `expected` is the fingerprint known from elsewhere; without one the caller must say
/// that the key is not known.
///
/// # Errors
/// The first thing that is wrong with it.
pub fn verify(archive: &[u8], expected: Option<&str>) -> Result<Verified, Unsound> {
    let files = tar::read(archive)?;
    let of = |name: &'static str| {
        let found = files.iter().find(|file| file.0 == name).map(|file| file.1.as_slice());
        found.ok_or(Unsound::Lacks(name))
    };
    let (sums, signature, key) = (of(SUMS)?, of(SIGNATURE)?, of(KEY)?);
    let signature = std::str::from_utf8(signature).map_err(|_| Unsound::BadSignature)?;
    let public_key = sshsig::signer_of(signature, sums).ok_or(Unsound::BadSignature)?;
    if key != sshsig::allowed_signer(&public_key).as_bytes() {
        return Err(Unsound::BadSignature);
    }
    let fingerprint = sshsig::fingerprint(&public_key);
    if expected.is_some_and(|expected| expected != fingerprint) {
        return Err(Unsound::AnotherKey(fingerprint));
    }
    let sums = std::str::from_utf8(sums).map_err(|_| Unsound::BadSignature)?;
    let mut signed: HashMap<&str, &str> =
        sums.lines().filter_map(|line| line.split_once("  ")).map(|(hash, name)| (name, hash)).collect();
    for (name, bytes) in files.iter().filter(|file| file.0 != SUMS && file.0 != SIGNATURE) {
        match signed.remove(name.as_str()) {
            Some(hash) if hash == hex(digest(&SHA256, bytes).as_ref()) => {}
            Some(_) => return Err(Unsound::Altered(name.clone())),
            None => return Err(Unsound::Unlisted(name.clone())),
        }
    }
    match signed.into_keys().min() {
        Some(missing) => Err(Unsound::Missing(missing.to_owned())),
        None => Ok(Verified { files: files.len(), fingerprint }),
    }
}
