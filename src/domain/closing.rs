//! Rules that close what nothing happens to.

use super::ids::{StageId, TeamId};

/// A rule: tickets of a stage to which nothing happened for so many days go to another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Name.
    pub name: String,
    /// Whose tickets.
    pub team: TeamId,
    /// In which stage.
    pub stage: StageId,
    /// To which stage.
    pub into: StageId,
    /// For how many days.
    pub days: i64,
    /// Whether only days count on which the company works.
    pub working_days: bool,
}
