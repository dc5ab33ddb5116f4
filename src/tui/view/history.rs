//! The timeline of a ticket: messages, notes, documents and changes, the newest first; all of it or a kind of it. What goes
//! to the customer, what came from it and what only agents read say so in a word and a sign, not in a colour alone.

use super::{Target, message};
use crate::domain::effect::Subject;
use crate::domain::history::{EventKind, TimelineEntry};
use crate::text::cells;
use crate::tui::look::Look;
use crate::tui::page::{Item, Tone};
use crate::tui::theme::Sign;

/// Which entries show.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Filter {
    /// All.
    #[default]
    All,
    /// Messages and notes.
    Conversation,
    /// Those that are about a document.
    Documents,
    /// Everything else.
    Changes,
}

impl Filter {
    /// The next one.
    pub fn next(self) -> Self {
        match self {
            Self::All => Self::Conversation,
            Self::Conversation => Self::Documents,
            Self::Documents => Self::Changes,
            Self::Changes => Self::All,
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::All => "timeline-all",
            Self::Conversation => "timeline-conversation",
            Self::Documents => "timeline-documents",
            Self::Changes => "timeline-changes",
        }
    }

    fn shows(self, told: &TimelineEntry) -> bool {
        let conversation = voice(told).is_some() || told.mail.is_some() && told.document.is_none();
        let document = told.document.is_some() || moved(told).is_some();
        match self {
            Self::All => true,
            Self::Conversation => conversation,
            Self::Documents => document,
            Self::Changes => !conversation && !document,
        }
    }
}

/// Who speaks in an entry: its sign, and the word for it.
fn voice(told: &TimelineEntry) -> Option<(Sign, &'static str)> {
    match told.kind {
        EventKind::Noted => Some((Sign::Internal, "event-note")),
        EventKind::Replied => Some((Sign::Public, "event-reply")),
        EventKind::MailQueued => Some((Sign::Public, "event-reply")),
        _ if told.incoming.is_some() => Some((Sign::Received, "event-mail-received")),
        _ => None,
    }
}

/// The heading and the entries that a filter shows.
pub fn items(look: &Look, timeline: &[TimelineEntry], filter: Filter) -> Vec<Item> {
    let words = &look.words;
    let title = words.label("timeline");
    let title =
        if filter == Filter::All { title } else { format!("{title} · {}", words.word(filter.word())) };
    let mut items = vec![Item::Heading(title)];
    for told in timeline.iter().rev().filter(|told| filter.shows(told)) {
        items.extend(entry(look, told));
    }
    if items.len() == 1 && filter != Filter::All {
        items.push(Item::Line(vec![(words.word("timeline-nothing"), Tone::Dim)]));
    }
    items
}

fn entry(look: &Look, told: &TimelineEntry) -> Vec<Item> {
    let words = &look.words;
    // A message leaves by whoever's program is running: that says nothing of who wrote it.
    let left = told.kind == EventKind::MailSent;
    let agent = told.agent.as_deref().filter(|_| !left).unwrap_or_default();
    let who =
        told.incoming.as_ref().map_or_else(|| agent.to_owned(), |mail| cells::printable(&mail.sender()));
    let kind = match voice(told) {
        Some((sign, word)) => format!("{} [{}]  ", look.theme.sign(sign), words.word(word)),
        None => String::new(),
    };
    let head = format!("{}  {kind}{who}", words.instant(told.at, look.zone));
    let mut text = told.text.clone();
    if let Some(body) = &told.body {
        text = format!("{text}\n{body}");
    }
    let mut items = Vec::new();
    match &told.incoming {
        Some(mail) => {
            let opened = told.kind != EventKind::MailReceived;
            let mut text = if opened { text } else { mail.own_text().to_owned() };
            if let Some(rest) = mail.quoted.and_then(|at| mail.text.get(at..)) {
                let count = rest.lines().count().to_string();
                text = format!("{text}\n{}", words.say("mail-folded", &[("count", count)]));
            }
            items.push(Item::Entry { head, text, target: Some(Target::Message(mail.id)) });
            items.extend(message::files(look, &mail.attachments));
        }
        None => items.push(Item::Entry {
            head,
            text,
            target: told.document.clone().map(Target::Label).or_else(|| moved(told)).or_else(|| merged(told)),
        }),
    }
    items
}

/// The ticket that an entry tells of, that was merged or taken out again.
fn merged(told: &TimelineEntry) -> Option<Target> {
    if !matches!(told.kind, EventKind::TicketMerged | EventKind::TicketUnmerged) {
        return None;
    }
    let number = told.effects.iter().find(|e| e.subject == Subject::Ticket)?.document.as_deref()?;
    number.strip_prefix('#')?.parse().ok().map(|id| Target::Ticket(crate::domain::ids::TicketId(id)))
}

/// The repair or transfer that an entry is about: the first that it made or changed.
fn moved(told: &TimelineEntry) -> Option<Target> {
    told.effects.iter().find_map(|e| match (e.subject, &e.document) {
        (Subject::Receipt | Subject::Delivery | Subject::InternalTransfer, Some(number)) => {
            Some(Target::Transfer(number.clone()))
        }
        (Subject::Task, Some(id)) => id.parse().ok().map(|id| Target::Task(crate::domain::ids::TaskId(id))),
        (Subject::Repair | Subject::Part, _) => told.repair().map(|number| Target::Repair(number.to_owned())),
        _ => None,
    })
}
