//! What a file is, from its first bytes: not a table at all, or in which encoding, with which delimiter, with or
//! without names of columns. Whatever it guesses can be corrected by whoever imports.

use std::cmp::Reverse;

use super::grammar::{Grammar, Lines, Step};
use super::{Delimiter, Encoding, Refusal};

/// How much is looked at before the first row is given.
pub(super) const HEAD: usize = 64 * 1024;

/// How many records are looked at to choose a delimiter.
const RECORDS: usize = 200;

/// Refuses what is no text, by its first bytes (V5.2.2).
pub(super) fn refuse_other_files(head: &[u8]) -> Result<(), Refusal> {
    match head {
        [] => Err(Refusal::Empty),
        [b'%', b'P', b'D', b'F', b'-', ..] => Err(Refusal::Pdf),
        [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] | [b'P', b'K', 7, 8, ..] => Err(Refusal::Zip),
        [0x1F, 0x8B, ..] => Err(Refusal::Gzip),
        [0xD0, 0xCF, 0x11, 0xE0, ..] => Err(Refusal::OldExcel),
        _ => Ok(()),
    }
}

/// The encoding a byte order mark announces, and its length.
pub(super) fn byte_order_mark(head: &[u8]) -> Option<(Encoding, usize)> {
    match head {
        [0xEF, 0xBB, 0xBF, ..] => Some((Encoding::Utf8, 3)),
        [0xFF, 0xFE, ..] => Some((Encoding::Utf16Le, 2)),
        [0xFE, 0xFF, ..] => Some((Encoding::Utf16Be, 2)),
        _ => None,
    }
}

/// The encoding of a file without byte order mark. `whole` says that `head` is all of it.
pub(super) fn encoding(head: &[u8], whole: bool) -> Result<Encoding, Refusal> {
    let (mut read, mut letters, mut sure, mut invalid) = (0, 0usize, 0usize, 0usize);
    let (mut first_sure, mut first_invalid) = (None, None);
    for chunk in head.utf8_chunks() {
        for (at, letter) in chunk.valid().char_indices().filter(|(_, c)| !c.is_ascii()) {
            letters += 1;
            if is_surely_utf8(letter) {
                sure += 1;
                first_sure.get_or_insert(read + at);
            }
        }
        read += chunk.valid().len();
        let cut_by_the_end = !whole && read + chunk.invalid().len() == head.len() && chunk.invalid().len() < 4;
        if !chunk.invalid().is_empty() && !cut_by_the_end {
            invalid += 1;
            first_invalid.get_or_insert(read);
        }
        read += chunk.invalid().len();
    }
    match (letters, invalid) {
        (0, 0) => Ok(Encoding::Ascii),
        (_, 0) => Ok(Encoding::Utf8),
        // In Windows-1252 two or three letters in a row look like one of UTF-8 now and then (`É »`, `é »`), but seldom
        // like an accented Latin letter, and never more often than not.
        _ if sure == 0 && letters <= invalid => Ok(Encoding::Windows1252),
        _ => {
            let second = first_sure.max(first_invalid).unwrap_or_default();
            Err(Refusal::MixedEncodings { line: Lines::from(1).after(&head[..second]) })
        }
    }
}

/// Letters whose two or three bytes make no sense as Windows-1252: `é` would be `Ã©` there, `’` would be `â€™`.
fn is_surely_utf8(letter: char) -> bool {
    matches!(letter, '\u{A0}'..='\u{FF}' | 'Œ' | 'œ' | '\u{2000}'..='\u{20BF}' | '\u{1F300}'..)
}

/// Whether the first letter of `bytes` is one of UTF-8. `bytes` has four bytes, or is the end of the file.
pub(super) fn begins_with_a_utf8_letter(bytes: &[u8]) -> bool {
    bytes.utf8_chunks().next().is_some_and(|chunk| !chunk.valid().is_empty())
}

/// Finds UTF-8 in what was taken for Windows-1252, over any number of chunks.
#[derive(Default)]
pub(super) struct Utf8Spotter {
    /// The bytes before, youngest last: a letter may lie across two chunks.
    last: [u8; 2],
}

impl Utf8Spotter {
    /// Where the first letter that is surely UTF-8 ends.
    pub(super) fn spot(&mut self, bytes: &[u8]) -> Option<usize> {
        bytes.iter().position(|&byte| {
            let found = match self.last {
                [_, 0xC2] => matches!(byte, 0xA0..=0xBF),
                [_, 0xC3] | [0xE2, 0x80..=0x82] => matches!(byte, 0x80..=0xBF),
                [_, 0xC5] => matches!(byte, 0x92 | 0x93),
                _ => false,
            };
            self.last = [self.last[1], byte];
            found
        })
    }
}

/// The line `sep=;` that Excel writes and obeys: its delimiter, and what follows it.
pub(super) fn separator_line(sample: &str) -> Option<(Delimiter, &str)> {
    let (start, rest) = sample.split_at_checked(4)?;
    if !start.eq_ignore_ascii_case("sep=") {
        return None;
    }
    let (delimiter, rest) = ALL
        .into_iter()
        .find_map(|delimiter| rest.strip_prefix(char::from(delimiter.byte())).map(|rest| (delimiter, rest)))?;
    rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix(['\r', '\n'])).map(|rest| (delimiter, rest))
}

/// In the order of preference when nothing else tells them apart: French spreadsheets write semicolons.
const ALL: [Delimiter; 4] = [Delimiter::Semicolon, Delimiter::Comma, Delimiter::Tab, Delimiter::Pipe];

/// The delimiter that cuts the records most evenly and breaks the rules of quoting least often.
pub(super) fn delimiter(sample: &str, whole: bool) -> Delimiter {
    ALL.into_iter()
        .filter_map(|delimiter| fit(sample, whole, delimiter.byte()).map(|fit| (fit, delimiter)))
        .reduce(|best, next| if next.0 > best.0 { next } else { best })
        // One column: every delimiter reads it the same, as long as it does not occur.
        .map_or(Delimiter::Comma, |(_, delimiter)| delimiter)
}

/// How well a delimiter fits, best greatest; `None` if most records have one cell.
fn fit(sample: &str, whole: bool, delimiter: u8) -> Option<impl Ord + use<>> {
    let mut grammar = Grammar::new(delimiter);
    let (mut widths, mut cells, mut strays) = (Vec::new(), 1usize, 0u32);
    for byte in sample.bytes() {
        match grammar.step(byte) {
            Step::Cell => cells += 1,
            Step::Stray => strays += 1,
            Step::Record => {
                widths.push(cells);
                cells = 1;
                if widths.len() == RECORDS {
                    break;
                }
            }
            Step::Blank | Step::Content | Step::Open | Step::Close => {}
        }
    }
    // A record that the end of the sample cuts off says nothing, unless there is no other.
    if !grammar.between_records() && (whole || widths.is_empty()) {
        widths.push(cells);
    }
    let of_width = |width: usize| widths.iter().filter(|&&w| w == width).count();
    let first = widths.first().copied().filter(|&width| width >= 2);
    let usual = widths.iter().copied().max_by_key(|&width| (of_width(width), width)).filter(|&width| width >= 2);
    // Names over rows that lost all their empty cells: the names alone tell.
    let width = usual.or(first)?;
    Some((Reverse(strays), first == Some(width), of_width(width) * 1000 / widths.len(), width))
}

/// Whether the first record names columns: none of its cells looks like a value. When nothing tells (three columns of
/// words), it is taken for names, because exports have them; the importer sees the row and can say otherwise.
pub(super) fn is_header(first: &[String]) -> bool {
    !first.iter().any(|cell| looks_like_a_value(cell))
}

fn looks_like_a_value(cell: &str) -> bool {
    let signs = cell.chars().filter(|c| !c.is_whitespace()).count();
    let digits = cell.chars().filter(char::is_ascii_digit).count();
    let around_at =
        cell.trim().split_once('@').is_some_and(|(before, after)| !before.is_empty() && after.contains('.'));
    around_at || (digits > 0 && digits * 2 >= signs)
}
