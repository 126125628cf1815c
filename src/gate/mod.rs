//! Who may connect (P2): decided at accept, before a byte is read or written.
use ipnetwork::IpNetwork;
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Sorted, merged ranges of v4-mapped addresses: a look-up is a binary search.
#[derive(Clone, Debug)]
pub struct Gate {
    ranges: Arc<[(u128, u128)]>,
    refused: Arc<AtomicU64>,
}

impl Gate {
    pub fn new(allow: &[IpNetwork]) -> Self {
        let mut ranges: Vec<(u128, u128)> =
            allow.iter().map(|range| (number(range.network()), number(range.broadcast()))).collect();
        ranges.sort_unstable();
        let mut merged: Vec<(u128, u128)> = Vec::with_capacity(ranges.len());
        for (from, to) in ranges {
            match merged.last_mut() {
                Some(last) if from <= last.1.saturating_add(1) => last.1 = last.1.max(to),
                _ => merged.push((from, to)),
            }
        }
        Gate { ranges: merged.into(), refused: Arc::default() }
    }

    /// May this peer connect? `::ffff:192.0.2.1` is 192.0.2.1.
    pub fn admits(&self, peer: IpAddr) -> bool {
        let peer = number(peer);
        let after = self.ranges.partition_point(|range| range.0 <= peer);
        after.checked_sub(1).and_then(|at| self.ranges.get(at)).is_some_and(|range| peer <= range.1)
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

    fn gate(ranges: &[&str]) -> Gate {
        Gate::new(&ranges.iter().map(|range| range.parse().expect("a range")).collect::<Vec<_>>())
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
            let gate = Gate::new(&ranges);
            let edges = ranges.iter().flat_map(|range| [range.network(), range.broadcast()]);
            for peer in peers.iter().map(|bits| IpAddr::V4((*bits).into())).chain(edges) {
                prop_assert_eq!(gate.admits(peer), ranges.iter().any(|range| range.contains(peer)), "{}", peer);
            }
        }
    }
}
