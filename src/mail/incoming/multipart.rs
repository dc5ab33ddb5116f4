//! Cuts multiparts at their boundaries and puts their texts together.
//!
//! A boundary counts only at the start of a line and only whole, since programs
//! name the boundary of an inner multipart much like that of the outer one.

use super::lines::Lines;

/// The text of a part, and whether it was written as plain text.
pub(super) struct Found {
    pub(super) text: String,
    pub(super) plain: bool,
}

/// Cuts a multipart at its boundary and says whether it was closed; `None` if
/// the boundary never occurs.
pub(super) fn split<'a>(body: &'a [u8], boundary: &[u8]) -> Option<(Vec<&'a [u8]>, bool)> {
    let boundary = boundary.trim_ascii_end();
    if boundary.is_empty() {
        return None;
    }
    let mut parts = Vec::new();
    let mut start = None;
    let mut end = 0;
    let mut at = 0;
    for (line, line_end) in Lines::new(body) {
        let mark = line.strip_prefix(b"--").and_then(|rest| rest.strip_prefix(boundary));
        let rest = mark.map(<[u8]>::trim_ascii);
        if matches!(rest, Some(b"" | b"--")) {
            if let Some(start) = start {
                parts.push(&body[start..end.max(start)]);
            }
            if rest == Some(b"--") {
                return Some((parts, true));
            }
            start = Some(at + line.len() + line_end.len());
        }
        // The line end before a boundary belongs to the boundary.
        end = at + line.len();
        at = end + line_end.len();
    }
    parts.push(&body[start?..]);
    Some((parts, false))
}

/// Puts the texts of neighbouring parts together.
pub(super) fn join(found: Vec<Found>) -> Option<Found> {
    let plain = found.iter().all(|one| one.plain);
    let texts = found.into_iter().map(|one| one.text);
    let text = texts
        .reduce(|all, next| format!("{}\n\n{}", all.trim_end(), next.trim_start_matches(['\r', '\n'])))?;
    Some(Found { text, plain })
}

/// Chooses among forms of the same text: the plain one, unless it is empty or
/// only says that there is an HTML one.
pub(super) fn choose(found: Vec<Found>) -> Option<Found> {
    let (plain, rich): (Vec<_>, Vec<_>) = found.into_iter().partition(|one| one.plain);
    let plain = plain.into_iter().next();
    let Some(rich) = rich.into_iter().next_back() else {
        return plain;
    };
    plain.filter(|plain| !is_stub(&plain.text, &rich.text)).or(Some(rich))
}

fn is_stub(plain: &str, rich: &str) -> bool {
    let size = |text: &str| text.chars().filter(|c| !c.is_whitespace()).count();
    let (plain_size, rich_size) = (size(plain), size(rich));
    let lower = plain.to_lowercase();
    let sends_away = ["html", "browser", "브라우저", "뷰어"].iter().any(|word| lower.contains(word));
    plain_size == 0
        || sends_away && plain_size < 400 && rich_size > plain_size
        || rich_size > 500 && plain_size * 10 < rich_size
}
