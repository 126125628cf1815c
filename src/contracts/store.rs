//! The rows of contracts. Nothing in them is sealed: what was agreed with a company, and no person in it.
use crate::db::schema::{contracts, house};
use crate::db::{Conn, each};
use crate::error::Result;
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = contracts)]
pub struct Contract {
    pub id: i64,
    pub company_id: i64,
    pub reference: String,
    pub product: String,
    pub starts_on: NaiveDate,
    pub ends_on: Option<NaiveDate>,
    pub added_at: NaiveDateTime,
    pub added_by: Option<i64>,
    pub version: i64,
}

/// The day up to which companies' being customers was followed.
const FOLLOWED: &str = "contracts followed to";

pub fn get(conn: &mut Conn, id: i64) -> Result<Contract> {
    Ok(each!(conn, |c| contracts::table.filter(contracts::id.eq(id)).select(Contract::as_select()).first(c))?)
}

/// The newest start first.
pub fn of_company(conn: &mut Conn, company: i64) -> Result<Vec<Contract>> {
    Ok(each!(conn, |c| contracts::table
        .filter(contracts::company_id.eq(company))
        .order((contracts::starts_on.desc(), contracts::id.desc()))
        .select(Contract::as_select())
        .load(c))?)
}

pub fn add(conn: &mut Conn, row: &Contract) -> Result<()> {
    each!(conn, |c| diesel::insert_into(contracts::table).values(row).execute(c))?;
    Ok(())
}

/// False when somebody changed it first.
pub fn change(
    conn: &mut Conn,
    id: i64,
    version: i64,
    (reference, product): (&str, &str),
    (starts_on, ends_on): (NaiveDate, Option<NaiveDate>),
) -> Result<bool> {
    let changed = each!(conn, |c| diesel::update(
        contracts::table.filter(contracts::id.eq(id).and(contracts::version.eq(version)))
    )
    .set((
        contracts::reference.eq(reference),
        contracts::product.eq(product),
        contracts::starts_on.eq(starts_on),
        contracts::ends_on.eq(ends_on),
        contracts::version.eq(version + 1),
    ))
    .execute(c))?;
    Ok(changed == 1)
}

/// Companies with a contract that starts after the first day and not after the second, or whose last day lies between.
pub fn turned(conn: &mut Conn, after: NaiveDate, until: NaiveDate) -> Result<Vec<i64>> {
    Ok(each!(conn, |c| contracts::table
        .filter(
            contracts::starts_on
                .gt(after)
                .and(contracts::starts_on.le(until))
                .or(contracts::ends_on.ge(after).and(contracts::ends_on.lt(until)).assume_not_null())
        )
        .select(contracts::company_id)
        .distinct()
        .load(c))?)
}

pub fn followed(conn: &mut Conn) -> Result<Option<NaiveDate>> {
    let kept: Option<String> =
        each!(conn, |c| house::table.filter(house::name.eq(FOLLOWED)).select(house::value).first(c).optional())?;
    Ok(kept.and_then(|day| day.parse().ok()))
}

pub fn follow(conn: &mut Conn, day: NaiveDate) -> Result<()> {
    let day = day.to_string();
    each!(conn, |c| diesel::insert_into(house::table)
        .values((house::name.eq(FOLLOWED), house::value.eq(&day)))
        .on_conflict(house::name)
        .do_update()
        .set(house::value.eq(&day))
        .execute(c))?;
    Ok(())
}
