//! Field service tasks, their technicians, and what is filled in of their worksheets.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use serde::{Deserialize, Serialize};

use super::driver::{Query, Read, Row, Tx, damaged};
use super::tag::{self, Tagged};
use crate::domain::error::Result;
use crate::domain::ids::{CustomerId, SheetFieldId, TaskId, TicketId, UserId};
use crate::domain::task::{
    AgendaRow, LONGEST, OverlapView, Placed, Signed, SignedVisit, Task, TaskState, USUAL,
};
use crate::domain::worksheet::FilledView;
use crate::{current_ticket, of_ticket, params};

/// What is kept of a signed worksheet: with its visit, or, of an older one, its fields alone.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Kept {
    Whole { visit: SignedVisit, fields: Vec<FilledView> },
    Fields(Vec<FilledView>),
}

fn task(row: &Row<'_>) -> Result<Task> {
    let by: Option<String> = row.get(12)?;
    let (at, sheet): (Option<DateTime<Utc>>, Option<String>) = (row.get(13)?, row.get(14)?);
    let signed = match (by, at, sheet) {
        (Some(by), Some(at), Some(sheet)) => {
            let kept: Kept = serde_json::from_str(&sheet).map_err(|_| damaged("worksheet"))?;
            let (visit, fields) = match kept {
                Kept::Whole { visit, fields } => (Some(visit), fields),
                Kept::Fields(fields) => (None, fields),
            };
            Some(Signed { by, at, visit, fields })
        }
        _ => None,
    };
    Ok(Task {
        id: row.get(0)?,
        version: row.get(1)?,
        title: row.get(2)?,
        description: row.get(3)?,
        project: row.get(4)?,
        stage: row.get(5)?,
        customer: row.get(6)?,
        ticket: row.get(7)?,
        start: row.get(8)?,
        end: row.get(9)?,
        template: row.get(10)?,
        sheet: row.get(11)?,
        signed,
        created_by: row.get(15)?,
        state: row.get(16)?,
        urgent: row.get(17)?,
        deadline: row.get(18)?,
        parent: row.get(19)?,
        tags: vec![],
        blocked_by: vec![],
        assignees: vec![],
        values: vec![],
    })
}

/// A task, whole.
pub fn load(read: &Read<'_>, id: TaskId) -> Result<Option<Task>> {
    let head = read.first(
        concat!(
            "SELECT id, version, title, description, project_id, stage_id, customer_id, ",
            current_ticket!("ticket_id"),
            ", planned_start, planned_end, template_id, sheet, signed_by, signed_at, signed_sheet, created_by, state, priority, deadline,
            parent_id FROM task WHERE id = ?1"
        ),
        params![id],
        task,
    )?;
    let Some(mut found) = head else { return Ok(None) };
    found.assignees = read.all(
        "SELECT a.user_id FROM task_assignee a JOIN user u ON u.id = a.user_id WHERE a.task_id = ?1 ORDER BY u.login",
        params![id],
        |row| row.get(0),
    )?;
    found.values = read.all(
        "SELECT field_id, value FROM task_value WHERE task_id = ?1 ORDER BY field_id",
        params![id],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    found.tags = tag::of(read, Tagged::Task(id))?;
    found.blocked_by = read.all(
        "SELECT blocker_id FROM task_blocker WHERE task_id = ?1 ORDER BY blocker_id",
        params![id],
        |row| row.get(0),
    )?;
    Ok(Some(found))
}

/// Whether a task that comes before it is open.
pub fn waits(read: &Read<'_>, id: TaskId) -> Result<bool> {
    read.one(&format!("SELECT {WAITS} FROM task t WHERE t.id = ?1"), params![id], |row| row.get(0))
}

/// Whether a task of task `t` that comes before it is open.
const WAITS: &str = "EXISTS (SELECT 1 FROM task_blocker b JOIN task w ON w.id = b.blocker_id
    JOIN project_stage ws ON ws.id = w.stage_id WHERE b.task_id = t.id AND ws.folded = 0 AND NOT w.over)";

/// A task beside another one: which, its title, where it stands.
pub type Beside = (TaskId, String, String, TaskState);

/// Some tasks with their titles, stages and states.
pub fn beside(read: &Read<'_>, ids: &[TaskId]) -> Result<Vec<Beside>> {
    let ids =
        serde_json::to_string(&ids.iter().map(|id| id.0).collect::<Vec<_>>()).map_err(|_| damaged("task"))?;
    read.all(
        &format!(
            "SELECT t.id, t.title, s.name, t.state, {WAITS} FROM task t JOIN project_stage s ON s.id = t.stage_id
             WHERE t.id IN (SELECT value FROM json_each(?1)) ORDER BY t.id"
        ),
        params![&ids],
        |row| {
            let state: TaskState = row.get(3)?;
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, state.told(row.get(4)?)))
        },
    )
}

/// The tasks that are part of one.
pub fn subtasks(read: &Read<'_>, id: TaskId) -> Result<Vec<TaskId>> {
    read.all("SELECT id FROM task WHERE parent_id = ?1 ORDER BY id", params![id], |row| row.get(0))
}

/// Whether a task comes before some others: it is one of them, or they wait for it, however far. The first of these.
pub fn comes_before(read: &Read<'_>, id: TaskId, others: &[TaskId]) -> Result<Option<TaskId>> {
    let before = "SELECT b.blocker_id FROM task_blocker b JOIN reached ON reached.id = b.task_id";
    let reaches = |other: &TaskId| Ok(reached(read, *other, id, before)?.then_some(*other));
    others.iter().map(reaches).find_map(Result::transpose).transpose()
}

/// Whether a task is another one, or what that is a part of, however far.
pub fn holds(read: &Read<'_>, id: TaskId, part: TaskId) -> Result<bool> {
    let above =
        "SELECT p.parent_id FROM task p JOIN reached ON reached.id = p.id WHERE p.parent_id IS NOT NULL";
    reached(read, part, id, above)
}

/// Whether steps lead from a task to another one.
fn reached(read: &Read<'_>, from: TaskId, to: TaskId, step: &str) -> Result<bool> {
    read.one(
        &format!(
            "WITH RECURSIVE reached (id) AS (SELECT ?1 UNION {step})
             SELECT EXISTS (SELECT 1 FROM reached WHERE id = ?2)"
        ),
        params![from, to],
        |row| row.get(0),
    )
}

/// The order of tasks that have no visit: the urgent first, then by their last day, then the newest.
const ORDER: &str = "t.priority DESC, t.deadline IS NULL, t.deadline, t.id DESC";

/// Which tasks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Of this ticket.
    pub ticket: Option<TicketId>,
    /// Of this technician.
    pub assignee: Option<UserId>,
    /// Seen by this agent: made by it, or given to it.
    pub seen_by: Option<UserId>,
    /// The time in which their visits are.
    pub within: Option<(DateTime<Utc>, DateTime<Utc>)>,
    /// At most so many.
    pub limit: Option<i64>,
}

/// Leaves the visits that are within a time, also those that began before.
fn within(query: &mut Query, (from, until): (DateTime<Utc>, DateTime<Utc>)) {
    query.and("t.planned_start < ?", until);
    // None lasts longer than that: the index need not be read from its beginning.
    query.and("t.planned_start > ?", from - LONGEST);
    query.and("(t.planned_start >= ? OR t.planned_end > ?)", from);
}

/// Leaves the tasks of a technician, and those that an agent sees.
fn narrow(query: &mut Query, technician: Option<UserId>, seen_by: Option<UserId>) {
    if let Some(agent) = technician {
        query.and("t.id IN (SELECT a.task_id FROM task_assignee a WHERE a.user_id = ?)", agent);
    }
    if let Some(agent) = seen_by {
        query.and(
            "(t.created_by = ? OR t.id IN (SELECT a.task_id FROM task_assignee a WHERE a.user_id = ?))",
            agent,
        );
    }
}

/// Tasks: the planned ones by their visits, the earliest first; then the others, the urgent first, by their last days.
pub fn list(read: &Read<'_>, filter: Filter) -> Result<Vec<TaskId>> {
    let mut query = Query::new("SELECT t.id FROM task t WHERE 1");
    if let Some(ticket) = filter.ticket {
        query.and(of_ticket!("t.ticket_id", "?"), ticket);
    }
    if let Some(times) = filter.within {
        within(&mut query, times);
    }
    narrow(&mut query, filter.assignee, filter.seen_by);
    query.push(
        &format!(" ORDER BY t.planned_start IS NULL, t.planned_start, {ORDER} LIMIT ?"),
        filter.limit.unwrap_or(-1),
    );
    read.all(&query.sql, &query.params, |row| row.get(0))
}

/// How many tasks were made from a ticket.
pub fn count_of(read: &Read<'_>, ticket: TicketId) -> Result<i64> {
    read.one(concat!("SELECT count(*) FROM task WHERE ", of_ticket!("ticket_id")), params![ticket], |row| {
        row.get(0)
    })
}

/// Open visits of some technicians within a time, but those of one task; one without an end lasts an hour.
pub fn busy(
    read: &Read<'_>,
    technicians: &[UserId],
    (from, until): (DateTime<Utc>, DateTime<Utc>),
    but: Option<TaskId>,
    zone: Tz,
) -> Result<Vec<OverlapView>> {
    let mut found = Vec::new();
    for technician in technicians {
        found.extend(read.all(
            "SELECT o.id, o.title, u.login, u.name, o.planned_start FROM task_assignee a JOIN task o ON o.id = a.task_id
             JOIN project_stage s ON s.id = o.stage_id JOIN user u ON u.id = a.user_id
             WHERE a.user_id = ?1 AND s.folded = 0 AND NOT o.over AND o.planned_start > ?6 AND o.planned_start < ?3
                AND (o.planned_end > ?2 OR o.planned_end IS NULL AND o.planned_start > ?4)
                AND (?5 IS NULL OR o.id <> ?5) ORDER BY o.planned_start, o.id",
            params![*technician, from, until, from - USUAL, but, from - LONGEST],
            |row| {
                let at: DateTime<Utc> = row.get(4)?;
                Ok(OverlapView {
                    task: row.get(0)?,
                    title: row.get(1)?,
                    assignee: row.get(2)?,
                    technician: row.get(3)?,
                    planned_start: at.with_timezone(&zone).fixed_offset(),
                })
            },
        )?);
    }
    found.sort_by_key(|visit| (visit.planned_start, visit.task.0));
    Ok(found)
}

/// The open visits of every technician within a time.
pub fn placed(
    read: &Read<'_>,
    (from, until): (DateTime<Utc>, DateTime<Utc>),
    zone: Tz,
) -> Result<Vec<Placed>> {
    read.all(
        "SELECT o.id, o.title, u.login, u.name, u.id, o.planned_start, o.planned_end FROM task o
         JOIN project_stage s ON s.id = o.stage_id JOIN task_assignee a ON a.task_id = o.id
         JOIN user u ON u.id = a.user_id
         WHERE s.folded = 0 AND NOT o.over AND o.planned_start > ?1 AND o.planned_start < ?2",
        params![from - LONGEST, until],
        |row| {
            let (start, end): (DateTime<Utc>, Option<DateTime<Utc>>) = (row.get(5)?, row.get(6)?);
            let told = OverlapView {
                task: row.get(0)?,
                title: row.get(1)?,
                assignee: row.get(2)?,
                technician: row.get(3)?,
                planned_start: start.with_timezone(&zone).fixed_offset(),
            };
            Ok(Placed { user: row.get(4)?, end: end.unwrap_or(start + USUAL), told })
        },
    )
}

/// Which rows of an agenda.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Agenda {
    /// The time in which they are; without it those that have no day and are open.
    pub within: Option<(DateTime<Utc>, DateTime<Utc>)>,
    /// Of this technician.
    pub technician: Option<UserId>,
    /// Seen by this agent: made by it, or given to it.
    pub seen_by: Option<UserId>,
}

/// The rows of an agenda in the order of their visits; what has no day, newest first.
pub fn agenda(read: &Read<'_>, which: Agenda, limit: i64) -> Result<Vec<AgendaRow>> {
    let mut query = Query::new(&format!(
        "SELECT t.id, t.title, s.name, s.folded OR t.over, c.name, c.city, t.planned_start, t.planned_end,
            t.state, {WAITS}, t.priority, t.deadline,
            (SELECT json_group_array(json_array(id, name)) FROM (SELECT u.id, u.name FROM task_assignee a
                JOIN user u ON u.id = a.user_id WHERE a.task_id = t.id ORDER BY u.login)) FROM task t
         JOIN project_stage s ON s.id = t.stage_id LEFT JOIN customer c ON c.id = t.customer_id WHERE 1",
    ));
    match which.within {
        Some(times) => within(&mut query, times),
        None => query.sql.push_str(" AND t.planned_start IS NULL AND s.folded = 0 AND NOT t.over"),
    }
    narrow(&mut query, which.technician, which.seen_by);
    query.push(&format!(" ORDER BY t.planned_start, {ORDER} LIMIT ?"), limit);
    read.all(&query.sql, &query.params, |row| {
        let (state, told): (TaskState, String) = (row.get(8)?, row.get(12)?);
        let technicians: Vec<(i64, String)> = serde_json::from_str(&told).map_err(|_| damaged("name"))?;
        Ok(AgendaRow {
            id: row.get(0)?,
            title: row.get(1)?,
            stage: row.get(2)?,
            closed: row.get(3)?,
            customer: row.get(4)?,
            city: row.get(5)?,
            start: row.get(6)?,
            end: row.get(7)?,
            state: state.told(row.get(9)?),
            urgent: row.get(10)?,
            deadline: row.get(11)?,
            technicians: technicians.into_iter().map(|(id, name)| (UserId(id), name)).collect(),
        })
    })
}

/// How many open tasks have no day.
pub fn waiting(read: &Read<'_>, which: Agenda) -> Result<i64> {
    let mut query = Query::new(
        "SELECT count(*) FROM task t JOIN project_stage s ON s.id = t.stage_id
         WHERE t.planned_start IS NULL AND s.folded = 0 AND NOT t.over",
    );
    narrow(&mut query, which.technician, which.seen_by);
    read.one(&query.sql, &query.params, |row| row.get(0))
}

/// Gives the tasks of a ticket that have no customer the ticket's.
pub fn adopt(tx: &Tx<'_>, ticket: TicketId, customer: CustomerId) -> Result<()> {
    tx.run(
        concat!(
            "UPDATE task SET version = version + 1, customer_id = ?2 WHERE ",
            of_ticket!("ticket_id"),
            " AND customer_id IS NULL"
        ),
        params![ticket, customer],
    )
    .map(drop)
}

/// Agents who have tasks, by name.
pub fn technicians(read: &Read<'_>) -> Result<Vec<(UserId, String)>> {
    read.all(
        "SELECT u.id, u.name FROM user u WHERE EXISTS (SELECT 1 FROM task_assignee a WHERE a.user_id = u.id)
         ORDER BY u.name, u.id",
        &[],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// When the next open visit of a ticket begins, from a time on.
pub fn next_visit(read: &Read<'_>, ticket: TicketId, from: DateTime<Utc>) -> Result<Option<DateTime<Utc>>> {
    read.value(
        concat!(
            "SELECT t.planned_start FROM task t JOIN project_stage s ON s.id = t.stage_id WHERE ",
            of_ticket!("t.ticket_id"),
            " AND s.folded = 0 AND NOT t.over AND t.planned_start >= ?2 ORDER BY t.planned_start LIMIT 1"
        ),
        params![ticket, from],
    )
}

/// Writes a new task with its technicians.
pub fn insert(tx: &Tx<'_>, new: &Task, at: DateTime<Utc>) -> Result<TaskId> {
    let id = TaskId(tx.insert(
        "INSERT INTO task (title, description, project_id, stage_id, customer_id, ticket_id, planned_start, planned_end,
            template_id, created_by, created_at, state, priority, deadline, parent_id)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
        params![
            &new.title,
            &new.description,
            new.project,
            new.stage,
            new.customer,
            new.ticket,
            new.start,
            new.end,
            new.template,
            new.created_by,
            at,
            new.state,
            new.urgent,
            new.deadline,
            new.parent
        ],
    )?);
    set_many(tx, id, new)?;
    Ok(id)
}

/// Writes what a task has several of.
fn set_many(tx: &Tx<'_>, id: TaskId, of: &Task) -> Result<()> {
    set_assignees(tx, id, &of.assignees)?;
    tag::set(tx, Tagged::Task(id), &of.tags)?;
    tx.run("DELETE FROM task_blocker WHERE task_id = ?1", params![id])?;
    for blocker in &of.blocked_by {
        tx.run("INSERT INTO task_blocker (task_id, blocker_id) VALUES (?1, ?2)", params![id, *blocker])?;
    }
    Ok(())
}

fn set_assignees(tx: &Tx<'_>, id: TaskId, agents: &[UserId]) -> Result<()> {
    tx.run("DELETE FROM task_assignee WHERE task_id = ?1", params![id])?;
    for agent in agents {
        tx.run("INSERT INTO task_assignee (task_id, user_id) VALUES (?1, ?2)", params![id, *agent])?;
    }
    Ok(())
}

/// Writes a task anew, its technicians too.
pub fn save(tx: &Tx<'_>, of: &Task) -> Result<()> {
    tx.run(
        "UPDATE task SET version = version + 1, title = ?2, description = ?3, project_id = ?4, stage_id = ?5,
            planned_start = ?6, planned_end = ?7, template_id = ?8, state = ?9, priority = ?10, deadline = ?11,
            parent_id = ?12
         WHERE id = ?1",
        params![
            of.id,
            &of.title,
            &of.description,
            of.project,
            of.stage,
            of.start,
            of.end,
            of.template,
            of.state,
            of.urgent,
            of.deadline,
            of.parent
        ],
    )?;
    set_many(tx, of.id, of)
}

/// Writes what is filled in of the worksheet, which is complete then.
pub fn fill(tx: &Tx<'_>, id: TaskId, values: &[(SheetFieldId, String)]) -> Result<()> {
    tx.run("DELETE FROM task_value WHERE task_id = ?1", params![id])?;
    for (field, value) in values {
        tx.run(
            "INSERT INTO task_value (task_id, field_id, value) VALUES (?1, ?2, ?3)",
            params![id, *field, value],
        )?;
    }
    tx.run("UPDATE task SET version = version + 1, sheet = 'complete' WHERE id = ?1", params![id])?;
    Ok(())
}

/// Signs the worksheet.
pub fn sign(tx: &Tx<'_>, id: TaskId, signed: &Signed) -> Result<()> {
    let fields = signed.fields.clone();
    let kept = match signed.visit.clone() {
        Some(visit) => Kept::Whole { visit, fields },
        None => Kept::Fields(fields),
    };
    let sheet = serde_json::to_string(&kept).map_err(|_| damaged("worksheet"))?;
    tx.run(
        "UPDATE task SET version = version + 1, sheet = 'signed', signed_by = ?2, signed_at = ?3, signed_sheet = ?4
         WHERE id = ?1",
        params![id, &signed.by, signed.at, sheet],
    )?;
    Ok(())
}
