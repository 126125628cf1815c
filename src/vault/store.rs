//! The keyring's rows. Not part of the house's database, not part of an archive.
use crate::db::schema::keys;
use crate::db::{Conn, each};
use crate::error::Result;
use chrono::NaiveDateTime;
use diesel::prelude::*;

#[derive(Insertable, Queryable, Selectable)]
#[diesel(table_name = keys)]
pub struct KeyRow {
    pub owner_kind: String,
    pub owner_id: i64,
    pub class: String,
    pub wrapped: Option<Vec<u8>>,
    pub root_version: i32,
    pub state: String,
    pub batch: Option<String>,
    pub made_at: NaiveDateTime,
}

/// SQLite and PostgreSQL both take this many bound values and more.
const CHUNK: usize = 500;

pub fn find(conn: &mut Conn, kind: &str, ids: &[i64], class: &str) -> Result<Vec<KeyRow>> {
    let mut rows = Vec::with_capacity(ids.len());
    for ids in ids.chunks(CHUNK) {
        rows.extend(each!(conn, |c| keys::table
            .filter(keys::owner_kind.eq(kind).and(keys::class.eq(class)).and(keys::owner_id.eq_any(ids)))
            .select(KeyRow::as_select())
            .load::<KeyRow>(c))?);
    }
    Ok(rows)
}

/// The batches under which keys of these owners are pending.
pub fn batches_of(conn: &mut Conn, kind: &str, ids: &[i64], class: &str) -> Result<Vec<String>> {
    let mut batches: Vec<String> = Vec::new();
    for ids in ids.chunks(CHUNK) {
        let found: Vec<Option<String>> = each!(conn, |c| keys::table
            .filter(keys::owner_kind.eq(kind).and(keys::class.eq(class)).and(keys::owner_id.eq_any(ids)))
            .filter(keys::batch.is_not_null())
            .select(keys::batch)
            .distinct()
            .load(c))?;
        batches.extend(found.into_iter().flatten());
    }
    Ok(batches)
}

/// All keys of a kind and class with ids in a range, for reading a whole table once.
pub fn range(conn: &mut Conn, kind: &str, class: &str, from: i64, to: i64) -> Result<Vec<KeyRow>> {
    Ok(each!(conn, |c| keys::table
        .filter(keys::owner_kind.eq(kind).and(keys::class.eq(class)).and(keys::owner_id.between(from, to)))
        .select(KeyRow::as_select())
        .load::<KeyRow>(c))?)
}

pub fn add(conn: &mut Conn, rows: &[KeyRow]) -> Result<()> {
    for rows in rows.chunks(CHUNK) {
        each!(conn, |c| diesel::insert_into(keys::table).values(rows).execute(c))?;
    }
    Ok(())
}

pub fn pending_batches(conn: &mut Conn) -> Result<Vec<String>> {
    let batches: Vec<Option<String>> =
        each!(conn, |c| keys::table.filter(keys::batch.is_not_null()).select(keys::batch).distinct().load(c))?;
    Ok(batches.into_iter().flatten().collect())
}

pub fn promote(conn: &mut Conn, batch: &str) -> Result<()> {
    each!(conn, |c| diesel::update(keys::table.filter(keys::batch.eq(batch)))
        .set((keys::state.eq("live"), keys::batch.eq(None::<String>)))
        .execute(c))?;
    Ok(())
}

pub fn discard(conn: &mut Conn, batch: &str) -> Result<()> {
    each!(conn, |c| diesel::delete(keys::table.filter(keys::batch.eq(batch))).execute(c))?;
    Ok(())
}

/// Forgets the wrapped key for good and keeps the row: that and when it happened can be shown.
pub fn destroy(conn: &mut Conn, kind: &str, ids: &[i64], class: &str, at: NaiveDateTime) -> Result<()> {
    for ids in ids.chunks(CHUNK) {
        each!(conn, |c| diesel::update(
            keys::table.filter(keys::owner_kind.eq(kind).and(keys::class.eq(class)).and(keys::owner_id.eq_any(ids)))
        )
        .set((
            keys::wrapped.eq(None::<Vec<u8>>),
            keys::state.eq("destroyed"),
            keys::batch.eq(None::<String>),
            keys::destroyed_at.eq(Some(at)),
        ))
        .execute(c))?;
    }
    Ok(())
}

/// After a shred the deleted bytes still stand in the WAL of SQLite or in a dead tuple of PostgreSQL: take them away.
pub fn scrub(conn: &mut Conn) -> Result<()> {
    use diesel::connection::SimpleConnection;
    match conn {
        Conn::Sqlite(c) => c.batch_execute("PRAGMA wal_checkpoint(TRUNCATE)")?,
        Conn::Postgres(c) => c.batch_execute("VACUUM keys")?,
    }
    Ok(())
}
