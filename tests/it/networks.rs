//! Networks as the house keeps them: tried before they count, confirmed from a fresh connection, followed by every
//! process, and the way back in from the host (P2).
use crate::house::{Answer, House, Visitor, run};
use crate::two_processes::{cloister, said};
use cloister::actor::{Actor, Role};
use cloister::gate::Kind;
use cloister::networks::{self, Change};
use std::io::{Read, Write};
use std::net::Ipv4Addr;
use std::time::{Duration, Instant};

const HOME: Ipv4Addr = Ipv4Addr::LOCALHOST;
const VPN: Ipv4Addr = Ipv4Addr::new(127, 0, 0, 3);
const STRANGER: Ipv4Addr = Ipv4Addr::new(127, 0, 0, 9);

/// A change takes effect in every process within a second; a busy machine is given some more.
async fn soon(what: &str, holds: impl AsyncFn() -> bool) {
    let began = Instant::now();
    while !holds().await {
        assert!(began.elapsed() < Duration::from_secs(5), "not within a second: {what}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// A colleague who signs in from there.
async fn signed_in_from(house: &House, role: Role, from: Ipv4Addr) -> Visitor {
    let (id, login) = house.account(role, &format!("{}.{}", role.word(), from.octets()[3])).await;
    let mut visitor = house.visitor_from(from);
    visitor.sign_in(&login, house.app.clock().unix()).await;
    visitor.id = id;
    crate::audit::tamper(house, format!("UPDATE sessions SET from_address = '{from}' WHERE staff_id = {id}")).await;
    visitor
}

fn allow(range: &str, kind: Kind) -> Change {
    let text = || "Antenne de Lyon".to_owned();
    Change::Allow { range: range.parse().unwrap(), kind, label: text(), why: text() }
}

/// Changes networks as somebody on the host does.
async fn forced(house: &House, change: Change) {
    assert_eq!(house.write(move |w| networks::force(w, &change, false)).await, []);
}

async fn standing(house: &House) -> networks::Standing {
    house.look(networks::standing).await
}

async fn ranges(house: &House) -> Vec<String> {
    standing(house).await.networks.iter().map(|network| network.range.to_string()).collect()
}

const LYON: &[(&str, &str)] = &[
    ("what", "allow"),
    ("range", "127.0.0.3/32"),
    ("kind", "vpn"),
    ("label", "Antenne de Lyon"),
    ("why", "Ouverture en janvier"),
];

/// The trial that the page shows.
async fn trial_of(cio: &Visitor) -> String {
    let page = cio.get("/networks/trial").await;
    let named = page.body.split_once("name=\"trial\" value=\"").map(|(_, rest)| rest.split('"').next().unwrap());
    named.unwrap_or("0").to_owned()
}

/// The form of the trial's page, as it stands there.
async fn sent(cio: &Visitor, path: &str) -> Answer {
    let trial = trial_of(cio).await;
    cio.post(path, &[("trial", &trial)]).await
}

async fn confirmed(cio: &Visitor) {
    let mut answer = sent(cio, "/networks/trial/confirmation").await;
    // A connection from before proves nothing: the browser is told to send it again by another.
    for _ in 0..5 {
        if answer.status == 307 {
            answer = sent(cio, "/networks/trial/confirmation").await;
        }
    }
    assert_eq!(answer.is(303).to(), "/networks");
}

#[test]
fn a_new_house_lets_this_machine_in_and_nobody_else() {
    run(async {
        let house = House::open().await;
        assert_eq!(ranges(&house).await, ["127.0.0.1/32", "::1/128"]);
        assert!(house.visitor().connects().await);
        assert!(!house.visitor_from(STRANGER).connects().await);
        assert!(!house.deeds().await.iter().any(|deed| deed.starts_with("network.")));
    });
}

#[test]
fn the_configuration_is_taken_over_once_and_what_is_new_in_it_is_told() {
    run(async {
        let house = House::open_with(&[("CLOISTER_ALLOW", "127.0.0.1/32,127.0.0.3/32")]).await;
        assert_eq!(ranges(&house).await, ["127.0.0.1/32", "127.0.0.3/32"]);
        let lyon = standing(&house).await.networks[1].id;
        forced(&house, Change::Remove { network: lyon }).await;
        let start = async |allow: &[&str]| {
            let mut config = house.app.config().clone();
            config.allow = allow.iter().map(|range| range.parse().unwrap()).collect();
            let clock = house.app.clock().clone();
            let open = move || drop(cloister::house::open(config, clock).unwrap());
            tokio::task::spawn_blocking(open).await.unwrap();
        };
        // What was removed does not come back with a restart; what nobody has seen yet comes, and is told.
        start(&["127.0.0.1/32", "127.0.0.3/32"]).await;
        assert_eq!(ranges(&house).await, ["127.0.0.1/32"]);
        start(&["127.0.0.4/32"]).await;
        start(&["127.0.0.4/32"]).await;
        assert_eq!(ranges(&house).await, ["127.0.0.1/32", "127.0.0.4/32"]);
        let told: Vec<String> =
            house.deeds().await.into_iter().filter(|deed| deed.starts_with("network.forced")).collect();
        assert_eq!(told.last().unwrap(), "network.forced allow=127.0.0.4/32 kind=office");
        assert_eq!(told.len(), 2, "{told:?}");
        soon("the range of the new configuration", async || house.visitor_from([127, 0, 0, 4]).connects().await).await;
    });
}

#[test]
fn a_change_counts_at_once_and_for_good_once_it_is_confirmed() {
    run(async {
        let house = House::open().await;
        let cio = house.signed_in(Role::Cio).await;
        assert!(!house.visitor_from(VPN).connects().await);
        // Asking changes nothing; the preview says who would get in.
        let preview = cio.post("/networks/preview", LYON).await.is(200);
        assert!(preview.says("127.0.0.3</code>") && preview.says("You can still connect from 127.0.0.1"));
        assert!(!house.visitor_from(VPN).connects().await);
        let begun = cio.post("/networks/trial", LYON).await.is(303);
        assert_eq!(
            (begun.to(), begun.headers.get("connection").unwrap().to_str().unwrap()),
            ("/networks/trial", "close")
        );
        assert!(house.visitor_from(VPN).connects().await);
        assert_eq!(ranges(&house).await.len(), 2, "it is on trial, not kept");
        let page = cio.get("/networks/trial").await.is(200);
        assert!(page.says("Let 127.0.0.3/32 in") && page.says("http-equiv=\"refresh\""));
        confirmed(&cio).await;
        house.later(chrono::Duration::seconds(90));
        assert_eq!(ranges(&house).await, ["127.0.0.1/32", "127.0.0.3/32", "::1/128"]);
        assert!(house.visitor_from(VPN).connects().await);
        let network = standing(&house).await.networks[1].clone();
        assert_eq!((network.added_by, network.kind), (Some(cio.id), Kind::Vpn));
        let deeds: Vec<String> = house.deeds().await.into_iter().filter(|deed| deed.starts_with("network.")).collect();
        assert_eq!(deeds, ["network.tried allow=127.0.0.3/32 kind=vpn", "network.kept allow=127.0.0.3/32 kind=vpn"]);
        // With the same range it is described anew, and stays one.
        let mut anew = LYON.to_vec();
        anew[2] = ("kind", "office");
        cio.post("/networks/trial", &anew).await.is(303);
        confirmed(&cio).await;
        let again = standing(&house).await.networks[1].clone();
        assert_eq!((again.id, again.kind), (network.id, Kind::Office));
    });
}

#[test]
fn a_connection_from_before_the_trial_confirms_nothing() {
    run(async {
        let house = House::open().await;
        let (cio, other) = (house.signed_in(Role::Cio).await, house.signed_in(Role::Cio).await);
        let token = other.token().await;
        cio.post("/networks/trial", LYON).await.is(303);
        let trial = trial_of(&cio).await;
        let stale =
            other.post_raw("/networks/trial/confirmation", &[("csrf", &token), ("trial", &trial)]).await.is(307);
        assert_eq!(
            (stale.to(), stale.headers.get("connection").unwrap().to_str().unwrap()),
            ("/networks/trial/confirmation", "close"),
            "the browser sends it again, by another connection"
        );
        assert_eq!(ranges(&house).await.len(), 2, "nothing was kept");
        confirmed(&other).await;
        assert_eq!(ranges(&house).await.len(), 3);
    });
}

#[test]
fn what_nobody_confirms_ends_by_itself_also_when_the_program_was_killed() {
    run(async {
        let house = House::open().await;
        let cio = house.signed_in(Role::Cio).await;
        cio.post("/networks/trial", LYON).await.is(303);
        let house = house.reopen().await;
        assert!(house.visitor_from(VPN).connects().await, "the trial lasts as long as it was to last");
        house.later(chrono::Duration::seconds(61));
        soon("the end of the trial", async || !house.visitor_from(VPN).connects().await).await;
        let app = house.app.clone();
        let swept =
            move || (cloister::jobs::run(&app, "networks").unwrap(), cloister::jobs::run(&app, "networks").unwrap());
        tokio::task::spawn_blocking(swept).await.unwrap();
        assert_eq!(standing(&house).await.trial, None);
        let deeds = house.deeds().await;
        assert_eq!(
            deeds.iter().filter(|deed| *deed == "network.reverted allow=127.0.0.3/32 kind=vpn by=time").count(),
            1,
            "{deeds:?}"
        );
        let cio = house.signed_in(Role::Cio).await;
        assert!(cio.get("/networks").await.is(200).says("Taken back, for nobody confirmed it"));
        assert_eq!(cio.get("/networks/trial").await.is(303).to(), "/networks");
        // Too late.
        sent(&cio, "/networks/trial/confirmation").await.is(303);
        assert_eq!(ranges(&house).await.len(), 2);
    });
}

#[test]
fn one_change_is_tried_at_a_time_and_can_be_taken_back() {
    run(async {
        let house = House::open().await;
        let cio = house.signed_in(Role::Cio).await;
        cio.post("/networks/trial", LYON).await.is(303);
        let mut other = LYON.to_vec();
        other[1] = ("range", "127.0.0.4/32");
        assert_eq!(cio.post("/networks/trial", &other).await.is(303).to(), "/networks/trial");
        assert!(!house.visitor_from([127, 0, 0, 4]).connects().await);
        sent(&cio, "/networks/trial/removal").await.is(303);
        assert!(!house.visitor_from(VPN).connects().await);
        cio.post("/networks/trial", &other).await.is(303);
        assert!(house.visitor_from([127, 0, 0, 4]).connects().await);
    });
}

#[test]
fn what_would_shut_oneself_or_everybody_out_or_let_everybody_in_is_refused_in_words() {
    run(async {
        let house = House::open().await;
        let cio = house.signed_in(Role::Cio).await;
        let with = |range: &'static str| {
            let mut fields = LYON.to_vec();
            fields[1] = ("range", range);
            fields
        };
        for (range, says) in [
            ("127.0.0.7/24", "127.0.0.0/24"),
            ("::ffff:127.0.0.7/120", "127.0.0.0/24"),
            ("2001:db8::1/64", "2001:db8::/64"),
            ("0.0.0.0/0", "let everybody in"),
            ("::/0", "let everybody in"),
            ("::ffff:0:0/96", "let everybody in"),
            ("somewhere", "not a range"),
            ("", "not a range"),
        ] {
            for path in ["/networks/preview", "/networks/trial"] {
                let answer = cio.post(path, &with(range)).await.is(422);
                assert!(answer.says(says), "{range}: {}", answer.main());
                assert!(answer.says("Antenne de Lyon"), "what was typed is kept");
            }
        }
        // The range that is offered is one click away, with everything else that was typed.
        let mut offered = with("127.0.0.7/24");
        offered.push(("offered", "127.0.0.0/24"));
        assert!(cio.post("/networks/preview", &offered).await.is(200).says("256 addresses"));
        let nameless = [("what", "allow"), ("range", "127.0.0.3"), ("kind", "lan"), ("label", " "), ("why", "")];
        let answer = cio.post("/networks/preview", &nameless).await.is(422);
        assert_eq!(answer.body.matches("class=\"field-error\"").count(), 3, "{}", answer.main());
        // The same range, written otherwise.
        assert!(cio.post("/networks/preview", &with("::ffff:127.0.0.3")).await.is(200).says("127.0.0.3/32"));
        let (mine, other) = {
            let networks = standing(&house).await.networks;
            (networks[0].id.to_string(), networks[1].id.to_string())
        };
        let away = cio.get(&format!("/networks/{mine}/removal")).await.is(422);
        assert!(away.says("You could no longer work from where you are") && !away.says("/networks/trial"));
        cio.post("/networks/trial", &[("what", "remove"), ("network", &mine)]).await.is(422);
        for bad in ["999999", "x", ""] {
            let status = cio.post("/networks/trial", &[("what", "remove"), ("network", bad)]).await.status.as_u16();
            assert!([400, 404].contains(&status), "{bad}: {status}");
        }
        // Limited to a kind that there is none of, nobody of that role could work; limited to where one is not, oneself.
        let limit = |role: &'static str, from: &'static str| [("what", "limit"), ("role", role), ("from", from)];
        let nowhere = cio.post("/networks/trial", &limit("sales", "vpn")).await.is(422);
        assert!(nowhere.says("would have no network left"), "{}", nowhere.main());
        forced(&house, allow("127.0.0.3/32", Kind::Vpn)).await;
        let oneself = cio.post("/networks/trial", &limit("cio", "vpn")).await.is(422);
        assert!(oneself.says("You could no longer work from where you are"));
        assert!(standing(&house).await.trial.is_none());
        // What is no change is none.
        assert!(cio.post("/networks/preview", &limit("cio", "all")).await.is(422).says("It is so already"));
        cio.post("/networks/trial", &[("what", "remove"), ("network", &other)]).await.is(303);
    });
}

// Design §8.5; V7.4.1
#[test]
fn connections_and_sessions_of_a_removed_range_end_at_once_in_every_process() {
    run(async {
        let house = House::open_with(&[("CLOISTER_ALLOW", "127.0.0.1/32,127.0.0.3/32")]).await;
        let second = house.beside().await;
        let cio = house.signed_in(Role::Cio).await;
        let mut sales = signed_in_from(&house, Role::Sales, VPN).await;
        sales.get("/people").await.is(200);
        let lines = [&house, &second].map(crate::gate::address);
        let opened = move || lines.map(|house| line(house, VPN));
        let lines = tokio::task::spawn_blocking(opened).await.unwrap();
        let lyon = standing(&house).await.networks[1].id;
        // The preview names who would be put out.
        let preview = cio.get(&format!("/networks/{lyon}/removal")).await.is(200);
        assert!(preview.says("sales.3 of the test") && preview.says("127.0.0.3"), "{}", preview.main());
        assert!(cio.get("/networks").await.is(200).says("127.0.0.3/32"));
        cio.post("/networks/trial", &[("what", "remove"), ("network", &lyon.to_string())]).await.is(303);
        for mut line in lines {
            let mut rest = Vec::new();
            let ended = tokio::task::spawn_blocking(move || line.read_to_end(&mut rest)).await.unwrap();
            assert!(ended.is_ok() || ended.is_err_and(|error| error.kind() == std::io::ErrorKind::ConnectionReset));
        }
        assert!(!sales.connects().await);
        soon("the second process", async || !second.visitor_from(VPN).connects().await).await;
        assert!(house.deeds().await.contains(&"staff.sessions_ended by=networks".to_owned()));
        // Taken back, they may connect again, and have to sign in again.
        sent(&cio, "/networks/trial/removal").await.is(303);
        soon("the second process again", async || second.visitor_from(VPN).connects().await).await;
        assert!(sales.get("/people").await.is(303).to().starts_with("/sign-in"));
        sales.id = 0;
        drop(second);
    });
}

/// A connection that was answered once and is kept.
fn line(house: std::net::SocketAddr, from: Ipv4Addr) -> std::net::TcpStream {
    let mut stream = crate::gate::connection(house, from.octets());
    write!(stream, "GET /static/mark.svg HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n").unwrap();
    let mut some = [0; 64];
    assert!(stream.read(&mut some).unwrap() > 0);
    stream
}

#[test]
fn a_limited_role_works_from_its_networks_only_and_is_told_from_where() {
    run(async {
        let house = House::open().await;
        forced(&house, allow("127.0.0.3/32", Kind::Vpn)).await;
        soon("the new network", async || house.visitor_from(VPN).connects().await).await;
        let cio = house.signed_in(Role::Cio).await;
        let away = signed_in_from(&house, Role::Sales, VPN).await;
        let office = signed_in_from(&house, Role::Sales, HOME).await;
        let marketing = signed_in_from(&house, Role::Marketing, VPN).await;
        away.get("/people").await.is(200);
        let limit = [("what", "limit"), ("role", "sales"), ("from", "office")];
        let preview = cio.post("/networks/preview", &limit).await.is(200);
        assert!(preview.says("sales.3 of the test") && !preview.says("sales.1 of the test"), "{}", preview.main());
        cio.post("/networks/trial", &limit).await.is(303);
        cio.get("/networks/trial").await.is(200);
        confirmed(&cio).await;
        for path in ["/people", "/", "/account"] {
            let refused = away.get(path).await.is(403);
            assert!(refused.says("works from the office network only"), "{}", refused.main());
        }
        away.post("/people", &[]).await.is(403);
        away.get("/static/cloister.css").await.is(200);
        office.get("/people").await.is(200);
        marketing.get("/people").await.is(200);
        assert!(house.deeds().await.contains(&"network.wrong".to_owned()));
        // Whoever signs in from there ends at the same words, with no session.
        let (_, login) = house.account(Role::Sales, "late").await;
        let late = house.visitor_from(VPN);
        let fields = [("user_name", "late"), ("password", login.password.as_str()), ("next", "/")];
        late.post("/sign-in", &fields).await.is(303);
        let page = late.get("/sign-in/code").await.is(200);
        let token = page.body.split_once("name=\"csrf\" value=\"").unwrap().1.split('"').next().unwrap().to_owned();
        let code = login.code_at(house.app.clock().unix()).unwrap();
        let refused = late.post_raw("/sign-in/code", &[("csrf", &token), ("code", &code)]).await.is(403);
        assert!(refused.says("que depuis le réseau du bureau"), "{}", refused.main());
        late.get("/people").await.is(303);
        // Limits go as they came.
        forced(&house, Change::Limit { role: Role::Sales, kinds: Vec::new() }).await;
        soon("the end of the limit", async || away.get("/people").await.status == 200).await;
    });
}

#[test]
fn the_page_says_where_one_is_who_was_refused_and_who_decided() {
    run(async {
        let house = House::open().await;
        let cio = house.signed_in(Role::Cio).await;
        let dpo = house.signed_in(Role::Dpo).await;
        let _sales = signed_in_from(&house, Role::Sales, HOME).await;
        assert!(!house.visitor_from(STRANGER).connects().await);
        let page = cio.get("/networks").await.is(200);
        for says in ["You are connected from 127.0.0.1", "127.0.0.9</code>", "First start", "/networks/new", "Remove"] {
            assert!(page.says(says), "{says}: {}", page.main());
        }
        let page = dpo.get("/networks").await.is(200);
        assert!(page.says("127.0.0.9</code>") && !page.says("/networks/new"));
        let let_in = [("what", "allow"), ("range", "127.0.0.8/30"), ("kind", "vpn"), ("label", "L"), ("why", "W")];
        let preview = cio.post("/networks/preview", &let_in).await.is(200);
        assert!(preview.says("127.0.0.9</code>") && preview.says("4 addresses"), "{}", preview.main());
    });
}

#[test]
fn the_host_lets_back_in_whoever_is_locked_out_and_those_who_answer_for_it_are_told() {
    run(async {
        let house = House::open().await;
        let cio = house.signed_in(Role::Cio).await;
        cio.post("/networks/trial", LYON).await.is(303);
        let add = &["network", "add", "127.0.0.4/32", "--kind", "vpn", "--label", "Secours", "--why", "Panne"];
        let added = cloister(&house, add).await;
        assert!(added.status.success(), "{}", said(&added));
        assert!(said(&added).contains("127.0.0.4/32") && said(&added).contains("Panne"), "{}", said(&added));
        soon("the range that the host added", async || house.visitor_from([127, 0, 0, 4]).connects().await).await;
        assert!(!house.visitor_from(VPN).connects().await, "what was on trial is taken back first");
        for words in [
            &["network", "remove", "127.0.0.1/32"] as &'static [&'static str],
            &["network", "limit", "cio", "--kind", "vpn"],
        ] {
            let done = cloister(&house, words).await;
            assert!(done.status.success(), "{}", said(&done));
        }
        for (words, says) in [
            (
                &["network", "add", "10.0.0.1/8", "--kind", "office", "--label", "x", "--why", "y"] as &'static [_],
                "10.0.0.0/8",
            ),
            (&["network", "add", "0.0.0.0/0", "--kind", "office", "--label", "x", "--why", "y"], "--everybody"),
            (&["network", "add", "127.0.0.4/32", "--kind", "office", "--label", "x", "--why", "y"], "unlimit cio"),
            (&["network", "remove", "127.0.0.1/32"], "not a range that may connect"),
            (&["network", "remove", "127.0.0.4/32"], "unlimit cio"),
        ] {
            let refused = cloister(&house, words).await;
            assert!(!refused.status.success() && said(&refused).contains(says), "{words:?}: {}", said(&refused));
        }
        let listed = said(&cloister(&house, &["network", "list"]).await);
        assert!(listed.contains("cio                  works from vpn only"), "{listed}");
        soon("the range that the host removed", async || !house.visitor().connects().await).await;
        let cio = signed_in_from(&house, Role::Cio, [127, 0, 0, 4].into()).await;
        assert!(cio.get("/").await.is(200).says("Networks were changed on the host"));
        let sales = signed_in_from(&house, Role::Sales, [127, 0, 0, 4].into()).await;
        assert!(!sales.get("/").await.is(200).says("Networks were changed on the host"));
        house.later(chrono::Duration::days(8));
        let dpo = signed_in_from(&house, Role::Dpo, [127, 0, 0, 4].into()).await;
        assert!(!dpo.get("/").await.is(200).says("Networks were changed on the host"));
        let everybody: &[&str] =
            &["network", "add", "10.1.2.3/0", "--kind", "office", "--label", "x", "--why", "y", "--everybody"];
        let done = cloister(&house, everybody).await;
        assert!(done.status.success() && said(&done).contains("0.0.0.0/0"), "{}", said(&done));
        soon("everybody", async || house.visitor_from(STRANGER).connects().await).await;
    });
}

#[test]
fn only_the_host_forces_and_only_the_cio_tries() {
    run(async {
        let house = House::open().await;
        let change = allow("127.0.0.3/32", Kind::Vpn);
        let asked = change.clone();
        assert!(house.app.write(&Actor::House, move |w| networks::force(w, &asked, false)).await.is_err());
        assert!(house.app.write(&Actor::Console, move |w| networks::try_out(w, &change, HOME.into())).await.is_err());
        assert_eq!(ranges(&house).await.len(), 2);
    });
}

mod browser {
    use super::{HOME, House, Kind, Role, STRANGER, VPN, allow, forced, run, signed_in_from, soon};
    use crate::browser::Browser;

    #[test]
    fn a_network_is_added_tried_and_confirmed_as_people_do_it() {
        run(async {
            let house = House::open().await;
            for (javascript, name) in [(true, "script"), (false, "plain")] {
                let Some(browser) = Browser::open(javascript).await else { return };
                let (_, login) = house.account(Role::Cio, &format!("claire.{name}")).await;
                browser.go(&format!("{}/networks", house.url)).await;
                browser.fill("Identifiant", &login.user_name).await;
                browser.fill("Mot de passe", &login.password).await;
                browser.click("Continuer").await;
                browser.fill("Code", &login.code_at(house.app.clock().unix()).unwrap()).await;
                browser.click("Se connecter").await;
                browser.see("You are connected from 127.0.0.1").await;
                let range = if javascript { "127.0.0.3/32" } else { "127.0.0.4/32" };
                browser.click("Add a network").await;
                browser.fill("Range of addresses", range).await;
                browser.tick("VPN").await;
                browser.fill("Name", "Antenne de Lyon").await;
                browser.fill("Why", "Ouverture en janvier").await;
                browser.click("See the preview").await;
                browser.see("You can still connect").await;
                browser.click("Try it for 60 seconds").await;
                browser.see("Unless it is confirmed").await;
                browser.click("Confirm").await;
                browser.see("The change is confirmed").await;
            }
        });
    }

    #[test]
    fn the_screens_of_networks_in_both_languages_and_lights() {
        run(async {
            let house = House::open().await;
            forced(&house, allow("127.0.0.3/32", Kind::Vpn)).await;
            soon("the new network", async || house.visitor_from(VPN).connects().await).await;
            let _sales = signed_in_from(&house, Role::Sales, VPN).await;
            let _support = signed_in_from(&house, Role::Support, HOME).await;
            let _ = house.visitor_from(STRANGER).connects().await;
            let Some(browser) = Browser::open(true).await else { return };
            let (_, login) = house.account(Role::Cio, "claire.moreau").await;
            browser.go(&format!("{}/networks", house.url)).await;
            browser.fill("Identifiant", &login.user_name).await;
            browser.fill("Mot de passe", &login.password).await;
            browser.click("Continuer").await;
            browser.fill("Code", &login.code_at(house.app.clock().unix()).unwrap()).await;
            browser.click("Se connecter").await;
            browser.see("You are connected from 127.0.0.1").await;
            for lang in ["en", "fr"] {
                let (remove, limit, edit, see, off, go, end) = if lang == "en" {
                    (
                        "Remove 127.0.0.3/32",
                        "Limit a role",
                        "Add a network",
                        "See the preview",
                        "office",
                        "Try it for 60 seconds",
                        "Take it back",
                    )
                } else {
                    (
                        "Retirer 127.0.0.3/32",
                        "Limiter un rôle",
                        "Ajouter un réseau",
                        "Voir l’aperçu",
                        "bureau",
                        "Essayer pendant 60 secondes",
                        "Annuler l’essai",
                    )
                };
                for light in ["light", "dark"] {
                    browser.lit(light).await;
                    browser.go(&format!("{}/networks", house.url)).await;
                    browser.screenshot(&format!("networks-{lang}-{light}")).await;
                    browser.go(&format!("{}/", house.url)).await;
                    browser.screenshot(&format!("networks-home-{lang}-{light}")).await;
                    browser.go(&format!("{}/networks", house.url)).await;
                    browser.click(edit).await;
                    browser
                        .fill(if lang == "en" { "Range of addresses" } else { "Plage d’adresses" }, "127.0.0.9/24")
                        .await;
                    browser.tick(off).await;
                    browser.click(see).await;
                    browser.see("127.0.0.0/24").await;
                    browser.screenshot(&format!("networks-new-{lang}-{light}")).await;
                    browser.go(&format!("{}/networks", house.url)).await;
                    browser.click(remove).await;
                    browser.screenshot(&format!("networks-preview-{lang}-{light}")).await;
                    browser.click(go).await;
                    browser.see("UTC").await;
                    browser.screenshot(&format!("networks-trial-{lang}-{light}")).await;
                    browser.click(end).await;
                    browser.click(limit).await;
                    browser.screenshot(&format!("networks-limits-{lang}-{light}")).await;
                }
                crate::audit::tamper(&house, "UPDATE staff SET language = 'fr'".to_owned()).await;
            }
        });
    }
}
