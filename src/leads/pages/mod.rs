//! The pages of leads: the list, a person's panel, the plan, and the two ends of the way.
mod conversion;
mod list;
mod loss;
mod panel;
mod plan;

pub use panel::{PersonPanel, person_panel};

use super::Lead;
use crate::people::Stage;
use crate::words::Words;
use actix_web::web;

pub fn routes(config: &mut web::ServiceConfig) {
    config
        .service(web::resource("/people/{id:[0-9]+}/lead").post(panel::open))
        .service(web::resource("/leads").get(list::list))
        .service(web::resource("/leads/{person:[0-9]+}").get(plan::edit).post(plan::save))
        .service(web::resource("/leads/{person:[0-9]+}/stage").post(panel::move_to))
        .service(web::resource("/leads/{person:[0-9]+}/owner").post(panel::claim))
        .service(web::resource("/leads/{person:[0-9]+}/loss").get(loss::ask).post(loss::lose))
        .service(web::resource("/leads/{person:[0-9]+}/conversion").get(conversion::ask).post(conversion::convert));
}

pub fn stage_word(t: &Words, stage: Stage) -> String {
    match stage {
        Stage::New => t.msg_leads_stage_new(),
        Stage::Contacted => t.msg_leads_stage_contacted(),
        Stage::Qualified => t.msg_leads_stage_qualified(),
        Stage::Proposal => t.msg_leads_stage_proposal(),
        Stage::Negotiation => t.msg_leads_stage_negotiation(),
        Stage::Won => t.msg_leads_stage_won(),
        Stage::Lost => t.msg_leads_stage_lost(),
    }
}

/// How much of the way is covered, in percent: for the chip of a stage.
pub fn stage_share(stage: Stage) -> u8 {
    match stage {
        Stage::New => 10,
        Stage::Contacted => 30,
        Stage::Qualified => 50,
        Stage::Proposal => 70,
        Stage::Negotiation => 90,
        Stage::Won => 100,
        Stage::Lost => 0,
    }
}

/// The rail of a lead: where it stands, and where one press moves it.
struct Rail {
    action: String,
    version: i64,
    stops: Vec<Stop>,
}

struct Stop {
    stage: &'static str,
    label: String,
    state: &'static str,
    note: String,
}

impl Rail {
    fn of(t: &Words, lead: &Lead, since: &str) -> Self {
        let stop = |stage: &Stage| {
            let state = match stage {
                stage if *stage == lead.stage => "current",
                stage if lead.stage != Stage::Lost && *stage < lead.stage => "done",
                _ => "todo",
            };
            let note = if state == "current" { t.msg_leads_since(since) } else { String::new() };
            Stop { stage: stage.word(), label: stage_word(t, *stage), state, note }
        };
        Rail {
            action: format!("/leads/{}/stage", lead.person_id),
            version: lead.version,
            stops: Stage::ALL.iter().map(stop).collect(),
        }
    }
}

fn home(person: i64) -> String {
    format!("/people/{person}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Lang;
    use chrono::NaiveDate;

    fn states(stage: Stage) -> Vec<&'static str> {
        let at = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap().and_hms_opt(9, 0, 0).unwrap();
        let lead = Lead {
            person_id: 7,
            stage,
            owner: None,
            next_step: String::new(),
            next_on: None,
            opened_at: at,
            moved_at: at,
            version: 1,
        };
        Rail::of(Lang::Fr.words(), &lead, "24/11/2026").stops.iter().map(|stop| stop.state).collect()
    }

    #[test]
    fn the_rail_shows_the_way_that_is_covered_and_a_lost_lead_has_covered_none() {
        assert_eq!(states(Stage::Qualified), ["done", "done", "current", "todo", "todo", "todo", "todo"]);
        assert_eq!(states(Stage::Won), ["done", "done", "done", "done", "done", "current", "todo"]);
        assert_eq!(states(Stage::Lost), ["todo", "todo", "todo", "todo", "todo", "todo", "current"]);
    }
}
