//! The rows behind an export: the query of the ledger that makes recipients, the count of everybody else by reason, and
//! the manifests.
//!
//! [`Recipient`] has private fields and one constructor, in this file, from a row that [`recipients`] selected with
//! [`lawful!`]. So no path in the program writes a person to a list who may not be written to (P10): such a person never
//! leaves the database. The rule is that of `consent::permission`, said in SQL; a test holds the two together.
pub mod audiences;
pub mod recalls;
pub mod returns;

use super::{Audience, Criteria, Refused, State};
use crate::app::Looking;
use crate::catalogue::{Field, KeyClass};
use crate::consent::{self, Act, Basis, Channel, Contact, Purpose, Reason};
use crate::db::schema::{
    assistance, companies, contracts, dead_addresses, export_people, exports, leads, notes, reaches, shown_consents,
    shown_people, submissions, suppressions, unsubscribe_links,
};
use crate::db::values::Sealed;
use crate::db::{Conn, each};
use crate::error::{Error, Result};
use crate::people::PersonKind;
use crate::reach::{Reach, ReachKind, Standing};
use crate::vault::{Owner, OwnerKind, Unlocked};
use crate::words::Lang;
use chrono::{NaiveDate, NaiveDateTime};
use diesel::connection::DefaultLoadingMode;
use diesel::dsl::{case_when, exists, not};
use diesel::prelude::*;
use diesel::sql_types::{Bool, Integer};

// The ledger, as often as one query asks it: what was given, what the person refused, what anybody refused at an
// address, what whoever else has it refused, what the person was told.
diesel::alias!(
    const GIVEN: Alias<Given> = shown_consents as given;
    const OWN: Alias<Own> = shown_consents as own;
    const NAMING: Alias<Naming> = shown_consents as naming;
    const THEIRS: Alias<Theirs> = shown_consents as theirs;
    const TOLD: Alias<Told> = shown_consents as told;
);
// Whoever else has the address.
diesel::alias!(
    const HOLDERS: Alias<Holders> = reaches as holders;
);

/// The manifest of an export: what was asked, what came of it. Count and hash vouch for a file that is complete.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = exports)]
pub struct Export {
    pub id: i64,
    pub at: NaiveDateTime,
    pub by_id: Option<i64>,
    pub purpose: Purpose,
    pub channel: Channel,
    pub(super) criteria: String,
    pub(super) layout: String,
    pub state: State,
    pub matched: i64,
    pub rows: i64,
    pub sha256: Option<String>,
    pub finished_at: Option<NaiveDateTime>,
    /// Until when it may be taken, once.
    pub ready_until: Option<NaiveDateTime>,
}

/// Somebody who may lawfully be written to, at the address for which they said so.
pub struct Recipient {
    person: i64,
    address: Reach,
    civility: String,
    given_name: String,
    family_name: String,
    company: String,
    lang: Lang,
    blind: Key,
    token: Option<String>,
}

/// A keyed hash of an address in as little memory as it takes: an export remembers all of them.
pub type Key = [u8; 16];

impl Recipient {
    pub fn person(&self) -> i64 {
        self.person
    }
    pub fn address(&self) -> &Reach {
        &self.address
    }
    pub fn civility(&self) -> &str {
        &self.civility
    }
    pub fn given_name(&self) -> &str {
        &self.given_name
    }
    pub fn family_name(&self) -> &str {
        &self.family_name
    }
    pub fn company(&self) -> &str {
        &self.company
    }
    pub fn lang(&self) -> Lang {
        self.lang
    }
    /// Who is written to, and at which address: what an export must remember.
    pub(super) fn held(&self) -> (i64, Key) {
        (self.person, self.blind)
    }
    /// Of the link to unsubscribe that address.
    pub fn token(&self) -> Option<&str> {
        self.token.as_deref()
    }
}

/// Which addresses and numbers a channel reaches.
fn kinds(channel: Channel) -> Vec<ReachKind> {
    ReachKind::ALL.iter().copied().filter(|kind| channel.reaches(*kind)).collect()
}

/// What a query of the ledger asks: the purpose, the channel, and what the day makes of the years.
#[derive(Clone, Copy)]
struct Asked {
    purpose: Purpose,
    channel: Channel,
    /// Whether grounds beside consent count.
    lawful: bool,
    email: bool,
    phone: bool,
    similar: bool,
    day: NaiveDate,
    /// The first moment after it.
    tomorrow: NaiveDateTime,
    /// Who last got in touch on this day or before is written to no more.
    cutoff: NaiveDate,
    /// The first moment after that.
    recent: NaiveDateTime,
}

impl Asked {
    fn of(audience: &Audience) -> Self {
        Asked::on(audience, audience.today())
    }

    fn on(audience: &Audience, day: NaiveDate) -> Self {
        let Criteria { purpose, channel, .. } = *audience.criteria();
        let cutoff = consent::cutoff(day);
        let after = |day: NaiveDate| NaiveDateTime::from(day.succ_opt().unwrap_or(NaiveDate::MAX));
        Asked {
            purpose,
            channel,
            lawful: audience.basis() == Basis::Lawful,
            email: channel == Channel::Email,
            phone: channel == Channel::Phone,
            similar: purpose.sells_similar_products(),
            day,
            tomorrow: after(day),
            cutoff,
            recent: after(cutoff),
        }
    }
}

/// A condition that is known before the query.
fn known(condition: bool) -> diesel::dsl::AsExprOf<bool, Bool> {
    condition.into_sql::<Bool>()
}

/// A line of this alias that is about the audience's purpose and channel.
macro_rules! about {
    ($alias:ident, $of:expr) => {
        $alias.field(shown_consents::purpose).eq($of.purpose).and($alias.field(shown_consents::channel).eq($of.channel))
    };
}

/// A line of this alias that the person of the row said.
macro_rules! said {
    ($alias:ident) => {
        $alias.field(shown_consents::person_id).eq(shown_people::id)
    };
}

/// A line of this alias that names the address of the row.
macro_rules! names {
    ($alias:ident) => {
        $alias.field(shown_consents::blind).eq(reaches::blind.nullable())
    };
}

/// Mail comes back from the address of the row.
macro_rules! dead {
    () => {
        exists(dead_addresses::table.filter(dead_addresses::blind.eq(reaches::blind)))
    };
}

/// Somebody unsubscribed the address of the row from this, for good, and this.
macro_rules! suppressed {
    ($of:expr, $and:expr) => {
        exists(
            suppressions::table
                .filter(suppressions::blind.eq(reaches::blind))
                .filter(suppressions::purpose.eq($of.purpose))
                .filter(suppressions::channel.eq($of.channel))
                .filter($and),
        )
    };
}

/// A yes for the address of the row that counts there: what came in a file opens no address that was unsubscribed.
macro_rules! counts {
    ($of:expr) => {
        GIVEN.field(shown_consents::import_id).is_null().or(not(suppressed!($of, known(true))))
    };
}

/// Refusals of whoever else has the address of the row now, whatever address they named: a refusal follows whoever said
/// it. Two steps, each by its index: who has the address, then what they said.
macro_rules! refused_by_holder {
    ($of:expr, $still:expr) => {
        exists(
            HOLDERS
                .filter(HOLDERS.field(reaches::blind).eq(reaches::blind))
                .filter(HOLDERS.field(reaches::person_id).ne(reaches::person_id))
                .filter(exists(
                    THEIRS
                        .filter(
                            THEIRS.field(shown_consents::person_id).nullable().eq(HOLDERS.field(reaches::person_id)),
                        )
                        .filter(about!(THEIRS, $of))
                        .filter(THEIRS.field(shown_consents::act).eq_any(Act::REFUSING))
                        .filter($still),
                )),
        )
    };
}

/// A contract of the person's company that began by that day, and this.
macro_rules! contract {
    ($of:expr, $and:expr) => {
        exists(
            contracts::table
                .filter(contracts::company_id.nullable().eq(shown_people::company_id))
                .filter(contracts::starts_on.le($of.day))
                .filter($and),
        )
    };
}

macro_rules! customer {
    ($of:expr) => {
        contract!($of, contracts::ends_on.is_null().or(contracts::ends_on.ge($of.day)))
    };
}

/// A call that we took from the person, or a meeting, and this.
macro_rules! noted {
    ($of:expr, $and:expr) => {
        exists(
            notes::table
                .filter(notes::person_id.eq(shown_people::id.nullable()))
                .filter(notes::kind.eq_any(Contact::NOTES))
                .filter(notes::at.lt($of.tomorrow))
                .filter($and),
        )
    };
}

macro_rules! asked_for_assistance {
    ($of:expr, $and:expr) => {
        exists(
            assistance::table
                .filter(assistance::person_id.eq(shown_people::id))
                .filter(assistance::opened_at.lt($of.tomorrow))
                .filter($and),
        )
    };
}

macro_rules! submitted {
    ($of:expr, $and:expr) => {
        exists(
            submissions::table
                .filter(submissions::person_id.eq(shown_people::id))
                .filter(submissions::sent_at.lt($of.tomorrow))
                .filter($and),
        )
    };
}

/// A yes of the person to whatever, and this.
macro_rules! given_any {
    ($of:expr, $and:expr) => {
        exists(GIVEN.filter(said!(GIVEN)).filter(GIVEN.field(shown_consents::act).eq(Act::Given)).filter($and))
    };
}

/// The person got in touch within three years, or is a customer; `consent::Contact` says what counts.
macro_rules! live {
    ($of:expr) => {
        given_any!($of, GIVEN.field(shown_consents::happened_on).gt($of.cutoff))
            .or(contract!($of, contracts::ends_on.is_null().or(contracts::ends_on.gt($of.cutoff))))
            .or(noted!($of, notes::at.ge($of.recent)))
            .or(asked_for_assistance!($of, assistance::opened_at.ge($of.recent)))
            .or(submitted!($of, submissions::sent_at.ge($of.recent)))
            .or(shown_people::added_at
                .ge($of.recent)
                .and(not(given_any!($of, GIVEN.field(shown_consents::happened_on).le($of.day))))
                .and(not(contract!($of, contracts::starts_on.le($of.day))))
                .and(not(noted!($of, notes::at.lt($of.tomorrow))))
                .and(not(asked_for_assistance!($of, assistance::opened_at.lt($of.tomorrow))))
                .and(not(submitted!($of, submissions::sent_at.lt($of.tomorrow)))))
    };
}

/// The address of the row is one at which the person, once told, needs no consent.
macro_rules! tellable {
    ($of:expr) => {
        known($of.email).and(reaches::standing.ne(Standing::Generic)).and(
            known($of.similar)
                .and(customer!($of))
                .or(reaches::standing.eq(Standing::Professional).and(shown_people::company_id.is_not_null())),
        )
    };
}

/// Lawful without a consent at the address of the row: where the house decided so, nobody refused, and the person was
/// told, or is called at a company.
macro_rules! without_consent {
    ($of:expr) => {
        known($of.lawful)
            .and(
                known($of.phone).and(shown_people::company_id.is_not_null()).or(tellable!($of).and(exists(
                    TOLD.filter(said!(TOLD))
                        .filter(about!(TOLD, $of))
                        .filter(TOLD.field(shown_consents::act).eq(Act::Informed))
                        .filter(TOLD.field(shown_consents::blind).is_null().or(names!(TOLD))),
                ))),
            )
            .and(not(objects!()))
            .and(not(exists(
                OWN.filter(said!(OWN))
                    .filter(about!(OWN, $of))
                    .filter(OWN.field(shown_consents::act).eq_any(Act::REFUSING)),
            )))
            .and(not(exists(
                NAMING
                    .filter(names!(NAMING))
                    .filter(about!(NAMING, $of))
                    .filter(NAMING.field(shown_consents::act).eq_any(Act::REFUSING)),
            )))
            .and(not(refused_by_holder!($of, known(true))))
            .and(not(suppressed!($of, known(true))))
    };
}

/// The person objected to anything, ever.
macro_rules! objects {
    () => {
        exists(OWN.filter(said!(OWN)).filter(OWN.field(shown_consents::act).eq(Act::Objected)))
    };
}

/// The person may be written to at the address of the row, were it not for the years.
macro_rules! lawful {
    ($of:expr) => {
        consented!($of).or(without_consent!($of))
    };
}

/// A yes of the person for this address, and no refusal on its day or after it: neither theirs, nor at the address, nor
/// of anybody who has or had it.
macro_rules! consented {
    ($of:expr) => {
        exists(
            GIVEN
                .filter(said!(GIVEN))
                .filter(about!(GIVEN, $of))
                .filter(GIVEN.field(shown_consents::act).eq(Act::Given))
                .filter(names!(GIVEN))
                .filter(not(exists(
                    OWN.filter(said!(OWN))
                        .filter(about!(OWN, $of))
                        .filter(OWN.field(shown_consents::act).eq_any(Act::REFUSING))
                        .filter(OWN.field(shown_consents::happened_on).ge(GIVEN.field(shown_consents::happened_on))),
                )))
                .filter(not(exists(
                    NAMING
                        .filter(names!(NAMING))
                        .filter(about!(NAMING, $of))
                        .filter(NAMING.field(shown_consents::act).eq_any(Act::REFUSING))
                        .filter(NAMING.field(shown_consents::happened_on).ge(GIVEN.field(shown_consents::happened_on))),
                )))
                .filter(not(refused_by_holder!(
                    $of,
                    THEIRS.field(shown_consents::happened_on).ge(GIVEN.field(shown_consents::happened_on))
                )))
                .filter(counts!($of))
                .filter(not(suppressed!($of, suppressions::happened_on.ge(GIVEN.field(shown_consents::happened_on))))),
        )
    };
}

/// One number for each person who matches: 0 may be written to, the others are the reasons in the order of the rules.
macro_rules! verdict {
    ($of:expr) => {{
        let has = || {
            reaches::table
                .filter(reaches::person_id.eq(shown_people::id.nullable()))
                .filter(reaches::kind.eq_any(kinds($of.channel)))
        };
        let reached = || has().filter(not(dead!()));
        // A refusal of the person's own that no later yes has ended, whatever address that yes was for.
        let stands = |act: Act| {
            exists(
                OWN.filter(said!(OWN)).filter(about!(OWN, $of)).filter(OWN.field(shown_consents::act).eq(act)).filter(
                    not(exists(
                        GIVEN
                            .filter(said!(GIVEN))
                            .filter(about!(GIVEN, $of))
                            .filter(GIVEN.field(shown_consents::act).eq(Act::Given))
                            .filter(
                                GIVEN.field(shown_consents::happened_on).gt(OWN.field(shown_consents::happened_on)),
                            ),
                    )),
                ),
            )
        };
        // A refusal of somebody else at an address that this person has, and no later yes of theirs for it.
        let shared = exists(
            NAMING
                .filter(names!(NAMING))
                .filter(about!(NAMING, $of))
                .filter(NAMING.field(shown_consents::act).eq_any(Act::REFUSING))
                .filter(NAMING.field(shown_consents::person_id).ne(shown_people::id))
                .filter(not(exists(
                    GIVEN
                        .filter(said!(GIVEN))
                        .filter(about!(GIVEN, $of))
                        .filter(GIVEN.field(shown_consents::act).eq(Act::Given))
                        .filter(names!(GIVEN))
                        .filter(counts!($of))
                        .filter(GIVEN.field(shown_consents::happened_on).gt(NAMING.field(shown_consents::happened_on))),
                ))),
        );
        // The same, of a refusal that came with somebody who has the address now.
        let brought = refused_by_holder!(
            $of,
            not(exists(
                GIVEN
                    .filter(said!(GIVEN))
                    .filter(about!(GIVEN, $of))
                    .filter(GIVEN.field(shown_consents::act).eq(Act::Given))
                    .filter(names!(GIVEN))
                    .filter(counts!($of))
                    .filter(GIVEN.field(shown_consents::happened_on).gt(THEIRS.field(shown_consents::happened_on))),
            ))
        );
        // The same, of what was refused at the address for good.
        let for_good = suppressed!(
            $of,
            not(exists(
                GIVEN
                    .filter(said!(GIVEN))
                    .filter(about!(GIVEN, $of))
                    .filter(GIVEN.field(shown_consents::act).eq(Act::Given))
                    .filter(names!(GIVEN))
                    .filter(GIVEN.field(shown_consents::import_id).is_null())
                    .filter(GIVEN.field(shown_consents::happened_on).gt(suppressions::happened_on)),
            ))
        );
        let elsewhere = exists(
            GIVEN
                .filter(said!(GIVEN))
                .filter(about!(GIVEN, $of))
                .filter(GIVEN.field(shown_consents::act).eq(Act::Given)),
        );
        case_when::<_, _, Integer>(shown_people::kind.eq(PersonKind::ThirdParty), number(Reason::ThirdParty))
            .when(shown_people::restricted.eq(true), number(Reason::Restricted))
            .when(not(exists(has())), number(Reason::NoAddress))
            .when(not(exists(reached())), number(Reason::Undeliverable))
            .when(
                exists(reached().filter(lawful!($of))),
                case_when::<_, _, Integer>(live!($of), LAWFUL).otherwise(number(Reason::Expired)),
            )
            .when(stands(Act::Objected).or(known($of.lawful).and(objects!())), number(Reason::Objected))
            .when(stands(Act::Withdrawn), number(Reason::Withdrawn))
            .when(exists(reached().filter(shared.or(brought).or(for_good))), number(Reason::SharedAddressRefused))
            .when(elsewhere, number(Reason::GivenForAnotherAddress))
            .when(
                known($of.email).and(not(exists(reached().filter(reaches::standing.ne(Standing::Generic))))),
                number(Reason::GenericBox),
            )
            .when(known($of.lawful).and(exists(reached().filter(tellable!($of)))), number(Reason::NotInformed))
            .otherwise(number(Reason::NeverGiven))
    }};
}

const LAWFUL: i32 = 0;

fn number(reason: Reason) -> i32 {
    Reason::ALL.iter().zip(1..).find(|(known, _)| **known == reason).map_or(-1, |(_, number)| number)
}

/// The people who match the criteria, from a source that has `shown_people` in it.
macro_rules! matching {
    ($source:expr, $audience:expr) => {{
        let criteria = $audience.criteria();
        let mut query = $source.into_boxed();
        if let Some(lang) = criteria.lang {
            query = query.filter(shown_people::language.eq(lang));
        }
        if let Some(since) = criteria.since {
            query = query.filter(shown_people::added_at.ge(NaiveDateTime::from(since)));
        }
        if !criteria.stages.is_empty() {
            query = query.filter(exists(
                leads::table
                    .filter(leads::person_id.eq(shown_people::id))
                    .filter(leads::stage.eq_any(criteria.stages.clone())),
            ));
        }
        if let Some(owner) = criteria.owner {
            query = query.filter(exists(
                leads::table.filter(leads::person_id.eq(shown_people::id)).filter(leads::owner_id.eq(owner)),
            ));
        }
        if let Some(customer) = criteria.customer {
            let of = Asked::of($audience);
            query = if customer { query.filter(customer!(of)) } else { query.filter(not(customer!(of))) };
        }
        if criteria.expiring {
            let (of, soon) = (Asked::of($audience), Asked::on($audience, $audience.today() + super::SOON));
            query = query.filter(live!(of)).filter(not(live!(soon)));
        }
        query
    }};
}

#[derive(Queryable)]
struct Row {
    person: i64,
    civility: Option<Sealed>,
    given_name: Option<Sealed>,
    family_name: Sealed,
    lang: Lang,
    company_id: Option<i64>,
    reach_id: i64,
    reach_kind: ReachKind,
    reach: Sealed,
    blind: Vec<u8>,
    company: Option<Sealed>,
    link: Option<i64>,
    token: Option<Sealed>,
}

/// So many rows are read, unlocked and written at a time.
const PAGE: i64 = 2_000;

/// The recipients behind the person of this id, in the order of ids; each once, at the first address that may be used.
/// `None` when there are no more.
pub fn recipients(l: &mut Looking, audience: &Audience, after: i64) -> Result<Option<(i64, Vec<Recipient>)>> {
    let of = Asked::of(audience);
    let source =
        || {
            shown_people::table
                .inner_join(reaches::table.on(reaches::person_id.eq(shown_people::id.nullable())))
                .left_join(companies::table.on(shown_people::company_id.eq(companies::id.nullable())))
                .left_join(unsubscribe_links::table.on(
                    unsubscribe_links::person_id.eq(shown_people::id).and(unsubscribe_links::blind.eq(reaches::blind)),
                ))
        };
    let rows: Vec<Row> = each!(l.conn(), |c| matching!(source(), audience)
        // Walks the index of addresses, which is in this order already: nothing is sorted, and a page ends where it is full.
        .filter(reaches::person_id.gt(after))
        .filter(shown_people::kind.ne(PersonKind::ThirdParty))
        .filter(shown_people::restricted.eq(false))
        .filter(reaches::kind.eq_any(kinds(of.channel)))
        .filter(not(dead!()))
        .filter(lawful!(of))
        .filter(live!(of))
        .order((reaches::person_id, reaches::position))
        .limit(PAGE)
        .select((
            shown_people::id,
            shown_people::civility,
            shown_people::given_name,
            shown_people::family_name,
            shown_people::language,
            shown_people::company_id,
            reaches::id,
            reaches::kind,
            reaches::value,
            reaches::blind,
            companies::name.nullable(),
            unsubscribe_links::id.nullable(),
            unsubscribe_links::token.nullable(),
        ))
        .load(c))?;
    let Some(last) = rows.last().map(|row| row.person) else { return Ok(None) };
    let people = unlock(l, OwnerKind::Person, rows.iter().map(|row| row.person).collect())?;
    let owners = unlock(l, OwnerKind::Company, rows.iter().filter_map(|row| row.company_id).collect())?;
    let mut recipients: Vec<Recipient> = Vec::with_capacity(rows.len());
    for row in rows {
        if recipients.last().is_none_or(|before| before.person != row.person)
            && let Some(recipient) = match open(row, &people, &owners) {
                // Whose row was altered is left out, and a deed tells it.
                Err(Error::Unreadable) => None,
                opened => opened?,
            }
        {
            recipients.push(recipient);
        }
    }
    Ok(Some((last, recipients)))
}

/// An address of a person, by its keyed hash.
type Unlinked = (i64, Vec<u8>);

/// Addresses of the audience, behind the person of this id, that have no link to unsubscribe yet, each of a person; and
/// whose the last one is. `None` when there are no more.
pub fn unlinked(conn: &mut Conn, audience: &Audience, after: i64) -> Result<Option<(i64, Vec<Unlinked>)>> {
    let of = Asked::of(audience);
    let source =
        || shown_people::table.inner_join(reaches::table.on(reaches::person_id.eq(shown_people::id.nullable())));
    let linked = unsubscribe_links::table
        .filter(unsubscribe_links::person_id.eq(shown_people::id))
        .filter(unsubscribe_links::blind.eq(reaches::blind));
    let rows: Vec<(i64, Vec<u8>)> = each!(conn, |c| matching!(source(), audience)
        .filter(reaches::person_id.gt(after))
        .filter(reaches::kind.eq_any(kinds(of.channel)))
        .filter(not(dead!()))
        .filter(not(exists(linked)))
        .filter(shown_people::kind.ne(PersonKind::ThirdParty))
        .filter(shown_people::restricted.eq(false))
        .filter(lawful!(of))
        .filter(live!(of))
        .order((reaches::person_id, reaches::position))
        .limit(PAGE)
        .select((shown_people::id, reaches::blind))
        .load(c))?;
    // Somebody whose addresses a page cuts in two comes again: what has a link by then is left out.
    let Some(last) = rows.last().map(|row| row.0) else { return Ok(None) };
    let cut = i64::try_from(rows.len()).is_ok_and(|many| many == PAGE);
    Ok(Some((if cut { last - 1 } else { last }, rows)))
}

/// The one place that makes a recipient. Somebody whose key was destroyed since the snapshot is none.
fn open(row: Row, people: &Unlocked, companies: &Unlocked) -> Result<Option<Recipient>> {
    let owner = Owner::person(row.person);
    if !people.has(owner) {
        return Ok(None);
    }
    let text = |field, sealed: Option<&Sealed>| {
        sealed.map_or_else(|| Ok(String::new()), |sealed| people.open(field, owner, row.person, sealed))
    };
    let value = people.open(Field::Reach, owner, row.reach_id, &row.reach)?;
    // What was sealed was parsed before; what no longer parses is no address to write to.
    let Ok(address) = Reach::parse(row.reach_kind, &value) else { return Ok(None) };
    let company = match row.company_id.zip(row.company.as_ref()) {
        Some((id, sealed)) if companies.has(Owner::company(id)) => {
            companies.open(Field::CompanyName, Owner::company(id), id, sealed)?
        }
        _ => String::new(),
    };
    let token = match row.link.zip(row.token.as_ref()) {
        Some((id, token)) => Some(people.open(Field::LinkToken, owner, id, token)?),
        None => None,
    };
    let mut blind = Key::default();
    blind.iter_mut().zip(&row.blind).for_each(|(to, from)| *to = *from);
    Ok(Some(Recipient {
        person: row.person,
        address,
        civility: text(Field::PersonCivility, row.civility.as_ref())?,
        given_name: text(Field::PersonGivenName, row.given_name.as_ref())?,
        family_name: people.open(Field::PersonFamilyName, owner, row.person, &row.family_name)?,
        company,
        lang: row.lang,
        blind,
        token,
    }))
}

/// Keys of owners that mostly stand side by side: the whole range where that is not many more than are needed.
fn unlock(l: &Looking, kind: OwnerKind, mut ids: Vec<i64>) -> Result<Unlocked> {
    ids.sort_unstable();
    ids.dedup();
    match ids.first().zip(ids.last()) {
        Some((first, last)) if usize::try_from(last - first).is_ok_and(|span| span < 4 * ids.len()) => {
            l.unlock_range(kind, *first, *last, KeyClass::Identity)
        }
        _ => l.unlock(&ids.iter().map(|&id| Owner { kind, id }).collect::<Vec<_>>(), KeyClass::Identity),
    }
}

/// Everybody who matches, counted by whether they may be written to, and why not. In one pass: each person's row has
/// one word, and only the tally is kept.
pub fn tally(conn: &mut Conn, audience: &Audience) -> Result<(i64, Refused)> {
    let of = Asked::of(audience);
    let (mut lawful, mut refused) = (0, Refused::default());
    each!(conn, |c| {
        let words = matching!(shown_people::table, audience).select(verdict!(of));
        for word in words.load_iter::<i32, DefaultLoadingMode>(c)? {
            let word = word?;
            match Reason::ALL.iter().find(|reason| number(**reason) == word) {
                Some(reason) => refused.add(*reason),
                None => lawful += 1,
            }
        }
    });
    Ok((lawful, refused))
}

/// Those of the audience whom one may still write to, after the person of this id, in the order of ids.
pub fn permitted(conn: &mut Conn, audience: &Audience, after: i64, limit: i64) -> Result<Vec<i64>> {
    let of = Asked::of(audience);
    Ok(each!(conn, |c| matching!(shown_people::table, audience)
        .filter(shown_people::id.gt(after))
        .filter(verdict!(of).eq(LAWFUL))
        .order(shown_people::id)
        .limit(limit)
        .select(shown_people::id)
        .load(c))?)
}

pub fn count(conn: &mut Conn, audience: &Audience) -> Result<i64> {
    Ok(each!(conn, |c| matching!(shown_people::table, audience).count().get_result(c))?)
}

pub fn add(conn: &mut Conn, export: &Export) -> Result<()> {
    each!(conn, |c| diesel::insert_into(exports::table).values(export).execute(c))?;
    Ok(())
}

/// Exports that have begun and not ended.
pub fn running(conn: &mut Conn) -> Result<Vec<Export>> {
    Ok(each!(conn, |c| exports::table.filter(exports::state.eq(State::Started)).order(exports::id).load(c))?)
}

/// Begins one that is ready, now; false when somebody has taken it, or its day is over.
pub fn start(conn: &mut Conn, id: i64, now: NaiveDateTime) -> Result<bool> {
    let ready = exports::id.eq(id).and(exports::state.eq(State::Ready)).and(exports::ready_until.gt(now));
    let started = each!(conn, |c| diesel::update(exports::table.filter(ready))
        .set((exports::state.eq(State::Started), exports::at.eq(now), exports::ready_until.eq(None::<NaiveDateTime>)))
        .execute(c))?;
    Ok(started == 1)
}

/// Ready ones whose day is over.
pub fn expire(conn: &mut Conn, now: NaiveDateTime) -> Result<Vec<i64>> {
    let over = exports::state.eq(State::Ready).and(exports::ready_until.le(now));
    Ok(each!(conn, |c| diesel::update(exports::table.filter(over))
        .set(exports::state.eq(State::Expired))
        .returning(exports::id)
        .get_results(c))?)
}

/// What an export came to. False when it has ended before.
pub fn finish(
    conn: &mut Conn,
    id: i64,
    state: State,
    counts: (i64, i64),
    sha256: Option<String>,
    at: NaiveDateTime,
) -> Result<bool> {
    let ended = each!(conn, |c| diesel::update(
        exports::table.filter(exports::id.eq(id).and(exports::state.eq(State::Started)))
    )
    .set((
        exports::state.eq(state),
        exports::matched.eq(counts.0),
        exports::rows.eq(counts.1),
        exports::sha256.eq(&sha256),
        exports::finished_at.eq(Some(at)),
    ))
    .execute(c))?;
    Ok(ended == 1)
}

/// Who is in it, and at which address. It is remembered beyond their erasure: whoever took the file still has them.
pub fn add_people(conn: &mut Conn, export: i64, held: &[(i64, Key)]) -> Result<()> {
    for held in held.chunks(500) {
        let rows: Vec<_> = held
            .iter()
            .map(|(person, blind)| {
                (
                    export_people::export_id.eq(export),
                    export_people::person_id.eq(*person),
                    export_people::blind.eq(Some(blind.to_vec())),
                )
            })
            .collect();
        each!(conn, |c| diesel::insert_into(export_people::table).values(rows).execute(c))?;
    }
    Ok(())
}

pub fn get(conn: &mut Conn, id: i64) -> Result<Export> {
    Ok(each!(conn, |c| exports::table.filter(exports::id.eq(id)).first(c))?)
}

/// Lists that left with one of these people on them, whole or in part.
pub fn holding(conn: &mut Conn, people: &[i64], since: NaiveDateTime) -> Result<Vec<Export>> {
    let mut found: Vec<Export> = Vec::new();
    for people in people.chunks(500) {
        let held =
            export_people::table.filter(export_people::person_id.eq_any(people)).select(export_people::export_id);
        found.extend(each!(conn, |c| exports::table
            .filter(exports::id.eq_any(held))
            .filter(exports::at.ge(since))
            .load::<Export>(c))?);
    }
    found.sort_unstable_by_key(|export| std::cmp::Reverse(export.id));
    found.dedup_by_key(|export| export.id);
    Ok(found)
}

pub fn these(conn: &mut Conn, ids: &[i64]) -> Result<Vec<Export>> {
    Ok(each!(conn, |c| exports::table.filter(exports::id.eq_any(ids)).order(exports::id.desc()).load(c))?)
}

/// Newest first, before an id; of everybody, or of one colleague.
pub fn list(conn: &mut Conn, by: Option<i64>, before: i64, limit: i64) -> Result<Vec<Export>> {
    Ok(each!(conn, |c| {
        let mut query =
            exports::table.filter(exports::id.lt(before)).order(exports::id.desc()).limit(limit).into_boxed();
        if let Some(by) = by {
            query = query.filter(exports::by_id.eq(by));
        }
        query.load(c)
    })?)
}
