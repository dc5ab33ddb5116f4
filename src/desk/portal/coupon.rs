//! Coupons on the pages: what one gives, until when, where it stands. Why one was taken back, and whose it is, is
//! the house's matter.

use chrono::NaiveDate;

use super::guest::Guest;
use super::view::CouponCard;
use crate::desk::{coupons, programs};
use crate::domain::coupon::{Coupon, CouponState};
use crate::domain::error::Result;
use crate::domain::settings::{Language, Settings};
use crate::store::{Read, coupon, portal};
use crate::text::{Words, stored};

/// The coupons that are meant for the customer, newest first.
pub(super) fn owned(read: &Read<'_>, guest: &Guest, rows: i64) -> Result<Vec<CouponCard>> {
    let ids = portal::coupons(read, guest.id, rows)?;
    let card = |id| card(read, coupons::load(read, id)?, &guest.settings, guest.language, guest.today);
    ids.into_iter().map(card).collect()
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
    card(read, coupons::load(read, id)?, settings, language, today).map(Some)
}

fn card(
    read: &Read<'_>,
    of: Coupon,
    settings: &Settings,
    language: Language,
    today: NaiveDate,
) -> Result<CouponCard> {
    let told = Settings { language, ..settings.clone() };
    let program = programs::load(read, of.program, &told)?;
    let words = Words::new(language);
    let state = of.state(today);
    let asks = program.rules.iter().map(|rule| stored::rule(&words, rule, settings.currency));
    Ok(CouponCard {
        gives: program.rewards.iter().map(|reward| reward.description.clone()).collect(),
        asks: asks.filter(|text| !text.is_empty()).collect(),
        until: of.expires.into_iter().chain(program.date_to).min(),
        state,
        usable: state == CouponState::Active && program.usable(today).is_ok(),
        link: program.share_link.of(&of.code, settings.website_url.as_deref()).ok(),
        code: of.code,
    })
}
