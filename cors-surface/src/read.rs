//! Reads the text of a surface file into rows. Every error names the line, the expected value, and the fix.

mod table;
mod value;

use std::{fs, path::Path};

use toml::de::DeTable;

use self::table::{Source, Table};
use crate::{
    error::{Fault, SurfaceError},
    origin::Origins,
    row::{By, Credentials, Floor, Names, Policy, Row},
    surface::{FORMAT_VERSION, Surface},
    visible::visible,
};
use cors_runtime::policy::Mismatch;

impl Surface {
    /// Reads a file.
    ///
    /// # Errors
    ///
    /// [`Fault::Missing`] or [`Fault::Unreadable`] if the file cannot be read, and as [`parse`](Self::parse).
    pub fn read(file: impl AsRef<Path>) -> Result<Self, SurfaceError> {
        let name = file.as_ref().display().to_string();
        let text = fs::read_to_string(&file).map_err(|error| {
            let fault = match error.kind() {
                std::io::ErrorKind::NotFound => Fault::Missing,
                _ => Fault::Unreadable(error.to_string()),
            };
            SurfaceError::of_file(&name, fault)
        })?;
        Self::parse(&text, &name)
    }

    /// Parses the text of a file. Errors name `file`.
    ///
    /// # Errors
    ///
    /// - [`Fault::Syntax`] if the text is not TOML.
    /// - [`Fault::Version`] if another version of the format wrote it.
    /// - [`Fault::Content`] for an unknown key, or a value that the key does not take.
    pub fn parse(text: &str, file: &str) -> Result<Self, SurfaceError> {
        let source = Source { text, file };
        let document = DeTable::parse(text).map_err(|error| {
            let fault = Fault::Syntax(visible(&error.message().replace('\n', ", ")));
            match error.span() {
                Some(span) => SurfaceError::at(file, text, &span, fault),
                None => SurfaceError::of_file(file, fault),
            }
        })?;
        let mut table = Table::document(source, document.get_ref());
        // The version comes first: a newer one may have keys that are unknown here.
        version(&mut table)?;
        let rows = table.tables("route", |table| Ok((table.line(), row(table)?)))?;
        table.finish()?;
        Ok(Self::with_lines(rows))
    }
}

fn version(table: &mut Table<'_, '_>) -> Result<(), SurfaceError> {
    let Some(entry) = table.take("version") else {
        return Err(table.missing(
            "version",
            &format!("write `version = {FORMAT_VERSION}` as the first line"),
        ));
    };
    let version = value::integer(&entry)?;
    if version == FORMAT_VERSION {
        return Ok(());
    }
    Err(entry.error(Fault::Version(version)))
}

fn row(mut table: Table<'_, '_>) -> Result<Row, SurfaceError> {
    let path = value::path(&table.required("path", "write `path = \"/orders/{id}\"`")?)?;
    let method = value::method(&table.required("method", "write `method = \"GET\"`")?)?;
    let by = by(&mut table)?;
    let row = Row {
        path,
        method,
        by,
        unconfirmed: table.optional("unconfirmed", value::string)?,
        guarded: table.optional("guarded", value::boolean)?.unwrap_or(false),
        handler: table.optional("handler", value::string)?,
        policy: policy(&mut table)?,
        floors: table.tables("floors", floor)?,
        place: None,
    };
    table.finish()?;
    if matches!(row.by, By::Route | By::Scope | By::Application) && row.policy.is_none() {
        let help = "write `origins = [..]`, and `origins = []` for a policy that is off";
        return Err(table.missing("origins", help));
    }
    if let (By::None, Some(_)) = (&row.by, &row.policy) {
        let help = "remove `origins`, or say which policy it is: `by = \"route\"`, `\"scope\"` or `\"application\"`";
        return Err(table.error(
            "`by = \"none\"` says that no policy applies, and `origins` is one",
            help,
        ));
    }
    Ok(row)
}

fn by(table: &mut Table<'_, '_>) -> Result<By, SurfaceError> {
    let entry = table.required("by", "write `by = \"route\"`")?;
    let by = value::string(&entry)?;
    let status = table.optional("status", value::status)?;
    let behind = table.optional("behind", value::path)?;
    Ok(match (by.as_str(), status, behind) {
        ("route", None, None) => By::Route,
        ("scope", None, None) => By::Scope,
        ("application", None, None) => By::Application,
        ("none", None, None) => By::None,
        ("blocked", Some(status), None) => By::Blocked { status },
        ("unreachable", None, Some(behind)) => By::Unreachable { behind },
        ("blocked", None, _) => {
            return Err(table.missing(
                "status",
                "write `status = 401`: what the middleware answers",
            ));
        }
        ("unreachable", _, None) => {
            let help = "write `behind = \"/orders/{id}\"`: the pattern that takes the path first";
            return Err(table.missing("behind", help));
        }
        ("route" | "scope" | "application" | "none" | "blocked" | "unreachable", ..) => {
            return Err(entry.content(
                &format!("`by = \"{by}\"` does not go with `status` or `behind`"),
                "`status` goes with `blocked`, and `behind` with `unreachable`",
            ));
        }
        _ => {
            return Err(entry.content(
                &format!("`by` does not take \"{by}\""),
                "write \"route\", \"scope\", \"application\", \"none\", \"blocked\" or \"unreachable\"",
            ));
        }
    })
}

fn policy(table: &mut Table<'_, '_>) -> Result<Option<Policy>, SurfaceError> {
    let origins = table.optional("origins", value::origins)?;
    let stated = Policy {
        origins: origins.clone().unwrap_or(Origins::NONE),
        methods: table.optional("methods", value::methods)?,
        headers: table
            .optional("headers", value::names)?
            .unwrap_or(Names::NONE),
        expose: table
            .optional("expose", value::names)?
            .unwrap_or(Names::NONE),
        credentials: table
            .optional("credentials", value::credentials)?
            .unwrap_or(Credentials::No),
        max_age: table.optional("max_age", value::seconds)?,
        mismatch: table
            .optional("mismatch", value::mismatch)?
            .unwrap_or(Mismatch::Omit),
        allow: table
            .optional("allow", value::allowances)?
            .unwrap_or_default(),
    };
    let nothing = Policy {
        origins: Origins::NONE,
        methods: None,
        headers: Names::NONE,
        expose: Names::NONE,
        credentials: Credentials::No,
        max_age: None,
        mismatch: Mismatch::Omit,
        allow: Vec::new(),
    };
    if origins.is_none() && stated != nothing {
        return Err(table.missing(
            "origins",
            "the other keys of a policy need it: write `origins = [..]`",
        ));
    }
    Ok(origins.map(|_| stated))
}

fn floor(mut table: Table<'_, '_>) -> Result<Floor, SurfaceError> {
    let path = value::path(&table.required("path", "write `path = \"/admin/**\"`")?)?;
    let origins = table.required(
        "origins",
        "write `origins = [\"https://app.acme.example\"]`",
    )?;
    let floor = Floor {
        path,
        origins: value::origins(&origins)?,
        methods: table.optional("methods", value::methods)?,
    };
    table.finish()?;
    Ok(floor)
}
