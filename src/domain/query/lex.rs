//! Cuts a query into its parts: terms between blanks, quotes kept together, each with its place.

use super::{Place, Why};

/// The most characters of a query.
pub(super) const LONGEST: usize = 2_000;

/// One term as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Written {
    /// Where it stands, its minus included.
    pub at: Place,
    /// Whether a minus stands before it.
    pub negated: bool,
    /// The field before the colon, and where it stands.
    pub field: Option<(String, Place)>,
    /// What stands behind, cut at its commas; one part where it is no field.
    pub values: Vec<Piece>,
}

/// One value as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    /// Where it stands.
    pub at: Place,
    /// Without its quotes.
    pub text: String,
    /// Whether any of it stood in quotes.
    pub quoted: bool,
}

/// The terms of a query.
pub(super) fn terms(query: &str) -> Result<Vec<Written>, (Place, Why)> {
    let chars: Vec<char> = query.chars().collect();
    if chars.len() > LONGEST {
        let at = Place { start: LONGEST, len: chars.len() - LONGEST };
        return Err((at, Why::TooLong { most: LONGEST }));
    }
    let mut terms = Vec::new();
    let mut at = 0;
    while let Some(c) = chars.get(at) {
        if c.is_whitespace() {
            at += 1;
            continue;
        }
        let (term, end) = term(&chars, at)?;
        terms.push(term);
        at = end;
    }
    Ok(terms)
}

/// Full-width signs are what a Korean keyboard may give.
fn plain(c: char) -> char {
    match c {
        '：' => ':',
        '，' => ',',
        '－' => '-',
        '＞' => '>',
        '＜' => '<',
        '＝' => '=',
        '“' | '”' => '"',
        other => other,
    }
}

fn term(chars: &[char], start: usize) -> Result<(Written, usize), (Place, Why)> {
    let sign = |at: usize| chars.get(at).copied().map(plain);
    let negated = sign(start) == Some('-');
    let mut at = start + usize::from(negated);
    if negated && sign(at).is_none_or(char::is_whitespace) {
        return Err((Place { start, len: 1 }, Why::NothingNegated));
    }
    let name_start = at;
    while sign(at).is_some_and(|c| c.is_alphabetic() || c == '_') {
        at += 1;
    }
    let is_field = at > name_start && sign(at) == Some(':');
    let field = is_field.then(|| {
        let name: String = chars.get(name_start..at).unwrap_or_default().iter().collect();
        (name, Place { start: name_start, len: at - name_start })
    });
    at = if is_field { at + 1 } else { name_start };
    let mut values = Vec::new();
    loop {
        let (piece, end) = piece(chars, at, is_field)?;
        values.push(piece);
        at = end;
        if !(is_field && sign(at) == Some(',')) {
            break;
        }
        at += 1;
    }
    Ok((Written { at: Place { start, len: at - start }, negated, field, values }, at))
}

/// A value up to a blank, and up to a comma where commas cut.
fn piece(chars: &[char], start: usize, commas: bool) -> Result<(Piece, usize), (Place, Why)> {
    let (mut at, mut text, mut quoted) = (start, String::new(), false);
    let mut open: Option<usize> = None;
    while let Some(c) = chars.get(at).copied() {
        let sign = plain(c);
        if sign == '"' {
            quoted = true;
            open = if open.is_some() { None } else { Some(at) };
        } else if open.is_none() && (c.is_whitespace() || (commas && sign == ',')) {
            break;
        } else {
            text.push(if open.is_some() { c } else { sign });
        }
        at += 1;
    }
    match open {
        Some(open) => Err((Place { start: open, len: at - open }, Why::OpenQuote)),
        None => Ok((Piece { at: Place { start, len: at - start }, text, quoted }, at)),
    }
}
