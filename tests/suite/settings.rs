//! What is settled once, by command: rows of every kind are made, changed and removed, what is in use stays, and
//! who may not change settings is refused.

use serde_json::{Value, json};

use crate::sandbox::{Ran, Sandbox, inv12};

/// The columns of an answer that are named in what is expected.
fn holds(answer: &Value, expected: &Value) -> bool {
    expected.as_object().unwrap().iter().all(|(key, value)| answer[key] == *value)
}

#[test]
fn rows_of_every_kind_are_made_changed_and_removed() {
    let s = inv12();
    type Row<'r> = (&'r str, &'r [&'r str], &'r [&'r str], Value, Value);
    #[rustfmt::skip]
    let table: &[Row<'_>] = &[
        ("tax", &["VAT", "--set", "amount=10"], &["VAT", "--set", "amount=12.5", "--set", "price_include=on"],
            json!({"name": "VAT", "kind": "percent", "amount": "10", "price_include": false, "is_base_affected": true, "sequence": 1, "version": 1}),
            json!({"name": "VAT", "amount": "12.5", "price_include": true, "version": 2})),
        ("journal", &["SHOP", "--set", "name=Shop invoices"], &["SHOP", "--set", "name=Web shop", "--set", "kind=general"],
            json!({"code": "SHOP", "name": "Shop invoices", "kind": "sale"}), json!({"name": "Web shop", "kind": "general", "version": 2})),
        ("product", &["X", "--set", "name=Lamp", "--set", "price=19.90", "--set", "taxes=A15;B15", "--set", "tracking=serial"],
            &["X", "--set", "sku=Y", "--set", "taxes=", "--set", "warranty_months=24"],
            json!({"sku": "X", "name": "Lamp", "kind": "goods", "tracking": "serial", "price": "19.9", "taxes": ["A15", "B15"], "warranty_months": null, "unit": null}),
            json!({"sku": "Y", "taxes": [], "warranty_months": 24})),
        ("location", &["Shelf", "--set", "return_location=true"], &["Shelf", "--set", "name=Rack", "--set", "usage=scrap", "--set", "return_location=false"],
            json!({"name": "Shelf", "usage": "internal", "return_location": true}), json!({"name": "Rack", "usage": "scrap"})),
        ("response", &["thanks", "--set", "text_en=Thank you, {customer.name}."], &["thanks", "--set", "shortcut=ty", "--set", "text_ko={customer.addressed}, 고맙습니다."],
            json!({"shortcut": "thanks", "name": "thanks", "text_ko": "Thank you, {customer.name}."}),
            json!({"shortcut": "ty", "text_en": "Thank you, {customer.name}.", "text_ko": "{customer.addressed}, 고맙습니다."})),
        ("letter", &["reply", "--set", "subject_ko=[#{ticket.number}] 문의", "--set", "body_ko={customer.addressed},"],
            &["reply", "--set", "subject_en=[#{ticket.number}] Your request"],
            json!({"kind": "reply", "subject_en": "[#{ticket.number}] 문의"}), json!({"subject_en": "[#{ticket.number}] Your request"})),
    ];
    for (noun, new, edit, made, changed) in table {
        let answer = s.ok(&[&[*noun, "new"], *new].concat());
        assert!(holds(&answer, made), "{noun}: {answer}");
        assert_eq!(
            s.refused(&[&[*noun, "new"], *new].concat()),
            ("invalid_value".into(), 2),
            "{noun}: twice"
        );
        assert_eq!(s.ok(&[noun, "show", new[0]]), answer);
        let effects = s.ok(&[&["--dry-run", noun, "edit"], *edit].concat());
        assert_eq!(effects["effects"][0]["op"], "~", "{effects}");
        assert_eq!(s.ok(&[noun, "show", new[0]]), answer, "{noun}: a dry run changed it");
        let answer = s.ok(&[&[*noun, "edit"], *edit].concat());
        assert!(holds(&answer, changed), "{noun}: {answer}");
        let key =
            ["sku", "shortcut", "code", "name", "kind"].iter().find_map(|k| answer[k].as_str()).unwrap();
        let key = if *noun == "letter" { "reply" } else { key };
        let version = answer["version"].as_i64().unwrap();
        let again = s.ok(&[&[*noun, "edit", key], &edit[1..]].concat());
        assert_eq!(again["version"], version, "{noun}: what changes nothing counted");
        let stale = (version - 1).to_string();
        assert_eq!(s.refused(&["--if-version", &stale, noun, "remove", key]), ("stale".into(), 5));
        assert!(s.ok(&[noun, "list"]).as_array().unwrap().contains(&answer));
        s.ok(&[noun, "remove", key]);
        assert_eq!(s.refused(&[noun, "show", key]), ("not_found".into(), 4), "{noun}");
    }
    s.check();
}

#[test]
fn what_makes_no_sense_is_told_of_its_column() {
    let s = inv12();
    let wrong = |args: &[&str]| -> (String, String) {
        let ran: Ran = s.run(args);
        assert_ne!(ran.exit, 0, "{args:?}");
        let field = ran.error()["fields"][0]["field"].as_str().unwrap_or_default().to_owned();
        (ran.code(), field)
    };
    #[rustfmt::skip]
    let table: &[(&[&str], &str, &str)] = &[
        (&["tax", "new", "T"], "field_required", "amount"),
        (&["tax", "new", "T", "--set", "amount=many"], "invalid_value", "amount"),
        (&["tax", "new", "T", "--set", "amount=1", "--set", "sequence=1.5"], "invalid_value", "sequence"),
        (&["tax", "new", "T;U", "--set", "amount=1"], "invalid_value", "name"),
        (&["tax", "edit", "A15", "--set", "name=A16"], "invalid_value", "name"),
        (&["tax", "edit", "A15", "--set", "rate=16"], "invalid_value", "set"),
        (&["tax", "edit", "A15", "--set", "amount"], "invalid_value", "set"),
        (&["journal", "new", "RINV"], "invalid_value", "code"),
        (&["journal", "edit", "INV", "--set", "kind=bank"], "invalid_value", "kind"),
        (&["journal", "new", "A/B"], "invalid_value", "code"),
        (&["journal", "new", "A B"], "invalid_value", "code"),
        (&["tax", "new", "T", "--set", "kind=division", "--set", "amount=100"], "invalid_value", "amount"),
        (&["tax", "new", "T", "--set", "amount=-100"], "invalid_value", "amount"),
        (&["location", "edit", "Vendors", "--set", "usage=internal"], "in_use", "usage"),
        (&["product", "new", "P"], "field_required", "name"),
        (&["product", "new", "P", "--set", "name=P", "--set", "kind=service", "--set", "tracking=lot"], "invalid_value", "tracking"),
        (&["product", "new", "P", "--set", "name=P", "--set", "taxes=Nope"], "not_found", "taxes"),
        (&["product", "new", "P", "--set", "name=P", "--set", "warranty_months=-3"], "invalid_value", "warranty_months"),
        (&["location", "new", "L", "--set", "usage=moon"], "invalid_value", "usage"),
        (&["response", "new", "two words", "--set", "text_en=x"], "invalid_value", "shortcut"),
        (&["response", "new", "r"], "field_required", "text_en"),
        (&["response", "new", "r", "--set", "text_en={customer.nam}"], "invalid_value", "text_en"),
        (&["letter", "new", "fax", "--set", "body_en=x", "--set", "subject_en=y"], "invalid_value", "kind"),
        (&["stage", "--team", "Helpdesk", "new", " "], "field_required", "name"),
        (&["stage", "new", "Later"], "field_required", "team"),
        (&["team", "new", "Helpdesk"], "invalid_value", "name"),
        (&["team", "set", "Helpdesk", "--members", "amy;nobody"], "not_found", "members"),
        (&["team", "set", "Helpdesk", "--assignment", "dice"], "invalid_value", "assignment"),
        (&["team", "set", "Helpdesk", "--project", "Nope"], "not_found", "project"),
        (&["user", "set", "amy", "--email", "amy"], "invalid_value", "email"),
        (&["user", "set", "amy", "--teams", "Nope"], "not_found", "teams"),
        (&["user", "set", "amy", "--refund-limit-day", "USD"], "invalid_value", "refund_limit_day"),
        (&["settings", "set", "time_zone", "Mars/Base"], "invalid_value", "time_zone"),
    ];
    for (args, code, field) in table {
        assert_eq!(wrong(args), ((*code).to_owned(), (*field).to_owned()), "{args:?}");
    }
}

/// Nothing that something names is taken away from under it, and one of each kind that is needed stays.
#[test]
fn what_is_in_use_stays() {
    let s = inv12();
    s.ok(&["project", "new", "Field", "--worksheets", "on"]);
    s.ok(&["worksheet", "new", "Sheet", "--field", "ok=check"]);
    s.ok(&["project", "edit", "Field", "--template", "Sheet"]);
    s.ok(&["team", "set", "Helpdesk", "--project", "Field"]);
    s.ok(&["stock", "adjust", "A", "--location", "WH/Stock", "--quantity", "3", "--reason", "count"]);
    s.ok(&["location", "new", "Corner"]);
    s.ok(&["location", "new", "Nook"]);
    s.ok(&["journal", "new", "NEW", "--set", "name=New"]);
    #[rustfmt::skip]
    let table: &[&[&str]] = &[
        &["stage", "--team", "Helpdesk", "remove", "New"],
        &["team", "remove", "Helpdesk"],
        &["project", "remove", "Field"],
        &["worksheet", "remove", "Sheet"],
        &["journal", "remove", "INV"],
        &["tax", "remove", "A15"],
        &["product", "remove", "A"],
        &["location", "remove", "WH/Stock"],
        &["location", "remove", "Customers"],
        &["user", "remove", "root"],
        &["user", "set", "root", "--active", "off"],
        &["location", "edit", "WH/Stock", "--set", "usage=scrap"],
        &["journal", "edit", "INV", "--set", "kind=general"],
        &["location", "edit", "Nook", "--set", "usage=scrap"],
    ];
    s.ok(&["stock", "adjust", "A", "--location", "Nook", "--quantity", "1", "--reason", "count"]);
    s.ok(&["stock", "adjust", "A", "--location", "Nook", "--quantity", "0", "--reason", "count"]);
    for args in table {
        assert_eq!(s.refused(args), ("in_use".into(), 3), "{args:?}");
    }
    for stage in ["In Progress", "On Hold"] {
        s.ok(&["stage", "--team", "Helpdesk", "remove", stage]);
    }
    // The last stage in which tickets are open is neither folded nor removed.
    let folded = ["stage", "--team", "Helpdesk", "edit", "New", "--set", "folded=true"];
    assert_eq!(s.refused(&folded), ("in_use".into(), 3));
    s.ok(&["stage", "--team", "Helpdesk", "new", "Later", "--set", "sequence=9"]);
    s.ok(&folded);
    assert_eq!(s.ok(&["ticket", "show", "1"])["closed"], true);
    // New tickets are open: they begin in the first stage that is.
    let opened = s.ok(&["ticket", "new", "--team", "Helpdesk", "--subject", "Again"]);
    assert_eq!((&opened["stage"], &opened["closed"]), (&"Later".into(), &false.into()));
    s.ok(&["stage", "--team", "Helpdesk", "edit", "New", "--set", "folded=off", "--set", "name=Fresh"]);
    assert_eq!(s.ok(&["ticket", "show", "1"])["stage"], "Fresh");
    for unused in [["location", "remove", "Corner"], ["journal", "remove", "NEW"], ["user", "remove", "amy"]]
    {
        s.ok(&unused);
    }
    s.check();
}

/// A changed tax is a new revision: what was posted with the old one keeps it, and so does its number of revisions.
#[test]
fn a_changed_tax_leaves_documents_as_they_are() {
    let s = inv12();
    let before = s.ok(&["invoice", "show", "INV/2026/00001"]);
    s.ok(&["tax", "edit", "A15", "--set", "amount=20"]);
    assert_eq!(s.ok(&["invoice", "show", "INV/2026/00001"])["taxes"], before["taxes"]);
    let made = s.ok(&["order", "new", "--customer", "C1", "--line", "A=1"]);
    assert_eq!(made["tax"], "200.00");
}

/// What an import brought and the desk changed is changed by a later import only where the file changed.
#[test]
fn imports_and_settings_live_together() {
    let s = inv12();
    s.ok(&["product", "edit", "A", "--set", "name=Renamed"]);
    let same = [("products.csv", "sku,name,kind,price,taxes\nA,Product A,goods,1000,A15\n")];
    assert_eq!(s.import(&same).json()["files"]["products.csv"]["unchanged"], 1);
    assert_eq!(s.ok(&["product", "show", "A"])["name"], "Renamed");
    let other = [("products.csv", "sku,name,kind,price,taxes\nA,Product A2,goods,1000,A15\n")];
    assert_eq!(s.import(&other).json()["files"]["products.csv"]["updated"], 1);
    assert_eq!(s.ok(&["product", "show", "A"])["name"], "Product A2");
}

/// Only who holds the right changes settings, through every noun; everybody may look.
#[test]
fn settings_take_the_right() {
    let s = inv12();
    #[rustfmt::skip]
    let table: &[&[&str]] = &[
        &["tax", "new", "T", "--set", "amount=1"],
        &["tax", "edit", "A15", "--set", "amount=1"],
        &["tax", "remove", "A15"],
        &["journal", "new", "J", "--set", "name=J"],
        &["product", "new", "P", "--set", "name=P"],
        &["location", "new", "L"],
        &["response", "new", "r", "--set", "text_en=x"],
        &["letter", "new", "reply", "--set", "subject_en=x", "--set", "body_en=y"],
        &["stage", "--team", "Helpdesk", "new", "S"],
        &["team", "new", "T"],
        &["team", "set", "Helpdesk", "--refunds", "off"],
        &["team", "remove", "Helpdesk"],
        &["user", "new", "u", "--name", "U"],
        &["user", "remove", "amy"],
        &["project", "new", "P"],
        &["worksheet", "new", "W"],
        &["program", "new", "P", "--reward", "percent=10"],
        &["settings", "set", "name", "X"],
    ];
    for role in ["amy", "lee"] {
        for args in table {
            assert_eq!(
                s.refused(&[&["--as", role], *args].concat()),
                ("forbidden".into(), 3),
                "{role} {args:?}"
            );
        }
        assert_eq!(s.ok(&["--as", role, "tax", "list"]).as_array().unwrap().len(), 2);
    }
    s.ok(&["user", "set", "amy", "--grant", "settings"]);
    s.ok(&["--as", "amy", "tax", "new", "T", "--set", "amount=1"]);
}

/// An agent who is gone neither signs in nor gets anything to do; what it did stays told.
#[test]
fn who_is_gone_does_nothing_any_more() {
    let s = inv12();
    s.ok(&["--as", "amy", "ticket", "note", "1", "mine"]);
    assert_eq!(s.refused(&["user", "remove", "amy"]), ("in_use".into(), 3));
    assert_eq!(s.ok(&["user", "set", "amy", "--active", "off"])["active"], false);
    assert_eq!(s.refused(&["--as", "amy", "ticket", "list"]), ("forbidden".into(), 3));
    assert_eq!(s.refused(&["ticket", "assign", "1", "amy"]), ("forbidden".into(), 3));
    assert_eq!(
        s.ok(&["ticket", "show", "1"])["timeline"].as_array().unwrap().last().unwrap()["agent"],
        "amy"
    );
    s.ok(&["user", "set", "amy", "--active", "on"]);
    s.ok(&["--as", "amy", "ticket", "list"]);
}

fn opened(s: &Sandbox, team: &str) -> (i64, Value) {
    let made = s.ok(&["ticket", "new", "--team", team, "--subject", "x"]);
    (made["number"].as_i64().unwrap(), made["assignee"].clone())
}

/// How new tickets find somebody: nobody, each equally many, or who has the fewest open ones.
#[test]
fn new_tickets_find_somebody() {
    let s = inv12();
    s.ok(&["team", "new", "Two", "--members", "amy;lee", "--assignment", "equal"]);
    let got: Vec<Value> = (0..5).map(|_| opened(&s, "Two").1).collect();
    assert_eq!(got, ["amy", "lee", "amy", "lee", "amy"]);
    // Closed ones count where everybody gets equally many, and not where open ones are counted.
    s.ok(&["team", "set", "Two", "--assignment", "least_open"]);
    let (number, who) = opened(&s, "Two");
    assert_eq!(who, "lee");
    for closed in [2, 4, 6] {
        s.ok(&["ticket", "stage", &closed.to_string(), "Solved"]);
    }
    assert_eq!((opened(&s, "Two").1, opened(&s, "Two").1), ("amy".into(), "amy".into()));
    assert_eq!(number, 7);
    s.ok(&["user", "set", "amy", "--active", "off"]);
    assert_eq!((opened(&s, "Two").1, opened(&s, "Two").1), ("lee".into(), "lee".into()));
    assert_eq!(opened(&s, "Helpdesk").1, Value::Null);
}

/// A text is kept as it is: only a tick is said with on and off.
#[test]
fn on_and_off_are_ticks_only_where_there_is_a_tick() {
    let s = inv12();
    let made = s.ok(&["response", "new", "on", "--set", "text_en=on", "--set", "name=off"]);
    assert_eq!((&made["text_en"], &made["name"]), (&"on".into(), &"off".into()));
    assert_eq!(s.ok(&["location", "new", "L", "--set", "return_location=on"])["return_location"], true);
}

/// Who is in no team sees every ticket: nobody gets there by the removal of a team.
#[test]
fn the_only_team_of_somebody_stays() {
    let s = inv12();
    s.ok(&["team", "new", "Other", "--members", "amy"]);
    assert_eq!(s.refused(&["team", "remove", "Other"]), ("in_use".into(), 3));
    s.ok(&["team", "set", "Helpdesk", "--members", "amy"]);
    s.ok(&["team", "remove", "Other"]);
}

/// What was imported and removed comes back with its file; what is called otherwise since is there once.
#[test]
fn what_was_removed_is_imported_again() {
    let s = inv12();
    let products = ("products.csv", "sku,name\nNEW1,New one\nNEW2,New two\n");
    let projects = ("projects.csv", "name\nLab\n");
    let stages = ("stages.csv", "team,project,name,sequence\nHelpdesk,,Extra,8\n,Lab,Queue,1\n,Lab,Out,2\n");
    for _ in 0..2 {
        let ran = s.import(&[products, projects, stages]);
        assert_eq!(ran.exit, 0, "{}", ran.err);
        let lab = s.ok(&["stage", "--project", "Lab", "list"]);
        assert_eq!(lab.as_array().unwrap().iter().map(|s| &s["name"]).collect::<Vec<_>>(), ["Queue", "Out"]);
        s.ok(&["product", "remove", "NEW1"]);
        s.ok(&["project", "remove", "Lab"]);
        s.ok(&["stage", "--team", "Helpdesk", "remove", "Extra"]);
    }
    s.ok(&["product", "edit", "NEW2", "--set", "sku=NEW3"]);
    assert_eq!(s.import(&[products]).exit, 0);
    assert_eq!(s.refused(&["product", "show", "NEW2"]), ("not_found".into(), 4));
}

/// Who does not work here any more gets nothing to do.
#[test]
fn who_is_gone_gets_no_repair_and_no_visit() {
    let s = inv12();
    s.ok(&["user", "new", "gone", "--name", "Gone"]);
    s.ok(&["project", "new", "Field"]);
    s.ok(&["team", "set", "Helpdesk", "--repairs", "on", "--field-service", "on", "--project", "Field"]);
    let repair = s.ok(&["repair", "create", "--ticket", "1", "--product", "A", "--responsible", "gone"]);
    let number = repair["number"].as_str().unwrap().to_owned();
    s.ok(&["user", "set", "gone", "--active", "off"]);
    let new = ["repair", "create", "--ticket", "1", "--product", "A", "--responsible", "gone"];
    assert_eq!(s.refused(&new), ("forbidden".into(), 3));
    // Who has it keeps it.
    s.ok(&["repair", "edit", &number, "--responsible", "gone"]);
    let task = ["task", "create", "--ticket", "1", "--title", "Visit", "--assignee", "gone"];
    assert_eq!(s.refused(&task), ("forbidden".into(), 3));
}

/// A limit without a currency is in the company's; who did something is switched off instead of being removed.
#[test]
fn what_is_typed_plainly_is_meant_plainly() {
    let s = inv12();
    let limits = s.ok(&["user", "set", "amy", "--refund-limit", "50", "--refund-limit-day", "USD:70"]);
    assert_eq!(
        (&limits["refund_limit"]["USD"], &limits["refund_limit_day"]["USD"]),
        (&"50.00".into(), &"70.00".into())
    );
    assert_eq!(s.refused(&["user", "set", "amy", "--refund-limit", "many"]).0, "invalid_value");
    s.ok(&["--as", "amy", "ticket", "note", "1", "x"]);
    let ran = s.run(&["user", "remove", "amy"]);
    assert!(ran.code() == "in_use" && ran.message().contains("Works here"), "{}", ran.message());
    assert_eq!(
        s.refused(&["product", "new", "N", "--set", "name=N", "--set", "price=-5"]),
        ("invalid_value".into(), 2)
    );
}

/// Prices are typed as they are shown.
#[test]
fn a_price_is_typed_as_people_write_it() {
    let mut pilot =
        crate::pilot::Pilot::new(inv12(), afterdesk::domain::settings::Language::English).sized(100, 40);
    pilot.sandbox.ok(&["product", "new", "TV", "--set", "name=Television"]);
    pilot.press(":").type_in("stock").press("enter");
    while !pilot.screen().contains("▸TV") {
        pilot.press("down");
    }
    pilot.press("enter enter").sees("[F2 Save]");
    while !pilot.screen().contains("▸ Sales price") {
        pilot.press("tab");
    }
    pilot.press("ctrl-u").type_in("880,000.5").press("f2").sees("880,000.5");
    assert_eq!(pilot.sandbox.ok(&["product", "show", "TV"])["price"], "880000.5");
}
