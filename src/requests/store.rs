//! The rows of privacy requests and of restrictions.
use super::{Disposal, Ground, LetterKind, Means, Outcome, State, Subject, Way};
use crate::catalogue::Holding;
use crate::db::schema::{
    contracts, notes, people, request_decisions, request_identities, request_letters, request_notes, request_packages,
    request_recipients, request_reminders, request_subjects, requests, restrictions,
};
use crate::db::values::Sealed;
use crate::db::{Conn, each};
use crate::error::{Error, Result};
use crate::words::Lang;
use chrono::{NaiveDate, NaiveDateTime};
use diesel::dsl::{exists, select};
use diesel::prelude::*;

#[derive(Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = requests)]
pub struct Row {
    pub id: i64,
    pub way: Way,
    pub kinds: String,
    pub language: Lang,
    pub received_on: NaiveDate,
    pub recorded_at: NaiveDateTime,
    pub recorded_by: Option<i64>,
    pub submission_id: Option<String>,
    pub state: State,
    pub outcome: Option<Outcome>,
    pub requester: Sealed,
    pub asked: Option<Sealed>,
    pub on_behalf: Option<Sealed>,
    pub paused_since: Option<NaiveDate>,
    pub paused_days: i64,
    pub further: i64,
    pub told_on: Option<NaiveDate>,
    pub found_at: Option<NaiveDateTime>,
    pub decided_at: Option<NaiveDateTime>,
    pub decided_by: Option<i64>,
    pub approved_at: Option<NaiveDateTime>,
    pub approved_by: Option<i64>,
    pub order_id: Option<i64>,
    pub act_after: Option<NaiveDateTime>,
    pub carried_out_at: Option<NaiveDateTime>,
    pub answered_on: Option<NaiveDate>,
    pub closed_at: Option<NaiveDateTime>,
    pub closed_by: Option<i64>,
    pub version: i64,
}

#[derive(Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = request_identities)]
pub struct IdentityRow {
    pub request_id: i64,
    pub means: Option<Means>,
    pub note: Option<Sealed>,
    pub doubt: Option<Sealed>,
    pub at: Option<NaiveDateTime>,
    pub by_id: Option<i64>,
    pub code_hash: Option<Vec<u8>>,
    pub code_until: Option<NaiveDateTime>,
    pub code_tries: i64,
}

pub fn add(conn: &mut Conn, row: &Row) -> Result<()> {
    each!(conn, |c| diesel::insert_into(requests::table).values(row).execute(c))?;
    let identity = IdentityRow {
        request_id: row.id,
        means: None,
        note: None,
        doubt: None,
        at: None,
        by_id: None,
        code_hash: None,
        code_until: None,
        code_tries: 0,
    };
    each!(conn, |c| diesel::insert_into(request_identities::table).values(&identity).execute(c))?;
    Ok(())
}

pub fn get(conn: &mut Conn, id: i64) -> Result<Row> {
    Ok(each!(conn, |c| requests::table.filter(requests::id.eq(id)).select(Row::as_select()).first(c))?)
}

/// Of these states, the newest first; of one colleague only, when one is given.
pub fn list(conn: &mut Conn, states: &[State], by: Option<i64>, limit: i64) -> Result<Vec<Row>> {
    Ok(each!(conn, |c| {
        let query = requests::table
            .filter(requests::state.eq_any(states))
            .order(requests::id.desc())
            .limit(limit)
            .select(Row::as_select())
            .into_boxed();
        match by {
            Some(by) => query.filter(requests::recorded_by.eq(by)).load(c),
            None => query.load(c),
        }
    })?)
}

/// Open ones, and those of them whose answer has left.
pub fn open_count(conn: &mut Conn) -> Result<i64> {
    Ok(each!(conn, |c| requests::table
        .filter(requests::state.eq(State::Open).and(requests::answered_on.is_null()))
        .count()
        .get_result(c))?)
}

/// Writes everything but who asked and what, if nobody else has since; the version is one more then.
pub fn change(conn: &mut Conn, row: &Row) -> Result<()> {
    let same = requests::id.eq(row.id).and(requests::version.eq(row.version));
    let changed = each!(conn, |c| diesel::update(requests::table.filter(same))
        .set((
            (requests::kinds.eq(&row.kinds), requests::state.eq(row.state), requests::outcome.eq(row.outcome)),
            (
                requests::paused_since.eq(row.paused_since),
                requests::paused_days.eq(row.paused_days),
                requests::further.eq(row.further),
                requests::told_on.eq(row.told_on),
            ),
            (
                requests::found_at.eq(row.found_at),
                requests::decided_at.eq(row.decided_at),
                requests::decided_by.eq(row.decided_by),
                requests::approved_at.eq(row.approved_at),
                requests::approved_by.eq(row.approved_by),
            ),
            (
                requests::order_id.eq(row.order_id),
                requests::act_after.eq(row.act_after),
                requests::carried_out_at.eq(row.carried_out_at),
                requests::answered_on.eq(row.answered_on),
                requests::closed_at.eq(row.closed_at),
                requests::closed_by.eq(row.closed_by),
            ),
            requests::version.eq(row.version + 1),
        ))
        .execute(c))?;
    if changed == 1 { Ok(()) } else { Err(Error::Stale) }
}

/// Closed before this moment.
pub fn closed_before(conn: &mut Conn, at: NaiveDateTime) -> Result<Vec<i64>> {
    Ok(each!(conn, |c| requests::table
        .filter(requests::state.eq(State::Closed).and(requests::closed_at.lt(at)))
        .select(requests::id)
        .load(c))?)
}

/// With everything that hangs on it.
pub fn remove(conn: &mut Conn, id: i64) -> Result<()> {
    each!(conn, |c| diesel::delete(requests::table.filter(requests::id.eq(id))).execute(c))?;
    Ok(())
}

/// Which of these submissions became a request.
pub fn taken(conn: &mut Conn, ids: &[String]) -> Result<Vec<String>> {
    let mut taken = Vec::new();
    for ids in ids.chunks(500) {
        let found: Vec<Option<String>> = each!(conn, |c| requests::table
            .filter(requests::submission_id.eq_any(ids))
            .select(requests::submission_id)
            .load(c))?;
        taken.extend(found.into_iter().flatten());
    }
    Ok(taken)
}

// ── identity

pub fn identity(conn: &mut Conn, id: i64) -> Result<IdentityRow> {
    Ok(each!(conn, |c| request_identities::table
        .filter(request_identities::request_id.eq(id))
        .select(IdentityRow::as_select())
        .first(c))?)
}

pub fn set_identity(conn: &mut Conn, row: &IdentityRow) -> Result<()> {
    each!(conn, |c| diesel::update(
        request_identities::table.filter(request_identities::request_id.eq(row.request_id))
    )
    .set((
        request_identities::means.eq(row.means),
        request_identities::note.eq(&row.note),
        request_identities::doubt.eq(&row.doubt),
        request_identities::at.eq(row.at),
        request_identities::by_id.eq(row.by_id),
        request_identities::code_hash.eq(&row.code_hash),
        request_identities::code_until.eq(row.code_until),
        request_identities::code_tries.eq(row.code_tries),
    ))
    .execute(c))?;
    Ok(())
}

// ── subjects

pub fn subjects(conn: &mut Conn, request: i64) -> Result<Vec<(Subject, i64)>> {
    Ok(each!(conn, |c| request_subjects::table
        .filter(request_subjects::request_id.eq(request))
        .order((request_subjects::kind, request_subjects::subject_id))
        .select((request_subjects::kind, request_subjects::subject_id))
        .load(c))?)
}

pub fn set_subjects(conn: &mut Conn, request: i64, subjects: &[(Subject, i64)]) -> Result<()> {
    each!(conn, |c| diesel::delete(request_subjects::table.filter(request_subjects::request_id.eq(request)))
        .execute(c))?;
    for (kind, id) in subjects {
        each!(conn, |c| diesel::insert_into(request_subjects::table)
            .values((
                request_subjects::request_id.eq(request),
                request_subjects::kind.eq(*kind),
                request_subjects::subject_id.eq(*id),
            ))
            .execute(c))?;
    }
    Ok(())
}

/// Requests about a person, the newest first.
pub fn of_person(conn: &mut Conn, person: i64) -> Result<Vec<i64>> {
    Ok(each!(conn, |c| request_subjects::table
        .filter(request_subjects::kind.eq(Subject::Person).and(request_subjects::subject_id.eq(person)))
        .order(request_subjects::request_id.desc())
        .select(request_subjects::request_id)
        .load(c))?)
}

/// Is one of these companies, or the company of one of these people, under contract on that day?
pub fn is_customer(conn: &mut Conn, companies: &[i64], ids: &[i64], today: NaiveDate) -> Result<bool> {
    let theirs: Vec<Option<i64>> =
        each!(conn, |c| people::table.filter(people::id.eq_any(ids)).select(people::company_id).load(c))?;
    let firms: Vec<i64> = companies.iter().copied().chain(theirs.into_iter().flatten()).collect();
    let running = contracts::table.filter(
        contracts::company_id
            .eq_any(&firms)
            .and(contracts::starts_on.le(today))
            .and(contracts::ends_on.is_null().or(contracts::ends_on.ge(today))),
    );
    Ok(each!(conn, |c| select(exists(running)).get_result(c))?)
}

// ── decisions

#[derive(Clone, Debug, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = request_decisions)]
pub struct DecisionRow {
    pub request_id: i64,
    pub kind: Holding,
    pub rows: i64,
    pub what: Disposal,
    pub ground: Option<Ground>,
    pub until: Option<NaiveDate>,
}

pub fn decisions(conn: &mut Conn, request: i64) -> Result<Vec<DecisionRow>> {
    let mut rows: Vec<DecisionRow> =
        each!(conn, |c| request_decisions::table.filter(request_decisions::request_id.eq(request)).load(c))?;
    rows.sort_by_key(|row| row.kind);
    Ok(rows)
}

pub fn decide(conn: &mut Conn, request: i64, rows: &[DecisionRow]) -> Result<()> {
    each!(conn, |c| diesel::delete(request_decisions::table.filter(request_decisions::request_id.eq(request)))
        .execute(c))?;
    for row in rows {
        each!(conn, |c| diesel::insert_into(request_decisions::table).values(row).execute(c))?;
    }
    Ok(())
}

/// Notes about others that go too.
pub fn noted(conn: &mut Conn, request: i64) -> Result<Vec<i64>> {
    Ok(each!(conn, |c| request_notes::table
        .filter(request_notes::request_id.eq(request))
        .order(request_notes::note_id)
        .select(request_notes::note_id)
        .load(c))?)
}

pub fn set_noted(conn: &mut Conn, request: i64, ids: &[i64]) -> Result<()> {
    each!(conn, |c| diesel::delete(request_notes::table.filter(request_notes::request_id.eq(request))).execute(c))?;
    for id in ids {
        each!(conn, |c| diesel::insert_into(request_notes::table)
            .values((request_notes::request_id.eq(request), request_notes::note_id.eq(*id)))
            .execute(c))?;
    }
    Ok(())
}

/// Removes notes about others, where the person stays.
pub fn forget_notes(conn: &mut Conn, ids: &[i64]) -> Result<()> {
    each!(conn, |c| diesel::delete(notes::table.filter(notes::id.eq_any(ids))).execute(c))?;
    Ok(())
}

// ── letters

#[derive(Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = request_letters)]
pub struct LetterRow {
    pub id: i64,
    pub request_id: i64,
    pub kind: LetterKind,
    pub language: Lang,
    pub at: NaiveDateTime,
    pub by_id: Option<i64>,
    pub body: Sealed,
}

pub fn add_letter(conn: &mut Conn, row: &LetterRow) -> Result<()> {
    each!(conn, |c| diesel::insert_into(request_letters::table).values(row).execute(c))?;
    Ok(())
}

/// Oldest first.
pub fn letters(conn: &mut Conn, request: i64) -> Result<Vec<LetterRow>> {
    Ok(each!(conn, |c| request_letters::table
        .filter(request_letters::request_id.eq(request))
        .order(request_letters::id)
        .select(LetterRow::as_select())
        .load(c))?)
}

// ── who took a list

pub type RecipientRow = (i64, Option<NaiveDateTime>, Option<i64>);

pub fn recipients(conn: &mut Conn, request: i64) -> Result<Vec<RecipientRow>> {
    Ok(each!(conn, |c| request_recipients::table
        .filter(request_recipients::request_id.eq(request))
        .order(request_recipients::export_id.desc())
        .select((request_recipients::export_id, request_recipients::told_at, request_recipients::told_by))
        .load(c))?)
}

/// Those that are not listed yet; whoever was told stays so.
pub fn add_recipients(conn: &mut Conn, request: i64, exports: &[i64]) -> Result<()> {
    let known: Vec<i64> = recipients(conn, request)?.into_iter().map(|row| row.0).collect();
    for export in exports.iter().filter(|export| !known.contains(export)) {
        each!(conn, |c| diesel::insert_into(request_recipients::table)
            .values((request_recipients::request_id.eq(request), request_recipients::export_id.eq(*export)))
            .execute(c))?;
    }
    Ok(())
}

/// False when there is none such, or they were told already.
pub fn tell(conn: &mut Conn, request: i64, export: i64, at: NaiveDateTime, by: Option<i64>) -> Result<bool> {
    let owed = request_recipients::request_id
        .eq(request)
        .and(request_recipients::export_id.eq(export))
        .and(request_recipients::told_at.is_null());
    let told = each!(conn, |c| diesel::update(request_recipients::table.filter(owed))
        .set((request_recipients::told_at.eq(at), request_recipients::told_by.eq(by)))
        .execute(c))?;
    Ok(told == 1)
}

// ── the access package

#[derive(Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = request_packages)]
pub struct PackageRow {
    pub request_id: i64,
    pub made_at: NaiveDateTime,
    pub made_by: Option<i64>,
    pub until: NaiveDateTime,
    pub taken_at: Option<NaiveDateTime>,
    pub sha256: String,
    pub size: i64,
    pub body: Option<Sealed>,
}

pub fn package(conn: &mut Conn, request: i64) -> Result<Option<PackageRow>> {
    Ok(each!(conn, |c| request_packages::table
        .filter(request_packages::request_id.eq(request))
        .select(PackageRow::as_select())
        .first(c)
        .optional())?)
}

/// In place of an earlier one.
pub fn set_package(conn: &mut Conn, row: &PackageRow) -> Result<()> {
    each!(conn, |c| diesel::delete(request_packages::table.filter(request_packages::request_id.eq(row.request_id)))
        .execute(c))?;
    each!(conn, |c| diesel::insert_into(request_packages::table).values(row).execute(c))?;
    Ok(())
}

/// Once: false when somebody took it, or it was too late.
pub fn take_package(conn: &mut Conn, request: i64, now: NaiveDateTime) -> Result<bool> {
    let there = request_packages::request_id
        .eq(request)
        .and(request_packages::taken_at.is_null())
        .and(request_packages::until.gt(now));
    let taken = each!(conn, |c| diesel::update(request_packages::table.filter(there))
        .set((request_packages::taken_at.eq(Some(now)), request_packages::body.eq(None::<Sealed>)))
        .execute(c))?;
    Ok(taken == 1)
}

/// Is there one that nobody took in time?
pub fn has_expired(conn: &mut Conn, now: NaiveDateTime) -> Result<bool> {
    let over = request_packages::until.le(now).and(request_packages::body.is_not_null());
    Ok(each!(conn, |c| select(exists(request_packages::table.filter(over))).get_result(c))?)
}

/// Forgets what nobody took in time.
pub fn expire_packages(conn: &mut Conn, now: NaiveDateTime) -> Result<()> {
    let over = request_packages::until.le(now).and(request_packages::body.is_not_null());
    each!(conn, |c| diesel::update(request_packages::table.filter(over))
        .set(request_packages::body.eq(None::<Sealed>))
        .execute(c))?;
    Ok(())
}

// ── reminders

pub fn reminded(conn: &mut Conn, request: i64, due: NaiveDate) -> Result<Vec<i64>> {
    Ok(each!(conn, |c| request_reminders::table
        .filter(request_reminders::request_id.eq(request).and(request_reminders::due_on.eq(due)))
        .select(request_reminders::days)
        .load(c))?)
}

pub fn add_reminder(conn: &mut Conn, request: i64, due: NaiveDate, days: i64, at: NaiveDateTime) -> Result<()> {
    each!(conn, |c| diesel::insert_into(request_reminders::table)
        .values((
            request_reminders::request_id.eq(request),
            request_reminders::due_on.eq(due),
            request_reminders::days.eq(days),
            request_reminders::at.eq(at),
        ))
        .execute(c))?;
    Ok(())
}

// ── restrictions

#[derive(Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = restrictions)]
pub struct RestrictionRow {
    pub id: i64,
    pub person_id: i64,
    pub act: super::RestrictionAct,
    pub reason: Sealed,
    pub at: NaiveDateTime,
    pub by_id: Option<i64>,
}

pub fn add_restriction(conn: &mut Conn, row: &RestrictionRow) -> Result<()> {
    each!(conn, |c| diesel::insert_into(restrictions::table).values(row).execute(c))?;
    Ok(())
}

/// Newest first.
pub fn restrictions_of(conn: &mut Conn, person: i64) -> Result<Vec<RestrictionRow>> {
    Ok(each!(conn, |c| restrictions::table
        .filter(restrictions::person_id.eq(person))
        .order(restrictions::id.desc())
        .select(RestrictionRow::as_select())
        .load(c))?)
}
