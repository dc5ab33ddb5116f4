//! Sheets on paper: as PDF, and as one HTML file for browsers. Both doors call [`print()`] with a sheet that the
//! desk made, and `mail` for what a message encloses. Nothing here knows documents or the database, and the
//! same sheet gives the same bytes whenever and wherever it is drawn. The fonts are part of the program and are
//! looked at when the first page is drawn, not before.

mod clean;
mod columns;
mod end;
mod face;
mod file;
mod flow;
mod head;
mod html;
mod mark;
mod pdf;
mod table;
mod wrap;

#[cfg(test)]
mod tests;

pub use file::write;

use crate::code_enum;
use crate::domain::error::Result;
use crate::text::sheet::Sheet;

code_enum! {
    /// How a sheet is drawn.
    Format {
        /// Pages.
        Pdf = "pdf",
        /// One page of any length.
        Html = "html",
    }
}

/// A sheet that was drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Printed {
    /// The file.
    pub bytes: Vec<u8>,
    /// How many pages it has; none where it has no pages.
    pub pages: Option<usize>,
    /// Characters that the fonts don't have: a box stands in their place.
    pub missing: Vec<String>,
}

/// Draws a sheet.
pub fn print(sheet: &Sheet, format: Format) -> Result<Printed> {
    match format {
        Format::Pdf => pdf::pdf(sheet),
        Format::Html => html::html(sheet),
    }
}
