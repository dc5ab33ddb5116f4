//! The facts of the forms of coupon programs, and the commands that they make.

use super::access::require;
use super::forms::Facts;
use super::programs;
use crate::domain::command::{Command, ProgramEdit};
use crate::domain::coupon::program::{Program, Reward, Rule};
use crate::domain::error::{Error, Result, Thing};
use crate::domain::form::{Draft, Resolved};
use crate::domain::user::{Right, User};
use crate::domain::wizard::{Button, Form, program, program_reward, program_rule};
use crate::store::{Read, driver};

/// The facts of a form, and what it shows; none for who may not settle anything.
pub fn resolve(read: &Read<'_>, form: &Form, draft: &Draft, actor: &User) -> Result<(Facts, Resolved)> {
    require(actor, Right::Settings)?;
    let of = match form {
        Form::EditProgram(id) | Form::Rule(id, _) | Form::Reward(id, _) => Some(programs::raw(read, *id)?),
        _ => None,
    };
    let facts = program::Facts { program: of };
    let resolved = match form {
        Form::Rule(_, key) => program_rule::resolve(&rule(&facts, key.as_deref())?, draft),
        Form::Reward(_, key) => program_reward::resolve(&reward(&facts, key.as_deref())?, draft),
        _ => program::resolve(&facts, draft),
    };
    Ok((Facts::Program(Box::new(facts)), resolved))
}

fn of(facts: &program::Facts) -> Result<&Program> {
    facts.program.as_ref().ok_or_else(|| driver::damaged("form"))
}

/// The rule that a form is about; a new one where it names none.
fn rule(facts: &program::Facts, key: Option<&str>) -> Result<Rule> {
    let Some(key) = key else { return Ok(Rule::new("")) };
    let missing = || Error::NotFound { what: Thing::Rule, key: key.to_owned() };
    of(facts)?.rules.iter().find(|r| r.key == key).cloned().ok_or_else(missing)
}

/// The reward that a form is about; a new one where it names none.
fn reward(facts: &program::Facts, key: Option<&str>) -> Result<Reward> {
    let Some(key) = key else { return Ok(Reward::new("")) };
    let missing = || Error::NotFound { what: Thing::Reward, key: key.to_owned() };
    of(facts)?.rewards.iter().find(|r| r.key == key).cloned().ok_or_else(missing)
}

/// The command that a button makes.
pub fn command(
    form: &Form,
    facts: &program::Facts,
    draft: &Draft,
    resolved: &Resolved,
    button: Button,
) -> Result<Command> {
    let edit = match (form, button) {
        (Form::NewProgram, _) => {
            let edit = program::parse(facts, draft, resolved).map_err(Error::Fields)?;
            return Ok(Command::NewProgram(Box::new(edit)));
        }
        (Form::Rule(_, Some(key)), Button::RemoveRule) => {
            ProgramEdit { remove_rules: vec![key.clone()], ..ProgramEdit::default() }
        }
        (Form::Reward(_, Some(key)), Button::RemoveReward) => {
            ProgramEdit { remove_rewards: vec![key.clone()], ..ProgramEdit::default() }
        }
        (Form::Rule(_, key), _) => {
            let own = rule(facts, key.as_deref())?;
            let rule = program_rule::parse(&own, draft, resolved).map_err(Error::Fields)?;
            ProgramEdit { rules: vec![rule], ..ProgramEdit::default() }
        }
        (Form::Reward(_, key), _) => {
            let own = reward(facts, key.as_deref())?;
            let reward = program_reward::parse(&own, draft, resolved).map_err(Error::Fields)?;
            ProgramEdit { rewards: vec![reward], ..ProgramEdit::default() }
        }
        _ => program::parse(facts, draft, resolved).map_err(Error::Fields)?,
    };
    Ok(Command::EditProgram(of(facts)?.name.clone(), Box::new(edit)))
}
