//! What once went wrong with repairs: goods counted twice, quotations that lost step with their parts, lots that stuck,
//! returns and warranties of somebody else. Each stands here so that it stays mended.

use serde_json::Value;

use crate::sandbox::Sandbox;

const R: &str = "WH/RO/00001";
const O: &str = "S00001";

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn shop() -> Sandbox {
    let s = Sandbox::new(&["--website-url", "https://shop.example"]);
    let files = [
        (
            "products.csv",
            "sku,name,kind,tracking,price,warranty_months,replacement_warranty\nP,Phone,goods,serial,500,12,inherit\n\
             A,Lamp,goods,none,60,,\nD,Display,goods,none,80,,\nB,Battery,goods,lot,20,,\nS,Screw,goods,serial,5,,\n\
             SV,Care,service,none,10,,\n",
        ),
        ("lots.csv", "product,name\nP,P1\nP,P2\nB,B1\nB,B2\nB,B3\nS,S1\nS,S2\nS,S3\n"),
        (
            "stock.csv",
            "location,product,lot,quantity\nWH/Stock,P,P1,1\nWH/Stock,P,P2,1\nWH/Stock,A,,5\nWH/Stock,D,,3\n\
             WH/Stock,B,B1,1\nWH/Stock,B,B2,4\nWH/Stock,S,S1,1\nWH/Stock,S,S2,1\n",
        ),
        (
            "locations.csv",
            "name,usage,return_location\nWH/Stock,internal,true\nWH/Repair,internal,true\nCustomers,customer,false\nProduction,production,false\nScrap,scrap,false\n",
        ),
        ("customers.csv", "ref,name\nC1,Kim\nC2,Lee\n"),
        ("teams.csv", "name,returns,refunds,coupons,repairs\nHelpdesk,true,true,true,true\n"),
        (
            "tickets.csv",
            "number,team,subject,customer,product\n1,Helpdesk,Broken,C1,P\n2,Helpdesk,Broken,C2,A\n4,Helpdesk,Broken,,\n",
        ),
        ("programs.csv", "name,kind,after_refund\nTen,coupons,restore\nFifty,coupons,restore\n"),
        (
            "program_rewards.csv",
            "program,reward,kind,mode,amount,applies_to\nTen,1,discount,percent,10,order\nFifty,1,discount,fixed,50,order\n",
        ),
        ("coupons.csv", "code,program\nTENCODE-1,Ten\nFIXCODE-1,Fifty\n"),
    ];
    let ran = s.import(&files);
    assert_eq!(ran.exit, 0, "{}", ran.err);
    s
}

/// Runs commands, each of words apart.
fn go(s: &Sandbox, commands: &[&str]) {
    for command in commands {
        s.ok(&command.split(' ').collect::<Vec<_>>());
    }
}

fn q(s: &Sandbox, command: &str) -> Value {
    s.ok(&command.split(' ').collect::<Vec<_>>())
}

/// The code and the exit status of a refusal.
fn no(s: &Sandbox, command: &str) -> (String, i32) {
    s.refused(&command.split(' ').collect::<Vec<_>>())
}

const NEW: &str = "repair create --ticket 2 --product A";

fn new(s: &Sandbox, more: &str) -> Value {
    q(s, &format!("{NEW} {more}"))
}

fn lines(s: &Sandbox) -> Vec<(String, String)> {
    let order = q(s, &format!("order show {O}"));
    let line = |l: &Value| (text(&l["description"]).to_owned(), text(&l["quantity"]).to_owned());
    order["lines"].as_array().unwrap().iter().map(line).collect()
}

fn total(s: &Sandbox) -> String {
    text(&q(s, &format!("order show {O}"))["total"]).to_owned()
}

fn parts(s: &Sandbox, number: &str) -> Vec<(String, String, String, String)> {
    let of = q(s, &format!("repair show {number}"));
    let part = |p: &Value| {
        let t = |key: &str| text(&p[key]).to_owned();
        (t("lot"), t("demand"), t("done"), t("state"))
    };
    of["parts"].as_array().unwrap().iter().map(part).collect()
}

fn part(lot: &str, demand: &str, done: &str, state: &str) -> (String, String, String, String) {
    (lot.into(), demand.into(), done.into(), state.into())
}

#[test]
fn parts_that_use_up_the_stock_together_end() {
    for more in ["--part add:D=1 --part add:D=2", "--part add:B=2:B2 --part add:B=2:B2"] {
        let s = shop();
        new(&s, &format!("{more} --confirm"));
        go(&s, &["repair start WH/RO/00001", "repair end WH/RO/00001"]);
        s.check();
    }
}

/// What the repair puts in is not delivered; what more is ordered of it is.
#[test]
fn what_is_put_in_is_not_delivered_as_well() {
    let s = shop();
    go(&s, &["stock adjust D --location WH/Stock --quantity 20 --reason x"]);
    new(&s, "--part add:D=1 --confirm --quote");
    go(&s, &["order confirm S00001", "order edit S00001 --line 1=3"]);
    let out = q(&s, "transfer show WH/OUT/00001");
    assert_eq!(out["lines"][0]["demand"], "2");
    go(&s, &["transfer validate WH/OUT/00001", "repair start WH/RO/00001", "repair end WH/RO/00001"]);
    let order = q(&s, "order show S00001");
    assert_eq!((text(&order["lines"][0]["quantity"]), text(&order["lines"][0]["delivered"])), ("3", "3"));
    s.check();
}

#[test]
fn what_a_repair_will_not_use_is_delivered() {
    let s = shop();
    new(&s, "--part add:D=1 --quote");
    go(&s, &["repair cancel WH/RO/00001", "order edit S00001 --line 1=2", "order confirm S00001"]);
    assert_eq!(q(&s, "transfer show WH/OUT/00001")["lines"][0]["demand"], "2");
    s.check();
}

/// While its quotation is given up a repair goes on; once that is a quotation again it asks for what is.
#[test]
fn a_quotation_that_comes_back_is_in_step() {
    let s = shop();
    new(&s, "--part add:D=3 --confirm --quote");
    go(&s, &["order cancel S00001", "repair edit WH/RO/00001 --change-part 1=2 --part add:A=1"]);
    assert_eq!(lines(&s), [("Display".to_owned(), "3".to_owned())], "given up, it does not change");
    go(&s, &["repair start WH/RO/00001", "repair edit WH/RO/00001 --done 1=1"]);
    go(&s, &["repair end WH/RO/00001 --anyway", "order reset S00001"]);
    assert_eq!(lines(&s), [("Display".into(), "1".into()), ("Lamp".into(), "1".into())]);
    let s = shop();
    new(&s, "--part add:D=3 --confirm --quote");
    go(&s, &["order cancel S00001", "repair cancel WH/RO/00001", "order reset S00001"]);
    assert_eq!(total(&s), "0.00");
    let s = shop();
    new(&s, "--part add:D=1 --quote");
    go(&s, &["order cancel S00001", "repair edit WH/RO/00001 --warranty on", "order reset S00001"]);
    assert_eq!(total(&s), "0.00");
}

#[test]
fn confirmed_orders_with_coupons_shrink_with_their_discount_and_do_not_grow() {
    let s = shop();
    new(&s, "--part add:D=2 --confirm --quote");
    go(&s, &["order apply-coupon S00001 TENCODE-1", "order confirm S00001"]);
    assert_eq!(no(&s, "repair edit WH/RO/00001 --change-part 1=3").0, "wrong_state");
    assert_eq!(no(&s, "repair edit WH/RO/00001 --part add:A=1").0, "wrong_state");
    go(&s, &["repair start WH/RO/00001", "repair edit WH/RO/00001 --done 1=1"]);
    go(&s, &["repair end WH/RO/00001 --anyway"]);
    assert_eq!(total(&s), "72.00");
    s.check();
    for end in ["cancel", "end"] {
        let s = shop();
        new(&s, "--part add:D=2 --confirm --quote");
        go(&s, &["order apply-coupon S00001 FIXCODE-1", "order confirm S00001"]);
        match end {
            "cancel" => go(&s, &["repair cancel WH/RO/00001"]),
            _ => go(
                &s,
                &[
                    "repair start WH/RO/00001",
                    "repair edit WH/RO/00001 --done 1=0",
                    "repair end WH/RO/00001 --anyway",
                ],
            ),
        }
        assert_eq!(total(&s), "0.00", "{end}");
        s.check();
    }
}

#[test]
fn a_line_that_was_taken_off_stays_off() {
    let s = shop();
    new(&s, "--part add:D=1 --part add:A=1 --confirm --quote");
    go(&s, &["order edit S00001 --remove-line 1", "repair edit WH/RO/00001 --part add:B=1"]);
    assert_eq!(lines(&s).len(), 2, "{:?}", lines(&s));
    go(&s, &["order confirm S00001", "repair start WH/RO/00001", "repair end WH/RO/00001"]);
    assert_eq!(total(&s), "80.00");
    s.check();
}

#[test]
fn what_was_invoiced_and_not_used_is_credited() {
    for cancel in [true, false] {
        let s = shop();
        new(&s, "--part add:D=3 --confirm --quote");
        go(&s, &["order confirm S00001", "order invoice S00001", "invoice post id:1"]);
        match cancel {
            true => go(&s, &["repair cancel WH/RO/00001"]),
            false => go(
                &s,
                &[
                    "repair start WH/RO/00001",
                    "repair edit WH/RO/00001 --done 1=1",
                    "repair end WH/RO/00001 --anyway",
                ],
            ),
        }
        let note = q(&s, "order invoice S00001");
        assert_eq!(note["kind"], "credit_note");
        assert_eq!(text(&note["total"]), if cancel { "240.00" } else { "160.00" });
        s.ok(&["invoice", "post", &format!("id:{}", note["id"])]);
        assert_eq!(no(&s, "order invoice S00001").0, "wrong_state");
        s.check();
    }
}

#[test]
fn serial_numbers_are_whole_and_come_out_once() {
    let s = shop();
    for half in ["add:S=0.5", "remove:P=0.25"] {
        assert_eq!(no(&s, &format!("{NEW} --part {half}")), ("invalid_value".into(), 2), "{half}");
    }
    new(&s, "--part add:S=1 --confirm");
    assert_eq!(no(&s, "repair edit WH/RO/00001 --done 1=0.3").0, "invalid_value");
    // What lies here, or was written off, comes out of nothing.
    for (number, lot) in [("WH/RO/00002", "S1"), ("WH/RO/00003", "S3"), ("WH/RO/00004", "S3")] {
        new(&s, &format!("--part remove:S=1:{lot} --confirm"));
        go(&s, &[&format!("repair start {number}")]);
        let ran = s.run(&["repair", "end", number]);
        assert_eq!(ran.exit, if number == "WH/RO/00003" { 0 } else { 3 }, "{number}: {}", ran.err);
    }
    // Nor is a phone a part of itself.
    assert_eq!(no(&s, "repair create --ticket 1 --lot P1 --part add:P=1:P1").0, "serial_duplicate");
    go(&s, &["repair create --ticket 1 --lot P1 --part add:P=2 --confirm"]);
    let held = parts(&s, "WH/RO/00005");
    assert_eq!(held, [part("P2", "1", "1", "reserved"), part("", "1", "0", "waiting")]);
    s.check();
}

#[test]
fn changes_of_parts_count() {
    let s = shop();
    let version = |s: &Sandbox| q(s, "repair show WH/RO/00001")["version"].as_i64().unwrap();
    new(&s, "--part add:D=1");
    let before = version(&s);
    go(&s, &["repair edit WH/RO/00001 --change-part 1=2"]);
    let stale = format!("repair edit WH/RO/00001 --remove-part 1 --if-version {before}");
    assert_eq!(no(&s, &stale), ("stale".into(), 5));
    go(&s, &["repair confirm WH/RO/00001"]);
    let held = version(&s);
    go(&s, &["stock adjust D --location WH/Stock --quantity 0 --reason x"]);
    assert!(version(&s) > held, "what it holds changed");
    let twice = "repair edit WH/RO/00001 --change-part 1=2 --change-part 1=3";
    assert_eq!(no(&s, twice), ("invalid_value".into(), 2));
    assert_eq!(no(&s, "repair edit WH/RO/00001 --change-part 1=5 --remove-part 1").0, "invalid_value");
}

#[test]
fn lots_that_nobody_chose_do_not_stick() {
    let s = shop();
    new(&s, "--part add:B=1 --part add:S=3 --confirm");
    go(&s, &["stock adjust B --location WH/Stock --quantity 0 --lot B1 --reason x"]);
    assert_eq!(parts(&s, R)[0], part("B2", "1", "1", "reserved"));
    go(&s, &["stock adjust S --location WH/Stock --quantity 1 --lot S3 --reason x"]);
    assert!(parts(&s, R).iter().all(|p| p.3 == "reserved"), "{:?}", parts(&s, R));
    // One that was chosen does, and what is short of one lot takes nothing of another.
    let s = shop();
    new(&s, "--part add:B=4:B2 --confirm");
    new(&s, "--part add:B=1:B1 --confirm");
    go(&s, &["repair edit WH/RO/00002 --done 1=1:B1", "order new --customer C1 --line B=1"]);
    go(&s, &["order confirm S00001", "stock adjust B --location WH/Stock --quantity 3 --lot B2 --reason x"]);
    assert_eq!(parts(&s, "WH/RO/00002"), [part("B1", "1", "1", "reserved")]);
    assert_eq!(parts(&s, R)[0].0, "B2");
    s.check();
}

#[test]
fn a_use_that_was_typed_stays_when_more_is_asked_for() {
    let s = shop();
    new(&s, "--part add:D=1 --confirm");
    go(&s, &["repair edit WH/RO/00001 --done 1=3", "repair edit WH/RO/00001 --change-part 1=2"]);
    assert_eq!(parts(&s, R), [part("", "2", "3", "reserved")]);
}

/// A phone that went to Kim and is on its way back, to the place of repairs.
fn returned(s: &Sandbox) {
    go(s, &["order new --customer C1 --line P=1", "order confirm S00001", "transfer validate WH/OUT/00001"]);
    go(s, &["return create --ticket 1 --delivery WH/OUT/00001 --location WH/Repair"]);
}

#[test]
fn a_return_holds_while_a_repair_hangs_on_it() {
    let s = shop();
    returned(&s);
    go(&s, &["transfer validate WH/IN/00001", "repair create --ticket 1 --return WH/IN/00001"]);
    assert_eq!(no(&s, "repair edit WH/RO/00001 --customer C2").1, 3);
    assert_eq!(no(&s, "repair edit WH/RO/00001 --lot P2").0, "lot_not_delivered");
    // Its place goes with it.
    go(&s, &["repair edit WH/RO/00001 --product A", "repair confirm WH/RO/00001"]);
    // A ticket without a customer takes that of the return.
    let made = q(&s, "repair create --ticket 4 --return WH/IN/00001");
    assert_eq!((text(&made["customer"]), text(&made["lot"])), ("C1", "P1"));
    assert_eq!(q(&s, "ticket show 4")["services"]["repair"]["state"], "on");
    let s = shop();
    returned(&s);
    go(&s, &["transfer cancel WH/IN/00001"]);
    assert_eq!(no(&s, "repair create --ticket 1 --return WH/IN/00001").0, "wrong_state");
}

#[test]
fn only_what_came_counts_as_come() {
    let s = shop();
    go(&s, &["order new --customer C1 --line P=1 --line A=3", "order confirm S00001"]);
    go(&s, &["transfer validate WH/OUT/00001", "return create --ticket 1 --delivery WH/OUT/00001"]);
    go(&s, &["transfer validate WH/IN/00001 --line 1=1:P1 --backorder no"]);
    assert_eq!(
        no(&s, "repair create --ticket 1 --return WH/IN/00001 --product A"),
        ("invalid_value".into(), 2)
    );
    assert_eq!(q(&s, "repair create --ticket 1 --return WH/IN/00001")["quantity"], "1");
}

#[test]
fn the_quotation_of_a_repair_that_ended_can_be_given_up() {
    let s = shop();
    new(&s, "--part add:D=1 --confirm");
    go(&s, &["repair start WH/RO/00001", "repair end WH/RO/00001", "repair quote WH/RO/00001"]);
    go(&s, &["order cancel S00001"]);
    s.check();
}

/// A phone that came back and went to somebody else is under that one's warranty.
#[test]
fn a_warranty_goes_with_the_serial_number() {
    let s = shop();
    returned(&s);
    go(
        &s,
        &[
            "transfer validate WH/IN/00001",
            "stock adjust P --location WH/Stock --lot P2 --quantity 0 --reason x",
        ],
    );
    let own = q(&s, "repair create --ticket 1 --lot P1");
    assert_eq!(own["warranty"], true);
    go(&s, &["stock adjust P --location WH/Repair --lot P1 --quantity 0 --reason x"]);
    go(&s, &["stock adjust P --location WH/Stock --lot P1 --quantity 1 --reason x"]);
    go(&s, &["order new --customer C2 --line P=1", "order confirm S00002", "transfer validate WH/OUT/00002"]);
    let sold = q(&s, "repair create --ticket 1 --lot P1");
    assert_eq!((&sold["warranty"], &sold["warranty_until"]), (&Value::Bool(false), &Value::Null));
}

/// What happened is told with its repair's number.
#[test]
fn the_timeline_names_the_repair() {
    let s = shop();
    go(&s, &["repair create --ticket 2 --product A", "repair quote WH/RO/00001"]);
    go(&s, &["repair edit WH/RO/00001 --tag Urgent", "repair edit WH/RO/00001 --tag urgent --tag URGENT"]);
    let told = q(&s, "ticket show 2")["timeline"].clone();
    let texts: Vec<&str> = told.as_array().unwrap().iter().map(|e| text(&e["text"])).collect();
    assert!(texts.iter().skip(1).all(|t| t.contains(R)), "{texts:?}");
    assert_eq!(q(&s, "repair show WH/RO/00001")["tags"], serde_json::json!(["Urgent"]));
}

/// Who works on it, its tags and its notes may be set right when it is done; nothing else.
#[test]
fn remarks_are_made_on_what_is_done() {
    let s = shop();
    go(&s, &["user new bob --name Bob", "repair create --ticket 2 --product A --confirm"]);
    go(&s, &["repair start WH/RO/00001", "repair end WH/RO/00001"]);
    let done = q(&s, "repair edit WH/RO/00001 --responsible bob --tag Late --note Cleaned");
    assert_eq!((text(&done["responsible"]), text(&done["note"])), ("bob", "Cleaned"));
    assert_eq!(no(&s, "repair edit WH/RO/00001 --responsible bob --quantity 2").0, "wrong_state");
    s.check();
}

/// A part that is taken out of a repair leaves its line behind: at nothing, to be credited, or not at all.
#[test]
fn parts_that_are_removed_are_asked_for_no_more() {
    let s = shop();
    new(&s, "--part add:D=2 --part add:A=1 --confirm --quote");
    go(&s, &["order confirm S00001", "order invoice S00001", "invoice post id:1"]);
    go(&s, &["repair edit WH/RO/00001 --remove-part 1"]);
    let note = q(&s, "order invoice S00001");
    assert_eq!((text(&note["kind"]), text(&note["total"])), ("credit_note", "160.00"));
    let s = shop();
    new(&s, "--part add:D=3 --confirm --quote");
    go(&s, &["order cancel S00001", "repair edit WH/RO/00001 --remove-part 1", "order reset S00001"]);
    assert_eq!(total(&s), "0.00");
    // Nor is what was not used quoted.
    let s = shop();
    new(&s, "--part add:D=1 --part add:A=1 --confirm");
    go(&s, &["repair start WH/RO/00001", "repair edit WH/RO/00001 --done 1=0"]);
    go(&s, &["repair end WH/RO/00001 --anyway", "repair quote WH/RO/00001"]);
    assert_eq!(lines(&s), [("Lamp".to_owned(), "1".to_owned())]);
    s.check();
}

/// Discounts of a confirmed order follow its repair until something is invoiced, there and back.
#[test]
fn discounts_follow_there_and_back() {
    let s = shop();
    new(&s, "--part add:A=2 --confirm --quote");
    go(&s, &["order apply-coupon S00001 TENCODE-1", "order confirm S00001", "order invoice S00001"]);
    go(&s, &["repair edit WH/RO/00001 --change-part 1=1", "invoice cancel id:1"]);
    assert_eq!(q(&s, "order invoice S00001")["total"], "54.00");
    let s = shop();
    new(&s, "--part add:A=2 --confirm --quote");
    go(&s, &["order apply-coupon S00001 TENCODE-1", "order confirm S00001"]);
    go(&s, &["repair cancel WH/RO/00001", "repair reset WH/RO/00001"]);
    assert_eq!(total(&s), "108.00");
    let s = shop();
    new(&s, "--part add:A=2 --confirm --quote");
    go(&s, &["order apply-coupon S00001 FIXCODE-1", "order confirm S00001", "order invoice S00001"]);
    go(&s, &["repair cancel WH/RO/00001"]);
    assert_eq!(total(&s), "0.00");
    s.check();
}

/// Giving a quotation up and taking it back changes nothing that somebody agreed on.
#[test]
fn what_was_agreed_stays_when_a_quotation_comes_back() {
    let s = shop();
    new(&s, "--part add:D=1 --part add:A=1 --quote");
    go(&s, &["order edit S00001 --line 1=2@50", "order edit S00001 --line 2=1@0"]);
    go(&s, &["order cancel S00001", "order reset S00001"]);
    assert_eq!(total(&s), "100.00");
    // At the end it is what was used.
    go(&s, &["repair confirm WH/RO/00001", "repair start WH/RO/00001", "repair end WH/RO/00001"]);
    assert_eq!(total(&s), "50.00");
}

/// What a repair is about may change: its parts, its warranty and its return are held against that.
#[test]
fn a_change_of_what_it_is_about_is_held_against_the_rest() {
    let s = shop();
    go(&s, &["repair create --ticket 1 --lot P1 --part add:P=1:P2 --confirm"]);
    assert_eq!(no(&s, "repair edit WH/RO/00001 --lot P2").0, "serial_duplicate");
    let s = shop();
    go(&s, &["order new --customer C1 --line P=1 --line A=3", "order confirm S00001"]);
    go(&s, &["transfer validate WH/OUT/00001"]);
    go(&s, &["repair create --ticket 1 --lot P1"]);
    let other = q(&s, "repair edit WH/RO/00001 --customer C2");
    assert_eq!(other["warranty"], false);
    assert_eq!(q(&s, "repair edit WH/RO/00001 --customer C1")["warranty"], true);
    go(&s, &["return create --ticket 1 --delivery WH/OUT/00001 --location WH/Repair"]);
    go(&s, &["transfer validate WH/IN/00001", "repair create --ticket 1 --return WH/IN/00001"]);
    let lamps = q(&s, "repair edit WH/RO/00002 --product A");
    assert_eq!((text(&lamps["return"]), text(&lamps["quantity"])), ("WH/IN/00001", "3"));
}

/// What a delivery of several products lets go of is free for whoever waits for any of them.
#[test]
fn goods_that_are_let_go_of_are_taken() {
    let s = shop();
    go(&s, &["order new --customer C1 --line D=3 --line A=1", "order confirm S00001"]);
    new(&s, "--part add:D=1 --confirm --anyway");
    go(&s, &["order new --customer C1 --line D=2", "order confirm S00002"]);
    go(&s, &["stock adjust A --location WH/Stock --quantity 0 --reason x"]);
    assert_eq!(q(&s, "transfer show WH/OUT/00002")["state"], "ready");
    assert_eq!(parts(&s, R), [part("", "1", "1", "reserved")]);
    s.check();
}

/// Lots that nobody chose are chosen anew, and the ticket tells what became of the quotation.
#[test]
fn a_repair_that_begins_again_begins_clean() {
    let s = shop();
    new(&s, "--part add:B=1 --confirm --quote");
    go(&s, &["order confirm S00001", "repair cancel WH/RO/00001", "repair reset WH/RO/00001"]);
    assert_eq!(parts(&s, R), [part("", "1", "0", "draft")]);
    let told = q(&s, "ticket show 2")["timeline"].clone();
    let confirmed = told.as_array().unwrap().iter().find(|e| e["kind"] == "order_confirmed").unwrap();
    assert_eq!((text(&confirmed["document"]), text(&confirmed["text"]).contains(O)), (O, true));
}
