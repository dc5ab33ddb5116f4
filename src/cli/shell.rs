//! `config`, `completions`, `man`: what the shell around the program needs.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use clap_complete::Shell;
use serde_json::json;

use super::output::Output;
use crate::config;
use crate::domain::error::{Error, Result};

/// The config file.
#[derive(Debug, Subcommand)]
pub enum Config {
    /// Where it is
    Path,
    /// Whether it can be read, and what it says
    Check,
}

impl Config {
    /// Runs the command.
    pub fn run(self, out: &Output) -> Result<()> {
        let path = config::path();
        match self {
            Self::Path => out.show(&json!({ "path": path }), |_| path.display().to_string()),
            Self::Check => {
                let config = config::load(&path)?;
                let answer = json!({
                    "path": path,
                    "exists": path.exists(),
                    "db": config.db,
                    "user": config.user,
                    "language": config.language,
                    "theme": config.theme,
                    "mouse": config.mouse,
                    "keys": config.keys,
                });
                super::desk::check(&config, out)?;
                out.show(&answer, |words| words.say("notice-config", &[("path", path.display().to_string())]))
            }
        }
    }
}

/// Completions for a shell.
#[derive(Debug, Args)]
pub struct Completions {
    /// bash, zsh, fish, elvish or powershell
    shell: Shell,
}

impl Completions {
    /// Runs the command.
    pub fn run(self, command: &mut clap::Command, out: &Output) -> Result<()> {
        let mut text = Vec::new();
        clap_complete::generate(self.shell, command, "afterdesk", &mut text);
        out.text(&String::from_utf8_lossy(&text))
    }
}

/// The manual.
#[derive(Debug, Args)]
pub struct Man {
    /// Write a page for every command into this folder, instead of printing the main one
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,
}

impl Man {
    /// Runs the command.
    pub fn run(self, command: clap::Command, out: &Output) -> Result<()> {
        let io = |e: std::io::Error| Error::Io(e.to_string());
        match self.dir {
            Some(dir) => {
                std::fs::create_dir_all(&dir).map_err(io)?;
                clap_mangen::generate_to(command, &dir).map_err(io)?;
                let main = dir.join("afterdesk.1");
                let page = std::fs::read_to_string(&main).map_err(io)?;
                std::fs::write(&main, page + &super::desk::manual_of_keys()).map_err(io)?;
                out.show(&json!({ "path": dir }), |_| dir.display().to_string())
            }
            None => {
                let mut text = Vec::new();
                clap_mangen::Man::new(command).render(&mut text).map_err(io)?;
                text.extend(super::desk::manual_of_keys().bytes());
                out.text(&String::from_utf8_lossy(&text))
            }
        }
    }
}
