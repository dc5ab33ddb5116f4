//! Products: goods and services, how they are tracked, what they cost.

use super::ids::ProductId;
use super::quantity::UnitPrice;
use crate::code_enum;

code_enum! {
    /// Whether a product is kept in stock.
    ProductKind {
        /// Kept in stock.
        Goods = "goods",
        /// Not kept in stock.
        Service = "service",
    }
}

code_enum! {
    /// How single pieces are told apart.
    Tracking {
        /// They are not.
        None = "none",
        /// By lot.
        Lot = "lot",
        /// One by one.
        Serial = "serial",
    }
}

code_enum! {
    /// What an order's line is invoiced by.
    InvoicePolicy {
        /// By what was ordered.
        Order = "order",
        /// By what was delivered.
        Delivery = "delivery",
    }
}

code_enum! {
    /// What a replacement's warranty is.
    ReplacementWarranty {
        /// It ends when the replaced one's would have.
        Inherit = "inherit",
        /// It starts anew.
        Restart = "restart",
    }
}

/// A product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Product {
    /// Row.
    pub id: ProductId,
    /// Counts changes.
    pub version: i64,
    /// Natural key.
    pub sku: String,
    /// Name.
    pub name: String,
    /// Goods or service.
    pub kind: ProductKind,
    /// How pieces are told apart.
    pub tracking: Tracking,
    /// Unit of measure, as text.
    pub unit: Option<String>,
    /// Sales price of one unit.
    pub price: UnitPrice,
    /// What orders are invoiced by.
    pub invoice_policy: InvoicePolicy,
    /// Months of warranty from the delivery.
    pub warranty_months: Option<i64>,
    /// Warranty of a replacement.
    pub replacement_warranty: ReplacementWarranty,
}
