//! How many submissions are taken, from one address and from all.
use parking_lot::Mutex;
use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};

const WINDOW: i64 = 600;
const MINUTE: i64 = 60;
/// So many addresses are remembered at the most.
const ADDRESSES: usize = 50_000;

/// So many in a minute, whoever sends them.
pub struct Rate {
    most: u32,
    counted: Mutex<(i64, u32)>,
}

impl Rate {
    pub fn new(most: u32) -> Self {
        Rate { most, counted: Mutex::default() }
    }

    /// Counts one; is it one too many?
    pub fn is_over(&self, now: i64) -> bool {
        let mut counted = self.counted.lock();
        if now - counted.0 >= MINUTE {
            *counted = (now, 0);
        }
        counted.1 = counted.1.saturating_add(1);
        counted.1 > self.most
    }
}

pub struct Limits {
    per_address: u32,
    all: Rate,
    addresses: Mutex<HashMap<IpAddr, (i64, u32)>>,
}

impl Limits {
    pub fn new(per_address: u32, per_minute: u32) -> Self {
        Limits { per_address, all: Rate::new(per_minute), addresses: Mutex::default() }
    }

    /// Counts a submission; the status that refuses it when it is one too many.
    pub fn refuse(&self, from: IpAddr, now: i64) -> Option<u16> {
        if self.all.is_over(now) {
            return Some(503);
        }
        let mut addresses = self.addresses.lock();
        if addresses.len() >= ADDRESSES {
            addresses.retain(|_, (since, _)| now - *since < WINDOW);
        }
        if addresses.len() >= ADDRESSES {
            return Some(503);
        }
        let theirs = addresses.entry(network(from)).or_insert((now, 0));
        if now - theirs.0 >= WINDOW {
            *theirs = (now, 0);
        }
        theirs.1 = theirs.1.saturating_add(1);
        (theirs.1 > self.per_address).then_some(429)
    }
}

/// Whoever has one address of IPv6 has the /64 around it.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() >> 64 << 64)),
        v4 @ IpAddr::V4(_) => v4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_and_everybody_have_a_limit_and_time_lifts_it() {
        let limits = Limits::new(2, 5);
        let at = |text: &str, now| limits.refuse(text.parse().unwrap(), now);
        assert_eq!((at("192.0.2.1", 0), at("192.0.2.1", 0), at("192.0.2.1", 0)), (None, None, Some(429)));
        assert_eq!((at("2001:db8::1", 1), at("2001:db8::ffff:1", 1)), (None, None), "the same network, its second");
        assert_eq!(at("192.0.2.2", 2), Some(503), "the sixth of the minute");
        assert_eq!(at("2001:db8::2", 61), Some(429), "a third of the same network");
        assert_eq!(at("192.0.2.1", 700), None);
    }
}
