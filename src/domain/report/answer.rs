//! What is asked of a report, and what it answers: lines, and the rows behind their figures.

use chrono::{DateTime, NaiveDate, Utc};

use super::{Dimension, Figure, Period, ReportKind};
use crate::domain::error::{Error, Invalid, Result};
use crate::domain::ids::{CouponId, InvoiceId, TicketId};
use crate::domain::money::Currency;

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ask {
    /// Which report.
    pub kind: ReportKind,
    /// Split by what.
    pub by: Dimension,
    /// Over which days.
    pub period: Period,
    /// Only of tickets of this team, by its name.
    pub team: Option<String>,
    /// Only of this agent, by its login.
    pub agent: Option<String>,
}

impl Ask {
    /// A report as it is shown where nothing is said: by its first dimension, of all teams and agents.
    pub fn new(kind: ReportKind, period: Period) -> Self {
        let by = *kind.dimensions().first().unwrap_or(&Dimension::Month);
        Self { kind, by, period, team: None, agent: None }
    }

    /// Refuses a dimension that the report can't be split by.
    pub fn check(&self) -> Result<()> {
        one_of(self.by, self.kind.dimensions(), Dimension::as_str).map_err(|e| Error::from(e).at("by"))
    }

    /// Refuses a figure that the report does not have.
    pub fn check_figure(&self, figure: Figure) -> Result<()> {
        let figures = self.kind.figures(self.by);
        one_of(figure, figures, Figure::as_str).map_err(|e| Error::from(e).at("figure"))
    }
}

fn one_of<T: Copy + PartialEq>(
    given: T,
    allowed: &[T],
    name: fn(T) -> &'static str,
) -> std::result::Result<(), Invalid> {
    match allowed.contains(&given) {
        true => Ok(()),
        false => Err(Invalid::NotOneOf {
            given: name(given).to_owned(),
            allowed: allowed.iter().map(|one| name(*one)).collect::<Vec<_>>().join(", "),
        }),
    }
}

/// Which rows of a report: those behind one figure of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Behind {
    /// The report.
    pub ask: Ask,
    /// Of which line; empty for the line of what has no reason, product, agent or team; none for all lines.
    pub key: Option<String>,
    /// The name of that, where it is known.
    pub name: Option<String>,
    /// In which currency; in all of them without one.
    pub currency: Option<Currency>,
    /// Of which figure.
    pub figure: Figure,
}

/// A line of a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What it is of: a reason, a SKU, a login, a month. Empty where there is none.
    pub key: String,
    /// The name of that, where it has one.
    pub name: Option<String>,
    /// The currency of its amounts, where the report has amounts.
    pub currency: Option<Currency>,
    /// One value for each figure.
    pub values: Vec<i64>,
}

/// A report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// What was asked for.
    pub ask: Ask,
    /// What is counted, in the order of every line's values.
    pub figures: &'static [Figure],
    /// Its lines: by currency, then months in their order and everything else by what the bars are of, the most first.
    pub lines: Vec<Line>,
    /// What all lines come to, one for each currency.
    pub totals: Vec<Line>,
    /// How many lines there are beyond those that were asked for.
    pub more: usize,
}

/// Where a row leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// An invoice or credit note.
    Document(InvoiceId),
    /// A coupon.
    Coupon(CouponId),
    /// A sales order, by its number.
    Order(String),
    /// A transfer, by its number.
    Transfer(String),
    /// A repair, by its number.
    Repair(String),
    /// A ticket.
    Ticket(TicketId),
}

impl Source {
    /// The fixed code of its kind.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Document(_) => "document",
            Self::Coupon(_) => "coupon",
            Self::Order(_) => "order",
            Self::Transfer(_) => "transfer",
            Self::Repair(_) => "repair",
            Self::Ticket(_) => "ticket",
        }
    }
}

/// A row behind a figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BehindRow {
    /// Where it leads.
    pub source: Source,
    /// Its row.
    pub id: i64,
    /// What it is called: a number, or as much of a code as may be told.
    pub document: String,
    /// Its day where the company is.
    pub day: Option<NaiveDate>,
    /// Its instant, where it has one.
    pub at: Option<DateTime<Utc>>,
    /// Reference of the customer.
    pub customer: Option<String>,
    /// The ticket.
    pub ticket: Option<i64>,
    /// Login of the agent that it counts for.
    pub agent: Option<String>,
    /// What it is about: a subject, a reason, a product.
    pub about: Option<String>,
    /// Currency of its amount.
    pub currency: Option<Currency>,
    /// What it adds to the figure.
    pub value: i64,
}

/// The rows behind a figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BehindRows {
    /// The newest of them, as many as were asked for.
    pub rows: Vec<BehindRow>,
    /// How many there are.
    pub count: i64,
    /// What they come to; nothing where they are in several currencies.
    pub sum: Option<i64>,
}
