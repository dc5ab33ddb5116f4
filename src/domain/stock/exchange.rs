//! Which document may settle the difference between what comes back in an exchange and what goes out.

use crate::domain::command::Balance;
use crate::domain::error::{Error, Invalid, Result};
use crate::domain::money::Amount;

impl Balance {
    /// What may settle a difference that the customer owes: nothing where there is none.
    pub fn fitting(owed: Amount) -> &'static [Balance] {
        match owed.cmp(&Amount::ZERO) {
            std::cmp::Ordering::Equal => &[],
            std::cmp::Ordering::Greater => &[Balance::Invoice],
            std::cmp::Ordering::Less => &[Balance::Credit, Balance::Coupon],
        }
    }

    /// Refuses what can't settle a difference that the customer owes.
    pub fn settles(self, owed: Amount) -> Result<()> {
        let fitting = Self::fitting(owed);
        if fitting.is_empty() || fitting.contains(&self) {
            return Ok(());
        }
        let allowed = fitting.iter().map(|b| b.as_str()).collect::<Vec<_>>().join(", ");
        Err(Error::from(Invalid::NotOneOf { given: self.as_str().to_owned(), allowed }).at("balance"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_is_settled_by_whom_it_is_owed_to() {
        for (owed, fits, not) in
            [(5, Balance::Invoice, Balance::Credit), (-5, Balance::Coupon, Balance::Invoice)]
        {
            assert_eq!(fits.settles(Amount(owed)), Ok(()));
            assert!(not.settles(Amount(owed)).is_err());
        }
        assert_eq!(Balance::Coupon.settles(Amount::ZERO), Ok(()));
    }
}
