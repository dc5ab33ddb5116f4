//! The tax engine: from quantity, price, discount and taxes of the lines to the amounts of a document.
//!
//! The method is that of `domain/facts.md` §2.4 and §2.5 of the project's domain notes, in exact
//! rationals; only results are rounded, half away from zero. By line, every raw base and every tax
//! is rounded as soon as it is known; by document, each tax and the base are rounded once and the
//! leftover units are spread over the lines.

mod document;
mod line;

pub use document::{DocumentAmounts, LineAmounts, LineTax, TaxTotal, document, round_document};
pub use line::{ExactLine, ExactTax, line};

use serde::{Deserialize, Serialize};

use super::error::Invalid;
use super::ids::TaxId;
use super::quantity::{Quantity, Rate, UnitPrice};
use crate::code_enum;

code_enum! {
    /// How a tax is computed.
    TaxKind {
        /// A percentage of the base.
        Percent = "percent",
        /// An amount for each unit.
        Fixed = "fixed",
        /// A percentage of the price with the tax in it.
        Division = "division",
    }
}

code_enum! {
    /// Where rounding happens.
    Rounding {
        /// Each line's base and taxes are rounded.
        Line = "line",
        /// Each tax of the document and its base are rounded once.
        Document = "document",
    }
}

/// A tax, as it stood when the line was made: a changed tax is a new revision with its own id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tax {
    /// Row of this revision.
    pub id: TaxId,
    /// The name people know it by.
    pub name: String,
    /// How it is computed.
    pub kind: TaxKind,
    /// Percentage, or amount for each unit in the document's currency.
    pub amount: Rate,
    /// Whether unit prices already hold it.
    pub price_include: bool,
    /// Whether later taxes are computed on top of it.
    pub include_base_amount: bool,
    /// Whether earlier base-including taxes count in its base.
    pub is_base_affected: bool,
    /// Order of computation; among equals the order in which the taxes were made.
    pub sequence: i64,
}

impl Tax {
    /// Refuses an amount by which a price would be tax alone, or less than nothing beside it (`domain/facts.md` §1.3).
    pub fn in_range(&self) -> Result<(), Invalid> {
        let (least, most) = match self.kind {
            TaxKind::Division => (-99, 99),
            TaxKind::Percent => (-99, 9999),
            _ => return Ok(()),
        };
        let bound = |n: i64| n.to_string().parse::<Rate>();
        match (bound(least)?..=bound(most)?).contains(&self.amount) {
            true => Ok(()),
            false => Err(Invalid::NotBetween { given: self.amount.to_string(), least, most }),
        }
    }
}

/// What a line's amounts are computed from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PricedLine<'a> {
    /// How many units; negative on discount lines.
    pub quantity: Quantity,
    /// Price of one, taxes included or not as the taxes say.
    pub unit_price: UnitPrice,
    /// Percentage off.
    pub discount: Rate,
    /// The line's taxes, in any order.
    pub taxes: &'a [Tax],
}
