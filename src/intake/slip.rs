//! What stands in the slot of a served form: when it was served, a number that counts once, and which bytes it was. It
//! is signed, so that what comes back is what was served, without anything being remembered.
use ring::hmac;
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

pub const NONCE: usize = 16;
const HASH: usize = 32;
const TIME: usize = 8;

pub struct Slip {
    /// Seconds since 1970.
    pub at: i64,
    pub nonce: [u8; NONCE],
    pub sha256: String,
}

pub struct Slips(hmac::Key);

impl Slips {
    /// The key lies beside the spool, so that forms that are open stay good over a restart. It signs and opens nothing.
    ///
    /// # Errors
    /// When it can be neither read nor made.
    pub fn open(spool: &Path) -> io::Result<Self> {
        let path = spool.join("slips.key");
        if !path.exists() {
            let mut bytes = [0; 32];
            rand::fill(&mut bytes);
            let next = spool.join(format!(".slips.{}", std::process::id()));
            let mut file =
                std::fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&next)?;
            file.write_all(&bytes)?;
            file.sync_all()?;
            // Whoever was first has made it.
            let _ = std::fs::hard_link(&next, &path);
            std::fs::remove_file(&next)?;
        }
        Ok(Slips(hmac::Key::new(hmac::HMAC_SHA256, &std::fs::read(path)?)))
    }

    /// None when the hash is none.
    pub fn write(&self, at: i64, sha256: &str) -> Option<String> {
        let mut nonce = [0; NONCE];
        rand::fill(&mut nonce);
        let hash = data_encoding::HEXLOWER.decode(sha256.as_bytes()).ok()?;
        let mut slip = [at.to_be_bytes().as_slice(), &nonce, &hash].concat();
        let mac = hmac::sign(&self.0, &slip);
        slip.extend_from_slice(mac.as_ref());
        Some(data_encoding::BASE64URL_NOPAD.encode(&slip))
    }

    /// None when it is not one of ours.
    pub fn read(&self, slip: &str) -> Option<Slip> {
        let bytes = data_encoding::BASE64URL_NOPAD.decode(slip.as_bytes()).ok()?;
        let (covered, mac) = bytes.split_at_checked(TIME + NONCE + HASH)?;
        hmac::verify(&self.0, covered, mac).ok()?;
        let (time, rest) = covered.split_first_chunk::<TIME>()?;
        let (nonce, hash) = rest.split_first_chunk::<NONCE>()?;
        Some(Slip { at: i64::from_be_bytes(*time), nonce: *nonce, sha256: data_encoding::HEXLOWER.encode(hash) })
    }
}
