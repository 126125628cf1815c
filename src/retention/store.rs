//! The rows of holds, forecasts and runs, and of what the dates are counted from.
use super::run::{RunState, Token};
use super::{Class, Fault, Ground, HoldGround};
use crate::db::schema::{
    contracts, forecast_items, forecasts, holds, house, retention_runs, retention_skips, shown_companies, shown_people,
};
use crate::db::values::Sealed;
use crate::db::{Conn, each};
use crate::error::Result;
use crate::people::PersonKind;
use chrono::{NaiveDate, NaiveDateTime};
use diesel::dsl::{exists, max, not};
use diesel::prelude::*;
use std::collections::HashMap;

diesel::alias!(
    const OTHERS: Alias<Others> = contracts as others;
);

/// Somebody, as far as dates go.
#[derive(Clone, Copy, Debug, Queryable)]
pub struct PersonRow {
    pub id: i64,
    pub kind: PersonKind,
    pub restricted: bool,
    pub company_id: Option<i64>,
    pub added_at: NaiveDateTime,
}

type PersonColumns =
    (shown_people::id, shown_people::kind, shown_people::restricted, shown_people::company_id, shown_people::added_at);

const PERSON: PersonColumns =
    (shown_people::id, shown_people::kind, shown_people::restricted, shown_people::company_id, shown_people::added_at);

pub fn people(conn: &mut Conn, ids: &[i64]) -> Result<Vec<PersonRow>> {
    let mut found = Vec::with_capacity(ids.len());
    for ids in ids.chunks(500) {
        found.extend(each!(conn, |c| shown_people::table
            .filter(shown_people::id.eq_any(ids))
            .select(PERSON)
            .load::<PersonRow>(c))?);
    }
    Ok(found)
}

pub fn people_of(conn: &mut Conn, companies: &[i64]) -> Result<Vec<PersonRow>> {
    let mut found = Vec::new();
    for companies in companies.chunks(500) {
        found.extend(each!(conn, |c| shown_people::table
            .filter(shown_people::company_id.eq_any(companies))
            .order(shown_people::id)
            .select(PERSON)
            .load::<PersonRow>(c))?);
    }
    Ok(found)
}

/// When these companies were taken in.
pub fn companies(conn: &mut Conn, ids: &[i64]) -> Result<Vec<(i64, NaiveDateTime)>> {
    let mut found = Vec::with_capacity(ids.len());
    for ids in ids.chunks(500) {
        let rows: Vec<(i64, NaiveDateTime)> = each!(conn, |c| shown_companies::table
            .filter(shown_companies::id.eq_any(ids))
            .select((shown_companies::id, shown_companies::added_at))
            .load(c))?;
        found.extend(rows);
    }
    Ok(found)
}

/// A company, and the first and the last day of one of its contracts.
type Span = (i64, NaiveDate, Option<NaiveDate>);

pub fn spans(conn: &mut Conn, companies: &[i64]) -> Result<Vec<Span>> {
    let mut found = Vec::new();
    for companies in companies.chunks(500) {
        found.extend(each!(conn, |c| contracts::table
            .filter(contracts::company_id.eq_any(companies))
            .select((contracts::company_id, contracts::starts_on, contracts::ends_on))
            .load::<Span>(c))?);
    }
    Ok(found)
}

/// Companies whose every contract ends on that day or before: the next after an id.
pub fn ended(conn: &mut Conn, by: NaiveDate, after: i64, limit: i64) -> Result<Vec<i64>> {
    Ok(each!(conn, |c| contracts::table
        .filter(contracts::company_id.gt(after))
        .filter(not(exists(
            OTHERS
                .filter(OTHERS.field(contracts::company_id).eq(contracts::company_id))
                .filter(OTHERS.field(contracts::ends_on).is_null().or(OTHERS.field(contracts::ends_on).gt(by))),
        )))
        .order(contracts::company_id)
        .limit(limit)
        .select(contracts::company_id)
        .distinct()
        .load(c))?)
}

/// A hold as it is kept.
#[derive(Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = holds)]
pub struct HoldRow {
    pub id: i64,
    pub person_id: Option<i64>,
    pub company_id: Option<i64>,
    pub ground: HoldGround,
    pub reason: Sealed,
    pub placed_at: NaiveDateTime,
    pub placed_by: Option<i64>,
    pub until: NaiveDate,
    pub ended_at: Option<NaiveDateTime>,
    pub ended_by: Option<i64>,
    pub lapsed: bool,
}

impl HoldRow {
    /// Through which day it keeps.
    pub fn through(&self) -> NaiveDate {
        self.ended_at.map_or(self.until, |ended| self.until.min(ended.date()))
    }
}

pub fn holds_on_people(conn: &mut Conn, people: &[i64]) -> Result<Vec<HoldRow>> {
    let mut found = Vec::new();
    for people in people.chunks(500) {
        found.extend(each!(conn, |c| holds::table
            .filter(holds::person_id.eq_any(people))
            .select(HoldRow::as_select())
            .load::<HoldRow>(c))?);
    }
    Ok(found)
}

pub fn holds_on_companies(conn: &mut Conn, companies: &[i64]) -> Result<Vec<HoldRow>> {
    let mut found = Vec::new();
    for companies in companies.chunks(500) {
        found.extend(each!(conn, |c| holds::table
            .filter(holds::company_id.eq_any(companies))
            .select(HoldRow::as_select())
            .load::<HoldRow>(c))?);
    }
    Ok(found)
}

/// Those that keep somebody, the first to end first; then those that do no more, the last first.
pub fn holds(conn: &mut Conn, today: NaiveDate, limit: i64) -> Result<(Vec<HoldRow>, Vec<HoldRow>)> {
    let keeps = holds::ended_at.is_null().and(holds::until.ge(today));
    let over = holds::ended_at.is_not_null().or(holds::until.lt(today));
    let keeping = each!(conn, |c| holds::table
        .filter(keeps)
        .order((holds::until, holds::id))
        .select(HoldRow::as_select())
        .load(c))?;
    let over = each!(conn, |c| holds::table
        .filter(over)
        .order(holds::id.desc())
        .limit(limit)
        .select(HoldRow::as_select())
        .load(c))?;
    Ok((keeping, over))
}

pub fn hold(conn: &mut Conn, id: i64) -> Result<HoldRow> {
    Ok(each!(conn, |c| holds::table.filter(holds::id.eq(id)).select(HoldRow::as_select()).first(c))?)
}

pub fn add_hold(conn: &mut Conn, row: &HoldRow) -> Result<()> {
    each!(conn, |c| diesel::insert_into(holds::table).values(row).execute(c))?;
    Ok(())
}

/// False when it has ended before.
pub fn end_hold(conn: &mut Conn, id: i64, at: NaiveDateTime, by: Option<i64>) -> Result<bool> {
    let open = holds::id.eq(id).and(holds::ended_at.is_null()).and(holds::until.ge(at.date()));
    let ended = each!(conn, |c| diesel::update(holds::table.filter(open))
        .set((holds::ended_at.eq(Some(at)), holds::ended_by.eq(by)))
        .execute(c))?;
    Ok(ended == 1)
}

/// Holds that ended by themselves and of which nobody has been told.
pub fn lapse(conn: &mut Conn, today: NaiveDate) -> Result<Vec<i64>> {
    let over = holds::lapsed.eq(false).and(holds::ended_at.is_null()).and(holds::until.lt(today));
    Ok(each!(conn, |c| diesel::update(holds::table.filter(over))
        .set(holds::lapsed.eq(true))
        .returning(holds::id)
        .get_results(c))?)
}

/// A forecast that was signed.
#[derive(Clone, Debug, Queryable, Insertable)]
#[diesel(table_name = forecasts)]
pub struct ForecastRow {
    pub id: i64,
    pub signed_at: NaiveDateTime,
    pub signed_by: Option<i64>,
    pub until: NaiveDate,
    pub digest: String,
    pub counts: String,
}

/// One line of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = forecast_items)]
pub struct ItemRow {
    pub forecast_id: i64,
    pub class: Class,
    pub subject: i64,
    pub due: NaiveDate,
    pub ordered_at: Option<NaiveDateTime>,
    pub erasure_id: Option<i64>,
}

pub fn add_forecast(conn: &mut Conn, row: &ForecastRow, items: &[ItemRow]) -> Result<()> {
    each!(conn, |c| diesel::insert_into(forecasts::table).values(row).execute(c))?;
    for items in items.chunks(500) {
        each!(conn, |c| diesel::insert_into(forecast_items::table).values(items).execute(c))?;
    }
    Ok(())
}

/// The newest first.
pub fn forecasts(conn: &mut Conn, limit: i64) -> Result<Vec<ForecastRow>> {
    Ok(each!(conn, |c| forecasts::table.order(forecasts::id.desc()).limit(limit).load(c))?)
}

pub fn forecast(conn: &mut Conn, id: i64) -> Result<ForecastRow> {
    Ok(each!(conn, |c| forecasts::table.filter(forecasts::id.eq(id)).first(c))?)
}

/// How far ahead anything was signed.
pub fn signed_until(conn: &mut Conn) -> Result<Option<NaiveDate>> {
    Ok(each!(conn, |c| forecasts::table.select(max(forecasts::until)).get_result(c))?)
}

/// The lines of one forecast, by class and day, after a place.
pub fn items(conn: &mut Conn, forecast: i64, skip: i64, limit: i64) -> Result<Vec<ItemRow>> {
    Ok(each!(conn, |c| forecast_items::table
        .filter(forecast_items::forecast_id.eq(forecast))
        .order((forecast_items::due, forecast_items::class, forecast_items::subject))
        .offset(skip)
        .limit(limit)
        .load(c))?)
}

/// Every line that was ever signed about these.
pub fn signed(conn: &mut Conn, class: Class, ids: &[i64]) -> Result<HashMap<i64, Vec<ItemRow>>> {
    let mut found: HashMap<i64, Vec<ItemRow>> = HashMap::new();
    for ids in ids.chunks(500) {
        let rows: Vec<ItemRow> = each!(conn, |c| forecast_items::table
            .filter(forecast_items::class.eq(class).and(forecast_items::subject.eq_any(ids)))
            .load(c))?;
        for row in rows {
            found.entry(row.subject).or_default().push(row);
        }
    }
    Ok(found)
}

/// The deletion that was signed for that day is ordered.
pub fn mark_ordered(
    conn: &mut Conn,
    (class, subject, due): (Class, i64, NaiveDate),
    at: NaiveDateTime,
    erasure: Option<i64>,
) -> Result<()> {
    let line =
        forecast_items::class.eq(class).and(forecast_items::subject.eq(subject)).and(forecast_items::due.eq(due));
    each!(conn, |c| diesel::update(forecast_items::table.filter(line))
        .set((forecast_items::ordered_at.eq(Some(at)), forecast_items::erasure_id.eq(erasure)))
        .execute(c))?;
    Ok(())
}

/// A run of the job.
#[derive(Clone, Debug, Queryable, Insertable)]
#[diesel(table_name = retention_runs)]
pub struct RunRow {
    pub id: i64,
    pub state: RunState,
    pub started_at: NaiveDateTime,
    pub ended_at: Option<NaiveDateTime>,
    pub lease: String,
    pub lease_until: NaiveDateTime,
    pub counts: String,
    pub fault: Option<Fault>,
}

/// What a run left where it was, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = retention_skips)]
pub struct SkipRow {
    pub run_id: i64,
    pub class: Class,
    pub subject: i64,
    pub due: NaiveDate,
    pub ground: Ground,
}

pub fn runs(conn: &mut Conn, limit: i64) -> Result<Vec<RunRow>> {
    Ok(each!(conn, |c| retention_runs::table.order(retention_runs::id.desc()).limit(limit).load(c))?)
}

pub fn run(conn: &mut Conn, id: i64) -> Result<RunRow> {
    Ok(each!(conn, |c| retention_runs::table.filter(retention_runs::id.eq(id)).first(c))?)
}

/// The last one in that state.
pub fn last_run(conn: &mut Conn, state: RunState) -> Result<Option<RunRow>> {
    Ok(each!(conn, |c| retention_runs::table
        .filter(retention_runs::state.eq(state))
        .order(retention_runs::id.desc())
        .first(c)
        .optional())?)
}

pub fn add_run(conn: &mut Conn, row: &RunRow) -> Result<()> {
    each!(conn, |c| diesel::insert_into(retention_runs::table).values(row).execute(c))?;
    Ok(())
}

/// Takes a run over from whoever let go of it.
pub fn take_over(conn: &mut Conn, id: i64, lease: &Token, until: NaiveDateTime) -> Result<()> {
    each!(conn, |c| diesel::update(retention_runs::table.filter(retention_runs::id.eq(id)))
        .set((retention_runs::lease.eq(&lease.0), retention_runs::lease_until.eq(until)))
        .execute(c))?;
    Ok(())
}

/// False when the run is somebody else's by now.
pub fn extend(conn: &mut Conn, id: i64, lease: &Token, until: NaiveDateTime) -> Result<bool> {
    let ours = retention_runs::id
        .eq(id)
        .and(retention_runs::lease.eq(&lease.0))
        .and(retention_runs::state.eq(RunState::Running));
    let extended = each!(conn, |c| diesel::update(retention_runs::table.filter(ours))
        .set(retention_runs::lease_until.eq(until))
        .execute(c))?;
    Ok(extended == 1)
}

pub fn finish(conn: &mut Conn, id: i64, at: NaiveDateTime, counts: &str) -> Result<()> {
    each!(conn, |c| diesel::update(retention_runs::table.filter(retention_runs::id.eq(id)))
        .set((
            retention_runs::state.eq(RunState::Done),
            retention_runs::ended_at.eq(Some(at)),
            retention_runs::counts.eq(counts),
        ))
        .execute(c))?;
    Ok(())
}

/// What a run has done so far, so that whoever takes it over goes on counting.
pub fn note(conn: &mut Conn, id: i64, counts: &str) -> Result<()> {
    each!(conn, |c| diesel::update(retention_runs::table.filter(retention_runs::id.eq(id)))
        .set(retention_runs::counts.eq(counts))
        .execute(c))?;
    Ok(())
}

pub fn skip(conn: &mut Conn, row: &SkipRow) -> Result<()> {
    each!(conn, |c| diesel::insert_into(retention_skips::table)
        .values(row)
        .on_conflict((retention_skips::run_id, retention_skips::class, retention_skips::subject))
        .do_update()
        .set((retention_skips::ground.eq(row.ground), retention_skips::due.eq(row.due)))
        .execute(c))?;
    Ok(())
}

pub fn skips(conn: &mut Conn, run: i64, limit: i64) -> Result<Vec<SkipRow>> {
    Ok(each!(conn, |c| retention_skips::table
        .filter(retention_skips::run_id.eq(run))
        .order((retention_skips::due, retention_skips::class, retention_skips::subject))
        .limit(limit)
        .load(c))?)
}

pub fn skips_by_ground(conn: &mut Conn, run: i64) -> Result<Vec<(Ground, i64)>> {
    Ok(each!(conn, |c| retention_skips::table
        .filter(retention_skips::run_id.eq(run))
        .group_by(retention_skips::ground)
        .select((retention_skips::ground, diesel::dsl::count_star()))
        .load(c))?)
}

/// When the job last looked at the clock and believed it.
const CLOCK: &str = "retention clock";
const STAMP: &str = "%Y-%m-%dT%H:%M:%S%.6f";

pub fn believed(conn: &mut Conn) -> Result<Option<NaiveDateTime>> {
    let kept: Option<String> =
        each!(conn, |c| house::table.filter(house::name.eq(CLOCK)).select(house::value).first(c).optional())?;
    Ok(kept.and_then(|at| NaiveDateTime::parse_from_str(&at, STAMP).ok()))
}

pub fn believe(conn: &mut Conn, now: NaiveDateTime) -> Result<()> {
    let at = now.format(STAMP).to_string();
    each!(conn, |c| diesel::insert_into(house::table)
        .values((house::name.eq(CLOCK), house::value.eq(&at)))
        .on_conflict(house::name)
        .do_update()
        .set(house::value.eq(&at))
        .execute(c))?;
    Ok(())
}
