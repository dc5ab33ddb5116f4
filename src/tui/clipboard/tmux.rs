//! tmux's buffer. By default tmux drops what a program inside it sends to the terminal for the clipboard,
//! so the text is handed to it directly; `-w` lets it send the text on to its own terminal. Waits, so it
//! is called on a thread of its own and nowhere else.

use std::io::{self, Write};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// How often it looks whether tmux is done.
const LOOK: Duration = Duration::from_millis(5);

/// Puts a text into tmux's buffer; whether tmux says that it did, in the time that it is given.
pub fn load(text: &str, patience: Duration) -> bool {
    run(text, patience).unwrap_or(false)
}

fn run(text: &str, patience: Duration) -> io::Result<bool> {
    let until = Instant::now() + patience;
    let mut tmux = Command::new("tmux")
        .args(["load-buffer", "-w", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    if let Some(mut input) = tmux.stdin.take() {
        // What tmux did not want to read, its status tells.
        let _ = input.write_all(text.as_bytes());
    }
    loop {
        if let Some(status) = tmux.try_wait()? {
            return Ok(status.success());
        }
        if Instant::now() >= until {
            tmux.kill()?;
            tmux.wait()?;
            return Ok(false);
        }
        std::thread::sleep(LOOK);
    }
}
