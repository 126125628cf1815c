//! Whom a breach touched: what to search the log for, how many it finds, and who they are, a page at a time.
use super::super::affected::{faults, named};
use super::super::{self as room, Affected, Breach, Fault, Scope, ScopeWord, SignIn, Whose};
use super::{moment, spoken, typed as moment_fields};
use crate::app::{App, Looking};
use crate::audit;
use crate::auth::KeepRegister;
use crate::error::{Error, Result};
use crate::people::Person;
use crate::web::page::again;
use crate::web::{Choice, Errors, Fields, Form, Html, Page, Query, dates, flash, html, lists, see_other};
use crate::words::{Lang, Words};
use actix_session::Session;
use actix_web::web;
use askama::Template;
use chrono::{Duration, NaiveDateTime};
use serde::Deserialize;

/// People of a page.
const PAGE: usize = 50;
/// Sign-ins to choose a session from.
const SIGN_INS: i64 = 200;

/// Every field as it was typed.
#[derive(Clone, Default)]
struct Typed {
    by: String,
    colleague: String,
    session: String,
    address: String,
    from_on: String,
    from_time: String,
    until_on: String,
    until_time: String,
}

impl Typed {
    /// Until something was counted: the day before the breach became known.
    fn beginning(known_at: NaiveDateTime) -> Self {
        let (from_on, from_time) = moment_fields(known_at - Duration::days(1));
        let (until_on, until_time) = moment_fields(known_at + Duration::minutes(1));
        let by = ScopeWord::Colleague.word().to_owned();
        Typed { by, from_on, from_time, until_on, until_time, ..Typed::default() }
    }

    fn of(scope: &Scope) -> Self {
        let (from_on, from_time) = moment_fields(scope.from);
        let (until_on, until_time) = moment_fields(scope.until);
        let mut typed = Typed { from_on, from_time, until_on, until_time, ..Typed::default() };
        let by = match &scope.whose {
            Whose::Colleague(id) => {
                typed.colleague = id.to_string();
                ScopeWord::Colleague
            }
            Whose::Session(n) => {
                typed.session = n.to_string();
                ScopeWord::Session
            }
            Whose::Address(address) => {
                typed.address.clone_from(address);
                ScopeWord::Address
            }
        };
        by.word().clone_into(&mut typed.by);
        typed
    }

    fn take(fields: &mut Fields) -> Self {
        Typed {
            by: fields.take("by"),
            colleague: fields.take("colleague"),
            session: fields.take("session"),
            address: fields.take("address"),
            from_on: fields.take("from_on"),
            from_time: fields.take("from_time"),
            until_on: fields.take("until_on"),
            until_time: fields.take("until_time"),
        }
    }

    /// What the log is to be searched for, or words beside what is missing.
    fn parsed(&self, t: &Words, errors: &mut Errors) -> Option<Scope> {
        let from = moment(&self.from_on, &self.from_time);
        let until = moment(&self.until_on, &self.until_time);
        for (field, there) in [("from_on", from.is_some()), ("until_on", until.is_some())] {
            if !there {
                errors.add(field, t.msg_register_fault_moment());
            }
        }
        let whose = match ScopeWord::from_word(&self.by) {
            Some(ScopeWord::Colleague) => self.colleague.parse().ok().map(Whose::Colleague).ok_or("colleague"),
            Some(ScopeWord::Session) => self.session.parse().ok().map(Whose::Session).ok_or("session"),
            Some(ScopeWord::Address) if self.address.is_empty() => Err("address"),
            Some(ScopeWord::Address) => Ok(Whose::Address(self.address.clone())),
            None => Err("by"),
        };
        match (whose, from, until) {
            (Ok(whose), Some(from), Some(until)) => Some(Scope { whose, from, until }),
            (Err(field), ..) => {
                errors.add(field, spoken::fault(t, if field == "address" { Fault::Missing } else { Fault::Choose }));
                None
            }
            _ => None,
        }
    }
}

#[derive(Template)]
#[template(path = "register/affected.html")]
struct Show {
    page: Page,
    breach: Breach,
    typed: Typed,
    colleagues: Vec<Choice>,
    sign_ins: Vec<Choice>,
    found: Option<Affected>,
    people: Vec<Person>,
    previous: String,
    next: String,
    errors: Errors,
}

impl Show {
    fn may_keep(&self) -> bool {
        self.breach.closed_at.is_none()
    }

    fn number(&self, n: &usize) -> String {
        lists::number(self.page.language(), i64::try_from(*n).unwrap_or(i64::MAX))
    }

    fn whats(&self, found: &Affected) -> Vec<(String, String)> {
        let line =
            |(what, n): &(crate::deeds::What, usize)| (audit::pages::what_word(self.page.t, *what), self.number(n));
        found.by_what.iter().map(line).collect()
    }

    fn is_by(&self, word: &str) -> bool {
        self.typed.by == word
    }
}

/// What the form chooses from.
fn choices(l: &mut Looking, lang: Lang) -> Result<(Vec<Choice>, Vec<Choice>)> {
    let colleagues = audit::colleagues(l)?.into_iter();
    let colleagues = colleagues.map(|colleague| Choice::new(colleague.id.to_string(), colleague.name));
    let sign_in = |one: SignIn| {
        let at = dates::moment(lang, one.at);
        Choice::new(one.n.to_string(), format!("{at}, {}, {}", one.who, one.address))
    };
    let sign_ins = room::sign_ins(l, SIGN_INS)?.into_iter().map(sign_in).collect();
    Ok((colleagues.collect(), sign_ins))
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Asked {
    after: String,
}

pub(super) async fn show(
    by: KeepRegister,
    page: Page,
    app: web::Data<App>,
    id: web::Path<i64>,
    Query(asked): Query<Asked>,
) -> Result<Html> {
    let id = id.into_inner();
    let after: usize = asked.after.parse().unwrap_or(0);
    let lang = page.language();
    let (breach, found, people, (colleagues, sign_ins)) = app
        .look(&by, move |l| {
            let breach = room::breach(l, id)?;
            let found = match &breach.scope {
                // The log is cut after a year: what it says no more stays counted.
                Some(scope) => match room::affected(l, scope) {
                    Err(Error::NotFound) => None,
                    found => Some(found?),
                },
                None => None,
            };
            let shown: Vec<i64> =
                found.iter().flat_map(|found| found.people.iter().copied()).skip(after).take(PAGE).collect();
            let people = if shown.is_empty() { Vec::new() } else { named(l, &shown)? };
            let choices = choices(l, lang)?;
            Ok((breach, found, people, choices))
        })
        .await?;
    let all = found.as_ref().map_or(0, |found| found.people.len());
    let path = format!("/register/breaches/{id}/affected");
    let at = |after: usize| lists::address(&path, &[], &[("after", &after.to_string())]);
    html(&Show {
        typed: breach.scope.as_ref().map_or_else(|| Typed::beginning(breach.known_at), Typed::of),
        previous: if after > 0 { at(after.saturating_sub(PAGE)) } else { String::new() },
        next: if after + PAGE < all { at(after + PAGE) } else { String::new() },
        errors: Errors::default(),
        breach,
        colleagues,
        sign_ins,
        found,
        people,
        page,
    })
}

pub(super) async fn keep(
    by: KeepRegister,
    page: Page,
    app: web::Data<App>,
    session: Session,
    id: web::Path<i64>,
    Form(mut fields): Form<Fields>,
) -> Result<Html> {
    let id = id.into_inner();
    let version = fields.version()?;
    let typed = Typed::take(&mut fields);
    fields.finish()?;
    let mut errors = Errors::default();
    let scope = typed.parsed(page.t, &mut errors);
    for (field, fault) in scope.iter().flat_map(faults) {
        errors.add(field, spoken::fault(page.t, fault));
    }
    if let Some(scope) = scope.filter(|_| errors.is_empty()) {
        match app.write(&by, move |w| room::count(w, id, version, &scope)).await? {
            Ok(found) => {
                let count = lists::number(page.language(), found.count());
                flash(&session, "good", page.t.msg_register_affected_counted(count))?;
                return Ok(see_other(&format!("/register/breaches/{id}/affected")));
            }
            Err(faults) => errors = spoken::told(page.t, &faults),
        }
    }
    let lang = page.language();
    let (breach, (colleagues, sign_ins)) =
        app.look(&by, move |l| Ok((room::breach(l, id)?, choices(l, lang)?))).await?;
    again(&Show {
        page,
        breach,
        typed,
        colleagues,
        sign_ins,
        found: None,
        people: Vec::new(),
        previous: String::new(),
        next: String::new(),
        errors,
    })
}
