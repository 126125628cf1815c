//! Who may be written to: one pure function over the lines of the ledger, and the reason when not.
//!
//! The day decides, not the order in which colleagues typed: a refusal of the same day wins, so a line that is
//! recorded late, or twice, changes nothing that its day does not change. `newsletter/store.rs` says the same in SQL,
//! and a test holds the two against each other over random ledgers.
use super::{Act, Channel, Purpose};
use chrono::NaiveDate;

/// Why somebody may not be written to: exactly one each, the first of these that holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Reason {
    /// Held for a customer, never written to.
    ThirdParty,
    /// Art. 18: kept, and used for nothing.
    Restricted,
    /// Has nothing that this channel could reach.
    NoAddress,
    /// Objected (Art. 21), and has said yes to nothing of the kind since.
    Objected,
    /// Said yes once and took it back (Art. 7(3)).
    Withdrawn,
    /// Somebody else who has this address refused: nobody can tell who reads it.
    SharedAddressRefused,
    /// Said yes for an address that is not theirs any more, or not of this channel. A consent does not follow an edit.
    GivenForAnotherAddress,
    NeverGiven,
}

impl Reason {
    pub const ALL: [Reason; 8] = [
        Reason::ThirdParty,
        Reason::Restricted,
        Reason::NoAddress,
        Reason::Objected,
        Reason::Withdrawn,
        Reason::SharedAddressRefused,
        Reason::GivenForAnotherAddress,
        Reason::NeverGiven,
    ];
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
}

/// Whoever might be written to, as far as the rules need to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Addressee {
    pub id: i64,
    pub third_party: bool,
    pub restricted: bool,
}

/// May be written to, at the address of this place in the list, because they said so on this day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Permission {
    pub address: usize,
    pub given_on: NaiveDate,
}

/// May this person be written to about this, by this channel, at one of these present addresses? The first that may.
///
/// `ledger` holds at least every line of the person, every line that names one of the addresses, whoever's it is, and
/// the refusals of whoever has one of them now: these follow them, and are held here as naming that address.
///
/// # Errors
/// The one reason why not.
pub fn permission(
    who: Addressee,
    purpose: Purpose,
    channel: Channel,
    addresses: &[&[u8]],
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
    let lines: Vec<&Line> = ledger.iter().filter(|line| line.purpose == purpose && line.channel == channel).collect();
    let own = |line: &&&Line| line.person == who.id;
    let last = |days: &mut dyn Iterator<Item = NaiveDate>| days.max();
    let names = |line: &Line, address: &[u8]| line.blind.as_deref() == Some(address);
    // What the person said of this purpose and channel: the last yes anywhere, the last yes for an address, the last no.
    let yes = last(&mut lines.iter().filter(own).filter(|line| line.act == Act::Given).map(|line| line.happened_on));
    let yes_for = |address: &[u8]| {
        let given = lines.iter().filter(own).filter(|line| line.act == Act::Given && names(line, address));
        last(&mut given.map(|line| line.happened_on))
    };
    let no = |act: Act| last(&mut lines.iter().filter(own).filter(|line| line.act == act).map(|line| line.happened_on));
    let no_of_others = |address: &[u8]| {
        let others = lines.iter().filter(|line| line.person != who.id && line.act != Act::Given);
        last(&mut others.filter(|line| names(line, address)).map(|line| line.happened_on))
    };
    let (objected, withdrawn) = (no(Act::Objected), no(Act::Withdrawn));
    for (place, address) in addresses.iter().enumerate() {
        let Some(given_on) = yes_for(address) else { continue };
        if [objected, withdrawn, no_of_others(address)].into_iter().flatten().all(|refused_on| refused_on < given_on) {
            return Ok(Permission { address: place, given_on });
        }
    }
    let stands = |no: Option<NaiveDate>, yes: Option<NaiveDate>| no.is_some_and(|no| yes.is_none_or(|yes| yes <= no));
    Err(if stands(objected, yes) {
        Reason::Objected
    } else if stands(withdrawn, yes) {
        Reason::Withdrawn
    } else if addresses.iter().any(|address| stands(no_of_others(address), yes_for(address))) {
        Reason::SharedAddressRefused
    } else if yes.is_some() {
        Reason::GivenForAnotherAddress
    } else {
        Reason::NeverGiven
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ANNE: Addressee = Addressee { id: 1, third_party: false, restricted: false };
    const BOB: i64 = 2;
    const OLD: &[u8] = b"old";
    const NOW: &[u8] = b"now";

    fn day(n: i32) -> NaiveDate {
        NaiveDate::from_num_days_from_ce_opt(739_000 + n).unwrap()
    }

    fn line(person: i64, act: Act, blind: Option<&[u8]>, on: i32) -> Line {
        let (purpose, channel) = (Purpose::Newsletter, Channel::Email);
        Line { person, purpose, channel, act, blind: blind.map(<[u8]>::to_vec), happened_on: day(on) }
    }

    fn judge(ledger: &[Line]) -> Result<i32, Reason> {
        permission(ANNE, Purpose::Newsletter, Channel::Email, &[NOW], ledger)
            .map(|permission| (permission.given_on - day(0)).num_days().try_into().unwrap())
    }

    #[test]
    fn each_story_has_one_verdict() {
        use Act::{Given, Objected, Withdrawn};
        let yes = |blind, on| line(1, Given, Some(blind), on);
        let no = |act, on| line(1, act, None, on);
        let bobs = |act, blind, on| line(BOB, act, Some(blind), on);
        for (told, ledger, verdict) in [
            ("nothing was ever said", vec![], Err(Reason::NeverGiven)),
            ("yes", vec![yes(NOW, 1)], Ok(1)),
            ("yes, and yes again", vec![yes(NOW, 1), yes(NOW, 5)], Ok(5)),
            ("yes, for an address she has no more", vec![yes(OLD, 1)], Err(Reason::GivenForAnotherAddress)),
            ("yes, then no", vec![yes(NOW, 1), no(Withdrawn, 2)], Err(Reason::Withdrawn)),
            ("yes and no on one day", vec![yes(NOW, 1), no(Withdrawn, 1)], Err(Reason::Withdrawn)),
            ("no, recorded first, and yes of the same day", vec![no(Objected, 1), yes(NOW, 1)], Err(Reason::Objected)),
            ("no, then yes", vec![no(Withdrawn, 1), yes(NOW, 2)], Ok(2)),
            ("yes, noted after a later no", vec![no(Objected, 9), yes(NOW, 2)], Err(Reason::Objected)),
            ("an objection, and a withdrawal after it", vec![no(Objected, 1), no(Withdrawn, 2)], Err(Reason::Objected)),
            (
                "an objection that a yes ended, then a withdrawal",
                vec![no(Objected, 1), yes(NOW, 2), no(Withdrawn, 3)],
                Err(Reason::Withdrawn),
            ),
            (
                "no at her old address follows her",
                vec![yes(NOW, 1), line(1, Objected, Some(OLD), 2)],
                Err(Reason::Objected),
            ),
            (
                "Bob, who shares it, said no",
                vec![yes(NOW, 1), bobs(Objected, NOW, 2)],
                Err(Reason::SharedAddressRefused),
            ),
            ("Bob said no the same day", vec![yes(NOW, 1), bobs(Withdrawn, NOW, 1)], Err(Reason::SharedAddressRefused)),
            ("Bob said no before she said yes", vec![bobs(Objected, NOW, 1), yes(NOW, 2)], Ok(2)),
            ("Bob said no elsewhere", vec![yes(NOW, 1), bobs(Objected, OLD, 2)], Ok(1)),
            ("Bob's yes is not hers", vec![bobs(Given, NOW, 1)], Err(Reason::NeverGiven)),
            (
                "no, then yes for another address",
                vec![no(Objected, 1), yes(OLD, 2)],
                Err(Reason::GivenForAnotherAddress),
            ),
        ] {
            assert_eq!(judge(&ledger), verdict, "{told}");
        }
    }

    #[test]
    fn a_consent_is_for_its_own_purpose_and_channel() {
        let mut yes = line(1, Act::Given, Some(NOW), 1);
        for (purpose, channel) in [(Purpose::Promotion, Channel::Email), (Purpose::Newsletter, Channel::Fax)] {
            (yes.purpose, yes.channel) = (purpose, channel);
            assert_eq!(judge(std::slice::from_ref(&yes)), Err(Reason::NeverGiven));
        }
    }

    #[test]
    fn who_somebody_is_comes_before_what_they_said() {
        let yes = [line(1, Act::Given, Some(NOW), 1)];
        let ask = |who, addresses: &[&[u8]]| permission(who, Purpose::Newsletter, Channel::Email, addresses, &yes);
        assert_eq!(ask(Addressee { third_party: true, restricted: true, ..ANNE }, &[]), Err(Reason::ThirdParty));
        assert_eq!(ask(Addressee { restricted: true, ..ANNE }, &[NOW]), Err(Reason::Restricted));
        assert_eq!(ask(ANNE, &[]), Err(Reason::NoAddress));
        assert_eq!(ask(ANNE, &[OLD, NOW]).unwrap().address, 1, "the one that the consent names");
    }

    prop_compose! {
        fn ledgers()(lines in prop::collection::vec((1..4i64, 0..3usize, 0..3usize, 0..6i32), 0..8)) -> Vec<Line> {
            lines.into_iter().map(|(person, act, blind, on)| {
                line(person, Act::ALL[act], [None, Some(OLD), Some(NOW)][blind], on)
            }).collect()
        }
    }

    proptest! {
        #[test]
        fn nobody_is_written_to_without_a_yes_or_against_a_later_no(ledger in ledgers()) {
            if let Ok(on) = judge(&ledger) {
                prop_assert!(ledger.contains(&line(1, Act::Given, Some(NOW), on)));
                for no in ledger.iter().filter(|line| line.act != Act::Given) {
                    let binds = no.person == 1 || no.blind.as_deref() == Some(NOW);
                    prop_assert!(!binds || no.happened_on < day(on));
                }
            }
        }

        #[test]
        fn the_order_of_the_lines_changes_nothing(ledger in ledgers(), turn in 0..8usize) {
            let mut turned = ledger.clone();
            let by = turn % ledger.len().max(1);
            turned.rotate_left(by);
            turned.reverse();
            prop_assert_eq!(judge(&turned), judge(&ledger));
        }

        #[test]
        fn a_refusal_never_makes_anybody_writable(ledger in ledgers(), person in 1..4i64, on in 0..6i32, bound: bool) {
            let before = judge(&ledger);
            let mut more = ledger;
            more.push(line(person, Act::Objected, bound.then_some(NOW), on));
            prop_assert!(before.is_ok() || judge(&more).is_err());
        }

        #[test]
        fn a_yes_of_somebody_else_never_makes_anybody_writable(ledger in ledgers(), on in 0..6i32) {
            let before = judge(&ledger);
            let mut more = ledger;
            more.push(line(BOB, Act::Given, Some(NOW), on));
            prop_assert_eq!(judge(&more), before);
        }
    }
}
