//! History entries as sentences, in both languages.

use super::*;
use crate::domain::error::Error;
use crate::domain::ids::TicketId;
use crate::domain::money::{Amount, Money};
use crate::domain::settings::Language;
use crate::domain::team::Service;
use crate::domain::ticket::ServiceView;

fn made(kind: EventKind, document: Option<&str>, effects: Vec<Effect>) -> TimelineEntry {
    let at = "2026-11-23T05:05:00Z".parse().unwrap();
    let document = document.map(str::to_owned);
    TimelineEntry {
        at,
        agent: Some("amy".into()),
        kind,
        text: String::new(),
        document,
        mail: None,
        body: None,
        incoming: None,
        effects,
    }
}

fn usd(cents: i64) -> Money {
    Money::new(Amount(cents), "USD".parse().unwrap())
}

fn named(subject: Subject, op: Op, document: &str) -> Effect {
    Effect { op, ..Effect::add(subject, document.to_owned()) }
}

fn told(of: &TimelineEntry) -> [String; 2] {
    [Language::English, Language::Korean].map(|language| entry(&Words::new(language), of))
}

#[test]
fn refunds() {
    let note = named(Subject::CreditNote, Op::Add, "RINV/2026/00001")
        .now(Key::State, "posted")
        .now(Key::Total, usd(141_000));
    let paid = named(Subject::Invoice, Op::Change, "INV/2026/00001").moved(
        Key::PaymentState,
        Some("not_paid"),
        Some("reversed"),
    );
    let anew = named(Subject::Invoice, Op::Add, "id:9");
    let posted = made(EventKind::Refunded, None, vec![note, paid, anew]);
    assert_eq!(
        told(&posted),
        [
            "Refund: credit note RINV/2026/00001 posted, $1,410.00 of INV/2026/00001; new invoice id:9 drafted",
            "환불: INV/2026/00001에 대한 대변전표 RINV/2026/00001을 발행했습니다($1,410.00); 새 청구서 초안 id:9를 만들었습니다",
        ]
    );
    let draft =
        named(Subject::CreditNote, Op::Add, "id:7").now(Key::State, "draft").now(Key::Total, usd(500));
    assert_eq!(
        told(&made(EventKind::Refunded, None, vec![draft]))[0],
        "Refund: credit note id:7 drafted, $5.00"
    );
    assert_eq!(told(&made(EventKind::Refunded, None, vec![])), ["Refund", "환불"]);
}

#[test]
fn tickets() {
    let ticket = || named(Subject::Ticket, Op::Change, "1");
    let assigned =
        made(EventKind::TicketAssigned, None, vec![ticket().moved(Key::Assignee, None, Some("amy"))]);
    assert_eq!(told(&assigned), ["Assigned to amy", "amy에게 배정했습니다"]);
    let nobody = ticket().moved(Key::Assignee, Some("amy"), None);
    assert_eq!(told(&made(EventKind::TicketAssigned, None, vec![nobody]))[0], "Assigned to nobody");
    let staged = ticket().moved(Key::Stage, Some("New"), Some("Solved"));
    assert_eq!(told(&made(EventKind::TicketStaged, None, vec![staged]))[0], "Stage: New → Solved");
    let edited = ticket().moved(Key::Priority, Some(0), Some(3));
    assert_eq!(
        told(&made(EventKind::TicketEdited, None, vec![edited])),
        ["Ticket changed: priority Low → Urgent", "티켓을 변경했습니다: 우선순위 낮음 → 긴급"]
    );
    let note = TimelineEntry { text: "a\nb\u{1b}".into(), ..made(EventKind::Noted, None, vec![]) };
    assert_eq!(told(&note), ["a\nb␛", "a\nb␛"]);
}

#[test]
fn books() {
    let matched = named(Subject::Reconciliation, Op::Add, "PAY/1")
        .now(Key::With, "INV/2026/00001")
        .now(Key::Amount, usd(500));
    let paid = made(EventKind::Paid, None, vec![matched.clone()]);
    assert_eq!(
        told(&paid),
        ["Payment of $5.00 registered for INV/2026/00001", "INV/2026/00001의 결제 $5.00를 등록했습니다"]
    );
    assert_eq!(
        told(&made(EventKind::Allocated, None, vec![matched])),
        ["$5.00 of PAY/1 matched with INV/2026/00001", "PAY/1의 $5.00를 INV/2026/00001과 대사했습니다"]
    );
    let undone = vec![
        named(Subject::Invoice, Op::Add, "INV/2026/00020"),
        named(Subject::CreditNote, Op::Change, "RINV/2026/00001"),
    ];
    assert_eq!(
        told(&made(EventKind::Reversed, None, undone)),
        ["RINV/2026/00001 reversed by INV/2026/00020", "RINV/2026/00001을 INV/2026/00020으로 역분개했습니다"]
    );
}

#[test]
fn every_kind_is_told() {
    for kind in EventKind::ALL {
        for text in told(&made(*kind, Some("X"), vec![])) {
            assert!(!text.is_empty() && !text.contains("event-") && !text.contains('{'), "{kind}: {text}");
        }
    }
}

#[test]
fn tickets_are_filled_in() {
    let mut ticket: TicketView = serde_json::from_value(serde_json::json!({
        "id": TicketId(1), "version": 1, "number": 1, "subject": "", "description": "", "team": "", "stage": "",
        "closed": false, "priority": 0, "customer": null, "customer_name": null, "product": null, "lot": null,
        "order": null, "assignee": null, "tags": [], "created_at": "2026-11-23T05:05:00Z", "services": {},
        "counters": {"credit_notes": 0, "credit_note_drafts": 0, "coupons": 0, "returns": 0, "repairs": 0, "tasks": 0},
        "timeline": [],
    }))
    .unwrap();
    ticket.timeline.push(made(EventKind::TicketOpened, None, vec![]));
    ticket.timeline.push(TimelineEntry { text: "kept".into(), ..made(EventKind::Noted, None, vec![]) });
    ticket.services.insert(Service::Refund, ServiceView::off(Error::CustomerRequired));
    fill_ticket(&Words::new(Language::English), &mut ticket);
    assert_eq!(ticket.timeline[0].text, "Ticket opened");
    assert_eq!(ticket.timeline[1].text, "kept");
    let reason = ticket.services[&Service::Refund].reason.as_deref();
    assert_eq!(reason, Some("There is no customer: set the customer first."));
}
