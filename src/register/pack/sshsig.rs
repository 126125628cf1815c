//! A detached signature in the format of OpenSSH (PROTOCOL.sshsig), by Ed25519: `ssh-keygen -Y verify` is on every machine
//! of whoever may ask, and needs nothing of ours. The message is hashed by SHA-512, as that program does.
use crate::vault::Signer;
use data_encoding::{BASE64, BASE64_NOPAD};
use ring::digest::{SHA256, SHA512, digest};

/// What the signature is for, so that none made for something else passes.
pub const NAMESPACE: &str = "cloister-register";
/// Who signs, in the list of allowed signers.
pub const SIGNER: &str = "cloister";
const KIND: &[u8] = b"ssh-ed25519";
const MAGIC: &[u8] = b"SSHSIG";
const HASH: &[u8] = b"sha512";
const BEGIN: &str = "-----BEGIN SSH SIGNATURE-----";
const END: &str = "-----END SSH SIGNATURE-----";

/// A string of the SSH protocol: its length in four bytes, and its bytes (RFC 4251 §5).
fn string(out: &mut Vec<u8>, bytes: &[u8]) {
    out.extend_from_slice(&u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_be_bytes());
    out.extend_from_slice(bytes);
}

fn key_blob(public_key: &[u8]) -> Vec<u8> {
    let mut blob = Vec::new();
    string(&mut blob, KIND);
    string(&mut blob, public_key);
    blob
}

/// What is signed of a message.
fn signed(message: &[u8]) -> Vec<u8> {
    let mut blob = MAGIC.to_vec();
    string(&mut blob, NAMESPACE.as_bytes());
    string(&mut blob, b"");
    string(&mut blob, HASH);
    string(&mut blob, digest(&SHA512, message).as_ref());
    blob
}

/// The line of the key in a file of allowed signers.
pub fn allowed_signer(public_key: &[u8]) -> String {
    format!("{SIGNER} ssh-ed25519 {}\n", BASE64.encode(&key_blob(public_key)))
}

/// As `ssh-keygen -l` says it.
pub fn fingerprint(public_key: &[u8]) -> String {
    format!("SHA256:{}", BASE64_NOPAD.encode(digest(&SHA256, &key_blob(public_key)).as_ref()))
}

pub fn sign(signer: &Signer, message: &[u8]) -> String {
    let mut signature = Vec::new();
    string(&mut signature, KIND);
    string(&mut signature, &signer.sign(&signed(message)));
    let mut blob = MAGIC.to_vec();
    blob.extend_from_slice(&1_u32.to_be_bytes());
    string(&mut blob, &key_blob(&signer.public_key()));
    string(&mut blob, NAMESPACE.as_bytes());
    string(&mut blob, b"");
    string(&mut blob, HASH);
    string(&mut blob, &signature);
    let text = BASE64.encode(&blob);
    let lines: Vec<&str> = text.as_bytes().chunks(70).filter_map(|line| std::str::from_utf8(line).ok()).collect();
    format!("{BEGIN}\n{}\n{END}\n", lines.join("\n"))
}

fn take<'a>(bytes: &mut &'a [u8]) -> Option<&'a [u8]> {
    let (length, rest) = bytes.split_first_chunk::<4>()?;
    let (taken, rest) = rest.split_at_checked(usize::try_from(u32::from_be_bytes(*length)).ok()?)?;
    *bytes = rest;
    Some(taken)
}

/// The public key that signed this message; none when the signature is not right, or for something else.
pub fn signer_of(armoured: &str, message: &[u8]) -> Option<Vec<u8>> {
    let inside = armoured.trim().strip_prefix(BEGIN)?.strip_suffix(END)?;
    let text: String = inside.chars().filter(|c| !c.is_whitespace()).collect();
    let blob = BASE64.decode(text.as_bytes()).ok()?;
    let mut rest = blob.strip_prefix(MAGIC)?.strip_prefix(1_u32.to_be_bytes().as_slice())?;
    let mut key = take(&mut rest)?;
    let fits = take(&mut rest)? == NAMESPACE.as_bytes() && take(&mut rest)?.is_empty() && take(&mut rest)? == HASH;
    let mut signature = take(&mut rest)?;
    let fits = fits && rest.is_empty() && take(&mut key)? == KIND && take(&mut signature)? == KIND;
    let public_key = take(&mut key)?;
    let bytes = take(&mut signature)?;
    let fits = fits && key.is_empty() && signature.is_empty();
    (fits && Signer::is_signed(public_key, &signed(message), bytes)).then(|| public_key.to_vec())
}
