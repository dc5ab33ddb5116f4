//! The company's list of reasons for returns: each leads to its form, and the last line to a new one.

use super::Target;
use crate::domain::error::Result;
use crate::domain::wizard::Form;
use crate::text::code;
use crate::tui::app::App;
use crate::tui::page::{Item, Tone};

/// The list, and what it is called.
pub fn items(app: &mut App) -> Result<(String, Vec<Item>)> {
    let all = app.desk()?.reasons()?;
    let words = &app.look.words;
    let title = words.label("return-reasons");
    let mut items = vec![Item::Heading(title.clone())];
    items.extend(all.into_iter().map(|r| {
        let (tone, state) = match r.active {
            true => (Tone::Accent, String::new()),
            false => (Tone::Dim, format!("  [{}]", words.word("word-archived"))),
        };
        Item::Link {
            words: vec![(format!("{} / {}", r.name_en, r.name_ko), tone), (state, Tone::Dim)],
            target: Target::Form(Form::ReturnReason(Some(r.id))),
        }
    }));
    items.push(Item::Blank);
    items.push(Item::Link {
        words: vec![(format!("+ {}", code::named(words, "form", "return_reason")), Tone::Accent)],
        target: Target::Form(Form::ReturnReason(None)),
    });
    Ok((title, items))
}
