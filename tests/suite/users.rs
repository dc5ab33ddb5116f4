//! Agents by command: who acts, and that the desk never loses its last administrator.

use crate::sandbox::{Sandbox, inv12};

fn acted(s: &Sandbox) -> Vec<String> {
    let books = s.books();
    let mut rows =
        books.prepare("SELECT u.login FROM event e JOIN user u ON u.id = e.user_id ORDER BY e.id").unwrap();
    rows.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

/// `--as` stands before or after the noun, and never for the login that a command names.
#[test]
fn the_agent_named_by_as_acts() {
    let s = inv12();
    let made = s.ok(&["--as", "lee", "user", "show", "amy"]);
    assert_eq!(made["login"], "amy");
    assert_eq!(s.refused(&["--as", "nosuch", "user", "show", "amy"]), ("not_found".into(), 4));
    assert_eq!(s.refused(&["--as", "amy", "user", "set", "root", "--revoke", "accounting"]).0, "forbidden");
    let made = s.ok(&["user", "new", "ann", "--name", "Ann", "--as", "root"]);
    assert_eq!((&made["login"], &made["role"]), (&"ann".into(), &"agent".into()));
    s.ok(&["--as", "root", "user", "set", "ann", "--role", "lead", "--refund-limit", "USD:80"]);
    assert_eq!(acted(&s).last().unwrap(), "root");
    let ticket = s.ok(&["--as", "lee", "ticket", "assign", "1", "amy"]);
    assert_eq!((&ticket["assignee"], &ticket["timeline"][0]["agent"]), (&"amy".into(), &"lee".into()));
    s.ok(&["ticket", "assign", "1", "", "--as", "lee"]);
    assert_eq!(acted(&s).last().unwrap(), "lee");
}

/// Somebody holds the right to settings after every command and every import.
#[test]
fn the_last_administrator_stays() {
    let s = inv12();
    for change in [["--role", "agent"], ["--revoke", "settings"]] {
        assert_eq!(s.refused(&["user", "set", "root", change[0], change[1]]), ("in_use".into(), 3));
    }
    let ran = s.import(&[("users.csv", "login,name,role\nbob,Bob,agent\nroot,Root,agent\n")]);
    assert_eq!(ran.code(), "import_invalid");
    let row = &ran.error()["rows"][0];
    assert_eq!((&row["line"], &row["column"]), (&3.into(), &"role".into()), "{row}");
    assert_eq!(s.ok(&["user", "show", "root"])["role"], "admin");
    // In whatever order the file names them.
    assert_eq!(s.import(&[("users.csv", "login,name,role\nroot,Root,agent\nlee,Lee,admin\n")]).exit, 0);
    assert_eq!(s.refused(&["--as", "root", "settings", "set", "name", "X"]).0, "forbidden");
    // A right that was granted counts as much as one held by role.
    s.ok(&["--as", "lee", "user", "set", "amy", "--grant", "settings"]);
    s.ok(&["--as", "amy", "user", "set", "lee", "--role", "agent"]);
    assert_eq!(s.refused(&["--as", "amy", "user", "set", "amy", "--revoke", "settings"]).0, "in_use");
}
