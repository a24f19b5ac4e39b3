//! What a set holds at the moment: read without a lock, replaced as a whole.

use std::{
    error::Error,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use arc_swap::ArcSwap;
use cors_runtime::policy::Contents;
use once_cell::sync::OnceCell;

use super::{Change, OriginSetError, Refused, Source, bound::judge, source::Found};
use crate::origin_index::OriginIndex;

/// The changing part of a set, in a static of its own: a constant can then read the bound beside it.
#[derive(Debug)]
pub struct State {
    pub(super) bound: &'static [&'static str],
    pub(super) source: Source,
    optional: bool,
    /// What is in force; nothing until it is loaded or replaced.
    current: OnceCell<ArcSwap<OriginIndex>>,
    /// Held while the set is read and put in place, so that what was read first is not put in place last. No code of
    /// the program runs meanwhile.
    update: Mutex<()>,
}

impl State {
    /// Of a set within a bound that has been judged.
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
        let origins: Vec<_> = origins.into_iter().collect();
        let found = origins.iter().enumerate().map(|(index, origin)| Found {
            number: index + 1,
            text: origin.as_ref(),
        });
        let index = self.judge(Source::Program, &found.collect::<Vec<_>>())?;
        let _update = self.update();
        Ok(self.put(index))
    }

    fn update(&self) -> MutexGuard<'_, ()> {
        self.update.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What is at the source.
    fn read(&self) -> Result<OriginIndex, OriginSetError> {
        let source = self.source;
        let text = match source.read()? {
            Some(text) => text,
            None if self.optional => String::new(),
            None => return Err(OriginSetError::Missing { source }),
        };
        let found: Vec<Found<'_>> = source.parse(&text).collect();
        if found.is_empty() && !self.optional {
            return Err(OriginSetError::Empty { source });
        }
        self.judge(source, &found)
    }

    /// All of it, or every fault.
    fn judge(&self, source: Source, found: &[Found<'_>]) -> Result<OriginIndex, OriginSetError> {
        let refused = found.iter().filter_map(|found| {
            let fault = judge(found.text, self.bound).err()?;
            Some(Refused {
                number: found.number,
                value: found.text.to_owned(),
                rule: fault.rule,
                message: fault.message,
            })
        });
        let faults: Vec<Refused> = refused.collect();
        if faults.is_empty() {
            Ok(OriginIndex::new(found.iter().map(|found| found.text)))
        } else {
            Err(OriginSetError::Refused { source, faults })
        }
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

    fn load(&self) -> Result<(), Box<dyn Error + Send + Sync>> {
        Ok(Self::load(self)?)
    }
}
