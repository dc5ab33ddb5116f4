//! The terminal interface's door: what it is started with, from flags, config file and surroundings; and
//! the table of its keys.

use std::io::IsTerminal;
use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use super::output::Output;
use super::{Globals, demo, session};
use crate::config::{self, Border, Config};
use crate::domain::error::{Error, Invalid, Result, Usage};
use crate::keys::{self, Chord, Context, Fault, Keymap};
use crate::text::{Words, code, sentence};
use crate::tui::{Options, Palette, Surroundings};

/// Opens the interface on a database, or on the one that is used when none is named.
pub fn open(globals: &Globals, out: &Output, database: Option<PathBuf>) -> Result<()> {
    if globals.dry_run || globals.json || globals.request.is_some() || globals.if_version.is_some() {
        let flags = "--json, --dry-run, --request, --if-version";
        return Err(Error::Usage(Usage::Told(
            out.words.say("notice-flags-need-command", &[("flags", flags.to_owned())]),
        )));
    }
    if !has_terminal() {
        return Err(Error::Usage(Usage::Told(out.words.word("notice-not-a-terminal"))));
    }
    let named = database.is_some() || session::named_database(globals).is_some();
    let (config, broken) = match config::load(&config::path()) {
        Ok(config) => (config, None),
        // The interface starts all the same, unless the file is what would say on which books.
        Err(error) if named => (Config::default(), Some(sentence::error(&out.words, &error))),
        Err(error) => return Err(error),
    };
    let (keymap, faults) = Keymap::with(&config.keys);
    let (palette, wrong) = match palette(&config) {
        Ok(palette) => (palette, None),
        Err(error) => (Palette::Dark, Some(sentence::error(&out.words, &error))),
    };
    let dumb = session::environment("TERM").is_some_and(|t| t == "dumb");
    let database = match database {
        Some(path) => path,
        None => session::database(globals)?,
    };
    config::make_folder(&database)?;
    crate::tui::run(Options {
        database,
        // Where the file can't be read, nobody knows how messages are to leave.
        post: broken.is_none().then_some(config.mail),
        login: session::named_login(globals).or(config.user),
        account: session::account()?,
        readonly: globals.readonly,
        clock: session::clock()?,
        language: out.language(),
        palette,
        colourless: dumb || session::environment("NO_COLOR").is_some(),
        ascii: dumb || config.border == Some(Border::Ascii),
        mouse: config.mouse.unwrap_or(true),
        keymap,
        surroundings: Surroundings::of(session::environment),
        note: broken.or(wrong).or_else(|| faults.first().map(|fault| told(&out.words, fault))),
        demo: |options| demo::for_interface(options.language),
    })
}

fn palette(config: &Config) -> Result<Palette> {
    match &config.theme {
        Some(name) => Ok(name.parse().map_err(|e: Invalid| Error::from(e).at("theme"))?),
        None => Ok(Palette::Dark),
    }
}

/// Whether there is a terminal to open the interface in.
pub fn has_terminal() -> bool {
    std::io::stdin().is_terminal() && std::io::stdout().is_terminal()
}

/// Refuses a config file whose colours or keys can't be taken, and says why.
pub fn check(config: &Config, out: &Output) -> Result<()> {
    palette(config)?;
    let (_, faults) = Keymap::with(&config.keys);
    match faults.is_empty() {
        true => Ok(()),
        false => {
            let told: Vec<String> = faults.iter().map(|fault| told(&out.words, fault)).collect();
            Err(Error::Usage(Usage::Told(told.join("\n"))))
        }
    }
}

/// What is wrong with a person's own keys, as a sentence.
fn told(words: &Words, fault: &Fault) -> String {
    match fault {
        Fault::UnknownAction { name } => words.say("notice-key-unknown-action", &[("name", name.clone())]),
        Fault::UnknownKey { name, given } => {
            words.say("notice-key-unknown", &[("name", name.clone()), ("given", given.clone())])
        }
        Fault::Conflict { key, names: [one, other] } => words.say(
            "notice-key-conflict",
            &[("key", key.clone()), ("one", one.clone()), ("other", other.clone())],
        ),
    }
}

/// The table of keys.
#[derive(Debug, Args)]
pub struct Keys {
    /// As a table for a README
    #[arg(long)]
    markdown: bool,
}

impl Keys {
    /// Runs the command.
    pub fn run(self, out: &Output) -> Result<()> {
        let config = config::load(&config::path())?;
        let (keymap, _) = Keymap::with(&config.keys);
        if self.markdown {
            return out.text(&markdown(&out.words, &keymap));
        }
        let rows = |context: Context| {
            keymap.rows(context).map(move |(binding, chords)| {
                json!({
                    "name": keys::name(binding),
                    "context": context,
                    "action": binding.verb,
                    "keys": chords.iter().map(Chord::to_string).collect::<Vec<_>>(),
                })
            })
        };
        let answer: Vec<_> = Context::ALL.iter().flat_map(|context| rows(*context)).collect();
        out.show(&answer, |words| {
            let mut text = String::new();
            for context in Context::ALL {
                text.push_str(&format!("{}\n", code::named(words, "context", context.as_str())));
                for (binding, chords) in keymap.rows(*context) {
                    let keys: Vec<String> = chords.iter().map(Chord::to_string).collect();
                    let name = code::named(words, "verb", binding.verb.as_str());
                    text.push_str(&format!("  {:<16} {:<26} {name}\n", keys.join(", "), keys::name(binding)));
                }
            }
            text
        })
    }
}

/// The table of keys as Markdown: one row for each place and action.
pub fn markdown(words: &Words, keymap: &Keymap) -> String {
    let mut text = String::from("| where | keys | action | name in the config file |\n|---|---|---|---|\n");
    for context in Context::ALL {
        for (binding, chords) in keymap.rows(*context) {
            let keys: Vec<String> = chords.iter().map(|c| format!("`{c}`")).collect();
            let place = code::named(words, "context", context.as_str());
            let action = code::named(words, "verb", binding.verb.as_str());
            text.push_str(&format!(
                "| {place} | {} | {action} | `{}` |\n",
                keys.join(" "),
                keys::name(binding)
            ));
        }
    }
    text
}

/// The table of keys as a section of the manual, in English as the rest of it.
pub fn manual_of_keys() -> String {
    let words = Words::new(crate::domain::settings::Language::English);
    let keymap = Keymap::default();
    let mut text =
        String::from(".SH KEYS\nThe keys of the terminal interface; a config file can change them.\n");
    for context in Context::ALL {
        text.push_str(&format!(".SS {}\n", code::named(&words, "context", context.as_str())));
        for (binding, chords) in keymap.rows(*context) {
            let keys: Vec<String> = chords.iter().map(|c| c.to_string().replace('\\', "\\e")).collect();
            let action = code::named(&words, "verb", binding.verb.as_str());
            text.push_str(&format!(".TP\n\\fB{}\\fR\n{action} ({})\n", keys.join(", "), keys::name(binding)));
        }
    }
    text
}
