//! What is on a page: texts at their places, and thin boxes. Pages are laid out as marks, so that a layout can
//! be looked at without a PDF; `pdf` draws them. Lengths are points, counted from the upper left corner.

use super::face::Weight;

/// A page of A4.
pub const PAGE: (f32, f32) = (595.276, 841.89);

/// A colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ink {
    /// Text.
    #[default]
    Text,
    /// What stands back.
    Muted,
    /// Lines of the frame.
    Rule,
    /// Thin lines between rows.
    Hair,
    /// What must not be overlooked.
    Alert,
}

impl Ink {
    /// Red, green, blue.
    pub fn rgb(self) -> [u8; 3] {
        match self {
            Self::Text => [0x1c, 0x1f, 0x24],
            Self::Muted => [0x6a, 0x70, 0x7a],
            Self::Rule => [0x2c, 0x3e, 0x57],
            Self::Hair => [0xd5, 0xd9, 0xdf],
            Self::Alert => [0xb3, 0x26, 0x1e],
        }
    }
}

/// How text looks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Style {
    /// Weight.
    pub weight: Weight,
    /// Size.
    pub size: f32,
    /// Colour.
    pub ink: Ink,
}

impl Style {
    /// Text of a size.
    pub const fn of(size: f32) -> Self {
        Self { weight: Weight::Regular, size, ink: Ink::Text }
    }

    /// The same, bold.
    pub const fn bold(self) -> Self {
        Self { weight: Weight::Bold, ..self }
    }

    /// The same in another colour.
    pub const fn ink(self, ink: Ink) -> Self {
        Self { ink, ..self }
    }

    /// From one line to the next.
    pub fn leading(self) -> f32 {
        self.size * 1.45
    }

    /// From the top of a line to where its letters stand.
    pub fn ascent(self) -> f32 {
        self.size * 1.08
    }
}

/// Something on a page.
#[derive(Clone, Debug, PartialEq)]
pub enum Mark {
    /// A text of one line.
    Text {
        /// Its left end.
        x: f32,
        /// Where its letters stand.
        y: f32,
        /// Look.
        style: Style,
        /// Characters that all have a glyph.
        text: String,
    },
    /// A filled box.
    Fill {
        /// Left, top, width, height.
        at: [f32; 4],
        /// Colour.
        ink: Ink,
    },
}
