//! The query language of ticket lists: `status:open assignee:me tag:vip amount:>50000`. Terms stand side by side and
//! must all hold; commas within one mean "or", a `-` before one means "not". Words without a field are searched for.
//! What is wrong is told with its place. Read by the desk, which finds the rows that names stand for.

mod filter;
mod lex;
mod parse;
#[cfg(test)]
mod tests;
mod value;

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

use super::money::{Amount, Currency};
use crate::code_enum;

pub use filter::{Condition, Filter, Found};
pub use parse::parse;
pub use value::{folded, similar};

/// The names of the fields, in the order in which they are told.
pub fn fields() -> impl Iterator<Item = &'static str> {
    value::FIELDS.iter().map(|(name, _)| *name)
}

/// What a query is read against.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// Now.
    pub now: DateTime<Utc>,
    /// Today where the company is.
    pub today: NaiveDate,
    /// The company's time zone.
    pub zone: Tz,
    /// The currency of amounts that name none.
    pub currency: Currency,
}

/// A place in a query, in characters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The first character, counted from 0.
    pub start: usize,
    /// How many characters.
    pub len: usize,
}

/// A query that was understood.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Query {
    /// What must hold.
    pub terms: Vec<Term>,
    /// How it sorts, where it says so.
    pub sort: Option<Sort>,
}

/// One condition.
#[derive(Clone, Debug, PartialEq)]
pub struct Term {
    /// Where it stands.
    pub at: Place,
    /// Whether it must not hold.
    pub negated: bool,
    /// What it tests.
    pub test: Test,
}

/// What a term tests.
#[derive(Clone, Debug, PartialEq)]
pub enum Test {
    /// Every word occurs in subject, number, customer, product or order.
    Words(String),
    /// The ticket of a number.
    Number(i64),
    /// Whether it is closed; one of several.
    Closed(Vec<bool>),
    /// A row that it names; one of several.
    Named(Named, Vec<Name>),
    /// 0 to 3.
    Priority(Bounds<i64>),
    /// A point in time.
    Moment(Moment, Option<Bounds<DateTime<Utc>>>),
    /// Where its service levels stand; one of several.
    Sla(Vec<SlaState>),
    /// An amount in a currency.
    Money(Sum, Currency, Bounds<Amount>),
    /// What it has; one of several.
    Has(Vec<Part>),
}

/// A name that a term asks for, with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// Where it stands.
    pub at: Place,
    /// The name; none for "nothing".
    pub text: Option<String>,
    /// Whether it stood in quotes: then nothing in it is a code.
    pub quoted: bool,
}

/// From where to where, both inclusive; open where there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds<T> {
    /// The least.
    pub least: Option<T>,
    /// The most.
    pub most: Option<T>,
}

code_enum! {
    /// A field of rows by name.
    Named {
        /// Team.
        Team = "team",
        /// Stage.
        Stage = "stage",
        /// Who handles it.
        Assignee = "assignee",
        /// Whose it is: a customer and everybody of the same company.
        Customer = "customer",
        /// What it is about.
        Product = "product",
        /// Which piece.
        Lot = "lot",
        /// From which order.
        Order = "order",
        /// Tag.
        Tag = "tag",
        /// Type.
        Type = "type",
    }
}

code_enum! {
    /// A field that is a point in time.
    Moment {
        /// When it was opened.
        Created = "created",
        /// When anything last happened to it.
        Changed = "changed",
        /// Its earliest deadline that is open.
        Deadline = "deadline",
    }
}

code_enum! {
    /// A field that is an amount.
    Sum {
        /// What its order comes to.
        Amount = "amount",
        /// What its posted credit notes come to.
        Refunded = "refunded",
    }
}

code_enum! {
    /// What a ticket may have.
    Part {
        /// A credit note, a draft too.
        Refund = "refund",
        /// A draft of a credit note.
        Draft = "draft",
        /// A coupon.
        Coupon = "coupon",
        /// A return.
        Return = "return",
        /// A repair.
        Repair = "repair",
        /// A task.
        Task = "task",
        /// A request for approval that waits.
        Approval = "approval",
    }
}

code_enum! {
    /// Where a ticket's service levels stand.
    SlaState {
        /// A deadline is passed, whatever came after.
        Failed = "failed",
        /// A deadline is ahead.
        Ongoing = "ongoing",
        /// The clock stands: the stage is excluded.
        Paused = "paused",
        /// All are reached in time.
        Reached = "reached",
        /// No policy fits.
        None = "none",
    }
}

code_enum! {
    /// What tickets are sorted by.
    SortKey {
        /// Number, and so the time of opening; newest first.
        Number = "number",
        /// When anything last happened; latest first.
        Changed = "changed",
        /// Earliest open deadline; soonest first, none last.
        Deadline = "deadline",
        /// Priority; urgent first.
        Priority = "priority",
        /// Subject.
        Subject = "subject",
        /// Name of the customer.
        Customer = "customer",
        /// Who handles it.
        Assignee = "assignee",
        /// Team.
        Team = "team",
        /// Stage, in the order of the team's stages.
        Stage = "stage",
    }
}

impl SortKey {
    /// Whether it usually runs from the greatest to the least.
    pub fn usually_descends(self) -> bool {
        matches!(self, Self::Number | Self::Changed | Self::Priority)
    }

    /// Whether an index holds tickets in this order: then a page costs a page however many there are.
    pub fn is_indexed(self) -> bool {
        matches!(self, Self::Number | Self::Changed | Self::Deadline | Self::Priority)
    }
}

/// An order of tickets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sort {
    /// By what.
    pub key: SortKey,
    /// From the greatest to the least.
    pub descending: bool,
}

impl Sort {
    /// A key in its usual direction.
    pub fn usual(key: SortKey) -> Self {
        Self { key, descending: key.usually_descends() }
    }
}

impl Default for Sort {
    fn default() -> Self {
        Self::usual(SortKey::Number)
    }
}

impl std::fmt::Display for Sort {
    /// As it is typed: `deadline`, `number-asc`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.key.as_str())?;
        match (self.descending == self.key.usually_descends(), self.descending) {
            (true, _) => Ok(()),
            (false, true) => f.write_str("-desc"),
            (false, false) => f.write_str("-asc"),
        }
    }
}

impl std::str::FromStr for Sort {
    type Err = super::error::Invalid;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (key, direction) = match text.rsplit_once('-') {
            Some((key, "asc")) => (key, Some(false)),
            Some((key, "desc")) => (key, Some(true)),
            _ => (text, None),
        };
        let key = value::sort_key(key).ok_or_else(|| super::error::Invalid::NotOneOf {
            given: text.to_owned(),
            allowed: SortKey::CODES.join(", "),
        })?;
        Ok(Self { descending: direction.unwrap_or_else(|| key.usually_descends()), ..Self::usual(key) })
    }
}

/// What is wrong with a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueryError {
    /// The query.
    pub query: String,
    /// Where it is wrong.
    pub at: Place,
    /// Why.
    pub why: Why,
}

/// Why a query can't be understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// No such field.
    UnknownField {
        /// As typed.
        given: String,
        /// One that it resembles.
        similar: Option<String>,
        /// Those that there are.
        allowed: String,
    },
    /// A field without a value.
    NoValue {
        /// The field.
        field: String,
    },
    /// A second value of a field that takes one.
    OneValue {
        /// The field.
        field: String,
    },
    /// A value that the field can't have.
    NotOneOf {
        /// As typed.
        given: String,
        /// One that it resembles.
        similar: Option<String>,
        /// Those that it can have.
        allowed: String,
    },
    /// No row has this name.
    NotFound {
        /// The field.
        field: String,
        /// As typed.
        given: String,
        /// One that it resembles.
        similar: Option<String>,
    },
    /// No amount.
    NotAnAmount {
        /// As typed.
        given: String,
    },
    /// No day or time.
    NotATime {
        /// As typed.
        given: String,
    },
    /// Bounds of which nothing can be between.
    Backwards,
    /// A quote that is never closed.
    OpenQuote,
    /// A minus with nothing behind it.
    NothingNegated,
    /// A second order.
    SecondSort,
    /// A comparison where a name is needed.
    NoComparison {
        /// The field.
        field: String,
    },
    /// Too many tickets to bring into an order that no index has.
    TooManyToSort {
        /// What they were to be sorted by.
        key: SortKey,
        /// The most.
        most: i64,
    },
    /// Longer than queries are.
    TooLong {
        /// The most characters.
        most: usize,
    },
}
