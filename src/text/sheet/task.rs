//! The sheet of a field service task: when somebody comes, and the worksheet with the customer's signature. What the
//! description tells the technician stays in the house, and so does the row under which it is kept. Called by the desk.

use super::{Parties, Row, Sheet, Side};
use crate::domain::task::{TaskState, TaskView};
use crate::domain::worksheet::SheetState;
use crate::text::{Words, code, filled};

/// The sheet of a task; `technicians` are their names, instants are told in the company's time zone.
pub fn task(words: &Words, parties: &Parties<'_>, of: &TaskView, technicians: &[String]) -> Sheet {
    let zone = parties.settings.zone();
    let mut sheet = Sheet::blank(words, parties, "sheet-task");
    // A signature stands under the visit that was signed.
    let signed = of.worksheet.as_ref().and_then(|w| w.signed_visit.as_ref());
    let (title, people) = signed.map_or((&of.title, technicians), |s| (&s.title, &s.technicians));
    let (start, end) =
        signed.map_or((of.planned_start, of.planned_end), |s| (s.planned_start, s.planned_end));
    let signed_at = of.worksheet.as_ref().and_then(|w| w.signed_at);
    sheet.date = signed_at.or(start).map(|at| at.with_timezone(&zone).date_naive());
    sheet.fact(words.label("title"), Some(title.clone()));
    sheet.fact(words.label("visit"), words.visit(start, end, zone));
    sheet.fact(words.label("technicians"), Some(people.join(", ")));
    // Where the task stands is no part of what was signed.
    sheet.fact(words.label("stage"), signed_at.is_none().then(|| code::stage(words, &of.stage)));
    sheet.fact(words.label("ticket"), of.ticket.map(|n| format!("#{n}")));
    sheet.fact(words.word("sheet-customer-number"), of.customer.clone());
    // What was signed was done, whatever becomes of the task.
    let given_up = signed_at.is_none() && of.state == TaskState::Cancelled;
    sheet.mark = given_up.then(|| code::named(words, "task-state", of.state.as_str()));
    let Some(worksheet) = &of.worksheet else { return sheet };
    sheet.fact(words.label("worksheet"), Some(worksheet.template.clone()));
    sheet.column(words.word("sheet-work"), Side::Left);
    sheet.column(words.word("sheet-result"), Side::Prose);
    let row = |f: &_| {
        let f: &crate::domain::worksheet::FilledView = f;
        Row { cells: vec![f.label.clone(), filled::value(words, f)], note: None }
    };
    sheet.rows.extend(worksheet.fields.iter().map(row));
    match (&worksheet.signed_by, worksheet.signed_at) {
        (Some(by), Some(at)) => {
            let told = [("name", by.clone()), ("at", words.instant(at, zone))];
            sheet.closing.push(words.say("sheet-signed", &told));
        }
        _ => {
            sheet.mark.get_or_insert_with(|| words.word("sheet-unsigned"));
            if worksheet.state == SheetState::Empty {
                sheet.closing.push(words.word("sheet-not-filled-in"));
            }
        }
    }
    sheet
}
