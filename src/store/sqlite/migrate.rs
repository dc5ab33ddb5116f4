//! Schema versions: which one a file has, and the way up to this program's. Everything happens in one
//! transaction that holds the lock from its first look at the version, so that processes which open
//! an older file at once migrate it once.

use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};

use super::{SCHEMA, Session, sql};
use crate::domain::error::Result;
use crate::store::driver::Tx;
use crate::store::search;

mod migrations {
    refinery::embed_migrations!("src/store/migrations/sqlite");
}

/// The version that brought the index of initials, which the program fills.
const INITIALS: i64 = 14;

const VERSIONS: &str = "CREATE TABLE IF NOT EXISTS refinery_schema_history
    (version INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_on TEXT NOT NULL, checksum TEXT NOT NULL)";

/// The schema version of a file; none where it is no database of ours.
pub(super) fn version(connection: &Connection) -> Result<Option<i64>> {
    let ours = "SELECT 1 FROM sqlite_schema WHERE name = 'refinery_schema_history'";
    if connection.query_row(ours, [], |_| Ok(())).optional().map_err(sql)?.is_none() {
        return Ok(None);
    }
    let last = "SELECT ifnull(max(version), 0) FROM refinery_schema_history";
    connection.query_row(last, [], |row| row.get(0)).map(Some).map_err(sql)
}

/// Brings a file up to this program's version. `before` runs under the lock where there is something to
/// do, before anything is written.
pub(super) fn run(connection: &mut Connection, before: impl FnOnce() -> Result<()>) -> Result<()> {
    let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(sql)?;
    let found = version(&tx)?.unwrap_or(0);
    if found >= SCHEMA {
        return Ok(());
    }
    before()?;
    tx.execute_batch(VERSIONS).map_err(sql)?;
    let runner = migrations::migrations::runner();
    // They come by their file names, in which the tenth stands before the second.
    let mut migrations: Vec<_> = runner.get_migrations().iter().collect();
    migrations.sort_by_key(|migration| migration.version());
    for migration in migrations.into_iter().filter(|m| i64::from(m.version()) > found) {
        tx.execute_batch(migration.sql().unwrap_or_default()).map_err(sql)?;
        tx.execute(
            "INSERT INTO refinery_schema_history (version, name, applied_on, checksum)
             VALUES (?1, ?2, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'), ?3)",
            params![i64::from(migration.version()), migration.name(), migration.checksum().to_string()],
        )
        .map_err(sql)?;
    }
    if found < INITIALS {
        search::fill_initials(&Tx::new(Session(&tx)))?;
    }
    tx.commit().map_err(sql)
}
