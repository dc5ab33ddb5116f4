//! The fixed codes of errors and the exit classes that go with them, as the command-line contract has them.

use super::{Error, FieldError};
use crate::domain::form::FieldId;

/// Exit classes of the command-line contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// The command can't be understood.
    Usage,
    /// A rule says no.
    Refused,
    /// Something named does not exist.
    Missing,
    /// Somebody else was there.
    Conflict,
    /// The machine failed.
    Failed,
}

impl Error {
    /// The fixed code of the contract.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Usage(_) | Self::OptionUnused { .. } => "usage",
            Self::Fields(fields) => fields.first().map_or("invalid_value", |f| f.error.code()),
            Self::FieldRequired
            | Self::MissingColumn
            | Self::Choose { .. }
            | Self::ChooseDelivery { .. }
            | Self::NoneFits { .. } => "field_required",
            Self::NothingToChange => "field_required",
            Self::Incomplete { first, .. } => first.code(),
            Self::Invalid(_)
            | Self::NeverDue
            | Self::StageCloses { .. }
            | Self::Query(_)
            | Self::AmountOutOfRange => "invalid_value",
            Self::Import { .. } => "import_invalid",
            Self::NotFound { .. } => "not_found",
            Self::ReadOnly => "read_only",
            Self::Forbidden(_) => "forbidden",
            Self::ServiceOff { .. } => "service_off",
            Self::CustomerRequired => "customer_required",
            Self::InvoiceNotPosted { .. } => "invoice_not_posted",
            Self::InvoiceOtherCustomer { .. } => "invoice_other_customer",
            Self::JournalMismatch { .. } => "journal_mismatch",
            Self::OverCredited { .. } => "over_credited",
            Self::NothingToCredit | Self::NoInvoice | Self::NoLines { .. } => "nothing_to_credit",
            Self::DateBeforeInvoice { .. } => "date_before_invoice",
            Self::DateInFuture { .. } => "date_in_future",
            Self::PeriodLocked { .. } => "period_locked",
            Self::NegativeTotal => "negative_total",
            Self::NotDraft { .. } => "not_draft",
            Self::AlreadyPosted { .. } => "already_posted",
            Self::LimitExceeded { .. } => "limit_exceeded",
            Self::WrongState { .. } | Self::DiscountElsewhere { .. } => "wrong_state",
            Self::CouponUnknown { .. } => "coupon_unknown",
            Self::ProgramNotCoupon { .. } => "program_not_coupon",
            Self::ProgramInactive { .. } => "program_inactive",
            Self::WebsiteMissing => "website_missing",
            Self::NoProgram => "program_inactive",
            Self::DateInPast { .. } | Self::VisitInPast => "invalid_value",
            Self::ProjectRequired => "project_required",
            Self::WorksheetNotEnabled { .. } | Self::NoWorksheet { .. } => "worksheet_not_enabled",
            Self::WorksheetIncomplete { .. } => "worksheet_incomplete",
            Self::WorksheetInUse | Self::SheetFilledIn { .. } => "in_use",
            Self::AlreadySigned { .. } => "already_signed",
            Self::CouponExpired { .. } => "coupon_expired",
            Self::CouponUsed { .. } | Self::CouponUsedMeanwhile { .. } => "coupon_used",
            Self::CouponRevoked { .. } => "coupon_revoked",
            Self::CouponLimit { .. } => "coupon_limit",
            Self::CouponAlreadyApplied { .. } => "coupon_already_applied",
            Self::CouponNotBetter { .. } => "coupon_not_better",
            Self::CouponOtherCustomer { .. } => "invalid_value",
            Self::BelowMinimumAmount { .. } => "below_minimum_amount",
            Self::BelowMinimumQuantity { .. } => "below_minimum_quantity",
            Self::NothingToDiscount { .. } => "nothing_to_discount",
            Self::RewardChoiceRequired { .. } => "reward_choice_required",
            Self::InUse { .. } | Self::LastAdministrator { .. } => "in_use",
            Self::LastOfItsKind { .. }
            | Self::AgentInUse { .. }
            | Self::PolicyInUse { .. }
            | Self::Referenced => "in_use",
            Self::Unreadable(_) => "invalid_value",
            Self::KeyStays | Self::Unfilled { .. } => "invalid_value",
            Self::ApprovalRequired { .. } => "approval_required",
            Self::NotGoods { .. } => "not_goods",
            Self::LotRequired { .. } => "lot_required",
            Self::LotUnknown { .. } => "lot_unknown",
            Self::SerialDuplicate { .. } => "serial_duplicate",
            Self::NegativeQuantity => "negative_quantity",
            Self::NoDelivery | Self::OrderNotDelivered { .. } => "no_delivery",
            Self::DeliveryNotDone { .. } => "delivery_not_done",
            Self::DeliveryOtherCustomer { .. } => "invoice_other_customer",
            Self::NothingToReturn | Self::AllReturned { .. } => "nothing_to_return",
            Self::OverReturned { .. } => "over_returned",
            Self::LotNotDelivered { .. } => "lot_not_delivered",
            Self::NotReturnableLocation { .. } => "not_returnable_location",
            Self::InsufficientStock { .. } | Self::PartMissing { .. } | Self::NothingToRepair { .. } => {
                "insufficient_stock"
            }
            Self::PartsUnused { .. } => "parts_unused",
            Self::PartLotRequired { .. } => "part_lot_required",
            Self::AlreadyQuoted { .. } => "already_quoted",
            Self::BackorderRequired => "backorder_required",
            Self::Stale { .. } | Self::AnsweredMeanwhile { .. } => "stale",
            Self::Busy => "busy",
            Self::Io(_) | Self::NotSent { .. } | Self::NoPassword(_) | Self::NotListening { .. } => "io",
            Self::Damaged(_) => "damaged",
            Self::NewerDatabase { .. } => "newer_database",
            // Migrating it is a write.
            Self::OlderDatabase { .. } => "read_only",
            Self::NotADatabase(_) => "not_a_database",
            Self::CheckFailed { .. } => "check_failed",
            Self::NoMerge(why) => why.code(),
            Self::NoUndo(why) => why.code(),
        }
    }

    /// The exit class of the contract.
    pub fn class(&self) -> Class {
        match self.code() {
            "usage" | "field_required" | "invalid_value" | "import_invalid" | "reward_choice_required" => {
                Class::Usage
            }
            "not_found" | "coupon_unknown" | "lot_unknown" => Class::Missing,
            "stale" | "busy" => Class::Conflict,
            "io" | "damaged" | "newer_database" | "not_a_database" | "check_failed" => Class::Failed,
            _ => Class::Refused,
        }
    }

    /// The error as that of one field.
    pub fn at(self, field: impl Into<FieldId>) -> Error {
        match self {
            Self::Fields(fields) => Self::Fields(fields),
            error => Self::Fields(vec![FieldError { field: field.into(), error }]),
        }
    }

    /// The error of one field without the field's name.
    pub fn bare(self) -> Error {
        match self {
            Self::Fields(mut fields) if fields.len() == 1 => fields.remove(0).error,
            other => other,
        }
    }
}
