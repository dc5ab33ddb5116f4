//! Where a key holds, and what it does.

use crate::code_enum;

code_enum! {
    /// Where a binding holds.
    Context {
        /// Wherever no text is typed.
        Everywhere = "everywhere",
        /// Lists, and everything that scrolls.
        List = "list",
        /// The desk's ticket, in the list or its detail.
        Ticket = "ticket",
        /// An invoice or credit note.
        Document = "document",
        /// A customer's card.
        Customer = "customer",
        /// A sales order.
        Order = "order",
        /// Coupon programs.
        Program = "program",
        /// A coupon.
        Coupon = "coupon",
        /// A transfer.
        Transfer = "transfer",
        /// A repair.
        Repair = "repair",
        /// A field service task.
        Task = "task",
        /// The agenda.
        Agenda = "agenda",
        /// What can be copied, and share links.
        Share = "share",
        /// Forms.
        Form = "form",
        /// Lists that are picked from.
        Picker = "picker",
        /// The calendar.
        Calendar = "calendar",
        /// What waits for a decision.
        Approval = "approval",
        /// A report.
        Report = "report",
        /// A change of many tickets.
        Bulk = "bulk",
        /// The outbox.
        Outbox = "outbox",
        /// What the agent did last.
        Undo = "undo",
        /// What would be written, and questions.
        Confirm = "confirm",
    }
}

code_enum! {
    /// What a key does.
    Verb {
        /// Shows and runs every key.
        Help = "help",
        /// Finds an action by its name.
        Palette = "palette",
        /// Searches everything.
        Find = "find",
        /// Opens what was looked at before.
        ViewedBefore = "viewed_before",
        /// Opens what was looked at after.
        ViewedAfter = "viewed_after",
        /// Goes back.
        Back = "back",
        /// Goes back; quits where there is nothing to go back to.
        Quit = "quit",
        /// Quits from anywhere.
        Exit = "exit",
        /// Draws everything anew.
        Redraw = "redraw",
        /// Gives the mouse back to the terminal, or takes it.
        Mouse = "mouse",
        /// Switches between English and Korean.
        Language = "language",
        /// Switches to the next theme.
        Theme = "theme",
        /// One up.
        Up = "up",
        /// One down.
        Down = "down",
        /// A page up.
        PageUp = "page_up",
        /// A page down.
        PageDown = "page_down",
        /// To the first.
        First = "first",
        /// To the last.
        Last = "last",
        /// Opens what is selected.
        Open = "open",
        /// Searches as one types.
        Search = "search",
        /// Chooses a view.
        Views = "views",
        /// Marks from the last marked one to here.
        MarkRange = "mark_range",
        /// Marks all that the list holds, or none.
        MarkAll = "mark_all",
        /// Does something to all that are marked.
        ForMarked = "for_marked",
        /// Takes the ticket.
        Take = "take",
        /// Raises the priority; from the highest to the lowest.
        Priority = "priority",
        /// Writes what the list shows into a file.
        Export = "export",
        /// Keeps what is shown as a view, or changes the view that it is.
        EditView = "edit_view",
        /// To the other pane.
        OtherPane = "other_pane",
        /// Starts a refund.
        Refund = "refund",
        /// Makes a coupon.
        Coupon = "coupon",
        /// Takes goods back.
        Return = "return",
        /// Sends a product to repair.
        Repair = "repair",
        /// Plans a visit at the customer's.
        PlanIntervention = "plan_intervention",
        /// Opens the tasks.
        Tasks = "tasks",
        /// Opens the agenda.
        Agenda = "agenda",
        /// Shows a day, or a week.
        Span = "span",
        /// Opens the returns.
        Returns = "returns",
        /// Opens the repairs.
        Repairs = "repairs",
        /// Opens the list of all repairs.
        RepairList = "repair_list",
        /// Opens the coupons.
        Coupons = "coupons",
        /// Opens the menu of after-sales services.
        AfterSales = "after_sales",
        /// Writes a message to the customer.
        Message = "message",
        /// Writes an internal note.
        Note = "note",
        /// Edits.
        Edit = "edit",
        /// Gives the ticket to somebody.
        Assign = "assign",
        /// Moves the ticket to a stage.
        Stage = "stage",
        /// Opens a new ticket.
        New = "new",
        /// Opens the customer's card.
        CustomerCard = "customer_card",
        /// Makes a personal link to the customer's pages.
        CustomerLink = "customer_link",
        /// Takes the links to the customer's pages back.
        RevokeLinks = "revoke_links",
        /// Opens the sales order.
        SalesOrder = "sales_order",
        /// The ticket above.
        Previous = "previous",
        /// The ticket below.
        Next = "next",
        /// Opens the credit notes.
        CreditNotes = "credit_notes",
        /// Prints the document.
        Print = "print",
        /// Opens the list of what can be copied.
        CopyTray = "copy_tray",
        /// Copies.
        Copy = "copy",
        /// The first action shown.
        FirstAction = "first_action",
        /// The second action shown.
        SecondAction = "second_action",
        /// Opens the menu of everything that can be done here.
        Actions = "actions",
        /// Makes a quotation.
        NewQuotation = "new_quotation",
        /// Opens the settings.
        Settings = "settings",
        /// Opens the coupon programs.
        CouponPrograms = "coupon_programs",
        /// Opens the reasons for returns.
        ReturnReasons = "return_reasons",
        /// Opens the teams.
        Teams = "teams",
        /// Opens the projects.
        Projects = "projects",
        /// Opens the templates of worksheets.
        WorksheetTemplates = "worksheet_templates",
        /// Shows the next kind of timeline entries alone.
        Timeline = "timeline",
        /// Opens the company's settings.
        Company = "company",
        /// Opens the agents.
        Agents = "agents",
        /// Opens the products.
        Products = "products",
        /// Opens the taxes.
        Taxes = "taxes",
        /// Opens the journals.
        Journals = "journals",
        /// Opens the locations.
        Locations = "locations",
        /// Opens the canned responses.
        Responses = "responses",
        /// Opens how messages are worded.
        Letters = "letters",
        /// Explains the query language.
        QueryHelp = "query_help",
        /// Opens the types of tickets.
        TicketTypes = "ticket_types",
        /// Opens the holidays.
        Holidays = "holidays",
        /// Opens what waits for a decision.
        Approvals = "approvals",
        /// Takes back: cancels a draft or an order, reverses a credit note.
        TakeBack = "take_back",
        /// Takes back what one did last: a change, or a message that has not left.
        Undo = "undo",
        /// Does again what one took back last.
        Redo = "redo",
        /// Opens what one did last, to take back one of it.
        UndoList = "undo_list",
        /// Merges the ticket into another.
        Merge = "merge",
        /// Merges others into the ticket.
        MergeHere = "merge_here",
        /// Takes the ticket out of the one that it was merged into.
        Unmerge = "unmerge",
        /// Opens the outbox.
        Outbox = "outbox",
        /// Opens the life of a lot or serial number.
        LookUpLot = "look_up_lot",
        /// To the next field.
        NextField = "next_field",
        /// To the field before.
        PreviousField = "previous_field",
        /// Opens what a field is chosen from.
        Choose = "choose",
        /// Ticks, or chooses the next.
        Toggle = "toggle",
        /// Chooses the one before.
        ToggleBack = "toggle_back",
        /// First button.
        Submit = "submit",
        /// Second button.
        SubmitSecond = "submit_second",
        /// Empties a field.
        ClearField = "clear_field",
        /// Leaves a line out.
        RemoveLine = "remove_line",
        /// Takes a line back in.
        RestoreLine = "restore_line",
        /// Edits a long text in the editor.
        Editor = "editor",
        /// Empties the whole form.
        StartOver = "start_over",
        /// Marks one of several.
        Mark = "mark",
        /// Says yes.
        Confirm = "confirm",
        /// A day earlier.
        DayBefore = "day_before",
        /// A day later.
        DayAfter = "day_after",
        /// Today.
        Today = "today",
        /// Opens the reports.
        Reports = "reports",
        /// A period earlier.
        PeriodBefore = "period_before",
        /// A period later.
        PeriodAfter = "period_after",
        /// Shows a month, a quarter, a year, or all time.
        PeriodLength = "period_length",
        /// Splits a report by something else.
        Dimension = "dimension",
        /// Chooses the figure to the left.
        FigureBefore = "figure_before",
        /// Chooses the figure to the right.
        FigureAfter = "figure_after",
    }
}
