//! Service levels: which policies fit a ticket, and how it stands with each (`domain/facts.md` §7.4, §10). A policy asks
//! for a stage within so many working hours; time in stages that it excludes is not counted. Everything follows from
//! the stages that the ticket was in: what is computed anew comes out the same, and what failed has failed for good.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::calendar::Calendar;
use super::error::{Error, Invalid};
use super::ids::{CustomerId, PolicyId, StageId, TagId, TeamId, TicketTypeId};
use super::query::SlaState;

/// A policy. Of each list one must fit; an empty one fits all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// Row.
    pub id: PolicyId,
    /// Name.
    pub name: String,
    /// Whose tickets.
    pub team: TeamId,
    /// The stage that must be reached, or one behind it.
    pub stage: StageId,
    /// Within so many minutes of work.
    pub minutes: i64,
    /// 0 to 3.
    pub priorities: Vec<i64>,
    /// Types.
    pub types: Vec<TicketTypeId>,
    /// Tags.
    pub tags: Vec<TagId>,
    /// Customers: they, and everybody below them.
    pub customers: Vec<CustomerId>,
    /// Stages in which the clock stands.
    pub excluded: Vec<StageId>,
}

/// A stage of the ticket's team.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stage {
    /// Row.
    pub id: StageId,
    /// Its place.
    pub sequence: i64,
    /// Whether it closes.
    pub folded: bool,
}

/// What of a ticket decides on its policies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// Team.
    pub team: TeamId,
    /// 0 to 3.
    pub priority: i64,
    /// Type.
    pub kind: Option<TicketTypeId>,
    /// Tags.
    pub tags: Vec<TagId>,
    /// Its customer and everybody above.
    pub customers: Vec<CustomerId>,
    /// The stages that it was in, and since when; the last is where it is.
    pub visits: Vec<(StageId, DateTime<Utc>)>,
}

impl Policy {
    /// Whether a ticket falls under it.
    pub fn fits(&self, of: &Facts) -> bool {
        fn any<T: PartialEq>(asked: &[T], of: &[T]) -> bool {
            asked.is_empty() || asked.iter().any(|one| of.contains(one))
        }
        self.team == of.team
            && any(&self.priorities, &[of.priority])
            && any(&self.types, of.kind.as_slice())
            && any(&self.tags, &of.tags)
            && any(&self.customers, &of.customers)
    }

    /// Refuses a policy under which no clock would ever run: the stage is where tickets begin, or every stage before
    /// it is excluded.
    pub fn check(&self, stages: &[Stage]) -> Result<(), Error> {
        let place = |id: StageId| stages.iter().find(|s| s.id == id).map(|s| (s.sequence, s.id));
        let Some(target) = place(self.stage) else { return Ok(()) };
        let before: Vec<&Stage> =
            stages.iter().filter(|s| (s.sequence, s.id) < target && !s.folded).collect();
        if before.is_empty() {
            return Err(Error::NeverDue.at("stage"));
        }
        if before.iter().all(|s| self.excluded.contains(&s.id)) {
            return Err(Error::NeverDue.at("excluded"));
        }
        Ok(())
    }
}

/// How a ticket stands with a policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// Until when the stage must be reached; none where the clock stands with time left, or it was reached in time.
    pub deadline: Option<DateTime<Utc>>,
    /// When it was reached; none where it is not, or not any more.
    pub reached_at: Option<DateTime<Utc>>,
    /// Whether the time was over before: for good.
    pub failed: bool,
}

impl Standing {
    /// Where it stands now.
    pub fn state(&self, now: DateTime<Utc>) -> SlaState {
        match (self.failed || self.deadline.is_some_and(|at| at < now), self.reached_at, self.deadline) {
            (true, ..) => SlaState::Failed,
            (false, Some(_), _) => SlaState::Reached,
            (false, None, Some(_)) => SlaState::Ongoing,
            (false, None, None) => SlaState::Paused,
        }
    }
}

/// How a ticket stands with a policy that fits it. A folded stage ends the clock too: nothing is left to do.
pub fn standing(policy: &Policy, stages: &[Stage], of: &Facts, calendar: &Calendar) -> Standing {
    let place = |id: StageId| stages.iter().find(|s| s.id == id);
    let target = place(policy.stage).map_or((i64::MAX, policy.stage), |s| (s.sequence, s.id));
    // Where it was in another team counts as before the stage.
    let reached = |id: StageId| place(id).is_some_and(|s| s.folded || (s.sequence, s.id) >= target);
    let runs = |id: StageId| !reached(id) && !policy.excluded.contains(&id);
    let total = policy.minutes.saturating_mul(60);
    let (mut used, mut reached_at, mut over) = (0i64, None, None);
    let ends = of.visits.iter().skip(1).map(|(_, at)| Some(*at)).chain([None]);
    for ((stage, since), until) in of.visits.iter().zip(ends) {
        reached_at = if reached(*stage) { reached_at.or(Some(*since)) } else { None };
        if !runs(*stage) || over.is_some() {
            continue;
        }
        let left = total.saturating_sub(used);
        match until {
            Some(until) => {
                let spent = calendar.between(*since, until);
                if spent > left {
                    over = calendar.after(*since, left);
                }
                used = used.saturating_add(spent);
            }
            // It is there still: the deadline is ahead, or passed.
            None => {
                let deadline = calendar.after(*since, left);
                return Standing { deadline, reached_at: None, failed: false };
            }
        }
    }
    let deadline = over.filter(|_| reached_at.is_none());
    Standing { deadline, reached_at, failed: over.is_some() }
}

/// How a ticket stands with a policy, as it is answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StandingView {
    /// Name of the policy.
    pub policy: String,
    /// Stage that it asks for.
    pub stage: String,
    /// Until when.
    pub deadline: Option<DateTime<Utc>>,
    /// When it was reached.
    pub reached_at: Option<DateTime<Utc>>,
    /// Where it stands.
    pub state: SlaState,
}

/// Reads a span of work: `4h`, `90m`, `1h30m`; in Korean too (`4시간 30분`). In minutes.
pub fn minutes(text: &str) -> Result<i64, Invalid> {
    let wrong = || Invalid::Malformed { given: text.to_owned(), form: "4h, 90m, 1h30m".to_owned() };
    let plain: String = text.to_lowercase().replace("시간", "h").replace('분', "m");
    let plain: String = plain.chars().filter(|c| !c.is_whitespace()).collect();
    let (hours, rest) = match plain.split_once('h') {
        Some((hours, rest)) => (hours.parse::<i64>().map_err(|_| wrong())?, rest),
        None => (0, plain.as_str()),
    };
    let rest = match rest.strip_suffix('m') {
        Some(minutes) => minutes.parse::<i64>().map_err(|_| wrong())?,
        None if rest.is_empty() => 0,
        None => return Err(wrong()),
    };
    let whole = hours.checked_mul(60).and_then(|minutes| minutes.checked_add(rest)).ok_or_else(wrong)?;
    if (1..=MOST_MINUTES).contains(&whole) && rest >= 0 { Ok(whole) } else { Err(wrong()) }
}

/// Ten thousand hours: years of work.
const MOST_MINUTES: i64 = 600_000;

/// Minutes as [`minutes`] reads them.
pub fn within(minutes: i64) -> String {
    match (minutes / 60, minutes % 60) {
        (0, minutes) => format!("{minutes}m"),
        (hours, 0) => format!("{hours}h"),
        (hours, minutes) => format!("{hours}h{minutes}m"),
    }
}

/// The earliest deadline that is open, of several standings.
pub fn earliest(standings: &[Standing]) -> Option<DateTime<Utc>> {
    standings.iter().filter(|s| s.reached_at.is_none()).filter_map(|s| s.deadline).min()
}

#[cfg(test)]
mod tests;
