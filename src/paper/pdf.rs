//! Pages as PDF. Only the glyphs that stand on them go into the file; title, author, language and day of the
//! document are its metadata, and nothing in it comes from a clock. The only file that names the PDF library
//! beside `face`.

use chrono::Datelike;
use krilla::Document;
use krilla::color::rgb;
use krilla::geom::{PathBuilder, Point, Rect};
use krilla::metadata::{DateTime, Metadata};
use krilla::num::NormalizedF32;
use krilla::page::PageSettings;
use krilla::paint::Fill;
use krilla::surface::Surface;
use krilla::text::{Font, GlyphId, KrillaGlyph};

use super::Printed;
use super::clean::clean;
use super::face::{Face, Weight};
use super::flow::lay_out;
use super::mark::{Ink, Mark, PAGE};
use crate::domain::error::{Error, Result};
use crate::text::sheet::Sheet;

/// Draws a sheet as PDF.
pub fn pdf(sheet: &Sheet) -> Result<Printed> {
    let (drawn, missing) = clean(sheet)?;
    let pages = lay_out(&drawn)?;
    let mut document = Document::new();
    document.set_metadata(metadata(sheet));
    let fonts = [Weight::Regular.fonts()?, Weight::Bold.fonts()?];
    for marks in &pages {
        let settings = PageSettings::from_wh(PAGE.0, PAGE.1).ok_or_else(failed)?;
        let mut page = document.start_page_with(settings);
        let mut surface = page.surface();
        for mark in marks {
            draw(&mut surface, mark, &fonts)?;
        }
        surface.finish();
        page.finish();
    }
    let bytes = document.finish().map_err(|e| Error::Io(format!("{e:?}")))?;
    Ok(Printed { bytes, pages: Some(pages.len()), missing })
}

fn failed() -> Error {
    Error::Io("PDF".to_owned())
}

fn metadata(sheet: &Sheet) -> Metadata {
    let metadata = Metadata::new()
        .title(sheet.heading())
        .authors(vec![sheet.company.name.clone()])
        .language(sheet.language.as_str().to_owned())
        .creator("afterdesk".to_owned());
    match sheet.date.and_then(date) {
        Some(date) => metadata.creation_date(date),
        None => metadata,
    }
}

fn date(of: chrono::NaiveDate) -> Option<DateTime> {
    let part = |value: u32| u8::try_from(value).ok();
    let date = DateTime::new(u16::try_from(of.year()).ok()?);
    Some(date.month(part(of.month())?).day(part(of.day())?))
}

fn draw(surface: &mut Surface<'_>, mark: &Mark, fonts: &[Vec<Font>; 2]) -> Result<()> {
    match mark {
        Mark::Fill { at: [x, y, w, h], ink } => {
            let mut path = PathBuilder::new();
            path.push_rect(Rect::from_xywh(*x, *y, *w, *h).ok_or_else(failed)?);
            surface.set_fill(Some(fill(*ink)));
            surface.draw_path(&path.finish().ok_or_else(failed)?);
        }
        Mark::Text { x, y, style, text } => {
            let fonts = match style.weight {
                Weight::Regular => &fonts[0],
                Weight::Bold => &fonts[1],
            };
            surface.set_fill(Some(fill(style.ink)));
            let mut x = *x;
            for run in runs(style.weight.face()?, text) {
                let font = fonts.get(run.file).ok_or_else(failed)?.clone();
                surface.draw_glyphs(Point::from_xy(x, *y), &run.glyphs, font, run.text, style.size, false);
                x += run.glyphs.iter().map(|glyph| glyph.x_advance).sum::<f32>() * style.size;
            }
        }
    }
    Ok(())
}

/// A piece of a text whose glyphs are all in one file.
struct Run<'t> {
    file: usize,
    text: &'t str,
    glyphs: Vec<KrillaGlyph>,
}

fn runs<'t>(face: &Face, text: &'t str) -> Vec<Run<'t>> {
    let mut runs: Vec<Run<'t>> = Vec::new();
    let mut from = 0;
    for (at, c) in text.char_indices() {
        let Some(glyph) = face.glyph(c) else { continue };
        if runs.last().is_none_or(|run| run.file != glyph.file) {
            runs.push(Run { file: glyph.file, text: "", glyphs: vec![] });
            from = at;
        }
        let end = at + c.len_utf8();
        if let Some(run) = runs.last_mut() {
            let range = at - from..end - from;
            let id = GlyphId::new(glyph.id);
            run.glyphs.push(KrillaGlyph::new(id, glyph.advance, 0.0, 0.0, 0.0, range, None));
            run.text = &text[from..end];
        }
    }
    runs
}

fn fill(ink: Ink) -> Fill {
    let [red, green, blue] = ink.rgb();
    Fill {
        paint: rgb::Color::new(red, green, blue).into(),
        opacity: NormalizedF32::ONE,
        rule: Default::default(),
    }
}
