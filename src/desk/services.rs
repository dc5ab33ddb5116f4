//! The services that a ticket offers, and why one can't be used now.

use std::collections::BTreeMap;

use super::access;
use crate::domain::error::{Error, Result};
use crate::domain::team::{Service, Switches};
use crate::domain::ticket::{ServiceView, Ticket};
use crate::domain::user::User;
use crate::store::{Read, customer, invoice, program, project, transfer};

/// What this release has; the others are hidden.
const BUILT: &[Service] = Service::ALL;

/// Each service as the ticket's team offers it to an agent.
pub fn of(
    read: &Read<'_>,
    of: &Ticket,
    switches: Switches,
    actor: &User,
) -> Result<BTreeMap<Service, ServiceView>> {
    let mut services = BTreeMap::new();
    for service in Service::ALL {
        let usable_here = access::require_unmerged(of);
        let view = match usable_here.and_then(|()| access::require(actor, access::right_of(*service))) {
            _ if !switches.offers(*service) || !BUILT.contains(service) => ServiceView::default(),
            Err(why) => ServiceView::off(why),
            Ok(()) => match usable(read, of, *service)? {
                Some(why) => ServiceView::off(why),
                None => ServiceView::on(),
            },
        };
        services.insert(*service, view);
    }
    Ok(services)
}

/// Why a service can't be used on a ticket, if it can't.
fn usable(read: &Read<'_>, of: &Ticket, service: Service) -> Result<Option<Error>> {
    Ok(match service {
        // A refund needs a customer, and a posted invoice of its family.
        Service::Refund => match of.customer {
            None => Some(Error::CustomerRequired),
            Some(customer) => {
                let family = customer::family(read, customer)?;
                let any = invoice::fitting(read, family, (None, None, None), 1)?;
                any.is_empty().then_some(Error::NoInvoice)
            }
        },
        Service::Coupon => (!program::any_of_coupons(read)?).then_some(Error::NoProgram),
        // A return needs a customer, and a delivery to its family that is done.
        Service::Return => match of.customer {
            None => Some(Error::CustomerRequired),
            Some(customer) => {
                let family = customer::family(read, customer)?;
                let any = transfer::deliveries(read, family, None, true, Some(1))?;
                any.is_empty().then_some(Error::NoDelivery)
            }
        },
        // Whose product it is can be said there.
        Service::Repair => None,
        Service::FieldService => project::list(read)?.is_empty().then_some(Error::ProjectRequired),
    })
}
