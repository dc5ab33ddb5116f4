//! What the Refund wizard knows: facts about what is chosen, read from the books.

use super::stock::{passport, received};
use crate::domain::credit::Creditable;
use crate::domain::error::{Error, Result, Thing};
use crate::domain::form::{Draft, Value};
use crate::domain::ids::{InvoiceId, JournalId, LotId, OrderId, ProductId, TransferId};
use crate::domain::invoice::{DocumentState, JournalKind};
use crate::domain::product::Tracking;
use crate::domain::sale::Order;
use crate::domain::settings::Settings;
use crate::domain::team::Service;
use crate::domain::ticket::Ticket;
use crate::domain::user::User;
use crate::domain::wizard::refund::{
    Chosen, Facts, INVOICES, InvoiceFacts, JOURNAL, LOT, LotFacts, ORDER, OrderFacts, PRODUCT, ProductFacts,
    RECEIVED, RefundRequest, TicketFacts, narrow,
};
use crate::store::{Read, catalog, customer, invoice, order};

/// How many invoices that fit are named.
const NAMED: i64 = 6;

/// What resolving and parsing need: the ticket, what the person typed, and the defaults beside it.
pub fn for_draft(read: &Read<'_>, base: Base<'_>, draft: &Draft) -> Result<Facts> {
    let mut facts = base.facts(read)?;
    let typed = |field: crate::domain::form::FieldId| draft.typed(field).and_then(|v| v.one());
    for id in draft.typed(INVOICES).map(|v| v.picked()).unwrap_or_default() {
        facts.invoices.push(invoice_facts(read, InvoiceId(*id))?);
    }
    facts.lot = typed(LOT).map(|id| lot_facts(read, LotId(id))).transpose()?;
    let (product, lot) = (typed(PRODUCT).map(ProductId), typed(LOT).map(LotId));
    // What was typed is held against the defaults that it stands beside, and they against it.
    let beside = (
        if draft.is_touched(PRODUCT) { product } else { facts.ticket.product },
        if draft.is_touched(LOT) { lot } else { facts.ticket.lot.map(|l| l.id) },
    );
    facts.order = typed(ORDER).map(|id| order_facts(read, OrderId(id), beside)).transpose()?;
    if let Some(order) = &mut facts.ticket.order {
        *order = order_facts(read, order.id, (product, lot))?;
    }
    let chosen = narrow(&facts.ticket, draft, &facts);
    apply(read, &mut facts, &chosen)?;
    if facts.invoices.is_empty() {
        default_invoice(read, &mut facts, &chosen, !draft.is_touched(INVOICES))?;
    }
    facts.received = typed(RECEIVED).map(|id| received::of(read, TransferId(id)));
    if let Some(id) = typed(JOURNAL).map(JournalId)
        && !facts.journals.iter().any(|j| j.id == id)
    {
        facts.journals.extend(catalog::load_journal(read, id)?);
    }
    Ok(facts)
}

/// What carrying out a request needs: its invoices as they stand now.
pub fn for_request(read: &Read<'_>, base: Base<'_>, request: &RefundRequest) -> Result<Facts> {
    let mut facts = base.facts(read)?;
    for (id, seen) in &request.invoices {
        let of = invoice_facts(read, *id)?;
        let invoice = &of.creditable.invoice;
        if seen.is_some_and(|seen| seen != invoice.version) {
            return Err(Error::Stale { document: invoice.label() });
        }
        facts.invoices.push(of);
    }
    if !facts.journals.iter().any(|j| j.id == request.journal) {
        facts.journals.extend(catalog::load_journal(read, request.journal)?);
    }
    Ok(facts)
}

/// The ticket that a refund is made from, and the day.
#[derive(Clone, Copy)]
pub struct Base<'b> {
    /// The ticket.
    pub ticket: &'b Ticket,
    /// The company.
    pub settings: &'b Settings,
    /// Today.
    pub today: chrono::NaiveDate,
}

impl Base<'_> {
    fn facts(self, read: &Read<'_>) -> Result<Facts> {
        let customer = self.ticket.customer.ok_or(Error::CustomerRequired)?;
        let lot = self.ticket.lot.map(|id| lot_facts(read, id)).transpose()?;
        let mut journals = catalog::journals(read)?;
        journals.retain(|j| j.kind == JournalKind::Sale);
        Ok(Facts {
            today: self.today,
            lock_date: self.settings.lock_date,
            ticket: TicketFacts {
                id: self.ticket.id,
                family: customer::family(read, customer)?,
                order: self.ticket.order.map(|id| order_facts(read, id, (None, None))).transpose()?,
                product: self.ticket.product,
                lot,
            },
            order: None,
            product: None,
            lot: None,
            lot_place: None,
            received: None,
            invoices: vec![],
            fitting: vec![],
            journals,
        })
    }
}

/// Refuses a refund that the ticket's team does not offer, the agent may not make, or that lacks a
/// customer.
pub fn require_refund(read: &Read<'_>, actor: &User, ticket: &Ticket) -> Result<()> {
    super::access::require_service(read, actor, ticket, Service::Refund)?;
    if ticket.customer.is_none() { Err(Error::CustomerRequired) } else { Ok(()) }
}

/// Loads the chosen order, product and lot, typed or by default.
fn apply(read: &Read<'_>, facts: &mut Facts, chosen: &Chosen) -> Result<()> {
    facts.order = chosen.order.map(|id| order_facts(read, id, (chosen.product, chosen.lot))).transpose()?;
    facts.lot = chosen.lot.map(|id| lot_facts(read, id)).transpose()?;
    facts.product = match chosen.product {
        Some(id) => catalog::load_product(read, id)?.map(|p| ProductFacts {
            id,
            sku: p.sku,
            tracked: p.tracking != Tracking::None,
        }),
        None => None,
    };
    Ok(())
}

/// The invoice that is chosen by itself, where the person did not clear it: the only one that fits.
fn default_invoice(read: &Read<'_>, facts: &mut Facts, chosen: &Chosen, alone: bool) -> Result<()> {
    let narrowed = (chosen.order, chosen.product, chosen.lot);
    let fitting = invoice::fitting(read, facts.ticket.family, narrowed, NAMED)?;
    if let (true, Some(lot)) = (fitting.is_empty(), chosen.lot) {
        facts.lot_place = passport::whereabouts(read, lot)?;
    }
    match fitting.as_slice() {
        [(only, _)] if alone => facts.invoices = vec![invoice_facts(read, *only)?],
        several => facts.fitting = several.iter().map(|(_, number)| number.clone()).collect(),
    }
    Ok(())
}

fn order_facts(
    read: &Read<'_>,
    id: OrderId,
    (product, lot): (Option<ProductId>, Option<LotId>),
) -> Result<OrderFacts> {
    let (number, family) = order::head(read, id)?
        .ok_or_else(|| Error::NotFound { what: Thing::Order, key: format!("id:{id}") })?;
    let holds_product = product.map_or(Ok(true), |p| order::holds(read, id, p))?;
    let holds_lot = lot.map_or(Ok(true), |l| order::holds_lot(read, id, l))?;
    Ok(OrderFacts { id, number, family, holds_product, holds_lot })
}

fn lot_facts(read: &Read<'_>, id: LotId) -> Result<LotFacts> {
    let (product, _) = catalog::load_lot(read, id)?
        .ok_or_else(|| Error::NotFound { what: Thing::Lot, key: format!("id:{id}") })?;
    Ok(LotFacts { id, product })
}

/// What of an invoice may still be credited, by a note that is there already or a new one.
pub(super) fn creditable(read: &Read<'_>, id: InvoiceId, note: Option<InvoiceId>) -> Result<Creditable> {
    let found = invoice::load(read, id)?
        .ok_or_else(|| Error::NotFound { what: Thing::Invoice, key: format!("id:{id}") })?;
    let credited = invoice::credited(read, &found, note)?;
    Creditable::new(found, &credited)
}

/// What of the posted invoices of an order may still be credited, the newest first.
pub(super) fn of_order(read: &Read<'_>, of: &Order) -> Result<Vec<Creditable>> {
    let billing = invoice::fitting(read, of.family, (Some(of.id), None, None), i64::MAX)?;
    billing.into_iter().map(|(id, _)| creditable(read, id, None)).collect()
}

fn invoice_facts(read: &Read<'_>, id: InvoiceId) -> Result<InvoiceFacts> {
    let creditable = creditable(read, id, None)?;
    let drafts = invoice::reversing(read, id, DocumentState::Draft)?;
    Ok(InvoiceFacts {
        skus: super::views::skus(read, &creditable.invoice.lines)?,
        lots: invoice::lots(read, id)?,
        drafts: drafts.into_iter().map(|d| crate::domain::invoice::label(None, d)).collect(),
        creditable,
    })
}

impl super::Desk {
    /// The Refund wizard filled in with what a received return brought: its order, and the invoices that billed
    /// it, unless they are chosen already.
    pub fn refund_of_return(&mut self, id: TransferId, mut draft: Draft) -> Result<Draft> {
        self.store.read(|read| {
            let came = received::of(read, id)?;
            draft.set(RECEIVED, Value::Picked(vec![id.0]));
            draft.set(ORDER, Value::Picked(vec![came.order.0]));
            if draft.is_touched(INVOICES) {
                return Ok(draft);
            }
            draft.set(INVOICES, Value::Picked(came.invoices.iter().map(|id| id.0).collect()));
            Ok(draft)
        })
    }
}
