//! Reports: what is counted, along which dimension, over which days. A report is data: its kind says which figures it has
//! and what it can be split by; where its rows come from stands in `store::report`. Amounts of different currencies are
//! never added: they stand in rows of their own.

mod answer;
mod period;

pub use answer::{Ask, Behind, BehindRow, BehindRows, Line, Report, Source};
pub use period::{Length, Period};

use super::money::{Amount, Currency};
use super::quantity::PLACES;
use super::user::Right;
use crate::code_enum;

code_enum! {
    /// A report.
    ReportKind {
        /// Posted credit notes that stand.
        Refunds = "refunds",
        /// Coupons that were made, and what became of them.
        Coupons = "coupons",
        /// What coupons took off confirmed orders.
        Discounts = "discounts",
        /// Goods that come back.
        Returns = "returns",
        /// Repairs by the day that they are planned for.
        Repairs = "repairs",
        /// Quotations of repairs.
        Quotes = "quotes",
        /// Tickets that were opened and closed, and messages to their customers.
        Tickets = "tickets",
        /// Service levels of tickets.
        Levels = "service_levels",
        /// Refunds above a limit that were asked for.
        Approvals = "approvals",
    }
}

code_enum! {
    /// What a report is split by.
    Dimension {
        /// Why.
        Reason = "reason",
        /// Which product.
        Product = "product",
        /// Which coupon program.
        Program = "program",
        /// Which policy of service levels.
        Policy = "policy",
        /// Where it stands.
        State = "state",
        /// Under warranty or not.
        Warranty = "warranty",
        /// Whose work it is.
        Agent = "agent",
        /// The team of the ticket.
        Team = "team",
        /// The month where the company is.
        Month = "month",
    }
}

code_enum! {
    /// What a report counts or adds up.
    Figure {
        /// Credit notes.
        Notes = "notes",
        /// Units.
        Units = "units",
        /// An amount, tax included.
        Amount = "amount",
        /// Coupons made.
        Given = "given",
        /// Coupons of them that an order used.
        Used = "used",
        /// Coupons of them whose last day is over.
        Expired = "expired",
        /// Coupons of them that were taken back.
        Revoked = "revoked",
        /// Coupons of them that can be used still.
        Usable = "usable",
        /// How often a coupon was used.
        Uses = "uses",
        /// Units that came.
        Received = "received",
        /// Units of them that were written off at once.
        Damaged = "damaged",
        /// Units that did not come yet.
        Awaited = "awaited",
        /// Repairs.
        Repairs = "repairs",
        /// Repairs that are not done with.
        Open = "open",
        /// Repairs that are done.
        Repaired = "repaired",
        /// Repairs under warranty.
        UnderWarranty = "under_warranty",
        /// Repairs with a quotation.
        Quoted = "quoted",
        /// Quotations.
        Quotes = "quotes",
        /// Quotations that were confirmed.
        Confirmed = "confirmed",
        /// What confirmed quotations come to.
        Sold = "sold",
        /// Tickets opened.
        Opened = "opened",
        /// Tickets of them that are open still.
        StillOpen = "still_open",
        /// Tickets closed.
        Closed = "closed",
        /// Messages to customers.
        Messages = "messages",
        /// Service levels that tickets had to keep.
        Due = "due",
        /// Those that were kept.
        InTime = "in_time",
        /// Those that were not.
        Failed = "failed",
        /// Those of which time is left.
        Running = "running",
        /// Approvals asked for.
        Asked = "asked",
        /// Approvals given.
        Approved = "approved",
        /// Approvals refused.
        Rejected = "rejected",
        /// What the documents come to that were approved.
        Granted = "granted",
    }
}

/// What a figure is measured in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Pieces of paper, tickets, repairs.
    Count,
    /// Units of products, times 10⁶.
    Quantity,
    /// Smallest units of the row's currency.
    Money,
}

impl Figure {
    /// What it is measured in.
    pub fn unit(self) -> Unit {
        match self {
            Self::Amount | Self::Sold | Self::Granted => Unit::Money,
            Self::Units | Self::Received | Self::Damaged | Self::Awaited => Unit::Quantity,
            _ => Unit::Count,
        }
    }

    /// A value as a plain decimal.
    pub fn plain(self, value: i64, currency: Option<Currency>) -> String {
        match (self.unit(), currency) {
            (Unit::Money, Some(currency)) => Amount(value).plain(currency),
            (Unit::Quantity, _) => rust_decimal::Decimal::new(value, PLACES).normalize().to_string(),
            _ => value.to_string(),
        }
    }
}

impl ReportKind {
    /// What it can be split by, the usual first.
    pub fn dimensions(self) -> &'static [Dimension] {
        use Dimension as D;
        match self {
            Self::Refunds => &[D::Reason, D::Product, D::Agent, D::Team, D::Month],
            Self::Coupons | Self::Discounts => &[D::Program, D::Agent, D::Team, D::Month],
            Self::Returns => &[D::Product, D::Reason, D::Agent, D::Team, D::Month],
            Self::Repairs => &[D::State, D::Product, D::Warranty, D::Agent, D::Team, D::Month],
            Self::Quotes => &[D::Product, D::Warranty, D::Agent, D::Team, D::Month],
            Self::Tickets => &[D::Agent, D::Team, D::Product, D::Month],
            Self::Levels => &[D::Policy, D::Agent, D::Team, D::Month],
            Self::Approvals => &[D::Agent, D::Team, D::Month],
        }
    }

    /// What it counts and adds up along a dimension: figures of which the parts come to the whole.
    pub fn figures(self, by: Dimension) -> &'static [Figure] {
        use Figure as F;
        match (self, by) {
            // A credit note may be about several products.
            (Self::Refunds, Dimension::Product) => &[F::Units, F::Amount],
            (Self::Refunds, _) => &[F::Notes, F::Amount],
            (Self::Coupons, _) => &[F::Given, F::Used, F::Usable, F::Expired, F::Revoked],
            (Self::Discounts, _) => &[F::Uses, F::Amount],
            (Self::Returns, _) => &[F::Units, F::Received, F::Awaited, F::Damaged],
            (Self::Repairs, _) => &[F::Repairs, F::Open, F::Repaired, F::UnderWarranty, F::Quoted],
            (Self::Quotes, _) => &[F::Quotes, F::Amount, F::Confirmed, F::Sold],
            (Self::Tickets, _) => &[F::Opened, F::StillOpen, F::Closed, F::Messages],
            (Self::Levels, _) => &[F::Due, F::InTime, F::Failed, F::Running],
            (Self::Approvals, _) => &[F::Asked, F::Approved, F::Rejected, F::Granted],
        }
    }

    /// The figure that bars are of where nothing else is said: the amount, else the first.
    pub fn main(self, by: Dimension) -> Figure {
        let figures = self.figures(by);
        let amount = figures.iter().find(|f| **f == Figure::Amount);
        *amount.or(figures.first()).unwrap_or(&Figure::Units)
    }

    /// The right that it takes, as the list of its rows does.
    pub fn right(self) -> Option<Right> {
        match self {
            Self::Coupons => Some(Right::Coupon),
            Self::Approvals => Some(Right::Accounting),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_report_has_dimensions_and_figures() {
        for kind in ReportKind::ALL {
            assert!(kind.dimensions().contains(&Dimension::Team), "{kind}");
            assert!(kind.dimensions().contains(&Dimension::Month), "{kind}");
            for by in kind.dimensions() {
                let figures = kind.figures(*by);
                assert!((2..=5).contains(&figures.len()), "{kind} {by}");
                assert!(figures.contains(&kind.main(*by)), "{kind} {by}");
            }
        }
    }

    #[test]
    fn what_a_report_does_not_have_is_refused() {
        let ask = Ask::new(ReportKind::Refunds, Period::default());
        assert!(ask.check().is_ok() && ask.check_figure(Figure::Notes).is_ok());
        assert!(ask.check_figure(Figure::Given).is_err());
        assert!(Ask { by: Dimension::Warranty, ..ask }.check().is_err());
    }

    #[test]
    fn values_are_plain_decimals_of_their_unit() {
        let (krw, usd) = ("KRW".parse().ok(), "USD".parse().ok());
        assert_eq!(Figure::Amount.plain(55_000, krw), "55000");
        assert_eq!(Figure::Amount.plain(141_000, usd), "1410.00");
        assert_eq!(Figure::Units.plain(2_500_000, None), "2.5");
        assert_eq!(Figure::Units.plain(10_000_000, None), "10");
        assert_eq!(Figure::Notes.plain(7, usd), "7");
    }
}
