//! The screens and small layers, one file each: what they show, and what their keys do.

mod ask;
mod customer;
mod desk;
mod document;
mod menu;
mod order;
mod page;
mod preview;
mod ticket;

pub use super::page::Target;
pub use ask::Ask;
pub use desk::DeskView;
pub use menu::Menu;
pub use page::PageView;
pub use preview::Preview;
