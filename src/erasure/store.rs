//! The rows that the stand-in counts and removes; its own orders lie among the settings of the house.
use super::{Found, Kind, Scope};
use crate::db::schema::{
    accounts, assistance, companies, consents, export_people, house, leads, notes, outbox, people, reaches, submissions,
};
use crate::db::{Conn, each};
use crate::error::{Error, Result};
use diesel::prelude::*;

/// A company with everybody who is held for it.
pub fn whole(conn: &mut Conn, scope: &Scope) -> Result<Scope> {
    let theirs: Vec<i64> =
        each!(conn, |c| people::table.filter(people::company_id.eq_any(&scope.companies)).select(people::id).load(c))?;
    let mut all: Vec<i64> = scope.people.iter().copied().chain(theirs).collect();
    all.sort_unstable();
    all.dedup();
    Ok(Scope { people: all, companies: scope.companies.clone() })
}

pub fn count(conn: &mut Conn, scope: &Scope) -> Result<Vec<Found>> {
    let ids = &scope.people;
    macro_rules! count {
        ($kind:expr, $table:ident, $column:ident) => {
            Found {
                kind: $kind,
                rows: each!(conn, |c| $table::table.filter($table::$column.eq_any(ids)).count().get_result(c))?,
            }
        };
    }
    Ok(vec![
        count!(Kind::Identity, people, id),
        count!(Kind::Reaches, reaches, person_id),
        count!(Kind::Leads, leads, person_id),
        count!(Kind::Notes, notes, person_id),
        count!(Kind::Assistance, assistance, person_id),
        count!(Kind::Accounts, accounts, person_id),
        count!(Kind::Consents, consents, person_id),
        count!(Kind::Submissions, submissions, person_id),
        count!(Kind::Mail, outbox, person_id),
        count!(Kind::Exports, export_people, person_id),
    ])
}

pub fn forget(conn: &mut Conn, scope: &Scope) -> Result<()> {
    let (ids, firms) = (&scope.people, &scope.companies);
    each!(conn, |c| diesel::delete(accounts::table.filter(accounts::person_id.eq_any(ids))).execute(c))?;
    each!(conn, |c| diesel::delete(submissions::table.filter(submissions::person_id.eq_any(ids))).execute(c))?;
    each!(conn, |c| diesel::delete(people::table.filter(people::id.eq_any(ids))).execute(c))?;
    each!(conn, |c| diesel::delete(companies::table.filter(companies::id.eq_any(firms))).execute(c))?;
    Ok(())
}

const NAME: &str = "erasure ";

pub fn keep(conn: &mut Conn, id: i64, text: &str) -> Result<()> {
    let name = format!("{NAME}{id}");
    each!(conn, |c| diesel::insert_into(house::table)
        .values((house::name.eq(&name), house::value.eq(text)))
        .execute(c))?;
    Ok(())
}

pub fn kept(conn: &mut Conn, id: i64) -> Result<String> {
    let name = format!("{NAME}{id}");
    Ok(each!(conn, |c| house::table.filter(house::name.eq(&name)).select(house::value).first(c))?)
}

pub fn change(conn: &mut Conn, id: i64, text: &str) -> Result<()> {
    let name = format!("{NAME}{id}");
    each!(conn, |c| diesel::update(house::table.filter(house::name.eq(&name))).set(house::value.eq(text)).execute(c))?;
    Ok(())
}

pub fn all(conn: &mut Conn) -> Result<Vec<(i64, String)>> {
    let rows: Vec<(String, String)> = each!(conn, |c| house::table
        .filter(house::name.like("erasure %"))
        .select((house::name, house::value))
        .load(c))?;
    let id = |name: &str| name.strip_prefix(NAME).and_then(|id| id.parse().ok()).ok_or(Error::NotFound);
    rows.into_iter().map(|(name, text)| Ok((id(&name)?, text))).collect()
}
