//! Requests to a server, with headers as they are given.

use std::{fmt, time::Duration};

use ureq::{
    Agent,
    http::{HeaderMap, Request, Uri, header::HeaderName},
};

use crate::outcome::Failure;

/// A client of one server.
pub(crate) struct Client {
    agent: Agent,
    /// The headers of every request.
    headers: Vec<(String, String)>,
}

/// A request: a method, a URL and headers, of which some may have the same name.
#[derive(Clone, Debug)]
pub(crate) struct Sent {
    pub(crate) method: String,
    pub(crate) url: String,
    pub(crate) headers: Vec<(&'static str, String)>,
}

/// The head of a response.
#[derive(Clone, Debug)]
pub(crate) struct Received {
    pub(crate) status: u16,
    headers: HeaderMap,
}

impl Client {
    /// Returns a client whose requests have these headers, each `name: value`.
    pub(crate) fn new(headers: &[String], timeout: u64) -> Result<Self, Failure> {
        let headers = headers.iter().map(|header| {
            let pair = header
                .split_once(':')
                .map(|(name, value)| (name.trim(), value.trim()));
            match pair {
                Some((name, value)) if name.parse::<HeaderName>().is_ok() => {
                    Ok((name.to_owned(), value.to_owned()))
                }
                _ => Err(Failure::unusable(format!(
                    "`{header}` is not a header\nhelp: write `--header 'name: value'`"
                ))),
            }
        });
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .allow_non_standard_methods(true)
            .timeout_global(Some(Duration::from_secs(timeout)))
            .user_agent(concat!("cargo-cors/", env!("CARGO_PKG_VERSION")))
            .build();
        Ok(Self {
            agent: config.into(),
            headers: headers.collect::<Result<_, _>>()?,
        })
    }

    /// Sends a request.
    pub(crate) fn send(&self, sent: &Sent) -> Result<Received, Failure> {
        let mut request = Request::builder()
            .method(sent.method.as_str())
            .uri(&sent.url);
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        for (name, value) in &sent.headers {
            request = request.header(*name, value);
        }
        let request = request
            .body(())
            .map_err(|error| Failure::unusable(format!("{} {}: {error}", sent.method, sent.url)))?;
        let response = self.agent.run(request).map_err(|error| {
            Failure::unusable(format!("{} does not answer: {error}", place(&sent.url)))
        })?;
        Ok(Received {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
        })
    }
}

/// Returns the scheme and the authority of a URL.
fn place(url: &str) -> String {
    let uri: Option<Uri> = url.parse().ok();
    let parts = uri
        .as_ref()
        .and_then(|uri| Some((uri.scheme_str()?, uri.authority()?)));
    parts.map_or_else(
        || url.to_owned(),
        |(scheme, authority)| format!("{scheme}://{authority}"),
    )
}

/// Reads the address of a server: an http or https URL.
pub(crate) fn server(url: &str) -> Result<Uri, Failure> {
    let uri = url.parse::<Uri>().ok();
    let web = uri
        .filter(|uri| matches!(uri.scheme_str(), Some("http" | "https")) && uri.host().is_some());
    web.ok_or_else(|| {
        Failure::unusable(format!(
            "`{url}` is not the URL of a server\nhelp: write `https://api.acme.example`"
        ))
    })
}

impl Sent {
    /// Returns a request of a page of an origin.
    pub(crate) fn actual(method: &str, url: &str, origins: &[&str]) -> Self {
        Self {
            method: method.to_owned(),
            url: url.to_owned(),
            headers: origins
                .iter()
                .map(|origin| ("origin", (*origin).to_owned()))
                .collect(),
        }
    }

    /// Returns the preflight for a request of a page of an origin.
    pub(crate) fn preflight(method: &str, url: &str, origins: &[&str]) -> Self {
        let mut sent = Self::actual("OPTIONS", url, origins);
        sent.headers
            .push(("access-control-request-method", method.to_owned()));
        sent
    }

    pub(crate) fn asking_for(mut self, header: &str) -> Self {
        self.headers
            .push(("access-control-request-headers", header.to_owned()));
        self
    }
}

/// The method, the path, and the headers.
impl fmt::Display for Sent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.url)?;
        self.headers
            .iter()
            .try_for_each(|(name, value)| write!(f, ", {name}: {value}"))
    }
}

impl Received {
    /// Returns the values of a header, one for each line.
    pub(crate) fn lines(&self, name: &str) -> Vec<String> {
        let values = self.headers.get_all(name).iter();
        values
            .map(|value| String::from_utf8_lossy(value.as_bytes()).trim().to_owned())
            .collect()
    }

    /// Returns the values of a header, joined as a browser joins them.
    pub(crate) fn value(&self, name: &str) -> Option<String> {
        let lines = self.lines(name);
        (!lines.is_empty()).then(|| lines.join(", "))
    }

    /// Returns the elements of a header that is a list.
    pub(crate) fn list(&self, name: &str) -> Vec<String> {
        let lines = self.lines(name);
        let elements = lines.iter().flat_map(|line| line.split(','));
        elements
            .map(|element| element.trim().to_owned())
            .filter(|element| !element.is_empty())
            .collect()
    }

    pub(crate) fn allow_origin(&self) -> Option<String> {
        self.value("access-control-allow-origin")
    }

    pub(crate) fn allows_credentials(&self) -> bool {
        self.value("access-control-allow-credentials")
            .is_some_and(|value| value == "true")
    }

    /// Returns whether a browser lets a page of this origin read the response, or go on after the preflight.
    pub(crate) fn lets_in(&self, origin: &str) -> bool {
        self.allow_origin()
            .is_some_and(|allowed| allowed == "*" || allowed == origin)
    }

    pub(crate) fn varies_by(&self, name: &str) -> bool {
        self.list("vary")
            .iter()
            .any(|listed| listed == "*" || listed.eq_ignore_ascii_case(name))
    }

    /// Returns the status and the CORS headers in one line.
    pub(crate) fn summary(&self) -> String {
        let names = [
            "access-control-allow-origin",
            "access-control-allow-credentials",
            "access-control-allow-methods",
            "vary",
        ];
        let headers = names
            .iter()
            .filter_map(|name| Some(format!(", {name}: {}", self.value(name)?)));
        std::iter::once(self.status.to_string())
            .chain(headers)
            .collect()
    }
}
