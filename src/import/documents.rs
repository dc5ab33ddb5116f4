//! Rows of documents: orders to tickets. Columns that are left out get their defaults here, so that
//! the same content is the same whether they are there or not.

use crate::desk::intake::Intake;
use crate::desk::intake::cells::{Cells, code, date, instant, positive};
use crate::desk::intake::read::hand;
use crate::desk::intake::rows::{
    DeliveryLineRow, DeliveryRow, InvoiceRow, LineRow, OrderRow, PaymentRow, StockRow, TicketRow,
};
use crate::domain::error::{Error, Invalid, Result};
use crate::domain::invoice::{DocumentKind, DocumentState};
use crate::domain::quantity::{Quantity, Rate, parse_decimal};
use crate::domain::sale::OrderState;
use crate::domain::stock::{TransferKind, TransferState};
use crate::domain::ticket::priority;
use crate::domain::wording::{name, paragraphs};

pub(super) fn order(c: &mut Cells<'_>, intake: &mut Intake<'_>) -> Result<()> {
    let (number, customer) = (c.need("number", name), c.need("customer", name));
    let (date, state) = (c.need("date", date), c.or("state", OrderState::Sale, code));
    let currency = c.maybe("currency", code);
    let row = OrderRow { number, customer, date, state, currency };
    hand!(c, intake.order, row)
}

pub(super) fn order_line(c: &mut Cells<'_>, intake: &mut Intake<'_>) -> Result<()> {
    hand!(c, intake.order_line, line(c, "order"))
}

pub(super) fn invoice_line(c: &mut Cells<'_>, intake: &mut Intake<'_>) -> Result<()> {
    hand!(c, intake.invoice_line, line(c, "invoice"))
}

fn line(c: &mut Cells<'_>, of: &'static str) -> LineRow {
    let (document, line) = (c.need(of, name), c.need("line", positive));
    let (product, description) = (c.maybe("product", name), c.maybe("description", paragraphs));
    let (quantity, unit_price) = (c.need("quantity", code), c.need("unit_price", code));
    let discount = c.or("discount", Rate::ZERO, code);
    let taxes = c.list("taxes", name);
    let (order_line, reverses_line) = (c.maybe("order_line", positive), c.maybe("reverses_line", positive));
    let lots = c.list("lots", name).unwrap_or_default();
    LineRow {
        document,
        line,
        product,
        description,
        quantity,
        unit_price,
        discount,
        taxes,
        order_line,
        lots,
        reverses_line,
    }
}

pub(super) fn invoice(c: &mut Cells<'_>, intake: &mut Intake<'_>) -> Result<()> {
    let number = c.need("number", name);
    let kind = c.or("kind", DocumentKind::Invoice, code);
    let customer = c.need("customer", name);
    let journal = c.maybe("journal", name);
    let (day, due_date) = (c.need("date", date), c.maybe("due_date", date));
    let order = c.maybe("order", name);
    let currency = c.maybe("currency", code);
    let state = c.or("state", DocumentState::Posted, |text| match code(text)? {
        DocumentState::Draft => Err(not_one_of(text, "posted, cancelled")),
        state => Ok(state),
    });
    let reverses = c.maybe("reverses", name);
    let row =
        InvoiceRow { number, kind, customer, journal, date: day, due_date, order, currency, state, reverses };
    hand!(c, intake.invoice, row)
}

fn not_one_of(given: &str, allowed: &str) -> Error {
    Invalid::NotOneOf { given: given.to_owned(), allowed: allowed.to_owned() }.into()
}

pub(super) fn payment(c: &mut Cells<'_>, intake: &mut Intake<'_>) -> Result<()> {
    let (reference, invoice) = (c.need("reference", name), c.need("invoice", name));
    let date = c.need("date", date);
    let amount = c.need("amount", |text| Ok(parse_decimal(text.trim())?.normalize()));
    let row = PaymentRow { reference, invoice, date, amount };
    hand!(c, intake.payment, row)
}

pub(super) fn delivery(c: &mut Cells<'_>, intake: &mut Intake<'_>) -> Result<()> {
    let number = c.need("number", name);
    let kind = c.or("kind", TransferKind::Delivery, |text| match code(text)? {
        TransferKind::Internal => Err(not_one_of(text, "delivery, receipt")),
        kind => Ok(kind),
    });
    let (customer, order) = (c.maybe("customer", name), c.maybe("order", name));
    let date = c.need("date", date);
    let state = c.or("state", TransferState::Done, |text| match code(text)? {
        TransferState::Draft => Err(not_one_of(text, "waiting, ready, done, cancelled")),
        state => Ok(state),
    });
    let (from, to) = (c.maybe("from", name), c.maybe("to", name));
    let return_of = c.maybe("return_of", name);
    let row = DeliveryRow { number, kind, customer, order, date, state, from, to, return_of };
    hand!(c, intake.delivery, row)
}

pub(super) fn delivery_line(c: &mut Cells<'_>, intake: &mut Intake<'_>) -> Result<()> {
    let (delivery, line) = (c.need("delivery", name), c.need("line", positive));
    let product = c.need("product", name);
    let quantity = c.need("quantity", |text| match code::<Quantity>(text)? {
        quantity if quantity.is_zero() || quantity.is_negative() => {
            Err(Invalid::NotPositive { given: text.to_owned() }.into())
        }
        quantity => Ok(quantity),
    });
    let lot = c.maybe("lot", name);
    let order_line = c.maybe("order_line", positive);
    let return_of_line = c.maybe("return_of_line", positive);
    let row = DeliveryLineRow { delivery, line, product, quantity, lot, order_line, return_of_line };
    hand!(c, intake.delivery_line, row)
}

pub(super) fn stock(c: &mut Cells<'_>, intake: &mut Intake<'_>) -> Result<()> {
    let (location, product) = (c.need("location", name), c.need("product", name));
    let (lot, quantity) = (c.maybe("lot", name), c.need("quantity", code));
    let row = StockRow { location, product, lot, quantity };
    hand!(c, intake.stock, row)
}

pub(super) fn ticket(c: &mut Cells<'_>, intake: &mut Intake<'_>) -> Result<()> {
    let number = c.need("number", positive);
    let (team, subject) = (c.need("team", name), c.need("subject", name));
    let description = c.or("description", String::new(), paragraphs);
    let (customer, product) = (c.maybe("customer", name), c.maybe("product", name));
    let (lot, order) = (c.maybe("lot", name), c.maybe("order", name));
    let priority = c.or("priority", 0, |text| Ok(priority(text.trim())?));
    let (stage, assignee) = (c.maybe("stage", name), c.maybe("assignee", name));
    let mut tags = c.list("tags", name).unwrap_or_default();
    tags.sort();
    let created_at = c.maybe("created_at", instant);
    let row = TicketRow {
        number,
        team,
        subject,
        description,
        customer,
        product,
        lot,
        order,
        priority,
        stage,
        assignee,
        tags,
        created_at,
    };
    hand!(c, intake.ticket, row)
}
