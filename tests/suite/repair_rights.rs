//! Who may do what with a repair that an agent made: role by action, through the command line and as the screen
//! offers it.

use afterdesk::desk::{Clock, Desk, RepairFilter, RepairQueue};
use afterdesk::domain::error::Error;
use afterdesk::domain::repair::RepairPageAction as Action;
use afterdesk::domain::settings::Language::English;
use afterdesk::text::Words;

use crate::sandbox::{Sandbox, TODAY};

/// What is done, the command that does it, and what brings a repair to where it can be done.
const ACTIONS: [(Action, &[&str], &[&str]); 8] = [
    (Action::Confirm, &["repair", "confirm"], &[]),
    (Action::Start, &["repair", "start"], &["confirm"]),
    (Action::End, &["repair", "end"], &["start"]),
    (Action::Quote, &["repair", "quote"], &[]),
    (Action::Edit, &["repair", "edit"], &[]),
    (Action::Cancel, &["repair", "cancel"], &[]),
    (Action::Reset, &["repair", "reset"], &["cancel"]),
    (Action::Send, &["order", "send"], &["quote"]),
];

/// Who, whether they see the repair, whether they change it, and whether they work on it.
const ROLES: [(&str, [bool; 3]); 6] = [
    ("maker", [true, true, false]),
    ("other", [false, false, false]),
    // Made it, and lost the right since.
    ("former", [true, false, false]),
    ("granted", [true, true, true]),
    ("lead", [true, true, true]),
    ("root", [true, true, true]),
];

fn may(role: [bool; 3], action: Action) -> bool {
    match action {
        Action::Start | Action::End => role[2],
        // Any agent sends any quotation.
        Action::Send => true,
        _ => role[1],
    }
}

fn shop() -> Sandbox {
    let s = Sandbox::new(&[]);
    let files = [
        ("products.csv", "sku,name,kind,price\nA,Lamp,goods,60\nD,Display,goods,80\n"),
        ("stock.csv", "location,product,quantity\nWH/Stock,A,90\nWH/Stock,D,90\n"),
        ("customers.csv", "ref,name,email\nC1,Kim,kim@shop.example\n"),
        (
            "users.csv",
            "login,name,role\nmaker,M,agent\nother,O,agent\nformer,F,agent\ngranted,G,agent\nlead,L,lead\n",
        ),
        ("teams.csv", "name,repairs,members\nHelpdesk,true,root;maker;other;former;granted;lead\n"),
        ("tickets.csv", "number,team,subject,customer,product\n1,Helpdesk,Broken,C1,A\n"),
    ];
    let ran = s.import(&files);
    assert_eq!(ran.exit, 0, "{}", ran.err);
    s.ok(&["user", "set", "granted", "--grant", "repair"]);
    s
}

/// A repair where it can be acted upon; who made it.
fn made(s: &Sandbox, maker: &str, steps: &[&str]) -> String {
    let made = s.ok(&["--as", maker, "repair", "create", "--ticket", "1", "--part", "add:D=1"]);
    let number = made["number"].as_str().unwrap().to_owned();
    for step in steps {
        s.ok(&["repair", step, &number]);
    }
    number
}

fn desk(s: &Sandbox, login: &str) -> Desk {
    let clock = Clock::fixed(&format!("{TODAY}T10:00:00+09:00")).unwrap();
    let mut desk = Desk::open(&s.db(), false, clock, Words::new(English)).unwrap();
    desk.sign_in(Some(login), "nobody").unwrap();
    desk
}

#[test]
fn every_role_and_action_through_both_doors() {
    let s = shop();
    let of = |login: &str| if login == "former" { "former" } else { "maker" };
    // What former made was made while that was allowed.
    let repairs: Vec<Vec<String>> = ROLES
        .iter()
        .map(|(login, _)| ACTIONS.iter().map(|(_, _, steps)| made(&s, of(login), steps)).collect())
        .collect();
    s.ok(&["user", "set", "former", "--revoke", "repair"]);
    for ((login, role), repairs) in ROLES.iter().zip(&repairs) {
        for ((action, command, _), number) in ACTIONS.iter().zip(repairs) {
            let about = format!("{login} {action} {number}");
            let page = desk(&s, login).repair_page(number);
            assert_eq!(page.is_ok(), role[0], "{about}");
            let offered = page.ok().and_then(|page| page.actions.into_iter().find(|(a, _)| a == action));
            if role[0] {
                let (_, why) = offered.clone().unwrap_or_else(|| panic!("{about} is not offered"));
                assert_eq!(why.is_none(), may(*role, *action), "{about}: {why:?}");
                assert!(why.is_none_or(|why| matches!(why, Error::Forbidden(_))), "{about}");
            }
            let object = match action {
                Action::Send => s.ok(&["repair", "show", number])["order"].as_str().unwrap().to_owned(),
                _ => number.clone(),
            };
            let more: &[&str] = if *action == Action::Edit { &["--date", "2026-12-01"] } else { &[] };
            let ran = s.run(&[&["--as", login], *command, &[&object], more].concat());
            let expected = if may(*role, *action) { 0 } else { 3 };
            assert_eq!(ran.exit, expected, "{about}: {}", ran.err);
            if ran.exit == 3 {
                assert_eq!(ran.code(), "forbidden", "{about}");
            }
            let shown = s.run(&["--as", login, "repair", "show", number]);
            assert_eq!(shown.exit, if role[0] { 0 } else { 3 }, "{about}");
        }
    }
    s.check();
}

/// Who sees a repair finds it in the lists, and who does not finds nothing; the list of all is for who works them.
#[test]
fn lists_show_what_one_sees() {
    let s = shop();
    made(&s, "maker", &[]);
    made(&s, "former", &[]);
    s.ok(&["user", "set", "former", "--revoke", "repair"]);
    for (login, count, works) in [
        ("maker", 1, false),
        ("other", 0, false),
        ("former", 1, false),
        ("granted", 2, true),
        ("lead", 2, true),
    ] {
        let listed = s.ok(&["--as", login, "repair", "list", "--ticket", "1"]);
        assert_eq!(listed.as_array().unwrap().len(), count, "{login}");
        let mut desk = desk(&s, login);
        assert_eq!(desk.repairs(RepairFilter::default(), None).unwrap().len(), count, "{login}");
        assert_eq!(desk.repair_queue(&RepairQueue::Open).is_ok(), works, "{login}");
    }
    for (login, create) in [("maker", 0), ("other", 0), ("former", 3)] {
        let ran = s.run(&["--as", login, "--dry-run", "repair", "create", "--ticket", "1"]);
        assert_eq!(ran.exit, create, "{login}");
    }
}
