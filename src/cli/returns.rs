//! `return`: goods that come back, from a ticket, and what replaces them; `reason`: why they do.

use clap::{Args, Subcommand};

use super::flags::{assignment, line_number, malformed, ticket_number};
use super::session::Session;
use super::table;
use crate::domain::command::{Balance, Command, ReasonEdit};
use crate::domain::error::{Error, Invalid, Result, Thing};
use crate::domain::form::{Draft, LineValue, Value};
use crate::domain::ids::TicketId;
use crate::domain::product::Tracking;
use crate::domain::quantity::Quantity;
use crate::domain::stock::TransferLine;
use crate::domain::wizard::returns::{
    BALANCE, DELIVERIES, DeliveryFacts, Facts, LINES, LOCATION, ORDER, REASON, REPLACE, REPLACEMENTS,
};
use crate::domain::wizard::{Button, Form};

/// Take goods back, from a ticket.
#[derive(Debug, Subcommand)]
pub enum Return {
    /// Make the transfers that bring goods back
    Create(Box<Create>),
}

/// Which goods.
#[derive(Debug, Args)]
pub struct Create {
    /// Number of the ticket
    #[arg(long, value_name = "N", value_parser = ticket_number)]
    ticket: i64,
    /// Delivery to return; may be given several times [default: those of the order, or the only one]
    #[arg(long = "delivery", value_name = "NUM")]
    deliveries: Vec<String>,
    /// Sales order [default: the ticket's]
    #[arg(long, value_name = "NUM")]
    order: Option<String>,
    /// A line and how much of it comes back, and its lot [default: every line at what can still come back]
    #[arg(long = "line", value_name = "[DELIVERY#]LINE=QTY[:LOT]", allow_hyphen_values = true)]
    lines: Vec<String>,
    /// Where it comes to [default: where it came from]
    #[arg(long, value_name = "NAME")]
    location: Option<String>,
    /// Why: a reason of the list, or any text
    #[arg(long, value_name = "R")]
    reason: Option<String>,
    /// Deliver the same again
    #[arg(long)]
    exchange: bool,
    /// Another product in exchange, and how many
    #[arg(long = "replace", value_name = "SKU=QTY", requires = "balance")]
    replace: Vec<String>,
    /// What becomes of the difference in value: credit, invoice, coupon
    #[arg(long, value_name = "WHAT", requires = "replace")]
    balance: Option<String>,
}

impl Return {
    /// Runs the command.
    pub fn run(self, session: &mut Session<'_>) -> Result<()> {
        let Self::Create(create) = self;
        create.run(session)
    }
}

impl Create {
    fn run(&self, session: &mut Session<'_>) -> Result<()> {
        let ticket = TicketId(self.ticket);
        let mut draft = Draft::default();
        self.narrow(session, &mut draft)?;
        let facts = session.desk.return_facts(ticket, &draft)?;
        if self.location.is_some() && facts.goes_back() {
            return Err(Error::from(Invalid::Hidden).at(LOCATION));
        }
        if !self.lines.is_empty() {
            draft.set(LINES, Value::Lines(self.line_values(session, &facts).map_err(|e| e.at("lines"))?));
        }
        let button = match self.exchange || !self.replace.is_empty() {
            true => Button::ReturnForExchange,
            false => Button::Return,
        };
        let mut command = session.desk.command(&Form::Return(ticket), &draft, button, None)?;
        if let (Command::Return(request), Some(text)) = (&mut command, &self.reason) {
            // What is not on the list is told in its own words.
            request.told = request.reason.is_none().then(|| text.clone());
        }
        session.execute(&command)
    }

    fn narrow(&self, session: &mut Session<'_>, draft: &mut Draft) -> Result<()> {
        if let Some(number) = &self.order {
            let id = session.desk.find_order(number).map_err(|e| e.at(ORDER))?;
            draft.set(ORDER, Value::Picked(vec![id.0]));
        }
        let mut ids = Vec::new();
        for number in &self.deliveries {
            let id = session.desk.find_transfer(number).map_err(|e| e.at(DELIVERIES))?.0;
            if ids.contains(&id) {
                return Err(Error::from(Invalid::Twice { given: number.clone() }).at(DELIVERIES));
            }
            ids.push(id);
        }
        if !ids.is_empty() {
            draft.set(DELIVERIES, Value::Picked(ids));
        }
        if let Some(name) = &self.location {
            let id = session.desk.find_location(name).map_err(|e| e.at(LOCATION))?;
            draft.set(LOCATION, Value::Picked(vec![id.0]));
        }
        if let Some(of) =
            self.reason.as_deref().map(|name| session.desk.find_reason(name)).transpose()?.flatten()
        {
            draft.set(REASON, Value::Picked(vec![of.id.0]));
        }
        self.replacing(session, draft)
    }

    fn replacing(&self, session: &mut Session<'_>, draft: &mut Draft) -> Result<()> {
        let (mut ids, mut lines) = (Vec::new(), Vec::new());
        for text in &self.replace {
            let (sku, quantity) = assignment(text, "SKU=1").map_err(|e| e.at(REPLACE))?;
            let id = session.desk.find_product(sku).map_err(|e| e.at(REPLACE))?.0;
            let quantity: Quantity = quantity.parse().map_err(|e: Invalid| Error::from(e).at(REPLACE))?;
            if quantity.is_zero() || quantity.is_negative() {
                let given = quantity.to_string();
                return Err(Error::from(Invalid::NotPositive { given }).at(REPLACE));
            }
            if ids.contains(&id) {
                return Err(Error::from(Invalid::Twice { given: sku.to_owned() }).at(REPLACE));
            }
            ids.push(id);
            lines.push(LineValue::of(id, quantity));
        }
        if !ids.is_empty() {
            draft.set(REPLACE, Value::Picked(ids));
            draft.set(REPLACEMENTS, Value::Lines(lines));
        }
        if let Some(text) = &self.balance {
            let balance: Balance = text.parse().map_err(|e: Invalid| Error::from(e).at(BALANCE))?;
            draft.set(BALANCE, Value::Choice(balance.as_str().to_owned()));
        }
        Ok(())
    }

    /// Every line of the chosen deliveries: the named ones at their quantity, the others left out.
    fn line_values(&self, session: &mut Session<'_>, facts: &Facts) -> Result<Vec<LineValue>> {
        let all = facts.deliveries.iter().flat_map(|d| &d.transfer.lines);
        let mut values: Vec<LineValue> = all.map(|l| LineValue::of(l.id.0, Quantity::ZERO)).collect();
        for text in &self.lines {
            let (name, value) = text.split_once('=').ok_or_else(|| malformed(text, "1=2"))?;
            let (quantity, lot) = match value.split_once(':') {
                Some((quantity, lot)) => (quantity, Some(lot)),
                None => (value, None),
            };
            let quantity: Quantity = quantity.parse()?;
            if quantity.is_negative() {
                return Err(Error::NegativeQuantity);
            }
            let (delivery, line) = named(facts, name)?;
            let line = of_lot(session, delivery, line, lot)?;
            let left = delivery.left_of(line.id).max(Quantity::ZERO);
            if quantity > left {
                let lot = line.lot.as_ref().filter(|_| left.is_zero());
                let place = lot.map(|lot| session.desk.lot_place(line.product, &lot.name)).transpose()?;
                return Err(Error::OverReturned { product: line.sku.clone(), left, lot: place.flatten() });
            }
            let Some(value) = values.iter_mut().find(|v| v.line == line.id.0) else { continue };
            if !value.quantity().is_zero() {
                return Err(Invalid::Twice { given: name.to_owned() }.into());
            }
            *value = LineValue::of(line.id.0, quantity);
        }
        Ok(values)
    }
}

/// The line that `[DELIVERY#]LINE` names among the chosen deliveries.
fn named<'f>(facts: &'f Facts, name: &str) -> Result<(&'f DeliveryFacts, &'f TransferLine)> {
    let (of, line) = match name.rsplit_once('#') {
        Some((number, line)) => (Some(number), line),
        None => (None, name),
    };
    let chosen = facts.deliveries.iter().filter(|d| {
        let t = &d.transfer;
        of.is_none_or(|number| t.number == number || format!("id:{}", t.id) == number)
    });
    let number = line_number(line)?;
    let mut found = chosen.filter_map(|d| d.transfer.line(number).map(|line| (d, line)));
    match (found.next(), found.next()) {
        (Some(only), None) => Ok(only),
        (Some(_), Some(_)) => Err(malformed(name, "WH/OUT/00001#1=2")),
        (None, _) => match facts.deliveries.is_empty() {
            true => Err(facts.missing().unwrap_or(Error::NoDelivery)),
            false => Err(Error::NotFound { what: Thing::Line, key: name.to_owned() }),
        },
    }
}

/// The line of a delivery that holds a lot: the one that was named, or another of the same product.
fn of_lot<'f>(
    session: &mut Session<'_>,
    delivery: &'f DeliveryFacts,
    line: &'f TransferLine,
    lot: Option<&str>,
) -> Result<&'f TransferLine> {
    let Some(lot) = lot.filter(|lot| line.lot.as_ref().is_none_or(|own| own.name != *lot)) else {
        return Ok(line);
    };
    let holds =
        |l: &&TransferLine| l.product == line.product && l.lot.as_ref().is_some_and(|o| o.name == lot);
    if line.tracking == Tracking::None {
        return Err(Error::from(Invalid::Hidden).at("lot"));
    }
    match delivery.transfer.lines.iter().find(holds) {
        Some(other) => Ok(other),
        None => {
            let place = session.desk.lot_place(line.product, lot)?.map(|w| w.place);
            let delivery = delivery.transfer.number.clone();
            Err(Error::LotNotDelivered { lot: lot.to_owned(), delivery, place })
        }
    }
}

/// Reasons for which goods come back.
#[derive(Debug, Subcommand)]
pub enum Reason {
    /// The company's list
    List,
    /// Add a reason
    New {
        /// English name
        #[arg(long, value_name = "TEXT")]
        en: Option<String>,
        /// Korean name
        #[arg(long, value_name = "TEXT")]
        ko: Option<String>,
    },
    /// Change a reason
    Edit {
        /// Its name, in either language
        name: String,
        /// New English name
        #[arg(long, value_name = "TEXT")]
        en: Option<String>,
        /// New Korean name
        #[arg(long, value_name = "TEXT")]
        ko: Option<String>,
        /// Offer it no more
        #[arg(long, conflicts_with = "undo")]
        archive: bool,
        /// Offer it again
        #[arg(long)]
        undo: bool,
    },
}

impl Reason {
    /// Runs the command.
    pub fn run(self, session: &mut Session<'_>) -> Result<()> {
        match self {
            Self::List => {
                let all = session.desk.reasons()?;
                session.out.show(&all, |words| table::reasons(words, &all))
            }
            Self::New { en, ko } => {
                let edit = ReasonEdit { name_en: en, name_ko: ko, active: None };
                session.execute(&Command::SetReason(None, edit))
            }
            Self::Edit { name, en, ko, archive, undo } => {
                let missing = || Error::NotFound { what: Thing::ReturnReason, key: name.clone() };
                let of = session.desk.find_reason(&name)?.ok_or_else(missing)?;
                let active = (archive || undo).then_some(!archive);
                let edit = ReasonEdit { name_en: en, name_ko: ko, active };
                session.execute(&Command::SetReason(Some(of.id), edit))
            }
        }
    }
}
