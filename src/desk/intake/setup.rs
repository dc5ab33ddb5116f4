//! Company, agents, taxes, journals and locations.

use std::rc::Rc;

use super::rows::{CompanyRow, JournalRow, LocationRow, TaxRow, UserRow};
use super::{Became, Intake};
use crate::desk::admin;
use crate::domain::accounting::PAYMENTS;
use crate::domain::error::{Error, Invalid, Result, Thing};
use crate::domain::record::RecordKind;
use crate::domain::user::Right;
use crate::store::driver::damaged;
use crate::store::import::{self, find};
use crate::store::{catalog, company, program, record, stock, user};

impl Intake<'_> {
    /// company.csv: one row at most.
    pub fn company(&mut self, row: &CompanyRow) -> Result<()> {
        if !self.master(Thing::Setting, "", row)? {
            return Ok(());
        }
        let other = row.currency.filter(|c| *c != self.currency);
        if other.is_some() && (company::has_documents(self.tx)? || program::any(self.tx)?) {
            self.wrong("currency", Error::InUse { name: self.currency.code().to_owned() });
        }
        if !self.is_sound() {
            self.refuse(Thing::Setting, "");
            return Ok(());
        }
        import::save_company(self.tx, row)?;
        let company = company::load(self.tx)?.ok_or_else(|| damaged("company"))?;
        (self.currency, self.rounding) = (company.currency, company.tax_rounding);
        self.today = company.day_of(self.now);
        self.became(Became::Updated);
        Ok(())
    }

    /// users.csv
    pub fn user(&mut self, row: &UserRow) -> Result<()> {
        if !self.master(Thing::User, &row.login, row)? {
            return Ok(());
        }
        let known = user::find(self.tx, &row.login)?;
        if known.is_none() && row.name.is_none() {
            self.wrong("name", Error::FieldRequired);
        }
        if let Some(Some(account)) = &row.os_login
            && find::user_of_account(self.tx, account)?.is_some_and(|other| Some(other) != known)
        {
            self.wrong("os_login", Invalid::Taken { given: account.clone() });
        }
        if !self.is_sound() {
            self.refuse(Thing::User, &row.login);
            return Ok(());
        }
        import::save_user(self.tx, known, row)?;
        if known.is_some() && row.role.is_some_and(|role| !role.holds(Right::Settings)) {
            self.lowered = Some((self.line, row.login.clone()));
        }
        self.saved(known.is_some());
        Ok(())
    }

    /// Ends users.csv: somebody must still be able to change the settings.
    pub fn users_end(&mut self) -> Result<()> {
        let Some((line, login)) = self.lowered.take() else { return Ok(()) };
        if !admin::has_administrator(self.tx)? {
            self.reject("users.csv", line, "role", Error::LastAdministrator { login });
        }
        Ok(())
    }

    /// taxes.csv: a changed tax is a new revision, and documents keep the one they were made with.
    pub fn tax(&mut self, row: &TaxRow) -> Result<()> {
        if !self.master(Thing::Tax, &row.name, row)? {
            return Ok(());
        }
        let known = find::current_tax(self.tx, &row.name)?;
        if known.is_none() && row.amount.is_none() {
            self.wrong("amount", Error::FieldRequired);
        }
        if !self.is_sound() {
            self.refuse(Thing::Tax, &row.name);
            return Ok(());
        }
        let tax = row.over(known.as_ref());
        if let Err(outside) = tax.in_range() {
            self.wrong("amount", outside);
            self.refuse(Thing::Tax, &row.name);
            return Ok(());
        }
        if known.as_ref() != Some(&tax) {
            import::save_tax(self.tx, known.as_ref().map(|t| t.id), &tax)?;
            self.names.taxes.forget();
        }
        self.saved(known.is_some());
        Ok(())
    }

    /// journals.csv: credit notes are numbered with `R` before the code, so no code may be another's
    /// with `R` before it.
    pub fn journal(&mut self, row: &JournalRow) -> Result<()> {
        if !self.master(Thing::Journal, &row.code, row)? {
            return Ok(());
        }
        let known = catalog::find_journal(self.tx, &row.code)?;
        let changed = known.as_ref().is_some_and(|j| row.kind.is_some_and(|kind| kind != j.kind));
        if let Some(known) = known.as_ref().filter(|_| changed) {
            if import::journal_in_use(self.tx, known.id)? {
                self.wrong("kind", Error::InUse { name: row.code.clone() });
            } else if record::others_like(self.tx, RecordKind::Journal, known.id.0)? == 0 {
                self.wrong("kind", Error::LastOfItsKind { name: row.code.clone() });
            }
        }
        if known.is_none() && row.code == PAYMENTS {
            self.wrong("code", Invalid::Reserved { given: row.code.clone() });
        }
        if known.is_none() && find::journal_like(self.tx, &row.code)?.is_some() {
            self.wrong("code", Invalid::Taken { given: row.code.clone() });
        }
        if !self.is_sound() {
            self.refuse(Thing::Journal, &row.code);
            return Ok(());
        }
        import::save_journal(self.tx, known.as_ref().map(|j| j.id), row)?;
        self.names.journals.forget();
        self.saved(known.is_some());
        Ok(())
    }

    /// locations.csv
    pub fn location(&mut self, row: &LocationRow) -> Result<()> {
        if !self.master(Thing::Location, &row.name, row)? {
            return Ok(());
        }
        let known = stock::find_location(self.tx, &row.name)?;
        if let (Some((id, usage)), Some(given)) = (known, row.usage)
            && usage != given
        {
            if stock::is_used(self.tx, id)? {
                self.wrong("usage", Error::InUse { name: row.name.clone() });
            } else if record::others_like(self.tx, RecordKind::Location, id.0)? == 0 {
                self.wrong("usage", Error::LastOfItsKind { name: row.name.clone() });
            }
        }
        if !self.is_sound() {
            self.refuse(Thing::Location, &row.name);
            return Ok(());
        }
        import::save_location(self.tx, known.map(|(id, _)| id), row)?;
        self.saved(known.is_some());
        Ok(())
    }

    pub(super) fn saved(&mut self, known: bool) {
        self.became(if known { Became::Updated } else { Became::Added });
    }

    /// Notes each tax by its name; none where one of them is not there.
    pub(super) fn taxes_named(
        &mut self,
        column: &'static str,
        names: &[String],
    ) -> Result<Option<Vec<Rc<crate::domain::tax::Tax>>>> {
        let mut taxes = Vec::with_capacity(names.len());
        for name in names {
            taxes.extend(self.tax_named(column, name)?);
        }
        Ok((taxes.len() == names.len()).then_some(taxes))
    }
}
