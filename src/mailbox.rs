//! An e-mail address as people type it: checked for shape, kept as typed, compared in one canonical form. Both sides of the
//! house judge by it: what the intake thanks somebody for, the take-in does not put aside.

use std::fmt;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Why a text is no address. Without words on purpose: pages say it in the reader's language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fault {
    /// Nothing but blanks.
    Empty,
    /// Over 254 bytes, or a local part over 64.
    TooLong,
    /// No `@`.
    NoAt,
    /// More than one `@`: two addresses in one cell, mostly.
    ManyAts,
    /// A blank inside.
    Blank,
    /// What stands before the `@` is not a dot-atom.
    LocalPart,
    /// What stands after the `@` is not a domain with at least two labels.
    Domain,
}

/// RFC 5321: a path is at most 256 octets including its angle brackets.
const LONGEST: usize = 254;
const LONGEST_LOCAL: usize = 64;
const LONGEST_LABEL: usize = 63;

/// Boxes that several people read, French and English. Someone who writes to them does not write to a person, so
/// they neither prove that two rows are the same person nor make a good first address.
const GENERIC: &[&str] = &[
    "abuse",
    "accounting",
    "accounts",
    "accueil",
    "achat",
    "achats",
    "adm",
    "admin",
    "administratif",
    "administration",
    "administrator",
    "agence",
    "assistance",
    "billing",
    "boutique",
    "bureau",
    "cabinet",
    "careers",
    "clients",
    "commande",
    "commandes",
    "commercial",
    "communication",
    "compta",
    "comptabilite",
    "comptabilité",
    "contact",
    "contacts",
    "courrier",
    "devis",
    "direction",
    "dpo",
    "emploi",
    "enquiries",
    "facturation",
    "factures",
    "finance",
    "gestion",
    "hello",
    "help",
    "helpdesk",
    "hr",
    "hostmaster",
    "info",
    "infos",
    "information",
    "informations",
    "inquiries",
    "invoices",
    "it",
    "jobs",
    "mail",
    "mailbox",
    "marketing",
    "messagerie",
    "newsletter",
    "no-reply",
    "noreply",
    "office",
    "orders",
    "postmaster",
    "presse",
    "press",
    "privacy",
    "purchasing",
    "qualite",
    "reception",
    "recrutement",
    "reservation",
    "reservations",
    "rh",
    "sales",
    "sav",
    "secretariat",
    "secrétariat",
    "security",
    "service",
    "services",
    "siege",
    "societe",
    "standard",
    "support",
    "team",
    "technique",
    "tresorerie",
    "ventes",
    "webmaster",
];

/// An e-mail address. Its `Debug` prints the name of the type only (V16.2.5).
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct EmailAddress {
    /// As typed, without the blanks around it.
    typed: String,
}

impl EmailAddress {
    /// Accepts `dot-atom@domain` with letters of every script (RFC 6531). Quoted local parts, comments, display names
    /// and address literals are refused: in a CRM they are mistakes, and no newsletter tool delivers to them.
    pub fn parse(text: &str) -> Result<EmailAddress, Fault> {
        EmailAddress::check(text).map(|typed| EmailAddress { typed: typed.to_owned() })
    }

    /// The same without keeping anything: what it is that would be kept.
    ///
    /// # Errors
    /// Why it is no address.
    pub fn check(text: &str) -> Result<&str, Fault> {
        // Zero-width signs come along when people copy from web pages; nobody can see or correct them.
        let typed = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\u{200B}' | '\u{FEFF}'));
        if typed.is_empty() {
            return Err(Fault::Empty);
        }
        if typed.len() > LONGEST {
            return Err(Fault::TooLong);
        }
        if typed.contains(char::is_whitespace) {
            return Err(Fault::Blank);
        }
        let (local, domain) = typed.split_once('@').ok_or(Fault::NoAt)?;
        if domain.contains('@') {
            return Err(Fault::ManyAts);
        }
        if local.len() > LONGEST_LOCAL {
            return Err(Fault::TooLong);
        }
        if !local.split('.').all(|atom| !atom.is_empty() && atom.chars().all(is_atom)) {
            return Err(Fault::LocalPart);
        }
        if !is_domain(domain) {
            return Err(Fault::Domain);
        }
        Ok(typed)
    }

    /// As it was typed.
    pub fn as_str(&self) -> &str {
        &self.typed
    }

    /// NFC and lower case: equal for every writing of one address. RFC 5321 lets a host tell `A@` from `a@`; none that
    /// matters does, and a person who objected as `A@` must not be written to as `a@`. A domain in punycode and the
    /// same in letters stay two addresses: converting needs a table that is worth its size when a real case shows up.
    pub fn canonical(&self) -> String {
        if self.typed.is_ascii() {
            return self.typed.to_ascii_lowercase();
        }
        // Lower-casing can take a letter apart (İ becomes i and a dot), so normalise after it as well.
        self.typed.nfc().flat_map(char::to_lowercase).nfc().collect()
    }

    /// Whether this is a box that several people read (contact@, info@, ...).
    pub fn is_generic(&self) -> bool {
        let canonical = self.canonical();
        let local = canonical.split(['@', '+']).next().unwrap_or_default();
        GENERIC.contains(&local)
    }
}

/// `atext` of RFC 5322, with the letters, digits and accents of every script.
fn is_atom(c: char) -> bool {
    c.is_alphanumeric() || is_combining_mark(c) || "!#$%&'*+-/=?^_`{|}~".contains(c)
}

fn is_domain(domain: &str) -> bool {
    let labels = domain.split('.');
    // A last label of digits only is an IPv4 address that somebody mistyped.
    let last_is_name = domain.rsplit('.').next().is_some_and(|last| !last.bytes().all(|b| b.is_ascii_digit()));
    last_is_name
        && labels.clone().count() >= 2
        && labels.into_iter().all(|label| {
            !label.is_empty()
                && label.len() <= LONGEST_LABEL
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.chars().all(|c| c.is_alphanumeric() || is_combining_mark(c) || c == '-')
        })
}

impl fmt::Debug for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EmailAddress")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn parse(text: &str) -> Result<EmailAddress, Fault> {
        EmailAddress::parse(text)
    }

    #[test]
    fn addresses_that_people_have_are_accepted_as_typed() {
        for typed in [
            "jean.dupont@exemple.example",
            "Jean.O'Brien+lettre@exemple.example",
            "a@b.fr",
            "rené@société.example",
            "用户@例子.example",
            "mehdi_87@sous-domaine.exemple.example",
            "x=y@exemple.example",
            "1.2.3@4u.example",
            "re\u{301}ne@exemple.example",
        ] {
            assert_eq!(parse(typed).map(|a| a.as_str().to_owned()), Ok(typed.to_owned()), "{typed}");
        }
        assert_eq!(parse("\t jean@exemple.example\u{a0}\u{feff}\n").unwrap().as_str(), "jean@exemple.example");
    }

    #[test]
    fn every_refusal_says_why() {
        let long_local = format!("{}@exemple.example", "a".repeat(65));
        let long = format!("{}@{}.example", "a".repeat(60), "b.".repeat(100));
        let long_label = format!("a@{}.example", "b".repeat(64));
        for (typed, fault) in [
            ("", Fault::Empty),
            ("  \u{200b}\t", Fault::Empty),
            ("jean", Fault::NoAt),
            ("jean@a.fr,marie@b.fr", Fault::ManyAts),
            ("jean@@exemple.example", Fault::ManyAts),
            ("jean dupont@exemple.example", Fault::Blank),
            ("Jean <jean@exemple.example>", Fault::Blank),
            ("<jean@exemple.example>", Fault::LocalPart),
            ("mailto:jean@exemple.example", Fault::LocalPart),
            ("@exemple.example", Fault::LocalPart),
            (".jean@exemple.example", Fault::LocalPart),
            ("jean.@exemple.example", Fault::LocalPart),
            ("je..an@exemple.example", Fault::LocalPart),
            ("\"jean\"@exemple.example", Fault::LocalPart),
            ("je\u{0}an@exemple.example", Fault::LocalPart),
            ("jean@", Fault::Domain),
            ("jean@localhost", Fault::Domain),
            ("jean@exemple", Fault::Domain),
            ("jean@exemple..example", Fault::Domain),
            ("jean@exemple.example.", Fault::Domain),
            ("jean@-exemple.example", Fault::Domain),
            ("jean@exemple-.example", Fault::Domain),
            ("jean@exem_ple.example", Fault::Domain),
            ("jean@127.0.0.1", Fault::Domain),
            ("jean@[127.0.0.1]", Fault::Domain),
            ("jean@exemple.example;", Fault::Domain),
            (&long_local, Fault::TooLong),
            (&long, Fault::TooLong),
            (&long_label, Fault::Domain),
        ] {
            assert_eq!(parse(typed).map(|_| ()), Err(fault), "{typed}");
        }
    }

    #[test]
    fn two_writings_of_one_address_have_one_canonical_form() {
        let canonical = |typed| parse(typed).unwrap().canonical();
        assert_eq!(canonical("RENÉ@Société.Example"), canonical("rene\u{301}@socie\u{301}te\u{301}.example"));
        assert_eq!(canonical("İstanbul@exemple.example"), canonical("i\u{307}stanbul@exemple.example"));
        assert_ne!(canonical("rene@exemple.example"), canonical("rené@exemple.example"));
    }

    #[test]
    fn boxes_that_several_people_read_are_known() {
        for typed in ["contact@a.fr", "INFO@a.fr", "Comptabilité@a.fr", "contact+web@a.fr", "no-reply@a.fr"] {
            assert!(parse(typed).unwrap().is_generic(), "{typed}");
        }
        for typed in ["marie@a.fr", "contact.59804@a.fr", "infographie@a.fr"] {
            assert!(!parse(typed).unwrap().is_generic(), "{typed}");
        }
    }

    #[test]
    fn a_debug_line_shows_no_address() {
        assert_eq!(format!("{:?}", parse("jean@exemple.example")), "Ok(EmailAddress)");
    }

    proptest! {
        #[test]
        fn whatever_is_accepted_stays_itself_and_its_canonical_form_is_final(typed in "\\PC{0,12}@[\\PC.]{1,12}|[a-zÉİß.]{1,8}@[a-zÉİß]{1,5}\\.[a-z]{2}") {
            if let Ok(address) = EmailAddress::parse(&typed) {
                prop_assert_eq!(EmailAddress::parse(address.as_str()).unwrap(), address.clone());
                let canonical = address.canonical();
                let again = EmailAddress::parse(&canonical).expect("a canonical form is an address");
                prop_assert_eq!(again.canonical(), canonical);
            }
        }

        #[test]
        fn no_text_makes_it_panic(typed in any::<String>()) {
            let _ = EmailAddress::parse(&typed);
        }
    }
}
