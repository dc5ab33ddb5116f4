//! The forms of a ticket: opening and changing it, giving it to somebody, moving it to a stage, writing
//! a note. Order, product and lot narrow each other as far as the customer is known.

use crate::domain::error::{Error, FieldError, Invalid};
use crate::domain::form::{ChoiceOf, Choices, Draft, Field, FieldId, FieldKind, Limit, Resolved, Value};
use crate::domain::ids::{CustomerId, LotId, OrderId, ProductId, TeamId, TicketId, TicketTypeId, UserId};
use crate::domain::ticket::{Ticket, TicketEdit};
use crate::domain::wording;

/// Team.
pub const TEAM: FieldId = FieldId::of("team");
/// Subject.
pub const SUBJECT: FieldId = FieldId::of("subject");
/// Customer.
pub const CUSTOMER: FieldId = FieldId::of("customer");
/// Sales order.
pub const ORDER: FieldId = FieldId::of("order");
/// Product.
pub const PRODUCT: FieldId = FieldId::of("product");
/// Lot or serial number.
pub const LOT: FieldId = FieldId::of("lot");
/// Priority.
pub const PRIORITY: FieldId = FieldId::of("priority");
/// Type.
pub const TYPE: FieldId = FieldId::of("type");
/// Tags.
pub const TAGS: FieldId = FieldId::of("tags");
/// Description.
pub const DESCRIPTION: FieldId = FieldId::of("description");
/// Who handles it.
pub const ASSIGNEE: FieldId = FieldId::of("assignee");
/// Stage.
pub const STAGE: FieldId = FieldId::of("stage");
/// Text of a note.
pub const TEXT: FieldId = FieldId::of("text");

/// A chosen row with the key that commands name it by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chosen<I> {
    /// Row.
    pub id: I,
    /// Natural key.
    pub key: String,
}

/// What the ticket form knows.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// The ticket as it stands; none for a new one.
    pub ticket: Option<Ticket>,
    /// Its tags.
    pub tags: Vec<String>,
    /// The chosen team, or the agent's first.
    pub team: Option<Chosen<TeamId>>,
    /// The chosen customer, and the top of its family.
    pub customer: Option<(Chosen<CustomerId>, CustomerId)>,
    /// The chosen order, and the family that it belongs to.
    pub order: Option<(Chosen<OrderId>, CustomerId)>,
    /// The chosen product, and whether it is tracked.
    pub product: Option<(Chosen<ProductId>, bool)>,
    /// The chosen type.
    pub kind: Option<Chosen<TicketTypeId>>,
    /// Whether there are types.
    pub typed: bool,
    /// The chosen lot, and the product that it is of.
    pub lot: Option<(Chosen<LotId>, ProductId)>,
}

/// The rows that stand: typed by the person, else the ticket's own, else the agent's first team.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// Team.
    pub team: Option<TeamId>,
    /// Customer.
    pub customer: Option<CustomerId>,
    /// Order.
    pub order: Option<OrderId>,
    /// Product.
    pub product: Option<ProductId>,
    /// Lot.
    pub lot: Option<LotId>,
    /// Type.
    pub kind: Option<TicketTypeId>,
}

/// Decides which rows stand.
pub fn standing(draft: &Draft, ticket: Option<&Ticket>, first_team: Option<TeamId>) -> Standing {
    fn of<I>(draft: &Draft, field: FieldId, make: fn(i64) -> I, own: Option<I>) -> Option<I> {
        match draft.typed(field) {
            Some(value) => value.one().map(make),
            None => own,
        }
    }
    Standing {
        team: of(draft, TEAM, TeamId, ticket.map(|t| t.team).or(first_team)),
        customer: of(draft, CUSTOMER, CustomerId, ticket.and_then(|t| t.customer)),
        order: of(draft, ORDER, OrderId, ticket.and_then(|t| t.order)),
        product: of(draft, PRODUCT, ProductId, ticket.and_then(|t| t.product)),
        lot: of(draft, LOT, LotId, ticket.and_then(|t| t.lot)),
        kind: of(draft, TYPE, TicketTypeId, ticket.and_then(|t| t.kind)),
    }
}

/// What the ticket form shows.
pub fn resolve(facts: &Facts, draft: &Draft) -> Resolved {
    let own = facts.ticket.as_ref();
    let typed = |field: FieldId, default: Value| draft.typed(field).cloned().unwrap_or(default);
    let picked = |id: Option<i64>| id.map_or(Value::Empty, |id| Value::Picked(vec![id]));
    let family = facts.customer.as_ref().map(|(_, family)| Limit::Family(*family));
    let product = facts.product.as_ref().map(|(p, _)| Limit::Product(p.id));
    let order = facts.order.as_ref().map(|(o, _)| Limit::Order(o.id));
    let text = |pick: fn(&Ticket) -> &String| Value::Text(own.map(pick).cloned().unwrap_or_default());

    let mut team = picker(TEAM, ChoiceOf::Teams, vec![]);
    team.required = true;
    team.value = typed(TEAM, picked(facts.team.as_ref().map(|t| t.id.0)));
    let mut subject = Field::new(SUBJECT, FieldKind::Text);
    subject.required = true;
    subject.value = typed(SUBJECT, text(|t| &t.subject));
    let mut customer = picker(CUSTOMER, ChoiceOf::Customers, vec![]);
    if let FieldKind::Picker { choices, .. } = &mut customer.kind {
        choices.create = true;
    }
    customer.value = typed(CUSTOMER, picked(facts.customer.as_ref().map(|(c, _)| c.id.0)));
    let mut of_order = picker(ORDER, ChoiceOf::Orders, family.into_iter().chain(product).collect());
    of_order.value = typed(ORDER, picked(facts.order.as_ref().map(|(o, _)| o.id.0)));
    of_order.error = other_family(facts);
    let mut of_product = picker(PRODUCT, ChoiceOf::Products, order.into_iter().collect());
    of_product.value = typed(PRODUCT, picked(facts.product.as_ref().map(|(p, _)| p.id.0)));
    let tracked = facts.product.as_ref().is_some_and(|(_, tracked)| *tracked);
    let mut lot = picker(LOT, ChoiceOf::Lots, product.into_iter().collect());
    lot.visible = tracked;
    // A lot of the product before is no lot of this one: it goes with its product.
    let of_this =
        facts.lot.as_ref().filter(|(_, of)| facts.product.as_ref().is_some_and(|(p, _)| p.id == *of));
    lot.value = match draft.typed(LOT) {
        Some(value) if value.one().is_none() || of_this.is_some() => value.clone(),
        _ => picked(of_this.map(|(l, _)| l.id.0)),
    };
    let codes: &[&str] = &["0", "1", "2", "3"];
    let mut priority = Field::new(PRIORITY, FieldKind::Choice { family: "priority", codes });
    priority.value = typed(PRIORITY, Value::Choice(own.map_or(0, |t| t.priority).to_string()));
    let mut kind = picker(TYPE, ChoiceOf::TicketTypes, vec![]);
    kind.visible = facts.typed;
    kind.value = typed(TYPE, picked(facts.kind.as_ref().map(|k| k.id.0)));
    let mut tags = Field::new(TAGS, FieldKind::Tags);
    tags.value = typed(TAGS, Value::Tags(facts.tags.clone()));
    let mut description = Field::new(DESCRIPTION, FieldKind::LongText);
    description.value = typed(DESCRIPTION, text(|t| &t.description));
    Resolved {
        fields: vec![team, subject, customer, of_order, of_product, lot, kind, priority, tags, description],
    }
}

fn picker(id: FieldId, of: ChoiceOf, limits: Vec<Limit>) -> Field {
    let choices = Choices { limits, ..Choices::of(of) };
    Field::new(id, FieldKind::Picker { choices, many: false })
}

/// An order belongs to the family of the ticket's customer.
fn other_family(facts: &Facts) -> Option<Error> {
    let (customer, family) = facts.customer.as_ref()?;
    let (_, of) = facts.order.as_ref()?;
    (of != family).then(|| Invalid::Contradicts { other: customer.key.clone() }.into())
}

/// The change that the form makes: what the person touched; for a new ticket, all of it.
pub fn parse(facts: &Facts, draft: &Draft, resolved: &Resolved) -> Result<TicketEdit, Vec<FieldError>> {
    let mut errors = resolved.errors(draft);
    let mut checked = |field: FieldId, check: fn(&str) -> Result<String, Error>| {
        let text = resolved.value(field.clone()).text();
        match check(text) {
            Ok(text) => text,
            // An empty required field is told already.
            Err(Error::FieldRequired) => String::new(),
            Err(error) => {
                errors.push(FieldError { field, error });
                String::new()
            }
        }
    };
    let (subject, description) = (checked(SUBJECT, wording::name), checked(DESCRIPTION, wording::paragraphs));
    if !errors.is_empty() {
        return Err(errors);
    }
    let new = facts.ticket.is_none();
    let changed = |field: FieldId| new || draft.is_touched(field);
    let key = |field: FieldId, key: Option<&str>| changed(field).then(|| key.map(str::to_owned));
    let product = changed(PRODUCT) || changed(LOT);
    let lot = facts.lot.as_ref().filter(|_| resolved.value(LOT).one().is_some());
    Ok(TicketEdit {
        team: changed(TEAM).then(|| facts.team.as_ref().map(|t| t.key.clone())).flatten(),
        subject: changed(SUBJECT).then_some(subject),
        description: changed(DESCRIPTION).then_some(description),
        customer: key(CUSTOMER, facts.customer.as_ref().map(|(c, _)| c.key.as_str())),
        product: key(PRODUCT, facts.product.as_ref().map(|(p, _)| p.key.as_str())),
        lot: product.then(|| lot.map(|(l, _)| l.key.clone())),
        order: key(ORDER, facts.order.as_ref().map(|(o, _)| o.key.as_str())),
        kind: key(TYPE, facts.kind.as_ref().map(|k| k.key.as_str())),
        priority: changed(PRIORITY)
            .then(|| resolved.value(PRIORITY).choice().and_then(|c| c.parse().ok()))
            .flatten(),
        tags: changed(TAGS).then(|| match resolved.value(TAGS) {
            Value::Tags(tags) => tags.clone(),
            _ => vec![],
        }),
    })
}

/// What the choice of an agent shows: those of the ticket's team.
pub fn resolve_assign(ticket: &Ticket, draft: &Draft) -> Resolved {
    let default = ticket.assignee.map_or(Value::Empty, |id| Value::Picked(vec![id.0]));
    let value = draft.typed(ASSIGNEE).cloned().unwrap_or(default);
    Resolved {
        fields: vec![Field { value, ..picker(ASSIGNEE, ChoiceOf::Members, vec![Limit::Team(ticket.team)]) }],
    }
}

/// The agent that was chosen; none for nobody.
pub fn parse_assign(resolved: &Resolved) -> Option<UserId> {
    resolved.value(ASSIGNEE).one().map(UserId)
}

/// What the choice of a stage shows: those of the ticket's team.
pub fn resolve_stage(ticket: &Ticket, draft: &Draft) -> Resolved {
    let value = draft.typed(STAGE).cloned().unwrap_or(Value::Picked(vec![ticket.stage.0]));
    let field = picker(STAGE, ChoiceOf::Stages, vec![Limit::Team(ticket.team)]);
    Resolved { fields: vec![Field { value, required: true, ..field }] }
}

/// What the form of a note shows.
pub fn resolve_note(_: TicketId, draft: &Draft) -> Resolved {
    let value = draft.typed(TEXT).cloned().unwrap_or_default();
    Resolved { fields: vec![Field { value, required: true, ..Field::new(TEXT, FieldKind::LongText) }] }
}
