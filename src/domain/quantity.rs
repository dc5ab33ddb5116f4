//! Quantities, unit prices and percentages: exact decimals with at most six places.
//!
//! In the database they are integers times 10⁶. Values are bounded, so that no product or sum of
//! them can overflow what the tax engine and the database hold.

use std::fmt;
use std::str::FromStr;

use num_bigint::BigInt;
use num_rational::BigRational;
use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::error::Invalid;

/// Decimal places of every value of this module.
pub const PLACES: u32 = 6;

/// Reads a plain decimal: digits with one optional point and sign; no exponent, no blanks.
pub fn parse_decimal(text: &str) -> Result<Decimal, Invalid> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let plain = digits.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        && digits.bytes().next().is_some_and(|b| b.is_ascii_digit())
        && digits.bytes().last().is_some_and(|b| b.is_ascii_digit())
        && digits.bytes().filter(|b| *b == b'.').count() <= 1;
    if !plain {
        return Err(Invalid::NotADecimal { given: text.to_owned() });
    }
    Decimal::from_str_exact(text).map_err(|_| Invalid::OutOfRange { given: text.to_owned() })
}

/// The exact value of a decimal.
pub fn exact(value: Decimal) -> BigRational {
    let scale = BigInt::from(10u8).pow(value.scale());
    BigRational::new(BigInt::from(value.mantissa()), scale)
}

macro_rules! fixed {
    ($(#[$meta:meta])* $name:ident, $limit:expr) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Decimal);

        impl $name {
            /// Zero.
            pub const ZERO: Self = Self(Decimal::ZERO);
            /// One.
            pub const ONE: Self = Self(Decimal::ONE);
            /// The largest magnitude that is accepted.
            pub const LIMIT: i64 = $limit;

            /// Accepts at most six places and a magnitude up to the limit.
            pub fn new(value: Decimal) -> Result<Self, Invalid> {
                let value = value.normalize();
                if value.scale() > PLACES {
                    return Err(Invalid::TooManyDecimals { given: value.to_string(), max: PLACES });
                }
                if value.abs() > Decimal::from(Self::LIMIT) {
                    return Err(Invalid::OutOfRange { given: value.to_string() });
                }
                Ok(Self(value))
            }

            /// The value as a decimal without trailing zeros.
            pub fn decimal(self) -> Decimal {
                self.0
            }

            /// The exact value.
            pub fn exact(self) -> BigRational {
                exact(self.0)
            }

            /// The value times 10⁶, as stored.
            pub fn micro(self) -> i64 {
                let mut scaled = self.0;
                scaled.rescale(PLACES);
                scaled.mantissa() as i64
            }

            /// From the stored value times 10⁶.
            pub fn from_micro(micro: i64) -> Self {
                Self(Decimal::new(micro, PLACES).normalize())
            }

            /// Whether the value is zero.
            pub fn is_zero(self) -> bool {
                self.0.is_zero()
            }

            /// Whether the value is below zero.
            pub fn is_negative(self) -> bool {
                self.0 < Decimal::ZERO
            }

            /// The magnitude.
            pub fn abs(self) -> Self {
                Self(self.0.abs())
            }
        }

        impl FromStr for $name {
            type Err = Invalid;
            fn from_str(text: &str) -> Result<Self, Invalid> {
                Self::new(parse_decimal(text)?)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let text = if self.0.is_zero() { "0".to_owned() } else { self.0.normalize().to_string() };
                f.pad(&text)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                let text = String::deserialize(d)?;
                text.parse().map_err(|_| serde::de::Error::custom("not a decimal"))
            }
        }

        impl std::ops::Neg for $name {
            type Output = Self;
            fn neg(self) -> Self {
                Self(-self.0)
            }
        }

        impl std::ops::Add for $name {
            type Output = Self;
            fn add(self, other: Self) -> Self {
                Self((self.0 + other.0).normalize())
            }
        }

        impl std::ops::Sub for $name {
            type Output = Self;
            fn sub(self, other: Self) -> Self {
                Self((self.0 - other.0).normalize())
            }
        }

        impl std::iter::Sum for $name {
            fn sum<I: Iterator<Item = Self>>(values: I) -> Self {
                values.fold(Self::ZERO, |a, b| a + b)
            }
        }
    };
}

fixed! {
    /// A quantity in the product's unit.
    Quantity, 1_000_000_000
}
fixed! {
    /// A price of one unit, in the document's currency.
    UnitPrice, 1_000_000_000_000
}
fixed! {
    /// A percentage (a discount), or the rate or fixed amount of a tax.
    Rate, 1_000_000_000
}

impl UnitPrice {
    /// The price times a factor, rounded half away from zero at the places that a price has; none beyond the
    /// largest.
    pub fn times(self, factor: &BigRational) -> Option<UnitPrice> {
        let scaled = self.exact() * factor * BigRational::from_integer(BigInt::from(10u8).pow(PLACES));
        let micro = i64::try_from(scaled.round().to_integer()).ok()?;
        Self::new(Decimal::new(micro, PLACES)).ok()
    }
}

impl UnitPrice {
    /// A part of a price, rounded towards none at the places that a price has.
    pub fn lowered(self, part: &BigRational) -> UnitPrice {
        let micro = (BigRational::from_integer(self.micro().into()) * part).trunc().to_integer();
        UnitPrice::from_micro(i64::try_from(micro).unwrap_or_default())
    }
}

impl Quantity {
    /// Whether it is of whole units.
    pub fn is_whole(self) -> bool {
        self.decimal().is_integer()
    }

    /// The magnitude of `self` with the sign of `of`.
    pub fn signed_as(self, of: Quantity) -> Quantity {
        if of.is_negative() { -self.abs() } else { self.abs() }
    }

    /// A part of some units, rounded towards none.
    pub fn part(self, part: &BigRational) -> Quantity {
        let micro = (BigRational::from_integer(self.micro().into()) * part).trunc().to_integer();
        Quantity::from_micro(i64::try_from(micro).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stored_value_round_trips() {
        for text in ["0", "1", "-2.5", "0.000001", "999999999.999999", "12.34"] {
            let q: Quantity = text.parse().unwrap();
            assert_eq!(Quantity::from_micro(q.micro()), q);
            assert_eq!(q.to_string(), text);
        }
        assert_eq!("2.500".parse::<Quantity>().unwrap().to_string(), "2.5");
    }

    #[test]
    fn refuses_what_is_no_plain_bounded_decimal() {
        for text in
            ["", "1e3", " 1", "1,5", "+1", ".5", "5.", "1.2.3", "0.0000001", "1000000001", "NaN", "９"]
        {
            assert!(text.parse::<Quantity>().is_err(), "{text}");
        }
    }
}
