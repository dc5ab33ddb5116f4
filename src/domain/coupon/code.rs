//! Coupon codes: eighty random bits in an alphabet without look-alikes, in groups of four (`domain/facts.md`
//! §10). A code of ours may be typed in small letters, without dashes, with an O for a zero; a code that an
//! import brought must be typed exactly.

use data_encoding::{Encoding, Specification};

use crate::domain::error::{Error, Result};

/// Random bytes of a code: 80 bits make 16 letters.
pub const BYTES: usize = 10;
const GROUP: usize = 4;
/// How many letters the history shows of a code.
const SHOWN: usize = 4;

/// Crockford's base 32: no I, L, O, U.
fn alphabet() -> Result<Encoding> {
    let mut spec = Specification::new();
    spec.symbols.push_str("0123456789ABCDEFGHJKMNPQRSTVWXYZ");
    spec.encoding().map_err(|e| Error::Io(e.to_string()))
}

/// The code that random bytes make: `701E-A961-1ZD0-Z8ZH`.
pub fn from_random(bytes: [u8; BYTES]) -> Result<String> {
    let letters = alphabet()?.encode(&bytes);
    let mut code = String::with_capacity(letters.len() + letters.len() / GROUP);
    for (at, letter) in letters.chars().enumerate() {
        if at > 0 && at % GROUP == 0 {
            code.push('-');
        }
        code.push(letter);
    }
    Ok(code)
}

/// What a code of ours comes to however it is typed.
pub fn canonical(typed: &str) -> String {
    let letters = typed.chars().filter(|c| !c.is_whitespace() && *c != '-');
    let plain = |c: char| match c.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    letters.map(plain).collect()
}

/// A code with all but its last letters hidden.
pub fn masked(code: &str) -> String {
    let hidden = code.chars().count().saturating_sub(SHOWN);
    format!("…{}", code.chars().skip(hidden).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_grouped_and_read_back_however_it_is_typed() {
        let code = from_random([0, 1, 2, 3, 4, 5, 6, 7, 8, 255]).unwrap();
        assert_eq!(code.len(), 19);
        assert!(
            code.chars()
                .all(|c| c == '-' || c.is_ascii_digit() || (c.is_ascii_uppercase() && !"ILOU".contains(c)))
        );
        assert_eq!(
            canonical(&code.to_lowercase().replace('-', " ").replace('0', "o").replace('1', "l")),
            canonical(&code)
        );
        assert_eq!(masked(&code), format!("…{}", &code[15..]));
    }
}
