//! Every error has its sentence, with the values that it needs, in both languages.

use std::collections::BTreeSet;

use super::*;
use crate::domain::effect::Key;
use crate::domain::error::{ConfigFault, Invalid as I, Left, NoMerge, NoUndo};
use crate::domain::form::{FieldId, Hint};
use crate::domain::ids::TicketId;
use crate::domain::mail::incoming::Unreadable;
use crate::domain::money::{Amount, Money};
use crate::domain::quantity::Quantity;
use crate::domain::query::{Place, QueryError, SortKey, Why};
use crate::domain::settings::Language;
use crate::domain::stock::{LotPlace, Whereabouts};
use crate::domain::undo::Stay;
use crate::text::tests::keys;

const THINGS: [Thing; 44] = [
    Thing::Policy,
    Thing::ClosingRule,
    Thing::TicketType,
    Thing::Tag,
    Thing::View,
    Thing::Holiday,
    Thing::Database,
    Thing::File,
    Thing::Csv,
    Thing::User,
    Thing::ActingUser,
    Thing::Team,
    Thing::Stage,
    Thing::Ticket,
    Thing::Customer,
    Thing::Product,
    Thing::Lot,
    Thing::Location,
    Thing::Tax,
    Thing::Journal,
    Thing::Order,
    Thing::OrderLine,
    Thing::Invoice,
    Thing::Line,
    Thing::Mail,
    Thing::Payment,
    Thing::Transfer,
    Thing::Repair,
    Thing::Task,
    Thing::Worksheet,
    Thing::SheetField,
    Thing::ProjectStage,
    Thing::Part,
    Thing::Project,
    Thing::Setting,
    Thing::Program,
    Thing::Rule,
    Thing::Reward,
    Thing::ReturnReason,
    Thing::Response,
    Thing::Letter,
    Thing::Approval,
    Thing::Incoming,
    Thing::Attachment,
];

fn query(why: Why) -> Error {
    Error::Query(QueryError { query: "a b".into(), at: Place { start: 2, len: 1 }, why })
}

fn usd(cents: i64) -> Money {
    Money::new(Amount(cents), "USD".parse().unwrap())
}

fn day(text: &str) -> chrono::NaiveDate {
    text.parse().unwrap()
}

fn over(line: Option<i64>, left: Left) -> Error {
    Error::OverCredited { document: "INV/2026/00001".into(), line, left }
}

fn invalid() -> Vec<Error> {
    let given = || "x".to_owned();
    let all = [
        I::NotADecimal { given: given() },
        I::NotAnInteger { given: given() },
        I::TooManyDecimals { given: given(), max: 2 },
        I::OutOfRange { given: given() },
        I::NotBetween { given: given(), least: 0, most: 9 },
        I::Negative { given: given() },
        I::NotPositive { given: given() },
        I::NotADate { given: given() },
        I::NotAnInstant { given: given() },
        I::NotOneOf { given: given(), allowed: "a, b".into() },
        I::UnknownCurrency { given: given() },
        I::UnknownTimeZone { given: given() },
        I::UnknownVariable { given: given(), allowed: given() },
        I::ControlCharacter,
        I::Empty,
        I::TooLong { max: 500 },
        I::Malformed { given: given(), form: "KR".into() },
        I::Contradicts { other: "lot".into() },
        I::EndsBefore,
        I::PeriodBackwards,
        I::LastsLonger { days: 31 },
        I::NotMember { login: given(), team: given() },
        I::Itself { given: given() },
        I::PartOfItself { task: "2".into() },
        I::WaitsForItself { task: "2".into() },
        I::TooLate { latest: "2027-11-23".parse().unwrap() },
        I::Hidden,
        I::IsFolder { given: given() },
        I::Twice { given: given() },
        I::MoreThanOpen { open: usd(500) },
        I::MoreThanDemanded { given: given(), demanded: Quantity::ONE },
        I::Taken { given: given() },
        I::Reserved { given: given() },
        I::OtherRequest { given: given() },
        I::Circular { given: given() },
        I::NotChosen { document: given() },
        I::ClockOutsideSandbox,
        I::OtherCurrency,
        I::MoreThanCame { came: Quantity::ONE, document: "WH/IN/00001".to_owned() },
        I::ReplacedPlainly,
        I::ImportedOtherwise,
        I::CountedOtherwise,
        I::OneRow,
        I::CellCount { given: 3, expected: 4 },
        I::NotUtf8,
        I::Quotes,
    ];
    all.into_iter().map(Error::from).collect()
}

fn usage() -> Vec<Error> {
    let text = || "x".to_owned();
    let config = |fault| Usage::Config { path: text(), line: 3, fault };
    let all = [
        Usage::UnknownCommand { given: text(), similar: None },
        Usage::UnknownCommand { given: text(), similar: Some(text()) },
        Usage::UnknownArgument { given: text(), similar: None },
        Usage::UnknownArgument { given: text(), similar: Some(text()) },
        Usage::MissingCommand { allowed: String::new() },
        Usage::MissingCommand { allowed: text() },
        Usage::Missing { names: text() },
        Usage::MissingValue { option: text() },
        Usage::NotOneOf { option: text(), given: text(), allowed: text() },
        Usage::NotANumber { option: text(), given: text() },
        Usage::TooManyValues { option: text() },
        Usage::Repeated { option: text() },
        Usage::Conflict { option: text(), other: text() },
        Usage::NotUtf8,
        Usage::Unclear,
        config(ConfigFault::Syntax),
        config(ConfigFault::UnknownKey { key: text(), known: text() }),
        config(ConfigFault::WrongValue { key: text(), form: text() }),
        config(ConfigFault::MissingKey { key: text(), form: text() }),
        config(ConfigFault::Password),
        config(ConfigFault::Several { keys: text() }),
        config(ConfigFault::NotPrivate { host: text() }),
    ];
    all.into_iter().map(Error::Usage).collect()
}

fn documents() -> Vec<Error> {
    let document = || "INV/2026/00017".to_owned();
    let wrong = [
        Wrong::NothingOpen,
        Wrong::NotACreditNote,
        Wrong::NotCreditable,
        Wrong::AlreadyReversed,
        Wrong::NotAnInvoice,
        Wrong::PaidOut,
        Wrong::DatabaseExists,
        Wrong::FileExists,
        Wrong::NoPortal,
        Wrong::TaskCancelled,
        Wrong::OwnMail,
        Wrong::Decided,
        Wrong::MayPost,
        Wrong::DatabaseReplaced,
        Wrong::Mail(MailState::Sent),
        Wrong::Mail(MailState::Sending),
        Wrong::Mail(MailState::Cancelled),
        Wrong::OrderConfirmed,
        Wrong::OrderWithCoupons,
        Wrong::OrderOnlyGrows,
        Wrong::OrderCancelled,
        Wrong::OrderNotConfirmed,
        Wrong::OrderNotCancelled,
        Wrong::OrderDelivered,
        Wrong::RepairDone,
        Wrong::RepairCancelled,
        Wrong::RepairNotStarted,
        Wrong::RepairConfirmed,
        Wrong::RepairNotCancelled,
        Wrong::NotInvoiced,
        Wrong::AlreadyCredited,
        Wrong::ExchangeUnderWay,
        Wrong::Settled,
        Wrong::SettlesExchange,
        Wrong::NotADelivery,
        Wrong::NotBilled,
        Wrong::NothingCame,
        Wrong::TransferDone,
        Wrong::TransferCancelled,
        Wrong::Exchanged,
        Wrong::NotReceived,
        Wrong::NoReturn,
        Wrong::RepairNotConfirmed,
        Wrong::OrderInvoiced,
        Wrong::NothingToInvoice,
        Wrong::OrderEmpty,
        Wrong::CouponNotThere,
        Wrong::NoCoupons,
        Wrong::NoRewards,
        Wrong::CouponSpent,
        Wrong::RewardLine,
    ];
    let mut all: Vec<Error> = wrong.map(|why| Error::WrongState { document: document(), why }).into();
    for line in [None, Some(2)] {
        let left = [
            Left::Quantity(Quantity::ONE),
            Left::Quantity(Quantity::ZERO),
            Left::Amount(usd(500)),
            Left::Amount(usd(0)),
        ];
        all.extend(left.map(|left| over(line, left)));
    }
    all.extend([
        Error::InvoiceNotPosted { document: document() },
        Error::InvoiceOtherCustomer { document: document() },
        Error::NothingToCredit,
        Error::NoInvoice,
        Error::NoLines { document: document() },
        Error::DateBeforeInvoice {
            date: day("2026-01-02"),
            document: document(),
            invoice_date: day("2026-01-05"),
        },
        Error::NegativeTotal,
        Error::NotDraft { document: document() },
        Error::AlreadyPosted { document: document() },
        Error::AnsweredMeanwhile { ticket: crate::domain::ids::TicketId(1) },
        Error::Stale { document: document() },
        Error::NoMerge(NoMerge::Merged { ticket: TicketId(3), into: TicketId(7) }),
        Error::NoMerge(NoMerge::Itself { ticket: TicketId(3) }),
        Error::NoMerge(NoMerge::NotMerged { ticket: TicketId(3) }),
        Error::NoMerge(NoMerge::NewSince { ticket: TicketId(3), into: TicketId(7) }),
        Error::NoMerge(NoMerge::IntoClosed { into: TicketId(3) }),
        Error::NoMerge(NoMerge::OtherCustomer {
            ticket: TicketId(3),
            customer: "C001".into(),
            other: "C002".into(),
        }),
        Error::NoUndo(NoUndo::Nothing),
        Error::NoUndo(NoUndo::NothingAgain),
        Error::NoUndo(NoUndo::ChangedSince { ticket: TicketId(3), field: Key::Stage, by: None }),
        Error::NoUndo(NoUndo::ChangedSince {
            ticket: TicketId(3),
            field: Key::Stage,
            by: Some("minji".into()),
        }),
        Error::NoUndo(NoUndo::Gone { ticket: TicketId(3), field: Key::Assignee }),
        Error::NoUndo(NoUndo::Stays { why: Stay::Posted, document: document() }),
    ]);
    all
}

fn coupons() -> Vec<Error> {
    let text = || "x".to_owned();
    let inactive = |from, to| Error::ProgramInactive { program: text(), from, to };
    vec![
        Error::CouponUnknown { coupon: text() },
        Error::ProgramNotCoupon { program: text() },
        inactive(None, None),
        inactive(Some(day("2027-01-01")), None),
        inactive(None, Some(day("2026-01-01"))),
        Error::WebsiteMissing,
        Error::NoProgram,
        Error::DateInPast { date: day("2026-01-01") },
        Error::CouponExpired { coupon: text(), date: day("2026-01-01") },
        Error::CouponUsed { coupon: text() },
        Error::CouponUsedMeanwhile { coupon: text(), order: "S1".into(), other: "S2".into() },
        Error::CouponRevoked { coupon: text(), reason: "typo".into() },
        Error::CouponLimit { program: text(), most: 3 },
        Error::CouponAlreadyApplied { program: text(), order: "S00001".into() },
        Error::CouponNotBetter { other: text() },
        Error::CouponOtherCustomer { coupon: text() },
        Error::BelowMinimumAmount { program: text(), missing: usd(500) },
        Error::BelowMinimumQuantity { program: text(), missing: Quantity::ONE },
        Error::NothingToDiscount { program: text() },
        Error::RewardChoiceRequired {
            offered: vec![crate::domain::sale::Offered { k: 1, description: text() }],
        },
    ]
}

fn others() -> Vec<Error> {
    let text = || "x".to_owned();
    vec![
        Error::FieldRequired,
        Error::MissingColumn,
        Error::Choose { fitting: "INV/2026/00001, INV/2026/00002".into() },
        Error::NoneFits { narrowed_by: vec![], lot: None },
        Error::NoneFits {
            narrowed_by: vec!["product".into()],
            lot: Some(Whereabouts { lot: "SN1".to_owned(), place: LotPlace::In("WH/Stock".to_owned()) }),
        },
        Error::NoneFits { narrowed_by: vec!["order".into(), "product".into()], lot: None },
        Error::Import { rows: vec![], more: 3 },
        Error::NotFound { what: Thing::ActingUser, key: String::new() },
        Error::NotFound { what: Thing::User, key: " ".into() },
        Error::ReadOnly,
        Error::Forbidden(Need::Right(Right::Accounting)),
        Error::Forbidden(Need::Team(text())),
        Error::Forbidden(Need::OwnDraft),
        Error::Forbidden(Need::OwnOrder),
        Error::Forbidden(Need::OwnTask),
        Error::Forbidden(Need::OwnTransfer),
        Error::Forbidden(Need::Account { login: "amy".into(), account: "root".into() }),
        Error::ServiceOff { team: text() },
        Error::CustomerRequired,
        Error::JournalMismatch { journal: text() },
        Error::DateInFuture { date: day("2027-01-01") },
        Error::PeriodLocked { lock: day("2026-06-30") },
        Error::LimitExceeded { a_day: false, limit: usd(8_000) },
        Error::LimitExceeded { a_day: true, limit: usd(8_000) },
        Error::ApprovalRequired { document: text() },
        Error::Forbidden(Need::SomebodyElse),
        Error::Forbidden(Need::SharedViews),
        Error::Forbidden(Need::Active { login: text() }),
        Error::KeyStays,
        Error::Unreadable(Unreadable::Empty),
        Error::Unreadable(Unreadable::NoSender),
        Error::Unreadable(Unreadable::NotAMessage),
        Error::Unreadable(Unreadable::TooLarge { bytes: 2, most: 1 }),
        Error::LastOfItsKind { name: text() },
        Error::AgentInUse { login: text() },
        Error::Referenced,
        Error::PolicyInUse { name: "Answer".into() },
        Error::Unfilled { name: "customer.name".into() },
        Error::InUse { name: text() },
        Error::LastAdministrator { login: text() },
        Error::OptionUnused { option: "--if-version" },
        Error::NotGoods { product: text() },
        Error::LotRequired { product: text() },
        Error::LotUnknown { product: text(), lot: "L1".into() },
        Error::SerialDuplicate { lot: text() },
        Error::NegativeQuantity,
        Error::Busy,
        Error::Io(text()),
        Error::Damaged(text()),
        Error::ProjectRequired,
        Error::WorksheetNotEnabled { project: text() },
        Error::NoWorksheet { task: text() },
        Error::WorksheetIncomplete { fields: text() },
        Error::WorksheetInUse,
        Error::SheetFilledIn { task: "1".into() },
        Error::AlreadySigned { task: text() },
        Error::VisitInPast,
        Error::NewerDatabase { found: 9, known: 1 },
        Error::OlderDatabase { found: 1, known: 9 },
        Error::NotADatabase(text()),
        Error::CheckFailed { failed: 1 },
        Error::NeverDue,
        Error::StageCloses { stage: "Solved".into(), closes: true },
        Error::StageCloses { stage: "On Hold".into(), closes: false },
        Error::NothingToChange,
        Error::Incomplete { failed: 2, count: 40, first: Box::new(Error::Busy) },
        query(Why::UnknownField { given: text(), similar: None, allowed: text() }),
        query(Why::UnknownField { given: text(), similar: Some(text()), allowed: text() }),
        query(Why::NoValue { field: text() }),
        query(Why::OneValue { field: text() }),
        query(Why::NotOneOf { given: text(), similar: None, allowed: text() }),
        query(Why::NotOneOf { given: text(), similar: Some(text()), allowed: text() }),
        query(Why::NotFound { field: "tag".into(), given: text(), similar: None }),
        query(Why::NotFound { field: "tag".into(), given: text(), similar: Some(text()) }),
        query(Why::NotAnAmount { given: text() }),
        query(Why::NotATime { given: text() }),
        query(Why::Backwards),
        query(Why::OpenQuote),
        query(Why::NothingNegated),
        query(Why::SecondSort),
        query(Why::NoComparison { field: text() }),
        query(Why::TooManyToSort { key: SortKey::Customer, most: 20_000 }),
        query(Why::TooLong { most: 2_000 }),
        Error::AmountOutOfRange,
        Error::NotSent { to: "kim@shop.example".into(), text: "550 no such user".into() },
        Error::NoPassword(NoPassword::Variable("P".into())),
        Error::NoPassword(NoPassword::Command { program: "pass".into(), text: "locked".into() }),
        Error::NoPassword(NoPassword::Keyring { service: "shop".into(), text: "locked".into() }),
        Error::NoPassword(NoPassword::NoKeyring),
        listening(NoListening::InUse),
        listening(NoListening::Denied),
        listening(NoListening::NotHere),
        listening(NoListening::Other("no such device".into())),
    ]
}

fn stock() -> Vec<Error> {
    let delivery = || "WH/OUT/00001".to_owned();
    let lot = |place| Error::LotNotDelivered { lot: "SN1".into(), delivery: delivery(), place };
    vec![
        Error::NoDelivery,
        Error::DeliveryNotDone { delivery: delivery() },
        Error::DeliveryOtherCustomer { delivery: delivery() },
        Error::NothingToReturn,
        Error::ChooseDelivery { fitting: "WH/OUT/00001, WH/OUT/00002".to_owned() },
        Error::OrderNotDelivered { order: "S00001".to_owned() },
        Error::DiscountElsewhere { fair: Money::new(Amount(5), "USD".parse().unwrap()) },
        Error::PartsUnused { parts: "A, B".to_owned() },
        Error::PartLotRequired { product: "A".to_owned() },
        Error::AlreadyQuoted { repair: "WH/RO/00001".to_owned(), order: "S00001".to_owned() },
        Error::NothingToRepair {
            product: "A".to_owned(),
            location: "WH/Stock".to_owned(),
            found: Quantity::ZERO,
        },
        Error::AllReturned { deliveries: "WH/OUT/00001".to_owned() },
        Error::OverReturned { product: "A".to_owned(), left: Quantity::ZERO, lot: None },
        Error::OverReturned { product: "A".to_owned(), left: Quantity::ONE, lot: None },
        Error::OverReturned {
            product: "A".to_owned(),
            left: Quantity::ZERO,
            lot: Some(Whereabouts { lot: "SN1".to_owned(), place: LotPlace::In("WH/Stock".to_owned()) }),
        },
        lot(None),
        lot(Some(LotPlace::In("WH/Stock".to_owned()))),
        lot(Some(LotPlace::Went { transfer: delivery(), customer: None })),
        lot(Some(LotPlace::Went { transfer: delivery(), customer: Some("C1".to_owned()) })),
        Error::NotReturnableLocation { location: "A".to_owned(), allowed: "WH/Stock".into() },
        Error::InsufficientStock {
            product: "A".to_owned(),
            location: "WH/Stock".into(),
            free: Quantity::ONE,
        },
        Error::PartMissing { product: "A".to_owned(), location: "WH/Stock".into(), free: Quantity::ONE },
        Error::BackorderRequired,
    ]
}

fn listening(why: NoListening) -> Error {
    Error::NotListening { address: "127.0.0.1:80".into(), why }
}

fn every() -> Vec<Error> {
    let missing = THINGS.map(|what| Error::NotFound { what, key: "K1".into() });
    [coupons(), stock(), others(), documents(), invalid(), usage(), missing.into()].concat()
}

#[test]
fn every_error_has_its_sentence() {
    let families = [
        "error-",
        "usage-",
        "invalid-",
        "need-",
        "no-password-",
        "wrong-",
        "not-found-",
        "unreadable-",
        "query-at-",
    ];
    let known = keys(Language::English);
    let mut said: BTreeSet<String> =
        ["error-import-row", "error-import-cell", "error-field-required-named"].map(str::to_owned).into();
    for language in [Language::English, Language::Korean] {
        let words = Words::new(language);
        for wrong in every() {
            let (key, values) = parts(&words, &wrong);
            let names: BTreeSet<String> = values.iter().map(|(name, _)| (*name).to_owned()).collect();
            assert_eq!(known.get(key), Some(&names), "{key}");
            said.insert(key.to_owned());
            let text = error(&words, &wrong);
            assert!(!text.contains('{') && !text.contains(key), "{key}: {text}");
            let whole = text.ends_with(['.', '?']) || text.ends_with("a, b") || text.ends_with("KR");
            assert!(whole, "{key}: {text}");
        }
    }
    let all = known.into_keys().filter(|k| families.iter().any(|f| k.starts_with(f)));
    assert_eq!(all.collect::<BTreeSet<_>>(), said);
}

#[test]
fn sentences_say_what_is_wrong() {
    let told = |wrong: &Error| [Language::English, Language::Korean].map(|l| error(&Words::new(l), wrong));
    let [en, ko] = told(&over(Some(2), Left::Quantity("3".parse().unwrap())));
    assert_eq!(en, "Line 2 of INV/2026/00001 has only 3 left to credit: lower the quantity.");
    assert_eq!(ko, "INV/2026/00001 2번 줄에서 환불할 수 있는 수량은 3뿐입니다. 수량을 줄이십시오.");
    let [en, ko] = told(&Error::NoneFits { narrowed_by: vec!["order".into(), "product".into()], lot: None });
    assert_eq!(en, "No posted invoice fits: clear Sales Order or Product to see more.");
    assert_eq!(ko, "맞는 발행된 청구서가 없습니다. 판매주문서 또는 품목을 비우면 더 볼 수 있습니다.");
    let [en, ko] = told(&Error::Import { rows: vec![], more: 1 });
    assert!(en.starts_with("The import has one error,"), "{en}");
    assert!(ko.starts_with("가져오기에 오류가 1건 있어"), "{ko}");
    let [en, ko] = told(&I::Contradicts { other: "lot".into() }.into());
    assert_eq!(en, "This contradicts Lot/Serial Number: change one of the two.");
    assert_eq!(ko, "로트/일련번호와 맞지 않습니다. 둘 중 하나를 바꾸십시오.");
}

#[test]
fn fields_are_named_where_it_helps() {
    let words = Words::new(Language::English);
    assert_eq!(error(&words, &Error::FieldRequired.at("subject")), "Subject is empty: fill it in.");
    let limit: Error = I::Empty.into();
    assert_eq!(
        error(&words, &limit.at("team")),
        "Helpdesk team: The text is empty: write at least one character."
    );
    let several = Error::Fields(vec![
        FieldError { field: "lot".into(), error: Error::FieldRequired },
        FieldError { field: FieldId::of("colour"), error: Error::ReadOnly },
    ]);
    let text = error(&words, &several);
    assert!(text.starts_with("Lot/Serial Number is empty: fill it in; colour: The program"), "{text}");
    let place = RowError { file: "p.csv".into(), line: 7, column: "name".into(), reason: I::Empty.into() };
    assert!(row(&words, &place).starts_with("p.csv, line 7, name: The text"));
    assert!(row(&words, &RowError { column: String::new(), ..place }).starts_with("p.csv, line 7: The text"));
}

#[test]
fn hints_have_their_sentences() {
    let hints = [
        Hint::NothingFits { narrowed_by: vec![] },
        Hint::NothingFits { narrowed_by: vec!["order".into()] },
        Hint::OtherDrafts { drafts: vec!["id:5".into()] },
        Hint::MovesTo { date: day("2026-07-01") },
        Hint::StaysDraft { date: day("2026-07-01") },
        Hint::OtherProducts { product: "CB-C2".into() },
        Hint::Booked { quantity: crate::domain::quantity::Quantity::ONE },
        Hint::NewLot,
    ];
    for language in [Language::English, Language::Korean] {
        let words = Words::new(language);
        for hint in &hints {
            let text = crate::text::field::hint(&words, hint);
            assert!(!text.contains('{') && !text.contains("hint-"), "{text}");
        }
    }
    let ko = Words::new(Language::Korean);
    assert_eq!(
        crate::text::field::hint(&ko, &hints[3]),
        "마감된 기간이므로 회계 날짜는 2026. 7. 1.이 됩니다."
    );
}
