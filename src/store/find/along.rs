//! Queries of one table that run along one of its indexes. They name it `t`, so that conditions can follow.

use crate::store::driver::{Param, Query};

/// The digits of a telephone number, as the index of them has it.
pub(super) const PHONE: &str = "replace(replace(replace(replace(replace(replace(t.phone, '-', ''), ' ', ''), '.', ''), \
    '(', ''), ')', ''), '+', '')";

/// The letters of a coupon's code, as the index of them has it.
pub(super) const LETTERS: &str = "upper(replace(replace(t.code, '-', ''), ' ', ''))";

/// The rows of a table whose column begins with a text.
pub(super) fn beginning<'a>(table: &str, column: &str, text: &str) -> Query<'a> {
    let mut query = Query::new("");
    query.push(&format!("SELECT t.id FROM {table} t WHERE {column} >= ?"), text.to_owned());
    query.and(&format!("{column} < ?"), Param::from(format!("{text}\u{10ffff}")));
    query
}

/// The rows of a table that are of some others.
pub(super) fn among<'a>(table: &str, column: &str, ids: &[i64]) -> Query<'a> {
    let mut query = Query::new("");
    let ids = serde_json::to_string(ids).unwrap_or_default();
    query.push(
        &format!("SELECT t.id FROM json_each(?) w CROSS JOIN {table} t ON t.{column} = w.value WHERE 1"),
        ids,
    );
    query
}
