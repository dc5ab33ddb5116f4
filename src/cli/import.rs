//! `import`: the CSV files of a folder, all or nothing, with a progress bar on a terminal.

use std::path::PathBuf;

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};

use super::Globals;
use super::output::Output;
use super::session::Session;
use super::table;
use crate::domain::error::Result;
use crate::import::{Source, read};

/// What to import.
#[derive(Debug, Args)]
pub struct Import {
    /// The folder with the CSV files
    folder: PathBuf,
}

impl Import {
    /// Runs the command.
    pub fn run(self, globals: &Globals, out: &Output) -> Result<()> {
        let mut session = Session::open(globals, out)?;
        let bar = bar(out);
        let source = Source::Folder(self.folder);
        let report = session.desk.import(globals.dry_run, |intake| {
            read(&source, intake, &mut |p| {
                bar.set_length(p.total);
                bar.set_position(p.done);
                bar.set_message(p.file);
            })
        });
        bar.finish_and_clear();
        let report = report?;
        out.show(&report, |words| {
            let table = table::import(words, &report);
            if globals.dry_run { format!("{}\n{table}", words.word("notice-dry-run")) } else { table }
        })
    }
}

/// A bar on standard error; hidden where that is no terminal, or the answer is for programs.
fn bar(out: &Output) -> ProgressBar {
    if out.json {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(0);
    if let Ok(style) = ProgressStyle::with_template("{bar:30} {percent:>3}% {msg} {eta}") {
        bar.set_style(style);
    }
    bar
}
