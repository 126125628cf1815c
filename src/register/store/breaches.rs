//! The rows of breaches.
use crate::db::schema::breaches;
use crate::db::values::Sealed;
use crate::db::{Conn, each};
use crate::error::Result;
use crate::register::{NoticeWord, Risk, ScopeWord, TellingWord};
use chrono::NaiveDateTime;
use diesel::prelude::*;

#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = breaches, treat_none_as_null = true)]
pub struct Breach {
    pub id: i64,
    pub opened_at: NaiveDateTime,
    pub opened_by: Option<i64>,
    pub known_at: NaiveDateTime,
    /// Words of ours, by commas.
    pub nature: String,
    pub categories: String,
    pub what: Sealed,
    pub consequences: Option<Sealed>,
    pub measures: Option<Sealed>,
    pub people: Option<i64>,
    pub records: Option<i64>,
    pub risk: Option<Risk>,
    pub scope: Option<ScopeWord>,
    pub scope_staff: Option<i64>,
    pub scope_deed: Option<i64>,
    pub scope_address: Option<Sealed>,
    pub scope_from: Option<NaiveDateTime>,
    pub scope_until: Option<NaiveDateTime>,
    pub counted: Option<i64>,
    pub counted_at: Option<NaiveDateTime>,
    pub notice: Option<NoticeWord>,
    pub notice_at: Option<NaiveDateTime>,
    pub notice_why: Option<Sealed>,
    pub telling: Option<TellingWord>,
    pub telling_at: Option<NaiveDateTime>,
    pub telling_why: Option<Sealed>,
    pub closed_at: Option<NaiveDateTime>,
    pub closed_by: Option<i64>,
    pub version: i64,
}

/// Those that are open first, then the newest.
pub fn all(conn: &mut Conn) -> Result<Vec<Breach>> {
    Ok(each!(conn, |c| breaches::table
        .order((breaches::closed_at.is_not_null(), breaches::known_at.desc(), breaches::id.desc()))
        .select(Breach::as_select())
        .load(c))?)
}

pub fn get(conn: &mut Conn, id: i64) -> Result<Breach> {
    Ok(each!(conn, |c| breaches::table.filter(breaches::id.eq(id)).select(Breach::as_select()).first(c))?)
}

pub fn add(conn: &mut Conn, row: &Breach) -> Result<()> {
    each!(conn, |c| diesel::insert_into(breaches::table).values(row).execute(c))?;
    Ok(())
}

/// Keeps the row as it is now. False when somebody changed it first.
pub fn keep(conn: &mut Conn, row: &Breach) -> Result<bool> {
    let before = row.version - 1;
    let kept = each!(conn, |c| diesel::update(
        breaches::table.filter(breaches::id.eq(row.id).and(breaches::version.eq(before)))
    )
    .set(row)
    .execute(c))?;
    Ok(kept == 1)
}

pub fn closed_before(conn: &mut Conn, moment: NaiveDateTime) -> Result<Vec<i64>> {
    Ok(each!(conn, |c| breaches::table.filter(breaches::closed_at.lt(moment)).select(breaches::id).load(c))?)
}

pub fn forget(conn: &mut Conn, ids: &[i64]) -> Result<()> {
    each!(conn, |c| diesel::delete(breaches::table.filter(breaches::id.eq_any(ids))).execute(c))?;
    Ok(())
}
