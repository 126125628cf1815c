//! Getting in, and staying out.
use crate::house::{House, run};
use chrono::Duration;
use cloister::actor::Role;

#[test]
fn a_colleague_signs_in_with_a_password_and_then_a_code() {
    run(async {
        let house = House::open().await;
        let anne = house.signed_in(Role::Sales).await;
        anne.get("/account").await.is(200);
        anne.post("/sign-out", &[]).await.is(303);
        let out = anne.get("/account").await.is(303);
        assert_eq!(out.to(), "/sign-in?next=%2Faccount");
    });
}

#[test]
fn a_password_alone_opens_nothing() {
    run(async {
        let house = House::open().await;
        let (_, login) = house.account(Role::Cio, "cio").await;
        let visitor = house.visitor();
        visitor.post("/sign-in", &[("user_name", "cio"), ("password", &login.password), ("next", "/")]).await.is(303);
        visitor.get("/account").await.is(303);
        let wrong =
            visitor.post("/sign-in", &[("user_name", "cio"), ("password", "not this one"), ("next", "/")]).await;
        let unknown =
            visitor.post("/sign-in", &[("user_name", "no1"), ("password", "not this one"), ("next", "/")]).await;
        assert_eq!((wrong.status, unknown.status), (422.try_into().unwrap(), 422.try_into().unwrap()));
        assert_eq!(wrong.main().replace("cio", "no1"), unknown.main());
    });
}

#[test]
fn a_code_is_taken_once() {
    run(async {
        let house = House::open().await;
        let (_, login) = house.account(Role::Sales, "anne").await;
        let unix = house.app.clock().unix();
        house.visitor().sign_in(&login, unix).await;
        let again = house.visitor();
        again.post("/sign-in", &[("user_name", "anne"), ("password", &login.password), ("next", "/")]).await.is(303);
        let token = {
            let page = again.get("/sign-in/code").await;
            page.body.split_once("name=\"csrf\" value=\"").unwrap().1.split('"').next().unwrap().to_owned()
        };
        let code = login.code_at(unix).unwrap();
        again.post_raw("/sign-in/code", &[("csrf", &token), ("code", &code)]).await.is(422);
    });
}

#[test]
fn a_session_ends_when_it_is_idle_and_when_the_day_is_over() {
    run(async {
        let house = House::open().await;
        let anne = house.signed_in(Role::Sales).await;
        for _ in 0..20 {
            house.later(Duration::minutes(29));
            anne.get("/account").await.is(200);
        }
        house.later(Duration::minutes(29));
        anne.get("/account").await.is(303);
        house.later(Duration::minutes(2));
        let bob = house.signed_in(Role::Sales).await;
        house.later(Duration::minutes(31));
        bob.get("/account").await.is(303);
    });
}

#[test]
fn a_strangers_connection_is_closed_before_anything_is_read() {
    run(async {
        let house = House::open().await;
        assert!(house.visitor().connects().await);
        assert!(!house.visitor_from([127, 0, 0, 9]).connects().await);
    });
}

#[test]
fn a_form_without_its_token_or_from_elsewhere_changes_nothing() {
    run(async {
        let house = House::open().await;
        let anne = house.signed_in(Role::Sales).await;
        anne.post_raw("/language", &[("lang", "fr")]).await.is(403);
        anne.post_raw("/language", &[("lang", "fr"), ("csrf", "not-the-token")]).await.is(403);
        let token = anne.token().await;
        let form = [("lang", "fr"), ("csrf", token.as_str())];
        let elsewhere =
            anne.raw(reqwest::Method::POST, "/language").header("origin", "http://evil.example").form(&form);
        anne.send(elsewhere).await.is(403);
        let silent = anne.raw(reqwest::Method::POST, "/language").form(&form);
        anne.send(silent).await.is(403);
        assert!(house.deeds().await.iter().any(|deed| deed == "request.forged"));
        anne.post("/language", &[("lang", "fr")]).await.is(303);
        assert!(anne.get("/account").await.says("Mon compte"));
    });
}

#[test]
fn guessing_is_slowed_down_for_the_guesser_and_not_for_the_office() {
    run(async {
        let house = House::open().await;
        let (_, login) = house.account(Role::Sales, "anne").await;
        let visitor = house.visitor();
        let guess = [("user_name", "anne"), ("password", "a wrong guess"), ("next", "/")];
        for _ in 0..5 {
            visitor.post("/sign-in", &guess).await.is(422);
        }
        let limited = visitor.post("/sign-in", &guess).await.is(429);
        assert!(limited.headers.contains_key("retry-after"));
        house.signed_in(Role::Support).await;
        house.later(Duration::minutes(16));
        house.visitor().sign_in(&login, house.app.clock().unix()).await;
    });
}

#[test]
fn the_first_cio_enrols_with_a_code_that_works_once() {
    run(async {
        let house = House::open().await;
        let new = cloister::auth::NewColleague {
            user_name: "cio".into(),
            name: "Marc".into(),
            role: Role::Cio,
            lang: cloister::words::Lang::En,
        };
        let code = house.write(move |w| cloister::auth::invite(w, &new).map(|(_, code)| code.to_string())).await;
        let visitor = house.visitor();
        let weak = [("user_name", "cio"), ("code", &code), ("password", "password1234")];
        visitor.post("/enrolment", &weak).await.is(422);
        let wrong = [("user_name", "cio"), ("code", "AAAAA"), ("password", "un tilleul devant la fonderie")];
        visitor.post("/enrolment", &wrong).await.is(422);
        let right = [("user_name", "cio"), ("code", code.as_str()), ("password", "un tilleul devant la fonderie")];
        visitor.post("/enrolment", &right).await.is(303);
        visitor.get("/account").await.is(303);
        let page = visitor.get("/enrolment/code").await.is(200);
        assert!(page.says("<svg"));
        let secret: String = page
            .body
            .split_once("<code")
            .unwrap()
            .1
            .split_once('>')
            .unwrap()
            .1
            .split('<')
            .next()
            .unwrap()
            .split_whitespace()
            .collect();
        let seed = data_encoding::BASE32_NOPAD.decode(secret.as_bytes()).unwrap();
        let totp = cloister::auth::totp::code_at(&seed, house.app.clock().unix()).unwrap();
        let token = page.body.split_once("name=\"csrf\" value=\"").unwrap().1.split('"').next().unwrap().to_owned();
        visitor.post_raw("/enrolment/code", &[("csrf", &token), ("code", &totp)]).await.is(303);
        visitor.get("/account").await.is(200);
        house.visitor().post("/enrolment", &right).await.is(422);
    });
}

#[test]
fn what_an_old_password_half_opened_is_closed_when_it_changes() {
    run(async {
        let house = House::open().await;
        let (_, login) = house.account(Role::Sales, "anne").await;
        let mut anne = house.visitor();
        anne.sign_in(&login, house.app.clock().unix()).await;
        let thief = house.visitor();
        thief.post("/sign-in", &[("user_name", "anne"), ("password", &login.password), ("next", "/")]).await.is(303);
        thief.get("/sign-in/code").await.is(200);
        house.later(Duration::minutes(1));
        let code = login.code_at(house.app.clock().unix()).unwrap();
        let new = [("present", login.password.as_str()), ("new", "un tilleul devant la fonderie"), ("code", &code)];
        anne.post("/account/password", &new).await.is(303);
        anne.get("/account").await.is(200);
        thief.get("/sign-in/code").await.is(303);
    });
}

#[test]
fn only_whoever_began_to_enrol_last_sees_the_second_factor() {
    run(async {
        let house = House::open().await;
        let new = cloister::auth::NewColleague {
            user_name: "cio".into(),
            name: "Marc".into(),
            role: Role::Cio,
            lang: cloister::words::Lang::En,
        };
        let code = house.write(move |w| cloister::auth::invite(w, &new).map(|(_, code)| code.to_string())).await;
        let form = [("user_name", "cio"), ("code", code.as_str()), ("password", "un tilleul devant la fonderie")];
        let (first, last) = (house.visitor(), house.visitor());
        first.post("/enrolment", &form).await.is(303);
        first.get("/enrolment/code").await.is(200);
        last.post("/enrolment", &form).await.is(303);
        last.get("/enrolment/code").await.is(200);
        first.get("/enrolment/code").await.is(303);
    });
}
