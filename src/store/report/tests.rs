//! However many records there are, a report of a month reads those of the month: it goes along an index by day, and scans
//! nothing that grows.

use chrono::NaiveDate;

use super::*;
use crate::domain::ids::{TeamId, UserId};
use crate::domain::report::{Ask, Period};
use crate::domain::settings::Language;
use crate::store::Store;

/// The index along which each part of a report goes, in the order of its parts.
fn index(kind: ReportKind) -> &'static [&'static str] {
    match kind {
        ReportKind::Refunds => &["invoice_refunded"],
        ReportKind::Coupons => &["coupon_created"],
        ReportKind::Discounts => &["sale_order_sold"],
        ReportKind::Returns => &["transfer_returned"],
        ReportKind::Repairs | ReportKind::Quotes => &["repair_scheduled"],
        ReportKind::Tickets => &["ticket_created", "ticket_closing_at", "mail_created"],
        ReportKind::Levels => &["ticket_created"],
        ReportKind::Approvals => &["approval_asked_at"],
    }
}

/// How a statement is carried out, step by step.
fn plan(read: &Read<'_>, sql: &str, query: &Query<'_>) -> Vec<String> {
    read.all(&format!("EXPLAIN QUERY PLAN {sql}"), &query.params, |row| row.get(3)).unwrap()
}

fn check(steps: &[String], index: &str, what: &str) {
    assert!(steps[0].contains(&format!("INDEX {index} (")), "{what} goes along {index}: {steps:#?}");
    // Lists that stay short whatever happens.
    let short =
        |step: &String| step.contains("json_each") || step.starts_with("SCAN n") || step.contains("CONSTANT");
    let scans: Vec<_> = steps.iter().filter(|step| step.starts_with("SCAN") && !short(step)).collect();
    assert!(scans.is_empty(), "{what} scans {scans:?}: {steps:#?}");
}

#[test]
fn a_month_is_read_along_its_index() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::create(&folder.path().join("a.db"), false).unwrap();
    let period = Period::named("2026-11").unwrap();
    let instants = ("2026-10-31T15:00:00".to_owned(), "2026-11-30T15:00:00".to_owned());
    store
        .read(|read| {
            for kind in ReportKind::ALL {
                for (by, teams) in kind.dimensions().iter().flat_map(|by| [(by, false), (by, true)]) {
                    let ask = Ask { by: *by, ..Ask::new(*kind, period) };
                    let all = [TeamId(1), TeamId(2)];
                    let scope = Scope {
                        ask: &ask,
                        instants: (Some(instants.0.clone()), Some(instants.1.clone())),
                        months: vec![("2026-11".to_owned(), instants.0.clone())],
                        teams: if teams { &all } else { &[] },
                        team: teams.then_some(TeamId(1)),
                        agent: teams.then_some(UserId(1)),
                        maker: None,
                        today: NaiveDate::MIN,
                        now: String::new(),
                        language: Language::English,
                    };
                    for (part, index) in parts(&scope).into_iter().zip(index(*kind)) {
                        let what = format!("{kind} by {by}");
                        let figures = part.figures(kind.figures(*by));
                        check(&plan(read, &figures, &part.of), index, &what);
                        let of = Behind {
                            ask: ask.clone(),
                            key: Some("x".to_owned()),
                            name: None,
                            currency: "USD".parse().ok(),
                            figure: kind.main(*by),
                        };
                        let behind = part.behind(&of, "1");
                        let sums = format!("SELECT count(*){}{}", part.from, behind.sql);
                        check(&plan(read, &sums, &behind), index, &what);
                    }
                }
            }
            Ok(())
        })
        .unwrap();
}
