//! Explains why a policy allows or refuses a request.

use cors_runtime::{
    explain::{Explanation, Request, Step, explain},
    verdict::RequestOrigin,
};

use crate::Policy;

impl Policy {
    /// Explains what the policy decides about a request with this method and `Origin` header.
    ///
    /// The result has the [reason](Explanation::reason) as data, and prints as text for a person: what happened and
    /// why, what a browser does, and what to change. If the list has an origin that differs in one point (scheme,
    /// port, `www.`, ..), the text names it.
    ///
    /// The current contents of the policy's [sets](crate::OriginSet) count. `None` stands for a request without an
    /// `Origin`. To ask about a preflight, pass the method that it announces.
    ///
    /// ```
    /// use route_cors::{Policy, policy};
    ///
    /// static API: Policy = policy!(origins = ["https://app.acme.example"]);
    ///
    /// let explanation = API.explain("GET", Some("http://app.acme.example"));
    /// assert!(!explanation.is_allowed());
    /// assert_eq!(explanation.reason().as_str(), "scheme_differs");
    /// assert_eq!(
    ///     explanation.to_string(),
    ///     "GET from `http://app.acme.example` is not allowed: \
    ///      the list has `https://app.acme.example`: the scheme differs\n\
    ///      browser: the handler runs, but the page cannot read the response\n\
    ///      fix: the list has https://app.acme.example: the scheme differs; \
    ///      open the page over https"
    /// );
    /// ```
    #[must_use]
    pub fn explain(&self, method: &str, origin: Option<&str>) -> Explanation {
        let policy = self.parts();
        let request = Request {
            method,
            origin: origin.map_or(RequestOrigin::Absent, |origin| {
                RequestOrigin::One(origin.as_bytes())
            }),
            credentials: false,
            step: Step::first(policy, method),
        };
        explain(policy, &request)
    }
}
