//! Who asks: a code to an address that the house knew, or known otherwise; more only in doubt (Art. 12(6)).
use super::{
    Claim, Identity, LetterKind, Means, Subject, deed, letters, object, scope, store, to_change, today, written,
};
use crate::app::{Looking, Writing};
use crate::catalogue::{Field, KeyClass};
use crate::companies;
use crate::deeds::What;
use crate::error::{Error, Result};
use crate::mail;
use crate::people;
use crate::vault::Owner;
use chrono::{Duration, NaiveDate};
use subtle::ConstantTimeEq;

/// A code is good for so long.
pub const CODE_DAYS: i64 = 7;
/// Wrong codes until a new one has to be mailed: one in two hundred million for who guesses.
const TRIES: i64 = 5;
/// So many digits.
const DIGITS: u32 = 8;

pub(super) fn of(l: &mut Looking, id: i64) -> Result<Identity> {
    let row = store::identity(l.conn(), id)?;
    let owner = Owner::request(id);
    let keys = l.unlock(&[owner], KeyClass::Identity)?;
    let maybe = |field, sealed: Option<&_>| match keys.has(owner) {
        true => keys.show_maybe(field, owner, id, sealed),
        false => Ok(String::new()),
    };
    Ok(Identity {
        means: row.means,
        note: maybe(Field::RequestIdentityNote, row.note.as_ref())?,
        doubt: maybe(Field::RequestDoubt, row.doubt.as_ref())?,
        at: row.at,
        code_until: row.code_until.filter(|until| *until > l.now && row.code_tries < TRIES && row.code_hash.is_some()),
        tries_left: TRIES - row.code_tries,
    })
}

/// Whom it is about, and what they ask: as the Dpo reads it. What was found and decided before is open again.
pub fn choose(w: &mut Writing, id: i64, version: i64, claims: &[Claim], subjects: &[(Subject, i64)]) -> Result<()> {
    let row = to_change(w, id, version)?;
    if claims.is_empty() || row.act_after.is_some() {
        return Err(Error::BadRequest("a request asks for something, until it is carried out"));
    }
    let before = scope(w, id)?;
    let of = |kind: Subject| -> Vec<i64> {
        subjects.iter().filter(|subject| subject.0 == kind).map(|subject| subject.1).collect()
    };
    let (people, firms) = (of(Subject::Person), of(Subject::Company));
    if people::these(w, &people)?.len() != people.len() || companies::these(w, &firms)?.len() != firms.len() {
        return Err(Error::NotFound);
    }
    let kinds = written(claims);
    if (&before.people, &before.companies, &row.kinds) == (&people, &firms, &kinds) {
        return Ok(());
    }
    store::set_subjects(w.conn(), id, subjects)?;
    let row = store::Row { kinds, found_at: None, decided_at: None, approved_at: None, approved_by: None, ..row };
    store::change(w.conn(), &row)?;
    w.record(deed(What::PrivacyChanged, id).with("people", people.len()).with("companies", firms.len()));
    if claims.contains(&Claim::Objection) {
        for person in people {
            object(w, id, person, row.received_on)?;
        }
    }
    Ok(())
}

/// Mails a code to an address of somebody whom it is about. False when that address had its share of mail for today.
///
/// # Errors
/// `BadRequest` when the house sends no mail, or it is no address of theirs.
pub fn mail_code(w: &mut Writing, id: i64, person: i64, reach: i64) -> Result<bool> {
    let version = store::get(w.conn(), id)?.version;
    to_change(w, id, version)?;
    if !mail::is_sent(w.app()) || !scope(w, id)?.people.contains(&person) {
        return Err(Error::BadRequest("a code goes by mail to whom the request is about"));
    }
    let person = people::these(w, &[person])?.pop().ok_or(Error::NotFound)?;
    let known = person.reaches.iter().find(|kept| kept.id == reach && kept.reach.email().is_some());
    let known = known.ok_or(Error::BadRequest("not an address of theirs"))?;
    let code = draw();
    let t = person.lang.words();
    let body = t.msg_requests_code_mail(&w.app().config().company, id.to_string(), shown(&code), CODE_DAYS.to_string());
    let letter = mail::Letter {
        person: person.id,
        to: &known.reach,
        kind: mail::Kind::IdentityCode,
        lang: person.lang,
        body: &body,
    };
    if !mail::queue(w, &letter)? {
        return Ok(false);
    }
    let row = store::identity(w.conn(), id)?;
    let hash = hash(w, id, &code);
    let until = w.now + Duration::days(CODE_DAYS);
    let row = store::IdentityRow { code_hash: Some(hash), code_until: Some(until), code_tries: 0, ..row };
    store::set_identity(w.conn(), &row)?;
    w.record(deed(What::PrivacyCodeMailed, id).with("person", person.id));
    Ok(true)
}

fn draw() -> String {
    (0..DIGITS).map(|_| char::from(b'0' + rand::random_range(0..10_u8))).collect()
}

/// In two groups, as one reads it aloud.
fn shown(code: &str) -> String {
    let (first, second) = code.split_at(code.len() / 2);
    format!("{first} {second}")
}

fn hash(l: &Looking, id: i64, code: &str) -> Vec<u8> {
    l.vault().confirmation_hash(format!("identity of request {id}: {code}").as_bytes())
}

/// What somebody told as their code. False when it is not the one: that is counted.
///
/// # Errors
/// `Stale` when no code is good any more.
pub fn confirm(w: &mut Writing, id: i64, typed: &str) -> Result<bool> {
    let version = store::get(w.conn(), id)?.version;
    to_change(w, id, version)?;
    let row = store::identity(w.conn(), id)?;
    let (Some(wanted), Some(until)) = (&row.code_hash, row.code_until) else { return Err(Error::Stale) };
    if until <= w.now || row.code_tries >= TRIES {
        return Err(Error::Stale);
    }
    let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
    if !bool::from(hash(w, id, &digits).ct_eq(wanted)) {
        let tries = row.code_tries + 1;
        store::set_identity(w.conn(), &store::IdentityRow { code_tries: tries, ..row })?;
        w.record(deed(What::PrivacyCodeWrong, id).with("tries", tries));
        return Ok(false);
    }
    let row = store::IdentityRow { means: Some(Means::Code), code_hash: None, code_until: None, ..row };
    identified(w, row)?;
    Ok(true)
}

/// The Dpo knows who asks, and writes down how.
pub fn vouch(w: &mut Writing, id: i64, note: &str) -> Result<()> {
    let version = store::get(w.conn(), id)?.version;
    to_change(w, id, version)?;
    let owner = Owner::request(id);
    let sealing = w.sealing(&[owner], KeyClass::Identity)?;
    let row = store::identity(w.conn(), id)?;
    let note = Some(sealing.seal(Field::RequestIdentityNote, owner, id, note)?);
    identified(w, store::IdentityRow { means: Some(Means::Known), note, code_hash: None, code_until: None, ..row })
}

fn identified(w: &mut Writing, row: store::IdentityRow) -> Result<()> {
    let (id, means) = (row.request_id, row.means.unwrap_or(Means::Known));
    let row = store::IdentityRow { at: Some(w.now), by_id: w.actor.staff_id(), ..row };
    store::set_identity(w.conn(), &row)?;
    w.record(deed(What::PrivacyIdentified, id).with("by", means.word()));
    // What was doubted is doubted no more.
    let request = store::get(w.conn(), id)?;
    if request.paused_since.is_some() { run_on(w, request) } else { Ok(()) }
}

/// There is reasonable doubt who asks: the letter says what is wanted to lay it, and the clock stands still until then.
pub fn doubt(w: &mut Writing, id: i64, version: i64, what: &str) -> Result<i64> {
    let row = to_change(w, id, version)?;
    if row.paused_since.is_some() || row.act_after.is_some() {
        return Err(Error::Stale);
    }
    let owner = Owner::request(id);
    let sealing = w.sealing(&[owner], KeyClass::Identity)?;
    let identity = store::identity(w.conn(), id)?;
    let doubt = Some(sealing.seal(Field::RequestDoubt, owner, id, what)?);
    store::set_identity(w.conn(), &store::IdentityRow { doubt, means: None, at: None, by_id: None, ..identity })?;
    let since = today(w);
    store::change(w.conn(), &store::Row { paused_since: Some(since), ..row })?;
    w.record(deed(What::PrivacyPaused, id));
    letters::write(w, id, LetterKind::Identity, what)
}

/// The clock runs again: they answered, or the Dpo no longer doubts.
pub fn resume(w: &mut Writing, id: i64, version: i64) -> Result<()> {
    let row = to_change(w, id, version)?;
    if row.paused_since.is_none() {
        return Err(Error::Stale);
    }
    run_on(w, row)
}

fn run_on(w: &mut Writing, row: store::Row) -> Result<()> {
    let today = today(w);
    let days = row.paused_since.map_or(0, |since: NaiveDate| (today - since).num_days().max(0));
    let id = row.id;
    store::change(w.conn(), &store::Row { paused_since: None, paused_days: row.paused_days + days, ..row })?;
    w.record(deed(What::PrivacyResumed, id).with("days", days));
    Ok(())
}
