//! Which address shows what. Whatever does not fit an address is looked for all the same and is not found, so that an
//! odd address tells no more than any other.

use std::sync::Arc;

use axum::Router;
use axum::extract::rejection::PathRejection;
use axum::extract::{FromRequestParts, Path, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::request::Parts;
use axum::http::{StatusCode, Uri};
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use super::site::Site;
use super::{guard, language, pages};
use crate::desk::Desk;
use crate::desk::portal::Page;
use crate::domain::settings::Language;
use crate::text::sheet::file_stem;

/// What stands in an address.
type Named<T> = std::result::Result<Path<T>, PathRejection>;
type Shared = State<Arc<Site>>;

/// The pages.
pub(super) fn router(site: Arc<Site>) -> Router {
    let quiet = || get(async || StatusCode::NO_CONTENT);
    Router::new()
        .route("/c/{link}", get(overview))
        .route("/c/{link}/tickets", get(tickets))
        .route("/c/{link}/ticket/{number}", get(ticket))
        .route("/c/{link}/ticket/{number}/visit/{nth}", get(visit))
        .route("/c/{link}/ticket/{number}/visit/{nth}/worksheet.pdf", get(worksheet))
        .route("/c/{link}/credit-note/{*number}", get(note))
        .route("/coupon/{code}", get(coupon))
        .route("/style/{name}", get(style))
        // What browsers ask for by themselves.
        .route("/favicon.ico", quiet())
        .route("/apple-touch-icon.png", quiet())
        .route("/apple-touch-icon-precomposed.png", quiet())
        .route("/robots.txt", get(async || "User-agent: *\nDisallow: /\n"))
        .fallback(missing)
        .layer(from_fn_with_state(Arc::clone(&site), guard::watch))
        .with_state(site)
}

/// An address without what stands before the pages, for a proxy that leaves it on, and without a slash at its end: the
/// company's address may be changed while the pages are served.
pub(super) fn plain(uri: &Uri) -> Option<Uri> {
    let path = uri.path();
    let begins = ["/c/", "/coupon/", "/style/"].iter().filter_map(|mark| path.find(mark)).min().unwrap_or(0);
    let kept = path.get(begins..)?;
    let kept = kept.strip_suffix('/').filter(|kept| !kept.is_empty()).unwrap_or(kept);
    if kept.len() == path.len() {
        return None;
    }
    let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
    format!("{kept}{query}").parse().ok()
}

/// The language that the browser asks for.
struct Wish(Option<Language>);

impl<S: Sync> FromRequestParts<S> for Wish {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> std::result::Result<Self, Self::Rejection> {
        Ok(Self(language::of(&parts.headers)))
    }
}

/// The path of a customer's first page.
fn home(link: &str) -> String {
    format!("/c/{link}")
}

/// A number as addresses have it; none that anything has where it is written otherwise.
fn number(text: &str) -> i64 {
    text.parse().ok().filter(|number: &i64| *number > 0 && number.to_string() == text).unwrap_or_default()
}

async fn missing(State(site): Shared, Wish(wish): Wish) -> Response {
    site.missing(wish).await
}

async fn overview(State(site): Shared, Wish(wish): Wish, path: Named<String>) -> Response {
    let Ok(Path(link)) = path else { return site.missing(wish).await };
    let page = ("overview.html", home(&link));
    site.page(wish, page, move |desk| desk.guest_overview(&link)).await
}

async fn tickets(State(site): Shared, Wish(wish): Wish, uri: Uri, path: Named<String>) -> Response {
    let Ok(Path(link)) = path else { return site.missing(wish).await };
    let page = ("tickets.html", home(&link));
    let below = uri.query().and_then(|query| query.strip_prefix("below=")).map(number);
    site.page(wish, page, move |desk| desk.guest_tickets(&link, below)).await
}

async fn ticket(State(site): Shared, Wish(wish): Wish, path: Named<(String, String)>) -> Response {
    let Ok(Path((link, of))) = path else { return site.missing(wish).await };
    let page = ("ticket.html", home(&link));
    site.page(wish, page, move |desk| desk.guest_ticket(&link, number(&of))).await
}

async fn visit(State(site): Shared, Wish(wish): Wish, path: Named<(String, String, String)>) -> Response {
    let Ok(Path((link, of, nth))) = path else { return site.missing(wish).await };
    let page = ("visit.html", home(&link));
    site.page(wish, page, move |desk| desk.guest_visit(&link, number(&of), number(&nth))).await
}

async fn worksheet(State(site): Shared, Wish(wish): Wish, path: Named<(String, String, String)>) -> Response {
    let Ok(Path((link, of, nth))) = path else { return site.missing(wish).await };
    let (of, nth) = (number(&of), number(&nth));
    let name = format!("worksheet-{of}-{nth}");
    site.paper(wish, name, move |desk| desk.guest_worksheet(&link, of, nth)).await
}

async fn note(State(site): Shared, Wish(wish): Wish, path: Named<(String, String)>) -> Response {
    let Ok(Path((link, of))) = path else { return site.missing(wish).await };
    if let Some(of) = of.strip_suffix(".pdf").map(str::to_owned) {
        let name = file_stem(&of);
        let printed = move |desk: &mut Desk| {
            let page = desk.guest_note(&link, &of)?;
            Ok(page.map(|p| Page { front: p.front, customer: p.customer, body: p.body.sheet }))
        };
        return site.paper(wish, name, printed).await;
    }
    let page = ("note.html", home(&link));
    site.page(wish, page, move |desk| desk.guest_note(&link, &of)).await
}

async fn coupon(State(site): Shared, Wish(wish): Wish, path: Named<String>) -> Response {
    let Ok(Path(code)) = path else { return site.missing(wish).await };
    let page = ("coupon.html", String::new());
    site.page(wish, page, move |desk| desk.public_coupon(&code, wish)).await
}

async fn style(State(site): Shared, Wish(wish): Wish, path: Named<String>) -> Response {
    match path {
        // Its name is another one when it changes.
        Ok(Path(name)) if name == site.style() => {
            let headers = [
                (CONTENT_TYPE, "text/css; charset=utf-8"),
                (CACHE_CONTROL, "public, max-age=31536000, immutable"),
            ];
            (headers, pages::STYLE).into_response()
        }
        _ => site.missing(wish).await,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_before_a_page_is_taken_off() {
        for (given, kept) in [
            ("/help/c/abc", Some("/c/abc")),
            ("/help/c/abc/tickets?below=3", Some("/c/abc/tickets?below=3")),
            ("/c/abc/", Some("/c/abc")),
            ("/a/b/coupon/X-1", Some("/coupon/X-1")),
            ("/c/abc/ticket/1", None),
            ("/", None),
            ("/robots.txt", None),
        ] {
            assert_eq!(
                plain(&given.parse().unwrap()).map(|uri| uri.to_string()),
                kept.map(str::to_owned),
                "{given}"
            );
        }
    }
}
