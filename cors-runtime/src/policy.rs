//! A policy: constant data, judged before it exists.

mod keys;

use alloc::boxed::Box;
use core::{error::Error, fmt};

use crate::rule::Rule;

/// The CORS policy of a route or of a part of an application.
///
/// There is no way to make one but the macros of `route-cors`, which refuse what is unsafe or can never work.
/// A named policy is an ordinary static:
///
/// ```text
/// pub static PARTNERS: Policy = policy!(origins = ["https://partner.example"], max_age = "1h");
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Policy(Parts);

/// What a policy is made of; every key of the attribute is a field.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct Parts {
    /// Whose pages may use the route.
    pub origins: Origins,
    /// With which methods; `None` means all that the route serves.
    pub methods: Option<&'static [&'static str]>,
    /// The request headers that a page may set.
    pub headers: Names,
    /// The response headers that a page may read.
    pub expose: Names,
    /// Whether a page may use the visitor's cookies, client certificates and HTTP authentication.
    pub credentials: bool,
    /// For how many seconds a browser may remember a preflight; `None` leaves it to the browser.
    pub max_age: Option<u32>,
    /// What becomes of a request from an origin that is not allowed.
    pub mismatch: Mismatch,
    /// What is allowed about all of these origins.
    pub allowed: Latent,
}

/// What becomes of a request from an origin that is not allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mismatch {
    /// It is handled, and the response lacks the headers: browsers block the reading, not the sending.
    Omit,
    /// It is refused before the handler runs.
    Reject,
}

/// Whose pages may use a route.
#[derive(Clone, Copy, Debug)]
pub enum Origins {
    /// Everybody's.
    Any,
    /// Those that an element admits. An empty list is a policy that is off.
    Listed(Listed),
}

/// The elements of a list of origins.
#[derive(Clone, Copy, Debug)]
pub struct Listed {
    /// Origins and patterns of them, as they were written and have been judged.
    pub origins: &'static [&'static str],
    /// What would be refused about some of them where the list protects something, in no order.
    pub latents: &'static [Latent],
    /// Sets of origins that arrive while the program runs.
    pub sets: &'static [Element],
}

/// A set of origins as an element of a list.
#[derive(Clone, Copy, Debug)]
pub struct Element {
    /// The set.
    pub set: &'static Set,
    /// What is allowed about its bound in this list.
    pub allowed: Latent,
}

/// Origins that arrive while the program runs, within a bound that has been judged.
#[derive(Clone, Copy, Debug)]
pub struct Set {
    /// Origins and patterns of them: whatever arrives lies within.
    pub bound: &'static [&'static str],
    /// What would be refused about some of the bound where the list protects something, in no order.
    pub latents: &'static [Latent],
    /// What has arrived.
    pub contents: &'static dyn Contents,
}

/// What has arrived in a set.
pub trait Contents: fmt::Debug + Sync {
    /// Whether an origin is among it, compared byte for byte.
    fn admits(&self, origin: &[u8]) -> bool;

    /// Loads it, if that has not been done.
    ///
    /// # Errors
    ///
    /// What is wrong with where it is from, or with what is there.
    fn load(&self) -> Result<(), Box<dyn Error + Send + Sync>>;
}

/// Rules that would refuse an element where the list protects something, or that are allowed to be broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Latent(u64);

impl Latent {
    /// None.
    pub const NONE: Self = Self(0);

    /// With one more.
    #[must_use]
    pub const fn and(self, rule: Rule) -> Self {
        Self(self.0 | 1 << rule as u8)
    }

    /// Whether a rule is among them.
    #[must_use]
    pub const fn contains(self, rule: Rule) -> bool {
        self.0 & 1 << rule as u8 != 0
    }
}

impl Set {
    /// Whether a rule would refuse some of the bound.
    #[must_use]
    pub const fn has_latent(&self, rule: Rule) -> bool {
        any_contains(self.latents, rule)
    }
}

/// A list of header names.
#[derive(Clone, Copy, Debug)]
pub enum Names {
    /// Every name.
    Any,
    /// These; none where the list is empty.
    Listed(&'static [&'static str]),
}

impl Parts {
    /// What stands for the keys that are not given.
    pub const DEFAULT: Self = Self {
        origins: Origins::Listed(Listed {
            origins: &[],
            latents: &[],
            sets: &[],
        }),
        methods: None,
        headers: Names::Listed(&[]),
        expose: Names::Listed(&[]),
        credentials: false,
        max_age: None,
        mismatch: Mismatch::Omit,
        allowed: Latent::NONE,
    };
}

impl Policy {
    /// A policy of these parts. The macros alone call it, in a constant, and judge the parts before or after.
    #[doc(hidden)]
    #[must_use]
    pub const fn new(parts: Parts) -> Self {
        Self(parts)
    }

    /// What it is made of, to make another one with.
    #[doc(hidden)]
    #[must_use]
    pub const fn parts(&self) -> Parts {
        self.0
    }

    /// Whose pages may use the route.
    #[must_use]
    pub const fn origins(&self) -> Origins {
        self.0.origins
    }

    /// With which methods; `None` means all that the route serves.
    #[must_use]
    pub const fn methods(&self) -> Option<&'static [&'static str]> {
        self.0.methods
    }

    /// The request headers that a page may set.
    #[must_use]
    pub const fn headers(&self) -> Names {
        self.0.headers
    }

    /// The response headers that a page may read.
    #[must_use]
    pub const fn expose(&self) -> Names {
        self.0.expose
    }

    /// Whether a page may use the visitor's cookies, client certificates and HTTP authentication.
    #[must_use]
    pub const fn credentials(&self) -> bool {
        self.0.credentials
    }

    /// For how many seconds a browser may remember a preflight; `None` leaves it to the browser.
    #[must_use]
    pub const fn max_age(&self) -> Option<u32> {
        self.0.max_age
    }

    /// Whether a request from an origin that is not allowed is refused before the handler runs.
    #[must_use]
    pub const fn rejects(&self) -> bool {
        matches!(self.0.mismatch, Mismatch::Reject)
    }

    /// Whether it admits nobody: `off`, or a list that `cfg` left empty.
    #[must_use]
    pub const fn is_off(&self) -> bool {
        matches!(
            self.0.origins,
            Origins::Listed(Listed {
                origins: [],
                sets: [],
                ..
            })
        )
    }
}

impl Parts {
    /// Whether a rule about several keys, or about a key and the route, refuses a policy of these parts. About a
    /// rule that asks what a handler takes, the answer is for a handler that takes it.
    #[must_use]
    pub const fn breaks(&self, rule: Rule) -> bool {
        let any = matches!(self.origins, Origins::Any);
        let rejects = matches!(self.mismatch, Mismatch::Reject);
        match rule {
            Rule::AnyOriginWithCredentials => self.credentials && any,
            Rule::AnyExposeWithCredentials => self.credentials && matches!(self.expose, Names::Any),
            Rule::UselessMismatch => rejects && any,
            Rule::JsonNeedsContentType => !self.lists("content-type"),
            Rule::AuthorizationNeedsListing => !self.lists("authorization"),
            Rule::SessionNeedsCredentials => !self.credentials,
            _ => self.minds(rule) && self.has_latent(rule),
        }
    }

    /// Whether a rule about the elements of a list refuses what it finds in a policy of these parts.
    #[must_use]
    pub const fn minds(&self, rule: Rule) -> bool {
        match rule {
            // Nothing allows these with credentials.
            Rule::NullOrigin | Rule::FileOrigin => self.credentials,
            Rule::SubdomainWildcardWithCredentials => {
                self.credentials && !self.allowed.contains(rule)
            }
            Rule::PublicSuffixWildcard
            | Rule::AnyPort
            | Rule::InsecureOrigin
            | Rule::LoopbackOrigin
            | Rule::UnboundedOriginSet => {
                let rejects = matches!(self.mismatch, Mismatch::Reject);
                (self.credentials || rejects) && !self.allowed.contains(rule)
            }
            _ => false,
        }
    }

    /// Whether pages may send at least one of these methods.
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

    const fn has_latent(&self, rule: Rule) -> bool {
        let Origins::Listed(listed) = self.origins else {
            return false;
        };
        let mut index = 0;
        while index < listed.sets.len() {
            let element = listed.sets[index];
            if element.set.has_latent(rule) && !element.allowed.contains(rule) {
                return true;
            }
            index += 1;
        }
        any_contains(listed.latents, rule)
    }

    /// Whether pages may set a request header, whose name is in lower case.
    const fn lists(&self, header: &str) -> bool {
        match self.headers {
            Names::Any => true,
            Names::Listed(names) => contains(names, header),
        }
    }
}

const fn any_contains(latents: &[Latent], rule: Rule) -> bool {
    let mut index = 0;
    while index < latents.len() {
        if latents[index].contains(rule) {
            return true;
        }
        index += 1;
    }
    false
}

const fn contains(texts: &[&str], text: &str) -> bool {
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
