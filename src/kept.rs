//! How long what is kept (Art. 5(1)(e), 13(2)(a)): the one table of terms. The catalogue names one of these classes for
//! every sealed column, the jobs count their dates from the same spans, and what the register says is derived from them.
use chrono::{Duration, Months, NaiveDate, NaiveDateTime};

/// A time that runs from a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Span {
    /// Calendar months: it ends on the same day of the month, or on the last day of a shorter one (Regulation 1182/71,
    /// Art. 3(2)(c)).
    Months(u32),
    Days(i64),
}

impl Span {
    /// The day on which it is over for what began on this one: what was to be kept so long goes on that day.
    pub fn after(self, day: NaiveDate) -> NaiveDate {
        match self {
            Span::Months(months) => day.checked_add_months(Months::new(months)),
            Span::Days(days) => day.checked_add_signed(Duration::days(days)),
        }
        .unwrap_or(NaiveDate::MAX)
    }

    /// The last day from which it is over on this one: [`Span::after`] the other way round, month ends and all.
    pub fn last(self, today: NaiveDate) -> NaiveDate {
        let mut last = match self {
            Span::Months(months) => today.checked_sub_months(Months::new(months)),
            Span::Days(days) => today.checked_sub_signed(Duration::days(days)),
        }
        .unwrap_or(NaiveDate::MIN);
        // From the 29th of November, three months end with February, as from the 28th.
        while let Some(next) = last.succ_opt().filter(|next| self.after(*next) <= today) {
            last = next;
        }
        last
    }

    /// The first moment from which it is not over on this day: what is older may go.
    pub fn older_than(self, today: NaiveDate) -> NaiveDateTime {
        self.last(today).succ_opt().unwrap_or(NaiveDate::MAX).into()
    }

    /// How many months, or days, it has.
    pub fn length(self) -> i64 {
        match self {
            Span::Months(months) => i64::from(months),
            Span::Days(days) => days,
        }
    }

    fn words(self) -> String {
        match self {
            Span::Months(months) if months % 12 == 0 => counted(i64::from(months / 12), "year"),
            Span::Months(months) => counted(i64::from(months), "month"),
            Span::Days(1) => "24 hours".to_owned(),
            Span::Days(days) => counted(days, "day"),
        }
    }
}

fn counted(n: i64, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}

/// After the last day of a customer's last contract (P7).
pub const CUSTOMER: Span = Span::Months(3);
/// After a prospect last got in touch (CNIL).
pub const PROSPECT: Span = Span::Months(PROSPECT_MONTHS);
pub const PROSPECT_MONTHS: u32 = 36;
/// How long an archive may live (P6, P8), and with it the keys of a customer that is one no more.
pub const ARCHIVES_DAYS: u64 = 1_825;
/// How long a mail is tried, and how long it is told that it was sent.
pub const MAIL_TRIED_DAYS: i64 = 3;
pub const MAIL_TOLD_DAYS: i64 = 30;
/// How long what was never confirmed stays after its link has expired.
pub const UNCONFIRMED_DAYS: i64 = 30;
/// How long the copy that somebody asked for waits to be taken.
pub const PACKAGE_DAYS: i64 = 7;
/// How long an upload waits to be applied.
pub const STAGED_DAYS: i64 = 1;

crate::db::values::words! {
    /// What has a term of its own.
    pub enum Kept {
        /// With the person or the company that it is of.
        Relation = "relation",
        Card = "card",
        /// A closed request for assistance. Not shorter than a prospect's three years: when it was opened they got in
        /// touch, and nothing may be forgotten that keeps somebody.
        Assistance = "assistance",
        /// What came by a form of the website: the same.
        Submission = "submission",
        /// What could not be vouched for and was set aside unopened.
        Parcel = "parcel",
        /// Who was in a list that left the house: as long as a permission can have lasted that put them there.
        List = "list",
        /// A consent that was asked for and never confirmed, after its link has expired.
        Unconfirmed = "unconfirmed",
        /// What a mail says and to whom, until it was sent; that one was sent, for this long.
        Mail = "mail",
        Staged = "staged",
        Import = "import",
        /// What somebody asked of us under Art. 15 to 21, after it was answered: the general limitation (Art. 2224 CC).
        Request = "request",
        /// A copy of everything, encrypted, that waits to be handed out.
        Package = "package",
        AccessLog = "access_log",
        /// What is documented of a breach, after it was closed: the general limitation (Art. 2224 CC).
        Breach = "breach",
        /// Who worked for us, after they ceased to: the same.
        Party = "party",
        /// What the register says of ourselves.
        Register = "register",
        Hold = "hold",
        Employment = "employment",
        /// As long as somebody is signed in.
        Session = "session",
        Replaced = "replaced",
    }
}

impl Kept {
    /// The term that runs from a day of the record's own; none where it goes with something else.
    pub fn span(self) -> Option<Span> {
        match self {
            Kept::Relation
            | Kept::Import
            | Kept::Hold
            | Kept::Employment
            | Kept::Replaced
            | Kept::Register
            | Kept::Session => None,
            // Deferred debit included (CNIL; Art. L133-24 CMF).
            Kept::Card => Some(Span::Months(15)),
            Kept::Assistance | Kept::Submission | Kept::List => Some(PROSPECT),
            Kept::Parcel => Some(Span::Months(3)),
            Kept::Unconfirmed => Some(Span::Days(UNCONFIRMED_DAYS)),
            Kept::Mail => Some(Span::Days(MAIL_TOLD_DAYS)),
            Kept::Staged => Some(Span::Days(STAGED_DAYS)),
            Kept::Request | Kept::Breach | Kept::Party => Some(Span::Months(60)),
            Kept::Package => Some(Span::Days(PACKAGE_DAYS)),
            Kept::AccessLog => Some(Span::Months(12)),
        }
    }

    /// What the register says.
    pub fn words(self) -> String {
        let span = self.span().map(Span::words).unwrap_or_default();
        match self {
            Kept::Relation => format!(
                "{} after the last contract; prospects {} after they last got in touch",
                CUSTOMER.words(),
                PROSPECT.words()
            ),
            Kept::Card => format!("{span} after it was taken, or with the customer before"),
            Kept::Assistance => format!("{span} after it was closed, or with the person before"),
            Kept::Submission => format!("{span} after it came, or with the person before"),
            Kept::Parcel => format!("until the Dpo has looked at it, {span} at most"),
            Kept::List => format!("{span} after the list left"),
            Kept::Unconfirmed => format!("until it is confirmed; {span} after its link has expired otherwise"),
            Kept::Mail => {
                format!("until it was sent, {} at most; that it was sent, {span}", Span::Days(MAIL_TRIED_DAYS).words())
            }
            Kept::Staged => format!("{span}, or until it is applied"),
            Kept::Import => "as long as a person of the import".to_owned(),
            Kept::Request => format!("until an erasure is closed; {span} after the answer otherwise"),
            Kept::Package => format!("until it was taken, {span} at most"),
            Kept::AccessLog => span,
            Kept::Breach => format!("{span} after it was closed"),
            Kept::Party => format!("{span} after they ceased to work for us"),
            Kept::Register => "until something else is written".to_owned(),
            Kept::Session => "as long as the session, ten hours at most".to_owned(),
            Kept::Hold => "as long as what it holds".to_owned(),
            Kept::Employment => "employment".to_owned(),
            Kept::Replaced => "until it replaces the present one".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn months_end_on_the_same_day_or_on_the_last_of_a_shorter_month() {
        for (from, months, to) in [
            ("2026-01-15", 3, "2026-04-15"),
            ("2026-11-30", 3, "2027-02-28"),
            ("2027-11-30", 3, "2028-02-29"),
            ("2026-01-31", 3, "2026-04-30"),
            ("2026-02-28", 3, "2026-05-28"),
            ("2026-12-31", 15, "2028-03-31"),
            ("2024-02-29", 12, "2025-02-28"),
        ] {
            assert_eq!(Span::Months(months).after(day(from)), day(to), "{from} + {months}");
        }
    }

    #[test]
    fn the_last_day_that_is_over_is_the_inverse_on_every_day_of_eight_years() {
        for span in [Span::Months(3), Span::Months(15), Span::Months(36), Span::Days(1), Span::Days(30)] {
            let mut today = day("2024-01-01");
            while today < day("2032-01-01") {
                let last = span.last(today);
                assert!(span.after(last) <= today, "{span:?} {today}");
                assert!(span.after(last.succ_opt().unwrap()) > today, "{span:?} {today}");
                today = today.succ_opt().unwrap();
            }
        }
    }

    #[test]
    fn what_counts_as_getting_in_touch_is_not_forgotten_before_whom_it_keeps() {
        for kept in [Kept::Assistance, Kept::Submission] {
            let mut from = day("2024-01-01");
            while from < day("2028-03-02") {
                assert!(kept.span().unwrap().after(from) >= PROSPECT.after(from), "{kept:?} {from}");
                from = from.succ_opt().unwrap();
            }
        }
    }
}
