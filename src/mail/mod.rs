//! Mail that the house sends: queued in the transaction of what causes it, sent by a job, each one a deed.
//!
//! Recipient and text are sealed under the person's key and wiped once the mail was sent or given up. A mail is claimed
//! before the relay is spoken to, so that two processes do not send it both. A kill between the relay's yes and our note
//! of it sends that mail once more: at most twice for a kill, with the same Message-ID both times; never not at all.
mod sending;
mod store;

pub use store::Standing;

use crate::actor::{Actor, Right};
use crate::app::{App, Looking, Writing};
use crate::catalogue::{Field, KeyClass};
use crate::config::Relay;
use crate::deeds::{Deed, Subject, What};
use crate::error::{Error, Result};
use crate::kept;
use crate::reach::{self, Reach};
use crate::vault::Owner;
use crate::words::{Lang, Words};
use chrono::Duration;

crate::db::values::words! {
    /// What a mail is for: each has a subject in every language.
    pub enum Kind {
        /// Asks for a consent to be confirmed.
        Confirmation = "confirmation",
        /// Brings a code by which whoever exercises a right shows that the address is theirs.
        IdentityCode = "identity_code",
        /// Recalls to the Dpo which privacy requests are due.
        Reminder = "reminder",
    }
}

crate::db::values::words! {
    pub enum State {
        Waiting = "waiting",
        /// Tried in vain, and to be tried again.
        Failed = "failed",
        Sent = "sent",
        GivenUp = "given_up",
    }
}

crate::db::values::words! {
    /// Why a mail was not sent, without the words of the relay: these may name the address.
    pub enum Fault {
        /// Nobody answers there, or the connection broke.
        Unreachable = "unreachable",
        /// No TLS, or a certificate that is not trusted.
        Tls = "tls",
        /// The relay does not take our user and password, or we cannot read them.
        Login = "login",
        /// The relay says to come back later.
        Later = "later",
        /// The relay refuses, for another reason than the address.
        Refused = "refused",
        /// There is no such address.
        NoSuchAddress = "no_such_address",
        /// What was sealed does not open any more: the person was erased.
        Unreadable = "unreadable",
    }
}

impl Fault {
    /// Trying again changes nothing.
    fn is_final(self) -> bool {
        matches!(self, Fault::NoSuchAddress | Fault::Unreadable)
    }

    /// It is about the relay, so that the other mails would fare no better now.
    fn is_of_the_relay(self) -> bool {
        matches!(self, Fault::Unreachable | Fault::Tls | Fault::Login)
    }
}

/// A mail to somebody. Its text is the house's own words: nothing that a visitor typed is ever in one.
pub struct Letter<'a> {
    pub person: i64,
    pub to: &'a Reach,
    pub kind: Kind,
    pub lang: Lang,
    pub body: &'a str,
}

/// A mail of the house to itself about a privacy request, sealed under the key of the request.
pub struct Notice<'a> {
    pub request: i64,
    pub to: &'a Reach,
    pub kind: Kind,
    pub lang: Lang,
    pub body: &'a str,
}

/// So many mails an address gets in a day at most, whoever asks for them.
const A_DAY: i64 = 3;
/// A mail that was claimed is nobody else's for so long: far longer than a relay is waited for.
const CLAIM: Duration = Duration::minutes(5);
/// After so long a mail is given up.
const PATIENCE: Duration = Duration::days(kept::MAIL_TRIED_DAYS);
/// What was sent or given up is told for so long.
const TOLD: Duration = Duration::days(kept::MAIL_TOLD_DAYS);
/// One run of the job sends no more: the next one follows at once.
const A_RUN: usize = 50;

/// Whether the house sends mail at all.
pub fn is_sent(app: &App) -> bool {
    app.config().relay.is_some()
}

/// Queues a mail, with whatever else this write does. False when the address had its share for today: nothing is queued
/// then, and that is a deed.
///
/// # Errors
/// `BadRequest` when it is no e-mail address.
pub fn queue(w: &mut Writing, letter: &Letter) -> Result<bool> {
    if letter.to.email().is_none() {
        return Err(Error::BadRequest("a mail goes to an e-mail address"));
    }
    let blind = reach::blind(w.vault(), letter.to);
    let since = w.now - Duration::days(1);
    let deed = |what| Deed::of(what, Subject::Person, letter.person).with("kind", letter.kind.word());
    if store::queued_since(w.conn(), &blind, since)? >= A_DAY {
        w.record(deed(What::MailWithheld));
        return Ok(false);
    }
    let (id, owner) = (w.next_id()?, Owner::person(letter.person));
    let sealing = w.sealing(&[owner], KeyClass::Identity)?;
    let row = store::Row {
        id,
        person_id: Some(letter.person),
        request_id: None,
        kind: letter.kind,
        language: letter.lang,
        recipient: Some(sealing.seal(Field::MailRecipient, owner, id, letter.to.stored())?),
        body: Some(sealing.seal(Field::MailBody, owner, id, letter.body)?),
        blind,
        state: State::Waiting,
        tries: 0,
        fault: None,
        queued_at: w.now,
        next_try_at: w.now,
        ended_at: None,
    };
    store::add(w.conn(), &row)?;
    Ok(true)
}

/// Queues a mail of the house to itself, with whatever else this write does. No limit a day: nobody outside causes one.
///
/// # Errors
/// `BadRequest` when it is no e-mail address.
pub fn queue_notice(w: &mut Writing, notice: &Notice) -> Result<()> {
    if notice.to.email().is_none() {
        return Err(Error::BadRequest("a mail goes to an e-mail address"));
    }
    let blind = reach::blind(w.vault(), notice.to);
    let (id, owner) = (w.next_id()?, Owner::request(notice.request));
    let sealing = w.sealing(&[owner], KeyClass::Identity)?;
    let row = store::Row {
        id,
        person_id: None,
        request_id: Some(notice.request),
        kind: notice.kind,
        language: notice.lang,
        recipient: Some(sealing.seal(Field::MailRecipient, owner, id, notice.to.stored())?),
        body: Some(sealing.seal(Field::MailBody, owner, id, notice.body)?),
        blind,
        state: State::Waiting,
        tries: 0,
        fault: None,
        queued_at: w.now,
        next_try_at: w.now,
        ended_at: None,
    };
    store::add(w.conn(), &row)
}

/// Sends what is due. Blocks.
///
/// # Errors
/// When the database takes nothing now. What the relay says is no error: it is noted, and tried again.
pub fn send_due(app: &App) -> Result<()> {
    let Some(relay) = app.config().relay.clone() else { return Ok(()) };
    for _ in 0..A_RUN {
        // Asked by a look first: an idle house takes no write lock for it.
        let is_due = app.look_now(&Actor::House, |l| {
            let now = l.now;
            store::due(l.conn(), now)
        })?;
        if is_due.is_none() {
            break;
        }
        let Some(row) = app.write_now(&Actor::House, claim)? else { break };
        let outcome = send(app, &relay, &row)?;
        app.write_now(&Actor::House, |w| note(w, &row, outcome))?;
        if outcome.is_err_and(Fault::is_of_the_relay) {
            break;
        }
    }
    Ok(())
}

/// Makes the first mail that is due ours, by counting the try: whoever saw another count does not get it.
fn claim(w: &mut Writing) -> Result<Option<store::Row>> {
    let now = w.now;
    let Some(row) = store::due(w.conn(), now)? else { return Ok(None) };
    Ok(store::claim(w.conn(), &row, now + CLAIM)?.then_some(row))
}

/// The error is the database's or the keyring's; what comes of the mail is inside.
fn send(app: &App, relay: &Relay, row: &store::Row) -> Result<Result<(), Fault>> {
    let Some((to, body)) = app.look_now(&Actor::House, |l| open(l, row))? else {
        return Ok(Err(Fault::Unreadable));
    };
    let message = sending::Message {
        reference: app.vault().mail_reference(row.id),
        company: &app.config().company,
        to: &to,
        subject: row.kind.subject(row.language.words()),
        lang: row.language,
        body: &body,
        at: app.clock().now(),
    };
    Ok(sending::send(relay, message))
}

fn open(l: &mut Looking, row: &store::Row) -> Result<Option<(String, String)>> {
    let owner = row.owner();
    let keys = l.unlock(&[owner], KeyClass::Identity)?;
    let (Some(recipient), Some(body)) = (&row.recipient, &row.body) else { return Ok(None) };
    let opened = keys.open(Field::MailRecipient, owner, row.id, recipient);
    let opened = opened.and_then(|to| Ok((to, keys.open(Field::MailBody, owner, row.id, body)?)));
    match opened {
        Err(Error::Unreadable) => Ok(None),
        opened => opened.map(Some),
    }
}

fn note(w: &mut Writing, row: &store::Row, outcome: Result<(), Fault>) -> Result<()> {
    let now = w.now;
    let deed = |what| {
        let (subject, of) = row.subject();
        let deed = Deed::of(what, subject, of).with("mail", row.id);
        deed.with("kind", row.kind.word()).with("tries", row.tries + 1)
    };
    match outcome {
        Ok(()) => {
            store::end(w.conn(), row.id, State::Sent, None, now)?;
            w.record(deed(What::MailSent));
        }
        Err(fault) if fault.is_final() || now - row.queued_at >= PATIENCE => {
            store::end(w.conn(), row.id, State::GivenUp, Some(fault), now)?;
            w.record(deed(What::MailGivenUp).with("fault", fault.word()));
        }
        Err(fault) => {
            tracing::warn!(
                mail = row.id,
                fault = fault.word(),
                tries = row.tries + 1,
                "a mail was not sent; later again"
            );
            store::postpone(w.conn(), row.id, fault, now + delay(row.tries))?;
        }
    }
    Ok(())
}

/// How long to wait after so many tries before this one: a minute, and twice as long each time, up to six hours.
fn delay(tries: i64) -> Duration {
    let doublings = u32::try_from(tries).unwrap_or(u32::MAX).min(9);
    Duration::minutes(1_i64 << doublings).min(Duration::hours(6))
}

/// Forgets what was sent or given up long ago.
pub fn tidy(w: &mut Writing) -> Result<()> {
    let before = w.now - TOLD;
    store::forget(w.conn(), before)
}

/// How the outbox stands: counts, times and our own words, for whoever keeps the house running.
pub fn standing(l: &mut Looking) -> Result<Standing> {
    l.must(Right::SeePseudonyms)?;
    store::standing(l.conn())
}

impl Kind {
    fn subject(self, t: &Words) -> String {
        match self {
            Kind::Confirmation => t.msg_mail_subject_confirmation(),
            Kind::IdentityCode => t.msg_mail_subject_identity_code(),
            Kind::Reminder => t.msg_mail_subject_reminder(),
        }
    }
}

impl Fault {
    pub fn label(self, t: &Words) -> String {
        match self {
            Fault::Unreachable => t.msg_mail_fault_unreachable(),
            Fault::Tls => t.msg_mail_fault_tls(),
            Fault::Login => t.msg_mail_fault_login(),
            Fault::Later => t.msg_mail_fault_later(),
            Fault::Refused => t.msg_mail_fault_refused(),
            Fault::NoSuchAddress => t.msg_mail_fault_no_such_address(),
            Fault::Unreadable => t.msg_mail_fault_unreadable(),
        }
    }
}

impl State {
    pub fn label(self, t: &Words) -> String {
        match self {
            State::Waiting => t.msg_mail_state_waiting(),
            State::Failed => t.msg_mail_state_failed(),
            State::Sent => t.msg_mail_state_sent(),
            State::GivenUp => t.msg_mail_state_given_up(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_delay_grows_from_a_minute_to_six_hours() {
        let minutes: Vec<i64> = (0..12).map(|tries| delay(tries).num_minutes()).collect();
        assert_eq!(minutes, [1, 2, 4, 8, 16, 32, 64, 128, 256, 360, 360, 360]);
        assert_eq!(delay(i64::MAX), Duration::hours(6));
    }
}
