//! The current origins of a set: read without a lock, replaced as a whole.

use std::{
    error::Error,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use arc_swap::ArcSwap;
use cors_runtime::policy::{Contents, SetSource};
use once_cell::sync::OnceCell;

use super::{Change, OriginSetError, Source, list::ListCheck};
use crate::origin_index::OriginIndex;

/// The part of a set that changes. It has a static of its own, so that constants can read the bound beside it.
#[derive(Debug)]
pub struct State {
    pub(super) bound: &'static [&'static str],
    pub(super) source: Source,
    optional: bool,
    /// The current origins, once they are loaded or replaced.
    current: OnceCell<ArcSwap<OriginIndex>>,
    /// Held from reading a source until its origins are in force, so that an older reading never replaces a newer one.
    /// No code of the program runs meanwhile.
    update: Mutex<()>,
}

impl State {
    /// Makes the state of a set whose bound has been checked.
    #[must_use]
    pub const fn new(bound: &'static [&'static str], source: Source, optional: bool) -> Self {
        Self {
            bound,
            source,
            optional,
            current: OnceCell::new(),
            update: Mutex::new(()),
        }
    }

    pub(super) fn load(&self) -> Result<(), OriginSetError> {
        let _update = self.update();
        self.current.get_or_try_init(|| match self.source {
            Source::Program => Ok(ArcSwap::default()),
            _ => self.read().map(ArcSwap::from_pointee),
        })?;
        Ok(())
    }

    pub(super) fn reload(&self) -> Result<Change, OriginSetError> {
        let _update = self.update();
        self.read().map(|index| self.put(index))
    }

    pub(super) fn replace<I>(&self, origins: I) -> Result<Change, OriginSetError>
    where
        I: IntoIterator<Item: AsRef<str>>,
    {
        let index = self.check(origins)?;
        let _update = self.update();
        Ok(self.put(index))
    }

    /// Checks origins that the program gives, and returns their index.
    pub(super) fn check<I>(&self, origins: I) -> Result<OriginIndex, OriginSetError>
    where
        I: IntoIterator<Item: AsRef<str>>,
    {
        let mut check = ListCheck::new(self.bound, Source::Program, true);
        for (index, origin) in origins.into_iter().enumerate() {
            check.add(index + 1, origin.as_ref());
        }
        check.finish()
    }

    fn update(&self) -> MutexGuard<'_, ()> {
        self.update.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Reads and checks the source.
    fn read(&self) -> Result<OriginIndex, OriginSetError> {
        let mut check = ListCheck::new(self.bound, self.source, self.optional);
        let Some(text) = self.source.read()? else {
            return check.missing();
        };
        for value in self.source.parse(&text) {
            check.add(value.number, value.text);
        }
        check.finish()
    }

    fn put(&self, index: OriginIndex) -> Change {
        let current = self.current.get_or_init(ArcSwap::default);
        let index = Arc::new(index);
        let before = current.swap(Arc::clone(&index));
        Change::between(&before, &index)
    }
}

impl Contents for State {
    fn admits(&self, origin: &[u8]) -> bool {
        self.current
            .get()
            .is_some_and(|current| current.load().admits(origin))
    }

    fn admits_any(&self) -> bool {
        self.current
            .get()
            .is_some_and(|current| current.load().admits_any())
    }

    fn source(&self) -> Option<SetSource> {
        match self.source {
            Source::Program => None,
            Source::Env(name) => Some(SetSource::Env(name)),
            Source::File(name) => Some(SetSource::File(name)),
        }
    }

    fn load(&self) -> Result<(), Box<dyn Error + Send + Sync>> {
        Ok(Self::load(self)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_engine_sees_the_contents_and_the_source() {
        for (source, seen) in [
            (Source::Program, None),
            (Source::Env("SHOPS"), Some(SetSource::Env("SHOPS"))),
            (Source::File("shops"), Some(SetSource::File("shops"))),
        ] {
            let state = State::new(&["*"], source, true);
            assert_eq!(state.source(), seen);
            assert!(!state.admits_any() && !state.admits(b"https://a.example"));
            state.replace(["https://a.example"]).unwrap();
            assert!(!state.admits_any() && state.admits(b"https://a.example"));
            state.replace(["*"]).unwrap();
            assert!(state.admits_any() && state.admits(b"https://b.example"));
        }
    }
}
