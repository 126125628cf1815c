//! What falls due, and what the job may do about it.
use super::store::{self, ItemRow};
use super::terms::Until;
use super::{Class, Ground, facts};
use crate::accounts;
use crate::app::Looking;
use crate::consent;
use crate::error::Result;
use crate::kept::{self, Kept};
use chrono::NaiveDate;
use std::collections::HashMap;

/// Something whose term ends: what it is, and until when it is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Item {
    pub class: Class,
    pub id: i64,
    pub until: Until,
}

/// What is to be done with it today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It goes: it was signed for this day.
    Go(NaiveDate),
    Skip(Ground),
}

/// So many are looked at together.
const PART: i64 = 500;

/// Everything whose term has ended by that day, held back or not, in the order in which the job takes it.
pub fn falling_due(l: &mut Looking, by: NaiveDate) -> Result<Vec<Item>> {
    let mut items = Vec::new();
    for &class in Class::ALL {
        items.extend(of_class(l, class, by)?);
    }
    Ok(items)
}

pub(super) fn of_class(l: &mut Looking, class: Class, by: NaiveDate) -> Result<Vec<Item>> {
    let (mut items, mut after) = (Vec::new(), i64::MIN);
    loop {
        let ids = match class {
            Class::Customer => store::ended(l.conn(), kept::CUSTOMER.last(by), after, PART)?,
            Class::Company => consent::silent_companies(l, consent::cutoff(by), after, PART)?,
            Class::Prospect => consent::silent(l, consent::cutoff(by), after, PART)?,
            Class::Card => {
                let taken = Kept::Card.span().map_or(by, |span| span.last(by));
                accounts::cards_taken_until(l, taken, after, PART)?
            }
        };
        let Some(&last) = ids.last() else { break };
        after = last;
        items.extend(these(l, class, &ids)?.into_iter().filter(|item| item.until.term.is_some_and(|term| term <= by)));
    }
    Ok(items)
}

/// These, as they stand now. A prospect who has come to be at a customer since is none any more, and a card that goes with
/// its customer is no line of its own.
pub(super) fn these(l: &mut Looking, class: Class, ids: &[i64]) -> Result<Vec<Item>> {
    let item = |(id, until): (i64, Until)| Item { class, id, until };
    Ok(match class {
        Class::Customer | Class::Company => facts::of_companies(l, ids)?.into_iter().map(item).collect(),
        Class::Prospect => facts::of_people(l, ids)?.into_iter().map(item).collect(),
        Class::Card => {
            let cards = facts::of_cards(l, ids)?.into_iter().filter(|(_, (_, before))| *before);
            cards.map(|(id, (until, _))| item((id, until))).collect()
        }
    })
}

/// What the job does with each of these on that day. Those whose day has not come and that nothing holds are not in it.
pub(super) fn judge(l: &mut Looking, class: Class, items: &[Item], today: NaiveDate) -> Result<Vec<(Item, Verdict)>> {
    let ids: Vec<i64> = items.iter().map(|item| item.id).collect();
    let signed = store::signed(l.conn(), class, &ids)?;
    Ok(items.iter().filter_map(|item| Some((*item, verdict(item, &signed, today)?))).collect())
}

fn verdict(item: &Item, signed: &HashMap<i64, Vec<ItemRow>>, today: NaiveDate) -> Option<Verdict> {
    let Some(on) = item.until.on.filter(|on| *on <= today) else {
        let ground = if item.until.on.is_none() { Ground::Restricted } else { Ground::Held };
        return item.until.is_put_off(today).then_some(Verdict::Skip(ground));
    };
    let lines = signed.get(&item.id).map(Vec::as_slice).unwrap_or_default();
    let for_that_day = |line: &&ItemRow| line.due == on;
    Some(if lines.iter().filter(for_that_day).any(|line| line.ordered_at.is_some()) {
        Verdict::Skip(Ground::Ordered)
    } else if lines.iter().any(|line| line.due == on) {
        Verdict::Go(on)
    } else if lines.is_empty() {
        Verdict::Skip(Ground::Unsigned)
    } else {
        Verdict::Skip(Ground::Moved)
    })
}
