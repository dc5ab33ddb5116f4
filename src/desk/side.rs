//! What lies beside the books: drafts as they are typed, and who is where. All of it may fail or be missing, and nobody
//! is stopped by that: what can't be written is left out.

use data_encoding::HEXLOWER;

use super::{Desk, load_user};
use crate::domain::error::Result;
use crate::domain::kept::Kept;
use crate::domain::presence::Presence;
use crate::domain::wizard::Form;
use crate::store::side::{self, Side};
use crate::store::{merge, ticket};

/// The open side file, and under which name this process stands there.
pub(super) struct Beside {
    file: Side,
    process: String,
}

/// Under which name a form stands in the side file.
fn key(form: &Form) -> String {
    match form {
        // Whichever tickets those are.
        Form::Bulk(_) | Form::BulkCoupon(_) | Form::BulkMerge(_) => form.code().to_owned(),
        _ => format!("{form:?}"),
    }
}

impl Drop for Beside {
    fn drop(&mut self) {
        let _ = self.file.write(|tx| side::leave(tx, &self.process));
    }
}

impl Desk {
    /// Opens the side file; without one, nothing is kept and nobody is seen.
    pub fn open_side(&mut self) {
        let mut token = [0; 8];
        if self.readonly || getrandom::fill(&mut token).is_err() {
            return;
        }
        let file = Side::open(self.store.path()).ok();
        self.side = file.map(|file| Beside { file, process: HEXLOWER.encode(&token) });
    }

    fn login(&self) -> Option<&str> {
        self.actor.as_ref().map(|actor| actor.login.as_str())
    }

    /// Keeps what is typed into a form.
    pub fn keep_draft(&mut self, form: &Form, kept: &Kept) {
        let lies = self.lies(form);
        if let (Some(beside), Some(login), Some(text)) = (&self.side, self.login(), kept.text()) {
            let _ = beside.file.write(|tx| side::keep_draft(tx, login, &key(form), &text));
            // What was begun before the ticket was merged goes on here.
            if lies != *form {
                let _ = beside.file.write(|tx| side::forget_draft(tx, login, &key(&lies)));
            }
        }
    }

    /// Forgets what was typed into a form.
    pub fn forget_draft(&mut self, form: &Form) {
        let lies = self.lies(form);
        if let (Some(beside), Some(login)) = (&self.side, self.login()) {
            let _ = beside.file.write(|tx| side::forget_draft(tx, login, &key(&lies)));
        }
    }

    /// What was typed into a form and never sent.
    pub fn draft(&mut self, form: &Form) -> Option<Kept> {
        let lies = self.lies(form);
        self.typed(&lies)
    }

    fn typed(&self, form: &Form) -> Option<Kept> {
        let (beside, login) = (self.side.as_ref()?, self.login()?);
        let text = beside.file.read(|tx| side::draft(tx, login, &key(form))).ok()??;
        Kept::read(&text)
    }

    /// Under which form lies what was typed: a message or note that was begun at a ticket is offered where that was
    /// merged into, unless another was begun there.
    fn lies(&mut self, form: &Form) -> Form {
        let Some(ticket) = form.ticket().filter(|_| form.audience().is_some()) else { return form.clone() };
        if self.side.is_none() || self.typed(form).is_some() {
            return form.clone();
        }
        let sources = self.store.read(|read| merge::sources(read, ticket)).unwrap_or_default();
        let begun = sources.into_iter().filter_map(|source| form.moved(source));
        begun.into_iter().find(|form| self.typed(form).is_some()).unwrap_or_else(|| form.clone())
    }

    /// Says where this process is: at a ticket, and whether it writes there.
    pub fn beat(&mut self, at: Option<(crate::domain::ids::TicketId, bool)>) {
        if let (Some(beside), Some(login)) = (&self.side, self.login()) {
            let at = at.map(|(ticket, writing)| (ticket.0, writing));
            let pid = i64::from(std::process::id());
            let _ = beside.file.write(|tx| side::beat(tx, &beside.process, pid, login, at));
        }
    }

    /// Who else is at tickets that who acts may see.
    pub fn present(&mut self) -> Vec<Presence> {
        let Some(beside) = &self.side else { return vec![] };
        let there = beside.file.read(|tx| side::others(tx, &beside.process)).unwrap_or_default();
        let there: Vec<Presence> =
            there.into_iter().filter(|(pid, _)| runs(*pid)).map(|(_, presence)| presence).collect();
        if there.is_empty() { there } else { self.visible_of(there).unwrap_or_default() }
    }

    fn visible_of(&mut self, there: Vec<Presence>) -> Result<Vec<Presence>> {
        let actor = self.actor_id()?;
        self.store.read(|read| {
            let actor = load_user(read, actor)?;
            let mut seen = Vec::with_capacity(there.len());
            for one in there {
                let shown = merge::current(read, one.ticket)?;
                if ticket::load(read, shown)?.is_some_and(|of| actor.sees(of.team)) {
                    seen.push(Presence { ticket: shown, ..one });
                }
            }
            Ok(seen)
        })
    }
}

/// Whether a process of this machine runs still; where that can't be told, its last sign of life has to do.
fn runs(pid: i64) -> bool {
    let all = std::path::Path::new("/proc/self");
    !all.exists() || std::path::Path::new("/proc").join(pid.to_string()).exists()
}
