//! The files of the import contract: columns, natural keys, and the order in which references need
//! them. One table; the reader knows no file by name.

use super::{coupons, documents};
use crate::desk::intake::cells::{Cells, Keys};
use crate::desk::intake::{Intake, read};
use crate::domain::error::{Result, Thing};

/// Reads a row and hands it over.
pub(super) type Take = fn(&mut Cells<'_>, &mut Intake<'_>) -> Result<()>;
/// What is to do after a file; told how many documents are written, of how many.
pub(super) type End = fn(&mut Intake<'_>, &mut dyn FnMut(i64, i64)) -> Result<()>;

/// One file.
pub(super) struct Spec {
    pub(super) name: &'static str,
    pub(super) columns: &'static [&'static str],
    /// By which columns its rows are known.
    pub(super) keys: Keys,
    /// What is missing where a row is wrong: of lines their document.
    pub(super) thing: Thing,
    /// Reads a row of it.
    pub(super) take: Take,
    pub(super) end: Option<End>,
    /// Whether documents are written after the file.
    writes: bool,
}

impl Spec {
    /// How often the file counts in the progress.
    pub(super) fn passes(&self) -> u64 {
        1 + u64::from(self.writes)
    }
}

const fn file(
    name: &'static str,
    columns: &'static [&'static str],
    natural: &'static [&'static str],
    (thing, key): (Thing, &'static [&'static str]),
    take: Take,
) -> Spec {
    Spec { name, columns, keys: Keys { natural, thing: key }, thing, take, end: None, writes: false }
}

const fn then(spec: Spec, end: End) -> Spec {
    Spec { end: Some(end), ..spec }
}

const fn writes(spec: Spec, end: End) -> Spec {
    Spec { end: Some(end), writes: true, ..spec }
}

/// Every file, in the order in which they are read.
#[rustfmt::skip]
pub(super) const FILES: &[Spec] = &[
    file("company.csv", &["name", "currency", "country", "time_zone", "tax_rounding", "website_url", "portal_url", "lock_date"],
        &[], (Thing::Setting, &[]), read::company),
    then(file("users.csv", &["login", "name", "email", "role", "os_login", "refund_limit"],
        &["login"], (Thing::User, &["login"]), read::user), |intake, _| intake.users_end()),
    file("taxes.csv", &["name", "kind", "amount", "price_include", "include_base_amount", "is_base_affected", "sequence"],
        &["name"], (Thing::Tax, &["name"]), read::tax),
    file("journals.csv", &["code", "name", "kind"],
        &["code"], (Thing::Journal, &["code"]), read::journal),
    file("products.csv", &["sku", "name", "kind", "tracking", "unit", "price", "taxes", "invoice_policy", "warranty_months", "replacement_warranty"],
        &["sku"], (Thing::Product, &["sku"]), read::product),
    file("lots.csv", &["product", "name"],
        &["product", "name"], (Thing::Lot, &["product", "name"]), read::lot),
    file("locations.csv", &["name", "usage", "return_location"],
        &["name"], (Thing::Location, &["name"]), read::location),
    then(file("customers.csv", &["ref", "name", "email", "phone", "street", "city", "zip", "country", "language", "company", "portal"],
        &["ref"], (Thing::Customer, &["ref"]), read::customer), |intake, _| intake.customers_end()),
    file("programs.csv", &["name", "kind", "date_from", "date_to", "max_usage", "active", "share_link", "after_refund"],
        &["name"], (Thing::Program, &["name"]), coupons::program),
    file("program_rules.csv", &["program", "rule", "minimum_amount", "minimum_amount_tax", "minimum_quantity", "products"],
        &["program", "rule"], (Thing::Rule, &["program", "rule"]), coupons::rule),
    then(file("program_rewards.csv", &["program", "reward", "kind", "mode", "amount", "applies_to", "products", "max_amount", "product", "quantity", "description"],
        &["program", "reward"], (Thing::Reward, &["program", "reward"]), coupons::reward), |intake, _| intake.rewards_end()),
    file("coupons.csv", &["code", "program", "customer", "expires", "state"],
        &["code"], (Thing::Line, &[]), coupons::coupon),
    file("worksheet_templates.csv", &["template", "field", "label", "kind", "required", "choices", "sequence"],
        &["template", "field"], (Thing::SheetField, &["template", "field"]), read::sheet),
    file("projects.csv", &["name", "worksheets", "template"],
        &["name"], (Thing::Project, &["name"]), read::project),
    file("teams.csv", &["name", "refunds", "coupons", "returns", "repairs", "field_service", "project", "members"],
        &["name"], (Thing::Team, &["name"]), read::team),
    then(file("stages.csv", &["team", "project", "name", "sequence", "folded"],
        &["name"], (Thing::Stage, &["team", "name"]), read::stage), |intake, _| intake.defaults()),
    file("orders.csv", &["number", "customer", "date", "state", "currency"],
        &["number"], (Thing::Order, &["number"]), documents::order),
    writes(file("order_lines.csv", &["order", "line", "product", "description", "quantity", "unit_price", "discount", "taxes"],
        &["order", "line"], (Thing::Order, &["order"]), documents::order_line), |intake, step| intake.orders_end(step)),
    then(file("deliveries.csv", &["number", "kind", "customer", "order", "date", "state", "from", "to", "return_of"],
        &["number"], (Thing::Transfer, &["number"]), documents::delivery), |intake, _| intake.deliveries_end()),
    then(file("delivery_lines.csv", &["delivery", "line", "product", "quantity", "lot", "order_line", "return_of_line"],
        &["delivery", "line"], (Thing::Transfer, &["delivery"]), documents::delivery_line), |intake, _| intake.delivery_lines_end()),
    file("invoices.csv", &["number", "kind", "customer", "journal", "date", "due_date", "order", "currency", "state", "reverses"],
        &["number"], (Thing::Invoice, &["number"]), documents::invoice),
    writes(file("invoice_lines.csv", &["invoice", "line", "product", "description", "quantity", "unit_price", "discount", "taxes", "order_line", "lots", "reverses_line"],
        &["invoice", "line"], (Thing::Invoice, &["invoice"]), documents::invoice_line), |intake, step| intake.invoices_end(step)),
    then(file("payments.csv", &["reference", "invoice", "date", "amount"],
        &["reference"], (Thing::Payment, &["reference"]), documents::payment), |intake, _| intake.settle()),
    file("stock.csv", &["location", "product", "lot", "quantity"],
        &["location", "product"], (Thing::Line, &[]), documents::stock),
    file("tickets.csv", &["number", "team", "subject", "description", "customer", "product", "lot", "order", "priority", "stage", "assignee", "tags", "created_at"],
        &["number"], (Thing::Ticket, &["number"]), documents::ticket),
];
