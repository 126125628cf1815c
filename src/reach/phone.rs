//! A telephone or fax number as people write it, kept in E.164.
//!
//! Possible is enough: a number whose country has numbers of that length is kept, assigned or not, because the
//! database of assigned ranges ages faster than the people in a CRM.
//!
//! French numbers and plain E.164 are read here; everything else (a trunk prefix of another country, national
//! writing abroad) is handed to `phonenumber`, the port of libphonenumber.

use std::fmt;

use phonenumber::metadata::{DATABASE, Descriptor};
use phonenumber::{Mode, country};

use super::Fault;

/// The country whose numbers are written without a calling code.
pub type Country = country::Id;

pub const FRANCE: Country = country::FR;

/// ITU E.164: at most fifteen digits. A few more are taken in so that a trunk prefix can be seen and dropped.
const MOST_DIGITS: usize = 20;
const MOST_DIGITS_KEPT: usize = 15;

/// A telephone number. Its `Debug` prints the name of the type only (V16.2.5).
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct PhoneNumber {
    /// `+` and digits.
    e164: String,
    /// How many of those bytes stand before the national number.
    prefix: usize,
}

impl PhoneNumber {
    /// Reads a number; without a calling code it is one of `country`.
    pub fn parse(text: &str, country: Country) -> Result<PhoneNumber, Fault> {
        let written = Digits::of(text)?;
        let digits = written.as_str();
        if written.international {
            return international(digits);
        }
        if country == FRANCE
            && let Some(national) = french(digits)
        {
            return Ok(PhoneNumber::new("33", national));
        }
        by_metadata(digits, Some(country))
    }

    fn new(code: &str, national: &str) -> PhoneNumber {
        let mut e164 = String::with_capacity(1 + code.len() + national.len());
        e164.push('+');
        e164.push_str(code);
        e164.push_str(national);
        PhoneNumber { e164, prefix: 1 + code.len() }
    }

    /// `+33142120864`: what is stored, compared and dialled.
    pub fn e164(&self) -> &str {
        &self.e164
    }

    /// For people's eyes: `01 42 12 08 64` for a French number, else `+49 30 37537301`. Only digits, spaces and a
    /// leading `+`: the CSV rule of the sheet exempts exactly that.
    pub fn written(&self) -> String {
        let (prefix, national) = self.parts();
        if self.is_french() {
            // The trunk zero makes ten digits of nine, written in pairs.
            let mut written = String::from("0");
            for (at, digit) in national.chars().enumerate() {
                if at % 2 == 1 {
                    written.push(' ');
                }
                written.push(digit);
            }
            return written;
        }
        let formatted = phonenumber::parse(None, &self.e164)
            .map(|number| number.format().mode(Mode::International).to_string())
            .unwrap_or_default();
        let mut written = String::with_capacity(formatted.len());
        for c in formatted.chars() {
            if c.is_ascii_digit() || (c == '+' && written.is_empty()) {
                written.push(c);
            } else if !written.ends_with(' ') {
                written.push(' ');
            }
        }
        // The formats of the metadata do not fit every possible number. Never show other digits than the stored ones.
        if written.bytes().filter(|&b| b != b' ').eq(self.e164.bytes()) {
            written.trim_end().to_owned()
        } else {
            format!("{prefix} {national}")
        }
    }

    /// As dialled from abroad, digits only: `33142120864`.
    pub fn international_digits(&self) -> &str {
        self.e164.trim_start_matches('+')
    }

    /// As dialled inside the country, digits only: `0142120864`.
    pub fn national_digits(&self) -> String {
        let prefix = if self.is_french() { "0" } else { self.trunk_prefix() };
        format!("{prefix}{}", self.parts().1)
    }

    /// `+33` and `142120864`.
    fn parts(&self) -> (&str, &str) {
        self.e164.split_at(self.prefix)
    }

    fn is_french(&self) -> bool {
        self.e164.starts_with("+33")
    }

    fn trunk_prefix(&self) -> &'static str {
        let code: u16 = self.parts().0.trim_start_matches('+').parse().unwrap_or_default();
        DATABASE.by_code(&code).and_then(|regions| regions.first()?.national_prefix()).unwrap_or_default()
    }
}

/// The digits of a number with everything taken off that people put between them.
struct Digits {
    digits: [u8; MOST_DIGITS],
    len: usize,
    /// Whether a calling code comes first (`+` or `00`).
    international: bool,
}

impl Digits {
    fn of(text: &str) -> Result<Digits, Fault> {
        let text = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\u{200B}' | '\u{FEFF}'));
        if text.is_empty() {
            return Err(Fault::Empty);
        }
        // `(+33) 1 42 ...` is written too; the closing bracket is a separator like any other.
        let unbracketed = text.strip_prefix('(').filter(|rest| rest.starts_with('+')).unwrap_or(text);
        let (international, rest) = match unbracketed.strip_prefix(['+', '＋']) {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let mut found = Digits { digits: [0; MOST_DIGITS], len: 0, international };
        let mut signs = rest.chars();
        while let Some(sign) = signs.next() {
            match sign {
                '0'..='9' => {
                    *found.digits.get_mut(found.len).ok_or(Fault::TooLong)? = sign as u8;
                    found.len += 1;
                    if !found.international && found.as_str() == "00" {
                        found.international = true;
                        found.len = 0;
                    }
                }
                // `+48 (0)22 ...`: the zero in brackets is for callers inside the country. Italy and San Marino
                // dial it from everywhere.
                '(' if found.international
                    && signs.as_str().starts_with("0)")
                    && !matches!(found.as_str(), "39" | "378") =>
                {
                    signs.next();
                }
                _ if is_separator(sign) => {}
                _ => return Err(Fault::NotDigits),
            }
        }
        match found.len {
            0 if found.international && !international => Err(Fault::TooShort),
            0 => Err(Fault::NotDigits),
            _ => Ok(found),
        }
    }

    fn as_str(&self) -> &str {
        std::str::from_utf8(&self.digits[..self.len]).unwrap_or_default()
    }
}

fn is_separator(c: char) -> bool {
    matches!(c, ' ' | '.' | '-' | '/' | '(' | ')' | '\t' | '\u{A0}' | '\u{2009}' | '\u{202F}' | '\u{2010}'..='\u{2015}')
}

/// The nine digits of a French number without calling code: as written, or after a spreadsheet took the leading zero
/// or the plus for part of a sum and dropped it.
fn french(digits: &str) -> Option<&str> {
    let national = match digits.len() {
        10 => digits.strip_prefix('0')?,
        9 => digits,
        11 => digits.strip_prefix("33")?,
        _ => return None,
    };
    (!national.starts_with('0')).then_some(national)
}

fn international(digits: &str) -> Result<PhoneNumber, Fault> {
    if let Some(national) = digits.strip_prefix("33") {
        // `+33 01 42 ...` is wrong and common.
        let national = national.strip_prefix('0').unwrap_or(national);
        return match national.len() {
            ..9 => Err(Fault::TooShort),
            9 if !national.starts_with('0') => Ok(PhoneNumber::new("33", national)),
            9 => Err(Fault::TooShort),
            _ => Err(Fault::TooLong),
        };
    }
    let (code, national) = split(digits).ok_or(Fault::CallingCode)?;
    if national.starts_with('0') {
        // Italy keeps its zero, Germany drops it: the metadata knows.
        return by_metadata(digits, None);
    }
    possible(code, national)?;
    Ok(PhoneNumber::new(code, national))
}

/// The slow path: `phonenumber` on digits only, so that its vanity letters and extensions never apply.
/// Measured in release on two shared cores: 0.4 million numbers a second, against 15 to 26 million French ones and 6
/// million of E.164 abroad by the paths above. Showing a foreign number (`written`) takes this path too.
fn by_metadata(digits: &str, country: Option<Country>) -> Result<PhoneNumber, Fault> {
    let plus = if country.is_none() { "+" } else { "" };
    let number = phonenumber::parse(country, format!("{plus}{digits}")).map_err(|fault| match fault {
        phonenumber::ParseError::InvalidCountryCode => Fault::CallingCode,
        phonenumber::ParseError::TooLong => Fault::TooLong,
        _ => Fault::TooShort,
    })?;
    let (code, national) = (number.country().code().to_string(), number.national().to_string());
    possible(&code, &national)?;
    Ok(PhoneNumber::new(&code, &national))
}

/// Splits the calling code off. Calling codes are prefix-free, so the first that exists is the one.
fn split(digits: &str) -> Option<(&str, &str)> {
    // The metadata also files under zero; no calling code begins with it.
    if digits.starts_with('0') {
        return None;
    }
    (1..=3).find_map(|len| {
        let (code, national) = digits.split_at_checked(len)?;
        DATABASE.region(&code.parse::<u16>().ok()?).map(|_| (code, national))
    })
}

/// Whether any country of the calling code has numbers of that length.
fn possible(code: &str, national: &str) -> Result<(), Fault> {
    let regions = code.parse::<u16>().ok().and_then(|code| DATABASE.by_code(&code)).ok_or(Fault::CallingCode)?;
    // The crate leaves the general lengths empty, so they are gathered from the kinds of number there are.
    let lengths = || {
        regions.iter().flat_map(|region| {
            let kinds = region.descriptors();
            [
                kinds.fixed_line(),
                kinds.mobile(),
                kinds.uan(),
                kinds.voip(),
                kinds.toll_free(),
                kinds.shared_cost(),
                kinds.premium_rate(),
                kinds.personal_number(),
                kinds.pager(),
            ]
            .into_iter()
            .flatten()
            .flat_map(Descriptor::possible_length)
        })
    };
    let len = u16::try_from(national.len()).map_err(|_| Fault::TooLong)?;
    if code.len() + national.len() > MOST_DIGITS_KEPT || lengths().all(|&possible| possible < len) {
        Err(Fault::TooLong)
    } else if lengths().any(|&possible| possible == len) {
        Ok(())
    } else {
        Err(Fault::TooShort)
    }
}

impl fmt::Debug for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PhoneNumber")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn e164(text: &str) -> Result<String, Fault> {
        PhoneNumber::parse(text, FRANCE).map(|number| number.e164().to_owned())
    }

    #[test]
    fn every_french_way_of_writing_a_number_is_the_same_number() {
        for text in [
            "01 42 12 08 64",
            "01.42.12.08.64",
            "01-42-12-08-64",
            "01/42/12/08/64",
            "0142120864",
            "142120864",
            "33142120864",
            "+33142120864",
            "+33 1 42 12 08 64",
            "+33 (0)1 42 12 08 64",
            "+33(0)142120864",
            "+33 01 42 12 08 64",
            "0033 1 42 12 08 64",
            "0033 (0)1 42 12 08 64",
            "00 33 1 42 12 08 64",
            "(+33) 1 42 12 08 64",
            " 01\u{a0}42\u{202f}12\u{2011}08 64\t",
            "＋33 1 42 12 08 64",
        ] {
            assert_eq!(e164(text).as_deref(), Ok("+33142120864"), "{text}");
        }
    }

    #[test]
    fn numbers_of_other_countries_are_kept_with_their_calling_code() {
        for (text, expected) in [
            ("+493037537301", "+493037537301"),
            ("+49 (0)30 37537301", "+493037537301"),
            ("+49 030 37537301", "+493037537301"),
            ("+393369688259", "+393369688259"),
            ("+39 06 6982 1234", "+390669821234"),
            ("+39 (0)6 6982 1234", "+390669821234"),
            ("+48 (0)22 123 45 67", "+48221234567"),
            ("+34 748 10 93 57", "+34748109357"),
            ("+1 650-253-0000", "+16502530000"),
            ("0041 32 421 00 00", "+41324210000"),
            ("+352 27 11 22", "+352271122"),
        ] {
            assert_eq!(e164(text).as_deref(), Ok(expected), "{text}");
        }
        let swiss = PhoneNumber::parse("032 421 00 00", country::CH).unwrap();
        assert_eq!(swiss.e164(), "+41324210000");
        let german = PhoneNumber::parse("030 37537301", country::DE).unwrap();
        assert_eq!(german.e164(), "+493037537301");
    }

    #[test]
    fn every_refusal_says_why() {
        for (text, fault) in [
            ("", Fault::Empty),
            (" \u{a0}", Fault::Empty),
            ("+", Fault::NotDigits),
            ("-", Fault::NotDigits),
            ("néant", Fault::NotDigits),
            ("01 42 12 08 64 poste 12", Fault::NotDigits),
            ("0800 FLEURS", Fault::NotDigits),
            ("01 42 12 08 6O", Fault::NotDigits),
            ("3,36E+10", Fault::NotDigits),
            ("+33 1 42 12 08 64 ;ext=3", Fault::NotDigits),
            ("01 42 +12 08 64", Fault::NotDigits),
            ("00+33142120864", Fault::NotDigits),
            ("00", Fault::TooShort),
            ("15", Fault::TooShort),
            ("3949", Fault::TooShort),
            ("01 42 12 08", Fault::TooShort),
            ("+33 1 42", Fault::TooShort),
            ("+33 0 0 42 12 08 64", Fault::TooShort),
            ("+49", Fault::TooShort),
            ("01 42 12 08 64 65 66", Fault::TooLong),
            ("+33 1 42 12 08 64 65", Fault::TooLong),
            ("01 42 12 08 64 / 06 12 34 56 78", Fault::TooLong),
            ("123456789012345678901234567890", Fault::TooLong),
            ("+999 12345678", Fault::CallingCode),
            ("+0 12345678", Fault::CallingCode),
        ] {
            assert_eq!(e164(text), Err(fault), "{text}");
        }
    }

    #[test]
    fn a_number_is_shown_the_french_way_and_abroad_with_its_calling_code() {
        let written = |text| PhoneNumber::parse(text, FRANCE).unwrap().written();
        assert_eq!(written("+33142120864"), "01 42 12 08 64");
        assert_eq!(written("06.12.34.56.78"), "06 12 34 56 78");
        assert_eq!(written("+493037537301"), "+49 30 37537301");
        assert_eq!(written("+16502530000"), "+1 650 253 0000");
        assert_eq!(written("+390669821234"), "+39 06 6982 1234");
        assert_eq!(written("+34748109357"), "+34 748 10 93 57");
    }

    #[test]
    fn a_number_is_found_by_its_digits_at_home_and_from_abroad() {
        let digits = |text| {
            let number = PhoneNumber::parse(text, FRANCE).unwrap();
            (number.national_digits(), number.international_digits().to_owned())
        };
        assert_eq!(digits("+33142120864"), ("0142120864".into(), "33142120864".into()));
        assert_eq!(digits("+493037537301"), ("03037537301".into(), "493037537301".into()));
        assert_eq!(digits("+34748109357"), ("748109357".into(), "34748109357".into()));
    }

    #[test]
    fn a_debug_line_shows_no_number() {
        assert_eq!(format!("{:?}", PhoneNumber::parse("0142120864", FRANCE)), "Ok(PhoneNumber)");
    }

    proptest! {
        #[test]
        fn what_is_shown_is_read_back_as_the_same_number(text in "\\+[1-9][0-9]{6,14}|0[1-9]([ .]?[0-9]{2}){4}") {
            if let Ok(number) = PhoneNumber::parse(&text, FRANCE) {
                let written = number.written();
                prop_assert!(written.bytes().all(|b| b.is_ascii_digit() || b == b' ' || b == b'+'), "{}", written);
                prop_assert_eq!(PhoneNumber::parse(&written, FRANCE).map(|n| n.e164().to_owned()), Ok(number.e164().to_owned()));
                prop_assert_eq!(PhoneNumber::parse(number.e164(), FRANCE), Ok(number.clone()));
            }
        }

        #[test]
        fn no_text_makes_it_panic(text in "[0-9+() .-]{0,24}|\\PC{0,24}") {
            for country in [FRANCE, country::CH, country::IT, country::US] {
                if let Ok(number) = PhoneNumber::parse(&text, country) {
                    let _ = (number.written(), number.national_digits());
                }
            }
        }
    }
}
