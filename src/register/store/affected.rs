//! Whom the log's numbers mean: people by themselves, and behind companies, lists, requests and accounts.
use crate::db::schema::{accounts, assistance, companies, export_people, people, request_subjects};
use crate::db::{Conn, each};
use crate::error::Result;
use diesel::prelude::*;

/// So many numbers are asked for at once.
const AT_ONCE: usize = 500;

fn in_parts(ids: &[i64], mut ask: impl FnMut(&[i64]) -> Result<Vec<i64>>) -> Result<Vec<i64>> {
    let mut all = Vec::new();
    for ids in ids.chunks(AT_ONCE) {
        all.extend(ask(ids)?);
    }
    Ok(all)
}

/// Those of these numbers that are people who are still here.
pub fn people(conn: &mut Conn, ids: &[i64]) -> Result<Vec<i64>> {
    in_parts(ids, |ids| {
        Ok(each!(&mut *conn, |c| people::table.filter(people::id.eq_any(ids)).select(people::id).load(c))?)
    })
}

/// Those that are companies.
pub fn companies(conn: &mut Conn, ids: &[i64]) -> Result<Vec<i64>> {
    in_parts(ids, |ids| {
        Ok(each!(&mut *conn, |c| companies::table.filter(companies::id.eq_any(ids)).select(companies::id).load(c))?)
    })
}

/// The people of these companies: a company's page names them.
pub fn of_companies(conn: &mut Conn, ids: &[i64]) -> Result<Vec<i64>> {
    in_parts(ids, |ids| {
        Ok(each!(&mut *conn, |c| people::table.filter(people::company_id.eq_any(ids)).select(people::id).load(c))?)
    })
}

/// Who was in these lists.
pub fn of_exports(conn: &mut Conn, ids: &[i64]) -> Result<Vec<i64>> {
    in_parts(ids, |ids| {
        Ok(each!(&mut *conn, |c| export_people::table
            .filter(export_people::export_id.eq_any(ids))
            .select(export_people::person_id)
            .load(c))?)
    })
}

/// Whom these requests for assistance are of.
pub fn of_assistance(conn: &mut Conn, ids: &[i64]) -> Result<Vec<i64>> {
    in_parts(ids, |ids| {
        Ok(each!(&mut *conn, |c| assistance::table
            .filter(assistance::id.eq_any(ids))
            .select(assistance::person_id)
            .load(c))?)
    })
}

/// Third parties whose accounts these are.
pub fn of_accounts(conn: &mut Conn, ids: &[i64]) -> Result<Vec<i64>> {
    in_parts(ids, |ids| {
        let found: Vec<Option<i64>> = each!(&mut *conn, |c| accounts::table
            .filter(accounts::id.eq_any(ids))
            .select(accounts::person_id)
            .load(c))?;
        Ok(found.into_iter().flatten().collect())
    })
}

/// Whom these privacy requests are about.
pub fn of_requests(conn: &mut Conn, ids: &[i64]) -> Result<Vec<i64>> {
    in_parts(ids, |ids| {
        Ok(each!(&mut *conn, |c| request_subjects::table
            .filter(request_subjects::request_id.eq_any(ids))
            .filter(request_subjects::kind.eq(crate::requests::Subject::Person))
            .select(request_subjects::subject_id)
            .load(c))?)
    })
}
