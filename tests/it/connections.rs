//! What the connection layer takes and what it refuses, byte by byte: smuggling, methods, heads, encodings.
use crate::gate::{address, connection};
use crate::house::{House, run};
use cloister::actor::Role;
use reqwest::Method;
use std::io::{Read, Write};
use std::time::Duration;

/// Sends bytes and reads until the house closes. What it leaves open is a failure of the test, after a while.
fn exchange(house: &House, bytes: &[u8]) -> String {
    let mut stream = connection(address(house), [127, 0, 0, 1]);
    stream.write_all(bytes).unwrap();
    let mut answer = Vec::new();
    let mut piece = [0; 4096];
    loop {
        match stream.read(&mut piece) {
            Ok(0) => break,
            Ok(read) => answer.extend_from_slice(&piece[..read]),
            Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => panic!("left open: {answer:?}"),
            Err(_) => break,
        }
    }
    String::from_utf8_lossy(&answer).into_owned()
}

/// The names of an answer's headers, small and in order.
fn header_names(answer: &str) -> Vec<String> {
    let head = answer.split("\r\n\r\n").next().unwrap();
    let mut names: Vec<String> =
        head.lines().skip(1).map(|line| line.split(':').next().unwrap().to_lowercase()).collect();
    names.sort();
    names
}

const SMUGGLED: &str = "GET /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";

// V4.2.1
#[test]
fn what_two_servers_would_read_differently_is_answered_400_and_the_connection_closes() {
    let house = run(House::open());
    let long = "a".repeat(40);
    let cases = [
        ("length and chunks", format!("Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n{SMUGGLED}")),
        ("chunks and length", format!("Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n{SMUGGLED}")),
        ("two lengths", format!("Content-Length: 0\r\nContent-Length: 40\r\n\r\n{SMUGGLED}")),
        ("the same length twice", format!("Content-Length: 3\r\nContent-Length: 3\r\n\r\na=b{SMUGGLED}")),
        ("two lengths in one", format!("Content-Length: 0, 40\r\n\r\n{SMUGGLED}")),
        ("a signed length", format!("Content-Length: +3\r\n\r\na=b{SMUGGLED}")),
        ("a negative length", format!("Content-Length: -3\r\n\r\na=b{SMUGGLED}")),
        ("a hexadecimal length", format!("Content-Length: 0x3\r\n\r\na=b{SMUGGLED}")),
        ("a length that is too long", "Content-Length: 99999999999999999999999\r\n\r\n".to_owned()),
        ("a folded line", format!("Content-Length: 3\r\nX-Folded: a\r\n Content-Length: 0\r\n\r\na=b{SMUGGLED}")),
        ("a space before the colon", format!("Content-Length : 3\r\n\r\na=b{SMUGGLED}")),
        ("a tab before the colon", format!("Transfer-Encoding\t: chunked\r\n\r\n0\r\n\r\n{SMUGGLED}")),
        ("a header without a name", ": 3\r\n\r\n".to_owned()),
        ("NUL in a header", "X-Nul: a\0b\r\n\r\n".to_owned()),
        ("CR in a header", "X-Cr: a\rb\r\n\r\n".to_owned()),
        ("another encoding", format!("Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n{SMUGGLED}")),
        ("an encoding that is none", format!("Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n{SMUGGLED}")),
        (
            "two encodings",
            format!("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n{SMUGGLED}"),
        ),
        ("two hosts", format!("Host: 127.0.0.1\r\nContent-Length: 3\r\n\r\na=b{SMUGGLED}")),
        ("a chunk size that is none", format!("Transfer-Encoding: chunked\r\n\r\nzz\r\n{long}\r\n0\r\n\r\n")),
        ("a chunk size that is too long", format!("Transfer-Encoding: chunked\r\n\r\n{}\r\n", "f".repeat(20))),
        ("a signed chunk size", "Transfer-Encoding: chunked\r\n\r\n+3\r\na=b\r\n0\r\n\r\n".to_owned()),
        ("a chunk without its end", "Transfer-Encoding: chunked\r\n\r\n3\r\na=bc\r\n0\r\n\r\n".to_owned()),
        ("a chunk ended by LF", "Transfer-Encoding: chunked\r\n\r\n3\na=b\n0\n\n".to_owned()),
    ];
    for (what, rest) in cases {
        let form = "Content-Type: application/x-www-form-urlencoded\r\nOrigin: http://127.0.0.1";
        let answer =
            exchange(&house, format!("POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\n{form}\r\n{rest}").as_bytes());
        assert!(answer.starts_with("HTTP/1.1 400 "), "{what}: {answer}");
        assert_eq!(answer.matches("HTTP/1.1 ").count(), 1, "{what}: a second request was taken out of it\n{answer}");
    }
    for (what, whole) in [
        ("no host", "GET /sign-in HTTP/1.1\r\n\r\n"),
        ("HTTP/1.0 in chunks", "POST /sign-in HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        ("another version", "GET /sign-in HTTP/3.7\r\nHost: 127.0.0.1\r\n\r\n"),
        ("two spaces", "GET  /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"),
        ("no path", "GET HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"),
        ("garbage", "\x16\x03\x01\x02\r\n\r\n"),
        ("a preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
    ] {
        let answer = exchange(&house, whole.as_bytes());
        assert!(answer.starts_with("HTTP/1.1 400 "), "{what}: {answer}");
        assert_eq!(answer.matches("HTTP/1.1 ").count(), 1, "{what}: {answer}");
    }
}

// V3.4.4, V13.4.6: what is answered before there is a request holds nothing that a browser could take for a page (no
// body, no type), nothing that a cache keeps (400, 408 and 431 need a header for that: RFC 9110 §15.1), and no name.
#[test]
fn an_answer_to_what_is_no_request_is_empty_and_says_nothing() {
    let house = run(House::open());
    let many: String = (0..100).map(|n| format!("X-{n}: a\r\n")).collect();
    let large = format!("X-Large: {}\r\n", "a".repeat(140_000));
    for (status, bytes) in [
        (400, "no request at all\r\n\r\n".to_owned()),
        (431, format!("GET /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\n{many}\r\n")),
        (431, format!("GET /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\n{large}\r\n")),
        (408, "GET /sign-in HTTP/1.1\r\n".to_owned()),
    ] {
        let answer = exchange(&house, bytes.as_bytes());
        assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")), "{status}: {answer}");
        assert!(answer.ends_with("\r\n\r\n"), "{status}: there is a body: {answer}");
        let known = ["connection", "content-length", "date"];
        assert!(header_names(&answer).iter().all(|name| known.contains(&name.as_str())), "{status}: {answer}");
    }
}

// V4.1.4, V13.4.4
#[test]
fn a_method_that_no_page_has_is_answered_405_and_echoes_nothing() {
    run(async {
        let house = House::open().await;
        let anne = house.signed_in(Role::Sales).await;
        for method in ["TRACE", "TRACK", "OPTIONS", "PUT", "DELETE", "PATCH", "PROPFIND", "DEBUG", "LINK"] {
            let method = Method::from_bytes(method.as_bytes()).unwrap();
            for path in ["/account", "/people/1", "/sign-in", "/nowhere", "/static/cloister.css"] {
                let request = anne.raw(method.clone(), path).header("x-secret", "canary");
                let answer = anne.send(request).await.is(405);
                assert!(!answer.says("canary"), "{method} {path}");
                assert!(answer.headers.contains_key("allow"), "{method} {path}");
                assert!(answer.headers.contains_key("content-security-policy"), "{method} {path}");
            }
        }
    });
    let house = run(House::open());
    let connect = exchange(&house, b"CONNECT 127.0.0.1:22 HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");
    assert!(connect.starts_with("HTTP/1.1 4"), "{connect}");
}

// V5.2.3
#[test]
fn an_encoded_request_is_not_decoded() {
    run(async {
        let house = House::open().await;
        let anne = house.signed_in(Role::Sales).await;
        for encoding in ["gzip", "br", "zstd", "deflate", "identity"] {
            for (method, path) in [(Method::POST, "/language"), (Method::POST, "/imports"), (Method::GET, "/account")] {
                let request = anne.raw(method, path).header("content-encoding", encoding).body("lang=fr");
                anne.send(request).await.is(415);
            }
        }
    });
}

// V4.2.2
#[test]
fn every_answer_says_its_length_once_and_rightly() {
    let house = run(House::open());
    for path in ["/sign-in", "/account", "/nowhere", "/static/cloister.css", "/people/99999999999999999999"] {
        let answer =
            exchange(&house, format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n").as_bytes());
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        let head = head.to_lowercase();
        let lengths: Vec<&str> = head.lines().filter_map(|line| line.strip_prefix("content-length: ")).collect();
        assert_eq!(lengths, [body.len().to_string()], "{path}");
        assert!(!head.contains("transfer-encoding"), "{path}");
        // V13.4.6
        assert!(!head.contains("server:") && !head.contains("x-powered-by"), "{path}");
        assert!(!answer.contains(env!("CARGO_PKG_VERSION")), "{path}: says which version answers");
    }
}

// V13.4.1, V13.4.3, V13.4.5, V13.4.7
#[test]
fn nothing_is_served_but_pages_and_the_three_files_of_the_program() {
    let house = run(House::open());
    for path in [
        "/.git/config",
        "/.git/",
        "/.env",
        "/Cargo.toml",
        "/metrics",
        "/healthz",
        "/server-status",
        "/debug",
        "/static",
        "/static/",
        "/static/../Cargo.toml",
        "/static/..%2fCargo.toml",
        "/static/%2e%2e/Cargo.toml",
        "/static/cloister.css/",
        "/static/cloister.css%00",
        "/static/cloister.css.bak",
        "//static/cloister.css",
        "/data/cloister.db",
        "/keys/root.key",
    ] {
        let answer =
            exchange(&house, format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n").as_bytes());
        assert!(answer.starts_with("HTTP/1.1 404 "), "{path}: {}", answer.lines().next().unwrap_or_default());
    }
}

// V13.1.3
#[test]
fn a_form_whose_body_does_not_come_is_not_waited_for() {
    let house = run(House::open());
    let began = std::time::Instant::now();
    let head = "POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nOrigin: http://127.0.0.1\r\nContent-Length: 100\r\n\
                Content-Type: application/x-www-form-urlencoded\r\n\r\nuser";
    let mut stream = connection(address(&house), [127, 0, 0, 1]);
    stream.set_read_timeout(Some(Duration::from_secs(40))).unwrap();
    stream.write_all(head.as_bytes()).unwrap();
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    assert!(String::from_utf8_lossy(&answer).starts_with("HTTP/1.1 400 "), "{}", String::from_utf8_lossy(&answer));
    assert!(began.elapsed() < Duration::from_secs(30), "{:?}", began.elapsed());
}
