//! stub
pub fn defaults(_tx: &crate::store::Tx<'_>) -> crate::domain::error::Result<()> {
    Ok(())
}
#[derive(Default, serde::Serialize)]
pub struct Counts {
    pub read: u64,
    pub added: u64,
    pub updated: u64,
    pub unchanged: u64,
}
#[derive(Default, serde::Serialize)]
pub struct Report {
    pub files: std::collections::BTreeMap<String, Counts>,
}
