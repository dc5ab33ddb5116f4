//! The language of whoever has no language of their own here: what the browser asks for.

use axum::http::HeaderMap;
use axum::http::header::ACCEPT_LANGUAGE;

use crate::domain::settings::Language;

/// The language that a browser likes best of those that there are; none where it likes neither.
pub(super) fn of(headers: &HeaderMap) -> Option<Language> {
    let text = headers.get(ACCEPT_LANGUAGE)?.to_str().ok()?;
    let mut best: Option<(f32, Language)> = None;
    for wish in text.split(',').take(20) {
        let (tag, weight) = wish.split_once(';').unwrap_or((wish, ""));
        let weight = weight.trim().strip_prefix("q=").and_then(|q| q.parse().ok()).unwrap_or(1.0);
        let spoken = tag.trim().split('-').next().unwrap_or_default().to_ascii_lowercase();
        let Ok(language) = spoken.parse::<Language>() else { continue };
        if weight > 0.0 && best.is_none_or(|(most, _)| weight > most) {
            best = Some((weight, language));
        }
    }
    best.map(|(_, language)| language)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_liked_language_that_there_is() {
        let liked = |text: &str| {
            let headers = HeaderMap::from_iter([(ACCEPT_LANGUAGE, text.parse().unwrap())]);
            of(&headers)
        };
        assert_eq!(liked("ko-KR,ko;q=0.9,en;q=0.8"), Some(Language::Korean));
        assert_eq!(liked("de, en-GB;q=0.7, ko;q=0.3"), Some(Language::English));
        assert_eq!(liked("en;q=0.2,ko;q=0.8"), Some(Language::Korean));
        assert_eq!(liked("fr-FR"), None);
        assert_eq!(liked("ko;q=0"), None);
        assert_eq!(liked("*"), None);
        assert_eq!(liked(";;;q=,"), None);
        assert_eq!(of(&HeaderMap::new()), None);
    }
}
