//! Coupon programs and their rules. Each row changes its part of the stored program and keeps
//! the rest; rules stand in the order in which they were first imported.

use super::rows::{ProgramRow, RuleRow};
use super::{Intake, joined};
use crate::domain::coupon::program::{Program, Rule};
use crate::domain::error::{Error, FieldError, Result, Thing};
use crate::domain::form::FieldId;
use crate::domain::ids::ProgramId;
use crate::store::driver::damaged;
use crate::store::program;

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

    pub(super) fn stored_program(&self, id: ProgramId) -> Result<Program> {
        program::load(self.tx, id)?.ok_or_else(|| damaged("program"))
    }

    /// Notes what a check found at the columns that it names, but where a product that is not there was told.
    pub(super) fn complain(&mut self, found: Vec<FieldError>, columns: &[&'static str]) {
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
pub(super) fn fields(found: Result<()>) -> Result<Vec<FieldError>> {
    match found {
        Ok(()) => Ok(vec![]),
        Err(Error::Fields(fields)) => Ok(fields),
        Err(other) => Err(other),
    }
}

/// The program that a row makes of the one that is stored, or of the defaults.
fn over_program(stored: Option<Program>, row: &ProgramRow) -> Program {
    let old = stored.unwrap_or_else(|| Program::new(&row.name));
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
