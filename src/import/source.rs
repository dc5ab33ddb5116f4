//! Where the files come from: a folder on disk, or texts within the program (the sample data).

use std::io::{Cursor, ErrorKind, Read};
use std::path::{Path, PathBuf};

use super::io;
use crate::domain::error::{Error, Result, Thing};

/// A set of CSV files.
#[derive(Clone, Debug)]
pub enum Source {
    /// Those of a folder; what is no `.csv` file in it is left alone.
    Folder(PathBuf),
    /// Names and texts.
    Embedded(&'static [(&'static str, &'static str)]),
}

/// One file of a source.
#[derive(Clone, Debug)]
pub(super) struct File {
    pub(super) name: String,
    /// Bytes.
    pub(super) size: u64,
}

impl Source {
    pub(super) fn files(&self) -> Result<Vec<File>> {
        match self {
            Self::Folder(folder) => files_of(folder),
            Self::Embedded(files) => {
                let file =
                    |(name, text): &(&str, &str)| File { name: (*name).to_owned(), size: text.len() as u64 };
                Ok(files.iter().map(file).collect())
            }
        }
    }

    pub(super) fn open(&self, file: &File) -> Result<Box<dyn Read>> {
        match self {
            Self::Folder(folder) => {
                let path = folder.join(&file.name);
                let opened = std::fs::File::open(&path).map_err(|e| io(&path.display().to_string(), &e))?;
                Ok(Box::new(opened))
            }
            Self::Embedded(files) => {
                let text = files.iter().find(|(name, _)| *name == file.name).map_or("", |(_, text)| text);
                Ok(Box::new(Cursor::new(text.as_bytes())))
            }
        }
    }
}

fn files_of(folder: &Path) -> Result<Vec<File>> {
    let name = folder.display().to_string();
    let entries = std::fs::read_dir(folder).map_err(|e| match e.kind() {
        ErrorKind::NotFound => Error::NotFound { what: Thing::File, key: name.clone() },
        _ => io(&name, &e),
    })?;
    let mut files = Vec::new();
    for entry in entries {
        let path = entry.map_err(|e| io(&name, &e))?.path();
        let is_csv = path.extension().is_some_and(|e| e.eq_ignore_ascii_case("csv"));
        let Some(file) = path.file_name().filter(|_| is_csv) else { continue };
        let metadata = std::fs::metadata(&path).map_err(|e| io(&path.display().to_string(), &e))?;
        if metadata.is_file() {
            files.push(File { name: file.to_string_lossy().into_owned(), size: metadata.len() });
        }
    }
    if files.is_empty() {
        return Err(Error::NotFound { what: Thing::Csv, key: name });
    }
    files.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(files)
}
