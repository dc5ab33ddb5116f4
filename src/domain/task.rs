//! Field service tasks: a visit at a customer's, by whom and when, and the worksheet that is filled in there
//! (`domain/facts.md` §6).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::ids::{CustomerId, ProjectId, ProjectStageId, SheetFieldId, TaskId, TemplateId, TicketId, UserId};
use super::worksheet::{FilledView, SheetState};

/// A task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    /// Row.
    pub id: TaskId,
    /// Counts changes.
    pub version: i64,
    /// Title.
    pub title: String,
    /// Description.
    pub description: String,
    /// Project.
    pub project: ProjectId,
    /// Stage.
    pub stage: ProjectStageId,
    /// Customer.
    pub customer: Option<CustomerId>,
    /// The ticket that it was made from.
    pub ticket: Option<TicketId>,
    /// When the visit begins.
    pub start: Option<DateTime<Utc>>,
    /// When it ends.
    pub end: Option<DateTime<Utc>>,
    /// Template of its worksheet.
    pub template: Option<TemplateId>,
    /// Where its worksheet stands.
    pub sheet: SheetState,
    /// Name of the customer who signed, when, and what.
    pub signed: Option<Signed>,
    /// Who made it.
    pub created_by: Option<UserId>,
    /// Technicians.
    pub assignees: Vec<UserId>,
    /// What is filled in of the worksheet.
    pub values: Vec<(SheetFieldId, String)>,
}

/// A signature under a worksheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed {
    /// The name that the customer typed.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
    /// What was signed.
    pub sheet: Vec<FilledView>,
}

/// A task as it is answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskView {
    /// Row.
    pub id: TaskId,
    /// Counts changes.
    pub version: i64,
    /// Title.
    pub title: String,
    /// Description.
    pub description: Option<String>,
    /// Name of the project.
    pub project: String,
    /// Name of the stage.
    pub stage: String,
    /// Whether that stage is folded.
    pub closed: bool,
    /// Reference of the customer.
    pub customer: Option<String>,
    /// The ticket that it was made from.
    pub ticket: Option<i64>,
    /// When the visit begins.
    pub planned_start: Option<DateTime<Utc>>,
    /// When it ends.
    pub planned_end: Option<DateTime<Utc>>,
    /// Logins of the technicians.
    pub assignees: Vec<String>,
    /// Other visits of the same technicians at the same time.
    pub overlaps: Vec<OverlapView>,
    /// Its worksheet; none where it has none.
    pub worksheet: Option<WorksheetView>,
    /// Login of who made it.
    pub created_by: Option<String>,
}

/// Another visit at the same time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OverlapView {
    /// The other task.
    pub task: TaskId,
    /// Its title.
    pub title: String,
    /// Login of the technician.
    pub assignee: String,
}

/// The worksheet of a task as it is answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorksheetView {
    /// Name of its template.
    pub template: String,
    /// Where it stands.
    pub state: SheetState,
    /// Its fields in order.
    pub fields: Vec<FilledView>,
    /// The name that the customer typed.
    pub signed_by: Option<String>,
    /// When it was signed.
    pub signed_at: Option<DateTime<Utc>>,
}
