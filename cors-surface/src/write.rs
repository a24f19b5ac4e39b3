//! The text of a surface file: one origin a line, defaults left out.

use std::fmt::{self, Display, Formatter};

use crate::{
    origin::{Bound, Element, Origin, Origins},
    row::{By, Credentials, Floor, Names, Policy, Row},
    surface::{FORMAT_VERSION, Surface},
    visible::escape,
};
use cors_runtime::policy::Mismatch;

const HEAD: &str = "\
# Which pages may do what with each route of this application.
# A test writes this file: CORS_SURFACE=overwrite cargo test, or cargo cors bless.
# Keys that are missing have their default: no headers, no credentials, mismatch = \"omit\".
";

/// Writes the text of `cors-surface.toml`. The same rows give the same bytes.
impl Display for Surface {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        writeln!(f, "{HEAD}version = {FORMAT_VERSION}")?;
        self.rows().iter().try_for_each(|each| row(each, f))
    }
}

fn row(row: &Row, f: &mut Formatter<'_>) -> fmt::Result {
    f.write_str("\n[[route]]\n")?;
    text("path", &row.path, f)?;
    text("method", row.method.as_str(), f)?;
    text("by", row.by.as_str(), f)?;
    match &row.by {
        By::Blocked { status } => writeln!(f, "status = {status}")?,
        By::Unreachable { behind } => text("behind", behind, f)?,
        By::Route | By::Scope | By::Application | By::None => {}
    }
    if let Some(reason) = &row.unconfirmed {
        text("unconfirmed", reason, f)?;
    }
    if row.guarded {
        f.write_str("guarded = true\n")?;
    }
    if let Some(handler) = &row.handler {
        text("handler", handler, f)?;
    }
    if let Some(each) = &row.policy {
        policy(each, f)?;
    }
    row.floors.iter().try_for_each(|each| floor(each, f))
}

fn policy(policy: &Policy, f: &mut Formatter<'_>) -> fmt::Result {
    origins(&policy.origins, f)?;
    methods(policy.methods.as_deref(), f)?;
    names("headers", &policy.headers, f)?;
    names("expose", &policy.expose, f)?;
    match &policy.credentials {
        Credentials::No => {}
        Credentials::Yes => f.write_str("credentials = true\n")?,
        Credentials::For(list) => elements("credentials", list, f)?,
    }
    if let Some(seconds) = policy.max_age {
        writeln!(f, "max_age = {seconds}")?;
    }
    if policy.mismatch == Mismatch::Reject {
        text("mismatch", "reject", f)?;
    }
    if policy.allow.is_empty() {
        return Ok(());
    }
    f.write_str("allow = [\n")?;
    for allowance in &policy.allow {
        write!(f, "    {{ rule = {}", quoted(&allowance.rule))?;
        if let Some(origin) = &allowance.origin {
            write!(f, ", origin = {}", quoted(origin))?;
        }
        writeln!(f, ", reason = {} }},", quoted(&allowance.reason))?;
    }
    f.write_str("]\n")
}

fn floor(floor: &Floor, f: &mut Formatter<'_>) -> fmt::Result {
    f.write_str("\n[[route.floors]]\n")?;
    text("path", &floor.path, f)?;
    origins(&floor.origins, f)?;
    methods(floor.methods.as_deref(), f)
}

fn origins(origins: &Origins, f: &mut Formatter<'_>) -> fmt::Result {
    match origins {
        Origins::Any => text("origins", "any", f),
        Origins::Listed(list) => elements("origins", list, f),
    }
}

fn elements(key: &str, elements: &[Element], f: &mut Formatter<'_>) -> fmt::Result {
    if elements.is_empty() {
        return writeln!(f, "{key} = []");
    }
    writeln!(f, "{key} = [")?;
    for each in elements {
        writeln!(f, "    {},", element(each))?;
    }
    f.write_str("]\n")
}

fn element(element: &Element) -> String {
    let mut pairs = match &element.origin {
        Origin::Pattern(text) if element.cfg.is_none() => return quoted(text),
        Origin::Pattern(text) => vec![format!("origin = {}", quoted(text))],
        Origin::Set(set) => {
            let within = match &set.within {
                Bound::Any => quoted("any"),
                Bound::Within(patterns) => list(patterns),
            };
            let mut pairs = vec![format!("set = {}", quoted(&set.name))];
            pairs.extend(
                set.source
                    .as_ref()
                    .map(|source| format!("source = {}", quoted(source))),
            );
            pairs.push(format!("within = {within}"));
            pairs
        }
    };
    pairs.extend(
        element
            .cfg
            .as_ref()
            .map(|cfg| format!("cfg = {}", quoted(cfg))),
    );
    format!("{{ {} }}", pairs.join(", "))
}

fn methods(methods: Option<&[String]>, f: &mut Formatter<'_>) -> fmt::Result {
    methods.map_or(Ok(()), |methods| writeln!(f, "methods = {}", list(methods)))
}

fn names(key: &str, names: &Names, f: &mut Formatter<'_>) -> fmt::Result {
    match names {
        Names::Any => text(key, "any", f),
        Names::Listed(names) if names.is_empty() => Ok(()),
        Names::Listed(names) => writeln!(f, "{key} = {}", list(names)),
    }
}

fn text(key: &str, value: &str, f: &mut Formatter<'_>) -> fmt::Result {
    writeln!(f, "{key} = {}", quoted(value))
}

fn list(texts: &[String]) -> String {
    let texts: Vec<String> = texts.iter().map(|text| quoted(text)).collect();
    format!("[{}]", texts.join(", "))
}

/// Returns a basic string of TOML: quotes, backslashes and control characters are escaped.
fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for character in text.chars() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            // A right-to-left override would show a reviewer another text than the one that is read.
            _ => match escape(character) {
                Some(escape) => quoted.push_str(&escape),
                None => quoted.push(character),
            },
        }
    }
    quoted.push('"');
    quoted
}
