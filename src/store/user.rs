//! Agents, their single rights and their limits.

use super::driver::{Read, Tx};
use crate::domain::error::Result;
use crate::domain::ids::UserId;
use crate::domain::money::Money;
use crate::domain::user::User;
use crate::params;

/// An agent by its row.
pub fn load(read: &Read<'_>, id: UserId) -> Result<Option<User>> {
    let found = read.first(
        "SELECT id, version, login, name, email, role, os_login FROM user WHERE id = ?1",
        params![id],
        |row| {
            Ok(User {
                id: row.get(0)?,
                version: row.get(1)?,
                login: row.get(2)?,
                name: row.get(3)?,
                email: row.get(4)?,
                role: row.get(5)?,
                os_login: row.get(6)?,
                overrides: Default::default(),
                limits: vec![],
                teams: vec![],
            })
        },
    )?;
    let Some(mut user) = found else { return Ok(None) };
    read.each("SELECT name, granted FROM user_right WHERE user_id = ?1", params![id], |row| {
        user.overrides.insert(row.get(0)?, row.get(1)?);
        Ok(())
    })?;
    user.limits = read.all(
        "SELECT currency, amount FROM user_limit WHERE user_id = ?1 ORDER BY 1",
        params![id],
        |row| Ok(Money::new(row.get(1)?, row.get(0)?)),
    )?;
    user.teams =
        read.all("SELECT team_id FROM team_member WHERE user_id = ?1", params![id], |row| row.get(0))?;
    Ok(Some(user))
}

/// An agent's row by its login.
pub fn find(read: &Read<'_>, login: &str) -> Result<Option<UserId>> {
    read.value("SELECT id FROM user WHERE login = ?1", params![login])
}

/// The agent that an operating-system account acts for: bound to it, or of the same login.
pub fn of_account(read: &Read<'_>, account: &str) -> Result<Option<UserId>> {
    read.value(
        "SELECT id FROM user WHERE os_login = ?1 OR (os_login IS NULL AND login = ?1)
         ORDER BY os_login IS NULL, id LIMIT 1",
        params![account],
    )
}

/// The agent with the lowest row.
pub fn first(read: &Read<'_>) -> Result<Option<UserId>> {
    read.value("SELECT min(id) FROM user HAVING count(*) > 0", &[])
}

/// Every agent, by login.
pub fn list(read: &Read<'_>) -> Result<Vec<UserId>> {
    read.all("SELECT id FROM user ORDER BY login", &[], |row| row.get(0))
}

/// Writes an agent anew or changed, with rights and limits; its teams are the teams' matter.
pub fn save(tx: &Tx<'_>, user: &User) -> Result<UserId> {
    let id: UserId = tx.one(
        "INSERT INTO user (login, name, email, role, os_login) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (login) DO UPDATE SET version = version + 1, name = ?2, email = ?3, role = ?4, os_login = ?5
         RETURNING id",
        params![&user.login, &user.name, user.email.as_deref(), user.role, user.os_login.as_deref()],
        |row| row.get(0),
    )?;
    tx.run("DELETE FROM user_right WHERE user_id = ?1", params![id])?;
    for (right, granted) in &user.overrides {
        tx.run(
            "INSERT INTO user_right (user_id, name, granted) VALUES (?1, ?2, ?3)",
            params![id, *right, *granted],
        )?;
    }
    tx.run("DELETE FROM user_limit WHERE user_id = ?1", params![id])?;
    for limit in &user.limits {
        tx.run(
            "INSERT INTO user_limit (user_id, currency, amount) VALUES (?1, ?2, ?3)",
            params![id, limit.currency, limit.amount],
        )?;
    }
    Ok(id)
}

/// Names of an agent's teams.
pub fn team_names(read: &Read<'_>, id: UserId) -> Result<Vec<String>> {
    read.all(
        "SELECT t.name FROM team_member m JOIN team t ON t.id = m.team_id WHERE m.user_id = ?1 ORDER BY t.name",
        params![id],
        |row| row.get(0),
    )
}
