//! The machine's own `sendmail`, which queues a message and sends it by itself. Once it has the text, only
//! its exit status says that it took it.

use std::time::Duration;

use super::letter::{draw, letter};
use super::process;
use crate::domain::error::{Error, Result};
use crate::domain::mail::{Enclosed, MailView, Said, Sender, Transport};

/// Where it is looked for: `sendmail` often lies where a person's path does not lead.
const PLACES: [&str; 3] = ["sendmail", "/usr/sbin/sendmail", "/usr/lib/sendmail"];

/// The machine's sendmail.
pub struct Sendmail {
    /// Who messages are from.
    pub from: Sender,
    /// How long it may take.
    pub timeout: Duration,
}

impl Transport for Sendmail {
    fn prepare(&mut self) -> Result<()> {
        Ok(())
    }

    fn send(
        &mut self,
        mail: &MailView,
        enclosed: &[Enclosed],
        ready: &mut dyn FnMut() -> Result<()>,
    ) -> Result<Said> {
        let files = match draw(enclosed) {
            Ok(files) => files,
            Err(said) => return Ok(said),
        };
        let text = letter(mail, files, &self.from)?.formatted();
        let args = ["-i", "-f", &self.from.address, "--", &mail.to].map(str::to_owned);
        let running = match start(&args, self.timeout) {
            Ok(running) => running,
            Err(error) => return Ok(Said::Unreachable(format!("sendmail: {error}"))),
        };
        if let Err(error) = ready() {
            running.abandon();
            return Err(error);
        }
        Ok(match running.finish(&text) {
            Ok(ended) if ended.status.success() => Said::Accepted(ended.err),
            Ok(ended) if ended.status.code().is_none() => Said::Unreachable(ended.status.to_string()),
            Ok(ended) if ended.err.is_empty() => Said::Refused(format!("sendmail: {}", ended.status)),
            Ok(ended) => Said::Refused(ended.err),
            Err(error) if error.kind() == std::io::ErrorKind::TimedOut => Said::Silent,
            Err(error) => Said::Unreachable(format!("sendmail: {error}")),
        })
    }
}

fn start(args: &[String], within: Duration) -> std::io::Result<process::Running> {
    let mut last = Error::Io(String::new()).to_string();
    for place in PLACES {
        match process::start(place, args, within) {
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => last = e.to_string(),
            other => return other,
        }
    }
    Err(std::io::Error::other(last))
}
