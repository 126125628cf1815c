//! The plan of the doors: every route with the right it needs, knocked at by every role and by a stranger (V8.2.1).
use crate::house::{House, Visitor, run};
use cloister::actor::Right::{self, *};
use cloister::actor::Role;
use std::collections::BTreeSet;

/// Who gets past a door.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Whom {
    /// Whoever is inside the gate: the way in, and what the pages are drawn with.
    Anybody,
    /// Whoever has passed the step before; everybody else is led to the sign-in.
    HalfWay,
    With(Right),
}
use Whom::{Anybody, HalfWay, With};

const PLAN: &[(&str, &str, Whom)] = &[
    ("GET", "/static/{name}", Anybody),
    ("GET", "/sign-in", Anybody),
    ("POST", "/sign-in", Anybody),
    ("GET", "/sign-in/code", HalfWay),
    ("POST", "/sign-in/code", HalfWay),
    ("GET", "/enrolment", Anybody),
    ("POST", "/enrolment", Anybody),
    ("GET", "/enrolment/code", HalfWay),
    ("POST", "/enrolment/code", HalfWay),
    ("POST", "/sign-out", Anybody),
    ("POST", "/language", Anybody),
    ("GET", "/account", With(BeStaff)),
    ("POST", "/account/password", With(BeStaff)),
    ("POST", "/account/sessions", With(BeStaff)),
    ("POST", "/account/recovery", With(BeStaff)),
    ("GET", "/account/factor", With(BeStaff)),
    ("POST", "/account/factor", With(BeStaff)),
    ("POST", "/account/factor/code", With(BeStaff)),
    ("POST", "/step-up", With(BeStaff)),
    ("GET", "/", With(BeStaff)),
    ("GET", "/search", With(FindPeople)),
    ("GET", "/people", With(FindPeople)),
    ("POST", "/people", With(EditPeople)),
    ("GET", "/people/new", With(EditPeople)),
    ("GET", "/people/{id}", With(FindPeople)),
    ("GET", "/people/{id}/edit", With(RectifyPeople)),
    ("POST", "/people/{id}/edit", With(RectifyPeople)),
    ("GET", "/companies", With(FindPeople)),
    ("POST", "/companies", With(EditPeople)),
    ("GET", "/companies/new", With(EditPeople)),
    ("GET", "/companies/{id}", With(FindPeople)),
    ("GET", "/companies/{id}/edit", With(RectifyPeople)),
    ("POST", "/companies/{id}/edit", With(RectifyPeople)),
    ("POST", "/companies/{id}/contracts", With(EditContracts)),
    ("GET", "/companies/{id}/contracts/new", With(EditContracts)),
    ("GET", "/contracts/{id}", With(SeeContracts)),
    ("POST", "/contracts/{id}", With(EditContracts)),
    ("POST", "/contracts/{id}/end", With(EditContracts)),
    ("GET", "/people/{id}/notes", With(FindPeople)),
    ("POST", "/people/{id}/notes", With(EditPeople)),
    ("GET", "/companies/{id}/notes", With(FindPeople)),
    ("POST", "/companies/{id}/notes", With(EditPeople)),
    ("POST", "/people/{id}/lead", With(WorkLeads)),
    ("GET", "/leads", With(SeeLeads)),
    ("GET", "/leads/{person}", With(WorkLeads)),
    ("POST", "/leads/{person}", With(WorkLeads)),
    ("POST", "/leads/{person}/stage", With(WorkLeads)),
    ("POST", "/leads/{person}/owner", With(WorkLeads)),
    ("GET", "/leads/{person}/loss", With(WorkLeads)),
    ("POST", "/leads/{person}/loss", With(WorkLeads)),
    ("GET", "/leads/{person}/conversion", With(WorkLeads)),
    ("POST", "/leads/{person}/conversion", With(WorkLeads)),
    ("GET", "/assistance", With(SeeAssistance)),
    ("GET", "/assistance/{id}", With(SeeAssistance)),
    ("POST", "/assistance/{id}/assignment", With(WorkAssistance)),
    ("POST", "/assistance/{id}/answer", With(WorkAssistance)),
    ("POST", "/assistance/{id}/reopening", With(WorkAssistance)),
    ("POST", "/people/{id}/assistance", With(WorkAssistance)),
    ("GET", "/people/{id}/assistance/new", With(WorkAssistance)),
    ("POST", "/companies/{id}/accounts", With(EditAccounts)),
    ("GET", "/companies/{id}/accounts/new", With(EditAccounts)),
    ("POST", "/companies/{id}/third-parties", With(EditPeople)),
    ("GET", "/companies/{id}/third-parties/new", With(EditPeople)),
    ("GET", "/accounts/{id}", With(RevealAccounts)),
    ("POST", "/accounts/{id}/reveal", With(RevealAccounts)),
    ("GET", "/accounts/{id}/removal", With(EditAccounts)),
    ("POST", "/accounts/{id}/removal", With(EditAccounts)),
    ("GET", "/people/{id}/consents/new", With(GiveConsent)),
    ("POST", "/people/{id}/consents/new", With(GiveConsent)),
    ("GET", "/people/{id}/consents/on", With(FindPeople)),
    ("GET", "/consents/grounds", With(SeeExports)),
    ("POST", "/consents/grounds", With(DecideGrounds)),
    ("GET", "/newsletters", With(SeeExports)),
    ("POST", "/newsletters", With(MakeExports)),
    ("GET", "/newsletters/new", With(MakeExports)),
    ("GET", "/newsletters/expiring", With(MakeExports)),
    ("GET", "/newsletters/audiences", With(MakeExports)),
    ("POST", "/newsletters/audiences", With(MakeExports)),
    ("GET", "/newsletters/audiences/{id}", With(MakeExports)),
    ("POST", "/newsletters/audiences/{id}", With(MakeExports)),
    ("POST", "/newsletters/audiences/{id}/removal", With(MakeExports)),
    ("GET", "/newsletters/recalls", With(SeeExports)),
    ("POST", "/newsletters/recalls/tick", With(MakeExports)),
    ("POST", "/newsletters/recalls/{id}/file", With(MakeExports)),
    ("POST", "/newsletters/recalls/{id}/tick", With(MakeExports)),
    ("POST", "/newsletters/returns", With(Export)),
    ("GET", "/newsletters/returns/new", With(Export)),
    ("GET", "/newsletters/returns/{id}", With(Export)),
    ("POST", "/newsletters/returns/{id}/application", With(Export)),
    ("POST", "/newsletters/returns/{id}/discard", With(Export)),
    ("GET", "/newsletters/{id}", With(SeeExports)),
    ("POST", "/newsletters/{id}/file", With(MakeExports)),
    ("GET", "/erasures", With(SeeErasures)),
    ("GET", "/erasures/{id}", With(SeeErasures)),
    ("POST", "/erasures/{id}/stop", With(OrderErasure)),
    ("GET", "/forms", With(SeeForms)),
    ("POST", "/forms", With(DraftForms)),
    ("GET", "/forms/new", With(DraftForms)),
    ("GET", "/forms/arrivals", With(SeeForms)),
    ("POST", "/forms/aside/{number}/opening", With(PublishForms)),
    ("POST", "/forms/aside/{number}/dismissal", With(PublishForms)),
    ("GET", "/forms/{id}", With(SeeForms)),
    ("GET", "/forms/{id}/edit", With(DraftForms)),
    ("POST", "/forms/{id}/edit", With(DraftForms)),
    ("POST", "/forms/{id}/publication", With(PublishForms)),
    ("POST", "/forms/{id}/closing", With(PublishForms)),
    ("GET", "/forms/{id}/preview/{lang}/{leaf}", With(SeeForms)),
    ("GET", "/forms/{id}/versions/{number}/{lang}/{leaf}", With(SeeForms)),
    ("GET", "/notices", With(SeeForms)),
    ("POST", "/notices", With(DraftForms)),
    ("GET", "/notices/new", With(DraftForms)),
    ("GET", "/notices/{id}", With(SeeForms)),
    ("GET", "/notices/{id}/edit", With(DraftForms)),
    ("POST", "/notices/{id}/edit", With(DraftForms)),
    ("POST", "/notices/{id}/publication", With(PublishForms)),
    ("GET", "/notices/{id}/versions/{number}", With(SeeForms)),
    ("POST", "/companies/{id}/cards", With(EditAccounts)),
    ("GET", "/companies/{id}/cards/new", With(EditAccounts)),
    ("GET", "/cards/{id}", With(RevealAccounts)),
    ("POST", "/cards/{id}/reveal", With(RevealAccounts)),
    ("GET", "/cards/{id}/removal", With(EditAccounts)),
    ("POST", "/cards/{id}/removal", With(EditAccounts)),
    ("GET", "/retention", With(SeeRetention)),
    ("GET", "/retention/due", With(SeeRetention)),
    ("POST", "/retention/forecasts", With(DecideRetention)),
    ("GET", "/retention/forecasts/{id}", With(SeeRetention)),
    ("GET", "/retention/runs/{id}", With(SeeRetention)),
    ("POST", "/retention/clock", With(ConfirmClock)),
    ("POST", "/retention/holds/{id}/end", With(DecideRetention)),
    ("POST", "/people/{id}/holds", With(DecideRetention)),
    ("GET", "/people/{id}/holds/new", With(DecideRetention)),
    ("POST", "/companies/{id}/holds", With(DecideRetention)),
    ("GET", "/companies/{id}/holds/new", With(DecideRetention)),
    ("GET", "/requests", With(FollowRequests)),
    ("POST", "/requests", With(ForwardRequests)),
    ("GET", "/requests/new", With(ForwardRequests)),
    ("GET", "/requests/restricted", With(RestrictPeople)),
    ("GET", "/requests/{id}", With(FollowRequests)),
    ("POST", "/requests/{id}/people", With(WorkRequests)),
    ("POST", "/requests/{id}/code", With(WorkRequests)),
    ("POST", "/requests/{id}/identity", With(WorkRequests)),
    ("POST", "/requests/{id}/doubt", With(WorkRequests)),
    ("POST", "/requests/{id}/resumption", With(WorkRequests)),
    ("POST", "/requests/{id}/extension", With(WorkRequests)),
    ("POST", "/requests/{id}/finding", With(WorkRequests)),
    ("POST", "/requests/{id}/decision", With(WorkRequests)),
    ("POST", "/requests/{id}/approval", With(ApproveRequests)),
    ("POST", "/requests/{id}/return", With(ApproveRequests)),
    ("POST", "/requests/{id}/execution", With(WorkRequests)),
    ("POST", "/requests/{id}/stop", With(WorkRequests)),
    ("POST", "/requests/{id}/refusal", With(WorkRequests)),
    ("POST", "/requests/{id}/answer", With(WorkRequests)),
    ("POST", "/requests/{id}/closing", With(WorkRequests)),
    ("POST", "/requests/{id}/recipients/{number}", With(WorkRequests)),
    ("GET", "/requests/{id}/letters/{number}", With(SeeRequests)),
    ("POST", "/requests/{id}/package", With(WorkRequests)),
    ("POST", "/requests/{id}/package/file", With(WorkRequests)),
    ("GET", "/people/{id}/restriction", With(RestrictPeople)),
    ("POST", "/people/{id}/restriction", With(RestrictPeople)),
    ("GET", "/operations", With(SeePseudonyms)),
    ("GET", "/operations/people", With(SeePseudonyms)),
    ("GET", "/operations/people/{reference}", With(SeePseudonyms)),
    ("GET", "/networks", With(SeeNetworks)),
    ("GET", "/networks/new", With(ManageNetworks)),
    ("GET", "/networks/limits", With(ManageNetworks)),
    ("POST", "/networks/preview", With(ManageNetworks)),
    ("GET", "/networks/trial", With(ManageNetworks)),
    ("POST", "/networks/trial", With(ManageNetworks)),
    ("POST", "/networks/trial/confirmation", With(ManageNetworks)),
    ("POST", "/networks/trial/removal", With(ManageNetworks)),
    ("GET", "/networks/{id}/removal", With(ManageNetworks)),
    ("GET", "/staff", With(DecideStaff)),
    ("POST", "/staff", With(ManageStaff)),
    ("GET", "/staff/new", With(ManageStaff)),
    ("POST", "/staff/sessions", With(ManageStaff)),
    ("GET", "/staff/{id}", With(DecideStaff)),
    ("POST", "/staff/{id}/role", With(ManageStaff)),
    ("POST", "/staff/{id}/disabling", With(ManageStaff)),
    ("POST", "/staff/{id}/enabling", With(ManageStaff)),
    ("POST", "/staff/{id}/factor", With(DecideStaff)),
    ("POST", "/staff/{id}/sessions", With(ManageStaff)),
    ("GET", "/staff/{id}/code", With(DecideStaff)),
    ("POST", "/staff/{id}/code", With(ManageStaff)),
    ("GET", "/staff/proposals/{id}/approval", With(DecideStaff)),
    ("POST", "/staff/proposals/{id}/approval", With(DecideStaff)),
    ("POST", "/staff/proposals/{id}/refusal", With(DecideStaff)),
    ("GET", "/security", With(SeeSecurity)),
    ("GET", "/audit", With(ReadAudit)),
    ("GET", "/audit/mine", With(ReadOwnAudit)),
    ("GET", "/audit/verification", With(ReadAudit)),
    ("GET", "/operations/audit", With(ReadAnonymousAudit)),
    ("GET", "/imports", With(SeeImports)),
    ("POST", "/imports", With(Import)),
    ("GET", "/imports/new", With(Import)),
    ("GET", "/imports/{id}", With(SeeImports)),
    ("POST", "/imports/{id}/reading", With(Import)),
    ("POST", "/imports/{id}/plan", With(Import)),
    ("POST", "/imports/{id}/application", With(Import)),
    ("POST", "/imports/{id}/discard", With(Import)),
    ("GET", "/imports/{id}/rejected.csv", With(Import)),
    ("GET", "/register", With(SeeRegister)),
    ("GET", "/register/about", With(KeepRegister)),
    ("POST", "/register/about", With(KeepRegister)),
    ("GET", "/register/parties", With(SeeRegister)),
    ("POST", "/register/parties", With(KeepParties)),
    ("GET", "/register/parties/new", With(KeepParties)),
    ("GET", "/register/parties/{id}", With(SeeRegister)),
    ("POST", "/register/parties/{id}", With(KeepParties)),
    ("POST", "/register/parties/{id}/end", With(KeepParties)),
    ("POST", "/register/parties/{id}/certificates", With(KeepParties)),
    ("GET", "/register/certificates/{id}", With(KeepParties)),
    ("POST", "/register/certificates/{id}", With(KeepParties)),
    ("POST", "/register/certificates/{id}/removal", With(KeepParties)),
    ("GET", "/register/breaches", With(SeeRegister)),
    ("POST", "/register/breaches", With(KeepRegister)),
    ("GET", "/register/breaches/new", With(KeepRegister)),
    ("GET", "/register/breaches/{id}", With(SeeRegister)),
    ("GET", "/register/breaches/{id}/edit", With(KeepRegister)),
    ("POST", "/register/breaches/{id}/edit", With(KeepRegister)),
    ("GET", "/register/breaches/{id}/affected", With(KeepRegister)),
    ("POST", "/register/breaches/{id}/affected", With(KeepRegister)),
    ("POST", "/register/breaches/{id}/notification", With(KeepRegister)),
    ("GET", "/register/breaches/{id}/notification/{lang}", With(KeepRegister)),
    ("POST", "/register/breaches/{id}/decision", With(KeepRegister)),
    ("POST", "/register/breaches/{id}/closing", With(KeepRegister)),
    ("GET", "/register/roles", With(SeeRegister)),
    ("GET", "/register/pack", With(SeeRegister)),
    ("POST", "/register/pack", With(KeepRegister)),
];

/// The routes as the source declares them: `resource("/path").get(..).post(..)`.
fn routes_of(source: &str) -> Vec<(String, String)> {
    let mut routes = Vec::new();
    for part in source.split("resource(\"").skip(1) {
        let Some((path, rest)) = part.split_once("\")") else { continue };
        let path = path.replace(":[0-9]+", "");
        let chain: String = rest.split(';').next().unwrap_or_default().chars().filter(|c| !c.is_whitespace()).collect();
        let mut depth = 0;
        let mut verb = String::new();
        for c in chain.chars() {
            match c {
                '(' => {
                    if depth == 0 && ["get", "post", "put", "delete", "patch", "route", "to"].contains(&verb.as_str()) {
                        routes.push((verb.to_uppercase(), path.clone()));
                    }
                    depth += 1;
                }
                ')' if depth == 0 => break,
                ')' => depth -= 1,
                '.' if depth == 0 => verb.clear(),
                c if depth == 0 => verb.push(c),
                _ => {}
            }
        }
    }
    routes
}

fn sources(folder: &std::path::Path, all: &mut String) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, all);
        } else if path.extension().is_some_and(|kind| kind == "rs") {
            all.push_str(&std::fs::read_to_string(path).unwrap());
        }
    }
}

#[test]
fn the_plan_of_the_doors_is_the_list_of_the_routes() {
    let mut source = String::new();
    sources(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut source);
    let routes: BTreeSet<(String, String)> = routes_of(&source).into_iter().collect();
    let planned: BTreeSet<(String, String)> =
        PLAN.iter().map(|(method, path, _)| ((*method).to_owned(), (*path).to_owned())).collect();
    let unplanned: Vec<_> = routes.difference(&planned).collect();
    let missing: Vec<_> = planned.difference(&routes).collect();
    assert!(unplanned.is_empty() && missing.is_empty(), "not in the plan: {unplanned:#?}\nno route: {missing:#?}");
    let found = routes_of("c.service(web::resource(\"/new/{id:[0-9]+}\").get(a).post(b::c)).service(x);");
    assert_eq!(found, [("GET".into(), "/new/{id}".into()), ("POST".into(), "/new/{id}".into())]);
}

async fn knock(visitor: &Visitor, method: &str, path: &str) -> u16 {
    let path = path.replace("{id}", "999999").replace("{person}", "999999").replace("{name}", "cloister.css");
    let path = path.replace("{reference}", "AAAA-AAAA-AAAA").replace("{number}", "1");
    let path = path.replace("{lang}", "fr").replace("{leaf}", "form");
    let answer = if method == "GET" { visitor.get(&path).await } else { visitor.post(&path, &[]).await };
    answer.status.as_u16()
}

#[test]
fn every_door_opens_to_those_with_the_right_and_to_nobody_else() {
    run(async {
        let house = House::open().await;
        let mut faults = Vec::new();
        for role in Role::ALL {
            let visitor = house.signed_in(*role).await;
            for (method, path, whom) in
                PLAN.iter().filter(|door| !matches!(door.1, "/sign-out" | "/account/password" | "/account/sessions"))
            {
                let status = knock(&visitor, method, path).await;
                let right = match whom {
                    Anybody => status < 500 && status != 403,
                    HalfWay => status == 303 || status == 400,
                    With(right) if right.roles().contains(role) => status < 500 && status != 403 && status != 401,
                    With(_) => status == 403,
                };
                if !right {
                    faults.push(format!("{} {method} {path}: {status} ({whom:?})", role.word()));
                }
            }
        }
        let stranger = house.visitor();
        for (method, path, whom) in PLAN {
            let status = knock(&stranger, method, path).await;
            let right = match whom {
                Anybody => status < 500 && status != 403,
                HalfWay => status == 303 || status == 400,
                With(_) => status == 303,
            };
            if !right {
                faults.push(format!("stranger {method} {path}: {status}"));
            }
        }
        assert!(faults.is_empty(), "{faults:#?}");
    });
}

#[test]
fn no_door_opens_to_another_verb_or_to_a_name_that_is_not_there() {
    run(async {
        let house = House::open().await;
        let cio = house.signed_in(Role::Cio).await;
        for method in ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"] {
            let answer = cio.request(method.parse().unwrap(), "/people").await;
            assert!([405, 403, 415].contains(&answer.status.as_u16()), "{method}: {}", answer.status);
        }
        for path in ["/.git/config", "/people/1/x.css", "/static/../Cargo.toml", "/static/x", "/admin", "/people/abc"] {
            cio.get(path).await.is(404);
        }
        cio.get("/people?sort=name&sort=company").await.is(400);
        cio.get("/people?is_admin=1").await.is(400);
    });
}

#[test]
fn a_known_address_asked_in_another_way_says_how_and_head_works_wherever_get_does() {
    run(async {
        let house = House::open().await;
        let dpo = house.signed_in(Role::Dpo).await;
        for path in ["/newsletters/returns", "/forms/1/closing", "/sign-out", "/step-up"] {
            let answer = dpo.get(path).await.is(405);
            assert_eq!(answer.headers["allow"], "POST", "{path}");
            assert!(answer.says("takes only what a form of ours sends"), "{}", answer.main());
        }
        let answer = dpo.post("/people/new", &[]).await.is(405);
        assert_eq!(answer.headers["allow"], "GET, HEAD");
        assert_eq!(dpo.get("/notices").await.is(303).to(), "/forms", "whoever loads a form again after a fault");
        for (_, path, whom) in PLAN.iter().filter(|door| door.0 == "GET") {
            let path = path.replace("{name}", "cloister.css").replace("{id}", "999999");
            if path.contains('{') || *whom == HalfWay {
                continue;
            }
            let (got, headed) = (dpo.get(&path).await, dpo.request(reqwest::Method::HEAD, &path).await);
            assert_eq!(headed.status, got.status, "{path}");
            assert_eq!(headed.body, "", "{path}");
            assert_eq!(headed.headers.get("content-type"), got.headers.get("content-type"), "{path}");
        }
        // Of nothing that could be a form of ours it is said that it lacks the proof, and not that it is a wrong kind of file.
        let nothing = dpo.request(reqwest::Method::POST, "/people").await;
        assert_eq!(nothing.status.as_u16(), 403);
        let json =
            dpo.with_origin(dpo.raw(reqwest::Method::POST, "/people")).header("content-type", "application/json");
        assert_eq!(dpo.send(json.body("{}")).await.status.as_u16(), 415);
    });
}

#[test]
fn every_answer_has_the_headers_whatever_went_wrong() {
    run(async {
        let house = House::open().await;
        let sales = house.signed_in(Role::Sales).await;
        let stranger = house.visitor();
        let answers = [
            sales.get("/people").await,
            sales.get("/nothing").await,
            sales.get("/audit").await,
            sales.get("/static/cloister.css").await,
            sales.post_raw("/people", &[]).await,
            stranger.get("/people").await,
            stranger.get("/sign-in").await,
        ];
        for answer in answers {
            let header = |name: &str| answer.headers.get(name).map_or("", |value| value.to_str().unwrap()).to_owned();
            assert!(header("content-security-policy").starts_with("default-src 'none'; script-src 'self';"));
            assert_eq!(header("x-content-type-options"), "nosniff");
            assert_eq!(header("referrer-policy"), "same-origin");
            assert_eq!(header("cross-origin-opener-policy"), "same-origin");
            assert!(
                !answer.headers.contains_key("server") && !answer.headers.contains_key("access-control-allow-origin")
            );
            assert!(["no-store", "no-cache"].contains(&header("cache-control").as_str()));
            if !answer.body.is_empty() {
                assert!(header("content-type").contains("charset=utf-8"), "{}", header("content-type"));
            }
        }
    });
}
