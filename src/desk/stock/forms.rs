//! The facts of the forms about goods, and the commands that they make.

use super::super::forms::Facts;
use super::super::{access, load_user, refund};
use super::{load, reasons, require_inventory, settlement};
use crate::domain::command::Command;
use crate::domain::error::{Error, Result};
use crate::domain::form::{Draft, Resolved};
use crate::domain::ids::{LocationId, OrderId, ProductId, TicketId, TransferId, UserId};
use crate::domain::money::Money;
use crate::domain::quantity::Quantity;
use crate::domain::stock::{Transfer, TransferState};
use crate::domain::team::Service;
use crate::domain::wizard::returns::{self, DELIVERIES, DeliveryFacts, LOCATION, ORDER, OrderFacts, REPLACE};
use crate::domain::wizard::{Button, Form, reason, validation};
use crate::store::{Read, catalog, customer, order, stock, transfer};

/// How many deliveries that fit are named.
const NAMED: usize = 6;

/// The facts of a form, and what it shows.
pub fn resolve(read: &Read<'_>, form: &Form, draft: &Draft, actor: UserId) -> Result<(Facts, Resolved)> {
    Ok(match form {
        Form::Return(ticket) => {
            let facts = return_facts(read, *ticket, draft, actor)?;
            let resolved = returns::resolve(&facts, draft);
            (Facts::Return(Box::new(facts)), resolved)
        }
        Form::Validate(id) => {
            require_inventory(&load_user(read, actor)?)?;
            let transfer = load(read, *id)?;
            transfer.open()?;
            let facts = validation::Facts { transfer };
            let resolved = validation::resolve(&facts, draft);
            (Facts::Validate(Box::new(facts)), resolved)
        }
        Form::ReturnReason(id) => {
            let of = id.map(|id| reasons::load(read, id)).transpose()?;
            let resolved = reason::resolve(of.as_ref(), draft);
            (Facts::Reason(of.map(Box::new)), resolved)
        }
        _ => return Err(crate::store::driver::damaged("form")),
    })
}

/// The command that a form makes.
pub fn command(
    form: &Form,
    facts: &Facts,
    draft: &Draft,
    resolved: &Resolved,
    button: Button,
) -> Result<Command> {
    Ok(match (form, facts) {
        (Form::Return(_), Facts::Return(facts)) => {
            let exchange = button == Button::ReturnForExchange;
            let request = returns::parse(facts, draft, resolved, exchange).map_err(Error::Fields)?;
            Command::Return(Box::new(request))
        }
        (Form::Validate(id), Facts::Validate(facts)) => {
            let backorder = button == Button::Validate;
            let asked = validation::parse(facts, draft, resolved, backorder).map_err(Error::Fields)?;
            Command::Validate(*id, asked)
        }
        (Form::ReturnReason(id), _) => {
            Command::SetReason(*id, reason::parse(draft, resolved).map_err(Error::Fields)?)
        }
        _ => return Err(crate::store::driver::damaged("form")),
    })
}

/// What the Return wizard knows for a draft, from a ticket that offers it.
pub fn return_facts(
    read: &Read<'_>,
    ticket: TicketId,
    draft: &Draft,
    actor: UserId,
) -> Result<returns::Facts> {
    let of = refund::find_ticket(read, ticket)?;
    access::require_service(read, &load_user(read, actor)?, &of, Service::Return)?;
    let family = customer::family(read, of.customer.ok_or(Error::CustomerRequired)?)?;
    let order_facts = |id: OrderId| -> Result<Option<OrderFacts>> {
        Ok(order::head(read, id)?.map(|(number, family)| OrderFacts { id, number, family }))
    };
    let typed_order = draft.typed(ORDER).map(|v| v.one().map(OrderId));
    let typed: Vec<TransferId> = draft
        .typed(DELIVERIES)
        .map(|v| v.picked())
        .unwrap_or_default()
        .iter()
        .map(|id| TransferId(*id))
        .collect();
    let mut facts = returns::Facts {
        ticket,
        family,
        about: of
            .product
            .map(|id| catalog::sku(read, id))
            .transpose()?
            .flatten()
            .and_then(|sku| Some((of.product?, sku))),
        order: typed_order.unwrap_or(of.order).map(order_facts).transpose()?.flatten(),
        deliveries: vec![],
        fitting: vec![],
        none: None,
        locations: vec![],
        replace: vec![],
        difference: None,
    };
    // The ticket's order says nothing where it is another family's.
    if typed_order.is_none() && facts.order.as_ref().is_some_and(|o| o.family != family) {
        facts.order = None;
    }
    if draft.is_touched(DELIVERIES) {
        for id in typed {
            facts.deliveries.push(delivery_facts(read, load(read, id)?)?);
        }
    } else {
        by_default(read, &mut facts, of.product)?;
    }
    // The deliveries say which order it is, where nobody else does.
    if typed_order.is_none() && !facts.deliveries.is_empty() {
        let of_deliveries = facts.deliveries[0].transfer.order;
        let same = facts.deliveries.iter().all(|d| d.transfer.order == of_deliveries);
        facts.order = of_deliveries.filter(|_| same).map(order_facts).transpose()?.flatten();
    }
    facts.locations = locations(read, &facts, draft)?;
    for id in draft.typed(REPLACE).map(|v| v.picked()).unwrap_or_default() {
        if let Some(p) = catalog::load_product(read, ProductId(*id))? {
            facts.replace.push((p.id, p.sku, p.name));
        }
    }
    facts.difference = difference(read, &facts, draft);
    Ok(facts)
}

/// What the exchange that is chosen would leave to settle, or why it can't be settled.
fn difference(read: &Read<'_>, facts: &returns::Facts, draft: &Draft) -> Option<Result<Money>> {
    let order = facts.deliveries.iter().find_map(|d| d.transfer.order);
    let (Some(order), false) = (order, facts.replace.is_empty()) else { return None };
    let lines = || facts.deliveries.iter().flat_map(|d| &d.transfer.lines);
    let mut came = Vec::new();
    for (id, units) in returns::coming(facts, draft) {
        came.push((lines().find(|l| l.id == id)?.order_line?, units));
    }
    (!came.is_empty()).then(|| settlement::difference(read, order, came, &returns::going(facts, draft)))
}

/// The deliveries that are chosen by themselves: those of the chosen order of which something is left, else
/// the only one of the customer.
fn by_default(read: &Read<'_>, facts: &mut returns::Facts, about: Option<ProductId>) -> Result<()> {
    let order = facts.order.as_ref().map(|o| o.id);
    let ids = transfer::deliveries(read, facts.family, order, true, None)?;
    let all =
        ids.iter().rev().map(|id| delivery_facts(read, load(read, *id)?)).collect::<Result<Vec<_>>>()?;
    if all.is_empty() {
        let open = transfer::deliveries(read, facts.family, order, false, Some(1))?;
        facts.none = Some(match open.first() {
            Some(id) => Error::DeliveryNotDone { delivery: transfer::number(read, *id)?.unwrap_or_default() },
            None => match &facts.order {
                Some(of) if !transfer::deliveries(read, facts.family, None, true, Some(1))?.is_empty() => {
                    Error::OrderNotDelivered { order: of.number.clone() }
                }
                _ => Error::NoDelivery,
            },
        });
        return Ok(());
    }
    let (mut fitting, done): (Vec<_>, Vec<_>) =
        all.into_iter().partition(|of| of.left.iter().any(|(_, left)| *left > Quantity::ZERO));
    if fitting.is_empty() {
        // They are told to have come back.
        if order.is_some() || done.len() == 1 {
            facts.deliveries = done;
        } else {
            let numbers: Vec<_> = done.iter().rev().take(NAMED).map(|d| d.transfer.number.as_str()).collect();
            facts.none = Some(Error::AllReturned { deliveries: numbers.join(", ") });
        }
        return Ok(());
    }
    if order.is_none() && fitting.len() > 1 {
        // What the ticket is about may tell which.
        let holds = |d: &DeliveryFacts| d.transfer.lines.iter().any(|l| Some(l.product) == about);
        let about: Vec<usize> = (0..fitting.len()).filter(|at| holds(&fitting[*at])).collect();
        if let [only] = about.as_slice() {
            facts.deliveries = vec![fitting.swap_remove(*only)];
            return Ok(());
        }
        facts.fitting = fitting.iter().rev().take(NAMED).map(|d| d.transfer.number.clone()).collect();
        return Ok(());
    }
    facts.deliveries = fitting;
    Ok(())
}

fn delivery_facts(read: &Read<'_>, transfer: Transfer) -> Result<DeliveryFacts> {
    Ok(DeliveryFacts {
        family: transfer.customer.map(|id| customer::family(read, id)).transpose()?,
        left: match transfer.state {
            TransferState::Done => transfer::returnable(read, transfer.id, None)?,
            _ => vec![],
        },
        transfer,
    })
}

/// Where the goods may go: first where they came from, where that takes returns; what is chosen stays.
fn locations(read: &Read<'_>, facts: &returns::Facts, draft: &Draft) -> Result<Vec<(LocationId, String)>> {
    let mut found = stock::return_locations(read)?;
    let from = facts.deliveries.first().map(|d| d.transfer.from);
    found.sort_by_key(|(id, _)| Some(*id) != from);
    if let Some(id) = draft.typed(LOCATION).and_then(|v| v.one()).map(LocationId)
        && !found.iter().any(|(known, _)| *known == id)
        && let Some((name, ..)) = stock::location(read, id)?
    {
        found.push((id, name));
    }
    Ok(found)
}
