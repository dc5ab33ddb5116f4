//! Lines of orders and invoices, in any order: checked, then they wait for their document.

use std::fmt::Write as _;
use std::rc::Rc;

use super::rows::LineRow;
use super::{Intake, digest, joined};
use crate::domain::error::{Error, Invalid, Result, Thing};
use crate::domain::ids::{LotId, OrderId};
use crate::store::import::find::{self, ProductFacts};
use crate::store::import::staged::{self, StagedLine};
use crate::store::import::{self, Memory};
use crate::store::invoice;

/// Begins the taxes of a line that names them; those of other lines are the product's.
pub(super) const NAMED: char = '=';

impl Intake<'_> {
    /// order_lines.csv
    pub fn order_line(&mut self, row: &LineRow) -> Result<()> {
        self.document_line(row, Thing::Order, "order")
    }

    /// invoice_lines.csv
    pub fn invoice_line(&mut self, row: &LineRow) -> Result<()> {
        self.document_line(row, Thing::Invoice, "invoice")
    }

    fn document_line(&mut self, row: &LineRow, of: Thing, column: &'static str) -> Result<()> {
        let key = joined(&row.document, row.line);
        let memory = match self.is_sound() {
            true => import::remember(self.tx, self.file, &key, &digest(row)?)?,
            false => Memory::New,
        };
        let waiting = self.waiting(&row.document)?;
        let Some((seq, order)) = waiting else { return self.late_line(row, of, column, (&key, memory)) };
        // A document that waits is new: what is remembered of its lines was read just now.
        if memory != Memory::New {
            self.wrong("line", Invalid::Twice { given: row.line.to_string() });
        }
        match self.checked_line(row, seq, order)? {
            Some(line) if self.is_sound() => {
                staged::put_line(self.tx, &line)?;
            }
            _ => self.refuse(of, &row.document),
        }
        Ok(())
    }

    /// A line of a document that does not wait for any: known already, or an error.
    fn late_line(
        &mut self,
        row: &LineRow,
        of: Thing,
        column: &'static str,
        (key, memory): (&str, Memory),
    ) -> Result<()> {
        match memory {
            _ if self.errors.is_missing(of, &row.document) => {}
            Memory::Same => {
                if self.first(of, key)? {
                    self.unchanged()?;
                }
                return Ok(());
            }
            Memory::Other => self.wrong("", Invalid::ImportedOtherwise),
            Memory::New => {
                let stored = match of {
                    Thing::Order => find::order(self.tx, &row.document)?.is_some(),
                    _ => invoice::find(self.tx, &row.document)?.is_some(),
                };
                match stored {
                    true => self.wrong("", Invalid::ImportedOtherwise),
                    false => self.wrong(column, Error::NotFound { what: of, key: row.document.clone() }),
                }
            }
        }
        self.named_in_line(row)?;
        self.refuse(Thing::Line, key);
        Ok(())
    }

    /// A document of this import that waits for lines: its place and its order.
    pub(super) fn waiting(&mut self, number: &str) -> Result<Option<(i64, Option<OrderId>)>> {
        if let Some((last, seq, order)) = &self.names.staged
            && last == number
        {
            return Ok(Some((*seq, *order)));
        }
        let found = staged::find_document(self.tx, number)?;
        if let Some((seq, order)) = found {
            self.names.staged = Some((number.to_owned(), seq, order));
        }
        Ok(found)
    }

    fn checked_line(
        &mut self,
        row: &LineRow,
        document: i64,
        order: Option<OrderId>,
    ) -> Result<Option<StagedLine>> {
        let (product, taxes, lots) = self.named_in_line(row)?;
        let description = match (&row.description, &product) {
            (Some(text), _) => text.clone(),
            (None, Some(product)) => product.name.clone(),
            (None, None) => {
                if row.product.is_none() {
                    self.wrong("description", Error::FieldRequired);
                }
                String::new()
            }
        };
        let id = product.as_ref().map(|p| p.id);
        let order_line = match row.order_line {
            Some(line) => self.order_line_of(&row.document, order, line, id)?,
            None => None,
        };
        Ok(Some(StagedLine {
            document,
            line: row.line,
            at: self.line,
            product: id,
            description,
            quantity: row.quantity,
            unit_price: row.unit_price,
            discount: row.discount,
            taxes,
            order_line,
            lots,
            reverses_line: row.reverses_line,
        }))
    }

    /// The product, the taxes and the lots that a line names.
    fn named_in_line(&mut self, row: &LineRow) -> Result<(Option<Rc<ProductFacts>>, String, String)> {
        let product = match &row.product {
            Some(sku) => self.product_named("product", sku)?,
            None => None,
        };
        let taxes = self.line_taxes(row, product.as_ref())?;
        let lots = self.line_lots(row, product.as_ref())?;
        Ok((product, taxes, lots))
    }

    fn line_taxes(&mut self, row: &LineRow, product: Option<&Rc<ProductFacts>>) -> Result<String> {
        let mut text = String::new();
        let names = match (&row.taxes, product) {
            (Some(names), _) => {
                text.push(NAMED);
                names.as_slice()
            }
            (None, Some(product)) => product.taxes.as_slice(),
            (None, None) => &[],
        };
        for tax in self.taxes_named("taxes", names)?.iter().flatten() {
            let _ = write!(text, "{};", tax.id);
        }
        Ok(text)
    }

    fn line_lots(&mut self, row: &LineRow, product: Option<&Rc<ProductFacts>>) -> Result<String> {
        let mut text = String::new();
        let (Some(product), Some(sku)) = (product, &row.product) else {
            if row.product.is_none() && !row.lots.is_empty() {
                self.wrong("product", Error::FieldRequired);
            }
            return Ok(text);
        };
        for name in &row.lots {
            if let Some(LotId(id)) = self.lot_named("lots", (product, sku), name)? {
                let _ = write!(text, "{id};");
            }
        }
        Ok(text)
    }
}
