//! What only an import asks of the database: remembered rows, tables in which rows wait until
//! everything they need is known, look-ups by natural key, and writes of master data and history.
//!
//! Waiting rows lie in temporary tables, so that an import of any size needs little memory. Called
//! by `desk::intake`.

mod catalogue;
mod customers;
pub mod find;
mod history;
mod people;
pub mod rows;
pub mod staged;

pub use catalogue::{
    insert_location, journal_in_use, product_in_use, save_company, save_journal, save_location, save_product,
    save_tax,
};
pub use customers::save_customer;
pub use history::{NewMove, insert_move, set_return_of, set_return_of_line};
pub use people::{
    drop_default_stages, insert_default_stages, save_stage, save_team, save_user, teams_without_stages,
};

use super::driver::{Param, Read, Tx};
use crate::domain::error::Result;
use crate::params;

/// What was remembered of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Memory {
    /// Nothing: it is remembered now.
    New,
    /// The same content.
    Same,
    /// Other content, still remembered.
    Other,
}

/// How many rows of a file are remembered whose key begins with a name, before the separator.
pub fn rows_remembered(read: &Read<'_>, file: &str, name: &str) -> Result<i64> {
    let (from, to) = (format!("{name}\u{1f}"), format!("{name}\u{20}"));
    read.one(
        "SELECT count(*) FROM import_row WHERE file = ?1 AND key >= ?2 AND key < ?3",
        params![file, from, to],
        |row| row.get(0),
    )
}

/// Remembers a row that is new, or says how it compares to the one that is remembered.
pub fn remember(tx: &Tx<'_>, file: &str, key: &str, digest: &[u8]) -> Result<Memory> {
    let added = tx.run(
        "INSERT INTO import_row (file, key, digest) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
        params![file, key, digest],
    )?;
    if added > 0 {
        return Ok(Memory::New);
    }
    let known: Option<Vec<u8>> =
        tx.value("SELECT digest FROM import_row WHERE file = ?1 AND key = ?2", params![file, key])?;
    Ok(if known.as_deref() == Some(digest) { Memory::Same } else { Memory::Other })
}

/// Remembers other content in place of what was remembered.
pub fn remember_other(tx: &Tx<'_>, file: &str, key: &str, digest: &[u8]) -> Result<()> {
    tx.run("UPDATE import_row SET digest = ?3 WHERE file = ?1 AND key = ?2", params![file, key, digest])?;
    Ok(())
}

/// Columns of one row, as they are written.
#[derive(Default)]
struct Columns<'a>(Vec<(&'static str, Param<'a>)>);

impl<'a> Columns<'a> {
    /// Adds a column that is there.
    fn put(&mut self, name: &'static str, value: Option<impl Into<Param<'a>>>) -> &mut Self {
        if let Some(value) = value {
            self.0.push((name, value.into()));
        }
        self
    }

    /// Adds a column that may be cleared, if it is there.
    fn put_or_clear<T>(&mut self, name: &'static str, value: &'a Option<Option<T>>) -> &mut Self
    where
        Param<'a>: From<&'a T>,
    {
        if let Some(value) = value {
            self.0.push((name, value.as_ref().map_or(Param::Null, Param::from)));
        }
        self
    }

    /// Writes a row: changes the columns that are there, or inserts it with defaults for the others.
    /// Answers its id.
    fn save(
        mut self,
        tx: &Tx<'_>,
        table: &str,
        id: Option<i64>,
        defaults: &[(&'static str, Param<'a>)],
    ) -> Result<i64> {
        if let Some(id) = id {
            let set: String = (2..).zip(&self.0).map(|(n, (c, _))| format!(", {c} = ?{n}")).collect();
            let mut values = vec![Param::Int(id)];
            values.extend(self.0.into_iter().map(|(_, v)| v));
            tx.run(&format!("UPDATE {table} SET version = version + 1{set} WHERE id = ?1"), &values)?;
            return Ok(id);
        }
        for (name, value) in defaults {
            if !self.0.iter().any(|(c, _)| c == name) {
                self.0.push((name, value.clone()));
            }
        }
        let names: Vec<&str> = self.0.iter().map(|(c, _)| *c).collect();
        let places: Vec<String> = (1..=names.len()).map(|n| format!("?{n}")).collect();
        let values: Vec<Param<'_>> = self.0.into_iter().map(|(_, v)| v).collect();
        let sql = format!("INSERT INTO {table} ({}) VALUES ({})", names.join(", "), places.join(", "));
        tx.insert(&sql, &values)
    }
}
