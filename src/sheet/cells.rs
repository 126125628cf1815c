//! The one rule about cells that a spreadsheet would calculate instead of show (V1.2.10).
//!
//! A spreadsheet takes a cell that begins with `=`, `+`, `-` or `@` for a formula, quoted or not, and a formula can
//! send the rest of the sheet elsewhere. So such a cell leaves with ONE apostrophe in front, and an import takes
//! exactly one off. A cell that already has apostrophes before such a sign gets one more, which makes the way back
//! unambiguous: `unguard(guard(x)) == x` for every `x`.
//!
//! Telephone numbers as our parser prints them (`+`, digits, spaces) are exempt: they cannot be a formula that refers
//! to anything, and a mailing house chokes on an apostrophe in front of each.
//!
//! What people then see: Excel and LibreOffice Calc show the apostrophe as a character of the cell, because the file
//! says it is one; `'=1+1` stays text in both. A number with spaces (`+49 30 37537301`) stays text; Excel takes one
//! without (`+493037537301`) for a sum and drops the plus, so lists for people print the spaced form.

use std::borrow::Cow;

/// The cell as it is written to a file.
pub fn guard(cell: &str) -> Cow<'_, str> {
    if is_dangerous(cell) { Cow::Owned(format!("'{cell}")) } else { Cow::Borrowed(cell) }
}

/// The cell as it was before [`guard`].
pub fn unguard(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if begins_like_a_formula(rest.trim_start_matches('\'')) => rest,
        _ => cell,
    }
}

fn is_dangerous(cell: &str) -> bool {
    begins_like_a_formula(cell.trim_start_matches('\'')) && !is_telephone(cell)
}

/// The signs that begin a formula, their full-width twins (which Excel in East Asian settings takes for them), and
/// the two blanks that some programs drop before looking.
fn begins_like_a_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'])
}

/// What `PhoneNumber::written` and `e164` print: a plus, a digit, then digits and spaces.
fn is_telephone(cell: &str) -> bool {
    cell.strip_prefix('+').is_some_and(|rest| {
        rest.starts_with(|c: char| c.is_ascii_digit()) && rest.bytes().all(|b| b.is_ascii_digit() || b == b' ')
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_cell_that_a_spreadsheet_would_calculate_gets_one_apostrophe() {
        for cell in [
            "=HYPERLINK(\"http://x.example\")",
            "+Plus",
            "-2+3",
            "@Arobase",
            "\tx",
            "\rx",
            "=",
            "-",
            "＝1",
            "＋1",
            "－1",
            "＠x",
            "'=1",
            "''=1",
            "+33 1 42 12 08 64 poste 3",
            "+33-1",
            "+ 33",
            "'+33 1 42 12 08 64",
        ] {
            assert_eq!(guard(cell), format!("'{cell}"), "{cell:?}");
        }
    }

    #[test]
    fn ordinary_cells_and_telephone_numbers_are_left_alone() {
        for cell in
            ["", "O'Brien", "'", "''", "'t Hooft", "a=b", " =1", "+33 1 42 12 08 64", "+493037537301", "1-2", "\nx"]
        {
            assert_eq!(guard(cell), cell, "{cell:?}");
            assert_eq!(unguard(cell), cell, "{cell:?}");
        }
    }

    #[test]
    fn an_apostrophe_that_another_program_put_before_a_telephone_number_goes_too() {
        assert_eq!(unguard("'+33 1 42 12 08 64"), "+33 1 42 12 08 64");
    }

    proptest! {
        #[test]
        fn taking_the_guard_off_gives_back_what_was_guarded(cell in "'{0,3}[-=+@＝＋－＠\t\r ]?[0-9 +]{0,6}\\PC{0,3}|\\PC{0,8}") {
            let guarded = guard(&cell).into_owned();
            prop_assert_eq!(unguard(&guarded), &cell);
            prop_assert!(!begins_like_a_formula(&guarded) || is_telephone(&guarded));
        }
    }
}
