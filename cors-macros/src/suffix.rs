//! Public suffixes: the names directly under which anyone can get a name, such as `co.uk` and `github.io`.
//!
//! `https://*.S` trusts whoever has a name under `S`. That can be a stranger if `S` is a public suffix, or if one lies below
//! it: `*.amazonaws.com` matches every bucket of `s3.amazonaws.com`.
//!
//! The data is in `cors-macros/suffix`: Mozilla's list with both of its sections, a supplement of shared hosts, and the brand
//! domains. `renew` writes the [table](mod@table) from them. The algorithm is the one published with the list, including its
//! default rule: a top-level domain that the list does not have is a public suffix.

mod table;
#[cfg(test)]
pub(crate) mod tests;

use cors_runtime::origin::Pattern;

use table::{Kind, Line, Table};

/// Whether strangers can get a name below `S`, for the pattern `https://*.S`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Suffix {
    /// No: `S` can have one owner, as `acme.co.uk`, `google` and `lan` do.
    No,
    /// Yes: by this rule, `S` is a public suffix.
    Is(Rule),
    /// Yes: the suffixes of this rule lie below `S`. If several rules do, this is the nearest one.
    Above(Rule),
}

/// A rule of the list or of the supplement, or the default rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Rule {
    /// The rule in Punycode: `s3.amazonaws.com`, or `*.kobe.jp` if each name under `kobe.jp` is a suffix.
    pub(crate) name: String,
    /// The source of the rule.
    pub(crate) section: Section,
}

/// The source of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Section {
    /// The list's first section: a registry sells or gives away the names.
    Icann,
    /// The list's second section: a company's customers get the names.
    Private,
    /// The supplement: as in the second section, but the list does not have it.
    Supplement,
    /// The default rule, for a top-level domain that the list does not have.
    Unlisted,
}

impl Suffix {
    /// Looks up `host`, the `S` of `https://*.S`: a domain name in lower-case ASCII. One trailing dot means nothing.
    pub(crate) fn of(host: &str) -> Self {
        let host = host.strip_suffix('.').unwrap_or(host);
        if is_private(host) {
            return Self::No;
        }
        match Self::look_up(table::LISTED, host) {
            Self::No => Self::look_up_with_star(table::LISTED, host),
            answer => answer,
        }
    }

    /// Applies the published algorithm the other way round: it asks whether a name is a suffix, and not for the suffix of
    /// a name.
    ///
    /// Only a rule as long as `host` can make it a suffix: its own, or the wildcard of its parent.
    fn look_up(table: Table<'_>, host: &str) -> Self {
        let key = table::key(host);
        let mut nearest: Option<Line<'_>> = None;
        let mut is_brand = false;
        for line in table.run(&key) {
            if line.is(&key, Kind::Exception) {
                return Self::No;
            }
            if line.is(&key, Kind::Name) {
                return Self::Is(line.rule());
            }
            is_brand |= line.is(&key, Kind::Brand);
            let nearer = nearest.is_none_or(|nearest| line.nearer_than(&nearest));
            if nearer && line.is_suffix() {
                nearest = Some(line);
            }
        }
        if let Some(wildcard) = table.wildcard(table::parent(&key)) {
            return Self::Is(wildcard.rule());
        }
        match nearest {
            // The default rule. The list has `*.ck` without `ck`, and knows the domain all the same.
            _ if !host.contains('.') && !is_brand => Self::Is(Rule {
                name: host.to_owned(),
                section: nearest.map_or(Section::Unlisted, |line| line.section),
            }),
            Some(line) => Self::Above(line.rule()),
            None => Self::No,
        }
    }

    /// Looks up the rules of the supplement with a `*` between labels, such as `cfapps.*.hana.ondemand.com`. It stands for
    /// one label.
    fn look_up_with_star(table: Table<'_>, host: &str) -> Self {
        let labels: Vec<&str> = host.split('.').collect();
        for index in 0..labels.len() - 1 {
            let mut labels = labels.clone();
            labels[index] = "*";
            let key = table::key(&labels.join("."));
            if let Some(line) = table.run(&key).next() {
                return if line.is(&key, Kind::Name) {
                    Self::Is(line.rule())
                } else {
                    Self::Above(line.rule())
                };
            }
        }
        Self::No
    }
}

/// Checks for a domain in which no registry sells names: they belong to the machine itself, or to whoever runs the network.
fn is_private(host: &str) -> bool {
    let wildcard = format!("https://*.{host}");
    Pattern::parse(&wildcard).is_some_and(|pattern| pattern.is_loopback())
        || PRIVATE.contains(&host)
}

/// Domains set apart for private networks and for tests (RFC 6761, 6762 with its appendix G, and 8375; ICANN for `internal`).
const PRIVATE: &[&str] = &[
    "corp",
    "home",
    "home.arpa",
    "internal",
    "intranet",
    "lan",
    "local",
    "localdomain",
    "private",
    "test",
];
