//! Who may connect (P2): decided at accept, before a byte is read or written, and asked again at each request.
pub mod client;
pub mod forwarded;
pub mod preface;

use crate::actor::Role;
use crate::config::is_too_wide;
use ipnetwork::IpNetwork;
use parking_lot::Mutex;
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;
use tokio::sync::{Notify, watch};

crate::db::values::words! {
    /// What kind of network a range is: a role can be limited to some kinds.
    pub enum Kind {
        Office = "office",
        Vpn = "vpn",
    }
}

/// A range of addresses that may connect, as the gate knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Network {
    pub id: i64,
    pub range: IpNetwork,
    pub kind: Kind,
}

/// Where a request comes from, decided once at the door and kept beside the request: nothing else asks for an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Client {
    pub address: IpAddr,
    /// The narrowest network that the address is in.
    pub network: i64,
    pub kind: Kind,
    /// A proxy brought it, in a header: then the connection is the proxy's, and carries others too.
    pub by_proxy: bool,
}

/// The connection that a request came by: kept as connection data, so that what must be confirmed "from a fresh
/// connection" can be.
#[derive(Clone, Debug)]
pub struct Connection {
    /// When it was accepted.
    pub since: Instant,
    close: Arc<Notify>,
}

impl Connection {
    pub fn now() -> Self {
        Connection { since: Instant::now(), close: Arc::default() }
    }

    /// Lets the answer that is being made go out, then ends the connection: the browser opens another for what follows.
    pub fn close_soon(&self) {
        self.close.notify_one();
    }

    /// Ends when [`Connection::close_soon`] was called.
    pub async fn closing(&self) {
        self.close.notified().await;
    }
}

/// Who may connect, and from which kinds of network a role may work. A value: what a change would do is two of them
/// compared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rules {
    networks: Vec<Network>,
    /// A role with lines here works from networks of these kinds only.
    limits: Vec<(Role, Kind)>,
    /// The change on trial that these rules come from.
    trial: Option<i64>,
    /// Sorted, merged ranges of v4-mapped addresses: a look-up is a binary search.
    ranges: Vec<(u128, u128)>,
}

/// `::ffff:0:0/96`, where the addresses of IPv4 stand.
const MAPPED: (u128, u128) = (0xffff_0000_0000, 0xffff_ffff_ffff);

impl Rules {
    pub fn new(networks: Vec<Network>, limits: Vec<(Role, Kind)>) -> Self {
        let mut ranges: Vec<(u128, u128)> = networks.iter().flat_map(|known| spans(&known.range)).collect();
        ranges.sort_unstable();
        let mut merged: Vec<(u128, u128)> = Vec::with_capacity(ranges.len());
        for (from, to) in ranges {
            match merged.last_mut() {
                Some(last) if from <= last.1.saturating_add(1) => last.1 = last.1.max(to),
                _ => merged.push((from, to)),
            }
        }
        Rules { networks, limits, trial: None, ranges: merged }
    }

    pub fn on_trial(mut self, trial: Option<i64>) -> Self {
        self.trial = trial;
        self
    }

    pub fn networks(&self) -> &[Network] {
        &self.networks
    }

    /// May this peer connect? `::ffff:192.0.2.1` is 192.0.2.1.
    pub fn admits(&self, peer: IpAddr) -> bool {
        let peer = number(peer);
        let after = self.ranges.partition_point(|range| range.0 <= peer);
        after.checked_sub(1).and_then(|at| self.ranges.get(at)).is_some_and(|range| peer <= range.1)
    }

    /// The same question, answered with the narrowest network that the address is in.
    pub fn client(&self, address: IpAddr) -> Option<Client> {
        let address = address.to_canonical();
        let holding = self.networks.iter().filter(|known| known.range.contains(address));
        let narrowest = holding.max_by_key(|known| known.range.prefix())?;
        Some(Client { address, network: narrowest.id, kind: narrowest.kind, by_proxy: false })
    }

    /// The kinds of network that a role is limited to; none when it is not limited.
    pub fn kinds_of(&self, role: Role) -> Vec<Kind> {
        self.limits.iter().filter(|limit| limit.0 == role).map(|limit| limit.1).collect()
    }

    /// May this role work from a network of this kind?
    pub fn permits(&self, role: Role, kind: Kind) -> bool {
        let kinds = self.kinds_of(role);
        kinds.is_empty() || kinds.contains(&kind)
    }

    /// May somebody of this role connect from there and work?
    pub fn lets_work(&self, role: Role, address: IpAddr) -> bool {
        self.client(address).is_some_and(|client| self.permits(role, client.kind))
    }

    /// Does everybody get in who speaks IPv4, or everybody who speaks IPv6? A range wider than any company has
    /// is a part of everybody: a few of them are the whole.
    pub fn admits_everybody(&self) -> bool {
        if self.networks.iter().any(|known| is_too_wide(&known.range)) {
            return true;
        }
        let holds = |from: u128, to: u128| self.ranges.iter().any(|range| range.0 <= from && to <= range.1);
        holds(MAPPED.0, MAPPED.1) || holds(0, MAPPED.0 - 1) && holds(MAPPED.1 + 1, u128::MAX)
    }
}

/// The numbers that a range holds. A range of IPv6 holds no address of IPv4, whatever it is written as.
fn spans(range: &IpNetwork) -> Vec<(u128, u128)> {
    let (from, to) = (number(range.network()), number(range.broadcast()));
    if range.is_ipv4() || to < MAPPED.0 || MAPPED.1 < from {
        return vec![(from, to)];
    }
    let around = [(from, MAPPED.0 - 1), (MAPPED.1 + 1, to)];
    around.into_iter().filter(|span| span.0 <= span.1 && from <= span.0 && span.1 <= to).collect()
}

/// An address that was refused lately.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refusal {
    pub address: IpAddr,
    pub times: u64,
    pub last: Instant,
}

/// So many refused addresses are remembered, the latest: a flood must not cost memory.
const REMEMBERED: usize = 256;

/// The present rules, and who waits for them to change. All clones are one gate.
#[derive(Clone, Debug)]
pub struct Gate {
    rules: watch::Sender<Arc<Rules>>,
    /// Since when this process keeps to the change on trial.
    trial: Arc<Mutex<Option<(i64, Instant)>>>,
    renewing: Arc<Mutex<()>>,
    refused: Arc<AtomicU64>,
    lately: Arc<Mutex<HashMap<IpAddr, (u64, Instant)>>>,
}

impl Gate {
    pub fn new(networks: Vec<Network>) -> Self {
        Gate {
            rules: watch::Sender::new(Arc::new(Rules::new(networks, Vec::new()))),
            trial: Arc::default(),
            renewing: Arc::default(),
            refused: Arc::default(),
            lately: Arc::default(),
        }
    }

    pub fn rules(&self) -> Arc<Rules> {
        self.rules.borrow().clone()
    }

    /// Other rules from now on; were they others? Connections that they do not admit hear of it by [`Gate::shut_out`].
    pub fn set(&self, rules: Rules) -> bool {
        let trial = rules.trial;
        let changed = self.rules.send_if_modified(|present| {
            let changed = **present != rules;
            if changed {
                *present = Arc::new(rules);
            }
            changed
        });
        let mut known = self.trial.lock();
        if known.map(|known| known.0) != trial {
            *known = trial.map(|trial| (trial, Instant::now()));
        }
        changed
    }

    /// Reads rules and keeps to them. One at a time, so that what was read earlier never replaces what was read later.
    ///
    /// # Errors
    /// Those of reading; the rules stay what they were.
    pub fn renew<E>(&self, read: impl FnOnce() -> Result<Rules, E>) -> Result<bool, E> {
        let _one_at_a_time = self.renewing.lock();
        Ok(self.set(read()?))
    }

    /// Since when this process keeps to that change on trial, if it does.
    pub fn on_trial_since(&self, trial: i64) -> Option<Instant> {
        self.trial.lock().filter(|known| known.0 == trial).map(|known| known.1)
    }

    /// May this peer connect? `::ffff:192.0.2.1` is 192.0.2.1.
    pub fn admits(&self, peer: IpAddr) -> bool {
        self.rules.borrow().admits(peer)
    }

    /// The same question, answered with the narrowest network that the address is in.
    pub fn client(&self, address: IpAddr) -> Option<Client> {
        self.rules.borrow().client(address)
    }

    /// Ends when the rules no longer admit this peer.
    pub async fn shut_out(&self, peer: IpAddr) {
        let mut rules = self.rules.subscribe();
        // The sender lives in `self`, so that waiting cannot fail.
        let _ = rules.wait_for(|rules| !rules.admits(peer)).await;
    }

    /// Counts a refusal, and remembers whose it was where that is known; says how many there were when this one should
    /// be logged: the first and every thousandth.
    pub fn refuse(&self, address: Option<IpAddr>) -> Option<u64> {
        if let Some(address) = address {
            self.remember(address.to_canonical());
        }
        let n = self.refused.fetch_add(1, Ordering::Relaxed) + 1;
        (n == 1 || n.is_multiple_of(1_000)).then_some(n)
    }

    fn remember(&self, address: IpAddr) {
        let (mut lately, now) = (self.lately.lock(), Instant::now());
        if lately.len() >= REMEMBERED && !lately.contains_key(&address) {
            let oldest = lately.iter().min_by_key(|known| known.1.1).map(|known| *known.0);
            oldest.and_then(|oldest| lately.remove(&oldest));
        }
        let known = lately.entry(address).or_insert((0, now));
        *known = (known.0 + 1, now);
    }

    pub fn refused(&self) -> u64 {
        self.refused.load(Ordering::Relaxed)
    }

    /// Who was refused lately, the latest first.
    pub fn refusals(&self) -> Vec<Refusal> {
        let mut all: Vec<Refusal> = self
            .lately
            .lock()
            .iter()
            .map(|(address, (times, last))| Refusal { address: *address, times: *times, last: *last })
            .collect();
        all.sort_unstable_by_key(|refusal| (std::cmp::Reverse(refusal.last), refusal.address));
        all
    }
}

fn number(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(v4) => u128::from(v4.to_ipv6_mapped()),
        IpAddr::V6(v6) => u128::from(v6),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(ranges: &[IpNetwork]) -> Gate {
        let networks = ranges.iter().zip(1..).map(|(range, id)| Network { id, range: *range, kind: Kind::Office });
        Gate::new(networks.collect())
    }

    fn gate(ranges: &[&str]) -> Gate {
        of(&ranges.iter().map(|range| range.parse().expect("a range")).collect::<Vec<_>>())
    }

    #[test]
    fn addresses_inside_a_range_are_let_in_and_their_neighbours_are_not() {
        let gate = gate(&["192.0.2.0/24", "198.51.100.7/32", "2001:db8::/32"]);
        for (address, let_in) in [
            ("192.0.2.0", true),
            ("192.0.2.255", true),
            ("192.0.1.255", false),
            ("192.0.3.0", false),
            ("198.51.100.7", true),
            ("198.51.100.6", false),
            ("::ffff:192.0.2.9", true),
            ("::ffff:192.0.3.9", false),
            ("2001:db8::1", true),
            ("2001:db9::1", false),
            ("::", false),
        ] {
            assert_eq!(gate.admits(address.parse().expect("an address")), let_in, "{address}");
        }
    }

    #[test]
    fn an_address_in_two_ranges_is_known_by_the_narrower_one() {
        let gate = gate(&["192.0.2.0/24", "192.0.2.128/25", "2001:db8::/32"]);
        let network = |address: &str| gate.client(address.parse().expect("an address")).map(|client| client.network);
        assert_eq!(network("192.0.2.1"), Some(1));
        assert_eq!(network("::ffff:192.0.2.200"), Some(2));
        assert_eq!(network("2001:db8::1"), Some(3));
        assert_eq!(network("198.51.100.1"), None);
    }

    #[actix_rt::test]
    async fn whoever_is_no_longer_admitted_hears_of_it_and_nobody_else_does() {
        let gate = gate(&["192.0.2.0/24", "198.51.100.0/24"]);
        let out = tokio::spawn({
            let gate = gate.clone();
            async move { gate.shut_out([192, 0, 2, 1].into()).await }
        });
        let kept = tokio::spawn({
            let gate = gate.clone();
            async move { gate.shut_out([198, 51, 100, 1].into()).await }
        });
        tokio::task::yield_now().await;
        let left = Network { id: 2, range: "198.51.100.0/24".parse().expect("a range"), kind: Kind::Vpn };
        assert!(gate.set(Rules::new(vec![left.clone()], Vec::new())));
        assert!(!gate.set(Rules::new(vec![left], Vec::new())), "nothing changed");
        out.await.expect("hears of it");
        assert!(!kept.is_finished());
    }

    #[test]
    fn a_limited_role_works_from_its_kinds_of_network_and_others_from_everywhere() {
        let range = |id, range: &str, kind| Network { id, range: range.parse().expect("a range"), kind };
        let networks = vec![range(1, "192.0.2.0/24", Kind::Office), range(2, "192.0.2.128/25", Kind::Vpn)];
        let rules = Rules::new(networks, vec![(Role::Cio, Kind::Office)]);
        assert!(rules.lets_work(Role::Cio, [192, 0, 2, 1].into()));
        assert!(!rules.lets_work(Role::Cio, [192, 0, 2, 200].into()), "the narrower network counts");
        assert!(rules.lets_work(Role::Dpo, [192, 0, 2, 200].into()));
        assert!(!rules.lets_work(Role::Dpo, [198, 51, 100, 1].into()));
    }

    #[test]
    fn everybody_is_recognised_however_it_is_written() {
        let everybody = |ranges: &[&str]| gate(ranges).rules().admits_everybody();
        for ranges in [&["0.0.0.0/0"][..], &["::/0"], &["0.0.0.0/1", "128.0.0.0/1"], &["::/1", "8000::/1"]] {
            assert!(everybody(ranges), "{ranges:?}");
        }
        for ranges in [&["128.0.0.0/2"][..], &["2000::/3"], &["0.0.0.0/7"]] {
            assert!(everybody(ranges), "{ranges:?} is a part of it");
        }
        for ranges in [&["10.0.0.0/8"][..], &["::/64"], &["::ffff:0:0/96"], &["2001::/16", "172.16.0.0/12"]] {
            assert!(!everybody(ranges), "{ranges:?}");
        }
    }

    #[test]
    fn a_flood_of_strangers_leaves_the_latest_few_in_memory() {
        let gate = gate(&["192.0.2.0/24"]);
        for n in 0..10_000u32 {
            gate.refuse(Some(std::net::Ipv4Addr::from(n).into()));
        }
        gate.refuse(Some("::ffff:0.0.39.15".parse().expect("an address")));
        gate.refuse(None);
        assert_eq!(gate.refused(), 10_002);
        assert_eq!(gate.refusals().len(), REMEMBERED);
        let latest = gate.refusals().first().copied().expect("somebody");
        assert_eq!((latest.address, latest.times), ([0, 0, 39, 15].into(), 2));
    }

    proptest! {
        #[test]
        fn who_is_admitted_has_a_network_and_who_is_not_has_none(
            ranges in prop::collection::vec((any::<u128>(), 0u8..=128, any::<bool>()), 1..20),
            peers in prop::collection::vec((any::<u128>(), any::<bool>()), 1..20),
        ) {
            // Near the addresses of IPv4 written as IPv6, where the two could be taken for each other.
            let low = |bits: u128, near: bool| std::net::Ipv6Addr::from(if near { bits % (1 << 49) } else { bits });
            let ranges: Vec<IpNetwork> = ranges
                .iter()
                .map(|(bits, prefix, near)| IpNetwork::new(low(*bits, *near).into(), *prefix).expect("a prefix"))
                .chain([IpNetwork::new([192, 0, 2, 0].into(), 24).expect("a prefix")])
                .collect();
            let rules = of(&ranges).rules();
            let edges = ranges.iter().flat_map(|range| [range.network(), range.broadcast()]);
            for peer in peers.iter().map(|(bits, near)| IpAddr::from(low(*bits, *near))).chain(edges) {
                prop_assert_eq!(rules.admits(peer), rules.client(peer).is_some(), "{}", peer);
            }
        }

        #[test]
        fn the_gate_agrees_with_asking_each_range(
            ranges in prop::collection::vec((any::<u32>(), 1u8..=32), 1..40),
            peers in prop::collection::vec(any::<u32>(), 1..40),
        ) {
            let ranges: Vec<IpNetwork> = ranges
                .iter()
                .map(|(bits, prefix)| IpNetwork::new(IpAddr::V4((*bits).into()), *prefix).expect("a prefix"))
                .collect();
            let gate = of(&ranges);
            let edges = ranges.iter().flat_map(|range| [range.network(), range.broadcast()]);
            for peer in peers.iter().map(|bits| IpAddr::V4((*bits).into())).chain(edges) {
                prop_assert_eq!(gate.admits(peer), ranges.iter().any(|range| range.contains(peer)), "{}", peer);
            }
        }
    }
}
