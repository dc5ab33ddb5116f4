//! Goods at the desk: transfers looked up, carried out and given up, returns and exchanges, and what ready
//! transfers hold of what lies there (`domain/facts.md` §4).

pub mod exchange;
pub mod forms;
pub mod passport;
mod reads;
pub mod reasons;
pub mod received;
pub mod reserve;
pub mod returns;
mod settlement;
pub mod validate;
pub mod view;

use super::work::Work;
use super::{access, views};
use crate::domain::effect::{Effect, Key, Subject};
use crate::domain::error::{Error, Need, Result, Thing, Wrong};
use crate::domain::ids::{LocationId, TransferId};
use crate::domain::stock::{Transfer, TransferKind, TransferState};
use crate::domain::user::{Right, User};
use crate::store::{Read, driver, stock, transfer};

/// A transfer that must be there, by its number or `id:N`.
pub fn find(read: &Read<'_>, label: &str) -> Result<TransferId> {
    transfer::find(read, label)?
        .ok_or_else(|| Error::NotFound { what: Thing::Transfer, key: label.to_owned() })
}

/// A transfer by its row.
pub fn load(read: &Read<'_>, id: TransferId) -> Result<Transfer> {
    transfer::load(read, id)?
        .ok_or_else(|| Error::NotFound { what: Thing::Transfer, key: format!("id:{id}") })
}

/// A location's name.
pub fn place(read: &Read<'_>, id: LocationId) -> Result<String> {
    Ok(stock::location(read, id)?.ok_or_else(|| driver::damaged("location"))?.0)
}

/// What a transfer is called in effects.
pub fn subject(kind: TransferKind) -> Subject {
    match kind {
        TransferKind::Delivery => Subject::Delivery,
        TransferKind::Receipt => Subject::Receipt,
        TransferKind::Internal => Subject::InternalTransfer,
    }
}

/// Notes that a transfer went to another state.
pub fn moved(work: &mut Work<'_, '_>, of: &Transfer, to: TransferState) {
    work.note(Effect::change(subject(of.kind), of.number.clone()).moved(
        Key::TransferState,
        Some(of.state.as_str()),
        Some(to.as_str()),
    ));
}

/// Refuses who may not give a transfer up: somebody else made it.
pub fn require_own(user: &User, of: &Transfer) -> Result<()> {
    match of.created_by == Some(user.id) || user.may(Right::Inventory) {
        true => Ok(()),
        false => Err(Error::Forbidden(Need::OwnTransfer)),
    }
}

/// Gives a transfer up: what it held is free again, and what it was to bring back can come back otherwise.
pub fn cancel(work: &mut Work<'_, '_>, id: TransferId) -> Result<()> {
    let of = load(work.tx, id)?;
    require_own(&work.actor, &of)?;
    of.open()?;
    work.ticket = work.ticket.or(of.ticket);
    apart(work.tx, &of)?;
    give_up(work, &of)?;
    if of.is_return() && of.backorder_of.is_none() { exchange::give_up(work, &of) } else { Ok(()) }
}

/// Refuses the replacement of an exchange whose value is settled: it stands and falls with the return.
pub fn apart(read: &Read<'_>, of: &Transfer) -> Result<()> {
    match of.exchange_for.map(|back| crate::store::exchange::is_taken(read, back)).transpose()? {
        Some(true) => Err(Error::WrongState { document: of.number.clone(), why: Wrong::Settled }),
        _ => Ok(()),
    }
}

/// Gives an open transfer up.
pub fn give_up(work: &mut Work<'_, '_>, of: &Transfer) -> Result<()> {
    transfer::set_state(work.tx, of.id, TransferState::Cancelled)?;
    moved(work, of, TransferState::Cancelled);
    work.stock.extend(of.lines.iter().map(|l| l.product));
    Ok(())
}

/// Refuses who may not carry out transfers.
pub fn require_inventory(user: &User) -> Result<()> {
    access::require(user, Right::Inventory)
}

/// The reference of a transfer's customer.
fn customer(read: &Read<'_>, of: &Transfer) -> Result<Option<String>> {
    of.customer.map(|id| views::reference(read, id)).transpose()
}
