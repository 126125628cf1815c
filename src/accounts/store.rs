//! The rows of bank accounts, and of the times that one was shown whole.
use crate::db::schema::{account_reveals, accounts};
use crate::db::values::Sealed;
use crate::db::{Conn, each};
use crate::error::Result;
use chrono::NaiveDateTime;
use diesel::prelude::*;

#[derive(Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = accounts)]
pub struct Row {
    pub id: i64,
    pub company_id: i64,
    pub person_id: Option<i64>,
    pub label: Option<Sealed>,
    pub iban: Sealed,
    pub blind: Vec<u8>,
    pub added_at: NaiveDateTime,
    pub added_by: Option<i64>,
}

#[derive(Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = account_reveals)]
pub struct RevealRow {
    pub id: i64,
    pub account_id: i64,
    pub company_id: i64,
    pub person_id: Option<i64>,
    pub at: NaiveDateTime,
    pub by_id: Option<i64>,
    pub reason: Sealed,
}

/// So many times that an account was shown are listed; the audit log has them all.
const REVEALS: i64 = 50;

pub fn get(conn: &mut Conn, id: i64) -> Result<Row> {
    Ok(each!(conn, |c| accounts::table.filter(accounts::id.eq(id)).select(Row::as_select()).first(c))?)
}

pub fn of_company(conn: &mut Conn, company: i64) -> Result<Vec<Row>> {
    Ok(each!(conn, |c| accounts::table
        .filter(accounts::company_id.eq(company))
        .order(accounts::id)
        .select(Row::as_select())
        .load(c))?)
}

pub fn of_person(conn: &mut Conn, person: i64) -> Result<Vec<Row>> {
    Ok(each!(conn, |c| accounts::table
        .filter(accounts::person_id.eq(person))
        .order(accounts::id)
        .select(Row::as_select())
        .load(c))?)
}

/// Companies for which, or for a third party of which, this account is held.
pub fn companies_with(conn: &mut Conn, blind: &[u8]) -> Result<Vec<i64>> {
    Ok(each!(conn, |c| accounts::table
        .filter(accounts::blind.eq(blind))
        .order(accounts::company_id)
        .select(accounts::company_id)
        .distinct()
        .load(c))?)
}

pub fn holders(conn: &mut Conn, blind: &[u8]) -> Result<Vec<(i64, Option<i64>)>> {
    Ok(each!(conn, |c| accounts::table
        .filter(accounts::blind.eq(blind))
        .order(accounts::id)
        .select((accounts::company_id, accounts::person_id))
        .load(c))?)
}

pub fn add(conn: &mut Conn, row: &Row) -> Result<()> {
    each!(conn, |c| diesel::insert_into(accounts::table).values(row).execute(c))?;
    Ok(())
}

pub fn remove(conn: &mut Conn, id: i64) -> Result<()> {
    each!(conn, |c| diesel::delete(account_reveals::table.filter(account_reveals::account_id.eq(id))).execute(c))?;
    each!(conn, |c| diesel::delete(accounts::table.filter(accounts::id.eq(id))).execute(c))?;
    Ok(())
}

pub fn add_reveal(conn: &mut Conn, row: &RevealRow) -> Result<()> {
    each!(conn, |c| diesel::insert_into(account_reveals::table).values(row).execute(c))?;
    Ok(())
}

/// Newest first; of one colleague only, when one is given.
pub fn reveals(conn: &mut Conn, account: i64, by: Option<i64>) -> Result<Vec<RevealRow>> {
    Ok(each!(conn, |c| {
        let query = account_reveals::table
            .filter(account_reveals::account_id.eq(account))
            .order((account_reveals::at.desc(), account_reveals::id.desc()))
            .limit(REVEALS)
            .select(RevealRow::as_select())
            .into_boxed();
        match by {
            Some(by) => query.filter(account_reveals::by_id.eq(by)).load(c),
            None => query.load(c),
        }
    })?)
}
