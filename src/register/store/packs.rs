//! The rows of packs that were taken out.
use crate::db::schema::packs;
use crate::db::{Conn, each};
use crate::error::Result;
use chrono::NaiveDateTime;
use diesel::prelude::*;

#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = packs)]
pub struct Pack {
    pub id: i64,
    pub at: NaiveDateTime,
    pub by_id: Option<i64>,
    pub files: i64,
    pub bytes: i64,
    /// Without one it broke off.
    pub sha256: Option<String>,
    pub finished_at: Option<NaiveDateTime>,
}

pub fn add(conn: &mut Conn, row: &Pack) -> Result<()> {
    each!(conn, |c| diesel::insert_into(packs::table).values(row).execute(c))?;
    Ok(())
}

pub fn finish(conn: &mut Conn, row: &Pack) -> Result<()> {
    each!(conn, |c| diesel::update(packs::table.filter(packs::id.eq(row.id)))
        .set((
            packs::files.eq(row.files),
            packs::bytes.eq(row.bytes),
            packs::sha256.eq(&row.sha256),
            packs::finished_at.eq(row.finished_at),
        ))
        .execute(c))?;
    Ok(())
}

/// The newest first.
pub fn list(conn: &mut Conn, limit: i64) -> Result<Vec<Pack>> {
    Ok(each!(conn, |c| packs::table.order(packs::id.desc()).limit(limit).select(Pack::as_select()).load(c))?)
}

pub fn forget_before(conn: &mut Conn, moment: NaiveDateTime) -> Result<usize> {
    Ok(each!(conn, |c| diesel::delete(packs::table.filter(packs::at.lt(moment))).execute(c))?)
}
