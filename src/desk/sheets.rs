//! Documents as sheets to print: what the answer of `show` holds, with the names and addresses that it lacks,
//! in the customer's language. Who may not look at a document gets no sheet of it. Nothing is drawn here:
//! that takes long, and happens outside of any transaction. Both doors call [`Desk::sheet`]; a
//! message that sends an order keeps the sheet that [`order`] makes.

use super::{
    Desk, coupon_forms, customers, field_service, load_user, orders, repair, settings, stock, views,
};
use crate::domain::error::Result;
use crate::domain::form::{Draft, Resolved};
use crate::domain::ids::{InvoiceId, OrderId, RepairId, TaskId, TransferId, UserId};
use crate::domain::money::Amount;
use crate::domain::sale::{Order, OrderLine};
use crate::domain::settings::{Language, Settings};
use crate::domain::tax;
use crate::domain::wizard::print::{self, Printable};
use crate::store::{Read, customer, invoice};
use crate::text::Words;
use crate::text::sheet::{self, Parties, Sheet, TaxLine};

/// A document, ready to be drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paper {
    /// Its number, or `id:N` while it has none.
    pub document: String,
    /// Its version.
    pub version: i64,
    /// What stands on it.
    pub sheet: Sheet,
}

impl Desk {
    /// The sheet of a document, in a language or in that of its customer; refused as looking at it is.
    pub fn sheet(&mut self, of: Printable, language: Option<Language>) -> Result<Paper> {
        let actor = self.actor_id()?;
        self.store.read(|read| make(read, of, actor, language))
    }
}

/// The facts of the form that prints a document, and what it shows.
pub(super) fn resolve(
    read: &Read<'_>,
    of: Printable,
    draft: &Draft,
    actor: UserId,
) -> Result<(print::Facts, Resolved)> {
    let made = make(read, of, actor, None)?;
    let facts = print::Facts { stem: sheet::file_stem(&made.document), language: made.sheet.language };
    let resolved = print::resolve(&facts, draft);
    Ok((facts, resolved))
}

fn make(read: &Read<'_>, of: Printable, actor: UserId, language: Option<Language>) -> Result<Paper> {
    let at = At { read, settings: settings(read)?, language };
    match of {
        Printable::Invoice(id) => at.invoice(id),
        Printable::Order(id) => at.order(id, actor),
        Printable::Transfer(id) => at.transfer(id),
        Printable::Repair(id) => at.repair(id, actor),
        Printable::Task(id) => at.task(id, actor),
    }
}

/// The sheet of an order in its customer's language.
pub(super) fn order(read: &Read<'_>, id: OrderId, actor: UserId, settings: &Settings) -> Result<Sheet> {
    let at = At { read, settings: settings.clone(), language: None };
    at.order(id, actor).map(|paper| paper.sheet)
}

/// The sheet of an invoice or credit note in a language.
pub(super) fn document(
    read: &Read<'_>,
    id: InvoiceId,
    language: Language,
    settings: &Settings,
) -> Result<Sheet> {
    let at = At { read, settings: settings.clone(), language: Some(language) };
    at.invoice(id).map(|paper| paper.sheet)
}

/// The sheet of a task in a language.
pub(super) fn visit(read: &Read<'_>, id: TaskId, language: Language, settings: &Settings) -> Result<Sheet> {
    let at = At { read, settings: settings.clone(), language: Some(language) };
    at.visit(id).map(|paper| paper.sheet)
}

/// Where sheets are made from, and in which language.
struct At<'r, 'c> {
    read: &'r Read<'c>,
    settings: Settings,
    language: Option<Language>,
}

impl At<'_, '_> {
    /// Makes a sheet with the customer's words, name and address.
    fn sheet(
        &self,
        reference: Option<&str>,
        make: impl FnOnce(&Words, &Parties<'_>) -> Sheet,
    ) -> Result<Sheet> {
        let id = reference.map(|r| customers::find(self.read, r)).transpose()?;
        let language = match self.language {
            Some(language) => language,
            None => coupon_forms::language(self.read, id, &self.settings)?,
        };
        let of = id.map(|id| customers::load(self.read, id)).transpose()?;
        let above = of.as_ref().and_then(|c| c.company.as_deref());
        let above = match above.map(|r| customer::find(self.read, r)).transpose()?.flatten() {
            Some(id) => customer::load(self.read, id)?.map(|c| c.name),
            None => None,
        };
        let parties = Parties { settings: &self.settings, customer: of.as_ref(), above: above.as_deref() };
        Ok(make(&Words::new(language), &parties))
    }

    fn invoice(&self, id: InvoiceId) -> Result<Paper> {
        let of = views::document(self.read, id)?;
        let sheet = self.sheet(Some(&of.customer), |words, parties| sheet::invoice(words, parties, &of))?;
        Ok(Paper { document: invoice::label(self.read, id)?, version: of.version, sheet })
    }

    fn order(&self, id: OrderId, actor: UserId) -> Result<Paper> {
        let of = orders::view(self.read, id, &load_user(self.read, actor)?)?;
        let taxes = order_taxes(&orders::load(self.read, id)?, &self.settings)?;
        let sheet =
            self.sheet(Some(&of.customer), |words, parties| sheet::order(words, parties, &of, &taxes))?;
        Ok(Paper { document: of.number, version: of.version, sheet })
    }

    fn transfer(&self, id: TransferId) -> Result<Paper> {
        let of = stock::view::view(self.read, id)?;
        let sheet =
            self.sheet(of.customer.as_deref(), |words, parties| sheet::transfer(words, parties, &of))?;
        Ok(Paper { document: of.number, version: of.version, sheet })
    }

    fn repair(&self, id: RepairId, actor: UserId) -> Result<Paper> {
        let of = repair::load(self.read, id)?;
        repair::visible(&load_user(self.read, actor)?, &of)?;
        // What is printed does not tell how many days are left of a warranty: any day does.
        let of = repair::view(self.read, id, of.scheduled)?;
        let sheet =
            self.sheet(of.customer.as_deref(), |words, parties| sheet::repair(words, parties, &of))?;
        Ok(Paper { document: of.number, version: of.version, sheet })
    }
}

impl At<'_, '_> {
    fn task(&self, id: TaskId, actor: UserId) -> Result<Paper> {
        let of = field_service::load(self.read, id)?;
        field_service::require_seen(self.read, &load_user(self.read, actor)?, &of)?;
        self.visit(id)
    }

    fn visit(&self, id: TaskId) -> Result<Paper> {
        let of = field_service::load(self.read, id)?;
        let names = field_service::technicians(self.read, &of)?;
        let of = field_service::view(self.read, id)?;
        let make = |words: &Words, parties: &Parties<'_>| sheet::task(words, parties, &of, &names);
        let sheet = self.sheet(of.customer.as_deref(), make)?;
        Ok(Paper { document: format!("task-{id}"), version: of.version, sheet })
    }
}

/// What each tax of an order comes to; none where they don't add up to the stored tax, as with amounts that
/// were settled otherwise.
fn order_taxes(of: &Order, settings: &Settings) -> Result<Vec<TaxLine>> {
    let priced: Vec<_> = of.lines.iter().map(OrderLine::priced).collect();
    let totals = tax::document(&priced, of.currency, settings.tax_rounding)?.taxes;
    if totals.iter().map(|t| t.amount).fold(Amount::ZERO, |sum, amount| sum + amount) != of.tax {
        return Ok(vec![]);
    }
    let mut listed: Vec<&tax::Tax> = Vec::new();
    for of in of.lines.iter().flat_map(|line| &line.taxes) {
        if !listed.iter().any(|tax| tax.id == of.id) {
            listed.push(of);
        }
    }
    // As they follow each other on the lines.
    let line = |tax: &tax::Tax| {
        let total = totals.iter().find(|t| t.tax == tax.id)?;
        Some(TaxLine { name: tax.name.clone(), amount: total.amount.plain(of.currency) })
    };
    Ok(listed.into_iter().filter_map(line).collect())
}
