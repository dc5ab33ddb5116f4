//! What stands behind the colon of a term: codes in either language, numbers, amounts, points in time and the
//! comparisons before them.

use chrono::{DateTime, Duration, NaiveDate, NaiveTime, Utc};
use unicode_normalization::UnicodeNormalization;

use super::lex::Piece;
use super::{Bounds, Moment, Named, Part, Place, Setting, SlaState, SortKey, Sum, Why};
use crate::domain::day;
use crate::domain::money::{Amount, Currency};

type Read<T> = Result<T, (Place, Why)>;

/// A field of the language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Status,
    Named(Named),
    Priority,
    Moment(Moment),
    Sla,
    Money(Sum),
    Has,
    Sort,
}

/// Fields by their names in either language; the first of each is what errors list.
pub(super) const FIELDS: &[(&str, Field)] = &[
    ("status", Field::Status),
    ("stage", Field::Named(Named::Stage)),
    ("team", Field::Named(Named::Team)),
    ("assignee", Field::Named(Named::Assignee)),
    ("customer", Field::Named(Named::Customer)),
    ("product", Field::Named(Named::Product)),
    ("lot", Field::Named(Named::Lot)),
    ("order", Field::Named(Named::Order)),
    ("tag", Field::Named(Named::Tag)),
    ("type", Field::Named(Named::Type)),
    ("priority", Field::Priority),
    ("created", Field::Moment(Moment::Created)),
    ("changed", Field::Moment(Moment::Changed)),
    ("deadline", Field::Moment(Moment::Deadline)),
    ("sla", Field::Sla),
    ("amount", Field::Money(Sum::Amount)),
    ("refunded", Field::Money(Sum::Refunded)),
    ("has", Field::Has),
    ("sort", Field::Sort),
];

/// Other names of the fields.
const ALIASES: &[(&str, &str)] = &[
    ("상태", "status"),
    ("단계", "stage"),
    ("팀", "team"),
    ("담당", "assignee"),
    ("담당자", "assignee"),
    ("고객", "customer"),
    ("제품", "product"),
    ("상품", "product"),
    ("로트", "lot"),
    ("시리얼", "lot"),
    ("serial", "lot"),
    ("주문", "order"),
    ("태그", "tag"),
    ("유형", "type"),
    ("우선순위", "priority"),
    ("등록", "created"),
    ("생성", "created"),
    ("변경", "changed"),
    ("updated", "changed"),
    ("기한", "deadline"),
    ("마감", "deadline"),
    ("금액", "amount"),
    ("환불액", "refunded"),
    ("보유", "has"),
    ("정렬", "sort"),
];

/// The field of a name.
pub(super) fn field(name: &str) -> Option<(&'static str, Field)> {
    let name = folded(name);
    let name = ALIASES.iter().find(|(alias, _)| *alias == name).map_or(name.as_str(), |(_, field)| field);
    FIELDS.iter().find(|(field, _)| *field == name).copied()
}

/// Lower case, composed.
pub fn folded(text: &str) -> String {
    text.nfkc().flat_map(char::to_lowercase).nfc().collect()
}

/// What a text of a fixed list resembles most, if anything.
pub fn similar<'a>(given: &str, known: impl Iterator<Item = &'a str>) -> Option<String> {
    let given = folded(given);
    let near =
        known.map(|k| (strsim::jaro_winkler(&given, &folded(k)), k)).filter(|(score, _)| *score > 0.75);
    near.max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, known)| known.to_owned())
}

/// One of a fixed list, by its code or another name of it.
fn code<T: Copy>(piece: &Piece, codes: &[(&str, T)], aliases: &[(&str, T)]) -> Read<T> {
    let given = folded(&piece.text);
    let found = codes.iter().chain(aliases).find(|(name, _)| *name == given);
    found.map(|(_, value)| *value).ok_or_else(|| {
        let allowed: Vec<&str> = codes.iter().map(|(name, _)| *name).collect();
        let similar = similar(&piece.text, codes.iter().chain(aliases).map(|(name, _)| *name));
        (piece.at, Why::NotOneOf { given: piece.text.clone(), similar, allowed: allowed.join(", ") })
    })
}

/// Whether closed.
pub(super) fn closed(piece: &Piece) -> Read<bool> {
    const ALIASES: &[(&str, bool)] =
        &[("열림", false), ("진행", false), ("닫힘", true), ("종료", true), ("완료", true)];
    code(piece, &[("open", false), ("closed", true)], ALIASES)
}

/// Where service levels stand.
pub(super) fn sla(piece: &Piece) -> Read<SlaState> {
    use SlaState as S;
    let codes: Vec<(&str, S)> = S::ALL.iter().map(|s| (s.as_str(), *s)).collect();
    let aliases = [
        ("실패", S::Failed),
        ("초과", S::Failed),
        ("진행", S::Ongoing),
        ("정지", S::Paused),
        ("달성", S::Reached),
        ("없음", S::None),
    ];
    code(piece, &codes, &aliases)
}

/// What a ticket has.
pub(super) fn part(piece: &Piece) -> Read<Part> {
    use Part as P;
    let codes: Vec<(&str, P)> = P::ALL.iter().map(|p| (p.as_str(), *p)).collect();
    let aliases = [
        ("환불", P::Refund),
        ("초안", P::Draft),
        ("쿠폰", P::Coupon),
        ("반품", P::Return),
        ("수리", P::Repair),
        ("작업", P::Task),
        ("승인", P::Approval),
    ];
    code(piece, &codes, &aliases)
}

/// What tickets are sorted by.
pub(super) fn sort_key(given: &str) -> Option<SortKey> {
    let given = folded(given);
    let name = match given.as_str() {
        "created" => "number",
        "sla" => "deadline",
        other => ALIASES.iter().find(|(alias, _)| *alias == other).map_or(other, |(_, field)| field),
    };
    match name {
        "created" | "번호" => Some(SortKey::Number),
        "제목" => Some(SortKey::Subject),
        name => name.parse().ok(),
    }
}

/// Whether a value stands for nothing.
pub(super) fn is_none(piece: &Piece) -> bool {
    !piece.quoted && matches!(folded(&piece.text).as_str(), "none" | "없음")
}

/// A comparison before a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Compare {
    Equal,
    Less,
    AtMost,
    Greater,
    AtLeast,
}

/// Splits a comparison off, and says where the rest stands.
pub(super) fn compared(piece: &Piece) -> (Compare, Piece) {
    const SIGNS: &[(&str, Compare)] = &[
        (">=", Compare::AtLeast),
        ("<=", Compare::AtMost),
        ("≥", Compare::AtLeast),
        ("≤", Compare::AtMost),
        (">", Compare::Greater),
        ("<", Compare::Less),
        ("=", Compare::Equal),
    ];
    let found =
        SIGNS.iter().find_map(|(sign, compare)| Some((sign, compare, piece.text.strip_prefix(sign)?)));
    match found {
        Some((sign, compare, rest)) => {
            let cut = sign.chars().count();
            let at = Place { start: piece.at.start + cut, len: piece.at.len.saturating_sub(cut) };
            (*compare, Piece { at, text: rest.to_owned(), quoted: piece.quoted })
        }
        None => (Compare::Equal, piece.clone()),
    }
}

/// Whether a comparison stands before a value.
pub(super) fn is_compared(piece: &Piece) -> bool {
    !piece.quoted && compared(piece).0 != Compare::Equal
}

/// The two values of `a..b`, and where each stands.
fn span(piece: &Piece) -> Option<(Piece, Piece)> {
    let (from, to) = piece.text.split_once("..")?;
    let before = from.chars().count();
    let part = |text: &str, start: usize| Piece {
        at: Place { start: piece.at.start + start, len: text.chars().count() },
        text: text.to_owned(),
        quoted: piece.quoted,
    };
    Some((part(from, 0), part(to, before + 2)))
}

/// Bounds of values that stand one after the other: `read` answers the first and the last that a text means, `step`
/// the one before a value and the one behind it.
fn bounds<T: Copy + PartialOrd>(
    piece: &Piece,
    read: impl Fn(&Piece) -> Read<(T, T)>,
    (before, behind): (impl Fn(T) -> T, impl Fn(T) -> T),
) -> Read<Bounds<T>> {
    let found = if let Some((from, to)) = span(piece) {
        let least = if from.text.is_empty() { None } else { Some(read(&from)?.0) };
        let most = if to.text.is_empty() { None } else { Some(read(&to)?.1) };
        Bounds { least, most }
    } else {
        let (compare, value) = compared(piece);
        let (first, last) = read(&value)?;
        match compare {
            Compare::Equal => Bounds { least: Some(first), most: Some(last) },
            Compare::Less => Bounds { least: None, most: Some(before(first)) },
            Compare::AtMost => Bounds { least: None, most: Some(last) },
            Compare::Greater => Bounds { least: Some(behind(last)), most: None },
            Compare::AtLeast => Bounds { least: Some(first), most: None },
        }
    };
    match found {
        Bounds { least: Some(least), most: Some(most) } if least > most => Err((piece.at, Why::Backwards)),
        found => Ok(found),
    }
}

/// Priorities, as numbers or words.
pub(super) fn priority(piece: &Piece) -> Read<Bounds<i64>> {
    let read = |piece: &Piece| {
        let level = match folded(&piece.text).as_str() {
            "0" | "low" | "낮음" => 0,
            "1" | "normal" | "medium" | "보통" => 1,
            "2" | "high" | "높음" => 2,
            "3" | "urgent" | "긴급" => 3,
            _ => {
                let (given, allowed) = (piece.text.clone(), "0, 1, 2, 3".to_owned());
                return Err((piece.at, Why::NotOneOf { given, similar: None, allowed }));
            }
        };
        Ok((level, level))
    };
    bounds(piece, read, (|n| n - 1, |n| n + 1))
}

/// Amounts: `>50000`, `100..200`, `>=80USD`.
pub(super) fn money(piece: &Piece, setting: &Setting) -> Read<(Currency, Bounds<Amount>)> {
    let currency = std::cell::Cell::new(None);
    let read = |piece: &Piece| {
        let wrong = || (piece.at, Why::NotAnAmount { given: piece.text.clone() });
        let text: String = folded(&piece.text).chars().filter(|c| !matches!(c, ',' | '_' | ' ')).collect();
        let text = text.trim_end_matches('원').trim_start_matches(['₩', '$', '€']);
        let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let named = text.get(digits.len()..).unwrap_or_default().to_uppercase();
        let of: Currency = match named.is_empty() {
            true => currency.get().unwrap_or(setting.currency),
            false => named.parse().map_err(|_| wrong())?,
        };
        if currency.replace(Some(of)).is_some_and(|other| other != of) {
            return Err(wrong());
        }
        let amount = Amount::parse(digits, of).map_err(|_| wrong())?;
        Ok((amount, amount))
    };
    let step = |by: i64| move |amount: Amount| Amount(amount.0.saturating_add(by));
    let found = bounds(piece, read, (step(-1), step(1)))?;
    Ok((currency.get().unwrap_or(setting.currency), found))
}

/// Points in time: a day as people type it, a minute of one (`"2026-11-23 14:00"`), or so much from now: `-2h`, `+30min`.
pub(super) fn moment(piece: &Piece, setting: &Setting) -> Read<Bounds<DateTime<Utc>>> {
    let wrong = |piece: &Piece| (piece.at, Why::NotATime { given: piece.text.clone() });
    let read = |piece: &Piece| {
        if let Some(at) = from_now(&piece.text, setting.now) {
            return Ok((at, at));
        }
        if let Some((from, until)) = month(&piece.text, setting) {
            return Ok((from, until));
        }
        if let Ok(day) = day::parse(&piece.text, setting.today) {
            return day_of(day, day, setting).ok_or_else(|| wrong(piece));
        }
        let minute = day::parse_instant(&piece.text, setting.today, setting.zone);
        minute.map(|at| (at, at + Duration::seconds(59))).map_err(|_| wrong(piece))
    };
    // Instants are kept in whole seconds.
    let tick = Duration::seconds(1);
    bounds(piece, read, (move |at| at - tick, move |at| at + tick))
}

/// A whole month: `2026-11`.
fn month(text: &str, setting: &Setting) -> Option<(DateTime<Utc>, DateTime<Utc>)> {
    let (year, month) = text.split_once('-').filter(|(year, month)| year.len() == 4 && month.len() <= 2)?;
    let first = NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, 1)?;
    day_of(first, first.checked_add_months(chrono::Months::new(1))?.pred_opt()?, setting)
}

/// From the first instant of a day to the last of another.
fn day_of(first: NaiveDate, last: NaiveDate, setting: &Setting) -> Option<(DateTime<Utc>, DateTime<Utc>)> {
    let begins = |day: NaiveDate| day::at(day, NaiveTime::MIN, setting.zone);
    Some((begins(first)?, begins(last.succ_opt()?)? - Duration::seconds(1)))
}

/// So many hours or minutes from now.
fn from_now(text: &str, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let text = folded(text);
    let (back, rest) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(&text)),
    };
    let digits = rest.trim_end_matches(|c: char| !c.is_ascii_digit());
    let count: i64 = digits.parse().ok().filter(|n| *n <= 1_000_000)?;
    let span = match rest.get(digits.len()..)? {
        "h" | "시간" => Duration::try_hours(count)?,
        "min" | "분" => Duration::try_minutes(count)?,
        _ => return None,
    };
    if back { now.checked_sub_signed(span) } else { now.checked_add_signed(span) }
}
