//! One table of keys: what the interface dispatches by is what help, README, manual and `keys` show.

use afterdesk::domain::settings::Language;
use afterdesk::keys::{Keymap, TABLE, name};

use crate::pilot::{Pilot, own_keys};
use crate::sandbox::Sandbox;

#[test]
fn readme_manual_and_command_show_the_table() {
    let sandbox = Sandbox::new(&[]);
    let table = sandbox.people(&["--lang", "en", "keys", "--markdown"]).out;
    let readme = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).unwrap();
    assert!(readme.contains(table.trim()), "README lacks this table of keys:\n{table}");
    let listed = sandbox.ok(&["keys"]);
    let manual = sandbox.people(&["man"]).out;
    assert_eq!(listed.as_array().unwrap().len(), TABLE.len());
    for binding in TABLE {
        let name = name(binding);
        assert!(manual.contains(&format!("({name})")), "{name}");
        assert!(listed.as_array().unwrap().iter().any(|row| row["name"] == name.as_str()));
    }
}

#[test]
fn help_lists_every_key_of_its_place_and_the_footer_those_that_are_hints() {
    for (keys, places) in
        [("", ["list", "ticket", "everywhere"]), ("enter", ["ticket", "list", "everywhere"])]
    {
        let mut pilot = Pilot::demo(Language::English).sized(200, 60);
        let help = pilot.press(keys).press("?").screen();
        // What this ticket has nothing for is not offered.
        let nothing = ["credit_notes", "coupons", "returns", "return", "repairs", "tasks"];
        let offered = TABLE.iter().filter(|b| !nothing.contains(&b.verb.as_str()));
        for binding in offered.filter(|b| places.contains(&b.context.as_str()) && !b.keys.is_empty()) {
            let verb = format!("verb-{}", binding.verb.as_str().replace('_', "-"));
            let word = afterdesk::text::Words::new(Language::English).word(&verb);
            assert!(help.contains(&word), "{word} is not in help:\n{help}");
        }
    }
}

#[test]
fn own_keys_work_and_the_footer_says_so() {
    let sandbox = crate::pilot::demo();
    let mut options = crate::pilot::options(sandbox.db(), Language::English);
    let (keymap, faults) = Keymap::with(&own_keys(&[("ticket.refund", &["z z"]), ("form.submit", &["f5"])]));
    assert_eq!(faults, []);
    options.keymap = keymap;
    let mut pilot = Pilot::with(options, sandbox);
    pilot.sees("z z Refund").press("r").sees_no("Refund #24").press("z").sees("z Refund").press("z");
    pilot.sees("Refund #24").sees("[F5 Reverse]").press("esc");
}
