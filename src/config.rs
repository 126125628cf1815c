//! What the house is told: a file, then the environment. Parsed once; every complaint is said, not only the first.
use crate::db::Url;
use ipnetwork::IpNetwork;
use serde::Deserialize;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

/// `cloister.toml`, all of it optional. An unknown key is a complaint, because it is a setting that does not work.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct File {
    listen: Option<String>,
    database: Option<String>,
    keyring: Option<String>,
    root_key: Option<PathBuf>,
    heads: Option<PathBuf>,
    allow: Option<Vec<String>>,
    proxy: Option<ProxyFile>,
    hosts: Option<Vec<String>>,
    company: Option<String>,
    publish: Option<PathBuf>,
    spool: Option<PathBuf>,
}

/// `[proxy]`: both keys, or no table.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct ProxyFile {
    trusted: Vec<String>,
    header: String,
}

/// A reverse proxy that speaks TLS in front of the house.
#[derive(Clone, Debug)]
pub struct Proxy {
    /// Who is believed. Never empty.
    pub trusted: Vec<IpNetwork>,
    /// The one header in which they say whom they speak for.
    pub header: String,
}

#[derive(Clone, Debug)]
pub struct Config {
    /// The folder of this house; everything not placed elsewhere lies under it.
    pub folder: PathBuf,
    pub listen: SocketAddr,
    pub database: Url,
    pub keyring: Url,
    pub root_key: PathBuf,
    /// Where the signed heads of the audit log are kept: outside the database.
    pub heads: PathBuf,
    /// Staged uploads, sealed.
    pub staging: PathBuf,
    /// What the website's forms are served from: the intake reads it.
    pub publish: PathBuf,
    /// What the intake took, sealed, until the house takes it in.
    pub spool: PathBuf,
    /// Who may connect. Never empty.
    pub allow: Vec<IpNetwork>,
    /// Plain HTTP on another address than loopback is only for a proxy that speaks TLS in front of it.
    pub proxy: Option<Proxy>,
    /// The names under which the house answers; any other is refused (V13.2.4). Without a port, in small letters.
    pub hosts: Vec<String>,
    /// Whose CRM this is: shown on the sign-in page.
    pub company: String,
}

/// The settings that the command line can give, before file and environment.
#[derive(Clone, Debug, Default)]
pub struct Given {
    pub folder: PathBuf,
    pub file: Option<PathBuf>,
    pub listen: Option<String>,
    pub allow: Vec<String>,
}

/// The keys of [`File`].
const KEYS: [&str; 11] =
    ["listen", "database", "keyring", "root_key", "heads", "allow", "proxy", "hosts", "company", "publish", "spool"];

const ENVIRONMENT: &[&str] = &[
    "CLOISTER_LISTEN",
    "CLOISTER_DATABASE",
    "CLOISTER_KEYRING",
    "CLOISTER_ROOT_KEY",
    "CLOISTER_HEADS",
    "CLOISTER_ALLOW",
    "CLOISTER_PROXY_TRUSTED",
    "CLOISTER_PROXY_HEADER",
    "CLOISTER_HOSTS",
    "CLOISTER_COMPANY",
    "CLOISTER_PUBLISH",
    "CLOISTER_SPOOL",
    LOG,
];

/// What is logged; read where the log is set up, because the log is not the house's.
pub const LOG: &str = "CLOISTER_LOG";

impl Config {
    /// # Errors
    /// All complaints at once, one a line, ready to be printed.
    pub fn read(given: &Given, environment: impl Iterator<Item = (String, String)>) -> Result<Self, Vec<String>> {
        let mut complaints = Vec::new();
        let mut file = read_file(given, &mut complaints);
        for (name, value) in environment.filter(|(name, _)| name.starts_with("CLOISTER_")) {
            match name.as_str() {
                "CLOISTER_LISTEN" => file.listen = Some(value),
                "CLOISTER_DATABASE" => file.database = Some(value),
                "CLOISTER_KEYRING" => file.keyring = Some(value),
                "CLOISTER_ROOT_KEY" => file.root_key = Some(value.into()),
                "CLOISTER_HEADS" => file.heads = Some(value.into()),
                "CLOISTER_ALLOW" => file.allow = Some(list(&value)),
                "CLOISTER_HOSTS" => file.hosts = Some(list(&value)),
                "CLOISTER_PROXY_TRUSTED" => file.proxy.get_or_insert_default().trusted = list(&value),
                "CLOISTER_PROXY_HEADER" => file.proxy.get_or_insert_default().header = value,
                "CLOISTER_COMPANY" => file.company = Some(value),
                "CLOISTER_PUBLISH" => file.publish = Some(value.into()),
                "CLOISTER_SPOOL" => file.spool = Some(value.into()),
                LOG => {}
                _ => complaints
                    .push(format!("{name} is not a setting of Cloister; known are {}", ENVIRONMENT.join(", "))),
            }
        }
        if let Some(listen) = &given.listen {
            file.listen = Some(listen.clone());
        }
        if !given.allow.is_empty() {
            file.allow = Some(given.allow.clone());
        }
        let config = assemble(&given.folder, file, &mut complaints);
        match config {
            Some(config) if complaints.is_empty() => Ok(config),
            _ => Err(complaints),
        }
    }
}

fn list(value: &str) -> Vec<String> {
    value.split(',').map(|one| one.trim().to_owned()).collect()
}

fn read_file(given: &Given, complaints: &mut Vec<String>) -> File {
    let path = given.file.clone().unwrap_or_else(|| given.folder.join("cloister.toml"));
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if given.file.is_none() && error.kind() == std::io::ErrorKind::NotFound => return File::default(),
        Err(error) => {
            complaints.push(format!("{}: {error}", path.display()));
            return File::default();
        }
    };
    let mut told = |error: toml::de::Error| {
        complaints.push(format!("{}: {}", path.display(), error.message()));
        File::default()
    };
    let mut table: toml::Table = match toml::from_str(&text) {
        Ok(table) => table,
        Err(error) => return told(error),
    };
    // Taken out one by one, so that one unknown key does not hide the others.
    let unknown: Vec<String> = table.keys().filter(|key| !KEYS.contains(&key.as_str())).cloned().collect();
    unknown.iter().for_each(|key| drop(table.remove(key)));
    let file = table.try_into().unwrap_or_else(&mut told);
    complaints.extend(unknown.iter().map(|key| format!("{}: {key} is not a setting of Cloister", path.display())));
    file
}

fn assemble(folder: &Path, file: File, complaints: &mut Vec<String>) -> Option<Config> {
    let listen = file.listen.as_deref().unwrap_or("127.0.0.1:7080");
    let listen: Option<SocketAddr> = listen
        .parse()
        .map_err(|_| complaints.push(format!("listen: {listen:?} is not an address and port such as 127.0.0.1:7080")))
        .ok();
    let allow = match file.allow {
        None => vec!["127.0.0.1/32".to_owned(), "::1/128".to_owned()],
        Some(allow) => allow,
    };
    let allow = parse_ranges("allow", &allow, complaints);
    let proxy = file.proxy.map(|proxy| parse_proxy(proxy, complaints));
    let hosts = parse_hosts(file.hosts.unwrap_or_default(), listen, complaints);
    if let Some(listen) = listen
        && !listen.ip().is_loopback()
        && proxy.is_none()
    {
        complaints.push(format!(
            "listen: {listen} would carry passwords in plain text. Listen on loopback, or say in [proxy] \
             which proxy speaks TLS in front of it"
        ));
    }
    let inside = |name: &str| folder.join(name);
    let database = file.database.unwrap_or_else(|| inside("data/cloister.db").display().to_string());
    let keyring = file.keyring.unwrap_or_else(|| inside("keyring/keyring.db").display().to_string());
    for (name, url) in [("database", &database), ("keyring", &keyring)] {
        // Without its words: they may hold a password.
        if url.contains("://") && matches!(Url::parse(url), Url::Sqlite(_)) {
            complaints.push(format!("{name}: only a path for SQLite, or postgres://..."));
        }
    }
    if database == keyring {
        complaints.push("keyring: must not be the database: a backup of one must not hold the other".to_owned());
    }
    Some(Config {
        folder: folder.to_owned(),
        listen: listen?,
        database: Url::parse(&database),
        keyring: Url::parse(&keyring),
        root_key: file.root_key.unwrap_or_else(|| inside("keys/root.key")),
        heads: file.heads.unwrap_or_else(|| inside("heads")),
        staging: inside("staging"),
        publish: file.publish.unwrap_or_else(|| inside("publish")),
        spool: file.spool.unwrap_or_else(|| inside("spool")),
        allow,
        proxy,
        hosts,
        company: file.company.unwrap_or_else(|| "Cloister".to_owned()),
    })
}

fn parse_proxy(file: ProxyFile, complaints: &mut Vec<String>) -> Proxy {
    let trusted = if file.trusted.is_empty() {
        complaints
            .push("proxy: trusted must name the addresses of the proxies, such as [\"192.0.2.10/32\"]".to_owned());
        Vec::new()
    } else {
        parse_ranges("proxy: trusted", &file.trusted, complaints)
    };
    let is_name = !file.header.is_empty() && file.header.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    if !is_name {
        complaints
            .push("proxy: header must name the one header that tells the client, such as X-Forwarded-For".to_owned());
    }
    Proxy { trusted, header: file.header }
}

/// The names that were given; without any, those of this machine and the address that is listened at.
fn parse_hosts(given: Vec<String>, listen: Option<SocketAddr>, complaints: &mut Vec<String>) -> Vec<String> {
    for name in &given {
        let plain = |c: char| c.is_ascii_alphanumeric() || ".-:[]".contains(c);
        if name.is_empty() || !name.chars().all(plain) {
            complaints.push(format!("hosts: {name:?} is not the name of a host such as crm.example.fr"));
        }
    }
    if given.is_empty() {
        let own = listen.map(|listen| match listen.ip() {
            std::net::IpAddr::V4(v4) => v4.to_string(),
            std::net::IpAddr::V6(v6) => format!("[{v6}]"),
        });
        return ["localhost", "127.0.0.1", "[::1]"].map(str::to_owned).into_iter().chain(own).collect();
    }
    given.into_iter().map(|name| name.to_ascii_lowercase()).collect()
}

/// Design §8.2: never empty, never everything, and a range with host bits is refused with the right one offered.
fn parse_ranges(key: &str, texts: &[String], complaints: &mut Vec<String>) -> Vec<IpNetwork> {
    let mut ranges = Vec::new();
    for text in texts {
        match text.parse::<IpNetwork>() {
            Err(_) => complaints.push(format!("{key}: {text:?} is not a range such as 192.0.2.0/24")),
            Ok(range) if range.prefix() == 0 => {
                complaints.push(format!("{key}: {text} would be everybody"));
            }
            Ok(range) if range.network() != range.ip() => {
                complaints.push(format!(
                    "{key}: {text} has host bits; did you mean {}/{}?",
                    range.network(),
                    range.prefix()
                ));
            }
            Ok(range) => ranges.push(range),
        }
    }
    if texts.is_empty() {
        complaints.push("allow: at least one range must be allowed, or nobody can connect".to_owned());
    }
    ranges
}

#[cfg(test)]
mod tests {
    use super::*;

    fn complaints(given: &Given, environment: &[(&str, &str)]) -> Vec<String> {
        let environment = environment.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Config::read(given, environment).err().unwrap_or_default()
    }

    #[test]
    fn every_complaint_is_said_at_once() {
        let said = complaints(
            &Given::default(),
            &[
                ("CLOISTER_LISTEN", "somewhere"),
                ("CLOISTER_ALLOW", "10.0.0.1/8, 0.0.0.0/0, nonsense"),
                ("CLOISTER_COLOUR", "blue"),
                ("CLOISTER_PROXY_TRUSTED", "10.0.0.0/8"),
            ],
        );
        assert_eq!(said.len(), 6, "{said:#?}");
        assert!(said.iter().any(|line| line.contains("did you mean 10.0.0.0/8")));
    }

    #[test]
    fn plain_http_on_an_open_address_is_refused_unless_behind_a_proxy() {
        assert!(!complaints(&Given::default(), &[("CLOISTER_LISTEN", "0.0.0.0:80")]).is_empty());
        let behind = [
            ("CLOISTER_LISTEN", "0.0.0.0:80"),
            ("CLOISTER_PROXY_TRUSTED", "192.0.2.10/32"),
            ("CLOISTER_PROXY_HEADER", "X-Forwarded-For"),
        ];
        assert!(complaints(&Given::default(), &behind).is_empty());
    }

    #[test]
    fn without_any_setting_only_this_machine_may_connect() {
        let config = Config::read(&Given::default(), std::iter::empty()).expect("the defaults are fine");
        let said: Vec<String> = config.allow.iter().map(ToString::to_string).collect();
        assert_eq!(said, ["127.0.0.1/32", "::1/128"]);
    }

    #[test]
    fn a_file_says_every_key_that_there_is_not_and_no_database_of_another_kind() {
        let file = std::env::temp_dir().join(format!("cloister-config-{}.toml", std::process::id()));
        std::fs::write(&file, "colour = 'red'\nshape = 1\ndatabase = 'mysql://u:secret@x/y'\nlisten = '0.0.0.0:80'")
            .unwrap();
        let said = complaints(&Given { file: Some(file.clone()), ..Given::default() }, &[("CLOISTER_LOG", "debug")]);
        std::fs::remove_file(&file).unwrap();
        assert_eq!(said.len(), 4, "{said:#?}");
        assert!(said.iter().all(|line| !line.contains("secret")));
    }
}
