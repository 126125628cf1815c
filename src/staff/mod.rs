//! Colleagues: inviting them, changing their accounts, and what a second person must agree to (design §2).
//!
//! The Cio manages staff. A change to an account of a Dpo, and a lost authenticator, need the Cio and a Dpo: one proposes,
//! the other decides within a day. What is needed is one function ([`rules::needed`]); the command on the host is the way
//! out that is left to whoever has the files, and each Dpo is told of it.
pub mod pages;
pub mod rules;
pub mod security;
mod store;

pub use rules::{Needed, Why};
pub use store::Proposal;

use crate::actor::{Actor, Right, Role};
use crate::app::{Looking, Writing};
use crate::auth::accounts::{self, Account, Open};
use crate::auth::{self, Code, NewColleague, State};
use crate::deeds::{self, Deed, Line, Subject, What};
use crate::error::{Error, Result};
use chrono::Duration;
use rules::{By, Counts, Whom};

crate::db::values::words! {
    /// What can be done with an account.
    pub enum Kind {
        /// A code to open the account with, the first or another one.
        Invite = "invite",
        Role = "role",
        Disable = "disable",
        Enable = "enable",
        /// A code to choose a new password with.
        Password = "password",
        /// A code to enrol with anew, without the authenticator that was lost.
        Factor = "factor",
    }
}

crate::db::values::words! {
    pub enum Decision {
        Open = "open",
        Approved = "approved",
        Refused = "refused",
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Act {
    pub kind: Kind,
    /// The new one, for a role and for an invitation.
    pub role: Option<Role>,
}

impl Act {
    pub fn of(kind: Kind) -> Self {
        Act { kind, role: None }
    }
}

/// What came of it.
pub enum Outcome {
    Done,
    /// Shown once, to be handed over in person.
    Code(Code),
    /// Somebody else must agree first.
    Proposed,
    /// It cannot be, and why.
    Not(Why),
}

/// How long a proposal waits for its decision.
const PROPOSED_FOR: Duration = Duration::hours(24);
/// How long a Dpo is told of what was done on the host.
const TOLD_FOR: Duration = Duration::days(7);

fn whom(account: &Account) -> Whom {
    Whom { id: account.id, role: account.role, state: account.state, enrolled: account.enrolled }
}

fn by(actor: &Actor) -> Option<By> {
    actor.staff_id().zip(actor.role()).map(|(id, role)| By { id, role })
}

fn counts(l: &mut Looking) -> Result<Counts> {
    let all = accounts::list(l)?;
    let active = |role| all.iter().filter(|account| account.state == State::Active && account.role == role).count();
    let seated = |account: &Account| account.role == Role::Dpo && account.enrolled && account.state != State::Disabled;
    Ok(Counts { cios: active(Role::Cio), dpos: active(Role::Dpo), seated: all.iter().any(seated) })
}

/// A code is for the one thing that this account lacks.
pub fn code_kind(account: &Account) -> Kind {
    match account.enrolled {
        false => Kind::Invite,
        true if account.factor => Kind::Password,
        true => Kind::Factor,
    }
}

/// A colleague as the list shows them.
pub struct Seen {
    pub account: Account,
    pub sessions: usize,
}

/// All colleagues by name, with how many sessions each has open.
pub fn list(l: &mut Looking) -> Result<Vec<Seen>> {
    let open = accounts::open_sessions(l)?;
    let all = accounts::list(l)?.into_iter().map(|account| {
        let sessions = open.iter().filter(|session| session.staff == account.id).count();
        Seen { account, sessions }
    });
    Ok(all.collect())
}

/// A colleague, with everything that may be done with the account.
pub struct Shown {
    pub account: Account,
    pub added_by: String,
    pub sessions: Vec<Open>,
    /// What waits for a decision about this account.
    pub waiting: Vec<Waiting>,
    by: Option<By>,
    counts: Counts,
}

impl Shown {
    /// What this would need of whoever looks.
    pub fn needed(&self, act: Act) -> Needed {
        rules::needed(self.by, act, Some(&whom(&self.account)), self.counts)
    }
}

pub fn show(l: &mut Looking, id: i64) -> Result<Shown> {
    let account = accounts::get(l, id)?;
    let added_by = auth::name(l, account.added_by)?;
    let sessions = accounts::open_sessions(l)?.into_iter().filter(|session| session.staff == id).collect();
    let waiting = waiting(l)?.into_iter().filter(|waiting| waiting.proposal.staff_id == id).collect();
    Ok(Shown { account, added_by, sessions, waiting, by: by(l.actor), counts: counts(l)? })
}

/// Invites a colleague. A Dpo is invited by the Cio with a Dpo's agreement; while there is none, by the Cio alone.
///
/// # Errors
/// `Stale` when the user name is taken.
pub fn invite(w: &mut Writing, new: &NewColleague) -> Result<Outcome> {
    let act = Act { kind: Kind::Invite, role: Some(new.role) };
    match rules::needed(by(w.actor), act, None, counts(w)?) {
        Needed::Nothing => auth::invite(w, new).map(|(_, code)| Outcome::Code(code)),
        Needed::Forbidden(Why::NotYours) => Err(Error::Forbidden),
        Needed::Forbidden(why) => Ok(Outcome::Not(why)),
        Needed::ADpo | Needed::TheOther(_) => {
            let id = accounts::add_without_code(w, new)?;
            propose(w, act, id)
        }
    }
}

/// Does it, or proposes it where somebody else must agree.
///
/// # Errors
/// `Stale` when the account was changed since it was seen at this version, or something is proposed about it already.
pub fn act(w: &mut Writing, id: i64, version: i64, act: Act) -> Result<Outcome> {
    let account = accounts::get(w, id)?;
    if account.version != version {
        return Err(Error::Stale);
    }
    match rules::needed(by(w.actor), act, Some(&whom(&account)), counts(w)?) {
        Needed::Nothing => carry_out(w, &account, act),
        Needed::Forbidden(Why::NotYours) => Err(Error::Forbidden),
        Needed::Forbidden(why) => Ok(Outcome::Not(why)),
        Needed::ADpo | Needed::TheOther(_) => propose(w, act, id),
    }
}

/// The same on the host, where `even_the_last` Cio or Dpo can go.
///
/// # Errors
/// `Forbidden` for anybody but the command line.
pub fn force(w: &mut Writing, account: &Account, act: Act, even_the_last: bool) -> Result<Outcome> {
    if !matches!(w.actor, Actor::Console) {
        return Err(Error::Forbidden);
    }
    match rules::needed(None, act, Some(&whom(account)), counts(w)?) {
        Needed::Forbidden(Why::LastCio | Why::LastDpo) if even_the_last => carry_out(w, account, act),
        Needed::Forbidden(why) => Ok(Outcome::Not(why)),
        Needed::Nothing | Needed::ADpo | Needed::TheOther(_) => carry_out(w, account, act),
    }
}

fn carry_out(w: &mut Writing, account: &Account, act: Act) -> Result<Outcome> {
    match act.kind {
        Kind::Invite => accounts::invite_again(w, account).map(Outcome::Code),
        Kind::Password => accounts::reset_password(w, account).map(Outcome::Code),
        Kind::Factor => accounts::reset_factor(w, account).map(Outcome::Code),
        Kind::Role => {
            let role = act.role.ok_or(Error::BadRequest("role"))?;
            accounts::set_role(w, account, role).map(|()| Outcome::Done)
        }
        Kind::Disable => accounts::disable(w, account).map(|()| Outcome::Done),
        Kind::Enable => accounts::enable(w, account).map(|()| Outcome::Done),
    }
}

fn propose(w: &mut Writing, act: Act, staff_id: i64) -> Result<Outcome> {
    let (now, by_id) = (w.now, w.actor.staff_id().ok_or(Error::Forbidden)?);
    if store::open(w.conn(), now)?.iter().any(|open| open.staff_id == staff_id) {
        return Err(Error::Stale);
    }
    let id = w.next_id()?;
    let proposal = Proposal {
        id,
        kind: act.kind,
        staff_id,
        role: act.role,
        at: now,
        by_id,
        until: now + PROPOSED_FOR,
        state: Decision::Open,
        decided_at: None,
        decided_by: None,
    };
    store::add(w.conn(), &proposal)?;
    let deed = Deed::of(What::StaffProposed, Subject::Staff, staff_id).with("proposal", id);
    let deed = deed.with("kind", act.kind.word());
    w.record(match act.role {
        Some(role) => deed.with("role", role.word()),
        None => deed,
    });
    Ok(Outcome::Proposed)
}

/// A proposal that waits, in names.
pub struct Waiting {
    pub proposal: Proposal,
    /// Whose account it is.
    pub name: String,
    pub by: String,
    /// Whoever looks may agree.
    pub mine: bool,
    /// Whoever looks proposed it.
    pub own: bool,
}

impl Proposal {
    pub fn act(&self) -> Act {
        Act { kind: self.kind, role: self.role }
    }
}

pub fn proposal(l: &mut Looking, id: i64) -> Result<Proposal> {
    l.must(Right::DecideStaff)?;
    store::get(l.conn(), id)
}

/// What the proposal needs now, as the house stands: a proposer who may no longer propose has proposed nothing.
fn stands(l: &mut Looking, proposal: &Proposal, account: &Account, counts: Counts) -> Result<Needed> {
    let proposer = accounts::get(l, proposal.by_id)?;
    if proposer.state != State::Active {
        return Ok(Needed::Forbidden(Why::NotYours));
    }
    let by = By { id: proposer.id, role: proposer.role };
    Ok(rules::needed(Some(by), proposal.act(), Some(&whom(account)), counts))
}

/// Everything that waits for a decision, the oldest first.
pub fn waiting(l: &mut Looking) -> Result<Vec<Waiting>> {
    l.must(Right::DecideStaff)?;
    let (now, me, counts) = (l.now, by(l.actor), counts(l)?);
    let mut all = Vec::new();
    for proposal in store::open(l.conn(), now)? {
        let account = accounts::get(l, proposal.staff_id)?;
        let needed = stands(l, &proposal, &account, counts)?;
        let mine =
            me.is_some_and(|me| rules::may_agree(me, proposal.by_id, proposal.act(), &whom(&account), needed, counts));
        let own = me.is_some_and(|me| me.id == proposal.by_id);
        let by = auth::name(l, Some(proposal.by_id))?;
        all.push(Waiting { name: account.name.clone(), by, mine, own, proposal });
    }
    Ok(all)
}

/// Agrees to a proposal: it is carried out at once, and a code is shown to whoever agreed, who hands it over.
///
/// # Errors
/// `Forbidden` for whoever may not agree to it; `Stale` when it was decided, ran out, or no longer fits the account.
pub fn agree(w: &mut Writing, id: i64) -> Result<(i64, Outcome)> {
    w.must(Right::DecideStaff)?;
    let proposal = store::get(w.conn(), id)?;
    if proposal.state != Decision::Open || proposal.until <= w.now {
        return Err(Error::Stale);
    }
    let (account, counts) = (accounts::get(w, proposal.staff_id)?, counts(w)?);
    let needed = stands(w, &proposal, &account, counts)?;
    if matches!(needed, Needed::Nothing | Needed::Forbidden(_)) {
        return Err(Error::Stale);
    }
    let me = by(w.actor).ok_or(Error::Forbidden)?;
    if !rules::may_agree(me, proposal.by_id, proposal.act(), &whom(&account), needed, counts) {
        return Err(Error::Forbidden);
    }
    decide(w, &proposal, Decision::Approved)?;
    Ok((account.id, carry_out(w, &account, proposal.act())?))
}

/// Refuses a proposal, or takes one's own back. Somebody who was to be invited stays without an account.
///
/// # Errors
/// As [`agree`].
pub fn refuse(w: &mut Writing, id: i64) -> Result<i64> {
    w.must(Right::DecideStaff)?;
    let proposal = store::get(w.conn(), id)?;
    if proposal.state != Decision::Open || proposal.until <= w.now {
        return Err(Error::Stale);
    }
    let (account, counts) = (accounts::get(w, proposal.staff_id)?, counts(w)?);
    let needed = stands(w, &proposal, &account, counts)?;
    let me = by(w.actor).ok_or(Error::Forbidden)?;
    let own = me.id == proposal.by_id;
    if !own && !rules::may_agree(me, proposal.by_id, proposal.act(), &whom(&account), needed, counts) {
        return Err(Error::Forbidden);
    }
    decide(w, &proposal, Decision::Refused)?;
    if proposal.kind == Kind::Invite && account.state == State::Invited {
        accounts::disable(w, &account)?;
    }
    Ok(account.id)
}

fn decide(w: &mut Writing, proposal: &Proposal, decision: Decision) -> Result<()> {
    let (now, me) = (w.now, w.actor.staff_id());
    if !store::decide(w.conn(), proposal.id, decision, now, me)? {
        return Err(Error::Stale);
    }
    let deed = Deed::of(What::StaffDecided, Subject::Staff, proposal.staff_id).with("proposal", proposal.id);
    w.record(deed.with("kind", proposal.kind.word()).with("decision", decision.word()));
    Ok(())
}

/// Ends every session of a colleague, from the next request on. It changes nothing of the account.
pub fn end_sessions(w: &mut Writing, id: i64) -> Result<()> {
    accounts::end_sessions(w, id)
}

/// Ends everybody's sessions but those of whoever asks (V7.4.5).
pub fn end_all_sessions(w: &mut Writing) -> Result<usize> {
    accounts::end_all_sessions(w)
}

/// Everything that is done to accounts.
const ON_ACCOUNTS: &[What] = &[
    What::StaffInvited,
    What::RoleChanged,
    What::StaffDisabled,
    What::StaffEnabled,
    What::PasswordReset,
    What::FactorReset,
];

/// What was done on the host to accounts of a Dpo in the last week, the newest first, with whose account it is: for every
/// Dpo to see (design §2). That oneself was invited is no news.
pub fn done_on_the_host(l: &mut Looking) -> Result<Vec<(Line, String)>> {
    l.must(Right::DecideStaff)?;
    let (since, me) = (l.now - TOLD_FOR, l.actor.staff_id());
    let lines = deeds::by_console(l.conn(), ON_ACCOUNTS, since)?;
    let mut told = Vec::new();
    for line in lines {
        let of_a_dpo = line.detail.split([' ', '=']).any(|word| word == Role::Dpo.word());
        let old_news = line.what == What::StaffInvited && line.subject == me;
        if of_a_dpo && !old_news {
            let name = auth::name(l, line.subject)?;
            told.push((line, name));
        }
    }
    Ok(told)
}
