//! Reports: figures, and the rows behind them. Each report is made of parts, one for each kind of record that it counts;
//! figures and rows are read from the same part, so that they agree. A part begins with the index by day of its records.

mod approvals;
mod coupons;
mod levels;
mod refunds;
mod repairs;
mod returns;
mod scope;
mod tickets;

#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::collections::BTreeMap;

pub use scope::Scope;
use scope::{Day, reasons};

use super::driver::{Query, Read, Row};
use crate::domain::error::Result;
use crate::domain::ids::{CouponId, InvoiceId, TicketId};
use crate::domain::money::Currency;
use crate::domain::report::{Behind, BehindRow, BehindRows, Figure, Line, ReportKind, Source};

/// Records of one kind that a report counts.
struct Part {
    /// From where, with what figures need.
    from: String,
    /// What the rows show beside it.
    beside: String,
    /// Which of them.
    of: Query<'static>,
    /// What a line is of, and the name of that.
    line: (String, String),
    /// The currency of amounts.
    currency: &'static str,
    /// What a record adds to each figure that it adds to.
    figures: Vec<(Figure, Cow<'static, str>)>,
    /// How a record is shown.
    row: Shown,
}

/// How a record is shown: the columns of its row.
struct Shown {
    /// The kind of what it leads to.
    leads: fn(i64, &str) -> Source,
    id: &'static str,
    day: Day,
    document: &'static str,
    about: &'static str,
    customer: &'static str,
    ticket: &'static str,
    agent: &'static str,
}

/// The parts of a report.
fn parts(scope: &Scope<'_>) -> Vec<Part> {
    match scope.ask.kind {
        ReportKind::Refunds => vec![refunds::part(scope)],
        ReportKind::Coupons => vec![coupons::given(scope)],
        ReportKind::Discounts => vec![coupons::discounts(scope)],
        ReportKind::Returns => vec![returns::part(scope)],
        ReportKind::Repairs => vec![repairs::part(scope)],
        ReportKind::Quotes => vec![repairs::quotes(scope)],
        ReportKind::Tickets => vec![tickets::opened(scope), tickets::closed(scope), tickets::messages(scope)],
        ReportKind::Levels => vec![levels::part(scope)],
        ReportKind::Approvals => vec![approvals::part(scope)],
    }
}

impl Part {
    /// What a record adds to a figure.
    fn adds(&self, figure: Figure) -> Option<&str> {
        self.figures.iter().find(|(of, _)| *of == figure).map(|(_, adds)| &**adds)
    }

    /// The statement that answers its lines, each with one column for each figure.
    fn figures(&self, figures: &[Figure]) -> String {
        let sums =
            figures.iter().map(|f| self.adds(*f).map_or(", 0".to_owned(), |adds| format!(", sum({adds})")));
        format!(
            "SELECT ifnull({}, ''), {}, {}{}{} GROUP BY 1, 3",
            self.line.0,
            self.line.1,
            self.currency,
            sums.collect::<String>(),
            format_args!("{}{}", self.from, self.of.sql)
        )
    }

    /// Its records behind a figure.
    fn behind(&self, of: &Behind, adds: &str) -> Query<'static> {
        let mut query = Query { sql: self.of.sql.clone(), params: self.of.params.clone() };
        if let Some(key) = &of.key {
            query.and(&format!("ifnull({}, '') = ?", self.line.0), key.clone());
        }
        if let Some(currency) = of.currency {
            query.and(&format!("{} = ?", self.currency), currency.code());
        }
        query.sql.push_str(&format!(" AND ({adds}) <> 0"));
        query
    }
}

/// The lines of a report in no order: one for each key and currency.
pub fn lines(read: &Read<'_>, scope: &Scope<'_>) -> Result<Vec<Line>> {
    let figures = scope.ask.kind.figures(scope.ask.by);
    let mut lines: BTreeMap<(String, Option<&'static str>), Line> = BTreeMap::new();
    for part in parts(scope) {
        read.each(&part.figures(figures), &part.of.params, |row| {
            let (key, currency): (String, Option<Currency>) = (row.get(0)?, row.get(2)?);
            let of = (key.clone(), currency.map(Currency::code));
            let name = row.get(1)?;
            let line = lines.entry(of).or_insert_with(|| Line {
                key,
                name,
                currency,
                values: vec![0; figures.len()],
            });
            for (at, value) in line.values.iter_mut().enumerate() {
                *value = value.saturating_add(row.get(3 + at)?);
            }
            Ok(())
        })?;
    }
    Ok(lines.into_values().collect())
}

/// The rows behind a figure, the newest first, at most so many.
pub fn behind(read: &Read<'_>, scope: &Scope<'_>, of: &Behind, limit: Option<i64>) -> Result<BehindRows> {
    let mut found = BehindRows { rows: vec![], count: 0, sum: Some(0) };
    let mut seen: Option<Option<Currency>> = None;
    for part in parts(scope) {
        let Some(adds) = part.adds(of.figure) else { continue };
        let query = part.behind(of, adds);
        let sums =
            format!("SELECT {}, count(*), sum({adds}){}{} GROUP BY 1", part.currency, part.from, query.sql);
        read.each(&sums, &query.params, |row| {
            let (currency, count, sum): (_, i64, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
            found.count += count;
            let same = *seen.get_or_insert(currency) == currency;
            found.sum = found.sum.filter(|_| same).map(|before| before.saturating_add(sum));
            Ok(())
        })?;
        let (Day::On(day) | Day::At(day)) = part.row.day;
        let Shown { leads, id, document, about, customer, ticket, agent, .. } = part.row;
        let sql = format!(
            "SELECT {id}, {document}, {day}, {customer}, {ticket}, {agent}, {about}, {}, {adds}{}{}{}
             ORDER BY {day} DESC, {id} DESC LIMIT {}",
            part.currency,
            part.from,
            part.beside,
            query.sql,
            limit.unwrap_or(-1)
        );
        found.rows.extend(read.all(&sql, &query.params, |row| behind_row(row, leads))?);
    }
    Ok(found)
}

fn behind_row(row: &Row<'_>, leads: fn(i64, &str) -> Source) -> Result<BehindRow> {
    let (id, document): (i64, String) = (row.get(0)?, row.get(1)?);
    let at: Option<String> = row.get(2)?;
    Ok(BehindRow {
        source: leads(id, &document),
        id,
        document,
        // Of an instant, its day in UTC: which day that is where the company is, is not known here.
        day: at.as_deref().and_then(|at| at.get(..10)).and_then(|day| day.parse().ok()),
        at: at.filter(|at| at.len() > 10).and_then(|at| at.parse().ok()),
        customer: row.get(3)?,
        ticket: row.get(4)?,
        agent: row.get(5)?,
        about: row.get(6)?,
        currency: row.get(7)?,
        value: row.get(8)?,
    })
}

/// The first and the last instant of what reports count by instants.
pub fn known(
    read: &Read<'_>,
) -> Result<Option<(chrono::DateTime<chrono::Utc>, chrono::DateTime<chrono::Utc>)>> {
    let ends = |of: &str| {
        let table = |(table, column): &(&str, &str)| format!("SELECT {of}({column}) AS at FROM {table}");
        let all = INSTANTS.iter().map(table).collect::<Vec<_>>().join(" UNION ALL ");
        read.one(&format!("SELECT {of}(at) FROM ({all})"), &[], |row| row.get(0))
    };
    let (first, last): (Option<_>, Option<_>) = (ends("min")?, ends("max")?);
    Ok(first.zip(last))
}

/// The columns of instants by which reports count.
const INSTANTS: [(&str, &str); 5] = [
    ("ticket", "created_at"),
    ("ticket_closing", "at"),
    ("mail", "created_at"),
    ("coupon", "created_at"),
    ("approval", "asked_at"),
];

fn document(id: i64, _: &str) -> Source {
    Source::Document(InvoiceId(id))
}

fn coupon(id: i64, _: &str) -> Source {
    Source::Coupon(CouponId(id))
}

fn order(_: i64, number: &str) -> Source {
    Source::Order(number.to_owned())
}

fn transfer(_: i64, number: &str) -> Source {
    Source::Transfer(number.to_owned())
}

fn repair(_: i64, number: &str) -> Source {
    Source::Repair(number.to_owned())
}

fn ticket(id: i64, _: &str) -> Source {
    Source::Ticket(TicketId(id))
}
