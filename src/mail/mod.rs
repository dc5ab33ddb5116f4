//! How messages leave the desk: into a folder, through a mail server, through the machine's own sendmail.
//! The only place that names the mail library. Both doors make a transport here and hand it to the desk,
//! which decides what leaves and writes down what became of it.

mod folder;
mod letter;

use std::path::{Path, PathBuf};

use crate::domain::error::Result;
use crate::domain::mail::{Carrier, Post, Transport};

/// The transport of a way to send; `database` says where its folder is, where none is named.
pub fn transport(post: &Post, database: &Path) -> Result<Box<dyn Transport + Send>> {
    let from = post.from.clone();
    Ok(match &post.carrier {
        Carrier::Folder(named) => {
            let folder = named.clone().unwrap_or_else(|| folder_beside(database));
            Box::new(folder::Folder { folder, from })
        }
        Carrier::Smtp(_) | Carrier::Sendmail => {
            Box::new(folder::Folder { folder: folder_beside(database), from })
        }
    })
}

/// The folder that messages go to where nothing is set: `desk.db.outbox` beside `desk.db`.
fn folder_beside(database: &Path) -> PathBuf {
    let mut name = database.as_os_str().to_owned();
    name.push(".outbox");
    name.into()
}
