//! A change of many tickets under way: what it would do to each, found out by doing it and taking it back; then what it
//! did. A piece at a time, so that keys are answered meanwhile and others at the books don't wait.

use ratatui::layout::Rect;

use crate::domain::bulk::{Bulk, BulkAnswer, BulkChange, BulkRow, BulkState, CHUNK};
use crate::domain::command::{Answer, Call, Command};
use crate::domain::error::{Error, Result};
use crate::domain::ids::{EventId, TicketId};
use crate::keys::{Context, Verb};
use crate::text::{cells, effect, sentence};
use crate::tui::app::App;
use crate::tui::ink::{Hit, Ink, wrapped};
use crate::tui::layer::{Layer, Next, Offer};
use crate::tui::look::Look;
use crate::tui::page::padded;
use crate::tui::theme::Sign;

/// How far it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    /// What would become of each is found out.
    Checking,
    /// Everything is found out; it waits for a yes.
    Ready,
    /// It is done, one piece after the other.
    Running,
    /// It is over.
    Over,
}

/// A change of many tickets.
pub struct BulkView {
    title: String,
    change: BulkChange,
    tickets: Vec<TicketId>,
    /// What would become of each, or became.
    rows: Vec<BulkRow>,
    /// How many of them were changed in earnest.
    done: usize,
    phase: Phase,
    request: String,
    /// The command that its pieces are parts of.
    action: Option<EventId>,
    selected: usize,
    top: usize,
    height: usize,
}

impl BulkView {
    /// Begins with finding out what would become of each.
    pub fn open(app: &App, title: String, change: BulkChange, tickets: Vec<TicketId>) -> Layer {
        Layer::Bulk(Box::new(Self {
            title,
            change,
            tickets,
            rows: vec![],
            done: 0,
            phase: Phase::Checking,
            request: app.request(),
            action: None,
            selected: 0,
            top: 0,
            height: 1,
        }))
    }

    /// The places whose keys hold.
    pub fn contexts() -> Vec<Context> {
        vec![Context::Bulk, Context::Everywhere]
    }

    /// How an action is called here, and why it can't be used now.
    pub fn offer(&self, verb: Verb, look: &Look) -> Option<Offer> {
        match verb {
            Verb::Confirm if self.phase == Phase::Over => None,
            Verb::Confirm => Some(Offer { name: self.title.clone(), why: None }),
            Verb::CopyTray if !self.rows.iter().any(|row| row.coupon.is_some()) => None,
            other => Offer::usual(other, look),
        }
    }

    /// What it is called on the way back.
    pub fn crumb(&self) -> &str {
        &self.title
    }

    /// Whether there is something to do without a key.
    pub fn is_busy(&self) -> bool {
        matches!(self.phase, Phase::Checking | Phase::Running)
    }

    /// Does a piece.
    pub fn work(&mut self, app: &mut App) -> Result<()> {
        match self.phase {
            Phase::Checking => {
                let from = self.rows.len();
                let ids: Vec<TicketId> = self.tickets.iter().skip(from).take(CHUNK).copied().collect();
                // Before it is tried: what comes in between is news to who confirms it.
                let seen = app.desk()?.versions(&ids)?;
                let piece = ids.into_iter().map(|id| (id, None)).collect();
                let call = Call { dry_run: true, ..Call::default() };
                let bulk = Bulk { tickets: piece, change: self.change.clone(), joins: None };
                let rows = carry_out(app, bulk, &call)?.rows;
                self.rows.extend(rows.into_iter().zip(seen).map(|(row, version)| BulkRow {
                    version,
                    coupon: None,
                    ..row
                }));
                if self.rows.len() >= self.tickets.len() {
                    self.phase = Phase::Ready;
                }
            }
            Phase::Running => {
                let piece: Vec<(TicketId, Option<i64>)> = self
                    .rows
                    .iter()
                    .skip(self.done)
                    .take(CHUNK)
                    .map(|row| (TicketId(row.ticket), Some(row.version)))
                    .collect();
                let call =
                    Call { request: Some(format!("{}-{}", self.request, self.done)), ..Call::default() };
                let bulk = Bulk { tickets: piece, change: self.change.clone(), joins: self.action };
                let done = carry_out(app, bulk, &call)?;
                self.action = self.action.or(done.action);
                for row in done.rows {
                    if let Some(place) = self.rows.get_mut(self.done) {
                        *place = row;
                    }
                    self.done += 1;
                }
                if self.done >= self.rows.len() {
                    self.finish(app);
                }
            }
            Phase::Ready | Phase::Over => {}
        }
        Ok(())
    }

    /// Ends it: what failed, or was not reached, stays marked.
    fn finish(&mut self, app: &mut App) {
        self.phase = Phase::Over;
        let failed = |(at, row): (usize, &BulkRow)| {
            (at >= self.done || row.state == BulkState::Failed).then_some(TicketId(row.ticket))
        };
        let left: Vec<TicketId> = self.rows.iter().enumerate().filter_map(failed).collect();
        app.set_marks(&left);
        app.finish_form();
        app.reload();
    }

    /// Ends a change that could not go on.
    pub fn fail(&mut self, app: &mut App) {
        match self.phase {
            Phase::Running => self.finish(app),
            _ => self.phase = Phase::Over,
        }
    }

    /// Does what a key says.
    pub fn on(&mut self, verb: Verb, app: &mut App) -> Result<Next> {
        let page = self.height.saturating_sub(1).max(1);
        let last = self.rows.len().saturating_sub(1);
        match verb {
            Verb::Confirm if self.phase == Phase::Ready => self.phase = Phase::Running,
            // What is done stays done; the rest is left.
            Verb::Back | Verb::Quit if self.phase == Phase::Running => self.finish(app),
            Verb::Back | Verb::Quit => return Ok(Next::Close),
            Verb::CopyTray => app.copy(&self.coupons()),
            Verb::Up => self.selected = self.selected.saturating_sub(1),
            Verb::Down => self.selected = (self.selected + 1).min(last),
            Verb::PageUp => self.selected = self.selected.saturating_sub(page),
            Verb::PageDown => self.selected = (self.selected + page).min(last),
            Verb::First => self.selected = 0,
            Verb::Last => self.selected = last,
            _ => {}
        }
        Ok(Next::Stay)
    }

    /// Selects the row that was clicked.
    pub fn click(&mut self, hit: &Hit) {
        if let Hit::Row(at) = hit {
            self.selected = *at;
        }
    }

    /// Every coupon that was made, a line each: number of the ticket, code, link.
    fn coupons(&self) -> String {
        let line = |row: &BulkRow| {
            let coupon = row.coupon.as_ref()?;
            let link = coupon.share_link.as_deref().unwrap_or_default();
            Some(format!("#{}\t{}\t{link}", row.ticket, coupon.code))
        };
        self.rows.iter().filter_map(line).collect::<Vec<_>>().join("\n")
    }

    /// Draws it over the whole screen.
    pub fn draw(&mut self, ink: &mut Ink<'_>, look: &Look, area: Rect) {
        let row = |y: u16| Rect { x: area.x, y, width: area.width, height: 1 };
        ink.row(row(area.y), &format!(" {}", self.title), ink.theme.strong);
        ink.row(row(area.y + 1), &format!(" {}", self.summary(look)), ink.theme.text);
        // What is cut in the row that is selected stands whole below.
        let text = self.rows.get(self.selected).map(|of| told(look, of).0).unwrap_or_default();
        let whole = wrapped(&cells::printable(&text), area.width.saturating_sub(2));
        let below = u16::try_from(whole.len()).unwrap_or(1).min(3) + 1;
        let list = Rect { y: area.y + 3, height: area.height.saturating_sub(3 + below), ..area };
        self.height = list.height.into();
        self.top = self.top.min(self.selected).max((self.selected + 1).saturating_sub(self.height.max(1)));
        let subject = usize::from(area.width / 3).clamp(18, 50);
        for (y, (at, of)) in (list.y..list.bottom()).zip(self.rows.iter().enumerate().skip(self.top)) {
            let (told, state) = told(look, of);
            let style = match state {
                BulkState::Failed => ink.theme.error,
                BulkState::Unchanged => ink.theme.dim,
                BulkState::Done => ink.theme.text,
            };
            let sign = match (of.state, at < self.done) {
                (BulkState::Failed, _) => look.theme.sign(Sign::Wrong),
                (BulkState::Done, true) => look.theme.sign(Sign::Marked),
                _ => " ",
            };
            let style = if at == self.selected { ink.theme.selected } else { style };
            let title = padded(&cells::truncate(&cells::printable(&of.subject), subject), subject);
            ink.row(
                row(y),
                &format!(" {sign} {:>6}  {title}  {}", of.ticket, cells::printable(&told)),
                style,
            );
            if at == self.selected {
                ink.put(area.x, y, 1, ink.theme.sign(Sign::Pointer), style);
            }
            ink.hit(row(y), Hit::Row(at));
        }
        for (y, line) in (list.bottom() + 1..area.bottom()).zip(&whole) {
            ink.row(row(y), &format!(" {line}"), ink.theme.dim);
        }
    }

    /// How many would be changed, or were, stay as they are, or were refused.
    fn summary(&self, look: &Look) -> String {
        let count = |state: BulkState| self.rows.iter().filter(|row| row.state == state).count().to_string();
        let values = [
            ("count", self.tickets.len().to_string()),
            ("at", if self.phase == Phase::Checking { self.rows.len() } else { self.done }.to_string()),
            ("done", count(BulkState::Done)),
            ("same", count(BulkState::Unchanged)),
            ("failed", count(BulkState::Failed)),
        ];
        let key = match self.phase {
            Phase::Checking => "bulk-checking",
            Phase::Ready => "bulk-ready",
            Phase::Running => "bulk-running",
            Phase::Over if self.done < self.rows.len() => "bulk-stopped",
            Phase::Over => "bulk-over",
        };
        look.words.say(key, &values)
    }
}

/// Changes some tickets, or finds out what would come of it.
fn carry_out(app: &mut App, bulk: Bulk, call: &Call) -> Result<BulkAnswer> {
    match app.desk()?.execute(&Command::Bulk(Box::new(bulk)), call)?.answer {
        Answer::Bulk(done) => Ok(done),
        _ => Ok(BulkAnswer { rows: vec![], action: None }),
    }
}

/// What came of a ticket, or would, and which of the three it is.
fn told(look: &Look, of: &BulkRow) -> (String, BulkState) {
    let text = match of.state {
        BulkState::Failed => reason(look, of),
        BulkState::Unchanged => look.words.word("bulk-unchanged"),
        BulkState::Done => outcome(look, of),
    };
    (text, of.state)
}

/// Why a ticket was refused.
fn reason(look: &Look, of: &BulkRow) -> String {
    match &of.why {
        Some(Error::Stale { .. }) => look.words.word("bulk-stale"),
        Some(why) => sentence::error(&look.words, why),
        None => of.message.clone().unwrap_or_default(),
    }
}

/// What was written, on one line.
fn outcome(look: &Look, of: &BulkRow) -> String {
    match &of.coupon {
        Some(coupon) => coupon.code.clone(),
        None => effect::of_ticket(&look.words, &of.effects),
    }
}
