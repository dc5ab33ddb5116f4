//! The forms of an approval: what is said when it is asked for, and when it is decided.

use crate::domain::approval::ApprovalView;
use crate::domain::form::{Draft, Field, FieldId, FieldKind, Resolved, Value};

/// What is said with a request.
pub const REASON: FieldId = FieldId::of("reason");
/// What is said with a decision.
pub const COMMENT: FieldId = FieldId::of("comment");

/// What the forms know of what they are about.
#[derive(Clone, Debug)]
pub enum Facts {
    /// A draft that is to be posted, by its version.
    Asked(i64),
    /// A request that is to be decided.
    Decided(Box<ApprovalView>),
}

fn field(draft: &Draft, id: FieldId) -> Field {
    let value = draft.typed(id.clone()).cloned().unwrap_or(Value::Empty);
    Field { value, ..Field::new(id, FieldKind::LongText) }
}

/// What the form of a request shows.
pub fn resolve_request(draft: &Draft) -> Resolved {
    Resolved { fields: vec![field(draft, REASON)] }
}

/// What the form of a decision shows; who refuses says why.
pub fn resolve_decision(approves: bool, draft: &Draft) -> Resolved {
    Resolved { fields: vec![Field { required: !approves, ..field(draft, COMMENT) }] }
}

/// What was said, if anything.
pub fn said(resolved: &Resolved, field: FieldId) -> Option<String> {
    Some(resolved.value(field).text().trim().to_owned()).filter(|text| !text.is_empty())
}
