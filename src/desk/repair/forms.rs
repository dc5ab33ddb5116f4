//! The facts of a repair's forms, and the commands that they make.

use chrono::NaiveDate;

use super::super::{access, forms::Facts, load_user, refund, stock, views};
use super::{load, of_return, require_change, warranty};
use crate::domain::command::Command;
use crate::domain::error::{Error, Result};
use crate::domain::form::{Draft, Resolved};
use crate::domain::ids::{LotId, ProductId, UserId};
use crate::domain::product::{Product, ProductKind};
use crate::domain::quantity::Quantity;
use crate::domain::repair::Repair;
use crate::domain::stock::{LocationUsage, Lot, Transfer};
use crate::domain::team::Service;
use crate::domain::ticket::Ticket;
use crate::domain::wizard::repair::{self as form, IN, OUT, PRODUCT, PartFacts, RETURN, Standing};
use crate::domain::wizard::ticket::Chosen;
use crate::domain::wizard::{Button, Form};
use crate::store::reservation::{self, Holder};
use crate::store::{Read, catalog, customer, driver, repair, stock as places, ticket, user};

/// The facts of a form, and what it shows.
pub fn resolve(
    read: &Read<'_>,
    of: &Form,
    draft: &Draft,
    actor: UserId,
    today: NaiveDate,
) -> Result<(Facts, Resolved)> {
    let facts = match of {
        Form::Repair(id) => {
            let of = refund::find_ticket(read, *id)?;
            access::require_service(read, &load_user(read, actor)?, &of, Service::Repair)?;
            let own = Own { ticket: Some(of), repair: None };
            facts(read, own, draft, (actor, today))?
        }
        Form::EditRepair(id) => {
            let of = load(read, *id)?;
            require_change(&load_user(read, actor)?, &of)?;
            of.open()?;
            let from = of.ticket.map(|id| ticket::load(read, id)).transpose()?.flatten();
            let own = Own { ticket: from, repair: Some(of) };
            facts(read, own, draft, (actor, today))?
        }
        _ => return Err(driver::damaged("form")),
    };
    let resolved = form::resolve(&facts, draft);
    Ok((Facts::Repair(Box::new(facts)), resolved))
}

/// The command that a form makes.
pub fn command(
    of: &Form,
    facts: &form::Facts,
    draft: &Draft,
    resolved: &Resolved,
    button: Button,
) -> Result<Command> {
    Ok(match of {
        Form::EditRepair(id) => {
            let edit = form::parse_edit(facts, draft, resolved).map_err(Error::Fields)?;
            Command::EditRepair(*id, Box::new(edit))
        }
        _ => {
            let quote = button == Button::CreateQuotation;
            let request = form::parse(facts, draft, resolved, quote).map_err(Error::Fields)?;
            Command::Repair(Box::new(request))
        }
    })
}

/// What a form is about.
struct Own {
    ticket: Option<Ticket>,
    repair: Option<Repair>,
}

impl Own {
    fn product(&self) -> Option<ProductId> {
        self.repair.as_ref().map_or(self.ticket.as_ref().and_then(|t| t.product), |r| Some(r.product))
    }

    fn standing(&self, actor: UserId) -> Standing {
        match (&self.repair, &self.ticket) {
            (Some(r), _) => Standing {
                customer: r.customer,
                back: r.return_of,
                lot: r.lot.as_ref().map(|l| l.id),
                responsible: r.responsible,
            },
            (None, from) => Standing {
                customer: from.as_ref().and_then(|t| t.customer),
                back: None,
                lot: from.as_ref().and_then(|t| t.lot),
                responsible: Some(actor),
            },
        }
    }
}

fn facts(
    read: &Read<'_>,
    own: Own,
    draft: &Draft,
    (actor, today): (UserId, NaiveDate),
) -> Result<form::Facts> {
    let standing = form::standing(draft, own.standing(actor));
    let back = standing.back.map(|id| stock::load(read, id)).transpose()?;
    let brings = back.as_ref().filter(|_| draft.is_touched(RETURN) || own.repair.is_none());
    let product = product(read, &own, draft, brings)?;
    let lot = lot(read, draft, standing.lot, product.as_ref(), brings)?;
    let order = own.ticket.as_ref().and_then(|t| t.order);
    let family = standing.customer.map(|id| customer::family(read, id)).transpose()?;
    let covered = match (&product, family) {
        (Some(product), Some(family)) => {
            warranty::of_product(read, product, family, lot.as_ref().map(|l| l.id), order, today)?
        }
        _ => None,
    };
    let open = match (&product, family) {
        (Some(product), Some(family)) => {
            let but = own.repair.as_ref().map(|r| r.id);
            repair::open_of(read, family, product.id, lot.as_ref().map(|l| l.id), but)?
        }
        _ => vec![],
    };
    Ok(form::Facts {
        open,
        ticket: own.ticket.as_ref().map(|t| t.id),
        today,
        customer: match (standing.customer, family) {
            (Some(id), Some(family)) => Some((Chosen { id, key: views::reference(read, id)? }, family)),
            _ => None,
        },
        product,
        lot,
        back: match back {
            Some(back) => {
                let family = back.customer.map(|id| customer::family(read, id)).transpose()?;
                Some((back, family))
            }
            None => None,
        },
        warranty: covered,
        responsible: match standing.responsible {
            Some(id) => user::login(read, id)?.map(|key| Chosen { id, key }),
            None => None,
        },
        parts: parts(read, own.repair.as_ref(), draft)?,
        repair: own.repair,
    })
}

/// The product: typed, else what the return brought, else the repair's or the ticket's.
fn product(read: &Read<'_>, own: &Own, draft: &Draft, brings: Option<&Transfer>) -> Result<Option<Product>> {
    let id = match (draft.typed(PRODUCT), brings) {
        (Some(typed), _) => typed.one().map(ProductId),
        (None, Some(back)) => of_return(back, own.product()).ok().or(own.product()),
        (None, None) => own.product(),
    };
    let found = id.map(|id| catalog::load_product(read, id)).transpose()?.flatten();
    // A service that the ticket is about is not what is broken.
    Ok(found.filter(|product| product.kind == ProductKind::Goods || draft.is_touched(PRODUCT)))
}

/// The lot, where it is of the product: typed, else the only one that the return brought, else the own one.
fn lot(
    read: &Read<'_>,
    draft: &Draft,
    standing: Option<LotId>,
    product: Option<&Product>,
    brings: Option<&Transfer>,
) -> Result<Option<Lot>> {
    let Some(product) = product else { return Ok(None) };
    let found = standing.map(|id| catalog::load_lot(read, id)).transpose()?.flatten();
    let own =
        standing.zip(found).filter(|(_, (of, _))| *of == product.id).map(|(id, (_, name))| Lot { id, name });
    if draft.is_touched(form::LOT) {
        return Ok(own);
    }
    let lines = brings.map_or(&[][..], |back| &back.lines);
    let mut lots: Vec<&Lot> =
        lines.iter().filter(|l| l.product == product.id).filter_map(|l| l.lot.as_ref()).collect();
    lots.dedup();
    Ok(match (own, lots.as_slice()) {
        (Some(own), lots) if lots.is_empty() || lots.contains(&&own) => Some(own),
        (_, [only]) => Some((*only).clone()),
        (own, _) => own,
    })
}

/// The parts that are there, and those that are chosen, each with what is in stock.
fn parts(read: &Read<'_>, of: Option<&Repair>, draft: &Draft) -> Result<PartFacts> {
    let place = match of {
        Some(repair) => repair.stock,
        None => places::default_location(read, LocationUsage::Internal)?
            .ok_or_else(|| driver::damaged("location"))?,
    };
    let free = |product: ProductId, but: Option<Holder>| -> Result<Quantity> {
        Ok(reservation::free(read, product, place, but)?.max(Quantity::ZERO))
    };
    let chosen = |field| -> Result<Vec<(Product, Quantity)>> {
        let ids = draft.typed(field).map(|v| v.picked()).unwrap_or_default();
        let mut found = Vec::with_capacity(ids.len());
        for id in ids {
            if let Some(product) = catalog::load_product(read, ProductId(*id))? {
                let there = free(product.id, None)?;
                found.push((product, there));
            }
        }
        Ok(found)
    };
    let there = of.map(|r| r.parts.as_slice()).unwrap_or_default();
    Ok(PartFacts {
        document: of.map(|r| r.number.clone()).unwrap_or_default(),
        there: there
            .iter()
            .map(|part| Ok((part.clone(), free(part.product, Some(Holder::Part(part.id)))?)))
            .collect::<Result<_>>()?,
        go_in: chosen(IN)?,
        come_out: chosen(OUT)?,
        under_way: of.is_some_and(Repair::is_under_way),
    })
}
