//! What the form shows, and the request that a filled-in form makes.

use super::narrow::{narrowing, or_default};
use super::{
    AMOUNT, DATE, Facts, INVOICES, JOURNAL, LINES, LOT, ORDER, PRODUCT, QUANTITY, REASON, RECEIVED, Received,
    RefundRequest, Submit, What,
};
use crate::domain::accounting::draft_accounting_date;
use crate::domain::error::{Error, FieldError, Invalid};
use crate::domain::form::{
    ChoiceOf, Choices, Column, Draft, Field, FieldId, FieldKind, Hint, Limit, LineSpec, LineValue, Resolved,
    Value,
};
use crate::domain::ids::{InvoiceId, InvoiceLineId, JournalId};
use crate::domain::invoice::JournalKind;
use crate::domain::money::Money;
use crate::domain::quantity::Quantity;

/// What the form shows now: defaults, choices, visibility, hints, errors.
pub fn resolve(facts: &Facts, draft: &Draft) -> Resolved {
    let picked = |id: Option<i64>| id.map_or(Value::Empty, |id| Value::Picked(vec![id]));
    let mut fields = vec![
        Field {
            value: or_default(draft, ORDER, || picked(facts.order.as_ref().map(|o| o.id.0))),
            error: order_error(facts, draft),
            ..picker(ORDER, ChoiceOf::Orders, facts)
        },
        Field {
            value: or_default(draft, PRODUCT, || picked(facts.product.as_ref().map(|p| p.id.0))),
            ..picker(PRODUCT, ChoiceOf::Products, facts)
        },
        Field {
            value: or_default(draft, LOT, || picked(facts.lot.map(|l| l.id.0))),
            visible: facts.product.as_ref().is_some_and(|p| p.tracked),
            error: lot_error(facts, draft),
            ..picker(LOT, ChoiceOf::Lots, facts)
        },
        received(facts, draft),
        invoices(facts, draft),
        Field { value: or_default(draft, REASON, || reason(facts)), ..Field::new(REASON, FieldKind::Text) },
        journal(facts, draft),
        date(facts, draft),
    ];
    fields.extend(how_much(facts, draft));
    Resolved { fields }
}

fn picker(id: FieldId, of: ChoiceOf, facts: &Facts) -> Field {
    let mut limits = vec![Limit::Family(facts.ticket.family)];
    // A field narrows the others, not itself.
    if id != ORDER {
        limits.extend(facts.order.as_ref().map(|o| Limit::Order(o.id)));
    }
    if id != PRODUCT {
        limits.extend(facts.product.as_ref().map(|p| Limit::Product(p.id)));
    }
    if id == INVOICES {
        limits.extend(facts.lot.map(|l| Limit::Lot(l.id)));
    }
    let many = id == INVOICES;
    let choices = Choices { limits, ..Choices::of(of) };
    Field::new(id, FieldKind::Picker { choices, many })
}

/// The return whose goods are refunded, where one is.
fn received(facts: &Facts, draft: &Draft) -> Field {
    Field {
        value: or_default(draft, RECEIVED, || Value::Empty),
        visible: facts.received.is_some(),
        error: facts.received.as_ref().and_then(|received| received.as_ref().err().cloned()),
        ..picker(RECEIVED, ChoiceOf::Received, facts)
    }
}

fn reason(facts: &Facts) -> Value {
    Value::Text(format!("#{}", facts.ticket.id))
}

fn order_error(facts: &Facts, draft: &Draft) -> Option<Error> {
    let order = facts.order.as_ref().filter(|_| draft.is_touched(ORDER))?;
    if order.family != facts.ticket.family {
        return Some(Invalid::Contradicts { other: format!("#{}", facts.ticket.id) }.into());
    }
    let product = facts.product.as_ref().filter(|_| draft.is_touched(PRODUCT))?;
    (!order.holds_product).then(|| Invalid::Contradicts { other: product.sku.clone() }.into())
}

fn lot_error(facts: &Facts, draft: &Draft) -> Option<Error> {
    let lot = facts.lot.filter(|_| draft.is_touched(LOT))?;
    let product = facts.product.as_ref()?;
    let contradicts = |other: &String| Some(Invalid::Contradicts { other: other.clone() }.into());
    if lot.product != product.id {
        return contradicts(&product.sku);
    }
    let order = facts.order.as_ref().filter(|o| draft.is_touched(ORDER) && !o.holds_lot)?;
    contradicts(&order.number)
}

fn invoices(facts: &Facts, draft: &Draft) -> Field {
    let ids = facts.invoices.iter().map(|i| i.creditable.invoice.id.0).collect();
    let mut field =
        Field { required: true, value: Value::Picked(ids), ..picker(INVOICES, ChoiceOf::Invoices, facts) };
    if let Some(typed @ Value::Typed { .. }) = draft.typed(INVOICES) {
        field.value = typed.clone();
    } else if facts.invoices.is_empty() {
        let narrowed_by = narrowing(facts);
        field.error = match facts.fitting.as_slice() {
            [] => Some(Error::NoneFits { narrowed_by: narrowed_by.clone(), lot: facts.lot_place.clone() }),
            // Where the person cleared it, it is merely required.
            [_] => None,
            fitting => Some(Error::Choose { fitting: fitting.join(", ") }),
        };
        if facts.fitting.is_empty() {
            field.hint = Some(Hint::NothingFits { narrowed_by });
        }
    } else {
        field.error = facts.invoices.iter().find_map(|i| invoice_error(facts, draft, i));
        let drafts: Vec<String> = facts.invoices.iter().flat_map(|i| i.drafts.clone()).collect();
        if !drafts.is_empty() {
            field.hint = Some(Hint::OtherDrafts { drafts });
        }
    }
    field
}

/// Why a chosen invoice does not fit: a rule, or what else the person chose.
fn invoice_error(facts: &Facts, draft: &Draft, of: &super::InvoiceFacts) -> Option<Error> {
    if let Err(rule) = super::plan::may_credit(facts, of) {
        return Some(rule);
    }
    let invoice = &of.creditable.invoice;
    let contradicts = |other: String| Some(Invalid::Contradicts { other }.into());
    if let Some(order) =
        facts.order.as_ref().filter(|o| draft.is_touched(ORDER) && invoice.order != Some(o.id))
    {
        return contradicts(order.number.clone());
    }
    if let Some(product) = facts.product.as_ref().filter(|p| draft.is_touched(PRODUCT) && !of.holds(p.id)) {
        return contradicts(product.sku.clone());
    }
    if facts.lot.is_some_and(|l| draft.is_touched(LOT) && !of.lots.contains(&l.id)) {
        return contradicts(LOT.as_str().to_owned());
    }
    None
}

fn journal(facts: &Facts, draft: &Draft) -> Field {
    let first = facts.invoices.first().map(|i| i.creditable.invoice.journal.0);
    let value = or_default(draft, JOURNAL, || first.map_or(Value::Empty, |id| Value::Picked(vec![id])));
    let chosen = value.one().and_then(|id| facts.journals.iter().find(|j| j.id.0 == id));
    let error = chosen
        .filter(|j| j.kind != JournalKind::Sale)
        .map(|j| Error::JournalMismatch { journal: j.code.clone() });
    let choices = Choices::of(ChoiceOf::Journals);
    // Without an invoice there is no journal to follow; the invoice is what is missing then.
    let required = !facts.invoices.is_empty();
    Field { value, error, required, ..Field::new(JOURNAL, FieldKind::Picker { choices, many: false }) }
}

fn date(facts: &Facts, draft: &Draft) -> Field {
    let value = or_default(draft, DATE, || Value::Date(facts.today));
    let mut field = Field { required: true, ..Field::new(DATE, FieldKind::Date) };
    if let Value::Date(date) = value {
        field.error = super::plan::date_fits(facts, date).err();
        let books = draft_accounting_date(date, facts.lock_date);
        field.hint = if date > facts.today {
            Some(Hint::StaysDraft { date })
        } else {
            (books != date).then_some(Hint::MovesTo { date: books })
        };
    }
    field.value = value;
    field
}

/// The lines and the free amount: the lines do not show while there is an amount that counts.
fn how_much(facts: &Facts, draft: &Draft) -> [Field; 2] {
    let single = facts.invoices.len() == 1;
    let amount = or_default(draft, AMOUNT, || Value::Empty);
    let specs: Vec<LineSpec> = facts.invoices.iter().flat_map(specs).collect();
    let typed: &[LineValue] = match draft.typed(LINES) {
        Some(Value::Lines(lines)) => lines,
        _ => &[],
    };
    let cleared = matches!(draft.typed(LINES), Some(Value::Empty));
    let came = came_back(facts).map(|r| r.takes.as_slice());
    let untouched = |spec: &LineSpec| match &came {
        _ if cleared => LineValue::of(spec.line, Quantity::ZERO),
        Some(came) => {
            match came.iter().find(|(line, ..)| line.0 == spec.line) {
                // The money of a line whose units are gone.
                Some((_, units, _)) if units.is_zero() => LineValue::whole(spec),
                Some((_, units, _)) => LineValue::of(spec.line, *units),
                None => LineValue::of(spec.line, Quantity::ZERO),
            }
        }
        None => LineValue::whole(spec),
    };
    let value = match draft.typed(LINES) {
        Some(other) if !matches!(other, Value::Lines(_) | Value::Empty) => other.clone(),
        _ => Value::Lines(
            specs
                .iter()
                .map(|spec| {
                    let kept = typed.iter().find(|t| t.line == spec.line);
                    let value = kept.cloned().unwrap_or_else(|| untouched(spec));
                    no_more_than_came(facts, value)
                })
                .collect(),
        ),
    };
    let columns = vec![Column { id: QUANTITY, kind: FieldKind::Quantity }];
    let kind = FieldKind::Lines { columns, lines: specs };
    let mut free = Field::new(AMOUNT, FieldKind::Text);
    if let Some(only) = facts.invoices.first() {
        let currency = only.creditable.invoice.currency;
        free.kind = FieldKind::Amount(currency);
        if let (Value::Amount(money), true) = (&amount, single) {
            free.error = if money.currency != currency {
                Some(Invalid::OtherCurrency.into())
            } else {
                (money.amount.0 <= 0).then(|| Invalid::NotPositive { given: money.plain() }.into())
            };
        }
    }
    // A free amount needs one invoice to be spread over.
    // What came back is credited by its units.
    free.visible = (single || facts.invoices.is_empty()) && facts.received.is_none();
    let visible = amount.is_empty() || !free.visible;
    let hint = other_products(facts, &value);
    let lines = Field { value, visible, hint, ..Field::new(LINES, kind) };
    free.value = amount;
    [lines, free]
}

/// Marks a line of which more is taken than came back with the return.
fn no_more_than_came(facts: &Facts, mut value: LineValue) -> LineValue {
    let Some(received) = came_back(facts) else { return value };
    let taken = received.takes.iter().find(|(line, ..)| line.0 == value.line);
    if let Some((_, came, _)) = taken.filter(|(_, came, _)| value.quantity() > *came) {
        let error = Invalid::MoreThanCame { came: *came, document: received.number.clone() }.into();
        value.mark(0, error);
    }
    value
}

fn came_back(facts: &Facts) -> Option<&Received> {
    facts.received.as_ref()?.as_ref().ok()
}

/// Whether lines of other products than the ticket's are taken too.
fn other_products(facts: &Facts, value: &Value) -> Option<Hint> {
    let about = facts.ticket.product?;
    let Value::Lines(taken) = value else { return None };
    let lines = || facts.invoices.iter().flat_map(|i| i.creditable.invoice.lines.iter().zip(&i.skus));
    let product = lines().find(|(l, _)| l.product == Some(about))?.1.clone()?;
    let other = |line: i64| lines().any(|(l, _)| l.id.0 == line && l.product.is_some_and(|p| p != about));
    let any = taken.iter().any(|t| !t.quantity().is_zero() && other(t.line));
    any.then_some(Hint::OtherProducts { product })
}

fn specs(of: &super::InvoiceFacts) -> Vec<LineSpec> {
    let invoice = &of.creditable.invoice;
    let lines = invoice.lines.iter().zip(&of.creditable.lines).zip(&of.skus);
    lines
        .map(|((line, left), sku)| LineSpec {
            line: line.id.0,
            document: invoice.label(),
            number: line.line,
            product: sku.clone(),
            description: line.description.clone(),
            most: left.quantity,
            money_left: Some(Money::new(left.amount().unwrap_or_default(), invoice.currency)),
            limited: true,
            in_stock: None,
        })
        .collect()
}

/// The request that the form makes, or every field that is wrong.
pub fn parse(
    facts: &Facts,
    draft: &Draft,
    resolved: &Resolved,
    submit: Submit,
) -> Result<RefundRequest, Vec<FieldError>> {
    let errors = resolved.errors(draft);
    if !errors.is_empty() {
        return Err(errors);
    }
    let missing = |field: FieldId| vec![FieldError { field, error: Error::FieldRequired }];
    let journal = resolved.value(JOURNAL).one().map(JournalId).ok_or_else(|| missing(JOURNAL))?;
    let Value::Date(date) = *resolved.value(DATE) else { return Err(missing(DATE)) };
    let reason = match resolved.value(REASON) {
        Value::Text(text) if !text.is_empty() => Some(text.clone()),
        _ => None,
    };
    let what = match (resolved.value(AMOUNT), resolved.value(LINES)) {
        (Value::Amount(money), _) => What::Amount(money.amount),
        (_, Value::Lines(lines)) if draft.is_touched(LINES) || came_back(facts).is_some() => {
            let taken = lines.iter().filter(|l| !l.quantity().is_zero() || l.is_money());
            What::Lines(taken.map(|l| (InvoiceLineId(l.line), l.quantity())).collect())
        }
        _ => What::Everything,
    };
    let seen = |i: &super::InvoiceFacts| i.creditable.invoice.version;
    let version = |id: i64| facts.invoices.iter().find(|i| i.creditable.invoice.id.0 == id).map(seen);
    Ok(RefundRequest {
        ticket: facts.ticket.id,
        invoices: resolved.value(INVOICES).picked().iter().map(|id| (InvoiceId(*id), version(*id))).collect(),
        reason,
        journal,
        date,
        what,
        received: came_back(facts).map(|r| r.transfer),
        submit,
    })
}
