//! The story of a person's consents: everything they said, with its proof, and what follows from it today.
use super::{
    Act, Address, Basis, Channel, Confirmed, Facts, Line, Permission, Purpose, Question, Reason, Relation, Served,
    Source, Waiting, addresses, basis, ends_on, pending, permission, store,
};
use crate::actor::Right;
use crate::app::Looking;
use crate::auth;
use crate::catalogue::{Field, KeyClass};
use crate::error::{Error, Result};
use crate::people;
use crate::reach::{Reach, ReachKind};
use crate::vault::Owner;
use chrono::{NaiveDate, NaiveDateTime};

/// Everything that is known of somebody's consents: how it stands today, and how it came to that.
#[derive(Clone)]
pub struct Story {
    pub person: i64,
    /// When it was told: what waits may have expired by then.
    pub now: NaiveDateTime,
    pub third_party: bool,
    pub restricted: bool,
    pub ways: Vec<Way>,
    /// What they were asked to confirm and have not.
    pub waiting: Vec<Waiting>,
    pub told: Vec<Told>,
}

/// How things stand for one present address, or for a channel that has none but of which something was said.
#[derive(Clone)]
pub struct Way {
    pub channel: Channel,
    /// Empty when there is no address.
    pub address: String,
    /// One for each purpose, in their order.
    pub states: Vec<(Purpose, Result<Permission, Reason>)>,
}

/// A line of the ledger, opened.
#[derive(Clone)]
pub struct Told {
    pub id: i64,
    pub purpose: Purpose,
    pub channel: Channel,
    pub act: Act,
    pub address: String,
    pub source: Source,
    pub note: String,
    pub wording: String,
    pub happened_on: NaiveDate,
    pub recorded_at: NaiveDateTime,
    /// Who noted it. The command line and the house have no name.
    pub by: Option<String>,
    pub import: Option<i64>,
    /// The page that was in front of them, when they said it on a form of ours.
    pub served: Option<Served>,
    /// When they confirmed it by the link in a mail.
    pub confirmed: Option<Confirmed>,
    /// Which of their addresses the line names.
    pub(super) blind: Option<Vec<u8>>,
}

/// What somebody said, newest first, with its proof, and what follows from it today. Whoever shows it owes the deed of
/// the person it is about.
pub fn story(l: &mut Looking, person: i64) -> Result<Story> {
    l.must(Right::FindPeople)?;
    let person = people::these(l, &[person])?.pop().ok_or(Error::NotFound)?;
    let rows = store::of_person(l.conn(), person.id)?;
    let mut theirs = addresses(l.vault(), &person);
    super::mark_dead(l, &mut theirs)?;
    let ledger = around(l, person.id, rows.iter().map(store::Row::line).collect(), &theirs)?;
    let facts = Facts::of(l, &person)?;
    let today = l.now.date();
    let who = facts.addressee(today, &ledger);
    let bases = Purpose::ALL.iter().map(|&purpose| Ok((purpose, basis(l, purpose, today)?)));
    let bases: Vec<(Purpose, Basis)> = bases.collect::<Result<_>>()?;
    let way = |channel: Channel, address: Option<&Address>| {
        let candidates: Vec<_> = address.iter().map(|address| address.candidate()).collect();
        let state = |&(purpose, basis): &(Purpose, Basis)| {
            let asked = Question { purpose, channel, automated: false, basis, day: today };
            (purpose, permission(&who, &asked, &candidates, &ledger))
        };
        let states = bases.iter().map(state).collect();
        Way { channel, address: address.map(|address| address.written.clone()).unwrap_or_default(), states }
    };
    let mut ways = Vec::new();
    for &channel in Channel::ALL {
        let mut reached = theirs.iter().filter(|address| address.channel == channel).peekable();
        if reached.peek().is_none() && ledger.iter().any(|line| line.channel == channel) {
            ways.push(way(channel, None));
        }
        ways.extend(reached.map(|address| way(channel, Some(address))));
    }
    let (waiting, _) = pending::asked(l, &person)?;
    let told = tell(l, &person, rows)?;
    let (third_party, restricted) = (who.third_party, who.restricted);
    Ok(Story { person: person.id, now: l.now, third_party, restricted, ways, waiting, told })
}

/// The day on which what permits to write to somebody ends by itself, as things stand.
pub fn ends(l: &mut Looking, person: &people::Person) -> Result<Option<NaiveDate>> {
    l.must(Right::FindPeople)?;
    let own = store::of_people(l.conn(), &[person.id])?;
    let today = l.now.date();
    let who = Facts::of(l, person)?.addressee(today, &own);
    Ok((who.relation != Relation::Customer).then(|| ends_on(who.last_contact)))
}

/// An address of somebody by its keyed hash, when a line of theirs names it and it is theirs no more.
pub fn address_named(l: &mut Looking, person: i64, blind: &[u8]) -> Result<Option<String>> {
    l.must(Right::FindPeople)?;
    let rows = store::of_person(l.conn(), person)?;
    let person = people::these(l, &[person])?.pop().ok_or(Error::NotFound)?;
    let told = tell(l, &person, rows)?;
    Ok(told
        .into_iter()
        .find(|told| told.blind.as_deref() == Some(blind) && !told.address.is_empty())
        .map(|t| t.address))
}

/// All of the ledger that says anything of somebody at these addresses: their own lines, and the refusals of others.
pub(super) fn around(l: &mut Looking, person: i64, own: Vec<Line>, theirs: &[Address]) -> Result<Vec<Line>> {
    let mut ledger = own;
    let blinds: Vec<Vec<u8>> = theirs.iter().map(|address| address.blind.clone()).collect();
    let others = store::refusals_naming(l.conn(), &blinds)?;
    ledger.extend(others.into_iter().filter(|line| line.person != person));
    // A refusal follows whoever said it to the address they have now, and binds whoever shares that.
    let followed = store::refusals_of_holders(l.conn(), &blinds)?.into_iter();
    let followed = followed.filter(|(_, line)| line.person != person);
    ledger.extend(followed.map(|(blind, line)| Line { blind: Some(blind), ..line }));
    Ok(ledger)
}

pub(super) fn tell(l: &mut Looking, person: &people::Person, rows: Vec<store::Row>) -> Result<Vec<Told>> {
    let owner = Owner::person(person.id);
    let (_, confirmed) = pending::asked(l, person)?;
    let keys = l.unlock(&[owner], KeyClass::Identity)?;
    let staff: Vec<i64> = rows.iter().filter_map(|row| row.by_id).collect();
    let names = auth::names(l, &staff)?;
    let told = rows.into_iter().map(|row| {
        let open = |field, sealed: Option<&_>| keys.show_maybe(field, owner, row.id, sealed);
        Ok(Told {
            id: row.id,
            purpose: row.purpose,
            channel: row.channel,
            act: row.act,
            address: written(row.channel, open(Field::ConsentAddress, row.address.as_ref())?),
            source: row.source,
            note: open(Field::ConsentSourceNote, row.source_note.as_ref())?,
            wording: open(Field::ConsentWording, row.wording.as_ref())?,
            happened_on: row.happened_on,
            recorded_at: row.recorded_at,
            by: row.by_id.and_then(|id| names.get(&id).cloned()),
            import: row.import_id,
            served: served(&row),
            confirmed: confirmed.get(&row.id).copied(),
            blind: row.blind,
        })
    });
    told.collect()
}

fn served(row: &store::Row) -> Option<Served> {
    let (form, notice) = row.form_id.zip(row.notice_id)?;
    let (lang, hash) = row.served_in.zip(row.served_hash.clone())?;
    Some(Served { form, notice, lang, hash })
}

/// Numbers as people read them; what no longer parses, as it stands.
fn written(channel: Channel, address: String) -> String {
    let kind = match channel {
        Channel::Phone => ReachKind::Phone,
        Channel::Fax => ReachKind::Fax,
        Channel::Email | Channel::Post => return address,
    };
    Reach::parse(kind, &address).map_or(address, |reach| reach.written().into_owned())
}
