//! The config file and its place below flags and environment: which database, which agent, which
//! language. Unknown keys and wrong values are told with the line they stand in.

use std::path::{Path, PathBuf};

use directories::ProjectDirs;
use serde::Deserialize;

use crate::domain::error::{Error, Result};
use crate::domain::settings::Language;

/// What the config file may hold.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
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
    #[serde(default)]
    pub keys: std::collections::BTreeMap<String, Vec<String>>,
}

/// Which characters borders are drawn with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Border {
    /// Box characters.
    Line,
    /// ASCII alone.
    Ascii,
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
    toml::from_str(&text)
        .map_err(|e| Error::Usage(format!("{}: {}", path.display(), e.to_string().trim_end())))
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

    #[test]
    fn reads_known_keys_and_names_unknown_ones() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("config.toml");
        assert_eq!(load(&file).unwrap(), Config::default());
        std::fs::write(&file, "db = \"/tmp/a.db\"\nlanguage = \"ko\"\n").unwrap();
        assert_eq!(load(&file).unwrap().language, Some(Language::Korean));
        std::fs::write(&file, "colour = 1\n").unwrap();
        assert!(matches!(load(&file), Err(Error::Usage(text)) if text.contains("colour")));
    }
}
