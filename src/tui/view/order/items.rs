//! What the screen of an order shows, from top to bottom.

use crate::desk::OrderPage;
use crate::domain::sale::{OrderAction, OrderLineKind, OrderState, OrderView};
use crate::text::code;
use crate::tui::look::Look;
use crate::tui::page::{Item, Table, Tone, Word};
use crate::tui::view::actions::Actions;
use crate::tui::view::{Target, document};

/// State, customer, actions, lines, sums, and what hangs on the order.
pub fn items(look: &Look, shown: &OrderPage, actions: &Actions<OrderAction>) -> Vec<Item> {
    let (words, o) = (&look.words, &shown.order);
    let money = |plain: &str| words.money(plain, o.currency);
    let customer = Item::Link {
        words: vec![
            (format!("{}  ", words.label("customer")), Tone::Dim),
            (format!("{} ({})", shown.customer, o.customer), Tone::Accent),
        ],
        target: Target::Reference(o.customer.clone()),
    };
    let pairs = vec![(words.label("date"), (words.date(o.date), Tone::Plain))];
    let mut items = vec![Item::Line(title(look, o)), Item::Blank, customer, Item::Pairs(pairs), Item::Blank];
    items.extend(actions.items(look));
    items.extend([Item::Blank, Item::Heading(words.label("lines")), lines(look, o), Item::Blank]);
    items.push(Item::Sums(vec![
        (words.label("untaxed"), (money(&o.untaxed), Tone::Plain)),
        (words.label("tax"), (money(&o.tax), Tone::Plain)),
        (words.label("total"), (money(&o.total), Tone::Strong)),
    ]));
    if let Some((number, state)) = &shown.repair {
        items.push(Item::Link {
            words: vec![
                (format!("{}  ", words.label("repair")), Tone::Dim),
                (number.clone(), Tone::Accent),
                (format!("  [{}]", code::named(words, "repair-state", state.as_str())), Tone::Plain),
            ],
            target: Target::Repair(number.clone()),
        });
    }
    if !shown.coupons.is_empty() {
        items.extend([Item::Blank, Item::Heading(words.label("coupons"))]);
        items.extend(shown.coupons.iter().map(|c| {
            let reward = match (&c.reward, o.state) {
                (Some(reward), _) => reward.clone(),
                (None, OrderState::Quotation | OrderState::Sent) => words.word("order-coupon-waits"),
                (None, _) => String::new(),
            };
            let beside = format!("  {}  {reward}", c.program);
            Item::Link {
                words: vec![(c.code.clone(), Tone::Accent), (beside, Tone::Plain)],
                target: Target::Coupon(c.id),
            }
        }));
    }
    if !shown.documents.is_empty() {
        items.extend([Item::Blank, Item::Heading(words.label("documents"))]);
        items.push(document::table(look, &shown.documents));
    }
    if !shown.deliveries.is_empty() {
        items.extend([Item::Blank, Item::Heading(words.label("deliveries"))]);
        items.extend(shown.deliveries.iter().map(|(number, state)| {
            let state = code::named(words, "transfer-state", state.as_str());
            Item::Link {
                words: vec![(number.clone(), Tone::Accent), (format!("  [{state}]"), Tone::Plain)],
                target: Target::Transfer(number.clone()),
            }
        }));
    }
    items
}

fn title(look: &Look, o: &OrderView) -> Vec<Word> {
    let words = &look.words;
    let (kind, tone) = match o.state {
        OrderState::Quotation | OrderState::Sent => ("quotation", Tone::Warning),
        OrderState::Sale => ("order", Tone::Good),
        OrderState::Cancelled => ("order", Tone::Dim),
    };
    vec![
        (format!("{} ", words.label(kind)), Tone::Plain),
        (o.number.clone(), Tone::Strong),
        (format!("  [{}]", code::order_state(words, o.state)), tone),
    ]
}

/// The lines; that of a reward says so, and by which coupon.
fn lines(look: &Look, o: &OrderView) -> Item {
    let words = &look.words;
    // Nothing of a quotation was delivered or invoiced.
    let confirmed = o.state == OrderState::Sale;
    let rows = o.lines.iter().map(|l| {
        let description = match (l.kind, &l.coupon) {
            (OrderLineKind::Reward, Some(code)) => {
                words.say("order-reward-of", &[("reward", l.description.clone()), ("code", code.clone())])
            }
            (OrderLineKind::Reward, None) => {
                format!("{}: {}", words.label("reward"), l.description)
            }
            (OrderLineKind::Product, _) => l.description.clone(),
        };
        let price = match l.discount.as_str() {
            "0" => words.quantity(&l.unit_price),
            discount => format!("{} -{}%", words.quantity(&l.unit_price), words.quantity(discount)),
        };
        let mut row = vec![
            l.line.to_string(),
            l.product.clone().unwrap_or_default(),
            description,
            words.quantity(&l.quantity),
            price,
            words.money(&l.total, o.currency),
        ];
        if confirmed {
            row.extend([words.quantity(&l.delivered), words.quantity(&l.invoiced)]);
        }
        (row, None)
    });
    let mut columns = vec![
        ("#".to_owned(), true),
        (words.label("product"), false),
        (words.label("description"), false),
        (words.label("quantity"), true),
        (words.label("unit-price"), true),
        (words.label("total"), true),
    ];
    if confirmed {
        columns.extend([(words.label("delivered"), true), (words.label("invoiced"), true)]);
    }
    Item::Table(Table { columns, flexible: 2, spare: vec![1, 4], rows: rows.collect() })
}
