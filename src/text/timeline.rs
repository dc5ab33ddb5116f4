//! History entries as sentences. The history keeps what happened as data, so that it can be told in any
//! language; notes and messages bring their own text. Called by both doors for what they show.

mod refund;
#[cfg(test)]
mod tests;

use super::{Words, cells, effect, sentence};
use crate::domain::effect::{Effect, Fact, Facts, Key, Op, Subject};
use crate::domain::history::{EventKind, TimelineEntry};
use crate::domain::ticket::TicketView;

/// The sentence of one entry, from what it wrote; notes and messages as they were written.
pub fn entry(words: &Words, entry: &TimelineEntry) -> String {
    use EventKind as K;
    if !entry.text.is_empty() {
        return cells::paragraphs(&entry.text);
    }
    let document = entry.document.clone().unwrap_or_default();
    let event = |key: &str| words.say(key, &[("document", document.clone())]);
    let changed = |key: &str, subjects: &[Subject]| with_changes(words, event(key), entry, subjects);
    // What was made is not called changed.
    let made = |made: &str, key: &str, subject: Subject| {
        let new = entry.effects.iter().any(|e| e.subject == subject && e.op == Op::Add);
        changed(if new { made } else { key }, &[subject])
    };
    match entry.kind {
        K::Created => event("event-created"),
        K::Restored => event("event-restored"),
        K::Imported => event("event-imported"),
        K::SettingsChanged if about(entry, Subject::Settings).is_none() && !entry.effects.is_empty() => {
            setting(words, entry)
        }
        K::SettingsChanged => changed("event-settings-changed", &[Subject::Settings]),
        K::TeamChanged => made("event-team-made", "event-team-changed", Subject::Team),
        K::UserChanged => made("event-user-made", "event-user-changed", Subject::User),
        K::CustomerChanged => changed("event-customer-changed", &[Subject::Customer]),
        K::CustomerLinked => event("event-customer-linked"),
        K::LinksRevoked => event("event-links-revoked"),
        K::TicketOpened => event("event-ticket-opened"),
        K::TicketEdited => changed("event-ticket-edited", &[Subject::Ticket]),
        K::TicketAssigned => assigned(words, entry),
        K::TicketStaged => staged(words, entry),
        K::TicketClosed => {
            let rule =
                about(entry, Subject::ClosingRule).and_then(|e| e.document.clone()).unwrap_or_default();
            words.say("event-ticket-closed", &[("rule", rule), ("text", staged(words, entry))])
        }
        K::Noted => event("event-note"),
        K::Replied => event("event-reply"),
        K::MailQueued => mailed(words, "event-mail-queued", entry),
        K::MailSent => mailed(words, "event-mail-sent", entry),
        K::MailFailed => mailed(words, "event-mail-failed", entry),
        K::MailUnclear => mailed(words, "event-mail-unclear", entry),
        K::MailCancelled => mailed(words, "event-mail-cancelled", entry),
        K::Refunded => refund::told(words, entry),
        K::DocumentEdited => changed("event-document-edited", &[Subject::Invoice, Subject::CreditNote]),
        K::DocumentPosted => {
            let posted = entry.effects.iter().find(|e| after(words, e, Key::State).is_some());
            in_period(words, event("event-document-posted"), posted)
        }
        K::DocumentCancelled => event("event-document-cancelled"),
        K::Paid => paid(words, entry),
        K::Allocated => allocated(words, entry),
        K::Reversed => reversed(words, entry),
        K::ReturnMade => transfers(words, "event-return", entry),
        K::RepairMade => repaired(words, "event-repair-made", entry),
        K::RepairChanged => repaired(words, "event-repair-state", entry),
        K::TaskMade => planned(words, entry),
        K::TaskChanged => task(words, "event-task-changed", entry),
        K::ProjectChanged => setting(words, entry),
        K::TransferDone => transfers(words, "event-transfer-done", entry),
        K::TransferCancelled => transfers(words, "event-transfer-cancelled", entry),
        K::CouponMade => coupon(words, entry, "event-coupon"),
        K::CouponRevoked => coupon(words, entry, "event-coupon-revoked"),
        K::ProgramChanged => made("event-program-made", "event-program-changed", Subject::Program),
        K::OrderChanged => changed("event-order-changed", &[Subject::Order]),
        K::OrderConfirmed => event("event-order-confirmed"),
        K::OrderCancelled => event("event-order-cancelled"),
        K::OrderSent => event("event-order-sent"),
        K::OrderInvoiced => event("event-order-invoiced"),
        K::ApprovalAsked => decided(words, "event-approval-requested", entry, Key::Reason),
        K::Approved => decided(words, "event-approved", entry, Key::Comment),
        K::Rejected => decided(words, "event-rejected", entry, Key::Comment),
        K::ApprovalWithdrawn => event("event-approval-withdrawn"),
        K::MailReceived => event("event-mail-received"),
        K::TicketMerged => merged(words, "event-ticket-merged", entry),
        K::TicketUnmerged => merged(words, "event-ticket-unmerged", entry),
        K::Undone => turned(words, "event-undone", entry),
        K::Redone => turned(words, "event-redone", entry),
        K::StockAdjusted => changed("event-stock-adjusted", &[Subject::Stock]),
    }
}

/// An entry with who did it: `amy: Stage: New → Solved`.
pub fn by(words: &Words, told: &TimelineEntry) -> String {
    let who = told.agent.clone().unwrap_or_default();
    words.say("named", &[("name", who), ("text", entry(words, told))])
}

/// Fills in what a ticket leaves to the edge: the texts of its timeline and the reasons of its services.
pub fn fill_ticket(words: &Words, ticket: &mut TicketView) {
    for told in &mut ticket.timeline {
        if told.text.is_empty() {
            told.text = entry(words, told);
        }
    }
    for service in ticket.services.values_mut() {
        if let Some(why) = &service.why {
            service.reason = Some(sentence::error(words, why));
        }
    }
}

/// What became of a request for approval, and what was said with it.
fn decided(words: &Words, key: &str, entry: &TimelineEntry, said: Key) -> String {
    let document = entry.document.clone().unwrap_or_default();
    let text = words.say(key, &[("document", document)]);
    let of = entry.effects.iter().filter(|e| e.subject == Subject::Approval);
    match of.filter_map(|e| after(words, e, said)).next_back() {
        Some(said) => words.say("named", &[("name", text), ("text", said)]),
        None => text,
    }
}

/// The event, and after a colon what changed of the subjects.
fn with_changes(words: &Words, event: String, entry: &TimelineEntry, subjects: &[Subject]) -> String {
    let told: Vec<String> = entry
        .effects
        .iter()
        .filter(|e| subjects.contains(&e.subject))
        .map(|e| effect::changes(words, e))
        .filter(|changes| !changes.is_empty())
        .collect();
    if told.is_empty() {
        return event;
    }
    words.say("named", &[("name", event), ("text", told.join("; "))])
}

/// What was posted, and on which other day it stands in the books, where its own is locked.
fn in_period(words: &Words, text: String, posted: Option<&Effect>) -> String {
    let Some(posted) = posted else { return text };
    let (date, books) = (fact(&posted.after, Key::Date), fact(&posted.after, Key::AccountingDate));
    match books {
        Some(books) if date != Some(books) => {
            let date = effect::value(words, Key::AccountingDate, books);
            words.say("event-in-period", &[("text", text), ("date", date)])
        }
        _ => text,
    }
}

/// Transfers that came or changed, each by its number with what it belongs to and its state, and the documents
/// that were made with them.
fn transfers(words: &Words, key: &str, entry: &TimelineEntry) -> String {
    let moved = |e: &&Effect| {
        matches!(e.subject, Subject::Delivery | Subject::Receipt | Subject::InternalTransfer)
            && (e.op == Op::Add || after(words, e, Key::TransferState).is_some())
    };
    let mut told: Vec<(String, Option<String>, Option<String>)> = Vec::new();
    for effect in entry.effects.iter().filter(moved) {
        let Some(number) = effect.document.clone() else { continue };
        let belongs = [Key::ReturnOf, Key::Replaces, Key::BackorderOf]
            .into_iter()
            .find_map(|key| Some(format!("{} {}", effect::name(words, key), after(words, effect, key)?)));
        let state = after(words, effect, Key::TransferState);
        match told.iter_mut().find(|(known, ..)| *known == number) {
            Some((_, known, last)) => (*known, *last) = (belongs.or(known.take()), state.or(last.take())),
            None => told.push((number, belongs, state)),
        }
    }
    // A rest comes behind what it is the rest of.
    let rest = |number: &str| {
        let of =
            |e: &&Effect| e.document.as_deref() == Some(number) && fact(&e.after, Key::BackorderOf).is_some();
        entry.effects.iter().any(|e| of(&e))
    };
    told.sort_by_key(|(number, ..)| rest(number));
    let transfers = told.into_iter().map(|(number, belongs, state)| {
        let told: Vec<String> = belongs.into_iter().chain(state).collect();
        words.say("event-transfer-so", &[("number", number), ("told", told.join(", "))])
    });
    let made = entry.effects.iter().filter(|e| {
        e.op == Op::Add && matches!(e.subject, Subject::CreditNote | Subject::Invoice | Subject::Coupon)
    });
    let made = made
        .map(|e| format!("{} {}", effect::subject(words, e.subject), e.document.clone().unwrap_or_default()));
    let text = transfers.chain(made).collect::<Vec<_>>().join(", ");
    words.say(key, &[("transfers", text)])
}

/// A repair that was made or went on, and where it stands then; that it was changed, where it did not go on.
fn repaired(words: &Words, key: &str, entry: &TimelineEntry) -> String {
    let of = |e: &&Effect| e.subject == Subject::Repair;
    let number = entry.repair().unwrap_or_default().to_owned();
    let state = entry.effects.iter().filter(of).filter_map(|e| after(words, e, Key::RepairState)).next_back();
    match state {
        Some(state) => words.say(key, &[("repair", number), ("state", state)]),
        None => words.say("event-repair-changed", &[("repair", number)]),
    }
}

/// A task that was made: its row and title, and who goes there when, where that is known.
fn planned(words: &Words, entry: &TimelineEntry) -> String {
    let effect = about(entry, Subject::Task);
    let value = |key| effect.and_then(|e| after(words, e, key));
    let document = effect.and_then(|e| e.document.clone()).unwrap_or_default();
    let made = if value(Key::Start).is_some() { "event-task" } else { "event-task-made" };
    let text = words.say(made, &[("document", document)]);
    let told = [Key::Title, Key::Start, Key::Assignee].into_iter().filter_map(value);
    let told: Vec<String> = told.collect();
    match told.is_empty() {
        true => text,
        false => words.say("named", &[("name", text), ("text", told.join(", "))]),
    }
}

/// Something that is settled once and was made, changed or removed, by its name.
fn setting(words: &Words, entry: &TimelineEntry) -> String {
    let Some(effect) = entry.effects.iter().find(|e| e.subject != Subject::Timeline) else {
        return words.word("notice-nothing-changed");
    };
    let key = match effect.op {
        Op::Add => "event-setting-made",
        Op::Change => "event-setting-changed",
        Op::Remove => "event-setting-removed",
    };
    let told = [
        ("subject", effect::subject(words, effect.subject)),
        ("document", effect.document.clone().unwrap_or_default()),
    ];
    let text = words.say(key, &told);
    match effect.op {
        Op::Change => with_changes(words, text, entry, &[effect.subject]),
        Op::Add | Op::Remove => text,
    }
}

/// A task that was changed: its row, and what of it.
fn task(words: &Words, key: &str, entry: &TimelineEntry) -> String {
    let effect = about(entry, Subject::Task);
    let document = effect.and_then(|e| e.document.clone()).unwrap_or_default();
    let text = words.say(key, &[("document", document)]);
    with_changes(words, text, entry, &[Subject::Task])
}

/// The value of a key, the first that there is.
fn fact(facts: &Facts, key: Key) -> Option<&Fact> {
    facts.iter().find(|(k, _)| *k == key).map(|(_, fact)| fact)
}

/// The value after of a key, in words.
fn after(words: &Words, effect: &Effect, key: Key) -> Option<String> {
    fact(&effect.after, key).map(|fact| effect::value(words, key, fact))
}

/// The first effect about a subject.
fn about(entry: &TimelineEntry, subject: Subject) -> Option<&Effect> {
    entry.effects.iter().find(|e| e.subject == subject)
}

/// A coupon that was made or taken back, with what is told of it.
fn coupon(words: &Words, entry: &TimelineEntry, key: &str) -> String {
    let of = about(entry, Subject::Coupon);
    let value = |k| of.and_then(|e| after(words, e, k)).unwrap_or_else(|| words.word("word-nothing"));
    let label = of.and_then(|e| e.document.clone()).unwrap_or_default();
    let until =
        of.and_then(|e| after(words, e, Key::Expires)).unwrap_or_else(|| words.word("word-no-expiry"));
    words.say(
        key,
        &[
            ("coupon", label),
            ("program", value(Key::Program)),
            ("until", until),
            ("reason", value(Key::Reason)),
        ],
    )
}

fn assigned(words: &Words, entry: &TimelineEntry) -> String {
    match about(entry, Subject::Ticket).and_then(|e| after(words, e, Key::Assignee)) {
        Some(assignee) => words.say("event-ticket-assigned", &[("assignee", assignee)]),
        None => words.word("event-ticket-unassigned"),
    }
}

/// Which ticket was merged into which, or taken out of it again.
fn merged(words: &Words, key: &str, entry: &TimelineEntry) -> String {
    let of = about(entry, Subject::Ticket);
    let facts = of.into_iter().flat_map(|e| e.after.iter().chain(&e.before));
    let into = facts.into_iter().find(|(key, _)| *key == Key::MergedInto);
    let into = into.map(|(key, fact)| effect::value(words, *key, fact)).unwrap_or_default();
    let ticket = of.and_then(|e| e.document.clone()).unwrap_or_default();
    words.say(key, &[("ticket", ticket), ("into", into)])
}

/// What was taken back, or done again: a merge in its own words, else what changed.
fn turned(words: &Words, key: &str, entry: &TimelineEntry) -> String {
    let moved = |side: fn(&Effect) -> &Facts| {
        about(entry, Subject::Ticket).is_some_and(|e| fact(side(e), Key::MergedInto).is_some())
    };
    let merge = match (moved(|e| &e.after), moved(|e| &e.before)) {
        (true, _) => merged(words, "event-ticket-merged", entry),
        (false, true) => merged(words, "event-ticket-unmerged", entry),
        (false, false) => return with_changes(words, words.word(key), entry, &[Subject::Ticket]),
    };
    words.say("named", &[("name", words.word(key)), ("text", merge)])
}

/// What became of a message, with its recipient and subject.
fn mailed(words: &Words, key: &str, entry: &TimelineEntry) -> String {
    let (to, subject) = entry.mail.clone().unwrap_or_else(|| (words.word("word-nothing"), String::new()));
    words.say(key, &[("to", to), ("subject", subject)])
}

fn staged(words: &Words, entry: &TimelineEntry) -> String {
    let side = |facts: fn(&Effect) -> &Facts| {
        about(entry, Subject::Ticket)
            .and_then(|e| fact(facts(e), Key::Stage))
            .map_or_else(|| words.word("word-nothing"), |fact| effect::value(words, Key::Stage, fact))
    };
    words.say("event-ticket-staged", &[("before", side(|e| &e.before)), ("after", side(|e| &e.after))])
}

fn paid(words: &Words, entry: &TimelineEntry) -> String {
    let payment = about(entry, Subject::Payment).or_else(|| about(entry, Subject::Reconciliation));
    let with = about(entry, Subject::Reconciliation).or(payment).and_then(|e| after(words, e, Key::With));
    let document = ("document", with.or_else(|| entry.document.clone()).unwrap_or_default());
    match payment.and_then(|e| after(words, e, Key::Amount)) {
        Some(amount) => words.say("event-payment-amount", &[document, ("amount", amount)]),
        None => words.say("event-payment", &[document]),
    }
}

fn allocated(words: &Words, entry: &TimelineEntry) -> String {
    let made = about(entry, Subject::Reconciliation);
    let document = made.and_then(|e| e.document.clone()).or_else(|| entry.document.clone());
    let document = ("document", document.unwrap_or_default());
    let value = |key| made.and_then(|e| after(words, e, key));
    match (value(Key::Amount), value(Key::With)) {
        (Some(amount), Some(with)) => {
            words.say("event-allocation-with", &[document, ("amount", amount), ("with", with)])
        }
        _ => words.say("event-allocation", &[document]),
    }
}

fn reversed(words: &Words, entry: &TimelineEntry) -> String {
    let note = about(entry, Subject::CreditNote).and_then(|e| e.document.clone());
    let document = ("document", note.or_else(|| entry.document.clone()).unwrap_or_default());
    let by = entry.effects.iter().find(|e| e.subject == Subject::Invoice && e.op == Op::Add);
    match by.and_then(|e| e.document.clone()) {
        Some(by) => words.say("event-reversal-by", &[document, ("by", by)]),
        None => words.say("event-reversal", &[document]),
    }
}
