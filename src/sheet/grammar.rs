//! The grammar of delimiters, quotes and line ends, one byte at a time, exactly as the `csv` crate reads them.
//!
//! The crate gives cells but no bounds, no line of an opening quote and no opinion on how well a delimiter fits; this
//! says where cells and records end without keeping any. A property holds the two to the same answer.

/// Where one byte of UTF-8 text belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// A line end between records.
    Blank,
    /// A byte of a cell.
    Content,
    /// The same, where RFC 4180 has none: a quote in a bare cell, something behind a closing quote.
    Stray,
    /// The quote that opens a cell.
    Open,
    /// A quote that closes the cell, or the first of two that mean one.
    Close,
    /// The delimiter: a cell ends.
    Cell,
    /// A line end: a cell and its record end.
    Record,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    BetweenRecords,
    AtCell,
    Bare,
    Quoted,
    AfterQuote,
}

pub(super) struct Grammar {
    delimiter: u8,
    state: State,
}

impl Grammar {
    pub(super) fn new(delimiter: u8) -> Grammar {
        Grammar { delimiter, state: State::BetweenRecords }
    }

    pub(super) fn between_records(&self) -> bool {
        self.state == State::BetweenRecords
    }

    pub(super) fn in_quotes(&self) -> bool {
        self.state == State::Quoted
    }

    #[inline]
    pub(super) fn step(&mut self, byte: u8) -> Step {
        let (state, step) = match self.state {
            State::Quoted if byte == b'"' => (State::AfterQuote, Step::Close),
            State::Quoted => (State::Quoted, Step::Content),
            State::AfterQuote if byte == b'"' => (State::Quoted, Step::Content),
            State::BetweenRecords if byte == b'\r' || byte == b'\n' => (State::BetweenRecords, Step::Blank),
            State::BetweenRecords | State::AtCell if byte == b'"' => (State::Quoted, Step::Open),
            _ if byte == self.delimiter => (State::AtCell, Step::Cell),
            _ if byte == b'\r' || byte == b'\n' => (State::BetweenRecords, Step::Record),
            State::AfterQuote => (State::Bare, Step::Stray),
            State::Bare if byte == b'"' => (State::Bare, Step::Stray),
            _ => (State::Bare, Step::Content),
        };
        self.state = state;
        step
    }
}

/// Counts lines the way a text editor does: LF, CRLF and a lone CR each end one.
#[derive(Clone, Copy)]
pub(super) struct Lines {
    pub(super) current: u64,
    after_cr: bool,
}

impl Lines {
    pub(super) fn from(first: u64) -> Lines {
        Lines { current: first, after_cr: false }
    }

    #[inline]
    pub(super) fn step(&mut self, byte: u8) {
        self.current += u64::from(byte == b'\r' || (byte == b'\n' && !self.after_cr));
        self.after_cr = byte == b'\r';
    }

    pub(super) fn pass(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.step(byte);
        }
    }

    /// The line on which the byte after `bytes` stands.
    pub(super) fn after(mut self, bytes: &[u8]) -> u64 {
        self.pass(bytes);
        self.current
    }
}
