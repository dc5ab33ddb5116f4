//! Field service tasks: a visit at a customer's, by whom and when, and the worksheet that is filled in there
//! (`domain/facts.md` §6).

use chrono::{DateTime, FixedOffset, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::ids::{CustomerId, ProjectId, ProjectStageId, SheetFieldId, TaskId, TemplateId, TicketId, UserId};
use super::worksheet::{FilledView, SheetState};
use crate::code_enum;

/// The hours between which somebody is at customers': a visit of which only the day is named begins and ends then.
pub const HOURS: (u32, u32) = (9, 18);

/// How long a visit without an end is taken to last.
pub const USUAL: TimeDelta = TimeDelta::hours(1);

code_enum! {
    /// What the screen of a task offers.
    TaskAction {
        /// The worksheet is filled in.
        FillIn = "fill_in",
        /// The customer signs it.
        Sign = "sign",
        /// It goes to another stage.
        Stage = "stage",
        /// It is changed.
        Edit = "edit",
    }
}

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

/// A visit in an agenda, or a task that waits for its day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgendaRow {
    /// Which.
    pub id: TaskId,
    /// Its title.
    pub title: String,
    /// Name of the stage.
    pub stage: String,
    /// Whether that stage is folded.
    pub closed: bool,
    /// Name of the customer.
    pub customer: Option<String>,
    /// Where the customer is: the city.
    pub city: Option<String>,
    /// When it begins; none of a task without a day.
    pub start: Option<DateTime<Utc>>,
    /// When it ends.
    pub end: Option<DateTime<Utc>>,
    /// Names of the technicians.
    pub technicians: Vec<String>,
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
    /// When it begins, in the company's time zone; programs are told it in UTC.
    #[serde(serialize_with = "utc")]
    pub planned_start: DateTime<FixedOffset>,
}

fn utc<S: serde::Serializer>(at: &DateTime<FixedOffset>, serializer: S) -> Result<S::Ok, S::Error> {
    at.to_utc().serialize(serializer)
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
