//! Coupon programs: when their coupons may be used, what an order must hold, and what they give
//! (`domain/facts.md` §3.1 to 3.3). Amounts of a program are in the company's currency.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::link::ShareLink;
use crate::code_enum;
use crate::domain::error::{Error, FieldError, Invalid, Result};
use crate::domain::ids::{ProductId, ProgramId, RewardId};
use crate::domain::quantity::{Quantity, UnitPrice};

code_enum! {
    /// What a program is; only coupons are worked with.
    ProgramKind {
        /// Single-use codes, handed out one by one.
        Coupons = "coupons",
        /// One code for everybody.
        Promotion = "promotion",
        /// Prepaid amounts.
        GiftCard = "gift_card",
        /// Points.
        Loyalty = "loyalty",
    }
}

code_enum! {
    /// What becomes of a coupon when the order that used it is refunded whole.
    AfterRefund {
        /// It can be used again.
        Restore = "restore",
        /// It stays used.
        Burn = "burn",
        /// A new code takes its place.
        Reissue = "reissue",
    }
}

code_enum! {
    /// Whether a minimum amount is held against amounts with or without tax.
    AmountTax {
        /// With tax.
        Included = "incl",
        /// Without tax.
        Excluded = "excl",
    }
}

code_enum! {
    /// What a reward gives.
    RewardKind {
        /// Money off.
        Discount = "discount",
        /// A free product.
        Product = "product",
    }
}

code_enum! {
    /// How a discount is measured.
    RewardMode {
        /// A percentage.
        Percent = "percent",
        /// An amount, tax included.
        Fixed = "fixed",
    }
}

code_enum! {
    /// What a discount is taken off.
    AppliesTo {
        /// The whole order.
        Order = "order",
        /// One unit of the cheapest product.
        Cheapest = "cheapest",
        /// Named products.
        Specific = "specific",
    }
}

code_enum! {
    /// What can be done with coupon programs, all of them or one.
    ProgramAction {
        /// Make a program.
        New = "new",
        /// Change what it is called, when it holds and how its links look.
        Edit = "edit",
        /// Hand out and accept no coupons of it any more.
        Archive = "archive",
        /// Take it out of the archive.
        BringBack = "bring_back",
        /// Add something that an order may hold.
        AddRule = "add_rule",
        /// Change or remove a rule.
        EditRule = "edit_rule",
        /// Add something that its coupons may give.
        AddReward = "add_reward",
        /// Change or remove a reward.
        EditReward = "edit_reward",
    }
}

/// A program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Program {
    /// Row.
    pub id: ProgramId,
    /// Counts changes.
    pub version: i64,
    /// Name, unique.
    pub name: String,
    /// Kind.
    pub kind: ProgramKind,
    /// First day of use.
    pub date_from: Option<NaiveDate>,
    /// Last day of use.
    pub date_to: Option<NaiveDate>,
    /// How many orders may use it; none for any number.
    pub max_usage: Option<i64>,
    /// Whether it is not archived.
    pub active: bool,
    /// Form of its share links.
    pub share_link: ShareLink,
    /// What becomes of a coupon whose order is refunded.
    pub after_refund: AfterRefund,
    /// One of them must be met; none where an order need not hold anything.
    pub rules: Vec<Rule>,
    /// One of them is given.
    pub rewards: Vec<Reward>,
}

impl Program {
    /// A program of coupons, active, without a rule or reward.
    pub fn new(name: &str) -> Self {
        Self {
            id: ProgramId(0),
            version: 1,
            name: name.to_owned(),
            kind: ProgramKind::Coupons,
            date_from: None,
            date_to: None,
            max_usage: None,
            active: true,
            share_link: ShareLink::default(),
            after_refund: AfterRefund::Burn,
            rules: vec![],
            rewards: vec![],
        }
    }

    /// Refuses a program whose coupons are not handed out or used.
    pub fn of_coupons(&self) -> Result<()> {
        match self.kind {
            ProgramKind::Coupons => Ok(()),
            _ => Err(Error::ProgramNotCoupon { program: self.name.clone() }),
        }
    }

    /// Refuses an archived program, for the making of coupons: its dates bind their use only.
    pub fn not_archived(&self) -> Result<()> {
        let program = self.name.clone();
        if self.active { Ok(()) } else { Err(Error::ProgramInactive { program, from: None, to: None }) }
    }

    /// Refuses a program whose coupons can't be used on a day: archived, or outside its dates.
    pub fn usable(&self, today: NaiveDate) -> Result<()> {
        self.not_archived()?;
        let early = self.date_from.filter(|from| today < *from);
        let late = self.date_to.filter(|to| today > *to);
        match (early, late) {
            (None, None) => Ok(()),
            (from, to) => Err(Error::ProgramInactive { program: self.name.clone(), from, to }),
        }
    }

    /// Whether it names amounts of money.
    pub fn names_amounts(&self) -> bool {
        self.rules.iter().any(|r| !r.minimum_amount.is_zero())
            || self.rewards.iter().any(|r| r.mode == RewardMode::Fixed || r.max_amount.is_some())
    }

    /// A reward by its row.
    pub fn reward(&self, id: RewardId) -> Option<&Reward> {
        self.rewards.iter().find(|r| r.id == id)
    }

    /// Everything that is wrong with a program, field by field.
    pub fn check(&self) -> Result<()> {
        let mut errors = self.faults();
        if self.rewards.is_empty() {
            errors.push(FieldError { field: "rewards".into(), error: Error::FieldRequired });
        }
        if errors.is_empty() { Ok(()) } else { Err(Error::Fields(errors)) }
    }

    /// What is wrong with a program apart from its rewards, which an import reads later.
    pub fn faults(&self) -> Vec<FieldError> {
        let mut errors = Vec::new();
        let mut wrong =
            |field: &'static str, error: Error| errors.push(FieldError { field: field.into(), error });
        if let (Some(from), Some(to)) = (self.date_from, self.date_to)
            && from > to
        {
            wrong("date_to", Invalid::Contradicts { other: from.to_string() }.into());
        }
        if self.max_usage.is_some_and(|most| most <= 0) {
            let given = self.max_usage.unwrap_or_default().to_string();
            wrong("max_usage", Invalid::NotPositive { given }.into());
        }
        errors
    }
}

/// What an order must hold; of several rules one is enough.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Key, unique in its program.
    pub key: String,
    /// Least amount of the lines that match, in the company's currency.
    pub minimum_amount: UnitPrice,
    /// Whether that amount is with tax.
    pub minimum_amount_tax: AmountTax,
    /// Least number of units of the products.
    pub minimum_quantity: Quantity,
    /// Products that count; none for all.
    pub products: Vec<ProductId>,
}

impl Rule {
    /// A rule that asks for one unit of anything.
    pub fn new(key: &str) -> Self {
        Self {
            key: key.to_owned(),
            minimum_amount: UnitPrice::ZERO,
            minimum_amount_tax: AmountTax::Included,
            minimum_quantity: Quantity::ONE,
            products: vec![],
        }
    }

    /// Whether a product counts.
    pub fn counts(&self, product: Option<ProductId>) -> bool {
        self.products.is_empty() || product.is_some_and(|p| self.products.contains(&p))
    }

    /// Everything that is wrong with it.
    pub fn check(&self) -> Result<()> {
        let mut wrong = Vec::new();
        let mut tell = |field: &'static str, given: String| {
            wrong.push(FieldError { field: field.into(), error: Invalid::Negative { given }.into() });
        };
        if self.minimum_amount.is_negative() {
            tell("minimum_amount", self.minimum_amount.to_string());
        }
        if self.minimum_quantity.is_negative() {
            tell("minimum_quantity", self.minimum_quantity.to_string());
        }
        if wrong.is_empty() { Ok(()) } else { Err(Error::Fields(wrong)) }
    }
}

/// What a coupon gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reward {
    /// Row.
    pub id: RewardId,
    /// Key, unique in its program.
    pub key: String,
    /// What it gives.
    pub kind: RewardKind,
    /// How a discount is measured.
    pub mode: RewardMode,
    /// Percentage, or amount in the company's currency, tax included.
    pub amount: UnitPrice,
    /// What a discount is taken off.
    pub applies_to: AppliesTo,
    /// Products that it is taken off, where it is specific.
    pub products: Vec<ProductId>,
    /// The most that it takes off, in the company's currency; none for no cap.
    pub max_amount: Option<UnitPrice>,
    /// The free product.
    pub product: Option<ProductId>,
    /// How many of it.
    pub quantity: Quantity,
    /// How it is called on the order; made up where it is empty.
    pub description: String,
}

impl Reward {
    /// Ten percent off the order: what a program begins with (`domain/facts.md` §3.1).
    pub fn new(key: &str) -> Self {
        Self {
            id: RewardId(0),
            key: key.to_owned(),
            kind: RewardKind::Discount,
            mode: RewardMode::Percent,
            amount: UnitPrice::from_micro(10_000_000),
            applies_to: AppliesTo::Order,
            products: vec![],
            max_amount: None,
            product: None,
            quantity: Quantity::ONE,
            description: String::new(),
        }
    }

    /// Whether it discounts the whole order: only one such discount stands on an order
    /// (`domain/facts.md` §3.3, 3.8).
    pub fn is_global(&self) -> bool {
        self.kind == RewardKind::Discount && self.applies_to == AppliesTo::Order
    }

    /// Everything that is wrong with it. No number may be out of range, also one that its kind does not ask for.
    pub fn check(&self) -> Result<()> {
        let discount = self.kind == RewardKind::Discount;
        let mut wrong = Vec::new();
        let mut tell =
            |field: &'static str, error: Error| wrong.push(FieldError { field: field.into(), error });
        let hundred = UnitPrice::from_micro(100_000_000);
        let given = self.amount.to_string();
        if self.amount.is_negative() || (discount && self.amount.is_zero()) {
            tell("amount", Invalid::NotPositive { given }.into());
        } else if discount && self.mode == RewardMode::Percent && self.amount > hundred {
            tell("amount", Invalid::NotBetween { given, least: 0, most: 100 }.into());
        }
        if discount && self.applies_to == AppliesTo::Specific && self.products.is_empty() {
            tell("products", Error::FieldRequired);
        }
        if let Some(max) = self.max_amount.filter(|max| max.is_zero() || max.is_negative()) {
            tell("max_amount", Invalid::NotPositive { given: max.to_string() }.into());
        }
        if !discount && self.product.is_none() {
            tell("product", Error::FieldRequired);
        }
        if self.quantity.is_zero() || self.quantity.is_negative() {
            tell("quantity", Invalid::NotPositive { given: self.quantity.to_string() }.into());
        }
        if wrong.is_empty() { Ok(()) } else { Err(Error::Fields(wrong)) }
    }
}

/// A program as answered to people and programs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProgramView {
    /// Row.
    pub id: ProgramId,
    /// Counts changes.
    pub version: i64,
    /// Name.
    pub name: String,
    /// Kind.
    pub kind: ProgramKind,
    /// First day of use.
    pub date_from: Option<NaiveDate>,
    /// Last day of use.
    pub date_to: Option<NaiveDate>,
    /// How many orders may use it.
    pub max_usage: Option<i64>,
    /// How many do.
    pub usage: i64,
    /// Whether it is not archived.
    pub active: bool,
    /// Form of its share links.
    pub share_link: ShareLink,
    /// What becomes of a coupon whose order is refunded.
    pub after_refund: AfterRefund,
    /// How many coupons it has.
    pub coupons: i64,
    /// Rules in order.
    pub rules: Vec<RuleView>,
    /// Rewards in order.
    pub rewards: Vec<RewardView>,
}

/// A rule as answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleView {
    /// Key.
    pub rule: String,
    /// Least amount.
    pub minimum_amount: String,
    /// With or without tax.
    pub minimum_amount_tax: AmountTax,
    /// Least number of units.
    pub minimum_quantity: String,
    /// SKUs that count.
    pub products: Vec<String>,
}

/// A reward as answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RewardView {
    /// Key.
    pub reward: String,
    /// Kind.
    pub kind: RewardKind,
    /// Measure.
    pub mode: RewardMode,
    /// Percentage or amount.
    pub amount: String,
    /// What it is taken off.
    pub applies_to: AppliesTo,
    /// SKUs that it is taken off.
    pub products: Vec<String>,
    /// The most that it takes off.
    pub max_amount: Option<String>,
    /// SKU of the free product.
    pub product: Option<String>,
    /// How many of it.
    pub quantity: String,
    /// How it is called.
    pub description: String,
}
