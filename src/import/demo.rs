//! The sample data of the sandbox, in Korean and English, within the program.

use super::Source;

macro_rules! texts {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../../assets/demo/", $name)))),*]
    };
}

/// The files of `assets/demo`.
pub const DEMO: Source = Source::Embedded(texts![
    "company.csv",
    "users.csv",
    "taxes.csv",
    "journals.csv",
    "products.csv",
    "lots.csv",
    "locations.csv",
    "stock.csv",
    "customers.csv",
    "programs.csv",
    "program_rules.csv",
    "program_rewards.csv",
    "coupons.csv",
    "worksheet_templates.csv",
    "projects.csv",
    "teams.csv",
    "stages.csv",
    "orders.csv",
    "order_lines.csv",
    "invoices.csv",
    "invoice_lines.csv",
    "payments.csv",
    "deliveries.csv",
    "delivery_lines.csv",
    "tickets.csv",
]);
