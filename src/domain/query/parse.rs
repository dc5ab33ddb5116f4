//! From a text to a query.

use super::lex::{self, Piece, Written};
use super::value::{self, FIELDS, Field};
use super::{Name, Place, Query, QueryError, Setting, Sort, Term, Test, Why};

/// Reads a query; an empty one holds for every ticket.
pub fn parse(text: &str, setting: &Setting) -> Result<Query, QueryError> {
    let failed = |(at, why): (Place, Why)| QueryError { query: text.to_owned(), at, why };
    let mut query = Query::default();
    for written in lex::terms(text).map_err(failed)? {
        match term(&written, setting).map_err(failed)? {
            Read::Term(test) => {
                query.terms.push(Term { at: written.at, negated: written.negated, test });
            }
            Read::Sort(_) if query.sort.is_some() => return Err(failed((written.at, Why::SecondSort))),
            Read::Sort(sort) => query.sort = Some(sort),
        }
    }
    Ok(query)
}

/// What a term is.
enum Read {
    Term(Test),
    Sort(Sort),
}

fn term(written: &Written, setting: &Setting) -> Result<Read, (Place, Why)> {
    let Some((name, place)) = &written.field else { return Ok(Read::Term(words(written))) };
    let (name, field) = value::field(name).ok_or_else(|| unknown(name, *place))?;
    // Behind a comparison too.
    let value = |piece: &Piece| if piece.quoted { piece.clone() } else { value::compared(piece).1 };
    if let Some(empty) = written.values.iter().map(value).find(|value| value.text.trim().is_empty()) {
        let at = Place { len: empty.at.len.max(1), ..empty.at };
        return Err((at, Why::NoValue { field: name.to_owned() }));
    }
    let all = |read: fn(&Piece) -> _| written.values.iter().map(read).collect::<Result<Vec<_>, _>>();
    Ok(Read::Term(match field {
        Field::Sort => return one(name, written).and_then(sort).map(Read::Sort),
        Field::Status => Test::Closed(all(value::closed)?),
        Field::Sla => Test::Sla(written.values.iter().map(value::sla).collect::<Result<_, _>>()?),
        Field::Has => Test::Has(written.values.iter().map(value::part).collect::<Result<_, _>>()?),
        Field::Priority => Test::Priority(value::priority(one(name, written)?)?),
        Field::Money(sum) => {
            let (currency, bounds) = value::money(&joined(written), setting)?;
            Test::Money(sum, currency, bounds)
        }
        Field::Moment(moment) => {
            let piece = one(name, written)?;
            let bounds = match value::is_none(piece) {
                true => None,
                false => Some(value::moment(piece, setting)?),
            };
            Test::Moment(moment, bounds)
        }
        Field::Named(named) => {
            if let Some(piece) = written.values.iter().find(|piece| value::is_compared(piece)) {
                return Err((piece.at, Why::NoComparison { field: name.to_owned() }));
            }
            let names = written.values.iter().map(|piece| Name {
                at: piece.at,
                text: (!value::is_none(piece)).then(|| piece.text.trim().to_owned()),
                quoted: piece.quoted,
            });
            Test::Named(named, names.collect())
        }
    }))
}

/// A term without a field: a ticket's number, or words.
fn words(written: &Written) -> Test {
    let piece = written.values.first();
    let text = piece.map(|piece| piece.text.clone()).unwrap_or_default();
    let number = text.strip_prefix('#').and_then(|digits| digits.parse().ok()).filter(|n: &i64| *n > 0);
    match number.filter(|_| piece.is_some_and(|piece| !piece.quoted)) {
        Some(number) => Test::Number(number),
        None => Test::Words(text),
    }
}

/// The only value of a field that takes one.
fn one<'w>(name: &str, written: &'w Written) -> Result<&'w Piece, (Place, Why)> {
    match written.values.as_slice() {
        [one] => Ok(one),
        [_, second, ..] => Err((second.at, Why::OneValue { field: name.to_owned() })),
        [] => Err((written.at, Why::NoValue { field: name.to_owned() })),
    }
}

/// The values as one: commas in amounts group digits.
fn joined(written: &Written) -> Piece {
    let mut values = written.values.iter();
    let mut whole =
        values.next().cloned().unwrap_or(Piece { at: written.at, text: String::new(), quoted: false });
    for piece in values {
        whole.text.push(',');
        whole.text.push_str(&piece.text);
        whole.at.len = piece.at.start + piece.at.len - whole.at.start;
    }
    whole
}

fn sort(piece: &Piece) -> Result<Sort, (Place, Why)> {
    piece.text.parse().map_err(|_| {
        let codes = super::SortKey::CODES;
        let similar = value::similar(&piece.text, codes.iter().copied());
        (piece.at, Why::NotOneOf { given: piece.text.clone(), similar, allowed: codes.join(", ") })
    })
}

fn unknown(given: &str, at: Place) -> (Place, Why) {
    let names: Vec<&str> = FIELDS.iter().map(|(name, _)| *name).collect();
    let similar = value::similar(given, names.iter().copied());
    (at, Why::UnknownField { given: given.to_owned(), similar, allowed: names.join(", ") })
}
