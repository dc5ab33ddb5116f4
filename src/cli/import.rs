//! `import`: the CSV files of a folder, all or nothing, with a progress bar on a terminal.

use std::path::PathBuf;

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};

use super::output::Output;
use super::session::Session;
use super::table;
use crate::domain::command::Answer;
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
    pub fn run(self, session: &mut Session<'_>) -> Result<()> {
        let bar = bar(session.out);
        let (source, call) = (Source::Folder(self.folder), session.call());
        let outcome = session.desk.import(&call, |intake| {
            read(&source, intake, &mut |p| {
                bar.set_length(p.total);
                bar.set_position(p.done);
                bar.set_message(p.file);
            })
        });
        bar.finish_and_clear();
        let outcome = outcome?;
        if !call.dry_run {
            super::sla::settle(session)?;
        }
        match &outcome.answer {
            // A dry run of an import answers what became of the rows.
            Answer::Import(report) if call.dry_run => session.out.show(report, |words| {
                format!("{}\n{}", words.word("notice-dry-run"), table::import(words, report))
            }),
            _ => session.show(&outcome, call.dry_run, &[]),
        }
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
