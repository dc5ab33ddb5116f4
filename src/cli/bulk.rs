//! `ticket bulk`: one change of many tickets, a row of what came of it for each.

use std::path::PathBuf;

use clap::Args;

use super::session::Session;
use super::{export, table};
use crate::domain::bulk::{Bulk, BulkAnswer, BulkChange, BulkCoupon, BulkRow, BulkState, CHUNK, MOST};
use crate::domain::command::{Answer, Call, Command};
use crate::domain::error::{Error, Invalid, Result};
use crate::domain::ids::{EventId, TicketId};
use crate::domain::settings::date;
use crate::domain::ticket::{PageFrom, priority};
use crate::text::sentence;

/// Which tickets, and what becomes of them.
#[derive(Debug, Args)]
pub struct BulkArgs {
    /// The tickets, as in `ticket list --query`
    #[arg(long, value_name = "Q")]
    query: Option<String>,
    /// Those of a view
    #[arg(long, value_name = "NAME")]
    view: Option<String>,
    /// A ticket by its number, may be repeated
    #[arg(long = "ticket", value_name = "N", value_parser = super::flags::ticket_number, conflicts_with_all = ["query", "view"])]
    tickets: Vec<i64>,
    /// Put them into a stage of their team
    #[arg(long, value_name = "STAGE")]
    stage: Option<String>,
    /// Give them to an agent; to nobody with an empty login
    #[arg(long, value_name = "LOGIN")]
    assign: Option<String>,
    /// Priority, 0 low to 3 urgent
    #[arg(long, value_name = "0-3")]
    priority: Option<String>,
    /// A tag that they get, may be repeated
    #[arg(long = "add-tag", value_name = "T")]
    add_tags: Vec<String>,
    /// A tag that they lose, may be repeated
    #[arg(long = "remove-tag", value_name = "T")]
    remove_tags: Vec<String>,
    /// A coupon for each, of a program
    #[arg(long, value_name = "PROGRAM", conflicts_with_all = ["stage", "assign", "priority", "add_tags", "remove_tags"])]
    coupon: Option<String>,
    /// Last day of the coupons; for ever without one
    #[arg(long, value_name = "D", requires = "coupon")]
    until: Option<String>,
    /// Write what came of it into a file for spreadsheets; - is standard output
    #[arg(long, value_name = "FILE")]
    csv: Option<PathBuf>,
}

impl BulkArgs {
    fn change(&self, session: &mut Session<'_>) -> Result<BulkChange> {
        let until = self.until.as_deref().map(date).transpose().map_err(|e| Error::from(e).at("until"))?;
        let coupon = match &self.coupon {
            Some(name) => Some(BulkCoupon {
                program: session.desk.find_program(name).map_err(|e| e.at("program"))?,
                until,
            }),
            None => None,
        };
        Ok(BulkChange {
            stage: self.stage.clone(),
            assignee: self.assign.clone().map(|login| (!login.is_empty()).then_some(login)),
            priority: self
                .priority
                .as_deref()
                .map(priority)
                .transpose()
                .map_err(|e| Error::from(e).at("priority"))?,
            add_tags: self.add_tags.clone(),
            remove_tags: self.remove_tags.clone(),
            coupon,
        })
    }

    fn tickets(&mut self, session: &mut Session<'_>) -> Result<Vec<TicketId>> {
        if !self.tickets.is_empty() {
            // One that is named twice is meant once.
            let mut seen = std::collections::BTreeSet::new();
            let tickets = self.tickets.iter().map(|number| TicketId(*number));
            return Ok(tickets.filter(|id| seen.insert(*id)).collect());
        }
        // All tickets are never meant by saying nothing.
        if self.query.as_ref().is_none_or(|query| query.trim().is_empty()) && self.view.is_none() {
            return Err(Error::FieldRequired.at("query"));
        }
        let listing = super::ticket::listing(session, self.query.take(), self.view.as_deref())?;
        let most = i64::try_from(MOST).unwrap_or(i64::MAX);
        let found = session.desk.ticket_numbers(&listing, PageFrom::Start, Some(most + 1))?;
        match found.len() > MOST {
            true => {
                let given = session.desk.count_tickets(&listing)?.to_string();
                Err(Error::from(Invalid::NotBetween { given, least: 1, most }).at("tickets"))
            }
            false => Ok(found),
        }
    }

    /// Changes them, a piece at a time, so that others at the books don't wait. What is to be repeatable, and what is
    /// only tried, is one piece.
    pub fn run(mut self, session: &mut Session<'_>) -> Result<()> {
        let (change, tickets) = (self.change(session)?, self.tickets(session)?);
        let call = session.call();
        let whole = call.dry_run || call.request.is_some();
        let size = if whole { MOST } else { CHUNK };
        let (mut rows, mut joins): (Vec<BulkRow>, Option<EventId>) = (vec![], None);
        let mut stopped = None;
        for piece in tickets.chunks(size.max(1)) {
            let tickets = piece.iter().map(|id| (*id, None)).collect();
            let bulk = Bulk { tickets, change: change.clone(), joins };
            let call = Call { request: call.request.clone(), ..session.call() };
            let outcome = match session.desk.execute(&Command::Bulk(Box::new(bulk)), &call) {
                Ok(outcome) => outcome,
                // What is done is done, and told: who tried it all again would do it twice.
                Err(error) if !rows.is_empty() => {
                    stopped = Some(error);
                    break;
                }
                Err(error) => return Err(error),
            };
            match outcome.answer {
                Answer::Bulk(BulkAnswer { rows: more, action }) => {
                    rows.extend(more);
                    joins = joins.or(action);
                }
                // It was carried out before.
                repeated => {
                    let value = serde_json::to_value(&repeated).map_err(|e| Error::Io(e.to_string()))?;
                    rows = serde_json::from_value(value["rows"].clone())
                        .map_err(|e| Error::Io(e.to_string()))?;
                }
            }
        }
        if call.dry_run {
            // A code that was only tried is nobody's.
            rows.iter_mut().for_each(|row| row.coupon = None);
        }
        if let Some(error) = stopped {
            let sentence = sentence::error(&session.out.words_again(), &error);
            let left = tickets.iter().skip(rows.len());
            rows.extend(
                left.map(|id| BulkRow::refused(*id, error.clone(), sentence.clone())).collect::<Vec<_>>(),
            );
        }
        match &self.csv {
            Some(file) => {
                let words = session.out.words_again();
                let (headings, cells) = table::bulk_cells(&words, &rows);
                export::export(session, file, &headings, &cells)?;
            }
            None => session.out.show(&rows, |words| table::bulk(words, &rows))?,
        }
        match rows.iter().find(|row| row.state == BulkState::Failed) {
            Some(first) => {
                let failed = rows.iter().filter(|row| row.state == BulkState::Failed).count();
                let why = first.why.clone().unwrap_or(Error::Busy);
                Err(Error::Incomplete { failed, count: rows.len(), first: Box::new(why) })
            }
            None => Ok(()),
        }
    }
}
