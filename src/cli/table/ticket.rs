//! Tickets as text.

use chrono_tz::Tz;

use super::grid::{cut, fixed, grid, head, titled, wrap};
use crate::domain::bulk::BulkRow;
use crate::domain::history::TimelineEntry;
use crate::domain::mail::incoming::AttachmentView;
use crate::domain::ticket::{ServiceState, TicketRow, TicketView};
use crate::domain::view::ListColumn;
use crate::text::{Words, cells, code, effect, sentence, ticket_list};

/// A ticket, whole: fields, services, counters, timeline.
pub fn ticket(words: &Words, t: &TicketView, zone: &str) -> String {
    let zone: Tz = zone.parse().unwrap_or(Tz::UTC);
    let mut text = format!("#{} {}\n", t.number, cells::printable(&t.subject));
    let customer = t.customer.as_ref().map(|r| match &t.customer_name {
        Some(name) => format!("{name} ({r})"),
        None => r.clone(),
    });
    text.push_str(&head(
        words,
        &[
            ("team", Some(t.team.clone())),
            ("stage", Some(code::stage(words, &t.stage))),
            ("merged-into", t.merged_into.map(|into| format!("#{into}"))),
            ("merged", (!t.merged.is_empty()).then(|| numbers(&t.merged))),
            ("priority", Some(code::priority(words, t.priority))),
            ("customer", customer),
            ("product", t.product.clone()),
            ("lot", t.lot.clone()),
            ("order", t.order.clone()),
            ("assignee", t.assignee.clone()),
            ("type", t.kind.clone()),
            ("service-levels", levels(words, t, zone)),
            ("tags", Some(t.tags.join(", "))),
            ("created", Some(words.instant(t.created_at, zone))),
            ("counters", counters(words, t)),
            ("services", Some(services(words, t))),
        ],
    ));
    if !t.description.is_empty() {
        text.push_str("\n\n");
        text.push_str(&cells::paragraphs(&t.description));
    }
    if !t.timeline.is_empty() {
        let rows = t
            .timeline
            .iter()
            .map(|e| vec![words.instant(e.at, zone), e.agent.clone().unwrap_or_default(), told(words, e)]);
        text.push_str("\n\n");
        text.push_str(&grid(
            words,
            &[fixed("when"), fixed("agent").expendable(1), wrap("what")],
            rows.collect(),
        ));
    }
    text
}

fn numbers(all: &[i64]) -> String {
    all.iter().map(|number| format!("#{number}")).collect::<Vec<_>>().join(", ")
}

/// What an entry says, with the text of a message that was written, and the files of one that came.
fn told(words: &Words, of: &TimelineEntry) -> String {
    let files = of.incoming.iter().flat_map(|mail| &mail.attachments);
    let files = files.map(|file| format!("+ {} [{}]", file.name, file.id));
    let sender = of
        .incoming
        .as_ref()
        .map(|mail| words.say("event-mail-from", &[("sender", mail.sender()), ("id", mail.id.to_string())]));
    let parts = sender.into_iter().chain([of.text.clone()]).chain(of.body.clone()).chain(files);
    parts.collect::<Vec<_>>().join("\n")
}

/// Files that came with messages, one a line.
pub fn files(words: &Words, all: &[AttachmentView]) -> String {
    let rows =
        all.iter().map(|f| vec![f.id.to_string(), f.name.clone(), f.media_type.clone(), f.size.to_string()]);
    let columns = [fixed("number"), cut("file"), fixed("kind").expendable(1), fixed("size").right()];
    grid(words, &columns, rows.collect())
}

fn counters(words: &Words, t: &TicketView) -> Option<String> {
    let (posted, drafts) = (t.counters.credit_notes, t.counters.credit_note_drafts);
    let values = [("posted", posted.to_string()), ("drafts", drafts.to_string())];
    let mut told = Vec::new();
    if posted + drafts > 0 {
        told.push(words.say("counter-credit-notes", &values));
    }
    if t.counters.coupons > 0 {
        told.push(words.say("counter-coupons", &[("count", t.counters.coupons.to_string())]));
    }
    if t.counters.returns > 0 {
        told.push(words.say("counter-returns", &[("count", t.counters.returns.to_string())]));
    }
    if t.counters.repairs > 0 {
        told.push(words.say("counter-repairs", &[("count", t.counters.repairs.to_string())]));
    }
    if t.counters.tasks > 0 {
        told.push(words.say("counter-tasks", &[("count", t.counters.tasks.to_string())]));
    }
    (!told.is_empty()).then(|| told.join(" · "))
}

/// The services that the team offers, with the reason where one can't be used now.
fn services(words: &Words, t: &TicketView) -> String {
    let shown = t.services.iter().filter(|(_, view)| view.state != ServiceState::Hidden);
    let lines = shown.map(|(service, view)| match &view.reason {
        Some(reason) => format!("{}: {reason}", code::service(words, *service)),
        None => code::service(words, *service),
    });
    lines.collect::<Vec<_>>().join(", ")
}

/// How a ticket stands with the policies that fit it.
fn levels(words: &Words, t: &TicketView, zone: Tz) -> Option<String> {
    let told = t.sla.iter().map(|of| {
        let state = code::named(words, "sla-state", of.state.as_str());
        let until = of.deadline.map(|at| format!(" {}", words.instant(at, zone))).unwrap_or_default();
        format!("{}: {state}{until}", of.policy)
    });
    let told: Vec<String> = told.collect();
    (!told.is_empty()).then(|| told.join("; "))
}

/// Tickets, one a line, in some columns.
pub fn tickets(words: &Words, columns: &[ListColumn], rows: &[TicketRow], zone: Tz) -> String {
    let shape = |column: &ListColumn| match column {
        ListColumn::Number => fixed("").right(),
        ListColumn::Subject => cut("").weight(2),
        ListColumn::Priority => fixed("").expendable(3),
        ListColumn::Assignee => cut("").expendable(2),
        ListColumn::Customer => cut("").expendable(1),
        ListColumn::Stage => cut(""),
        ListColumn::Deadline => fixed("").optional(),
        _ => cut("").expendable(4),
    };
    let cell = |column: &ListColumn, row: &TicketRow, cell: String| match (column, row.merged_into) {
        (ListColumn::Priority, _) => code::priority(words, row.priority),
        (ListColumn::Stage, Some(into)) => words.say("stage-merged", &[("into", into.to_string())]),
        _ => cell,
    };
    let cells = rows.iter().map(|row| {
        let cells = ticket_list::cells(words, columns, row, zone);
        columns.iter().zip(cells).map(|(column, text)| cell(column, row, text)).collect()
    });
    let shapes: Vec<_> = columns.iter().map(shape).collect();
    titled(words, &shapes, ticket_list::headings(words, columns), cells.collect())
}

/// What came of a change of many tickets, one a line.
pub fn bulk(words: &Words, rows: &[BulkRow]) -> String {
    let columns =
        [fixed("number").right(), cut("subject").expendable(1), fixed("outcome"), cut("change").weight(2)];
    let cells = rows.iter().map(|row| {
        vec![
            row.ticket.to_string(),
            row.subject.clone(),
            code::named(words, "bulk-state", row.state.as_str()),
            outcome(words, row),
        ]
    });
    grid(words, &columns, cells.collect())
}

/// What was written, or why nothing was.
fn outcome(words: &Words, row: &BulkRow) -> String {
    match (&row.why, &row.coupon) {
        (Some(why), _) => sentence::error(words, why),
        (None, Some(coupon)) => coupon.code.clone(),
        (None, None) => effect::of_ticket(words, &row.effects),
    }
}

/// The same for a spreadsheet: headings and cells.
pub fn bulk_cells(words: &Words, rows: &[BulkRow]) -> (Vec<String>, Vec<Vec<String>>) {
    let headings = ["number", "subject", "outcome", "change", "code", "share-link"];
    let cells = rows.iter().map(|row| {
        let coupon = row.coupon.as_ref();
        vec![
            row.ticket.to_string(),
            row.subject.clone(),
            code::named(words, "bulk-state", row.state.as_str()),
            outcome(words, row),
            coupon.map(|c| c.code.clone()).unwrap_or_default(),
            coupon.and_then(|c| c.share_link.clone()).unwrap_or_default(),
        ]
    });
    (headings.map(|label| words.label(label)).to_vec(), cells.collect())
}
