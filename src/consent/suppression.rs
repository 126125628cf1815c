//! Refusals at an e-mail address by whoever reads it: a line for each person who has it, and one by the keyed hash of the
//! address alone, which outlives them all.
use super::{Act, Channel, Entry, Line, Purpose, Source, add as add_lines, store};
use crate::actor::Right;
use crate::app::{Looking, Writing};
use crate::error::Result;
use crate::people;
use crate::reach::{self, Reach};
use chrono::NaiveDate;
use std::collections::HashMap;

/// What was said.
pub struct Stop {
    pub act: Act,
    pub purposes: Vec<Purpose>,
    pub source: Source,
    pub on: NaiveDate,
}

impl Stop {
    /// About these purposes a consent is taken back; *stop everything* objects to all of them (Art. 21(2)).
    pub fn everything_or(purposes: &[Purpose], source: Source, on: NaiveDate) -> Self {
        let (act, purposes) = match purposes {
            [] => (Act::Objected, Purpose::ALL.to_vec()),
            some => (Act::Withdrawn, Purpose::ALL.iter().copied().filter(|known| some.contains(known)).collect()),
        };
        Stop { act, purposes, source, on }
    }

    /// An objection says all that a withdrawal says.
    fn is_said_by(&self, act: Act) -> bool {
        act == Act::Objected || act == self.act
    }

    /// Had that been said by then, as these lines of somebody have it, and not been taken back since?
    fn is_known(&self, lines: &[Line], purpose: Purpose, blind: &[u8]) -> bool {
        let about = |line: &&Line| line.purpose == purpose && line.channel == Channel::Email;
        let names = |line: &&Line| line.blind.as_deref().is_none_or(|named| named == blind);
        let yes = |no: &Line| {
            let given = lines.iter().filter(about).filter(|line| line.act == Act::Given);
            given.map(|line| line.happened_on).any(|on| no.happened_on < on && on <= self.on)
        };
        lines.iter().filter(about).filter(names).any(|no| self.is_said_by(no.act) && !yes(no))
    }
}

/// What it came to.
pub struct Done {
    pub people: usize,
    pub lines: usize,
    suppressed: usize,
}

impl Done {
    pub fn is_something(&self) -> bool {
        self.lines + self.suppressed > 0
    }
}

/// Did anybody refuse this at this address, whoever has or had it? Then whoever merely types it into a form must show that
/// it is theirs: a stranger must not end what somebody said.
pub fn is_refused(l: &mut Looking, address: &Reach, purpose: Purpose) -> Result<bool> {
    l.must(Right::FindPeople)?;
    let blinds = [reach::blind(l.vault(), address)];
    let named = store::refusals_naming(l.conn(), &blinds)?;
    let held = store::refusals_of_holders(l.conn(), &blinds)?.into_iter().map(|(_, line)| line);
    Ok(named.into_iter().chain(held).any(|line| line.purpose == purpose && line.channel == Channel::Email))
}

/// Somebody said *stop* at this address, elsewhere than by a link of ours. Whoever calls owes the deed.
pub fn stop_address(w: &mut Writing, blind: &[u8], said: &Stop) -> Result<Done> {
    w.must(Right::RefuseConsent)?;
    add(w, blind, None, said)
}

/// Adds what is not there already, for everybody who has the address now and for `of`, who had it when they were written
/// to. Whoever calls owes the deed.
pub(super) fn add(w: &mut Writing, blind: &[u8], of: Option<i64>, said: &Stop) -> Result<Done> {
    let suppressed = suppress(w, blind, said)?;
    let mut ids = reach::holders(w, &[blind.to_vec()])?.remove(blind).unwrap_or_default();
    ids.extend(of);
    ids.sort_unstable();
    ids.dedup();
    // Whoever was erased, or is still being brought in by an import, is not among them; the hash binds the address.
    let holders = people::these(w, &ids)?;
    let mut theirs: HashMap<i64, Vec<Line>> = HashMap::new();
    for line in store::of_people(w.conn(), &ids)? {
        theirs.entry(line.person).or_default().push(line);
    }
    let mut entries = Vec::new();
    for person in &holders {
        let kept = person.reaches.iter().find(|kept| kept.blind == blind);
        let written = kept.map(|kept| kept.reach.stored()).unwrap_or_default();
        let lines = theirs.get(&person.id).map(Vec::as_slice).unwrap_or_default();
        let new = said.purposes.iter().filter(|purpose| !said.is_known(lines, **purpose, blind));
        entries.extend(new.map(|&purpose| Entry {
            person: person.id,
            purpose,
            channel: Channel::Email,
            act: said.act,
            address: Some((written, blind.to_vec())),
            source: said.source,
            note: "",
            wording: "",
            happened_on: said.on,
        }));
    }
    add_lines(w, &entries, None, None)?;
    Ok(Done { people: holders.len(), lines: entries.len(), suppressed })
}

/// What these people refused is kept by the hashes of their addresses, before they are erased; and where they asked for
/// that, an objection to everything, so that no list of anybody brings them back.
pub fn outlive(w: &mut Writing, people: &[i64], objects: bool) -> Result<()> {
    w.must(Right::RefuseConsent)?;
    let (now, mut rows) = (w.now, Vec::new());
    for person in people::these(w, people)? {
        let addresses = super::addresses(w.vault(), &person);
        let mut keep = |blind: &[u8], purpose, channel, act, source, on| {
            rows.push(store::Suppression {
                id: 0,
                blind: blind.to_vec(),
                purpose,
                channel,
                act,
                source,
                happened_on: on,
                recorded_at: now,
            });
        };
        for row in store::of_person(w.conn(), person.id)?.into_iter().filter(|row| row.act.refuses()) {
            let line = row.line();
            let of = addresses.iter().filter(|address| address.channel == line.channel);
            let blinds = line.blind.iter().chain(of.filter(|_| line.blind.is_none()).map(|address| &address.blind));
            blinds.for_each(|blind| {
                keep(blind, line.purpose, line.channel, line.act, row.source, line.happened_on);
            });
        }
        for address in addresses.iter().filter(|_| objects) {
            for &purpose in Purpose::ALL {
                keep(&address.blind, purpose, address.channel, Act::Objected, Source::Erasure, now.date());
            }
        }
    }
    let ids = w.next_ids(i64::try_from(rows.len()).unwrap_or(0))?;
    rows.iter_mut().zip(ids).for_each(|(row, id)| row.id = id);
    store::suppress_once(w.conn(), &rows)
}

/// Each day on which somebody said so is kept once: whoever said yes in between and is erased must not take with them
/// that the last word was no.
fn suppress(w: &mut Writing, blind: &[u8], said: &Stop) -> Result<usize> {
    let known = store::suppressions_of(w.conn(), &[blind.to_vec()])?;
    let is_known = |purpose: Purpose| {
        known.iter().any(|line| {
            let about = line.purpose == purpose && line.channel == Channel::Email;
            about && said.is_said_by(line.act) && line.happened_on == said.on
        })
    };
    let new: Vec<Purpose> = said.purposes.iter().copied().filter(|purpose| !is_known(*purpose)).collect();
    let ids = w.next_ids(i64::try_from(new.len()).unwrap_or(0))?;
    let recorded_at = w.now;
    let rows = new.into_iter().zip(ids).map(|(purpose, id)| store::Suppression {
        id,
        blind: blind.to_vec(),
        purpose,
        channel: Channel::Email,
        act: said.act,
        source: said.source,
        happened_on: said.on,
        recorded_at,
    });
    let rows: Vec<store::Suppression> = rows.collect();
    store::suppress(w.conn(), &rows)?;
    Ok(rows.len())
}
