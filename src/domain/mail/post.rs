//! How messages leave the desk, as data: a folder, a mail server, the machine's own sendmail. The config
//! file is read into this, and the transports in `mail` are made of it. No secret stands here: only where
//! one is to be found.

use std::path::PathBuf;
use std::time::Duration;

use super::Sender;
use crate::code_enum;

code_enum! {
    /// How the way to a mail server is kept private.
    Security {
        /// Encrypted after a greeting in the clear, or not at all.
        StartTls = "starttls",
        /// Encrypted from the first byte.
        Tls = "tls",
        /// Not: to this machine only.
        None = "none",
    }
}

impl Security {
    /// The port that belongs to it.
    pub const fn port(self) -> u16 {
        match self {
            Self::StartTls => 587,
            Self::Tls => 465,
            Self::None => 25,
        }
    }
}

/// Where a password is to be found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SecretFrom {
    /// In a variable of the environment.
    Variable(String),
    /// In the first line that a program prints.
    Command(Vec<String>),
    /// In the keyring of the person's session, under the name of a service.
    Keyring(String),
}

/// A mail server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Server {
    /// Name or number.
    pub host: String,
    /// Port.
    pub port: u16,
    /// How the way there is kept private.
    pub security: Security,
    /// Certificate to trust beside the well-known ones, in PEM.
    pub ca_file: Option<PathBuf>,
    /// Who signs in, and where the password is.
    pub login: Option<(String, SecretFrom)>,
}

/// What carries messages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Carrier {
    /// Files in a folder; the one beside the database where none is named.
    Folder(Option<PathBuf>),
    /// A mail server.
    Smtp(Server),
    /// The machine's own `sendmail`.
    Sendmail,
}

/// How messages leave the desk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Post {
    /// What carries them.
    pub carrier: Carrier,
    /// Who they are from.
    pub from: Sender,
    /// How long a message can be taken back before it leaves by itself.
    pub grace: Duration,
    /// How long to wait for an answer.
    pub timeout: Duration,
}

impl Default for Post {
    fn default() -> Self {
        let (grace, timeout) = (Duration::from_secs(15), Duration::from_secs(30));
        Self { carrier: Carrier::Folder(None), from: Sender::local(), grace, timeout }
    }
}
