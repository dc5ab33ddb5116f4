//! Tables as CSV for spreadsheets: with a mark of UTF-8, so that every program shows Korean, and without a cell that a
//! spreadsheet would take for a formula. Both doors export with it.

use crate::domain::error::{Error, Result};
use crate::domain::quantity::parse_decimal;

/// Rows under headings, as bytes of a file.
pub fn csv(headings: &[String], rows: &[Vec<String>]) -> Result<Vec<u8>> {
    let failed = |e: csv::Error| Error::Io(e.to_string());
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(vec![]);
    for row in std::iter::once(headings).chain(rows.iter().map(Vec::as_slice)) {
        writer.write_record(row.iter().map(|cell| harmless(cell))).map_err(failed)?;
    }
    let text = writer.into_inner().map_err(|e| Error::Io(e.to_string()))?;
    Ok([b"\xef\xbb\xbf".as_slice(), &text].concat())
}

/// A cell that no spreadsheet takes for a formula: with an apostrophe before it, unless it is a plain number.
fn harmless(cell: &str) -> String {
    match cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && parse_decimal(cell).is_err() {
        true => format!("'{cell}"),
        false => cell.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("=1+1", "'=1+1")]
    #[case("+82 10", "'+82 10")]
    #[case("-1,000", "'-1,000")]
    #[case("-1000.50", "-1000.50")]
    #[case("@SUM(A1)", "'@SUM(A1)")]
    #[case("\t=1", "'\t=1")]
    #[case("\r=1", "'\r=1")]
    #[case("-", "'-")]
    #[case("12", "12")]
    #[case("불량", "불량")]
    #[case("", "")]
    fn no_cell_is_a_formula(#[case] cell: &str, #[case] expected: &str) {
        assert_eq!(harmless(cell), expected);
    }

    #[test]
    fn files_begin_with_their_mark_and_quote_what_needs_it() {
        let rows =
            [vec!["불량, \"소음\"".to_owned(), "1".to_owned()], vec!["a\nb".to_owned(), "=2".to_owned()]];
        let bytes = csv(&["사유".to_owned(), "수량".to_owned()], &rows).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        assert_eq!(text, "\u{feff}사유,수량\r\n\"불량, \"\"소음\"\"\",1\r\n\"a\nb\",'=2\r\n");
    }
}
