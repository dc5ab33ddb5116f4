//! A coupon: its code, what it gives, where it stands, which order used it. It can be shared, copied, and
//! taken back with a reason.

use super::pane::{Pane, follow};
use super::{CouponCopy, Share, Target, Tray};
use crate::domain::coupon::{Check, CouponAction, CouponState, CouponView};
use crate::domain::error::{Error, Result, Wrong};
use crate::domain::ids::{CouponId, TicketId};
use crate::domain::wizard::Form;
use crate::keys::{Context, Verb};
use crate::text::{Words, code, sentence};
use crate::tui::app::App;
use crate::tui::form::FormLayer;
use crate::tui::layer::{Layer, Next, Offer};
use crate::tui::look::Look;
use crate::tui::page::{Item, Page, Table, Tone};

/// A coupon on the screen.
pub struct CouponPane {
    view: CouponView,
    checks: Vec<Check>,
    page: Page,
}

impl CouponPane {
    /// Reads a coupon.
    pub fn open(app: &mut App, id: CouponId) -> Result<Self> {
        let view = app.desk()?.coupon(id)?;
        Ok(Self { view, checks: vec![], page: Page::default() })
    }

    /// Why it can't be taken back.
    fn unrevocable(&self) -> Option<Error> {
        let coupon = self.view.code.clone();
        match self.view.state {
            CouponState::Used => Some(Error::WrongState { document: coupon, why: Wrong::CouponSpent }),
            CouponState::Revoked => {
                let reason = self.view.revoked_reason.clone().unwrap_or_default();
                Some(Error::CouponRevoked { coupon, reason })
            }
            CouponState::Active | CouponState::Expired => None,
        }
    }
}

impl Pane for CouponPane {
    fn page(&mut self) -> &mut Page {
        &mut self.page
    }

    fn reload(&mut self, app: &mut App) -> Result<()> {
        self.view = app.desk()?.coupon(self.view.id)?;
        self.checks = app.desk()?.check_coupon(&format!("id:{}", self.view.id), None)?;
        let mut items = items(&app.look, &self.view);
        items.extend(rules(&app.look, &self.checks));
        self.page.set(items);
        Ok(())
    }

    fn crumb(&self, _: &Look) -> String {
        self.view.code.clone()
    }

    fn place(&self) -> Option<Context> {
        Some(Context::Coupon)
    }

    fn offer(&self, verb: Verb, look: &Look) -> Option<Offer> {
        let (action, why) = match verb {
            Verb::FirstAction => (CouponAction::Share, None),
            Verb::SecondAction | Verb::TakeBack => (CouponAction::Revoke, self.unrevocable()),
            _ => return Offer::usual(verb, look),
        };
        let why = why.map(|why| sentence::error(&look.words, &why));
        Some(Offer { name: code::named(&look.words, "action", action.as_str()), why })
    }

    fn on(&mut self, verb: Verb, app: &mut App) -> Result<Next> {
        match verb {
            Verb::FirstAction => Ok(Next::Push(share(&app.look, &self.view))),
            Verb::SecondAction | Verb::TakeBack => match self.unrevocable() {
                Some(why) => Err(why),
                None => {
                    let form = FormLayer::new(app, Form::RevokeCoupon(self.view.id))?;
                    Ok(Next::Push(Layer::Form(Box::new(form))))
                }
            },
            Verb::CopyTray => Ok(Next::Push(Tray::of_coupon(&app.look, copy(&self.view)))),
            other => follow(&mut self.page, other, app),
        }
    }
}

/// What can be copied of a coupon.
pub fn copy(of: &CouponView) -> CouponCopy {
    CouponCopy {
        code: of.code.clone(),
        link: of.share_link.clone(),
        page: of.page.clone(),
        expires: of.expires,
        program: of.program.clone(),
    }
}

/// The layer that shares a coupon.
pub fn share(look: &Look, of: &CouponView) -> Layer {
    Layer::Share(Box::new(Share::of_coupon(&look.words, copy(of))))
}

fn tone(state: CouponState) -> Tone {
    match state {
        CouponState::Active => Tone::Good,
        CouponState::Used => Tone::Plain,
        CouponState::Expired | CouponState::Revoked => Tone::Warning,
    }
}

fn until(words: &Words, of: &CouponView) -> String {
    of.expires.map_or_else(|| words.word("word-no-expiry"), |day| words.date(day))
}

fn items(look: &Look, c: &CouponView) -> Vec<Item> {
    let words = &look.words;
    let plain = |text: &str| (text.to_owned(), Tone::Plain);
    let state = code::named(words, "coupon-state", c.state.as_str());
    let title = vec![
        (format!("{} ", words.label("coupon")), Tone::Plain),
        (c.code.clone(), Tone::Strong),
        (format!("  [{state}]"), tone(c.state)),
    ];
    let mut pairs = vec![
        (words.label("coupon-program"), plain(&c.program)),
        (words.label("valid-until"), (until(words, c), Tone::Plain)),
    ];
    let told = [
        ("created-by", c.created_by.clone()),
        ("created", c.created_at.map(|at| words.instant(at, look.zone))),
        ("sent-to", c.sent_to.clone()),
        ("reason", c.revoked_reason.clone()),
    ];
    pairs.extend(told.into_iter().filter_map(|(label, text)| Some((words.label(label), plain(&text?)))));
    let mut items = vec![Item::Line(title), Item::Blank, Item::Pairs(pairs), Item::Blank];
    if let Some(link) = &c.share_link {
        items.extend([Item::Heading(words.label("share-link")), Item::Text(link.clone()), Item::Blank]);
    }
    let mut links = Vec::new();
    links.extend(c.ticket.map(|n| ("ticket", format!("#{n}"), Target::Ticket(TicketId(n)))));
    links.extend(c.customer.clone().map(|r| ("customer", r.clone(), Target::Reference(r))));
    links.extend(c.used_on.clone().map(|n| ("used-on", n.clone(), Target::Order(n))));
    items.extend(links.into_iter().map(|(label, text, target)| Item::Link {
        words: vec![(format!("{}  ", words.label(label)), Tone::Dim), (text, Tone::Accent)],
        target,
    }));
    items
}

/// The rules that can be asked without an order: whether each holds, and what would help.
fn rules(look: &Look, checks: &[Check]) -> Vec<Item> {
    let words = &look.words;
    let mut items = vec![Item::Blank, Item::Heading(words.label("rule"))];
    for check in checks {
        let Some(ok) = check.ok else { continue };
        let (word, tone) = if ok { ("word-passed", Tone::Good) } else { ("word-failed", Tone::Error) };
        let name = code::named(words, "check-rule", check.rule.as_str());
        items.push(Item::Line(vec![(format!("{name}  "), Tone::Plain), (words.word(word), tone)]));
        items.extend(check.why.as_ref().map(|why| Item::Text(sentence::error(words, why))));
    }
    items
}

/// The coupons of a ticket, and what the list is called.
pub fn of_ticket(app: &mut App, ticket: TicketId) -> Result<(String, Vec<Item>)> {
    let all = app.desk()?.coupons(Some(ticket), None)?;
    let words = &app.look.words;
    let rows = all.iter().map(|c| {
        let row = vec![
            c.code.clone(),
            code::named(words, "coupon-state", c.state.as_str()),
            until(words, c),
            c.program.clone(),
            c.created_by.clone().unwrap_or_default(),
            c.used_on.clone().unwrap_or_default(),
        ];
        (row, Some(Target::Coupon(c.id)))
    });
    let columns = ["coupon-code", "state", "valid-until", "coupon-program", "created-by", "used-on"];
    let columns = columns.map(|label| (words.label(label), false)).to_vec();
    let table = Table { columns, flexible: 3, spare: vec![4, 5], rows: rows.collect() };
    let title = format!("{} #{ticket}", words.label("coupons"));
    Ok((title.clone(), vec![Item::Heading(title), Item::Table(table)]))
}
