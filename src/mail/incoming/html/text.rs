//! Writes the text of HTML as lines of plain text.
//!
//! Tags only ask for the gap before the next word; the strongest wish wins, so
//! that any nesting of blocks gives one line end. Rows of tables become lines
//! with tabs, quotes get `> `, and links are followed by their address.

use mail_parser::decoders::html::add_html_token;

/// Deeper quotes and lists are not indented further.
pub(super) const DEEPEST: usize = 8;

/// What separates the next word from the text so far, weakest first.
#[derive(Default, Clone, Copy, PartialEq, PartialOrd)]
pub(super) enum Gap {
    #[default]
    None,
    Space,
    Line,
    Blank,
}

/// The text so far and what is open around the next word.
#[derive(Default)]
pub(super) struct Text<'s> {
    pub(super) out: String,
    pub(super) gap: Gap,
    pub(super) quotes: usize,
    /// The open lists, each with the number of its next item if it has numbers.
    pub(super) lists: Vec<Option<usize>>,
    /// The address of the open link and where its text begins.
    pub(super) link: Option<(&'s str, usize)>,
    pub(super) preformatted: bool,
    /// Whether the open paragraph has no margin.
    pub(super) tight: bool,
    pub(super) row_started: bool,
    pub(super) cell: Cell,
    /// How many cells of the row were passed since the last word.
    pub(super) tabs: usize,
}

/// A cell stays on the line of its row until its text breaks the line.
#[derive(Default, Clone, Copy, PartialEq)]
pub(super) enum Cell {
    #[default]
    Outside,
    Empty,
    OneLine,
    Broken,
}

impl<'s> Text<'s> {
    pub(super) fn ask(&mut self, gap: Gap) {
        let held = self.cell == Cell::Empty && gap > Gap::Space;
        if !held && gap > self.gap {
            self.gap = gap;
        }
    }

    fn at_line_start(&self) -> bool {
        self.out.is_empty() || self.out.ends_with('\n')
    }

    /// Writes the separation that was asked for before the next word.
    pub(super) fn open(&mut self) {
        let gap = std::mem::take(&mut self.gap);
        let tabs = std::mem::take(&mut self.tabs);
        if self.cell == Cell::OneLine && gap >= Gap::Line {
            self.cell = Cell::Broken;
        }
        if self.cell == Cell::Empty {
            self.cell = Cell::OneLine;
        }
        match gap {
            Gap::Space if !self.at_line_start() && tabs == 0 => self.out.push(' '),
            Gap::Line | Gap::Blank if !self.out.is_empty() => {
                if !self.at_line_start() {
                    self.out.push('\n');
                }
                if gap == Gap::Blank && !self.out.ends_with("\n\n") {
                    self.out.push('\n');
                }
            }
            _ => {}
        }
        if self.at_line_start() {
            self.out.push_str(&"> ".repeat(self.quotes.min(DEEPEST)));
        }
        self.out.extend(std::iter::repeat_n('\t', tabs));
    }

    pub(super) fn write(&mut self, source: &str) {
        let mut rest = source;
        while let Some(first) = rest.chars().next() {
            let white = |c: char| c.is_ascii_whitespace();
            if white(first) {
                let word = rest.find(|c| !white(c)).unwrap_or(rest.len());
                if self.preformatted {
                    for c in rest[..word].chars() {
                        self.preformatted_space(c);
                    }
                } else {
                    self.ask(Gap::Space);
                }
                rest = &rest[word..];
                continue;
            }
            let end = rest.find(white).unwrap_or(rest.len());
            self.open();
            self.word(&rest[..end]);
            rest = &rest[end..];
        }
    }

    fn preformatted_space(&mut self, space: char) {
        match space {
            '\n' => self.line_break(),
            '\r' => {}
            _ => {
                self.open();
                self.out.push(space);
            }
        }
    }

    pub(super) fn line_break(&mut self) {
        self.open();
        self.out.push('\n');
        if self.cell == Cell::OneLine {
            self.cell = Cell::Broken;
        }
    }

    /// Writes a word with its entities resolved.
    pub(super) fn word(&mut self, word: &str) {
        let mut rest = word;
        while let Some(at) = rest.find('&') {
            self.out.push_str(&rest[..at]);
            rest = &rest[at..];
            let end = rest[1..].find(|c: char| c != '#' && !c.is_ascii_alphanumeric());
            let end = end.map_or(rest.len(), |end| end + 1);
            let token = format!("{};", &rest[..end]);
            let start = self.out.len();
            if end <= 40 {
                add_html_token(&mut self.out, token.as_bytes(), false);
            }
            if end > 40 || self.out[start..] == token {
                self.out.truncate(start);
                self.out.push_str(&rest[..end]);
            } else if rest[end..].starts_with(';') {
                rest = &rest[1..];
            }
            rest = &rest[end..];
        }
        self.out.push_str(rest);
    }

    /// Takes away the spaces at line ends and all but one of blank lines.
    pub(super) fn finish(self) -> String {
        let text = self.out.replace(['\u{A0}', '\u{2007}', '\u{202F}'], " ");
        let mut finished = String::with_capacity(text.len());
        let mut blanks = 0;
        for line in text.split('\n').map(str::trim_end) {
            blanks = if line.is_empty() { blanks + 1 } else { 0 };
            if blanks < 2 {
                finished.push_str(line);
                finished.push('\n');
            }
        }
        finished
    }
}
