//! From natural keys to rows. A name that leads nowhere is noted at its column; the machine's errors
//! are passed on.

use std::rc::Rc;

use super::Intake;
use crate::domain::error::{Error, Invalid, Result, Thing};
use crate::domain::ids::{
    CustomerId, JournalId, LocationId, LotId, OrderId, OrderLineId, ProductId, ProgramId, TaxId, UserId,
};
use crate::domain::invoice::{Journal, JournalKind};
use crate::domain::stock::LocationUsage;
use crate::domain::tax::Tax;
use crate::store::import::find::{self, ProductFacts};
use crate::store::{catalog, customer, order, program, stock, user};

fn found<T>(what: Thing, key: &str, value: Option<T>) -> Result<T> {
    value.ok_or_else(|| Error::NotFound { what, key: key.to_owned() })
}

impl Intake<'_> {
    /// A customer and the top of its family.
    pub(super) fn customer_named(
        &mut self,
        column: &'static str,
        reference: &str,
    ) -> Result<Option<(CustomerId, CustomerId)>> {
        if let Some(known) = self.names.customers.get(reference) {
            return Ok(Some(known));
        }
        let value = match customer::find(self.tx, reference)? {
            Some(id) => Some((id, customer::family(self.tx, id)?)),
            None => None,
        };
        if let Some(value) = value {
            self.names.customers.put(reference, value);
        }
        self.at(column, found(Thing::Customer, reference, value))
    }

    pub(super) fn product_named(
        &mut self,
        column: &'static str,
        sku: &str,
    ) -> Result<Option<Rc<ProductFacts>>> {
        if let Some(known) = self.names.products.get(sku) {
            return Ok(Some(known));
        }
        let value = find::product(self.tx, sku)?.map(Rc::new);
        if let Some(value) = &value {
            self.names.products.put(sku, Rc::clone(value));
        }
        self.at(column, found(Thing::Product, sku, value))
    }

    pub(super) fn tax_named(&mut self, column: &'static str, name: &str) -> Result<Option<Rc<Tax>>> {
        if let Some(known) = self.names.taxes.get(name) {
            return Ok(Some(known));
        }
        let value = find::current_tax(self.tx, name)?.map(Rc::new);
        if let Some(value) = &value {
            self.names.taxes.put(name, Rc::clone(value));
            self.names.taxes_by_id.insert(value.id, Rc::clone(value));
        }
        self.at(column, found(Thing::Tax, name, value))
    }

    pub(super) fn tax_of(&mut self, id: TaxId) -> Result<Rc<Tax>> {
        if let Some(known) = self.names.taxes_by_id.get(&id) {
            return Ok(Rc::clone(known));
        }
        let tax = Rc::new(found(Thing::Tax, &id.to_string(), find::tax_by_id(self.tx, id)?)?);
        self.names.taxes_by_id.insert(id, Rc::clone(&tax));
        Ok(tax)
    }

    /// A sale journal; without a code the only one.
    pub(super) fn sale_journal(
        &mut self,
        column: &'static str,
        code: Option<&str>,
    ) -> Result<Option<JournalId>> {
        let Some(code) = code else {
            let mut all = find::some_journals(self.tx, JournalKind::Sale)?;
            let only = if all.len() == 1 { all.pop() } else { None };
            return self.at(column, only.map(|j| j.id).ok_or(Error::FieldRequired));
        };
        let Some(journal) = self.journal_named(column, code)? else { return Ok(None) };
        if journal.kind != JournalKind::Sale {
            self.wrong(column, Error::JournalMismatch { journal: journal.code });
            return Ok(None);
        }
        Ok(Some(journal.id))
    }

    fn journal_named(&mut self, column: &'static str, code: &str) -> Result<Option<Journal>> {
        if let Some(known) = self.names.journals.get(code) {
            return Ok(Some(known));
        }
        let value = catalog::find_journal(self.tx, code)?;
        if let Some(value) = &value {
            self.names.journals.put(code, value.clone());
        }
        self.at(column, found(Thing::Journal, code, value))
    }

    pub(super) fn program_named(&mut self, column: &'static str, name: &str) -> Result<Option<ProgramId>> {
        if let Some(known) = self.names.programs.get(name) {
            return Ok(Some(known));
        }
        let value = program::find(self.tx, name)?;
        if let Some(value) = value {
            self.names.programs.put(name, value);
        }
        self.at(column, found(Thing::Program, name, value))
    }

    /// The rows of products by their SKUs; fewer where one of them is not there.
    pub(super) fn products_named(&mut self, column: &'static str, skus: &[String]) -> Result<Vec<ProductId>> {
        let mut ids = Vec::with_capacity(skus.len());
        for sku in skus {
            ids.extend(self.product_named(column, sku)?.map(|p| p.id));
        }
        Ok(ids)
    }

    pub(super) fn user_named(&mut self, column: &'static str, login: &str) -> Result<Option<UserId>> {
        let value = user::find(self.tx, login)?;
        self.at(column, found(Thing::User, login, value))
    }

    pub(super) fn location_named(
        &mut self,
        column: &'static str,
        name: &str,
    ) -> Result<Option<(LocationId, LocationUsage)>> {
        let value = stock::find_location(self.tx, name)?;
        self.at(column, found(Thing::Location, name, value))
    }

    /// An order, its customer and the top of the customer's family.
    pub(super) fn order_named(
        &mut self,
        column: &'static str,
        number: &str,
    ) -> Result<Option<(OrderId, CustomerId, CustomerId)>> {
        let value = find::order(self.tx, number)?;
        self.at(column, found(Thing::Order, number, value))
    }

    /// A line of a document's order, which must be of the same product.
    pub(super) fn order_line_of(
        &mut self,
        document: &str,
        order: Option<OrderId>,
        line: i64,
        product: Option<ProductId>,
    ) -> Result<Option<OrderLineId>> {
        const COLUMN: &str = "order_line";
        let value = match order {
            Some(order) => find::order_line(self.tx, order, line)?,
            None => None,
        };
        let key = match (order, value) {
            (Some(order), None) => format!(
                "{}/{line}",
                order::head(self.tx, order)?.map_or_else(String::new, |(number, _)| number)
            ),
            _ => format!("{document}/{line}"),
        };
        let Some((id, ordered)) = self.at(COLUMN, found(Thing::OrderLine, &key, value))? else {
            return Ok(None);
        };
        if let (Some(ordered), Some(product)) = (ordered, product)
            && ordered != product
        {
            self.wrong(COLUMN, Invalid::Contradicts { other: "product".to_owned() });
        }
        Ok(Some(id))
    }

    /// A lot of a product.
    pub(super) fn lot_named(
        &mut self,
        column: &'static str,
        (product, sku): (&ProductFacts, &str),
        name: &str,
    ) -> Result<Option<LotId>> {
        let value = catalog::find_lot(self.tx, product.id, name)?;
        self.at(column, value.ok_or_else(|| Error::LotUnknown { product: sku.into(), lot: name.into() }))
    }
}
