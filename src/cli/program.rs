//! `program`: coupon programs, their rules and rewards.

use clap::{Args, Subcommand};

use super::flags::malformed;
use super::session::Session;
use super::table;
use crate::domain::command::{Command, ProgramEdit};
use crate::domain::coupon::program::{AppliesTo, Reward, RewardKind, Rule};
use crate::domain::error::{Error, Invalid, Result};
use crate::domain::ids::ProductId;
use crate::domain::settings;

/// Coupon programs, by name.
#[derive(Debug, Subcommand)]
pub enum Program {
    /// Programs by name
    List,
    /// One program with its rules and rewards
    Show {
        /// Name
        name: String,
    },
    /// Make a program; without a reward it gives 10% off the order
    New {
        /// Name
        name: String,
        #[command(flatten)]
        fields: Fields,
    },
    /// Change a program; an empty text clears a field
    Edit {
        /// Name
        name: String,
        /// New name
        #[arg(long = "name", value_name = "N")]
        rename: Option<String>,
        #[command(flatten)]
        fields: Fields,
    },
    /// Archive a program: no coupons are made of it or used any more
    Archive {
        /// Name
        name: String,
        /// Bring it back
        #[arg(long)]
        undo: bool,
    },
}

/// Fields of a program.
#[derive(Debug, Args)]
pub struct Fields {
    /// coupons, promotion, gift_card, loyalty; only coupons are handed out
    #[arg(long)]
    kind: Option<String>,
    /// First day of use
    #[arg(long, value_name = "D")]
    from: Option<String>,
    /// Last day of use
    #[arg(long, value_name = "D")]
    to: Option<String>,
    /// How many orders may use it
    #[arg(long, value_name = "N")]
    max_usage: Option<String>,
    /// Form of share links: odoo, shopify, or an address with {code}
    #[arg(long, value_name = "FORM")]
    share_link: Option<String>,
    /// After a refund of the whole order: restore, burn, reissue
    #[arg(long, value_name = "WHAT")]
    after_refund: Option<String>,
    /// What an order must hold; one of several is enough. Parts by comma: key=1, amount=50000, tax=incl|excl,
    /// quantity=1, products=SKU;SKU
    #[arg(long = "rule", value_name = "PARTS")]
    rules: Vec<String>,
    /// Remove a rule, by key
    #[arg(long = "remove-rule", value_name = "KEY")]
    remove_rules: Vec<String>,
    /// What a coupon gives; of several one is taken. Parts by comma: key=1, percent=10 or fixed=5000 or
    /// product=SKU, on=order|cheapest|specific, products=SKU;SKU, max=20000, quantity=1, description=TEXT (last)
    #[arg(long = "reward", value_name = "PARTS")]
    rewards: Vec<String>,
    /// Remove a reward, by key
    #[arg(long = "remove-reward", value_name = "KEY")]
    remove_rewards: Vec<String>,
}

impl Program {
    /// Runs the command.
    pub fn run(self, session: &mut Session<'_>) -> Result<()> {
        let command = match self {
            Self::List => {
                let all = session.desk.programs()?;
                return session.out.show(&all, |words| table::programs(words, &all));
            }
            Self::Show { name } => {
                let id = session.desk.find_program(&name)?;
                let view = session.desk.program(id)?;
                session.expect(view.version, &view.name)?;
                return session.out.show(&view, |words| table::program(words, &view));
            }
            Self::New { name, fields } => {
                let edit = fields.edit(session, &[], &[])?;
                Command::NewProgram(Box::new(ProgramEdit { name: Some(name), ..edit }))
            }
            Self::Edit { name, rename, fields } => {
                let of = session.desk.program_as_written(&name)?;
                let edit = fields.edit(session, &of.rules, &of.rewards)?;
                Command::EditProgram(name, Box::new(ProgramEdit { name: rename, ..edit }))
            }
            Self::Archive { name, undo } => {
                let edit = ProgramEdit { active: Some(undo), ..ProgramEdit::default() };
                Command::EditProgram(name, Box::new(edit))
            }
        };
        session.execute(&command)
    }
}

/// A value that an empty text clears.
fn clearing<T, E: Into<Error>>(
    text: Option<String>,
    field: &'static str,
    read: impl FnOnce(&str) -> std::result::Result<T, E>,
) -> Result<Option<Option<T>>> {
    match text.as_deref().map(str::trim) {
        None => Ok(None),
        Some("") => Ok(Some(None)),
        Some(text) => read(text).map(|v| Some(Some(v))).map_err(|e| e.into().at(field)),
    }
}

impl Fields {
    /// The change; rules and rewards begin as those that the program has, where they name one.
    fn edit(self, session: &mut Session<'_>, rules: &[Rule], rewards: &[Reward]) -> Result<ProgramEdit> {
        let whole = |t: &str| t.parse::<i64>().map_err(|_| Invalid::NotAnInteger { given: t.to_owned() });
        Ok(ProgramEdit {
            name: None,
            kind: self.kind.map(|k| k.parse()).transpose().map_err(|e: Invalid| Error::from(e).at("kind"))?,
            date_from: clearing(self.from, "date_from", settings::date)?,
            date_to: clearing(self.to, "date_to", settings::date)?,
            max_usage: clearing(self.max_usage, "max_usage", whole)?,
            active: None,
            share_link: self
                .share_link
                .map(|l| l.parse())
                .transpose()
                .map_err(|e: Error| e.at("share_link"))?,
            after_refund: self
                .after_refund
                .map(|a| a.parse())
                .transpose()
                .map_err(|e: Invalid| Error::from(e).at("after_refund"))?,
            rules: each(&self.rules, |t| rule(session, t, rules), |r| &r.key).map_err(|e| e.at("rule"))?,
            remove_rules: self.remove_rules,
            rewards: each(&self.rewards, |t| reward(session, t, rewards), |r| &r.key)
                .map_err(|e| e.at("reward"))?,
            remove_rewards: self.remove_rewards,
        })
    }
}

/// What each text says; no two may name the same key.
fn each<T>(
    texts: &[String],
    mut read: impl FnMut(&str) -> Result<T>,
    key: impl Fn(&T) -> &str,
) -> Result<Vec<T>> {
    let mut all: Vec<T> = Vec::new();
    for text in texts {
        let new = read(text)?;
        if !key(&new).is_empty() && all.iter().any(|known| key(known) == key(&new)) {
            return Err(Invalid::Twice { given: format!("key={}", key(&new)) }.into());
        }
        all.push(new);
    }
    Ok(all)
}

/// `KEY=VALUE` parts, none of them twice; a description runs to the end.
fn parts<'t>(text: &'t str, form: &str) -> Result<Vec<(&'t str, &'t str)>> {
    let (head, description) = match text.split_once("description=") {
        Some((head, description)) => (head.trim_end_matches([',', ' ']), Some(description)),
        None => (text, None),
    };
    let split = |part: &'t str| part.trim().split_once('=').ok_or_else(|| malformed(part, form));
    let mut found: Vec<_> =
        head.split(',').filter(|p| !p.trim().is_empty()).map(split).collect::<Result<_>>()?;
    found.extend(description.map(|d| ("description", d)));
    for (at, (key, _)) in found.iter().enumerate() {
        if found[..at].iter().any(|(before, _)| before == key) {
            return Err(Invalid::Twice { given: format!("{key}=") }.into());
        }
    }
    Ok(found)
}

/// Refuses two parts that can't both hold.
fn apart(parts: &[(&str, &str)], pairs: &[(&'static str, &str)]) -> Result<()> {
    let named = |wanted: &str| parts.iter().any(|(key, _)| *key == wanted);
    match pairs.iter().find(|(one, other)| named(one) && named(other)) {
        Some((one, other)) => {
            let other = format!("{other}=");
            Err(Error::from(Invalid::Contradicts { other }).at(*one))
        }
        None => Ok(()),
    }
}

fn key_of<'t>(parts: &[(&'t str, &'t str)]) -> &'t str {
    parts.iter().find(|(key, _)| *key == "key").map_or("", |(_, value)| value)
}

fn products(session: &mut Session<'_>, text: &str) -> Result<Vec<ProductId>> {
    text.split(';').filter(|s| !s.trim().is_empty()).map(|sku| session.desk.find_product(sku)).collect()
}

const RULE: &str = "amount=50000,tax=incl,quantity=1,products=SKU;SKU";
const REWARD: &str = "percent=10,on=order,max=20000";

fn rule(session: &mut Session<'_>, text: &str, known: &[Rule]) -> Result<Rule> {
    let parts = parts(text, RULE)?;
    let key = key_of(&parts);
    let mut rule = known.iter().find(|r| r.key == key).cloned().unwrap_or_else(|| Rule::new(key));
    for (key, value) in parts {
        match key {
            "key" => {}
            "amount" => rule.minimum_amount = value.parse()?,
            "tax" => rule.minimum_amount_tax = value.parse()?,
            "quantity" => rule.minimum_quantity = value.parse()?,
            "products" => rule.products = products(session, value)?,
            _ => return Err(malformed(key, RULE)),
        }
    }
    Ok(rule)
}

/// Parts of a reward that give a discount, against the one that gives a product, and against each other.
const APART: &[(&str, &str)] = &[
    ("percent", "fixed"),
    ("percent", "product"),
    ("fixed", "product"),
    ("on", "product"),
    ("products", "product"),
    ("max", "product"),
];

fn reward(session: &mut Session<'_>, text: &str, known: &[Reward]) -> Result<Reward> {
    let parts = parts(text, REWARD)?;
    apart(&parts, APART)?;
    let specific = |(key, value): &(&str, &str)| *key == "on" && *value == AppliesTo::Specific.as_str();
    if !parts.iter().any(specific) {
        apart(&parts, &[("on", "products")])?;
    }
    let key = key_of(&parts);
    let mut reward = known.iter().find(|r| r.key == key).cloned().unwrap_or_else(|| Reward::new(key));
    for (key, value) in parts {
        match key {
            "key" => {}
            "percent" | "fixed" => {
                reward.kind = RewardKind::Discount;
                reward.mode = key.parse()?;
                reward.amount = value.parse()?;
            }
            "product" => {
                reward.kind = RewardKind::Product;
                reward.product = Some(session.desk.find_product(value)?);
            }
            "on" => reward.applies_to = value.parse()?,
            "products" => {
                reward.products = products(session, value)?;
                reward.applies_to = AppliesTo::Specific;
            }
            "max" if value.is_empty() => reward.max_amount = None,
            "max" => reward.max_amount = Some(value.parse()?),
            "quantity" => reward.quantity = value.parse()?,
            "description" => reward.description = crate::domain::wording::one_line(value)?,
            _ => return Err(malformed(key, REWARD)),
        }
    }
    Ok(reward)
}
