//! Two keys of the house towards the internet side, both derived from the root key: one opens what the intake sealed,
//! the other signs what is published. The intake holds the public half of each.
use super::cipher::KEY;
use crate::error::{Error, Result};
use ring::signature::{Ed25519KeyPair, KeyPair};
use zeroize::{Zeroize, Zeroizing};

pub struct Spooling {
    identity: age::x25519::Identity,
    signing: Ed25519KeyPair,
}

impl Spooling {
    pub(super) fn new(opening: &[u8; KEY], signing: &[u8; KEY]) -> Result<Self> {
        let hrp = bech32::Hrp::parse("age-secret-key-").map_err(Error::internal)?;
        let mut text = bech32::encode::<bech32::Bech32>(hrp, opening).map_err(Error::internal)?;
        let upper = Zeroizing::new(text.to_uppercase());
        text.zeroize();
        Ok(Spooling {
            identity: upper.parse().map_err(|_| Error::internal("deriving the key of the spool"))?,
            signing: Ed25519KeyPair::from_seed_unchecked(signing)
                .map_err(|_| Error::internal("deriving the key that signs what is published"))?,
        })
    }

    /// Whom the intake seals to.
    pub fn recipient(&self) -> String {
        self.identity.to_public().to_string()
    }

    /// # Errors
    /// `Unreadable` for whatever was not sealed to this house.
    pub fn open(&self, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>> {
        age::decrypt(&self.identity, sealed).map(Zeroizing::new).map_err(|_| Error::Unreadable)
    }

    pub fn sign(&self, published: &[u8]) -> Vec<u8> {
        self.signing.sign(published).as_ref().to_vec()
    }

    /// By which the intake knows what this house published.
    pub fn public_key(&self) -> String {
        data_encoding::HEXLOWER.encode(self.signing.public_key().as_ref())
    }
}
