//! Seals and opens personal values, each under its owner's own key; destroys keys. No clearance, no plaintext (P4).
//!
//! A seal binds table, column, row and owner, so that a ciphertext moved elsewhere does not open. Keys live in the
//! keyring, a database of its own, wrapped by a key derived from the root key. Because two databases cannot commit
//! together a key is first *pending* under a batch, then *live*; see [`Vault::settle`] for what a kill in between leaves.
mod cipher;
mod copies;
mod ledger;
mod signer;
mod spool;
mod store;

pub use copies::COPIES_LIVE;
pub use ledger::{How, Line as LedgerLine};
pub use signer::Signer;
pub use spool::Spooling;

use crate::actor::{Actor, Right, Role};
use crate::catalogue::{Field, KeyClass};
use crate::clock::Clock;
use crate::db::values::Sealed;
use crate::db::{Db, Kind, Url};
use crate::error::{Error, Result};
use cipher::{KEY, Key, Mac};
use parking_lot::Mutex;
use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::Arc;
use zeroize::Zeroizing;

const ROOT_VERSION: u8 = 1;
const DATA_KEY_VERSION: u8 = 1;
/// A keyed hash this long cannot collide by chance among a billion addresses.
const BLIND: usize = 16;

crate::db::values::words! {
    pub enum OwnerKind {
        Person = "person",
        Company = "company",
        Staff = "staff",
        Import = "import",
        /// A card of a company: its number has a key of its own.
        Card = "card",
        /// A privacy request: what it names can be destroyed when it is closed, whatever becomes of the person's key.
        Request = "request",
        /// A site, supplier or recipient; the first one is ourselves.
        Party = "party",
        Breach = "breach",
    }
}

/// Whose key seals a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Owner {
    pub kind: OwnerKind,
    pub id: i64,
}

impl Owner {
    pub fn person(id: i64) -> Self {
        Owner { kind: OwnerKind::Person, id }
    }
    pub fn company(id: i64) -> Self {
        Owner { kind: OwnerKind::Company, id }
    }
    pub fn staff(id: i64) -> Self {
        Owner { kind: OwnerKind::Staff, id }
    }
    pub fn card(id: i64) -> Self {
        Owner { kind: OwnerKind::Card, id }
    }
    pub fn import(id: i64) -> Self {
        Owner { kind: OwnerKind::Import, id }
    }
    pub fn request(id: i64) -> Self {
        Owner { kind: OwnerKind::Request, id }
    }
    pub fn party(id: i64) -> Self {
        Owner { kind: OwnerKind::Party, id }
    }
    pub fn breach(id: i64) -> Self {
        Owner { kind: OwnerKind::Breach, id }
    }
}

/// Proof that an actor may see clear text of a class. Only this module makes one; Operations can have none.
#[derive(Clone, Copy, Debug)]
pub struct Clearance(KeyClass);

impl Clearance {
    pub fn of(actor: &Actor, class: KeyClass) -> Option<Self> {
        let cleared = match (actor, class) {
            (Actor::House | Actor::Console, _) => true,
            (Actor::Visitor { .. }, _) => false,
            (Actor::Staff(staff), _) if staff.role == Role::Operations => false,
            (Actor::Staff(_), KeyClass::Identity) => true,
            (actor, KeyClass::Payment | KeyClass::Card) => actor.may(Right::SeeAccounts),
            (actor, KeyClass::Staging) => actor.may(Right::Import),
        };
        cleared.then_some(Clearance(class))
    }
}

/// What a keyed hash is for. Uniqueness and suppression only, and none on names (design §3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Blind {
    Email,
    Telephone,
    /// A postal address, folded.
    Post,
    Iban,
    UserName,
    /// The random token of a link to unsubscribe.
    Link,
}

/// Keys derived from the root key, one a purpose.
struct Derived {
    wrapping: Key,
    email: Mac,
    telephone: Mac,
    post: Mac,
    iban: Mac,
    user_name: Mac,
    link: Mac,
    audit: Mac,
    audit_head: Mac,
    session: Mac,
    attempts: Mac,
    files: Mac,
    confirmation: Mac,
    outbox: Mac,
    ledger: Mac,
}

pub struct Vault {
    keys: Derived,
    session_signing: Zeroizing<[u8; KEY]>,
    spooling: Spooling,
    signer: Signer,
    /// Tells whether a database was sealed under this root key, without telling the key.
    pub fingerprint: String,
    keyring: Db,
    clock: Clock,
}

impl Vault {
    /// # Errors
    /// When the root key cannot be read, is readable by others, or the keyring does not open.
    pub fn open(root_key: &Path, keyring: &Url, clock: Clock) -> Result<Self> {
        let root = read_root(root_key)?;
        let derive = |label| cipher::derive(&root, label);
        let mac = |label| derive(label).map(|key| Mac::new(&key));
        let keys = Derived {
            wrapping: Key::new(ROOT_VERSION, &*derive("wrapping")?)?,
            email: mac("blind email")?,
            telephone: mac("blind telephone")?,
            post: mac("blind post")?,
            iban: mac("blind iban")?,
            user_name: mac("blind user name")?,
            link: mac("blind unsubscribe link")?,
            audit: mac("audit")?,
            audit_head: mac("audit head")?,
            session: mac("session ids")?,
            attempts: mac("attempts")?,
            files: mac("files")?,
            confirmation: mac("confirmation tokens")?,
            outbox: mac("outbox")?,
            ledger: mac("safety ledger")?,
        };
        let fingerprint = data_encoding::HEXLOWER.encode(&mac("fingerprint")?.of(b"")[..8]);
        let session_signing = derive("session cookie")?;
        let spooling = Spooling::new(&*derive("spool")?, &*derive("publishing")?)?;
        let signer = Signer::new(&*derive("inspector's packs")?)?;
        Ok(Vault {
            keys,
            session_signing,
            spooling,
            signer,
            fingerprint,
            keyring: Db::open(keyring, Kind::Keyring)?,
            clock,
        })
    }

    /// What the house has towards the internet side.
    pub fn spooling(&self) -> &Spooling {
        &self.spooling
    }

    /// Signs what is taken out of the house for somebody who must be able to tell that it is ours.
    pub fn signer(&self) -> &Signer {
        &self.signer
    }

    /// Signs the session cookie.
    pub fn session_signing_key(&self) -> &[u8] {
        self.session_signing.as_ref()
    }

    pub fn blind(&self, of: Blind, canonical: &str) -> Vec<u8> {
        let mac = match of {
            Blind::Email => &self.keys.email,
            Blind::Telephone => &self.keys.telephone,
            Blind::Post => &self.keys.post,
            Blind::Iban => &self.keys.iban,
            Blind::UserName => &self.keys.user_name,
            Blind::Link => &self.keys.link,
        };
        let mut hash = mac.of(canonical.as_bytes());
        hash.truncate(BLIND);
        hash
    }

    pub fn session_hash(&self, id: &str) -> Vec<u8> {
        self.keys.session.of(id.as_bytes())
    }

    pub fn attempt_key(&self, what: &str) -> Vec<u8> {
        self.keys.attempts.of(what.as_bytes())
    }

    pub fn file_mac(&self, sha256: &[u8]) -> Vec<u8> {
        self.keys.files.of(sha256)
    }

    /// Of the token in a link that confirms, and of what that link is bound to.
    pub fn confirmation_hash(&self, what: &[u8]) -> Vec<u8> {
        self.keys.confirmation.of(what)
    }

    /// By which the relay knows a mail of ours again, without learning our numbers.
    pub fn mail_reference(&self, id: i64) -> String {
        let mut hash = self.keys.outbox.of(&id.to_be_bytes());
        hash.truncate(BLIND);
        data_encoding::HEXLOWER.encode(&hash)
    }

    pub fn audit_mac(&self, line: &[u8]) -> Vec<u8> {
        self.keys.audit.of(line)
    }

    pub fn audit_head_mac(&self, head: &[u8]) -> Vec<u8> {
        self.keys.audit_head.of(head)
    }

    pub fn is_audit_head(&self, head: &[u8], mac: &[u8]) -> bool {
        self.keys.audit_head.is_of(head, mac)
    }

    /// The keys of these owners, for a reader with clearance. An owner whose key is gone is simply not in it.
    pub fn unlock(&self, clearance: Clearance, owners: &[Owner], altered: &Altered) -> Result<Unlocked> {
        let Clearance(class) = clearance;
        let keys = self.keyring.read(|conn| self.load(conn, owners, class, altered))?;
        Ok(Unlocked { class, keys, altered: altered.clone() })
    }

    /// The keys of a whole range of ids, for reading a table from end to end.
    pub fn unlock_range(
        &self,
        clearance: Clearance,
        kind: OwnerKind,
        from: i64,
        to: i64,
        altered: &Altered,
    ) -> Result<Unlocked> {
        let Clearance(class) = clearance;
        let rows = self.keyring.read(|conn| store::range(conn, kind.word(), class.word(), from, to))?;
        let mut keys = HashMap::with_capacity(rows.len());
        for row in rows {
            self.unwrap(&mut keys, Owner { kind, id: row.owner_id }, class, row, altered);
        }
        Ok(Unlocked { class, keys, altered: altered.clone() })
    }

    /// Keys to seal with, for the writer: those that are there, and new ones pending under this batch.
    ///
    /// # Errors
    /// `Unreadable` when an owner's key was destroyed: nothing is ever sealed for somebody who was erased.
    pub fn draw(
        &self,
        owners: &[Owner],
        class: KeyClass,
        batch: &str,
        was_committed: impl FnMut(&str) -> Result<bool>,
    ) -> Result<Sealing> {
        self.settle_others(owners, class, batch, was_committed)?;
        // A key that was altered is not drawn anew: its row is there, so that what is to be sealed is refused below.
        let mut keys = self.keyring.read(|conn| self.load(conn, owners, class, &Altered::default()))?;
        let missing: HashSet<Owner> = owners.iter().filter(|owner| !keys.contains_key(owner)).copied().collect();
        if !missing.is_empty() {
            let now = self.clock.now();
            let mut rows = Vec::with_capacity(missing.len());
            for owner in missing {
                let mut bytes = Zeroizing::new([0; KEY]);
                ring::rand::SecureRandom::fill(&ring::rand::SystemRandom::new(), bytes.as_mut())
                    .map_err(|_| Error::internal("the operating system gave no random bytes"))?;
                rows.push(store::KeyRow {
                    owner_kind: owner.kind.word().to_owned(),
                    owner_id: owner.id,
                    class: class.word().to_owned(),
                    wrapped: Some(self.keys.wrapping.seal(&wrap_context(owner, class), bytes.as_ref())?),
                    root_version: i32::from(ROOT_VERSION),
                    state: "pending".to_owned(),
                    batch: Some(batch.to_owned()),
                    kept_until: None,
                    made_at: now,
                    destroyed_at: None,
                });
                keys.insert(owner, Key::new(DATA_KEY_VERSION, &bytes)?);
            }
            // A destroyed key keeps its row, so drawing a second one for its owner stops here.
            self.keyring.write(|conn| store::add(conn, &rows)).map_err(|error| match error {
                Error::Internal(_) => Error::Unreadable,
                other => other,
            })?;
        }
        Ok(Sealing { class, keys })
    }

    /// Whoever draws holds the write lock, so another batch's pending key is what a kill or a panic left. Sealing under
    /// it would lose what is sealed when that batch is swept; so it is settled first.
    fn settle_others(
        &self,
        owners: &[Owner],
        class: KeyClass,
        batch: &str,
        mut was_committed: impl FnMut(&str) -> Result<bool>,
    ) -> Result<()> {
        let mut others: HashSet<String> = HashSet::new();
        self.keyring.read(|conn| {
            for &kind in OwnerKind::ALL {
                let ids: Vec<i64> = owners.iter().filter(|owner| owner.kind == kind).map(|owner| owner.id).collect();
                others.extend(store::batches_of(conn, kind.word(), &ids, class.word())?);
            }
            Ok(())
        })?;
        others.remove(batch);
        for other in others {
            if was_committed(&other)? { self.promote(&other)? } else { self.discard(&other)? }
        }
        Ok(())
    }

    /// The rows of this batch are committed: its keys are live.
    pub fn promote(&self, batch: &str) -> Result<()> {
        self.keyring.write(|conn| store::promote(conn, batch))
    }

    /// The rows of this batch were rolled back: nothing was ever sealed with its keys that anybody kept.
    pub fn discard(&self, batch: &str) -> Result<()> {
        self.keyring.write(|conn| store::discard(conn, batch))
    }

    /// After a kill: pending keys whose batch was committed become live, the others go.
    pub fn settle(&self, mut was_committed: impl FnMut(&str) -> Result<bool>) -> Result<()> {
        for batch in self.keyring.read(store::pending_batches)? {
            if was_committed(&batch)? { self.promote(&batch)? } else { self.discard(&batch)? }
        }
        Ok(())
    }

    /// Destroys these owners' keys of one class: what they seal is unreadable from now on, in every copy.
    pub fn shred(&self, kind: OwnerKind, ids: &[i64], class: KeyClass) -> Result<()> {
        let now = self.clock.now();
        let mut writer = self.keyring.writer()?;
        writer.write(|conn| store::destroy(conn, kind.word(), ids, class.word(), now))?;
        writer.bare(store::scrub)
    }

    fn load(
        &self,
        conn: &mut crate::db::Conn,
        owners: &[Owner],
        class: KeyClass,
        altered: &Altered,
    ) -> Result<HashMap<Owner, Key>> {
        let mut keys = HashMap::with_capacity(owners.len());
        for &kind in OwnerKind::ALL {
            let mut ids: Vec<i64> = owners.iter().filter(|owner| owner.kind == kind).map(|owner| owner.id).collect();
            ids.sort_unstable();
            ids.dedup();
            if ids.is_empty() {
                continue;
            }
            for row in store::find(conn, kind.word(), &ids, class.word())? {
                self.unwrap(&mut keys, Owner { kind, id: row.owner_id }, class, row, altered);
            }
        }
        Ok(keys)
    }

    fn unwrap(
        &self,
        keys: &mut HashMap<Owner, Key>,
        owner: Owner,
        class: KeyClass,
        row: store::KeyRow,
        altered: &Altered,
    ) {
        // No wrapped bytes: destroyed. Whatever was sealed with it stays unreadable.
        let Some(wrapped) = row.wrapped else { return };
        // Kept for the archives: a recovery asks for it, nobody else does.
        if row.state == "kept" {
            return;
        }
        let opened = self.keys.wrapping.open(&wrap_context(owner, class), &wrapped);
        let key = opened
            .and_then(|bytes| Key::new(DATA_KEY_VERSION, bytes.as_slice().try_into().map_err(|_| Error::Unreadable)?));
        match key {
            Ok(key) => drop(keys.insert(owner, key)),
            // One owner's key that was altered must not hide all the others.
            Err(_) => altered.note(Found { field: None, owner, row: owner.id }),
        }
    }
}

/// What stands where a value does not open. No form takes this character, so it is never kept as anybody's name.
pub const UNREADABLE: &str = "\u{fffd}";

/// For a form: nothing where a value does not open, so that the mark is not sent back.
pub fn readable(text: &str) -> &str {
    if text == UNREADABLE { "" } else { text }
}

/// A value or a key that does not open although its owner's key was not destroyed: moved, altered, or half restored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Found {
    /// None: the owner's key itself.
    pub field: Option<Field>,
    pub owner: Owner,
    pub row: i64,
}

/// What was found altered during one look or write: each is a deed (design §3, V16.3.4).
#[derive(Clone, Debug, Default)]
pub struct Altered(Arc<Mutex<HashSet<Found>>>);

impl Altered {
    fn note(&self, found: Found) {
        self.0.lock().insert(found);
    }

    pub fn take(&self) -> Vec<Found> {
        self.0.lock().drain().collect()
    }
}

/// Opened keys of some owners: opens their values, as far as the clearance behind it goes.
pub struct Unlocked {
    class: KeyClass,
    keys: HashMap<Owner, Key>,
    altered: Altered,
}

impl Unlocked {
    /// # Errors
    /// `Unreadable` when the key is gone or the value was moved or altered.
    pub fn open(&self, field: Field, owner: Owner, row: i64, sealed: &Sealed) -> Result<String> {
        let plain = self.open_bytes(field, owner, row, sealed)?;
        String::from_utf8(plain.to_vec()).map_err(|_| Error::Unreadable)
    }

    pub fn open_bytes(&self, field: Field, owner: Owner, row: i64, sealed: &Sealed) -> Result<Zeroizing<Vec<u8>>> {
        let spec = field.spec();
        if spec.key != self.class {
            return Err(Error::internal("a field was opened with another class of key"));
        }
        let key = self.keys.get(&owner).ok_or(Error::Unreadable)?;
        let opened = key.open(&context(field, owner, row), &sealed.0);
        if opened.is_err() {
            self.altered.note(Found { field: Some(field), owner, row });
        }
        opened
    }

    /// For people's eyes: where the value was moved or altered, [`UNREADABLE`] stands for it and the rest goes on.
    pub fn show(&self, field: Field, owner: Owner, row: i64, sealed: &Sealed) -> Result<String> {
        match self.open(field, owner, row, sealed) {
            Err(Error::Unreadable) if self.has(owner) => Ok(UNREADABLE.to_owned()),
            opened => opened,
        }
    }

    /// The same where there may be none; empty then.
    pub fn show_maybe(&self, field: Field, owner: Owner, row: i64, sealed: Option<&Sealed>) -> Result<String> {
        sealed.map_or_else(|| Ok(String::new()), |sealed| self.show(field, owner, row, sealed))
    }

    /// Was something of this owner found altered, in this look?
    pub fn found_altered(&self, owner: Owner) -> bool {
        self.altered.0.lock().iter().any(|found| found.owner == owner)
    }

    pub fn has(&self, owner: Owner) -> bool {
        self.keys.contains_key(&owner)
    }
}

/// Keys of some owners to seal with. It can seal and nothing else.
pub struct Sealing {
    class: KeyClass,
    keys: HashMap<Owner, Key>,
}

impl Sealing {
    pub fn seal(&self, field: Field, owner: Owner, row: i64, plain: &str) -> Result<Sealed> {
        self.seal_bytes(field, owner, row, plain.as_bytes())
    }

    pub fn seal_bytes(&self, field: Field, owner: Owner, row: i64, plain: &[u8]) -> Result<Sealed> {
        if field.spec().key != self.class {
            return Err(Error::internal("a field was sealed with another class of key"));
        }
        let key = self.keys.get(&owner).ok_or(Error::Unreadable)?;
        key.seal(&context(field, owner, row), plain).map(Sealed)
    }

    pub fn seal_maybe(&self, field: Field, owner: Owner, row: i64, plain: Option<&str>) -> Result<Option<Sealed>> {
        plain.map(|plain| self.seal(field, owner, row, plain)).transpose()
    }
}

/// Binds a value to its place: table, column, row, owner.
fn context(field: Field, owner: Owner, row: i64) -> Vec<u8> {
    let spec = field.spec();
    let mut bytes = Vec::with_capacity(64);
    for word in [spec.table, spec.column, owner.kind.word()] {
        bytes.extend_from_slice(word.as_bytes());
        bytes.push(0);
    }
    bytes.extend_from_slice(&row.to_be_bytes());
    bytes.extend_from_slice(&owner.id.to_be_bytes());
    bytes
}

fn wrap_context(owner: Owner, class: KeyClass) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(48);
    for word in ["keys", owner.kind.word(), class.word()] {
        bytes.extend_from_slice(word.as_bytes());
        bytes.push(0);
    }
    bytes.extend_from_slice(&owner.id.to_be_bytes());
    bytes
}

/// Makes a root key where there is none. It never overwrites one.
pub fn make_root(path: &Path) -> Result<()> {
    use std::io::Write;
    use std::os::unix::fs::OpenOptionsExt;
    let mut bytes = Zeroizing::new([0u8; KEY]);
    ring::rand::SecureRandom::fill(&ring::rand::SystemRandom::new(), bytes.as_mut())
        .map_err(|_| Error::internal("the operating system gave no random bytes"))?;
    let text = Zeroizing::new(data_encoding::HEXLOWER.encode(bytes.as_ref()));
    let mut file = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o400).open(path)?;
    writeln!(file, "{}", text.as_str())?;
    file.sync_all()?;
    Ok(())
}

fn read_root(path: &Path) -> Result<Zeroizing<[u8; KEY]>> {
    use std::os::unix::fs::PermissionsExt;
    let mode = std::fs::metadata(path).map_err(|_| Error::internal("the root key is not there"))?.permissions().mode();
    if mode & 0o077 != 0 {
        return Err(Error::internal("the root key can be read by others: chmod 0400"));
    }
    let text = Zeroizing::new(std::fs::read_to_string(path)?);
    let bytes = data_encoding::HEXLOWER_PERMISSIVE
        .decode(text.trim().as_bytes())
        .map(Zeroizing::new)
        .map_err(|_| Error::internal("the root key is not 64 hexadecimal digits"))?;
    let bytes: [u8; KEY] =
        bytes.as_slice().try_into().map_err(|_| Error::internal("the root key is not 64 hexadecimal digits"))?;
    Ok(Zeroizing::new(bytes))
}
