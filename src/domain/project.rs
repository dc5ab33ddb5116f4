//! Projects that field service tasks belong to, with their stages (`domain/facts.md` §6).

use serde::{Deserialize, Serialize};

use super::ids::{ProjectId, TemplateId};

/// A project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Project {
    /// Row.
    pub id: ProjectId,
    /// Counts changes.
    pub version: i64,
    /// Name, unique.
    pub name: String,
    /// Whether its tasks have worksheets.
    pub worksheets: bool,
    /// The template of its worksheets unless a task names another.
    pub template: Option<TemplateId>,
}

/// A project as it is answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProjectView {
    /// Row.
    pub id: ProjectId,
    /// Counts changes.
    pub version: i64,
    /// Name.
    pub name: String,
    /// Whether its tasks have worksheets.
    pub worksheets: bool,
    /// Name of the usual template.
    pub template: Option<String>,
    /// Stages in order.
    pub stages: Vec<ProjectStageView>,
}

/// A stage of a project as it is answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProjectStageView {
    /// Name, unique in its project.
    pub name: String,
    /// Order.
    pub sequence: i64,
    /// Whether tasks in it are closed.
    pub folded: bool,
}

/// The stages of a project that brings none: name and whether it is folded.
pub const DEFAULT_STAGES: [(&str, bool); 5] =
    [("New", false), ("Planned", false), ("In Progress", false), ("Done", true), ("Cancelled", true)];
