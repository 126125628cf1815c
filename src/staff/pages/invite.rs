//! Inviting a colleague.
use super::super::{Outcome, invite as add};
use super::code::Given;
use super::{code, roles, why_word};
use crate::actor::Role;
use crate::app::App;
use crate::auth::{self, ManageStaff, NewColleague, accounts};
use crate::error::{Error, Result};
use crate::web::page::again;
use crate::web::{Choice, Errors, Fields, Form, Html, Page, faults, flash, html, see_other};
use crate::words::Lang;
use actix_session::Session;
use actix_web::web;
use askama::Template;

#[derive(Template)]
#[template(path = "staff/new.html")]
struct New {
    page: Page,
    user_name: String,
    name: String,
    role: String,
    lang: String,
    roles: Vec<Choice>,
    langs: Vec<Choice>,
    errors: Errors,
}

impl New {
    fn of(page: Page, [user_name, name, role, lang]: [String; 4]) -> Self {
        let t = page.t;
        let langs = vec![Choice::new("fr", t.msg_staff_french()), Choice::new("en", t.msg_staff_english())];
        New { roles: roles(t), langs, errors: Errors::default(), page, user_name, name, role, lang }
    }
}

/// Of a colleague's name.
const LONGEST_NAME: usize = 100;

pub(super) async fn new(_: ManageStaff, page: Page) -> Result<Html> {
    html(&New::of(page, [String::new(), String::new(), String::new(), "fr".to_owned()]))
}

pub(super) async fn invite(
    by: ManageStaff,
    // step-up: auth::Fresh
    page: Page,
    app: web::Data<App>,
    session: Session,
    Form(mut fields): Form<Fields>,
) -> Result<Html> {
    fields.all_of(&["user_name", "name", "role", "lang"])?;
    let typed = ["user_name", "name", "role", "lang"].map(|name| fields.take(name).trim().to_owned());
    fields.finish()?;
    let t = page.t;
    let mut form = New::of(page, typed);
    if !auth::is_user_name(&form.user_name) {
        form.errors.add("user_name", t.msg_staff_fault_user_name());
    }
    if form.name.is_empty() {
        form.errors.add("name", t.msg_fault_required());
    } else if let Some(long) = faults::length(t, &form.name, LONGEST_NAME) {
        form.errors.add("name", long);
    }
    let (role, lang) = (Role::from_word(&form.role), Lang::from_word(&form.lang));
    if role.is_none() {
        form.errors.add("role", t.msg_fault_choose());
    }
    if lang.is_none() {
        form.errors.add("lang", t.msg_fault_choose());
    }
    let Some((role, lang)) = role.zip(lang).filter(|_| form.errors.is_empty()) else { return again(&form) };
    let new = NewColleague { user_name: form.user_name.clone(), name: form.name.clone(), role, lang };
    let user_name = new.user_name.clone();
    let invited = app
        .write(&by, move |w| match add(w, &new) {
            Ok(outcome) => {
                let account = accounts::find_by_name(w, &user_name)?;
                Ok(Some((outcome, account)))
            }
            Err(Error::Stale) => Ok(None),
            Err(error) => Err(error),
        })
        .await?;
    match invited {
        None => {
            // The page with the code was loaded again: what was invited a moment ago is not invited twice.
            let (name, me) = (form.user_name.clone(), by.staff_id());
            let theirs = app.look(&by, move |l| accounts::find_by_name(l, &name)).await?;
            if let Some(theirs) = theirs
                .filter(|theirs| !theirs.enrolled && theirs.code && theirs.added_by == me && theirs.name == form.name)
            {
                return Ok(see_other(&format!("/staff/{}/code", theirs.id)));
            }
            form.errors.add("user_name", t.msg_staff_fault_taken());
            again(&form)
        }
        Some((Outcome::Code(code), Some(account))) => code::page(form.page, Given { account, code }),
        Some((Outcome::Not(why), _)) => {
            form.errors.add("role", why_word(t, why));
            again(&form)
        }
        Some((_, account)) => {
            flash(&session, "good", t.msg_staff_proposed())?;
            Ok(see_other(&account.map_or_else(|| "/staff".to_owned(), |account| format!("/staff/{}", account.id))))
        }
    }
}
