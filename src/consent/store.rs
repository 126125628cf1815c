//! The rows of the consent ledger. Lines are added and read; there is no verb here to change or delete one.
use super::rules::Line;
use super::{Act, Channel, Purpose, Source};
use crate::db::schema::{consents, reaches, shown_consents};
use crate::db::values::Sealed;
use crate::db::{Conn, each};
use crate::error::Result;
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

#[derive(Queryable, Insertable)]
#[diesel(table_name = consents)]
pub struct Row {
    pub id: i64,
    pub person_id: i64,
    pub purpose: Purpose,
    pub channel: Channel,
    pub act: Act,
    pub address: Option<Sealed>,
    pub blind: Option<Vec<u8>>,
    pub source: Source,
    pub source_note: Option<Sealed>,
    pub wording: Option<Sealed>,
    pub happened_on: NaiveDate,
    pub recorded_at: NaiveDateTime,
    pub by_id: Option<i64>,
    pub import_id: Option<i64>,
}

impl Row {
    pub fn line(&self) -> Line {
        Line {
            person: self.person_id,
            purpose: self.purpose,
            channel: self.channel,
            act: self.act,
            blind: self.blind.clone(),
            happened_on: self.happened_on,
        }
    }
}

pub fn add(conn: &mut Conn, rows: &[Row]) -> Result<()> {
    for rows in rows.chunks(500) {
        each!(conn, |c| diesel::insert_into(consents::table).values(rows).execute(c))?;
    }
    Ok(())
}

/// Everything a person said, newest first.
pub fn of_person(conn: &mut Conn, person: i64) -> Result<Vec<Row>> {
    Ok(each!(conn, |c| shown_consents::table
        .filter(shown_consents::person_id.eq(person))
        .order((shown_consents::happened_on.desc(), shown_consents::recorded_at.desc(), shown_consents::id.desc(),))
        .load(c))?)
}

type Lean = (i64, Purpose, Channel, Act, Option<Vec<u8>>, NaiveDate);

type LeanColumns = (
    shown_consents::person_id,
    shown_consents::purpose,
    shown_consents::channel,
    shown_consents::act,
    shown_consents::blind,
    shown_consents::happened_on,
);

const LEAN: LeanColumns = (
    shown_consents::person_id,
    shown_consents::purpose,
    shown_consents::channel,
    shown_consents::act,
    shown_consents::blind,
    shown_consents::happened_on,
);

fn line((person, purpose, channel, act, blind, happened_on): Lean) -> Line {
    Line { person, purpose, channel, act, blind, happened_on }
}

/// Everything that these people said.
pub fn of_people(conn: &mut Conn, people: &[i64]) -> Result<Vec<Line>> {
    let mut found = Vec::new();
    for people in people.chunks(500) {
        let rows: Vec<Lean> = each!(conn, |c| shown_consents::table
            .filter(shown_consents::person_id.eq_any(people))
            .select(LEAN)
            .load(c))?;
        found.extend(rows.into_iter().map(line));
    }
    Ok(found)
}

/// Refusals with a number above this one: recorded since it was drawn.
pub fn refusals_since(conn: &mut Conn, mark: i64) -> Result<Vec<Line>> {
    let rows: Vec<Lean> = each!(conn, |c| shown_consents::table
        .filter(shown_consents::id.gt(mark).and(shown_consents::act.ne(Act::Given)))
        .select(LEAN)
        .load(c))?;
    Ok(rows.into_iter().map(line).collect())
}

/// Refusals that name one of these addresses, whoever's they are.
pub fn refusals_naming(conn: &mut Conn, blinds: &[Vec<u8>]) -> Result<Vec<Line>> {
    let mut found = Vec::new();
    for blinds in blinds.chunks(500) {
        let rows: Vec<Lean> = each!(conn, |c| shown_consents::table
            .filter(shown_consents::blind.eq_any(blinds).and(shown_consents::act.ne(Act::Given)))
            .select(LEAN)
            .load(c))?;
        found.extend(rows.into_iter().map(line));
    }
    Ok(found)
}

/// Refusals of whoever has one of these addresses now, each with that address.
pub fn refusals_of_holders(conn: &mut Conn, blinds: &[Vec<u8>]) -> Result<Vec<(Vec<u8>, Line)>> {
    let mut found = Vec::new();
    for blinds in blinds.chunks(500) {
        let rows: Vec<(Vec<u8>, Lean)> = each!(conn, |c| shown_consents::table
            .inner_join(reaches::table.on(reaches::person_id.eq(shown_consents::person_id.nullable())))
            .filter(reaches::blind.eq_any(blinds).and(shown_consents::act.ne(Act::Given)))
            .select((reaches::blind, LEAN))
            .load(c))?;
        found.extend(rows.into_iter().map(|(blind, lean)| (blind, line(lean))));
    }
    Ok(found)
}
