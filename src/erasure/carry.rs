//! Carrying an erasure out, step by step. Each step commits by itself and may be done twice.
use super::traces::Traces;
use super::{ARCHIVES_LIVE, Cause, Erasure, How, LISTS_SINCE, Scope, State, count, deleted, store, unreadable_from};
use crate::actor::{Actor, Right};
use crate::app::{App, Writing};
use crate::catalogue::Holding;
use crate::deeds::{Deed, Subject, What};
use crate::error::{Error, Result};
use crate::search::Kind;
use crate::vault::LedgerLine;
use crate::{accounts, consent, forms, import, newsletter};

/// Carries out what is due, and goes on with what a kill cut off. One that cannot go on now does not keep the others
/// waiting. Blocks.
///
/// # Errors
/// When the house cannot be read.
pub fn carry_out_due(app: &App) -> Result<()> {
    for id in app.look_now(&Actor::House, |l| {
        let now = l.now;
        store::due(l.conn(), now)
    })? {
        match carry_out(app, id) {
            // Somebody works on an upload, or the house is busy: the next run goes on.
            Ok(_) | Err(Error::Busy) => {}
            Err(error) => tracing::error!(%error, erasure = id, "an erasure could not go on; it will be tried again"),
        }
    }
    Ok(())
}

/// Copies of the keyring come and go, and keys that were kept for archives go with them.
///
/// # Errors
/// When the folder of the copies cannot be written to.
pub fn keep_keyring(app: &App) -> Result<()> {
    let gone = app.vault().destroy_kept()?;
    if gone > 0 {
        app.write_now(&Actor::House, |w| {
            w.record(Deed::new(What::KeysExpired).with("keys", gone));
            Ok(())
        })?;
    }
    app.vault().keep_copies(&app.config().keyring_copies)
}

/// Carries one out from where it stands to its end. Blocks.
///
/// # Errors
/// `Busy` when it must wait for somebody; it goes on at the next call.
pub fn carry_out(app: &App, id: i64) -> Result<Erasure> {
    while step(app, id)? {}
    app.look_now(&Actor::House, |l| store::get(l.conn(), id))
}

/// The next step; false when there is none now. Blocks.
///
/// # Errors
/// As [`carry_out`].
pub fn step(app: &App, id: i64) -> Result<bool> {
    let erasure = app.look_now(&Actor::House, |l| store::get(l.conn(), id))?;
    match erasure.state {
        State::Stopped | State::Done => return Ok(false),
        State::Waiting if app.clock().now() < erasure.not_before => return Ok(false),
        State::Waiting => begin(app, id)?,
        State::Begun => sweep(app, &erasure)?,
        State::Swept => shred(app, &erasure)?,
        State::Shredded => delete(app, &erasure)?,
    }
    Ok(true)
}

/// Who belongs to it is settled, and from here on it cannot be stopped.
fn begin(app: &App, id: i64) -> Result<()> {
    // What they sent and nobody has taken in yet would bring them back.
    forms::take_in(app)?;
    app.write_now(&Actor::House, |w| {
        if !store::advance(w.conn(), id, State::Waiting, State::Begun)? {
            return Ok(());
        }
        let erasure = store::get(w.conn(), id)?;
        let ordered = Scope::of(&store::owners(w.conn(), id)?);
        let whole = ordered.whole(w)?;
        store::add_owners(w.conn(), id, &whole.owners(), false)?;
        let counts = count(w, &whole)?;
        let since = w.now - LISTS_SINCE;
        let lists = newsletter::holding(w, &whole.people, since)?;
        let lists: Vec<i64> = lists.iter().map(|list| list.id).collect();
        consent::outlive(w, &whole.people, erasure.cause == Cause::Request)?;
        let now = w.now;
        store::begun(w.conn(), id, now, &counts, &lists)?;
        w.record(Deed::of(What::ErasureBegun, Subject::Erasure, id).with_ids(&whole.people));
        Ok(())
    })
}

/// What names them and is not theirs by number: uploads on their way in, parcels that were set aside. Only where they
/// asked: by the calendar nobody is in what is younger than a day.
fn sweep(app: &App, erasure: &Erasure) -> Result<()> {
    let mut gone = Vec::new();
    if erasure.cause == Cause::Request {
        let traces = app.look_now(&Actor::House, |l| {
            let scope = Scope::of(&store::owners(l.conn(), erasure.id)?);
            Traces::of(l, &scope)
        })?;
        // Nothing to look for: their keys are gone already, after this was done once.
        if !traces.is_empty() {
            let names = |text: &str| traces.are_in(text);
            gone.push((Holding::Uploads, import::discard_naming(app, &names)?));
            gone.push((Holding::Parcels, forms::forget_parcels_naming(app, &names)?));
        }
    }
    app.write_now(&Actor::House, |w| {
        if store::advance(w.conn(), erasure.id, State::Begun, State::Swept)? {
            store::add_counts(w.conn(), erasure.id, &gone)?;
        }
        Ok(())
    })
}

fn shred(app: &App, erasure: &Erasure) -> Result<()> {
    let owners = app.look_now(&Actor::House, |l| store::owners(l.conn(), erasure.id))?;
    let now = app.clock().now();
    let kept_until = (erasure.how == How::End).then(|| now.date() + ARCHIVES_LIVE);
    let reference = erasure.reference.clone();
    app.vault().erase(&LedgerLine { reference, at: now, how: erasure.how, owners, kept_until })?;
    app.write_now(&Actor::House, |w| store::advance(w.conn(), erasure.id, State::Swept, State::Shredded).map(drop))
}

fn delete(app: &App, erasure: &Erasure) -> Result<()> {
    app.write_now(&Actor::House, |w| remove(w, erasure))?;
    // Gone from the memory of this process at once; the others follow within a second.
    app.follow()?;
    app.scrub();
    Ok(())
}

fn remove(w: &mut Writing, erasure: &Erasure) -> Result<()> {
    w.must(Right::OrderErasure)?;
    let owners = store::owners(w.conn(), erasure.id)?;
    let scope = Scope::of(&owners);
    if !store::advance(w.conn(), erasure.id, State::Shredded, State::Done)? {
        return Ok(());
    }
    // A card has a key of its own, which is in no line of the ledger: here, since a keyring that was put back has it again.
    for company in &scope.companies {
        let cards = accounts::card_ids_of(w, *company)?;
        accounts::shred_cards(w, &cards)?;
    }
    let notes = store::remove_notes(w.conn(), erasure.id)?;
    let mut rows = 0;
    for held in deleted() {
        rows += store::remove(w.conn(), held, &scope)?;
    }
    store::add_counts(w.conn(), erasure.id, &[(Holding::Mentions, notes)])?;
    let now = w.now;
    let destroyed_on = match erasure.how {
        How::Shred => now.date(),
        How::End => now.date() + ARCHIVES_LIVE,
    };
    store::end(w.conn(), erasure.id, now, Some(unreadable_from(destroyed_on)))?;
    scope.people.iter().for_each(|id| w.changed(Kind::Person, *id));
    scope.companies.iter().for_each(|id| w.changed(Kind::Company, *id));
    let deed = Deed::of(What::ErasureDone, Subject::Erasure, erasure.id).with("rows", rows);
    w.record(deed.with("companies", scope.companies.len()).with_ids(&scope.people));
    Ok(())
}
