//! A failed fetch, in the words of a browser's console.

use std::{error::Error, fmt};

use super::{
    advice::{Advice, Failed, advice},
    exchange::Exchange,
    log::LogEvent,
    mode::Destination,
    reason::{Reason, Step},
};

/// A failed fetch: a network error of the standard, with its reason. A page in a real browser does not get the reason.
///
/// [`reason`](Self::reason) returns the reason as data. `Display` prints it for a person. `Debug` prints the same, so
/// that `unwrap()` shows it:
///
/// ```text
/// Access to fetch at 'https://api.acme.example/orders/7' from origin
/// 'https://app.acme.example' has been blocked by CORS policy: Response to preflight
/// request doesn't pass access control check: No 'Access-Control-Allow-Origin' header is
/// present on the requested resource.
///   preflight: OPTIONS https://api.acme.example/orders/7 got 401 Unauthorized
///   cause: a middleware answered the preflight with 401 Unauthorized, before any CORS
///   policy did. ..
///   fix: wrap the policy last, so that it is outermost:
///   `.wrap(auth).wrap(API.middleware())`. ..
/// ```
///
/// The first line is [what the browser prints](Self::console). The cause is the likely one, because a browser sees only the
/// response. If the application logs why its policy refuses the request, that is printed instead, with the place of the
/// policy: see [`Exchange::log`].
///
/// Fetch, "Responses" ("network error").
#[derive(Clone, PartialEq, Eq)]
pub struct Blocked {
    pub(super) url: String,
    pub(super) redirected_from: Option<String>,
    pub(super) origin: String,
    pub(super) page: String,
    pub(super) destination: Destination,
    pub(super) reason: Reason,
    pub(super) method: String,
    pub(super) exchange: Option<Exchange>,
}

impl Blocked {
    /// Returns the reason.
    #[must_use]
    pub fn reason(&self) -> &Reason {
        &self.reason
    }

    /// Returns the URL at which the fetch failed: after redirects, the last one.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Returns the origin that the request had at that point: `null` after a redirect that taints the request.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Returns the step whose response made the fetch fail. `None` if it failed without a response.
    #[must_use]
    pub fn step(&self) -> Option<Step> {
        let exchange = self.exchange.as_ref()?;
        Some(if exchange.is_preflight() {
            Step::Preflight
        } else {
            Step::Request
        })
    }

    /// Returns the request and the response that made the fetch fail. `None` if it failed without a response.
    #[must_use]
    pub fn exchange(&self) -> Option<&Exchange> {
        self.exchange.as_ref()
    }

    /// Returns the status of that response.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        Some(self.exchange()?.status())
    }

    /// Checks whether a CORS policy answered, as far as the response shows: it names `Origin` in `Vary`, or has CORS headers.
    /// `None` if the fetch failed without a response.
    ///
    /// If this is `Some(false)`, something else answered: a middleware in front of the policy, a handler, or actix-web
    /// itself because no route matched.
    #[must_use]
    pub fn policy_answered(&self) -> Option<bool> {
        Some(self.failed()?.is_of_a_policy())
    }

    /// Returns the cause: the application's own, if it logs why its policy refuses the request, or else the likely one.
    #[must_use]
    pub fn cause(&self) -> Option<String> {
        match self.refusal() {
            Some(refusal) => Some(refusal.message().to_owned()),
            None => self.advice().map(|advice| advice.cause),
        }
    }

    /// Returns what to change.
    #[must_use]
    pub fn fix(&self) -> Option<String> {
        match self.refusal() {
            Some(refusal) => refusal.field("fix").map(ToOwned::to_owned),
            None => self.advice().map(|advice| advice.fix),
        }
    }

    /// Returns the application's event about the refusal.
    fn refusal(&self) -> Option<&LogEvent> {
        let log = self.exchange.as_ref()?.log();
        log.iter().find(|event| event.field("reason").is_some())
    }

    /// Returns the line that Chromium prints to its console. If Chromium prints less or nothing, the line has the same form.
    #[must_use]
    pub fn console(&self) -> String {
        Console(self).to_string()
    }

    fn advice(&self) -> Option<Advice> {
        advice(&self.reason, self.failed())
    }

    fn failed(&self) -> Option<Failed<'_>> {
        let exchange = self.exchange.as_ref()?;
        Some(Failed {
            step: self.step()?,
            status: exchange.status,
            headers: &exchange.response_headers,
            origin: &self.origin,
            method: &self.method,
        })
    }
}

impl Error for Blocked {}

impl fmt::Display for Blocked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Console(self).fmt(f)?;
        if let (Some(step), Some(exchange)) = (self.step(), &self.exchange) {
            let Exchange {
                method,
                url,
                status,
                ..
            } = exchange;
            write!(f, "\n  {step}: {method} {url} got {status}")?;
        }
        let refusal = self.refusal();
        let log = self.exchange.iter().flat_map(Exchange::log);
        for event in log.filter(|event| event.field("reason").is_none()) {
            write!(f, "\n  log: {}", event.message())?;
        }
        for (name, value) in [
            ("cause", self.cause()),
            (
                "policy",
                refusal
                    .and_then(|event| event.field("policy"))
                    .map(ToOwned::to_owned),
            ),
            ("fix", self.fix()),
        ] {
            if let Some(value) = value {
                write!(f, "\n  {name}: {value}")?;
            }
        }
        Ok(())
    }
}

/// Prints what `Display` prints, so that a test's `unwrap()` says what is wrong.
impl fmt::Debug for Blocked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Prints the line of the console.
struct Console<'a>(&'a Blocked);

impl fmt::Display for Console<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Blocked {
            url,
            redirected_from,
            page,
            destination,
            reason,
            ..
        } = self.0;
        match reason {
            Reason::InvalidRequest(_) => {
                write!(f, "TypeError: Failed to execute 'fetch': {reason}")
            }
            Reason::MixedContent => write!(
                f,
                "Mixed Content: The page at '{page}' was loaded over HTTPS, but requested an insecure resource \
                 '{url}'. {reason}"
            ),
            Reason::CorsCheck(_)
            | Reason::Preflight(_)
            | Reason::UnsupportedScheme
            | Reason::RedirectContainsCredentials(_) => {
                let resource = match destination {
                    Destination::Image => "image",
                    Destination::Empty | Destination::Document => "fetch",
                };
                write!(f, "Access to {resource} at '{url}' ")?;
                if let Some(first) = redirected_from {
                    write!(f, "(redirected from '{first}') ")?;
                }
                write!(
                    f,
                    "from origin '{page}' has been blocked by CORS policy: {reason}"
                )
            }
            Reason::DisallowedByMode if redirected_from.is_some() => write!(
                f,
                "Unsafe attempt to load URL {url} from {page}. Domains, protocols and ports must match."
            ),
            Reason::DisallowedByMode => {
                write!(f, "Fetch API cannot load {url}. {reason} {page}.")
            }
            Reason::NoCorsRedirectMode(_) => write!(f, "Fetch API cannot load {url}. {reason}"),
            _ => write!(f, "Failed to fetch '{url}' from origin '{page}': {reason}"),
        }
    }
}
