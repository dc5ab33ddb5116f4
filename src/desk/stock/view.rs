//! Transfers as they are answered.

use super::super::coupons;
use super::{customer, load, place};
use crate::domain::error::Result;
use crate::domain::ids::{TransferId, TransferLineId};
use crate::domain::quantity::Quantity;
use crate::domain::stock::{CouponLink, TransferLineView, TransferState, TransferView};
use crate::store::transfer::{self, Hanging};
use crate::store::{Read, exchange as papers, invoice, order, user};

/// A transfer as it is answered.
pub fn view(read: &Read<'_>, id: TransferId) -> Result<TransferView> {
    let of = load(read, id)?;
    let number = |id: Option<TransferId>| -> Result<Option<String>> {
        Ok(id.map(|id| transfer::number(read, id)).transpose()?.flatten())
    };
    let numbers = |what| -> Result<Vec<String>> {
        Ok(transfer::hanging(read, id, what)?.into_iter().map(|(_, number)| number).collect())
    };
    let left = transfer::returnable(read, id, None)?;
    let returnable = |line: TransferLineId| {
        let left = left.iter().find(|(id, _)| *id == line).map(|(_, left)| *left);
        // Only what went to a customer, or came from one, comes back.
        left.filter(|_| of.customer.is_some()).map_or(Quantity::ZERO, |left| left.max(Quantity::ZERO))
    };
    let source = of.return_of.map(|id| load(read, id)).transpose()?;
    let mut lines = Vec::with_capacity(of.lines.len());
    for line in &of.lines {
        let came = source.iter().flat_map(|s| &s.lines).find(|l| Some(l.id) == line.return_of);
        lines.push(TransferLineView {
            line: line.line,
            source_line: came.map(|l| l.line),
            product: line.sku.clone(),
            name: line.name.clone(),
            lot: line.lot.as_ref().map(|l| l.name.clone()),
            demand: line.demand.to_string(),
            done: line.done.to_string(),
            damaged: line.damaged.to_string(),
            missing: line.missing.to_string(),
            returnable: match of.state {
                TransferState::Done => returnable(line.id).to_string(),
                _ => Quantity::ZERO.to_string(),
            },
        });
    }
    Ok(TransferView {
        id,
        version: of.version,
        customer: customer(read, &of)?,
        order: of.order.map(|id| order::head(read, id)).transpose()?.flatten().map(|(number, _)| number),
        from: place(read, of.from)?,
        to: place(read, of.to)?,
        return_of: number(of.return_of)?,
        exchange_for: number(of.exchange_for)?,
        backorder_of: number(of.backorder_of)?,
        ticket: of.ticket.map(|t| t.0),
        created_by: of.created_by.map(|u| user::login(read, u)).transpose()?.flatten(),
        returns: numbers(Hanging::Returns)?,
        exchanges: numbers(Hanging::Exchanges)?,
        documents: papers::documents(read, id)?
            .into_iter()
            .map(|id| invoice::label(read, id))
            .collect::<Result<_>>()?,
        coupons: papers::coupons(read, id)?
            .into_iter()
            .map(|id| Ok(CouponLink { id, label: coupons::load(read, id)?.label() }))
            .collect::<Result<_>>()?,
        backorder: numbers(Hanging::Backorder)?.into_iter().next(),
        number: of.number,
        kind: of.kind,
        state: of.state,
        date: of.date,
        reason: of.reason,
        lines,
    })
}

/// Transfers as they are answered.
pub fn views_of(read: &Read<'_>, ids: Vec<TransferId>) -> Result<Vec<TransferView>> {
    ids.into_iter().map(|id| view(read, id)).collect()
}
