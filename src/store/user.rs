//! Agents, their single rights and their limits.

use super::driver::{Read, Tx};
use crate::domain::error::Result;
use crate::domain::ids::{TeamId, UserId};
use crate::domain::money::Money;
use crate::domain::user::User;
use crate::domain::wording::key;
use crate::params;

/// An agent by its row.
pub fn load(read: &Read<'_>, id: UserId) -> Result<Option<User>> {
    let found = read.first(
        "SELECT id, version, login, name, email, role, os_login, active FROM user WHERE id = ?1",
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
                active: row.get(7)?,
                overrides: Default::default(),
                limits: vec![],
                day_limits: vec![],
                teams: vec![],
            })
        },
    )?;
    let Some(mut user) = found else { return Ok(None) };
    read.each("SELECT name, granted FROM user_right WHERE user_id = ?1", params![id], |row| {
        user.overrides.insert(row.get(0)?, row.get(1)?);
        Ok(())
    })?;
    user.limits = limits(read, "SELECT currency, amount FROM user_limit WHERE user_id = ?1 ORDER BY 1", id)?;
    user.day_limits =
        limits(read, "SELECT currency, amount FROM user_day_limit WHERE user_id = ?1 ORDER BY 1", id)?;
    user.teams = read.all(
        "SELECT team_id FROM team_member WHERE user_id = ?1 ORDER BY team_id",
        params![id],
        |row| row.get(0),
    )?;
    Ok(Some(user))
}

fn limits(read: &Read<'_>, sql: &str, id: UserId) -> Result<Vec<Money>> {
    read.all(sql, params![id], |row| Ok(Money::new(row.get(1)?, row.get(0)?)))
}

/// The login of an agent.
pub fn login(read: &Read<'_>, id: UserId) -> Result<Option<String>> {
    read.value("SELECT login FROM user WHERE id = ?1", params![id])
}

/// An agent's row by its login.
pub fn find(read: &Read<'_>, login: &str) -> Result<Option<UserId>> {
    read.value("SELECT id FROM user WHERE login = ?1", params![key(login)])
}

/// The agent that an operating-system account acts for: bound to it, or of the same login.
pub fn of_account(read: &Read<'_>, account: &str) -> Result<Option<UserId>> {
    read.value(
        "SELECT id FROM user WHERE active = 1 AND (os_login = ?1 OR (os_login IS NULL AND login = ?1))
         ORDER BY os_login IS NULL, id LIMIT 1",
        params![account],
    )
}

/// The agent with the lowest row.
pub fn first(read: &Read<'_>) -> Result<Option<UserId>> {
    read.value("SELECT min(id) FROM user WHERE active = 1 HAVING count(*) > 0", &[])
}

/// Every agent, by login.
pub fn list(read: &Read<'_>) -> Result<Vec<UserId>> {
    read.all("SELECT id FROM user ORDER BY login", &[], |row| row.get(0))
}

/// Writes an agent anew or changed, with rights and limits; its teams are the teams' matter.
pub fn save(tx: &Tx<'_>, user: &User) -> Result<UserId> {
    let id: UserId = tx.one(
        "INSERT INTO user (login, name, email, role, os_login, active) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT (login) DO UPDATE SET version = version + 1, name = ?2, email = ?3, role = ?4, os_login = ?5,
            active = ?6
         RETURNING id",
        params![
            &user.login,
            &user.name,
            user.email.as_deref(),
            user.role,
            user.os_login.as_deref(),
            user.active
        ],
        |row| row.get(0),
    )?;
    tx.run("DELETE FROM user_right WHERE user_id = ?1", params![id])?;
    for (right, granted) in &user.overrides {
        tx.run(
            "INSERT INTO user_right (user_id, name, granted) VALUES (?1, ?2, ?3)",
            params![id, *right, *granted],
        )?;
    }
    for (table, limits) in [("user_limit", &user.limits), ("user_day_limit", &user.day_limits)] {
        tx.run(&format!("DELETE FROM {table} WHERE user_id = ?1"), params![id])?;
        for limit in limits {
            let sql = format!("INSERT INTO {table} (user_id, currency, amount) VALUES (?1, ?2, ?3)");
            tx.run(&sql, params![id, limit.currency, limit.amount])?;
        }
    }
    Ok(id)
}

/// Makes an agent a member of these teams, and of no others.
pub fn set_teams(tx: &Tx<'_>, id: UserId, teams: &[TeamId]) -> Result<()> {
    tx.run("DELETE FROM team_member WHERE user_id = ?1", params![id])?;
    for team in teams {
        tx.run("INSERT INTO team_member (team_id, user_id) VALUES (?1, ?2)", params![*team, id])?;
    }
    Ok(())
}

/// Names of an agent's teams.
pub fn team_names(read: &Read<'_>, id: UserId) -> Result<Vec<String>> {
    read.all(
        "SELECT t.name FROM team_member m JOIN team t ON t.id = m.team_id WHERE m.user_id = ?1 ORDER BY t.name",
        params![id],
        |row| row.get(0),
    )
}
