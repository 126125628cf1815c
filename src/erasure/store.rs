//! The rows that go.
use crate::db::schema::{companies, people};
use crate::db::{Conn, each};
use crate::error::Result;
use diesel::prelude::*;

pub fn people_of(conn: &mut Conn, of: &[i64]) -> Result<Vec<i64>> {
    Ok(each!(conn, |c| people::table.filter(people::company_id.eq_any(of)).select(people::id).load(c))?)
}

pub fn remove(conn: &mut Conn, who: &[i64], firms: &[i64]) -> Result<()> {
    each!(conn, |c| diesel::delete(people::table.filter(people::id.eq_any(who))).execute(c))?;
    each!(conn, |c| diesel::delete(companies::table.filter(companies::id.eq_any(firms))).execute(c))?;
    Ok(())
}
