//! `project` and `worksheet`: what visits belong to, and what is filled in there.

use clap::{Args, Subcommand};

use super::flags::{OnOff, malformed};
use super::session::Session;
use super::table;
use crate::domain::command::{Command, ProjectEdit, TemplateEdit};
use crate::domain::error::{Error, Invalid, Result};
use crate::domain::ids::SheetFieldId;
use crate::domain::record::RecordKind;
use crate::domain::worksheet::{SheetField, SheetKind};

/// Projects, by name.
#[derive(Debug, Subcommand)]
pub enum Project {
    /// Projects by name
    List,
    /// One project with its stages
    Show {
        /// Name
        name: String,
    },
    /// Make a project with the usual stages
    New {
        /// Name
        name: String,
        #[command(flatten)]
        fields: Fields,
    },
    /// Change a project
    Edit {
        /// Name
        name: String,
        /// New name
        #[arg(long = "name", value_name = "N")]
        rename: Option<String>,
        #[command(flatten)]
        fields: Fields,
    },
    /// Remove a project that nothing names
    Remove {
        /// Name
        name: String,
    },
}

/// Fields of a project.
#[derive(Debug, Args)]
pub struct Fields {
    /// Whether its tasks have worksheets
    #[arg(long, value_name = "on|off")]
    worksheets: Option<OnOff>,
    /// The template of its worksheets; empty for none
    #[arg(long, value_name = "TEMPLATE")]
    template: Option<String>,
}

impl Fields {
    fn edit(self, name: Option<String>) -> ProjectEdit {
        ProjectEdit { name, worksheets: self.worksheets.map(bool::from), template: self.template }
    }
}

impl Project {
    /// Runs the command.
    pub fn run(self, session: &mut Session<'_>) -> Result<()> {
        let command = match self {
            Self::List => {
                let all = session.desk.projects()?;
                return session.out.show(&all, |words| table::projects(words, &all));
            }
            Self::Show { name } => {
                let view = session.desk.project(&name)?;
                session.expect(view.version, &view.name)?;
                return session.out.show(&view, |words| table::projects(words, std::slice::from_ref(&view)));
            }
            Self::New { name, fields } => Command::NewProject(name, fields.edit(None)),
            Self::Edit { name, rename, fields } => Command::EditProject(name, fields.edit(rename)),
            Self::Remove { name } => Command::Remove(RecordKind::Project, session.desk.project(&name)?.id.0),
        };
        session.execute(&command)
    }
}

/// Templates of worksheets, by name.
#[derive(Debug, Subcommand)]
pub enum Worksheet {
    /// Templates by name
    List,
    /// One template with its fields
    Show {
        /// Name
        name: String,
    },
    /// Make a template
    New {
        /// Name
        name: String,
        #[command(flatten)]
        set: Set,
    },
    /// Change a template: a field that is there already is set anew
    Edit {
        /// Name
        name: String,
        /// New name
        #[arg(long = "name", value_name = "N")]
        rename: Option<String>,
        #[command(flatten)]
        set: Set,
        /// Remove a field, by its name; what tasks hold of it stays
        #[arg(long = "remove-field", value_name = "FIELD")]
        remove: Vec<String>,
    },
    /// Remove a template that nothing names
    Remove {
        /// Name
        name: String,
    },
}

/// Fields of a template.
#[derive(Debug, Args)]
pub struct Set {
    /// A field: its name, text, number, check, choice or date, then by comma required, choices=A;B, label=TEXT (last)
    #[arg(long = "field", value_name = "FIELD=KIND[,…]")]
    fields: Vec<String>,
}

impl Worksheet {
    /// Runs the command.
    pub fn run(self, session: &mut Session<'_>) -> Result<()> {
        let fields = |set: Set| set.fields.iter().map(|text| field(text)).collect::<Result<Vec<_>>>();
        let command = match self {
            Self::List => {
                let all = session.desk.worksheets()?;
                return session.out.show(&all, |words| table::worksheets(words, &all));
            }
            Self::Show { name } => {
                let view = session.desk.worksheet(&name)?;
                session.expect(view.version, &view.name)?;
                return session.out.show(&view, |words| table::worksheet(words, &view));
            }
            Self::New { name, set } => {
                let edit = TemplateEdit { fields: fields(set)?, ..TemplateEdit::default() };
                Command::NewWorksheet(name, edit)
            }
            Self::Edit { name, rename, set, remove } => {
                Command::EditWorksheet(name, TemplateEdit { name: rename, fields: fields(set)?, remove })
            }
            Self::Remove { name } => {
                Command::Remove(RecordKind::Worksheet, session.desk.worksheet(&name)?.id.0)
            }
        };
        session.execute(&command)
    }
}

/// `FIELD=KIND[,required][,choices=A;B][,label=TEXT]`
fn field(text: &str) -> Result<SheetField> {
    let wrong =
        || malformed(text, "fault=choice,required,choices=Power;Screen,label=What is broken").at("field");
    let (head, label) = match text.split_once(",label=") {
        Some((head, label)) => (head, label.to_owned()),
        None => (text, String::new()),
    };
    let (field, rest) = head.split_once('=').ok_or_else(wrong)?;
    let mut parts = rest.split(',').map(str::trim);
    let kind: SheetKind =
        parts.next().unwrap_or_default().parse().map_err(|e: Invalid| Error::from(e).at("field"))?;
    let mut new = SheetField {
        id: SheetFieldId(0),
        field: field.trim().to_owned(),
        label,
        kind,
        required: false,
        choices: vec![],
    };
    for part in parts {
        match part.split_once('=') {
            None if part == "required" => new.required = true,
            Some(("choices", list)) => {
                new.choices =
                    list.split(';').map(str::trim).filter(|c| !c.is_empty()).map(str::to_owned).collect();
            }
            _ => return Err(wrong()),
        }
    }
    Ok(new)
}
