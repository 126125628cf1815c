//! Forms of the website, and the notices that stand above their fields (P13; Art. 13 GDPR).
//!
//! Marketing writes, the Dpo publishes. What is published is a numbered version that nothing changes any more, here and
//! in the database; a form is published as the bytes of its pages, with the notice in them, so that the hash of what a
//! visitor was shown can be looked up years later.
mod building;
mod diff;
mod folder;
mod notices;
mod outlived;
pub mod pages;
mod spoken;
mod spool;
mod store;
mod taking;

pub use building::{
    Definition, Draft, Form, FormText, Listed, Page, Published, Rendered, Standing, ToRender, close, draft, form,
    forms, page_of, preview, publish, rewrite, versions,
};
pub use diff::{Piece, compare};
pub use folder::{SharedPage, publish_folder};
pub use notices::{
    Notice, NoticeDraft, NoticeText, NoticeTexts, draft_notice, notice, notice_drafts, notice_versions, publish_notice,
    rewrite_notice,
};
pub use outlived::{count_aside, count_submissions, forget_aside, forget_submissions};
pub use spoken::wording;
pub use spool::{Taken, catch_up, forget_parcels_naming, open_aside, take_in, tidy};
pub use taking::{
    Arrival, Aside, Content, Row as Sent, arrivals, aside, dismiss, number, privacy_since, submission, submissions_of,
};

crate::db::values::words! {
    /// What a notice says (Art. 13), in the order in which it says it.
    pub enum Part {
        Controller = "controller",
        Purposes = "purposes",
        Ground = "ground",
        Retention = "retention",
        Recipients = "recipients",
        Rights = "rights",
        /// How to reach the Dpo, and the supervisory authority (CNIL).
        Contact = "contact",
    }
}

crate::db::values::words! {
    pub enum FormKind {
        Contact = "contact",
        Newsletter = "newsletter",
        Product = "product",
        Privacy = "privacy",
    }
}

crate::db::values::words! {
    /// Where what is sent by a form lands.
    pub enum Desk {
        Dpo = "dpo",
        Cio = "cio",
        Sales = "sales",
        Marketing = "marketing",
        Support = "support",
    }
}

crate::db::values::words! {
    /// What a form may ask for besides family name and e-mail address, which it always does.
    pub enum Ask {
        GivenName = "given_name",
        Phone = "phone",
        Company = "company",
        Message = "message",
    }
}

crate::db::values::words! {
    pub enum State {
        /// Not on the website yet.
        Draft = "draft",
        Published = "published",
        /// Taken off the website.
        Closed = "closed",
    }
}

crate::db::values::words! {
    /// The pages that a publication is made of, in each language.
    pub enum Leaf {
        Form = "form",
        Notice = "notice",
        Thanks = "thanks",
        /// Something that must be there is not.
        Missing = "missing",
        /// Not now: too fast, too many, or no room.
        Again = "again",
    }
}

crate::db::values::words! {
    /// Why a submission is kept apart.
    pub enum Doubt {
        /// It was not sealed to this house, or not whole.
        Unreadable = "unreadable",
        /// It says that a page was served which this house never published.
        UnknownPage = "unknown_page",
        /// Its fields or its time are nothing that a form of ours sends.
        Unfit = "unfit",
    }
}

/// What a colleague can put right. Pages have words for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It needs a name of its own.
    Name,
    /// The last part of its address: small letters, digits, hyphens.
    Slug,
    SlugTaken,
    TooLong,
    /// A privacy request goes to the Dpo, and asks for no consent.
    PrivacyDesk,
    /// What is sent for somebody to answer needs a message; what subscribes needs a purpose.
    NoPurpose,
    /// A part of the notice, or a title, is missing in a language: it cannot be published like this.
    Unfinished,
    /// Its notice has no published version.
    NoNotice,
    /// What is published says exactly this already.
    Unchanged,
}

/// How far the clock of the intake may be ahead of ours.
const AHEAD: chrono::Duration = chrono::Duration::minutes(10);
/// The longest part of a notice, in characters.
pub const LONGEST: usize = 4_000;
/// The longest name, title or address.
pub const SHORT: usize = 120;
