//! Who may connect (P2): decided at accept, before a byte is read or written, and asked again at each request.
pub mod client;
pub mod forwarded;
pub mod preface;

use ipnetwork::IpNetwork;
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

/// Sorted, merged ranges of v4-mapped addresses: a look-up is a binary search.
#[derive(Debug, Default)]
struct Rules {
    networks: Vec<Network>,
    ranges: Vec<(u128, u128)>,
}

impl Rules {
    fn new(networks: Vec<Network>) -> Self {
        let mut ranges: Vec<(u128, u128)> =
            networks.iter().map(|known| (number(known.range.network()), number(known.range.broadcast()))).collect();
        ranges.sort_unstable();
        let mut merged: Vec<(u128, u128)> = Vec::with_capacity(ranges.len());
        for (from, to) in ranges {
            match merged.last_mut() {
                Some(last) if from <= last.1.saturating_add(1) => last.1 = last.1.max(to),
                _ => merged.push((from, to)),
            }
        }
        Rules { networks, ranges: merged }
    }

    fn admits(&self, peer: IpAddr) -> bool {
        let peer = number(peer);
        let after = self.ranges.partition_point(|range| range.0 <= peer);
        after.checked_sub(1).and_then(|at| self.ranges.get(at)).is_some_and(|range| peer <= range.1)
    }
}

/// The present rules, and who waits for them to change. All clones are one gate.
#[derive(Clone, Debug)]
pub struct Gate {
    rules: watch::Sender<Arc<Rules>>,
    refused: Arc<AtomicU64>,
}

impl Gate {
    pub fn new(networks: Vec<Network>) -> Self {
        Gate { rules: watch::Sender::new(Arc::new(Rules::new(networks))), refused: Arc::default() }
    }

    /// Other rules from now on. Connections that they do not admit hear of it by [`Gate::shut_out`].
    pub fn set(&self, networks: Vec<Network>) {
        self.rules.send_if_modified(|rules| {
            let changed = rules.networks != networks;
            if changed {
                *rules = Arc::new(Rules::new(networks));
            }
            changed
        });
    }

    /// May this peer connect? `::ffff:192.0.2.1` is 192.0.2.1.
    pub fn admits(&self, peer: IpAddr) -> bool {
        self.rules.borrow().admits(peer)
    }

    /// The same question, answered with the narrowest network that the address is in.
    pub fn client(&self, address: IpAddr) -> Option<Client> {
        let address = address.to_canonical();
        let rules = self.rules.borrow();
        let holding = rules.networks.iter().filter(|known| known.range.contains(address));
        let narrowest = holding.max_by_key(|known| known.range.prefix())?;
        Some(Client { address, network: narrowest.id, kind: narrowest.kind })
    }

    /// Ends when the rules no longer admit this peer.
    pub async fn shut_out(&self, peer: IpAddr) {
        let mut rules = self.rules.subscribe();
        // The sender lives in `self`, so that waiting cannot fail.
        let _ = rules.wait_for(|rules| !rules.admits(peer)).await;
    }

    /// Counts a refusal; says how many there were when this one should be logged: the first and every thousandth.
    pub fn refuse(&self) -> Option<u64> {
        let n = self.refused.fetch_add(1, Ordering::Relaxed) + 1;
        (n == 1 || n.is_multiple_of(1_000)).then_some(n)
    }

    pub fn refused(&self) -> u64 {
        self.refused.load(Ordering::Relaxed)
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
        gate.set(vec![Network { id: 2, range: "198.51.100.0/24".parse().expect("a range"), kind: Kind::Vpn }]);
        out.await.expect("hears of it");
        assert!(!kept.is_finished());
    }

    proptest! {
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
