//! Documents, orders, customers, teams and agents as they are answered.

use super::tickets;
use crate::domain::credit::Creditable;
use crate::domain::error::{Error, Result, Thing};
use crate::domain::ids::{CustomerId, InvoiceId, ProductId, TicketId, UserId};
use crate::domain::invoice::{DocumentState, DocumentView, Invoice, Line, LineView, MatchView, TaxView};
use crate::domain::money::Amount;
use crate::domain::quantity::Quantity;
use crate::domain::tax::TaxKind;
use crate::domain::user::{Right, User, UserView};
use crate::store::{Read, catalog, customer, driver, exchange, invoice, order, reconciliation, user};

/// A document as it is answered.
pub fn document(read: &Read<'_>, id: InvoiceId) -> Result<DocumentView> {
    let doc = invoice::load(read, id)?.ok_or_else(|| driver::damaged("document"))?;
    let lines = line_views(read, &doc)?;
    let taxes = tax_views(read, &doc)?;
    let plain = |amount: Amount| amount.plain(doc.currency);
    let label = |id: InvoiceId| invoice::label(read, id);
    let customer = customer::load(read, doc.customer)?.ok_or_else(|| driver::damaged("customer"))?;
    let reversed_by: Vec<InvoiceId> = invoice::reversing(read, id, DocumentState::Posted)?;
    let reconciled = reconciliation::of_document(read, id)?.into_iter().map(|m| MatchView {
        document: m.label,
        kind: m.kind,
        amount: plain(m.amount),
        date: m.date,
    });
    Ok(DocumentView {
        id,
        version: doc.version,
        number: doc.number.clone(),
        kind: doc.kind,
        state: doc.state,
        payment_state: doc.payment_state,
        customer: customer.reference,
        customer_name: customer.name,
        journal: catalog::load_journal(read, doc.journal)?.map(|j| j.code).unwrap_or_default(),
        date: doc.date,
        accounting_date: doc.accounting_date,
        due_date: doc.due_date,
        reason: doc.reason.clone(),
        reference: doc.reference.clone(),
        order: doc.order.map(|o| order::head(read, o)).transpose()?.flatten().map(|(number, _)| number),
        currency: doc.currency,
        untaxed: plain(doc.untaxed),
        tax: plain(doc.tax),
        total: plain(doc.total),
        residual: plain(doc.residual),
        reverses: doc.reverses.map(label).transpose()?,
        reversed_by: reversed_by.into_iter().map(label).collect::<Result<_>>()?,
        returns: exchange::returns_of(read, doc.id)?,
        ticket: doc.ticket.map(|t| t.0),
        created_by: doc.created_by.map(|u| user::login(read, u)).transpose()?.flatten(),
        lines,
        taxes,
        reconciled: reconciled.collect(),
        approval: super::approvals::of_document(read, id)?.map(Box::new),
    })
}

/// A document as an agent sees it: what somebody asked for about it belongs to its ticket.
pub fn document_for(read: &Read<'_>, actor: &User, id: InvoiceId) -> Result<DocumentView> {
    let view = document(read, id)?;
    let of = view.ticket.filter(|_| view.approval.is_some());
    let hidden = of.is_some_and(|id| tickets::require_visible(read, actor, TicketId(id)).is_err());
    Ok(if hidden { DocumentView { approval: None, ..view } } else { view })
}

fn line_views(read: &Read<'_>, doc: &Invoice) -> Result<Vec<LineView>> {
    let left = match doc.is_creditable() {
        true => Some(Creditable::new(doc.clone(), &invoice::credited(read, doc, None)?)?),
        false => None,
    };
    let sources = match doc.reverses {
        Some(source) => invoice::line_numbers(read, source)?,
        None => vec![],
    };
    let mut views = Vec::with_capacity(doc.lines.len());
    for (at, line) in doc.lines.iter().enumerate() {
        let left = left.as_ref().map(|l| &l.lines[at]);
        views.push(LineView {
            line: line.line,
            source_line: sources.iter().find(|(id, _)| Some(*id) == line.source).map(|(_, number)| *number),
            product: sku(read, line.product)?,
            description: line.description.clone(),
            quantity: line.quantity.to_string(),
            unit_price: line.unit_price.to_string(),
            discount: line.discount.to_string(),
            taxes: line.taxes.iter().map(|t| t.name.clone()).collect(),
            untaxed: line.amounts.untaxed.plain(doc.currency),
            total: line.amounts.total.plain(doc.currency),
            booked: line.amounts.booked.plain(doc.currency),
            amount_only: line.amount_only,
            creditable: left.map_or(Quantity::ZERO, |l| l.quantity).to_string(),
            creditable_amount: left.map_or(Ok(Amount::ZERO), |l| l.amount())?.plain(doc.currency),
        });
    }
    Ok(views)
}

fn tax_views(read: &Read<'_>, doc: &Invoice) -> Result<Vec<TaxView>> {
    let ids: Vec<_> = doc.taxes.iter().map(|t| t.tax).collect();
    let taxes = invoice::tax_names(read, &ids)?;
    let views = doc.taxes.iter().filter_map(|total| {
        let tax = taxes.get(&total.tax)?;
        Some(TaxView {
            name: tax.name.clone(),
            // A fixed tax is on units, not on a base.
            base: (tax.kind != TaxKind::Fixed).then(|| total.base.plain(doc.currency)),
            amount: total.amount.plain(doc.currency),
        })
    });
    Ok(views.collect())
}

/// The SKU of a product.
pub fn sku(read: &Read<'_>, product: Option<ProductId>) -> Result<Option<String>> {
    Ok(product.map(|p| catalog::sku(read, p)).transpose()?.flatten())
}

/// SKUs of the products of lines.
pub fn skus(read: &Read<'_>, lines: &[Line]) -> Result<Vec<Option<String>>> {
    lines.iter().map(|l| sku(read, l.product)).collect()
}

/// The reference of a customer.
pub fn reference(read: &Read<'_>, id: CustomerId) -> Result<String> {
    customer::reference(read, id)?.ok_or_else(|| driver::damaged("customer"))
}

/// An agent as it is answered.
pub fn user_view(read: &Read<'_>, id: UserId) -> Result<UserView> {
    let u: User =
        user::load(read, id)?.ok_or_else(|| Error::NotFound { what: Thing::User, key: id.to_string() })?;
    Ok(UserView {
        id,
        version: u.version,
        rights: Right::ALL.iter().copied().filter(|r| u.may(*r)).collect(),
        refund_limit: u.limits.iter().map(|m| (m.currency.code().to_owned(), m.plain())).collect(),
        refund_limit_day: u.day_limits.iter().map(|m| (m.currency.code().to_owned(), m.plain())).collect(),
        active: u.active,
        teams: user::team_names(read, id)?,
        login: u.login,
        name: u.name,
        email: u.email,
        role: u.role,
        os_login: u.os_login,
    })
}
