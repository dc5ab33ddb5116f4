//! A message that came in, as it was read: who wrote it, what it says, what it belongs to and what came with it. What
//! could not be read for certain is told; the message itself is kept beside, so that a doubt never means a loss.

use serde::{Deserialize, Serialize};

use crate::code_enum;
use crate::domain::ids::{AttachmentId, IncomingId, TicketId};

/// The size in bytes of the largest message that is read.
pub const MOST_BYTES: usize = 32 * 1024 * 1024;

/// What a ticket needs to know of one incoming e-mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incoming {
    /// Who wrote the message.
    pub from: Sender,
    /// Where the writer wants answers to go, if that was said.
    pub reply_to: Option<Sender>,
    /// The addresses of To and Cc, each once, in the order they were written.
    pub to: Vec<String>,
    /// The subject on one line, empty if there was none.
    pub subject: String,
    /// What the person wrote as plain text with LF line ends, the quoted earlier conversation included.
    pub text: String,
    /// The byte offset in `text` at which the quoted earlier conversation begins, if it has one.
    pub quoted: Option<usize>,
    /// The message's own identifier without its angle brackets.
    pub message_id: Option<String>,
    /// The identifiers of earlier messages that this one belongs to, without angle brackets, each once.
    pub references: Vec<String>,
    /// Why no answer must be sent by a program, if there is a reason.
    pub automatic: Option<Automatic>,
    /// The files that came with the message.
    pub attachments: Vec<Attachment>,
    /// What could not be read faithfully.
    pub doubts: Vec<Doubt>,
}

impl Incoming {
    /// Who wrote the message: who it is from; where that is an address that takes no answers, as forms on web pages
    /// use, who wants the answer.
    pub fn writer(&self) -> &Sender {
        let local = self.from.address.split('@').next().unwrap_or_default();
        let letters: String =
            local.chars().filter(char::is_ascii_alphabetic).collect::<String>().to_lowercase();
        match &self.reply_to {
            Some(to) if letters.contains("noreply") || letters.contains("donotreply") => to,
            _ => &self.from,
        }
    }
}

/// An e-mail address and the name that was written beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sender {
    /// The address, with its domain in lower case.
    pub address: String,
    /// The name, if there was one that says more than the address.
    pub name: Option<String>,
}

/// Why a message could not be read at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unreadable {
    /// There were no bytes but white space.
    Empty,
    /// No header names an address the message could be from.
    NoSender,
    /// The message is larger than the reader takes.
    TooLarge {
        /// The size of the message.
        bytes: usize,
        /// The size of the largest message that is read.
        most: usize,
    },
    /// The bytes do not begin with the headers of an e-mail.
    NotAMessage,
}

impl Unreadable {
    /// Returns the stable name of this reason.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::NoSender => "no_sender",
            Self::TooLarge { .. } => "too_large",
            Self::NotAMessage => "not_a_message",
        }
    }
}

code_enum! {
    /// Why no answer must be sent to a message by a program.
    Automatic {
        /// A mail server reports on the delivery of an earlier message.
        Bounce = "bounce",
        /// A program answered or sent a notice, for example of an absence.
        AutoReply = "auto_reply",
        /// The message came through a mailing list or was sent to very many.
        List = "list",
        /// The message has been through a program that answers mail before.
        Loop = "loop",
    }
}

/// A file that came with a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// A safe file name without folders, never empty and different for each file of a message.
    pub name: String,
    /// The media type in lower case, such as `image/png`.
    pub media_type: String,
    /// The bytes of the file.
    pub content: Vec<u8>,
    /// Whether the file is a picture shown within the text.
    pub inline: bool,
}

/// One thing that may differ from what the writer sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Doubt {
    /// The message names a character set that nobody knows, so one was guessed.
    UnknownCharset {
        /// The name in the message.
        named: String,
        /// The character set that was used.
        read_as: &'static str,
    },
    /// The message has characters outside ASCII but names no character set for them.
    UndeclaredCharset {
        /// The character set that was used.
        read_as: &'static str,
    },
    /// The bytes did not fit the character set that was named, but fitted another one.
    WrongCharset {
        /// The name in the message.
        named: String,
        /// The character set that was used.
        read_as: &'static str,
    },
    /// Bytes that mean nothing in their character set were replaced by U+FFFD.
    InvalidBytes {
        /// The character set that was used.
        charset: String,
    },
    /// Control characters were taken out of the text.
    ControlCharacters,
    /// A header that every message should have is missing.
    MissingHeader {
        /// The name of the header.
        name: &'static str,
    },
    /// A line among the headers is not a header.
    BrokenHeader,
    /// A multipart ends without its closing boundary, so its end may be missing.
    UnclosedMultipart,
    /// A multipart has no boundary, so it was read as one text.
    MissingBoundary,
    /// Parts are nested too deeply, so the innermost were kept as files.
    TooDeep,
    /// There are too many parts, so the last were left out.
    TooManyParts,
    /// A transfer encoding is not known, so its bytes were taken as they are.
    UnknownTransferEncoding {
        /// The name in the message.
        named: String,
    },
    /// A part is not proper base64.
    BadBase64,
    /// A part is not proper quoted-printable.
    BadQuotedPrintable,
    /// A part is not proper uuencode.
    BadUuencode,
    /// The content is encrypted or sealed in a signature and was kept as a file.
    Encrypted,
    /// Outlook packed files into one winmail.dat, which was not unpacked.
    WinmailDat,
}

impl Doubt {
    /// Returns the stable name of this doubt.
    pub fn code(&self) -> &'static str {
        match self {
            Self::UnknownCharset { .. } => "unknown_charset",
            Self::UndeclaredCharset { .. } => "undeclared_charset",
            Self::WrongCharset { .. } => "wrong_charset",
            Self::InvalidBytes { .. } => "invalid_bytes",
            Self::ControlCharacters => "control_characters",
            Self::MissingHeader { .. } => "missing_header",
            Self::BrokenHeader => "broken_header",
            Self::UnclosedMultipart => "unclosed_multipart",
            Self::MissingBoundary => "missing_boundary",
            Self::TooDeep => "too_deep",
            Self::TooManyParts => "too_many_parts",
            Self::UnknownTransferEncoding { .. } => "unknown_transfer_encoding",
            Self::BadBase64 => "bad_base64",
            Self::BadQuotedPrintable => "bad_quoted_printable",
            Self::BadUuencode => "bad_uuencode",
            Self::Encrypted => "encrypted",
            Self::WinmailDat => "winmail_dat",
        }
    }
}

/// A message that came in, as it is handed to the desk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Received {
    /// What was read of it.
    pub mail: Incoming,
    /// As it came.
    pub raw: Vec<u8>,
    /// The team that gets it where it begins a ticket; the first that the agent sees, where it is left out.
    pub team: Option<String>,
}

/// A message that came in, as it is answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IncomingView {
    /// Row.
    pub id: IncomingId,
    /// Always 1: what came in never changes.
    pub version: i64,
    /// Number of the ticket.
    pub ticket: TicketId,
    /// Address of the sender.
    pub from: String,
    /// Where the sender wants its answer, where that is elsewhere.
    pub reply_to: Option<String>,
    /// Its name.
    pub name: Option<String>,
    /// Subject.
    pub subject: String,
    /// Text.
    pub text: String,
    /// Byte in the text at which the earlier conversation begins.
    pub quoted: Option<usize>,
    /// Why no program may answer.
    pub automatic: Option<String>,
    /// Codes of what could not be read for certain.
    pub doubts: Vec<String>,
    /// Its files.
    pub attachments: Vec<AttachmentView>,
}

impl IncomingView {
    /// Who wrote it, as people read it.
    pub fn sender(&self) -> String {
        self.name.as_ref().map_or_else(|| self.from.clone(), |name| format!("{name} <{}>", self.from))
    }

    /// What is new in it: the text before the earlier conversation.
    pub fn own_text(&self) -> &str {
        self.quoted.and_then(|at| self.text.get(..at)).unwrap_or(&self.text).trim_end()
    }
}

/// A file that came with a message, without what it holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttachmentView {
    /// Row.
    pub id: AttachmentId,
    /// Always 1: what came in never changes.
    pub version: i64,
    /// Row of the message.
    pub message: IncomingId,
    /// File name.
    pub name: String,
    /// Media type.
    pub media_type: String,
    /// Whether it is a picture within the text.
    pub inline: bool,
    /// Bytes.
    pub size: i64,
}

/// The name of a message in effects: `incoming:7`.
pub fn label(id: IncomingId) -> String {
    format!("incoming:{id}")
}

/// The message that a label names.
pub fn labelled(text: &str) -> Option<IncomingId> {
    text.strip_prefix("incoming:")?.parse().ok().map(IncomingId)
}
