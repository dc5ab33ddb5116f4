//! Reports as an agent sees them: the figures of the tickets of its teams, of everything where it is in none. What is
//! counted stands in `store::report`; here are the days, who may read what, and the order of the lines.

use std::cmp::Reverse;

use chrono::{DateTime, NaiveDate, Utc};

use super::reads::visible_teams;
use super::{Desk, access, load_user, repair, settings, tickets};
use crate::domain::coupon::code;
use crate::domain::error::{Error, Result, Thing};
use crate::domain::ids::{TeamId, UserId};
use crate::domain::report::{
    Ask, Behind, BehindRow, BehindRows, Dimension, Figure, Line, Period, Report, ReportKind, Source,
};
use crate::domain::settings::Settings;
use crate::domain::user::User;
use crate::store::report::{self, Scope};
use crate::store::{Read, team};

/// An instant as it is compared with stored ones: without its offset it stands before every fraction of its second.
fn bound(at: DateTime<Utc>) -> String {
    at.format("%Y-%m-%dT%H:%M:%S").to_string()
}

/// What an agent reads a report for.
struct Asked<'a> {
    ask: &'a Ask,
    actor: &'a User,
    settings: &'a Settings,
    today: NaiveDate,
    now: DateTime<Utc>,
    words: &'a crate::text::Words,
}

impl<'a> Asked<'a> {
    fn scope(&self, read: &Read<'_>) -> Result<Scope<'a>> {
        let (ask, settings) = (self.ask, self.settings);
        ask.check()?;
        if let Some(right) = ask.kind.right() {
            access::require(self.actor, right)?;
        }
        let begins = |day: NaiveDate| bound(settings.bounds_of(day).0);
        let ends = |day: NaiveDate| bound(settings.bounds_of(day).1);
        let Period { from, to } = ask.period;
        Ok(Scope {
            ask,
            instants: (from.map(begins), to.map(ends)),
            months: match ask.by {
                Dimension::Month => self.months(read)?,
                _ => vec![],
            },
            teams: visible_teams(self.actor),
            team: ask.team.as_deref().map(|name| self.team(read, name)).transpose()?,
            agent: ask.agent.as_deref().map(|login| agent(read, login)).transpose()?,
            maker: Some(self.actor.id).filter(|_| !repair::works(self.actor)),
            today: self.today,
            now: bound(self.now),
            language: self.words.language(),
        })
    }

    /// The months of which there is anything, with the instants in which they begin.
    fn months(&self, read: &Read<'_>) -> Result<Vec<(String, String)>> {
        let Some((first, last)) = report::known(read)? else { return Ok(vec![]) };
        let known = (self.settings.day_of(first), self.settings.day_of(last));
        let months = self.ask.period.months(known).into_iter();
        Ok(months.map(|(name, day)| (name, bound(self.settings.bounds_of(day).0))).collect())
    }

    fn team(&self, read: &Read<'_>, name: &str) -> Result<TeamId> {
        let missing = || Error::NotFound { what: Thing::Team, key: name.to_owned() }.at("team");
        let id = team::find(read, name)?.ok_or_else(missing)?;
        access::require_team(self.actor, id, name)?;
        Ok(id)
    }
}

fn agent(read: &Read<'_>, login: &str) -> Result<UserId> {
    tickets::find_user(read, login).map_err(|e| e.at("agent"))
}

/// Puts lines in their order: by currency, then months in theirs and everything else by a figure, the most first.
fn sort(lines: &mut [Line], by: Dimension, at: usize) {
    lines.sort_by(|a, b| {
        let of = |line: &Line| (line.currency.map(|c| c.code()), Reverse(line.values.get(at).copied()));
        let month = (by == Dimension::Month).then(|| a.key.cmp(&b.key));
        let currency = of(a).0.cmp(&of(b).0);
        currency.then(month.unwrap_or_else(|| of(a).1.cmp(&of(b).1))).then_with(|| a.key.cmp(&b.key))
    });
}

/// What lines come to, one for each currency.
fn totals(lines: &[Line]) -> Vec<Line> {
    let mut totals: Vec<Line> = Vec::new();
    for line in lines {
        match totals.iter_mut().find(|total| total.currency == line.currency) {
            Some(total) => {
                for (sum, value) in total.values.iter_mut().zip(&line.values) {
                    *sum = sum.saturating_add(*value);
                }
            }
            None => totals.push(Line { key: String::new(), name: None, ..line.clone() }),
        }
    }
    totals
}

impl Desk {
    /// The reports that who acts may read.
    pub fn reports(&mut self) -> Result<Vec<ReportKind>> {
        let actor = self.actor_id()?;
        self.store.read(|read| {
            let actor = load_user(read, actor)?;
            let may = |kind: &&ReportKind| kind.right().is_none_or(|right| actor.may(right));
            Ok(ReportKind::ALL.iter().filter(may).copied().collect())
        })
    }

    /// A report, its lines by a figure, at most so many of each currency.
    pub fn report(&mut self, ask: &Ask, figure: Figure, limit: Option<usize>) -> Result<Report> {
        let (actor, clock, words) = (self.actor_id()?, self.clock, &self.words);
        ask.check_figure(figure)?;
        self.store.read(|read| {
            let (actor, settings) = (load_user(read, actor)?, settings(read)?);
            let today = clock.today(&settings);
            let asked = Asked { ask, actor: &actor, settings: &settings, today, now: clock.now(), words };
            let figures = ask.kind.figures(ask.by);
            let mut lines = report::lines(read, &asked.scope(read)?)?;
            sort(&mut lines, ask.by, figures.iter().position(|f| *f == figure).unwrap_or(0));
            let (totals, all) = (totals(&lines), lines.len());
            if let Some(most) = limit {
                let mut shown = (None, 0);
                lines.retain(|line| {
                    shown =
                        if shown.0 == line.currency { (shown.0, shown.1 + 1) } else { (line.currency, 1) };
                    shown.1 <= most
                });
            }
            let more = all - lines.len();
            Ok(Report { ask: ask.clone(), figures, lines, totals, more })
        })
    }

    /// The rows behind a figure of a report, the newest first, at most so many.
    pub fn report_rows(&mut self, of: &Behind, limit: Option<i64>) -> Result<BehindRows> {
        let (actor, clock, words) = (self.actor_id()?, self.clock, &self.words);
        of.ask.check()?;
        of.ask.check_figure(of.figure)?;
        self.store.read(|read| {
            let (actor, settings) = (load_user(read, actor)?, settings(read)?);
            let today = clock.today(&settings);
            let asked =
                Asked { ask: &of.ask, actor: &actor, settings: &settings, today, now: clock.now(), words };
            let mut found = report::behind(read, &asked.scope(read)?, of, limit)?;
            for row in &mut found.rows {
                tell(row, &settings);
            }
            Ok(found)
        })
    }
}

/// Says a row as it may be told: on its day where the company is, a coupon's code in part.
fn tell(row: &mut BehindRow, settings: &Settings) {
    row.day = row.at.map(|at| settings.day_of(at)).or(row.day);
    if let Source::Coupon(_) = row.source {
        row.document = code::masked(&row.document);
    }
}
