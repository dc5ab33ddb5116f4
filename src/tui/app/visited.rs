//! What was looked at lately: pages and tickets that were opened, in their order, to walk back and forward along
//! as in an editor. Lists and forms are no places: they are on the way.

use super::App;
use crate::domain::error::Result;
use crate::tui::layer::{Layer, Next};
use crate::tui::view::{PageView, Target};

/// The most places that are remembered.
const MOST: usize = 100;

/// What was looked at, and where in it one is.
#[derive(Clone, Debug, Default)]
pub struct Visited {
    places: Vec<Target>,
    at: usize,
}

impl Visited {
    /// Remembers a place that was opened; what lay ahead is forgotten, as is the place itself where it was
    /// looked at just before.
    pub fn note(&mut self, place: &Target) {
        if !is_place(place) || self.places.get(self.at) == Some(place) {
            return;
        }
        self.places.truncate(self.at + 1);
        self.places.push(place.clone());
        if self.places.len() > MOST {
            self.places.remove(0);
        }
        self.at = self.places.len() - 1;
    }

    /// The place before or after the one where one is. Who is at none of them goes back to the last.
    fn beside(&self, here: Option<&Target>, back: bool) -> Option<usize> {
        let there = here.is_some() && here == self.places.get(self.at);
        match (back, there) {
            (true, false) => (!self.places.is_empty()).then_some(self.at),
            (true, true) => self.at.checked_sub(1),
            (false, _) => Some(self.at + 1).filter(|at| *at < self.places.len()),
        }
    }
}

/// Whether something is looked at, rather than chosen from or filled in.
fn is_place(of: &Target) -> bool {
    matches!(
        of,
        Target::Ticket(_)
            | Target::Document(_)
            | Target::Customer(_)
            | Target::Order(_)
            | Target::Program(_)
            | Target::Coupon(_)
            | Target::Transfer(_)
            | Target::Lot(..)
            | Target::Repair(_)
            | Target::Task(_)
            | Target::Project(_)
            | Target::Product(_)
            | Target::Message(_)
    )
}

impl App {
    /// Opens what was looked at before or after; a page makes way for it, what is below stays.
    pub(super) fn walk(&mut self, back: bool) {
        let Some(top) = self.layers.last().filter(|top| top.is_full()) else { return };
        let here = top.place();
        let Some(at) = self.visited.beside(here.as_ref(), back) else {
            let key = if back { "notice-none-viewed-before" } else { "notice-none-viewed-after" };
            return self.tell(self.look.words.word(key));
        };
        self.with_top(|layer, app| app.walk_to(at, matches!(layer, Layer::Page(_))));
    }

    fn walk_to(&mut self, at: usize, instead: bool) -> Result<Next> {
        let Some(place) = self.visited.places.get(at).cloned() else { return Ok(Next::Stay) };
        let mut walked = self.visited.clone();
        let opened = PageView::open(self, place);
        match &opened {
            Ok(_) => walked.at = at,
            // What can't be looked at any more is in nobody's way.
            Err(_) => {
                walked.places.remove(at);
                walked.at = walked.at.min(walked.places.len().saturating_sub(1));
            }
        }
        self.visited = walked;
        opened.map(if instead { Next::Swap } else { Next::Push })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::TicketId;

    fn ticket(id: i64) -> Target {
        Target::Ticket(TicketId(id))
    }

    #[test]
    fn one_walks_back_and_forward_and_a_new_place_ends_what_lay_ahead() {
        let mut visited = Visited::default();
        assert_eq!(visited.beside(None, true), None);
        for id in [1, 2, 2, 3] {
            visited.note(&ticket(id));
        }
        visited.note(&Target::Programs);
        assert_eq!(visited.places, [ticket(1), ticket(2), ticket(3)]);
        assert_eq!(visited.beside(None, true), Some(2), "back to the last");
        assert_eq!(visited.beside(Some(&ticket(3)), true), Some(1));
        assert_eq!(visited.beside(Some(&ticket(3)), false), None);
        visited.at = 0;
        assert_eq!(visited.beside(Some(&ticket(1)), true), None);
        assert_eq!(visited.beside(Some(&ticket(1)), false), Some(1));
        visited.note(&ticket(9));
        assert_eq!(visited.places, [ticket(1), ticket(9)]);
    }

    #[test]
    fn the_oldest_are_forgotten() {
        let mut visited = Visited::default();
        (0..150).for_each(|id| visited.note(&ticket(id)));
        assert_eq!((visited.places.len(), visited.at), (MOST, MOST - 1));
        assert_eq!(visited.places.first(), Some(&ticket(50)));
    }
}
