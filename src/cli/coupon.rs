//! `coupon`: made from a ticket, looked at, explained, taken back.

use clap::{Args, Subcommand};
use serde_json::json;

use super::flags::ticket_number;
use super::session::Session;
use super::table;
use crate::domain::command::{Command, CouponRequest};
use crate::domain::error::{Error, Result};
use crate::domain::form::{Draft, Value};
use crate::domain::ids::TicketId;
use crate::domain::settings;
use crate::domain::wizard::letter::TO;
use crate::domain::wizard::{Button, Form};
use crate::text::sentence;

/// Coupons, by code.
#[derive(Debug, Subcommand)]
pub enum Coupon {
    /// Make a coupon from a ticket, and tell its code and share link
    Create(Create),
    /// One coupon
    Show {
        /// Code or id:N
        code: String,
    },
    /// Coupons, newest first
    List {
        /// Those made from a ticket
        #[arg(long, value_name = "N", value_parser = ticket_number)]
        ticket: Option<i64>,
        /// At most so many
        #[arg(long, value_name = "N")]
        limit: Option<u32>,
    },
    /// Explain a code: every rule, whether it holds, and what would help
    Check {
        /// Code or id:N
        code: String,
        /// On this order
        #[arg(long, value_name = "NUM")]
        order: Option<String>,
    },
    /// Take a coupon back: its code can't be used any more
    Revoke {
        /// Code or id:N
        code: String,
        /// Why
        #[arg(long, value_name = "TEXT")]
        reason: String,
    },
}

/// A coupon to be made.
#[derive(Debug, Args)]
pub struct Create {
    /// The ticket it is made from
    #[arg(long, value_name = "N", value_parser = ticket_number)]
    ticket: i64,
    /// Coupon program
    #[arg(long, value_name = "NAME")]
    program: String,
    /// Last day, the whole of it [default: no expiry]
    #[arg(long, value_name = "D")]
    until: Option<String>,
    /// Put the message that sends it into the outbox
    #[arg(long)]
    send: bool,
    /// Address that it is sent to [default: the customer's]
    #[arg(long, value_name = "ADDRESS", requires = "send")]
    to: Option<String>,
}

impl Coupon {
    /// Runs the command.
    pub fn run(self, session: &mut Session<'_>) -> Result<()> {
        match self {
            Self::Create(create) => create.run(session),
            Self::Show { code } => {
                let id = session.desk.find_coupon(&code)?;
                let view = session.desk.coupon(id)?;
                session.expect(view.version, &view.code)?;
                session.out.show(&view, |words| table::coupon(words, &view))
            }
            Self::List { ticket, limit } => {
                let all = session.desk.coupons(ticket.map(TicketId), limit.map(i64::from))?;
                session.out.show(&all, |words| table::coupons(words, &all))
            }
            Self::Check { code, order } => check(session, &code, order.as_deref()),
            Self::Revoke { code, reason } => {
                let id = session.desk.find_coupon(&code)?;
                session.execute(&Command::RevokeCoupon(id, reason))
            }
        }
    }
}

impl Create {
    fn run(self, session: &mut Session<'_>) -> Result<()> {
        let program = session.desk.find_program(&self.program).map_err(|e| e.at("program"))?;
        let until = self.until.map(|d| settings::date(&d)).transpose();
        let until = until.map_err(|e| Error::from(e).at("until"))?;
        let ticket = TicketId(self.ticket);
        if self.send {
            let mut draft = Draft::default();
            if let Some(to) = self.to {
                draft.set(TO, Value::Text(to));
            }
            let form = Form::MailCoupon(ticket, program, until);
            let command = session.desk.command(&form, &draft, Button::Send, None)?;
            return session.execute(&command);
        }
        let request = CouponRequest { ticket, program, until, letter: None };
        session.execute(&Command::Coupon(request))
    }
}

fn check(session: &mut Session<'_>, code: &str, order: Option<&str>) -> Result<()> {
    let on = order.map(|number| session.desk.find_order(number)).transpose().map_err(|e| e.at("order"))?;
    let checks = session.desk.check_coupon(code, on)?;
    let words = &session.out.words;
    let rows: Vec<_> = checks
        .iter()
        .map(|c| {
            json!({
                "rule": c.rule,
                "ok": c.ok,
                "code": c.why.as_ref().map(Error::code),
                "message": c.why.as_ref().map(|e| sentence::error(words, e)),
            })
        })
        .collect();
    let usable = checks.iter().all(|c| c.ok != Some(false) || !c.rule.binds());
    let answer = json!({ "coupon": code, "usable": usable, "checks": rows });
    session.out.show(&answer, |words| table::coupon_checks(words, &checks))
}
