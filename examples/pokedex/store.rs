//! The database. Every call may block.

use std::sync::{Mutex, MutexGuard, PoisonError};

use rusqlite::{Connection, OptionalExtension, Result, Row, params};
use serde::{Deserialize, Serialize};

/// An entry.
#[derive(Debug, Deserialize, Serialize)]
pub(crate) struct Pokemon {
    pub(crate) number: u16,
    #[serde(flatten)]
    pub(crate) details: Details,
}

/// The details of an entry.
#[derive(Debug, Deserialize, Serialize)]
pub(crate) struct Details {
    pub(crate) name: String,
    pub(crate) kind: String,
}

pub(crate) struct Store(Mutex<Connection>);

/// The schema and the first rows of a database.
const BEGINNING: &str = "
    BEGIN;
    CREATE TABLE pokemon (number INTEGER PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL) STRICT;
    INSERT INTO pokemon VALUES (1, 'Bulbasaur', 'grass'), (4, 'Charmander', 'fire'), (7, 'Squirtle', 'water');
    PRAGMA user_version = 1;
    COMMIT;
";

impl Store {
    /// Opens the database in `file`, or one in memory.
    pub(crate) fn open(file: Option<&str>) -> Result<Self> {
        let database = match file {
            Some(file) => Connection::open(file)?,
            None => Connection::open_in_memory()?,
        };
        let version: u32 = database.query_row("PRAGMA user_version", [], |row| row.get(0))?;
        if version == 0 {
            database.execute_batch(BEGINNING)?;
        }
        Ok(Self(Mutex::new(database)))
    }

    pub(crate) fn all(&self) -> Result<Vec<Pokemon>> {
        let database = self.lock();
        let mut query =
            database.prepare("SELECT number, name, kind FROM pokemon ORDER BY number")?;
        query.query_map([], pokemon)?.collect()
    }

    pub(crate) fn find(&self, number: u16) -> Result<Option<Pokemon>> {
        let query = "SELECT number, name, kind FROM pokemon WHERE number = ?1";
        self.lock().query_row(query, [number], pokemon).optional()
    }

    /// Adds an entry, unless its number exists.
    pub(crate) fn create(&self, new: Pokemon) -> Result<Option<Pokemon>> {
        let change = "INSERT INTO pokemon VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING";
        self.put(change, new)
    }

    /// Changes an entry, if its number exists.
    pub(crate) fn update(&self, changed: Pokemon) -> Result<Option<Pokemon>> {
        let change = "UPDATE pokemon SET name = ?2, kind = ?3 WHERE number = ?1";
        self.put(change, changed)
    }

    /// Removes an entry. Returns whether it existed.
    pub(crate) fn delete(&self, number: u16) -> Result<bool> {
        let change = "DELETE FROM pokemon WHERE number = ?1";
        Ok(self.lock().execute(change, [number])? > 0)
    }

    /// Runs a change with an entry. Returns the entry if the change had an effect.
    fn put(&self, change: &str, entry: Pokemon) -> Result<Option<Pokemon>> {
        let Details { name, kind } = &entry.details;
        let changes = self
            .lock()
            .execute(change, params![entry.number, name, kind])?;
        Ok((changes > 0).then_some(entry))
    }

    fn lock(&self) -> MutexGuard<'_, Connection> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn pokemon(row: &Row<'_>) -> Result<Pokemon> {
    let (name, kind) = (row.get("name")?, row.get("kind")?);
    Ok(Pokemon {
        number: row.get("number")?,
        details: Details { name, kind },
    })
}
