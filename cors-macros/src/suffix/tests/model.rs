//! The list, the supplement and the brand domains as people write them, and the algorithm as it is published: slow and plain.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use crate::suffix::table::Kind;
use crate::suffix::{PRIVATE, Section};

const LIST: &str = include_str!("../../../suffix/public_suffix_list.dat");
const SUPPLEMENT: &str = include_str!("../../../suffix/supplement.txt");
const BRANDS: &str = include_str!("../../../suffix/brands.txt");

/// A row of the supplement.
pub(crate) struct Host {
    pub(crate) name: &'static str,
    pub(super) class: &'static str,
    pub(crate) verdict: &'static str,
    pub(super) source: &'static str,
    pub(super) reason: &'static str,
}

/// A row of the brand domains.
pub(super) struct Brand {
    pub(super) name: &'static str,
    pub(super) operator: &'static str,
}

/// Returns the rows of one of our files.
fn rows<const COLUMNS: usize>(text: &'static str) -> impl Iterator<Item = [&'static str; COLUMNS]> {
    let lines = text
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.map(|line| {
        let columns: Vec<&str> = line.split(" | ").collect();
        columns
            .try_into()
            .unwrap_or_else(|_| panic!("{line}: not {COLUMNS} columns"))
    })
}

/// The supplement.
pub(crate) static HOSTS: LazyLock<Vec<Host>> = LazyLock::new(|| {
    rows(SUPPLEMENT)
        .map(|[name, class, verdict, source, reason]| Host {
            name,
            class,
            verdict,
            source,
            reason,
        })
        .collect()
});

/// The brand domains.
pub(super) static BRAND_DOMAINS: LazyLock<Vec<Brand>> = LazyLock::new(|| {
    rows(BRANDS)
        .map(|[name, operator]| Brand { name, operator })
        .collect()
});

/// Returns the operator that the list names for a top-level domain.
pub(super) fn operator(domain: &str) -> Option<&'static str> {
    let start = format!("// {domain} : ");
    LIST.lines().find_map(|line| line.strip_prefix(&start))
}

/// A rule, read from where a person wrote it.
pub(super) struct ListedRule {
    /// Without `*.` and `!`; in Punycode, as a browser would send it.
    pub(super) name: String,
    /// Which of the three it is.
    pub(super) kind: Kind,
    /// Its section.
    pub(super) section: Section,
}

impl ListedRule {
    fn read(line: &str, section: Section) -> Self {
        let rule = line.split_whitespace().next().expect("no rule is empty");
        let (name, kind) = match (rule.strip_prefix("*."), rule.strip_prefix('!')) {
            (Some(name), _) => (name, Kind::Wildcard),
            (_, Some(name)) => (name, Kind::Exception),
            _ => (rule, Kind::Name),
        };
        let host = url::Host::parse(name).unwrap_or_else(|error| panic!("{name}: {error}"));
        Self {
            name: host.to_string(),
            kind,
            section,
        }
    }

    /// The rule's line in the table.
    pub(super) fn row(&self) -> String {
        let labels: String = self
            .name
            .rsplit('.')
            .flat_map(|label| [label, "."])
            .collect();
        let kind = match self.kind {
            Kind::Name | Kind::Brand => "",
            Kind::Wildcard => "*",
            Kind::Exception => "!",
        };
        let section = match self.section {
            _ if self.kind == Kind::Brand => "b",
            Section::Icann => "i",
            Section::Private => "p",
            Section::Supplement => "s",
            Section::Unlisted => unreachable!("no rule is unlisted"),
        };
        format!("{labels}{kind} {section}")
    }

    /// The rule as the list writes it, but in Punycode.
    pub(super) fn listed(&self) -> String {
        let mark = match self.kind {
            Kind::Name | Kind::Brand => "",
            Kind::Wildcard => "*.",
            Kind::Exception => "!",
        };
        format!("{mark}{}", self.name)
    }
}

/// The list's own date.
pub(super) fn version() -> &'static str {
    LIST.lines()
        .find_map(|line| line.strip_prefix("// VERSION: "))
        .expect("the list says its version")
}

/// The rules of Mozilla's file.
pub(super) static LISTED: LazyLock<Vec<ListedRule>> = LazyLock::new(|| {
    let mut section = Section::Icann;
    let mut rules = Vec::new();
    for line in LIST.lines() {
        if line == "// ===BEGIN PRIVATE DOMAINS===" {
            section = Section::Private;
        }
        if !line.trim().is_empty() && !line.starts_with("//") {
            rules.push(ListedRule::read(line, section));
        }
    }
    let brands: HashSet<&str> = BRAND_DOMAINS.iter().map(|brand| brand.name).collect();
    for rule in &mut rules {
        if brands.contains(rule.name.as_str()) {
            rule.kind = Kind::Brand;
        }
    }
    rules
});

/// The rules of the supplement.
pub(super) static SUPPLEMENTED: LazyLock<Vec<ListedRule>> = LazyLock::new(|| {
    let shared = HOSTS.iter().filter(|host| host.verdict == "shared");
    shared
        .map(|host| ListedRule::read(host.name, Section::Supplement))
        .collect()
});

/// `Suffix` without names: of the example for an ancestor only how many full stops it has, and how long it is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Answer {
    No,
    Is(Section),
    Above(usize, usize),
}

/// The rules by kind, and for each name above one of them the nearest beneath.
pub(super) struct Model {
    /// The names with a `*` between labels.
    starred: Vec<String>,
    brands: HashSet<String>,
    names: HashMap<String, Section>,
    wildcards: HashMap<String, Section>,
    exceptions: HashSet<String>,
    above: HashMap<String, (usize, usize, Section)>,
}

impl Model {
    pub(super) fn new<'r>(rules: impl IntoIterator<Item = &'r ListedRule>) -> Self {
        let mut model = Self {
            starred: Vec::new(),
            brands: HashSet::new(),
            names: HashMap::new(),
            wildcards: HashMap::new(),
            exceptions: HashSet::new(),
            above: HashMap::new(),
        };
        for rule in rules {
            let listed = rule.listed();
            if matches!(rule.kind, Kind::Name | Kind::Wildcard) {
                let found = (listed.matches('.').count(), listed.len(), rule.section);
                for (dot, _) in listed.match_indices('.') {
                    let nearest = model
                        .above
                        .entry(listed[dot + 1..].to_owned())
                        .or_insert(found);
                    if (found.0, found.1) < (nearest.0, nearest.1) {
                        *nearest = found;
                    }
                }
            }
            let name = rule.name.clone();
            if name.contains('*') {
                model.starred.push(name.clone());
            }
            match rule.kind {
                Kind::Name => {
                    model.names.insert(name, rule.section);
                }
                Kind::Wildcard => {
                    model.wildcards.insert(name, rule.section);
                }
                Kind::Exception => {
                    model.exceptions.insert(name);
                }
                Kind::Brand => {
                    model.brands.insert(name);
                }
            }
        }
        model
    }

    /// Steps 1 to 5 of the algorithm: the public suffix of `host`, and whose rule says so.
    fn public_suffix<'h>(&self, host: &'h str) -> (&'h str, Section) {
        let labels: Vec<&str> = host.split('.').collect();
        // `host`, then without its first label, and so on.
        let names: Vec<&str> = (0..labels.len())
            .map(|skip| &host[labels[..skip].iter().map(|label| label.len() + 1).sum()..])
            .collect();
        for pair in names.windows(2) {
            if self.exceptions.contains(pair[0]) {
                return (pair[1], Section::Icann);
            }
        }
        for (index, name) in names.iter().enumerate() {
            let wildcard = names
                .get(index + 1)
                .and_then(|parent| self.wildcards.get(*parent));
            if let Some(section) = self.names.get(*name).or(wildcard) {
                return (name, *section);
            }
        }
        // The default rule; a domain that the list knows only by what is in it is still known.
        let top = names.last().expect("a host has a label");
        (
            top,
            self.above
                .get(*top)
                .map_or(Section::Unlisted, |found| found.2),
        )
    }

    /// The question of `Suffix::of`.
    pub(super) fn of(&self, host: &str) -> Answer {
        if host == "localhost" || host.ends_with(".localhost") || PRIVATE.contains(&host) {
            return Answer::No;
        }
        let (suffix, section) = self.public_suffix(host);
        match self.above.get(host) {
            _ if suffix == host && !self.brands.contains(host) => Answer::Is(section),
            Some((dots, length, _)) => Answer::Above(*dots, *length),
            None => self.of_starred(host),
        }
    }

    /// Applies the rules with a `*` between labels, which means one label.
    fn of_starred(&self, host: &str) -> Answer {
        let labels: Vec<&str> = host.rsplit('.').collect();
        for rule in &self.starred {
            let parts: Vec<&str> = rule.rsplit('.').collect();
            let has_star = parts.iter().take(labels.len()).any(|part| *part == "*");
            let fits = labels.len() <= parts.len()
                && labels
                    .iter()
                    .zip(&parts)
                    .all(|(label, part)| label == part || *part == "*");
            if fits && has_star {
                return if labels.len() == parts.len() {
                    Answer::Is(Section::Supplement)
                } else {
                    Answer::Above(parts.len() - 1, rule.len())
                };
            }
        }
        Answer::No
    }
}
