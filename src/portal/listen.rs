//! The place to listen at: read from a flag, and taken; where it can't be, the reason is data.

use std::io::ErrorKind;
use std::net::{SocketAddr, TcpListener};

use crate::domain::error::{Error, Invalid, NoListening, Result};

/// What an address looks like.
const FORM: &str = "127.0.0.1:8080";

/// An address and port: `127.0.0.1:8080`, `[::1]:8080`, `localhost:8080`.
pub fn address(text: &str) -> Result<SocketAddr> {
    let wrong = || Invalid::Malformed { given: text.to_owned(), form: FORM.to_owned() };
    let plain = match text.strip_prefix("localhost:") {
        Some(port) => format!("127.0.0.1:{port}"),
        None => text.to_owned(),
    };
    Ok(plain.parse().map_err(|_| wrong())?)
}

/// Takes an address, which must be free.
pub(super) fn bind(at: SocketAddr) -> Result<TcpListener> {
    let refused = |e: &std::io::Error| {
        let why = match e.kind() {
            ErrorKind::AddrInUse => NoListening::InUse,
            ErrorKind::PermissionDenied => NoListening::Denied,
            ErrorKind::AddrNotAvailable => NoListening::NotHere,
            _ => NoListening::Other(e.to_string()),
        };
        Error::NotListening { address: at.to_string(), why }
    };
    let listener = TcpListener::bind(at).map_err(|e| refused(&e))?;
    listener.set_nonblocking(true).map_err(|e| refused(&e))?;
    Ok(listener)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read() {
        for (text, read) in [
            ("127.0.0.1:8080", "127.0.0.1:8080"),
            ("localhost:0", "127.0.0.1:0"),
            ("[::1]:80", "[::1]:80"),
            ("0.0.0.0:65535", "0.0.0.0:65535"),
        ] {
            assert_eq!(address(text).unwrap().to_string(), read);
        }
        for wrong in ["", "8080", ":8080", "127.0.0.1", "127.0.0.1:65536", "example.kr:80", "localhost:x"] {
            assert!(address(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_port_that_is_taken_says_so() {
        let first = bind("127.0.0.1:0".parse().unwrap()).unwrap();
        let at = first.local_addr().unwrap();
        let refused = bind(at).unwrap_err();
        assert_eq!(refused, Error::NotListening { address: at.to_string(), why: NoListening::InUse });
    }
}
