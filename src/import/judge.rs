//! What an import does with a row: new, changes, the same, a duplicate, blocked, or invalid; and why.
//!
//! Somebody is recognised by an e-mail address, then by a telephone number together with the same name. A box that
//! several people read recognises nobody by itself, and neither does a name: a row that has nothing else is the same
//! person at the same company, and otherwise left to whoever reads the preview. Whoever has refused to be written to is
//! not touched at all: nothing that a file says makes them active again.
use super::ledger::{self, NewLine, Standing};
use super::rows::{Candidate, Unfit, Why, Yes};
use super::{Answers, Verdict};
use crate::app::Looking;
use crate::companies;
use crate::consent::Act;
use crate::error::Result;
use crate::people::{self, NewPerson, Person, PersonKind};
use crate::reach::{self, Fault, Reach, ReachKind};
use crate::search::{Kind, fold};
use crate::vault::{Blind, Vault};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};

/// What is said of a row in clear: words of ours and references.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Token {
    /// The same person as on this line of the file.
    Line(u64),
    /// Could be any of several people who are there already.
    Ambiguous,
    /// Refused to be written to.
    Refused,
    /// Their processing is restricted (Art. 18).
    Restricted,
    Unfit(Unfit),
    /// Brings a consent.
    Consent,
    /// Says yes and not since when.
    Undated,
    /// Says no.
    Refuses,
    /// Brings a company that nobody knew.
    NewCompany,
    /// Holds an address of somebody whom another import is bringing in.
    Shadow,
}

const FAULTS: [(&str, Fault); 10] = [
    ("empty", Fault::Empty),
    ("too_long", Fault::TooLong),
    ("too_short", Fault::TooShort),
    ("no_at", Fault::NoAt),
    ("many_ats", Fault::ManyAts),
    ("blank", Fault::Blank),
    ("local_part", Fault::LocalPart),
    ("domain", Fault::Domain),
    ("not_digits", Fault::NotDigits),
    ("calling_code", Fault::CallingCode),
];

impl Token {
    fn written(self) -> String {
        match self {
            Token::Line(line) => format!("line:{line}"),
            Token::Ambiguous => "ambiguous".to_owned(),
            Token::Refused => "refused".to_owned(),
            Token::Restricted => "restricted".to_owned(),
            Token::Consent => "consent".to_owned(),
            Token::Undated => "undated".to_owned(),
            Token::Refuses => "refuses".to_owned(),
            Token::NewCompany => "new_company".to_owned(),
            Token::Shadow => "shadow".to_owned(),
            Token::Unfit(Unfit { column, why }) => {
                let why = match why {
                    Why::NoName => "no_name",
                    Why::TooLong => "name_too_long",
                    Why::Reach(fault) => super::word_of(&FAULTS, fault),
                };
                format!("unfit:{why}:{}", column.map(|column| column.to_string()).unwrap_or_default())
            }
        }
    }

    fn read(word: &str) -> Option<Self> {
        let mut parts = word.split(':');
        Some(match parts.next()? {
            "line" => Token::Line(parts.next()?.parse().ok()?),
            "ambiguous" => Token::Ambiguous,
            "refused" => Token::Refused,
            "restricted" => Token::Restricted,
            "consent" => Token::Consent,
            "undated" => Token::Undated,
            "refuses" => Token::Refuses,
            "new_company" => Token::NewCompany,
            "shadow" => Token::Shadow,
            "unfit" => {
                let why = match parts.next()? {
                    "no_name" => Why::NoName,
                    "name_too_long" => Why::TooLong,
                    fault => Why::Reach(super::of_word(&FAULTS, fault)?),
                };
                Token::Unfit(Unfit { column: parts.next().and_then(|column| column.parse().ok()), why })
            }
            _ => return None,
        })
    }
}

pub fn written(tokens: &[Token]) -> Option<String> {
    let words: Vec<String> = tokens.iter().map(|token| token.written()).collect();
    (!words.is_empty()).then(|| words.join(" "))
}

pub fn read(reason: Option<&str>) -> Vec<Token> {
    reason.unwrap_or_default().split(' ').filter_map(Token::read).collect()
}

/// What is planned for a row, sealed with its cells.
#[derive(Serialize, Deserialize)]
pub struct Planned {
    #[serde(rename = "c")]
    pub cells: Vec<String>,
    /// The version of whoever it was matched with.
    #[serde(rename = "v", default, skip_serializing_if = "Option::is_none")]
    pub version: Option<i64>,
    #[serde(rename = "d", default, skip_serializing_if = "Vec::is_empty")]
    pub differences: Vec<Difference>,
}

/// One thing that changes about somebody: what, from, to.
#[derive(Clone, Serialize, Deserialize)]
pub struct Difference(pub Part, pub String, pub String);

crate::db::values::words! {
    /// What of a person an import changes.
    pub enum Part {
        Civility = "civility",
        GivenName = "given_name",
        FamilyName = "family_name",
        JobTitle = "job_title",
        Address = "address",
        Company = "company",
        Email = "email",
        Phone = "phone",
        Mobile = "mobile",
        Fax = "fax",
    }
}

pub struct Judged {
    pub verdict: Verdict,
    pub tokens: Vec<Token>,
    pub person: Option<i64>,
    pub version: Option<i64>,
    pub differences: Vec<Difference>,
}

/// Everything that is known of the people and companies that a batch of rows could mean.
pub struct Known {
    holders: HashMap<Vec<u8>, Vec<i64>>,
    /// By folded name, for rows that have nothing else.
    named: HashMap<(String, String), Vec<i64>>,
    people: HashMap<i64, Person>,
    company_names: HashMap<i64, String>,
    companies: HashMap<String, i64>,
    pub standing: Standing,
}

impl Known {
    /// Looks everything up that these rows need, in few queries whatever their number.
    pub fn of<'c>(l: &mut Looking, candidates: impl Iterator<Item = &'c Candidate> + Clone) -> Result<Self> {
        let mut blinds: Vec<Vec<u8>> =
            candidates.clone().flat_map(|candidate| candidate.reaches.iter().map(|reach| reach.1.clone())).collect();
        blinds.sort_unstable();
        blinds.dedup();
        let holders = reach::holders(l, &blinds)?;
        let mut named: HashMap<(String, String), Vec<i64>> = HashMap::new();
        let index = l.index()?;
        for candidate in candidates.clone().filter(|candidate| candidate.is_only_a_name()) {
            let ids = index.named(Kind::Person, &candidate.sort_name());
            named.insert(candidate.folded_name(), ids);
        }
        let mut ids: Vec<i64> = holders.values().chain(named.values()).flatten().copied().collect();
        ids.sort_unstable();
        ids.dedup();
        let people: HashMap<i64, Person> =
            people::these(l, &ids)?.into_iter().map(|person| (person.id, person)).collect();
        let standing = Standing::of(l, &ids, &blinds)?;
        let theirs: Vec<i64> = people.values().filter_map(|person| person.company_id).collect();
        let company_names = companies::names(l, &theirs)?;
        let names: HashSet<&str> = candidates.filter_map(Candidate::company_name).collect();
        let mut companies = HashMap::with_capacity(names.len());
        let index = l.index()?;
        for name in names {
            if let Some(id) = index.named(Kind::Company, name).first() {
                companies.insert(fold(name), *id);
            }
        }
        Ok(Known { holders, named, people, company_names, companies, standing })
    }

    pub fn company(&self, name: &str) -> Option<i64> {
        self.companies.get(&fold(name)).copied()
    }

    pub fn person(&self, id: i64) -> Option<&Person> {
        self.people.get(&id)
    }

    fn holders(&self, blind: &[u8]) -> &[i64] {
        self.holders.get(blind).map(Vec::as_slice).unwrap_or_default()
    }

    /// People whom everybody can see, contacts only: a third party of a customer is somebody else's business.
    fn contacts(&self, blind: &[u8]) -> impl Iterator<Item = &Person> {
        let known = self.holders(blind).iter().filter_map(|id| self.people.get(id));
        known.filter(|person| person.kind == PersonKind::Contact)
    }

    /// Contacts of that name, each with whether they are at the company of the row; `None` where one of the two has none.
    fn namesakes(&self, candidate: &Candidate) -> Vec<(&Person, Option<bool>)> {
        let ids = self.named.get(&candidate.folded_name()).map(Vec::as_slice).unwrap_or_default();
        let people = ids.iter().filter_map(|id| self.people.get(id));
        let company = candidate.company_name().map(fold);
        let same = |person: &Person| {
            let theirs = person.company_id.and_then(|id| self.company_names.get(&id)).map(|name| fold(name));
            theirs.zip(company.clone()).map(|(theirs, company)| theirs == company)
        };
        people.filter(|person| person.kind == PersonKind::Contact).map(|person| (person, same(person))).collect()
    }

    /// Somebody has it whom nobody sees yet: another import is at work.
    fn is_shadowed(&self, blind: &[u8]) -> bool {
        self.holders(blind).iter().any(|id| !self.people.contains_key(id))
    }
}

/// A keyed hash in as little memory as it takes: there may be millions of them.
pub type Key = [u8; 16];

pub fn key(blind: &[u8]) -> Key {
    let mut key = Key::default();
    key.iter_mut().zip(blind).for_each(|(to, from)| *to = *from);
    key
}

/// What the rows above said: a file often names somebody twice.
#[derive(Default)]
pub struct Seen {
    /// By keyed hash, of an address or of a number and a name.
    keys: HashMap<Key, u64>,
    people: HashMap<i64, u64>,
    /// Folded names of companies that are new.
    pub companies: HashSet<String>,
}

enum Match<'k> {
    Nobody,
    One(&'k Person),
    Several(i64),
}

pub struct Judge<'a> {
    pub answers: &'a Answers,
    pub vault: &'a Vault,
    pub today: NaiveDate,
}

impl Judge<'_> {
    /// Judges a row after those above it.
    pub fn judge(&self, line: u64, read: &Result<Candidate, Unfit>, known: &Known, seen: &mut Seen) -> Judged {
        let nothing = |verdict, token, person| Judged {
            verdict,
            tokens: vec![token],
            person,
            version: None,
            differences: Vec::new(),
        };
        let candidate = match read {
            Ok(candidate) => candidate,
            Err(unfit) => return nothing(Verdict::Invalid, Token::Unfit(*unfit), None),
        };
        let found = find(candidate, known);
        let person = match found {
            Match::Several(id) => return nothing(Verdict::Duplicate, Token::Ambiguous, Some(id)),
            Match::One(person) => Some(person),
            Match::Nobody => None,
        };
        let keys = self.keys(candidate);
        let above = person.and_then(|person| seen.people.get(&person.id));
        if let Some(above) = above.or_else(|| keys.iter().find_map(|key| seen.keys.get(key))) {
            return nothing(Verdict::Duplicate, Token::Line(*above), person.map(|person| person.id));
        }
        seen.keys.extend(keys.into_iter().map(|key| (key, line)));
        if let Some(person) = person {
            seen.people.insert(person.id, line);
        }
        let lines = ledger::lines(candidate, self.answers, person.map(|p| (p.id, &known.standing)), self.today);
        let judged = match person {
            Some(person) => Self::judge_known(candidate, person, known, &lines),
            None if Self::is_refused(candidate, None, known, &lines) => nothing(Verdict::Blocked, Token::Refused, None),
            None => Judged {
                verdict: Verdict::New,
                tokens: Vec::new(),
                person: None,
                version: None,
                differences: Vec::new(),
            },
        };
        Self::with_notes(judged, candidate, known, &lines, seen)
    }

    fn judge_known(candidate: &Candidate, person: &Person, known: &Known, lines: &[NewLine]) -> Judged {
        let (_, differences) = merged(candidate, person, known, None);
        let refusals_only = differences.is_empty() && lines.iter().all(|line| line.act.refuses());
        let (verdict, tokens) = if differences.is_empty() && lines.is_empty() {
            (Verdict::Same, Vec::new())
        } else if person.restricted && !refusals_only {
            (Verdict::Blocked, vec![Token::Restricted])
        } else if !refusals_only && Self::is_refused(candidate, Some(person.id), known, lines) {
            (Verdict::Blocked, vec![Token::Refused])
        } else {
            (Verdict::Changes, Vec::new())
        };
        let differences = if verdict == Verdict::Changes { differences } else { Vec::new() };
        Judged { verdict, tokens, person: Some(person.id), version: Some(person.version), differences }
    }

    /// What goes on beside the verdict, for whoever looks at the preview.
    fn with_notes(
        mut judged: Judged,
        candidate: &Candidate,
        known: &Known,
        lines: &[NewLine],
        seen: &mut Seen,
    ) -> Judged {
        let takes_over = matches!(judged.verdict, Verdict::New | Verdict::Changes);
        let mut note = |when: bool, token: Token| {
            if when {
                judged.tokens.push(token);
            }
        };
        note(candidate.yes == Yes::Undated, Token::Undated);
        if takes_over {
            note(lines.iter().any(|line| line.act == Act::Given), Token::Consent);
            note(lines.iter().any(|line| line.act.refuses()), Token::Refuses);
            let new = candidate.company_name().filter(|name| known.company(name).is_none()).map(fold);
            note(new.is_some(), Token::NewCompany);
            seen.companies.extend(new);
            note(candidate.reaches.iter().any(|(_, blind)| known.is_shadowed(blind)), Token::Shadow);
        }
        judged
    }

    /// Whether somebody refused to be written to: they themselves, whoever named a personal address of the row, or, if
    /// the row would add a consent, anybody who shares its address.
    fn is_refused(candidate: &Candidate, person: Option<i64>, known: &Known, lines: &[NewLine]) -> bool {
        let personal = |reach: &Reach| reach.email().is_some_and(|email| !email.is_generic());
        person.is_some_and(|person| known.standing.has_refused(person))
            || candidate
                .reaches
                .iter()
                .any(|(reach, blind)| personal(reach) && known.standing.is_refused_by_others(blind, person))
            || lines.iter().filter(|line| line.act == Act::Given).any(|line| {
                line.address.as_ref().is_some_and(|(_, blind)| {
                    known.standing.is_refused_by_others(blind, person)
                        || known.standing.is_refused_by_a_holder(known.holders(blind), person, line.channel)
                })
            })
    }

    /// What would make another row of the file the same person.
    fn keys(&self, candidate: &Candidate) -> Vec<Key> {
        let (family, given) = candidate.folded_name();
        let mut keys = Vec::new();
        if candidate.is_only_a_name() {
            let together = format!("{family} {given}, {}", candidate.company_name().map(fold).unwrap_or_default());
            keys.push(key(&self.vault.blind(Blind::Telephone, &together)));
        }
        for (reach, blind) in &candidate.reaches {
            let identifies = match reach.email() {
                Some(email) => !email.is_generic(),
                None if reach.kind() == ReachKind::Fax => continue,
                None => false,
            };
            if identifies {
                keys.push(key(blind));
            } else {
                let together = format!("{} {family} {given}", reach.canonical());
                keys.push(key(&self.vault.blind(Blind::Telephone, &together)));
            }
        }
        keys
    }
}

/// Who a row means.
fn find<'k>(candidate: &Candidate, known: &'k Known) -> Match<'k> {
    let (family, given) = candidate.folded_name();
    let called_so = |person: &Person| {
        let theirs = fold(&person.given_name);
        fold(&person.family_name) == family && (theirs.is_empty() || given.is_empty() || theirs == given)
    };
    let mut by_address: Vec<&Person> = Vec::new();
    let mut by_number: Vec<&Person> = Vec::new();
    for (reach, blind) in &candidate.reaches {
        match reach.email() {
            Some(email) if !email.is_generic() => by_address.extend(known.contacts(blind)),
            Some(_) => by_number.extend(known.contacts(blind).filter(|person| called_so(person))),
            None if reach.kind() == ReachKind::Fax => {}
            None => by_number.extend(known.contacts(blind).filter(|person| called_so(person))),
        }
    }
    if candidate.is_only_a_name() {
        let mut alike = known.namesakes(candidate);
        alike.retain(|(_, same)| *same != Some(false));
        return match alike.as_slice() {
            [] => Match::Nobody,
            [(one, Some(true))] => Match::One(one),
            [(first, _), ..] => Match::Several(first.id),
        };
    }
    for mut found in [by_address, by_number] {
        found.sort_unstable_by_key(|person| person.id);
        found.dedup_by_key(|person| person.id);
        match found.as_slice() {
            [] => {}
            [one] => return Match::One(one),
            [first, ..] => {
                let mut named = found.iter().filter(|person| called_so(person));
                return match (named.next(), named.next()) {
                    (Some(one), None) => Match::One(one),
                    _ => Match::Several(first.id),
                };
            }
        }
    }
    Match::Nobody
}

/// Does a row still mean this person, or still nobody?
pub fn means(candidate: &Candidate, known: &Known, person: Option<i64>) -> bool {
    match find(candidate, known) {
        Match::One(found) => person == Some(found.id),
        Match::Nobody => person.is_none(),
        Match::Several(_) => false,
    }
}

/// The person with what the row adds or puts right, and the differences. Empty fields are filled; a name, a job or a
/// company that is another becomes what the file says; addresses and numbers are added; the rest stays. `company` is
/// the company of the row where it is not known by its name yet.
pub fn merged(
    candidate: &Candidate,
    person: &Person,
    known: &Known,
    company: Option<i64>,
) -> (NewPerson, Vec<Difference>) {
    let mut differences = Vec::new();
    let mut becomes = |part: Part, old: &str, new: &str, only_if_empty: bool| {
        if new.is_empty() || fold(old) == fold(new) || (only_if_empty && !old.is_empty()) {
            return old.to_owned();
        }
        differences.push(Difference(part, old.to_owned(), new.to_owned()));
        new.to_owned()
    };
    let civility = becomes(Part::Civility, &person.civility, &candidate.civility, true);
    let given_name = becomes(Part::GivenName, &person.given_name, &candidate.given_name, false);
    let family_name = becomes(Part::FamilyName, &person.family_name, &candidate.family_name, false);
    let job_title = becomes(Part::JobTitle, &person.job_title, &candidate.job_title, false);
    let address = becomes(Part::Address, &person.address, &candidate.address, true);
    let old = person.company_id.and_then(|id| known.company_names.get(&id)).map(String::as_str).unwrap_or_default();
    let new = candidate.company_name().unwrap_or_default();
    becomes(Part::Company, old, new, false);
    let company_id = if new.is_empty() || fold(old) == fold(new) {
        person.company_id
    } else {
        known.company(new).or(company).or(person.company_id)
    };
    let mut reaches: Vec<Reach> = person.reaches.iter().map(|kept| kept.reach.clone()).collect();
    for (reach, blind) in &candidate.reaches {
        if person.reaches.iter().any(|kept| kept.blind == *blind) {
            continue;
        }
        let part = match reach.kind() {
            ReachKind::Email => Part::Email,
            ReachKind::Phone => Part::Phone,
            ReachKind::Mobile => Part::Mobile,
            ReachKind::Fax => Part::Fax,
        };
        differences.push(Difference(part, String::new(), reach.written().into_owned()));
        reaches.push(reach.clone());
    }
    let merged = NewPerson {
        kind: person.kind,
        civility,
        given_name,
        family_name,
        job_title,
        address,
        lang: person.lang,
        company_id,
        origin: person.origin,
        ground: person.ground,
        reaches,
    };
    (merged, differences)
}

/// The person that a row makes.
pub fn newcomer(candidate: &Candidate, answers: &Answers, company_id: Option<i64>) -> NewPerson {
    NewPerson {
        kind: PersonKind::Contact,
        civility: candidate.civility.clone(),
        given_name: candidate.given_name.clone(),
        family_name: candidate.family_name.clone(),
        job_title: candidate.job_title.clone(),
        address: candidate.address.clone(),
        lang: candidate.lang.unwrap_or(answers.lang),
        company_id,
        origin: answers.origin,
        ground: answers.ground,
        reaches: candidate.reaches.iter().map(|(reach, _)| reach.clone()).collect(),
    }
}
