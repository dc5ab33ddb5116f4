//! Reads the addresses of a header.
//!
//! `mail-parser` knows their grammar; it is handed UTF-8 in which each encoded
//! word is whole, so that it never has to guess a character set. What it finds
//! is taken only if mail can be sent there.

use mail_parser::parsers::MessageStream;

use super::doubt::Doubts;
use super::words::{Piece, one_line, pieces};
use crate::domain::mail::incoming::Sender;

/// Reads an address field. Encoded words stay encoded, as UTF-8, so that a
/// comma or quote within a name is not taken for one between addresses.
pub(super) fn list(value: &[u8], doubts: &mut Doubts) -> Vec<Sender> {
    let mut line = String::with_capacity(value.len() + 1);
    for piece in pieces(value) {
        let text = piece.decode(doubts);
        if matches!(piece, Piece::Raw(_)) {
            line.push_str(&text.replace(['\r', '\n', '\0'], " "));
            continue;
        }
        line.push_str("=?utf-8?Q?");
        for byte in text.bytes() {
            line.push_str(&format!("={byte:02X}"));
        }
        line.push_str("?=");
    }
    line.push('\n');
    let parsed = MessageStream::new(line.as_bytes()).parse_address();
    let list = parsed.as_address().into_iter().flat_map(|list| list.iter());
    let found: Vec<Sender> =
        list.filter_map(|entry| sender(entry.address.as_deref()?, entry.name.as_deref())).collect();
    if !found.is_empty() {
        return found;
    }
    // Not even nearly an address field: take whatever looks like an address.
    let between = |c: char| c.is_whitespace() || matches!(c, '<' | '>' | ',' | ';' | '"' | '(' | ')');
    line.split(between).filter_map(|word| sender(word, None)).collect()
}

/// Makes a sender of an address that mail can be sent to. The daemons that
/// return mail may name themselves without a domain.
fn sender(address: &str, name: Option<&str>) -> Option<Sender> {
    let address = address.trim().trim_start_matches("mailto:");
    let daemon = |name: &str| address.eq_ignore_ascii_case(name);
    let odd = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | ',');
    if address.len() > 320 || address.contains(odd) {
        return None;
    }
    let address = match address.rsplit_once('@') {
        Some((user, domain)) if !user.is_empty() && !domain.is_empty() => {
            format!("{user}@{}", domain.to_lowercase())
        }
        None if daemon("mailer-daemon") || daemon("postmaster") => address.to_owned(),
        _ => return None,
    };
    let name = one_line(name.unwrap_or_default());
    let name = name.trim_matches(|c| c == '"' || c == '\'' || c == ' ');
    let says_more = !name.is_empty() && !name.eq_ignore_ascii_case(&address);
    Some(Sender { name: says_more.then(|| name.to_owned()), address })
}
