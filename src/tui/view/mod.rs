//! The screens and small layers, one file each: what they show, and what their keys do.

mod actions;
mod ask;
mod copies;
mod coupon;
mod customer;
mod desk;
mod document;
mod hand;
mod link;
mod lot;
mod menu;
mod order;
mod outbox;
mod page;
mod preview;
mod program;
mod reason;
mod repair;
mod repairs;
mod share;
mod ticket;
mod transfer;
mod tray;

pub use super::page::Target;
pub use ask::Ask;
pub use copies::{CopyItem, CouponCopy, LinkCopy, coupon_copies, link_copies};
pub use coupon::share;
pub use desk::DeskView;
pub use hand::Hand;
pub use link::shown as shown_link;
pub use menu::Menu;
pub use outbox::OutboxView;
pub use page::PageView;
pub use preview::Preview;
pub use share::Share;
pub use tray::Tray;
