//! How many connections each address holds, so that one machine cannot take the places of all (V13.1.2).
use parking_lot::Mutex;
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::Arc;

/// An office behind one address has some hundred browsers with a few connections each: a quarter of all places.
pub const EACH: usize = 1_000;

#[derive(Clone, Default)]
pub struct Crowd(Arc<Mutex<HashMap<IpAddr, usize>>>);

/// Given back when it is dropped.
pub struct Place {
    crowd: Crowd,
    address: IpAddr,
}

impl Crowd {
    /// None when this address has as many as one may.
    pub fn enter(&self, address: IpAddr) -> Option<Place> {
        let address = address.to_canonical();
        let mut held = self.0.lock();
        let held = held.entry(address).or_default();
        if *held >= EACH {
            return None;
        }
        *held += 1;
        Some(Place { crowd: self.clone(), address })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut held = self.crowd.0.lock();
        if let Some(many) = held.get_mut(&self.address) {
            *many = many.saturating_sub(1);
            if *many == 0 {
                held.remove(&self.address);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // V13.1.2
    #[test]
    fn one_address_has_its_share_and_leaves_the_rest_to_others() {
        let crowd = Crowd::default();
        let one: IpAddr = [192, 0, 2, 7].into();
        let mut held: Vec<Place> = (0..EACH).filter_map(|_| crowd.enter(one)).collect();
        assert_eq!(held.len(), EACH);
        assert!(crowd.enter(one).is_none());
        assert!(crowd.enter("::ffff:192.0.2.7".parse().expect("an address")).is_none());
        assert!(crowd.enter([192, 0, 2, 8].into()).is_some());
        held.pop();
        assert!(crowd.enter(one).is_some());
        held.clear();
        assert!(crowd.0.lock().is_empty(), "who has gone is forgotten");
    }
}
