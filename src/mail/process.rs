//! Other programs, run with a deadline and without a shell: the machine's sendmail, and what prints a
//! password. What outlives its deadline is ended.

use std::io::{self, Read, Write};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// How often it is looked whether a program has ended.
const PAUSE: Duration = Duration::from_millis(10);
/// The most bytes that are kept of what a program prints.
const MOST: u64 = 64 * 1024;

/// A program that was started, and waits for what it is given.
pub struct Running {
    child: Child,
    deadline: Instant,
}

/// What a program that ended left.
pub struct Ended {
    /// Whether all went well.
    pub status: ExitStatus,
    /// What it printed.
    pub out: Vec<u8>,
    /// What it complained of.
    pub err: String,
}

/// Starts a program; it ends within a time, counted from now.
pub fn start(program: &str, args: &[String], within: Duration) -> io::Result<Running> {
    let mut command = Command::new(program);
    command.args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    Ok(Running { child: command.spawn()?, deadline: Instant::now() + within })
}

impl Running {
    /// Gives the program its input, and waits for its end.
    pub fn finish(mut self, input: &[u8]) -> io::Result<Ended> {
        let (stdin, input) = (self.child.stdin.take(), input.to_vec());
        // A program that ends without reading all of it says why by its status.
        let writing = thread::spawn(move || stdin.map(|mut pipe| pipe.write_all(&input)));
        let (out, err) = (collect(self.child.stdout.take()), collect(self.child.stderr.take()));
        let status = loop {
            match self.child.try_wait()? {
                Some(status) => break status,
                None if Instant::now() >= self.deadline => {
                    self.child.kill()?;
                    self.child.wait()?;
                    return Err(io::ErrorKind::TimedOut.into());
                }
                None => thread::sleep(PAUSE),
            }
        };
        drop(writing);
        let wait = || self.deadline.saturating_duration_since(Instant::now()).max(PAUSE);
        // What it left running may hold its pipes open: that is not waited for.
        let (out, err) = (out.recv_timeout(wait()), err.recv_timeout(wait()));
        let err = String::from_utf8_lossy(&err.unwrap_or_default()).trim().to_owned();
        Ok(Ended { status, out: out.unwrap_or_default(), err })
    }

    /// Ends the program without giving it anything.
    pub fn abandon(mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn collect(pipe: Option<impl Read + Send + 'static>) -> std::sync::mpsc::Receiver<Vec<u8>> {
    let (give, take) = std::sync::mpsc::channel();
    thread::spawn(move || {
        let mut all = Vec::new();
        if let Some(pipe) = pipe {
            let _ = pipe.take(MOST).read_to_end(&mut all);
        }
        let _ = give.send(all);
    });
    take
}
