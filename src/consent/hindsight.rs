//! "Could we write to Anna about X on 3 May, and why?" The answer for any day: by the ledger as it was known then, and
//! what was recorded later beside it.
//!
//! Addresses have no history, so the present ones are asked, and those that lines known by then name. The same goes for
//! a restriction (Art. 18) and for somebody's company: the present ones count.
use super::story::{self, Told};
use super::{
    Act, Address, Channel, Contact, Facts, Line, Permission, Purpose, Question, Reason, addresses, basis, permission,
    store,
};
use crate::actor::Right;
use crate::app::Looking;
use crate::error::Result;
use crate::people::{self, Person};
use crate::reach::{Reach, ReachKind, Standing};
use chrono::NaiveDate;

/// What could be done on a day, as it was known then.
pub struct Hindsight {
    pub person: Person,
    pub day: NaiveDate,
    /// Whether the house had ever heard of them.
    pub known: bool,
    /// When they had last got in touch, and how.
    pub last_contact: (NaiveDate, Contact),
    pub answers: Vec<Answer>,
    /// What they said by that day and a colleague noted after it, newest first.
    pub later: Vec<Told>,
}

/// For one purpose and channel.
pub struct Answer {
    pub asked: Question,
    pub verdict: Result<Permission, Reason>,
    /// At which address.
    pub address: String,
    /// The line of the ledger that decided it.
    pub line: Option<Told>,
    /// What the answer is with what was recorded later, when that is another one.
    pub since: Option<Result<Permission, Reason>>,
}

/// # Errors
/// `NotFound` when there is no such person.
pub fn on(l: &mut Looking, person: i64, day: NaiveDate) -> Result<Hindsight> {
    l.must(Right::FindPeople)?;
    let person = people::get(l, person)?;
    let rows = store::of_person(l.conn(), person.id)?;
    let named: Vec<(Channel, Vec<u8>)> = rows
        .iter()
        .filter(|row| row.happened_on <= day && row.recorded_at.date() <= day)
        .filter_map(|row| row.blind.clone().map(|blind| (row.channel, blind)))
        .collect();
    let mut theirs = addresses(l.vault(), &person);
    let lines: Vec<Line> = rows.iter().map(store::Row::line).collect();
    let told = story::tell(l, &person, rows)?;
    for (channel, blind) in named {
        if !theirs.iter().any(|address| address.channel == channel && address.blind == blind)
            && let Some(told) = told.iter().find(|told| told.blind.as_ref() == Some(&blind))
        {
            theirs.push(before(channel, blind, told.address.clone()));
        }
    }
    super::mark_dead(l, &mut theirs)?;
    let ledger = story::around(l, person.id, lines, &theirs)?;
    let then: Vec<Line> = ledger.iter().filter(|line| line.recorded_on <= day).cloned().collect();
    let facts = Facts::of(l, &person)?;
    let (who, who_since) = (facts.addressee(day, &then), facts.addressee(day, &ledger));
    let mut answers = Vec::new();
    for &purpose in Purpose::ALL {
        let basis = basis(l, purpose, day)?;
        for (channel, automated) in Answer::ASKED {
            let at: Vec<&Address> = theirs.iter().filter(|address| address.channel == channel).collect();
            let candidates: Vec<_> = at.iter().map(|address| address.candidate()).collect();
            let asked = Question { purpose, channel, automated, basis, day };
            let verdict = permission(&who, &asked, &candidates, &then);
            let since = permission(&who_since, &asked, &candidates, &ledger);
            let address = verdict.ok().and_then(|permission| at.get(permission.address));
            let line = told.iter().filter(|told| told.recorded_at.date() <= day && told.happened_on <= day);
            let line = line.clone().find(|told| decides(told, &asked, &verdict, address.map(|at| at.blind.as_slice())));
            answers.push(Answer {
                asked,
                address: address.map(|address| address.written.clone()).unwrap_or_default(),
                line: line.cloned(),
                since: (since.map(|may| may.footing) != verdict.map(|may| may.footing)).then_some(since),
                verdict,
            });
        }
    }
    let last_contact = facts.last_contact(day, &then);
    let later = told.into_iter().filter(|told| told.happened_on <= day && told.recorded_at.date() > day).collect();
    let known = person.added_at.date() <= day;
    Ok(Hindsight { person, day, known, last_contact, answers, later })
}

impl Answer {
    /// By a person, and by a machine where that is another matter.
    const ASKED: [(Channel, bool); 5] = [
        (Channel::Email, false),
        (Channel::Phone, false),
        (Channel::Phone, true),
        (Channel::Fax, false),
        (Channel::Post, false),
    ];
}

/// An address that a line names and that the person has no more.
fn before(channel: Channel, blind: Vec<u8>, written: String) -> Address {
    let email = Reach::parse(ReachKind::Email, &written);
    let standing = email.map_or(Standing::Private, |reach| reach.standing());
    Address { channel, reach: None, stored: written.clone(), written, blind, standing, dead: false }
}

/// Is it this line that made it so? Lines come newest first.
fn decides(told: &Told, asked: &Question, verdict: &Result<Permission, Reason>, address: Option<&[u8]>) -> bool {
    let about = told.purpose == asked.purpose && told.channel == asked.channel;
    let names = address.is_none() || told.blind.is_none() || told.blind.as_deref() == address;
    match verdict {
        Ok(may) => about && names && Some(told.happened_on) == may.since && !told.act.refuses(),
        Err(Reason::Objected) => told.act == Act::Objected && (about || asked.basis == super::Basis::Lawful),
        Err(Reason::Withdrawn) => about && told.act == Act::Withdrawn,
        Err(Reason::GivenForAnotherAddress | Reason::Expired) => about && told.act == Act::Given,
        Err(_) => false,
    }
}
