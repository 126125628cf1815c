//! The keyring's rows. Not part of the house's database, not part of an archive.
use crate::db::schema::{keys, ledger};
use crate::db::{Conn, each};
use crate::error::{Error, Result};
use chrono::{NaiveDate, NaiveDateTime};
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
    pub kept_until: Option<NaiveDate>,
    pub made_at: NaiveDateTime,
    pub destroyed_at: Option<NaiveDateTime>,
}

/// SQLite and PostgreSQL both take this many bound values and more.
const CHUNK: usize = 500;
/// A reader of the keyring is gone in milliseconds.
const TRIES: usize = 20;
const PAUSE: std::time::Duration = std::time::Duration::from_millis(50);

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

/// The same for all classes of their keys.
pub fn destroy_all(conn: &mut Conn, kind: &str, ids: &[i64], at: NaiveDateTime) -> Result<()> {
    for ids in ids.chunks(CHUNK) {
        each!(conn, |c| diesel::update(keys::table.filter(keys::owner_kind.eq(kind).and(keys::owner_id.eq_any(ids))))
            .set((
                keys::wrapped.eq(None::<Vec<u8>>),
                keys::state.eq("destroyed"),
                keys::batch.eq(None::<String>),
                keys::kept_until.eq(None::<NaiveDate>),
                keys::destroyed_at.eq(Some(at)),
            ))
            .execute(c))?;
    }
    Ok(())
}

/// Their live keys wait for the archives to run out.
pub fn keep(conn: &mut Conn, kind: &str, ids: &[i64], until: NaiveDate) -> Result<()> {
    for ids in ids.chunks(CHUNK) {
        each!(conn, |c| diesel::update(
            keys::table
                .filter(keys::owner_kind.eq(kind).and(keys::owner_id.eq_any(ids)))
                .filter(keys::state.eq_any(["live", "kept"]))
        )
        .set((keys::state.eq("kept"), keys::kept_until.eq(Some(until))))
        .execute(c))?;
    }
    Ok(())
}

/// Destroys the keys of which the time to be kept is over; how many.
pub fn destroy_kept(conn: &mut Conn, today: NaiveDate, at: NaiveDateTime) -> Result<usize> {
    Ok(each!(conn, |c| diesel::update(keys::table.filter(keys::state.eq("kept").and(keys::kept_until.lt(today))))
        .set((
            keys::wrapped.eq(None::<Vec<u8>>),
            keys::state.eq("destroyed"),
            keys::kept_until.eq(None::<NaiveDate>),
            keys::destroyed_at.eq(Some(at)),
        ))
        .execute(c))?)
}

/// The highest number that an owner ever had here.
pub fn highest(conn: &mut Conn) -> Result<Option<i64>> {
    Ok(each!(conn, |c| keys::table.select(diesel::dsl::max(keys::owner_id)).first(c))?)
}

/// All keys from the first to the last, a part at a time, after this one.
pub fn after(conn: &mut Conn, last: Option<&KeyRow>, many: i64) -> Result<Vec<KeyRow>> {
    let (kind, id, class) =
        last.map_or(("", i64::MIN, ""), |row| (row.owner_kind.as_str(), row.owner_id, row.class.as_str()));
    let same = keys::owner_kind.eq(kind);
    Ok(each!(conn, |c| keys::table
        .filter(
            keys::owner_kind
                .gt(kind)
                .or(same.and(keys::owner_id.gt(id)))
                .or(same.and(keys::owner_id.eq(id)).and(keys::class.gt(class)))
        )
        .order((keys::owner_kind, keys::owner_id, keys::class))
        .limit(many)
        .select(KeyRow::as_select())
        .load::<KeyRow>(c))?)
}

/// A line of the safety ledger as it is kept.
#[derive(Clone, Insertable, Queryable, Selectable)]
#[diesel(table_name = ledger)]
pub struct LedgerRow {
    pub reference: String,
    pub at: NaiveDateTime,
    pub how: String,
    pub owners: String,
    pub kept_until: Option<NaiveDate>,
    pub mac: Vec<u8>,
}

pub fn ledger(conn: &mut Conn) -> Result<Vec<LedgerRow>> {
    Ok(each!(conn, |c| ledger::table
        .order((ledger::at, ledger::reference))
        .select(LedgerRow::as_select())
        .load::<LedgerRow>(c))?)
}

/// A line that is there already stays as it is.
pub fn write_ledger(conn: &mut Conn, rows: &[LedgerRow]) -> Result<()> {
    for row in rows {
        each!(conn, |c| diesel::insert_into(ledger::table).values(row).on_conflict_do_nothing().execute(c))?;
    }
    Ok(())
}

/// After a shred the deleted bytes still stand in the WAL of SQLite or in a dead tuple of PostgreSQL: take them away.
///
/// # Errors
/// `Busy` when readers stand in the way for longer than they should: to be done again.
pub fn scrub(conn: &mut Conn) -> Result<()> {
    use diesel::connection::SimpleConnection;
    if let Conn::Postgres(c) = conn {
        return Ok(c.batch_execute("VACUUM keys")?);
    }
    let mut scrubbed = conn.scrub();
    for _ in 0..TRIES {
        if !matches!(scrubbed, Err(Error::Busy)) {
            break;
        }
        std::thread::sleep(PAUSE);
        scrubbed = conn.scrub();
    }
    scrubbed
}
