//! Leads: moved along, claimed once, planned by two at once, won by a contract and lost for a reason.
use crate::house::{House, Visitor, run};
use crate::notes::{NASTY, number};
use crate::people::add;
use chrono::Duration;
use cloister::actor::Role;
use cloister::leads::{self, Lead, NewLead, Plan};
use cloister::people::Stage;
use cloister::search::{Filter, From, Order, Whose};

async fn lead(house: &House, person: i64) -> Lead {
    house.look(move |l| leads::of(l, person)).await.expect("a lead")
}

/// A person and their lead, opened by this colleague.
async fn opened(sales: &Visitor, differs: &[(&str, &str)]) -> i64 {
    let path = add(sales, differs).await;
    sales.post(&format!("{path}/lead"), &[]).await.is(303);
    number(&path)
}

#[test]
fn somebody_becomes_a_lead_of_whoever_made_them_one_and_moves_along() {
    run(async {
        let house = House::open().await;
        let sales = house.signed_in(Role::Sales).await;
        let path = add(&sales, &[]).await;
        let page = sales.get(&path).await.is(200);
        assert!(page.says(&format!("action=\"{path}/lead\"")), "{}", page.main());
        sales.post(&format!("{path}/lead"), &[]).await.is(303);
        let id = number(&path);
        let page = sales.get(&path).await.is(200);
        assert!(page.says("name=\"stage\" value=\"qualified\"") && !page.says(&format!("action=\"{path}/lead\"")));
        let first = lead(&house, id).await;
        assert_eq!((first.stage, first.owner, first.version), (Stage::New, Some(sales.id), 1));
        // Pressed twice: still one lead.
        sales.post(&format!("/people/{id}/lead"), &[]).await.is(303);
        let stage = format!("/leads/{id}/stage");
        let to = sales.post(&stage, &[("version", "1"), ("stage", "qualified")]).await.is(303);
        assert_eq!(to.to(), format!("/people/{id}"));
        // The same button again, from the page that is out of date: nothing to say.
        sales.post(&stage, &[("version", "1"), ("stage", "qualified")]).await.is(303);
        assert_eq!(lead(&house, id).await.version, 2);
        sales.post(&stage, &[("version", "2"), ("stage", "bought")]).await.is(400);
        sales.post(&stage, &[("version", "2"), ("stage", "contacted"), ("owner_id", "1")]).await.is(400);
        let deeds = house.deeds().await;
        assert_eq!(deeds.iter().filter(|deed| *deed == "lead.moved from=new to=qualified").count(), 1);
        assert!(deeds.iter().any(|deed| deed == "lead.opened"));
        let list = sales.get("/leads").await.is(200);
        assert!(list.says("Dupont Émilie") && list.says("Zéphyr SAS") && list.says("1 lead"), "{}", list.main());
        assert!(sales.get("/leads?stage=qualified&owner=mine").await.says("Dupont Émilie"));
        assert!(!sales.get("/leads?stage=new").await.says("Dupont Émilie"));
        assert!(!sales.get("/leads?owner=nobody").await.says("Dupont Émilie"));
    });
}

#[test]
fn a_stage_that_a_colleague_changed_first_is_shown_beside_the_wanted_one() {
    run(async {
        let house = House::open().await;
        let (anne, bob) = (house.signed_in(Role::Sales).await, house.signed_in(Role::Sales).await);
        let id = opened(&anne, &[]).await;
        let stage = format!("/leads/{id}/stage");
        anne.post(&stage, &[("version", "1"), ("stage", "proposal")]).await.is(303);
        let both = bob.post(&stage, &[("version", "1"), ("stage", "contacted")]).await.is(409);
        assert!(both.says("Proposal") && both.says("Contacted") && both.says("name=\"version\" value=\"2\""));
        bob.post(&stage, &[("version", "2"), ("stage", "contacted"), ("stage_keep", "theirs")]).await.is(303);
        assert_eq!(lead(&house, id).await.stage, Stage::Proposal);
        bob.post(&stage, &[("version", "2"), ("stage", "contacted"), ("stage_keep", "mine")]).await.is(303);
        assert_eq!(lead(&house, id).await.stage, Stage::Contacted);
    });
}

#[test]
fn of_twenty_who_claim_a_lead_at_once_one_has_it() {
    run(async {
        let house = House::open().await;
        let sales = house.signed_in(Role::Sales).await;
        let others = [house.signed_in(Role::Sales).await, house.signed_in(Role::Sales).await];
        let id = opened(&sales, &[]).await;
        let nobody = [("version", "1"), ("owner", "nobody"), ("next_step", ""), ("next_on", "")];
        sales.post(&format!("/leads/{id}"), &nobody).await.is(303);
        assert!(sales.get("/leads?owner=nobody").await.says("Dupont Émilie"));
        assert!(sales.get(&format!("/people/{id}")).await.says(&format!("action=\"/leads/{id}/owner\"")));
        let path = format!("/leads/{id}/owner");
        let mut tokens = Vec::new();
        for colleague in &others {
            tokens.push(colleague.token().await);
        }
        let claims = (0..20).map(|n| {
            let (colleague, token) = (&others[n % 2], tokens[n % 2].clone());
            let path = path.clone();
            async move { (colleague.id, colleague.post_raw(&path, &[("csrf", &token)]).await) }
        });
        let answers = futures_util::future::join_all(claims).await;
        let owner = lead(&house, id).await.owner.expect("somebody has it");
        for (who, answer) in answers {
            assert_eq!(answer.status.as_u16(), if who == owner { 303 } else { 409 });
            assert!(who == owner || answer.says("took it before you"), "{}", answer.main());
        }
        let claims = house.deeds().await.iter().filter(|d| **d == format!("lead.changed owner={owner}")).count();
        assert_eq!(claims, 1, "assigned once");
        assert_eq!(lead(&house, id).await.version, 3);
    });
}

#[test]
fn the_second_of_two_who_plan_at_once_sees_both_versions_and_loses_nothing() {
    run(async {
        let house = House::open().await;
        let (anne, bob) = (house.signed_in(Role::Sales).await, house.signed_in(Role::Sales).await);
        let id = opened(&anne, &[]).await;
        let (path, anne_id, bob_id) = (format!("/leads/{id}"), anne.id.to_string(), bob.id.to_string());
        let plan =
            |version, owner, step, on| [("version", version), ("owner", owner), ("next_step", step), ("next_on", on)];
        anne.post(&path, &plan("1", &anne_id, "Envoyer l'offre", "2026-12-01")).await.is(303);
        let both = bob.post(&path, &plan("1", &bob_id, NASTY, "02/12/2026")).await.is(409);
        assert!(both.says("Envoyer l&#39;offre") && both.says("Bob &#60;script&#62;"), "{}", both.main());
        assert!(both.says("1 Dec 2026") && both.says("2 Dec 2026") && both.says("name=\"version\" value=\"2\""));
        assert_eq!(lead(&house, id).await.next_step, "Envoyer l'offre");
        let mut chosen = plan("2", &bob_id, NASTY, "02/12/2026").to_vec();
        chosen.extend([("next_on_keep", "theirs"), ("owner_keep", "mine"), ("next_step_keep", "mine")]);
        bob.post(&path, &chosen).await.is(303);
        let kept = lead(&house, id).await;
        assert_eq!((kept.owner, kept.next_on.unwrap().to_string()), (Some(bob.id), "2026-12-01".to_owned()));
        // A next step is one line.
        assert_eq!(kept.next_step, NASTY.replace("\r\n", " "));
    });
}

#[test]
fn a_plan_that_cannot_be_kept_comes_back_with_words() {
    run(async {
        let house = House::open().await;
        let sales = house.signed_in(Role::Sales).await;
        let support = house.signed_in(Role::Support).await;
        let id = opened(&sales, &[]).await;
        let (path, long) = (format!("/leads/{id}"), "İ".repeat(10_240));
        let wrong = [("version", "1"), ("owner", "who"), ("next_step", long.as_str()), ("next_on", "31/02/2026")];
        let back = sales.post(&path, &wrong).await.is(422);
        assert_eq!(back.body.matches("aria-invalid").count(), 3, "{}", back.main());
        assert!(back.says("31/02/2026") && back.says("at most 200"));
        let support_id = support.id.to_string();
        for owner in [support_id.as_str(), "999999", "-1"] {
            let wrong = [("version", "1"), ("owner", owner), ("next_step", ""), ("next_on", "")];
            sales.post(&path, &wrong).await.is(400);
        }
        sales.post(&path, &[("version", "1"), ("owner", "nobody"), ("won", "1")]).await.is(400);
        assert_eq!(lead(&house, id).await.version, 1);
    });
}

#[test]
fn a_lead_is_won_by_a_contract_and_by_nothing_else() {
    run(async {
        let house = House::open().await;
        let sales = house.signed_in(Role::Sales).await;
        let id = opened(&sales, &[]).await;
        let won = sales.post(&format!("/leads/{id}/stage"), &[("version", "1"), ("stage", "won")]).await.is(303);
        assert_eq!(won.to(), format!("/leads/{id}/conversion"));
        assert_eq!(lead(&house, id).await.stage, Stage::New);
        let path = format!("/leads/{id}/conversion");
        assert!(sales.get(&path).await.is(200).says("Zéphyr SAS"));
        let agreed = |reference, ends| {
            [
                ("version", "1"),
                ("reference", reference),
                ("product", "Trésorerie & rapprochement"),
                ("starts_on", "2026-01-01"),
                ("ends_on", ends),
            ]
        };
        let back = sales.post(&path, &agreed("", "2025-12-31")).await.is(422);
        assert_eq!(back.body.matches("aria-invalid").count(), 2, "{}", back.main());
        sales.post(&path, &agreed("FR1420041010050500013M02606", "")).await.is(422);
        assert_eq!(lead(&house, id).await.stage, Stage::New);
        sales.post(&path, &agreed("C-2026-001", "")).await.is(303);
        assert_eq!(lead(&house, id).await.stage, Stage::Won);
        // A second press, and a colleague with the old page: one contract, not two.
        let again = sales.post(&path, &agreed("C-2026-001", "")).await.is(409);
        assert!(again.says("customer already"), "{}", again.main());
        let company = house.look(move |l| Ok(cloister::people::get(l, id)?.company_id)).await.unwrap();
        let contracts = house.look(move |l| cloister::contracts::of_company(l, company)).await;
        assert_eq!(contracts.len(), 1);
        let contract = contracts.first().unwrap();
        assert_eq!((contract.reference.as_str(), contract.added_by), ("C-2026-001", Some(sales.id)));
        let converted = format!("lead.converted from=new contract={}", contract.id);
        assert!(house.deeds().await.contains(&converted));
        assert!(sales.get("/leads?stage=won").await.says("Dupont Émilie"));
        assert!(sales.get("/companies?customers=1").await.says("Zéphyr SAS"));
    });
}

#[test]
fn a_lead_without_a_company_is_told_that_a_contract_needs_one() {
    run(async {
        let house = House::open().await;
        let sales = house.signed_in(Role::Sales).await;
        let id = opened(&sales, &[("company", "")]).await;
        let path = format!("/leads/{id}/conversion");
        assert!(sales.get(&path).await.is(200).says("Give them a company"));
        let agreed =
            [("version", "1"), ("reference", "C"), ("product", "P"), ("starts_on", "2026-01-01"), ("ends_on", "")];
        sales.post(&path, &agreed).await.is(422);
        assert_eq!(lead(&house, id).await.stage, Stage::New);
    });
}

#[test]
fn a_lead_is_lost_for_a_reason_that_stays_as_a_note() {
    run(async {
        let house = House::open().await;
        let (anne, bob) = (house.signed_in(Role::Sales).await, house.signed_in(Role::Sales).await);
        let id = opened(&anne, &[]).await;
        let lost = anne.post(&format!("/leads/{id}/stage"), &[("version", "1"), ("stage", "lost")]).await.is(303);
        assert_eq!(lost.to(), format!("/leads/{id}/loss"));
        let path = format!("/leads/{id}/loss");
        anne.get(&path).await.is(200);
        anne.post(&path, &[("version", "1"), ("reason", " ")]).await.is(422);
        bob.post(&format!("/leads/{id}/stage"), &[("version", "1"), ("stage", "proposal")]).await.is(303);
        let back = anne.post(&path, &[("version", "1"), ("reason", NASTY)]).await.is(409);
        assert!(
            back.says("Proposal") && back.says("Bob &#60;script&#62;") && back.says("value=\"2\""),
            "{}",
            back.main()
        );
        assert_eq!(house.look(move |l| cloister::notes::of_person(l, id, 9)).await.notes.len(), 0, "nothing half-done");
        anne.post(&path, &[("version", "2"), ("reason", NASTY)]).await.is(303);
        assert_eq!(lead(&house, id).await.stage, Stage::Lost);
        let notes = house.look(move |l| cloister::notes::of_person(l, id, 9)).await.notes;
        assert!(notes.first().unwrap().text.starts_with("Bob <script>"));
        // And back: who said no may be asked again.
        anne.post(&format!("/leads/{id}/stage"), &[("version", "3"), ("stage", "new")]).await.is(303);
    });
}

#[test]
fn what_is_due_is_listed_by_day_and_pages_by_key_and_closed_leads_are_never_due() {
    run(async {
        let house = House::open().await;
        let sales = house.signed_in(Role::Sales).await;
        let me = sales.id;
        let mut ids = Vec::new();
        for (i, name) in ["Aubry", "Benali", "Caron", "Diallo", "Evrard", "O'Brien"].iter().enumerate() {
            let email = format!("p{i}@zephyr.example");
            let phone = format!("014212080{i}");
            ids.push(number(
                &add(&sales, &[("family_name", name), ("reach_0_value", &email), ("reach_1_value", &phone)]).await,
            ));
        }
        let new = ids.clone();
        house
            .write(move |w| {
                let today = w.now.date();
                let plan =
                    |owner, days: i64| Plan { owner, next_step: None, next_on: Some(today + Duration::days(days)) };
                let leads: Vec<NewLead> = [
                    (Stage::New, Some(me), -3),
                    (Stage::New, Some(me), 0),
                    (Stage::Proposal, None, -3),
                    (Stage::Proposal, Some(me), 1),
                    (Stage::Won, Some(me), -9),
                    (Stage::Lost, Some(me), -9),
                ]
                .into_iter()
                .zip(&new)
                .map(|((stage, owner, days), id)| NewLead { person_id: *id, stage, plan: plan(owner, days) })
                .collect();
                assert_eq!(leads::bring_in(w, &leads)?, 6);
                assert_eq!(leads::bring_in(w, &leads)?, 0, "who is a lead stays what they are");
                w.changed_everything();
                Ok(())
            })
            .await;
        let due = async |owner, from, limit| {
            let (lines, listed) = house.look(move |l| leads::due(l, owner, l.now.date(), from, limit)).await;
            (lines.iter().map(|line| line.lead.person_id).collect::<Vec<_>>(), listed.before, listed.after)
        };
        assert_eq!(due(Whose::Everybodys, From::Start, 9).await, (vec![ids[0], ids[2], ids[1]], false, false));
        assert_eq!(due(Whose::Of(me), From::Start, 9).await.0, vec![ids[0], ids[1]]);
        assert_eq!(due(Whose::Nobodys, From::Start, 9).await.0, vec![ids[2]]);
        assert_eq!(due(Whose::Everybodys, From::Start, 2).await, (vec![ids[0], ids[2]], false, true));
        assert_eq!(due(Whose::Everybodys, From::After(ids[2]), 2).await, (vec![ids[1]], true, false));
        assert_eq!(due(Whose::Everybodys, From::Before(ids[1]), 1).await, (vec![ids[2]], true, true));
        assert_eq!(due(Whose::Everybodys, From::Before(ids[1]), 2).await, (vec![ids[0], ids[2]], false, true));
        assert_eq!(house.look(move |l| leads::count_due(l, Whose::Of(me), l.now.date())).await, 2);
        let page = sales.get("/leads?owner=mine&due=1").await.is(200);
        assert!(page.says("Aubry") && page.says("Benali") && !page.says("Caron") && !page.says("Evrard"));
        assert!(page.says("overdue"), "{}", page.main());
        let counts = house.look(|l| leads::counts(l, &Filter::default())).await;
        let at = |stage| counts.iter().find(|count| count.0 == stage).unwrap().1;
        assert_eq!((at(Stage::New), at(Stage::Proposal), at(Stage::Won), at(Stage::Qualified)), (2, 2, 1, 0));
        let (lines, listed) = house
            .look(|l| {
                leads::list(l, &Filter { stage: Some("new"), ..Filter::default() }, Order::Company, From::Start, 1)
            })
            .await;
        assert_eq!((lines.len(), listed.after), (1, true));
        let bars = sales.get("/leads").await.is(200);
        assert!(bars.says("href=\"/leads?stage=proposal\""), "each bar leads to its stage: {}", bars.main());
        assert!(bars.says("O&#39;Brien"));
    });
}

#[test]
fn others_see_leads_and_cannot_move_them() {
    run(async {
        let house = House::open().await;
        let sales = house.signed_in(Role::Sales).await;
        let id = opened(&sales, &[]).await;
        for role in [Role::Support, Role::Marketing, Role::Dpo, Role::Cio] {
            let visitor = house.signed_in(role).await;
            assert!(visitor.get("/leads").await.is(200).says("Dupont Émilie"));
            visitor.post(&format!("/leads/{id}/stage"), &[("version", "1"), ("stage", "lost")]).await.is(403);
            visitor.get(&format!("/leads/{id}")).await.is(403);
            // The rail says where the lead stands, and offers nothing.
            let page = visitor.get(&format!("/people/{id}")).await.is(200);
            assert!(page.says("class=\"rail\"") && !page.says("name=\"stage\""), "{}", page.main());
        }
        let operations = house.signed_in(Role::Operations).await;
        operations.get("/leads").await.is(403);
        assert_eq!(lead(&house, id).await.version, 1);
    });
}
