//! Opening an account, or coming back to one after a reset: with a code that was handed over in person, a password of
//! one's own and a second factor that answers. The code is spent in the transaction that confirms the factor.
use super::limits::{self, Whence};
use super::sign_in::{Half, step_forward};
use super::{Colleague, NewColleague, State, canonical, open, password, store, totp};
use crate::actor::{Actor, Right};
use crate::app::{App, Writing};
use crate::catalogue::{Field, KeyClass};
use crate::deeds::{Deed, Subject, What};
use crate::error::{Error, Result};
use crate::vault::{Blind, Owner};
use chrono::Duration;
use ring::digest;
use zeroize::Zeroizing;

/// How long a one-time code is good for (V6.4.1).
pub const CODE_LIFE: Duration = Duration::hours(24);
/// Of a one-time code: 30 letters and digits of base 32 are 150 random bits.
const CODE_BYTES: usize = 19;

/// A one-time code as it is written down: groups of five.
pub struct Code(Zeroizing<String>);

impl Code {
    pub(super) fn draw() -> Result<Self> {
        let mut bytes = Zeroizing::new([0; CODE_BYTES]);
        ring::rand::SecureRandom::fill(&ring::rand::SystemRandom::new(), bytes.as_mut())
            .map_err(|_| Error::internal("the operating system gave no random bytes"))?;
        Ok(Code(Zeroizing::new(data_encoding::BASE32_NOPAD.encode(bytes.as_ref()).chars().take(30).collect())))
    }

    /// Without the groups, in capitals; `0`, `1` and `8` are not in the alphabet and are read as what they look like.
    pub(super) fn parse(typed: &str) -> Self {
        let read = typed.chars().filter(char::is_ascii_alphanumeric).map(|c| match c.to_ascii_uppercase() {
            '0' => 'O',
            '1' => 'I',
            '8' => 'B',
            c => c,
        });
        Code(Zeroizing::new(read.collect()))
    }

    pub(super) fn hash(&self) -> Vec<u8> {
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

/// First half: the handed-over code and a password of one's own. A newcomer's second factor is drawn, not yet live; a
/// colleague who has one keeps it, and it must answer next (V6.4.3).
///
/// # Errors
/// As [`super::check_password`].
pub async fn begin_enrolment(
    app: &App,
    door: &password::Hashing,
    whence: &Whence,
    user_name: &str,
    code: &str,
    password: Zeroizing<String>,
) -> Result<Option<Half>> {
    let name = canonical(user_name);
    let blind = app.vault().blind(Blind::UserName, &name);
    let row = app.look(&Actor::House, {
        let blind = blind.clone();
        move |l| store::find_by_name(l.conn(), &blind)
    });
    let (row, now, what) = (row.await?, app.clock().now(), format!("code {name}"));
    let bucket = limits::bucket(app, whence, row.as_ref().map(|row| row.id)).await?;
    limits::count_name(app, whence, &bucket, &what).await?;
    let code = Code::parse(code).hash();
    // Asked before anything is hashed: a code has 150 random bits, and guessing at them must not fill the queue.
    if !row.is_some_and(|row| row.takes_code(&code, now)) {
        return Ok(None);
    }
    let hash = door.hash(password).await?;
    let begun = app.write(&Actor::House, move |w| {
        let now = w.now;
        let Some(row) = store::find_by_name(w.conn(), &blind)?.filter(|row| row.takes_code(&code, now)) else {
            return Ok(None);
        };
        if row.has_factor() {
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
        store::end_sessions(w.conn(), row.id)?;
        Ok(Some(Half { staff: row.id }))
    });
    let begun = begun.await?;
    if begun.is_some() {
        limits::forget_name(app, whence, &bucket, &what).await?;
    }
    Ok(begun)
}

/// What a newcomer's authenticator needs to be told: the account and the seed. None for a colleague who has one.
///
/// # Errors
/// `SignedOut` for whoever is not enrolling.
pub async fn enrolment_seed(app: &App, half: Half) -> Result<Option<(String, Zeroizing<Vec<u8>>)>> {
    app.look(&Actor::House, move |l| {
        let now = l.now;
        let row = store::find(l.conn(), half.staff)?.filter(|row| row.has_code(now)).ok_or(Error::SignedOut)?;
        if row.has_factor() {
            return Ok(None);
        }
        let owner = Owner::staff(row.id);
        let keys = l.unlock(&[owner], KeyClass::Identity)?;
        let seed = row.totp_seed.as_ref().ok_or(Error::SignedOut)?;
        Ok(Some((
            keys.open(Field::StaffUserName, owner, row.id, &row.user_name)?,
            keys.open_bytes(Field::StaffTotpSeed, owner, row.id, seed)?,
        )))
    })
    .await
}

/// Second half: the authenticator answers, the code is spent, the account is live, all in one transaction.
///
/// # Errors
/// `TooMany` after too many codes that were not right.
pub async fn finish_enrolment(app: &App, whence: &Whence, half: Half, code: &str) -> Result<Option<Colleague>> {
    limits::count_second(app, whence, half.staff).await?;
    let code = code.to_owned();
    app.write(&Actor::House, move |w| {
        let now = w.now;
        let Some(row) = store::find(w.conn(), half.staff)?.filter(|row| row.has_code(now)) else { return Ok(None) };
        if !step_forward(w, &row, &code)? {
            return Ok(None);
        }
        store::finish_enrolment(w.conn(), row.id, row.signed_in_at.unwrap_or(now))?;
        let what = if row.has_factor() { What::PasswordChanged } else { What::StaffEnrolled };
        w.record(Deed::of(what, Subject::Staff, row.id));
        open(w, &[row]).map(|mut all| all.pop())
    })
    .await
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
