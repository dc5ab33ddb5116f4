//! `customer`: look at, make, change.

use clap::{Args, Subcommand};

use super::session::Session;
use super::table;
use crate::domain::command::Command;
use crate::domain::customer::CustomerEdit;
use crate::domain::error::{Error, Result};
use crate::domain::form::Hint;
use crate::domain::settings;

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
    /// Make a personal link to the customer's pages, or take all of them back
    ///
    /// Who has the link sees the customer's tickets, visits, credit notes and coupons until its last day. It is told
    /// once: only a digest of it is kept. The customer needs portal access (customer edit REF --portal true).
    Link {
        /// Reference
        reference: String,
        /// Its last day, the whole of it [default: 30 days from today]
        #[arg(long, value_name = "DATE", conflicts_with = "revoke")]
        until: Option<String>,
        /// Take every link of the customer back
        #[arg(long)]
        revoke: bool,
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
            Self::Link { reference, revoke: true, .. } => Command::RevokeLinks(reference),
            Self::Link { reference, until, .. } => return link(session, reference, until),
            Self::Edit { reference, fields } => Command::EditCustomer(reference, fields.into()),
        };
        session.execute(&command)
    }
}

/// Makes a link; where nobody said where the pages are, that is told beside it.
fn link(session: &mut Session<'_>, reference: String, until: Option<String>) -> Result<()> {
    let until = until.map(|day| settings::date(&day)).transpose();
    let until = until.map_err(|e| Error::from(e).at("until"))?;
    let known = session.desk.settings()?.portal_url.is_some();
    let hints = if known { vec![] } else { vec![Hint::NoPortalAddress] };
    session.execute_warning(&Command::LinkCustomer(reference, until), &hints)
}
