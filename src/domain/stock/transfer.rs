//! Transfers: what is demanded, what was done, and what a validation makes of it (`domain/facts.md` §4.2, 4.6).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Condition, TransferKind, TransferState};
use crate::domain::error::{Error, Invalid, Result, Wrong};
use crate::domain::ids::{
    CouponId, CustomerId, LocationId, LotId, OrderId, OrderLineId, ProductId, TicketId, TransferId,
    TransferLineId, UserId,
};
use crate::domain::product::Tracking;
use crate::domain::quantity::Quantity;

/// A transfer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transfer {
    /// Row.
    pub id: TransferId,
    /// Counts changes.
    pub version: i64,
    /// Number.
    pub number: String,
    /// What it does.
    pub kind: TransferKind,
    /// Where it stands.
    pub state: TransferState,
    /// Whose it is.
    pub customer: Option<CustomerId>,
    /// Order.
    pub order: Option<OrderId>,
    /// Day that it is planned for; once done, the day on which it was.
    pub date: NaiveDate,
    /// From where.
    pub from: LocationId,
    /// To where.
    pub to: LocationId,
    /// The transfer whose goods come back.
    pub return_of: Option<TransferId>,
    /// The transfer whose rest this is.
    pub backorder_of: Option<TransferId>,
    /// The return whose goods this replaces.
    pub exchange_for: Option<TransferId>,
    /// The ticket that it was made from.
    pub ticket: Option<TicketId>,
    /// Who made it.
    pub created_by: Option<UserId>,
    /// Why goods come back.
    pub reason: Option<String>,
    /// Lines by number.
    pub lines: Vec<TransferLine>,
}

/// A lot or serial number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lot {
    /// Row.
    pub id: LotId,
    /// Name.
    pub name: String,
}

/// A line of a transfer: one product, and one lot where it has one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TransferLine {
    /// Row.
    pub id: TransferLineId,
    /// Number.
    pub line: i64,
    /// Product.
    pub product: ProductId,
    /// Its SKU.
    pub sku: String,
    /// Its name.
    pub name: String,
    /// Whether it has lots or serial numbers.
    pub tracking: Tracking,
    /// Lot or serial number; none while none is reserved.
    pub lot: Option<Lot>,
    /// Units demanded.
    pub demand: Quantity,
    /// Units moved, damaged ones among them.
    pub done: Quantity,
    /// Units written off as they came.
    pub damaged: Quantity,
    /// Units that were looked for in vain.
    pub missing: Quantity,
    /// Line of the order.
    pub order_line: Option<OrderLineId>,
    /// The line whose goods come back.
    pub return_of: Option<TransferLineId>,
}

/// What was found of a line when a transfer was carried out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found<L = Option<Lot>> {
    /// Number of the line.
    pub line: i64,
    /// Units.
    pub quantity: Quantity,
    /// Another lot than the line's.
    pub lot: L,
    /// In which condition.
    pub condition: Condition,
}

/// What is carried out of a transfer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Validation {
    /// What was found, lots by name; none where everything is as demanded. Lines not named count as zero.
    pub found: Option<Vec<Found<Option<String>>>>,
    /// Whether the rest follows in a back-order or is given up.
    pub backorder: Option<bool>,
}

/// What becomes of a line: the parts of it that were found, each of one lot, and what is left of the demand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The line.
    pub line: TransferLine,
    /// By lot, at least one where anything was found or missed.
    pub parts: Vec<Part>,
    /// What is left of the demand.
    pub rest: Quantity,
}

/// What was found of one line in one lot.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Part {
    /// Lot.
    pub lot: Option<Lot>,
    /// Units as new.
    pub sellable: Quantity,
    /// Units to write off.
    pub damaged: Quantity,
    /// Units that did not come.
    pub missing: Quantity,
    /// The line whose goods came back so, and that of the order, where they are not those of the transfer's own
    /// line.
    pub source: Option<(TransferLineId, Option<OrderLineId>)>,
}

impl Part {
    /// Units that moved.
    pub fn done(&self) -> Quantity {
        self.sellable + self.damaged
    }

    /// Units that are accounted for.
    fn all(&self) -> Quantity {
        self.done() + self.missing
    }
}

impl Transfer {
    /// Refuses what may only be done while it is open.
    pub fn open(&self) -> Result<()> {
        let why = match self.state {
            TransferState::Draft | TransferState::Waiting | TransferState::Ready => return Ok(()),
            TransferState::Done => Wrong::TransferDone,
            TransferState::Cancelled => Wrong::TransferCancelled,
        };
        Err(Error::WrongState { document: self.number.clone(), why })
    }

    /// Whether goods come back with it.
    pub fn is_return(&self) -> bool {
        self.return_of.is_some()
    }

    /// A line by its number.
    pub fn line(&self, number: i64) -> Option<&TransferLine> {
        self.lines.iter().find(|l| l.line == number)
    }

    /// What a validation makes of each line. A lot that another line holds is meant as that line. Refused are
    /// more than is demanded, tracked goods without a lot, a serial number twice or not as one, nothing at all,
    /// and a rest of which nobody said what becomes of it.
    pub fn outcomes(&self, found: Option<&[Found]>, backorder: Option<bool>) -> Result<Vec<Outcome>> {
        self.open()?;
        let mut outcomes: Vec<Outcome> = self
            .lines
            .iter()
            .map(|line| Outcome { rest: line.demand, line: line.clone(), parts: vec![] })
            .collect();
        match found {
            None => {
                for o in &mut outcomes {
                    o.add(o.line.lot.clone(), o.line.demand, Condition::Sellable);
                }
            }
            Some(found) => found.iter().try_for_each(|f| self.find(&mut outcomes, f))?,
        }
        for o in &outcomes {
            o.check(self.is_return())?;
        }
        no_lot_twice(&outcomes)?;
        if outcomes.iter().all(|o| o.parts.is_empty()) {
            return Err(Error::from(Invalid::NotPositive { given: "0".to_owned() }).at("lines"));
        }
        if backorder.is_none() && outcomes.iter().any(|o| !o.rest.is_zero()) {
            return Err(Error::BackorderRequired);
        }
        Ok(outcomes)
    }

    fn find(&self, outcomes: &mut [Outcome], found: &Found) -> Result<()> {
        let missing =
            || Error::NotFound { what: crate::domain::error::Thing::Line, key: found.line.to_string() };
        let named = self.line(found.line).ok_or_else(missing)?;
        if found.quantity.is_negative() {
            return Err(Error::NegativeQuantity.at("lines"));
        }
        if found.condition != Condition::Sellable && !self.is_return() {
            return Err(Error::from(Invalid::Hidden).at("condition"));
        }
        if found.lot.is_some() && named.tracking == Tracking::None {
            return Err(Error::from(Invalid::Hidden).at("lot"));
        }
        let lot = found.lot.clone().or_else(|| named.lot.clone());
        let holder =
            self.lines.iter().find(|l| l.product == named.product && l.lot.is_some() && l.lot == lot);
        let line = holder.unwrap_or(named).line;
        if let Some(o) = outcomes.iter_mut().find(|o| o.line.line == line) {
            o.add(lot, found.quantity, found.condition);
        }
        Ok(())
    }
}

impl Outcome {
    fn add(&mut self, lot: Option<Lot>, units: Quantity, condition: Condition) {
        if units.is_zero() {
            return;
        }
        let at = self.parts.iter().position(|p| p.lot == lot).unwrap_or_else(|| {
            self.parts.push(Part { lot, ..Part::default() });
            self.parts.len() - 1
        });
        let part = &mut self.parts[at];
        let sum = match condition {
            Condition::Sellable => &mut part.sellable,
            Condition::Damaged => &mut part.damaged,
            Condition::Missing => &mut part.missing,
        };
        *sum = *sum + units;
        self.rest = self.rest - units;
    }

    fn check(&self, is_return: bool) -> Result<()> {
        let line = &self.line;
        for part in self.parts.iter().filter(|p| !p.all().is_zero()) {
            if line.tracking != Tracking::None && part.lot.is_none() {
                return Err(Error::LotRequired { product: line.sku.clone() }.at("lot"));
            }
            if line.tracking == Tracking::Serial && part.all() != Quantity::ONE {
                let lot = part.lot.as_ref().map_or_else(|| line.sku.clone(), |l| l.name.clone());
                return Err(Error::SerialDuplicate { lot }.at("lines"));
            }
        }
        if self.rest.is_negative() {
            let given = (line.demand - self.rest).to_string();
            let error = match is_return {
                true => Error::OverReturned { product: line.sku.clone(), left: line.demand, lot: None },
                false => Invalid::MoreThanDemanded { given, demanded: line.demand }.into(),
            };
            return Err(error.at("lines"));
        }
        Ok(())
    }
}

fn no_lot_twice(outcomes: &[Outcome]) -> Result<()> {
    let mut seen = Vec::new();
    for o in outcomes.iter().filter(|o| o.line.tracking == Tracking::Serial) {
        for lot in o.parts.iter().filter(|p| !p.done().is_zero()).filter_map(|p| p.lot.as_ref()) {
            if seen.contains(&lot.id) {
                return Err(Error::SerialDuplicate { lot: lot.name.clone() }.at("lines"));
            }
            seen.push(lot.id);
        }
    }
    Ok(())
}

/// A transfer as answered to people and programs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TransferView {
    /// Row.
    pub id: TransferId,
    /// Counts changes.
    pub version: i64,
    /// Number.
    pub number: String,
    /// What it does.
    pub kind: TransferKind,
    /// Where it stands.
    pub state: TransferState,
    /// Reference of the customer.
    pub customer: Option<String>,
    /// Number of the order.
    pub order: Option<String>,
    /// Day that it is planned for; once done, the day on which it was.
    pub date: NaiveDate,
    /// Name of the location that goods leave.
    pub from: String,
    /// Name of the location that goods come to.
    pub to: String,
    /// Number of the transfer whose goods come back.
    pub return_of: Option<String>,
    /// Number of the return whose goods this replaces.
    pub exchange_for: Option<String>,
    /// Number of the transfer whose rest this is.
    pub backorder_of: Option<String>,
    /// Ticket that it was made from.
    pub ticket: Option<i64>,
    /// Why goods come back.
    pub reason: Option<String>,
    /// Login of who made it.
    pub created_by: Option<String>,
    /// Numbers of the returns of its goods, oldest first, cancelled ones left out.
    pub returns: Vec<String>,
    /// Numbers of the deliveries that replace what came back with it.
    pub exchanges: Vec<String>,
    /// Number of the transfer that its rest follows in.
    pub backorder: Option<String>,
    /// Labels of the documents that are about it.
    pub documents: Vec<String>,
    /// Coupons that are about it.
    pub coupons: Vec<CouponLink>,
    /// Lines by number.
    pub lines: Vec<TransferLineView>,
}

/// A coupon that is about a return: its row, and what tells it apart without giving it away.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CouponLink {
    /// Row.
    pub id: CouponId,
    /// The end of its code.
    pub label: String,
}

/// A line of a transfer as answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TransferLineView {
    /// Number.
    pub line: i64,
    /// Number of the line whose goods come back.
    pub source_line: Option<i64>,
    /// SKU.
    pub product: String,
    /// Name of the product.
    pub name: String,
    /// Lot or serial number.
    pub lot: Option<String>,
    /// Units demanded.
    pub demand: String,
    /// Units moved, damaged ones among them.
    pub done: String,
    /// Units written off as they came.
    pub damaged: String,
    /// Units that were looked for in vain.
    pub missing: String,
    /// Units that can still be returned: delivered, less returned, less on their way back.
    pub returnable: String,
}
