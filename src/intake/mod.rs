//! The internet side: what `cloister intake` is. It knows nothing of the house, and stands above every room of it: no
//! session, no cookie, no database, and no key that opens anything. It serves what the house published and signed, and
//! seals what visitors send to a key that only the house has.
mod limits;
mod links;
pub mod pages;
mod published;
mod slip;
mod spool;

pub use pages::listen;
pub use published::{Entry, Field, Manifest, Role, Site, sha256};
pub use spool::{ENDING, FilledIn, PART, Parcel, Said, seal};

use crate::clock::Clock;
use crate::mailbox::EmailAddress;
use crate::text;
use limits::{Limits, Rate};
use parking_lot::Mutex;
use slip::{Slip, Slips};
use spool::Spool;
use std::collections::{BTreeMap, HashSet};
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use zeroize::{Zeroize, Zeroizing};

/// Stands in a published form where the intake writes, for each visitor, when the form was served and which one it was.
/// Everything else of the page is served as it was published, so that the hash of the published bytes proves it.
pub const SLOT: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// A field that people do not see and machines fill in.
const HONEYPOT: &str = "website";
/// The most that a submission may hold.
pub const BODY: usize = 16 * 1024;
/// Nobody reads a notice and fills in a form in less.
const SECONDS: i64 = 2;
/// A form that was open for longer is opened again.
const DAY: i64 = 24 * 3_600;
/// So many numbers of submissions are remembered; the house knows all of them.
const REMEMBERED: usize = 100_000;

/// Tells the client from the peer and the lines of the header that a proxy writes; none when it cannot be told.
pub type ClientOf = Arc<dyn Fn(IpAddr, &[Vec<u8>]) -> Option<IpAddr> + Send + Sync>;

#[derive(Clone)]
pub struct Settings {
    pub listen: SocketAddr,
    /// Where the house publishes.
    pub published: PathBuf,
    /// Where submissions wait, sealed.
    pub spool: PathBuf,
    /// The key by which what was published is known to be the house's (Ed25519).
    pub key: Vec<u8>,
    /// So many submissions may wait.
    pub room: usize,
    /// So many from one address in ten minutes, and from all in one.
    pub per_address: u32,
    pub per_minute: u32,
    /// So many links that are pressed in a minute, by everybody: providers of mail press them for many people at once.
    pub links_per_minute: u32,
    pub proxy_header: Option<String>,
    pub client: ClientOf,
    pub clock: Clock,
}

/// What is answered, whatever carries it.
pub struct Answer {
    pub status: u16,
    pub kind: &'static str,
    pub body: Vec<u8>,
    /// Where to go on.
    pub to: Option<String>,
}

impl Answer {
    fn page(status: u16, body: &[u8]) -> Self {
        Answer { status, kind: "text/html; charset=utf-8", body: body.to_vec(), to: None }
    }

    /// Where there is no page of the house's to show.
    fn plain(status: u16) -> Self {
        let words = match status {
            404 => "Cette page n’existe pas. / There is no such page.\n",
            410 => "Ce formulaire n’existe plus. / This form is no more.\n",
            400 | 413 | 422 => "Cet envoi n’est pas possible tel quel. / This cannot be sent as it is.\n",
            405 | 415 => "Ce n’est pas possible ici. / Not possible here.\n",
            _ => "Veuillez réessayer plus tard. / Please try again later.\n",
        };
        Answer { status, kind: "text/plain; charset=utf-8", body: words.as_bytes().to_vec(), to: None }
    }
}

/// What is known of a submission: which one it was, told by its slip.
pub struct Intake {
    settings: Settings,
    site: Mutex<published::Watched>,
    slips: Slips,
    spool: Spool,
    limits: Limits,
    links: Rate,
    seen: Mutex<HashSet<[u8; slip::NONCE]>>,
}

impl Intake {
    /// # Errors
    /// When the spool cannot be written to.
    pub fn open(settings: Settings) -> std::io::Result<Self> {
        let spool = Spool::open(&settings.spool, settings.room)?;
        Ok(Intake {
            slips: Slips::open(&settings.spool)?,
            spool,
            limits: Limits::new(settings.per_address, settings.per_minute),
            links: Rate::new(settings.links_per_minute),
            site: Mutex::default(),
            seen: Mutex::default(),
            settings,
        })
    }

    /// What is published now; the last that could be vouched for when the folder holds something else.
    fn site(&self) -> Option<Arc<Site>> {
        self.site.lock().now(&self.settings.published, &self.settings.key)
    }

    fn unix(&self) -> i64 {
        self.settings.clock.now().and_utc().timestamp()
    }

    /// Serves a page.
    pub fn get(&self, path: &str) -> Answer {
        let Some(site) = self.site() else { return Answer::plain(503) };
        let Some((entry, body)) = site.page(path) else {
            return match site.form(path, None) {
                Some(retired) => say(&site, 410, Role::Gone, &retired.lang),
                None => Answer::plain(404),
            };
        };
        match entry.role {
            Role::Form => match self.with_slip(entry, body) {
                Some(body) => Answer::page(200, &body),
                None => Answer::plain(503),
            },
            Role::Notice | Role::Thanks => Answer::page(200, body),
            Role::Style => Answer { status: 200, kind: "text/css; charset=utf-8", body: body.to_vec(), to: None },
            // What is answered to a form that was sent, and no page to ask for.
            _ => Answer::plain(404),
        }
    }

    fn with_slip(&self, entry: &Entry, body: &[u8]) -> Option<Vec<u8>> {
        let slip = self.slips.write(self.unix(), &entry.sha256)?;
        Some(std::str::from_utf8(body).ok()?.replacen(SLOT, &slip, 1).into_bytes())
    }

    /// Takes a submission. Whoever sends something hears the same, known or unknown, read by a person or a machine.
    pub fn post(&self, from: IpAddr, path: &str, body: &[u8]) -> Answer {
        let Some(site) = self.site() else { return Answer::plain(503) };
        let Some(there) = site.form(path, None) else { return Answer::plain(404) };
        let again = |status| {
            site.said(path, Role::Again).map_or_else(|| Answer::plain(status), |body| Answer::page(status, body))
        };
        if let Some(status) = self.limits.refuse(from, self.unix()) {
            return again(status);
        }
        if body.len() > BODY {
            return say(&site, 413, Role::Long, &there.lang);
        }
        let Ok(pairs) = serde_urlencoded::from_bytes::<Vec<(String, String)>>(body) else { return again(400) };
        // By its slip it is known which page was served here: it may have been another than the one that is there now.
        let slip = pairs.iter().find(|(name, _)| name == "slip").and_then(|(_, slip)| self.slips.read(slip));
        let entry = site.form(path, slip.as_ref().map(|slip| slip.sha256.as_str())).unwrap_or(there);
        let done = fields(entry, pairs).and_then(|mut fields| {
            let done = slip.ok_or(Wrong::Again(400)).and_then(|slip| self.take(&site, entry, slip, &mut fields));
            fields.values_mut().for_each(Zeroize::zeroize);
            done
        });
        match done {
            Ok(()) => Answer {
                status: 303,
                kind: "text/plain; charset=utf-8",
                body: Vec::new(),
                to: Some(format!("{path}/thanks")),
            },
            Err(Wrong::Missing) => {
                site.said(path, Role::Missing).map_or_else(|| Answer::plain(422), |body| Answer::page(422, body))
            }
            Err(Wrong::Again(status)) => again(status),
            Err(Wrong::Long) => say(&site, 422, Role::Long, &entry.lang),
            Err(Wrong::Garbled) => say(&site, 422, Role::Garbled, &entry.lang),
            Err(Wrong::Address) => say(&site, 422, Role::Address, &entry.lang),
        }
    }

    /// # Errors
    /// What is wrong with it.
    fn take(&self, site: &Site, entry: &Entry, slip: Slip, fields: &mut BTreeMap<String, String>) -> Result<(), Wrong> {
        let honey = fields.remove(HONEYPOT).unwrap_or_default();
        let Slip { at, nonce, sha256 } = slip;
        fields.remove("slip");
        let now = self.unix();
        if now - at < SECONDS {
            return Err(Wrong::Again(429));
        }
        if now - at > DAY {
            return Err(Wrong::Again(400));
        }
        let typed = |name: &str| fields.get(name).map(String::as_str).unwrap_or_default();
        if entry.fields.iter().any(|field| field.required && text::is_blank(typed(&field.name))) {
            return Err(Wrong::Missing);
        }
        // The same parser that the house has: who is thanked is not set aside for the address.
        let email = Zeroizing::new(text::line(typed("email")));
        if EmailAddress::check(&email).is_err() {
            return Err(Wrong::Address);
        }
        // Thanked like everybody else, and kept by nobody.
        if !honey.is_empty() || self.seen.lock().contains(&nonce) {
            return Ok(());
        }
        let form = FilledIn { lang: entry.lang.clone(), sha256, opened_at: at, fields: std::mem::take(fields) };
        self.keep(site, Parcel { id: data_encoding::HEXLOWER.encode(&nonce), sent_at: now, said: Said::Form(form) })
            .map_err(Wrong::Again)?;
        let mut seen = self.seen.lock();
        if seen.len() >= REMEMBERED {
            seen.clear();
        }
        seen.insert(nonce);
        Ok(())
    }

    /// Seals a parcel and puts it where the house finds it. When this returns well, it is on the disk.
    ///
    /// # Errors
    /// The status that says why not.
    fn keep(&self, site: &Site, parcel: Parcel) -> Result<(), u16> {
        let sealed = seal(&site.manifest.recipient, &parcel).map_err(|why| {
            tracing::error!(why, "a submission could not be sealed; the visitor was asked to try again");
            503_u16
        })?;
        self.spool.put(&parcel.id, &sealed).map_err(|error| {
            tracing::warn!(%error, "the spool takes nothing now; the visitor was asked to try again");
            503_u16
        })
    }
}

/// Why something is not taken.
enum Wrong {
    /// With the status that says why; the page says to wait, or to open the form anew.
    Again(u16),
    Missing,
    Long,
    Garbled,
    Address,
}

/// A page that is the same for every form.
fn say(site: &Site, status: u16, role: Role, lang: &str) -> Answer {
    let page = site.spoken(role, &[lang.to_owned()]);
    page.map_or_else(|| Answer::plain(status), |(_, body)| Answer::page(status, body))
}

/// The fields of a body: each once, none that the form does not have, none too long. Wiped where they are refused.
fn fields(entry: &Entry, pairs: Vec<(String, String)>) -> Result<BTreeMap<String, String>, Wrong> {
    let mut fields = BTreeMap::new();
    let mut wrong = None;
    for (name, mut value) in pairs {
        let most = match name.as_str() {
            "slip" | HONEYPOT => Some(200),
            name => entry.fields.iter().find(|field| field.name == name).map(|field| field.most),
        };
        let unfit = match most {
            None => Some(Wrong::Again(400)),
            Some(_) if value.contains(['\0', '\u{fffd}']) => Some(Wrong::Garbled),
            Some(most) if length(&value) > most => Some(Wrong::Long),
            Some(_) => None,
        };
        if unfit.is_some() {
            value.zeroize();
            wrong = wrong.or(unfit);
        } else if let Some(mut twice) = fields.insert(name, value) {
            twice.zeroize();
            wrong = wrong.or(Some(Wrong::Again(400)));
        }
    }
    match wrong {
        None => Ok(fields),
        Some(wrong) => {
            fields.values_mut().for_each(Zeroize::zeroize);
            Err(wrong)
        }
    }
}

/// As browsers count it for `maxlength`: in units of UTF-16, a line break as one (HTML, "the maxlength attribute").
fn length(value: &str) -> usize {
    value.encode_utf16().count() - value.matches("\r\n").count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_much_as_the_field_lets_in_is_taken_and_not_one_more() {
        let field = |name: &str, most| Field { name: name.to_owned(), required: false, most };
        let entry = Entry {
            path: "/fr/x".into(),
            role: Role::Form,
            lang: "fr".into(),
            sha256: String::new(),
            fields: vec![field("family_name", 100), field("message", 4_000)],
        };
        let taken = |name: &str, value: String| fields(&entry, vec![(name.to_owned(), value)]).is_ok();
        assert!(taken("family_name", "é".repeat(100)) && !taken("family_name", "é".repeat(101)));
        // Fifty of what counts as two.
        assert!(taken("family_name", "👩".repeat(50)) && !taken("family_name", "👩".repeat(51)));
        assert!(taken("message", "a\r\n".repeat(2_000)) && !taken("message", format!("{}b", "a\r\n".repeat(2_000))));
    }
}
