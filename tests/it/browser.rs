//! A real Chromium, driven as a person would: by the words on the page.
//!
//! `Browser` is the whole vocabulary: go, fill, choose, tick, attach, press, click, see. Each verb waits until it can be
//! done (at most `PATIENCE`), and when it cannot, the message shows what the page said instead.
//!
//! WebDriver is JSON over HTTP; the dozen commands used here are spoken with the HTTP client that the tests have anyway.
use crate::parts;
use serde_json::{Value, json};
use std::future::Future;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// How long a verb waits for the page. Long, since it costs only where a test fails.
const PATIENCE: Duration = Duration::from_secs(15);

/// What WebDriver calls a reference to an element.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

const HARD_TO_USE: &str = include_str!("../data/hard_to_use.js");

pub struct Browser {
    driver: String,
    session: String,
    http: reqwest::Client,
    downloads: TempDir,
}

impl Browser {
    /// A fresh profile in French, with or without JavaScript. None, said aloud, where there is no WebDriver.
    pub async fn open(javascript: bool) -> Option<Self> {
        let driver = parts::announced("TEST_WEBDRIVER", "a test in a real browser")?;
        let downloads = TempDir::new().unwrap();
        let mut preferences = json!({
            "intl.accept_languages": "fr,en",
            "download.default_directory": downloads.path(),
            "download.prompt_for_download": false,
        });
        if !javascript {
            preferences["profile.managed_default_content_settings.javascript"] = json!(2);
        }
        let arguments = [
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-dev-shm-usage",
            "--force-color-profile=srgb",
            "--hide-scrollbars",
            "--window-size=1280,900",
        ];
        let wanted = json!({ "capabilities": { "alwaysMatch": {
            "browserName": "chrome",
            "goog:chromeOptions": { "args": arguments, "prefs": preferences },
        }}});
        // A proxy from the environment must not see what loopback says to itself.
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        let mut browser = Self { driver, session: String::new(), http, downloads };
        let opened = browser.tell("POST", "/session", &wanted).await.unwrap_or_else(|e| panic!("no browser: {e}"));
        browser.session = opened["sessionId"].as_str().unwrap().to_owned();
        Some(browser)
    }

    /// Opens an address.
    pub async fn go(&self, url: &str) {
        self.page("POST", "/url", &json!({ "url": url })).await.unwrap_or_else(|e| panic!("cannot open {url}: {e}"));
    }

    /// Types into the field with this label, in place of what it held.
    pub async fn fill(&self, label: &str, value: &str) {
        self.until(&format!("fill {label:?}"), async || {
            let field = self.field(label).await?;
            if self.attribute(&field, "type").await?.as_str() == Some("date") {
                // What one types into a date field depends on the browser's language; its value does not.
                return self.run("arguments[0].value = arguments[1]; arguments[0].dispatchEvent(new Event('change', {bubbles: true}))", &field, value).await;
            }
            self.on(&field, "clear", &json!({})).await?;
            self.on(&field, "value", &json!({ "text": value })).await
        })
        .await;
    }

    /// Picks an entry of the list with this label.
    pub async fn choose(&self, label: &str, option: &str) {
        self.until(&format!("choose {option:?} in {label:?}"), async || {
            let list = self.field(label).await?;
            let option = self.find_in(&list, &format!(".//option[normalize-space()={}]", quoted(option))).await?;
            self.on(&option, "click", &json!({})).await
        })
        .await;
    }

    /// Clicks the box or the round button with this label.
    pub async fn tick(&self, label: &str) {
        self.until(&format!("tick {label:?}"), async || self.on(&self.field(label).await?, "click", &json!({})).await)
            .await;
    }

    /// Clicks the box of this name: where its label is a whole sentence of a notice.
    pub async fn tick_named(&self, name: &str) {
        let path = format!("//input[@name={}]", quoted(name));
        self.until(&format!("tick {name:?}"), async || self.on(&self.find(&path).await?, "click", &json!({})).await)
            .await;
    }

    /// Hands a file to the field with this label.
    pub async fn attach(&self, label: &str, file: &Path) {
        let file = json!({ "text": file });
        self.until(&format!("attach a file to {label:?}"), async || {
            self.on(&self.field(label).await?, "value", &file).await
        })
        .await;
    }

    /// Presses Enter in the field with this label.
    pub async fn press_enter(&self, label: &str) {
        let enter = json!({ "text": "\u{E007}" });
        self.until(&format!("press Enter in {label:?}"), async || {
            self.on(&self.field(label).await?, "value", &enter).await
        })
        .await;
    }

    /// Clicks the link or button that says this.
    pub async fn click(&self, text: &str) {
        let text = quoted(text);
        let says = format!("normalize-space()={text} or @aria-label={text} or @value={text}");
        let path = format!("//*[self::a or self::button or self::summary or self::input[@type='submit']][{says}]");
        self.until(&format!("click {text}"), async || {
            let found = self.find(&path).await?;
            // What half stands under the bar that stays on top counts as in view, and cannot be clicked there.
            self.run("arguments[0].scrollIntoView({block: 'center'})", &found, "").await?;
            self.on(&found, "click", &json!({})).await
        })
        .await;
    }

    /// Waits until the page shows this.
    pub async fn see(&self, text: &str) {
        self.until(&format!("see {text:?}"), async || {
            let page = self.text().await?;
            if page.contains(text) { Ok(Value::Null) } else { Err("it does not say that".into()) }
        })
        .await;
    }

    /// Waits until the last step of signing in is behind: whoever goes elsewhere before cuts it off.
    pub async fn signed_in(&self) {
        self.until("sign in", async || {
            let inside = !self.path().await.starts_with("/sign-in");
            if inside { Ok(Value::Null) } else { Err("it asks for more".into()) }
        })
        .await;
    }

    /// Whether the page shows this now: for what must be absent, after `see` of something that proves the page is there.
    pub async fn shows(&self, text: &str) -> bool {
        self.text().await.unwrap().contains(text)
    }

    /// The path and query of the page that is open.
    pub async fn path(&self) -> String {
        let url = self.page("GET", "/url", &Value::Null).await.unwrap();
        let url = url.as_str().unwrap();
        let path = url.split_once("://").and_then(|(_, rest)| rest.find('/').and_then(|at| rest.get(at..)));
        path.unwrap_or("/").to_owned()
    }

    /// Shows the page in a window of this size, in CSS pixels: a telephone is 390 wide.
    pub async fn resize(&self, width: u32, height: u32) {
        let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.devtools("Emulation.setDeviceMetricsOverride", &size).await;
    }

    /// Shows pages by day or by night: `light` or `dark`.
    pub async fn lit(&self, scheme: &str) {
        let media = json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] });
        self.devtools("Emulation.setEmulatedMedia", &media).await;
    }

    /// The whole page as target/screenshots/NAME.png, for people to look at. Wider than the window where the page overflows.
    pub async fn screenshot(&self, name: &str) -> PathBuf {
        let shot = self.devtools("Page.captureScreenshot", &json!({ "captureBeyondViewport": true })).await;
        let png = data_encoding::BASE64.decode(shot["data"].as_str().unwrap().as_bytes()).unwrap();
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("screenshots");
        std::fs::create_dir_all(&folder).unwrap();
        let file = folder.join(format!("{name}.png"));
        std::fs::write(&file, png).unwrap();
        file
    }

    /// Role and name of everything that assistive technology is told about on this page.
    pub async fn told(&self) -> Vec<(String, String)> {
        let tree = self.devtools("Accessibility.getFullAXTree", &json!({})).await;
        let shown = tree["nodes"].as_array().unwrap().iter().filter(|node| node["ignored"] == false);
        let word = |value: &Value| value["value"].as_str().unwrap_or_default().to_owned();
        shown.map(|node| (word(&node["role"]), word(&node["name"]))).collect()
    }

    /// What of this page is hard to read, to reach or to understand, by the rules in `tests/data/hard_to_use.js`; each finding
    /// begins with the name of its rule.
    pub async fn hard_to_use(&self) -> Vec<String> {
        let page = self.find("//body").await.unwrap();
        let found = self.run(HARD_TO_USE, &page, "").await.unwrap();
        found.as_array().unwrap().iter().map(|what| what.as_str().unwrap().to_owned()).collect()
    }

    /// Changes the page as it stands in the browser.
    pub async fn alter(&self, script: &str) {
        let page = self.find("//body").await.unwrap();
        self.run(script, &page, "").await.unwrap();
    }

    /// Where the browser puts what it downloads. Gone with the browser.
    pub fn download_dir(&self) -> &Path {
        self.downloads.path()
    }

    /// Waits for a whole file whose name ends so, and reads it.
    pub async fn downloaded(&self, ending: &str) -> Vec<u8> {
        let arrived = || {
            std::fs::read_dir(self.download_dir())
                .unwrap()
                .map(|file| file.unwrap().path())
                .find(|file| file.to_string_lossy().ends_with(ending))
        };
        self.until(&format!("download a file ending in {ending:?}"), async || {
            arrived().map(|_| Value::Null).ok_or_else(|| "no such file".into())
        })
        .await;
        std::fs::read(arrived().unwrap()).unwrap()
    }

    /// What a person can read on the page.
    async fn text(&self) -> Result<String, String> {
        let body = self.find("//body").await?;
        let text = self.page("GET", &format!("/element/{body}/text"), &Value::Null).await?;
        Ok(text.as_str().unwrap_or_default().to_owned())
    }

    /// The control that a label names: by `for`, by standing around it, or by `aria-label`.
    async fn field(&self, label: &str) -> Result<String, String> {
        let text = quoted(label);
        let control = "self::input or self::select or self::textarea";
        // A label may go on after its words with a hint or a mark of its own: a child element.
        let says = format!("normalize-space()={text} or normalize-space(text()[normalize-space()])={text}");
        self.find(&format!(
            "//*[{control}][@id=//label[{says}]/@for] | //label[{says}]//*[{control}] | //*[{control}][@aria-label={text}]"
        ))
        .await
    }

    async fn find(&self, xpath: &str) -> Result<String, String> {
        reference(&self.page("POST", "/element", &json!({ "using": "xpath", "value": xpath })).await?)
    }

    async fn find_in(&self, element: &str, xpath: &str) -> Result<String, String> {
        reference(&self.on(element, "element", &json!({ "using": "xpath", "value": xpath })).await?)
    }

    async fn attribute(&self, element: &str, name: &str) -> Result<Value, String> {
        self.page("GET", &format!("/element/{element}/attribute/{name}"), &Value::Null).await
    }

    async fn run(&self, script: &str, element: &str, value: &str) -> Result<Value, String> {
        self.page("POST", "/execute/sync", &json!({ "script": script, "args": [{ ELEMENT: element }, value] })).await
    }

    /// What WebDriver has no word for and Chromium does.
    async fn devtools(&self, command: &str, parameters: &Value) -> Value {
        self.page("POST", "/goog/cdp/execute", &json!({ "cmd": command, "params": parameters })).await.unwrap()
    }

    async fn on(&self, element: &str, verb: &str, what: &Value) -> Result<Value, String> {
        self.page("POST", &format!("/element/{element}/{verb}"), what).await
    }

    async fn page(&self, method: &str, command: &str, body: &Value) -> Result<Value, String> {
        self.tell(method, &format!("/session/{}{command}", self.session), body).await
    }

    async fn tell(&self, method: &str, path: &str, body: &Value) -> Result<Value, String> {
        let method = reqwest::Method::from_bytes(method.as_bytes()).unwrap();
        let mut request = self.http.request(method, format!("{}{path}", self.driver));
        if !body.is_null() {
            request = request.header("content-type", "application/json").body(body.to_string());
        }
        let answer = request.send().await.map_err(|e| e.to_string())?;
        let ok = answer.status().is_success();
        let mut answer: Value =
            serde_json::from_str(&answer.text().await.map_err(|e| e.to_string())?).map_err(|e| e.to_string())?;
        let value = answer["value"].take();
        if ok {
            Ok(value)
        } else {
            Err(value["message"].as_str().unwrap_or_default().lines().next().unwrap_or_default().to_owned())
        }
    }

    /// Tries until it succeeds: a page that is still loading, or was just replaced, is no failure yet.
    async fn until<F: Future<Output = Result<Value, String>>>(&self, what: &str, attempt: impl Fn() -> F) {
        let started = Instant::now();
        loop {
            let Err(error) = attempt().await else { return };
            if started.elapsed() > PATIENCE {
                let page = self.text().await.unwrap_or_else(|e| format!("(unreadable: {e})"));
                panic!("cannot {what} at {}: {error}\n--- the page says:\n{page}\n---", self.path().await);
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
}

/// Ends the browser also where a test failed, when nothing asynchronous can be waited for any more.
impl Drop for Browser {
    fn drop(&mut self) {
        if self.session.is_empty() {
            return;
        }
        let host = self.driver.trim_start_matches("http://").trim_end_matches('/');
        let end = format!("DELETE /session/{} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n", self.session);
        // A driver that is gone has taken its browsers along.
        let _ = TcpStream::connect(host).and_then(|mut driver| {
            driver.set_read_timeout(Some(PATIENCE))?;
            driver.write_all(end.as_bytes())?;
            // The answer comes when the browser is gone; the driver then keeps the connection.
            driver.read(&mut [0; 512])
        });
    }
}

fn reference(found: &Value) -> Result<String, String> {
    found[ELEMENT].as_str().map(ToOwned::to_owned).ok_or_else(|| "no element".to_owned())
}

/// A string in XPath, which has no escapes.
fn quoted(text: &str) -> String {
    if text.contains('\'') && text.contains('"') {
        let parts: Vec<String> = text.split('\'').map(|part| format!("'{part}'")).collect();
        return format!("concat({})", parts.join(", \"'\", "));
    }
    if text.contains('\'') { format!("\"{text}\"") } else { format!("'{text}'") }
}

mod harness {
    //! The harness itself, on a page of its own.
    use super::Browser;
    use std::io::{Read, Write};
    use std::net::TcpListener;

    const FORM: &str = "<!doctype html><meta charset=utf-8><title>Essai</title>
        <form action=/answer>
        <label for=n>Nom d'usage <small>(facultatif)</small></label><input id=n name=name value=before>
        <label>Date <input type=date name=day></label>
        <label>Étape <select name=stage><option value=1>Nouveau<option value=2>En cours</select></label>
        <label><input type=checkbox name=yes> D'accord</label>
        <label>Fichier <input type=file></label>
        <input aria-label=Chercher name=q>
        <button>Envoyer</button></form>
        <p id=js>sans script</p><script>document.getElementById('js').textContent = 'avec script'</script>
        <a href=/list.csv>Exporter</a>";

    /// A server of one page, which answers a form with what was sent.
    fn serve() -> String {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                std::thread::spawn(move || {
                    let mut request = [0; 4096];
                    let length = stream.read(&mut request).unwrap_or(0);
                    let request = String::from_utf8_lossy(request.get(..length).unwrap()).into_owned();
                    let target = request.split(' ').nth(1).unwrap_or("/");
                    let (kind, body) = match target.split_once('?') {
                        _ if target == "/list.csv" => {
                            ("text/csv\r\nContent-Disposition: attachment", "\"a\";\"b\"\r\n".to_owned())
                        }
                        Some((_, sent)) => (
                            "text/html",
                            format!(
                                "<!doctype html><p style=overflow-wrap:anywhere>reçu {sent}</p><p>{}</p>",
                                request.contains("Accept-Language: fr")
                            ),
                        ),
                        None => ("text/html", FORM.to_owned()),
                    };
                    let head = format!(
                        "HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
                        body.len()
                    );
                    // Chromium opens connections that it then does not use.
                    let _ = stream.write_all((head + &body).as_bytes());
                });
            }
        });
        address
    }

    /// The width that a PNG declares.
    fn width(png: &std::path::Path) -> u32 {
        let png = std::fs::read(png).unwrap();
        u32::from_be_bytes(png[16..20].try_into().unwrap())
    }

    async fn walk(browser: &Browser, script: &str) {
        browser.go(&serve()).await;
        browser.see(script).await;
        browser.fill("Nom d'usage", "O'Brien \u{130}stanbul 🦊").await;
        browser.fill("Date", "2026-03-01").await;
        browser.choose("Étape", "En cours").await;
        browser.tick("D'accord").await;
    }

    #[actix_web::test]
    async fn a_form_is_filled_sent_and_read_with_javascript() {
        let Some(browser) = Browser::open(true).await else { return };
        walk(&browser, "avec script").await;
        assert!(!browser.shows("sans script").await);
        let picture = browser.screenshot("harness-form").await;
        assert_eq!(width(&picture), 1280);
        browser.click("Envoyer").await;
        browser.see("name=O%27Brien+%C4%B0stanbul+%F0%9F%A6%8A&day=2026-03-01&stage=2&yes=on&q=").await;
        browser.see("true").await;
        assert!(browser.path().await.starts_with("/answer?name="), "{}", browser.path().await);
    }

    #[actix_web::test]
    async fn a_form_is_filled_sent_and_read_without_javascript() {
        let Some(browser) = Browser::open(false).await else { return };
        walk(&browser, "sans script").await;
        browser.fill("Chercher", "dup").await;
        browser.press_enter("Chercher").await;
        browser.see("day=2026-03-01&stage=2&yes=on&q=dup").await;
        browser.resize(390, 844).await;
        assert_eq!(width(&browser.screenshot("harness-answer-on-a-telephone").await), 390);
    }

    #[actix_web::test]
    async fn a_download_arrives_and_a_file_is_handed_over() {
        let Some(browser) = Browser::open(true).await else { return };
        browser.go(&serve()).await;
        browser.click("Exporter").await;
        assert_eq!(browser.downloaded(".csv").await, b"\"a\";\"b\"\r\n");
        browser.attach("Fichier", &browser.download_dir().join("list.csv")).await;
    }
}
