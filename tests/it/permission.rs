//! Who may be written to, and why: each case with its reason and its article; the day that is looked back on; whom to
//! ask again.
use crate::consent::{day, email, line, new_person, person, says};
use crate::house::{House, run};
use chrono::{Days, Duration, NaiveDate};
use cloister::actor::Role;
use cloister::consent::{
    self, Act, Addressee, Basis, Candidate, Channel, Contact, Entry, Footing, Line, NOBODY, Purpose, Question, Reason,
    Relation, Served, Source, permission,
};
use cloister::contracts::{self, NewContract};
use cloister::newsletter;
use cloister::notes::{self, NoteKind, Target, Text};
use cloister::reach::Standing;

use cloister::words::Lang;
use cloister::{companies, people};

const OLD: &[u8] = b"old";
const NOW: &[u8] = b"now";
const ANNE: i64 = 1;
const BOB: i64 = 2;

/// Somebody, what is asked about them, and what they said: a case of the table differs from this in what it names.
struct Case {
    third_party: bool,
    restricted: bool,
    relation: Relation,
    standing: Option<Standing>,
    last_contact: &'static str,
    purpose: Purpose,
    channel: Channel,
    automated: bool,
    dead: bool,
    basis: Basis,
    said: Vec<(i64, Act, Option<&'static [u8]>, &'static str)>,
    /// Said about another purpose, by another channel.
    elsewhere: Vec<(Act, Purpose, Channel)>,
}

impl Default for Case {
    fn default() -> Self {
        Case {
            third_party: false,
            restricted: false,
            relation: Relation::AtCompany,
            standing: Some(Standing::Professional),
            last_contact: "2025-06-01",
            purpose: Purpose::Newsletter,
            channel: Channel::Email,
            automated: false,
            dead: false,
            basis: Basis::Consent,
            said: Vec::new(),
            elsewhere: Vec::new(),
        }
    }
}

impl Case {
    fn verdict(&self) -> (Result<Footing, Reason>, String) {
        let line = |person: i64, act: Act, purpose: Purpose, channel: Channel, blind: Option<&[u8]>, on: &str| Line {
            person,
            purpose,
            channel,
            act,
            blind: blind.map(<[u8]>::to_vec),
            happened_on: day(on),
            recorded_on: day(on),
            imported: false,
        };
        let own = |(who, act, blind, on): &(i64, Act, Option<&'static [u8]>, &str)| {
            line(*who, *act, self.purpose, self.channel, *blind, on)
        };
        let mut ledger: Vec<Line> = self.said.iter().map(own).collect();
        let other = |(act, purpose, channel): &(Act, Purpose, Channel)| {
            line(ANNE, *act, *purpose, *channel, None, "2025-06-01")
        };
        ledger.extend(self.elsewhere.iter().map(other));
        let who = Addressee {
            id: ANNE,
            third_party: self.third_party,
            restricted: self.restricted,
            relation: self.relation,
            last_contact: day(self.last_contact),
        };
        let asked = Question {
            purpose: self.purpose,
            channel: self.channel,
            automated: self.automated,
            basis: self.basis,
            day: day("2026-05-03"),
        };
        let at: Vec<Candidate> =
            self.standing.iter().map(|&standing| Candidate { blind: NOW, standing, dead: self.dead }).collect();
        let verdict = permission(&who, &asked, &at, &ledger).map(|may| may.footing);
        let t = Lang::En.words();
        let article = match verdict {
            Ok(footing) => footing.article(t, &asked),
            Err(reason) => reason.article(t, &asked),
        };
        (verdict, article)
    }
}

#[test]
fn every_case_has_its_reason_and_the_article_that_it_comes_from() {
    use Act::{Given, Informed, Objected, Withdrawn};
    use Basis::Lawful;
    use Channel::{Fax, Phone, Post};
    use Purpose::{Information, Promotion};
    use Relation::{Customer, Private};
    let case = Case::default;
    let yes = || vec![(ANNE, Given, Some(NOW), "2025-06-01")];
    let told = || vec![(ANNE, Informed, None, "2025-06-01")];
    let and = |mut said: Vec<_>, more| {
        said.push(more);
        said
    };
    let machine = "Art. 6(1)(a) GDPR; Art. L34-5 CPCE";
    let prior = "Art. L34-5 para. 1 CPCE";
    let work = "Art. 6(1)(f) GDPR; CNIL on prospecting between professionals";
    let similar = "Art. L34-5 para. 4 CPCE; Art. 6(1)(f) GDPR";
    let call = "Art. 6(1)(f) GDPR; Art. L223-1 Consumer Code, a contrario";
    let letter = "Art. 6(1)(f) GDPR; Art. 21(2) GDPR";
    let house = "Art. 6(1)(a) GDPR: in this house, consent only";
    let objected = "Art. 21(3) GDPR";
    let expired = "Art. 5(1)(e) GDPR; CNIL, three years after the last contact";
    let untold = "Art. 13, 14 and 21(4) GDPR";
    let generic = "Art. 4(11) GDPR; CNIL on prospecting between professionals";
    let table: Vec<(&str, Case, Result<Footing, Reason>, &str)> = vec![
        // ── who somebody is
        (
            "a third party",
            Case { third_party: true, said: yes(), ..case() },
            Err(Reason::ThirdParty),
            "Art. 5(1)(b) GDPR",
        ),
        ("restricted", Case { restricted: true, said: yes(), ..case() }, Err(Reason::Restricted), "Art. 18(2) GDPR"),
        (
            "a consent, and mail comes back",
            Case { said: yes(), dead: true, ..case() },
            Err(Reason::Undeliverable),
            "no article: nothing reaches them",
        ),
        ("no address", Case { standing: None, ..case() }, Err(Reason::NoAddress), "no article: nothing to write to"),
        // ── consent
        ("a consent by e-mail", Case { said: yes(), ..case() }, Ok(Footing::Consent), machine),
        ("a consent by fax", Case { channel: Fax, said: yes(), ..case() }, Ok(Footing::Consent), machine),
        (
            "a consent to letters",
            Case { channel: Post, said: yes(), ..case() },
            Ok(Footing::Consent),
            "Art. 6(1)(a) GDPR",
        ),
        (
            "a consent to calls",
            Case { channel: Phone, said: yes(), ..case() },
            Ok(Footing::Consent),
            "Art. 6(1)(a) GDPR",
        ),
        (
            "a consent, and a machine calls",
            Case { channel: Phone, automated: true, said: yes(), ..case() },
            Ok(Footing::Consent),
            machine,
        ),
        (
            "a consumer's consent",
            Case { relation: Private, standing: Some(Standing::Private), said: yes(), ..case() },
            Ok(Footing::Consent),
            machine,
        ),
        (
            "a consent that names a generic box",
            Case { standing: Some(Standing::Generic), said: yes(), ..case() },
            Ok(Footing::Consent),
            machine,
        ),
        ("nothing was said", case(), Err(Reason::NeverGiven), prior),
        (
            "a consent for another address",
            Case { said: vec![(ANNE, Given, Some(OLD), "2025-06-01")], ..case() },
            Err(Reason::GivenForAnotherAddress),
            "Art. 7(1) GDPR",
        ),
        (
            "a consent to something else",
            Case { elsewhere: vec![(Given, Promotion, Fax)], ..case() },
            Err(Reason::NeverGiven),
            prior,
        ),
        (
            "a consent taken back",
            Case { said: and(yes(), (ANNE, Withdrawn, None, "2025-06-02")), ..case() },
            Err(Reason::Withdrawn),
            "Art. 7(3) GDPR",
        ),
        (
            "a consent and an objection of one day",
            Case { said: and(yes(), (ANNE, Objected, None, "2025-06-01")), ..case() },
            Err(Reason::Objected),
            objected,
        ),
        (
            "an objection, then a consent",
            Case { said: and(yes(), (ANNE, Objected, None, "2025-05-01")), ..case() },
            Ok(Footing::Consent),
            machine,
        ),
        (
            "somebody who shares the address refused",
            Case { said: and(yes(), (BOB, Withdrawn, Some(NOW), "2025-06-02")), ..case() },
            Err(Reason::SharedAddressRefused),
            "Art. 21(3) GDPR, out of prudence",
        ),
        (
            "whoever had the address unsubscribed it",
            Case { said: and(yes(), (NOBODY, Withdrawn, Some(NOW), "2025-06-02")), ..case() },
            Err(Reason::SharedAddressRefused),
            "Art. 21(3) GDPR, out of prudence",
        ),
        (
            "whoever had the address unsubscribed it, and she said yes since",
            Case { said: and(yes(), (NOBODY, Objected, Some(NOW), "2025-05-31")), ..case() },
            Ok(Footing::Consent),
            machine,
        ),
        (
            "what was said after the day that is asked about",
            Case { said: vec![(ANNE, Given, Some(NOW), "2026-05-04")], ..case() },
            Err(Reason::NeverGiven),
            prior,
        ),
        ("told, in a house that takes consent only", Case { said: told(), ..case() }, Err(Reason::NeverGiven), prior),
        (
            "a customer, told, in such a house",
            Case { relation: Customer, purpose: Information, said: told(), ..case() },
            Err(Reason::NeverGiven),
            prior,
        ),
        // ── three years
        (
            "a consent, and three years of silence",
            Case { last_contact: "2023-05-03", said: vec![(ANNE, Given, Some(NOW), "2023-05-03")], ..case() },
            Err(Reason::Expired),
            expired,
        ),
        (
            "a day less",
            Case { last_contact: "2023-05-04", said: vec![(ANNE, Given, Some(NOW), "2023-05-04")], ..case() },
            Ok(Footing::Consent),
            machine,
        ),
        (
            "an old consent of somebody who called since",
            Case { last_contact: "2025-01-01", said: vec![(ANNE, Given, Some(NOW), "2020-05-04")], ..case() },
            Ok(Footing::Consent),
            machine,
        ),
        (
            "a customer's old consent",
            Case {
                relation: Customer,
                last_contact: "2020-05-04",
                said: vec![(ANNE, Given, Some(NOW), "2020-05-04")],
                ..case()
            },
            Ok(Footing::Consent),
            machine,
        ),
        (
            "at work, told, silent for three years",
            Case { basis: Lawful, last_contact: "2023-05-03", said: told(), ..case() },
            Err(Reason::Expired),
            expired,
        ),
        (
            "a refusal is said before the years are",
            Case { last_contact: "2020-01-01", said: and(yes(), (ANNE, Objected, None, "2025-06-02")), ..case() },
            Err(Reason::Objected),
            objected,
        ),
        // ── soft opt-in
        (
            "a customer, told, about similar products",
            Case { basis: Lawful, relation: Customer, purpose: Information, said: told(), ..case() },
            Ok(Footing::SimilarProducts),
            similar,
        ),
        (
            "the same at a private address",
            Case {
                basis: Lawful,
                relation: Customer,
                purpose: Promotion,
                standing: Some(Standing::Private),
                said: told(),
                ..case()
            },
            Ok(Footing::SimilarProducts),
            similar,
        ),
        (
            "a customer who was never told",
            Case { basis: Lawful, relation: Customer, purpose: Promotion, ..case() },
            Err(Reason::NotInformed),
            untold,
        ),
        (
            "a newsletter to a customer's private address",
            Case { basis: Lawful, relation: Customer, standing: Some(Standing::Private), said: told(), ..case() },
            Err(Reason::NeverGiven),
            prior,
        ),
        (
            "a customer who objected",
            Case {
                basis: Lawful,
                relation: Customer,
                purpose: Promotion,
                said: and(told(), (ANNE, Objected, None, "2025-06-02")),
                ..case()
            },
            Err(Reason::Objected),
            objected,
        ),
        // ── at work
        ("at work, told", Case { basis: Lawful, said: told(), ..case() }, Ok(Footing::AtWork), work),
        (
            "at work, told at this address",
            Case { basis: Lawful, said: vec![(ANNE, Informed, Some(NOW), "2025-06-01")], ..case() },
            Ok(Footing::AtWork),
            work,
        ),
        (
            "at work, told at another address",
            Case { basis: Lawful, said: vec![(ANNE, Informed, Some(OLD), "2025-06-01")], ..case() },
            Err(Reason::NotInformed),
            untold,
        ),
        ("at work, never told", Case { basis: Lawful, ..case() }, Err(Reason::NotInformed), untold),
        (
            "a private address of somebody at a company",
            Case { basis: Lawful, standing: Some(Standing::Private), said: told(), ..case() },
            Err(Reason::NeverGiven),
            prior,
        ),
        (
            "a consumer, told",
            Case { basis: Lawful, relation: Private, said: told(), ..case() },
            Err(Reason::NeverGiven),
            prior,
        ),
        (
            "a generic box, told",
            Case { basis: Lawful, standing: Some(Standing::Generic), said: told(), ..case() },
            Err(Reason::GenericBox),
            generic,
        ),
        ("a generic box", Case { standing: Some(Standing::Generic), ..case() }, Err(Reason::GenericBox), generic),
        (
            "at work, told, and objected to something else",
            Case { basis: Lawful, said: told(), elsewhere: vec![(Objected, Promotion, Fax)], ..case() },
            Err(Reason::Objected),
            objected,
        ),
        (
            "consented, and objected to something else",
            Case { basis: Lawful, said: yes(), elsewhere: vec![(Objected, Promotion, Fax)], ..case() },
            Ok(Footing::Consent),
            machine,
        ),
        (
            "at work, told, and withdrew",
            Case { basis: Lawful, said: and(told(), (ANNE, Withdrawn, None, "2025-05-01")), ..case() },
            Err(Reason::Withdrawn),
            "Art. 7(3) GDPR",
        ),
        (
            "at work, told, and a colleague who shares the address refused",
            Case { basis: Lawful, said: and(told(), (BOB, Objected, Some(NOW), "2020-05-01")), ..case() },
            Err(Reason::SharedAddressRefused),
            "Art. 21(3) GDPR, out of prudence",
        ),
        // ── fax, telephone, letters
        (
            "a fax at work, told",
            Case { basis: Lawful, channel: Fax, said: told(), ..case() },
            Err(Reason::NeverGiven),
            prior,
        ),
        (
            "a machine that calls at work",
            Case { basis: Lawful, channel: Phone, automated: true, ..case() },
            Err(Reason::NeverGiven),
            prior,
        ),
        ("a call at work", Case { basis: Lawful, channel: Phone, ..case() }, Ok(Footing::LiveCall), call),
        (
            "a call at work after an objection",
            Case { basis: Lawful, channel: Phone, said: vec![(ANNE, Objected, None, "2020-06-02")], ..case() },
            Err(Reason::Objected),
            objected,
        ),
        (
            "a call to a consumer",
            Case { basis: Lawful, relation: Private, channel: Phone, ..case() },
            Err(Reason::NeverGiven),
            "Art. L223-1 Consumer Code",
        ),
        (
            "a call at work in a house that takes consent only",
            Case { channel: Phone, ..case() },
            Err(Reason::NeverGiven),
            house,
        ),
        ("a letter", Case { basis: Lawful, relation: Private, channel: Post, ..case() }, Ok(Footing::Letter), letter),
        (
            "a letter after an objection",
            Case { basis: Lawful, channel: Post, said: vec![(ANNE, Objected, None, "2020-06-02")], ..case() },
            Err(Reason::Objected),
            objected,
        ),
        (
            "a letter in a house that takes consent only",
            Case { channel: Post, ..case() },
            Err(Reason::NeverGiven),
            house,
        ),
    ];
    assert!(table.len() >= 40);
    for (told, case, verdict, article) in &table {
        assert_eq!(case.verdict(), (*verdict, (*article).to_owned()), "{told}");
    }
    let met = |reason: &Reason| table.iter().any(|(_, _, verdict, _)| *verdict == Err(*reason));
    assert!(Reason::ALL.iter().all(met), "a reason that no case has");
}

/// Somebody at a company, with an address at work.
async fn at_work(house: &House, family_name: &str, address: &str) -> (i64, i64) {
    let company = house
        .write(|w| companies::add(w, &companies::NewCompany { name: "Zéphyr SAS".into(), ..Default::default() }))
        .await;
    let mut new = new_person(family_name, &[email(address)]);
    new.company_id = Some(company);
    (house.write(move |w| people::add(w, &new)).await, company)
}

fn today(house: &House) -> NaiveDate {
    house.app.clock().today()
}

const FORM: [(&str, &str); 3] =
    [("act", "informed"), ("source", "email"), ("note", "mail of welcome, with our notice")];

#[test]
fn only_the_dpo_decides_that_a_purpose_may_do_without_consent_and_lists_follow() {
    run(async {
        let house = House::open().await;
        let (anne, _) = at_work(&house, "Dupont", "anne@zephyr.example").await;
        let marketing = house.signed_in(Role::Marketing).await;
        let day = today(&house).to_string();
        let mut told = FORM.to_vec();
        told.extend([
            ("purpose_information", "yes"),
            ("where", "email"),
            ("happened_on", day.as_str()),
            ("wording", ""),
        ]);
        marketing.post(&format!("/people/{anne}/consents/new"), &told).await.is(303);
        let list = [("purpose", "information"), ("delimiter", "comma")];
        let many = async || marketing.export(&list).await.is(200).body.lines().count() - 1;
        assert_eq!(many().await, 0, "the house takes consent only");
        let decision = [
            ("basis_newsletter", "consent"),
            ("basis_promotion", "consent"),
            ("basis_information", "lawful"),
            ("basis_business", "consent"),
        ];
        for role in [Role::Marketing, Role::Sales, Role::Support, Role::Cio, Role::Operations] {
            house.signed_in(role).await.post("/consents/grounds", &decision).await.is(403);
        }
        let dpo = house.signed_in(Role::Dpo).await;
        assert!(dpo.get("/consents/grounds").await.is(200).says("No decision: consent only"));
        dpo.post("/consents/grounds", &decision[..3]).await.is(400);
        dpo.post("/consents/grounds", &decision).await.is(303);
        dpo.post("/consents/grounds", &decision).await.is(303);
        let told = "grounds.decided purpose=information basis=lawful";
        assert_eq!(house.deeds().await.iter().filter(|deed| deed.starts_with("grounds.")).collect::<Vec<_>>(), [told]);
        assert!(marketing.get("/consents/grounds").await.is(200).says("Consent, or lawful without"));
        house.later(Duration::seconds(1));
        assert_eq!(many().await, 1);
        let panel = marketing.get(&format!("/people/{anne}")).await.is(200);
        assert!(
            panel.says("Address at work") && panel.says("was told of product information by e-mail and could refuse")
        );
        says_of(&house, anne, Act::Objected, Purpose::Promotion).await;
        house.later(Duration::seconds(1));
        assert_eq!(many().await, 0, "whoever objects to anything is sent nothing they did not ask for");
    });
}

/// A line about a purpose by e-mail, said today.
async fn says_of(house: &House, person: i64, act: Act, purpose: Purpose) {
    house
        .write(move |w| {
            let entry = Entry {
                person,
                purpose,
                channel: Channel::Email,
                act,
                address: None,
                source: Source::Email,
                note: "their mail",
                wording: "",
                happened_on: w.now.date(),
            };
            consent::record_many(w, &[entry], None)
        })
        .await;
}

#[test]
fn what_the_person_does_prolongs_and_what_staff_do_does_not() {
    run(async {
        let house = House::open().await;
        let ago = |days: u64| today(&house) - Days::new(days);
        let long_ago = ago(3 * 365 + 10);
        let text = || Text::short("said hello").unwrap();
        let mut ids = Vec::new();
        for name in [
            "silent",
            "called by us",
            "edited",
            "noted",
            "called us",
            "met us",
            "asked for help",
            "said yes to another thing",
            "refused another thing",
        ] {
            let address = format!("{}@zephyr.example", name.replace(' ', "."));
            let id = person(&house, name, &[&address]).await;
            house
                .write(move |w| {
                    line(w, id, Act::Given, Some(&email(&address)), long_ago);
                    Ok(())
                })
                .await;
            ids.push(id);
        }
        let at = ago(100).and_hms_opt(9, 0, 0).unwrap();
        for (id, kind) in [
            (ids[1], NoteKind::CallOut),
            (ids[3], NoteKind::Note),
            (ids[4], NoteKind::CallIn),
            (ids[5], NoteKind::Meeting),
        ] {
            house.write(move |w| notes::add(w, Target::Person(id), kind, &text(), at)).await;
        }
        let edited = ids[2];
        house
            .write(move |w| people::change(w, edited, 1, &new_person("edited", &[email("edited@zephyr.example")])))
            .await;
        let support = house.signed_in(Role::Support).await;
        let request = [("subject", "The bank file"), ("detail", "")];
        support.post(&format!("/people/{}/assistance", ids[6]), &request).await.is(303);
        let (yes, no) = (ids[7], ids[8]);
        says_given(&house, yes, Purpose::Promotion, "said.yes.to.another.thing@zephyr.example").await;
        says_of(&house, no, Act::Objected, Purpose::Promotion).await;
        let marketing = house.signed_in(Role::Marketing).await;
        let list = marketing.export(&[("purpose", "newsletter"), ("delimiter", "comma")]).await.is(200);
        let on_it: Vec<&str> = list.body.lines().skip(1).map(|line| line.split("\",\"").nth(2).unwrap()).collect();
        assert_eq!(on_it, ["called us", "met us", "asked for help", "said yes to another thing"]);
        let funnel = marketing.get("/newsletters/new?purpose=newsletter").await.is(200);
        assert!(funnel.says("Three years without contact") && funnel.says("−\u{a0}5"), "{}", funnel.main());
        let silent = marketing.get(&format!("/people/{}", ids[0])).await.is(200);
        assert!(silent.says("Three years without contact"));
    });
}

async fn says_given(house: &House, person: i64, purpose: Purpose, address: &'static str) {
    house
        .write(move |w| {
            let reach = email(address);
            let entry = Entry {
                person,
                purpose,
                channel: Channel::Email,
                act: Act::Given,
                address: Some(Entry::at(w.vault(), &reach)),
                source: Source::Meeting,
                note: "fair",
                wording: "",
                happened_on: w.now.date(),
            };
            consent::record_many(w, &[entry], None)
        })
        .await;
}

#[test]
fn a_customers_permission_lasts_and_ends_three_years_after_the_contract() {
    run(async {
        let house = House::open().await;
        let now = today(&house);
        let mut people = Vec::new();
        for (name, ended) in [("running", None), ("lately", Some(200)), ("longago", Some(4 * 365))] {
            let address = format!("{name}@zephyr.example");
            let (id, company) = at_work(&house, name, &address).await;
            let (starts_on, ends_on) = (now - Days::new(6 * 365), ended.map(|days| now - Days::new(days)));
            house
                .write(move |w| {
                    line(w, id, Act::Given, Some(&email(&address)), now - Days::new(5 * 365));
                    let contract = NewContract {
                        company_id: company,
                        product: "treasury".into(),
                        reference: "C-1".into(),
                        starts_on,
                        ends_on,
                    };
                    contracts::add(w, &contract)
                })
                .await;
            people.push(id);
        }
        let marketing = house.signed_in(Role::Marketing).await;
        let list = marketing.export(&[("purpose", "newsletter"), ("delimiter", "comma")]).await.is(200);
        assert!(list.body.contains("running") && list.body.contains("lately") && !list.body.contains("longago"));
        let seen = house.look(move |l| consent::on(l, people[2], now)).await;
        assert_eq!(seen.last_contact.1, Contact::ContractEnded);
    });
}

#[test]
fn the_answer_for_a_day_is_by_what_was_known_then_and_says_what_was_recorded_later() {
    run(async {
        let house = House::open().await;
        let start = today(&house);
        let (anne, _) = at_work(&house, "Dupont", "anne@zephyr.example").await;
        house
            .write(move |w| {
                line(w, anne, Act::Given, Some(&email("anne@zephyr.example")), start);
                Ok(())
            })
            .await;
        house.later(Duration::days(10));
        // Said three days after the start, and noted ten days after it.
        let objected = (start + Days::new(3)).to_string();
        says(&house, anne, Act::Objected, None, &objected).await;
        let marketing = house.signed_in(Role::Marketing).await;
        let path = format!("/people/{anne}/consents/on");
        assert!(marketing.get(&format!("/people/{anne}")).await.is(200).says(&path));
        let on = async |days: i64| {
            let day = start + Duration::days(days);
            marketing.get(&format!("{path}?day={day}")).await.is(200)
        };
        let before = on(-1).await;
        assert!(before.says("did not know this person yet") && !before.says("Yes: Consent"), "{}", before.main());
        assert!(on(0).await.says("Yes: Consent"));
        let between = on(5).await;
        assert!(
            between.says("Yes: Consent")
                && between.says("gave consent to the newsletter by e-mail, at anne@zephyr.example")
        );
        assert!(between.says("Art. 6(1)(a) GDPR; Art. L34-5 CPCE"));
        assert!(between.says("With what was recorded later, the answer would be: No: Objected."), "{}", between.main());
        assert!(between.says("Recorded later") && between.says("objected to the newsletter by e-mail"));
        let after = on(10).await;
        assert!(after.says("No: Objected") && after.says("Art. 21(3) GDPR") && !after.says("Recorded later"));
        // An address that she has no more is still the one that was meant then.
        let moved = new_person("Dupont", &[email("new@zephyr.example")]);
        house.write(move |w| people::change(w, anne, 1, &moved)).await;
        assert!(on(5).await.says("Yes: Consent"));
        marketing.post("/language", &[("lang", "fr")]).await.is(303);
        let french = on(5).await;
        for words in [
            "Oui : Consentement",
            "Art. 6(1)(a) du RGPD ; art. L34-5 du CPCE",
            "Noté plus tard",
            "Dernier contact venant de la personne",
        ] {
            assert!(french.says(words), "{words}\n{}", french.main());
        }
        let opened = house.deeds().await.into_iter().filter(|deed| deed == "person.opened").count();
        assert!(opened >= 6, "looking back is a look at the person");
    });
}

#[test]
fn a_day_that_says_nothing_comes_back_with_words_and_strangers_are_not_found() {
    run(async {
        let house = House::open().await;
        let id = person(&house, "Dupont", &["a@zephyr.example"]).await;
        let support = house.signed_in(Role::Support).await;
        let path = format!("/people/{id}/consents/on");
        support.get(&path).await.is(200);
        let tomorrow = today(&house) + Days::new(1);
        for (day, words) in [("soon", "Not a date"), (tomorrow.to_string().as_str(), "still to come")] {
            let back = support.get(&format!("{path}?day={day}")).await.is(422);
            assert!(back.says(words) && back.says("aria-invalid"), "{day}: {}", back.main());
        }
        support.get(&format!("{path}?day=2026-01-01&x=1")).await.is(400);
        support.get("/people/999999/consents/on?day=2026-01-01").await.is(404);
        house.signed_in(Role::Operations).await.get(&path).await.is(403);
    });
}

#[test]
fn whom_to_ask_again_are_those_who_may_still_be_written_to_and_soon_may_not() {
    run(async {
        let house = House::open().await;
        let now = today(&house);
        let last = consent::cutoff(now);
        for (name, said, refuses) in [
            ("Soon", last + Days::new(30), false),
            ("Edge", last + Days::new(88), false),
            ("Later", last + Days::new(92), false),
            ("Over", last, false),
            ("Refused", last + Days::new(30), true),
        ] {
            let address = format!("{name}@zephyr.example");
            let id = person(&house, name, &[&address]).await;
            house
                .write(move |w| {
                    line(w, id, Act::Given, Some(&email(&address)), said);
                    if refuses {
                        line(w, id, Act::Withdrawn, None, w.now.date());
                    }
                    Ok(())
                })
                .await;
        }
        let marketing = house.signed_in(Role::Marketing).await;
        let page = marketing.get("/newsletters/expiring").await.is(200);
        assert!(page.says("2 people") && page.says("Soon") && page.says("Edge"), "{}", page.main());
        assert!(!page.says("Later") && !page.says(">Over") && !page.says("Refused"));
        assert!(page.says("/newsletters/new?purpose=newsletter&#38;channel=email&#38;expiring=yes"), "{}", page.main());
        let list = [("purpose", "newsletter"), ("delimiter", "comma"), ("expiring", "yes")];
        let file = marketing.export(&list).await.is(200).body;
        assert!(file.lines().count() == 3 && file.contains("Soon") && file.contains("Edge"), "{file}");
        let funnel = marketing.get("/newsletters/new?purpose=newsletter&expiring=yes").await.is(200);
        assert!(funnel.says("Make a list of 2 recipients") && funnel.says("name=\"expiring\" value=\"yes\""));
        assert!(house.deeds().await.iter().any(|deed| deed.starts_with("people.listed list=expiring ids=")));
        let exports = house.look(|l| newsletter::list(l, None, 1)).await.exports;
        assert!(marketing.get(&format!("/newsletters/{}", exports[0].id)).await.is(200).says("within 90 days"));
        let sales = house.signed_in(Role::Sales).await;
        sales.get("/newsletters/expiring?purpose=business").await.is(200);
        sales.get("/newsletters/expiring?purpose=newsletter").await.is(403);
        marketing.get("/newsletters/expiring?purpose=spam").await.is(400);
        marketing.get("/newsletters/expiring?channel=post").await.is(400);
    });
}

#[test]
fn a_line_from_a_form_keeps_which_page_was_shown() {
    run(async {
        let house = House::open().await;
        let id = person(&house, "Dupont", &["a@zephyr.example"]).await;
        let lacking = house
            .write(move |w| {
                let reach = email("a@zephyr.example");
                let entry = Entry {
                    person: id,
                    purpose: Purpose::Newsletter,
                    channel: Channel::Email,
                    act: Act::Given,
                    address: Some(Entry::at(w.vault(), &reach)),
                    source: Source::Form,
                    note: "",
                    wording: "I want it",
                    happened_on: w.now.date(),
                };
                let served = Served { form: 7, notice: 12, lang: Lang::Fr, hash: vec![0xab; 32] };
                let lacking = consent::record_served(w, &[Entry { address: None, ..entry.clone() }], &served).is_err();
                consent::record_served(w, &[entry], &served)?;
                Ok(lacking)
            })
            .await;
        assert!(lacking);
        let marketing = house.signed_in(Role::Marketing).await;
        let page = marketing.get(&format!("/people/{id}")).await.is(200);
        assert!(
            page.says(&format!("Form 7, notice 12, in fr; hash of the page {}", "ab".repeat(32))),
            "{}",
            page.main()
        );
    });
}

mod browser {
    use super::*;
    use crate::browser::Browser;
    use cloister::db::Conn;
    use cloister::db::schema::people as people_rows;
    use cloister::demo::{self, Plan};
    use diesel::prelude::*;

    /// The first and the last of the demo: one said yes and no to much, the other has less to tell.
    async fn ends(house: &House) -> (i64, i64) {
        house
            .look(|l| {
                let ids = people_rows::table.select(people_rows::id).order(people_rows::id);
                let ids: Vec<i64> = match l.conn() {
                    Conn::Sqlite(c) => ids.load(c),
                    Conn::Postgres(c) => ids.load(&mut **c),
                }?;
                Ok((*ids.first().unwrap(), *ids.last().unwrap()))
            })
            .await
    }

    #[test]
    fn the_dpo_decides_and_anybody_asks_about_a_day() {
        run(async {
            let house = House::open().await;
            let app = house.app.clone();
            let plan = Plan { people: 150, seed: 20_260_101 };
            let logins = tokio::task::spawn_blocking(move || demo::make(&app, &plan)).await.unwrap().unwrap();
            let (much, little) = ends(&house).await;
            for user_name in ["dpo", "marketing"] {
                let Some(browser) = Browser::open(false).await else { return };
                let login = logins.get(user_name).unwrap();
                browser.go(&format!("{}/sign-in", house.url)).await;
                browser.fill("Identifiant", &login.user_name).await;
                browser.fill("Mot de passe", &login.password).await;
                browser.click("Continuer").await;
                browser.see("Code à usage unique").await;
                browser.fill("Code", &login.code_at(house.app.clock().unix()).unwrap()).await;
                browser.click("Se connecter").await;
                browser.signed_in().await;
                browser.go(&format!("{}/consents/grounds", house.url)).await;
                browser.see("Bases légales des envois").await;
                browser.screenshot(&format!("permission-grounds-{user_name}")).await;
                house.write(|w| consent::decide(w, Purpose::Information, Basis::Lawful)).await;
                for (name, id) in [("much", much), ("little", little)] {
                    browser.go(&format!("{}/people/{id}/consents/on", house.url)).await;
                    let yesterday = today(&house).to_string();
                    browser.fill("Date", &yesterday).await;
                    browser.click("Répondre").await;
                    browser.see("Dernier contact venant de la personne").await;
                    browser.screenshot(&format!("permission-on-{name}-{user_name}")).await;
                }
                browser.go(&format!("{}/people/{much}", house.url)).await;
                browser.screenshot(&format!("permission-person-{user_name}")).await;
                if user_name == "marketing" {
                    browser.go(&format!("{}/newsletters/expiring", house.url)).await;
                    browser.see("Accords à redemander").await;
                    browser.screenshot("permission-expiring").await;
                    browser.click("Faire la liste").await;
                    browser.screenshot("permission-expiring-funnel").await;
                    browser.resize(390, 844).await;
                    browser.go(&format!("{}/people/{much}/consents/on?day={}", house.url, today(&house))).await;
                    browser.screenshot("permission-on-narrow").await;
                }
            }
        });
    }
}
