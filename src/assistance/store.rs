//! The rows of assistance requests.
use super::State;
use crate::db::schema::assistance;
use crate::db::values::Sealed;
use crate::db::{Conn, each};
use crate::error::Result;
use crate::search::From;
use chrono::NaiveDateTime;
use diesel::dsl::{count_star, exists, select};
use diesel::prelude::*;

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = assistance)]
pub struct Row {
    pub id: i64,
    pub person_id: i64,
    pub company_id: Option<i64>,
    pub subject: Sealed,
    pub detail: Option<Sealed>,
    pub answer: Option<Sealed>,
    pub state: State,
    pub assignee_id: Option<i64>,
    pub opened_at: NaiveDateTime,
    pub opened_by: Option<i64>,
    pub closed_at: Option<NaiveDateTime>,
    pub closed_by: Option<i64>,
    pub version: i64,
}

pub fn add(conn: &mut Conn, row: &Row) -> Result<()> {
    each!(conn, |c| diesel::insert_into(assistance::table).values(row).execute(c))?;
    Ok(())
}

pub fn get(conn: &mut Conn, id: i64) -> Result<Row> {
    Ok(each!(conn, |c| assistance::table.filter(assistance::id.eq(id)).select(Row::as_select()).first(c))?)
}

/// Open ones of a colleague, the longest waiting first.
pub fn mine(conn: &mut Conn, staff: i64, limit: i64) -> Result<Vec<Row>> {
    Ok(each!(conn, |c| assistance::table
        .filter(assistance::state.eq(State::Open).and(assistance::assignee_id.eq(staff)))
        .order(assistance::id)
        .limit(limit)
        .select(Row::as_select())
        .load(c))?)
}

/// By number, rising or falling, but for those of one colleague (nobody has the number 0).
pub fn list(conn: &mut Conn, states: &[State], except: i64, rising: bool, from: From, limit: i64) -> Result<Vec<Row>> {
    let others = assistance::assignee_id.is_null().or(assistance::assignee_id.ne(except));
    let passes = assistance::state.eq_any(states).and(others);
    // Walking back is walking on in the other direction, and turned round at the end.
    let back = matches!(from, From::Before(_));
    let mut rows: Vec<Row> = if rising == back {
        let below = match from {
            From::Start => i64::MAX,
            From::After(id) | From::Before(id) => id,
        };
        each!(conn, |c| assistance::table
            .filter(passes)
            .filter(assistance::id.lt(below))
            .order(assistance::id.desc())
            .limit(limit)
            .select(Row::as_select())
            .load(c))?
    } else {
        let above = match from {
            From::Start => i64::MIN,
            From::After(id) | From::Before(id) => id,
        };
        each!(conn, |c| assistance::table
            .filter(passes)
            .filter(assistance::id.gt(above))
            .order(assistance::id)
            .limit(limit)
            .select(Row::as_select())
            .load(c))?
    };
    if back {
        rows.reverse();
    }
    Ok(rows)
}

/// Newest first.
pub fn of_person(conn: &mut Conn, person: i64, limit: i64) -> Result<Vec<Row>> {
    Ok(each!(conn, |c| assistance::table
        .filter(assistance::person_id.eq(person))
        .order(assistance::id.desc())
        .limit(limit)
        .select(Row::as_select())
        .load(c))?)
}

/// Newest first.
pub fn of_company(conn: &mut Conn, company: i64, limit: i64) -> Result<Vec<Row>> {
    Ok(each!(conn, |c| assistance::table
        .filter(assistance::company_id.eq(company))
        .order(assistance::id.desc())
        .limit(limit)
        .select(Row::as_select())
        .load(c))?)
}

/// How many there are of each state and assignee.
pub fn counts(conn: &mut Conn) -> Result<Vec<(State, Option<i64>, i64)>> {
    Ok(each!(conn, |c| assistance::table
        .group_by((assistance::state, assistance::assignee_id))
        .select((assistance::state, assistance::assignee_id, count_star()))
        .load(c))?)
}

pub fn has_open_of(conn: &mut Conn, staff: i64, company: i64) -> Result<bool> {
    let theirs = assistance::table.filter(
        assistance::state
            .eq(State::Open)
            .and(assistance::assignee_id.eq(staff))
            .and(assistance::company_id.eq(company)),
    );
    Ok(each!(conn, |c| select(exists(theirs)).get_result(c))?)
}

/// False when somebody changed it first.
pub fn close(
    conn: &mut Conn,
    id: i64,
    version: i64,
    answer: &Sealed,
    at: NaiveDateTime,
    by: Option<i64>,
) -> Result<bool> {
    let closed = each!(conn, |c| diesel::update(
        assistance::table.filter(assistance::id.eq(id).and(assistance::version.eq(version)))
    )
    .set((
        assistance::state.eq(State::Closed),
        assistance::answer.eq(answer),
        assistance::closed_at.eq(at),
        assistance::closed_by.eq(by),
        assistance::version.eq(version + 1),
    ))
    .execute(c))?;
    Ok(closed == 1)
}

/// False when somebody changed it first.
pub fn reopen(conn: &mut Conn, id: i64, version: i64) -> Result<bool> {
    let reopened = each!(conn, |c| diesel::update(
        assistance::table.filter(assistance::id.eq(id).and(assistance::version.eq(version)))
    )
    .set((
        assistance::state.eq(State::Open),
        assistance::closed_at.eq(None::<NaiveDateTime>),
        assistance::closed_by.eq(None::<i64>),
        assistance::version.eq(version + 1),
    ))
    .execute(c))?;
    Ok(reopened == 1)
}

/// False when somebody changed it first.
pub fn assign(conn: &mut Conn, id: i64, version: i64, to: Option<i64>) -> Result<bool> {
    let assigned = each!(conn, |c| diesel::update(
        assistance::table.filter(assistance::id.eq(id).and(assistance::version.eq(version)))
    )
    .set((assistance::assignee_id.eq(to), assistance::version.eq(version + 1)))
    .execute(c))?;
    Ok(assigned == 1)
}

/// Closed before that moment.
pub fn count_closed(conn: &mut Conn, before: NaiveDateTime) -> Result<i64> {
    let closed = assistance::state.eq(State::Closed).and(assistance::closed_at.lt(before));
    Ok(each!(conn, |c| assistance::table.filter(closed).count().get_result(c))?)
}

/// Some of them go; how many.
pub fn forget_closed(conn: &mut Conn, before: NaiveDateTime, limit: i64) -> Result<usize> {
    let closed = assistance::state.eq(State::Closed).and(assistance::closed_at.lt(before));
    let ids: Vec<i64> = each!(conn, |c| assistance::table
        .filter(closed)
        .order(assistance::id)
        .limit(limit)
        .select(assistance::id)
        .load(c))?;
    Ok(each!(conn, |c| diesel::delete(assistance::table.filter(assistance::id.eq_any(&ids))).execute(c))?)
}
