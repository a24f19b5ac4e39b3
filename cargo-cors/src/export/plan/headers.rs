//! The response headers of a plan, each value with all cases that have it, for gateways that compute a case first.

use super::{CORS_HEADERS, Permission, Plan, Value};

/// A policy, and what it grants to a preflight or to another request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Outcome {
    pub(crate) preflight: bool,
    /// The position of the policy.
    pub(crate) policy: usize,
    pub(crate) permission: Permission,
}

/// A response header, and when it is there.
#[derive(Debug)]
pub(crate) struct Header {
    pub(crate) name: &'static str,
    pub(crate) value: Value,
    pub(crate) outcomes: Vec<Outcome>,
}

impl Plan {
    /// Returns the headers besides `Vary`, by name and then by policy.
    pub(crate) fn headers(&self) -> Vec<Header> {
        let mut headers: Vec<Header> = Vec::new();
        for (index, policy) in self.policies.iter().enumerate() {
            for permission in policy.permissions() {
                for (preflight, pairs) in [
                    (true, policy.preflight_headers(permission)),
                    (false, policy.response_headers(permission)),
                ] {
                    let outcome = Outcome {
                        preflight,
                        policy: index,
                        permission,
                    };
                    for (name, value) in pairs {
                        let there = headers
                            .iter_mut()
                            .find(|header| header.name == name && header.value == value);
                        match there {
                            Some(header) => header.outcomes.push(outcome),
                            None => headers.push(Header {
                                name,
                                value,
                                outcomes: vec![outcome],
                            }),
                        }
                    }
                }
            }
        }
        headers.sort_by_key(|header| CORS_HEADERS.iter().position(|name| *name == header.name));
        headers
    }

    /// Returns the policies whose responses, or whose answers to preflights, have a name in `Vary`.
    pub(crate) fn varying(&self, name: &str, preflight: bool) -> Vec<usize> {
        let policies = self.policies.iter().enumerate();
        policies
            .filter(|(_, policy)| {
                let vary = if preflight {
                    &policy.preflight_vary
                } else {
                    &policy.vary
                };
                vary.contains(&name)
            })
            .map(|(index, _)| index)
            .collect()
    }
}
