//! The rows of saved audiences.
use super::super::audiences::Saved;
use crate::db::schema::audiences;
use crate::db::{Conn, each};
use crate::error::{Error, Result};
use chrono::NaiveDateTime;
use diesel::prelude::*;

type Row = (i64, String, String, NaiveDateTime, Option<i64>, i64);

/// All of them, by name.
pub fn all(conn: &mut Conn) -> Result<Vec<Saved>> {
    let rows: Vec<Row> = each!(conn, |c| audiences::table.order((audiences::name, audiences::id)).load(c))?;
    let saved = rows.into_iter().map(|(id, name, criteria, at, by, version)| {
        let criteria = serde_json::from_str(&criteria).map_err(|_| Error::internal("criteria of an audience"))?;
        Ok(Saved { id, name, criteria, at, by, version })
    });
    saved.collect()
}

pub fn add(conn: &mut Conn, saved: &Saved) -> Result<()> {
    let row = (
        audiences::id.eq(saved.id),
        audiences::name.eq(&saved.name),
        audiences::criteria.eq(serde_json::to_string(&saved.criteria).map_err(Error::internal)?),
        audiences::saved_at.eq(saved.at),
        audiences::saved_by.eq(saved.by),
        audiences::version.eq(saved.version),
    );
    each!(conn, |c| diesel::insert_into(audiences::table).values(row).execute(c))?;
    Ok(())
}

/// False when it is another one by now.
pub fn rename(conn: &mut Conn, id: i64, version: i64, name: &str) -> Result<bool> {
    let this = audiences::id.eq(id).and(audiences::version.eq(version));
    let renamed = each!(conn, |c| diesel::update(audiences::table.filter(this))
        .set((audiences::name.eq(name), audiences::version.eq(version + 1)))
        .execute(c))?;
    Ok(renamed == 1)
}

/// False when it is another one by now.
pub fn remove(conn: &mut Conn, id: i64, version: i64) -> Result<bool> {
    let this = audiences::id.eq(id).and(audiences::version.eq(version));
    Ok(each!(conn, |c| diesel::delete(audiences::table.filter(this)).execute(c))? == 1)
}
