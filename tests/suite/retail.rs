//! Real sales history: 352 invoices of December 2010 and the real returns of those days, replayed as
//! partial refunds (UCI "Online Retail", D. Chen, 2015, CC BY 4.0). The history lies beside the
//! repository; where it is missing the test says so.

use std::path::PathBuf;

use crate::oracle_invoices::text;
use crate::sandbox::Sandbox;

fn shared() -> Option<PathBuf> {
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    let data = std::env::var_os("AFTERDESK_SHARED").map_or(beside, |root| PathBuf::from(root).join("data"));
    if data.join("online-retail").is_dir() {
        Some(data)
    } else {
        eprintln!("skipped: the sales history is not at {}", data.display());
        None
    }
}

#[test]
fn the_returns_of_those_days_are_credited_to_the_penny_and_only_once() {
    let Some(data) = shared() else { return };
    let s = Sandbox::new(&[]);
    let folder = data.join("online-retail");
    let report = s.ok(&["import", folder.to_str().unwrap()]);
    assert_eq!(report["files"]["invoices.csv"]["added"], 352);
    assert_eq!(report["files"]["invoice_lines.csv"]["added"], 7305);
    let again = s.ok(&["import", folder.to_str().unwrap()]);
    assert_eq!(again["files"]["invoice_lines.csv"]["unchanged"], 7305);
    let mut returns = csv::Reader::from_path(data.join("online-retail-returns.csv")).unwrap();
    let mut replayed = 0;
    for row in returns.records() {
        let row = row.unwrap();
        let [ticket, _, date, _, invoice, line, product, quantity, _, amount] =
            std::array::from_fn(|at| row.get(at).unwrap().to_owned());
        let number: i64 = line.parse().unwrap();
        let take = format!("{line}={quantity}");
        let args = [
            "refund",
            "create",
            "--ticket",
            &ticket,
            "--invoice",
            &invoice,
            "--line",
            &take,
            "--date",
            &date,
            "--post",
        ];
        let made = s.ok(&args);
        let note = &made["credit_notes"][0];
        assert_eq!(text(&note["total"]), amount, "{invoice} {line}");
        assert_eq!(note["lines"][0]["product"], product.as_str());
        assert_eq!(note["payment_state"], "paid");
        // Again, as often as the line still has units; then it is refused.
        let shown = s.ok(&["invoice", "show", &invoice]);
        let left = shown["lines"].as_array().unwrap().iter().find(|l| l["line"] == number).unwrap();
        let left: f64 = text(&left["creditable"]).parse().unwrap();
        if left < quantity.parse().unwrap() {
            assert_eq!(s.refused(&args), ("over_credited".to_owned(), 3));
        } else {
            let all = format!("{line}={}", left + 1.0);
            let args =
                ["refund", "create", "--ticket", &ticket, "--invoice", &invoice, "--line", &all, "--post"];
            assert_eq!(s.refused(&args), ("over_credited".to_owned(), 3));
        }
        replayed += 1;
    }
    assert_eq!(replayed, 7);
    s.check();
}

/// The same, as goods: returned, received, and refunded from what was received.
#[test]
fn the_returns_of_those_days_come_back_and_are_refunded_from_the_receipt() {
    let Some(data) = shared() else { return };
    let s = Sandbox::new(&[]);
    s.ok(&["import", data.join("online-retail").to_str().unwrap()]);
    s.ok(&["team", "set", "Customer Care", "--returns", "on"]);
    let mut returns = csv::Reader::from_path(data.join("online-retail-returns.csv")).unwrap();
    for row in returns.records() {
        let row = row.unwrap();
        let [ticket, _, date, _, invoice, line, product, quantity, _, amount] =
            std::array::from_fn(|at| row.get(at).unwrap().to_owned());
        // Deliveries, orders and invoices of the history have the same numbers, each with its letters.
        let (delivery, take) = (format!("D{invoice}"), format!("{line}={quantity}"));
        let made = s.ok(&["return", "create", "--ticket", &ticket, "--delivery", &delivery, "--line", &take]);
        let back = &made["returns"][0];
        assert_eq!(back["lines"][0]["product"], product.as_str());
        let number = text(&back["number"]).to_owned();
        s.ok(&["transfer", "validate", &number]);
        let args = ["refund", "create", "--ticket", &ticket, "--return", &number, "--date", &date, "--post"];
        let note = &s.ok(&args)["credit_notes"][0];
        assert_eq!(text(&note["total"]), amount, "{invoice} {line}");
    }
    s.check();
}
