//! Coupons that were handed out elsewhere. Their codes are taken to the letter.
//!
//! A coupon is master data: another row changes for whom it is, until when, and its state. What the desk did
//! with it stands all the same: a coupon that an order here used stays used, and one that was taken back here
//! stays taken back; a row that says otherwise is an error. A code stays with its program.

use super::Intake;
use super::rows::CouponRow;
use crate::domain::coupon::{Coupon, CouponState};
use crate::domain::error::{Error, Invalid, Result, Thing};
use crate::domain::ids::{CouponId, ProgramId};
use crate::domain::settings::Language;
use crate::store::coupon;
use crate::store::driver::damaged;
use crate::text::{Words, stored};

/// What is missing where a row is wrong; nothing names coupons.
const THING: Thing = Thing::Line;

impl Intake<'_> {
    /// coupons.csv
    pub fn coupon(&mut self, row: &CouponRow) -> Result<()> {
        if !self.master(THING, &row.code, row)? {
            return Ok(());
        }
        let known = self.coupon_known(&row.code)?;
        let program = self.coupon_program(known.as_ref(), row)?;
        let customer = match &row.customer {
            Some(Some(reference)) => self.customer_named("customer", reference)?.map(|(id, _)| id),
            Some(None) => None,
            None => known.as_ref().and_then(|k| k.customer),
        };
        let mut of = known.clone().unwrap_or_else(|| blank(&row.code));
        (of.program, of.customer) = (program.unwrap_or(of.program), customer);
        of.expires = row.expires.unwrap_or(of.expires);
        if let Some(state) = row.state {
            self.give_state(&mut of, state)?;
        }
        if !self.is_sound() {
            self.refuse(THING, &row.code);
            return Ok(());
        }
        match known {
            Some(_) => coupon::save(self.tx, &of)?,
            None if coupon::insert(self.tx, &of, false)?.is_none() => {
                self.wrong("code", Invalid::Taken { given: row.code.clone() });
                self.refuse(THING, &row.code);
                return Ok(());
            }
            None => {}
        }
        self.saved(known.is_some());
        Ok(())
    }

    /// The coupon that an import brought earlier; a code that was made here is taken.
    fn coupon_known(&mut self, code: &str) -> Result<Option<Coupon>> {
        match coupon::find_exact(self.tx, code)? {
            None => Ok(None),
            Some((_, true)) => {
                self.wrong("code", Invalid::Taken { given: code.to_owned() });
                Ok(None)
            }
            Some((id, false)) => coupon::load(self.tx, id)?.ok_or_else(|| damaged("coupon")).map(Some),
        }
    }

    fn coupon_program(&mut self, known: Option<&Coupon>, row: &CouponRow) -> Result<Option<ProgramId>> {
        let Some(name) = &row.program else {
            if known.is_none() {
                self.wrong("program", Error::FieldRequired);
            }
            return Ok(None);
        };
        let program = self.program_named("program", name)?;
        if let (Some(known), Some(given)) = (known, program)
            && known.program != given
        {
            self.wrong("program", Invalid::ImportedOtherwise);
        }
        Ok(program)
    }

    /// Gives a coupon the state that its row says, unless the desk knows better.
    fn give_state(&mut self, of: &mut Coupon, state: CouponState) -> Result<()> {
        let here = of.revoked.as_deref().filter(|reason| !is_elsewhere(reason));
        let settled = if here.is_some() {
            Some(CouponState::Revoked)
        } else if of.used && of.id != CouponId(0) && coupon::is_taken(self.tx, of.id)? {
            Some(CouponState::Used)
        } else {
            None
        };
        match settled {
            Some(settled) if settled == state => {}
            Some(_) => self.wrong("state", Invalid::ImportedOtherwise),
            None => {
                of.used = state == CouponState::Used;
                let reason = || stored::revoked_elsewhere(&Words::new(self.language));
                of.revoked =
                    (state == CouponState::Revoked).then(|| of.revoked.clone().unwrap_or_else(reason));
            }
        }
        Ok(())
    }
}

/// Whether a reason is the one that an import gives, in whichever language the company had then.
fn is_elsewhere(reason: &str) -> bool {
    Language::ALL.iter().any(|language| stored::revoked_elsewhere(&Words::new(*language)) == reason)
}

fn blank(code: &str) -> Coupon {
    Coupon {
        id: CouponId(0),
        version: 1,
        code: code.to_owned(),
        program: ProgramId(0),
        customer: None,
        ticket: None,
        created_by: None,
        created_at: None,
        expires: None,
        used: false,
        order: None,
        revoked: None,
    }
}
