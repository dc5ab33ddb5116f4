//! The sentences of deliveries, returns and stock.

use super::{Values, one};
use crate::domain::error::Error;
use crate::domain::stock::LotPlace;
use crate::text::Words;

/// The key and the values of the sentence.
pub(super) fn parts(words: &Words, error: &Error) -> (&'static str, Values) {
    use Error as E;
    match error {
        E::NoDelivery => ("error-no-delivery", vec![]),
        E::DeliveryNotDone { delivery } => ("error-delivery-not-done", one("delivery", delivery)),
        E::DeliveryOtherCustomer { delivery } => ("error-delivery-other-customer", one("delivery", delivery)),
        E::NothingToReturn => ("error-nothing-to-return", vec![]),
        E::AllReturned { deliveries } => ("error-all-returned", one("deliveries", deliveries)),
        E::OverReturned { lot: Some(of), .. } => {
            ("error-over-returned-lot", vec![("lot", of.lot.clone()), ("place", place(words, &of.place))])
        }
        E::OverReturned { product, left, .. } if left.is_zero() => {
            ("error-over-returned-nothing", one("product", product))
        }
        E::OverReturned { product, left, .. } => (
            "error-over-returned",
            vec![("product", product.clone()), ("left", words.quantity(&left.to_string()))],
        ),
        E::LotNotDelivered { lot, delivery, place: None } => {
            ("error-lot-not-delivered", vec![("lot", lot.clone()), ("delivery", delivery.clone())])
        }
        E::LotNotDelivered { lot, delivery, place: Some(at) } => (
            "error-lot-not-delivered-but",
            vec![("lot", lot.clone()), ("delivery", delivery.clone()), ("place", place(words, at))],
        ),
        E::PartsUnused { parts } => ("error-parts-unused", one("parts", parts)),
        E::PartLotRequired { product } => ("error-part-lot-required", one("product", product)),
        E::AlreadyQuoted { repair, order } => {
            ("error-already-quoted", vec![("repair", repair.clone()), ("order", order.clone())])
        }
        E::NothingToRepair { product, location, found } => (
            "error-nothing-to-repair",
            vec![
                ("product", product.clone()),
                ("location", location.clone()),
                ("found", words.quantity(&found.to_string())),
            ],
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
        E::PartMissing { product, location, free } => (
            "error-part-missing",
            vec![
                ("product", product.clone()),
                ("location", location.clone()),
                ("free", words.quantity(&free.to_string())),
            ],
        ),
        _ => ("error-backorder-required", vec![]),
    }
}

/// Where a lot is, as a clause: `it is in WH/Stock`.
pub(super) fn place(words: &Words, of: &LotPlace) -> String {
    match of {
        LotPlace::In(place) => words.say("lot-is-in", &[("place", place.clone())]),
        LotPlace::Went { transfer, customer: None } => {
            words.say("lot-moved-with", &[("transfer", transfer.clone())])
        }
        LotPlace::Went { transfer, customer: Some(customer) } => {
            words.say("lot-went", &[("transfer", transfer.clone()), ("customer", customer.clone())])
        }
    }
}
