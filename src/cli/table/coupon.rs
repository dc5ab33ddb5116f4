//! Coupons and their programs as text.

use super::grid::{cut, fixed, grid, head, wrap};
use crate::domain::coupon::program::ProgramView;
use crate::domain::coupon::{Check, CouponView};
use crate::text::{Words, code, sentence};

fn until(words: &Words, c: &CouponView) -> String {
    c.expires.map_or_else(|| words.word("word-no-expiry"), |date| words.date(date))
}

/// A coupon, whole.
pub fn coupon(words: &Words, c: &CouponView) -> String {
    let state = code::named(words, "coupon-state", c.state.as_str());
    let told = head(
        words,
        &[
            ("coupon-program", Some(c.program.clone())),
            ("valid-until", Some(until(words, c))),
            ("share-link", c.share_link.clone()),
            ("ticket", c.ticket.map(|t| format!("#{t}"))),
            ("customer", c.customer.clone()),
            ("used-on", c.used_on.clone()),
            ("sent-to", c.sent_to.clone()),
            ("reason", c.revoked_reason.clone()),
            ("created-by", c.created_by.clone()),
        ],
    );
    format!("{} {} · {state}\n{told}", words.label("coupon"), c.code)
}

/// Coupons, one a line.
pub fn coupons(words: &Words, all: &[CouponView]) -> String {
    let rows = all.iter().map(|c| {
        vec![
            c.code.clone(),
            c.program.clone(),
            code::named(words, "coupon-state", c.state.as_str()),
            until(words, c),
            c.ticket.map_or_else(String::new, |t| format!("#{t}")),
            c.customer.clone().unwrap_or_default(),
            c.used_on.clone().unwrap_or_default(),
        ]
    });
    let columns = [
        fixed("coupon-code"),
        cut("coupon-program"),
        fixed("state"),
        fixed("valid-until"),
        fixed("ticket").optional().expendable(1),
        fixed("customer").optional().expendable(2),
        fixed("used-on").optional().expendable(3),
    ];
    grid(words, &columns, rows.collect())
}

/// Every rule for a code: whether it holds, and what would help.
pub fn coupon_checks(words: &Words, all: &[Check]) -> String {
    let rows = all.iter().map(|c| {
        let held = match c.ok {
            Some(true) => words.word("word-passed"),
            Some(false) => words.word("word-failed"),
            None => words.word("word-not-asked"),
        };
        let why = c.why.as_ref().map(|e| sentence::error(words, e)).unwrap_or_default();
        vec![code::named(words, "check-rule", c.rule.as_str()), held, why]
    });
    grid(words, &[fixed("rule"), fixed("result"), wrap("what-helps")], rows.collect())
}

/// A program, whole.
pub fn program(words: &Words, p: &ProgramView) -> String {
    let date = |d: Option<chrono::NaiveDate>| d.map(|d| words.date(d));
    let active = if p.active { "word-active" } else { "word-archived" };
    let mut text = format!("{} {} · {}\n", words.label("coupon-program"), p.name, words.word(active));
    text.push_str(&head(
        words,
        &[
            ("program-kind", Some(code::named(words, "program-kind", p.kind.as_str()))),
            ("date-from", date(p.date_from)),
            ("date-to", date(p.date_to)),
            ("max-usage", p.max_usage.map(|most| format!("{} / {most}", p.usage))),
            ("share-link", Some(p.share_link.to_string())),
            ("after-refund", Some(code::named(words, "after-refund", p.after_refund.as_str()))),
            ("coupons", Some(p.coupons.to_string())),
        ],
    ));
    if !p.rules.is_empty() {
        let rows = p.rules.iter().map(|r| {
            vec![
                r.rule.clone(),
                words.quantity(&r.minimum_amount),
                code::named(words, "amount-tax", r.minimum_amount_tax.as_str()),
                words.quantity(&r.minimum_quantity),
                r.products.join(", "),
            ]
        });
        let columns = [
            fixed("rule"),
            fixed("minimum-amount").right(),
            fixed("amount-tax"),
            fixed("minimum-quantity").right(),
            wrap("products").optional(),
        ];
        text.push_str("\n\n");
        text.push_str(&grid(words, &columns, rows.collect()));
    }
    let rows = p.rewards.iter().map(|r| vec![r.reward.clone(), r.description.clone()]);
    text.push_str("\n\n");
    text.push_str(&grid(words, &[fixed("reward"), wrap("description")], rows.collect()));
    text
}

/// Programs, one a line.
pub fn programs(words: &Words, all: &[ProgramView]) -> String {
    let rows = all.iter().map(|p| {
        vec![
            p.name.clone(),
            code::named(words, "program-kind", p.kind.as_str()),
            words.word(if p.active { "word-active" } else { "word-archived" }),
            p.date_to.map_or_else(String::new, |d| words.date(d)),
            p.rewards.iter().map(|r| r.description.as_str()).collect::<Vec<_>>().join(", "),
            p.coupons.to_string(),
        ]
    });
    let columns = [
        cut("coupon-program"),
        fixed("program-kind").expendable(2),
        fixed("state"),
        fixed("date-to").optional().expendable(1),
        wrap("reward"),
        fixed("coupons").right(),
    ];
    grid(words, &columns, rows.collect())
}
