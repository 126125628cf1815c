//! The rows of notices and forms. What was published is added and read: there is no verb here that changes it.
use super::building::{Definition, Draft, Form, Page, Published};
use super::taking::Row as Submission;
use super::{Desk, Doubt, FormKind, Leaf, Notice, NoticeDraft, NoticeTexts, State};
use crate::db::schema::{
    form_drafts, links_taken, notice_drafts, notices, publications, published_pages, set_aside, submissions,
};
use crate::db::values::Sealed;
use crate::db::{Conn, each};
use crate::error::{Error, Result};
use crate::words::Lang;
use chrono::NaiveDateTime;
use diesel::prelude::*;
use std::collections::HashMap;

fn json<T: serde::Serialize>(value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(Error::internal)
}

fn parsed<T: serde::de::DeserializeOwned>(text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(Error::internal)
}

type NoticeDraftRow = (i64, String, String, NaiveDateTime, i64);
type NoticeRow = (i64, i64, i64, String, String, NaiveDateTime, Option<i64>);

fn notice_of((id, draft_id, number, texts, sha256, published_at, published_by): NoticeRow) -> Result<Notice> {
    Ok(Notice { id, draft_id, number, texts: parsed(&texts)?, sha256, published_at, published_by })
}

macro_rules! notice_draft_columns {
    () => {
        (
            notice_drafts::id,
            notice_drafts::name,
            notice_drafts::texts,
            notice_drafts::changed_at,
            notice_drafts::version,
        )
    };
}

fn draft_of(conn: &mut Conn, (id, name, texts, changed_at, version): NoticeDraftRow) -> Result<NoticeDraft> {
    Ok(NoticeDraft { published: last_notice(conn, id)?, id, name, texts: parsed(&texts)?, changed_at, version })
}

pub fn notice_drafts(conn: &mut Conn) -> Result<Vec<NoticeDraft>> {
    let rows: Vec<NoticeDraftRow> = each!(conn, |c| notice_drafts::table
        .order((notice_drafts::name, notice_drafts::id))
        .select(notice_draft_columns!())
        .load(c))?;
    rows.into_iter().map(|row| draft_of(conn, row)).collect()
}

pub fn notice_draft(conn: &mut Conn, id: i64) -> Result<NoticeDraft> {
    let row: NoticeDraftRow = each!(conn, |c| notice_drafts::table
        .filter(notice_drafts::id.eq(id))
        .select(notice_draft_columns!())
        .first(c))?;
    draft_of(conn, row)
}

pub fn add_notice_draft(
    conn: &mut Conn,
    id: i64,
    name: &str,
    texts: &NoticeTexts,
    now: NaiveDateTime,
    by: Option<i64>,
) -> Result<()> {
    let texts = json(texts)?;
    each!(conn, |c| diesel::insert_into(notice_drafts::table)
        .values((
            notice_drafts::id.eq(id),
            notice_drafts::name.eq(name),
            notice_drafts::texts.eq(&texts),
            notice_drafts::changed_at.eq(now),
            notice_drafts::changed_by.eq(by),
            notice_drafts::version.eq(1),
        ))
        .execute(c))?;
    Ok(())
}

/// False when somebody changed it first.
pub fn change_notice_draft(
    conn: &mut Conn,
    id: i64,
    version: i64,
    name: &str,
    texts: &NoticeTexts,
    now: NaiveDateTime,
    by: Option<i64>,
) -> Result<bool> {
    let texts = json(texts)?;
    let changed = each!(conn, |c| diesel::update(
        notice_drafts::table.filter(notice_drafts::id.eq(id).and(notice_drafts::version.eq(version)))
    )
    .set((
        notice_drafts::name.eq(name),
        notice_drafts::texts.eq(&texts),
        notice_drafts::changed_at.eq(now),
        notice_drafts::changed_by.eq(by),
        notice_drafts::version.eq(version + 1),
    ))
    .execute(c))?;
    Ok(changed == 1)
}

/// Newest first.
pub fn notices_of(conn: &mut Conn, draft: i64) -> Result<Vec<Notice>> {
    let rows: Vec<NoticeRow> =
        each!(conn, |c| notices::table.filter(notices::draft_id.eq(draft)).order(notices::number.desc()).load(c))?;
    rows.into_iter().map(notice_of).collect()
}

pub fn last_notice(conn: &mut Conn, draft: i64) -> Result<Option<Notice>> {
    let row: Option<NoticeRow> = each!(conn, |c| notices::table
        .filter(notices::draft_id.eq(draft))
        .order(notices::number.desc())
        .first(c)
        .optional())?;
    row.map(notice_of).transpose()
}

pub fn notice(conn: &mut Conn, id: i64) -> Result<Notice> {
    let row: NoticeRow = each!(conn, |c| notices::table.filter(notices::id.eq(id)).first(c))?;
    notice_of(row)
}

pub fn add_notice(conn: &mut Conn, notice: &Notice) -> Result<()> {
    let texts = json(&notice.texts)?;
    each!(conn, |c| diesel::insert_into(notices::table)
        .values((
            notices::id.eq(notice.id),
            notices::draft_id.eq(notice.draft_id),
            notices::number.eq(notice.number),
            notices::texts.eq(&texts),
            notices::sha256.eq(&notice.sha256),
            notices::published_at.eq(notice.published_at),
            notices::published_by.eq(notice.published_by),
        ))
        .execute(c))?;
    Ok(())
}

type FormRow = (i64, String, FormKind, Desk, i64, String, State, NaiveDateTime, i64);

macro_rules! form_columns {
    () => {
        (
            form_drafts::id,
            form_drafts::slug,
            form_drafts::kind,
            form_drafts::desk,
            form_drafts::notice_draft_id,
            form_drafts::definition,
            form_drafts::state,
            form_drafts::changed_at,
            form_drafts::version,
        )
    };
}

fn form_of((id, slug, kind, desk, notice, definition, state, changed_at, version): FormRow) -> Result<Form> {
    let definition: Definition = parsed(&definition)?;
    Ok(Form { id, draft: Draft { slug, kind, desk, notice, definition }, state, changed_at, version })
}

pub fn forms(conn: &mut Conn) -> Result<Vec<Form>> {
    let rows: Vec<FormRow> = each!(conn, |c| form_drafts::table
        .order((form_drafts::slug, form_drafts::id))
        .select(form_columns!())
        .load(c))?;
    rows.into_iter().map(form_of).collect()
}

pub fn form(conn: &mut Conn, id: i64) -> Result<Form> {
    let row: FormRow =
        each!(conn, |c| form_drafts::table.filter(form_drafts::id.eq(id)).select(form_columns!()).first(c))?;
    form_of(row)
}

pub fn form_with_slug(conn: &mut Conn, slug: &str) -> Result<Option<i64>> {
    Ok(each!(conn, |c| form_drafts::table
        .filter(form_drafts::slug.eq(slug))
        .select(form_drafts::id)
        .first(c)
        .optional())?)
}

pub fn add_form(conn: &mut Conn, form: &Form, by: Option<i64>) -> Result<()> {
    let definition = json(&form.draft.definition)?;
    each!(conn, |c| diesel::insert_into(form_drafts::table)
        .values((
            form_drafts::id.eq(form.id),
            form_drafts::slug.eq(&form.draft.slug),
            form_drafts::kind.eq(form.draft.kind),
            form_drafts::desk.eq(form.draft.desk),
            form_drafts::notice_draft_id.eq(form.draft.notice),
            form_drafts::definition.eq(&definition),
            form_drafts::state.eq(form.state),
            form_drafts::changed_at.eq(form.changed_at),
            form_drafts::changed_by.eq(by),
            form_drafts::version.eq(form.version),
        ))
        .execute(c))?;
    Ok(())
}

/// False when somebody changed it first.
pub fn change_form(
    conn: &mut Conn,
    id: i64,
    version: i64,
    draft: &Draft,
    now: NaiveDateTime,
    by: Option<i64>,
) -> Result<bool> {
    let definition = json(&draft.definition)?;
    let changed = each!(conn, |c| diesel::update(
        form_drafts::table.filter(form_drafts::id.eq(id).and(form_drafts::version.eq(version)))
    )
    .set((
        form_drafts::slug.eq(&draft.slug),
        form_drafts::kind.eq(draft.kind),
        form_drafts::desk.eq(draft.desk),
        form_drafts::notice_draft_id.eq(draft.notice),
        form_drafts::definition.eq(&definition),
        form_drafts::changed_at.eq(now),
        form_drafts::changed_by.eq(by),
        form_drafts::version.eq(version + 1),
    ))
    .execute(c))?;
    Ok(changed == 1)
}

/// The version stays: what is written is the same.
pub fn set_state(conn: &mut Conn, id: i64, state: State, now: NaiveDateTime) -> Result<()> {
    each!(conn, |c| diesel::update(form_drafts::table.filter(form_drafts::id.eq(id)))
        .set((form_drafts::state.eq(state), form_drafts::changed_at.eq(now)))
        .execute(c))?;
    Ok(())
}

type PublicationRow = (i64, i64, i64, i64, FormKind, Desk, String, String, NaiveDateTime, Option<i64>);

fn published_of(row: PublicationRow) -> Result<Published> {
    let (id, form_id, number, notice_id, kind, desk, slug, definition, published_at, published_by) = row;
    let definition = parsed(&definition)?;
    Ok(Published { id, form_id, number, notice_id, kind, desk, slug, definition, published_at, published_by })
}

/// Newest first.
pub fn publications_of(conn: &mut Conn, form: i64) -> Result<Vec<Published>> {
    let rows: Vec<PublicationRow> = each!(conn, |c| publications::table
        .filter(publications::form_id.eq(form))
        .order(publications::number.desc())
        .load(c))?;
    rows.into_iter().map(published_of).collect()
}

pub fn last_publication(conn: &mut Conn, form: i64) -> Result<Option<Published>> {
    let row: Option<PublicationRow> = each!(conn, |c| publications::table
        .filter(publications::form_id.eq(form))
        .order(publications::number.desc())
        .first(c)
        .optional())?;
    row.map(published_of).transpose()
}

pub fn add_publication(conn: &mut Conn, new: &Published, pages: &[Page]) -> Result<()> {
    let definition = json(&new.definition)?;
    each!(conn, |c| diesel::insert_into(publications::table)
        .values((
            publications::id.eq(new.id),
            publications::form_id.eq(new.form_id),
            publications::number.eq(new.number),
            publications::notice_id.eq(new.notice_id),
            publications::kind.eq(new.kind.word()),
            publications::desk.eq(new.desk.word()),
            publications::slug.eq(&new.slug),
            publications::definition.eq(&definition),
            publications::published_at.eq(new.published_at),
            publications::published_by.eq(new.published_by),
        ))
        .execute(c))?;
    for page in pages {
        each!(conn, |c| diesel::insert_into(published_pages::table)
            .values((
                published_pages::publication_id.eq(page.publication_id),
                published_pages::part.eq(page.leaf),
                published_pages::language.eq(page.lang),
                published_pages::sha256.eq(&page.sha256),
                published_pages::body.eq(&page.body),
            ))
            .execute(c))?;
    }
    Ok(())
}

type PageRow = (i64, Leaf, Lang, String, Vec<u8>);

pub fn pages_of(conn: &mut Conn, publications: &[i64]) -> Result<Vec<Page>> {
    let rows: Vec<PageRow> = each!(conn, |c| published_pages::table
        .filter(published_pages::publication_id.eq_any(publications))
        .order((published_pages::publication_id, published_pages::part, published_pages::language))
        .load(c))?;
    let page = |(publication_id, leaf, lang, sha256, body)| Page { publication_id, leaf, lang, sha256, body };
    Ok(rows.into_iter().map(page).collect())
}

/// How many submissions each form brought.
pub fn arrivals(conn: &mut Conn) -> Result<HashMap<i64, i64>> {
    let rows: Vec<(i64, i64)> = each!(conn, |c| submissions::table
        .inner_join(publications::table.on(publications::id.eq(submissions::publication_id)))
        .group_by(publications::form_id)
        .select((publications::form_id, diesel::dsl::count_star()))
        .load(c))?;
    Ok(rows.into_iter().collect())
}

/// The newest publication of a form that has this page.
pub fn publication_of(conn: &mut Conn, sha256: &str, lang: Lang) -> Result<Option<Published>> {
    let row: Option<PublicationRow> = each!(conn, |c| publications::table
        .filter(
            publications::id.eq_any(
                published_pages::table
                    .filter(published_pages::sha256.eq(sha256))
                    .filter(published_pages::language.eq(lang))
                    .filter(published_pages::part.eq(Leaf::Form))
                    .select(published_pages::publication_id)
            )
        )
        .order(publications::id.desc())
        .first(c)
        .optional())?;
    row.map(published_of).transpose()
}

pub fn publication(conn: &mut Conn, id: i64) -> Result<Published> {
    let row: PublicationRow = each!(conn, |c| publications::table.filter(publications::id.eq(id)).first(c))?;
    published_of(row)
}

/// Was a parcel with this number taken in, or set aside?
pub fn is_known(conn: &mut Conn, id: &str) -> Result<bool> {
    let links: i64 = each!(conn, |c| links_taken::table.filter(links_taken::id.eq(id)).count().get_result(c))?;
    let taken: i64 = each!(conn, |c| submissions::table.filter(submissions::id.eq(id)).count().get_result(c))?;
    let aside: i64 = each!(conn, |c| set_aside::table.filter(set_aside::id.eq(id)).count().get_result(c))?;
    Ok(taken + aside + links > 0)
}

/// Takes a set-aside parcel away. False when there is none of this number.
pub fn forget_aside(conn: &mut Conn, id: &str) -> Result<bool> {
    Ok(each!(conn, |c| diesel::delete(set_aside::table.filter(set_aside::id.eq(id))).execute(c))? == 1)
}

/// A parcel that is set aside, sealed as it came.
pub fn aside_parcel(conn: &mut Conn, id: &str) -> Result<(Doubt, Vec<u8>)> {
    Ok(each!(conn, |c| set_aside::table
        .filter(set_aside::id.eq(id))
        .select((set_aside::reason, set_aside::parcel))
        .first(c))?)
}

/// Numbers of links that were done before then are no more known.
pub fn forget_links(conn: &mut Conn, before: NaiveDateTime) -> Result<()> {
    each!(conn, |c| diesel::delete(links_taken::table.filter(links_taken::taken_at.lt(before))).execute(c))?;
    Ok(())
}

/// A link was pressed, and that was done.
pub fn add_link(conn: &mut Conn, id: &str, what: &str, now: NaiveDateTime) -> Result<()> {
    let row = (links_taken::id.eq(id), links_taken::what.eq(what), links_taken::taken_at.eq(now));
    each!(conn, |c| diesel::insert_into(links_taken::table).values(row).execute(c))?;
    Ok(())
}

pub fn add_submission(conn: &mut Conn, row: &Submission, content: &Sealed) -> Result<()> {
    each!(conn, |c| diesel::insert_into(submissions::table)
        .values((
            submissions::id.eq(&row.id),
            submissions::person_id.eq(row.person),
            submissions::publication_id.eq(row.publication),
            submissions::desk.eq(row.desk.word()),
            submissions::language.eq(row.lang),
            submissions::known.eq(row.known),
            submissions::sent_at.eq(row.sent_at),
            submissions::taken_at.eq(row.taken_at),
            submissions::content.eq(content),
        ))
        .execute(c))?;
    Ok(())
}

type SubmissionRow = (String, i64, i64, Desk, Lang, bool, NaiveDateTime, NaiveDateTime, Sealed);

/// What lies on a desk, newest first.
pub fn submissions(conn: &mut Conn, desk: Desk, limit: i64) -> Result<Vec<(Submission, Sealed)>> {
    let rows: Vec<SubmissionRow> = each!(conn, |c| submissions::table
        .filter(submissions::desk.eq(desk))
        .order((submissions::taken_at.desc(), submissions::id))
        .limit(limit)
        .load(c))?;
    Ok(rows.into_iter().map(split).collect())
}

pub fn submission(conn: &mut Conn, id: &str) -> Result<Option<(Submission, Sealed)>> {
    let row: Option<SubmissionRow> =
        each!(conn, |c| submissions::table.filter(submissions::id.eq(id)).first(c).optional())?;
    Ok(row.map(split))
}

/// Oldest first.
pub fn submissions_of(conn: &mut Conn, person: i64) -> Result<Vec<(Submission, Sealed)>> {
    let rows: Vec<SubmissionRow> = each!(conn, |c| submissions::table
        .filter(submissions::person_id.eq(person))
        .order((submissions::taken_at, submissions::id))
        .load(c))?;
    Ok(rows.into_iter().map(split).collect())
}

/// Of forms of a kind, taken in at this moment or later, oldest first.
pub fn of_kind_since(conn: &mut Conn, kind: FormKind, since: NaiveDateTime) -> Result<Vec<String>> {
    Ok(each!(conn, |c| submissions::table
        .filter(submissions::taken_at.ge(since))
        .filter(
            submissions::publication_id
                .eq_any(publications::table.filter(publications::kind.eq(kind.word())).select(publications::id))
        )
        .order((submissions::taken_at, submissions::id))
        .select(submissions::id)
        .load(c))?)
}

fn split(row: SubmissionRow) -> (Submission, Sealed) {
    let (id, person, publication, desk, lang, known, sent_at, taken_at, content) = row;
    (Submission { id, person, publication, desk, lang, known, sent_at, taken_at }, content)
}

pub fn set_aside(conn: &mut Conn, id: &str, doubt: Doubt, now: NaiveDateTime, parcel: &[u8]) -> Result<()> {
    each!(conn, |c| diesel::insert_into(set_aside::table)
        .values((
            set_aside::id.eq(id),
            set_aside::reason.eq(doubt),
            set_aside::taken_at.eq(now),
            set_aside::parcel.eq(parcel),
        ))
        .execute(c))?;
    Ok(())
}

type AsideRow = (String, Doubt, NaiveDateTime, Vec<u8>);

/// Newest first.
pub fn aside(conn: &mut Conn, limit: i64) -> Result<Vec<AsideRow>> {
    Ok(each!(conn, |c| set_aside::table.order((set_aside::taken_at.desc(), set_aside::id)).limit(limit).load(c))?)
}

/// What was taken in, and what was set aside, before a moment.
pub fn count_submissions(conn: &mut Conn, before: NaiveDateTime) -> Result<i64> {
    Ok(each!(conn, |c| submissions::table.filter(submissions::taken_at.lt(before)).count().get_result(c))?)
}

pub fn count_aside(conn: &mut Conn, before: NaiveDateTime) -> Result<i64> {
    Ok(each!(conn, |c| set_aside::table.filter(set_aside::taken_at.lt(before)).count().get_result(c))?)
}

/// Some of them go; how many.
pub fn forget_submissions(conn: &mut Conn, before: NaiveDateTime, limit: i64) -> Result<usize> {
    let ids: Vec<String> = each!(conn, |c| submissions::table
        .filter(submissions::taken_at.lt(before))
        .order(submissions::id)
        .limit(limit)
        .select(submissions::id)
        .load(c))?;
    Ok(each!(conn, |c| diesel::delete(submissions::table.filter(submissions::id.eq_any(&ids))).execute(c))?)
}

pub fn forget_aside_before(conn: &mut Conn, before: NaiveDateTime, limit: i64) -> Result<usize> {
    let ids: Vec<String> = each!(conn, |c| set_aside::table
        .filter(set_aside::taken_at.lt(before))
        .order(set_aside::id)
        .limit(limit)
        .select(set_aside::id)
        .load(c))?;
    Ok(each!(conn, |c| diesel::delete(set_aside::table.filter(set_aside::id.eq_any(&ids))).execute(c))?)
}
