//! Agents: roles, single rights and refund limits (`contract/cli.md`, roles).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::error::{Invalid, Result};
use super::ids::{TeamId, UserId};
use super::money::{Amount, Currency, Money};
use super::wording;
use crate::code_enum;

code_enum! {
    /// What an agent is by and large.
    Role {
        /// Works tickets.
        Agent = "agent",
        /// Also works the books and the warehouse.
        Lead = "lead",
        /// Also sets up the desk.
        Admin = "admin",
    }
}

code_enum! {
    /// A single right, held by role or granted one by one.
    Right {
        /// The refund service.
        Refund = "refund",
        /// The coupon service.
        Coupon = "coupon",
        /// The return service.
        Return = "return",
        /// The repair service.
        Repair = "repair",
        /// The field service.
        FieldService = "field_service",
        /// Post, cancel and pay any document; edit others' drafts.
        Accounting = "accounting",
        /// Stock and transfers.
        Inventory = "inventory",
        /// Settings, teams, users, imports.
        Settings = "settings",
    }
}

impl Role {
    /// Whether the role holds a right without its being granted.
    pub fn holds(self, right: Right) -> bool {
        match right {
            Right::Refund | Right::Coupon | Right::Return | Right::Repair | Right::FieldService => true,
            Right::Accounting | Right::Inventory => self >= Role::Lead,
            Right::Settings => self == Role::Admin,
        }
    }
}

/// An agent, with everything that decides what it may do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    /// Row.
    pub id: UserId,
    /// Counts changes.
    pub version: i64,
    /// Short name to log in by.
    pub login: String,
    /// Name that people read.
    pub name: String,
    /// Address, if known.
    pub email: Option<String>,
    /// Role.
    pub role: Role,
    /// The only operating-system account that may act for this agent.
    pub os_login: Option<String>,
    /// Whether it works here still: else it can't sign in, and gets nothing to do.
    pub active: bool,
    /// Rights granted (`true`) or revoked (`false`) beside the role's.
    pub overrides: BTreeMap<Right, bool>,
    /// The most that what it posts from one ticket may come to, per currency.
    pub limits: Vec<Money>,
    /// The most that what it posts in one day may come to, per currency.
    pub day_limits: Vec<Money>,
    /// Teams it is in; in none, it sees every ticket.
    pub teams: Vec<TeamId>,
}

impl User {
    /// Whether the agent holds a right.
    pub fn may(&self, right: Right) -> bool {
        self.overrides.get(&right).copied().unwrap_or_else(|| self.role.holds(right))
    }

    /// Whether the agent may see and work the tickets of a team.
    pub fn sees(&self, team: TeamId) -> bool {
        self.role == Role::Admin || self.teams.is_empty() || self.teams.contains(&team)
    }

    /// The refund limit in a currency, if there is one.
    pub fn limit(&self, currency: Currency) -> Option<Amount> {
        self.limits.iter().find(|m| m.currency == currency).map(|m| m.amount)
    }

    /// The refund limit of a day in a currency, if there is one.
    pub fn day_limit(&self, currency: Currency) -> Option<Amount> {
        self.day_limits.iter().find(|m| m.currency == currency).map(|m| m.amount)
    }
}

/// The form of refund limits.
const LIMITS: &str = "KRW:100000;USD:80";

/// Reads a refund limit: `KRW:100000`.
fn limit(text: &str) -> Result<Money, Invalid> {
    let malformed = || Invalid::Malformed { given: text.to_owned(), form: LIMITS.to_owned() };
    let (currency, amount) = text.split_once(':').ok_or_else(malformed)?;
    let currency: Currency = currency.trim().parse()?;
    let amount = Amount::parse(amount.trim(), currency)?;
    if amount.0 < 0 {
        return Err(Invalid::Negative { given: text.to_owned() });
    }
    Ok(Money::new(amount, currency))
}

/// Reads refund limits, one for each currency: `KRW:100000;USD:80`; empty for none.
pub fn limits(text: &str) -> Result<Vec<Money>, Invalid> {
    let mut limits: Vec<Money> = Vec::new();
    for part in text.split(';').map(str::trim).filter(|p| !p.is_empty()) {
        let limit = limit(part)?;
        if limits.iter().any(|l| l.currency == limit.currency) {
            return Err(Invalid::Twice { given: limit.currency.to_string() });
        }
        limits.push(limit);
    }
    Ok(limits)
}

/// Limits as somebody writes them: an amount alone is in the company's currency.
pub fn limits_in(text: &str, currency: Currency) -> Result<Vec<Money>, Invalid> {
    let plain = text.trim();
    match plain.is_empty() || plain.contains([':', ';']) {
        true => limits(text),
        false => limits(&format!("{currency}:{plain}")),
    }
}

/// An agent as answered to people and programs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserView {
    /// Row.
    pub id: UserId,
    /// Counts changes.
    pub version: i64,
    /// Short name.
    pub login: String,
    /// Name.
    pub name: String,
    /// Address.
    pub email: Option<String>,
    /// Role.
    pub role: Role,
    /// Bound operating-system account.
    pub os_login: Option<String>,
    /// Rights held, by role and by grant.
    pub rights: Vec<Right>,
    /// Whether it works here still.
    #[serde(default = "yes")]
    pub active: bool,
    /// Refund limits, by currency code.
    pub refund_limit: BTreeMap<String, String>,
    /// Refund limits of a day, by currency code.
    #[serde(default)]
    pub refund_limit_day: BTreeMap<String, String>,
    /// Names of its teams.
    pub teams: Vec<String>,
}

/// Agents of answers that were kept before they could be let go.
fn yes() -> bool {
    true
}

/// A login: a word of letters, digits, dots, dashes, underscores or `@`.
pub fn login_name(text: &str) -> Result<String> {
    let login = wording::name(text)?;
    if login.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '@')) {
        Ok(login)
    } else {
        Err(Invalid::Malformed { given: login, form: "kim.haneul".into() }.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn user(role: Role, overrides: &[(Right, bool)]) -> User {
        User {
            id: UserId(1),
            version: 1,
            login: "a".into(),
            name: "A".into(),
            email: None,
            role,
            os_login: None,
            active: true,
            overrides: overrides.iter().copied().collect(),
            limits: vec![],
            day_limits: vec![],
            teams: vec![TeamId(1)],
        }
    }

    #[test]
    fn refund_limits() {
        let plain = |text: &str| limits(text).map(|all| all.iter().map(|l| l.plain()).collect::<Vec<_>>());
        assert_eq!(plain("KRW:100000; USD: 80"), Ok(vec!["100000".into(), "80.00".into()]));
        assert_eq!(plain(""), Ok(vec![]));
        assert!(matches!(plain("USD:80;USD:90"), Err(Invalid::Twice { .. })));
        assert!(matches!(plain("USD"), Err(Invalid::Malformed { .. })));
        assert!(matches!(plain("USD:-1"), Err(Invalid::Negative { .. })));
    }

    #[test]
    fn roles_and_single_rights() {
        let table: &[(Role, Right, bool)] = &[
            (Role::Agent, Right::Refund, true),
            (Role::Agent, Right::Accounting, false),
            (Role::Agent, Right::Inventory, false),
            (Role::Lead, Right::Accounting, true),
            (Role::Lead, Right::Settings, false),
            (Role::Admin, Right::Settings, true),
        ];
        for (role, right, may) in table {
            assert_eq!(user(*role, &[]).may(*right), *may, "{role} {right}");
            assert!(user(*role, &[(*right, true)]).may(*right));
            assert!(!user(*role, &[(*right, false)]).may(*right));
        }
        assert!(!user(Role::Lead, &[]).sees(TeamId(2)));
        assert!(user(Role::Admin, &[]).sees(TeamId(2)));
    }
}
