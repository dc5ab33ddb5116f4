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
const INITIALS: i64 = 17;

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

#[cfg(test)]
mod tests {
    use super::*;

    /// A file of the version before initials were searched for, with a customer, a product and a ticket of both.
    fn before_initials() -> Connection {
        let connection = Connection::open_in_memory().unwrap();
        connection.execute_batch(VERSIONS).unwrap();
        let runner = migrations::migrations::runner();
        let mut older: Vec<_> = runner.get_migrations().iter().collect();
        older.sort_by_key(|migration| migration.version());
        for migration in older.into_iter().filter(|m| i64::from(m.version()) < INITIALS) {
            connection.execute_batch(migration.sql().unwrap()).unwrap();
            let known = "INSERT INTO refinery_schema_history VALUES (?1, ?2, '', '')";
            connection.execute(known, params![i64::from(migration.version()), migration.name()]).unwrap();
        }
        connection
            .execute_batch(
                "INSERT INTO customer (id, ref, name, top_id, portal) VALUES (7, 'C7', '김하늘', 7, 0);
                 INSERT INTO product (id, sku, name, kind, tracking, price, invoice_policy, replacement_warranty)
                    VALUES (3, 'V', '무선청소기', 'goods', 'none', 0, 'order', 'inherit');
                 INSERT INTO team (id, name, refunds, coupons, returns, repairs, field_service)
                    VALUES (2, 'T', 0, 0, 0, 0, 0);
                 INSERT INTO stage (id, team_id, name, sequence, folded) VALUES (5, 2, 'New', 1, 0);
                 INSERT INTO ticket (id, team_id, subject, description, customer_id, product_id, priority, stage_id,
                    created_at) VALUES (9, 2, '환불', '', 7, 3, 0, 5, '2026-11-23T00:00:00Z');",
            )
            .unwrap();
        connection
    }

    #[test]
    fn what_is_there_already_is_found_by_initials() {
        let mut connection = before_initials();
        run(&mut connection, || Ok(())).unwrap();
        assert_eq!(version(&connection).unwrap(), Some(SCHEMA));
        let mark = crate::domain::search::mark(crate::domain::ids::TeamId(2));
        for (kind, typed, id) in [
            ("customer", "ㄱㅎㄴ", 7),
            ("product", "ㅊㅅㄱ", 3),
            ("ticket", "ㅎㄴ", 9),
            ("ticket", "ㅁㅅ", 9),
        ] {
            let mut asked = crate::domain::search::asked(typed).unwrap().initials.unwrap();
            if kind == "ticket" {
                asked = format!("{asked} AND \"{mark}\"");
            }
            let found = format!("SELECT rowid FROM {kind}_initials WHERE {kind}_initials MATCH ?1");
            let found: Option<i64> =
                connection.query_row(&found, [asked], |row| row.get(0)).optional().unwrap();
            assert_eq!(found, Some(id), "{typed}");
        }
        // What is up to date is left alone.
        run(&mut connection, || panic!("migrated twice")).unwrap();
    }
}
