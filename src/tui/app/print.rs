//! Printing: the document drawn into a file, where the person wants it. A file that is there is not replaced unasked.

use std::path::PathBuf;

use super::App;
use crate::domain::bulk::MOST;
use crate::domain::error::{Error, Invalid, Result};
use crate::domain::ticket::{Listing, PageFrom};
use crate::domain::view::{self, ListColumn};
use crate::domain::wizard::print::{Printable, Printing};
use crate::paper::{self, Format};
use crate::text::{code, spreadsheet, ticket_list};

/// A document on its way into a file.
#[derive(Clone, Debug)]
pub struct Sheaf {
    what: What,
    /// Where it goes.
    pub file: PathBuf,
}

/// What is written into a file.
#[derive(Clone, Debug)]
enum What {
    /// A document, drawn.
    Document(Printable, Printing),
    /// A list of tickets with its columns; as what, by the end of its name.
    List(Box<Listing>, Vec<ListColumn>, &'static str),
}

impl Sheaf {
    /// A document and where it goes: `~/` is the person's own folder, other names start in the folder that the program
    /// was started in.
    pub fn new(of: Printable, how: Printing) -> Result<Self> {
        let file = place(&how.file)?;
        Ok(Self { what: What::Document(of, how), file })
    }

    /// The list that the desk shows, and where it goes.
    pub fn list(app: &App, file: &str, end: &'static str) -> Result<Self> {
        let (listing, columns) = app.shown_list();
        Ok(Self { what: What::List(Box::new(listing), columns, end), file: place(file)? })
    }
}

/// Where a file that is named so is.
fn place(typed: &str) -> Result<PathBuf> {
    let home = || directories::BaseDirs::new().map(|dirs| dirs.home_dir().to_owned());
    let file = match typed.strip_prefix("~/").and_then(|rest| Some(home()?.join(rest))) {
        Some(file) => file,
        None => PathBuf::from(typed),
    };
    std::path::absolute(&file).map_err(|e| Error::Io(format!("{}: {e}", file.display())))
}

impl App {
    /// Writes a document or a list into its file, and says so.
    pub fn print(&mut self, of: &Sheaf) -> Result<()> {
        match &of.what {
            What::Document(document, how) => self.draw_document(*document, how, of),
            What::List(listing, columns, end) => self.write_list(listing, columns, (end, of)),
        }
    }

    /// Writes a list of tickets; a long one is for the command line, which nobody waits for.
    fn write_list(
        &mut self,
        listing: &Listing,
        columns: &[ListColumn],
        (end, of): (&str, &Sheaf),
    ) -> Result<()> {
        let most = i64::try_from(MOST).unwrap_or(i64::MAX);
        let listing = Listing { more: view::more(columns), ..listing.clone() };
        let rows = self.desk()?.tickets(&listing, PageFrom::Start, Some(most + 1))?;
        if rows.len() > MOST {
            let given = self.desk()?.count_tickets(&listing)?.to_string();
            return Err(Error::from(Invalid::NotBetween { given, least: 0, most }).at("output"));
        }
        let bytes = match end {
            "json" => {
                let mut all = Vec::with_capacity(rows.len());
                for row in &rows {
                    all.push(self.desk()?.ticket(row.id)?);
                }
                serde_json::to_vec_pretty(&all).map_err(|e| Error::Io(e.to_string()))?
            }
            _ => {
                let (words, zone) = (&self.look.words, self.look.zone);
                let cells: Vec<_> =
                    rows.iter().map(|row| ticket_list::cells(words, columns, row, zone)).collect();
                spreadsheet::csv(&ticket_list::headings(words, columns), &cells)?
            }
        };
        paper::write(&of.file, &bytes).map_err(|e| e.at("output"))?;
        let told = [("file", of.file.display().to_string()), ("count", rows.len().to_string())];
        self.tell(self.look.words.say("notice-exported", &told));
        Ok(())
    }

    fn draw_document(&mut self, document: Printable, how: &Printing, of: &Sheaf) -> Result<()> {
        let language = how.language;
        let made = self.desk()?.sheet(document, Some(language))?;
        let format: Format = how.format.parse()?;
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
