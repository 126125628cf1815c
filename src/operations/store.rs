//! Counts and pseudonyms: this file selects no sealed column and no link to a company.
use super::Place;
use crate::db::schema::{assistance, contracts, exports, imports, leads, notes, reaches, sessions};
use crate::db::schema::{shown_companies, shown_people};
use crate::db::{Conn, Url, each};
use crate::error::Result;
use crate::people::{PersonKind, Stage};
use crate::reach::ReachKind;
use chrono::{NaiveDate, NaiveDateTime};
use diesel::dsl::{count_star, exists};
use diesel::prelude::*;
use diesel::sql_types::Text;
use std::collections::HashMap;

#[derive(Queryable)]
pub struct Row {
    pub id: i64,
    pub reference: String,
    pub kind: PersonKind,
    pub added_at: NaiveDateTime,
}

/// What a database weighs; `None` when it does not say.
#[derive(Clone, Debug)]
pub struct Size {
    pub is_keyring: bool,
    pub bytes: Option<u64>,
}

pub fn companies(conn: &mut Conn) -> Result<i64> {
    Ok(each!(conn, |c| shown_companies::table.count().get_result(c))?)
}

pub fn people(conn: &mut Conn) -> Result<Vec<(PersonKind, i64)>> {
    Ok(each!(conn, |c| shown_people::table
        .group_by(shown_people::kind)
        .select((shown_people::kind, count_star()))
        .load(c))?)
}

/// Leads that are shown, by stage.
pub fn stages(conn: &mut Conn) -> Result<Vec<(Stage, i64)>> {
    Ok(each!(conn, |c| leads::table
        .filter(exists(shown_people::table.filter(shown_people::id.eq(leads::person_id))))
        .group_by(leads::stage)
        .select((leads::stage, count_star()))
        .load(c))?)
}

/// To come, running, ended.
pub fn contracts(conn: &mut Conn, today: NaiveDate) -> Result<(i64, i64, i64)> {
    let all: i64 = each!(conn, |c| contracts::table.count().get_result(c))?;
    let to_come: i64 = each!(conn, |c| contracts::table.filter(contracts::starts_on.gt(today)).count().get_result(c))?;
    let ended: i64 = each!(conn, |c| contracts::table
        .filter(contracts::starts_on.le(today))
        .filter(contracts::ends_on.lt(today))
        .count()
        .get_result(c))?;
    Ok((to_come, all - to_come - ended, ended))
}

/// Open requests opened in a span of time: from the first moment on, before the second.
pub fn assistance(conn: &mut Conn, since: Option<NaiveDateTime>, until: Option<NaiveDateTime>) -> Result<i64> {
    Ok(each!(conn, |c| {
        let mut query =
            assistance::table.filter(assistance::state.eq(crate::assistance::State::Open)).count().into_boxed();
        if let Some(since) = since {
            query = query.filter(assistance::opened_at.ge(since));
        }
        if let Some(until) = until {
            query = query.filter(assistance::opened_at.lt(until));
        }
        query.get_result(c)
    })?)
}

/// All, and those that failed.
pub fn imports(conn: &mut Conn) -> Result<(i64, i64)> {
    let all = each!(conn, |c| imports::table.count().get_result(c))?;
    let failed =
        each!(conn, |c| imports::table.filter(imports::state.eq(crate::import::State::Failed)).count().get_result(c))?;
    Ok((all, failed))
}

/// All, and those that were aborted.
pub fn exports(conn: &mut Conn) -> Result<(i64, i64)> {
    let all = each!(conn, |c| exports::table.count().get_result(c))?;
    let aborted = each!(conn, |c| exports::table
        .filter(exports::state.eq(crate::newsletter::State::Aborted))
        .count()
        .get_result(c))?;
    Ok((all, aborted))
}

/// Sessions of colleagues that did something since.
pub fn sessions(conn: &mut Conn, since: NaiveDateTime) -> Result<i64> {
    Ok(each!(conn, |c| sessions::table
        .filter(sessions::staff_id.is_not_null())
        .filter(sessions::seen_at.ge(since))
        .count()
        .get_result(c))?)
}

diesel::define_sql_function! { fn current_database() -> Text; }
diesel::define_sql_function! { fn pg_database_size(name: Text) -> BigInt; }

/// What the database and the keyring weigh. PostgreSQL says it of the database one is connected to, and of no other.
pub fn sizes(conn: &mut Conn, database: &Url, keyring: &Url) -> Result<Vec<Size>> {
    let of_house = match conn {
        Conn::Sqlite(_) => file(database),
        Conn::Postgres(c) => {
            let c: &mut crate::db::PgConn = c;
            let bytes: i64 = diesel::select(pg_database_size(current_database())).get_result(c)?;
            u64::try_from(bytes).ok()
        }
    };
    Ok(vec![Size { is_keyring: false, bytes: of_house }, Size { is_keyring: true, bytes: file(keyring) }])
}

/// A database that is a file, with its journal.
fn file(url: &Url) -> Option<u64> {
    let Url::Sqlite(path) = url else { return None };
    let weigh = |path: &std::path::Path| std::fs::metadata(path).map(|meta| meta.len()).ok();
    let mut journal = path.as_os_str().to_owned();
    journal.push("-wal");
    Some(weigh(path)? + weigh(std::path::Path::new(&journal)).unwrap_or(0))
}

/// In the order of the references, forwards or backwards from a place.
pub fn pseudonyms(conn: &mut Conn, prefix: &str, place: &Place, limit: i64) -> Result<Vec<Row>> {
    Ok(each!(conn, |c| {
        let mut query = shown_people::table
            .select((shown_people::id, shown_people::reference, shown_people::kind, shown_people::added_at))
            .limit(limit)
            .into_boxed();
        if !prefix.is_empty() {
            // The alphabet of references has neither of the signs that LIKE reads differently.
            query = query.filter(shown_people::reference.like(format!("{prefix}%")));
        }
        match place {
            Place::Start => query.order(shown_people::reference.asc()).load(c),
            Place::After(reference) => {
                query.filter(shown_people::reference.gt(reference)).order(shown_people::reference.asc()).load(c)
            }
            Place::Before(reference) => {
                query.filter(shown_people::reference.lt(reference)).order(shown_people::reference.desc()).load(c)
            }
        }
    })?)
}

pub fn pseudonym(conn: &mut Conn, reference: &str) -> Result<Row> {
    Ok(each!(conn, |c| shown_people::table
        .filter(shown_people::reference.eq(reference))
        .select((shown_people::id, shown_people::reference, shown_people::kind, shown_people::added_at))
        .first(c))?)
}

pub fn stages_of(conn: &mut Conn, ids: &[i64]) -> Result<Vec<(i64, Stage)>> {
    let mut found = Vec::new();
    for ids in ids.chunks(500) {
        found.extend(each!(conn, |c| leads::table
            .filter(leads::person_id.eq_any(ids))
            .select((leads::person_id, leads::stage))
            .load::<(i64, Stage)>(c))?);
    }
    Ok(found)
}

pub fn reaches_of(conn: &mut Conn, ids: &[i64]) -> Result<Vec<(i64, ReachKind, i64)>> {
    let mut found = Vec::new();
    for ids in ids.chunks(500) {
        let rows: Vec<(Option<i64>, ReachKind, i64)> = each!(conn, |c| reaches::table
            .filter(reaches::person_id.eq_any(ids))
            .group_by((reaches::person_id, reaches::kind))
            .select((reaches::person_id, reaches::kind, count_star()))
            .load(c))?;
        found.extend(rows.into_iter().filter_map(|(person, kind, many)| person.map(|person| (person, kind, many))));
    }
    Ok(found)
}

pub fn notes_of(conn: &mut Conn, ids: &[i64]) -> Result<HashMap<i64, i64>> {
    let mut found = HashMap::new();
    for ids in ids.chunks(500) {
        let rows: Vec<(Option<i64>, i64)> = each!(conn, |c| notes::table
            .filter(notes::person_id.eq_any(ids))
            .group_by(notes::person_id)
            .select((notes::person_id, count_star()))
            .load(c))?;
        found.extend(rows.into_iter().filter_map(|(person, many)| person.map(|person| (person, many))));
    }
    Ok(found)
}

pub fn open_requests_of(conn: &mut Conn, ids: &[i64]) -> Result<HashMap<i64, i64>> {
    let mut found = HashMap::new();
    for ids in ids.chunks(500) {
        found.extend(each!(conn, |c| assistance::table
            .filter(assistance::person_id.eq_any(ids).and(assistance::state.eq(crate::assistance::State::Open)))
            .group_by(assistance::person_id)
            .select((assistance::person_id, count_star()))
            .load::<(i64, i64)>(c))?);
    }
    Ok(found)
}
