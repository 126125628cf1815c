//! The rules of networks, as pure functions: what is in force, what a change makes of it, and what speaks against one.
use super::{Change, Network, Trial};
use crate::actor::Role;
use crate::gate::{self, Kind, Rules};
use chrono::NaiveDateTime;
use std::net::IpAddr;

/// Everything that is known of networks at one moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    pub networks: Vec<Network>,
    /// Sorted.
    pub limits: Vec<(Role, Kind)>,
    /// Counts until its time is over, whether or not it was swept.
    pub trial: Option<Trial>,
}

/// What speaks against a change. Without words: pages say it in the reader's language, the command line in its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    LabelLength,
    WhyLength,
    /// Everything is so already.
    Same,
    /// It would let everybody in.
    Everybody,
    /// Nobody could connect any more.
    Nobody,
    /// This role is limited to kinds of network of which there would be none.
    Nowhere(Role),
    /// Whoever asks for it could not connect any more, or not work from where they are.
    Oneself,
}

/// The longest label, the longest reason.
pub const LONGEST: (usize, usize) = (60, 200);

impl Standing {
    /// The change on trial, while it lasts.
    pub fn trial_at(&self, now: NaiveDateTime) -> Option<&Trial> {
        self.trial.as_ref().filter(|trial| now < trial.until)
    }

    /// What is in force: the networks and limits that were kept, and the change on trial while it lasts.
    pub fn at(&self, now: NaiveDateTime) -> Rules {
        match self.trial_at(now) {
            Some(trial) => self.with(&trial.change, trial.id).rules().on_trial(Some(trial.id)),
            None => self.rules(),
        }
    }

    /// The rules without the change on trial.
    pub fn rules(&self) -> Rules {
        let known = |network: &Network| gate::Network { id: network.id, range: network.range, kind: network.kind };
        Rules::new(self.networks.iter().map(known).collect(), self.limits.clone())
    }

    /// What a change makes of it; a network that it adds is known by this number.
    pub fn with(&self, change: &Change, id: i64) -> Standing {
        let mut after = Standing { trial: None, ..self.clone() };
        match change {
            Change::Allow { range, kind, label, why } => {
                match after.networks.iter_mut().find(|network| network.range == *range) {
                    Some(there) => {
                        there.kind = *kind;
                        there.label.clone_from(label);
                        there.why.clone_from(why);
                    }
                    None => {
                        let (label, why) = (label.clone(), why.clone());
                        let (added_at, added_by) = (NaiveDateTime::default(), None);
                        after.networks.push(Network { id, range: *range, kind: *kind, label, why, added_at, added_by });
                        after.networks.sort_by_key(|network| network.range);
                    }
                }
            }
            Change::Remove { network } => after.networks.retain(|known| known.id != *network),
            Change::Limit { role, kinds } => {
                after.limits.retain(|limit| limit.0 != *role);
                after.limits.extend(kinds.iter().map(|kind| (*role, *kind)));
                after.limits.sort_unstable();
            }
        }
        after
    }

    /// Everything that speaks against a change, for somebody who works from there. Nobody in particular is the host.
    pub fn faults(&self, change: &Change, by: Option<(Role, IpAddr)>) -> Vec<Fault> {
        let after = self.with(change, 0);
        let (before, rules) = (self.rules(), after.rules());
        let mut faults = Vec::new();
        if let Change::Allow { label, why, .. } = change {
            let fits = |text: &str, most| (1..=most).contains(&text.trim().chars().count());
            faults.extend((!fits(label, LONGEST.0)).then_some(Fault::LabelLength));
            faults.extend((!fits(why, LONGEST.1)).then_some(Fault::WhyLength));
        }
        if after.networks == self.networks && after.limits == self.limits {
            faults.push(Fault::Same);
        }
        let is_wide = matches!(change, Change::Allow { range, .. } if crate::config::is_too_wide(range));
        if is_wide || rules.admits_everybody() && !before.admits_everybody() {
            faults.push(Fault::Everybody);
        }
        if after.networks.is_empty() {
            faults.push(Fault::Nobody);
        }
        let nowhere = |role: Role| !after.networks.iter().any(|network| rules.permits(role, network.kind));
        let had_somewhere = |role: Role| self.networks.iter().any(|network| before.permits(role, network.kind));
        if !after.networks.is_empty() {
            let lost = Role::ALL.iter().filter(|role| nowhere(**role) && had_somewhere(**role));
            faults.extend(lost.map(|role| Fault::Nowhere(*role)));
        }
        if by.is_some_and(|(role, address)| !rules.lets_work(role, address)) {
            faults.push(Fault::Oneself);
        }
        faults
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{DateTime, Duration};
    use ipnetwork::IpNetwork;
    use proptest::prelude::*;

    fn now() -> NaiveDateTime {
        DateTime::from_timestamp(1_800_000_000, 0).expect("a time").naive_utc()
    }

    fn network(id: i64, range: IpNetwork, kind: Kind) -> Network {
        let text = || "of the test".to_owned();
        Network { id, range, kind, label: text(), why: text(), added_at: now(), added_by: None }
    }

    fn allow(range: IpNetwork, kind: Kind) -> Change {
        Change::Allow { range, kind, label: "of the test".into(), why: "of the test".into() }
    }

    fn range() -> impl Strategy<Value = IpNetwork> {
        // Few bits, so that ranges meet.
        (0u32..16, 20u8..=32).prop_map(|(bits, prefix)| {
            let raw = IpNetwork::new(IpAddr::V4((0xc000_0200 + bits * 16).into()), prefix).expect("a prefix");
            IpNetwork::new(raw.network(), prefix).expect("a prefix")
        })
    }

    fn kind() -> impl Strategy<Value = Kind> {
        prop::sample::select(Kind::ALL)
    }

    fn role() -> impl Strategy<Value = Role> {
        prop::sample::select(Role::ALL)
    }

    fn change() -> impl Strategy<Value = Change> {
        prop_oneof![
            (range(), kind()).prop_map(|(range, kind)| allow(range, kind)),
            (1i64..6).prop_map(|network| Change::Remove { network }),
            (role(), prop::sample::subsequence(Kind::ALL, 0..2))
                .prop_map(|(role, kinds)| Change::Limit { role, kinds }),
        ]
    }

    fn standing() -> impl Strategy<Value = Standing> {
        let networks = prop::collection::vec((range(), kind()), 1..5);
        (networks, prop::collection::btree_map(role(), kind(), 0..3), prop::option::of((change(), -90i64..90)))
            .prop_map(|(mut networks, limits, trial)| {
                networks.sort_by_key(|network| network.0);
                networks.dedup_by_key(|network| network.0);
                let trial = trial.map(|(change, left)| Trial {
                    id: 99,
                    at: now(),
                    by_id: 1,
                    until: now() + Duration::seconds(left),
                    change,
                });
                Standing {
                    networks: networks
                        .into_iter()
                        .zip(1..)
                        .map(|((range, kind), id)| network(id, range, kind))
                        .collect(),
                    limits: limits.into_iter().collect(),
                    trial,
                }
            })
    }

    fn peers() -> impl Iterator<Item = IpAddr> {
        (0..256u32).map(|n| IpAddr::V4((0xc000_0200 + n).into()))
    }

    proptest! {
        #[test]
        fn nothing_but_networks_and_a_live_trial_lets_anybody_in(standing in standing(), later in 0i64..120) {
            let now = now() + Duration::seconds(later);
            let rules = standing.at(now);
            let live = standing.trial.as_ref().filter(|trial| now < trial.until);
            for peer in peers() {
                let kept = standing.networks.iter().any(|network| network.range.contains(peer));
                let expected = match live.map(|trial| &trial.change) {
                    Some(Change::Allow { range, .. }) => kept || range.contains(peer),
                    Some(Change::Remove { network }) => {
                        standing.networks.iter().any(|known| known.id != *network && known.range.contains(peer))
                    }
                    Some(Change::Limit { .. }) | None => kept,
                };
                prop_assert_eq!(rules.admits(peer), expected, "{}", peer);
            }
        }

        #[test]
        fn when_its_time_is_over_a_trial_has_changed_nothing(standing in standing()) {
            let untried = Standing { trial: None, ..standing.clone() };
            prop_assert_eq!(standing.at(now() + Duration::seconds(90)), untried.rules());
        }

        #[test]
        fn a_trial_that_is_confirmed_stays_what_it_was(standing in standing(), change in change()) {
            let trial = Trial { id: 99, at: now(), by_id: 1, until: now() + Duration::seconds(60), change: change.clone() };
            let on_trial = Standing { trial: Some(trial), ..standing.clone() }.at(now());
            let kept = standing.with(&change, 99).rules().on_trial(Some(99));
            prop_assert_eq!(on_trial, kept);
        }

        #[test]
        fn a_change_without_a_fault_leaves_a_way_in_for_every_role_and_for_whoever_asks(
            standing in standing(),
            change in change(),
            role in role(),
            from in 0u32..256,
        ) {
            let peer = IpAddr::V4((0xc000_0200 + from).into());
            if standing.faults(&change, Some((role, peer))).is_empty() {
                let (before, after) = (standing.rules(), standing.with(&change, 99).rules());
                prop_assert!(after.lets_work(role, peer));
                prop_assert!(!after.networks().is_empty() && !after.admits_everybody());
                for role in Role::ALL {
                    let somewhere = |rules: &Rules| rules.networks().iter().any(|known| rules.permits(*role, known.kind));
                    prop_assert!(somewhere(&after) || !somewhere(&before));
                }
            }
        }
    }

    #[test]
    fn everybody_is_not_let_in_by_halves() {
        let half = |range: &str| range.parse::<IpNetwork>().expect("a range");
        let standing = Standing { networks: vec![network(1, half("0.0.0.0/1"), Kind::Office)], ..Standing::default() };
        assert_eq!(standing.faults(&allow(half("128.0.0.0/1"), Kind::Vpn), None), [Fault::Everybody]);
        assert_eq!(standing.faults(&allow(half("128.0.0.0/2"), Kind::Vpn), None), [Fault::Everybody]);
        assert_eq!(standing.faults(&allow(half("10.0.0.0/8"), Kind::Vpn), None), []);
        assert_eq!(standing.faults(&Change::Remove { network: 1 }, None), [Fault::Nobody]);
    }
}
