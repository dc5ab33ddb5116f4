//! What may be done with coupon programs now, and if not, why.

use super::{Desk, access, load_user, programs};
use crate::domain::coupon::program::ProgramAction;
use crate::domain::error::{Error, Result};
use crate::domain::ids::ProgramId;
use crate::domain::user::Right;

/// An action that programs offer, and why it can't be used now.
pub type Offered = (ProgramAction, Option<Error>);

impl Desk {
    /// The actions of a program in its state, the most likely first; without one, of all of them.
    pub fn program_actions(&mut self, id: Option<ProgramId>) -> Result<Vec<Offered>> {
        use ProgramAction as A;
        let actor = self.actor_id()?;
        self.store.read(|read| {
            let why = access::require(&load_user(read, actor)?, Right::Settings).err();
            let offered = match id {
                None => vec![A::New],
                Some(id) => {
                    let of = programs::raw(read, id)?;
                    let state = if of.active { A::Archive } else { A::BringBack };
                    let mut offered = vec![A::Edit, state, A::AddRule];
                    offered.extend((!of.rules.is_empty()).then_some(A::EditRule));
                    offered.extend([A::AddReward, A::EditReward]);
                    offered
                }
            };
            Ok(offered.into_iter().map(|action| (action, why.clone())).collect())
        })
    }
}
