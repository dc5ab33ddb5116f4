//! The customer's pages under load, beside somebody who works at the desk: a server of its own over the large shop, 64
//! connections that ask for one page after the other without a pause, and meanwhile the reads of a screen. What asks
//! stands in for customers elsewhere, so it gives way to both.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use afterdesk::domain::command::{Answer, Call, Command as Do};
use afterdesk::domain::ids::TicketId;
use afterdesk::domain::ticket::{Listing, PageFrom, Queue};
use rusqlite::params;

use crate::measure::time;
use crate::shop::Shop;

/// How many connections ask.
const CONNECTIONS: usize = 64;
/// How many customers they are.
const CUSTOMERS: i64 = 300;
/// How long they ask.
const LOAD: Duration = Duration::from_secs(10);
/// How many times a screen is read, without load and with it.
const SCREENS: usize = 400;
/// Rows of a page of the list.
const PAGE: i64 = 50;

/// Prints what the pages take, and what they cost who works beside them.
pub fn figure(shop: &Shop) {
    eprintln!("the customer's pages, {} tickets", shop.tickets);
    let paths = links(shop);
    let server = Server::start(shop);
    // Warm on both sides.
    asked(server.address, &paths, 4, Duration::from_secs(2));
    screens(shop, SCREENS / 4);
    let alone = screens(shop, SCREENS);
    let (loaded, beside) = std::thread::scope(|scope| {
        let load = scope.spawn(|| asked(server.address, &paths, CONNECTIONS, LOAD));
        std::thread::sleep(Duration::from_secs(1));
        let beside = screens(shop, SCREENS);
        (load.join().unwrap(), beside)
    });
    let pages = f64::from(u32::try_from(loaded.len()).unwrap()) / LOAD.as_secs_f64();
    println!("\n| {} tickets, {CONNECTIONS} connections | pages/s | p50 | p99 |", shop.tickets);
    println!("|---|---:|---:|---:|");
    println!("| the customer's pages | {pages:.0} | {} | {} |", at(&loaded, 50), at(&loaded, 99));
    println!("\n| the desk's queue and a ticket | p50 | p99 |\n|---|---:|---:|");
    println!("| nobody looks at the pages | {} | {} |", at(&alone, 50), at(&alone, 99));
    println!("| while they are looked at so | {} | {} |", at(&beside, 50), at(&beside, 99));
}

/// The time that so many of a hundred stay below; they are sorted.
fn at(times: &[Duration], percent: usize) -> String {
    let place = (times.len() * percent / 100).min(times.len().saturating_sub(1));
    let micros = times.get(place).copied().unwrap_or_default().as_secs_f64() * 1e6;
    if micros < 1000.0 { format!("{micros:.0} µs") } else { format!("{:.1} ms", micros / 1000.0) }
}

/// Links of customers spread over the shop, and the paths of their pages; their tickets get messages and a visit.
fn links(shop: &Shop) -> Vec<String> {
    let books = rusqlite::Connection::open(&shop.path).unwrap();
    let mut paths = Vec::new();
    let mut desk = shop.desk("root");
    for ticket in shop.spread(CUSTOMERS) {
        let customer: Option<i64> = books
            .query_row("SELECT customer_id FROM ticket WHERE id = ?1", [ticket], |row| row.get(0))
            .unwrap();
        let Some(customer) = customer else { continue };
        books
            .execute(
                "UPDATE customer SET portal = 1, email = ifnull(email, 'a@b.kr') WHERE id = ?1",
                [customer],
            )
            .unwrap();
        let told: bool = books
            .query_row("SELECT EXISTS (SELECT 1 FROM mail WHERE ticket_id = ?1)", [ticket], |row| row.get(0))
            .unwrap();
        for n in if told { 0..0 } else { 0..3 } {
            let id = format!("<{ticket}-{n}@bench>");
            books
                .execute(
                    "INSERT INTO mail (ticket_id, created_by, created_at, send_after, state, recipient, subject, body,
                        language, message_id, sent_at)
                     SELECT ?1, 1, '2026-11-01T00:00:00Z', '2026-11-01T00:00:00Z', 'sent', email, 'Your ticket', ?3,
                        'en', ?4, '2026-11-01T00:00:00Z' FROM customer WHERE id = ?2",
                    params![ticket, customer, "We look into it and write again. ".repeat(12), id],
                )
                .unwrap();
        }
        let reference: String =
            books.query_row("SELECT ref FROM customer WHERE id = ?1", [customer], |row| row.get(0)).unwrap();
        let made = desk.execute(&Do::LinkCustomer(reference, None), &Call::default()).unwrap();
        let Answer::Link(made) = made.answer else { panic!("no link") };
        let link = made.link.unwrap().rsplit('/').next().unwrap().to_owned();
        paths.push(format!("/c/{link}"));
        paths.push(format!("/c/{link}/ticket/{ticket}"));
    }
    paths
}

/// The pages, served by a process of their own.
struct Server {
    child: Child,
    address: SocketAddr,
}

impl Server {
    fn start(shop: &Shop) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_afterdesk"))
            .env_clear()
            .env("AFTERDESK_CONFIG", "/nonexistent/config.toml")
            .arg("--db")
            .arg(&shop.path)
            .args(["--json", "portal", "serve", "--listen", "127.0.0.1:0", "--rate", "0"])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.split("http://").nth(1).unwrap().split('"').next().unwrap().parse().unwrap();
        Self { child, address }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Asks over so many connections for so long; answers how long each page took, sorted.
fn asked(address: SocketAddr, paths: &[String], connections: usize, how_long: Duration) -> Vec<Duration> {
    let until = Instant::now() + how_long;
    let mut times: Vec<Duration> = std::thread::scope(|scope| {
        let clients: Vec<_> = (0..connections)
            .map(|first| {
                scope.spawn(move || {
                    // Of this thread alone, on the systems where threads have a priority of their own.
                    let _ = rustix::process::nice(10);
                    client(address, paths, first, until)
                })
            })
            .collect();
        clients.into_iter().flat_map(|client| client.join().unwrap()).collect()
    });
    times.sort_unstable();
    times
}

fn client(address: SocketAddr, paths: &[String], first: usize, until: Instant) -> Vec<Duration> {
    let mut stream = BufReader::new(TcpStream::connect(address).unwrap());
    stream.get_ref().set_nodelay(true).unwrap();
    let mut times = Vec::new();
    for at in 0.. {
        if Instant::now() >= until {
            break;
        }
        let path = &paths[(first * 37 + at * 7) % paths.len()];
        let request = format!("GET {path} HTTP/1.1\r\nHost: bench\r\nAccept-Language: ko\r\n\r\n");
        times.push(time(|| {
            stream.get_mut().write_all(request.as_bytes()).unwrap();
            page(&mut stream);
        }));
    }
    times
}

/// Reads one answer, which must be a page.
fn page(stream: &mut BufReader<TcpStream>) {
    let (mut length, mut line) = (0, String::new());
    for at in 0.. {
        line.clear();
        stream.read_line(&mut line).unwrap();
        assert!(at > 0 || line.contains(" 200 "), "{line}");
        if let Some(told) = line.strip_prefix("content-length: ") {
            length = told.trim().parse().unwrap();
        }
        if line == "\r\n" {
            break;
        }
    }
    let mut body = vec![0; length];
    stream.read_exact(&mut body).unwrap();
}

/// Reads what a screen shows, so many times, with the pauses of somebody who looks at it; sorted.
fn screens(shop: &Shop, count: usize) -> Vec<Duration> {
    let mut desk = shop.desk("root");
    let open = Listing { queue: Some(Queue::All), ..Listing::default() };
    let tickets = shop.spread(i64::try_from(count).unwrap());
    let mut times: Vec<Duration> = tickets
        .iter()
        .map(|id| {
            std::thread::sleep(Duration::from_millis(15));
            time(|| {
                desk.tickets(&open, PageFrom::Start, Some(PAGE)).unwrap();
                desk.ticket(TicketId(*id)).unwrap();
            })
        })
        .collect();
    times.sort_unstable();
    times
}
