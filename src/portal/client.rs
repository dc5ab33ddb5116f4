//! Who asks: the address that a connection comes from, or the one that the proxy in front names.

use std::net::{IpAddr, SocketAddr};

use axum::http::HeaderMap;

/// Where a connection comes from.
#[derive(Clone, Copy, Debug)]
pub(super) struct Peer(pub SocketAddr);

/// Somebody as the limits know them: an address, or the network of one that has many.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Client {
    /// An address.
    V4(u32),
    /// The first half of an address: who has one of these has them all.
    V6(u64),
    /// One of many that share a count, when there are too many to count each.
    Crowd(u16),
}

impl From<IpAddr> for Client {
    fn from(address: IpAddr) -> Self {
        match address.to_canonical() {
            IpAddr::V4(v4) => Self::V4(v4.to_bits()),
            IpAddr::V6(v6) => Self::V6(u64::try_from(v6.to_bits() >> 64).unwrap_or_default()),
        }
    }
}

/// Who asks. Only what the last proxy wrote is believed, and only where there is said to be one: anything before it
/// can be written by anybody.
pub(super) fn of(peer: Peer, headers: &HeaderMap, behind_proxy: bool) -> Client {
    let named = || {
        let last = headers.get_all("x-forwarded-for").iter().next_back()?.to_str().ok()?;
        let last = last.rsplit(',').next()?.trim();
        let plain = last.strip_prefix('[').and_then(|rest| rest.split(']').next()).unwrap_or(last);
        plain.parse().ok().or_else(|| plain.parse().ok().map(|with_port: SocketAddr| with_port.ip()))
    };
    let address = if behind_proxy { named() } else { None };
    address.unwrap_or(peer.0.ip()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(peer: &str, forwarded: &[&str], behind: bool) -> Client {
        let mut headers = HeaderMap::new();
        for line in forwarded {
            headers.append("x-forwarded-for", line.parse().unwrap());
        }
        of(Peer(SocketAddr::new(peer.parse().unwrap(), 1)), &headers, behind)
    }

    fn client(address: &str) -> Client {
        address.parse::<IpAddr>().unwrap().into()
    }

    #[test]
    fn only_the_last_hop_is_believed_and_only_behind_a_proxy() {
        let told = ["9.9.9.9, 8.8.8.8", "1.1.1.1, 2.2.2.2"];
        assert_eq!(asked("127.0.0.1", &told, true), client("2.2.2.2"));
        assert_eq!(asked("127.0.0.1", &told, false), client("127.0.0.1"));
        assert_eq!(asked("127.0.0.1", &[], true), client("127.0.0.1"));
        assert_eq!(asked("127.0.0.1", &["nobody"], true), client("127.0.0.1"));
        assert_eq!(asked("127.0.0.1", &["3.3.3.3:80"], true), client("3.3.3.3"));
        assert_eq!(asked("127.0.0.1", &["[2001:db8::1]:80"], true), client("2001:db8::1"));
    }

    #[test]
    fn a_network_is_one_client() {
        assert_eq!(client("2001:db8:1:2::1"), client("2001:db8:1:2:ffff::9"));
        assert_ne!(client("2001:db8:1:2::1"), client("2001:db8:1:3::1"));
        assert_eq!(client("::ffff:10.0.0.1"), client("10.0.0.1"));
        assert_ne!(client("10.0.0.1"), client("10.0.0.2"));
    }
}
