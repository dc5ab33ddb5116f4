//! From a command to the function that carries it out, its row of history and its answer.

use super::field_service::{self, projects, worksheets};
use super::stock::{self, reasons, returns, validate, view};
use super::work::Work;
use super::{
    approvals, bulk, closing, coupons, customers, draft, links, mailbox, merge, order_flow, order_invoice,
    order_mail, orders, outbox, payment, posting, programs, records, refund, repair, replies, stock_count,
    teams, tickets, undo, users, views,
};
use super::{holidays, sla};
use crate::domain::command::{Answer, Command};
use crate::domain::error::{Error, Result};
use crate::domain::history::EventKind;
use crate::domain::ids::{
    ApprovalId, CouponId, CustomerId, EventId, InvoiceId, MailId, OrderId, ProgramId, RepairId, TaskId,
    TeamId, TicketId, TransferId, UserId,
};
use crate::domain::mail::label;
use crate::domain::record::RecordKind;
use crate::store::{coupon, customer, invoice, mail, order, program, record, team, ticket, user};

/// Carries a command out; answers the thing that was made or changed, and the row of history.
pub fn run(
    work: &mut Work<'_, '_>,
    command: &Command,
    if_version: Option<i64>,
) -> Result<(Answer, Option<EventId>)> {
    if let Some(expected) = if_version {
        check_version(work, command, expected)?;
    }
    // Answers are read after the history is written: they show its versions and timeline.
    match command {
        Command::Refund(request) => {
            let made = refund::refund(work, request)?;
            let event = work.finish(EventKind::Refunded)?;
            Ok((refund::answer(work.tx, &made)?, event))
        }
        Command::EditDraft(id, edit) => {
            draft::edit(work, *id, edit)?;
            document(work, *id, EventKind::DocumentEdited)
        }
        Command::Post(id) => {
            posting::post(work, *id)?;
            document(work, *id, EventKind::DocumentPosted)
        }
        Command::Cancel(id) => {
            posting::cancel(work, *id)?;
            document(work, *id, EventKind::DocumentCancelled)
        }
        Command::Pay(id, with) => {
            payment::pay(work, *id, *with)?;
            document(work, *id, EventKind::Paid)
        }
        Command::Allocate(credit, to) => {
            payment::allocate(work, *credit, *to)?;
            document(work, *to, EventKind::Allocated)
        }
        Command::Reverse(id) => {
            let counter = posting::reverse(work, *id)?;
            document(work, counter, EventKind::Reversed)
        }
        Command::Receive(of) => {
            work.own = false;
            let delivered = mailbox::receive(work, of)?;
            match delivered.ticket {
                Some(id) => ticket_answer(work, id, delivered.event.unwrap_or(EventKind::MailReceived)),
                None => Ok((Answer::Known { known: true }, None)),
            }
        }
        Command::RequestApproval(id, reason) => {
            let id = approvals::request(work, *id, reason.as_deref())?;
            approval_answer(work, id, EventKind::ApprovalAsked)
        }
        Command::Decide(id, approves, comment) => {
            approvals::decide(work, *id, *approves, comment.as_deref())?;
            approval_answer(work, *id, if *approves { EventKind::Approved } else { EventKind::Rejected })
        }
        Command::WithdrawApproval(id) => {
            approvals::withdraw(work, *id)?;
            approval_answer(work, *id, EventKind::ApprovalWithdrawn)
        }
        Command::OpenTicket(edit) => {
            let id = tickets::open(work, edit)?;
            ticket_answer(work, id, EventKind::TicketOpened)
        }
        Command::EditTicket(id, edit) => {
            tickets::edit(work, *id, edit)?;
            ticket_answer(work, *id, EventKind::TicketEdited)
        }
        Command::Note(id, text) => {
            tickets::note(work, *id, text)?;
            ticket_answer(work, *id, EventKind::Noted)
        }
        Command::Assign(id, login) => {
            tickets::assign(work, *id, login.as_deref())?;
            ticket_answer(work, *id, EventKind::TicketAssigned)
        }
        Command::Stage(id, name) => {
            tickets::stage(work, *id, name)?;
            ticket_answer(work, *id, EventKind::TicketStaged)
        }
        Command::Merge(sources, target, anyway) => {
            let event = merge::merge(work, sources, *target, *anyway)?;
            let view = tickets::view(work.tx, *target, &work.actor, (work.words, work.now))?;
            Ok((Answer::Ticket(Box::new(view)), event))
        }
        Command::Unmerge(id) => {
            let event = merge::unmerge(work, *id)?;
            let view = tickets::view(work.tx, *id, &work.actor, (work.words, work.now))?;
            Ok((Answer::Ticket(Box::new(view)), event))
        }
        Command::Undo(which) => {
            let (view, event) = undo::undo(work, *which)?;
            Ok((Answer::Action(Box::new(view)), event))
        }
        Command::Redo => {
            let (view, event) = undo::redo(work)?;
            Ok((Answer::Action(Box::new(view)), event))
        }
        Command::Bulk(of) => {
            let done = bulk::change(work, of)?;
            let event = done.action;
            Ok((Answer::Bulk(done), event))
        }
        Command::RefreshLevels(anew) => Ok((Answer::Refreshed(sla::refresh_piece(work, *anew)?), None)),
        Command::LoadHolidays(country, file) => {
            let added = holidays::load(work, country.as_deref(), file.as_deref())?;
            Ok((Answer::Entered { added }, work.finish(EventKind::SettingsChanged)?))
        }
        Command::CloseInactive(most, joins) => {
            work.join(*joins)?;
            let done = closing::run(work, *most)?;
            let event = done.action;
            Ok((Answer::Bulk(done), event))
        }
        Command::NewCustomer(reference, edit) => {
            let id = customers::new(work, reference.as_deref(), edit)?;
            customer_answer(work, id)
        }
        Command::EditCustomer(reference, edit) => {
            let id = customers::edit(work, reference, edit)?;
            customer_answer(work, id)
        }
        Command::LinkCustomer(reference, until) => {
            let view = links::make(work, reference, *until)?;
            Ok((Answer::Link(Box::new(view)), work.finish(EventKind::CustomerLinked)?))
        }
        Command::RevokeLinks(reference) => {
            let view = links::revoke(work, reference)?;
            Ok((Answer::Link(Box::new(view)), work.finish(EventKind::LinksRevoked)?))
        }
        Command::NewRecord(kind, owner, edit) => {
            let id = records::new(work, *kind, *owner, edit)?;
            record_answer(work, *kind, id)
        }
        Command::EditRecord(kind, id, edit) => {
            let id = records::edit(work, *kind, *id, edit)?;
            record_answer(work, *kind, id)
        }
        Command::Remove(kind, id) => {
            records::remove(work, *kind, *id)?;
            Ok((Answer::Removed { removed: *id }, work.finish(EventKind::SettingsChanged)?))
        }
        Command::NewTeam(name, edit) => {
            let id = teams::new(work, name, edit)?;
            team_answer(work, id)
        }
        Command::EditTeam(name, edit) => {
            let id = teams::edit(work, name, edit)?;
            team_answer(work, id)
        }
        Command::NewUser(login, edit) => {
            let id = users::new(work, login, edit)?;
            user_answer(work, id)
        }
        Command::EditUser(login, edit) => {
            let id = users::edit(work, login, edit)?;
            user_answer(work, id)
        }
        Command::AdjustStock(count) => {
            let product = stock_count::adjust(work, count)?;
            let event = work.finish(EventKind::StockAdjusted)?;
            Ok((Answer::Stock(crate::store::stock::rows(work.tx, product.id, None)?), event))
        }
        Command::QueueMail(new) => {
            let id = replies::send(work, new)?;
            mail_answer(work, id, EventKind::MailQueued)
        }
        Command::CancelMail(id) => {
            outbox::cancel(work, *id)?;
            mail_answer(work, *id, EventKind::MailCancelled)
        }
        Command::Coupon(request) => {
            let id = coupons::create(work, request)?;
            coupon_answer(work, id, EventKind::CouponMade)
        }
        Command::RevokeCoupon(id, reason) => {
            coupons::revoke(work, *id, reason)?;
            coupon_answer(work, *id, EventKind::CouponRevoked)
        }
        Command::NewProgram(edit) => {
            let id = programs::new(work, edit)?;
            program_answer(work, id)
        }
        Command::EditProgram(name, edit) => {
            let id = programs::edit(work, name, edit)?;
            program_answer(work, id)
        }
        Command::Return(request) => {
            let made = returns::create(work, request)?;
            let event = work.finish(EventKind::ReturnMade)?;
            Ok((Answer::Return(Box::new(returns::answer(work, &made)?)), event))
        }
        Command::Repair(request) => {
            let id = repair::create(work, request)?;
            repair_answer(work, id, EventKind::RepairMade)
        }
        Command::EditRepair(id, edit) => {
            repair::edit(work, *id, edit)?;
            repair_answer(work, *id, EventKind::RepairChanged)
        }
        Command::StepRepair(id, action, anyway) => {
            repair::step(work, *id, *action, *anyway)?;
            repair_answer(work, *id, EventKind::RepairChanged)
        }
        Command::NewProject(name, edit) => {
            let id = projects::new(work, name, edit)?;
            let event = work.finish(EventKind::ProjectChanged)?;
            Ok((Answer::Project(Box::new(projects::view(work.tx, id)?)), event))
        }
        Command::EditProject(name, edit) => {
            let id = projects::edit(work, name, edit)?;
            let event = work.finish(EventKind::ProjectChanged)?;
            Ok((Answer::Project(Box::new(projects::view(work.tx, id)?)), event))
        }
        Command::NewWorksheet(name, edit) => {
            let id = worksheets::new(work, name, edit)?;
            let event = work.finish(EventKind::ProjectChanged)?;
            Ok((Answer::Worksheet(Box::new(worksheets::view(work.tx, id)?)), event))
        }
        Command::EditWorksheet(name, edit) => {
            let id = worksheets::edit(work, name, edit)?;
            let event = work.finish(EventKind::ProjectChanged)?;
            Ok((Answer::Worksheet(Box::new(worksheets::view(work.tx, id)?)), event))
        }
        Command::Task(request) => {
            let id = field_service::create(work, request)?;
            task_answer(work, id, EventKind::TaskMade)
        }
        Command::EditTask(id, edit, anyway) => {
            field_service::edit(work, *id, edit, *anyway)?;
            task_answer(work, *id, EventKind::TaskChanged)
        }
        Command::StageTask(id, name) => {
            field_service::stage(work, *id, name)?;
            task_answer(work, *id, EventKind::TaskChanged)
        }
        Command::FillTask(id, set) => {
            field_service::fill(work, *id, set)?;
            task_answer(work, *id, EventKind::TaskChanged)
        }
        Command::SignTask(id, name) => {
            field_service::sign(work, *id, name)?;
            task_answer(work, *id, EventKind::TaskChanged)
        }
        Command::Validate(id, asked) => {
            validate::validate(work, *id, asked)?;
            transfer_answer(work, *id, EventKind::TransferDone)
        }
        Command::CancelTransfer(id) => {
            stock::cancel(work, *id)?;
            transfer_answer(work, *id, EventKind::TransferCancelled)
        }
        Command::SetReason(id, edit) => {
            let id = reasons::set(work, *id, edit)?;
            let event = work.finish(EventKind::SettingsChanged)?;
            Ok((Answer::Reason(Box::new(reasons::load(work.tx, id)?)), event))
        }
        Command::InvoiceOrder(id) => {
            let draft = order_invoice::invoice(work, *id)?;
            document(work, draft, EventKind::OrderInvoiced)
        }
        _ => of_order(work, command),
    }
}

/// Commands about quotations and orders.
fn of_order(work: &mut Work<'_, '_>, command: &Command) -> Result<(Answer, Option<EventId>)> {
    let (id, kind) = match command {
        Command::NewOrder(customer, edit) => (orders::new(work, customer, edit)?, EventKind::OrderChanged),
        Command::EditOrder(id, edit) => {
            orders::edit(work, *id, edit)?;
            (*id, EventKind::OrderChanged)
        }
        Command::ApplyCoupon(id, code, choice) => {
            orders::apply_coupon(work, *id, code, *choice)?;
            (*id, EventKind::OrderChanged)
        }
        Command::RemoveCoupon(id, code) => {
            orders::remove_coupon(work, *id, code)?;
            (*id, EventKind::OrderChanged)
        }
        Command::ConfirmOrder(id) => {
            order_flow::confirm(work, *id)?;
            (*id, EventKind::OrderConfirmed)
        }
        Command::CancelOrder(id) => {
            order_flow::cancel(work, *id)?;
            (*id, EventKind::OrderCancelled)
        }
        Command::SendOrder(id, letter) => {
            order_mail::send(work, *id, letter)?;
            (*id, EventKind::OrderSent)
        }
        Command::ResetOrder(id) => {
            order_flow::reset(work, *id)?;
            (*id, EventKind::OrderChanged)
        }
        _ => return Err(crate::store::driver::damaged("command")),
    };
    // What becomes of a repair's quotation is told on its ticket.
    if work.ticket.is_none() {
        work.ticket = repair::ticket_of(work.tx, id)?;
    }
    let event = work.finish(kind)?;
    let view = orders::view(work.tx, id, &work.actor)?;
    Ok((Answer::Order(Box::new(view)), event))
}

fn coupon_answer(
    work: &mut Work<'_, '_>,
    id: CouponId,
    kind: EventKind,
) -> Result<(Answer, Option<EventId>)> {
    let event = work.finish(kind)?;
    Ok((Answer::Coupon(Box::new(coupons::view(work.tx, id, &work.settings, work.today)?)), event))
}

fn transfer_answer(
    work: &mut Work<'_, '_>,
    id: TransferId,
    kind: EventKind,
) -> Result<(Answer, Option<EventId>)> {
    let event = work.finish(kind)?;
    Ok((Answer::Transfer(Box::new(view::view(work.tx, id)?)), event))
}

fn program_answer(work: &mut Work<'_, '_>, id: ProgramId) -> Result<(Answer, Option<EventId>)> {
    let event = work.finish(EventKind::ProgramChanged)?;
    Ok((Answer::Program(Box::new(programs::view(work.tx, id, &work.settings)?)), event))
}

fn customer_answer(work: &mut Work<'_, '_>, id: CustomerId) -> Result<(Answer, Option<EventId>)> {
    let event = work.finish(EventKind::CustomerChanged)?;
    Ok((Answer::Customer(Box::new(customers::load(work.tx, id)?)), event))
}

fn repair_answer(
    work: &mut Work<'_, '_>,
    id: RepairId,
    kind: EventKind,
) -> Result<(Answer, Option<EventId>)> {
    let event = work.finish(kind)?;
    Ok((Answer::Repair(Box::new(repair::view(work.tx, id, work.today)?)), event))
}

fn task_answer(work: &mut Work<'_, '_>, id: TaskId, kind: EventKind) -> Result<(Answer, Option<EventId>)> {
    let event = work.finish(kind)?;
    Ok((Answer::Task(Box::new(field_service::view(work.tx, id)?)), event))
}

fn approval_answer(
    work: &mut Work<'_, '_>,
    id: ApprovalId,
    kind: EventKind,
) -> Result<(Answer, Option<EventId>)> {
    let event = work.finish(kind)?;
    Ok((Answer::Approval(Box::new(approvals::view(work.tx, id)?)), event))
}

fn team_answer(work: &mut Work<'_, '_>, id: TeamId) -> Result<(Answer, Option<EventId>)> {
    let event = work.finish(EventKind::TeamChanged)?;
    Ok((Answer::Team(Box::new(teams::load(work.tx, id)?)), event))
}

fn record_answer(work: &mut Work<'_, '_>, kind: RecordKind, id: i64) -> Result<(Answer, Option<EventId>)> {
    let event = work.finish(EventKind::SettingsChanged)?;
    let answer = match kind {
        RecordKind::Company => Answer::Settings(Box::new(super::settings(work.tx)?)),
        _ => Answer::Record(Box::new(records::load(work.tx, kind, id)?)),
    };
    Ok((answer, event))
}

fn user_answer(work: &mut Work<'_, '_>, id: UserId) -> Result<(Answer, Option<EventId>)> {
    let event = work.finish(EventKind::UserChanged)?;
    Ok((Answer::User(Box::new(views::user_view(work.tx, id)?)), event))
}

fn mail_answer(work: &mut Work<'_, '_>, id: MailId, kind: EventKind) -> Result<(Answer, Option<EventId>)> {
    let event = work.finish(kind)?;
    Ok((Answer::Mail(Box::new(outbox::find(work.tx, id)?.view)), event))
}

fn document(work: &mut Work<'_, '_>, id: InvoiceId, kind: EventKind) -> Result<(Answer, Option<EventId>)> {
    let event = work.finish(kind)?;
    Ok((Answer::Document(Box::new(views::document_for(work.tx, &work.actor, id)?)), event))
}

fn ticket_answer(
    work: &mut Work<'_, '_>,
    id: TicketId,
    kind: EventKind,
) -> Result<(Answer, Option<EventId>)> {
    let event = work.finish(kind)?;
    Ok((Answer::Ticket(Box::new(tickets::view(work.tx, id, &work.actor, (work.words, work.now))?)), event))
}

/// Refuses when the thing that a command names has another version by now.
fn check_version(work: &Work<'_, '_>, command: &Command, expected: i64) -> Result<()> {
    let tx = work.tx;
    let of_invoice = |id: InvoiceId| Ok(invoice::head(tx, id)?.map(|i| (i.label(), i.version)));
    let of_order_row = |id: OrderId| Ok(order::load(tx, id)?.map(|o| (o.number, o.version)));
    let of_ticket = |id: TicketId| Ok(ticket::load(tx, id)?.map(|t| (format!("#{id}"), t.version)));
    let found: Result<Option<(String, i64)>> = match command {
        Command::Refund(request) => of_ticket(request.ticket),
        Command::EditDraft(id, _)
        | Command::Post(id)
        | Command::Cancel(id)
        | Command::Pay(id, _)
        | Command::RequestApproval(id, _)
        | Command::Reverse(id) => of_invoice(*id),
        Command::Decide(id, ..) | Command::WithdrawApproval(id) => {
            Ok(crate::store::approval::load(tx, *id)?.map(|a| (format!("approval {id}"), a.version)))
        }
        Command::Allocate(crate::domain::command::Credit::Note(id), _) => of_invoice(*id),
        Command::Allocate(crate::domain::command::Credit::Payment(_), to) => of_invoice(*to),
        Command::EditTicket(id, _)
        | Command::Note(id, _)
        | Command::Assign(id, _)
        | Command::Stage(id, _)
        | Command::Unmerge(id) => of_ticket(*id),
        // Of several the one that stays is the ticket that is looked at.
        Command::Merge(sources, target, _) => of_ticket(match sources.as_slice() {
            [only] => *only,
            _ => *target,
        }),
        Command::EditCustomer(reference, _)
        | Command::LinkCustomer(reference, _)
        | Command::RevokeLinks(reference) => match customer::find(tx, reference)? {
            Some(id) => Ok(customer::load(tx, id)?.map(|c| (c.reference, c.version))),
            None => Ok(None),
        },
        Command::EditRecord(kind, id, _) | Command::Remove(kind, id) if !kind.columns().is_empty() => {
            Ok(record::load(tx, *kind, *id)?.map(|r| (r.key().to_owned(), r.version)))
        }
        Command::Remove(RecordKind::Team, id) => {
            Ok(team::load(tx, TeamId(*id))?.map(|t| (t.name, t.version)))
        }
        Command::Remove(RecordKind::User, id) => {
            Ok(user::load(tx, UserId(*id))?.map(|u| (u.login, u.version)))
        }
        Command::Remove(RecordKind::Project, id) => {
            let of = crate::store::project::load(tx, crate::domain::ids::ProjectId(*id))?;
            Ok(of.map(|p| (p.name, p.version)))
        }
        Command::Remove(_, id) => {
            let of = crate::store::worksheet::load(tx, crate::domain::ids::TemplateId(*id))?;
            Ok(of.map(|t| (t.name, t.version)))
        }
        Command::Task(request) => of_ticket(request.ticket),
        Command::EditTask(id, ..)
        | Command::StageTask(id, _)
        | Command::FillTask(id, _)
        | Command::SignTask(id, _) => Ok(crate::store::task::load(tx, *id)?.map(|t| (t.title, t.version))),
        Command::EditProject(name, _) => match crate::store::project::find(tx, name)? {
            Some(id) => Ok(crate::store::project::load(tx, id)?.map(|p| (p.name, p.version))),
            None => Ok(None),
        },
        Command::EditWorksheet(name, _) => match crate::store::worksheet::find(tx, name)? {
            Some(id) => Ok(crate::store::worksheet::load(tx, id)?.map(|t| (t.name, t.version))),
            None => Ok(None),
        },
        Command::EditTeam(name, ..) => match team::find(tx, name)? {
            Some(id) => Ok(team::load(tx, id)?.map(|t| (t.name, t.version))),
            None => Ok(None),
        },
        Command::EditUser(login, _) => match user::find(tx, login)? {
            Some(id) => Ok(user::load(tx, id)?.map(|u| (u.login, u.version))),
            None => Ok(None),
        },
        Command::AdjustStock(count) => stock_count::version(tx, count),
        Command::CancelMail(id) => Ok(mail::load(tx, *id)?.map(|m| (label(*id), m.view.version))),
        Command::Coupon(request) => of_ticket(request.ticket),
        Command::Return(request) => of_ticket(request.ticket),
        Command::Repair(request) => of_ticket(request.ticket),
        Command::EditRepair(id, _) | Command::StepRepair(id, ..) => {
            Ok(crate::store::repair::load(tx, *id)?.map(|r| (r.number, r.version)))
        }
        Command::Validate(id, _) | Command::CancelTransfer(id) => {
            Ok(crate::store::transfer::load(tx, *id)?.map(|t| (t.number, t.version)))
        }
        Command::SetReason(Some(id), _) => {
            Ok(crate::store::reason::load(tx, id.0)?.map(|r| (r.name_en, r.version)))
        }
        Command::RevokeCoupon(id, _) => Ok(coupon::load(tx, *id)?.map(|c| (c.code, c.version))),
        Command::EditProgram(name, _) => match program::find(tx, name)? {
            Some(id) => Ok(program::load(tx, id)?.map(|p| (p.name, p.version))),
            None => Ok(None),
        },
        Command::EditOrder(id, _)
        | Command::ApplyCoupon(id, ..)
        | Command::RemoveCoupon(id, _)
        | Command::ConfirmOrder(id)
        | Command::CancelOrder(id)
        | Command::ResetOrder(id)
        | Command::SendOrder(id, _)
        | Command::InvoiceOrder(id) => of_order_row(*id),
        // They name nothing that is there and has a version; of many each has its own.
        Command::OpenTicket(_)
        | Command::Bulk(_)
        | Command::RefreshLevels(_)
        | Command::LoadHolidays(..)
        | Command::CloseInactive(..)
        | Command::NewCustomer(..)
        | Command::Receive(_)
        | Command::NewRecord(..)
        | Command::EditRecord(..)
        | Command::NewTeam(..)
        | Command::NewUser(..)
        | Command::NewProgram(_)
        | Command::NewProject(..)
        | Command::NewWorksheet(..)
        | Command::NewOrder(..)
        | Command::SetReason(None, _)
        | Command::Undo(_)
        | Command::Redo
        | Command::QueueMail(_) => {
            return Err(Error::OptionUnused { option: "--if-version" });
        }
    };
    match found? {
        Some((document, version)) if version != expected => Err(Error::Stale { document }),
        _ => Ok(()),
    }
}
