//! Command lines and config files that make no sense, as data: what the argument parser and the config
//! file's reader found, for sentences that are made at the edge.

/// Why a command line, or the config file beside it, makes no sense. Options and arguments are named as
/// help names them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Usage {
    /// No such command.
    UnknownCommand {
        /// As typed.
        given: String,
        /// One that it resembles.
        similar: Option<String>,
    },
    /// No such option, or a word too many.
    UnknownArgument {
        /// As typed.
        given: String,
        /// One that it resembles.
        similar: Option<String>,
    },
    /// A command that is only begun.
    MissingCommand {
        /// What can follow; empty where help is shown.
        allowed: String,
    },
    /// Required arguments are left out.
    Missing {
        /// Which.
        names: String,
    },
    /// An option without its value.
    MissingValue {
        /// Which.
        option: String,
    },
    /// A value that is not on the option's list.
    NotOneOf {
        /// Which option.
        option: String,
        /// As typed.
        given: String,
        /// The list.
        allowed: String,
    },
    /// A value that is no whole number, or one out of bounds.
    NotANumber {
        /// Which option or argument.
        option: String,
        /// As typed.
        given: String,
    },
    /// More values than an option takes.
    TooManyValues {
        /// Which option.
        option: String,
    },
    /// An option that may be given once.
    Repeated {
        /// Which option.
        option: String,
    },
    /// Two options that exclude each other.
    Conflict {
        /// One.
        option: String,
        /// The other.
        other: String,
    },
    /// An argument that is no UTF-8.
    NotUtf8,
    /// What the door itself says, in words by now.
    Told(String),
    /// Anything else.
    Unclear,
    /// The config file can't be used.
    Config {
        /// Where it is.
        path: String,
        /// The line that is wrong.
        line: usize,
        /// What is wrong with it.
        fault: ConfigFault,
    },
}

/// What is wrong with a line of the config file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConfigFault {
    /// It is no TOML.
    Syntax,
    /// It names a key that there is not.
    UnknownKey {
        /// As written.
        key: String,
        /// Those that there are.
        known: String,
    },
    /// It names a key without another that it needs.
    MissingKey {
        /// The one that is left out.
        key: String,
        /// What it may look like.
        form: String,
    },
    /// It holds a password.
    Password,
    /// It says in several places where the password is.
    Several {
        /// Which.
        keys: String,
    },
    /// It would send messages in the clear to another machine.
    NotPrivate {
        /// Which.
        host: String,
    },
    /// The key can't hold the value.
    WrongValue {
        /// Which.
        key: String,
        /// What it may look like.
        form: String,
    },
}
