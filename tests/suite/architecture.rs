//! Who may import whom, and what may be named only in one place: the sources are read, and anything
//! else fails. The table is that of `src/lib.rs`.

use std::path::{Path, PathBuf};

/// Module → modules of this crate that it may use.
const MAY_USE: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("store", &["domain"]),
    ("text", &["domain"]),
    ("desk", &["store", "domain", "text"]),
    ("import", &["desk", "domain"]),
    ("mail", &["domain", "text", "paper"]),
    ("paper", &["domain", "text"]),
    ("config", &["domain"]),
    ("keys", &["domain"]),
    ("tui", &["desk", "domain", "text", "keys", "mail", "paper"]),
    ("portal", &["desk", "domain", "text", "paper", "config"]),
    ("cli", &["desk", "domain", "text", "config", "import", "keys", "mail", "paper", "portal", "tui"]),
];

/// Something that only some files may name.
const ONLY_IN: &[(&str, &[&str])] = &[
    ("rusqlite", &["store/sqlite"]),
    ("refinery", &["store/sqlite"]),
    ("clap", &["cli/", "main.rs"]),
    ("lettre", &["mail/"]),
    ("krilla", &["paper/"]),
    ("skrifa", &["paper/face.rs"]),
    ("minijinja", &["paper/html.rs", "portal/"]),
    ("axum", &["portal/"]),
    ("tokio", &["portal/"]),
    ("hyper", &["portal/"]),
    ("governor", &["portal/"]),
    ("ratatui", &["tui/"]),
    ("crossterm", &["tui/"]),
    ("arboard", &["tui/clipboard/system.rs"]),
    ("qrcode", &["tui/qr.rs"]),
    ("Utc::now", &["desk/clock.rs"]),
    ("SystemTime::now", &[]),
    ("println!", &[]),
    ("std::io::stdout", &["cli/output.rs", "cli/desk.rs"]),
    ("std::io::stderr", &["cli/output.rs"]),
];

fn sources() -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let (mut folders, mut files) = (vec![root.clone()], Vec::new());
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                files.push((path.strip_prefix(&root).unwrap().to_owned(), text));
            }
        }
    }
    files
}

/// The lines of a file that are code.
fn code(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim_start).filter(|l| !l.starts_with("//"))
}

#[test]
fn modules_use_only_what_lies_below_them() {
    let files = sources();
    assert!(files.len() > 60);
    let mut wrong = Vec::new();
    for (path, text) in &files {
        let first = path.components().next().unwrap().as_os_str().to_str().unwrap();
        let module = first.trim_end_matches(".rs");
        // Tests of a module may look at what is above it.
        if path.ends_with("tests.rs") {
            continue;
        }
        let Some((_, allowed)) = MAY_USE.iter().find(|(name, _)| *name == module) else { continue };
        for line in code(text) {
            for (other, _) in MAY_USE {
                let named = line.contains(&format!("crate::{other}::"))
                    || line.contains(&format!("crate::{other}}}"));
                if named && *other != module && !allowed.contains(other) {
                    wrong.push(format!("{}: {line}", path.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn libraries_and_the_outside_are_named_in_one_place() {
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        for (name, places) in ONLY_IN {
            let here = places.iter().any(|place| path.to_str().unwrap().starts_with(place));
            if !here && code(&text).any(|line| line.contains(name)) {
                wrong.push(format!("{} names {name}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
