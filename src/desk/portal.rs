//! What the customer's pages show. Nobody is signed in here: a personal link says whose pages they are, and each
//! read answers that one customer's things or nothing, never saying why. What is answered is made for these pages
//! alone: no row ids, logins, notes or drafts are in it. Called by `portal`, at a desk that was opened for reading.

mod coupon;
mod guest;
mod note;
mod ticket;
mod view;
mod visit;

pub use view::{
    CouponCard, Front, Message, NoteCard, NotePage, Overview, Page, SheetField, TicketCard, TicketPage,
    Tickets, VisitCard, VisitPage,
};

use super::{Desk, settings, sheets};
use crate::domain::error::Result;
use crate::domain::ids::TicketId;
use crate::domain::settings::Language;
use crate::store::{Read, portal};
use crate::text::sheet::Sheet;
use guest::Guest;

/// The most rows of each kind on the first page, and of tickets on the pages behind it.
const ROWS: i64 = 50;
/// How many tickets the first page shows.
const NEWEST: i64 = 10;

impl Desk {
    /// What every page knows, whoever looks at it.
    pub fn front(&mut self) -> Result<Front> {
        self.store.read(|read| Ok(Front::of(&settings(read)?)))
    }

    /// What a customer owns.
    pub fn guest_overview(&mut self, link: &str) -> Result<Option<Page<Overview>>> {
        self.guest(link, |read, guest| {
            let (tickets, more) = ticket::page(read, guest, None, NEWEST)?;
            let visits =
                portal::visits(read, guest.id, guest.now, ROWS)?.into_iter().map(visit::card).collect();
            let notes = portal::notes(read, guest.id, ROWS)?.into_iter().map(NoteCard::from).collect();
            let coupons = coupon::owned(read, guest, ROWS)?;
            Ok(Some(Overview { tickets, more: more.is_some(), visits, notes, coupons, most: ROWS }))
        })
    }

    /// A customer's tickets, newest first, those below a number where one is given.
    pub fn guest_tickets(&mut self, link: &str, below: Option<i64>) -> Result<Option<Page<Tickets>>> {
        self.guest(link, |read, guest| {
            let (tickets, next) = ticket::page(read, guest, below, ROWS)?;
            Ok(Some(Tickets { tickets, next }))
        })
    }

    /// A ticket of a customer.
    pub fn guest_ticket(&mut self, link: &str, number: i64) -> Result<Option<Page<TicketPage>>> {
        self.guest(link, |read, guest| ticket::one(read, guest, TicketId(number)))
    }

    /// A visit of a ticket of a customer, counted from 1.
    pub fn guest_visit(&mut self, link: &str, ticket: i64, nth: i64) -> Result<Option<Page<VisitPage>>> {
        self.guest(link, |read, guest| visit::one(read, guest, TicketId(ticket), nth))
    }

    /// The signed worksheet of a visit, as it is printed; nothing before it is signed.
    pub fn guest_worksheet(&mut self, link: &str, ticket: i64, nth: i64) -> Result<Option<Page<Sheet>>> {
        self.guest(link, |read, guest| visit::signed(read, guest, TicketId(ticket), nth))
    }

    /// A posted credit note of a customer: what is printed, and where it stands.
    pub fn guest_note(&mut self, link: &str, number: &str) -> Result<Option<Page<NotePage>>> {
        self.guest(link, |read, guest| note::one(read, guest, number))
    }

    /// A coupon by its code, whoever it is meant for, told in a language.
    pub fn public_coupon(
        &mut self,
        code: &str,
        language: Option<Language>,
    ) -> Result<Option<Page<CouponCard>>> {
        let clock = self.clock;
        self.store.read(|read| {
            let settings = settings(read)?;
            let today = clock.today(&settings);
            let language = language.unwrap_or(settings.language);
            let found = coupon::public(read, code, &settings, language, today)?;
            Ok(found.map(|body| Page {
                front: Front { language, ..Front::of(&settings) },
                customer: None,
                body,
            }))
        })
    }

    /// Reads for whoever a link opens for, from one snapshot; nothing where it opens for nobody.
    fn guest<T>(
        &mut self,
        link: &str,
        reads: impl FnOnce(&Read<'_>, &Guest) -> Result<Option<T>>,
    ) -> Result<Option<Page<T>>> {
        let clock = self.clock;
        self.store.read(|read| {
            let settings = settings(read)?;
            let now = (clock.now(), clock.today(&settings));
            let Some(guest) = guest::find(read, link, settings, now)? else { return Ok(None) };
            let body = reads(read, &guest)?;
            let front = Front { language: guest.language, ..Front::of(&guest.settings) };
            Ok(body.map(|body| Page { front, customer: Some(guest.name), body }))
        })
    }
}
