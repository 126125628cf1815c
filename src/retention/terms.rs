//! Until when a record is kept, and why: pure functions of what is known of it. Every page that says a date and the job
//! that keeps it ask these, so there is no second opinion.
//!
//! A date is the first day on which the record may not be there any more: the job deletes on that day, neither before
//! it begins nor after it has ended (Regulation 1182/71, Art. 3: the day of the event is not counted, the last one is
//! whole).
use super::HoldGround;
use crate::consent::{self, Contact};
use crate::kept::{self, Kept};
use chrono::{Days, NaiveDate};

/// Why a record is kept until then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Because {
    /// A contract runs, or is to begin, that has no end yet.
    ContractRuns,
    /// The last contract ends, or ended, on this day (P7).
    ContractEnds { last_day: NaiveDate },
    /// Nothing was heard of them since (CNIL).
    LastContact { on: NaiveDate, how: Contact },
    /// The card was taken on this day.
    CardTaken { on: NaiveDate },
    /// Art. 18: nothing is done with somebody whose data are restricted, so they are not deleted either.
    Restricted,
    /// A dispute or a law keeps it until the end of that day (Art. 17(3)).
    Held { until: NaiveDate, ground: HoldGround },
}

/// The answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Until {
    /// None: no end is in sight.
    pub on: Option<NaiveDate>,
    pub because: Because,
    /// What the terms alone say, without a hold or a restriction: what is skipped is told by it.
    pub term: Option<NaiveDate>,
}

impl Until {
    fn term(on: NaiveDate, because: Because) -> Self {
        Until { on: Some(on), because, term: Some(on) }
    }

    /// May it go on that day?
    pub fn is_due(&self, today: NaiveDate) -> bool {
        self.on.is_some_and(|on| on <= today)
    }

    /// Would it go, were it not held or restricted?
    pub fn is_put_off(&self, today: NaiveDate) -> bool {
        !self.is_due(today) && self.term.is_some_and(|term| term <= today)
    }

    /// The later of two; no end is later than any.
    fn later(self, other: Until) -> Until {
        let term = match (self.term, other.term) {
            (Some(mine), Some(theirs)) => Some(mine.max(theirs)),
            _ => None,
        };
        let last = match (self.on, other.on) {
            (None, _) => self,
            (_, None) => other,
            (Some(mine), Some(theirs)) => {
                if theirs > mine {
                    other
                } else {
                    self
                }
            }
        };
        Until { term, ..last }
    }

    fn restricted(self) -> Until {
        if self.on.is_some() { Until { on: None, because: Because::Restricted, ..self } } else { self }
    }

    /// A hold through a day puts it off to the day after, if that is later.
    fn held(self, holds: &[Held]) -> Until {
        let Some(on) = self.on else { return self };
        let last = holds.iter().max_by_key(|hold| hold.through);
        match last {
            Some(hold) if hold.through >= on => {
                let after = hold.through.checked_add_days(Days::new(1)).unwrap_or(NaiveDate::MAX);
                Until { on: Some(after), because: Because::Held { until: hold.through, ground: hold.ground }, ..self }
            }
            _ => self,
        }
    }
}

/// A hold as the terms see it: through which day it keeps. One that was ended keeps through the day of its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held {
    pub through: NaiveDate,
    pub ground: HoldGround,
}

/// What is known of somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonFacts {
    pub third_party: bool,
    pub restricted: bool,
    /// The same that decides whether they may be written to; the day they were taken in where there is none.
    pub last_contact: (NaiveDate, Contact),
    pub holds: Vec<Held>,
}

/// What is known of a company.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompanyFacts {
    /// First and last day of each contract that it ever had.
    pub contracts: Vec<(NaiveDate, Option<NaiveDate>)>,
    /// Of nobody there in particular.
    pub last_contact: (NaiveDate, Contact),
    pub holds: Vec<Held>,
    /// Contacts and third parties.
    pub people: Vec<PersonFacts>,
}

impl CompanyFacts {
    /// Is it a customer, or was it one? Then its people are a customer's people.
    pub fn is_customer(&self) -> bool {
        !self.contracts.is_empty()
    }

    /// None without a contract.
    fn contract(&self) -> Option<Until> {
        if self.contracts.is_empty() {
            return None;
        }
        let ends: Option<Vec<NaiveDate>> = self.contracts.iter().map(|contract| contract.1).collect();
        Some(match ends.and_then(|ends| ends.into_iter().max()) {
            Some(last_day) => Until::term(kept::CUSTOMER.after(last_day), Because::ContractEnds { last_day }),
            None => Until { on: None, because: Because::ContractRuns, term: None },
        })
    }
}

fn silence((on, how): (NaiveDate, Contact)) -> Until {
    // The day on which they may not be written to any more is the day on which they are not kept any more.
    Until::term(consent::ends_on(on), Because::LastContact { on, how })
}

/// Until when a company is kept. One that was never a customer stays as long as somebody there is kept.
pub fn company(company: &CompanyFacts) -> Until {
    let restricted = company.people.iter().any(|person| person.restricted);
    let until = match company.contract() {
        Some(contract) => {
            let until = company.people.iter().fold(contract, |until, person| until.held(&person.holds));
            if restricted { until.restricted() } else { until }
        }
        None => {
            let contacts = company.people.iter().filter(|person| !person.third_party);
            let until = contacts.fold(silence(company.last_contact), |until, contact| until.later(alone(contact)));
            let third = company.people.iter().filter(|person| person.third_party);
            third.fold(until, |until, person| {
                let until = until.held(&person.holds);
                if person.restricted { until.restricted() } else { until }
            })
        }
    };
    until.held(&company.holds)
}

/// A prospect, by what they said themselves.
fn alone(person: &PersonFacts) -> Until {
    let until = silence(person.last_contact).held(&person.holds);
    if person.restricted { until.restricted() } else { until }
}

/// Until when somebody is kept: with the customer whose contact or third party they are; a prospect by their own silence.
pub fn person(person: &PersonFacts, at: Option<&CompanyFacts>) -> Until {
    match at {
        Some(at) if at.is_customer() || person.third_party => company(at),
        Some(at) => alone(person).held(&at.holds),
        None => alone(person),
    }
}

/// Until when a card is kept: fifteen months, and never longer than its customer.
pub fn card(taken_on: NaiveDate, of: &CompanyFacts) -> Until {
    let alone = card_alone(taken_on, of);
    let whole = company(of);
    match (whole.on, alone.on) {
        (Some(company), Some(card)) if company <= card => whole,
        _ => alone,
    }
}

fn card_alone(taken_on: NaiveDate, of: &CompanyFacts) -> Until {
    let term = Kept::Card.span().map_or(taken_on, |span| span.after(taken_on));
    Until::term(term, Because::CardTaken { on: taken_on }).held(&of.holds)
}

/// Does the card go before its customer does?
pub fn goes_before_its_customer(taken_on: NaiveDate, of: &CompanyFacts) -> bool {
    match (company(of).on, card_alone(taken_on, of).on) {
        (Some(company), Some(card)) => card < company,
        (None, Some(_)) => true,
        (_, None) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn contact(on: &str) -> PersonFacts {
        PersonFacts { third_party: false, restricted: false, last_contact: (day(on), Contact::Call), holds: Vec::new() }
    }

    fn firm(contracts: &[(&str, &str)], people: Vec<PersonFacts>) -> CompanyFacts {
        CompanyFacts {
            contracts: contracts.iter().map(|(from, to)| (day(from), (!to.is_empty()).then(|| day(to)))).collect(),
            last_contact: (day("2020-01-01"), Contact::Collected),
            holds: Vec::new(),
            people,
        }
    }

    fn hold(through: &str) -> Held {
        Held { through: day(through), ground: HoldGround::Dispute }
    }

    #[test]
    fn a_customer_goes_three_months_after_the_last_day_of_its_last_contract() {
        for (contracts, on) in [
            (vec![("2020-01-01", "2026-11-30")], Some("2027-02-28")),
            (vec![("2020-01-01", "2027-11-30")], Some("2028-02-29")),
            (vec![("2020-01-01", "2026-01-31")], Some("2026-04-30")),
            (vec![("2020-01-01", "2022-01-31"), ("2022-06-01", "2026-01-31")], Some("2026-04-30")),
            (vec![("2022-06-01", "2026-01-31"), ("2020-01-01", "2022-01-31")], Some("2026-04-30")),
            (vec![("2020-01-01", "2026-01-31"), ("2026-03-01", "")], None),
            (vec![("2020-01-01", "")], None),
        ] {
            let until = company(&firm(&contracts, vec![contact("2026-11-01")]));
            assert_eq!(until.on, on.map(day), "{contracts:?}");
        }
    }

    #[test]
    fn everybody_at_a_customer_goes_with_it_however_lately_they_called() {
        let third = PersonFacts { third_party: true, ..contact("2010-01-01") };
        let at = firm(&[("2020-01-01", "2026-01-31")], vec![contact("2026-04-29"), third.clone()]);
        assert_eq!(person(&at.people[0], Some(&at)).on, Some(day("2026-04-30")));
        assert_eq!(person(&third, Some(&at)).on, Some(day("2026-04-30")));
    }

    #[test]
    fn a_prospect_goes_three_years_after_they_were_last_heard_of_and_the_company_with_the_last_of_them() {
        let third = PersonFacts { third_party: true, ..contact("2010-01-01") };
        let at = firm(&[], vec![contact("2023-05-04"), contact("2024-02-29"), third.clone()]);
        assert_eq!(person(&at.people[0], Some(&at)).on, Some(day("2026-05-04")));
        assert_eq!(person(&at.people[1], Some(&at)).on, Some(day("2027-03-01")));
        assert_eq!(company(&at).on, Some(day("2027-03-01")));
        assert_eq!(person(&third, Some(&at)).on, Some(day("2027-03-01")), "with the company that it is held for");
        assert_eq!(company(&firm(&[], Vec::new())).on, Some(day("2023-01-01")), "by itself");
        assert_eq!(person(&contact("2023-05-04"), None).on, Some(day("2026-05-04")));
    }

    #[test]
    fn the_day_is_that_on_which_they_may_not_be_written_to_any_more() {
        let mut last = day("2023-01-01");
        while last < day("2025-01-01") {
            let on = person(&PersonFacts { last_contact: (last, Contact::Call), ..contact("2023-01-01") }, None).on;
            let on = on.unwrap();
            assert!(last <= consent::cutoff(on), "{last}");
            assert!(last > consent::cutoff(on.pred_opt().unwrap()), "{last}");
            last = last.succ_opt().unwrap();
        }
    }

    #[test]
    fn a_card_goes_after_fifteen_months_or_with_its_customer() {
        let running = firm(&[("2020-01-01", "")], Vec::new());
        assert_eq!(card(day("2025-11-30"), &running).on, Some(day("2027-02-28")));
        assert!(goes_before_its_customer(day("2025-11-30"), &running));
        let ended = firm(&[("2020-01-01", "2026-01-31")], Vec::new());
        let until = card(day("2025-11-30"), &ended);
        assert_eq!((until.on, until.because), (Some(day("2026-04-30")), company(&ended).because));
        assert!(!goes_before_its_customer(day("2025-11-30"), &ended));
    }

    #[test]
    fn a_hold_puts_off_to_the_day_after_it_and_never_brings_forward() {
        let at = |holds: Vec<Held>, people: Vec<PersonFacts>| CompanyFacts {
            holds,
            ..firm(&[("2020-01-01", "2026-01-31")], people)
        };
        for (holds, on) in [
            (vec![hold("2026-04-29")], "2026-04-30"),
            (vec![hold("2026-04-30")], "2026-05-01"),
            (vec![hold("2026-12-31"), hold("2026-06-30")], "2027-01-01"),
        ] {
            let until = company(&at(holds.clone(), Vec::new()));
            assert_eq!((until.on, until.term), (Some(day(on)), Some(day("2026-04-30"))), "{holds:?}");
            let of_a_person = vec![PersonFacts { holds: holds.clone(), ..contact("2026-01-01") }];
            assert_eq!(company(&at(Vec::new(), of_a_person)).on, Some(day(on)), "of one of its people: {holds:?}");
        }
        let running = CompanyFacts { holds: vec![hold("2030-01-01")], ..firm(&[("2020-01-01", "")], Vec::new()) };
        assert_eq!(company(&running).because, Because::ContractRuns);
        let prospect = PersonFacts { holds: vec![hold("2026-12-31")], ..contact("2023-05-04") };
        assert_eq!(person(&prospect, None).on, Some(day("2027-01-01")));
        let of = CompanyFacts { holds: vec![hold("2026-12-31")], ..firm(&[], vec![contact("2023-05-04")]) };
        assert_eq!(
            person(&of.people[0], Some(&of)).on,
            Some(day("2027-01-01")),
            "a hold of the company keeps them too"
        );
    }

    #[test]
    fn whoever_is_restricted_is_not_deleted_and_keeps_their_company() {
        let restricted = PersonFacts { restricted: true, ..contact("2020-05-04") };
        for contracts in [vec![], vec![("2020-01-01", "2022-01-31")]] {
            let at = firm(&contracts, vec![restricted.clone(), contact("2020-01-01")]);
            for until in [company(&at), person(&restricted, Some(&at))] {
                assert_eq!((until.on, until.because), (None, Because::Restricted), "{contracts:?}");
                assert!(until.is_put_off(day("2026-01-01")) && !until.is_due(day("2036-01-01")));
            }
        }
        let running = firm(&[("2020-01-01", "")], vec![restricted]);
        assert_eq!(company(&running).because, Because::ContractRuns);
    }
}
