//! Reads the values of the keys.

use cors_runtime::origin::Pattern;
use toml::de::DeValue;

use super::table::{Entry, Table};
use crate::{
    error::SurfaceError,
    origin::{Bound, Element, Origin, Origins, Set},
    row::{Allowance, Credentials, Method, Names},
};
use cors_runtime::policy::Mismatch;

type Read<T> = Result<T, SurfaceError>;

pub(super) fn string(entry: &Entry<'_, '_>) -> Read<String> {
    match entry.value {
        DeValue::String(text) => Ok(text.clone().into_owned()),
        _ => Err(entry.takes("a string")),
    }
}

pub(super) fn boolean(entry: &Entry<'_, '_>) -> Read<bool> {
    match entry.value {
        DeValue::Boolean(value) => Ok(*value),
        _ => Err(entry.takes("`true` or `false`")),
    }
}

pub(super) fn integer(entry: &Entry<'_, '_>) -> Read<i64> {
    let parsed = match entry.value {
        DeValue::Integer(value) => i64::from_str_radix(value.as_str(), value.radix()).ok(),
        _ => None,
    };
    parsed.ok_or_else(|| entry.takes("a whole number"))
}

pub(super) fn seconds(entry: &Entry<'_, '_>) -> Read<u32> {
    integer(entry)
        .ok()
        .and_then(|value| u32::try_from(value).ok())
        .ok_or_else(|| entry.takes("a number of seconds"))
}

pub(super) fn status(entry: &Entry<'_, '_>) -> Read<u16> {
    integer(entry)
        .ok()
        .and_then(|value| u16::try_from(value).ok())
        .filter(|status| (100..=999).contains(status))
        .ok_or_else(|| entry.takes("an HTTP status such as 401"))
}

/// Returns a pattern of paths. It is empty for a resource at `""`.
pub(super) fn path(entry: &Entry<'_, '_>) -> Read<String> {
    let path = string(entry)?;
    if path.chars().any(char::is_control) {
        return Err(entry.takes("a path without control characters"));
    }
    Ok(path)
}

pub(super) fn method(entry: &Entry<'_, '_>) -> Read<Method> {
    let method = string(entry)?;
    if method == "?" {
        return Ok(Method::Unknown);
    }
    if !is_token(&method) {
        return Err(entry.takes("a method such as \"GET\", or \"?\" if it is not known"));
    }
    Ok(Method::Named(method))
}

pub(super) fn methods(entry: &Entry<'_, '_>) -> Read<Vec<String>> {
    let takes = "a list of methods such as [\"GET\", \"PUT\"]";
    entry
        .elements(takes)?
        .iter()
        .map(|element| {
            let method = string(element)?;
            is_token(&method)
                .then_some(method)
                .ok_or_else(|| element.takes("a method such as \"GET\""))
        })
        .collect()
}

/// Header names in lower case, or `"any"`.
pub(super) fn names(entry: &Entry<'_, '_>) -> Read<Names> {
    if is_any(entry) {
        return Ok(Names::Any);
    }
    let takes = "\"any\" or a list of header names such as [\"content-type\"]";
    let names = entry.elements(takes)?.into_iter().map(|element| {
        let name = string(&element)?;
        let is_lower = !name.bytes().any(|byte| byte.is_ascii_uppercase());
        (is_token(&name) && is_lower)
            .then_some(name)
            .ok_or_else(|| element.takes("a header name in lower case such as \"content-type\""))
    });
    names.collect::<Read<Vec<String>>>().map(Names::Listed)
}

pub(super) fn mismatch(entry: &Entry<'_, '_>) -> Read<Mismatch> {
    match entry.value.as_str() {
        Some("omit") => Ok(Mismatch::Omit),
        Some("reject") => Ok(Mismatch::Reject),
        _ => Err(entry.takes("\"omit\" or \"reject\"")),
    }
}

pub(super) fn credentials(entry: &Entry<'_, '_>) -> Read<Credentials> {
    match entry.value {
        DeValue::Boolean(true) => Ok(Credentials::Yes),
        DeValue::Boolean(false) => Ok(Credentials::No),
        DeValue::Array(_) => elements(entry).map(Credentials::For),
        _ => Err(entry.takes("`true`, or a list of the origins that may send credentials")),
    }
}

pub(super) fn origins(entry: &Entry<'_, '_>) -> Read<Origins> {
    if is_any(entry) {
        return Ok(Origins::Any);
    }
    elements(entry).map(Origins::Listed)
}

fn elements(entry: &Entry<'_, '_>) -> Read<Vec<Element>> {
    let takes = "\"any\", or a list of origins such as [\"https://app.acme.example\"]";
    entry.elements(takes)?.iter().map(element).collect()
}

fn element(entry: &Entry<'_, '_>) -> Read<Element> {
    if entry.value.is_str() {
        return pattern(entry).map(Element::pattern);
    }
    let takes = "an origin such as \"https://app.acme.example\", `{ origin = \"..\", cfg = \"..\" }` or \
                 `{ set = \"..\", within = [..] }`";
    if !entry.value.is_table() {
        return Err(entry.takes(takes));
    }
    let mut table = entry.table(&format!("an element of `{}`", entry.key))?;
    let origin = match table.optional("origin", pattern)? {
        Some(text) => Origin::Pattern(text),
        None => Origin::Set(set(&mut table)?),
    };
    let cfg = table.optional("cfg", string)?;
    table.finish()?;
    Ok(Element { origin, cfg })
}

fn set(table: &mut Table<'_, '_>) -> Read<Set> {
    let name = table.required("set", "write `set = \"..\"` or `origin = \"..\"`")?;
    let within = table.required("within", "write `within = [\"https://*.acme.example\"]`")?;
    Ok(Set {
        name: string(&name)?,
        source: table.optional("source", string)?,
        within: bound(&within)?,
    })
}

fn bound(entry: &Entry<'_, '_>) -> Read<Bound> {
    if is_any(entry) {
        return Ok(Bound::Any);
    }
    let takes = "\"any\", or a list of patterns such as [\"https://*.acme.example\"]";
    let patterns = entry.elements(takes)?;
    let patterns = patterns.iter().map(pattern);
    patterns.collect::<Read<Vec<String>>>().map(Bound::Within)
}

/// Returns an origin or a pattern, as far as its form goes: what an origin is was checked when the application was
/// built.
fn pattern(entry: &Entry<'_, '_>) -> Read<String> {
    let text = string(entry)?;
    let is_plain = text
        .bytes()
        .all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'"' | b'\'' | b'\\' | b'`' | b','));
    if is_plain && (text == "null" || Pattern::parse(&text).is_some()) {
        return Ok(text);
    }
    Err(entry.takes("an origin such as \"https://app.acme.example\", a pattern such as \"https://*.acme.example\", or \"null\""))
}

pub(super) fn allowances(entry: &Entry<'_, '_>) -> Read<Vec<Allowance>> {
    let elements = entry.elements("a list of `{ rule = \"..\", reason = \"..\" }`")?;
    let allowances = elements.iter().map(|element| {
        let mut table = element.table("an element of `allow`")?;
        let allowance = Allowance {
            rule: string(&table.required("rule", "write `rule = \"insecure_origin\"`")?)?,
            reason: string(&table.required("reason", "write `reason = \"..\"`")?)?,
            origin: table.optional("origin", string)?,
        };
        table.finish()?;
        Ok(allowance)
    });
    allowances.collect()
}

fn is_any(entry: &Entry<'_, '_>) -> bool {
    entry.value.as_str() == Some("any")
}

/// Returns whether the text is a token (RFC 9110, section 5.6.2): a method, or the name of a header.
fn is_token(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
}
