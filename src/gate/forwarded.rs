//! Who a request is from when a reverse proxy stands in between (design §8.1, V4.1.3, V15.3.4).
//!
//! A header is believed only from a proxy that we trust, only the one header that was configured, and only as far to the
//! right as trusted proxies wrote it. What cannot be told is refused: nobody is let in as somebody else.
use ipnetwork::IpNetwork;
use std::net::{IpAddr, SocketAddr};

/// More hops than this are no chain of proxies (V15.3.4).
const HOPS: usize = 32;

/// The proxies in front of the house, and the header in which they say whom they speak for; without a header they say
/// it as a connection begins ([`super::preface`]).
#[derive(Clone, Debug)]
pub struct Proxies {
    trusted: Vec<IpNetwork>,
    header: Option<String>,
}

/// A trusted proxy did not say whom it speaks for, or said it in a way that cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Untold;

impl Proxies {
    /// `header` in any case: `X-Forwarded-For` and its like hold addresses, `Forwarded` is read by RFC 7239.
    pub fn new(trusted: Vec<IpNetwork>, header: Option<&str>) -> Self {
        Proxies { trusted, header: header.map(str::to_ascii_lowercase) }
    }

    pub fn header(&self) -> Option<&str> {
        self.header.as_deref()
    }

    pub fn trusts(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.trusted.iter().any(|range| range.contains(address))
    }

    /// The client of a request that came from `peer` with these lines of the header, in their order.
    ///
    /// # Errors
    /// `Untold` when the peer is trusted and its word names nobody.
    pub fn client<'a>(&self, peer: IpAddr, lines: impl Iterator<Item = &'a [u8]>) -> Result<IpAddr, Untold> {
        if !self.trusts(peer) {
            return Ok(peer.to_canonical());
        }
        let mut hops: Vec<&str> = Vec::new();
        for line in lines {
            let line = std::str::from_utf8(line).map_err(|_| Untold)?;
            hops.extend(elements(line)?);
            if hops.len() > HOPS {
                return Err(Untold);
            }
        }
        for hop in hops.iter().rev() {
            let address =
                if self.header() == Some("forwarded") { forwarded(hop)? } else { address(hop).ok_or(Untold)? };
            if !self.trusts(address) {
                return Ok(address);
            }
        }
        Err(Untold)
    }
}

/// The elements of a list, separated by commas outside quotes.
fn elements(line: &str) -> Result<Vec<&str>, Untold> {
    let mut quoted = false;
    let parts = line.split(|c| {
        quoted ^= c == '"';
        c == ',' && !quoted
    });
    let parts = parts.map(str::trim).collect();
    if quoted { Err(Untold) } else { Ok(parts) }
}

/// RFC 7239 §4: `for=192.0.2.60;proto=https`, `For="[2001:db8::1]:4711"`. Obfuscated and unknown nodes name nobody.
fn forwarded(element: &str) -> Result<IpAddr, Untold> {
    let mut found = None;
    for pair in element.split(';') {
        let (name, value) = pair.trim().split_once('=').ok_or(Untold)?;
        if !name.eq_ignore_ascii_case("for") {
            continue;
        }
        let value = match value.strip_prefix('"') {
            Some(rest) => rest.strip_suffix('"').ok_or(Untold)?,
            None => value,
        };
        // The same parameter twice is two stories.
        if found.replace(value).is_some() {
            return Err(Untold);
        }
    }
    let node = found.ok_or(Untold)?;
    // RFC 7239 §6: an IPv6 address stands in brackets.
    if node.matches(':').count() > 1 && !node.starts_with('[') {
        return Err(Untold);
    }
    address(node).ok_or(Untold)
}

/// An address with or without a port: `192.0.2.1`, `192.0.2.1:80`, `2001:db8::1`, `[2001:db8::1]`, `[2001:db8::1]:80`.
fn address(text: &str) -> Option<IpAddr> {
    let bare = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    let found = match bare {
        Some(inside) => inside.parse::<std::net::Ipv6Addr>().ok().map(IpAddr::V6),
        None => text.parse().ok().or_else(|| text.parse::<SocketAddr>().ok().map(|socket| socket.ip())),
    };
    found.map(|address| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Trusted: 10.0.0.0/24 and 2001:db8:ffff::/48. What a request from `peer` with these lines comes to; `-` is refused.
    const CASES: &[(&str, &str, &[&str], &str)] = &[
        // header, peer, lines, client
        ("x-forwarded-for", "10.0.0.1", &["192.0.2.7"], "192.0.2.7"),
        ("x-forwarded-for", "10.0.0.1", &["  192.0.2.7  "], "192.0.2.7"),
        ("x-forwarded-for", "10.0.0.1", &["192.0.2.7:4711"], "192.0.2.7"),
        ("x-forwarded-for", "10.0.0.1", &["::ffff:192.0.2.7"], "192.0.2.7"),
        ("x-forwarded-for", "10.0.0.1", &["[::ffff:192.0.2.7]:80"], "192.0.2.7"),
        ("x-forwarded-for", "10.0.0.1", &["2001:db8::7"], "2001:db8::7"),
        ("x-forwarded-for", "10.0.0.1", &["[2001:db8::7]"], "2001:db8::7"),
        ("x-forwarded-for", "10.0.0.1", &["[2001:db8::7]:443"], "2001:db8::7"),
        ("x-forwarded-for", "10.0.0.1", &["2001:DB8::7"], "2001:db8::7"),
        ("x-forwarded-for", "::ffff:10.0.0.1", &["192.0.2.7"], "192.0.2.7"),
        ("x-forwarded-for", "2001:db8:ffff::1", &["192.0.2.7"], "192.0.2.7"),
        // what the client wrote itself stands to the left, and is not believed
        ("x-forwarded-for", "10.0.0.1", &["127.0.0.1, 192.0.2.7"], "192.0.2.7"),
        ("x-forwarded-for", "10.0.0.1", &["127.0.0.1", "192.0.2.7"], "192.0.2.7"),
        ("x-forwarded-for", "10.0.0.1", &["garbage, 192.0.2.7"], "192.0.2.7"),
        ("x-forwarded-for", "10.0.0.1", &["<script>", "192.0.2.7"], "192.0.2.7"),
        ("x-forwarded-for", "10.0.0.1", &["10.0.0.9, 192.0.2.7"], "192.0.2.7"),
        // trusted proxies behind each other are skipped
        ("x-forwarded-for", "10.0.0.1", &["192.0.2.7, 10.0.0.2"], "192.0.2.7"),
        ("x-forwarded-for", "10.0.0.1", &["192.0.2.7", "10.0.0.2", "10.0.0.3:8080"], "192.0.2.7"),
        ("x-forwarded-for", "10.0.0.1", &["192.0.2.7, ::ffff:10.0.0.2"], "192.0.2.7"),
        ("x-forwarded-for", "10.0.0.1", &["127.0.0.1, 192.0.2.7, 2001:db8:ffff::2"], "192.0.2.7"),
        ("x-forwarded-for", "10.0.0.1", &["192.0.2.7, 192.0.2.8"], "192.0.2.8"),
        // nobody is told
        ("x-forwarded-for", "10.0.0.1", &[], "-"),
        ("x-forwarded-for", "10.0.0.1", &[""], "-"),
        ("x-forwarded-for", "10.0.0.1", &[","], "-"),
        ("x-forwarded-for", "10.0.0.1", &["192.0.2.7,"], "-"),
        ("x-forwarded-for", "10.0.0.1", &["192.0.2.7", ""], "-"),
        ("x-forwarded-for", "10.0.0.1", &["10.0.0.2"], "-"),
        ("x-forwarded-for", "10.0.0.1", &["unknown"], "-"),
        ("x-forwarded-for", "10.0.0.1", &["192.0.2.7, garbage"], "-"),
        ("x-forwarded-for", "10.0.0.1", &["192.0.2"], "-"),
        ("x-forwarded-for", "10.0.0.1", &["192.0.2.256"], "-"),
        ("x-forwarded-for", "10.0.0.1", &["0xC0000207"], "-"),
        ("x-forwarded-for", "10.0.0.1", &["192.0.2.7:"], "-"),
        ("x-forwarded-for", "10.0.0.1", &["192.0.2.7:99999"], "-"),
        ("x-forwarded-for", "10.0.0.1", &["[192.0.2.7]"], "-"),
        ("x-forwarded-for", "10.0.0.1", &["[2001:db8::7"], "-"),
        ("x-forwarded-for", "10.0.0.1", &["fe80::1%eth0"], "-"),
        ("x-forwarded-for", "10.0.0.1", &["\"192.0.2.7\""], "-"),
        ("x-forwarded-for", "10.0.0.1", &["192.0.2.7 192.0.2.8"], "-"),
        ("x-forwarded-for", "10.0.0.1", &["192.0.2.7;192.0.2.8"], "-"),
        // somebody else's word is nothing
        ("x-forwarded-for", "198.51.100.9", &["192.0.2.7"], "198.51.100.9"),
        ("x-forwarded-for", "198.51.100.9", &["garbage"], "198.51.100.9"),
        ("x-forwarded-for", "10.0.1.1", &["192.0.2.7"], "10.0.1.1"),
        ("x-forwarded-for", "::ffff:198.51.100.9", &["127.0.0.1"], "198.51.100.9"),
        // RFC 7239
        ("forwarded", "10.0.0.1", &["for=192.0.2.7"], "192.0.2.7"),
        ("forwarded", "10.0.0.1", &["For=192.0.2.7:80;proto=https;by=10.0.0.1"], "192.0.2.7"),
        ("forwarded", "10.0.0.1", &["proto=https; for=\"[2001:db8::7]:4711\""], "2001:db8::7"),
        ("forwarded", "10.0.0.1", &["for=127.0.0.1, for=192.0.2.7", "for=10.0.0.2"], "192.0.2.7"),
        ("forwarded", "10.0.0.1", &["for=\"127.0.0.1, for=\", for=192.0.2.7"], "192.0.2.7"),
        ("forwarded", "10.0.0.1", &["for=_hidden"], "-"),
        ("forwarded", "10.0.0.1", &["for=unknown"], "-"),
        ("forwarded", "10.0.0.1", &["for=2001:db8::7"], "-"),
        ("forwarded", "10.0.0.1", &["for=\"192.0.2.7"], "-"),
        ("forwarded", "10.0.0.1", &["for=192.0.2.7;for=127.0.0.1"], "-"),
        ("forwarded", "10.0.0.1", &["proto=https"], "-"),
        ("forwarded", "10.0.0.1", &["192.0.2.7"], "-"),
    ];

    #[test]
    fn a_proxy_s_word_is_read_from_the_right_and_a_stranger_s_is_not_read() {
        assert!(CASES.len() >= 40);
        for (header, peer, lines, expected) in CASES {
            let trusted = ["10.0.0.0/24", "2001:db8:ffff::/48"];
            let proxies =
                Proxies::new(trusted.iter().map(|range| range.parse().expect("a range")).collect(), Some(header));
            let told = proxies.client(peer.parse().expect("a peer"), lines.iter().map(|line| line.as_bytes()));
            let told = told.map_or_else(|Untold| "-".to_owned(), |client| client.to_string());
            assert_eq!(told, *expected, "{header} {peer} {lines:?}");
        }
    }

    #[test]
    fn thirty_two_hops_are_read_and_thirty_three_are_not() {
        let proxies = Proxies::new(vec!["10.0.0.0/24".parse().expect("a range")], Some("X-Forwarded-For"));
        let told = |hops: usize| {
            let line = format!("192.0.2.7{}", ", 10.0.0.2".repeat(hops - 1));
            proxies.client([10, 0, 0, 1].into(), std::iter::once(line.as_bytes()))
        };
        assert_eq!(told(32), Ok([192, 0, 2, 7].into()));
        assert_eq!(told(33), Err(Untold));
        let bytes: &[u8] = &[0xff, 0xfe];
        assert_eq!(proxies.client([10, 0, 0, 1].into(), std::iter::once(bytes)), Err(Untold));
    }
}
