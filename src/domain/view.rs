//! Views: queries with a name, the columns that they show and their order; one's own, or everybody's.

use serde::{Deserialize, Serialize};

use super::ids::ViewId;
use super::query::Sort;
use super::ticket::Listing;
use crate::code_enum;

code_enum! {
    /// A column of a list of tickets.
    ListColumn {
        /// Number.
        Number = "number",
        /// Priority.
        Priority = "priority",
        /// One line.
        Subject = "subject",
        /// Name of the customer.
        Customer = "customer",
        /// Earliest open deadline, as what is left of it.
        Deadline = "deadline",
        /// Stage.
        Stage = "stage",
        /// Who handles it.
        Assignee = "assignee",
        /// Team.
        Team = "team",
        /// Type.
        Type = "type",
        /// Tags.
        Tags = "tags",
        /// SKU.
        Product = "product",
        /// Lot or serial number.
        Lot = "lot",
        /// Number of the order.
        Order = "order",
        /// Day on which it was opened.
        Created = "created",
        /// Day on which anything last happened.
        Changed = "changed",
    }
}

impl ListColumn {
    /// What a list shows unless somebody says otherwise.
    pub const USUAL: &'static [Self] = &[
        Self::Number,
        Self::Priority,
        Self::Subject,
        Self::Customer,
        Self::Deadline,
        Self::Stage,
        Self::Assignee,
    ];

    /// Whether it takes more to read than what stands in a ticket's row.
    pub fn is_more(self) -> bool {
        matches!(self, Self::Type | Self::Tags | Self::Product | Self::Lot | Self::Order)
    }
}

/// A view.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct View {
    /// Row.
    pub id: ViewId,
    /// Counts changes.
    pub version: i64,
    /// Name.
    pub name: String,
    /// Whether everybody has it.
    pub shared: bool,
    /// What it holds, in the query language.
    pub query: String,
    /// Its columns, in their order.
    pub columns: Vec<ListColumn>,
    /// Its order, where the query does not say it.
    #[serde(with = "sort_text")]
    pub sort: Sort,
}

impl View {
    /// The list that it shows.
    pub fn listing(&self) -> Listing {
        Listing { queue: None, query: self.query.clone(), sort: Some(self.sort), more: more(&self.columns) }
    }
}

/// Whether columns take more to read than what stands in a ticket's row.
pub fn more(columns: &[ListColumn]) -> bool {
    columns.iter().any(|column| column.is_more())
}

/// An order as its text.
mod sort_text {
    use serde::{Deserialize, Deserializer, Serializer};

    use super::Sort;

    pub fn serialize<S: Serializer>(sort: &Sort, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(sort)
    }

    pub fn deserialize<'d, D: Deserializer<'d>>(from: D) -> Result<Sort, D::Error> {
        let text = String::deserialize(from)?;
        text.parse().map_err(|_| serde::de::Error::custom("no order"))
    }
}
