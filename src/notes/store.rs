//! The rows of notes.
use super::{NoteKind, Target};
use crate::db::schema::notes;
use crate::db::values::Sealed;
use crate::db::{Conn, each};
use crate::error::{Error, Result};
use chrono::NaiveDateTime;
use diesel::prelude::*;

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = notes)]
pub struct Row {
    pub id: i64,
    pub person_id: Option<i64>,
    pub company_id: Option<i64>,
    pub kind: NoteKind,
    pub at: NaiveDateTime,
    pub by_id: Option<i64>,
    pub text: Sealed,
}

pub fn add(conn: &mut Conn, row: &Row) -> Result<()> {
    each!(conn, |c| diesel::insert_into(notes::table).values(row).execute(c))?;
    Ok(())
}

/// All notes, a part at a time.
pub fn after(conn: &mut Conn, id: i64, limit: i64) -> Result<Vec<Row>> {
    Ok(each!(conn, |c| notes::table
        .filter(notes::id.gt(id))
        .order(notes::id)
        .limit(limit)
        .select(Row::as_select())
        .load(c))?)
}

/// Notes older than this moment and number, newest first.
pub fn before(conn: &mut Conn, target: Target, place: (NaiveDateTime, i64), limit: usize) -> Result<Vec<Row>> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let older = notes::at.lt(place.0).or(notes::at.eq(place.0).and(notes::id.lt(place.1)));
    let newest = (notes::at.desc(), notes::id.desc());
    Ok(match target {
        Target::Person(id) => each!(conn, |c| notes::table
            .filter(notes::person_id.eq(id).and(older))
            .order(newest)
            .limit(limit)
            .select(Row::as_select())
            .load(c))?,
        Target::Company(id) => each!(conn, |c| notes::table
            .filter(notes::company_id.eq(id).and(older))
            .order(newest)
            .limit(limit)
            .select(Row::as_select())
            .load(c))?,
    })
}

/// When one of their notes was written down. A note that is not theirs is not found.
pub fn place(conn: &mut Conn, target: Target, note: i64) -> Result<(NaiveDateTime, i64)> {
    let row: Row = each!(conn, |c| notes::table.filter(notes::id.eq(note)).select(Row::as_select()).first(c))?;
    let theirs = match target {
        Target::Person(id) => row.person_id == Some(id),
        Target::Company(id) => row.company_id == Some(id),
    };
    if theirs { Ok((row.at, row.id)) } else { Err(Error::NotFound) }
}
