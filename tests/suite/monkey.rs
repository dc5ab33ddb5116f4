//! A monkey at the keyboard: any key in any state, pastes, resizes, clicks. No panic, and no rule broken
//! afterwards. `AFTERDESK_MONKEY` sets how many keys are pressed.

use afterdesk::domain::settings::Language;
use afterdesk::keys::{Code, Key};

use crate::pilot::Pilot;

/// Numbers that look random and are the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap() % sides
    }
}

const CODES: [Code; 24] = [
    Code::Enter,
    Code::Enter,
    Code::Esc,
    Code::Tab,
    Code::Tab,
    Code::BackTab,
    Code::Backspace,
    Code::Delete,
    Code::Up,
    Code::Down,
    Code::Down,
    Code::Left,
    Code::Right,
    Code::Home,
    Code::End,
    Code::PageUp,
    Code::PageDown,
    Code::F(2),
    Code::F(2),
    Code::F(3),
    Code::F(4),
    Code::F(8),
    Code::F(9),
    Code::F(12),
];
const TEXTS: &str = "rtcpvimeasnoyqfjkgGud/?:.[]1234567890-+ ㄱㅊㅅㅓㅏ한글값👩‍👩‍👧é\u{301}\u{200b}\u{1b}\n";

fn keys(usual: usize) -> usize {
    std::env::var("AFTERDESK_MONKEY").ok().and_then(|n| n.parse().ok()).unwrap_or(usual)
}

#[test]
fn any_key_in_any_state() {
    play(Pilot::demo(Language::Korean), 0x5eed_2026, keys(3_000), "");
}

/// It finds its way to orders and programs seldom: there it is put back again and again.
#[test]
fn any_key_on_orders_and_programs() {
    play(Pilot::demo(Language::English), 0x5eed_0dda, keys(1_500), "o n A P - 3 0 enter f2");
    play(
        Pilot::demo(Language::Korean),
        0x5eed_0ddb,
        keys(1_500),
        "ctrl-p c o u p o n space p r o enter j j enter",
    );
}

/// Plays on; every hundred keys it is led from the desk to a place by some keys.
fn play(mut pilot: Pilot, seed: u64, keys: usize, place: &str) {
    let texts: Vec<char> = TEXTS.chars().collect();
    let mut dice = Dice(seed);
    let sizes = [(80, 24), (60, 20), (200, 60), (120, 40), (10, 3), (1, 1), (61, 21)];
    for at in 0..keys {
        if at % 100 == 0 && !place.is_empty() {
            // Out of whatever is open, asked or not.
            pilot.press(&"esc f2 ".repeat(4)).press(&"esc ".repeat(12)).press(place);
        }
        match dice.roll(100) {
            0 => {
                pilot.size = sizes[dice.roll(sizes.len())];
            }
            1 => pilot.app.paste("한글 붙여넣기\n\u{1b}[2J 12 \t끝"),
            2 => {
                let (x, y) = (dice.roll(200), dice.roll(60));
                pilot.app.click((u16::try_from(x).unwrap(), u16::try_from(y).unwrap()).into());
            }
            3 => pilot.app.wheel(dice.roll(2) == 0),
            4 => pilot.app.tick(),
            5..=50 => pilot.app.key(CODES[dice.roll(CODES.len())].into()),
            51..=55 => {
                let code = Code::Char(char::from(b'a' + u8::try_from(dice.roll(26)).unwrap()));
                pilot.app.key(Key { code, ctrl: dice.roll(2) == 0, alt: dice.roll(4) == 0 });
            }
            _ => pilot.app.key(Code::Char(texts[dice.roll(texts.len())]).into()),
        }
        // What only the loop can do is not done here.
        pilot.app.errand = None;
        pilot.app.done = false;
        if at % 7 == 0 {
            pilot.cells();
        }
    }
    pilot.size = (80, 24);
    pilot.cells();
    pilot.sandbox.check();
}
