//! Tells mail that was sent by a program, which no program may answer.
//!
//! Two programs that answer each other fill a helpdesk within minutes, so any
//! sign of a program counts, whether it comes from a standard or from habit.

use super::header::Fields;
use super::parameters::Parameters;
use crate::domain::mail::incoming::{Automatic, Sender};

/// Finds the strongest reason not to answer a message.
pub(super) fn reason(fields: &Fields, from: &Sender) -> Option<Automatic> {
    let has = |name: &str| fields.first(name).is_some();
    let says = |name: &str, unless: &str| fields.token(name).is_some_and(|word| word != unless);
    let precedence = fields.token("precedence").unwrap_or_default();
    let report = fields.first("content-type").and_then(report);
    if report == Some(Automatic::Bounce) || daemon(from) || has("x-failed-recipients") {
        Some(Automatic::Bounce)
    } else if has("x-loop") {
        Some(Automatic::Loop)
    } else if report.is_some()
        || says("auto-submitted", "no")
        || says("x-auto-response-suppress", "none")
        || says("x-autoreply", "no")
        || says("x-autorespond", "no")
        || precedence == "auto_reply"
    {
        Some(Automatic::AutoReply)
    } else if has("list-id") || matches!(precedence.as_str(), "bulk" | "junk" | "list") {
        Some(Automatic::List)
    } else {
        // Only a server that wants no answer at all leaves the return path empty.
        let path = fields.first("return-path")?.trim_ascii();
        (path == b"<>").then_some(Automatic::Bounce)
    }
}

fn daemon(from: &Sender) -> bool {
    let user = from.address.split('@').next().unwrap_or_default();
    matches!(user.to_ascii_lowercase().as_str(), "mailer-daemon" | "postmaster")
}

/// A report of a failed delivery is a bounce; others, such as that a message
/// was read, are notices.
fn report(content_type: &[u8]) -> Option<Automatic> {
    let media = Parameters::read(content_type);
    let kind = media.plain("report-type").unwrap_or_default();
    match media.value.as_str() {
        "multipart/report" if kind.eq_ignore_ascii_case(b"delivery-status") => Some(Automatic::Bounce),
        "multipart/report" => Some(Automatic::AutoReply),
        "message/delivery-status" => Some(Automatic::Bounce),
        _ => None,
    }
}
