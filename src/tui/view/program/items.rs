//! What the screens of coupon programs show.

use crate::domain::coupon::link::ShareLink;
use crate::domain::coupon::program::{
    ProgramAction, ProgramView, RewardKind, RewardMode, RewardView, RuleView,
};
use crate::domain::money::Currency;
use crate::domain::wizard::Form;
use crate::text::code;
use crate::tui::look::Look;
use crate::tui::page::{Item, Table, Tone, Word};
use crate::tui::view::Target;
use crate::tui::view::actions::Actions;

/// All programs as rows that open them.
pub fn list(look: &Look, all: &[ProgramView], actions: &Actions<ProgramAction>) -> Vec<Item> {
    let words = &look.words;
    let mut items = vec![Item::Line(vec![(words.label("coupon-programs"), Tone::Strong)]), Item::Blank];
    items.extend(actions.items(look));
    items.push(Item::Blank);
    if all.is_empty() {
        items.push(Item::Line(vec![(words.word("word-nothing"), Tone::Dim)]));
        return items;
    }
    let rows = all.iter().map(|p| {
        let rewards: Vec<&str> = p.rewards.iter().map(|r| r.description.as_str()).collect();
        let row = vec![
            p.name.clone(),
            code::named(words, "program-kind", p.kind.as_str()),
            state(look, p).0,
            validity(look, p),
            rewards.join(", "),
            words.quantity(&p.coupons.to_string()),
        ];
        (row, Some(Target::Program(p.id)))
    });
    let columns = vec![
        (words.label("name"), false),
        (words.label("kind"), false),
        (words.label("state"), false),
        (words.label("validity"), false),
        (words.label("rewards"), false),
        (words.label("coupons"), true),
    ];
    items.push(Item::Table(Table { columns, flexible: 4, spare: vec![1, 3], rows: rows.collect() }));
    items
}

fn state(look: &Look, p: &ProgramView) -> Word {
    match p.active {
        true => (look.words.word("program-active"), Tone::Good),
        false => (look.words.word("program-archived"), Tone::Dim),
    }
}

/// From which day to which; open where there is none.
fn validity(look: &Look, p: &ProgramView) -> String {
    let day = |d: Option<chrono::NaiveDate>| d.map(|d| look.words.date(d)).unwrap_or_default();
    match (p.date_from, p.date_to) {
        (None, None) => look.words.word("program-always"),
        (from, to) => format!("{} ~ {}", day(from), day(to)).trim().to_owned(),
    }
}

/// One program: its fields, actions, rules and rewards.
pub fn one(look: &Look, p: &ProgramView, currency: Currency, actions: &Actions<ProgramAction>) -> Vec<Item> {
    let words = &look.words;
    let (state, tone) = state(look, p);
    let title = vec![
        (format!("{} ", words.label("coupon-program")), Tone::Plain),
        (p.name.clone(), Tone::Strong),
        (format!("  [{state}]"), tone),
    ];
    let mut items = vec![Item::Line(title), Item::Blank, Item::Pairs(pairs(look, p)), Item::Blank];
    items.extend(actions.items(look));
    items.extend([Item::Blank, Item::Heading(words.label("rules"))]);
    items.push(match p.rules.is_empty() {
        true => Item::Line(vec![(words.word("program-no-rules"), Tone::Dim)]),
        false => rules(look, p, currency),
    });
    items.extend([Item::Blank, Item::Heading(words.label("rewards")), rewards(look, p, currency)]);
    items
}

fn pairs(look: &Look, p: &ProgramView) -> Vec<(String, Word)> {
    let words = &look.words;
    let plain = |text: String| (text, Tone::Plain);
    let usage = match p.max_usage {
        Some(most) => {
            let values = [("used", p.usage.to_string()), ("most", most.to_string())];
            plain(words.say("program-usage", &values))
        }
        None => (words.word("program-unlimited"), Tone::Dim),
    };
    let link = match &p.share_link {
        ShareLink::Template(address) => address.clone(),
        shop => code::named(words, "share-link", &shop.to_string()),
    };
    vec![
        (words.label("kind"), plain(code::named(words, "program-kind", p.kind.as_str()))),
        (words.label("coupons"), plain(words.quantity(&p.coupons.to_string()))),
        (words.label("validity"), plain(validity(look, p))),
        (words.label("max-usage"), usage),
        (words.label("after-refund"), plain(code::named(words, "after-refund", p.after_refund.as_str()))),
        (words.label("share-link"), plain(link)),
    ]
}

/// The products that count, or that all do.
fn products(look: &Look, skus: &[String]) -> String {
    if skus.is_empty() { look.words.word("program-all-products") } else { skus.join(", ") }
}

/// What a rule asks for, in one line.
pub fn rule(look: &Look, r: &RuleView) -> String {
    format!(
        "{} {}, {} {}, {}",
        look.words.label("minimum-amount"),
        look.words.quantity(&r.minimum_amount),
        look.words.label("minimum-quantity"),
        look.words.quantity(&r.minimum_quantity),
        products(look, &r.products)
    )
}

fn rules(look: &Look, p: &ProgramView, currency: Currency) -> Item {
    let words = &look.words;
    let rows = p.rules.iter().map(|r| {
        let row = vec![
            r.rule.clone(),
            words.money(&r.minimum_amount, currency),
            code::named(words, "amount-tax", r.minimum_amount_tax.as_str()),
            words.quantity(&r.minimum_quantity),
            products(look, &r.products),
        ];
        (row, Some(Target::Form(Form::Rule(p.id, Some(r.rule.clone())))))
    });
    let columns = vec![
        ("#".to_owned(), false),
        (words.label("minimum-amount"), true),
        (words.label("amount-tax"), false),
        (words.label("minimum-quantity"), true),
        (words.label("products"), false),
    ];
    Item::Table(Table { columns, flexible: 4, spare: vec![2], rows: rows.collect() })
}

fn rewards(look: &Look, p: &ProgramView, currency: Currency) -> Item {
    let words = &look.words;
    let rows = p.rewards.iter().map(|r| {
        let row = vec![
            r.reward.clone(),
            r.description.clone(),
            worth(look, r, currency),
            taken_off(look, r),
            r.max_amount.as_deref().map(|most| words.money(most, currency)).unwrap_or_default(),
        ];
        (row, Some(Target::Form(Form::Reward(p.id, Some(r.reward.clone())))))
    });
    let columns = vec![
        ("#".to_owned(), false),
        (words.label("description"), false),
        (words.label("reward"), true),
        (words.label("applies-to"), false),
        (words.label("at-most"), true),
    ];
    Item::Table(Table { columns, flexible: 1, spare: vec![3], rows: rows.collect() })
}

/// What a reward is worth: a percentage, an amount, or units of a product.
fn worth(look: &Look, r: &RewardView, currency: Currency) -> String {
    match (r.kind, r.mode) {
        (RewardKind::Product, _) => {
            format!("{} × {}", look.words.quantity(&r.quantity), r.product.as_deref().unwrap_or_default())
        }
        (RewardKind::Discount, RewardMode::Percent) => format!("{}%", look.words.quantity(&r.amount)),
        (RewardKind::Discount, RewardMode::Fixed) => look.words.money(&r.amount, currency),
    }
}

/// What a discount is taken off.
fn taken_off(look: &Look, r: &RewardView) -> String {
    match (r.kind, r.products.as_slice()) {
        (RewardKind::Product, _) => code::named(&look.words, "reward-kind", r.kind.as_str()),
        (_, []) => code::named(&look.words, "applies-to", r.applies_to.as_str()),
        (_, skus) => skus.join(", "),
    }
}
