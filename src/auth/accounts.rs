//! Accounts of others: what `staff` does with them once it is decided. Each change asks for the version that was seen,
//! counts from the next request, since the sessions end with it (V7.4.2, V8.3.2), and is a deed.
use super::store::{self, AccountRow, Change};
use super::{CODE_LIFE, Code, Colleague, NewColleague, State, sessions};
use crate::actor::{Right, Role};
use crate::app::{Looking, Writing};
use crate::deeds::{Deed, Subject, What};
use crate::error::{Error, Result};
use chrono::NaiveDateTime;
use std::collections::HashMap;

/// A colleague, and how their account stands.
#[derive(Clone, Debug)]
pub struct Account {
    pub colleague: Colleague,
    pub added_at: NaiveDateTime,
    pub added_by: Option<i64>,
    pub version: i64,
    /// Has finished an enrolment once: whoever was invited and never came has not.
    pub enrolled: bool,
    /// Has an authenticator that has answered.
    pub factor: bool,
    pub password: bool,
    /// Was given a code that is not used and has not run out.
    pub code: bool,
}

impl std::ops::Deref for Account {
    type Target = Colleague;
    fn deref(&self) -> &Colleague {
        &self.colleague
    }
}

/// A session that is open: since when, and from where as far as it is known.
#[derive(Clone, Debug)]
pub struct Open {
    pub staff: i64,
    pub made_at: NaiveDateTime,
    pub seen_at: NaiveDateTime,
    pub from: Option<String>,
    pub agent: Option<String>,
}

fn account(colleague: Colleague, row: &AccountRow, now: NaiveDateTime) -> Account {
    Account {
        added_at: row.added_at,
        added_by: row.added_by,
        version: row.version,
        enrolled: colleague.signed_in_at.is_some(),
        factor: row.has_factor(),
        password: row.password_hash.is_some(),
        code: row.code_hash.is_some() && colleague.code_expires.is_some_and(|at| at > now),
        colleague,
    }
}

/// # Errors
/// `NotFound` when nobody has this id.
pub fn get(l: &mut Looking, id: i64) -> Result<Account> {
    l.must(Right::DecideStaff)?;
    let row = store::account_row(l.conn(), id)?;
    Ok(account(super::get(l, id)?, &row, l.now))
}

/// All accounts, by name.
pub fn list(l: &mut Looking) -> Result<Vec<Account>> {
    l.must(Right::DecideStaff)?;
    let rows: HashMap<i64, AccountRow> = store::account_rows(l.conn())?.into_iter().map(|row| (row.id, row)).collect();
    let now = l.now;
    let all = super::list(l)?.into_iter();
    Ok(all.filter_map(|colleague| rows.get(&colleague.id).map(|row| account(colleague.clone(), row, now))).collect())
}

/// Whose user name this is, as they type it.
pub fn find_by_name(l: &mut Looking, user_name: &str) -> Result<Option<Account>> {
    let blind = l.vault().blind(crate::vault::Blind::UserName, &super::canonical(user_name));
    match store::find_by_name(l.conn(), &blind)? {
        Some(row) => get(l, row.id).map(Some),
        None => Ok(None),
    }
}

/// Everybody's sessions that auth would still take, the newest first.
pub fn open_sessions(l: &mut Looking) -> Result<Vec<Open>> {
    l.must(Right::DecideStaff)?;
    let now = l.now;
    let rows = store::open_sessions(l.conn(), now - sessions::ABSOLUTE, now - sessions::IDLE)?;
    // Whoever has only typed a password is not in.
    let is_in = rows.into_iter().filter(|row| row.state.contains("\"staff\":"));
    let open = is_in.filter_map(|row| {
        let staff = row.staff_id?;
        Some(Open { staff, made_at: row.made_at, seen_at: row.seen_at, from: row.from_address, agent: row.agent })
    });
    Ok(open.collect())
}

/// Of an account and an address, how many have to wait now: of whom, nobody can say, the keys are hashed.
pub fn slowed_down(l: &mut Looking) -> Result<i64> {
    l.must(Right::SeeSecurity)?;
    let now = l.now;
    store::waiting_attempts(l.conn(), now)
}

/// A colleague to be, whom somebody else must still agree to: no code yet.
///
/// # Errors
/// `Stale` when the user name is taken.
pub fn add_without_code(w: &mut Writing, new: &NewColleague) -> Result<i64> {
    let (id, _) = super::invite(w, new)?;
    let no_code = Change { code_hash: Some(None), code_expires: Some(None), ..Change::default() };
    store::change_account(w.conn(), id, 1, &no_code)?;
    Ok(id)
}

fn change(w: &mut Writing, account: &Account, change: &Change) -> Result<()> {
    w.must(Right::DecideStaff)?;
    if !store::change_account(w.conn(), account.id, account.version, change)? {
        return Err(Error::Stale);
    }
    store::end_sessions(w.conn(), account.id)
}

fn tell(w: &mut Writing, what: What, account: &Account) {
    w.record(Deed::of(what, Subject::Staff, account.id).with("role", account.role.word()));
}

/// # Errors
/// `Stale` when the account was changed since it was seen; so do all verbs below.
pub fn set_role(w: &mut Writing, account: &Account, role: Role) -> Result<()> {
    // A code that is out was handed over for another role: whoever agreed to this one must hand over the next.
    let role_alone = Change { role: Some(role), code_hash: Some(None), code_expires: Some(None), ..Change::default() };
    change(w, account, &role_alone)?;
    let deed = Deed::of(What::RoleChanged, Subject::Staff, account.id);
    w.record(deed.with("from", account.role.word()).with("to", role.word()));
    Ok(())
}

/// A code that was handed out is void with it, and a password that was chosen with one and never confirmed by the
/// authenticator.
pub fn disable(w: &mut Writing, account: &Account) -> Result<()> {
    let state = Some(State::Disabled);
    let password_hash = (account.state == State::Invited).then_some(None);
    let off = Change { state, password_hash, code_hash: Some(None), code_expires: Some(None), ..Change::default() };
    change(w, account, &off)?;
    tell(w, What::StaffDisabled, account);
    Ok(())
}

/// As it was before: whoever had not enrolled, or was choosing a new password, needs a code.
pub fn enable(w: &mut Writing, account: &Account) -> Result<()> {
    let whole = account.enrolled && account.password && account.factor;
    let state = Some(if whole { State::Active } else { State::Invited });
    change(w, account, &Change { state, ..Change::default() })?;
    tell(w, What::StaffEnabled, account);
    Ok(())
}

fn coded(w: &Writing, code: &Code) -> Change {
    Change {
        state: Some(State::Invited),
        code_hash: Some(Some(code.hash())),
        code_expires: Some(Some(w.now + CODE_LIFE)),
        ..Change::default()
    }
}

/// Another code for somebody who was invited.
pub fn invite_again(w: &mut Writing, account: &Account) -> Result<Code> {
    let code = Code::draw()?;
    let coded = coded(w, &code);
    change(w, account, &coded)?;
    tell(w, What::StaffInvited, account);
    Ok(code)
}

/// The present password is void; the code lets its owner choose another, and the authenticator must answer as ever
/// (V6.4.3). Whoever hands the code over never sees or sets a password (V6.4.6).
pub fn reset_password(w: &mut Writing, account: &Account) -> Result<Code> {
    let code = Code::draw()?;
    let coded = Change { password_hash: Some(None), ..coded(w, &code) };
    change(w, account, &coded)?;
    tell(w, What::PasswordReset, account);
    Ok(code)
}

/// The authenticator is lost: the seed and the recovery codes go, and the code lets its owner enrol anew, with a
/// password chosen anew (V6.4.4).
pub fn reset_factor(w: &mut Writing, account: &Account) -> Result<Code> {
    let code = Code::draw()?;
    let gone = Change {
        password_hash: Some(None),
        totp_seed: Some(None),
        // Nought says that the seed to come has never answered.
        totp_step: Some(0),
        ..coded(w, &code)
    };
    change(w, account, &gone)?;
    store::forget_recovery_codes(w.conn(), account.id)?;
    tell(w, What::FactorReset, account);
    Ok(code)
}

/// Every session of one colleague (V7.4.5).
pub fn end_sessions(w: &mut Writing, id: i64) -> Result<()> {
    w.must(Right::ManageStaff)?;
    store::get(w.conn(), id)?;
    store::end_sessions(w.conn(), id)?;
    w.record(Deed::of(What::SessionsEnded, Subject::Staff, id));
    Ok(())
}

/// Everybody's but one's own.
pub fn end_all_sessions(w: &mut Writing) -> Result<usize> {
    w.must(Right::ManageStaff)?;
    let keep = w.actor.staff_id();
    let ended = store::end_all_sessions(w.conn(), keep)?;
    w.record(Deed::new(What::SessionsEnded).with("of", "everybody").with("sessions", ended));
    Ok(ended)
}
