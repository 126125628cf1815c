//! The rows of what came back from a program that sends mail.
use super::super::Program;
use super::super::returns::{Happened, Returned, Standing};
use crate::consent::Purpose;
use crate::db::schema::{reaches, return_rows, returns};
use crate::db::{Conn, each};
use crate::error::Result;
use chrono::{NaiveDate, NaiveDateTime};
use diesel::dsl::exists;
use diesel::prelude::*;
use std::collections::HashMap;

pub fn add(conn: &mut Conn, returned: &Returned, found: &HashMap<(Vec<u8>, Happened), NaiveDate>) -> Result<()> {
    let row = (
        returns::id.eq(returned.id),
        returns::at.eq(returned.at),
        returns::by_id.eq(returned.by),
        returns::state.eq(returned.standing),
        returns::program.eq(returned.program),
        returns::purpose.eq(returned.purpose),
        returns::ignored.eq(returned.ignored),
        returns::applied_at.eq(returned.applied_at),
    );
    each!(conn, |c| diesel::insert_into(returns::table).values(row).execute(c))?;
    let rows: Vec<_> = found
        .iter()
        .map(|((blind, happened), on)| {
            (
                return_rows::return_id.eq(returned.id),
                return_rows::blind.eq(blind),
                return_rows::kind.eq(*happened),
                return_rows::happened_on.eq(*on),
            )
        })
        .collect();
    for rows in rows.chunks(500) {
        each!(conn, |c| diesel::insert_into(return_rows::table).values(rows).execute(c))?;
    }
    Ok(())
}

type Row = (i64, NaiveDateTime, Option<i64>, Standing, Program, Purpose, i64, Option<NaiveDateTime>);

pub fn get(conn: &mut Conn, id: i64) -> Result<Returned> {
    let row: Row = each!(conn, |c| returns::table.filter(returns::id.eq(id)).first(c))?;
    let (id, at, by, standing, program, purpose, ignored, applied_at) = row;
    Ok(Returned { id, at, by, standing, program, purpose, ignored, applied_at })
}

/// How many addresses of a kind, and how many of them somebody has.
pub fn count(conn: &mut Conn, id: i64, happened: Happened) -> Result<(i64, i64)> {
    let had = reaches::table.filter(reaches::blind.eq(return_rows::blind)).filter(reaches::person_id.is_not_null());
    let all = each!(conn, |c| return_rows::table
        .filter(return_rows::return_id.eq(id).and(return_rows::kind.eq(happened)))
        .count()
        .get_result(c))?;
    let known = each!(conn, |c| return_rows::table
        .filter(return_rows::return_id.eq(id).and(return_rows::kind.eq(happened)))
        .filter(exists(had))
        .count()
        .get_result(c))?;
    Ok((all, known))
}

pub fn rows(conn: &mut Conn, id: i64) -> Result<Vec<(Vec<u8>, Happened, NaiveDate)>> {
    Ok(each!(conn, |c| return_rows::table
        .filter(return_rows::return_id.eq(id))
        .select((return_rows::blind, return_rows::kind, return_rows::happened_on))
        .load(c))?)
}

/// False when it was settled before.
pub fn settle(conn: &mut Conn, id: i64, to: Standing, at: Option<NaiveDateTime>) -> Result<bool> {
    let read = returns::id.eq(id).and(returns::state.eq(Standing::Read));
    let settled = each!(conn, |c| diesel::update(returns::table.filter(read))
        .set((returns::state.eq(to), returns::applied_at.eq(at)))
        .execute(c))?;
    Ok(settled == 1)
}

/// What it said is in the ledger, or of no more use.
pub fn forget(conn: &mut Conn, id: i64) -> Result<()> {
    each!(conn, |c| diesel::delete(return_rows::table.filter(return_rows::return_id.eq(id))).execute(c))?;
    Ok(())
}
