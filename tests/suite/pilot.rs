//! Flies the interface without a terminal: keys in, screen text out.

use std::collections::BTreeMap;
use std::path::PathBuf;

use afterdesk::desk::{Clock, Desk};
use afterdesk::domain::error::Result;
use afterdesk::domain::settings::Language;
use afterdesk::keys::{Key, Keymap};
use afterdesk::text::Words;
use afterdesk::tui::{App, Options, Palette, Surroundings};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;

use crate::sandbox::{Sandbox, TODAY};

/// The interface on a sandbox.
pub struct Pilot {
    pub app: App,
    pub sandbox: Sandbox,
    pub size: (u16, u16),
}

/// What the interface is started with in tests.
pub fn options(database: PathBuf, language: Language) -> Options {
    Options {
        database,
        login: None,
        account: "nobody".into(),
        readonly: false,
        clock: Clock::fixed(&format!("{TODAY}T10:00:00+09:00")).unwrap(),
        language,
        palette: Palette::Dark,
        colourless: false,
        ascii: false,
        mouse: true,
        keymap: Keymap::default(),
        surroundings: Surroundings::default(),
        post: None,
        note: None,
        demo: no_demo,
    }
}

fn no_demo(options: &Options) -> Result<PathBuf> {
    Ok(options.database.clone())
}

impl Pilot {
    /// Over a sandbox, in 80×24.
    pub fn new(sandbox: Sandbox, language: Language) -> Self {
        Self::with(options(sandbox.db(), language), sandbox)
    }

    /// With other options.
    pub fn with(options: Options, sandbox: Sandbox) -> Self {
        let app = App::new(options).unwrap();
        Self { app, sandbox, size: (80, 24) }
    }

    /// Over the sample data.
    pub fn demo(language: Language) -> Self {
        Self::new(demo(), language)
    }

    /// Another size.
    pub fn sized(mut self, width: u16, height: u16) -> Self {
        self.size = (width, height);
        self
    }

    /// Presses keys: `j f2 ctrl-s` are three.
    pub fn press(&mut self, keys: &str) -> &mut Self {
        for key in keys.split_whitespace() {
            let key: Key = key.parse().unwrap_or_else(|_| panic!("no key {key}"));
            self.app.key(key);
        }
        self
    }

    /// Types a text, character by character.
    pub fn type_in(&mut self, text: &str) -> &mut Self {
        for c in text.chars() {
            self.app.key(afterdesk::keys::Code::Char(c).into());
        }
        self
    }

    /// The cells of the screen as it is now.
    pub fn cells(&mut self) -> (Buffer, Option<(u16, u16)>) {
        while self.app.is_busy() {
            self.app.work();
        }
        let mut terminal = Terminal::new(TestBackend::new(self.size.0, self.size.1)).unwrap();
        let mut caret = None;
        terminal
            .draw(|frame| {
                self.app.draw(frame);
            })
            .unwrap();
        if terminal.backend().cursor_visible() {
            let at = terminal.backend().cursor_position();
            caret = Some((at.x, at.y));
        }
        (terminal.backend().buffer().clone(), caret)
    }

    /// The text of the screen.
    pub fn screen(&mut self) -> String {
        text(&self.cells().0)
    }

    /// Fails with the screen unless it holds a text.
    pub fn sees(&mut self, text: &str) -> &mut Self {
        let screen = self.screen();
        assert!(screen.contains(text), "{text:?} is not on the screen:\n{screen}");
        self
    }

    /// Fails with the screen if it holds a text.
    pub fn sees_no(&mut self, text: &str) -> &mut Self {
        let screen = self.screen();
        assert!(!screen.contains(text), "{text:?} is on the screen:\n{screen}");
        self
    }

    /// Selects a ticket by its number.
    pub fn ticket(&mut self, number: i64) -> &mut Self {
        self.app.show_ticket(afterdesk::domain::ids::TicketId(number)).unwrap();
        self
    }

    /// Another agent's desk on the same database.
    pub fn other(&self) -> Desk {
        let clock = Clock::fixed(&format!("{TODAY}T10:00:00+09:00")).unwrap();
        let mut desk = Desk::open(&self.sandbox.db(), false, clock, Words::new(Language::English)).unwrap();
        desk.sign_in(None, "nobody").unwrap();
        desk
    }
}

/// The text of cells, row by row.
pub fn text(buffer: &Buffer) -> String {
    let area = buffer.area();
    let mut lines = Vec::new();
    for y in area.top()..area.bottom() {
        let mut line = String::new();
        let mut x = area.left();
        while x < area.right() {
            let symbol = buffer[(x, y)].symbol();
            line.push_str(symbol);
            x += u16::try_from(afterdesk::text::cells::width(symbol).max(1)).unwrap();
        }
        lines.push(line.trim_end().to_owned());
    }
    lines.join("\n")
}

/// A sandbox with the sample data.
pub fn demo() -> Sandbox {
    let sandbox = Sandbox { folder: tempfile::tempdir().unwrap() };
    sandbox.ok(&["demo", "--fresh", "--no-open"]);
    sandbox
}

/// A person's own keys.
pub fn own_keys(rows: &[(&str, &[&str])]) -> BTreeMap<String, Vec<String>> {
    rows.iter().map(|(k, v)| ((*k).to_owned(), v.iter().map(|s| (*s).to_owned()).collect())).collect()
}
