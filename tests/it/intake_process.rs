//! The real program as the internet runs it, `cloister intake`: what it keeps, and what a kill costs.
use crate::forms::published;
use crate::house::{House, run};
use crate::intake::{ANNA, Public, settings, take_in, waiting};
use reqwest::StatusCode;
use std::io::{BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// What nobody else writes, as a browser would send it.
const CANARY: &str = "QuadrumaneOxyhydrique7431";
const LINK: &str = "canarylinkcanarylink7432canary";

pub struct Process {
    pub child: Child,
    pub url: String,
}

impl Process {
    pub fn open(house: &House) -> Self {
        Process::open_with(house, &[])
    }

    #[expect(clippy::disallowed_methods, reason = "the process is what is tested")]
    pub fn open_with(house: &House, more: &[&str]) -> Self {
        let config = house.app.config();
        let mut child = Command::new(env!("CARGO_BIN_EXE_cloister"))
            .args(["intake", "--listen", "127.0.0.1:0", "--per-address", "1000000", "--per-minute", "1000000"])
            .arg("--key")
            .arg(house.app.vault().spooling().public_key())
            .arg("--publish")
            .arg(&config.publish)
            .arg("--spool")
            .arg(&config.spool)
            .args(more)
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        let url = line.split_whitespace().last().expect("it says where it listens").trim_end_matches('/').to_owned();
        Process { child, url }
    }

    fn proc(&self, file: &str) -> std::path::PathBuf {
        Path::new("/proc").join(self.child.id().to_string()).join(file)
    }

    /// Which of these are somewhere in its memory, in what it was started with, or in its environment.
    fn holds<'a>(&self, needles: &[(&'a str, Vec<u8>)]) -> Vec<&'a str> {
        let maps = std::fs::read_to_string(self.proc("maps")).unwrap();
        let mut memory = std::fs::File::open(self.proc("mem")).expect("a parent may read its child");
        let mut places: Vec<Vec<u8>> =
            ["environ", "cmdline"].iter().map(|file| std::fs::read(self.proc(file)).unwrap()).collect();
        for line in maps.lines() {
            let mut words = line.split_whitespace();
            let (range, rights) = (words.next().unwrap(), words.next().unwrap());
            if !rights.starts_with("rw") {
                continue;
            }
            let (from, to) = range.split_once('-').unwrap();
            let [from, to] = [from, to].map(|hex| u64::from_str_radix(hex, 16).unwrap());
            let mut bytes = vec![0; usize::try_from(to - from).unwrap()];
            memory.seek(SeekFrom::Start(from)).unwrap();
            // What was never touched cannot be read, and holds nothing.
            if memory.read_exact(&mut bytes).is_ok() {
                places.push(bytes);
            }
        }
        assert!(places.iter().map(Vec::len).sum::<usize>() > 100_000, "its memory was read");
        let there = |needle: &[u8]| places.iter().any(|place| memchr::memmem::find(place, needle).is_some());
        needles.iter().filter(|(_, needle)| there(needle)).map(|(name, _)| *name).collect()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub fn client() -> reqwest::Client {
    reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy().build().unwrap()
}

pub async fn slip(client: &reqwest::Client, url: &str) -> String {
    let page = client.get(format!("{url}/fr/lettre")).send().await.unwrap().text().await.unwrap();
    crate::forms::hidden(&page, "slip")
}

pub async fn fill_in(client: &reqwest::Client, url: &str, slip: &str, n: usize) -> Option<StatusCode> {
    let (name, email) = (format!("Dupré{n}"), format!("n{n}@exemple.example"));
    let mut fields = vec![("slip", slip), ("family_name", &name), ("email", &email), ("consent_newsletter", "yes")];
    fields.push(("message", CANARY));
    client.post(format!("{url}/fr/lettre")).form(&fields).send().await.ok().map(|answer| answer.status())
}

/// As long as it takes to read a notice, by the real clock of the process.
pub async fn reading() {
    tokio::time::sleep(Duration::from_millis(2_600)).await;
}

pub async fn taken(house: &House) -> usize {
    let count = |l: &mut cloister::app::Looking| {
        Ok(cloister::forms::forms(l)?.iter().map(|listed| usize::try_from(listed.arrivals).unwrap()).sum())
    };
    house.look(count).await
}

/// The files below a folder that hold this.
fn files_with(folder: &Path, needle: &str) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for file in std::fs::read_dir(folder).into_iter().flatten() {
        let path = file.unwrap().path();
        if path.is_dir() {
            found.extend(files_with(&path, needle));
        } else if memchr::memmem::find(&std::fs::read(&path).unwrap_or_default(), needle.as_bytes()).is_some() {
            found.push(path);
        }
    }
    found
}

#[test]
fn the_process_holds_no_word_of_a_finished_submission_and_no_key_that_opens_one() {
    run(async {
        let house = House::open().await;
        published(&house, "lettre", "newsletter", "marketing", &["newsletter"]).await;
        let process = Process::open(&house);
        let address: std::net::SocketAddr = process.url.strip_prefix("http://").unwrap().parse().unwrap();
        let root = std::fs::read_to_string(&house.app.config().root_key).unwrap();
        let needles = [
            ("a field", CANARY.as_bytes().to_vec()),
            ("a link", LINK.as_bytes().to_vec()),
            ("the root key", data_encoding::HEXLOWER.decode(root.trim().as_bytes()).unwrap()),
            ("the root key in letters", root.trim().as_bytes().to_vec()),
            ("a key of age", b"AGE-SECRET-KEY-1".to_vec()),
        ];
        // While a submission is under way its words are there: the scan finds what there is to find.
        let mut half = std::net::TcpStream::connect(address).unwrap();
        let kind = "content-type: application/x-www-form-urlencoded";
        write!(half, "POST /fr/lettre HTTP/1.1\r\nhost: x\r\n{kind}\r\ncontent-length: 900\r\n\r\nmessage={CANARY}")
            .unwrap();
        tokio::time::sleep(Duration::from_millis(500)).await;
        assert_eq!(process.holds(&needles), ["a field"]);
        drop(half);
        let client = client();
        let mut slips = Vec::new();
        for _ in 0..12 {
            slips.push(slip(&client, &process.url).await);
        }
        reading().await;
        // One that arrives at once with its head, as small ones do, and others by a client that keeps its connections.
        for (n, slip) in slips.iter().enumerate() {
            if n % 2 == 0 {
                assert_eq!(fill_in(&client, &process.url, slip, n).await, Some(StatusCode::SEE_OTHER));
                continue;
            }
            let body = format!("slip={slip}&family_name=X&email=x%40exemple.example&message={CANARY}{n}");
            let mut raw = std::net::TcpStream::connect(address).unwrap();
            let head =
                format!("POST /fr/lettre HTTP/1.1\r\nhost: x\r\n{kind}\r\ncontent-length: {}\r\n\r\n", body.len());
            raw.write_all((head + &body).as_bytes()).unwrap();
            let mut answer = [0; 12];
            raw.read_exact(&mut answer).unwrap();
            assert_eq!(&answer, b"HTTP/1.1 303");
        }
        let link = format!("{}/u/{LINK}", process.url);
        assert_eq!(client.post(&link).body("").send().await.unwrap().status(), StatusCode::OK);
        assert_eq!(client.get(&link).send().await.unwrap().status(), StatusCode::OK);
        tokio::time::sleep(Duration::from_millis(800)).await;
        assert_eq!(process.holds(&needles), Vec::<&str>::new());
        assert_eq!(waiting(&house).len(), 13);
        for folder in [&house.app.config().spool, &house.app.config().publish] {
            for (needle, what) in [(CANARY, "a field"), (LINK, "a link"), ("AGE-SECRET", "a key")] {
                assert_eq!(files_with(folder, needle), Vec::<std::path::PathBuf>::new(), "{what}");
            }
        }
    });
}

#[test]
fn killed_at_any_moment_it_has_the_whole_submission_or_has_thanked_nobody() {
    run(async {
        let house = House::open().await;
        published(&house, "lettre", "newsletter", "marketing", &["newsletter"]).await;
        let client = client();
        let mut process = Process::open(&house);
        let (rounds, each) = (10, 4);
        let mut slips = Vec::new();
        for _ in 0..rounds * each {
            slips.push(slip(&client, &process.url).await);
        }
        reading().await;
        let mut thanked = vec![false; slips.len()];
        let mut failed = 0;
        for round in 0..rounds {
            let url = process.url.clone();
            let mine: Vec<usize> = (round * each..(round + 1) * each).collect();
            let sent = futures_util::future::join_all(mine.iter().map(|&n| fill_in(&client, &url, &slips[n], n)));
            let kill = async {
                tokio::time::sleep(Duration::from_millis(u64::try_from(round * 4).unwrap())).await;
                process.child.kill().unwrap();
                process.child.wait().unwrap();
            };
            let (sent, ()) = futures_util::future::join(sent, kill).await;
            for (n, status) in mine.into_iter().zip(sent) {
                thanked[n] = status == Some(StatusCode::SEE_OTHER);
                failed += usize::from(!thanked[n]);
            }
            process = Process::open(&house);
        }
        assert!(failed > 0, "no kill came in time: nothing was tried");
        take_in(&house).await;
        let whole = taken(&house).await;
        assert!(whole >= thanked.iter().filter(|thanked| **thanked).count(), "somebody was thanked for nothing");
        let page = house.signed_in(cloister::actor::Role::Dpo).await.get("/forms/arrivals").await;
        assert!(!page.says("Unreadable"), "what is there is whole");
        // Whoever was not thanked sends again, as their browser still has it: each counts once.
        for (n, slip) in slips.iter().enumerate().filter(|(n, _)| !thanked[*n]) {
            assert_eq!(fill_in(&client, &process.url, slip, n).await, Some(StatusCode::SEE_OTHER));
        }
        take_in(&house).await;
        assert_eq!(taken(&house).await, slips.len());
    });
}

/// Sends so many while nobody takes in, a day apart, and takes them in twice at a time.
pub async fn none_lost_none_doubled(count: usize) {
    let house = House::open().await;
    published(&house, "lettre", "newsletter", "marketing", &["newsletter"]).await;
    let public = Public::open(cloister::intake::Settings {
        room: count,
        per_address: u32::MAX,
        per_minute: u32::MAX,
        ..settings(&house)
    });
    for (from, to) in [(0, count / 2), (count / 2, count)] {
        let slips = futures_util::future::join_all((from..to).map(|_| public.slip("/fr/lettre"))).await;
        house.later(chrono::Duration::seconds(3));
        let numbered: Vec<(usize, &String)> = (from..to).zip(&slips).collect();
        for some in numbered.chunks(32) {
            let sent = some.iter().map(|(n, slip)| fill_in(&public.client, &public.url, slip, *n));
            let answers = futures_util::future::join_all(sent).await;
            for ((n, slip), _) in some.iter().zip(answers).filter(|(_, status)| *status != Some(StatusCode::SEE_OTHER))
            {
                // A busy machine may keep one waiting for too long: whoever is not thanked sends it again.
                assert_eq!(fill_in(&public.client, &public.url, slip, *n).await, Some(StatusCode::SEE_OTHER));
            }
        }
        house.later(chrono::Duration::hours(23));
    }
    assert_eq!(waiting(&house).len(), count);
    // There is no room for one more, and the visitor is told so.
    let slip = public.slip("/fr/lettre").await;
    house.later(chrono::Duration::seconds(3));
    let full = fill_in(&public.client, &public.url, &slip, count).await;
    assert_eq!(full, Some(StatusCode::SERVICE_UNAVAILABLE));
    // Two processes that serve the house take in at the same time.
    let other = house.beside().await;
    tokio::join!(take_in(&other), take_in(&house));
    drop(other);
    take_in(&house).await;
    assert!(waiting(&house).is_empty());
    let aside = house.look(|l| Ok(cloister::forms::aside(l)?.into_iter().map(|aside| aside.doubt).collect::<Vec<_>>()));
    assert!(aside.await.is_empty(), "nothing was wrong with any");
    assert_eq!(taken(&house).await, count);
    assert_eq!(fill_in(&public.client, &public.url, &slip, count).await, Some(StatusCode::SEE_OTHER));
}

/// Sends so many by the real program, by its own clock: some at a time, each after as long as it takes to read.
pub async fn send_by_the_program(process: &Process, from: usize, to: usize) {
    let client = client();
    for begin in (from..to).step_by(2_000) {
        let many: Vec<usize> = (begin..to.min(begin + 2_000)).collect();
        let mut slips = Vec::with_capacity(many.len());
        for some in many.chunks(32) {
            slips.extend(futures_util::future::join_all(some.iter().map(|_| slip(&client, &process.url))).await);
        }
        reading().await;
        let numbered: Vec<(usize, &String)> = many.iter().copied().zip(&slips).collect();
        for some in numbered.chunks(32) {
            let sent = some.iter().map(|(n, slip)| fill_in(&client, &process.url, slip, *n));
            for (status, (n, slip)) in futures_util::future::join_all(sent).await.into_iter().zip(some) {
                if status != Some(StatusCode::SEE_OTHER) {
                    // A busy machine may keep one waiting for too long: whoever is not thanked sends it again.
                    assert_eq!(fill_in(&client, &process.url, slip, *n).await, Some(StatusCode::SEE_OTHER));
                }
            }
        }
    }
}

/// The program that takes in, as another process over the same house.
#[expect(clippy::disallowed_methods, reason = "what it costs is measured from outside")]
pub fn taking_in(house: &House) -> Child {
    let config = house.app.config();
    let mut command = Command::new(env!("CARGO_BIN_EXE_cloister"));
    command.args(["jobs", "run", "intake", "--data"]).arg(&config.folder);
    for (name, url) in [("CLOISTER_DATABASE", &config.database), ("CLOISTER_KEYRING", &config.keyring)] {
        match url {
            cloister::db::Url::Postgres(url) => command.env(name, url),
            cloister::db::Url::Sqlite(_) => command.env_remove(name),
        };
    }
    command.stdout(Stdio::null()).spawn().unwrap()
}

#[test]
fn two_thousand_submissions_while_the_house_is_down_for_a_day_are_each_taken_in_once() {
    run(none_lost_none_doubled(2_000));
}

#[test]
fn a_form_that_was_tampered_with_on_the_way_is_not_served_and_what_it_sends_is_set_aside() {
    run(async {
        let house = House::open().await;
        published(&house, "lettre", "newsletter", "marketing", &["newsletter"]).await;
        let process = Process::open(&house);
        // Somebody with the intake's rights takes over its machine: seals by its own hand what no page of ours said.
        let key = house.app.vault().spooling().recipient();
        let fields = ANNA.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let now = house.app.clock().now().and_utc().timestamp();
        let form = cloister::intake::FilledIn {
            lang: "fr".to_owned(),
            sha256: cloister::intake::sha256(b"<p>J'accepte tout</p>"),
            opened_at: now,
            fields,
        };
        let said = cloister::intake::Said::Form(form);
        let id = "c".repeat(32);
        let sealed =
            cloister::intake::seal(&key, &cloister::intake::Parcel { id: id.clone(), sent_at: now, said }).unwrap();
        std::fs::write(house.app.config().spool.join(format!("{id}.age")), sealed).unwrap();
        take_in(&house).await;
        assert_eq!(taken(&house).await, 0);
        let page = house.signed_in(cloister::actor::Role::Dpo).await.get("/forms/arrivals").await.is(200);
        assert!(page.says(&id) && page.says("Unknown page"));
        // And changes the page where it is served from: a new process serves nothing rather than that.
        for file in std::fs::read_dir(&house.app.config().publish).unwrap() {
            let path = file.unwrap().path();
            let text = std::fs::read_to_string(&path).unwrap();
            if text.contains("<form") {
                std::fs::write(&path, text.replace("trois ans", "cent ans!")).unwrap();
            }
        }
        let client = client();
        let get = |url: &str| client.get(format!("{url}/fr/lettre")).send();
        assert_eq!(get(&process.url).await.unwrap().status(), StatusCode::SERVICE_UNAVAILABLE);
    });
}
