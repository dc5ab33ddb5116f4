//! Quotations and orders: made, changed, and what coupons take off them (`domain/facts.md` §3.7 to 3.9).

use super::work::Work;
use super::{access, coupons, customers, order_more, programs, stock_count};
use crate::domain::command::{NewLine, OrderEdit};
use crate::domain::effect::{Effect, Key, Subject};
use crate::domain::error::{Error, Invalid, Result, Thing, Wrong};
use crate::domain::ids::{CouponId, OrderId, OrderLineId};
use crate::domain::money::Amount;
use crate::domain::quantity::Quantity;
use crate::domain::sale::{
    self, Applying, Claim, Evaluated, Held, Order, OrderLine, OrderLineKind, OrderState, OrderView, evaluate,
};
use crate::domain::settings::Settings;
use crate::domain::tax::LineAmounts;
use crate::domain::user::User;
use crate::domain::{accounting, coupon::Check};
use crate::store::{Read, catalog, coupon, driver, order, program, sequence};

/// An order that must be there.
pub fn load(read: &Read<'_>, id: OrderId) -> Result<Order> {
    order::load(read, id)?.ok_or_else(|| Error::NotFound { what: Thing::Order, key: format!("id:{id}") })
}

/// An order as it is answered: codes of coupons stand there for who may see them.
pub fn view(read: &Read<'_>, id: OrderId, actor: &User) -> Result<OrderView> {
    let mut view = order::view(read, id)?.ok_or_else(|| driver::damaged("order"))?;
    for line in &mut view.lines {
        let Some(code) = &line.coupon else { continue };
        let (of, _) = coupon::find_exact(read, code)?.ok_or_else(|| driver::damaged("coupon"))?;
        if coupons::is_hidden(read, actor, &coupons::load(read, of)?)? {
            line.coupon = None;
        }
    }
    Ok(view)
}

/// The coupons that an order holds.
pub fn held(read: &Read<'_>, id: OrderId, settings: &Settings) -> Result<Vec<Held>> {
    let rows = coupon::held(read, id)?;
    rows.into_iter().map(|(coupon, reward)| Ok(Held { reward, ..hold(read, coupon, settings)? })).collect()
}

fn hold(read: &Read<'_>, id: CouponId, settings: &Settings) -> Result<Held> {
    let coupon = coupons::load(read, id)?;
    let program = programs::load(read, coupon.program, settings)?;
    let mut free = Vec::new();
    for product in program.rewards.iter().filter_map(|r| r.product) {
        free.push((product, catalog::taxes(read, product)?));
    }
    Ok(Held { coupon, program, reward: None, amounts_in: settings.currency, free })
}

/// Makes a quotation.
pub fn new(work: &mut Work<'_, '_>, customer: &str, edit: &OrderEdit) -> Result<OrderId> {
    let customer = customers::find(work.tx, customer).map_err(|e| e.at("customer"))?;
    let mut order = Order {
        id: OrderId(0),
        version: 1,
        number: String::new(),
        customer,
        family: customer,
        date: work.today,
        created_by: Some(work.actor.id),
        state: OrderState::Quotation,
        currency: work.settings.currency,
        untaxed: Amount::ZERO,
        tax: Amount::ZERO,
        total: Amount::ZERO,
        lines: vec![],
    };
    if edit.add.is_empty() {
        return Err(Error::FieldRequired.at("line"));
    }
    for line in &edit.add {
        add(work.tx, &mut order, line).map_err(|e| e.at("line"))?;
    }
    sale::price_order(&mut order, work.settings.tax_rounding, &[])?;
    order.number = sequence::next_number(work.tx, accounting::ORDERS)?;
    let id = order::insert(work.tx, &order)?;
    work.note(
        Effect::add(Subject::Order, order.number.clone())
            .now(Key::OrderState, order.state.as_str())
            .now(Key::Total, (order.total, order.currency)),
    );
    Ok(id)
}

/// Adds a line of a product, at its price where none is given.
pub(super) fn add(read: &Read<'_>, order: &mut Order, new: &NewLine) -> Result<()> {
    let product = stock_count::find_product(read, &new.product)?;
    positive(new.quantity)?;
    order.lines.push(OrderLine {
        id: OrderLineId(0),
        line: order.next_line(),
        kind: OrderLineKind::Product,
        product: Some(product.id),
        description: product.name.clone(),
        quantity: new.quantity,
        unit_price: new.unit_price.unwrap_or(product.price),
        discount: crate::domain::quantity::Rate::ZERO,
        taxes: catalog::taxes(read, product.id)?,
        amounts: LineAmounts::default(),
        reward: None,
    });
    Ok(())
}

fn positive(quantity: Quantity) -> Result<()> {
    match quantity.is_zero() || quantity.is_negative() {
        true => Err(Invalid::NotPositive { given: quantity.to_string() }.into()),
        false => Ok(()),
    }
}

/// A quotation that the agent may change.
fn editable(work: &Work<'_, '_>, id: OrderId) -> Result<Order> {
    let of = load(work.tx, id)?;
    access::require_order(&work.actor, &of)?;
    of.open()?;
    Ok(of)
}

/// Changes a quotation, and looks at its coupons again; of a confirmed order more is ordered.
pub fn edit(work: &mut Work<'_, '_>, id: OrderId, edit: &OrderEdit) -> Result<()> {
    edit.once()?;
    let before = load(work.tx, id)?;
    access::require_order(&work.actor, &before)?;
    if before.state == OrderState::Sale {
        return order_more::order_more(work, &before, edit);
    }
    before.open()?;
    let mut held = held(work.tx, id, &work.settings)?;
    let mut order = before.clone();
    for (line, quantity, price) in &edit.lines {
        set(&mut order, &mut held, *line, Some(*quantity), *price).map_err(|e| e.at("line"))?;
    }
    for line in &edit.remove {
        set(&mut order, &mut held, *line, None, None).map_err(|e| e.at("remove_line"))?;
    }
    for line in &edit.add {
        add(work.tx, &mut order, line).map_err(|e| e.at("add"))?;
    }
    let waiting = held.iter().filter(|h| h.reward.is_none()).map(|h| h.coupon.id);
    let waiting = waiting
        .map(|id| of_coupon(work.tx, id, Some(&order), &work.settings, work.today))
        .collect::<Result<Vec<_>>>()?;
    let evaluated = evaluate(order, held, work.today, work.settings.tax_rounding)?;
    let evaluated = sale::enter_waiting(evaluated, waiting)?;
    write(work, &before, evaluated)
}

/// Sets one line; nothing for a quantity, or zero, removes it. The line of a reward goes with its coupon.
pub(super) fn set(
    order: &mut Order,
    held: &mut Vec<Held>,
    line: i64,
    quantity: Option<Quantity>,
    price: Option<crate::domain::quantity::UnitPrice>,
) -> Result<()> {
    let missing = || Error::NotFound { what: Thing::Line, key: line.to_string() };
    let at = order.lines.iter().position(|l| l.line == line).ok_or_else(missing)?;
    if let Some((coupon, _)) = order.lines[at].reward {
        if quantity.is_some_and(|q| !q.is_zero()) {
            return order.wrong(Wrong::RewardLine);
        }
        held.retain(|h| h.coupon.id != coupon);
        order.lines.retain(|l| l.reward.is_none_or(|(c, _)| c != coupon));
        return Ok(());
    }
    match quantity.filter(|q| !q.is_zero()) {
        None => drop(order.lines.remove(at)),
        Some(quantity) => {
            if quantity.is_negative() != order.lines[at].quantity.is_negative() {
                return Err(Invalid::NotPositive { given: quantity.to_string() }.into());
            }
            order.lines[at].quantity = quantity;
            order.lines[at].unit_price = price.unwrap_or(order.lines[at].unit_price);
        }
    }
    Ok(())
}

/// Writes what an order came to, and says which coupons came and went.
pub(super) fn write(work: &mut Work<'_, '_>, before: &Order, after: Evaluated) -> Result<()> {
    let order = &after.order;
    let was: Vec<_> = coupon::held(work.tx, order.id)?;
    let now: Vec<_> = after.held.iter().map(|h| (h.coupon.id, h.reward)).collect();
    if order == before && was == now {
        return Ok(());
    }
    order::save(work.tx, order)?;
    coupon::set_held(work.tx, order.id, &now)?;
    work.note(
        Effect::change(Subject::Order, order.number.clone())
            .moved(Key::Lines, Some(count(before)), Some(count(order)))
            .moved(Key::Total, Some((before.total, before.currency)), Some((order.total, order.currency))),
    );
    for held in after.held.iter().filter(|h| !was.iter().any(|(id, _)| *id == h.coupon.id)) {
        let effect = Effect::add(Subject::Coupon, held.coupon.label()).now(Key::Order, order.number.as_str());
        let reward = held.reward.and_then(|id| held.program.reward(id)).map(|r| r.description.as_str());
        work.note(effect.now_if(Key::Reward, reward));
    }
    for (id, _) in was.iter().filter(|(id, _)| !now.iter().any(|(other, _)| other == id)) {
        let label = coupons::load(work.tx, *id)?.label();
        let why = after.dropped.iter().find(|d| d.coupon == *id).map(|d| d.why.code());
        let effect = Effect::remove(Subject::Coupon, label).was(Key::Order, order.number.as_str());
        work.note(match why {
            Some(code) => effect.was(Key::Cause, code),
            None => effect,
        });
    }
    Ok(())
}

fn count(order: &Order) -> i64 {
    i64::try_from(order.lines.len()).unwrap_or(i64::MAX)
}

/// What entering a coupon needs to know, on an order or by itself.
pub(super) fn of_coupon(
    read: &Read<'_>,
    id: CouponId,
    order: Option<&Order>,
    settings: &Settings,
    today: chrono::NaiveDate,
) -> Result<Applying> {
    let of = hold(read, id, settings)?;
    order.map_or(Ok(()), |order| of.in_currency(order)).map_err(|e| e.at("code"))?;
    let usage = program::usage(read, of.program.id)?;
    Ok(Applying { of, usage, today, rounding: settings.tax_rounding })
}

/// Enters a code on a quotation: whoever knows it may, so that nothing but the code itself names the coupon.
pub fn apply_coupon(work: &mut Work<'_, '_>, id: OrderId, code: &str, choice: Option<usize>) -> Result<()> {
    let before = editable(work, id)?;
    let coupon = coupons::find_code(work.tx, code)?;
    let applying = of_coupon(work.tx, coupon, Some(&before), &work.settings, work.today)?;
    let held = held(work.tx, id, &work.settings)?;
    match sale::apply(&before, &held, &applying, choice)? {
        Claim::Taken(evaluated) | Claim::Waits(evaluated) => write(work, &before, evaluated),
    }
}

/// Takes a code off a quotation.
pub fn remove_coupon(work: &mut Work<'_, '_>, id: OrderId, code: &str) -> Result<()> {
    let before = editable(work, id)?;
    let gone = coupons::find(work.tx, code)?;
    let mut held = held(work.tx, id, &work.settings)?;
    if !held.iter().any(|h| h.coupon.id == gone) {
        return before.wrong(Wrong::CouponNotThere);
    }
    held.retain(|h| h.coupon.id != gone);
    let mut order = before.clone();
    order.lines.retain(|l| l.reward.is_none_or(|(coupon, _)| coupon != gone));
    let evaluated = evaluate(order, held, work.today, work.settings.tax_rounding)?;
    write(work, &before, evaluated)
}

/// Every rule for a code: by itself, or on an order.
pub fn check_coupon(
    read: &Read<'_>,
    code: &str,
    on: Option<OrderId>,
    settings: &Settings,
    today: chrono::NaiveDate,
) -> Result<Vec<Check>> {
    let order = on.map(|id| load(read, id)).transpose()?;
    let id = coupons::find(read, code)?;
    let applying = of_coupon(read, id, order.as_ref(), settings, today)?;
    let held = on.map(|id| held(read, id, settings)).transpose()?.unwrap_or_default();
    Ok(sale::checks(order.as_ref().map(|o| (o, held.as_slice())), &applying))
}

/// A line's product, where it must have one.
pub(super) fn goods(read: &Read<'_>, line: &OrderLine) -> Result<Option<crate::domain::product::Product>> {
    let Some(id) = line.product else { return Ok(None) };
    Ok(Some(catalog::load_product(read, id)?.ok_or_else(|| driver::damaged("product"))?))
}
