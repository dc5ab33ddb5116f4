//! How messages leave the desk: into a folder, through a mail server, through the machine's own sendmail.
//! The only place that names the mail library. Both doors make a transport here and hand it to the desk,
//! which decides what leaves and writes down what became of it.

mod folder;
pub mod incoming;
mod letter;
mod process;
mod secret;
mod sendmail;
mod smtp;

use std::path::{Path, PathBuf};

use crate::domain::mail::{Carrier, Post, Transport};

/// The transport of a way to send; `database` says where its folder is, where none is named.
pub fn transport(post: &Post, database: &Path) -> Box<dyn Transport + Send> {
    let from = post.from.clone();
    match &post.carrier {
        Carrier::Folder(named) => {
            let folder = named.clone().unwrap_or_else(|| folder_beside(database));
            Box::new(folder::Folder { folder, from })
        }
        Carrier::Smtp(server) => Box::new(smtp::Smtp::new(server.clone(), from, post.timeout)),
        Carrier::Sendmail => Box::new(sendmail::Sendmail { from, timeout: post.timeout }),
    }
}

/// The folder that messages go to where nothing is set: `desk.db.outbox` beside `desk.db`.
fn folder_beside(database: &Path) -> PathBuf {
    let mut name = database.as_os_str().to_owned();
    name.push(".outbox");
    name.into()
}
