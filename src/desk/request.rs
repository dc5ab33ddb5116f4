//! Commands that may be repeated. A key stands for one command of one agent: asked again, the first
//! answer comes back and nothing is written; asked for anything else, it is refused.

use serde_json::Value;
use sha2::{Digest, Sha256};

use super::Desk;
use crate::domain::command::{Answer, Call, Outcome};
use crate::domain::error::{Error, Invalid, Result};
use crate::domain::ids::{EventId, UserId};
use crate::store::request::{self, Remembered};
use crate::store::{Read, Tx, driver};

/// A key, and what it stands for.
pub struct Request<'a> {
    key: &'a str,
    user: UserId,
    digest: Vec<u8>,
}

impl<'a> Request<'a> {
    /// The request of a call; `asked` is what it asks for, where the call does not say.
    pub fn of(call: &'a Call, user: UserId, asked: impl FnOnce() -> String) -> Option<Self> {
        let key = call.request.as_deref()?;
        let digest = match &call.asked {
            Some(asked) => Sha256::digest(asked),
            None => Sha256::digest(asked()),
        };
        Some(Self { key, user, digest: digest.to_vec() })
    }

    /// The first answer, where it was carried out before.
    pub fn first(&self, read: &Read<'_>) -> Result<Option<Value>> {
        let Some(known) = request::find(read, self.key)? else { return Ok(None) };
        if known.user != self.user || known.digest != self.digest {
            return Err(Error::from(Invalid::OtherRequest { given: self.key.to_owned() }).at("request"));
        }
        serde_json::from_str(&known.answer).map(Some).map_err(|_| driver::damaged("answer"))
    }

    /// Remembers the answer, without what is told once.
    pub fn remember(self, tx: &Tx<'_>, answer: &Answer, event: Option<EventId>) -> Result<()> {
        let kept = answer.kept();
        let answer =
            serde_json::to_string(kept.as_ref().unwrap_or(answer)).map_err(|e| Error::Io(e.to_string()))?;
        request::insert(tx, self.key, &Remembered { user: self.user, digest: self.digest, answer }, event)
    }
}

/// The outcome of a command that was carried out before.
pub fn repeated(first: Value) -> Outcome {
    Outcome { answer: Answer::Repeated(first), effects: vec![] }
}

impl Desk {
    /// The outcome of a call that was carried out before, for callers that would have to look things up
    /// to make the command again. Only calls that say what they ask for can be told so early.
    pub fn repeated(&mut self, call: &Call) -> Result<Option<Outcome>> {
        if call.request.is_none() || call.asked.is_none() || self.readonly {
            return Ok(None);
        }
        let actor = self.actor_id()?;
        let request = Request::of(call, actor, String::new);
        let first = self.store.read(|read| request.map(|r| r.first(read)).transpose())?.flatten();
        Ok(first.map(repeated))
    }
}
