//! The command line as a whole: options of every command stay out of the way of the commands' own.

use clap::{Arg, ArgAction, Command, CommandFactory, Parser};

use super::Cli;

/// Every command without subcommands, with the words that lead to it.
fn leaves(command: &Command, path: &[String], found: &mut Vec<(Vec<String>, Command)>) {
    let mut subcommands = command.get_subcommands().filter(|c| c.get_name() != "help").peekable();
    if subcommands.peek().is_none() {
        found.push((path.to_vec(), command.clone()));
    }
    for sub in subcommands {
        leaves(sub, &[path, &[sub.get_name().to_owned()]].concat(), found);
    }
}

fn all() -> Vec<(Vec<String>, Command)> {
    let mut found = Vec::new();
    leaves(&Cli::command(), &[], &mut found);
    assert!(found.len() > 30);
    found
}

/// Two arguments of one id would overwrite each other.
#[test]
fn no_argument_of_a_command_has_the_id_of_a_global_one() {
    let whole = Cli::command();
    let globals: Vec<String> =
        whole.get_arguments().filter(|a| a.is_global_set()).map(|a| a.get_id().to_string()).collect();
    assert!(globals.len() > 8);
    for (path, command) in all() {
        for arg in command.get_arguments() {
            assert!(!globals.contains(&arg.get_id().to_string()), "{path:?}: {}", arg.get_id());
        }
    }
}

/// What a required argument may be given.
fn value(arg: &Arg) -> String {
    let possible = arg.get_possible_values();
    possible.first().map_or_else(|| "1".to_owned(), |v| v.get_name().to_owned())
}

/// The least that a command must be given.
fn required(command: &Command) -> Vec<String> {
    let mut words = Vec::new();
    for arg in command.get_arguments().filter(|a| a.is_required_set()) {
        words.extend(arg.get_long().map(|long| format!("--{long}")));
        words.push(value(arg));
    }
    words
}

#[test]
fn every_global_option_stands_before_and_after_every_command() {
    let options = ["--db", "x.db", "--as", "boss", "--lang", "ko", "--json", "--dry-run", "--readonly"];
    let more = ["--no-input", "--request", "K", "--if-version", "7"];
    let options: Vec<String> = options.iter().chain(&more).map(|o| (*o).to_owned()).collect();
    let known = Cli::command();
    let told = known.get_arguments().filter(|a| a.is_global_set()).filter_map(|a| a.get_long());
    for long in told {
        assert!(options.contains(&format!("--{long}")), "{long} is not tried");
    }
    for (path, command) in all() {
        let words = [path.clone(), required(&command)].concat();
        for line in [[options.clone(), words.clone()].concat(), [words, options.clone()].concat()] {
            let line = std::iter::once("afterdesk".to_owned()).chain(line);
            let cli = Cli::try_parse_from(line).unwrap_or_else(|e| panic!("{path:?}: {e}"));
            let g = &cli.globals;
            assert_eq!(g.db.as_deref(), Some(std::path::Path::new("x.db")), "{path:?}");
            assert_eq!((g.acting.as_deref(), g.request.as_deref()), (Some("boss"), Some("K")), "{path:?}");
            assert!(g.lang.is_some() && g.json && g.dry_run && g.readonly && g.no_input, "{path:?}");
            assert_eq!(g.if_version, Some(7), "{path:?}");
        }
    }
}

/// The order of options, and those of every command, make no difference to what is asked for.
#[test]
fn what_is_asked_for_does_not_depend_on_the_order() {
    let text = |line: &[&str]| {
        let matches = Cli::command().try_get_matches_from([&["afterdesk"], line].concat()).unwrap();
        super::asked::text(&Cli::command(), &matches)
    };
    let one =
        text(&["--json", "refund", "create", "--ticket", "1", "--line", "1=1", "--line", "2=1", "--post"]);
    assert_eq!(text(&["refund", "create", "--post", "--line", "1=1", "--line", "2=1", "--ticket", "1"]), one);
    assert_ne!(text(&["refund", "create", "--ticket", "1", "--line", "1=1", "--line", "2=1"]), one);
    assert_ne!(text(&["refund", "create", "--post", "--line", "2=1", "--line", "1=1", "--ticket", "1"]), one);
    assert_ne!(text(&["invoice", "post", "id:2"]), text(&["invoice", "cancel", "id:2"]));
    assert!(Cli::command().get_arguments().all(|a| !matches!(a.get_action(), ArgAction::Count)));
}
