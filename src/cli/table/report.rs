//! Reports as text: a table for each currency, with bars of one figure and the total at its end.

use super::grid::{Column, cut, fixed, grid, titled, wrap};
use crate::domain::report::{Behind, BehindRows, Figure, Line, Report, ReportKind, Unit};
use crate::text::Words;
use crate::text::report as text;

/// The reports, one a line.
pub fn reports(words: &Words, kinds: &[ReportKind]) -> String {
    let rows = kinds.iter().map(|kind| {
        let by: Vec<&str> = kind.dimensions().iter().map(|by| by.as_str()).collect();
        vec![kind.to_string(), text::name(words, *kind), by.join(", "), text::about(words, *kind)]
    });
    grid(words, &[fixed("report"), fixed("name"), wrap("by"), wrap("about")], rows.collect())
}

/// A report: what it is of, then its lines.
pub fn report(words: &Words, of: &Report, figure: Figure, ascii: bool) -> String {
    let head = [text::name(words, of.ask.kind), text::period(words, of.ask.period)];
    let bars = words.say("report-bars", &[("figure", text::figure(words, figure))]);
    let head: Vec<String> = head.into_iter().chain(text::filter(words, &of.ask)).chain([bars]).collect();
    let mut parts = vec![head.join(" · ")];
    if of.totals.is_empty() {
        parts.push(words.word("report-empty"));
    }
    for total in &of.totals {
        let lines: Vec<&Line> = of.lines.iter().filter(|line| line.currency == total.currency).collect();
        parts.push(block(words, of, (&lines, total), figure, ascii));
    }
    if of.more > 0 {
        parts.push(words.say("report-more", &[("count", of.more.to_string())]));
    }
    parts.join("\n\n")
}

/// The lines of one currency.
fn block(
    words: &Words,
    of: &Report,
    (lines, total): (&[&Line], &Line),
    figure: Figure,
    ascii: bool,
) -> String {
    let at = of.figures.iter().position(|f| *f == figure).unwrap_or(0);
    let most = lines.iter().filter_map(|line| line.values.get(at).copied()).max().unwrap_or(0);
    // Four columns of numbers leave less for the bars.
    let cells = if of.figures.len() > 3 { 10 } else { 20 };
    let row = |line: &Line, label: String, bar: String| {
        let values = of.figures.iter().zip(&line.values);
        let values = values.map(|(figure, value)| text::value(words, *figure, *value, line.currency));
        std::iter::once(label).chain(values).chain([bar]).collect::<Vec<_>>()
    };
    let mut rows: Vec<Vec<String>> = lines
        .iter()
        .map(|line| {
            let value = line.values.get(at).copied().unwrap_or(0);
            row(line, text::line(words, &of.ask, line), text::bar(value, most, cells, ascii))
        })
        .collect();
    rows.push(row(total, words.label("total"), String::new()));
    let money = of.figures.iter().any(|figure| figure.unit() == Unit::Money);
    let label = match total.currency.filter(|_| money) {
        Some(currency) => format!("{} ({currency})", text::dimension(words, of.ask.by)),
        None => text::dimension(words, of.ask.by),
    };
    let mut headings = vec![label];
    headings.extend(of.figures.iter().map(|f| text::figure(words, *f)));
    headings.push(String::new());
    let mut columns: Vec<Column> = vec![cut("")];
    columns.extend(of.figures.iter().map(|_| fixed("").right()));
    columns.push(fixed("").expendable(1));
    titled(words, &columns, headings, rows)
}

/// The rows behind a figure, and what they come to.
pub fn report_rows(words: &Words, of: &Behind, found: &BehindRows) -> String {
    let rows = found.rows.iter().map(|row| {
        vec![
            row.day.map(|day| words.date(day)).unwrap_or_default(),
            row.document.clone(),
            row.customer.clone().unwrap_or_default(),
            row.ticket.map(|n| format!("#{n}")).unwrap_or_default(),
            row.agent.clone().unwrap_or_default(),
            row.about.clone().unwrap_or_default(),
            text::value(words, of.figure, row.value, row.currency),
        ]
    });
    let labels = ["date", "document", "customer", "ticket", "agent", "about"];
    let mut headings: Vec<String> = labels.iter().map(|label| words.label(label)).collect();
    headings.push(text::figure(words, of.figure));
    let columns = [
        fixed(""),
        fixed(""),
        fixed("").optional(),
        fixed("").optional(),
        fixed("").optional().expendable(1),
        cut("").optional().expendable(2),
        fixed("").right(),
    ];
    let table = titled(words, &columns, headings, rows.collect());
    match found.rows.is_empty() {
        true => table,
        false => format!("{table}\n\n{}", text::sum(words, of, found)),
    }
}
