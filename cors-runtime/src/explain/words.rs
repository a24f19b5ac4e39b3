//! An explanation in words.

use alloc::{format, string::String};
use core::fmt;

use super::{CUT, Explanation, Reason, Step};

impl Explanation {
    /// Returns the decision and its reason, in one line.
    #[must_use]
    pub fn summary(&self) -> String {
        let method = &self.method;
        match &self.origin {
            Some(origin) if self.is_allowed() => {
                format!(
                    "`{origin}` may send {method} and read the response: {}",
                    self.cause()
                )
            }
            None if self.is_allowed() => format!("any page may send {method}: {}", self.cause()),
            Some(origin) => format!("{method} from `{origin}` is not allowed: {}", self.cause()),
            None => format!("{method} is not allowed: {}", self.cause()),
        }
    }

    /// Why, as the end of a sentence.
    fn cause(&self) -> String {
        let near = self.near.as_deref().unwrap_or_default();
        match self.reason {
            Reason::SchemeDiffers
            | Reason::PortDiffers
            | Reason::SchemeAndPortDiffer
            | Reason::CaseDiffers
            | Reason::TrailingDotDiffers
            | Reason::WwwDiffers
            | Reason::WildcardExcludesDomain
            | Reason::ParentDomainListed => format!("the list has `{near}`: {}", self.difference()),
            Reason::OriginNotListed => "the list has nothing like it".into(),
            Reason::NullOrigin => {
                "browsers send `null` for sandboxed frames, local files and redirects across origins".into()
            }
            Reason::NotAnOrigin => "that is not an origin, so no browser sent it".into(),
            Reason::SeveralOrigins => {
                "it has several `Origin` headers, so no browser sent it".into()
            }
            Reason::NoOrigin if self.step == Step::Request => {
                "it came from another site without an `Origin` header, such as a link, an image or a form".into()
            }
            Reason::NoOrigin => "it has no `Origin` header, so it is no cross-origin request".into(),
            Reason::MethodCaseDiffers => {
                format!("methods are case-sensitive, and the policy has `{near}`")
            }
            Reason::MethodNotListed => format!("the policy's methods are {near}"),
            Reason::Off => "the policy is off".into(),
            Reason::CredentialsNotAllowed => {
                "the page asked for cookies, and the policy has no `credentials`".into()
            }
            Reason::OriginWithoutCredentials => {
                "the page asked for cookies, and `credentials = [..]` does not have its origin".into()
            }
            Reason::OriginListed => "the list has the origin".into(),
            Reason::AnyOrigin => "the policy allows any origin".into(),
        }
    }

    /// Returns the point in which a near miss differs.
    fn difference(&self) -> &'static str {
        match self.reason {
            Reason::SchemeDiffers => "the scheme differs",
            Reason::PortDiffers => "the port differs",
            Reason::SchemeAndPortDiffer => "the scheme and the port differ",
            Reason::CaseDiffers => "browsers send lower case",
            Reason::TrailingDotDiffers => "the trailing dot differs",
            Reason::WwwDiffers => "`www.` differs",
            Reason::WildcardExcludesDomain => "a wildcard does not include the domain itself",
            Reason::ParentDomainListed => "a domain does not include its subdomains",
            _ => "",
        }
    }

    /// Returns the behaviour of a browser.
    #[must_use]
    pub fn browser(&self) -> String {
        let method = &self.method;
        match (self.reason, self.step) {
            (reason, _) if reason.is_allowed() => "the page can read the response".into(),
            (Reason::NoOrigin, Step::Response | Step::Preflight) => {
                "nothing is blocked: CORS does not apply".into()
            }
            (Reason::CredentialsNotAllowed | Reason::OriginWithoutCredentials, Step::Response) => {
                "the handler runs, but the page cannot read the response; without `credentials: \"include\"` it could".into()
            }
            (_, Step::Preflight) => {
                format!("the preflight gets 403, so the browser does not send the {method}")
            }
            (_, Step::Request) => "the request gets 403, and the handler does not run".into(),
            (_, Step::Response) => {
                "the handler runs, but the page cannot read the response".into()
            }
        }
    }

    /// Returns the change that would allow the request; `None` if nothing should change.
    #[must_use]
    pub fn fix(&self) -> Option<String> {
        let near = self.near.as_deref().unwrap_or_default();
        let method = &self.method;
        // A text that was cut or escaped cannot be pasted.
        let origin = self
            .origin
            .as_deref()
            .filter(|origin| !origin.ends_with(CUT) && !origin.contains('\\'));
        let add = |origin: &str| format!("add \"{origin}\" to `origins`");
        Some(match self.reason {
            Reason::SchemeDiffers if near.starts_with("https:") => {
                format!("the list has {near}: the scheme differs; open the page over https")
            }
            Reason::CaseDiffers => format!("the list has {near}: send the origin in lower case"),
            reason if reason.is_near_miss() => {
                let difference = format!("the list has {near}: {}", self.difference());
                match origin {
                    Some(origin) => format!("{difference}; if the page is yours, {}", add(origin)),
                    None => difference,
                }
            }
            Reason::OriginNotListed => format!("if the page is yours, {}", add(origin?)),
            Reason::NullOrigin => {
                "serve the page from an origin of its own, and do not redirect the request".into()
            }
            Reason::NotAnOrigin => match &self.near {
                Some(near) => format!("send {near}: an origin has no path and no trailing slash"),
                None => return None,
            },
            Reason::NoOrigin if self.step == Step::Request => {
                "call it with fetch from an allowed origin; links, images and forms cannot pass `mismatch = reject`".into()
            }
            Reason::MethodCaseDiffers => format!("write `{near}` in the page's request"),
            Reason::MethodNotListed => format!("if pages should send it, add {method} to `methods`"),
            Reason::CredentialsNotAllowed => {
                "if the route needs cookies, add `credentials` to the policy; otherwise remove `credentials: \"include\"` from the page's request".into()
            }
            Reason::OriginWithoutCredentials => match origin {
                Some(origin) => format!(
                    "if the page is yours, add \"{origin}\" to `credentials`; otherwise it must not send cookies"
                ),
                None => return None,
            },
            Reason::Off => "if pages of other origins should use the route, give it a policy instead of `off`".into(),
            _ => return None,
        })
    }
}

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\nbrowser: {}", self.summary(), self.browser())?;
        match self.fix() {
            Some(fix) => write!(f, "\nfix: {fix}"),
            None => Ok(()),
        }
    }
}
