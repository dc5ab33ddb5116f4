//! Effects as lines: what a command writes, or would write. The preview, a dry run and the timeline
//! show the same lines. Called by both doors.

use super::{Words, cells, code, field};
use crate::domain::effect::{Effect, Fact, Facts, Key, Op, Subject};
use crate::domain::form::FieldId;
use crate::domain::record::{RecordKind, Shape};

/// One effect as one line: `+ Credit note (draft) 55,000원`,
/// `~ INV/2026/00017 residual 110,000원 → 55,000원, payment state Not paid → Partial`.
pub fn line(words: &Words, effect: &Effect) -> String {
    let mut head = vec![effect.op.as_str().to_owned(), about(words, effect)];
    let rest = if effect.op == Op::Change {
        changes(words, effect)
    } else {
        let facts = if effect.op == Op::Add { &effect.after } else { &effect.before };
        head.extend(state(words, facts));
        listed(words, effect, facts)
    };
    if !rest.is_empty() {
        head.push(rest);
    }
    head.join(" ")
}

/// That a coupon is off an order, and why, where the effect is that.
pub fn dropped(words: &Words, effect: &Effect) -> Option<String> {
    let (coupon, order, cause) = effect.dropped_coupon()?;
    let cause = coded(words, Key::Cause, cause);
    let args = [("coupon", coupon.to_owned()), ("order", order.to_owned()), ("cause", cause)];
    Some(words.say("notice-coupon-dropped", &args))
}

/// What changed, key by key: `residual $10.00 → $5.00, payment state Not paid → Partial`.
pub fn changes(words: &Words, effect: &Effect) -> String {
    let mut keys: Vec<Key> = Vec::new();
    for (key, _) in effect.before.iter().chain(&effect.after) {
        if !keys.contains(key) {
            keys.push(*key);
        }
    }
    let side = |facts: &Facts, key: Key| {
        let told: Vec<String> =
            facts.iter().filter(|(k, _)| *k == key).map(|(_, f)| told(words, effect, key, f)).collect();
        if told.is_empty() { words.word("word-nothing") } else { told.join(", ") }
    };
    let told = keys.iter().map(|key| {
        let (before, after) = (side(&effect.before, *key), side(&effect.after, *key));
        // What stays only says where the change is.
        let moved = match effect.op {
            Op::Change if before != after => format!("{before} → {after}"),
            Op::Remove => before,
            _ => after,
        };
        let name = match (effect.subject, *key, &effect.document) {
            (Subject::Settings, Key::Value, Some(setting)) => {
                field::field(words, &FieldId(setting.clone().into()))
            }
            (_, key, _) => name(words, key),
        };
        format!("{name} {moved}")
    });
    told.collect::<Vec<_>>().join(", ")
}

/// What was changed of a ticket, or made at it, on one line.
pub fn of_ticket(words: &Words, effects: &[Effect]) -> String {
    let told = effects.iter().filter(|e| e.subject != Subject::Timeline).map(|e| match e.subject {
        Subject::Ticket => changes(words, e),
        _ => line(words, e),
    });
    told.filter(|text| !text.is_empty()).collect::<Vec<_>>().join("; ")
}

/// What an effect is about: a numbered document by its number alone, everything else by its kind.
fn about(words: &Words, effect: &Effect) -> String {
    let kind = subject(words, effect.subject);
    let Some(document) = &effect.document else { return kind };
    let document = match effect.subject {
        // What changed names the setting.
        Subject::Settings if effect.op == Op::Change => return kind,
        Subject::Settings => field::field(words, &FieldId(document.clone().into())),
        Subject::Stage => code::stage(words, document),
        Subject::Approval => document.trim_start_matches("approval:").to_owned(),
        _ => cells::printable(document),
    };
    let is_document = matches!(effect.subject, Subject::Invoice | Subject::CreditNote | Subject::Order);
    if effect.op == Op::Change && is_document && !document.starts_with("id:") {
        return document;
    }
    format!("{kind} {document}")
}

/// The state of a document that comes or goes: `(draft)`.
fn state(words: &Words, facts: &Facts) -> Option<String> {
    let is_state = |key: Key| {
        matches!(key, Key::State | Key::OrderState | Key::TransferState | Key::RepairState | Key::PartState)
    };
    let (key, fact) = facts.iter().find(|(key, _)| is_state(*key))?;
    Some(format!("({})", value(words, *key, fact).to_lowercase()))
}

/// The values of something that comes or goes. Sums stand without a name, first.
fn listed(words: &Words, effect: &Effect, facts: &Facts) -> String {
    let is_sum = |key: Key| matches!(key, Key::Total | Key::Amount);
    let sums =
        facts.iter().filter(|(key, _)| is_sum(*key)).map(|(key, fact)| told(words, effect, *key, fact));
    let others = facts
        .iter()
        .filter(|(key, _)| {
            !is_sum(*key)
                && !matches!(
                    key,
                    Key::State | Key::OrderState | Key::TransferState | Key::RepairState | Key::PartState
                )
        })
        .map(|(key, fact)| format!("{} {}", name(words, *key), told(words, effect, *key, fact)));
    sums.chain(others).collect::<Vec<_>>().join(", ")
}

/// What an effect can be about.
pub fn subject(words: &Words, subject: Subject) -> String {
    words.word(&code::key("subject", subject.as_str()))
}

/// The name of a business value, as it stands inside a line.
pub fn name(words: &Words, key: Key) -> String {
    words.word(&code::key("key", key.as_str()))
}

/// A value of an effect as people read it.
fn told(words: &Words, effect: &Effect, key: Key, fact: &Fact) -> String {
    settled(words, effect, key, fact).unwrap_or_else(|| value(words, key, fact))
}

/// A business value as people read it.
pub fn value(words: &Words, key: Key, fact: &Fact) -> String {
    match fact {
        Fact::Money { amount, currency } => words.money(amount, *currency),
        Fact::Text(at) if matches!(key, Key::Start | Key::End) => {
            // As the company's clocks told it then.
            chrono::DateTime::parse_from_rfc3339(at)
                .map_or_else(|_| cells::printable(at), |at| words.local(at))
        }
        Fact::Flag(true) => words.word("word-on"),
        Fact::Flag(false) => words.word("word-off"),
        Fact::Text(name) if key == Key::Stage => code::stage(words, name),
        Fact::Count(count) if key == Key::Filled => {
            words.say("filled-count", &[("count", count.to_string())])
        }
        Fact::Count(count) if key == Key::Priority => code::priority(words, *count),
        // Lines and messages are numbered, not counted.
        Fact::Count(count) if matches!(key, Key::Line | Key::Message) => count.to_string(),
        Fact::Count(count) => words.quantity(&count.to_string()),
        Fact::Date(date) => words.date(*date),
        Fact::Text(text) if text.is_empty() => words.word("word-nothing"),
        Fact::Text(text) => coded(words, key, text),
    }
}

/// A text, by its name where it is a code of the contract.
fn coded(words: &Words, key: Key, text: &str) -> String {
    let family = match key {
        Key::State => "state",
        Key::OrderState => "order-state",
        Key::TransferState => "transfer-state",
        Key::SheetState => "sheet-state",
        Key::TaskState => "task-state",
        Key::RepairState => "repair-state",
        Key::PartState => "part-state",
        Key::PartKind => "part-kind",
        Key::AfterRefund => "after-refund",
        Key::Cause => "cause",
        Key::PaymentState => "payment-state",
        Key::Role => "role",
        Key::Right => "right",
        Key::Service => "service",
        Key::Priority => "priority",
        Key::Limit | Key::DayLimit => return limits(words, text),
        Key::Assignment => "assignment",
        Key::ApprovalState => "approval-state",
        Key::Quantity | Key::UnitPrice | Key::Demand | Key::Used => return words.quantity(text),
        _ => return cells::printable(text),
    };
    words.find(&code::key(family, text), &[]).unwrap_or_else(|| cells::printable(text))
}

/// What was settled: a column with what stands in it (`amount=10`), a service that is switched (`refund=on`), the fields
/// of a customer that changed; none where it is something else.
fn settled(words: &Words, of: &Effect, key: Key, fact: &Fact) -> Option<String> {
    let Fact::Text(text) = fact else { return None };
    match (key, of.subject) {
        (Key::Column, subject) => {
            let (name, value) = text.split_once('=')?;
            let kind = match subject {
                Subject::Stage => Some(RecordKind::TeamStage),
                other => other.as_str().parse().ok(),
            };
            let label =
                field::of_form(words, kind.map_or("", RecordKind::as_str), &FieldId(name.to_owned().into()));
            Some(format!("{label} {}", column(words, kind, name, value)))
        }
        (Key::Service, _) => {
            let (service, on) = text.split_once('=')?;
            let on = words.word(if on == "on" { "word-on" } else { "word-off" });
            Some(format!("{} {on}", code::named(words, "service", service)))
        }
        (Key::Value, Subject::Settings) => {
            Some(column(words, Some(RecordKind::Company), of.document.as_deref()?, text))
        }
        (Key::Value, Subject::Customer) => {
            let fields = text.split(", ").map(|id| field::field(words, &FieldId(id.to_owned().into())));
            Some(fields.collect::<Vec<_>>().join(", "))
        }
        _ => None,
    }
}

/// What stands in a column of a kind, as people read it.
fn column(words: &Words, kind: Option<RecordKind>, name: &str, text: &str) -> String {
    let shape = kind.and_then(|k| k.columns().iter().find(|c| c.name == name)).map(|c| c.shape);
    match (shape, kind) {
        _ if text.is_empty() => words.word("word-nothing"),
        (Some(Shape::Flag), _) => words.word(if text == "true" { "word-yes" } else { "word-no" }),
        (Some(Shape::Code(family, _)), _) => code::named(words, family, text),
        (_, Some(RecordKind::TeamStage)) if name == "name" => code::stage(words, text),
        _ => cells::printable(text),
    }
}

/// Limits of the form `KRW:100000;USD:80`, as money.
fn limits(words: &Words, text: &str) -> String {
    let money = |part: &str| match part.split_once(':') {
        Some((currency, amount)) => currency.parse().ok().map(|c| words.money(amount, c)),
        None => None,
    };
    let told: Option<Vec<String>> = text.split(';').map(money).collect();
    told.map_or_else(|| cells::printable(text), |all| all.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::money::{Amount, Currency};
    use crate::domain::settings::Language;

    fn both(effect: &Effect) -> [String; 2] {
        [Language::English, Language::Korean].map(|language| line(&Words::new(language), effect))
    }

    #[test]
    fn effects_as_lines() {
        let krw: Currency = "KRW".parse().unwrap();
        let draft = Effect::add(Subject::CreditNote, None)
            .now(Key::State, "draft")
            .now(Key::Total, (Amount(55_000), krw));
        assert_eq!(both(&draft), ["+ Credit note (draft) ₩55,000", "+ 대변전표 (초안) 55,000원"]);
        let paid = Effect::change(Subject::Invoice, "INV/2026/00017".to_owned())
            .moved(Key::Residual, Some((Amount(110_000), krw)), Some((Amount(55_000), krw)))
            .moved(Key::PaymentState, Some("not_paid"), Some("partial"));
        assert_eq!(
            both(&paid),
            [
                "~ INV/2026/00017 residual ₩110,000 → ₩55,000, payment state Not paid → Partial",
                "~ INV/2026/00017 잔액 110,000원 → 55,000원, 결제 상태 미결제 → 일부 결제",
            ]
        );
        let given = Effect::change(Subject::Ticket, "12".to_owned()).now(Key::Assignee, "amy");
        assert_eq!(both(&given), ["~ Ticket 12 assigned to – → amy", "~ 티켓 12 담당자 – → amy"]);
        let matched = Effect::remove(Subject::Reconciliation, "PAY/1".to_owned())
            .was(Key::With, "INV/2026/00017")
            .was(Key::Amount, (Amount(5), krw));
        assert_eq!(
            both(&matched),
            ["- Match PAY/1 ₩5, with INV/2026/00017", "- 대사 PAY/1 5원, 상대 INV/2026/00017"]
        );
        let set = Effect::change(Subject::Settings, "time_zone".to_owned()).moved(
            Key::Value,
            Some("UTC"),
            Some("Asia/Seoul"),
        );
        assert_eq!(both(&set)[0], "~ Settings Time zone UTC → Asia/Seoul");
        let limited = Effect::change(Subject::User, "amy".to_owned()).moved(
            Key::Limit,
            Some(""),
            Some("KRW:100000;USD:80.00"),
        );
        assert_eq!(both(&limited)[1], "~ 상담원 amy 환불 한도 – → 100,000원, $80.00");
        assert_eq!(both(&Effect::add(Subject::Timeline, None)), ["+ Timeline", "+ 타임라인"]);
    }

    #[test]
    fn values_from_outside_stay_on_their_line() {
        let evil = Effect::add(Subject::Ticket, "1\n".to_owned()).now(Key::Subject, "\u{1b}[2J");
        assert_eq!(both(&evil)[0], "+ Ticket 1␊ subject ␛[2J");
    }
}
