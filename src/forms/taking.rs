//! What becomes of a submission: somebody known or new, a lead, lines of the ledger, and what was typed for the desk that it
//! is for.
use super::building::Published;
use super::{AHEAD, Ask, Desk, Doubt, FormKind, store, wording};
use crate::actor::{Right, Role};
use crate::app::{Looking, Writing};
use crate::catalogue::{Field, KeyClass};
use crate::consent::{self, Act, Channel, Pending, Purpose, Served, Source};
use crate::db::values::Sealed;
use crate::deeds::{Deed, Subject, What};
use crate::error::{Error, Result};
use crate::intake::FilledIn;
use crate::leads::{self, NewLead, Plan};
use crate::mail;
use crate::people::{self, Ground, NewPerson, Origin, Person, PersonKind, Stage};
use crate::reach::{Reach, ReachKind};
use crate::search::{Kind, fold};
use crate::vault::Owner;
use crate::words::Lang;
use chrono::{Duration, NaiveDateTime};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// So many lie on a page.
const SHOWN: i64 = 100;

/// A submission as it is kept, but for what it says.
#[derive(Clone, Debug)]
pub struct Row {
    pub id: String,
    pub person: i64,
    pub publication: i64,
    pub desk: Desk,
    pub lang: Lang,
    /// Whether the person was known before.
    pub known: bool,
    pub sent_at: NaiveDateTime,
    pub taken_at: NaiveDateTime,
}

/// What somebody typed, as it was typed.
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct Content(pub BTreeMap<String, String>);

impl Content {
    pub fn of(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }
}

/// A line of a desk.
#[derive(Clone)]
pub struct Arrival {
    pub row: Row,
    /// None when the person is no more.
    pub person: Option<Person>,
    pub form: String,
    /// What the form had boxes for.
    pub purposes: Vec<Purpose>,
    pub content: Content,
}

/// A submission that is kept apart.
#[derive(Clone, Debug)]
pub struct Aside {
    pub id: String,
    pub doubt: Doubt,
    pub taken_at: NaiveDateTime,
}

/// The desk of a role.
fn desk_of(role: Role) -> Option<Desk> {
    match role {
        Role::Support => Some(Desk::Support),
        Role::Sales => Some(Desk::Sales),
        Role::Marketing => Some(Desk::Marketing),
        Role::Dpo => Some(Desk::Dpo),
        Role::Cio => Some(Desk::Cio),
        Role::Operations => None,
    }
}

/// What lies on one's own desk, newest first; that is a deed. The command line asks for a desk by the role it has.
pub fn arrivals(l: &mut Looking, lang: Lang) -> Result<(Desk, Vec<Arrival>)> {
    l.must(Right::SeeForms)?;
    let desk = l.actor.role().and_then(desk_of).ok_or(Error::Forbidden)?;
    let rows = store::submissions(l.conn(), desk, SHOWN)?;
    let ids: Vec<i64> = rows.iter().map(|(row, _)| row.person).collect();
    let hidden = people::hidden(l, &ids)?;
    let people: BTreeMap<i64, Person> = people::these(l, &ids)?.into_iter().map(|person| (person.id, person)).collect();
    let owners: Vec<Owner> = ids.iter().copied().map(Owner::person).collect();
    let keys = l.unlock(&owners, KeyClass::Identity)?;
    let mut all = Vec::with_capacity(rows.len());
    for (row, content) in rows.into_iter().filter(|(row, _)| !hidden.contains(&row.person)) {
        let definition = store::publication(l.conn(), row.publication)?.definition;
        let form = definition.text(lang).title;
        let owner = Owner::person(row.person);
        let number = number(&row.id);
        let text = keys.show(Field::SubmissionContent, owner, number, &content).unwrap_or_default();
        let content = serde_json::from_str(&text).unwrap_or_default();
        all.push(Arrival {
            person: people.get(&row.person).cloned(),
            row,
            form,
            purposes: definition.purposes,
            content,
        });
    }
    l.owe(Deed::new(What::Listed).with("list", "submissions").with("desk", desk.word()).with_ids(&ids));
    Ok((desk, all))
}

/// What somebody sent by a form, whoever's desk it is on: for the rooms below that answer it.
pub fn submission(l: &mut Looking, id: &str) -> Result<Option<(Row, Content)>> {
    l.must(Right::PublishForms)?;
    let Some((row, content)) = store::submission(l.conn(), id)? else { return Ok(None) };
    Ok(opened(l, vec![(row, content)])?.pop())
}

/// Everything that somebody sent by forms, oldest first. Whoever shows it owes the deed.
pub fn submissions_of(l: &mut Looking, person: i64) -> Result<Vec<(Row, Content)>> {
    l.must(Right::PublishForms)?;
    let rows = store::submissions_of(l.conn(), person)?;
    opened(l, rows)
}

/// What does not open any more is left out.
fn opened(l: &Looking, rows: Vec<(Row, Sealed)>) -> Result<Vec<(Row, Content)>> {
    let owners: Vec<Owner> = rows.iter().map(|(row, _)| Owner::person(row.person)).collect();
    let keys = l.unlock(&owners, KeyClass::Identity)?;
    let open = |(row, sealed): (Row, Sealed)| {
        let text = keys.show(Field::SubmissionContent, Owner::person(row.person), number(&row.id), &sealed).ok()?;
        Some((row, serde_json::from_str(&text).unwrap_or_default()))
    };
    Ok(rows.into_iter().filter_map(open).collect())
}

/// Submissions of forms by which somebody exercises a right, from this moment on, oldest first.
pub fn privacy_since(l: &mut Looking, since: NaiveDateTime) -> Result<Vec<String>> {
    l.must(Right::PublishForms)?;
    store::of_kind_since(l.conn(), FormKind::Privacy, since)
}

/// What is kept apart, newest first, for the Dpo.
pub fn aside(l: &mut Looking) -> Result<Vec<Aside>> {
    l.must(Right::PublishForms)?;
    let rows = store::aside(l.conn(), SHOWN)?;
    Ok(rows.into_iter().map(|(id, doubt, taken_at, _)| Aside { id, doubt, taken_at }).collect())
}

/// Gives up what was set aside: the sealed parcel goes, and nothing of it is kept. Should its file come back from a copy of
/// the spool, it is set aside again.
///
/// # Errors
/// `NotFound` when nothing of this number is set aside.
pub fn dismiss(w: &mut Writing, id: &str) -> Result<()> {
    w.must(Right::PublishForms)?;
    if !store::forget_aside(w.conn(), id)? {
        return Err(Error::NotFound);
    }
    w.record(Deed::new(What::AsideDismissed).with("submission", id));
    Ok(())
}

/// A filled-in form with the number and the time of its parcel.
pub(super) struct Submission<'a> {
    pub id: &'a str,
    pub sent_at: NaiveDateTime,
    pub form: &'a FilledIn,
}

/// A submission becomes a person, a lead where its form means one, and lines of the ledger; or a doubt.
pub(super) fn take(w: &mut Writing, sent: &Submission) -> Result<Option<Doubt>> {
    let form = sent.form;
    let Some(lang) = Lang::from_word(&form.lang) else { return Ok(Some(Doubt::Unfit)) };
    let Some(published) = store::publication_of(w.conn(), &form.sha256, lang)? else {
        return Ok(Some(Doubt::UnknownPage));
    };
    let Some(typed) = Typed::of(w, sent, lang) else { return Ok(Some(Doubt::Unfit)) };
    let known = known(w, &typed)?;
    let person = match known {
        Some(id) => id,
        None => people::add(w, &typed.person)?,
    };
    if known.is_none() && means_a_lead(&published) {
        leads::bring_in(w, &[NewLead { person_id: person, stage: Stage::New, plan: Plan::default() }])?;
        w.record(Deed::of(What::LeadOpened, Subject::Person, person));
    }
    agree(w, &published, sent, &typed, person)?;
    let row = Row {
        id: sent.id.to_owned(),
        person,
        publication: published.id,
        desk: published.desk,
        lang,
        known: known.is_some(),
        sent_at: typed.sent_at,
        taken_at: w.now,
    };
    let owner = Owner::person(person);
    let sealing = w.sealing(&[owner], KeyClass::Identity)?;
    let text = serde_json::to_string(&form.fields).map_err(Error::internal)?;
    let content = sealing.seal(Field::SubmissionContent, owner, number(&row.id), &text)?;
    store::add_submission(w.conn(), &row, &content)?;
    w.record(
        Deed::of(What::SubmissionTaken, Subject::Person, person)
            .with("submission", &row.id)
            .with("form", published.form_id)
            .with("version", published.number),
    );
    w.changed(Kind::Person, person);
    Ok(None)
}

/// Somebody who writes to the Dpo or the Cio, or asks about their data, asks for no offer.
fn means_a_lead(published: &Published) -> bool {
    match published.kind {
        FormKind::Newsletter | FormKind::Product => true,
        FormKind::Contact => published.desk == Desk::Sales,
        FormKind::Privacy => false,
    }
}

struct Typed {
    person: NewPerson,
    email: Reach,
    sent_at: NaiveDateTime,
}

impl Typed {
    /// None when it is nothing that a form of ours sends.
    fn of(w: &Writing, sent: &Submission, lang: Lang) -> Option<Self> {
        if sent.sent_at > w.now + AHEAD || sent.sent_at < w.now - Duration::days(3_650) {
            return None;
        }
        let line = |name: &str| sent.form.fields.get(name).map(|text| crate::text::line(text)).unwrap_or_default();
        let family_name = Some(line("family_name")).filter(|name| !name.is_empty())?;
        let email = Reach::parse(ReachKind::Email, &line("email")).ok()?;
        let mut reaches = vec![email.clone()];
        // A number that is none stays in what was typed.
        reaches.extend(Reach::parse(ReachKind::Phone, &line(Ask::Phone.word())).ok());
        Some(Typed {
            person: NewPerson {
                kind: PersonKind::Contact,
                civility: String::new(),
                given_name: line(Ask::GivenName.word()),
                family_name,
                job_title: String::new(),
                address: String::new(),
                lang,
                company_id: None,
                origin: Origin::Website,
                ground: Ground::LegitimateInterest,
                reaches,
            },
            email,
            sent_at: sent.sent_at.min(w.now),
        })
    }
}

/// Somebody we know: the same address and the same surname. Nothing of theirs is changed by what a visitor typed.
fn known(w: &mut Writing, typed: &Typed) -> Result<Option<i64>> {
    let ids = people::holders(w, std::slice::from_ref(&typed.email))?;
    let name = fold(&typed.person.family_name);
    let same = |person: &Person| person.kind == PersonKind::Contact && fold(&person.family_name) == name;
    Ok(people::these(w, &ids)?.iter().find(|person| same(person)).map(|person| person.id))
}

/// The boxes that were ticked: a line of the ledger for each, with the words beside it and where they stood; or, where the
/// purpose asks for a confirmation or was refused at this address, a mail with a link, and no line until it is followed.
/// A refusal that nobody can be asked about stays.
fn agree(w: &mut Writing, published: &Published, sent: &Submission, typed: &Typed, person: i64) -> Result<()> {
    let (mut asked, mut given, mut withheld) = (Vec::new(), Vec::new(), Vec::new());
    for &purpose in &published.definition.purposes {
        if sent.form.fields.get(&format!("consent_{}", purpose.word())).is_some_and(|value| value == "yes") {
            let words = wording(typed.person.lang.words(), purpose, &w.app().config().company);
            let refused = consent::is_refused(w, &typed.email, purpose)?;
            if consent::asks(w, purpose)? || (refused && mail::is_sent(w.app())) {
                asked.push((purpose, words));
            } else if refused {
                withheld.push(purpose.word());
            } else {
                given.push((purpose, words));
            }
        }
    }
    if !withheld.is_empty() {
        let deed = Deed::of(What::ConsentWithheld, Subject::Person, person);
        w.record(deed.with("purposes", withheld.join(",")).with("submission", sent.id));
    }
    if asked.is_empty() && given.is_empty() {
        return Ok(());
    }
    let note = proof(w, published, sent, typed)?;
    let hash = data_encoding::HEXLOWER.decode(sent.form.sha256.as_bytes()).map_err(Error::internal)?;
    let served = Served { form: published.form_id, notice: published.notice_id, lang: typed.person.lang, hash };
    if !asked.is_empty() {
        let (email, purposes, asked_at) = (&typed.email, asked.as_slice(), typed.sent_at);
        let waits = consent::ask(w, &Pending { person, email, purposes, note: &note, served: &served, asked_at })?;
        if !waits {
            tracing::info!("an address had its share of mail for today; nothing waits for its confirmation");
        }
    }
    if given.is_empty() {
        return Ok(());
    }
    let address = consent::Entry::at(w.vault(), &typed.email);
    let entries: Vec<consent::Entry> = given
        .iter()
        .map(|(purpose, wording)| consent::Entry {
            person,
            purpose: *purpose,
            channel: Channel::Email,
            act: Act::Given,
            address: Some(address.clone()),
            source: Source::Form,
            note: &note,
            wording,
            happened_on: typed.sent_at.date(),
        })
        .collect();
    consent::record_served(w, &entries, &served)?;
    let words: Vec<&str> = given.iter().map(|(purpose, _)| purpose.word()).collect();
    w.record(
        Deed::of(What::ConsentGiven, Subject::Person, person)
            .with("purposes", words.join(","))
            .with("channels", Channel::Email.word())
            .with("submission", sent.id),
    );
    Ok(())
}

/// What the ledger says of where it was said, in the language in which it was.
fn proof(w: &mut Writing, published: &Published, sent: &Submission, typed: &Typed) -> Result<String> {
    let notice = store::notice(w.conn(), published.notice_id)?;
    Ok(typed.person.lang.words().msg_forms_proof(
        published.definition.text(typed.person.lang).title,
        published.number,
        notice.number,
        sent.id,
        typed.sent_at.format("%Y-%m-%d %H:%M UTC").to_string(),
        &sent.form.sha256,
    ))
}

/// What a seal is bound to: the first bits of the number of the submission.
pub fn number(id: &str) -> i64 {
    id.get(..15).and_then(|digits| i64::from_str_radix(digits, 16).ok()).unwrap_or(0)
}
