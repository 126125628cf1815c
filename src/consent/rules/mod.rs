//! Who may be written to: one pure function over the lines of the ledger, and the reason, with its article, either way.
//!
//! Consent permits (Art. 6(1)(a) GDPR, Art. L34-5 CPCE). Where the Dpo decided that a purpose may do without
//! ([`Basis::Lawful`]), the other grounds of the law are asked after it; the default is consent only. Whatever the
//! ground, an objection is absolute (Art. 21(3)) and it all ends three years after the person last got in touch.
//!
//! The day decides, not the order in which colleagues typed: a refusal of the same day wins, so a line that is
//! recorded late, or twice, changes nothing that its day does not change. `newsletter/store/mod.rs` says the same in SQL,
//! and a test holds the two against each other over random ledgers.
use super::{Act, Channel, Purpose};
use crate::kept;
use crate::reach::Standing;
use chrono::{Days, Months, NaiveDate};

/// Why somebody may not be written to: exactly one each, the first of these that holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Reason {
    /// Held for a customer, never written to.
    ThirdParty,
    /// Art. 18: kept, and used for nothing.
    Restricted,
    /// Has nothing that this channel could reach.
    NoAddress,
    /// Has addresses, and mail comes back from every one of them.
    Undeliverable,
    /// Might be written to, had they got in touch within the last three years.
    Expired,
    /// Objected (Art. 21), and has said yes to nothing of the kind since.
    Objected,
    /// Said yes once and took it back (Art. 7(3)).
    Withdrawn,
    /// Somebody else who has or had this address refused: nobody can tell who reads it.
    SharedAddressRefused,
    /// Said yes for an address that is not theirs any more, or not of this channel. A consent does not follow an edit.
    GivenForAnotherAddress,
    /// Only boxes that are nobody's own: no person there can be told or object.
    GenericBox,
    /// Would not need to consent, but was never told what for and how to refuse.
    NotInformed,
    NeverGiven,
}

impl Reason {
    pub const ALL: [Reason; 12] = [
        Reason::ThirdParty,
        Reason::Restricted,
        Reason::NoAddress,
        Reason::Undeliverable,
        Reason::Expired,
        Reason::Objected,
        Reason::Withdrawn,
        Reason::SharedAddressRefused,
        Reason::GivenForAnotherAddress,
        Reason::GenericBox,
        Reason::NotInformed,
        Reason::NeverGiven,
    ];
}

/// On which ground somebody may be written to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Footing {
    Consent,
    /// A customer, about products like theirs, told and able to refuse (Art. L34-5 al. 4).
    SimilarProducts,
    /// At an address at work, about that work, told and able to object (CNIL; Art. 6(1)(f)).
    AtWork,
    /// Called by a person, at a company.
    LiveCall,
    Letter,
}

crate::db::values::words! {
    /// Whether the house writes about something on consent only. The Dpo decides; nothing else widens a list.
    pub enum Basis {
        Consent = "consent",
        /// Consent, or what is lawful without.
        Lawful = "lawful",
    }
}

/// A line of the ledger as the rules see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub person: i64,
    pub purpose: Purpose,
    pub channel: Channel,
    pub act: Act,
    /// Keyed hash of the address that the line names.
    pub blind: Option<Vec<u8>>,
    pub happened_on: NaiveDate,
    /// When the house learned of it: no rule asks, but who looks back does.
    pub recorded_on: NaiveDate,
    /// Came in a file, and not by an act of the person that the house saw.
    pub imported: bool,
}

/// Who said what was refused at an address for good: it is kept by the hash of the address alone.
pub const NOBODY: i64 = 0;

/// What somebody is to the house on that day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// At a company with a running contract.
    Customer,
    /// At a company.
    AtCompany,
    /// Nobody's colleague, as far as we know: a consumer.
    Private,
}

/// Whoever might be written to, as far as the rules need to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Addressee {
    pub id: i64,
    pub third_party: bool,
    pub restricted: bool,
    pub relation: Relation,
    /// When they last got in touch, see [`super::Contact`].
    pub last_contact: NaiveDate,
}

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Question {
    pub purpose: Purpose,
    pub channel: Channel,
    /// By a machine that calls, not by a person.
    pub automated: bool,
    pub basis: Basis,
    /// On which day one would write.
    pub day: NaiveDate,
}

/// An address at which one would write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate<'a> {
    pub blind: &'a [u8],
    pub standing: Standing,
    /// Mail comes back from it for good.
    pub dead: bool,
}

/// May be written to, at the address of this place in the list, on this ground.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Permission {
    pub address: usize,
    pub footing: Footing,
    /// The day of the consent, or on which they were told.
    pub since: Option<NaiveDate>,
    /// The first day on which it has ended by itself; a customer's does not.
    pub ends_on: Option<NaiveDate>,
}

/// How long a prospect may be written to after they last got in touch (CNIL).
const YEARS: Months = Months::new(kept::PROSPECT_MONTHS);

/// Who got in touch on this day or before may not be written to on that one any more.
pub fn cutoff(day: NaiveDate) -> NaiveDate {
    day.checked_sub_months(YEARS).unwrap_or(NaiveDate::MIN)
}

/// The first day on which it has ended for somebody who last got in touch on this one.
pub fn ends_on(last_contact: NaiveDate) -> NaiveDate {
    let ends = last_contact.checked_add_months(YEARS).unwrap_or(NaiveDate::MAX);
    // The 29th of February comes a day later in years that have none.
    if cutoff(ends) < last_contact { ends.checked_add_days(Days::new(1)).unwrap_or(ends) } else { ends }
}

impl Purpose {
    /// About products of ours, like those that a customer has. A newsletter tells of other things as well.
    pub fn sells_similar_products(self) -> bool {
        self != Purpose::Newsletter
    }
}

/// What permits to write without a consent, to somebody who was told on this day or not at all.
fn without_consent(who: &Addressee, asked: &Question, standing: Standing, told: Option<NaiveDate>) -> Option<Footing> {
    let company = who.relation != Relation::Private;
    match asked.channel {
        Channel::Email if standing == Standing::Generic || told.is_none() => None,
        Channel::Email if who.relation == Relation::Customer && asked.purpose.sells_similar_products() => {
            Some(Footing::SimilarProducts)
        }
        Channel::Email => (company && standing == Standing::Professional).then_some(Footing::AtWork),
        Channel::Phone => (company && !asked.automated).then_some(Footing::LiveCall),
        Channel::Fax => None,
        Channel::Post => Some(Footing::Letter),
    }
}

/// May this person be written to about this, by this channel, at one of these addresses? The first that may.
///
/// `ledger` holds at least every line of the person, every line that names one of the addresses, whoever's it is or
/// [`NOBODY`]'s, and the refusals of whoever has one of them now: these follow them, and are held here as naming that
/// address.
///
/// # Errors
/// The one reason why not.
pub fn permission(
    who: &Addressee,
    asked: &Question,
    addresses: &[Candidate],
    ledger: &[Line],
) -> Result<Permission, Reason> {
    if who.third_party {
        return Err(Reason::ThirdParty);
    }
    if who.restricted {
        return Err(Reason::Restricted);
    }
    if addresses.is_empty() {
        return Err(Reason::NoAddress);
    }
    let addresses: Vec<(usize, &Candidate)> =
        addresses.iter().enumerate().filter(|(_, address)| !address.dead).collect();
    if addresses.is_empty() {
        return Err(Reason::Undeliverable);
    }
    let own: Vec<&Line> = ledger.iter().filter(|line| line.person == who.id && line.happened_on <= asked.day).collect();
    let about = |line: &Line| line.purpose == asked.purpose && line.channel == asked.channel;
    let names = |line: &Line, address: &[u8]| line.blind.as_deref() == Some(address);
    let last = |days: &mut dyn Iterator<Item = &&Line>| days.map(|line| line.happened_on).max();
    // Somebody unsubscribed this address: no file makes it active again, whatever day stands in it.
    let suppressed = |address: &[u8]| {
        let for_good = ledger.iter().filter(|line| line.person == NOBODY && line.happened_on <= asked.day);
        for_good.into_iter().any(|line| about(line) && names(line, address))
    };
    // What the person said of this purpose and channel: the last yes anywhere, the last yes for an address, the last no.
    let yes = last(&mut own.iter().filter(|line| about(line) && line.act == Act::Given));
    let yes_for = |address: &[u8]| {
        let given = own.iter().filter(|line| about(line) && line.act == Act::Given && names(line, address));
        last(&mut given.filter(|line| !line.imported || !suppressed(address)))
    };
    let no = |act: Act| last(&mut own.iter().filter(|line| about(line) && line.act == act));
    let no_of_others = |address: &[u8]| {
        let others = ledger.iter().filter(|line| line.person != who.id && line.act.refuses());
        let others = others.filter(|line| about(line) && line.happened_on <= asked.day);
        others.filter(|line| names(line, address)).map(|line| line.happened_on).max()
    };
    let told = |address: &[u8]| {
        let told = own.iter().filter(|line| about(line) && line.act == Act::Informed);
        last(&mut told.filter(|line| line.blind.is_none() || names(line, address)))
    };
    let (objected, withdrawn) = (no(Act::Objected), no(Act::Withdrawn));
    let lawful = asked.basis == Basis::Lawful;
    // Whoever objected to anything is written to about nothing that they did not ask for.
    let objects = own.iter().any(|line| line.act == Act::Objected);

    let at = |place: usize, address: &Candidate| {
        let shared = no_of_others(address.blind);
        let given_on = yes_for(address.blind).filter(|given_on| {
            [objected, withdrawn, shared].into_iter().flatten().all(|refused_on| refused_on < *given_on)
        });
        let ends_on = (who.relation != Relation::Customer).then(|| ends_on(who.last_contact));
        if given_on.is_some() {
            return Some(Permission { address: place, footing: Footing::Consent, since: given_on, ends_on });
        }
        if !lawful || objects || withdrawn.is_some() || shared.is_some() {
            return None;
        }
        let since = told(address.blind).filter(|_| asked.channel == Channel::Email);
        let footing = without_consent(who, asked, address.standing, since)?;
        Some(Permission { address: place, footing, since, ends_on })
    };
    if let Some(permission) = addresses.iter().find_map(|(place, address)| at(*place, address)) {
        let over = who.relation != Relation::Customer && who.last_contact <= cutoff(asked.day);
        return if over { Err(Reason::Expired) } else { Ok(permission) };
    }
    let stands = |no: Option<NaiveDate>, yes: Option<NaiveDate>| no.is_some_and(|no| yes.is_none_or(|yes| yes <= no));
    let tellable = |address: &Candidate| {
        asked.channel == Channel::Email && without_consent(who, asked, address.standing, Some(asked.day)).is_some()
    };
    Err(if stands(objected, yes) || (lawful && objects) {
        Reason::Objected
    } else if stands(withdrawn, yes) {
        Reason::Withdrawn
    } else if addresses.iter().any(|(_, address)| stands(no_of_others(address.blind), yes_for(address.blind))) {
        Reason::SharedAddressRefused
    } else if yes.is_some() {
        Reason::GivenForAnotherAddress
    } else if asked.channel == Channel::Email && addresses.iter().all(|(_, a)| a.standing == Standing::Generic) {
        Reason::GenericBox
    } else if lawful && addresses.iter().any(|(_, address)| tellable(address)) {
        Reason::NotInformed
    } else {
        Reason::NeverGiven
    })
}

#[cfg(test)]
mod tests;
