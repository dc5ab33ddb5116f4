//! Views of tickets.

use super::driver::{Read, Row, Tx, damaged};
use crate::domain::error::Result;
use crate::domain::ids::{UserId, ViewId};
use crate::domain::query::{Sort, SortKey};
use crate::domain::record::listed;
use crate::domain::view::{ListColumn, View};
use crate::params;

/// The views that an agent has: everybody's and its own, in the order of their places.
pub fn of(read: &Read<'_>, user: UserId) -> Result<Vec<View>> {
    read.all(
        "SELECT id, version, name, user_id IS NULL, query, columns, sort, reversed FROM view
         WHERE user_id = ?1 OR user_id IS NULL ORDER BY position, id",
        params![user],
        row,
    )
}

fn row(row: &Row<'_>) -> Result<View> {
    let columns: String = row.get(5)?;
    let columns: Vec<ListColumn> = listed(&columns)
        .iter()
        .map(|code| code.parse())
        .collect::<Result<_, _>>()
        .map_err(|_| damaged("column"))?;
    let key: SortKey = row.get::<String>(6)?.parse().map_err(|_| damaged("order"))?;
    let usual = Sort::usual(key);
    Ok(View {
        id: row.get(0)?,
        version: row.get(1)?,
        name: row.get(2)?,
        shared: row.get(3)?,
        query: row.get(4)?,
        columns,
        sort: Sort { descending: usual.descending != row.get::<bool>(7)?, ..usual },
    })
}

/// Whose a view is; nobody's where it is everybody's. None where there is no such view.
pub fn owner(read: &Read<'_>, id: ViewId) -> Result<Option<Option<UserId>>> {
    read.first("SELECT user_id FROM view WHERE id = ?1", params![id], |row| row.get(0))
}

/// A view as it is written.
#[derive(Clone, Debug)]
pub struct Written {
    /// Name.
    pub name: String,
    /// Whose; nobody's where it is everybody's.
    pub user: Option<UserId>,
    /// Query.
    pub query: String,
    /// Codes, between semicolons.
    pub columns: String,
    /// By what it sorts.
    pub sort: SortKey,
    /// Whether against the usual direction.
    pub reversed: bool,
    /// Its place among the views; the last where none is given.
    pub position: Option<i64>,
}

/// Writes a view; answers its row.
pub fn save(tx: &Tx<'_>, id: Option<i64>, view: &Written) -> Result<i64> {
    let position = match view.position {
        Some(position) => position,
        None => tx.one("SELECT ifnull(max(position), 0) + 1 FROM view", &[], |row| row.get(0))?,
    };
    let sort = view.sort.as_str();
    match id {
        Some(id) => {
            tx.run(
                "UPDATE view SET version = version + 1, name = ?2, user_id = ?3, query = ?4, columns = ?5, sort = ?6,
                    reversed = ?7, position = ?8 WHERE id = ?1",
                params![id, &view.name, view.user, &view.query, &view.columns, sort, view.reversed, position],
            )?;
            Ok(id)
        }
        None => tx.insert(
            "INSERT INTO view (name, user_id, query, columns, sort, reversed, position)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            params![&view.name, view.user, &view.query, &view.columns, sort, view.reversed, position],
        ),
    }
}
