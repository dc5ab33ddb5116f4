//! What the history holds of a change of a repair: the business values that differ.

use super::number_of;
use crate::desk::views;
use crate::desk::work::Work;
use crate::domain::effect::{Effect, Fact, Key, Subject};
use crate::domain::error::Result;
use crate::domain::repair::Repair;
use crate::store::{Read, user};

/// Notes what changed.
pub fn tell(work: &mut Work<'_, '_>, before: &Repair, after: &Repair) -> Result<()> {
    let (was, now) = (facts(work.tx, before)?, facts(work.tx, after)?);
    let mut effect = Effect::change(Subject::Repair, after.number.clone());
    effect.before.extend(was.iter().filter(|f| !now.contains(f)).cloned());
    effect.after.extend(now.iter().filter(|f| !was.contains(f)).cloned());
    work.note(effect);
    Ok(())
}

fn facts(read: &Read<'_>, of: &Repair) -> Result<Vec<(Key, Fact)>> {
    let mut facts: Vec<(Key, Fact)> = vec![
        (Key::Quantity, of.quantity.to_string().into()),
        (Key::Warranty, of.warranty.into()),
        (Key::Scheduled, of.scheduled.into()),
    ];
    let texts = [
        (Key::Customer, of.customer.map(|id| views::reference(read, id)).transpose()?),
        (Key::Product, views::sku(read, Some(of.product))?),
        (Key::Lot, of.lot.as_ref().map(|l| l.name.clone())),
        (Key::ReturnOf, number_of(read, of.return_of)?),
        (Key::Responsible, of.responsible.map(|id| user::login(read, id)).transpose()?.flatten()),
        (Key::Tags, Some(of.tags.join(", ")).filter(|tags| !tags.is_empty())),
        (Key::Description, Some(of.note.clone()).filter(|note| !note.is_empty())),
    ];
    facts.extend(texts.into_iter().filter_map(|(key, text)| Some((key, text?.into()))));
    Ok(facts)
}
