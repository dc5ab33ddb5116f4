//! What a repair's own screen shows: the repair, its quotation, and what may be done with it now, and if not, why: the
//! same checks as the commands themselves make. And the list of repairs, for those who work them.

use chrono::{Days, NaiveDate};

use super::{find, load, require_change, view, works};
use crate::desk::{Desk, load_user, orders};
use crate::domain::error::{Error, Need, Result};
use crate::domain::repair::{PartKind, Repair, RepairPageAction, RepairRow, RepairState, RepairView};
use crate::domain::sale::OrderState;
use crate::domain::user::{Right, User};
use crate::store::repair::{self, Filter};
use crate::store::{customer, user};

/// An action that a repair offers, and why it can't be used now.
pub type Offered = (RepairPageAction, Option<Error>);

/// The most repairs that a list shows.
pub const LISTED: i64 = 500;

/// A repair and what hangs on it.
#[derive(Clone, Debug)]
pub struct RepairPage {
    /// The repair.
    pub repair: RepairView,
    /// Name of the customer.
    pub customer: Option<String>,
    /// Name of who works on it.
    pub responsible: Option<String>,
    /// Number and state of its quotation.
    pub order: Option<(String, OrderState)>,
    /// What may be done with it, the most likely first.
    pub actions: Vec<Offered>,
}

/// Some of the repairs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RepairQueue {
    /// Those that are not done with.
    Open,
    /// Of them, those of the agent.
    Mine,
    /// Of them, those whose day is past.
    Late,
    /// Of them, those planned within a week.
    Week,
    /// Of them, those of nobody.
    Nobody,
    /// Those in a state.
    In(RepairState),
    /// Of those that are not done with, those of an agent, by its row and its name.
    Of(crate::domain::ids::UserId, String),
}

impl RepairQueue {
    fn filter(&self, actor: &User, today: NaiveDate) -> Filter {
        let open = Filter { open: true, ..Filter::default() };
        match self {
            Self::Open => open,
            Self::Mine => Filter { responsible: Some(Some(actor.id)), ..open },
            Self::Late => Filter { until: today.pred_opt(), ..open },
            Self::Week => Filter { until: today.checked_add_days(Days::new(7)), ..open },
            Self::Nobody => Filter { responsible: Some(None), ..open },
            Self::In(state) => Filter { state: Some(*state), ..Filter::default() },
            Self::Of(agent, _) => Filter { responsible: Some(Some(*agent)), ..open },
        }
    }
}

impl Desk {
    /// A repair by its number, with what hangs on it, and what may be done with it.
    pub fn repair_page(&mut self, number: &str) -> Result<RepairPage> {
        let (actor, today) = (self.actor_id()?, self.today()?);
        self.store.read(|read| {
            let actor = load_user(read, actor)?;
            let id = find(read, number)?;
            let of = load(read, id)?;
            super::visible(&actor, &of)?;
            let name = |id| user::load(read, id).map(|found| found.map(|u| u.name));
            let order = of.order.map(|id| orders::load(read, id)).transpose()?;
            Ok(RepairPage {
                repair: view(read, id, today)?,
                customer: of
                    .customer
                    .map(|id| customer::load(read, id))
                    .transpose()?
                    .flatten()
                    .map(|c| c.name),
                responsible: of.responsible.map(name).transpose()?.flatten(),
                actions: actions(&of, order.as_ref().map(|o| o.state), &actor),
                order: order.map(|o| (o.number, o.state)),
            })
        })
    }

    /// Repairs of a queue, those that are worked on first, and how many there are; refused to who works none.
    pub fn repair_queue(&mut self, queue: &RepairQueue) -> Result<(Vec<RepairRow>, i64)> {
        let (actor, today) = (self.actor_id()?, self.today()?);
        self.store.read(|read| {
            let actor = load_user(read, actor)?;
            require_work(&actor)?;
            let filter = queue.filter(&actor, today);
            let rows = repair::rows(read, Filter { limit: Some(LISTED), ..filter })?;
            Ok((rows, repair::count(read, filter)?))
        })
    }

    /// Every queue of repairs, with how many are in it; refused to who works none.
    pub fn repair_queues(&mut self) -> Result<Vec<(RepairQueue, i64)>> {
        let (actor, today) = (self.actor_id()?, self.today()?);
        self.store.read(|read| {
            let actor = load_user(read, actor)?;
            require_work(&actor)?;
            let mut queues = vec![RepairQueue::Open, RepairQueue::Mine, RepairQueue::Late, RepairQueue::Week];
            queues.extend(RepairState::ALL.iter().copied().map(RepairQueue::In));
            let busy = repair::busy(read)?.into_iter();
            queues.extend(
                busy.map(|of| of.map_or(RepairQueue::Nobody, |(id, name)| RepairQueue::Of(id, name))),
            );
            let count =
                |queue: RepairQueue| Ok((queue.clone(), repair::count(read, queue.filter(&actor, today))?));
            queues.into_iter().map(count).collect()
        })
    }
}

fn require_work(actor: &User) -> Result<()> {
    if works(actor) { Ok(()) } else { Err(Error::Forbidden(Need::Right(Right::Inventory))) }
}

fn actions(of: &Repair, order: Option<OrderState>, actor: &User) -> Vec<Offered> {
    use RepairPageAction as A;
    let own = require_change(actor, of).err();
    let work = require_work(actor).err();
    let quote = match order {
        None => {
            let customer = of.customer.is_none().then_some(Error::CustomerRequired);
            let sold = of.parts.iter().any(|part| part.kind == PartKind::Add);
            let empty = (!sold).then(|| Error::NoLines { document: of.number.clone() });
            Some((A::Quote, own.clone().or(customer).or(empty)))
        }
        Some(OrderState::Cancelled) => None,
        // Any agent sends any quotation.
        Some(_) => Some((A::Send, None)),
    };
    let mut actions = match of.state {
        RepairState::New => vec![(A::Confirm, own.clone())],
        RepairState::Confirmed => vec![(A::Start, work)],
        RepairState::UnderRepair => vec![(A::End, work)],
        RepairState::Repaired => vec![],
        RepairState::Cancelled => return vec![(A::Reset, own)],
    };
    actions.extend(quote);
    if of.state != RepairState::Repaired {
        actions.extend([(A::Edit, own.clone()), (A::Cancel, own)]);
    }
    actions
}
