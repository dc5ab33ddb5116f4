//! What a screen reads: a ticket, a page of the list, what is found with every key that is typed. Raw
//! reads the same rows with as few statements as somebody would write by hand, in one snapshot.

use std::time::Duration;

use afterdesk::domain::ids::{TeamId, TicketId};
use afterdesk::domain::search;
use afterdesk::domain::ticket::{Listing, PageFrom, Queue};
use rusqlite::{Connection, params};

use crate::measure::{Times, alone, compare};
use crate::raw::{Row, rows};
use crate::shop::Shop;
use crate::table::{Aim, Figure};

/// Rows of a page.
const PAGE: i64 = 50;
/// What is typed, as it stands after each key; and two common words that no ticket has both of.
const TYPED: [&str; 10] =
    ["청", "청소", "청소기", "r", "re", "ref", "refu", "refun", "refund", "청소기 laptop"];
/// Initial consonants, alone and with a word; the last of a name that no ticket has.
const INITIALS: [&str; 5] = ["ㄱ", "ㄱㅎ", "ㅊㅅㄱ", "청소기 ㄱ", "laptop ㅊㅅㄱ"];
/// What is searched for in everything: words, initials, numbers, a telephone number, the beginning of an address.
const EVERYTHING: [&str; 8] =
    ["청소기", "refund", "ㄱㅎ", "17", "INV/2025/000017", "S000123", "01000123456", "customer77"];
/// How long a key may take.
const KEY: Aim = Aim::Within(Duration::from_millis(50));
/// Who sees every ticket, and who sees those of one team, which are few.
const ALL: &str = "root";
const FEW: &str = "agent2";

/// Every figure of reading.
pub fn figures(shop: &Shop) -> Vec<Figure> {
    let mut figures = vec![
        Figure::read("open a ticket", ticket(shop)),
        Figure::read("first page of 50 tickets", page(shop, None)),
        Figure::read("middle page of 50 tickets", page(shop, Some(shop.tickets / 2))),
        Figure::read("open tickets, first page", open_queue(shop)),
        Figure::read("page of a small team", small_team(shop)),
    ];
    for typed in TYPED {
        figures.push(Figure::read(&format!("search `{typed}`"), search(shop, ALL, typed)));
    }
    figures.push(Figure::read("search `청소기` in a small team", search(shop, FEW, "청소기")));
    for typed in INITIALS {
        figures.push(Figure::new(&format!("search `{typed}`"), initials(shop, typed), KEY));
    }
    for typed in EVERYTHING {
        figures.push(Figure::new(&format!("find `{typed}`"), everything(shop, typed), KEY));
    }
    figures
}

fn ticket(shop: &Shop) -> Times {
    let (mut desk, mut raw) = (shop.desk(ALL), shop.raw());
    let by_hand = |id: &i64| raw.read(|c| ticket_rows(c, *id));
    compare(&shop.spread(200), 5, |id| desk.ticket(TicketId(*id)).unwrap(), by_hand)
}

/// Who looks, the ticket with everything that it names, its tags, its counters, its history, and
/// whether there is anything to refund.
fn ticket_rows(c: &Connection, id: i64) -> [Vec<Row>; 8] {
    [
        rows(c, "SELECT id, version, login, name, email, role, os_login FROM user WHERE id = 1", []),
        rows(c, "SELECT name, granted FROM user_right WHERE user_id = 1", []),
        rows(c, "SELECT currency, amount FROM user_limit WHERE user_id = 1", []),
        rows(
            c,
            "SELECT t.id, t.version, t.subject, t.description, t.priority, t.created_at, e.name, e.refunds, e.coupons,
                e.returns, e.repairs, e.field_service, s.name, s.folded, c.ref, c.name, p.sku, l.name, o.number, u.login
             FROM ticket t JOIN team e ON e.id = t.team_id JOIN stage s ON s.id = t.stage_id
             LEFT JOIN customer c ON c.id = t.customer_id LEFT JOIN product p ON p.id = t.product_id
             LEFT JOIN lot l ON l.id = t.lot_id LEFT JOIN sale_order o ON o.id = t.order_id
             LEFT JOIN user u ON u.id = t.assignee_id WHERE t.id = ?1",
            [id],
        ),
        rows(
            c,
            "SELECT g.name FROM ticket_tag t JOIN tag g ON g.id = t.tag_id WHERE t.ticket_id = ?1 ORDER BY g.name",
            [id],
        ),
        rows(
            c,
            "SELECT count(*) FILTER (WHERE state = 'posted'), count(*) FILTER (WHERE state = 'draft')
             FROM invoice WHERE ticket_id = ?1 AND kind = 'credit_note'",
            [id],
        ),
        rows(
            c,
            "SELECT e.at, u.login, e.kind, m.text, i.number, i.id, e.effects FROM event e
             LEFT JOIN user u ON u.id = e.user_id LEFT JOIN message m ON m.id = e.message_id
             LEFT JOIN invoice i ON i.id = e.invoice_id WHERE e.ticket_id = ?1 ORDER BY e.id",
            [id],
        ),
        rows(
            c,
            "SELECT 1 FROM ticket t JOIN customer c ON c.id = t.customer_id JOIN customer f ON f.top_id = c.top_id
             JOIN invoice i ON i.customer_id = f.id AND i.state = 'posted' AND i.kind = 'invoice'
             WHERE t.id = ?1 AND i.reverses_id IS NULL LIMIT 1",
            [id],
        ),
    ]
}

const COLUMNS: &str =
    "SELECT t.id, t.subject, e.name, s.name, s.folded, t.priority, c.name, u.login, t.created_at FROM";
const JOINS: &str = "JOIN team e ON e.id = t.team_id JOIN stage s ON s.id = t.stage_id
    LEFT JOIN customer c ON c.id = t.customer_id LEFT JOIN user u ON u.id = t.assignee_id";

fn page(shop: &Shop, below: Option<i64>) -> Times {
    let (mut desk, mut raw) = (shop.desk(ALL), shop.raw());
    let from = below.map_or(PageFrom::Start, |id| PageFrom::After(TicketId(id)));
    let query = format!("{COLUMNS} ticket t {JOINS} WHERE t.id < ?1 ORDER BY t.id DESC LIMIT ?2");
    compare(
        &[(); 20],
        10,
        |()| desk.tickets(&Listing::default(), from, Some(PAGE)).unwrap(),
        |()| raw.read(|c| rows(c, &query, params![below.unwrap_or(i64::MAX), PAGE])),
    )
}

fn open_queue(shop: &Shop) -> Times {
    let (mut desk, mut raw) = (shop.desk(ALL), shop.raw());
    let open = Listing { queue: Some(Queue::All), ..Listing::default() };
    let query = format!("{COLUMNS} ticket t {JOINS} WHERE t.closed = 0 ORDER BY t.id DESC LIMIT ?1");
    compare(
        &[(); 20],
        10,
        |()| desk.tickets(&open, PageFrom::Start, Some(PAGE)).unwrap(),
        |()| raw.read(|c| rows(c, &query, [PAGE])),
    )
}

fn small_team(shop: &Shop) -> Times {
    let (mut desk, mut raw) = (shop.desk(FEW), shop.raw());
    let query =
        format!("{COLUMNS} ticket t {JOINS} WHERE t.team_id = 2 AND t.id < ?1 ORDER BY t.id DESC LIMIT ?2");
    compare(
        &[(); 20],
        10,
        |()| desk.tickets(&Listing::default(), PageFrom::Start, Some(PAGE)).unwrap(),
        |()| raw.read(|c| rows(c, &query, params![i64::MAX, PAGE])),
    )
}

/// Raw asks the same index for the same pairs of characters.
fn search(shop: &Shop, login: &str, typed: &str) -> Times {
    let (mut desk, mut raw) = (shop.desk(login), shop.raw());
    let query = format!(
        "{COLUMNS} ticket_search f CROSS JOIN ticket t ON t.id = f.rowid {JOINS}
         WHERE ticket_search MATCH ?1 ORDER BY f.rowid DESC LIMIT ?2"
    );
    let mut pairs = search::asked(typed).unwrap().texts.unwrap();
    if login == FEW {
        pairs = search::within(&pairs, &[TeamId(2)]);
    }
    compare(
        &[(); 10],
        3,
        |()| desk.tickets(&Listing::of(typed), PageFrom::Start, Some(PAGE)).unwrap(),
        |()| raw.read(|c| rows(c, &query, params![pairs, PAGE])),
    )
}

/// Initials have nothing beside them: nobody would search for them by hand.
fn initials(shop: &Shop, typed: &str) -> Times {
    let mut desk = shop.desk(ALL);
    alone(&[(); 30], |()| desk.tickets(&Listing::of(typed), PageFrom::Start, Some(PAGE)).unwrap())
}

fn everything(shop: &Shop, typed: &str) -> Times {
    let mut desk = shop.desk(ALL);
    alone(&[(); 30], |()| desk.find(typed, 20).unwrap())
}
