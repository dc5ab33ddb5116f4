//! Why a value makes no sense, whichever field or flag it was typed into.

use crate::domain::money::Money;
use crate::domain::quantity::Quantity;

/// Why a value makes no sense.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Invalid {
    /// No plain decimal number.
    NotADecimal {
        /// As typed.
        given: String,
    },
    /// No whole number.
    NotAnInteger {
        /// As typed.
        given: String,
    },
    /// More decimals than the value may have.
    TooManyDecimals {
        /// As typed.
        given: String,
        /// How many it may have.
        max: u32,
    },
    /// Beyond all bounds.
    OutOfRange {
        /// As typed.
        given: String,
    },
    /// Outside the bounds.
    NotBetween {
        /// As typed.
        given: String,
        /// The least.
        least: i64,
        /// The most.
        most: i64,
    },
    /// May not be below zero.
    Negative {
        /// As typed.
        given: String,
    },
    /// Must be above zero.
    NotPositive {
        /// As typed.
        given: String,
    },
    /// No date of the calendar.
    NotADate {
        /// As typed.
        given: String,
    },
    /// No RFC 3339 instant.
    NotAnInstant {
        /// As typed.
        given: String,
    },
    /// Not one of a fixed list.
    NotOneOf {
        /// As typed.
        given: String,
        /// The list, joined.
        allowed: String,
    },
    /// No currency that amounts are kept in.
    UnknownCurrency {
        /// As typed.
        given: String,
    },
    /// No time zone.
    UnknownTimeZone {
        /// As typed.
        given: String,
    },
    /// Holds a character that could move a cursor.
    ControlCharacter,
    /// Empty where a word is needed.
    Empty,
    /// Longer than is kept.
    TooLong {
        /// Characters that are kept.
        max: usize,
    },
    /// Not of the form that is needed.
    Malformed {
        /// As typed.
        given: String,
        /// The form, as an example.
        form: String,
    },
    /// Two values contradict each other.
    Contradicts {
        /// The other one.
        other: String,
    },
    /// Something ends before it begins.
    EndsBefore,
    /// A period whose last day is before its first.
    PeriodBackwards,
    /// A day beyond the last that there may be.
    TooLate {
        /// The last.
        latest: chrono::NaiveDate,
    },
    /// A task would be a part of itself.
    PartOfItself {
        /// The task that it can't be a part of.
        task: String,
    },
    /// A task would wait for itself.
    WaitsForItself {
        /// The task that it can't wait for.
        task: String,
    },
    /// A visit lasts longer than one does.
    LastsLonger {
        /// The most days.
        days: i64,
    },
    /// The field is hidden: it can't be used here.
    Hidden,
    /// Named twice.
    Twice {
        /// As typed.
        given: String,
    },
    /// More than is open.
    MoreThanOpen {
        /// What is open.
        open: Money,
    },
    /// More than a transfer demands.
    MoreThanDemanded {
        /// As typed.
        given: String,
        /// What is demanded.
        demanded: Quantity,
    },
    /// A folder where a file is needed.
    IsFolder {
        /// As typed.
        given: String,
    },
    /// In use already.
    Taken {
        /// As typed.
        given: String,
    },
    /// Kept for numbers that the program makes.
    Reserved {
        /// As typed.
        given: String,
    },
    /// A request key that stands for something else: another command, or one of another agent.
    OtherRequest {
        /// The key.
        given: String,
    },
    /// A chain of parents that comes back to itself.
    Circular {
        /// Where it was seen.
        given: String,
    },
    /// Something that names itself.
    Itself {
        /// As typed.
        given: String,
    },
    /// An agent who is in another team than the ticket.
    NotMember {
        /// Login.
        login: String,
        /// The ticket's team.
        team: String,
    },
    /// A document that exists and is not among those that were chosen.
    NotChosen {
        /// Its number.
        document: String,
    },
    /// The clock can be set in a sandbox only.
    ClockOutsideSandbox,
    /// Different currencies.
    OtherCurrency,
    /// More than came back with the return that is refunded.
    MoreThanCame {
        /// Units that came.
        came: Quantity,
        /// Number of the return.
        document: String,
    },
    /// Other products are chosen, which only an exchange sends out.
    ReplacedPlainly,
    /// A document that was imported with other content, or whose lines were complete already.
    ImportedOtherwise,
    /// An opening balance that was imported with another figure.
    CountedOtherwise,
    /// A file that may hold one row.
    OneRow,
    /// A row with more or fewer cells than the header.
    CellCount {
        /// How many it has.
        given: usize,
        /// How many the header has.
        expected: usize,
    },
    /// A name in braces that nobody knows.
    UnknownVariable {
        /// As it stands there.
        given: String,
        /// The names that can stand there.
        allowed: String,
    },
    /// No UTF-8.
    NotUtf8,
    /// A quote that is never closed, or that stands within a cell.
    Quotes,
}
