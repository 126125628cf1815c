//! The pages of assistance requests: the list, one request, a new one, and the panels of a person and of a company.
mod list;
mod new;
mod panels;
mod request;

pub use panels::{CompanyPanel, PersonPanel, company_panel, person_panel};

use super::Line;
use crate::web::Page;
use crate::words::Words;
use actix_web::web;
use chrono::NaiveDateTime;

pub fn routes(config: &mut web::ServiceConfig) {
    config
        .service(web::resource("/assistance").get(list::list))
        .service(web::resource("/assistance/{id:[0-9]+}").get(request::show))
        .service(web::resource("/assistance/{id:[0-9]+}/assignment").post(request::assign))
        .service(web::resource("/assistance/{id:[0-9]+}/answer").post(request::close))
        .service(web::resource("/assistance/{id:[0-9]+}/reopening").post(request::reopen))
        .service(web::resource("/people/{id:[0-9]+}/assistance").post(new::open))
        .service(web::resource("/people/{id:[0-9]+}/assistance/new").get(new::new));
}

const PATH: &str = "/assistance";

/// A request in a list.
struct Row {
    href: String,
    subject: String,
    person: String,
    person_href: String,
    company: String,
    company_href: String,
    open: bool,
    assignee: String,
    /// How long it has waited, or when it was closed.
    age: String,
}

impl Row {
    fn of(page: &Page, line: &Line, now: NaiveDateTime) -> Self {
        let request = &line.request;
        Row {
            href: format!("{PATH}/{}", request.id),
            subject: request.subject.clone(),
            person: line.person.clone(),
            person_href: format!("/people/{}", request.person_id),
            company: line.company.clone(),
            company_href: request.company_id.map(|id| format!("/companies/{id}")).unwrap_or_default(),
            open: request.is_open(),
            assignee: line.assignee.clone(),
            age: match request.closed_at {
                Some(at) => page.t.msg_assistance_closed_on(page.day(&at.date())),
                None => age(page.t, request.opened_at, now),
            },
        }
    }

    fn all(page: &Page, lines: &[Line], now: NaiveDateTime) -> Vec<Row> {
        lines.iter().map(|line| Row::of(page, line, now)).collect()
    }
}

/// How long ago, in words; a clock that was set back says "just now".
fn age(t: &Words, since: NaiveDateTime, now: NaiveDateTime) -> String {
    let past = now - since;
    let count = |n: i64| u32::try_from(n).unwrap_or(u32::MAX);
    match past.num_minutes() {
        ..1 => t.msg_assistance_just_now(),
        minutes @ 1..60 => t.msg_assistance_minutes_ago(count(minutes)),
        _ if past.num_hours() < 24 => t.msg_assistance_hours_ago(count(past.num_hours())),
        _ => t.msg_assistance_days_ago(count(past.num_days())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Lang;
    use chrono::{Duration, NaiveDate};

    #[test]
    fn the_age_of_a_request_is_said_in_words() {
        let now = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap().and_hms_opt(9, 0, 0).unwrap();
        let said = |past: Duration| age(Lang::En.words(), now - past, now);
        assert_eq!(said(Duration::seconds(-90)), "just now");
        assert_eq!(said(Duration::seconds(59)), "just now");
        assert_eq!(said(Duration::seconds(60)), "1 minute ago");
        assert_eq!(said(Duration::minutes(59)), "59 minutes ago");
        assert_eq!(said(Duration::minutes(60)), "1 hour ago");
        assert_eq!(said(Duration::hours(23)), "23 hours ago");
        assert_eq!(said(Duration::hours(24)), "1 day ago");
        assert_eq!(said(Duration::days(40)), "40 days ago");
    }
}
