//! The parts of a repair's form: products that go in and products that come out, a line for each with its units, what
//! it does, its lot, and, while the repair is under way, how much of it is used (`domain/facts.md` §5.3).

use crate::domain::command::{NewPart, PartChange, RepairEdit};
use crate::domain::error::{Error, Invalid};
use crate::domain::form::{
    ChoiceOf, Choices, Column, Draft, Field, FieldId, FieldKind, LineSpec, LineValue, Resolved, Tab, Value,
};
use crate::domain::product::{Product, Tracking};
use crate::domain::quantity::Quantity;
use crate::domain::repair::{Part, PartKind};
use crate::domain::wizard::refund::{LOT, QUANTITY};

/// Products that go in.
pub const IN: FieldId = FieldId::of("parts_in");
/// Products that come out.
pub const OUT: FieldId = FieldId::of("parts_out");
/// A line for each part.
pub const PARTS: FieldId = FieldId::of("parts");
/// What a part does.
const KIND: FieldId = FieldId::of("kind");
/// Units used.
const USED: FieldId = FieldId::of("done");

/// What is known of the parts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PartFacts {
    /// The repair's number.
    pub document: String,
    /// The parts that are there, and what of each is in stock.
    pub there: Vec<(Part, Quantity)>,
    /// Products that are chosen to go in, and what of each is in stock.
    pub go_in: Vec<(Product, Quantity)>,
    /// Products that are chosen to come out, and what of each is in stock.
    pub come_out: Vec<(Product, Quantity)>,
    /// Whether parts are held, so that what is used of them can be said.
    pub under_way: bool,
}

/// A line that the form offers.
enum Offered<'f> {
    There(&'f Part, Quantity),
    New(PartKind, &'f Product, Quantity),
}

impl Offered<'_> {
    /// Its key in the field: a part's number; of new ones the product's row below zero, odd where it comes out.
    fn key(&self) -> i64 {
        match self {
            Self::There(part, _) => part.line,
            Self::New(PartKind::Add, product, _) => -2 * product.id.0,
            Self::New(_, product, _) => -2 * product.id.0 - 1,
        }
    }

    fn tracked(&self) -> bool {
        match self {
            Self::There(part, _) => part.tracking != Tracking::None,
            Self::New(_, product, _) => product.tracking != Tracking::None,
        }
    }

    fn own(&self, columns: &[Column]) -> LineValue {
        let (demand, kind, lot, used) = match self {
            Self::There(p, _) => (p.demand, p.kind, p.lot.as_ref().map(|l| l.name.clone()), Some(p.done)),
            Self::New(kind, ..) => (Quantity::ONE, *kind, None, None),
        };
        let cell = |column: &Column| match &column.id {
            id if *id == KIND => Value::Choice(kind.as_str().to_owned()),
            id if *id == LOT => Value::Text(lot.clone().unwrap_or_default()),
            id if *id == USED => used.map_or(Value::Empty, Value::Quantity),
            _ => Value::Quantity(demand),
        };
        LineValue { line: self.key(), cells: columns.iter().map(cell).collect() }
    }

    fn spec(&self, document: &str, number: i64) -> LineSpec {
        let (product, description, in_stock, most) = match self {
            Self::There(part, there) => (part.sku.clone(), part.name.clone(), *there, part.demand),
            Self::New(_, product, there) => {
                (product.sku.clone(), product.name.clone(), *there, Quantity::ONE)
            }
        };
        LineSpec {
            line: self.key(),
            document: document.to_owned(),
            number,
            product: Some(product),
            description,
            most,
            money_left: None,
            limited: false,
            in_stock: Some(in_stock),
        }
    }
}

fn offered(facts: &PartFacts) -> Vec<Offered<'_>> {
    let there = facts.there.iter().map(|(part, stock)| Offered::There(part, *stock));
    let go_in = facts.go_in.iter().map(|(product, stock)| Offered::New(PartKind::Add, product, *stock));
    let come_out =
        facts.come_out.iter().map(|(product, stock)| Offered::New(PartKind::Remove, product, *stock));
    there.chain(go_in).chain(come_out).collect()
}

fn columns(facts: &PartFacts) -> Vec<Column> {
    let kind = FieldKind::Choice { family: "part-kind", codes: PartKind::CODES };
    // What is typed stands by its place: a column that comes while somebody types comes last.
    let mut columns = vec![
        Column { id: QUANTITY, kind: FieldKind::Quantity },
        Column { id: KIND, kind },
        Column { id: LOT, kind: FieldKind::Text },
    ];
    if facts.under_way && !facts.there.is_empty() {
        columns.push(Column { id: USED, kind: FieldKind::Quantity });
    }
    columns
}

/// The fields of the parts.
pub fn resolve(facts: &PartFacts, draft: &Draft) -> Vec<Field> {
    let picker = |id: FieldId| {
        let kind = FieldKind::Picker { choices: Choices::of(ChoiceOf::Goods), many: true };
        let value = draft.typed(id.clone()).cloned().unwrap_or_default();
        Field { value, tab: Some(Tab::Parts), ..Field::new(id, kind) }
    };
    let offered = offered(facts);
    let columns = columns(facts);
    let mut next = facts.there.iter().map(|(p, _)| p.line).max().unwrap_or_default();
    let mut spec = |of: &Offered<'_>| match of {
        Offered::There(part, _) => of.spec(&facts.document, part.line),
        Offered::New(..) => {
            next += 1;
            of.spec(&facts.document, next)
        }
    };
    let lines: Vec<LineSpec> = offered.iter().map(&mut spec).collect();
    let typed: &[LineValue] = match draft.typed(PARTS) {
        Some(Value::Lines(lines)) => lines,
        _ => &[],
    };
    let value = |of: &Offered<'_>| {
        let own = of.own(&columns);
        match typed.iter().find(|l| l.line == of.key()) {
            // A column that came since holds what it holds.
            Some(typed) => {
                let rest = own.cells.into_iter().skip(typed.cells.len());
                LineValue { line: typed.line, cells: typed.cells.iter().cloned().chain(rest).collect() }
            }
            None => own,
        }
    };
    let mut values: Vec<LineValue> = offered.iter().map(value).collect();
    for (of, value) in offered.iter().zip(&mut values) {
        check(of, value, &columns);
    }
    let shown = !lines.is_empty();
    let kind = FieldKind::Lines { columns, lines };
    let parts = Field {
        visible: shown,
        tab: Some(Tab::Parts),
        value: Value::Lines(values),
        ..Field::new(PARTS, kind)
    };
    vec![picker(IN), picker(OUT), parts]
}

/// Marks what is wrong with the cells of a line.
fn check(of: &Offered<'_>, value: &mut LineValue, columns: &[Column]) {
    let mut wrong = Vec::new();
    for (at, (column, cell)) in columns.iter().zip(&value.cells).enumerate() {
        match cell {
            Value::Quantity(q) if q.is_negative() => wrong.push((at, Error::NegativeQuantity)),
            Value::Text(lot) if column.id == LOT && !lot.trim().is_empty() && !of.tracked() => {
                wrong.push((at, Invalid::Hidden.into()));
            }
            // What is used of a part is said when it is held.
            Value::Quantity(_) if column.id == USED && matches!(of, Offered::New(..)) => {
                wrong.push((at, Invalid::Hidden.into()));
            }
            _ => {}
        }
    }
    wrong.into_iter().for_each(|(at, error)| value.mark(at, error));
}

/// Takes what the form says of the parts into an edit: what stands already is not said again.
pub fn parse(facts: &PartFacts, resolved: &Resolved, edit: &mut RepairEdit) {
    let Some(field) = resolved.field(PARTS).filter(|f| f.visible) else { return };
    let (FieldKind::Lines { columns, .. }, Value::Lines(values)) = (&field.kind, &field.value) else {
        return;
    };
    for (of, value) in offered(facts).iter().zip(values) {
        let cell = |id: FieldId| columns.iter().position(|c| c.id == id).and_then(|at| value.cells.get(at));
        let kind = cell(KIND).and_then(Value::choice).and_then(|code| code.parse::<PartKind>().ok());
        let lot = cell(LOT).map(|v| v.text().trim().to_owned());
        let demand = value.quantity();
        match of {
            Offered::New(_, product, _) if !demand.is_zero() => edit.add.push(NewPart {
                kind: kind.unwrap_or(PartKind::Add),
                product: product.sku.clone(),
                quantity: demand,
                lot: lot.filter(|lot| !lot.is_empty()),
            }),
            Offered::New(..) => {}
            Offered::There(part, _) if demand.is_zero() => edit.remove.push(part.line),
            Offered::There(part, _) => {
                let used = match cell(USED) {
                    Some(Value::Quantity(used)) => Some(*used),
                    _ => None,
                };
                let own = part.lot.as_ref().map_or("", |l| l.name.as_str());
                let lot = lot.filter(|lot| lot != own);
                let used = used.filter(|used| *used != part.done);
                let change = PartChange {
                    line: part.line,
                    kind: kind.filter(|kind| *kind != part.kind),
                    demand: Some(demand).filter(|demand| *demand != part.demand),
                    // With what is used goes of which lot it is.
                    lot: lot.clone().filter(|_| used.is_none()),
                };
                if change.kind.is_some() || change.demand.is_some() || change.lot.is_some() {
                    edit.change.push(change);
                }
                if let Some(used) = used {
                    edit.done.push((part.line, used, lot));
                }
            }
        }
    }
}
