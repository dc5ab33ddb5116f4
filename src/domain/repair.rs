//! Repair orders: a product that is broken, the parts that it takes, and how far it is (`domain/facts.md` §5).

mod view;

pub use view::{PartView, RepairRow, RepairView, WarrantyView};

use chrono::NaiveDate;

use super::error::{Error, Invalid, Result, Wrong};
use super::ids::{
    CustomerId, LocationId, OrderId, OrderLineId, PartId, ProductId, RepairId, TicketId, TransferId, UserId,
};
use super::product::Tracking;
use super::quantity::Quantity;
use super::stock::Lot;
use crate::code_enum;

code_enum! {
    /// Where a repair stands (`domain/facts.md` §5.2).
    RepairState {
        /// Not confirmed.
        New = "new",
        /// Its parts are held.
        Confirmed = "confirmed",
        /// Somebody works on it.
        UnderRepair = "under_repair",
        /// Done.
        Repaired = "repaired",
        /// Given up.
        Cancelled = "cancelled",
    }
}

code_enum! {
    /// What a part does (`domain/facts.md` §5.3).
    PartKind {
        /// It goes in: from stock into the product.
        Add = "add",
        /// It comes out and is written off.
        Remove = "remove",
        /// It comes out and goes to stock.
        Recycle = "recycle",
    }
}

code_enum! {
    /// Where a part stands.
    PartState {
        /// Not asked for.
        Draft = "draft",
        /// None of it is there.
        Waiting = "waiting",
        /// Some of it is held.
        Partial = "partial",
        /// All of it is held.
        Reserved = "reserved",
        /// Used.
        Done = "done",
        /// Not used.
        Cancelled = "cancelled",
    }
}

code_enum! {
    /// What a repair's page offers.
    RepairPageAction {
        /// Its parts are held.
        Confirm = "confirm",
        /// Somebody works on it.
        Start = "start",
        /// It is done.
        End = "end",
        /// Its quotation is made.
        Quote = "quote",
        /// Its quotation is sent.
        Send = "send",
        /// It is changed.
        Edit = "edit",
        /// It is given up.
        Cancel = "cancel",
        /// What was given up is new again.
        Reset = "reset",
    }
}

/// A repair order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repair {
    /// Row.
    pub id: RepairId,
    /// Counts changes.
    pub version: i64,
    /// Number.
    pub number: String,
    /// Where it stands.
    pub state: RepairState,
    /// Whose product it is.
    pub customer: Option<CustomerId>,
    /// The product that is broken.
    pub product: ProductId,
    /// Its lot or serial number.
    pub lot: Option<Lot>,
    /// How many of it.
    pub quantity: Quantity,
    /// The return with which it came.
    pub return_of: Option<TransferId>,
    /// Where it lies.
    pub place: LocationId,
    /// Where parts come from, and where recycled ones go.
    pub stock: LocationId,
    /// Whether the customer pays nothing.
    pub warranty: bool,
    /// Day that it is planned for.
    pub scheduled: NaiveDate,
    /// Who works on it.
    pub responsible: Option<UserId>,
    /// Names, sorted.
    pub tags: Vec<String>,
    /// Repair notes: never shown to customers.
    pub note: String,
    /// Its quotation.
    pub order: Option<OrderId>,
    /// The ticket that it was made from.
    pub ticket: Option<TicketId>,
    /// Who made it.
    pub created_by: Option<UserId>,
    /// Parts by number.
    pub parts: Vec<Part>,
}

/// A part of a repair: of tracked products, of one lot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Row; zero while it is not written.
    pub id: PartId,
    /// Number; never renumbered.
    pub line: i64,
    /// What it does.
    pub kind: PartKind,
    /// Product.
    pub product: ProductId,
    /// Its SKU.
    pub sku: String,
    /// Its name.
    pub name: String,
    /// Whether it has lots or serial numbers.
    pub tracking: Tracking,
    /// Lot or serial number.
    pub lot: Option<Lot>,
    /// Whether somebody chose the lot: then it is held of that one or not at all.
    pub lot_said: bool,
    /// Units demanded.
    pub demand: Quantity,
    /// Units used; while it is under way, units held.
    pub done: Quantity,
    /// Whether somebody said how much is used: then nothing more is held by itself.
    pub said: bool,
    /// Where it stands.
    pub state: PartState,
    /// Its line of the quotation.
    pub order_line: Option<OrderLineId>,
    /// Whether a line of the quotation was made for it once.
    pub quoted: bool,
}

impl Part {
    /// Units that its quotation asks for: of what goes in, what is demanded; once it is done, what was used.
    pub fn wanted(&self) -> Quantity {
        match (self.kind, self.state) {
            (PartKind::Add, PartState::Done) => self.done,
            (PartKind::Add, state) if state != PartState::Cancelled => self.demand,
            _ => Quantity::ZERO,
        }
    }

    /// Where a part of a repair that is under way stands, by what is held of it.
    pub fn held(&self) -> PartState {
        if self.done >= self.demand {
            PartState::Reserved
        } else if self.done.is_zero() {
            PartState::Waiting
        } else {
            PartState::Partial
        }
    }

    /// Refuses units below zero, and a serial number that is not one.
    pub fn check(&self) -> Result<()> {
        if self.demand.is_negative() || self.done.is_negative() {
            return Err(Error::NegativeQuantity.at("parts"));
        }
        if self.tracking != Tracking::Serial {
            return Ok(());
        }
        // Serial numbers are whole, and each is one.
        if let Some(given) = [self.demand, self.done].into_iter().find(|q| !q.is_whole()) {
            return Err(Error::from(Invalid::NotAnInteger { given: given.to_string() }).at("parts"));
        }
        match &self.lot {
            Some(lot) if self.done > Quantity::ONE => {
                Err(Error::SerialDuplicate { lot: lot.name.clone() }.at("parts"))
            }
            _ => Ok(()),
        }
    }
}

impl Repair {
    /// Refuses because of its state.
    pub fn wrong<T>(&self, why: Wrong) -> Result<T> {
        Err(Error::WrongState { document: self.number.clone(), why })
    }

    /// Refuses what is done or given up.
    pub fn open(&self) -> Result<()> {
        match self.state {
            RepairState::Repaired => self.wrong(Wrong::RepairDone),
            RepairState::Cancelled => self.wrong(Wrong::RepairCancelled),
            _ => Ok(()),
        }
    }

    /// Whether its parts are held.
    pub fn is_under_way(&self) -> bool {
        matches!(self.state, RepairState::Confirmed | RepairState::UnderRepair)
    }

    /// A part by its number.
    pub fn part(&self, line: i64) -> Result<usize> {
        let missing = || Error::NotFound { what: super::error::Thing::Part, key: line.to_string() };
        self.parts.iter().position(|p| p.line == line).ok_or_else(missing)
    }

    /// The number of the next new part.
    pub fn next_line(&self) -> i64 {
        self.parts.iter().map(|p| p.line).max().unwrap_or_default() + 1
    }

    /// What ending it makes of its parts: what is not used is given up. Refuses what is not under repair, tracked
    /// parts without a lot, and, unless that was answered, parts of which less is used than demanded.
    pub fn ended(&self, anyway: bool) -> Result<Vec<Part>> {
        if self.state != RepairState::UnderRepair {
            self.open()?;
            return self.wrong(Wrong::RepairNotStarted);
        }
        let unused: Vec<&str> =
            self.parts.iter().filter(|p| p.done < p.demand).map(|p| p.sku.as_str()).collect();
        if !unused.is_empty() && !anyway {
            return Err(Error::PartsUnused { parts: unused.join(", ") });
        }
        let mut parts = self.parts.clone();
        for part in &mut parts {
            part.state = if part.done.is_zero() { PartState::Cancelled } else { PartState::Done };
            if part.state == PartState::Done && part.tracking != Tracking::None && part.lot.is_none() {
                return Err(Error::PartLotRequired { product: part.sku.clone() }.at("parts"));
            }
            part.check()?;
        }
        Ok(parts)
    }
}
