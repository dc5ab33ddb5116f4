//! Role × right × action, through both doors: what the command answers, and what the desk offers on the screen.

use afterdesk::desk::{Clock, Desk};
use afterdesk::domain::error::Error;
use afterdesk::domain::ids::{InvoiceId, TicketId};
use afterdesk::domain::invoice::DocumentAction;
use afterdesk::domain::settings::Language::English;
use afterdesk::domain::team::Service;
use afterdesk::domain::ticket::ServiceState;
use afterdesk::text::Words;

use crate::sandbox::{Sandbox, TODAY, inv12};

/// The rights, by the order of their columns below.
const RIGHTS: [&str; 8] =
    ["refund", "coupon", "return", "repair", "field_service", "accounting", "inventory", "settings"];

/// Who there is: role, what was granted and revoked, and what of [`RIGHTS`] that comes to.
type Who = (&'static str, &'static str, &'static [&'static str], &'static [&'static str], &'static str);
#[rustfmt::skip]
const WHO: [Who; 9] = [
    ("agent", "agent", &[], &[], "yyyyy---"),
    ("lead", "lead", &[], &[], "yyyyyyy-"),
    ("admin", "admin", &[], &[], "yyyyyyyy"),
    ("norefund", "agent", &[], &["refund"], "-yyyy---"),
    ("nocoupon", "lead", &[], &["coupon"], "y-yyyyy-"),
    ("books", "agent", &["accounting"], &[], "yyyyyy--"),
    ("stock", "agent", &["inventory"], &["field_service"], "yyyy--y-"),
    ("clerk", "agent", &["settings"], &["return", "repair"], "yy--y--y"),
    ("nothing", "agent", &[], &["refund", "coupon", "return", "repair", "field_service"], "--------"),
];

fn may(held: &str, right: &str) -> bool {
    let at = RIGHTS.iter().position(|r| *r == right).unwrap();
    held.as_bytes()[at] == b'y'
}

fn shop() -> Sandbox {
    let s = inv12();
    for (login, role, granted, revoked, _) in WHO {
        s.ok(&["user", "new", login, "--name", login, "--role", role]);
        for (flag, rights) in [("--grant", granted), ("--revoke", revoked)] {
            for right in rights {
                s.ok(&["user", "set", login, flag, right]);
            }
        }
    }
    s.ok(&["program", "new", "P", "--reward", "percent=10"]);
    s.ok(&["settings", "set", "website_url", "https://shop.example"]);
    s.ok(&["project", "new", "Visits"]);
    s.ok(&["team", "set", "Helpdesk", "--project", "Visits"]);
    let files = [
        (
            "deliveries.csv",
            "number,kind,customer,order,date,state\nWH/OUT/00001,delivery,C1,S1,2026-10-02,done\n",
        ),
        ("delivery_lines.csv", "delivery,line,product,quantity,order_line\nWH/OUT/00001,1,A,1,1\n"),
    ];
    assert_eq!(s.import(&files).exit, 0);
    s
}

#[test]
fn agents_hold_what_their_role_and_their_rights_say() {
    let s = shop();
    for (login, .., held) in WHO {
        let shown = s.ok(&["user", "show", login])["rights"].clone();
        let expected: Vec<&str> = RIGHTS.into_iter().filter(|right| may(held, right)).collect();
        assert_eq!(shown, serde_json::json!(expected), "{login}");
    }
}

/// What is done, and the right that it takes.
const ACTIONS: &[(&[&str], &str)] = &[
    (&["refund", "create", "--ticket", "1"], "refund"),
    (&["coupon", "create", "--ticket", "1", "--program", "P"], "coupon"),
    (&["return", "create", "--ticket", "1", "--order", "S1"], "return"),
    (&["repair", "create", "--ticket", "1", "--product", "A"], "repair"),
    (&["task", "create", "--ticket", "1"], "field_service"),
    (&["invoice", "pay", "INV/2026/00001", "--amount", "1"], "accounting"),
    (&["stock", "adjust", "A", "--location", "WH/Stock", "--quantity", "1", "--reason", "x"], "inventory"),
    (&["team", "set", "Helpdesk", "--refunds", "on", "--assignment", "equal"], "settings"),
    (&["user", "set", "amy", "--name", "Amy Lee"], "settings"),
    (&["settings", "set", "name", "Other"], "settings"),
    (&["tax", "new", "T", "--set", "amount=1"], "settings"),
    (&["program", "edit", "P", "--max-usage", "3"], "settings"),
];

/// By command: done by who holds the right, and else refused with its name. A dry run says the same.
#[test]
fn every_action_takes_its_right_by_command() {
    let s = shop();
    for (login, .., held) in WHO {
        for (args, right) in ACTIONS {
            let ran = s.run(&[&["--as", login, "--dry-run"], *args].concat());
            if may(held, right) {
                assert_eq!(ran.exit, 0, "{login} {args:?}: {}", ran.err);
                continue;
            }
            assert_eq!((ran.code(), ran.exit), ("forbidden".into(), 3), "{login} {args:?}: {}", ran.out);
            let name = afterdesk::text::code::right(&Words::new(English), right.parse().unwrap());
            assert!(ran.message().contains(&name), "{login} {args:?}: {}", ran.message());
        }
    }
}

fn desk(s: &Sandbox, login: &str) -> Desk {
    let clock = Clock::fixed(&format!("{TODAY}T10:00:00+09:00")).unwrap();
    let mut desk = Desk::open(&s.db(), false, clock, Words::new(English)).unwrap();
    desk.sign_in(Some(login), login).unwrap();
    desk
}

/// On the screen: a service is offered to who holds its right, and else shown with that reason.
#[test]
fn services_are_offered_by_their_rights() {
    let s = shop();
    let services = [
        (Service::Refund, "refund"),
        (Service::Coupon, "coupon"),
        (Service::Return, "return"),
        (Service::Repair, "repair"),
        (Service::FieldService, "field_service"),
    ];
    for (login, .., held) in WHO {
        let ticket = desk(&s, login).ticket(TicketId(1)).unwrap();
        for (service, right) in services {
            let shown = &ticket.services[&service];
            let expected = if may(held, right) { ServiceState::On } else { ServiceState::Off };
            assert_eq!(shown.state, expected, "{login} {right}: {:?}", shown.reason);
            assert_eq!(matches!(shown.why, Some(Error::Forbidden(_))), !may(held, right), "{login} {right}");
        }
    }
}

/// What a draft offers to whom: its maker edits and posts it, who holds the books does so with anybody's, and nobody
/// is offered what the command then refuses.
#[test]
fn drafts_offer_what_the_command_does() {
    let s = shop();
    let made = s.ok(&["--as", "agent", "refund", "create", "--ticket", "1"]);
    let id = made["credit_notes"][0]["id"].as_i64().unwrap();
    let label = format!("id:{id}");
    for (login, .., held) in WHO {
        let offered = desk(&s, login).document_actions(InvoiceId(id)).unwrap();
        let own = login == "agent";
        for (action, why) in offered {
            let verb = match action {
                DocumentAction::Post => "post",
                DocumentAction::Cancel => "cancel",
                _ => continue,
            };
            let expected = own || may(held, "accounting");
            assert_eq!(why.is_none(), expected, "{login} {verb}: {why:?}");
            let ran = s.run(&["--as", login, "--dry-run", "invoice", verb, &label]);
            assert_eq!(ran.exit == 0, expected, "{login} {verb}: {}", ran.err);
        }
    }
}

/// A team's tickets are its members' and the administrators'; an agent of no team sees every ticket.
#[test]
fn tickets_are_seen_by_team() {
    let s = shop();
    s.ok(&["team", "set", "Helpdesk", "--members", "agent;books"]);
    s.ok(&["team", "new", "Other", "--members", "lead;stock"]);
    for (login, sees) in [
        ("agent", true),
        ("books", true),
        ("lead", false),
        ("stock", false),
        ("admin", true),
        ("nothing", true),
    ] {
        let ran = s.run(&["--as", login, "ticket", "show", "1"]);
        assert_eq!((ran.exit == 0, ran.exit), (sees, if sees { 0 } else { 3 }), "{login}");
        let listed = s.ok(&["--as", login, "ticket", "list"]);
        assert_eq!(listed.as_array().unwrap().len(), usize::from(sees), "{login}");
        for action in [
            &["ticket", "note", "1", "x"][..],
            &["ticket", "stage", "1", "Solved"],
            &["refund", "create", "--ticket", "1"],
        ] {
            let ran = s.run(&[&["--as", login, "--dry-run"], action].concat());
            let expected = sees && (login != "nothing" || action[0] == "ticket");
            assert_eq!(ran.exit == 0, expected, "{login} {action:?}: {}", ran.err);
        }
    }
}

/// Who is bound to an account of the system is acted for by that account alone.
#[test]
fn who_is_bound_to_an_account_is_not_impersonated() {
    let s = shop();
    s.ok(&["user", "set", "lead", "--os-login", "someone-else"]);
    assert_eq!(s.refused(&["user", "set", "admin", "--os-login", "someone-else"]).0, "invalid_value");
    let real = s.made_real();
    assert_eq!(real.run(&["--as", "lead", "ticket", "list"]).code(), "forbidden");
    real.ok(&["--as", "agent", "ticket", "list"]);
}
