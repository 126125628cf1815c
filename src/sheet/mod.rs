//! A table of cells that people open in a spreadsheet: read with suspicion, written so that it reads back the same.
//!
//! `sniff` finds out what a file is, `text` decodes it, `fence` keeps its size within bounds, `reader` gives rows,
//! `writer` writes them, `cells` is the one rule about dangerous cells that both share. Everything streams: memory
//! stays flat whatever comes in.

mod cells;
mod fence;
mod grammar;
mod reader;
mod sniff;
mod text;
mod writer;

#[cfg(test)]
mod tests;

use std::fmt;

pub use cells::{guard, unguard};
pub use reader::{Limits, Reader, Row};
pub use writer::{Finished, Layout, Writer};

/// What stands between two cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Delimiter {
    Comma,
    Semicolon,
    Tab,
    Pipe,
}

impl Delimiter {
    fn byte(self) -> u8 {
        match self {
            Delimiter::Comma => b',',
            Delimiter::Semicolon => b';',
            Delimiter::Tab => b'\t',
            Delimiter::Pipe => b'|',
        }
    }
}

/// How the letters of a file are written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Encoding {
    /// Nothing but ASCII so far. The first other byte decides between UTF-8 and Windows-1252, however late it comes.
    Ascii,
    Utf8,
    /// What Excel in Western Europe calls "CSV" and LibreOffice "Western Europe (Windows-1252)".
    Windows1252,
    Utf16Le,
    Utf16Be,
}

/// What a file turned out to be, or what the reader of it was told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Format {
    pub encoding: Encoding,
    pub delimiter: Delimiter,
    /// Whether the first record names the columns.
    pub header: bool,
}

/// Why a file was refused. Without words on purpose: pages say it in the reader's language. Lines are counted from 1
/// the way a text editor counts them; a record is named by the line it begins on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// No byte, or nothing but blanks.
    Empty,
    /// Names of columns and not one row.
    OnlyHeader,
    Pdf,
    /// A ZIP archive; every .xlsx and .ods is one.
    Zip,
    Gzip,
    /// The binary .xls of Excel 97-2003.
    OldExcel,
    /// A NUL, or bytes that no text in the file's own encoding has.
    NotText {
        line: u64,
    },
    /// UTF-8 and something else in one file: two files were joined, and which letters were meant cannot be known.
    MixedEncodings {
        line: u64,
    },
    /// The file ends inside quotes that opened on this line.
    CutOffQuote {
        line: u64,
    },
    TooManyColumns {
        line: u64,
    },
    CellTooLong {
        line: u64,
    },
    TooManyRows {
        line: u64,
    },
    TooLarge,
    /// The source could not be read any further.
    Io(std::io::ErrorKind),
}

/// Names only, no cell: what an `io::Error` that carries a refusal prints.
impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

impl std::error::Error for Refusal {}

impl From<std::io::Error> for Refusal {
    fn from(error: std::io::Error) -> Refusal {
        let kind = error.kind();
        error.downcast::<Refusal>().unwrap_or(Refusal::Io(kind))
    }
}

impl From<Refusal> for std::io::Error {
    fn from(refusal: Refusal) -> std::io::Error {
        std::io::Error::other(refusal)
    }
}
