//! A page: what a ticket, a document, a customer or an order looks like. The page is a list of items;
//! some lead somewhere. One widget draws, scrolls and selects for all of them.

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::ink::{Hit, Ink, wrapped};
use super::theme::Sign;
use crate::domain::ids::{
    AttachmentId, CouponId, CustomerId, IncomingId, InvoiceId, ProductId, ProgramId, ProjectId, TaskId,
    TeamId, TemplateId, TicketId,
};
use crate::domain::record::RecordKind;
use crate::domain::report::{Behind, ReportKind};
use crate::domain::wizard::Form;
use crate::text::cells;

/// Where an item leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A ticket.
    Ticket(TicketId),
    /// A document.
    Document(InvoiceId),
    /// A document by its number.
    Label(String),
    /// A customer.
    Customer(CustomerId),
    /// A customer by its reference.
    Reference(String),
    /// An order by its number.
    Order(String),
    /// Credit notes and invoices of a ticket.
    Documents(TicketId),
    /// All coupon programs.
    Programs,
    /// A coupon program.
    Program(ProgramId),
    /// A form that changes something.
    Form(Form),
    /// A coupon.
    Coupon(CouponId),
    /// Coupons of a ticket.
    Coupons(TicketId),
    /// A transfer by its number.
    Transfer(String),
    /// Reasons for returns.
    Reasons,
    /// The life of a lot or serial number, by its product's SKU and its name.
    Lot(String, String),
    /// Returns of a ticket, and what replaces them.
    Returns(TicketId),
    /// A repair by its number.
    Repair(String),
    /// Repairs of a ticket.
    Repairs(TicketId),
    /// The list of all repairs.
    RepairList,
    /// A field service task.
    Task(TaskId),
    /// Tasks of a ticket.
    Tasks(TicketId),
    /// Who goes where, and when.
    Agenda,
    /// All teams.
    Teams,
    /// A team.
    Team(TeamId),
    /// A project.
    Project(ProjectId),
    /// A product, with its stock.
    Product(ProductId),
    /// A message that came in.
    Message(IncomingId),
    /// A file that came with a message: saved and opened, not shown.
    File(AttachmentId),
    /// All agents.
    Users,
    /// What is settled once, of a kind.
    Records(RecordKind),
    /// What waits for a decision.
    Approvals,
    /// What the agent did last.
    Done,
    /// All projects.
    Projects,
    /// All templates of worksheets.
    Templates,
    /// The query language.
    QueryHelp,
    /// A template of worksheets.
    Template(TemplateId),
    /// The list of reports.
    Reports,
    /// A report.
    Report(ReportKind),
    /// The rows behind a figure of a report.
    ReportRows(Box<Behind>),
}

/// How a text stands out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Not at all.
    #[default]
    Plain,
    /// Less important.
    Dim,
    /// A heading.
    Strong,
    /// A key, or something to open.
    Accent,
    /// Something wrong.
    Error,
    /// Something to mind.
    Warning,
    /// Something done.
    Good,
}

/// A text in its tone.
pub type Word = (String, Tone);

/// Something on a page.
#[derive(Clone, Debug)]
pub enum Item {
    /// A line of words.
    Line(Vec<Word>),
    /// Labels with their values; side by side where there is room.
    Pairs(Vec<(String, Word)>),
    /// Labels with sums, one below the other and aligned at the right.
    Sums(Vec<(String, Word)>),
    /// Text of several lines, broken to the width.
    Text(String),
    /// A heading with a line across.
    Heading(String),
    /// Rows under headings; the column that gives way is cut first.
    Table(Table),
    /// Something that happened: when and who, then what.
    Entry {
        /// When and who.
        head: String,
        /// What, of several lines.
        text: String,
        /// Where it leads.
        target: Option<Target>,
    },
    /// A line that leads somewhere.
    Link {
        /// What it says.
        words: Vec<Word>,
        /// Where it leads.
        target: Target,
    },
    /// An action that can't be used now, and why; broken to the width.
    Off(String),
    /// An empty line.
    Blank,
}

/// Rows under headings.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// Headings, and whether the column is of numbers.
    pub columns: Vec<(String, bool)>,
    /// The column that is cut where the table is too wide.
    pub flexible: usize,
    /// The columns that are left out where even that is not enough, the first to go first.
    pub spare: Vec<usize>,
    /// Rows.
    pub rows: Vec<(Vec<String>, Option<Target>)>,
}

/// A line as it is drawn.
#[derive(Clone, Debug)]
struct Drawn {
    words: Vec<Word>,
    /// What is selectable, by its place.
    stop: Option<usize>,
    rule: bool,
}

/// A page and where the person is on it.
#[derive(Clone, Debug, Default)]
pub struct Page {
    items: Vec<Item>,
    cursor: Option<usize>,
    scroll: usize,
    height: usize,
    /// Where each item that can be selected leads, in their order.
    stops: Vec<Option<Target>>,
    /// The lines, broken for a width.
    drawn: Option<(u16, Vec<Drawn>)>,
}

impl Page {
    /// Shows other items; where the person is stays as far as it can.
    pub fn set(&mut self, items: Vec<Item>) {
        self.stops = items.iter().flat_map(stops).collect();
        self.items = items;
        self.drawn = None;
        self.cursor = self.cursor.filter(|_| !self.stops.is_empty()).map(|at| at.min(self.stops.len() - 1));
    }

    /// Where the selected item leads.
    pub fn target(&self) -> Option<Target> {
        self.stops.get(self.cursor?)?.clone()
    }

    /// Which of the items that can be selected is.
    pub fn selected(&self) -> Option<usize> {
        self.cursor
    }

    /// Whether something is selected.
    pub fn has_cursor(&self) -> bool {
        self.cursor.is_some()
    }

    /// Selects nothing, scrolled to the top. True where something was selected before.
    pub fn home(&mut self) -> bool {
        self.scroll = 0;
        self.cursor.take().is_some()
    }

    /// Selects the item so many stops further; scrolls where there is none.
    pub fn step(&mut self, by: isize) {
        let stops = self.stops.len();
        let down = by > 0;
        match self.cursor {
            _ if stops == 0 => self.scroll_by(by),
            None if down => self.cursor = Some(0),
            None => self.scroll_by(by),
            Some(0) if !down => {
                self.home();
            }
            Some(at) => self.cursor = Some(at.saturating_add_signed(by).min(stops - 1)),
        }
        self.reveal();
    }

    /// Scrolls by some lines.
    pub fn scroll_by(&mut self, by: isize) {
        let lines = self.drawn.as_ref().map_or(0, |(_, lines)| lines.len());
        self.scroll = self.scroll.saturating_add_signed(by).min(lines.saturating_sub(self.height));
    }

    /// Scrolls by pages, and takes the selection along.
    pub fn turn(&mut self, by: isize) {
        self.scroll_by(by * isize::try_from(self.height.max(1)).unwrap_or(1));
        let Some((_, lines)) = &self.drawn else { return };
        let shown = lines.iter().skip(self.scroll).take(self.height);
        if self.cursor.is_some() {
            self.cursor = shown.filter_map(|l| l.stop).next().or(self.cursor);
        }
    }

    /// To the top; where something was selected, the first that can be is if it stands there.
    pub fn first(&mut self) {
        let selected = self.home();
        let lines = self.drawn.as_ref().map_or(&[] as &[Drawn], |(_, lines)| lines);
        let seen = lines.is_empty() || lines.iter().take(self.height).any(|line| line.stop == Some(0));
        self.cursor = (selected && seen && !self.stops.is_empty()).then_some(0);
    }

    /// To the end.
    pub fn end(&mut self) {
        self.cursor = self.stops.len().checked_sub(1);
        self.scroll_by(isize::MAX / 2);
        self.reveal();
    }

    /// Selects a stop.
    pub fn select(&mut self, at: usize) {
        self.cursor = Some(at);
    }

    fn reveal(&mut self) {
        let (Some((_, lines)), Some(at)) = (&self.drawn, self.cursor) else { return };
        let Some(first) = lines.iter().position(|l| l.stop == Some(at)) else { return };
        let last = lines.iter().rposition(|l| l.stop == Some(at)).unwrap_or(first);
        self.scroll = self.scroll.max((last + 1).saturating_sub(self.height)).min(first);
    }

    /// Draws it; a click on a stop is `hit(stop)`.
    pub fn draw(&mut self, ink: &mut Ink<'_>, area: Rect, focused: bool, hit: fn(usize) -> Hit) {
        // The last column is that of the mark for more below.
        let (whole, area) = (area, Rect { width: area.width - 1, ..area });
        let width = area.width;
        if self.drawn.as_ref().is_none_or(|(of, _)| *of != width) {
            let mut layout = Layout { width, lines: vec![], stops: 0 };
            for item in &self.items {
                layout.item(item);
            }
            self.drawn = Some((width, layout.lines));
            self.height = area.height.into();
            self.reveal();
        }
        self.height = area.height.into();
        self.scroll_by(0);
        let Some((_, lines)) = &self.drawn else { return };
        for (row, line) in (area.y..area.bottom()).zip(lines.iter().skip(self.scroll)) {
            let at = Rect { y: row, height: 1, ..area };
            let selected = line.stop.is_some() && line.stop == self.cursor;
            let over = match (selected, focused) {
                (true, true) => Some(ink.theme.selected),
                (true, false) => Some(ink.theme.marked),
                (false, _) => None,
            };
            if line.rule {
                ink.rule(at, ink.theme.border);
            }
            if let Some(style) = over {
                ink.row(at, "", style);
                let first = row == area.y
                    || lines
                        .get(self.scroll + usize::from(row - area.y) - 1)
                        .is_none_or(|l| l.stop != line.stop);
                if first && area.x > 0 {
                    ink.put(area.x - 1, row, 1, ink.theme.sign(Sign::Pointer), ink.theme.accent);
                }
            }
            let mut x = area.x;
            for (text, tone) in &line.words {
                let style = over.unwrap_or_else(|| tone_style(ink, *tone));
                x += ink.put(x, row, area.right().saturating_sub(x), text, style);
            }
            if let Some(stop) = line.stop {
                ink.hit(at, hit(stop));
            }
        }
        if self.scroll + self.height < lines.len() {
            ink.put(whole.right() - 1, whole.bottom() - 1, 1, ink.theme.sign(Sign::Down), ink.theme.accent);
        }
    }
}

/// The style of a tone.
pub fn tone_style(ink: &Ink<'_>, tone: Tone) -> Style {
    let theme = ink.theme;
    match tone {
        Tone::Plain => theme.text,
        Tone::Dim => theme.dim,
        Tone::Strong => theme.strong,
        Tone::Accent => theme.accent,
        Tone::Error => theme.error,
        Tone::Warning => theme.warning,
        Tone::Good => theme.good,
    }
}

/// Items on their way to lines.
struct Layout {
    width: u16,
    lines: Vec<Drawn>,
    /// How many stops there are so far.
    stops: usize,
}

/// Where the parts of an item that can be selected lead, in the order in which they are drawn.
fn stops(item: &Item) -> Vec<Option<Target>> {
    match item {
        Item::Entry { target, .. } => vec![target.clone()],
        Item::Link { target, .. } => vec![Some(target.clone())],
        Item::Table(table) => table.rows.iter().filter_map(|(_, t)| t.clone().map(Some)).collect(),
        _ => vec![],
    }
}

impl Layout {
    fn line(&mut self, words: Vec<Word>) {
        self.lines.push(Drawn { words, stop: None, rule: false });
    }

    fn stop(&mut self) -> Option<usize> {
        self.stops += 1;
        Some(self.stops - 1)
    }

    fn item(&mut self, item: &Item) {
        match item {
            Item::Line(words) => self.line(words.clone()),
            Item::Blank => self.line(vec![]),
            Item::Off(text) => {
                for (at, line) in wrapped(text, self.width.saturating_sub(4)).into_iter().enumerate() {
                    let indent = if at == 0 { "" } else { "    " };
                    self.line(vec![(format!("{indent}{line}"), Tone::Dim)]);
                }
            }
            Item::Pairs(pairs) => self.pairs(pairs),
            Item::Sums(sums) => self.sums(sums),
            Item::Text(text) => {
                for line in wrapped(text, self.width) {
                    self.line(vec![(line, Tone::Plain)]);
                }
            }
            Item::Heading(text) => {
                let words = vec![(format!("{} ", cells::truncate(text, self.width.into())), Tone::Strong)];
                self.lines.push(Drawn { words, stop: None, rule: true });
            }
            Item::Table(table) => self.table(table),
            Item::Entry { head, text, target } => {
                let stop = self.stop();
                let words = vec![(head.clone(), Tone::Dim)];
                self.lines.push(Drawn { words, stop, rule: false });
                let tone = if target.is_some() { Tone::Accent } else { Tone::Plain };
                for line in wrapped(text, self.width.saturating_sub(2)) {
                    let words = vec![("  ".to_owned(), Tone::Plain), (line, tone)];
                    self.lines.push(Drawn { words, stop, rule: false });
                }
            }
            Item::Link { words, .. } => {
                let stop = self.stop();
                self.lines.push(Drawn { words: words.clone(), stop, rule: false });
            }
        }
    }

    fn pairs(&mut self, pairs: &[(String, Word)]) {
        let labels = pairs.iter().map(|(label, _)| cells::width(label)).max().unwrap_or(0).min(24) + 2;
        let total = usize::from(self.width);
        let half = total / 2;
        let room = half.saturating_sub(labels);
        // Side by side, where there is room; a long value has its line to itself.
        let long = |value: &str| half < labels + 18 || cells::width(&cells::printable(value)) >= room;
        let mut left: Option<Vec<Word>> = None;
        for (label, (value, tone)) in pairs {
            let mut words = vec![(padded(label, labels), Tone::Dim)];
            if long(value) {
                if let Some(line) = left.take() {
                    self.line(line);
                }
                words.push((value.clone(), *tone));
                self.line(words);
                continue;
            }
            words.push((padded(&cells::printable(value), room), *tone));
            match left.take() {
                Some(mut line) => {
                    line.extend(words);
                    self.line(line);
                }
                None => left = Some(words),
            }
        }
        if let Some(line) = left {
            self.line(line);
        }
    }

    fn sums(&mut self, sums: &[(String, Word)]) {
        let width = |text: &str| cells::width(&cells::printable(text));
        let labels = sums.iter().map(|(label, _)| width(label)).max().unwrap_or(0);
        let amounts = sums.iter().map(|(_, (amount, _))| width(amount)).max().unwrap_or(0);
        for (label, (amount, tone)) in sums {
            let indent = usize::from(self.width).saturating_sub(labels + amounts + 2);
            let gap = labels - width(label) + 2 + amounts - width(amount);
            let words = vec![
                (" ".repeat(indent), Tone::Plain),
                (label.clone(), Tone::Dim),
                (" ".repeat(gap), Tone::Plain),
                (amount.clone(), *tone),
            ];
            self.line(words);
        }
    }

    fn table(&mut self, table: &Table) {
        let mut kept: Vec<usize> = (0..table.columns.len()).collect();
        let mut widths: Vec<usize> = (0..table.columns.len()).map(|at| table.width(at)).collect();
        let total = usize::from(self.width);
        let needed = |kept: &[usize], widths: &[usize]| {
            kept.iter().map(|at| widths[*at] + 2).sum::<usize>().saturating_sub(2)
        };
        let least = 12.min(widths.get(table.flexible).copied().unwrap_or(0));
        for spare in &table.spare {
            let rigid = needed(&kept, &widths) - widths.get(table.flexible).copied().unwrap_or(0) + least;
            if rigid > total {
                kept.retain(|at| at != spare);
            }
        }
        let over = needed(&kept, &widths).saturating_sub(total);
        if let Some(width) = widths.get_mut(table.flexible) {
            *width = width.saturating_sub(over).max(least.min(*width));
        }
        let cell = |at: usize, text: &str| {
            let text = cells::truncate(&cells::printable(text), widths[at]);
            match table.columns[at].1 {
                true => format!("{}{text}", " ".repeat(widths[at].saturating_sub(cells::width(&text)))),
                false => padded(&text, widths[at]),
            }
        };
        let row = |texts: &[String]| {
            kept.iter()
                .map(|at| cell(*at, texts.get(*at).map_or("", String::as_str)))
                .collect::<Vec<_>>()
                .join("  ")
        };
        let headings: Vec<String> = table.columns.iter().map(|(name, _)| name.clone()).collect();
        self.line(vec![(row(&headings), Tone::Dim)]);
        for (texts, target) in &table.rows {
            let stop = target.as_ref().and_then(|_| self.stop());
            let tone = if stop.is_some() { Tone::Accent } else { Tone::Plain };
            self.lines.push(Drawn { words: vec![(row(texts), tone)], stop, rule: false });
        }
    }
}

impl Table {
    /// The cells that it takes where nothing is cut.
    pub fn whole(&self) -> usize {
        (0..self.columns.len()).map(|at| self.width(at) + 2).sum::<usize>().saturating_sub(2)
    }

    fn width(&self, at: usize) -> usize {
        let cells =
            self.rows.iter().filter_map(|(row, _)| row.get(at)).map(|t| cells::width(&cells::printable(t)));
        cells.chain([cells::width(&self.columns[at].0)]).max().unwrap_or(0)
    }
}

/// A text filled with blanks to a width in cells.
pub fn padded(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(cells::width(text))))
}
