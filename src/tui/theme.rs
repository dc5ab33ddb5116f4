//! Colours and signs. State is never colour alone: every style that means something also has a word,
//! a sign or a modifier. Without colours (`NO_COLOR`) only modifiers are left; with ASCII borders no
//! sign is used that some terminals draw two cells wide.

use ratatui::style::{Color, Modifier, Style};
use ratatui::symbols::border;

use crate::code_enum;

code_enum! {
    /// A set of colours.
    Palette {
        /// For dark terminals.
        Dark = "dark",
        /// For light terminals.
        Light = "light",
        /// As strong as can be.
        Contrast = "contrast",
        /// The terminal's own sixteen colours.
        Terminal = "terminal",
    }
}

impl Palette {
    /// The one after it.
    pub fn next(self) -> Self {
        let at = Self::ALL.iter().position(|p| *p == self).unwrap_or_default();
        Self::ALL[(at + 1) % Self::ALL.len()]
    }
}

/// How everything looks.
#[derive(Clone, Debug)]
pub struct Theme {
    /// Which colours.
    pub palette: Palette,
    /// No colour codes at all.
    pub colourless: bool,
    /// Borders and signs of ASCII alone.
    pub ascii: bool,
    /// Plain text.
    pub text: Style,
    /// What is less important.
    pub dim: Style,
    /// Headings, names of things.
    pub strong: Style,
    /// Keys and what can be opened.
    pub accent: Style,
    /// The selected row of the pane that has the focus.
    pub selected: Style,
    /// The selected row of the other pane.
    pub marked: Style,
    /// Something wrong.
    pub error: Style,
    /// Something to mind.
    pub warning: Style,
    /// Something done.
    pub good: Style,
    /// A field that is typed into.
    pub input: Style,
    /// Top and bottom line.
    pub bar: Style,
    /// Borders.
    pub border: Style,
}

impl Theme {
    /// The theme of a palette.
    pub fn new(palette: Palette, colourless: bool, ascii: bool) -> Self {
        let plain = Style::new();
        let reversed = plain.add_modifier(Modifier::REVERSED);
        let bold = plain.add_modifier(Modifier::BOLD);
        let base = Self {
            palette,
            colourless,
            ascii,
            text: plain,
            dim: plain.add_modifier(Modifier::DIM),
            strong: bold,
            accent: bold,
            selected: reversed,
            marked: plain.add_modifier(Modifier::UNDERLINED),
            error: bold,
            warning: bold,
            good: plain,
            input: plain.add_modifier(Modifier::UNDERLINED),
            bar: reversed,
            border: plain,
        };
        if colourless {
            return base;
        }
        let rgb = Color::from_u32;
        // Text brings its ground: it must be read on any terminal.
        let of = |(text, ground): (Color, Color),
                  dim,
                  accent,
                  selected: (Color, Color),
                  error,
                  warning,
                  good,
                  bar: (Color, Color),
                  input| {
            Self {
                text: plain.fg(text).bg(ground),
                dim: plain.fg(dim),
                strong: bold.fg(text),
                accent: bold.fg(accent),
                selected: bold.fg(selected.0).bg(selected.1),
                marked: bold.fg(accent),
                error: bold.fg(error),
                warning: plain.fg(warning),
                good: plain.fg(good),
                input: plain.fg(text).bg(input),
                bar: plain.fg(bar.0).bg(bar.1),
                border: plain.fg(dim),
                ..base.clone()
            }
        };
        match palette {
            Palette::Dark => of(
                (rgb(0xd8_dee9), rgb(0x12_161c)),
                rgb(0x8a_96a8),
                rgb(0x7f_c8f8),
                (rgb(0xff_ffff), rgb(0x2f_4a6d)),
                rgb(0xff_7b72),
                rgb(0xf2_c94c),
                rgb(0x7e_e787),
                (rgb(0xd8_dee9), rgb(0x22_2b38)),
                rgb(0x28_3140),
            ),
            Palette::Light => of(
                (rgb(0x1f_2328), rgb(0xff_ffff)),
                rgb(0x59_636e),
                rgb(0x05_50ae),
                (rgb(0xff_ffff), rgb(0x09_69da)),
                rgb(0xb3_1d28),
                rgb(0x95_3800),
                rgb(0x11_6329),
                (rgb(0x1f_2328), rgb(0xd0_d7de)),
                rgb(0xea_eef2),
            ),
            Palette::Contrast => of(
                (Color::White, Color::Black),
                Color::Gray,
                Color::LightCyan,
                (Color::Black, Color::LightYellow),
                Color::LightRed,
                Color::LightYellow,
                Color::LightGreen,
                (Color::Black, Color::White),
                Color::Blue,
            ),
            Palette::Terminal => Self {
                text: plain,
                dim: plain.fg(Color::DarkGray),
                accent: bold.fg(Color::Cyan),
                error: bold.fg(Color::Red),
                warning: plain.fg(Color::Yellow),
                good: plain.fg(Color::Green),
                border: plain.fg(Color::DarkGray),
                ..base
            },
        }
    }

    /// The lines of boxes.
    pub fn lines(&self) -> border::Set<'static> {
        self.frame(Frame::Plain)
    }

    /// The lines of a box, by what is written in it: they tell it without colours too.
    pub fn frame(&self, frame: Frame) -> border::Set<'static> {
        let (corner, vertical, horizontal) = match (self.ascii, frame) {
            (false, Frame::Plain) => return border::ROUNDED,
            (false, Frame::Public) => return border::DOUBLE,
            (false, Frame::Internal) => return border::LIGHT_TRIPLE_DASHED,
            (true, Frame::Plain) => ("+", "|", "-"),
            (true, Frame::Public) => ("#", "#", "="),
            (true, Frame::Internal) => (".", ":", "."),
        };
        border::Set {
            top_left: corner,
            top_right: corner,
            bottom_left: corner,
            bottom_right: corner,
            vertical_left: vertical,
            vertical_right: vertical,
            horizontal_top: horizontal,
            horizontal_bottom: horizontal,
        }
    }

    /// A sign, or what stands for it in ASCII.
    pub fn sign(&self, sign: Sign) -> &'static str {
        let (unicode, ascii) = match sign {
            Sign::Pointer => ("▸", ">"),
            Sign::On => ("[✓]", "[x]"),
            Sign::Off => ("[ ]", "[ ]"),
            Sign::Crumb => (" › ", " > "),
            Sign::Rule => ("─", "-"),
            Sign::Down => ("▾", "v"),
            Sign::Up => ("▴", "^"),
            Sign::Wrong => ("✗", "!"),
            Sign::Dot => ("·", "-"),
            Sign::Out => ("−", "-"),
            Sign::Public => ("»", ">>"),
            Sign::Received => ("«", "<<"),
            Sign::Internal => ("#", "#"),
            Sign::Writing => ("✎", "*"),
            Sign::Seeing => ("◦", "o"),
            Sign::Failed => ("✗", "x"),
            Sign::Marked => ("✓", "*"),
        };
        if self.ascii { ascii } else { unicode }
    }
}

/// A sign that means something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// Before the selected row.
    Pointer,
    /// Ticked.
    On,
    /// Not ticked.
    Off,
    /// Between breadcrumbs.
    Crumb,
    /// A line across.
    Rule,
    /// Something opens below.
    Down,
    /// More above.
    Up,
    /// Before an error.
    Wrong,
    /// Between hints.
    Dot,
    /// Before what is left out.
    Out,
    /// Before what goes to the customer.
    Public,
    /// Before what the customer wrote.
    Received,
    /// Before what only agents read.
    Internal,
    /// Somebody else writes here.
    Writing,
    /// Somebody else looks at this.
    Seeing,
    /// A deadline was missed.
    Failed,
    /// Before a row that is marked.
    Marked,
}

/// What is written in a box.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Frame {
    /// Nothing that somebody else reads.
    Plain,
    /// What the customer will read.
    Public,
    /// What only agents read.
    Internal,
}
