//! `cargo cors diff`: compares the surface with a revision, or with another file.

use std::{
    io::{self, Write as _},
    path::Path,
};

use cors_surface::{Change, Direction, Surface, compare, visible};
use serde_json::{Value, json};

use crate::{
    cli::{DiffArgs, Format},
    outcome::{Failure, Outcome},
    surface::at_revision,
    term::{dim, green, red},
};

pub(crate) fn run(arguments: &DiffArgs, format: Format) -> Result<Outcome, Failure> {
    let mut files = Vec::new();
    for file in &arguments.files {
        let now = Surface::read(file)?;
        let base = base(file, &arguments.base)?;
        let changes = compare(&base, &now);
        files.push((file, now, changes));
    }
    let mut out = anstream::stdout().lock();
    match format {
        Format::Text => {
            let several = files.len() > 1;
            for (file, _, changes) in &files {
                if several {
                    writeln!(out, "{}", dim(file.display()))?;
                }
                text(changes, &mut out)?;
            }
        }
        Format::Github => {
            for (file, now, changes) in &files {
                annotations(file, now, changes, &mut out)?;
            }
        }
        Format::Json => {
            let files: Vec<Value> = files
                .iter()
                .map(|(file, _, changes)| json(file, changes))
                .collect();
            writeln!(out, "{:#}", json!({ "files": files }))?;
        }
    }
    let mut changes = files.iter().flat_map(|(_, _, changes)| changes);
    Ok(
        if changes.any(|change| change.direction == Direction::Wider) {
            Outcome::Finding
        } else {
            Outcome::Nothing
        },
    )
}

/// Returns the earlier surface. A revision without the file has an empty one: every row is new.
fn base(file: &Path, base: &str) -> Result<Surface, Failure> {
    if Path::new(base).is_file() {
        return Ok(Surface::read(base)?);
    }
    Ok(at_revision(file, base)?.unwrap_or_default())
}

fn text(changes: &[Change], out: &mut impl io::Write) -> io::Result<()> {
    if changes.is_empty() {
        return writeln!(out, "no changes");
    }
    for change in changes {
        let word = change.direction.as_str();
        let rest = change.to_string();
        let rest = rest.strip_prefix(word).unwrap_or(&rest);
        match change.direction {
            Direction::Wider => writeln!(out, "{}{rest}", red(word))?,
            Direction::Narrower => writeln!(out, "{}{rest}", green(word))?,
            Direction::Other => writeln!(out, "{}{rest}", dim(word))?,
        }
    }
    Ok(())
}

/// Returns the workflow commands of GitHub Actions: a warning for what is wider, a notice for the rest.
fn annotations(
    file: &Path,
    now: &Surface,
    changes: &[Change],
    out: &mut impl io::Write,
) -> io::Result<()> {
    for change in changes {
        let kind = match change.direction {
            Direction::Wider => "warning",
            Direction::Narrower | Direction::Other => "notice",
        };
        let line = change.row.and_then(|row| now.line(row)).unwrap_or(1);
        let file = property(&file.display().to_string());
        let title = format!("CORS: {}", change.direction.as_str());
        let message = format!(
            "{} {}: {}",
            change.method,
            visible(&change.path),
            change.what
        );
        writeln!(
            out,
            "::{kind} file={file},line={line},title={}::{}",
            property(&title),
            escaped(&message)
        )?;
    }
    Ok(())
}

fn escaped(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

fn property(text: &str) -> String {
    escaped(text).replace(':', "%3A").replace(',', "%2C")
}

fn json(file: &Path, changes: &[Change]) -> Value {
    let changes: Vec<Value> = changes
        .iter()
        .map(|change| {
            json!({
                "direction": change.direction.as_str(),
                "path": change.path,
                "method": change.method.as_str(),
                "what": change.what,
            })
        })
        .collect();
    json!({ "file": file.display().to_string(), "changes": changes })
}
