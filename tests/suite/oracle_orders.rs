//! The oracle's sequences of orders and codes once more, through the whole program: a folder is imported,
//! and the desk enters codes, edits, confirms and cancels. The rules by themselves stand in
//! `oracle_coupons`, with what is left out and why.

use std::fmt::Write as _;

use afterdesk::desk::{Clock, Desk, Setup};
use afterdesk::domain::command::{Call, Command, OrderEdit, ProgramEdit};
use afterdesk::domain::coupon::CouponState;
use afterdesk::domain::error::{Error, Result};
use afterdesk::domain::money::{Amount, Currency};
use afterdesk::domain::sale::{OrderLineKind, OrderView};
use afterdesk::domain::settings::Language;
use afterdesk::domain::tax::Rounding;
use afterdesk::import::{Source, read};
use afterdesk::text::Words;
use chrono::NaiveDate;
use serde_json::Value;

use crate::oracle_coupons::{EXACT, OUTSIDE, REFUSALS};
use crate::oracle_invoices::{oracle, taxes, text};

/// The company, the desk at it, and the changes of lines that wait for the oracle's next look at the rewards.
struct World {
    desk: Desk,
    currency: Currency,
    waiting: Vec<(String, OrderEdit)>,
    _place: tempfile::TempDir,
}

fn list(value: &Value) -> Vec<Value> {
    value.as_array().cloned().unwrap_or_default()
}

fn joined(value: &Value) -> String {
    list(value).iter().map(text).collect::<Vec<_>>().join(";")
}

/// A file of quoted cells.
fn csv(header: &str, rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let mut file = format!("{header}\n");
    for row in rows {
        let cells: Vec<String> = row.iter().map(|c| format!("\"{}\"", c.replace('"', "\"\""))).collect();
        let _ = writeln!(file, "{}", cells.join(","));
    }
    file
}

fn day(today: NaiveDate, offset: &Value) -> String {
    offset.as_i64().map_or_else(String::new, |d| (today + chrono::Duration::days(d)).to_string())
}

/// Everything that a case holds, as the files of an import.
fn folder(case: &Value, head: &Value, today: NaiveDate) -> Vec<(&'static str, String)> {
    let s = |v: &Value| text(v).to_owned();
    let known = taxes(head).into_iter().map(|t| {
        let flags = [t.price_include, t.include_base_amount, t.is_base_affected].map(|f| f.to_string());
        let [include, base, affected] = flags;
        vec![
            t.name,
            t.kind.to_string(),
            t.amount.to_string(),
            include,
            base,
            affected,
            t.sequence.to_string(),
        ]
    });
    let products = list(&case["products"]);
    let products = products
        .iter()
        .map(|p| vec![s(&p["product"]), s(&p["product"]), s(&p["price"]), joined(&p["taxes"])]);
    let (mut programs, mut rules, mut rewards) = (vec![], vec![], vec![]);
    for p in list(&case["programs"]) {
        let name = s(&p["program"]);
        let dates = ["date_from_days_from_today", "date_to_days_from_today"].map(|k| day(today, &p[k]));
        let most = p["max_usage"].as_i64().map_or_else(String::new, |m| m.to_string());
        programs.push(vec![name.clone(), dates[0].clone(), dates[1].clone(), most]);
        for (n, r) in (1..).zip(list(&p["rules"])) {
            let least = r["minimum_qty"].as_i64().unwrap_or(1).to_string();
            let tax = if r["tax_mode"] == "excl" { "excl" } else { "incl" };
            rules.push(vec![
                name.clone(),
                n.to_string(),
                s(&r["minimum_amount"]),
                tax.into(),
                least,
                joined(&r["products"]),
            ]);
        }
        for (n, r) in (1..).zip(list(&p["rewards"])) {
            let product = r["type"] == "product";
            let mode = if product || r["mode"] == "percent" { "percent" } else { "fixed" };
            rewards.push(vec![
                name.clone(),
                n.to_string(),
                if product { "product" } else { "discount" }.into(),
                mode.into(),
                s(&r["discount"]),
                s(&r["on"]),
                joined(&r["products"]),
                s(&r["max"]),
                s(&r["product"]),
                r["qty"].as_i64().unwrap_or(1).to_string(),
                s(&r["description"]),
            ]);
        }
    }
    let coupons = list(&case["coupons"]);
    let coupons = coupons
        .iter()
        .map(|c| vec![s(&c["code"]), s(&c["program"]), day(today, &c["expires_days_from_today"])]);
    let (mut orders, mut lines) = (vec![], vec![]);
    for step in list(&case["steps"]).iter().filter(|s| s["op"] == "create_order") {
        orders.push(vec![
            s(&step["order"]),
            "C1".into(),
            today.to_string(),
            "quotation".into(),
            s(&case["currency"]),
        ]);
        for (n, l) in (1..).zip(list(&step["lines"])) {
            lines.push(vec![
                s(&step["order"]),
                n.to_string(),
                s(&l["product"]),
                s(&l["quantity"]),
                s(&l["price_unit"]),
                s(&l["discount"]),
                joined(&l["taxes"]),
            ]);
        }
    }
    vec![
        (
            "taxes.csv",
            csv("name,kind,amount,price_include,include_base_amount,is_base_affected,sequence", known),
        ),
        ("products.csv", csv("sku,name,price,taxes", products)),
        ("customers.csv", csv("ref,name", [vec!["C1".into(), "Kim".into()]])),
        ("programs.csv", csv("name,date_from,date_to,max_usage", programs)),
        (
            "program_rules.csv",
            csv("program,rule,minimum_amount,minimum_amount_tax,minimum_quantity,products", rules),
        ),
        (
            "program_rewards.csv",
            csv(
                "program,reward,kind,mode,amount,applies_to,products,max_amount,product,quantity,description",
                rewards,
            ),
        ),
        ("coupons.csv", csv("code,program,expires", coupons)),
        ("orders.csv", csv("number,customer,date,state,currency", orders)),
        ("order_lines.csv", csv("order,line,product,quantity,unit_price,discount,taxes", lines)),
    ]
}

impl World {
    fn of(case: &Value, head: &Value) -> Self {
        let place = tempfile::tempdir().unwrap();
        let currency = text(&case["currency"]).parse().unwrap();
        let tax_rounding =
            if case["rounding"] == "round_per_line" { Rounding::Line } else { Rounding::Document };
        let setup = Setup {
            name: "Shop".into(),
            currency,
            country: "KR".into(),
            time_zone: "Asia/Seoul".into(),
            tax_rounding,
            website_url: String::new(),
            language: Language::English,
            team: "Helpdesk".into(),
            agent: "root".into(),
            agent_name: "Root".into(),
            shared: false,
            sandbox: true,
        };
        let today: NaiveDate = text(&head["today"]).parse().unwrap();
        let clock = Clock::fixed(&format!("{today}T10:00:00+09:00")).unwrap();
        let mut desk =
            Desk::create(&place.path().join("desk.db"), &setup, clock, Words::new(Language::English))
                .unwrap();
        desk.sign_in(Some("root"), "root").unwrap();
        let from = place.path().join("in");
        std::fs::create_dir(&from).unwrap();
        for (name, file) in folder(case, head, today) {
            std::fs::write(from.join(name), file).unwrap();
        }
        let source = Source::Folder(from);
        if let Err(error) = desk.import(&Call::default(), |intake| read(&source, intake, &mut |_| {})) {
            panic!("{}: {error:?}", text(&case["id"]));
        }
        Self { desk, currency, waiting: vec![], _place: place }
    }

    fn execute(&mut self, command: &Command) -> Result<()> {
        self.desk.execute(command, &Call::default()).map(drop)
    }

    fn lines(&mut self, order: &str) -> OrderView {
        self.desk.order(order).unwrap()
    }

    /// Carries out the changes of lines that wait, and looks at an order's rewards again.
    fn flush(&mut self) -> Result<()> {
        for (order, edit) in std::mem::take(&mut self.waiting) {
            let id = self.desk.find_order(&order)?;
            self.execute(&Command::EditOrder(id, edit))?;
        }
        Ok(())
    }

    fn step(&mut self, case: &Value, step: &Value) -> Result<()> {
        let name = text(&step["order"]).to_owned();
        if step["op"] == "change_line" {
            self.change(&name, step);
            return Ok(());
        }
        self.flush()?;
        if step["op"] == "archive_program" {
            let edit = ProgramEdit { active: Some(false), ..ProgramEdit::default() };
            return self.execute(&Command::EditProgram(text(&step["program"]).to_owned(), Box::new(edit)));
        }
        let id = self.desk.find_order(&name)?;
        let command = match text(&step["op"]) {
            "create_order" => return Ok(()),
            "apply_code" => Command::ApplyCoupon(id, text(&step["code"]).to_owned(), choice(case, step)),
            "refresh_rewards" => Command::EditOrder(id, OrderEdit::default()),
            "confirm" => Command::ConfirmOrder(id),
            "cancel" => Command::CancelOrder(id),
            "back_to_draft" => Command::ResetOrder(id),
            "delete_reward_line" => {
                let order = self.lines(&name);
                let line = order.lines.iter().find(|l| l.kind == OrderLineKind::Reward).unwrap().line;
                Command::EditOrder(id, OrderEdit { remove: vec![line], ..OrderEdit::default() })
            }
            other => panic!("{other}"),
        };
        self.execute(&command)
    }

    /// Notes a change of a line: the oracle looks at the rewards later, the desk with the change.
    fn change(&mut self, name: &str, step: &Value) {
        let line = self.lines(name).lines[step["line"].as_u64().unwrap() as usize - 1].clone();
        if !self.waiting.iter().any(|(order, _)| order == name) {
            self.waiting.push((name.to_owned(), OrderEdit::default()));
        }
        let (_, edit) = self.waiting.iter_mut().find(|(order, _)| order == name).unwrap();
        if step["delete"] == true {
            edit.remove.push(line.line);
            return;
        }
        let quantity = step["product_uom_qty"].as_str().unwrap_or(&line.quantity).parse().unwrap();
        edit.lines.push((line.line, quantity, step["price_unit"].as_str().map(|p| p.parse().unwrap())));
    }

    /// What differs from the oracle after a step.
    fn differs(&mut self, case: &Value, step: &Value) -> Option<String> {
        for (name, theirs) in step["after"]["orders"].as_object().unwrap() {
            let ours = self.lines(name);
            let told = ["untaxed", "tax", "total"]
                .map(|k| Amount::parse(text(&theirs[k]), self.currency).unwrap().plain(self.currency));
            let mine = [ours.untaxed.clone(), ours.tax.clone(), ours.total.clone()];
            // A line that is set to nothing stays there with the oracle, and is removed here.
            let lines = list(&theirs["lines"]).iter().filter(|l| l["quantity"] != "0.00").count();
            if mine != told || ours.lines.len() != lines {
                return Some(format!("{name}: {mine:?} for {told:?}: {:?}", ours.lines));
            }
        }
        for (name, theirs) in step["after"]["coupons"].as_object().unwrap() {
            let all = list(&case["coupons"]);
            let code =
                all.iter().find(|c| c["coupon"] == name.as_str()).map(|c| text(&c["code"]).to_owned())?;
            let id = self.desk.find_coupon(&code).unwrap();
            let used = self.desk.coupon(id).unwrap().state == CouponState::Used;
            if used != (theirs["points"] == "0.00") {
                return Some(format!("{name}: used: {used} for {theirs}"));
            }
        }
        None
    }
}

/// Which of several rewards the oracle chose.
fn choice(case: &Value, step: &Value) -> Option<usize> {
    if list(&step["offered_for_code"]).len() < 2 {
        return None;
    }
    let coupons = list(&case["coupons"]);
    let coupon = coupons.iter().find(|c| c["code"] == step["code"])?;
    let programs = list(&case["programs"]);
    let program = programs.iter().find(|p| p["program"] == coupon["program"])?;
    list(&program["rewards"]).iter().position(|r| r["description"] == step["chosen"]).map(|at| at + 1)
}

fn fits(done: &Result<()>, refused: Option<&str>) -> bool {
    match (done, refused) {
        (Ok(()), None) => true,
        (Err(error), Some(kind)) => {
            REFUSALS.iter().any(|(k, codes)| *k == kind && codes.contains(&error.code()))
        }
        _ => false,
    }
}

#[test]
fn the_whole_program_answers_as_the_oracle() {
    let head = oracle("oracle-coupons.json");
    let (mut checked, mut wrong) = (0, Vec::new());
    let mut kinds = std::collections::BTreeMap::new();
    for case in head["cases"].as_array().unwrap() {
        let id = text(&case["id"]);
        let seen: &mut usize = kinds.entry(text(&case["kind"])).or_default();
        if OUTSIDE.contains(&id) || EXACT.iter().any(|(exact, _)| *exact == id) || *seen >= EACH {
            continue;
        }
        *seen += 1;
        checked += 1;
        let mut world = World::of(case, &head);
        for (at, step) in case["steps"].as_array().unwrap().iter().enumerate() {
            let place = format!("{id} step {at} {}", text(&step["op"]));
            let (done, refused) = (world.step(case, step), step["refused"]["category"].as_str());
            if !fits(&done, refused) {
                wrong.push(format!("{place}: {done:?} for {refused:?}"));
                break;
            }
            if step["op"] == "change_line" {
                continue;
            }
            if let Some(told) = world.differs(case, step) {
                wrong.push(format!("{place}: {told}"));
                break;
            }
        }
        let bad: Vec<_> = world.desk.check().unwrap().into_iter().filter(|c| !c.ok).collect();
        assert!(bad.is_empty(), "{id}: {bad:?}");
    }
    assert!(wrong.is_empty(), "{} of {checked}\n{}", wrong.len(), wrong.join("\n"));
    assert!(kinds.len() >= 12 && checked >= 60, "{checked} {kinds:?}");
}

/// At most so many cases of each kind: each makes a database.
const EACH: usize = 8;

/// Fixed amounts in won are taken off exactly, also of an order that went through the books.
#[test]
fn exact_amounts_in_won_reach_the_books() {
    let head = oracle("oracle-coupons.json");
    for (id, totals) in EXACT {
        let case = head["cases"].as_array().unwrap().iter().find(|c| c["id"] == *id).unwrap();
        let mut world = World::of(case, &head);
        let mut reached = Vec::new();
        for step in list(&case["steps"]).iter().filter(|s| s["op"] == "apply_code") {
            world.step(case, step).unwrap();
            reached.push(world.lines("o1").total.parse::<i64>().unwrap());
        }
        assert_eq!(reached, *totals, "{id}");
        let order = world.desk.find_order("o1").unwrap();
        world.execute(&Command::ConfirmOrder(order)).unwrap();
        assert_eq!(world.lines("o1").total, totals.last().unwrap().to_string());
        assert!(matches!(world.execute(&Command::ConfirmOrder(order)), Err(Error::WrongState { .. })));
        assert!(world.desk.check().unwrap().iter().all(|c| c.ok), "{id}");
    }
}
