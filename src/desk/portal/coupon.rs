//! Coupons on the pages: what one gives, until when, where it stands. Why one was taken back, and whose it is, is
//! the house's matter.

use chrono::NaiveDate;

use super::guest::Guest;
use super::view::CouponCard;
use crate::desk::{coupons, programs};
use crate::domain::coupon::program::Program;
use crate::domain::coupon::{Coupon, CouponState};
use crate::domain::error::Result;
use crate::domain::settings::{Language, Settings};
use crate::store::{Read, coupon, portal};
use crate::text::{Words, stored};

/// The coupons that are meant for the customer, newest first.
pub(super) fn owned(read: &Read<'_>, guest: &Guest, rows: i64) -> Result<Vec<CouponCard>> {
    let told = Settings { language: guest.language, ..guest.settings.clone() };
    // Most are of a few programs.
    let mut known: Vec<Program> = Vec::new();
    let mut cards = Vec::new();
    for id in portal::coupons(read, guest.id, rows)? {
        let of = coupons::load(read, id)?;
        if !known.iter().any(|program| program.id == of.program) {
            known.push(programs::load(read, of.program, &told)?);
        }
        let program = known.iter().find(|program| program.id == of.program);
        cards.extend(program.map(|program| card(of, program, &told, guest.today)));
    }
    Ok(cards)
}

/// A coupon by its code, in whatever form it was typed.
pub(super) fn public(
    read: &Read<'_>,
    code: &str,
    settings: &Settings,
    language: Language,
    today: NaiveDate,
) -> Result<Option<CouponCard>> {
    let Some(id) = coupon::find(read, code)? else { return Ok(None) };
    let told = Settings { language, ..settings.clone() };
    let of = coupons::load(read, id)?;
    let program = programs::load(read, of.program, &told)?;
    Ok(Some(card(of, &program, &told, today)))
}

/// A coupon in the language of the settings.
fn card(of: Coupon, program: &Program, told: &Settings, today: NaiveDate) -> CouponCard {
    let words = Words::new(told.language);
    let until = of.expires.into_iter().chain(program.date_to).min();
    // What its program ends is over for whoever holds it.
    let state = match of.state(today) {
        CouponState::Active if until.is_some_and(|last| last < today) => CouponState::Expired,
        state => state,
    };
    let asks = program.rules.iter().map(|rule| stored::rule(&words, rule, told.currency));
    CouponCard {
        gives: program.rewards.iter().map(|reward| reward.description.clone()).collect(),
        asks: asks.filter(|text| !text.is_empty()).collect(),
        from: program.date_from.filter(|first| *first > today),
        until,
        state,
        usable: state == CouponState::Active && program.usable(today).is_ok(),
        link: program.share_link.of(&of.code, told.website_url.as_deref()).ok(),
        code: of.code,
    }
}
