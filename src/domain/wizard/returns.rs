//! The Return wizard (`domain/facts.md` §4.3 to 4.5): from a ticket to transfers that bring goods back, and
//! with an exchange to the deliveries that replace them. Order and deliveries fill and narrow each other; the
//! lines are what was delivered less what came back or is on its way, so that nothing comes back twice.

use crate::domain::command::{Balance, NewLine, ReturnRequest};
use crate::domain::error::{Error, FieldError, Invalid};
use crate::domain::form::{
    ChoiceOf, Choices, Column, Draft, Field, FieldId, FieldKind, Hint, Limit, LineSpec, LineValue, Resolved,
    Value,
};
use crate::domain::ids::{CustomerId, LocationId, OrderId, ProductId, TicketId, TransferId, TransferLineId};
use crate::domain::money::Money;
use crate::domain::quantity::Quantity;
use crate::domain::stock::{Transfer, TransferKind, TransferState};
use crate::domain::wizard::refund::QUANTITY;

/// Sales Order.
pub const ORDER: FieldId = FieldId::of("order");
/// Deliveries to return.
pub const DELIVERIES: FieldId = FieldId::of("deliveries");
/// Lines, each with how much comes back.
pub const LINES: FieldId = FieldId::of("lines");
/// Where it comes to.
pub const LOCATION: FieldId = FieldId::of("return_location");
/// Why it comes back.
pub const REASON: FieldId = FieldId::of("return_reason");
/// Other products that replace what comes back.
pub const REPLACE: FieldId = FieldId::of("replace");
/// How many of each of them.
pub const REPLACEMENTS: FieldId = FieldId::of("replacements");
/// What becomes of the difference in value.
pub const BALANCE: FieldId = FieldId::of("balance");

/// What the wizard knows.
#[derive(Clone, Debug)]
pub struct Facts {
    /// The ticket.
    pub ticket: TicketId,
    /// Topmost company of its customer.
    pub family: CustomerId,
    /// The product that the ticket is about, and its SKU.
    pub about: Option<(ProductId, String)>,
    /// The order that is chosen, typed or by default.
    pub order: Option<OrderFacts>,
    /// The deliveries that are chosen, typed or by default, oldest first.
    pub deliveries: Vec<DeliveryFacts>,
    /// Numbers of some deliveries that fit, where none is chosen.
    pub fitting: Vec<String>,
    /// Why nothing can come back at all, where no delivery fits.
    pub none: Option<Error>,
    /// Where returns may go; the first stands there unless another is chosen.
    pub locations: Vec<(LocationId, String)>,
    /// The products that are chosen as replacement.
    pub replace: Vec<(ProductId, String, String)>,
    /// What the customer owes for the chosen exchange, below zero where it gets something back, or why that is not
    /// known; none while nothing is chosen.
    pub difference: Option<Result<Money, Error>>,
}

/// What the wizard knows of an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderFacts {
    /// Row.
    pub id: OrderId,
    /// Number.
    pub number: String,
    /// Topmost company of its customer.
    pub family: CustomerId,
}

/// What the wizard knows of a delivery.
#[derive(Clone, Debug)]
pub struct DeliveryFacts {
    /// The delivery.
    pub transfer: Transfer,
    /// Topmost company of its customer.
    pub family: Option<CustomerId>,
    /// What of each line can still come back.
    pub left: Vec<(TransferLineId, Quantity)>,
}

impl DeliveryFacts {
    /// What of a line can still come back.
    pub fn left_of(&self, line: TransferLineId) -> Quantity {
        self.left.iter().find(|(id, _)| *id == line).map_or(Quantity::ZERO, |(_, left)| *left)
    }

    fn wrong(&self, facts: &Facts) -> Option<Error> {
        let delivery = self.transfer.number.clone();
        if self.transfer.state != TransferState::Done {
            return Some(Error::DeliveryNotDone { delivery });
        }
        (self.family != Some(facts.family)).then_some(Error::DeliveryOtherCustomer { delivery })
    }
}

fn picked<T>(ids: impl IntoIterator<Item = T>, row: impl Fn(T) -> i64) -> Value {
    let ids: Vec<i64> = ids.into_iter().map(row).collect();
    if ids.is_empty() { Value::Empty } else { Value::Picked(ids) }
}

fn typed_or(draft: &Draft, id: &FieldId, own: Value) -> Value {
    draft.typed(id.clone()).cloned().unwrap_or(own)
}

/// What the wizard shows.
pub fn resolve(facts: &Facts, draft: &Draft) -> Resolved {
    let family = Limit::Family(facts.family);
    let picker = |id: FieldId, of, limits: Vec<Limit>, many| {
        Field::new(id, FieldKind::Picker { choices: Choices { limits, ..Choices::of(of) }, many })
    };
    let own = |order: &&OrderFacts| draft.is_touched(ORDER) && order.family != facts.family;
    let order = Field {
        value: typed_or(draft, &ORDER, picked(facts.order.iter(), |o| o.id.0)),
        error: facts
            .order
            .as_ref()
            .filter(own)
            .map(|_| Invalid::Contradicts { other: format!("#{}", facts.ticket) }.into()),
        ..picker(ORDER, ChoiceOf::Orders, vec![family], false)
    };
    let mut limits = vec![family];
    limits.extend(facts.order.as_ref().map(|o| Limit::Order(o.id)));
    let all_back = !facts.deliveries.is_empty() && specs(facts).is_empty();
    let numbers =
        || facts.deliveries.iter().map(|d| d.transfer.number.clone()).collect::<Vec<_>>().join(", ");
    let all_back = all_back.then(|| Error::AllReturned { deliveries: numbers() });
    let deliveries = Field {
        required: true,
        value: match draft.typed(DELIVERIES) {
            Some(typed @ Value::Typed { .. }) => typed.clone(),
            _ => picked(facts.deliveries.iter(), |d| d.transfer.id.0),
        },
        error: match order.error {
            // One thing that is wrong is told once.
            Some(_) => None,
            None => facts
                .deliveries
                .iter()
                .find_map(|d| d.wrong(facts).or_else(|| contradicts(facts, draft, d)))
                .or_else(|| facts.missing())
                .or(all_back),
        },
        ..picker(DELIVERIES, ChoiceOf::Deliveries, limits, true)
    };
    let location = Field {
        required: !facts.goes_back(),
        visible: !facts.goes_back(),
        value: typed_or(draft, &LOCATION, picked(facts.locations.first(), |(id, _)| id.0)),
        ..picker(LOCATION, ChoiceOf::ReturnLocations, vec![], false)
    };
    let reason = Field {
        value: typed_or(draft, &REASON, Value::Empty),
        ..picker(REASON, ChoiceOf::Reasons, vec![], false)
    };
    let mut fields = vec![order, deliveries, lines(facts, draft), location, reason];
    fields.extend(replacing(facts, draft));
    Resolved { fields }
}

/// Of another order than the one that was named.
fn contradicts(facts: &Facts, draft: &Draft, of: &DeliveryFacts) -> Option<Error> {
    let order = facts.order.as_ref().filter(|_| draft.is_touched(ORDER) && draft.is_touched(DELIVERIES))?;
    let other = order.number.clone();
    (of.transfer.order != Some(order.id)).then(|| Invalid::Contradicts { other }.into())
}

impl Facts {
    /// Why no delivery is chosen, where that is more than that none was.
    pub fn missing(&self) -> Option<Error> {
        if !self.deliveries.is_empty() {
            return None;
        }
        match self.fitting.as_slice() {
            [] => Some(self.none.clone().unwrap_or(Error::NoDelivery)),
            [_] => None,
            fitting => Some(Error::ChooseDelivery { fitting: fitting.join(", ") }),
        }
    }

    /// Whether goods go back to where they came from: what came from a customer goes to no location of choice.
    pub fn goes_back(&self) -> bool {
        self.deliveries.iter().any(|d| d.transfer.kind == TransferKind::Receipt)
    }
}

/// The lines of which something is left, each at all of it unless something else was typed.
fn lines(facts: &Facts, draft: &Draft) -> Field {
    let specs = specs(facts);
    let typed: &[LineValue] = match draft.typed(LINES) {
        Some(Value::Lines(lines)) => lines,
        _ => &[],
    };
    let value = |spec: &LineSpec| {
        typed
            .iter()
            .find(|l| l.line == spec.line)
            .cloned()
            .unwrap_or_else(|| LineValue::of(spec.line, spec.most))
    };
    let mut values: Vec<LineValue> = specs.iter().map(value).collect();
    let hint = other_products(facts, &values);
    let untouched = |l: &LineValue| l.quantity().is_zero() && l.cells.iter().all(|c| c.error().is_none());
    let nothing = !specs.is_empty() && values.iter().all(untouched);
    for (spec, value) in specs.iter().zip(&mut values) {
        let (quantity, left) = (value.quantity(), spec.most);
        if quantity.is_negative() {
            value.mark(0, Invalid::Negative { given: quantity.to_string() }.into());
        } else if quantity > left {
            let product = spec.product.clone().unwrap_or_default();
            value.mark(0, Error::OverReturned { product, left, lot: None });
        }
    }
    let columns = vec![Column { id: QUANTITY, kind: FieldKind::Quantity }];
    Field {
        visible: !specs.is_empty(),
        error: nothing.then_some(Error::NothingToReturn),
        hint,
        value: Value::Lines(values),
        ..Field::new(LINES, FieldKind::Lines { columns, lines: specs })
    }
}

/// That other products than the ticket's come back too.
fn other_products(facts: &Facts, values: &[LineValue]) -> Option<Hint> {
    let (about, sku) = facts.about.as_ref()?;
    let lines = || facts.deliveries.iter().flat_map(|d| &d.transfer.lines);
    let taken = |id: TransferLineId| values.iter().any(|v| v.line == id.0 && !v.quantity().is_zero());
    let any = lines().any(|l| l.product == *about) && lines().any(|l| l.product != *about && taken(l.id));
    any.then(|| Hint::OtherProducts { product: sku.clone() })
}

fn specs(facts: &Facts) -> Vec<LineSpec> {
    let mut specs = Vec::new();
    for of in &facts.deliveries {
        for line in &of.transfer.lines {
            let most = of.left_of(line.id);
            if most.is_zero() || most.is_negative() {
                continue;
            }
            specs.push(LineSpec {
                line: line.id.0,
                document: of.transfer.number.clone(),
                number: line.line,
                product: Some(line.sku.clone()),
                description: match &line.lot {
                    Some(lot) => format!("{} · {}", line.name, lot.name),
                    None => line.name.clone(),
                },
                most,
                money_left: None,
                limited: true,
                in_stock: None,
            });
        }
    }
    specs
}

/// Other products in exchange: which, how many of each, and what becomes of the difference.
fn replacing(facts: &Facts, draft: &Draft) -> [Field; 3] {
    let kind = FieldKind::Picker { choices: Choices::of(ChoiceOf::Goods), many: true };
    let replace = Field { value: typed_or(draft, &REPLACE, Value::Empty), ..Field::new(REPLACE, kind) };
    let specs: Vec<LineSpec> = (1i64..)
        .zip(&facts.replace)
        .map(|(number, (id, sku, name))| LineSpec {
            line: id.0,
            document: String::new(),
            number,
            product: Some(sku.clone()),
            description: name.clone(),
            most: Quantity::ONE,
            money_left: None,
            limited: false,
            in_stock: None,
        })
        .collect();
    let typed: &[LineValue] = match draft.typed(REPLACEMENTS) {
        Some(Value::Lines(lines)) => lines,
        _ => &[],
    };
    let value = |spec: &LineSpec| {
        let kept = typed.iter().find(|l| l.line == spec.line).cloned();
        kept.unwrap_or_else(|| LineValue::of(spec.line, Quantity::ONE))
    };
    let values: Vec<LineValue> = specs.iter().map(value).collect();
    let negative = values.iter().map(LineValue::quantity).find(|q| q.is_negative());
    let none = !values.is_empty() && values.iter().all(|l| l.quantity().is_zero());
    let error = match negative {
        Some(given) => Some(Invalid::Negative { given: given.to_string() }),
        None => none.then(|| Invalid::NotPositive { given: "0".to_owned() }),
    };
    let shown = !specs.is_empty();
    let columns = vec![Column { id: QUANTITY, kind: FieldKind::Quantity }];
    let lines = Field {
        visible: shown,
        value: Value::Lines(values),
        error: error.map(Error::from),
        ..Field::new(REPLACEMENTS, FieldKind::Lines { columns, lines: specs })
    };
    let kind = FieldKind::Choice { family: "balance", codes: Balance::CODES };
    let difference = facts.difference.as_ref().and_then(|d| d.as_ref().ok()).copied();
    let replace =
        Field { error: facts.difference.as_ref().and_then(|d| d.clone().err()).map(Error::bare), ..replace };
    let owed = difference.map(|d| d.amount);
    let fitting = owed.and_then(|owed| Balance::fitting(owed).first());
    let own = fitting.map_or(Value::Empty, |b| Value::Choice(b.as_str().to_owned()));
    let value = typed_or(draft, &BALANCE, own);
    let chosen: Option<Balance> = value.choice().and_then(|code| code.parse().ok());
    let balance = Field {
        visible: shown,
        // Where both are worth the same there is nothing to settle.
        required: shown && owed.is_none_or(|owed| !owed.is_zero()),
        error: chosen.zip(owed).and_then(|(chosen, owed)| chosen.settles(owed).err()).map(Error::bare),
        hint: difference.filter(|_| shown).map(|owed| Hint::Difference { owed }),
        value,
        ..Field::new(BALANCE, kind)
    };
    [replace, lines, balance]
}

/// How much of each line comes back, as typed or all that is left.
pub fn coming(facts: &Facts, draft: &Draft) -> Vec<(TransferLineId, Quantity)> {
    let taken = quantities(lines(facts, draft)).into_iter();
    taken.map(|(line, units)| (TransferLineId(line), units)).collect()
}

/// How many of each replacement go out.
pub fn going(facts: &Facts, draft: &Draft) -> Vec<(ProductId, Quantity)> {
    let [_, replacements, _] = replacing(facts, draft);
    quantities(replacements).into_iter().map(|(product, units)| (ProductId(product), units)).collect()
}

fn quantities(of: Field) -> Vec<(i64, Quantity)> {
    match of.value {
        Value::Lines(values) => {
            let taken = values.into_iter().map(|l| (l.line, l.quantity()));
            taken.filter(|(_, units)| *units > Quantity::ZERO).collect()
        }
        _ => vec![],
    }
}

/// The return that the form asks for, or every field that is wrong. `exchange`: what comes back is replaced.
pub fn parse(
    facts: &Facts,
    draft: &Draft,
    resolved: &Resolved,
    exchange: bool,
) -> Result<ReturnRequest, Vec<FieldError>> {
    let mut errors = resolved.errors(draft);
    if !exchange && !facts.replace.is_empty() && errors.is_empty() {
        let error = Invalid::ReplacedPlainly.into();
        errors.push(FieldError { field: REPLACE, error });
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    let taken = |id: FieldId| match resolved.value(id) {
        Value::Lines(values) => values.as_slice(),
        _ => &[],
    };
    let lines = taken(LINES).iter().filter(|l| !l.quantity().is_zero());
    let replace = taken(REPLACEMENTS).iter().filter(|l| !l.quantity().is_zero());
    let sku = |id: i64| facts.replace.iter().find(|(known, ..)| known.0 == id).map(|(_, sku, _)| sku.clone());
    Ok(ReturnRequest {
        ticket: facts.ticket,
        deliveries: facts.deliveries.iter().map(|d| d.transfer.id).collect::<Vec<TransferId>>(),
        lines: lines.map(|l| (TransferLineId(l.line), l.quantity())).collect(),
        location: resolved.value(LOCATION).one().map(LocationId),
        reason: resolved.value(REASON).one(),
        told: None,
        exchange,
        replace: replace
            .filter_map(|l| Some(NewLine { product: sku(l.line)?, quantity: l.quantity(), unit_price: None }))
            .collect(),
        balance: resolved.value(BALANCE).choice().and_then(|code| code.parse().ok()),
    })
}
