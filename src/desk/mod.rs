//! What an agent can do.

pub mod books;
pub mod intake;
