//! Colleagues: invited, changed, disabled, reset, and what needs two persons (design §2, V6.4, V7.4, V8.3.2).
use crate::browser::Browser;
use crate::house::{Answer, House, Visitor, run};
use chrono::Duration;
use cloister::actor::{Right, Role};
use cloister::auth::accounts;
use cloister::catalogue::{Field, Mask};
use cloister::demo::{Login, Plan};
use cloister::staff::{self, Act, Kind, Outcome};
use cloister::words::Lang;
use std::fmt::Write;

const PASSWORD: &str = "un tilleul devant la fonderie";

fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    text.split_once(before).and_then(|(_, rest)| rest.split_once(after)).map_or("", |(found, _)| found)
}

async fn version(visitor: &Visitor, id: i64) -> String {
    let page = visitor.get(&format!("/staff/{id}")).await.is(200);
    between(&page.body, "name=\"version\" value=\"", "\"").to_owned()
}

/// Presses the button of an action on the page of a colleague.
async fn does(visitor: &Visitor, id: i64, action: &str, more: &[(&str, &str)]) -> Answer {
    let version = version(visitor, id).await;
    let mut fields = vec![("version", version.as_str())];
    fields.extend_from_slice(more);
    visitor.post(&format!("/staff/{id}/{action}"), &fields).await
}

fn code_on(page: &Answer) -> String {
    let code = between(page.main(), "<code>", "</code>").to_owned();
    assert_eq!(code.len(), 35, "{}", page.main());
    code
}

async fn proposal_of(visitor: &Visitor, id: i64) -> String {
    let page = visitor.get(&format!("/staff/{id}")).await.is(200);
    between(&page.body, "/staff/proposals/", "/").to_owned()
}

async fn enrols(visitor: &Visitor, user_name: &str, code: &str) -> Answer {
    visitor.post("/enrolment", &[("user_name", user_name), ("code", code), ("password", PASSWORD)]).await
}

async fn confirms(visitor: &Visitor, code: &str) -> Answer {
    let page = visitor.get("/enrolment/code").await.is(200);
    let token = between(&page.body, "name=\"csrf\" value=\"", "\"").to_owned();
    visitor.post_raw("/enrolment/code", &[("csrf", &token), ("code", code)]).await
}

fn now(house: &House, login: &Login) -> String {
    login.code_at(house.app.clock().unix()).unwrap()
}

#[test]
fn a_colleague_is_invited_with_a_code_that_is_shown_once() {
    run(async {
        let house = House::open().await;
        let cio = house.signed_in(Role::Cio).await;
        let form = [("name", "Léa O’Brien"), ("user_name", "lea"), ("role", "sales"), ("lang", "fr")];
        let wrong = [("name", ""), ("user_name", "a b"), ("role", ""), ("lang", "fr")];
        assert!(cio.post("/staff", &wrong).await.is(422).says("value=\"a b\""));
        let shown = cio.post("/staff", &form).await.is(200);
        let code = code_on(&shown);
        let again = cio.post("/staff", &form).await.is(303);
        let gone = cio.get(again.to()).await.is(200);
        assert!(gone.says("cannot be shown again") && !gone.says(&code));
        let id: i64 = between(again.to(), "/staff/", "/").parse().unwrap();
        assert!(!cio.get(&format!("/staff/{id}")).await.is(200).says(&code));
        let other = [("name", "Somebody Else"), ("user_name", "LEA"), ("role", "sales"), ("lang", "fr")];
        assert!(cio.post("/staff", &other).await.is(422).says("is taken"));
        // Another code makes the first one void.
        let second = code_on(&does(&cio, id, "code", &[]).await.is(200));
        let lea = house.visitor();
        enrols(&lea, "lea", &code).await.is(422);
        enrols(&lea, "lea", &second).await.is(303);
        assert!(lea.get("/enrolment/code").await.is(200).says("<svg"));
        let deeds = house.deeds().await.join("\n");
        assert!(deeds.contains("staff.invited role=sales") && !deeds.contains(&second) && !deeds.contains("lea"));
        // After a day it is good for nothing, and the page of the colleague says so.
        house.later(Duration::hours(25));
        let cio = house.signed_in(Role::Cio).await;
        assert!(cio.get(&format!("/staff/{id}")).await.is(200).says("Without a valid code"));
        enrols(&house.visitor(), "lea", &second).await.is(422);
    });
}

#[test]
fn a_changed_role_counts_from_the_next_request() {
    run(async {
        let house = House::open().await;
        let (cio, sales) = (house.signed_in(Role::Cio).await, house.signed_in(Role::Sales).await);
        sales.get("/people/new").await.is(200);
        does(&cio, sales.id, "role", &[("role", "support")]).await.is(303);
        sales.get("/people/new").await.is(303);
        assert!(house.deeds().await.contains(&"staff.role_changed from=sales to=support".to_owned()));
        cio.post(&format!("/staff/{}/role", sales.id), &[("version", "2"), ("role", "king")]).await.is(400);
    });
}

#[test]
fn a_disabled_account_is_out_at_the_next_request_and_comes_back_when_enabled() {
    run(async {
        let house = House::open().await;
        let cio = house.signed_in(Role::Cio).await;
        let (id, login) = house.account(Role::Sales, "anne").await;
        let mut anne = house.visitor();
        anne.sign_in(&login, house.app.clock().unix()).await;
        does(&cio, id, "disabling", &[]).await.is(303);
        anne.get("/account").await.is(303);
        let right = [("user_name", "anne"), ("password", login.password.as_str()), ("next", "/")];
        house.visitor().post("/sign-in", &right).await.is(422);
        does(&cio, id, "enabling", &[]).await.is(303);
        house.later(Duration::minutes(1));
        house.visitor().sign_in(&login, house.app.clock().unix()).await;
        let deeds = house.deeds().await;
        for what in ["staff.disabled role=sales", "staff.enabled role=sales"] {
            assert!(deeds.contains(&what.to_owned()), "{what}");
        }
    });
}

#[test]
fn a_new_password_needs_the_code_and_the_authenticator_one_has() {
    run(async {
        let house = House::open().await;
        let cio = house.signed_in(Role::Cio).await;
        let (id, login) = house.account(Role::Sales, "anne").await;
        let mut anne = house.visitor();
        anne.sign_in(&login, house.app.clock().unix()).await;
        let shown = does(&cio, id, "code", &[]).await.is(200);
        let code = code_on(&shown);
        anne.get("/account").await.is(303);
        let old = [("user_name", "anne"), ("password", login.password.as_str()), ("next", "/")];
        house.visitor().post("/sign-in", &old).await.is(422);
        house.later(Duration::minutes(1));
        let anew = house.visitor();
        enrols(&anew, "anne", &code).await.is(303);
        // The seed is neither shown nor replaced: the code that was handed over opens nothing without it.
        let page = anew.get("/enrolment/code").await.is(200);
        assert!(!page.main().contains("class=\"qr\"") && !page.main().contains("<code"), "{}", page.main());
        assert!(!page.says(&login.totp_secret));
        anew.get("/account").await.is(303);
        confirms(&anew, "000000").await.is(422);
        confirms(&anew, &now(&house, &login)).await.is(303);
        anew.get("/account").await.is(200);
        assert!(house.deeds().await.contains(&"staff.password_reset role=sales".to_owned()));
        house.later(Duration::minutes(1));
        let login = Login { password: PASSWORD.to_owned(), ..login };
        house.visitor().sign_in(&login, house.app.clock().unix()).await;
        enrols(&house.visitor(), "anne", &code).await.is(422);
    });
}

#[test]
fn a_lost_authenticator_needs_the_cio_and_a_dpo() {
    run(async {
        let house = House::open().await;
        let (cio, dpo) = (house.signed_in(Role::Cio).await, house.signed_in(Role::Dpo).await);
        let other = house.signed_in(Role::Cio).await;
        let (id, login) = house.account(Role::Sales, "anne").await;
        does(&cio, id, "factor", &[]).await.is(303);
        let proposal = proposal_of(&cio, id).await;
        let approval = format!("/staff/proposals/{proposal}/approval");
        cio.post(&approval, &[]).await.is(403);
        other.post(&approval, &[]).await.is(403);
        assert!(dpo.get("/").await.is(200).says("Waits for you"));
        assert!(!cio.get("/").await.is(200).says("Waits for you"));
        // Until it is decided, nothing has changed.
        house.visitor().sign_in(&login, house.app.clock().unix()).await;
        let code = code_on(&dpo.post(&approval, &[]).await.is(200));
        let again = dpo.post(&approval, &[]).await.is(303);
        assert_eq!(again.to(), format!("/staff/{id}/code"));
        assert!(dpo.get(again.to()).await.is(200).says("cannot be shown again"));
        let anew = house.visitor();
        enrols(&anew, "anne", &code).await.is(303);
        let page = anew.get("/enrolment/code").await.is(200);
        assert!(page.main().contains("class=\"qr\"") && !page.says(&login.totp_secret));
        house.later(Duration::minutes(1));
        confirms(&anew, &now(&house, &login)).await.is(422);
        let deeds = house.deeds().await.join("\n");
        assert!(deeds.contains(&format!("staff.proposed proposal={proposal} kind=factor")), "{deeds}");
        assert!(deeds.contains(&format!("staff.decided proposal={proposal} kind=factor decision=approved")), "{deeds}");
        // Another code for it is two persons' again: not the Cio's alone.
        does(&cio, id, "code", &[]).await.is(303);
        assert_ne!(proposal_of(&cio, id).await, "");
    });
}

#[test]
fn a_dpo_proposes_too_and_a_proposal_runs_out_after_a_day() {
    run(async {
        let house = House::open().await;
        let (cio, dpo) = (house.signed_in(Role::Cio).await, house.signed_in(Role::Dpo).await);
        let (id, login) = house.account(Role::Sales, "anne").await;
        does(&dpo, id, "factor", &[]).await.is(303);
        let proposal = proposal_of(&cio, id).await;
        // One at a time.
        does(&cio, id, "factor", &[]).await.is(409);
        cio.post(&format!("/staff/proposals/{proposal}/refusal"), &[]).await.is(303);
        assert_eq!(proposal_of(&cio, id).await, "");
        does(&dpo, id, "factor", &[]).await.is(303);
        let proposal = proposal_of(&dpo, id).await;
        house.later(Duration::hours(25));
        let cio = house.signed_in(Role::Cio).await;
        assert!(!cio.get("/").await.is(200).says("Waits for you"));
        let late = cio.post(&format!("/staff/proposals/{proposal}/approval"), &[]).await.is(303);
        cio.get(late.to()).await.is(303);
        house.visitor().sign_in(&login, house.app.clock().unix()).await;
    });
}

#[test]
fn an_account_of_a_dpo_changes_with_a_dpo_only() {
    run(async {
        let house = House::open().await;
        let cio = house.signed_in(Role::Cio).await;
        // The first Dpo is invited by the Cio alone.
        let form = [("name", "Inès Faure"), ("user_name", "ines"), ("role", "dpo"), ("lang", "fr")];
        code_on(&cio.post("/staff", &form).await.is(200));
        let dpo = house.signed_in(Role::Dpo).await;
        let form = [("name", "Paul Roy"), ("user_name", "paul"), ("role", "dpo"), ("lang", "fr")];
        let to = cio.post("/staff", &form).await.is(303).to().to_owned();
        let paul: i64 = to.trim_start_matches("/staff/").parse().unwrap();
        let proposal = proposal_of(&cio, paul).await;
        code_on(&dpo.post(&format!("/staff/proposals/{proposal}/approval"), &[]).await.is(200));
        // So is making one of a colleague, and the last one stays.
        let sales = house.signed_in(Role::Sales).await;
        does(&cio, sales.id, "role", &[("role", "dpo")]).await.is(303);
        sales.get("/account").await.is(200);
        let last = cio.get(&format!("/staff/{}", dpo.id)).await.is(200);
        assert!(last.says("last active DPO"));
        cio.post(&format!("/staff/{}/disabling", dpo.id), &[("version", "1")]).await.is(303);
        dpo.get("/account").await.is(200);
        let proposal = proposal_of(&dpo, sales.id).await;
        dpo.post(&format!("/staff/proposals/{proposal}/approval"), &[]).await.is(303);
        sales.get("/account").await.is(303);
        // Now there are two: the Cio proposes, and the subject does not decide.
        does(&cio, dpo.id, "disabling", &[]).await.is(303);
        let proposal = proposal_of(&cio, dpo.id).await;
        dpo.post(&format!("/staff/proposals/{proposal}/approval"), &[]).await.is(403);
    });
}

// V6.4.6
#[test]
fn a_code_that_is_out_is_worth_nothing_after_a_new_role_nor_a_password_after_disabling() {
    run(async {
        let house = House::open().await;
        let (id, _) = house.account(Role::Sales, "anne").await;
        let code = house
            .write(move |w| {
                let account = accounts::get(w, id)?;
                let code = accounts::reset_password(w, &account)?.to_string();
                let account = accounts::get(w, id)?;
                accounts::set_role(w, &account, Role::Dpo)?;
                Ok(code)
            })
            .await;
        let form = [("user_name", "anne"), ("code", code.as_str()), ("password", "un tilleul devant la fonderie")];
        house.visitor().post("/enrolment", &form).await.is(422);
        let (id, _) = house.account(Role::Sales, "bob").await;
        let code = house
            .write(move |w| {
                let account = accounts::get(w, id)?;
                accounts::reset_password(w, &account).map(|code| code.to_string())
            })
            .await;
        let form = [("user_name", "bob"), ("code", code.as_str()), ("password", "un tilleul devant la fonderie")];
        house.visitor().post("/enrolment", &form).await.is(303);
        house
            .write(move |w| {
                let account = accounts::get(w, id)?;
                accounts::disable(w, &account)?;
                let account = accounts::get(w, id)?;
                accounts::enable(w, &account)
            })
            .await;
        let sent = [("user_name", "bob"), ("password", "un tilleul devant la fonderie"), ("next", "/")];
        house.visitor().post("/sign-in", &sent).await.is(422);
    });
}

#[test]
fn nobody_changes_their_own_account_and_the_last_cio_stays() {
    run(async {
        let house = House::open().await;
        let cio = house.signed_in(Role::Cio).await;
        assert!(cio.get(&format!("/staff/{}", cio.id)).await.is(200).says("your own account"));
        let own = format!("/staff/{}", cio.id);
        for (action, more) in [("disabling", None), ("role", Some(("role", "sales"))), ("code", None)] {
            let fields: Vec<_> = [("version", "1")].into_iter().chain(more).collect();
            cio.post(&format!("{own}/{action}"), &fields).await.is(303);
        }
        cio.get("/staff").await.is(200);
        let id = cio.id;
        let told = house.write(move |w| {
            let account = accounts::get(w, id)?;
            let first = matches!(staff::force(w, &account, Act::of(Kind::Disable), false)?, Outcome::Not(_));
            Ok(first && matches!(staff::force(w, &account, Act::of(Kind::Disable), true)?, Outcome::Done))
        });
        assert!(told.await, "--even-the-last, and not without it");
        cio.get("/staff").await.is(303);
    });
}

#[test]
fn the_second_of_two_admins_is_told_and_overwrites_nothing() {
    run(async {
        let house = House::open().await;
        let (one, two) = (house.signed_in(Role::Cio).await, house.signed_in(Role::Cio).await);
        let (id, _) = house.account(Role::Sales, "anne").await;
        let seen = version(&two, id).await;
        does(&one, id, "role", &[("role", "support")]).await.is(303);
        let late = two.post(&format!("/staff/{id}/role"), &[("version", &seen), ("role", "marketing")]).await.is(409);
        assert!(late.says("changed this account before you") && late.says("Support"));
        two.post(&format!("/staff/{id}/disabling"), &[("version", &seen)]).await.is(409);
    });
}

#[test]
fn sessions_are_ended_of_one_and_of_everybody() {
    run(async {
        let house = House::open().await;
        let (cio, sales) = (house.signed_in(Role::Cio).await, house.signed_in(Role::Sales).await);
        let support = house.signed_in(Role::Support).await;
        cio.post(&format!("/staff/{}/sessions", sales.id), &[]).await.is(303);
        sales.get("/account").await.is(303);
        support.get("/account").await.is(200);
        cio.post("/staff/sessions", &[]).await.is(303);
        support.get("/account").await.is(303);
        cio.get("/account").await.is(200);
        assert!(house.deeds().await.iter().any(|deed| deed.starts_with("staff.sessions_ended of=everybody")));
    });
}

#[test]
fn what_the_host_does_to_an_account_of_a_dpo_every_dpo_is_told_for_a_week() {
    run(async {
        let house = House::open().await;
        let dpo = house.signed_in(Role::Dpo).await;
        assert!(!dpo.get("/").await.is(200).says("Done on the host"));
        let (id, _) = house.account(Role::Dpo, "second").await;
        let reset = house.write(move |w| {
            let account = accounts::get(w, id)?;
            Ok(matches!(staff::force(w, &account, Act::of(Kind::Factor), false)?, Outcome::Code(_)))
        });
        assert!(reset.await);
        assert!(dpo.get("/").await.is(200).says("Done on the host"));
        house.later(Duration::days(8));
        let dpo = house.signed_in(Role::Dpo).await;
        assert!(!dpo.get("/").await.is(200).says("Done on the host"));
    });
}

#[test]
fn the_security_page_says_what_happened_at_the_door() {
    run(async {
        let house = House::open().await;
        let cio = house.signed_in(Role::Cio).await;
        let thief = house.visitor();
        let guess = [("user_name", "anne"), ("password", "a wrong guess"), ("next", "/")];
        for _ in 0..6 {
            thief.post("/sign-in", &guess).await;
        }
        let sales = house.signed_in(Role::Sales).await;
        sales.get("/security").await.is(403);
        let page = cio.get("/security").await.is(200);
        for words in ["Sign-in failed", "127.0.0.1", "The last 14 days", "<svg class=\"chart\""] {
            assert!(page.says(words), "{words}\n{}", page.main());
        }
        assert!(!page.body.contains("style="));
        let tile = |what: &str| {
            let after = page.body.split_once(&format!("/security?what={what}\"")).unwrap().1;
            between(after, "class=\"tile-figure\">", "<").to_owned()
        };
        assert_eq!((tile("staff.sign_in_failed"), tile("staff.sign_in_limited")), ("5".into(), "1".into()));
        assert_eq!(tile("request.refused"), "1");
        let only = cio.get("/security?what=staff.sign_in_limited").await.is(200);
        assert!(only.main().matches("<tr>").count() < page.main().matches("<tr>").count());
        assert!(cio.get("/security?what=network.forced").await.is(200).says("Nothing to report"));
        cio.get("/security?before=x&what=y").await.is(200);
    });
}

/// The matrix of rights and the table of fields, as the code has them (V8.1.1, V8.1.2).
fn rights() -> String {
    let source = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/src/actor.rs")).unwrap();
    let mut said =
        "# Who may do what\n\nWritten from `src/actor.rs` and `src/catalogue.rs` by a test, which also keeps it so. "
            .to_owned();
    said.push_str("Each handler names its right as its first parameter,\nand the verbs below the pages ask the same table again.\n\n## Rights\n\n| right | what |");
    for role in Role::ALL {
        write!(said, " {} |", role.word()).unwrap();
    }
    said.push_str("\n|---|---|---|---|---|---|---|---|\n");
    for right in Right::ALL {
        let lines: Vec<&str> = source.lines().map(str::trim).collect();
        let at = lines.iter().position(|line| line.starts_with(&format!("{right:?}: "))).unwrap();
        let what = lines[at - 1].trim_start_matches("/// ").trim_end_matches('.');
        write!(said, "| {right:?} | {what} |").unwrap();
        for role in Role::ALL {
            said.push_str(if right.roles().contains(role) { " yes |" } else { " |" });
        }
        said.push('\n');
    }
    said.push_str(
        "\n## Fields\n\nA role that is not named never gets the value in clear. IT operations are named nowhere.\n\n",
    );
    said.push_str("| field | key | class | who sees it | how | purpose |\n|---|---|---|---|---|---|\n");
    for field in Field::ALL {
        let spec = field.spec();
        let roles: Vec<&str> = spec.seen_by.iter().map(|role| role.word()).collect();
        let roles = if roles.is_empty() { "nobody".to_owned() } else { roles.join(", ") };
        let mask = match spec.mask {
            Mask::Whole => "whole",
            Mask::LastFour => "last four; whole with a reason",
            Mask::Never => "never shown",
        };
        let (key, class) = (spec.key.word(), spec.class);
        let purpose = spec.purpose.label(Lang::En.words());
        writeln!(said, "| {}.{} | {key} | {class:?} | {roles} | {mask} | {purpose} |", spec.table, spec.column)
            .unwrap();
    }
    said
}

#[test]
fn the_documents_have_the_matrix_of_rights_and_the_table_of_fields() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/rights.md");
    if std::env::var_os("WRITE_DOCS").is_some() {
        std::fs::write(path, rights()).unwrap();
    }
    let kept = std::fs::read_to_string(path).unwrap_or_default();
    assert!(kept == rights(), "docs/rights.md is not what the code says: run this test with WRITE_DOCS=1");
}

mod browser {
    use super::*;

    async fn enter(browser: &Browser, house: &House, login: &Login) {
        browser.go(&format!("{}/sign-in", house.url)).await;
        browser.fill("Identifiant", &login.user_name).await;
        browser.fill("Mot de passe", &login.password).await;
        browser.click("Continuer").await;
        browser.see("Code à usage unique").await;
        browser.fill("Code", &now(house, login)).await;
        browser.click("Se connecter").await;
        browser.see("Équipe").await;
    }

    #[test]
    fn the_cio_invites_and_proposes_and_the_dpo_agrees() {
        run(async {
            let Some(browser) = Browser::open(false).await else { return };
            let house = House::open().await;
            let (app, plan) = (house.app.clone(), Plan { people: 40, seed: 20_260_101 });
            let logins = tokio::task::spawn_blocking(move || cloister::demo::make(&app, &plan)).await.unwrap().unwrap();
            let of = |role| logins.0.iter().find(|login| login.role == role).unwrap();
            enter(&browser, &house, of(Role::Cio)).await;
            let thief = house.visitor();
            for _ in 0..6 {
                thief.post("/sign-in", &[("user_name", "x"), ("password", "a wrong guess"), ("next", "/")]).await;
            }
            browser.click("Équipe").await;
            browser.see("Dernière connexion").await;
            browser.screenshot("staff-list").await;
            browser.click("Inviter un collègue").await;
            browser.fill("Nom", "Léa Bertin").await;
            browser.fill("Identifiant", "lea.bertin").await;
            browser.click("Inviter et afficher le code").await;
            browser.see("Choisissez une des réponses").await;
            browser.screenshot("staff-new").await;
            browser.choose("Rôle", "Commercial").await;
            browser.click("Inviter et afficher le code").await;
            browser.see("ne s’affiche qu’une fois").await;
            browser.screenshot("staff-code").await;
            browser.click("Retour au compte de Léa Bertin").await;
            browser.see("Que faire de ce compte").await;
            browser.screenshot("staff-invited").await;
            let name = house
                .look(|l| Ok(cloister::auth::list(l)?.into_iter().find(|who| who.role == Role::Support).unwrap().name))
                .await;
            browser.click("Équipe").await;
            browser.click(&name).await;
            browser.click("Proposer un nouveau second facteur").await;
            browser.see("Retirer ma proposition").await;
            browser.screenshot("staff-proposed").await;
            let dpo =
                house.look(|l| Ok(cloister::auth::list(l)?.into_iter().find(|who| who.role == Role::Dpo).unwrap().id));
            browser.go(&format!("{}/staff/{}", house.url, dpo.await)).await;
            browser.see("Un DPO devra donner son accord").await;
            browser.screenshot("staff-a-dpo").await;
            browser.go(&format!("{}/security", house.url)).await;
            browser.see("14 derniers jours").await;
            browser.screenshot("staff-security").await;
            let second = Browser::open(false).await.unwrap();
            enter(&second, &house, of(Role::Dpo)).await;
            second.see("Attend votre accord").await;
            second.screenshot("staff-waits-for-you").await;
            second.click("Donner mon accord").await;
            second.see("ne s’affiche qu’une fois").await;
            second.go(&format!("{}/staff", house.url)).await;
            second.resize(390, 844).await;
            second.screenshot("staff-list-telephone").await;
        });
    }
}
