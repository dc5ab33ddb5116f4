//! The config file and its place below flags and environment: which database, which agent, which
//! language. Unknown keys and wrong values are told with the line they stand in, in our own words.

mod mail;

use std::path::{Path, PathBuf};

use directories::ProjectDirs;

use crate::domain::error::{ConfigFault, Error, Result, Usage};
use crate::domain::mail::Post;
use crate::domain::settings::Language;

/// What the config file may hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Config {
    /// Database file.
    pub db: Option<PathBuf>,
    /// Acting agent.
    pub user: Option<String>,
    /// Language of the interface.
    pub language: Option<Language>,
    /// Colours: dark, light, contrast or terminal.
    pub theme: Option<String>,
    /// `ascii` where the terminal draws box characters two cells wide.
    pub border: Option<Border>,
    /// Whether the mouse is taken; it is where this is left out.
    pub mouse: Option<bool>,
    /// A person's own keys, by the names that `afterdesk keys` lists.
    pub keys: std::collections::BTreeMap<String, Vec<String>>,
    /// How messages leave the desk.
    pub mail: Post,
}

/// Which characters borders are drawn with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Border {
    /// Box characters.
    Line,
    /// ASCII alone.
    Ascii,
}

/// What the file may hold, each with an example.
const KEYS: [(&str, &str); 8] = [
    ("db", "db = \"/home/amy/desk.db\""),
    ("user", "user = \"amy\""),
    ("language", "language = \"en\" or \"ko\""),
    ("theme", "theme = \"dark\""),
    ("border", "border = \"line\" or \"ascii\""),
    ("mouse", "mouse = true or false"),
    ("keys", "[keys] and lines like \"list.open\" = [\"r\"]"),
    ("mail", "[mail] and lines like transport = \"smtp\""),
];

/// Where the config file is: `AFTERDESK_CONFIG`, else the platform's folder.
pub fn path() -> PathBuf {
    match std::env::var_os("AFTERDESK_CONFIG") {
        Some(path) if !path.is_empty() => path.into(),
        _ => folders().map_or_else(|| "config.toml".into(), |f| f.config_dir().join("config.toml")),
    }
}

/// The database that is used when none is named.
pub fn default_database() -> PathBuf {
    data_file("afterdesk.db")
}

/// The database of `demo`, when none is named.
pub fn demo_database() -> PathBuf {
    data_file("demo.db")
}

/// Where the report of a broken run is kept.
pub fn crash_file() -> PathBuf {
    data_file("crash.log")
}

fn data_file(name: &str) -> PathBuf {
    folders().map_or_else(|| name.into(), |f| f.data_dir().join(name))
}

fn folders() -> Option<ProjectDirs> {
    ProjectDirs::from("", "", "afterdesk")
}

/// Makes the folder of a file, readable by its owner only.
pub fn make_folder(file: &Path) -> Result<()> {
    let Some(folder) = file.parent().filter(|f| !f.as_os_str().is_empty() && !f.exists()) else {
        return Ok(());
    };
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).map_err(|e| Error::Io(format!("{}: {e}", folder.display())))
}

/// Reads the config file; one that is not there is empty.
pub fn load(path: &Path) -> Result<Config> {
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(Config::default()),
        Err(e) => return Err(Error::Io(format!("{}: {e}", path.display()))),
    };
    let wrong = |line, fault| Error::Usage(Usage::Config { path: path.display().to_string(), line, fault });
    let table: toml::Table = toml::from_str(&text).map_err(|e| {
        let before = e.span().and_then(|s| text.get(..s.start)).unwrap_or_default();
        wrong(before.matches('\n').count() + 1, ConfigFault::Syntax)
    })?;
    let mut config = Config::default();
    let folder = path.parent().unwrap_or(Path::new(""));
    for (key, value) in table {
        if key == "mail" {
            config.mail = mail::read(&text, &value, folder).map_err(|(line, fault)| wrong(line, fault))?;
            continue;
        }
        set(&mut config, &key, &value).map_err(|fault| wrong(line_of(&text, &key), fault))?;
    }
    Ok(config)
}

/// Takes one key of the file.
fn set(config: &mut Config, key: &str, value: &toml::Value) -> Result<(), ConfigFault> {
    let Some((_, form)) = KEYS.iter().find(|(known, _)| *known == key) else {
        let known = KEYS.map(|(known, _)| known).join(", ");
        return Err(ConfigFault::UnknownKey { key: key.to_owned(), known });
    };
    let wrong = || ConfigFault::WrongValue { key: key.to_owned(), form: (*form).to_owned() };
    let text = |value: &toml::Value| value.as_str().map(str::to_owned).ok_or_else(wrong);
    match key {
        "db" => config.db = Some(text(value)?.into()),
        "user" => config.user = Some(text(value)?),
        "language" => config.language = Some(text(value)?.parse().map_err(|_| wrong())?),
        "theme" => config.theme = Some(text(value)?),
        "mouse" => config.mouse = Some(value.as_bool().ok_or_else(wrong)?),
        "border" => {
            config.border = Some(match value.as_str() {
                Some("line") => Border::Line,
                Some("ascii") => Border::Ascii,
                _ => return Err(wrong()),
            });
        }
        _ => {
            for (name, chords) in value.as_table().ok_or_else(wrong)? {
                let chords = chords.as_array().ok_or_else(wrong)?.iter().map(text);
                config.keys.insert(name.clone(), chords.collect::<Result<_, _>>()?);
            }
        }
    }
    Ok(())
}

/// The line that a key stands in, counted from 1.
fn line_of(text: &str, key: &str) -> usize {
    let is_here = |line: &str| line.trim_start_matches(['"', '\'', '[', ' ', '\t']).starts_with(key);
    text.lines().position(is_here).map_or(1, |at| at + 1)
}

/// The language of the surroundings: `LC_ALL`, `LC_MESSAGES`, `LANG`; English otherwise.
pub fn environment_language() -> Language {
    let first = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .iter()
        .find_map(|name| std::env::var(name).ok().filter(|v| !v.is_empty()));
    if first.is_some_and(|v| v.starts_with("ko")) { Language::Korean } else { Language::English }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(text: &str) -> (usize, ConfigFault) {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("config.toml");
        std::fs::write(&file, text).unwrap();
        match load(&file) {
            Err(Error::Usage(Usage::Config { line, fault, .. })) => (line, fault),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn reads_known_keys_and_names_what_is_wrong() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("config.toml");
        assert_eq!(load(&file).unwrap(), Config::default());
        std::fs::write(&file, "db = \"/tmp/a.db\"\nlanguage = \"ko\"\n").unwrap();
        assert_eq!(load(&file).unwrap().language, Some(Language::Korean));
        let text = "border = \"ascii\"\nmouse = false\n[keys]\n\"list.open\" = [\"r\", \"F5\"]\n";
        std::fs::write(&file, text).unwrap();
        let config = load(&file).unwrap();
        assert_eq!((config.border, config.mouse), (Some(Border::Ascii), Some(false)));
        assert_eq!(config.keys["list.open"], ["r", "F5"]);
        for (text, line, key) in [("\ncolour = 1\n", 2, "colour"), ("user = \"a\"\n[view]\n", 2, "view")] {
            let (at, ConfigFault::UnknownKey { key: named, .. }) = fault(text) else { panic!("{text}") };
            assert_eq!((at, named.as_str()), (line, key));
        }
        for (text, line, key) in [
            ("user = 1\n", 1, "user"),
            ("db = \"a\"\nlanguage = \"fr\"\n", 2, "language"),
            ("border = \"none\"\n", 1, "border"),
            ("[keys]\n\"list.open\" = \"r\"\n", 1, "keys"),
        ] {
            let (at, ConfigFault::WrongValue { key: named, .. }) = fault(text) else { panic!("{text}") };
            assert_eq!((at, named.as_str()), (line, key));
        }
        assert_eq!(fault("db = \"a\"\nuser is amy\n"), (2, ConfigFault::Syntax));
    }
}
