//! Errors as sentences: what is wrong, and what to do next. Every match is exhaustive, so that a new
//! error does not compile before it has its words. Called by both doors where an error reaches a
//! person; nothing else puts an error into words.

mod coupon;
mod invalid;
mod missing;
mod over;
pub mod query;
mod stock;
#[cfg(test)]
mod tests;
mod turn;
mod usage;

use super::cells::paragraphs;
use super::code;
use super::field::{either, field};
use super::{Values, Words};
use crate::domain::error::{Error, FieldError, Need, NoListening, NoPassword, RowError, Thing, Usage, Wrong};
use crate::domain::mail::MailState;
use crate::domain::mail::incoming::Unreadable;
use crate::domain::user::Right;

/// An error as a whole sentence.
pub fn error(words: &Words, error: &Error) -> String {
    match error {
        Error::Usage(Usage::Told(text)) => paragraphs(text),
        Error::Fields(fields) => all(words, fields),
        other => {
            let (key, values) = parts(words, other);
            words.say(key, &values)
        }
    }
}

/// One error of an import with its place: `products.csv, line 7, price: …`.
pub fn row(words: &Words, row: &RowError) -> String {
    let mut values =
        vec![("file", row.file.clone()), ("line", row.line.to_string()), ("text", error(words, &row.reason))];
    if row.column.is_empty() {
        return words.say("error-import-row", &values);
    }
    values.push(("column", row.column.clone()));
    words.say("error-import-cell", &values)
}

/// The sentence of one wrong field where no field is in sight, as on the command line.
pub fn of_field(words: &Words, wrong: &FieldError) -> String {
    let label = field(words, &wrong.field);
    match &wrong.error {
        Error::FieldRequired => words.say("error-field-required-named", &[("field", label)]),
        other => named(words, label, error(words, other)),
    }
}

fn named(words: &Words, name: String, text: String) -> String {
    words.say("named", &[("name", name), ("text", text)])
}

/// A single field error tells the field where its sentence needs it; several always do.
fn all(words: &Words, fields: &[FieldError]) -> String {
    match fields {
        [] => words.word("error-field-required"),
        [one] => match &one.error {
            Error::FieldRequired | Error::Invalid(_) => of_field(words, one),
            other => error(words, other),
        },
        several => {
            let told: Vec<String> =
                several.iter().map(|wrong| of_field(words, wrong).trim_end_matches('.').to_owned()).collect();
            format!("{}.", told.join("; "))
        }
    }
}

/// The key of an error's sentence and the values in it.
fn parts(words: &Words, error: &Error) -> (&'static str, Values) {
    use Error as E;
    match error {
        E::Usage(why) => usage::parts(why),
        E::OptionUnused { option } => ("error-option-unused", one("option", option)),
        // `error` tells the first itself, in its own way.
        E::Fields(_) | E::FieldRequired => ("error-field-required", vec![]),
        E::MissingColumn => ("error-missing-column", vec![]),
        E::Choose { fitting } => ("error-choose", one("fitting", fitting)),
        E::ChooseDelivery { fitting } => ("error-choose-delivery", one("fitting", fitting)),
        E::OrderNotDelivered { order } => ("error-order-not-delivered", one("order", order)),
        E::NoneFits { narrowed_by, .. } if narrowed_by.is_empty() => ("error-none-fits-at-all", vec![]),
        E::NoneFits { narrowed_by, lot: Some(of) } => {
            let (fields, place) = (either(words, narrowed_by), stock::place(words, &of.place));
            ("error-none-fits-lot", vec![("lot", of.lot.clone()), ("place", place), ("fields", fields)])
        }
        E::NoneFits { narrowed_by, lot: None } => {
            ("error-none-fits", one("fields", either(words, narrowed_by)))
        }
        E::Invalid(why) => invalid::parts(words, why),
        E::NeverDue => ("error-never-due", vec![]),
        E::StageCloses { stage, closes } => (
            if *closes { "error-stage-closes" } else { "error-stage-stays-open" },
            vec![("stage", super::code::stage(words, stage))],
        ),
        E::NothingToChange => ("error-nothing-to-change", vec![]),
        E::Incomplete { failed, count, first } => (
            "error-incomplete",
            vec![
                ("failed", failed.to_string()),
                ("count", count.to_string()),
                ("why", self::error(words, first)),
            ],
        ),
        E::Query(error) => query::parts(words, error),
        E::Import { rows, more } => ("error-import", one("count", rows.len() + more)),
        E::NotFound { what, key } => missing::parts(*what, key),
        E::ReadOnly => ("error-read-only", vec![]),
        E::Forbidden(need) => need_parts(words, need),
        E::ServiceOff { team } => ("error-service-off", one("team", team)),
        E::CustomerRequired => ("error-customer-required", vec![]),
        E::InvoiceNotPosted { document } => ("error-invoice-not-posted", one("document", document)),
        E::InvoiceOtherCustomer { document } => ("error-invoice-other-customer", one("document", document)),
        E::JournalMismatch { journal } => ("error-journal-mismatch", one("journal", journal)),
        E::OverCredited { document, line, left } => over::parts(words, document, *line, left),
        E::NothingToCredit => ("error-nothing-to-credit", vec![]),
        E::NoInvoice => ("error-none-fits-at-all", vec![]),
        E::NoLines { document } => ("error-no-lines", one("document", document)),
        E::DateBeforeInvoice { date, document, invoice_date } => {
            let (date, since) = (words.date(*date), words.date(*invoice_date));
            (
                "error-date-before-invoice",
                vec![("date", date), ("document", document.clone()), ("since", since)],
            )
        }
        E::DateInFuture { date } => ("error-date-in-future", one("date", words.date(*date))),
        E::PeriodLocked { lock } => ("error-period-locked", one("lock", words.date(*lock))),
        E::NegativeTotal => ("error-negative-total", vec![]),
        E::NotDraft { document } => ("error-not-draft", one("document", document)),
        E::AlreadyPosted { document } => ("error-already-posted", one("document", document)),
        E::LimitExceeded { limit, a_day: false } => {
            ("error-limit-exceeded", one("limit", words.amount(*limit)))
        }
        E::LimitExceeded { limit, a_day: true } => {
            ("error-day-limit-exceeded", one("limit", words.amount(*limit)))
        }
        E::ApprovalRequired { document } => ("error-approval-required", one("document", document)),
        E::Unreadable(why) => match why {
            Unreadable::Empty => ("unreadable-empty", vec![]),
            Unreadable::NoSender => ("unreadable-no-sender", vec![]),
            Unreadable::NotAMessage => ("unreadable-not-a-message", vec![]),
            Unreadable::TooLarge { most, .. } => ("unreadable-too-large", one("most", most / (1024 * 1024))),
        },
        E::KeyStays => ("error-key-stays", vec![]),
        E::AgentInUse { login } => ("error-agent-in-use", one("login", login)),
        E::LastOfItsKind { name } => ("error-last-of-its-kind", one("name", name)),
        E::PolicyInUse { name } => ("error-policy-in-use", vec![("name", name.clone())]),
        E::Referenced => ("error-referenced", vec![]),
        E::Unfilled { name } => ("error-unfilled", one("name", name)),
        E::DiscountElsewhere { fair } => ("error-discount-elsewhere", one("amount", words.amount(*fair))),
        E::WrongState { document, why } => (wrong(*why), one("document", document)),
        E::CouponUnknown { .. }
        | E::ProgramNotCoupon { .. }
        | E::ProgramInactive { .. }
        | E::WebsiteMissing
        | E::NoProgram
        | E::DateInPast { .. }
        | E::CouponExpired { .. }
        | E::CouponUsed { .. }
        | E::CouponUsedMeanwhile { .. }
        | E::CouponRevoked { .. }
        | E::CouponLimit { .. }
        | E::CouponAlreadyApplied { .. }
        | E::CouponNotBetter { .. }
        | E::CouponOtherCustomer { .. }
        | E::BelowMinimumAmount { .. }
        | E::BelowMinimumQuantity { .. }
        | E::NothingToDiscount { .. }
        | E::RewardChoiceRequired { .. } => coupon::parts(words, error),
        E::InUse { name } => ("error-in-use", one("name", name)),
        E::LastAdministrator { login } => ("error-last-administrator", one("login", login)),
        E::NotGoods { product } => ("error-not-goods", one("product", product)),
        E::LotRequired { product } => ("error-lot-required", one("product", product)),
        E::LotUnknown { product, lot } if product.is_empty() => missing::parts(Thing::Lot, lot),
        E::LotUnknown { product, lot } => {
            ("error-lot-unknown", vec![("product", product.clone()), ("lot", lot.clone())])
        }
        E::SerialDuplicate { lot } => ("error-serial-duplicate", one("lot", lot)),
        E::NegativeQuantity => ("error-negative-quantity", vec![]),
        E::NoDelivery
        | E::DeliveryNotDone { .. }
        | E::DeliveryOtherCustomer { .. }
        | E::NothingToReturn
        | E::AllReturned { .. }
        | E::PartsUnused { .. }
        | E::PartLotRequired { .. }
        | E::AlreadyQuoted { .. }
        | E::NothingToRepair { .. }
        | E::OverReturned { .. }
        | E::LotNotDelivered { .. }
        | E::NotReturnableLocation { .. }
        | E::InsufficientStock { .. }
        | E::PartMissing { .. }
        | E::BackorderRequired => stock::parts(words, error),
        E::ProjectRequired => ("error-project-required", vec![]),
        E::WorksheetNotEnabled { project } => ("error-worksheet-not-enabled", one("project", project)),
        E::NoWorksheet { task } => ("error-no-worksheet", one("task", task)),
        E::WorksheetIncomplete { fields } => ("error-worksheet-incomplete", one("fields", fields)),
        E::WorksheetInUse => ("error-worksheet-in-use", vec![]),
        E::SheetFilledIn { task } => ("error-sheet-filled-in", one("task", task)),
        E::AlreadySigned { task } => ("error-already-signed", one("task", task)),
        E::VisitInPast => ("error-visit-in-past", vec![]),
        E::AnsweredMeanwhile { ticket } => ("error-answered-meanwhile", one("ticket", ticket.to_string())),
        E::Stale { document } => ("error-stale", one("document", document)),
        E::Busy => ("error-busy", vec![]),
        E::Io(text) => ("error-io", one("text", text.trim_end_matches('.'))),
        E::Damaged(text) => ("error-damaged", one("text", text.trim_end_matches('.'))),
        E::NewerDatabase { found, known } => {
            ("error-newer-database", vec![("found", found.to_string()), ("known", known.to_string())])
        }
        E::OlderDatabase { found, known } => {
            ("error-older-database", vec![("found", found.to_string()), ("known", known.to_string())])
        }
        E::NotADatabase(text) => ("error-not-a-database", one("text", text.trim_end_matches('.'))),
        E::CheckFailed { failed } => ("error-check-failed", one("count", failed)),
        E::NotSent { to, text } => {
            ("error-not-sent", vec![("to", to.clone()), ("text", text.trim_end_matches('.').to_owned())])
        }
        E::NoPassword(why) => no_password(why),
        E::NotListening { address, why } => not_listening(address, why),
        E::AmountOutOfRange => ("error-amount-out-of-range", vec![]),
        E::NoMerge(why) => turn::merge(why),
        E::NoUndo(why) => turn::undo(words, why),
    }
}

/// A single value.
fn one(name: &'static str, value: impl ToString) -> Values {
    vec![(name, value.to_string())]
}

fn need_parts(words: &Words, need: &Need) -> (&'static str, Values) {
    match need {
        Need::Right(right) => ("need-right", one("right", code::right(words, *right))),
        Need::Team(team) => ("need-team", one("team", team)),
        Need::OwnDraft => ("need-own-draft", one("right", code::right(words, Right::Accounting))),
        Need::OwnTransfer => ("need-own-transfer", one("right", code::right(words, Right::Inventory))),
        Need::SomebodyElse => ("need-somebody-else", vec![]),
        Need::SharedViews => ("need-shared-views", vec![]),
        Need::Active { login } => ("need-active", one("login", login)),
        Need::OwnTask => ("need-own-task", one("right", code::right(words, Right::FieldService))),
        Need::OwnOrder => ("need-own-order", one("right", code::right(words, Right::Accounting))),
        Need::Account { login, account } => {
            ("need-account", vec![("login", login.clone()), ("account", account.clone())])
        }
    }
}

fn no_password(why: &NoPassword) -> (&'static str, Values) {
    match why {
        NoPassword::Variable(name) => ("no-password-variable", one("name", name)),
        NoPassword::Command { program, text } => {
            ("no-password-command", vec![("program", program.clone()), ("text", text.clone())])
        }
        NoPassword::Keyring { service, text } => {
            ("no-password-keyring", vec![("service", service.clone()), ("text", text.clone())])
        }
        NoPassword::NoKeyring => ("no-password-no-keyring", vec![]),
    }
}

fn not_listening(address: &str, why: &NoListening) -> (&'static str, Values) {
    let at = ("address", address.to_owned());
    match why {
        NoListening::InUse => ("error-listen-in-use", vec![at]),
        NoListening::Denied => ("error-listen-denied", vec![at]),
        NoListening::NotHere => ("error-listen-not-here", vec![at]),
        NoListening::Other(text) => {
            ("error-listen", vec![at, ("text", text.trim_end_matches('.').to_owned())])
        }
    }
}

fn wrong(why: Wrong) -> &'static str {
    match why {
        Wrong::NothingOpen => "wrong-nothing-open",
        Wrong::NotACreditNote => "wrong-not-a-credit-note",
        Wrong::NotCreditable => "wrong-not-creditable",
        Wrong::AlreadyReversed => "wrong-already-reversed",
        Wrong::NotAnInvoice => "wrong-not-an-invoice",
        Wrong::PaidOut => "wrong-paid-out",
        Wrong::DatabaseExists => "wrong-database-exists",
        Wrong::FileExists => "wrong-file-exists",
        Wrong::OwnMail => "wrong-own-mail",
        Wrong::Decided => "wrong-decided",
        Wrong::MayPost => "wrong-may-post",
        Wrong::TaskCancelled => "wrong-task-cancelled",
        Wrong::NoPortal => "wrong-no-portal",
        Wrong::DatabaseReplaced => "wrong-database-replaced",
        Wrong::Mail(MailState::Sent) => "wrong-mail-sent",
        Wrong::Mail(MailState::Cancelled) => "wrong-mail-cancelled",
        Wrong::Mail(_) => "wrong-mail-under-way",
        Wrong::OrderConfirmed => "wrong-order-confirmed",
        Wrong::OrderWithCoupons => "wrong-order-with-coupons",
        Wrong::OrderOnlyGrows => "wrong-order-only-grows",
        Wrong::OrderCancelled => "wrong-order-cancelled",
        Wrong::OrderNotConfirmed => "wrong-order-not-confirmed",
        Wrong::OrderNotCancelled => "wrong-order-not-cancelled",
        Wrong::OrderDelivered => "wrong-order-delivered",
        Wrong::RepairDone => "wrong-repair-done",
        Wrong::RepairCancelled => "wrong-repair-cancelled",
        Wrong::RepairNotStarted => "wrong-repair-not-started",
        Wrong::RepairConfirmed => "wrong-repair-confirmed",
        Wrong::RepairNotCancelled => "wrong-repair-not-cancelled",
        Wrong::NotInvoiced => "wrong-not-invoiced",
        Wrong::AlreadyCredited => "wrong-already-credited",
        Wrong::ExchangeUnderWay => "wrong-exchange-under-way",
        Wrong::Settled => "wrong-settled",
        Wrong::SettlesExchange => "wrong-settles-exchange",
        Wrong::NotADelivery => "wrong-not-a-delivery",
        Wrong::NotBilled => "wrong-not-billed",
        Wrong::NothingCame => "wrong-nothing-came",
        Wrong::TransferDone => "wrong-transfer-done",
        Wrong::TransferCancelled => "wrong-transfer-cancelled",
        Wrong::Exchanged => "wrong-exchanged",
        Wrong::NoReturn => "wrong-no-return",
        Wrong::RepairNotConfirmed => "wrong-repair-not-confirmed",
        Wrong::NotReceived => "wrong-not-received",
        Wrong::OrderInvoiced => "wrong-order-invoiced",
        Wrong::NothingToInvoice => "wrong-nothing-to-invoice",
        Wrong::OrderEmpty => "wrong-order-empty",
        Wrong::CouponNotThere => "wrong-coupon-not-there",
        Wrong::NoCoupons => "wrong-no-coupons",
        Wrong::NoRewards => "wrong-no-rewards",
        Wrong::CouponSpent => "wrong-coupon-spent",
        Wrong::RewardLine => "wrong-reward-line",
    }
}
