//! Signing staff in: a user name and a password, then a one-time code, both checked by the server (P1, P3).
//!
//! No account exists by default. A colleague enrols with a code that was handed over in person: the code, a password
//! of their own and a confirmed second factor, and the code is spent in the transaction that confirms it.
pub mod accounts;
pub mod limits;
pub mod pages;
pub mod password;
pub mod rights;
pub mod sessions;
mod store;
pub mod totp;
pub mod visit;

pub use rights::*;

use crate::actor::{Actor, Right, Role};
use crate::app::{App, Looking, Writing};
use crate::catalogue::{Field, KeyClass};
use crate::deeds::{Deed, Subject, What};
use crate::error::{Error, Result};
use crate::vault::{Blind, Owner};
use crate::words::Lang;
use chrono::{Duration, NaiveDateTime};
use ring::digest;
use std::collections::HashMap;
use std::net::IpAddr;
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

crate::db::values::words! {
    pub enum State {
        /// Has a code, has not yet confirmed a second factor.
        Invited = "invited",
        Active = "active",
        Disabled = "disabled",
    }
}

/// A colleague, opened for somebody who may know their name.
#[derive(Clone, Debug)]
pub struct Colleague {
    pub id: i64,
    pub user_name: String,
    pub name: String,
    pub role: Role,
    pub lang: Lang,
    pub state: State,
    pub signed_in_at: Option<NaiveDateTime>,
    pub code_expires: Option<NaiveDateTime>,
}

/// A colleague to be.
#[derive(Clone, Debug)]
pub struct NewColleague {
    pub user_name: String,
    pub name: String,
    pub role: Role,
    pub lang: Lang,
}

/// How long a one-time code is good for (V6.4.1).
const CODE_LIFE: Duration = Duration::hours(24);
/// Of a one-time code: 30 letters and digits of base 32 are 150 random bits.
const CODE_BYTES: usize = 19;

/// User names are compared folded: `Anne.Martin` and `anne.martin` are one.
pub fn canonical(user_name: &str) -> String {
    user_name.trim().nfkc().collect::<String>().to_lowercase()
}

/// What is said to whoever types something else.
pub const USER_NAME: &str = "a user name is 2 to 64 letters, digits, dots, hyphens or underscores";

/// A name to sign in with: 2 to 64 letters, digits, dots, hyphens or underscores.
pub fn is_user_name(text: &str) -> bool {
    let length = text.chars().count();
    (2..=64).contains(&length) && text.chars().all(|c| c.is_alphanumeric() || ".-_@".contains(c))
}

/// Whoever is behind an id: role and state decide at each request, not what the session once knew (V8.3.2).
pub fn get(l: &mut Looking, id: i64) -> Result<Colleague> {
    let row = store::get(l.conn(), id)?;
    open(l, &[row])?.pop().ok_or(Error::NotFound)
}

/// All colleagues, by name: for owners of leads and for the staff page.
pub fn list(l: &mut Looking) -> Result<Vec<Colleague>> {
    let rows = store::list(l.conn())?;
    let mut all = open(l, &rows)?;
    all.sort_by_key(|colleague| crate::search::fold(&colleague.name));
    Ok(all)
}

/// Colleagues who are there and have this right, by name: those to whom work can be given.
pub fn who_may(l: &mut Looking, right: Right) -> Result<Vec<Colleague>> {
    let may = |colleague: &Colleague| colleague.state == State::Active && right.roles().contains(&colleague.role);
    Ok(list(l)?.into_iter().filter(may).collect())
}

/// Names of colleagues by id, for "who did this". Somebody without a clearance gets none.
pub fn names(l: &mut Looking, ids: &[i64]) -> Result<HashMap<i64, String>> {
    let mut ids = ids.to_vec();
    ids.sort_unstable();
    ids.dedup();
    let rows = store::these(l.conn(), &ids)?;
    Ok(open(l, &rows)?.into_iter().map(|colleague| (colleague.id, colleague.name)).collect())
}

/// The name of a colleague where there may be none; empty then.
pub fn name(l: &mut Looking, id: Option<i64>) -> Result<String> {
    let Some(id) = id else { return Ok(String::new()) };
    Ok(names(l, &[id])?.remove(&id).unwrap_or_default())
}

fn open(l: &Looking, rows: &[store::Row]) -> Result<Vec<Colleague>> {
    let owners: Vec<Owner> = rows.iter().map(|row| Owner::staff(row.id)).collect();
    let keys = l.unlock(&owners, KeyClass::Identity)?;
    rows.iter()
        .map(|row| {
            let owner = Owner::staff(row.id);
            Ok(Colleague {
                id: row.id,
                user_name: keys.show(Field::StaffUserName, owner, row.id, &row.user_name)?,
                name: keys.show(Field::StaffDisplayName, owner, row.id, &row.display_name)?,
                role: row.role,
                lang: row.language,
                state: row.state,
                signed_in_at: row.signed_in_at,
                code_expires: row.code_expires,
            })
        })
        .collect()
}

/// A one-time code as it is written down: groups of five.
pub struct Code(Zeroizing<String>);

impl Code {
    fn draw() -> Result<Self> {
        let mut bytes = Zeroizing::new([0; CODE_BYTES]);
        ring::rand::SecureRandom::fill(&ring::rand::SystemRandom::new(), bytes.as_mut())
            .map_err(|_| Error::internal("the operating system gave no random bytes"))?;
        Ok(Code(Zeroizing::new(data_encoding::BASE32_NOPAD.encode(bytes.as_ref()).chars().take(30).collect())))
    }

    /// Without the groups, in capitals; `0`, `1` and `8` are not in the alphabet and are read as what they look like.
    fn parse(typed: &str) -> Self {
        let read = typed.chars().filter(char::is_ascii_alphanumeric).map(|c| match c.to_ascii_uppercase() {
            '0' => 'O',
            '1' => 'I',
            '8' => 'B',
            c => c,
        });
        Code(Zeroizing::new(read.collect()))
    }

    fn hash(&self) -> Vec<u8> {
        // 150 random bits need no slow hash.
        digest::digest(&digest::SHA256, self.0.as_bytes()).as_ref().to_vec()
    }
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (i, c) in self.0.chars().enumerate() {
            if i > 0 && i % 5 == 0 {
                f.write_str("-")?;
            }
            write!(f, "{c}")?;
        }
        Ok(())
    }
}

/// Invites a colleague: a row without a password, and a code that is shown once.
///
/// # Errors
/// `Stale` when the user name is taken.
pub fn invite(w: &mut Writing, new: &NewColleague) -> Result<(i64, Code)> {
    w.must(Right::ManageStaff)?;
    let code = Code::draw()?;
    let blind = w.vault().blind(Blind::UserName, &canonical(&new.user_name));
    if store::find_by_name(w.conn(), &blind)?.is_some() {
        return Err(Error::Stale);
    }
    let id = w.next_id()?;
    let owner = Owner::staff(id);
    let sealing = w.sealing(&[owner], KeyClass::Identity)?;
    let row = store::NewRow {
        id,
        user_name: sealing.seal(Field::StaffUserName, owner, id, new.user_name.trim())?,
        user_name_blind: blind,
        display_name: sealing.seal(Field::StaffDisplayName, owner, id, new.name.trim())?,
        role: new.role,
        language: new.lang,
        state: State::Invited,
        totp_step: 0,
        code_hash: Some(code.hash()),
        code_expires: Some(w.now + CODE_LIFE),
        added_at: w.now,
        added_by: w.actor.staff_id(),
        version: 1,
    };
    store::add(w.conn(), &row)?;
    w.record(Deed::of(What::StaffInvited, Subject::Staff, id).with("role", new.role.word()));
    Ok((id, code))
}

pub fn is_empty(l: &mut Looking) -> Result<bool> {
    Ok(store::list(l.conn())?.is_empty())
}

/// What a password was right for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Half {
    pub staff: i64,
}

/// The first step: name and password. Known and unknown names take the same way and the same time.
///
/// # Errors
/// `TooMany` when this account was tried too often from this address; `Busy` when too many hash at once.
pub async fn check_password(
    app: &App,
    door: &password::Hashing,
    from: Option<IpAddr>,
    user_name: &str,
    password: Zeroizing<String>,
) -> Result<Option<Half>> {
    let name = canonical(user_name);
    limits::count(app, from, &name).await?;
    let blind = app.vault().blind(Blind::UserName, &name);
    let row = app.look(&Actor::House, move |l| store::find_by_name(l.conn(), &blind)).await?;
    let usable = row.filter(|row| row.state == State::Active);
    let hash = usable.as_ref().and_then(|row| row.password_hash.clone());
    let right = door.verify(hash, password).await?;
    Ok(usable.filter(|_| right).map(|row| Half { staff: row.id }))
}

/// The second step: the one-time code. A step of time is used once, and only forward (V6.5.1).
pub async fn check_code(app: &App, from: Option<IpAddr>, half: Half, code: &str) -> Result<Option<Colleague>> {
    limits::count(app, from, &format!("totp {}", half.staff)).await?;
    let code = code.to_owned();
    app.write(&Actor::House, move |w| {
        let Some(row) = store::find(w.conn(), half.staff)?.filter(|row| row.state == State::Active) else {
            return Ok(None);
        };
        if !step_forward(w, &row, &code)? {
            return Ok(None);
        }
        let now = w.now;
        store::signed_in(w.conn(), row.id, now)?;
        open(w, &[row]).map(|mut all| all.pop())
    })
    .await
}

fn step_forward(w: &mut Writing, row: &store::Row, code: &str) -> Result<bool> {
    let Some(seed) = &row.totp_seed else { return Ok(false) };
    let owner = Owner::staff(row.id);
    let seed = w.unlock(&[owner], KeyClass::Identity)?.open_bytes(Field::StaffTotpSeed, owner, row.id, seed)?;
    let Some(step) = totp::matched_step(&seed, code, w.app().clock().unix()) else { return Ok(false) };
    store::step_forward(w.conn(), row.id, step)
}

/// Enrolment, first half: the handed-over code and a password of one's own. The second factor is drawn, not yet live.
pub async fn begin_enrolment(
    app: &App,
    door: &password::Hashing,
    from: Option<IpAddr>,
    user_name: &str,
    code: &str,
    password: Zeroizing<String>,
) -> Result<Option<Half>> {
    let name = canonical(user_name);
    limits::count(app, from, &format!("code {name}")).await?;
    let blind = app.vault().blind(Blind::UserName, &name);
    let code = Code::parse(code).hash();
    let hash = door.hash(password).await?;
    app.write(&Actor::House, move |w| {
        let now = w.now;
        let Some(row) = store::find_by_name(w.conn(), &blind)?.filter(|row| row.takes_code(&code, now)) else {
            return Ok(None);
        };
        if store::account_row(w.conn(), row.id)?.has_factor() {
            // A new password only: the authenticator stays, must answer, and is not shown again (V6.4.3).
            store::set_password(w.conn(), row.id, &hash)?;
        } else {
            let owner = Owner::staff(row.id);
            let seed = totp::draw_seed()?;
            let sealing = w.sealing(&[owner], KeyClass::Identity)?;
            let seed = sealing.seal_bytes(Field::StaffTotpSeed, owner, row.id, &seed)?;
            store::begin_enrolment(w.conn(), row.id, &hash, &seed)?;
        }
        // Whoever began before must not see what is drawn now.
        store::end_sessions(w.conn(), row.id, None)?;
        Ok(Some(Half { staff: row.id }))
    })
    .await
}

/// What the authenticator needs to be told, for the page that shows it while enrolling. No seed where only the password
/// is new: one that has answered is never shown again.
pub async fn enrolment_seed(app: &App, half: Half) -> Result<(String, Option<Zeroizing<Vec<u8>>>)> {
    app.look(&Actor::House, move |l| {
        let row =
            store::find(l.conn(), half.staff)?.filter(|row| row.state == State::Invited).ok_or(Error::SignedOut)?;
        let owner = Owner::staff(row.id);
        let keys = l.unlock(&[owner], KeyClass::Identity)?;
        let known = store::account_row(l.conn(), row.id)?.has_factor();
        let seed = row.totp_seed.as_ref().ok_or(Error::SignedOut)?;
        let shown = if known { None } else { Some(keys.open_bytes(Field::StaffTotpSeed, owner, row.id, seed)?) };
        Ok((keys.open(Field::StaffUserName, owner, row.id, &row.user_name)?, shown))
    })
    .await
}

/// Enrolment, second half: the authenticator answers, the code is spent, the account is live, all in one transaction.
pub async fn finish_enrolment(app: &App, from: Option<IpAddr>, half: Half, code: &str) -> Result<Option<Colleague>> {
    limits::count(app, from, &format!("totp {}", half.staff)).await?;
    let code = code.to_owned();
    app.write(&Actor::House, move |w| {
        let now = w.now;
        let open_code = |row: &store::Row| row.state == State::Invited && row.code_expires.is_some_and(|at| at > now);
        let Some(row) = store::find(w.conn(), half.staff)?.filter(open_code) else { return Ok(None) };
        let known = store::account_row(w.conn(), row.id)?.has_factor();
        if !step_forward(w, &row, &code)? {
            return Ok(None);
        }
        store::finish_enrolment(w.conn(), row.id, now)?;
        let what = if known { What::PasswordChanged } else { What::StaffEnrolled };
        w.record(Deed::of(what, Subject::Staff, row.id));
        open(w, &[row]).map(|mut all| all.pop())
    })
    .await
}

/// Changes one's own password: needs the present one and a fresh one-time code (V6.2.3).
pub async fn change_password(
    app: &App,
    door: &password::Hashing,
    by: &Actor,
    code: &str,
    present: Zeroizing<String>,
    new: Zeroizing<String>,
) -> Result<bool> {
    let id = by.staff_id().ok_or(Error::SignedOut)?;
    limits::count(app, None, &format!("password {id}")).await?;
    let row = app.look(&Actor::House, move |l| store::get(l.conn(), id)).await?;
    if !door.verify(row.password_hash, present).await? {
        return Ok(false);
    }
    let hash = door.hash(new).await?;
    let code = code.to_owned();
    let changed = app.write(&Actor::House, move |w| {
        let row = store::get(w.conn(), id)?;
        if !step_forward(w, &row, &code)? {
            return Ok(false);
        }
        store::set_password(w.conn(), id, &hash)?;
        // With it, whatever the old one opened, even half (V7.4.3).
        store::end_sessions(w.conn(), id, None)?;
        Ok(true)
    });
    if !changed.await? {
        return Ok(false);
    }
    limits::forget(app, None, &format!("password {id}")).await?;
    app.write(by, move |w| {
        w.record(Deed::of(What::PasswordChanged, Subject::Staff, id));
        Ok(())
    })
    .await?;
    Ok(true)
}

/// An account that can sign in at once: for the demo house and the test house, with secrets made by the caller.
pub fn add_enrolled(w: &mut Writing, new: &NewColleague, password_hash: &str, seed: &[u8]) -> Result<i64> {
    let (id, _) = invite(w, new)?;
    let owner = Owner::staff(id);
    let sealing = w.sealing(&[owner], KeyClass::Identity)?;
    let seed = sealing.seal_bytes(Field::StaffTotpSeed, owner, id, seed)?;
    store::begin_enrolment(w.conn(), id, password_hash, &seed)?;
    // Its authenticator counts as one that has answered, long ago.
    store::step_forward(w.conn(), id, 1)?;
    let now = w.now;
    store::finish_enrolment(w.conn(), id, now)?;
    Ok(id)
}

/// The language of the pages, one's own choice.
pub fn set_language(w: &mut Writing, lang: Lang) -> Result<()> {
    let id = w.actor.staff_id().ok_or(Error::SignedOut)?;
    store::set_language(w.conn(), id, lang)?;
    w.record(Deed::of(What::LanguageChanged, Subject::Staff, id));
    Ok(())
}
