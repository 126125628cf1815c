//! Forms: built from choices, previewed by the renderer that publishes them, published as bytes that stay.
use super::{Ask, Desk, Fault, FormKind, Leaf, Notice, SHORT, State, store};
use crate::actor::Right;
use crate::app::{Looking, Writing};
use crate::consent::Purpose;
use crate::deeds::{Deed, Subject, What};
use crate::error::{Error, Result};
use crate::words::Lang;
use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What stands on a form in one language.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormText {
    pub title: String,
    pub intro: String,
}

/// What a form asks, of whom nothing is known yet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Definition {
    /// Besides family name and e-mail address.
    pub asks: Vec<Ask>,
    /// One box each, not ticked.
    pub purposes: Vec<Purpose>,
    pub texts: BTreeMap<Lang, FormText>,
}

impl Definition {
    pub fn text(&self, lang: Lang) -> FormText {
        self.texts.get(&lang).cloned().unwrap_or_default()
    }
}

/// A form as a colleague writes it.
#[derive(Clone, Debug)]
pub struct Draft {
    pub slug: String,
    pub kind: FormKind,
    pub desk: Desk,
    pub notice: i64,
    pub definition: Definition,
}

#[derive(Clone, Debug)]
pub struct Form {
    pub id: i64,
    pub draft: Draft,
    pub state: State,
    pub changed_at: NaiveDateTime,
    pub version: i64,
}

/// A published version of a form. Nothing changes it.
#[derive(Clone, Debug)]
pub struct Published {
    pub id: i64,
    pub form_id: i64,
    pub number: i64,
    pub notice_id: i64,
    pub kind: FormKind,
    pub desk: Desk,
    pub slug: String,
    pub definition: Definition,
    pub published_at: NaiveDateTime,
    pub published_by: Option<i64>,
}

/// A page of a published version: exactly what visitors are served, but for the one slot.
#[derive(Clone, PartialEq, Eq)]
pub struct Page {
    pub publication_id: i64,
    pub leaf: Leaf,
    pub lang: Lang,
    pub sha256: String,
    pub body: Vec<u8>,
}

/// How a form stands beside what is published of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    NeverPublished,
    /// What is on the website is what is written.
    AsWritten,
    /// The draft, or its notice, has moved on.
    Behind,
    Closed,
}

/// A line of the list.
#[derive(Clone, Debug)]
pub struct Listed {
    pub form: Form,
    pub standing: Standing,
    pub published: Option<Published>,
    /// How many submissions it brought.
    pub arrivals: i64,
}

/// Everything that a page of a form is drawn from: the same always makes the same bytes.
pub struct ToRender<'a> {
    pub company: &'a str,
    pub slug: &'a str,
    pub kind: FormKind,
    pub definition: &'a Definition,
    pub notice: &'a Notice,
}

/// Draws a page. Given by the pages of this room, which alone know templates.
pub type Rendered = fn(&ToRender, Leaf, Lang) -> Result<Vec<u8>>;

pub fn forms(l: &mut Looking) -> Result<Vec<Listed>> {
    l.must(Right::SeeForms)?;
    let forms = store::forms(l.conn())?;
    let arrivals = store::arrivals(l.conn())?;
    let mut listed = Vec::with_capacity(forms.len());
    for form in forms {
        let published = store::last_publication(l.conn(), form.id)?;
        let standing = standing(l, &form, published.as_ref())?;
        let arrivals = arrivals.get(&form.id).copied().unwrap_or(0);
        listed.push(Listed { form, standing, published, arrivals });
    }
    Ok(listed)
}

pub fn form(l: &mut Looking, id: i64) -> Result<Listed> {
    forms(l)?.into_iter().find(|listed| listed.form.id == id).ok_or(Error::NotFound)
}

fn standing(l: &mut Looking, form: &Form, published: Option<&Published>) -> Result<Standing> {
    let Some(published) = published else { return Ok(Standing::NeverPublished) };
    if form.state == State::Closed {
        return Ok(Standing::Closed);
    }
    let newest = store::last_notice(l.conn(), form.draft.notice)?;
    let same = newest.is_some_and(|notice| notice.id == published.notice_id)
        && (form.draft.kind, form.draft.desk) == (published.kind, published.desk)
        && form.draft.slug == published.slug
        && form.draft.definition == published.definition;
    Ok(if same { Standing::AsWritten } else { Standing::Behind })
}

/// The published versions of a form with their pages' hashes, newest first.
pub fn versions(l: &mut Looking, id: i64) -> Result<Vec<(Published, Vec<Page>)>> {
    l.must(Right::SeeForms)?;
    let publications = store::publications_of(l.conn(), id)?;
    let mut all = Vec::with_capacity(publications.len());
    for publication in publications {
        let pages = store::pages_of(l.conn(), &[publication.id])?;
        all.push((publication, pages));
    }
    Ok(all)
}

/// The bytes of a page as they were published.
pub fn page_of(l: &mut Looking, form: i64, number: i64, leaf: Leaf, lang: Lang) -> Result<Page> {
    l.must(Right::SeeForms)?;
    let publications = store::publications_of(l.conn(), form)?;
    let publication = publications.into_iter().find(|one| one.number == number).ok_or(Error::NotFound)?;
    let pages = store::pages_of(l.conn(), &[publication.id])?;
    pages.into_iter().find(|page| page.leaf == leaf && page.lang == lang).ok_or(Error::NotFound)
}

/// Draws a page of the draft as it would be published now, with the newest published notice; none without one.
pub fn preview(l: &mut Looking, id: i64, leaf: Leaf, lang: Lang, render: Rendered) -> Result<Option<Vec<u8>>> {
    l.must(Right::SeeForms)?;
    let form = store::form(l.conn(), id)?;
    let company = l.app().config().company.clone();
    let Some(notice) = store::last_notice(l.conn(), form.draft.notice)? else { return Ok(None) };
    render(&to_render(&company, &form.draft, &notice), leaf, lang).map(Some)
}

fn to_render<'a>(company: &'a str, draft: &'a Draft, notice: &'a Notice) -> ToRender<'a> {
    ToRender { company, slug: &draft.slug, kind: draft.kind, definition: &draft.definition, notice }
}

pub fn draft(w: &mut Writing, draft: &Draft) -> Result<Result<i64, Vec<Fault>>> {
    w.must(Right::DraftForms)?;
    let faults = faults(w, None, draft)?;
    if !faults.is_empty() {
        return Ok(Err(faults));
    }
    let form = Form { id: w.next_id()?, draft: draft.clone(), state: State::Draft, changed_at: w.now, version: 1 };
    let by = w.actor.staff_id();
    store::add_form(w.conn(), &form, by)?;
    w.record(Deed::of(What::FormDrafted, Subject::Form, form.id));
    Ok(Ok(form.id))
}

/// Changes a form; what is published of it stays until it is published again.
///
/// # Errors
/// `Stale` when somebody else changed it since this version.
pub fn rewrite(w: &mut Writing, id: i64, version: i64, draft: &Draft) -> Result<Result<(), Vec<Fault>>> {
    w.must(Right::DraftForms)?;
    let faults = faults(w, Some(id), draft)?;
    if !faults.is_empty() {
        return Ok(Err(faults));
    }
    let (now, by) = (w.now, w.actor.staff_id());
    if !store::change_form(w.conn(), id, version, draft, now, by)? {
        return Err(Error::Stale);
    }
    w.record(Deed::of(What::FormDrafted, Subject::Form, id));
    Ok(Ok(()))
}

fn faults(w: &mut Writing, id: Option<i64>, draft: &Draft) -> Result<Vec<Fault>> {
    let mut faults = Vec::new();
    let mut unless = |fine: bool, fault| {
        if !fine {
            faults.push(fault);
        }
    };
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let slug = &draft.slug;
    unless((1..=40).contains(&slug.len()) && slug.chars().all(plain) && !slug.starts_with('-'), Fault::Slug);
    let taken = store::form_with_slug(w.conn(), slug)?;
    unless(taken.is_none() || taken == id, Fault::SlugTaken);
    let texts = draft.definition.texts.values();
    let fits = |text: &FormText| text.title.chars().count() <= SHORT && text.intro.chars().count() <= super::LONGEST;
    unless(texts.into_iter().all(fits), Fault::TooLong);
    match draft.kind {
        FormKind::Privacy => {
            unless(draft.desk == Desk::Dpo && draft.definition.purposes.is_empty(), Fault::PrivacyDesk);
        }
        FormKind::Newsletter => unless(!draft.definition.purposes.is_empty(), Fault::NoPurpose),
        FormKind::Contact | FormKind::Product => {}
    }
    store::notice_draft(w.conn(), draft.notice).map_err(|_| Error::BadRequest("a notice that there is not"))?;
    Ok(faults)
}

/// Publishes a form as it was read, with the newest version of its notice: every page in every language, as bytes that
/// stay. Its number, or what stands in the way.
///
/// # Errors
/// `Stale` when it was changed since this version: nobody publishes what they have not read.
pub fn publish(w: &mut Writing, id: i64, version: i64, render: Rendered) -> Result<Result<i64, Fault>> {
    w.must(Right::PublishForms)?;
    let form = store::form(w.conn(), id)?;
    if form.version != version {
        return Err(Error::Stale);
    }
    let Some(notice) = store::last_notice(w.conn(), form.draft.notice)? else { return Ok(Err(Fault::NoNotice)) };
    let titled = |lang: &Lang| !form.draft.definition.text(*lang).title.trim().is_empty();
    if !Lang::ALL.iter().all(titled) {
        return Ok(Err(Fault::Unfinished));
    }
    let last = store::last_publication(w.conn(), id)?;
    let company = w.app().config().company.clone();
    let publication_id = w.next_id()?;
    let mut pages = Vec::new();
    for &lang in Lang::ALL {
        for &leaf in Leaf::ALL {
            let body = render(&to_render(&company, &form.draft, &notice), leaf, lang)?;
            pages.push(Page { publication_id, leaf, lang, sha256: sha256(&body), body });
        }
    }
    if let Some(last) = &last
        && form.state == State::Published
        && (last.notice_id, last.desk, last.kind) == (notice.id, form.draft.desk, form.draft.kind)
    {
        let there = store::pages_of(w.conn(), &[last.id])?;
        let same = |page: &Page| {
            there.iter().any(|old| (old.leaf, old.lang, &old.sha256) == (page.leaf, page.lang, &page.sha256))
        };
        if pages.iter().all(same) {
            return Ok(Err(Fault::Unchanged));
        }
    }
    let published = Published {
        id: publication_id,
        form_id: id,
        number: last.map_or(1, |last| last.number + 1),
        notice_id: notice.id,
        kind: form.draft.kind,
        desk: form.draft.desk,
        slug: form.draft.slug,
        definition: form.draft.definition,
        published_at: w.now,
        published_by: w.actor.staff_id(),
    };
    store::add_publication(w.conn(), &published, &pages)?;
    let now = w.now;
    store::set_state(w.conn(), id, State::Published, now)?;
    w.record(
        Deed::of(What::FormPublished, Subject::Form, id)
            .with("version", published.number)
            .with("notice", notice.draft_id)
            .with("notice_version", notice.number),
    );
    Ok(Ok(published.number))
}

/// Takes a form off the website; whoever is filling it in may send it for another day. It can be published again.
pub fn close(w: &mut Writing, id: i64) -> Result<()> {
    w.must(Right::PublishForms)?;
    let form = store::form(w.conn(), id)?;
    if form.state != State::Published {
        return Err(Error::Stale);
    }
    let now = w.now;
    store::set_state(w.conn(), id, State::Closed, now)?;
    w.record(Deed::of(What::FormClosed, Subject::Form, id));
    Ok(())
}

/// In hexadecimal, as proofs name it.
pub fn sha256(bytes: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(ring::digest::digest(&ring::digest::SHA256, bytes).as_ref())
}
