//! stub
pub fn defaults(_tx: &crate::store::Tx<'_>) -> crate::domain::error::Result<()> {
    Ok(())
}
