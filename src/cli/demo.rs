//! stub
use super::{Globals, output::Output};
#[derive(Debug, clap::Args)]
pub struct Demo {
    #[arg(long)]
    fresh: bool,
}
impl Demo {
    pub fn run(self, _g: &Globals, _o: &Output) -> crate::domain::error::Result<()> {
        let _ = self.fresh;
        Ok(())
    }
}
