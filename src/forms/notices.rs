//! Notices: written as drafts, published as numbered versions that stay.
use super::{Fault, LONGEST, Part, SHORT, store};
use crate::actor::Right;
use crate::app::{Looking, Writing};
use crate::deeds::{Deed, Subject, What};
use crate::error::{Error, Result};
use crate::words::Lang;
use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The parts of a notice in one language, in their order.
pub type NoticeText = BTreeMap<Part, String>;

/// A notice in each language.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeTexts(BTreeMap<Lang, NoticeText>);

impl NoticeTexts {
    pub fn of(&self, lang: Lang, part: Part) -> &str {
        self.0.get(&lang).and_then(|text| text.get(&part)).map_or("", String::as_str)
    }

    pub fn set(&mut self, lang: Lang, part: Part, text: &str) {
        // Browsers send lines ended by CR LF; one text is one text whoever typed it.
        let text = text.replace("\r\n", "\n").trim().to_owned();
        self.0.entry(lang).or_default().insert(part, text);
    }

    fn each(&self) -> impl Iterator<Item = &str> {
        Lang::ALL.iter().flat_map(move |&lang| Part::ALL.iter().map(move |&part| self.of(lang, part)))
    }

    /// Every part in every language.
    fn is_whole(&self) -> bool {
        self.each().all(|text| !text.is_empty())
    }
}

/// A notice that is being written: it may be published again and again, each time as a new version.
#[derive(Clone, Debug)]
pub struct NoticeDraft {
    pub id: i64,
    /// For colleagues; visitors do not see it.
    pub name: String,
    pub texts: NoticeTexts,
    pub changed_at: NaiveDateTime,
    pub version: i64,
    /// The newest published version.
    pub published: Option<Notice>,
}

impl NoticeDraft {
    /// Does the draft say what is published?
    pub fn is_published_as_it_is(&self) -> bool {
        self.published.as_ref().is_some_and(|notice| notice.texts == self.texts)
    }
}

/// A published version of a notice. Nothing changes it.
#[derive(Clone, Debug)]
pub struct Notice {
    pub id: i64,
    pub draft_id: i64,
    pub number: i64,
    pub texts: NoticeTexts,
    pub sha256: String,
    pub published_at: NaiveDateTime,
    pub published_by: Option<i64>,
}

/// All notices, by name.
pub fn notice_drafts(l: &mut Looking) -> Result<Vec<NoticeDraft>> {
    l.must(Right::SeeForms)?;
    store::notice_drafts(l.conn())
}

pub fn notice(l: &mut Looking, id: i64) -> Result<NoticeDraft> {
    l.must(Right::SeeForms)?;
    store::notice_draft(l.conn(), id)
}

/// The published versions of a notice, newest first.
pub fn notice_versions(l: &mut Looking, id: i64) -> Result<Vec<Notice>> {
    l.must(Right::SeeForms)?;
    store::notices_of(l.conn(), id)
}

/// Begins a notice.
pub fn draft_notice(w: &mut Writing, name: &str, texts: &NoticeTexts) -> Result<Result<i64, Vec<Fault>>> {
    w.must(Right::DraftForms)?;
    let faults = faults(name, texts);
    if !faults.is_empty() {
        return Ok(Err(faults));
    }
    let id = w.next_id()?;
    let (now, by) = (w.now, w.actor.staff_id());
    store::add_notice_draft(w.conn(), id, name, texts, now, by)?;
    w.record(Deed::of(What::NoticeDrafted, Subject::Notice, id));
    Ok(Ok(id))
}

/// Changes the draft of a notice; what was published of it stays.
///
/// # Errors
/// `Stale` when somebody else changed it since this version.
pub fn rewrite_notice(
    w: &mut Writing,
    id: i64,
    version: i64,
    name: &str,
    texts: &NoticeTexts,
) -> Result<Result<(), Vec<Fault>>> {
    w.must(Right::DraftForms)?;
    let faults = faults(name, texts);
    if !faults.is_empty() {
        return Ok(Err(faults));
    }
    let (now, by) = (w.now, w.actor.staff_id());
    if !store::change_notice_draft(w.conn(), id, version, name, texts, now, by)? {
        return Err(Error::Stale);
    }
    w.record(Deed::of(What::NoticeDrafted, Subject::Notice, id));
    Ok(Ok(()))
}

/// Publishes the draft as it was read, as the next version. Its number, or what stands in the way.
///
/// # Errors
/// `Stale` when the draft was changed since this version: nobody publishes what they have not read.
pub fn publish_notice(w: &mut Writing, id: i64, version: i64) -> Result<Result<i64, Fault>> {
    w.must(Right::PublishForms)?;
    let draft = notice(w, id)?;
    if draft.version != version {
        return Err(Error::Stale);
    }
    if !draft.texts.is_whole() {
        return Ok(Err(Fault::Unfinished));
    }
    if draft.is_published_as_it_is() {
        return Ok(Err(Fault::Unchanged));
    }
    let texts = serde_json::to_string(&draft.texts).map_err(Error::internal)?;
    let notice = Notice {
        id: w.next_id()?,
        draft_id: id,
        number: draft.published.map_or(1, |last| last.number + 1),
        sha256: super::building::sha256(texts.as_bytes()),
        texts: draft.texts,
        published_at: w.now,
        published_by: w.actor.staff_id(),
    };
    store::add_notice(w.conn(), &notice)?;
    w.record(
        Deed::of(What::NoticePublished, Subject::Notice, id)
            .with("version", notice.number)
            .with("sha256", &notice.sha256),
    );
    Ok(Ok(notice.number))
}

fn faults(name: &str, texts: &NoticeTexts) -> Vec<Fault> {
    let mut faults = Vec::new();
    if !(1..=SHORT).contains(&name.chars().count()) {
        faults.push(Fault::Name);
    }
    if texts.each().any(|text| text.chars().count() > LONGEST) {
        faults.push(Fault::TooLong);
    }
    faults
}
