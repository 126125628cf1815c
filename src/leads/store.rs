//! The rows of leads. A lead that an import is still bringing in is seen by nobody, like its person.
use crate::db::schema::{leads, shown_people};
use crate::db::values::Sealed;
use crate::db::{Conn, each};
use crate::error::Result;
use crate::people::Stage;
use crate::search::Whose;
use chrono::{NaiveDate, NaiveDateTime};
use diesel::dsl::exists;
use diesel::prelude::*;
use std::collections::HashSet;

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = leads)]
pub struct Row {
    pub person_id: i64,
    pub stage: Stage,
    pub owner_id: Option<i64>,
    pub next_step: Option<Sealed>,
    pub next_on: Option<NaiveDate>,
    pub opened_at: NaiveDateTime,
    pub moved_at: NaiveDateTime,
    pub version: i64,
}

pub fn find(conn: &mut Conn, person: i64) -> Result<Option<Row>> {
    Ok(these(conn, &[person])?.pop())
}

/// In no order; callers put them back into theirs.
pub fn these(conn: &mut Conn, people: &[i64]) -> Result<Vec<Row>> {
    let mut rows = Vec::with_capacity(people.len());
    for people in people.chunks(500) {
        rows.extend(each!(conn, |c| leads::table
            .filter(leads::person_id.eq_any(people))
            .filter(exists(shown_people::table.filter(shown_people::id.eq(leads::person_id))))
            .select(Row::as_select())
            .load::<Row>(c))?);
    }
    Ok(rows)
}

/// Which of these people are leads, also of an import that is not applied yet.
pub fn known(conn: &mut Conn, people: &[i64]) -> Result<HashSet<i64>> {
    let mut known = HashSet::new();
    for people in people.chunks(500) {
        known.extend(each!(conn, |c| leads::table
            .filter(leads::person_id.eq_any(people))
            .select(leads::person_id)
            .load::<i64>(c))?);
    }
    Ok(known)
}

pub fn add(conn: &mut Conn, rows: &[Row]) -> Result<()> {
    for rows in rows.chunks(500) {
        each!(conn, |c| diesel::insert_into(leads::table).values(rows).execute(c))?;
    }
    Ok(())
}

/// False when somebody changed it first.
pub fn move_to(conn: &mut Conn, person: i64, version: i64, stage: Stage, at: NaiveDateTime) -> Result<bool> {
    let moved = each!(conn, |c| diesel::update(
        leads::table.filter(leads::person_id.eq(person).and(leads::version.eq(version)))
    )
    .set((leads::stage.eq(stage), leads::moved_at.eq(at), leads::version.eq(version + 1)))
    .execute(c))?;
    Ok(moved == 1)
}

/// False when somebody changed it first.
pub fn plan(
    conn: &mut Conn,
    person: i64,
    version: i64,
    owner: Option<i64>,
    next_step: Option<&Sealed>,
    next_on: Option<NaiveDate>,
) -> Result<bool> {
    let planned = each!(conn, |c| diesel::update(
        leads::table.filter(leads::person_id.eq(person).and(leads::version.eq(version)))
    )
    .set((
        leads::owner_id.eq(owner),
        leads::next_step.eq(next_step),
        leads::next_on.eq(next_on),
        leads::version.eq(version + 1),
    ))
    .execute(c))?;
    Ok(planned == 1)
}

/// Compare and set: false when it is somebody's already.
pub fn claim(conn: &mut Conn, person: i64, owner: i64) -> Result<bool> {
    let claimed = each!(conn, |c| diesel::update(
        leads::table.filter(leads::person_id.eq(person).and(leads::owner_id.is_null()))
    )
    .set((leads::owner_id.eq(owner), leads::version.eq(leads::version + 1)))
    .execute(c))?;
    Ok(claimed == 1)
}

const CLOSED: [Stage; 2] = [Stage::Won, Stage::Lost];

/// Where a page of those who are due begins: day and person, after or before which.
#[derive(Clone, Copy)]
pub enum Place {
    Start,
    After(NaiveDate, i64),
    Before(NaiveDate, i64),
}

/// Whose next step is due by this day, the longest overdue first.
pub fn due(conn: &mut Conn, owner: Whose, by: NaiveDate, from: Place, limit: usize) -> Result<Vec<Row>> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    // One query for each owner and direction: both databases then walk the index that fits.
    macro_rules! page {
        ($theirs:expr, $place:expr, $order:expr) => {
            each!(conn, |c| leads::table
                .filter($theirs)
                .filter(leads::next_on.le(by).and(leads::stage.ne_all(CLOSED)))
                .filter($place)
                .filter(exists(
                    shown_people::table
                        .filter(shown_people::id.eq(leads::person_id).and(shown_people::restricted.eq(false)))
                ))
                .order($order)
                .limit(limit)
                .select(Row::as_select())
                .load::<Row>(c))?
        };
    }
    macro_rules! walk {
        ($theirs:expr) => {
            match from {
                Place::Start => page!($theirs, leads::next_on.is_not_null(), (leads::next_on, leads::person_id)),
                Place::After(day, id) => page!(
                    $theirs,
                    leads::next_on.gt(day).or(leads::next_on.eq(day).and(leads::person_id.gt(id))),
                    (leads::next_on, leads::person_id)
                ),
                Place::Before(day, id) => page!(
                    $theirs,
                    leads::next_on.lt(day).or(leads::next_on.eq(day).and(leads::person_id.lt(id))),
                    (leads::next_on.desc(), leads::person_id.desc())
                ),
            }
        };
    }
    let mut rows = match owner {
        Whose::Everybodys => walk!(leads::next_on.is_not_null()),
        Whose::Nobodys => walk!(leads::owner_id.is_null()),
        Whose::Of(owner) => walk!(leads::owner_id.eq(owner)),
    };
    if matches!(from, Place::Before(..)) {
        rows.reverse();
    }
    Ok(rows)
}

pub fn count_due(conn: &mut Conn, owner: Whose, by: NaiveDate) -> Result<i64> {
    macro_rules! count {
        ($theirs:expr) => {
            each!(conn, |c| leads::table
                .filter($theirs)
                .filter(leads::next_on.le(by).and(leads::stage.ne_all(CLOSED)))
                .filter(exists(
                    shown_people::table
                        .filter(shown_people::id.eq(leads::person_id).and(shown_people::restricted.eq(false)))
                ))
                .count()
                .get_result(c))?
        };
    }
    Ok(match owner {
        Whose::Everybodys => count!(leads::next_on.is_not_null()),
        Whose::Nobodys => count!(leads::owner_id.is_null()),
        Whose::Of(owner) => count!(leads::owner_id.eq(owner)),
    })
}
