//! The head of the first page: who it is from, what it is, for whom, and what is known of it. Only for `flow`.

use super::flow::{BODY, EDGES, Flow, LABEL, SMALL, SUMS};
use super::mark::{Ink, Mark, Style};
use super::wrap::{width, wrap};
use crate::domain::error::Result;
use crate::text::sheet::{Fact, Party};

const NAME: Style = Style::of(12.0).bold();
const TITLE: Style = Style::of(21.0).bold();

/// Company and title.
pub fn head(flow: &mut Flow<'_>) -> Result<()> {
    let sheet = flow.sheet;
    let wide = EDGES.1 - EDGES.0;
    let mut beside = flow.y() + 3.5;
    for line in &sheet.company.lines {
        for line in wrap(line, SMALL.weight, SMALL.size, wide * 0.36)? {
            flow.right(EDGES.1, beside, SMALL, &line)?;
            beside += SMALL.leading();
        }
    }
    for line in wrap(&sheet.company.name, NAME.weight, NAME.size, wide * 0.6)? {
        flow.text(EDGES.0, flow.y(), NAME, &line);
        flow.skip(NAME.leading());
    }
    flow.skip((beside - flow.y()).max(0.0) + 6.0);
    flow.rule(1.2, Ink::Rule);
    flow.skip(30.0);
    for (at, line) in wrap(&sheet.heading(), TITLE.weight, TITLE.size, wide * 0.75)?.iter().enumerate() {
        flow.room(TITLE.leading())?;
        flow.text(EDGES.0, flow.y(), TITLE, line);
        if let Some(mark) = sheet.mark.as_ref().filter(|_| at == 0) {
            stamp(flow, mark)?;
        }
        flow.skip(TITLE.leading());
    }
    flow.skip(14.0);
    Ok(())
}

/// A word in a frame beside the title.
fn stamp(flow: &mut Flow<'_>, word: &str) -> Result<()> {
    let style = Style::of(12.0).bold().ink(Ink::Alert);
    let word = word.to_uppercase();
    let (wide, pad, thick) = (width(&word, style.weight, style.size)?, 9.0, 1.4);
    let [left, top, wide, high] = [EDGES.1 - wide - 2.0 * pad, flow.y() + 2.0, wide + 2.0 * pad, 25.0];
    flow.text(left + pad, top + 3.8, style, &word);
    for at in [
        [left, top, wide, thick],
        [left, top + high - thick, wide, thick],
        [left, top, thick, high],
        [left + wide - thick, top, thick, high],
    ] {
        flow.mark(Mark::Fill { at, ink: Ink::Alert });
    }
    Ok(())
}

/// The customer on the left and the facts on the right, line by line.
pub fn band(flow: &mut Flow<'_>) -> Result<()> {
    let sheet = flow.sheet;
    let left = sheet.customer.as_ref().map(|c| address(c, SUMS - 24.0)).transpose()?.unwrap_or_default();
    let label = label_width(&sheet.facts, SUMS * 0.5)?;
    let right = facts(&sheet.facts, label, SUMS - label - 12.0)?;
    let from = EDGES.0 + if left.is_empty() { 0.0 } else { SUMS };
    for at in 0..left.len().max(right.len()) {
        flow.room(BODY.leading())?;
        if let Some((style, line)) = left.get(at) {
            flow.text(EDGES.0, flow.y(), *style, line);
        }
        if let Some((name, value)) = right.get(at) {
            flow.text(from, flow.y(), LABEL, name);
            flow.text(from + label + 12.0, flow.y(), BODY, value);
        }
        flow.skip(BODY.leading());
    }
    flow.skip(22.0);
    Ok(())
}

fn label_width(facts: &[Fact], most: f32) -> Result<f32> {
    let mut wide = 0.0_f32;
    for fact in facts {
        wide = wide.max(width(&fact.label, LABEL.weight, LABEL.size)?);
    }
    Ok(wide.min(most))
}

/// A party as lines with their looks.
fn address(of: &Party, within: f32) -> Result<Vec<(Style, String)>> {
    let texts = [(LABEL, &of.role), (BODY.bold(), &of.name)];
    let mut lines = Vec::new();
    for (style, text) in texts.into_iter().chain(of.lines.iter().map(|line| (BODY, line))) {
        let wrapped = wrap(text, style.weight, style.size, within)?;
        lines.extend(wrapped.into_iter().map(|line| (style, line)));
    }
    Ok(lines)
}

/// Facts as lines: label and value.
fn facts(all: &[Fact], label: f32, value: f32) -> Result<Vec<(String, String)>> {
    let mut lines = Vec::new();
    for fact in all {
        let names = wrap(&fact.label, LABEL.weight, LABEL.size, label + 0.1)?;
        let values = wrap(&fact.value, BODY.weight, BODY.size, value)?;
        for at in 0..names.len().max(values.len()) {
            let line = |lines: &[String]| lines.get(at).cloned().unwrap_or_default();
            lines.push((line(&names), line(&values)));
        }
    }
    Ok(lines)
}
