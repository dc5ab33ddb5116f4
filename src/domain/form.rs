//! The model behind every form: fields, values, drafts. A wizard turns facts and a draft into what
//! the form shows (`resolve`), and a draft into a request (`parse`); the terminal form and the
//! command line both fill the same draft. No field owns a widget or a key.

use std::borrow::Cow;
use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};

use super::effect::Facts;
use super::error::{Error, FieldError};
use super::money::{Currency, Money};
use super::quantity::{Quantity, UnitPrice};
use crate::code_enum;

/// Names a field. Owned where it is made at run time (worksheets).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FieldId(pub Cow<'static, str>);

impl FieldId {
    /// A field known when the program was built.
    pub const fn of(name: &'static str) -> Self {
        Self(Cow::Borrowed(name))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<String> for FieldId {
    fn from(name: String) -> Self {
        Self(Cow::Owned(name))
    }
}

impl From<&'static str> for FieldId {
    fn from(name: &'static str) -> Self {
        Self::of(name)
    }
}

/// What a field holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Value {
    /// Nothing.
    #[default]
    Empty,
    /// A text.
    Text(String),
    /// A day.
    Date(NaiveDate),
    /// A point in time.
    Instant(DateTime<Utc>),
    /// A quantity.
    Quantity(Quantity),
    /// A price of one.
    Price(UnitPrice),
    /// An amount, in the currency in which it was typed.
    Amount(Money),
    /// A tick.
    Check(bool),
    /// One of a fixed list, by its code.
    Choice(String),
    /// Picked rows, in the order of picking.
    Picked(Vec<i64>),
    /// Words.
    Tags(Vec<String>),
    /// Lines.
    Lines(Vec<LineValue>),
    /// What somebody typed that is no value yet: kept, so that nothing typed is lost.
    Typed {
        /// As typed.
        text: String,
        /// What is wrong with it.
        error: Error,
    },
}

impl Value {
    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(t) => t.is_empty(),
            Self::Picked(p) => p.is_empty(),
            Self::Tags(t) => t.is_empty(),
            Self::Lines(l) => l.is_empty(),
            _ => false,
        }
    }

    /// The picked rows.
    pub fn picked(&self) -> &[i64] {
        if let Self::Picked(ids) = self { ids } else { &[] }
    }

    /// The one picked row.
    pub fn one(&self) -> Option<i64> {
        self.picked().first().copied()
    }

    /// The text, empty where there is none.
    pub fn text(&self) -> &str {
        if let Self::Text(text) = self { text } else { "" }
    }

    /// The chosen code.
    pub fn choice(&self) -> Option<&str> {
        if let Self::Choice(code) = self { Some(code) } else { None }
    }

    /// What is wrong with something typed that is no value.
    pub fn error(&self) -> Option<&Error> {
        if let Self::Typed { error, .. } = self { Some(error) } else { None }
    }
}

/// A line of a lines field: what of a source line is taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineValue {
    /// The line that it is about: the key of its [`LineSpec`].
    pub line: i64,
    /// One value for each column. The first column is the quantity, a magnitude; zero leaves the line out.
    pub cells: Vec<Value>,
}

impl LineValue {
    /// A line of which everything is taken: its units; its money where they are gone.
    pub fn whole(spec: &LineSpec) -> Self {
        match spec.money_left.filter(|left| spec.most.is_zero() && !left.amount.is_zero()) {
            Some(money) => Self { line: spec.line, cells: vec![Value::Amount(money)] },
            None => Self::of(spec.line, spec.most),
        }
    }

    /// A line of which a quantity is taken.
    pub fn of(line: i64, quantity: Quantity) -> Self {
        Self { line, cells: vec![Value::Quantity(quantity)] }
    }

    /// How much is taken; nothing while what was typed is no quantity.
    pub fn quantity(&self) -> Quantity {
        match self.cells.first() {
            Some(Value::Quantity(quantity)) => *quantity,
            _ => Quantity::ZERO,
        }
    }

    /// Says what is wrong with a cell, which keeps what stands in it.
    pub fn mark(&mut self, at: usize, error: Error) {
        if let Some(cell) = self.cells.get_mut(at) {
            let text = match &*cell {
                Value::Quantity(quantity) => quantity.to_string(),
                Value::Typed { text, .. } => text.clone(),
                other => other.text().to_owned(),
            };
            *cell = Value::Typed { text, error };
        }
    }

    /// Whether money is taken instead of units: all that is left of a line whose units are gone.
    pub fn is_money(&self) -> bool {
        matches!(self.cells.first(), Some(Value::Amount(_)))
    }
}

/// What somebody has filled in so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    values: Vec<(FieldId, Value)>,
    touched: BTreeSet<FieldId>,
}

impl Draft {
    /// Sets a field for the person: it is touched from now on, and no default overwrites it.
    pub fn set(&mut self, field: impl Into<FieldId>, value: Value) {
        let field = field.into();
        self.touched.insert(field.clone());
        match self.values.iter_mut().find(|(f, _)| *f == field) {
            Some((_, held)) => *held = value,
            None => self.values.push((field, value)),
        }
    }

    /// Empties a field for the person: it stays empty, and stops narrowing others.
    pub fn clear(&mut self, field: impl Into<FieldId>) {
        self.set(field, Value::Empty);
    }

    /// The same with everything that another draft sets.
    pub fn with(mut self, other: &Self) -> Self {
        for (field, value) in &other.values {
            self.set(field.clone(), value.clone());
        }
        self
    }

    /// Forgets what the person did to a field: its default comes back.
    pub fn untouch(&mut self, field: impl Into<FieldId>) {
        let field = field.into();
        self.touched.remove(&field);
        self.values.retain(|(f, _)| *f != field);
    }

    /// What the person put into a field, if anything was done to it.
    pub fn typed(&self, field: impl Into<FieldId>) -> Option<&Value> {
        let field = field.into();
        if !self.touched.contains(&field) {
            return None;
        }
        self.values.iter().find(|(f, _)| *f == field).map(|(_, v)| v)
    }

    /// Everything that the person did.
    pub fn all(&self) -> impl Iterator<Item = (&FieldId, &Value)> {
        self.values.iter().filter(|(id, _)| self.touched.contains(id)).map(|(id, value)| (id, value))
    }

    /// Whether the person did anything to a field.
    pub fn is_touched(&self, field: impl Into<FieldId>) -> bool {
        self.touched.contains(&field.into())
    }

    /// Whether the person did anything at all.
    pub fn is_dirty(&self) -> bool {
        !self.touched.is_empty()
    }
}

/// What kind of value a field takes, and from where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldKind {
    /// One line of text.
    Text,
    /// Several lines of text.
    LongText,
    /// A day.
    Date,
    /// A day and minute, in the company's time zone.
    Instant {
        /// The hour of a day that is named alone.
        hour: u32,
        /// The same of today, where that hour may be past.
        today: u32,
        /// The day of a minute that is named alone; today without one.
        day: Option<NaiveDate>,
    },
    /// A quantity.
    Quantity,
    /// A price of one.
    Price,
    /// An amount in a currency.
    Amount(Currency),
    /// A tick.
    Check,
    /// One of a fixed list of codes, whose names stand under the family of words of that name.
    Choice {
        /// Family of the codes' names.
        family: &'static str,
        /// The codes.
        codes: &'static [&'static str],
    },
    /// One of some texts that somebody listed; none as well.
    OneOf(Vec<String>),
    /// Rows that are searched for.
    Picker {
        /// Which rows.
        choices: Choices,
        /// Whether several may be picked.
        many: bool,
    },
    /// Words.
    Tags,
    /// Lines, each with what may be taken of it.
    Lines {
        /// What is filled in of each line; the first is the quantity.
        columns: Vec<Column>,
        /// The lines.
        lines: Vec<LineSpec>,
    },
}

/// A column of a lines field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Which.
    pub id: FieldId,
    /// What it takes: a quantity or a price.
    pub kind: FieldKind,
}

/// One line that a lines field offers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineSpec {
    /// The line; unique in the field.
    pub line: i64,
    /// Its document.
    pub document: String,
    /// Its number there.
    pub number: i64,
    /// SKU.
    pub product: Option<String>,
    /// Text.
    pub description: String,
    /// The most that may be taken, a magnitude.
    pub most: Quantity,
    /// What is left of it in money, tax included; none where it is not counted in money.
    pub money_left: Option<Money>,
    /// Whether no more than that may be taken.
    pub limited: bool,
    /// What is in stock of its product; none where that does not matter.
    pub in_stock: Option<Quantity>,
}

/// Which rows a picker offers: a description, from which the desk makes pages of any number of rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choices {
    /// Rows of what.
    pub of: ChoiceOf,
    /// What narrows them; all must hold.
    pub limits: Vec<Limit>,
    /// Whether a row may be made from what was typed.
    pub create: bool,
}

impl Choices {
    /// Every row of a kind.
    pub fn of(of: ChoiceOf) -> Self {
        Self { of, limits: vec![], create: false }
    }
}

/// Rows of what a picker offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChoiceOf {
    /// Sales orders.
    Orders,
    /// Products.
    Products,
    /// Lots of a product.
    Lots,
    /// Posted invoices.
    Invoices,
    /// Sale journals.
    Journals,
    /// Customers.
    Customers,
    /// Teams that the agent sees.
    Teams,
    /// Stages of a team.
    Stages,
    /// Agents that may be given tickets of a team.
    Members,
    /// Posted invoices that owe something.
    Owed,
    /// Coupons that an order holds.
    Held,
    /// Rewards of a coupon.
    Rewards,
    /// Coupon programs that coupons can be made of.
    Programs,
    /// Products that are goods.
    Goods,
    /// Deliveries that are done.
    Deliveries,
    /// Returns that were received.
    Received,
    /// Returns that are not given up.
    Returns,
    /// Tags.
    Tags,
    /// Tasks.
    Tasks,
    /// Locations of the company's own.
    Locations,
    /// Locations that take returns.
    ReturnLocations,
    /// Reasons for which goods come back.
    Reasons,
    /// Projects of field service.
    Projects,
    /// Stages of a project.
    ProjectStages,
    /// Templates of worksheets.
    Templates,
    /// Agents who go to customers.
    Technicians,
    /// Agents who work here.
    Users,
    /// Taxes that are current.
    Taxes,
    /// Canned responses.
    Responses,
    /// Types of tickets.
    TicketTypes,
    /// Columns of lists of tickets.
    ListColumns,
    /// Priorities.
    Priorities,
    /// Tickets that the agent sees and that were not merged.
    Tickets,
}

/// What narrows the rows of a picker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// Of this family of customers (its topmost company).
    Family(super::ids::CustomerId),
    /// Containing this product.
    Product(super::ids::ProductId),
    /// Belonging to this order.
    Order(super::ids::OrderId),
    /// Whose delivery held this lot.
    Lot(super::ids::LotId),
    /// Of this team.
    Team(super::ids::TeamId),
    /// In this currency.
    Currency(Currency),
    /// Of this coupon's program.
    Coupon(super::ids::CouponId),
    /// On this transfer.
    Transfer(super::ids::TransferId),
    /// Of this project.
    Project(super::ids::ProjectId),
    /// Of the same ticket as this task, but it.
    Beside(super::ids::TaskId),
    /// Another than this ticket.
    But(super::ids::TicketId),
}

/// One row that a picker offers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Row.
    pub id: i64,
    /// What is shown first.
    pub title: String,
    /// What is shown beside it; told in the person's language at the edge.
    pub detail: Facts,
}

/// A field as the form shows it now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Which.
    pub id: FieldId,
    /// What it is called, where somebody named it; else the words have a name for it.
    pub label: Option<String>,
    /// What it takes.
    pub kind: FieldKind,
    /// Whether it is shown.
    pub visible: bool,
    /// Whether it must be filled.
    pub required: bool,
    /// What it holds: typed by the person, or the default.
    pub value: Value,
    /// What is wrong with it.
    pub error: Option<Error>,
    /// What is worth telling about it.
    pub hint: Option<Hint>,
    /// The tab it stands on, where the form has tabs.
    pub tab: Option<Tab>,
}

impl Field {
    /// A field that is shown, empty and not required.
    pub fn new(id: FieldId, kind: FieldKind) -> Self {
        let value = Value::Empty;
        Self {
            id,
            label: None,
            kind,
            visible: true,
            required: false,
            value,
            error: None,
            hint: None,
            tab: None,
        }
    }

    /// The error of the field or of one of its lines, typed or resolved.
    pub fn wrong(&self) -> Option<&Error> {
        let typed = || match &self.value {
            Value::Lines(lines) => lines.iter().flat_map(|l| &l.cells).find_map(Value::error),
            value => value.error(),
        };
        self.error.as_ref().or_else(typed)
    }
}

code_enum! {
    /// A tab of a form.
    Tab {
        /// What it is about.
        Lines = "lines",
        /// Dates and texts.
        Details = "details",
        /// How somebody is reached.
        Contact = "contact",
        /// Where somebody is.
        Address = "address",
        /// What a coupon gives.
        Reward = "reward",
        /// What goes into a product, and what comes out of it.
        Parts = "parts",
        /// What only agents read.
        Notes = "notes",
        /// What a team offers after the sale.
        AfterSales = "after_sales",
        /// Who is in a team, and who gets its tickets.
        Members = "members",
        /// What somebody may do.
        Rights = "rights",
        /// How much somebody may post.
        Limits = "limits",
        /// How somebody signs in.
        Account = "account",
    }
}

/// What is worth telling beside a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hint {
    /// No row fits; these fields narrow the choice and could be cleared.
    NothingFits {
        /// Fields whose clearing would widen the choice.
        narrowed_by: Vec<FieldId>,
    },
    /// Other drafts credit the same invoices.
    OtherDrafts {
        /// `id:N` of each.
        drafts: Vec<String>,
    },
    /// The accounting date will not be this date: the period is locked.
    MovesTo {
        /// The accounting date.
        date: NaiveDate,
    },
    /// It will stay a draft until this day.
    StaysDraft {
        /// The day.
        date: NaiveDate,
    },
    /// Lines of other products than the ticket's are taken as well.
    OtherProducts {
        /// The ticket's product.
        product: String,
    },
    /// What a coupon of the program gives.
    Gives {
        /// One reward each.
        rewards: Vec<String>,
    },
    /// What is made can't be used today.
    Unusable {
        /// Why.
        why: Box<Error>,
    },
    /// What the customer owes for an exchange; below zero, what it gets back.
    Difference {
        /// How much.
        owed: Money,
    },
    /// The same product is in repair already.
    InRepair {
        /// Numbers of its open repairs.
        repairs: Vec<String>,
    },
    /// How long a product is under warranty.
    Warranty(super::repair::WarrantyView),
    /// What the books say lies there.
    Booked {
        /// How much.
        quantity: Quantity,
    },
    /// The lot or serial number is made with it.
    NewLot,
    /// Without a day it never expires.
    NoExpiry,
    /// Nobody said where the customer's pages are reached.
    NoPortalAddress,
    /// Somebody has to be elsewhere at the same time.
    Busy {
        /// The other visits.
        visits: Vec<super::task::OverlapView>,
    },
    /// What can stand in braces, to be filled in.
    CanFillIn {
        /// As it is written.
        names: Vec<String>,
    },
    /// What stands in braces is filled in later.
    FilledIn {
        /// As it stands there.
        names: Vec<String>,
    },
}

impl Hint {
    /// Its name for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NothingFits { .. } => "nothing_fits",
            Self::OtherDrafts { .. } => "other_drafts",
            Self::MovesTo { .. } => "accounting_date_moved",
            Self::StaysDraft { .. } => "stays_draft",
            Self::OtherProducts { .. } => "other_products",
            Self::Gives { .. } => "gives",
            Self::Unusable { .. } => "unusable",
            Self::Difference { .. } => "difference",
            Self::InRepair { .. } => "in_repair",
            Self::Warranty(_) => "warranty",
            Self::Booked { .. } => "booked",
            Self::NewLot => "new_lot",
            Self::NoExpiry => "no_expiry",
            Self::NoPortalAddress => "portal_url_missing",
            Self::Busy { .. } => "busy_technician",
            Self::FilledIn { .. } => "filled_in",
            Self::CanFillIn { .. } => "can_fill_in",
        }
    }
}

/// The form as it shows now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resolved {
    /// Fields in order, hidden ones too.
    pub fields: Vec<Field>,
}

impl Resolved {
    /// A field, which every wizard has under its ids.
    pub fn field(&self, id: impl Into<FieldId>) -> Option<&Field> {
        let id = id.into();
        self.fields.iter().find(|f| f.id == id)
    }

    /// What is worth telling beside the fields that are shown.
    pub fn hints(&self) -> Vec<Hint> {
        self.fields.iter().filter(|f| f.visible).filter_map(|f| f.hint.clone()).collect()
    }

    /// What a field holds; hidden fields hold nothing.
    pub fn value(&self, id: impl Into<FieldId>) -> &Value {
        const NOTHING: &Value = &Value::Empty;
        self.field(id).filter(|f| f.visible).map_or(NOTHING, |f| &f.value)
    }

    /// Fields that do not show and yet hold something that the person typed.
    pub fn hidden(&self, draft: &Draft) -> Vec<FieldId> {
        let typed = |f: &&Field| draft.typed(f.id.clone()).is_some_and(|v| !v.is_empty());
        self.fields.iter().filter(|f| !f.visible).filter(typed).map(|f| f.id.clone()).collect()
    }

    /// Refuses what has [`Self::errors`], telling all of them.
    pub fn require(&self, draft: &Draft) -> super::error::Result<()> {
        let errors = self.errors(draft);
        if errors.is_empty() { Ok(()) } else { Err(Error::Fields(errors)) }
    }

    /// Every field that is wrong, and every required one that is empty.
    pub fn errors(&self, draft: &Draft) -> Vec<FieldError> {
        let mut errors = Vec::new();
        let hidden = self.hidden(draft);
        for field in &self.fields {
            let error = if let Some(error) = &field.error {
                Some(error.clone())
            } else if hidden.contains(&field.id) {
                Some(super::error::Invalid::Hidden.into())
            } else if let Some(error) = field.wrong() {
                Some(error.clone())
            } else if field.visible && field.required && field.value.is_empty() {
                Some(Error::FieldRequired)
            } else {
                None
            };
            errors.extend(error.map(|error| FieldError { field: field.id.clone(), error }));
        }
        errors
    }
}
