//! A mail server, spoken to step by step: everything up to the recipient can fail without a trace; from
//! the text on the server may have the message, and only its answer says so. One connection a message.

use std::io::ErrorKind;
use std::net::ToSocketAddrs;
use std::time::Duration;

use lettre::Address;
use lettre::transport::smtp::Error as Failure;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{Certificate, SmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::{ClientId, MailBodyParameter, MailParameter};

use super::letter::{draw, letter};
use super::secret::{self, Secret};
use crate::domain::error::{Error, Result};
use crate::domain::mail::{Enclosed, MailView, Said, Security, Sender, Server, Transport};

/// How long the end of a conversation may take, once the message is taken.
const FAREWELL: Duration = Duration::from_secs(2);

/// A mail server.
pub struct Smtp {
    server: Server,
    from: Sender,
    timeout: Duration,
    tls: Option<TlsParameters>,
    password: Option<Secret>,
}

/// What an attempt to get ahead comes to: a connection, or what was said instead.
type Offered = std::result::Result<SmtpConnection, Said>;

impl Smtp {
    /// A mail server that answers within a time, or counts as away.
    pub fn new(server: Server, from: Sender, timeout: Duration) -> Self {
        Self { server, from, timeout, tls: None, password: None }
    }

    /// Everything before the text: who we are, and whether the server takes a message for the recipient.
    fn offer(&self, from: Address, to: Address, ascii: bool) -> Offered {
        let mut connection = self.connect()?;
        if let (Some((user, _)), Some(password)) = (&self.server.login, &self.password) {
            let credentials = Credentials::new(user.clone(), password.reveal());
            connection.auth(&[Mechanism::Plain, Mechanism::Login], &credentials).map_err(said)?;
        }
        let eight_bit = MailParameter::Body(MailBodyParameter::EightBitMime);
        let parameters = if ascii { vec![] } else { vec![eight_bit] };
        connection.command(Mail::new(Some(from), parameters)).map_err(said)?;
        connection.command(Rcpt::new(to, vec![])).map_err(said)?;
        Ok(connection)
    }

    fn connect(&self) -> Offered {
        let Server { host, port, security, .. } = &self.server;
        let (name, wait) = (ClientId::default(), Some(self.timeout));
        let places = (host.as_str(), *port).to_socket_addrs();
        let places: Vec<_> = places.map_err(|e| Said::Unreachable(format!("{host}: {e}")))?.collect();
        let wrapped = self.tls.as_ref().filter(|_| *security == Security::Tls);
        let mut connection =
            SmtpConnection::connect(&places[..], wait, &name, wrapped, None).map_err(said)?;
        if let (Security::StartTls, Some(tls)) = (security, &self.tls) {
            if !connection.can_starttls() {
                return Err(Said::Unencrypted);
            }
            connection.starttls(tls, &name).map_err(said)?;
        }
        Ok(connection)
    }
}

impl Transport for Smtp {
    fn prepare(&mut self) -> Result<()> {
        if self.server.security != Security::None {
            self.tls = Some(tls(&self.server)?);
        }
        if let Some((user, from)) = &self.server.login {
            self.password = Some(secret::find(from, user, self.timeout)?);
        }
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
        let message = letter(mail, files, &self.from)?;
        let text = message.formatted();
        let envelope = message.envelope();
        let (Some(from), [to, ..]) = (envelope.from(), envelope.to()) else {
            return Err(Error::FieldRequired.at("to"));
        };
        let mut connection = match self.offer(from.clone(), to.clone(), text.is_ascii()) {
            Ok(connection) => connection,
            Err(said) => return Ok(said),
        };
        if let Err(error) = ready() {
            connection.abort();
            return Err(error);
        }
        if let Err(failure) = connection.command(Data) {
            connection.abort();
            // No text left: the server can't have it, whatever the reason.
            return Ok(Said::Refused(words(&failure)));
        }
        let answer = connection.message(&text);
        // The answer stands whatever becomes of the farewell.
        let _ = connection.set_timeout(Some(FAREWELL));
        connection.abort();
        Ok(match answer {
            Ok(taken) => Said::Accepted(taken.message().collect::<Vec<_>>().join(" ")),
            Err(failure) => said(failure),
        })
    }
}

/// What a failure means: the server said no, or there was nobody to say anything.
fn said(failure: Failure) -> Said {
    let words = words(&failure);
    match failure.status() {
        Some(_) => Said::Refused(words),
        None if is_silence(&failure) => Said::Silent,
        None => Said::Unreachable(words),
    }
}

/// Whether nobody answered in time: systems say so in two ways, of which one means nothing to a person.
fn is_silence(failure: &Failure) -> bool {
    let mut cause = std::error::Error::source(failure);
    while let Some(error) = cause {
        let kind = error.downcast_ref::<std::io::Error>().map(std::io::Error::kind);
        if matches!(kind, Some(ErrorKind::TimedOut | ErrorKind::WouldBlock)) {
            return true;
        }
        cause = error.source();
    }
    false
}

/// What the server said, with its code; else what the way there said.
fn words(failure: &Failure) -> String {
    let mut causes = Vec::new();
    let mut cause = std::error::Error::source(failure);
    while let Some(error) = cause {
        causes.push(error.to_string());
        cause = error.source();
    }
    causes.dedup();
    match failure.status() {
        Some(code) => format!("{code} {}", causes.join(": ")),
        None if causes.is_empty() => failure.to_string(),
        None => causes.join(": "),
    }
}

/// Whom to trust: the well-known authorities, and the certificate of the config file.
fn tls(server: &Server) -> Result<TlsParameters> {
    let mut builder = TlsParameters::builder(server.host.clone());
    if let Some(file) = &server.ca_file {
        let told = |text: String| Error::Io(format!("{}: {text}", file.display()));
        let pem = std::fs::read(file).map_err(|e| told(e.to_string()))?;
        let certificate = Certificate::from_pem(&pem).map_err(|e| told(e.to_string()))?;
        builder = builder.add_root_certificate(certificate);
    }
    builder.build().map_err(|e| Error::Io(e.to_string()))
}
