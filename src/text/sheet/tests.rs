//! Sheets of documents, as tables of what stands on them in both languages.

use serde_json::{Value, json};

use super::*;
use crate::domain::customer::CustomerView;
use crate::domain::settings::Settings;

fn settings() -> Settings {
    serde_json::from_value(json!({
        "id": 1, "version": 1, "name": "Hanbit", "currency": "KRW", "country": "KR", "time_zone": "Asia/Seoul",
        "tax_rounding": "line", "website_url": "https://shop.hanbit.example", "lock_date": null,
        "language": "ko", "sandbox": true
    }))
    .unwrap()
}

fn customer() -> CustomerView {
    serde_json::from_value(json!({
        "id": 1, "version": 1, "ref": "C001", "name": "윤가람", "email": "garam@example.kr", "phone": null,
        "street": "대학로 99", "city": "대전", "zip": "34134", "country": "KR", "language": null, "company": null,
        "portal": false
    }))
    .unwrap()
}

/// A view of which only what matters is said.
fn view<T: serde::de::DeserializeOwned>(base: Value, with: Value) -> T {
    let (Value::Object(mut all), Value::Object(with)) = (base, with) else { panic!() };
    all.extend(with);
    serde_json::from_value(Value::Object(all)).unwrap()
}

fn on_paper<T>(language: Language, of: &T, make: impl Fn(&Words, &Parties<'_>, &T) -> Sheet) -> Sheet {
    let (settings, customer) = (settings(), customer());
    let parties = Parties { settings: &settings, customer: Some(&customer), above: Some("새벽테크") };
    make(&Words::new(language), &parties, of)
}

fn labels(sheet: &Sheet) -> Vec<&str> {
    sheet.columns.iter().map(|c| c.label.as_str()).collect()
}

fn sums(sheet: &Sheet) -> Vec<String> {
    sheet.totals.iter().map(|t| format!("{} {}", t.label, t.value)).collect()
}

fn fact<'s>(sheet: &'s Sheet, label: &str) -> Option<&'s str> {
    sheet.facts.iter().find(|f| f.label == label).map(|f| f.value.as_str())
}

fn line(with: Value) -> Value {
    let base = json!({
        "line": 1, "source_line": null, "product": "A", "description": "Lamp", "quantity": "1",
        "unit_price": "1000", "discount": "0", "taxes": ["15%"], "untaxed": "1000.00", "total": "1150.00",
        "booked": "1000.00", "amount_only": false, "creditable": "0", "creditable_amount": "0.00",
        "kind": "product", "delivered": "0", "invoiced": "0", "coupon": null
    });
    view(base, with)
}

fn document(with: Value) -> crate::domain::invoice::DocumentView {
    let base = json!({
        "id": 12, "version": 1, "number": "INV/2026/00001", "kind": "invoice", "state": "posted",
        "payment_state": "not_paid", "customer": "C001", "customer_name": "윤가람", "journal": "INV",
        "date": "2026-11-23", "accounting_date": "2026-11-23", "due_date": "2026-12-23", "reason": null,
        "reference": "PO 7", "order": "S00001", "currency": "USD", "untaxed": "1000.00", "tax": "150.00",
        "total": "1150.00", "residual": "1150.00", "reverses": null, "reversed_by": [], "returns": [],
        "ticket": null, "created_by": "secret.login", "lines": [line(json!({}))],
        "taxes": [{"name": "15%", "base": "1000.00", "amount": "150.00"}], "reconciled": []
    });
    view(base, with)
}

#[test]
fn an_invoice_in_both_languages() {
    let of = document(json!({}));
    let en = on_paper(Language::English, &of, invoice);
    assert_eq!((en.heading().as_str(), &en.mark), ("Invoice INV/2026/00001", &None));
    assert_eq!(labels(&en), ["Description", "Quantity", "Unit price", "Tax", "Untaxed", "Total"]);
    assert_eq!(en.rows[0].cells, ["Lamp", "1", "$1,000.00", "15%", "$1,000.00", "$1,150.00"]);
    assert_eq!(sums(&en), ["Untaxed $1,000.00", "Tax 15% $150.00", "Total $1,150.00"]);
    assert_eq!(fact(&en, "Due date"), Some("2026-12-23"));
    assert_eq!(
        en.customer.as_ref().unwrap().lines,
        ["새벽테크", "대전 대학로 99", "34134", "garam@example.kr"]
    );
    assert_eq!(
        (en.company.lines[0].as_str(), en.footer.as_str()),
        ("shop.hanbit.example", "Hanbit · shop.hanbit.example")
    );
    let ko = on_paper(Language::Korean, &of, invoice);
    assert_eq!(ko.heading(), "청구서 INV/2026/00001");
    assert_eq!(labels(&ko), ["품목", "수량", "단가", "세금", "공급가액", "합계"]);
    assert_eq!(fact(&ko, "날짜"), Some("2026. 11. 23."));
    assert_eq!(sums(&ko)[1], "세금 15% $150.00");
}

/// Rounding by document: lines as shown, sums of the document.
#[test]
fn sums_are_those_of_the_document() {
    let odd = |n: i64| {
        line(
            json!({"line": n, "untaxed": "0.05", "total": "0.06", "booked": "0.04", "quantity": "1", "unit_price": "0.045"}),
        )
    };
    let of = document(
        json!({"lines": [odd(1), odd(2), odd(3)], "untaxed": "0.14", "tax": "0.02", "total": "0.16",
        "taxes": [{"name": "VAT", "base": "0.14", "amount": "0.02"}]}),
    );
    let sheet = on_paper(Language::English, &of, invoice);
    assert_eq!(sheet.rows[2].cells[2..], ["$0.045", "15%", "$0.05", "$0.06"]);
    assert_eq!(sums(&sheet), ["Untaxed $0.14", "VAT $0.02", "Total $0.16"]);
}

#[test]
fn payments_and_what_is_open_are_told_of_posted_documents() {
    let paid = json!([
        {"document": "BNK/1", "kind": "payment", "amount": "150.00", "date": "2026-11-24"},
        {"document": "RINV/2026/00002", "kind": "credit_note", "amount": "1000.00", "date": "2026-11-25"}
    ]);
    let of = document(json!({"reconciled": paid, "residual": "0.00"}));
    let sheet = on_paper(Language::English, &of, invoice);
    assert_eq!(
        sums(&sheet)[3..],
        ["Paid on 2026-11-24 -$150.00", "Settled with RINV/2026/00002 -$1,000.00", "Amount due $0.00"]
    );
    let draft = document(json!({"number": null, "state": "draft", "date": null}));
    let sheet = on_paper(Language::Korean, &draft, invoice);
    assert_eq!((sheet.heading().as_str(), sheet.mark.as_deref()), ("청구서", Some("초안")));
    let given_up = document(json!({"state": "cancelled"}));
    assert_eq!(on_paper(Language::English, &given_up, invoice).mark.as_deref(), Some("Cancelled"));
}

#[test]
fn a_credit_note_says_why_and_what_it_credits() {
    let free = line(json!({"amount_only": true, "product": null, "description": "고객 보상", "taxes": [],
        "untaxed": "5000", "total": "5000", "unit_price": "5000"}));
    let of = document(
        json!({"kind": "credit_note", "number": "RINV/2026/00001", "reverses": "INV/2026/00001",
        "reference": "Reversal of INV/2026/00001, 파손", "reason": "파손", "ticket": 7, "returns": ["WH/IN/00001"],
        "currency": "KRW", "lines": [free], "taxes": [], "untaxed": "5000", "tax": "0", "total": "5000"}),
    );
    let sheet = on_paper(Language::Korean, &of, invoice);
    assert_eq!(sheet.heading(), "대변전표 RINV/2026/00001");
    assert_eq!(labels(&sheet), ["품목", "수량", "단가", "금액"]);
    assert_eq!(sheet.rows[0].cells, ["고객 보상", "", "", "5,000원"]);
    assert_eq!(sums(&sheet), ["합계 5,000원"]);
    assert_eq!((fact(&sheet, "대상 청구서"), fact(&sheet, "참조")), (Some("INV/2026/00001"), None));
    assert_eq!((fact(&sheet, "반품"), fact(&sheet, "티켓")), (Some("WH/IN/00001"), Some("#7")));
    assert_eq!(sheet.closing, ["사유: 파손"]);
}

#[test]
fn a_quotation_shows_what_coupons_take_off_and_no_code() {
    let reward =
        line(json!({"line": 2, "kind": "reward", "product": null, "description": "10% on your order",
        "unit_price": "-100", "untaxed": "-100.00", "total": "-115.00", "coupon": "SECRETCODE"}));
    let lowered = line(json!({"discount": "12.5"}));
    let base = json!({"id": 1, "version": 1, "number": "S00001", "state": "sent", "customer": "C001", "date": "2026-11-23",
        "currency": "USD", "untaxed": "900.00", "tax": "135.00", "total": "1035.00", "lines": [lowered, reward]});
    let of: crate::domain::sale::OrderView = view(base.clone(), json!({}));
    let taxes = || [TaxLine { name: "15%".into(), amount: "135.00".into() }];
    let with_taxes = |words: &Words, parties: &Parties<'_>, of: &_| order(words, parties, of, &taxes());
    let sheet = on_paper(Language::English, &of, with_taxes);
    assert_eq!((sheet.heading().as_str(), &sheet.mark), ("Quotation S00001", &None));
    assert_eq!(sheet.rows[0].cells[3], "12.5%");
    assert_eq!(
        sheet.rows[1].cells,
        ["10% on your order", "1", "-$100.00", "", "15%", "-$100.00", "-$115.00"]
    );
    assert_eq!(sums(&sheet), ["Untaxed $900.00", "Tax 15% $135.00", "Total $1,035.00"]);
    assert!(!serde_json::to_string(&sheet).unwrap().contains("SECRET"));
    let sheet = on_paper(Language::Korean, &of, |w: &Words, p: &Parties<'_>, of: &_| order(w, p, of, &[]));
    assert_eq!(sums(&sheet)[1], "세금 $135.00");
    for (state, heading, mark) in
        [("sale", "판매주문서 S00001", None), ("cancelled", "판매주문서 S00001", Some("취소됨"))]
    {
        let of = view(base.clone(), json!({"state": state}));
        let sheet = on_paper(Language::Korean, &of, with_taxes);
        assert_eq!((sheet.heading().as_str(), sheet.mark.as_deref()), (heading, mark));
    }
}

#[test]
fn a_return_slip_with_lots_and_what_came() {
    let line = |lot: Value, done: &str, damaged: &str| {
        json!({"line": 1, "source_line": 1, "product": "HS-9", "name": "Headset", "lot": lot, "demand": "2",
            "done": done, "damaged": damaged, "missing": "0", "returnable": "0"})
    };
    let base = json!({"id": 1, "version": 1, "number": "WH/IN/00001", "kind": "receipt", "state": "done",
        "customer": "C001", "order": "S00001", "date": "2026-11-23", "from": "Customers", "to": "WH/Stock",
        "return_of": "WH/OUT/00001", "exchange_for": null, "backorder_of": null, "ticket": 7, "reason": "불량",
        "created_by": "secret.login", "returns": [], "exchanges": [], "backorder": null,
        "documents": ["RINV/2026/00009"], "coupons": [{"id": 1, "label": "…SECR"}],
        "lines": [line(json!("HS9-1"), "2", "0"), line(json!("HS9-2"), "1", "1")]});
    let done: crate::domain::stock::TransferView = view(base.clone(), json!({}));
    let sheet = on_paper(Language::English, &done, transfer);
    assert_eq!(sheet.heading(), "Return Slip WH/IN/00001");
    assert_eq!(labels(&sheet), ["Description", "Lot/Serial Number", "Demand", "Received", "Damaged"]);
    assert_eq!(sheet.rows[1].cells, ["Headset", "HS9-2", "2", "1", "1"]);
    assert_eq!(sheet.closing, ["Reason: 불량"]);
    let text = serde_json::to_string(&sheet).unwrap();
    assert!(!text.contains("secret") && !text.contains("WH/Stock") && !text.contains("SECR"), "{text}");
    let plain = json!({"state": "draft", "lines": [line(Value::Null, "0", "0")], "return_of": null});
    let sheet = on_paper(Language::Korean, &view(base.clone(), plain), transfer);
    assert_eq!((sheet.heading().as_str(), sheet.mark.as_deref()), ("입고 명세서 WH/IN/00001", Some("초안")));
    assert_eq!((labels(&sheet), sheet.closing.len()), (vec!["품목", "수량"], 0));
    let out = json!({"kind": "delivery", "number": "WH/OUT/00002", "return_of": null, "state": "cancelled"});
    let sheet = on_paper(Language::Korean, &view(base.clone(), out), transfer);
    assert_eq!((sheet.title.as_str(), sheet.mark.as_deref()), ("배송 명세서", Some("취소됨")));
    let within = json!({"kind": "internal", "customer": null, "return_of": null});
    let sheet = on_paper(Language::English, &view(base, within), transfer);
    assert_eq!(fact(&sheet, "From → To"), Some("Customers → WH/Stock"));
}

#[test]
fn a_repair_order_says_who_pays_and_nothing_of_the_house() {
    let part = |kind: &str, state: &str| {
        json!({"line": 1, "kind": kind, "product": "FT", "name": "Filter", "lot": null, "demand": "2", "done": "1",
            "state": state})
    };
    let base = json!({"id": 1, "version": 1, "number": "WH/RO/00001", "state": "repaired", "customer": "C001",
        "product": "AP-30", "name": "Air purifier", "lot": "AP30-1", "quantity": "2", "return": "WH/IN/00001",
        "warranty": true, "warranty_until": {"months": 12, "until": "2027-01-31", "days_left": 100, "delivery": "WH/OUT/00001"},
        "scheduled": "2026-11-23", "responsible": "secret.login", "tags": ["secret"], "note": "secret",
        "order": "S00009", "ticket": 7, "created_by": "secret.login",
        "parts": [part("add", "done"), part("remove", "cancelled")]});
    let of: crate::domain::repair::RepairView = view(base.clone(), json!({}));
    let sheet = on_paper(Language::English, &of, repair);
    assert_eq!((sheet.heading().as_str(), &sheet.mark), ("Repair Order WH/RO/00001", &None));
    assert_eq!(fact(&sheet, "Product to Repair"), Some("2 × Air purifier (AP-30)"));
    assert_eq!(sheet.rows.iter().map(|r| r.cells.join("|")).collect::<Vec<_>>(), ["Filter|Add|1"]);
    assert_eq!(sheet.closing, ["Under warranty until 2027-01-31: this repair costs you nothing."]);
    assert!(!serde_json::to_string(&sheet).unwrap().contains("secret"));
    let fresh = json!({"state": "new", "warranty": false, "parts": []});
    let sheet = on_paper(Language::Korean, &view(base, fresh), repair);
    assert_eq!((sheet.heading().as_str(), sheet.mark.as_deref()), ("수리주문서 WH/RO/00001", Some("초안")));
    assert!(sheet.closing.is_empty() && sheet.columns.is_empty());
}

#[test]
fn files_are_named_after_documents() {
    for (document, stem) in [
        ("RINV/2026/00001", "RINV-2026-00001"),
        ("id:12", "id-12"),
        ("../x y", "-..-x-y"),
        ("견적 1", "견적-1"),
    ] {
        assert_eq!(file_stem(document), stem);
    }
}

#[test]
fn sheets_are_kept_and_read_back() {
    let sheet = on_paper(Language::Korean, &document(json!({})), invoice);
    let kept = serde_json::to_string(&sheet).unwrap();
    assert_eq!(serde_json::from_str::<Sheet>(&kept).unwrap(), sheet);
}
