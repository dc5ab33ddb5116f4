//! The agent's last commands as text.

use chrono_tz::Tz;

use super::grid::{cut, fixed, grid, wrap};
use crate::domain::undo::ActionView;
use crate::text::Words;

/// What was taken back or done again, and what stays as it is.
pub fn action(words: &Words, of: &ActionView) -> String {
    let key = if of.undone { "undo-done" } else { "redo-done" };
    let about = about(of);
    // A merge names its ticket itself.
    let told = match of.text.starts_with(&about) {
        true => of.text.clone(),
        false => words.say("named", &[("name", about), ("text", of.text.clone())]),
    };
    let mut text = words.say(key, &[("text", told)]);
    for kept in &of.kept {
        text.push_str(&format!("\n#{}: {}", kept.ticket, kept.reason));
    }
    text
}

/// Commands, one a line, with why one can't be taken back.
pub fn actions(words: &Words, all: &[ActionView], zone: &str) -> String {
    let zone: Tz = zone.parse().unwrap_or(Tz::UTC);
    let rows = all.iter().map(|of| {
        vec![of.id.to_string(), words.instant(of.at, zone), about(of), of.text.clone(), standing(words, of)]
    });
    let columns = [
        fixed("number").right(),
        fixed("when").expendable(1),
        fixed("ticket"),
        wrap("what").weight(2),
        cut("state").weight(1),
    ];
    grid(words, &columns, rows.collect())
}

/// The ticket that it was about, or how many.
fn about(of: &ActionView) -> String {
    match (of.ticket, of.tickets) {
        (Some(ticket), more) if more > 1 => format!("#{ticket} +{}", more - 1),
        (Some(ticket), _) => format!("#{ticket}"),
        (None, _) => of.document.clone().unwrap_or_default(),
    }
}

fn standing(words: &Words, of: &ActionView) -> String {
    match &of.reason {
        _ if of.undone => words.word("undo-is-undone"),
        Some(_) => words.word("undo-stays"),
        None => words.word("undo-can"),
    }
}
