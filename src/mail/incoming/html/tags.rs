//! What each tag of HTML asks of the text around it.
//!
//! Tags that are not named here, such as `span` and `font`, change nothing.

use super::attribute;
use super::text::{Cell, DEEPEST, Gap, Text};

impl<'s> Text<'s> {
    pub(super) fn tag(&mut self, name: &str, closing: bool, attributes: &'s str) {
        match name {
            "br" => self.line_break(),
            "p" => {
                if !closing {
                    self.tight = is_tight(attributes);
                }
                self.ask(if self.tight { Gap::Line } else { Gap::Blank });
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.ask(Gap::Blank),
            "div" | "address" | "article" | "center" | "dd" | "dl" | "dt" | "fieldset" | "figure"
            | "footer" | "form" | "header" | "main" | "nav" | "section" | "tbody" | "body" | "caption" => {
                self.ask(Gap::Line)
            }
            "pre" => {
                self.ask(Gap::Blank);
                self.preformatted = !closing;
            }
            "hr" => {
                self.ask(Gap::Line);
                self.open();
                self.out.push_str("----------");
                self.ask(Gap::Line);
            }
            "blockquote" => {
                self.ask(Gap::Blank);
                self.quotes = if closing { self.quotes.saturating_sub(1) } else { self.quotes + 1 };
            }
            "table" | "tr" | "td" | "th" => self.table(name, closing),
            "ul" | "ol" | "li" => self.list(name, closing),
            "a" => self.link(closing, attributes),
            "img" => {
                let description = attribute(attributes, "alt").unwrap_or_default().trim();
                if !description.is_empty() {
                    self.open();
                    self.word(&format!("[{description}]"));
                }
            }
            _ => {}
        }
    }

    fn table(&mut self, name: &str, closing: bool) {
        if name == "table" {
            if closing {
                self.cell = Cell::Outside;
                self.tabs = 0;
            }
            self.ask(Gap::Blank);
        } else if name == "tr" {
            self.cell = Cell::Outside;
            self.tabs = 0;
            self.ask(Gap::Line);
            self.row_started = false;
        } else if !closing {
            let beside = std::mem::replace(&mut self.row_started, true);
            match self.cell {
                Cell::Empty | Cell::OneLine if beside => {
                    // What the paragraphs of the last cell asked for ends with it.
                    if self.cell == Cell::OneLine {
                        self.gap = Gap::None;
                    }
                    self.tabs += 1;
                }
                _ => self.ask(Gap::Line),
            }
            self.cell = Cell::Empty;
        }
    }

    fn list(&mut self, name: &str, closing: bool) {
        if name != "li" {
            if closing {
                self.lists.pop();
            }
            self.ask(if self.lists.is_empty() { Gap::Blank } else { Gap::Line });
            if !closing {
                self.lists.push((name == "ol").then_some(1));
            }
            return;
        }
        self.ask(Gap::Line);
        if closing {
            return;
        }
        self.open();
        let depth = self.lists.len().saturating_sub(1).min(DEEPEST);
        self.out.push_str(&"  ".repeat(depth));
        match self.lists.last_mut() {
            Some(Some(number)) => {
                self.out.push_str(&format!("{number}. "));
                *number += 1;
            }
            _ => self.out.push_str("- "),
        }
    }

    /// A link's address follows its text, unless the text already is the address.
    fn link(&mut self, closing: bool, attributes: &'s str) {
        if !closing {
            self.link = attribute(attributes, "href").map(|address| (address.trim(), self.out.len()));
            return;
        }
        let Some((address, start)) = self.link.take() else {
            return;
        };
        let mut resolved = Text::default();
        resolved.word(address);
        let address = resolved.out;
        let short = |text: &str| {
            let text = text.trim().trim_end_matches('/');
            let schemes = ["mailto:", "https://", "http://", "www."];
            schemes.iter().fold(text, |text, scheme| text.trim_start_matches(scheme)).to_lowercase()
        };
        let useful =
            ["http://", "https://", "ftp://", "mailto:"].iter().any(|scheme| address.starts_with(scheme));
        if useful && short(&self.out[start..]) != short(&address) {
            self.ask(Gap::Space);
            self.open();
            self.out.push_str(&format!("<{address}>"));
        }
    }
}

/// Paragraphs of Outlook and Naver have no margin: each is one line.
fn is_tight(attributes: &str) -> bool {
    let lower = attributes.to_ascii_lowercase().replace([' ', '\t', '\r', '\n'], "");
    lower.contains("msonormal")
        || lower.contains("margin:0")
        || lower.contains("margin-top:0")
        || lower.contains("margin-bottom:0")
}
