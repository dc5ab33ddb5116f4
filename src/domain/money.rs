//! Money: an [`Amount`] is a whole number of a currency's smallest unit; its [`Currency`] is known
//! from the document it stands in. Nothing is ever converted between currencies.
//!
//! Integers rather than decimals: sums are exact, and no amount can have more places than its
//! currency. Rounding is half away from zero, everywhere (`round`).

use std::fmt;
use std::str::FromStr;

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{Signed, ToPrimitive, Zero};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::error::{Error, Invalid};
use super::quantity::parse_decimal;

/// An ISO 4217 currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Currency(iso_currency::Currency);

impl Currency {
    /// The three-letter code.
    pub fn code(self) -> &'static str {
        self.0.code()
    }

    /// How many decimals amounts have: 0 in KRW, 2 in USD, 3 in KWD.
    pub fn decimals(self) -> u32 {
        self.0.exponent().map_or(2, u32::from)
    }

    /// The sign that stands for the currency (`₩`), where it has one.
    pub fn symbol(self) -> String {
        self.0.symbol().to_string()
    }
}

impl FromStr for Currency {
    type Err = Invalid;
    fn from_str(code: &str) -> Result<Self, Invalid> {
        iso_currency::Currency::from_code(code)
            .filter(|c| c.exponent().is_some())
            .map(Self)
            .ok_or_else(|| Invalid::UnknownCurrency { given: code.to_owned() })
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code())
    }
}

impl Serialize for Currency {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let code = String::deserialize(d)?;
        code.parse().map_err(|_| serde::de::Error::custom("unknown currency"))
    }
}

/// A whole number of the smallest unit of some currency.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Amount(pub i64);

impl Amount {
    /// Nothing.
    pub const ZERO: Self = Self(0);
    /// The largest magnitude of one amount: sums of a hundred of them still fit 64 bits.
    pub const LIMIT: i64 = 90_000_000_000_000_000;

    /// Reads a decimal in the currency's unit; refuses more decimals than the currency has.
    pub fn parse(text: &str, currency: Currency) -> Result<Self, Invalid> {
        let value = parse_decimal(text)?;
        Self::from_decimal(value, currency)
    }

    /// From a decimal in the currency's unit; refuses more decimals than the currency has.
    pub fn from_decimal(value: Decimal, currency: Currency) -> Result<Self, Invalid> {
        let value = value.normalize();
        let max = currency.decimals();
        if value.scale() > max {
            return Err(Invalid::TooManyDecimals { given: value.to_string(), max });
        }
        let units = value.mantissa() * 10i128.pow(max - value.scale());
        i64::try_from(units)
            .ok()
            .filter(|u| u.abs() <= Self::LIMIT)
            .map(Self)
            .ok_or_else(|| Invalid::OutOfRange { given: value.to_string() })
    }

    /// Rounds an exact number of smallest units, half away from zero.
    pub fn round(units: &BigRational) -> Result<Self, Error> {
        let two = BigInt::from(2);
        let doubled = units.numer().abs() * &two + units.denom();
        let magnitude = doubled / (units.denom() * two);
        let signed = if units.is_negative() { -magnitude } else { magnitude };
        signed.to_i64().filter(|u| u.abs() <= Self::LIMIT).map(Self).ok_or(Error::AmountOutOfRange)
    }

    /// The exact number of smallest units.
    pub fn exact(self) -> BigRational {
        BigRational::from_integer(BigInt::from(self.0))
    }

    /// The amount in the currency's unit.
    pub fn decimal(self, currency: Currency) -> Decimal {
        Decimal::new(self.0, currency.decimals())
    }

    /// Plain decimal text with exactly the currency's decimals (`"1410.00"`, `"1410"`).
    pub fn plain(self, currency: Currency) -> String {
        self.decimal(currency).to_string()
    }

    /// The magnitude.
    pub fn abs(self) -> Self {
        Self(self.0.abs())
    }

    /// Whether it is nothing.
    pub fn is_zero(self) -> bool {
        self.0 == 0
    }
}

impl std::ops::Add for Amount {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl std::ops::Sub for Amount {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl std::ops::Neg for Amount {
    type Output = Self;
    fn neg(self) -> Self {
        Self(-self.0)
    }
}

impl std::ops::AddAssign for Amount {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl std::iter::Sum for Amount {
    fn sum<I: Iterator<Item = Self>>(values: I) -> Self {
        values.fold(Self::ZERO, |a, b| a + b)
    }
}

/// An amount with its currency, where it stands alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Money {
    /// How much, in smallest units.
    pub amount: Amount,
    /// Of what.
    pub currency: Currency,
}

impl Money {
    /// Puts the two together.
    pub fn new(amount: Amount, currency: Currency) -> Self {
        Self { amount, currency }
    }

    /// Plain decimal text with exactly the currency's decimals.
    pub fn plain(self) -> String {
        self.amount.plain(self.currency)
    }
}

/// Ten to the currency's decimals: smallest units in one unit.
pub fn units_per_one(currency: Currency) -> BigRational {
    BigRational::from_integer(BigInt::from(10u8).pow(currency.decimals()))
}

/// The value between zero and `limit` that is nearest to `value`, whatever the sign of `limit`.
pub fn clamp_to(value: BigRational, limit: &BigRational) -> BigRational {
    let zero = BigRational::zero();
    if limit.is_negative() { value.max(limit.clone()).min(zero) } else { value.min(limit.clone()).max(zero) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cents(text: &str) -> BigRational {
        super::super::quantity::exact(text.parse().unwrap()) * units_per_one("USD".parse().unwrap())
    }

    /// `domain/cases.md` B01.
    #[test]
    fn rounds_half_away_from_zero() {
        for (exact, rounded) in [
            ("2.674", 267),
            ("2.675", 268),
            ("-2.675", -268),
            ("0.0049", 0),
            ("0.005", 1),
            ("-0.005", -1),
            ("1.155", 116),
        ] {
            assert_eq!(Amount::round(&cents(exact)).unwrap(), Amount(rounded), "{exact}");
        }
    }

    #[test]
    fn amounts_have_exactly_their_currency_s_decimals() {
        let of = |text: &str, code: &str| Amount::parse(text, code.parse().unwrap());
        assert_eq!(of("1410", "USD").unwrap().plain("USD".parse().unwrap()), "1410.00");
        assert_eq!(of("1410", "KRW").unwrap().plain("KRW".parse().unwrap()), "1410");
        assert_eq!(of("1.234", "KWD").unwrap(), Amount(1234));
        assert!(of("1.5", "KRW").is_err());
        assert!(of("1.001", "USD").is_err());
        assert!(of("99999999999999999999", "USD").is_err());
        assert!("XXQ".parse::<Currency>().is_err());
    }
}
