//! Who holds the roles of P15, Cio and Dpo, and since when (Art. 37(7)): from the staff rows and from what the log says of
//! roles given and taken. The log is cut after a year, so what was read of it is kept.
use super::store::{self, roles::Tenure};
use crate::actor::{Right, Role};
use crate::app::{Looking, Writing};
use crate::auth::{self, State};
use crate::deeds::{self, Line, Span, What};
use crate::error::Result;
use chrono::{DateTime, Duration, NaiveDateTime};

/// The roles that somebody outside may ask about.
pub const ROLES: &[Role] = &[Role::Dpo, Role::Cio];

const TOLD: &[What] = &[What::StaffInvited, What::RoleChanged, What::StaffDisabled, What::StaffEnabled];
const BATCH: i64 = 5_000;

/// Who holds or held a role, from when to when.
#[derive(Clone, Debug)]
pub struct Holder {
    pub staff_id: i64,
    /// Empty for somebody whose account is gone.
    pub name: String,
    pub role: Role,
    pub since: NaiveDateTime,
    pub until: Option<NaiveDateTime>,
    /// Was invited, and has not come yet.
    pub invited: bool,
}

fn role_in(line: &Line, name: &str) -> Option<Role> {
    let value = line.detail.split(' ').find_map(|word| word.strip_prefix(name)?.strip_prefix('='));
    value.and_then(Role::from_word).filter(|role| ROLES.contains(role))
}

fn begin(tenures: &mut Vec<Tenure>, staff_id: i64, role: Option<Role>, since: NaiveDateTime) {
    let Some(role) = role else { return };
    let is_open = |tenure: &Tenure| tenure.staff_id == staff_id && tenure.role == role && tenure.until.is_none();
    if !tenures.iter().any(is_open) {
        tenures.push(Tenure { staff_id, role, since, until: None });
    }
}

fn finish(tenures: &mut [Tenure], staff_id: i64, role: Option<Role>, until: NaiveDateTime) {
    let theirs = |tenure: &&mut Tenure| tenure.staff_id == staff_id && Some(tenure.role) == role;
    for tenure in tenures.iter_mut().filter(theirs).filter(|tenure| tenure.until.is_none()) {
        tenure.until = Some(until);
    }
}

/// Goes on from what was read before.
fn advance(tenures: &mut Vec<Tenure>, line: &Line) {
    let Some(staff_id) = line.subject else { return };
    match line.what {
        What::StaffInvited | What::StaffEnabled => begin(tenures, staff_id, role_in(line, "role"), line.at),
        What::StaffDisabled => finish(tenures, staff_id, role_in(line, "role"), line.at),
        What::RoleChanged => {
            finish(tenures, staff_id, role_in(line, "from"), line.at);
            begin(tenures, staff_id, role_in(line, "to"), line.at);
        }
        _ => {}
    }
}

/// All tenures as they stand now, and the line up to which the log was read.
fn read(l: &mut Looking) -> Result<(Vec<Tenure>, i64)> {
    let (mut tenures, mut after) = (store::roles::all(l.conn())?, store::roles::followed(l.conn())?);
    let now = l.now;
    loop {
        let lines = deeds::span(
            l.conn(),
            &Span {
                whats: TOLD,
                from: DateTime::UNIX_EPOCH.naive_utc(),
                until: now + Duration::days(1),
                actor: None,
                address: None,
                after,
                limit: BATCH,
            },
        )?;
        let Some(last) = lines.last() else { break };
        after = last.n;
        lines.iter().for_each(|line| advance(&mut tenures, line));
    }
    // Whose invitation is older than the log: from when the account was added, which is the most that is known.
    for (id, role, state, added_at) in store::roles::members(l.conn())? {
        if state != State::Disabled && ROLES.contains(&role) {
            begin(&mut tenures, id, Some(role), added_at);
        }
    }
    Ok((tenures, after))
}

/// Who holds the roles, then who held them, the last first.
pub fn holders(l: &mut Looking) -> Result<Vec<Holder>> {
    l.must(Right::SeeRegister)?;
    let (tenures, _) = read(l)?;
    let ids: Vec<i64> = tenures.iter().map(|tenure| tenure.staff_id).collect();
    let names = auth::names(l, &ids)?;
    let members = store::roles::members(l.conn())?;
    let mut all: Vec<Holder> = tenures
        .into_iter()
        .map(|tenure| Holder {
            name: names.get(&tenure.staff_id).cloned().unwrap_or_default(),
            invited: members.iter().any(|member| member.0 == tenure.staff_id && member.2 == State::Invited),
            staff_id: tenure.staff_id,
            role: tenure.role,
            since: tenure.since,
            until: tenure.until,
        })
        .collect();
    all.sort_by_key(|holder| (holder.until.is_some(), holder.role, std::cmp::Reverse(holder.since)));
    Ok(all)
}

/// Keeps what the log says of roles, before its lines are cut.
pub fn follow(w: &mut Writing) -> Result<()> {
    let kept = (store::roles::all(w.conn())?, store::roles::followed(w.conn())?);
    let (mut tenures, line) = read(w)?;
    tenures.sort_by_key(|tenure| (tenure.since, tenure.staff_id));
    if (&tenures, line) != (&kept.0, kept.1) {
        store::roles::replace(w.conn(), &tenures)?;
        store::roles::follow(w.conn(), line)?;
    }
    Ok(())
}
