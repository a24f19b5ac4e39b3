//! Watching the file of a set.

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel},
    thread::{self, JoinHandle},
    time::{Duration, SystemTime},
};

use notify::{
    EventKind, RecommendedWatcher, RecursiveMode, Watcher,
    event::{AccessKind, AccessMode},
};

use super::{OriginSet, OriginSetError, Source, State};
use crate::log;

/// The time without a change after which the file is read. Before that, its writer may not be done.
const QUIET: Duration = Duration::from_millis(50);

/// The time after which the file is read even if it keeps changing.
const PATIENCE: Duration = Duration::from_secs(1);

/// How often the file is checked without a notice from the system. Network file systems send none.
const INTERVAL: Duration = Duration::from_secs(2);

/// Watches the file of a set until it is dropped.
#[derive(Debug)]
#[must_use = "the file is watched until this is dropped"]
pub struct Watch {
    sender: Sender<Message>,
    thread: Option<JoinHandle<()>>,
}

enum Message {
    Changed,
    Stop,
}

impl OriginSet {
    /// Loads the set, and reloads it whenever its file changes: written in place, replaced by renaming, or reached through a
    /// symbolic link that is replaced, as in a Kubernetes `ConfigMap`.
    ///
    /// Each reload is logged, with the number of origins that changed. If the new content is rejected, the error is logged,
    /// and the set stays as it was. Without a log, the error goes to standard error.
    ///
    /// A file that is written in place may be read when half of it is there. Instead, write another file next to it, and
    /// rename that one.
    ///
    /// # Errors
    ///
    /// The errors of [`load`](Self::load), [`OriginSetError::NoSource`] if the set has no file, and
    /// [`OriginSetError::Unreadable`] if the file cannot be watched.
    pub fn watch(&self) -> Result<Watch, OriginSetError> {
        let state = self.state;
        let Source::File(path) = state.source else {
            return Err(OriginSetError::NoSource);
        };
        let (sender, receiver) = channel();
        let unwatched = |error: notify::Error| OriginSetError::Unreadable {
            source: state.source,
            error: io::Error::other(error),
        };
        let mut folders = Folders::of(path, sender.clone()).map_err(unwatched)?;
        folders.follow().map_err(unwatched)?;
        // Watched before it is read, so that no change between the two is missed.
        let seen = stamp(path);
        state.load()?;
        let thread = thread::Builder::new()
            .name("route-cors watch".into())
            .spawn(move || run(state, path, folders, &receiver, seen))
            .map_err(|error| OriginSetError::Unreadable {
                source: state.source,
                error,
            })?;
        Ok(Watch {
            sender,
            thread: Some(thread),
        })
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        // If the receiver is gone, the thread has ended.
        let _ = self.sender.send(Message::Stop);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn run(
    state: &'static State,
    path: &str,
    mut folders: Folders,
    receiver: &Receiver<Message>,
    mut seen: Option<Stamp>,
) {
    let mut fault = None;
    loop {
        match receiver.recv_timeout(INTERVAL) {
            Ok(Message::Changed) => {
                if !settle(receiver) {
                    return;
                }
            }
            Ok(Message::Stop) | Err(RecvTimeoutError::Disconnected) => return,
            Err(RecvTimeoutError::Timeout) if stamp(path) == seen => continue,
            Err(RecvTimeoutError::Timeout) => {}
        }
        // If the folder is gone for a moment, the check at each interval finds the file again.
        let _ = folders.follow();
        seen = stamp(path);
        let before = fault.take();
        match state.reload() {
            Ok(change) if change.is_empty() && before.is_none() => {}
            Ok(change) => tracing::info!("origins of the file {path}: {change}"),
            Err(error) => {
                let message = error.to_string();
                if before.as_ref() != Some(&message) {
                    let lines: Vec<&str> = message.lines().map(str::trim).collect();
                    log::error(&format!(
                        "the current origins stay in force: {}",
                        lines.join("; ")
                    ));
                }
                fault = Some(message);
            }
        }
    }
}

/// Waits until the file no longer changes. Returns `false` if the watch is over.
fn settle(receiver: &Receiver<Message>) -> bool {
    let begin = SystemTime::now();
    loop {
        match receiver.recv_timeout(QUIET) {
            Ok(Message::Changed) if begin.elapsed().is_ok_and(|passed| passed < PATIENCE) => {}
            Ok(Message::Changed) | Err(RecvTimeoutError::Timeout) => return true,
            Ok(Message::Stop) | Err(RecvTimeoutError::Disconnected) => return false,
        }
    }
}

/// The path, time and size of a file. It differs if the file has changed or was replaced.
type Stamp = (PathBuf, SystemTime, u64);

fn stamp(path: &str) -> Option<Stamp> {
    // Files that were unpacked or built together often have the same time.
    let target = fs::canonicalize(path).ok()?;
    let data = fs::metadata(&target).ok()?;
    Some((target, data.modified().ok()?, data.len()))
}

/// The folders in which something happens when a file changes: its own, and the folder of its target if it is a link.
struct Folders {
    path: PathBuf,
    watcher: RecommendedWatcher,
    watched: Vec<PathBuf>,
}

impl Folders {
    fn of(path: &str, sender: Sender<Message>) -> notify::Result<Self> {
        let watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
            // An error may mean that events were lost. Reading the file does not change it.
            let read = event.is_ok_and(|event| is_read(event.kind));
            if !read {
                let _ = sender.send(Message::Changed);
            }
        })?;
        Ok(Self {
            path: std::path::absolute(path)?,
            watcher,
            watched: Vec::new(),
        })
    }

    /// Watches the folders in which the file is now.
    fn follow(&mut self) -> notify::Result<()> {
        let target = self
            .path
            .canonicalize()
            .unwrap_or_else(|_| self.path.clone());
        let folders =
            [self.path.as_path(), target.as_path()].map(|path| path.parent().map(Path::to_owned));
        let mut wanted: Vec<PathBuf> = folders.into_iter().flatten().collect();
        wanted.dedup();
        for gone in self
            .watched
            .iter()
            .filter(|folder| !wanted.contains(folder))
        {
            let _ = self.watcher.unwatch(gone);
        }
        self.watched.clear();
        for folder in wanted {
            self.watcher.watch(&folder, RecursiveMode::NonRecursive)?;
            self.watched.push(folder);
        }
        Ok(())
    }
}

/// Checks whether a file was only read, which this watch does, too.
fn is_read(kind: EventKind) -> bool {
    match kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => false,
        EventKind::Access(_) => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_settles_unless_the_watch_is_over() {
        let (sender, receiver) = channel();
        assert!(settle(&receiver));
        sender.send(Message::Changed).unwrap();
        assert!(settle(&receiver));
        sender.send(Message::Changed).unwrap();
        sender.send(Message::Stop).unwrap();
        assert!(!settle(&receiver));
        drop(sender);
        assert!(!settle(&receiver));
    }

    #[test]
    fn a_file_that_keeps_changing_is_read_all_the_same() {
        let (sender, receiver) = channel();
        let writer = thread::spawn(move || {
            while sender.send(Message::Changed).is_ok() {
                thread::sleep(QUIET / 5);
            }
        });
        assert!(settle(&receiver));
        drop(receiver);
        writer.join().unwrap();
    }

    #[test]
    fn a_folder_reports_that_a_file_is_written() {
        let folder = std::env::temp_dir().join(format!("route-cors-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let file = folder.join("shops.txt");
        let (sender, receiver) = channel();
        let mut folders = Folders::of(file.to_str().unwrap(), sender).unwrap();
        folders.follow().unwrap();
        fs::write(&file, "https://a.acme.example").unwrap();
        assert!(receiver.recv_timeout(Duration::from_secs(30)).is_ok());
        drop(folders);
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn reading_is_no_change() {
        use notify::event::{CreateKind, ModifyKind};
        for (kind, expected) in [
            (EventKind::Access(AccessKind::Read), true),
            (EventKind::Access(AccessKind::Open(AccessMode::Any)), true),
            (EventKind::Access(AccessKind::Close(AccessMode::Read)), true),
            (
                EventKind::Access(AccessKind::Close(AccessMode::Write)),
                false,
            ),
            (EventKind::Create(CreateKind::File), false),
            (EventKind::Modify(ModifyKind::Any), false),
            (EventKind::Any, false),
        ] {
            assert_eq!(is_read(kind), expected, "{kind:?}");
        }
    }
}
