//! Public suffixes: the names directly under which anyone can get a name, such as `co.uk` and `github.io`.
//!
//! `https://*.S` trusts whoever has a name under `S`. The question here is whether that can be a stranger: because `S` is a
//! public suffix, or because one lies beneath it (`*.amazonaws.com` matches every bucket of `s3.amazonaws.com`).
//!
//! What is known comes from Mozilla's list, both of its sections, and from a short supplement. Both are kept in
//! `cors-macros/suffix`, where `renew` writes the [table](mod@table) from them that is searched here. The algorithm is the one
//! published with the list, default rule included: a top-level domain that nobody listed is a public suffix.

mod table;
#[cfg(test)]
mod tests;

use table::{Kind, Line, Table};

/// The protection of the pattern `https://*.S` against strangers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Suffix {
    /// Nothing public is known of `S` or beneath it: it can be one owner's name, like `acme.co.uk` or `printer.lan`.
    No,
    /// `S` is a public suffix, by this rule.
    Is(Rule),
    /// `S` is none, but the suffixes of this rule lie beneath it: of several, the rule nearest to `S`.
    Above(Rule),
}

/// A rule of the list, or what takes the place of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Rule {
    /// As the list writes it, but in Punycode: `s3.amazonaws.com`, or `*.kobe.jp` where each name under `kobe.jp` is a suffix.
    pub(crate) name: String,
    /// Who says so.
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
    /// No rule: a top-level domain that the list does not know.
    Unlisted,
}

impl Suffix {
    /// Asks for `host`, the `S` of `https://*.S`: a domain name in lower-case ASCII. One trailing dot means nothing.
    ///
    /// `localhost` and `internal` are not suffixes: no one can register a name under `localhost`, and under `internal`,
    /// which ICANN has reserved, only the owner of the network assigns names.
    pub(crate) fn of(host: &str) -> Self {
        let host = host.strip_suffix('.').unwrap_or(host);
        if matches!(host, "localhost" | "internal") {
            Self::No
        } else {
            Self::look_up(table::LISTED, host)
        }
    }

    /// The published algorithm, turned round: instead of the suffix of a name, it asks whether a name is one.
    ///
    /// Only a rule as long as `host` can make it a suffix: its own, or the wildcard of its parent.
    fn look_up(table: Table<'_>, host: &str) -> Self {
        let key = table::key(host);
        let mut nearest: Option<Line<'_>> = None;
        for line in table.run(&key) {
            if line.is(&key, Kind::Exception) {
                return Self::No;
            }
            if line.is(&key, Kind::Name) {
                return Self::Is(line.rule());
            }
            let nearer = nearest.is_none_or(|nearest| line.nearer_than(&nearest));
            if nearer && line.kind != Kind::Exception {
                nearest = Some(line);
            }
        }
        if let Some(wildcard) = table.wildcard(table::parent(&key)) {
            return Self::Is(wildcard.rule());
        }
        match nearest {
            // The default rule. The list writes `*.ck` without `ck`, and knows the domain all the same.
            _ if !host.contains('.') => Self::Is(Rule {
                name: host.to_owned(),
                section: nearest.map_or(Section::Unlisted, |line| line.section),
            }),
            Some(line) => Self::Above(line.rule()),
            None => Self::No,
        }
    }
}
