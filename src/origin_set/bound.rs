//! The bound of a set, and the check of one value against it.

use cors_runtime::{
    fault::{Place, examine, shown},
    origin::{Hosts, Pattern, is_labels},
    rule::Rule,
};

use crate::origin_index::OriginIndex;

/// The element of a bound that admits every value: `within = any`.
const ANY: &str = "*";

/// The rule that a value violates if the bound does not admit it.
pub(super) const OUTSIDE: &str = "within";

/// The number of elements of a bound that a message names.
const NAMED: usize = 8;

/// Words that settings have for every origin.
pub(super) const EVERY: &[&str] = &[ANY, "all", "any"];

/// Words that other settings take, and that are no hosts either.
const SETTINGS: &[&str] = &[
    "0",
    "1",
    "default",
    "disable",
    "disabled",
    "enable",
    "enabled",
    "false",
    "no",
    "none",
    "off",
    "on",
    "true",
    "undefined",
    "yes",
];

/// The bound of a set, ready to check many values.
#[derive(Debug)]
pub(super) struct Bound {
    elements: &'static [&'static str],
    index: OriginIndex,
    patterns: Vec<Pattern<'static>>,
}

/// The reason why a value is not accepted.
#[derive(Debug)]
pub(super) struct Violation {
    pub(super) rule: &'static str,
    pub(super) what: String,
}

impl Bound {
    pub(super) fn new(elements: &'static [&'static str]) -> Self {
        Self {
            elements,
            index: OriginIndex::new(elements.iter().copied()),
            patterns: elements
                .iter()
                .filter_map(|element| Pattern::parse(element))
                .collect(),
        }
    }

    /// Checks a value by the rules for origins in source code, and by the bound.
    pub(super) fn check(&self, value: &str) -> Result<(), Violation> {
        if self.lists(value) {
            return Ok(());
        }
        let is_every = EVERY.iter().any(|word| value.eq_ignore_ascii_case(word));
        if is_every && !self.is_any() {
            return Err(Violation {
                rule: Rule::AnyAmongOthers.name(),
                what: format!(
                    "`{}` means every origin, and this set is limited to {self}",
                    shown(value)
                ),
            });
        }
        if is_every || is_setting(value) {
            return Err(Violation {
                rule: Rule::MalformedOrigin.name(),
                what: format!("`{}` is not an origin", shown(value)),
            });
        }
        if value.starts_with('$') {
            return Err(Violation {
                rule: Rule::MalformedOrigin.name(),
                what: format!(
                    "`{}` is a variable that was not replaced by its value",
                    shown(value)
                ),
            });
        }
        match examine(value, self.place(), &browser) {
            Ok(pattern) if !has_host_name(&pattern) => Err(Violation {
                rule: Rule::MalformedOrigin.name(),
                what: format!(
                    "`{}` has a character in its host that no name has",
                    shown(value)
                ),
            }),
            Ok(pattern) if self.covers(&pattern) => Ok(()),
            Ok(_) => Err(Violation {
                rule: OUTSIDE,
                what: format!(
                    "`{}` is outside this set, which is limited to {self}",
                    shown(value)
                ),
            }),
            Err(fault) => Err(Violation {
                rule: fault.rule.name(),
                what: fault.what,
            }),
        }
    }

    /// Checks whether a set with this bound can hold `*`, and with it every origin.
    pub(super) fn is_any(&self) -> bool {
        self.elements.contains(&ANY)
    }

    /// Checks whether an element of the bound admits every host of the web.
    pub(super) fn has_any_host(&self) -> bool {
        self.patterns
            .iter()
            .any(|pattern| pattern.hosts() == Hosts::Any && pattern.is_web())
    }

    /// Returns where a value with the same rules would be written in source code.
    pub(super) fn place(&self) -> Place {
        if self.is_any() {
            Place::Bound
        } else {
            Place::Set
        }
    }

    /// Returns the patterns and origins of the bound.
    pub(super) fn patterns(&self) -> &[Pattern<'static>] {
        &self.patterns
    }

    /// Checks whether a value is an element of the bound. The compiler has checked those, `null` with its allowance.
    fn lists(&self, value: &str) -> bool {
        let is_any_host = || Pattern::parse(value).is_some_and(|value| value.hosts() == Hosts::Any);
        (self.index.contains(value.as_bytes()) && !is_any_host())
            || (self.is_any() && matches!(value, "null" | "file://"))
    }

    fn covers(&self, value: &Pattern<'_>) -> bool {
        if value.is_exact() || self.is_any() {
            return self.index.admits(value.as_str().as_bytes());
        }
        self.patterns.iter().any(|element| element.covers(value))
    }
}

/// Lists the elements: `` `https://*.acme.example`, `http://localhost:*` ``.
impl std::fmt::Display for Bound {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (index, element) in self.elements.iter().take(NAMED).enumerate() {
            if index > 0 {
                f.write_str(", ")?;
            }
            match *element {
                ANY => f.write_str("any origin")?,
                "https://*" => f.write_str("any https origin without a port (`https://*`)")?,
                "https://*:*" => f.write_str("any https origin (`https://*:*`)")?,
                element => write!(f, "`{element}`")?,
            }
        }
        match self.elements.len().saturating_sub(NAMED) {
            0 => Ok(()),
            more => write!(f, " and {more} more"),
        }
    }
}

/// Checks for a word of other settings, or for marks without any letter, such as the `-` of a list in YAML.
fn is_setting(value: &str) -> bool {
    let has_content = value.contains(|c: char| c.is_alphanumeric() || c == '*');
    (!has_content && !value.is_empty())
        || SETTINGS.iter().any(|word| value.eq_ignore_ascii_case(word))
}

/// Checks that a host has no character that URLs allow and names never have, such as a parenthesis of the list around it.
fn has_host_name(pattern: &Pattern<'_>) -> bool {
    let host = pattern.host();
    let name = host.strip_suffix('.').unwrap_or(host);
    !pattern.is_web()
        || pattern.hosts() == Hosts::Any
        || name.starts_with('[')
        || is_labels(name.as_bytes())
}

/// Serialises the host of an https URL as browsers do.
pub(super) fn browser(host: &str) -> Option<String> {
    let url = url::Url::parse(&format!("https://{host}/")).ok()?;
    url.host_str().map(str::to_owned)
}

#[cfg(test)]
mod tests;
