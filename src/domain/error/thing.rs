//! What can be named and not found.

use serde::{Deserialize, Serialize};

/// What can be named and not found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Thing {
    /// The database file.
    Database,
    /// A file or folder.
    File,
    /// A CSV file to import.
    Csv,
    /// An agent.
    User,
    /// No agent could be told from the surroundings.
    ActingUser,
    /// A team.
    Team,
    /// A stage.
    Stage,
    /// A ticket.
    Ticket,
    /// A customer.
    Customer,
    /// A product.
    Product,
    /// A lot or serial number.
    Lot,
    /// A location.
    Location,
    /// A tax.
    Tax,
    /// A journal.
    Journal,
    /// A sales order.
    Order,
    /// An order's line.
    OrderLine,
    /// An invoice or credit note.
    Invoice,
    /// A document's line.
    Line,
    /// A payment.
    Payment,
    /// A message of the outbox.
    Mail,
    /// A transfer.
    Transfer,
    /// A repair.
    Repair,
    /// A part of a repair.
    Part,
    /// A reason for returns.
    ReturnReason,
    /// A project.
    Project,
    /// A field service task.
    Task,
    /// A template of worksheets.
    Worksheet,
    /// A field of a worksheet.
    SheetField,
    /// A stage of a project.
    ProjectStage,
    /// A canned response.
    Response,
    /// The wording of a message.
    Letter,
    /// A request for approval.
    Approval,
    /// A message that came in.
    Incoming,
    /// A file that a message enclosed.
    Attachment,
    /// A type of tickets.
    TicketType,
    /// A tag, by its name.
    Tag,
    /// A view of tickets.
    View,
    /// A holiday.
    Holiday,
    /// A policy of service levels.
    Policy,
    /// A rule that closes.
    ClosingRule,
    /// A setting.
    Setting,
    /// A coupon program.
    Program,
    /// A rule of a program.
    Rule,
    /// A reward of a program.
    Reward,
}
