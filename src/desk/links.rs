//! Personal links to the customer's pages, made and taken back. Only their digest stays: neither the history nor
//! what is remembered of a repeatable command holds a link. A link shows everything that is the customer's, so whoever
//! makes one must see all of that: the teams of its tickets, and codes of coupons. Called by [`super::run`], and by
//! whoever takes a customer's access away.

use chrono::{Days, NaiveDate};

use super::work::Work;
use super::{access, customers};
use crate::domain::customer::link::{BYTES, DAYS, LONGEST, LinkView, Token};
use crate::domain::effect::{Effect, Key, Subject};
use crate::domain::error::{Error, Invalid, Result, Wrong};
use crate::domain::ids::CustomerId;
use crate::domain::user::Right;
use crate::store::{driver, link, portal, team};

/// How often a link that begins as another one is drawn anew.
const TRIES: usize = 16;

/// Makes a link for a customer that may use the pages; its last day is `until`, or thirty days from today.
pub fn make(work: &mut Work<'_, '_>, reference: &str, until: Option<NaiveDate>) -> Result<LinkView> {
    let id = customers::find(work.tx, reference)?;
    let of = customers::load(work.tx, id)?;
    if !of.portal {
        return Err(Error::WrongState { document: of.reference, why: Wrong::NoPortal });
    }
    require(work, id)?;
    if let Some(date) = until.filter(|until| *until < work.today) {
        return Err(Error::DateInPast { date }.at("until"));
    }
    let latest = work.today.checked_add_days(Days::new(LONGEST)).unwrap_or(work.today);
    if until.is_some_and(|until| until > latest) {
        return Err(Error::from(Invalid::TooLate { latest }).at("until"));
    }
    let month = work.today.checked_add_days(Days::new(DAYS)).unwrap_or(work.today);
    let expires = until.unwrap_or(month);
    let token = draw(work)?;
    link::insert(work.tx, &token, (id, expires), (work.actor.id, work.now))?;
    let effect = Effect::add(Subject::CustomerLink, of.reference.clone());
    work.note(effect.now(Key::Expires, expires));
    Ok(LinkView {
        id,
        version: of.version,
        customer: of.reference,
        link: Some(token.address(work.settings.portal_url.as_deref())),
        expires: Some(expires),
        revoked: 0,
    })
}

/// Refuses who does not see everything that a link of the customer shows.
fn require(work: &Work<'_, '_>, id: CustomerId) -> Result<()> {
    for team in portal::teams(work.tx, id)? {
        let (name, _) = team::head(work.tx, team)?.ok_or_else(|| driver::damaged("team"))?;
        access::require_team(&work.actor, team, &name)?;
    }
    match portal::coupons(work.tx, id, 1)?.is_empty() {
        true => Ok(()),
        false => access::require(&work.actor, Right::Coupon),
    }
}

/// A new link that begins as no other does.
fn draw(work: &Work<'_, '_>) -> Result<Token> {
    for _ in 0..TRIES {
        let mut bytes = [0; BYTES];
        getrandom::fill(&mut bytes).map_err(|e| Error::Io(e.to_string()))?;
        let token = Token::from_random(bytes);
        if !link::is_taken(work.tx, &token)? {
            return Ok(token);
        }
    }
    Err(Error::Io("no free link".into()))
}

/// Takes every link of a customer back that still opens something, also where it may not use the pages any more.
pub fn revoke(work: &mut Work<'_, '_>, reference: &str) -> Result<LinkView> {
    let id = customers::find(work.tx, reference)?;
    let of = customers::load(work.tx, id)?;
    let revoked = link::revoke(work.tx, id, work.today, (work.actor.id, work.now))?;
    if revoked > 0 {
        let effect = Effect::remove(Subject::CustomerLink, of.reference.clone());
        work.note(effect.was(Key::Links, revoked));
    }
    Ok(LinkView { id, version: of.version, customer: of.reference, link: None, expires: None, revoked })
}
