//! Both languages say the same things, every key that is asked for exists, and none is forgotten.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::*;
use crate::domain::approval::ApprovalState;
use crate::domain::bulk::BulkState;
use crate::domain::command::Balance;
use crate::domain::coupon::program::{
    AfterRefund, AmountTax, AppliesTo, ProgramAction, ProgramKind, RewardKind, RewardMode,
};
use crate::domain::coupon::{CheckRule, CouponAction, CouponState};
use crate::domain::effect::{Key, Subject};
use crate::domain::find::FoundKind;
use crate::domain::form::Tab;
use crate::domain::invoice::JournalKind;
use crate::domain::invoice::{DocumentAction, DocumentKind, DocumentState, PaymentState};
use crate::domain::mail::MailState;
use crate::domain::mail::incoming::Automatic;
use crate::domain::product::{InvoicePolicy, ProductKind, ReplacementWarranty, Tracking};
use crate::domain::query::{Named, SlaState, SortKey};
use crate::domain::record::{LetterKind, RecordKind};
use crate::domain::repair::{PartKind, PartState, RepairPageAction, RepairState};
use crate::domain::report::{Dimension, Figure, Length, ReportKind};
use crate::domain::sale::{OrderAction, OrderState};
use crate::domain::stock::LocationUsage;
use crate::domain::stock::{LifeKind, TransferAction, TransferKind, TransferState};
use crate::domain::task::{TaskAction, TaskState};
use crate::domain::tax::{Rounding, TaxKind};
use crate::domain::team::{Assignment, Service};
use crate::domain::undo::Stay;
use crate::domain::user::{Right, Role};
use crate::domain::view::ListColumn;
use crate::domain::wizard::{Button, Form, bulk, print, refund};
use crate::domain::worksheet::{SheetKind, SheetState};
use crate::keys::{Context, Verb};

/// The keys of a language with the variables of each.
pub(super) fn keys(language: Language) -> BTreeMap<String, BTreeSet<String>> {
    let mut keys: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut current = String::new();
    for line in source(language).lines().filter(|l| !l.starts_with('#') && !l.is_empty()) {
        if line.starts_with(|c: char| c.is_ascii_lowercase()) {
            let (key, _) = line.split_once(" = ").unwrap_or_else(|| panic!("no key in {line:?}"));
            assert!(!keys.contains_key(key), "{key} stands twice");
            current = key.to_owned();
        }
        let held = keys.entry(current.clone()).or_default();
        for variable in line.split('$').skip(1) {
            held.insert(variable.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect());
        }
    }
    keys
}

/// Every source of the program that is no test, by its path; templates of pages ask for words as the code does.
fn sources() -> Vec<(String, String)> {
    let mut found = Vec::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders = vec![root.join("src"), root.join("assets/portal")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.to_string_lossy().into_owned();
            if path.is_dir() {
                folders.push(path);
            } else if name.ends_with(".html") || name.ends_with(".rs") && !name.ends_with("tests.rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap().to_owned();
                found.push((name, code));
            }
        }
    }
    found
}

/// The texts in double quotes that stand right after a mark.
fn after_mark<'a>(code: &'a str, mark: &str) -> Vec<&'a str> {
    code.split(mark)
        .skip(1)
        .filter_map(|rest| rest.trim_start().strip_prefix('"')?.split('"').next())
        .collect()
}

/// What can be in doubt of a message that came in.
const DOUBTS: [&str; 17] = [
    "unknown_charset",
    "undeclared_charset",
    "wrong_charset",
    "invalid_bytes",
    "control_characters",
    "missing_header",
    "broken_header",
    "unclosed_multipart",
    "missing_boundary",
    "too_deep",
    "too_many_parts",
    "unknown_transfer_encoding",
    "bad_base64",
    "bad_quoted_printable",
    "bad_uuencode",
    "encrypted",
    "winmail_dat",
];

/// The fields of the query language.
const QUERY_FIELDS: [&str; 19] = [
    "status", "stage", "team", "assignee", "customer", "product", "lot", "order", "tag", "type", "priority",
    "created", "changed", "deadline", "sla", "amount", "refunded", "has", "sort",
];

/// What `db check` checks.
const CHECKS: [&str; 16] = [
    "merges",
    "engine",
    "foreign_keys",
    "document_sums",
    "ceilings",
    "residuals",
    "payments",
    "numbers",
    "coupons",
    "stock",
    "tasks",
    "approvals",
    "queue_counts",
    "closed",
    "search",
    "history",
];

/// The keys that are made from codes.
/// Why an order's coupon can be dropped, by the codes of the errors that say so.
const CAUSES: [&str; 12] = [
    "coupon_expired",
    "coupon_used",
    "coupon_revoked",
    "program_inactive",
    "below_minimum_amount",
    "below_minimum_quantity",
    "nothing_to_discount",
    "coupon_not_better",
    "coupon_already_applied",
    "coupon_limit",
    "program_not_coupon",
    "invalid_value",
];

fn made_keys() -> BTreeSet<String> {
    let dimensions = Dimension::CODES;
    let families: &[(&str, &[&str])] = &[
        ("found", FoundKind::CODES),
        ("report", ReportKind::CODES),
        ("report-about", ReportKind::CODES),
        ("dimension", dimensions),
        ("report-none", dimensions),
        ("figure", Figure::CODES),
        ("period", Length::CODES),
        ("report-warranty", &["yes", "no"]),
        ("stays", Stay::CODES),
        ("bulk-state", BulkState::CODES),
        ("bulk-priority", bulk::PRIORITIES),
        ("sla-state", SlaState::CODES),
        ("list-column", ListColumn::CODES),
        ("sort-key", SortKey::CODES),
        ("query-says", &QUERY_FIELDS),
        ("asked", Named::CODES),
        ("kind", DocumentKind::CODES),
        ("state", DocumentState::CODES),
        ("state", MailState::CODES),
        ("payment-state", PaymentState::CODES),
        ("order-state", OrderState::CODES),
        ("role", Role::CODES),
        ("right", Right::CODES),
        ("service", Service::CODES),
        ("subject", Subject::CODES),
        ("key", Key::CODES),
        ("priority", &["0", "1", "2", "3"]),
        ("check", &CHECKS),
        ("language", Language::CODES),
        ("stage", &["new", "planned", "in_progress", "on_hold", "solved", "done", "cancelled"]),
        ("form", &Form::CODES),
        ("button", Button::CODES),
        ("action", DocumentAction::CODES),
        ("order-action", OrderAction::CODES),
        ("program-action", ProgramAction::CODES),
        ("share-link", &["odoo", "shopify", "own"]),
        ("reward-kind", RewardKind::CODES),
        ("reward-mode", RewardMode::CODES),
        ("applies-to", AppliesTo::CODES),
        ("tab", Tab::CODES),
        ("verb", Verb::CODES),
        ("context", Context::CODES),
        ("action", CouponAction::CODES),
        ("coupon-state", CouponState::CODES),
        ("state", CouponState::CODES),
        ("after-refund", AfterRefund::CODES),
        ("transfer-state", TransferState::CODES),
        ("transfer-kind", TransferKind::CODES),
        ("repair-state", RepairState::CODES),
        ("repair-action", RepairPageAction::CODES),
        ("format", print::FORMATS),
        ("sheet-state", SheetState::CODES),
        ("sheet-kind", SheetKind::CODES),
        ("part-kind", PartKind::CODES),
        ("part-state", PartState::CODES),
        ("life", LifeKind::CODES),
        ("transfer-action", TransferAction::CODES),
        ("balance", Balance::CODES),
        ("program-kind", ProgramKind::CODES),
        ("amount-tax", AmountTax::CODES),
        ("check-rule", CheckRule::CODES),
        ("cause", &CAUSES),
        ("portal-note", PaymentState::CODES),
        ("portal-no", &["missing", "often", "later", "refused"]),
        ("portal-help", &["missing", "often", "later", "refused"]),
        ("task-action", TaskAction::CODES),
        ("task-state", TaskState::CODES),
        ("answer", &["true", "false"]),
        ("assignment", Assignment::CODES),
        ("approval-state", ApprovalState::CODES),
        ("records", RecordKind::CODES),
        ("rounding", Rounding::CODES),
        ("tax-kind", TaxKind::CODES),
        ("journal-kind", JournalKind::CODES),
        ("product-kind", ProductKind::CODES),
        ("tracking", Tracking::CODES),
        ("invoice-policy", InvoicePolicy::CODES),
        ("replacement-warranty", ReplacementWarranty::CODES),
        ("location-usage", LocationUsage::CODES),
        ("letter-kind", LetterKind::CODES),
        ("automatic", Automatic::CODES),
        ("doubt", &DOUBTS),
    ];
    families.iter().flat_map(|(family, codes)| codes.iter().map(|c| code::key(family, c))).collect()
}

#[test]
fn both_languages_have_the_same_keys_and_variables() {
    let (en, ko) = (keys(Language::English), keys(Language::Korean));
    assert!(en.len() > 300);
    for (key, variables) in &en {
        assert_eq!(ko.get(key), Some(variables), "{key}");
    }
    assert_eq!(en.len(), ko.len(), "{:?}", ko.keys().filter(|k| !en.contains_key(*k)).collect::<Vec<_>>());
}

#[test]
fn every_entry_parses() {
    for language in [Language::English, Language::Korean] {
        assert!(FluentResource::try_new(source(language).to_owned()).is_ok(), "{language}");
        let words = Words::new(language);
        for (key, variables) in keys(language) {
            let values: Vec<(&str, String)> =
                variables.iter().map(|v| (v.as_str(), "1".to_owned())).collect();
            let text = words.say(&key, &values);
            assert!(!text.contains('{') && !text.contains("JOSA") && text != key, "{key}: {text}");
        }
    }
}

fn is_field(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
}

fn code_key(field: &str) -> String {
    code::key("field", field)
}

#[test]
fn every_key_that_is_used_exists() {
    let known = keys(Language::English);
    for key in made_keys() {
        assert!(known.contains_key(&key), "{key}");
    }
    for (path, code) in sources() {
        for key in [".say(", ".word("].iter().flat_map(|mark| after_mark(&code, mark)) {
            assert!(known.contains_key(key), "{key} in {path}");
        }
        for name in after_mark(&code, ".label(") {
            assert!(known.contains_key(&format!("label-{name}")), "label-{name} in {path}");
        }
    }
    for (path, code) in sources().iter().filter(|(path, _)| !path.contains("intake")) {
        for mark in ["e.at(", "at(", "FieldId::of("] {
            for name in after_mark(code, mark).into_iter().filter(|n| is_field(n)) {
                assert!(known.contains_key(&code_key(name)), "field {name} in {path}");
            }
        }
    }
    for field in [
        refund::ORDER,
        refund::PRODUCT,
        refund::LOT,
        refund::INVOICES,
        refund::REASON,
        refund::JOURNAL,
        refund::DATE,
        refund::LINES,
        refund::AMOUNT,
    ] {
        assert!(known.contains_key(&code::key("field", field.as_str())), "{field:?}");
    }
}

/// Labels, fields, notices and stored words are asked for by callers outside of this module.
#[test]
fn no_key_is_forgotten() {
    let made = made_keys();
    let code: String = sources().into_iter().map(|(_, code)| code).collect();
    for key in keys(Language::English).keys() {
        let outside = ["label-", "field-", "notice-", "word-"].iter().any(|family| key.starts_with(family));
        assert!(
            outside || made.contains(key) || code.contains(&format!("\"{key}\"")),
            "{key} is used nowhere"
        );
    }
}

#[test]
fn words_can_go_to_another_thread() {
    fn sendable<T: Send + Sync>() {}
    sendable::<Words>();
}

#[test]
fn values_are_printable_and_missing_keys_are_themselves() {
    let words = Words::new(Language::English);
    assert_eq!(words.say("no-such-key", &[]), "no-such-key");
    assert_eq!(
        words.say("notice-demo", &[("path", "\u{1b}[31m".into())]),
        "The demo database to play in: ␛[31m"
    );
    assert_eq!(words.label("due-date"), "Due date");
    assert_eq!(words.language(), Language::English);
    let checks = |count: &str| words.say("error-check-failed", &[("count", count.to_owned())]);
    assert!(checks("1").starts_with("One check failed"));
    assert!(checks("12").starts_with("12 checks failed"));
}

#[test]
fn particles_stand_in_sentences() {
    let words = Words::new(Language::Korean);
    let not_found = |key: &str| words.say("not-found-product", &[("key", key.to_owned())]);
    assert_eq!(not_found("세탁기"), "품목 세탁기가 없습니다. 코드를 확인하십시오.");
    assert_eq!(not_found("12"), "품목 12가 없습니다. 코드를 확인하십시오.");
    assert_eq!(not_found("007"), "품목 007이 없습니다. 코드를 확인하십시오.");
    let date = words.say("invalid-not-a-date", &[("given", "어제".to_owned())]);
    assert!(date.starts_with("‘어제’는 날짜가 아닙니다."), "{date}");
}

#[test]
fn stored_words_take_the_reason() {
    let (en, ko) = (Words::new(Language::English), Words::new(Language::Korean));
    assert_eq!(stored::reversal_of(&en, "INV/2026/00001", Some("#1")), "Reversal of INV/2026/00001, #1");
    assert_eq!(stored::reversal_of(&ko, "INV/2026/00001", None), "INV/2026/00001의 역분개");
}
