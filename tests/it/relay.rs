//! A real mail server for one test: aiosmtpd on a loopback port, which keeps what it takes.
use crate::house::House;
use crate::parts;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

pub struct Relay {
    server: Child,
    pub port: u16,
    folder: tempfile::TempDir,
}

/// A mail as whoever gets it reads it.
pub struct Mail {
    pub from: String,
    pub to: Vec<String>,
    pub headers: serde_json::Value,
    pub body: String,
}

impl Mail {
    pub fn header(&self, name: &str) -> &str {
        self.headers[name].as_str().unwrap_or_default()
    }

    /// What is behind the link in it.
    pub fn token(&self) -> String {
        let (_, rest) = self.body.split_once("/c/").expect("a link");
        rest.split_whitespace().next().unwrap().to_owned()
    }
}

/// Debian's Python first: its package of the server is for that one.
#[expect(clippy::disallowed_methods, reason = "the mail server is another program")]
fn python() -> Option<&'static str> {
    ["/usr/bin/python3", "python3"].into_iter().find(|python| {
        let has = Command::new(python).args(["-c", "import aiosmtpd.smtp"]).stderr(Stdio::null()).status();
        has.is_ok_and(|status| status.success())
    })
}

impl Relay {
    /// None where there is no server to be had; it was said aloud then.
    pub fn open(more: &[&str]) -> Option<Self> {
        Relay::open_at(0, more)
    }

    #[expect(clippy::disallowed_methods, reason = "the mail server is another program")]
    pub fn open_at(port: u16, more: &[&str]) -> Option<Self> {
        let Some(python) = python() else {
            parts::skipped("mail to a real SMTP server: no python3-aiosmtpd");
            return None;
        };
        let folder = tempfile::tempdir().unwrap();
        let mut server = Command::new(python)
            .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/smtp_server.py"))
            .arg(folder.path())
            .args(["--port", &port.to_string()])
            .args(more)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(server.stdout.take().unwrap()).read_line(&mut line).unwrap();
        Some(Relay { server, port: line.trim().parse().expect("the server says its port"), folder })
    }

    /// What it took, in its order.
    pub fn mails(&self) -> Vec<Mail> {
        let files = std::fs::read_dir(self.folder.path()).unwrap().map(|file| file.unwrap().path());
        let mut files: Vec<_> = files.filter(|path| path.extension().is_some_and(|kind| kind == "json")).collect();
        files.sort();
        let read = |path| {
            let kept: serde_json::Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
            Mail {
                from: kept["from"].as_str().unwrap().to_owned(),
                to: kept["to"].as_array().unwrap().iter().map(|to| to.as_str().unwrap().to_owned()).collect(),
                headers: kept["headers"].clone(),
                body: kept["body"].as_str().unwrap().to_owned(),
            }
        };
        files.iter().map(read).collect()
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

/// A port at which nobody listens, for now.
pub fn free_port() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

pub fn settings(port: u16) -> Vec<(&'static str, String)> {
    vec![
        ("CLOISTER_SMTP", format!("smtp://127.0.0.1:{port}")),
        ("CLOISTER_MAIL_FROM", "crm@maison.example".to_owned()),
        ("CLOISTER_WEBSITE", "https://www.maison.example".to_owned()),
        ("CLOISTER_COMPANY", "Trésorerie Martin".to_owned()),
    ]
}

/// Does what the job does: sends what is due.
pub async fn send(house: &House) {
    let app = house.app.clone();
    tokio::task::spawn_blocking(move || cloister::mail::send_due(&app)).await.unwrap().expect("the database takes it");
}
