//! The plainest archive there is (POSIX ustar), because whoever gets one must be able to open it in twenty years with what
//! every machine has: files under one folder, nothing compressed, no owner, no link. Reading takes what writing makes and
//! nothing else.
use super::Unsound;
use crate::error::{Error, Result};
use chrono::NaiveDateTime;

const BLOCK: usize = 512;
/// Everything lies under it.
const FOLDER: &str = "cloister-register/";
/// A pack is pages and lists: what is larger is none of ours.
const LARGEST: usize = 512 * 1024 * 1024;

fn put(header: &mut [u8; BLOCK], at: usize, text: &[u8]) -> Result<()> {
    let field = header.get_mut(at..at + text.len()).ok_or_else(|| Error::internal("a name too long for an archive"))?;
    field.copy_from_slice(text);
    Ok(())
}

fn sum(header: &[u8]) -> u32 {
    // The eight bytes of the sum itself count as blanks.
    let byte = |(at, byte): (usize, &u8)| if (148..156).contains(&at) { u32::from(b' ') } else { u32::from(*byte) };
    header.iter().enumerate().map(byte).sum()
}

/// A file as it stands in the archive: its header, its bytes, and what fills the last block.
pub fn entry(name: &str, bytes: &[u8], at: NaiveDateTime) -> Result<Vec<u8>> {
    let path = format!("{FOLDER}{name}");
    if path.len() > 99 || !path.is_ascii() {
        return Err(Error::internal("a name too long for an archive"));
    }
    let mut header = [0; BLOCK];
    put(&mut header, 0, path.as_bytes())?;
    put(&mut header, 100, b"0000644\0")?;
    put(&mut header, 108, b"0000000\0")?;
    put(&mut header, 116, b"0000000\0")?;
    put(&mut header, 124, format!("{:011o}\0", bytes.len()).as_bytes())?;
    put(&mut header, 136, format!("{:011o}\0", at.and_utc().timestamp().max(0)).as_bytes())?;
    put(&mut header, 156, b"0")?;
    put(&mut header, 257, b"ustar\x0000")?;
    let checked = sum(&header);
    put(&mut header, 148, format!("{checked:06o}\0 ").as_bytes())?;
    let mut entry = Vec::with_capacity(BLOCK + bytes.len() + BLOCK);
    entry.extend_from_slice(&header);
    entry.extend_from_slice(bytes);
    entry.resize(entry.len().next_multiple_of(BLOCK), 0);
    Ok(entry)
}

/// What ends an archive.
pub fn end() -> Vec<u8> {
    vec![0; 2 * BLOCK]
}

fn octal(field: &[u8]) -> Option<usize> {
    let digits: Vec<u8> = field.iter().copied().take_while(|byte| *byte != 0 && *byte != b' ').collect();
    usize::from_str_radix(std::str::from_utf8(&digits).ok()?, 8).ok()
}

/// The files of an archive, in their order.
pub fn read(mut archive: &[u8]) -> Result<Vec<(String, Vec<u8>)>, Unsound> {
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    loop {
        let (header, rest) = archive.split_at_checked(BLOCK).ok_or(Unsound::NotAnArchive)?;
        if header.iter().all(|byte| *byte == 0) {
            // Nothing may hide behind the end.
            let ends = rest.len() == BLOCK && rest.iter().all(|byte| *byte == 0);
            return if ends { Ok(files) } else { Err(Unsound::NotAnArchive) };
        }
        let field = |from: usize, to: usize| header.get(from..to).unwrap_or_default();
        let is_ours = field(257, 263) == b"ustar\0" && field(156, 157) == b"0";
        let size = octal(field(124, 136)).filter(|size| *size <= LARGEST);
        let checked = octal(field(148, 156)).and_then(|sum| u32::try_from(sum).ok());
        let (true, Some(size), true) = (is_ours, size, checked == Some(sum(header))) else {
            return Err(Unsound::NotAnArchive);
        };
        let name: Vec<u8> = field(0, 100).iter().copied().take_while(|byte| *byte != 0).collect();
        let name = String::from_utf8(name).map_err(|_| Unsound::NotAnArchive)?;
        let name = name.strip_prefix(FOLDER).ok_or(Unsound::NotAnArchive)?.to_owned();
        if files.iter().any(|file| file.0 == name) {
            return Err(Unsound::Doubled(name));
        }
        let (bytes, rest) = rest.split_at_checked(size).ok_or(Unsound::NotAnArchive)?;
        let filling = size.next_multiple_of(BLOCK) - size;
        let (_, rest) = rest.split_at_checked(filling).ok_or(Unsound::NotAnArchive)?;
        files.push((name, bytes.to_vec()));
        archive = rest;
    }
}
