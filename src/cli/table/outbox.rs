//! Messages of the outbox as text.

use chrono_tz::Tz;

use super::grid::{cut, fixed, grid, head};
use crate::domain::mail::MailView;
use crate::text::{Words, cells, code};

/// A message, whole.
pub fn mail(words: &Words, m: &MailView, zone: &str) -> String {
    let zone: Tz = zone.parse().unwrap_or(Tz::UTC);
    let instant = |at| words.instant(at, zone);
    let title = format!("#{} {}", m.id, cells::printable(&m.subject));
    let mut text = format!("{title} · {}\n", code::mail_state(words, m.state));
    text.push_str(&head(
        words,
        &[
            ("to", Some(m.to.clone())),
            ("ticket", m.ticket.map(|t| format!("#{t}"))),
            ("created", Some(instant(m.created_at))),
            ("send-after", Some(instant(m.send_after))),
            ("sent-at", m.sent_at.map(instant)),
            ("attempts", (m.attempts > 0).then(|| m.attempts.to_string())),
            ("error", m.error.as_deref().map(cells::printable)),
            ("attachments", (!m.attachments.is_empty()).then(|| m.attachments.join(", "))),
            ("message-id", Some(m.message_id.clone())),
        ],
    ));
    format!("{text}\n\n{}", cells::paragraphs(&m.body))
}

/// Messages, one a line.
pub fn mails(words: &Words, rows: &[MailView], zone: &str) -> String {
    let zone: Tz = zone.parse().unwrap_or(Tz::UTC);
    let rows = rows.iter().map(|m| {
        vec![
            m.id.to_string(),
            code::mail_state(words, m.state),
            m.to.clone(),
            m.subject.clone(),
            words.instant(m.sent_at.unwrap_or(m.created_at), zone),
            m.error.clone().unwrap_or_default(),
        ]
    });
    let columns = [
        fixed("number").right(),
        fixed("state"),
        cut("to"),
        cut("subject").weight(2),
        fixed("when").expendable(1),
        cut("error").weight(2).optional(),
    ];
    grid(words, &columns, rows.collect())
}
