//! The rows of staff, sessions and counted attempts.
use super::State;
use crate::actor::Role;
use crate::db::schema::{attempts, devices, recovery_codes, sessions, staff};
use crate::db::values::Sealed;
use crate::db::{Conn, each};
use crate::error::Result;
use crate::words::Lang;
use chrono::NaiveDateTime;
use diesel::prelude::*;
use subtle::ConstantTimeEq;

#[derive(Clone, Queryable, Selectable)]
#[diesel(table_name = staff)]
pub struct Row {
    pub id: i64,
    pub user_name: Sealed,
    pub display_name: Sealed,
    pub role: Role,
    pub language: Lang,
    pub state: State,
    pub password_hash: Option<String>,
    pub totp_seed: Option<Sealed>,
    pub code_hash: Option<Vec<u8>>,
    pub code_expires: Option<NaiveDateTime>,
    pub signed_in_at: Option<NaiveDateTime>,
    pub signed_in_from: Option<String>,
    pub failures: i32,
    pub told_deed: i64,
    pub totp_step: i64,
}

impl Row {
    /// Is there a handed-over code that is still good? An invited colleague has one, and one whose password was reset.
    pub fn has_code(&self, now: NaiveDateTime) -> bool {
        self.state == State::Invited && self.code_hash.is_some() && self.code_expires.is_some_and(|at| at > now)
    }

    /// A seed that has answered once; one that is only drawn has not.
    pub fn has_factor(&self) -> bool {
        self.totp_seed.is_some() && self.totp_step > 0
    }

    pub fn takes_code(&self, hash: &[u8], now: NaiveDateTime) -> bool {
        self.has_code(now) && self.code_hash.as_ref().is_some_and(|have| bool::from(have.ct_eq(hash)))
    }
}

#[derive(Insertable)]
#[diesel(table_name = staff)]
pub struct NewRow {
    pub id: i64,
    pub user_name: Sealed,
    pub user_name_blind: Vec<u8>,
    pub display_name: Sealed,
    pub role: Role,
    pub language: Lang,
    pub state: State,
    pub totp_step: i64,
    pub code_hash: Option<Vec<u8>>,
    pub code_expires: Option<NaiveDateTime>,
    pub added_at: NaiveDateTime,
    pub added_by: Option<i64>,
    pub version: i64,
}

pub fn add(conn: &mut Conn, row: &NewRow) -> Result<()> {
    each!(conn, |c| diesel::insert_into(staff::table).values(row).execute(c))?;
    Ok(())
}

pub fn find(conn: &mut Conn, id: i64) -> Result<Option<Row>> {
    Ok(each!(conn, |c| staff::table.find(id).select(Row::as_select()).first(c).optional())?)
}

pub fn get(conn: &mut Conn, id: i64) -> Result<Row> {
    Ok(each!(conn, |c| staff::table.find(id).select(Row::as_select()).first(c))?)
}

pub fn find_by_name(conn: &mut Conn, blind: &[u8]) -> Result<Option<Row>> {
    Ok(each!(conn, |c| staff::table
        .filter(staff::user_name_blind.eq(blind))
        .select(Row::as_select())
        .first(c)
        .optional())?)
}

pub fn these(conn: &mut Conn, ids: &[i64]) -> Result<Vec<Row>> {
    Ok(each!(conn, |c| staff::table.filter(staff::id.eq_any(ids)).select(Row::as_select()).load(c))?)
}

pub fn list(conn: &mut Conn) -> Result<Vec<Row>> {
    Ok(each!(conn, |c| staff::table.order(staff::id).select(Row::as_select()).load(c))?)
}

pub fn signed_in(conn: &mut Conn, id: i64, at: NaiveDateTime, from: Option<String>, told: i64) -> Result<()> {
    each!(conn, |c| diesel::update(staff::table.find(id))
        .set((
            staff::signed_in_at.eq(at),
            staff::signed_in_from.eq(from),
            staff::failures.eq(0),
            staff::told_deed.eq(told),
        ))
        .execute(c))?;
    Ok(())
}

/// A password that was not right, for whoever has this name; the same statement where nobody has.
pub fn failed(conn: &mut Conn, blind: &[u8]) -> Result<()> {
    each!(conn, |c| diesel::update(staff::table.filter(staff::user_name_blind.eq(blind)))
        .set(staff::failures.eq(staff::failures + 1))
        .execute(c))?;
    Ok(())
}

pub fn failed_second(conn: &mut Conn, id: i64) -> Result<()> {
    each!(conn, |c| diesel::update(staff::table.find(id)).set(staff::failures.eq(staff::failures + 1)).execute(c))?;
    Ok(())
}

/// Uses up a step of time; false when this one or a later one was used already.
pub fn step_forward(conn: &mut Conn, id: i64, step: i64) -> Result<bool> {
    let changed =
        each!(conn, |c| diesel::update(staff::table.filter(staff::id.eq(id).and(staff::totp_step.lt(step))))
            .set(staff::totp_step.eq(step))
            .execute(c))?;
    Ok(changed == 1)
}

pub fn begin_enrolment(conn: &mut Conn, id: i64, password_hash: &str, seed: &Sealed) -> Result<()> {
    each!(conn, |c| diesel::update(staff::table.find(id))
        .set((staff::password_hash.eq(password_hash), staff::totp_seed.eq(seed)))
        .execute(c))?;
    Ok(())
}

pub fn finish_enrolment(conn: &mut Conn, id: i64, since: NaiveDateTime) -> Result<()> {
    each!(conn, |c| diesel::update(staff::table.find(id))
        .set((
            staff::state.eq(State::Active),
            staff::code_hash.eq(None::<Vec<u8>>),
            staff::code_expires.eq(None::<NaiveDateTime>),
            staff::signed_in_at.eq(since),
        ))
        .execute(c))?;
    Ok(())
}

pub fn set_password(conn: &mut Conn, id: i64, hash: &str) -> Result<()> {
    each!(conn, |c| diesel::update(staff::table.find(id)).set(staff::password_hash.eq(hash)).execute(c))?;
    Ok(())
}

pub fn set_language(conn: &mut Conn, id: i64, lang: Lang) -> Result<()> {
    each!(conn, |c| diesel::update(staff::table.find(id)).set(staff::language.eq(lang)).execute(c))?;
    Ok(())
}

pub fn next_seed(conn: &mut Conn, id: i64) -> Result<Option<Sealed>> {
    Ok(each!(conn, |c| staff::table.find(id).select(staff::totp_seed_next).first(c))?)
}

pub fn set_next_seed(conn: &mut Conn, id: i64, seed: Option<&Sealed>) -> Result<()> {
    each!(conn, |c| diesel::update(staff::table.find(id)).set(staff::totp_seed_next.eq(seed)).execute(c))?;
    Ok(())
}

pub fn replace_seed(conn: &mut Conn, id: i64, seed: &Sealed, step: i64) -> Result<()> {
    each!(conn, |c| diesel::update(staff::table.find(id))
        .set((staff::totp_seed.eq(seed), staff::totp_step.eq(step), staff::totp_seed_next.eq(None::<Sealed>)))
        .execute(c))?;
    Ok(())
}

/// These instead of all that were there.
pub fn set_recovery(conn: &mut Conn, id: i64, hashes: &[Vec<u8>], at: NaiveDateTime) -> Result<()> {
    each!(conn, |c| diesel::delete(recovery_codes::table.filter(recovery_codes::staff_id.eq(id))).execute(c))?;
    let rows: Vec<_> = hashes
        .iter()
        .map(|hash| (recovery_codes::hash.eq(hash), recovery_codes::staff_id.eq(id), recovery_codes::made_at.eq(at)))
        .collect();
    each!(conn, |c| diesel::insert_into(recovery_codes::table).values(&rows).execute(c))?;
    Ok(())
}

pub fn recovery_left(conn: &mut Conn, id: i64) -> Result<i64> {
    Ok(each!(conn, |c| recovery_codes::table
        .filter(recovery_codes::staff_id.eq(id).and(recovery_codes::used_at.is_null()))
        .count()
        .get_result(c))?)
}

pub fn use_recovery(conn: &mut Conn, id: i64, hash: &[u8], at: NaiveDateTime) -> Result<bool> {
    let unused = recovery_codes::staff_id.eq(id).and(recovery_codes::used_at.is_null());
    let changed = each!(conn, |c| diesel::update(recovery_codes::table.find(hash).filter(unused))
        .set(recovery_codes::used_at.eq(at))
        .execute(c))?;
    Ok(changed == 1)
}

/// Whose browser this is known to be.
pub fn find_device(conn: &mut Conn, hash: &[u8]) -> Result<Option<i64>> {
    Ok(each!(conn, |c| devices::table.find(hash).select(devices::staff_id).first(c).optional())?)
}

pub fn replace_device(conn: &mut Conn, id: i64, had: Option<&[u8]>, hash: &[u8], at: NaiveDateTime) -> Result<()> {
    if let Some(had) = had {
        each!(conn, |c| diesel::delete(devices::table.find(had).filter(devices::staff_id.eq(id))).execute(c))?;
    }
    let row = (devices::hash.eq(hash), devices::staff_id.eq(id), devices::made_at.eq(at), devices::seen_at.eq(at));
    each!(conn, |c| diesel::insert_into(devices::table).values(row).execute(c))?;
    Ok(())
}

pub fn sweep_devices(conn: &mut Conn, seen_before: NaiveDateTime) -> Result<()> {
    each!(conn, |c| diesel::delete(devices::table.filter(devices::seen_at.lt(seen_before))).execute(c))?;
    Ok(())
}

#[derive(Clone, Insertable, Queryable, Selectable)]
#[diesel(table_name = sessions)]
pub struct SessionRow {
    pub id_hash: Vec<u8>,
    pub staff_id: Option<i64>,
    pub state: String,
    pub made_at: NaiveDateTime,
    pub seen_at: NaiveDateTime,
    pub from_address: Option<String>,
    pub agent: Option<String>,
    pub mark: Option<String>,
}

pub fn find_session(conn: &mut Conn, hash: &[u8]) -> Result<Option<SessionRow>> {
    Ok(each!(conn, |c| sessions::table.find(hash).select(SessionRow::as_select()).first(c).optional())?)
}

pub fn add_session(conn: &mut Conn, row: &SessionRow) -> Result<()> {
    each!(conn, |c| diesel::insert_into(sessions::table).values(row).execute(c))?;
    Ok(())
}

/// False when there is no such session any more: it must not come back by being saved.
pub fn save_session(conn: &mut Conn, hash: &[u8], staff: Option<i64>, state: &str, at: NaiveDateTime) -> Result<bool> {
    let changed = each!(conn, |c| diesel::update(sessions::table.find(hash))
        .set((sessions::staff_id.eq(staff), sessions::state.eq(state), sessions::seen_at.eq(at)))
        .execute(c))?;
    Ok(changed == 1)
}

pub fn touch_session(conn: &mut Conn, hash: &[u8], at: NaiveDateTime) -> Result<()> {
    each!(conn, |c| diesel::update(sessions::table.find(hash)).set(sessions::seen_at.eq(at)).execute(c))?;
    Ok(())
}

pub fn end_session(conn: &mut Conn, hash: &[u8]) -> Result<()> {
    each!(conn, |c| diesel::delete(sessions::table.find(hash)).execute(c))?;
    Ok(())
}

pub fn end_sessions(conn: &mut Conn, staff: i64) -> Result<()> {
    each!(conn, |c| diesel::delete(sessions::table.filter(sessions::staff_id.eq(staff))).execute(c))?;
    Ok(())
}

/// All of this colleague's but the one with this mark; half-opened ones have none.
pub fn end_sessions_but(conn: &mut Conn, staff: i64, mark: &str) -> Result<()> {
    let others = sessions::mark.is_null().or(sessions::mark.ne(mark));
    each!(conn, |c| diesel::delete(sessions::table.filter(sessions::staff_id.eq(staff)).filter(others)).execute(c))?;
    Ok(())
}

/// Whether there was one with this mark.
pub fn end_session_of(conn: &mut Conn, staff: i64, mark: &str) -> Result<bool> {
    let which = sessions::staff_id.eq(staff).and(sessions::mark.eq(mark));
    Ok(each!(conn, |c| diesel::delete(sessions::table.filter(which)).execute(c))? > 0)
}

/// Sessions that are signed in, the latest first.
pub fn signed_in_sessions(conn: &mut Conn, staff: i64) -> Result<Vec<SessionRow>> {
    Ok(each!(conn, |c| sessions::table
        .filter(sessions::staff_id.eq(staff).and(sessions::mark.is_not_null()))
        .order(sessions::seen_at.desc())
        .select(SessionRow::as_select())
        .load(c))?)
}

/// Sessions older than the limits, and those over the most that one colleague may have.
pub fn sweep_sessions(conn: &mut Conn, made_before: NaiveDateTime, seen_before: NaiveDateTime) -> Result<()> {
    each!(conn, |c| diesel::delete(
        sessions::table.filter(sessions::made_at.lt(made_before).or(sessions::seen_at.lt(seen_before)))
    )
    .execute(c))?;
    Ok(())
}

/// Every session that somebody's name is on: whose, what it knows, from where it was opened, and when it began and was
/// last seen.
pub fn places(conn: &mut Conn) -> Result<Vec<PlaceRow>> {
    Ok(each!(conn, |c| sessions::table.filter(sessions::staff_id.is_not_null()).select(PlaceRow::as_select()).load(c))?)
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = sessions)]
pub struct PlaceRow {
    pub id_hash: Vec<u8>,
    pub staff_id: Option<i64>,
    pub state: String,
    pub made_at: NaiveDateTime,
    pub seen_at: NaiveDateTime,
    pub from_address: Option<String>,
}

/// Signed-in ones, the newest first: whoever has only the password counts for nothing.
pub fn sessions_of(conn: &mut Conn, staff: i64) -> Result<Vec<Vec<u8>>> {
    Ok(each!(conn, |c| sessions::table
        .filter(sessions::staff_id.eq(staff).and(sessions::mark.is_not_null()))
        .order(sessions::made_at.desc())
        .select(sessions::id_hash)
        .load(c))?)
}

#[derive(Insertable, Queryable, Selectable, AsChangeset)]
#[diesel(table_name = attempts)]
pub struct AttemptRow {
    pub key: Vec<u8>,
    pub tries: i32,
    pub last_at: NaiveDateTime,
    pub wait_until: NaiveDateTime,
}

pub fn find_attempt(conn: &mut Conn, key: &[u8]) -> Result<Option<AttemptRow>> {
    Ok(each!(conn, |c| attempts::table.find(key).select(AttemptRow::as_select()).first(c).optional())?)
}

pub fn keep_attempt(conn: &mut Conn, row: &AttemptRow) -> Result<()> {
    each!(conn, |c| diesel::insert_into(attempts::table)
        .values(row)
        .on_conflict(attempts::key)
        .do_update()
        .set(row)
        .execute(c))?;
    Ok(())
}

/// Takes one try back: it was a success.
pub fn forgive_attempt(conn: &mut Conn, key: &[u8]) -> Result<()> {
    each!(conn, |c| diesel::update(attempts::table.find(key).filter(attempts::tries.gt(0)))
        .set(attempts::tries.eq(attempts::tries - 1))
        .execute(c))?;
    Ok(())
}

pub fn forget_attempt(conn: &mut Conn, key: &[u8]) -> Result<()> {
    each!(conn, |c| diesel::delete(attempts::table.find(key)).execute(c))?;
    Ok(())
}

// ── accounts of others

/// What of an account is needed to decide what may be done with it.
#[derive(Clone, Queryable, Selectable)]
#[diesel(table_name = staff)]
pub struct AccountRow {
    pub id: i64,
    pub password_hash: Option<String>,
    pub totp_seed: Option<Sealed>,
    pub totp_step: i64,
    pub code_hash: Option<Vec<u8>>,
    pub added_at: NaiveDateTime,
    pub added_by: Option<i64>,
    pub version: i64,
}

impl AccountRow {
    /// A seed that has answered once; one that is only drawn has not.
    pub fn has_factor(&self) -> bool {
        self.totp_seed.is_some() && self.totp_step > 0
    }
}

/// What changes of an account. A column that is not named stays as it is.
#[derive(Default, AsChangeset)]
#[diesel(table_name = staff)]
#[expect(clippy::option_option, reason = "not named, named and emptied, named and set are three things")]
pub struct Change {
    pub role: Option<Role>,
    pub state: Option<State>,
    pub password_hash: Option<Option<String>>,
    pub totp_seed: Option<Option<Sealed>>,
    pub totp_step: Option<i64>,
    pub code_hash: Option<Option<Vec<u8>>>,
    pub code_expires: Option<Option<NaiveDateTime>>,
}

pub fn account_rows(conn: &mut Conn) -> Result<Vec<AccountRow>> {
    Ok(each!(conn, |c| staff::table.select(AccountRow::as_select()).load(c))?)
}

pub fn account_row(conn: &mut Conn, id: i64) -> Result<AccountRow> {
    Ok(each!(conn, |c| staff::table.find(id).select(AccountRow::as_select()).first(c))?)
}

/// False when somebody changed the account since it was seen at this version.
pub fn change_account(conn: &mut Conn, id: i64, version: i64, change: &Change) -> Result<bool> {
    let seen = staff::id.eq(id).and(staff::version.eq(version));
    let changed = each!(conn, |c| diesel::update(staff::table.filter(seen))
        .set((change, staff::version.eq(version + 1)))
        .execute(c))?;
    Ok(changed == 1)
}

pub fn forget_recovery_codes(conn: &mut Conn, staff: i64) -> Result<()> {
    each!(conn, |c| diesel::delete(recovery_codes::table.filter(recovery_codes::staff_id.eq(staff))).execute(c))?;
    Ok(())
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = sessions)]
pub struct OpenRow {
    pub staff_id: Option<i64>,
    pub state: String,
    pub made_at: NaiveDateTime,
    pub seen_at: NaiveDateTime,
    pub from_address: Option<String>,
    pub agent: Option<String>,
}

/// Sessions of colleagues that are not over, the newest first.
pub fn open_sessions(conn: &mut Conn, made: NaiveDateTime, seen: NaiveDateTime) -> Result<Vec<OpenRow>> {
    Ok(each!(conn, |c| sessions::table
        .filter(sessions::staff_id.is_not_null())
        .filter(sessions::made_at.gt(made))
        .filter(sessions::seen_at.gt(seen))
        .order(sessions::made_at.desc())
        .select(OpenRow::as_select())
        .load(c))?)
}

/// Of everybody but this colleague.
pub fn end_all_sessions(conn: &mut Conn, keep: Option<i64>) -> Result<usize> {
    let keep = keep.unwrap_or_default();
    Ok(each!(conn, |c| diesel::delete(
        sessions::table.filter(sessions::staff_id.is_not_null().and(sessions::staff_id.ne(keep)))
    )
    .execute(c))?)
}

/// Of an account and an address, how many have to wait now.
pub fn waiting_attempts(conn: &mut Conn, now: NaiveDateTime) -> Result<i64> {
    Ok(each!(conn, |c| attempts::table.filter(attempts::wait_until.gt(now)).count().get_result(c))?)
}
