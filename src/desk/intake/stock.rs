//! Opening balances: one move from outside the books for each location, product and lot.

use super::rows::StockRow;
use super::{Became, Intake, joined};
use crate::domain::error::{Error, Invalid, Result, Thing};
use crate::domain::ids::LotId;
use crate::domain::product::{ProductKind, Tracking};
use crate::domain::quantity::Quantity;
use crate::domain::stock::LocationUsage;
use crate::store::import::find::{self, ProductFacts};
use crate::store::import::{self, NewMove};
use crate::store::stock;

impl Intake<'_> {
    /// stock.csv
    pub fn stock(&mut self, row: &StockRow) -> Result<()> {
        let key = joined(&row.location, joined(&row.product, row.lot.as_deref().unwrap_or("")));
        if !self.unchanging(Thing::Line, &key, row, Invalid::CountedOtherwise)? {
            return Ok(());
        }
        if row.quantity.is_negative() {
            self.wrong("quantity", Error::NegativeQuantity);
        }
        let location = self.location_named("location", &row.location)?;
        if location.is_some_and(|(_, usage)| usage != LocationUsage::Internal) {
            let allowed = stock::internal_locations(self.tx)?.join(", ");
            self.wrong("location", Invalid::NotOneOf { given: row.location.clone(), allowed });
        }
        let product = self.product_named("product", &row.product)?;
        let lot = match &product {
            Some(product) => self.stock_lot(row, product)?,
            None => None,
        };
        let (Some((to, _)), Some(product), true) = (location, product, self.is_sound()) else {
            self.refuse(Thing::Line, &key);
            return Ok(());
        };
        if !row.quantity.is_zero() {
            import::insert_move(self.tx, &NewMove { product: product.id, lot, quantity: row.quantity, to })?;
        }
        self.became(Became::Added);
        Ok(())
    }

    fn stock_lot(&mut self, row: &StockRow, product: &ProductFacts) -> Result<Option<LotId>> {
        if product.kind != ProductKind::Goods {
            self.wrong("product", Error::NotGoods { product: row.product.clone() });
            return Ok(None);
        }
        let Some(name) = &row.lot else {
            if product.tracking != Tracking::None {
                self.wrong("lot", Error::LotRequired { product: row.product.clone() });
            }
            return Ok(None);
        };
        let Some(lot) = self.lot_named("lot", (product, &row.product), name)? else { return Ok(None) };
        if product.tracking == Tracking::Serial && !row.quantity.is_zero() {
            let elsewhere = find::lot_in_stock(self.tx, product.id, lot)?;
            if elsewhere || row.quantity != Quantity::ONE {
                self.wrong("quantity", Error::SerialDuplicate { lot: name.clone() });
            }
        }
        Ok(Some(lot))
    }
}
