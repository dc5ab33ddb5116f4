//! Rows of master data: company to stages. A column that the source does not have keeps what is stored. The rows of
//! a file are read so, and what is settled at the desk.

use super::Intake;
use super::cells::{Cells, code, date, flag, integer};
use super::rows::{
    CompanyRow, CustomerRow, JournalRow, LocationRow, LotRow, ProductRow, ProjectRow, ProjectStageRow,
    SheetRow, StageRow, TaxRow, TeamRow, UserRow,
};
use crate::domain::customer::{ADDRESS_FORM, is_address};
use crate::domain::error::{Invalid, Result};
use crate::domain::invoice::JournalKind;
use crate::domain::product::{InvoicePolicy, ProductKind, ReplacementWarranty, Tracking};
use crate::domain::quantity::UnitPrice;
use crate::domain::settings::{self, Language};
use crate::domain::tax::{Rounding, TaxKind};
use crate::domain::user::{Role, limits, login_name};
use crate::domain::wording::{name, one_line};
use crate::domain::worksheet::SheetKind;

/// Tells what is wrong with the cells, and hands the row over all the same.
macro_rules! hand {
    ($cells:ident, $intake:ident . $take:ident, $row:expr) => {{
        let row = $row;
        $intake.wrong_cells($cells);
        $intake.$take(&row)
    }};
}
pub(crate) use hand;

/// The company.
pub fn company(c: &mut Cells<'_>, intake: &mut Intake<'_>) -> Result<()> {
    let row = CompanyRow {
        name: c.keep("name", name),
        currency: c.keep("currency", code),
        country: c.keep("country", |t| Ok(settings::country(t.trim())?)),
        time_zone: c.keep("time_zone", |t| Ok(settings::time_zone(t.trim())?)),
        tax_rounding: c.keep_or("tax_rounding", Rounding::Line, code),
        website_url: c.clear("website_url", settings::website).map(Option::flatten),
        portal_url: c.clear("portal_url", settings::website).map(Option::flatten),
        lock_date: c.clear("lock_date", date),
    };
    hand!(c, intake.company, row)
}

/// An agent.
pub fn user(c: &mut Cells<'_>, intake: &mut Intake<'_>) -> Result<()> {
    let login = c.need("login", login_name);
    let row = UserRow {
        name: c.keep("name", name),
        email: c.clear("email", address),
        role: c.keep_or("role", Role::Agent, code),
        os_login: c.clear("os_login", one_line),
        refund_limit: c.clear("refund_limit", |t| Ok(limits(t)?)).map(Option::unwrap_or_default),
        login,
    };
    hand!(c, intake.user, row)
}

/// An address for mail.
pub fn address(text: &str) -> Result<String> {
    let text = one_line(text)?;
    if is_address(&text) {
        return Ok(text);
    }
    Err(Invalid::Malformed { given: text, form: ADDRESS_FORM.to_owned() }.into())
}

/// A tax.
pub fn tax(c: &mut Cells<'_>, intake: &mut Intake<'_>) -> Result<()> {
    let key = c.need("name", list_name);
    let row = TaxRow {
        kind: c.keep_or("kind", TaxKind::Percent, code),
        amount: c.keep("amount", code),
        price_include: c.keep_or("price_include", false, flag),
        include_base_amount: c.keep_or("include_base_amount", false, flag),
        is_base_affected: c.keep_or("is_base_affected", true, flag),
        sequence: c.keep_or("sequence", 1, integer),
        name: key,
    };
    hand!(c, intake.tax, row)
}

/// A name that stands in lists.
pub fn list_name(text: &str) -> Result<String> {
    let name = name(text)?;
    if name.contains(';') {
        return Err(Invalid::Malformed { given: name, form: "VAT 10%".to_owned() }.into());
    }
    Ok(name)
}

/// A journal.
pub fn journal(c: &mut Cells<'_>, intake: &mut Intake<'_>) -> Result<()> {
    let key = c.need("code", journal_code);
    let row = JournalRow {
        name: c.keep("name", name),
        kind: c.keep_or("kind", JournalKind::Sale, code),
        code: key,
    };
    hand!(c, intake.journal, row)
}

/// A journal's code: numbers of documents are made of it, `INV/2026/00001`.
fn journal_code(text: &str) -> Result<String> {
    let code = name(text)?;
    if code.contains(|c: char| c == '/' || c.is_whitespace()) {
        return Err(Invalid::Malformed { given: code, form: "INV".to_owned() }.into());
    }
    Ok(code)
}

/// The longest warranty.
const MOST_MONTHS: i64 = 1200;

/// A product.
pub fn product(c: &mut Cells<'_>, intake: &mut Intake<'_>) -> Result<()> {
    let sku = c.need("sku", name);
    let months = |t: &str| match integer(t)? {
        n if (0..=MOST_MONTHS).contains(&n) => Ok(n),
        n => Err(Invalid::NotBetween { given: n.to_string(), least: 0, most: MOST_MONTHS }.into()),
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
        sku,
    };
    hand!(c, intake.product, row)
}

/// A lot or serial number.
pub fn lot(c: &mut Cells<'_>, intake: &mut Intake<'_>) -> Result<()> {
    let (product, name) = (c.need("product", name), c.need("name", list_name));
    let row = LotRow { product, name };
    hand!(c, intake.lot, row)
}

/// A location.
pub fn location(c: &mut Cells<'_>, intake: &mut Intake<'_>) -> Result<()> {
    let key = c.need("name", name);
    let row = LocationRow {
        usage: c.keep("usage", code),
        return_location: c.keep_or("return_location", false, flag),
        name: key,
    };
    hand!(c, intake.location, row)
}

/// A customer.
pub fn customer(c: &mut Cells<'_>, intake: &mut Intake<'_>) -> Result<()> {
    let key = c.need("ref", name);
    let row = CustomerRow {
        name: c.keep("name", name),
        email: c.clear("email", address),
        phone: c.clear("phone", one_line),
        street: c.clear("street", one_line),
        city: c.clear("city", one_line),
        zip: c.clear("zip", one_line),
        country: c.clear("country", |t| Ok(settings::country(t.trim())?)),
        language: c.clear("language", code::<Language>),
        company: c.clear("company", name),
        portal: c.keep_or("portal", false, flag),
        reference: key,
    };
    hand!(c, intake.customer, row)
}

/// A field of a worksheet.
pub fn sheet(c: &mut Cells<'_>, intake: &mut Intake<'_>) -> Result<()> {
    let (template, field) = (c.need("template", name), c.need("field", name));
    let row = SheetRow {
        label: c.keep_or("label", String::new(), one_line),
        kind: c.keep_or("kind", SheetKind::Text, code),
        required: c.keep_or("required", false, flag),
        choices: c.list("choices", name),
        sequence: c.keep("sequence", integer),
        template,
        field,
    };
    hand!(c, intake.sheet, row)
}

/// A project.
pub fn project(c: &mut Cells<'_>, intake: &mut Intake<'_>) -> Result<()> {
    let key = c.need("name", name);
    let row = ProjectRow {
        worksheets: c.keep_or("worksheets", false, flag),
        template: c.clear("template", name),
        name: key,
    };
    hand!(c, intake.project, row)
}

/// A team.
pub fn team(c: &mut Cells<'_>, intake: &mut Intake<'_>) -> Result<()> {
    let key = c.need("name", name);
    let row = TeamRow {
        project: c.clear("project", name),
        refunds: c.keep_or("refunds", false, flag),
        coupons: c.keep_or("coupons", false, flag),
        returns: c.keep_or("returns", false, flag),
        repairs: c.keep_or("repairs", false, flag),
        field_service: c.keep_or("field_service", false, flag),
        members: c.list("members", name),
        name: key,
    };
    hand!(c, intake.team, row)
}

/// A stage of a team or project.
pub fn stage(c: &mut Cells<'_>, intake: &mut Intake<'_>) -> Result<()> {
    let key = c.need("name", name);
    if let Some(project) = c.maybe("project", name) {
        if let Some(other) = c.maybe("team", name) {
            c.fail("project", Invalid::Contradicts { other }.into());
        }
        let row = ProjectStageRow {
            sequence: c.keep("sequence", integer),
            folded: c.keep_or("folded", false, flag),
            project,
            name: key,
        };
        return hand!(c, intake.project_stage, row);
    }
    let team = c.need("team", name);
    let row = StageRow {
        sequence: c.keep("sequence", integer),
        folded: c.keep_or("folded", false, flag),
        team,
        name: key,
    };
    hand!(c, intake.stage, row)
}
