//! The command line: thin callers of the desk, one file for each noun. Flags set fields of a draft or
//! make a command; answers are tables for people and JSON for programs (`contract/cli.md`).

mod admin;
mod customer;
mod database;
mod demo;
mod desk;
mod document;
mod flags;
mod import;
mod init;
mod order;
mod output;
mod refund;
mod session;
mod shell;
mod stock;
mod table;
mod ticket;
mod usage;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};

use crate::domain::error::{Error, Result, Usage};
use crate::domain::settings::Language;

/// After-sales work at the helpdesk: refunds, coupons, returns, repairs, visits.
///
/// Without a command, the terminal interface opens. Every action is a command; with --json the answer is
/// for programs, and errors are one JSON object on standard error. Exit status: 0 done, 1 the machine
/// failed, 2 usage, 3 refused by a rule, 4 not found, 5 somebody else changed it.
#[derive(Debug, Parser)]
#[command(name = "afterdesk", version, max_term_width = 100)]
pub struct Cli {
    #[command(flatten)]
    globals: Globals,
    #[command(subcommand)]
    noun: Option<Noun>,
}

/// Options that stand before or after any noun.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Global options")]
pub struct Globals {
    /// Database file; else AFTERDESK_DB, else the config file, else the platform's data folder
    #[arg(long, global = true, value_name = "FILE")]
    db: Option<PathBuf>,
    /// Acting agent; else AFTERDESK_USER, else the config file, else the operating-system account's
    #[arg(id = "as", long = "as", global = true, value_name = "LOGIN")]
    login: Option<String>,
    /// Language of people's text
    #[arg(long, global = true, value_name = "LANGUAGE")]
    lang: Option<Lang>,
    /// Machine output on standard output, errors as JSON on standard error
    #[arg(long, global = true)]
    json: bool,
    /// Run everything, take it all back, and print what would have been written
    #[arg(long, global = true)]
    dry_run: bool,
    /// Refuse every write
    #[arg(long, global = true)]
    readonly: bool,
    /// Never prompt; a missing answer is an error
    #[arg(long, global = true)]
    no_input: bool,
    /// Make the command repeatable: a KEY that was carried out answers its first outcome again
    #[arg(long, global = true, value_name = "KEY")]
    request: Option<String>,
    /// Refuse when the object named has another version by now
    #[arg(long, global = true, value_name = "V")]
    if_version: Option<i64>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Lang {
    /// English
    En,
    /// 한국어
    Ko,
}

impl From<Lang> for Language {
    fn from(lang: Lang) -> Self {
        match lang {
            Lang::En => Language::English,
            Lang::Ko => Language::Korean,
        }
    }
}

#[derive(Debug, Subcommand)]
enum Noun {
    /// Make a database, its first administrator and the team Helpdesk
    Init(init::Init),
    /// Make a sandbox with sample data in Korean and English
    Demo(demo::Demo),
    /// Import the CSV files of a folder, all or nothing
    Import(import::Import),
    /// Check, back up, restore the database
    #[command(subcommand)]
    Db(database::Db),
    /// The config file
    #[command(subcommand)]
    Config(shell::Config),
    /// Print completions for a shell
    Completions(shell::Completions),
    /// Print the manual page
    Man(shell::Man),
    /// The keys of the terminal interface
    Keys(desk::Keys),
    /// The company's settings
    #[command(subcommand)]
    Settings(admin::Settings),
    /// Helpdesk teams and the services that they offer
    #[command(subcommand)]
    Team(admin::Team),
    /// Agents, their roles, rights and limits
    #[command(subcommand)]
    User(admin::User),
    /// Tickets
    #[command(subcommand)]
    Ticket(ticket::Ticket),
    /// Customers
    #[command(subcommand)]
    Customer(customer::Customer),
    /// Refund invoices from a ticket
    #[command(subcommand)]
    Refund(refund::Refund),
    /// Invoices and credit notes
    #[command(subcommand)]
    Invoice(document::Invoice),
    /// Sales orders
    #[command(subcommand)]
    Order(order::Order),
    /// What lies where
    #[command(subcommand)]
    Stock(stock::Stock),
}

/// Runs the program; answers its exit status. A panic, which nobody should ever see, ends as a
/// sentence that names the place.
pub fn guarded() -> ExitCode {
    let json = std::env::args_os().take_while(|a| a != "--").any(|a| a == "--json");
    std::panic::set_hook(Box::new(move |panic| {
        crate::tui::terminal::leave();
        let place = panic.location().map_or_else(String::new, ToString::to_string);
        let trace = std::backtrace::Backtrace::force_capture();
        output::broken(json, &place, &format!("{panic}\n{trace}\n"));
    }));
    std::panic::catch_unwind(|| run(json)).unwrap_or(ExitCode::FAILURE)
}

fn run(json: bool) -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return usage::answer(&error, &output::Output::plain(json)),
    };
    let out = match output::Output::new(&cli.globals) {
        Ok(out) => out,
        Err(error) => return output::Output::plain(json).fail(&error),
    };
    match dispatch(cli, &out) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => out.fail(&error),
    }
}

fn dispatch(cli: Cli, out: &output::Output) -> Result<()> {
    let globals = &cli.globals;
    let Some(noun) = cli.noun else { return desk::open(globals, out, None) };
    match noun {
        Noun::Init(args) => args.run(globals, out),
        Noun::Demo(args) => args.run(globals, out),
        Noun::Import(args) => args.run(globals, out),
        Noun::Db(args) => args.run(globals, out),
        Noun::Config(args) => args.run(out),
        Noun::Completions(args) => args.run(&mut Cli::command(), out),
        Noun::Man(args) => args.run(Cli::command(), out),
        Noun::Keys(args) => args.run(out),
        Noun::Settings(args) => args.run(&mut session::Session::open(globals, out)?),
        Noun::Team(args) => args.run(&mut session::Session::open(globals, out)?),
        Noun::User(args) => args.run(&mut session::Session::open(globals, out)?),
        Noun::Ticket(args) => args.run(&mut session::Session::open(globals, out)?),
        Noun::Customer(args) => args.run(&mut session::Session::open(globals, out)?),
        Noun::Refund(args) => args.run(&mut session::Session::open(globals, out)?),
        Noun::Invoice(args) => args.run(&mut session::Session::open(globals, out)?),
        Noun::Order(args) => args.run(&mut session::Session::open(globals, out)?),
        Noun::Stock(args) => args.run(&mut session::Session::open(globals, out)?),
    }
}

/// The error of a command that `--dry-run` makes no sense for.
fn no_dry_run(globals: &Globals) -> Result<()> {
    if globals.dry_run { Err(Error::Usage(Usage::NoDryRun)) } else { Ok(()) }
}
