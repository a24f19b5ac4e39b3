//! The rules about several parts of a policy, and about a part and the route.

use super::{Allowances, Credentials, Listed, Names, Origins, Parts, RuleSet, Set};
use crate::rule::Rule;

impl Parts {
    /// Whether a policy of these parts violates a rule about several parts. A rule about what a handler takes is
    /// checked as if the handler took it.
    #[must_use]
    pub const fn violates(&self, rule: Rule) -> bool {
        let any = matches!(self.origins, Origins::Any);
        match rule {
            Rule::AnyOriginWithCredentials => any && matches!(self.credentials, Credentials::All),
            Rule::AnyExposeWithCredentials => {
                !self.credentials.is_none() && matches!(self.expose, Names::Any)
            }
            Rule::UselessMismatch => any && self.rejects(),
            Rule::JsonNeedsContentType => !self.allows_header("content-type"),
            Rule::AuthorizationNeedsListing => !self.allows_header("authorization"),
            Rule::SessionNeedsCredentials => matches!(self.credentials, Credentials::None),
            _ => {
                let origins = match &self.origins {
                    Origins::Any => false,
                    Origins::Listed(listed) => self.origins_violate(listed, rule),
                };
                let credentials = match &self.credentials {
                    Credentials::None | Credentials::All => false,
                    Credentials::Only(listed) => self.credentials_violate(listed, rule),
                };
                origins || credentials
            }
        }
    }

    /// Returns these parts without their allowances.
    #[must_use]
    pub const fn without_allowances(mut self) -> Self {
        self.allowances = Allowances::NONE;
        self
    }

    /// Whether elements violate a rule about single elements, if they are part of `origins`.
    #[must_use]
    pub const fn origins_violate(&self, listed: &Listed, rule: Rule) -> bool {
        let all = matches!(self.credentials, Credentials::All);
        (all && self.credentials_violate(listed, rule))
            || (self.rejects()
                && !matches!(rule, Rule::SubdomainWildcardWithCredentials)
                && listed.violates(rule, self.allowances.reject))
    }

    /// Whether elements violate a rule about single elements, if they are part of `credentials = [..]`.
    #[must_use]
    pub const fn credentials_violate(&self, listed: &Listed, rule: Rule) -> bool {
        listed.violates(rule, self.allowances.credentials)
    }

    /// Whether pages may use at least one of the methods of a route.
    #[must_use]
    pub const fn serves_one_of(&self, routed: &[&str]) -> bool {
        let Some(methods) = self.methods else {
            return true;
        };
        let mut index = 0;
        while index < routed.len() {
            if contains(methods, routed[index]) {
                return true;
            }
            index += 1;
        }
        false
    }

    /// Whether pages may set a request header, given in lower case.
    const fn allows_header(&self, name: &str) -> bool {
        match self.headers {
            Names::Any => true,
            Names::Listed(names) => contains(names, name),
        }
    }
}

impl Listed {
    /// Whether an element violates a rule that its own `#[allow(..)]` and the policy's allowances do not cover.
    const fn violates(&self, rule: Rule, allowances: RuleSet) -> bool {
        let allowed = allowances.contains(rule);
        if any_contains(self.violations, rule) && (is_hard(rule) || !allowed) {
            return true;
        }
        let mut index = 0;
        while index < self.sets.len() {
            let element = &self.sets[index];
            let allowed = allowed || element.allowed.contains(rule);
            if element.set.violates(rule) && (element.set.is_hard(rule) || !allowed) {
                return true;
            }
            index += 1;
        }
        false
    }
}

impl Set {
    /// Whether an element of the bound violates a rule.
    #[must_use]
    pub const fn violates(&self, rule: Rule) -> bool {
        any_contains(self.violations, rule)
    }

    /// Whether nothing allows what a rule finds in the bound.
    #[must_use]
    pub const fn is_hard(&self, rule: Rule) -> bool {
        is_hard(rule) || (matches!(rule, Rule::UnboundedOriginSet) && contains(self.bound, "*"))
    }
}

/// Whether nothing allows what a rule finds in a list that protects something: every page can have these origins.
const fn is_hard(rule: Rule) -> bool {
    matches!(rule, Rule::NullOrigin | Rule::FileOrigin)
}

const fn any_contains(sets: &[RuleSet], rule: Rule) -> bool {
    let mut index = 0;
    while index < sets.len() {
        if sets[index].contains(rule) {
            return true;
        }
        index += 1;
    }
    false
}

const fn contains(texts: &[&str], text: &str) -> bool {
    let mut index = 0;
    while index < texts.len() {
        if equals(texts[index].as_bytes(), text.as_bytes()) {
            return true;
        }
        index += 1;
    }
    false
}

const fn equals(left: &[u8], right: &[u8]) -> bool {
    if left.len() != right.len() {
        return false;
    }
    let mut index = 0;
    while index < left.len() {
        if left[index] != right[index] {
            return false;
        }
        index += 1;
    }
    true
}
