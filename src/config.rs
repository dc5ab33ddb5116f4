//! The config file and its place below flags and environment: which database, which agent, which
//! language. Unknown keys and wrong values are told with the line they stand in, in our own words.

use std::path::{Path, PathBuf};

use directories::ProjectDirs;

use crate::domain::error::{ConfigFault, Error, Result, Usage};
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
}

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
    for (key, value) in table {
        set(&mut config, &key, &value).map_err(|fault| wrong(line_of(&text, &key), fault))?;
    }
    Ok(config)
}

/// Takes one key of the file.
fn set(config: &mut Config, key: &str, value: &toml::Value) -> Result<(), ConfigFault> {
    let wrong = || ConfigFault::WrongValue(key.to_owned());
    let text = || value.as_str().ok_or_else(wrong);
    match key {
        "db" => config.db = Some(text()?.into()),
        "user" => config.user = Some(text()?.to_owned()),
        "language" => config.language = Some(text()?.parse().map_err(|_| wrong())?),
        _ => return Err(ConfigFault::UnknownKey(key.to_owned())),
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
        assert_eq!(fault("\ncolour = 1\n"), (2, ConfigFault::UnknownKey("colour".into())));
        assert_eq!(fault("user = \"a\"\n[view]\n"), (2, ConfigFault::UnknownKey("view".into())));
        assert_eq!(fault("user = 1\n"), (1, ConfigFault::WrongValue("user".into())));
        assert_eq!(fault("db = \"a\"\nlanguage = \"fr\"\n"), (2, ConfigFault::WrongValue("language".into())));
        assert_eq!(fault("db = \"a\"\nuser is amy\n"), (2, ConfigFault::Syntax));
    }
}
