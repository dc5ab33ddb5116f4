//! A message that came in, whole: who wrote it, what could not be read for certain, its files, and the earlier
//! conversation that it brought along.

use super::Target;
use crate::domain::error::Result;
use crate::domain::ids::IncomingId;
use crate::domain::mail::incoming::AttachmentView;
use crate::text::code;
use crate::tui::app::App;
use crate::tui::look::Look;
use crate::tui::page::{Item, Tone};

/// The page, and what it is called.
pub fn items(app: &mut App, id: IncomingId) -> Result<(String, Vec<Item>)> {
    let of = app.desk()?.incoming(id)?;
    let (look, words) = (&app.look, &app.look.words);
    let title = words.word("event-mail-received");
    let mut head = vec![(words.label("sender"), (of.sender(), Tone::Plain))];
    if let Some(address) = &of.reply_to {
        // Whoever wrote it: an answer that goes elsewhere is worth a look.
        head.push((words.label("reply-to"), (address.clone(), Tone::Warning)));
    }
    head.push((words.label("subject"), (of.subject.clone(), Tone::Plain)));
    let mut items = vec![Item::Heading(title.clone()), Item::Pairs(head), Item::Blank];
    if let Some(why) = &of.automatic {
        items.push(Item::Line(vec![(code::named(words, "automatic", why), Tone::Warning)]));
    }
    if !of.doubts.is_empty() {
        let told: Vec<String> = of.doubts.iter().map(|doubt| code::named(words, "doubt", doubt)).collect();
        let text = words.say("mail-doubts", &[("doubts", told.join("; "))]);
        items.extend([Item::Off(text), Item::Blank]);
    }
    items.extend(files(look, &of.attachments));
    if !of.attachments.is_empty() {
        items.push(Item::Blank);
    }
    items.push(Item::Text(of.text));
    Ok((title, items))
}

/// Files, one a line, each leading to what it holds.
pub fn files(look: &Look, all: &[AttachmentView]) -> Vec<Item> {
    let line = |file: &AttachmentView| {
        let about = format!("  {} · {}", file.media_type, size(look, file.size));
        Item::Link {
            words: vec![(format!("  + {}", file.name), Tone::Accent), (about, Tone::Dim)],
            target: Target::File(file.id),
        }
    };
    all.iter().map(line).collect()
}

/// A size as people read it.
fn size(look: &Look, bytes: i64) -> String {
    const UNITS: [&str; 3] = ["KiB", "MiB", "GiB"];
    if bytes < 1024 {
        return look.words.say("size-bytes", &[("count", bytes.to_string())]);
    }
    let (mut tenths, mut unit) = (bytes * 10 / 1024, 0);
    while tenths >= 10_240 && unit + 1 < UNITS.len() {
        (tenths, unit) = (tenths / 1024, unit + 1);
    }
    format!("{}.{} {}", tenths / 10, tenths % 10, UNITS[unit])
}
