//! A table of the file. Keys are taken one by one; the rest are unknown keys.

use std::ops::Range;

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use crate::{
    error::{Fault, SurfaceError, position},
    visible::visible,
};

/// The file that errors point into.
#[derive(Clone, Copy)]
pub(super) struct Source<'t> {
    pub(super) text: &'t str,
    pub(super) file: &'t str,
}

/// A table, and the keys that it takes.
pub(super) struct Table<'d, 't> {
    source: Source<'t>,
    keys: &'d DeTable<'d>,
    span: Range<usize>,
    /// As errors name it: `[[route]]`.
    name: String,
    known: Vec<&'static str>,
}

/// The value of a key, or an element of a list.
pub(super) struct Entry<'d, 't> {
    pub(super) key: String,
    pub(super) value: &'d DeValue<'d>,
    source: Source<'t>,
    span: Range<usize>,
}

impl<'d, 't> Table<'d, 't> {
    pub(super) fn document(source: Source<'t>, table: &'d DeTable<'d>) -> Self {
        Self {
            source,
            keys: table,
            span: 0..0,
            name: "the file".to_owned(),
            known: Vec::new(),
        }
    }

    pub(super) fn take(&mut self, key: &'static str) -> Option<Entry<'d, 't>> {
        self.known.push(key);
        let value = self.keys.get(key)?;
        Some(Entry {
            key: key.to_owned(),
            value: value.get_ref(),
            source: self.source,
            span: value.span(),
        })
    }

    pub(super) fn required(
        &mut self,
        key: &'static str,
        help: &str,
    ) -> Result<Entry<'d, 't>, SurfaceError> {
        self.take(key).ok_or_else(|| self.missing(key, help))
    }

    pub(super) fn optional<T>(
        &mut self,
        key: &'static str,
        read: impl FnOnce(&Entry<'d, 't>) -> Result<T, SurfaceError>,
    ) -> Result<Option<T>, SurfaceError> {
        self.take(key).as_ref().map(read).transpose()
    }

    /// Returns the tables of an array of tables; none if the key is missing.
    pub(super) fn tables<T>(
        &mut self,
        key: &'static str,
        read: impl Fn(Table<'d, 't>) -> Result<T, SurfaceError>,
    ) -> Result<Vec<T>, SurfaceError> {
        let Some(entry) = self.take(key) else {
            return Ok(Vec::new());
        };
        let name = format!("[[{key}]]");
        entry
            .elements(&format!("one `{name}` for each"))?
            .into_iter()
            .map(|element| read(element.table(&name)?))
            .collect()
    }

    /// Returns the line at which the table begins, from 1.
    pub(super) fn line(&self) -> usize {
        position(self.source.text, &self.span).0
    }

    pub(super) fn missing(&self, key: &str, help: &str) -> SurfaceError {
        self.error(&format!("{} has no `{key}`", self.name), help)
    }

    pub(super) fn error(&self, message: &str, help: &str) -> SurfaceError {
        content(self.source, &self.span, message, help)
    }

    /// # Errors
    ///
    /// If the table has a key that was not taken.
    pub(super) fn finish(&self) -> Result<(), SurfaceError> {
        let unknown = self
            .keys
            .keys()
            .filter(|key| !self.known.contains(&key.get_ref().as_ref()))
            .min_by_key(|key| key.span().start);
        let Some(key) = unknown else {
            return Ok(());
        };
        let mut known = self.known.clone();
        known.sort_unstable();
        known.dedup();
        Err(content(
            self.source,
            &key.span(),
            &format!("{} takes no key `{}`", self.name, key.get_ref()),
            &format!(
                "the keys are `{}`. Another version of route-cors may have written the file: update cargo-cors, or write \
                 the file again with `cargo cors bless`",
                known.join("`, `")
            ),
        ))
    }
}

impl<'d, 't> Entry<'d, 't> {
    pub(super) fn elements(&self, takes: &str) -> Result<Vec<Entry<'d, 't>>, SurfaceError> {
        let DeValue::Array(array) = self.value else {
            return Err(self.takes(takes));
        };
        let elements = array.iter().map(|element: &'d Spanned<DeValue<'d>>| Entry {
            key: self.key.clone(),
            value: element.get_ref(),
            source: self.source,
            span: element.span(),
        });
        Ok(elements.collect())
    }

    pub(super) fn table(&self, name: &str) -> Result<Table<'d, 't>, SurfaceError> {
        let DeValue::Table(table) = self.value else {
            return Err(self.takes(&format!("`{name}`")));
        };
        Ok(Table {
            source: self.source,
            keys: table,
            span: self.span.clone(),
            name: name.to_owned(),
            known: Vec::new(),
        })
    }

    /// Returns the error for a value of another type or form.
    pub(super) fn takes(&self, takes: &str) -> SurfaceError {
        let found = self.value.type_str();
        let message = match self.value {
            DeValue::String(text) => format!("`{}` does not take {text:?}", self.key),
            _ => format!("`{}` does not take this {found}", self.key),
        };
        self.content(&message, &format!("write {takes}"))
    }

    pub(super) fn content(&self, message: &str, help: &str) -> SurfaceError {
        content(self.source, &self.span, message, help)
    }

    pub(super) fn error(&self, fault: Fault) -> SurfaceError {
        SurfaceError::at(self.source.file, self.source.text, &self.span, fault)
    }
}

fn content(source: Source<'_>, span: &Range<usize>, message: &str, help: &str) -> SurfaceError {
    let fault = Fault::Content {
        message: visible(message),
        help: help.to_owned(),
    };
    SurfaceError::at(source.file, source.text, span, fault)
}
