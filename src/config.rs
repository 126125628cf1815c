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
    keyring_copies: Option<PathBuf>,
    allow: Option<Vec<String>>,
    proxy: Option<ProxyFile>,
    tls: Option<TlsFile>,
    hosts: Option<Vec<String>>,
    company: Option<String>,
    publish: Option<PathBuf>,
    spool: Option<PathBuf>,
    website: Option<String>,
    smtp: Option<String>,
    smtp_user: Option<String>,
    smtp_password_file: Option<PathBuf>,
    smtp_ca: Option<PathBuf>,
    mail_from: Option<String>,
    dpo_mail: Option<String>,
}

/// `[proxy]`: who is trusted, and one of the two ways to tell the client; or no table.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct ProxyFile {
    trusted: Vec<String>,
    header: Option<String>,
    protocol: Option<String>,
}

/// `[tls]`: both keys, or no table.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct TlsFile {
    certificate: Option<PathBuf>,
    key: Option<PathBuf>,
}

/// A reverse proxy in front of the house.
#[derive(Clone, Debug)]
pub struct Proxy {
    /// Who is believed. Never empty.
    pub trusted: Vec<IpNetwork>,
    pub tells: Tells,
}

/// How a proxy says whom it speaks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tells {
    /// Each request has it, in this one header.
    Header(String),
    /// Each connection begins with it: the PROXY protocol, version 2.
    Preface,
}

/// The files with which the program speaks TLS itself, PEM both.
#[derive(Clone, Debug)]
pub struct Tls {
    /// The certificate, and those between it and the root.
    pub certificate: PathBuf,
    /// Its private key, for the program's user alone.
    pub key: PathBuf,
}

/// The server that carries the house's mail, and as whom it is spoken to.
#[derive(Clone, Debug)]
pub struct Relay {
    pub host: String,
    pub port: u16,
    pub wire: Wire,
    pub login: Option<Login>,
    /// The authority that vouches for the relay, as a PEM file: then this one alone, and not those that the machine trusts.
    pub ca: Option<PathBuf>,
    /// The address that mail is from.
    pub from: String,
}

/// A password is in a file, read when mail is sent: it stands in no setting that could be printed.
#[derive(Clone, Debug)]
pub struct Login {
    pub user: String,
    pub password_file: PathBuf,
}

/// How the relay is spoken to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wire {
    /// In clear: to this machine only.
    Plain,
    /// In clear until the relay agrees to TLS; if it does not, nothing is sent.
    StartTls,
    /// TLS from the first byte.
    Tls,
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
    /// Copies of the keyring, each for seven days: on another disk, if there is one.
    pub keyring_copies: PathBuf,
    /// What the website's forms are served from: the intake reads it.
    pub publish: PathBuf,
    /// What the intake took, sealed, until the house takes it in.
    pub spool: PathBuf,
    /// Who may connect to a house that is new. Never empty. Afterwards the networks in the database count (decision 5).
    pub allow: Vec<IpNetwork>,
    /// Somebody wrote `allow`: a range in it that the house has not seen yet is taken over.
    pub allow_given: bool,
    /// Plain HTTP on another address than loopback is only for a proxy that speaks TLS in front of it.
    pub proxy: Option<Proxy>,
    /// TLS in the program: then any address may be listened at.
    pub tls: Option<Tls>,
    /// The names under which the house answers; any other is refused (V13.2.4). Without a port, in small letters.
    pub hosts: Vec<String>,
    /// Whose CRM this is: shown on the sign-in page.
    pub company: String,
    /// Where the website's forms are, as an origin without a path: what links in mails and lists begin with.
    pub website: Option<String>,
    /// Who carries mail out. Without one the house sends none, and asks nobody to confirm by mail.
    pub relay: Option<Relay>,
    /// Where the Dpo is reminded of privacy requests that are due. Without one the home reminds them.
    pub dpo_mail: Option<String>,
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
const KEYS: [&str; 20] = [
    "listen",
    "database",
    "keyring",
    "root_key",
    "heads",
    "keyring_copies",
    "allow",
    "proxy",
    "tls",
    "hosts",
    "company",
    "publish",
    "spool",
    "website",
    "smtp",
    "smtp_user",
    "smtp_password_file",
    "smtp_ca",
    "mail_from",
    "dpo_mail",
];

const ENVIRONMENT: &[&str] = &[
    "CLOISTER_LISTEN",
    "CLOISTER_DATABASE",
    "CLOISTER_KEYRING",
    "CLOISTER_ROOT_KEY",
    "CLOISTER_HEADS",
    "CLOISTER_ALLOW",
    "CLOISTER_PROXY_TRUSTED",
    "CLOISTER_PROXY_HEADER",
    "CLOISTER_PROXY_PROTOCOL",
    "CLOISTER_TLS_CERTIFICATE",
    "CLOISTER_TLS_KEY",
    "CLOISTER_HOSTS",
    "CLOISTER_COMPANY",
    "CLOISTER_PUBLISH",
    "CLOISTER_SPOOL",
    "CLOISTER_WEBSITE",
    "CLOISTER_SMTP",
    "CLOISTER_SMTP_USER",
    "CLOISTER_SMTP_PASSWORD_FILE",
    "CLOISTER_SMTP_CA",
    "CLOISTER_MAIL_FROM",
    "CLOISTER_DPO_MAIL",
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
                "CLOISTER_KEYRING_COPIES" => file.keyring_copies = Some(value.into()),
                "CLOISTER_ALLOW" => file.allow = Some(list(&value)),
                "CLOISTER_HOSTS" => file.hosts = Some(list(&value)),
                "CLOISTER_PROXY_TRUSTED" => file.proxy.get_or_insert_default().trusted = list(&value),
                "CLOISTER_PROXY_HEADER" => file.proxy.get_or_insert_default().header = Some(value),
                "CLOISTER_PROXY_PROTOCOL" => file.proxy.get_or_insert_default().protocol = Some(value),
                "CLOISTER_TLS_CERTIFICATE" => file.tls.get_or_insert_default().certificate = Some(value.into()),
                "CLOISTER_TLS_KEY" => file.tls.get_or_insert_default().key = Some(value.into()),
                "CLOISTER_COMPANY" => file.company = Some(value),
                "CLOISTER_PUBLISH" => file.publish = Some(value.into()),
                "CLOISTER_SPOOL" => file.spool = Some(value.into()),
                "CLOISTER_WEBSITE" => file.website = Some(value),
                "CLOISTER_SMTP" => file.smtp = Some(value),
                "CLOISTER_SMTP_USER" => file.smtp_user = Some(value),
                "CLOISTER_SMTP_PASSWORD_FILE" => file.smtp_password_file = Some(value.into()),
                "CLOISTER_SMTP_CA" => file.smtp_ca = Some(value.into()),
                "CLOISTER_MAIL_FROM" => file.mail_from = Some(value),
                "CLOISTER_DPO_MAIL" => file.dpo_mail = Some(value),
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

    /// Whether browsers reach the house by TLS, its own or a proxy's. Without, only this machine does.
    pub fn by_tls(&self) -> bool {
        self.tls.is_some() || self.proxy.is_some()
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
    // Taken one by one, so that one that is unknown or of another kind does not hide the others.
    let wrong = |(key, value): (&String, &toml::Value)| {
        if !KEYS.contains(&key.as_str()) {
            return Some((key.clone(), "is not a setting of Cloister".to_owned()));
        }
        let alone = toml::Table::from_iter([(key.clone(), value.clone())]);
        alone.try_into::<File>().err().map(|error| (key.clone(), error.message().to_owned()))
    };
    let wrong: Vec<(String, String)> = table.iter().filter_map(wrong).collect();
    wrong.iter().for_each(|(key, _)| drop(table.remove(key)));
    let file = table.try_into().unwrap_or_else(&mut told);
    complaints.extend(wrong.iter().map(|(key, what)| format!("{}: {key}: {what}", path.display())));
    file
}

fn assemble(folder: &Path, file: File, complaints: &mut Vec<String>) -> Option<Config> {
    let listen = file.listen.as_deref().unwrap_or("127.0.0.1:7080");
    let listen: Option<SocketAddr> = listen
        .parse()
        .map_err(|_| complaints.push(format!("listen: {listen:?} is not an address and port such as 127.0.0.1:7080")))
        .ok();
    let allow_given = file.allow.is_some();
    let allow = match file.allow {
        None => vec!["127.0.0.1/32".to_owned(), "::1/128".to_owned()],
        Some(allow) => allow,
    };
    let allow = parse_ranges("allow", &allow, complaints);
    let proxy = file.proxy.map(|proxy| parse_proxy(proxy, complaints));
    let tls = file.tls.and_then(|tls| parse_tls(tls, complaints));
    let mail = MailFile {
        smtp: file.smtp,
        user: file.smtp_user,
        password_file: file.smtp_password_file,
        ca: file.smtp_ca,
        from: file.mail_from,
    };
    let website = file.website.and_then(|website| parse_website(&website, complaints));
    let relay = mail.parse(website.is_some(), complaints);
    let dpo_mail = file.dpo_mail.and_then(|address| parse_dpo_mail(&address, relay.is_some(), complaints));
    let hosts = parse_hosts(file.hosts.unwrap_or_default(), listen, complaints);
    if let Some(listen) = listen
        && !listen.ip().is_loopback()
        && proxy.is_none()
        && tls.is_none()
    {
        complaints.push(format!(
            "listen: {listen} would carry passwords in plain text. Give a certificate and its key in [tls], listen on \
             loopback, or say in [proxy] which proxy speaks TLS in front of it"
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
        keyring_copies: file.keyring_copies.unwrap_or_else(|| inside("keyring-copies")),
        publish: file.publish.unwrap_or_else(|| inside("publish")),
        spool: file.spool.unwrap_or_else(|| inside("spool")),
        allow,
        allow_given,
        proxy,
        tls,
        hosts,
        company: file.company.unwrap_or_else(|| "Cloister".to_owned()),
        website,
        relay,
        dpo_mail,
    })
}

/// An address that mail can go to; useless where the house sends none.
fn parse_dpo_mail(address: &str, sends: bool, complaints: &mut Vec<String>) -> Option<String> {
    let address = address.trim();
    let plain = address.split_once('@').is_some_and(|(local, domain)| !local.is_empty() && domain.contains('.'));
    if !plain || address.contains(char::is_whitespace) {
        complaints.push("dpo_mail: not an e-mail address such as dpo@example.fr".to_owned());
        return None;
    }
    if !sends {
        complaints.push("dpo_mail: smtp and mail_from must say how mail is sent".to_owned());
        return None;
    }
    Some(address.to_owned())
}

fn parse_proxy(file: ProxyFile, complaints: &mut Vec<String>) -> Proxy {
    let trusted = if file.trusted.is_empty() {
        complaints
            .push("proxy: trusted must name the addresses of the proxies, such as [\"192.0.2.10/32\"]".to_owned());
        Vec::new()
    } else {
        parse_ranges("proxy: trusted", &file.trusted, complaints)
    };
    let tells = match (file.header, file.protocol.as_deref()) {
        (None, Some("v2")) => Tells::Preface,
        (None, Some(other)) => {
            complaints.push(format!("proxy: protocol {other:?} is not known; \"v2\" is the PROXY protocol version 2"));
            Tells::Preface
        }
        (Some(header), None) if is_header_name(&header) => Tells::Header(header),
        (Some(header), Some(_)) => {
            complaints.push("proxy: header or protocol, not both: the client is told in one way".to_owned());
            Tells::Header(header)
        }
        (header, None) => {
            complaints.push(
                "proxy: header must name the one header that tells the client, such as X-Forwarded-For, or protocol \
                 be \"v2\""
                    .to_owned(),
            );
            Tells::Header(header.unwrap_or_default())
        }
    };
    Proxy { trusted, tells }
}

fn is_header_name(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
}

fn parse_tls(file: TlsFile, complaints: &mut Vec<String>) -> Option<Tls> {
    if file.certificate.is_none() {
        complaints.push("tls: certificate must name the PEM file of the certificate".to_owned());
    }
    if file.key.is_none() {
        complaints.push("tls: key must name the PEM file of the certificate's private key".to_owned());
    }
    Some(Tls { certificate: file.certificate?, key: file.key? })
}

/// An origin that a link can begin with: TLS, or this machine while somebody tries it out.
fn parse_website(text: &str, complaints: &mut Vec<String>) -> Option<String> {
    let origin = text.trim().trim_end_matches('/').to_ascii_lowercase();
    let host = match (origin.strip_prefix("https://"), origin.strip_prefix("http://")) {
        (Some(host), _) => Some(host),
        (None, Some(host)) => parse_host(host, 80).filter(|(host, _)| is_this_machine(host)).map(|_| host),
        (None, None) => None,
    };
    let plain = host.and_then(|host| parse_host(host, 443)).is_some();
    if !plain {
        complaints.push(format!("website: {text:?} is not an origin such as https://www.example.fr, without a path"));
    }
    plain.then_some(origin)
}

/// The settings about mail, as they were given.
struct MailFile {
    smtp: Option<String>,
    user: Option<String>,
    password_file: Option<PathBuf>,
    ca: Option<PathBuf>,
    from: Option<String>,
}

impl MailFile {
    fn parse(self, has_website: bool, complaints: &mut Vec<String>) -> Option<Relay> {
        let Some(smtp) = self.smtp else {
            let alone = self.user.is_some() || self.password_file.is_some() || self.ca.is_some();
            if alone || self.from.is_some() {
                complaints.push("smtp: must name the server that carries mail, such as smtp://mail.example.fr".into());
            }
            return None;
        };
        let relay = parse_relay(&smtp);
        if relay.is_none() {
            // Without its words: they may hold a password.
            complaints.push("smtp: only smtp://host:port or smtps://host:port; user and password have keys".into());
        }
        let from = self.from.filter(|from| is_mailbox(from));
        if from.is_none() {
            complaints.push("mail_from: must be the address that mail is from, such as crm@example.fr".into());
        }
        if !has_website {
            complaints.push("website: must be given where smtp is: mails have links to it".into());
        }
        let login = match (self.user, self.password_file) {
            (None, None) => None,
            (Some(user), Some(password_file)) => Some(Login { user, password_file }),
            _ => {
                complaints.push("smtp_user, smtp_password_file: both or none".into());
                None
            }
        };
        let (host, port, wire) = relay?;
        Some(Relay { host, port, wire, login, ca: self.ca, from: from? })
    }
}

fn parse_relay(text: &str) -> Option<(String, u16, Wire)> {
    let (scheme, place) = text.trim().trim_end_matches('/').split_once("://")?;
    match scheme {
        "smtps" => parse_host(place, 465).map(|(host, port)| (host, port, Wire::Tls)),
        "smtp" => {
            let (host, port) = parse_host(place, 587)?;
            let wire = if is_this_machine(&host) { Wire::Plain } else { Wire::StartTls };
            Some((host, port, wire))
        }
        _ => None,
    }
}

/// `host`, `host:25`, `[::1]:25`. The host comes without brackets.
fn parse_host(text: &str, otherwise: u16) -> Option<(String, u16)> {
    let (host, port) = match text.strip_prefix('[') {
        Some(rest) => {
            let (host, after) = rest.split_once(']')?;
            host.parse::<std::net::Ipv6Addr>().ok()?;
            (host, after)
        }
        None => {
            let (host, port) = text.split_at(text.find(':').unwrap_or(text.len()));
            let plain = |c: char| c.is_ascii_alphanumeric() || ".-".contains(c);
            (!host.is_empty() && host.chars().all(plain)).then_some((host, port))?
        }
    };
    let port = if port.is_empty() { otherwise } else { port.strip_prefix(':')?.parse().ok()? };
    Some((host.to_owned(), port))
}

fn is_this_machine(host: &str) -> bool {
    host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

fn is_mailbox(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_graphic() && !"<>,;:\"()[]\\".contains(c);
    text.chars().all(plain) && text.split_once('@').is_some_and(|(at, host)| !at.is_empty() && host.contains('.'))
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

/// Why a text is no range of addresses that may be allowed. In words for whoever reads a terminal; pages have their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RangeFault {
    NoRange,
    /// It would let everybody in who speaks IPv4, or IPv6.
    Everybody,
    /// It names one host and not the network; the range that was probably meant.
    HostBits(IpNetwork),
}

impl std::fmt::Display for RangeFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            RangeFault::NoRange => f.write_str("is not a range such as 192.0.2.0/24"),
            RangeFault::Everybody => f.write_str("would be everybody"),
            RangeFault::HostBits(meant) => write!(f, "has host bits; did you mean {meant}?"),
        }
    }
}

/// A range as people write it; one address is a range of its own, and `::ffff:192.0.2.0/120` is `192.0.2.0/24`.
///
/// # Errors
/// What is wrong with it.
pub fn parse_range(text: &str) -> Result<IpNetwork, RangeFault> {
    let typed: IpNetwork = text.trim().parse().map_err(|_| RangeFault::NoRange)?;
    let (address, prefix) = match (typed.ip().to_canonical(), typed.prefix()) {
        (address, prefix) if address.is_ipv4() && typed.is_ipv6() => match prefix.checked_sub(96) {
            Some(prefix) => (address, prefix),
            // Wider than all of IPv4.
            None => return Err(RangeFault::Everybody),
        },
        plain => plain,
    };
    let range = IpNetwork::new(address, prefix).map_err(|_| RangeFault::NoRange)?;
    let mapped = std::net::Ipv4Addr::UNSPECIFIED.to_ipv6_mapped();
    if is_too_wide(&range) || range.contains(mapped.into()) {
        return Err(RangeFault::Everybody);
    }
    let meant = IpNetwork::new(range.network(), prefix).map_err(|_| RangeFault::NoRange)?;
    if meant.ip() == address { Ok(meant) } else { Err(RangeFault::HostBits(meant)) }
}

/// Wider than any network of a company, a /7 of IPv4 or a /15 of IPv6: a part of everybody, and a few of them the whole.
pub fn is_too_wide(range: &IpNetwork) -> bool {
    range.prefix() < if range.is_ipv4() { 8 } else { 16 }
}

/// Design §8.2: never empty, never everything, and a range with host bits is refused with the right one offered.
fn parse_ranges(key: &str, texts: &[String], complaints: &mut Vec<String>) -> Vec<IpNetwork> {
    let mut ranges = Vec::new();
    for text in texts {
        match parse_range(text) {
            Ok(range) => ranges.push(range),
            Err(fault) => complaints.push(format!("{key}: {text:?} {fault}")),
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
    fn a_range_is_taken_in_one_form_and_host_bits_are_refused_with_the_right_one_offered() {
        let read = |text: &str| parse_range(text).map(|range| range.to_string());
        let meant = |text: &str| Err(RangeFault::HostBits(text.parse().expect("a range")));
        for (typed, range) in [
            (" 192.0.2.0/24 ", Ok("192.0.2.0/24".to_owned())),
            ("192.0.2.7", Ok("192.0.2.7/32".to_owned())),
            ("192.0.2.0/255.255.255.0", Ok("192.0.2.0/24".to_owned())),
            ("::ffff:192.0.2.0/120", Ok("192.0.2.0/24".to_owned())),
            ("::FFFF:192.0.2.7", Ok("192.0.2.7/32".to_owned())),
            ("2001:DB8:0::/48", Ok("2001:db8::/48".to_owned())),
            ("::1", Ok("::1/128".to_owned())),
            ("192.0.2.7/24", meant("192.0.2.0/24")),
            ("::ffff:192.0.2.7/120", meant("192.0.2.0/24")),
            ("2001:db8::1/48", meant("2001:db8::/48")),
            ("0.0.0.0/0", Err(RangeFault::Everybody)),
            ("10.0.0.0/0", Err(RangeFault::Everybody)),
            ("::/0", Err(RangeFault::Everybody)),
            ("128.0.0.0/1", Err(RangeFault::Everybody)),
            ("2000::/3", Err(RangeFault::Everybody)),
            ("::ffff:0:0/96", Err(RangeFault::Everybody)),
            ("::ffff:10.0.0.0/80", Err(RangeFault::Everybody)),
            ("::/64", Err(RangeFault::Everybody)),
            ("192.0.2.0/33", Err(RangeFault::NoRange)),
            ("192.0.2", Err(RangeFault::NoRange)),
            ("fe80::1%eth0/64", Err(RangeFault::NoRange)),
            ("everybody", Err(RangeFault::NoRange)),
            ("", Err(RangeFault::NoRange)),
        ] {
            assert_eq!(read(typed), range, "{typed}");
        }
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
    fn links_in_mails_begin_with_an_origin_that_speaks_tls() {
        for fine in
            ["https://www.example.fr", "https://www.example.fr:8443/", "http://127.0.0.1:7081", "http://localhost"]
        {
            assert!(complaints(&Given::default(), &[("CLOISTER_WEBSITE", fine)]).is_empty(), "{fine}");
        }
        for wrong in
            ["", "www.example.fr", "http://www.example.fr", "https://", "https://a.example/b", "http://localhost.x"]
        {
            assert_eq!(complaints(&Given::default(), &[("CLOISTER_WEBSITE", wrong)]).len(), 1, "{wrong}");
        }
    }

    // V12.2.1, V3.3.1
    #[test]
    fn with_a_certificate_any_address_may_be_listened_at_and_half_of_one_is_a_complaint() {
        let open = ("CLOISTER_LISTEN", "0.0.0.0:443");
        let (certificate, key) = (("CLOISTER_TLS_CERTIFICATE", "/x/cert.pem"), ("CLOISTER_TLS_KEY", "/x/key.pem"));
        assert!(complaints(&Given::default(), &[open, certificate, key]).is_empty());
        assert_eq!(complaints(&Given::default(), &[open, certificate]).len(), 2);
        assert_eq!(
            complaints(&Given::default(), &[key]),
            ["tls: certificate must name the PEM file of the certificate"]
        );
    }

    #[test]
    fn mail_goes_in_clear_to_this_machine_only() {
        let told = |host: &str, port, wire| Some((host.to_owned(), port, wire));
        for (text, relay) in [
            ("smtp://mail.example.fr", told("mail.example.fr", 587, Wire::StartTls)),
            ("smtp://192.0.2.7:25", told("192.0.2.7", 25, Wire::StartTls)),
            ("smtps://mail.example.fr/", told("mail.example.fr", 465, Wire::Tls)),
            ("smtp://127.0.0.1:2525", told("127.0.0.1", 2525, Wire::Plain)),
            ("smtp://[::1]:25", told("::1", 25, Wire::Plain)),
            ("smtp://localhost:25", told("localhost", 25, Wire::Plain)),
            ("smtp://127.0.0.1.example.fr", told("127.0.0.1.example.fr", 587, Wire::StartTls)),
            ("smtp://me:secret@mail.example.fr", None),
            ("http://mail.example.fr", None),
            ("mail.example.fr:25", None),
            ("smtp://", None),
            ("smtp://mail.example.fr:70000", None),
        ] {
            assert_eq!(parse_relay(text), relay, "{text}");
        }
    }

    #[test]
    fn what_mail_lacks_is_said_at_once_and_without_a_password() {
        let (smtp, from) = (("CLOISTER_SMTP", "smtp://mail.example.fr"), ("CLOISTER_MAIL_FROM", "crm@example.fr"));
        let website = ("CLOISTER_WEBSITE", "https://www.example.fr/");
        let said = |more: &[(&str, &str)]| complaints(&Given::default(), more);
        assert!(said(&[smtp, from, website]).is_empty());
        assert!(said(&[website]).is_empty());
        assert_eq!(said(&[smtp]).len(), 2, "no address, no website");
        assert_eq!(said(&[from]).len(), 1, "no server");
        assert_eq!(said(&[("CLOISTER_SMTP_CA", "/ca.pem")]).len(), 1, "no server that it would vouch for");
        assert!(said(&[smtp, from, website, ("CLOISTER_SMTP_CA", "/ca.pem")]).is_empty());
        assert_eq!(said(&[smtp, from, website, ("CLOISTER_SMTP_USER", "crm")]).len(), 1, "no password");
        let wrong = said(&[
            ("CLOISTER_SMTP", "smtp://me:secret@x"),
            ("CLOISTER_MAIL_FROM", "crm"),
            ("CLOISTER_WEBSITE", "ftp://x"),
        ]);
        assert_eq!(wrong.len(), 4, "{wrong:#?}");
        assert!(wrong.iter().all(|line| !line.contains("secret")));
        for (text, fine) in [
            ("https://www.example.fr:8443", true),
            ("http://127.0.0.1:7081", true),
            ("http://www.example.fr", false),
            ("https://www.example.fr/crm", false),
            ("https://me@example.fr", false),
            ("www.example.fr", false),
        ] {
            assert_eq!(said(&[("CLOISTER_WEBSITE", text)]).is_empty(), fine, "{text}");
        }
    }

    #[test]
    fn a_proxy_tells_the_client_in_one_way() {
        let said = |more: &[(&str, &str)]| {
            let trusted = ("CLOISTER_PROXY_TRUSTED", "192.0.2.10/32");
            complaints(&Given::default(), &[&[trusted], more].concat()).len()
        };
        let (header, v2) = (("CLOISTER_PROXY_HEADER", "X-Real-Ip"), ("CLOISTER_PROXY_PROTOCOL", "v2"));
        assert_eq!((said(&[header]), said(&[v2])), (0, 0));
        assert_eq!((said(&[header, v2]), said(&[])), (1, 1));
        assert_eq!((said(&[("CLOISTER_PROXY_PROTOCOL", "v1")]), said(&[("CLOISTER_PROXY_HEADER", "a b")])), (1, 1));
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
        assert_eq!(said.len(), 4, "{said:#?}");
        assert!(said.iter().all(|line| !line.contains("secret")));
        let kinds =
            "keyring = 4\nlisten = 'zzz'\nallow = ['a', '10.0.0.0/8']\n[proxy]\ncolour = 'red'\n[tls]\ncert = 'x'";
        std::fs::write(&file, kinds).unwrap();
        let said = complaints(&Given { file: Some(file.clone()), ..Given::default() }, &[]);
        std::fs::remove_file(&file).unwrap();
        for key in ["keyring: ", "listen: ", "allow: ", "proxy: ", "tls: "] {
            assert!(said.iter().any(|line| line.contains(key)), "{key} {said:#?}");
        }
    }
}
