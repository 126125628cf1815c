//! A bank account as people write it: an IBAN, checked (mod-97, and the length and shape its country prescribes).
//!
//! Payment data (class C4): it never prints itself, and what screens show by default is [`BankAccount::masked`].

use std::fmt;

use iban::{Iban, IbanLike, ParseBaseIbanError, ParseIbanError};

/// Why a text was refused. Without words on purpose: pages say it in the reader's language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fault {
    /// Nothing but blanks.
    Empty,
    /// Not two letters, two digits and then letters and digits, or far too long.
    Shape,
    /// The check digits do not fit: a typing error, mostly.
    Checksum,
    /// The country has no IBANs.
    Country,
    /// Not the length and order of letters and digits that the country prescribes.
    Structure,
}

/// An account number that passed every check. Its `Debug` prints the name of the type only (V14.2.6, V16.2.5).
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct BankAccount(Iban);

impl BankAccount {
    /// Reads an IBAN with the blanks, dots, hyphens and lower case people use, also behind the word "IBAN".
    pub fn parse(text: &str) -> Result<BankAccount, Fault> {
        let mut electronic = String::with_capacity(34);
        for c in text.chars() {
            match c {
                // No country has the code IB, so the word in front cannot be part of the number.
                ':' if electronic == "IBAN" => electronic.clear(),
                c if c.is_whitespace() || matches!(c, '.' | '-' | '\u{200B}' | '\u{FEFF}') => {}
                c if c.is_ascii_alphanumeric() && electronic.len() < 64 => electronic.push(c.to_ascii_uppercase()),
                _ => return Err(Fault::Shape),
            }
        }
        let electronic = electronic.strip_prefix("IBAN").unwrap_or(&electronic);
        if electronic.is_empty() {
            return Err(Fault::Empty);
        }
        match electronic.parse() {
            Ok(iban) => Ok(BankAccount(iban)),
            Err(ParseIbanError::InvalidBaseIban { source: ParseBaseIbanError::InvalidFormat }) => Err(Fault::Shape),
            Err(ParseIbanError::InvalidBaseIban { source: ParseBaseIbanError::InvalidChecksum }) => {
                Err(Fault::Checksum)
            }
            Err(ParseIbanError::UnknownCountry(_)) => Err(Fault::Country),
            Err(ParseIbanError::InvalidBban(_)) => Err(Fault::Structure),
        }
    }

    /// Country and last four only: `FR•• •••• … 0123`. The same width for every country, so that nothing else shows.
    pub fn masked(&self) -> String {
        let electronic = self.electronic();
        let (_, last_four) = electronic.split_at(electronic.len().saturating_sub(4));
        format!("{}•• •••• … {last_four}", self.country())
    }

    /// ISO 3166 code of the country.
    pub fn country(&self) -> &str {
        self.0.country_code()
    }

    /// Without blanks, as banks exchange and as the vault stores it.
    pub fn electronic(&self) -> &str {
        self.0.electronic_str()
    }

    /// In groups of four, as on paper.
    pub fn written(&self) -> String {
        self.0.to_string()
    }
}

impl fmt::Debug for BankAccount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BankAccount")
    }
}

/// Why the number of a card was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CardFault {
    Empty,
    /// Not twelve to nineteen digits (ISO/IEC 7812-1).
    Shape,
    /// The last digit does not fit the others.
    Checksum,
}

/// The number of a card that passed its check. It never prints itself, and is wiped when it goes.
#[derive(Clone, PartialEq, Eq)]
pub struct CardNumber(zeroize::Zeroizing<String>);

impl CardNumber {
    /// Reads a number with the blanks and hyphens that people use.
    pub fn parse(text: &str) -> Result<CardNumber, CardFault> {
        let mut digits = zeroize::Zeroizing::new(String::with_capacity(19));
        for c in text.chars() {
            match c {
                c if c.is_whitespace() || matches!(c, '-' | '.' | '\u{200B}' | '\u{FEFF}') => {}
                c if c.is_ascii_digit() && digits.len() < 19 => digits.push(c),
                _ => return Err(CardFault::Shape),
            }
        }
        match digits.len() {
            0 => Err(CardFault::Empty),
            12..=19 if luhn(&digits) => Ok(CardNumber(digits)),
            12..=19 => Err(CardFault::Checksum),
            _ => Err(CardFault::Shape),
        }
    }

    pub fn digits(&self) -> &str {
        &self.0
    }

    /// The last four only, the same width for every card.
    pub fn masked(&self) -> String {
        let (_, last_four) = self.0.split_at(self.0.len().saturating_sub(4));
        format!("•••• •••• •••• {last_four}")
    }

    /// In groups of four, as it stands on the card.
    pub fn written(&self) -> String {
        let mut written = String::with_capacity(24);
        for (at, digit) in self.0.chars().enumerate() {
            if at > 0 && at % 4 == 0 {
                written.push(' ');
            }
            written.push(digit);
        }
        written
    }
}

impl fmt::Debug for CardNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CardNumber")
    }
}

/// Every second digit from the right counts double, digit by digit; the sum ends in nothing (ISO/IEC 7812-1, annex B).
fn luhn(digits: &str) -> bool {
    let sum: u32 = digits
        .bytes()
        .rev()
        .map(|digit| u32::from(digit - b'0'))
        .enumerate()
        .map(|(at, digit)| if at % 2 == 0 { digit } else { digit * 2 / 10 + digit * 2 % 10 })
        .sum();
    sum.is_multiple_of(10) && digits.bytes().any(|digit| digit != b'0')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    // The specimen numbers of the SWIFT registry: nobody's accounts.
    const SPECIMENS: [&str; 6] = [
        "FR1420041010050500013M02606",
        "DE89370400440532013000",
        "GB29NWBK60161331926819",
        "BE68539007547034",
        "NO9386011117947",
        "MT84MALT011000012345MTLCAST001S",
    ];

    #[test]
    fn an_account_is_read_however_it_is_written() {
        for text in [
            "FR1420041010050500013M02606",
            "fr14 2004 1010 0505 0001 3m02 606",
            " FR14-2004-1010-0505-0001-3M02-606\n",
            "FR14\u{a0}2004\u{202f}1010 0505 0001 3M02 606",
            "IBAN: FR14 2004 1010 0505 0001 3M02 606",
            "IBAN FR1420041010050500013M02606",
        ] {
            let account = BankAccount::parse(text).unwrap();
            assert_eq!(account.electronic(), "FR1420041010050500013M02606");
            assert_eq!(account.written(), "FR14 2004 1010 0505 0001 3M02 606");
            assert_eq!(account.country(), "FR");
        }
    }

    #[test]
    fn every_refusal_says_why() {
        for (text, fault) in [
            ("", Fault::Empty),
            (" - ", Fault::Empty),
            ("IBAN", Fault::Empty),
            ("12345", Fault::Shape),
            ("FR14 2004 1010 0505 0001 3M02 606 ; BIC", Fault::Shape),
            ("FR14/2004", Fault::Shape),
            ("FR15 2004 1010 0505 0001 3M02 606", Fault::Checksum),
            ("FR14 2004 1010 0505 0001 3M02 660", Fault::Checksum),
            ("FR14 2004 1010 0505 0001 3M02 60", Fault::Checksum),
            // Right check digits, but eight digits where Germany has eighteen; and a country without IBANs.
            ("DE52 1234 5678", Fault::Structure),
            ("US51 1234 5678", Fault::Country),
        ] {
            assert_eq!(BankAccount::parse(text).map(|_| ()), Err(fault), "{text}");
        }
    }

    #[test]
    fn a_masked_account_shows_country_and_last_four_and_a_debug_line_nothing() {
        let account = BankAccount::parse(SPECIMENS[0]).unwrap();
        assert_eq!(account.masked(), "FR•• •••• … 2606");
        assert_eq!(format!("{account:?} {:?}", BankAccount::parse(SPECIMENS[1])), "BankAccount Ok(BankAccount)");
        for specimen in SPECIMENS {
            let masked = BankAccount::parse(specimen).unwrap().masked();
            assert_eq!(masked.chars().filter(char::is_ascii_alphanumeric).count(), 6, "{masked}");
        }
    }

    proptest! {
        #[test]
        fn one_wrong_or_two_swapped_characters_are_noticed(which in 0..SPECIMENS.len(), at in 4usize..15, by in 1u8..10) {
            let right = SPECIMENS[which].as_bytes();
            let mut wrong = right.to_vec();
            if wrong[at].is_ascii_digit() {
                wrong[at] = b'0' + (wrong[at] - b'0' + by) % 10;
                prop_assert!(BankAccount::parse(std::str::from_utf8(&wrong).unwrap()).is_err());
            }
            let mut swapped = right.to_vec();
            swapped.swap(at - 1, at);
            if swapped != right {
                prop_assert!(BankAccount::parse(std::str::from_utf8(&swapped).unwrap()).is_err());
            }
        }

        #[test]
        fn what_is_written_is_read_back(which in 0..SPECIMENS.len()) {
            let account = BankAccount::parse(SPECIMENS[which]).unwrap();
            prop_assert_eq!(BankAccount::parse(&account.written()), Ok(account));
            prop_assert_eq!(BankAccount::parse(account.electronic()), Ok(account));
        }

        #[test]
        fn no_text_makes_it_panic(text in any::<String>()) {
            let _ = BankAccount::parse(&text);
        }
    }

    #[test]
    fn a_card_is_read_however_it_is_written_and_shows_its_last_four() {
        // Numbers that the schemes publish for trying out: nobody's cards.
        for text in ["4242 4242 4242 4242", "4242-4242-4242-4242", " 4242424242424242\n", "4242\u{a0}42424242 4242"] {
            let card = CardNumber::parse(text).unwrap();
            assert_eq!(card.digits(), "4242424242424242");
            assert_eq!(card.written(), "4242 4242 4242 4242");
            assert_eq!(card.masked(), "•••• •••• •••• 4242");
            assert_eq!(format!("{card:?}"), "CardNumber");
        }
        for text in ["5555555555554444", "378282246310005", "6304000000000000"] {
            assert!(CardNumber::parse(text).is_ok(), "{text}");
        }
        for (text, fault) in [
            (" ", CardFault::Empty),
            ("4242", CardFault::Shape),
            ("42424242424242424242", CardFault::Shape),
            ("4242 4242 4242 424x", CardFault::Shape),
            ("4242 4242 4242 4243", CardFault::Checksum),
            ("4224 4242 4242 4242", CardFault::Checksum),
            ("0000 0000 0000 0000", CardFault::Checksum),
        ] {
            assert_eq!(CardNumber::parse(text).unwrap_err(), fault, "{text}");
        }
    }

    #[test]
    fn one_digit_that_is_wrong_is_always_found() {
        let right = "4242424242424242";
        for at in 0..right.len() {
            for digit in '0'..='9' {
                let wrong: String = right.chars().enumerate().map(|(i, c)| if i == at { digit } else { c }).collect();
                assert_eq!(CardNumber::parse(&wrong).is_ok(), wrong == right, "{wrong}");
            }
        }
    }
}
