//! The few words that are stored with a document, in the language of the company or the customer. Called
//! by the desk, which gives the words of that language.

use super::Words;
use crate::domain::coupon::program::{AppliesTo, Reward, RewardKind, RewardMode};
use crate::domain::money::Currency;

/// The reference of a credit note: `Reversal of INV/2026/00001, reason`.
pub fn reversal_of(words: &Words, document: &str, reason: Option<&str>) -> String {
    let document = ("document", document.to_owned());
    match reason {
        Some(reason) => words.say("stored-reversal-of-reason", &[document, ("reason", reason.to_owned())]),
        None => words.say("stored-reversal-of", &[document]),
    }
}

/// What a reward gives: `10% on your order`, `Free product: Lamp` (`domain/facts.md` §3.3).
pub fn reward(words: &Words, of: &Reward, names: &[String], currency: Currency) -> String {
    let names = names.join(", ");
    if of.kind == RewardKind::Product {
        let quantity = words.quantity(&of.quantity.to_string());
        return words.say("stored-reward-product", &[("product", names), ("quantity", quantity)]);
    }
    let money = |amount: &crate::domain::quantity::UnitPrice| words.money(&amount.to_string(), currency);
    let amount = match of.mode {
        RewardMode::Percent => format!("{}%", of.amount),
        RewardMode::Fixed => money(&of.amount),
    };
    let amount = ("amount", amount);
    let text = match of.applies_to {
        AppliesTo::Order => words.say("stored-reward-order", &[amount]),
        AppliesTo::Cheapest => words.say("stored-reward-cheapest", &[amount]),
        AppliesTo::Specific => words.say("stored-reward-specific", &[amount, ("products", names)]),
    };
    match &of.max_amount {
        Some(max) => words.say("stored-reward-max", &[("text", text), ("amount", money(max))]),
        None => text,
    }
}
