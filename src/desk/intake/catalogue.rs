//! Products and their lots.

use super::rows::{LotRow, ProductRow};
use super::{Became, Intake, joined};
use crate::domain::error::{Error, Invalid, Result, Thing};
use crate::domain::product::{ProductKind, Tracking};
use crate::store::import::{self, find};
use crate::store::{catalog, search};

impl Intake<'_> {
    /// products.csv: what a product is and how it is tracked stays once there are lots or stock of it.
    pub fn product(&mut self, row: &ProductRow) -> Result<()> {
        if !self.master(Thing::Product, &row.sku, row)? {
            return Ok(());
        }
        let known = find::product(self.tx, &row.sku)?;
        if known.is_none() && row.name.is_none() {
            self.wrong("name", Error::FieldRequired);
        }
        let kind = row.kind.or(known.as_ref().map(|k| k.kind)).unwrap_or(ProductKind::Goods);
        let tracking = row.tracking.or(known.as_ref().map(|k| k.tracking)).unwrap_or(Tracking::None);
        if kind == ProductKind::Service && tracking != Tracking::None {
            self.wrong("tracking", Invalid::Contradicts { other: "kind".to_owned() });
        }
        if let Some(known) = known.as_ref().filter(|k| k.kind != kind || k.tracking != tracking)
            && import::product_in_use(self.tx, known.id)?
        {
            self.wrong("tracking", Error::InUse { name: row.sku.clone() });
        }
        if let Some(taxes) = &row.taxes {
            self.taxes_named("taxes", taxes)?;
        }
        if !self.is_sound() {
            self.refuse(Thing::Product, &row.sku);
            return Ok(());
        }
        let id = import::save_product(self.tx, known.as_ref().map(|k| k.id), row)?;
        self.names.products.forget();
        self.saved(known.is_some());
        search::product(self.tx, id)
    }

    /// lots.csv
    pub fn lot(&mut self, row: &LotRow) -> Result<()> {
        let key = joined(&row.product, &row.name);
        if !self.master(Thing::Lot, &key, row)? {
            return Ok(());
        }
        let product = self.product_named("product", &row.product)?;
        if let Some(product) = &product {
            if product.kind != ProductKind::Goods {
                self.wrong("product", Error::NotGoods { product: row.product.clone() });
            } else if product.tracking == Tracking::None {
                self.wrong("product", Invalid::Contradicts { other: "tracking".to_owned() });
            }
        }
        let Some(product) = product.filter(|_| self.is_sound()) else {
            self.refuse(Thing::Lot, &key);
            return Ok(());
        };
        if catalog::find_lot(self.tx, product.id, &row.name)?.is_some() {
            self.became(Became::Updated);
        } else {
            catalog::insert_lot(self.tx, product.id, &row.name)?;
            self.became(Became::Added);
        }
        Ok(())
    }
}
