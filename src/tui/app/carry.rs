//! Carrying a command out: the desk executes it, what is open is read anew, what came of it is said and
//! opened.

use std::sync::atomic::{AtomicU64, Ordering};

use chrono::{DateTime, Utc};

use super::{App, undo};
use crate::domain::command::{Answer, Call, Command, Outcome, RepairAction};
use crate::domain::error::Result;
use crate::domain::history::{EventKind, TimelineEntry};
use crate::domain::ids::TicketId;
use crate::domain::record::RecordKind;
use crate::text::{Words, timeline};
use crate::tui::layer::Next;
use crate::tui::view::{self, PageView};

impl App {
    /// A key that makes one command repeatable.
    pub fn request(&self) -> String {
        // Of all interfaces of the process together: no two share a key.
        static REQUESTS: AtomicU64 = AtomicU64::new(0);
        let count = REQUESTS.fetch_add(1, Ordering::Relaxed);
        let now = self.options.clock.now().timestamp_micros();
        format!("desk-{}-{now}-{count}", std::process::id())
    }

    /// Carries a command out and says what came of it; what it leads to is answered.
    pub fn carry_out(&mut self, command: &Command, call: &Call) -> Result<Next> {
        let outcome = self.desk()?.execute(command, call)?;
        self.carried(command, &outcome)
    }

    /// Says what came of a command that was carried out; what it leads to is answered.
    pub(super) fn carried(&mut self, command: &Command, outcome: &Outcome) -> Result<Next> {
        if command.moves_deadlines() {
            self.refreshing = true;
        }
        self.reload();
        self.count_down();
        let at = self.options.clock.now();
        let told = match &outcome.answer {
            Answer::Action(view) => undo::done(&self.look, view, outcome.effects.clone()),
            _ => done(&self.look.words, at, command, outcome),
        };
        self.tell(told);
        self.after(command, outcome)
    }

    /// Where a command that was carried out leads.
    fn after(&mut self, command: &Command, outcome: &Outcome) -> Result<Next> {
        Ok(match &outcome.answer {
            Answer::Ticket(ticket) if matches!(command, Command::OpenTicket(_)) => {
                self.show_ticket(ticket.id)?;
                Next::Close
            }
            // Everything goes on where it was merged into.
            Answer::Ticket(ticket) if matches!(command, Command::Merge(..)) => {
                self.carry_typing(command);
                self.show_ticket(ticket.id)?;
                Next::Close
            }
            Answer::Order(made) if matches!(command, Command::NewOrder(..)) => {
                Next::Swap(PageView::open(self, view::Target::Order(made.number.clone()))?)
            }
            Answer::Document(made) if matches!(command, Command::InvoiceOrder(_)) => {
                Next::Swap(PageView::open(self, view::Target::Document(made.id))?)
            }
            Answer::Program(made) if matches!(command, Command::NewProgram(_)) => {
                Next::Swap(PageView::open(self, view::Target::Program(made.id))?)
            }
            Answer::Refund(made) => match (made.credit_notes.as_slice(), made.invoices.as_slice()) {
                ([one], []) | ([_], [one]) => {
                    Next::Swap(PageView::open(self, view::Target::Document(one.id))?)
                }
                ([first, ..], _) => match first.ticket {
                    Some(ticket) => {
                        let ticket = TicketId(ticket);
                        Next::Swap(PageView::open(self, view::Target::Documents(ticket))?)
                    }
                    None => Next::Close,
                },
                _ => Next::Close,
            },
            Answer::Return(made) => match made.returns.first() {
                Some(first) => {
                    Next::Swap(PageView::open(self, view::Target::Transfer(first.number.clone()))?)
                }
                None => Next::Close,
            },
            Answer::Repair(made) => match (command, &made.order) {
                (Command::Repair(asked), Some(order)) if asked.quote => {
                    Next::Swap(PageView::open(self, view::Target::Order(order.clone()))?)
                }
                (Command::StepRepair(_, RepairAction::Quote, _), Some(order)) => {
                    Next::Swap(PageView::open(self, view::Target::Order(order.clone()))?)
                }
                (Command::Repair(_), _) => {
                    Next::Swap(PageView::open(self, view::Target::Repair(made.number.clone()))?)
                }
                _ => Next::Close,
            },
            Answer::Record(made) if made.kind == RecordKind::View => {
                self.show_view(made.id)?;
                Next::Close
            }
            Answer::Removed { removed } => {
                if let Command::Remove(kind, _) = command {
                    self.close_page_of(*kind, *removed);
                }
                Next::Close
            }
            Answer::Link(made) => match view::shown_link(self, made)? {
                Some(layer) => Next::Swap(layer),
                None => Next::Close,
            },
            Answer::Task(made) if matches!(command, Command::Task(asked) if asked.open) => {
                Next::Swap(PageView::open(self, view::Target::Task(made.id))?)
            }
            Answer::Worksheet(made) if matches!(command, Command::NewWorksheet(..)) => {
                Next::Swap(PageView::open(self, view::Target::Template(made.id))?)
            }
            Answer::Coupon(made) if matches!(command, Command::Coupon(r) if r.letter.is_none()) => {
                Next::Swap(view::share(&self.look, made))
            }
            _ => Next::Close,
        })
    }
}

/// What a command did, as the history will tell it.
fn done(words: &Words, at: DateTime<Utc>, command: &Command, outcome: &Outcome) -> String {
    if outcome.effects.is_empty() {
        return words.word("notice-nothing-changed");
    }
    let document = match &outcome.answer {
        Answer::Document(view) => Some(crate::domain::invoice::label(view.number.as_deref(), view.id)),
        Answer::Approval(view) => Some(view.document.clone()),
        Answer::Customer(view) => Some(view.reference.clone()),
        Answer::Link(view) => Some(view.customer.clone()),
        Answer::Order(view) => Some(view.number.clone()),
        Answer::Program(view) => Some(view.name.clone()),
        Answer::Team(view) => Some(view.name.clone()),
        Answer::User(view) => Some(view.login.clone()),
        Answer::Stock(_) => match command {
            Command::AdjustStock(count) => Some(count.product.clone()),
            _ => None,
        },
        _ => None,
    };
    let kind = match command {
        Command::Refund(_) => EventKind::Refunded,
        Command::EditDraft(..) => EventKind::DocumentEdited,
        Command::Post(_) => EventKind::DocumentPosted,
        Command::Cancel(_) => EventKind::DocumentCancelled,
        Command::Pay(..) => EventKind::Paid,
        Command::Allocate(..) => EventKind::Allocated,
        Command::Reverse(_) => EventKind::Reversed,
        Command::Receive(_) => EventKind::MailReceived,
        Command::RequestApproval(..) => EventKind::ApprovalAsked,
        Command::Decide(_, true, _) => EventKind::Approved,
        Command::Decide(_, false, _) => EventKind::Rejected,
        Command::WithdrawApproval(_) => EventKind::ApprovalWithdrawn,
        Command::OpenTicket(_) => EventKind::TicketOpened,
        Command::EditTicket(..) | Command::Bulk(_) | Command::RefreshLevels(_) => EventKind::TicketEdited,
        Command::LoadHolidays(..) => EventKind::SettingsChanged,
        Command::CloseInactive(..) => EventKind::TicketClosed,
        Command::Note(..) => EventKind::Noted,
        Command::Assign(..) => EventKind::TicketAssigned,
        Command::Stage(..) => EventKind::TicketStaged,
        Command::NewCustomer(..) | Command::EditCustomer(..) => EventKind::CustomerChanged,
        Command::LinkCustomer(..) => EventKind::CustomerLinked,
        Command::RevokeLinks(_) => EventKind::LinksRevoked,
        Command::QueueMail(_) => EventKind::MailQueued,
        Command::CancelMail(_) => EventKind::MailCancelled,
        Command::NewRecord(..) | Command::EditRecord(..) | Command::Remove(..) => EventKind::SettingsChanged,
        Command::NewTeam(..) | Command::EditTeam(..) => EventKind::TeamChanged,
        Command::NewUser(..) | Command::EditUser(..) => EventKind::UserChanged,
        Command::AdjustStock(_) => EventKind::StockAdjusted,
        Command::Coupon(_) => EventKind::CouponMade,
        Command::Return(_) => EventKind::ReturnMade,
        Command::Repair(_) => EventKind::RepairMade,
        Command::EditRepair(..) | Command::StepRepair(..) => EventKind::RepairChanged,
        Command::Task(_) => EventKind::TaskMade,
        Command::EditTask(..) | Command::StageTask(..) | Command::FillTask(..) | Command::SignTask(..) => {
            EventKind::TaskChanged
        }
        Command::NewProject(..)
        | Command::EditProject(..)
        | Command::NewWorksheet(..)
        | Command::EditWorksheet(..) => EventKind::ProjectChanged,
        Command::Validate(..) => EventKind::TransferDone,
        Command::CancelTransfer(_) => EventKind::TransferCancelled,
        Command::SetReason(..) => EventKind::SettingsChanged,
        Command::Merge(..) => EventKind::TicketMerged,
        Command::Unmerge(_) => EventKind::TicketUnmerged,
        Command::Undo(_) => EventKind::Undone,
        Command::Redo => EventKind::Redone,
        Command::RevokeCoupon(..) => EventKind::CouponRevoked,
        Command::NewProgram(_) | Command::EditProgram(..) => EventKind::ProgramChanged,
        Command::NewOrder(..)
        | Command::EditOrder(..)
        | Command::ApplyCoupon(..)
        | Command::RemoveCoupon(..)
        | Command::ResetOrder(_) => EventKind::OrderChanged,
        Command::SendOrder(..) => EventKind::OrderSent,
        Command::ConfirmOrder(_) => EventKind::OrderConfirmed,
        Command::CancelOrder(_) => EventKind::OrderCancelled,
        Command::InvoiceOrder(_) => EventKind::OrderInvoiced,
    };
    let mail = match &outcome.answer {
        Answer::Mail(view) => Some((view.to.clone(), view.subject.clone())),
        _ => None,
    };
    let effects = outcome.effects.clone();
    let told = TimelineEntry {
        at,
        agent: None,
        kind,
        text: String::new(),
        document,
        mail,
        body: None,
        incoming: None,
        effects,
    };
    timeline::entry(words, &told)
}
