//! QR codes out of characters. Half blocks hold two modules each; dark on light wherever there are
//! colours, for scanners that know nothing else. Where box characters may be two cells wide, blanks with a
//! ground hold half a module each. Pure, and the only place that names the library; called by the share
//! layer.

use qrcode::{Color as Module, EcLevel, QrCode};
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style};

use super::ink::Ink;
use super::theme::{Palette, Theme};

/// Light modules around the code, on each side: a scanner finds it by them.
const QUIET: usize = 4;

/// A code, without its quiet zone.
pub struct Qr {
    side: usize,
    dark: Vec<bool>,
}

impl Qr {
    /// The smallest code of a text: on a screen nothing is smudged, so the least error correction will do.
    /// None where the text is too long for any.
    pub fn new(text: &str) -> Option<Self> {
        let code = QrCode::with_error_correction_level(text, EcLevel::L).ok()?;
        let dark = code.to_colors().into_iter().map(|module| module == Module::Dark).collect();
        Some(Self { side: code.width(), dark })
    }

    /// How many columns and rows it takes, quiet zone and all.
    pub fn size(&self, theme: &Theme) -> (u16, u16) {
        let modules = u16::try_from(self.side + 2 * QUIET).unwrap_or(u16::MAX);
        if theme.ascii { (modules.saturating_mul(2), modules) } else { (modules, modules.div_ceil(2)) }
    }

    /// Whether a module is dark, counted from the corner of the quiet zone.
    fn is_dark(&self, x: usize, y: usize) -> bool {
        let inside = |at: usize| at.checked_sub(QUIET).filter(|at| *at < self.side);
        match (inside(x), inside(y)) {
            (Some(x), Some(y)) => self.dark.get(y * self.side + x).copied().unwrap_or(false),
            _ => false,
        }
    }

    /// Draws it into an area of its [`Qr::size`].
    pub fn draw(&self, ink: &mut Ink<'_>, area: Rect) {
        let pen = Pen::of(ink.theme);
        for (row, y) in (area.top()..area.bottom()).enumerate() {
            for (column, x) in (area.left()..area.right()).enumerate() {
                let (symbol, style) = if ink.theme.ascii {
                    (" ", pen.blank(self.is_dark(column / 2, row)))
                } else {
                    (pen.half(self.is_dark(column, row * 2), self.is_dark(column, row * 2 + 1)), pen.style)
                };
                if let Some(cell) = ink.buffer.cell_mut((x, y)) {
                    cell.reset();
                    cell.set_symbol(symbol).set_style(style);
                }
            }
        }
    }
}

/// What draws dark, and what light.
struct Pen {
    /// Whether the characters are the dark modules; else they are the light ones.
    dark: bool,
    style: Style,
    colourless: bool,
}

impl Pen {
    fn of(theme: &Theme) -> Self {
        let plain = Style::new();
        let (dark, style) = match (theme.colourless, theme.palette) {
            // Without colours the terminal's own ground is light or dark, and the theme says which.
            (true, palette) => (palette == Palette::Light, plain),
            (false, Palette::Terminal) => (true, plain.fg(Color::Black).bg(Color::White)),
            // Colours that no terminal gives another shade.
            (false, _) => (true, plain.fg(Color::Indexed(16)).bg(Color::Indexed(231))),
        };
        Self { dark, style, colourless: theme.colourless }
    }

    /// Two modules, one above the other.
    fn half(&self, above: bool, below: bool) -> &'static str {
        match (above == self.dark, below == self.dark) {
            (true, true) => "█",
            (true, false) => "▀",
            (false, true) => "▄",
            (false, false) => " ",
        }
    }

    /// Half a module out of its ground alone.
    fn blank(&self, dark: bool) -> Style {
        match (self.colourless, dark == self.dark) {
            (true, true) => Style::new().add_modifier(Modifier::REVERSED),
            (true, false) => Style::new(),
            // What would be written is the ground.
            (false, true) => Style { bg: self.style.fg, ..self.style },
            (false, false) => self.style,
        }
    }
}
