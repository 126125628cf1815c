//! Which purposes ask for a confirmation by mail: the Dpo's decision, never changed, only followed by another.
use super::{Purpose, pending_store as store};
use crate::actor::Right;
use crate::app::{Looking, Writing};
use crate::deeds::{Deed, What};
use crate::error::Result;
use crate::mail;
use chrono::NaiveDateTime;

impl Purpose {
    /// Without a decision: what is sent to many asks, what answers somebody does not.
    fn asks_by_itself(self) -> bool {
        matches!(self, Purpose::Newsletter | Purpose::Promotion)
    }
}

/// Whether a consent to this, given on the website, counts only once it was confirmed by the link in a mail. Never where
/// the house sends no mail: nobody could confirm then, and the page of the grounds says so.
pub fn asks(l: &mut Looking, purpose: Purpose) -> Result<bool> {
    Ok(mail::is_sent(l.app()) && decided(l, purpose)?)
}

/// What was decided, or the default: whether it has an effect is another question.
fn decided(l: &mut Looking, purpose: Purpose) -> Result<bool> {
    standing(l, purpose).map(|(asks, _)| asks)
}

/// When somebody decided, and who.
type Deciding = (NaiveDateTime, Option<i64>);

/// The same, with when and by whom it was decided; without a decision, it is the default.
pub(super) fn standing(l: &mut Looking, purpose: Purpose) -> Result<(bool, Option<Deciding>)> {
    l.must(Right::FindPeople)?;
    let last = store::opt_in(l.conn(), purpose)?;
    Ok(last.map_or_else(|| (purpose.asks_by_itself(), None), |(asks, at, by)| (asks, Some((at, by)))))
}

/// Decides; a line is added where something changes.
///
/// # Errors
/// `Forbidden` to everybody but the Dpo.
pub fn decide_opt_in(w: &mut Writing, purpose: Purpose, asks: bool) -> Result<()> {
    w.must(Right::DecideGrounds)?;
    if decided(w, purpose)? == asks {
        return Ok(());
    }
    let row = store::OptIn { id: w.next_id()?, purpose, asks, at: w.now, by_id: w.actor.staff_id() };
    store::decide_opt_in(w.conn(), &row)?;
    w.record(Deed::new(What::OptInDecided).with("purpose", purpose.word()).with("asks", asks));
    Ok(())
}
