//! What field service is settled with: the projects, the templates of worksheets, and the fields of one. Each line
//! leads to its form, the last to a new one.

use super::Target;
use crate::domain::error::Result;
use crate::domain::ids::TemplateId;
use crate::domain::wizard::Form;
use crate::text::{cells, code};
use crate::tui::app::App;
use crate::tui::look::Look;
use crate::tui::page::{Item, Table, Tone};

/// The widest that a name is in a list: the others want to be read as well.
const NAME: usize = 32;

/// The line that leads to the form of something new.
fn new(look: &Look, form: Form) -> Item {
    let name = match form {
        Form::SheetField(..) => look.words.word("sheet-field-new"),
        _ => code::named(&look.words, "form", form.code()),
    };
    let name = format!("+ {name}");
    Item::Link { words: vec![(name, Tone::Accent)], target: Target::Form(form) }
}

/// The projects, and what the list is called.
pub fn projects(app: &mut App) -> Result<(String, Vec<Item>)> {
    let all = app.desk()?.projects()?;
    let (look, words) = (&app.look, &app.look.words);
    let title = words.label("projects");
    let rows = all.into_iter().map(|p| {
        let stages: Vec<String> = p.stages.iter().map(|s| code::stage(words, &s.name)).collect();
        let on = words.word(if p.worksheets { "word-on" } else { "word-off" });
        let template = cells::truncate(&p.template.unwrap_or_default(), NAME);
        let row = vec![cells::truncate(&p.name, NAME), on, template, stages.join(", ")];
        (row, Some(Target::Project(p.id)))
    });
    let columns = ["project", "worksheets", "worksheet-template", "stages"];
    let columns = columns.map(|label| (words.label(label), false)).to_vec();
    let table = Table { columns, flexible: 3, spare: vec![], rows: rows.collect() };
    let mut items = vec![Item::Heading(title.clone())];
    if !table.rows.is_empty() {
        items.extend([Item::Table(table), Item::Blank]);
    }
    items.push(new(look, Form::NewProject));
    Ok((title, items))
}

/// The templates of worksheets, and what the list is called.
pub fn templates(app: &mut App) -> Result<(String, Vec<Item>)> {
    let all = app.desk()?.worksheets()?;
    let (look, words) = (&app.look, &app.look.words);
    let title = words.label("worksheet-templates");
    let mut items = vec![Item::Heading(title.clone())];
    items.extend(all.into_iter().map(|t| {
        let fields: Vec<String> = t.fields.into_iter().map(|f| f.label).collect();
        let words = vec![(t.name, Tone::Accent), (format!("  {}", fields.join(", ")), Tone::Dim)];
        Item::Link { words, target: Target::Template(t.id) }
    }));
    items.extend([Item::Blank, new(look, Form::NewTemplate)]);
    Ok((title, items))
}

/// A template with its fields, and what it is called.
pub fn template(app: &mut App, id: TemplateId) -> Result<(String, Vec<Item>)> {
    let of = app.desk()?.worksheet_of(id)?;
    let (look, words) = (&app.look, &app.look.words);
    let rows = of.fields.into_iter().map(|f| {
        let row = vec![
            cells::truncate(&f.label, NAME),
            code::named(words, "sheet-kind", f.kind.as_str()),
            if f.required { words.word("word-yes") } else { String::new() },
            f.choices.join(", "),
            f.field.clone(),
        ];
        (row, Some(Target::Form(Form::SheetField(id, Some(f.field)))))
    });
    let columns = ["name", "kind", "required", "choices", "field"];
    let columns = columns.map(|label| (words.label(label), false)).to_vec();
    let table = Table { columns, flexible: 3, spare: vec![4], rows: rows.collect() };
    let rename = code::named(words, "form", Form::EditTemplate(id).code());
    let items = vec![
        Item::Heading(format!("{} · {}", words.label("worksheet-template"), of.name)),
        Item::Table(table),
        Item::Blank,
        new(look, Form::SheetField(id, None)),
        Item::Link { words: vec![(rename, Tone::Accent)], target: Target::Form(Form::EditTemplate(id)) },
    ];
    Ok((of.name, items))
}
