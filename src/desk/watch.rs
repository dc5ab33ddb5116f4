//! Whether another process wrote meanwhile: asked on the tick of the terminal interface.

use super::Desk;
use crate::domain::error::Result;

impl Desk {
    /// Whether another process wrote since this was last asked, or since the database was opened.
    /// Refuses where the file is gone or another one took its place.
    pub fn changed(&mut self) -> Result<bool> {
        let now = self.store.data_version()?;
        Ok(std::mem::replace(&mut self.seen, now) != now)
    }
}
