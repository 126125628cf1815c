//! The rows of addresses and numbers, of people and of companies.
use super::{ReachKind, Standing};
use crate::db::schema::reaches;
use crate::db::values::Sealed;
use crate::db::{Conn, each};
use crate::error::Result;
use crate::vault::{Owner, OwnerKind};
use diesel::prelude::*;

#[derive(Insertable, Queryable, Selectable)]
#[diesel(table_name = reaches)]
pub struct Row {
    pub id: i64,
    pub person_id: Option<i64>,
    pub company_id: Option<i64>,
    pub kind: ReachKind,
    pub position: i32,
    pub value: Sealed,
    pub blind: Vec<u8>,
    pub standing: Standing,
}

impl Row {
    pub fn owner(&self) -> Option<Owner> {
        self.person_id.map(Owner::person).or(self.company_id.map(Owner::company))
    }
}

pub fn of(conn: &mut Conn, kind: OwnerKind, ids: &[i64]) -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    for ids in ids.chunks(500) {
        rows.extend(each!(conn, |c| {
            let query = reaches::table.select(Row::as_select()).order(reaches::position).into_boxed();
            match kind {
                OwnerKind::Company => query.filter(reaches::company_id.eq_any(ids)).load(c),
                _ => query.filter(reaches::person_id.eq_any(ids)).load(c),
            }
        })?);
    }
    Ok(rows)
}

pub fn add(conn: &mut Conn, rows: &[Row]) -> Result<()> {
    for rows in rows.chunks(500) {
        each!(conn, |c| diesel::insert_into(reaches::table).values(rows).execute(c))?;
    }
    Ok(())
}

pub fn remove_of(conn: &mut Conn, owner: Owner) -> Result<()> {
    each!(conn, |c| match owner.kind {
        OwnerKind::Company => diesel::delete(reaches::table.filter(reaches::company_id.eq(owner.id))).execute(c),
        _ => diesel::delete(reaches::table.filter(reaches::person_id.eq(owner.id))).execute(c),
    })?;
    Ok(())
}

pub fn remove_of_people(conn: &mut Conn, ids: &[i64]) -> Result<()> {
    for ids in ids.chunks(500) {
        each!(conn, |c| diesel::delete(reaches::table.filter(reaches::person_id.eq_any(ids))).execute(c))?;
    }
    Ok(())
}

/// What was added: its own number, the keyed hash, and the person whom it reaches.
pub type Added = (i64, Vec<u8>, Option<i64>);

/// What was added after a number, in order.
pub fn added_since(conn: &mut Conn, id: i64, limit: i64) -> Result<Vec<Added>> {
    Ok(each!(conn, |c| reaches::table
        .filter(reaches::id.gt(id))
        .order(reaches::id)
        .limit(limit)
        .select((reaches::id, reaches::blind, reaches::person_id))
        .load(c))?)
}

/// People who have one of these addresses or numbers.
pub fn people_with(conn: &mut Conn, blinds: &[Vec<u8>]) -> Result<Vec<(Vec<u8>, i64)>> {
    let mut found = Vec::new();
    for blinds in blinds.chunks(500) {
        let rows: Vec<(Vec<u8>, Option<i64>)> = each!(conn, |c| reaches::table
            .filter(reaches::blind.eq_any(blinds).and(reaches::person_id.is_not_null()))
            .order(reaches::id)
            .select((reaches::blind, reaches::person_id))
            .load(c))?;
        found.extend(rows.into_iter().filter_map(|(blind, person)| person.map(|person| (blind, person))));
    }
    Ok(found)
}
