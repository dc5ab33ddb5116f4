//! Opening, changing, assigning and staging tickets; notes; the ticket as it is answered.

use chrono::{DateTime, Utc};

use super::access::require_team;
use super::refund::find_ticket;
use super::services;
use super::work::Work;
use crate::domain::effect::{Effect, Fact, Key, Subject};
use crate::domain::error::{Error, Need, Result, Thing};
use crate::domain::ids::{CustomerId, LotId, OrderId, ProductId, TeamId, TicketId, UserId};
use crate::domain::product::Tracking;
use crate::domain::ticket::{Counters, Ticket, TicketEdit, TicketView};
use crate::domain::undo::Standing;
use crate::domain::user::User;
use crate::domain::{error::Invalid, wording};
use crate::store::tag::{self, Tagged};
use crate::store::{
    Read, catalog, coupon, customer, driver, event, invoice, merge, order, repair, search, team, ticket,
    ticket_type, transfer, user,
};
use crate::text::{Words, timeline};

/// Opens a ticket; team and subject are required.
pub fn open(work: &mut Work<'_, '_>, edit: &TicketEdit) -> Result<TicketId> {
    let name = edit.team.as_deref().ok_or_else(|| Error::FieldRequired.at("team"))?;
    let team = find_team(work, name)?;
    let stage = team::first_stage(work.tx, team)?.ok_or_else(|| driver::damaged("team"))?;
    let mut new = Ticket {
        id: ticket::next_number(work.tx)?,
        version: 1,
        team,
        subject: String::new(),
        description: String::new(),
        customer: None,
        product: None,
        lot: None,
        order: None,
        priority: 0,
        stage,
        closed: false,
        assignee: None,
        created_at: work.now,
        kind: None,
        changed_at: work.now,
        deadline: None,
        sla_failed: false,
        merged_into: None,
    };
    if edit.subject.is_none() {
        return Err(Error::FieldRequired.at("subject"));
    }
    apply(work.tx, &mut new, edit)?;
    new.assignee = super::teams::next_assignee(work.tx, team)?;
    ticket::insert(work.tx, &new)?;
    tag::set(work.tx, Tagged::Ticket(new.id), &tags(work, edit)?.unwrap_or_default())?;
    search::ticket(work.tx, new.id)?;
    work.ticket = Some(new.id);
    let mut effect = Effect::add(Subject::Ticket, format!("#{}", new.id));
    effect.after = facts(work.tx, &new)?;
    if let Some(login) = new.assignee.map(|u| user::login(work.tx, u)).transpose()?.flatten() {
        effect = effect.now(Key::Assignee, login);
    }
    work.note(effect);
    Ok(new.id)
}

/// Changes a ticket's fields.
pub fn edit(work: &mut Work<'_, '_>, id: TicketId, edit: &TicketEdit) -> Result<()> {
    let before = visible(work, id)?;
    work.watch(id)?;
    let mut after = before.clone();
    if let Some(name) = &edit.team {
        let team = find_team(work, name)?;
        if team != before.team {
            after.team = team;
            after.stage = same_stage(work, &before, team)?;
        }
    }
    apply(work.tx, &mut after, edit)?;
    ticket::save(work.tx, &after)?;
    work.ticket = Some(id);
    if let Some(customer) = after.customer.filter(|_| before.customer.is_none()) {
        // Who is visited was not known when its visits were planned.
        crate::store::task::adopt(work.tx, id, customer)?;
    }
    let tags_before = tag::of(work.tx, Tagged::Ticket(id))?;
    if let Some(tags) = tags(work, edit)? {
        tag::set(work.tx, Tagged::Ticket(id), &tags)?;
    }
    search::ticket(work.tx, id)?;
    let tags_after = tag::of(work.tx, Tagged::Ticket(id))?;
    work.note(changed(work.tx, (&before, &tags_before), (&after, &tags_after))?);
    Ok(())
}

/// What a change of a ticket's fields and tags writes.
pub fn changed(
    read: &Read<'_>,
    (before, tags_before): (&Ticket, &[String]),
    (after, tags_after): (&Ticket, &[String]),
) -> Result<Effect> {
    let mut effect = Effect::change(Subject::Ticket, format!("#{}", after.id)).moved(
        Key::Tags,
        Some(tags_before.join(", ")),
        Some(tags_after.join(", ")),
    );
    let (was, now) = (facts(read, before)?, facts(read, after)?);
    effect.before.extend(was.iter().filter(|f| !now.contains(f)).cloned());
    effect.after.extend(now.iter().filter(|f| !was.contains(f)).cloned());
    Ok(effect.moved(Key::Assignee, login(read, before.assignee)?, login(read, after.assignee)?))
}

fn login(read: &Read<'_>, id: Option<UserId>) -> Result<Option<String>> {
    Ok(id.map(|u| user::login(read, u)).transpose()?.flatten())
}

/// How a ticket stands, as it can be put back.
pub fn standing(read: &Read<'_>, of: &Ticket) -> Result<Standing> {
    let tags = tag::of(read, Tagged::Ticket(of.id))?;
    Ok(Standing::of(of, tags, merge::of(read, of.id)?.map(|merge| merge.target)))
}

/// Gives a ticket to an agent, or to nobody.
pub fn assign(work: &mut Work<'_, '_>, id: TicketId, login: Option<&str>) -> Result<()> {
    let mut of = visible(work, id)?;
    work.watch(id)?;
    let to = login.map(|login| find_active(work.tx, login)).transpose().map_err(|e| e.at("assignee"))?;
    if let Some(to) = to
        && !team::has_member(work.tx, of.team, to)?
    {
        let (login, team) = (login.unwrap_or_default().to_owned(), team_name(work.tx, of.team)?);
        return Err(Error::from(Invalid::NotMember { login, team }).at("assignee"));
    }
    let (was, now) = (self::login(work.tx, of.assignee)?, self::login(work.tx, to)?);
    let effect = Effect::change(Subject::Ticket, format!("#{id}")).moved(Key::Assignee, was, now);
    of.assignee = to;
    ticket::save(work.tx, &of)?;
    work.ticket = Some(id);
    work.note(effect);
    Ok(())
}

/// Puts a ticket into a stage of its team.
pub fn stage(work: &mut Work<'_, '_>, id: TicketId, name: &str) -> Result<()> {
    let mut of = visible(work, id)?;
    work.watch(id)?;
    let stage = team::find_stage(work.tx, of.team, name)?
        .ok_or_else(|| Error::NotFound { what: Thing::Stage, key: name.to_owned() }.at("stage"))?;
    let effect = Effect::change(Subject::Ticket, format!("#{id}")).moved(
        Key::Stage,
        Some(stage_name(work.tx, &of)?),
        Some(name.to_owned()),
    );
    of.stage = stage;
    ticket::save(work.tx, &of)?;
    work.ticket = Some(id);
    work.note(effect);
    Ok(())
}

/// Writes an internal note.
pub fn note(work: &mut Work<'_, '_>, id: TicketId, text: &str) -> Result<()> {
    visible(work, id)?;
    let text = wording::paragraphs(text).map_err(|e| e.at("text"))?;
    if text.is_empty() {
        return Err(Error::FieldRequired.at("text"));
    }
    let message = ticket::insert_message(work.tx, id, &text)?;
    (work.ticket, work.message) = (Some(id), Some(message));
    work.note(Effect::add(Subject::Note, format!("#{id}")).now(Key::Message, message));
    Ok(())
}

/// A ticket that must be there, for who acts to change: one that was merged is changed where it went.
pub fn visible(work: &Work<'_, '_>, id: TicketId) -> Result<Ticket> {
    let of = require_visible(work.tx, &work.actor, id)?;
    super::access::require_unmerged(&of)?;
    Ok(of)
}

/// A ticket that must be there, for an agent to see.
pub fn require_visible(read: &Read<'_>, actor: &User, id: TicketId) -> Result<Ticket> {
    let of = find_ticket(read, id)?;
    require_team(actor, of.team, &team_name(read, of.team)?)?;
    Ok(of)
}

fn find_team(work: &Work<'_, '_>, name: &str) -> Result<TeamId> {
    let team = team::find(work.tx, name)?
        .ok_or_else(|| Error::NotFound { what: Thing::Team, key: name.to_owned() }.at("team"))?;
    require_team(&work.actor, team, name)?;
    Ok(team)
}

/// An agent that must be there, and work here still: who is given something to do.
pub fn find_active(read: &Read<'_>, login: &str) -> Result<UserId> {
    let id = find_user(read, login)?;
    match super::load_user(read, id)?.active {
        true => Ok(id),
        false => Err(Error::Forbidden(Need::Active { login: login.to_owned() })),
    }
}

/// An agent that must be there.
pub fn find_user(read: &Read<'_>, login: &str) -> Result<UserId> {
    user::find(read, login)?.ok_or_else(|| Error::NotFound { what: Thing::User, key: login.to_owned() })
}

/// The stage of the same name in another team, or its first.
fn same_stage(work: &Work<'_, '_>, of: &Ticket, team: TeamId) -> Result<crate::domain::ids::StageId> {
    let name = stage_name(work.tx, of)?;
    match team::find_stage(work.tx, team, &name)? {
        Some(stage) => Ok(stage),
        None => team::first_stage(work.tx, team)?.ok_or_else(|| driver::damaged("team")),
    }
}

/// The name of a team that must be there.
pub fn team_name(read: &Read<'_>, id: TeamId) -> Result<String> {
    team::head(read, id)?.map(|(name, _)| name).ok_or_else(|| driver::damaged("team"))
}

fn stage_name(read: &Read<'_>, of: &Ticket) -> Result<String> {
    team::stage_name(read, of.stage)?.ok_or_else(|| driver::damaged("stage"))
}

/// The tags that are set, as they are kept.
fn tags(work: &Work<'_, '_>, edit: &TicketEdit) -> Result<Option<Vec<String>>> {
    edit.tags.as_ref().map(|tags| work.tags(tags)).transpose()
}

/// Sets the fields of a ticket that refer to the books, checked against each other.
fn apply(read: &Read<'_>, of: &mut Ticket, edit: &TicketEdit) -> Result<()> {
    let missing = |what, key: &str| Error::NotFound { what, key: key.to_owned() };
    if let Some(subject) = &edit.subject {
        of.subject = wording::name(subject).map_err(|e| e.at("subject"))?;
    }
    if let Some(description) = &edit.description {
        of.description = wording::paragraphs(description).map_err(|e| e.at("description"))?;
    }
    if let Some(priority) = edit.priority {
        of.priority = priority;
    }
    if let Some(kind) = &edit.kind {
        let find = |name: &String| {
            ticket_type::find(read, name)?.ok_or_else(|| missing(Thing::TicketType, name).at("type"))
        };
        of.kind = kind.as_ref().map(find).transpose()?;
    }
    if let Some(reference) = &edit.customer {
        let find = |r: &String| -> Result<CustomerId> {
            customer::find(read, r)?.ok_or_else(|| missing(Thing::Customer, r).at("customer"))
        };
        of.customer = reference.as_ref().map(find).transpose()?;
    }
    if let Some(sku) = &edit.product {
        let find = |s: &String| -> Result<ProductId> {
            Ok(catalog::find_product(read, s)?.ok_or_else(|| missing(Thing::Product, s).at("product"))?.id)
        };
        let product = sku.as_ref().map(find).transpose()?;
        if product != of.product && edit.lot.is_none() {
            of.lot = None;
        }
        of.product = product;
    }
    if let Some(name) = &edit.lot {
        of.lot = name
            .as_deref()
            .map(|name| find_lot(read, of.product, name))
            .transpose()
            .map_err(|e| e.at("lot"))?;
    }
    if let Some(number) = &edit.order {
        let find = |n: &String| -> Result<OrderId> {
            order::find(read, n)?.ok_or_else(|| missing(Thing::Order, n).at("order"))
        };
        of.order = number.as_ref().map(find).transpose()?;
    }
    fits(read, of)
}

/// A lot by its name, of a product that must be known and tracked.
pub fn find_lot(read: &Read<'_>, product: Option<ProductId>, name: &str) -> Result<LotId> {
    let hidden = || Error::Invalid(Invalid::Hidden);
    let product = catalog::load_product(read, product.ok_or_else(hidden)?)?.ok_or_else(hidden)?;
    if product.tracking == Tracking::None {
        return Err(hidden());
    }
    let unknown = || Error::LotUnknown { product: product.sku.clone(), lot: name.to_owned() };
    catalog::find_lot(read, product.id, name)?.ok_or_else(unknown)
}

/// The order of a ticket is one of its customer's family.
pub fn fits(read: &Read<'_>, of: &Ticket) -> Result<()> {
    let (Some(order), Some(customer)) = (of.order, of.customer) else { return Ok(()) };
    let Some((number, family)) = order::head(read, order)? else { return Ok(()) };
    if customer::family(read, customer)? == family {
        Ok(())
    } else {
        Err(Error::InvoiceOtherCustomer { document: number }.at("order"))
    }
}

/// The business values of a ticket, for the history.
fn facts(read: &Read<'_>, of: &Ticket) -> Result<Vec<(Key, Fact)>> {
    let mut facts: Vec<(Key, Fact)> = vec![
        (Key::Subject, of.subject.as_str().into()),
        (Key::Team, team_name(read, of.team)?.into()),
        (Key::Stage, stage_name(read, of)?.into()),
        (Key::Priority, of.priority.into()),
    ];
    if let Some(name) = of.kind.map(|k| ticket_type::name(read, k)).transpose()?.flatten() {
        facts.push((Key::Type, name.into()));
    }
    if !of.description.is_empty() {
        facts.push((Key::Description, of.description.as_str().into()));
    }
    if let Some(customer) = of.customer {
        facts.push((Key::Customer, super::views::reference(read, customer)?.into()));
    }
    if let Some(sku) = super::views::sku(read, of.product)? {
        facts.push((Key::Product, sku.into()));
    }
    if let Some((_, lot)) = of.lot.map(|l| catalog::load_lot(read, l)).transpose()?.flatten() {
        facts.push((Key::Lot, lot.into()));
    }
    if let Some((number, _)) = of.order.map(|o| order::head(read, o)).transpose()?.flatten() {
        facts.push((Key::Order, number.into()));
    }
    Ok(facts)
}

/// A ticket as it is answered to somebody who may see it.
pub fn view(
    read: &Read<'_>,
    id: TicketId,
    actor: &User,
    (words, now): (&Words, DateTime<Utc>),
) -> Result<TicketView> {
    let of = find_ticket(read, id)?;
    let (team, switches) = team::head(read, of.team)?.ok_or_else(|| driver::damaged("team"))?;
    require_team(actor, of.team, &team)?;
    let customer = of.customer.map(|c| customer::load(read, c)).transpose()?.flatten();
    let (credit_notes, credit_note_drafts) = invoice::counters(read, id)?;
    let mut view = TicketView {
        id,
        version: of.version,
        number: id.0,
        subject: of.subject.clone(),
        description: of.description.clone(),
        team,
        stage: stage_name(read, &of)?,
        closed: of.closed,
        priority: of.priority,
        customer: customer.as_ref().map(|c| c.reference.clone()),
        customer_name: customer.map(|c| c.name),
        product: super::views::sku(read, of.product)?,
        lot: of.lot.map(|l| catalog::load_lot(read, l)).transpose()?.flatten().map(|(_, name)| name),
        order: of.order.map(|o| order::head(read, o)).transpose()?.flatten().map(|(number, _)| number),
        assignee: of.assignee.map(|u| user::login(read, u)).transpose()?.flatten(),
        kind: of.kind.map(|k| ticket_type::name(read, k)).transpose()?.flatten(),
        tags: tag::of(read, Tagged::Ticket(id))?,
        created_at: of.created_at,
        changed_at: of.changed_at,
        deadline: of.deadline,
        sla: crate::store::sla::of_ticket(read, id, now)?,
        merged_into: of.merged_into.map(|into| into.0),
        merged: merge::sources(read, id)?.into_iter().map(|source| source.0).collect(),
        next_visit: crate::store::task::next_visit(read, id, now)?,
        services: services::of(read, &of, switches, actor)?,
        counters: Counters {
            credit_notes,
            credit_note_drafts,
            coupons: coupon::count(read, id)?,
            returns: transfer::count_returns(read, id)?,
            repairs: repair::count_of(read, id)?,
            tasks: crate::store::task::count_of(read, id)?,
        },
        approvals: crate::store::approval::count_waiting(read, id)?,
        timeline: event::timeline(read, id)?,
    };
    timeline::fill_ticket(words, &mut view);
    Ok(view)
}
