//! Customers, teams, agents, settings, stock, checks and imports as text.

use super::grid::{cut, fixed, grid, head, wrap};
use crate::desk::{Check, Report};
use crate::domain::customer::CustomerView;
use crate::domain::customer::link::LinkView;
use crate::domain::form::FieldId;
use crate::domain::settings::Settings;
use crate::domain::stock::StockRow;
use crate::domain::team::{Service, TeamView};
use crate::domain::user::UserView;
use crate::text::{Words, code, field};

/// A customer, whole.
pub fn customer(words: &Words, c: &CustomerView) -> String {
    let yes = |on: bool| Some(words.word(if on { "word-yes" } else { "word-no" }));
    head(
        words,
        &[
            ("customer", Some(c.reference.clone())),
            ("name", Some(c.name.clone())),
            ("company", c.company.clone()),
            ("email", c.email.clone()),
            ("phone", c.phone.clone()),
            ("street", c.street.clone()),
            ("city", c.city.clone()),
            ("zip", c.zip.clone()),
            ("country", c.country.clone()),
            ("language", c.language.clone()),
            ("portal", yes(c.portal)),
        ],
    )
}

/// A personal link with its last day, or how many were taken back.
pub fn link(words: &Words, of: &LinkView) -> String {
    let Some(until) = of.expires else {
        let told = [("customer", of.customer.clone()), ("count", of.revoked.to_string())];
        return words.say("notice-links-revoked", &told);
    };
    let address = of.link.clone().unwrap_or_else(|| words.word("notice-link-told-once"));
    head(
        words,
        &[
            ("customer", Some(of.customer.clone())),
            ("customer-link", Some(address)),
            ("valid-until", Some(words.date(until))),
        ],
    )
}

/// Customers, one a line.
pub fn customers(words: &Words, all: &[CustomerView]) -> String {
    let rows = all.iter().map(|c| {
        let or = |text: &Option<String>| text.clone().unwrap_or_default();
        vec![c.reference.clone(), c.name.clone(), or(&c.company), or(&c.email), or(&c.country)]
    });
    let columns = [
        fixed("customer"),
        cut("name"),
        fixed("company").expendable(2),
        cut("email").expendable(1),
        fixed("country").expendable(3),
    ];
    grid(words, &columns, rows.collect())
}

/// Teams, one a line.
pub fn teams(words: &Words, all: &[TeamView]) -> String {
    let rows = all.iter().map(|t| {
        let on = Service::ALL.iter().filter(|s| t.switches.offers(**s)).map(|s| code::service(words, *s));
        let stages = t.stages.iter().map(|s| code::stage(words, &s.name)).collect::<Vec<_>>();
        vec![
            t.name.clone(),
            on.collect::<Vec<_>>().join(", "),
            t.project.clone().unwrap_or_default(),
            t.members.join(", "),
            stages.join(", "),
        ]
    });
    let columns = [
        wrap("team"),
        wrap("services"),
        cut("project").optional(),
        wrap("members"),
        wrap("stages").expendable(1),
    ];
    grid(words, &columns, rows.collect())
}

/// Agents, one a line.
pub fn users(words: &Words, all: &[UserView]) -> String {
    let rows = all.iter().map(|u| {
        let rights = u.rights.iter().map(|r| code::right(words, *r)).collect::<Vec<_>>();
        let limits = u.refund_limit.iter().map(|(c, a)| limit(words, c, a)).collect::<Vec<_>>();
        vec![
            u.login.clone(),
            u.name.clone(),
            code::role(words, u.role),
            rights.join(", "),
            limits.join(", "),
            u.teams.join(", "),
        ]
    });
    let columns = [
        fixed("login"),
        cut("name"),
        fixed("role"),
        wrap("rights").expendable(1),
        wrap("refund-limit"),
        wrap("teams").expendable(2),
    ];
    grid(words, &columns, rows.collect())
}

fn limit(words: &Words, currency: &str, amount: &str) -> String {
    match currency.parse() {
        Ok(currency) => words.money(amount, currency),
        Err(_) => format!("{currency} {amount}"),
    }
}

/// The settings.
pub fn settings(words: &Words, s: &Settings) -> String {
    let rows: Vec<(&str, String)> = vec![
        ("name", s.name.clone()),
        ("currency", s.currency.to_string()),
        ("country", s.country.clone()),
        ("time_zone", s.time_zone.clone()),
        ("tax_rounding", s.tax_rounding.to_string()),
        ("website_url", s.website_url.clone().unwrap_or_default()),
        ("portal_url", s.portal_url.clone().unwrap_or_default()),
        ("lock_date", s.lock_date.map_or_else(String::new, |d| words.date(d))),
        ("working_hours", s.working_hours.clone()),
        ("language", s.language.to_string()),
        ("sandbox", words.word(if s.sandbox { "word-yes" } else { "word-no" })),
    ];
    let label = |key: &'static str| field::field(words, &FieldId::of(key));
    let rows = rows.into_iter().map(|(key, value)| vec![label(key), key.to_owned(), value]);
    grid(words, &[fixed("setting"), fixed("key").expendable(1), wrap("value")], rows.collect())
}

/// What lies where.
pub fn stock(words: &Words, rows: &[StockRow]) -> String {
    let rows = rows
        .iter()
        .map(|r| vec![r.location.clone(), r.lot.clone().unwrap_or_default(), words.quantity(&r.quantity)]);
    grid(words, &[fixed("location"), fixed("lot").optional(), fixed("quantity").right()], rows.collect())
}

/// What the checks found.
pub fn checks(words: &Words, all: &[Check]) -> String {
    let rows = all.iter().map(|c| {
        vec![
            code::named(words, "check", c.check),
            words.word(if c.ok { "word-yes" } else { "word-no" }),
            c.detail.clone(),
        ]
    });
    grid(words, &[fixed("check"), fixed("ok"), wrap("detail").optional()], rows.collect())
}

/// What an import did, by file.
pub fn import(words: &Words, report: &Report) -> String {
    let rows = report.files.iter().map(|(file, n)| {
        let numbers = [n.read, n.added, n.updated, n.unchanged].map(|n| n.to_string());
        std::iter::once(file.to_string()).chain(numbers).collect()
    });
    let count = |heading| fixed(heading).right();
    let columns = [fixed("file"), count("read"), count("added"), count("updated"), count("unchanged")];
    grid(words, &columns, rows.collect())
}
