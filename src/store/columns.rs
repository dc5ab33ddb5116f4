//! How the domain's types stand in columns.

use std::borrow::Cow;

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};

use super::driver::{Cell, Column, Param, damaged};
use crate::domain::error::Result;
use crate::domain::money::{Amount, Currency};
use crate::domain::quantity::{Quantity, Rate, UnitPrice};
use crate::domain::{
    approval, coupon, effect, history::EventKind, ids, invoice, mail, product, repair, sale,
    settings::Language, stock, task, tax, team, user, worksheet,
};

impl Column for i64 {
    fn read(cell: Cell<'_>) -> Result<Self> {
        if let Cell::Int(i) = cell { Ok(i) } else { Err(damaged("number")) }
    }
}

impl From<i64> for Param<'_> {
    fn from(i: i64) -> Self {
        Self::Int(i)
    }
}

impl Column for bool {
    fn read(cell: Cell<'_>) -> Result<Self> {
        i64::read(cell).map(|i| i != 0)
    }
}

impl From<bool> for Param<'_> {
    fn from(b: bool) -> Self {
        Self::Int(i64::from(b))
    }
}

impl Column for String {
    fn read(cell: Cell<'_>) -> Result<Self> {
        if let Cell::Text(t) = cell { Ok(t.to_owned()) } else { Err(damaged("text")) }
    }
}

impl<'a> From<&'a str> for Param<'a> {
    fn from(t: &'a str) -> Self {
        Self::Text(Cow::Borrowed(t))
    }
}

impl<'a> From<&'a String> for Param<'a> {
    fn from(t: &'a String) -> Self {
        Self::Text(Cow::Borrowed(t))
    }
}

impl From<String> for Param<'_> {
    fn from(t: String) -> Self {
        Self::Text(Cow::Owned(t))
    }
}

impl Column for Vec<u8> {
    fn read(cell: Cell<'_>) -> Result<Self> {
        if let Cell::Blob(b) = cell { Ok(b.to_vec()) } else { Err(damaged("blob")) }
    }
}

impl<'a> From<&'a [u8]> for Param<'a> {
    fn from(b: &'a [u8]) -> Self {
        Self::Blob(b)
    }
}

impl<T: Column> Column for Option<T> {
    fn read(cell: Cell<'_>) -> Result<Self> {
        if let Cell::Null = cell { Ok(None) } else { T::read(cell).map(Some) }
    }
}

impl<'a, T: Into<Param<'a>>> From<Option<T>> for Param<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

impl Column for NaiveDate {
    fn read(cell: Cell<'_>) -> Result<Self> {
        String::read(cell)?.parse().map_err(|_| damaged("date"))
    }
}

impl From<NaiveDate> for Param<'_> {
    fn from(d: NaiveDate) -> Self {
        d.format("%Y-%m-%d").to_string().into()
    }
}

impl Column for DateTime<Utc> {
    fn read(cell: Cell<'_>) -> Result<Self> {
        let text = String::read(cell)?;
        DateTime::parse_from_rfc3339(&text).map(|t| t.to_utc()).map_err(|_| damaged("instant"))
    }
}

impl From<DateTime<Utc>> for Param<'_> {
    fn from(t: DateTime<Utc>) -> Self {
        t.to_rfc3339_opts(SecondsFormat::AutoSi, true).into()
    }
}

impl Column for Amount {
    fn read(cell: Cell<'_>) -> Result<Self> {
        i64::read(cell).map(Self)
    }
}

impl From<Amount> for Param<'_> {
    fn from(a: Amount) -> Self {
        Self::Int(a.0)
    }
}

impl Column for Currency {
    fn read(cell: Cell<'_>) -> Result<Self> {
        String::read(cell)?.parse().map_err(|_| damaged("currency"))
    }
}

impl From<Currency> for Param<'_> {
    fn from(c: Currency) -> Self {
        Self::Text(Cow::Borrowed(c.code()))
    }
}

macro_rules! micro_columns {
    ($($name:ty),+) => {$(
        impl Column for $name {
            fn read(cell: Cell<'_>) -> Result<Self> {
                i64::read(cell).map(Self::from_micro)
            }
        }
        impl From<$name> for Param<'_> {
            fn from(value: $name) -> Self {
                Self::Int(value.micro())
            }
        }
    )+};
}
micro_columns!(Quantity, UnitPrice, Rate);

macro_rules! id_columns {
    ($($name:ident),+) => {$(
        impl Column for ids::$name {
            fn read(cell: Cell<'_>) -> Result<Self> {
                i64::read(cell).map(Self)
            }
        }
        impl From<ids::$name> for Param<'_> {
            fn from(id: ids::$name) -> Self {
                Self::Int(id.0)
            }
        }
    )+};
}
ids::for_each_id!(id_columns);

macro_rules! code_columns {
    ($($name:ty),+ $(,)?) => {$(
        impl Column for $name {
            fn read(cell: Cell<'_>) -> Result<Self> {
                match cell {
                    Cell::Text(code) => code.parse().map_err(|_| damaged("code")),
                    _ => Err(damaged("code")),
                }
            }
        }
        impl From<$name> for Param<'_> {
            fn from(value: $name) -> Self {
                Self::Text(Cow::Borrowed(value.as_str()))
            }
        }
    )+};
}
code_columns!(
    coupon::program::AfterRefund,
    coupon::program::AmountTax,
    coupon::program::AppliesTo,
    coupon::program::ProgramKind,
    coupon::program::RewardKind,
    coupon::program::RewardMode,
    EventKind,
    Language,
    effect::Subject,
    invoice::DocumentKind,
    invoice::DocumentState,
    invoice::JournalKind,
    invoice::PaymentState,
    mail::MailState,
    product::InvoicePolicy,
    product::ProductKind,
    product::ReplacementWarranty,
    product::Tracking,
    repair::PartKind,
    repair::PartState,
    repair::RepairState,
    task::TaskState,
    team::Assignment,
    approval::ApprovalState,
    worksheet::SheetKind,
    worksheet::SheetState,
    sale::OrderLineKind,
    sale::OrderState,
    stock::LocationUsage,
    stock::MoveKind,
    stock::TransferKind,
    stock::TransferState,
    tax::Rounding,
    tax::TaxKind,
    user::Right,
    user::Role,
);
