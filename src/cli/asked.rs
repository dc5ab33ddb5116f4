//! What a command line asks for, as one text: the words and the options that were given, in a fixed
//! order and without those of every command. A repeated `--request` must ask for the same.

use clap::parser::ValueSource;
use clap::{ArgMatches, Command};

/// The text.
pub fn text(command: &Command, matches: &ArgMatches) -> String {
    let mut parts = Vec::new();
    collect(command, matches, &mut parts);
    parts.join("\u{1f}")
}

fn collect(command: &Command, matches: &ArgMatches, parts: &mut Vec<String>) {
    let own = command.get_arguments().filter(|arg| !arg.is_global_set()).map(|arg| arg.get_id().as_str());
    let mut given: Vec<&str> =
        own.filter(|id| matches.value_source(id) == Some(ValueSource::CommandLine)).collect();
    given.sort_unstable();
    for id in given {
        parts.push(id.to_owned());
        let values = matches.get_raw(id).into_iter().flatten();
        parts.extend(values.map(|value| format!("={}", value.to_string_lossy())));
    }
    if let Some((name, matches)) = matches.subcommand()
        && let Some(command) = command.find_subcommand(name)
    {
        parts.push(name.to_owned());
        collect(command, matches, parts);
    }
}
