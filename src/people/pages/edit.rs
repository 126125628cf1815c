//! Adding and editing a person. When two edit at once, the second sees both versions and chooses, field by field.
use super::super::{NewPerson, Person};
use super::form::{Choices, PersonForm, Settled, lang_word, settle_company};
use crate::actor::Right;
use crate::app::{App, Looking, Writing};
use crate::auth::{EditPeople, RectifyPeople};
use crate::error::{Error, Result};
use crate::reach::Reach;
use crate::web::page::again;
use crate::web::versions::{Conflict, Versions, conflict, keeps_theirs};
use crate::web::{Choice, Errors, Fields, Form, Html, Page, flash, html, see_other};
use crate::words::Lang;
use crate::{companies, people};
use actix_session::Session;
use actix_web::web;
use askama::Template;

#[derive(Template)]
#[template(path = "people/form.html")]
struct Editing {
    page: Page,
    /// Nobody yet: adding.
    id: Option<i64>,
    form: PersonForm,
    errors: Errors,
    choices: Choices,
    companies: Vec<Choice>,
    /// People who have one of these addresses already.
    holders: Vec<(i64, String)>,
}

impl Editing {
    fn new(page: Page, id: Option<i64>, form: PersonForm) -> Self {
        let choices = Choices::of(page.t);
        Editing { page, id, form, errors: Errors::default(), choices, companies: Vec::new(), holders: Vec::new() }
    }

    fn action(&self) -> String {
        self.id.map_or("/people".to_owned(), |id| format!("/people/{id}/edit"))
    }

    fn back(&self) -> String {
        self.id.map_or("/people".to_owned(), |id| format!("/people/{id}"))
    }

    fn chosen_kind(kind: &str) -> &str {
        if kind.is_empty() { "email" } else { kind }
    }
}

pub(super) async fn new(_: EditPeople, page: Page) -> Result<Html> {
    html(&Editing::new(page, None, PersonForm::empty()))
}

/// What a write came to.
enum Outcome {
    Done(i64),
    ChooseCompany(Vec<(i64, String)>),
    UnknownCompany,
    Holders(Vec<(i64, String)>),
    Conflict(Box<(Person, String)>),
}

pub(super) async fn add(
    by: EditPeople,
    page: Page,
    session: Session,
    app: web::Data<App>,
    Form(fields): Form<Fields>,
) -> Result<Html> {
    let mut editing = Editing::new(page, None, PersonForm::take(fields)?);
    let Some(parsed) = editing.form.parse(editing.page.t, &mut editing.errors) else {
        return again(&with_empty_row(editing));
    };
    let anyway = editing.form.anyway;
    let outcome = app
        .write(&by, move |w| {
            let holders = if anyway { Vec::new() } else { holders(w, &parsed.person, None)? };
            if !holders.is_empty() {
                return Ok(Outcome::Holders(holders));
            }
            match settle_company(w, &parsed.company, &parsed.company_choice)? {
                Settled::Company(company_id) => {
                    let person = NewPerson { company_id, ..parsed.person };
                    people::add(w, &person).map(Outcome::Done)
                }
                Settled::Choose(some) => Ok(Outcome::ChooseCompany(some)),
                Settled::Unknown => Ok(Outcome::UnknownCompany),
            }
        })
        .await?;
    match outcome {
        Outcome::Done(id) => {
            flash(&session, "good", editing.page.t.msg_people_added())?;
            Ok(see_other(&format!("/people/{id}")))
        }
        other => question(editing, other),
    }
}

/// Who else has one of these addresses or numbers; what they had before is no news.
fn holders(w: &mut Writing, person: &NewPerson, before: Option<&Person>) -> Result<Vec<(i64, String)>> {
    let had = before.map_or(&[][..], |before| &before.reaches);
    let is_new = |reach: &&Reach| had.iter().all(|kept| kept.reach.canonical() != reach.canonical());
    let new: Vec<Reach> = person.reaches.iter().filter(is_new).cloned().collect();
    let mut ids = people::holders(w, &new)?;
    ids.retain(|id| before.is_none_or(|before| before.id != *id));
    Ok(people::these(w, &ids)?.into_iter().map(|person| (person.id, person.name())).collect())
}

fn with_empty_row(mut editing: Editing) -> Editing {
    if editing.form.reaches.last().is_none_or(|row| !row.value.is_empty()) {
        editing.form.reaches.push(super::form::ReachRow::default());
    }
    editing
}

/// The form comes back with a question.
fn question(mut editing: Editing, outcome: Outcome) -> Result<Html> {
    let t = editing.page.t;
    match outcome {
        Outcome::ChooseCompany(some) => {
            editing.errors.add("company_choice", t.msg_people_company_which());
            editing.companies = some.into_iter().map(|(id, name)| Choice::new(id.to_string(), name)).collect();
            if editing.page.may(Right::EditPeople) {
                let new = t.msg_people_company_new(&editing.form.company);
                editing.companies.push(Choice::new("new", new));
            }
        }
        Outcome::UnknownCompany => editing.errors.add("company", t.msg_people_company_unknown()),
        Outcome::Holders(some) => {
            editing.errors.add("anyway", t.msg_people_known());
            editing.holders = some;
        }
        Outcome::Done(_) | Outcome::Conflict(_) => return Err(Error::internal("not a question")),
    }
    again(&with_empty_row(editing))
}

pub(super) async fn edit(by: RectifyPeople, page: Page, app: web::Data<App>, id: web::Path<i64>) -> Result<Html> {
    let id = *id;
    let (person, company) = app.look(&by, move |l| current(l, id)).await?;
    html(&Editing::new(page, Some(id), PersonForm::of(&person, &company)))
}

fn current(l: &mut Looking, id: i64) -> Result<(Person, String)> {
    let person = people::get(l, id)?;
    let company = companies::name(l, person.company_id)?;
    Ok((person, company))
}

pub(super) async fn change(
    by: RectifyPeople,
    page: Page,
    session: Session,
    app: web::Data<App>,
    id: web::Path<i64>,
    Form(mut fields): Form<Fields>,
) -> Result<Html> {
    let id = *id;
    fields.all_of(&["civility", "given_name", "family_name", "job_title", "company", "address", "lang"])?;
    let theirs: Vec<&str> = FIELDS.iter().copied().filter(|name| keeps_theirs(&mut fields, name)).collect();
    let mut form = PersonForm::take(fields)?;
    if !theirs.is_empty() {
        let (person, company) = app.look(&by, move |l| current(l, id)).await?;
        take_theirs(&mut form, &PersonForm::of(&person, &company), &theirs);
    }
    let mut editing = Editing::new(page, Some(id), form);
    let Some(parsed) = editing.form.parse(editing.page.t, &mut editing.errors) else {
        return again(&with_empty_row(editing));
    };
    let (version, anyway) = (editing.form.version, editing.form.anyway);
    let outcome = app
        .write(&by, move |w| {
            let (person, company) = current(w, id)?;
            if person.version != version {
                return Ok(Outcome::Conflict(Box::new((person, company))));
            }
            let holders = if anyway { Vec::new() } else { holders(w, &parsed.person, Some(&person))? };
            if !holders.is_empty() {
                return Ok(Outcome::Holders(holders));
            }
            match settle_company(w, &parsed.company, &parsed.company_choice)? {
                Settled::Company(company_id) => {
                    people::change(w, id, version, &NewPerson { company_id, ..parsed.person })?;
                    Ok(Outcome::Done(id))
                }
                Settled::Choose(some) => Ok(Outcome::ChooseCompany(some)),
                Settled::Unknown => Ok(Outcome::UnknownCompany),
            }
        })
        .await?;
    match outcome {
        Outcome::Done(id) => {
            flash(&session, "good", editing.page.t.msg_people_changed())?;
            Ok(see_other(&format!("/people/{id}")))
        }
        Outcome::Conflict(saved) => conflict(&both(&editing, id, &saved.0, &saved.1)),
        other => question(editing, other),
    }
}

/// What an edit can change, as the page of two versions names it.
const FIELDS: &[&str] =
    &["civility", "given_name", "family_name", "job_title", "company", "address", "lang", "reaches"];

fn take_theirs(form: &mut PersonForm, theirs: &PersonForm, names: &[&str]) {
    let is = |name| names.contains(&name);
    for (name, mine, theirs) in [
        ("civility", &mut form.civility, &theirs.civility),
        ("given_name", &mut form.given_name, &theirs.given_name),
        ("family_name", &mut form.family_name, &theirs.family_name),
        ("job_title", &mut form.job_title, &theirs.job_title),
        ("company", &mut form.company, &theirs.company),
        ("address", &mut form.address, &theirs.address),
        ("lang", &mut form.lang, &theirs.lang),
    ] {
        if is(name) {
            mine.clone_from(theirs);
        }
    }
    if is("reaches") {
        form.reaches.clone_from(&theirs.reaches);
    }
}

fn both(mine: &Editing, id: i64, person: &Person, company: &str) -> Conflict {
    let (t, form, theirs) = (mine.page.t, &mine.form, PersonForm::of(person, company));
    let reaches = |form: &PersonForm| {
        let values = form.reaches.iter().filter(|row| !row.value.is_empty()).map(|row| row.value.as_str());
        values.collect::<Vec<_>>().join(", ")
    };
    let lang = |form: &PersonForm| Lang::from_word(&form.lang).map(|lang| lang_word(t, lang)).unwrap_or_default();
    let versions = [
        ("civility", t.msg_people_civility(), form.civility.clone(), theirs.civility.clone()),
        ("given_name", t.msg_people_given_name(), form.given_name.clone(), theirs.given_name.clone()),
        ("family_name", t.msg_people_family_name(), form.family_name.clone(), theirs.family_name.clone()),
        ("job_title", t.msg_people_job_title(), form.job_title.clone(), theirs.job_title.clone()),
        ("company", t.msg_people_company(), form.company.clone(), theirs.company.clone()),
        ("address", t.msg_people_address(), form.address.clone(), theirs.address.clone()),
        ("lang", t.msg_people_lang(), lang(form), lang(&theirs)),
        ("reaches", t.msg_people_reaches(), reaches(form), reaches(&theirs)),
    ];
    Conflict {
        title: person.name(),
        action: mine.action(),
        back: format!("/people/{id}"),
        version: theirs.version,
        versions: versions.map(|(name, label, mine, theirs)| Versions { name, label, mine, theirs }).into(),
        hidden: form.fields(),
        page: mine.page.clone(),
    }
}
