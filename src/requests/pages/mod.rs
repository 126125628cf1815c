//! The pages of privacy requests: the list, one request with its rail, a new one, letters, the access package, and the
//! restriction of somebody's processing.
mod home;
mod letter;
mod list;
mod new;
mod package;
mod restriction;
mod show;
mod steps;

pub use home::{HomePanel, home_panel};
pub use package::draw as draw_package;
pub use restriction::{PersonPanel, Story, person_panel};

use super::{Claim, Line, Request, Step};
use crate::calendar::{Standing, Term};
use crate::web::Page;
use actix_web::web;

const PATH: &str = "/requests";

pub fn routes(config: &mut web::ServiceConfig) {
    config
        .service(web::resource("/requests").get(list::list).post(new::record))
        .service(web::resource("/requests/new").get(new::new))
        .service(web::resource("/requests/restricted").get(restriction::list))
        .service(web::resource("/requests/{id:[0-9]+}").get(show::show))
        .service(web::resource("/requests/{id:[0-9]+}/people").post(steps::choose))
        .service(web::resource("/requests/{id:[0-9]+}/code").post(steps::confirm))
        .service(web::resource("/requests/{id:[0-9]+}/identity").post(steps::vouch))
        .service(web::resource("/requests/{id:[0-9]+}/doubt").post(steps::doubt))
        .service(web::resource("/requests/{id:[0-9]+}/resumption").post(steps::resume))
        .service(web::resource("/requests/{id:[0-9]+}/extension").post(steps::extend))
        .service(web::resource("/requests/{id:[0-9]+}/finding").post(steps::found))
        .service(web::resource("/requests/{id:[0-9]+}/decision").post(steps::decide))
        .service(web::resource("/requests/{id:[0-9]+}/approval").post(steps::approve))
        .service(web::resource("/requests/{id:[0-9]+}/return").post(steps::send_back))
        .service(web::resource("/requests/{id:[0-9]+}/execution").post(steps::carry_out))
        .service(web::resource("/requests/{id:[0-9]+}/stop").post(steps::stop))
        .service(web::resource("/requests/{id:[0-9]+}/refusal").post(steps::refuse))
        .service(web::resource("/requests/{id:[0-9]+}/answer").post(steps::answer))
        .service(web::resource("/requests/{id:[0-9]+}/closing").post(steps::close))
        .service(web::resource("/requests/{id:[0-9]+}/recipients/{number:[0-9]+}").post(steps::tell))
        .service(web::resource("/requests/{id:[0-9]+}/letters/{number:[0-9]+}").get(letter::show))
        .service(web::resource("/requests/{id:[0-9]+}/package").post(package::make))
        .service(web::resource("/requests/{id:[0-9]+}/package/file").post(package::take))
        .service(web::resource("/people/{id:[0-9]+}/restriction").get(restriction::form).post(restriction::set));
}

/// The clock in a word, a colour that repeats it, and a sign.
#[derive(Clone)]
pub struct ClockChip {
    pub kind: &'static str,
    pub text: String,
    pub icon: &'static str,
}

impl ClockChip {
    fn of(page: &Page, term: &Term, standing: Standing) -> Self {
        let t = page.t;
        let (kind, text, icon) = match standing {
            Standing::Running { left: 0, .. } => ("bad", t.msg_requests_clock_today(), "clock"),
            Standing::Running { day, of, left } => {
                let kind = if left <= 3 {
                    "bad"
                } else if left <= 14 {
                    "warn"
                } else {
                    "info"
                };
                let text = match term.further {
                    0 => t.msg_requests_clock_running(day.to_string(), of.to_string()),
                    _ => t.msg_requests_clock_extended(day.to_string(), of.to_string()),
                };
                (kind, text, "clock")
            }
            Standing::Paused { since } => ("warn", t.msg_requests_clock_paused(page.day(&since)), "lock"),
            Standing::Overdue { days } => ("bad", t.msg_requests_clock_overdue(days), "alert"),
            Standing::Answered { on, late: false } => ("good", t.msg_requests_clock_answered(page.day(&on)), "check"),
            Standing::Answered { on, late: true } => ("bad", t.msg_requests_clock_late(page.day(&on)), "alert"),
        };
        ClockChip { kind, text, icon }
    }
}

/// A request in a list.
struct Row {
    href: String,
    number: String,
    name: String,
    claims: String,
    came: String,
    due: String,
    step: String,
    clock: ClockChip,
    mine: bool,
}

impl Row {
    fn of(page: &Page, line: &Line) -> Self {
        let request = &line.request;
        Row {
            href: format!("{PATH}/{}", request.id),
            number: request.id.to_string(),
            name: name(page, request),
            claims: claims(page, &request.claims),
            came: page.day(&request.term.received),
            due: page.day(&request.term.due()),
            step: match (line.step, request.outcome) {
                (Step::Answered, Some(outcome)) => outcome.label(page.t),
                (step, _) => step.label(page.t),
            },
            clock: ClockChip::of(page, &request.term, line.standing),
            mine: line.mine,
        }
    }
}

/// Who asks; a closed erasure knows it no more.
fn name(page: &Page, request: &Request) -> String {
    match (request.destroyed, request.requester.name.is_empty()) {
        (true, _) => page.t.msg_requests_destroyed(),
        (false, true) => page.t.msg_requests_unnamed(),
        (false, false) => request.requester.name.clone(),
    }
}

fn claims(page: &Page, claims: &[Claim]) -> String {
    let words: Vec<String> = claims.iter().map(|claim| claim.label(page.t)).collect();
    words.join(", ")
}
