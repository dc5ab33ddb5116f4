//! Two processes on one database, processes that are killed, and random sequences: whatever happens,
//! nothing is credited beyond the invoice, residuals are right, and numbers have no gaps.

use std::process::Stdio;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::Value;

use crate::oracle_invoices::text;
use crate::sandbox::{CASES, Sandbox, inv12};

/// Two processes refund the same invoice at the same moment, again and again: one of them gets it.
#[test]
fn two_processes_refund_one_invoice_once() {
    for _ in 0..8 {
        let s = inv12();
        let start = || {
            let mut command = s.command();
            command.args(["--json", "refund", "create", "--ticket", "1", "--post"]);
            command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
        };
        let both = [start(), start()].map(|child| child.wait_with_output().unwrap());
        let done = both.iter().filter(|o| o.status.success()).count();
        assert_eq!(done, 1);
        let refused = both.iter().find(|o| !o.status.success()).unwrap();
        assert_eq!(refused.status.code(), Some(3));
        assert!(String::from_utf8_lossy(&refused.stderr).contains("over_credited"));
        let invoice = s.ok(&["invoice", "show", "INV/2026/00001"]);
        assert_eq!((&invoice["residual"], &invoice["payment_state"]), (&"0.00".into(), &"reversed".into()));
        s.check();
    }
}

/// Eight processes make partial refunds of ten units by one: ten succeed, numbers have no gap.
#[test]
fn many_processes_share_the_units_of_a_line() {
    let s = Sandbox::new(&[]);
    assert_eq!(s.import(CASES).exit, 0);
    let files = [
        ("invoices.csv", "number,customer,journal,date\nINV/2026/00001,C1,INV,2026-10-01\n"),
        ("invoice_lines.csv", "invoice,line,product,quantity,unit_price\nINV/2026/00001,1,A,10,3.33\n"),
        ("tickets.csv", "number,team,subject,customer\n1,Helpdesk,T,C1\n"),
    ];
    assert_eq!(s.import(&files).exit, 0);
    let mut done = 0;
    for _ in 0..2 {
        let children: Vec<_> = (0..8)
            .map(|_| {
                let mut command = s.command();
                command.args(["--json", "refund", "create", "--ticket", "1", "--line", "1=1", "--post"]);
                command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
            })
            .collect();
        done +=
            children.into_iter().filter_map(|mut c| c.wait().ok()).filter(|status| status.success()).count();
    }
    assert_eq!(done, 10);
    let notes = s.ok(&["invoice", "list"]);
    let mut numbers: Vec<&str> =
        notes.as_array().unwrap().iter().map(|d| text(&d["number"])).filter(|n| n.starts_with('R')).collect();
    numbers.sort_unstable();
    let expected: Vec<String> = (1..=10).map(|n| format!("RINV/2026/{n:05}")).collect();
    assert_eq!(numbers, expected);
    let invoice = s.ok(&["invoice", "show", "INV/2026/00001"]);
    assert_eq!(invoice["residual"], "0.00");
    s.check();
}

/// A process killed at any moment leaves all of a command or nothing.
#[test]
fn a_killed_process_leaves_all_or_nothing() {
    let s = inv12();
    for step in 0..24u64 {
        let mut command = s.command();
        command.args(["--json", "refund", "create", "--ticket", "1", "--amount", "1", "--post"]);
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(std::time::Duration::from_micros(700 * step));
        let _ = child.kill();
        let _ = child.wait();
    }
    let invoice = s.ok(&["invoice", "show", "INV/2026/00001"]);
    let notes = invoice["reversed_by"].as_array().unwrap().len();
    let residual: f64 = text(&invoice["residual"]).parse().unwrap();
    assert!((residual - (1410.0 - notes as f64)).abs() < 0.001, "{notes} notes, {residual} open");
    let timeline = s.ok(&["ticket", "show", "1"])["timeline"].as_array().unwrap().len();
    assert_eq!(timeline, notes, "each with its row of history");
    s.check();
}

#[derive(Clone, Debug)]
enum Step {
    Refund { lines: Option<(u8, u8)>, amount: Option<u32>, post: bool, invoice: bool },
    Post(u8),
    Edit(u8, u8, u8, Option<u32>),
    Cancel(u8),
    Pay(u8, u32),
    Reverse(u8),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (prop::option::of((1u8..4, 1u8..6)), prop::option::of(1u32..900), any::<bool>(), prop::bool::weighted(0.2))
            .prop_map(|(lines, amount, post, invoice)| Step::Refund { lines, amount, post, invoice }),
        3 => any::<u8>().prop_map(Step::Post),
        3 => (any::<u8>(), 1u8..4, 0u8..7, prop::option::of(0u32..130)).prop_map(|(d, l, q, p)| Step::Edit(d, l, q, p)),
        1 => any::<u8>().prop_map(Step::Cancel),
        2 => (any::<u8>(), 1u32..900).prop_map(|(d, a)| Step::Pay(d, a)),
        2 => any::<u8>().prop_map(Step::Reverse),
    ]
}

/// The arguments of a step, for the documents that are there.
fn arguments(step: &Step, documents: &[String]) -> Vec<String> {
    let pick = |n: u8| documents[usize::from(n) % documents.len()].clone();
    let args: Vec<String> = match step {
        Step::Refund { lines, amount, post, invoice } => {
            let mut args = vec!["refund", "create", "--ticket", "1", "--invoice", "INV/2026/00001"]
                .into_iter()
                .map(str::to_owned)
                .collect::<Vec<_>>();
            match (lines, amount) {
                (Some((line, quantity)), _) => args.extend(["--line".into(), format!("{line}={quantity}")]),
                (None, Some(amount)) => {
                    args.extend(["--amount".into(), format!("{}.{:02}", amount / 100, amount % 100)])
                }
                (None, None) => {}
            }
            args.extend(post.then(|| "--post".to_owned()));
            args.extend(invoice.then(|| "--and-invoice".to_owned()));
            args
        }
        Step::Post(d) => vec!["invoice".into(), "post".into(), pick(*d)],
        Step::Edit(d, line, quantity, price) => {
            let price = price.map_or_else(String::new, |p| format!("@{}.{:02}", p / 100, p % 100));
            let line = format!("{line}={quantity}{price}");
            vec!["invoice".into(), "edit".into(), pick(*d), "--line".into(), line]
        }
        Step::Cancel(d) => vec!["invoice".into(), "cancel".into(), pick(*d)],
        Step::Pay(d, amount) => vec![
            "invoice".into(),
            "pay".into(),
            pick(*d),
            "--amount".into(),
            format!("{}.{:02}", amount / 100, amount % 100),
        ],
        Step::Reverse(d) => vec!["invoice".into(), "reverse".into(), pick(*d)],
    };
    args
}

fn documents(s: &Sandbox) -> Vec<String> {
    let all = s.ok(&["invoice", "list"]);
    all.as_array().unwrap().iter().map(|d| format!("id:{}", d["id"])).collect()
}

/// What is credited of the invoice by notes that stand, and what the books say is left of it.
fn never_beyond(s: &Sandbox) {
    let invoice = s.ok(&["invoice", "show", "INV/2026/00001"]);
    let cents = |v: &Value| text(v).replace('.', "").parse::<i64>().unwrap();
    let mut credited = 0;
    for note in invoice["reversed_by"].as_array().unwrap() {
        let note = s.ok(&["invoice", "show", text(note)]);
        if note["reversed_by"].as_array().unwrap().is_empty() {
            credited += cents(&note["total"]);
        }
    }
    assert!(credited <= cents(&invoice["total"]), "{credited} of {}", invoice["total"]);
    s.check();
}

/// Random sequences of refunds, edits, postings, cancellations and payments, two processes at a time.
#[test]
fn any_sequence_from_two_processes_keeps_the_books() {
    let mut runner = TestRunner::new(Config { cases: 12, failure_persistence: None, ..Config::default() });
    let sequences = prop::collection::vec((step(), step()), 4..12);
    let outcome = runner.run(&(sequences, any::<bool>()), |(steps, by_document)| {
        let s = Sandbox::new(&["--tax-rounding", if by_document { "document" } else { "line" }]);
        assert_eq!(s.import(CASES).exit, 0);
        let files = [
            ("invoices.csv", "number,customer,journal,date\nINV/2026/00001,C1,INV,2026-10-01\n"),
            (
                "invoice_lines.csv",
                "invoice,line,product,quantity,unit_price,taxes\nINV/2026/00001,1,A,5,1.115,A15\n\
                 INV/2026/00001,2,B,3,0.335,A15;B15\nINV/2026/00001,3,B,1,-0.5,\n",
            ),
            ("tickets.csv", "number,team,subject,customer\n1,Helpdesk,T,C1\n"),
        ];
        let ran = s.import(&files);
        assert_eq!(ran.exit, 0, "{}", ran.err);
        let (mut received, mut paid_out) = (0, 0);
        for (one, two) in &steps {
            let known = documents(&s);
            let children: Vec<_> = [one, two]
                .map(|step| {
                    let mut command = s.command();
                    command.arg("--json").args(arguments(step, &known));
                    command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
                })
                .into_iter()
                .map(|child| child.wait_with_output().unwrap())
                .collect();
            for (output, step) in children.into_iter().zip([one, two]) {
                let exit = output.status.code();
                if let (Step::Pay(_, cents), Some(0)) = (step, exit) {
                    let paid: Value = serde_json::from_slice(&output.stdout).unwrap();
                    *if paid["kind"] == "invoice" { &mut received } else { &mut paid_out } += cents;
                }
                let err = String::from_utf8_lossy(&output.stderr).into_owned();
                prop_assert!(matches!(exit, Some(0 | 2 | 3 | 4)), "{:?}: {}", exit, err);
            }
        }
        never_beyond(&s);
        prop_assert!(paid_out <= received, "{} paid out of {}", paid_out, received);
        Ok(())
    });
    outcome.unwrap();
}
