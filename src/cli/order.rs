//! `order`: quotations and orders, and the codes that are entered on them.

use clap::{Args, Subcommand};

use super::flags::{assignment, line_number, numbered, priced};
use super::print::Print;
use super::session::Session;
use super::table;
use crate::desk::Printable;
use crate::domain::command::{Command, NewLine, OrderEdit};
use crate::domain::error::Result;
use crate::domain::form::{Draft, Value};
use crate::domain::wizard::letter::TO;
use crate::domain::wizard::{Button, Form};

/// Quotations and orders, by number.
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
    /// Print it into a PDF file, in the customer's language
    Print(Print),
    /// Make a quotation
    New {
        /// Reference of the customer
        #[arg(long, value_name = "REF")]
        customer: String,
        /// A product, how much of it, and its unit price [default: the product's]
        #[arg(long = "line", value_name = "SKU=QTY[@PRICE]")]
        lines: Vec<String>,
    },
    /// Change a quotation; its coupons are looked at again
    Edit(Edit),
    /// Enter a coupon's code on a quotation; confirming uses it up
    ApplyCoupon {
        /// Number or id:N
        number: String,
        /// Code
        code: String,
        /// Which of several rewards, counted from 1
        #[arg(long, value_name = "K")]
        reward: Option<usize>,
    },
    /// Take a coupon's code off a quotation
    RemoveCoupon {
        /// Number or id:N
        number: String,
        /// Code
        code: String,
    },
    /// Confirm a quotation: its coupons are used up, its goods are to be delivered
    Confirm {
        /// Number or id:N
        number: String,
    },
    /// Give an order up: its coupons can be used again
    Cancel {
        /// Number or id:N
        number: String,
    },
    /// Put the message that sends a quotation or order into the outbox; a quotation is sent then
    Send {
        /// Number or id:N
        number: String,
        /// Address that it is sent to [default: the customer's]
        #[arg(long, value_name = "ADDRESS")]
        to: Option<String>,
    },
    /// Make a cancelled order a quotation again
    Reset {
        /// Number or id:N
        number: String,
    },
    /// Draft an invoice of what is to be invoiced
    Invoice {
        /// Number or id:N
        number: String,
    },
}

/// Changes of a quotation.
#[derive(Debug, Args)]
pub struct Edit {
    /// Number or id:N
    number: String,
    /// New quantity of a line (0 removes it), and its unit price
    #[arg(long = "line", value_name = "LINE=QTY[@PRICE]")]
    lines: Vec<String>,
    /// Remove a line; that of a reward goes with its coupon
    #[arg(long = "remove-line", value_name = "L")]
    remove: Vec<String>,
    /// A product to add, how much of it, and its unit price [default: the product's]
    #[arg(long, value_name = "SKU=QTY[@PRICE]")]
    add: Vec<String>,
}

impl Order {
    /// Runs the command.
    pub fn run(self, session: &mut Session<'_>) -> Result<()> {
        let find = |session: &mut Session<'_>, number: &str| session.desk.find_order(number);
        let command = match self {
            Self::List { limit } => {
                let all = session.desk.orders(limit.map(i64::from))?;
                return session.out.show(&all, |words| table::orders(words, &all));
            }
            Self::Show { number } => {
                let order = session.desk.order(&number)?;
                session.expect(order.version, &order.number)?;
                return session.out.show(&order, |words| table::order(words, &order));
            }
            Self::Print(print) => {
                return print.run(session, |desk, number| desk.find_order(number).map(Printable::Order));
            }
            Self::New { customer, lines } => {
                let add = new_lines(&lines).map_err(|e| e.at("line"))?;
                Command::NewOrder(customer, OrderEdit { add, ..OrderEdit::default() })
            }
            Self::Edit(edit) => edit.command(session)?,
            Self::ApplyCoupon { number, code, reward } => {
                Command::ApplyCoupon(find(session, &number)?, code, reward)
            }
            Self::RemoveCoupon { number, code } => Command::RemoveCoupon(find(session, &number)?, code),
            Self::Confirm { number } => Command::ConfirmOrder(find(session, &number)?),
            Self::Cancel { number } => Command::CancelOrder(find(session, &number)?),
            Self::Send { number, to } => {
                let id = find(session, &number)?;
                let mut draft = Draft::default();
                if let Some(to) = to {
                    draft.set(TO, Value::Text(to));
                }
                session.desk.command(&Form::MailOrder(id), &draft, Button::Send, None)?
            }
            Self::Reset { number } => Command::ResetOrder(find(session, &number)?),
            Self::Invoice { number } => Command::InvoiceOrder(find(session, &number)?),
        };
        session.execute(&command)
    }
}

impl Edit {
    fn command(self, session: &mut Session<'_>) -> Result<Command> {
        let id = session.desk.find_order(&self.number)?;
        let mut edit =
            OrderEdit { add: new_lines(&self.add).map_err(|e| e.at("add"))?, ..OrderEdit::default() };
        for text in &self.lines {
            edit.lines.push(numbered(text).map_err(|e| e.at("line"))?);
        }
        for line in &self.remove {
            edit.remove.push(line_number(line).map_err(|e| e.at("remove_line"))?);
        }
        Ok(Command::EditOrder(id, edit))
    }
}

fn new_lines(texts: &[String]) -> Result<Vec<NewLine>> {
    let read = |text: &String| {
        let (product, value) = assignment(text, "SKU=2@9.90")?;
        let (quantity, unit_price) = priced(value)?;
        Ok(NewLine { product: product.to_owned(), quantity, unit_price })
    };
    texts.iter().map(read).collect()
}
