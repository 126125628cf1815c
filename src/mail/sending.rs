//! One mail, spoken to the relay: SMTP by rustls. What the relay says becomes one of our own words, because its own may
//! name the address.
use super::Fault;
use crate::config::{Login, Relay, Wire};
use crate::words::Lang;
use chrono::NaiveDateTime;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MessageBuilder};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, CertificateStore, Tls, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::transport::smtp::{Error as SmtpError, SmtpTransport};
use lettre::{Address, Transport};
use std::time::{Duration, SystemTime};
use zeroize::Zeroizing;

/// How long one answer of the relay is waited for. A whole mail takes a handful of them, far less than a claim lasts.
const WAIT: Duration = Duration::from_secs(15);
/// What a relay answers when there is no such mailbox, or not here, or its name is none (RFC 5321, 4.2.3).
const NO_SUCH_ADDRESS: [u16; 3] = [550, 551, 553];
/// What it answers when it wants to know us first (RFC 4954).
const LOGIN: [u16; 4] = [530, 534, 535, 538];

pub struct Message<'a> {
    /// The same each time this mail is sent, so that a second copy is recognised as one.
    pub reference: String,
    pub company: &'a str,
    pub to: &'a str,
    pub subject: String,
    pub lang: Lang,
    pub body: &'a str,
    pub at: NaiveDateTime,
}

pub fn send(relay: &Relay, message: Message) -> Result<(), Fault> {
    let message = compose(relay, message)?;
    transport(relay)?.send(&message).map(drop).map_err(|error| fault(&error))
}

fn compose(relay: &Relay, message: Message) -> Result<lettre::Message, Fault> {
    // Our own address is a setting, so a fault in it is like one in the rest of how we present ourselves.
    let from: Address = relay.from.parse().map_err(|_| Fault::Login)?;
    let to: Address = message.to.parse().map_err(|_| Fault::NoSuchAddress)?;
    let reference = format!("<{}@{}>", message.reference, from.domain());
    let mut built = MessageBuilder::new()
        .from(Mailbox::new(Some(message.company.to_owned()), from))
        // Without a name: that is something a visitor typed.
        .to(Mailbox::new(None, to))
        .subject(message.subject)
        .date(SystemTime::from(message.at.and_utc()))
        .message_id(Some(reference))
        .header(ContentType::TEXT_PLAIN)
        .body(message.body.to_owned())
        .map_err(|_| Fault::Refused)?;
    let headers = built.headers_mut();
    // Nobody's absence answers a machine (RFC 3834).
    headers.insert_raw(HeaderValue::new(HeaderName::new_from_ascii_str("Auto-Submitted"), "auto-generated".to_owned()));
    let language = HeaderName::new_from_ascii_str("Content-Language");
    headers.insert_raw(HeaderValue::new(language, message.lang.word().to_owned()));
    Ok(built)
}

fn transport(relay: &Relay) -> Result<SmtpTransport, Fault> {
    let tls = || parameters(relay);
    let tls = match relay.wire {
        Wire::Plain => Tls::None,
        Wire::StartTls => Tls::Required(tls()?),
        Wire::Tls => Tls::Wrapper(tls()?),
    };
    let domain = relay.from.rsplit('@').next().unwrap_or_default();
    // Whether it is dangerous is what `relay.wire` says.
    let mut transport = SmtpTransport::builder_dangerous(relay.host.clone())
        .port(relay.port)
        .tls(tls)
        .hello_name(ClientId::Domain(domain.to_owned()))
        .timeout(Some(WAIT));
    if let Some(login) = &relay.login {
        transport = transport.credentials(credentials(login)?);
    }
    Ok(transport.build())
}

/// Whom we trust to vouch for the relay. The file is read for each mail, so that a certificate that is replaced counts.
fn parameters(relay: &Relay) -> Result<TlsParameters, Fault> {
    let mut parameters = TlsParameters::builder(relay.host.clone());
    if let Some(ca) = &relay.ca {
        let pem = std::fs::read(ca).map_err(|error| {
            tracing::error!(kind = %error.kind(), "the file with the authority of the mail server cannot be read");
            Fault::Tls
        })?;
        let authority = Certificate::from_pem(&pem).map_err(|_| Fault::Tls)?;
        parameters = parameters.certificate_store(CertificateStore::None).add_root_certificate(authority);
    }
    parameters.build().map_err(|_| Fault::Tls)
}

fn credentials(login: &Login) -> Result<Credentials, Fault> {
    let password = std::fs::read_to_string(&login.password_file).map(Zeroizing::new).map_err(|error| {
        tracing::error!(kind = %error.kind(), "the file with the password for mail cannot be read");
        Fault::Login
    })?;
    Ok(Credentials::new(login.user.clone(), password.trim_end_matches(['\r', '\n']).to_owned()))
}

fn fault(error: &SmtpError) -> Fault {
    match error.status().map(u16::from) {
        Some(code) if NO_SUCH_ADDRESS.contains(&code) => Fault::NoSuchAddress,
        Some(code) if LOGIN.contains(&code) => Fault::Login,
        Some(_) if error.is_transient() => Fault::Later,
        Some(_) => Fault::Refused,
        None if error.is_tls() || is_no_tls(error) => Fault::Tls,
        // Among others: no STARTTLS where we want it, no way to sign in that we know.
        None if error.is_client() => Fault::Tls,
        None if error.is_response() => Fault::Refused,
        None => Fault::Unreachable,
    }
}

/// What answers speaks no TLS, or shows a certificate that nobody here trusts: rustls says both as data that is none.
fn is_no_tls(error: &SmtpError) -> bool {
    let mut source = std::error::Error::source(error);
    while let Some(error) = source {
        let kind = error.downcast_ref::<std::io::Error>().map(std::io::Error::kind);
        if kind == Some(std::io::ErrorKind::InvalidData) {
            return true;
        }
        source = error.source();
    }
    false
}
