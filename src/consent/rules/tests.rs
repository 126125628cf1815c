//! What holds of the rule whatever the ledger says. The cases, each with its article, are in tests/it/permission.rs.
use super::*;
use proptest::prelude::*;

const ANNE: Addressee = Addressee {
    id: 1,
    third_party: false,
    restricted: false,
    relation: Relation::AtCompany,
    last_contact: NaiveDate::from_num_days_from_ce_opt(739_000).unwrap(),
};
const BOB: i64 = 2;
const OLD: &[u8] = b"old";
const NOW: &[u8] = b"now";

fn day(n: i32) -> NaiveDate {
    NaiveDate::from_num_days_from_ce_opt(739_000 + n).unwrap()
}

fn line(person: i64, act: Act, blind: Option<&[u8]>, on: i32) -> Line {
    let (purpose, channel) = (Purpose::Newsletter, Channel::Email);
    let blind = blind.map(<[u8]>::to_vec);
    Line { person, purpose, channel, act, blind, happened_on: day(on), recorded_on: day(on), imported: false }
}

fn at(blind: &[u8]) -> Candidate<'_> {
    Candidate { blind, standing: Standing::Professional, dead: false }
}

fn asked(basis: Basis) -> Question {
    Question { purpose: Purpose::Newsletter, channel: Channel::Email, automated: false, basis, day: day(20) }
}

fn judge(ledger: &[Line]) -> Result<i32, Reason> {
    permission(&ANNE, &asked(Basis::Consent), &[at(NOW)], ledger)
        .map(|permission| (permission.since.unwrap() - day(0)).num_days().try_into().unwrap())
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
        ("Bob, who shares it, said no", vec![yes(NOW, 1), bobs(Objected, NOW, 2)], Err(Reason::SharedAddressRefused)),
        ("Bob said no the same day", vec![yes(NOW, 1), bobs(Withdrawn, NOW, 1)], Err(Reason::SharedAddressRefused)),
        ("Bob said no before she said yes", vec![bobs(Objected, NOW, 1), yes(NOW, 2)], Ok(2)),
        ("Bob said no elsewhere", vec![yes(NOW, 1), bobs(Objected, OLD, 2)], Ok(1)),
        ("Bob's yes is not hers", vec![bobs(Given, NOW, 1)], Err(Reason::NeverGiven)),
        ("no, then yes for another address", vec![no(Objected, 1), yes(OLD, 2)], Err(Reason::GivenForAnotherAddress)),
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
    let ask = |who, addresses: &[&[u8]]| {
        let addresses: Vec<Candidate> = addresses.iter().map(|address| at(address)).collect();
        permission(&who, &asked(Basis::Consent), &addresses, &yes)
    };
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

#[test]
fn it_ends_three_years_after_the_last_contact_to_the_day() {
    let day = |text: &str| text.parse::<NaiveDate>().unwrap();
    for (last, ends) in [
        ("2023-11-24", "2026-11-24"),
        ("2024-02-29", "2027-03-01"),
        ("2024-02-28", "2027-02-28"),
        ("2021-02-28", "2024-02-28"),
        ("2021-03-01", "2024-03-01"),
    ] {
        assert_eq!(ends_on(day(last)), day(ends), "{last}");
        assert!(cutoff(day(ends)) >= day(last) && cutoff(day(ends).pred_opt().unwrap()) < day(last), "{last}");
    }
}

proptest! {
    #[test]
    fn without_consent_nobody_is_written_to_who_ever_refused(ledger in ledgers(), told in 0..6i32) {
        let mut ledger = ledger;
        ledger.push(line(1, Act::Informed, None, told));
        if let Ok(may) = permission(&ANNE, &asked(Basis::Lawful), &[at(NOW)], &ledger)
            && may.footing != Footing::Consent
        {
            for no in ledger.iter().filter(|line| line.act.refuses()) {
                prop_assert!(no.person != 1 && no.blind.as_deref() != Some(NOW));
            }
        }
    }

    #[test]
    fn a_house_that_takes_consent_only_writes_to_nobody_more(ledger in ledgers(), told in 0..6i32) {
        let mut ledger = ledger;
        ledger.push(line(1, Act::Informed, None, told));
        let ask = |basis| permission(&ANNE, &asked(basis), &[at(NOW)], &ledger);
        if let Ok(may) = ask(Basis::Consent) {
            prop_assert_eq!(may.footing, Footing::Consent);
            prop_assert_eq!(ask(Basis::Lawful), Ok(may));
        }
    }

    #[test]
    fn nobody_is_written_to_without_a_yes_or_against_a_later_no(ledger in ledgers()) {
        if let Ok(on) = judge(&ledger) {
            prop_assert!(ledger.contains(&line(1, Act::Given, Some(NOW), on)));
            for no in ledger.iter().filter(|line| line.act.refuses()) {
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
