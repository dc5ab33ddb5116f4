//! Printing: the document drawn into a file, where the person wants it. A file that is there is not replaced unasked.

use std::path::PathBuf;

use super::App;
use crate::domain::error::Result;
use crate::domain::wizard::print::{Printable, Printing};
use crate::paper::{self, Format};
use crate::text::code;

/// A document on its way into a file.
#[derive(Clone, Debug)]
pub struct Sheaf {
    of: Printable,
    how: Printing,
    /// Where it goes.
    pub file: PathBuf,
}

impl Sheaf {
    /// A document and where it goes: `~/` is the person's own folder, other names start in the folder that the program
    /// was started in.
    pub fn new(of: Printable, how: Printing) -> Result<Self> {
        let home = || directories::BaseDirs::new().map(|dirs| dirs.home_dir().to_owned());
        let file = match how.file.strip_prefix("~/").and_then(|rest| Some(home()?.join(rest))) {
            Some(file) => file,
            None => PathBuf::from(&how.file),
        };
        let told = |e: std::io::Error| crate::domain::error::Error::Io(format!("{}: {e}", file.display()));
        let file = std::path::absolute(&file).map_err(told)?;
        Ok(Self { of, how, file })
    }
}

impl App {
    /// Draws a document into its file, and says so.
    pub fn print(&mut self, of: &Sheaf) -> Result<()> {
        let language = of.how.language;
        let made = self.desk()?.sheet(of.of, Some(language))?;
        let format: Format = of.how.format.parse()?;
        let printed = paper::print(&made.sheet, format)?;
        paper::write(&of.file, &printed.bytes).map_err(|e| e.at("output"))?;
        let words = &self.look.words;
        let told = [
            ("document", made.document),
            ("file", of.file.display().to_string()),
            ("language", code::named(words, "language", language.as_str())),
        ];
        let mut text = words.say("notice-printed", &told);
        if !printed.missing.is_empty() {
            let missing = [("characters", printed.missing.join(" "))];
            text = format!("{text} {}", words.say("notice-missing-characters", &missing));
        }
        self.tell(text);
        Ok(())
    }
}
