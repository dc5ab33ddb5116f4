//! `portal`: serves the customer's pages until it is asked to stop.

use std::net::SocketAddr;
use std::sync::Arc;

use clap::{Args, Subcommand};
use serde_json::json;

use super::output::Output;
use super::{Globals, session};
use crate::domain::error::Result;
use crate::portal::{self, Event, Options};
use crate::text::sentence;

/// The customer's pages.
#[derive(Debug, Subcommand)]
pub enum Portal {
    /// Serve the pages to customers who have a personal link, until Ctrl-C or a termination signal
    ///
    /// The database is opened for reading only, so that this can run beside the terminal interface. It speaks plain
    /// HTTP: on the open net a proxy with TLS belongs in front of it. Where the pages are reached is said with
    /// settings set portal_url https://…; links are made with customer link REF.
    Serve(Serve),
}

/// How they are served.
#[derive(Debug, Args)]
pub struct Serve {
    /// Address and port; port 0 takes a free one
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
    listen: String,
    /// Requests a second that one address may make in the long run, 0 for any number
    #[arg(long, value_name = "N", default_value_t = 10)]
    rate: u32,
    /// Tell clients apart by the last address in X-Forwarded-For: only behind a proxy that sets it
    #[arg(long)]
    behind_proxy: bool,
}

impl Portal {
    /// Runs the command.
    pub fn run(self, globals: &Globals, out: &Output) -> Result<()> {
        let Self::Serve(args) = self;
        let options = Options {
            database: session::database(globals)?,
            clock: session::clock()?,
            listen: portal::address(&args.listen).map_err(|e| e.at("listen"))?,
            rate: Some(args.rate).filter(|rate| *rate > 0),
            behind_proxy: args.behind_proxy,
        };
        let told = Output { json: out.json, words: out.words_again() };
        portal::serve(&options, Arc::new(move |event| tell(&told, event)))
    }
}

/// Where it listens is the answer; everything else is told beside it.
fn tell(out: &Output, event: &Event) {
    match event {
        Event::Listening(at) => {
            let address = format!("http://{at}");
            // Who started it may not read any more: the pages are served all the same.
            let _ = out.show(&json!({ "listening": address }), |words| {
                words.say("notice-portal-listening", &[("address", address.clone())])
            });
            if is_public(*at) {
                out.note(&out.words.word("notice-portal-public"));
            }
        }
        Event::Stopping => out.note(&out.words.word("notice-portal-stopping")),
        Event::Trouble(error) => {
            let text = sentence::error(&out.words, error);
            out.note(&out.words.say("notice-portal-trouble", &[("text", text)]));
        }
    }
}

fn is_public(at: SocketAddr) -> bool {
    !at.ip().to_canonical().is_loopback()
}
