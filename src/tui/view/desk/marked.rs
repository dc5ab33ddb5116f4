//! Marking tickets of the list, and what can be done to all that are marked.

use super::marks::Marks;
use super::{DeskView, Menu};
use crate::domain::bulk::MOST;
use crate::domain::error::{Error, Invalid, Result};
use crate::domain::ids::TicketId;
use crate::domain::ticket::PageFrom;
use crate::domain::wizard::Form;
use crate::keys::Verb;
use crate::text::code;
use crate::tui::app::App;
use crate::tui::form::FormLayer;
use crate::tui::layer::{Layer, Next};
use crate::tui::look::Look;

/// How many tickets are read at once on the way from one end of a range to the other.
const PIECE: i64 = 1_000;

impl DeskView {
    /// Marks what is selected, a range, or all.
    pub(super) fn mark(&mut self, verb: Verb, app: &mut App) -> Result<()> {
        self.prepare(app)?;
        match (verb, self.list.ticket()) {
            (Verb::MarkAll, _) => {
                self.marks = match &self.marks {
                    Marks::AllBut(but) if but.is_empty() => Marks::default(),
                    _ => Marks::AllBut(std::collections::BTreeSet::new()),
                };
                self.count_marked(app)?;
            }
            (Verb::MarkRange, Some(here)) => {
                let from = self.anchor.unwrap_or(here);
                let range = self.range(from, here, app)?;
                self.marks.add(range);
                self.anchor = Some(here);
            }
            (_, Some(here)) => {
                self.marks.turn(here);
                self.anchor = Some(here);
                self.list.step(app.desk()?, 1)?;
            }
            (_, None) => {}
        }
        Ok(())
    }

    /// The tickets of the list from one to another, whichever comes first.
    fn range(&self, one: TicketId, other: TicketId, app: &mut App) -> Result<Vec<TicketId>> {
        let listing = self.list.listing().clone();
        let rows: Vec<TicketId> = self.list.rows().iter().map(|row| row.id).collect();
        let place = |id: TicketId| rows.iter().position(|row| *row == id);
        if let (Some(first), Some(last)) = (place(one), place(other)) {
            let (first, last) = (first.min(last), first.max(last));
            return Ok(rows.get(first..=last).unwrap_or_default().to_vec());
        }
        // The other end is not in sight: it is looked for from here on, upwards and downwards.
        for upwards in [true, false] {
            let mut found = vec![other];
            while found.len() <= MOST {
                let Some(last) = found.last().copied() else { break };
                let from = if upwards { PageFrom::Before(last) } else { PageFrom::After(last) };
                let mut piece = app.desk()?.ticket_numbers(&listing, from, Some(PIECE))?;
                if upwards {
                    piece.reverse();
                }
                let end = piece.iter().position(|id| *id == one);
                let ends = i64::try_from(piece.len()).unwrap_or(i64::MAX) < PIECE;
                found.extend(piece.iter().take(end.map_or(piece.len(), |at| at + 1)));
                match (end, ends) {
                    (Some(_), _) => return Ok(found),
                    (None, true) => break,
                    (None, false) => {}
                }
            }
        }
        // It is in this list no more.
        Ok(vec![other])
    }

    /// Counts what all is, where no count is kept.
    fn count_marked(&mut self, app: &mut App) -> Result<()> {
        let listing = self.list.listing().clone();
        self.total = match self.chosen().and_then(|v| v.count).filter(|_| self.searched().is_empty()) {
            Some(count) => Some(count),
            None => Some(app.desk()?.count_tickets(&listing)?),
        };
        Ok(())
    }

    /// How many are marked, for the top line.
    pub(super) fn marked_crumb(&self, look: &Look) -> Option<String> {
        if self.marks.is_empty() {
            return None;
        }
        let count = self.marks.count(self.total).unwrap_or_default();
        Some(look.words.say("marked-count", &[("count", count.to_string())]))
    }

    /// The menu of what can be done to all that are marked; to the selected one where none is.
    pub(super) fn for_marked(&mut self, app: &mut App) -> Result<Next> {
        self.prepare(app)?;
        let count = match self.marks.is_empty() {
            true => i64::from(self.list.ticket().is_some()),
            false => self.marks.count(self.total).unwrap_or_default(),
        };
        let words = &app.look.words;
        if count == 0 {
            app.tell(words.word("notice-nothing-marked"));
            return Ok(Next::Stay);
        }
        let title = words.say("title-for-marked", &[("count", count.to_string())]);
        let forms = self.forms_for_marked(app)?;
        let words = &app.look.words;
        let entries = forms.iter().map(|form| (code::named(words, "form", form.code()), String::new()));
        let menu = Menu::numbered(title, entries, 0, Verb::ForMarked);
        Ok(Next::Push(Layer::Menu(Box::new(menu))))
    }

    fn marked_tickets(&self, app: &mut App) -> Result<Vec<TicketId>> {
        match (self.marks.is_empty(), self.list.ticket()) {
            (true, one) => Ok(one.into_iter().collect()),
            (false, _) => self.marks.tickets(app.desk()?, self.list.listing()),
        }
    }

    /// What can be done to all that are marked: coupons where a team of theirs hands them out.
    fn forms_for_marked(&self, app: &mut App) -> Result<Vec<Form>> {
        let tickets = self.marked_tickets(app)?;
        let coupons = app.desk()?.hand_out_coupons(&tickets)?;
        let all = [Form::Bulk(tickets.clone()), Form::BulkCoupon(tickets.clone()), Form::BulkMerge(tickets)];
        Ok(all.into_iter().filter(|form| coupons || !matches!(form, Form::BulkCoupon(_))).collect())
    }

    /// Opens the form of what was chosen for all that are marked.
    pub(super) fn pick_for_marked(&mut self, at: usize, app: &mut App) -> Result<Next> {
        let tickets = self.marked_tickets(app)?;
        if tickets.len() > MOST {
            let most = i64::try_from(MOST).unwrap_or(i64::MAX);
            let given = self.marks.count(self.total).unwrap_or_default().to_string();
            return Err(Error::from(Invalid::NotBetween { given, least: 1, most }).at("tickets"));
        }
        let Some(form) = self.forms_for_marked(app)?.into_iter().nth(at) else { return Ok(Next::Stay) };
        Ok(Next::Push(Layer::Form(Box::new(FormLayer::new(app, form)?))))
    }

    /// Marks exactly these.
    pub fn set_marks(&mut self, tickets: &[TicketId]) {
        self.marks = Marks::Some(tickets.iter().copied().collect());
        self.anchor = None;
    }
}
