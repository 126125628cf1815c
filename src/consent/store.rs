//! The rows of the consent ledger. Lines are added and read; there is no verb here to change or delete one.
use super::rules::{Basis, Line, NOBODY};
use super::{Act, Channel, Contact, Purpose, Source};
use crate::db::schema::{
    assistance, consents, contracts, dead_addresses, grounds, notes, reaches, shown_companies, shown_consents,
    shown_people, submissions, suppressions, unsubscribe_links,
};
use crate::db::values::Sealed;
use crate::db::{Conn, each};
use crate::error::Result;
use crate::notes::NoteKind;
use crate::people::PersonKind;
use crate::words::Lang;
use chrono::{NaiveDate, NaiveDateTime};
use diesel::dsl::{exists, not};
use diesel::prelude::*;
use std::collections::HashSet;

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
    pub form_id: Option<i64>,
    pub notice_id: Option<i64>,
    pub served_in: Option<Lang>,
    pub served_hash: Option<Vec<u8>>,
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
            recorded_on: self.recorded_at.date(),
            imported: self.import_id.is_some(),
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

type Lean = (i64, Purpose, Channel, Act, Option<Vec<u8>>, NaiveDate, NaiveDateTime, Option<i64>);

type LeanColumns = (
    shown_consents::person_id,
    shown_consents::purpose,
    shown_consents::channel,
    shown_consents::act,
    shown_consents::blind,
    shown_consents::happened_on,
    shown_consents::recorded_at,
    shown_consents::import_id,
);

const LEAN: LeanColumns = (
    shown_consents::person_id,
    shown_consents::purpose,
    shown_consents::channel,
    shown_consents::act,
    shown_consents::blind,
    shown_consents::happened_on,
    shown_consents::recorded_at,
    shown_consents::import_id,
);

fn line((person, purpose, channel, act, blind, happened_on, recorded_at, import): Lean) -> Line {
    let (recorded_on, imported) = (recorded_at.date(), import.is_some());
    Line { person, purpose, channel, act, blind, happened_on, recorded_on, imported }
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
        .filter(shown_consents::id.gt(mark).and(shown_consents::act.eq_any(Act::REFUSING)))
        .select(LEAN)
        .load(c))?;
    let suppressed: Vec<Suppression> = each!(conn, |c| suppressions::table.filter(suppressions::id.gt(mark)).load(c))?;
    Ok(rows.into_iter().map(line).chain(suppressed.iter().map(Suppression::line)).collect())
}

/// Refusals that name one of these addresses: whoever's they are, and those at the address alone.
pub fn refusals_naming(conn: &mut Conn, blinds: &[Vec<u8>]) -> Result<Vec<Line>> {
    let mut found = Vec::new();
    for blinds in blinds.chunks(500) {
        let rows: Vec<Lean> = each!(conn, |c| shown_consents::table
            .filter(shown_consents::blind.eq_any(blinds).and(shown_consents::act.eq_any(Act::REFUSING)))
            .select(LEAN)
            .load(c))?;
        found.extend(rows.into_iter().map(line));
    }
    found.extend(suppressions_of(conn, blinds)?.iter().map(Suppression::line));
    Ok(found)
}

/// Refusals of whoever has one of these addresses now, each with that address.
pub fn refusals_of_holders(conn: &mut Conn, blinds: &[Vec<u8>]) -> Result<Vec<(Vec<u8>, Line)>> {
    let mut found = Vec::new();
    for blinds in blinds.chunks(500) {
        let rows: Vec<(Vec<u8>, Lean)> = each!(conn, |c| shown_consents::table
            .inner_join(reaches::table.on(reaches::person_id.eq(shown_consents::person_id.nullable())))
            .filter(reaches::blind.eq_any(blinds).and(shown_consents::act.eq_any(Act::REFUSING)))
            .select((reaches::blind, LEAN))
            .load(c))?;
        found.extend(rows.into_iter().map(|(blind, lean)| (blind, line(lean))));
    }
    Ok(found)
}

/// When these people got in touch: calls that we took, meetings, requests for assistance, forms of the website. What the
/// ledger tells is not here.
pub fn contacts(conn: &mut Conn, people: &[i64]) -> Result<Vec<(i64, NaiveDate, Contact)>> {
    let mut found = Vec::new();
    for people in people.chunks(500) {
        let noted: Vec<(Option<i64>, NoteKind, NaiveDateTime)> = each!(conn, |c| notes::table
            .filter(notes::person_id.eq_any(people).and(notes::kind.eq_any(Contact::NOTES)))
            .select((notes::person_id, notes::kind, notes::at))
            .load(c))?;
        let noted = noted.into_iter().filter_map(|(person, kind, at)| Some((person?, at.date(), noted_as(kind))));
        found.extend(noted);
        let asked: Vec<(i64, NaiveDateTime)> = each!(conn, |c| assistance::table
            .filter(assistance::person_id.eq_any(people))
            .select((assistance::person_id, assistance::opened_at))
            .load(c))?;
        found.extend(asked.into_iter().map(|(person, at)| (person, at.date(), Contact::Assistance)));
        let sent: Vec<(i64, NaiveDateTime)> = each!(conn, |c| submissions::table
            .filter(submissions::person_id.eq_any(people))
            .select((submissions::person_id, submissions::sent_at))
            .load(c))?;
        found.extend(sent.into_iter().map(|(person, at)| (person, at.date(), Contact::Submission)));
    }
    Ok(found)
}

fn noted_as(kind: NoteKind) -> Contact {
    if kind == NoteKind::CallIn { Contact::Call } else { Contact::Meeting }
}

/// The same of companies, where it was nobody in particular.
pub fn company_contacts(conn: &mut Conn, companies: &[i64]) -> Result<Vec<(i64, NaiveDate, Contact)>> {
    let mut found = Vec::new();
    for companies in companies.chunks(500) {
        let noted: Vec<(Option<i64>, NoteKind, NaiveDateTime)> = each!(conn, |c| notes::table
            .filter(notes::company_id.eq_any(companies).and(notes::kind.eq_any(Contact::NOTES)))
            .select((notes::company_id, notes::kind, notes::at))
            .load(c))?;
        found.extend(noted.into_iter().filter_map(|(company, kind, at)| Some((company?, at.date(), noted_as(kind)))));
    }
    Ok(found)
}

/// From when to when these companies were, are or will be customers.
pub fn contracts_of(conn: &mut Conn, companies: &[i64]) -> Result<Vec<(i64, NaiveDate, Option<NaiveDate>)>> {
    let mut companies = companies.to_vec();
    companies.sort_unstable();
    companies.dedup();
    let mut found = Vec::new();
    for companies in companies.chunks(500) {
        let rows: Vec<(i64, NaiveDate, Option<NaiveDate>)> = each!(conn, |c| contracts::table
            .filter(contracts::company_id.eq_any(companies))
            .select((contracts::company_id, contracts::starts_on, contracts::ends_on))
            .load(c))?;
        found.extend(rows);
    }
    Ok(found)
}

/// The person of the row got in touch at that moment or later, or on a later day; the second condition is whether ever.
macro_rules! got_in_touch {
    ($after:expr, $since:expr) => {
        exists(
            shown_consents::table
                .filter(shown_consents::person_id.eq(shown_people::id))
                .filter(shown_consents::act.eq(Act::Given))
                .filter(shown_consents::happened_on.gt($since)),
        )
        .or(exists(
            notes::table
                .filter(notes::person_id.eq(shown_people::id.nullable()))
                .filter(notes::kind.eq_any(Contact::NOTES))
                .filter(notes::at.ge($after)),
        ))
        .or(exists(
            assistance::table
                .filter(assistance::person_id.eq(shown_people::id))
                .filter(assistance::opened_at.ge($after)),
        ))
        .or(exists(
            submissions::table
                .filter(submissions::person_id.eq(shown_people::id))
                .filter(submissions::sent_at.ge($after)),
        ))
    };
}

/// The person of the row last got in touch on that day or before; whoever never did, was taken in on it or before.
macro_rules! silent {
    ($since:expr) => {{
        let after = NaiveDateTime::from($since.succ_opt().unwrap_or(NaiveDate::MAX));
        let never = NaiveDateTime::from(NaiveDate::default());
        not(got_in_touch!(after, $since))
            .and(shown_people::added_at.lt(after).or(got_in_touch!(never, NaiveDate::default())))
    }};
}

pub fn silent(conn: &mut Conn, since: NaiveDate, after: i64, limit: i64) -> Result<Vec<i64>> {
    Ok(each!(conn, |c| shown_people::table
        .filter(shown_people::id.gt(after))
        .filter(shown_people::kind.eq(PersonKind::Contact))
        .filter(not(exists(contracts::table.filter(contracts::company_id.nullable().eq(shown_people::company_id)))))
        .filter(silent!(since))
        .order(shown_people::id)
        .limit(limit)
        .select(shown_people::id)
        .load(c))?)
}

pub fn silent_companies(conn: &mut Conn, since: NaiveDate, after: i64, limit: i64) -> Result<Vec<i64>> {
    let until = NaiveDateTime::from(since.succ_opt().unwrap_or(NaiveDate::MAX));
    Ok(each!(conn, |c| shown_companies::table
        .filter(shown_companies::id.gt(after))
        .filter(not(exists(contracts::table.filter(contracts::company_id.eq(shown_companies::id)))))
        .filter(not(exists(
            notes::table
                .filter(notes::company_id.eq(shown_companies::id.nullable()))
                .filter(notes::kind.eq_any(Contact::NOTES))
                .filter(notes::at.ge(until)),
        )))
        .filter(not(exists(
            shown_people::table
                .filter(shown_people::company_id.eq(shown_companies::id.nullable()))
                .filter(shown_people::kind.eq(PersonKind::Contact))
                .filter(not(silent!(since))),
        )))
        .order(shown_companies::id)
        .limit(limit)
        .select(shown_companies::id)
        .load(c))?)
}

/// What was decided about a purpose, by whom and when.
#[derive(Clone, Debug, Queryable, Insertable)]
#[diesel(table_name = grounds)]
pub struct Decision {
    pub id: i64,
    pub purpose: Purpose,
    pub basis: Basis,
    pub at: NaiveDateTime,
    pub by_id: Option<i64>,
}

/// Every decision, the oldest first.
pub fn decisions(conn: &mut Conn) -> Result<Vec<Decision>> {
    Ok(each!(conn, |c| grounds::table.order(grounds::id).load(c))?)
}

pub fn decide(conn: &mut Conn, decision: &Decision) -> Result<()> {
    each!(conn, |c| diesel::insert_into(grounds::table).values(decision).execute(c))?;
    Ok(())
}

/// A link to unsubscribe.
#[derive(Insertable)]
#[diesel(table_name = unsubscribe_links)]
pub struct LinkRow {
    pub id: i64,
    pub hash: Vec<u8>,
    pub person_id: i64,
    pub blind: Vec<u8>,
    pub token: Sealed,
    pub made_at: NaiveDateTime,
}

/// Which addresses of these people have a link.
pub fn links_of(conn: &mut Conn, people: &[i64]) -> Result<HashSet<(i64, Vec<u8>)>> {
    let mut found = HashSet::with_capacity(people.len());
    for people in people.chunks(500) {
        let rows: Vec<(i64, Vec<u8>)> = each!(conn, |c| unsubscribe_links::table
            .filter(unsubscribe_links::person_id.eq_any(people))
            .select((unsubscribe_links::person_id, unsubscribe_links::blind))
            .load(c))?;
        found.extend(rows);
    }
    Ok(found)
}

pub fn add_links(conn: &mut Conn, rows: &[LinkRow]) -> Result<()> {
    for rows in rows.chunks(500) {
        each!(conn, |c| diesel::insert_into(unsubscribe_links::table).values(rows).execute(c))?;
    }
    Ok(())
}

/// Whose link it is, and which address it unsubscribes.
pub fn link(conn: &mut Conn, hash: &[u8]) -> Result<Option<(i64, Vec<u8>)>> {
    Ok(each!(conn, |c| unsubscribe_links::table
        .filter(unsubscribe_links::hash.eq(hash))
        .select((unsubscribe_links::person_id, unsubscribe_links::blind))
        .first(c)
        .optional())?)
}

/// A refusal at an address, whoever said it.
#[derive(Queryable, Insertable)]
#[diesel(table_name = suppressions)]
pub struct Suppression {
    pub id: i64,
    pub blind: Vec<u8>,
    pub purpose: Purpose,
    pub channel: Channel,
    pub act: Act,
    pub source: Source,
    pub happened_on: NaiveDate,
    pub recorded_at: NaiveDateTime,
}

impl Suppression {
    pub fn line(&self) -> Line {
        Line {
            person: NOBODY,
            purpose: self.purpose,
            channel: self.channel,
            act: self.act,
            blind: Some(self.blind.clone()),
            happened_on: self.happened_on,
            recorded_on: self.recorded_at.date(),
            imported: false,
        }
    }
}

pub fn suppress(conn: &mut Conn, rows: &[Suppression]) -> Result<()> {
    each!(conn, |c| diesel::insert_into(suppressions::table).values(rows).execute(c))?;
    Ok(())
}

/// The same where some of it may be there already.
pub fn suppress_once(conn: &mut Conn, rows: &[Suppression]) -> Result<()> {
    for row in rows {
        each!(conn, |c| diesel::insert_into(suppressions::table).values(row).on_conflict_do_nothing().execute(c))?;
    }
    Ok(())
}

pub fn suppressions_of(conn: &mut Conn, blinds: &[Vec<u8>]) -> Result<Vec<Suppression>> {
    let mut found = Vec::new();
    for blinds in blinds.chunks(500) {
        found.extend(each!(conn, |c| suppressions::table
            .filter(suppressions::blind.eq_any(blinds))
            .load::<Suppression>(c))?);
    }
    Ok(found)
}

/// Which of these addresses mail comes back from.
pub fn dead(conn: &mut Conn, blinds: &[Vec<u8>]) -> Result<HashSet<Vec<u8>>> {
    let mut found = HashSet::new();
    for blinds in blinds.chunks(500) {
        let rows: Vec<Vec<u8>> = each!(conn, |c| dead_addresses::table
            .filter(dead_addresses::blind.eq_any(blinds))
            .select(dead_addresses::blind)
            .load(c))?;
        found.extend(rows);
    }
    Ok(found)
}

/// Mail came back from there. False when that was known, or somebody there has said yes since.
pub fn bury(conn: &mut Conn, blind: &[u8], on: NaiveDate, now: NaiveDateTime) -> Result<bool> {
    let since: i64 = each!(conn, |c| shown_consents::table
        .filter(shown_consents::blind.eq(blind).and(shown_consents::act.eq(Act::Given)))
        .filter(shown_consents::import_id.is_null().and(shown_consents::happened_on.gt(on)))
        .count()
        .get_result(c))?;
    if since > 0 {
        return Ok(false);
    }
    let row = (dead_addresses::blind.eq(blind), dead_addresses::bounced_on.eq(on), dead_addresses::recorded_at.eq(now));
    let added =
        each!(conn, |c| diesel::insert_into(dead_addresses::table).values(row).on_conflict_do_nothing().execute(c))?;
    Ok(added == 1)
}

/// Whoever said yes there after mail came back reads it.
pub fn revive(conn: &mut Conn, alive: &[(Vec<u8>, NaiveDate)]) -> Result<()> {
    for (blind, on) in alive {
        let past = dead_addresses::blind.eq(blind).and(dead_addresses::bounced_on.lt(on));
        each!(conn, |c| diesel::delete(dead_addresses::table.filter(past)).execute(c))?;
    }
    Ok(())
}

/// How often each act was recorded, by purpose and channel.
pub fn counts(conn: &mut Conn) -> Result<Vec<(Purpose, Channel, Act, i64)>> {
    Ok(each!(conn, |c| shown_consents::table
        .group_by((shown_consents::purpose, shown_consents::channel, shown_consents::act))
        .select((shown_consents::purpose, shown_consents::channel, shown_consents::act, diesel::dsl::count_star()))
        .order((shown_consents::purpose, shown_consents::channel, shown_consents::act))
        .load(c))?)
}
