//! The Coupon wizard: a program and a last day; its buttons get a share link, or lead to the message that
//! sends the coupon by e-mail (`domain/facts.md` §3.5).

use chrono::NaiveDate;

use crate::domain::command::CouponRequest;
use crate::domain::error::{Error, FieldError};
use crate::domain::form::{ChoiceOf, Choices, Draft, Field, FieldId, FieldKind, Hint, Resolved, Value};
use crate::domain::ids::{ProgramId, TicketId};

/// Coupon program.
pub const PROGRAM: FieldId = FieldId::of("program");
/// Last day.
pub const UNTIL: FieldId = FieldId::of("until");

/// Why a coupon is taken back.
pub const REASON: FieldId = FieldId::of("reason");

/// What the wizard knows.
#[derive(Clone, Debug)]
pub struct Facts {
    /// The ticket.
    pub ticket: TicketId,
    /// Today.
    pub today: NaiveDate,
    /// The program that is chosen unless another one is: the one that the agent used last, or the only one.
    pub usual: Option<ProgramId>,
    /// What the chosen program gives, one reward each.
    pub gives: Vec<String>,
    /// Why a coupon of the chosen program can't be used today; it can be made all the same.
    pub unusable: Option<Error>,
    /// Why no coupon can be made of the chosen program.
    pub refused: Option<Error>,
}

/// The program that a draft stands for.
pub fn chosen(draft: &Draft, usual: Option<ProgramId>) -> Option<ProgramId> {
    match draft.typed(PROGRAM) {
        Some(value) => value.one().map(ProgramId),
        None => usual,
    }
}

/// What the wizard shows.
pub fn resolve(facts: &Facts, draft: &Draft) -> Resolved {
    let choices = Choices::of(ChoiceOf::Programs);
    let program = chosen(draft, facts.usual).map_or(Value::Empty, |id| Value::Picked(vec![id.0]));
    let gives = match &facts.unusable {
        Some(why) => Hint::Unusable { why: Box::new(why.clone()) },
        None => Hint::Gives { rewards: facts.gives.clone() },
    };
    let program = Field {
        required: true,
        hint: (!facts.gives.is_empty() && facts.refused.is_none()).then_some(gives),
        error: facts.refused.clone(),
        value: match draft.typed(PROGRAM) {
            Some(typed @ Value::Typed { .. }) => typed.clone(),
            _ => program,
        },
        ..Field::new(PROGRAM, FieldKind::Picker { choices, many: false })
    };
    let until = draft.typed(UNTIL).cloned().unwrap_or_default();
    let error = match until {
        Value::Date(date) if date < facts.today => Some(Error::DateInPast { date }),
        _ => None,
    };
    let hint = until.is_empty().then_some(Hint::NoExpiry);
    let until = Field { value: until, error, hint, ..Field::new(UNTIL, FieldKind::Date) };
    Resolved { fields: vec![program, until] }
}

/// The coupon that the form asks for, or every field that is wrong.
pub fn parse(facts: &Facts, draft: &Draft, resolved: &Resolved) -> Result<CouponRequest, Vec<FieldError>> {
    let errors = resolved.errors(draft);
    if !errors.is_empty() {
        return Err(errors);
    }
    let missing = || vec![FieldError { field: PROGRAM, error: Error::FieldRequired }];
    let program = resolved.value(PROGRAM).one().map(ProgramId).ok_or_else(missing)?;
    let until = match resolved.value(UNTIL) {
        Value::Date(date) => Some(*date),
        _ => None,
    };
    Ok(CouponRequest { ticket: facts.ticket, program, until, letter: None })
}

/// The form that takes a coupon back: its reason.
pub fn resolve_revoke(draft: &Draft) -> Resolved {
    let value = draft.typed(REASON).cloned().unwrap_or_default();
    Resolved { fields: vec![Field { required: true, value, ..Field::new(REASON, FieldKind::Text) }] }
}
