//! afterdesk: after-sales work at the helpdesk, from the terminal.
//!
//! One way through the program: a key or a command line becomes a [`domain::command::Command`], which
//! [`desk::Desk::execute`] carries out in one transaction; its [`domain::command::Outcome`] is shown.
//!
//! | module | what it is | may use |
//! |---|---|---|
//! | [`domain`] | the rules, pure | nothing of ours |
//! | [`store`] | rows and SQL | `domain` |
//! | [`desk`] | what an agent can do: facts → plan → save → log, with permissions | `store`, `domain`, `text` for stored words |
//! | [`text`] | words, sentences, formats in English and Korean | `domain` |
//! | [`mail`] | how messages leave: folder, mail server, sendmail | `domain`, `text`, `paper` |
//! | [`paper`] | documents as PDF and HTML | `domain`, `text` |
//! | [`import`] | CSV files, checked and streamed | `desk`, `domain` |
//! | [`keys`] | every key, as data | the enum macro of `domain` |
//! | [`tui`] | the terminal interface | `desk`, `domain`, `text`, `keys`, `mail`, `paper` |
//! | `portal` | the customer's pages, read-only, over HTTP | `desk`, `domain`, `text`, `paper`, `config` |
//! | [`cli`] | the command line, and the door to the interface | `desk`, `domain`, `text`, `config`, `import`, `keys`, `mail`, `paper`, `portal`, `tui` |
//!
//! A test (`tests/suite/architecture.rs`) reads the sources and fails on anything else.

pub mod cli;
pub mod config;
pub mod desk;
pub mod domain;
pub mod import;
pub mod keys;
pub mod mail;
pub mod paper;
#[cfg(feature = "portal")]
pub mod portal;
pub mod store;
pub mod text;
pub mod tui;
