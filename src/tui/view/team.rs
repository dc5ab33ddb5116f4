//! The teams and what they offer after the sale: each leads to its page, the last line to a new one.

use super::Target;
use crate::domain::error::Result;
use crate::domain::team::{Service, TeamView};
use crate::domain::wizard::Form;
use crate::text::code;
use crate::tui::app::App;
use crate::tui::page::{Item, Table};

/// The list, and what it is called.
pub fn items(app: &mut App) -> Result<(String, Vec<Item>)> {
    let all = app.desk()?.teams()?;
    let words = &app.look.words;
    let row = |t: TeamView| {
        let offered = Service::ALL.iter().filter(|of| t.switches.offers(**of));
        let offered: Vec<String> = offered.map(|of| code::service(words, *of)).collect();
        let row = vec![t.name, offered.join(", "), t.project.unwrap_or_default()];
        (row, Some(Target::Team(t.id)))
    };
    let columns = ["team", "services", "project"].map(|label| (words.label(label), false)).to_vec();
    let title = words.label("teams");
    let table = Table { columns, flexible: 1, spare: vec![], rows: all.into_iter().map(row).collect() };
    let new = super::record::new(&app.look, Form::Team(None));
    Ok((title.clone(), vec![Item::Heading(title), Item::Table(table), Item::Blank, new]))
}
