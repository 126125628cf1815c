//! The rows of people.
use super::PersonKind;
use crate::db::schema::{leads, people, shown_people};
use crate::db::values::Sealed;
use crate::db::{Conn, each};
use crate::error::Result;
use crate::words::Lang;
use chrono::NaiveDateTime;
use diesel::prelude::*;

#[derive(Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = people)]
pub struct Row {
    pub id: i64,
    pub reference: String,
    pub kind: PersonKind,
    pub civility: Option<Sealed>,
    pub given_name: Option<Sealed>,
    pub family_name: Sealed,
    pub job_title: Option<Sealed>,
    pub address: Option<Sealed>,
    pub language: Lang,
    pub company_id: Option<i64>,
    pub restricted: bool,
    pub origin: super::Origin,
    pub ground: super::Ground,
    pub arrival: Option<i64>,
    pub added_at: NaiveDateTime,
    pub changed_at: NaiveDateTime,
    pub version: i64,
}

macro_rules! shown {
    () => {
        (
            shown_people::id,
            shown_people::reference,
            shown_people::kind,
            shown_people::civility,
            shown_people::given_name,
            shown_people::family_name,
            shown_people::job_title,
            shown_people::address,
            shown_people::language,
            shown_people::company_id,
            shown_people::restricted,
            shown_people::origin,
            shown_people::ground,
            shown_people::arrival,
            shown_people::added_at,
            shown_people::changed_at,
            shown_people::version,
        )
    };
}

pub fn get(conn: &mut Conn, id: i64) -> Result<Row> {
    Ok(each!(conn, |c| shown_people::table.filter(shown_people::id.eq(id)).select(shown!()).first(c))?)
}

/// In no order; callers put them back into theirs.
pub fn these(conn: &mut Conn, ids: &[i64]) -> Result<Vec<Row>> {
    let mut rows = Vec::with_capacity(ids.len());
    for ids in ids.chunks(500) {
        rows.extend(each!(conn, |c| shown_people::table
            .filter(shown_people::id.eq_any(ids))
            .select(shown!())
            .load::<Row>(c))?);
    }
    Ok(rows)
}

pub fn after(conn: &mut Conn, id: i64, limit: i64) -> Result<Vec<Row>> {
    Ok(each!(conn, |c| shown_people::table
        .filter(shown_people::id.gt(id))
        .order(shown_people::id)
        .limit(limit)
        .select(shown!())
        .load(c))?)
}

pub fn add(conn: &mut Conn, rows: &[Row]) -> Result<()> {
    for rows in rows.chunks(500) {
        each!(conn, |c| diesel::insert_into(people::table).values(rows).execute(c))?;
    }
    Ok(())
}

/// What an edit sets.
#[derive(AsChangeset)]
#[diesel(table_name = people, treat_none_as_null = true)]
pub struct Edit {
    pub civility: Option<Sealed>,
    pub given_name: Option<Sealed>,
    #[diesel(treat_none_as_null = false)]
    pub family_name: Option<Sealed>,
    pub job_title: Option<Sealed>,
    pub address: Option<Sealed>,
    #[diesel(treat_none_as_null = false)]
    pub language: Option<Lang>,
    pub company_id: Option<i64>,
    #[diesel(treat_none_as_null = false)]
    pub changed_at: Option<NaiveDateTime>,
    #[diesel(treat_none_as_null = false)]
    pub version: Option<i64>,
}

/// False when somebody changed it first.
pub fn change(conn: &mut Conn, id: i64, version: i64, edit: &Edit) -> Result<bool> {
    let changed =
        each!(conn, |c| diesel::update(people::table.filter(people::id.eq(id).and(people::version.eq(version))))
            .set(edit)
            .execute(c))?;
    Ok(changed == 1)
}

/// Which of these are leads: stage and owner, for the index.
pub fn leads_of(conn: &mut Conn, ids: &[i64]) -> Result<Vec<(i64, super::Stage, Option<i64>)>> {
    let mut found = Vec::new();
    for ids in ids.chunks(500) {
        found.extend(each!(conn, |c| leads::table
            .filter(leads::person_id.eq_any(ids))
            .select((leads::person_id, leads::stage, leads::owner_id))
            .load::<(i64, super::Stage, Option<i64>)>(c))?);
    }
    Ok(found)
}

/// Contacts and third parties of a company.
pub fn count_of_company(conn: &mut Conn, company: i64) -> Result<i64> {
    Ok(each!(conn, |c| shown_people::table.filter(shown_people::company_id.eq(company)).count().get_result(c))?)
}

/// Everybody of these companies, shown or still arriving.
pub fn of_companies(conn: &mut Conn, companies: &[i64]) -> Result<Vec<i64>> {
    let mut found = Vec::new();
    for companies in companies.chunks(500) {
        found.extend(each!(conn, |c| people::table
            .filter(people::company_id.eq_any(companies))
            .order(people::id)
            .select(people::id)
            .load::<i64>(c))?);
    }
    Ok(found)
}

/// The third parties of a company.
pub fn third_parties_of(conn: &mut Conn, company: i64) -> Result<Vec<i64>> {
    Ok(each!(conn, |c| shown_people::table
        .filter(shown_people::company_id.eq(company).and(shown_people::kind.eq(PersonKind::ThirdParty)))
        .order(shown_people::id)
        .select(shown_people::id)
        .load(c))?)
}

/// Some of those whom an import brought in.
pub fn arrivals(conn: &mut Conn, import: i64, limit: i64) -> Result<Vec<i64>> {
    Ok(each!(conn, |c| people::table
        .filter(people::arrival.eq(import))
        .order(people::id)
        .limit(limit)
        .select(people::id)
        .load(c))?)
}

/// Newcomers of this import and of no other.
pub fn forget_arrivals(conn: &mut Conn, import: i64, ids: &[i64]) -> Result<()> {
    for ids in ids.chunks(500) {
        each!(conn, |c| diesel::delete(people::table.filter(people::id.eq_any(ids).and(people::arrival.eq(import))))
            .execute(c))?;
    }
    Ok(())
}

/// Which of these are restricted.
pub fn restricted(conn: &mut Conn, ids: &[i64]) -> Result<Vec<i64>> {
    let mut found = Vec::new();
    for ids in ids.chunks(500) {
        found.extend(each!(conn, |c| people::table
            .filter(people::id.eq_any(ids).and(people::restricted.eq(true)))
            .select(people::id)
            .load::<i64>(c))?);
    }
    Ok(found)
}

/// False when it was so already.
pub fn set_restricted(conn: &mut Conn, id: i64, restricted: bool) -> Result<bool> {
    let changed = each!(conn, |c| diesel::update(
        people::table.filter(people::id.eq(id).and(people::restricted.ne(restricted)))
    )
    .set((people::restricted.eq(restricted), people::version.eq(people::version + 1)))
    .execute(c))?;
    Ok(changed == 1)
}
