//! The rows of erasures; and, by the names in the catalogue alone, those of whoever is erased.
use super::{Erasure, Found, Scope, State};
use crate::catalogue::{Held, Holding};
use crate::db::schema::{erasure_notes, erasure_owners, erasures, notes};
use crate::db::values::Sealed;
use crate::db::{Conn, each};
use crate::error::{Error, Result};
use crate::vault::{Owner, OwnerKind};
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use std::collections::{BTreeMap, HashSet};

use super::{Cause, How};

const CHUNK: usize = 500;

#[derive(Queryable, Insertable, Selectable)]
#[diesel(table_name = erasures)]
struct Row {
    id: i64,
    reference: String,
    how: How,
    cause: Cause,
    cause_id: Option<i64>,
    ordered_at: NaiveDateTime,
    ordered_by: Option<i64>,
    not_before: NaiveDateTime,
    state: State,
    begun_at: Option<NaiveDateTime>,
    ended_at: Option<NaiveDateTime>,
    counts: String,
    lists: String,
    unreadable_from: Option<NaiveDate>,
}

fn written(counts: &[Found]) -> Result<String> {
    let map: BTreeMap<Holding, i64> = counts.iter().map(|found| (found.holding, found.rows)).collect();
    serde_json::to_string(&map).map_err(Error::internal)
}

fn read(counts: &str) -> Vec<Found> {
    let map: BTreeMap<Holding, i64> = serde_json::from_str(counts).unwrap_or_default();
    map.into_iter().map(|(holding, rows)| Found { holding, rows }).collect()
}

impl Row {
    fn erasure(self) -> Erasure {
        Erasure {
            id: self.id,
            reference: self.reference,
            how: self.how,
            cause: self.cause,
            cause_id: self.cause_id,
            ordered_at: self.ordered_at,
            ordered_by: self.ordered_by,
            not_before: self.not_before,
            state: self.state,
            begun_at: self.begun_at,
            ended_at: self.ended_at,
            counts: read(&self.counts),
            lists: serde_json::from_str(&self.lists).unwrap_or_default(),
            unreadable_from: self.unreadable_from,
        }
    }
}

pub fn add(conn: &mut Conn, new: &Erasure) -> Result<()> {
    let row = Row {
        id: new.id,
        reference: new.reference.clone(),
        how: new.how,
        cause: new.cause,
        cause_id: new.cause_id,
        ordered_at: new.ordered_at,
        ordered_by: new.ordered_by,
        not_before: new.not_before,
        state: new.state,
        begun_at: new.begun_at,
        ended_at: new.ended_at,
        counts: written(&new.counts)?,
        lists: serde_json::to_string(&new.lists).map_err(Error::internal)?,
        unreadable_from: new.unreadable_from,
    };
    each!(conn, |c| diesel::insert_into(erasures::table).values(&row).execute(c))?;
    Ok(())
}

/// Whoever is in it already stays as they are.
pub fn add_owners(conn: &mut Conn, id: i64, owners: &[Owner], ordered: bool) -> Result<()> {
    for owner in owners {
        let row = (
            erasure_owners::erasure_id.eq(id),
            erasure_owners::owner_kind.eq(owner.kind),
            erasure_owners::owner_id.eq(owner.id),
            erasure_owners::ordered.eq(ordered),
        );
        each!(conn, |c| diesel::insert_into(erasure_owners::table).values(row).on_conflict_do_nothing().execute(c))?;
    }
    Ok(())
}

pub fn add_notes(conn: &mut Conn, id: i64, notes: &[i64]) -> Result<()> {
    for note in notes {
        let row = (erasure_notes::erasure_id.eq(id), erasure_notes::note_id.eq(*note));
        each!(conn, |c| diesel::insert_into(erasure_notes::table).values(row).on_conflict_do_nothing().execute(c))?;
    }
    Ok(())
}

pub fn get(conn: &mut Conn, id: i64) -> Result<Erasure> {
    let row: Row = each!(conn, |c| erasures::table.filter(erasures::id.eq(id)).select(Row::as_select()).first(c))?;
    Ok(row.erasure())
}

pub fn by_reference(conn: &mut Conn, reference: &str) -> Result<Option<Erasure>> {
    let row: Option<Row> = each!(conn, |c| erasures::table
        .filter(erasures::reference.eq(reference))
        .select(Row::as_select())
        .first(c)
        .optional())?;
    Ok(row.map(Row::erasure))
}

pub fn list(conn: &mut Conn, before: Option<i64>, limit: i64) -> Result<Vec<Erasure>> {
    let rows: Vec<Row> = each!(conn, |c| erasures::table
        .filter(erasures::id.lt(before.unwrap_or(i64::MAX)))
        .order(erasures::id.desc())
        .limit(limit)
        .select(Row::as_select())
        .load(c))?;
    Ok(rows.into_iter().map(Row::erasure).collect())
}

pub fn open_of(conn: &mut Conn, owner: Owner) -> Result<Option<Erasure>> {
    let row: Option<Row> = each!(conn, |c| erasures::table
        .inner_join(erasure_owners::table)
        .filter(erasure_owners::owner_kind.eq(owner.kind).and(erasure_owners::owner_id.eq(owner.id)))
        .filter(erasures::state.ne_all([State::Done, State::Stopped]))
        .order(erasures::id)
        .select(Row::as_select())
        .first(c)
        .optional())?;
    Ok(row.map(Row::erasure))
}

/// What is to go on now, in the order of its time.
pub fn due(conn: &mut Conn, now: NaiveDateTime) -> Result<Vec<i64>> {
    Ok(each!(conn, |c| erasures::table
        .filter(erasures::state.ne_all([State::Done, State::Stopped]))
        .filter(erasures::not_before.le(now))
        .order((erasures::not_before, erasures::id))
        .select(erasures::id)
        .load(c))?)
}

pub fn references(conn: &mut Conn, states: &[State]) -> Result<HashSet<String>> {
    let found: Vec<String> =
        each!(conn, |c| erasures::table.filter(erasures::state.eq_any(states)).select(erasures::reference).load(c))?;
    Ok(found.into_iter().collect())
}

pub fn owners(conn: &mut Conn, id: i64) -> Result<Vec<Owner>> {
    let rows: Vec<(OwnerKind, i64)> = each!(conn, |c| erasure_owners::table
        .filter(erasure_owners::erasure_id.eq(id))
        .order((erasure_owners::owner_kind, erasure_owners::owner_id))
        .select((erasure_owners::owner_kind, erasure_owners::owner_id))
        .load(c))?;
    Ok(rows.into_iter().map(|(kind, id)| Owner { kind, id }).collect())
}

/// False when it was not where it should have been: somebody else did it, or stopped it.
pub fn advance(conn: &mut Conn, id: i64, from: State, to: State) -> Result<bool> {
    let moved =
        each!(conn, |c| diesel::update(erasures::table.filter(erasures::id.eq(id).and(erasures::state.eq(from))))
            .set(erasures::state.eq(to))
            .execute(c))?;
    Ok(moved == 1)
}

pub fn set_state(conn: &mut Conn, id: i64, to: State) -> Result<()> {
    each!(conn, |c| diesel::update(erasures::table.filter(erasures::id.eq(id)))
        .set(erasures::state.eq(to))
        .execute(c))?;
    Ok(())
}

pub fn begun(conn: &mut Conn, id: i64, at: NaiveDateTime, counts: &[Found], lists: &[i64]) -> Result<()> {
    let (counts, lists) = (written(counts)?, serde_json::to_string(lists).map_err(Error::internal)?);
    each!(conn, |c| diesel::update(erasures::table.filter(erasures::id.eq(id)))
        .set((erasures::begun_at.eq(Some(at)), erasures::counts.eq(counts), erasures::lists.eq(lists)))
        .execute(c))?;
    Ok(())
}

pub fn add_counts(conn: &mut Conn, id: i64, more: &[(Holding, i64)]) -> Result<()> {
    let erasure = get(conn, id)?;
    let mut counts: BTreeMap<Holding, i64> = erasure.counts.iter().map(|found| (found.holding, found.rows)).collect();
    for (holding, rows) in more.iter().filter(|(_, rows)| *rows > 0) {
        *counts.entry(*holding).or_default() += rows;
    }
    let counts: Vec<Found> = counts.into_iter().map(|(holding, rows)| Found { holding, rows }).collect();
    let counts = written(&counts)?;
    each!(conn, |c| diesel::update(erasures::table.filter(erasures::id.eq(id)))
        .set(erasures::counts.eq(counts))
        .execute(c))?;
    Ok(())
}

pub fn end(conn: &mut Conn, id: i64, at: NaiveDateTime, unreadable_from: Option<NaiveDate>) -> Result<()> {
    each!(conn, |c| diesel::update(erasures::table.filter(erasures::id.eq(id)))
        .set((erasures::ended_at.eq(Some(at)), erasures::unreadable_from.eq(unreadable_from)))
        .execute(c))?;
    Ok(())
}

/// The notes about others that were decided to go; how many.
pub fn remove_notes(conn: &mut Conn, id: i64) -> Result<i64> {
    let ids: Vec<i64> = each!(conn, |c| erasure_notes::table
        .filter(erasure_notes::erasure_id.eq(id))
        .select(erasure_notes::note_id)
        .load(c))?;
    let mut gone = 0;
    for ids in ids.chunks(CHUNK) {
        gone += each!(conn, |c| diesel::delete(notes::table.filter(notes::id.eq_any(ids))).execute(c))?;
    }
    i64::try_from(gone).map_err(Error::internal)
}

#[derive(QueryableByName)]
struct Counted {
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    n: i64,
}

#[derive(QueryableByName)]
struct Kept {
    #[diesel(sql_type = diesel::sql_types::Text)]
    number: String,
    #[diesel(sql_type = diesel::sql_types::Binary)]
    value: Sealed,
}

/// How many rows of a table belong to whoever is in the scope.
#[expect(clippy::disallowed_methods, reason = "names are the catalogue's own, and numbers are numbers")]
pub fn count(conn: &mut Conn, held: &Held, scope: &Scope) -> Result<i64> {
    let mut n = 0;
    for theirs in theirs(held, scope) {
        let sql = format!("SELECT COUNT(*) AS n FROM {} WHERE {theirs}", held.table);
        n += each!(conn, |c| diesel::sql_query(&sql).get_result::<Counted>(c))?.n;
    }
    Ok(n)
}

/// Deletes the rows of a table that belong to whoever is in the scope; how many.
#[expect(clippy::disallowed_methods, reason = "names are the catalogue's own, and numbers are numbers")]
pub fn remove(conn: &mut Conn, held: &Held, scope: &Scope) -> Result<i64> {
    let mut n = 0;
    for theirs in theirs(held, scope) {
        let sql = format!("DELETE FROM {} WHERE {theirs}", held.table);
        n += each!(conn, |c| diesel::sql_query(&sql).execute(c))?;
    }
    i64::try_from(n).map_err(Error::internal)
}

/// The sealed values of one column that belong to this owner, each with what names its row.
#[expect(clippy::disallowed_methods, reason = "names are the catalogue's own, and numbers are numbers")]
pub fn values(conn: &mut Conn, held: &Held, column: &str, owner: Owner) -> Result<Vec<(String, Sealed)>> {
    let scope = match owner.kind {
        OwnerKind::Company => Scope::company(owner.id),
        _ => Scope::person(owner.id),
    };
    let (table, row) = (held.table, held.row.column());
    let mut found = Vec::new();
    for theirs in theirs(held, &scope) {
        let sql = format!(
            "SELECT CAST({row} AS TEXT) AS number, {column} AS value FROM {table}
             WHERE {theirs} AND {column} IS NOT NULL ORDER BY {row}"
        );
        let rows = each!(conn, |c| diesel::sql_query(&sql).load::<Kept>(c))?;
        found.extend(rows.into_iter().map(|kept| (kept.number, kept.value)));
    }
    Ok(found)
}

/// Conditions for the rows of a scope, a part of its numbers at a time.
fn theirs(held: &Held, scope: &Scope) -> Vec<String> {
    let listed = |ids: &[i64]| ids.iter().map(i64::to_string).collect::<Vec<_>>().join(",");
    let mut parts = Vec::new();
    if let Some(person) = held.person {
        parts.extend(scope.people.chunks(CHUNK).map(|ids| format!("{person} IN ({})", listed(ids))));
    }
    if let Some(company) = held.company {
        let own = held.person.map_or_else(String::new, |person| format!(" AND {person} IS NULL"));
        parts.extend(scope.companies.chunks(CHUNK).map(|ids| format!("{company} IN ({}){own}", listed(ids))));
    }
    parts
}
