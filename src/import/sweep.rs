//! What is left behind and must not be: by a kill, by a fault, by time.
use super::stage::abandon;
use super::{Fault, STAGED_FOR, State, deed, stage, staged, store};
use crate::actor::{Actor, Right};
use crate::app::App;
use crate::catalogue::KeyClass;
use crate::deeds::What;
use crate::error::{Error, Result};
use crate::vault::OwnerKind;
use crate::{companies, people};

/// So many newcomers are removed together.
const BATCH: i64 = 1_000;

/// Undoes the work of imports that nobody works on any more: a killed program let go of their locks. To be run when the
/// house opens; running it at any other time does no harm.
///
/// # Errors
/// When the house cannot be written to.
pub fn sweep(app: &App) -> Result<()> {
    for id in app.look_now(&Actor::House, |l| store::arriving(l.conn()))? {
        if staged::hold(app, id)?.is_some() {
            abandon(app, id)?;
        }
    }
    for row in app.look_now(&Actor::House, |l| store::in_states(l.conn(), &[State::Planning, State::Applying]))? {
        let Some(_held) = staged::hold(app, row.id)? else { continue };
        let fault = if row.state == State::Planning { Fault::PlanningCut } else { Fault::ApplyingCut };
        undo(app, row.id, fault)?;
    }
    Ok(())
}

/// Whoever calls it holds the lock, or knows that nobody can.
pub(super) fn undo(app: &App, id: i64, fault: Fault) -> Result<()> {
    let state = app.look_now(&Actor::House, |l| Ok(store::get(l.conn(), id)?.state))?;
    if state == State::Applying {
        remove_arrivals(app, id)?;
    }
    app.write_now(&Actor::House, |w| {
        let undone = match state {
            State::Planning => {
                store::remove_rows(w.conn(), id)?;
                store::count(w.conn(), id, None)?;
                store::settle(w.conn(), id, state, State::Failed, Some(fault))?
            }
            State::Applying => store::settle(w.conn(), id, state, State::Failed, Some(fault))?,
            _ => false,
        };
        if undone {
            let what = if fault == Fault::Broken { What::ImportFailed } else { What::ImportSwept };
            w.record(deed(what, id).with("fault", fault.word()));
        }
        Ok(())
    })
}

/// Takes back whoever came in unseen: their keys first, so that a kill in between leaves nothing that could be read, and
/// the rows tell the next sweep where to go on.
pub(super) fn remove_arrivals(app: &App, id: i64) -> Result<()> {
    // Once it is applied they are people like any other.
    if app.look_now(&Actor::House, |l| Ok(store::get(l.conn(), id)?.state))? != State::Applying {
        return Err(Error::internal("newcomers of an import that is not being applied"));
    }
    loop {
        let people = app.look_now(&Actor::House, |l| people::arrivals(l, id, BATCH))?;
        if people.is_empty() {
            break;
        }
        app.vault().shred(OwnerKind::Person, &people, KeyClass::Identity)?;
        app.write_now(&Actor::House, |w| people::forget_arrivals(w, id, &people))?;
    }
    loop {
        let companies = app.look_now(&Actor::House, |l| companies::arrivals(l, id, BATCH))?;
        if companies.is_empty() {
            return Ok(());
        }
        app.vault().shred(OwnerKind::Company, &companies, KeyClass::Identity)?;
        app.write_now(&Actor::House, |w| companies::forget_arrivals(w, id, &companies))?;
    }
}

/// Ends an import that is not wanted any more, or what an applied one still keeps for its rejected rows.
pub fn discard(app: &App, by: &Actor, id: i64) -> Result<()> {
    let _held = staged::hold(app, id)?.ok_or(Error::Stale)?;
    app.write_now(by, |w| {
        w.must(Right::Import)?;
        let row = store::get(w.conn(), id)?;
        match row.state {
            State::Planning | State::Applying => return Err(Error::Stale),
            State::Applied | State::Discarded => {}
            State::Staged | State::Planned | State::Failed => {
                store::settle(w.conn(), id, row.state, State::Discarded, None)?;
            }
        }
        w.record(deed(What::ImportDiscarded, id));
        Ok(())
    })?;
    forget(app, id)
}

/// Ends every upload that names somebody who is being erased, applied or not; how many. Whoever was at work on it uploads
/// the file again, without them.
///
/// # Errors
/// `Busy` while one of them is being worked on.
pub fn discard_naming(app: &App, names: &dyn Fn(&str) -> bool) -> Result<i64> {
    let mut gone = 0;
    for id in staged::all(app)? {
        let _held = staged::hold(app, id)?.ok_or(Error::Busy)?;
        if !stage::says(app, id, names)? {
            continue;
        }
        app.write_now(&Actor::House, |w| {
            let row = store::get(w.conn(), id)?;
            if !matches!(row.state, State::Applied | State::Discarded) {
                store::settle(w.conn(), id, row.state, State::Discarded, Some(Fault::Erased))?;
            }
            w.record(deed(What::ImportDiscarded, id).with("fault", Fault::Erased.word()));
            Ok(())
        })?;
        forget(app, id)?;
        gone += 1;
    }
    Ok(gone)
}

/// Destroys the key of what was uploaded, then the rows, then the file: its name says that there is something to do.
fn forget(app: &App, id: i64) -> Result<()> {
    app.vault().shred(OwnerKind::Import, &[id], KeyClass::Staging)?;
    app.write_now(&Actor::House, |w| store::remove_rows(w.conn(), id))?;
    staged::remove(app, id)
}

/// Ends what is a day old. To be run each hour, and when the house opens.
///
/// # Errors
/// When the house or the folder cannot be written to.
pub fn tidy(app: &App) -> Result<()> {
    for id in staged::all(app)? {
        let Some(_held) = staged::hold(app, id)? else { continue };
        let row = match app.look_now(&Actor::House, |l| store::get(l.conn(), id)) {
            Ok(row) => Some(row),
            Err(Error::NotFound) => None,
            Err(error) => return Err(error),
        };
        let now = app.clock().now();
        match row {
            // An upload that never became an import, or one of which the file outlived a kill.
            None => abandon(app, id)?,
            Some(row) if row.state == State::Discarded => forget(app, id)?,
            Some(row) if now < row.at + STAGED_FOR => {}
            Some(row) => {
                app.write_now(&Actor::House, |w| {
                    if row.state != State::Applied {
                        store::settle(w.conn(), id, row.state, State::Discarded, Some(Fault::Expired))?;
                        w.record(deed(What::ImportDiscarded, id).with("fault", Fault::Expired.word()));
                    }
                    Ok(())
                })?;
                forget(app, id)?;
            }
        }
    }
    Ok(())
}
