//! The library's log in this process, from every thread.

use std::{
    io::{self, Write},
    sync::{Mutex, Once, PoisonError},
};

static SAID: Mutex<Vec<u8>> = Mutex::new(Vec::new());

struct Log;

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut said = SAID.lock().unwrap_or_else(PoisonError::into_inner);
        said.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Begins to listen, if that has not been done.
pub(super) fn listen() {
    static LISTENING: Once = Once::new();
    LISTENING.call_once(|| {
        tracing_subscriber::fmt()
            .with_writer(|| Log)
            .with_ansi(false)
            .init();
    });
}

/// Returns the lines that contain a word.
pub(super) fn lines_with(word: &str) -> Vec<String> {
    let said = SAID.lock().unwrap_or_else(PoisonError::into_inner);
    String::from_utf8_lossy(&said)
        .lines()
        .filter(|line| line.contains(word))
        .map(str::to_owned)
        .collect()
}
