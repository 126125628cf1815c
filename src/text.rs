//! Text as people mean it: without the characters that nobody sees, which copies from web pages and documents bring along
//! and by which one name can be made to look like another (V1.3.3).
use std::borrow::Cow;

/// Characters that turn the direction of writing, join words without width, or steer a terminal. The joiners of emoji
/// and of Persian (U+200C, U+200D) are part of what is written and stay.
fn is_unseen(c: char) -> bool {
    match c {
        '\n' | '\r' | '\t' => false,
        '\u{ad}'
        | '\u{61c}'
        | '\u{180e}'
        | '\u{200b}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2064}'
        | '\u{2066}'..='\u{2069}'
        | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}' => true,
        c => c.is_control(),
    }
}

/// What is seen of a text, without blanks at its ends.
pub fn seen(text: &str) -> Cow<'_, str> {
    if text.contains(is_unseen) {
        Cow::Owned(text.replace(is_unseen, "").trim().to_owned())
    } else {
        Cow::Borrowed(text.trim())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_that_nobody_sees_go_and_names_of_all_kinds_stay() {
        for (typed, kept) in [
            ("  Lefèvre ", "Lefèvre"),
            ("Anna\u{202e}nitraM", "AnnanitraM"),
            ("\u{feff}Zero\u{200b}Width\u{2060}", "ZeroWidth"),
            ("bell\u{7}\u{1b}[31m", "bell[31m"),
            ("\u{200e} \u{200f}", ""),
            ("İstanbul O'Brien 李", "İstanbul O'Brien 李"),
            ("👩\u{200d}💻", "👩\u{200d}💻"),
            ("two\nlines\tand a tab", "two\nlines\tand a tab"),
        ] {
            assert_eq!(seen(typed), kept);
        }
    }
}
