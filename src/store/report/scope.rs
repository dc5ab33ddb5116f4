//! What a report is read for: which days, whose records, split by what. Narrowing and splitting are the same for every part.

use chrono::NaiveDate;

use crate::domain::ids::{TeamId, UserId};
use crate::domain::report::{Ask, Dimension};
use crate::domain::settings::Language;
use crate::store::driver::Query;

/// What a report is read for.
#[derive(Clone, Debug)]
pub struct Scope<'s> {
    /// What is asked for.
    pub ask: &'s Ask,
    /// The instants in which its days begin and end, in UTC and without an offset.
    pub instants: (Option<String>, Option<String>),
    /// Its months and the instants in which they begin, the newest first.
    pub months: Vec<(String, String)>,
    /// Only of tickets of these teams; of everything where there is none.
    pub teams: &'s [TeamId],
    /// Only of tickets of this team.
    pub team: Option<TeamId>,
    /// Only of this agent.
    pub agent: Option<UserId>,
    /// Only repairs that this agent made.
    pub maker: Option<UserId>,
    /// Today where the company is.
    pub today: NaiveDate,
    /// Now, as the books have it.
    pub now: String,
    /// Of names that are kept in two languages.
    pub language: Language,
}

/// When something was.
#[derive(Clone, Copy)]
pub(super) enum Day {
    /// A column of days.
    On(&'static str),
    /// A column of instants.
    At(&'static str),
}

impl Scope<'_> {
    /// Joins the agent that a record counts for, the team of its ticket, and its customer: to the figures what they are
    /// split by, the others to the rows. A month has tens of thousands of tickets, of which nothing is read in vain.
    pub(super) fn joins(&self, agent: &str, customer: &str) -> (String, String) {
        let (mut from, mut beside) = (String::new(), String::new());
        let user = format!(" LEFT JOIN user u ON u.id = {agent}");
        match self.ask.by {
            Dimension::Agent => from.push_str(&user),
            _ => beside.push_str(&user),
        }
        if self.ask.by == Dimension::Team {
            from.push_str(" LEFT JOIN team e ON e.id = t.team_id");
        }
        beside.push_str(&format!(" LEFT JOIN customer c ON c.id = {customer}"));
        (from, beside)
    }

    /// Joins a product or program, likewise.
    pub(super) fn joins_named(&self, by: Dimension, join: &str) -> (String, String) {
        match self.ask.by == by {
            true => (join.to_owned(), String::new()),
            false => (String::new(), join.to_owned()),
        }
    }

    /// Narrows a part to the days, teams and agent that are asked for. The plus keeps an index by anything else than the
    /// day from being taken.
    pub(super) fn narrow(&self, query: &mut Query<'static>, day: Day, agent: &str) {
        match day {
            Day::On(column) => {
                if let Some(from) = self.ask.period.from {
                    query.and(&format!("{column} >= ?"), from);
                }
                if let Some(to) = self.ask.period.to {
                    query.and(&format!("{column} <= ?"), to);
                }
            }
            Day::At(column) => {
                let (from, to) = self.instants.clone();
                if let Some(from) = from {
                    query.and(&format!("{column} >= ?"), from);
                }
                if let Some(to) = to {
                    query.and(&format!("{column} < ?"), to);
                }
            }
        }
        if !self.teams.is_empty() {
            let teams = serde_json::to_string(self.teams).unwrap_or_default();
            query.and("+t.team_id IN (SELECT value FROM json_each(?))", teams);
        }
        if let Some(team) = self.team {
            query.and("+t.team_id = ?", team);
        }
        if let Some(user) = self.agent {
            query.and(&format!("+{agent} = ?"), user);
        }
    }

    /// What a line is of, along the dimensions that all reports have.
    pub(super) fn usual(&self, day: Day) -> (String, String) {
        let (key, name) = match self.ask.by {
            Dimension::Agent => ("u.login", "u.name"),
            Dimension::Team => ("e.name", "NULL"),
            Dimension::Product => ("p.sku", "p.name"),
            Dimension::Program | Dimension::Policy => ("p.name", "NULL"),
            _ => return (self.month(day), "NULL".to_owned()),
        };
        (key.to_owned(), name.to_owned())
    }

    fn month(&self, day: Day) -> String {
        match day {
            Day::On(column) => format!("substr({column}, 1, 7)"),
            Day::At(column) => {
                let months = self
                    .months
                    .iter()
                    .map(|(name, begins)| format!(" WHEN {column} >= '{begins}' THEN '{name}'"));
                match self.months.is_empty() {
                    true => "''".to_owned(),
                    false => format!("CASE{} ELSE '' END", months.collect::<String>()),
                }
            }
        }
    }

    /// A reason as lines are of it: one of the company's list by its English name, whatever language it was given in.
    /// `text` is the reason; the list stands in the part as `n`.
    pub(super) fn reason(&self, text: &str) -> (String, String) {
        let name = match self.language {
            Language::English => "n.name_en",
            Language::Korean => "n.name_ko",
        };
        (format!("ifnull(n.name_en, {text})"), name.to_owned())
    }
}

/// Where the company's list of reasons stands beside a reason.
pub(super) fn reasons(text: &str) -> String {
    format!(" LEFT JOIN return_reason n ON n.name_en = {text} OR n.name_ko = {text}")
}
