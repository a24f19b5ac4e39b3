//! A policy: constant data, judged before it exists.

use crate::{origin::Pattern, rule::Rule};

/// The CORS policy of a route or of a part of an application.
///
/// There is no way to make one but the macros of `route-cors`, which refuse what is unsafe or can never work.
/// A named policy is an ordinary static:
///
/// ```ignore
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
}

/// Whose pages may use a route.
#[derive(Clone, Copy, Debug)]
pub enum Origins {
    /// Everybody's.
    Any,
    /// Those that an element admits. An empty list is a policy that is off.
    Listed(&'static [Origin]),
}

/// An element of a list of origins.
#[derive(Clone, Copy, Debug)]
pub struct Origin {
    pattern: Pattern<'static>,
    latent: Latent,
}

/// The rules that would refuse an element where the list protects something, and that no allowance covers.
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

impl Origin {
    /// An element that has been judged.
    ///
    /// # Panics
    ///
    /// In a constant, where the text is no pattern.
    #[doc(hidden)]
    #[must_use]
    pub const fn new(text: &'static str, latent: Latent) -> Self {
        match Pattern::parse(text) {
            Some(pattern) => Self { pattern, latent },
            None if matches!(text.as_bytes(), b"null" | b"file://") => Self {
                pattern: Pattern::word(text),
                latent,
            },
            None => panic!("no origin\nrule: malformed_origin"),
        }
    }

    /// The pattern that it admits.
    #[must_use]
    pub const fn pattern(&self) -> &Pattern<'static> {
        &self.pattern
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
        origins: Origins::Listed(&[]),
        methods: None,
        headers: Names::Listed(&[]),
        expose: Names::Listed(&[]),
        credentials: false,
        max_age: None,
    };
}

impl Policy {
    /// A policy of these parts. The macros alone call it, in a constant.
    ///
    /// # Panics
    ///
    /// Where the parts make a policy that a rule about several keys refuses, so that the build ends there: the
    /// message names the rule.
    #[doc(hidden)]
    #[must_use]
    pub const fn new(parts: Parts) -> Self {
        if parts.credentials {
            match parts.origins {
                Origins::Any => panic!(
                    "any origin, with credentials: every site could act as the visitor\nhelp: list the origins, or leave out `credentials`\nrule: any_origin_with_credentials"
                ),
                Origins::Listed(origins) => guard(origins),
            }
            assert!(
                !matches!(parts.expose, Names::Any),
                "`expose = any` exposes nothing where there are credentials\nhelp: list the headers\nrule: any_expose_with_credentials"
            );
        }
        Self(parts)
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

    /// Whether it admits nobody: `off`, or a list that `cfg` left empty.
    #[must_use]
    pub const fn is_off(&self) -> bool {
        matches!(self.0.origins, Origins::Listed([]))
    }
}

/// The rules that an element may break where the list protects something, and what each says then.
const GUARDED: &[(Rule, &str)] = &[
    (
        Rule::PublicSuffixWildcard,
        "`origins` has a wildcard that strangers can get a name below\nrule: public_suffix_wildcard",
    ),
    (
        Rule::SubdomainWildcardWithCredentials,
        "`origins` has a wildcard for subdomains, any of which could act as the visitor\nrule: subdomain_wildcard_with_credentials",
    ),
    (
        Rule::NullOrigin,
        "`origins` has `null`, which any page can be\nrule: null_origin",
    ),
    (
        Rule::FileOrigin,
        "`origins` has `file://`, which any local file is\nrule: file_origin",
    ),
    (
        Rule::AnyPort,
        "`origins` has a host with any port\nrule: any_port",
    ),
    (
        Rule::InsecureOrigin,
        "`origins` has a host whose pages arrive in clear text\nrule: insecure_origin",
    ),
    (
        Rule::LoopbackOrigin,
        "`origins` has the visitor's own machine\nrule: loopback_origin",
    ),
];

/// Ends the build at an element that a rule refuses where the list protects something.
const fn guard(origins: &[Origin]) {
    let mut element = 0;
    while element < origins.len() {
        let mut row = 0;
        while row < GUARDED.len() {
            let (rule, words) = GUARDED[row];
            assert!(!origins[element].latent.contains(rule), "{}", words);
            row += 1;
        }
        element += 1;
    }
}
