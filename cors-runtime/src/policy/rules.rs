//! The rules about several parts of a policy, and about a part and the route.

use super::{
    Allowances, Credentials, Listed, ListedSet, Mismatch, Names, Origins, Parts, RuleSet, Set,
};
use crate::{
    origin::Pattern,
    rule::{Condition, Property, Rule},
};

impl Parts {
    /// Returns whether a policy of these parts violates a rule about several parts. A rule about handlers is checked as
    /// if the handler took the input.
    #[must_use]
    pub const fn violates(&self, rule: Rule) -> bool {
        match rule.condition() {
            Condition::Combination | Condition::Handler => self.has_all(rule.properties()),
            _ => self.list_violations().contains(rule),
        }
    }

    /// Returns whether a policy of these parts violates any rule about several parts, apart from rules about handlers.
    /// Every policy evaluates this in a constant, so it looks first for what most policies lack.
    #[must_use]
    pub const fn violates_any(&self) -> bool {
        // The tests below assert that no combination is possible in these policies.
        if matches!(
            self,
            Self {
                credentials: Credentials::None,
                mismatch: Mismatch::Omit,
                ..
            } | Self {
                origins: Origins::Listed(Listed {
                    violations: [],
                    sets: [],
                    ..
                }),
                credentials: Credentials::None | Credentials::All,
                expose: Names::Listed(_),
                ..
            }
        ) {
            return false;
        }
        let mut index = 0;
        while index < COMBINATIONS.len() {
            if self.has_all(COMBINATIONS[index]) {
                return true;
            }
            index += 1;
        }
        !self.list_violations().is_empty()
    }

    /// Returns whether a policy of these parts has all properties.
    const fn has_all(&self, properties: &[Property]) -> bool {
        let mut index = 0;
        while index < properties.len() {
            if !self.has(properties[index]) {
                return false;
            }
            index += 1;
        }
        true
    }

    /// Returns whether a policy of these parts has a property.
    const fn has(&self, property: Property) -> bool {
        match property {
            Property::AnyOrigin => matches!(self.origins, Origins::Any),
            Property::AnyExpose => matches!(self.expose, Names::Any),
            Property::SomeCredentials => !self.credentials.is_none(),
            Property::AllCredentials => matches!(self.credentials, Credentials::All),
            Property::NoCredentials => matches!(self.credentials, Credentials::None),
            Property::CredentialsOutsideOrigins => match &self.credentials {
                Credentials::None | Credentials::All => false,
                Credentials::Only(listed) => !self.allows_all_of(listed),
            },
            Property::Reject => self.rejects(),
            Property::NoHeader(name) => match self.headers {
                Names::Any => false,
                Names::Listed(names) => !contains(names, name),
            },
        }
    }

    /// Returns these parts without their allowances.
    #[must_use]
    pub const fn without_allowances(mut self) -> Self {
        self.allowances = Allowances::NONE;
        self
    }

    /// Returns the rules about single elements that the lists of these parts violate.
    const fn list_violations(&self) -> RuleSet {
        let origins = match &self.origins {
            Origins::Any => RuleSet::EMPTY,
            Origins::Listed(listed) => self.origin_violations(listed),
        };
        match &self.credentials {
            Credentials::None | Credentials::All => origins,
            Credentials::Only(listed) => origins.union(self.credential_violations(listed)),
        }
    }

    /// Returns the rules that elements violate as elements of `origins`.
    #[must_use]
    pub const fn origin_violations(&self, listed: &Listed) -> RuleSet {
        let credentials = match self.credentials {
            Credentials::All => self.credential_violations(listed),
            Credentials::None | Credentials::Only(_) => RuleSet::EMPTY,
        };
        if self.rejects() {
            credentials.union(listed.violations_of(PROTECTION, self.allowances.reject))
        } else {
            credentials
        }
    }

    /// Returns the rules that elements violate as elements of `credentials = [..]`.
    #[must_use]
    pub const fn credential_violations(&self, listed: &Listed) -> RuleSet {
        listed.violations_of(CREDENTIALS.union(PROTECTION), self.allowances.credentials)
    }

    /// Returns whether pages may use at least one of the methods of a route.
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

    /// Returns whether `origins` allow everything that elements of `credentials = [..]` admit. A set counts by its
    /// bound.
    #[must_use]
    pub const fn allows_all_of(&self, listed: &Listed) -> bool {
        let Origins::Listed(origins) = &self.origins else {
            return true;
        };
        let mut index = 0;
        while index < listed.origins.len() {
            if !origins.includes(listed.origins[index]) {
                return false;
            }
            index += 1;
        }
        let mut index = 0;
        while index < listed.sets.len() {
            if !origins.includes_set(listed.sets[index].set) {
                return false;
            }
            index += 1;
        }
        true
    }
}

impl Listed {
    /// Returns the rules, among the given ones, that elements violate and that neither their own `#[allow(..)]` nor the policy's
    /// allowances cover.
    const fn violations_of(&self, rules: RuleSet, allowances: RuleSet) -> RuleSet {
        let allowed = allowances.without(HARD);
        let mut violations = union_of(self.violations).without(allowed);
        let mut index = 0;
        while index < self.sets.len() {
            let ListedSet {
                set, allowed: own, ..
            } = self.sets[index];
            let allowed = allowed.union(own.without(HARD));
            let allowed = if contains(set.bound, "*") {
                allowed.without(UNBOUNDED)
            } else {
                allowed
            };
            violations = violations.union(union_of(set.violations).without(allowed));
            index += 1;
        }
        violations.intersection(rules)
    }

    /// Returns whether a set of the list can hold every origin: `within = any`.
    #[must_use]
    pub const fn can_hold_any(&self) -> bool {
        let mut index = 0;
        while index < self.sets.len() {
            if contains(self.sets[index].set.bound, "*") {
                return true;
            }
            index += 1;
        }
        false
    }

    /// Returns whether the list contains an origin or a pattern whole.
    #[must_use]
    pub const fn includes(&self, element: &str) -> bool {
        if includes(self.origins, element) {
            return true;
        }
        let mut index = 0;
        while index < self.conditional.len() {
            if includes(&[self.conditional[index].origin], element) {
                return true;
            }
            index += 1;
        }
        let mut index = 0;
        while index < self.sets.len() {
            if includes(self.sets[index].set.bound, element) {
                return true;
            }
            index += 1;
        }
        false
    }

    /// Returns whether the list contains everything that a set can hold.
    #[must_use]
    pub const fn includes_set(&self, set: &Set) -> bool {
        let mut index = 0;
        while index < set.bound.len() {
            if !self.includes(set.bound[index]) {
                return false;
            }
            index += 1;
        }
        true
    }
}

/// The properties of each rule about combinations.
const COMBINATIONS: &[&[Property]] = &{
    let mut combinations: [&[Property]; with_condition(Condition::Combination).len()] =
        [&[]; with_condition(Condition::Combination).len()];
    let (mut index, mut next) = (0, 0);
    while index < Rule::ALL.len() {
        if matches!(Rule::ALL[index].condition(), Condition::Combination) {
            combinations[next] = Rule::ALL[index].properties();
            next += 1;
        }
        index += 1;
    }
    combinations
};

/// The rules about elements that may use credentials.
const CREDENTIALS: RuleSet = with_condition(Condition::Credentials);

/// The rules about elements of a list that protects something.
const PROTECTION: RuleSet = with_condition(Condition::Protection).union(HARD);

/// The rules about elements of a list that protects something, of which nothing is allowed then.
const HARD: RuleSet = with_condition(Condition::HardProtection);

/// The rule about the bound of a set. If the bound is every origin, nothing is allowed.
const UNBOUNDED: RuleSet = RuleSet::EMPTY.and(Rule::UnboundedOriginSet);

const fn with_condition(condition: Condition) -> RuleSet {
    let mut rules = RuleSet::EMPTY;
    let mut index = 0;
    while index < Rule::ALL.len() {
        if Rule::ALL[index].condition() as u8 == condition as u8 {
            rules = rules.and(Rule::ALL[index]);
        }
        index += 1;
    }
    rules
}

const fn union_of(sets: &[RuleSet]) -> RuleSet {
    let mut union = RuleSet::EMPTY;
    let mut index = 0;
    while index < sets.len() {
        union = union.union(sets[index]);
        index += 1;
    }
    union
}

/// Returns whether an origin or a pattern lies within an element of a list.
const fn includes(elements: &[&str], inner: &str) -> bool {
    let mut index = 0;
    while index < elements.len() {
        let outer = elements[index];
        if equals(outer.as_bytes(), inner.as_bytes()) || equals(outer.as_bytes(), b"*") {
            return true;
        }
        if let (Some(outer), Some(inner)) = (Pattern::parse(outer), Pattern::parse(inner))
            && outer.includes(&inner)
        {
            return true;
        }
        index += 1;
    }
    false
}

pub(super) const fn contains(texts: &[&str], text: &str) -> bool {
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

#[cfg(test)]
mod tests {
    use super::*;

    /// The first policies that `violates_any` leaves have no protection, and the second ones none of the other properties.
    #[test]
    fn each_combination_needs_a_protection_and_another_property() {
        use Property::{
            AllCredentials, AnyExpose, AnyOrigin, CredentialsOutsideOrigins, Reject,
            SomeCredentials,
        };
        for combination in COMBINATIONS {
            let has = |some: &[Property]| combination.iter().any(|own| some.contains(own));
            let protections = [
                AllCredentials,
                SomeCredentials,
                CredentialsOutsideOrigins,
                Reject,
            ];
            assert!(has(&protections), "{combination:?}");
            assert!(
                has(&[AnyOrigin, AnyExpose, CredentialsOutsideOrigins]),
                "{combination:?}"
            );
        }
    }
}
