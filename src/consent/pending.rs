//! Double opt-in: what somebody ticked on the website waits until the link in a mail confirms it, and becomes a line of the
//! ledger then and not before.
//!
//! The token in the link is random, counts once, and is kept as a keyed hash; a second keyed hash binds it to the person,
//! the address, the purpose, the form and the version of the notice, so that a row that was altered confirms nothing.
use super::pending_store::{self as store, Row};
use super::{Act, Channel, Entry, Purpose, Served, Source};
use crate::actor::Right;
use crate::app::{Looking, Writing};
use crate::catalogue::{Field, KeyClass};
use crate::deeds::{Deed, Subject, What};
use crate::error::{Error, Result};
use crate::kept;
use crate::mail::{self, Letter};
use crate::people::{self, Person, PersonKind};
use crate::reach::{self, Reach};
use crate::vault::{Owner, Unlocked, Vault};
use crate::words::Lang;
use chrono::{Duration, NaiveDateTime};
use std::collections::HashMap;

/// What somebody ticked on a form of ours, with its proof. It counts for nothing until they confirm it.
pub struct Pending<'a> {
    pub person: i64,
    /// Where the form says they are: the link goes there.
    pub email: &'a Reach,
    /// What they ticked, each with the words beside its box.
    pub purposes: &'a [(Purpose, String)],
    pub note: &'a str,
    pub served: &'a Served,
    /// When they sent the form.
    pub asked_at: NaiveDateTime,
}

/// What somebody was asked to confirm and has not yet.
#[derive(Clone)]
pub struct Waiting {
    pub purpose: Purpose,
    /// Empty when it is not theirs any more: then the link confirms nothing.
    pub address: String,
    pub asked_at: NaiveDateTime,
    pub expires_at: NaiveDateTime,
}

/// How a line of the ledger came to be confirmed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Confirmed {
    pub asked_at: NaiveDateTime,
    pub confirmed_at: NaiveDateTime,
}

/// A link is good for so many days.
const DAYS: i64 = 7;
/// What was never confirmed is kept for so long after that: a house that was down takes in late what was in time.
const KEPT: Duration = Duration::days(kept::UNCONFIRMED_DAYS);
/// Bytes of a token: nobody guesses 160 bits.
const TOKEN: usize = 20;

/// Asks somebody, by mail, to confirm what they ticked: one mail, one link, however many purposes. False when the address
/// had its share of mail for today; nothing waits then.
///
/// # Errors
/// `BadRequest` without a purpose or an e-mail address, `NotFound` when the house has no website to link to.
pub fn ask(w: &mut Writing, pending: &Pending) -> Result<bool> {
    w.must(Right::GiveConsent)?;
    if pending.purposes.is_empty() {
        return Err(Error::BadRequest("nothing to confirm"));
    }
    let token = draw();
    let body = text(w, pending, &token)?;
    let letter = Letter {
        person: pending.person,
        to: pending.email,
        kind: mail::Kind::Confirmation,
        lang: pending.served.lang,
        body: &body,
    };
    if !mail::queue(w, &letter)? {
        return Ok(false);
    }
    let rows = rows(w, pending, &token)?;
    store::add(w.conn(), &rows)?;
    let purposes: Vec<&str> = pending.purposes.iter().map(|(purpose, _)| purpose.word()).collect();
    w.record(
        Deed::of(What::ConsentAsked, Subject::Person, pending.person)
            .with("purposes", purposes.join(","))
            .with("form", pending.served.form)
            .with("notice", pending.served.notice),
    );
    Ok(true)
}

fn draw() -> String {
    let mut bytes = [0; TOKEN];
    rand::fill(&mut bytes);
    data_encoding::HEXLOWER.encode(&bytes)
}

/// Words of ours alone: whoever typed somebody else's address into the form has said nothing to them.
fn text(w: &Writing, pending: &Pending, token: &str) -> Result<String> {
    let config = w.app().config();
    let website = config.website.as_deref().ok_or(Error::NotFound)?;
    let t = pending.served.lang.words();
    let purposes: Vec<String> = pending.purposes.iter().map(|(purpose, _)| format!("- {}", purpose.label(t))).collect();
    let link = format!("{website}/c/{token}");
    Ok(t.msg_consent_letter(&config.company, purposes.join("\n"), link, DAYS))
}

fn rows(w: &mut Writing, pending: &Pending, token: &str) -> Result<Vec<Row>> {
    let ids = w.next_ids(i64::try_from(pending.purposes.len()).unwrap_or(0))?;
    let owner = Owner::person(pending.person);
    let sealing = w.sealing(&[owner], KeyClass::Identity)?;
    let (served, vault) = (pending.served, w.vault());
    let row = |(id, (purpose, wording)): (i64, &(Purpose, String))| {
        let mut row = Row {
            id,
            person_id: pending.person,
            purpose: *purpose,
            channel: Channel::Email,
            blind: reach::blind(vault, pending.email),
            source_note: Some(sealing.seal(Field::PendingSourceNote, owner, id, pending.note)?),
            wording: Some(sealing.seal(Field::PendingWording, owner, id, wording)?),
            form_id: served.form,
            notice_id: served.notice,
            served_in: served.lang,
            served_hash: served.hash.clone(),
            token_hash: vault.confirmation_hash(token.as_bytes()),
            bound: Vec::new(),
            asked_at: pending.asked_at,
            expires_at: w.now + Duration::days(DAYS),
            confirmed_at: None,
            consent_id: None,
        };
        row.bound = bound(vault, &row, token);
        Ok(row)
    };
    ids.zip(pending.purposes).map(row).collect()
}

/// The keyed hash of a token with all that it is for.
fn bound(vault: &Vault, row: &Row, token: &str) -> Vec<u8> {
    let mut what = Vec::with_capacity(160);
    for word in ["bound", token, row.purpose.word(), row.channel.word(), row.served_in.word()] {
        what.extend_from_slice(word.as_bytes());
        what.push(0);
    }
    for number in [row.id, row.person_id, row.form_id, row.notice_id] {
        what.extend_from_slice(&number.to_be_bytes());
    }
    for seconds in [row.asked_at, row.expires_at] {
        what.extend_from_slice(&seconds.and_utc().timestamp_micros().to_be_bytes());
    }
    what.extend_from_slice(&row.blind);
    what.extend_from_slice(&row.served_hash);
    vault.confirmation_hash(&what)
}

/// Takes the link of a mail as a yes, said at that time. True when something was confirmed: not a second time, not after
/// the link has expired, and not for an address that the person has no more. Nobody is told which it was.
pub fn confirm(w: &mut Writing, token: &str, at: NaiveDateTime) -> Result<bool> {
    w.must(Right::GiveConsent)?;
    let at = at.min(w.now);
    let hash = w.vault().confirmation_hash(token.as_bytes());
    let mut rows = store::of_token(w.conn(), &hash)?;
    rows.retain(|row| at <= row.expires_at && row.bound == bound(w.vault(), row, token));
    let Some(person) = rows.first().map(|row| row.person_id) else { return Ok(false) };
    let Some(person) = people::these(w, &[person])?.pop() else { return Ok(false) };
    if person.kind == PersonKind::ThirdParty {
        return Ok(false);
    }
    let keys = w.unlock(&[Owner::person(person.id)], KeyClass::Identity)?;
    let mut confirmed = Vec::new();
    for row in &rows {
        if let Some(address) = theirs(&person, &row.blind)
            && let Some(proof) = Proof::open(&keys, row)?
        {
            give(w, row, address, &proof, at)?;
            confirmed.push(row.purpose.word());
        }
    }
    if confirmed.is_empty() {
        return Ok(false);
    }
    w.record(
        Deed::of(What::ConsentConfirmed, Subject::Person, person.id)
            .with("purposes", confirmed.join(","))
            .with("channels", Channel::Email.word()),
    );
    Ok(true)
}

/// The address that was given, if they still have it.
fn theirs<'a>(person: &'a Person, blind: &[u8]) -> Option<&'a Reach> {
    person.reaches.iter().find(|kept| kept.reach.email().is_some() && kept.blind == blind).map(|kept| &kept.reach)
}

struct Proof {
    note: String,
    wording: String,
}

impl Proof {
    /// None where it does not open: a consent without its proof is none.
    fn open(keys: &Unlocked, row: &Row) -> Result<Option<Self>> {
        let (Some(note), Some(wording)) = (&row.source_note, &row.wording) else { return Ok(None) };
        let owner = Owner::person(row.person_id);
        let note = keys.open(Field::PendingSourceNote, owner, row.id, note);
        match note.and_then(|note| Ok((note, keys.open(Field::PendingWording, owner, row.id, wording)?))) {
            Err(Error::Unreadable) => Ok(None),
            opened => opened.map(|(note, wording)| Some(Proof { note, wording })),
        }
    }
}

/// The line of the ledger: of the day on which it was confirmed, with the proof of the day on which it was asked for.
fn give(w: &mut Writing, row: &Row, address: &Reach, proof: &Proof, at: NaiveDateTime) -> Result<()> {
    let entry = Entry {
        person: row.person_id,
        purpose: row.purpose,
        channel: row.channel,
        act: Act::Given,
        address: Some(Entry::at(w.vault(), address)),
        source: Source::Form,
        note: &proof.note,
        wording: &proof.wording,
        happened_on: at.date(),
    };
    let served =
        Served { form: row.form_id, notice: row.notice_id, lang: row.served_in, hash: row.served_hash.clone() };
    let line = super::record_served(w, &[entry], &served)?.pop().ok_or(Error::Unreadable)?;
    store::confirm(w.conn(), row.id, at, line)
}

/// What somebody was asked: what waits, and which lines of the ledger were confirmed, by their number.
pub(super) fn asked(l: &mut Looking, person: &Person) -> Result<(Vec<Waiting>, HashMap<i64, Confirmed>)> {
    l.must(Right::FindPeople)?;
    let (mut waiting, mut lines) = (Vec::new(), HashMap::new());
    for row in store::of_person(l.conn(), person.id)? {
        match (row.consent_id, row.confirmed_at) {
            (Some(line), Some(confirmed_at)) => {
                lines.insert(line, Confirmed { asked_at: row.asked_at, confirmed_at });
            }
            _ => waiting.push(Waiting {
                purpose: row.purpose,
                address: theirs(person, &row.blind).map(|reach| reach.written().into_owned()).unwrap_or_default(),
                asked_at: row.asked_at,
                expires_at: row.expires_at,
            }),
        }
    }
    Ok((waiting, lines))
}

impl Waiting {
    /// What the story says of it.
    pub fn sentence(&self, lang: Lang, now: NaiveDateTime) -> String {
        let t = lang.words();
        let (day, about) = (super::long_day(lang, self.asked_at.date()), self.purpose.in_a_sentence(t));
        if self.address.is_empty() {
            t.msg_consent_asked_elsewhere(day, about)
        } else if now > self.expires_at {
            t.msg_consent_asked_expired(day, about)
        } else {
            t.msg_consent_asked_waiting(day, about)
        }
    }
}

/// Forgets what nobody confirmed, a month after its link has expired.
pub fn forget_unconfirmed(w: &mut Writing) -> Result<()> {
    let before = w.now - KEPT;
    store::forget(w.conn(), before)
}
