//! The two steps of signing in, and what is told to whoever has passed both.
use super::factor::Second;
use super::limits::{self, Whence};
use super::password::Asking;
use super::{Colleague, State, canonical, factor, open, password, store, totp};
use crate::actor::Actor;
use crate::app::{App, Looking, Writing};
use crate::catalogue::{Field, KeyClass};
use crate::deeds::{self, Deed, Reading, Subject, What};
use crate::error::{Error, Result};
use crate::vault::{Blind, Owner};
use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};
use std::net::IpAddr;
use zeroize::Zeroizing;

/// What a password was right for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Half {
    pub staff: i64,
}

/// What is typed at the first step.
pub struct Typed<'a> {
    pub user_name: &'a str,
    pub password: Zeroizing<String>,
    /// A one-time code, asked for where too many strangers try their luck; empty elsewhere. It is not used up: it only
    /// says that this is none of them.
    pub code: &'a str,
}

/// The first step: name and password. Known and unknown names take the same way and the same time, the telling of a
/// failure included (V6.3.8).
///
/// # Errors
/// `TooMany` when this account was tried too often from there, or when too many hash at once.
pub async fn check_password(
    app: &App,
    door: &password::Hashing,
    visitor: &Actor,
    whence: &Whence,
    typed: Typed<'_>,
) -> Result<Option<Half>> {
    let (name, password) = (canonical(typed.user_name), typed.password);
    let blind = app.vault().blind(Blind::UserName, &name);
    let row = app.look(&Actor::House, {
        let blind = blind.clone();
        move |l| store::find_by_name(l.conn(), &blind)
    });
    let row = row.await?;
    let bucket = limits::bucket(app, whence, row.as_ref().map(|row| row.id)).await?;
    let mut asking = if matches!(bucket, limits::Bucket::Device(_)) { Asking::Known } else { Asking::Stranger };
    let usable = row.filter(|row| row.state == State::Active);
    match limits::count_name(app, whence, &bucket, &name).await {
        Err(Error::TooMany { .. }) if vouched(app, whence, &name, usable.as_ref(), typed.code).await? => {
            // Not held up by others at the address; by tries of the same name all the same.
            limits::count(app, &bucket, &name).await?;
            asking = Asking::Known;
        }
        counted => counted?,
    }
    let hash = usable.as_ref().and_then(|row| row.password_hash.clone());
    let outdated = hash.as_deref().is_some_and(password::is_outdated);
    if !door.verify(asking, hash, password.clone()).await? {
        app.write(visitor, move |w| {
            store::failed(w.conn(), &blind)?;
            w.record(Deed::new(What::SignInFailed).with("step", "password"));
            Ok(())
        })
        .await?;
        return Ok(None);
    }
    limits::forget_name(app, whence, &bucket, &name).await?;
    if let Some(row) = usable.as_ref().filter(|_| outdated) {
        let (id, hash) = (row.id, door.hash(password).await?);
        app.write(&Actor::House, move |w| store::set_password(w.conn(), id, &hash)).await?;
    }
    Ok(usable.map(|row| Half { staff: row.id }))
}

/// Is this a code of the named colleague's, of now, that was not used yet?
async fn vouched(app: &App, whence: &Whence, name: &str, row: Option<&store::Row>, code: &str) -> Result<bool> {
    if code.is_empty() {
        return Ok(false);
    }
    limits::vouch(app, whence, name).await?;
    let Some((id, sealed, before)) = row.and_then(|row| Some((row.id, row.totp_seed.clone()?, row.totp_step))) else {
        return Ok(false);
    };
    let (owner, code) = (Owner::staff(id), code.to_owned());
    app.look(&Actor::House, move |l| {
        let seed = l.unlock(&[owner], KeyClass::Identity)?.open_bytes(Field::StaffTotpSeed, owner, id, &sealed)?;
        Ok(totp::matched_step(&seed, &code, l.app().clock().unix()).is_some_and(|step| step > before))
    })
    .await
}

/// The second step: a one-time code, or a recovery code in its place.
///
/// # Errors
/// `TooMany` after too many that were not right.
pub async fn check_second(app: &App, whence: &Whence, half: Half, second: Second) -> Result<Option<Colleague>> {
    limits::count_second(app, whence, half.staff).await?;
    app.write(&Actor::House, move |w| {
        let Some(row) = store::find(w.conn(), half.staff)?.filter(|row| row.state == State::Active) else {
            return Ok(None);
        };
        if !answers(w, &row, &second)? {
            store::failed_second(w.conn(), row.id)?;
            return Ok(None);
        }
        open(w, &[row]).map(|mut all| all.pop())
    })
    .await
}

/// Is this the colleague's second factor, now? Uses it up.
pub(super) fn answers(w: &mut Writing, row: &store::Row, second: &Second) -> Result<bool> {
    match second {
        Second::Totp(code) => step_forward(w, row, code),
        Second::Recovery(code) => factor::use_recovery(w, row.id, code),
    }
}

/// A step of time is used once, and only forward (V6.5.1).
pub(super) fn step_forward(w: &mut Writing, row: &store::Row, code: &str) -> Result<bool> {
    let Some(seed) = &row.totp_seed else { return Ok(false) };
    let owner = Owner::staff(row.id);
    let seed = w.unlock(&[owner], KeyClass::Identity)?.open_bytes(Field::StaffTotpSeed, owner, row.id, seed)?;
    let Some(step) = totp::matched_step(&seed, code, w.app().clock().unix()) else { return Ok(false) };
    store::step_forward(w.conn(), row.id, step)
}

/// What a colleague is told at sign-in: when they were here before, from where, what failed since (V6.3.5), and whether
/// others changed something about their account (V6.3.7).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Before {
    pub at: Option<NaiveDateTime>,
    pub from: Option<String>,
    pub failures: i32,
    pub changed: bool,
}

/// Marks the sign-in and says what was before it.
pub fn signed_in(w: &mut Writing, id: i64, from: Option<IpAddr>) -> Result<Before> {
    let row = store::get(w.conn(), id)?;
    let changes = changes_by_others(w, id, row.told_deed)?;
    let last = deeds::read(w.conn(), &Reading { limit: 1, ..Reading::default() })?.first().map_or(0, |line| line.n);
    let now = w.now;
    store::signed_in(w.conn(), id, now, from.map(|address| address.to_string()), last)?;
    Ok(Before { at: row.signed_in_at, from: row.signed_in_from, failures: row.failures, changed: !changes.is_empty() })
}

/// What others did to this account after that deed, newest first, of the last fifty things that were done to it.
pub fn changes_by_others(l: &mut Looking, id: i64, after: i64) -> Result<Vec<(NaiveDateTime, What)>> {
    let reading = Reading { subject: Some((Subject::Staff, id)), limit: 50, ..Reading::default() };
    let told = [
        What::PasswordReset,
        What::FactorReset,
        What::RoleChanged,
        What::StaffDisabled,
        What::StaffEnabled,
        What::SessionsEnded,
    ];
    let by_others = |line: &deeds::Line| line.n > after && line.actor != Some(id) && told.contains(&line.what);
    Ok(deeds::read(l.conn(), &reading)?.into_iter().filter(by_others).map(|line| (line.at, line.what)).collect())
}

/// Is it really them? The password and a code of now, for what changes how one signs in (V6.2.3, V7.5.1).
///
/// # Errors
/// `TooMany` after too many tries.
pub async fn prove(
    app: &App,
    door: &password::Hashing,
    by: &Actor,
    from: Option<IpAddr>,
    code: &str,
    present: Zeroizing<String>,
) -> Result<bool> {
    let id = by.staff_id().ok_or(Error::SignedOut)?;
    // Whoever is signed in can slow down nobody but the same colleague at the same address.
    let (whence, what) = (Whence::at(from), format!("prove {id}"));
    let bucket = limits::bucket(app, &whence, None).await?;
    limits::count(app, &bucket, &what).await?;
    let row = app.look(&Actor::House, move |l| store::get(l.conn(), id)).await?;
    if !door.verify(Asking::Known, row.password_hash, present).await? {
        return Ok(false);
    }
    let second = Second::parse(code);
    let proven = app.write(&Actor::House, move |w| {
        let row = store::get(w.conn(), id)?;
        answers(w, &row, &second)
    });
    let proven = proven.await?;
    if proven {
        limits::forget(app, &bucket, &what).await?;
    }
    Ok(proven)
}

/// Changes one's own password: needs the present one and a fresh one-time code (V6.2.3).
///
/// # Errors
/// As [`prove`].
pub async fn change_password(
    app: &App,
    door: &password::Hashing,
    by: &Actor,
    from: Option<IpAddr>,
    code: &str,
    present: Zeroizing<String>,
    new: Zeroizing<String>,
) -> Result<bool> {
    if !prove(app, door, by, from, code, present).await? {
        return Ok(false);
    }
    let id = by.staff_id().ok_or(Error::SignedOut)?;
    let hash = door.hash(new).await?;
    app.write(by, move |w| {
        store::set_password(w.conn(), id, &hash)?;
        // With it, whatever the old one opened, even half (V7.4.3).
        store::end_sessions(w.conn(), id)?;
        w.record(Deed::of(What::PasswordChanged, Subject::Staff, id));
        Ok(())
    })
    .await?;
    Ok(true)
}

/// `Firefox, Windows`: enough to know one's own browser again, and no more of what it says about itself.
pub fn agent_word(header: &str) -> String {
    let first = |words: &[(&'static str, &'static str)]| words.iter().find(|word| header.contains(word.0)).map(|w| w.1);
    // Each names itself after those it wants to be taken for, so that the most particular name comes first.
    let browser = first(&[
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("Chromium/", "Chromium"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
        ("curl/", "curl"),
    ]);
    let system = first(&[
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS X", "macOS"),
        ("Linux", "Linux"),
    ]);
    [browser, system].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_is_known_by_two_words_and_nothing_else_of_it_is_kept() {
        let edge = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36 Edg/156.0";
        assert_eq!(agent_word(edge), "Edge, Windows");
        assert_eq!(
            agent_word("Mozilla/5.0 (X11; Linux x86_64; rv:152.0) Gecko/20100101 Firefox/152.0"),
            "Firefox, Linux"
        );
        assert_eq!(agent_word("<script>alert(1)</script>"), "");
    }
}
