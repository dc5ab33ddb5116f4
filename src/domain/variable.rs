//! What stands in braces in canned responses and messages, `{customer.name}`, and is filled in of the ticket at hand.
//! A name that nobody knows is refused where it is written, one that has no value where it would be sent.

use super::error::{Error, Invalid, Result};
use crate::code_enum;

code_enum! {
    /// A name that can stand in braces.
    Variable {
        /// Name of the ticket's customer.
        CustomerName = "customer.name",
        /// The same as somebody is addressed.
        CustomerAddressed = "customer.addressed",
        /// Number of the ticket.
        TicketNumber = "ticket.number",
        /// Its subject.
        TicketSubject = "ticket.subject",
        /// Name of who writes.
        AgentName = "agent.name",
        /// Name of the company.
        CompanyName = "company.name",
        /// Name of the ticket's product.
        ProductName = "product.name",
        /// Number of the ticket's order.
        OrderNumber = "order.number",
        /// Code of the newest coupon of the ticket.
        CouponCode = "coupon.code",
        /// Its share link.
        CouponLink = "coupon.link",
        /// Its last day.
        CouponUntil = "coupon.until",
        /// Number of the newest posted credit note of the ticket.
        RefundNumber = "refund.number",
        /// What it comes to.
        RefundAmount = "refund.amount",
        /// Number of the newest return.
        ReturnNumber = "return.number",
        /// Number of the newest repair.
        RepairNumber = "repair.number",
        /// When the next visit begins.
        VisitStart = "visit.start",
    }
}

/// A part of a text: plain, or a name in braces.
enum Part<'t> {
    Plain(&'t str),
    Named(&'t str),
}

/// The name between braces at the beginning of a text: words of small letters, joined by dots.
fn name_at(text: &str) -> Option<&str> {
    let inside = text.strip_prefix('{')?;
    let name = inside.get(..inside.find('}')?)?;
    let word = |w: &str| !w.is_empty() && w.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
    (name.contains('.') && name.split('.').all(word)).then_some(name)
}

fn parts(text: &str) -> Vec<Part<'_>> {
    let (mut parts, mut from, mut at) = (vec![], 0, 0);
    while let Some(brace) = text.get(at..).and_then(|rest| rest.find('{')).map(|found| at + found) {
        at = brace + 1;
        if let Some(name) = text.get(brace..).and_then(name_at) {
            parts.extend(text.get(from..brace).map(Part::Plain));
            parts.push(Part::Named(name));
            at = brace + name.len() + 2;
            from = at;
        }
    }
    parts.extend(text.get(from..).map(Part::Plain));
    parts
}

/// Refuses a name in braces that nobody knows.
pub fn known(text: &str) -> Result<()> {
    only(text, Variable::ALL)
}

/// Refuses a name in braces that is none of some.
pub fn only(text: &str, some: &[Variable]) -> Result<()> {
    for part in parts(text) {
        if let Part::Named(name) = part
            && !name.parse().is_ok_and(|variable| some.contains(&variable))
        {
            let allowed = some.iter().map(|v| v.as_str()).collect::<Vec<_>>().join(", ");
            return Err(Invalid::UnknownVariable { given: name.to_owned(), allowed }.into());
        }
    }
    Ok(())
}

/// The text with everything filled in that has a value; the others stay as they are written.
pub fn fill(text: &str, value: impl Fn(Variable) -> Option<String>) -> String {
    let filled = parts(text).into_iter().map(|part| match part {
        Part::Plain(text) => text.to_owned(),
        Part::Named(name) => name.parse().ok().and_then(&value).unwrap_or_else(|| format!("{{{name}}}")),
    });
    filled.collect()
}

/// The text with everything filled in; refuses what nobody knows and what has no value. What a value holds is text.
pub fn filled(text: &str, value: impl Fn(Variable) -> Option<String>) -> Result<String> {
    known(text)?;
    let fill = |part| match part {
        Part::Plain(text) => Ok(text.to_owned()),
        Part::Named(name) => {
            let missing = || Error::Unfilled { name: format!("{{{name}}}") };
            name.parse().ok().and_then(&value).ok_or_else(missing)
        }
    };
    parts(text).into_iter().map(fill).collect()
}

/// A text in which nothing is to be filled in: names and descriptions that look like it stand in other brackets.
pub fn plain(text: &str) -> String {
    let parts = parts(text).into_iter().map(|part| match part {
        Part::Plain(text) => text.to_owned(),
        Part::Named(name) => format!("({name})"),
    });
    parts.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_braces_are_filled_in() {
        let value = |of: Variable| match of {
            Variable::CustomerName => Some("김하늘".to_owned()),
            Variable::AgentName => Some("{ticket.number}".to_owned()),
            _ => None,
        };
        let table = [
            ("{customer.name} 님", "김하늘 님"),
            ("{customer.name}{customer.name}", "김하늘김하늘"),
            ("{coupon.link}", "{coupon.link}"),
            // What a value holds is text.
            ("by {agent.name}", "by {ticket.number}"),
            ("{ customer.name }", "{ customer.name }"),
            ("{{customer.name}}", "{김하늘}"),
            ("{code} {link} {}", "{code} {link} {}"),
            ("{customer.name", "{customer.name"),
            ("", ""),
        ];
        for (text, filled) in table {
            assert_eq!(fill(text, value), filled, "{text}");
        }
    }

    #[test]
    fn what_is_not_known_or_not_filled_in_is_refused() {
        assert!(matches!(known("{customer.nam}"), Err(Error::Invalid(Invalid::UnknownVariable { .. }))));
        assert_eq!(known("{customer.name} {code} {a b.c}"), Ok(()));
        let none = |_| None;
        let missing = Error::Unfilled { name: "{coupon.link}".to_owned() };
        assert_eq!(filled("x {coupon.link}", none), Err(missing));
        assert!(matches!(filled("{a.b}", none), Err(Error::Invalid(Invalid::UnknownVariable { .. }))));
        assert_eq!(filled("x {} {code} {1.5} {A.B}", none), Ok("x {} {code} {1.5} {A.B}".to_owned()));
        assert_eq!(filled("{agent.name}", |_| Some("{a.b}".into())), Ok("{a.b}".to_owned()));
        assert_eq!(plain("{a.b} {ab} {code}"), "(a.b) {ab} {code}");
        let some = [Variable::TicketNumber];
        assert!(only("#{ticket.number} {ab}", &some).is_ok() && only("{agent.name}", &some).is_err());
    }
}
