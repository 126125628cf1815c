//! Whom a connection of a proxy is for, told in its first bytes: the PROXY protocol, version 2, binary (HAProxy's
//! specification, §2.2). Exactly as many bytes are read as it says, so that what follows is untouched.
//!
//! Only TCP over IPv4 or IPv6 names a client. A connection of the proxy's own (LOCAL), an address family that is none of
//! ours, and anything else is refused: nobody is let in as somebody else.
use super::forwarded::Untold;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use tokio::io::{AsyncRead, AsyncReadExt};

const SIGNATURE: &[u8] = b"\r\n\r\n\0\r\nQUIT\n";
/// Signature, version and command, family and transport, length of the rest.
const HEAD: usize = 16;
/// Addresses and whatever a proxy adds about them (TLVs); longer ones are no preface.
const LONGEST: usize = 1_024;

/// Reads the preface off the front of a connection.
///
/// # Errors
/// `Untold` when the bytes are no preface, or one that names nobody.
pub async fn read(stream: &mut (impl AsyncRead + Unpin)) -> Result<SocketAddr, Untold> {
    let mut head = [0; HEAD];
    stream.read_exact(&mut head).await.map_err(|_| Untold)?;
    let mut rest = vec![0; length(&head)?];
    stream.read_exact(&mut rest).await.map_err(|_| Untold)?;
    client(&head, &rest)
}

/// How many bytes follow the head.
fn length(head: &[u8; HEAD]) -> Result<usize, Untold> {
    let [.., high, low] = *head;
    let length = usize::from(u16::from_be_bytes([high, low]));
    if head.starts_with(SIGNATURE) && length <= LONGEST { Ok(length) } else { Err(Untold) }
}

fn client(head: &[u8; HEAD], rest: &[u8]) -> Result<SocketAddr, Untold> {
    let [.., command, family, _, _] = *head;
    // Version 2, PROXY. LOCAL (0x20) is the proxy speaking for itself.
    if command != 0x21 {
        return Err(Untold);
    }
    // Source and destination addresses, then their ports.
    let (address, port): (IpAddr, _) = match family {
        0x11 => (Ipv4Addr::from(*rest.first_chunk::<4>().ok_or(Untold)?).into(), rest.get(8..12)),
        0x21 => (Ipv6Addr::from(*rest.first_chunk::<16>().ok_or(Untold)?).into(), rest.get(32..36)),
        _ => return Err(Untold),
    };
    let port = port.and_then(|ports| ports.first_chunk::<2>()).ok_or(Untold)?;
    Ok(SocketAddr::new(address.to_canonical(), u16::from_be_bytes(*port)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn preface(command: u8, family: u8, rest: &[u8]) -> Vec<u8> {
        let length = u16::try_from(rest.len()).expect("short").to_be_bytes();
        [SIGNATURE, &[command, family], &length, rest].concat()
    }

    fn v4(source: [u8; 4]) -> Vec<u8> {
        [&source[..], &[10, 0, 0, 1], &4711u16.to_be_bytes(), &443u16.to_be_bytes()].concat()
    }

    fn v6(source: &str) -> Vec<u8> {
        let source: Ipv6Addr = source.parse().expect("an address");
        [&source.octets()[..], &[0; 16], &4711u16.to_be_bytes(), &443u16.to_be_bytes()].concat()
    }

    async fn told(mut bytes: &[u8]) -> (Option<String>, usize) {
        let client = read(&mut bytes).await.ok().map(|client| client.to_string());
        (client, bytes.len())
    }

    #[actix_rt::test]
    async fn a_preface_names_the_client_and_takes_no_byte_more() {
        let page = b"GET / HTTP/1.1\r\n";
        for (family, rest, client) in [
            (0x11, v4([192, 0, 2, 7]), "192.0.2.7:4711"),
            (0x11, [v4([192, 0, 2, 7]), vec![3, 0, 4, 1, 2, 3, 4]].concat(), "192.0.2.7:4711"),
            (0x21, v6("2001:db8::7"), "[2001:db8::7]:4711"),
            // the proxy listens on one socket for both
            (0x21, v6("::ffff:192.0.2.7"), "192.0.2.7:4711"),
        ] {
            let bytes = [preface(0x21, family, &rest), page.to_vec()].concat();
            assert_eq!(told(&bytes).await, (Some(client.to_owned()), page.len()));
        }
    }

    #[actix_rt::test]
    async fn what_names_nobody_is_refused() {
        let whole = preface(0x21, 0x11, &v4([192, 0, 2, 7]));
        let mut wrong: Vec<(&str, Vec<u8>)> = vec![
            ("nothing", Vec::new()),
            ("a page", b"GET / HTTP/1.1\r\nHost: x\r\n\r\n".to_vec()),
            ("version 1", b"PROXY TCP4 192.0.2.7 10.0.0.1 4711 443\r\n".to_vec()),
            ("LOCAL", preface(0x20, 0x11, &v4([192, 0, 2, 7]))),
            ("LOCAL, unspecified", preface(0x20, 0, &[])),
            ("unspecified", preface(0x21, 0, &[])),
            ("unspecified with an address", preface(0x21, 0, &v4([192, 0, 2, 7]))),
            ("UDP", preface(0x21, 0x12, &v4([192, 0, 2, 7]))),
            ("UDP over IPv6", preface(0x21, 0x22, &v6("2001:db8::7"))),
            ("a Unix socket", preface(0x21, 0x31, &[0; 216])),
            ("another command", preface(0x22, 0x11, &v4([192, 0, 2, 7]))),
            ("another version", preface(0x31, 0x11, &v4([192, 0, 2, 7]))),
            ("no addresses", preface(0x21, 0x11, &[])),
            ("half an address", preface(0x21, 0x11, &[192, 0])),
            ("no ports", preface(0x21, 0x11, &[192, 0, 2, 7, 10, 0, 0, 1])),
            ("IPv4 where IPv6 was said", preface(0x21, 0x21, &v4([192, 0, 2, 7]))),
            ("too long", preface(0x21, 0x11, &[v4([192, 0, 2, 7]), vec![0; LONGEST]].concat())),
            ("bytes before it", [b"\n".to_vec(), whole.clone()].concat()),
        ];
        wrong.extend((0..whole.len()).map(|cut| ("cut short", whole[..cut].to_vec())));
        wrong.extend((0..SIGNATURE.len()).map(|at| {
            let mut other = whole.clone();
            other[at] ^= 1;
            ("another signature", other)
        }));
        for (what, bytes) in wrong {
            assert_eq!(told(&bytes).await.0, None, "{what}: {bytes:?}");
        }
    }

    proptest! {
        #[test]
        fn no_bytes_break_it(bytes in prop::collection::vec(any::<u8>(), 0..64), command: u8, family: u8) {
            let head: [u8; HEAD] = *preface(command, family, &bytes).first_chunk().expect("a head");
            let _ = client(&head, &bytes);
        }
    }
}
