//! CSV files of a folder into the desk: read, checked and handed over row by row.
//!
//! The files, their columns and the order in which references need them stand in [`spec`]; reading
//! one is [`table`], and the rows of each file stand in [`coupons`] and [`documents`], those of master data, which are
//! settled at the desk as well, in [`crate::desk::intake::read`]. What is written is decided by [`Intake`], which lives
//! in one transaction of the desk. Called by the command line.

mod coupons;
mod demo;
mod documents;
mod quotes;
mod source;
mod spec;
mod table;

use crate::desk::intake::cells::Cells;
pub use crate::desk::intake::{Counts, Intake, Report};
pub use demo::DEMO;
pub use source::Source;

use crate::domain::error::{Error, Invalid, Result};
use source::File;
use spec::{FILES, Spec};
use table::{Next, Table};

/// How many rows are read between two calls of the progress function.
const STRIDE: u64 = 1000;

/// How far an import is. Files of lines count twice: once as they are read, once as their documents
/// are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// The file at hand.
    pub file: &'static str,
    /// Bytes that are done.
    pub done: u64,
    /// Bytes of all files.
    pub total: u64,
}

/// Reads the files of a source, in the order that references need, into an intake, which collects
/// what is wrong with them. Fails only where the machine does or the source is not there.
pub fn read(source: &Source, intake: &mut Intake<'_>, progress: &mut dyn FnMut(Progress)) -> Result<()> {
    let files = source.files()?;
    for file in files.iter().filter(|file| !FILES.iter().any(|spec| spec.name == file.name)) {
        let allowed: Vec<&str> = FILES.iter().map(|spec| spec.name).collect();
        let reason = Invalid::NotOneOf { given: file.name.clone(), allowed: allowed.join(", ") };
        intake.reject(&file.name, 1, "", reason.into());
    }
    let of = |spec: &Spec| files.iter().find(|file| file.name == spec.name);
    let total = FILES.iter().filter_map(|spec| Some(of(spec)?.size * spec.passes())).sum();
    let mut run = Run { source, done: 0, total, progress };
    for spec in FILES {
        if let Some(file) = of(spec) {
            run.file(spec, file, intake)?;
        }
        run.end(spec, of(spec).map_or(0, |file| file.size), intake)?;
    }
    Ok(())
}

struct Run<'r> {
    source: &'r Source,
    done: u64,
    total: u64,
    progress: &'r mut dyn FnMut(Progress),
}

impl Run<'_> {
    fn tell(&mut self, file: &'static str, done: u64) {
        (self.progress)(Progress { file, done: done.min(self.total), total: self.total });
    }

    /// Reads a file and hands its rows over.
    fn file(&mut self, spec: &'static Spec, file: &File, intake: &mut Intake<'_>) -> Result<()> {
        intake.open(spec.name);
        self.tell(spec.name, self.done);
        let (mut table, wrong) = Table::open(spec, self.source.open(file)?)?;
        if wrong.is_empty() {
            self.rows(spec, &mut table, intake)?;
        } else {
            intake.lose(spec.thing);
            for (column, reason) in wrong {
                intake.reject(spec.name, table.line(), &column, reason);
            }
        }
        self.done += file.size;
        self.tell(spec.name, self.done);
        Ok(())
    }

    fn rows(&mut self, spec: &'static Spec, table: &mut Table, intake: &mut Intake<'_>) -> Result<()> {
        let mut rows = 0u64;
        loop {
            match table.next_row()? {
                Next::End => return Ok(()),
                Next::Row => {}
                Next::Broken { line, column, reason, last } => {
                    intake.row(line);
                    intake.lose(spec.thing);
                    intake.reject(spec.name, line, &column, reason);
                    if last {
                        return Ok(());
                    }
                    continue;
                }
            }
            intake.row(table.line());
            let mut cells = Cells::new(table, spec.keys);
            (spec.take)(&mut cells, intake)?;
            intake.end_row(spec.thing, &cells.key());
            rows += 1;
            if rows.is_multiple_of(STRIDE) {
                self.tell(spec.name, self.done + table.bytes());
            }
        }
    }

    /// What is to do once a file is read, or known not to be there.
    fn end(&mut self, spec: &'static Spec, size: u64, intake: &mut Intake<'_>) -> Result<()> {
        let Some(end) = spec.end else { return Ok(()) };
        let (before, total) = (self.done, self.total);
        let progress = &mut *self.progress;
        end(intake, &mut |written, of| {
            let part =
                u128::from(size) * u128::from(written.unsigned_abs()) / u128::from(of.max(1).unsigned_abs());
            let done = (before + u64::try_from(part).unwrap_or(size)).min(total);
            progress(Progress { file: spec.name, done, total });
        })?;
        self.done += size * (spec.passes() - 1);
        Ok(())
    }
}

/// The error of a file that can't be read.
fn io(name: &str, error: &std::io::Error) -> Error {
    Error::Io(format!("{name}: {error}"))
}
