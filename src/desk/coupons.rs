//! Coupons at the desk: made from a ticket, shown, taken back, and given back when the order that used one
//! is refunded (`domain/facts.md` §3.4 to 3.6).

use super::work::Work;
use super::{access, outbox, programs, refund, views};
use crate::domain::command::{CouponRequest, Letter};
use crate::domain::coupon::program::{AfterRefund, Program};
use crate::domain::coupon::{Coupon, CouponState, CouponView, code};
use crate::domain::effect::{Effect, Key, Subject};
use crate::domain::error::{Error, Result, Wrong};
use crate::domain::ids::{CouponId, OrderId};
use crate::domain::mail::NewMail;
use crate::domain::sale::OrderState;
use crate::domain::settings::Settings;
use crate::domain::team::Service;
use crate::domain::wizard::letter::{CODE, LINK};
use crate::domain::wording;
use crate::store::{Read, coupon, driver, mail, order, program, user};

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
    let id = insert(work, new, &program.name, &mut random)?;
    if let Some(letter) = &request.letter {
        send(work, id, &program, letter)?;
    }
    Ok(id)
}

/// Puts the message that sends a coupon into the outbox, with its code and link filled in.
fn send(work: &mut Work<'_, '_>, id: CouponId, program: &Program, letter: &Letter) -> Result<()> {
    let of = load(work.tx, id)?;
    let link = program.share_link.of(&of.code, work.settings.website_url.as_deref());
    let mut values = vec![(CODE, of.code.as_str())];
    if let Ok(link) = &link {
        values.push((LINK, link.as_str()));
    }
    let Letter { to, subject, body } = letter.filled(&values)?;
    let language = super::coupon_forms::language(work.tx, of.customer, &work.settings)?;
    let (ticket, coupon, order) = (of.ticket, Some(id.0), None);
    outbox::queue(work, &NewMail { ticket, coupon, order, to, subject, body, language }).map(drop)
}

/// Writes a new coupon under a code that is free.
pub(super) fn insert(
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

/// Takes a coupon back.
pub fn revoke(work: &mut Work<'_, '_>, id: CouponId, reason: &str) -> Result<()> {
    let of = load(work.tx, id)?;
    match of.ticket {
        Some(ticket) => {
            let ticket = refund::find_ticket(work.tx, ticket)?;
            access::require_service(work.tx, &work.actor, &ticket, Service::Coupon)?;
            work.ticket = Some(ticket.id);
        }
        None => access::require(&work.actor, crate::domain::user::Right::Coupon)?,
    }
    let reason = wording::name(reason).map_err(|e| e.at("reason"))?;
    match of.state(work.today) {
        CouponState::Revoked => {
            let reason = of.revoked.clone().unwrap_or_default();
            return Err(Error::CouponRevoked { coupon: of.code, reason });
        }
        CouponState::Used => {
            return Err(Error::WrongState { document: of.code, why: Wrong::CouponSpent });
        }
        CouponState::Active | CouponState::Expired => {}
    }
    coupon::revoke(work.tx, id, &reason)?;
    work.note(
        Effect::change(Subject::Coupon, of.label())
            .was(Key::State, of.state(work.today).as_str())
            .now(Key::State, CouponState::Revoked.as_str())
            .now(Key::Reason, reason),
    );
    Ok(())
}

/// What becomes of the coupons of an order that is refunded whole: each program says it.
pub fn after_refund(work: &mut Work<'_, '_>, of: OrderId) -> Result<()> {
    if !order::is_credited_whole(work.tx, of)? {
        return Ok(());
    }
    for id in coupon::used_on(work.tx, of)? {
        let used = load(work.tx, id)?;
        let program = programs::load(work.tx, used.program, &work.settings)?;
        let fate = Effect::change(Subject::Coupon, used.label());
        let fate = match program.after_refund {
            AfterRefund::Restore => {
                coupon::set_unused(work.tx, id)?;
                let now = load(work.tx, id)?.state(work.today);
                fate.was(Key::State, CouponState::Used.as_str()).now(Key::State, now.as_str())
            }
            // Nothing changes of it; that it stays used is said all the same.
            AfterRefund::Burn | AfterRefund::Reissue => fate,
        };
        work.note(fate.now(Key::AfterRefund, program.after_refund.as_str()));
        if program.after_refund == AfterRefund::Reissue {
            reissue(work, used, &program.name)?;
        }
    }
    Ok(())
}

/// A new code in place of one that was used.
fn reissue(work: &mut Work<'_, '_>, used: Coupon, program: &str) -> Result<()> {
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
    let id = insert(work, new, program, &mut random)?;
    coupon::set_replaces(work.tx, id, old)?;
    coupon::unlink(work.tx, old)
}

/// What becomes of the coupons of an order whose refund is undone: those that it gave back are used again,
/// and codes that took their place are taken back, as far as nobody used them meanwhile.
pub fn after_reversal(work: &mut Work<'_, '_>, of: OrderId) -> Result<()> {
    let order = super::orders::load(work.tx, of)?;
    if order.state != OrderState::Sale || order::is_credited_whole(work.tx, of)? {
        return Ok(());
    }
    for (id, _) in coupon::held(work.tx, of)?.into_iter().filter(|(_, reward)| reward.is_some()) {
        let was = load(work.tx, id)?;
        if was.order == Some(of) {
            continue;
        }
        if let Some(new) = coupon::replacement(work.tx, id)? {
            take_back(work, new, &order.number)?;
        }
        let effect = Effect::change(Subject::Coupon, was.label());
        work.note(match was.used && was.order.is_some() {
            // Another order has it by now: both keep their discount, and that is said.
            true => effect.now(Key::Cause, "coupon_used"),
            false => {
                coupon::set_used(work.tx, id, of)?;
                let effect = effect.was(Key::State, was.state(work.today).as_str());
                effect.now(Key::State, CouponState::Used.as_str()).now(Key::Order, order.number.as_str())
            }
        });
    }
    Ok(())
}

/// Takes back a code that was given out for a refund that is undone; one that is used stays, and that is
/// said.
fn take_back(work: &mut Work<'_, '_>, id: CouponId, order: &str) -> Result<()> {
    let of = load(work.tx, id)?;
    let effect = Effect::change(Subject::Coupon, of.label());
    match of.state(work.today) {
        CouponState::Revoked => {}
        CouponState::Used => work.note(effect.now(Key::Cause, "coupon_used")),
        state => {
            let words = crate::text::Words::new(work.settings.language);
            let reason = crate::text::stored::refund_undone(&words, order);
            coupon::revoke(work.tx, id, &reason)?;
            let effect = effect.was(Key::State, state.as_str());
            work.note(effect.now(Key::State, CouponState::Revoked.as_str()).now(Key::Reason, reason));
        }
    }
    Ok(())
}

/// A coupon as it is answered.
pub fn view(
    read: &Read<'_>,
    id: CouponId,
    settings: &Settings,
    today: chrono::NaiveDate,
) -> Result<CouponView> {
    let c = load(read, id)?;
    let program = program::load(read, c.program)?.ok_or_else(|| driver::damaged("program"))?;
    Ok(CouponView {
        id,
        version: c.version,
        program: program.name,
        state: c.state(today),
        expires: c.expires,
        ticket: c.ticket.map(|t| t.0),
        customer: c.customer.map(|of| views::reference(read, of)).transpose()?,
        share_link: program.share_link.of(&c.code, settings.website_url.as_deref()).ok(),
        used_on: c.order.map(|o| order::head(read, o)).transpose()?.flatten().map(|(number, _)| number),
        sent_to: mail::sent_to(read, id)?,
        revoked_reason: c.revoked,
        created_by: c.created_by.map(|u| user::login(read, u)).transpose()?.flatten(),
        created_at: c.created_at,
        code: c.code,
    })
}
