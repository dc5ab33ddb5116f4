//! Messages as files in a folder, for desks without a mail server and for whoever passes them on by other
//! means. A file is named by the message's id and appears whole or not at all, so that the same message
//! handed over twice is one file: nothing of it is ever in doubt.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::letter::{draw, letter, token};
use crate::domain::error::{Error, Result};
use crate::domain::mail::{Enclosed, MailView, Said, Sender, Transport};

/// A folder of messages.
pub struct Folder {
    /// Where it is; made where it is missing, for its owner only.
    pub folder: PathBuf,
    /// Who messages are from.
    pub from: Sender,
}

impl Transport for Folder {
    fn prepare(&mut self) -> Result<()> {
        if self.folder.is_dir() {
            return Ok(());
        }
        let mut builder = fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(&self.folder).map_err(|e| told(&self.folder, &e))
    }

    fn send(
        &mut self,
        mail: &MailView,
        enclosed: &[Enclosed],
        _ready: &mut dyn FnMut() -> Result<()>,
    ) -> Result<Said> {
        let files = match draw(enclosed) {
            Ok(files) => files,
            Err(said) => return Ok(said),
        };
        let text = letter(mail, files, &self.from)?.formatted();
        let path = self.folder.join(format!("{}.eml", token(&mail.message_id)));
        match write(&self.folder, &path, &text) {
            Ok(()) => Ok(Said::Accepted(path.display().to_string())),
            Err(e) => Ok(Said::Unreachable(format!("{}: {e}", path.display()))),
        }
    }
}

/// Writes a file that is there whole, also after a crash, or not at all. What a try that was cut off left
/// is in the way of nothing: the next one takes its place.
fn write(folder: &Path, path: &Path, text: &[u8]) -> io::Result<()> {
    let half = path.with_extension("part");
    match fs::remove_file(&half) {
        Err(e) if e.kind() != io::ErrorKind::NotFound => return Err(e),
        _ => {}
    }
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&half)?;
    file.write_all(text)?;
    file.sync_all()?;
    fs::rename(&half, path)?;
    settle(folder)
}

/// Makes a new name in a folder last through a loss of power, where systems know of that.
fn settle(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

fn told(path: &Path, error: &io::Error) -> Error {
    Error::Io(format!("{}: {error}", path.display()))
}
