//! The rows of recalls: which refusals are new, which lists held whom they bind, what is owed and what was done.
use super::State;
use crate::consent::{Act, Channel, Purpose};
use crate::db::schema::{export_people, exports, imports, recall_marks, recalls, shown_consents, suppressions};
use crate::db::{Conn, each};
use crate::error::Result;
use chrono::NaiveDateTime;
use diesel::prelude::*;

/// A refusal as far as lists are concerned.
#[derive(Clone)]
pub struct No {
    /// `None`: said at the address, by whoever reads it.
    pub person: Option<i64>,
    pub blind: Option<Vec<u8>>,
    pub purpose: Purpose,
    pub channel: Channel,
    pub act: Act,
    /// When the house learned of it.
    pub at: NaiveDateTime,
}

/// Somebody in a list that left.
#[derive(Clone, Queryable)]
pub struct Held {
    pub export: i64,
    pub person: i64,
    pub blind: Option<Vec<u8>>,
    pub purpose: Purpose,
    pub channel: Channel,
    pub at: NaiveDateTime,
}

/// Who is to be taken out of a list that left.
#[derive(Clone, Queryable, Insertable)]
#[diesel(table_name = recalls)]
pub struct Row {
    pub id: i64,
    pub export_id: i64,
    pub person_id: i64,
    pub blind: Option<Vec<u8>>,
    pub act: Act,
    pub refused_at: NaiveDateTime,
    pub settled_at: Option<NaiveDateTime>,
    pub settled_by: Option<i64>,
}

const MARK: &str = "ledger";

/// Up to which line, and until when, refusals were held against the lists.
pub fn mark(conn: &mut Conn) -> Result<(i64, NaiveDateTime)> {
    let mark = each!(conn, |c| recall_marks::table
        .filter(recall_marks::name.eq(MARK))
        .select((recall_marks::line, recall_marks::at))
        .first(c)
        .optional())?;
    Ok(mark.unwrap_or((i64::MIN, NaiveDateTime::default())))
}

pub fn set_mark(conn: &mut Conn, line: i64, at: NaiveDateTime) -> Result<()> {
    let row = (recall_marks::name.eq(MARK), recall_marks::line.eq(line), recall_marks::at.eq(at));
    each!(conn, |c| diesel::delete(recall_marks::table.filter(recall_marks::name.eq(MARK))).execute(c))?;
    each!(conn, |c| diesel::insert_into(recall_marks::table).values(row).execute(c))?;
    Ok(())
}

type Line = (i64, Option<Vec<u8>>, Purpose, Channel, Act, NaiveDateTime);

fn no((person, blind, purpose, channel, act, at): Line) -> No {
    No { person: Some(person), blind, purpose, channel, act, at }
}

type Stop = (Vec<u8>, Purpose, Channel, Act, NaiveDateTime);

fn stop((blind, purpose, channel, act, at): Stop) -> No {
    No { person: None, blind: Some(blind), purpose, channel, act, at }
}

/// Lines of the ledger that refuse, and these.
macro_rules! refusing {
    ($c:expr, $and:expr) => {
        shown_consents::table
            .filter(shown_consents::act.eq_any(Act::REFUSING))
            .filter($and)
            .select((
                shown_consents::person_id,
                shown_consents::blind,
                shown_consents::purpose,
                shown_consents::channel,
                shown_consents::act,
                shown_consents::recorded_at,
            ))
            .load::<Line>($c)
    };
}

macro_rules! stopping {
    ($c:expr, $and:expr) => {
        suppressions::table
            .filter($and)
            .select((
                suppressions::blind,
                suppressions::purpose,
                suppressions::channel,
                suppressions::act,
                suppressions::recorded_at,
            ))
            .load::<Stop>($c)
    };
}

/// Refusals behind that line, and those of imports that were applied since.
pub fn refusals(conn: &mut Conn, line: i64, since: NaiveDateTime) -> Result<Vec<No>> {
    let lines = each!(conn, |c| refusing!(c, shown_consents::id.gt(line)))?;
    let stops = each!(conn, |c| stopping!(c, suppressions::id.gt(line)))?;
    let brought = brought(conn, since)?;
    Ok(lines.into_iter().map(no).chain(stops.into_iter().map(stop)).chain(brought).collect())
}

/// The same of refusals that the house learned of since then.
pub fn refusals_since(conn: &mut Conn, since: NaiveDateTime) -> Result<Vec<No>> {
    let lines = each!(conn, |c| refusing!(c, shown_consents::recorded_at.ge(since)))?;
    let stops = each!(conn, |c| stopping!(c, suppressions::recorded_at.ge(since)))?;
    let brought = brought(conn, since)?;
    Ok(lines.into_iter().map(no).chain(stops.into_iter().map(stop)).chain(brought).collect())
}

/// What imports brought is known from the moment on that they were applied.
fn brought(conn: &mut Conn, since: NaiveDateTime) -> Result<Vec<No>> {
    let applied: Vec<(i64, Option<NaiveDateTime>)> = each!(conn, |c| imports::table
        .filter(imports::applied_at.ge(since))
        .select((imports::id, imports::applied_at))
        .load(c))?;
    let mut found = Vec::new();
    for (import, at) in applied {
        let lines = each!(conn, |c| refusing!(c, shown_consents::import_id.eq(import)))?;
        found.extend(lines.into_iter().map(no).map(|no| No { at: at.unwrap_or(no.at), ..no }));
    }
    Ok(found)
}

/// A list of which something left the house, whole or not.
macro_rules! left {
    () => {
        exports::state.eq_any([State::Complete, State::Aborted])
    };
}

macro_rules! held {
    () => {
        export_people::table.inner_join(exports::table).select((
            exports::id,
            export_people::person_id,
            export_people::blind,
            exports::purpose,
            exports::channel,
            exports::at,
        ))
    };
}

/// Where these people, and whoever was written to at these addresses, stand in lists.
pub fn held(conn: &mut Conn, people: &[i64], blinds: &[Vec<u8>]) -> Result<Vec<Held>> {
    let mut found = Vec::new();
    for people in people.chunks(500) {
        found.extend(each!(conn, |c| held!()
            .filter(left!())
            .filter(export_people::person_id.eq_any(people))
            .load::<Held>(c))?);
    }
    for blinds in blinds.chunks(500) {
        found.extend(each!(conn, |c| held!()
            .filter(left!())
            .filter(export_people::blind.eq_any(blinds))
            .load::<Held>(c))?);
    }
    Ok(found)
}

/// Which lists these people were to be taken out of, owed or done: each with the person.
pub fn of(conn: &mut Conn, people: &[i64]) -> Result<Vec<(i64, i64)>> {
    let mut found = Vec::new();
    for people in people.chunks(500) {
        found.extend(each!(conn, |c| recalls::table
            .filter(recalls::person_id.eq_any(people))
            .select((recalls::export_id, recalls::person_id))
            .load::<(i64, i64)>(c))?);
    }
    Ok(found)
}

pub fn add(conn: &mut Conn, rows: &[Row]) -> Result<()> {
    for rows in rows.chunks(500) {
        each!(conn, |c| diesel::insert_into(recalls::table).values(rows).execute(c))?;
    }
    Ok(())
}

/// Lists with something owed, each with how many, up to which recall, and since when; of everybody, or of one colleague.
pub fn open(conn: &mut Conn, by: Option<i64>) -> Result<Vec<(i64, i64, i64, NaiveDateTime)>> {
    use diesel::dsl::{count_star, max, min};
    let rows: Vec<(i64, i64, Option<i64>, Option<NaiveDateTime>)> = each!(conn, |c| {
        let mut query = recalls::table
            .inner_join(exports::table)
            .filter(recalls::settled_at.is_null())
            .group_by(recalls::export_id)
            .order(recalls::export_id.desc())
            .select((recalls::export_id, count_star(), max(recalls::id), min(recalls::refused_at)))
            .into_boxed();
        if let Some(by) = by {
            query = query.filter(exports::by_id.eq(by));
        }
        query.load(c)
    })?;
    Ok(rows.into_iter().filter_map(|(export, many, last, since)| Some((export, many, last?, since?))).collect())
}

/// What is owed of one list, in the order in which it came.
pub fn owed(conn: &mut Conn, export: i64) -> Result<Vec<Row>> {
    Ok(each!(conn, |c| recalls::table
        .filter(recalls::export_id.eq(export).and(recalls::settled_at.is_null()))
        .order(recalls::id)
        .load(c))?)
}

/// Is this the number of a recall of that list?
pub fn has(conn: &mut Conn, export: i64, recall: i64) -> Result<bool> {
    let this = recalls::table.filter(recalls::export_id.eq(export).and(recalls::id.eq(recall)));
    let many: i64 = each!(conn, |c| this.count().get_result(c))?;
    Ok(many == 1)
}

/// Ticks off what is owed of a list, up to this recall. How many that were.
pub fn settle(conn: &mut Conn, export: i64, last: i64, by: Option<i64>, now: NaiveDateTime) -> Result<usize> {
    let open = recalls::export_id.eq(export).and(recalls::id.le(last)).and(recalls::settled_at.is_null());
    Ok(each!(conn, |c| diesel::update(recalls::table.filter(open))
        .set((recalls::settled_at.eq(Some(now)), recalls::settled_by.eq(by)))
        .execute(c))?)
}

/// Who was in lists that left before that moment: how many lines.
pub fn count_held(conn: &mut Conn, before: NaiveDateTime) -> Result<i64> {
    Ok(each!(conn, |c| export_people::table
        .inner_join(exports::table)
        .filter(exports::at.lt(before))
        .count()
        .get_result(c))?)
}

/// Forgets who was in the oldest of them, and what was owed for it and has been done; the manifest stays. How many lines.
pub fn forget_held(conn: &mut Conn, before: NaiveDateTime) -> Result<usize> {
    let oldest: Option<i64> = each!(conn, |c| export_people::table
        .inner_join(exports::table)
        .filter(exports::at.lt(before))
        .order(exports::id)
        .select(exports::id)
        .first(c)
        .optional())?;
    let Some(export) = oldest else { return Ok(0) };
    each!(conn, |c| diesel::delete(
        recalls::table.filter(recalls::export_id.eq(export).and(recalls::settled_at.is_not_null()))
    )
    .execute(c))?;
    Ok(each!(conn, |c| diesel::delete(export_people::table.filter(export_people::export_id.eq(export))).execute(c))?)
}
