//! The command line: thin callers of the desk, one file for each noun. Flags set fields of a draft or
//! make a command; answers are tables for people and JSON for programs (`contract/cli.md`).

mod admin;
mod approval;
mod asked;
mod bulk;
mod coupon;
mod customer;
mod database;
mod demo;
mod desk;
mod document;
mod export;
mod find;
mod flags;
mod import;
mod init;
mod order;
mod outbox;
mod output;
#[cfg(feature = "portal")]
mod portal;
mod print;
mod program;
mod project;
mod record;
mod refund;
mod repair;
mod report;
mod returns;
mod session;
mod shell;
mod sla;
mod stock;
mod table;
mod task;
#[cfg(test)]
mod tests;
mod ticket;
mod transfer;
mod undo;
mod usage;
mod view;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};

use crate::domain::error::{Error, Result};
use crate::domain::record::RecordKind;
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
    #[arg(long = "as", global = true, value_name = "LOGIN")]
    acting: Option<String>,
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
    /// Check, back up, restore the database
    #[command(subcommand)]
    Db(database::Db),
    /// The config file
    #[command(subcommand)]
    Config(shell::Config),
    /// The customer's pages
    #[cfg(feature = "portal")]
    #[command(subcommand)]
    Portal(portal::Portal),
    /// Print completions for a shell
    Completions(shell::Completions),
    /// Print the manual page
    Man(shell::Man),
    /// The keys of the terminal interface
    Keys(desk::Keys),
    #[command(flatten)]
    Desk(AtDesk),
}

/// What somebody does who is signed in at a database.
#[derive(Debug, Subcommand)]
enum AtDesk {
    /// Import the CSV files of a folder, all or nothing
    Import(import::Import),
    /// The company's settings
    #[command(subcommand)]
    Settings(admin::Settings),
    /// Helpdesk teams and the services that they offer
    #[command(subcommand)]
    Team(admin::Team),
    /// Agents, their roles, rights and limits
    #[command(subcommand)]
    User(admin::User),
    /// Stages of a team or project
    Stage(record::Stages),
    /// Taxes; columns: kind (percent, fixed, division), amount, price_include, include_base_amount, is_base_affected,
    /// sequence
    #[command(subcommand)]
    Tax(record::Records),
    /// Journals; columns: name, kind (sale, general)
    #[command(subcommand)]
    Journal(record::Records),
    /// Products; columns: sku, name, kind (goods, service), tracking (none, lot, serial), unit, price, taxes,
    /// invoice_policy (order, delivery), warranty_months, replacement_warranty (inherit, restart)
    #[command(subcommand)]
    Product(record::Records),
    /// Locations; columns: name, usage (internal, customer, supplier, production, scrap), return_location
    #[command(subcommand)]
    Location(record::Records),
    /// Canned responses; columns: shortcut, name, text_en, text_ko
    #[command(subcommand)]
    Response(record::Records),
    /// How messages are worded: coupon, quotation, order, reply; columns: subject_en, body_en, subject_ko, body_ko
    #[command(subcommand)]
    Letter(record::Records),
    /// Service levels: policies of a team; columns: description, stage (to be reached), within (4h, 90m), priorities,
    /// types, tags, customers, excluded (stages in which the clock stands), active
    Sla(sla::Levels),
    /// Rules that close what nothing happens to; columns: stage, into, days, working_days, active
    Closing(sla::Closing),
    /// Holidays: days on which no deadline runs; columns: name
    #[command(subcommand)]
    Holiday(sla::Holiday),
    /// Views of tickets: queries with a name
    #[command(subcommand)]
    View(view::View),
    /// Search everything: tickets, customers, documents, serial numbers, coupons
    Find(find::Find),
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
    /// Refunds above a limit: ask somebody else, decide
    #[command(subcommand)]
    Approval(approval::Approval),
    /// Coupons
    #[command(subcommand)]
    Coupon(coupon::Coupon),
    /// Coupon programs
    #[command(subcommand)]
    Program(program::Program),
    /// Quotations and orders
    #[command(subcommand)]
    Order(order::Order),
    /// Messages to customers: write, look at, send, take back
    #[command(subcommand)]
    Outbox(outbox::Outbox),
    /// Take goods back from a ticket, and exchange them
    #[command(subcommand)]
    Return(returns::Return),
    /// Reasons for returns
    #[command(subcommand)]
    Reason(returns::Reason),
    /// Deliveries, receipts and transfers within the house
    #[command(subcommand)]
    Transfer(transfer::Transfer),
    /// Repairs
    #[command(subcommand)]
    Repair(repair::Repair),
    /// Visits at customers: planned, filled in, signed
    #[command(subcommand)]
    Task(task::Task),
    /// Projects of visits
    #[command(subcommand)]
    Project(project::Project),
    /// Templates of worksheets
    #[command(subcommand)]
    Worksheet(project::Worksheet),
    /// Figures of refunds, coupons, returns, repairs, tickets, and the rows behind them
    #[command(subcommand)]
    Report(report::Report),
    /// What lies where
    #[command(subcommand)]
    Stock(stock::Stock),
    /// Lots and serial numbers
    #[command(subcommand)]
    Lot(transfer::Lot),
    Undo(undo::Undo),
    Redo(undo::Redo),
}

/// Runs the program; answers its exit status. A panic, which nobody should ever see, ends as a
/// sentence that names the place.
pub fn guarded() -> ExitCode {
    let json = std::env::args_os().take_while(|a| a != "--").any(|a| a == "--json");
    std::panic::set_hook(Box::new(move |panic| {
        let trace = std::backtrace::Backtrace::force_capture();
        let report = format!("{panic}\n{trace}\n");
        // Another thread ends alone: the screen stays, and who waits for the thread gives it up in time.
        if std::thread::current().name() != Some("main") {
            output::keep(&report);
            return;
        }
        crate::tui::terminal::leave();
        let place = panic.location().map_or_else(String::new, ToString::to_string);
        output::broken(json, &place, &report);
    }));
    outlive_file_limits();
    std::panic::catch_unwind(|| run(json)).unwrap_or(ExitCode::FAILURE)
}

/// Beyond the limit of file sizes a write then fails, as on a full disk, instead of ending the program.
fn outlive_file_limits() {
    #[cfg(unix)]
    {
        let reached = std::sync::Arc::default();
        // Where it can't be taken, everything is as it was.
        let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, reached);
    }
}

fn run(json: bool) -> ExitCode {
    let mut command = Cli::command();
    let parsed = command.try_get_matches_from_mut(std::env::args_os());
    let read = |m: clap::ArgMatches| Ok((Cli::from_arg_matches(&m)?, asked::text(&Cli::command(), &m)));
    let (cli, asked) = match parsed.and_then(read) {
        Ok(read) => read,
        Err(error) => return usage::answer(&error.format(&mut command), &output::Output::plain(json)),
    };
    let out = match output::Output::new(&cli.globals) {
        Ok(out) => out,
        // The interface starts with a broken config file, and says so.
        Err(_) if cli.noun.is_none() => output::Output::plain(json),
        Err(error) => return output::Output::plain(json).fail(&error),
    };
    match dispatch(cli, &asked, &out) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => out.fail(&error),
    }
}

fn dispatch(cli: Cli, asked: &str, out: &output::Output) -> Result<()> {
    let globals = &cli.globals;
    let Some(noun) = cli.noun else { return desk::open(globals, out, None) };
    refuse_unused(&noun, globals)?;
    match noun {
        Noun::Init(args) => args.run(globals, out),
        Noun::Demo(args) => args.run(globals, out),
        Noun::Db(args) => args.run(globals, out),
        Noun::Config(args) => args.run(out),
        #[cfg(feature = "portal")]
        Noun::Portal(args) => args.run(globals, out),
        Noun::Completions(args) => args.run(&mut Cli::command(), out),
        Noun::Man(args) => args.run(Cli::command(), out),
        Noun::Keys(args) => args.run(out),
        Noun::Desk(noun) => {
            let mut session = session::Session::open(globals, asked, out)?;
            if matches!(&noun, AtDesk::Ticket(args) if args.reads_input()) {
                session.read_input()?;
            }
            if session.repeated()? { Ok(()) } else { noun.run(&mut session) }
        }
    }
}

impl AtDesk {
    /// Runs a command of somebody who is signed in at a database.
    fn run(self, session: &mut session::Session<'_>) -> Result<()> {
        match self {
            Self::Import(args) => args.run(session),
            Self::Settings(args) => args.run(session),
            Self::Team(args) => args.run(session),
            Self::User(args) => args.run(session),
            Self::Stage(args) => args.run(session),
            Self::Tax(args) => args.run(session, RecordKind::Tax, None),
            Self::Journal(args) => args.run(session, RecordKind::Journal, None),
            Self::Product(args) => args.run(session, RecordKind::Product, None),
            Self::Location(args) => args.run(session, RecordKind::Location, None),
            Self::Response(args) => args.run(session, RecordKind::Response, None),
            Self::Letter(args) => args.run(session, RecordKind::Letter, None),
            Self::Sla(args) => args.run(session),
            Self::Closing(args) => args.run(session),
            Self::Holiday(args) => args.run(session),
            Self::View(args) => args.run(session),
            Self::Find(args) => args.run(session),
            Self::Ticket(args) => args.run(session),
            Self::Customer(args) => args.run(session),
            Self::Refund(args) => args.run(session),
            Self::Invoice(args) => args.run(session),
            Self::Approval(args) => args.run(session),
            Self::Coupon(args) => args.run(session),
            Self::Program(args) => args.run(session),
            Self::Order(args) => args.run(session),
            Self::Outbox(args) => args.run(session),
            Self::Return(args) => args.run(session),
            Self::Reason(args) => args.run(session),
            Self::Transfer(args) => args.run(session),
            Self::Repair(args) => args.run(session),
            Self::Task(args) => args.run(session),
            Self::Project(args) => args.run(session),
            Self::Worksheet(args) => args.run(session),
            Self::Report(args) => args.run(session),
            Self::Stock(args) => args.run(session),
            Self::Lot(args) => args.run(session),
            Self::Undo(args) => args.run(session),
            Self::Redo(args) => args.run(session),
        }
    }
}

/// Refuses options that promise something which a command can't keep.
fn refuse_unused(noun: &Noun, globals: &Globals) -> Result<()> {
    let makes_files = matches!(noun, Noun::Init(_) | Noun::Demo(_) | Noun::Db(_));
    #[cfg(feature = "portal")]
    let makes_files = makes_files || matches!(noun, Noun::Portal(_));
    let names_nothing = matches!(noun, Noun::Desk(AtDesk::Import(_))) || makes_files;
    let unused = [
        ("--dry-run", makes_files && globals.dry_run),
        ("--request", makes_files && globals.request.is_some()),
        ("--if-version", names_nothing && globals.if_version.is_some()),
    ];
    match unused.into_iter().find(|(_, given)| *given) {
        Some((option, _)) => Err(Error::OptionUnused { option }),
        None => Ok(()),
    }
}
