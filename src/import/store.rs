//! The rows of imports, and the sealed rows of what they brought.
use super::{Fault, State, Verdict};
use crate::db::schema::{import_rows, imports};
use crate::db::values::Sealed;
use crate::db::{Conn, each};
use crate::error::Result;
use crate::people::{Ground, Origin};
use chrono::NaiveDateTime;
use diesel::prelude::*;

#[derive(Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = imports)]
pub struct Row {
    pub id: i64,
    pub at: NaiveDateTime,
    pub by_id: Option<i64>,
    pub state: State,
    /// Empty while the file is still arriving.
    pub file_mac: Vec<u8>,
    pub layout: String,
    pub mapping: Option<String>,
    pub origin: Option<Origin>,
    pub origin_note: Option<Sealed>,
    pub ground: Option<Ground>,
    pub proof: Option<Sealed>,
    pub rows: i64,
    pub done: i64,
    pub counts: Option<String>,
    pub fault: Option<Fault>,
    pub applied_at: Option<NaiveDateTime>,
    pub version: i64,
}

#[derive(Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = import_rows, treat_none_as_default_value = false)]
pub struct PlanRow {
    pub import_id: i64,
    pub line: i64,
    pub verdict: Verdict,
    pub reason: Option<String>,
    pub person_id: Option<i64>,
    pub cells: Sealed,
}

const PENDING: [State; 5] = [State::Staged, State::Planning, State::Planned, State::Applying, State::Failed];

pub fn get(conn: &mut Conn, id: i64) -> Result<Row> {
    Ok(each!(conn, |c| imports::table
        .filter(imports::id.eq(id).and(imports::layout.ne("")))
        .select(Row::as_select())
        .first(c))?)
}

pub fn list(conn: &mut Conn, before: Option<i64>, limit: i64) -> Result<Vec<Row>> {
    Ok(each!(conn, |c| imports::table
        .filter(imports::layout.ne("").and(imports::id.lt(before.unwrap_or(i64::MAX))))
        .order(imports::id.desc())
        .limit(limit)
        .select(Row::as_select())
        .load(c))?)
}

/// The last applied import of the very same file.
pub fn earlier(conn: &mut Conn, row: &Row) -> Result<Option<i64>> {
    Ok(each!(conn, |c| imports::table
        .filter(imports::file_mac.eq(&row.file_mac).and(imports::id.ne(row.id)))
        .filter(imports::state.eq(State::Applied))
        .order(imports::id.desc())
        .select(imports::id)
        .first(c)
        .optional())?)
}

/// In these states: for sweeping and tidying.
pub fn in_states(conn: &mut Conn, states: &[State]) -> Result<Vec<Row>> {
    Ok(each!(conn, |c| imports::table
        .filter(imports::state.eq_any(states))
        .order(imports::id)
        .select(Row::as_select())
        .load(c))?)
}

/// Uploads that never finished arriving.
pub fn arriving(conn: &mut Conn) -> Result<Vec<i64>> {
    Ok(each!(conn, |c| imports::table.filter(imports::layout.eq("")).select(imports::id).load(c))?)
}

pub fn pending(conn: &mut Conn, by: i64) -> Result<i64> {
    Ok(each!(conn, |c| imports::table
        .filter(imports::state.eq_any(PENDING).and(imports::by_id.eq(by)))
        .count()
        .get_result(c))?)
}

pub fn add(conn: &mut Conn, row: &Row) -> Result<()> {
    each!(conn, |c| diesel::insert_into(imports::table).values(row).execute(c))?;
    Ok(())
}

/// An upload that came to nothing; rows of it there are none.
pub fn remove_arriving(conn: &mut Conn, id: i64) -> Result<()> {
    each!(conn, |c| diesel::delete(imports::table.filter(imports::id.eq(id).and(imports::layout.eq("")))).execute(c))?;
    Ok(())
}

pub fn arrived(conn: &mut Conn, id: i64, layout: &str, mac: Option<&[u8]>, rows: i64) -> Result<()> {
    each!(conn, |c| diesel::update(imports::table.filter(imports::id.eq(id)))
        .set((
            imports::layout.eq(layout),
            imports::rows.eq(rows),
            mac.map(|mac| imports::file_mac.eq(mac)),
            imports::version.eq(imports::version + 1),
        ))
        .execute(c))?;
    Ok(())
}

/// What somebody answered.
#[derive(AsChangeset, Queryable, Selectable)]
#[diesel(table_name = imports, treat_none_as_null = true)]
pub struct Told {
    pub mapping: Option<String>,
    pub origin: Option<Origin>,
    pub origin_note: Option<Sealed>,
    pub ground: Option<Ground>,
    pub proof: Option<Sealed>,
}

pub fn tell(conn: &mut Conn, id: i64, told: &Told) -> Result<()> {
    each!(conn, |c| diesel::update(imports::table.filter(imports::id.eq(id))).set(told).execute(c))?;
    Ok(())
}

pub fn told(conn: &mut Conn, id: i64) -> Result<Told> {
    Ok(each!(conn, |c| imports::table.filter(imports::id.eq(id)).select(Told::as_select()).first(c))?)
}

/// False when it is no longer as it was seen. Work starts again at nothing done, and old faults are forgotten.
pub fn advance(conn: &mut Conn, id: i64, version: i64, to: State) -> Result<bool> {
    let moved =
        each!(conn, |c| diesel::update(imports::table.filter(imports::id.eq(id).and(imports::version.eq(version))))
            .set((
                imports::state.eq(to),
                imports::done.eq(0),
                imports::fault.eq(None::<Fault>),
                imports::version.eq(version + 1),
            ))
            .execute(c))?;
    Ok(moved == 1)
}

/// False when the import is no longer being worked on that way.
pub fn progress(conn: &mut Conn, id: i64, state: State, done: i64) -> Result<bool> {
    let moved =
        each!(conn, |c| diesel::update(imports::table.filter(imports::id.eq(id).and(imports::state.eq(state))))
            .set(imports::done.eq(done))
            .execute(c))?;
    Ok(moved == 1)
}

/// Ends a piece of work; false when it is no longer being worked on that way.
pub fn settle(conn: &mut Conn, id: i64, from: State, to: State, fault: Option<Fault>) -> Result<bool> {
    let moved =
        each!(conn, |c| diesel::update(imports::table.filter(imports::id.eq(id).and(imports::state.eq(from))))
            .set((imports::state.eq(to), imports::fault.eq(fault), imports::version.eq(imports::version + 1)))
            .execute(c))?;
    Ok(moved == 1)
}

pub fn applied_at(conn: &mut Conn, id: i64, at: NaiveDateTime) -> Result<()> {
    each!(conn, |c| diesel::update(imports::table.filter(imports::id.eq(id)))
        .set(imports::applied_at.eq(Some(at)))
        .execute(c))?;
    Ok(())
}

pub fn count(conn: &mut Conn, id: i64, counts: Option<&str>) -> Result<()> {
    each!(conn, |c| diesel::update(imports::table.filter(imports::id.eq(id)))
        .set(imports::counts.eq(counts))
        .execute(c))?;
    Ok(())
}

pub fn add_rows(conn: &mut Conn, rows: &[PlanRow]) -> Result<()> {
    for rows in rows.chunks(500) {
        each!(conn, |c| diesel::insert_into(import_rows::table).values(rows).execute(c))?;
    }
    Ok(())
}

pub fn remove_rows(conn: &mut Conn, id: i64) -> Result<()> {
    each!(conn, |c| diesel::delete(import_rows::table.filter(import_rows::import_id.eq(id))).execute(c))?;
    Ok(())
}

/// Once it is applied only what was rejected is still of use.
pub fn remove_taken_over(conn: &mut Conn, id: i64) -> Result<()> {
    let done = [Verdict::New, Verdict::Changes, Verdict::Same];
    each!(conn, |c| diesel::delete(
        import_rows::table.filter(import_rows::import_id.eq(id).and(import_rows::verdict.eq_any(done)))
    )
    .execute(c))?;
    Ok(())
}

/// Rows behind a line, in order.
pub fn rows_after(conn: &mut Conn, id: i64, only: &[Verdict], line: i64, limit: i64) -> Result<Vec<PlanRow>> {
    Ok(each!(conn, |c| import_rows::table
        .filter(import_rows::import_id.eq(id).and(import_rows::line.gt(line)))
        .filter(import_rows::verdict.eq_any(only))
        .order(import_rows::line)
        .limit(limit)
        .select(PlanRow::as_select())
        .load(c))?)
}

/// Rows before a line, nearest first.
pub fn rows_before(conn: &mut Conn, id: i64, only: &[Verdict], line: i64, limit: i64) -> Result<Vec<PlanRow>> {
    Ok(each!(conn, |c| import_rows::table
        .filter(import_rows::import_id.eq(id).and(import_rows::line.lt(line)))
        .filter(import_rows::verdict.eq_any(only))
        .order(import_rows::line.desc())
        .limit(limit)
        .select(PlanRow::as_select())
        .load(c))?)
}
