//! Mail by a real SMTP server: it arrives readable, is neither lost nor doubled, says nothing of anybody where it waits.
use crate::canary;
use crate::consent::{email, person};
use crate::house::{House, run};
use crate::relay::{Relay, free_port, send, settings};
use chrono::Duration;
use cloister::actor::Role;
use cloister::catalogue::KeyClass;
use cloister::config::{Login, Wire};
use cloister::consent::{self, Pending, Purpose, Served};
use cloister::db::Url;
use cloister::vault::OwnerKind;
use cloister::words::Lang;

const NOTE: &str = "Formulaire Actualités, avis 3";
const WORDING: &str = "Je souhaite recevoir la lettre d’information";

/// What the take-in of a form does when a purpose asks for a confirmation.
pub async fn ask(house: &House, person: i64, address: &str, purposes: &[Purpose], lang: Lang) -> bool {
    let (address, purposes) = (email(address), purposes.to_vec());
    house
        .write(move |w| {
            let purposes: Vec<_> = purposes.into_iter().map(|purpose| (purpose, WORDING.to_owned())).collect();
            let served = Served { form: 7, notice: 12, lang, hash: vec![0xab; 32] };
            let (email, note, asked_at) = (&address, NOTE, w.now);
            consent::ask(w, &Pending { person, email, purposes: &purposes, note, served: &served, asked_at })
        })
        .await
}

/// The deeds about mail.
async fn told(house: &House) -> Vec<String> {
    house.deeds().await.into_iter().filter(|deed| deed.starts_with("mail.")).collect()
}

#[test]
fn a_letter_arrives_readable_in_both_languages_and_holds_nothing_that_a_visitor_typed() {
    run(async {
        let Some(relay) = Relay::open(&[]) else { return };
        let house = House::open_told(settings(relay.port)).await;
        let typed = "Buy <b>pills</b> at http://evil.example";
        let id = person(&house, typed, &["Anne.Dupré@client.example", "anne@client.example"]).await;
        let both = [Purpose::Newsletter, Purpose::Promotion];
        assert!(ask(&house, id, "anne@client.example", &both, Lang::Fr).await);
        send(&house).await;
        assert!(ask(&house, id, "anne@client.example", &both[..1], Lang::En).await);
        send(&house).await;
        let mails = relay.mails();
        assert_eq!(mails.len(), 2);
        for (mail, subject, says, purpose) in [
            (&mails[0], "Confirmez votre demande", "pour recevoir\u{a0}:", "- Offres promotionnelles"),
            (&mails[1], "Please confirm your request", "to receive:", "- Newsletter"),
        ] {
            assert_eq!(mail.header("subject"), subject);
            assert!(mail.body.contains(says) && mail.body.contains(purpose), "{}", mail.body);
            assert!(mail.body.contains("https://www.maison.example/c/"), "{}", mail.body);
            assert!(mail.body.contains("Trésorerie Martin"), "{}", mail.body);
            assert_eq!(mail.token().len(), 40, "the link stands whole on its line");
            assert_eq!(
                (mail.from.as_str(), mail.to.as_slice()),
                ("crm@maison.example", &["anne@client.example".to_owned()][..])
            );
            assert_eq!(mail.header("to"), "anne@client.example");
            assert_eq!(mail.header("from"), "Trésorerie Martin <crm@maison.example>");
            assert_eq!(mail.header("auto-submitted"), "auto-generated");
            assert!(mail.header("message-id").ends_with("@maison.example>"), "{}", mail.header("message-id"));
            let whole = format!("{}{}", mail.headers, mail.body);
            assert!(!whole.contains("pills") && !whole.contains("evil"), "{whole}");
        }
        assert_ne!(mails[0].token(), mails[1].token());
        assert_ne!(mails[0].header("message-id"), mails[1].header("message-id"));
        let told = told(&house).await;
        assert_eq!(told.len(), 2);
        assert!(
            told.iter().all(|deed| deed.starts_with("mail.sent mail=") && deed.ends_with("kind=confirmation tries=1")),
            "{told:?}"
        );
        send(&house).await;
        assert_eq!(relay.mails().len(), 2, "what was sent is not sent again");
    });
}

#[test]
fn while_the_server_is_down_mail_waits_ever_longer_and_goes_when_it_is_back() {
    run(async {
        let port = free_port();
        let house = House::open_told(settings(port)).await;
        let id = person(&house, "Dupré", &["anne@client.example"]).await;
        ask(&house, id, "anne@client.example", &[Purpose::Newsletter], Lang::Fr).await;
        send(&house).await;
        let operations = house.signed_in(Role::Operations).await;
        let page = operations.get("/operations").await.is(200);
        assert!(page.says("The server does not answer") && page.says("To be tried again"), "{}", page.main());
        assert!(!page.says("client.example"));
        let Some(relay) = Relay::open_at(port, &[]) else { return };
        send(&house).await;
        assert_eq!(relay.mails().len(), 0, "not before its minute is over");
        house.later(Duration::seconds(61));
        send(&house).await;
        assert_eq!(relay.mails().len(), 1);
        assert!(told(&house).await[0].ends_with("tries=2"));
        assert!(operations.get("/operations").await.is(200).says("Sent in the last 30 days"));
    });
}

#[test]
fn after_three_days_a_mail_is_given_up_and_nothing_of_it_is_left() {
    run(async {
        let house = House::open_told(settings(free_port())).await;
        let id = person(&house, "Dupré", &["anne@client.example"]).await;
        ask(&house, id, "anne@client.example", &[Purpose::Newsletter], Lang::Fr).await;
        let mut tries = 0;
        while told(&house).await.is_empty() {
            send(&house).await;
            house.later(Duration::hours(6));
            tries += 1;
        }
        assert_eq!(tries, 13, "every six hours for three days");
        assert!(told(&house).await[0].ends_with("kind=confirmation tries=13 fault=unreachable"));
        assert_eq!(left(&house).await, (1, 0));
    });
}

/// Rows of the outbox, and those that still hold a recipient or a text.
async fn left(house: &House) -> (i64, i64) {
    use cloister::db::Conn;
    use cloister::db::schema::outbox;
    use diesel::prelude::*;
    house
        .look(|l| {
            let all = outbox::table.count();
            let full = outbox::table.filter(outbox::body.is_not_null().or(outbox::recipient.is_not_null())).count();
            Ok(match l.conn() {
                Conn::Sqlite(c) => (all.get_result(c)?, full.get_result(c)?),
                Conn::Postgres(c) => (all.get_result(&mut **c)?, full.get_result(&mut **c)?),
            })
        })
        .await
}

/// Starts the job in a process of its own, and kills it when the server has the mail and has not said so.
#[expect(clippy::disallowed_methods, reason = "what is killed must be another process")]
fn kill_while_sending(house: &House, relay: &Relay) {
    let config = house.app.config();
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_cloister"));
    command.args(["jobs", "run", "mail", "--data"]).arg(&config.folder).envs(settings(relay.port));
    for (name, url) in [("CLOISTER_DATABASE", &config.database), ("CLOISTER_KEYRING", &config.keyring)] {
        match url {
            Url::Postgres(url) => command.env(name, url),
            Url::Sqlite(_) => command.env_remove(name),
        };
    }
    let mut job = command.spawn().unwrap();
    for _ in 0..400 {
        if !relay.mails().is_empty() {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(25));
    }
    job.kill().unwrap();
    job.wait().unwrap();
}

#[test]
fn killed_between_sending_and_noting_a_mail_is_not_lost_and_goes_at_most_twice() {
    run(async {
        let port = free_port();
        let Some(silent) = Relay::open_at(port, &["--silent"]) else { return };
        let house = House::open_told(settings(port)).await;
        let id = person(&house, "Dupré", &["anne@client.example"]).await;
        ask(&house, id, "anne@client.example", &[Purpose::Newsletter], Lang::Fr).await;
        tokio::task::block_in_place(|| kill_while_sending(&house, &silent));
        let first = silent.mails();
        assert_eq!(first.len(), 1);
        assert!(told(&house).await.is_empty(), "nobody noted it");
        drop(silent);
        let relay = Relay::open_at(port, &[]).unwrap();
        send(&house).await;
        assert_eq!(relay.mails().len(), 0, "it is still the other's");
        house.later(Duration::minutes(6));
        send(&house).await;
        house.later(Duration::minutes(6));
        send(&house).await;
        let second = relay.mails();
        assert_eq!(second.len(), 1);
        assert_eq!(second[0].header("message-id"), first[0].header("message-id"), "a copy is known as one");
        assert_eq!(second[0].token(), first[0].token());
    });
}

#[test]
fn two_processes_send_no_mail_twice() {
    run(async {
        let Some(relay) = Relay::open(&[]) else { return };
        let house = House::open_told(settings(relay.port)).await;
        let other = house.beside().await;
        for n in 0..8 {
            let address = format!("p{n}@client.example");
            let id = person(&house, &format!("Petit{n}"), &[&address]).await;
            ask(&house, id, &address, &[Purpose::Newsletter], Lang::Fr).await;
        }
        tokio::join!(send(&house), send(&other));
        let mut to: Vec<String> = relay.mails().into_iter().flat_map(|mail| mail.to).collect();
        to.sort();
        assert_eq!(to, (0..8).map(|n| format!("p{n}@client.example")).collect::<Vec<_>>());
    });
}

#[test]
fn an_address_gets_three_mails_a_day_whoever_asks() {
    run(async {
        let Some(relay) = Relay::open(&[]) else { return };
        let house = House::open_told(settings(relay.port)).await;
        let (anne, other) = (
            person(&house, "Dupré", &["anne@client.example"]).await,
            person(&house, "Duprat", &["ANNE@client.example"]).await,
        );
        for round in 0..5 {
            let who = if round % 2 == 0 { (anne, "anne@client.example") } else { (other, "ANNE@client.example") };
            assert_eq!(ask(&house, who.0, who.1, &[Purpose::Newsletter], Lang::Fr).await, round < 3, "{round}");
            send(&house).await;
        }
        assert_eq!(relay.mails().len(), 3);
        assert_eq!(told(&house).await.iter().filter(|deed| *deed == "mail.withheld kind=confirmation").count(), 2);
        let asked = house.look(move |l| consent::story(l, anne)).await.waiting.len();
        assert_eq!(asked, 2, "what no mail went out for does not wait either");
        house.later(Duration::hours(25));
        assert!(ask(&house, anne, "anne@client.example", &[Purpose::Newsletter], Lang::Fr).await);
    });
}

#[test]
fn an_address_that_is_refused_and_somebody_who_was_erased_get_no_second_try() {
    run(async {
        let Some(relay) = Relay::open(&["--refuse", "550 5.1.1 <ADDRESS> is nobody here"]) else { return };
        let house = House::open_told(settings(relay.port)).await;
        let anne = person(&house, "Dupré", &["anne@client.example"]).await;
        let gone = person(&house, "Duprat", &["gone@client.example"]).await;
        ask(&house, anne, "anne@client.example", &[Purpose::Newsletter], Lang::Fr).await;
        ask(&house, gone, "gone@client.example", &[Purpose::Newsletter], Lang::Fr).await;
        let app = house.app.clone();
        tokio::task::spawn_blocking(move || app.vault().shred(OwnerKind::Person, &[gone], KeyClass::Identity))
            .await
            .unwrap()
            .unwrap();
        send(&house).await;
        let told = told(&house).await;
        assert_eq!(told.len(), 2, "{told:?}");
        assert!(told[0].starts_with("mail.given_up") && told[0].ends_with("fault=no_such_address"), "{told:?}");
        assert!(told[1].starts_with("mail.given_up") && told[1].ends_with("fault=unreadable"), "{told:?}");
        assert_eq!(left(&house).await, (2, 0));
    });
}

/// The same house with another way to the relay.
fn again(house: &House, change: impl FnOnce(&mut cloister::config::Relay)) -> cloister::app::App {
    let mut config = house.app.config().clone();
    change(config.relay.as_mut().unwrap());
    tokio::task::block_in_place(|| cloister::house::open(config, house.app.clock().clone()).unwrap())
}

#[test]
fn a_server_that_is_not_this_machine_gets_nothing_without_tls() {
    run(async {
        let Some(relay) = Relay::open(&[]) else { return };
        let house = House::open_told(settings(relay.port)).await;
        let id = person(&house, "Dupré", &["anne@client.example"]).await;
        ask(&house, id, "anne@client.example", &[Purpose::Newsletter], Lang::Fr).await;
        for (wire, minutes) in [(Wire::StartTls, 2), (Wire::Tls, 4)] {
            let strict = again(&house, |to| to.wire = wire);
            tokio::task::block_in_place(|| cloister::mail::send_due(&strict)).unwrap();
            assert_eq!(relay.mails().len(), 0, "{wire:?}");
            house.later(Duration::minutes(minutes));
        }
        let operations = house.signed_in(Role::Operations).await;
        assert!(operations.get("/operations").await.is(200).says("No trusted TLS connection"));
        send(&house).await;
        assert_eq!(relay.mails().len(), 1);
    });
}

/// An authority of one's own, and what it vouches for at 127.0.0.1: the one as a file, the other with its key.
fn vouched(folder: &std::path::Path) -> (std::path::PathBuf, std::path::PathBuf) {
    use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
    let (key, own) = (KeyPair::generate().unwrap(), KeyPair::generate().unwrap());
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority = params.self_signed(&key).unwrap();
    let issuer = Issuer::new(params, key);
    let leaf = CertificateParams::new(vec!["127.0.0.1".to_owned()]).unwrap().signed_by(&own, &issuer).unwrap();
    let (ca, certificate) = (folder.join("ca.pem"), folder.join("relay.pem"));
    std::fs::write(&ca, authority.pem()).unwrap();
    std::fs::write(&certificate, leaf.pem() + &own.serialize_pem()).unwrap();
    (ca, certificate)
}

#[test]
fn mail_goes_by_tls_to_a_relay_whose_own_authority_the_house_was_told_and_to_no_other() {
    run(async {
        let folder = tempfile::tempdir().unwrap();
        let (ca, certificate) = vouched(folder.path());
        let another = tempfile::tempdir().unwrap();
        let (stranger, _) = vouched(another.path());
        for (wire, more) in [(Wire::StartTls, None), (Wire::Tls, Some("--wrapped"))] {
            let mut how = vec!["--certificate", certificate.to_str().unwrap()];
            how.extend(more);
            let Some(relay) = Relay::open(&how) else { return };
            let house = House::open_told(settings(relay.port)).await;
            let id = person(&house, "Dupré", &["anne@client.example"]).await;
            ask(&house, id, "anne@client.example", &[Purpose::Newsletter], Lang::Fr).await;
            for trusted in [None, Some(&stranger), Some(&ca)] {
                assert_eq!(relay.mails().len(), 0, "{wire:?} with {trusted:?}");
                let told = again(&house, |to| {
                    to.wire = wire;
                    to.ca = trusted.cloned();
                });
                tokio::task::block_in_place(|| cloister::mail::send_due(&told)).unwrap();
                house.later(Duration::minutes(10));
            }
            let mails = relay.mails();
            assert_eq!(mails.len(), 1, "{wire:?}");
            assert_eq!(mails[0].to, ["anne@client.example"]);
            assert!(told(&house).await[0].ends_with("tries=3"));
        }
    });
}

#[test]
fn the_password_is_read_from_its_file_and_a_wrong_one_keeps_the_mail() {
    run(async {
        let Some(relay) = Relay::open(&["--login", "crm:juste"]) else { return };
        let house = House::open_told(settings(relay.port)).await;
        let id = person(&house, "Dupré", &["anne@client.example"]).await;
        ask(&house, id, "anne@client.example", &[Purpose::Newsletter], Lang::Fr).await;
        let file = house.folder.path().join("password");
        let login = Login { user: "crm".to_owned(), password_file: file.clone() };
        let with = again(&house, |to| to.login = Some(login));
        for password in [None, Some("faux\n"), Some("juste\n")] {
            assert_eq!(relay.mails().len(), 0);
            if let Some(password) = password {
                std::fs::write(&file, password).unwrap();
            }
            tokio::task::block_in_place(|| cloister::mail::send_due(&with)).unwrap();
            house.later(Duration::minutes(10));
        }
        assert_eq!(relay.mails().len(), 1);
        assert!(told(&house).await[0].ends_with("tries=3"));
    });
}

#[test]
fn no_address_no_text_and_no_link_stands_in_any_file_or_log_line() {
    let log = canary::log();
    run(async {
        let port = free_port();
        let house = House::open_told(settings(port)).await;
        let address = "plumage.kx9@perchoir.example";
        let id = person(&house, "Gorgebleue", &[address]).await;
        ask(&house, id, address, &[Purpose::Newsletter], Lang::Fr).await;
        send(&house).await;
        let mut values: Vec<String> =
            [address, "Gorgebleue", NOTE, WORDING, "appuyez sur le bouton", "https://www.maison.example/c/"]
                .map(str::to_owned)
                .to_vec();
        let dumped = async |values: &[String]| {
            let mut faults = Vec::new();
            canary::sweep(house.folder.path(), values, &mut faults);
            canary::find(
                house.look(|l| Ok(canary::dump(l.conn()))).await.as_bytes(),
                values,
                "the database",
                &mut faults,
            );
            canary::find(&log.lock().unwrap(), values, "the log", &mut faults);
            faults
        };
        assert_eq!(dumped(&values).await, Vec::<String>::new(), "while it waits");
        let Some(relay) = Relay::open_at(port, &[]) else { return };
        house.later(Duration::minutes(2));
        send(&house).await;
        let token = relay.mails()[0].token();
        values.push(token.clone());
        assert_eq!(dumped(&values).await, Vec::<String>::new(), "when it was sent");
        assert!(house.write(move |w| consent::confirm(w, &token, w.now)).await);
        assert_eq!(dumped(&values).await, Vec::<String>::new(), "when it was confirmed");
    });
}
