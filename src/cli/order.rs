//! `order`: look at sales orders.

use clap::Subcommand;

use super::session::Session;
use super::table;
use crate::domain::error::Result;

/// Sales orders, by number.
#[derive(Debug, Subcommand)]
pub enum Order {
    /// Orders, newest first
    List {
        /// At most so many
        #[arg(long, value_name = "N")]
        limit: Option<u32>,
    },
    /// One order, with what was delivered and invoiced
    Show {
        /// Number or id:N
        number: String,
    },
}

impl Order {
    /// Runs the command.
    pub fn run(self, session: &mut Session<'_>) -> Result<()> {
        match self {
            Self::List { limit } => {
                let all = session.desk.orders(limit.map(i64::from))?;
                session.out.show(&all, |words| table::orders(words, &all))
            }
            Self::Show { number } => {
                let order = session.desk.order(&number)?;
                session.expect(order.version, &order.number)?;
                session.out.show(&order, |words| table::order(words, &order))
            }
        }
    }
}
