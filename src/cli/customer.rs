//! `customer`: look at, make, change.

use clap::{Args, Subcommand};

use super::session::Session;
use super::table;
use crate::domain::command::Command;
use crate::domain::customer::CustomerEdit;
use crate::domain::error::Result;

/// Customers, by reference.
#[derive(Debug, Subcommand)]
pub enum Customer {
    /// Customers by reference
    List {
        /// At most so many
        #[arg(long, value_name = "N")]
        limit: Option<u32>,
    },
    /// One customer
    Show {
        /// Reference
        reference: String,
    },
    /// Make a customer
    New {
        /// Reference [default: made up]
        #[arg(long = "ref", value_name = "REF")]
        reference: Option<String>,
        #[command(flatten)]
        fields: Fields,
    },
    /// Change a customer; an empty text clears a field
    Edit {
        /// Reference
        reference: String,
        #[command(flatten)]
        fields: Fields,
    },
}

/// Fields of a customer.
#[derive(Debug, Args)]
pub struct Fields {
    /// Name
    #[arg(long)]
    name: Option<String>,
    /// Address for mail
    #[arg(long)]
    email: Option<String>,
    /// Telephone
    #[arg(long)]
    phone: Option<String>,
    /// Street and number
    #[arg(long)]
    street: Option<String>,
    /// City
    #[arg(long)]
    city: Option<String>,
    /// Postal code
    #[arg(long)]
    zip: Option<String>,
    /// Country, two letters
    #[arg(long)]
    country: Option<String>,
    /// Language of what it is sent: en or ko
    #[arg(long)]
    language: Option<String>,
    /// Reference of the company above it
    #[arg(long, value_name = "REF")]
    company: Option<String>,
    /// Whether it may use the customer pages
    #[arg(long, value_name = "true|false")]
    portal: Option<bool>,
}

impl From<Fields> for CustomerEdit {
    fn from(f: Fields) -> Self {
        Self {
            name: f.name,
            email: f.email,
            phone: f.phone,
            street: f.street,
            city: f.city,
            zip: f.zip,
            country: f.country,
            language: f.language,
            company: f.company,
            portal: f.portal,
        }
    }
}

impl Customer {
    /// Runs the command.
    pub fn run(self, session: &mut Session<'_>) -> Result<()> {
        let command = match self {
            Self::List { limit } => {
                let all = session.desk.customers(limit.map(i64::from))?;
                return session.out.show(&all, |words| table::customers(words, &all));
            }
            Self::Show { reference } => {
                let view = session.desk.customer(&reference)?;
                session.expect(view.version, &view.reference)?;
                return session.out.show(&view, |words| table::customer(words, &view));
            }
            Self::New { reference, fields } => Command::NewCustomer(reference, fields.into()),
            Self::Edit { reference, fields } => Command::EditCustomer(reference, fields.into()),
        };
        session.execute(&command)
    }
}
