//! What is settled once, as rows of texts: one query for each kind, whose columns are those of
//! [`RecordKind::columns`]. Written are they by the entities' own functions; here they are renamed and removed.

use super::driver::{Param, Read, Row, Tx};
use crate::domain::error::Result;
use crate::domain::ids::TeamId;
use crate::domain::quantity::{Rate, UnitPrice};
use crate::domain::record::{Column, Record, RecordKind, Shape};
use crate::params;

/// Row, version, owner's row and name, then the columns; and the order.
fn select(kind: RecordKind) -> (&'static str, &'static str) {
    match kind {
        RecordKind::Company => (
            "SELECT r.id, r.version, NULL, NULL, r.name, r.currency, r.country, r.time_zone, r.tax_rounding, r.website_url,
                r.portal_url, r.lock_date, r.working_hours, r.language FROM company r WHERE 1",
            "r.id",
        ),
        // Its version is the number of its revisions.
        RecordKind::Tax => (
            "SELECT r.id, (SELECT count(*) FROM tax x WHERE x.name = r.name), NULL, NULL, r.name, r.kind, r.amount,
                r.price_include, r.include_base_amount, r.is_base_affected, r.sequence
             FROM tax r WHERE r.current = 1",
            "r.sequence, r.name",
        ),
        RecordKind::Journal => {
            ("SELECT r.id, r.version, NULL, NULL, r.code, r.name, r.kind FROM journal r WHERE 1", "r.code")
        }
        RecordKind::Product => (
            "SELECT r.id, r.version, NULL, NULL, r.sku, r.name, r.kind, r.tracking, r.unit, r.price,
                (SELECT group_concat(x.tax, ';') FROM (SELECT tax FROM product_tax WHERE product_id = r.id ORDER BY position) x),
                r.invoice_policy, r.warranty_months, r.replacement_warranty FROM product r WHERE 1",
            "r.sku",
        ),
        RecordKind::Location => (
            "SELECT r.id, r.version, NULL, NULL, r.name, r.usage, r.return_location FROM location r WHERE 1",
            "r.name",
        ),
        RecordKind::TeamStage => (
            "SELECT r.id, r.version, o.id, o.name, r.name, r.sequence, r.folded FROM stage r
             JOIN team o ON o.id = r.team_id WHERE 1",
            "o.name, r.sequence, r.id",
        ),
        RecordKind::ProjectStage => (
            "SELECT r.id, r.version, o.id, o.name, r.name, r.sequence, r.folded FROM project_stage r
             JOIN project o ON o.id = r.project_id WHERE 1",
            "o.name, r.sequence, r.id",
        ),
        RecordKind::Response => (
            "SELECT r.id, r.version, NULL, NULL, r.shortcut, r.name, r.text_en, r.text_ko FROM response r WHERE 1",
            "r.shortcut",
        ),
        RecordKind::Letter => (
            "SELECT r.id, r.version, NULL, NULL, r.kind, r.subject_en, r.body_en, r.subject_ko, r.body_ko
             FROM letter r WHERE 1",
            "r.kind",
        ),
        RecordKind::TicketType => {
            ("SELECT r.id, r.version, NULL, NULL, r.name FROM ticket_type r WHERE 1", "r.name")
        }
        RecordKind::View => (
            "SELECT r.id, r.version, NULL, NULL, r.name, r.query, r.columns, r.sort, r.reversed, r.user_id IS NULL,
                r.position FROM view r WHERE 1",
            "r.position, r.id",
        ),
        RecordKind::Policy => (
            "SELECT r.id, r.version, o.id, o.name, r.name, r.description, (SELECT s.name FROM stage s WHERE s.id = r.stage_id),
                r.minutes,
                (SELECT group_concat(x.priority, ';') FROM sla_policy_priority x WHERE x.policy_id = r.id),
                (SELECT group_concat(y.name, ';') FROM sla_policy_type x JOIN ticket_type y ON y.id = x.type_id
                    WHERE x.policy_id = r.id),
                (SELECT group_concat(y.name, ';') FROM sla_policy_tag x JOIN tag y ON y.id = x.tag_id
                    WHERE x.policy_id = r.id),
                (SELECT group_concat(y.ref, ';') FROM sla_policy_customer x JOIN customer y ON y.id = x.customer_id
                    WHERE x.policy_id = r.id),
                (SELECT group_concat(y.name, ';') FROM sla_policy_excluded x JOIN stage y ON y.id = x.stage_id
                    WHERE x.policy_id = r.id),
                r.active
             FROM sla_policy r JOIN team o ON o.id = r.team_id WHERE 1",
            "o.name, r.name",
        ),
        RecordKind::ClosingRule => (
            "SELECT r.id, r.version, o.id, o.name, r.name, (SELECT s.name FROM stage s WHERE s.id = r.stage_id),
                (SELECT s.name FROM stage s WHERE s.id = r.into_id), r.days, r.working_days, r.active
             FROM closing_rule r JOIN team o ON o.id = r.team_id WHERE 1",
            "o.name, r.name",
        ),
        RecordKind::Holiday => {
            ("SELECT r.id, r.version, NULL, NULL, r.date, r.name FROM holiday r WHERE 1", "r.date")
        }
        RecordKind::Team | RecordKind::Project | RecordKind::Worksheet | RecordKind::User => {
            ("SELECT NULL, NULL, NULL, NULL WHERE 0", "1")
        }
    }
}

fn record(kind: RecordKind, row: &Row<'_>) -> Result<Record> {
    let columns = kind.columns().iter().zip(4..);
    Ok(Record {
        kind,
        id: row.get(0)?,
        version: row.get(1)?,
        owner: row.get::<Option<i64>>(2)?.zip(row.get::<Option<String>>(3)?),
        values: columns
            .map(|(column, at)| Ok((column.name, text(kind, column, row, at)?)))
            .collect::<Result<_>>()?,
    })
}

/// A column as an import file would hold it.
fn text(kind: RecordKind, column: &Column, row: &Row<'_>, at: usize) -> Result<String> {
    Ok(match (kind, column.name, column.shape) {
        (RecordKind::Policy, "within", _) => crate::domain::sla::within(row.get(at)?),
        (RecordKind::Tax, "amount", _) => row.get::<Rate>(at)?.to_string(),
        (RecordKind::Product, "price", _) => row.get::<UnitPrice>(at)?.to_string(),
        (_, _, Shape::Flag) => row.get::<bool>(at)?.to_string(),
        (_, _, Shape::Count) => row.get::<Option<i64>>(at)?.map(|n| n.to_string()).unwrap_or_default(),
        _ => row.get::<Option<String>>(at)?.unwrap_or_default(),
    })
}

/// That a row belongs to an owner, where one is asked for. Views belong to an agent or to everybody.
fn belongs(kind: RecordKind, place: usize) -> String {
    match (kind, kind.owner()) {
        (RecordKind::View, _) => format!("(r.user_id = ?{place} OR r.user_id IS NULL)"),
        (_, Some(_)) => format!("(?{place} IS NULL OR o.id = ?{place})"),
        (_, None) => format!("?{place} IS ?{place}"),
    }
}

/// Every row of a kind, or those of an owner, at most so many.
pub fn list(
    read: &Read<'_>,
    kind: RecordKind,
    owner: Option<i64>,
    limit: Option<i64>,
) -> Result<Vec<Record>> {
    let (sql, order) = select(kind);
    let of_owner = belongs(kind, 1);
    let sql = format!("{sql} AND {of_owner} ORDER BY {order} LIMIT ?2");
    read.all(&sql, params![owner, limit.unwrap_or(-1)], |row| record(kind, row))
}

/// A row of a kind.
pub fn load(read: &Read<'_>, kind: RecordKind, id: i64) -> Result<Option<Record>> {
    let (sql, _) = select(kind);
    read.first(&format!("{sql} AND r.id = ?1"), params![id], |row| record(kind, row))
}

/// A row of a kind by its key, of an owner where its kind has owners.
pub fn find(read: &Read<'_>, kind: RecordKind, owner: Option<i64>, key: &str) -> Result<Option<i64>> {
    let (sql, _) = select(kind);
    let of_owner = belongs(kind, 2);
    let sql = format!("{sql} AND r.{} = ?1 AND {of_owner}", kind.key());
    read.value(&sql, params![crate::domain::wording::key(key), owner])
}

fn table(kind: RecordKind) -> &'static str {
    match kind {
        RecordKind::Company => "company",
        RecordKind::Tax => "tax",
        RecordKind::Journal => "journal",
        RecordKind::Product => "product",
        RecordKind::Location => "location",
        RecordKind::TeamStage => "stage",
        RecordKind::ProjectStage => "project_stage",
        RecordKind::Response => "response",
        RecordKind::Letter => "letter",
        RecordKind::TicketType => "ticket_type",
        RecordKind::View => "view",
        RecordKind::Holiday => "holiday",
        RecordKind::Policy => "sla_policy",
        RecordKind::ClosingRule => "closing_rule",
        RecordKind::Team => "team",
        RecordKind::Project => "project",
        RecordKind::Worksheet => "worksheet_template",
        RecordKind::User => "user",
    }
}

/// The names of the stages that some teams have, in the order of their places, each once.
pub fn stage_names(read: &Read<'_>, teams: &[TeamId]) -> Result<Vec<String>> {
    let teams = serde_json::to_string(teams).unwrap_or_default();
    read.all(
        "SELECT name FROM stage WHERE team_id IN (SELECT value FROM json_each(?1)) GROUP BY name
         ORDER BY min(sequence), name",
        params![teams],
        |row| row.get(0),
    )
}

/// Gives a row another key.
pub fn rename(tx: &Tx<'_>, kind: RecordKind, id: i64, key: &str) -> Result<()> {
    let sql = format!("UPDATE {} SET {} = ?2 WHERE id = ?1", table(kind), kind.key());
    tx.run(&sql, params![id, key]).map(drop)
}

/// What belongs to a row alone and goes with it.
fn parts(kind: RecordKind) -> &'static [&'static str] {
    match kind {
        RecordKind::Product => &[
            "DELETE FROM product_tax WHERE product_id = ?1",
            "DELETE FROM lot WHERE product_id = ?1",
            "DELETE FROM product_search WHERE rowid = ?1",
            "DELETE FROM product_initials WHERE rowid = ?1",
        ],
        RecordKind::TeamStage => &["DELETE FROM ticket_count WHERE stage_id = ?1 AND tickets = 0"],
        RecordKind::Team => &[
            "DELETE FROM ticket_count WHERE team_id = ?1 AND tickets = 0",
            "DELETE FROM team_member WHERE team_id = ?1",
            "DELETE FROM stage WHERE team_id = ?1",
        ],
        RecordKind::Policy => &[
            "UPDATE ticket SET deadline = NULL, sla_failed = 0 WHERE closed = 0
                AND id IN (SELECT ticket_id FROM ticket_sla WHERE policy_id = ?1)",
            "DELETE FROM ticket_sla WHERE policy_id = ?1 AND ticket_id IN (SELECT id FROM ticket WHERE closed = 0)",
            "DELETE FROM sla_policy_priority WHERE policy_id = ?1",
            "DELETE FROM sla_policy_type WHERE policy_id = ?1",
            "DELETE FROM sla_policy_tag WHERE policy_id = ?1",
            "DELETE FROM sla_policy_customer WHERE policy_id = ?1",
            "DELETE FROM sla_policy_excluded WHERE policy_id = ?1",
        ],
        RecordKind::Project => &["DELETE FROM project_stage WHERE project_id = ?1"],
        RecordKind::Worksheet => &["DELETE FROM worksheet_field WHERE template_id = ?1"],
        RecordKind::User => &[
            "DELETE FROM user_right WHERE user_id = ?1",
            "DELETE FROM user_limit WHERE user_id = ?1",
            "DELETE FROM user_day_limit WHERE user_id = ?1",
            "DELETE FROM team_member WHERE user_id = ?1",
        ],
        _ => &[],
    }
}

/// Removes a row with what belongs to it alone; refused with [`crate::domain::error::Error::Referenced`] where
/// something names it. A tax only stops being the current one: documents keep it.
pub fn remove(tx: &Tx<'_>, kind: RecordKind, id: i64) -> Result<()> {
    if kind == RecordKind::Tax {
        return tx.run("UPDATE tax SET current = 0 WHERE id = ?1", params![id]).map(drop);
    }
    for part in parts(kind) {
        tx.run(part, params![id])?;
    }
    tx.run(&format!("DELETE FROM {} WHERE id = ?1", table(kind)), params![id]).map(drop)
}

/// Forgets that a row came from a file, and what belongs to it alone: the file's rows make them again.
pub fn forget(tx: &Tx<'_>, kind: RecordKind, id: i64) -> Result<()> {
    // The files, and what begins the keys of their rows.
    let files: &[(&str, &str)] = match kind {
        RecordKind::Tax => &[("taxes", "r.name")],
        RecordKind::Journal => &[("journals", "r.code")],
        RecordKind::Product => &[("products", "r.sku"), ("lots", "r.sku")],
        RecordKind::Location => &[("locations", "r.name")],
        RecordKind::TeamStage => {
            &[("stages", "(SELECT name FROM team WHERE id = r.team_id) || char(31) || r.name")]
        }
        RecordKind::ProjectStage => &[(
            "stages",
            "'project ' || (SELECT name FROM project WHERE id = r.project_id) || char(31) || r.name",
        )],
        RecordKind::Team => &[("teams", "r.name"), ("stages", "r.name")],
        RecordKind::Project => &[("projects", "r.name"), ("stages", "'project ' || r.name")],
        RecordKind::Worksheet => &[("worksheet_templates", "r.name")],
        RecordKind::User => &[("users", "r.login")],
        RecordKind::Company
        | RecordKind::Response
        | RecordKind::Letter
        | RecordKind::TicketType
        | RecordKind::View
        | RecordKind::Holiday
        | RecordKind::Policy
        | RecordKind::ClosingRule => &[],
    };
    for (file, key) in files {
        let sql = format!(
            "DELETE FROM import_row WHERE file = ?2 || '.csv' AND EXISTS (SELECT 1 FROM {} r WHERE r.id = ?1
                 AND (import_row.key = {key} OR substr(import_row.key, 1, length({key}) + 1) = {key} || char(31)))",
            table(kind)
        );
        tx.run(&sql, params![id, *file])?;
    }
    Ok(())
}

/// Whether a team is the only one of anybody's.
pub fn is_only_team(read: &Read<'_>, team: i64) -> Result<bool> {
    read.one(
        "SELECT EXISTS (SELECT 1 FROM team_member m WHERE m.team_id = ?1
             AND EXISTS (SELECT 1 FROM user u WHERE u.id = m.user_id AND u.active = 1)
             AND NOT EXISTS (SELECT 1 FROM team_member o WHERE o.user_id = m.user_id AND o.team_id <> ?1))",
        params![team],
        |row| row.get(0),
    )
}

/// Whether a product has a tax, by its name.
pub fn tax_in_use(read: &Read<'_>, name: &str) -> Result<bool> {
    read.one("SELECT EXISTS (SELECT 1 FROM product_tax WHERE tax = ?1)", params![name], |row| row.get(0))
}

/// How many other rows there are like one: journals and locations of its kind, stages of its owner that are as it is,
/// teams.
pub fn others_like(read: &Read<'_>, kind: RecordKind, id: i64) -> Result<i64> {
    let like = match kind {
        RecordKind::Journal => "journal x, journal r WHERE r.id = ?1 AND x.kind = r.kind",
        RecordKind::Location => "location x, location r WHERE r.id = ?1 AND x.usage = r.usage",
        RecordKind::TeamStage => {
            "stage x, stage r WHERE r.id = ?1 AND x.team_id = r.team_id AND x.folded = 0"
        }
        RecordKind::ProjectStage => {
            "project_stage x, project_stage r WHERE r.id = ?1 AND x.project_id = r.project_id AND x.folded = 0"
        }
        RecordKind::Team => "team x, team r WHERE r.id = ?1",
        _ => return Ok(1),
    };
    read.one(&format!("SELECT count(*) FROM {like} AND x.id <> r.id"), params![id], |row| row.get(0))
}

/// Writes a canned response or the wording of a message, by its key.
pub fn save_texts(tx: &Tx<'_>, kind: RecordKind, id: Option<i64>, texts: &[(&str, String)]) -> Result<i64> {
    let names: Vec<&str> = texts.iter().map(|(name, _)| *name).collect();
    let values: Vec<Param<'_>> = texts.iter().map(|(_, text)| Param::from(text)).collect();
    let table = table(kind);
    let Some(id) = id else {
        let places: Vec<String> = (1..=names.len()).map(|n| format!("?{n}")).collect();
        let sql = format!("INSERT INTO {table} ({}) VALUES ({})", names.join(", "), places.join(", "));
        return tx.insert(&sql, &values);
    };
    let set: Vec<String> = names.iter().zip(2..).map(|(name, n)| format!("{name} = ?{n}")).collect();
    let values: Vec<Param<'_>> = std::iter::once(Param::Int(id)).chain(values).collect();
    let set = if set.is_empty() { String::new() } else { format!(", {}", set.join(", ")) };
    tx.run(&format!("UPDATE {table} SET version = version + 1{set} WHERE id = ?1"), &values)?;
    Ok(id)
}
