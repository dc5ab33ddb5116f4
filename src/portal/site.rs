//! What requests share, and how what was read becomes an answer. Reading and rendering happen on a reader's thread, as
//! does the page that says no: whatever the reason, it is made in the same way and says the same.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::body::Bytes;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use tokio::sync::Semaphore;

use super::pages::Pages;
use super::pool::Pool;
use super::rate::Rate;
use super::{Event, Heard, Options};
use crate::desk::Desk;
use crate::desk::portal::{Front, Page};
use crate::domain::error::{Error, Result};
use crate::domain::settings::Language;
use crate::paper::{self, Format};
use crate::text::sheet::Sheet;

/// How many documents are drawn at once.
pub(super) const DRAWERS: usize = 1;
/// What can't be shown for a reason that no database has.
const REFUSALS: [StatusCode; 5] = [
    StatusCode::TOO_MANY_REQUESTS,
    StatusCode::SERVICE_UNAVAILABLE,
    StatusCode::METHOD_NOT_ALLOWED,
    StatusCode::PAYLOAD_TOO_LARGE,
    StatusCode::URI_TOO_LONG,
];

/// What requests share.
pub(super) struct Site {
    pool: Arc<Pool>,
    pages: Arc<Pages>,
    drawers: Arc<Semaphore>,
    refusals: Vec<(StatusCode, Language, Bytes)>,
    heard: Heard,
    /// What the pages know before anything is read for a request.
    pub front: Front,
    /// How much one client may ask for; none for any amount.
    pub rate: Option<Rate>,
    /// Whether a proxy stands in front.
    pub behind_proxy: bool,
}

impl Site {
    /// Reads what every page knows, and makes the pages that must be at hand.
    pub async fn new(options: &Options, pool: Arc<Pool>, heard: Heard) -> Result<Arc<Self>> {
        let pages = Arc::new(Pages::new()?);
        let front = pool.read(Desk::front).await?;
        let mut refusals = Vec::new();
        for status in REFUSALS {
            for language in Language::ALL {
                let page = pages.told(status, &Front { language: *language, ..front.clone() })?;
                refusals.push((status, *language, Bytes::from(page)));
            }
        }
        Ok(Arc::new(Self {
            pool,
            pages,
            drawers: Arc::new(Semaphore::new(DRAWERS)),
            refusals,
            heard,
            front,
            rate: options.rate.and_then(Rate::new),
            behind_proxy: options.behind_proxy,
        }))
    }

    /// Says where it listens.
    pub fn listening(&self, at: SocketAddr) {
        (self.heard)(&Event::Listening(at));
    }

    /// Says that it was asked to stop.
    pub fn stopping(&self) {
        (self.heard)(&Event::Stopping);
    }

    /// The name of the stylesheet.
    pub fn style(&self) -> &str {
        self.pages.style()
    }

    /// A page of what is read; the page that says no where that is nothing. `home` is the path of the customer's first
    /// page.
    pub async fn page<T: Serialize + 'static>(
        &self,
        wish: Option<Language>,
        (name, home): (&'static str, String),
        reads: impl FnOnce(&mut Desk) -> Result<Option<Page<T>>> + Send + 'static,
    ) -> Response {
        let pages = Arc::clone(&self.pages);
        let made = self.pool.read(move |desk| match reads(desk)? {
            Some(page) => Ok((StatusCode::OK, pages.page(name, &page, &home)?)),
            None => missing(desk, &pages, wish),
        });
        self.html(wish, made.await)
    }

    /// The page that says no.
    pub async fn missing(&self, wish: Option<Language>) -> Response {
        let pages = Arc::clone(&self.pages);
        let made = self.pool.read(move |desk| missing(desk, &pages, wish));
        self.html(wish, made.await)
    }

    /// A document of what is read, as a file of a name, drawn once there is room for it.
    pub async fn paper(
        &self,
        wish: Option<Language>,
        name: String,
        reads: impl FnOnce(&mut Desk) -> Result<Option<Page<Sheet>>> + Send + 'static,
    ) -> Response {
        let pages = Arc::clone(&self.pages);
        let read = self.pool.read(move |desk| match reads(desk)? {
            Some(page) => Ok(Ok(page.body)),
            None => missing(desk, &pages, wish).map(Err),
        });
        let sheet = match read.await {
            Ok(Ok(sheet)) => sheet,
            Ok(Err(page)) => return self.html(wish, Ok(page)),
            Err(error) => return self.html(wish, Err(error)),
        };
        let Ok(place) = Arc::clone(&self.drawers).acquire_owned().await else {
            return self.refused(StatusCode::SERVICE_UNAVAILABLE, wish);
        };
        let drawn = tokio::task::spawn_blocking(move || {
            let _held = place;
            paper::print(&sheet, Format::Pdf)
        });
        let drawn = drawn.await;
        match drawn.unwrap_or_else(|e| Err(Error::Io(e.to_string()))) {
            Ok(printed) => pdf(&name, printed.bytes),
            Err(error) => self.html(wish, Err(error)),
        }
    }

    /// A refusal that needs no database.
    pub fn refused(&self, status: StatusCode, wish: Option<Language>) -> Response {
        let language = wish.unwrap_or(self.front.language);
        let page = self.refusals.iter().find(|(known, spoken, _)| *known == status && *spoken == language);
        let body = page.map(|(.., body)| body.clone()).unwrap_or_default();
        (status, [(CONTENT_TYPE, "text/html; charset=utf-8")], body).into_response()
    }

    fn html(&self, wish: Option<Language>, made: Result<(StatusCode, String)>) -> Response {
        match made {
            Ok((status, page)) => {
                (status, [(CONTENT_TYPE, "text/html; charset=utf-8")], page).into_response()
            }
            Err(_) => self.refused(StatusCode::SERVICE_UNAVAILABLE, wish),
        }
    }
}

fn missing(desk: &mut Desk, pages: &Pages, wish: Option<Language>) -> Result<(StatusCode, String)> {
    let front = desk.front()?;
    let language = wish.unwrap_or(front.language);
    let page = pages.told(StatusCode::NOT_FOUND, &Front { language, ..front })?;
    Ok((StatusCode::NOT_FOUND, page))
}

/// A document as a file: whatever a browser's viewer makes of our headers, it can be kept and opened.
fn pdf(name: &str, bytes: Vec<u8>) -> Response {
    let mut response = ([(CONTENT_TYPE, "application/pdf")], bytes).into_response();
    // A name that a header can't hold is left to the browser.
    let plain: String = name.chars().filter(|c| c.is_ascii_alphanumeric() || "-_.".contains(*c)).collect();
    let named = format!("attachment; filename=\"{plain}.pdf\"");
    if let Ok(named) = HeaderValue::from_str(&named) {
        response.headers_mut().insert(CONTENT_DISPOSITION, named);
    }
    response
}
