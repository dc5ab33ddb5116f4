//! What stands between strangers and the pages, around every request: who asks too often is told when to come back, only
//! looking is allowed, what is too long is not read, nothing takes for ever, and every answer carries the headers that
//! keep a browser from doing anything but showing it.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Request, State};
use axum::http::header::{
    ALLOW, CACHE_CONTROL, CONNECTION, CONTENT_LENGTH, CONTENT_SECURITY_POLICY, REFERRER_POLICY, RETRY_AFTER,
    TRANSFER_ENCODING, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::Response;

use super::client::{self, Peer};
use super::language;
use super::site::Site;

/// The longest address that is looked at: links, numbers and codes are far shorter.
const ADDRESS: usize = 1024;
/// How long a request may take.
const REQUEST: Duration = Duration::from_secs(10);

/// What a browser may do with an answer: show it with our stylesheet, and nothing else.
const POLICY: &str =
    "default-src 'none'; style-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";
const HEADERS: [(HeaderName, &str); 8] = [
    (CONTENT_SECURITY_POLICY, POLICY),
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (REFERRER_POLICY, "no-referrer"),
    (HeaderName::from_static("x-robots-tag"), "noindex, nofollow, noarchive"),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    ),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (HeaderName::from_static("x-frame-options"), "DENY"),
];

/// Lets a request through, or answers it.
pub(super) async fn watch(State(site): State<Arc<Site>>, request: Request, next: Next) -> Response {
    let mut response = match refusal(&site, &request) {
        Some(refused) => refused,
        None => answered(&site, request, next).await,
    };
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("private, no-store"));
    response
}

async fn answered(site: &Site, request: Request, next: Next) -> Response {
    let (who, wish) = (asking(site, &request), language::of(request.headers()));
    let answer = tokio::time::timeout(REQUEST, next.run(request)).await;
    let Ok(response) = answer else { return site.refused(StatusCode::SERVICE_UNAVAILABLE, wish) };
    if let (StatusCode::NOT_FOUND, Some(rate), Some(who)) = (response.status(), &site.rate, who) {
        rate.missed(who);
    }
    response
}

fn asking(site: &Site, request: &Request) -> Option<client::Client> {
    let peer = request.extensions().get::<Peer>()?;
    Some(client::of(*peer, request.headers(), site.behind_proxy))
}

/// The answer of a request that is not looked into.
fn refusal(site: &Site, request: &Request) -> Option<Response> {
    let wish = language::of(request.headers());
    let with = |status: StatusCode, name: HeaderName, value: HeaderValue| {
        let mut response = site.refused(status, wish);
        response.headers_mut().insert(name, value);
        Some(response)
    };
    if let (Some(rate), Some(who)) = (&site.rate, asking(site, request))
        && let Err(wait) = rate.take(who)
    {
        let seconds = HeaderValue::from(wait.as_secs() + 1);
        return with(StatusCode::TOO_MANY_REQUESTS, RETRY_AFTER, seconds);
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return with(StatusCode::METHOD_NOT_ALLOWED, ALLOW, HeaderValue::from_static("GET, HEAD"));
    }
    if brings_a_body(request.headers()) {
        return with(StatusCode::PAYLOAD_TOO_LARGE, CONNECTION, HeaderValue::from_static("close"));
    }
    let long = request.uri().path_and_query().is_some_and(|path| path.as_str().len() > ADDRESS);
    long.then(|| site.refused(StatusCode::URI_TOO_LONG, wish))
}

fn brings_a_body(headers: &HeaderMap) -> bool {
    let nothing = |length: &HeaderValue| length.as_bytes() == b"0";
    headers.contains_key(TRANSFER_ENCODING)
        || headers.get_all(CONTENT_LENGTH).iter().any(|length| !nothing(length))
}
