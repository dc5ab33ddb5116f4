//! `stock`: what lies where, and corrections after a count.

use clap::{Args, Subcommand};

use super::session::Session;
use super::table;
use crate::domain::command::{Command, StockCount};
use crate::domain::error::{Error, Invalid, Result};

/// Stock, by product.
#[derive(Debug, Subcommand)]
pub enum Stock {
    /// What lies where
    Show {
        /// Product
        sku: String,
        /// Only this lot or serial number
        #[arg(long, value_name = "L")]
        lot: Option<String>,
    },
    /// Correct what lies in a location
    Adjust(Adjust),
}

/// What was counted.
#[derive(Debug, Args)]
pub struct Adjust {
    /// Product
    sku: String,
    /// Location
    #[arg(long, value_name = "NAME")]
    location: String,
    /// What lies there
    #[arg(long, value_name = "Q", allow_hyphen_values = true)]
    quantity: String,
    /// Lot or serial number of a tracked product
    #[arg(long, value_name = "L")]
    lot: Option<String>,
    /// Make the lot or serial number if it is not there yet
    #[arg(long, requires = "lot")]
    new_lot: bool,
    /// Why the books were wrong
    #[arg(long, value_name = "R")]
    reason: String,
}

impl Stock {
    /// Runs the command.
    pub fn run(self, session: &mut Session<'_>) -> Result<()> {
        match self {
            Self::Show { sku, lot } => {
                let rows = session.desk.stock(&sku, lot.as_deref())?;
                session.out.show(&rows, |words| table::stock(words, &rows))
            }
            Self::Adjust(a) => {
                let quantity = a.quantity.parse().map_err(|e: Invalid| Error::from(e).at("quantity"))?;
                session.execute(&Command::AdjustStock(StockCount {
                    product: a.sku,
                    location: a.location,
                    lot: a.lot,
                    new_lot: a.new_lot,
                    quantity,
                    reason: a.reason,
                }))
            }
        }
    }
}
