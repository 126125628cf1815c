//! The rows of proposals.
use super::{Decision, Kind};
use crate::actor::Role;
use crate::db::schema::staff_proposals as proposals;
use crate::db::{Conn, each};
use crate::error::Result;
use chrono::NaiveDateTime;
use diesel::prelude::*;

#[derive(Clone, Debug, Insertable, Queryable, Selectable)]
#[diesel(table_name = proposals)]
pub struct Proposal {
    pub id: i64,
    pub kind: Kind,
    pub staff_id: i64,
    pub role: Option<Role>,
    pub at: NaiveDateTime,
    pub by_id: i64,
    pub until: NaiveDateTime,
    pub state: Decision,
    pub decided_at: Option<NaiveDateTime>,
    pub decided_by: Option<i64>,
}

pub fn add(conn: &mut Conn, row: &Proposal) -> Result<()> {
    each!(conn, |c| diesel::insert_into(proposals::table).values(row).execute(c))?;
    Ok(())
}

pub fn get(conn: &mut Conn, id: i64) -> Result<Proposal> {
    Ok(each!(conn, |c| proposals::table.find(id).select(Proposal::as_select()).first(c))?)
}

/// Those that wait for a decision and have not run out, the oldest first.
pub fn open(conn: &mut Conn, now: NaiveDateTime) -> Result<Vec<Proposal>> {
    Ok(each!(conn, |c| proposals::table
        .filter(proposals::state.eq(Decision::Open))
        .filter(proposals::until.gt(now))
        .order(proposals::id)
        .select(Proposal::as_select())
        .load(c))?)
}

/// False when it was decided meanwhile.
pub fn decide(conn: &mut Conn, id: i64, state: Decision, at: NaiveDateTime, by: Option<i64>) -> Result<bool> {
    let open = proposals::id.eq(id).and(proposals::state.eq(Decision::Open));
    let decided = each!(conn, |c| diesel::update(proposals::table.filter(open))
        .set((proposals::state.eq(state), proposals::decided_at.eq(at), proposals::decided_by.eq(by)))
        .execute(c))?;
    Ok(decided == 1)
}
