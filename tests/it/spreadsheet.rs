//! What a list looks like to whoever opens it: LibreOffice reads the CSV, and nothing in it is a formula.
use crate::parts;
use cloister::sheet::{Delimiter, Layout, Reader, Writer};
use std::path::Path;

const CELLS: [&str; 7] = [
    "=HYPERLINK(\"http://evil.example\")",
    // As our telephone parser prints it: exempt from the apostrophe, and its spaces keep it a text.
    "+49 30 12345678",
    "@SUM(1+1)",
    "O'Brien; Zoé, & Cie",
    "İstanbul \"entre guillemets\"",
    "deux\nlignes",
    "-2+3",
];

#[expect(clippy::disallowed_methods, reason = "the spreadsheet is another program")]
fn opened_in_libreoffice(csv: &Path, delimiter: u8) -> String {
    let folder = csv.parent().unwrap();
    let profile = format!("-env:UserInstallation=file://{}/profile", folder.display());
    // Separator, quote, UTF-8 (76), from the first line: what its import dialog proposes for such a file.
    let filter = format!("--infilter=Text - txt - csv (StarCalc):{delimiter},34,76,1");
    let done = std::process::Command::new("soffice")
        .args(["--headless", &profile, &filter, "--convert-to", "fods", "--outdir"])
        .arg(folder)
        .arg(csv)
        .output()
        .unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    std::fs::read_to_string(csv.with_extension("fods")).unwrap()
}

#[test]
fn a_list_opens_right_in_libreoffice_and_computes_nothing() {
    let here = std::env::var_os("PATH")
        .is_some_and(|path| std::env::split_paths(&path).any(|folder| folder.join("soffice").exists()));
    if !here {
        parts::skipped("a CSV opened in LibreOffice: no soffice");
        return;
    }
    for (delimiter, sign, bom) in [(Delimiter::Semicolon, b';', true), (Delimiter::Comma, b',', false)] {
        let folder = tempfile::tempdir().unwrap();
        let csv = folder.path().join("list.csv");
        let mut writer = Writer::new(std::fs::File::create(&csv).unwrap(), Layout { delimiter, bom }).unwrap();
        writer.header(["a", "b", "c", "d", "e", "f", "g"].iter()).unwrap();
        writer.row(CELLS.iter()).unwrap();
        writer.finish().unwrap();
        let seen = opened_in_libreoffice(&csv, sign);
        assert!(!seen.contains("table:formula="), "nothing is computed");
        for text in
            ["=HYPERLINK(", "+49 30 12345678", "@SUM(1+1)", "O&apos;Brien; Zoé, &amp; Cie", "İstanbul", "deux", "-2+3"]
        {
            assert!(
                seen.contains(text) || seen.contains(&text.replace("&apos;", "'")),
                "{text} is not there as it was written"
            );
        }
        // The same file read again by ourselves is what was written.
        let mut reader = Reader::open(std::fs::File::open(&csv).unwrap()).unwrap();
        let row = reader.next().unwrap().unwrap();
        assert_eq!(row.cells, CELLS);
    }
}
