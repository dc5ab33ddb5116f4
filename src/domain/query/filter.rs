//! A query whose names were found: what the store looks for.

use chrono::{DateTime, Utc};

use super::{Bounds, Moment, Part, SlaState, Sort, Sum};
use crate::domain::ids::{
    CustomerId, LotId, OrderId, ProductId, StageId, TagId, TeamId, TicketId, TicketTypeId, UserId,
};
use crate::domain::money::{Amount, Currency};

/// Which tickets, in which order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    /// What must hold.
    pub conditions: Vec<Condition>,
    /// The order.
    pub sort: Sort,
}

/// One condition, or that it does not hold.
#[derive(Clone, Debug, PartialEq)]
pub struct Condition {
    /// Whether it must not hold.
    pub negated: bool,
    /// What is tested.
    pub test: Found,
}

/// What is tested; of a list one, where nothing stands for a ticket without.
#[derive(Clone, Debug, PartialEq)]
pub enum Found {
    /// Every word occurs.
    Words(String),
    /// One of these tickets.
    Tickets(Vec<TicketId>),
    /// Whether it is closed.
    Closed(bool),
    /// Team.
    Team(Vec<TeamId>),
    /// Stage.
    Stage(Vec<StageId>),
    /// Who handles it.
    Assignee(Vec<Option<UserId>>),
    /// Whose it is.
    Customer(Vec<Option<CustomerId>>),
    /// What it is about.
    Product(Vec<Option<ProductId>>),
    /// Which piece.
    Lot(Vec<Option<LotId>>),
    /// From which order.
    Order(Vec<Option<OrderId>>),
    /// Tag.
    Tag(Vec<Option<TagId>>),
    /// Type.
    Type(Vec<Option<TicketTypeId>>),
    /// Priority.
    Priority(Bounds<i64>),
    /// A point in time; none for a ticket that has none.
    Moment(Moment, Option<Bounds<DateTime<Utc>>>),
    /// Where its service levels stand.
    Sla(Vec<SlaState>, DateTime<Utc>),
    /// An amount.
    Money(Sum, Currency, Bounds<Amount>),
    /// What it has.
    Has(Vec<Part>),
}

impl Filter {
    /// Tickets for which some things hold, newest first.
    pub fn of(tests: impl IntoIterator<Item = Found>) -> Self {
        let conditions = tests.into_iter().map(|test| Condition { negated: false, test });
        Self { conditions: conditions.collect(), sort: Sort::default() }
    }

    /// Tickets in which words occur; all where there is none.
    pub fn words(typed: &str) -> Self {
        Self::of((!typed.trim().is_empty()).then(|| Found::Words(typed.to_owned())))
    }

    /// The words that are looked for, together; none where there is none.
    pub fn typed(&self) -> Option<String> {
        let words = self.conditions.iter().filter(|c| !c.negated).filter_map(|c| match &c.test {
            Found::Words(words) => Some(words.as_str()),
            _ => None,
        });
        let words: Vec<&str> = words.collect();
        (!words.is_empty()).then(|| words.join(" "))
    }
}
