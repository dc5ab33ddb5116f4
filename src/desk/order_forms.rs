//! The facts of a quotation's forms, and the commands that they make.

use super::forms::Facts;
use super::{order_more, orders, settings, views};
use crate::domain::command::Command;
use crate::domain::error::{Error, Result};
use crate::domain::form::{Choice, ChoiceOf, Choices, Draft, Limit, Resolved};
use crate::domain::ids::{OrderId, ProductId};
use crate::domain::sale::{self, Applying, Held, Order, OrderState};
use crate::domain::settings::Settings;
use crate::domain::wizard::{Form, order, order_coupon};
use crate::store::{Read, catalog};

/// The facts of a form, and what it shows.
pub fn resolve(
    read: &Read<'_>,
    form: &Form,
    draft: &Draft,
    today: chrono::NaiveDate,
) -> Result<(Facts, Resolved)> {
    let settings = &settings(read)?;
    Ok(match form {
        Form::ApplyCoupon(id) => {
            let facts = entering(read, *id, draft, settings, today)?;
            let resolved = order_coupon::resolve_apply(&facts, draft);
            (Facts::Enter(Box::new(facts)), resolved)
        }
        Form::RemoveCoupon(id) => {
            orders::load(read, *id)?.open()?;
            (Facts::Little, order_coupon::resolve_remove(*id, draft))
        }
        _ => {
            let facts = of_order(read, form, draft, settings)?;
            let resolved = order::resolve(&facts, draft);
            (Facts::Order(Box::new(facts)), resolved)
        }
    })
}

fn of_order(read: &Read<'_>, form: &Form, draft: &Draft, settings: &Settings) -> Result<order::Facts> {
    let (of, customer) = match form {
        Form::NewOrder(customer) => (None, *customer),
        Form::EditOrder(id) => {
            let of = orders::load(read, *id)?;
            match of.state {
                OrderState::Sale => order_more::check(&of)?,
                _ => of.open()?,
            }
            let customer = of.customer;
            (Some(of), customer)
        }
        _ => return Err(crate::store::driver::damaged("form")),
    };
    let mut chosen = Vec::new();
    for id in draft.typed(order::ADD).map_or(&[][..], |v| v.picked()) {
        chosen.extend(catalog::load_product(read, ProductId(*id))?);
    }
    let lines = of.iter().flat_map(|o| &o.lines);
    Ok(order::Facts {
        customer: views::reference(read, customer)?,
        skus: lines.map(|l| views::sku(read, l.product)).collect::<Result<_>>()?,
        currency: of.as_ref().map_or(settings.currency, |o| o.currency),
        order: of,
        chosen,
    })
}

fn entering(
    read: &Read<'_>,
    id: OrderId,
    draft: &Draft,
    settings: &Settings,
    today: chrono::NaiveDate,
) -> Result<order_coupon::Facts> {
    let of = orders::load(read, id)?;
    of.open()?;
    let mut facts = order_coupon::Facts {
        order: id,
        version: of.version,
        coupon: None,
        several: false,
        chosen: None,
        wrong: None,
    };
    let code = order_coupon::code(draft);
    if code.is_empty() {
        return Ok(facts);
    }
    let applying = match super::coupons::find_code(read, code) {
        Ok(coupon) => {
            facts.coupon = Some(coupon);
            orders::of_coupon(read, coupon, Some(&of), settings, today)
        }
        Err(error) => Err(error),
    };
    match applying {
        Ok(applying) => choose(&mut facts, &of, &orders::held(read, id, settings)?, &applying, draft),
        Err(error) => facts.wrong = Some(error.bare()),
    }
    Ok(facts)
}

/// Tries the code on the quotation, with the reward that is chosen.
fn choose(facts: &mut order_coupon::Facts, of: &Order, held: &[Held], applying: &Applying, draft: &Draft) {
    let tried = sale::apply(of, held, applying, None);
    facts.several = matches!(tried, Err(Error::RewardChoiceRequired { .. }));
    let picked = draft.typed(order_coupon::REWARD).and_then(|v| v.one()).filter(|_| facts.several);
    let rewards = &applying.of.program.rewards;
    facts.chosen = picked.and_then(|id| rewards.iter().position(|r| r.id.0 == id)).map(|at| at + 1);
    facts.wrong = match (tried, facts.chosen) {
        (Err(Error::RewardChoiceRequired { .. }), None) => None,
        (_, Some(k)) => sale::apply(of, held, applying, Some(k)).err().map(Error::bare),
        (tried, None) => tried.err().map(Error::bare),
    };
}

/// The rewards among the rows of a picker, as the quotation takes them: described, and only those that may
/// be taken.
pub fn described(
    read: &Read<'_>,
    choices: &Choices,
    rows: Vec<Choice>,
    today: chrono::NaiveDate,
) -> Result<Vec<Choice>> {
    let order = choices.limits.iter().find_map(|l| if let Limit::Order(id) = l { Some(*id) } else { None });
    let coupon = choices.limits.iter().find_map(|l| if let Limit::Coupon(id) = l { Some(*id) } else { None });
    let (ChoiceOf::Rewards, Some(order), Some(coupon)) = (choices.of, order, coupon) else {
        return Ok(rows);
    };
    let settings = settings(read)?;
    let of = orders::load(read, order)?;
    let applying = orders::of_coupon(read, coupon, Some(&of), &settings, today)?;
    let offered = sale::claimable(&of, &orders::held(read, order, &settings)?, &applying);
    let title = |id: i64| {
        let at = applying.of.program.rewards.iter().position(|r| r.id.0 == id)? + 1;
        offered.iter().find(|o| o.k == at).map(|o| o.description.clone())
    };
    let rows = rows.into_iter().filter_map(|row| Some(Choice { title: title(row.id)?, ..row }));
    Ok(rows.collect())
}

/// The command that a form makes.
pub fn command(form: &Form, facts: &Facts, draft: &Draft, resolved: &Resolved) -> Result<Command> {
    Ok(match (form, facts) {
        (Form::NewOrder(_), Facts::Order(facts)) => Command::NewOrder(
            facts.customer.clone(),
            order::parse(facts, draft, resolved).map_err(Error::Fields)?,
        ),
        (Form::EditOrder(id), Facts::Order(facts)) => {
            Command::EditOrder(*id, order::parse(facts, draft, resolved).map_err(Error::Fields)?)
        }
        (Form::ApplyCoupon(id), Facts::Enter(facts)) => {
            let (code, reward) = order_coupon::parse_apply(facts, draft, resolved).map_err(Error::Fields)?;
            Command::ApplyCoupon(*id, code, reward)
        }
        (Form::RemoveCoupon(id), _) => {
            let coupon = order_coupon::parse_remove(draft, resolved).map_err(Error::Fields)?;
            Command::RemoveCoupon(*id, format!("id:{coupon}"))
        }
        _ => return Err(crate::store::driver::damaged("form")),
    })
}
