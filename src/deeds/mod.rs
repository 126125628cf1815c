//! What was done, by whom, to whom: lines of a hash-chained log, references only (P1, V16.2.1, V16.4.2).
//!
//! A deed is durable before the action it tells of is answered. Numbers have no gap, each line's keyed hash covers the
//! line before, and a signed head stands outside the database: an edit, a deletion, a reordering and a cut tail are
//! each found and named. It convicts everybody but root on the host, who has the keys.
mod chain;
mod store;

pub use chain::{Faulty, Head, Pruned, Verdict};
pub use store::{Line, Reading, Span};

use crate::actor::Actor;
use crate::db::Conn;
use crate::error::Result;
use crate::vault::Vault;
use chrono::NaiveDateTime;

crate::db::values::words! {
    /// Everything that can be done. The audit page has words for each, in both languages.
    pub enum What {
        HouseOpened = "house.opened",
        HouseClosed = "house.closed",
        SignedIn = "staff.signed_in",
        SignInFailed = "staff.sign_in_failed",
        SignInLimited = "staff.sign_in_limited",
        SignedOut = "staff.signed_out",
        StaffInvited = "staff.invited",
        StaffEnrolled = "staff.enrolled",
        PasswordChanged = "staff.password_changed",
        LanguageChanged = "staff.language_changed",
        PasswordReset = "staff.password_reset",
        FactorReset = "staff.factor_reset",
        RoleChanged = "staff.role_changed",
        StaffDisabled = "staff.disabled",
        StaffEnabled = "staff.enabled",
        StaffProposed = "staff.proposed",
        StaffDecided = "staff.decided",
        SteppedUp = "staff.stepped_up",
        SessionsEnded = "staff.sessions_ended",
        FactorChanged = "staff.factor_changed",
        RecoveryDrawn = "staff.recovery_drawn",
        RecoveryUsed = "staff.recovery_used",
        NetworkTried = "network.tried",
        NetworkKept = "network.kept",
        NetworkReverted = "network.reverted",
        NetworkForced = "network.forced",
        NetworkWrong = "network.wrong",
        Refused = "request.refused",
        Forged = "request.forged",
        Broken = "request.broken",
        Searched = "people.searched",
        SearchedWhileTyping = "people.searched_while_typing",
        Listed = "people.listed",
        PersonOpened = "person.opened",
        PersonAdded = "person.added",
        PersonChanged = "person.changed",
        CompanyOpened = "company.opened",
        CompanyAdded = "company.added",
        CompanyChanged = "company.changed",
        Unreadable = "value.unreadable",
        NoteAdded = "note.added",
        LeadOpened = "lead.opened",
        LeadMoved = "lead.moved",
        LeadChanged = "lead.changed",
        LeadConverted = "lead.converted",
        ContractAdded = "contract.added",
        ContractChanged = "contract.changed",
        ContractEnded = "contract.ended",
        AccountAdded = "account.added",
        AccountRemoved = "account.removed",
        AccountRevealed = "account.revealed",
        CardAdded = "card.added",
        CardRemoved = "card.removed",
        CardRevealed = "card.revealed",
        CardShredded = "card.shredded",
        AssistanceOpened = "assistance.opened",
        AssistanceChanged = "assistance.changed",
        AssistanceClosed = "assistance.closed",
        AssistanceReopened = "assistance.reopened",
        ConsentGiven = "consent.given",
        ConsentWithdrawn = "consent.withdrawn",
        ConsentObjected = "consent.objected",
        PersonInformed = "consent.informed",
        Unsubscribed = "consent.unsubscribed",
        GroundsDecided = "grounds.decided",
        OptInDecided = "opt_in.decided",
        ConsentAsked = "consent.asked",
        ConsentWithheld = "consent.withheld",
        ConsentConfirmed = "consent.confirmed",
        MailSent = "mail.sent",
        MailGivenUp = "mail.given_up",
        MailWithheld = "mail.withheld",
        ImportStaged = "import.staged",
        ImportPlanned = "import.planned",
        ImportSeen = "import.seen",
        ImportApplied = "import.applied",
        ImportFailed = "import.failed",
        ImportDiscarded = "import.discarded",
        ImportSwept = "import.swept",
        ExportCounted = "export.counted",
        ExportOrdered = "export.ordered",
        ExportExpired = "export.expired",
        RecallTaken = "recall.taken",
        RecallSettled = "recall.settled",
        AudienceSaved = "audience.saved",
        AudienceRemoved = "audience.removed",
        ReturnRead = "return.read",
        ReturnApplied = "return.applied",
        ReturnDiscarded = "return.discarded",
        ExportStarted = "export.started",
        ExportCompleted = "export.completed",
        ExportAborted = "export.aborted",
        NoticeDrafted = "notice.drafted",
        NoticePublished = "notice.published",
        FormDrafted = "form.drafted",
        FormPublished = "form.published",
        FormClosed = "form.closed",
        SubmissionTaken = "submission.taken",
        SubmissionSetAside = "submission.set_aside",
        PrivacyRecorded = "privacy.recorded",
        PrivacyOpened = "privacy.opened",
        PrivacyChanged = "privacy.changed",
        PrivacyCodeMailed = "privacy.code_mailed",
        PrivacyCodeWrong = "privacy.code_wrong",
        PrivacyIdentified = "privacy.identified",
        PrivacyPaused = "privacy.paused",
        PrivacyResumed = "privacy.resumed",
        PrivacyExtended = "privacy.extended",
        PrivacyFound = "privacy.found",
        PrivacyDecided = "privacy.decided",
        PrivacyApproved = "privacy.approved",
        PrivacySentBack = "privacy.sent_back",
        PrivacyOrdered = "privacy.ordered",
        PrivacyStopped = "privacy.stopped",
        PrivacyCarriedOut = "privacy.carried_out",
        PrivacyRefused = "privacy.refused",
        PrivacyClosed = "privacy.closed",
        PrivacyForgotten = "privacy.forgotten",
        PrivacyLetter = "privacy.letter",
        PrivacyRecipientTold = "privacy.recipient_told",
        PrivacyPackaged = "privacy.packaged",
        PrivacyPackageTaken = "privacy.package_taken",
        PrivacyReminded = "privacy.reminded",
        PersonRestricted = "person.restricted",
        PersonReleased = "person.released",
        HoldingsFound = "holdings.found",
        ErasureOrdered = "erasure.ordered",
        ErasureStopped = "erasure.stopped",
        ErasureBegun = "erasure.begun",
        ErasureDone = "erasure.done",
        ErasureReplayed = "erasure.replayed",
        KeysExpired = "keys.expired",
        AsideOpened = "submission.aside_opened",
        AsideDismissed = "submission.aside_dismissed",
        PseudonymsSeen = "pseudonyms.seen",
        ForecastSigned = "forecast.signed",
        HoldPlaced = "hold.placed",
        HoldEnded = "hold.ended",
        HoldLapsed = "hold.lapsed",
        RetentionTried = "retention.tried",
        RetentionOrdered = "retention.ordered",
        RetentionRun = "retention.run",
        RetentionRefused = "retention.refused",
        ClockConfirmed = "clock.confirmed",
        AuditPruned = "audit.pruned",
        PartyAdded = "party.added",
        PartyChanged = "party.changed",
        PartyEnded = "party.ended",
        CertificateAdded = "certificate.added",
        CertificateChanged = "certificate.changed",
        CertificateRemoved = "certificate.removed",
        ControllerChanged = "controller.changed",
        BreachOpened = "breach.opened",
        BreachSeen = "breach.seen",
        BreachChanged = "breach.changed",
        BreachCounted = "breach.counted",
        BreachNotified = "breach.notified",
        BreachDecided = "breach.decided",
        BreachClosed = "breach.closed",
        PackStarted = "pack.started",
        PackCompleted = "pack.completed",
        RegisterForgotten = "register.forgotten",
        AuditRead = "audit.read",
        AuditVerified = "audit.verified",
    }
}

crate::db::values::words! {
    pub enum Subject {
        Staff = "staff",
        Person = "person",
        Company = "company",
        Contract = "contract",
        Account = "account",
        Assistance = "assistance",
        Import = "import",
        Export = "export",
        Network = "network",
        Notice = "notice",
        Form = "form",
        Card = "card",
        Forecast = "forecast",
        Hold = "hold",
        Run = "run",
        /// A privacy request.
        Request = "request",
        Erasure = "erasure",
        Party = "party",
        Breach = "breach",
        Pack = "pack",
    }
}

/// One deed, not yet written down. The actor, the time and the number are added when it is.
#[derive(Clone, Debug)]
pub struct Deed {
    pub what: What,
    pub subject: Option<(Subject, i64)>,
    /// `name=reference` words: ids, counts, names of columns. Never a value of a person.
    pub detail: String,
}

impl Deed {
    pub fn new(what: What) -> Self {
        Deed { what, subject: None, detail: String::new() }
    }

    pub fn of(what: What, subject: Subject, id: i64) -> Self {
        Deed { what, subject: Some((subject, id)), detail: String::new() }
    }

    /// Adds a reference, a count or a word of ours.
    pub fn with(mut self, name: &str, value: impl std::fmt::Display) -> Self {
        if !self.detail.is_empty() {
            self.detail.push(' ');
        }
        self.detail.push_str(&format!("{name}={value}"));
        self
    }

    pub fn with_ids(self, ids: &[i64]) -> Self {
        let ids: Vec<String> = ids.iter().map(i64::to_string).collect();
        self.with("ids", ids.join(","))
    }
}

/// Appends deeds to the chain, inside the write transaction that holds the lock. Returns the new head.
///
/// `kept` is the head outside the database. It is moved on only over a log that still has its line: after a cut tail
/// it stays where it was, as the proof, however many lines grow in the place of those that were cut.
pub(crate) fn append(
    conn: &mut Conn,
    vault: &Vault,
    now: NaiveDateTime,
    deeds: &[(Actor, Deed)],
    kept: Option<&Head>,
) -> Result<Option<Head>> {
    if deeds.is_empty() {
        return Ok(None);
    }
    let goes_on = match kept {
        Some(kept) => store::mac(conn, kept.n)?.as_ref() == Some(&kept.mac),
        None => true,
    };
    if !goes_on {
        tracing::error!("the audit log does not have the line that its head names: run `cloister audit verify`");
    }
    let (mut n, mut mac) = store::tip(conn)?;
    let mut lines = Vec::with_capacity(deeds.len());
    for (actor, deed) in deeds {
        n += 1;
        let mut line = Line::new(n, now, actor, deed);
        mac = vault.audit_mac(&chain::covered(&mac, &line)?);
        line.mac.clone_from(&mac);
        lines.push(line);
    }
    store::add(conn, &lines)?;
    Ok(goes_on.then_some(Head { n, mac }))
}

/// Reads the whole log and says what is wrong with it, if anything.
pub fn verify(conn: &mut Conn, vault: &Vault, head: Option<&Head>) -> Result<Verdict> {
    chain::verify(conn, vault, head)
}

/// Takes away the oldest lines of the log, all of them older than that moment and at most so many, and signs where it
/// begins now; see [`Pruned`].
pub fn prune(
    conn: &mut Conn,
    vault: &Vault,
    head: &Head,
    older_than: NaiveDateTime,
    at: NaiveDateTime,
    limit: i64,
) -> Result<Pruned> {
    chain::prune(conn, vault, head, older_than, at, limit)
}

/// How many lines are older than that moment.
pub fn count_older(conn: &mut Conn, than: NaiveDateTime) -> Result<i64> {
    store::count_older(conn, than)
}

/// When the last line was written.
pub fn last_at(conn: &mut Conn) -> Result<Option<NaiveDateTime>> {
    store::last_at(conn)
}

/// A page of the log, newest first.
pub fn read(conn: &mut Conn, reading: &Reading) -> Result<Vec<Line>> {
    store::read(conn, reading)
}

/// Lines that tell one of these, the newest first: `limit` of them, older than `before`.
pub fn telling(conn: &mut Conn, whats: &[What], before: Option<i64>, limit: i64) -> Result<Vec<Line>> {
    store::telling(conn, whats, before, limit)
}

/// What the command line did of these since then, the newest first.
pub fn by_console(conn: &mut Conn, whats: &[What], since: NaiveDateTime) -> Result<Vec<Line>> {
    store::by_console(conn, whats, since)
}

/// How often each of these was done, from one moment on and before another.
pub fn count(conn: &mut Conn, whats: &[What], from: NaiveDateTime, until: NaiveDateTime) -> Result<Vec<(What, i64)>> {
    store::count(conn, whats, from, until)
}

/// Lines between two moments that tell one of these, the oldest first.
pub fn span(conn: &mut Conn, span: &Span) -> Result<Vec<Line>> {
    store::span(conn, span)
}

/// One line, if it is there.
pub fn line(conn: &mut Conn, n: i64) -> Result<Option<Line>> {
    store::line(conn, n)
}
