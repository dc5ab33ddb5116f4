//! What an order's own screen shows: the order with what hangs on it, and what may be done with it now,
//! and if not, why: the same checks as the commands themselves make.

use super::{
    Desk, access, coupons, load_user, order_flow, order_invoice, order_more, orders, repair, settings, views,
};
use crate::domain::coupon::Coupon;
use crate::domain::error::{Error, Result, Wrong};
use crate::domain::ids::{CouponId, OrderId};
use crate::domain::invoice::DocumentView;
use crate::domain::repair::RepairState;
use crate::domain::sale::{Held, Order, OrderAction, OrderState, OrderView};
use crate::domain::settings::Settings;
use crate::domain::stock::TransferState;
use crate::domain::user::{Right, User};
use crate::store::{Read, coupon, order, transfer};

/// An action that an order offers, and why it can't be used now.
pub type Offered = (OrderAction, Option<Error>);

/// An order and what hangs on it.
#[derive(Clone, Debug)]
pub struct OrderPage {
    /// The order.
    pub order: OrderView,
    /// Name of the customer.
    pub customer: String,
    /// Its coupons, in the order in which they were entered.
    pub coupons: Vec<OrderCoupon>,
    /// Its invoices and credit notes, oldest first.
    pub documents: Vec<DocumentView>,
    /// Its deliveries and where they stand, oldest first.
    pub deliveries: Vec<(String, TransferState)>,
    /// The repair that it quotes, and where that stands; none where the agent does not see it.
    pub repair: Option<(String, RepairState)>,
    /// What may be done with it, the most likely first.
    pub actions: Vec<Offered>,
}

/// A coupon of an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderCoupon {
    /// Row.
    pub id: CouponId,
    /// Its code.
    pub code: String,
    /// Name of its program.
    pub program: String,
    /// What it gives here; none while there is nothing to take it off.
    pub reward: Option<String>,
}

impl Desk {
    /// The actions that an order offers in its state, the most likely first.
    pub fn order_actions(&mut self, id: OrderId) -> Result<Vec<Offered>> {
        let (actor, clock) = (self.actor_id()?, self.clock);
        self.store.read(|read| {
            let settings = settings(read)?;
            let of = orders::load(read, id)?;
            actions(read, &of, &load_user(read, actor)?, &settings, clock.today(&settings))
        })
    }

    /// An order with what hangs on it, and what may be done with it.
    pub fn order_page(&mut self, id: OrderId) -> Result<OrderPage> {
        let (actor, clock) = (self.actor_id()?, self.clock);
        self.store.read(|read| {
            let settings = settings(read)?;
            let of = orders::load(read, id)?;
            let documents = order::documents(read, id)?;
            let deliveries = transfer::of_order(read, id)?;
            let actor = load_user(read, actor)?;
            Ok(OrderPage {
                order: orders::view(read, id, &actor)?,
                customer: super::customers::load(read, of.customer)?.name,
                coupons: of_order(read, &of, &actor, &settings)?,
                documents: documents
                    .into_iter()
                    .map(|d| views::document_for(read, &actor, d))
                    .collect::<Result<_>>()?,
                deliveries: deliveries.into_iter().map(|(_, number, state)| (number, state)).collect(),
                repair: repair_of(read, id, &actor)?,
                actions: actions(read, &of, &actor, &settings, clock.today(&settings))?,
            })
        })
    }
}

/// The repair whose quotation an order is, as far as the agent sees it.
fn repair_of(read: &Read<'_>, id: OrderId, actor: &User) -> Result<Option<(String, RepairState)>> {
    let Some(found) = crate::store::repair::of_order(read, id)? else { return Ok(None) };
    let of = repair::load(read, found)?;
    Ok(repair::visible(actor, &of).is_ok().then_some((of.number, of.state)))
}

/// The coupons that an order holds, and those that it used; who may not see a code sees its last letters.
fn of_order(read: &Read<'_>, of: &Order, actor: &User, settings: &Settings) -> Result<Vec<OrderCoupon>> {
    let code = |of: &Coupon| match coupons::is_hidden(read, actor, of) {
        Ok(true) => Ok(of.label()),
        other => other.map(|_| of.code.clone()),
    };
    let mut found = Vec::new();
    for held in orders::held(read, of.id, settings)? {
        let reward = held.reward.and_then(|id| held.program.reward(id)).map(|r| r.description.clone());
        let Held { coupon, program, .. } = held;
        found.push(OrderCoupon { id: coupon.id, code: code(&coupon)?, program: program.name, reward });
    }
    for id in coupon::used_on(read, of.id)? {
        let used = coupons::load(read, id)?;
        if !found.iter().any(|f| f.id == id) {
            let program = crate::store::program::name(read, used.program)?;
            found.push(OrderCoupon { id, code: code(&used)?, program, reward: None });
        }
    }
    Ok(found)
}

fn actions(
    read: &Read<'_>,
    of: &Order,
    actor: &User,
    settings: &Settings,
    today: chrono::NaiveDate,
) -> Result<Vec<Offered>> {
    let possible = |action| -> Result<()> {
        match action {
            OrderAction::Invoice => access::require(actor, Right::Accounting)?,
            OrderAction::Send => {}
            _ => access::require_order(actor, of)?,
        }
        match action {
            OrderAction::Confirm => order_flow::confirmed(read, of, settings, today).map(drop),
            OrderAction::RemoveCoupon if coupon::held(read, of.id)?.is_empty() => of.wrong(Wrong::NoCoupons),
            OrderAction::Invoice => order_invoice::due(read, of, settings.tax_rounding).map(drop),
            OrderAction::Cancel => order_flow::cancellable(read, of).map(drop),
            OrderAction::Edit if of.state == OrderState::Sale => order_more::check(of),
            // They need no more than the state in which they are offered.
            OrderAction::Edit | OrderAction::ApplyCoupon | OrderAction::RemoveCoupon => Ok(()),
            OrderAction::Send | OrderAction::Reset => Ok(()),
        }
    };
    Ok(offers(of.state).iter().map(|action| (*action, possible(*action).err())).collect())
}

fn offers(state: OrderState) -> &'static [OrderAction] {
    use OrderAction as A;
    match state {
        OrderState::Quotation | OrderState::Sent => {
            &[A::Confirm, A::Edit, A::ApplyCoupon, A::RemoveCoupon, A::Send, A::Cancel]
        }
        OrderState::Sale => &[A::Invoice, A::Edit, A::Send, A::Cancel],
        OrderState::Cancelled => &[A::Reset],
    }
}
