//! `cargo cors list`: which origins may use which routes.

use std::{
    fmt::Write as _,
    io::{self, Write as _},
};

use cors_surface::{
    Admission, Bound, By, Condition, Credentials, Element, Method, Mismatch, Names, Origin,
    Origins, Policy, Row, Surface, visible,
};
use serde_json::{Value, json};

use crate::{
    cli::{Format, ListArgs},
    outcome::{Failure, Outcome},
    term::{bold, dim},
};

pub(crate) fn run(arguments: &ListArgs, format: Format) -> Result<Outcome, Failure> {
    let surface = arguments.surface.read()?;
    let mut out = anstream::stdout().lock();
    match (&arguments.origin, format) {
        (None, Format::Json) => write!(out, "{}", surface.to_json())?,
        (None, Format::Text | Format::Github) => {
            table(
                &surface.rows().iter().map(line).collect::<Vec<_>>(),
                &mut out,
            )?;
        }
        (Some(origin), Format::Json) => {
            let routes: Vec<Value> = usable(&surface, origin)
                .map(|row| permission_json(row, origin))
                .collect();
            writeln!(out, "{:#}", json!({ "origin": origin, "routes": routes }))?;
        }
        (Some(origin), Format::Text | Format::Github) => {
            let lines: Vec<_> = usable(&surface, origin)
                .map(|row| permission_line(row, origin))
                .collect();
            if !lines.is_empty() {
                table(&lines, &mut out)?;
            }
            let (usable, all) = (lines.len(), surface.rows().len());
            writeln!(
                out,
                "pages of {} may use {usable} of {all} rows",
                visible(origin)
            )?;
        }
    }
    Ok(Outcome::Nothing)
}

/// One row of the table: its first columns, and the lines of the last one.
struct Line {
    method: String,
    path: String,
    by: String,
    details: Vec<String>,
}

fn table(lines: &[Line], out: &mut impl io::Write) -> io::Result<()> {
    let width = |column: fn(&Line) -> &str, head: &str| {
        let widths = lines.iter().map(|line| column(line).chars().count());
        widths.chain([head.len()]).max().unwrap_or_default()
    };
    let method = width(|line| &line.method, "METHOD");
    let path = width(|line| &line.path, "PATH");
    let by = width(|line| &line.by, "BY");
    let head = format!(
        "{:method$}  {:path$}  {:by$}  PAGES",
        "METHOD", "PATH", "BY"
    );
    writeln!(out, "{}", dim(head))?;
    for line in lines {
        let first = format!(
            "{:method$}  {:path$}  {:by$}",
            line.method, line.path, line.by
        );
        for (index, detail) in line.details.iter().enumerate() {
            let start = if index == 0 { first.as_str() } else { "" };
            let width = method + path + by + 4;
            writeln!(out, "{start:width$}  {detail}")?;
        }
    }
    Ok(())
}

fn line(row: &Row) -> Line {
    let mut details = match &row.policy {
        None => vec!["none".to_owned()],
        Some(policy) => policy_lines(policy),
    };
    if !row.allows_method() && row.policy.is_some() {
        details.push(dim(format!("(the policy excludes {})", row.method)).to_string());
    }
    details.extend(row.floors.iter().map(|floor| {
        let origins = elements(&floor.origins).join(", ");
        dim(format!(
            "rejected by {} unless from {origins}",
            visible(&floor.path)
        ))
        .to_string()
    }));
    details.extend(notes(row));
    Line {
        method: row.method.to_string(),
        path: visible(&row.path),
        by: row.by.as_str().to_owned(),
        details,
    }
}

fn policy_lines(policy: &Policy) -> Vec<String> {
    let cookies = |element: &Element| match &policy.credentials {
        Credentials::Yes => ", cookies",
        Credentials::For(list) if list.contains(element) => ", cookies",
        Credentials::No | Credentials::For(_) => "",
    };
    let mut lines = match &policy.origins {
        Origins::Any => vec!["any".to_owned()],
        Origins::Listed(list) if list.is_empty() => vec!["none (off)".to_owned()],
        Origins::Listed(list) => list
            .iter()
            .map(|element| format!("{}{}", element_text(element), cookies(element)))
            .collect(),
    };
    if let Credentials::For(list) = &policy.credentials {
        let others = list
            .iter()
            .filter(|element| !policy.origins.elements().contains(element));
        lines.extend(others.map(|element| format!("{}, cookies", element_text(element))));
    }
    let mut notes = Vec::new();
    if !policy.headers.is_empty() {
        notes.push(format!("may set {}", names(&policy.headers)));
    }
    if !policy.expose.is_empty() {
        notes.push(format!("may read {}", names(&policy.expose)));
    }
    if policy.mismatch == Mismatch::Reject {
        notes.push("others are rejected".to_owned());
    }
    lines.extend((!notes.is_empty()).then(|| dim(notes.join("; ")).to_string()));
    lines
}

fn notes(row: &Row) -> Option<String> {
    let mut notes = Vec::new();
    match &row.by {
        By::Blocked { status } => {
            notes.push(format!("a middleware answers preflights with {status}"));
        }
        By::Unreachable { behind } => {
            notes.push(format!("`{}` takes the path first", visible(behind)));
        }
        By::Route | By::Scope | By::Application | By::None => {}
    }
    if row.guarded {
        notes.push("guarded".to_owned());
    }
    if let Some(reason) = &row.unconfirmed {
        notes.push(format!("unconfirmed: {}", visible(reason)));
    }
    (!notes.is_empty()).then(|| dim(format!("({})", notes.join("; "))).to_string())
}

/// Returns the rows that pages of an origin may use in some build.
fn usable<'a>(surface: &'a Surface, origin: &'a str) -> impl Iterator<Item = &'a Row> {
    surface
        .rows()
        .iter()
        .filter(|row| row.permissions(origin).read.is_possible())
}

fn permission_line(row: &Row, origin: &str) -> Line {
    let permissions = row.permissions(origin);
    let verb = match row.method.as_str() {
        "GET" | "HEAD" => "read",
        "?" => "use",
        _ => "send",
    };
    let mut text = bold(verb).to_string();
    let conditional = conditions(&permissions.read);
    match (&permissions.credentials, &conditional) {
        (Admission::No, _) => {}
        (Admission::Yes, _) => text.push_str(" with cookies"),
        (Admission::If(_), _) if permissions.credentials == permissions.read => {
            text.push_str(" with cookies");
        }
        (Admission::If(_), _) => {
            let _ = write!(
                text,
                ", with cookies{}",
                conditions(&permissions.credentials)
            );
        }
    }
    text.push_str(&conditional);
    let mut details = vec![text];
    if let Some(policy) = &row.policy {
        let headers =
            (!policy.headers.is_empty()).then(|| format!("may set {}", names(&policy.headers)));
        let expose =
            (!policy.expose.is_empty()).then(|| format!("may read {}", names(&policy.expose)));
        let both: Vec<String> = headers.into_iter().chain(expose).collect();
        details.extend((!both.is_empty()).then(|| dim(both.join("; ")).to_string()));
    }
    details.extend(notes(row));
    Line {
        method: row.method.to_string(),
        path: visible(&row.path),
        by: row.by.as_str().to_owned(),
        details,
    }
}

fn conditions(admission: &Admission) -> String {
    let Admission::If(conditions) = admission else {
        return String::new();
    };
    let conditions = conditions.iter().map(|condition| match condition {
        Condition::Cfg(cfg) => format!(" (with cfg({}))", visible(cfg)),
        Condition::Set(set) => format!(" (if the set {} holds it)", visible(set)),
    });
    conditions.collect()
}

fn permission_json(row: &Row, origin: &str) -> Value {
    let permissions = row.permissions(origin);
    let admission = |admission: &Admission| match admission {
        Admission::No => json!(false),
        Admission::Yes => json!(true),
        Admission::If(conditions) => conditions
            .iter()
            .map(|condition| match condition {
                Condition::Cfg(cfg) => json!({ "cfg": cfg }),
                Condition::Set(set) => json!({ "set": set }),
            })
            .collect(),
    };
    let policy = row.policy.as_ref();
    let listed = |names: Option<&Names>| match names {
        Some(Names::Any) => json!("any"),
        Some(Names::Listed(names)) => json!(names),
        None => json!([]),
    };
    json!({
        "path": row.path,
        "method": row.method.as_str(),
        "by": row.by.as_str(),
        "read": admission(&permissions.read),
        "credentials": admission(&permissions.credentials),
        "headers": listed(policy.map(|policy| &policy.headers)),
        "expose": listed(policy.map(|policy| &policy.expose)),
        "needs_no_preflight": matches!(row.by, By::Blocked { .. }) && row.method != Method::Unknown,
    })
}

fn elements(origins: &Origins) -> Vec<String> {
    match origins {
        Origins::Any => vec!["any".to_owned()],
        Origins::Listed(list) if list.is_empty() => vec!["nowhere".to_owned()],
        Origins::Listed(list) => list.iter().map(element_text).collect(),
    }
}

fn element_text(element: &Element) -> String {
    let mut text = match &element.origin {
        Origin::Pattern(text) => text.clone(),
        Origin::Set(set) => {
            let within = match &set.within {
                Bound::Any => "any".to_owned(),
                Bound::Within(patterns) => patterns.join(", "),
            };
            let source = set
                .source
                .as_ref()
                .map(|source| format!(" from {source}"))
                .unwrap_or_default();
            format!("set {}{source} within {within}", set.name)
        }
    };
    if let Some(cfg) = &element.cfg {
        let _ = write!(text, " (cfg({cfg}))");
    }
    visible(&text)
}

fn names(names: &Names) -> String {
    match names {
        Names::Any => "every header".to_owned(),
        Names::Listed(names) => names.join(", "),
    }
}
