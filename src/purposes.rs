//! What personal data are used for, on which ground, and of which kind they are, as words of ours in both languages (Art.
//! 30(1)(b) and (c)). The catalogue names a purpose and grounds for every sealed column; the register of processing
//! activities groups what the catalogue says by activity.
use crate::words::Words;

crate::db::values::words! {
    /// What a value is used for.
    pub enum Purpose {
        Relation = "relation",
        /// Recognising a company in a later import.
        Recognising = "recognising",
        FollowUp = "follow_up",
        Payment = "payment",
        /// Answering for who saw a bank account or a card.
        Reveals = "reveals",
        Assistance = "assistance",
        /// Proving consent (Art. 7(1)).
        Proof = "proof",
        Unsubscribing = "unsubscribing",
        /// Sending mail that was asked for.
        Mailing = "mailing",
        /// Saying where data come from (Art. 14).
        Origin = "origin",
        /// Showing what an import would do.
        Preview = "preview",
        /// Answering who writes to us.
        Answering = "answering",
        SigningIn = "signing_in",
        /// Saying who did what.
        Attribution = "attribution",
        SecondFactor = "second_factor",
        /// Finding out who saw and changed what (Art. 32).
        Log = "log",
        /// Answering who exercises a right (Art. 12 and 15 to 21).
        Rights = "rights",
        /// Keeping what a dispute or a law needs.
        Holds = "holds",
        /// Naming the controller and the Dpo (Art. 30(1)(a)).
        Contact = "contact",
        /// Knowing who works for us, where, and how that is vouched for (Art. 28, 30).
        Parties = "parties",
        /// Documenting personal data breaches (Art. 33(5)).
        Breaches = "breaches",
    }
}

crate::db::values::words! {
    /// Art. 6(1).
    pub enum Ground {
        Consent = "consent",
        Contract = "contract",
        LegalObligation = "legal_obligation",
        LegitimateInterest = "legitimate_interest",
    }
}

crate::db::values::words! {
    /// A processing activity: a heading of the register.
    pub enum Activity {
        Relation = "relation",
        Assistance = "assistance",
        Payments = "payments",
        Communication = "communication",
        Website = "website",
        Imports = "imports",
        Access = "access",
        Accountability = "accountability",
    }
}

crate::db::values::words! {
    /// A category of personal data.
    pub enum Category {
        Identity = "identity",
        Contact = "contact",
        Work = "work",
        Exchanges = "exchanges",
        Banking = "banking",
        Consents = "consents",
        Files = "files",
        Credentials = "credentials",
        Traces = "traces",
        Rights = "rights",
        Incidents = "incidents",
        Partners = "partners",
    }
}

crate::db::values::words! {
    /// A category of persons.
    pub enum People {
        Contacts = "contacts",
        Prospects = "prospects",
        ThirdParties = "third_parties",
        Visitors = "visitors",
        Staff = "staff",
        Partners = "partners",
    }
}

/// The category of each column that holds personal data; without a column, of all others of its table. A column that is
/// in the catalogue and not here fails a test. Tables of rooms that come later may stand here before they are built.
const CATEGORIES: &[(&str, &str, Category)] = &[
    ("people", "job_title", Category::Work),
    ("people", "address", Category::Contact),
    ("people", "", Category::Identity),
    ("companies", "address", Category::Contact),
    ("companies", "", Category::Work),
    ("reaches", "", Category::Contact),
    ("leads", "", Category::Exchanges),
    ("accounts", "", Category::Banking),
    ("account_reveals", "", Category::Banking),
    ("cards", "", Category::Banking),
    ("card_reveals", "", Category::Banking),
    ("notes", "", Category::Exchanges),
    ("assistance", "", Category::Exchanges),
    ("consents", "", Category::Consents),
    ("pending_consents", "", Category::Consents),
    ("unsubscribe_links", "", Category::Consents),
    ("outbox", "recipient", Category::Contact),
    ("outbox", "", Category::Exchanges),
    ("imports", "proof", Category::Consents),
    ("imports", "", Category::Files),
    ("import_rows", "", Category::Files),
    ("submissions", "", Category::Exchanges),
    ("staff", "user_name", Category::Identity),
    ("staff", "display_name", Category::Identity),
    ("staff", "signed_in_from", Category::Traces),
    ("staff", "", Category::Credentials),
    ("deeds", "", Category::Traces),
    ("sessions", "", Category::Traces),
    ("requests", "", Category::Rights),
    ("request_identities", "", Category::Rights),
    ("request_letters", "", Category::Rights),
    ("request_packages", "", Category::Rights),
    ("restrictions", "", Category::Rights),
    ("holds", "", Category::Rights),
    ("parties", "", Category::Partners),
    ("certificates", "", Category::Partners),
    ("controller", "", Category::Contact),
    ("role_tenures", "", Category::Identity),
    ("breaches", "", Category::Incidents),
];

impl Category {
    /// Of a column; none where nobody has said it.
    pub fn of(table: &str, column: &str) -> Option<Self> {
        let is_it = |entry: &&(&str, &str, Category)| entry.0 == table && (entry.1 == column || entry.1.is_empty());
        CATEGORIES.iter().find(is_it).map(|entry| entry.2)
    }

    pub fn label(self, t: &Words) -> String {
        match self {
            Category::Identity => t.msg_purposes_category_identity(),
            Category::Contact => t.msg_purposes_category_contact(),
            Category::Work => t.msg_purposes_category_work(),
            Category::Exchanges => t.msg_purposes_category_exchanges(),
            Category::Banking => t.msg_purposes_category_banking(),
            Category::Consents => t.msg_purposes_category_consents(),
            Category::Files => t.msg_purposes_category_files(),
            Category::Credentials => t.msg_purposes_category_credentials(),
            Category::Traces => t.msg_purposes_category_traces(),
            Category::Rights => t.msg_purposes_category_rights(),
            Category::Incidents => t.msg_purposes_category_incidents(),
            Category::Partners => t.msg_purposes_category_partners(),
        }
    }
}

impl Purpose {
    pub fn activity(self) -> Activity {
        match self {
            Purpose::Relation | Purpose::Recognising | Purpose::FollowUp => Activity::Relation,
            Purpose::Payment | Purpose::Reveals => Activity::Payments,
            Purpose::Assistance => Activity::Assistance,
            Purpose::Proof | Purpose::Unsubscribing | Purpose::Mailing => Activity::Communication,
            Purpose::Origin | Purpose::Preview => Activity::Imports,
            Purpose::Answering => Activity::Website,
            Purpose::SigningIn | Purpose::Attribution | Purpose::SecondFactor | Purpose::Log => Activity::Access,
            Purpose::Rights | Purpose::Holds | Purpose::Contact | Purpose::Parties | Purpose::Breaches => {
                Activity::Accountability
            }
        }
    }

    pub fn label(self, t: &Words) -> String {
        match self {
            Purpose::Relation => t.msg_purposes_relation(),
            Purpose::Recognising => t.msg_purposes_recognising(),
            Purpose::FollowUp => t.msg_purposes_follow_up(),
            Purpose::Payment => t.msg_purposes_payment(),
            Purpose::Reveals => t.msg_purposes_reveals(),
            Purpose::Assistance => t.msg_purposes_assistance(),
            Purpose::Proof => t.msg_purposes_proof(),
            Purpose::Unsubscribing => t.msg_purposes_unsubscribing(),
            Purpose::Mailing => t.msg_purposes_mailing(),
            Purpose::Origin => t.msg_purposes_origin(),
            Purpose::Preview => t.msg_purposes_preview(),
            Purpose::Answering => t.msg_purposes_answering(),
            Purpose::SigningIn => t.msg_purposes_signing_in(),
            Purpose::Attribution => t.msg_purposes_attribution(),
            Purpose::SecondFactor => t.msg_purposes_second_factor(),
            Purpose::Log => t.msg_purposes_log(),
            Purpose::Rights => t.msg_purposes_rights(),
            Purpose::Holds => t.msg_purposes_holds(),
            Purpose::Contact => t.msg_purposes_contact(),
            Purpose::Parties => t.msg_purposes_parties(),
            Purpose::Breaches => t.msg_purposes_breaches(),
        }
    }
}

impl Ground {
    pub fn label(self, t: &Words) -> String {
        match self {
            Ground::Consent => t.msg_purposes_ground_consent(),
            Ground::Contract => t.msg_purposes_ground_contract(),
            Ground::LegalObligation => t.msg_purposes_ground_legal_obligation(),
            Ground::LegitimateInterest => t.msg_purposes_ground_legitimate_interest(),
        }
    }
}

impl Activity {
    /// Whose data they are.
    pub fn people(self) -> &'static [People] {
        match self {
            Activity::Relation => &[People::Contacts, People::Prospects, People::ThirdParties],
            Activity::Assistance => &[People::Contacts],
            Activity::Payments => &[People::Contacts, People::ThirdParties],
            Activity::Communication => &[People::Contacts, People::Prospects, People::Visitors],
            Activity::Website => &[People::Visitors],
            Activity::Imports => &[People::Contacts, People::Prospects],
            Activity::Access => &[People::Staff],
            Activity::Accountability => {
                &[People::Contacts, People::Prospects, People::Visitors, People::Staff, People::Partners]
            }
        }
    }

    /// Grounds that no column has: those on which the house writes to people, which the Dpo decides purpose by purpose.
    pub fn grounds(self) -> &'static [Ground] {
        match self {
            Activity::Communication => &[Ground::Consent, Ground::LegitimateInterest],
            Activity::Relation
            | Activity::Assistance
            | Activity::Payments
            | Activity::Website
            | Activity::Imports
            | Activity::Access
            | Activity::Accountability => &[],
        }
    }

    pub fn label(self, t: &Words) -> String {
        match self {
            Activity::Relation => t.msg_purposes_activity_relation(),
            Activity::Assistance => t.msg_purposes_activity_assistance(),
            Activity::Payments => t.msg_purposes_activity_payments(),
            Activity::Communication => t.msg_purposes_activity_communication(),
            Activity::Website => t.msg_purposes_activity_website(),
            Activity::Imports => t.msg_purposes_activity_imports(),
            Activity::Access => t.msg_purposes_activity_access(),
            Activity::Accountability => t.msg_purposes_activity_accountability(),
        }
    }
}

impl People {
    pub fn label(self, t: &Words) -> String {
        match self {
            People::Contacts => t.msg_purposes_people_contacts(),
            People::Prospects => t.msg_purposes_people_prospects(),
            People::ThirdParties => t.msg_purposes_people_third_parties(),
            People::Visitors => t.msg_purposes_people_visitors(),
            People::Staff => t.msg_purposes_people_staff(),
            People::Partners => t.msg_purposes_people_partners(),
        }
    }
}
