//! Parses arguments, runs the command line, answers the exit status; nothing else.

use std::process::ExitCode;

fn main() -> ExitCode {
    afterdesk::cli::guarded()
}
