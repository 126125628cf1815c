//! The one registry of columns that can hold personal data (P4, Art. 30): what it is for, on which ground, which key
//! seals it, who may see it. Masks, export columns, the associated data of every seal and the canary test derive from
//! it; a column of a database that is declared nowhere here fails a test.
use crate::actor::Role::{self, Cio, Dpo, Marketing, Sales, Support};
use crate::kept::Kept;
use crate::purposes::{Ground, Purpose};

crate::db::values::words! {
    /// Which of an owner's keys seals a value: each class is destroyed on its own date.
    pub enum KeyClass {
        Identity = "identity",
        Payment = "payment",
        /// A key for each card: it is destroyed fifteen months after the card was taken, whatever becomes of the others.
        Card = "card",
        /// What an upload brought and nobody has taken over yet: 24 hours.
        Staging = "staging",
    }
}

/// Data classes (V14.1.1): C1 is public, and nothing here is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DataClass {
    /// Known inside the company.
    C2,
    /// Identifies or describes a person.
    C3,
    /// Bank accounts and credentials.
    C4,
}

/// How a value is shown to somebody who may know of it without needing all of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mask {
    Whole,
    /// Country and the last four characters (V14.2.6); whole only with a reason that is kept.
    LastFour,
    /// Never shown at all.
    Never,
}

/// What the register of processing activities says of a column.
#[derive(Debug)]
pub struct Spec {
    pub table: &'static str,
    pub column: &'static str,
    pub key: KeyClass,
    pub class: DataClass,
    pub purpose: Purpose,
    pub grounds: &'static [Ground],
    pub kept: Kept,
    pub seen_by: &'static [Role],
    pub mask: Mask,
}

const CRM: &[Role] = &[Support, Sales, Marketing, Dpo, Cio];
const CUSTOMER: Purpose = Purpose::Relation;
const RIGHTS: Purpose = Purpose::Rights;
const LEGITIMATE: &[Ground] = &[Ground::LegitimateInterest, Ground::Contract];
const CONTRACT: &[Ground] = &[Ground::Contract];
const DUTY: &[Ground] = &[Ground::LegalObligation];
/// What a law or a dispute needs: the obligation, or the interest in a legal claim (Art. 17(3)(e)).
const CLAIMS: &[Ground] = &[Ground::LegalObligation, Ground::LegitimateInterest];
const RELATION: Kept = Kept::Relation;

macro_rules! catalogue {
    ($($(#[$doc:meta])* $field:ident: $table:literal . $column:literal, $key:ident, $class:ident, $purpose:expr, $grounds:expr, $kept:expr, $seen:expr, $mask:ident;)+) => {
        /// A sealed column. The vault takes nothing else.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Field { $($(#[$doc])* $field,)+ }

        impl Field {
            pub const ALL: &'static [Field] = &[$(Field::$field,)+];

            pub fn spec(self) -> &'static Spec {
                match self {
                    $(Field::$field => &Spec {
                        table: $table, column: $column, key: KeyClass::$key, class: DataClass::$class,
                        purpose: $purpose, grounds: $grounds, kept: $kept, seen_by: $seen, mask: Mask::$mask,
                    },)+
                }
            }
        }
    };
}

catalogue! {
    PersonCivility: "people"."civility", Identity, C3, CUSTOMER, LEGITIMATE, RELATION, CRM, Whole;
    PersonGivenName: "people"."given_name", Identity, C3, CUSTOMER, LEGITIMATE, RELATION, CRM, Whole;
    PersonFamilyName: "people"."family_name", Identity, C3, CUSTOMER, LEGITIMATE, RELATION, CRM, Whole;
    PersonJobTitle: "people"."job_title", Identity, C3, CUSTOMER, LEGITIMATE, RELATION, CRM, Whole;
    PersonAddress: "people"."address", Identity, C3, CUSTOMER, LEGITIMATE, RELATION, CRM, Whole;
    CompanyName: "companies"."name", Identity, C2, CUSTOMER, LEGITIMATE, RELATION, CRM, Whole;
    CompanyAddress: "companies"."address", Identity, C2, CUSTOMER, LEGITIMATE, RELATION, CRM, Whole;
    /// The number another program knew this company by.
    CompanyExternal: "companies"."external", Identity, C2, Purpose::Recognising, LEGITIMATE, RELATION, CRM, Never;
    /// E-mail address, telephone, mobile or fax number, of a person or of a company.
    Reach: "reaches"."value", Identity, C3, CUSTOMER, LEGITIMATE, RELATION, CRM, Whole;
    LeadNextStep: "leads"."next_step", Identity, C3, Purpose::FollowUp, LEGITIMATE, RELATION, CRM, Whole;
    AccountLabel: "accounts"."label", Payment, C4, Purpose::Payment, CONTRACT, RELATION, &[Support, Sales, Dpo], Whole;
    AccountIban: "accounts"."iban", Payment, C4, Purpose::Payment, CONTRACT, RELATION, &[Support, Sales, Dpo], LastFour;
    /// Why an account was shown whole.
    AccountRevealReason: "account_reveals"."reason", Payment, C3, Purpose::Reveals, CONTRACT, RELATION, &[Support, Dpo], Whole;
    CardNumber: "cards"."number", Card, C4, Purpose::Payment, CONTRACT, Kept::Card, &[Support, Sales, Dpo], LastFour;
    /// The month until which it is good.
    CardExpiry: "cards"."expiry", Card, C3, Purpose::Payment, CONTRACT, Kept::Card, &[Support, Sales, Dpo], Whole;
    /// Why a card was shown whole.
    CardRevealReason: "card_reveals"."reason", Card, C3, Purpose::Reveals, CONTRACT, Kept::Card, &[Support, Dpo], Whole;
    /// Why somebody is kept beyond their term.
    HoldReason: "holds"."reason", Identity, C3, Purpose::Holds, CLAIMS, Kept::Hold, &[Dpo, Cio], Whole;
    NoteText: "notes"."text", Identity, C3, CUSTOMER, LEGITIMATE, RELATION, CRM, Whole;
    AssistanceSubject: "assistance"."subject", Identity, C3, Purpose::Assistance, CONTRACT, Kept::Assistance, &[Support, Sales, Dpo, Cio], Whole;
    AssistanceDetail: "assistance"."detail", Identity, C3, Purpose::Assistance, CONTRACT, Kept::Assistance, &[Support, Sales, Dpo, Cio], Whole;
    AssistanceAnswer: "assistance"."answer", Identity, C3, Purpose::Assistance, CONTRACT, Kept::Assistance, &[Support, Sales, Dpo, Cio], Whole;
    /// The address a consent was given for, as it stood.
    ConsentAddress: "consents"."address", Identity, C3, Purpose::Proof, DUTY, RELATION, CRM, Whole;
    ConsentSourceNote: "consents"."source_note", Identity, C3, Purpose::Proof, DUTY, RELATION, CRM, Whole;
    ConsentWording: "consents"."wording", Identity, C3, Purpose::Proof, DUTY, RELATION, CRM, Whole;
    /// The secret of a person's own link to unsubscribe one address.
    LinkToken: "unsubscribe_links"."token", Identity, C3, Purpose::Unsubscribing, DUTY, RELATION, &[Marketing, Sales], Whole;
    /// What somebody asked for and confirmed by nothing yet: their proof, until the ledger has it.
    PendingSourceNote: "pending_consents"."source_note", Identity, C3, Purpose::Proof, DUTY, Kept::Unconfirmed, CRM, Whole;
    PendingWording: "pending_consents"."wording", Identity, C3, Purpose::Proof, DUTY, Kept::Unconfirmed, CRM, Whole;
    /// To whom a mail goes.
    MailRecipient: "outbox"."recipient", Identity, C3, Purpose::Mailing, LEGITIMATE, Kept::Mail, &[], Never;
    /// What it says, with the link that is for the recipient alone.
    MailBody: "outbox"."body", Identity, C4, Purpose::Mailing, LEGITIMATE, Kept::Mail, &[], Never;
    ImportOriginNote: "imports"."origin_note", Identity, C3, Purpose::Origin, LEGITIMATE, Kept::Import, CRM, Whole;
    ImportProof: "imports"."proof", Identity, C3, Purpose::Proof, DUTY, Kept::Import, CRM, Whole;
    ImportCells: "import_rows"."cells", Staging, C3, Purpose::Preview, LEGITIMATE, Kept::Staged, &[Sales, Marketing], Whole;
    /// What a visitor of the website typed into a form.
    SubmissionContent: "submissions"."content", Identity, C3, Purpose::Answering, LEGITIMATE, Kept::Submission, CRM, Whole;
    /// Who asks, and where they are answered.
    RequestRequester: "requests"."requester", Identity, C3, RIGHTS, DUTY, Kept::Request, &[Dpo, Cio], Whole;
    RequestAsked: "requests"."asked", Identity, C3, RIGHTS, DUTY, Kept::Request, &[Dpo, Cio], Whole;
    RequestOnBehalf: "requests"."on_behalf", Identity, C3, RIGHTS, DUTY, Kept::Request, &[Dpo, Cio], Whole;
    RequestIdentityNote: "request_identities"."note", Identity, C3, RIGHTS, DUTY, Kept::Request, &[Dpo, Cio], Whole;
    RequestDoubt: "request_identities"."doubt", Identity, C3, RIGHTS, DUTY, Kept::Request, &[Dpo, Cio], Whole;
    RequestLetter: "request_letters"."body", Identity, C3, RIGHTS, DUTY, Kept::Request, &[Dpo, Cio], Whole;
    /// Already encrypted to a passphrase that the house does not keep.
    RequestPackage: "request_packages"."body", Identity, C4, RIGHTS, DUTY, Kept::Package, &[Dpo], Never;
    RestrictionReason: "restrictions"."reason", Identity, C3, RIGHTS, DUTY, RELATION, &[Dpo], Whole;
    StaffUserName: "staff"."user_name", Identity, C3, Purpose::SigningIn, LEGITIMATE, Kept::Employment, &[Dpo, Cio], Whole;
    StaffDisplayName: "staff"."display_name", Identity, C3, Purpose::Attribution, LEGITIMATE, Kept::Employment, CRM, Whole;
    StaffTotpSeedNext: "staff"."totp_seed_next", Identity, C4, Purpose::SecondFactor, LEGITIMATE, Kept::Replaced, &[], Never;
    StaffTotpSeed: "staff"."totp_seed", Identity, C4, Purpose::SecondFactor, LEGITIMATE, Kept::Employment, &[], Never;
    /// A data centre, a supplier or a recipient: most are companies, one may be called like its owner.
    PartyName: "parties"."name", Identity, C2, Purpose::Parties, DUTY, Kept::Party, &[Dpo, Cio], Whole;
    PartyWhat: "parties"."what", Identity, C2, Purpose::Parties, DUTY, Kept::Party, &[Dpo, Cio], Whole;
    /// What a certificate of another kind is called.
    CertificateLabel: "certificates"."label", Identity, C2, Purpose::Parties, DUTY, Kept::Party, &[Dpo, Cio], Whole;
    CertificateNumber: "certificates"."number", Identity, C2, Purpose::Parties, DUTY, Kept::Party, &[Dpo, Cio], Whole;
    ControllerName: "controller"."name", Identity, C2, Purpose::Contact, DUTY, Kept::Register, &[Dpo, Cio], Whole;
    ControllerAddress: "controller"."address", Identity, C2, Purpose::Contact, DUTY, Kept::Register, &[Dpo, Cio], Whole;
    /// How the Dpo is reached.
    ControllerDpo: "controller"."dpo", Identity, C3, Purpose::Contact, DUTY, Kept::Register, &[Dpo, Cio], Whole;
    BreachWhat: "breaches"."what", Identity, C3, Purpose::Breaches, DUTY, Kept::Breach, &[Dpo, Cio], Whole;
    BreachConsequences: "breaches"."consequences", Identity, C3, Purpose::Breaches, DUTY, Kept::Breach, &[Dpo, Cio], Whole;
    BreachMeasures: "breaches"."measures", Identity, C3, Purpose::Breaches, DUTY, Kept::Breach, &[Dpo, Cio], Whole;
    /// The network address that the log was searched for.
    BreachAddress: "breaches"."scope_address", Identity, C3, Purpose::Breaches, DUTY, Kept::Breach, &[Dpo, Cio], Whole;
    /// Why the CNIL was told late, or not at all.
    BreachNoticeWhy: "breaches"."notice_why", Identity, C3, Purpose::Breaches, DUTY, Kept::Breach, &[Dpo, Cio], Whole;
    /// Why the persons are told, or not (Art. 34).
    BreachTellingWhy: "breaches"."telling_why", Identity, C3, Purpose::Breaches, DUTY, Kept::Breach, &[Dpo, Cio], Whole;
}

crate::db::values::words! {
    /// What is held of somebody, as a certificate, an access package and the register of Art. 30 name it.
    pub enum Holding {
        Identity = "identity",
        Reaches = "reaches",
        Leads = "leads",
        Notes = "notes",
        Assistance = "assistance",
        Accounts = "accounts",
        Cards = "cards",
        Contracts = "contracts",
        Consents = "consents",
        Submissions = "submissions",
        Mail = "mail",
        /// Why they were kept beyond their term.
        Holds = "holds",
        /// Links to unsubscribe: what is left of them opens for nobody.
        Links = "links",
        /// That somebody was in a list that left the house.
        Lists = "lists",
        /// Uploads that wait to be imported.
        Uploads = "uploads",
        /// Submissions that were set aside unread.
        Parcels = "parcels",
        /// Notes about others that name them.
        Mentions = "mentions",
    }
}

/// How the seal of a row knows its row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowNumber {
    /// This column holds it.
    Column(&'static str),
    /// It is made of the random word in this column.
    Word(&'static str),
}

impl RowNumber {
    pub fn column(self) -> &'static str {
        match self {
            RowNumber::Column(column) | RowNumber::Word(column) => column,
        }
    }
}

/// What an erasure does with the rows of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    Deleted,
    /// They stay, unreadable or without anything to read, for this reason.
    Kept(&'static str),
}

/// A table with rows of people or of companies: whose they are, and what an erasure does with them.
#[derive(Debug)]
pub struct Held {
    pub holding: Holding,
    pub table: &'static str,
    pub row: RowNumber,
    pub person: Option<&'static str>,
    /// The company's own rows: where `person` is given too, those in which it is empty.
    pub company: Option<&'static str>,
    pub fate: Fate,
}

const ID: RowNumber = RowNumber::Column("id");

const fn held(
    holding: Holding,
    table: &'static str,
    row: RowNumber,
    person: Option<&'static str>,
    company: Option<&'static str>,
    fate: Fate,
) -> Held {
    Held { holding, table, row, person, company, fate }
}

/// Every table with rows of people or companies, those that refer to others first: the order of an erasure.
pub const HELD: &[Held] = {
    use Fate::{Deleted, Kept};
    const PERSON: Option<&str> = Some("person_id");
    const COMPANY: Option<&str> = Some("company_id");
    &[
        held(Holding::Mail, "outbox", ID, PERSON, None, Deleted),
        held(Holding::Consents, "pending_consents", ID, PERSON, None, Deleted),
        held(Holding::Consents, "consents", ID, PERSON, None, Deleted),
        held(Holding::Submissions, "submissions", RowNumber::Word("id"), PERSON, None, Deleted),
        held(Holding::Leads, "leads", RowNumber::Column("person_id"), PERSON, None, Deleted),
        held(Holding::Notes, "notes", ID, PERSON, COMPANY, Deleted),
        held(Holding::Assistance, "assistance", ID, PERSON, None, Deleted),
        held(Holding::Accounts, "account_reveals", ID, PERSON, COMPANY, Deleted),
        held(Holding::Accounts, "accounts", ID, PERSON, COMPANY, Deleted),
        held(Holding::Cards, "card_reveals", ID, None, COMPANY, Deleted),
        held(Holding::Cards, "cards", ID, None, COMPANY, Deleted),
        held(Holding::Holds, "holds", ID, PERSON, COMPANY, Deleted),
        held(Holding::Contracts, "contracts", ID, None, COMPANY, Deleted),
        held(Holding::Reaches, "reaches", ID, PERSON, COMPANY, Deleted),
        held(
            Holding::Links,
            "unsubscribe_links",
            ID,
            PERSON,
            None,
            Kept("a link in a mail that was sent works for ever; its secret can be read no more"),
        ),
        held(
            Holding::Lists,
            "export_people",
            RowNumber::Column("export_id"),
            PERSON,
            None,
            Kept("whoever took the file still has them, and is told (Art. 19); it holds numbers and a keyed hash"),
        ),
        held(
            Holding::Lists,
            "recalls",
            ID,
            PERSON,
            None,
            Kept("what is owed to somebody who refused stays owed; it holds numbers and a keyed hash"),
        ),
        held(
            Holding::Uploads,
            "import_rows",
            RowNumber::Column("line"),
            PERSON,
            None,
            Kept("an upload that names them is destroyed whole, with its own key"),
        ),
        held(Holding::Identity, "restrictions", ID, PERSON, None, Deleted),
        held(Holding::Identity, "people", ID, Some("id"), None, Deleted),
        held(Holding::Identity, "companies", ID, None, Some("id"), Deleted),
    ]
};

/// Sealed columns of a table.
pub fn fields_of(table: &str) -> impl Iterator<Item = Field> {
    Field::ALL.iter().copied().filter(move |field| field.spec().table == table)
}

/// What is personal although it stands in clear, because the log and the door must be read without anybody's key. The
/// register of processing activities names it like a field.
#[derive(Debug)]
pub struct Trace {
    pub table: &'static str,
    pub columns: &'static [&'static str],
    pub purpose: Purpose,
    pub grounds: &'static [Ground],
    pub kept: Kept,
    pub seen_by: &'static [Role],
}

const SECURITY: &[Ground] = &[Ground::LegitimateInterest];

pub const TRACES: &[Trace] = &[
    Trace {
        table: "deeds",
        columns: &["actor", "from_address", "subject"],
        purpose: Purpose::Log,
        grounds: SECURITY,
        kept: Kept::AccessLog,
        seen_by: &[Dpo, Cio],
    },
    Trace {
        table: "sessions",
        columns: &["staff_id", "from_address", "agent"],
        purpose: Purpose::SigningIn,
        grounds: SECURITY,
        kept: Kept::Session,
        seen_by: &[Dpo, Cio],
    },
    Trace {
        table: "staff",
        columns: &["signed_in_from"],
        purpose: Purpose::SigningIn,
        grounds: SECURITY,
        kept: Kept::Employment,
        seen_by: &[],
    },
    Trace {
        table: "role_tenures",
        columns: &["staff_id"],
        purpose: Purpose::Contact,
        grounds: DUTY,
        kept: Kept::Register,
        seen_by: &[Dpo, Cio],
    },
];

/// Columns that may be read without a key, with the reason. Every column of every table is here or above.
pub const IN_CLEAR: &[(&str, &[&str], &str)] = &[
    ("house", &["name", "value"], "settings of the house"),
    ("counters", &["name", "value"], "numbers to draw from"),
    ("changes", &["seq", "at", "kind", "subject", "batch"], "references and times"),
    (
        "staff",
        &[
            "id",
            "role",
            "language",
            "state",
            "totp_step",
            "code_expires",
            "added_at",
            "added_by",
            "signed_in_at",
            "version",
            "failures",
            "told_deed",
        ],
        "references, states, counts and times",
    ),
    ("staff", &["signed_in_from"], "the network address of a colleague's last sign-in, told to nobody else"),
    ("staff", &["user_name_blind", "password_hash", "code_hash"], "keyed or slow hashes"),
    (
        "sessions",
        &["id_hash", "staff_id", "state", "made_at", "seen_at"],
        "hashed id, references, times; the state holds a staff id, a form token and a message key",
    ),
    (
        "sessions",
        &["from_address", "agent", "mark"],
        "a colleague's network address and browser, for as long as the session",
    ),
    ("recovery_codes", &["hash", "staff_id", "made_at", "used_at"], "hashes, references and times"),
    ("devices", &["hash", "staff_id", "made_at", "seen_at"], "hashes, references and times"),
    (
        "networks",
        &["id", "range", "kind", "label", "why", "added_at", "added_by"],
        "ranges of the company's own networks, in words about networks and not about persons",
    ),
    ("network_limits", &["role", "kind"], "words of ours"),
    ("network_trials", &["id", "at", "by_id", "until", "change"], "a network or a role, references and times"),
    (
        "staff_proposals",
        &["id", "kind", "staff_id", "role", "at", "by_id", "until", "state", "decided_at", "decided_by"],
        "references, words of ours, times",
    ),
    ("attempts", &["key", "tries", "last_at", "wait_until"], "keyed hash of account and address, counts"),
    (
        "deeds",
        &["n", "at", "actor_kind", "actor", "role", "request", "what", "subject_kind", "subject", "detail", "mac"],
        "references only, never a value",
    ),
    ("deeds", &["from_address"], "the network address of a colleague: who acted from where (V16.2.1)"),
    (
        "imports",
        &[
            "id",
            "at",
            "by_id",
            "state",
            "layout",
            "mapping",
            "origin",
            "ground",
            "rows",
            "done",
            "counts",
            "fault",
            "applied_at",
            "version",
        ],
        "references, choices from lists, counts",
    ),
    ("imports", &["file_mac"], "keyed hash of the file"),
    ("import_rows", &["import_id", "line", "verdict", "reason", "person_id"], "references and words of ours"),
    ("companies", &["id", "reference", "arrival", "added_at", "changed_at", "version"], "references and times"),
    (
        "people",
        &[
            "id",
            "reference",
            "kind",
            "language",
            "company_id",
            "restricted",
            "origin",
            "ground",
            "arrival",
            "added_at",
            "changed_at",
            "version",
        ],
        "references, states and times",
    ),
    ("reaches", &["id", "person_id", "company_id", "kind", "position"], "references"),
    ("reaches", &["standing"], "whose box it is, in one of three words of ours"),
    ("reaches", &["blind"], "keyed hash: uniqueness and suppression only"),
    (
        "leads",
        &["person_id", "stage", "owner_id", "next_on", "opened_at", "moved_at", "version"],
        "references, states and times",
    ),
    (
        "contracts",
        &["id", "company_id", "reference", "product", "starts_on", "ends_on", "added_at", "added_by", "version"],
        "what was agreed with a company: no person in it",
    ),
    ("accounts", &["id", "company_id", "person_id", "added_at", "added_by"], "references and times"),
    ("accounts", &["blind"], "keyed hash: the same account twice"),
    ("account_reveals", &["id", "account_id", "company_id", "person_id", "at", "by_id"], "references and times"),
    ("cards", &["id", "company_id", "taken_on", "added_at", "added_by"], "references and times"),
    ("card_reveals", &["id", "card_id", "company_id", "at", "by_id"], "references and times"),
    (
        "holds",
        &[
            "id",
            "person_id",
            "company_id",
            "ground",
            "placed_at",
            "placed_by",
            "until",
            "ended_at",
            "ended_by",
            "lapsed",
        ],
        "references, words of ours, times",
    ),
    (
        "forecasts",
        &["id", "signed_at", "signed_by", "until", "digest", "counts"],
        "what was signed to be deleted: references, counts, times",
    ),
    (
        "forecast_items",
        &["forecast_id", "class", "subject", "due", "ordered_at", "erasure_id"],
        "references, words of ours, days",
    ),
    (
        "retention_runs",
        &["id", "state", "started_at", "ended_at", "lease", "lease_until", "counts", "fault"],
        "references, words of ours, counts and times",
    ),
    ("retention_skips", &["run_id", "class", "subject", "due", "ground"], "references, words of ours, days"),
    (
        "log_checkpoints",
        &["n", "mac", "at", "signature"],
        "up to which line the audit log was cut, and the house's signature under it",
    ),
    ("notes", &["id", "person_id", "company_id", "kind", "at", "by_id"], "references and times"),
    (
        "assistance",
        &[
            "id",
            "person_id",
            "company_id",
            "state",
            "assignee_id",
            "opened_at",
            "opened_by",
            "closed_at",
            "closed_by",
            "version",
        ],
        "references, states and times",
    ),
    (
        "consents",
        &["id", "person_id", "purpose", "channel", "act", "source", "happened_on", "recorded_at", "by_id", "import_id"],
        "references and words of ours",
    ),
    ("consents", &["blind"], "keyed hash: binds everybody who shares the address"),
    (
        "consents",
        &["form_id", "notice_id", "served_in", "served_hash"],
        "which published form and notice was shown, in which language, and the hash of that page",
    ),
    ("unsubscribe_links", &["id", "person_id", "made_at"], "references and times"),
    ("unsubscribe_links", &["hash", "blind"], "keyed hashes: of a random token, and of the address it unsubscribes"),
    (
        "suppressions",
        &["id", "purpose", "channel", "act", "source", "happened_on", "recorded_at"],
        "references, words of ours, times",
    ),
    ("suppressions", &["blind"], "keyed hash: a refusal at an address that outlives whoever said it"),
    (
        "grounds",
        &["id", "purpose", "basis", "at", "by_id"],
        "what the Dpo decided for each purpose: references, words, times",
    ),
    ("opt_ins", &["id", "purpose", "asks", "at", "by_id"], "what the Dpo decided for each purpose: references, times"),
    (
        "pending_consents",
        &[
            "id",
            "person_id",
            "purpose",
            "channel",
            "form_id",
            "notice_id",
            "served_in",
            "served_hash",
            "asked_at",
            "expires_at",
            "confirmed_at",
            "consent_id",
        ],
        "references, words of ours, times, and the hash of a published page",
    ),
    (
        "pending_consents",
        &["blind", "token_hash", "bound"],
        "keyed hashes: the address, the link, what the link is for",
    ),
    (
        "outbox",
        &[
            "id",
            "person_id",
            "request_id",
            "kind",
            "language",
            "state",
            "tries",
            "fault",
            "queued_at",
            "next_try_at",
            "ended_at",
        ],
        "references, words of ours, counts and times",
    ),
    ("outbox", &["blind"], "keyed hash: how many mails went to one address"),
    (
        "exports",
        &[
            "id",
            "at",
            "by_id",
            "purpose",
            "channel",
            "criteria",
            "layout",
            "state",
            "matched",
            "rows",
            "sha256",
            "finished_at",
            "ready_until",
        ],
        "references, choices from lists, counts",
    ),
    ("export_people", &["export_id", "person_id"], "references"),
    ("export_people", &["blind"], "keyed hash: at which address somebody was in a list"),
    (
        "recalls",
        &["id", "export_id", "person_id", "act", "refused_at", "settled_at", "settled_by"],
        "references, words of ours, times",
    ),
    ("recalls", &["blind"], "keyed hash: at which address somebody was in a list"),
    ("recall_marks", &["name", "line", "at"], "how far the ledger was read"),
    (
        "audiences",
        &["id", "name", "criteria", "saved_at", "saved_by", "version"],
        "names of choices and the choices, not of persons; references, times",
    ),
    ("dead_addresses", &["blind"], "keyed hash: an address that mail comes back from"),
    ("dead_addresses", &["bounced_on", "recorded_at"], "times"),
    (
        "returns",
        &["id", "at", "by_id", "state", "program", "purpose", "ignored", "applied_at"],
        "references, words of ours, counts",
    ),
    ("return_rows", &["return_id", "kind", "happened_on"], "references, words of ours, days"),
    ("return_rows", &["blind"], "keyed hash: an address in a file of a program that sends mail"),
    (
        "notice_drafts",
        &["id", "name", "texts", "changed_at", "changed_by", "version"],
        "texts that are written to be published",
    ),
    (
        "notices",
        &["id", "draft_id", "number", "texts", "sha256", "published_at", "published_by"],
        "texts that were published",
    ),
    (
        "form_drafts",
        &[
            "id",
            "slug",
            "kind",
            "desk",
            "notice_draft_id",
            "definition",
            "state",
            "changed_at",
            "changed_by",
            "version",
        ],
        "texts that are written to be published, choices from lists",
    ),
    (
        "publications",
        &["id", "form_id", "number", "notice_id", "kind", "desk", "slug", "definition", "published_at", "published_by"],
        "texts that were published, choices from lists",
    ),
    (
        "published_pages",
        &["publication_id", "part", "language", "sha256", "body"],
        "pages of the public website, the same for every visitor",
    ),
    (
        "submissions",
        &["id", "person_id", "publication_id", "desk", "language", "known", "sent_at", "taken_at"],
        "random and other references, times",
    ),
    ("set_aside", &["id", "reason", "taken_at"], "random references, words of ours, times"),
    ("links_taken", &["id", "what", "taken_at"], "random references of pressed links, not the links; times"),
    ("set_aside", &["parcel"], "sealed by the intake to the house's own key (age), not opened"),
    (
        "requests",
        &[
            "id",
            "way",
            "kinds",
            "language",
            "received_on",
            "recorded_at",
            "recorded_by",
            "submission_id",
            "state",
            "outcome",
            "paused_since",
            "paused_days",
            "further",
            "told_on",
            "found_at",
            "decided_at",
            "decided_by",
            "approved_at",
            "approved_by",
            "order_id",
            "act_after",
            "carried_out_at",
            "answered_on",
            "closed_at",
            "closed_by",
            "version",
        ],
        "references, words of ours, days and times",
    ),
    (
        "request_identities",
        &["request_id", "means", "at", "by_id", "code_until", "code_tries"],
        "references, words of ours, times, counts",
    ),
    ("request_identities", &["code_hash"], "keyed hash of a random code"),
    ("request_subjects", &["request_id", "kind", "subject_id"], "references"),
    (
        "request_decisions",
        &["request_id", "kind", "rows", "what", "ground", "until"],
        "references, words of ours, counts, days",
    ),
    ("request_notes", &["request_id", "note_id"], "references"),
    ("request_letters", &["id", "request_id", "kind", "language", "at", "by_id"], "references, words of ours, times"),
    ("request_recipients", &["request_id", "export_id", "told_at", "told_by"], "references and times"),
    (
        "request_packages",
        &["request_id", "made_at", "made_by", "until", "taken_at", "sha256", "size"],
        "references, times, and the hash of an encrypted file",
    ),
    ("request_reminders", &["request_id", "due_on", "days", "at"], "references and times"),
    ("restrictions", &["id", "person_id", "act", "at", "by_id"], "references, words of ours, times"),
    (
        "erasures",
        &[
            "id",
            "reference",
            "how",
            "cause",
            "cause_id",
            "ordered_at",
            "ordered_by",
            "not_before",
            "state",
            "begun_at",
            "ended_at",
            "counts",
            "lists",
            "unreadable_from",
        ],
        "references, words of ours, counts and times: what an erasure did, never to whom by name",
    ),
    ("erasure_owners", &["erasure_id", "owner_kind", "owner_id", "ordered"], "references"),
    ("erasure_notes", &["erasure_id", "note_id"], "references"),
    (
        "ledger",
        &["reference", "at", "how", "owners", "kept_until", "mac"],
        "the safety ledger, beside the keyring: references and times of what was erased",
    ),
    (
        "parties",
        &[
            "id",
            "kind",
            "country",
            "activities",
            "added_at",
            "added_by",
            "changed_at",
            "changed_by",
            "ended_at",
            "version",
        ],
        "references, choices from lists, times",
    ),
    ("certificates", &["id", "party_id", "kind", "expires_on", "version"], "references, words of ours, days"),
    ("controller", &["id", "changed_at", "changed_by", "version"], "references and times"),
    (
        "breaches",
        &[
            "id",
            "opened_at",
            "opened_by",
            "known_at",
            "nature",
            "categories",
            "people",
            "records",
            "risk",
            "scope",
            "scope_staff",
            "scope_deed",
            "scope_from",
            "scope_until",
            "counted",
            "counted_at",
            "notice",
            "notice_at",
            "telling",
            "telling_at",
            "closed_at",
            "closed_by",
            "version",
        ],
        "references, choices from lists, counts and times",
    ),
    ("role_tenures", &["staff_id", "role", "since", "until"], "which colleague held which role, and when"),
    (
        "packs",
        &["id", "at", "by_id", "files", "bytes", "sha256", "finished_at"],
        "references, counts, times, and a hash",
    ),
    (
        "keys",
        &[
            "owner_kind",
            "owner_id",
            "class",
            "wrapped",
            "root_version",
            "state",
            "batch",
            "kept_until",
            "made_at",
            "destroyed_at",
        ],
        "the keyring: wrapped keys and their states",
    ),
];
