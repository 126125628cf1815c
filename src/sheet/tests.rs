//! What people upload, and that a table written here reads back the same.

use std::cell::Cell;
use std::io::{self, Cursor, Read};
use std::rc::Rc;

use proptest::prelude::*;

use super::grammar::{Grammar, Lines, Step};
use super::*;

fn open(bytes: impl AsRef<[u8]>) -> Result<Reader<Cursor<Vec<u8>>>, Refusal> {
    Reader::open(Cursor::new(bytes.as_ref().to_vec()))
}

fn rows(bytes: impl AsRef<[u8]>) -> Result<Vec<Row>, Refusal> {
    open(bytes)?.collect()
}

fn cells(bytes: impl AsRef<[u8]>) -> Vec<Vec<String>> {
    rows(bytes).unwrap().into_iter().map(|row| row.cells).collect()
}

fn refusal(bytes: impl AsRef<[u8]>) -> Refusal {
    rows(bytes).unwrap_err()
}

fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(bytes).collect()
}

const NAMES: &str = "Nom;Prénom;Email\r\nLefèvre;Zoé;zoe@exemple.example\r\n";

// --- what a file is

#[test]
fn the_same_names_come_out_of_every_encoding() {
    let windows = encoding_rs::WINDOWS_1252.encode(NAMES).0.into_owned();
    for (file, encoding) in [
        (NAMES.as_bytes().to_vec(), Encoding::Utf8),
        (format!("\u{FEFF}{NAMES}").into_bytes(), Encoding::Utf8),
        (format!("\u{FEFF}\u{FEFF}{NAMES}").into_bytes(), Encoding::Utf8),
        (windows, Encoding::Windows1252),
        (utf16(&format!("\u{FEFF}{NAMES}"), u16::to_le_bytes), Encoding::Utf16Le),
        (utf16(&format!("\u{FEFF}{NAMES}"), u16::to_be_bytes), Encoding::Utf16Be),
    ] {
        let reader = open(file).unwrap();
        assert_eq!(reader.format(), Format { encoding, delimiter: Delimiter::Semicolon, header: true });
        assert_eq!(reader.header(), ["Nom", "Prénom", "Email"]);
        let rows: Vec<_> = reader.map(Result::unwrap).collect();
        assert_eq!(rows[0].cells, ["Lefèvre", "Zoé", "zoe@exemple.example"]);
        assert_eq!((rows.len(), rows[0].line), (1, 2));
    }
}

#[test]
fn an_accent_that_comes_late_decides_the_encoding_when_it_comes() {
    let ascii = "Dupont;Jean;jean@exemple.example\n".repeat(10_000);
    for (last, encoding) in [("Lefèvre".as_bytes(), Encoding::Utf8), (b"Lef\xE8vre", Encoding::Windows1252)] {
        // Every way in which a chunk can cut the letter in two.
        for pad in 0..4 {
            let mut file = b"Nom;Prenom;Email\n".to_vec();
            file.extend_from_slice(" ".repeat(pad).as_bytes());
            file.extend_from_slice(ascii.as_bytes());
            file.extend_from_slice(last);
            file.extend_from_slice(b";Zoe;zoe@exemple.example\n");
            let mut reader = Reader::open(Dripping { bytes: file, at: 0, most: 7 }).unwrap();
            assert_eq!(reader.format().encoding, Encoding::Ascii);
            let rows: Vec<_> = reader.by_ref().map(Result::unwrap).collect();
            assert_eq!(reader.format().encoding, encoding);
            assert_eq!((rows.len(), rows[10_000].cells[0].as_str()), (10_001, "Lefèvre"));
        }
    }
}

#[test]
fn french_typography_in_windows_1252_is_not_taken_for_utf_8() {
    // `é »` with a no-break space is E9 A0 BB there: by accident a letter of UTF-8.
    let text = "Nom;Note\nCafé;« le café » et l’été : 3 €\nÉCOLE;«\u{a0}CAFÉ\u{a0}» et «\u{a0}é\u{a0}»\n";
    let file = encoding_rs::WINDOWS_1252.encode(text).0.into_owned();
    assert_eq!(open(&file).unwrap().format().encoding, Encoding::Windows1252);
    assert_eq!(cells(&file)[1][1], "«\u{a0}CAFÉ\u{a0}» et «\u{a0}é\u{a0}»");
}

#[test]
fn two_encodings_in_one_file_are_refused_with_the_line_of_the_second() {
    let mut joined = NAMES.as_bytes().to_vec();
    joined.extend_from_slice(b"H\xE9l\xE8ne;No\xEBl;helene@exemple.example\r\n");
    assert_eq!(refusal(&joined), Refusal::MixedEncodings { line: 3 });

    let mut joined = b"Nom;Email\nH\xE9l\xE8ne;helene@exemple.example\n".to_vec();
    joined.extend_from_slice("Zoé;zoe@exemple.example\n".as_bytes());
    assert_eq!(refusal(&joined), Refusal::MixedEncodings { line: 3 });

    // The same far behind what is looked at first, in both directions.
    let utf8 = "Zoé;zoe@exemple.example\n".repeat(10_000);
    let windows = encoding_rs::WINDOWS_1252.encode(&utf8).0.into_owned();
    let mut joined = [b"Nom;Email\n", utf8.as_bytes(), &windows].concat();
    assert_eq!(refusal(&joined), Refusal::MixedEncodings { line: 10_002 });
    joined = [b"Nom;Email\n", windows.as_slice(), utf8.as_bytes()].concat();
    assert_eq!(refusal(&joined), Refusal::MixedEncodings { line: 10_002 });

    // A mark promises UTF-8; a letter cut off by the end of the file is none.
    assert_eq!(refusal(b"\xEF\xBB\xBFNom;Email\nH\xE9l;h@exemple.example\n"), Refusal::MixedEncodings { line: 2 });
    assert_eq!(refusal([NAMES.as_bytes(), b"Zo\xC3"].concat()), Refusal::MixedEncodings { line: 3 });
}

#[test]
fn what_is_no_table_is_refused_by_name() {
    for (file, expected) in [
        (&b""[..], Refusal::Empty),
        (b"\xEF\xBB\xBF", Refusal::Empty),
        (b" \r\n\r\n\t", Refusal::Empty),
        (b"\n\n\n", Refusal::Empty),
        (b"sep=;\r\n", Refusal::Empty),
        (b"%PDF-1.7\n%\xE2\xE3\xCF\xD3", Refusal::Pdf),
        (b"PK\x03\x04\x14\x00\x06\x00", Refusal::Zip),
        (b"\x1F\x8B\x08\x00", Refusal::Gzip),
        (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", Refusal::OldExcel),
        (b"Nom;Email\n", Refusal::OnlyHeader),
        (b"Nom;Email", Refusal::OnlyHeader),
        (b"Nom;Email\r\n\r\n\r\n", Refusal::OnlyHeader),
        (b"Nom;Email\nJean;j@exemple.example\nMa\0rie;m@exemple.example\n", Refusal::NotText { line: 3 }),
        (b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR", Refusal::NotText { line: 3 }),
        // UTF-16 without a mark, with NULs after decoding, and half a letter of it.
        (b"N\0o\0m\0\n\0", Refusal::NotText { line: 1 }),
        (b"\xFF\xFEN\0\n\0\0\0", Refusal::NotText { line: 2 }),
        (b"\xFF\xFEN\0\n\0\x00\xD8N\0", Refusal::NotText { line: 2 }),
        (b"\xFF\xFEN\0\n\0o", Refusal::NotText { line: 2 }),
    ] {
        assert_eq!(refusal(file), expected, "{file:?}");
    }
}

#[test]
fn the_delimiter_is_the_one_that_cuts_the_records_evenly() {
    for (file, delimiter) in [
        ("Nom,Email\nDupont,j@a.fr\n", Delimiter::Comma),
        ("Nom;Email\nDupont;j@a.fr\n", Delimiter::Semicolon),
        ("Nom\tEmail\nDupont\tj@a.fr\n", Delimiter::Tab),
        ("Nom|Email\nDupont|j@a.fr\n", Delimiter::Pipe),
        // Commas in every address, semicolons in every note, and quotes around what belongs together.
        ("Nom;Adresse;Email\nDupont;8, rue A;j@a.fr\nMartin;9, rue B;m@a.fr\n", Delimiter::Semicolon),
        ("\"Nom\",\"Note\"\n\"Dupont\",\"a;b\"\n\"Martin\",\"c;d\"\n", Delimiter::Comma),
        ("\"Nom;Prénom\",\"a\"\n\"Dupont;Jean\",\"a;b\"\n\"Martin;Marie\",\"c;d\"\n", Delimiter::Comma),
        ("Nom;Note\nDupont;\"a,\nb,\nc\"\nMartin;\"d, e\nf, g\"\n", Delimiter::Semicolon),
        ("Nom;Surnom\nDupont;\"Jo\" dit le grand, le vieux\nMartin;12\" rack, noir\n", Delimiter::Semicolon),
        // Rows that lost their empty last cells.
        ("A;B;C;D\na\nb;c\nd;e;f;g\n", Delimiter::Semicolon),
        ("sep=|\nNom;x|Email;y\nDupont|j@a.fr\n", Delimiter::Pipe),
        ("Email\nj@a.fr\nm@a.fr\n", Delimiter::Comma),
    ] {
        assert_eq!(open(file).unwrap().format().delimiter, delimiter, "{file}");
    }
}

#[test]
fn a_first_record_of_values_is_a_row_and_one_of_words_names_the_columns() {
    for (file, header) in [
        ("Nom;Email\nDupont;j@a.fr\n", true),
        ("Dupont;j@a.fr\nMartin;m@a.fr\n", false),
        ("Dupont;01 42 12 08 64\nMartin;\n", false),
        ("7;Dupont\n8;Martin\n", false),
        ("E-mail 1 - Value;Phone 1 - Value;Adresse @\na@b.fr;0142120864;x\n", true),
        ("Dupont;2024-01-31\n", false),
    ] {
        let reader = open(file).unwrap();
        assert_eq!(reader.format().header, header, "{file}");
        assert_eq!(reader.header().is_empty(), !header);
        assert_eq!(reader.count(), file.lines().count() - usize::from(header));
    }
}

#[test]
fn whoever_imports_can_correct_what_was_guessed() {
    let file = "Dupont;Jean\nMartin;Marie\n";
    let guessed = open(file).unwrap().format();
    assert!(guessed.header);
    let told = Format { header: false, delimiter: Delimiter::Comma, ..guessed };
    let reader = Reader::open_as(Cursor::new(file), told).unwrap();
    assert_eq!(reader.format(), told);
    assert_eq!(reader.map(|row| row.unwrap().cells).collect::<Vec<_>>(), [["Dupont;Jean"], ["Martin;Marie"]]);

    let told = Format { encoding: Encoding::Windows1252, ..guessed };
    let reader = Reader::open_as(Cursor::new(b"Nom;x\nZo\xE9;y\n"), told).unwrap();
    assert_eq!(reader.map(|row| row.unwrap().cells).collect::<Vec<_>>(), [["Zoé", "y"]]);
}

// --- rows

#[test]
fn a_row_is_named_by_the_line_it_begins_on() {
    for end in ["\n", "\r\n", "\r"] {
        let file = format!("Nom;Note#a;\"1{end}2{end}{end}3\"##b;x###c;y").replace('#', end);
        let lines: Vec<_> = rows(file).unwrap().into_iter().map(|row| row.line).collect();
        assert_eq!(lines, [2, 7, 10], "{end:?}");
    }
    assert_eq!(rows("sep=;\r\nNom;Email\r\nDupont;j@a.fr\r\n").unwrap()[0].line, 3);
}

#[test]
fn rows_may_be_shorter_or_longer_than_the_names() {
    assert_eq!(
        cells("a;b;c\n1\n1;2;3;4\n;;\n\"\"\n"),
        [vec!["1"], vec!["1", "2", "3", "4"], vec!["", "", ""], vec![""]]
    );
    let blank = rows("a;b\n ;\t\nx;\n").unwrap();
    assert!(blank[0].is_blank() && !blank[1].is_blank());
    assert_eq!(format!("{:?}", blank[1]), "Row(line 3)");
}

#[test]
fn a_quote_that_never_closes_is_refused_with_the_line_it_opened_on() {
    assert_eq!(refusal("Nom;Note\na;\"ok\"\nb;\"cut\noff;x\n"), Refusal::CutOffQuote { line: 3 });
    let far = format!("Nom;Note\n{}b;\"cut", "a;\"x\ny\"\n".repeat(50_000));
    assert_eq!(refusal(far), Refusal::CutOffQuote { line: 100_002 });
    // At the very end a closing quote is a closing quote.
    assert_eq!(cells("Nom;Note\nb;\"whole\""), [["b", "whole"]]);
}

// --- bounds

/// A file that would be too large to exist here, given out a little at a time, that knows how much was taken.
struct Endless<'a> {
    head: &'a [u8],
    body: &'a [u8],
    at: usize,
    taken: Rc<Cell<u64>>,
    most: u64,
}

impl<'a> Endless<'a> {
    fn new(head: &'a str, body: &'a str, most: u64) -> (Endless<'a>, Rc<Cell<u64>>) {
        let taken = Rc::new(Cell::new(0));
        (Endless { head: head.as_bytes(), body: body.as_bytes(), at: 0, taken: taken.clone(), most }, taken)
    }
}

impl Read for Endless<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let left = self.most - self.taken.get();
        let count = out.len().min(usize::try_from(left).unwrap_or(usize::MAX));
        for byte in &mut out[..count] {
            *byte = match self.head.get(self.at) {
                Some(&byte) => byte,
                None => self.body[(self.at - self.head.len()) % self.body.len()],
            };
            self.at += 1;
        }
        self.taken.set(self.taken.get() + count as u64);
        Ok(count)
    }
}

struct Dripping {
    bytes: Vec<u8>,
    at: usize,
    most: usize,
}

impl Read for Dripping {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let count = out.len().min(self.most).min(self.bytes.len() - self.at);
        out[..count].copy_from_slice(&self.bytes[self.at..self.at + count]);
        self.at += count;
        Ok(count)
    }
}

#[test]
fn a_cell_or_record_beyond_its_bounds_stops_the_reading_before_it_is_held() {
    for (head, body, expected) in [
        ("Nom;Note\na;b\nc;", "x", Refusal::CellTooLong { line: 3 }),
        ("Nom;Note\na;b\nc;\"", "x", Refusal::CellTooLong { line: 3 }),
        ("Nom;Note\na;b\nc;\"", "\"\"", Refusal::CellTooLong { line: 3 }),
        ("Nom;Note\na;b\nc;\"", "\n", Refusal::CellTooLong { line: 3 }),
        ("Nom;Note\na;b\nc;", "é", Refusal::CellTooLong { line: 3 }),
        ("Nom;Note\na;b\nc;", ";", Refusal::TooManyColumns { line: 3 }),
        ("Nom;Note\na;b\nc;", "\"\";", Refusal::TooManyColumns { line: 3 }),
        ("", "colonne;", Refusal::TooManyColumns { line: 1 }),
    ] {
        let (source, taken) = Endless::new(head, body, 10 * 1024 * 1024);
        let refused = Reader::open(source).and_then(Iterator::collect::<Result<Vec<_>, _>>).unwrap_err();
        assert_eq!(refused, expected, "{head}{body}");
        assert!(taken.get() <= 256 * 1024, "{head}{body}: {} bytes were taken", taken.get());
    }
}

#[test]
fn the_largest_cell_passes_with_its_apostrophe_and_a_byte_more_does_not() {
    let most = Limits::default().cell_bytes;
    for (cell, passes) in [
        ("x".repeat(most), true),
        (format!("={}", "1".repeat(most - 1)), true),
        ("x".repeat(most + 1), false),
        (format!("={}", "1".repeat(most)), false),
        ("\"".repeat(most), true),
    ] {
        let mut file = Vec::new();
        let mut writer = Writer::new(&mut file, Layout { delimiter: Delimiter::Comma, bom: false }).unwrap();
        writer.header(["Nom", "Note"]).unwrap();
        writer.row(["a", &cell]).unwrap();
        writer.finish().unwrap();
        let expected = if passes { Ok(cell) } else { Err(Refusal::CellTooLong { line: 2 }) };
        assert_eq!(rows(&file).map(|mut rows| rows.remove(0).cells.remove(1)), expected);
    }
    let exactly = |columns: usize| vec!["a"; columns].join(";");
    assert!(rows(format!("{}\n{}\n", exactly(200), exactly(200))).is_ok());
    assert_eq!(refusal(format!("{}\n{}\n", exactly(200), exactly(201))), Refusal::TooManyColumns { line: 2 });
}

#[test]
fn a_file_with_too_many_rows_or_bytes_is_refused() {
    let limits = Limits { rows: 3, bytes: 300_000, ..Limits::default() };
    let within = |file: String| {
        Reader::open_within(Cursor::new(file), None, limits).and_then(Iterator::collect::<Result<Vec<_>, _>>)
    };
    assert_eq!(within(format!("a;b\n{}", "x;y\n".repeat(3))).unwrap().len(), 3);
    assert_eq!(within(format!("a;b\n{}", "x;y\n".repeat(4))).unwrap_err(), Refusal::TooManyRows { line: 5 });
    assert_eq!(within(format!("a;b\n{}x;y", "\n".repeat(299_993))).unwrap().len(), 1);
    assert_eq!(within(format!("a;b\n{}x;y", "\n".repeat(299_994))).unwrap_err(), Refusal::TooLarge);
    let whole = Limits::default();
    assert_eq!((whole.bytes, whole.rows, whole.columns), (536_870_912, 2_000_000, 200));
}

#[test]
fn a_source_that_breaks_off_is_not_the_end_of_the_table() {
    struct Broken;
    impl Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::ErrorKind::ConnectionReset.into())
        }
    }
    let broken = Refusal::Io(io::ErrorKind::ConnectionReset);
    assert_eq!(Reader::open(NAMES.as_bytes().chain(Broken)).err(), Some(broken));
    let long = NAMES.repeat(5_000);
    let mut reader = Reader::open(long.as_bytes().chain(Broken)).unwrap();
    assert_eq!(reader.by_ref().find_map(Result::err), Some(broken));
    assert_eq!(reader.next(), None, "nothing comes after a refusal");
}

// --- there and back

#[test]
fn a_written_file_is_quoted_ends_its_lines_with_crlf_and_is_vouched_for() {
    let mut file = Vec::new();
    let mut writer = Writer::new(&mut file, Layout { delimiter: Delimiter::Semicolon, bom: true }).unwrap();
    writer.header(["Nom", "Téléphone"]).unwrap();
    writer.row(["=HYPERLINK(\"x\")", "+33 1 42 12 08 64"]).unwrap();
    writer.row(["O'Brien", "-2+3"]).unwrap();
    let finished = writer.finish().unwrap();
    assert_eq!(
        String::from_utf8(file.clone()).unwrap(),
        "\u{FEFF}\"Nom\";\"Téléphone\"\r\n\"'=HYPERLINK(\"\"x\"\")\";\"+33 1 42 12 08 64\"\r\n\"O'Brien\";\"'-2+3\"\r\n"
    );
    let hash = ring::digest::digest(&ring::digest::SHA256, &file);
    assert_eq!((finished.rows, finished.bytes, &finished.sha256[..]), (2, file.len() as u64, hash.as_ref()));
}

#[test]
fn a_disk_that_is_full_is_an_error_and_not_a_shorter_file() {
    struct Full;
    impl io::Write for Full {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::StorageFull.into())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let layout = Layout { delimiter: Delimiter::Comma, bom: false };
    let mut writer = Writer::new(Full, layout).unwrap();
    writer.row(["a"]).unwrap();
    assert_eq!(writer.finish().unwrap_err().kind(), io::ErrorKind::StorageFull);
}

fn nasty_cell() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[^\u{0}]{0,12}",
        4 => "'{0,2}[-=+@＝＋－＠\t\r\n ]{0,2}[0-9;,|\"'é\r\n\t ]{0,8}",
        1 => Just("\u{FEFF}".to_owned()),
        1 => Just("sep=;".to_owned()),
        1 => Just("Bob <script>alert('x')</script>".to_owned()),
        1 => Just("İstanbul 👩‍🚀 \"quoted\" ; , \t |".to_owned()),
        1 => Just("Ã©â€™".to_owned()),
        1 => Just("x".repeat(10_240)),
    ]
}

fn layout() -> impl Strategy<Value = Layout> {
    (prop_oneof![Just(Delimiter::Comma), Just(Delimiter::Semicolon)], any::<bool>())
        .prop_map(|(delimiter, bom)| Layout { delimiter, bom })
}

fn table() -> impl Strategy<Value = Vec<Vec<String>>> {
    prop::collection::vec(prop::collection::vec(nasty_cell(), 1..5), 1..8)
}

proptest! {
    #[test]
    fn importing_an_export_gives_back_every_cell(table in table(), layout in layout()) {
        let mut file = Vec::new();
        let mut writer = Writer::new(&mut file, layout).unwrap();
        for row in &table {
            writer.row(row).unwrap();
        }
        prop_assert_eq!(writer.finish().unwrap().rows, table.len() as u64);
        let told = Format { encoding: Encoding::Utf8, delimiter: layout.delimiter, header: false };
        let read: Vec<_> = Reader::open_as(file.as_slice(), told).unwrap().map(|row| row.unwrap().cells).collect();
        prop_assert_eq!(read, table);
    }

    #[test]
    fn importing_an_export_needs_to_be_told_nothing(table in table(), layout in layout()) {
        let mut file = Vec::new();
        let mut writer = Writer::new(&mut file, layout).unwrap();
        writer.header(["Nom", "Prénom"]).unwrap();
        for row in &table {
            writer.row(row).unwrap();
        }
        writer.finish().unwrap();
        let reader = Reader::open(file.as_slice()).unwrap();
        prop_assert_eq!((reader.format().delimiter, reader.format().header), (layout.delimiter, true));
        let read: Vec<_> = reader.map(|row| row.unwrap().cells).collect();
        prop_assert_eq!(read, table);
    }

    #[test]
    fn the_fence_and_the_csv_crate_see_the_same_records(text in "[a;,\"\r\n ]{0,60}") {
        let mut grammar = Grammar::new(b';');
        let mut widths = Vec::new();
        let mut lengths = Vec::new();
        for byte in text.bytes() {
            let between = grammar.between_records();
            let step = grammar.step(byte);
            if between && step != Step::Blank {
                widths.push(1);
                lengths.push(0);
            }
            match step {
                Step::Cell => *widths.last_mut().unwrap() += 1,
                Step::Content | Step::Stray => *lengths.last_mut().unwrap() += 1,
                _ => {}
            }
        }
        let mut csv = csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(b';').from_reader(text.as_bytes());
        let records: Vec<_> = csv.byte_records().map(Result::unwrap).collect();
        prop_assert_eq!(widths, records.iter().map(csv::ByteRecord::len).collect::<Vec<_>>());
        prop_assert_eq!(lengths, records.iter().map(|record| record.iter().map(<[u8]>::len).sum::<usize>()).collect::<Vec<_>>());
    }

    #[test]
    fn lines_are_counted_the_same_in_one_piece_and_in_many(text in "[a\r\n]{0,30}", cut in 0usize..30) {
        let cut = cut.min(text.len());
        let mut lines = Lines::from(1);
        lines.pass(&text.as_bytes()[..cut]);
        prop_assert_eq!(lines.after(&text.as_bytes()[cut..]), Lines::from(1).after(text.as_bytes()));
        let as_an_editor = 1 + text.replace("\r\n", "\n").matches(['\r', '\n']).count() as u64;
        prop_assert_eq!(Lines::from(1).after(text.as_bytes()), as_an_editor);
    }

    #[test]
    fn no_bytes_make_it_panic_and_small_chunks_change_nothing(bytes in prop::collection::vec(prop_oneof![any::<u8>(), Just(b';'), Just(b'"'), Just(b'\n'), Just(0xC3), Just(0xA9), Just(b'a')], 0..200)) {
        let read = |most| Reader::open(Dripping { bytes: bytes.clone(), at: 0, most }).and_then(Iterator::collect::<Result<Vec<_>, _>>);
        prop_assert_eq!(read(1), read(1 << 20));
    }
}
