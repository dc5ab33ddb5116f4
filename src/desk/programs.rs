//! Coupon programs at the desk: looked up, made, changed, archived. A reward without a description gets one
//! in the company's language (`domain/facts.md` §3.3).

use super::access::require;
use super::work::Work;
use crate::domain::command::ProgramEdit;
use crate::domain::coupon::program::{Program, ProgramView, Reward, RewardKind, RewardView, Rule, RuleView};
use crate::domain::effect::{Effect, Key, Subject};
use crate::domain::error::{Error, Invalid, Result, Thing, Wrong};
use crate::domain::ids::{ProductId, ProgramId};
use crate::domain::settings::Settings;
use crate::domain::user::Right;
use crate::domain::wording;
use crate::store::{Read, catalog, driver, program};
use crate::text::{Words, stored};

/// A program that must be there, by name.
pub fn find(read: &Read<'_>, name: &str) -> Result<ProgramId> {
    program::find(read, name)?.ok_or_else(|| Error::NotFound { what: Thing::Program, key: name.to_owned() })
}

/// A program as it was written: a reward that nobody described is not.
pub fn raw(read: &Read<'_>, id: ProgramId) -> Result<Program> {
    program::load(read, id)?.ok_or_else(|| driver::damaged("program"))
}

/// A program, its rewards described.
pub fn load(read: &Read<'_>, id: ProgramId, settings: &Settings) -> Result<Program> {
    let mut program = raw(read, id)?;
    let words = Words::new(settings.language);
    for reward in &mut program.rewards {
        if reward.description.is_empty() {
            reward.description = describe(read, reward, settings, &words)?;
        }
    }
    Ok(program)
}

fn describe(read: &Read<'_>, reward: &Reward, settings: &Settings, words: &Words) -> Result<String> {
    let named = match reward.kind {
        RewardKind::Product => reward.product.into_iter().collect(),
        RewardKind::Discount => reward.products.clone(),
    };
    let mut names = Vec::new();
    for product in named {
        names.extend(catalog::load_product(read, product)?.map(|p| p.name));
    }
    Ok(stored::reward(words, reward, &names, settings.currency))
}

/// A program as it is answered.
pub fn view(read: &Read<'_>, id: ProgramId, settings: &Settings) -> Result<ProgramView> {
    let p = load(read, id, settings)?;
    let skus = |ids: &[ProductId]| -> Result<Vec<String>> {
        Ok(ids
            .iter()
            .map(|id| catalog::sku(read, *id))
            .collect::<Result<Vec<_>>>()?
            .into_iter()
            .flatten()
            .collect())
    };
    let rules = p.rules.iter().map(|r| {
        Ok(RuleView {
            rule: r.key.clone(),
            minimum_amount: r.minimum_amount.to_string(),
            minimum_amount_tax: r.minimum_amount_tax,
            minimum_quantity: r.minimum_quantity.to_string(),
            products: skus(&r.products)?,
        })
    });
    let rewards = p.rewards.iter().map(|r| {
        Ok(RewardView {
            reward: r.key.clone(),
            kind: r.kind,
            mode: r.mode,
            amount: r.amount.to_string(),
            applies_to: r.applies_to,
            products: skus(&r.products)?,
            max_amount: r.max_amount.map(|m| m.to_string()),
            product: super::views::sku(read, r.product)?,
            quantity: r.quantity.to_string(),
            description: r.description.clone(),
        })
    });
    Ok(ProgramView {
        id,
        version: p.version,
        name: p.name.clone(),
        kind: p.kind,
        date_from: p.date_from,
        date_to: p.date_to,
        max_usage: p.max_usage,
        usage: program::usage(read, id)?,
        active: p.active,
        share_link: p.share_link.clone(),
        after_refund: p.after_refund,
        coupons: program::coupons(read, id)?,
        rules: rules.collect::<Result<_>>()?,
        rewards: rewards.collect::<Result<_>>()?,
    })
}

/// Makes a program: of coupons, active, with ten percent off the order where nothing else is said.
pub fn new(work: &mut Work<'_, '_>, edit: &ProgramEdit) -> Result<ProgramId> {
    require(&work.actor, Right::Settings)?;
    let mut made = Program::new("");
    apply(&mut made, edit)?;
    if made.name.is_empty() {
        return Err(Error::FieldRequired.at("name"));
    }
    if made.rewards.is_empty() {
        made.rewards.push(Reward::new("1"));
    }
    not_taken(work, &made)?;
    made.check()?;
    let id = program::save(work.tx, &made)?;
    work.note(Effect::add(Subject::Program, made.name));
    Ok(id)
}

/// Changes a program.
pub fn edit(work: &mut Work<'_, '_>, name: &str, edit: &ProgramEdit) -> Result<ProgramId> {
    require(&work.actor, Right::Settings)?;
    let id = find(work.tx, name)?;
    let before = raw(work.tx, id)?;
    let mut after = before.clone();
    apply(&mut after, edit)?;
    if after == before {
        return Ok(id);
    }
    not_taken(work, &after)?;
    after.check()?;
    if after.kind != before.kind && program::coupons(work.tx, id)? > 0 {
        return Err(Error::InUse { name: before.name }.at("kind"));
    }
    program::save(work.tx, &after)?;
    let effect = Effect::change(Subject::Program, before.name.clone())
        .moved(Key::Name, Some(before.name.as_str()), Some(after.name.as_str()))
        .moved(Key::DateFrom, before.date_from, after.date_from)
        .moved(Key::DateTo, before.date_to, after.date_to)
        .moved(Key::MaxUsage, before.max_usage, after.max_usage)
        .moved(Key::Archived, Some(!before.active), Some(!after.active))
        .moved(Key::ShareLink, Some(before.share_link.to_string()), Some(after.share_link.to_string()))
        .moved(Key::AfterRefund, Some(before.after_refund.as_str()), Some(after.after_refund.as_str()));
    let terms = before.rules != after.rules || before.rewards != after.rewards;
    let effect = match terms {
        true => effect.now(Key::Terms, terms_of(work, &after)?),
        false => effect,
    };
    work.note(effect);
    Ok(id)
}

fn terms_of(work: &Work<'_, '_>, of: &Program) -> Result<String> {
    let described = load(work.tx, of.id, &work.settings)?;
    Ok(described.rewards.iter().map(|r| r.description.as_str()).collect::<Vec<_>>().join(", "))
}

fn not_taken(work: &Work<'_, '_>, of: &Program) -> Result<()> {
    match program::find(work.tx, &of.name)? {
        Some(other) if other != of.id => {
            Err(Error::from(Invalid::Taken { given: of.name.clone() }).at("name"))
        }
        _ => Ok(()),
    }
}

fn apply(of: &mut Program, edit: &ProgramEdit) -> Result<()> {
    if let Some(name) = &edit.name {
        of.name = wording::name(name).map_err(|e| e.at("name"))?;
    }
    of.kind = edit.kind.unwrap_or(of.kind);
    of.date_from = edit.date_from.unwrap_or(of.date_from);
    of.date_to = edit.date_to.unwrap_or(of.date_to);
    of.max_usage = edit.max_usage.unwrap_or(of.max_usage);
    of.active = edit.active.unwrap_or(of.active);
    of.after_refund = edit.after_refund.unwrap_or(of.after_refund);
    if let Some(link) = &edit.share_link {
        of.share_link = link.clone();
    }
    for key in &edit.remove_rules {
        let at = of.rules.iter().position(|r| r.key == *key);
        of.rules.remove(at.ok_or_else(|| Error::NotFound { what: Thing::Rule, key: key.clone() })?);
    }
    for key in &edit.remove_rewards {
        let at = of.rewards.iter().position(|r| r.key == *key);
        of.rewards.remove(at.ok_or_else(|| Error::NotFound { what: Thing::Reward, key: key.clone() })?);
    }
    edit.rules.iter().try_for_each(|rule| set_rule(of, rule))?;
    edit.rewards.iter().try_for_each(|reward| set_reward(of, reward))?;
    match of.rewards.is_empty() && !edit.remove_rewards.is_empty() {
        true => Err(Error::WrongState { document: of.name.clone(), why: Wrong::NoRewards }),
        false => Ok(()),
    }
}

/// The next key that is a number and free.
fn next_key<'k>(keys: impl Iterator<Item = &'k str>) -> String {
    (keys.filter_map(|k| k.parse::<u32>().ok()).max().unwrap_or(0).saturating_add(1)).to_string()
}

fn set_rule(of: &mut Program, rule: &Rule) -> Result<()> {
    rule.check()?;
    let mut rule = rule.clone();
    if rule.key.is_empty() {
        rule.key = next_key(of.rules.iter().map(|r| r.key.as_str()));
    }
    match of.rules.iter_mut().find(|r| r.key == rule.key) {
        Some(known) => *known = rule,
        None => of.rules.push(rule),
    }
    Ok(())
}

fn set_reward(of: &mut Program, reward: &Reward) -> Result<()> {
    reward.check()?;
    let mut reward = reward.clone();
    if reward.key.is_empty() {
        reward.key = next_key(of.rewards.iter().map(|r| r.key.as_str()));
    }
    match of.rewards.iter_mut().find(|r| r.key == reward.key) {
        Some(known) => *known = Reward { id: known.id, ..reward },
        None => of.rewards.push(reward),
    }
    Ok(())
}
