//! The ticket list: a window over any number of tickets, read a page at a time, never whole.
//! The selected ticket stays selected when others come and go.

use crate::desk::Desk;
use crate::domain::error::Result;
use crate::domain::ids::TicketId;
use crate::domain::ticket::{Listing, PageFrom, TicketRow};

/// Rows of one read.
const PAGE: usize = 100;
/// The most rows that are kept.
const KEPT: usize = 400;

/// A window over the tickets of a list, in its order.
#[derive(Debug, Default)]
pub struct TicketList {
    listing: Listing,
    rows: Vec<TicketRow>,
    /// Place of the selected row in the window.
    selected: usize,
    /// Place of the first row that is shown.
    pub top: usize,
    /// Whether the window begins at the first ticket.
    begins: bool,
    /// Whether the window ends at the last ticket.
    ends: bool,
}

impl TicketList {
    /// The rows of the window.
    pub fn rows(&self) -> &[TicketRow] {
        &self.rows
    }

    /// Place of the selected row in the window.
    pub fn selected(&self) -> usize {
        self.selected
    }

    /// The selected ticket.
    pub fn ticket(&self) -> Option<TicketId> {
        self.rows.get(self.selected).map(|r| r.id)
    }

    /// What is shown.
    pub fn listing(&self) -> &Listing {
        &self.listing
    }

    /// Shows another list, from its first ticket on.
    pub fn show(&mut self, desk: &mut Desk, listing: Listing) -> Result<()> {
        let rows = desk.tickets(&listing, PageFrom::Start, Some(PAGE as i64))?;
        *self = Self { listing, ends: rows.len() < PAGE, begins: true, rows, ..Self::default() };
        Ok(())
    }

    /// Reads the window anew, around the ticket that is selected: it stays so, wherever in the order it is by now.
    pub fn reload(&mut self, desk: &mut Desk) -> Result<()> {
        let kept = self.ticket();
        let (place, count) = (self.selected, self.rows.len().max(PAGE));
        match kept.filter(|_| !self.begins) {
            Some(id) => self.around(desk, id)?,
            None => {
                self.rows = self.read(desk, PageFrom::Start, count)?;
                self.ends = self.rows.len() < count;
                // It is further down by now, or not of the list any more.
                if let Some(id) = kept.filter(|id| !self.ends && self.rows.iter().all(|r| r.id != *id)) {
                    let (rows, begins) = (std::mem::take(&mut self.rows), self.begins);
                    self.around(desk, id)?;
                    if self.rows.iter().all(|r| r.id != id) {
                        (self.rows, self.begins, self.ends) = (rows, begins, false);
                        self.selected = place;
                    }
                }
            }
        }
        let at = kept.and_then(|id| self.rows.iter().position(|r| r.id == id)).unwrap_or(self.selected);
        self.top = (self.top + at).saturating_sub(place);
        self.selected = at.min(self.rows.len().saturating_sub(1));
        self.top = self.top.min(self.selected);
        Ok(())
    }

    /// Reads a page above a ticket, and one from it on, or from where it would be.
    fn around(&mut self, desk: &mut Desk, id: TicketId) -> Result<()> {
        let from = self.read(desk, PageFrom::At(id), PAGE)?;
        let above = self.read(desk, PageFrom::Before(id), PAGE)?;
        (self.begins, self.ends) = (above.len() < PAGE, from.len() < PAGE);
        // Without it its place is that of who came after it.
        self.selected = above.len();
        self.rows = above.into_iter().chain(from).collect();
        Ok(())
    }

    fn read(&self, desk: &mut Desk, from: PageFrom, count: usize) -> Result<Vec<TicketRow>> {
        desk.tickets(&self.listing, from, i64::try_from(count).ok())
    }

    /// Moves the selection by some rows, as far as there are any.
    pub fn step(&mut self, desk: &mut Desk, by: isize) -> Result<()> {
        let down = by.unsigned_abs();
        if by >= 0 {
            while self.selected + down >= self.rows.len() && !self.ends {
                self.extend_down(desk)?;
            }
            self.selected = (self.selected + down).min(self.rows.len().saturating_sub(1));
        } else {
            while self.selected < down && !self.begins {
                self.extend_up(desk)?;
            }
            self.selected = self.selected.saturating_sub(down);
        }
        Ok(())
    }

    /// Selects a row of the window.
    pub fn select(&mut self, at: usize) {
        self.selected = at.min(self.rows.len().saturating_sub(1));
    }

    /// Selects the first ticket.
    pub fn first(&mut self, desk: &mut Desk) -> Result<()> {
        if !self.begins {
            let listing = std::mem::take(&mut self.listing);
            self.show(desk, listing)?;
        }
        (self.selected, self.top) = (0, 0);
        Ok(())
    }

    /// Selects the last ticket.
    pub fn last(&mut self, desk: &mut Desk) -> Result<()> {
        if !self.ends {
            self.rows = self.read(desk, PageFrom::End, PAGE)?;
            self.begins = self.rows.len() < PAGE;
            self.ends = true;
            self.top = 0;
        }
        self.selected = self.rows.len().saturating_sub(1);
        Ok(())
    }

    /// Selects a ticket, if the view holds it.
    pub fn find(&mut self, desk: &mut Desk, id: TicketId) -> Result<bool> {
        if !self.rows.iter().any(|r| r.id == id) {
            let from = self.read(desk, PageFrom::At(id), PAGE)?;
            if from.first().is_none_or(|r| r.id != id) {
                return Ok(false);
            }
            self.around(desk, id)?;
        }
        self.selected = self.rows.iter().position(|r| r.id == id).unwrap_or_default();
        self.top = self.selected.saturating_sub(5);
        Ok(true)
    }

    /// Scrolls so that the selected row is one of so many shown.
    pub fn reveal(&mut self, height: usize) {
        let height = height.max(1);
        self.top = self.top.min(self.selected).max((self.selected + 1).saturating_sub(height));
        // No empty rows below while there are some above.
        self.top = self.top.min(self.rows.len().saturating_sub(height));
    }

    fn extend_down(&mut self, desk: &mut Desk) -> Result<()> {
        let Some(last) = self.rows.last().map(|r| r.id) else {
            self.ends = true;
            return Ok(());
        };
        let more = self.read(desk, PageFrom::After(last), PAGE)?;
        self.ends = more.len() < PAGE;
        self.rows.extend(more);
        let gone = self.rows.len().saturating_sub(KEPT).min(self.selected);
        if gone > 0 {
            self.rows.drain(..gone);
            self.begins = false;
            self.selected -= gone;
            self.top = self.top.saturating_sub(gone);
        }
        Ok(())
    }

    fn extend_up(&mut self, desk: &mut Desk) -> Result<()> {
        let Some(first) = self.rows.first().map(|r| r.id) else {
            self.begins = true;
            return Ok(());
        };
        let more = self.read(desk, PageFrom::Before(first), PAGE)?;
        self.begins = more.len() < PAGE;
        self.selected += more.len();
        self.top += more.len();
        self.rows.splice(0..0, more);
        if self.rows.len() > KEPT && self.selected < KEPT {
            self.rows.truncate(KEPT);
            self.ends = false;
        }
        Ok(())
    }
}
