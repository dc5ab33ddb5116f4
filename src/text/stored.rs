//! The few words that are stored with a document, in the language of the company or the customer. Called
//! by the desk, which gives the words of that language.

use super::Words;
use crate::domain::coupon::program::{AppliesTo, Reward, RewardKind, RewardMode};
use crate::domain::money::Currency;
use crate::domain::variable;

/// The reference of a credit note: `Reversal of INV/2026/00001, reason`.
pub fn reversal_of(words: &Words, document: &str, reason: Option<&str>) -> String {
    let document = ("document", document.to_owned());
    match reason {
        Some(reason) => words.say("stored-reversal-of-reason", &[document, ("reason", reason.to_owned())]),
        None => words.say("stored-reversal-of", &[document]),
    }
}

/// Why a coupon is taken back that an import says is: where it was, nobody told.
pub fn revoked_elsewhere(words: &Words) -> String {
    words.say("stored-revoked-elsewhere", &[])
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

/// What the message that sends a coupon tells.
pub struct CouponLetter<'l> {
    /// Who sends it.
    pub company: &'l str,
    /// Whom it is for.
    pub name: Option<&'l str>,
    /// What the coupon gives.
    pub rewards: Vec<String>,
    /// What it asks for.
    pub asks: Vec<String>,
    /// Whether it has a share link.
    pub linked: bool,
    /// Its last day.
    pub until: Option<chrono::NaiveDate>,
}

/// A name as somebody is addressed: `김하늘 님`, `Mr/Ms Kim`. Who is called so already is not called so twice.
pub fn addressed(words: &Words, name: &str) -> String {
    let name = name.trim();
    let told = words.say("addressed", &[("name", name.to_owned())]);
    match told.strip_prefix(name).map(str::trim) {
        Some(title) if !title.is_empty() && name.ends_with(title) => name.to_owned(),
        _ => told,
    }
}

/// Subject and text of the message that sends a coupon, with `{code}` and `{link}` where those will stand
/// (`domain/facts.md` §3.5).
pub fn coupon_letter(words: &Words, of: &CouponLetter<'_>) -> (String, String) {
    use crate::domain::wizard::letter::{CODE, LINK};
    let company = ("company", of.company.to_owned());
    let hello = match of.name {
        Some(name) => words.say("letter-hello-name", &[("name", name.to_owned())]),
        None => words.word("letter-hello"),
    };
    let rewards = of.rewards.join(&format!(" {} ", words.word("letter-or")));
    let mut parts = vec![
        hello,
        words.say("letter-coupon-text", &[("rewards", rewards)]),
        words.say("letter-coupon-code", &[("code", CODE.to_owned())]),
    ];
    if of.linked {
        parts.push(words.say("letter-coupon-link", &[("link", LINK.to_owned())]));
    }
    parts.extend(of.until.map(|day| words.say("letter-coupon-until", &[("date", words.date(day))])));
    parts.extend(of.asks.iter().filter(|asks| !asks.is_empty()).cloned());
    parts.push(words.word("letter-bye"));
    parts.push(of.company.to_owned());
    (words.say("letter-coupon-subject", &[company]), variable::plain(&parts.join("\n\n")))
}

/// What a rule asks for: nothing where it asks for one unit of anything.
pub fn rule(words: &Words, of: &crate::domain::coupon::program::Rule, currency: Currency) -> String {
    let mut asks = Vec::new();
    if !of.minimum_amount.is_zero() {
        let amount = words.money(&of.minimum_amount.to_string(), currency);
        asks.push(words.say("letter-asks-amount", &[("amount", amount)]));
    }
    if of.minimum_quantity > crate::domain::quantity::Quantity::ONE {
        let quantity = words.quantity(&of.minimum_quantity.to_string());
        asks.push(words.say("letter-asks-quantity", &[("quantity", quantity)]));
    }
    asks.join(" ")
}

/// Subject and text of the message that sends a quotation or order: what is on it, and what it comes to.
pub fn order_letter(
    words: &Words,
    company: &str,
    customer: &str,
    of: &crate::domain::sale::Order,
) -> (String, String) {
    let number = ("number", of.number.clone());
    let company_name = ("company", company.to_owned());
    let confirmed = of.state == crate::domain::sale::OrderState::Sale;
    let (subject, text) = match confirmed {
        true => ("letter-order-subject", "letter-order-text"),
        false => ("letter-quotation-subject", "letter-quotation-text"),
    };
    let subject = words.say(subject, &[number.clone(), company_name]);
    let text = words.say(text, &[number]);
    let lines = of.lines.iter().map(|l| {
        let total = words.money(&l.amounts.total.plain(of.currency), of.currency);
        format!("- {} × {}  {total}", words.quantity(&l.quantity.to_string()), l.description)
    });
    let total = words.money(&of.total.plain(of.currency), of.currency);
    let parts = [
        words.say("letter-hello-name", &[("name", customer.to_owned())]),
        text,
        lines.collect::<Vec<_>>().join("\n"),
        words.say("letter-order-total", &[("total", total)]),
        words.word("letter-order-attached"),
        words.word("letter-bye"),
        company.to_owned(),
    ];
    (subject, variable::plain(&parts.join("\n\n")))
}

/// What the program of a coupon for the difference of an exchange is called.
pub fn exchange(words: &Words, number: &str) -> String {
    words.say("stored-exchange", &[("number", number.to_owned())])
}

/// Why a code that took the place of a used one is taken back again.
pub fn refund_undone(words: &Words, order: &str) -> String {
    words.say("stored-refund-undone", &[("order", order.to_owned())])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::settings::Language;

    #[test]
    fn how_somebody_is_addressed() {
        let table = [
            ("홍길동", "홍길동 님", "Mr/Ms 홍길동"),
            (" 김하늘님 ", "김하늘님", "Mr/Ms 김하늘님"),
            ("Amy Lee", "Amy Lee 님", "Mr/Ms Amy Lee"),
        ];
        for (name, ko, en) in table {
            assert_eq!(addressed(&Words::new(Language::Korean), name), ko);
            assert_eq!(addressed(&Words::new(Language::English), name), en);
        }
    }
}
