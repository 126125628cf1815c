//! The rows of networks, of limits and of the change on trial.
use super::{Change, Network, Trial};
use crate::actor::Role;
use crate::db::schema::{house, network_limits, network_trials, networks};
use crate::db::{Conn, each};
use crate::error::{Error, Result};
use crate::gate::Kind;
use chrono::NaiveDateTime;
use diesel::prelude::*;
use ipnetwork::IpNetwork;

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = networks)]
struct Row {
    id: i64,
    range: String,
    kind: Kind,
    label: String,
    why: String,
    added_at: NaiveDateTime,
    added_by: Option<i64>,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = network_trials)]
struct TrialRow {
    id: i64,
    at: NaiveDateTime,
    by_id: i64,
    until: NaiveDateTime,
    change: String,
}

/// By range. A row whose range cannot be read lets nobody in.
pub fn list(conn: &mut Conn) -> Result<Vec<Network>> {
    let rows: Vec<Row> = each!(conn, |c| networks::table.order(networks::id).select(Row::as_select()).load(c))?;
    let read = |row: Row| match row.range.parse() {
        Ok(range) => Some(Network {
            id: row.id,
            range,
            kind: row.kind,
            label: row.label,
            why: row.why,
            added_at: row.added_at,
            added_by: row.added_by,
        }),
        Err(_) => {
            tracing::error!(network = row.id, "a network cannot be read: nobody gets in by it");
            None
        }
    };
    let mut all: Vec<Network> = rows.into_iter().filter_map(read).collect();
    all.sort_by_key(|network| network.range);
    Ok(all)
}

/// Adds a network, or gives the one with this range another kind, label and reason.
pub fn put(conn: &mut Conn, network: &Network) -> Result<()> {
    let row = Row {
        id: network.id,
        range: network.range.to_string(),
        kind: network.kind,
        label: network.label.clone(),
        why: network.why.clone(),
        added_at: network.added_at,
        added_by: network.added_by,
    };
    each!(conn, |c| diesel::insert_into(networks::table)
        .values(&row)
        .on_conflict(networks::range)
        .do_update()
        .set((
            networks::kind.eq(row.kind),
            networks::label.eq(&row.label),
            networks::why.eq(&row.why),
            networks::added_at.eq(row.added_at),
            networks::added_by.eq(row.added_by),
        ))
        .execute(c))?;
    Ok(())
}

pub fn remove(conn: &mut Conn, id: i64) -> Result<()> {
    each!(conn, |c| diesel::delete(networks::table.find(id)).execute(c))?;
    Ok(())
}

pub fn limits(conn: &mut Conn) -> Result<Vec<(Role, Kind)>> {
    let mut all: Vec<(Role, Kind)> =
        each!(conn, |c| network_limits::table.select((network_limits::role, network_limits::kind)).load(c))?;
    all.sort_unstable();
    Ok(all)
}

pub fn limit(conn: &mut Conn, role: Role, kinds: &[Kind]) -> Result<()> {
    each!(conn, |c| diesel::delete(network_limits::table.filter(network_limits::role.eq(role))).execute(c))?;
    let rows: Vec<_> =
        kinds.iter().map(|kind| (network_limits::role.eq(role), network_limits::kind.eq(*kind))).collect();
    each!(conn, |c| diesel::insert_into(network_limits::table).values(&rows).execute(c))?;
    Ok(())
}

/// The newest: there is one at a time.
pub fn trial(conn: &mut Conn) -> Result<Option<Trial>> {
    let row: Option<TrialRow> = each!(conn, |c| network_trials::table
        .order(network_trials::id.desc())
        .select(TrialRow::as_select())
        .first(c)
        .optional())?;
    row.map(|row| {
        let change = serde_json::from_str(&row.change).map_err(|_| Error::internal("a change on trial"))?;
        Ok(Trial { id: row.id, at: row.at, by_id: row.by_id, until: row.until, change })
    })
    .transpose()
}

pub fn add_trial(conn: &mut Conn, trial: &Trial) -> Result<()> {
    let row = TrialRow {
        id: trial.id,
        at: trial.at,
        by_id: trial.by_id,
        until: trial.until,
        change: serde_json::to_string::<Change>(&trial.change).map_err(Error::internal)?,
    };
    each!(conn, |c| diesel::insert_into(network_trials::table).values(&row).execute(c))?;
    Ok(())
}

pub fn is_any_expired(conn: &mut Conn, now: NaiveDateTime) -> Result<bool> {
    let over: i64 = each!(conn, |c| network_trials::table.filter(network_trials::until.le(now)).count().get_result(c))?;
    Ok(over > 0)
}

pub fn end_trial(conn: &mut Conn, id: i64) -> Result<()> {
    each!(conn, |c| diesel::delete(network_trials::table.find(id)).execute(c))?;
    Ok(())
}

/// The ranges that were taken over from the configuration; none before the first start.
const TAKEN: &str = "networks taken from the configuration";

pub fn taken(conn: &mut Conn) -> Result<Option<Vec<IpNetwork>>> {
    let kept: Option<String> =
        each!(conn, |c| house::table.filter(house::name.eq(TAKEN)).select(house::value).first(c).optional())?;
    Ok(kept.map(|ranges| ranges.split(' ').filter_map(|range| range.parse().ok()).collect()))
}

pub fn take(conn: &mut Conn, ranges: &[IpNetwork]) -> Result<()> {
    let ranges: Vec<String> = ranges.iter().map(ToString::to_string).collect();
    let ranges = ranges.join(" ");
    each!(conn, |c| diesel::insert_into(house::table)
        .values((house::name.eq(TAKEN), house::value.eq(&ranges)))
        .on_conflict(house::name)
        .do_update()
        .set(house::value.eq(&ranges))
        .execute(c))?;
    Ok(())
}
