//! A database from before, put beside a keyring of today, has people in it who were erased since. Their keys are gone, so
//! nobody could read them; here their rows go too, before the house serves anybody.
use super::{Cause, Erasure, How, State, carry_out, store};
use crate::actor::Actor;
use crate::app::App;
use crate::deeds::{Deed, Subject, What};
use crate::error::Result;
use crate::vault::LedgerLine;

/// Brings the database up to the safety ledger, and goes on with what a kill cut off. To be called when the house opens.
///
/// # Errors
/// When a line of the ledger was altered, or the house cannot be written to.
pub fn replay(app: &App) -> Result<()> {
    let lines = app.vault().ledger()?;
    let done = app.look_now(&Actor::House, |l| store::references(l.conn(), &[State::Shredded, State::Done]))?;
    let missed: Vec<LedgerLine> = lines.into_iter().filter(|line| !done.contains(&line.reference)).collect();
    if !missed.is_empty() {
        let highest = app.vault().highest_owner()?;
        app.write_now(&Actor::House, |w| w.draw_above(highest))?;
    }
    for line in &missed {
        take_over(app, line)?;
    }
    super::carry_out_due(app)
}

fn take_over(app: &App, line: &LedgerLine) -> Result<()> {
    let id = app.write_now(&Actor::House, |w| {
        let known = store::by_reference(w.conn(), &line.reference)?;
        let id = match known {
            // The kill came between the ledger and the database, or the copy is from while it waited.
            Some(erasure) => {
                store::set_state(w.conn(), erasure.id, State::Shredded)?;
                erasure.id
            }
            None => {
                let id = w.next_id()?;
                let erasure = Erasure {
                    id,
                    reference: line.reference.clone(),
                    how: line.how,
                    cause: Cause::Restored,
                    cause_id: None,
                    ordered_at: line.at,
                    ordered_by: None,
                    not_before: line.at,
                    state: State::Shredded,
                    begun_at: Some(line.at),
                    ended_at: None,
                    counts: Vec::new(),
                    lists: Vec::new(),
                    unreadable_from: None,
                };
                store::add(w.conn(), &erasure)?;
                w.record(Deed::of(What::ErasureReplayed, Subject::Erasure, id).with("how", line.how.word()));
                id
            }
        };
        store::add_owners(w.conn(), id, &line.owners, false)?;
        Ok(id)
    })?;
    // The keyring beside it may be a copy from before the line, merged with a ledger of today.
    app.vault().erase(line)?;
    debug_assert!(line.how == How::Shred || line.kept_until.is_some());
    carry_out(app, id).map(drop)
}
