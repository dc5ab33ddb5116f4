//! The form that carries a transfer out: what was found of each line, of a return also in which condition, and
//! of tracked goods of which lot. Its buttons decide what becomes of the rest.

use crate::domain::error::{Error, FieldError, Invalid};
use crate::domain::form::{Column, Draft, Field, FieldId, FieldKind, LineSpec, LineValue, Resolved, Value};
use crate::domain::product::Tracking;
use crate::domain::quantity::Quantity;
use crate::domain::stock::{Condition, Found, Transfer, TransferLine, Validation};
use crate::domain::wizard::refund::{LOT, QUANTITY};

/// Lines.
pub const LINES: FieldId = FieldId::of("lines");
/// Units to be written off.
pub const DAMAGED: FieldId = FieldId::of("damaged");
/// Units that did not come.
pub const MISSING: FieldId = FieldId::of("missing");

/// What the form knows.
#[derive(Clone, Debug)]
pub struct Facts {
    /// The transfer.
    pub transfer: Transfer,
}

impl Facts {
    fn tracked(&self) -> bool {
        self.transfer.lines.iter().any(|l| l.tracking != Tracking::None)
    }

    /// The columns: units, of returns by condition, and the lot where any line has one.
    fn columns(&self) -> Vec<FieldId> {
        let mut columns = vec![QUANTITY];
        if self.transfer.is_return() {
            columns.extend([DAMAGED, MISSING]);
        }
        if self.tracked() {
            columns.push(LOT);
        }
        columns
    }

    fn own(&self, line: &TransferLine) -> LineValue {
        let cell = |column: &FieldId| match column {
            c if *c == QUANTITY => Value::Quantity(line.demand),
            c if *c == LOT => Value::Text(line.lot.as_ref().map(|l| l.name.clone()).unwrap_or_default()),
            _ => Value::Quantity(Quantity::ZERO),
        };
        LineValue { line: line.line, cells: self.columns().iter().map(cell).collect() }
    }
}

/// What the form shows: everything as demanded, unless something else was typed.
pub fn resolve(facts: &Facts, draft: &Draft) -> Resolved {
    let columns = facts.columns();
    let kind = |id: &FieldId| if *id == LOT { FieldKind::Text } else { FieldKind::Quantity };
    let columns = columns.into_iter().map(|id| Column { kind: kind(&id), id }).collect();
    let spec = |line: &TransferLine| LineSpec {
        line: line.line,
        document: facts.transfer.number.clone(),
        number: line.line,
        product: Some(line.sku.clone()),
        description: line.name.clone(),
        most: line.demand,
        money_left: None,
        limited: true,
        in_stock: None,
    };
    let specs = facts.transfer.lines.iter().map(spec).collect();
    let typed: &[LineValue] = match draft.typed(LINES) {
        Some(Value::Lines(lines)) => lines,
        _ => &[],
    };
    let value = |line: &TransferLine| {
        let known = typed.iter().find(|l| l.line == line.line).cloned();
        known.map_or_else(|| facts.own(line), |value| lowered(facts, line, value))
    };
    let mut values: Vec<LineValue> = facts.transfer.lines.iter().map(value).collect();
    for (line, value) in facts.transfer.lines.iter().zip(&mut values) {
        if let Some((at, error)) = wrong(facts, line, value) {
            value.mark(at, error);
        }
    }
    let lines = Field {
        value: Value::Lines(values),
        ..Field::new(LINES, FieldKind::Lines { columns, lines: specs })
    };
    Resolved { fields: vec![lines] }
}

/// What is damaged or missing is not there as new: that is lowered by it.
fn lowered(facts: &Facts, line: &TransferLine, mut value: LineValue) -> LineValue {
    let (new, rest) = (units(&value, 0), line.demand - units(&value, 1) - units(&value, 2));
    if facts.transfer.is_return()
        && (new <= line.demand && new > rest && !rest.is_negative())
        && let Some(cell) = value.cells.first_mut()
    {
        *cell = Value::Quantity(rest);
    }
    value
}

fn units(value: &LineValue, at: usize) -> Quantity {
    match value.cells.get(at) {
        Some(Value::Quantity(quantity)) => *quantity,
        _ => Quantity::ZERO,
    }
}

/// Which cell of a line is wrong, and why.
fn wrong(facts: &Facts, line: &TransferLine, value: &LineValue) -> Option<(usize, Error)> {
    let conditions = if facts.transfer.is_return() { 3 } else { 1 };
    let all: Vec<Quantity> = (0..conditions).map(|at| units(value, at)).collect();
    if let Some(at) = all.iter().position(|q| q.is_negative()) {
        return Some((at, Invalid::Negative { given: all[at].to_string() }.into()));
    }
    let sum: Quantity = all.into_iter().sum();
    (sum > line.demand)
        .then(|| (0, Invalid::MoreThanDemanded { given: sum.to_string(), demanded: line.demand }.into()))
}

/// What the form says was found. `backorder`: whether the rest follows.
pub fn parse(
    facts: &Facts,
    draft: &Draft,
    resolved: &Resolved,
    backorder: bool,
) -> Result<Validation, Vec<FieldError>> {
    let errors = resolved.errors(draft);
    if !errors.is_empty() {
        return Err(errors);
    }
    let Value::Lines(values) = resolved.value(LINES) else { return Ok(Validation::default()) };
    let columns = facts.columns();
    let conditions =
        [(QUANTITY, Condition::Sellable), (DAMAGED, Condition::Damaged), (MISSING, Condition::Missing)];
    let mut found = Vec::new();
    for value in values {
        let at = |id: &FieldId| columns.iter().position(|c| c == id);
        let lot = at(&LOT).and_then(|at| value.cells.get(at)).map(|v| v.text().trim().to_owned());
        for (id, condition) in &conditions {
            let quantity = at(id).map_or(Quantity::ZERO, |at| units(value, at));
            if !quantity.is_zero() {
                let lot = lot.clone().filter(|lot| !lot.is_empty());
                found.push(Found { line: value.line, quantity, lot, condition: *condition });
            }
        }
    }
    Ok(Validation { found: Some(found), backorder: Some(backorder) })
}
