//! The two weights that pages are set in: which character has which glyph, and how wide it is. The files in
//! `assets/fonts` hold all Hangul syllables, Hanja and signs of KS X 1001, and beside them Latin with its
//! accents, Greek and Cyrillic; a page takes along what stands on it. Only for the other files of `paper`.

use std::sync::OnceLock;

use krilla::text::Font;
use skrifa::charmap::Charmap;
use skrifa::instance::{LocationRef, Size};
use skrifa::metrics::GlyphMetrics;
use skrifa::{FontRef, GlyphId, MetadataProvider};

use crate::domain::error::{Error, Result};

/// The files of a weight: the second has what the first lacks.
type Files = [&'static [u8]; 2];

const REGULAR: Files = [
    include_bytes!("../../assets/fonts/AfterdeskSansKR-Regular.otf"),
    include_bytes!("../../assets/fonts/AfterdeskSansLatin-Regular.ttf"),
];
const BOLD: Files = [
    include_bytes!("../../assets/fonts/AfterdeskSansKR-Bold.otf"),
    include_bytes!("../../assets/fonts/AfterdeskSansLatin-Bold.ttf"),
];

/// A weight.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Weight {
    /// Text.
    #[default]
    Regular,
    /// What matters.
    Bold,
}

/// A weight of the font, opened.
pub struct Face {
    files: Vec<File>,
}

struct File {
    map: Charmap<'static>,
    metrics: GlyphMetrics<'static>,
    units: f32,
}

/// A shape of a character.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Glyph {
    /// Which file of the weight it is in.
    pub file: usize,
    /// Its number there.
    pub id: u32,
    /// How far it moves on, in parts of the size.
    pub advance: f32,
}

impl Weight {
    fn files(self) -> Files {
        match self {
            Self::Regular => REGULAR,
            Self::Bold => BOLD,
        }
    }

    /// The weight, opened once.
    pub fn face(self) -> Result<&'static Face> {
        static OPENED: [OnceLock<Option<Face>>; 2] = [OnceLock::new(), OnceLock::new()];
        let opened = match self {
            Self::Regular => &OPENED[0],
            Self::Bold => &OPENED[1],
        };
        let open = || Some(Face { files: self.files().into_iter().map(File::open).collect::<Option<_>>()? });
        opened.get_or_init(open).as_ref().ok_or_else(broken)
    }

    /// The files of the weight as the PDF library takes them.
    pub fn fonts(self) -> Result<Vec<Font>> {
        self.files().into_iter().map(|bytes| Font::new(bytes.into(), 0).ok_or_else(broken)).collect()
    }
}

fn broken() -> Error {
    Error::Io("fonts".to_owned())
}

impl File {
    fn open(bytes: &'static [u8]) -> Option<Self> {
        let font = FontRef::new(bytes).ok()?;
        let units = f32::from(font.metrics(Size::unscaled(), LocationRef::default()).units_per_em);
        let metrics = font.glyph_metrics(Size::unscaled(), LocationRef::default());
        Some(Self { map: font.charmap(), metrics, units })
    }
}

impl Face {
    /// The glyph of a character, if there is one.
    pub fn glyph(&self, c: char) -> Option<Glyph> {
        self.files.iter().enumerate().find_map(|(at, file)| {
            let glyph = file.map.map(c).filter(|glyph| *glyph != GlyphId::NOTDEF)?;
            let advance = file.metrics.advance_width(glyph).unwrap_or_default() / file.units;
            Some(Glyph { file: at, id: glyph.to_u32(), advance })
        })
    }

    /// How wide a text is at size one.
    pub fn width(&self, text: &str) -> f32 {
        text.chars().filter_map(|c| self.glyph(c)).map(|glyph| glyph.advance).sum()
    }
}
