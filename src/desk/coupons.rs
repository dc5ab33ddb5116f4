//! Coupons at the desk: made from a ticket, shown, taken back, and given back when the order that used one
//! is refunded (`domain/facts.md` §3.4 to 3.6).

use super::reads::visible_teams;
use super::work::Work;
use super::{access, orders, outbox, programs, refund, variables};
use crate::domain::command::{CouponRequest, Letter};
use crate::domain::coupon::program::{AfterRefund, Program};
use crate::domain::coupon::{Coupon, CouponState, CouponView, code};
use crate::domain::effect::{Effect, Key, Subject};
use crate::domain::error::{Error, Result, Wrong};
use crate::domain::ids::{CouponId, OrderId, TicketId};
use crate::domain::mail::NewMail;
use crate::domain::sale::{Order, OrderState};
use crate::domain::settings::Settings;
use crate::domain::team::Service;
use crate::domain::user::{Right, User};
use crate::domain::wording;
use crate::store::{Read, coupon, driver, mail, order, program};
use crate::text::{Words, stored};

/// How often a code that is taken is drawn anew. With 80 random bits the first clash is a broken machine.
const TRIES: usize = 16;

/// Random bytes of the system.
fn random() -> Result<[u8; code::BYTES]> {
    let mut bytes = [0; code::BYTES];
    getrandom::fill(&mut bytes).map_err(|e| Error::Io(e.to_string()))?;
    Ok(bytes)
}

/// A coupon that must be there, by its code or `id:N`.
pub fn find(read: &Read<'_>, typed: &str) -> Result<CouponId> {
    if let Some(id) = typed.strip_prefix("id:").and_then(|id| id.parse().ok()).map(CouponId)
        && coupon::load(read, id)?.is_some()
    {
        return Ok(id);
    }
    find_code(read, typed)
}

/// A coupon that must be there, by its code alone.
pub fn find_code(read: &Read<'_>, typed: &str) -> Result<CouponId> {
    coupon::find(read, typed)?.ok_or_else(|| Error::CouponUnknown { coupon: typed.to_owned() })
}

/// A coupon by its row.
pub fn load(read: &Read<'_>, id: CouponId) -> Result<Coupon> {
    coupon::load(read, id)?.ok_or_else(|| driver::damaged("coupon"))
}

/// Makes a coupon from a ticket.
pub fn create(work: &mut Work<'_, '_>, request: &CouponRequest) -> Result<CouponId> {
    let ticket = refund::find_ticket(work.tx, request.ticket)?;
    access::require_service(work.tx, &work.actor, &ticket, Service::Coupon)?;
    work.ticket = Some(ticket.id);
    let program = programs::load(work.tx, request.program, &work.settings)?;
    program.of_coupons().and_then(|()| program.not_archived()).map_err(|e| e.at("program"))?;
    if let Some(date) = request.until.filter(|until| *until < work.today) {
        return Err(Error::DateInPast { date }.at("until"));
    }
    if request.letter.is_none() {
        program.share_link.of("", work.settings.website_url.as_deref())?;
    }
    let new = Coupon {
        id: CouponId(0),
        version: 1,
        code: String::new(),
        program: program.id,
        customer: ticket.customer,
        ticket: Some(ticket.id),
        created_by: Some(work.actor.id),
        created_at: Some(work.now),
        expires: request.until,
        used: false,
        order: None,
        revoked: None,
    };
    let id = insert_new(work, new, &program.name)?;
    if let Some(letter) = &request.letter {
        send(work, id, &program, letter)?;
    }
    Ok(id)
}

/// Puts the message that sends a coupon into the outbox, with its code and link filled in.
fn send(work: &mut Work<'_, '_>, id: CouponId, program: &Program, letter: &Letter) -> Result<()> {
    let of = load(work.tx, id)?;
    let link = program.share_link.of(&of.code, work.settings.website_url.as_deref());
    let language = super::coupon_forms::language(work.tx, of.customer, &work.settings)?;
    // The code and the link first: what a value holds is text.
    let Letter { to, subject, mut body } = letter.filled(&of.code, link)?;
    if let Some(ticket) = of.ticket {
        let values = (language, &work.settings, work.now);
        let values = variables::of_ticket(work.tx, ticket, &work.actor, values)?;
        body = variables::whole(&body, &values)?;
    }
    let (ticket, coupon, order) = (of.ticket, Some(id.0), None);
    outbox::queue(work, &NewMail { ticket, coupon, order, to, subject, body, language }).map(drop)
}

/// Writes a new coupon under a code of its own.
pub(super) fn insert_new(work: &mut Work<'_, '_>, new: Coupon, program: &str) -> Result<CouponId> {
    insert(work, new, program, &mut random)
}

/// Writes a new coupon under a code that is free.
fn insert(
    work: &mut Work<'_, '_>,
    mut new: Coupon,
    program: &str,
    random: &mut dyn FnMut() -> Result<[u8; code::BYTES]>,
) -> Result<CouponId> {
    for _ in 0..TRIES {
        new.code = code::from_random(random()?)?;
        if let Some(id) = coupon::insert(work.tx, &new, true)? {
            let effect = Effect::add(Subject::Coupon, new.label()).now(Key::Program, program);
            work.note(effect.now_if(Key::Expires, new.expires));
            return Ok(id);
        }
    }
    Err(Error::Io("no free coupon code".into()))
}

/// Takes a coupon back, also where its team offers none any more: a code that leaked must not stay.
pub fn revoke(work: &mut Work<'_, '_>, id: CouponId, reason: &str) -> Result<()> {
    let of = load(work.tx, id)?;
    require(work.tx, &work.actor, &of)?;
    work.ticket = of.ticket;
    let reason = wording::name(reason).map_err(|e| e.at("reason"))?;
    match of.state(work.today) {
        CouponState::Revoked => of.usable(work.today),
        CouponState::Used => Err(Error::WrongState { document: of.code, why: Wrong::CouponSpent }),
        CouponState::Active | CouponState::Expired => take_back(work, &of, &reason),
    }
}

/// Refuses who may not handle coupons, or does not see the team of its ticket: the code is the secret.
pub fn require(read: &Read<'_>, actor: &User, of: &Coupon) -> Result<()> {
    access::require(actor, Right::Coupon)?;
    match of.ticket {
        Some(ticket) => access::require_ticket(read, actor, &refund::find_ticket(read, ticket)?),
        None => Ok(()),
    }
}

/// Brings the coupons of a confirmed order into line with what is invoiced of it. While it stands, they are
/// used up by it; once it is refunded whole, each program says what becomes of them. Called when a command
/// ends that changed its invoices, so that no way to refund, to undo a refund or to bill again is forgotten.
pub fn settle(work: &mut Work<'_, '_>, of: OrderId) -> Result<()> {
    let held = coupon::held(work.tx, of)?;
    if !held.iter().any(|(_, reward)| reward.is_some()) {
        return Ok(());
    }
    let order = orders::load(work.tx, of)?;
    if order.state != OrderState::Sale {
        return Ok(());
    }
    let refunded = order::is_refunded_whole(work.tx, &order)?;
    for (id, _) in held.into_iter().filter(|(_, reward)| reward.is_some()) {
        let taken = load(work.tx, id)?;
        match (refunded, taken.order == Some(of)) {
            (true, true) => give_back(work, taken)?,
            (false, false) => take_again(work, &taken, &order)?,
            _ => {}
        }
    }
    Ok(())
}

/// What a program makes of a coupon whose order is refunded whole.
fn give_back(work: &mut Work<'_, '_>, used: Coupon) -> Result<()> {
    let program = programs::load(work.tx, used.program, &work.settings)?;
    let effect = Effect::change(Subject::Coupon, used.label());
    let effect = match program.after_refund {
        AfterRefund::Restore => {
            coupon::set_unused(work.tx, used.id)?;
            let now = load(work.tx, used.id)?.state(work.today);
            effect.was(Key::State, CouponState::Used.as_str()).now(Key::State, now.as_str())
        }
        // Nothing changes of it; that it stays used is said all the same.
        AfterRefund::Burn | AfterRefund::Reissue => effect,
    };
    work.note(effect.now(Key::AfterRefund, program.after_refund.as_str()));
    if program.after_refund != AfterRefund::Reissue {
        return Ok(());
    }
    let old = used.id;
    let new = Coupon {
        id: CouponId(0),
        version: 1,
        ticket: work.ticket.or(used.ticket),
        created_by: Some(work.actor.id),
        created_at: Some(work.now),
        expires: used.expires.filter(|last| *last >= work.today),
        used: false,
        order: None,
        revoked: None,
        ..used
    };
    let id = insert_new(work, new, &program.name)?;
    coupon::set_replaces(work.tx, id, old)?;
    coupon::unlink(work.tx, old)
}

/// Uses a coupon up again for an order that stands again: codes that took its place are taken back. Where
/// another order uses it, or a code of the same line, or it was used up elsewhere, the discount would stand
/// twice: that is refused, as is what goes beyond its program's limit.
fn take_again(work: &mut Work<'_, '_>, taken: &Coupon, order: &Order) -> Result<()> {
    let mut line = Vec::new();
    for id in coupon::line(work.tx, taken.id)? {
        line.push(load(work.tx, id)?);
    }
    for of in &line {
        if let Some((other, _)) = of.order.map(|id| order::head(work.tx, id)).transpose()?.flatten() {
            let (coupon, order) = (of.label(), order.number.clone());
            return Err(Error::CouponUsedMeanwhile { coupon, order, other });
        }
        if of.used && coupon::replacement(work.tx, of.id)?.is_none() {
            return Err(Error::CouponUsed { coupon: of.label() });
        }
    }
    let program = programs::raw(work.tx, taken.program)?;
    if let Some(most) = program.max_usage
        && program::usage(work.tx, program.id)? >= most
    {
        return Err(Error::CouponLimit { program: program.name, most });
    }
    let words = Words::new(work.settings.language);
    let reason = stored::refund_undone(&words, &order.number);
    for of in line.iter().filter(|of| of.id != taken.id && of.revoked.is_none() && !of.used) {
        take_back(work, of, &reason)?;
    }
    coupon::set_used(work.tx, taken.id, order.id)?;
    work.note(
        Effect::change(Subject::Coupon, taken.label())
            .moved(Key::State, Some(taken.state(work.today).as_str()), Some(CouponState::Used.as_str()))
            .now(Key::Order, order.number.as_str()),
    );
    Ok(())
}

/// Takes a coupon back for a reason, and says so; its message does not leave any more.
pub(super) fn take_back(work: &mut Work<'_, '_>, of: &Coupon, reason: &str) -> Result<()> {
    coupon::revoke(work.tx, of.id, reason)?;
    for id in mail::of_coupon(work.tx, of.id)? {
        outbox::take_back(work, id)?;
    }
    work.note(
        Effect::change(Subject::Coupon, of.label())
            .was(Key::State, of.state(work.today).as_str())
            .now(Key::State, CouponState::Revoked.as_str())
            .now(Key::Reason, reason),
    );
    Ok(())
}

/// Whether who reads may not be shown a coupon's code.
pub fn is_hidden(read: &Read<'_>, actor: &User, of: &Coupon) -> Result<bool> {
    match require(read, actor, of) {
        Err(Error::Forbidden(_)) => Ok(true),
        other => other.map(|()| false),
    }
}

/// A coupon as it is answered.
pub fn view(
    read: &Read<'_>,
    id: CouponId,
    settings: &Settings,
    today: chrono::NaiveDate,
) -> Result<CouponView> {
    let row = coupon::row(read, id)?.ok_or_else(|| driver::damaged("coupon"))?;
    Ok(viewed(row, settings, today))
}

/// The coupons that an agent sees, newest first: all, or those of a ticket.
pub fn list(
    read: &Read<'_>,
    actor: &User,
    (ticket, limit): (Option<TicketId>, Option<i64>),
    settings: &Settings,
    today: chrono::NaiveDate,
) -> Result<Vec<CouponView>> {
    access::require(actor, Right::Coupon)?;
    let rows = coupon::rows(read, visible_teams(actor), ticket, limit)?;
    Ok(rows.into_iter().map(|row| viewed(row, settings, today)).collect())
}

fn viewed(row: coupon::CouponRow, settings: &Settings, today: chrono::NaiveDate) -> CouponView {
    let c = row.coupon;
    CouponView {
        id: c.id,
        version: c.version,
        program: row.program,
        state: c.state(today),
        expires: c.expires,
        ticket: c.ticket.map(|t| t.0),
        customer: row.customer,
        share_link: row.share_link.of(&c.code, settings.website_url.as_deref()).ok(),
        page: settings.portal_url.as_ref().map(|base| format!("{base}/coupon/{}", c.code)),
        used_on: row.used_on,
        sent_to: row.sent_to,
        revoked_reason: c.revoked,
        created_by: row.created_by,
        created_at: c.created_at,
        code: c.code,
    }
}
