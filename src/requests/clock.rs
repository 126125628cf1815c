//! The clock: extended once, in time; recalled to the Dpo before it runs out.
use super::{State, deed, letters, store, term, to_change, today};
use crate::actor::{Actor, Right};
use crate::app::{App, Writing};
use crate::auth;
use crate::calendar::FURTHER;
use crate::deeds::What;
use crate::error::{Error, Result};
use crate::mail;
use crate::reach::{Reach, ReachKind};
use crate::web::dates;
use crate::words::Lang;

/// So many days before the end it is recalled.
const REMIND: [i64; 4] = [1, 3, 7, 14];

/// Extends a request by one or two months, for a reason that the letter tells (Art. 12(3)).
///
/// # Errors
/// `Stale` when it was extended already, or its first month is over: then it would be told too late.
pub fn extend(w: &mut Writing, id: i64, version: i64, months: u32, reason: &str) -> Result<i64> {
    let row = to_change(w, id, version)?;
    let (term, today) = (term(&row), today(w));
    if months == 0 || months > FURTHER {
        return Err(Error::BadRequest("one month or two"));
    }
    if !term.may_be_extended(today) {
        return Err(Error::Stale);
    }
    store::change(w.conn(), &store::Row { further: i64::from(months), told_on: Some(today), ..row })?;
    w.record(deed(What::PrivacyExtended, id).with("months", months));
    letters::extension(w, id, months, term.due_if_extended(months), reason)
}

/// Mails the Dpo what is due within 14, 7, 3 and 1 days, each time once: all of it in one mail, numbers and days only.
/// Without an address for it the home says it alone. Blocks.
pub fn remind(app: &App) -> Result<()> {
    let Some(to) = app.config().dpo_mail.as_deref().and_then(|to| Reach::parse(ReachKind::Email, to).ok()) else {
        return Ok(());
    };
    let due = app.look_now(&Actor::House, |l| {
        let today = today(l);
        let rows = store::list(l.conn(), &[State::Open], None, i64::MAX)?;
        let mut due = Vec::new();
        for row in rows.iter().filter(|row| row.answered_on.is_none() && row.paused_since.is_none()) {
            let on = term(row).due();
            let left = (on - today).num_days();
            let done = store::reminded(l.conn(), row.id, on)?;
            // The nearest mark that was passed; the farther ones are behind it.
            let mark = REMIND.into_iter().find(|mark| left <= *mark);
            if mark.is_some_and(|mark| !done.contains(&mark)) {
                due.push((row.id, on, left));
            }
        }
        due.sort_by_key(|one| one.1);
        Ok(due)
    })?;
    if due.is_empty() {
        return Ok(());
    }
    app.write_now(&Actor::House, |w| tell(w, &to, &due))
}

fn tell(w: &mut Writing, to: &Reach, due: &[(i64, chrono::NaiveDate, i64)]) -> Result<()> {
    let lang = auth::who_may(w, Right::WorkRequests)?.first().map_or(Lang::Fr, |dpo| dpo.lang);
    let t = lang.words();
    let now = w.now;
    let mut lines = vec![t.msg_requests_remind_opening()];
    for (id, on, left) in due {
        let day = dates::day(lang, *on);
        lines.push(match *left {
            ..0 => t.msg_requests_remind_overdue(id.to_string(), day),
            left => t.msg_requests_remind_line(left, id.to_string(), day),
        });
        let done = store::reminded(w.conn(), *id, *on)?;
        for mark in REMIND.into_iter().filter(|mark| left <= mark && !done.contains(mark)) {
            store::add_reminder(w.conn(), *id, *on, mark, now)?;
        }
        w.record(deed(What::PrivacyReminded, *id).with("left", left));
    }
    let Some((first, ..)) = due.first() else { return Ok(()) };
    let body = lines.join("\n");
    mail::queue_notice(w, &mail::Notice { request: *first, to, kind: mail::Kind::Reminder, lang, body: &body })
}
