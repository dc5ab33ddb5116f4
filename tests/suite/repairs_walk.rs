//! The walk of the returns, with repairs on the way: parts that are held, used, left over, taken out and put back, from
//! two processes at once. Goods still add up, nothing is promised twice, and quotations ask for what goes in.

use rust_decimal::Decimal;
use serde_json::Value;

use crate::returns_walk::{Dice, holds, run_both, shop, step};
use crate::sandbox::Sandbox;

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn number(value: &Value) -> Decimal {
    text(value).parse().unwrap()
}

/// What one step of repairs runs.
fn repair_step(s: &Sandbox, dice: &mut Dice) -> Vec<String> {
    let words = |args: &[&str]| args.iter().map(|a| (*a).to_owned()).collect::<Vec<String>>();
    let part = |dice: &mut Dice| {
        let kind = ["add", "add", "remove", "recycle"][dice.roll(4)];
        let of = ["A=2", "A=9", "L=2", "L=1:L1", "L=3:L2", "S=1:S1", "S=1"][dice.roll(7)];
        format!("{kind}:{of}")
    };
    let all = s.ok(&["repair", "list"]);
    let all = all.as_array().unwrap();
    let roll = dice.roll(10);
    if roll < 3 || all.is_empty() {
        let mut args = words(&["repair", "create", "--ticket", "1"]);
        match dice.roll(3) {
            0 => args.extend(words(&["--product", "A", "--quantity", ["1", "3"][dice.roll(2)]])),
            1 => args.extend(words(&["--product", "L", "--lot", ["L1", "L2"][dice.roll(2)]])),
            _ => args.extend(words(&["--product", "S", "--lot", ["S1", "S2", "S3"][dice.roll(3)]])),
        }
        for _ in 0..dice.roll(3) {
            args.extend(["--part".to_owned(), part(dice)]);
        }
        if dice.roll(3) == 0 {
            args.push("--quote".into());
        }
        if dice.roll(2) == 0 {
            args.extend(words(&["--confirm", "--anyway"]));
        }
        return args;
    }
    let of = &all[dice.roll(all.len())];
    let number = text(&of["number"]);
    let lines = of["parts"].as_array().unwrap();
    let line = |dice: &mut Dice| match lines.len() {
        0 => "1".to_owned(),
        count => lines[dice.roll(count)]["line"].to_string(),
    };
    match (roll, text(&of["state"])) {
        (3, _) => {
            let new = part(dice);
            words(&["repair", "edit", number, "--part", &new])
        }
        (4, _) => {
            let change =
                format!("{}={}", line(dice), ["0", "1", "4", "remove", "add", "recycle:2"][dice.roll(6)]);
            words(&["repair", "edit", number, "--change-part", &change])
        }
        (5, _) => {
            let done = format!("{}={}", line(dice), ["0", "1", "2", "1:L2", "1:S3"][dice.roll(5)]);
            words(&["repair", "edit", number, "--done", &done])
        }
        (6, "new") => words(&["repair", "quote", number]),
        (6, _) => words(&["repair", "edit", number, "--remove-part", &line(dice)]),
        (7, "cancelled") => words(&["repair", "reset", number]),
        (7, _) if dice.roll(3) == 0 => words(&["repair", "cancel", number]),
        (_, "new") => words(&["repair", "confirm", number, "--anyway"]),
        (_, "confirmed") => words(&["repair", "start", number]),
        _ => words(&["repair", "end", number, "--anyway"]),
    }
}

/// Whatever a repair's parts ask for stands on its quotation, as long as nobody has to keep to that.
fn quotations_follow(s: &Sandbox, seed: u64) {
    for of in s.ok(&["repair", "list"]).as_array().unwrap().iter().filter(|r| r["order"].is_string()) {
        let order = s.ok(&["order", "show", text(&of["order"])]);
        if order["state"] != "quotation" || of["state"] == "cancelled" {
            continue;
        }
        let wanted = |p: &&Value| p["kind"] == "add" && p["state"] != "cancelled";
        let units = |p: &Value| number(if p["state"] == "done" { &p["done"] } else { &p["demand"] });
        let parts: Decimal = of["parts"].as_array().unwrap().iter().filter(wanted).map(units).sum();
        let lines: Decimal = order["lines"].as_array().unwrap().iter().map(|l| number(&l["quantity"])).sum();
        assert_eq!(parts, lines, "{seed}: {of} {order}");
    }
}

#[test]
fn goods_add_up_whatever_is_repaired() {
    let mut ended = 0;
    for seed in 1..=8 {
        let s = shop();
        let mut dice = Dice(seed * 7919);
        for _ in 0..24 {
            let mut one = || match dice.roll(3) {
                0 => step(&s, &mut dice),
                _ => repair_step(&s, &mut dice),
            };
            run_both(&s, &[one(), one()]);
        }
        holds(&s, seed);
        quotations_follow(&s, seed);
        ended += s.ok(&["repair", "list", "--state", "repaired"]).as_array().unwrap().len();
    }
    // The walk came somewhere.
    assert!(ended > 2, "only {ended} repairs came to their end");
}
