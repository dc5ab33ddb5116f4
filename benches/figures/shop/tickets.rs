//! Tickets with their tags, search rows and history.

use afterdesk::domain::effect::{Effect, Key, Subject};
use afterdesk::domain::ids::TeamId;
use rusqlite::{Connection, params};

use super::{AGENTS, OF_SMALL_TEAM, PRODUCTS, index, pick};
use crate::names;
use crate::raw::{one, run};

/// A ticket with what it names.
const OF_TICKET: &str = "FROM ticket t LEFT JOIN customer c ON c.id = t.customer_id
    LEFT JOIN product p ON p.id = t.product_id LEFT JOIN sale_order o ON o.id = t.order_id WHERE t.id = ?1";

/// A ticket and its search rows; every second one is about an order. One in five is open.
pub fn ticket(c: &Connection, id: i64, tickets: i64) {
    let order = (id % 2 == 0).then_some(id / 2);
    let customer = pick(order.unwrap_or(id), if order.is_some() { 1 } else { 7 }, tickets / 4);
    let product = order.map_or(pick(id, 8, PRODUCTS), |order| pick(order, 11, PRODUCTS));
    let subject = names::subject(pick(id, 9, 1 << 30), product);
    let small = id % (tickets / OF_SMALL_TEAM) == 0;
    let team = if small { 2 } else { 1 };
    let stage = if small { 6 } else { [1, 2, 4, 4, 4, 4, 4, 4, 4, 5][(pick(id, 12, 10) - 1) as usize] };
    let assignee = (!small && id % 5 != 0).then(|| pick(id, 13, AGENTS) + 1);
    run(
        c,
        "INSERT INTO ticket (id, team_id, subject, description, customer_id, product_id, order_id, priority, stage_id,
            assignee_id, created_at, changed_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?11)",
        params![
            id,
            team,
            subject,
            names::description(id),
            customer,
            product,
            order,
            pick(id, 14, 4) - 1,
            stage,
            assignee,
            at(id),
        ],
    );
    if id % 3 == 0 {
        run(c, "INSERT INTO ticket_tag (ticket_id, tag_id) VALUES (?1, ?2)", params![id, pick(id, 15, 8)]);
    }
    let texts = |columns: &str| -> String {
        let select = format!("SELECT concat_ws(' ', {columns}) {OF_TICKET}");
        one(c, &select, [id])
    };
    let text = texts("t.id, t.subject, c.ref, c.name, p.sku, p.name, o.number");
    index(c, "ticket", id, (&text, &texts("c.name, p.name")), Some(TeamId(team)));
}

/// When a ticket was opened.
fn at(ticket: i64) -> String {
    chrono::DateTime::from_timestamp(1_735_700_000 + ticket * 31, 0).unwrap().to_rfc3339()
}

/// A ticket was opened, and noted upon, and assigned.
pub fn history(c: &Connection, ticket: i64) {
    let label = format!("#{ticket}");
    let timeline = Effect::add(Subject::Timeline, label.clone());
    let opened =
        Effect::add(Subject::Ticket, label.clone()).now(Key::Stage, "New").now(Key::Team, "Helpdesk");
    event(c, ticket, "ticket_opened", None, &[opened]);
    if ticket % 2 == 0 {
        let text = names::description(ticket + 1);
        let message = run(c, "INSERT INTO message (ticket_id, text) VALUES (?1, ?2)", params![ticket, text]);
        let note = Effect::add(Subject::Note, label.clone()).now(Key::Message, message);
        event(c, ticket, "note", Some(message), &[note, timeline.clone()]);
    }
    let assigned = Effect::change(Subject::Ticket, label).now(Key::Assignee, "agent2");
    event(c, ticket, "ticket_assigned", None, &[assigned, timeline]);
}

fn event(c: &Connection, ticket: i64, kind: &str, message: Option<i64>, effects: &[Effect]) {
    let effects = serde_json::to_string(effects).unwrap();
    run(
        c,
        "INSERT INTO event (at, user_id, kind, ticket_id, message_id, effects, previous, hash)
         VALUES (?1, 2, ?2, ?3, ?4, ?5, zeroblob(32), zeroblob(32))",
        params![at(ticket), kind, ticket, message, effects],
    );
}
