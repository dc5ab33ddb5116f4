//! `report`: figures about refunds, coupons, returns, repairs, tickets, and the rows behind each of them.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use serde_json::{Map, Value, json};

use super::session::Session;
use super::{export, table};
use crate::config::{self, Border};
use crate::domain::error::{Error, Result};
use crate::domain::money::Currency;
use crate::domain::report::{
    Ask, Behind, BehindRow, Figure, Length, Line, Period, Report as Shown, ReportKind, Unit,
};
use crate::domain::settings;
use crate::text::{Words, report as text};

/// Reports, by name.
#[derive(Debug, Subcommand)]
pub enum Report {
    /// The reports, what each can be split by, and its figures
    List,
    /// One report: a line for each reason, product, agent …, amounts by currency
    Show {
        #[command(flatten)]
        of: Of,
        /// The figure that bars are of and lines are sorted by [default: the amount, else the first]
        #[arg(long, value_name = "FIGURE")]
        figure: Option<String>,
        /// At most so many lines of each currency; the totals stay those of all
        #[arg(long, value_name = "N")]
        limit: Option<u32>,
        /// Into a CSV file for spreadsheets, which takes the place of one that is there; - is standard output
        #[arg(long, value_name = "FILE")]
        csv: Option<PathBuf>,
    },
    /// The rows behind a figure, newest first
    Rows {
        #[command(flatten)]
        of: Of,
        /// The line, by its key as `--json` tells it; '' for the line of what has none [default: all lines]
        key: Option<String>,
        /// The figure [default: the amount, else the first]
        #[arg(long, value_name = "FIGURE")]
        figure: Option<String>,
        /// Only in this currency
        #[arg(long, value_name = "CODE")]
        currency: Option<String>,
        /// At most so many
        #[arg(long, value_name = "N")]
        limit: Option<u32>,
        /// Into a CSV file for spreadsheets, which takes the place of one that is there; - is standard output
        #[arg(long, value_name = "FILE")]
        csv: Option<PathBuf>,
    },
}

/// Which report, over which days, of whom.
#[derive(Debug, Args)]
pub struct Of {
    /// Name, as `report list` tells it
    name: String,
    /// What it is split by, as `report list` tells it [default: the first of them]
    #[arg(long, value_name = "DIMENSION")]
    by: Option<String>,
    /// A month, quarter or year: 2026-11, 2026-Q4, 2026; all for every day [default: this month]
    #[arg(long, value_name = "PERIOD", conflicts_with_all = ["from", "to"])]
    period: Option<String>,
    /// First day [default: the first that there is]
    #[arg(long, value_name = "D")]
    from: Option<String>,
    /// Last day [default: the last that there is]
    #[arg(long, value_name = "D")]
    to: Option<String>,
    /// Only of tickets of this team
    #[arg(long, value_name = "T")]
    team: Option<String>,
    /// Only of this agent
    #[arg(long, value_name = "LOGIN")]
    agent: Option<String>,
}

impl Of {
    fn ask(self, session: &mut Session<'_>) -> Result<Ask> {
        let kind: ReportKind = self.name.parse().map_err(|e| Error::Invalid(e).at("report"))?;
        let day = |text: &Option<String>, field: &'static str| {
            text.as_deref().map(settings::date).transpose().map_err(|e| Error::from(e).at(field))
        };
        let period = match (&self.period, day(&self.from, "from")?, day(&self.to, "period")?) {
            (Some(name), ..) => Period::named(name).map_err(|e| e.at("period"))?,
            (None, None, None) => Length::Month.around(session.desk.today()?),
            (None, from, to) => Period::new(from, to).map_err(|e| e.at("period"))?,
        };
        let mut ask = Ask { team: self.team, agent: self.agent, ..Ask::new(kind, period) };
        if let Some(by) = &self.by {
            ask.by = by.parse().map_err(|e| Error::Invalid(e).at("by"))?;
        }
        ask.check()?;
        Ok(ask)
    }
}

/// The figure that is named, else the main one.
fn figure_of(ask: &Ask, named: Option<&str>) -> Result<Figure> {
    let named = named.map(str::parse::<Figure>).transpose().map_err(|e| Error::Invalid(e).at("figure"))?;
    let figure = named.unwrap_or_else(|| ask.kind.main(ask.by));
    ask.check_figure(figure)?;
    Ok(figure)
}

impl Report {
    /// Runs the command.
    pub fn run(self, session: &mut Session<'_>) -> Result<()> {
        match self {
            Self::List => {
                let kinds = session.desk.reports()?;
                let answer: Vec<Value> = kinds.iter().map(|kind| described(*kind)).collect();
                session.out.show(&answer, |words| table::reports(words, &kinds))
            }
            Self::Show { of, figure, limit, csv } => {
                let ask = of.ask(session)?;
                let figure = figure_of(&ask, figure.as_deref())?;
                let limit = limit.map(|limit| usize::try_from(limit).unwrap_or(usize::MAX));
                let shown = session.desk.report(&ask, figure, limit)?;
                let Some(file) = csv else {
                    let ascii = config::load(&config::path())?.border == Some(Border::Ascii);
                    return session
                        .out
                        .show(&answer(&shown), |words| table::report(words, &shown, figure, ascii));
                };
                let words = session.out.words_again();
                let (headings, rows) = sheet(&words, &shown);
                export::export(session, &file, &headings, &rows)
            }
            Self::Rows { of, key, figure, currency, limit, csv } => {
                let ask = of.ask(session)?;
                let figure = figure_of(&ask, figure.as_deref())?;
                let currency = currency.map(|c| c.parse::<Currency>()).transpose();
                let currency = currency.map_err(|e| Error::from(e).at("currency"))?;
                let behind = Behind { ask, key, name: None, currency, figure };
                let found = session.desk.report_rows(&behind, limit.map(i64::from))?;
                let Some(file) = csv else {
                    let answer: Vec<Value> = found.rows.iter().map(|row| told(row, figure)).collect();
                    return session.out.show(&answer, |words| table::report_rows(words, &behind, &found));
                };
                let words = session.out.words_again();
                let (headings, rows) = rows_sheet(&words, &found.rows, figure);
                export::export(session, &file, &headings, &rows)
            }
        }
    }
}

fn described(kind: ReportKind) -> Value {
    let by = kind.dimensions();
    let mut figures: Vec<Figure> = by.iter().flat_map(|by| kind.figures(*by).iter().copied()).collect();
    figures.sort();
    figures.dedup();
    json!({ "report": kind, "by": by, "figures": figures })
}

/// A report as it is answered: money and quantities as strings, counts as numbers.
fn answer(of: &Shown) -> Value {
    let line = |line: &Line, total: bool| {
        let mut object = Map::new();
        if !total {
            object.insert("key".into(), json!(Some(&line.key).filter(|key| !key.is_empty())));
            object.insert("name".into(), json!(line.name));
        }
        object.insert("currency".into(), json!(line.currency));
        for (figure, value) in of.figures.iter().zip(&line.values) {
            object.insert(figure.as_str().into(), number(*figure, *value, line.currency));
        }
        Value::Object(object)
    };
    json!({
        "report": of.ask.kind,
        "by": of.ask.by,
        "from": of.ask.period.from,
        "to": of.ask.period.to,
        "team": of.ask.team,
        "agent": of.ask.agent,
        "figures": of.figures,
        "lines": of.lines.iter().map(|l| line(l, false)).collect::<Vec<_>>(),
        "totals": of.totals.iter().map(|l| line(l, true)).collect::<Vec<_>>(),
        "more": of.more,
    })
}

fn number(figure: Figure, value: i64, currency: Option<Currency>) -> Value {
    match figure.unit() {
        Unit::Count => json!(value),
        Unit::Quantity | Unit::Money => json!(figure.plain(value, currency)),
    }
}

fn told(row: &BehindRow, figure: Figure) -> Value {
    json!({
        "kind": row.source.code(),
        "id": row.id,
        "document": row.document,
        "date": row.day,
        "customer": row.customer,
        "ticket": row.ticket,
        "agent": row.agent,
        "about": row.about,
        "currency": row.currency,
        "value": number(figure, row.value, row.currency),
    })
}

/// A report as a sheet: one row for each line, its amounts as plain numbers beside their currency.
fn sheet(words: &Words, of: &Shown) -> (Vec<String>, Vec<Vec<String>>) {
    let money = of.figures.iter().any(|figure| figure.unit() == Unit::Money);
    let currency = |line: &Line| money.then(|| line.currency.map_or_else(String::new, |c| c.to_string()));
    let mut headings = vec![text::dimension(words, of.ask.by)];
    headings.extend(money.then(|| words.label("currency")));
    headings.extend(of.figures.iter().map(|figure| text::figure(words, *figure)));
    let rows = of.lines.iter().map(|line| {
        let values = of.figures.iter().zip(&line.values).map(|(f, value)| f.plain(*value, line.currency));
        std::iter::once(text::line(words, &of.ask, line)).chain(currency(line)).chain(values).collect()
    });
    (headings, rows.collect())
}

/// Rows as a sheet.
fn rows_sheet(words: &Words, rows: &[BehindRow], figure: Figure) -> (Vec<String>, Vec<Vec<String>>) {
    let labels = ["date", "document", "customer", "ticket", "agent", "about", "currency"];
    let mut headings: Vec<String> = labels.iter().map(|label| words.label(label)).collect();
    headings.push(text::figure(words, figure));
    let rows = rows.iter().map(|row| {
        vec![
            row.day.map(|day| day.to_string()).unwrap_or_default(),
            row.document.clone(),
            row.customer.clone().unwrap_or_default(),
            row.ticket.map(|n| n.to_string()).unwrap_or_default(),
            row.agent.clone().unwrap_or_default(),
            row.about.clone().unwrap_or_default(),
            row.currency.map(|c| c.to_string()).unwrap_or_default(),
            figure.plain(row.value, row.currency),
        ]
    });
    (headings, rows.collect())
}
