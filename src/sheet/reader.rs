//! Rows out of a file that somebody uploaded: decoded, bounded, one at a time.

use std::io::{self, Cursor, Read};

use super::fence::Fence;
use super::text::Text;
use super::{Format, Refusal, sniff, unguard};

/// How large a table may be (V5.1.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    pub bytes: u64,
    /// Without the names of the columns.
    pub rows: u64,
    pub columns: usize,
    /// In UTF-8, without the quotes around it.
    pub cell_bytes: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { bytes: 512 * 1024 * 1024, rows: 2_000_000, columns: 200, cell_bytes: 10 * 1024 }
    }
}

/// One record. Rows are as long as the file made them: a cell may be missing at the end, or one too many.
#[derive(Clone, PartialEq, Eq)]
pub struct Row {
    /// Where it begins in the file, counted from 1.
    pub line: u64,
    pub cells: Vec<String>,
}

impl Row {
    /// Spreadsheets leave rows without content behind the last one.
    pub fn is_blank(&self) -> bool {
        self.cells.iter().all(|cell| cell.trim().is_empty())
    }
}

/// Cells are personal data: only the line is printed.
impl std::fmt::Debug for Row {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Row(line {})", self.line)
    }
}

type Source<R> = Fence<io::Chain<Cursor<Vec<u8>>, Text<io::Chain<Cursor<Vec<u8>>, R>>>>;

/// An iterator of rows. It ends at the first refusal: nothing behind it can be trusted.
pub struct Reader<R: Read> {
    csv: csv::Reader<Source<R>>,
    format: Format,
    limits: Limits,
    header: Vec<String>,
    record: csv::StringRecord,
    /// The first row, read ahead to know that there is one.
    first: Option<Row>,
    given: u64,
    ended: bool,
}

impl<R: Read> Reader<R> {
    /// Finds out what the file is. A file without a single row is refused here, and so is most of what is no table.
    pub fn open(source: R) -> Result<Reader<R>, Refusal> {
        Reader::open_within(source, None, Limits::default())
    }

    /// The same for a file whose format somebody corrected.
    pub fn open_as(source: R, format: Format) -> Result<Reader<R>, Refusal> {
        Reader::open_within(source, Some(format), Limits::default())
    }

    /// The same with other bounds than those of an upload.
    pub fn open_within(mut source: R, told: Option<Format>, limits: Limits) -> Result<Reader<R>, Refusal> {
        let mut head = Vec::new();
        source.by_ref().take(sniff::HEAD as u64).read_to_end(&mut head)?;
        sniff::refuse_other_files(&head)?;
        let mark = sniff::byte_order_mark(&head);
        let encoding = match (told, mark) {
            (_, Some((encoding, _))) => encoding,
            (Some(told), None) => told.encoding,
            (None, None) => sniff::encoding(&head, head.len() < sniff::HEAD)?,
        };
        let mut head = Cursor::new(head);
        head.set_position(mark.map_or(0, |(_, len)| len as u64));
        let mut text = Text::new(head.chain(source), encoding, limits.bytes);

        let mut sample = Vec::new();
        text.by_ref().take(sniff::HEAD as u64).read_to_end(&mut sample)?;
        let whole = sample.len() < sniff::HEAD;
        let readable = beginning(&sample);
        // A second mark appears when marked files are joined; the csv crate would drop it behind the fence's back.
        let table = readable.trim_start_matches('\u{FEFF}');
        let told_by_the_file = sniff::separator_line(table);
        let (table, first_line) = told_by_the_file.map_or((table, 1), |(_, rest)| (rest, 2));
        if whole && table.trim().is_empty() {
            return Err(Refusal::Empty);
        }
        let delimiter = told
            .map(|told| told.delimiter)
            .or(told_by_the_file.map(|(delimiter, _)| delimiter))
            .unwrap_or_else(|| sniff::delimiter(table, whole));
        let skipped = readable.len() - table.len();
        let mut sample = Cursor::new(sample);
        sample.set_position(skipped as u64);

        let csv = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter.byte())
            .buffer_capacity(sniff::HEAD)
            .from_reader(Fence::new(sample.chain(text), delimiter, first_line, limits));
        let mut reader = Reader {
            csv,
            format: Format { encoding, delimiter, header: false },
            limits,
            header: Vec::new(),
            record: csv::StringRecord::new(),
            first: None,
            given: 0,
            ended: false,
        };
        let first = reader.read()?.ok_or(Refusal::Empty)?;
        reader.format.header = told.map_or_else(|| sniff::is_header(&first.cells), |told| told.header);
        if reader.format.header {
            reader.header = first.cells;
            reader.first = Some(reader.read()?.ok_or(Refusal::OnlyHeader)?);
        } else {
            reader.first = Some(first);
        }
        Ok(reader)
    }

    /// What the file is. The encoding is the one found so far: a file may be ASCII for a long time.
    pub fn format(&self) -> Format {
        let (_, text) = self.csv.get_ref().text().get_ref();
        Format { encoding: text.encoding(), ..self.format }
    }

    /// The names of the columns, empty if the file has none.
    pub fn header(&self) -> &[String] {
        &self.header
    }

    fn read(&mut self) -> Result<Option<Row>, Refusal> {
        let more = self.csv.read_record(&mut self.record).map_err(|error| match error.into_kind() {
            csv::ErrorKind::Io(error) => Refusal::from(error),
            // Flexible, without serde, and always UTF-8: the crate has nothing else to say.
            _ => Refusal::Io(io::ErrorKind::InvalidData),
        })?;
        if !more {
            return Ok(None);
        }
        let line = self.csv.get_mut().next_line().unwrap_or_default();
        let cells: Vec<String> = self.record.iter().map(|cell| unguard(cell).to_owned()).collect();
        if cells.iter().any(|cell| cell.len() > self.limits.cell_bytes) {
            return Err(Refusal::CellTooLong { line });
        }
        Ok(Some(Row { line, cells }))
    }
}

/// The sample without the letter that its end cuts in two.
fn beginning(sample: &[u8]) -> &str {
    sample.utf8_chunks().next().map_or("", |chunk| chunk.valid())
}

impl<R: Read> Iterator for Reader<R> {
    type Item = Result<Row, Refusal>;

    fn next(&mut self) -> Option<Result<Row, Refusal>> {
        if self.ended {
            return None;
        }
        let next = match self.first.take() {
            Some(first) => Ok(Some(first)),
            None => self.read(),
        };
        let next = match next {
            Ok(Some(row)) if self.given == self.limits.rows => Err(Refusal::TooManyRows { line: row.line }),
            Ok(Some(row)) => {
                self.given += 1;
                Ok(row)
            }
            Ok(None) => {
                self.ended = true;
                return None;
            }
            Err(refusal) => Err(refusal),
        };
        self.ended = next.is_err();
        Some(next)
    }
}
