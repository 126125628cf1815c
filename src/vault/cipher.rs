//! The only file that names the cipher: AES-256-GCM by `ring`, random 96-bit nonces under keys that seal few values
//! each (V11.3.4), and HKDF/HMAC-SHA-256 for everything derived.
use crate::error::{Error, Result};
use ring::{aead, hkdf, hmac};
use zeroize::Zeroizing;

/// Says which cipher made a value, so that another one can follow without guessing (V11.1.4).
const ALGORITHM: u8 = 1;
const HEADER: usize = 2;
const NONCE: usize = 12;
pub const KEY: usize = 32;

/// One key, ready for use. `ring` keeps no readable copy of the bytes.
pub struct Key {
    version: u8,
    key: aead::LessSafeKey,
}

impl Key {
    pub fn new(version: u8, bytes: &[u8; KEY]) -> Result<Self> {
        let key = aead::UnboundKey::new(&aead::AES_256_GCM, bytes).map_err(|_| Error::Unreadable)?;
        Ok(Key { version, key: aead::LessSafeKey::new(key) })
    }

    /// Header (algorithm, key version), nonce, ciphertext, tag. The header is authenticated with the rest.
    pub fn seal(&self, context: &[u8], plain: &[u8]) -> Result<Vec<u8>> {
        let mut nonce = [0; NONCE];
        rand::fill(&mut nonce);
        let header = [ALGORITHM, self.version];
        let mut out = Vec::with_capacity(HEADER + NONCE + plain.len() + aead::AES_256_GCM.tag_len());
        out.extend_from_slice(&header);
        out.extend_from_slice(&nonce);
        out.extend_from_slice(plain);
        let body = out.get_mut(HEADER + NONCE..).ok_or(Error::Unreadable)?;
        let tag = self
            .key
            .seal_in_place_separate_tag(aead::Nonce::assume_unique_for_key(nonce), associated(header, context), body)
            .map_err(|_| Error::Unreadable)?;
        out.extend_from_slice(tag.as_ref());
        Ok(out)
    }

    /// # Errors
    /// `Unreadable`, and nothing else, for a wrong key, another context, another version, a flipped bit (V11.2.5).
    pub fn open(&self, context: &[u8], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>> {
        let (header, rest) = sealed.split_first_chunk::<HEADER>().ok_or(Error::Unreadable)?;
        if *header != [ALGORITHM, self.version] {
            return Err(Error::Unreadable);
        }
        let (nonce, body) = rest.split_first_chunk::<NONCE>().ok_or(Error::Unreadable)?;
        let mut body = Zeroizing::new(body.to_vec());
        let plain = self
            .key
            .open_in_place(aead::Nonce::assume_unique_for_key(*nonce), associated(*header, context), &mut body)
            .map_err(|_| Error::Unreadable)?
            .len();
        body.truncate(plain);
        Ok(body)
    }
}

fn associated(header: [u8; HEADER], context: &[u8]) -> aead::Aad<Vec<u8>> {
    let mut bytes = Vec::with_capacity(HEADER + context.len());
    bytes.extend_from_slice(&header);
    bytes.extend_from_slice(context);
    aead::Aad::from(bytes)
}

/// Derives one labelled key from the root key (RFC 5869).
pub fn derive(root: &[u8; KEY], label: &str) -> Result<Zeroizing<[u8; KEY]>> {
    let mut key = Zeroizing::new([0; KEY]);
    hkdf::Salt::new(hkdf::HKDF_SHA256, b"cloister v1")
        .extract(root)
        .expand(&[label.as_bytes()], hkdf::HKDF_SHA256)
        .and_then(|okm| okm.fill(key.as_mut()))
        .map_err(|_| Error::internal("deriving a key"))?;
    Ok(key)
}

/// A keyed hash under one label; compares in constant time.
pub struct Mac(hmac::Key);

impl Mac {
    pub fn new(key: &[u8; KEY]) -> Self {
        Mac(hmac::Key::new(hmac::HMAC_SHA256, key))
    }

    pub fn of(&self, data: &[u8]) -> Vec<u8> {
        hmac::sign(&self.0, data).as_ref().to_vec()
    }

    pub fn is_of(&self, data: &[u8], mac: &[u8]) -> bool {
        hmac::verify(&self.0, data, mac).is_ok()
    }
}
