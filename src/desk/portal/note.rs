//! A customer's credit notes: what is printed, once they are posted, and whether it is paid out.

use super::guest::Guest;
use super::sheets;
use super::view::NotePage;
use crate::domain::error::Result;
use crate::store::{Read, portal};

/// A posted credit note of the customer, in its language.
pub(super) fn one(read: &Read<'_>, guest: &Guest, number: &str) -> Result<Option<NotePage>> {
    let Some((id, head)) = portal::note(read, guest.id, number)? else { return Ok(None) };
    let sheet = sheets::document(read, id, guest.language, &guest.settings)?;
    Ok(Some(NotePage { note: head.into(), sheet }))
}
