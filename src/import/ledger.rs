//! What the consent ledger says to an import: who has refused, and what is consented to already.
use super::rows::{Candidate, Yes};
use super::{Answers, OptIn};
use crate::app::Looking;
use crate::consent::{self, Act, Line, Source};
use crate::error::Result;
use crate::reach::Reach;
use chrono::NaiveDate;
use std::collections::HashMap;

pub use crate::consent::{Channel, Purpose};

/// How the ledger stands for some people and addresses.
#[derive(Default)]
pub struct Standing {
    by_person: HashMap<i64, Vec<Line>>,
    /// Refusals by the address that they name.
    naming: HashMap<Vec<u8>, Vec<Line>>,
}

impl Standing {
    pub fn of(l: &mut Looking, people: &[i64], blinds: &[Vec<u8>]) -> Result<Self> {
        let mut standing = Standing::default();
        for line in consent::ledger(l, people, blinds)? {
            if let (true, Some(blind)) = (line.act.refuses(), &line.blind) {
                standing.naming.entry(blind.clone()).or_default().push(line.clone());
            }
            standing.by_person.entry(line.person).or_default().push(line);
        }
        Ok(standing)
    }

    fn lines(&self, person: i64) -> &[Line] {
        self.by_person.get(&person).map(Vec::as_slice).unwrap_or_default()
    }

    /// Has this person refused anything, and not agreed to it since?
    pub fn has_refused(&self, person: i64) -> bool {
        self.lines(person).iter().any(|line| line.act.refuses() && self.stands(person, line.purpose, line.channel))
    }

    fn stands(&self, person: i64, purpose: Purpose, channel: Channel) -> bool {
        let last = |no: bool| {
            let lines = self.lines(person).iter();
            let lines = lines.filter(|line| line.purpose == purpose && line.channel == channel);
            lines
                .filter(|line| if no { line.act.refuses() } else { line.act == Act::Given })
                .map(|line| line.happened_on)
                .max()
        };
        last(true).is_some_and(|no| last(false).is_none_or(|yes| yes <= no))
    }

    /// Has somebody else refused, naming this address, or was it unsubscribed by whoever reads it?
    pub fn is_refused_by_others(&self, blind: &[u8], person: Option<i64>) -> bool {
        let stands = |line: &Line| Some(line.person) != person && !person.is_some_and(|person| self.ends(line, person));
        self.naming.get(blind).is_some_and(|lines| lines.iter().any(stands))
    }

    /// Has this person ended what was refused at their address for good, by a later act of their own?
    fn ends(&self, no: &Line, person: i64) -> bool {
        let same = |yes: &Line| yes.purpose == no.purpose && yes.channel == no.channel && yes.blind == no.blind;
        let ended = |yes: &Line| yes.act == Act::Given && !yes.imported && yes.happened_on > no.happened_on;
        no.person == consent::NOBODY && self.lines(person).iter().any(|yes| same(yes) && ended(yes))
    }

    /// Has one of the holders of this address refused what reaches it?
    pub fn is_refused_by_a_holder(&self, holders: &[i64], person: Option<i64>, channel: Channel) -> bool {
        holders.iter().filter(|holder| Some(**holder) != person).any(|holder| {
            let theirs = self.lines(*holder).iter().filter(|line| line.act.refuses() && line.channel == channel);
            theirs.into_iter().any(|line| self.stands(*holder, line.purpose, line.channel))
        })
    }

    /// Is this consent in the ledger already, for that very address?
    fn is_given(&self, person: i64, purpose: Purpose, channel: Channel, blind: &[u8]) -> bool {
        self.lines(person).iter().any(|line| {
            let same = line.purpose == purpose && line.channel == channel;
            same && line.act == Act::Given && line.blind.as_deref() == Some(blind)
        })
    }
}

/// A line that a row would add to the ledger.
pub struct NewLine {
    pub purpose: Purpose,
    pub channel: Channel,
    pub act: Act,
    pub address: Option<(Reach, Vec<u8>)>,
    pub on: NaiveDate,
}

/// What a row adds: for somebody who is there already only what is not in the ledger. A consent needs an address of its
/// channel in the row and a day; a refusal needs neither and binds from today.
pub fn lines(
    candidate: &Candidate,
    answers: &Answers,
    known: Option<(i64, &Standing)>,
    today: NaiveDate,
) -> Vec<NewLine> {
    let mut lines = Vec::new();
    let no = [(candidate.no_email, Channel::Email), (candidate.no_calls, Channel::Phone)];
    for (_, channel) in no.into_iter().filter(|(says, _)| *says) {
        let address = candidate.first(channel);
        for &purpose in Purpose::ALL {
            if known.is_some_and(|(person, standing)| standing.stands(person, purpose, channel)) {
                continue;
            }
            lines.push(NewLine { purpose, channel, act: Act::Objected, address: address.cloned(), on: today });
        }
    }
    let refuses = |channel: Channel| no.contains(&(true, channel));
    if let (Yes::Since(on), Some(OptIn { purposes, channel, .. })) = (candidate.yes, &answers.opt_in)
        && let Some(address) = candidate.first(*channel).filter(|_| !refuses(*channel))
    {
        for &purpose in purposes {
            if known.is_some_and(|(person, standing)| standing.is_given(person, purpose, *channel, &address.1)) {
                continue;
            }
            let address = Some(address.clone());
            lines.push(NewLine { purpose, channel: *channel, act: Act::Given, address, on });
        }
    }
    lines
}

/// The lines as the ledger takes them, with what proves them.
pub fn entries<'a>(person: i64, lines: &'a [NewLine], proof: &'a str) -> impl Iterator<Item = consent::Entry<'a>> {
    lines.iter().map(move |line| consent::Entry {
        person,
        purpose: line.purpose,
        channel: line.channel,
        act: line.act,
        address: line.address.as_ref().map(|(reach, blind)| (reach.stored(), blind.clone())),
        source: Source::Import,
        note: proof,
        wording: "",
        happened_on: line.on,
    })
}
