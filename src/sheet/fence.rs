//! The bounds of a table, kept while it streams by (V5.1.1, V5.2.1): nothing behind the fence ever has to hold a cell
//! or a record that is larger than it may be.

use std::collections::VecDeque;
use std::io::{self, Read};

use super::grammar::{Grammar, Lines, Step};
use super::reader::Limits;
use super::{Delimiter, Refusal};

/// Passes UTF-8 text on to the `csv` crate, unchanged, until it breaks a bound.
pub(super) struct Fence<T> {
    text: T,
    limits: Limits,
    grammar: Grammar,
    lines: Lines,
    /// Of the record being read.
    began: u64,
    cells: usize,
    cell_bytes: usize,
    opened: u64,
    /// The lines on which the records begin that passed and were not asked for yet.
    begun: VecDeque<u64>,
}

impl<T> Fence<T> {
    pub(super) fn new(text: T, delimiter: Delimiter, first_line: u64, limits: Limits) -> Fence<T> {
        Fence {
            text,
            limits,
            grammar: Grammar::new(delimiter.byte()),
            lines: Lines::from(first_line),
            began: first_line,
            cells: 0,
            cell_bytes: 0,
            opened: first_line,
            begun: VecDeque::new(),
        }
    }

    /// The line on which the next record begins; asked once a record, in order.
    pub(super) fn next_line(&mut self) -> Option<u64> {
        self.begun.pop_front()
    }

    pub(super) fn text(&self) -> &T {
        &self.text
    }

    fn pass(&mut self, byte: u8) -> Result<(), Refusal> {
        let between = self.grammar.between_records();
        let step = self.grammar.step(byte);
        if between && step != Step::Blank {
            self.began = self.lines.current;
            self.begun.push_back(self.began);
            self.cells = 1;
            self.cell_bytes = 0;
        }
        match step {
            Step::Content | Step::Stray => {
                self.cell_bytes += 1;
                // One more than a cell may have: the apostrophe that an export adds comes off behind this fence.
                if self.cell_bytes > self.limits.cell_bytes + 1 {
                    return Err(Refusal::CellTooLong { line: self.began });
                }
            }
            Step::Cell => {
                self.cell_bytes = 0;
                self.cells += 1;
                if self.cells > self.limits.columns {
                    return Err(Refusal::TooManyColumns { line: self.began });
                }
            }
            Step::Open => self.opened = self.lines.current,
            Step::Close | Step::Record | Step::Blank => {}
        }
        self.lines.step(byte);
        Ok(())
    }
}

impl<T: Read> Read for Fence<T> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let count = self.text.read(out)?;
        if count == 0 && self.grammar.in_quotes() {
            return Err(Refusal::CutOffQuote { line: self.opened }.into());
        }
        for &byte in &out[..count] {
            self.pass(byte)?;
        }
        Ok(count)
    }
}
