//! Tasks, projects and templates of worksheets as text.

use super::grid::{cut, fixed, grid, head, wrap};
use crate::domain::project::ProjectView;
use crate::domain::task::TaskView;
use crate::domain::worksheet::TemplateView;
use crate::text::{Words, code, field, filled};

/// A task, whole.
pub fn task(words: &Words, t: &TaskView, zone: &str) -> String {
    let zone = zone.parse().unwrap_or(chrono_tz::Tz::UTC);
    let overlaps = t.overlaps.iter().map(|o| field::busy(words, o));
    let sheet = t.worksheet.as_ref();
    let mut text = head(
        words,
        &[
            ("project", Some(t.project.clone())),
            ("stage", Some(code::stage(words, &t.stage))),
            ("task-state", Some(code::named(words, "task-state", t.state.as_str()))),
            ("urgent", (t.priority > 0).then(|| words.word("word-yes"))),
            ("deadline", t.deadline.map(|day| words.date(day))),
            ("tags", Some(t.tags.join(", ")).filter(|tags| !tags.is_empty())),
            ("parent", t.parent.map(|id| id.to_string())),
            ("subtasks", Some(field::tasks(&t.subtasks)).filter(|tasks| !tasks.is_empty())),
            ("blocked-by", Some(field::tasks(&t.blocked_by)).filter(|tasks| !tasks.is_empty())),
            ("customer", t.customer.clone()),
            ("ticket", t.ticket.map(|n| format!("#{n}"))),
            ("planned-start", t.planned_start.map(|at| words.instant(at, zone))),
            ("planned-end", t.planned_end.map(|at| words.instant(at, zone))),
            ("technicians", Some(t.assignees.join(", ")).filter(|l| !l.is_empty())),
            ("overlaps", Some(overlaps.collect::<Vec<_>>().join("; ")).filter(|o| !o.is_empty())),
            ("description", t.description.clone()),
            ("created-by", t.created_by.clone()),
            (
                "worksheet",
                sheet.map(|w| {
                    format!("{} · {}", w.template, code::named(words, "sheet-state", w.state.as_str()))
                }),
            ),
            (
                "signed",
                sheet.and_then(|w| {
                    let (by, at) = (w.signed_by.as_ref()?, w.signed_at?);
                    Some(format!("{by}, {}", words.instant(at, zone)))
                }),
            ),
        ],
    );
    if let Some(sheet) = sheet {
        let rows = sheet.fields.iter().map(|f| {
            vec![f.field.clone(), f.label.clone(), filled::value(words, f), required(words, f.required)]
        });
        let columns = [cut("field").expendable(1), cut("name"), wrap("value"), fixed("required")];
        text.push('\n');
        text.push_str(&grid(words, &columns, rows.collect()));
    }
    format!("{} {} · {}\n{text}", words.label("task"), t.id, t.title)
}

fn required(words: &Words, required: bool) -> String {
    if required { words.word("word-yes") } else { String::new() }
}

/// Tasks, one to a row.
pub fn tasks(words: &Words, all: &[TaskView], zone: &str) -> String {
    let zone = zone.parse().unwrap_or(chrono_tz::Tz::UTC);
    let rows = all.iter().map(|t| {
        vec![
            t.id.to_string(),
            t.title.clone(),
            t.project.clone(),
            code::task_standing(words, &t.stage, t.state),
            t.planned_start.map(|at| words.instant(at, zone)).unwrap_or_default(),
            t.assignees.join(", "),
            t.customer.clone().unwrap_or_default(),
        ]
    });
    let columns = [
        fixed("number").right(),
        cut("title"),
        cut("project").expendable(2),
        fixed("stage"),
        fixed("planned-start"),
        cut("technicians"),
        fixed("customer").optional(),
    ];
    grid(words, &columns, rows.collect())
}

/// Projects, one to a row.
pub fn projects(words: &Words, all: &[ProjectView]) -> String {
    let rows = all.iter().map(|p| {
        let stages = p.stages.iter().map(|s| code::stage(words, &s.name)).collect::<Vec<_>>();
        let worksheets = if p.worksheets { words.word("word-on") } else { words.word("word-off") };
        vec![p.name.clone(), worksheets, p.template.clone().unwrap_or_default(), stages.join(", ")]
    });
    let columns = [cut("project"), fixed("worksheets"), cut("worksheet-template"), wrap("stages")];
    grid(words, &columns, rows.collect())
}

/// A template with its fields.
pub fn worksheet(words: &Words, t: &TemplateView) -> String {
    let rows = t.fields.iter().map(|f| {
        vec![
            f.field.clone(),
            f.label.clone(),
            code::named(words, "sheet-kind", f.kind.as_str()),
            required(words, f.required),
            f.choices.join(", "),
        ]
    });
    let columns = [fixed("field"), cut("name"), fixed("kind"), fixed("required"), wrap("choices")];
    format!("{} {}\n{}", words.label("worksheet-template"), t.name, grid(words, &columns, rows.collect()))
}

/// Templates, one to a row.
pub fn worksheets(words: &Words, all: &[TemplateView]) -> String {
    let rows = all.iter().map(|t| {
        let fields = t.fields.iter().map(|f| f.label.clone()).collect::<Vec<_>>();
        vec![t.name.clone(), fields.join(", ")]
    });
    grid(words, &[cut("name"), wrap("fields")], rows.collect())
}
