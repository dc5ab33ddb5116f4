//! Helpdesk teams: which after-sales services they offer, their members, their stages. A folded
//! stage is a closed one (`domain/facts.md` §7.2).

use serde::{Deserialize, Serialize};

use super::ids::{StageId, TeamId};
use crate::code_enum;

code_enum! {
    /// An after-sales service that a team may offer.
    Service {
        /// Refunds.
        Refund = "refund",
        /// Coupons.
        Coupon = "coupon",
        /// Returns and exchanges.
        Return = "return",
        /// Repairs.
        Repair = "repair",
        /// Field service.
        FieldService = "field_service",
    }
}

code_enum! {
    /// How a team's new tickets find somebody (`domain/facts.md` §7.1).
    Assignment {
        /// Somebody takes them.
        Off = "off",
        /// Everybody gets equally many, closed ones counted.
        Equal = "equal",
        /// Who has the fewest open ones gets the next.
        LeastOpen = "least_open",
    }
}

/// The switches of a team.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Switches {
    /// Refunds.
    pub refunds: bool,
    /// Coupons.
    pub coupons: bool,
    /// Returns.
    pub returns: bool,
    /// Repairs.
    pub repairs: bool,
    /// Field service.
    pub field_service: bool,
}

impl Switches {
    /// Whether a service is on.
    pub fn offers(&self, service: Service) -> bool {
        match service {
            Service::Refund => self.refunds,
            Service::Coupon => self.coupons,
            Service::Return => self.returns,
            Service::Repair => self.repairs,
            Service::FieldService => self.field_service,
        }
    }

    /// Turns a service on or off.
    pub fn set(&mut self, service: Service, on: bool) {
        match service {
            Service::Refund => self.refunds = on,
            Service::Coupon => self.coupons = on,
            Service::Return => self.returns = on,
            Service::Repair => self.repairs = on,
            Service::FieldService => self.field_service = on,
        }
    }
}

/// A team as answered to people and programs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamView {
    /// Row.
    pub id: TeamId,
    /// Counts changes.
    pub version: i64,
    /// Name, unique.
    pub name: String,
    /// Services.
    #[serde(flatten)]
    pub switches: Switches,
    /// Name of the project of its visits.
    pub project: Option<String>,
    /// How its new tickets find somebody.
    #[serde(default = "Assignment::off")]
    pub assignment: Assignment,
    /// Logins of its members.
    pub members: Vec<String>,
    /// Its stages in order.
    pub stages: Vec<StageView>,
}

impl Assignment {
    /// Of answers that were kept before there was any other.
    fn off() -> Self {
        Self::Off
    }
}

impl TeamView {
    /// Whether anything but its version is another way than it was.
    pub fn changed(&self, before: &Self) -> bool {
        Self { version: before.version, ..self.clone() } != *before
    }
}

/// A stage as answered to people and programs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StageView {
    /// Row.
    pub id: StageId,
    /// Name, unique in its team.
    pub name: String,
    /// Order.
    pub sequence: i64,
    /// Whether tickets in it are closed.
    pub folded: bool,
}

/// The stages of a team that brings none: name and whether it is folded.
pub const DEFAULT_STAGES: [(&str, bool); 5] =
    [("New", false), ("In Progress", false), ("On Hold", false), ("Solved", true), ("Cancelled", true)];
