//! A finding of `verify` or `probe` about a server.

use std::io::{self, Write as _};

use cors_surface::visible;
use serde_json::{Value, json};

use crate::{
    cli::Format,
    outcome::Outcome,
    term::{dim, green, red},
    wire::{Received, Sent},
};

/// A finding.
#[derive(Clone, Debug)]
pub(crate) struct Finding {
    /// The severity or the direction: `high`, `wider`.
    pub(crate) rank: &'static str,
    /// The method and the path.
    pub(crate) place: String,
    /// The fault, and why it matters.
    pub(crate) what: String,
    /// The request that shows it.
    pub(crate) sent: String,
    /// The answer.
    pub(crate) received: String,
    /// The line of the surface file.
    pub(crate) line: Option<usize>,
}

/// The result of a command.
#[derive(Clone, Debug, Default)]
pub(crate) struct Found {
    pub(crate) findings: Vec<Finding>,
    pub(crate) notes: Vec<String>,
}

impl Finding {
    pub(crate) fn new(
        rank: &'static str,
        place: &str,
        what: String,
        sent: &Sent,
        received: &Received,
    ) -> Self {
        Self {
            rank,
            place: place.to_owned(),
            what,
            sent: sent.to_string(),
            received: received.summary(),
            line: None,
        }
    }
}

/// Prints findings and notes, or `clean` if there are no findings.
pub(crate) fn report(
    found: &Found,
    clean: &str,
    file: Option<&str>,
    format: Format,
) -> io::Result<Outcome> {
    let Found { findings, notes } = found;
    let mut out = anstream::stdout().lock();
    match format {
        Format::Json => {
            let findings: Vec<Value> = findings
                .iter()
                .map(|finding| {
                    json!({
                        "rank": finding.rank,
                        "place": finding.place,
                        "what": finding.what,
                        "sent": finding.sent,
                        "received": finding.received,
                        "line": finding.line,
                    })
                })
                .collect();
            writeln!(out, "{:#}", json!({ "findings": findings, "notes": notes }))?;
        }
        Format::Github => {
            for finding in findings {
                let place = match (file, finding.line) {
                    (Some(file), Some(line)) => format!("file={file},line={line},"),
                    _ => String::new(),
                };
                let Finding {
                    rank,
                    place: route,
                    what,
                    sent,
                    received,
                    ..
                } = finding;
                writeln!(
                    out,
                    "::warning {place}title=CORS%3A {rank}::{}: {}%0A{}%0A{}",
                    visible(route),
                    visible(what),
                    visible(sent),
                    visible(received)
                )?;
            }
        }
        Format::Text => {
            for finding in findings {
                writeln!(
                    out,
                    "{}: {}: {}",
                    red(finding.rank),
                    visible(&finding.place),
                    visible(&finding.what)
                )?;
                writeln!(out, "  {}", dim(visible(&finding.sent)))?;
                writeln!(out, "  {}", dim(visible(&finding.received)))?;
            }
            for note in notes {
                writeln!(out, "{}: {}", dim("note"), visible(note))?;
            }
            match findings.len() {
                0 => writeln!(out, "{}", green(clean))?,
                1 => writeln!(out, "{}", red("1 finding"))?,
                count => writeln!(out, "{}", red(format!("{count} findings")))?,
            }
        }
    }
    Ok(if findings.is_empty() {
        Outcome::Nothing
    } else {
        Outcome::Finding
    })
}
