//! Rows of master data: company to stages. A column that the file does not have keeps what is stored.

use super::cells::{Cells, code, date, flag, integer};
use crate::desk::intake::Intake;
use crate::desk::intake::rows::{
    CompanyRow, CustomerRow, JournalRow, LocationRow, LotRow, ProductRow, StageRow, TaxRow, TeamRow, UserRow,
};
use crate::domain::error::{Error, Invalid, Result, Thing};
use crate::domain::invoice::JournalKind;
use crate::domain::product::{InvoicePolicy, ProductKind, ReplacementWarranty, Tracking};
use crate::domain::quantity::UnitPrice;
use crate::domain::settings::{self, Language};
use crate::domain::tax::{Rounding, TaxKind};
use crate::domain::user::{Role, limits};
use crate::domain::wording::{name, one_line};

/// Hands a row over, if it could be read.
macro_rules! hand {
    ($intake:ident . $take:ident, $row:expr) => {
        match $row {
            Some(row) => $intake.$take(&row).map(Some),
            None => Ok(None),
        }
    };
}
pub(super) use hand;

type Taken = Result<Option<()>>;

pub(super) fn company(c: &mut Cells<'_>, intake: &mut Intake<'_>) -> Taken {
    let read = |c: &mut Cells<'_>| {
        let row = CompanyRow {
            name: c.keep("name", name),
            currency: c.keep("currency", code),
            country: c.keep("country", |t| Ok(settings::country(t.trim())?)),
            time_zone: c.keep("time_zone", |t| Ok(settings::time_zone(t.trim())?)),
            tax_rounding: c.keep_or("tax_rounding", Rounding::Line, code),
            website_url: c.clear("website_url", settings::website).map(Option::flatten),
            lock_date: c.clear("lock_date", date),
        };
        c.sound().map(|()| row)
    };
    hand!(intake.company, read(c))
}

pub(super) fn user(c: &mut Cells<'_>, intake: &mut Intake<'_>) -> Taken {
    let read = |c: &mut Cells<'_>| {
        let login = c.need("login", name);
        let row = UserRow {
            name: c.keep("name", name),
            email: c.clear("email", one_line),
            role: c.keep_or("role", Role::Agent, code),
            os_login: c.clear("os_login", one_line),
            refund_limit: c.clear("refund_limit", |t| Ok(limits(t)?)).map(Option::unwrap_or_default),
            login: login?,
        };
        c.sound().map(|()| row)
    };
    hand!(intake.user, read(c))
}

pub(super) fn tax(c: &mut Cells<'_>, intake: &mut Intake<'_>) -> Taken {
    let read = |c: &mut Cells<'_>| {
        let key = c.need("name", list_name);
        let row = TaxRow {
            kind: c.keep_or("kind", TaxKind::Percent, code),
            amount: c.keep("amount", code),
            price_include: c.keep_or("price_include", false, flag),
            include_base_amount: c.keep_or("include_base_amount", false, flag),
            is_base_affected: c.keep_or("is_base_affected", true, flag),
            sequence: c.keep_or("sequence", 1, integer),
            name: key?,
        };
        c.sound().map(|()| row)
    };
    hand!(intake.tax, read(c))
}

/// A name that stands in lists.
fn list_name(text: &str) -> Result<String> {
    let name = name(text)?;
    if name.contains(';') {
        return Err(Invalid::Malformed { given: name, form: "VAT 10%".to_owned() }.into());
    }
    Ok(name)
}

pub(super) fn journal(c: &mut Cells<'_>, intake: &mut Intake<'_>) -> Taken {
    let read = |c: &mut Cells<'_>| {
        let key = c.need("code", name);
        let row = JournalRow {
            name: c.keep("name", name),
            kind: c.keep_or("kind", JournalKind::Sale, code),
            code: key?,
        };
        c.sound().map(|()| row)
    };
    hand!(intake.journal, read(c))
}

pub(super) fn product(c: &mut Cells<'_>, intake: &mut Intake<'_>) -> Taken {
    let read = |c: &mut Cells<'_>| {
        let sku = c.need("sku", name);
        let months = |t: &str| match integer(t)? {
            n if (0..=1200).contains(&n) => Ok(n),
            n => Err(Error::from(Invalid::OutOfRange { given: n.to_string() })),
        };
        let row = ProductRow {
            name: c.keep("name", name),
            kind: c.keep_or("kind", ProductKind::Goods, code),
            tracking: c.keep_or("tracking", Tracking::None, code),
            unit: c.clear("unit", one_line),
            price: c.keep_or("price", UnitPrice::ZERO, code),
            taxes: c.list("taxes", name),
            invoice_policy: c.keep_or("invoice_policy", InvoicePolicy::Order, code),
            warranty_months: c.clear("warranty_months", months),
            replacement_warranty: c.keep_or("replacement_warranty", ReplacementWarranty::Inherit, code),
            sku: sku?,
        };
        c.sound().map(|()| row)
    };
    hand!(intake.product, read(c))
}

pub(super) fn lot(c: &mut Cells<'_>, intake: &mut Intake<'_>) -> Taken {
    let read = |c: &mut Cells<'_>| {
        let (product, name) = (c.need("product", name), c.need("name", list_name));
        Some(LotRow { product: product?, name: name? })
    };
    hand!(intake.lot, read(c))
}

pub(super) fn location(c: &mut Cells<'_>, intake: &mut Intake<'_>) -> Taken {
    let read = |c: &mut Cells<'_>| {
        let key = c.need("name", name);
        let row = LocationRow {
            usage: c.keep("usage", code),
            return_location: c.keep_or("return_location", false, flag),
            name: key?,
        };
        c.sound().map(|()| row)
    };
    hand!(intake.location, read(c))
}

pub(super) fn customer(c: &mut Cells<'_>, intake: &mut Intake<'_>) -> Taken {
    let read = |c: &mut Cells<'_>| {
        let key = c.need("ref", name);
        let row = CustomerRow {
            name: c.keep("name", name),
            email: c.clear("email", one_line),
            phone: c.clear("phone", one_line),
            street: c.clear("street", one_line),
            city: c.clear("city", one_line),
            zip: c.clear("zip", one_line),
            country: c.clear("country", |t| Ok(settings::country(t.trim())?)),
            language: c.clear("language", code::<Language>),
            company: c.clear("company", name),
            portal: c.keep_or("portal", false, flag),
            reference: key?,
        };
        c.sound().map(|()| row)
    };
    hand!(intake.customer, read(c))
}

pub(super) fn team(c: &mut Cells<'_>, intake: &mut Intake<'_>) -> Taken {
    let read = |c: &mut Cells<'_>| {
        let key = c.need("name", name);
        if let Some(project) = c.maybe("project", name) {
            c.fail("project", Error::NotFound { what: Thing::Project, key: project });
        }
        let row = TeamRow {
            refunds: c.keep_or("refunds", false, flag),
            coupons: c.keep_or("coupons", false, flag),
            returns: c.keep_or("returns", false, flag),
            repairs: c.keep_or("repairs", false, flag),
            field_service: c.keep_or("field_service", false, flag),
            members: c.list("members", name),
            name: key?,
        };
        c.sound().map(|()| row)
    };
    hand!(intake.team, read(c))
}

pub(super) fn stage(c: &mut Cells<'_>, intake: &mut Intake<'_>) -> Taken {
    let read = |c: &mut Cells<'_>| {
        let key = c.need("name", name);
        if let Some(project) = c.maybe("project", name) {
            c.fail("project", Error::NotFound { what: Thing::Project, key: project });
            return None;
        }
        let team = c.need("team", name);
        let row = StageRow {
            sequence: c.keep("sequence", integer),
            folded: c.keep_or("folded", false, flag),
            team: team?,
            name: key?,
        };
        c.sound().map(|()| row)
    };
    hand!(intake.stage, read(c))
}
