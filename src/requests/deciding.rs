//! What is held, what becomes of it, and the second person.
use super::{
    Claim, Disposal, Ground, LetterKind, Outcome, Why, deed, letters, may_approve, needs_approval, open_rows, scope,
    store, to_change, today,
};
use crate::actor::Right;
use crate::app::{Looking, Writing};
use crate::catalogue::Holding;
use crate::deeds::What;
use crate::erasure::{self, Found, Mention, Scope};
use crate::error::{Error, Result};
use crate::newsletter;
use chrono::NaiveDate;

/// What becomes of one kind of data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    pub holding: Holding,
    pub rows: i64,
    pub what: Disposal,
    pub ground: Option<Ground>,
    pub until: Option<NaiveDate>,
}

impl Decision {
    /// It names nobody by itself: who was in a list is a number and a keyed hash, kept to tell whoever took it.
    pub fn names_nobody(holding: Holding) -> bool {
        holding == Holding::Lists
    }
}

/// Everything that names them goes: then the keys are destroyed, and not only rows.
pub(super) fn is_whole(decisions: &[Decision]) -> bool {
    decisions.iter().all(|one| one.what == Disposal::Erase || Decision::names_nobody(one.holding))
}

pub(super) fn decisions(l: &mut Looking, id: i64) -> Result<Vec<Decision>> {
    let rows = store::decisions(l.conn(), id)?;
    let decision = |row: store::DecisionRow| Decision {
        holding: row.kind,
        rows: row.rows,
        what: row.what,
        ground: row.ground,
        until: row.until,
    };
    Ok(rows.into_iter().map(decision).collect())
}

/// This is everybody whom it is about, and everything that is held of them; who took lists with them is noted.
pub fn found(w: &mut Writing, id: i64, version: i64) -> Result<Vec<Found>> {
    let row = to_change(w, id, version)?;
    if store::identity(w.conn(), id)?.means.is_none() {
        return Err(Error::Stale);
    }
    let scope = scope(w, id)?;
    let found = held(w, &scope)?;
    let since = w.now - erasure::LISTS_SINCE;
    let lists: Vec<i64> = newsletter::holding(w, &scope.people, since)?.into_iter().map(|export| export.id).collect();
    store::add_recipients(w.conn(), id, &lists)?;
    let now = w.now;
    store::change(w.conn(), &store::Row { found_at: Some(now), ..row })?;
    let rows: i64 = found.iter().map(|found| found.rows).sum();
    w.record(deed(What::PrivacyFound, id).with("rows", rows).with("lists", lists.len()));
    Ok(found)
}

/// What is held and can be decided about. What an erasure destroys in any case (uploads, parcels), and what is left of links
/// that work for ever, is nobody's choice.
pub fn held(l: &mut Looking, scope: &Scope) -> Result<Vec<Found>> {
    let no_choice = [Holding::Links, Holding::Uploads, Holding::Parcels, Holding::Mentions];
    Ok(erasure::find(l, scope)?.into_iter().filter(|found| !no_choice.contains(&found.holding)).collect())
}

/// Notes about others that name whom it is about: destroying their keys does not reach those.
pub fn mentions(l: &mut Looking, id: i64) -> Result<Vec<Mention>> {
    l.must(Right::WorkRequests)?;
    let scope = scope(l, id)?;
    erasure::mentions(l, &scope)
}

/// What would be decided, to be looked at and changed: what the request asks for is done, but for what has to stay while
/// somebody is a contact of a customer.
pub fn propose(l: &mut Looking, id: i64) -> Result<Vec<Decision>> {
    l.must(Right::SeeRequests)?;
    let scope = scope(l, id)?;
    let row = store::get(l.conn(), id)?;
    let erases = row.kinds.split(',').any(|kind| kind == Claim::Erasure.word());
    let (now, today) = (l.now.date(), today(l));
    let customer = store::is_customer(l.conn(), &scope.companies, &scope.people, now)?;
    let years = |years: u32| today.checked_add_months(chrono::Months::new(12 * years));
    let propose = |found: Found| {
        let keep = |ground, until| (Disposal::Keep, Some(ground), until);
        let (what, ground, until) = match found.holding {
            _ if !erases => (Disposal::Keep, None, None),
            Holding::Lists => keep(Ground::Duty, years(1)),
            Holding::Identity | Holding::Reaches | Holding::Accounts if customer => keep(Ground::Contract, None),
            Holding::Contracts if customer => keep(Ground::Duty, years(10)),
            Holding::Consents if customer => keep(Ground::Duty, years(3)),
            Holding::Assistance if customer => keep(Ground::Claims, years(5)),
            _ => (Disposal::Erase, None, None),
        };
        Decision { holding: found.holding, rows: found.rows, what, ground, until }
    };
    Ok(held(l, &scope)?.into_iter().map(propose).collect())
}

/// Decides, kind by kind. What is not named was not there when it was looked at; if there is more by now, it is looked at
/// again.
///
/// # Errors
/// `Stale` when other kinds of data are held by now; `BadRequest` when something is kept without a ground, or that which
/// names somebody is erased while something of theirs stays.
pub fn decide(w: &mut Writing, id: i64, version: i64, decisions: &[Decision], notes: &[i64]) -> Result<()> {
    let row = to_change(w, id, version)?;
    if row.found_at.is_none() || row.act_after.is_some() {
        return Err(Error::Stale);
    }
    let scope = scope(w, id)?;
    let held = held(w, &scope)?;
    if held.iter().any(|found| !decisions.iter().any(|one| one.holding == found.holding)) {
        return Err(Error::Stale);
    }
    let erases = row.kinds.split(',').any(|kind| kind == Claim::Erasure.word());
    let unfounded = |one: &Decision| erases && one.what != Disposal::Erase && one.ground.is_none();
    if decisions.iter().any(unfounded) || (erases && !is_named(decisions)) {
        return Err(Error::BadRequest("what is kept is kept for a reason, with whose it is"));
    }
    let kept: Vec<store::DecisionRow> = decisions
        .iter()
        .filter_map(|one| {
            let rows = held.iter().find(|found| found.holding == one.holding)?.rows;
            Some(store::DecisionRow {
                request_id: id,
                kind: one.holding,
                rows,
                what: one.what,
                ground: one.ground,
                until: one.until,
            })
        })
        .collect();
    // Only notes that name them; a number from elsewhere is none.
    let named: Vec<i64> =
        if notes.is_empty() { Vec::new() } else { mentions(w, id)?.iter().map(|one| one.note).collect() };
    let notes: Vec<i64> = notes.iter().copied().filter(|note| named.contains(note)).collect();
    store::set_noted(w.conn(), id, &notes)?;
    store::decide(w.conn(), id, &kept)?;
    let (now, me) = (w.now, w.actor.staff_id());
    let row = store::Row { decided_at: Some(now), decided_by: me, approved_at: None, approved_by: None, ..row };
    store::change(w.conn(), &row)?;
    let count = |what| kept.iter().filter(|one| one.what == what).count();
    w.record(
        deed(What::PrivacyDecided, id)
            .with("erase", count(Disposal::Erase))
            .with("keep", count(Disposal::Keep))
            .with("restrict", count(Disposal::Restrict))
            .with("notes", notes.len()),
    );
    Ok(())
}

/// Where something of somebody stays, it has to stay known whose it is.
pub fn is_named(decisions: &[Decision]) -> bool {
    is_whole(decisions) || !decisions.iter().any(|one| one.holding == Holding::Identity && one.what == Disposal::Erase)
}

/// The second person agrees.
///
/// # Errors
/// `Forbidden` for whoever recorded or decided it; `Stale` when there is nothing to approve.
pub fn approve(w: &mut Writing, id: i64, version: i64) -> Result<()> {
    let row = to_approve(w, id, version)?;
    let (now, me) = (w.now, w.actor.staff_id());
    store::change(w.conn(), &store::Row { approved_at: Some(now), approved_by: me, ..row })?;
    w.record(deed(What::PrivacyApproved, id));
    Ok(())
}

/// The second person does not: it is decided again.
pub fn send_back(w: &mut Writing, id: i64, version: i64) -> Result<()> {
    let row = to_approve(w, id, version)?;
    store::change(w.conn(), &store::Row { decided_at: None, decided_by: None, ..row })?;
    w.record(deed(What::PrivacySentBack, id));
    Ok(())
}

fn to_approve(w: &mut Writing, id: i64, version: i64) -> Result<store::Row> {
    w.must(Right::ApproveRequests)?;
    let row = store::get(w.conn(), id)?;
    let request = open_rows(w, vec![row.clone()])?.pop().ok_or(Error::Unreadable)?;
    if !may_approve(w, &request) {
        return Err(Error::Forbidden);
    }
    let waits = row.decided_at.is_some() && row.approved_at.is_none() && row.answered_on.is_none();
    if row.version != version || !waits || !needs_approval(w, &request)? {
        return Err(Error::Stale);
    }
    Ok(row)
}

/// Refuses, for a reason that the letter tells with what can be done about it (Art. 12(4)).
pub fn refuse(w: &mut Writing, id: i64, version: i64, why: Why, reason: &str) -> Result<i64> {
    let row = to_change(w, id, version)?;
    if row.act_after.is_some() {
        return Err(Error::Stale);
    }
    let letter = letters::refusal(w, id, why, reason)?;
    let answered = today(w);
    let row = store::Row { answered_on: Some(answered), outcome: Some(Outcome::Refused), paused_since: None, ..row };
    store::change(w.conn(), &row)?;
    w.record(deed(What::PrivacyRefused, id).with("why", why.word()).with("letter", LetterKind::Refusal.word()));
    Ok(letter)
}
