//! Rows into a file that people open in a spreadsheet and that an import reads back the same.
//!
//! Every cell is quoted, line ends are CRLF (RFC 4180), the text is UTF-8. Whether it opens right by a double click is
//! a matter of the layout, because a CSV file says neither its delimiter nor its encoding: Excel takes the list
//! separator of the Windows language (a semicolon in French) and needs the byte order mark to see UTF-8; LibreOffice
//! Calc asks for both and proposes UTF-8. So a semicolon with mark is what people open, a comma without is what
//! programs read.

use std::io::{self, Write};

use ring::digest;

use super::{Delimiter, guard};

/// How a table is written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Layout {
    pub delimiter: Delimiter,
    /// Whether the file begins with a byte order mark.
    pub bom: bool,
}

/// What was written, for the manifest. It exists only for a file that is complete.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Finished {
    /// Without the names of the columns.
    pub rows: u64,
    pub bytes: u64,
    pub sha256: [u8; 32],
}

/// Writes rows, counting and hashing the bytes as they pass.
pub struct Writer<W: Write> {
    csv: csv::Writer<Tally<W>>,
    rows: u64,
}

impl<W: Write> Writer<W> {
    pub fn new(out: W, layout: Layout) -> io::Result<Writer<W>> {
        let mut tally = Tally { out, bytes: 0, hash: digest::Context::new(&digest::SHA256) };
        if layout.bom {
            tally.write_all("\u{FEFF}".as_bytes())?;
        }
        let csv = csv::WriterBuilder::new()
            .delimiter(layout.delimiter.byte())
            .terminator(csv::Terminator::CRLF)
            .quote_style(csv::QuoteStyle::Always)
            .flexible(true)
            .buffer_capacity(64 * 1024)
            .from_writer(tally);
        Ok(Writer { csv, rows: 0 })
    }

    /// Writes the names of the columns.
    pub fn header<C: AsRef<str>>(&mut self, cells: impl IntoIterator<Item = C>) -> io::Result<()> {
        self.record(cells)
    }

    /// Writes a row of at least one cell.
    pub fn row<C: AsRef<str>>(&mut self, cells: impl IntoIterator<Item = C>) -> io::Result<()> {
        self.record(cells)?;
        self.rows += 1;
        Ok(())
    }

    fn record<C: AsRef<str>>(&mut self, cells: impl IntoIterator<Item = C>) -> io::Result<()> {
        for cell in cells {
            self.csv.write_field(guard(cell.as_ref()).as_bytes())?;
        }
        self.csv.write_record(None::<&[u8]>)?;
        Ok(())
    }

    /// Writes out what is still held back. Without this the file is not complete, and nothing vouches for it.
    pub fn finish(self) -> io::Result<Finished> {
        let mut tally = self.csv.into_inner().map_err(csv::IntoInnerError::into_error)?;
        tally.flush()?;
        let mut sha256 = [0; 32];
        sha256.copy_from_slice(tally.hash.finish().as_ref());
        Ok(Finished { rows: self.rows, bytes: tally.bytes, sha256 })
    }
}

/// Counts and hashes what passes.
struct Tally<W> {
    out: W,
    bytes: u64,
    hash: digest::Context,
}

impl<W: Write> Write for Tally<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.bytes += written as u64;
        self.hash.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
