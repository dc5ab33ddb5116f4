//! Whatever the books hold, a personal link shows what is its customer's and nothing else: every text that is somebody's
//! carries its owner's mark, every text of the house carries the house's, and everything that a link leads to is read.

use proptest::prelude::*;
use rusqlite::{Connection, params};
use sha2::{Digest, Sha256};

use crate::portal::{Served, link};
use crate::sandbox::Sandbox;

/// The mark of the house.
const HOUSE: &str = "HOUSE-";
/// How many customers there are.
const CUSTOMERS: i64 = 4;

/// Customers by their place, from 0.
type Owner = i64;

#[derive(Clone, Debug)]
struct Ticket {
    owner: Option<Owner>,
    mails: Vec<(Owner, &'static str)>,
    tasks: Vec<(Option<Owner>, bool)>,
}

#[derive(Clone, Debug)]
struct World {
    above: Vec<Option<Owner>>,
    tickets: Vec<Ticket>,
    notes: Vec<(Owner, &'static str, &'static str)>,
    coupons: Vec<Option<Owner>>,
}

fn mark(owner: Owner) -> String {
    format!("OWNER{owner}-")
}

/// Who something is of: a customer, or nobody's.
fn of(owner: Option<Owner>) -> String {
    owner.map_or_else(|| HOUSE.to_owned(), mark)
}

fn worlds() -> impl Strategy<Value = World> {
    let owner = || 0..CUSTOMERS;
    let state = prop::sample::select(vec!["sent", "sent", "waiting", "failed", "cancelled", "unclear"]);
    let ticket = (
        prop::option::weighted(0.9, owner()),
        prop::collection::vec((owner(), state), 0..4),
        prop::collection::vec((prop::option::weighted(0.9, owner()), any::<bool>()), 0..3),
    );
    let ticket = ticket.prop_map(|(owner, mails, tasks)| Ticket { owner, mails, tasks });
    let kind = prop::sample::select(vec!["credit_note", "credit_note", "invoice"]);
    let state = prop::sample::select(vec!["posted", "posted", "draft", "cancelled"]);
    (
        // A customer may stand under one before it.
        prop::collection::vec(any::<Option<prop::sample::Index>>(), usize::try_from(CUSTOMERS).unwrap()),
        prop::collection::vec(ticket, 1..10),
        prop::collection::vec((owner(), kind, state), 0..6),
        prop::collection::vec(prop::option::weighted(0.8, owner()), 0..6),
    )
        .prop_map(|(above, tickets, notes, coupons)| {
            let above = above.iter().zip(0..).map(|(index, own)| {
                index
                    .filter(|_| own > 0)
                    .map(|index| i64::try_from(index.index(usize::try_from(own).unwrap())).unwrap())
            });
            World { above: above.collect(), tickets, notes, coupons }
        })
}

/// An empty shop with what every world stands on.
fn base() -> Sandbox {
    let s = Sandbox::new(&["--website-url", "https://shop.example"]);
    let files = [
        ("journals.csv", "code,name,kind\nINV,HOUSE-journal,sale\n"),
        ("users.csv", "login,name,role\nHOUSE-tom,Tom,agent\n"),
    ];
    assert_eq!(s.import(&files).exit, 0);
    s.ok(&["project", "new", "HOUSE-project"]);
    s.ok(&["program", "new", "HOUSE-program", "--reward", "percent=10"]);
    s
}

fn fill(books: &Connection, world: &World) {
    let id = |sql: &str| -> i64 { books.query_row(sql, [], |row| row.get(0)).unwrap() };
    let user = id("SELECT id FROM user WHERE name = 'Tom'");
    for (own, above) in (0..).zip(&world.above) {
        let (m, row) = (mark(own), own + 1);
        let parent = above.map(|above| above + 1);
        books
            .execute(
                "INSERT INTO customer (id, ref, name, email, street, phone, language, parent_id, top_id, portal)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'en', ?7, ifnull((SELECT top_id FROM customer WHERE id = ?7), ?1), 1)",
                params![row, format!("C{own}"), format!("{m}name"), format!("{m}@example.com"), format!("{m}street"), format!("{m}phone"), parent],
            )
            .unwrap();
    }
    let stage = id("SELECT min(id) FROM stage");
    let project_stage = id("SELECT min(id) FROM project_stage");
    for (number, t) in (1..).zip(&world.tickets) {
        let m = of(t.owner);
        books
            .execute(
                "INSERT INTO ticket (id, team_id, subject, description, customer_id, priority, stage_id, created_at)
                 VALUES (?1, 1, ?2, ?3, ?4, 0, ?5, '2026-11-01T00:00:00Z')",
                params![number, format!("{m}ticket{number}x"), format!("{m}text"), t.owner.map(|o| o + 1), stage],
            )
            .unwrap();
        books
            .execute("INSERT INTO message (ticket_id, text) VALUES (?1, 'HOUSE-note')", params![number])
            .unwrap();
        for (at, (to, state)) in t.mails.iter().enumerate() {
            // What the customer of the ticket did not get itself is not for it to see.
            let mine = t.owner == Some(*to) && *state == "sent";
            let m = if mine { mark(*to) } else { HOUSE.to_owned() };
            let sent = (*state == "sent").then_some("2026-11-02T00:00:00Z");
            books
                .execute(
                    "INSERT INTO mail (ticket_id, created_by, created_at, send_after, state, recipient, subject, body,
                        language, message_id, sent_at)
                     VALUES (?1, ?2, '2026-11-02T00:00:00Z', '2026-11-02T00:00:00Z', ?3, ?4, ?5, ?6, 'en', ?7, ?8)",
                    params![number, user, state, format!("{}@example.com", mark(*to)), format!("{m}subject"), format!("{m}body"), format!("<{number}-{at}>"), sent],
                )
                .unwrap();
        }
        for (own, signed) in &t.tasks {
            let mine = own.is_some() && *own == t.owner;
            let m = if mine { of(*own) } else { HOUSE.to_owned() };
            let sheet = format!(
                r#"[{{"field":"HOUSE-f","label":"{m}label","kind":"text","required":true,"value":"{m}value"}}]"#
            );
            let (state, by, at, sheet) = match signed {
                true => ("signed", Some(format!("{m}signed")), Some("2026-11-03T00:00:00Z"), Some(sheet)),
                false => ("empty", None, None, None),
            };
            books
                .execute(
                    "INSERT INTO task (title, description, project_id, stage_id, customer_id, ticket_id, planned_start,
                        sheet, signed_by, signed_at, signed_sheet, created_at)
                     VALUES (?8, 'HOUSE-description', 1, ?1, ?2, ?3, '2026-11-30T00:00:00Z', ?4, ?5, ?6, ?7,
                        '2026-11-02T00:00:00Z')",
                    params![project_stage, own.map(|o| o + 1), number, state, by, at, sheet, format!("{m}title")],
                )
                .unwrap();
            let task = books.last_insert_rowid();
            books.execute("INSERT INTO task_assignee VALUES (?1, ?2)", params![task, user]).unwrap();
        }
    }
    let journal = id("SELECT id FROM journal WHERE code = 'INV'");
    for (number, (owner, kind, state)) in (1..).zip(&world.notes) {
        let shown = (*kind, *state) == ("credit_note", "posted");
        let m = if shown { mark(*owner) } else { HOUSE.to_owned() };
        books
            .execute(
                "INSERT INTO invoice (kind, state, customer_id, journal_id, date, accounting_date, reason, currency,
                    rounding, untaxed, tax, total)
                 VALUES (?1, 'draft', ?2, ?3, '2026-11-01', '2026-11-01', ?4, 'USD', 'line', 100, 0, 100)",
                params![kind, owner + 1, journal, format!("{m}reason")],
            )
            .unwrap();
        let invoice = books.last_insert_rowid();
        books
            .execute(
                "INSERT INTO invoice_line (invoice_id, line, description, quantity, unit_price, discount, amount_only,
                    untaxed, total, booked) VALUES (?1, 1, ?2, 1000000, 1000000, 0, 0, 100, 100, 100)",
                params![invoice, format!("{m}line")],
            )
            .unwrap();
        books
            .execute(
                "UPDATE invoice SET state = ?2, number = ?3 WHERE id = ?1",
                params![invoice, state, format!("{m}N/{number}")],
            )
            .unwrap();
        books
            .execute("INSERT INTO invoice_balance (invoice_id, residual, payment_state) VALUES (?1, 100, 'not_paid')", params![invoice])
            .unwrap();
    }
    for (at, owner) in world.coupons.iter().enumerate() {
        let code = format!("{}COUPON{at}", of(*owner));
        books
            .execute(
                "INSERT INTO coupon (code, digest, own, program_id, customer_id) VALUES (?1, ?2, 0, 1, ?3)",
                params![&code, &Sha256::digest(&code)[..], owner.map(|o| o + 1)],
            )
            .unwrap();
    }
}

/// What of a world a customer sees, by the marks of what it must find.
fn owned(world: &World, own: Owner) -> Vec<String> {
    let m = mark(own);
    let mut marks = vec![format!("{m}name")];
    for (number, t) in (1..).zip(&world.tickets).filter(|(_, t): &(i64, _)| t.owner == Some(own)) {
        marks.push(format!("{m}ticket{number}x"));
        marks.extend(t.mails.contains(&(own, "sent")).then(|| format!("{m}body")));
        marks.extend(t.tasks.contains(&(Some(own), true)).then(|| format!("{m}value")));
    }
    let notes = (1..).zip(&world.notes).filter(|(_, n): &(i64, _)| **n == (own, "credit_note", "posted"));
    marks.extend(notes.map(|(number, _)| format!("{m}N/{number}")));
    marks.extend(
        world
            .coupons
            .iter()
            .enumerate()
            .filter(|(_, o)| **o == Some(own))
            .map(|(at, _)| format!("{m}COUPON{at}")),
    );
    marks
}

fn holds(world: &World) -> Result<(), TestCaseError> {
    let s = base();
    fill(&s.books(), world);
    let served = Served::of(&s);
    for own in 0..CUSTOMERS {
        let home = link(&s, &format!("C{own}"));
        let pages = served.crawl(&home);
        let mut all = String::new();
        let above = world.above[usize::try_from(own).unwrap()];
        for (path, answer) in &pages {
            prop_assert_eq!(answer.status, 200, "{}", path);
            all.push_str(&answer.shown());
        }
        // The name of the company that a customer belongs to is part of the address on its own documents.
        let all = above.map_or_else(|| all.clone(), |above| all.replace(&format!("{}name", mark(above)), ""));
        for other in (0..CUSTOMERS).filter(|other| *other != own).map(mark).chain([HOUSE.to_owned()]) {
            prop_assert!(!all.contains(&other), "C{} sees {}: {}", own, other, all);
        }
        for mark in owned(world, own) {
            prop_assert!(all.contains(&mark), "C{} misses {}: {}", own, mark, all);
        }
        // Nor by an address that nothing leads to.
        for (number, t) in (1..).zip(&world.tickets).filter(|(_, t): &(i64, _)| t.owner != Some(own)) {
            for path in [format!("{home}/ticket/{number}"), format!("{home}/ticket/{number}/visit/1")] {
                prop_assert_eq!(served.get(&path).status, 404, "{} of {:?}", path, t.owner);
            }
        }
        for (number, note) in
            (1..).zip(&world.notes).filter(|(_, n): &(i64, _)| **n != (own, "credit_note", "posted"))
        {
            for m in [mark(note.0), HOUSE.to_owned()] {
                for end in ["", ".pdf"] {
                    let path = format!("{home}/credit-note/{m}N/{number}{end}");
                    prop_assert_eq!(served.get(&path).status, 404, "{}", path);
                }
            }
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, max_shrink_iters: 30, ..ProptestConfig::default() })]

    #[test]
    fn a_link_never_shows_what_is_anothers(world in worlds()) {
        holds(&world)?;
    }
}
