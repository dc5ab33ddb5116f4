//! Files that came with messages: opened by the desktop's own programs where there is a desktop, else saved where the
//! agent finds them.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use super::App;
use crate::domain::error::{Error, Result};
use crate::domain::ids::AttachmentId;

/// How many files of one name are told apart.
const MOST: u32 = 1000;

impl App {
    /// Saves a file, and opens it where there is a desktop.
    pub fn open_file(&mut self, id: AttachmentId) -> Result<()> {
        let (name, content) = self.desk()?.file(id)?;
        let desktop = self.options.surroundings.desktop();
        let folder = if desktop { self.private_folder()? } else { saved_in() };
        let path = save(&folder, &name, &content)?;
        let shown = ("file", path.display().to_string());
        let key = match desktop.then(|| open::that_detached(&path)) {
            Some(Ok(())) => "notice-file-opened",
            _ => "notice-file-saved",
        };
        self.tell(self.look.words.say(key, &[shown]));
        Ok(())
    }

    /// A folder for this agent alone that goes away with the program.
    fn private_folder(&mut self) -> Result<PathBuf> {
        if self.opened.is_none() {
            let made = tempfile::Builder::new().prefix("afterdesk-files-").tempdir();
            self.opened = Some(made.map_err(|e| Error::Io(e.to_string()))?);
        }
        Ok(self.opened.as_ref().map(|folder| folder.path().to_owned()).unwrap_or_default())
    }
}

/// Where files are saved for the agent: the folder of downloads, else the current one.
fn saved_in() -> PathBuf {
    let downloads = directories::UserDirs::new().and_then(|dirs| dirs.download_dir().map(Path::to_owned));
    downloads.filter(|folder| folder.is_dir()).unwrap_or_else(|| PathBuf::from("."))
}

/// Writes a file under a name that nothing has yet.
fn save(folder: &Path, name: &str, content: &[u8]) -> Result<PathBuf> {
    let of = Path::new(name);
    let stem = of.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
    let end = of.extension().map(|e| format!(".{}", e.to_string_lossy())).unwrap_or_default();
    for n in 1..MOST {
        let path = folder.join(if n == 1 { name.to_owned() } else { format!("{stem} ({n}){end}") });
        match OpenOptions::new().write(true).create_new(true).open(&path) {
            Ok(mut file) => {
                file.write_all(content).map_err(|e| Error::Io(e.to_string()))?;
                return Ok(path);
            }
            Err(e) if e.kind() == ErrorKind::AlreadyExists => {}
            Err(e) => return Err(Error::Io(format!("{}: {e}", path.display()))),
        }
    }
    Err(Error::Io(name.to_owned()))
}
