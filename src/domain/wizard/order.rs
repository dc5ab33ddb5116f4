//! The forms of a quotation, new or changed: products to add, and a line for each with its quantity and
//! price. The lines of rewards are not here: they come and go with their coupons.

use crate::domain::command::{NewLine, OrderEdit};
use crate::domain::error::{Error, FieldError, Invalid};
use crate::domain::form::{
    ChoiceOf, Choices, Column, Draft, Field, FieldId, FieldKind, LineSpec, LineValue, Resolved, Value,
};
use crate::domain::money::Currency;
use crate::domain::product::Product;
use crate::domain::quantity::{Quantity, UnitPrice};
use crate::domain::sale::{Order, OrderLine};
use crate::domain::wizard::document::PRICE;
use crate::domain::wizard::refund::QUANTITY;

/// Products to add.
pub const ADD: FieldId = FieldId::of("add");
/// Lines.
pub const LINES: FieldId = FieldId::of("lines");

/// What the forms know.
#[derive(Clone, Debug)]
pub struct Facts {
    /// Reference of the customer.
    pub customer: String,
    /// The quotation as it stands; none for a new one.
    pub order: Option<Order>,
    /// SKU of each of its lines' products.
    pub skus: Vec<Option<String>>,
    /// The products that are chosen, in the order of choosing.
    pub chosen: Vec<Product>,
    /// Currency.
    pub currency: Currency,
}

/// A line that the form offers: one that is there, or one of a product that is added.
enum Offered<'f> {
    There(&'f OrderLine, Option<&'f String>),
    New(&'f Product),
}

impl Offered<'_> {
    /// Its key in the field: a line's number, or the product's row below zero.
    fn key(&self) -> i64 {
        match self {
            Self::There(line, _) => line.line,
            Self::New(product) => -product.id.0,
        }
    }

    /// Quantity and price as they stand.
    fn own(&self) -> (Quantity, UnitPrice) {
        match self {
            Self::There(line, _) => (line.quantity.abs(), line.unit_price),
            Self::New(product) => (Quantity::ONE, product.price),
        }
    }

    fn value(&self) -> LineValue {
        let (quantity, price) = self.own();
        LineValue { line: self.key(), cells: vec![Value::Quantity(quantity), Value::Price(price)] }
    }

    fn spec(&self, facts: &Facts, number: i64) -> LineSpec {
        let (product, description) = match self {
            Self::There(line, sku) => (sku.cloned(), line.description.clone()),
            Self::New(product) => (Some(product.sku.clone()), product.name.clone()),
        };
        LineSpec {
            line: self.key(),
            document: facts.order.as_ref().map(|o| o.number.clone()).unwrap_or_default(),
            number,
            product,
            description,
            most: self.own().0,
            money_left: None,
            limited: false,
            in_stock: None,
        }
    }
}

fn offered(facts: &Facts) -> Vec<Offered<'_>> {
    let lines = facts.order.iter().flat_map(|o| &o.lines).zip(&facts.skus);
    let there = lines.filter(|(l, _)| l.reward.is_none()).map(|(l, sku)| Offered::There(l, sku.as_ref()));
    there.chain(facts.chosen.iter().map(Offered::New)).collect()
}

/// What the forms show.
pub fn resolve(facts: &Facts, draft: &Draft) -> Resolved {
    let kind = FieldKind::Picker { choices: Choices::of(ChoiceOf::Products), many: true };
    let mut add = Field::new(ADD, kind);
    add.required = facts.order.is_none();
    add.value = draft.typed(ADD).cloned().unwrap_or_default();
    let offered = offered(facts);
    let mut next = facts.order.as_ref().map_or(1, Order::next_line);
    let specs = offered.iter().map(|of| {
        let number = match of {
            Offered::There(line, _) => line.line,
            Offered::New(_) => {
                next += 1;
                next - 1
            }
        };
        of.spec(facts, number)
    });
    let columns = vec![
        Column { id: QUANTITY, kind: FieldKind::Quantity },
        Column { id: PRICE, kind: FieldKind::Price },
    ];
    let mut lines = Field::new(LINES, FieldKind::Lines { columns, lines: specs.collect() });
    lines.visible = !offered.is_empty();
    let typed = match draft.typed(LINES) {
        Some(Value::Lines(lines)) => lines.as_slice(),
        _ => &[],
    };
    let value =
        |of: &Offered<'_>| typed.iter().find(|l| l.line == of.key()).cloned().unwrap_or_else(|| of.value());
    let values: Vec<LineValue> = offered.iter().map(value).collect();
    lines.error = offered.iter().zip(&values).find_map(wrong);
    if facts.order.is_none() && !values.is_empty() && values.iter().all(is_out) {
        lines.error.get_or_insert(Error::FieldRequired);
    }
    lines.value = Value::Lines(values);
    Resolved { fields: vec![add, lines] }
}

fn is_out(line: &LineValue) -> bool {
    line.quantity().is_zero() && line.cells.iter().all(|c| c.error().is_none())
}

fn price(line: &LineValue) -> Option<UnitPrice> {
    match line.cells.get(1) {
        Some(Value::Price(price)) => Some(*price),
        _ => None,
    }
}

/// What is wrong with a line that is a quantity and a price; what is left out has any price, and a price
/// below zero that stood there stays.
fn wrong((of, line): (&Offered<'_>, &LineValue)) -> Option<Error> {
    if is_out(line) {
        return None;
    }
    let quantity = Some(line.quantity()).filter(|q| q.is_negative()).map(|q| q.to_string());
    let price = price(line).filter(|p| p.is_negative() && *p != of.own().1).map(|p| p.to_string());
    quantity.or(price).map(|given| Invalid::Negative { given }.into())
}

/// The change that the form makes: lines that are no longer what they were, and new ones.
pub fn parse(facts: &Facts, draft: &Draft, resolved: &Resolved) -> Result<OrderEdit, Vec<FieldError>> {
    let errors = resolved.errors(draft);
    if !errors.is_empty() {
        return Err(errors);
    }
    let mut edit = OrderEdit::default();
    let Value::Lines(values) = resolved.value(LINES) else { return Ok(edit) };
    for (of, value) in offered(facts).iter().zip(values) {
        let (quantity, now) = (value.quantity(), (value.quantity(), price(value).unwrap_or(of.own().1)));
        match of {
            Offered::New(_) if quantity.is_zero() => {}
            Offered::New(product) => edit.add.push(NewLine {
                product: product.sku.clone(),
                quantity,
                unit_price: Some(now.1).filter(|p| *p != product.price),
            }),
            Offered::There(line, _) if quantity.is_zero() => edit.remove.push(line.line),
            Offered::There(line, _) if now != of.own() => {
                edit.lines.push((line.line, quantity.signed_as(line.quantity), Some(now.1)));
            }
            Offered::There(..) => {}
        }
    }
    Ok(edit)
}
