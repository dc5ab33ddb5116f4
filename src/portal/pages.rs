//! The pages as HTML. Templates and stylesheet are part of the program. Every text is made harmless and escaped where
//! it is put in; what a template asks for and is not there is an error, not a gap.

use axum::http::StatusCode;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Serde, Value};
use minijinja::{AutoEscape, Environment, UndefinedBehavior, context, escape_formatter};
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::speech::Speech;
use crate::desk::portal::{Front, Page};
use crate::domain::error::{Error, Result};
use crate::text::cells::paragraphs;

/// The stylesheet.
pub(super) const STYLE: &str = include_str!("../../assets/portal/style.css");

const TEMPLATES: [(&str, &str); 11] = [
    ("base.html", include_str!("../../assets/portal/base.html")),
    ("coupon.html", include_str!("../../assets/portal/coupon.html")),
    ("note.html", include_str!("../../assets/portal/note.html")),
    ("overview.html", include_str!("../../assets/portal/overview.html")),
    ("part-coupon.html", include_str!("../../assets/portal/part-coupon.html")),
    ("part-tickets.html", include_str!("../../assets/portal/part-tickets.html")),
    ("part-visits.html", include_str!("../../assets/portal/part-visits.html")),
    ("ticket.html", include_str!("../../assets/portal/ticket.html")),
    ("tickets.html", include_str!("../../assets/portal/tickets.html")),
    ("told.html", include_str!("../../assets/portal/told.html")),
    ("visit.html", include_str!("../../assets/portal/visit.html")),
];

/// The templates, read once.
pub(super) struct Pages {
    environment: Environment<'static>,
    style: String,
}

impl Pages {
    /// Reads the templates.
    pub fn new() -> Result<Self> {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_auto_escape_callback(|_| AutoEscape::Html);
        environment.set_formatter(|out, state, value| match value.as_str() {
            Some(text) if !value.is_safe() => escape_formatter(out, state, &Value::from(paragraphs(text))),
            _ => escape_formatter(out, state, value),
        });
        environment.add_filter("path", path);
        environment.set_syntax(syntax()?);
        for (name, template) in TEMPLATES {
            environment.add_template(name, template).map_err(broken)?;
        }
        let digest = Sha256::digest(STYLE);
        let style = digest.iter().take(6).map(|byte| format!("{byte:02x}")).collect::<String>();
        Ok(Self { environment, style: format!("{style}.css") })
    }

    /// The name of the stylesheet, which is another one when it changes.
    pub fn style(&self) -> &str {
        &self.style
    }

    /// A page; `home` is the path of the customer's first page, empty where there is none.
    pub fn page<T: Serialize>(&self, name: &str, of: &Page<T>, home: &str) -> Result<String> {
        let home = format!("{}{home}", of.front.base);
        self.render(
            name,
            &of.front,
            of.customer.as_deref(),
            context! { body => Value::from(Serde(&of.body)), home },
        )
    }

    /// That something can't be shown, and what to do.
    pub fn told(&self, status: StatusCode, front: &Front) -> Result<String> {
        let about = match status {
            StatusCode::NOT_FOUND => "missing",
            StatusCode::TOO_MANY_REQUESTS => "often",
            StatusCode::SERVICE_UNAVAILABLE => "later",
            _ => "refused",
        };
        self.render("told.html", front, None, context! { about })
    }

    fn render(&self, name: &str, front: &Front, customer: Option<&str>, more: Value) -> Result<String> {
        let speech = Speech::new(front.language, &front.zone);
        let all = context! {
            words => Value::from_object(speech), front => Value::from(Serde(front)), customer, style => self.style.as_str(), ..more
        };
        self.environment.get_template(name).and_then(|template| template.render(all)).map_err(broken)
    }
}

/// Lines that hold a tag alone leave nothing behind.
fn syntax() -> Result<SyntaxConfig> {
    SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build().map_err(broken)
}

/// A number as it stands in an address: its slashes part it, everything else that means something there is escaped.
fn path(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' | b'/' => {
                escaped.push(char::from(byte))
            }
            other => escaped.push_str(&format!("%{other:02X}")),
        }
    }
    escaped
}

fn broken(error: minijinja::Error) -> Error {
    Error::Io(error.to_string())
}
