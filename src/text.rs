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

/// What is seen of a text that stands on one line: every blank between words is one space.
pub fn line(text: &str) -> String {
    // Never larger than what it was made of, and made in one place: whoever must wipe it has all there is of it.
    let mut line = String::with_capacity(text.len());
    let mut blank = false;
    for c in text.chars().filter(|c| !is_unseen(*c)) {
        if c.is_whitespace() {
            blank = !line.is_empty();
        } else {
            if std::mem::take(&mut blank) {
                line.push(' ');
            }
            line.push(c);
        }
    }
    line
}

/// Is there nothing to be seen in it?
pub fn is_blank(text: &str) -> bool {
    text.chars().all(|c| is_unseen(c) || c.is_whitespace())
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

    #[test]
    fn a_line_is_what_is_seen_with_one_space_for_each_blank() {
        for (typed, kept) in [
            ("  Anna \r\n\t Dupré\u{a0} ", "Anna Dupré"),
            ("a\u{200b} \u{feff}b", "a b"),
            ("anna\r\n@exemple.example", "anna @exemple.example"),
            ("\u{200e} \u{7}", ""),
            ("İ\u{3000}李", "İ 李"),
        ] {
            assert_eq!(line(typed), kept);
            assert_eq!(line(typed), seen(typed).split_whitespace().collect::<Vec<_>>().join(" "));
            assert_eq!(is_blank(typed), kept.is_empty());
        }
    }
}
