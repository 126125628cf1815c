//! The rows of cards, and of the times that one was shown whole.
use crate::db::schema::{card_reveals, cards};
use crate::db::values::Sealed;
use crate::db::{Conn, each};
use crate::error::Result;
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

#[derive(Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = cards)]
pub struct Row {
    pub id: i64,
    pub company_id: i64,
    pub number: Sealed,
    pub expiry: Option<Sealed>,
    pub taken_on: NaiveDate,
    pub added_at: NaiveDateTime,
    pub added_by: Option<i64>,
}

#[derive(Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = card_reveals)]
pub struct RevealRow {
    pub id: i64,
    pub card_id: i64,
    pub company_id: i64,
    pub at: NaiveDateTime,
    pub by_id: Option<i64>,
    pub reason: Sealed,
}

/// So many times that a card was shown are listed; the audit log has them all.
const REVEALS: i64 = 50;

pub fn get(conn: &mut Conn, id: i64) -> Result<Row> {
    Ok(each!(conn, |c| cards::table.filter(cards::id.eq(id)).select(Row::as_select()).first(c))?)
}

pub fn of_company(conn: &mut Conn, company: i64) -> Result<Vec<Row>> {
    Ok(each!(conn, |c| cards::table
        .filter(cards::company_id.eq(company))
        .order(cards::id)
        .select(Row::as_select())
        .load(c))?)
}

/// A card, whose it is, and when it was taken.
type Taken = (i64, i64, NaiveDate);

pub fn these(conn: &mut Conn, ids: &[i64]) -> Result<Vec<Taken>> {
    let mut found = Vec::with_capacity(ids.len());
    for ids in ids.chunks(500) {
        found.extend(each!(conn, |c| cards::table
            .filter(cards::id.eq_any(ids))
            .select((cards::id, cards::company_id, cards::taken_on))
            .load::<Taken>(c))?);
    }
    Ok(found)
}

/// Taken on that day or before, in the order of their numbers.
pub fn taken_until(conn: &mut Conn, day: NaiveDate, after: i64, limit: i64) -> Result<Vec<i64>> {
    Ok(each!(conn, |c| cards::table
        .filter(cards::taken_on.le(day).and(cards::id.gt(after)))
        .order(cards::id)
        .limit(limit)
        .select(cards::id)
        .load(c))?)
}

pub fn add(conn: &mut Conn, row: &Row) -> Result<()> {
    each!(conn, |c| diesel::insert_into(cards::table).values(row).execute(c))?;
    Ok(())
}

pub fn remove(conn: &mut Conn, ids: &[i64]) -> Result<()> {
    for ids in ids.chunks(500) {
        each!(conn, |c| diesel::delete(cards::table.filter(cards::id.eq_any(ids))).execute(c))?;
    }
    Ok(())
}

pub fn add_reveal(conn: &mut Conn, row: &RevealRow) -> Result<()> {
    each!(conn, |c| diesel::insert_into(card_reveals::table).values(row).execute(c))?;
    Ok(())
}

/// Newest first; of one colleague only, when one is given.
pub fn reveals(conn: &mut Conn, card: i64, by: Option<i64>) -> Result<Vec<RevealRow>> {
    Ok(each!(conn, |c| {
        let query = card_reveals::table
            .filter(card_reveals::card_id.eq(card))
            .order((card_reveals::at.desc(), card_reveals::id.desc()))
            .limit(REVEALS)
            .select(RevealRow::as_select())
            .into_boxed();
        match by {
            Some(by) => query.filter(card_reveals::by_id.eq(by)).load(c),
            None => query.load(c),
        }
    })?)
}
