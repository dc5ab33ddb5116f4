//! What coupon programs give. Rewards stand in the order in which they were first imported.

use super::programs::fields;
use super::rows::RewardRow;
use super::{Intake, joined};
use crate::domain::coupon::program::Reward;
use crate::domain::error::{Result, Thing};
use crate::store::{import, program};

impl Intake<'_> {
    /// program_rewards.csv: a program that brings rewards of its own does without the default one.
    pub fn reward(&mut self, row: &RewardRow) -> Result<()> {
        let key = joined(&row.program, &row.reward);
        if !self.master(Thing::Reward, &key, row)? {
            return Ok(());
        }
        let of = self.program_named("program", &row.program)?;
        let mut of = of.map(|id| self.stored_program(id)).transpose()?;
        let known = of.as_ref().and_then(|p| p.rewards.iter().find(|r| r.key == row.reward)).cloned();
        let reward = self.reward_over(known.clone(), row)?;
        const COLUMNS: &[&str] = &["amount", "products", "max_amount", "product", "quantity"];
        self.complain(fields(reward.check())?, COLUMNS);
        let Some(of) = of.as_mut().filter(|_| self.is_sound()) else {
            self.refuse(Thing::Reward, &key);
            return Ok(());
        };
        if known.is_none() && import::rows_remembered(self.tx, self.file, &row.program)? == 1 {
            of.rewards.retain(|r| *r != Reward { id: r.id, ..Reward::new("1") });
        }
        match of.rewards.iter_mut().find(|r| r.key == reward.key) {
            Some(place) => *place = reward,
            None => of.rewards.push(reward),
        }
        program::save(self.tx, of)?;
        self.saved(known.is_some());
        Ok(())
    }

    fn reward_over(&mut self, known: Option<Reward>, row: &RewardRow) -> Result<Reward> {
        let mut reward = known.unwrap_or_else(|| Reward::new(&row.reward));
        reward.kind = row.kind.unwrap_or(reward.kind);
        reward.mode = row.mode.unwrap_or(reward.mode);
        reward.amount = row.amount.unwrap_or(reward.amount);
        reward.applies_to = row.applies_to.unwrap_or(reward.applies_to);
        reward.max_amount = row.max_amount.unwrap_or(reward.max_amount);
        reward.quantity = row.quantity.unwrap_or(reward.quantity);
        if let Some(description) = &row.description {
            reward.description.clone_from(description);
        }
        if let Some(skus) = &row.products {
            reward.products = self.products_named("products", skus)?;
        }
        if let Some(sku) = &row.product {
            reward.product = match sku {
                Some(sku) => self.product_named("product", sku)?.map(|p| p.id),
                None => None,
            };
        }
        Ok(reward)
    }

    /// Ends program_rewards.csv: a program of coupons to which no file gave a reward gets the default one, as
    /// one that is made at the desk does.
    pub fn rewards_end(&mut self) -> Result<()> {
        for id in program::without_rewards(self.tx)? {
            let mut of = self.stored_program(id)?;
            of.rewards.push(Reward::new("1"));
            program::save(self.tx, &of)?;
        }
        Ok(())
    }
}
