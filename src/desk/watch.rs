//! Whether another process wrote meanwhile.
use super::Desk;
use crate::domain::error::Result;

impl Desk {
    /// Whether another process wrote since the last call.
    pub fn changed(&mut self) -> Result<bool> {
        Ok(true)
    }
}
