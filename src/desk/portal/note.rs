//! A customer's credit notes: what is printed, once they are posted.

use super::guest::Guest;
use super::sheets;
use crate::domain::error::Result;
use crate::store::{Read, portal};
use crate::text::sheet::Sheet;

/// A posted credit note of the customer, in its language.
pub(super) fn one(read: &Read<'_>, guest: &Guest, number: &str) -> Result<Option<Sheet>> {
    let Some(id) = portal::note(read, guest.id, number)? else { return Ok(None) };
    sheets::document(read, id, guest.language, &guest.settings).map(Some)
}
