//! Folds text so that what people type finds what people wrote: no accents, no case, no punctuation in the way.
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Lower case, accents and apostrophes gone, hyphens and the like as spaces; `@ . _ +` stay for e-mail addresses.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
        match c {
            'ß' => folded.push_str("ss"),
            'ł' => folded.push('l'),
            'ø' => folded.push('o'),
            'đ' | 'ð' => folded.push('d'),
            'þ' => folded.push_str("th"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'ı' => folded.push('i'),
            '@' | '.' | '_' | '+' => folded.push(c),
            c if c.is_alphanumeric() => folded.push(c),
            c if is_combining_mark(c) => {}
            _ => {
                if !folded.ends_with(' ') && !folded.is_empty() {
                    folded.push(' ');
                }
            }
        }
    }
    while folded.ends_with(' ') {
        folded.pop();
    }
    folded
}

/// What somebody looks for: words that must all be there, each perhaps the digits of a number.
#[derive(Debug, PartialEq, Eq)]
pub struct Query {
    pub words: Vec<String>,
    /// The whole query read as a telephone number in whatever format, when it can only be one.
    pub number: Option<String>,
}

/// Fewer digits than this match half the telephone book.
const FEWEST_DIGITS: usize = 4;

impl Query {
    pub fn parse(text: &str) -> Self {
        let only_number = text.chars().all(|c| c.is_ascii_digit() || " +.-()/\u{a0}\u{202f}".contains(c));
        let number = only_number.then(|| digits(text)).filter(|digits| digits.len() >= FEWEST_DIGITS);
        let words = match number {
            Some(_) => Vec::new(),
            None => fold(text).split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect(),
        };
        Query { words, number }
    }

    pub fn is_empty(&self) -> bool {
        self.words.is_empty() && self.number.is_none()
    }

    pub(super) fn word_as_digits(word: &str) -> Option<&str> {
        (word.len() >= FEWEST_DIGITS && word.bytes().all(|b| b.is_ascii_digit())).then_some(word)
    }
}

/// The digits to look for in what somebody typed: `+33 (0)6 12` and `0033 6 12` are both `33612`.
fn digits(typed: &str) -> String {
    let typed = typed.replace("(0)", "");
    let all: String = typed.chars().filter(char::is_ascii_digit).collect();
    match all.strip_prefix("00") {
        Some(international) if !typed.trim_start().starts_with('+') => international.to_owned(),
        _ => all,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_case_and_punctuation_do_not_stand_in_the_way() {
        assert_eq!(fold("Émilie  D'Arcy-LEFÈVRE"), "emilie d arcy lefevre");
        assert_eq!(fold("İstanbul Łukasz Groß Œuvre"), "istanbul lukasz gross oeuvre");
        assert_eq!(fold("Jean.Dupont+news@Société.fr"), "jean.dupont+news@societe.fr");
        assert_eq!(fold("' -- '"), "");
    }

    #[test]
    fn a_telephone_number_is_recognised_in_any_format() {
        for (typed, wanted) in [
            ("06 12 34", "061234"),
            ("+33 6.12", "33612"),
            ("0033 6 12", "33612"),
            ("+33 (0)6 12", "33612"),
            ("(612) 3456", "6123456"),
            ("06-12-34-56-78", "0612345678"),
        ] {
            assert_eq!(Query::parse(typed).number.as_deref(), Some(wanted), "{typed}");
        }
        assert_eq!(Query::parse("612").number, None);
        assert_eq!(Query::parse("dup 0612").number, None);
    }
}
