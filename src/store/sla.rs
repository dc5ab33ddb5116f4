//! Policies of service levels, the stages that tickets were in, and how tickets stand.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};

use super::driver::{Column, Read, Tx};
use crate::domain::error::Result;
use crate::domain::ids::{CustomerId, PolicyId, TeamId, TicketId};
use crate::domain::sla::{Facts, Policy, Stage, Standing, StandingView};
use crate::params;

/// Days on which nobody works.
pub fn holidays(read: &Read<'_>) -> Result<BTreeSet<NaiveDate>> {
    let days: Vec<NaiveDate> = read.all("SELECT date FROM holiday", &[], |row| row.get(0))?;
    Ok(days.into_iter().collect())
}

/// The policies of a team that are in use.
pub fn of_team(read: &Read<'_>, team: TeamId) -> Result<Vec<Policy>> {
    let ids: Vec<PolicyId> = read.all(
        "SELECT id FROM sla_policy WHERE team_id = ?1 AND active = 1 ORDER BY id",
        params![team],
        |row| row.get(0),
    )?;
    let mut policies = Vec::with_capacity(ids.len());
    for id in ids {
        policies.extend(load(read, id)?);
    }
    Ok(policies)
}

/// A policy.
pub fn load(read: &Read<'_>, id: PolicyId) -> Result<Option<Policy>> {
    let Some(mut policy) = read.first(
        "SELECT id, name, team_id, stage_id, minutes FROM sla_policy WHERE id = ?1",
        params![id],
        |row| {
            Ok(Policy {
                id: row.get(0)?,
                name: row.get(1)?,
                team: row.get(2)?,
                stage: row.get(3)?,
                minutes: row.get(4)?,
                priorities: vec![],
                types: vec![],
                tags: vec![],
                customers: vec![],
                excluded: vec![],
            })
        },
    )?
    else {
        return Ok(None);
    };
    fn part<T: Column>(read: &Read<'_>, id: PolicyId, part: &str, column: &str) -> Result<Vec<T>> {
        let sql = format!("SELECT {column} FROM sla_policy_{part} WHERE policy_id = ?1 ORDER BY {column}");
        read.all(&sql, params![id], |row| row.get(0))
    }
    policy.priorities = part(read, id, "priority", "priority")?;
    policy.types = part(read, id, "type", "type_id")?;
    policy.tags = part(read, id, "tag", "tag_id")?;
    policy.customers = part(read, id, "customer", "customer_id")?;
    policy.excluded = part(read, id, "excluded", "stage_id")?;
    Ok(Some(policy))
}

/// A policy as it is written.
#[derive(Clone, Debug)]
pub struct Written<'w> {
    /// What the rules know of it; its row does not count.
    pub policy: &'w Policy,
    /// What it is for.
    pub description: &'w str,
    /// Whether it is in use.
    pub active: bool,
}

/// Writes a policy, a new one without a row; answers its row.
pub fn save(tx: &Tx<'_>, id: Option<i64>, of: &Written<'_>) -> Result<PolicyId> {
    let Written { policy, description, active } = *of;
    let id = match id {
        Some(id) => {
            tx.run(
                "UPDATE sla_policy SET version = version + 1, name = ?2, description = ?3, stage_id = ?4, minutes = ?5,
                    active = ?6 WHERE id = ?1",
                params![id, &policy.name, description, policy.stage, policy.minutes, active],
            )?;
            id
        }
        None => tx.insert(
            "INSERT INTO sla_policy (name, description, team_id, stage_id, minutes, active)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![&policy.name, description, policy.team, policy.stage, policy.minutes, active],
        )?,
    };
    let rows = |part: &str, column: &str, ids: Vec<i64>| -> Result<()> {
        tx.run(&format!("DELETE FROM sla_policy_{part} WHERE policy_id = ?1"), params![id])?;
        for row in ids {
            let sql =
                format!("INSERT OR IGNORE INTO sla_policy_{part} (policy_id, {column}) VALUES (?1, ?2)");
            tx.run(&sql, params![id, row])?;
        }
        Ok(())
    };
    rows("priority", "priority", policy.priorities.clone())?;
    rows("type", "type_id", policy.types.iter().map(|id| id.0).collect())?;
    rows("tag", "tag_id", policy.tags.iter().map(|id| id.0).collect())?;
    rows("customer", "customer_id", policy.customers.iter().map(|id| id.0).collect())?;
    rows("excluded", "stage_id", policy.excluded.iter().map(|id| id.0).collect())?;
    Ok(PolicyId(id))
}

/// The stages of a team.
pub fn stages(read: &Read<'_>, team: TeamId) -> Result<Vec<Stage>> {
    read.all(
        "SELECT id, sequence, folded FROM stage WHERE team_id = ?1 ORDER BY sequence, id",
        params![team],
        |row| Ok(Stage { id: row.get(0)?, sequence: row.get(1)?, folded: row.get(2)? }),
    )
}

/// Notes that a ticket is in another stage by now, if it is.
pub fn visit(tx: &Tx<'_>, ticket: TicketId, now: DateTime<Utc>) -> Result<()> {
    tx.run(
        "INSERT INTO stage_visit (ticket_id, stage_id, since)
         SELECT t.id, t.stage_id, ?2 FROM ticket t WHERE t.id = ?1 AND t.stage_id IS NOT
            (SELECT v.stage_id FROM stage_visit v WHERE v.ticket_id = ?1 ORDER BY v.id DESC LIMIT 1)",
        params![ticket, now],
    )
    .map(drop)
}

/// What of a ticket decides on its policies.
pub fn facts(read: &Read<'_>, id: TicketId) -> Result<Option<Facts>> {
    let found = read.first(
        "SELECT team_id, priority, type_id, customer_id FROM ticket WHERE id = ?1",
        params![id],
        |row| {
            let facts = Facts {
                team: row.get(0)?,
                priority: row.get(1)?,
                kind: row.get(2)?,
                tags: vec![],
                customers: vec![],
                visits: vec![],
            };
            Ok((facts, row.get::<Option<CustomerId>>(3)?))
        },
    )?;
    let Some((facts, customer)) = found else { return Ok(None) };
    let tags =
        read.all("SELECT tag_id FROM ticket_tag WHERE ticket_id = ?1", params![id], |row| row.get(0))?;
    let customers = match customer {
        Some(customer) => read.all(
            "WITH RECURSIVE above (id) AS (SELECT ?1 UNION SELECT c.parent_id FROM above a JOIN customer c ON c.id = a.id
                WHERE c.parent_id IS NOT NULL) SELECT id FROM above",
            params![customer],
            |row| row.get(0),
        )?,
        None => vec![],
    };
    let visits = read.all(
        "SELECT stage_id, since FROM stage_visit WHERE ticket_id = ?1 ORDER BY id",
        params![id],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    Ok(Some(Facts { tags, customers, visits, ..facts }))
}

/// How a ticket stands with a policy by what is kept.
#[derive(Debug)]
pub struct Kept {
    /// The policy.
    pub policy: PolicyId,
    /// How it stands.
    pub standing: Standing,
    /// Whether the policy is in use.
    pub active: bool,
}

/// How a ticket stands by what is kept.
pub fn standings(read: &Read<'_>, ticket: TicketId) -> Result<Vec<Kept>> {
    read.all(
        "SELECT k.policy_id, k.deadline, k.reached_at, k.failed, p.active FROM ticket_sla k
         JOIN sla_policy p ON p.id = k.policy_id WHERE k.ticket_id = ?1 ORDER BY k.policy_id",
        params![ticket],
        |row| {
            let standing = Standing { deadline: row.get(1)?, reached_at: row.get(2)?, failed: row.get(3)? };
            Ok(Kept { policy: row.get(0)?, standing, active: row.get(4)? })
        },
    )
}

/// Notes that all tickets are to be computed anew, where there is a policy at all.
pub fn begin_refresh(tx: &Tx<'_>) -> Result<()> {
    let sql = "INSERT OR REPLACE INTO sla_refresh (id, after_id) SELECT 1, 0 WHERE EXISTS (SELECT 1 FROM sla_policy)";
    tx.run(sql, &[]).map(drop)
}

/// Behind which ticket that goes on; none where nothing is left to do.
pub fn refresh_after(read: &Read<'_>) -> Result<Option<TicketId>> {
    read.value("SELECT after_id FROM sla_refresh", &[])
}

/// Notes where that goes on, if it does.
pub fn go_on(tx: &Tx<'_>, after: Option<TicketId>) -> Result<()> {
    match after {
        Some(after) => tx.run("UPDATE sla_refresh SET after_id = ?1", params![after]),
        None => tx.run("DELETE FROM sla_refresh", &[]),
    }
    .map(drop)
}

/// Writes how a ticket stands, and what its list row shows of that.
pub fn set(
    tx: &Tx<'_>,
    ticket: TicketId,
    standings: &[(PolicyId, Standing)],
    deadline: Option<DateTime<Utc>>,
) -> Result<()> {
    tx.run("DELETE FROM ticket_sla WHERE ticket_id = ?1", params![ticket])?;
    for (policy, of) in standings {
        tx.run(
            "INSERT INTO ticket_sla (ticket_id, policy_id, deadline, reached_at, failed) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![ticket, *policy, of.deadline, of.reached_at, of.failed],
        )?;
    }
    let failed = standings.iter().any(|(_, of)| of.failed);
    tx.run(
        "UPDATE ticket SET deadline = ?2, sla_failed = ?3 WHERE id = ?1 AND (deadline IS NOT ?2 OR sla_failed <> ?3)",
        params![ticket, deadline, failed],
    )
    .map(drop)
}

/// How a ticket stands with each policy, the earliest deadline first.
pub fn of_ticket(read: &Read<'_>, ticket: TicketId, now: DateTime<Utc>) -> Result<Vec<StandingView>> {
    read.all(
        "SELECT p.name, s.name, k.deadline, k.reached_at, k.failed FROM ticket_sla k
         JOIN sla_policy p ON p.id = k.policy_id JOIN stage s ON s.id = p.stage_id WHERE k.ticket_id = ?1
         ORDER BY ifnull(k.deadline, '~'), p.name",
        params![ticket],
        |row| {
            let standing = Standing { deadline: row.get(2)?, reached_at: row.get(3)?, failed: row.get(4)? };
            Ok(StandingView {
                policy: row.get(0)?,
                stage: row.get(1)?,
                deadline: standing.deadline,
                reached_at: standing.reached_at,
                state: standing.state(now),
            })
        },
    )
}

/// Open tickets behind a number, in the order of their numbers, at most so many.
pub fn to_refresh(read: &Read<'_>, after: TicketId, limit: i64) -> Result<Vec<TicketId>> {
    read.all(
        "SELECT id FROM ticket WHERE closed = 0 AND id > ?1 ORDER BY id LIMIT ?2",
        params![after, limit],
        |row| row.get(0),
    )
}

/// Enters a day on which nobody works; false where it is there already.
pub fn enter_holiday(tx: &Tx<'_>, day: NaiveDate, name: &str) -> Result<bool> {
    let sql = "INSERT INTO holiday (date, name) VALUES (?1, ?2) ON CONFLICT (date) DO NOTHING";
    Ok(tx.run(sql, params![day, name])? > 0)
}
