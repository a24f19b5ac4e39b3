//! The oracle of the gateway tests: answers of the application, computed from its surface by the engine and actix-web's
//! router.

use std::cmp::Reverse;

use actix_router::{ResourceDef, Url};
use cors_runtime::origin::Pattern;
use cors_surface::{
    By, Credentials, Element, Method, Mismatch, Names, Origin, Origins, Policy, Row,
};

use crate::client::{Request, Response};

/// The expected answer of a gateway.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Expected {
    /// The status of the gateway's own answer; `None` if the backend answers.
    pub(crate) status: Option<u16>,
    /// Sorted, names in lower case.
    pub(crate) cors: Vec<(String, String)>,
    /// Sorted, in lower case.
    pub(crate) vary: Vec<String>,
}

/// Rows in the order in which the application registers them, and the contents of sets.
pub(crate) struct Oracle {
    rows: Vec<(ResourceDef, Row)>,
    sets: Vec<(String, Vec<String>)>,
}

impl Oracle {
    /// Rows are tried in the given order, as actix-web tries resources. Rows of a policy around a scope or the
    /// application come last, the innermost first.
    pub(crate) fn new(rows: &[Row], sets: &[(&str, &[&str])]) -> Self {
        let mut rows: Vec<&Row> = rows.iter().collect();
        rows.sort_by_key(|row| {
            let is_rest = row.path.ends_with("/**");
            (is_rest, is_rest.then_some(Reverse(row.path.len())))
        });
        let rows = rows.into_iter().map(|row| {
            let prefix = row.path.strip_suffix("/**").or(row.path.strip_suffix("/*"));
            let patterns = match prefix {
                Some(prefix) => vec![prefix.to_owned(), format!("{prefix}/{{rest:.*}}")],
                None => vec![row.path.clone()],
            };
            (ResourceDef::new(patterns), row.clone())
        });
        Self {
            rows: rows.collect(),
            sets: sets
                .iter()
                .map(|(name, origins)| {
                    let origins = origins.iter().map(|&origin| origin.to_owned());
                    ((*name).to_owned(), origins.collect())
                })
                .collect(),
        }
    }

    pub(crate) fn answer(&self, request: &Request) -> Expected {
        let origins = request.all("origin");
        let announced = request.all("access-control-request-method");
        let preflight = match (
            request.method.as_str(),
            origins.as_slice(),
            announced.as_slice(),
        ) {
            ("OPTIONS", [origin], [method]) if !origin.is_empty() && !method.is_empty() => {
                Some(*method)
            }
            _ => None,
        };
        let method = preflight.unwrap_or(&request.method);
        let Some(row) = self.row(&request.target, method) else {
            return bare(request);
        };
        let Some(policy) = &row.policy else {
            return bare(request);
        };
        let origin = match origins.as_slice() {
            [origin] => Some(*origin),
            _ => None,
        };
        let allow_origin = self.allow_origin(row, policy, method, origin);
        let credentials = allow_origin.is_some()
            && match &policy.credentials {
                Credentials::No => false,
                Credentials::Yes => true,
                Credentials::For(list) => {
                    origin.is_some_and(|origin| self.admits(list, origin, false))
                }
            };
        let by_origin = match &policy.origins {
            Origins::Any => matches!(policy.credentials, Credentials::For(_)),
            Origins::Listed(list) => !list.is_empty(),
        };
        let mut cors = Vec::new();
        let mut put = |name: &str, value: &str| cors.push((name.to_owned(), value.to_owned()));
        if let Some(allowed) = &allow_origin {
            put(
                "access-control-allow-origin",
                if credentials {
                    origin.unwrap()
                } else {
                    allowed
                },
            );
            if credentials {
                put("access-control-allow-credentials", "true");
            }
        }
        if preflight.is_none() {
            if let Some(expose) = joined(&policy.expose, "*").filter(|_| allow_origin.is_some()) {
                put("access-control-expose-headers", &expose);
            }
            let rejects = policy.mismatch == Mismatch::Reject;
            let mut vary: Vec<String> = request
                .all("x-test-vary")
                .iter()
                .flat_map(|value| value.split(','))
                .map(|name| name.trim().to_ascii_lowercase())
                .collect();
            let own = [
                ("origin", by_origin || rejects),
                ("sec-fetch-site", rejects),
            ];
            for (name, _) in own.iter().filter(|(_, there)| *there) {
                if !vary.iter().any(|there| there == name || there == "*") {
                    vary.push((*name).to_owned());
                }
            }
            return expected(None, cors, vary);
        }
        if allow_origin.is_some() {
            let methods = policy
                .methods
                .clone()
                .unwrap_or_else(|| vec![method.to_owned()]);
            put("access-control-allow-methods", &methods.join(", "));
            if policy.headers == Names::Any && credentials {
                for asked in request.all("access-control-request-headers") {
                    put("access-control-allow-headers", asked);
                }
            } else if let Some(headers) = joined(&policy.headers, "*, authorization") {
                put("access-control-allow-headers", &headers);
            }
            if let Some(seconds) = policy.max_age {
                put("access-control-max-age", &seconds.to_string());
            }
        }
        let status = if allow_origin.is_some() { 204 } else { 403 };
        let mut vary = vec!["access-control-request-method".to_owned()];
        if by_origin {
            vary.push("origin".to_owned());
        }
        if policy.headers == Names::Any && policy.credentials != Credentials::No {
            vary.push("access-control-request-headers".to_owned());
        }
        expected(Some(status), cors, vary)
    }

    fn row(&self, target: &str, method: &str) -> Option<&Row> {
        let url = Url::new(target.parse().ok()?);
        let rows = self
            .rows
            .iter()
            .filter(|(pattern, _)| pattern.is_match(url.path()));
        let mut rows = rows.map(|(_, row)| row);
        rows.find(|row| {
            !matches!(row.by, By::Unreachable { .. })
                && match &row.method {
                    Method::Named(name) => name == method,
                    Method::Unknown => true,
                }
        })
    }

    /// `*`, or the origin.
    fn allow_origin(
        &self,
        row: &Row,
        policy: &Policy,
        method: &str,
        origin: Option<&str>,
    ) -> Option<String> {
        let methods = policy.methods.as_ref();
        if !methods.is_none_or(|methods| methods.iter().any(|each| each == method)) {
            return None;
        }
        let passes = row.floors.iter().all(|floor| match &floor.origins {
            Origins::Any => true,
            Origins::Listed(list) => origin.is_some_and(|origin| self.admits(list, origin, true)),
        });
        if !passes {
            return None;
        }
        match &policy.origins {
            Origins::Any => Some("*".to_owned()),
            Origins::Listed(list) => origin
                .filter(|origin| self.admits(list, origin, false))
                .map(str::to_owned),
        }
    }

    fn admits(&self, list: &[Element], origin: &str, _floor: bool) -> bool {
        list.iter().any(|element| match &element.origin {
            _ if element.cfg.is_some() => false,
            Origin::Pattern(text) => admits(text, origin),
            Origin::Set(set) => self
                .sets
                .iter()
                .filter(|(name, _)| *name == set.name)
                .flat_map(|(_, origins)| origins)
                .any(|text| admits(text, origin)),
        })
    }
}

/// The answer to a request for which there is no policy.
pub(crate) fn bare(request: &Request) -> Expected {
    let vary = request.all("x-test-vary");
    let vary = vary.iter().flat_map(|value| value.split(','));
    let vary = vary.map(|name| name.trim().to_ascii_lowercase());
    expected(None, Vec::new(), vary.collect())
}

fn admits(pattern: &str, origin: &str) -> bool {
    match Pattern::parse(pattern) {
        Some(pattern) => pattern.matches(origin.as_bytes()),
        None => pattern == origin,
    }
}

fn joined(names: &Names, any: &str) -> Option<String> {
    match names {
        Names::Any => Some(any.to_owned()),
        Names::Listed(names) if names.is_empty() => None,
        Names::Listed(names) => Some(names.join(", ")),
    }
}

fn expected(
    status: Option<u16>,
    mut cors: Vec<(String, String)>,
    mut vary: Vec<String>,
) -> Expected {
    cors.sort();
    vary.sort();
    Expected { status, cors, vary }
}

impl Expected {
    /// Returns the headers that a response lacks, or has unexpectedly.
    pub(crate) fn difference(&self, response: &Response) -> Option<String> {
        let status = (!response.is_from_backend()).then_some(response.status);
        let mut differences = Vec::new();
        if status != self.status {
            let name = |status: Option<u16>| {
                status.map_or("the backend".to_owned(), |status| status.to_string())
            };
            differences.push(format!("{} instead of {}", name(status), name(self.status)));
        }
        if response.cors() != self.cors {
            differences.push(format!("{:?} instead of {:?}", response.cors(), self.cors));
        }
        if response.vary() != self.vary {
            differences.push(format!(
                "vary {:?} instead of {:?}",
                response.vary(),
                self.vary
            ));
        }
        if self.status.is_some() && !response.body.is_empty() {
            differences.push(format!("a body: {:?}", response.body));
        }
        (!differences.is_empty()).then(|| differences.join("; "))
    }
}
