//! Fictional contacts without end, drawn from a seed.
//!
//! The same seed and number always give the same contact, whatever else is drawn: each has a random stream of its own
//! (splitmix64 over seed and number). So a thousand contacts are the beginning of a million, and shards can be made in
//! parallel. The names, companies and addresses are invented; the mail hosts are not, so nothing here may ever be
//! written to, and the telephone numbers may by chance be somebody's.

use chrono::{NaiveDate, NaiveDateTime, TimeDelta};
use unicode_normalization::UnicodeNormalization;

use super::names::{
    FANCIES, FIELDS, FRANCE, GERMANY, ITALY, Land, MAILBOXES, NETHERLANDS, POLAND, PORTUGAL, SHARES, SPAIN, TRADES,
};

/// A fictional person at a fictional company.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// Counted from 1.
    pub number: u64,
    pub given_name: &'static str,
    /// One name, or two with a hyphen.
    pub family_name: String,
    pub company: String,
    /// Unique within a seed.
    pub email: String,
    /// E.164.
    pub phone: String,
    pub newsletter: bool,
    pub created: NaiveDateTime,
}

/// The contact with index `i` (from 0) of a seed; `optin` is the share of those who want the newsletter.
pub fn contact(seed: u64, i: u64, optin: f64) -> Contact {
    // The order of the draws is the generator: what is drawn earlier decides what is drawn later.
    let mut draw = Draw::new(seed, i);
    let land = draw.land();
    let given_name = draw.common(land.given_names);
    let mut family_name = draw.common(land.family_names).to_owned();
    if draw.below(100) < 6 {
        family_name = format!("{family_name}-{}", draw.common(land.family_names));
    }
    let kind = draw.below(4);
    let (trade, fancy, field) = (draw.any(TRADES), draw.any(FANCIES), draw.any(FIELDS));
    let (founder, second) = (draw.common(land.family_names), draw.any(FANCIES));
    let name = match kind {
        0 => format!("{trade} {fancy}"),
        1 => format!("{fancy} {field}"),
        2 => format!("{trade} {founder}"),
        _ => format!("{fancy}{} {field}", second.to_lowercase()),
    };
    let company = format!("{name} {}", draw.any(land.legal_forms));
    let (given, family) = (slug(given_name), slug(&family_name));
    let mailbox = match draw.below(6) {
        0 | 4 => format!("{given}.{family}"),
        1 => format!("{}{family}", given.chars().next().unwrap_or_default()),
        2 => format!("{given}{family}"),
        3 => format!("{family}.{given}"),
        _ => format!("{given}_{family}"),
    };
    let host = if draw.below(100) < 70 {
        let top = if draw.below(5) == 0 { "com" } else { land.domain };
        format!("{}.{top}", slug(&name))
    } else {
        draw.common(MAILBOXES).to_owned()
    };
    let email = format!("{mailbox}.{}@{host}", base36(i));
    let newsletter = draw.fraction() < optin;
    let created = NaiveDateTime::from(FIRST_DAY) + TimeDelta::seconds(draw.below(SEVEN_YEARS).cast_signed());
    let phone = draw.phone(land);
    Contact { number: i + 1, given_name, family_name, company, email, phone, newsletter, created }
}

/// In seconds.
const SEVEN_YEARS: u64 = 7 * 365 * 86_400;

/// The oldest contact there can be.
const FIRST_DAY: NaiveDate = NaiveDate::from_ymd_opt(2019, 1, 1).expect("checked when compiling: that day exists");

/// A random stream of one contact.
struct Draw(u64);

fn splitmix(x: u64) -> u64 {
    let x = x.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    x ^ (x >> 31)
}

impl Draw {
    fn new(seed: u64, i: u64) -> Draw {
        Draw(splitmix(splitmix(seed) ^ i.wrapping_mul(0xD134_2543_DE82_EF95)))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        splitmix(self.0)
    }

    fn below(&mut self, n: u64) -> u64 {
        self.next() % n
    }

    #[expect(clippy::cast_possible_truncation, reason = "less than `n`, which is a usize")]
    fn index(&mut self, n: usize) -> usize {
        self.below(n as u64) as usize
    }

    fn fraction(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    fn any<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.index(list.len())]
    }

    /// The head of the list more often than the tail: the square of a uniform fraction.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 <= f < 1, so it is an index")]
    fn common(&mut self, list: &'static [&'static str]) -> &'static str {
        let f = self.fraction();
        list[(f * f * list.len() as f64) as usize]
    }

    fn land(&mut self) -> &'static Land {
        let mut at = self.below(100);
        for (share, land) in SHARES {
            if at < *share {
                return land;
            }
            at -= share;
        }
        &FRANCE
    }

    fn phone(&mut self, land: &'static Land) -> String {
        let digits = self.next();
        let eight = digits % 100_000_000;
        let is = |other: &'static Land| std::ptr::eq(land, other);
        if is(&FRANCE) {
            format!("+33{}{eight:08}", self.any(&[6, 6, 6, 7, 7, 1, 2, 3, 4, 5, 9]))
        } else if is(&GERMANY) {
            format!("+49{}{eight:08}", self.any(&[151, 160, 170, 171, 176, 30, 89]))
        } else if is(&SPAIN) {
            format!("+34{}{eight:08}", self.any(&[6, 7, 9]))
        } else if is(&ITALY) {
            format!("+393{:09}", digits % 1_000_000_000)
        } else if is(&NETHERLANDS) {
            format!("+316{eight:08}")
        } else if is(&POLAND) {
            format!("+48{}{eight:08}", self.any(&[5, 6, 7]))
        } else if is(&PORTUGAL) {
            format!("+3519{eight:08}")
        } else {
            format!("+467{eight:08}")
        }
    }
}

/// ASCII letters and digits in lower case, everything else one hyphen.
fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            'ł' | 'Ł' => push(&mut slug, 'l'),
            'ß' => slug.push_str("ss"),
            'Ø' | 'ø' => push(&mut slug, 'o'),
            c if c.is_ascii() => push(&mut slug, c),
            c => std::iter::once(c).nfkd().filter(char::is_ascii).for_each(|c| push(&mut slug, c)),
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

fn push(slug: &mut String, c: char) {
    if c.is_ascii_alphanumeric() {
        slug.push(c.to_ascii_lowercase());
    } else if !slug.is_empty() && !slug.ends_with('-') {
        slug.push('-');
    }
}

/// Keeps e-mail addresses unique and short.
fn base36(mut n: u64) -> String {
    let mut digits = [b'0'; 13];
    let mut at = digits.len();
    loop {
        at -= 1;
        digits[at] = b"0123456789abcdefghijklmnopqrstuvwxyz"[(n % 36) as usize];
        n /= 36;
        if n == 0 {
            return digits[at..].iter().map(|&digit| char::from(digit)).collect();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reach::{EmailAddress, FRANCE as IN_FRANCE, PhoneNumber};
    use std::collections::HashSet;

    fn line(contact: &Contact) -> String {
        format!(
            "{},{},{},{},{},{},{},{}\n",
            contact.number,
            contact.given_name,
            contact.family_name,
            contact.company,
            contact.email,
            contact.phone,
            u8::from(contact.newsletter),
            contact.created.format("%Y-%m-%d %H:%M:%S")
        )
    }

    fn hash(seed: u64, from: u64, count: u64) -> String {
        let lines: String = (from..from + count).map(|i| line(&contact(seed, i, 0.60))).collect();
        data_encoding::HEXLOWER.encode(ring::digest::digest(&ring::digest::SHA256, lines.as_bytes()).as_ref())
    }

    // Expected values come from the generator in Python that this is a port of.
    #[test]
    fn the_contacts_of_a_seed_are_those_that_other_tools_know() {
        for (i, expected) in [
            (0, "1,Céline,Dupuis,Alpesrhône Agro & Fils,celine_dupuis.0@gmx.de,+33412671461,1,2025-05-27 21:31:46\n"),
            (
                1,
                "2,Åsa,Åkesson,Coopérative Johansson AB,asa.akesson.1@cooperative-johansson.se,+46756328557,1,2025-04-06 19:13:44\n",
            ),
            (
                2,
                "3,Sophie,Robert,Pharmacie Perrin SAS,sophie.robert.2@pharmacie-perrin.com,+33652493310,1,2025-01-09 17:03:53\n",
            ),
            (
                249,
                "250,Catarina,Silva,Provencepolaris Numérique Lda,catarina_silva.6x@hotmail.fr,+351910865480,0,2020-11-13 06:41:44\n",
            ),
            (
                499,
                "500,Anna,Wolf,Olivier Numérique KG,anna.wolf.dv@olivier-numerique.com,+493019674158,0,2023-02-20 07:17:32\n",
            ),
        ] {
            assert_eq!(line(&contact(20_260_101, i, 0.60)), expected);
        }
        assert_eq!(
            line(&contact(42, 123_456_789, 0.25)),
            "123456790,Mathieu,Barbier,Polarisloire Numérique SA,barbier.mathieu.21i3v9@polarisloire-numerique.fr,+33975752828,0,2025-12-18 09:44:51\n"
        );
        assert_eq!(hash(20_260_101, 0, 500), "3adab49514c24b7746a4f7c34a3a9773ab2dae3842ff588d850725bdac0fc295");
        assert_eq!(hash(7, 1_000_000, 20_000), "6b982963abce2d47b7c59ccea81b789d1c9e19b1efdd260639f6d15c9029a3b5");
    }

    #[test]
    fn every_contact_can_be_reached_and_no_two_at_the_same_address() {
        let mut addresses = HashSet::new();
        for i in 0..5_000 {
            let contact = contact(1, i, 0.5);
            assert!(addresses.insert(EmailAddress::parse(&contact.email).unwrap().canonical()));
            assert_eq!(PhoneNumber::parse(&contact.phone, IN_FRANCE).unwrap().e164(), contact.phone);
        }
    }

    #[test]
    fn nobody_or_everybody_wants_the_newsletter_when_told_so() {
        assert!((0..500).all(|i| !contact(1, i, 0.0).newsletter && contact(1, i, 1.0).newsletter));
    }
}
