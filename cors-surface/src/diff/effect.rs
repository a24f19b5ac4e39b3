//! The permissions of a row, as sets.

use crate::{
    admission::excludes,
    origin::Origins,
    row::{By, Credentials, Method, Names, Row},
    space::Space,
};
use cors_runtime::policy::Mismatch;

/// The permissions of a row for requests with one method, or with any.
#[derive(Clone, Debug)]
pub(super) struct Effect {
    /// The origins that may use the route.
    pub(super) origins: Space,
    /// The origins that may use it with credentials.
    pub(super) credentials: Space,
    /// The methods, for a row whose method is not known; for any other row it is every method.
    pub(super) methods: Names,
    /// The request headers that they may set.
    pub(super) headers: Names,
    /// The response headers that they may read.
    pub(super) expose: Names,
    /// The requests that reach the handler without a preflight.
    pub(super) reach: Reach,
}

/// The requests that reach a handler without a preflight.
#[derive(Clone, Debug)]
pub(super) struct Reach {
    pub(super) origins: Space,
    pub(super) methods: Names,
}

/// The methods that need no preflight (Fetch, "CORS-safelisted method").
const SAFELISTED: [&str; 3] = ["GET", "HEAD", "POST"];

impl Effect {
    /// Returns the effect of a missing row.
    pub(super) fn nothing() -> Self {
        Self {
            origins: Space::default(),
            credentials: Space::default(),
            methods: Names::Any,
            headers: Names::NONE,
            expose: Names::NONE,
            // It has no handler either: that its requests reach one is not what a surface is about.
            reach: Reach {
                origins: Space::everything(),
                methods: Names::Any,
            },
        }
    }

    /// Returns the effect of a row on requests with this method, which the row matches.
    pub(super) fn of(row: &Row, method: &Method) -> Self {
        let mut effect = Self {
            reach: Reach::of(row, method),
            ..Self::nothing()
        };
        let Some(policy) = &row.policy else {
            return effect;
        };
        let floors = row
            .floors
            .iter()
            .map(|floor| (&floor.origins, floor.methods.as_deref()));
        let own = std::iter::once((&policy.origins, policy.methods.as_deref()));
        let (origins, mut methods) = of_all(own.chain(floors), method);
        let blocked = matches!(row.by, By::Blocked { .. });
        if blocked {
            // Requests that need a preflight fail.
            methods = safelisted(&methods, method);
        }
        if methods.is_empty() {
            return effect;
        }
        effect.credentials = match &policy.credentials {
            Credentials::No => Space::default(),
            Credentials::Yes => origins.clone(),
            Credentials::For(elements) => Space::of_elements(elements).and(&origins),
        };
        effect.origins = origins;
        effect.methods = methods;
        effect.expose = policy.expose.clone();
        if !blocked {
            effect.headers = policy.headers.clone();
        }
        effect
    }
}

impl Reach {
    fn of(row: &Row, method: &Method) -> Self {
        let own = row
            .policy
            .as_ref()
            .filter(|policy| policy.mismatch == Mismatch::Reject)
            .map(|policy| (&policy.origins, policy.methods.as_deref()));
        let floors = row
            .floors
            .iter()
            .map(|floor| (&floor.origins, floor.methods.as_deref()));
        let rejecting: Vec<_> = own.into_iter().chain(floors).collect();
        let preflighted = safelisted(&Names::Any, method).is_empty();
        if rejecting.is_empty() || preflighted {
            return Effect::nothing().reach;
        }
        let (origins, methods) = of_all(rejecting.into_iter(), method);
        // Requests with any other method need a preflight, so nothing keeps them away here.
        let methods = match methods {
            Names::Listed(_) if !SAFELISTED.iter().all(|name| methods.contains(name)) => {
                safelisted(&methods, method)
            }
            _ => Names::Any,
        };
        Self {
            origins: if methods.is_empty() {
                Space::default()
            } else {
                origins
            },
            methods,
        }
    }
}

/// Returns the origins and the methods that every one of these has. For one method they are every method, or none if
/// one of them leaves it out.
fn of_all<'a>(
    all: impl Iterator<Item = (&'a Origins, Option<&'a [String]>)>,
    method: &Method,
) -> (Space, Names) {
    let everything = (Space::everything(), Names::Any);
    all.fold(everything, |(space, methods), (origins, more)| {
        let methods = match (methods, more) {
            _ if excludes(more, method) => Names::NONE,
            (methods, Some(more)) if *method == Method::Unknown => {
                let both = more.iter().filter(|name| methods.contains(name));
                Names::Listed(both.cloned().collect())
            }
            (methods, _) => methods,
        };
        (space.and(&Space::of(origins)), methods)
    })
}

/// Returns the methods that need no preflight.
fn safelisted(methods: &Names, method: &Method) -> Names {
    match method {
        Method::Named(name) if SAFELISTED.contains(&name.as_str()) => methods.clone(),
        Method::Named(_) => Names::NONE,
        Method::Unknown => {
            let names = SAFELISTED.into_iter().filter(|name| methods.contains(name));
            Names::Listed(names.map(str::to_owned).collect())
        }
    }
}
