//! From the policies that apply to a request to the answer: the response to a preflight, or the headers of a response.

use std::rc::Rc;

use actix_web::{
    HttpResponse,
    dev::ServiceRequest,
    http::header::{ACCESS_CONTROL_EXPOSE_HEADERS, HeaderMap, HeaderValue},
};
use cors_runtime::{preflight::Preflight, verdict::RequestOrigin};

#[cfg(feature = "testing")]
use super::mark;
use super::{
    headers::{AllowOrigin, PolicyHeaders, common_preflight, exposed_by_all},
    refusals::{self, Refusal},
    request::PreflightRequest,
    table::{Applies, Placed, PolicyTable},
};

/// The headers that a response gets.
#[derive(Clone, Debug)]
pub struct Decision {
    headers: Rc<PolicyHeaders>,
    /// Policies that may apply instead: the response gets what all of them allow.
    others: Box<[Rc<PolicyHeaders>]>,
    allow: AllowOrigin,
}

impl Decision {
    /// One policy applies.
    pub(crate) fn of(headers: &Rc<PolicyHeaders>, allow: AllowOrigin) -> Self {
        Self {
            headers: Rc::clone(headers),
            others: Box::default(),
            allow,
        }
    }

    /// Decides about the response to a request. `None`: no policy applies.
    pub(crate) fn about(
        applies: &Applies<'_>,
        method: &str,
        origin: RequestOrigin<&HeaderValue>,
    ) -> Option<Self> {
        let (first, others) = applies.as_slice().split_first()?;
        Some(Self {
            headers: Rc::clone(first.headers),
            others: others.iter().map(|it| Rc::clone(it.headers)).collect(),
            allow: allow(applies.as_slice(), method, origin),
        })
    }

    /// Whether a page of another origin cannot read the response.
    pub(crate) fn is_unreadable(&self, has_cookies: bool) -> bool {
        refusals::is_unreadable(&self.allow, has_cookies)
    }

    /// Reports the response of a route if a page of another origin cannot read it.
    #[inline]
    pub(crate) fn report_if_unreadable(&self, request: &ServiceRequest) {
        refusals::unreadable(&self.headers, &self.allow, true, request);
    }

    /// The policy, or the first of several.
    pub(crate) fn headers(&self) -> &PolicyHeaders {
        &self.headers
    }

    /// Puts the headers on a response, in place of the CORS headers that are there.
    pub(crate) fn apply(self, headers: &mut HeaderMap) {
        let is_readable = !self.allow.is_none();
        self.headers.apply(self.allow, headers);
        if self.others.is_empty() {
            return;
        }
        headers.remove(ACCESS_CONTROL_EXPOSE_HEADERS);
        let all = std::iter::once(&self.headers).chain(&self.others);
        if is_readable
            && let Some(names) = exposed_by_all(all.map(|headers| headers.parts().expose))
        {
            headers.append(ACCESS_CONTROL_EXPOSE_HEADERS, names);
        }
        for other in &*self.others {
            other.vary(headers);
        }
    }
}

impl Placed<'_> {
    /// Decides by this policy alone.
    pub(crate) fn allow(&self, method: &str, origin: RequestOrigin<&HeaderValue>) -> AllowOrigin {
        match self.route {
            Some(_) => self.headers.allow(method, origin),
            None => self.headers.allow_around(method, origin),
        }
    }
}

/// Decides whether a page may read the response, if each of these policies has to allow it.
fn allow(all: &[Placed<'_>], method: &str, origin: RequestOrigin<&HeaderValue>) -> AllowOrigin {
    let decisions = all.iter().map(|placed| placed.allow(method, origin));
    decisions
        .reduce(AllowOrigin::and)
        .unwrap_or(AllowOrigin::None)
}

/// Returns the response to a preflight, or `None` if no policy applies. An origin that a rejecting policy around the
/// route does not list is not allowed; `default` is the policy around the application.
pub(crate) fn preflight(
    table: Option<&PolicyTable>,
    applies: &Applies<'_>,
    default: Option<&Rc<PolicyHeaders>>,
    asked: PreflightRequest<'_>,
    request: &ServiceRequest,
) -> Option<HttpResponse> {
    let head = request.head();
    let origin = RequestOrigin::One(asked.origin);
    let all = applies.as_slice();
    let is_outside = |floor: &&Rc<PolicyHeaders>| floor.parts().rejects() && !floor.lists(origin);
    let floor = default.filter(is_outside).or_else(|| {
        all.iter().find_map(|placed| {
            let scopes = table.map(|table| table.policies_around(placed.scope));
            scopes.into_iter().flatten().find(is_outside)
        })
    });
    let allow = match floor {
        Some(_) => AllowOrigin::None,
        None => allow(all, asked.method, origin),
    };
    if allow.is_none()
        && refusals::is_heard()
        && let Some(refusal) = Refusal::of_preflight(all, floor.map(|it| &**it), asked)
    {
        refusal.emit(&refusals::pattern(request));
    }
    let response = match all {
        [] => return None,
        [one] => {
            let methods = match one.route {
                Some(row) => row.allow_methods(),
                None => one.headers.allow_methods_around(),
            };
            one.headers.preflight(allow, methods, head)
        }
        all => {
            let common = all.iter().map(|placed| {
                let methods = match placed.route {
                    Some(row) => row.path.methods,
                    None => placed.headers.methods_around(),
                };
                Preflight::of(placed.headers.parts(), methods)
            });
            let common = common.reduce(|common, other| common.and(&other))?;
            common_preflight(&common, allow, head)
        }
    };
    #[cfg(feature = "testing")]
    mark::answered(request, all, &response);
    Some(response)
}
