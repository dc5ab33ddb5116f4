//! What the pages are made of. Each field is meant to be seen by a customer: what is not here can't be shown.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;

use crate::domain::coupon::CouponState;
use crate::domain::invoice::PaymentState;
use crate::domain::money::Currency;
use crate::domain::settings::{Language, Settings};
use crate::store::portal::NoteHead;

/// What every page knows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Front {
    /// Name of the company.
    pub company: String,
    /// Language of the page.
    pub language: Language,
    /// Time zone of the company.
    pub zone: String,
    /// The shop, where it has an address.
    pub shop: Option<String>,
    /// What stands before every path, where the pages are not at the root of their address: `/help`.
    pub base: String,
}

impl Front {
    /// What the settings say of it.
    pub(super) fn of(settings: &Settings) -> Self {
        let address = settings.portal_url.as_deref().and_then(crate::domain::settings::address);
        Self {
            company: settings.name.clone(),
            language: settings.language,
            zone: settings.time_zone.clone(),
            shop: settings.website_url.clone().filter(|url| crate::domain::settings::address(url).is_some()),
            base: address.map(|url| url.path().trim_end_matches('/').to_owned()).unwrap_or_default(),
        }
    }
}

/// A page, and whose it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Page<T> {
    /// What every page knows.
    pub front: Front,
    /// Name of the customer; none where the page is for everybody.
    pub customer: Option<String>,
    /// What it shows.
    pub body: T,
}

/// What a customer owns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Overview {
    /// The newest tickets.
    pub tickets: Vec<TicketCard>,
    /// Whether there are more of them.
    pub more: bool,
    /// Visits: those to come, then those that are over.
    pub visits: Vec<VisitCard>,
    /// Posted credit notes.
    pub notes: Vec<NoteCard>,
    /// Coupons.
    pub coupons: Vec<CouponCard>,
    /// The most that are shown of visits, notes and coupons each.
    pub most: i64,
}

/// A list of tickets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Tickets {
    /// Newest first.
    pub tickets: Vec<TicketCard>,
    /// The number below which there are more.
    pub next: Option<i64>,
}

/// A ticket in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TicketCard {
    /// Its number.
    pub number: i64,
    /// Subject.
    pub subject: String,
    /// Name of its stage.
    pub stage: String,
    /// Whether it is done with.
    pub closed: bool,
    /// When it was opened.
    pub created_at: DateTime<Utc>,
}

/// A ticket, whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TicketPage {
    /// What a list shows of it.
    pub ticket: TicketCard,
    /// What the customer asked for.
    pub description: String,
    /// What was sent to the customer, newest first.
    pub messages: Vec<Message>,
    /// Its visits.
    pub visits: Vec<VisitCard>,
}

/// A message that the customer got, or wrote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Message {
    /// When it left, or came.
    pub at: DateTime<Utc>,
    /// Whether the customer wrote it.
    pub own: bool,
    /// Subject.
    pub subject: String,
    /// Text.
    pub text: String,
}

/// A visit in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct VisitCard {
    /// Number of its ticket.
    pub ticket: i64,
    /// Which visit of the ticket, from 1.
    pub nth: i64,
    /// Name of its stage.
    pub stage: String,
    /// Whether it is over.
    pub closed: bool,
    /// Whether it is not made any more.
    pub cancelled: bool,
    /// When it begins.
    pub start: Option<DateTime<Utc>>,
    /// When it ends.
    pub end: Option<DateTime<Utc>>,
    /// Names of the technicians.
    pub technicians: Vec<String>,
    /// Whether there is a signed worksheet.
    pub signed: bool,
    /// Whether it has a worksheet at all.
    pub sheet: bool,
}

/// A visit, whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct VisitPage {
    /// What a list shows of it.
    pub visit: VisitCard,
    /// Subject of its ticket.
    pub subject: String,
    /// The worksheet as it was signed: its fields, by whom and when; nothing before.
    pub fields: Vec<SheetField>,
    /// The name that was signed with.
    pub signed_by: Option<String>,
    /// When.
    pub signed_at: Option<DateTime<Utc>>,
}

/// A field of a signed worksheet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SheetField {
    /// Its name for people.
    pub label: String,
    /// What was filled in, as people read it; empty where nothing was.
    pub value: String,
}

/// A credit note in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NoteCard {
    /// Its number.
    pub number: String,
    /// Its day.
    pub date: Option<NaiveDate>,
    /// With tax, plain.
    pub total: String,
    /// Currency.
    pub currency: Currency,
    /// What is paid of it.
    pub payment: PaymentState,
}

impl From<NoteHead> for NoteCard {
    fn from(of: NoteHead) -> Self {
        let total = of.total.plain(of.currency);
        Self { number: of.number, date: of.date, total, currency: of.currency, payment: of.payment }
    }
}

/// A credit note, whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NotePage {
    /// What a list shows of it.
    pub note: NoteCard,
    /// What is printed.
    pub sheet: crate::text::sheet::Sheet,
}

/// A coupon, without whom it is meant for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CouponCard {
    /// Its code.
    pub code: String,
    /// What it gives, one of these.
    pub gives: Vec<String>,
    /// What an order must come to.
    pub asks: Vec<String>,
    /// Its first day, where that is still to come.
    pub from: Option<NaiveDate>,
    /// Its last day, by itself or by its program.
    pub until: Option<NaiveDate>,
    /// Where it stands today.
    pub state: CouponState,
    /// Whether it can be used today.
    pub usable: bool,
    /// Where it is used; none where the shop has no address.
    pub link: Option<String>,
}
