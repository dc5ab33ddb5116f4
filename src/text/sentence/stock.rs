//! The sentences of deliveries, returns and stock.

use super::{Values, one};
use crate::domain::error::Error;
use crate::text::Words;

/// The key and the values of the sentence.
pub(super) fn parts(words: &Words, error: &Error) -> (&'static str, Values) {
    use Error as E;
    match error {
        E::NoDelivery => ("error-no-delivery", vec![]),
        E::DeliveryNotDone { delivery } => ("error-delivery-not-done", one("delivery", delivery)),
        E::DeliveryOtherCustomer { delivery } => ("error-delivery-other-customer", one("delivery", delivery)),
        E::NothingToReturn => ("error-nothing-to-return", vec![]),
        E::OverReturned { product, left } if left.is_zero() => {
            ("error-over-returned-nothing", one("product", product))
        }
        E::OverReturned { product, left } => (
            "error-over-returned",
            vec![("product", product.clone()), ("left", words.quantity(&left.to_string()))],
        ),
        E::LotNotDelivered { lot, delivery, place: None } => {
            ("error-lot-not-delivered", vec![("lot", lot.clone()), ("delivery", delivery.clone())])
        }
        E::LotNotDelivered { lot, delivery, place: Some(place) } => (
            "error-lot-not-delivered-but",
            vec![("lot", lot.clone()), ("delivery", delivery.clone()), ("place", place.clone())],
        ),
        E::NotReturnableLocation { location, allowed } => (
            "error-not-returnable-location",
            vec![("location", location.clone()), ("allowed", allowed.clone())],
        ),
        E::InsufficientStock { product, location, free } => (
            "error-insufficient-stock",
            vec![
                ("product", product.clone()),
                ("location", location.clone()),
                ("free", words.quantity(&free.to_string())),
            ],
        ),
        _ => ("error-backorder-required", vec![]),
    }
}
