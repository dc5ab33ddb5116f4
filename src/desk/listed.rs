//! Views of tickets: everybody has their own; those that everybody has are kept by leads and whoever may change
//! settings.

use super::access::require;
use super::listing;
use super::work::Work;
use super::{Desk, records};
use crate::domain::error::{Error, Invalid, Need, Result, Thing};
use crate::domain::ids::ViewId;
use crate::domain::query::SortKey;
use crate::domain::record::{Record, RecordEdit, RecordKind, listed};
use crate::domain::ticket::Listing;
use crate::domain::user::{Right, Role, User};
use crate::domain::view::{ListColumn, View};
use crate::domain::wording;
use crate::store::view::{self, Written};

/// The most characters of a view's name: it stands in menus.
const NAME: usize = 60;

/// Refuses who may not change a row of a kind, as it stands and as it is to be.
pub(super) fn may_settle(
    work: &Work<'_, '_>,
    kind: RecordKind,
    before: Option<&Record>,
    edit: &RecordEdit,
) -> Result<()> {
    if kind != RecordKind::View {
        return require(&work.actor, Right::Settings);
    }
    if let Some(before) = before
        && let Some(Some(owner)) = view::owner(work.tx, ViewId(before.id))?
        && owner != work.actor.id
    {
        return Err(Error::NotFound { what: Thing::View, key: before.key().to_owned() });
    }
    let shared = before.is_some_and(|of| of.value("shared") == "true") || edit.get("shared") == Some("true");
    if shared && !keeps_shared(&work.actor) { Err(Error::Forbidden(Need::SharedViews)) } else { Ok(()) }
}

/// Whether an agent may change the views that everybody has.
fn keeps_shared(actor: &User) -> bool {
    actor.role != Role::Agent || actor.may(Right::Settings)
}

/// Writes a view; its query must be understood.
pub(super) fn put(work: &Work<'_, '_>, id: Option<i64>, edit: &RecordEdit) -> Result<()> {
    let before = id.map(|id| records::load(work.tx, RecordKind::View, id)).transpose()?;
    let value = |column: &str, usual: &str| -> String {
        let own = before.as_ref().map(|of| of.value(column).to_owned());
        edit.get(column).map(str::to_owned).or(own).unwrap_or_else(|| usual.to_owned())
    };
    let name = wording::name(&value("name", "")).map_err(|e| e.at("name"))?;
    if name.chars().count() > NAME {
        return Err(Error::from(Invalid::TooLong { max: NAME }).at("name"));
    }
    let query = value("query", "").trim().to_owned();
    let as_query = |error: Error| error.at("query");
    listing::filter(work.tx, &work.actor, (work.words, work.now, &work.settings), &Listing::of(&query))
        .map_err(as_query)?;
    let columns = listed(&value("columns", "").replace(',', ";"));
    let columns: Vec<ListColumn> = columns
        .iter()
        .map(|code| code.parse::<ListColumn>())
        .collect::<Result<_, _>>()
        .map_err(|e| Error::from(e).at("columns"))?;
    let columns = if columns.is_empty() { ListColumn::USUAL.to_vec() } else { columns };
    let sort: SortKey = value("sort", "number").parse().map_err(|e: Invalid| Error::from(e).at("sort"))?;
    let position = match value("position", "").trim() {
        "" => None,
        text => Some(
            text.parse()
                .map_err(|_| Error::from(Invalid::NotAnInteger { given: text.to_owned() }).at("position"))?,
        ),
    };
    let codes: Vec<&str> = columns.iter().map(|column| column.as_str()).collect();
    let written = Written {
        name,
        user: (value("shared", "false") != "true").then_some(work.actor.id),
        query,
        columns: codes.join(";"),
        sort,
        reversed: value("reversed", "false") == "true",
        position,
    };
    view::save(work.tx, id, &written).map(drop)
}

impl Desk {
    /// The views that the agent has: everybody's and its own, in the order of their places.
    pub fn views(&mut self) -> Result<Vec<View>> {
        let actor = self.actor_id()?;
        self.store.read(|read| view::of(read, actor))
    }

    /// A view by its name; in whatever case.
    pub fn view(&mut self, name: &str) -> Result<View> {
        let all = self.views()?;
        let same = |view: &&View| view.name == name;
        let alike = |view: &&View| view.name.to_lowercase() == name.to_lowercase();
        let found = all.iter().find(same).or_else(|| all.iter().find(alike)).cloned();
        found.ok_or_else(|| Error::NotFound { what: Thing::View, key: name.to_owned() })
    }
}
