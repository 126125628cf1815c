//! Letters in the language of whoever asks, sealed under the key of the request: each ends with what they can do if they
//! do not agree (Art. 12(4)).
use super::{Claim, Disposal, LetterKind, Why, deciding, deed, store};
use crate::actor::Right;
use crate::app::{Looking, Writing};
use crate::calendar::day_in_france;
use crate::catalogue::{Field, KeyClass};
use crate::deeds::What;
use crate::erasure::Certificate;
use crate::erasure::pages::holding_word;
use crate::error::{Error, Result};
use crate::vault::Owner;
use crate::web::dates;
use crate::words::Lang;
use chrono::{NaiveDate, NaiveDateTime};

#[derive(Clone)]
pub struct Letter {
    pub id: i64,
    pub kind: LetterKind,
    pub lang: Lang,
    pub at: NaiveDateTime,
    /// Paragraphs, with an empty line between them.
    pub body: String,
}

impl Letter {
    pub fn paragraphs(&self) -> Vec<&str> {
        self.body.split("\n\n").collect()
    }
}

/// The letters of a request, oldest first; none once its key is destroyed.
pub fn letters(l: &mut Looking, request: i64) -> Result<Vec<Letter>> {
    l.must(Right::SeeRequests)?;
    let owner = Owner::request(request);
    let keys = l.unlock(&[owner], KeyClass::Identity)?;
    if !keys.has(owner) {
        return Ok(Vec::new());
    }
    let rows = store::letters(l.conn(), request)?;
    let open = |row: store::LetterRow| {
        let body = keys.show(Field::RequestLetter, owner, row.id, &row.body)?;
        Ok(Letter { id: row.id, kind: row.kind, lang: row.language, at: row.at, body })
    };
    rows.into_iter().map(open).collect()
}

/// # Errors
/// `Unreadable` once the key of the request is destroyed.
pub fn letter(l: &mut Looking, request: i64, id: i64) -> Result<Letter> {
    let known = store::letters(l.conn(), request)?.iter().any(|row| row.id == id);
    let opened = letters(l, request)?.into_iter().find(|letter| letter.id == id);
    opened.ok_or(if known { Error::Unreadable } else { Error::NotFound })
}

fn day(lang: Lang, day: NaiveDate) -> String {
    dates::day(lang, day)
}

fn keep(w: &mut Writing, request: i64, kind: LetterKind, paragraphs: Vec<String>) -> Result<i64> {
    let row = store::get(w.conn(), request)?;
    let t = row.language.words();
    let opening = t.msg_requests_letter_opening(request.to_string(), day(row.language, row.received_on));
    let close = [t.msg_requests_letter_remedy(), t.msg_requests_letter_close()];
    let all: Vec<String> = std::iter::once(opening)
        .chain(paragraphs)
        .chain(close)
        .map(|text| text.trim().to_owned())
        .filter(|text| !text.is_empty())
        .collect();
    let (id, owner) = (w.next_id()?, Owner::request(request));
    let sealing = w.sealing(&[owner], KeyClass::Identity)?;
    let letter = store::LetterRow {
        id,
        request_id: request,
        kind,
        language: row.language,
        at: w.now,
        by_id: w.actor.staff_id(),
        body: sealing.seal(Field::RequestLetter, owner, id, &all.join("\n\n"))?,
    };
    store::add_letter(w.conn(), &letter)?;
    w.record(deed(What::PrivacyLetter, request).with("letter", id).with("kind", kind.word()));
    Ok(id)
}

/// Asks for what lays a doubt.
pub(super) fn write(w: &mut Writing, request: i64, kind: LetterKind, what: &str) -> Result<i64> {
    let t = store::get(w.conn(), request)?.language.words();
    keep(w, request, kind, vec![t.msg_requests_letter_identity(), what.to_owned(), t.msg_requests_letter_paused()])
}

pub(super) fn extension(w: &mut Writing, request: i64, months: u32, until: NaiveDate, reason: &str) -> Result<i64> {
    let lang = store::get(w.conn(), request)?.language;
    let t = lang.words();
    let says = t.msg_requests_letter_extension(months, day(lang, until));
    keep(w, request, LetterKind::Extension, vec![says, reason.to_owned()])
}

pub(super) fn refusal(w: &mut Writing, request: i64, why: Why, reason: &str) -> Result<i64> {
    let t = store::get(w.conn(), request)?.language.words();
    let says = vec![t.msg_requests_letter_refusal(), why.sentence(t), reason.to_owned()];
    keep(w, request, LetterKind::Refusal, says)
}

/// What was done, claim by claim; what is kept, and why; who was told.
pub(super) fn answer(w: &mut Writing, request: i64, certificate: Option<&Certificate>, more: &str) -> Result<i64> {
    let row = store::get(w.conn(), request)?;
    let (lang, t) = (row.language, row.language.words());
    let claims: Vec<Claim> = row.kinds.split(',').filter_map(Claim::from_word).collect();
    let decisions = deciding::decisions(w, request)?;
    let found = decisions.iter().any(|decision| decision.rows > 0);
    let erases = claims.contains(&Claim::Erasure);
    let mut says = Vec::new();
    if !found && !claims.contains(&Claim::Objection) {
        says.push(t.msg_requests_letter_nothing());
    }
    for claim in claims {
        match claim {
            Claim::Access | Claim::Portability if found => says.push(t.msg_requests_letter_copy()),
            Claim::Rectification if found => says.push(t.msg_requests_letter_rectified()),
            Claim::Restriction if found => says.push(t.msg_requests_letter_restricted()),
            Claim::Objection => says.push(t.msg_requests_letter_objected()),
            Claim::Erasure if found => {
                if let Some(certificate) = certificate {
                    let rows: i64 = certificate.rows.iter().map(|found| found.rows).sum();
                    says.push(t.msg_requests_letter_erased(
                        rows,
                        day(lang, day_in_france(certificate.ended_at)),
                        day(lang, certificate.unreadable_from),
                    ));
                } else {
                    says.push(t.msg_requests_letter_partly_erased());
                }
            }
            _ => {}
        }
    }
    // Only an erasure says what it leaves.
    let kept = |decision: &&deciding::Decision| erases && decision.rows > 0 && decision.what != Disposal::Erase;
    for decision in decisions.iter().filter(kept) {
        let ground = decision.ground.map(|ground| ground.sentence(t)).unwrap_or_default();
        let kept = t.msg_requests_letter_kept(holding_word(t, decision.holding), ground);
        let until = decision.until.map(|until| t.msg_requests_letter_until(day(lang, until))).unwrap_or_default();
        says.push(format!("{kept} {until}"));
    }
    let recipients = store::recipients(w.conn(), request)?.len();
    if recipients > 0 {
        says.push(t.msg_requests_letter_recipients(recipients));
    }
    says.push(more.to_owned());
    keep(w, request, LetterKind::Answer, says)
}
