//! The rows that pickers offer, a page at a time, and the names of rows that are chosen. Each kind of
//! row is one query; what narrows it and what was typed are conditions that are appended, values bound.

mod tickets;

pub use tickets::has_others;

use super::driver::{Param, Query, Read, Row};
use crate::current_ticket;
use crate::domain::effect::{Fact, Facts, Key};
use crate::domain::error::Result;
use crate::domain::form::{Choice, ChoiceOf, Choices, Limit};
use crate::domain::ids::TeamId;
use crate::domain::money::{Amount, Currency};
use crate::domain::search;

/// Where one kind of row comes from.
struct Source {
    /// Columns: id, title, then what `read` makes details of.
    select: &'static str,
    /// The row's id.
    id: &'static str,
    /// The column that what was typed must occur in; the full-text table where there is one.
    find: Find,
    /// Whether new rows come first.
    newest_first: bool,
    read: fn(&Row<'_>) -> Result<Choice>,
}

enum Find {
    /// The kind of row whose full-text tables have the same ids, and the column of its name.
    Index(&'static str, &'static str),
    /// An expression to look into, for rows that are few once they are narrowed.
    Text(&'static str),
}

const INVOICE: &str = "SELECT i.id, i.number, i.date, i.total, i.currency, b.residual FROM invoice i
    JOIN invoice_balance b ON b.invoice_id = i.id JOIN customer c ON c.id = i.customer_id
    WHERE i.state = 'posted' AND i.kind = 'invoice'";

fn source(of: ChoiceOf) -> Source {
    let named =
        |select, id, text, read| Source { select, id, find: Find::Text(text), newest_first: false, read };
    match of {
        ChoiceOf::Customers => Source {
            select: "SELECT c.id, c.name, c.ref, c.email FROM customer c WHERE 1",
            id: "c.id",
            find: Find::Index("customer", "c.name"),
            newest_first: false,
            read: texts,
        },
        ChoiceOf::Products => Source {
            select: "SELECT p.id, p.sku, p.name, NULL FROM product p WHERE 1",
            id: "p.id",
            find: Find::Index("product", "p.name"),
            newest_first: false,
            read: texts,
        },
        ChoiceOf::Goods => Source {
            select: "SELECT p.id, p.sku, p.name, NULL FROM product p WHERE p.kind = 'goods'",
            ..source(ChoiceOf::Products)
        },
        ChoiceOf::Orders => Source {
            select: "SELECT o.id, o.number, o.date, c.name FROM sale_order o JOIN customer c ON c.id = o.customer_id
                WHERE 1",
            id: "o.id",
            find: Find::Text("o.number || ' ' || c.name"),
            newest_first: true,
            read: order,
        },
        ChoiceOf::Invoices => Source {
            select: INVOICE,
            id: "i.id",
            find: Find::Text("i.number || ' ' || ifnull(i.reference, '')"),
            newest_first: true,
            read: invoice,
        },
        ChoiceOf::Owed => Source { newest_first: false, ..source(ChoiceOf::Invoices) },
        ChoiceOf::Lots => named(
            "SELECT l.id, l.name, p.sku, p.name FROM lot l JOIN product p ON p.id = l.product_id WHERE 1",
            "l.id",
            "l.name",
            texts,
        ),
        ChoiceOf::Journals => named(
            "SELECT j.id, j.code, j.name, NULL FROM journal j WHERE j.kind = 'sale'",
            "j.id",
            "j.code || ' ' || j.name",
            texts,
        ),
        ChoiceOf::Held => named(
            "SELECT k.id, k.code, g.name, NULL FROM coupon k JOIN program g ON g.id = k.program_id WHERE 1",
            "k.id",
            "k.code || ' ' || g.name",
            texts,
        ),
        ChoiceOf::Rewards => named(
            "SELECT w.id, w.description, NULL, NULL FROM program_reward w WHERE w.gone = 0",
            "w.id",
            "w.description",
            texts,
        ),
        ChoiceOf::Programs => Source {
            select: "SELECT p.id, p.name, p.date_to FROM program p WHERE 1",
            id: "p.id",
            find: Find::Text("p.name"),
            newest_first: false,
            read: program,
        },
        ChoiceOf::Deliveries => Source {
            select: "SELECT d.id, d.number, d.date, c.name FROM transfer d JOIN customer c ON c.id = d.customer_id
                WHERE d.state = 'done' AND d.kind = 'delivery'",
            id: "d.id",
            find: Find::Text("d.number || ' ' || c.name"),
            newest_first: true,
            read: order,
        },
        ChoiceOf::Received => Source {
            select: "SELECT d.id, d.number, d.date, c.name FROM transfer d JOIN customer c ON c.id = d.customer_id
                WHERE d.state = 'done' AND d.kind = 'receipt' AND d.return_of_id IS NOT NULL",
            ..source(ChoiceOf::Deliveries)
        },
        ChoiceOf::Returns => Source {
            select: "SELECT d.id, d.number, d.date, c.name FROM transfer d JOIN customer c ON c.id = d.customer_id
                WHERE d.state <> 'cancelled' AND d.kind = 'receipt' AND d.return_of_id IS NOT NULL",
            ..source(ChoiceOf::Deliveries)
        },
        ChoiceOf::Tags => named("SELECT g.id, g.name, NULL, NULL FROM tag g WHERE 1", "g.id", "g.name", texts),
        ChoiceOf::Locations => named(
            "SELECT x.id, x.name, NULL, NULL FROM location x WHERE x.usage = 'internal'",
            "x.id",
            "x.name",
            texts,
        ),
        ChoiceOf::ReturnLocations => named(
            "SELECT x.id, x.name, NULL, NULL FROM location x WHERE x.usage = 'internal' AND x.return_location = 1",
            "x.id",
            "x.name",
            texts,
        ),
        ChoiceOf::Reasons => named(
            "SELECT r.id, r.name_en, r.name_ko, NULL FROM return_reason r WHERE 1",
            "r.id",
            "r.name_en || ' ' || r.name_ko",
            texts,
        ),
        ChoiceOf::Teams => named("SELECT e.id, e.name, NULL, NULL FROM team e WHERE 1", "e.id", "e.name", texts),
        ChoiceOf::Stages => {
            named("SELECT s.id, s.name, NULL, NULL FROM stage s WHERE 1", "s.id", "s.name", texts)
        }
        ChoiceOf::Technicians => named(
            "SELECT u.id, u.name, u.login, NULL FROM user u WHERE NOT EXISTS (SELECT 1 FROM user_right r
                WHERE r.user_id = u.id AND r.name = 'field_service' AND r.granted = 0)",
            "u.id",
            "u.name || ' ' || u.login",
            texts,
        ),
        ChoiceOf::Tasks => named(
            "SELECT t.id, t.id || ' ' || t.title, NULL, NULL FROM task t WHERE 1",
            "t.id",
            "t.id || ' ' || t.title",
            texts,
        ),
        ChoiceOf::Projects => {
            named("SELECT j.id, j.name, NULL, NULL FROM project j WHERE 1", "j.id", "j.name", texts)
        }
        ChoiceOf::ProjectStages => {
            named("SELECT s.id, s.name, NULL, NULL FROM project_stage s WHERE 1", "s.id", "s.name", texts)
        }
        ChoiceOf::Templates => {
            named("SELECT w.id, w.name, NULL, NULL FROM worksheet_template w WHERE 1", "w.id", "w.name", texts)
        }
        ChoiceOf::TicketTypes => named(
            "SELECT y.id, y.name, NULL, NULL FROM ticket_type y WHERE 1",
            "y.id",
            "y.name",
            texts,
        ),
        ChoiceOf::Priorities => named(
            r#"SELECT l.key + 1, l.value, NULL, NULL FROM json_each('["0", "1", "2", "3"]') l WHERE 1"#,
            "l.key + 1",
            "l.value",
            texts,
        ),
        ChoiceOf::ListColumns => named(
            r#"SELECT l.key + 1, l.value, NULL, NULL FROM json_each('["number", "priority", "subject", "customer",
                "deadline", "stage", "assignee", "team", "type", "tags", "product", "lot", "order", "created",
                "changed"]') l WHERE 1"#,
            "l.key + 1",
            "l.value",
            texts,
        ),
        ChoiceOf::Tickets => named(tickets::SELECT, "t.id", "t.subject", texts),
        ChoiceOf::Responses => named(
            "SELECT r.id, r.shortcut, r.name, substr(replace(r.text_en, char(10), ' '), 1, 60) FROM response r WHERE 1",
            "r.id",
            "r.shortcut || ' ' || r.name || ' ' || r.text_en || ' ' || r.text_ko",
            texts,
        ),
        ChoiceOf::Taxes => named(
            "SELECT x.id, x.name, NULL, NULL FROM tax x WHERE x.current = 1",
            "x.id",
            "x.name",
            texts,
        ),
        ChoiceOf::Members | ChoiceOf::Users => named(
            "SELECT u.id, u.name, u.login, NULL FROM user u WHERE 1",
            "u.id",
            "u.name || ' ' || u.login",
            texts,
        ),
    }
}

/// A page of rows: those that fit the limits and what was typed, after a row, in the order of rows.
/// Teams are those that the agent sees; all where there is none.
pub fn page(
    read: &Read<'_>,
    choices: &Choices,
    visible: &[TeamId],
    typed: &str,
    after: Option<i64>,
    limit: i64,
) -> Result<Vec<Choice>> {
    if choices.of == ChoiceOf::Tickets {
        return tickets::page(read, &choices.limits, visible, (typed, after), limit);
    }
    let source = source(choices.of);
    let mut query = Query::new(source.select);
    if choices.of == ChoiceOf::Invoices {
        query.sql.push_str(" AND i.reverses_id IS NULL");
    }
    if choices.of == ChoiceOf::Owed {
        query.sql.push_str(" AND b.residual > 0");
    }
    if choices.of == ChoiceOf::Reasons {
        query.sql.push_str(" AND r.active = 1");
    }
    if matches!(choices.of, ChoiceOf::Members | ChoiceOf::Users | ChoiceOf::Technicians) {
        query.sql.push_str(" AND u.active = 1");
    }
    if choices.of == ChoiceOf::Programs {
        query.sql.push_str(" AND p.kind = 'coupons' AND p.active = 1");
    }
    if choices.of == ChoiceOf::Teams && !visible.is_empty() {
        let ids = serde_json::to_string(visible).unwrap_or_default();
        query.and("e.id IN (SELECT value FROM json_each(?))", Param::from(ids));
    }
    for limit in &choices.limits {
        narrow(&mut query, choices.of, *limit);
    }
    if !typed.trim().is_empty() {
        find(&mut query, &source, typed);
    }
    let (order, beyond) = if source.newest_first { ("DESC", "<") } else { ("ASC", ">") };
    if let Some(after) = after {
        query.and(&format!("{} {beyond} ?", source.id), Param::Int(after));
    }
    query.sql.push_str(&format!(" ORDER BY {} {order}", source.id));
    query.push(" LIMIT ?", Param::Int(limit));
    read.all(&query.sql, &query.params, source.read)
}

/// The rows themselves, in the order in which they are asked for; one that is gone is left out.
pub fn named(read: &Read<'_>, of: ChoiceOf, ids: &[i64]) -> Result<Vec<Choice>> {
    let source = source(of);
    let mut found = Vec::with_capacity(ids.len());
    for id in ids {
        let sql = format!("{} AND {} = ?1", source.select, source.id);
        found.extend(read.first(&sql, &[Param::Int(*id)], source.read)?);
    }
    Ok(found)
}

/// The row of a title, where a kind has one.
pub fn titled(read: &Read<'_>, of: ChoiceOf, title: &str) -> Result<Option<Choice>> {
    let source = source(of);
    let Find::Text(text) = source.find else { return Ok(None) };
    read.first(&format!("{} AND {text} = ?1", source.select), &[Param::from(title)], source.read)
}

fn find(query: &mut Query, source: &Source, typed: &str) {
    match source.find {
        Find::Index(kind, name) => match search::asked(typed) {
            Some(asked) => super::search::narrow(query, &asked, kind, source.id, name),
            None => query.sql.push_str(" AND 0"),
        },
        Find::Text(text) => {
            for word in typed.split_whitespace() {
                match search::shapes(word) {
                    Some(shapes) => shapes
                        .into_iter()
                        .for_each(|shape| query.and(&format!("lower({text}) GLOB ?"), Param::from(shape))),
                    None => {
                        query.and(&format!("instr(lower({text}), ?) > 0"), Param::from(word.to_lowercase()))
                    }
                }
            }
        }
    }
}

/// Appends what a limit means for a kind of row; a limit that means nothing for it changes nothing.
fn narrow(query: &mut Query, of: ChoiceOf, limit: Limit) {
    use ChoiceOf as Of;
    let condition = match (of, limit) {
        (Of::Orders | Of::Invoices | Of::Owed, Limit::Family(_)) => "c.top_id = ?",
        (Of::Lots, Limit::Family(_)) => {
            "(EXISTS (SELECT 1 FROM transfer_line tl JOIN transfer t ON t.id = tl.transfer_id
                JOIN customer c ON c.id = t.customer_id WHERE tl.lot_id = l.id AND c.top_id = ?)
              OR EXISTS (SELECT 1 FROM invoice_line_lot il JOIN invoice_line n ON n.id = il.line_id
                JOIN invoice i ON i.id = n.invoice_id JOIN customer c ON c.id = i.customer_id
                WHERE il.lot_id = l.id AND c.top_id = ?))"
        }
        (Of::Products, Limit::Family(_)) => {
            "(p.id IN (SELECT n.product_id FROM customer c JOIN invoice i ON i.customer_id = c.id
                JOIN invoice_line n ON n.invoice_id = i.id WHERE c.top_id = ? AND n.product_id IS NOT NULL)
              OR p.id IN (SELECT n.product_id FROM customer c JOIN sale_order o ON o.customer_id = c.id
                JOIN sale_order_line n ON n.order_id = o.id WHERE c.top_id = ? AND n.product_id IS NOT NULL))"
        }
        (Of::Orders, Limit::Product(_)) => {
            "EXISTS (SELECT 1 FROM sale_order_line n WHERE n.order_id = o.id AND n.product_id = ?)"
        }
        (Of::Invoices, Limit::Product(_)) => {
            "EXISTS (SELECT 1 FROM invoice_line n WHERE n.invoice_id = i.id AND n.product_id = ?)"
        }
        (Of::Lots, Limit::Product(_)) => "l.product_id = ?",
        (Of::Products, Limit::Order(_)) => {
            "EXISTS (SELECT 1 FROM sale_order_line n WHERE n.order_id = ? AND n.product_id = p.id)"
        }
        (Of::Invoices, Limit::Order(_)) => "i.order_id = ?",
        (Of::Invoices, Limit::Lot(_)) => super::invoice::HOLDS_LOT,
        (Of::Goods, Limit::Transfer(_)) => {
            "p.id IN (SELECT product_id FROM transfer_line WHERE transfer_id = ?)"
        }
        (Of::Lots, Limit::Transfer(_)) => "l.id IN (SELECT lot_id FROM transfer_line WHERE transfer_id = ?)",
        (Of::Returns, Limit::Product(_)) => {
            "EXISTS (SELECT 1 FROM transfer_line n WHERE n.transfer_id = d.id AND n.product_id = ?)"
        }
        (Of::Deliveries | Of::Received | Of::Returns, Limit::Family(_)) => {
            "d.customer_id IN (SELECT id FROM customer WHERE top_id = ?)"
        }
        (Of::Deliveries | Of::Received, Limit::Order(_)) => "d.order_id = ?",
        (Of::Stages, Limit::Team(_)) => "s.team_id = ?",
        (Of::Tasks, Limit::Beside(_)) => {
            concat!(
                "t.id <> ? AND t.ticket_id IN (SELECT b.id FROM ticket a JOIN ticket b ON b.id = ",
                current_ticket!("a.id"),
                " OR b.merged_into = ",
                current_ticket!("a.id"),
                " WHERE a.id = (SELECT ticket_id FROM task WHERE id = ?))"
            )
        }
        (Of::ProjectStages, Limit::Project(_)) => "s.project_id = ?",
        (Of::Members, Limit::Team(_)) => {
            "(u.id IN (SELECT user_id FROM team_member WHERE team_id = ?)
              OR NOT EXISTS (SELECT 1 FROM team_member WHERE team_id = ?))"
        }
        (Of::Held, Limit::Order(_)) => "k.id IN (SELECT coupon_id FROM sale_order_coupon WHERE order_id = ?)",
        (Of::Rewards, Limit::Coupon(_)) => "w.program_id = (SELECT program_id FROM coupon WHERE id = ?)",
        (Of::Owed, Limit::Currency(currency)) => {
            return query.and("i.currency = ?", Param::from(currency.code()));
        }
        _ => return,
    };
    let id = match limit {
        Limit::Family(id) => id.0,
        Limit::Product(id) => id.0,
        Limit::Order(id) => id.0,
        Limit::Lot(id) => id.0,
        Limit::Team(id) => id.0,
        Limit::Coupon(id) => id.0,
        Limit::Transfer(id) => id.0,
        Limit::Project(id) => id.0,
        Limit::Beside(id) => id.0,
        Limit::But(id) => id.0,
        Limit::Currency(_) => return,
    };
    query.and(condition, Param::Int(id));
}

fn texts(row: &Row<'_>) -> Result<Choice> {
    let details = [row.get::<Option<String>>(2)?, row.get::<Option<String>>(3)?];
    Ok(Choice {
        id: row.get(0)?,
        title: row.get(1)?,
        detail: details.into_iter().flatten().map(|text| (Key::Name, Fact::Text(text))).collect(),
    })
}

fn program(row: &Row<'_>) -> Result<Choice> {
    let last: Option<chrono::NaiveDate> = row.get(2)?;
    let detail = last.map(|day| (Key::DateTo, Fact::Date(day))).into_iter().collect();
    Ok(Choice { id: row.get(0)?, title: row.get(1)?, detail })
}

fn order(row: &Row<'_>) -> Result<Choice> {
    let detail = vec![(Key::Date, Fact::Date(row.get(2)?)), (Key::Customer, Fact::Text(row.get(3)?))];
    Ok(Choice { id: row.get(0)?, title: row.get(1)?, detail })
}

fn invoice(row: &Row<'_>) -> Result<Choice> {
    let currency: Currency = row.get(4)?;
    let mut detail: Facts = Vec::new();
    detail.extend(row.get::<Option<chrono::NaiveDate>>(2)?.map(|day| (Key::Date, Fact::Date(day))));
    detail.push((Key::Total, (row.get::<Amount>(3)?, currency).into()));
    let open: Amount = row.get(5)?;
    if !open.is_zero() {
        detail.push((Key::Residual, (open, currency).into()));
    }
    Ok(Choice { id: row.get(0)?, title: row.get(1)?, detail })
}
