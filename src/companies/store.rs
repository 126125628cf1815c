//! The rows of companies.
use crate::db::schema::{companies, contracts, shown_companies, shown_people};
use crate::db::values::Sealed;
use crate::db::{Conn, each};
use crate::error::Result;
use chrono::{NaiveDate, NaiveDateTime};
use diesel::dsl::count_star;
use diesel::prelude::*;
use std::collections::HashMap;

#[derive(Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = companies)]
pub struct Row {
    pub id: i64,
    pub reference: String,
    pub name: Sealed,
    pub address: Option<Sealed>,
    pub external: Option<Sealed>,
    pub arrival: Option<i64>,
    pub added_at: NaiveDateTime,
    pub changed_at: NaiveDateTime,
    pub version: i64,
}

type Shown = (
    shown_companies::id,
    shown_companies::reference,
    shown_companies::name,
    shown_companies::address,
    shown_companies::external,
    shown_companies::arrival,
    shown_companies::added_at,
    shown_companies::changed_at,
    shown_companies::version,
);

const SHOWN: Shown = (
    shown_companies::id,
    shown_companies::reference,
    shown_companies::name,
    shown_companies::address,
    shown_companies::external,
    shown_companies::arrival,
    shown_companies::added_at,
    shown_companies::changed_at,
    shown_companies::version,
);

pub fn get(conn: &mut Conn, id: i64) -> Result<Row> {
    Ok(each!(conn, |c| shown_companies::table.filter(shown_companies::id.eq(id)).select(SHOWN).first(c))?)
}

/// In no order; callers put them back into theirs.
pub fn these(conn: &mut Conn, ids: &[i64]) -> Result<Vec<Row>> {
    let mut rows = Vec::with_capacity(ids.len());
    for ids in ids.chunks(500) {
        rows.extend(each!(conn, |c| shown_companies::table
            .filter(shown_companies::id.eq_any(ids))
            .select(SHOWN)
            .load::<Row>(c))?);
    }
    Ok(rows)
}

pub fn after(conn: &mut Conn, id: i64, limit: i64) -> Result<Vec<Row>> {
    Ok(each!(conn, |c| shown_companies::table
        .filter(shown_companies::id.gt(id))
        .order(shown_companies::id)
        .limit(limit)
        .select(SHOWN)
        .load(c))?)
}

pub fn add(conn: &mut Conn, rows: &[Row]) -> Result<()> {
    for rows in rows.chunks(500) {
        each!(conn, |c| diesel::insert_into(companies::table).values(rows).execute(c))?;
    }
    Ok(())
}

/// False when somebody changed it first.
pub fn change(
    conn: &mut Conn,
    id: i64,
    version: i64,
    name: &Sealed,
    address: Option<&Sealed>,
    at: NaiveDateTime,
) -> Result<bool> {
    let changed = each!(conn, |c| diesel::update(
        companies::table.filter(companies::id.eq(id).and(companies::version.eq(version)))
    )
    .set((
        companies::name.eq(name),
        companies::address.eq(address),
        companies::changed_at.eq(at),
        companies::version.eq(version + 1),
    ))
    .execute(c))?;
    Ok(changed == 1)
}

/// Which of these have a contract that runs today.
pub fn customers(conn: &mut Conn, ids: &[i64], today: NaiveDate) -> Result<Vec<i64>> {
    let mut found = Vec::new();
    for ids in ids.chunks(500) {
        found.extend(each!(conn, |c| contracts::table
            .filter(contracts::company_id.eq_any(ids))
            .filter(contracts::starts_on.le(today))
            .filter(contracts::ends_on.is_null().or(contracts::ends_on.ge(today)))
            .select(contracts::company_id)
            .distinct()
            .load::<i64>(c))?);
    }
    Ok(found)
}

/// A company, and the first and the last day of one of its contracts.
type Span = (i64, NaiveDate, Option<NaiveDate>);

pub fn spans(conn: &mut Conn, ids: &[i64]) -> Result<Vec<Span>> {
    let mut found = Vec::new();
    for ids in ids.chunks(500) {
        found.extend(each!(conn, |c| contracts::table
            .filter(contracts::company_id.eq_any(ids))
            .select((contracts::company_id, contracts::starts_on, contracts::ends_on))
            .load::<Span>(c))?);
    }
    Ok(found)
}

/// How many people each of these has; who has none is not in it.
pub fn people(conn: &mut Conn, ids: &[i64]) -> Result<HashMap<i64, i64>> {
    let mut found = HashMap::new();
    for ids in ids.chunks(500) {
        let rows: Vec<(Option<i64>, i64)> = each!(conn, |c| shown_people::table
            .filter(shown_people::company_id.eq_any(ids))
            .group_by(shown_people::company_id)
            .select((shown_people::company_id, count_star()))
            .load(c))?;
        found.extend(rows.into_iter().filter_map(|(company, many)| company.map(|company| (company, many))));
    }
    Ok(found)
}

/// Some of those whom an import brought in.
pub fn arrivals(conn: &mut Conn, import: i64, limit: i64) -> Result<Vec<i64>> {
    Ok(each!(conn, |c| companies::table
        .filter(companies::arrival.eq(import))
        .order(companies::id)
        .limit(limit)
        .select(companies::id)
        .load(c))?)
}

/// Newcomers of this import and of no other.
pub fn forget_arrivals(conn: &mut Conn, import: i64, ids: &[i64]) -> Result<()> {
    for ids in ids.chunks(500) {
        each!(conn, |c| diesel::delete(
            companies::table.filter(companies::id.eq_any(ids).and(companies::arrival.eq(import)))
        )
        .execute(c))?;
    }
    Ok(())
}
