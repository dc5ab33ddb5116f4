//! Lists by query: their first pages in every order, and how many tickets they hold. What few tickets fit is looked up;
//! what many fit is met along the order; what is both, and what is sorted without an index, costs more.

use std::time::Duration;

use afterdesk::domain::ticket::{Listing, PageFrom};

use crate::measure::alone;
use crate::shop::Shop;
use crate::table::{Aim, Figure};

/// Rows of a page.
const PAGE: i64 = 50;
/// What is asked for: queues in other orders, few among many, many among many, words with conditions.
const ASKED: [&str; 12] = [
    "status:open sort:priority",
    "status:open sort:deadline",
    "sort:changed",
    "status:open assignee:agent3 sort:priority",
    "tag:VIP sort:changed",
    "status:open tag:VIP priority:3",
    "status:open tag:VIP,urgent -priority:0 sort:priority",
    "amount:>500000 status:open",
    "청소기 status:open sort:priority",
    "customer:C000012 status:open",
    "created:2025-01 sort:customer",
    "has:refund status:open",
];

/// Every figure of queries.
pub fn figures(shop: &Shop) -> Vec<Figure> {
    let mut desk = shop.desk("root");
    let mut figures = Vec::new();
    for asked in ASKED {
        let listing = Listing::of(asked);
        if let Err(error) = desk.tickets(&listing, PageFrom::Start, Some(PAGE)) {
            eprintln!("  `{asked}`: {error}");
            continue;
        }
        let first = alone(&[(); 15], |()| desk.tickets(&listing, PageFrom::Start, Some(PAGE)).unwrap());
        let within = Aim::Within(Duration::from_millis(50));
        figures.push(Figure::new(&format!("first page of `{asked}`"), first, within));
        let count = alone(&[(); 3], |()| desk.count_tickets(&listing).unwrap());
        figures.push(Figure::new("how many that are", count, Aim::Within(Duration::from_millis(500))));
    }
    figures
}
