//! The form of a coupon program, new or changed: what it is called, when it holds, and how its share links
//! look. A new one is asked for its first reward as well.

use super::program_reward;
use crate::domain::command::ProgramEdit;
use crate::domain::coupon::link::ShareLink;
use crate::domain::coupon::program::{AfterRefund, Program, Reward};
use crate::domain::error::{FieldError, Invalid};
use crate::domain::form::{Draft, Field, FieldId, FieldKind, Resolved, Tab, Value};
use crate::domain::quantity::Quantity;

/// Name.
pub const NAME: FieldId = FieldId::of("name");
/// First day of use.
pub const FROM: FieldId = FieldId::of("date_from");
/// Last day of use.
pub const TO: FieldId = FieldId::of("date_to");
/// How many orders may use it.
pub const MAX_USAGE: FieldId = FieldId::of("max_usage");
/// Form of its share links.
pub const SHARE_LINK: FieldId = FieldId::of("share_link");
/// The address of one's own that a share link is made from.
pub const TEMPLATE: FieldId = FieldId::of("template");
/// What becomes of a coupon after a refund.
pub const AFTER_REFUND: FieldId = FieldId::of("after_refund");

/// The forms of share links; the last one is an address of one's own.
const LINKS: &[&str] = &["odoo", "shopify", "own"];
const OWN: &str = "own";

/// What the forms of programs know.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// The program as it stands; none for a new one.
    pub program: Option<Program>,
}

/// A field at what was typed, or at what stands.
pub(super) fn field(draft: &Draft, id: FieldId, kind: FieldKind, stands: Value) -> Field {
    let value = draft.typed(id.clone()).cloned().unwrap_or(stands);
    Field { value, ..Field::new(id, kind) }
}

/// One of a fixed list of codes.
pub(super) fn choice(
    draft: &Draft,
    id: FieldId,
    family: &'static str,
    codes: &'static [&'static str],
    stands: &str,
) -> Field {
    field(draft, id, FieldKind::Choice { family, codes }, Value::Choice(stands.to_owned()))
}

/// What the form shows.
pub fn resolve(facts: &Facts, draft: &Draft) -> Resolved {
    let own = facts.program.as_ref();
    let day = |pick: fn(&Program) -> Option<chrono::NaiveDate>| {
        own.and_then(pick).map_or(Value::Empty, Value::Date)
    };
    let name = Value::Text(own.map(|p| p.name.clone()).unwrap_or_default());
    let mut name = field(draft, NAME, FieldKind::Text, name);
    name.required = true;
    let from = field(draft, FROM, FieldKind::Date, day(|p| p.date_from));
    let mut to = field(draft, TO, FieldKind::Date, day(|p| p.date_to));
    if let (Value::Date(from), Value::Date(to_day)) = (&from.value, &to.value)
        && from > to_day
    {
        to.error = Some(Invalid::Contradicts { other: from.to_string() }.into());
    }
    let most = own.and_then(|p| p.max_usage).map(whole).map_or(Value::Empty, Value::Quantity);
    let mut most = field(draft, MAX_USAGE, FieldKind::Quantity, most);
    if let Value::Quantity(given) = &most.value {
        most.error = match count(*given) {
            None => Some(Invalid::NotAnInteger { given: given.to_string() }.into()),
            Some(count) if count <= 0 => Some(Invalid::NotPositive { given: given.to_string() }.into()),
            Some(_) => None,
        };
    }
    let (stands, address) = match own.map(|p| &p.share_link) {
        Some(ShareLink::Template(address)) => (OWN, address.clone()),
        Some(ShareLink::Shopify) => ("shopify", String::new()),
        Some(ShareLink::Odoo) | None => ("odoo", String::new()),
    };
    let link = choice(draft, SHARE_LINK, "share-link", LINKS, stands);
    let mut template = field(draft, TEMPLATE, FieldKind::Text, Value::Text(address));
    template.visible = link.value.choice() == Some(OWN);
    template.required = template.visible;
    if template.visible && !template.value.text().is_empty() {
        // The names of the shops are no addresses.
        template.error = match template.value.text().parse::<ShareLink>() {
            Ok(ShareLink::Template(_)) => None,
            Ok(_) => Some(malformed(template.value.text())),
            Err(_) => Some(malformed(template.value.text())),
        };
    }
    let after = own.map_or(AfterRefund::Burn, |p| p.after_refund);
    let after = choice(draft, AFTER_REFUND, "after-refund", AfterRefund::CODES, after.as_str());
    let mut fields = vec![name, from, to, most, link, template, after];
    if own.is_none() {
        fields.iter_mut().for_each(|f| f.tab = Some(Tab::Details));
        let first = program_reward::resolve(&Reward::new(""), draft);
        fields.extend(first.fields.into_iter().map(|f| Field { tab: Some(Tab::Reward), ..f }));
    }
    Resolved { fields }
}

fn malformed(given: &str) -> crate::domain::error::Error {
    Invalid::Malformed { given: given.to_owned(), form: "https://shop.example/c/{code}".to_owned() }.into()
}

/// A number of orders as a quantity.
fn whole(count: i64) -> Quantity {
    Quantity::from_micro(count.saturating_mul(1_000_000))
}

/// A quantity as a number of orders, if it is a whole one.
fn count(quantity: Quantity) -> Option<i64> {
    (quantity.micro() % 1_000_000 == 0).then(|| quantity.micro() / 1_000_000)
}

/// The change that the form makes: what the person touched; of a new program everything.
pub fn parse(facts: &Facts, draft: &Draft, resolved: &Resolved) -> Result<ProgramEdit, Vec<FieldError>> {
    let errors = resolved.errors(draft);
    if !errors.is_empty() {
        return Err(errors);
    }
    let is_new = facts.program.is_none();
    let touched = |id: FieldId| is_new || draft.is_touched(id);
    let day = |id: FieldId| match resolved.value(id) {
        Value::Date(day) => Some(*day),
        _ => None,
    };
    let link = match resolved.value(SHARE_LINK).choice() {
        Some(OWN) => resolved.value(TEMPLATE).text().to_owned(),
        other => other.unwrap_or("odoo").to_owned(),
    };
    let share_link =
        link.parse::<ShareLink>().map_err(|error| vec![FieldError { field: TEMPLATE, error }])?;
    let after = resolved.value(AFTER_REFUND).choice().and_then(|code| code.parse().ok());
    Ok(ProgramEdit {
        name: touched(NAME).then(|| resolved.value(NAME).text().to_owned()),
        date_from: touched(FROM).then(|| day(FROM)),
        date_to: touched(TO).then(|| day(TO)),
        max_usage: touched(MAX_USAGE).then(|| match resolved.value(MAX_USAGE) {
            Value::Quantity(quantity) => count(*quantity),
            _ => None,
        }),
        share_link: (touched(SHARE_LINK) || draft.is_touched(TEMPLATE)).then_some(share_link),
        after_refund: after.filter(|_| touched(AFTER_REFUND)),
        rewards: if is_new { vec![program_reward::read(&Reward::new(""), resolved)] } else { vec![] },
        ..ProgramEdit::default()
    })
}
