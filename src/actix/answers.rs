//! A policy's headers for actual responses, baked once for each worker.

use std::{
    cell::RefCell,
    rc::{Rc, Weak},
};

use actix_web::{
    HttpResponse,
    dev::RequestHead,
    http::{
        StatusCode,
        header::{
            ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_ORIGIN,
            ACCESS_CONTROL_EXPOSE_HEADERS, HeaderMap, HeaderValue, VARY,
        },
    },
};
use cors_runtime::{
    policy::{Names, Parts},
    verdict::{AllowOrigin, allow_origin, passes_reject},
};

use super::{
    admitted::Admitted,
    request::{Origin, origin_of, site},
    vary,
};

/// The `Access-Control-Allow-Origin` of a response.
pub(crate) type Grant = AllowOrigin<HeaderValue>;

/// Adds the headers that preflights and responses have in common to one that has none of them. Returns whether the page
/// may read it.
pub(crate) fn put(grant: Grant, headers: &mut HeaderMap) -> bool {
    let (origin, credentials) = match grant {
        Grant::Any => (HeaderValue::from_static("*"), false),
        Grant::Echo {
            origin,
            credentials,
        } => (origin, credentials),
        Grant::None => return false,
    };
    headers.append(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    if credentials {
        headers.append(
            ACCESS_CONTROL_ALLOW_CREDENTIALS,
            HeaderValue::from_static("true"),
        );
    }
    true
}

/// The headers of one policy for actual responses.
#[derive(Debug)]
pub(crate) struct Answers {
    pub(crate) policy: &'static Parts,
    admitted: Admitted,
    expose: Option<HeaderValue>,
    vary: Vec<HeaderValue>,
}

thread_local! {
    /// Those that this thread has baked.
    static BAKED: RefCell<Vec<Weak<Answers>>> = const { RefCell::new(Vec::new()) };
}

impl Answers {
    /// Those of a policy: the same ones for all on this thread that speak for it.
    pub(crate) fn of(policy: &'static Parts) -> Rc<Self> {
        let is_its = |answers: &Rc<Self>| std::ptr::eq(answers.policy, policy);
        BAKED.with_borrow_mut(|baked| {
            if let Some(there) = baked.iter().filter_map(Weak::upgrade).find(is_its) {
                return there;
            }
            let answers = Rc::new(Self::bake(policy));
            baked.retain(|answers| answers.strong_count() > 0);
            baked.push(Rc::downgrade(&answers));
            answers
        })
    }

    fn bake(policy: &'static Parts) -> Self {
        Self {
            policy,
            admitted: Admitted::of(policy),
            expose: match policy.expose {
                Names::Any => Some(HeaderValue::from_static("*")),
                Names::Listed([]) => None,
                Names::Listed(names) => Some(joined(names)),
            },
            vary: match (policy.depends_on_origin(), policy.rejects()) {
                (_, true) => vec![
                    HeaderValue::from_static("Origin"),
                    HeaderValue::from_static("Sec-Fetch-Site"),
                ],
                (true, false) => vec![HeaderValue::from_static("Origin")],
                (false, false) => Vec::new(),
            },
        }
    }

    /// What a request with this method gets, whether it is here or a preflight announces it.
    pub(crate) fn grant(&self, method: &str, origin: Origin<'_>) -> Grant {
        allow_origin(self.policy, method, origin, &self.admitted).map(Clone::clone)
    }

    /// Whether a request is to be refused before the handler runs.
    #[inline]
    pub(crate) fn refuses(&self, grant: &Grant, head: &RequestHead) -> bool {
        self.policy.rejects()
            && grant.is_none()
            && !passes_reject(false, origin_of(head), site(head))
    }

    /// What answers it then.
    pub(crate) fn refusal(&self) -> HttpResponse {
        let mut response = HttpResponse::new(StatusCode::FORBIDDEN);
        vary::append(response.headers_mut(), &self.vary);
        response
    }

    /// Says what a response depends on.
    pub(crate) fn vary(&self, headers: &mut HeaderMap) {
        vary::merge(headers, &self.vary);
    }

    /// Puts the headers on a response, in place of what the handler put there itself.
    pub(crate) fn apply(&self, grant: Grant, headers: &mut HeaderMap) {
        if remove_foreign(headers) {
            self.vary(headers);
        } else {
            vary::append(headers, &self.vary);
        }
        if put(grant, headers)
            && let Some(expose) = &self.expose
        {
            headers.append(ACCESS_CONTROL_EXPOSE_HEADERS, expose.clone());
        }
    }
}

/// Removes the CORS headers that a handler set itself: the policy is the authority. Returns whether there is a `Vary`:
/// to look at each header once costs less than to ask for one.
fn remove_foreign(headers: &mut HeaderMap) -> bool {
    let mut varies = false;
    headers.retain(|name, _| {
        varies |= name == VARY;
        !name.as_str().starts_with("access-control-")
    });
    varies
}

/// A list of methods or header names as one value. They are tokens, the macros have seen to that.
pub(crate) fn joined(tokens: &[&str]) -> HeaderValue {
    HeaderValue::from_str(&tokens.join(", ")).expect("tokens and commas are a header value")
}
