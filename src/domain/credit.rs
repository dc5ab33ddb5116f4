//! What of an invoice may still be credited, and what a credit note takes of it.
//!
//! Each invoice line has two ceilings: quantity and amount (its base and each of its taxes); the
//! document has one more, its total. A credit by quantity at the line's own price never takes more
//! than is left, and the one that exhausts a line takes exactly the rest, so that partial credits add
//! up to the invoice and its tax to the last unit. A credit at another price, or of a free amount, is
//! refused where it would break a ceiling (`domain/facts.md` §10, credit beyond the invoice and last
//! partial credit).
//!
//! With rounding by line everything is counted in whole units. With rounding by document whole units are
//! settled for the document as one, and a line is counted twice: by its exact amounts and by its shares
//! of the notes. It has left what both leave. Only the last unit or two of an invoice, which no line
//! asked for, may stand on a line beyond its own amount.

mod free;
mod left;
mod note;
mod rest;
mod returned;
mod settle;

pub use free::{Spread, spread_amount};
pub use left::{Creditable, LineLeft, stored};
pub use note::{Ask, Take, credit};
pub use rest::everything;
pub use returned::returned;

use super::ids::InvoiceLineId;
use super::invoice::Line;

/// A line of a standing credit note (posted, and not undone by a counter-document).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credited {
    /// The invoice line that it credits.
    pub source: InvoiceLineId,
    /// The credit note's line.
    pub line: Line,
}
