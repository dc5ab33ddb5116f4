//! What is shown of the rows that a search found, read by their ids.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::domain::coupon::CouponState;
use crate::domain::error::Result;
use crate::domain::find::{Fit, Found, FoundKind as Kind, Standing};
use crate::domain::ids::{InvoiceId, TeamId};
use crate::domain::invoice::{DocumentKind, label};
use crate::domain::money::{Amount, Currency, Money};
use crate::params;
use crate::store::driver::{Query, Read, Row};
use crate::store::ticket::only_teams;

/// The customer who has a lot: the last transfer of it was a delivery.
const OWNER: &str = "(SELECT CASE d.kind WHEN 'delivery' THEN d.customer_id END FROM transfer_line n
    JOIN transfer d ON d.id = n.transfer_id WHERE n.lot_id = l.id AND d.state = 'done' AND n.done > 0
    ORDER BY d.date DESC, d.id DESC LIMIT 1)";

/// The customer who has a lot.
pub(super) fn owner(read: &Read<'_>, lot: i64) -> Result<Option<i64>> {
    read.first(&format!("SELECT {OWNER} FROM lot l WHERE l.id = ?1"), params![lot], |row| row.get(0))
        .map(Option::flatten)
}

/// The rows of a kind. The ticket of each is told where it is of some teams, of any where there is none.
pub(super) fn of(
    read: &Read<'_>,
    kind: Kind,
    ids: &BTreeMap<i64, Fit>,
    teams: &[TeamId],
    today: NaiveDate,
) -> Result<Vec<Found>> {
    let listed: Vec<i64> = ids.keys().copied().collect();
    let mut query = Query::new(&select(kind));
    query.and("r.id IN (SELECT value FROM json_each(?))", serde_json::to_string(&listed).unwrap_or_default());
    let mut found = Vec::new();
    read.each(&query.sql, &query.params, |row| {
        let id = row.get(0)?;
        let base = Found {
            kind,
            id,
            fit: ids.get(&id).copied().unwrap_or(Fit::Rest),
            label: String::new(),
            name: row.get(2)?,
            customer: row.get(3)?,
            email: None,
            phone: None,
            standing: None,
            amount: None,
            date: None,
            ticket: row.get(4)?,
        };
        found.push(filled(base, row, today)?);
        Ok(())
    })?;
    hide(read, &mut found, teams)?;
    Ok(found)
}

/// Columns: row, what it is called by, name, customer, ticket; then what each kind has of its own.
fn select(kind: Kind) -> String {
    let select = match kind {
        Kind::Ticket => {
            "SELECT r.id, NULL, r.subject, c.name, r.id, s.name FROM ticket r JOIN stage s ON s.id = r.stage_id
             LEFT JOIN customer c ON c.id = r.customer_id WHERE 1"
        }
        Kind::Customer => {
            "SELECT r.id, r.ref, r.name, NULL, NULL, r.email, r.phone FROM customer r
             WHERE 1"
        }
        Kind::Order => {
            "SELECT r.id, r.number, NULL, c.name, NULL, r.state, r.total, r.currency, r.date FROM sale_order r
             JOIN customer c ON c.id = r.customer_id WHERE 1"
        }
        Kind::Invoice | Kind::CreditNote => {
            "SELECT r.id, r.number, NULL, c.name, r.ticket_id, r.state, r.total, r.currency, r.date, b.payment_state,
                r.kind
             FROM invoice r JOIN invoice_balance b ON b.invoice_id = r.id JOIN customer c ON c.id = r.customer_id
             WHERE 1"
        }
        Kind::Transfer => {
            "SELECT r.id, r.number, NULL, c.name, r.ticket_id, r.state, r.date FROM transfer r
             LEFT JOIN customer c ON c.id = r.customer_id WHERE 1"
        }
        Kind::Repair => {
            "SELECT r.id, r.number, p.name, c.name, r.ticket_id, r.state, r.scheduled FROM repair r
             JOIN product p ON p.id = r.product_id LEFT JOIN customer c ON c.id = r.customer_id WHERE 1"
        }
        Kind::Task => {
            "SELECT r.id, NULL, r.title, c.name, r.ticket_id, s.name, r.state FROM task r
             JOIN project_stage s ON s.id = r.stage_id LEFT JOIN customer c ON c.id = r.customer_id WHERE 1"
        }
        Kind::Lot => {
            return format!(
                "SELECT r.id, r.name, r.product, c.name, NULL FROM (SELECT l.id, l.name,
                    p.sku || ' ' || p.name AS product, {OWNER} AS owner_id
                    FROM lot l JOIN product p ON p.id = l.product_id) r
                 LEFT JOIN customer c ON c.id = r.owner_id WHERE 1"
            );
        }
        Kind::Coupon => {
            "SELECT r.id, r.code, g.name, c.name, r.ticket_id, r.used, r.expires, r.revoked_reason
             FROM coupon r JOIN program g ON g.id = r.program_id LEFT JOIN customer c ON c.id = r.customer_id WHERE 1"
        }
        Kind::Product => "SELECT r.id, r.sku, r.name, NULL, NULL FROM product r WHERE 1",
    };
    select.to_owned()
}

/// A row with what its kind has of its own.
fn filled(found: Found, row: &Row<'_>, today: NaiveDate) -> Result<Found> {
    let money = || -> Result<_> { Ok(Some(Money::new(row.get::<Amount>(6)?, row.get::<Currency>(7)?))) };
    let called = || -> Result<_> { Ok(row.get::<Option<String>>(1)?.unwrap_or_default()) };
    Ok(match found.kind {
        Kind::Ticket => {
            Found { label: format!("#{}", found.id), standing: Some(Standing::Stage(row.get(5)?)), ..found }
        }
        Kind::Order => Found {
            label: called()?,
            standing: Some(Standing::Order(row.get(5)?)),
            amount: money()?,
            date: row.get(8)?,
            ..found
        },
        Kind::Invoice | Kind::CreditNote => Found {
            kind: match row.get(10)? {
                DocumentKind::Invoice => Kind::Invoice,
                DocumentKind::CreditNote => Kind::CreditNote,
            },
            label: label(row.get::<Option<String>>(1)?.as_deref(), InvoiceId(found.id)),
            standing: Some(Standing::Document(row.get(5)?, row.get(9)?)),
            amount: money()?,
            date: row.get(8)?,
            ..found
        },
        Kind::Transfer => Found {
            label: called()?,
            standing: Some(Standing::Transfer(row.get(5)?)),
            date: row.get(6)?,
            ..found
        },
        Kind::Repair => Found {
            label: called()?,
            standing: Some(Standing::Repair(row.get(5)?)),
            date: row.get(6)?,
            ..found
        },
        Kind::Task => Found {
            label: found.id.to_string(),
            standing: Some(Standing::Task(row.get(5)?, row.get(6)?)),
            ..found
        },
        Kind::Coupon => {
            let (used, expires, reason): (bool, Option<NaiveDate>, Option<String>) =
                (row.get(5)?, row.get(6)?, row.get(7)?);
            let state = CouponState::of(reason.is_some(), used, expires, today);
            Found { label: called()?, standing: Some(Standing::Coupon(state)), date: expires, ..found }
        }
        Kind::Customer => Found { label: called()?, email: row.get(5)?, phone: row.get(6)?, ..found },
        Kind::Lot | Kind::Product => Found { label: called()?, ..found },
    })
}

/// Tells no ticket of another team.
fn hide(read: &Read<'_>, found: &mut [Found], teams: &[TeamId]) -> Result<()> {
    if teams.is_empty() {
        return Ok(());
    }
    for of in found {
        let Some(ticket) = of.ticket else { continue };
        let mut query = Query::new("");
        query.push("SELECT t.id FROM ticket t WHERE t.id = ?", ticket);
        only_teams(&mut query, teams);
        of.ticket = read.value(&query.sql, &query.params)?;
    }
    Ok(())
}
