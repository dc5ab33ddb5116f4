//! How wide the columns of a table are, and at which size. Numbers are never broken where the page is wide enough
//! at some size; the column of prose takes what the others leave, else the first one. Only for `table`.

use super::face::Weight;
use super::wrap::width;
use crate::domain::error::Result;
use crate::text::sheet::{Sheet, Side};

/// Between two columns.
pub const GAP: f32 = 15.0;
/// The least that this column gets, in sizes.
const FIRST: f32 = 14.0;
/// The most that a column of words takes, in sizes.
const WORDS: f32 = 13.0;
/// Sizes; the first that fits is taken.
const SIZES: [f32; 6] = [9.5, 9.0, 8.5, 8.0, 7.0, 6.0];

/// The size, and the widths of the columns at it.
pub fn widths(sheet: &Sheet, within: f32) -> Result<(f32, Vec<f32>)> {
    let rest = rest(sheet);
    let tries = [(SIZES[0], true)].into_iter().chain(SIZES.map(|size| (size, false)));
    for (size, labels) in tries {
        let widths = wanted(sheet, (size, labels), within)?;
        if widths.get(rest).is_some_and(|wide| *wide >= FIRST * size) {
            return Ok((size, widths));
        }
    }
    // Numbers of that many digits are broken: nothing is cut off.
    let size = SIZES[SIZES.len() - 1];
    let mut widths = wanted(sheet, (size, false), within)?;
    let sum: f32 = widths.iter().sum::<f32>() - widths[rest];
    let gaps = GAP * count(widths.len() - 1);
    let part = (within - FIRST * size - gaps) / sum.max(1.0);
    widths.iter_mut().for_each(|w| *w *= part);
    widths[rest] = FIRST * size;
    Ok((size, widths))
}

/// The column that takes what the others leave.
fn rest(sheet: &Sheet) -> usize {
    sheet.columns.iter().position(|c| c.side == Side::Prose).unwrap_or_default()
}

/// How wide columns want to be at a size, with their labels in one line or not; one of them takes the rest,
/// which may be too little.
fn wanted(sheet: &Sheet, (size, labels): (f32, bool), within: f32) -> Result<Vec<f32>> {
    let mut widths = Vec::with_capacity(sheet.columns.len());
    let rest = rest(sheet);
    for (at, column) in sheet.columns.iter().enumerate() {
        let mut wide = 0.0_f32;
        if at == rest {
            widths.push(wide);
            continue;
        }
        let whole = std::iter::once(column.label.as_str()).filter(|_| labels);
        for text in whole.chain(column.label.split(' ')) {
            wide = wide.max(width(text, Weight::Bold, size - 1.0)?);
        }
        for cell in sheet.rows.iter().filter_map(|r| r.cells.get(at)).flat_map(|c| c.split('\n')) {
            wide = wide.max(width(cell, Weight::Regular, size)?);
        }
        widths.push(if column.side == Side::Left { wide.min(WORDS * size) } else { wide });
    }
    let left = within - widths.iter().sum::<f32>() - GAP * count(widths.len().saturating_sub(1));
    if let Some(wide) = widths.get_mut(rest) {
        *wide = left;
    }
    Ok(widths)
}

/// A number of things.
#[allow(clippy::cast_precision_loss)]
pub fn count(of: usize) -> f32 {
    of as f32
}
