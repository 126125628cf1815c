//! Pages of companies: the list, adding, editing, and the facts on a company's own page.
use super::{Company, LONGEST_ADDRESS, LONGEST_NAME, Line, NewCompany, Standing};
use crate::actor::Right;
use crate::app::App;
use crate::auth::{EditPeople, FindPeople, RectifyPeople};
use crate::error::{Error, Result};
use crate::search::Filter;
use crate::vault::readable;
use crate::web::page::again;
use crate::web::versions::{Conflict, Versions, conflict, keeps_theirs};
use crate::web::{Choice, Errors, Fields, Form, Html, Page, Query, ReachLine, ReachRows};
use crate::web::{faults, flash, html, lists, reach_lines, see_other};
use crate::words::Words;
use actix_session::Session;
use actix_web::web;
use askama::Template;
use serde::Deserialize;

pub fn routes(config: &mut web::ServiceConfig) {
    config
        .service(web::resource("/companies").get(list).post(add))
        .service(web::resource("/companies/new").get(new))
        .service(web::resource("/companies/{id}/edit").get(edit).post(change));
}

/// Lines of a page of the list.
const PAGE: usize = 50;

/// The word for what a company is to us, and the colour of its chip.
fn standing_word(t: &Words, standing: Standing) -> (&'static str, String) {
    match standing {
        Standing::Prospect => ("none", t.msg_companies_standing_prospect()),
        Standing::ToCome => ("info", t.msg_companies_standing_to_come()),
        Standing::Customer => ("good", t.msg_companies_standing_customer()),
        Standing::Former => ("quiet", t.msg_companies_standing_former()),
    }
}

#[derive(Template)]
#[template(path = "companies/list.html")]
struct List {
    page: Page,
    text: String,
    customers: String,
    which: Vec<Choice>,
    rows: Vec<Row>,
    previous: String,
    next: String,
}

impl List {
    fn filtered(&self) -> &str {
        if self.text.is_empty() && self.customers.is_empty() { "" } else { "/companies" }
    }

    fn shown(&self) -> String {
        self.page.t.msg_companies_shown(self.rows.len())
    }
}

struct Row {
    href: String,
    name: String,
    colour: &'static str,
    standing: String,
    people: String,
    telephone: Option<ReachLine>,
    email: Option<ReachLine>,
}

impl Row {
    fn of(page: &Page, line: &Line) -> Self {
        let (colour, standing) = standing_word(page.t, line.standing);
        let reaches = reach_lines(page.t, &line.company.reaches);
        Row {
            href: format!("/companies/{}", line.company.id),
            name: line.company.name.clone(),
            colour,
            standing,
            people: lists::number(page.language(), line.people),
            telephone: reaches.iter().find(|reach| reach.icon == "phone").cloned(),
            email: reaches.iter().find(|reach| reach.icon == "mail").cloned(),
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, default)]
#[derive(Default)]
struct Wanted {
    text: String,
    customers: String,
    after: String,
    before: String,
}

async fn list(by: FindPeople, page: Page, app: web::Data<App>, Query(wanted): Query<Wanted>) -> Result<Html> {
    let customers = if wanted.customers == "1" { "1" } else { "" };
    let filter = Filter { customers_only: customers == "1", text: wanted.text.clone(), ..Filter::default() };
    let from = lists::place(&wanted.after, &wanted.before);
    let (lines, listed) = app.look(&by, move |l| super::lines(l, &filter, from, PAGE)).await?;
    let filters = [("text", wanted.text.as_str()), ("customers", customers)];
    let (previous, next) = lists::neighbours("/companies", &filters, &listed);
    let rows = lines.iter().map(|line| Row::of(&page, line)).collect();
    let which = vec![Choice::new("1", page.t.msg_companies_customers_only())];
    html(&List { text: wanted.text, customers: customers.to_owned(), which, rows, previous, next, page })
}

/// The form of a company, new or known.
#[derive(Template)]
#[template(path = "companies/form.html")]
struct Edit {
    page: Page,
    /// `None` for a new one.
    id: Option<i64>,
    version: i64,
    name: String,
    address: String,
    reach: ReachRows,
    errors: Errors,
    /// Companies that are called the same already: id and name.
    alike: Vec<(i64, String)>,
    /// Something that stands here does not open: what is saved takes its place.
    unreadable: bool,
}

impl Edit {
    fn empty(page: Page) -> Self {
        let reach = ReachRows::of(page.t, &[]);
        let (name, address) = (String::new(), String::new());
        Edit {
            page,
            id: None,
            version: 0,
            name,
            address,
            reach,
            errors: Errors::default(),
            alike: Vec::new(),
            unreadable: false,
        }
    }

    fn of(page: Page, company: &Company) -> Self {
        Edit {
            id: Some(company.id),
            version: company.version,
            name: readable(&company.name).to_owned(),
            address: readable(&company.address).to_owned(),
            unreadable: company.unreadable,
            reach: ReachRows::of(page.t, &company.reaches),
            ..Edit::empty(page)
        }
    }

    fn title(&self) -> String {
        if self.id.is_none() { self.page.t.msg_companies_new() } else { self.page.t.msg_companies_edit() }
    }

    fn action(&self) -> String {
        self.id.map_or_else(|| "/companies".to_owned(), |id| format!("/companies/{id}/edit"))
    }

    fn back(&self) -> String {
        self.id.map_or_else(|| "/companies".to_owned(), |id| format!("/companies/{id}"))
    }

    fn take(page: Page, fields: &mut Fields) -> Self {
        let reach = ReachRows::take(page.t, fields);
        // Browsers send line ends as CR LF; what is kept has LF.
        let address = fields.take("address").replace("\r\n", "\n");
        Edit { name: fields.take("name"), address, reach, ..Edit::empty(page) }
    }

    /// What was typed, parsed; `None` when something is wrong, which then stands beside its field.
    fn parsed(&mut self) -> Option<NewCompany> {
        let t = self.page.t;
        if self.name.is_empty() {
            self.errors.add("name", t.msg_fault_required());
        }
        for (field, text, most) in [("name", &self.name, LONGEST_NAME), ("address", &self.address, LONGEST_ADDRESS)] {
            if let Some(long) = faults::length(t, text, most) {
                self.errors.add(field, long);
            }
        }
        let reaches = self.reach.parse(t, &mut self.errors);
        let new = NewCompany { name: self.name.clone(), address: self.address.clone(), reaches, external: None };
        self.errors.is_empty().then_some(new)
    }
}

async fn new(_: EditPeople, page: Page) -> Result<Html> {
    html(&Edit::empty(page))
}

async fn add(
    by: EditPeople,
    page: Page,
    app: web::Data<App>,
    session: Session,
    Form(mut fields): Form<Fields>,
) -> Result<Html> {
    let anyway = !fields.take("anyway").is_empty();
    let mut form = Edit::take(page, &mut fields);
    fields.finish()?;
    let Some(new) = form.parsed() else { return again(&form) };
    if !anyway {
        let name = new.name.clone();
        let alike = app.look(&by, move |l| super::called(l, &name)).await?;
        if !alike.is_empty() {
            form.alike = alike.into_iter().map(|company| (company.id, company.name)).collect();
            return again(&form);
        }
    }
    let id = app.write(&by, move |w| super::add(w, &new)).await?;
    flash(&session, "good", form.page.t.msg_companies_added())?;
    Ok(see_other(&format!("/companies/{id}")))
}

async fn edit(by: RectifyPeople, page: Page, app: web::Data<App>, id: web::Path<i64>) -> Result<Html> {
    let id = id.into_inner();
    let company = app.look(&by, move |l| super::get(l, id)).await?;
    html(&Edit::of(page, &company))
}

async fn change(
    by: RectifyPeople,
    page: Page,
    app: web::Data<App>,
    session: Session,
    id: web::Path<i64>,
    Form(mut fields): Form<Fields>,
) -> Result<Html> {
    let id = id.into_inner();
    fields.all_of(&["name", "address"])?;
    let version = fields.version()?;
    let theirs = ["name", "address", "reach"].map(|name| keeps_theirs(&mut fields, name));
    let mut form = Edit::take(page, &mut fields);
    fields.finish()?;
    (form.id, form.version) = (Some(id), version);
    if theirs.contains(&true) {
        let saved = Edit::of(form.page.clone(), &app.look(&by, move |l| super::get(l, id)).await?);
        let [name, address, reach] = theirs;
        if name {
            form.name = saved.name;
        }
        if address {
            form.address = saved.address;
        }
        if reach {
            form.reach = saved.reach;
        }
    }
    let Some(new) = form.parsed() else { return again(&form) };
    match app.write(&by, move |w| super::change(w, id, version, &new)).await {
        Ok(()) => {
            flash(&session, "good", form.page.t.msg_companies_saved())?;
            Ok(see_other(&form.back()))
        }
        Err(Error::Stale) => {
            let saved = app.look(&by, move |l| super::get(l, id)).await?;
            conflict(&both(form, &saved))
        }
        Err(error) => Err(error),
    }
}

fn both(mine: Edit, saved: &Company) -> Conflict {
    let t = mine.page.t;
    let theirs = Edit::of(mine.page.clone(), saved);
    let fields = |name, label, mine: &str, theirs: &str| Versions {
        name,
        label,
        mine: mine.to_owned(),
        theirs: theirs.to_owned(),
    };
    let mut hidden = mine.reach.fields();
    hidden.push(("name".to_owned(), mine.name.clone()));
    hidden.push(("address".to_owned(), mine.address.clone()));
    Conflict {
        title: saved.name.clone(),
        action: mine.action(),
        back: mine.back(),
        version: saved.version,
        versions: vec![
            fields("name", t.msg_companies_name(), &mine.name, &theirs.name),
            fields("address", t.msg_companies_address(), &mine.address, &theirs.address),
            fields("reach", t.msg_reach_rows(), &mine.reach.text(t), &theirs.reach.text(t)),
        ],
        hidden,
        page: mine.page,
    }
}

/// Address and numbers, for the company's own page.
#[derive(Template)]
#[template(path = "companies/facts.html")]
pub struct Facts {
    page: Page,
    company: Company,
    reaches: Vec<ReachLine>,
    edit: String,
}

impl askama::filters::HtmlSafe for Facts {}

pub fn facts(page: &Page, company: Company) -> Facts {
    let edit = if page.may(Right::RectifyPeople) { format!("/companies/{}/edit", company.id) } else { String::new() };
    Facts { reaches: reach_lines(page.t, &company.reaches), edit, company, page: page.clone() }
}
