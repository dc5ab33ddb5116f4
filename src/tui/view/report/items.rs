//! What a report shows: its period, a table with bars for each currency, what they come to; and the list of reports.

use super::ReportPane;
use crate::domain::error::Result;
use crate::domain::report::{Behind, Line, Report, ReportKind, Unit};
use crate::text::report as text;
use crate::tui::app::App;
use crate::tui::look::Look;
use crate::tui::page::{Item, Table, Target, Tone};
use crate::tui::theme::Sign;

/// The most cells of a bar.
const BAR: usize = 60;

impl ReportPane {
    pub(super) fn items(&self, look: &Look) -> Vec<Item> {
        let words = &look.words;
        let Some(shown) = &self.shown else { return vec![] };
        let pair = |label: &str, value: String| (words.label(label), (value, Tone::Strong));
        let mut head = vec![
            pair("period", text::period(words, self.ask.period)),
            pair("by", text::dimension(words, self.ask.by)),
        ];
        let filters = [("team", &self.ask.team), ("agent", &self.ask.agent)];
        head.extend(filters.into_iter().filter_map(|(label, of)| Some(pair(label, of.clone()?))));
        let mut items = vec![Item::Pairs(head), Item::Blank];
        if shown.totals.is_empty() {
            items.push(Item::Line(vec![(words.word("report-empty"), Tone::Dim)]));
        }
        for total in &shown.totals {
            let lines: Vec<&Line> =
                shown.lines.iter().filter(|line| line.currency == total.currency).collect();
            let money = shown.figures.iter().any(|figure| figure.unit() == Unit::Money);
            if let Some(currency) = total.currency.filter(|_| money) {
                items.push(Item::Heading(currency.to_string()));
            }
            items.extend([self.table(look, shown, &lines, total), Item::Blank]);
        }
        if shown.more > 0 {
            let told = words.say("report-more", &[("count", shown.more.to_string())]);
            items.push(Item::Line(vec![(told, Tone::Dim)]));
        }
        items
    }

    /// The lines of one currency, and what they come to.
    fn table(&self, look: &Look, shown: &Report, lines: &[&Line], total: &Line) -> Item {
        let words = &look.words;
        let at = shown.figures.iter().position(|f| *f == self.figure).unwrap_or_default();
        let value = |line: &Line| line.values.get(at).copied().unwrap_or_default();
        let most = lines.iter().map(|line| value(line)).max().unwrap_or_default();
        let row = |line: &Line, label: String, key: Option<String>| {
            let name = line.name.clone();
            let values = shown.figures.iter().zip(&line.values);
            let values = values.map(|(figure, value)| text::value(words, *figure, *value, line.currency));
            let behind =
                Behind { ask: self.ask.clone(), key, name, currency: line.currency, figure: self.figure };
            let cells: Vec<String> = std::iter::once(label).chain(values).collect();
            (cells, Some(Target::ReportRows(Box::new(behind))))
        };
        let mut rows: Vec<_> =
            lines.iter().map(|l| row(l, text::line(words, &self.ask, l), Some(l.key.clone()))).collect();
        rows.push(row(total, words.label("total"), None));
        let mut columns = vec![(text::dimension(words, self.ask.by), false)];
        columns.extend(shown.figures.iter().map(|figure| {
            let name = text::figure(words, *figure);
            let chosen = *figure == self.figure;
            (if chosen { format!("{}{name}", look.theme.sign(Sign::Pointer)) } else { name }, true)
        }));
        let mut table = Table { columns, flexible: 0, spare: vec![], rows };
        let room = usize::from(self.width).saturating_sub(table.whole() + 2);
        // Where there is little room, names are cut before bars say nothing.
        let cells = room.clamp(if shown.figures.len() > 3 { 6 } else { 12 }, BAR);
        table.spare.push(table.columns.len());
        table.columns.push((String::new(), false));
        for (line, (row, _)) in lines.iter().zip(&mut table.rows) {
            row.push(text::bar(value(line), most, cells, look.theme.ascii));
        }
        Item::Table(table)
    }
}

/// The list of reports.
pub fn reports(app: &mut App) -> Result<(String, Vec<Item>)> {
    let kinds = app.desk()?.reports()?;
    let words = &app.look.words;
    let title = words.word("reports-title");
    let row = |kind: ReportKind| {
        (vec![text::name(words, kind), text::about(words, kind)], Some(Target::Report(kind)))
    };
    let columns = ["report", "about"].map(|label| (words.label(label), false)).to_vec();
    let rows = kinds.into_iter().map(row).collect();
    let table = Table { columns, flexible: 1, spare: vec![], rows };
    Ok((title.clone(), vec![Item::Heading(title), Item::Table(table)]))
}
