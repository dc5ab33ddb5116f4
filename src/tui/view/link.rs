//! A customer's personal link to the customer's pages: made and shown once, to be copied or scanned; and all of them
//! taken back, after the effect preview. Called by the customer's card.

use super::{Preview, Share};
use crate::domain::command::{Answer, Call, Command};
use crate::domain::customer::CustomerView;
use crate::domain::customer::link::LinkView;
use crate::domain::error::Result;
use crate::domain::ids::CustomerId;
use crate::keys::Verb;
use crate::tui::app::App;
use crate::tui::layer::{Layer, Next};
use crate::tui::view::LinkCopy;

/// Makes a link and shows it.
pub fn make(app: &mut App, id: CustomerId) -> Result<Next> {
    let (of, call) = asked(app, id)?;
    let command = Command::LinkCustomer(of.reference.clone(), None);
    app.carry_out(&command, &call).map(|next| match next {
        Next::Swap(layer) => Next::Push(layer),
        _ => Next::Stay,
    })
}

/// Asks whether to take every link of a customer back; says so where there is none.
pub fn revoke(app: &mut App, id: CustomerId) -> Result<Next> {
    let (of, call) = asked(app, id)?;
    let command = Command::RevokeLinks(of.reference.clone());
    let dry = Call { dry_run: true, request: None, ..call.clone() };
    if let Answer::Link(view) = app.desk()?.execute(&command, &dry)?.answer
        && view.revoked == 0
    {
        let told = [("customer", of.reference), ("count", "0".to_owned())];
        app.tell(app.look.words.say("notice-links-revoked", &told));
        return Ok(Next::Stay);
    }
    let title = app.look.verb(Verb::RevokeLinks);
    Preview::open(app, title, vec![of.name], command, call).map(Next::Push)
}

/// The customer as it is now, and a call that refuses when it is another one by then.
fn asked(app: &mut App, id: CustomerId) -> Result<(CustomerView, Call)> {
    let of = app.desk()?.customer_card(id, 0)?.customer;
    let call = Call { request: Some(app.request()), if_version: Some(of.version), ..Call::default() };
    Ok((of, call))
}

/// The layer that shows a link which was made; none where it was told before.
pub fn shown(app: &mut App, of: &LinkView) -> Result<Option<Layer>> {
    let (Some(link), Some(expires)) = (of.link.clone(), of.expires) else { return Ok(None) };
    let name = app.desk()?.customer(&of.customer)?.name;
    let local = app.desk()?.settings()?.portal_url.is_none();
    let share = Share::of_link(&app.look.words, LinkCopy { link, expires, name, local });
    Ok(Some(Layer::Share(Box::new(share))))
}
