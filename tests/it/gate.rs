//! Who may connect, over real sockets: strangers, proxies and what they claim, names that are not the house's (P2).
use crate::house::{Answer, House, Visitor, run};
use cloister::actor::Role;
use reqwest::Method;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// 127.0.0.2 is a proxy, and only 192.0.2.0/24 may come through it.
const BEHIND_A_PROXY: &[(&str, &str)] = &[
    ("CLOISTER_PROXY_TRUSTED", "127.0.0.2/32"),
    ("CLOISTER_PROXY_HEADER", "X-Forwarded-For"),
    ("CLOISTER_ALLOW", "192.0.2.0/24,127.0.0.1/32"),
    ("CLOISTER_HOSTS", "127.0.0.1"),
];

async fn says(visitor: &Visitor, headers: &[(&str, &str)]) -> Answer {
    let request = headers.iter().fold(visitor.raw(Method::GET, "/sign-in"), |r, (name, value)| r.header(*name, *value));
    visitor.send(request).await
}

// V4.1.3, V15.3.4
#[test]
fn a_proxy_s_client_is_let_in_by_the_client_s_own_address() {
    run(async {
        let house = House::open_with(BEHIND_A_PROXY).await;
        let proxy = house.visitor_from([127, 0, 0, 2]);
        says(&proxy, &[("x-forwarded-for", "192.0.2.7")]).await.is(200);
        says(&proxy, &[("x-forwarded-for", "203.0.113.5, 192.0.2.7")]).await.is(200);
        for told in ["203.0.113.5", "192.0.2.7, 203.0.113.5", "127.0.0.2", "", "garbage", "192.0.2.7, 127.0.0.2, x"] {
            let refused = says(&proxy, &[("x-forwarded-for", told)]).await.is(403);
            assert!(refused.body.is_empty(), "{told}");
            assert_eq!(refused.headers.get("connection").unwrap(), "close", "{told}");
        }
        says(&proxy, &[]).await.is(403);
        // Another header is not the one that was configured.
        for name in ["forwarded", "x-real-ip", "x-client-ip", "true-client-ip", "x-original-url", "via"] {
            says(&proxy, &[(name, "192.0.2.7")]).await.is(403);
        }
    });
}

#[test]
fn what_anybody_but_a_proxy_claims_changes_nothing() {
    run(async {
        let house = House::open_with(BEHIND_A_PROXY).await;
        let staff = house.visitor();
        for told in ["203.0.113.5", "garbage", "", "127.0.0.9"] {
            for name in ["x-forwarded-for", "forwarded", "x-real-ip"] {
                says(&staff, &[(name, told)]).await.is(200);
            }
        }
        assert!(!house.visitor_from([127, 0, 0, 9]).connects().await);
        let sales = house.signed_in(Role::Sales).await;
        let claimed = sales.raw(Method::GET, "/people").header("x-forwarded-for", "203.0.113.5");
        sales.send(claimed).await.is(200);
        let addresses = house
            .look(|l| {
                let reading = cloister::deeds::Reading { limit: 1_000, ..Default::default() };
                Ok(cloister::deeds::read(l.conn(), &reading)?
                    .into_iter()
                    .filter_map(|line| line.from_address)
                    .collect::<Vec<_>>())
            })
            .await;
        assert!(!addresses.is_empty() && addresses.iter().all(|from| from == "127.0.0.1"), "{addresses:?}");
    });
}

pub fn address(house: &House) -> SocketAddr {
    house.url.trim_start_matches("http://").parse().unwrap()
}

/// Sends raw bytes over a connection and reads one answer of it: its status, and whether the connection goes on.
fn asks(stream: &mut TcpStream, client: &str) -> u16 {
    write!(stream, "GET /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Forwarded-For: {client}\r\n\r\n").unwrap();
    let (mut head, mut byte) = (Vec::new(), [0]);
    while !head.ends_with(b"\r\n\r\n") {
        if stream.read(&mut byte).unwrap() == 0 {
            return 0;
        }
        head.push(byte[0]);
    }
    let head = String::from_utf8(head).unwrap().to_lowercase();
    let length = head.split("content-length: ").nth(1).map_or(0, |rest| rest.lines().next().unwrap().parse().unwrap());
    let mut body = vec![0; length];
    stream.read_exact(&mut body).unwrap();
    head.split(' ').nth(1).unwrap().parse().unwrap()
}

/// A connection from an address of this machine.
pub fn connection(to: SocketAddr, from: [u8; 4]) -> TcpStream {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let stream = runtime.block_on(async {
        let socket = tokio::net::TcpSocket::new_v4().unwrap();
        socket.bind((from, 0).into()).unwrap();
        socket.connect(to).await.unwrap()
    });
    let stream = stream.into_std().unwrap();
    stream.set_nonblocking(false).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    stream
}

#[test]
fn one_connection_of_a_proxy_carries_many_clients_and_each_is_asked() {
    let house = run(House::open_with(BEHIND_A_PROXY));
    let mut stream = connection(address(&house), [127, 0, 0, 2]);
    assert_eq!(asks(&mut stream, "192.0.2.7"), 200);
    assert_eq!(asks(&mut stream, "192.0.2.8"), 200);
    assert_eq!(asks(&mut stream, "203.0.113.5"), 403);
    // The refusal closed it.
    let mut rest = Vec::new();
    let _ = stream.read_to_end(&mut rest);
    assert!(rest.is_empty());
}

/// The same proxy, which says it in the first bytes of each connection instead.
const BEHIND_A_PREFACE: &[(&str, &str)] = &[
    ("CLOISTER_PROXY_TRUSTED", "127.0.0.2/32"),
    ("CLOISTER_PROXY_PROTOCOL", "v2"),
    ("CLOISTER_ALLOW", "192.0.2.0/24,127.0.0.1/32"),
    ("CLOISTER_HOSTS", "127.0.0.1"),
];

/// PROXY protocol version 2: TCP over IPv4 from this address.
pub fn preface(client: [u8; 4]) -> Vec<u8> {
    let ports = [0x12, 0x67, 0x01, 0xbb];
    [b"\r\n\r\n\0\r\nQUIT\n\x21\x11\0\x0c".as_slice(), &client, &[127, 0, 0, 1], &ports].concat()
}

/// Everything that comes back; a reset ends it like a close.
fn all_of(stream: &mut TcpStream) -> Vec<u8> {
    let mut bytes = Vec::new();
    let _ = stream.read_to_end(&mut bytes);
    bytes
}

// V4.1.3
#[test]
fn a_connection_of_a_proxy_is_for_whom_its_first_bytes_name() {
    let house = run(House::open_with(BEHIND_A_PREFACE));
    let from_proxy = |first: &[u8]| {
        let mut stream = connection(address(&house), [127, 0, 0, 2]);
        stream.write_all(first).unwrap();
        stream
    };
    let mut staff = from_proxy(&preface([192, 0, 2, 7]));
    // What a header says is of no interest then.
    assert_eq!(asks(&mut staff, "203.0.113.5"), 200);
    assert_eq!(asks(&mut staff, "garbage"), 200);
    let page = b"GET /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n";
    for (what, first) in [
        ("a stranger", preface([203, 0, 113, 5])),
        ("the proxy itself", preface([127, 0, 0, 2])),
        ("nothing", Vec::new()),
        ("version 1", b"PROXY TCP4 192.0.2.7 127.0.0.1 4711 443\r\n".to_vec()),
        ("LOCAL", b"\r\n\r\n\0\r\nQUIT\n\x20\0\0\0".to_vec()),
    ] {
        let mut stream = from_proxy(&first);
        let _ = stream.write_all(page);
        assert!(all_of(&mut stream).is_empty(), "{what}");
    }
    // Only a proxy has a preface: from anybody else these bytes are no request.
    let mut direct = connection(address(&house), [127, 0, 0, 1]);
    assert_eq!(asks(&mut direct, ""), 200);
    let mut claims = connection(address(&house), [127, 0, 0, 1]);
    claims.write_all(&[preface([192, 0, 2, 7]).as_slice(), page].concat()).unwrap();
    assert!(!String::from_utf8_lossy(&all_of(&mut claims)).contains("HTTP/1.1 200"));
}

#[test]
fn a_proxy_that_says_nothing_is_not_waited_for() {
    let house = run(House::open_with(BEHIND_A_PREFACE));
    let mut silent = connection(address(&house), [127, 0, 0, 2]);
    silent.write_all(&preface([192, 0, 2, 7])[..20]).unwrap();
    let began = std::time::Instant::now();
    assert!(all_of(&mut silent).is_empty());
    assert!(began.elapsed() < Duration::from_secs(15), "{:?}", began.elapsed());
}

// V13.2.4
#[test]
fn the_house_answers_to_its_own_names_only() {
    run(async {
        let house = House::open().await;
        let visitor = house.visitor();
        for host in ["localhost", "LOCALHOST:7080", "127.0.0.1", "[::1]:7080"] {
            says(&visitor, &[("host", host)]).await.is(200);
        }
        for host in ["evil.example", "127.0.0.1.evil.example", "localhost.", "", "[::1", "localhost:x", "a b"] {
            let answer = says(&visitor, &[("host", host)]).await;
            assert!([400, 421].contains(&answer.status.as_u16()), "{host}: {}", answer.status);
            if answer.status == 421 {
                assert!(answer.headers.contains_key("content-security-policy"));
            }
        }
    });
}
