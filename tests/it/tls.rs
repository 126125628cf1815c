//! TLS in the program, and the two protocols over it: versions, renewal, strangers, forms and limits of HTTP/2 (P2, V12).
use crate::gate::{address, connection, preface};
use crate::house::{House, run};
use bytes::Bytes;
use std::io::{Read, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_rustls::rustls::crypto::ring::default_provider;
use tokio_rustls::rustls::pki_types::CertificateDer;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::version::{TLS12, TLS13};
use tokio_rustls::rustls::{ClientConfig, RootCertStore, SupportedProtocolVersion};

/// A house with a certificate of its own, in a folder that lives as long.
struct Sealed {
    house: House,
    folder: tempfile::TempDir,
}

/// Puts a new certificate for `localhost` and its key there.
fn certify(folder: &Path) {
    let made = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
    let key = folder.join("key.pem");
    std::fs::write(&key, made.signing_key.serialize_pem()).unwrap();
    std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o600)).unwrap();
    std::fs::write(folder.join("cert.pem"), made.cert.pem()).unwrap();
}

fn settings(folder: &Path) -> Vec<(&'static str, String)> {
    let path = |name: &str| folder.join(name).display().to_string();
    vec![("CLOISTER_TLS_CERTIFICATE", path("cert.pem")), ("CLOISTER_TLS_KEY", path("key.pem"))]
}

impl Sealed {
    fn open() -> Self {
        Sealed::open_with(&[])
    }

    fn open_with(more: &[(&'static str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        certify(folder.path());
        let mut told = settings(folder.path());
        told.extend(more.iter().map(|(name, value)| (*name, (*value).to_owned())));
        Sealed { house: run(House::open_told(told)), folder }
    }

    fn certificate(&self) -> Vec<CertificateDer<'static>> {
        CertificateDer::pem_file_iter(self.folder.path().join("cert.pem")).unwrap().map(Result::unwrap).collect()
    }

    /// A connection that trusts this certificate only.
    async fn connect(
        &self,
        trusted: &[CertificateDer<'static>],
        versions: &[&'static SupportedProtocolVersion],
        protocol: &[u8],
    ) -> std::io::Result<TlsStream<TcpStream>> {
        self.shake(TcpStream::connect(address(&self.house)).await?, trusted, versions, protocol).await
    }

    async fn shake(
        &self,
        stream: TcpStream,
        trusted: &[CertificateDer<'static>],
        versions: &[&'static SupportedProtocolVersion],
        protocol: &[u8],
    ) -> std::io::Result<TlsStream<TcpStream>> {
        let mut roots = RootCertStore::empty();
        roots.add_parsable_certificates(trusted.iter().cloned());
        let mut config = ClientConfig::builder_with_provider(Arc::new(default_provider()))
            .with_protocol_versions(versions)
            .unwrap()
            .with_root_certificates(roots)
            .with_no_client_auth();
        config.alpn_protocols = vec![protocol.to_vec()];
        TlsConnector::from(Arc::new(config)).connect("localhost".try_into().unwrap(), stream).await
    }

    async fn two(&self) -> Two {
        let stream = self.connect(&self.certificate(), &[&TLS13], b"h2").await.unwrap();
        assert_eq!(stream.get_ref().1.alpn_protocol(), Some(b"h2".as_slice()));
        let (send, connection) = h2::client::handshake(stream).await.unwrap();
        tokio::spawn(async move { drop(connection.await) });
        Two { send, port: address(&self.house).port() }
    }
}

/// A client of HTTP/2.
struct Two {
    send: h2::client::SendRequest<Bytes>,
    port: u16,
}

impl Two {
    /// Asks, and leaves the body open when there is none to send.
    async fn ask(
        &mut self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<&str>,
    ) -> (h2::client::ResponseFuture, h2::SendStream<Bytes>) {
        let mut request = http::Request::builder().method(method);
        request = request.uri(format!("https://localhost:{}{path}", self.port));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send = self.send.clone().ready().await.unwrap();
        let (answer, mut sending) = self.send.send_request(request.body(()).unwrap(), method == "GET").unwrap();
        if let Some(body) = body {
            sending.send_data(Bytes::copy_from_slice(body.as_bytes()), true).unwrap();
        }
        (answer, sending)
    }

    async fn says(
        &mut self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<&str>,
    ) -> (u16, http::HeaderMap, String) {
        let (answer, _sending) = self.ask(method, path, headers, body).await;
        let (head, mut body) = answer.await.unwrap().into_parts();
        let mut text = Vec::new();
        while let Some(piece) = body.data().await {
            let piece = piece.unwrap();
            body.flow_control().release_capacity(piece.len()).unwrap();
            text.extend_from_slice(&piece);
        }
        (head.status.as_u16(), head.headers, String::from_utf8(text).unwrap())
    }
}

// V3.4.1, V3.3.1, V3.3.3, V12.2.1
#[test]
fn the_house_speaks_tls_itself_and_its_cookies_are_for_nothing_else() {
    let sealed = Sealed::open();
    run(async {
        let mut stream = sealed.connect(&sealed.certificate(), &[&TLS13], b"http/1.1").await.unwrap();
        stream.write_all(b"GET /sign-in HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        let head = answer.split("\r\n\r\n").next().unwrap().to_lowercase();
        assert!(head.starts_with("http/1.1 200"), "{head}");
        assert!(head.contains("strict-transport-security: max-age=31536000; includesubdomains"), "{head}");
        let cookie = head.lines().find(|line| line.starts_with("set-cookie: ")).unwrap();
        for word in ["__host-cloister=", "; secure", "; httponly", "; samesite=strict", "; path=/"] {
            assert!(cookie.contains(word), "{cookie}");
        }
        assert!(!cookie.contains("domain="), "{cookie}");
        // V3.3.5
        assert!(cookie.len() < 4096, "{}", cookie.len());
    });
    // In clear on the same port there is no page.
    let mut clear = connection(address(&sealed.house), [127, 0, 0, 1]);
    clear.write_all(b"GET /sign-in HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
    let mut answer = Vec::new();
    let _ = clear.read_to_end(&mut answer);
    assert!(!String::from_utf8_lossy(&answer).contains("HTTP/"));
}

#[test]
fn a_plain_house_promises_no_tls() {
    run(async {
        let house = House::open().await;
        let answer = house.visitor().get("/sign-in").await.is(200);
        assert!(!answer.headers.contains_key("strict-transport-security"));
    });
}

// V12.1.1
#[test]
fn tls_1_2_and_1_3_are_spoken_and_nothing_older() {
    let sealed = Sealed::open();
    run(async {
        for version in [&TLS12, &TLS13] {
            let stream = sealed.connect(&sealed.certificate(), &[version], b"http/1.1").await.unwrap();
            assert_eq!(stream.get_ref().1.protocol_version(), Some(version.version));
        }
    });
    // No client of ours speaks older versions: these hellos are made by hand. Alert 70: protocol_version.
    for minor in [0, 1, 2] {
        let mut hello = vec![3, minor];
        hello.extend([7; 32]);
        // no session; two cipher suites; no compression; the curves and signatures that such a client had
        hello.extend([0, 0, 4, 0xc0, 0x13, 0x00, 0x2f, 1, 0]);
        hello.extend([0, 16, 0, 10, 0, 4, 0, 2, 0, 23, 0, 13, 0, 4, 0, 2, 2, 1]);
        let length = u8::try_from(hello.len()).unwrap();
        let record = [&[0x16, 3, minor.min(1), 0, length + 4, 1, 0, 0, length], hello.as_slice()].concat();
        let mut stream = connection(address(&sealed.house), [127, 0, 0, 1]);
        stream.write_all(&record).unwrap();
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        assert_eq!(answer.first(), Some(&0x15), "3.{minor}: {answer:?}");
        assert_eq!(answer.last(), Some(&70), "3.{minor}: {answer:?}");
    }
}

// P2: the gate stands before the handshake.
#[test]
fn a_stranger_gets_no_byte_of_the_handshake() {
    let sealed = Sealed::open();
    let mut stranger = connection(address(&sealed.house), [127, 0, 0, 9]);
    let _ = stranger.write_all(&[0x16, 3, 1, 0, 1, 1]);
    let mut answer = Vec::new();
    assert!(stranger.read_to_end(&mut answer).is_err(), "reset, not closed");
    assert!(answer.is_empty());
}

#[test]
fn a_proxy_names_the_client_before_the_handshake() {
    let sealed = Sealed::open_with(&[
        ("CLOISTER_PROXY_TRUSTED", "127.0.0.2/32"),
        ("CLOISTER_PROXY_PROTOCOL", "v2"),
        ("CLOISTER_ALLOW", "192.0.2.0/24"),
    ]);
    run(async {
        let shakes = async |client: [u8; 4]| {
            let socket = tokio::net::TcpSocket::new_v4().unwrap();
            socket.bind(([127, 0, 0, 2], 0).into()).unwrap();
            let mut stream = socket.connect(address(&sealed.house)).await.unwrap();
            stream.write_all(&preface(client)).await.unwrap();
            sealed.shake(stream, &sealed.certificate(), &[&TLS13], b"http/1.1").await
        };
        let mut staff = shakes([192, 0, 2, 7]).await.unwrap();
        staff.write_all(b"GET /sign-in HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").await.unwrap();
        let mut answer = String::new();
        staff.read_to_string(&mut answer).await.unwrap();
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        assert!(shakes([203, 0, 113, 5]).await.is_err());
        assert!(shakes([127, 0, 0, 2]).await.is_err());
    });
}

// V13.1.3
#[test]
fn a_handshake_that_does_not_go_on_is_not_waited_for() {
    let sealed = Sealed::open();
    let mut slow = connection(address(&sealed.house), [127, 0, 0, 1]);
    slow.write_all(&[0x16, 3, 1, 0, 200, 1]).unwrap();
    let began = std::time::Instant::now();
    let mut answer = Vec::new();
    let _ = slow.read_to_end(&mut answer);
    assert!(began.elapsed() < Duration::from_secs(15), "{:?}", began.elapsed());
}

#[test]
fn a_renewed_certificate_is_shown_without_a_restart_and_a_broken_one_changes_nothing() {
    let sealed = Sealed::open();
    run(async {
        let old = sealed.certificate();
        let shakes =
            async |trusted: &[CertificateDer<'static>]| sealed.connect(trusted, &[&TLS13], b"http/1.1").await.is_ok();
        assert!(shakes(&old).await);
        certify(sealed.folder.path());
        let new = sealed.certificate();
        let mut shown = false;
        for _ in 0..200 {
            shown = shakes(&new).await;
            if shown {
                break;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        assert!(shown, "the new certificate is shown");
        assert!(!shakes(&old).await);
        // A key that others may read is not taken, nor a file that holds none, nor one that is gone.
        let key = sealed.folder.path().join("key.pem");
        std::fs::write(sealed.folder.path().join("cert.pem"), "half a certif").unwrap();
        tokio::time::sleep(Duration::from_secs(5)).await;
        assert!(shakes(&new).await);
        std::fs::remove_file(&key).unwrap();
        tokio::time::sleep(Duration::from_secs(5)).await;
        assert!(shakes(&new).await);
    });
}

// V13.3.2
#[test]
fn a_key_that_others_can_read_stops_the_start() {
    let folder = tempfile::tempdir().unwrap();
    certify(folder.path());
    let given = cloister::config::Given {
        folder: folder.path().join("house"),
        listen: Some("127.0.0.1:0".to_owned()),
        ..Default::default()
    };
    let told = settings(folder.path()).into_iter().map(|(name, value)| (name.to_owned(), value));
    let config = cloister::config::Config::read(&given, told).unwrap();
    let app = cloister::house::open(config, cloister::clock::Clock::default()).unwrap();
    let starts = |mode: u32| -> std::io::Result<()> {
        std::fs::set_permissions(folder.path().join("key.pem"), std::fs::Permissions::from_mode(mode)).unwrap();
        let app = app.clone();
        actix_web::rt::System::new().block_on(async move {
            let (_, server) = cloister::server::listen(app)?;
            let stop = server.handle();
            futures_util::future::join(server, stop.stop(false)).await.0
        })
    };
    for mode in [0o644, 0o640, 0o604, 0o666] {
        assert!(starts(mode).unwrap_err().to_string().contains("chmod 0600"), "{mode:o}");
    }
    for mode in [0o600, 0o400] {
        starts(mode).unwrap();
    }
}

// V3.5.1 over HTTP/2, where the name stands in the request line and there is no Host header.
#[test]
fn forms_work_over_http2_and_foreign_origins_do_not() {
    let sealed = Sealed::open();
    run(async {
        let mut two = sealed.two().await;
        let (status, headers, page) = two.says("GET", "/sign-in", &[], None).await;
        assert_eq!(status, 200);
        assert!(headers.contains_key("strict-transport-security") && headers.contains_key("content-security-policy"));
        let cookie = headers.get("set-cookie").unwrap().to_str().unwrap().split(';').next().unwrap().to_owned();
        let token = page.split_once("name=\"csrf\" value=\"").unwrap().1.split('"').next().unwrap();
        let form = format!("csrf={token}&user_name=nobody&password=not+this+one&next=%2F");
        let origin = format!("https://localhost:{}", two.port);
        let kind = ("content-type", "application/x-www-form-urlencoded");
        let ours = [kind, ("cookie", cookie.as_str()), ("origin", &origin)];
        assert_eq!(two.says("POST", "/sign-in", &ours, Some(&form)).await.0, 422);
        let foreign = [kind, ("cookie", cookie.as_str()), ("origin", "https://evil.example")];
        assert_eq!(two.says("POST", "/sign-in", &foreign, Some(&form)).await.0, 403);
        let silent = [kind, ("cookie", cookie.as_str())];
        assert_eq!(two.says("POST", "/sign-in", &silent, Some(&form)).await.0, 403);
        assert_eq!(two.says("TRACE", "/sign-in", &[], Some("")).await.0, 405);
    });
}

// V13.1.2: one connection of HTTP/2 cannot ask for everything at once.
#[test]
fn one_connection_of_http2_has_its_share_of_requests_and_of_headers() {
    let sealed = Sealed::open();
    run(async {
        let mut two = sealed.two().await;
        let origin = format!("https://localhost:{}", two.port);
        let headers = [("content-type", "application/x-www-form-urlencoded"), ("origin", origin.as_str())];
        let mut open = Vec::new();
        for _ in 0..64 {
            open.push(two.ask("POST", "/sign-in", &headers, None).await);
        }
        let (status, ..) = two.says("GET", "/sign-in", &[], None).await;
        assert_eq!(status, 429, "the sixty-fifth");
        // The others go on: the first gets its answer when its body ends.
        let (answer, mut sending) = open.swap_remove(0);
        sending.send_data(Bytes::from_static(b"user_name=x"), true).unwrap();
        assert_eq!(answer.await.unwrap().status().as_u16(), 403);
        assert_eq!(two.says("GET", "/sign-in", &[], None).await.0, 200);

        let mut two = sealed.two().await;
        let names: Vec<String> = (0..100).map(|n| format!("x-{n}")).collect();
        let many: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "a")).collect();
        assert_eq!(two.says("GET", "/sign-in", &many, None).await.0, 431);
        let large = "a".repeat(70_000);
        assert_eq!(two.says("GET", "/sign-in", &[("x-large", large.as_str())], None).await.0, 431);
    });
}

/// A literal header of HPACK, neither indexed nor compressed.
fn literal(name: &str, value: &[u8]) -> Vec<u8> {
    let length = |bytes: &[u8]| u8::try_from(bytes.len()).unwrap();
    [&[0, length(name.as_bytes())], name.as_bytes(), &[length(value)], value].concat()
}

/// Sends one request as frames made by hand, and says how its stream was answered: the status, or none when it was refused.
async fn by_hand(sealed: &Sealed, more: &[(&str, &[u8])]) -> Option<u8> {
    let mut stream = sealed.connect(&sealed.certificate(), &[&TLS13], b"h2").await.unwrap();
    let mut block = Vec::new();
    for (name, value) in [(":method", "GET"), (":scheme", "https"), (":authority", "localhost"), (":path", "/sign-in")]
    {
        block.extend(literal(name, value.as_bytes()));
    }
    for (name, value) in more {
        block.extend(literal(name, value));
    }
    let length = u8::try_from(block.len()).unwrap();
    let settings = [0, 0, 0, 4, 0, 0, 0, 0, 0];
    // HEADERS with END_STREAM and END_HEADERS, stream 1
    let headers = [0, 0, length, 1, 5, 0, 0, 0, 1];
    let bytes = [b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".as_slice(), &settings, &headers, &block].concat();
    stream.write_all(&bytes).await.unwrap();
    loop {
        let mut head = [0; 9];
        stream.read_exact(&mut head).await.ok()?;
        let mut frame = vec![0; usize::from(head[0]) << 16 | usize::from(head[1]) << 8 | usize::from(head[2])];
        stream.read_exact(&mut frame).await.ok()?;
        match head[3] {
            // HEADERS: the first byte of an answer is its status, indexed (0x88 is 200) or not
            1 => return frame.first().copied(),
            // RST_STREAM, GOAWAY
            3 | 7 => return None,
            _ => {}
        }
    }
}

// V4.2.3, V4.2.4
#[test]
fn http2_with_headers_of_a_connection_or_with_line_ends_is_refused() {
    let sealed = Sealed::open();
    run(async {
        assert_eq!(by_hand(&sealed, &[]).await, Some(0x88), "a request made by hand is one");
        assert_eq!(by_hand(&sealed, &[("te", b"trailers"), ("x-plain", b"a")]).await, Some(0x88));
        for (name, value) in [
            ("connection", b"close".as_slice()),
            ("keep-alive", b"timeout=5"),
            ("proxy-connection", b"close"),
            ("transfer-encoding", b"chunked"),
            ("upgrade", b"websocket"),
            ("te", b"gzip"),
            ("x-line", b"a\r\nx-other: b"),
            ("x-line", b"a\nb"),
            ("x-line", b"a\rb"),
            ("x-nul", b"a\0b"),
            ("x\r\ny", b"a"),
            ("X-Upper", b"a"),
            (":path", b"/account"),
            (":status", b"200"),
        ] {
            assert_eq!(by_hand(&sealed, &[(name, value)]).await, None, "{name}: {value:?}");
        }
    });
}
