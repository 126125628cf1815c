//! The key that signs what leaves the house for somebody outside: Ed25519, derived from the root key, of no other use.
use super::cipher::KEY;
use crate::error::{Error, Result};
use ring::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};

pub struct Signer(Ed25519KeyPair);

impl Signer {
    pub(super) fn new(seed: &[u8; KEY]) -> Result<Self> {
        let pair = Ed25519KeyPair::from_seed_unchecked(seed);
        pair.map(Signer).map_err(|_| Error::internal("deriving the key that signs packs"))
    }

    pub fn sign(&self, bytes: &[u8]) -> Vec<u8> {
        self.0.sign(bytes).as_ref().to_vec()
    }

    pub fn public_key(&self) -> Vec<u8> {
        self.0.public_key().as_ref().to_vec()
    }

    /// Was this signed by whoever has the private half of that key? Needs no house.
    pub fn is_signed(public_key: &[u8], bytes: &[u8], signature: &[u8]) -> bool {
        UnparsedPublicKey::new(&ED25519, public_key).verify(bytes, signature).is_ok()
    }
}
