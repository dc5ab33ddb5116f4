//! The few words that are stored with a document, in the language of the company or the customer. Called
//! by the desk, which gives the words of that language.

use super::Words;

/// The reference of a credit note: `Reversal of INV/2026/00001, reason`.
pub fn reversal_of(words: &Words, document: &str, reason: Option<&str>) -> String {
    let document = ("document", document.to_owned());
    match reason {
        Some(reason) => words.say("stored-reversal-of-reason", &[document, ("reason", reason.to_owned())]),
        None => words.say("stored-reversal-of", &[document]),
    }
}
