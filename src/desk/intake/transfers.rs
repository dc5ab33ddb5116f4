//! Deliveries and receipts: history, which moves no stock. What comes back with what is settled after
//! each file, since it may come later in it.

use super::rows::{DeliveryLineRow, DeliveryRow};
use super::{Became, Intake, joined};
use crate::domain::error::{Error, Invalid, Result, Thing};
use crate::domain::ids::{LocationId, LotId, ProductId, TransferId, TransferLineId};
use crate::domain::product::{ProductKind, Tracking};
use crate::domain::quantity::Quantity;
use crate::domain::stock::{TransferKind, TransferState};
use crate::store::import::staged::{self, Link};
use crate::store::import::{self, find};
use crate::store::transfer::{self, Links, NewTransfer, NewTransferLine};

/// What a line of a transfer moves.
struct Goods {
    product: ProductId,
    tracked: bool,
    lot: Option<LotId>,
}

impl Intake<'_> {
    /// deliveries.csv
    pub fn delivery(&mut self, row: &DeliveryRow) -> Result<()> {
        if !self.document(Thing::Transfer, &row.number, row)? {
            return Ok(());
        }
        if row.state == TransferState::Done {
            self.not_in_future("date", row.date);
        }
        if self.is_number(&row.number, "WH/OUT/00001") && find::transfer(self.tx, &row.number)?.is_some() {
            self.wrong("number", Invalid::Taken { given: row.number.clone() });
        }
        let order = match &row.order {
            Some(number) => self.order_named("order", number)?,
            None => None,
        };
        let customer = match &row.customer {
            Some(reference) => self.customer_named("customer", reference)?.map(|(id, _)| id),
            None => order.map(|(_, customer, _)| customer),
        };
        let ends = if row.kind == TransferKind::Delivery {
            ("WH/Stock", "Customers")
        } else {
            ("Customers", "WH/Stock")
        };
        let from = self.transfer_end("from", row.from.as_deref().unwrap_or(ends.0))?;
        let to = self.transfer_end("to", row.to.as_deref().unwrap_or(ends.1))?;
        let (Some(from), Some(to), true) = (from, to, self.is_sound()) else {
            self.refuse(Thing::Transfer, &row.number);
            return Ok(());
        };
        let order = order.map(|(id, ..)| id);
        let (number, kind, state, date) = (row.number.as_str(), row.kind, row.state, row.date);
        let links = Links::default();
        let new = NewTransfer { number, kind, state, customer, order, date, from, to, links };
        let TransferId(id) = transfer::insert(self.tx, &new)?;
        staged::put_stored(self.tx, id, self.line, &row.number, order)?;
        if row.return_of.is_some() {
            staged::put_link(self.tx, self.line, id, row.return_of.as_deref())?;
        }
        self.became(Became::Added);
        Ok(())
    }

    fn transfer_end(&mut self, column: &'static str, name: &str) -> Result<Option<LocationId>> {
        Ok(self.location_named(column, name)?.map(|(id, _)| id))
    }

    /// Ends deliveries.csv: links what comes back with what it was.
    pub fn deliveries_end(&mut self) -> Result<()> {
        self.file = "deliveries.csv";
        self.each_link(|intake, link, number| {
            let of = find::transfer(intake.tx, number)?
                .ok_or_else(|| Error::NotFound { what: Thing::Transfer, key: number.to_owned() });
            let of = of.and_then(|of| match of.0 == link.id {
                true => Err(Invalid::Itself { given: number.to_owned() }.into()),
                false => Ok(of),
            });
            let of = match of {
                Ok(of) => intake.fits(TransferId(link.id), of, number)?,
                wrong => wrong,
            };
            match intake.at("return_of", of)? {
                Some(of) => import::set_return_of(intake.tx, TransferId(link.id), of),
                None => {
                    intake.refuse(Thing::Transfer, "");
                    Ok(())
                }
            }
        })?;
        staged::clear_links(self.tx)
    }

    /// Refuses a return of another customer's delivery, and a done one of a delivery that is not.
    fn fits(&mut self, id: TransferId, of: TransferId, number: &str) -> Result<Result<TransferId>> {
        let (own, theirs) = (find::whose(self.tx, id)?, find::whose(self.tx, of)?);
        let delivery = number.to_owned();
        let other = |a: Option<i64>, b: Option<i64>| a.zip(b).is_some_and(|(a, b)| a != b);
        Ok(match () {
            () if other(own.family, theirs.family) => Err(Error::DeliveryOtherCustomer { delivery }),
            () if other(own.order, theirs.order) || own.kind == theirs.kind => {
                Err(Invalid::Contradicts { other: delivery }.into())
            }
            () if own.done && !theirs.done => Err(Error::DeliveryNotDone { delivery }),
            () => Ok(of),
        })
    }

    fn each_link(&mut self, mut link_up: impl FnMut(&mut Self, &Link, &str) -> Result<()>) -> Result<()> {
        let mut after = 0;
        loop {
            let page = staged::links(self.tx, after)?;
            let Some(last) = page.last() else { return Ok(()) };
            after = last.seq;
            for link in &page {
                self.line = link.at;
                link_up(self, link, link.other.as_deref().unwrap_or_default())?;
            }
        }
    }

    /// delivery_lines.csv
    pub fn delivery_line(&mut self, row: &DeliveryLineRow) -> Result<()> {
        let key = joined(&row.delivery, row.line);
        if !self.document(Thing::Line, &key, row)? {
            return Ok(());
        }
        let Some((transfer, order)) = self.waiting(&row.delivery)? else {
            let stored = find::transfer(self.tx, &row.delivery)?.is_some();
            let missing = Error::NotFound { what: Thing::Transfer, key: row.delivery.clone() };
            if stored {
                self.wrong("", Invalid::ImportedOtherwise);
            } else {
                self.at("delivery", Err::<(), _>(missing))?;
            }
            self.moved_goods(row)?;
            self.refuse(Thing::Line, &key);
            return Ok(());
        };
        let goods = self.moved_goods(row)?;
        let order_line = match row.order_line {
            Some(line) => {
                self.order_line_of(&row.delivery, order, line, goods.as_ref().map(|g| g.product))?
            }
            None => None,
        };
        if goods.as_ref().is_some_and(|g| g.tracked && g.lot.is_none() && row.lot.is_none())
            && find::is_done(self.tx, TransferId(transfer))?
        {
            self.wrong("lot", Error::LotRequired { product: row.product.clone() });
        }
        let Some(goods) = goods.filter(|_| self.is_sound()) else {
            self.refuse(Thing::Transfer, &row.delivery);
            return Ok(());
        };
        let new = NewTransferLine {
            transfer: TransferId(transfer),
            line: row.line,
            product: goods.product,
            lot: goods.lot,
            quantity: row.quantity,
            order_line,
            return_of: None,
        };
        let TransferLineId(id) = transfer::insert_line(self.tx, &new)?;
        if let Some(line) = row.return_of_line {
            staged::put_link(self.tx, self.line, id, Some(&format!("{transfer}/{line}")))?;
        } else if find::return_of(self.tx, TransferId(transfer))?.is_some() {
            // Nobody says which line it was: the one of the same goods.
            staged::put_link(self.tx, self.line, id, Some(&format!("{transfer}/")))?;
        }
        self.became(Became::Added);
        Ok(())
    }

    fn moved_goods(&mut self, row: &DeliveryLineRow) -> Result<Option<Goods>> {
        let Some(product) = self.product_named("product", &row.product)? else { return Ok(None) };
        if product.kind != ProductKind::Goods {
            self.wrong("product", Error::NotGoods { product: row.product.clone() });
        }
        let lot = match &row.lot {
            Some(name) => self.lot_named("lot", (&product, &row.product), name)?,
            None => None,
        };
        if product.tracking == Tracking::Serial
            && row.quantity != Quantity::ONE
            && let Some(lot) = &row.lot
        {
            self.wrong("quantity", Error::SerialDuplicate { lot: lot.clone() });
        }
        Ok(Some(Goods { product: product.id, tracked: product.tracking != Tracking::None, lot }))
    }

    /// Ends delivery_lines.csv: links lines that come back with what they were.
    pub fn delivery_lines_end(&mut self) -> Result<()> {
        self.file = "delivery_lines.csv";
        self.each_link(|intake, link, place| {
            let (transfer, line) = place.split_once('/').unwrap_or_default();
            let own = TransferLineId(link.id);
            let of = find::return_of(intake.tx, TransferId(transfer.parse().unwrap_or_default()))?;
            let found = match (of, line.parse::<i64>()) {
                (None, _) => Err(Invalid::Contradicts { other: "return_of".to_owned() }.into()),
                (Some(of), Ok(line)) => intake.source_line(own, of, line)?,
                (Some(of), Err(_)) => intake.source_of_goods(own, of)?,
            };
            let Some(found) = intake.at("return_of_line", found)? else {
                return intake.refuse_line();
            };
            let (source, Some(of)) = (found, of) else { return Ok(()) };
            import::set_return_of_line(intake.tx, own, source)?;
            let left = transfer::returnable(intake.tx, of, None)?;
            let left = left.into_iter().find(|(id, _)| *id == source).map(|(_, left)| left);
            match left.filter(|left| left.is_negative()) {
                None => Ok(()),
                Some(below) => {
                    let (product, quantity) = find::goods_of_line(intake.tx, own)?;
                    let left = (quantity + below).max(Quantity::ZERO);
                    intake.wrong("quantity", Error::OverReturned { product, left, lot: None });
                    intake.refuse_line()
                }
            }
        })?;
        self.names.staged = None;
        staged::clear(self.tx)
    }

    fn refuse_line(&mut self) -> Result<()> {
        self.refuse(Thing::Line, "");
        Ok(())
    }

    /// The line whose goods a line brings back, where nobody says which.
    fn source_of_goods(&mut self, own: TransferLineId, of: TransferId) -> Result<Result<TransferLineId>> {
        if let Some(source) = find::line_of_goods(self.tx, of, own)? {
            return Ok(Ok(source));
        }
        let delivery = find::transfer_number(self.tx, of)?;
        Ok(Err(match find::lot_of_line(self.tx, own)? {
            Some(lot) => Error::LotNotDelivered { lot, delivery, place: None },
            None => Invalid::Contradicts { other: delivery }.into(),
        }))
    }

    /// The line whose goods a line brings back, by its number: of the same product, and of the same lot where both
    /// have one.
    fn source_line(
        &mut self,
        own: TransferLineId,
        of: TransferId,
        line: i64,
    ) -> Result<Result<TransferLineId>> {
        let number = find::transfer_number(self.tx, of)?;
        let Some((source, product)) = find::transfer_line(self.tx, of, line)? else {
            return Ok(Err(Error::NotFound { what: Thing::Line, key: format!("{number}/{line}") }));
        };
        if product != find::product_of_line(self.tx, own)? {
            return Ok(Err(Invalid::Contradicts { other: "product".to_owned() }.into()));
        }
        let (lot, theirs) = (find::lot_of_line(self.tx, own)?, find::lot_of_line(self.tx, source)?);
        match (lot, theirs) {
            (Some(lot), Some(theirs)) if lot != theirs => {
                Ok(Err(Error::LotNotDelivered { lot, delivery: number, place: None }))
            }
            _ => Ok(Ok(source)),
        }
    }
}
