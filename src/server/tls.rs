//! TLS in the program: 1.2 and 1.3 by rustls (V12.1.1), its files read again when they change.
use crate::config;
use actix_rt::net::TcpStream;
use std::fs::Metadata;
use std::io;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::crypto::ring::default_provider;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::version::{TLS12, TLS13};
use tokio_rustls::rustls::{self, ServerConfig};
use tokio_rustls::server::TlsStream;

/// A handshake that has not ended by then will not.
const HANDSHAKE_BY: Duration = Duration::from_secs(8);
/// How often the files are looked at.
const LOOK: Duration = Duration::from_secs(2);

/// The present certificate and key. All clones are one.
#[derive(Clone)]
pub struct Tls(watch::Sender<Arc<ServerConfig>>);

impl Tls {
    /// Reads the files, and from then on again whenever they change: a certificate is renewed without a restart. What
    /// cannot be read changes nothing and is said in the log. Must be called where actix runs.
    ///
    /// # Errors
    /// In words, when the files do not hold a certificate and its key, or others may read the key.
    pub fn open(files: &config::Tls) -> io::Result<Self> {
        let mut seen = (stamp(&files.certificate), stamp(&files.key));
        let tls = Tls(watch::Sender::new(Arc::new(read(files)?)));
        let (kept, files) = (tls.clone(), files.clone());
        actix_rt::spawn(async move {
            loop {
                tokio::time::sleep(LOOK).await;
                let files = files.clone();
                let looked = actix_rt::task::spawn_blocking(move || {
                    let now = (stamp(&files.certificate), stamp(&files.key));
                    (now != seen).then(|| (now, read(&files)))
                });
                match looked.await {
                    Ok(Some((now, Ok(config)))) => {
                        seen = now;
                        kept.0.send_replace(Arc::new(config));
                        tracing::info!("the certificate was read again");
                    }
                    Ok(Some((now, Err(error)))) => {
                        seen = now;
                        tracing::error!(%error, "the new certificate or key is not taken; the old one stays");
                    }
                    Ok(None) | Err(_) => {}
                }
            }
        });
        Ok(tls)
    }

    pub async fn accept(&self, stream: TcpStream) -> io::Result<TlsStream<TcpStream>> {
        let config = self.0.borrow().clone();
        match tokio::time::timeout(HANDSHAKE_BY, TlsAcceptor::from(config).accept(stream)).await {
            Ok(shaken) => shaken,
            Err(_) => Err(io::ErrorKind::TimedOut.into()),
        }
    }
}

/// What tells one state of a file from another: a renewal may write it in place, or put another in its place.
type Stamp = Option<(u64, i64, i64, u64)>;

fn stamp(path: &Path) -> Stamp {
    let of = |is: Metadata| (is.ino(), is.mtime(), is.mtime_nsec(), is.len());
    std::fs::metadata(path).ok().map(of)
}

fn read(files: &config::Tls) -> io::Result<ServerConfig> {
    let told = |path: &Path, error: &dyn std::fmt::Display| io::Error::other(format!("{}: {error}", path.display()));
    let mode = std::fs::metadata(&files.key).map_err(|error| told(&files.key, &error))?.permissions().mode();
    if mode & 0o077 != 0 {
        return Err(told(&files.key, &"can be read by others: chmod 0600"));
    }
    let chain: Vec<CertificateDer> = CertificateDer::pem_file_iter(&files.certificate)
        .and_then(Iterator::collect)
        .map_err(|error| told(&files.certificate, &error))?;
    let key = PrivateKeyDer::from_pem_file(&files.key).map_err(|error| told(&files.key, &error))?;
    let config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
        .with_protocol_versions(&[&TLS13, &TLS12])
        .and_then(|config| config.with_no_client_auth().with_single_cert(chain, key));
    let mut config = config.map_err(|error: rustls::Error| told(&files.certificate, &error))?;
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(config)
}
