//! How a list is written down: our own table, and those that programs which send mail import unchanged.
//!
//! Each program has one table of columns, from its documentation or its source; what was read stands beside each table, and
//! `tests/it/programs.rs` reads our files by those rules. Names of columns are theirs, so that nobody has to match anything
//! by hand; what a program does not know by itself (the links) is under a name that it takes for a field of one's own.
use super::Recipient;
use crate::actor::Actor;
use crate::catalogue::{DataClass, Field, Mask};
use crate::consent::Channel;
use crate::sheet::Delimiter;
use crate::words::Lang;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

crate::db::values::words! {
    /// Who reads the file.
    pub enum Program {
        /// People, and imports of ours.
        Ours = "ours",
        Brevo = "brevo",
        Mailchimp = "mailchimp",
        Mautic = "mautic",
        Listmonk = "listmonk",
    }
}

impl Program {
    fn is_ours(&self) -> bool {
        *self == Program::Ours
    }

    /// What it is called everywhere; ours has words of its own.
    pub fn name(self) -> &'static str {
        match self {
            Program::Ours => "",
            Program::Brevo => "Brevo",
            Program::Mailchimp => "Mailchimp",
            Program::Mautic => "Mautic",
            Program::Listmonk => "Listmonk",
        }
    }
}

/// How the file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Layout {
    pub comma: bool,
    pub bom: bool,
    /// The language of the names of the columns.
    pub lang: Lang,
    #[serde(default = "ours", skip_serializing_if = "Program::is_ours")]
    pub program: Program,
}

fn ours() -> Program {
    Program::Ours
}

impl Layout {
    /// The one way in which a program other than ours reads a file: commas, and no mark before the first name.
    pub fn of(program: Program, lang: Lang) -> Self {
        Layout { comma: true, bom: false, lang, program }
    }

    pub(super) fn sheet(self) -> crate::sheet::Layout {
        let delimiter = if self.comma { Delimiter::Comma } else { Delimiter::Semicolon };
        crate::sheet::Layout { delimiter, bom: self.bom }
    }

    /// The columns of the file with their names, as far as the catalogue lets them out to this actor.
    pub fn columns(self, channel: Channel, actor: &Actor, links: bool) -> Vec<(Column, String)> {
        use Column::{
            Address, Attributes, Civility, Company, FamilyName, FullName, GivenName, Language, ListUnsubscribe,
            Unsubscribe,
        };
        let named = |columns: &[(Column, &str)]| {
            columns.iter().map(|(column, name)| (*column, (*name).to_owned())).collect::<Vec<_>>()
        };
        let columns = match self.program {
            Program::Ours => Column::OURS.into_iter().map(|column| (column, column.name(channel, self.lang))).collect(),
            // help.brevo.com, article 208729849, "Create a file to import your contacts" (also "Format your contact import
            // file"): comma, semicolon or tab, UTF-8; each column a name of its own; a column that is called like an
            // attribute is matched to it, others can be made attributes in the step of matching. EMAIL, SMS and the two
            // names are there in every account, the names in its language.
            Program::Brevo => {
                let (family, given) = if self.lang == Lang::Fr { ("NOM", "PRENOM") } else { ("LASTNAME", "FIRSTNAME") };
                named(&[
                    (Address, "EMAIL"),
                    (FamilyName, family),
                    (GivenName, given),
                    (Company, "COMPANY"),
                    (Language, "LANGUAGE"),
                    (Unsubscribe, "UNSUBSCRIBE_URL"),
                    (ListUnsubscribe, "LIST_UNSUBSCRIBE"),
                ])
            }
            // mailchimp.com/help/format-guidelines-for-your-import-file: one column of addresses, called clearly; columns in
            // any order, each matched to a field; text fields of 255 bytes, which a link of ours is far below. The labels
            // are those that its own exports have (`Email Address`, `First Name`, `Last Name`).
            Program::Mailchimp => named(&[
                (Address, "Email Address"),
                (GivenName, "First Name"),
                (FamilyName, "Last Name"),
                (Company, "Company"),
                (Language, "Language"),
                (Unsubscribe, "Unsubscribe URL"),
                (ListUnsubscribe, "List-Unsubscribe"),
            ]),
            // mautic/mautic 5.1, LeadBundle: `CsvHelper` turns each name into an alias, and the form preselects the field
            // of that alias (`FieldModel::$coreFields`). `company` alone does not pass `ImportContactSubscriber`: whoever
            // maps a field of companies must map what companies require, `companyname`, which the import then makes the
            // company of the contact. The last two are custom fields.
            Program::Mautic => named(&[
                (Address, "email"),
                (Civility, "title"),
                (GivenName, "firstname"),
                (FamilyName, "lastname"),
                (Company, "companyname"),
                (Language, "preferred_locale"),
                (Unsubscribe, "unsubscribe_url"),
                (ListUnsubscribe, "list_unsubscribe"),
            ]),
            // knadh/listmonk, internal/subimporter/importer.go (July 2026): exactly these three names, others are passed
            // over; `attributes` is an object of JSON.
            Program::Listmonk => named(&[(Address, "email"), (FullName, "name"), (Attributes, "attributes")]),
        };
        let shown = |column: &Column| column.is_let_out(actor) && (links || !column.is_link());
        columns.into_iter().filter(|(column, _)| shown(column)).collect()
    }
}

/// What stands in a list. Programs that read it know these names (`import::columns`), so what goes out comes in again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    Address,
    GivenName,
    FamilyName,
    Civility,
    Company,
    Language,
    /// Where a click leads.
    Unsubscribe,
    /// What stands in the header of that name (RFC 2369, RFC 8058).
    ListUnsubscribe,
    FullName,
    /// Everything but address and name, as an object.
    Attributes,
}

impl Column {
    const OURS: [Column; 8] = [
        Column::Address,
        Column::GivenName,
        Column::FamilyName,
        Column::Civility,
        Column::Company,
        Column::Language,
        Column::Unsubscribe,
        Column::ListUnsubscribe,
    ];

    /// The columns of the catalogue that it opens.
    fn fields(self) -> &'static [Field] {
        match self {
            Column::Address => &[Field::Reach],
            Column::GivenName => &[Field::PersonGivenName],
            Column::FamilyName => &[Field::PersonFamilyName],
            Column::Civility => &[Field::PersonCivility],
            Column::Company => &[Field::CompanyName],
            Column::Language => &[],
            Column::Unsubscribe | Column::ListUnsubscribe => &[Field::LinkToken],
            Column::FullName => &[Field::PersonGivenName, Field::PersonFamilyName],
            Column::Attributes => &[Field::PersonCivility, Field::CompanyName, Field::LinkToken],
        }
    }

    fn is_link(self) -> bool {
        matches!(self, Column::Unsubscribe | Column::ListUnsubscribe)
    }

    /// What the catalogue lets out to this actor: seen by the role, whole, and never bank data.
    fn is_let_out(self, actor: &Actor) -> bool {
        self.fields().iter().all(|field| {
            let spec = field.spec();
            let seen = actor.role().is_none_or(|role| spec.seen_by.contains(&role));
            seen && spec.mask == Mask::Whole && spec.class != DataClass::C4
        })
    }

    /// What stands in it, as the program reads it.
    pub(super) fn cell<'a>(self, to: &'a Recipient, website: Option<&str>, program: Program) -> Cow<'a, str> {
        let cell = self.value(to, website);
        if program == Program::Mautic { unescaped(cell) } else { cell }
    }

    fn value<'a>(self, to: &'a Recipient, website: Option<&str>) -> Cow<'a, str> {
        match self {
            Column::Address => to.address().written(),
            Column::GivenName => to.given_name().into(),
            Column::FamilyName => to.family_name().into(),
            Column::Civility => to.civility().into(),
            Column::Company => to.company().into(),
            Column::Language => to.lang().word().into(),
            Column::Unsubscribe => link(to, website).unwrap_or_default().into(),
            Column::ListUnsubscribe => header(to, website).unwrap_or_default().into(),
            Column::FullName => format!("{} {}", to.given_name(), to.family_name()).trim().to_owned().into(),
            Column::Attributes => attributes(to, website).into(),
        }
    }

    fn name(self, channel: Channel, lang: Lang) -> String {
        let t = lang.words();
        match (self, channel) {
            (Column::Address, Channel::Phone) => t.msg_newsletter_column_phone(),
            (Column::Address, Channel::Fax) => t.msg_newsletter_column_fax(),
            (Column::Address, Channel::Email | Channel::Post) => t.msg_newsletter_column_email(),
            (Column::GivenName, _) => t.msg_newsletter_column_given_name(),
            (Column::FamilyName, _) => t.msg_newsletter_column_family_name(),
            (Column::Civility, _) => t.msg_newsletter_column_civility(),
            (Column::Company, _) => t.msg_newsletter_column_company(),
            (Column::Language, _) => t.msg_newsletter_column_language(),
            (Column::Unsubscribe, _) => t.msg_newsletter_column_unsubscribe(),
            // Called so in every language, and read by programs.
            (Column::ListUnsubscribe, _) => "List-Unsubscribe".to_owned(),
            (Column::FullName, _) => "name".to_owned(),
            (Column::Attributes, _) => "attributes".to_owned(),
        }
    }
}

/// Mautic reads files by PHP's `str_getcsv` with a backslash as escape, its default: one before a quote or at the end of a
/// cell would swallow the quote, and the rest of the line with it. A blank between them is trimmed or does no harm.
fn unescaped(cell: Cow<str>) -> Cow<str> {
    if !cell.contains('\\') {
        return cell;
    }
    let apart = cell.replace("\\\"", "\\ \"");
    Cow::Owned(if apart.ends_with('\\') { apart + " " } else { apart })
}

/// The page on which this address says *stop*.
fn link(to: &Recipient, website: Option<&str>) -> Option<String> {
    website.zip(to.token()).map(|(website, token)| format!("{website}/u/{token}"))
}

fn header(to: &Recipient, website: Option<&str>) -> Option<String> {
    link(to, website).map(|link| format!("<{link}>"))
}

fn attributes(to: &Recipient, website: Option<&str>) -> String {
    let pairs = [
        ("title", Some(to.civility().to_owned())),
        ("company", Some(to.company().to_owned())),
        ("language", Some(to.lang().word().to_owned())),
        ("unsubscribe_url", link(to, website)),
        ("list_unsubscribe", header(to, website)),
    ];
    let pairs = pairs.into_iter().filter_map(|(name, value)| value.map(|value| (name, value)));
    let filled = pairs.filter(|(_, value)| !value.is_empty()).map(|(name, value)| (name.to_owned(), value.into()));
    serde_json::Value::Object(filled.collect()).to_string()
}
