//! What the gate costs: asking it, and a page over a new connection, with two ranges and with a thousand.
//!
//! `cargo bench --bench gate`. Prints ratios: absolute figures are the machine's, ratios are ours.
#![expect(clippy::expect_used, clippy::print_stdout, reason = "a measurement prints, and stops when it cannot measure")]

use cloister::clock::Clock;
use cloister::config::{Config, Given};
use cloister::gate::{Gate, Kind, Network};
use ipnetwork::IpNetwork;
use std::hint::black_box;
use std::io::{Read, Write};
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpStream};
use std::time::{Duration, Instant};

const MANY: u32 = 1_000;
const ASKED: u32 = 1_000_000;
const PAGES: usize = 2_000;

fn main() {
    let (few, many) = (gate(2), gate(MANY));
    println!("asking the gate{:>31} {:>14}", "2 ranges", "1,000 ranges");
    row("is this address admitted", ask(&few, admits), ask(&many, admits));
    row("which network is it in", ask(&few, which), ask(&many, which));
    println!();

    let folder = tempfile::tempdir().expect("a folder");
    let houses = [2, MANY].map(|ranges| serve(&folder.path().join(ranges.to_string()), ranges));
    // In turns, so that the machine's moods are shared out.
    let mut times = [Vec::new(), Vec::new()];
    for _ in 0..PAGES {
        for (house, times) in houses.iter().zip(&mut times) {
            times.push(page(*house));
        }
    }
    let [few, many] = times.map(|mut times: Vec<Duration>| {
        times.sort_unstable();
        times.get(PAGES / 2).copied().unwrap_or_default()
    });
    row("a page, new connection, middle", few, many);
}

/// Ranges that do not touch, so that none are merged, in two kinds of sizes.
fn ranges(many: u32) -> impl Iterator<Item = IpNetwork> {
    (0..many).map(|n| {
        let prefix = if n.is_multiple_of(2) { 32 } else { 26 };
        let address = Ipv4Addr::from(0x0a00_0000 + n * 256);
        IpNetwork::new(address.into(), prefix).expect("a range")
    })
}

fn gate(many: u32) -> Gate {
    Gate::new(ranges(many).zip(1..).map(|(range, id)| Network { id, range, kind: Kind::Office }).collect())
}

fn admits(gate: &Gate, address: IpAddr) -> bool {
    gate.admits(address)
}

fn which(gate: &Gate, address: IpAddr) -> bool {
    gate.client(address).is_some()
}

/// The mean time of an answer, over addresses inside and beside the ranges.
fn ask(gate: &Gate, question: fn(&Gate, IpAddr) -> bool) -> Duration {
    let began = Instant::now();
    for n in 0..ASKED {
        let address = Ipv4Addr::from(0x0a00_0000 + n.wrapping_mul(2_654_435_761) % (MANY * 256));
        black_box(question(gate, address.into()));
    }
    began.elapsed() / ASKED
}

/// A house that this machine may enter, whatever else is allowed.
fn serve(folder: &std::path::Path, many: u32) -> SocketAddr {
    let given = Given { folder: folder.to_owned(), listen: Some("127.0.0.1:0".to_owned()), ..Given::default() };
    let mut config = Config::read(&given, std::iter::empty()).expect("the defaults are fine");
    config.allow.extend(ranges(many - 2));
    let app = cloister::house::open(config, Clock::default()).expect("a house");
    let (tell, told) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        actix_web::rt::System::new().block_on(async move {
            let (address, server) = cloister::server::listen(app).expect("a port");
            tell.send(address).expect("somebody waits");
            server.await.expect("it serves");
        });
    });
    told.recv().expect("it listens")
}

fn page(house: SocketAddr) -> Duration {
    let began = Instant::now();
    let mut stream = TcpStream::connect(house).expect("this machine may connect");
    stream.write_all(b"GET /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n").expect("it is open");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).expect("an answer");
    assert!(answer.starts_with(b"HTTP/1.1 200"), "a page");
    began.elapsed()
}

fn row(what: &str, few: Duration, many: Duration) {
    let ratio = many.as_secs_f64() / few.as_secs_f64();
    println!("{what:<32} {few:>13.1?} {many:>14.1?}   {ratio:.2} times");
}
