//! The end of a sheet: what it comes to, and what is said last. Only for `flow`.

use super::flow::{BODY, EDGES, Flow, LABEL, SUMS};
use super::mark::{Ink, Mark, Style};
use super::wrap::{width, wrap};
use crate::domain::error::Result;
use crate::text::sheet::Sheet;

const STRONG: Style = Style::of(11.0).bold();

/// One of the sums, with its lines.
pub struct Sum {
    label: Vec<String>,
    value: String,
    strong: bool,
    height: f32,
}

/// The sums, measured.
pub fn sums(sheet: &Sheet) -> Result<Vec<Sum>> {
    let mut sums = Vec::new();
    for total in &sheet.totals {
        let style = if total.strong { STRONG } else { BODY };
        let within = SUMS - width(&total.value, style.weight, style.size)? - 12.0;
        let label = wrap(&total.label, style.weight, style.size, within.max(80.0))?;
        #[allow(clippy::cast_precision_loss)]
        let height = style.leading() * label.len() as f32 + if total.strong { 11.0 } else { 3.0 };
        sums.push(Sum { label, value: total.value.clone(), strong: total.strong, height });
    }
    Ok(sums)
}

/// How much space the sums take together.
pub fn height(sums: &[Sum]) -> f32 {
    sums.iter().map(|sum| sum.height).sum()
}

/// Draws the sums, together where a page can hold them.
pub fn draw(flow: &mut Flow<'_>, sums: &[Sum]) -> Result<()> {
    flow.skip(10.0);
    flow.room(height(sums).min(Flow::whole()))?;
    for sum in sums {
        flow.room(sum.height)?;
        let from = EDGES.1 - SUMS;
        let style = if sum.strong { STRONG } else { BODY };
        let mut top = flow.y() + 1.5;
        if sum.strong {
            flow.mark(Mark::Fill { at: [from, flow.y() + 2.0, SUMS, 0.8], ink: Ink::Rule });
            top += 5.0;
        }
        flow.right(EDGES.1, top, style, &sum.value)?;
        for line in &sum.label {
            flow.text(from, top, if sum.strong { style } else { LABEL }, line);
            top += style.leading();
        }
        flow.skip(sum.height);
    }
    Ok(())
}

/// Draws the closing words.
pub fn closing(flow: &mut Flow<'_>) -> Result<()> {
    flow.skip(22.0);
    for paragraph in &flow.sheet.closing {
        for line in wrap(paragraph, BODY.weight, BODY.size, EDGES.1 - EDGES.0)? {
            flow.room(BODY.leading())?;
            flow.text(EDGES.0, flow.y(), BODY, &line);
            flow.skip(BODY.leading());
        }
        flow.skip(6.0);
    }
    Ok(())
}
