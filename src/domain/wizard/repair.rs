//! The Repair form, from a ticket and of a repair that is there: whose product, which, with which return it came,
//! whether it is under warranty; its parts; its notes (`domain/facts.md` §5.1). A return brings product, lot and
//! quantity, each unless it was typed.

mod parts;

pub use parts::{IN, OUT, PARTS, PartFacts};

use chrono::NaiveDate;

use crate::domain::command::{RepairEdit, RepairRequest};
use crate::domain::error::{Error, FieldError, Invalid};
use crate::domain::form::{
    ChoiceOf, Choices, Draft, Field, FieldId, FieldKind, Hint, Limit, Resolved, Tab, Value,
};
use crate::domain::ids::{CustomerId, LotId, TicketId, TransferId, UserId};
use crate::domain::product::{Product, ProductKind, Tracking};
use crate::domain::quantity::Quantity;
use crate::domain::repair::{Repair, WarrantyView};
use crate::domain::stock::{Lot, Transfer, TransferState};
use crate::domain::wizard::ticket::Chosen;
use crate::domain::wording;

/// Customer.
pub const CUSTOMER: FieldId = FieldId::of("customer");
/// Product to repair.
pub const PRODUCT: FieldId = FieldId::of("product");
/// Its lot or serial number.
pub const LOT: FieldId = FieldId::of("lot");
/// How many of it.
pub const QUANTITY: FieldId = FieldId::of("quantity");
/// The return with which it came.
pub const RETURN: FieldId = FieldId::of("return");
/// Whether the customer pays nothing.
pub const WARRANTY: FieldId = FieldId::of("warranty");
/// Day that it is planned for.
pub const DATE: FieldId = FieldId::of("scheduled");
/// Who works on it.
pub const RESPONSIBLE: FieldId = FieldId::of("responsible");
/// Tags.
pub const TAGS: FieldId = FieldId::of("tags");
/// Repair notes.
pub const NOTE: FieldId = FieldId::of("note");

/// What the form knows.
#[derive(Clone, Debug)]
pub struct Facts {
    /// The ticket that it is made from; none of a repair that is there.
    pub ticket: Option<TicketId>,
    /// The repair as it stands; none for a new one.
    pub repair: Option<Repair>,
    /// Today.
    pub today: NaiveDate,
    /// The chosen customer, and the top of its family.
    pub customer: Option<(Chosen<CustomerId>, CustomerId)>,
    /// The chosen product.
    pub product: Option<Product>,
    /// The chosen lot; of the chosen product.
    pub lot: Option<Lot>,
    /// The chosen return, and the top of its customer's family.
    pub back: Option<(Transfer, Option<CustomerId>)>,
    /// Open repairs of the same product, or of the same lot of it, of that customer.
    pub open: Vec<String>,
    /// How long the product is under warranty.
    pub warranty: Option<WarrantyView>,
    /// Who is chosen to work on it.
    pub responsible: Option<Chosen<UserId>>,
    /// Its parts, and what is known of them.
    pub parts: PartFacts,
}

impl Facts {
    fn tracking(&self) -> Tracking {
        self.product.as_ref().map_or(Tracking::None, |p| p.tracking)
    }

    /// What came back with the chosen return of the product, of its lot where one is chosen.
    fn came(&self) -> Option<Quantity> {
        let ((back, _), product) = (self.back.as_ref()?, self.product.as_ref()?);
        let of = |l: &&crate::domain::stock::TransferLine| {
            l.product == product.id && (self.lot.is_none() || l.lot == self.lot)
        };
        let done = back.state == TransferState::Done;
        let units = back.lines.iter().filter(of).map(|l| if done { l.done } else { l.demand });
        Some(units.sum()).filter(|sum: &Quantity| !sum.is_zero())
    }

    /// Whether the return was chosen here, so that it brings what it brings.
    fn brings(&self, draft: &Draft) -> bool {
        draft.is_touched(RETURN) || self.repair.is_none()
    }

    fn wrong_product(&self) -> Option<Error> {
        let product = self.product.as_ref()?;
        if product.kind != ProductKind::Goods {
            return Some(Error::NotGoods { product: product.sku.clone() });
        }
        let (back, _) = self.back.as_ref()?;
        let brought = back.lines.iter().any(|l| l.product == product.id);
        (!brought).then(|| Invalid::Contradicts { other: back.number.clone() }.into())
    }

    fn wrong_lot(&self) -> Option<Error> {
        let (lot, (back, _)) = (self.lot.as_ref()?, self.back.as_ref()?);
        let brought = back.lines.iter().any(|l| l.lot.as_ref() == Some(lot));
        let (lot, delivery) = (lot.name.clone(), back.number.clone());
        (!brought).then_some(Error::LotNotDelivered { lot, delivery, place: None })
    }

    fn wrong_return(&self) -> Option<Error> {
        let (back, family) = self.back.as_ref()?;
        if back.state == TransferState::Cancelled {
            return back.open().err();
        }
        let own = self.customer.as_ref().map(|(_, family)| *family);
        (*family != own).then(|| Error::DeliveryOtherCustomer { delivery: back.number.clone() })
    }
}

/// The rows that stand: typed by the person, else the repair's or the ticket's own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// Customer.
    pub customer: Option<CustomerId>,
    /// Return.
    pub back: Option<TransferId>,
    /// Lot, which must be of the product.
    pub lot: Option<LotId>,
    /// Who works on it.
    pub responsible: Option<UserId>,
}

/// Decides which rows stand; `own` are the repair's or the ticket's.
pub fn standing(draft: &Draft, own: Standing) -> Standing {
    fn of<I>(draft: &Draft, field: FieldId, make: fn(i64) -> I, own: Option<I>) -> Option<I> {
        match draft.typed(field) {
            Some(value) => value.one().map(make),
            None => own,
        }
    }
    Standing {
        customer: of(draft, CUSTOMER, CustomerId, own.customer),
        back: of(draft, RETURN, TransferId, own.back),
        lot: of(draft, LOT, LotId, own.lot),
        responsible: of(draft, RESPONSIBLE, UserId, own.responsible),
    }
}

/// A draft that says with which return the product came.
pub fn of_return(id: TransferId) -> Draft {
    let mut draft = Draft::default();
    draft.set(RETURN, picked(Some(id.0)));
    draft
}

/// What the form shows.
pub fn resolve(facts: &Facts, draft: &Draft) -> Resolved {
    let own = facts.repair.as_ref();
    let typed = |field: FieldId, default: Value| draft.typed(field).cloned().unwrap_or(default);
    let about = |field: Field| Field { tab: Some(Tab::Details), ..field };
    let family = facts.customer.as_ref().map(|(_, family)| Limit::Family(*family));
    let product = facts.product.as_ref().map(|p| Limit::Product(p.id));
    let back = facts.back.as_ref().map(|(back, _)| Limit::Transfer(back.id));

    let customer = Field {
        required: true,
        value: picked(facts.customer.as_ref().map(|(c, _)| c.id.0)),
        ..picker(CUSTOMER, ChoiceOf::Customers, vec![])
    };
    let of_product = Field {
        required: true,
        value: picked(facts.product.as_ref().map(|p| p.id.0)),
        error: facts.wrong_product(),
        hint: (!facts.open.is_empty()).then(|| Hint::InRepair { repairs: facts.open.clone() }),
        ..picker(PRODUCT, ChoiceOf::Goods, back.into_iter().collect())
    };
    let tracked = facts.tracking() != Tracking::None;
    let lot = Field {
        visible: tracked,
        required: tracked,
        value: picked(facts.lot.as_ref().map(|l| l.id.0)),
        error: facts.wrong_lot(),
        ..picker(LOT, ChoiceOf::Lots, product.into_iter().chain(back).collect())
    };
    let returned = Field {
        value: picked(facts.back.as_ref().map(|(back, _)| back.id.0)),
        error: facts.wrong_return(),
        ..picker(RETURN, ChoiceOf::Returns, family.into_iter().chain(product).collect())
    };
    let warranty = Field {
        value: typed(WARRANTY, Value::Check(warranty(facts))),
        hint: facts.warranty.clone().map(Hint::Warranty),
        ..Field::new(WARRANTY, FieldKind::Check)
    };
    let date = Field {
        required: true,
        value: typed(DATE, Value::Date(own.map_or(facts.today, |r| r.scheduled))),
        ..Field::new(DATE, FieldKind::Date)
    };
    let responsible = Field {
        value: picked(facts.responsible.as_ref().map(|u| u.id.0)),
        ..picker(RESPONSIBLE, ChoiceOf::Members, vec![])
    };
    let tags = own.map(|r| r.tags.clone()).unwrap_or_default();
    let tags = Field { value: typed(TAGS, Value::Tags(tags)), ..Field::new(TAGS, FieldKind::Tags) };
    let mut note = Field::new(NOTE, FieldKind::LongText);
    note.value = typed(NOTE, Value::Text(own.map(|r| r.note.clone()).unwrap_or_default()));
    note.tab = Some(Tab::Notes);

    let first =
        [customer, of_product, lot, quantity(facts, draft), returned, warranty, date, responsible, tags];
    let fields = first.into_iter().map(about);
    Resolved { fields: fields.chain(parts::resolve(&facts.parts, draft)).chain([note]).collect() }
}

fn picker(id: FieldId, of: ChoiceOf, limits: Vec<Limit>) -> Field {
    let choices = Choices { limits, ..Choices::of(of) };
    Field::new(id, FieldKind::Picker { choices, many: false })
}

fn picked(id: Option<i64>) -> Value {
    id.map_or(Value::Empty, |id| Value::Picked(vec![id]))
}

/// How many: of a serial number, one.
fn quantity(facts: &Facts, draft: &Draft) -> Field {
    let own = facts.repair.as_ref().map_or(Quantity::ONE, |r| r.quantity);
    let brought = facts.came().filter(|_| facts.brings(draft)).unwrap_or(own);
    let value = match draft.typed(QUANTITY) {
        Some(typed) => typed.clone(),
        None => Value::Quantity(brought),
    };
    let error = match &value {
        Value::Quantity(q) if q.is_zero() || q.is_negative() => {
            Some(Invalid::NotPositive { given: q.to_string() }.into())
        }
        _ => None,
    };
    let shown = facts.product.is_some() && facts.tracking() != Tracking::Serial;
    Field { visible: shown, required: true, value, error, ..Field::new(QUANTITY, FieldKind::Quantity) }
}

/// Whether it is under warranty unless somebody says otherwise: a repair as it stands, a new one by its product.
fn warranty(facts: &Facts) -> bool {
    match &facts.repair {
        Some(repair) => repair.warranty,
        None => facts.warranty.as_ref().is_some_and(|of| of.days_left >= 0),
    }
}

fn texts(facts: &Facts, draft: &Draft, resolved: &Resolved) -> Result<RepairEdit, Vec<FieldError>> {
    let mut errors = resolved.errors(draft);
    let note = match wording::paragraphs(resolved.value(NOTE).text()) {
        Ok(note) => note,
        Err(error) => {
            errors.push(FieldError { field: NOTE, error });
            String::new()
        }
    };
    if !errors.is_empty() {
        return Err(errors);
    }
    Ok(RepairEdit {
        customer: facts.customer.as_ref().map(|(c, _)| c.key.clone()),
        product: facts.product.as_ref().map(|p| p.sku.clone()),
        lot: Some(facts.lot.as_ref().map(|l| l.name.clone()).unwrap_or_default()).filter(|l| !l.is_empty()),
        quantity: match resolved.value(QUANTITY) {
            Value::Quantity(quantity) => Some(*quantity),
            _ => Some(Quantity::ONE),
        },
        return_of: facts.back.as_ref().map(|(back, _)| back.number.clone()),
        warranty: Some(*resolved.value(WARRANTY) == Value::Check(true)),
        scheduled: match resolved.value(DATE) {
            Value::Date(day) => Some(*day),
            _ => None,
        },
        responsible: Some(facts.responsible.as_ref().map(|u| u.key.clone()).unwrap_or_default()),
        tags: match resolved.value(TAGS) {
            Value::Tags(tags) => Some(tags.clone()),
            _ => Some(vec![]),
        },
        note: Some(note),
        ..RepairEdit::default()
    })
}

/// The repair that the form asks for, or every field that is wrong. `quote`: it is quoted; else it is confirmed.
pub fn parse(
    facts: &Facts,
    draft: &Draft,
    resolved: &Resolved,
    quote: bool,
) -> Result<RepairRequest, Vec<FieldError>> {
    let mut edit = texts(facts, draft, resolved)?;
    parts::parse(&facts.parts, resolved, &mut edit);
    let missing = || vec![FieldError { field: CUSTOMER, error: Error::CustomerRequired }];
    let ticket = facts.ticket.ok_or_else(missing)?;
    Ok(RepairRequest { ticket, edit, confirm: !quote, quote, anyway: false })
}

/// The change that the form makes of a repair: what the person touched, or what followed from it.
pub fn parse_edit(facts: &Facts, draft: &Draft, resolved: &Resolved) -> Result<RepairEdit, Vec<FieldError>> {
    let whole = texts(facts, draft, resolved)?;
    let Some(own) = &facts.repair else { return Ok(whole) };
    let back = draft.is_touched(RETURN);
    let about = back || draft.is_touched(PRODUCT) || draft.is_touched(LOT);
    let mut edit = RepairEdit {
        customer: whole.customer.filter(|_| draft.is_touched(CUSTOMER)),
        product: whole.product.filter(|_| facts.product.as_ref().is_some_and(|p| p.id != own.product)),
        lot: whole.lot.filter(|_| about && facts.lot != own.lot),
        quantity: whole.quantity.filter(|q| *q != own.quantity),
        return_of: back.then(|| whole.return_of.unwrap_or_default()),
        warranty: whole.warranty.filter(|on| *on != own.warranty),
        scheduled: whole.scheduled.filter(|day| *day != own.scheduled),
        responsible: whole.responsible.filter(|_| draft.is_touched(RESPONSIBLE)),
        tags: whole.tags.filter(|tags| *tags != own.tags),
        note: whole.note.filter(|note| *note != own.note),
        ..RepairEdit::default()
    };
    parts::parse(&facts.parts, resolved, &mut edit);
    Ok(edit)
}
