//! stub
use crate::domain::settings::Language;
pub struct Words;
impl Words {
    pub fn new(_l: Language) -> Self {
        Words
    }
    pub fn reversal_of(&self, _d: &str, _r: Option<&str>) -> String {
        String::new()
    }
}
pub mod timeline {
    pub fn fill_ticket(_w: &super::Words, _v: &mut crate::domain::ticket::TicketView) {}
}
