//! Who does what next with a lead, and when: the form, and both versions when two colleagues plan at once.
use super::{Rail, home, stage_word};
use crate::actor::Right;
use crate::app::{App, Looking};
use crate::auth::WorkLeads;
use crate::error::{Error, Result};
use crate::leads::{self, Lead, Plan};
use crate::notes;
use crate::people::{self, Person};
use crate::web::page::again;
use crate::web::versions::{Conflict, Versions, conflict, keeps_theirs};
use crate::web::{Choice, Errors, Fields, Form, Html, Page, dates, flash, html, see_other};
use actix_session::Session;
use actix_web::web;
use askama::Template;

/// The value of the choice "nobody".
const NOBODY: &str = "nobody";

#[derive(Template)]
#[template(path = "leads/edit.html")]
struct Edit {
    page: Page,
    name: String,
    back: String,
    action: String,
    version: i64,
    rail: Rail,
    owners: Vec<Choice>,
    typed: Typed,
    errors: Errors,
}

/// What stands in the fields, before it is parsed.
#[derive(Clone, Default)]
struct Typed {
    owner: String,
    next_step: String,
    next_on: String,
}

impl Typed {
    fn of(lead: &Lead) -> Self {
        Typed {
            owner: lead.owner.map_or_else(|| NOBODY.to_owned(), |owner| owner.to_string()),
            next_step: lead.next_step.clone(),
            next_on: lead.next_on.map(|on| on.to_string()).unwrap_or_default(),
        }
    }

    fn take(fields: &mut Fields) -> Self {
        Typed { owner: fields.take("owner"), next_step: fields.take("next_step"), next_on: fields.take("next_on") }
    }

    fn parsed(&self, page: &Page, errors: &mut Errors) -> Option<Plan> {
        let t = page.t;
        let owner = match self.owner.as_str() {
            NOBODY => None,
            typed => match typed.parse() {
                Ok(id) => Some(id),
                Err(_) => {
                    errors.add("owner", t.msg_fault_choose());
                    None
                }
            },
        };
        let next_step = match self.next_step.is_empty() {
            true => None,
            false => notes::pages::short(t, errors, "next_step", &self.next_step),
        };
        let next_on = match (self.next_on.is_empty(), dates::parse(&self.next_on)) {
            (true, _) => None,
            (false, Some(day)) => Some(day),
            (false, None) => {
                errors.add("next_on", t.msg_fault_date());
                None
            }
        };
        errors.is_empty().then_some(Plan { owner, next_step, next_on })
    }
}

/// What the form needs: who it is about, their lead, who may own it.
type Known = (Person, Lead, Vec<(i64, String)>);

fn known(l: &mut Looking, id: i64) -> Result<Known> {
    let person = people::get(l, id)?;
    let lead = leads::of(l, id)?.ok_or(Error::NotFound)?;
    let mut owners: Vec<(i64, String)> = leads::owners(l)?.into_iter().map(|c| (c.id, c.name)).collect();
    // Whoever owns it now is a choice, also when they have left.
    if let Some(owner) = lead.owner.filter(|owner| owners.iter().all(|known| known.0 != *owner)) {
        owners.extend(crate::auth::names(l, &[owner])?);
    }
    Ok((person, lead, owners))
}

impl Edit {
    fn of(page: Page, (person, lead, owners): &Known) -> Self {
        let nobody = Choice::new(NOBODY, page.t.msg_leads_nobody());
        let colleagues = owners.iter().map(|(id, name)| Choice::new(id.to_string(), name));
        Edit {
            name: person.name(),
            back: home(lead.person_id),
            action: format!("/leads/{}", lead.person_id),
            version: lead.version,
            rail: Rail::of(page.t, lead, &page.day(&lead.moved_at.date())),
            owners: std::iter::once(nobody).chain(colleagues).collect(),
            typed: Typed::of(lead),
            errors: Errors::default(),
            page,
        }
    }

    fn owner_name(&self, typed: &str) -> String {
        self.owners.iter().find(|choice| choice.value == typed).map(|choice| choice.label.clone()).unwrap_or_default()
    }

    fn day(&self, typed: &str) -> String {
        dates::parse(typed).map_or_else(|| typed.to_owned(), |day| self.page.day(&day))
    }
}

pub async fn edit(by: WorkLeads, page: Page, app: web::Data<App>, id: web::Path<i64>) -> Result<Html> {
    let id = *id;
    let known = app.look(&by, move |l| known(l, id)).await?;
    html(&Edit::of(page, &known))
}

pub async fn save(
    by: WorkLeads,
    page: Page,
    app: web::Data<App>,
    session: Session,
    id: web::Path<i64>,
    Form(mut fields): Form<Fields>,
) -> Result<Html> {
    let id = *id;
    let version = fields.version()?;
    let [owner, step, day] = ["owner", "next_step", "next_on"].map(|name| keeps_theirs(&mut fields, name));
    let mut typed = Typed::take(&mut fields);
    fields.finish()?;
    if owner || step || day {
        let saved = Typed::of(&app.look(&by, move |l| leads::of(l, id)).await?.ok_or(Error::NotFound)?);
        if owner {
            typed.owner = saved.owner;
        }
        if step {
            typed.next_step = saved.next_step;
        }
        if day {
            typed.next_on = saved.next_on;
        }
    }
    let mut errors = Errors::default();
    let Some(plan) = typed.parsed(&page, &mut errors) else {
        let known = app.look(&by, move |l| known(l, id)).await?;
        // The version stays the one that was shown: what was saved meanwhile is still to be chosen from.
        return again(&Edit { typed, errors, version, ..Edit::of(page, &known) });
    };
    match app.write(&by, move |w| leads::plan(w, id, version, &plan)).await {
        Ok(()) => {
            flash(&session, "good", page.t.msg_leads_saved())?;
            Ok(see_other(&home(id)))
        }
        Err(Error::Stale) => {
            let known = app.look(&by, move |l| known(l, id)).await?;
            conflict(&both(&Edit::of(page, &known), typed, &known.1))
        }
        Err(error) => Err(error),
    }
}

fn both(saved: &Edit, mine: Typed, lead: &Lead) -> Conflict {
    let (t, theirs) = (saved.page.t, &saved.typed);
    let stage = stage_word(t, lead.stage);
    let versions = vec![
        Versions {
            name: "owner",
            label: t.msg_leads_owner(),
            mine: saved.owner_name(&mine.owner),
            theirs: saved.owner_name(&theirs.owner),
        },
        Versions {
            name: "next_step",
            label: t.msg_leads_next_step(),
            mine: mine.next_step.clone(),
            theirs: theirs.next_step.clone(),
        },
        Versions {
            name: "next_on",
            label: t.msg_leads_next_on(),
            mine: saved.day(&mine.next_on),
            theirs: saved.day(&theirs.next_on),
        },
        Versions { name: "stage", label: t.msg_leads_stage(), mine: stage.clone(), theirs: stage },
    ];
    Conflict {
        title: saved.name.clone(),
        action: saved.action.clone(),
        back: saved.back.clone(),
        version: saved.version,
        versions,
        hidden: [("owner", mine.owner), ("next_step", mine.next_step), ("next_on", mine.next_on)]
            .map(|(name, value)| (name.to_owned(), value))
            .to_vec(),
        page: saved.page.clone(),
    }
}
