//! Tickets: what a customer came with, and where it stands.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::error::{Error, Invalid, Result};
use super::history::TimelineEntry;
use super::ids::{CustomerId, LotId, OrderId, ProductId, StageId, TeamId, TicketId, TicketTypeId, UserId};
use super::query::{Filter, Found, Sort};
use super::sla::StandingView;
use super::team::Service;

/// A ticket as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ticket {
    /// Row; also the number.
    pub id: TicketId,
    /// Counts changes.
    pub version: i64,
    /// Team.
    pub team: TeamId,
    /// One line.
    pub subject: String,
    /// Several lines.
    pub description: String,
    /// Whose it is.
    pub customer: Option<CustomerId>,
    /// What it is about.
    pub product: Option<ProductId>,
    /// Which piece.
    pub lot: Option<LotId>,
    /// From which order.
    pub order: Option<OrderId>,
    /// 0 low to 3 urgent.
    pub priority: i64,
    /// Stage.
    pub stage: StageId,
    /// Whether the stage is folded, or the ticket was merged.
    pub closed: bool,
    /// Who handles it.
    pub assignee: Option<UserId>,
    /// When it was opened.
    pub created_at: DateTime<Utc>,
    /// Its type.
    pub kind: Option<TicketTypeId>,
    /// When anything last happened to it.
    pub changed_at: DateTime<Utc>,
    /// Its earliest deadline that is open.
    pub deadline: Option<DateTime<Utc>>,
    /// Whether a deadline was missed.
    pub sla_failed: bool,
    /// Where its messages and documents are shown since it was merged.
    pub merged_into: Option<TicketId>,
}

/// A priority of the contract, 0 to 3.
pub fn priority(text: &str) -> Result<i64, Invalid> {
    match text {
        "0" | "1" | "2" | "3" => Ok(text.parse().unwrap_or(0)),
        _ => Err(Invalid::NotOneOf { given: text.to_owned(), allowed: "0, 1, 2, 3".into() }),
    }
}

/// A ticket as answered to people and programs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TicketView {
    /// Row; the same as the number.
    pub id: TicketId,
    /// Counts changes.
    pub version: i64,
    /// Number.
    pub number: i64,
    /// One line.
    pub subject: String,
    /// Several lines.
    pub description: String,
    /// Team.
    pub team: String,
    /// Stage.
    pub stage: String,
    /// Whether the stage is folded.
    pub closed: bool,
    /// 0 to 3.
    pub priority: i64,
    /// Reference of the customer.
    pub customer: Option<String>,
    /// Name of the customer.
    pub customer_name: Option<String>,
    /// SKU.
    pub product: Option<String>,
    /// Lot or serial number.
    pub lot: Option<String>,
    /// Number of the order.
    pub order: Option<String>,
    /// Login.
    pub assignee: Option<String>,
    /// Name of its type.
    #[serde(rename = "type", default)]
    pub kind: Option<String>,
    /// Names, sorted.
    pub tags: Vec<String>,
    /// When it was opened.
    pub created_at: DateTime<Utc>,
    /// When anything last happened to it.
    #[serde(default)]
    pub changed_at: DateTime<Utc>,
    /// Its earliest deadline that is open.
    #[serde(default)]
    pub deadline: Option<DateTime<Utc>>,
    /// How it stands with each policy of service levels.
    #[serde(default)]
    pub sla: Vec<StandingView>,
    /// Number of the ticket where its messages and documents are shown since it was merged.
    #[serde(default)]
    pub merged_into: Option<i64>,
    /// Numbers of the tickets that were merged into it.
    #[serde(default)]
    pub merged: Vec<i64>,
    /// After-sales services.
    pub services: BTreeMap<Service, ServiceView>,
    /// When the next visit begins.
    #[serde(default)]
    pub next_visit: Option<DateTime<Utc>>,
    /// Documents made from it.
    pub counters: Counters,
    /// How many of its credit notes wait for an approval.
    #[serde(default)]
    pub approvals: i64,
    /// What happened, oldest first.
    pub timeline: Vec<TimelineEntry>,
}

/// A row of a ticket list: a ticket without what only its own screen needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TicketRow {
    /// Row; also the number.
    pub id: TicketId,
    /// One line.
    pub subject: String,
    /// Team.
    pub team: String,
    /// Stage.
    pub stage: String,
    /// Whether the stage is folded.
    pub closed: bool,
    /// 0 to 3.
    pub priority: i64,
    /// Name of the customer.
    pub customer: Option<String>,
    /// Login.
    pub assignee: Option<String>,
    /// When it was opened.
    pub created_at: DateTime<Utc>,
    /// When anything last happened to it.
    pub changed_at: DateTime<Utc>,
    /// Its earliest deadline that is open.
    pub deadline: Option<DateTime<Utc>>,
    /// Whether a deadline was missed.
    pub sla_failed: bool,
    /// Where it is shown since it was merged.
    pub merged_into: Option<TicketId>,
    /// What is told where it is asked for.
    pub more: More,
}

/// What else a row of a list can tell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct More {
    /// Type.
    pub kind: Option<String>,
    /// Names, sorted.
    pub tags: Vec<String>,
    /// SKU.
    pub product: Option<String>,
    /// Lot or serial number.
    pub lot: Option<String>,
    /// Number of the order.
    pub order: Option<String>,
}

/// How a service stands for a ticket.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceView {
    /// Offered and usable, offered and not usable now, or not offered.
    pub state: ServiceState,
    /// Why it can't be used now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// The same as a sentence, filled in at the edge.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The same as data.
    #[serde(skip)]
    pub why: Option<Error>,
}

impl ServiceView {
    /// Offered, but not usable now.
    pub fn off(why: Error) -> Self {
        Self { state: ServiceState::Off, code: Some(why.code().to_owned()), reason: None, why: Some(why) }
    }

    /// Offered and usable.
    pub fn on() -> Self {
        Self { state: ServiceState::On, ..Self::default() }
    }
}

/// Whether a service can be used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ServiceState {
    /// Usable.
    On,
    /// Shown, with the reason why it can't be used.
    Off,
    /// The team does not offer it.
    #[default]
    Hidden,
}

/// How many documents were made from a ticket; drafts apart, so that none is lost.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counters {
    /// Posted credit notes.
    pub credit_notes: i64,
    /// Drafts of credit notes.
    pub credit_note_drafts: i64,
    /// Coupons.
    pub coupons: i64,
    /// Returns.
    pub returns: i64,
    /// Repairs.
    pub repairs: i64,
    /// Field tasks.
    pub tasks: i64,
}

/// What a person may set of a ticket. The outer option: left as it is; the inner: cleared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TicketEdit {
    /// Team.
    pub team: Option<String>,
    /// One line.
    pub subject: Option<String>,
    /// Several lines.
    pub description: Option<String>,
    /// Reference of the customer.
    pub customer: Option<Option<String>>,
    /// SKU.
    pub product: Option<Option<String>>,
    /// Lot or serial number.
    pub lot: Option<Option<String>>,
    /// Order number.
    pub order: Option<Option<String>>,
    /// 0 to 3.
    pub priority: Option<i64>,
    /// Type, by name.
    pub kind: Option<Option<String>>,
    /// Tags, replacing those it has.
    pub tags: Option<Vec<String>>,
}

/// A queue of open tickets that the desk counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Queue {
    /// Assigned to the agent.
    Mine,
    /// Assigned to nobody.
    Unassigned,
    /// Every one the agent sees.
    All,
    /// Those of one team.
    Team(TeamId),
}

/// Which tickets a list shows, and in which order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    /// Those of a queue.
    pub queue: Option<Queue>,
    /// Those that a query holds for.
    pub query: String,
    /// The order, where the query does not say it.
    pub sort: Option<Sort>,
    /// Whether rows tell type, tags, product, lot and order too.
    pub more: bool,
}

impl Listing {
    /// What a query holds for.
    pub fn of(query: &str) -> Self {
        Self { query: query.to_owned(), ..Self::default() }
    }
}

/// From where on a page is read, in the order of its list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PageFrom {
    /// The first.
    #[default]
    Start,
    /// From a ticket on, itself too.
    At(TicketId),
    /// Behind a ticket.
    After(TicketId),
    /// The last ones before a ticket.
    Before(TicketId),
    /// The last ones.
    End,
}

impl Queue {
    /// Which tickets it holds.
    pub fn filter(self, user: UserId) -> Filter {
        let open = Found::Closed(false);
        match self {
            Self::Mine => Filter::of([open, Found::Assignee(vec![Some(user)])]),
            Self::Unassigned => Filter::of([open, Found::Assignee(vec![None])]),
            Self::All => Filter::of([open]),
            Self::Team(team) => Filter::of([open, Found::Team(vec![team])]),
        }
    }
}

/// How many tickets a team has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TeamCount {
    /// The team.
    pub team: TeamId,
    /// Closed ones too.
    pub every: i64,
    /// Open, assigned to the agent.
    pub mine: i64,
    /// Open, assigned to nobody.
    pub unassigned: i64,
    /// Open.
    pub open: i64,
}

impl TeamCount {
    /// How many of them a queue holds; all of them without one.
    pub fn of(&self, queue: Option<Queue>) -> i64 {
        match queue {
            Some(Queue::Mine) => self.mine,
            Some(Queue::Unassigned) => self.unassigned,
            Some(Queue::All) => self.open,
            Some(Queue::Team(team)) if team == self.team => self.open,
            Some(Queue::Team(_)) => 0,
            None => self.every,
        }
    }
}
