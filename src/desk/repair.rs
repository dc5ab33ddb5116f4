//! Repairs at the desk: made from a ticket, worked through to their end (`domain/facts.md` §5).

pub(super) mod forms;
mod page;
pub mod parts;
mod quote;
mod steps;
mod told;
mod view;
mod warranty;

pub use page::{LISTED, RepairPage, RepairQueue};
pub use steps::step;
pub use view::{view, visible};

use super::work::Work;
use super::{access, customers, refund, stock, stock_count, tickets};
use crate::domain::command::{RepairEdit, RepairRequest};
use crate::domain::effect::{Effect, Key, Subject};
use crate::domain::error::{Error, Invalid, Need, Result, Thing, Wrong};
use crate::domain::ids::{CustomerId, LocationId, OrderId, RepairId, TicketId, TransferId, UserId};
use crate::domain::product::{Product, ProductKind, Tracking};
use crate::domain::quantity::Quantity;
use crate::domain::repair::{Repair, RepairState};
use crate::domain::stock::{LocationUsage, Lot, Transfer, TransferKind, TransferLine, TransferState};
use crate::domain::team::Service;
use crate::domain::ticket::Ticket;
use crate::domain::user::{Right, User};
use crate::domain::wording;
use crate::store::{Read, catalog, customer, driver, repair, sequence, stock as places, user};

/// What the numbers of repairs begin with (`domain/facts.md` §4.1).
const PREFIX: &str = "WH/RO/";

/// A repair that must be there, by its number or `id:N`.
pub fn find(read: &Read<'_>, label: &str) -> Result<RepairId> {
    repair::find(read, label)?.ok_or_else(|| Error::NotFound { what: Thing::Repair, key: label.to_owned() })
}

/// The ticket of the repair whose quotation an order is.
pub fn ticket_of(read: &Read<'_>, order: OrderId) -> Result<Option<TicketId>> {
    let of = repair::of_order(read, order)?.map(|id| load(read, id)).transpose()?;
    Ok(of.and_then(|of| of.ticket))
}

/// Brings an order that is a quotation again into line with its repair.
pub fn quoted_again(work: &mut Work<'_, '_>, order: OrderId) -> Result<()> {
    quote::again(work, order)
}

/// A repair by its row.
pub fn load(read: &Read<'_>, id: RepairId) -> Result<Repair> {
    repair::load(read, id)?.ok_or_else(|| Error::NotFound { what: Thing::Repair, key: format!("id:{id}") })
}

/// Whether an agent works repairs, whoever made them: a lead, or one who was granted the right by itself.
pub fn works(user: &User) -> bool {
    user.may(Right::Inventory) || user.overrides.get(&Right::Repair) == Some(&true)
}

/// Refuses who may not change a repair: who works repairs may, and who made it, with the right to make some.
fn require_change(user: &User, of: &Repair) -> Result<()> {
    match works(user) || of.created_by == Some(user.id) && user.may(Right::Repair) {
        true => Ok(()),
        false => Err(Error::Forbidden(Need::Right(Right::Repair))),
    }
}

/// Makes a repair from a ticket.
pub fn create(work: &mut Work<'_, '_>, request: &RepairRequest) -> Result<RepairId> {
    let ticket = refund::find_ticket(work.tx, request.ticket)?;
    access::require_service(work.tx, &work.actor, &ticket, Service::Repair)?;
    work.ticket = Some(ticket.id);
    let mut new = begin(work, &ticket, &request.edit)?;
    if request.edit.warranty.is_none() {
        new.warranty = warranty::of(work.tx, &new, work.today)?.is_some_and(|w| w.days_left >= 0);
    }
    new.number = sequence::next_number(work.tx, PREFIX)?;
    let id = repair::insert(work.tx, &new)?;
    work.note(
        Effect::add(Subject::Repair, new.number.clone())
            .now(Key::RepairState, new.state.as_str())
            .now(Key::Product, catalog::sku(work.tx, new.product)?.unwrap_or_default())
            .now_if(Key::Lot, new.lot.map(|l| l.name))
            .now(Key::Warranty, new.warranty),
    );
    parts::edit(work, id, &request.edit)?;
    if request.confirm {
        steps::confirm(work, id, request.anyway)?;
    }
    if request.quote {
        quote::quote(work, id)?;
    }
    Ok(id)
}

/// A new repair: what is asked for, else what the return and the ticket say.
fn begin(work: &Work<'_, '_>, ticket: &Ticket, edit: &RepairEdit) -> Result<Repair> {
    let stock = places::default_location(work.tx, LocationUsage::Internal)?
        .ok_or_else(|| driver::damaged("location"))?;
    let customer = match &edit.customer {
        Some(reference) => Some(customers::find(work.tx, reference).map_err(|e| e.at("customer"))?),
        None => ticket.customer,
    };
    let back = edit.return_of.as_deref().filter(|number| !number.is_empty());
    let back = back.map(|number| returned(work.tx, number, customer)).transpose()?;
    let customer = customer.or(back.as_ref().and_then(|back| back.customer));
    let product = match (&edit.product, &back, ticket.product) {
        (Some(sku), ..) => stock_count::find_product(work.tx, sku).map_err(|e| e.at("product"))?.id,
        (None, Some(back), own) => of_return(back, own)?,
        (None, None, Some(own)) => own,
        (None, None, None) => return Err(Error::FieldRequired.at("product")),
    };
    let mut new = Repair {
        id: RepairId(0),
        version: 1,
        number: String::new(),
        state: RepairState::New,
        customer,
        product,
        lot: None,
        quantity: Quantity::ONE,
        return_of: None,
        place: stock,
        stock,
        warranty: false,
        scheduled: work.today,
        responsible: Some(work.actor.id),
        tags: vec![],
        note: String::new(),
        order: None,
        ticket: Some(ticket.id),
        created_by: Some(work.actor.id),
        parts: vec![],
    };
    // The ticket's lot is meant where it is of the product.
    let own = ticket.lot.map(|id| catalog::load_lot(work.tx, id)).transpose()?.flatten();
    if let (None, Some((of, name))) = (&edit.lot, own)
        && of == product
    {
        new.lot = ticket.lot.map(|id| Lot { id, name });
    }
    apply(work, &mut new, edit)?;
    Ok(new)
}

/// The product that came back with a return: the only one, or that of the ticket.
fn of_return(
    back: &Transfer,
    own: Option<crate::domain::ids::ProductId>,
) -> Result<crate::domain::ids::ProductId> {
    let first = back.lines.first().map(|l| l.product);
    match first.filter(|first| back.lines.iter().all(|l| l.product == *first)) {
        Some(only) => Ok(only),
        None => own
            .filter(|own| back.lines.iter().any(|l| l.product == *own))
            .ok_or_else(|| Error::FieldRequired.at("product")),
    }
}

/// A return of a customer, by its number.
fn returned(read: &Read<'_>, number: &str, customer: Option<CustomerId>) -> Result<Transfer> {
    let back = stock::load(read, stock::find(read, number).map_err(|e| e.at("return"))?)?;
    if !back.is_return() || back.kind != TransferKind::Receipt {
        let document = back.number;
        return Err(Error::WrongState { document, why: Wrong::NoReturn }.at("return"));
    }
    if back.state == TransferState::Cancelled {
        back.open().map_err(|e| e.at("return"))?;
    }
    of_family(read, &back, customer)?;
    Ok(back)
}

/// Refuses a return of another customer; nobody's is anybody's.
fn of_family(read: &Read<'_>, back: &Transfer, customer: Option<CustomerId>) -> Result<()> {
    let family = |id: CustomerId| customer::family(read, id);
    match (back.customer, customer) {
        (Some(of), Some(own)) if family(of)? != family(own)? => {
            Err(Error::DeliveryOtherCustomer { delivery: back.number.clone() }.at("return"))
        }
        _ => Ok(()),
    }
}

/// Sets the fields that an edit names, and holds them against each other.
fn apply(work: &Work<'_, '_>, of: &mut Repair, edit: &RepairEdit) -> Result<()> {
    if let Some(reference) = &edit.customer {
        let id = customers::find(work.tx, reference).map_err(|e| e.at("customer"))?;
        if of.order.is_some() && of.customer != Some(id) {
            let order = quote::number(work.tx, of)?;
            return Err(Error::AlreadyQuoted { repair: of.number.clone(), order }.at("customer"));
        }
        of.customer = Some(id);
    }
    if let Some(sku) = &edit.product {
        let id = stock_count::find_product(work.tx, sku).map_err(|e| e.at("product"))?.id;
        if id != of.product {
            (of.product, of.lot) = (id, None);
            // A return that brought it as well stays.
            let back = of.return_of.map(|id| stock::load(work.tx, id)).transpose()?;
            if back.is_none_or(|back| back.lines.iter().all(|l| l.product != id)) {
                (of.return_of, of.place) = (None, of.stock);
            }
        }
    }
    let product = catalog::load_product(work.tx, of.product)?.ok_or_else(|| driver::damaged("product"))?;
    if product.kind != ProductKind::Goods {
        return Err(Error::NotGoods { product: product.sku }.at("product"));
    }
    if let Some(name) = &edit.lot {
        of.lot = named_lot(work.tx, &product, name)?;
    }
    match edit.return_of.as_deref() {
        Some("") => (of.return_of, of.place) = (None, of.stock),
        Some(number) => {
            let back = returned(work.tx, number, of.customer)?;
            with_return(of, &product, &back, edit)?;
        }
        // What is set still goes with the return that it came with.
        None if edit.customer.is_some() || edit.lot.is_some() || edit.product.is_some() => {
            if let Some(back) = of.return_of.map(|id| stock::load(work.tx, id)).transpose()? {
                of_family(work.tx, &back, of.customer)?;
                let before = of.quantity;
                with_return(of, &product, &back, edit)?;
                if edit.lot.is_none() && edit.product.is_none() {
                    of.quantity = before;
                }
            }
        }
        None => {}
    }
    if let Some(quantity) = edit.quantity {
        if quantity.is_zero() || quantity.is_negative() {
            let given = quantity.to_string();
            return Err(Error::from(Invalid::NotPositive { given }).at("quantity"));
        }
        of.quantity = quantity;
    }
    // A repair of a serial number is for one (`domain/facts.md` §10).
    if let (Tracking::Serial, Some(lot)) = (product.tracking, &of.lot)
        && of.quantity != Quantity::ONE
    {
        return Err(Error::SerialDuplicate { lot: lot.name.clone() }.at("quantity"));
    }
    if product.tracking != Tracking::None && of.lot.is_none() {
        return Err(Error::LotRequired { product: product.sku }.at("lot"));
    }
    for part in of.parts.iter().filter(|p| p.lot.is_some()) {
        parts::not_itself(of, part).map_err(|e| e.at("lot"))?;
    }
    of.warranty = edit.warranty.unwrap_or(of.warranty);
    of.scheduled = edit.scheduled.unwrap_or(of.scheduled);
    if let Some(login) = &edit.responsible {
        of.responsible = agent(work.tx, login, of.responsible)?;
    }
    if let Some(tags) = &edit.tags {
        of.tags = work.tags(tags)?;
    }
    if let Some(note) = &edit.note {
        of.note = wording::paragraphs(note).map_err(|e| e.at("note"))?;
    }
    Ok(())
}

/// An agent who works on repairs, by login; nobody for an empty one. Who has it already keeps it.
fn agent(read: &Read<'_>, login: &str, before: Option<UserId>) -> Result<Option<UserId>> {
    if login.is_empty() {
        return Ok(None);
    }
    if before.is_some() && user::find(read, login)? == before {
        return Ok(before);
    }
    tickets::find_active(read, login).map(Some).map_err(|e| e.at("responsible"))
}

/// The lot of a product by its name; none for an empty one.
pub fn named_lot(read: &Read<'_>, product: &Product, name: &str) -> Result<Option<Lot>> {
    if name.is_empty() {
        return Ok(None);
    }
    if product.tracking == Tracking::None {
        return Err(Error::from(Invalid::Hidden).at("lot"));
    }
    let unknown = || Error::LotUnknown { product: product.sku.clone(), lot: name.to_owned() };
    let id = catalog::find_lot(read, product.id, name)?.ok_or_else(|| unknown().at("lot"))?;
    Ok(Some(Lot { id, name: name.to_owned() }))
}

/// Takes place, lot and quantity from a return that brought the product (`domain/facts.md` §5.1): what came, where it
/// came; else what is to come.
fn with_return(of: &mut Repair, product: &Product, back: &Transfer, edit: &RepairEdit) -> Result<()> {
    let done = back.state == TransferState::Done;
    let units = |l: &TransferLine| if done { l.done } else { l.demand };
    let brought = || back.lines.iter().filter(|l| l.product == product.id && !units(l).is_zero());
    if brought().next().is_none() {
        return Err(Error::from(Invalid::Contradicts { other: product.sku.clone() }).at("return"));
    }
    let mut lots: Vec<&Lot> = brought().filter_map(|l| l.lot.as_ref()).collect();
    lots.dedup();
    let known = of.lot.as_ref().is_some_and(|own| lots.contains(&own));
    match (&edit.lot, known, lots.as_slice()) {
        (None, false, [only]) => of.lot = Some((*only).clone()),
        // That of the ticket is not meant; which of these is, is to be said.
        (None, false, [_, ..]) => of.lot = None,
        _ => {}
    }
    if let Some(lot) = of.lot.as_ref().filter(|lot| !lots.is_empty() && !lots.contains(lot)) {
        let (lot, delivery) = (lot.name.clone(), back.number.clone());
        return Err(Error::LotNotDelivered { lot, delivery, place: None }.at("lot"));
    }
    of.quantity = brought().filter(|l| of.lot.is_none() || l.lot == of.lot).map(units).sum();
    (of.return_of, of.place) = (Some(back.id), back.to);
    Ok(())
}

/// Changes a repair.
pub fn edit(work: &mut Work<'_, '_>, id: RepairId, edit: &RepairEdit) -> Result<()> {
    let before = load(work.tx, id)?;
    require_change(&work.actor, &before)?;
    if before.state != RepairState::Repaired || !edit.is_remark() {
        before.open()?;
    }
    work.ticket = before.ticket;
    let mut after = before.clone();
    apply(work, &mut after, edit)?;
    // A tick that came from the warranty goes with it, unless somebody says otherwise.
    let covers = |of: &Repair| -> Result<bool> {
        Ok(warranty::of(work.tx, of, work.today)?.is_some_and(|w| w.days_left >= 0))
    };
    let about = |of: &Repair| (of.customer, of.product, of.lot.clone());
    if edit.warranty.is_none() && about(&after) != about(&before) && before.warranty == covers(&before)? {
        after.warranty = covers(&after)?;
    }
    if after != before {
        repair::save(work.tx, &after)?;
        told::tell(work, &before, &after)?;
    }
    if after.warranty != before.warranty {
        quote::reprice(work, &after)?;
    }
    parts::edit(work, id, edit)
}

/// The return and the place that a repair hangs on, for answers.
fn number_of(read: &Read<'_>, id: Option<TransferId>) -> Result<Option<String>> {
    Ok(id.map(|id| crate::store::transfer::number(read, id)).transpose()?.flatten())
}

/// The location of a kind that parts go to.
fn location(read: &Read<'_>, usage: LocationUsage) -> Result<LocationId> {
    places::default_location(read, usage)?.ok_or_else(|| driver::damaged("location"))
}
