//! The password of a mail server: taken from where the config file says, once a round, and never shown.

use std::fmt;
use std::time::Duration;

use super::process;
use crate::domain::error::{Error, NoPassword, Result};
use crate::domain::mail::SecretFrom;

/// A password. It shows itself to nobody but [`Secret::reveal`].
#[derive(Clone)]
pub struct Secret(String);

impl Secret {
    /// The password itself.
    pub fn reveal(&self) -> String {
        self.0.clone()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

/// Finds the password; a program that prints it gets so much time.
pub fn find(from: &SecretFrom, user: &str, within: Duration) -> Result<Secret> {
    let found = match from {
        SecretFrom::Variable(name) => {
            let value = std::env::var(name).ok().filter(|value| !value.is_empty());
            value.ok_or_else(|| NoPassword::Variable(name.clone()))
        }
        SecretFrom::Command(words) => printed(words, within),
        SecretFrom::Keyring(service) => kept(service, user, within),
    };
    found.map(Secret).map_err(Error::NoPassword)
}

/// The first line that a program prints.
fn printed(words: &[String], within: Duration) -> std::result::Result<String, NoPassword> {
    let (program, args) = words.split_first().map_or(("", words), |(program, args)| (program, args));
    let failed = |text: String| NoPassword::Command { program: program.to_owned(), text };
    let running = process::start(program, args, within).map_err(|e| failed(e.to_string()))?;
    let ended = running.finish(&[]).map_err(|e| failed(e.to_string()))?;
    if !ended.status.success() {
        let said = if ended.err.is_empty() { ended.status.to_string() } else { ended.err };
        return Err(failed(said));
    }
    let text = String::from_utf8(ended.out).map_err(|_| failed("UTF-8".into()))?;
    match text.lines().next().filter(|line| !line.is_empty()) {
        Some(line) => Ok(line.to_owned()),
        None => Err(failed(ended.status.to_string())),
    }
}

/// What the keyring of the session keeps. It may ask the person to unlock it, so it gets its time too.
#[cfg(feature = "keyring")]
fn kept(service: &str, user: &str, within: Duration) -> std::result::Result<String, NoPassword> {
    let (give, take) = std::sync::mpsc::channel();
    let (of, by) = (service.to_owned(), user.to_owned());
    std::thread::spawn(move || {
        let kept = keyring::Entry::new(&of, &by).and_then(|entry| entry.get_password());
        let _ = give.send(kept.map_err(|e| e.to_string()));
    });
    let failed = |text: String| NoPassword::Keyring { service: service.to_owned(), text };
    take.recv_timeout(within).map_err(|e| failed(e.to_string()))?.map_err(failed)
}

/// This program was built without a keyring.
#[cfg(not(feature = "keyring"))]
fn kept(_service: &str, _user: &str, _within: Duration) -> std::result::Result<String, NoPassword> {
    Err(NoPassword::NoKeyring)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(words: &[&str]) -> Result<Secret> {
        let words = words.iter().map(|w| (*w).to_owned()).collect();
        find(&SecretFrom::Command(words), "u", Duration::from_millis(500))
    }

    #[test]
    fn programs_print_passwords() {
        assert_eq!(run(&["printf", "one\\ntwo\\n"]).unwrap().reveal(), "one");
        for words in [&["false"][..], &["true"], &["sleep", "9"], &["no-such-program"]] {
            let Err(Error::NoPassword(NoPassword::Command { program, text })) = run(words) else { panic!() };
            assert_eq!((program.as_str(), text.is_empty()), (words[0], false));
        }
        let Err(Error::NoPassword(why)) = run(&["sh", "-c", "echo locked >&2; exit 1"]) else { panic!() };
        assert_eq!(why, NoPassword::Command { program: "sh".into(), text: "locked".into() });
    }

    #[cfg(not(feature = "keyring"))]
    #[test]
    fn a_program_without_a_keyring_says_so() {
        let found = find(&SecretFrom::Keyring("shop".into()), "u", Duration::from_millis(500));
        assert!(matches!(found, Err(Error::NoPassword(NoPassword::NoKeyring))));
    }

    #[test]
    fn passwords_do_not_show() {
        assert_eq!(format!("{:?}", Secret("x".into())), "Secret");
    }
}
