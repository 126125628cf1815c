//! Consent: who may be written to about what, by which channel, and the proof of it (P10, P13; Art. 7 and 21 GDPR).
//!
//! The ledger is append-only; the present state is derived from it by [`permission`] and stored nowhere. A consent
//! names its address and does not follow an edit of it; a refusal follows the person, and binds the address whoever
//! has it.
mod grounds;
mod hindsight;
pub mod links;
mod opt_in;
pub mod pages;
mod pending;
mod pending_store;
mod relation;
mod rules;
mod spoken;
mod store;
mod story;
mod suppression;

pub use grounds::{Decided, basis, decide, grounds};
pub use hindsight::{Answer, Hindsight, on};
pub use opt_in::{asks, decide_opt_in};
pub use pending::{Confirmed, Pending, Waiting, ask, confirm, forget_unconfirmed};
pub use relation::{Contact, Facts, Known, company_contacts, last_contacts, silent, silent_companies};
pub use rules::{
    Addressee, Basis, Candidate, Footing, Line, NOBODY, Permission, Question, Reason, Relation, cutoff, ends_on,
    permission,
};
pub use spoken::{long_day, sentence};
pub use story::{Story, Told, Way, address_named, ends, story};
pub use suppression::{Done, Stop, is_refused, outlive, stop_address};

use crate::actor::Right;
use crate::app::{Looking, Writing};
use crate::catalogue::{Field, KeyClass};
use crate::deeds::{Deed, Subject, What};
use crate::error::{Error, Result};
use crate::people::{self, Person, PersonKind};
use crate::reach::{self, Reach, ReachKind, Standing};
use crate::search::fold;
use crate::vault::{Blind, Owner, Vault};
use crate::words::Lang;
use chrono::NaiveDate;
use std::collections::HashMap;

crate::db::values::words! {
    /// What somebody may be written to about.
    pub enum Purpose {
        Newsletter = "newsletter",
        Promotion = "promotion",
        Information = "information",
        Business = "business",
    }
}

crate::db::values::words! {
    pub enum Channel {
        Email = "email",
        Phone = "phone",
        Fax = "fax",
        Post = "post",
    }
}

crate::db::values::words! {
    pub enum Act {
        Given = "given",
        /// Took a consent back (Art. 7(3)).
        Withdrawn = "withdrawn",
        /// Objected, consent or not (Art. 21).
        Objected = "objected",
        /// Was told what for, and how to refuse (Art. 13 and 14): permits nothing by itself.
        Informed = "informed",
    }
}

impl Act {
    pub const REFUSING: [Act; 2] = [Act::Withdrawn, Act::Objected];

    pub fn refuses(self) -> bool {
        Act::REFUSING.contains(&self)
    }
}

crate::db::values::words! {
    /// How it came to us.
    pub enum Source {
        Form = "form",
        Telephone = "telephone",
        Letter = "letter",
        Email = "email",
        Meeting = "meeting",
        Import = "import",
        /// The link to unsubscribe in a mail.
        Link = "link",
        /// The program that sends mail said so.
        Sender = "sender",
        /// They asked to be erased, and are not to come back by a list.
        Erasure = "erasure",
        Other = "other",
    }
}

impl Source {
    /// What came in a file or by a link is recorded by whatever took it in.
    pub fn is_taken_down(self) -> bool {
        !matches!(self, Source::Import | Source::Link | Source::Sender | Source::Erasure)
    }
}

impl Channel {
    /// Which addresses and numbers it reaches. Post goes to the postal address, which is none of them.
    pub fn reaches(self, kind: ReachKind) -> bool {
        match self {
            Channel::Email => kind == ReachKind::Email,
            Channel::Phone => matches!(kind, ReachKind::Phone | ReachKind::Mobile),
            Channel::Fax => kind == ReachKind::Fax,
            Channel::Post => false,
        }
    }
}

/// One present address of somebody, for one channel.
#[derive(Clone, PartialEq, Eq)]
pub struct Address {
    pub channel: Channel,
    /// Which address or number it is; `None` for the postal address.
    pub reach: Option<i64>,
    /// As it is sealed: numbers with their country.
    pub stored: String,
    pub written: String,
    pub blind: Vec<u8>,
    pub standing: Standing,
    /// Mail comes back from it for good; known where [`mark_dead`] looked.
    pub dead: bool,
}

impl Address {
    pub fn candidate(&self) -> Candidate<'_> {
        Candidate { blind: &self.blind, standing: self.standing, dead: self.dead }
    }
}

/// What makes a line believable years later.
#[derive(Clone)]
pub struct Proof {
    pub source: Source,
    pub note: String,
    /// The words that were shown or read out.
    pub wording: String,
    pub happened_on: NaiveDate,
}

/// What somebody said, as a colleague takes it down: one line of the ledger per purpose, channel and address.
#[derive(Clone)]
pub struct NewLine {
    pub person: i64,
    pub act: Act,
    pub purposes: Vec<Purpose>,
    pub channels: Vec<Channel>,
    /// A consent names one present address. A refusal may; without one it binds all that its channels reach.
    pub address: Option<At>,
    pub proof: Proof,
}

/// Which of somebody's present addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum At {
    Reach(i64),
    Post,
}

/// What a colleague can put right. Pages have words for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    NoPurpose,
    NoChannel,
    /// A consent is for one address, of its channel, that the person has now.
    NotTheirAddress,
    InTheFuture,
    /// Before any of this could have been said: a slip of the keyboard.
    TooLongAgo,
    /// Source "other" says nothing by itself.
    NoteMissing,
    TooLong,
    /// Third parties are held for a customer and never written to: they have nothing to consent to.
    ThirdParty,
}

/// The longest note or wording, in bytes.
const LONGEST: usize = 20_000;
/// Nobody gave this house a consent before.
const FIRST_DAY: NaiveDate = NaiveDate::from_ymd_opt(1990, 1, 1).expect("checked when compiling: that day exists");

/// How many lines of the ledger say what: counts only.
pub fn counts(l: &mut Looking) -> Result<Vec<(Purpose, Channel, Act, i64)>> {
    l.must(Right::SeeRegister)?;
    store::counts(l.conn())
}

/// The present addresses of somebody, channel by channel, in their order.
pub fn addresses(vault: &Vault, person: &Person) -> Vec<Address> {
    let mut all = Vec::with_capacity(person.reaches.len() + 1);
    for &channel in Channel::ALL {
        let reached = person.reaches.iter().filter(|kept| channel.reaches(kept.reach.kind()));
        all.extend(reached.map(|kept| Address {
            channel,
            reach: Some(kept.id),
            stored: kept.reach.stored().to_owned(),
            written: kept.reach.written().into_owned(),
            blind: kept.blind.clone(),
            standing: kept.reach.standing(),
            dead: false,
        }));
        if channel == Channel::Post && !person.address.trim().is_empty() {
            let written = person.address.trim().to_owned();
            let blind = post_blind(vault, &written);
            let standing = Standing::Private;
            all.push(Address { channel, reach: None, stored: written.clone(), written, blind, standing, dead: false });
        }
    }
    all
}

/// Looks which of these addresses mail comes back from.
pub fn mark_dead(l: &mut Looking, addresses: &mut [Address]) -> Result<()> {
    let blinds: Vec<Vec<u8>> = addresses.iter().map(|address| address.blind.clone()).collect();
    let dead = store::dead(l.conn(), &blinds)?;
    addresses.iter_mut().for_each(|address| address.dead = dead.contains(&address.blind));
    Ok(())
}

/// Mail came back from this address for good, on that day: no list has it any more, until whoever reads it says yes again
/// by an act of their own.
pub fn bounced(w: &mut Writing, blind: &[u8], on: NaiveDate) -> Result<bool> {
    w.must(Right::RefuseConsent)?;
    let now = w.now;
    store::bury(w.conn(), blind, on.min(now.date()), now)
}

/// The keyed hash of a postal address, however it is set in lines, capitals and commas.
pub fn post_blind(vault: &Vault, address: &str) -> Vec<u8> {
    vault.blind(Blind::Post, &fold(address))
}

/// Takes down what somebody said. Returns the lines it made, or what to put right.
///
/// # Errors
/// `Forbidden` for a role that may not, `NotFound` when there is no such person.
pub fn record(w: &mut Writing, new: &NewLine) -> Result<Result<Vec<i64>, Vec<Fault>>> {
    w.must(if new.act.refuses() { Right::RefuseConsent } else { Right::GiveConsent })?;
    let person = people::these(w, &[new.person])?.pop().ok_or(Error::NotFound)?;
    let theirs = addresses(w.vault(), &person);
    let faults = faults(new, &person, &theirs, w.now.date());
    if !faults.is_empty() {
        return Ok(Err(faults));
    }
    let mut lines = Vec::new();
    for &purpose in &new.purposes {
        for &channel in &new.channels {
            let mut named = theirs.iter().filter(|address| address.channel == channel && new.names(address)).peekable();
            if named.peek().is_none() {
                lines.push((purpose, channel, None));
            }
            lines.extend(named.map(|address| (purpose, channel, Some(address))));
        }
    }
    let entries: Vec<Entry> = lines
        .into_iter()
        .map(|(purpose, channel, address)| Entry {
            person: new.person,
            purpose,
            channel,
            act: new.act,
            address: address.map(|address| (address.stored.as_str(), address.blind.clone())),
            source: new.proof.source,
            note: &new.proof.note,
            wording: &new.proof.wording,
            happened_on: new.proof.happened_on,
        })
        .collect();
    let ids = add(w, &entries, None, None)?;
    let what = match new.act {
        Act::Given => What::ConsentGiven,
        Act::Withdrawn => What::ConsentWithdrawn,
        Act::Objected => What::ConsentObjected,
        Act::Informed => What::PersonInformed,
    };
    let purposes: Vec<_> = new.purposes.iter().map(|purpose| purpose.word()).collect();
    let channels: Vec<_> = new.channels.iter().map(|channel| channel.word()).collect();
    w.record(
        Deed::of(what, Subject::Person, new.person)
            .with("purposes", purposes.join(","))
            .with("channels", channels.join(","))
            .with("lines", ids.len()),
    );
    Ok(Ok(ids))
}

impl NewLine {
    fn names(&self, address: &Address) -> bool {
        match self.address {
            None => true,
            Some(At::Reach(id)) => address.reach == Some(id),
            Some(At::Post) => address.channel == Channel::Post,
        }
    }
}

fn faults(new: &NewLine, person: &Person, theirs: &[Address], today: NaiveDate) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut unless = |fine: bool, fault: Fault| {
        if !fine {
            faults.push(fault);
        }
    };
    let proof = &new.proof;
    unless(!new.purposes.is_empty(), Fault::NoPurpose);
    unless(!new.channels.is_empty(), Fault::NoChannel);
    // What names an address must mean one that the person has, of every channel that is named with it.
    let has = |channel: &Channel| theirs.iter().any(|address| address.channel == *channel && new.names(address));
    let named = new.channels.iter().all(has);
    unless(named || (new.address.is_none() && new.act != Act::Given), Fault::NotTheirAddress);
    unless(new.act != Act::Given || new.address.is_some(), Fault::NotTheirAddress);
    unless(new.act.refuses() || person.kind != PersonKind::ThirdParty, Fault::ThirdParty);
    unless(proof.happened_on <= today, Fault::InTheFuture);
    unless(proof.happened_on >= FIRST_DAY, Fault::TooLongAgo);
    unless(proof.source != Source::Other || !proof.note.trim().is_empty(), Fault::NoteMissing);
    unless(proof.note.len() <= LONGEST && proof.wording.len() <= LONGEST, Fault::TooLong);
    faults.dedup();
    faults
}

/// A line that somebody vouches for: what an import or a form brings. The address is written and its keyed hash.
#[derive(Clone)]
pub struct Entry<'a> {
    pub person: i64,
    pub purpose: Purpose,
    pub channel: Channel,
    pub act: Act,
    pub address: Option<(&'a str, Vec<u8>)>,
    pub source: Source,
    pub note: &'a str,
    pub wording: &'a str,
    pub happened_on: NaiveDate,
}

impl<'a> Entry<'a> {
    /// The address that a line names, from one that was parsed.
    pub fn at(vault: &Vault, reach: &'a Reach) -> (&'a str, Vec<u8>) {
        (reach.stored(), reach::blind(vault, reach))
    }
}

/// Adds many lines without a deed of their own: for whoever owes one for all of them. An import never widens a consent
/// without the address, the day and the source of the proof.
///
/// # Errors
/// `BadRequest` when a consent lacks one of these; nothing is added then.
pub fn record_many(w: &mut Writing, entries: &[Entry], import: Option<i64>) -> Result<Vec<i64>> {
    w.must(Right::Import)?;
    let today = w.now.date();
    for entry in entries {
        let dated = (FIRST_DAY..=today).contains(&entry.happened_on);
        let proven = entry.act != Act::Given || (entry.address.is_some() && !entry.note.trim().is_empty());
        if !dated || !proven {
            return Err(Error::BadRequest("a consent without the address, the day and the source of its proof"));
        }
    }
    add(w, entries, import, None)
}

/// Which published page somebody said it on: the form, the notice that it showed (a version of its own), the language,
/// and the hash of the page as it was served.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Served {
    pub form: i64,
    pub notice: i64,
    pub lang: Lang,
    pub hash: Vec<u8>,
}

/// Adds what somebody said on a form of ours, with the page that was in front of them. Whoever calls owes the deed.
///
/// # Errors
/// `BadRequest` when a consent names no address, or a day that is none of ours; nothing is added then.
pub fn record_served(w: &mut Writing, entries: &[Entry], served: &Served) -> Result<Vec<i64>> {
    w.must(Right::GiveConsent)?;
    let today = w.now.date();
    let whole = |entry: &Entry| {
        (FIRST_DAY..=today).contains(&entry.happened_on) && (entry.act != Act::Given || entry.address.is_some())
    };
    if !entries.iter().all(whole) {
        return Err(Error::BadRequest("a consent without the address or the day of its proof"));
    }
    add(w, entries, None, Some(served))
}

fn add(w: &mut Writing, entries: &[Entry], import_id: Option<i64>, served: Option<&Served>) -> Result<Vec<i64>> {
    let ids: Vec<i64> = w.next_ids(i64::try_from(entries.len()).unwrap_or(0))?.collect();
    let owners: Vec<Owner> = entries.iter().map(|entry| Owner::person(entry.person)).collect();
    let sealing = w.sealing(&owners, KeyClass::Identity)?;
    let (by_id, recorded_at) = (w.actor.staff_id(), w.now);
    let rows = entries.iter().zip(&ids).map(|(entry, &id)| {
        let owner = Owner::person(entry.person);
        let some = |text| Some(str::trim(text)).filter(|text| !text.is_empty());
        let seal = |field, text: Option<&str>| sealing.seal_maybe(field, owner, id, text);
        Ok(store::Row {
            id,
            person_id: entry.person,
            purpose: entry.purpose,
            channel: entry.channel,
            act: entry.act,
            address: seal(Field::ConsentAddress, entry.address.as_ref().map(|address| address.0))?,
            blind: entry.address.as_ref().map(|address| address.1.clone()),
            source: entry.source,
            source_note: seal(Field::ConsentSourceNote, some(entry.note))?,
            wording: seal(Field::ConsentWording, some(entry.wording))?,
            happened_on: entry.happened_on,
            recorded_at,
            by_id,
            import_id,
            form_id: served.map(|served| served.form),
            notice_id: served.map(|served| served.notice),
            served_in: served.map(|served| served.lang),
            served_hash: served.map(|served| served.hash.clone()),
        })
    });
    let rows: Vec<store::Row> = rows.collect::<Result<_>>()?;
    store::add(w.conn(), &rows)?;
    if import_id.is_none() {
        let own = rows.iter().filter(|row| row.act == Act::Given);
        let alive: Vec<_> = own.filter_map(|row| Some((row.blind.clone()?, row.happened_on))).collect();
        store::revive(w.conn(), &alive)?;
    }
    Ok(ids)
}

/// Every line of these people, and every refusal that names one of these addresses, whoever's it is: for rooms that
/// judge many rows at once.
pub fn ledger(l: &mut Looking, people: &[i64], blinds: &[Vec<u8>]) -> Result<Vec<Line>> {
    l.must(Right::FindPeople)?;
    let mut lines = store::of_people(l.conn(), people)?;
    let known: std::collections::HashSet<i64> = people.iter().copied().collect();
    let naming = store::refusals_naming(l.conn(), blinds)?;
    lines.extend(naming.into_iter().filter(|line| !known.contains(&line.person)));
    Ok(lines)
}

/// Refusals that were recorded since this number was drawn: has anybody refused while something was decided upon?
pub fn refusals_since(l: &mut Looking, mark: i64) -> Result<Vec<Line>> {
    l.must(Right::FindPeople)?;
    store::refusals_since(l.conn(), mark)
}

/// A refusal that binds an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refusal {
    pub act: Act,
    pub happened_on: NaiveDate,
}

impl Refusal {
    /// Does it stand against a consent of that day? On the same day the refusal wins.
    pub fn stands_against(&self, given_on: NaiveDate) -> bool {
        self.happened_on >= given_on
    }
}

/// Which of these addresses are refused for this purpose and channel, by whoever: the last refusal each. Either it named
/// the address, or it was said by somebody who has the address now and whom it follows.
pub fn blocked(
    l: &mut Looking,
    purpose: Purpose,
    channel: Channel,
    blinds: &[Vec<u8>],
) -> Result<HashMap<Vec<u8>, Refusal>> {
    l.must(Right::FindPeople)?;
    let mut refused: HashMap<Vec<u8>, Refusal> = HashMap::new();
    let naming = store::refusals_naming(l.conn(), blinds)?;
    let naming = naming.into_iter().filter_map(|line| line.blind.clone().map(|blind| (blind, line)));
    let of_holders = store::refusals_of_holders(l.conn(), blinds)?;
    for (blind, line) in naming.chain(of_holders) {
        if line.purpose != purpose || line.channel != channel {
            continue;
        }
        let refusal = Refusal { act: line.act, happened_on: line.happened_on };
        let last = refused.entry(blind).or_insert(refusal);
        if (last.happened_on, last.act) < (refusal.happened_on, refusal.act) {
            *last = refusal;
        }
    }
    Ok(refused)
}
