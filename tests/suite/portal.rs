//! The customer's pages as a stranger meets them: a served sandbox, and the little of HTTP that it takes to look at it.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::sandbox::{Sandbox, inv12};

/// A sandbox whose pages are served.
pub struct Served {
    child: Child,
    pub address: SocketAddr,
}

/// An answer, whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Answer {
    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }

    /// What it shows: of a page or a document.
    pub fn shown(&self) -> String {
        match self.header("content-type") {
            Some("application/pdf") => crate::printing::pages(&self.body).concat(),
            Some("text/html; charset=utf-8") => plain(&self.text()),
            _ => String::new(),
        }
    }

    /// The first header of a name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The headers but for the date.
    pub fn lasting(&self) -> Vec<(String, String)> {
        self.headers.iter().filter(|(name, _)| name != "date").cloned().collect()
    }
}

impl Served {
    /// Serves the pages with any number of requests allowed.
    pub fn of(shop: &Sandbox) -> Self {
        Self::with(&mut shop.command(), &["--rate", "0"])
    }

    /// Serves the pages as more arguments say.
    pub fn with(command: &mut Command, args: &[&str]) -> Self {
        let mut child = command
            .args(["--json", "portal", "serve", "--listen", "127.0.0.1:0"])
            .args(args)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let told: serde_json::Value = serde_json::from_str(&line).unwrap();
        let address = told["listening"].as_str().unwrap().strip_prefix("http://").unwrap().parse().unwrap();
        Self { child, address }
    }

    /// Looks at a path.
    pub fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, &[])
    }

    /// Asks for a path with more headers.
    pub fn ask(&self, method: &str, path: &str, headers: &[&str]) -> Answer {
        let lines: String = headers.iter().map(|line| format!("{line}\r\n")).collect();
        let request = format!("{method} {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{lines}\r\n");
        self.raw(request.as_bytes()).unwrap()
    }

    /// Sends bytes and reads what comes until the end; none where nothing does.
    pub fn raw(&self, request: &[u8]) -> Option<Answer> {
        let mut stream = self.connect();
        // What is too long is answered before all of it is read.
        let _ = stream.write_all(request);
        answer(&mut stream)
    }

    /// A connection.
    pub fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        stream
    }

    /// The process.
    pub fn child(&mut self) -> &mut Child {
        &mut self.child
    }

    /// Every page that can be reached from one, by its path, in the order in which they are found.
    pub fn crawl(&self, from: &str) -> Vec<(String, Answer)> {
        let mut paths = vec![from.to_owned()];
        let mut found: Vec<(String, Answer)> = Vec::new();
        while let Some(path) = paths.pop() {
            if found.iter().any(|(known, _)| *known == path) {
                continue;
            }
            let answer = self.get(&path);
            if answer.header("content-type").is_some_and(|kind| kind.starts_with("text/html")) {
                paths.extend(links(&answer.text()).into_iter().filter(|link| link.starts_with('/')));
            }
            found.push((path, answer));
        }
        found
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Reads one answer until the connection ends.
pub fn answer(stream: &mut TcpStream) -> Option<Answer> {
    let mut bytes = Vec::new();
    let _ = stream.read_to_end(&mut bytes);
    let end = bytes.windows(4).position(|window| window == b"\r\n\r\n")?;
    let head = String::from_utf8(bytes[..end].to_vec()).ok()?;
    let mut lines = head.lines();
    let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
    let header =
        |line: &str| line.split_once(": ").map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()));
    Some(Answer { status, headers: lines.filter_map(header).collect(), body: bytes[end + 4..].to_vec() })
}

/// What was escaped in a page.
pub fn plain(html: &str) -> String {
    let marks =
        [("&#x2f;", "/"), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#x27;", "'"), ("&amp;", "&")];
    marks.iter().fold(html.to_owned(), |text, (mark, letter)| text.replace(mark, letter))
}

/// Where the links of a page lead.
pub fn links(html: &str) -> Vec<String> {
    html.split("href=\"").skip(1).map(|rest| plain(rest.split('"').next().unwrap())).collect()
}

/// The path of a customer's personal link that is made anew.
pub fn link(shop: &Sandbox, customer: &str) -> String {
    let made = shop.ok(&["customer", "link", customer]);
    made["link"].as_str().unwrap().strip_prefix("http://127.0.0.1:8080").unwrap().to_owned()
}

/// Writes a message and sends it.
pub fn send(shop: &Sandbox, args: &[&str], text: &str) {
    let mut command = shop.command();
    command.args(["outbox", "new"]).args(args).stdin(Stdio::piped()).stdout(Stdio::null());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    assert!(child.wait().unwrap().success(), "{args:?}");
    shop.ok(&["outbox", "send"]);
}

/// The text of an internal note, which no customer may ever see.
pub const NOTE: &str = "INTERNAL-NOTE-7781";

/// A Korean customer C1 and an English one C2, each with a ticket; what is theirs and what is not for them is told
/// apart by words: `Geheim` stands in everything that is for the house alone.
pub fn shop() -> Sandbox {
    let s = inv12();
    let files = [
        (
            "customers.csv",
            "ref,name,email,language,portal\nC1,김하늘,haneul@example.kr,ko,true\nC2,Liam <b>Carter</b>,liam@example.com,en,true\n",
        ),
        ("users.csv", "login,name,role\ngeheim-tom,Tom Ruiz,agent\ngeheim-ann,Ann & Co,lead\n"),
        (
            "teams.csv",
            "name,refunds,coupons,field_service,members\nHelpdesk,true,true,true,root;geheim-tom;geheim-ann\n",
        ),
        (
            "tickets.csv",
            "number,team,subject,customer,description\n2,Helpdesk,<script>alert(1)</script>,C2,\"Line one\n<img src=x onerror=alert(2)>\"\n3,Helpdesk,Geheim of a branch,C1B,Geheim\n",
        ),
    ];
    let ran = s.import(&files);
    assert_eq!(ran.exit, 0, "{}", ran.err);
    s.ok(&["settings", "set", "website_url", "https://shop.example"]);
    s.ok(&["settings", "set", "time_zone", "Asia/Seoul"]);
    #[rustfmt::skip]
    let fields = ["--field", "state=choice,required,choices=Good;Bad,label=State", "--field", "hours=number,label=Hours",
        "--field", "done=check,label=Tried", "--field", "next=date,label=Next", "--field", "note=text,label=Remark"];
    s.ok(&[&["worksheet", "new", "Visit"], &fields[..]].concat());
    s.ok(&["project", "new", "Visits", "--worksheets", "on", "--template", "Visit"]);
    s.ok(&["team", "set", "Helpdesk", "--project", "Visits"]);
    #[rustfmt::skip]
    let visit = ["--start", "2026-11-24 14:00", "--end", "2026-11-24 16:30", "--assignee", "geheim-tom",
        "--title", "Visit at home", "--description", "Geheim description",
        "--tag", "geheim-task-tag", "--deadline", "2026-12-31", "--priority", "1"];
    for ticket in ["1", "2"] {
        s.ok(&[&["task", "create", "--ticket", ticket], &visit[..]].concat());
        s.ok(&["ticket", "note", ticket, NOTE]);
        s.ok(&["ticket", "edit", ticket, "--tag", "geheim-tag"]);
    }
    #[rustfmt::skip]
    let values = ["--set", "state=Good", "--set", "hours=1234.5", "--set", "done=yes", "--set", "next=2027-05-24",
        "--set", "note=<u>fine</u>"];
    s.ok(&[&["task", "worksheet", "2"], &values[..]].concat());
    s.ok(&["task", "sign", "2", "--name", "Liam \"C\" Carter"]);
    s.ok(&["task", "worksheet", "1", "--set", "state=Bad", "--set", "note=Geheim until it is signed"]);
    send(&s, &["--ticket", "1", "--subject", "방문 안내"], "내일 방문하겠습니다.\n감사합니다.");
    send(&s, &["--ticket", "2", "--subject", "On <i>its</i> way"], "Dear Liam,\n\n<script>alert(3)</script>");
    send(&s, &["--ticket", "2", "--to", "boss@example.com", "--subject", "Geheim to others"], "Geheim");
    s.ok(&["refund", "create", "--ticket", "1", "--post", "--reason", "Broken <b>on</b> arrival"]);
    s.ok(&["program", "new", "Sorry", "--reward", "percent=10,max=20", "--rule", "amount=50,tax=incl"]);
    for ticket in ["1", "2"] {
        s.ok(&["coupon", "create", "--ticket", ticket, "--program", "Sorry", "--until", "2026-12-31"]);
    }
    s
}

/// The code of the coupon of a ticket.
pub fn code(shop: &Sandbox, ticket: &str) -> String {
    shop.ok(&["coupon", "list", "--ticket", ticket])[0]["code"].as_str().unwrap().to_owned()
}
