//! The pages in a real browser: at the width of a phone and of a desk, in both languages, nothing stands out over the
//! edge, and pictures of all of them are kept for looking at. Says that it was skipped where there is no Chromium;
//! `.ci/run` installs it.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::portal::{Served, code, link, shop};
use crate::sandbox::Sandbox;

/// Where the browser is.
const CHROMIUM: &str = "/usr/bin/chromium";
/// The widths of a phone and of a desk.
const WIDTHS: [u32; 2] = [390, 1280];

/// What is measured of the pages in the frames: how wide each may be, how wide it became, and what sticks out.
const PROBE: &str = r#"<script>addEventListener("load", () => {
  const measured = [...document.querySelectorAll("iframe")].map(frame => {
    const page = frame.contentDocument;
    const wide = page.documentElement.clientWidth;
    const out = [...page.querySelectorAll("body *")].filter(e => {
      const box = e.getBoundingClientRect();
      return !e.closest(".skip") && box.width > 0 && (box.right > wide + 0.5 || box.left < -0.5);
    }).map(e => e.tagName + "." + e.className);
    return [wide, page.documentElement.scrollWidth, out.join(",")].join(" ");
  });
  document.title = "PROBE " + measured.join(";") + " END";
});</script>"#;

fn there() -> bool {
    let there = Path::new(CHROMIUM).exists();
    if !there {
        eprintln!("SKIPPED: {CHROMIUM} is not installed");
    }
    there
}

/// Runs the browser on an address; answers what it printed.
fn browse(address: &str, (width, height): (u32, u32), more: &[String]) -> String {
    let profile = tempfile::tempdir().unwrap();
    let mut command = Command::new(CHROMIUM);
    command
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"])
        .args([
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--hide-scrollbars",
        ])
        .arg(format!("--user-data-dir={}", profile.path().display()))
        .arg(format!("--window-size={width},{height}"))
        .args(more)
        .arg(address)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    let mut child = command.spawn().unwrap();
    let out = child.stdout.take().unwrap();
    let reader = std::thread::spawn(move || std::io::read_to_string(out).unwrap_or_default());
    let started = Instant::now();
    while child.try_wait().unwrap().is_none() {
        if started.elapsed() > Duration::from_secs(90) {
            let _ = child.kill();
            let _ = child.wait();
            panic!("the browser does not end at {address}");
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    reader.join().unwrap()
}

/// A page in a frame, which may be narrower than any window of the browser, with its own stylesheet in it.
fn frame(html: &str, style: &str, width: u32) -> String {
    let at = html.find("<link rel=\"stylesheet\"").unwrap();
    let end = at + html[at..].find('>').unwrap() + 1;
    let page = format!("{}<style>{style}</style>{}", &html[..at], &html[end..]);
    let page = page.replace('&', "&amp;").replace('"', "&quot;");
    format!("<iframe style=\"width:{width}px;height:900px;border:0\" srcdoc=\"{page}\"></iframe>")
}

/// How wide pages may be, how wide they became, and what sticks out of them: measured by a probe beside them that their
/// own headers would not let run.
fn measured(frames: &[String]) -> Vec<(u32, u32, String)> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("pages.html");
    std::fs::write(&file, format!("<!doctype html><meta charset=\"utf-8\">{PROBE}{}", frames.concat()))
        .unwrap();
    let dom = browse(&format!("file://{}", file.display()), (1400, 1000), &["--dump-dom".into()]);
    let told = dom.split("<title>PROBE ").nth(1).and_then(|rest| rest.split(" END").next());
    let told = told.unwrap_or_else(|| panic!("no measure in {dom}"));
    let one = |text: &str| {
        let parts: Vec<&str> = text.splitn(3, ' ').collect();
        (parts[0].parse().unwrap(), parts[1].parse().unwrap(), parts[2].to_owned())
    };
    told.split(';').map(one).collect()
}

/// Texts without a place to break, as people paste them.
fn long(s: &Sandbox) {
    let long = "https://carrier.example/track/".to_owned() + &"JD0146".repeat(30);
    s.ok(&["ticket", "edit", "2", "--subject", &format!("Re: {long}"), "--description", &long]);
    s.ok(&["ticket", "edit", "1", "--subject", &"긴제목".repeat(40)]);
    s.ok(&["customer", "edit", "C2", "--name", &"W".repeat(120)]);
    crate::portal::send(s, &["--ticket", "2", "--subject", "Where it is"], &long);
}

/// The pages, by the names of their pictures.
fn pages(s: &Sandbox) -> Vec<(String, String)> {
    let (korean, english) = (link(s, "C1"), link(s, "C2"));
    // A credit note with wide amounts.
    let order = s.ok(&["order", "new", "--customer", "C2", "--line", "A=2@1234567.89"]);
    let order = order["number"].as_str().unwrap();
    s.ok(&["order", "confirm", order]);
    let invoice = s.ok(&["order", "invoice", order]);
    s.ok(&["invoice", "post", &format!("id:{}", invoice["id"])]);
    s.ok(&["refund", "create", "--ticket", "2", "--post"]);
    let own = [
        ("overview", ""),
        ("tickets", "/tickets"),
        ("ticket", "/ticket/1"),
        ("visit", "/ticket/1/visit/1"),
        ("note", "/credit-note/RINV/2026/00001"),
    ];
    let mut all: Vec<(String, String)> =
        own.iter().map(|(name, path)| (format!("ko-{name}"), format!("{korean}{path}"))).collect();
    let own = [
        ("overview", ""),
        ("tickets", "/tickets"),
        ("ticket", "/ticket/2"),
        ("visit", "/ticket/2/visit/1"),
        ("note", "/credit-note/RINV/2026/00002"),
    ];
    all.extend(own.iter().map(|(name, path)| (format!("en-{name}"), format!("{english}{path}"))));
    all.push(("coupon".into(), format!("/coupon/{}", code(s, "1"))));
    all.push(("missing".into(), "/c/nothing".into()));
    all
}

#[test]
fn nothing_stands_out_over_the_edge() {
    if !there() {
        return;
    }
    let s = shop();
    long(&s);
    let served = Served::of(&s);
    let first = served.get(&link(&s, "C1")).text();
    let style = crate::portal::links(&first).into_iter().find(|l| l.ends_with(".css")).unwrap();
    let style = served.get(&style).text();
    let pages = pages(&s).into_iter().map(|(name, path)| (name, served.get(&path).text()));
    let mut wanted: Vec<(String, String, u32)> =
        pages.flat_map(|(name, html)| WIDTHS.map(|width| (name.clone(), html.clone(), width))).collect();
    // And it would be told.
    let broken = first.replace("<main id=\"main\">", "<main id=\"main\"><p style=\"width:600px\">x</p>");
    wanted.push(("broken".into(), broken, WIDTHS[0]));
    let frames: Vec<String> = wanted.iter().map(|(_, html, width)| frame(html, &style, *width)).collect();
    let measures = measured(&frames);
    assert_eq!(measures.len(), wanted.len());
    for ((name, _, width), (wide, needed, out)) in wanted.iter().zip(&measures) {
        assert_eq!(wide, width, "{name}");
        let fits = needed <= wide && out.is_empty();
        assert_eq!(fits, name != "broken", "{name} at {width} needs {needed}: {out}");
    }
}

#[test]
fn pictures_of_every_page() {
    if !there() {
        return;
    }
    let s = shop();
    let served = Served::of(&s);
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("portal");
    std::fs::create_dir_all(&folder).unwrap();
    let mut sizes = Vec::new();
    for (name, path) in pages(&s) {
        for width in WIDTHS {
            let file = folder.join(format!("{name}-{width}.png"));
            let _ = std::fs::remove_file(&file);
            let address = format!("http://{}{path}", served.address);
            browse(&address, (width, 1400), &[format!("--screenshot={}", file.display())]);
            let picture = std::fs::read(&file).unwrap();
            assert!(picture.starts_with(b"\x89PNG"), "{name}");
            // Its width stands in its head.
            assert_eq!(picture[16..20], width.to_be_bytes(), "{name}");
            sizes.push(picture.len());
        }
    }
    // A page without its stylesheet, or with nothing on it, is a smaller picture.
    assert!(sizes.iter().all(|size| *size > 6_000), "{sizes:?}");
}
