//! What the house publishes and the intake serves: pages by the hash of their bytes, and one signed list of them.
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::io::{self, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::Path;
use std::sync::Arc;

const LIST: &str = "manifest.json";

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    Form,
    /// A form that was taken off or followed by another while somebody may still be filling it in: it is taken, and shown
    /// to nobody.
    Retired,
    Notice,
    Thanks,
    Missing,
    Again,
    Style,
    /// The page of a link that stops what we send; what is said once it is pressed; and when no box was ticked.
    Stop,
    Stopped,
    Unticked,
    /// The page of a link that confirms a subscription, and what is said once it is pressed.
    Confirm,
    Confirmed,
    /// What is said to whoever pressed a link when nothing can be taken.
    Later,
    /// What waiting does not cure: too much was typed, it is no text, the e-mail address is none, the form is no more.
    Long,
    Garbled,
    Address,
    Gone,
}

/// A field that a form has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field {
    pub name: String,
    pub required: bool,
    /// The most characters.
    pub most: usize,
}

/// A page that may be served.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Empty for what is shown without an address of its own, by its role and language.
    pub path: String,
    pub role: Role,
    pub lang: String,
    pub sha256: String,
    pub fields: Vec<Field>,
}

/// Everything that may be served, and the key to seal to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// An age recipient (X25519).
    pub recipient: String,
    pub entries: Vec<Entry>,
}

#[derive(Serialize, Deserialize)]
struct Signed {
    manifest: String,
    signature: String,
}

/// In hexadecimal, as proofs name it.
pub fn sha256(bytes: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(ring::digest::digest(&ring::digest::SHA256, bytes).as_ref())
}

impl Manifest {
    /// Puts pages and list into the folder, each by rename, the list last: whoever reads finds the old whole or the new
    /// whole. What the list no longer names goes. The same manifest makes the same files.
    ///
    /// # Errors
    /// When the folder cannot be written to.
    pub fn write(&self, folder: &Path, pages: &[&[u8]], sign: impl FnOnce(&[u8]) -> Vec<u8>) -> io::Result<()> {
        std::fs::create_dir_all(folder)?;
        for page in pages {
            let path = folder.join(sha256(page));
            if std::fs::read(&path).ok().as_deref() != Some(*page) {
                place(&path, page)?;
            }
        }
        let manifest = serde_json::to_string(self)?;
        let signature = data_encoding::HEXLOWER.encode(&sign(manifest.as_bytes()));
        let list = serde_json::to_vec(&Signed { manifest, signature })?;
        let path = folder.join(LIST);
        if std::fs::read(&path).ok().as_deref() != Some(list.as_slice()) {
            place(&path, &list)?;
            std::fs::File::open(folder)?.sync_all()?;
            for file in std::fs::read_dir(folder)? {
                let file = file?;
                let name = file.file_name();
                let named = self.entries.iter().any(|entry| name.to_str() == Some(&entry.sha256));
                if !named && name.to_str() != Some(LIST) {
                    let _ = std::fs::remove_file(file.path());
                }
            }
        }
        Ok(())
    }
}

fn place(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let next = path.with_extension(format!("{}.next", std::process::id()));
    // For everybody to read: it is what everybody is served.
    let mut file = std::fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o644).open(&next)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    std::fs::rename(next, path)
}

/// What is served: every page of a list that the house signed, each with the hash that the list names.
pub struct Site {
    pub manifest: Manifest,
    pages: HashMap<String, Vec<u8>>,
}

impl Site {
    /// # Errors
    /// Why it is not the house's, or not whole.
    pub fn read(folder: &Path, key: &[u8]) -> Result<Self, &'static str> {
        let list = std::fs::read(folder.join(LIST)).map_err(|_| "there is no list")?;
        let signed: Signed = serde_json::from_slice(&list).map_err(|_| "the list cannot be read")?;
        let signature = data_encoding::HEXLOWER.decode(signed.signature.as_bytes()).map_err(|_| "no signature")?;
        ring::signature::UnparsedPublicKey::new(&ring::signature::ED25519, key)
            .verify(signed.manifest.as_bytes(), &signature)
            .map_err(|_| "the list was not signed by this house")?;
        let manifest: Manifest = serde_json::from_str(&signed.manifest).map_err(|_| "the list cannot be read")?;
        let mut pages = HashMap::new();
        for entry in &manifest.entries {
            // A name that is a hash leads nowhere else.
            if entry.sha256.len() != 64 || !entry.sha256.bytes().all(|byte| byte.is_ascii_hexdigit()) {
                return Err("a page without a hash");
            }
            let page = std::fs::read(folder.join(&entry.sha256)).map_err(|_| "a page is missing")?;
            if sha256(&page) != entry.sha256 {
                return Err("a page was altered");
            }
            pages.insert(entry.sha256.clone(), page);
        }
        Ok(Site { manifest, pages })
    }

    pub fn page(&self, path: &str) -> Option<(&Entry, &[u8])> {
        let shown = |entry: &&Entry| entry.path == path && entry.role != Role::Retired;
        let entry = self.manifest.entries.iter().find(shown)?;
        Some((entry, self.pages.get(&entry.sha256)?))
    }

    /// The form of this address: the one that was served, when it is told by its hash and still taken; else the one that is
    /// there now.
    pub fn form(&self, path: &str, served: Option<&str>) -> Option<&Entry> {
        let is_form = |entry: &&Entry| entry.path == path && matches!(entry.role, Role::Form | Role::Retired);
        let forms = || self.manifest.entries.iter().filter(is_form);
        forms().find(|entry| served == Some(&entry.sha256)).or_else(|| forms().next())
    }

    /// The page of this role in the first of these languages that it is there in; else in whatever stands first, which the
    /// house makes French.
    pub fn spoken(&self, role: Role, languages: &[String]) -> Option<(&Entry, &[u8])> {
        let ours = || self.manifest.entries.iter().filter(|entry| entry.role == role);
        let asked = languages.iter().find_map(|lang| ours().find(|entry| entry.lang == *lang));
        let entry = asked.or_else(|| ours().next())?;
        Some((entry, self.pages.get(&entry.sha256)?))
    }

    /// What is said to whoever sent the form of this path.
    pub fn said(&self, path: &str, role: Role) -> Option<&[u8]> {
        let word = match role {
            Role::Again => "again",
            Role::Missing => "missing",
            _ => return None,
        };
        self.page(&format!("{path}/{word}")).map(|(_, body)| body)
    }
}

/// The folder, read again when its list changed.
#[derive(Default)]
pub struct Watched {
    site: Option<Arc<Site>>,
    /// Which list was read last: inode, length, time.
    seen: Option<Seen>,
    /// Which one was complained of: once is enough.
    told: Option<Seen>,
}

type Seen = (u64, u64, i64, i64);

impl Watched {
    pub fn now(&mut self, folder: &Path, key: &[u8]) -> Option<Arc<Site>> {
        let there = std::fs::metadata(folder.join(LIST)).ok();
        let there = there.map(|file| (file.ino(), file.len(), file.mtime(), file.mtime_nsec()));
        if there != self.seen || self.site.is_none() {
            match Site::read(folder, key) {
                Ok(site) => {
                    self.site = Some(Arc::new(site));
                    self.seen = there;
                }
                Err(why) if self.told != there => {
                    self.told = there;
                    tracing::warn!(why, "what is published cannot be vouched for; what was before is served");
                }
                Err(_) => {}
            }
        }
        self.site.clone()
    }
}
