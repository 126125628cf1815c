//! One's own account: where one is signed in, a fresh code, codes for a lost authenticator, known browsers (V6, V7).
use crate::house::{Answer, House, Visitor, run};
use chrono::Duration;
use cloister::actor::Role;
use cloister::demo::Login;
use reqwest::Method;

const FOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:152.0) Gecko/20100101 Firefox/152.0";

async fn code(house: &House, login: &Login) -> String {
    // Each step of time is good once: the next code is half a minute away.
    house.later(Duration::seconds(31));
    login.code_at(house.app.clock().unix()).unwrap()
}

/// A colleague with their login, signed in.
async fn anne(house: &House, role: Role) -> (Visitor, Login) {
    let (id, login) = house.account(role, "anne").await;
    let mut anne = house.visitor();
    anne.sign_in(&login, house.app.clock().unix()).await;
    anne.id = id;
    (anne, login)
}

fn between<'a>(page: &'a str, before: &str, after: &str) -> Vec<&'a str> {
    page.split(before).skip(1).map(|rest| rest.split(after).next().unwrap_or_default()).collect()
}

fn marks(page: &Answer) -> Vec<String> {
    between(&page.body, "name=\"mark\" value=\"", "\"").into_iter().map(str::to_owned).collect()
}

// V7.5.2, V7.4.1
#[test]
fn colleagues_see_where_they_are_signed_in_and_end_it_there() {
    run(async {
        let house = House::open().await;
        let (here, login) = anne(&house, Role::Sales).await;
        house.later(Duration::seconds(31));
        let mut there = house.visitor_called(FOX);
        there.sign_in(&login, house.app.clock().unix()).await;
        let page = here.get("/account").await.is(200);
        assert!(page.says("Firefox, Linux") && page.says("127.0.0.1"), "from where and by what");
        assert!(!page.says("Gecko"), "no more of it than that");
        let others = marks(&page);
        assert_eq!(others.len(), 1, "this one has no button");
        here.post("/account/sessions", &[("mark", &others[0])]).await.is(303);
        there.get("/account").await.is(303);
        here.get("/account").await.is(200);
        // Somebody else's is none of theirs.
        let other = house.signed_in(Role::Support).await;
        house.later(Duration::seconds(31));
        there.sign_in(&login, house.app.clock().unix()).await;
        let mark = marks(&here.get("/account").await)[0].clone();
        other.post("/account/sessions", &[("mark", &mark)]).await.is(404);
        there.get("/account").await.is(200);
        here.post("/account/sessions", &[]).await.is(303);
        there.get("/account").await.is(303);
    });
}

// V7.5.3, V8.4.2
#[test]
fn an_export_asks_for_a_fresh_code_and_loses_nothing_that_was_typed() {
    run(async {
        let house = House::open().await;
        crate::newsletter::subscriber(&house, "Dupont", "anne@zephyr.example").await;
        let (anne, login) = anne(&house, Role::Marketing).await;
        let typed = [("purpose", "newsletter"), ("delimiter", "comma")];
        anne.export(&typed).await.is(200);
        house.later(Duration::minutes(6));
        let asks = anne.post("/newsletters", &typed).await.is(403);
        assert!(asks.says("name=\"step_code\"") && asks.says("action=\"/newsletters\""));
        assert!(asks.says("name=\"purpose\" value=\"newsletter\"") && asks.says("name=\"delimiter\" value=\"comma\""));
        let post = |code: String| {
            let anne = &anne;
            async move { anne.post("/newsletters", &[typed[0], typed[1], ("step_code", &code)]).await }
        };
        let wrong = post("000000".to_owned()).await.is(422);
        assert!(wrong.says("field-error") && wrong.says("name=\"purpose\" value=\"newsletter\""));
        let now = code(&house, &login).await;
        let ordered = post(now.clone()).await.is(303);
        let list = anne.post(&format!("{}/file", ordered.to()), &[]).await.is(200);
        assert!(list.body.contains("anne@zephyr.example"));
        anne.export(&typed).await.is(200);
        // The same code again, from an unlocked screen, is worth nothing.
        house.later(Duration::minutes(6));
        post(now.clone()).await.is(422);
        let deeds = house.deeds().await;
        assert_eq!(deeds.iter().filter(|deed| deed.starts_with("staff.stepped_up")).count(), 1);
        assert_eq!(deeds.iter().filter(|deed| *deed == "staff.sign_in_failed step=step_up").count(), 2);
    });
}

#[test]
fn it_operations_can_give_a_fresh_code_too_although_nothing_sealed_opens_for_them() {
    run(async {
        let house = House::open().await;
        let (anne, login) = anne(&house, Role::Operations).await;
        house.later(Duration::minutes(6));
        anne.post("/step-up", &[("next", "/operations")]).await.is(403);
        let code = code(&house, &login).await;
        let answer = anne.post("/step-up", &[("next", "/operations"), ("step_code", &code)]).await.is(303);
        assert_eq!(answer.to(), "/operations");
    });
}

async fn recovery_codes(house: &House, anne: &Visitor, login: &Login) -> Vec<String> {
    let now = code(house, login).await;
    let page = anne.post("/account/recovery", &[("present", &login.password), ("code", &now)]).await.is(200);
    let codes: Vec<String> = between(&page.body, "<li><code>", "<").into_iter().map(str::to_owned).collect();
    assert_eq!(codes.len(), 10);
    codes
}

async fn second_step(visitor: &Visitor, code: &str) -> Answer {
    let page = visitor.get("/sign-in/code").await.is(200);
    let token = between(&page.body, "name=\"csrf\" value=\"", "\"")[0].to_owned();
    visitor.post_raw("/sign-in/code", &[("csrf", &token), ("code", code)]).await
}

async fn first_step(visitor: &Visitor, login: &Login) -> Answer {
    visitor.post("/sign-in", &[("user_name", &login.user_name), ("password", &login.password), ("next", "/")]).await
}

// V6.4.4, V6.5.1, V6.5.2
#[test]
fn a_recovery_code_stands_in_for_a_lost_authenticator_once() {
    run(async {
        let house = House::open().await;
        let (anne, login) = anne(&house, Role::Sales).await;
        anne.post("/account/recovery", &[("present", "not this one"), ("code", "000000")]).await.is(422);
        let codes = recovery_codes(&house, &anne, &login).await;
        assert!(codes.iter().all(|code| code.chars().filter(char::is_ascii_alphanumeric).count() == 30), "150 bits");
        let (lost, thief) = (house.visitor(), house.visitor());
        first_step(&lost, &login).await.is(303);
        second_step(&lost, &codes[3]).await.is(303);
        assert!(lost.get("/account").await.is(200).says("9 codes are left"));
        first_step(&thief, &login).await.is(303);
        second_step(&thief, &codes[3]).await.is(422);
        // Drawn anew, those from before are worth nothing.
        recovery_codes(&house, &anne, &login).await;
        second_step(&thief, &codes[4]).await.is(422);
    });
}

// V7.4.3
#[test]
fn an_authenticator_is_replaced_by_one_that_has_answered_and_other_sessions_end() {
    run(async {
        let house = House::open().await;
        let (anne, login) = anne(&house, Role::Operations).await;
        house.later(Duration::seconds(31));
        let mut other = house.visitor();
        other.sign_in(&login, house.app.clock().unix()).await;
        anne.get("/account/factor").await.is(404);
        let now = code(&house, &login).await;
        anne.post("/account/factor", &[("present", &login.password), ("code", &now)]).await.is(303);
        let page = anne.get("/account/factor").await.is(200);
        let written: String = between(&page.body, "<code>", "<")[0].split_whitespace().collect();
        let seed = data_encoding::BASE32_NOPAD.decode(written.as_bytes()).unwrap();
        // Until it has answered, the old one is the one.
        let old = code(&house, &login).await;
        anne.post("/account/factor/code", &[("code", &old)]).await.is(422);
        other.get("/account").await.is(200);
        let new = cloister::auth::totp::code_at(&seed, house.app.clock().unix()).unwrap();
        anne.post("/account/factor/code", &[("code", &new)]).await.is(303);
        other.get("/account").await.is(303);
        anne.get("/account").await.is(200);
        let again = house.visitor();
        first_step(&again, &login).await.is(303);
        let old = code(&house, &login).await;
        second_step(&again, &old).await.is(422);
        let new = cloister::auth::totp::code_at(&seed, house.app.clock().unix()).unwrap();
        second_step(&again, &new).await.is(303);
    });
}

// V6.3.5
#[test]
fn whoever_comes_in_is_told_of_the_last_time_and_of_what_failed_since() {
    run(async {
        let house = House::open().await;
        let (_, login) = anne(&house, Role::Sales).await;
        let stranger = house.visitor();
        for _ in 0..2 {
            stranger
                .post("/sign-in", &[("user_name", "anne"), ("password", "not hers, surely"), ("next", "/")])
                .await
                .is(422);
        }
        house.later(Duration::seconds(31));
        let mut again = house.visitor();
        again.sign_in(&login, house.app.clock().unix()).await;
        let home = again.get("/").await.is(200);
        assert!(
            home.says("from 127.0.0.1.") && home.says("2 tries to sign in as you have failed since"),
            "{}",
            home.main()
        );
        house.later(Duration::seconds(31));
        again.sign_in(&login, house.app.clock().unix()).await;
        assert!(!again.get("/").await.says("have failed since"), "told once");
    });
}

// V6.1.1, V6.3.1: from the owner's own address, in another browser.
#[test]
fn nobody_at_the_same_address_slows_down_the_owner_in_their_own_browser() {
    run(async {
        let house = House::open().await;
        let (mut anne, login) = anne(&house, Role::Sales).await;
        anne.post("/sign-out", &[]).await.is(303);
        let thief = house.visitor();
        let wrong = [("user_name", "anne"), ("password", "not hers, surely"), ("next", "/")];
        let mut statuses = Vec::new();
        for _ in 0..8 {
            statuses.push(thief.post("/sign-in", &wrong).await.status.as_u16());
        }
        assert_eq!(statuses, [422, 422, 422, 422, 422, 429, 429, 429]);
        house.visitor().post("/sign-in", &wrong).await.is(429);
        house.later(Duration::seconds(5));
        house.later(Duration::seconds(31));
        anne.sign_in(&login, house.app.clock().unix()).await;
        anne.get("/account").await.is(200);
    });
}

// V2.4.1
#[test]
fn one_password_tried_with_many_names_is_slowed_and_known_browsers_are_not() {
    run(async {
        let house = House::open().await;
        let (mut anne, login) = anne(&house, Role::Sales).await;
        anne.post("/sign-out", &[]).await.is(303);
        let thief = house.visitor();
        let token = thief.token().await;
        let mut slowed = 0;
        for n in 0..64 {
            let name = format!("colleague{n}");
            let fields =
                [("csrf", token.as_str()), ("user_name", &name), ("password", "summer 2026 again"), ("next", "/")];
            slowed += u32::from(thief.post_raw("/sign-in", &fields).await.status == 429);
        }
        assert!(slowed >= 3, "{slowed}");
        house.later(Duration::seconds(31));
        anne.sign_in(&login, house.app.clock().unix()).await;
        anne.get("/account").await.is(200);
    });
}

// V2.4.1, V6.1.1
#[test]
fn whoever_guesses_at_an_address_keeps_nobody_out_who_has_a_code_there() {
    run(async {
        let house = House::open().await;
        let (_, login) = house.account(Role::Sales, "anne").await;
        let thief = house.visitor();
        let token = thief.token().await;
        let guess = async |name: &str, code: &str| {
            let fields =
                [("csrf", token.as_str()), ("user_name", name), ("password", "summer 2026 again"), ("code", code)];
            thief.post_raw("/sign-in", &fields).await.status.as_u16()
        };
        for n in 0..61 {
            guess(&format!("colleague{n}"), "").await;
        }
        // In a browser that nobody knows, with the right password.
        let anne = house.visitor();
        let fields = [("user_name", "anne"), ("password", login.password.as_str()), ("next", "/leads")];
        let page = anne.post("/sign-in", &fields).await;
        assert_eq!(page.status, 429);
        assert!(page.says("Code à usage unique") && page.headers.contains_key("retry-after"));
        assert!(
            page.main().contains("value=\"anne\"") && page.main().contains("value=\"/leads\""),
            "what was typed stays"
        );
        assert!(!page.body.contains(&login.password));
        let code = code(&house, &login).await;
        let vouched = [fields.as_slice(), &[("code", code.as_str())]].concat();
        anne.post("/sign-in", &vouched).await.is(303);
        assert_eq!(second_step(&anne, &code).await.is(303).to(), "/leads", "the code was not used up by it");
        // A code that is none helps nobody, however often it is tried; nor does one that was used.
        for wrong in ["000000", "12", code.as_str(), "000001", "000002", "000003"] {
            assert_eq!(guess("anne", wrong).await, 429, "{wrong}");
        }
        let next = login.code_at(house.app.clock().unix() + 30).unwrap();
        assert_eq!(guess("anne", &next).await, 429, "six codes within a minute are a machine's");
    });
}

// V6.3.1
#[test]
fn of_sixty_guesses_at_once_no_more_than_ten_are_looked_at() {
    run(async {
        let house = House::open().await;
        house.account(Role::Sales, "anne").await;
        let guess = || async {
            let thief = house.visitor();
            thief
                .post("/sign-in", &[("user_name", "anne"), ("password", "not hers, surely"), ("next", "/")])
                .await
                .status
        };
        let all = futures_util::future::join_all((0..60).map(|_| guess())).await;
        let looked_at = all.iter().filter(|status| **status == 422).count();
        assert!(looked_at <= 10 && all.iter().all(|status| [422, 429].contains(&status.as_u16())), "{all:?}");
    });
}

// V11.4.2
#[test]
fn a_password_hashed_with_less_is_hashed_anew_at_the_next_sign_in() {
    run(async {
        let house = House::open().await;
        let mut login = Login::draw(Role::Sales, "anne").unwrap();
        login.password = "un tilleul devant la fonderie".to_owned();
        let made = login.clone();
        let less = argon2::Config { time_cost: 1, ..argon2::Config::owasp2() };
        let hash = argon2::hash_encoded(made.password.as_bytes(), b"saltsaltsaltsalt", &less).unwrap();
        house
            .write(move |w| {
                let new = cloister::auth::NewColleague {
                    user_name: made.user_name.clone(),
                    name: "Anne".into(),
                    role: Role::Sales,
                    lang: cloister::words::Lang::En,
                };
                cloister::auth::add_enrolled(w, &new, &hash, &made.seed()?)
            })
            .await;
        let stored = || house.look(|l| hashes(l.conn()));
        assert!(stored().await[0].contains("t=1,"));
        let mut anne = house.visitor();
        anne.sign_in(&login, house.app.clock().unix()).await;
        assert!(stored().await[0].contains("t=2,"));
        house.later(Duration::seconds(31));
        anne.sign_in(&login, house.app.clock().unix()).await;
    });
}

fn hashes(conn: &mut cloister::db::Conn) -> cloister::error::Result<Vec<String>> {
    use cloister::db::Conn;
    use cloister::db::schema::staff;
    use diesel::prelude::*;
    let query = staff::table.select(staff::password_hash);
    let all: Vec<Option<String>> = match conn {
        Conn::Sqlite(c) => query.load(c)?,
        Conn::Postgres(c) => query.load(&mut **c)?,
    };
    Ok(all.into_iter().flatten().collect())
}

// V7.3.1, V7.3.2
#[test]
fn a_session_ends_after_half_an_hour_of_rest_and_after_ten_hours_of_work() {
    run(async {
        let house = House::open().await;
        let (rests, login) = anne(&house, Role::Sales).await;
        house.later(Duration::minutes(31));
        rests.get("/account").await.is(303);
        let mut works = house.visitor();
        works.sign_in(&login, house.app.clock().unix()).await;
        for _ in 0..23 {
            house.later(Duration::minutes(25));
            works.get("/account").await.is(200);
        }
        house.later(Duration::minutes(26));
        works.get("/account").await.is(303);
    });
}

// V3.7.5
#[test]
fn whoever_allows_no_cookies_is_told_so() {
    run(async {
        let house = House::open().await;
        let request = house.visitor().raw(Method::POST, "/sign-in").header("origin", &house.url);
        let answer = house.visitor().send(request.form(&[("user_name", "a"), ("password", "b"), ("csrf", "x")])).await;
        assert!(answer.is(403).says("aucun cookie"));
    });
}

#[test]
fn a_link_from_elsewhere_is_answered_with_a_page_that_asks_again_and_sets_nothing() {
    run(async {
        let house = House::open().await;
        let visitor = house.visitor();
        let elsewhere = |path: &str| {
            let request = visitor.raw(Method::GET, path);
            let kinds =
                [("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "navigate"), ("sec-fetch-dest", "document")];
            kinds.iter().fold(request, |request, (name, value)| request.header(*name, *value))
        };
        let page = visitor.send(elsewhere("/people/7?x=%22%3E%3Cscript%3E")).await.is(200);
        assert!(page.says("http-equiv=\"refresh\"") && page.says("/people/7?x=%22%3E%3Cscript%3E"));
        assert!(!page.headers.contains_key("set-cookie"));
        // The second request is the house's own.
        assert_eq!(visitor.get("/people/7").await.is(303).to(), "/sign-in?next=%2Fpeople%2F7");
        // Forms of others get nothing, cookie or not.
        let forged = visitor.raw(Method::POST, "/people").header("sec-fetch-site", "cross-site").form(&[("csrf", "x")]);
        visitor.send(forged).await.is(403);
        // Another house, as a browser reads it, is not led to.
        for path in ["//evil.example/", "///evil.example/"] {
            assert!(!visitor.send(elsewhere(path)).await.says("http-equiv"), "{path}");
        }
    });
}

/// The cookies of answers by hand, as whoever copied one would send them.
fn cookie_of(answer: &Answer) -> String {
    let set = answer.headers.get_all("set-cookie").iter().map(|line| line.to_str().unwrap());
    let session = set.filter_map(|line| line.split(';').next()).find(|pair| pair.starts_with("cloister="));
    session.expect("a session's cookie").to_owned()
}

// V7.2.3, V7.2.4, V7.4.1
#[test]
fn the_id_of_a_session_changes_at_every_step_and_none_from_before_is_worth_anything() {
    run(async {
        let house = House::open().await;
        let (_, login) = house.account(Role::Sales, "anne").await;
        let visitor = house.visitor();
        let shown = visitor.get("/sign-in").await.is(200);
        let before = cookie_of(&shown);
        let token = between(&shown.body, "name=\"csrf\" value=\"", "\"")[0].to_owned();
        let fields =
            [("csrf", token.as_str()), ("user_name", "anne"), ("password", &login.password), ("next", "/people")];
        let half = cookie_of(&visitor.post_raw("/sign-in", &fields).await.is(303));
        let code = login.code_at(house.app.clock().unix()).unwrap();
        let answer = second_step(&visitor, &code).await.is(303);
        assert_eq!(answer.to(), "/people");
        let whole = cookie_of(&answer);
        assert!(before != half && half != whole && before != whole);
        assert!(whole.len() > 60, "more than 128 random bits");
        let replayed = async |cookie: &str| {
            let bare =
                reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy().build().unwrap();
            bare.get(format!("{}/account", house.url)).header("cookie", cookie).send().await.unwrap().status().as_u16()
        };
        assert_eq!([replayed(&before).await, replayed(&half).await, replayed(&whole).await], [303, 303, 200]);
        visitor.post("/sign-out", &[]).await.is(303);
        assert_eq!(replayed(&whole).await, 303, "signed out is signed out, whoever kept the cookie");
    });
}

// V7.1.2
#[test]
fn a_colleague_has_three_sessions_and_the_oldest_ends() {
    run(async {
        let house = House::open().await;
        let (first, login) = anne(&house, Role::Sales).await;
        let mut others = Vec::new();
        for _ in 0..3 {
            house.later(Duration::seconds(31));
            let mut next = house.visitor();
            next.sign_in(&login, house.app.clock().unix()).await;
            others.push(next);
        }
        first.get("/account").await.is(303);
        for other in &others {
            other.get("/account").await.is(200);
        }
    });
}

// V3.7.2
#[test]
fn after_signing_in_only_a_page_of_ours_follows() {
    run(async {
        let house = House::open().await;
        let (_, login) = house.account(Role::Sales, "anne").await;
        for next in ["//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:alert(1)", "/a?b=c"] {
            house.later(Duration::seconds(31));
            let visitor = house.visitor();
            let fields = [("user_name", "anne"), ("password", login.password.as_str()), ("next", next)];
            visitor.post("/sign-in", &fields).await.is(303);
            let code = login.code_at(house.app.clock().unix()).unwrap();
            assert_eq!(second_step(&visitor, &code).await.is(303).to(), "/", "{next}");
        }
    });
}

// V6.3.7
#[test]
fn what_others_change_about_an_account_its_owner_is_told() {
    run(async {
        let house = House::open().await;
        let (anne, login) = anne(&house, Role::Sales).await;
        let id = anne.id;
        house
            .write(move |w| {
                let account = cloister::auth::accounts::get(w, id)?;
                cloister::auth::accounts::set_role(w, &account, Role::Support)
            })
            .await;
        house.later(Duration::seconds(31));
        let mut again = house.visitor();
        again.sign_in(&login, house.app.clock().unix()).await;
        assert!(again.get("/").await.is(200).says("Somebody changed your account"));
        assert!(again.get("/account").await.is(200).says("Your role was changed."));
    });
}

// V6.2.6, V6.2.7, V7.4.4
#[test]
fn password_managers_find_their_fields_and_every_page_has_the_way_out() {
    run(async {
        let house = House::open().await;
        let sign_in = house.visitor().get("/sign-in").await.is(200);
        assert!(sign_in.says("autocomplete=\"username\"") && sign_in.says("autocomplete=\"current-password\""));
        assert!(sign_in.says("type=\"password\""));
        let sales = house.signed_in(Role::Sales).await;
        let account = sales.get("/account").await.is(200);
        assert!(account.says("autocomplete=\"new-password\"") && account.says("autocomplete=\"one-time-code\""));
        for path in ["/", "/people", "/companies", "/leads", "/account", "/nothing"] {
            assert!(sales.get(path).await.says("action=\"/sign-out\""), "{path}");
        }
    });
}

// V7.4.3, V7.3.2, V6.4.4: what begins at the door takes nothing of whoever was there along, and is found by its name.
#[test]
fn what_is_begun_inside_another_s_session_ends_with_those_it_is_for() {
    run(async {
        let house = House::open().await;
        let (anne, _) = anne(&house, Role::Cio).await;
        let new = cloister::auth::NewColleague {
            user_name: "newcomer".into(),
            name: "Nina".into(),
            role: Role::Sales,
            lang: cloister::words::Lang::En,
        };
        let invited = house.write(move |w| cloister::auth::invite(w, &new).map(|(_, code)| code.to_string())).await;
        let form =
            [("user_name", "newcomer"), ("code", invited.as_str()), ("password", "un tilleul devant la fonderie")];
        anne.post("/enrolment", &form).await.is(303);
        anne.get("/account").await.is(303);
        let nina = house.visitor();
        nina.post("/enrolment", &form).await.is(303);
        nina.get("/enrolment/code").await.is(200);
        assert!(!anne.get("/enrolment/code").await.says("<svg class"), "the seed is Nina's alone");
        anne.get("/enrolment/code").await.is(303);
    });
}

// V7.1.2
#[test]
fn whoever_has_only_the_password_pushes_nobody_out() {
    run(async {
        let house = House::open().await;
        let (anne, login) = anne(&house, Role::Sales).await;
        for _ in 0..4 {
            first_step(&house.visitor(), &login).await.is(303);
        }
        house.later(Duration::seconds(31));
        let mut second = house.visitor();
        second.sign_in(&login, house.app.clock().unix()).await;
        anne.get("/account").await.is(200);
    });
}

mod browser {
    use super::*;
    use crate::browser::Browser;
    use std::io::{Read, Write};
    use std::net::TcpListener;

    /// A webmail on another site: one page with one link, to whoever asks.
    fn webmail(link: String) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://localhost:{}/", listener.local_addr().unwrap().port());
        std::thread::spawn(move || {
            for stream in listener.incoming().take(8) {
                let Ok(mut stream) = stream else { continue };
                let _ = stream.read(&mut [0; 4096]);
                let page = format!("<!doctype html><title>Webmail</title><a href=\"{link}\">Fiche du client</a>");
                let head = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close";
                let _ = write!(stream, "{head}\r\nContent-Length: {}\r\n\r\n{page}", page.len());
            }
        });
        address
    }

    async fn enter(browser: &Browser, house: &House, login: &Login) {
        browser.go(&format!("{}/sign-in", house.url)).await;
        browser.fill("Identifiant", &login.user_name).await;
        browser.fill("Mot de passe", &login.password).await;
        browser.click("Continuer").await;
        browser.see("Code à usage unique").await;
        browser.fill("Code", &code(house, login).await).await;
        browser.click("Se connecter").await;
        browser.signed_in().await;
    }

    // Design §8.6
    #[test]
    fn a_link_from_webmail_opens_the_page_of_whoever_is_signed_in() {
        run(async {
            let Some(browser) = Browser::open(true).await else { return };
            let house = House::open().await;
            let person = crate::newsletter::subscriber(&house, "Dupont", "anne@zephyr.example").await;
            let (_, login) = house.account(Role::Sales, "anne").await;
            enter(&browser, &house, &login).await;
            browser.see("People").await;
            let mail = webmail(format!("{}/people/{person}", house.url));
            browser.go(&mail).await;
            browser.click("Fiche du client").await;
            browser.see("Dupont").await;
            assert_eq!(browser.path().await, format!("/people/{person}"));
            browser.see("anne@zephyr.example").await;
        });
    }

    #[test]
    fn the_account_is_kept_in_order_with_codes_for_the_day_the_telephone_is_lost() {
        run(async {
            let Some(browser) = Browser::open(false).await else { return };
            let house = House::open().await;
            let (_, login) = house.account(Role::Sales, "anne").await;
            enter(&browser, &house, &login).await;
            browser.go(&format!("{}/account", house.url)).await;
            browser.see("session").await;
            browser.screenshot("account").await;
            browser.lit("dark").await;
            browser.resize(390, 844).await;
            browser.screenshot("account-telephone-dark").await;
            browser.resize(1280, 900).await;
            browser.lit("light").await;
            // Ten codes, drawn with the password and a code of now.
            browser.click("Draw ten codes").await;
            browser.screenshot("account-recovery").await;
        });
    }
}
