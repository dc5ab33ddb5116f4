//! The sentence of a refund: its credit notes, what they credit, and the invoices made anew.

use super::{after, in_period};
use crate::domain::effect::{Effect, Fact, Key, Op, Subject};
use crate::domain::history::TimelineEntry;
use crate::text::Words;

/// One part for each credit note and each new invoice; the event alone where nothing is known of it.
pub(super) fn told(words: &Words, entry: &TimelineEntry) -> String {
    let of =
        |op: Op, subject: Subject| entry.effects.iter().filter(move |e| e.op == op && e.subject == subject);
    let credited: Vec<&Effect> = of(Op::Change, Subject::Invoice).collect();
    let mut parts: Vec<String> = of(Op::Add, Subject::CreditNote)
        .enumerate()
        .map(|(at, made)| {
            // A note that is posted at once gets its number by a second effect.
            let posted = Some(made)
                .filter(|e| is_posted(e))
                .or_else(|| of(Op::Change, Subject::CreditNote).filter(|e| is_posted(e)).nth(at));
            note(words, entry, made, posted, credited.get(at).copied())
        })
        .collect();
    parts.extend(
        of(Op::Add, Subject::Invoice)
            .filter_map(|e| e.document.clone())
            .map(|document| words.say("event-refund-invoice", &[("document", document)])),
    );
    if parts.is_empty() { words.word("event-refund") } else { parts.join("; ") }
}

fn is_posted(effect: &Effect) -> bool {
    effect.after.iter().any(|(key, fact)| *key == Key::State && *fact == Fact::from("posted"))
}

fn note(
    words: &Words,
    entry: &TimelineEntry,
    made: &Effect,
    posted: Option<&Effect>,
    credited: Option<&Effect>,
) -> String {
    let shown = posted.unwrap_or(made);
    let document = shown.document.clone().or_else(|| entry.document.clone()).unwrap_or_default();
    let value = |key| after(words, made, key).or_else(|| after(words, shown, key));
    let amount =
        value(Key::Total).or_else(|| value(Key::Amount)).unwrap_or_else(|| words.word("word-nothing"));
    let mut values = vec![("document", document), ("amount", amount)];
    let invoice = value(Key::With).or_else(|| credited.and_then(|e| e.document.clone()));
    let key = match (posted.is_some(), invoice.is_some()) {
        (true, true) => "event-refund-posted-of",
        (true, false) => "event-refund-posted",
        (false, true) => "event-refund-draft-of",
        (false, false) => "event-refund-draft",
    };
    values.extend(invoice.map(|invoice| ("invoice", invoice)));
    in_period(words, words.say(key, &values), Some(shown))
}
