//! Making personal links and taking them back: told once, kept nowhere, refused with a sentence that helps.

use serde_json::{Value, json};

use crate::sandbox::{Sandbox, inv12};

fn shop() -> Sandbox {
    let s = inv12();
    assert_eq!(s.import(&[("customers.csv", "ref,portal\nC1,true\n")]).exit, 0);
    s
}

/// The secret of a link.
fn secret(made: &Value) -> String {
    made["link"].as_str().unwrap().rsplit('/').next().unwrap().to_owned()
}

#[test]
fn a_link_is_made_and_told_once() {
    let s = shop();
    let made = s.ok(&["customer", "link", "C1"]);
    let customer = s.ok(&["customer", "show", "C1"]);
    assert_eq!((&made["id"], &made["version"]), (&customer["id"], &customer["version"]));
    assert_eq!(
        (&made["customer"], &made["expires"], &made["revoked"]),
        (&json!("C1"), &json!("2026-12-23"), &json!(0))
    );
    assert!(made["link"].as_str().unwrap().starts_with("http://127.0.0.1:8080/c/"), "{made}");
    assert_eq!(made["warnings"][0]["code"], "portal_url_missing");
    let secret = secret(&made);
    assert_eq!(secret.len(), 40);
    assert_ne!(secret, self::secret(&s.ok(&["customer", "link", "C1"])));
    // Neither the books nor their log hold it.
    for file in ["desk.db", "desk.db-wal"] {
        let bytes = std::fs::read(s.folder.path().join(file)).unwrap_or_default();
        assert!(!bytes.windows(secret.len()).any(|part| part == secret.as_bytes()), "{file}");
    }
    s.check();
}

#[test]
fn its_address_and_last_day() {
    let s = shop();
    s.ok(&["settings", "set", "portal_url", "https://help.example.kr/pages/"]);
    assert_eq!(s.ok(&["settings", "show"])["portal_url"], "https://help.example.kr/pages");
    let made = s.ok(&["customer", "link", "C1", "--until", "2026-11-23"]);
    assert!(made["link"].as_str().unwrap().starts_with("https://help.example.kr/pages/c/"), "{made}");
    assert_eq!((&made["expires"], &made["warnings"]), (&json!("2026-11-23"), &Value::Null));
    assert_eq!(s.refused(&["customer", "link", "C1", "--until", "2026-11-22"]), ("invalid_value".into(), 2));
    assert_eq!(s.refused(&["customer", "link", "C1", "--until", "soon"]), ("invalid_value".into(), 2));
    assert_eq!(
        s.refused(&["customer", "link", "C1", "--until", "2026-12-01", "--revoke"]),
        ("usage".into(), 2)
    );
    assert_eq!(s.refused(&["customer", "link", "C9"]), ("not_found".into(), 4));
    assert_eq!(s.refused(&["settings", "set", "portal_url", "help.example"]), ("invalid_value".into(), 2));
    assert_eq!(s.import(&[("company.csv", "portal_url\nhttps://other.example\n")]).exit, 0);
    assert_eq!(s.ok(&["settings", "show"])["portal_url"], "https://other.example");
}

#[test]
fn who_has_no_access_gets_no_link() {
    let s = shop();
    let ran = s.run(&["customer", "link", "C2"]);
    assert_eq!((ran.code().as_str(), ran.exit), ("wrong_state", 3));
    assert!(ran.message().contains("customer edit C2 --portal true"), "{}", ran.message());
    s.ok(&["customer", "edit", "C2", "--portal", "true"]);
    s.ok(&["customer", "link", "C2"]);
}

#[test]
fn a_repeated_request_makes_no_second_link_and_does_not_tell_the_first() {
    let s = shop();
    let first = s.ok(&["customer", "link", "C1", "--request", "k"]);
    let again = s.ok(&["customer", "link", "C1", "--request", "k"]);
    assert_eq!((&again["link"], &again["expires"]), (&Value::Null, &first["expires"]));
    let links = |s: &Sandbox| -> i64 {
        s.books().query_row("SELECT count(*) FROM customer_link", [], |r| r.get(0)).unwrap()
    };
    assert_eq!(links(&s), 1);
    let told = s.people(&["customer", "link", "C1", "--request", "k"]).out;
    assert!(told.contains("carried out before") && told.contains("make another one"), "{told}");
    assert!(!told.contains(&secret(&first)));
    // Nor does a rehearsal leave one.
    let effects = s.ok(&["customer", "link", "C1", "--dry-run"]);
    assert_eq!(effects["effects"][0]["kind"], "customer_link");
    assert_eq!(links(&s), 1);
    assert_eq!(s.refused(&["customer", "link", "C1", "--if-version", "99"]), ("stale".into(), 5));
}

#[test]
fn all_of_a_customers_links_are_taken_back() {
    let s = shop();
    s.ok(&["customer", "link", "C1"]);
    s.ok(&["customer", "link", "C1"]);
    let done = s.ok(&["customer", "link", "C1", "--revoke"]);
    assert_eq!((&done["revoked"], &done["link"], &done["expires"]), (&json!(2), &Value::Null, &Value::Null));
    assert_eq!(s.ok(&["customer", "link", "C1", "--revoke"])["revoked"], 0);
    s.ok(&["customer", "link", "C1"]);
    let told = s.people(&["customer", "link", "C1", "--revoke"]).out;
    assert!(told.starts_with("Took one link of customer C1 back"), "{told}");
    // Access that is taken away takes them along.
    s.ok(&["customer", "link", "C1"]);
    s.ok(&["customer", "edit", "C1", "--portal", "false"]);
    assert_eq!(s.ok(&["customer", "link", "C1", "--revoke"])["revoked"], 0);
    // What was taken back stays so, whatever somebody writes into the file.
    let again = s.books().execute("UPDATE customer_link SET revoked_at = NULL, revoked_by = NULL", []);
    assert!(again.unwrap_err().to_string().contains("never changed"));
    assert!(s.books().execute("DELETE FROM customer_link", []).is_err());
}

/// A link shows all that is the customer's, so only who sees all of that makes one.
#[test]
fn a_link_is_no_way_around_a_team_or_a_right() {
    let s = shop();
    let files = [
        ("users.csv", "login,name,role\nann,Ann,agent\nbob,Bob,agent\n"),
        ("teams.csv", "name,members\nHelpdesk,root;ann\nOther,bob\n"),
    ];
    assert_eq!(s.import(&files).exit, 0);
    s.ok(&["ticket", "new", "--team", "Helpdesk", "--subject", "Mine", "--customer", "C1"]);
    assert_eq!(s.run(&["--as", "bob", "customer", "link", "C1"]).code(), "forbidden");
    s.ok(&["--as", "ann", "customer", "link", "C1"]);
    // What somebody may not make, anybody may end.
    s.ok(&["--as", "bob", "customer", "link", "C1", "--revoke"]);
    let far = s.refused(&["customer", "link", "C1", "--until", "9999-12-31"]);
    assert_eq!(far, ("invalid_value".into(), 2));
}
