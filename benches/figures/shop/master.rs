//! Agents and teams, products, customers.

use rusqlite::{Connection, params};

use super::{AGENTS, MICRO, PRODUCTS, index, pick, price};
use crate::names;
use crate::raw::run;

/// Agents, and a small team that one of them is restricted to.
pub fn people(c: &Connection) {
    for id in 2..=AGENTS + 1 {
        let login = format!("agent{id}");
        run(c, "INSERT INTO user (id, login, name, role) VALUES (?1, ?2, ?2, 'agent')", params![id, login]);
    }
    run(
        c,
        "INSERT INTO team (id, name, refunds, coupons, returns, repairs, field_service) VALUES (2, 'Key accounts', 1, 1, 1, 1, 1)",
        [],
    );
    run(c, "INSERT INTO stage (id, team_id, name, sequence, folded) VALUES (6, 2, 'New', 1, 0)", []);
    run(c, "INSERT INTO team_member (team_id, user_id) VALUES (2, 2)", []);
    for (id, name) in (1i64..).zip(names::TAGS) {
        run(c, "INSERT INTO tag (id, name) VALUES (?1, ?2)", params![id, name]);
    }
}

pub fn products(c: &Connection) {
    run(
        c,
        "INSERT INTO tax (id, name, kind, amount, price_include, include_base_amount, is_base_affected, sequence)
         VALUES (1, '부가세 10%', 'percent', ?1, 0, 0, 1, 1)",
        [10 * MICRO],
    );
    for id in 1..=PRODUCTS {
        run(
            c,
            "INSERT INTO product (id, sku, name, kind, tracking, price, invoice_policy, replacement_warranty)
             VALUES (?1, ?2, ?3, 'goods', 'none', ?4, 'order', 'inherit')",
            params![id, format!("P-{id:04}"), names::product(id), price(id) * MICRO],
        );
        let name = names::product(id);
        index(c, "product", id, (&format!("P-{id:04} {name}"), &name), None);
        run(c, "INSERT INTO product_tax (product_id, position, tax) VALUES (?1, 0, '부가세 10%')", [id]);
    }
}

/// Every tenth customer is a contact of the company before it.
pub fn customer(c: &Connection, id: i64) {
    let parent = (id % 10 == 0).then_some(id - 1);
    let (reference, name) = (format!("C{id:06}"), names::person(pick(id, 3, 1 << 30)));
    let (email, phone) =
        (format!("customer{id}@mail.example"), format!("010-{:04}-{:04}", id / 10_000, id % 10_000));
    index(c, "customer", id, (&format!("{reference} {name} {email} {phone}"), &name), None);
    run(
        c,
        "INSERT INTO customer (id, ref, name, email, phone, country, language, parent_id, top_id, portal)
         VALUES (?1, ?2, ?3, ?4, ?5, 'KR', 'ko', ?6, ?7, 1)",
        params![id, reference, name, email, phone, parent, parent.unwrap_or(id),],
    );
}
