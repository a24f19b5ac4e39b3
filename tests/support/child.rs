//! A program that runs during a test.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

/// The time limit for a line of output.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running program. It ends when this is dropped.
pub struct Running {
    program: String,
    child: Child,
    lines: Receiver<String>,
}

impl Running {
    /// Starts `command` and listens to its standard output.
    pub fn start(command: &mut Command) -> Self {
        let program = command.get_program().to_string_lossy().into_owned();
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap_or_else(|fault| panic!("{program} does not start: {fault}"));
        let output = BufReader::new(child.stdout.take().expect("standard output is piped"));
        let (send, lines) = mpsc::channel();
        // Reads to the end even if the receiver is gone: a full pipe would stop the program.
        thread::spawn(move || {
            output
                .lines()
                .map_while(Result::ok)
                .for_each(|line| drop(send.send(line)));
        });
        Self {
            program,
            child,
            lines,
        }
    }

    /// Returns the result of `find` for the next line of output for which it returns one.
    pub fn line<T>(&self, find: impl Fn(&str) -> Option<T>) -> T {
        let deadline = Instant::now() + PATIENCE;
        let mut seen = Vec::new();
        loop {
            match self
                .lines
                .recv_timeout(deadline.saturating_duration_since(Instant::now()))
            {
                Ok(line) => match find(&line) {
                    Some(found) => return found,
                    None => seen.push(line),
                },
                Err(fault) => panic!("{}: {fault} after {seen:?}", self.program),
            }
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
