//! Days on which nobody works: those of a country ship with the program as a file that can be changed and read back.

use super::access::require;
use super::work::Work;
use crate::domain::effect::{Effect, Key, Subject};
use crate::domain::error::{Error, Result, Thing};
use crate::domain::settings::{Language, date};
use crate::domain::user::Right;
use crate::domain::wording;
use crate::store::{Tx, sla};

/// The files that ship, by country.
const SHIPPED: &[(&str, &str)] = &[("KR", include_str!("../../assets/holidays/KR.csv"))];

/// Enters the holidays of a country that ships; a day that is there keeps its name. Answers how many were new.
pub(super) fn ship(tx: &Tx<'_>, country: &str, language: Language) -> Result<usize> {
    match SHIPPED.iter().find(|(code, _)| *code == country) {
        Some((_, file)) => enter(tx, file, language),
        None => Ok(0),
    }
}

/// Enters the holidays of a file, or of a country that ships.
pub(super) fn load(work: &mut Work<'_, '_>, country: Option<&str>, file: Option<&str>) -> Result<usize> {
    require(&work.actor, Right::Settings)?;
    let language = work.settings.language;
    let (name, added) = match (country, file) {
        (_, Some(text)) => (String::new(), enter(work.tx, text, language)?),
        (country, None) => {
            let country = country.unwrap_or(&work.settings.country).to_owned();
            let missing = || Error::NotFound { what: Thing::Holiday, key: country.clone() };
            let (_, text) = SHIPPED.iter().find(|(code, _)| *code == country).ok_or_else(missing)?;
            (country.clone(), enter(work.tx, text, language)?)
        }
    };
    if added > 0 {
        let rows = i64::try_from(added).unwrap_or(i64::MAX);
        work.note(Effect::add(Subject::Holiday, name).now(Key::Rows, rows));
    }
    Ok(added)
}

/// Lines of a day and its names, in English and Korean; what begins with `#` is told to people, and the first other
/// line is the header.
fn enter(tx: &Tx<'_>, text: &str, language: Language) -> Result<usize> {
    let mut reader = csv::ReaderBuilder::new()
        .comment(Some(b'#'))
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let wrong = |e: csv::Error| Error::Io(e.to_string());
    let headers = reader.headers().map_err(wrong)?.clone();
    let place = |name: &str| headers.iter().position(|header| header == name);
    let own = if language == Language::Korean { "name_ko" } else { "name_en" };
    let day_at = place("date").ok_or_else(|| Error::MissingColumn.at("date"))?;
    let name_at = place(own).or(place("name")).ok_or_else(|| Error::MissingColumn.at("name"))?;
    let mut added = 0;
    for row in reader.records() {
        let row = row.map_err(wrong)?;
        let day = date(row.get(day_at).unwrap_or_default()).map_err(|e| Error::from(e).at("date"))?;
        let name = wording::name(row.get(name_at).unwrap_or_default()).map_err(|e| e.at("name"))?;
        added += usize::from(sla::enter_holiday(tx, day, &name)?);
    }
    Ok(added)
}
