//! Finds where the quoted earlier conversation begins in a text.
//!
//! Every mail program marks it in its own way and language. A wrong guess only
//! folds too much or too little, so these are the marks of the programs that
//! people really use, in English and Korean.

/// Returns the byte offset of the quoted part, if there is one below the answer.
pub(super) fn begins(text: &str) -> Option<usize> {
    let lines: Vec<&str> = text.split('\n').collect();
    let tail = quoted_tail(&lines);
    let marked = (0..lines.len().min(tail)).find(|at| {
        // Quoted lines outside the tail have answers below them.
        !is_quote(lines[*at])
            && (is_divider(lines[*at]) || is_header_block(&lines[*at..]) || is_attribution(&lines, *at, tail))
    });
    let mut first = marked.unwrap_or(tail);
    // The rule that Outlook draws above its block belongs to the block.
    while first > 0 && (is_blank(lines[first - 1]) || is_rule(lines[first - 1])) && marked.is_some() {
        first -= 1;
    }
    while first < lines.len() && is_blank(lines[first]) {
        first += 1;
    }
    // With nothing above, the quote is all there is, and folding would hide it.
    let has_answer = lines[..first].iter().any(|line| !is_blank(line));
    let offset = lines[..first].iter().map(|line| line.len() + 1).sum();
    (has_answer && first < lines.len()).then_some(offset)
}

fn is_blank(line: &str) -> bool {
    line.trim().is_empty()
}

fn is_quote(line: &str) -> bool {
    line.trim_start().starts_with('>')
}

fn is_rule(line: &str) -> bool {
    let line = bare(line);
    line.len() >= 10 && line.chars().all(|c| matches!(c, '_' | '-' | '='))
}

/// A line without the marks of quoting and emphasis around it.
fn bare(line: &str) -> &str {
    line.trim_matches(|c: char| c.is_whitespace() || matches!(c, '>' | '*' | '\u{A0}'))
}

/// The first line of the block of `>` lines that ends the text. Only a
/// signature or the footer of a list may follow it.
fn quoted_tail(lines: &[&str]) -> usize {
    let Some(last) = lines.iter().rposition(|line| is_quote(line)) else {
        return lines.len();
    };
    let after = lines[last + 1..].iter().find(|line| !is_blank(line));
    if after.is_some_and(|line| line.trim_end() != "--" && !line.starts_with("____")) {
        return lines.len();
    }
    let inside = |line: &&str| is_quote(line) || is_blank(line);
    let before = lines[..last].iter().rposition(|line| !inside(line));
    let first = before.map_or(0, |before| before + 1);
    let blanks = lines[first..].iter().take_while(|line| is_blank(line)).count();
    first + blanks
}

/// A line such as `-----Original Message-----`.
fn is_divider(line: &str) -> bool {
    let line = bare(line);
    if ["Begin forwarded message:", "전달된 메시지 시작:", "전달된 메시지:"].contains(&line) {
        return true;
    }
    let inner = line.trim_matches('-');
    if !line.starts_with("--") || !line.ends_with("--") {
        return false;
    }
    let said: String = inner.to_lowercase().split_whitespace().collect();
    let known = [
        "originalmessage",
        "originalmail",
        "originalappointment",
        "forwardedmessage",
        "원본메시지",
        "원본메세지",
        "원본메일",
        "원본이메일",
        "원문메시지",
        "전달된메시지",
        "전달된메일",
        "전달메시지",
    ];
    known.contains(&said.as_str())
}

/// The block that Outlook, Naver and others write: a line with the sender, soon
/// followed by one with the date.
fn is_header_block(lines: &[&str]) -> bool {
    let says = |line: &str, names: &[&str]| {
        let line = bare(line).replace('*', "");
        names.iter().any(|name| {
            let rest = line.strip_prefix(name).map(str::trim_start);
            rest.is_some_and(|rest| rest.starts_with([':', '：']))
        })
    };
    let sender = ["From", "보낸 사람", "보낸사람", "보낸이", "발신", "발신자", "발신인"];
    let date = ["Sent", "Date", "보낸 날짜", "보낸날짜", "보낸 시간", "날짜", "발송일", "작성일", "발신일"];
    let near = &lines[..lines.len().min(6)];
    near.first().is_some_and(|line| says(line, &sender)) && near[1..].iter().any(|line| says(line, &date))
}

/// A line such as `On Sat, Nov 28, 2026 at 3:12 PM Kim <kim@example.com> wrote:`,
/// which programs wrap over up to three.
fn is_attribution(lines: &[&str], at: usize, tail: usize) -> bool {
    let ends = |line: &str| {
        let words = ["wrote:", "작성:", "쓴 글:", "썼습니다:"];
        words.iter().any(|word| line.ends_with(word))
    };
    let starts = |line: &str| line.starts_with("On ") || line.starts_with("20") || ends(line);
    if is_blank(lines[at]) || !starts(bare(lines[at])) {
        return false;
    }
    let end = lines.len().min(at + 3);
    for last in at..end {
        let line = bare(lines[last]);
        if is_blank(line) {
            return false;
        }
        if !ends(line) {
            continue;
        }
        let dated = lines[at..=last].iter().any(|line| line.chars().any(|c| c.is_ascii_digit()));
        let next = (last + 1..lines.len()).find(|next| !is_blank(lines[*next]));
        // Below quoted lines the person may go on writing; that is no tail.
        return dated && next.is_some_and(|next| !is_quote(lines[next]) || next >= tail);
    }
    false
}
