//! Every key, in one table: the interface dispatches by it, its footer, help and palette are made from
//! it, and so are the README's table and the manual page. Keys are data here; only the terminal
//! interface knows what a terminal sends. May be called by every door; of ours it knows the macro for
//! enums with codes, and nothing else.
//!
//! No binding tells a letter from its capital unless a second key does the same: with a Hangul keyboard
//! most letters have no capital.

mod key;
mod verb;

use std::collections::BTreeMap;

pub use key::{Chord, Code, Key, KeyError};
pub use verb::{Context, Verb};

/// One row of the table.
#[derive(Clone, Copy, Debug)]
pub struct Binding {
    /// Where.
    pub context: Context,
    /// What.
    pub verb: Verb,
    /// The keys, in the form of the config file.
    pub keys: &'static [&'static str],
    /// Whether the footer shows it.
    pub hint: bool,
}

const fn row(context: Context, verb: Verb, keys: &'static [&'static str], hint: bool) -> Binding {
    Binding { context, verb, keys, hint }
}

/// The table, in the order in which help and footers show it.
pub const TABLE: &[Binding] = {
    use Context as C;
    use Verb as V;
    &[
        row(C::Ticket, V::Refund, &["r"], true),
        row(C::Ticket, V::Coupon, &["c"], true),
        row(C::Ticket, V::Return, &["t"], true),
        row(C::Ticket, V::Repair, &["p"], true),
        row(C::Ticket, V::PlanIntervention, &["v"], true),
        row(C::Ticket, V::AfterSales, &["enter"], true),
        row(C::Ticket, V::Message, &["m"], true),
        row(C::Ticket, V::Note, &["i"], true),
        row(C::Ticket, V::Timeline, &["h"], false),
        row(C::Ticket, V::Edit, &["e"], true),
        row(C::Ticket, V::Assign, &["a"], true),
        row(C::Ticket, V::Stage, &["s"], true),
        row(C::Ticket, V::New, &["n"], true),
        row(C::Ticket, V::Merge, &["w"], false),
        row(C::Ticket, V::MergeHere, &[], false),
        row(C::Ticket, V::Unmerge, &[], false),
        row(C::Ticket, V::CustomerCard, &["o"], false),
        row(C::Ticket, V::CopyTray, &["y"], true),
        row(C::Ticket, V::CreditNotes, &["1"], false),
        row(C::Ticket, V::Coupons, &["2"], false),
        row(C::Ticket, V::Returns, &["3"], false),
        row(C::Ticket, V::Repairs, &["4"], false),
        row(C::Ticket, V::Tasks, &["5"], false),
        row(C::Ticket, V::SalesOrder, &[], false),
        row(C::Ticket, V::NewQuotation, &[], false),
        row(C::Ticket, V::Mark, &["space"], false),
        row(C::Ticket, V::MarkRange, &["V", "%"], false),
        row(C::Ticket, V::MarkAll, &["*"], false),
        row(C::Ticket, V::ForMarked, &["b"], false),
        row(C::Ticket, V::Take, &["@"], false),
        row(C::Ticket, V::Priority, &["!"], false),
        row(C::Ticket, V::Export, &[], false),
        row(C::Ticket, V::EditView, &["l"], false),
        row(C::Ticket, V::Previous, &["["], false),
        row(C::Ticket, V::Next, &["]"], false),
        row(C::Document, V::FirstAction, &["f2"], true),
        row(C::Document, V::SecondAction, &["f3"], true),
        row(C::Document, V::Edit, &["e"], false),
        row(C::Document, V::TakeBack, &["x"], false),
        row(C::Document, V::Actions, &["a"], true),
        row(C::Document, V::CustomerCard, &["o"], true),
        row(C::Document, V::CopyTray, &["y"], true),
        row(C::Document, V::Print, &["P", "f10"], false),
        row(C::Customer, V::Edit, &["e"], true),
        row(C::Customer, V::NewQuotation, &["n"], true),
        row(C::Customer, V::CopyTray, &["y"], true),
        row(C::Customer, V::CustomerLink, &["l"], true),
        row(C::Customer, V::RevokeLinks, &["x"], false),
        row(C::Order, V::FirstAction, &["f2"], true),
        row(C::Order, V::SecondAction, &["f3"], true),
        row(C::Order, V::Edit, &["e"], false),
        row(C::Order, V::TakeBack, &["x"], false),
        row(C::Order, V::Actions, &["a"], true),
        row(C::Order, V::CustomerCard, &["o"], true),
        row(C::Order, V::CopyTray, &["y"], true),
        row(C::Order, V::Print, &["P", "f10"], false),
        row(C::Program, V::FirstAction, &["f2"], true),
        row(C::Program, V::SecondAction, &["f3"], true),
        row(C::Program, V::Edit, &["e"], false),
        row(C::Program, V::Actions, &["a"], true),
        row(C::Coupon, V::FirstAction, &["f2"], true),
        row(C::Coupon, V::SecondAction, &["f3"], true),
        row(C::Coupon, V::TakeBack, &["x"], false),
        row(C::Coupon, V::CopyTray, &["y"], true),
        row(C::Transfer, V::FirstAction, &["f2"], true),
        row(C::Transfer, V::SecondAction, &["f3"], true),
        row(C::Transfer, V::Refund, &["f"], true),
        row(C::Transfer, V::Repair, &["p"], true),
        row(C::Transfer, V::TakeBack, &["x"], false),
        row(C::Transfer, V::CopyTray, &["y"], true),
        row(C::Transfer, V::Print, &["P", "f10"], false),
        row(C::Repair, V::FirstAction, &["f2"], true),
        row(C::Repair, V::SecondAction, &["f3"], true),
        row(C::Repair, V::Edit, &["e"], true),
        row(C::Repair, V::TakeBack, &["x"], false),
        row(C::Repair, V::Actions, &["a"], true),
        row(C::Repair, V::CustomerCard, &["o"], true),
        row(C::Repair, V::CopyTray, &["y"], true),
        row(C::Repair, V::Print, &["P", "f10"], false),
        row(C::Task, V::FirstAction, &["f2"], true),
        row(C::Task, V::SecondAction, &["f3"], true),
        row(C::Task, V::Edit, &["e"], true),
        row(C::Task, V::Stage, &["s"], true),
        row(C::Task, V::Message, &["m"], false),
        row(C::Task, V::Note, &["i"], false),
        row(C::Task, V::Actions, &["a"], false),
        row(C::Task, V::CustomerCard, &["o"], true),
        row(C::Task, V::CopyTray, &["y"], true),
        row(C::Task, V::Print, &["P", "f10"], false),
        row(C::Agenda, V::DayBefore, &["left", "h"], false),
        row(C::Agenda, V::DayAfter, &["right", "l"], false),
        row(C::Agenda, V::Span, &["w", "tab"], true),
        row(C::Agenda, V::Today, &["t"], true),
        row(C::Share, V::Copy, &["f2", "enter", "y"], true),
        row(C::Share, V::CopyTray, &["f3"], true),
        row(C::Bulk, V::Confirm, &["f2"], true),
        row(C::Bulk, V::CopyTray, &["y"], true),
        row(C::Bulk, V::Up, &["k", "up"], false),
        row(C::Bulk, V::Down, &["j", "down"], false),
        row(C::Bulk, V::PageUp, &["pgup"], false),
        row(C::Bulk, V::PageDown, &["pgdn"], false),
        row(C::Bulk, V::First, &["home"], false),
        row(C::Bulk, V::Last, &["end"], false),
        row(C::Outbox, V::FirstAction, &["f2"], true),
        row(C::Outbox, V::SecondAction, &["f3"], true),
        row(C::List, V::Open, &["enter"], true),
        row(C::List, V::Search, &["/"], true),
        row(C::List, V::Views, &["f"], true),
        row(C::List, V::Up, &["k", "up"], false),
        row(C::List, V::Down, &["j", "down"], false),
        row(C::List, V::PageUp, &["pgup"], false),
        row(C::List, V::PageDown, &["pgdn"], false),
        row(C::List, V::First, &["home", "g g"], false),
        row(C::List, V::Last, &["end", "G"], false),
        row(C::List, V::OtherPane, &["tab"], false),
        row(C::Form, V::Submit, &["f2", "ctrl-s"], true),
        row(C::Form, V::SubmitSecond, &["f3"], true),
        row(C::Form, V::NextField, &["tab"], true),
        row(C::Form, V::PreviousField, &["shift-tab"], false),
        row(C::Form, V::Up, &["up"], false),
        row(C::Form, V::Down, &["down"], false),
        row(C::Form, V::PageUp, &["pgup"], false),
        row(C::Form, V::PageDown, &["pgdn"], false),
        row(C::Form, V::First, &["ctrl-home"], false),
        row(C::Form, V::Last, &["ctrl-end"], false),
        row(C::Form, V::Choose, &["enter"], true),
        row(C::Form, V::Toggle, &["space", "right"], false),
        row(C::Form, V::ToggleBack, &["left"], false),
        row(C::Form, V::ClearField, &["delete", "backspace"], false),
        row(C::Form, V::RemoveLine, &["d"], false),
        row(C::Form, V::RestoreLine, &["u"], false),
        row(C::Form, V::Editor, &["ctrl-e"], false),
        row(C::Form, V::StartOver, &["f4"], false),
        row(C::Picker, V::Choose, &["enter"], true),
        row(C::Picker, V::Mark, &["space"], true),
        row(C::Picker, V::Up, &["up"], false),
        row(C::Picker, V::Down, &["down"], false),
        row(C::Picker, V::PageUp, &["pgup"], false),
        row(C::Picker, V::PageDown, &["pgdn"], false),
        row(C::Picker, V::First, &["ctrl-home"], false),
        row(C::Picker, V::Last, &["ctrl-end"], false),
        row(C::Calendar, V::Choose, &["enter"], true),
        row(C::Calendar, V::DayBefore, &["left", "h"], false),
        row(C::Calendar, V::DayAfter, &["right", "l"], false),
        row(C::Calendar, V::Up, &["up", "k"], false),
        row(C::Calendar, V::Down, &["down", "j"], false),
        row(C::Calendar, V::PageUp, &["pgup"], true),
        row(C::Calendar, V::PageDown, &["pgdn"], true),
        row(C::Calendar, V::Today, &["t"], true),
        row(C::Confirm, V::Confirm, &["f2"], true),
        row(C::Confirm, V::Up, &["up", "k"], false),
        row(C::Confirm, V::Down, &["down", "j"], false),
        row(C::Confirm, V::PageUp, &["pgup"], false),
        row(C::Confirm, V::PageDown, &["pgdn"], false),
        row(C::Confirm, V::First, &["home"], false),
        row(C::Confirm, V::Last, &["end"], false),
        row(C::Approval, V::FirstAction, &["f2"], true),
        row(C::Approval, V::SecondAction, &["f3"], true),
        row(C::Undo, V::FirstAction, &["f2"], true),
        row(C::Report, V::PeriodBefore, &["["], true),
        row(C::Report, V::PeriodAfter, &["]"], true),
        row(C::Report, V::PeriodLength, &["w"], true),
        row(C::Report, V::Dimension, &["b", "tab"], true),
        row(C::Report, V::FigureBefore, &["left", "h"], false),
        row(C::Report, V::FigureAfter, &["right", "l"], false),
        row(C::Report, V::Today, &["t"], false),
        row(C::Everywhere, V::Help, &["?", "f1"], true),
        row(C::Everywhere, V::Palette, &[":", "ctrl-p"], true),
        row(C::Everywhere, V::Find, &["ctrl-f"], false),
        row(C::Everywhere, V::ViewedBefore, &["ctrl-o", "alt-left"], false),
        row(C::Everywhere, V::ViewedAfter, &["ctrl-g", "alt-right"], false),
        row(C::Everywhere, V::Back, &["esc"], true),
        row(C::Everywhere, V::Quit, &["q"], true),
        row(C::Everywhere, V::Undo, &["u"], false),
        row(C::Everywhere, V::Redo, &["ctrl-r"], false),
        row(C::Everywhere, V::UndoList, &[], false),
        row(C::Everywhere, V::Outbox, &[], false),
        row(C::Everywhere, V::RepairList, &["f6"], false),
        row(C::Everywhere, V::Agenda, &["f12"], false),
        row(C::Everywhere, V::LookUpLot, &["f7"], false),
        row(C::Everywhere, V::Exit, &["ctrl-c"], false),
        row(C::Everywhere, V::Redraw, &["ctrl-l"], false),
        row(C::Everywhere, V::Mouse, &["f8"], false),
        row(C::Everywhere, V::Language, &["f9"], false),
        row(C::Everywhere, V::Theme, &[], false),
        row(C::Everywhere, V::Settings, &[], false),
        row(C::Everywhere, V::CouponPrograms, &[], false),
        row(C::Everywhere, V::ReturnReasons, &[], false),
        row(C::Everywhere, V::Teams, &[], false),
        row(C::Everywhere, V::Projects, &[], false),
        row(C::Everywhere, V::WorksheetTemplates, &[], false),
        row(C::Everywhere, V::Company, &[], false),
        row(C::Everywhere, V::Agents, &[], false),
        row(C::Everywhere, V::Products, &[], false),
        row(C::Everywhere, V::Taxes, &[], false),
        row(C::Everywhere, V::Journals, &[], false),
        row(C::Everywhere, V::Locations, &[], false),
        row(C::Everywhere, V::Responses, &[], false),
        row(C::Everywhere, V::Letters, &[], false),
        row(C::Everywhere, V::QueryHelp, &[], false),
        row(C::Everywhere, V::TicketTypes, &[], false),
        row(C::Everywhere, V::Holidays, &[], false),
        row(C::Everywhere, V::Approvals, &["f5"], false),
        row(C::Everywhere, V::Reports, &[], false),
    ]
};

/// The table with a person's own keys in it.
#[derive(Clone, Debug)]
pub struct Keymap {
    rows: Vec<(Binding, Vec<Chord>)>,
}

/// What is wrong with keys of a config file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// No action has this name.
    UnknownAction {
        /// As written.
        name: String,
    },
    /// No key has this name.
    UnknownKey {
        /// Whose key.
        name: String,
        /// As written.
        given: String,
    },
    /// Two actions of one place have the same key, or one begins with the other.
    Conflict {
        /// The key.
        key: String,
        /// Both.
        names: [String; 2],
    },
}

impl Default for Keymap {
    fn default() -> Self {
        let chords = |b: &Binding| b.keys.iter().filter_map(|k| k.parse().ok()).collect();
        Self { rows: TABLE.iter().map(|b| (*b, chords(b))).collect() }
    }
}

/// The name of a row in config files: `ticket.refund`.
pub fn name(binding: &Binding) -> String {
    format!("{}.{}", binding.context, binding.verb)
}

impl Keymap {
    /// The table with some rows' keys replaced, and everything that is wrong with the replacements; a
    /// wrong one leaves the row as it was.
    pub fn with(own: &BTreeMap<String, Vec<String>>) -> (Self, Vec<Fault>) {
        let (mut map, mut faults) = (Self::default(), Vec::new());
        for (key, chords) in own {
            let Some(at) = map.rows.iter().position(|(b, _)| name(b) == *key) else {
                faults.push(Fault::UnknownAction { name: key.clone() });
                continue;
            };
            match chords.iter().map(|c| c.parse()).collect::<Result<Vec<Chord>, KeyError>>() {
                Ok(chords) => map.rows[at].1 = chords,
                Err(error) => faults.push(Fault::UnknownKey { name: key.clone(), given: error.given }),
            }
        }
        let conflicts = map.conflicts();
        // A conflict would leave one of the two unreachable: the table's own keys stay then.
        for fault in &conflicts {
            let Fault::Conflict { names, .. } = fault else { continue };
            for (binding, chords) in &mut map.rows {
                if names.contains(&name(binding)) {
                    *chords = binding.keys.iter().filter_map(|k| k.parse().ok()).collect();
                }
            }
        }
        faults.extend(conflicts);
        (map, faults)
    }

    /// Pairs of actions of one place that can't both be reached.
    fn conflicts(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        for (at, (one, chords)) in self.rows.iter().enumerate() {
            for (other, others) in &self.rows[at + 1..] {
                if one.context != other.context {
                    continue;
                }
                let clash = chords
                    .iter()
                    .find(|a| others.iter().any(|b| a.0.starts_with(&b.0) || b.0.starts_with(&a.0)));
                if let Some(key) = clash {
                    faults.push(Fault::Conflict { key: key.to_string(), names: [name(one), name(other)] });
                }
            }
        }
        faults
    }

    /// What keys mean in the places given, the innermost first.
    pub fn find(&self, contexts: &[Context], pressed: &[Key]) -> Found {
        let mut begins = false;
        for context in contexts {
            for (binding, chords) in self.rows.iter().filter(|(b, _)| b.context == *context) {
                if chords.iter().any(|c| c.0 == pressed) {
                    return Found::Verb(binding.verb);
                }
                begins |= chords.iter().any(|c| c.0.starts_with(pressed));
            }
        }
        if begins { Found::Prefix } else { Found::Nothing }
    }

    /// The rows of a place, with their keys.
    pub fn rows(&self, context: Context) -> impl Iterator<Item = (&Binding, &[Chord])> {
        self.rows.iter().filter(move |(b, _)| b.context == context).map(|(b, c)| (b, c.as_slice()))
    }

    /// The first key of an action in a place, as people read it.
    pub fn key(&self, context: Context, verb: Verb) -> Option<String> {
        self.rows(context).find(|(b, _)| b.verb == verb)?.1.first().map(Chord::to_string)
    }
}

/// What keys mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// This.
    Verb(Verb),
    /// The beginning of something.
    Prefix,
    /// Nothing.
    Nothing,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_has_no_conflicts_and_every_key_parses() {
        let map = Keymap::default();
        assert_eq!(map.conflicts(), []);
        for (binding, chords) in &map.rows {
            assert_eq!(binding.keys.len(), chords.len(), "{binding:?}");
        }
    }

    #[test]
    fn no_letter_differs_from_its_capital_alone() {
        for (binding, chords) in &Keymap::default().rows {
            let capital =
                |c: &Chord| matches!(c.0.as_slice(), [Key { code: Code::Char(x), .. }] if x.is_uppercase());
            if chords.iter().any(capital) {
                assert!(chords.iter().any(|c| !capital(c)), "{binding:?} has a capital only");
            }
        }
    }

    #[test]
    fn keys_read_and_written() {
        for (text, shown) in [
            ("ctrl-p", "Ctrl-P"),
            ("f2", "F2"),
            ("g g", "g g"),
            ("shift-tab", "Shift-Tab"),
            ("space", "Space"),
            ("?", "?"),
            ("alt-x", "Alt-x"),
            ("minus", "-"),
        ] {
            assert_eq!(text.parse::<Chord>().unwrap().to_string(), shown);
        }
        for wrong in ["", "f13", "ctrl-", "nokey"] {
            assert!(wrong.parse::<Chord>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn own_keys_and_their_faults() {
        let own = |rows: &[(&str, &[&str])]| {
            rows.iter()
                .map(|(k, v)| ((*k).to_owned(), v.iter().map(|s| (*s).to_owned()).collect()))
                .collect::<BTreeMap<String, Vec<String>>>()
        };
        let (map, faults) = Keymap::with(&own(&[("ticket.refund", &["z", "ctrl-r"])]));
        assert_eq!(faults, []);
        assert_eq!(map.key(Context::Ticket, Verb::Refund).unwrap(), "z");
        assert_eq!(map.find(&[Context::Ticket], &["r".parse().unwrap()]), Found::Nothing);

        let (map, faults) = Keymap::with(&own(&[("ticket.refund", &["i"])]));
        assert_eq!(faults.len(), 1, "{faults:?}");
        assert_eq!(map.key(Context::Ticket, Verb::Refund).unwrap(), "r", "the table's own stays");

        let (_, faults) = Keymap::with(&own(&[("ticket.fly", &["y"]), ("list.up", &["ctrl-"])]));
        assert!(matches!(&faults[..], [Fault::UnknownKey { .. }, Fault::UnknownAction { .. }]), "{faults:?}");
    }

    #[test]
    fn prefixes_wait_for_the_next_key() {
        let map = Keymap::default();
        let keys = |text: &str| text.parse::<Chord>().unwrap().0;
        assert_eq!(map.find(&[Context::List], &keys("g")), Found::Prefix);
        assert_eq!(map.find(&[Context::List], &keys("g g")), Found::Verb(Verb::First));
        assert_eq!(
            map.find(&[Context::Ticket, Context::List], &keys("enter")),
            Found::Verb(Verb::AfterSales)
        );
    }
}
