//! The chain: which way a copy takes, and what it falls on to.

use rstest::rstest;

use super::*;

#[rstest]
#[case(&[], false, Way::Terminal)]
#[case(&["DISPLAY"], false, Way::System)]
#[case(&["WAYLAND_DISPLAY"], false, Way::System)]
#[case(&["SSH_CONNECTION"], false, Way::Terminal)]
#[case(&["SSH_CONNECTION", "DISPLAY"], false, Way::Terminal)]
#[case(&["TMUX"], true, Way::Terminal)]
#[case(&["TMUX", "DISPLAY"], true, Way::System)]
#[case(&["TMUX", "SSH_CONNECTION", "DISPLAY"], true, Way::Terminal)]
// The terminal's own connection outlives the login that made it.
#[case(&["SSH_TTY", "DISPLAY"], false, Way::System)]
#[cfg(target_os = "linux")]
fn surroundings_choose_the_way(#[case] set: &[&str], #[case] tmux: bool, #[case] way: Way) {
    let there = Surroundings::of(|name| set.contains(&name).then(|| "x".to_owned()));
    assert_eq!((there.tmux, there.way()), (tmux, way));
    // A variable that is empty says nothing.
    let empty = Surroundings::of(|name| set.contains(&name).then(String::new));
    assert_eq!(empty, Surroundings::default());
}

const LOCAL: Surroundings = Surroundings { ssh: false, tmux: false, display: true };

fn works() -> Sink {
    Box::new(|text| text == "link")
}

fn hangs() -> Sink {
    std::thread::sleep(DEADLINE * 3);
    Box::new(|_| true)
}

fn breaks() -> Sink {
    panic!("a clipboard that breaks")
}

/// Waits for what becomes of a copy.
fn heard(clipboard: &mut Clipboard) -> Step {
    let until = Instant::now() + Duration::from_secs(10);
    loop {
        if let Some(step) = clipboard.hear() {
            return step;
        }
        assert!(Instant::now() < until, "nothing was heard");
        std::thread::sleep(Duration::from_millis(1));
    }
}

/// Sent to the terminal and shown.
fn fallen(text: &str) -> Step {
    let text = Some(text.to_owned());
    Step { send: text.clone(), show: text, method: Some(Method::Terminal) }
}

#[test]
fn over_ssh_it_is_sent_and_nothing_is_waited_for() {
    let mut clipboard = Clipboard::with(Surroundings { ssh: true, ..LOCAL }, hangs);
    let step = clipboard.copy("link");
    assert_eq!(step, Step { show: None, ..fallen("link") });
    assert_eq!((clipboard.due(), clipboard.hear()), (None, None));
}

#[test]
fn the_system_clipboard_says_what_came_of_it() {
    let mut clipboard = Clipboard::with(LOCAL, works);
    assert_eq!(clipboard.copy("link"), Step::default());
    assert!(clipboard.due().is_some());
    assert_eq!(heard(&mut clipboard), Step { method: Some(Method::System), ..Step::default() });
    // It fails with anything else, and falls on.
    assert_eq!(clipboard.copy("code"), Step::default());
    assert_eq!(heard(&mut clipboard), fallen("code"));
    assert_eq!(clipboard.copy("link"), Step::default());
    assert_eq!(heard(&mut clipboard).method, Some(Method::System));
    clipboard.close();
}

#[test]
fn a_clipboard_that_hangs_is_given_up_and_taken_back_when_it_answers() {
    let mut clipboard = Clipboard::with(LOCAL, hangs);
    let begun = Instant::now();
    assert_eq!(clipboard.copy("link"), Step::default());
    assert!(begun.elapsed() < DEADLINE, "copying waits for nothing");
    assert_eq!(clipboard.hear(), None);
    assert_eq!(heard(&mut clipboard), fallen("link"));
    assert!(begun.elapsed() >= DEADLINE);
    // While it hangs, nobody waits for it again.
    assert_eq!(clipboard.copy("code"), fallen("code"));
    let until = Instant::now() + Duration::from_secs(10);
    while clipboard.stuck {
        assert_eq!(clipboard.hear(), None);
        assert!(Instant::now() < until, "it never came back");
        std::thread::sleep(Duration::from_millis(5));
    }
    assert_eq!(clipboard.copy("link"), Step::default());
    assert_eq!(heard(&mut clipboard).method, Some(Method::System));
}

#[test]
fn a_clipboard_that_breaks_falls_on() {
    let mut clipboard = Clipboard::with(LOCAL, breaks);
    // It may be known to be broken before it is asked for anything.
    let step = clipboard.copy("link");
    let step = if step == Step::default() { heard(&mut clipboard) } else { step };
    assert_eq!(step, fallen("link"));
}
