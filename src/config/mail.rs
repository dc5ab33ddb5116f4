//! The section `[mail]` of the config file: how messages leave the desk. No password stands in it, only
//! where one is to be found; each fault is told with the line that it stands in.

use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::domain::error::ConfigFault;
use crate::domain::mail::{Carrier, Post, SecretFrom, Security, Sender, Server};

/// What the section may hold, each with an example.
const KEYS: [(&str, &str); 13] = [
    ("transport", "transport = \"folder\", \"smtp\" or \"sendmail\""),
    ("folder", "folder = \"/home/amy/outbox\""),
    ("from", "from = \"Shop <help@shop.example>\""),
    ("grace", "grace = 15, in seconds"),
    ("timeout", "timeout = 30, in seconds"),
    ("host", "host = \"mail.shop.example\""),
    ("port", "port = 587"),
    ("security", "security = \"starttls\", \"tls\" or \"none\""),
    ("ca_file", "ca_file = \"/etc/ssl/shop.pem\""),
    ("user", "user = \"help@shop.example\""),
    ("password_env", "password_env = \"SHOP_PASSWORD\""),
    ("password_command", "password_command = [\"pass\", \"show\", \"shop\"]"),
    ("keyring", "keyring = \"afterdesk\""),
];

/// What a fault is, and of which key.
type Fault = (&'static str, ConfigFault);

/// Reads the section; `folder` is that of the file, from where relative paths go. A fault comes with the
/// line it stands in.
pub(super) fn read(text: &str, value: &toml::Value, folder: &Path) -> Result<Post, (usize, ConfigFault)> {
    let section = super::line_of(text, "mail");
    let Some(table) = value.as_table() else {
        return Err((section, wrong("mail", "[mail]")));
    };
    for key in table.keys() {
        if key == "password" {
            return Err((line_of(text, key), ConfigFault::Password));
        }
        if !KEYS.iter().any(|(known, _)| known == key) {
            let known = KEYS.map(|(known, _)| known).join(", ");
            return Err((line_of(text, key), ConfigFault::UnknownKey { key: format!("mail.{key}"), known }));
        }
    }
    let section = Section { table, folder };
    section.post().map_err(|(key, fault)| (line_of(text, key), fault))
}

struct Section<'t> {
    table: &'t toml::Table,
    folder: &'t Path,
}

impl Section<'_> {
    fn post(&self) -> Result<Post, Fault> {
        let carrier = match self.text("transport")? {
            None => match ["host", "port", "security", "ca_file", "user"].iter().find(|k| self.has(k)) {
                // Else everything would quietly go into a folder.
                Some(_) => return Err(missing("transport")),
                None => Carrier::Folder(self.path("folder")?),
            },
            Some("folder") => Carrier::Folder(self.path("folder")?),
            Some("smtp") => Carrier::Smtp(self.server()?),
            Some("sendmail") => Carrier::Sendmail,
            Some(_) => return Err(malformed("transport")),
        };
        let from = match self.text("from")? {
            Some(text) => text.parse().map_err(|_| malformed("from"))?,
            None if matches!(carrier, Carrier::Folder(_)) => Sender::local(),
            None => return Err(missing("from")),
        };
        let seconds =
            |key, least, most, usual| Ok(self.number(key, least, most)?.map_or(usual, Duration::from_secs));
        let usual = Post::default();
        Ok(Post {
            carrier,
            from,
            grace: seconds("grace", 0, 3600, usual.grace)?,
            timeout: seconds("timeout", 1, 600, usual.timeout)?,
        })
    }

    fn server(&self) -> Result<Server, Fault> {
        let host = self.text("host")?.filter(|host| !host.is_empty()).ok_or_else(|| missing("host"))?;
        let security = match self.text("security")? {
            None => Security::StartTls,
            Some(code) => code.parse().map_err(|_| malformed("security"))?,
        };
        if security == Security::None && !is_here(host) {
            return Err(("security", ConfigFault::NotPrivate { host: host.to_owned() }));
        }
        let port = self.number("port", 1, u64::from(u16::MAX))?.and_then(|port| u16::try_from(port).ok());
        let login = match (self.text("user")?, self.secret()?) {
            (Some(user), Some(secret)) => Some((user.to_owned(), secret)),
            (Some(_), None) => return Err(missing("password_env")),
            (None, Some(_)) => return Err(missing("user")),
            (None, None) => None,
        };
        Ok(Server {
            host: host.to_owned(),
            port: port.unwrap_or(security.port()),
            security,
            ca_file: self.path("ca_file")?,
            login,
        })
    }

    /// Where the password is: in one place.
    fn secret(&self) -> Result<Option<SecretFrom>, Fault> {
        let places = ["password_env", "password_command", "keyring"];
        let named: Vec<_> = places.into_iter().filter(|key| self.has(key)).collect();
        if let [_, second, ..] = named[..] {
            return Err((second, ConfigFault::Several { keys: named.join(", ") }));
        }
        if let Some(name) = self.text("password_env")? {
            return Ok(Some(SecretFrom::Variable(name.to_owned())));
        }
        if let Some(service) = self.text("keyring")? {
            return Ok(Some(SecretFrom::Keyring(service.to_owned())));
        }
        let Some(value) = self.table.get("password_command") else { return Ok(None) };
        let words =
            value.as_array().and_then(|all| all.iter().map(|w| w.as_str().map(str::to_owned)).collect());
        let words =
            words.filter(|words: &Vec<String>| words.first().is_some_and(|program| !program.is_empty()));
        Ok(Some(SecretFrom::Command(words.ok_or_else(|| malformed("password_command"))?)))
    }

    fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    fn text(&self, key: &'static str) -> Result<Option<&str>, Fault> {
        self.table.get(key).map(|value| value.as_str().ok_or_else(|| malformed(key))).transpose()
    }

    fn path(&self, key: &'static str) -> Result<Option<PathBuf>, Fault> {
        Ok(self.text(key)?.map(|path| self.folder.join(path)))
    }

    fn number(&self, key: &'static str, least: u64, most: u64) -> Result<Option<u64>, Fault> {
        let Some(value) = self.table.get(key) else { return Ok(None) };
        let number = value.as_integer().and_then(|n| u64::try_from(n).ok());
        number.filter(|n| (least..=most).contains(n)).map(Some).ok_or_else(|| malformed(key))
    }
}

/// Whether a host is this machine.
fn is_here(host: &str) -> bool {
    host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

fn form(key: &str) -> &'static str {
    KEYS.iter().find(|(known, _)| *known == key).map_or("", |(_, form)| form)
}

fn wrong(key: &str, form: &str) -> ConfigFault {
    ConfigFault::WrongValue { key: key.to_owned(), form: form.to_owned() }
}

fn malformed(key: &'static str) -> Fault {
    (key, wrong(&format!("mail.{key}"), form(key)))
}

fn missing(key: &'static str) -> Fault {
    (key, ConfigFault::MissingKey { key: format!("mail.{key}"), form: form(key).to_owned() })
}

/// The line that a key of the section stands in, counted from 1; that of the section where it is left out.
fn line_of(text: &str, key: &str) -> usize {
    let name =
        |line: &str| line.split(['=', '#']).next().unwrap_or_default().replace(['"', '\'', ' ', '\t'], "");
    let mut inside = false;
    for (at, line) in text.lines().enumerate() {
        let name = name(line);
        if let Some(section) = name.strip_prefix('[') {
            inside = section == "mail]";
        } else if (inside && name == key) || name == format!("mail.{key}") {
            return at + 1;
        }
    }
    super::line_of(text, "mail")
}

#[cfg(test)]
#[path = "mail_tests.rs"]
mod tests;
