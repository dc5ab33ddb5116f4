//! `approval`: refunds above a limit, asked for by one and decided by another.

use clap::Subcommand;

use super::session::Session;
use super::table;
use crate::domain::command::Command;
use crate::domain::error::Result;
use crate::domain::ids::ApprovalId;

/// Requests, by number.
#[derive(Debug, Subcommand)]
pub enum Approval {
    /// Those that wait: to be decided by you, or asked for by you
    List {
        /// Also those that are decided
        #[arg(long)]
        all: bool,
    },
    /// One request
    Show {
        /// Number
        #[arg(value_parser = number)]
        id: i64,
    },
    /// Ask somebody else to post a draft that is above your limit
    Request {
        /// Number or id:N of the draft
        document: String,
        /// Why
        #[arg(long, value_name = "TEXT")]
        comment: Option<String>,
    },
    /// Post what somebody else asked for
    Approve {
        /// Number
        #[arg(value_parser = number)]
        id: i64,
        /// What you say with it
        #[arg(long, value_name = "TEXT")]
        comment: Option<String>,
    },
    /// Refuse what somebody else asked for
    Reject {
        /// Number
        #[arg(value_parser = number)]
        id: i64,
        /// Why
        #[arg(long, value_name = "TEXT")]
        comment: Option<String>,
    },
    /// Take a request back
    Withdraw {
        /// Number
        #[arg(value_parser = number)]
        id: i64,
    },
}

/// The number of a request: `3`, `id:3` or `approval:3`.
fn number(text: &str) -> std::result::Result<i64, std::num::ParseIntError> {
    text.strip_prefix("id:").or_else(|| text.strip_prefix("approval:")).unwrap_or(text).parse()
}

impl Approval {
    /// Runs the command.
    pub fn run(self, session: &mut Session<'_>) -> Result<()> {
        let zone = session.desk.settings()?.time_zone;
        let command = match self {
            Self::List { all } => {
                let all = session.desk.approvals(all, None)?;
                return session.out.show(&all, |words| table::approvals(words, &all, &zone));
            }
            Self::Show { id } => {
                let view = session.desk.approval(ApprovalId(id))?;
                session.expect(view.version, &view.document)?;
                let rows = std::slice::from_ref(&view);
                return session.out.show(&view, |words| table::approvals(words, rows, &zone));
            }
            Self::Request { document, comment } => {
                Command::RequestApproval(session.desk.find_document(&document)?, comment)
            }
            Self::Approve { id, comment } => Command::Decide(ApprovalId(id), true, comment),
            Self::Reject { id, comment } => Command::Decide(ApprovalId(id), false, comment),
            Self::Withdraw { id } => Command::WithdrawApproval(ApprovalId(id)),
        };
        session.execute(&command)
    }
}
