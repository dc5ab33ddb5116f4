//! Mail that comes in: it goes to the ticket that it belongs to, or begins one; nothing of it is lost, and what a mail
//! server hands over twice is there once.

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

use super::customers;
use super::work::Work;
use super::{Desk, load_user, tickets};
use crate::domain::customer::{CustomerEdit, is_address};
use crate::domain::effect::{Effect, Key, Subject};
use crate::domain::error::{Error, Result, Thing, Wrong};
use crate::domain::history::EventKind;
use crate::domain::ids::{AttachmentId, CustomerId, IncomingId, TicketId};
use crate::domain::mail::incoming::{AttachmentView, Incoming, IncomingView, Received, label};
use crate::domain::settings::Language;
use crate::domain::ticket::TicketEdit;
use crate::domain::wording::{self, LINE_MAX, TEXT_MAX};
use crate::store::incoming::{self, Written};
use crate::store::{customer, team, ticket};

/// What became of a message.
pub struct Delivered {
    /// Where it belongs; none where it was there before, at a ticket that who acts does not see.
    pub ticket: Option<TicketId>,
    /// What the history calls it; none where it was there before.
    pub event: Option<EventKind>,
}

/// Takes a message in.
pub fn receive(work: &mut Work<'_, '_>, of: &Received) -> Result<Delivered> {
    let mail = &of.mail;
    let key = key(of);
    let known = match incoming::ticket_of_key(work.tx, &key)? {
        Some(known) => Some(known),
        None => own(work, mail)?,
    };
    if let Some(ticket) = known {
        return Ok(Delivered { ticket: seen(work, ticket)?.then_some(ticket), event: None });
    }
    let (id, kind) = match thread(work, mail)? {
        Some(id) => {
            reopen(work, id, mail)?;
            (id, EventKind::MailReceived)
        }
        None => (open(work, of)?, EventKind::TicketOpened),
    };
    let message = ticket::insert_message(work.tx, id, &mail.text)?;
    work.ticket = Some(id);
    if kind == EventKind::MailReceived {
        work.message = Some(message);
    }
    keep(work, of, &key, (id, message))?;
    Ok(Delivered { ticket: Some(id), event: Some(kind) })
}

/// By what a message is known: its id, its sender and what it says, for what servers write above it on its way differs;
/// where it has no id, it is known by all of it.
fn key(of: &Received) -> String {
    let mail = &of.mail;
    let Some(id) = &mail.message_id else {
        return HEXLOWER.encode(&Sha256::digest(&of.raw));
    };
    let mut says = Sha256::new();
    for part in [mail.subject.as_bytes(), mail.text.as_bytes()] {
        says.update(Sha256::digest(part));
    }
    for file in &mail.attachments {
        says.update(Sha256::digest(&file.content));
    }
    format!("{id} {} {}", mail.from.address, HEXLOWER.encode(&says.finalize()))
}

/// The ticket of a message of the desk's own that came back; refuses one that belongs to no ticket.
fn own(work: &Work<'_, '_>, mail: &Incoming) -> Result<Option<TicketId>> {
    let Some(id) = &mail.message_id else { return Ok(None) };
    match incoming::ticket_of_own(work.tx, id)? {
        None => Ok(None),
        Some(Some(ticket)) => Ok(Some(ticket)),
        Some(None) => Err(Error::WrongState { document: format!("<{id}>"), why: Wrong::OwnMail }),
    }
}

/// The ticket that a message goes on with: by the messages that it refers to, the last first; by the number in its
/// subject only where the ticket is one of the sender's own. What who acts does not see is none: such a message begins
/// a ticket rather than being refused.
fn thread(work: &Work<'_, '_>, mail: &Incoming) -> Result<Option<TicketId>> {
    for id in mail.references.iter().rev() {
        if let Some(found) = incoming::ticket_of_id(work.tx, id, &mail.from.address)?
            && seen(work, found)?
        {
            return Ok(Some(found));
        }
    }
    let families = incoming::customers_of(work.tx, &mail.writer().address)?
        .into_iter()
        .map(|id| customer::family(work.tx, id))
        .collect::<Result<Vec<_>>>()?;
    for number in numbers(&mail.subject) {
        let Some(named) = ticket::load(work.tx, number)? else { continue };
        let Some(customer) = named.customer else { continue };
        let own = families.contains(&customer::family(work.tx, customer)?);
        let shown = named.merged_into.unwrap_or(named.id);
        if own && seen(work, shown)? {
            return Ok(Some(shown));
        }
    }
    Ok(None)
}

/// Whether who acts sees a ticket.
fn seen(work: &Work<'_, '_>, id: TicketId) -> Result<bool> {
    match tickets::visible(work, id) {
        Ok(_) => Ok(true),
        Err(Error::Forbidden(_)) => Ok(false),
        Err(other) => Err(other),
    }
}

/// Who wrote a message, of the customers: by where it is from, else by where it wants its answer.
fn sender(work: &Work<'_, '_>, mail: &Incoming) -> Result<Option<CustomerId>> {
    for of in std::iter::once(mail.writer()).chain(&mail.reply_to) {
        if let Some(first) = incoming::customers_of(work.tx, &of.address)?.first() {
            return Ok(Some(*first));
        }
    }
    Ok(None)
}

/// Ticket numbers in a subject: `Re: [#9] Keyboard`.
fn numbers(subject: &str) -> impl Iterator<Item = TicketId> + '_ {
    subject.split("[#").skip(1).filter_map(|rest| rest.split(']').next()?.parse().ok().map(TicketId))
}

/// Opens a ticket for a message that goes on with none. Who wrote it becomes a customer, unless it is a program.
fn open(work: &mut Work<'_, '_>, of: &Received) -> Result<TicketId> {
    let mail = &of.mail;
    let customer = match sender(work, mail)? {
        Some(id) => Some(id),
        None if mail.automatic.is_none() => new_customer(work, mail)?,
        None => None,
    };
    let reference = customer.map(|id| super::views::reference(work.tx, id)).transpose()?;
    let subject = wording::tamed(&mail.subject.replace('\n', " "), LINE_MAX);
    let subject = if wording::is_blank(&subject) { work.words.word("mail-no-subject") } else { subject };
    let text = mail.quoted.and_then(|at| mail.text.get(..at)).unwrap_or(&mail.text);
    let edit = TicketEdit {
        team: Some(team_for(work, of)?),
        subject: Some(subject),
        description: Some(wording::tamed(text, TEXT_MAX)),
        customer: Some(reference),
        ..TicketEdit::default()
    };
    tickets::open(work, &edit)
}

fn team_for(work: &Work<'_, '_>, of: &Received) -> Result<String> {
    if let Some(named) = &of.team {
        return Ok(named.clone());
    }
    let first = team::list(work.tx)?.into_iter().filter(|id| work.actor.sees(*id)).min();
    let name = first.map(|id| team::head(work.tx, id)).transpose()?.flatten().map(|(name, _)| name);
    name.ok_or_else(|| Error::FieldRequired.at("team"))
}

/// A customer for who wrote a message; none where its address is none that a customer can have.
fn new_customer(work: &mut Work<'_, '_>, mail: &Incoming) -> Result<Option<CustomerId>> {
    let from = mail.writer();
    if !is_address(&from.address) || wording::one_line(&from.address).is_err() {
        return Ok(None);
    }
    let local = from.address.split('@').next().unwrap_or_default();
    let name =
        from.name.as_deref().map(|name| wording::tamed(name, LINE_MAX)).filter(|n| !wording::is_blank(n));
    let hangul = |text: &str| text.chars().any(|c| ('가'..='힣').contains(&c));
    let korean = hangul(&mail.text) || hangul(&mail.subject);
    let edit = CustomerEdit {
        name: Some(name.unwrap_or_else(|| local.to_owned())),
        email: Some(from.address.clone()),
        language: korean.then(|| Language::Korean.as_str().to_owned()),
        ..CustomerEdit::default()
    };
    customers::new(work, None, &edit).map(Some)
}

/// Puts a closed ticket into its team's first open stage: somebody has to look at it. What a program wrote does not.
fn reopen(work: &mut Work<'_, '_>, id: TicketId, mail: &Incoming) -> Result<()> {
    let of = tickets::visible(work, id)?;
    if !of.closed || mail.automatic.is_some() {
        return Ok(());
    }
    let stages = team::load(work.tx, of.team)?.map(|t| t.stages).unwrap_or_default();
    match stages.into_iter().find(|stage| !stage.folded) {
        Some(open) => tickets::stage(work, id, &open.name),
        None => Ok(()),
    }
}

/// Keeps the message as it came, what was read of it, and its files.
fn keep(work: &mut Work<'_, '_>, of: &Received, key: &str, (ticket, message): (TicketId, i64)) -> Result<()> {
    let mail = &of.mail;
    let codes: Vec<&str> = mail.doubts.iter().map(|doubt| doubt.code()).collect();
    let doubts = serde_json::to_string(&codes).map_err(|e| Error::Io(e.to_string()))?;
    let written = Written {
        key,
        ticket,
        message,
        at: work.now,
        sender: &mail.from.address,
        name: mail.from.name.as_deref(),
        reply_to: mail.reply_to.as_ref().map(|to| to.address.as_str()),
        subject: &mail.subject,
        quoted: mail.quoted.and_then(|at| i64::try_from(at).ok()),
        automatic: mail.automatic.map(|why| why.as_str()),
        doubts: &doubts,
        raw: &of.raw,
    };
    let id = incoming::insert(work.tx, &written)?;
    for file in &mail.attachments {
        incoming::attach(work.tx, id, file)?;
    }
    let count = i64::try_from(mail.attachments.len()).unwrap_or(i64::MAX);
    let effect = Effect::add(Subject::Incoming, label(id)).now_if(Key::Files, (count > 0).then_some(count));
    work.note(effect);
    Ok(())
}

impl Desk {
    /// A message that came in, for who sees its ticket.
    pub fn incoming(&mut self, id: IncomingId) -> Result<IncomingView> {
        let actor = self.actor_id()?;
        self.store.read(|read| {
            let missing = || Error::NotFound { what: Thing::Incoming, key: id.to_string() };
            let view = incoming::load(read, id)?.ok_or_else(missing)?;
            tickets::require_visible(read, &load_user(read, actor)?, view.ticket)?;
            Ok(view)
        })
    }

    /// A message as it came, for who sees its ticket.
    pub fn source(&mut self, id: IncomingId) -> Result<Vec<u8>> {
        self.incoming(id)?;
        let missing = || Error::NotFound { what: Thing::Incoming, key: id.to_string() };
        self.store.read(|read| incoming::raw(read, id)?.ok_or_else(missing))
    }

    /// Files that came with the messages of a ticket.
    pub fn files(&mut self, id: TicketId) -> Result<Vec<AttachmentView>> {
        let actor = self.actor_id()?;
        self.store.read(|read| {
            tickets::require_visible(read, &load_user(read, actor)?, id)?;
            incoming::files_of(read, id)
        })
    }

    /// A file with its name, for who sees its ticket.
    pub fn file(&mut self, id: AttachmentId) -> Result<(String, Vec<u8>)> {
        let actor = self.actor_id()?;
        self.store.read(|read| {
            let missing = || Error::NotFound { what: Thing::Attachment, key: id.to_string() };
            let (name, content, ticket) = incoming::content(read, id)?.ok_or_else(missing)?;
            tickets::require_visible(read, &load_user(read, actor)?, ticket)?;
            Ok((name, content))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_tickets_in_subjects() {
        let table =
            [("Re: [#12] x", vec![12]), ("[#1][#2]", vec![1, 2]), ("#3 [4] [#x] [#", vec![]), ("", vec![])];
        for (subject, found) in table {
            assert_eq!(numbers(subject).map(|id| id.0).collect::<Vec<_>>(), found, "{subject}");
        }
    }
}
