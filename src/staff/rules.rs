//! What a change of an account needs: nothing, a Dpo, the other of Cio and Dpo, or it cannot be. One pure function over
//! who acts, on whom, and how many Cios and Dpos there are; pages, proposals and the command line all ask it.
use super::{Act, Kind};
use crate::actor::{Right, Role};
use crate::auth::State;

/// Who acts or decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct By {
    pub id: i64,
    pub role: Role,
}

/// Whose account it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Whom {
    pub id: i64,
    pub role: Role,
    pub state: State,
    /// Has finished an enrolment once.
    pub enrolled: bool,
}

impl Whom {
    fn is_active(&self, role: Role) -> bool {
        self.state == State::Active && self.role == role
    }
}

/// How many there are to decide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counts {
    /// Active ones.
    pub cios: usize,
    pub dpos: usize,
    /// A Dpo has enrolled once and is not disabled, even if they wait for a code now. Until then the house has none, and
    /// the Cio may invite the first.
    pub seated: bool,
}

impl Counts {
    /// Active ones of this role other than that colleague.
    fn besides(&self, whom: Option<&Whom>, role: Role) -> usize {
        let all = if role == Role::Dpo { self.dpos } else { self.cios };
        all.saturating_sub(usize::from(whom.is_some_and(|whom| whom.is_active(role))))
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needed {
    /// Whoever asks may do it at once.
    Nothing,
    /// Another person must agree: a Dpo.
    ADpo,
    /// Two persons, one of them the Cio and one a Dpo; this is the one who does not ask.
    TheOther(Role),
    Forbidden(Why),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// This role does not do that.
    NotYours,
    /// Nobody does that to their own account.
    Oneself,
    /// It is so already, or cannot be of an account in this state.
    NoChange,
    /// Has never opened the account, or is disabled.
    NotEnrolled,
    /// Nobody could manage staff any more.
    LastCio,
    /// Nobody could decide for the Dpo any more.
    LastDpo,
    /// There is nobody who could agree; the command on the host is left.
    NobodyToDecide,
}

/// What `act` on `whom` needs when `by` asks for it; nobody is the command line, which answers to the host alone.
/// `whom` is nobody for an invitation of somebody new.
pub fn needed(by: Option<By>, act: Act, whom: Option<&Whom>, counts: Counts) -> Needed {
    use Needed::Forbidden;
    if let Some(by) = by {
        let right = if act.kind == Kind::Factor { Right::DecideStaff } else { Right::ManageStaff };
        if !right.roles().contains(&by.role) {
            return Forbidden(Why::NotYours);
        }
        if whom.is_some_and(|whom| whom.id == by.id) {
            return Forbidden(Why::Oneself);
        }
    }
    if let Some(why) = idle(act, whom) {
        return Forbidden(why);
    }
    if let Some(whom) = whom.filter(|_| matches!(act.kind, Kind::Role | Kind::Disable)) {
        if whom.is_active(Role::Cio) && counts.besides(Some(whom), Role::Cio) == 0 {
            return Forbidden(Why::LastCio);
        }
        if whom.is_active(Role::Dpo) && counts.besides(Some(whom), Role::Dpo) == 0 {
            return Forbidden(Why::LastDpo);
        }
    }
    let Some(by) = by else { return Needed::Nothing };
    if act.kind == Kind::Factor {
        let other = if by.role == Role::Cio { Role::Dpo } else { Role::Cio };
        let there = counts.besides(whom, other) > 0;
        return if there { Needed::TheOther(other) } else { Forbidden(Why::NobodyToDecide) };
    }
    let of_a_dpo = whom.is_some_and(|whom| whom.role == Role::Dpo) || act.role == Some(Role::Dpo);
    if !of_a_dpo || (act.kind == Kind::Invite && !counts.seated) {
        return Needed::Nothing;
    }
    if counts.dpos > 0 { Needed::ADpo } else { Forbidden(Why::NobodyToDecide) }
}

/// What would change nothing, or cannot be of an account in this state.
fn idle(act: Act, whom: Option<&Whom>) -> Option<Why> {
    let Some(whom) = whom else { return (act.kind != Kind::Invite).then_some(Why::NoChange) };
    match act.kind {
        Kind::Invite => (whom.enrolled || whom.state != State::Invited).then_some(Why::NoChange),
        Kind::Role => act.role.is_none_or(|role| role == whom.role).then_some(Why::NoChange),
        Kind::Disable => (whom.state == State::Disabled).then_some(Why::NoChange),
        Kind::Enable => (whom.state != State::Disabled).then_some(Why::NoChange),
        Kind::Password | Kind::Factor => (!whom.enrolled || whom.state == State::Disabled).then_some(Why::NotEnrolled),
    }
}

/// May this colleague agree to what that one proposed? Never the same person, never about oneself; where the only Dpo is
/// the subject, a Dpo may agree to a change of their own account, but not to losing their second factor.
pub fn may_agree(decider: By, proposer: i64, act: Act, whom: &Whom, needed: Needed, counts: Counts) -> bool {
    let role = match needed {
        Needed::ADpo => Role::Dpo,
        Needed::TheOther(role) => role,
        Needed::Nothing | Needed::Forbidden(_) => return false,
    };
    let about_oneself = decider.id == whom.id;
    let only_dpo = needed == Needed::ADpo && act.kind != Kind::Factor && counts.besides(Some(whom), Role::Dpo) == 0;
    decider.role == role && decider.id != proposer && (!about_oneself || only_dpo)
}

#[cfg(test)]
mod tests {
    use super::Needed::{ADpo, Forbidden, Nothing, TheOther};
    use super::*;

    const ME: i64 = 1;
    const THEM: i64 = 2;

    fn whom(id: i64, role: Role, state: State) -> Whom {
        Whom { id, role, state, enrolled: state != State::Invited }
    }

    fn counts(cios: usize, dpos: usize) -> Counts {
        Counts { cios, dpos, seated: dpos > 0 }
    }

    fn act(kind: Kind) -> Act {
        Act { kind, role: None }
    }

    #[test]
    fn the_table_of_what_is_needed() {
        use Kind::{Disable, Enable, Factor, Invite, Password};
        let cio = Some(By { id: ME, role: Role::Cio });
        let dpo = Some(By { id: ME, role: Role::Dpo });
        let to = |role| Act { kind: Kind::Role, role: Some(role) };
        let new = |role| Act { kind: Invite, role: Some(role) };
        let active = |role| Some(whom(THEM, role, State::Active));
        let disabled = |role| Some(whom(THEM, role, State::Disabled));
        let invited = |role| Some(whom(THEM, role, State::Invited));
        let table = [
            (cio, new(Role::Sales), None, counts(1, 1), Nothing),
            (cio, new(Role::Cio), None, counts(1, 1), Nothing),
            (cio, new(Role::Dpo), None, counts(1, 1), ADpo),
            (cio, new(Role::Dpo), None, counts(1, 0), Nothing),
            (cio, new(Role::Dpo), None, Counts { seated: true, ..counts(1, 0) }, Forbidden(Why::NobodyToDecide)),
            (dpo, new(Role::Sales), None, counts(1, 1), Forbidden(Why::NotYours)),
            (None, new(Role::Dpo), None, counts(1, 1), Nothing),
            (cio, act(Invite), invited(Role::Sales), counts(1, 1), Nothing),
            (cio, act(Invite), invited(Role::Dpo), counts(1, 1), ADpo),
            (cio, act(Invite), active(Role::Sales), counts(1, 1), Forbidden(Why::NoChange)),
            (cio, to(Role::Support), active(Role::Sales), counts(1, 1), Nothing),
            (cio, to(Role::Sales), active(Role::Sales), counts(1, 1), Forbidden(Why::NoChange)),
            (cio, to(Role::Dpo), active(Role::Sales), counts(1, 1), ADpo),
            (cio, to(Role::Dpo), active(Role::Sales), counts(1, 0), Forbidden(Why::NobodyToDecide)),
            (cio, to(Role::Sales), active(Role::Dpo), counts(1, 1), Forbidden(Why::LastDpo)),
            (cio, to(Role::Sales), active(Role::Dpo), counts(1, 2), ADpo),
            (cio, to(Role::Sales), active(Role::Cio), counts(2, 1), Nothing),
            (dpo, to(Role::Sales), active(Role::Cio), counts(1, 2), Forbidden(Why::NotYours)),
            (None, to(Role::Sales), active(Role::Cio), counts(1, 1), Forbidden(Why::LastCio)),
            (None, to(Role::Sales), active(Role::Dpo), counts(1, 1), Forbidden(Why::LastDpo)),
            (cio, act(Disable), active(Role::Sales), counts(1, 1), Nothing),
            (cio, act(Disable), disabled(Role::Sales), counts(1, 1), Forbidden(Why::NoChange)),
            (cio, act(Disable), active(Role::Dpo), counts(1, 1), Forbidden(Why::LastDpo)),
            (cio, act(Disable), active(Role::Dpo), counts(1, 2), ADpo),
            (None, act(Disable), active(Role::Cio), counts(1, 1), Forbidden(Why::LastCio)),
            (None, act(Disable), active(Role::Cio), counts(2, 1), Nothing),
            (cio, act(Enable), disabled(Role::Sales), counts(1, 1), Nothing),
            (cio, act(Enable), disabled(Role::Dpo), counts(1, 1), ADpo),
            (cio, act(Enable), active(Role::Sales), counts(1, 1), Forbidden(Why::NoChange)),
            (cio, act(Password), active(Role::Sales), counts(1, 1), Nothing),
            (cio, act(Password), active(Role::Dpo), counts(1, 1), ADpo),
            (cio, act(Password), invited(Role::Sales), counts(1, 1), Forbidden(Why::NotEnrolled)),
            (dpo, act(Password), active(Role::Sales), counts(1, 1), Forbidden(Why::NotYours)),
            (cio, act(Factor), active(Role::Sales), counts(1, 1), TheOther(Role::Dpo)),
            (dpo, act(Factor), active(Role::Sales), counts(1, 1), TheOther(Role::Cio)),
            (dpo, act(Factor), active(Role::Cio), counts(1, 1), Forbidden(Why::NobodyToDecide)),
            (dpo, act(Factor), active(Role::Cio), counts(2, 1), TheOther(Role::Cio)),
            (cio, act(Factor), active(Role::Dpo), counts(1, 1), Forbidden(Why::NobodyToDecide)),
            (cio, act(Factor), active(Role::Dpo), counts(1, 2), TheOther(Role::Dpo)),
            (None, act(Factor), active(Role::Dpo), counts(1, 1), Nothing),
        ];
        for (by, act, whom, counts, expected) in table {
            assert_eq!(needed(by, act, whom.as_ref(), counts), expected, "{by:?} {act:?} {whom:?} {counts:?}");
        }
    }

    /// Every actor, act, subject, state and count: what must hold of the answer whatever they are.
    #[test]
    fn no_case_at_all_breaks_the_rules() {
        let mut cases = 0;
        let roles = || Role::ALL.iter().copied();
        let bys = || roles().map(|role| Some(By { id: ME, role })).chain([None]);
        let acts = || {
            let plain = Kind::ALL.iter().map(|kind| act(*kind));
            let with_role = [Kind::Role, Kind::Invite].into_iter();
            plain.chain(with_role.flat_map(move |kind| roles().map(move |role| Act { kind, role: Some(role) })))
        };
        let whoms = || {
            let all = [ME, THEM].into_iter().flat_map(move |id| roles().map(move |role| (id, role)));
            let states = all.flat_map(|(id, role)| State::ALL.iter().map(move |state| (id, role, *state)));
            let enrolled = states
                .flat_map(|(id, role, state)| [true, false].map(|enrolled| Some(Whom { id, role, state, enrolled })));
            enrolled.chain([None])
        };
        for by in bys() {
            for act in acts() {
                for whom in whoms() {
                    for (cios, dpos, seated) in
                        (0..3).flat_map(|c| (0..3).flat_map(move |d| [(c, d, true), (c, d, d > 0)]))
                    {
                        let counts = Counts { cios, dpos, seated };
                        let answer = needed(by, act, whom.as_ref(), counts);
                        check(by, act, whom.as_ref(), counts, answer);
                        cases += 1;
                    }
                }
            }
        }
        assert_eq!(cases, 7 * 18 * 73 * 18);
    }

    fn check(by: Option<By>, act: Act, whom: Option<&Whom>, counts: Counts, answer: Needed) {
        let case = format!("{by:?} {act:?} {whom:?} {counts:?}: {answer:?}");
        let goes_on = !matches!(answer, Forbidden(_));
        let is_active = |role| whom.is_some_and(|whom| whom.state == State::Active && whom.role == role);
        match by {
            None => assert!(matches!(answer, Nothing | Forbidden(_)), "{case}"),
            Some(by) => {
                assert!(!goes_on || matches!(by.role, Role::Cio | Role::Dpo), "{case}");
                assert!(!goes_on || whom.is_none_or(|whom| whom.id != by.id), "{case}");
                // A Dpo asks for nothing but a factor, and two persons always mean one of each.
                assert!(!goes_on || by.role == Role::Cio || answer == TheOther(Role::Cio), "{case}");
                assert!((act.kind == Kind::Factor) == matches!(answer, TheOther(_)) || !goes_on, "{case}");
                let of_a_dpo = whom.is_some_and(|whom| whom.role == Role::Dpo) || act.role == Some(Role::Dpo);
                let first = act.kind == Kind::Invite && !counts.seated;
                assert!(answer != Nothing || !of_a_dpo || first, "{case}");
                assert!(answer != ADpo || counts.dpos > 0, "{case}");
            }
        }
        if goes_on && matches!(act.kind, Kind::Role | Kind::Disable) {
            assert!(!(is_active(Role::Cio) && counts.cios < 2), "{case}");
            assert!(!(is_active(Role::Dpo) && counts.dpos < 2), "{case}");
        }
        let Some(whom) = whom else { return };
        for role in Role::ALL {
            for id in [ME, THEM, 3] {
                let decider = By { id, role: *role };
                let proposer = by.map_or(ME, |by| by.id);
                if may_agree(decider, proposer, act, whom, answer, counts) {
                    assert!(id != proposer && goes_on && answer != Nothing, "{case} {decider:?}");
                    assert!(id != whom.id || act.kind != Kind::Factor, "{case} {decider:?}");
                    assert!(matches!(role, Role::Cio | Role::Dpo), "{case} {decider:?}");
                }
            }
        }
    }
}
