//! Entering a coupon on an order: the checks of `domain/facts.md` §3.7 in their order, the rewards that
//! may be taken, and the one that is. The same checks explain themselves one by one for `coupon check`.

use chrono::NaiveDate;

use super::discount::{wanted, whole_order};
use super::evaluate::{Dropped, Evaluated, Held, amount_left, evaluate, quantity_left, rules};
use super::{Order, OrderLine, price_order};
use crate::domain::coupon::program::{Reward, RewardKind};
use crate::domain::coupon::{Check, CheckRule};
use crate::domain::error::{Error, Invalid, Result};
use crate::domain::ids::RewardId;
use crate::domain::tax::Rounding;

/// A coupon that is being entered.
#[derive(Clone, Debug)]
pub struct Applying {
    /// The coupon and its program, without a reward.
    pub of: Held,
    /// How many orders use the program.
    pub usage: i64,
    /// Today.
    pub today: NaiveDate,
    /// How taxes are rounded.
    pub rounding: Rounding,
}

/// A reward that may be taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offered {
    /// Its place in the program, from 1.
    pub k: usize,
    /// How it is called.
    pub description: String,
}

/// What came of entering a coupon.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Claim {
    /// A reward was taken.
    Taken(Evaluated),
    /// The coupon is on the order; there is nothing to take from it yet.
    Waits(Evaluated),
}

/// Enters a coupon on an order. `choice` names the reward, by its place in the program from 1.
pub fn apply(order: &Order, held: &[Held], applying: &Applying, choice: Option<usize>) -> Result<Claim> {
    for step in CheckRule::ALL {
        ask(*step, order, held, applying)?;
    }
    let offered = claimable(order, held, applying);
    let program = &applying.of.program;
    let mut held: Vec<Held> = held.iter().filter(|h| h.coupon.id != applying.of.coupon.id).cloned().collect();
    let reward = match (offered.as_slice(), choice) {
        (_, Some(k)) => {
            let reward = k.checked_sub(1).and_then(|at| program.rewards.get(at)).ok_or_else(|| {
                let most = i64::try_from(program.rewards.len()).unwrap_or(i64::MAX);
                Error::from(Invalid::NotBetween { given: k.to_string(), least: 1, most }).at("reward")
            })?;
            claimed(order, &held, applying, reward)?;
            Some(reward)
        }
        ([], None) => None,
        ([only], None) => program.rewards.get(only.k - 1),
        (several, None) => return Err(Error::RewardChoiceRequired { offered: several.to_vec() }),
    };
    let mut order = order.clone();
    if reward.is_some_and(Reward::is_global) {
        // The better discount takes the place of the one that stood there.
        let gone: Vec<_> = held.iter().filter(|h| takes_whole(h)).map(|h| h.coupon.id).collect();
        order.lines.retain(|l| l.reward.is_none_or(|(coupon, _)| !gone.contains(&coupon)));
        held.retain(|h| !gone.contains(&h.coupon.id));
        price_order(&mut order, applying.rounding, &[])?;
    }
    let id = applying.of.coupon.id;
    held.push(Held { reward: reward.map(|r| r.id), ..applying.of.clone() });
    let evaluated = evaluate(order, held, applying.today, applying.rounding)?;
    match evaluated.dropped.iter().find(|d| d.coupon == id) {
        Some(dropped) => Err(dropped.why.clone()),
        None if reward.is_some() => Ok(Claim::Taken(evaluated)),
        None => Ok(Claim::Waits(evaluated)),
    }
}

/// Enters the coupons that wait on an order, now that it may hold something to take them off: each is asked
/// every rule, as if it were entered now. `usage`: how many orders use the program of each.
pub fn enter_waiting(mut of: Evaluated, waiting: Vec<Applying>) -> Result<Evaluated> {
    for applying in waiting {
        let coupon = applying.of.coupon.id;
        match apply(&of.order, &of.held, &applying, None) {
            Ok(Claim::Taken(now) | Claim::Waits(now)) => {
                of = Evaluated { dropped: [of.dropped, now.dropped].concat(), ..now };
            }
            // It goes on waiting for lines that it can be taken off, and for somebody who chooses.
            Err(Error::NothingToDiscount { .. } | Error::RewardChoiceRequired { .. }) => {}
            Err(why) => {
                of.held.retain(|h| h.coupon.id != coupon);
                of.dropped.push(Dropped { coupon, why });
            }
        }
    }
    Ok(of)
}

fn takes_whole(held: &Held) -> bool {
    held.reward.and_then(|id| held.program.reward(id)).is_some_and(Reward::is_global)
}

/// Whether one check holds.
fn ask(step: CheckRule, order: &Order, held: &[Held], applying: &Applying) -> Result<()> {
    let (coupon, program, today) = (&applying.of.coupon, &applying.of.program, applying.today);
    match step {
        CheckRule::OrderOpen => order.open(),
        CheckRule::NotApplied => not_applied(order, held, applying),
        CheckRule::Better => better(order, held, applying),
        CheckRule::MinimumAmount => match rules(order, program) {
            Err(error @ Error::BelowMinimumAmount { .. }) => Err(error),
            _ => Ok(()),
        },
        CheckRule::MinimumQuantity => match rules(order, program) {
            Err(error @ Error::BelowMinimumQuantity { .. }) => Err(error),
            _ => Ok(()),
        },
        CheckRule::Discountable | CheckRule::Customer | CheckRule::Known => Ok(()),
        CheckRule::NotRevoked
        | CheckRule::Kind
        | CheckRule::Program
        | CheckRule::NotExpired
        | CheckRule::NotUsed
        | CheckRule::Limit => of_coupon(step, coupon, program, applying.usage, today),
    }
}

fn of_coupon(
    step: CheckRule,
    coupon: &crate::domain::coupon::Coupon,
    program: &crate::domain::coupon::program::Program,
    usage: i64,
    today: NaiveDate,
) -> Result<()> {
    let usable = || coupon.usable(today);
    let only = |wanted: fn(&Error) -> bool| match usable() {
        Err(error) if wanted(&error) => Err(error),
        _ => Ok(()),
    };
    match step {
        CheckRule::NotRevoked => only(|e| matches!(e, Error::CouponRevoked { .. })),
        CheckRule::NotExpired => only(|e| matches!(e, Error::CouponExpired { .. })),
        CheckRule::NotUsed => only(|e| matches!(e, Error::CouponUsed { .. })),
        CheckRule::Kind => program.of_coupons(),
        CheckRule::Program => program.usable(today),
        CheckRule::Limit => match program.max_usage {
            Some(most) if usage >= most => Err(Error::CouponLimit { program: program.name.clone(), most }),
            _ => Ok(()),
        },
        _ => Ok(()),
    }
}

/// A program gives one reward on an order.
fn not_applied(order: &Order, held: &[Held], applying: &Applying) -> Result<()> {
    let program = &applying.of.program;
    let taken = |line: &OrderLine| line.reward.is_some_and(|(_, reward)| program.reward(reward).is_some());
    // One that waits holds the place of its program too, but not against itself.
    let waits = |h: &Held| h.reward.is_none() && h.coupon.id == applying.of.coupon.id;
    let holds = held.iter().any(|h| h.program.id == program.id && !waits(h));
    match holds || order.lines.iter().any(taken) {
        true => {
            Err(Error::CouponAlreadyApplied { program: program.name.clone(), order: order.number.clone() })
        }
        false => Ok(()),
    }
}

/// Where all that a program gives is a discount of the whole order, one of them must be better than the one
/// that stands there.
fn better(order: &Order, held: &[Held], applying: &Applying) -> Result<()> {
    let rewards = &applying.of.program.rewards;
    let Some((program, current)) = standing(held) else { return Ok(()) };
    let any = rewards.is_empty()
        || rewards
            .iter()
            .any(|r| !r.is_global() || beats(order, current, r, applying.rounding).unwrap_or(false));
    if any { Ok(()) } else { Err(Error::CouponNotBetter { other: program.to_owned() }) }
}

/// The discount of the whole order that stands on it, and its program.
fn standing(held: &[Held]) -> Option<(&str, &Reward)> {
    held.iter().find_map(|h| {
        let reward = h.reward.and_then(|id| h.program.reward(id)).filter(|r| r.is_global())?;
        Some((h.program.name.as_str(), reward))
    })
}

/// Whether a discount of the whole order is better than the one that stands there: strictly larger; where
/// both take more than there is, strictly smaller (`domain/facts.md` §3.8).
fn beats(order: &Order, current: &Reward, new: &Reward, rounding: Rounding) -> Result<bool> {
    let own = |id: RewardId| move |line: &OrderLine| line.reward.is_none_or(|(_, r)| r != id);
    let whole = whole_order(order, rounding, own(current.id))?.total;
    let (old, new) = (wanted(order, current, &whole), wanted(order, new, &whole));
    Ok(if old >= whole && new >= whole { new < old } else { new > old })
}

/// The rewards of a coupon that may be taken on an order.
pub fn claimable(order: &Order, held: &[Held], applying: &Applying) -> Vec<Offered> {
    let rewards = applying.of.program.rewards.iter().enumerate();
    let fits = rewards.filter(|(_, reward)| claimed(order, held, applying, reward).is_ok());
    fits.map(|(at, reward)| Offered { k: at + 1, description: reward.description.clone() }).collect()
}

/// Refuses a reward that can't be taken: not better than what stands there, or nothing to take it off.
fn claimed(order: &Order, held: &[Held], applying: &Applying, reward: &Reward) -> Result<()> {
    if let Some((program, current)) = standing(held).filter(|_| reward.is_global())
        && !beats(order, current, reward, applying.rounding)?
    {
        return Err(Error::CouponNotBetter { other: program.to_owned() });
    }
    // A coupon may be entered before there is anything to take it off.
    if order.lines.is_empty() && reward.kind == RewardKind::Discount {
        return Err(Error::NothingToDiscount { program: applying.of.program.name.clone() });
    }
    Ok(())
}

/// Every rule for a coupon, on an order or by itself: which hold, which do not, and which could not be asked.
pub fn checks(order: Option<(&Order, &[Held])>, applying: &Applying) -> Vec<Check> {
    let mut list = Vec::new();
    let (coupon, program) = (&applying.of.coupon, &applying.of.program);
    for rule in CheckRule::ALL.iter().copied() {
        let found = match (rule, order) {
            (CheckRule::Known, _) => Some(Ok(())),
            (CheckRule::Customer, Some((order, _))) => coupon.customer.map(|_| meant_for(order, applying)),
            (CheckRule::Discountable, Some((order, held))) => Some(discountable(order, held, applying)),
            (CheckRule::MinimumAmount, Some((order, _))) if !program.rules.is_empty() => {
                let any = program.rules.iter().any(|r| amount_left(order, program, r).is_none());
                Some(if any { Ok(()) } else { rules(order, program) })
            }
            (CheckRule::MinimumQuantity, Some((order, _))) if !program.rules.is_empty() => {
                let short = program.rules.iter().filter_map(|r| quantity_left(order, r)).min();
                let enough = program.rules.iter().any(|r| quantity_left(order, r).is_none());
                let name = program.name.clone();
                Some(match short.filter(|_| !enough) {
                    Some(missing) => Err(Error::BelowMinimumQuantity { program: name, missing }),
                    None => Ok(()),
                })
            }
            (CheckRule::MinimumAmount | CheckRule::MinimumQuantity | CheckRule::Customer, _) => None,
            (
                CheckRule::OrderOpen | CheckRule::NotApplied | CheckRule::Better | CheckRule::Discountable,
                None,
            ) => None,
            (_, Some((order, held))) => Some(ask(rule, order, held, applying)),
            (_, None) => Some(of_coupon(rule, coupon, program, applying.usage, applying.today)),
        };
        list.push(Check { rule, ok: found.as_ref().map(Result::is_ok), why: found.and_then(Result::err) });
    }
    list
}

fn meant_for(order: &Order, applying: &Applying) -> Result<()> {
    let own = |c| c == order.customer || c == order.family;
    if applying.of.coupon.customer.is_none_or(own) {
        Ok(())
    } else {
        Err(Error::CouponOtherCustomer { coupon: applying.of.coupon.code.clone() })
    }
}

fn discountable(order: &Order, held: &[Held], applying: &Applying) -> Result<()> {
    let mut last = Ok(());
    for at in 1..=applying.of.program.rewards.len() {
        match apply(order, held, applying, Some(at)) {
            Err(error @ Error::NothingToDiscount { .. }) => last = Err(error),
            _ => return Ok(()),
        }
    }
    last
}
