//! The forms of a document: a draft's lines, date and reason; a payment; the invoice that an open
//! credit settles (`domain/facts.md` §1.5, 1.6).

use chrono::NaiveDate;

use crate::domain::command::{DraftEdit, Payment};
use crate::domain::error::{FieldError, Invalid};
use crate::domain::form::{
    ChoiceOf, Choices, Column, Draft, Field, FieldId, FieldKind, Hint, Limit, LineSpec, LineValue, Resolved,
    Tab, Value,
};
use crate::domain::ids::InvoiceId;
use crate::domain::invoice::{DocumentKind, Invoice};
use crate::domain::money::Money;
use crate::domain::wizard::refund::QUANTITY;

/// Lines of a draft.
pub const LINES: FieldId = FieldId::of("lines");
/// Price of one.
pub const PRICE: FieldId = FieldId::of("unit_price");
/// Business date.
pub const DATE: FieldId = FieldId::of("date");
/// Reason on a credit note.
pub const REASON: FieldId = FieldId::of("reason");
/// How much is paid.
pub const AMOUNT: FieldId = FieldId::of("amount");
/// The invoice that is settled.
pub const TO: FieldId = FieldId::of("to");

/// What these forms know.
#[derive(Clone, Debug)]
pub struct Facts {
    /// Today in the company's time zone.
    pub today: NaiveDate,
    /// The document.
    pub document: Invoice,
    /// SKU of each of its lines' products.
    pub skus: Vec<Option<String>>,
    /// The most that each line may take.
    pub most: Vec<crate::domain::quantity::Quantity>,
    /// Date in the books that the chosen date would get.
    pub accounting_date: NaiveDate,
}

/// The date that stands in a form about a document.
pub fn chosen_date(draft: &Draft, document: &Invoice, today: NaiveDate) -> NaiveDate {
    match draft.typed(DATE) {
        Some(Value::Date(date)) => *date,
        _ => document.date.unwrap_or(today),
    }
}

/// What the form of a draft shows.
pub fn resolve_draft(facts: &Facts, draft: &Draft) -> Resolved {
    let (doc, tab) = (&facts.document, |tab| Some(tab));
    let columns = vec![
        Column { id: QUANTITY, kind: FieldKind::Quantity },
        Column { id: PRICE, kind: FieldKind::Price },
    ];
    let lines = doc.lines.iter().zip(&facts.skus).zip(&facts.most).map(|((line, sku), most)| LineSpec {
        line: line.line,
        document: doc.label(),
        number: line.line,
        product: sku.clone(),
        description: line.description.clone(),
        most: *most,
        money_left: Some(Money::new(line.amounts.share(), doc.currency)),
        limited: true,
        in_stock: None,
    });
    let mut of_lines = Field::new(LINES, FieldKind::Lines { columns, lines: lines.collect() });
    let own = |line: &crate::domain::invoice::Line| LineValue {
        line: line.line,
        cells: vec![Value::Quantity(line.quantity.abs()), Value::Price(line.unit_price)],
    };
    of_lines.value =
        draft.typed(LINES).cloned().unwrap_or_else(|| Value::Lines(doc.lines.iter().map(own).collect()));
    of_lines.tab = tab(Tab::Lines);
    let mut date = Field::new(DATE, FieldKind::Date);
    date.value = draft.typed(DATE).cloned().unwrap_or_else(|| doc.date.map_or(Value::Empty, Value::Date));
    // A draft invoice gets its date when it is posted.
    date.required = doc.kind == DocumentKind::CreditNote;
    date.tab = tab(Tab::Details);
    if let Value::Date(day) = date.value {
        date.hint = match () {
            () if day > facts.today => Some(Hint::StaysDraft { date: day }),
            () if facts.accounting_date != day => Some(Hint::MovesTo { date: facts.accounting_date }),
            () => None,
        };
    }
    let mut reason = Field::new(REASON, FieldKind::Text);
    reason.visible = doc.kind == DocumentKind::CreditNote;
    reason.value =
        draft.typed(REASON).cloned().unwrap_or_else(|| Value::Text(doc.reason.clone().unwrap_or_default()));
    reason.tab = tab(Tab::Details);
    Resolved { fields: vec![of_lines, date, reason] }
}

/// The change that the form of a draft makes: what the person touched.
pub fn parse_draft(facts: &Facts, draft: &Draft, resolved: &Resolved) -> Result<DraftEdit, Vec<FieldError>> {
    let errors = resolved.errors(draft);
    if !errors.is_empty() {
        return Err(errors);
    }
    let mut edit = DraftEdit::default();
    if let (true, Value::Lines(lines)) = (draft.is_touched(LINES), resolved.value(LINES)) {
        for value in lines {
            let Some(line) = facts.document.lines.iter().find(|l| l.line == value.line) else { continue };
            let price = match value.cells.get(1) {
                Some(Value::Price(price)) => *price,
                _ => line.unit_price,
            };
            if value.quantity().is_zero() {
                edit.remove.push(line.line);
            } else if value.quantity() != line.quantity.abs() || price != line.unit_price {
                edit.lines.push((line.line, value.quantity(), Some(price)));
            }
        }
    }
    if let (true, Value::Date(date)) = (draft.is_touched(DATE), resolved.value(DATE)) {
        edit.date = Some(*date);
    }
    edit.reason = draft.is_touched(REASON).then(|| resolved.value(REASON).text().to_owned());
    Ok(edit)
}

/// What the form of a payment shows: all that is open, today.
pub fn resolve_pay(facts: &Facts, draft: &Draft) -> Resolved {
    let doc = &facts.document;
    let open = Money::new(doc.residual, doc.currency);
    let mut amount = Field::new(AMOUNT, FieldKind::Amount(doc.currency));
    amount.required = true;
    amount.value = draft.typed(AMOUNT).cloned().unwrap_or(Value::Amount(open));
    if let Value::Amount(paid) = amount.value {
        amount.error = if paid.amount.0 <= 0 {
            Some(Invalid::NotPositive { given: paid.plain() }.into())
        } else if paid.amount > doc.residual {
            Some(Invalid::MoreThanOpen { open }.into())
        } else {
            None
        };
    }
    let mut date = Field::new(DATE, FieldKind::Date);
    date.required = true;
    date.value = draft.typed(DATE).cloned().unwrap_or(Value::Date(facts.today));
    Resolved { fields: vec![amount, date] }
}

/// The payment that the form registers.
pub fn parse_pay(draft: &Draft, resolved: &Resolved) -> Result<Payment, Vec<FieldError>> {
    let errors = resolved.errors(draft);
    match (resolved.value(AMOUNT), resolved.value(DATE)) {
        (Value::Amount(amount), Value::Date(date)) if errors.is_empty() => {
            Ok(Payment { amount: amount.amount, date: Some(*date) })
        }
        _ => Err(errors),
    }
}

/// What the choice of an invoice to settle shows: what the family owes in the credit's currency.
pub fn resolve_allocate(facts: &Facts, draft: &Draft) -> Resolved {
    let doc = &facts.document;
    let limits = vec![Limit::Family(doc.family), Limit::Currency(doc.currency)];
    let choices = Choices { limits, ..Choices::of(ChoiceOf::Owed) };
    let mut to = Field::new(TO, FieldKind::Picker { choices, many: false });
    to.required = true;
    to.value = draft.typed(TO).cloned().unwrap_or_default();
    Resolved { fields: vec![to] }
}

/// The invoice that was chosen.
pub fn parse_allocate(draft: &Draft, resolved: &Resolved) -> Result<InvoiceId, Vec<FieldError>> {
    let errors = resolved.errors(draft);
    resolved.value(TO).one().filter(|_| errors.is_empty()).map(InvoiceId).ok_or(errors)
}
