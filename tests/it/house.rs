//! A whole house for each test: its own folder, database, keyring and port, and visitors who come in by the real door.
//! With `TEST_DATABASE_URL` the same tests run on PostgreSQL, in two schemas of their own that are dropped afterwards.
use chrono::Duration;
use cloister::actor::{Actor, Role};
use cloister::app::App;
use cloister::auth::{self, NewColleague, password};
use cloister::clock::Clock;
use cloister::config::{Config, Given};
use cloister::demo::Login;
use cloister::words::Lang;
use reqwest::header::LOCATION;
use reqwest::{Client, Method, StatusCode};
use std::net::IpAddr;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

pub struct House {
    pub app: App,
    pub url: String,
    pub folder: tempfile::TempDir,
    clock: Clock,
    stop: Option<actix_web::dev::ServerHandle>,
    thread: Option<std::thread::JoinHandle<()>>,
    schemas: Option<Schemas>,
}

/// Two schemas of PostgreSQL that live as long as the house.
struct Schemas {
    url: String,
    names: [String; 2],
}

/// Where the public pages of a house of these tests would be.
pub const WEBSITE: &str = "https://www.example.fr";

static NUMBER: AtomicU32 = AtomicU32::new(0);

impl Schemas {
    fn make(url: &str) -> Self {
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = |what| format!("it_{}_{number}_{what}", std::process::id());
        let schemas = Schemas { url: url.to_owned(), names: [name("house"), name("keyring")] };
        schemas.each("CREATE SCHEMA");
        schemas
    }

    fn each(&self, verb: &str) {
        use diesel::Connection;
        use diesel::connection::SimpleConnection;
        let mut conn = cloister::db::PgConn::establish(&self.url).expect("PostgreSQL answers");
        for name in &self.names {
            let more = if verb.starts_with("DROP") { " CASCADE" } else { "" };
            conn.batch_execute(&format!("{verb} {name}{more}")).expect("schemas can be made and dropped");
        }
    }

    fn url_of(&self, which: usize) -> String {
        let glue = if self.url.contains('?') { '&' } else { '?' };
        format!("{}{glue}options=-csearch_path%3D{}", self.url, self.names[which])
    }
}

impl House {
    /// An empty house, served on a port of its own.
    pub async fn open() -> Self {
        House::open_with(&[]).await
    }

    /// An empty house with settings of the environment.
    pub async fn open_with(settings: &'static [(&'static str, &'static str)]) -> Self {
        blocking(|| House::make(tempfile::tempdir().expect("a temporary folder"), None, settings)).await
    }

    /// An empty house with settings that are known only now: paths.
    pub async fn open_told(settings: Vec<(&'static str, String)>) -> Self {
        blocking(move || {
            let settings: Vec<_> = settings.iter().map(|(name, value)| (*name, value.as_str())).collect();
            House::make(tempfile::tempdir().expect("a temporary folder"), None, &settings)
        })
        .await
    }

    fn make(folder: tempfile::TempDir, schemas: Option<Schemas>, settings: &[(&str, &str)]) -> Self {
        let schemas = schemas.or_else(|| std::env::var("TEST_DATABASE_URL").ok().map(|url| Schemas::make(&url)));
        let clock = Clock::default();
        let app = cloister::house::open(config(folder.path(), schemas.as_ref(), settings), clock.clone())
            .expect("a house opens");
        let (address, stop, thread) = serve(app.clone());
        let url = format!("http://{address}");
        House { app, url, folder, clock, stop: Some(stop), thread: Some(thread), schemas }
    }

    /// Stops this house and opens it again over the same folder and databases, as a restart does.
    pub async fn reopen(mut self) -> Self {
        self.stop_serving().await;
        let folder = std::mem::replace(&mut self.folder, tempfile::tempdir().expect("a temporary folder"));
        let schemas = self.schemas.take();
        drop(self);
        blocking(move || House::make(folder, schemas, &[])).await
    }

    /// A second process that serves the same house, on a port of its own. It has to go first.
    pub async fn beside(&self) -> Self {
        let (config, clock) = (self.app.config().clone(), self.clock.clone());
        blocking(move || {
            let app = cloister::house::open(config, clock.clone()).expect("the house opens a second time");
            let (address, stop, thread) = serve(app.clone());
            let (url, folder) = (format!("http://{address}"), tempfile::tempdir().expect("a temporary folder"));
            House { app, url, folder, clock, stop: Some(stop), thread: Some(thread), schemas: None }
        })
        .await
    }

    async fn stop_serving(&mut self) {
        if let Some(stop) = self.stop.take() {
            stop.stop(false).await;
        }
        if let Some(thread) = self.thread.take() {
            blocking(move || thread.join().expect("the server ends")).await;
        }
    }

    /// Turns the clock of the house.
    pub fn later(&self, by: Duration) {
        self.clock.turn(by);
    }

    /// Adds an account that can sign in, as the demo house does.
    pub async fn account(&self, role: Role, user_name: &str) -> (i64, Login) {
        let login = Login::draw(role, user_name).expect("random bytes");
        let (app, made) = (self.app.clone(), login.clone());
        let id = blocking(move || {
            let name = format!("{} of the test", made.user_name);
            let new = NewColleague { user_name: made.user_name.clone(), name, role, lang: Lang::En };
            let (hash, seed) = (password::hash(&made.password).unwrap(), made.seed().unwrap());
            app.write_now(&Actor::Console, |w| auth::add_enrolled(w, &new, &hash, &seed)).expect("an account")
        })
        .await;
        (id, login)
    }

    /// A colleague of this role, signed in by the real door.
    pub async fn signed_in(&self, role: Role) -> Visitor {
        static COLLEAGUE: AtomicU32 = AtomicU32::new(0);
        let name = format!("{}{}", role.word(), COLLEAGUE.fetch_add(1, Ordering::Relaxed));
        let (id, login) = self.account(role, &name).await;
        let mut visitor = self.visitor();
        visitor.sign_in(&login, self.clock.unix()).await;
        visitor.id = id;
        visitor
    }

    /// Somebody on this machine who has not signed in.
    pub fn visitor(&self) -> Visitor {
        self.visitor_from([127, 0, 0, 1])
    }

    /// Somebody on this machine whose browser says this of itself.
    pub fn visitor_called(&self, agent: &str) -> Visitor {
        let client = Client::builder()
            .cookie_store(true)
            .user_agent(agent)
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .build()
            .expect("a client");
        Visitor { client, url: self.url.clone(), id: 0 }
    }

    /// Every address of 127/8 is ours to connect from: all but 127.0.0.1 are strangers.
    pub fn visitor_from(&self, address: impl Into<IpAddr>) -> Visitor {
        Visitor::to(self.url.clone(), address)
    }

    /// Acts in the house without the web, as the command line does.
    pub async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut cloister::app::Writing) -> cloister::error::Result<T> + Send + 'static,
    ) -> T {
        self.app.write(&Actor::Console, work).await.expect("the write is kept")
    }

    pub async fn look<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut cloister::app::Looking) -> cloister::error::Result<T> + Send + 'static,
    ) -> T {
        self.app.look(&Actor::Console, work).await.expect("the look succeeds")
    }

    /// All deeds, oldest first, as `what detail`.
    pub async fn deeds(&self) -> Vec<String> {
        let reading = cloister::deeds::Reading { limit: 1_000, ..Default::default() };
        let lines = self.look(move |l| cloister::deeds::read(l.conn(), &reading)).await;
        lines.iter().rev().map(|line| format!("{} {}", line.what.word(), line.detail).trim().to_owned()).collect()
    }
}

impl Drop for House {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            drop(stop.stop(false));
        }
        if let Some(schemas) = self.schemas.take() {
            let _ = std::thread::spawn(move || schemas.each("DROP SCHEMA")).join();
        }
    }
}

fn config(folder: &std::path::Path, schemas: Option<&Schemas>, settings: &[(&str, &str)]) -> Config {
    let mut environment: Vec<(String, String)> =
        settings.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    // Lists for mail need one. A house without says so: `CLOISTER_WEBSITE` as `none`.
    if !settings.iter().any(|(name, _)| *name == "CLOISTER_WEBSITE") {
        environment.push(("CLOISTER_WEBSITE".to_owned(), WEBSITE.to_owned()));
    }
    environment.retain(|(_, value)| value != "none");
    if let Some(schemas) = schemas {
        environment.push(("CLOISTER_DATABASE".to_owned(), schemas.url_of(0)));
        environment.push(("CLOISTER_KEYRING".to_owned(), schemas.url_of(1)));
    }
    let folder = folder.join("house");
    let given = Given { folder, listen: Some("127.0.0.1:0".to_owned()), ..Given::default() };
    Config::read(&given, environment.into_iter()).expect("the configuration is right")
}

/// Each house has a thread and an actix system of its own, as a process would.
fn serve(app: App) -> (std::net::SocketAddr, actix_web::dev::ServerHandle, std::thread::JoinHandle<()>) {
    let (tell, told) = std::sync::mpsc::channel();
    let thread = std::thread::spawn(move || {
        actix_web::rt::System::new().block_on(async move {
            let (address, server) = cloister::server::listen(app).expect("a port");
            tell.send((address, server.handle())).expect("somebody waits");
            server.await.expect("the server runs");
        });
    });
    let (address, stop) = told.recv().expect("the server starts");
    (address, stop, thread)
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    tokio::task::spawn_blocking(work).await.expect("no panic")
}

/// Somebody with a browser: a cookie jar, and forms sent as a browser sends them.
pub struct Visitor {
    client: Client,
    url: String,
    /// The staff id, once signed in.
    pub id: i64,
}

/// What came back.
pub struct Answer {
    pub status: StatusCode,
    pub headers: reqwest::header::HeaderMap,
    pub body: String,
}

impl Answer {
    /// Where a redirect leads.
    pub fn to(&self) -> &str {
        self.headers.get(LOCATION).map_or("", |to| to.to_str().unwrap())
    }

    /// The `<main>` of a page: what a snapshot holds.
    pub fn main(&self) -> &str {
        let start = self.body.find("<main").unwrap_or(0);
        let end = self.body.find("</main>").unwrap_or(self.body.len());
        &self.body[start..end]
    }

    pub fn says(&self, text: &str) -> bool {
        self.body.contains(text)
    }

    /// Fails with the page when the status is another.
    #[track_caller]
    pub fn is(self, status: u16) -> Self {
        assert_eq!(self.status.as_u16(), status, "{}\n{}", self.to(), self.main());
        self
    }
}

impl Visitor {
    /// Somebody at this address, before a house that may run anywhere on this machine.
    pub fn to(url: String, address: impl Into<IpAddr>) -> Self {
        let client = Client::builder()
            .cookie_store(true)
            .local_address(Some(address.into()))
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .build()
            .expect("a client");
        Visitor { client, url, id: 0 }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(self.client.get(format!("{}{path}", self.url))).await
    }

    /// Posts a form from the page that shows it: its token and its hidden fields go along, as in a browser.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let token = self.token().await;
        let mut all: Vec<(&str, &str)> = vec![("csrf", &token)];
        all.extend_from_slice(fields);
        self.post_raw(path, &all).await
    }

    /// Orders a list and downloads it, as a colleague does by two buttons.
    pub async fn export(&self, fields: &[(&str, &str)]) -> Answer {
        let ordered = self.post("/newsletters", fields).await;
        if ordered.status == 303 && !ordered.to().ends_with("/recalls") {
            return self.post(&format!("{}/file", ordered.to()), &[]).await;
        }
        ordered
    }

    /// Posts exactly these fields, with the origin that a browser would name.
    pub async fn post_raw(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.send(self.client.post(format!("{}{path}", self.url)).header("origin", &self.url).form(fields)).await
    }

    /// Uploads a file as the first-party form does: the token first.
    pub async fn upload(&self, path: &str, name: &str, file: Vec<u8>) -> Answer {
        let token = self.token().await;
        let part = reqwest::multipart::Part::bytes(file).file_name("list.csv").mime_str("text/csv").unwrap();
        let form = reqwest::multipart::Form::new().text("csrf", token).part(name.to_owned(), part);
        self.send(self.client.post(format!("{}{path}", self.url)).header("origin", &self.url).multipart(form)).await
    }

    pub async fn request(&self, method: Method, path: &str) -> Answer {
        self.send(self.client.request(method, format!("{}{path}", self.url)).header("origin", &self.url)).await
    }

    /// With the origin that a browser would name.
    pub fn with_origin(&self, request: reqwest::RequestBuilder) -> reqwest::RequestBuilder {
        request.header("origin", &self.url)
    }

    /// For what the verbs above do not say: headers, raw bodies.
    pub fn raw(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        self.client.request(method, format!("{}{path}", self.url))
    }

    pub async fn send(&self, request: reqwest::RequestBuilder) -> Answer {
        let response = request.send().await.expect("the house answers");
        let (status, headers) = (response.status(), response.headers().clone());
        Answer { status, headers, body: response.text().await.expect("a body") }
    }

    /// Tries to connect at all; a stranger cannot.
    pub async fn connects(&self) -> bool {
        self.client.get(format!("{}/sign-in", self.url)).send().await.is_ok()
    }

    /// The token of this session's forms.
    pub async fn token(&self) -> String {
        for path in ["/account", "/sign-in"] {
            let page = self.get(path).await;
            if let Some((_, rest)) = page.body.split_once("name=\"csrf\" value=\"") {
                return rest.split('"').next().unwrap_or_default().to_owned();
            }
        }
        String::new()
    }

    /// Signs in by both steps, as a colleague does.
    pub async fn sign_in(&mut self, login: &Login, unix: u64) {
        let fields = [("user_name", login.user_name.as_str()), ("password", &login.password), ("next", "/")];
        let answer = self.post("/sign-in", &fields).await.is(303);
        assert_eq!(answer.to(), "/sign-in/code");
        let page = self.get("/sign-in/code").await.is(200);
        let token = page.body.split_once("name=\"csrf\" value=\"").unwrap().1.split('"').next().unwrap().to_owned();
        let code = login.code_at(unix).unwrap();
        self.post_raw("/sign-in/code", &[("csrf", &token), ("code", &code)]).await.is(303);
    }
}

/// Runs one async test: the houses have their own runtimes, the test has this one.
pub fn run<T>(test: impl Future<Output = T>) -> T {
    static RUNTIME: OnceLock<tokio::runtime::Runtime> = OnceLock::new();
    RUNTIME.get_or_init(|| tokio::runtime::Runtime::new().expect("a runtime")).block_on(test)
}
