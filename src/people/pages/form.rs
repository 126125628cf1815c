//! The form of a person: what was typed, kept as it was typed, and what it means.
use super::super::{Ground, NewPerson, Origin, Person, PersonKind};
use crate::actor::Right;
use crate::app::Writing;
use crate::companies::{self, NewCompany};
use crate::error::Result;
use crate::reach::{Reach, ReachKind};
use crate::vault::readable;
use crate::web::{Choice, Errors, Fields, faults};
use crate::words::{Lang, Words};

const NAME: usize = 100;
const LINE: usize = 200;
const ADDRESS: usize = 500;
/// Nobody is reached in more ways than this.
const REACHES: usize = 20;

#[derive(Clone, Debug, Default)]
pub struct ReachRow {
    pub kind: String,
    pub value: String,
    pub error: String,
}

/// Every field as text, so that a form that comes back holds what was typed.
#[derive(Clone, Debug, Default)]
pub struct PersonForm {
    pub civility: String,
    pub given_name: String,
    pub family_name: String,
    pub job_title: String,
    pub company: String,
    /// Which of the companies called alike; `new` for one more.
    pub company_choice: String,
    pub address: String,
    pub lang: String,
    pub origin: String,
    pub ground: String,
    pub reaches: Vec<ReachRow>,
    /// Add them although somebody has one of these addresses.
    pub anyway: bool,
    pub version: i64,
    /// Something that stands here does not open: what is saved takes its place.
    pub unreadable: bool,
}

/// A person as far as the form alone can tell; the company is still a name.
pub struct Parsed {
    pub person: NewPerson,
    pub company: String,
    pub company_choice: String,
}

impl PersonForm {
    pub fn empty() -> Self {
        PersonForm {
            lang: "fr".to_owned(),
            origin: Origin::Person.word().to_owned(),
            ground: Ground::LegitimateInterest.word().to_owned(),
            reaches: vec![row(ReachKind::Email, ""), row(ReachKind::Phone, "")],
            ..PersonForm::default()
        }
    }

    pub fn of(person: &Person, company: &str) -> Self {
        let reaches = person.reaches.iter().map(|kept| row(kept.reach.kind(), &kept.reach.written()));
        PersonForm {
            civility: readable(&person.civility).to_owned(),
            given_name: readable(&person.given_name).to_owned(),
            family_name: readable(&person.family_name).to_owned(),
            job_title: readable(&person.job_title).to_owned(),
            company: readable(company).to_owned(),
            company_choice: String::new(),
            address: readable(&person.address).to_owned(),
            lang: person.lang.word().to_owned(),
            origin: person.origin.word().to_owned(),
            ground: person.ground.word().to_owned(),
            reaches: reaches.chain([ReachRow::default()]).collect(),
            anyway: false,
            version: person.version,
            unreadable: person.unreadable,
        }
    }

    /// # Errors
    /// When a field was sent that the form does not have.
    pub fn take(mut fields: Fields) -> Result<Self> {
        let mut reaches = Vec::new();
        for n in 0..REACHES {
            let (kind, value) = (format!("reach_{n}_kind"), format!("reach_{n}_value"));
            if fields.has(&kind) || fields.has(&value) {
                reaches.push(ReachRow { kind: fields.take(&kind), value: fields.take(&value), error: String::new() });
            }
        }
        let form = PersonForm {
            civility: fields.take("civility"),
            given_name: fields.take("given_name"),
            family_name: fields.take("family_name"),
            job_title: fields.take("job_title"),
            company: fields.take("company"),
            company_choice: fields.take("company_choice"),
            address: fields.take("address").replace("\r\n", "\n"),
            lang: fields.take("lang"),
            origin: fields.take("origin"),
            ground: fields.take("ground"),
            anyway: fields.take("anyway") == "yes",
            version: fields.take("version").parse().unwrap_or(0),
            reaches,
            unreadable: false,
        };
        fields.finish()?;
        Ok(form)
    }

    /// Every field that an edit sends, for a form that must carry them on.
    pub fn fields(&self) -> Vec<(String, String)> {
        let plain = [
            ("civility", &self.civility),
            ("given_name", &self.given_name),
            ("family_name", &self.family_name),
            ("job_title", &self.job_title),
            ("company", &self.company),
            ("company_choice", &self.company_choice),
            ("address", &self.address),
            ("lang", &self.lang),
            ("origin", &self.origin),
            ("ground", &self.ground),
        ];
        let reaches = self.reaches.iter().enumerate().flat_map(|(n, row)| {
            [(format!("reach_{n}_kind"), row.kind.clone()), (format!("reach_{n}_value"), row.value.clone())]
        });
        plain.into_iter().map(|(name, value)| (name.to_owned(), value.clone())).chain(reaches).collect()
    }

    /// What it means, or what is wrong with it. Errors of addresses go beside their rows as well.
    pub fn parse(&mut self, t: &Words, errors: &mut Errors) -> Option<Parsed> {
        let lengths = [
            ("civility", &self.civility, NAME),
            ("given_name", &self.given_name, NAME),
            ("family_name", &self.family_name, NAME),
            ("job_title", &self.job_title, LINE),
            ("company", &self.company, LINE),
            ("address", &self.address, ADDRESS),
        ];
        for (field, text, most) in lengths {
            if let Some(words) = faults::length(t, text, most) {
                errors.add(field, words);
            }
        }
        if self.family_name.is_empty() {
            errors.add("family_name", t.msg_fault_required());
        }
        let mut reaches: Vec<Reach> = Vec::new();
        for (n, row) in self.reaches.iter_mut().enumerate().filter(|(_, row)| !row.value.is_empty()) {
            let field = format!("reach_{n}_value");
            // Somebody who types an e-mail address in a row for telephones means the address.
            let kind = if row.value.contains('@') { Some(ReachKind::Email) } else { ReachKind::from_word(&row.kind) };
            match kind.map(|kind| Reach::parse(kind, &row.value)) {
                Some(Ok(reach)) => {
                    if !reaches.iter().any(|have| have.kind() == reach.kind() && have.canonical() == reach.canonical())
                    {
                        reaches.push(reach);
                    }
                }
                Some(Err(fault)) => {
                    row.error = faults::reach(t, fault);
                    errors.add(&field, row.error.clone());
                }
                None => {
                    row.error = t.msg_fault_choose();
                    errors.add(&field, row.error.clone());
                }
            }
        }
        let lang = Lang::from_word(&self.lang);
        let (origin, ground) = (Origin::from_word(&self.origin), Ground::from_word(&self.ground));
        for (field, is_there) in [("lang", lang.is_some()), ("origin", origin.is_some()), ("ground", ground.is_some())]
        {
            if !is_there {
                errors.add(field, t.msg_fault_choose());
            }
        }
        if !errors.is_empty() {
            return None;
        }
        let person = NewPerson {
            kind: PersonKind::Contact,
            civility: self.civility.clone(),
            given_name: self.given_name.clone(),
            family_name: self.family_name.clone(),
            job_title: self.job_title.clone(),
            address: self.address.clone(),
            lang: lang?,
            company_id: None,
            origin: origin?,
            ground: ground?,
            reaches,
        };
        Some(Parsed { person, company: self.company.clone(), company_choice: self.company_choice.clone() })
    }
}

fn row(kind: ReachKind, value: &str) -> ReachRow {
    ReachRow { kind: kind.word().to_owned(), value: value.to_owned(), error: String::new() }
}

/// What became of the name of a company.
pub enum Settled {
    Company(Option<i64>),
    /// Companies with that name, or one like it, to choose from.
    Choose(Vec<(i64, String)>),
    /// There is none, and this role does not add any.
    Unknown,
}

/// The company that was meant: the one called that, one chosen, a new one where none is alike, or a question.
pub fn settle_company(w: &mut Writing, name: &str, choice: &str) -> Result<Settled> {
    if name.is_empty() {
        return Ok(Settled::Company(None));
    }
    let alike = companies::similar(w, name)?;
    if let Some(chosen) = choice.parse::<i64>().ok().and_then(|id| alike.iter().find(|company| company.id == id)) {
        return Ok(Settled::Company(Some(chosen.id)));
    }
    let called = companies::called(w, name)?;
    if let ([only], "") = (called.as_slice(), choice) {
        return Ok(Settled::Company(Some(only.id)));
    }
    if !w.actor.may(Right::EditPeople) {
        return Ok(if alike.is_empty() { Settled::Unknown } else { choose(alike) });
    }
    if choice == "new" || alike.is_empty() {
        let new = NewCompany { name: name.to_owned(), ..NewCompany::default() };
        return companies::add(w, &new).map(Some).map(Settled::Company);
    }
    Ok(choose(alike))
}

fn choose(alike: Vec<companies::Company>) -> Settled {
    Settled::Choose(alike.into_iter().map(|company| (company.id, company.name)).collect())
}

/// What the selects of the form offer.
pub struct Choices {
    pub kinds: Vec<Choice>,
    pub langs: Vec<Choice>,
    pub origins: Vec<Choice>,
    pub grounds: Vec<Choice>,
}

impl Choices {
    pub fn of(t: &Words) -> Self {
        Choices {
            kinds: ReachKind::ALL.iter().map(|kind| Choice::new(kind.word(), faults::reach_kind(t, *kind))).collect(),
            langs: Lang::ALL.iter().map(|lang| Choice::new(lang.word(), lang_word(t, *lang))).collect(),
            origins: Origin::ALL.iter().map(|origin| Choice::new(origin.word(), origin_word(t, *origin))).collect(),
            grounds: Ground::ALL.iter().map(|ground| Choice::new(ground.word(), ground_word(t, *ground))).collect(),
        }
    }
}

pub fn lang_word(t: &Words, lang: Lang) -> String {
    match lang {
        Lang::Fr => t.msg_people_lang_fr(),
        Lang::En => t.msg_people_lang_en(),
    }
}

pub fn origin_word(t: &Words, origin: Origin) -> String {
    match origin {
        Origin::Person => t.msg_origin_person(),
        Origin::Employer => t.msg_origin_employer(),
        Origin::TradeFair => t.msg_origin_trade_fair(),
        Origin::Website => t.msg_origin_website(),
        Origin::Partner => t.msg_origin_partner(),
        Origin::Program => t.msg_origin_program(),
        Origin::PublicSource => t.msg_origin_public_source(),
        Origin::Customer => t.msg_origin_customer(),
    }
}

pub fn ground_word(t: &Words, ground: Ground) -> String {
    match ground {
        Ground::LegitimateInterest => t.msg_ground_legitimate_interest(),
        Ground::Contract => t.msg_ground_contract(),
        Ground::Consent => t.msg_ground_consent(),
    }
}
