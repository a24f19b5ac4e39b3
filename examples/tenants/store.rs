//! The database of the tenants, and the set of their origins. Every call may block.

use std::error::Error;
use std::sync::{Mutex, MutexGuard, PoisonError};

use route_cors::{Change, OriginSet, OriginSetError, origin_set};
use rusqlite::{Connection, Params, TransactionBehavior, params};
use serde::Serialize;

/// The origins of the tenants in the database.
pub(crate) static TENANTS: OriginSet = origin_set!(
    within = [
        "https://*.tenants.acme.example",
        #[cfg(debug_assertions)]
        "http://*.localhost:*",
    ],
);

/// A tenant.
#[derive(Debug, Serialize)]
pub(crate) struct Tenant {
    pub(crate) name: String,
    pub(crate) origin: String,
}

/// Why a change failed.
#[derive(Debug)]
pub(crate) enum Fault {
    /// The set rejects the origin.
    Refused(OriginSetError),
    Database(rusqlite::Error),
}

/// The schema of a database.
const BEGINNING: &str =
    "CREATE TABLE IF NOT EXISTS tenants (name TEXT PRIMARY KEY, origin TEXT NOT NULL) STRICT";

pub(crate) struct Store(Mutex<Connection>);

impl Store {
    /// Opens the database in `file`, or one in memory, and fills the set from it.
    pub(crate) fn open(file: Option<&str>) -> Result<Self, Box<dyn Error + Send + Sync>> {
        let database = match file {
            Some(file) => Connection::open(file)?,
            None => Connection::open_in_memory()?,
        };
        database.execute_batch(BEGINNING)?;
        TENANTS.replace(origins(&database)?)?;
        Ok(Self(Mutex::new(database)))
    }

    pub(crate) fn all(&self) -> rusqlite::Result<Vec<Tenant>> {
        let database = self.lock();
        let mut query = database.prepare("SELECT name, origin FROM tenants ORDER BY name")?;
        let tenants = query.query_map([], |row| {
            let (name, origin) = (row.get("name")?, row.get("origin")?);
            Ok(Tenant { name, origin })
        })?;
        tenants.collect()
    }

    /// Adds a tenant, or changes its origin.
    pub(crate) fn put(&self, Tenant { name, origin }: &Tenant) -> Result<Change, Fault> {
        let sql = "INSERT INTO tenants VALUES (?1, ?2) ON CONFLICT DO UPDATE SET origin = ?2";
        self.change(sql, params![name, origin])
    }

    /// Removes a tenant, if it exists.
    pub(crate) fn remove(&self, name: &str) -> Result<Change, Fault> {
        self.change("DELETE FROM tenants WHERE name = ?1", params![name])
    }

    /// Changes both the database and the set, or neither.
    ///
    /// The lock is held throughout. If two admins make changes, the second one waits and sees the change of the first.
    fn change(&self, sql: &str, values: impl Params) -> Result<Change, Fault> {
        let mut database = self.lock();
        let transaction = database.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let before = origins(&transaction)?;
        transaction.execute(sql, values)?;
        // If the set rejects it, the transaction is dropped, which undoes the change.
        let change = TENANTS.replace(origins(&transaction)?)?;
        if let Err(fault) = transaction.commit() {
            TENANTS.replace(before)?;
            return Err(fault.into());
        }
        Ok(change)
    }

    fn lock(&self) -> MutexGuard<'_, Connection> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn origins(database: &Connection) -> rusqlite::Result<Vec<String>> {
    let mut query = database.prepare("SELECT origin FROM tenants ORDER BY name")?;
    query.query_map([], |row| row.get(0))?.collect()
}

impl From<OriginSetError> for Fault {
    fn from(error: OriginSetError) -> Self {
        Self::Refused(error)
    }
}

impl From<rusqlite::Error> for Fault {
    fn from(error: rusqlite::Error) -> Self {
        Self::Database(error)
    }
}
