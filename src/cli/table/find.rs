//! What a search over everything found, as text.

use super::grid::{cut, fixed, grid};
use crate::domain::find::Findings;
use crate::text::{Words, found};

/// What was found, one a line; and that there is more, where there is.
pub fn found(words: &Words, findings: &Findings) -> String {
    let rows = findings.found.iter().map(|of| {
        let mut parts = found::parts(words, of).into_iter();
        let first = parts.next().unwrap_or_default();
        vec![found::kind(words, of.kind), of.label.clone(), first, parts.collect::<Vec<_>>().join(" · ")]
    });
    let columns = [fixed("kind"), fixed("number"), cut("name").weight(2), cut("what").expendable(1)];
    let text = grid(words, &columns, rows.collect());
    if findings.more { format!("{text}\n{}", words.word("find-more")) } else { text }
}
