//! Field service tasks: a visit at a customer's, by whom and when, and the worksheet that is filled in there
//! (`domain/facts.md` §6).

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::error::Invalid;
use super::ids::{CustomerId, ProjectId, ProjectStageId, SheetFieldId, TaskId, TemplateId, TicketId, UserId};
use super::worksheet::{FilledView, SheetState};
use crate::code_enum;

/// The hours between which somebody is at customers': a visit of which only the day is named begins and ends then.
pub const HOURS: (u32, u32) = (9, 18);

/// How long a visit without an end is taken to last.
pub const USUAL: TimeDelta = TimeDelta::hours(1);

/// The longest that one visit lasts: more are several.
pub const LONGEST: TimeDelta = TimeDelta::days(31);

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

code_enum! {
    /// Where the work of a task stands, beside the stage of its project (`addons/project/models/project_task.py`).
    TaskState {
        /// It is being worked on.
        InProgress = "in_progress",
        /// Something is to be done otherwise.
        ChangesRequested = "changes_requested",
        /// It is as it should be.
        Approved = "approved",
        /// It is done.
        Done = "done",
        /// It is not done any more.
        Cancelled = "cancelled",
        /// A task that comes before it is open: never chosen, always told.
        Waiting = "waiting",
    }
}

impl TaskState {
    /// The codes that somebody chooses from.
    pub const CHOSEN: &'static [&'static str] =
        &["in_progress", "changes_requested", "approved", "done", "cancelled"];

    /// Whether nothing is to be done any more.
    pub fn is_over(self) -> bool {
        matches!(self, Self::Done | Self::Cancelled)
    }

    /// The state as it is told: waiting as long as a task that comes before is open, and this one is not over.
    pub fn told(self, blocked: bool) -> Self {
        if blocked && !self.is_over() { Self::Waiting } else { self }
    }

    /// The state in another stage: what was said of it was said of the stage that it leaves, but that it is over
    /// (`_compute_state` of `addons/project/models/project_task.py`).
    pub fn in_other_stage(self) -> Self {
        if self.is_over() { self } else { Self::InProgress }
    }

    /// A state that can be chosen: waiting follows from what comes before.
    ///
    /// # Errors
    /// [`Invalid::NotOneOf`] with those that can be.
    pub fn chosen(code: &str) -> Result<Self, Invalid> {
        match code.parse() {
            Ok(state) if state != Self::Waiting => Ok(state),
            _ => Err(Invalid::NotOneOf { given: code.to_owned(), allowed: Self::CHOSEN.join(", ") }),
        }
    }
}

/// Whether a task is marked as urgent: 0 or 1.
///
/// # Errors
/// [`Invalid::NotOneOf`].
pub fn priority(text: &str) -> Result<bool, Invalid> {
    match text.trim() {
        "0" => Ok(false),
        "1" => Ok(true),
        _ => Err(Invalid::NotOneOf { given: text.to_owned(), allowed: "0, 1".to_owned() }),
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
    /// State that somebody chose; never waiting.
    pub state: TaskState,
    /// Whether it is urgent.
    pub urgent: bool,
    /// The last day on which it should be done.
    pub deadline: Option<NaiveDate>,
    /// Tags.
    pub tags: Vec<String>,
    /// The tasks that come before it.
    pub blocked_by: Vec<TaskId>,
    /// The task that it is a part of.
    pub parent: Option<TaskId>,
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
    /// The visit as it was then; none of what was signed before that was kept.
    pub visit: Option<SignedVisit>,
    /// What was signed.
    pub fields: Vec<FilledView>,
}

/// The visit that a signature is under: it stays, whatever becomes of the task.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedVisit {
    /// Name of the template.
    pub template: String,
    /// Title of the task.
    pub title: String,
    /// When the visit began.
    pub planned_start: Option<DateTime<Utc>>,
    /// When it ended.
    pub planned_end: Option<DateTime<Utc>>,
    /// Names of the technicians.
    pub technicians: Vec<String>,
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
    /// Whether nothing is to be done any more: that stage is folded, or the state says so.
    pub closed: bool,
    /// State; waiting while a task that comes before it is open.
    pub state: TaskState,
    /// 1 where it is urgent, else 0.
    pub priority: i64,
    /// The last day on which it should be done.
    pub deadline: Option<NaiveDate>,
    /// Tags.
    pub tags: Vec<String>,
    /// The tasks that come before it.
    pub blocked_by: Vec<TaskId>,
    /// The task that it is a part of.
    pub parent: Option<TaskId>,
    /// Its parts.
    pub subtasks: Vec<TaskId>,
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
    /// State; waiting while a task that comes before it is open.
    pub state: TaskState,
    /// Whether it is urgent.
    pub urgent: bool,
    /// The last day on which it should be done.
    pub deadline: Option<NaiveDate>,
    /// Whether nothing is to be done any more.
    pub closed: bool,
    /// Name of the customer.
    pub customer: Option<String>,
    /// Where the customer is: the city.
    pub city: Option<String>,
    /// When it begins; none of a task without a day.
    pub start: Option<DateTime<Utc>>,
    /// When it ends.
    pub end: Option<DateTime<Utc>>,
    /// The technicians, by their rows and names.
    pub technicians: Vec<(UserId, String)>,
}

impl AgendaRow {
    /// Names of the technicians.
    pub fn names(&self) -> String {
        self.technicians.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>().join(", ")
    }
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
    /// The technician's name.
    #[serde(skip)]
    pub technician: String,
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
    /// The visit as it was signed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signed_visit: Option<SignedVisit>,
}

/// An open visit of one technician.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    /// Which technician.
    pub user: UserId,
    /// When it ends.
    pub end: DateTime<Utc>,
    /// The visit as it is told to another one.
    pub told: OverlapView,
}

/// For each task the visits of its technicians at the same time; visits may come in any order.
pub fn overlaps(mut visits: Vec<Placed>) -> BTreeMap<TaskId, Vec<OverlapView>> {
    visits.sort_by_key(|v| (v.user.0, v.told.planned_start, v.told.task.0));
    let mut found: BTreeMap<TaskId, Vec<OverlapView>> = BTreeMap::new();
    for (at, one) in visits.iter().enumerate() {
        let later = visits[at + 1..].iter();
        let meets = later.take_while(|other| other.user == one.user && other.told.planned_start < one.end);
        for other in meets.filter(|other| other.end > one.told.planned_start) {
            found.entry(one.told.task).or_default().push(other.told.clone());
            found.entry(other.told.task).or_default().push(one.told.clone());
        }
    }
    found.values_mut().for_each(|told| told.sort_by_key(|v| (v.planned_start, v.task.0)));
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn placed(task: i64, user: i64, start: i64, lasts: i64) -> Placed {
        let at = DateTime::from_timestamp(start * 60, 0).unwrap();
        Placed {
            user: UserId(user),
            end: at + TimeDelta::minutes(lasts),
            told: OverlapView {
                task: TaskId(task),
                title: String::new(),
                assignee: String::new(),
                technician: String::new(),
                planned_start: at.fixed_offset(),
            },
        }
    }

    proptest! {
        /// The sweep finds what comparing each with each finds.
        #[test]
        fn nobody_is_in_two_places(all in prop::collection::vec((0i64..3, 0i64..50, 1i64..20), 0..30)) {
            let visits: Vec<Placed> =
                all.iter().enumerate().map(|(at, (u, s, l))| placed(at as i64, *u, *s, *l)).collect();
            let found = overlaps(visits.clone());
            for one in &visits {
                let meets = |o: &&Placed| {
                    o.told.task != one.told.task && o.user == one.user
                        && o.told.planned_start < one.end && o.end > one.told.planned_start
                };
                let mut expected: Vec<(DateTime<FixedOffset>, i64)> =
                    visits.iter().filter(meets).map(|o| (o.told.planned_start, o.told.task.0)).collect();
                expected.sort();
                let told = found.get(&one.told.task).cloned().unwrap_or_default();
                let told: Vec<_> = told.iter().map(|o| (o.planned_start, o.task.0)).collect();
                prop_assert_eq!(told, expected);
            }
        }
    }
}
