//! The second factor: what may answer at the second step, codes that stand in for it, and replacing it.
//!
//! [`Second`] is the place where another kind of factor will stand (a passkey): the steps ask it, not the kind.
use super::limits::{self, Whence};
use super::{Code, store, totp};
use crate::actor::Actor;
use crate::app::{App, Looking, Writing};
use crate::catalogue::{Field, KeyClass};
use crate::deeds::{Deed, Subject, What};
use crate::error::{Error, Result};
use crate::vault::Owner;
use std::net::IpAddr;
use zeroize::Zeroizing;

/// Recovery codes of a colleague: enough for years, few enough for a sheet of paper.
const RECOVERY_CODES: usize = 10;

/// What somebody answers with at the second step.
pub enum Second {
    /// Six digits of an authenticator.
    Totp(String),
    /// One of ten codes kept on paper: 150 random bits, each good once (V6.5.2).
    Recovery(Code),
}

impl Second {
    /// Six digits, or a longer code: one field takes both.
    pub fn parse(typed: &str) -> Self {
        if typed.chars().filter(char::is_ascii_alphanumeric).count() > 8 {
            Second::Recovery(Code::parse(typed))
        } else {
            Second::Totp(typed.to_owned())
        }
    }
}

/// Draws ten new codes; those from before are worth nothing any more.
pub fn draw_recovery(w: &mut Writing) -> Result<Vec<Code>> {
    let id = w.actor.staff_id().ok_or(Error::SignedOut)?;
    let codes: Vec<Code> = (0..RECOVERY_CODES).map(|_| Code::draw()).collect::<Result<_>>()?;
    let (now, hashes) = (w.now, codes.iter().map(Code::hash).collect::<Vec<_>>());
    store::set_recovery(w.conn(), id, &hashes, now)?;
    w.record(Deed::of(What::RecoveryDrawn, Subject::Staff, id));
    Ok(codes)
}

/// How many codes are left; none were ever drawn, none are left: both are 0.
pub fn recovery_left(l: &mut Looking, id: i64) -> Result<i64> {
    store::recovery_left(l.conn(), id)
}

/// Uses a code up: one statement, so that of two at once one wins (V6.5.1).
pub(super) fn use_recovery(w: &mut Writing, id: i64, code: &Code) -> Result<bool> {
    let now = w.now;
    let used = store::use_recovery(w.conn(), id, &code.hash(), now)?;
    if used {
        w.record(Deed::of(What::RecoveryUsed, Subject::Staff, id));
    }
    Ok(used)
}

/// Draws the seed of the next authenticator; the present one stays in force until the next has answered.
pub fn begin_replacement(w: &mut Writing) -> Result<()> {
    let id = w.actor.staff_id().ok_or(Error::SignedOut)?;
    let owner = Owner::staff(id);
    let seed = totp::draw_seed()?;
    let seed = w.sealing(&[owner], KeyClass::Identity)?.seal_bytes(Field::StaffTotpSeedNext, owner, id, &seed)?;
    store::set_next_seed(w.conn(), id, Some(&seed))
}

/// The account and the seed that the next authenticator needs.
///
/// # Errors
/// `NotFound` when none is being set up.
pub async fn next_seed(app: &App, by: &Actor) -> Result<(String, Zeroizing<Vec<u8>>)> {
    let id = by.staff_id().ok_or(Error::SignedOut)?;
    app.look(&Actor::House, move |l| {
        let row = store::get(l.conn(), id)?;
        let seed = store::next_seed(l.conn(), id)?.ok_or(Error::NotFound)?;
        let owner = Owner::staff(id);
        let keys = l.unlock(&[owner], KeyClass::Identity)?;
        Ok((
            keys.open(Field::StaffUserName, owner, id, &row.user_name)?,
            keys.open_bytes(Field::StaffTotpSeedNext, owner, id, &seed)?,
        ))
    })
    .await
}

/// The next authenticator answers: it is the one from now on, and every other session ends (V7.4.3).
///
/// # Errors
/// `TooMany` after too many codes that were not right; `NotFound` when none is being set up.
pub async fn finish_replacement(app: &App, by: &Actor, from: Option<IpAddr>, code: &str, keep: String) -> Result<bool> {
    let id = by.staff_id().ok_or(Error::SignedOut)?;
    let whence = Whence::at(from);
    limits::count_second(app, &whence, id).await?;
    let (code, asked) = (code.to_owned(), by.clone());
    // By the house: a colleague's clearance does not reach seeds, their own included.
    let done = app.write(&Actor::House, move |w| {
        let sealed = store::next_seed(w.conn(), id)?.ok_or(Error::NotFound)?;
        let owner = Owner::staff(id);
        let seed = w.unlock(&[owner], KeyClass::Identity)?.open_bytes(Field::StaffTotpSeedNext, owner, id, &sealed)?;
        let Some(step) = totp::matched_step(&seed, &code, w.app().clock().unix()) else { return Ok(false) };
        let sealed = w.sealing(&[owner], KeyClass::Identity)?.seal_bytes(Field::StaffTotpSeed, owner, id, &seed)?;
        store::replace_seed(w.conn(), id, &sealed, step)?;
        store::end_sessions_but(w.conn(), id, &keep)?;
        w.record_for(&asked, Deed::of(What::FactorChanged, Subject::Staff, id));
        Ok(true)
    });
    let done = done.await?;
    if done {
        limits::forget_second(app, &whence, id).await?;
    }
    Ok(done)
}
