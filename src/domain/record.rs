//! What is settled once for everybody and is no more than a row: taxes, journals, products, locations, stages, canned
//! responses, the wording of messages. A kind says its columns, named as in its import file where there is one; forms,
//! lists and commands follow from that, and what is typed is read as a row of an import is.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};

use super::error::Thing;
use super::form::ChoiceOf;
use super::invoice::JournalKind;
use super::product::{InvoicePolicy, ProductKind, ReplacementWarranty, Tracking};
use super::query::SortKey;
use super::settings::Language;
use super::stock::LocationUsage;
use super::tax::{Rounding, TaxKind};
use super::variable::Variable;
use crate::code_enum;

code_enum! {
    /// What can be settled.
    RecordKind {
        /// The company: its settings.
        Company = "company",
        /// A tax.
        Tax = "tax",
        /// A journal.
        Journal = "journal",
        /// A product.
        Product = "product",
        /// A location.
        Location = "location",
        /// A stage of a team.
        TeamStage = "team_stage",
        /// A stage of a project.
        ProjectStage = "project_stage",
        /// A canned response.
        Response = "response",
        /// How a kind of message is worded.
        Letter = "letter",
        /// A type of tickets.
        TicketType = "ticket_type",
        /// A view of tickets.
        View = "view",
        /// A day on which the company does not work.
        Holiday = "holiday",
        /// A policy of service levels, of a team.
        Policy = "sla_policy",
        /// A rule that closes what nothing happens to, of a team.
        ClosingRule = "closing_rule",
        /// A team; its form is one of its own, as those of the following.
        Team = "team",
        /// A project.
        Project = "project",
        /// A template of worksheets.
        Worksheet = "worksheet",
        /// An agent.
        User = "user",
    }
}

/// What a column takes.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    /// One line.
    Text,
    /// Several lines.
    Lines,
    /// A whole number.
    Count,
    /// A day.
    Date,
    /// A switch.
    Flag,
    /// A code, named by the words of a family.
    Code(&'static str, &'static [&'static str]),
    /// Rows of a kind, by their names.
    Rows(ChoiceOf),
    /// One row of a kind, by its name.
    Row(ChoiceOf),
}

/// A column of a kind.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// Its name, which is that of its field too.
    pub name: &'static str,
    /// What it takes.
    pub shape: Shape,
    /// Whether it must be filled in.
    pub required: bool,
    /// What stands in it unless somebody says otherwise.
    pub usual: &'static str,
}

const fn needed(name: &'static str, shape: Shape) -> Column {
    Column { name, shape, required: true, usual: "" }
}

const fn usual(name: &'static str, shape: Shape, usual: &'static str) -> Column {
    Column { name, shape, required: false, usual }
}

const STAGE: &[Column] = &[
    needed("name", Shape::Text),
    usual("sequence", Shape::Count, ""),
    usual("folded", Shape::Flag, "false"),
];

impl RecordKind {
    /// Its columns, its key first; none where it has a form of its own.
    pub fn columns(self) -> &'static [Column] {
        match self {
            Self::Company => {
                const {
                    &[
                        needed("name", Shape::Text),
                        needed("currency", Shape::Text),
                        needed("country", Shape::Text),
                        needed("time_zone", Shape::Text),
                        needed("tax_rounding", Shape::Code("rounding", Rounding::CODES)),
                        usual("website_url", Shape::Text, ""),
                        usual("portal_url", Shape::Text, ""),
                        usual("lock_date", Shape::Date, ""),
                        needed("working_hours", Shape::Text),
                        needed("language", Shape::Code("language", Language::CODES)),
                    ]
                }
            }
            Self::Tax => {
                const {
                    &[
                        needed("name", Shape::Text),
                        usual("kind", Shape::Code("tax-kind", TaxKind::CODES), "percent"),
                        needed("amount", Shape::Text),
                        usual("price_include", Shape::Flag, "false"),
                        usual("include_base_amount", Shape::Flag, "false"),
                        usual("is_base_affected", Shape::Flag, "true"),
                        usual("sequence", Shape::Count, "1"),
                    ]
                }
            }
            Self::Journal => {
                const {
                    &[
                        needed("code", Shape::Text),
                        needed("name", Shape::Text),
                        usual("kind", Shape::Code("journal-kind", JournalKind::CODES), "sale"),
                    ]
                }
            }
            Self::Product => {
                const {
                    &[
                        needed("sku", Shape::Text),
                        needed("name", Shape::Text),
                        usual("kind", Shape::Code("product-kind", ProductKind::CODES), "goods"),
                        usual("tracking", Shape::Code("tracking", Tracking::CODES), "none"),
                        usual("unit", Shape::Text, ""),
                        usual("price", Shape::Text, ""),
                        usual("taxes", Shape::Rows(ChoiceOf::Taxes), ""),
                        usual("invoice_policy", Shape::Code("invoice-policy", InvoicePolicy::CODES), "order"),
                        usual("warranty_months", Shape::Count, ""),
                        usual(
                            "replacement_warranty",
                            Shape::Code("replacement-warranty", ReplacementWarranty::CODES),
                            "inherit",
                        ),
                    ]
                }
            }
            Self::Location => {
                const {
                    &[
                        needed("name", Shape::Text),
                        usual("usage", Shape::Code("location-usage", LocationUsage::CODES), "internal"),
                        usual("return_location", Shape::Flag, "false"),
                    ]
                }
            }
            Self::TeamStage | Self::ProjectStage => STAGE,
            Self::Response => {
                const {
                    &[
                        needed("shortcut", Shape::Text),
                        usual("name", Shape::Text, ""),
                        usual("text_en", Shape::Lines, ""),
                        usual("text_ko", Shape::Lines, ""),
                    ]
                }
            }
            Self::Letter => {
                const {
                    &[
                        needed("kind", Shape::Code("letter-kind", LetterKind::CODES)),
                        needed("subject_en", Shape::Text),
                        needed("body_en", Shape::Lines),
                        needed("subject_ko", Shape::Text),
                        needed("body_ko", Shape::Lines),
                    ]
                }
            }
            Self::TicketType => const { &[needed("name", Shape::Text)] },
            Self::View => {
                const {
                    &[
                        needed("name", Shape::Text),
                        usual("query", Shape::Text, ""),
                        usual("columns", Shape::Rows(ChoiceOf::ListColumns), ""),
                        usual("sort", Shape::Code("sort-key", SortKey::CODES), "number"),
                        usual("reversed", Shape::Flag, "false"),
                        usual("shared", Shape::Flag, "false"),
                        usual("position", Shape::Count, ""),
                    ]
                }
            }
            Self::Policy => {
                const {
                    &[
                        needed("name", Shape::Text),
                        usual("description", Shape::Text, ""),
                        needed("stage", Shape::Row(ChoiceOf::Stages)),
                        needed("within", Shape::Text),
                        usual("priorities", Shape::Rows(ChoiceOf::Priorities), ""),
                        usual("types", Shape::Rows(ChoiceOf::TicketTypes), ""),
                        usual("tags", Shape::Rows(ChoiceOf::Tags), ""),
                        usual("customers", Shape::Rows(ChoiceOf::Customers), ""),
                        usual("excluded", Shape::Rows(ChoiceOf::Stages), ""),
                        usual("active", Shape::Flag, "true"),
                    ]
                }
            }
            Self::ClosingRule => {
                const {
                    &[
                        needed("name", Shape::Text),
                        needed("stage", Shape::Row(ChoiceOf::Stages)),
                        needed("into", Shape::Row(ChoiceOf::Stages)),
                        needed("days", Shape::Count),
                        usual("working_days", Shape::Flag, "false"),
                        usual("active", Shape::Flag, "true"),
                    ]
                }
            }
            Self::Holiday => const { &[needed("date", Shape::Date), needed("name", Shape::Text)] },
            Self::Team | Self::Project | Self::Worksheet | Self::User => &[],
        }
    }

    /// The column by which a row is known: the first.
    pub fn key(self) -> &'static str {
        self.columns().first().map_or("", |c| c.name)
    }

    /// Whether a row keeps everything when its key becomes another one. What documents, numbers or other rows name
    /// by its key has that key for good.
    pub fn renames(self) -> bool {
        matches!(
            self,
            Self::Product
                | Self::Location
                | Self::TeamStage
                | Self::ProjectStage
                | Self::Response
                | Self::TicketType
                | Self::View
                | Self::Holiday
                | Self::Policy
                | Self::ClosingRule
                | Self::Company
        )
    }

    /// Whether there are rows to make and to remove.
    pub fn grows(self) -> bool {
        !matches!(self, Self::Company)
    }

    /// The column that names what its rows belong to.
    pub fn owner(self) -> Option<&'static str> {
        match self {
            Self::TeamStage | Self::Policy | Self::ClosingRule => Some("team"),
            Self::ProjectStage => Some("project"),
            _ => None,
        }
    }

    /// What is missing where there is no such row.
    pub fn thing(self) -> Thing {
        match self {
            Self::Company => Thing::Setting,
            Self::Tax => Thing::Tax,
            Self::Journal => Thing::Journal,
            Self::Product => Thing::Product,
            Self::Location => Thing::Location,
            Self::TeamStage => Thing::Stage,
            Self::ProjectStage => Thing::ProjectStage,
            Self::Response => Thing::Response,
            Self::Letter => Thing::Letter,
            Self::TicketType => Thing::TicketType,
            Self::View => Thing::View,
            Self::Holiday => Thing::Holiday,
            Self::Policy => Thing::Policy,
            Self::ClosingRule => Thing::ClosingRule,
            Self::Team => Thing::Team,
            Self::Project => Thing::Project,
            Self::Worksheet => Thing::Worksheet,
            Self::User => Thing::User,
        }
    }
}

code_enum! {
    /// A message that the desk words.
    LetterKind {
        /// Sends a coupon.
        Coupon = "coupon",
        /// Sends a quotation.
        Quotation = "quotation",
        /// Sends an order.
        Order = "order",
        /// A message to the customer of a ticket.
        Reply = "reply",
    }
}

impl LetterKind {
    /// What the subject of such a message may name: what is always there, for nothing is left to fill in when it is
    /// sent.
    pub fn in_subject(self) -> &'static [Variable] {
        use Variable as V;
        match self {
            Self::Coupon => {
                &[V::TicketNumber, V::TicketSubject, V::AgentName, V::CompanyName, V::CouponUntil]
            }
            Self::Reply => &[V::TicketNumber, V::TicketSubject, V::AgentName, V::CompanyName],
            Self::Quotation | Self::Order => {
                &[V::OrderNumber, V::CustomerName, V::CustomerAddressed, V::AgentName, V::CompanyName]
            }
        }
    }
}

/// A row, with its columns as texts: those of an import file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// Of which kind.
    pub kind: RecordKind,
    /// Row.
    pub id: i64,
    /// Counts changes.
    pub version: i64,
    /// The row that it belongs to, and its name.
    pub owner: Option<(i64, String)>,
    /// Its columns.
    pub values: BTreeMap<&'static str, String>,
}

impl Record {
    /// What stands in a column.
    pub fn value(&self, column: &str) -> &str {
        self.values.get(column).map_or("", String::as_str)
    }

    /// By what it is known.
    pub fn key(&self) -> &str {
        self.value(self.kind.key())
    }
}

/// The words of a list column.
pub fn listed(text: &str) -> Vec<String> {
    text.split(';').map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

impl Serialize for Record {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeMap;
        let mut map = to.serialize_map(None)?;
        map.serialize_entry("id", &self.id)?;
        map.serialize_entry("version", &self.version)?;
        if let (Some(column), Some((_, name))) = (self.kind.owner(), &self.owner) {
            map.serialize_entry(column, name)?;
        }
        for column in self.kind.columns() {
            let text = self.value(column.name);
            match column.shape {
                Shape::Flag => map.serialize_entry(column.name, &(text == "true"))?,
                Shape::Rows(_) => map.serialize_entry(column.name, &listed(text))?,
                Shape::Count => map.serialize_entry(column.name, &text.parse::<i64>().ok())?,
                _ => map.serialize_entry(column.name, &Some(text).filter(|t| !t.is_empty()))?,
            }
        }
        map.end()
    }
}

/// What is to become of a row; what is left out stays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecordEdit {
    /// Columns and their new texts.
    pub columns: Vec<(String, String)>,
}

impl RecordEdit {
    /// What a column is to hold.
    pub fn get(&self, column: &str) -> Option<&str> {
        self.columns.iter().rev().find(|(name, _)| name == column).map(|(_, text)| text.as_str())
    }
}
