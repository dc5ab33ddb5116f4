//! Tickets, with their tags and their search rows.

use super::rows::TicketRow;
use super::{Became, Intake};
use crate::domain::error::{Error, Invalid, Result, Thing};
use crate::domain::ids::{LotId, OrderId, ProductId, StageId, TeamId, TicketId};
use crate::domain::ticket::Ticket;
use crate::store::import::find;
use crate::store::tag::{self, Tagged};
use crate::store::{search, team, ticket};

impl Intake<'_> {
    /// tickets.csv
    pub fn ticket(&mut self, row: &TicketRow) -> Result<()> {
        let key = row.number.to_string();
        if !self.document(Thing::Ticket, &key, row)? {
            return Ok(());
        }
        if find::ticket(self.tx, row.number)?.is_some() {
            self.wrong("number", Invalid::Taken { given: key.clone() });
        }
        let team = self.ticket_team(row)?;
        let customer = match &row.customer {
            Some(reference) => self.customer_named("customer", reference)?,
            None => None,
        };
        let (product, lot) = self.ticket_product(row)?;
        let order = self.ticket_order(row, customer.map(|(_, top)| top))?;
        let assignee = match &row.assignee {
            Some(login) => self.user_named("assignee", login)?,
            None => None,
        };
        let (Some((team, stage)), true) = (team, self.is_sound()) else {
            self.refuse(Thing::Ticket, &key);
            return Ok(());
        };
        let new = Ticket {
            merged_into: None,
            id: TicketId(row.number),
            version: 1,
            team,
            subject: row.subject.clone(),
            description: row.description.clone(),
            customer: customer.map(|(id, _)| id),
            product,
            lot,
            order,
            priority: row.priority,
            stage,
            closed: false,
            assignee,
            created_at: row.created_at.unwrap_or(self.now),
            kind: None,
            changed_at: row.created_at.unwrap_or(self.now),
            deadline: None,
            sla_failed: false,
        };
        ticket::insert(self.tx, &new)?;
        tag::set(self.tx, Tagged::Ticket(new.id), &row.tags)?;
        search::ticket(self.tx, new.id)?;
        self.became(Became::Added);
        Ok(())
    }

    fn ticket_team(&mut self, row: &TicketRow) -> Result<Option<(TeamId, StageId)>> {
        let missing = |what, key: &str| Error::NotFound { what, key: key.to_owned() };
        let team = team::find(self.tx, &row.team)?.ok_or_else(|| missing(Thing::Team, &row.team));
        let Some(team) = self.at("team", team)? else { return Ok(None) };
        let stage = match &row.stage {
            Some(name) => team::find_stage(self.tx, team, name)?,
            None => team::first_stage(self.tx, team)?,
        };
        let name = row.stage.as_deref().unwrap_or_default();
        let stage = self.at("stage", stage.ok_or_else(|| missing(Thing::Stage, name)))?;
        Ok(stage.map(|stage| (team, stage)))
    }

    fn ticket_product(&mut self, row: &TicketRow) -> Result<(Option<ProductId>, Option<LotId>)> {
        let Some(sku) = &row.product else {
            if row.lot.is_some() {
                self.wrong("product", Error::FieldRequired);
            }
            return Ok((None, None));
        };
        let Some(product) = self.product_named("product", sku)? else { return Ok((None, None)) };
        let lot = match &row.lot {
            Some(name) => self.lot_named("lot", (&product, sku), name)?,
            None => None,
        };
        Ok((Some(product.id), lot))
    }

    /// An order must be one of the customer's family.
    fn ticket_order(
        &mut self,
        row: &TicketRow,
        family: Option<crate::domain::ids::CustomerId>,
    ) -> Result<Option<OrderId>> {
        let Some(number) = &row.order else { return Ok(None) };
        let Some((order, _, top)) = self.order_named("order", number)? else { return Ok(None) };
        if family.is_some_and(|family| family != top) {
            self.wrong("order", Invalid::Contradicts { other: "customer".to_owned() });
        }
        Ok(Some(order))
    }
}
