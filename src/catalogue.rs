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
const LEGITIMATE: &[Ground] = &[Ground::LegitimateInterest, Ground::Contract];
const CONTRACT: &[Ground] = &[Ground::Contract];
const DUTY: &[Ground] = &[Ground::LegalObligation];
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
        &["id", "person_id", "kind", "language", "state", "tries", "fault", "queued_at", "next_try_at", "ended_at"],
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
