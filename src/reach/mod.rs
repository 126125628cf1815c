//! How a person is reached: an e-mail address or a telephone number, parsed once at the door and trusted inside.
//!
//! Parsing touches no database and no page; `kept` is where parsed values become sealed rows. The values are personal
//! data (P4): none of these types prints itself, so that a stray `{:?}` in a log line shows the name of the type and
//! nothing else.

mod kept;
mod phone;
mod standing;
mod store;

use crate::mailbox;
use std::borrow::Cow;
use std::fmt;

pub use crate::mailbox::EmailAddress;
pub use kept::{Kept, add_all, added_since, blind, blinds_of, holders, of, replace, replace_all, written};
pub use phone::{Country, FRANCE, PhoneNumber};
pub use standing::Standing;

crate::db::values::words! {
    /// What a person writes in a field of this kind. `Phone`, `Mobile` and `Fax` are labels that people choose: the same
    /// number may stand under any of them (real exports are full of landlines in the mobile column), so a label never
    /// makes a number wrong.
    pub enum ReachKind {
        Email = "email",
        Phone = "phone",
        Mobile = "mobile",
        Fax = "fax",
    }
}

/// Why a text was refused. Without words on purpose: pages say it in the reader's language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fault {
    /// Nothing but blanks.
    Empty,
    /// An e-mail address over 254 bytes, a local part over 64, or a number with more digits than its country has.
    TooLong,
    /// A number with fewer digits than its country has.
    TooShort,
    /// No `@`.
    NoAt,
    /// More than one `@`: two addresses in one cell, mostly.
    ManyAts,
    /// A blank inside an e-mail address.
    Blank,
    /// What stands before the `@` is not a dot-atom.
    LocalPart,
    /// What stands after the `@` is not a domain with at least two labels.
    Domain,
    /// Something else than digits and the signs people put between them: letters, an extension, a second `+`.
    NotDigits,
    /// A `+` or `00` that no country's calling code follows.
    CallingCode,
}

impl From<mailbox::Fault> for Fault {
    fn from(fault: mailbox::Fault) -> Self {
        match fault {
            mailbox::Fault::Empty => Fault::Empty,
            mailbox::Fault::TooLong => Fault::TooLong,
            mailbox::Fault::NoAt => Fault::NoAt,
            mailbox::Fault::ManyAts => Fault::ManyAts,
            mailbox::Fault::Blank => Fault::Blank,
            mailbox::Fault::LocalPart => Fault::LocalPart,
            mailbox::Fault::Domain => Fault::Domain,
        }
    }
}

/// A way to reach a person, of one kind.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Reach {
    kind: ReachKind,
    value: Value,
}

#[derive(Clone, PartialEq, Eq, Hash)]
enum Value {
    Email(EmailAddress),
    Number(PhoneNumber),
}

impl Reach {
    /// Parses what was typed in France. See [`Reach::parse_from`] when the row says another country.
    pub fn parse(kind: ReachKind, text: &str) -> Result<Reach, Fault> {
        Reach::parse_from(kind, text, FRANCE)
    }

    /// Parses what was typed; a number without a calling code is read as one of `country`.
    pub fn parse_from(kind: ReachKind, text: &str, country: Country) -> Result<Reach, Fault> {
        let value = match kind {
            ReachKind::Email => Value::Email(EmailAddress::parse(text)?),
            ReachKind::Phone | ReachKind::Mobile | ReachKind::Fax => Value::Number(PhoneNumber::parse(text, country)?),
        };
        Ok(Reach { kind, value })
    }

    /// The form that is sealed: numbers as E.164, addresses as they were typed.
    pub fn stored(&self) -> &str {
        match &self.value {
            Value::Email(email) => email.as_str(),
            Value::Number(number) => number.e164(),
        }
    }

    pub fn kind(&self) -> ReachKind {
        self.kind
    }

    /// The form in which two writings of the same address or number are equal: what blind indexes are made of.
    pub fn canonical(&self) -> Cow<'_, str> {
        match &self.value {
            Value::Email(email) => Cow::Owned(email.canonical()),
            Value::Number(number) => Cow::Borrowed(number.e164()),
        }
    }

    /// The form for people's eyes.
    pub fn written(&self) -> Cow<'_, str> {
        match &self.value {
            Value::Email(email) => Cow::Borrowed(email.as_str()),
            Value::Number(number) => Cow::Owned(number.written()),
        }
    }

    pub fn email(&self) -> Option<&EmailAddress> {
        match &self.value {
            Value::Email(email) => Some(email),
            Value::Number(_) => None,
        }
    }

    pub fn number(&self) -> Option<&PhoneNumber> {
        match &self.value {
            Value::Number(number) => Some(number),
            Value::Email(_) => None,
        }
    }
}

impl fmt::Debug for Reach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Reach")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_number_is_the_same_under_every_label_but_an_address_is_not_a_number() {
        for kind in [ReachKind::Phone, ReachKind::Mobile, ReachKind::Fax] {
            let reach = Reach::parse(kind, "01.42.12.08.64").unwrap();
            assert_eq!(reach.kind(), kind);
            assert_eq!(reach.canonical(), "+33142120864");
            assert_eq!(reach.written(), "01 42 12 08 64");
            assert!(reach.number().is_some() && reach.email().is_none());
            assert_eq!(Reach::parse(kind, "lucia@exemple.example").unwrap_err(), Fault::NotDigits);
        }
        let reach = Reach::parse(ReachKind::Email, " Lucia@Exemple.Example ").unwrap();
        assert_eq!(reach.canonical(), "lucia@exemple.example");
        assert_eq!(reach.written(), "Lucia@Exemple.Example");
        assert_eq!(Reach::parse(ReachKind::Email, "01 42 12 08 64").unwrap_err(), Fault::Blank);
    }

    #[test]
    fn a_number_without_calling_code_belongs_to_the_country_of_the_row() {
        let swiss = "CH".parse().unwrap();
        assert_eq!(Reach::parse_from(ReachKind::Phone, "032 421 00 00", swiss).unwrap().canonical(), "+41324210000");
    }

    #[test]
    fn a_debug_line_shows_no_personal_data() {
        let shown = format!(
            "{:?} {:?}",
            Reach::parse(ReachKind::Email, "lucia@exemple.example"),
            Reach::parse(ReachKind::Fax, "0142120864")
        );
        assert_eq!(shown, "Ok(Reach) Ok(Reach)");
    }
}
