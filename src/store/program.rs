//! Coupon programs with their rules and rewards.

use super::driver::{Read, Row, Tx};
use crate::domain::coupon::program::{Program, Reward, Rule};
use crate::domain::error::Result;
use crate::domain::ids::{ProductId, ProgramId, RewardId, UserId};
use crate::domain::wording::key;
use crate::params;

/// A program's row by its name.
pub fn find(read: &Read<'_>, name: &str) -> Result<Option<ProgramId>> {
    read.value("SELECT id FROM program WHERE name = ?1", params![key(name)])
}

/// Every program by name.
pub fn list(read: &Read<'_>) -> Result<Vec<ProgramId>> {
    read.all("SELECT id FROM program ORDER BY name", &[], |row| row.get(0))
}

/// The name of a program.
pub fn name(read: &Read<'_>, id: ProgramId) -> Result<String> {
    read.one("SELECT name FROM program WHERE id = ?1", params![id], |row| row.get(0))
}

/// A program, whole.
pub fn load(read: &Read<'_>, id: ProgramId) -> Result<Option<Program>> {
    let found = read.first(
        "SELECT id, version, name, kind, date_from, date_to, max_usage, active, share_link, after_refund
         FROM program WHERE id = ?1",
        params![id],
        |row| {
            Ok(Program {
                id: row.get(0)?,
                version: row.get(1)?,
                name: row.get(2)?,
                kind: row.get(3)?,
                date_from: row.get(4)?,
                date_to: row.get(5)?,
                max_usage: row.get(6)?,
                active: row.get(7)?,
                share_link: row
                    .get::<String>(8)?
                    .parse()
                    .map_err(|_| super::driver::damaged("share link"))?,
                after_refund: row.get(9)?,
                rules: vec![],
                rewards: vec![],
            })
        },
    )?;
    let Some(mut program) = found else { return Ok(None) };
    program.rules = rules(read, id)?;
    program.rewards = rewards(read, id)?;
    Ok(Some(program))
}

fn rules(read: &Read<'_>, id: ProgramId) -> Result<Vec<Rule>> {
    let rows: Vec<(i64, Rule)> = read.all(
        "SELECT id, key, minimum_amount, minimum_amount_tax, minimum_quantity FROM program_rule
         WHERE program_id = ?1 ORDER BY id",
        params![id],
        |row| {
            let rule = Rule {
                key: row.get(1)?,
                minimum_amount: row.get(2)?,
                minimum_amount_tax: row.get(3)?,
                minimum_quantity: row.get(4)?,
                products: vec![],
            };
            Ok((row.get(0)?, rule))
        },
    )?;
    rows.into_iter()
        .map(|(row, rule)| {
            let sql = "SELECT product_id FROM program_rule_product WHERE rule_id = ?1 ORDER BY product_id";
            Ok(Rule { products: read.all(sql, params![row], |r| r.get(0))?, ..rule })
        })
        .collect()
}

fn rewards(read: &Read<'_>, id: ProgramId) -> Result<Vec<Reward>> {
    let rewards = read.all(
        "SELECT id, key, kind, mode, amount, applies_to, max_amount, product_id, quantity, description
         FROM program_reward WHERE program_id = ?1 AND gone = 0 ORDER BY id",
        params![id],
        reward,
    )?;
    rewards
        .into_iter()
        .map(|reward| {
            let sql =
                "SELECT product_id FROM program_reward_product WHERE reward_id = ?1 ORDER BY product_id";
            Ok(Reward { products: read.all(sql, params![reward.id], |r| r.get(0))?, ..reward })
        })
        .collect()
}

fn reward(row: &Row<'_>) -> Result<Reward> {
    Ok(Reward {
        id: row.get(0)?,
        key: row.get(1)?,
        kind: row.get(2)?,
        mode: row.get(3)?,
        amount: row.get(4)?,
        applies_to: row.get(5)?,
        products: vec![],
        max_amount: row.get(6)?,
        product: row.get(7)?,
        quantity: row.get(8)?,
        description: row.get(9)?,
    })
}

/// Writes a program, new or changed, with its rules and rewards; answers its row. Rewards keep their rows by
/// their keys, so that orders which took one still name it.
pub fn save(tx: &Tx<'_>, program: &Program) -> Result<ProgramId> {
    let head = params![
        program.id,
        &program.name,
        program.kind,
        program.date_from,
        program.date_to,
        program.max_usage,
        program.active,
        program.share_link.to_string(),
        program.after_refund,
    ];
    let id = match program.id {
        ProgramId(0) => ProgramId(tx.insert(
            "INSERT INTO program (name, kind, date_from, date_to, max_usage, active, share_link, after_refund)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            &head[1..],
        )?),
        id => {
            tx.run(
                "UPDATE program SET version = version + 1, name = ?2, kind = ?3, date_from = ?4, date_to = ?5,
                    max_usage = ?6, active = ?7, share_link = ?8, after_refund = ?9 WHERE id = ?1",
                head,
            )?;
            id
        }
    };
    save_rules(tx, id, &program.rules)?;
    save_rewards(tx, id, &program.rewards)?;
    Ok(id)
}

fn save_rules(tx: &Tx<'_>, id: ProgramId, rules: &[Rule]) -> Result<()> {
    tx.run(
        "DELETE FROM program_rule_product WHERE rule_id IN (SELECT id FROM program_rule WHERE program_id = ?1)",
        params![id],
    )?;
    tx.run("DELETE FROM program_rule WHERE program_id = ?1", params![id])?;
    for rule in rules {
        let row = tx.insert(
            "INSERT INTO program_rule (program_id, key, minimum_amount, minimum_amount_tax, minimum_quantity)
             VALUES (?1, ?2, ?3, ?4, ?5)",
            params![id, &rule.key, rule.minimum_amount, rule.minimum_amount_tax, rule.minimum_quantity],
        )?;
        products(tx, "program_rule_product", "rule_id", row, &rule.products)?;
    }
    Ok(())
}

fn save_rewards(tx: &Tx<'_>, id: ProgramId, rewards: &[Reward]) -> Result<()> {
    let before: Vec<RewardId> = read_ids(tx, id)?;
    for gone in before.iter().filter(|id| !rewards.iter().any(|r| r.id == **id)) {
        tx.run("UPDATE program_reward SET gone = 1 WHERE id = ?1", params![*gone])?;
    }
    for r in rewards {
        let row = match before.contains(&r.id) {
            true => r.id.0,
            false => tx.insert(
                "INSERT INTO program_reward (program_id, key, kind, mode, amount, applies_to, quantity, description)
                 VALUES (?1, ?2, ?3, ?4, 0, ?5, 1000000, '')",
                params![id, &r.key, r.kind, r.mode, r.applies_to],
            )?,
        };
        tx.run(
            "UPDATE program_reward SET key = ?2, kind = ?3, mode = ?4, amount = ?5, applies_to = ?6, max_amount = ?7,
                product_id = ?8, quantity = ?9, description = ?10 WHERE id = ?1",
            params![
                row,
                &r.key,
                r.kind,
                r.mode,
                r.amount,
                r.applies_to,
                r.max_amount,
                r.product,
                r.quantity,
                &r.description
            ],
        )?;
        tx.run("DELETE FROM program_reward_product WHERE reward_id = ?1", params![row])?;
        products(tx, "program_reward_product", "reward_id", row, &r.products)?;
    }
    Ok(())
}

fn read_ids(read: &Read<'_>, id: ProgramId) -> Result<Vec<RewardId>> {
    read.all("SELECT id FROM program_reward WHERE program_id = ?1 AND gone = 0", params![id], |row| {
        row.get(0)
    })
}

fn products(tx: &Tx<'_>, table: &str, column: &str, row: i64, products: &[ProductId]) -> Result<()> {
    let sql = format!("INSERT INTO {table} ({column}, product_id) VALUES (?1, ?2) ON CONFLICT DO NOTHING");
    for product in products {
        tx.run(&sql, params![row, *product])?;
    }
    Ok(())
}

/// How many orders hold a reward of a program, drafts too (`domain/facts.md` §11, 35); a confirmed one whose
/// coupon was given back does not count.
pub fn usage(read: &Read<'_>, id: ProgramId) -> Result<i64> {
    read.one(
        "SELECT count(DISTINCT s.order_id) FROM program_reward r JOIN sale_order_coupon s ON s.reward_id = r.id
         JOIN sale_order o ON o.id = s.order_id JOIN coupon c ON c.id = s.coupon_id
         WHERE r.program_id = ?1 AND (o.state <> 'sale' OR c.order_id = o.id)",
        params![id],
        |row| row.get(0),
    )
}

/// How many coupons a program has.
pub fn coupons(read: &Read<'_>, id: ProgramId) -> Result<i64> {
    read.one("SELECT count(*) FROM coupon WHERE program_id = ?1", params![id], |row| row.get(0))
}

/// The programs of coupons that have no reward.
pub fn without_rewards(read: &Read<'_>) -> Result<Vec<ProgramId>> {
    read.all(
        "SELECT id FROM program p WHERE kind = 'coupons'
         AND NOT EXISTS (SELECT 1 FROM program_reward r WHERE r.program_id = p.id AND r.gone = 0) ORDER BY id",
        &[],
        |row| row.get(0),
    )
}

/// Whether there is any program: their amounts are in the company's currency.
pub fn any(read: &Read<'_>) -> Result<bool> {
    read.one("SELECT EXISTS (SELECT 1 FROM program)", &[], |row| row.get(0))
}

/// Whether coupons can be made of any program.
pub fn any_of_coupons(read: &Read<'_>) -> Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM program WHERE kind = 'coupons' AND active = 1)";
    read.one(sql, &[], |row| row.get(0))
}

/// The program that an agent makes coupons of: the one used last, where coupons can still be made of it;
/// else the only one.
pub fn usual(read: &Read<'_>, agent: UserId) -> Result<Option<ProgramId>> {
    let last = read.value(
        "SELECT p.id FROM coupon c JOIN program p ON p.id = c.program_id
         WHERE c.created_by = ?1 AND p.kind = 'coupons' AND p.active = 1 ORDER BY c.id DESC LIMIT 1",
        params![agent],
    )?;
    if last.is_some() {
        return Ok(last);
    }
    let sql = "SELECT id FROM program WHERE kind = 'coupons' AND active = 1 LIMIT 2";
    let all: Vec<ProgramId> = read.all(sql, &[], |row| row.get(0))?;
    Ok(if let [only] = all.as_slice() { Some(*only) } else { None })
}
