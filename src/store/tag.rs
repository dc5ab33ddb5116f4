//! The tags of tickets, repairs and tasks.

use super::driver::{Read, Tx};
use crate::domain::error::Result;
use crate::domain::ids::{RepairId, TagId, TaskId, TicketId};
use crate::params;

/// What is tagged.
#[derive(Clone, Copy, Debug)]
pub enum Tagged {
    /// A ticket.
    Ticket(TicketId),
    /// A repair.
    Repair(RepairId),
    /// A task.
    Task(TaskId),
}

impl Tagged {
    /// The name of its table, and its row.
    fn row(self) -> (&'static str, i64) {
        match self {
            Self::Ticket(id) => ("ticket", id.0),
            Self::Repair(id) => ("repair", id.0),
            Self::Task(id) => ("task", id.0),
        }
    }
}

/// Tags by name.
pub fn of(read: &Read<'_>, tagged: Tagged) -> Result<Vec<String>> {
    let (table, id) = tagged.row();
    read.all(
        &format!(
            "SELECT g.name FROM {table}_tag t JOIN tag g ON g.id = t.tag_id WHERE t.{table}_id = ?1 ORDER BY lower(g.name), g.name"
        ),
        params![id],
        |row| row.get(0),
    )
}

/// Writes tags anew; one that is not there yet is made.
pub fn set(tx: &Tx<'_>, tagged: Tagged, tags: &[String]) -> Result<()> {
    let (table, id) = tagged.row();
    tx.run(&format!("DELETE FROM {table}_tag WHERE {table}_id = ?1"), params![id])?;
    for tag in tags {
        tx.run("INSERT INTO tag (name) VALUES (?1) ON CONFLICT (name) DO NOTHING", params![tag])?;
        tx.run(
            &format!(
                "INSERT INTO {table}_tag ({table}_id, tag_id) SELECT ?1, id FROM tag WHERE name = ?2
                 ON CONFLICT DO NOTHING"
            ),
            params![id, tag],
        )?;
    }
    Ok(())
}

/// The rows of tags; one that is not there yet is made.
pub fn made(tx: &Tx<'_>, names: &[String]) -> Result<Vec<TagId>> {
    let mut ids = Vec::with_capacity(names.len());
    for name in names {
        tx.run("INSERT INTO tag (name) VALUES (?1) ON CONFLICT (name) DO NOTHING", params![name])?;
        ids.extend(tx.value::<TagId>("SELECT id FROM tag WHERE name = ?1", params![name])?);
    }
    Ok(ids)
}

/// A tag that is there, in whatever case it is written.
pub fn known(read: &Read<'_>, name: &str) -> Result<Option<String>> {
    let all: Vec<String> = read.all("SELECT name FROM tag ORDER BY id", &[], |row| row.get(0))?;
    Ok(all.into_iter().find(|known| known.to_lowercase() == name.to_lowercase()))
}
