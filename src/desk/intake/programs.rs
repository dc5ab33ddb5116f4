//! Coupon programs, their rules and their rewards. Each row changes its part of the stored program and keeps
//! the rest; rules and rewards stand in the order in which they were first imported.

use super::rows::{ProgramRow, RewardRow, RuleRow};
use super::{Became, Intake, joined};
use crate::domain::coupon::program::{AfterRefund, Program, ProgramKind, Reward, Rule};
use crate::domain::error::{Error, FieldError, Result, Thing};
use crate::domain::form::FieldId;
use crate::domain::ids::ProgramId;
use crate::store::driver::damaged;
use crate::store::{import, program};

impl Intake<'_> {
    /// programs.csv: what a program is stays once there are coupons of it.
    pub fn program(&mut self, row: &ProgramRow) -> Result<()> {
        if !self.master(Thing::Program, &row.name, row)? {
            return Ok(());
        }
        let known = program::find(self.tx, &row.name)?;
        let before = known.map(|id| self.stored_program(id)).transpose()?;
        let after = over_program(before.clone(), row);
        // Rewards come with a file of their own.
        self.complain(after.faults(), &["date_to", "max_usage"]);
        if let Some(before) = before.filter(|b| b.kind != after.kind)
            && program::coupons(self.tx, before.id)? > 0
        {
            self.wrong("kind", Error::InUse { name: row.name.clone() });
        }
        if !self.is_sound() {
            self.refuse(Thing::Program, &row.name);
            return Ok(());
        }
        let id = program::save(self.tx, &after)?;
        self.names.programs.put(&row.name, id);
        self.saved(known.is_some());
        Ok(())
    }

    /// program_rules.csv
    pub fn rule(&mut self, row: &RuleRow) -> Result<()> {
        let key = joined(&row.program, &row.rule);
        if !self.master(Thing::Rule, &key, row)? {
            return Ok(());
        }
        let of = self.program_named("program", &row.program)?;
        let mut of = of.map(|id| self.stored_program(id)).transpose()?;
        let known = of.as_ref().and_then(|p| p.rules.iter().position(|r| r.key == row.rule));
        let mut rule = match (&of, known) {
            (Some(of), Some(at)) => of.rules[at].clone(),
            _ => Rule::new(&row.rule),
        };
        rule.minimum_amount = row.minimum_amount.unwrap_or(rule.minimum_amount);
        rule.minimum_amount_tax = row.minimum_amount_tax.unwrap_or(rule.minimum_amount_tax);
        rule.minimum_quantity = row.minimum_quantity.unwrap_or(rule.minimum_quantity);
        if let Some(skus) = &row.products {
            rule.products = self.products_named("products", skus)?;
        }
        self.complain(fields(rule.check())?, &["minimum_amount", "minimum_quantity"]);
        let Some(of) = of.as_mut().filter(|_| self.is_sound()) else {
            self.refuse(Thing::Rule, &key);
            return Ok(());
        };
        match known {
            Some(at) => of.rules[at] = rule,
            None => of.rules.push(rule),
        }
        program::save(self.tx, of)?;
        self.saved(known.is_some());
        Ok(())
    }

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
        self.became(if known.is_some() { Became::Updated } else { Became::Added });
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

    fn stored_program(&self, id: ProgramId) -> Result<Program> {
        program::load(self.tx, id)?.ok_or_else(|| damaged("program"))
    }

    /// Notes what a check found at the columns that it names, but where a product that is not there was told.
    fn complain(&mut self, found: Vec<FieldError>, columns: &[&'static str]) {
        for FieldError { field, error } in found {
            let column = columns.iter().copied().find(|c| field == FieldId::from(*c)).unwrap_or_default();
            let told = self.follows || self.problems.iter().any(|(noted, _)| *noted == column);
            if !told {
                self.wrong(column, error);
            }
        }
    }
}

/// The fields that a check found fault with.
fn fields(found: Result<()>) -> Result<Vec<FieldError>> {
    match found {
        Ok(()) => Ok(vec![]),
        Err(Error::Fields(fields)) => Ok(fields),
        Err(other) => Err(other),
    }
}

/// The program that a row makes of the one that is stored, or of the defaults.
fn over_program(stored: Option<Program>, row: &ProgramRow) -> Program {
    let old = stored.unwrap_or_else(|| Program {
        id: ProgramId(0),
        version: 1,
        name: row.name.clone(),
        kind: ProgramKind::Coupons,
        date_from: None,
        date_to: None,
        max_usage: None,
        active: true,
        share_link: Default::default(),
        after_refund: AfterRefund::Burn,
        rules: vec![],
        rewards: vec![],
    });
    Program {
        kind: row.kind.unwrap_or(old.kind),
        date_from: row.date_from.unwrap_or(old.date_from),
        date_to: row.date_to.unwrap_or(old.date_to),
        max_usage: row.max_usage.unwrap_or(old.max_usage),
        active: row.active.unwrap_or(old.active),
        share_link: row.share_link.clone().unwrap_or(old.share_link.clone()),
        after_refund: row.after_refund.unwrap_or(old.after_refund),
        ..old
    }
}
