//! The rows of who held a role of P15, and how far the log was read for them.
use crate::actor::Role;
use crate::db::schema::{house, role_tenures, staff};
use crate::db::{Conn, each};
use crate::error::Result;
use chrono::NaiveDateTime;
use diesel::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = role_tenures)]
pub struct Tenure {
    pub staff_id: i64,
    pub role: Role,
    pub since: NaiveDateTime,
    pub until: Option<NaiveDateTime>,
}

/// A colleague as the staff rows have them: number, role, whether the account can sign in, when it was added.
pub type Member = (i64, Role, crate::auth::State, NaiveDateTime);

/// The line up to which the log was read.
const FOLLOWED: &str = "roles followed to";

pub fn all(conn: &mut Conn) -> Result<Vec<Tenure>> {
    Ok(each!(conn, |c| role_tenures::table
        .order((role_tenures::since, role_tenures::staff_id))
        .select(Tenure::as_select())
        .load(c))?)
}

/// These, and no others.
pub fn replace(conn: &mut Conn, tenures: &[Tenure]) -> Result<()> {
    each!(conn, |c| diesel::delete(role_tenures::table).execute(c))?;
    if !tenures.is_empty() {
        each!(conn, |c| diesel::insert_into(role_tenures::table).values(tenures).execute(c))?;
    }
    Ok(())
}

pub fn members(conn: &mut Conn) -> Result<Vec<Member>> {
    Ok(each!(conn, |c| staff::table
        .order(staff::id)
        .select((staff::id, staff::role, staff::state, staff::added_at))
        .load(c))?)
}

pub fn followed(conn: &mut Conn) -> Result<i64> {
    let kept: Option<String> =
        each!(conn, |c| house::table.filter(house::name.eq(FOLLOWED)).select(house::value).first(c).optional())?;
    Ok(kept.and_then(|line| line.parse().ok()).unwrap_or(0))
}

pub fn follow(conn: &mut Conn, line: i64) -> Result<()> {
    let line = line.to_string();
    each!(conn, |c| diesel::insert_into(house::table)
        .values((house::name.eq(FOLLOWED), house::value.eq(&line)))
        .on_conflict(house::name)
        .do_update()
        .set(house::value.eq(&line))
        .execute(c))?;
    Ok(())
}
