//! The rows of sites, suppliers and recipients, of their certificates, and of ourselves.
use crate::db::schema::{certificates, controller, parties};
use crate::db::values::Sealed;
use crate::db::{Conn, each};
use crate::error::Result;
use crate::register::{CertificateKind, Country, PartyKind};
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = parties)]
pub struct Party {
    pub id: i64,
    pub kind: PartyKind,
    pub name: Sealed,
    pub what: Sealed,
    pub country: Country,
    /// Words of ours, by commas.
    pub activities: String,
    pub added_at: NaiveDateTime,
    pub added_by: Option<i64>,
    pub changed_at: NaiveDateTime,
    pub changed_by: Option<i64>,
    pub ended_at: Option<NaiveDateTime>,
    pub version: i64,
}

#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = certificates)]
pub struct Certificate {
    pub id: i64,
    pub party_id: i64,
    pub kind: CertificateKind,
    pub label: Option<Sealed>,
    pub number: Sealed,
    pub expires_on: NaiveDate,
    pub version: i64,
}

#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = controller)]
pub struct Controller {
    pub id: i64,
    pub name: Sealed,
    pub address: Sealed,
    pub dpo: Sealed,
    pub changed_at: NaiveDateTime,
    pub changed_by: Option<i64>,
    pub version: i64,
}

pub fn all(conn: &mut Conn) -> Result<Vec<Party>> {
    Ok(each!(conn, |c| parties::table.order(parties::id).select(Party::as_select()).load(c))?)
}

pub fn get(conn: &mut Conn, id: i64) -> Result<Party> {
    Ok(each!(conn, |c| parties::table.filter(parties::id.eq(id)).select(Party::as_select()).first(c))?)
}

pub fn add(conn: &mut Conn, row: &Party) -> Result<()> {
    each!(conn, |c| diesel::insert_into(parties::table).values(row).execute(c))?;
    Ok(())
}

/// False when somebody changed it first.
pub fn change(conn: &mut Conn, row: &Party) -> Result<bool> {
    let before = row.version - 1;
    let changed = each!(conn, |c| diesel::update(
        parties::table.filter(parties::id.eq(row.id).and(parties::version.eq(before)))
    )
    .set((
        parties::kind.eq(row.kind),
        parties::name.eq(&row.name),
        parties::what.eq(&row.what),
        parties::country.eq(row.country),
        parties::activities.eq(&row.activities),
        parties::changed_at.eq(row.changed_at),
        parties::changed_by.eq(row.changed_by),
        parties::ended_at.eq(row.ended_at),
        parties::version.eq(row.version),
    ))
    .execute(c))?;
    Ok(changed == 1)
}

/// Those that ceased to work for us before.
pub fn ended_before(conn: &mut Conn, moment: NaiveDateTime) -> Result<Vec<i64>> {
    Ok(each!(conn, |c| parties::table.filter(parties::ended_at.lt(moment)).select(parties::id).load(c))?)
}

pub fn forget(conn: &mut Conn, ids: &[i64]) -> Result<()> {
    each!(conn, |c| diesel::delete(parties::table.filter(parties::id.eq_any(ids))).execute(c))?;
    Ok(())
}

/// The certificates of these, those that run out first before the others.
pub fn certificates(conn: &mut Conn, of: &[i64]) -> Result<Vec<Certificate>> {
    Ok(each!(conn, |c| certificates::table
        .filter(certificates::party_id.eq_any(of))
        .order((certificates::expires_on, certificates::id))
        .select(Certificate::as_select())
        .load(c))?)
}

pub fn certificate(conn: &mut Conn, id: i64) -> Result<Certificate> {
    Ok(each!(conn, |c| certificates::table.filter(certificates::id.eq(id)).select(Certificate::as_select()).first(c))?)
}

pub fn add_certificate(conn: &mut Conn, row: &Certificate) -> Result<()> {
    each!(conn, |c| diesel::insert_into(certificates::table).values(row).execute(c))?;
    Ok(())
}

/// False when somebody changed it first.
pub fn change_certificate(conn: &mut Conn, row: &Certificate) -> Result<bool> {
    let before = row.version - 1;
    let changed = each!(conn, |c| diesel::update(
        certificates::table.filter(certificates::id.eq(row.id).and(certificates::version.eq(before)))
    )
    .set((
        certificates::kind.eq(row.kind),
        certificates::label.eq(&row.label),
        certificates::number.eq(&row.number),
        certificates::expires_on.eq(row.expires_on),
        certificates::version.eq(row.version),
    ))
    .execute(c))?;
    Ok(changed == 1)
}

/// False when somebody changed it first.
pub fn remove_certificate(conn: &mut Conn, id: i64, version: i64) -> Result<bool> {
    let removed = each!(conn, |c| diesel::delete(
        certificates::table.filter(certificates::id.eq(id).and(certificates::version.eq(version)))
    )
    .execute(c))?;
    Ok(removed == 1)
}

pub fn controller(conn: &mut Conn) -> Result<Option<Controller>> {
    Ok(each!(conn, |c| controller::table.select(Controller::as_select()).first(c).optional())?)
}

/// False when somebody said it first.
pub fn say(conn: &mut Conn, row: &Controller) -> Result<bool> {
    if row.version == 1 {
        let said = each!(conn, |c| diesel::insert_into(controller::table)
            .values(row)
            .on_conflict(controller::id)
            .do_nothing()
            .execute(c))?;
        return Ok(said == 1);
    }
    let before = row.version - 1;
    let said = each!(conn, |c| diesel::update(controller::table.filter(controller::version.eq(before)))
        .set((
            controller::name.eq(&row.name),
            controller::address.eq(&row.address),
            controller::dpo.eq(&row.dpo),
            controller::changed_at.eq(row.changed_at),
            controller::changed_by.eq(row.changed_by),
            controller::version.eq(row.version),
        ))
        .execute(c))?;
    Ok(said == 1)
}
