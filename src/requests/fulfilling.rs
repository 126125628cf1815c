//! Doing what was decided, saying so, and closing. What cannot be undone waits ten minutes.
use super::{
    Claim, Disposal, Outcome, RestrictionAct, State, deciding, deed, letters, needs_approval, open_rows, restriction,
    scope, store, to_change, today,
};
use crate::actor::{Actor, Right};
use crate::app::{App, Looking, Writing};
use crate::calendar::day_in_france;
use crate::catalogue::KeyClass;
use crate::deeds::What;
use crate::erasure::{self, Cause, Certificate, How, Order};
use crate::error::{Error, Result};
use crate::kept::Kept;
use crate::people;
use crate::vault::{Owner, OwnerKind};
use chrono::{Duration, NaiveDateTime};

/// In this time it can be stopped, then it cannot be undone.
const STOPPABLE: Duration = Duration::minutes(10);
/// An erasure that was answered is closed after so long, and its own key destroyed: when the copies of the keyring that
/// could still read the erased are gone, so is the request that names them.
pub const CLOSES: Duration = Duration::days(8);

/// Does what was decided: what restricts, at once; what erases, in ten minutes.
///
/// # Errors
/// `Stale` when it was not decided or not approved, or is being done already.
pub fn carry_out(w: &mut Writing, id: i64, version: i64) -> Result<()> {
    let row = to_change(w, id, version)?;
    let request = open_rows(w, vec![row.clone()])?.pop().ok_or(Error::Unreadable)?;
    let approved = row.approved_at.is_some() || !needs_approval(w, &request)?;
    if row.decided_at.is_none() || !approved || row.act_after.is_some() || row.carried_out_at.is_some() {
        return Err(Error::Stale);
    }
    let (mut scope, decisions) = (scope(w, id)?, deciding::decisions(w, id)?);
    // Whoever went meanwhile is not erased a second time.
    let there = people::these(w, &scope.people)?;
    scope.people.retain(|id| there.iter().any(|person| person.id == *id));
    let restricts = decisions.iter().any(|one| one.what == Disposal::Restrict);
    if restricts || request.claims(Claim::Restriction) {
        let reason = request.lang.words().msg_requests_restriction_reason(id.to_string());
        for person in &scope.people {
            restriction::set(w, *person, RestrictionAct::Restricted, &reason)?;
        }
    }
    let erases = request.claims(Claim::Erasure) && decisions.iter().any(|one| one.what == Disposal::Erase);
    if !erases {
        let now = w.now;
        store::change(w.conn(), &store::Row { carried_out_at: Some(now), ..row })?;
        w.record(deed(What::PrivacyCarriedOut, id));
        return Ok(());
    }
    // Whoever asks for a copy too gets it first.
    if request.wants_copy() && store::package(w.conn(), id)?.is_none() {
        return Err(Error::Stale);
    }
    let not_before = w.now + STOPPABLE;
    let order = if deciding::is_whole(&decisions) {
        let notes = store::noted(w.conn(), id)?;
        let order = Order { scope, how: How::Shred, cause: Cause::Request, cause_id: Some(id), not_before, notes };
        Some(erasure::order(w, &order)?)
    } else {
        None
    };
    store::change(w.conn(), &store::Row { order_id: order, act_after: Some(not_before), ..row })?;
    w.record(deed(What::PrivacyOrdered, id).with("whole", order.is_some()));
    Ok(())
}

/// Stops what was ordered, as long as it has not begun.
///
/// # Errors
/// `Stale` once it has.
pub fn stop(w: &mut Writing, id: i64) -> Result<()> {
    w.must(Right::WorkRequests)?;
    let row = store::get(w.conn(), id)?;
    if row.carried_out_at.is_some() || row.act_after.is_none_or(|at| at <= w.now) {
        return Err(Error::Stale);
    }
    if let Some(order) = row.order_id {
        erasure::stop(w, order)?;
    }
    store::change(w.conn(), &store::Row { order_id: None, act_after: None, ..row })?;
    w.record(deed(What::PrivacyStopped, id));
    Ok(())
}

/// Notes what was carried out, does what is due, closes what is over. Blocks.
pub fn follow(app: &App) -> Result<()> {
    let due = app.look_now(&Actor::House, |l| {
        let rows = store::list(l.conn(), &[State::Open], None, i64::MAX)?;
        let mut due = Vec::new();
        for row in rows {
            if is_due(l, &row)? {
                due.push(row.id);
            }
        }
        Ok(due)
    })?;
    for id in due {
        app.write_now(&Actor::House, |w| go_on(w, id))?;
    }
    for id in app.look_now(&Actor::House, over)? {
        close_now(app, &Actor::House, id, None)?;
    }
    for id in app.look_now(&Actor::House, half_closed)? {
        app.vault().shred(OwnerKind::Request, &[id], KeyClass::Identity)?;
    }
    let now = app.clock().now();
    for id in app.look_now(&Actor::House, |l| store::closed_before(l.conn(), outlived(now)))? {
        app.vault().shred(OwnerKind::Request, &[id], KeyClass::Identity)?;
        app.write_now(&Actor::House, |w| {
            store::remove(w.conn(), id)?;
            w.record(deed(What::PrivacyForgotten, id));
            Ok(())
        })?;
    }
    // Asked by a look first: an idle house takes no write lock for it.
    if app.look_now(&Actor::House, |l| store::has_expired(l.conn(), now))? {
        app.write_now(&Actor::House, |w| store::expire_packages(w.conn(), now))?;
    }
    Ok(())
}

/// What was closed before then has had its term.
fn outlived(now: NaiveDateTime) -> NaiveDateTime {
    Kept::Request.span().map_or(now, |span| span.older_than(now.date()))
}

fn is_due(l: &mut Looking, row: &store::Row) -> Result<bool> {
    if row.carried_out_at.is_some() || row.act_after.is_none_or(|at| at > l.now) {
        return Ok(false);
    }
    match row.order_id {
        Some(order) => {
            let progress = erasure::progress(l, order)?;
            Ok(progress.certificate.is_some() || progress.state == erasure::State::Stopped)
        }
        None => Ok(true),
    }
}

fn go_on(w: &mut Writing, id: i64) -> Result<()> {
    let row = store::get(w.conn(), id)?;
    if !is_due(w, &row)? {
        return Ok(());
    }
    // Stopped on the page of erasures: as if it had been stopped here.
    if let Some(order) = row.order_id
        && erasure::progress(w, order)?.state == erasure::State::Stopped
    {
        store::change(w.conn(), &store::Row { order_id: None, act_after: None, ..row })?;
        w.record(deed(What::PrivacyStopped, id));
        return Ok(());
    }
    if row.order_id.is_none() {
        let scope = scope(w, id)?;
        for decision in deciding::decisions(w, id)?.iter().filter(|one| one.what == Disposal::Erase) {
            erasure::forget(w, decision.holding, &scope)?;
        }
        let notes = store::noted(w.conn(), id)?;
        store::forget_notes(w.conn(), &notes)?;
    }
    let now = w.now;
    store::change(w.conn(), &store::Row { carried_out_at: Some(now), ..row })?;
    w.record(deed(What::PrivacyCarriedOut, id));
    Ok(())
}

fn certificate(l: &mut Looking, row: &store::Row) -> Result<Option<Certificate>> {
    match row.order_id {
        Some(order) => Ok(erasure::progress(l, order)?.certificate),
        None => Ok(None),
    }
}

/// Writes the answer: the clock stops. Returns the letter.
///
/// # Errors
/// `Stale` as long as what was decided is not done.
pub fn answer(w: &mut Writing, id: i64, version: i64, more: &str) -> Result<i64> {
    let row = to_change(w, id, version)?;
    if row.carried_out_at.is_none() {
        return Err(Error::Stale);
    }
    let certificate = certificate(w, &row)?;
    let letter = letters::answer(w, id, certificate.as_ref(), more)?;
    let answered = today(w);
    store::change(
        w.conn(),
        &store::Row { answered_on: Some(answered), outcome: Some(Outcome::Done), paused_since: None, ..row },
    )?;
    Ok(letter)
}

/// Somebody who took a list was told that the person is to be removed from it.
///
/// # Errors
/// `NotFound` when they are not on the list of whom to tell.
pub fn tell_recipient(w: &mut Writing, id: i64, export: i64) -> Result<()> {
    w.must(Right::WorkRequests)?;
    let (now, me) = (w.now, w.actor.staff_id());
    if !store::recipients(w.conn(), id)?.iter().any(|row| row.0 == export) {
        return Err(Error::NotFound);
    }
    if store::tell(w.conn(), id, export, now, me)? {
        w.record(deed(What::PrivacyRecipientTold, id).with("export", export));
    }
    Ok(())
}

/// Closes a request that was answered. Blocks, because an erasure's own key is destroyed with it.
///
/// # Errors
/// `Stale` when it was not answered, or somebody else changed it since this version.
pub fn close(app: &App, by: &Actor, id: i64, version: i64) -> Result<()> {
    close_now(app, by, id, Some(version))
}

fn close_now(app: &App, by: &Actor, id: i64, version: Option<i64>) -> Result<()> {
    let erased = app.write_now(by, |w| {
        w.must(Right::WorkRequests)?;
        let row = store::get(w.conn(), id)?;
        let changed = version.is_some_and(|version| version != row.version);
        if changed || row.state != State::Open || row.answered_on.is_none() {
            return Err(Error::Stale);
        }
        let erased = is_erased(&row);
        let (now, me) = (w.now, w.actor.staff_id());
        store::change(w.conn(), &store::Row { state: State::Closed, closed_at: Some(now), closed_by: me, ..row })?;
        w.record(deed(What::PrivacyClosed, id).with("key", if erased { "destroyed" } else { "kept" }));
        Ok(erased)
    })?;
    // A kill in between is made up for by the job.
    if erased { app.vault().shred(OwnerKind::Request, &[id], KeyClass::Identity) } else { Ok(()) }
}

/// Everything that it asked to be erased was: nothing of the request stays readable either. A partial erasure keeps its
/// request, as the proof of why something was kept.
fn is_erased(row: &store::Row) -> bool {
    row.outcome == Some(Outcome::Done) && row.order_id.is_some()
}

/// Erasures whose answer has been out for long enough.
fn over(l: &mut Looking) -> Result<Vec<i64>> {
    let since = day_in_france(l.now - CLOSES);
    let rows = store::list(l.conn(), &[State::Open], None, i64::MAX)?;
    let over = |row: &&store::Row| is_erased(row) && row.answered_on.is_some_and(|on| on <= since);
    Ok(rows.iter().filter(over).map(|row| row.id).collect())
}

/// Closed, and killed before the key was destroyed.
fn half_closed(l: &mut Looking) -> Result<Vec<i64>> {
    let since: NaiveDateTime = l.now - Duration::days(30);
    let rows = store::list(l.conn(), &[State::Closed], None, 200)?;
    let lately: Vec<i64> = rows
        .iter()
        .filter(|row| is_erased(row) && row.closed_at.is_some_and(|at| at > since))
        .map(|row| row.id)
        .collect();
    let owners: Vec<Owner> = lately.iter().copied().map(Owner::request).collect();
    let keys = l.unlock(&owners, KeyClass::Identity)?;
    Ok(lately.into_iter().filter(|id| keys.has(Owner::request(*id))).collect())
}

/// The people whom a request is about and who are still there, in the order of their numbers.
pub(super) fn people_of(l: &mut Looking, id: i64) -> Result<Vec<people::Person>> {
    let ids = scope(l, id)?.people;
    people::these(l, &ids)
}
