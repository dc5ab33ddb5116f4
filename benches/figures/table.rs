//! The figures as a Markdown table: one row each, the small shop beside the large one, so that a figure
//! that grows with the number of tickets shows itself.

use std::time::Duration;

use afterdesk::text::cells;

use crate::measure::Times;

/// What a figure should keep to.
#[derive(Clone, Copy)]
pub enum Aim {
    /// At most so many times as long as raw.
    Ratio(f64),
    /// At most so long.
    Within(Duration),
}

/// One figure.
pub struct Figure {
    name: String,
    times: Times,
    aim: Aim,
}

impl Figure {
    /// A read: at most twice as long as raw.
    pub fn read(name: &str, times: Times) -> Self {
        Self::new(name, times, Aim::Ratio(2.0))
    }

    /// A figure and what it should keep to.
    pub fn new(name: &str, times: Times, aim: Aim) -> Self {
        let figure = Self { name: name.to_owned(), times, aim };
        eprintln!("  {}: {}", figure.name, figure.cells().join(" / "));
        figure
    }

    /// Ours, raw, and the ratio.
    fn cells(&self) -> [String; 3] {
        let raw = self.times.raw;
        let ratio = raw.map(|raw| self.times.ours.as_secs_f64() / raw.as_secs_f64());
        let none = || "–".to_owned();
        [
            shown(self.times.ours),
            raw.map_or_else(none, shown),
            ratio.map_or_else(none, |ratio| format!("{ratio:.2}")),
        ]
    }
}

fn shown(time: Duration) -> String {
    match time.as_secs_f64() * 1e6 {
        micros if micros < 1000.0 => format!("{micros:.0} µs"),
        micros => format!("{:.2} ms", micros / 1000.0),
    }
}

/// Prints the figures of two shops side by side.
pub fn print((few, small): (i64, &[Figure]), (many, large): (i64, &[Figure])) {
    let heads = [few, many].map(|tickets| [format!("{tickets} tickets: ours"), "raw".into(), "ratio".into()]);
    let mut lines = vec![line("", &heads.concat(), "aim")];
    let rule = "-".repeat(3);
    lines.push(line(&rule, &vec![format!("{rule}:"); 6], &rule));
    for (figure, other) in small.iter().zip(large) {
        let aim = match figure.aim {
            Aim::Ratio(most) => format!("≤ {most} × raw"),
            Aim::Within(most) => format!("≤ {} ms", most.as_millis()),
        };
        lines.push(line(&figure.name, &[figure.cells(), other.cells()].concat(), &aim));
    }
    println!("\n{}", lines.join("\n"));
}

fn line(name: &str, values: &[String], aim: &str) -> String {
    let name = format!("{name}{}", " ".repeat(36usize.saturating_sub(cells::width(name))));
    format!("| {name} | {} | {aim} |", values.join(" | "))
}
