//! Documents and orders as text.

use super::grid::{cut, fixed, grid, head};
use crate::domain::invoice::{DocumentState, DocumentView};
use crate::domain::sale::OrderView;
use crate::text::{Words, code};

/// A document, whole.
pub fn document(words: &Words, d: &DocumentView) -> String {
    let money = |plain: &str| words.money(plain, d.currency);
    let kind = code::kind(words, d.kind);
    let number = d.number.clone().unwrap_or_else(|| format!("id:{}", d.id));
    let state = format!("{} · {}", code::state(words, d.state), code::payment_state(words, d.payment_state));
    let mut text = format!("{kind} {number} · {state}\n");
    let date = |date: Option<chrono::NaiveDate>| date.map(|d| words.date(d));
    text.push_str(&head(
        words,
        &[
            ("customer", Some(d.customer.clone())),
            ("date", date(d.date)),
            ("accounting-date", date((d.date != Some(d.accounting_date)).then_some(d.accounting_date))),
            ("due-date", date(d.due_date)),
            ("journal", Some(d.journal.clone())),
            ("reason", d.reason.clone()),
            ("reference", d.reference.clone()),
            ("order", d.order.clone()),
            ("ticket", d.ticket.map(|t| format!("#{t}"))),
            ("reverses", d.reverses.clone()),
            ("reversed-by", Some(d.reversed_by.join(", "))),
            ("return-transfer", Some(d.returns.join(", "))),
        ],
    ));
    text.push_str("\n\n");
    text.push_str(&lines(words, d));
    text.push_str("\n\n");
    let mut sums = vec![(words.label("untaxed"), money(&d.untaxed))];
    sums.extend(d.taxes.iter().map(|t| (t.name.clone(), money(&t.amount))));
    sums.push((words.label("total"), money(&d.total)));
    if d.state != DocumentState::Cancelled {
        sums.push((words.label("residual"), money(&d.residual)));
    }
    text.push_str(&totals(&sums));
    if !d.reconciled.is_empty() {
        let rows = d.reconciled.iter().map(|m| {
            vec![m.document.clone(), m.date.map_or_else(String::new, |d| words.date(d)), money(&m.amount)]
        });
        text.push_str("\n\n");
        text.push_str(&grid(
            words,
            &[fixed("reconciled"), fixed("date"), fixed("amount").right()],
            rows.collect(),
        ));
    }
    text
}

fn totals(sums: &[(String, String)]) -> String {
    use crate::text::cells::width;
    let name = sums.iter().map(|(n, _)| width(n)).max().unwrap_or(0);
    let value = sums.iter().map(|(_, v)| width(v)).max().unwrap_or(0);
    let line = |(n, v): &(String, String)| {
        format!(" {n}{}  {}{v}", " ".repeat(name - width(n)), " ".repeat(value - width(v)))
    };
    sums.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn lines(words: &Words, d: &DocumentView) -> String {
    let creditable = d.lines.iter().any(|l| l.creditable != "0");
    let rows = d.lines.iter().map(|l| {
        vec![
            l.line.to_string(),
            l.product.clone().unwrap_or_default(),
            l.description.clone(),
            if l.amount_only { String::new() } else { words.quantity(&l.quantity) },
            words.quantity(&l.unit_price),
            if l.discount == "0" { String::new() } else { format!("{}%", l.discount) },
            l.taxes.join(", "),
            words.money(&l.total, d.currency),
            if creditable { words.quantity(&l.creditable) } else { String::new() },
        ]
    });
    let columns = [
        fixed("line").right(),
        cut("product"),
        cut("description").weight(2).expendable(3),
        fixed("quantity").right(),
        fixed("unit-price").right(),
        fixed("discount").right().optional().expendable(1),
        cut("taxes").optional().expendable(4),
        fixed("total").right(),
        fixed("creditable").right().optional().expendable(2),
    ];
    grid(words, &columns, rows.collect())
}

/// Documents, one a line; a posted one's state is what is paid of it.
pub fn documents(words: &Words, all: &[DocumentView]) -> String {
    let rows = all.iter().map(|d| {
        vec![
            d.number.clone().unwrap_or_else(|| format!("id:{}", d.id)),
            code::kind(words, d.kind),
            d.customer.clone(),
            d.date.map_or_else(String::new, |d| words.date(d)),
            words.money(&d.total, d.currency),
            match d.state {
                DocumentState::Cancelled => String::new(),
                _ => words.money(&d.residual, d.currency),
            },
            match d.state {
                DocumentState::Posted => code::payment_state(words, d.payment_state),
                state => code::state(words, state),
            },
        ]
    });
    let columns = [
        fixed("number"),
        fixed("what").expendable(2),
        fixed("customer").expendable(3),
        fixed("date"),
        fixed("total").right(),
        fixed("residual").right().expendable(1),
        fixed("state"),
    ];
    grid(words, &columns, rows.collect())
}

/// An order, whole.
pub fn order(words: &Words, o: &OrderView) -> String {
    let money = |plain: &str| words.money(plain, o.currency);
    let mut text = head(
        words,
        &[
            ("order", Some(o.number.clone())),
            ("state", Some(code::order_state(words, o.state))),
            ("customer", Some(o.customer.clone())),
            ("date", Some(words.date(o.date))),
        ],
    );
    let rows = o.lines.iter().map(|l| {
        vec![
            l.line.to_string(),
            l.product.clone().unwrap_or_default(),
            l.description.clone(),
            words.quantity(&l.quantity),
            words.quantity(&l.delivered),
            words.quantity(&l.invoiced),
            words.quantity(&l.unit_price),
            money(&l.total),
        ]
    });
    let columns = [
        fixed("line").right(),
        cut("product"),
        cut("description").weight(2).expendable(2),
        fixed("quantity").right(),
        fixed("delivered").right(),
        fixed("invoiced").right(),
        fixed("unit-price").right().expendable(1),
        fixed("total").right(),
    ];
    text.push_str("\n\n");
    text.push_str(&grid(words, &columns, rows.collect()));
    text.push_str("\n\n");
    text.push_str(&totals(&[
        (words.label("untaxed"), money(&o.untaxed)),
        (words.label("tax"), money(&o.tax)),
        (words.label("total"), money(&o.total)),
    ]));
    text
}

/// Orders, one a line.
pub fn orders(words: &Words, all: &[OrderView]) -> String {
    let rows = all.iter().map(|o| {
        vec![
            o.number.clone(),
            o.customer.clone(),
            words.date(o.date),
            code::order_state(words, o.state),
            words.money(&o.total, o.currency),
        ]
    });
    let columns = [
        fixed("order"),
        fixed("customer").expendable(1),
        fixed("date"),
        fixed("state"),
        fixed("total").right(),
    ];
    grid(words, &columns, rows.collect())
}
