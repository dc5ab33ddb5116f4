//! How wide the columns of a table are, and at which size. Numbers are never broken where the page is wide enough
//! at some size; the first column takes what the others leave. Only for `table`.

use super::face::Weight;
use super::wrap::width;
use crate::domain::error::Result;
use crate::text::sheet::{Sheet, Side};

/// Between two columns.
pub const GAP: f32 = 15.0;
/// The least that the first column gets, in sizes.
const FIRST: f32 = 14.0;
/// The most that a column of words takes, in sizes.
const WORDS: f32 = 13.0;
/// Sizes; the first that fits is taken.
const SIZES: [f32; 6] = [9.5, 9.0, 8.5, 8.0, 7.0, 6.0];

/// The size, and the widths of the columns at it.
pub fn widths(sheet: &Sheet, within: f32) -> Result<(f32, Vec<f32>)> {
    let tries = [(SIZES[0], true)].into_iter().chain(SIZES.map(|size| (size, false)));
    for (size, labels) in tries {
        let widths = wanted(sheet, (size, labels), within)?;
        if widths[0] >= FIRST * size {
            return Ok((size, widths));
        }
    }
    // Numbers of that many digits are broken: nothing is cut off.
    let size = SIZES[SIZES.len() - 1];
    let mut widths = wanted(sheet, (size, false), within)?;
    let sum: f32 = widths[1..].iter().sum();
    let gaps = GAP * count(widths.len() - 1);
    let part = (within - FIRST * size - gaps) / sum.max(1.0);
    widths[1..].iter_mut().for_each(|w| *w *= part);
    widths[0] = FIRST * size;
    Ok((size, widths))
}

/// How wide columns want to be at a size, with their labels in one line or not; the first one takes the rest,
/// which may be too little.
fn wanted(sheet: &Sheet, (size, labels): (f32, bool), within: f32) -> Result<Vec<f32>> {
    let mut widths = vec![0.0];
    for (at, column) in sheet.columns.iter().enumerate().skip(1) {
        let mut wide = 0.0_f32;
        let whole = std::iter::once(column.label.as_str()).filter(|_| labels);
        for text in whole.chain(column.label.split(' ')) {
            wide = wide.max(width(text, Weight::Bold, size - 1.0)?);
        }
        for cell in sheet.rows.iter().filter_map(|r| r.cells.get(at)).flat_map(|c| c.split('\n')) {
            wide = wide.max(width(cell, Weight::Regular, size)?);
        }
        widths.push(if column.side == Side::Left { wide.min(WORDS * size) } else { wide });
    }
    widths[0] = within - widths.iter().sum::<f32>() - GAP * count(widths.len() - 1);
    Ok(widths)
}

/// A number of things.
#[allow(clippy::cast_precision_loss)]
pub fn count(of: usize) -> f32 {
    of as f32
}
