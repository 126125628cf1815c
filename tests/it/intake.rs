//! The internet side and its way into the house: what is served, what is sealed, and what becomes of it.
use crate::forms::{id_in, notice_fields, publish, published, send};
use crate::house::{House, run};
use cloister::actor::Role::{Cio, Dpo, Marketing, Sales, Support};
use cloister::intake::{self, FilledIn, Parcel, SLOT, Said as Sent, Settings};
use reqwest::header::{CONTENT_TYPE, HeaderMap, LOCATION};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

/// The public listener of a house, on a port of its own, and somebody with a browser on it.
pub struct Public {
    pub url: String,
    pub client: reqwest::Client,
    stop: Option<actix_web::dev::ServerHandle>,
}

pub fn settings(house: &House) -> Settings {
    let key = house.app.vault().spooling().public_key();
    Settings {
        listen: "127.0.0.1:0".parse().unwrap(),
        published: house.app.config().publish.clone(),
        spool: house.app.config().spool.clone(),
        key: data_encoding::HEXLOWER.decode(key.as_bytes()).unwrap(),
        room: 1_000,
        per_address: 1_000,
        per_minute: 1_000,
        links_per_minute: 1_000,
        proxy_header: None,
        client: Arc::new(|peer, _| Some(peer)),
        clock: house.app.clock().clone(),
    }
}

pub struct Said {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: String,
}

impl Said {
    #[track_caller]
    pub fn is(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", self.body);
        self
    }

    pub fn to(&self) -> &str {
        self.headers.get(LOCATION).map_or("", |to| to.to_str().unwrap())
    }
}

impl Public {
    pub fn open(settings: Settings) -> Self {
        let (tell, told) = std::sync::mpsc::channel();
        std::thread::spawn(move || {
            actix_web::rt::System::new().block_on(async move {
                let (address, server) = intake::listen(settings).expect("a port");
                tell.send((address, server.handle())).unwrap();
                server.await.unwrap();
            });
        });
        let (address, stop) = told.recv().unwrap();
        let none = reqwest::redirect::Policy::none();
        let client = reqwest::Client::builder().redirect(none).no_proxy().build().unwrap();
        Public { url: format!("http://{address}"), client, stop: Some(stop) }
    }

    pub async fn said(&self, request: reqwest::RequestBuilder) -> Said {
        let response = request.send().await.expect("the intake answers");
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        Said { status, headers, body: response.text().await.unwrap() }
    }

    pub async fn get(&self, path: &str) -> Said {
        self.said(self.client.get(format!("{}{path}", self.url))).await
    }

    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Said {
        self.said(self.client.post(format!("{}{path}", self.url)).form(fields)).await
    }

    /// The slip of a form that was just served.
    pub async fn slip(&self, path: &str) -> String {
        crate::forms::hidden(&self.get(path).await.is(200).body, "slip")
    }

    /// Opens the form, takes the time it takes to read, and sends it.
    pub async fn fill_in(&self, house: &House, path: &str, fields: &[(&str, &str)]) -> Said {
        let slip = self.slip(path).await;
        house.later(chrono::Duration::seconds(3));
        let mut all = vec![("slip", slip.as_str()), ("website", "")];
        all.extend_from_slice(fields);
        self.post(path, &all).await
    }
}

impl Drop for Public {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            drop(stop.stop(false));
        }
    }
}

pub const ANNA: [(&str, &str); 6] = [
    ("family_name", "Dupré-Öztürk"),
    ("given_name", "Anna"),
    ("email", "anna.dupre@exemple.example"),
    ("phone", "01 42 12 08 64"),
    ("company", "Exemple SARL"),
    ("message", "Bonjour <script>\nà demain"),
];

pub fn waiting(house: &House) -> Vec<PathBuf> {
    let Ok(files) = std::fs::read_dir(&house.app.config().spool) else { return Vec::new() };
    files.map(|file| file.unwrap().path()).filter(|path| path.to_str().unwrap().ends_with(intake::ENDING)).collect()
}

pub async fn take_in(house: &House) {
    let app = house.app.clone();
    tokio::task::spawn_blocking(move || cloister::jobs::run(&app, "intake"))
        .await
        .unwrap()
        .expect("the spool is taken in");
}

pub async fn count_people(house: &House) -> usize {
    house.look(|l| Ok(l.index()?.matching(cloister::search::Kind::Person, &cloister::search::Filter::default()))).await
}

#[test]
fn nobody_ends_the_refusal_of_somebody_by_typing_their_address_into_a_form() {
    run(async {
        let house = House::open().await;
        published(&house, "lettre", "newsletter", "marketing", &["newsletter"]).await;
        let anna = crate::consent::person(&house, "Moreau", &[ANNA[2].1]).await;
        crate::consent::says(&house, anna, cloister::consent::Act::Objected, None, "2026-01-05").await;
        let public = Public::open(settings(&house));
        let ticked = [ANNA.as_slice(), &[("consent_newsletter", "yes")]].concat();
        public.fill_in(&house, "/fr/lettre", &ticked).await.is(303);
        house.later(chrono::Duration::days(1));
        take_in(&house).await;
        let marketing = house.signed_in(Marketing).await;
        let list = marketing.export(&[("purpose", "newsletter"), ("delimiter", "comma")]).await.is(200);
        assert!(!list.body.contains("anna.dupre"), "{}", list.body);
        let deeds = house.deeds().await;
        assert!(deeds.iter().any(|deed| deed.starts_with("consent.withheld purposes=newsletter")), "{deeds:#?}");
        assert!(marketing.get("/forms/arrivals").await.is(200).says("Dupré-Öztürk"), "what was sent is not lost");
    });
}

#[test]
fn a_visitor_of_the_website_becomes_a_lead_with_the_proof_of_what_was_shown() {
    run(async {
        let house = House::open().await;
        let (_, form) = published(&house, "lettre", "newsletter", "marketing", &["newsletter", "promotion"]).await;
        let public = Public::open(settings(&house));
        let served = public.get("/fr/lettre").await.is(200);
        let header = |name: &str| served.headers.get(name).map_or("", |value| value.to_str().unwrap()).to_owned();
        assert!(header("content-security-policy").starts_with("default-src 'none'; style-src 'self'"));
        assert!(header("content-security-policy").contains("frame-ancestors 'none'"));
        assert_eq!(
            (header("referrer-policy"), header("x-content-type-options")),
            ("no-referrer".into(), "nosniff".into())
        );
        assert_eq!(header("set-cookie"), "");
        // But for the slot, what was served is what was published.
        let slip = crate::forms::hidden(&served.body, "slip");
        let hash = intake::sha256(served.body.replace(&slip, SLOT).as_bytes());
        house.later(chrono::Duration::seconds(3));
        let mut fields = vec![("slip", slip.as_str()), ("website", ""), ("consent_newsletter", "yes")];
        fields.extend_from_slice(&ANNA);
        let answer = public.post("/fr/lettre", &fields).await.is(303);
        assert_eq!(answer.to(), "/fr/lettre/thanks");
        assert!(public.get("/fr/lettre/thanks").await.is(200).body.contains("Votre envoi est bien arrivé"));
        let files = waiting(&house);
        assert_eq!(files.len(), 1);
        let sealed = std::fs::read(&files[0]).unwrap();
        assert!(sealed.starts_with(b"age-encryption.org/v1"));
        assert!(!String::from_utf8_lossy(&sealed).contains("anna"));

        take_in(&house).await;
        assert!(waiting(&house).is_empty());
        let sales = house.signed_in(Sales).await;
        let leads = sales.get("/leads").await.is(200);
        assert!(leads.says("Dupré-Öztürk"), "{}", leads.main());
        let id = house.look(|l| {
            let email = cloister::reach::Reach::parse(cloister::reach::ReachKind::Email, ANNA[2].1).unwrap();
            Ok(cloister::people::holders(l, &[email])?[0])
        });
        let id = id.await;
        let page = sales.get(&format!("/people/{id}")).await.is(200);
        assert!(
            page.says("Formulaire « Nous écrire » (version 1), mention d’information version 1"),
            "{}",
            page.main()
        );
        assert!(page.says(&hash), "the hash of what was shown");
        assert!(page.says("J’accepte de recevoir par e-mail la lettre d’information"), "the words beside the box");
        let story = house.look(move |l| cloister::consent::story(l, id)).await;
        let given: Vec<_> = story.told.iter().map(|told| told.purpose.word()).collect();
        assert_eq!(given, ["newsletter"], "what was not ticked was not agreed to");
        let dpo = house.signed_in(Dpo).await;
        assert!(dpo.get(&format!("/forms/{form}")).await.is(200).says(&hash));
        assert!(house.deeds().await.iter().any(|deed| deed.starts_with("submission.taken submission=")));
    });
}

#[test]
fn a_submission_counts_once_whatever_is_sent_or_killed_again() {
    run(async {
        let house = House::open().await;
        published(&house, "lettre", "newsletter", "marketing", &["newsletter"]).await;
        let public = Public::open(settings(&house));
        let slip = public.slip("/fr/lettre").await;
        house.later(chrono::Duration::seconds(3));
        let mut fields = vec![("slip", slip.as_str()), ("website", ""), ("consent_newsletter", "yes")];
        fields.extend_from_slice(&ANNA);
        // A browser whose answer was lost sends again, and is thanked again.
        public.post("/fr/lettre", &fields).await.is(303);
        public.post("/fr/lettre", &fields).await.is(303);
        let file = waiting(&house).pop().unwrap();
        assert_eq!(waiting(&house).len(), 1);
        let sealed = std::fs::read(&file).unwrap();
        take_in(&house).await;
        let people = count_people(&house).await;
        // Killed after the commit and before the file went; and an intake that was restarted and remembers nothing.
        std::fs::write(&file, &sealed).unwrap();
        take_in(&house).await;
        let restarted = Public::open(settings(&house));
        restarted.post("/fr/lettre", &fields).await.is(303);
        assert_eq!(waiting(&house).len(), 1, "the slip is still good after a restart");
        take_in(&house).await;
        assert!(waiting(&house).is_empty());
        assert_eq!(count_people(&house).await, people);
        let taken = house.deeds().await.iter().filter(|deed| deed.starts_with("submission.taken")).count();
        assert_eq!(taken, 1);
    });
}

#[test]
fn what_no_page_of_ours_vouches_for_is_set_aside_and_changes_nobody() {
    run(async {
        let house = House::open().await;
        published(&house, "lettre", "newsletter", "marketing", &["newsletter"]).await;
        std::fs::create_dir_all(&house.app.config().spool).unwrap();
        let recipient = house.app.vault().spooling().recipient();
        let now = house.app.clock().now().and_utc().timestamp();
        let put = |id: &str, sha256: &str, sealed: Option<&[u8]>| {
            let fields: BTreeMap<String, String> =
                ANNA.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
            let parcel = Parcel {
                id: id.to_owned(),
                sent_at: now,
                said: Sent::Form(FilledIn { lang: "fr".to_owned(), sha256: sha256.to_owned(), opened_at: now, fields }),
            };
            let bytes = sealed.map_or_else(|| intake::seal(&recipient, &parcel).unwrap(), <[u8]>::to_vec);
            std::fs::write(house.app.config().spool.join(format!("{id}{}", intake::ENDING)), bytes).unwrap();
        };
        let (tampered, garbage) = ("a".repeat(32), "b".repeat(32));
        put(&tampered, &"0".repeat(64), None);
        put(&garbage, "", Some(b"age-encryption.org/v1 and then nothing"));
        let people = count_people(&house).await;
        take_in(&house).await;
        assert!(waiting(&house).is_empty(), "kept in the house, not in the spool");
        assert_eq!(count_people(&house).await, people);
        let page = house.signed_in(Dpo).await.get("/forms/arrivals").await.is(200);
        assert!(page.says(&tampered) && page.says("Unknown page"), "{}", page.main());
        assert!(page.says(&garbage) && page.says("Unreadable"));
        let marketing = house.signed_in(Marketing).await.get("/forms/arrivals").await.is(200);
        assert!(!marketing.says(&tampered), "the Dpo decides about these");
        assert!(
            house
                .deeds()
                .await
                .iter()
                .any(|deed| deed.starts_with("submission.set_aside") && deed.contains("unknown_page"))
        );
    });
}

#[test]
fn only_what_this_house_signed_is_served() {
    run(async {
        let house = House::open().await;
        published(&house, "contact", "contact", "dpo", &[]).await;
        let folder = house.app.config().publish.clone();
        let running = Public::open(settings(&house));
        running.get("/fr/contact").await.is(200);
        let another = Settings { key: vec![7; 32], ..settings(&house) };
        Public::open(another).get("/fr/contact").await.is(503);
        let hash = house.look(|l| {
            let form = cloister::forms::forms(l)?[0].form.id;
            Ok(cloister::forms::page_of(l, form, 1, cloister::forms::Leaf::Form, cloister::words::Lang::Fr)?.sha256)
        });
        let page = folder.join(hash.await);
        let text = std::fs::read_to_string(&page).unwrap();
        std::fs::write(&page, text.replace("trois ans", "cent ans!")).unwrap();
        Public::open(settings(&house)).get("/fr/contact").await.is(503);
        assert!(running.get("/fr/contact").await.is(200).body.contains("trois ans"), "what was vouched for goes on");
        // The house puts it right by itself, and publishing twice leaves the same files.
        let app = house.app.clone();
        let state = move || {
            cloister::jobs::run(&app, "publish").unwrap();
            let mut files: Vec<(PathBuf, Vec<u8>)> = std::fs::read_dir(&app.config().publish)
                .unwrap()
                .map(|file| file.unwrap().path())
                .map(|path| (path.clone(), std::fs::read(path).unwrap()))
                .collect();
            files.sort();
            files
        };
        let (first, second) = tokio::task::spawn_blocking(move || (state(), state())).await.unwrap();
        assert!(first == second);
        Public::open(settings(&house)).get("/fr/contact").await.is(200);
    });
}

#[test]
fn what_no_form_sends_is_refused_and_kept_by_nobody() {
    run(async {
        let house = House::open().await;
        published(&house, "contact", "contact", "dpo", &[]).await;
        let public = Public::open(settings(&house));
        let path = "/fr/contact";
        let slip = public.slip(path).await;
        let with = |more: &[(&'static str, &'static str)]| {
            let mut all = vec![("slip", slip.as_str())];
            all.extend(ANNA);
            all.extend_from_slice(more);
            all
        };
        let again = public.post(path, &with(&[])).await.is(429);
        assert!(again.body.contains("Veuillez réessayer"), "within two seconds: not a person");
        house.later(chrono::Duration::seconds(3));
        public.post(path, &with(&[("website", "https://spam.example")])).await.is(303);
        public.post(path, &with(&[("role", "cio")])).await.is(400);
        public.post(path, &with(&[("email", "b@exemple.example")])).await.is(400);
        public.post(path, &with(&[("consent_newsletter", "yes")])).await.is(400);
        public.post(path, &ANNA).await.is(400);
        public.post(path, &[("slip", "AAAA"), ("family_name", "x"), ("email", "x@exemple.example")]).await.is(400);
        let missing = public.post(path, &[("slip", slip.as_str()), ("family_name", "x"), ("email", " ")]).await.is(422);
        assert!(missing.body.contains("Il manque quelque chose"));
        let long = "x".repeat(17 * 1024);
        let large = [("slip", slip.as_str()), ("family_name", "x"), ("message", long.as_str())];
        assert!(public.post(path, &large).await.is(413).body.contains("C’est trop long"), "waiting would not cure it");
        let json =
            public.client.post(format!("{}{path}", public.url)).header(CONTENT_TYPE, "application/json").body("{}");
        public.said(json).await.is(415);
        let put = public.client.put(format!("{}{path}", public.url));
        public.said(put).await.is(405);
        for nothing in
            ["/", "/fr/nothing", "/fr/contact/again", "/manifest.json", "/../slips.key", "/sign-in", "/people"]
        {
            let said = public.get(nothing).await.is(404);
            assert!(said.headers.contains_key("content-security-policy"));
        }
        house.later(chrono::Duration::hours(25));
        public.post(path, &with(&[])).await.is(400);
        assert!(waiting(&house).is_empty());
    });
}

#[test]
fn there_is_a_limit_for_an_address_and_for_the_spool_and_nothing_is_lost() {
    run(async {
        let house = House::open().await;
        published(&house, "contact", "contact", "dpo", &[]).await;
        let public = Public::open(Settings { per_address: 3, ..settings(&house) });
        for _ in 0..3 {
            public.fill_in(&house, "/fr/contact", &ANNA).await.is(303);
        }
        public.fill_in(&house, "/fr/contact", &ANNA).await.is(429);
        house.later(chrono::Duration::minutes(11));
        public.fill_in(&house, "/fr/contact", &ANNA).await.is(303);
        assert_eq!(waiting(&house).len(), 4);
        let full = Public::open(Settings { room: 4, ..settings(&house) });
        let said = full.fill_in(&house, "/en/contact", &ANNA).await.is(503);
        assert!(said.body.contains("Please try again") && said.headers.contains_key("retry-after"));
        take_in(&house).await;
        full.fill_in(&house, "/en/contact", &ANNA).await.is(303);
        take_in(&house).await;
        let taken = house.deeds().await.iter().filter(|deed| deed.starts_with("submission.taken")).count();
        assert_eq!(taken, 5);
    });
}

#[test]
fn somebody_known_is_recognised_and_nothing_of_theirs_is_changed_by_what_a_visitor_typed() {
    run(async {
        let house = House::open().await;
        published(&house, "contact", "contact", "sales", &[]).await;
        published_privacy(&house).await;
        let public = Public::open(settings(&house));
        public.fill_in(&house, "/fr/contact", &ANNA).await.is(303);
        take_in(&house).await;
        let before = count_people(&house).await;
        let again = [
            ("family_name", "DUPRÉ-ÖZTÜRK"),
            ("given_name", "Mallory"),
            ("email", "Anna.Dupre@exemple.example"),
            ("message", "Mes données ?"),
        ];
        let known = public.fill_in(&house, "/fr/droits", &again).await.is(303);
        let other = [("family_name", "Autre"), ("email", "anna.dupre@exemple.example"), ("message", "Et moi ?")];
        let new = public.fill_in(&house, "/fr/droits", &other).await.is(303);
        assert_eq!((known.to(), &known.body), (new.to(), &new.body), "the visitor hears the same");
        take_in(&house).await;
        assert_eq!(count_people(&house).await, before + 1, "another surname is another person");
        let dpo = house.signed_in(Dpo).await.get("/forms/arrivals").await.is(200);
        assert!(dpo.says("Anna Dupré-Öztürk") && !dpo.says("Mallory"), "{}", dpo.main());
        assert!(dpo.says("Mes données ?") && dpo.says("Known before") && dpo.says("Et moi ?"));
        for role in [Cio, Sales, Support] {
            assert!(!house.signed_in(role).await.get("/forms/arrivals").await.is(200).says("Mes données ?"));
        }
        let sales = house.signed_in(Sales).await;
        assert!(sales.get("/forms/arrivals").await.says("Bonjour &#60;script&#62;"));
        let leads = sales.get("/leads").await;
        assert!(leads.says("Dupré-Öztürk") && !leads.says("Autre"), "who asks about their data is no lead");
    });
}

async fn published_privacy(house: &House) {
    let (marketing, dpo) = (house.signed_in(Marketing).await, house.signed_in(Dpo).await);
    let notice = house.look(|l| Ok(cloister::forms::notice_drafts(l)?[0].id)).await;
    let form = crate::forms::form_fields("droits", "privacy", "dpo", notice, &[]);
    let form = id_in(send(&marketing, "/forms", &form).await.is(303).to());
    publish(&dpo, &format!("/forms/{form}")).await;
}

#[test]
fn a_form_that_was_open_while_the_notice_changed_proves_what_was_read() {
    run(async {
        let house = House::open().await;
        let (notice, form) = published(&house, "lettre", "newsletter", "marketing", &["newsletter"]).await;
        let public = Public::open(settings(&house));
        let served = public.get("/en/lettre").await.is(200).body;
        let slip = crate::forms::hidden(&served, "slip");
        let (marketing, dpo) = (house.signed_in(Marketing).await, house.signed_in(Dpo).await);
        let mut fields = notice_fields("un an");
        fields.push(("version".to_owned(), "1".to_owned()));
        send(&marketing, &format!("/notices/{notice}/edit"), &fields).await.is(303);
        publish(&dpo, &format!("/notices/{notice}")).await;
        publish(&dpo, &format!("/forms/{form}")).await;
        assert!(
            public.get("/en/lettre").await.is(200).body.contains("un an"),
            "the new version is on the website at once"
        );
        house.later(chrono::Duration::seconds(3));
        let mut fields = vec![("slip", slip.as_str()), ("consent_newsletter", "yes")];
        fields.extend_from_slice(&ANNA);
        public.post("/en/lettre", &fields).await.is(303);
        take_in(&house).await;
        let person = house.look(|l| {
            let email = cloister::reach::Reach::parse(cloister::reach::ReachKind::Email, ANNA[2].1).unwrap();
            Ok(cloister::people::holders(l, &[email])?[0])
        });
        let page = marketing.get(&format!("/people/{}", person.await)).await.is(200);
        assert!(page.says("(version 1), notice version 1, in English"), "{}", page.main());
        let old = dpo.get(&format!("/forms/{form}/versions/1/en/form")).await.is(200).body;
        assert!(page.says(&intake::sha256(old.as_bytes())), "the old text still has the hash that the proof names");
        dpo.post(&format!("/forms/{form}/closing"), &[]).await.is(303);
        let gone = public.get("/en/lettre").await.is(410);
        assert!(gone.body.contains("This form is not here any more"), "{}", gone.body);
    });
}

#[test]
fn what_waiting_never_cures_is_said_in_words_and_the_field_takes_exactly_what_it_shows() {
    run(async {
        let house = House::open().await;
        published(&house, "contact", "contact", "dpo", &[]).await;
        let public = Public::open(settings(&house));
        let name = |text: String| {
            vec![("family_name", text), ("email", ANNA[2].1.to_owned()), ("message", "Bonjour".to_owned())]
        };
        let email = |text: &str| {
            vec![("family_name", "Dupré".to_owned()), ("email", text.to_owned()), ("message", "B".to_owned())]
        };
        let message =
            |text: String| vec![("family_name", "D".to_owned()), ("email", ANNA[2].1.to_owned()), ("message", text)];
        let (long, garbled, address) =
            ("C’est trop long", "Une partie est illisible", "Cette adresse e-mail ne peut pas être juste");
        for (fields, status, words) in [
            (name("é".repeat(101)), 422, long),
            (name("é".repeat(100)), 303, ""),
            (name("nu\0l".to_owned()), 422, garbled),
            (name("\u{200e} \u{feff}".to_owned()), 422, "Il manque quelque chose"),
            (message("a\r\n".repeat(2_000)), 303, ""),
            (message("a\r\n".repeat(2_000) + "b"), 422, long),
            (message("a".repeat(4_000)), 303, ""),
            (message("a".repeat(20_000)), 413, long),
            // What the house would set aside for the address is not thanked.
            (email("anna\r\n@exemple.example"), 422, address),
            (email("anna@exemple"), 422, address),
            (email("anna@exemple.example, bob@exemple.example"), 422, address),
            (email("anna@"), 422, address),
            // And what it takes is taken here.
            (email(" \u{200b}Anna.O'Neil+x@exemple.example\u{a0}\r\n"), 303, ""),
            (email("rené@société.example"), 303, ""),
        ] {
            let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            let said = public.fill_in(&house, "/fr/contact", &fields).await;
            assert_eq!(said.status, status, "{fields:?} {}", said.body);
            assert!(said.body.contains(words) && !said.body.contains("Veuillez réessayer"), "{fields:?} {}", said.body);
        }
        // Bytes that are no text of any kind.
        let slip = public.slip("/en/contact").await;
        house.later(chrono::Duration::seconds(3));
        let body = format!("slip={slip}&family_name=Dupr%E9&email=a%40exemple.example&message=Bonjour");
        let raw = public.client.post(format!("{}/en/contact", public.url));
        let raw = raw.header(CONTENT_TYPE, "application/x-www-form-urlencoded").body(body);
        assert!(public.said(raw).await.is(422).body.contains("Something in it cannot be read"));
        let sent = waiting(&house).len();
        assert_eq!(sent, 5);
        take_in(&house).await;
        assert_eq!(house.look(|l| Ok(cloister::forms::aside(l)?.len())).await, 0, "whoever was thanked was taken in");
        let taken = house.deeds().await.iter().filter(|deed| deed.starts_with("submission.taken")).count();
        assert_eq!(taken, sent);
    });
}

#[test]
fn a_form_that_is_taken_off_or_moved_is_still_taken_for_a_day_from_whoever_has_it_open() {
    run(async {
        let house = House::open().await;
        let (_, form) = published(&house, "lettre", "newsletter", "marketing", &["newsletter", "promotion"]).await;
        let public = Public::open(settings(&house));
        let served = public.get("/fr/lettre").await.is(200).body;
        let (slip, second, third) =
            (crate::forms::hidden(&served, "slip"), public.slip("/fr/lettre").await, public.slip("/fr/lettre").await);
        let (marketing, dpo) = (house.signed_in(Marketing).await, house.signed_in(Dpo).await);
        // Another address, and a box less: what is sent was typed into the page as it was.
        let notice = house.look(|l| Ok(cloister::forms::notice_drafts(l)?[0].id)).await;
        let mut fields = crate::forms::form_fields("actualites", "newsletter", "marketing", notice, &["newsletter"]);
        fields.push(("version".to_owned(), "1".to_owned()));
        send(&marketing, &format!("/forms/{form}/edit"), &fields).await.is(303);
        publish(&dpo, &format!("/forms/{form}")).await;
        public.get("/fr/actualites").await.is(200);
        public.get("/fr/lettre").await.is(410);
        house.later(chrono::Duration::seconds(3));
        let with = |slip: &str| {
            let mut all =
                vec![("slip".to_owned(), slip.to_owned()), ("consent_promotion".to_owned(), "yes".to_owned())];
            all.extend(ANNA.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
            all
        };
        let post = async |slip: &str| {
            let fields = with(slip);
            let fields: Vec<(&str, &str)> =
                fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            public.post("/fr/lettre", &fields).await
        };
        let sent = post(&slip).await.is(303);
        assert_eq!(sent.to(), "/fr/lettre/thanks");
        public.get(sent.to()).await.is(200);
        take_in(&house).await;
        let arrivals = marketing.get("/forms/arrivals").await.is(200);
        assert!(
            arrivals.says("Boxes ticked") && arrivals.says("Promotional offers") && arrivals.says("French"),
            "{}",
            arrivals.main()
        );
        assert_eq!(house.look(|l| Ok(cloister::forms::aside(l)?.len())).await, 0);
        // Taken off altogether, an hour later.
        house.later(chrono::Duration::hours(1));
        house.signed_in(Dpo).await.post(&format!("/forms/{form}/closing"), &[]).await.is(303);
        post(&second).await.is(303);
        public.get("/fr/actualites").await.is(410);
        // When nobody can have it open any more, there is nothing there.
        house.later(chrono::Duration::hours(26));
        let app = house.app.clone();
        tokio::task::spawn_blocking(move || cloister::jobs::run(&app, "publish").unwrap()).await.unwrap();
        post(&third).await.is(404);
        public.get("/fr/lettre").await.is(404);
        public.get("/fr/actualites").await.is(404);
    });
}

#[test]
fn the_dpo_looks_at_what_was_set_aside_once_a_click_and_dismisses_it_for_good() {
    run(async {
        let house = House::open().await;
        published(&house, "lettre", "newsletter", "marketing", &["newsletter"]).await;
        std::fs::create_dir_all(&house.app.config().spool).unwrap();
        let (recipient, now) =
            (house.app.vault().spooling().recipient(), house.app.clock().now().and_utc().timestamp());
        let put = |id: &str| {
            let fields = ANNA.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
            let form = FilledIn { lang: "fr".to_owned(), sha256: "0".repeat(64), opened_at: now, fields };
            let parcel = Parcel { id: id.to_owned(), sent_at: now, said: Sent::Form(form) };
            let sealed = intake::seal(&recipient, &parcel).unwrap();
            std::fs::write(house.app.config().spool.join(format!("{id}{}", intake::ENDING)), sealed).unwrap();
        };
        let id = "a".repeat(32);
        put(&id);
        take_in(&house).await;
        let dpo = house.signed_in(Dpo).await;
        assert!(!dpo.get("/forms/arrivals").await.is(200).says("anna.dupre"), "the list shows nothing of it");
        let open = format!("/forms/aside/{id}/opening");
        let seen = dpo.post(&open, &[]).await.is(200);
        assert!(seen.says("anna.dupre@exemple.example") && seen.says("Bonjour &#60;script&#62;"), "{}", seen.main());
        assert!(house.deeds().await.contains(&format!("submission.aside_opened submission={id} reason=unknown_page")));
        for role in [Marketing, Cio, Sales] {
            house.signed_in(role).await.post(&open, &[]).await.is(403);
        }
        let dismiss = format!("/forms/aside/{id}/dismissal");
        dpo.post(&dismiss, &[]).await.is(303);
        dpo.post(&dismiss, &[]).await.is(404);
        dpo.post(&open, &[]).await.is(404);
        assert!(house.deeds().await.contains(&format!("submission.aside_dismissed submission={id}")));
        // A copy of the spool that is put back brings it back, to be looked at again.
        put(&id);
        take_in(&house).await;
        assert!(waiting(&house).is_empty());
        assert_eq!(house.look(|l| Ok(cloister::forms::aside(l)?.len())).await, 1);
    });
}

#[test]
fn numbers_of_links_that_were_done_are_kept_for_a_month_and_what_comes_back_later_changes_nothing() {
    run(async {
        let house = House::open().await;
        let anne = crate::newsletter::subscriber(&house, "Dupont", "anne@zephyr.example").await;
        let marketing = house.signed_in(Marketing).await;
        crate::newsletter::download(&marketing, &[("purpose", "newsletter")]).await;
        let token = crate::unsubscribe::token(&house, anne, "anne@zephyr.example").await;
        std::fs::create_dir_all(&house.app.config().spool).unwrap();
        let (recipient, now) =
            (house.app.vault().spooling().recipient(), house.app.clock().now().and_utc().timestamp());
        let put = || {
            let said = Sent::Stop { token: token.clone(), purposes: vec!["newsletter".to_owned()] };
            let id = "b".repeat(32);
            let sealed = intake::seal(&recipient, &Parcel { id: id.clone(), sent_at: now, said }).unwrap();
            std::fs::write(house.app.config().spool.join(format!("{id}{}", intake::ENDING)), sealed).unwrap();
        };
        put();
        take_in(&house).await;
        let lines = async || house.look(move |l| cloister::consent::story(l, anne)).await.told.len();
        let before = lines().await;
        house.write(cloister::forms::tidy).await;
        assert_eq!(numbers(&house).await, 1);
        house.later(chrono::Duration::days(31));
        house.write(cloister::forms::tidy).await;
        assert_eq!(numbers(&house).await, 0);
        // Somebody puts back an old copy of the spool.
        put();
        take_in(&house).await;
        assert_eq!(lines().await, before, "what was said that day is said once");
        assert!(waiting(&house).is_empty());
    });
}

/// Numbers of parcels that became nothing of their own.
async fn numbers(house: &House) -> i64 {
    use cloister::db::Conn;
    use cloister::db::schema::links_taken;
    use diesel::prelude::*;
    house
        .look(|l| {
            let all = links_taken::table.count();
            Ok(match l.conn() {
                Conn::Sqlite(c) => all.get_result(c)?,
                Conn::Postgres(c) => all.get_result(&mut **c)?,
            })
        })
        .await
}

/// A real browser on the public port, and colleagues who look at what came of it. Leaves screenshots to be looked at.
mod browser {
    use super::*;
    use crate::browser::Browser;
    use cloister::actor::{Actor, Role};
    use cloister::auth::{self, NewColleague, password};
    use cloister::demo::Login;
    use cloister::words::Lang;

    async fn sign_in(browser: &Browser, house: &House, role: Role, lang: Lang) {
        let login = Login::draw(role, &format!("{}-{}", role.word(), lang.word())).unwrap();
        let (app, made) = (house.app.clone(), login.clone());
        let added = move || {
            let new = NewColleague { user_name: made.user_name.clone(), name: "Camille Test".to_owned(), role, lang };
            let (hash, seed) = (password::hash(&made.password).unwrap(), made.seed().unwrap());
            app.write_now(&Actor::Console, |w| auth::add_enrolled(w, &new, &hash, &seed)).unwrap();
        };
        tokio::task::spawn_blocking(added).await.unwrap();
        browser.go(&format!("{}/sign-in", house.url)).await;
        browser.fill("Identifiant", &login.user_name).await;
        browser.fill("Mot de passe", &login.password).await;
        browser.click("Continuer").await;
        browser.see("Code à usage unique").await;
        browser.fill("Code", &login.code_at(house.app.clock().unix()).unwrap()).await;
        browser.click("Se connecter").await;
        browser.see("Camille").await;
    }

    #[test]
    fn a_form_is_read_filled_in_and_found_again_by_those_it_is_for() {
        run(async {
            let Some(browser) = Browser::open(false).await else { return };
            let house = House::open_with(&[("CLOISTER_COMPANY", "Trésorerie Martin")]).await;
            let (notice, form) =
                published(&house, "lettre", "newsletter", "marketing", &["newsletter", "promotion"]).await;
            published_privacy(&house).await;
            let public = Public::open(settings(&house));
            browser.go(&format!("{}/fr/lettre", public.url)).await;
            browser.see("Avant d’écrire").await;
            browser.screenshot("forms-public-fr").await;
            browser.go(&format!("{}/en/lettre", public.url)).await;
            browser.click("Read on: legal ground, how long, recipients").await;
            browser.see("trois ans").await;
            browser.screenshot("forms-public-en").await;
            browser.resize(390, 844).await;
            browser.go(&format!("{}/fr/droits", public.url)).await;
            browser.screenshot("forms-public-narrow").await;
            browser.resize(1280, 900).await;
            for (path, consent) in [("/fr/lettre", true), ("/fr/droits", false)] {
                browser.go(&format!("{}{path}", public.url)).await;
                browser.fill("Nom", "Dupré-Öztürk").await;
                browser.fill("Prénom", "Anna").await;
                browser.fill("E-mail", "anna.dupre@exemple.example").await;
                browser.fill(if consent { "Votre message" } else { "Votre demande" }, "Bonjour <script>\nMerci.").await;
                if consent {
                    browser
                        .tick("J’accepte de recevoir par e-mail la lettre d’information de Trésorerie Martin.")
                        .await;
                }
                house.later(chrono::Duration::seconds(3));
                browser.click("Envoyer").await;
                browser.see("Votre envoi est bien arrivé").await;
                assert_eq!(browser.path().await, format!("{path}/thanks"));
            }
            browser.screenshot("forms-thanks-fr").await;
            browser.go(&format!("{}/en/lettre/notice", public.url)).await;
            browser.screenshot("forms-notice-public-en").await;
            take_in(&house).await;
            let marketing = house.signed_in(Marketing).await;
            let mut fields = notice_fields("deux ans après votre dernier message");
            fields.push(("version".to_owned(), "1".to_owned()));
            send(&marketing, &format!("/notices/{notice}/edit"), &fields).await.is(303);
            for lang in [Lang::Fr, Lang::En] {
                let other = Browser::open(false).await.unwrap();
                sign_in(&other, &house, Dpo, lang).await;
                for (path, name) in [
                    ("/forms".to_owned(), "list"),
                    (format!("/notices/{notice}"), "notice"),
                    (format!("/forms/{form}"), "form"),
                    ("/forms/arrivals".to_owned(), "arrivals"),
                    (format!("/forms/{form}/preview/fr/form"), "preview"),
                ] {
                    other.go(&format!("{}{path}", house.url)).await;
                    other.screenshot(&format!("forms-{name}-{}", lang.word())).await;
                }
                let other = Browser::open(false).await.unwrap();
                sign_in(&other, &house, Marketing, lang).await;
                let person = house.look(|l| {
                    let email = cloister::reach::Reach::parse(cloister::reach::ReachKind::Email, ANNA[2].1).unwrap();
                    Ok(cloister::people::holders(l, &[email])?[0])
                });
                for (path, name) in [
                    (format!("/forms/{form}/edit"), "form-edit"),
                    (format!("/notices/{notice}/edit"), "notice-edit"),
                    (format!("/people/{}", person.await), "person"),
                ] {
                    other.go(&format!("{}{path}", house.url)).await;
                    other.screenshot(&format!("forms-{name}-{}", lang.word())).await;
                }
            }
        });
    }
}
