//! stub
use super::{Globals, output::Output};
#[derive(Debug, clap::Args)]
pub struct Import {
    folder: std::path::PathBuf,
}
impl Import {
    pub fn run(self, _g: &Globals, _o: &Output) -> crate::domain::error::Result<()> {
        let _ = self.folder;
        Ok(())
    }
}
