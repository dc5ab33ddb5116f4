//! What can be copied of what a page shows, and of a coupon. Plain texts without a sign for people: they
//! are pasted into other programs. Called by the copy tray and by whoever shares a coupon.

mod coupon;
mod link;

pub use coupon::{CouponCopy, coupon_copies};
pub use link::{LinkCopy, link_copies};

use super::Target;
use crate::desk::RepairFilter;
use crate::domain::error::Result;
use crate::domain::ids::{CustomerId, InvoiceId, TaskId, TicketId};
use crate::domain::invoice::label;
use crate::domain::record::RecordKind;
use crate::domain::stock::TransferView;
use crate::domain::task::TaskState;
use crate::text::code;
use crate::tui::app::App;

/// A text that can be copied, by its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CopyItem {
    /// What it is.
    pub label: String,
    /// What is copied.
    pub text: String,
}

fn item(label: String, text: impl Into<String>) -> CopyItem {
    CopyItem { label, text: text.into() }
}

/// The texts that are there.
fn there(rows: Vec<(String, Option<String>)>) -> Vec<CopyItem> {
    let full = |(label, text): (String, Option<String>)| text.map(|text| item(label, text));
    rows.into_iter().filter_map(full).filter(|item| !item.text.trim().is_empty()).collect()
}

/// What can be copied of what a page shows.
pub fn of(app: &mut App, of: &Target) -> Result<Vec<CopyItem>> {
    match of {
        Target::Ticket(id) => ticket(app, *id),
        Target::Document(id) => document(app, *id),
        Target::Customer(id) => customer(app, *id),
        Target::Order(number) => order(app, number),
        Target::Label(text) | Target::Reference(text) => Ok(vec![item(app.look.words.label("number"), text)]),
        Target::Documents(id) => documents(app, *id),
        Target::Programs | Target::Program(_) | Target::Reasons | Target::Form(_) => Ok(vec![]),
        Target::Coupon(id) => {
            let of = app.desk()?.coupon(*id)?;
            Ok(coupon_copies(&app.look.words, &super::coupon::copy(&of)))
        }
        Target::Coupons(id) => coupons(app, *id),
        Target::Transfer(number) => transfer(app, number),
        Target::Repair(number) => repair(app, number),
        Target::RepairList | Target::Agenda | Target::Teams | Target::Projects => Ok(vec![]),
        Target::Templates | Target::Template(_) | Target::Team(_) | Target::Project(_) => Ok(vec![]),
        Target::Product(id) => {
            let of = app.desk()?.record_at(RecordKind::Product, id.0)?;
            Ok(vec![item(app.look.words.label("product"), of.key().to_owned())])
        }
        Target::Users
        | Target::Records(_)
        | Target::Approvals
        | Target::Done
        | Target::File(_)
        | Target::Reports
        | Target::Report(_)
        | Target::ReportRows(_)
        | Target::QueryHelp => Ok(vec![]),
        Target::Message(id) => {
            let of = app.desk()?.incoming(*id)?;
            let words = &app.look.words;
            Ok(vec![item(words.label("sender"), of.from), item(words.label("text"), of.text)])
        }
        Target::Task(id) => task(app, *id),
        Target::Tasks(id) => {
            let all = app.desk()?.tasks(Some(*id), None, None, None)?;
            Ok(all
                .into_iter()
                .map(|t| item(format!("{} {}", app.look.words.label("task"), t.id), t.title))
                .collect())
        }
        Target::Repairs(id) => {
            let filter = RepairFilter { ticket: Some(*id), ..RepairFilter::default() };
            let all = app.desk()?.repairs(filter, None)?;
            let label = app.look.words.label("repair");
            Ok(all.into_iter().map(|r| item(label.clone(), r.number)).collect())
        }
        Target::Lot(sku, name) => {
            Ok(vec![item(app.look.words.label("lot"), name), item(app.look.words.label("product"), sku)])
        }
        Target::Returns(id) => {
            let all = app.desk()?.transfers(Some(*id), None, None)?;
            let words = &app.look.words;
            let kind = |t: &TransferView| code::named(words, "transfer-kind", t.kind.as_str());
            Ok(all.into_iter().map(|t| item(kind(&t), t.number)).collect())
        }
    }
}

/// The link of each coupon of a ticket; its code where there is no link.
fn coupons(app: &mut App, id: TicketId) -> Result<Vec<CopyItem>> {
    let all = app.desk()?.coupons(Some(id), None)?;
    Ok(all.into_iter().map(|c| item(c.program, c.share_link.unwrap_or(c.code))).collect())
}

fn ticket(app: &mut App, id: TicketId) -> Result<Vec<CopyItem>> {
    let view = app.desk()?.ticket(id)?;
    let customer = match &view.customer {
        Some(reference) => Some(app.desk()?.customer(reference)?),
        None => None,
    };
    let (email, phone) = customer.map(|c| (c.email, c.phone)).unwrap_or_default();
    let words = &app.look.words;
    let mut items = there(vec![
        (words.label("ticket"), Some(format!("#{id}"))),
        (words.label("subject"), Some(view.subject)),
        (words.label("customer"), view.customer_name),
        (words.label("email"), email),
        (words.label("phone"), phone),
        (words.label("order"), view.order),
        (words.label("product"), view.product),
        (words.label("lot"), view.lot),
    ]);
    items.extend(documents(app, id)?);
    Ok(items)
}

/// The numbers of the documents that were made from a ticket; drafts have none.
fn documents(app: &mut App, ticket: TicketId) -> Result<Vec<CopyItem>> {
    let all = app.desk()?.documents_of(ticket)?;
    let words = &app.look.words;
    let numbered = all.into_iter().filter_map(|d| Some(item(code::kind(words, d.kind), d.number?)));
    Ok(numbered.collect())
}

fn document(app: &mut App, id: InvoiceId) -> Result<Vec<CopyItem>> {
    let d = app.desk()?.document(id)?;
    let words = &app.look.words;
    Ok(there(vec![
        (code::kind(words, d.kind), Some(label(d.number.as_deref(), d.id))),
        (words.label("total"), Some(words.money(&d.total, d.currency))),
        (words.label("residual"), Some(words.money(&d.residual, d.currency))),
        (words.label("customer"), Some(d.customer_name)),
        (words.label("date"), d.date.map(|day| words.date(day))),
        (words.label("order"), d.order),
        (words.label("reverses"), d.reverses),
        (words.label("ticket"), d.ticket.map(|id| format!("#{id}"))),
    ]))
}

fn repair(app: &mut App, number: &str) -> Result<Vec<CopyItem>> {
    let shown = app.desk()?.repair_page(number)?;
    let (words, r) = (&app.look.words, shown.repair);
    Ok(there(vec![
        (words.label("repair"), Some(r.number)),
        (words.label("product-to-repair"), Some(r.product)),
        (words.label("lot"), r.lot),
        (words.label("customer"), shown.customer),
        (words.label("quotation"), shown.order.map(|(number, _)| number)),
        (words.label("scheduled"), Some(words.date(r.scheduled))),
        (words.label("ticket"), r.ticket.map(|id| format!("#{id}"))),
    ]))
}

fn task(app: &mut App, id: TaskId) -> Result<Vec<CopyItem>> {
    let shown = app.desk()?.task_page(id)?;
    let (look, t) = (&app.look, shown.task);
    let (words, customer) = (&look.words, shown.customer);
    let address = customer.as_ref().map(|c| {
        let parts: Vec<&str> =
            [&c.zip, &c.city, &c.street].into_iter().flatten().map(String::as_str).collect();
        parts.join(" ")
    });
    let visit = words.visit(t.planned_start, t.planned_end, look.zone);
    // That it is over matters to the customer; the rest is told among colleagues.
    let state = if t.state.is_over() { t.state } else { TaskState::InProgress };
    let stage = code::task_standing(words, &t.stage, state);
    let told = [
        ("title", t.title.clone()),
        ("stage", stage),
        ("visit", visit.clone().unwrap_or_else(|| words.word("task-no-visit"))),
    ];
    Ok(there(vec![
        // What a customer who asks is answered.
        (words.word("copy-status"), Some(words.say("task-status", &told))),
        (words.label("title"), Some(t.title)),
        (words.label("visit"), visit),
        (words.label("technicians"), Some(shown.technicians.join(", "))),
        (words.label("customer"), customer.as_ref().map(|c| c.name.clone())),
        (words.label("address"), address),
        (words.label("phone"), customer.and_then(|c| c.phone)),
        (words.label("ticket"), t.ticket.map(|id| format!("#{id}"))),
    ]))
}

fn order(app: &mut App, number: &str) -> Result<Vec<CopyItem>> {
    let o = app.desk()?.order(number)?;
    let codes: Vec<String> = o.lines.iter().filter_map(|l| l.coupon.clone()).collect();
    let customer = app.desk()?.customer(&o.customer)?;
    let words = &app.look.words;
    Ok(there(vec![
        (words.label("order"), Some(o.number)),
        (words.label("coupon-code"), codes.first().cloned()),
        (words.label("total"), Some(words.money(&o.total, o.currency))),
        (words.label("customer"), Some(customer.name)),
        (words.label("email"), customer.email),
        (words.label("date"), Some(words.date(o.date))),
    ]))
}

fn transfer(app: &mut App, number: &str) -> Result<Vec<CopyItem>> {
    let id = app.desk()?.find_transfer(number)?;
    let t = app.desk()?.transfer(id)?;
    let lots: Vec<String> = t.lines.iter().filter_map(|l| l.lot.clone()).collect();
    let words = &app.look.words;
    Ok(there(vec![
        (words.label("number"), Some(t.number)),
        (words.label("order"), t.order),
        (words.label("return-of"), t.return_of),
        (words.label("lot"), Some(lots.join(", "))),
        (words.label("customer"), t.customer),
    ]))
}

fn customer(app: &mut App, id: CustomerId) -> Result<Vec<CopyItem>> {
    let c = app.desk()?.customer_card(id, 0)?.customer;
    let words = &app.look.words;
    let address: Vec<String> = [c.zip, c.city, c.street, c.country].into_iter().flatten().collect();
    Ok(there(vec![
        (words.label("name"), Some(c.name)),
        (words.label("email"), c.email),
        (words.label("phone"), c.phone),
        (words.label("address"), Some(address.join(" "))),
        (words.label("reference"), Some(c.reference)),
        (words.label("company"), c.company),
    ]))
}
