//! The rules by which a policy is judged: their names and how strict they are.

/// How strict a rule is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// The policy can never work, or is never right. There is no escape.
    Hard,
    /// The policy is seldom right. `allow(rule, reason = "..")` is the escape.
    Soft,
    /// Like [`Soft`](Self::Soft), and it speaks only where the list of origins protects something: the
    /// policy has `credentials`, or refuses what other origins send.
    Guarded,
}

macro_rules! rules {
    ($($(#[doc = $doc:literal])+ $variant:ident $name:literal $severity:ident,)+) => {
        /// A rule. Its documentation is a page of `route_cors::rules`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        #[repr(u8)]
        pub enum Rule {
            $($(#[doc = $doc])+ $variant,)+
        }

        impl Rule {
            /// Every rule, in the order of the rule book.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The name that errors print and that `allow` takes.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)+
                }
            }

            /// How strict it is where nothing makes it stricter.
            #[must_use]
            pub const fn severity(self) -> Severity {
                match self {
                    $(Self::$variant => Severity::$severity,)+
                }
            }
        }
    };
}

rules! {
    /// A policy says whose pages may read the route.
    MissingOrigins "missing_origins" Hard,
    /// A list has at least one element.
    EmptyList "empty_list" Hard,
    /// An origin is `scheme://host[:port]` and nothing else.
    MalformedOrigin "malformed_origin" Hard,
    /// An origin is spelt as browsers spell it.
    NonCanonicalOrigin "non_canonical_origin" Hard,
    /// An origin has a scheme whose pages send an origin.
    DeadScheme "dead_scheme" Hard,
    /// `file://` is the origin of local files in some shells.
    FileOrigin "file_origin" Soft,
    /// `null` is the origin of every sandboxed frame.
    NullOrigin "null_origin" Soft,
    /// A `*` stands for whole leading labels of a host or for a whole port.
    WildcardPosition "wildcard_position" Hard,
    /// Nobody else can get a name below the host of a wildcard.
    PublicSuffixWildcard "public_suffix_wildcard" Guarded,
    /// A port is named, except on this machine.
    AnyPort "any_port" Guarded,
    /// A page that may use the route arrived over TLS.
    InsecureOrigin "insecure_origin" Guarded,
    /// An origin on the visitor's own machine is for development.
    LoopbackOrigin "loopback_origin" Guarded,
    /// One taken-over subdomain would act as the user.
    SubdomainWildcardWithCredentials "subdomain_wildcard_with_credentials" Soft,
    /// A set of origins has a bound that bounds something.
    UnboundedOriginSet "unbounded_origin_set" Guarded,
    /// Nothing is a mismatch where every origin is allowed.
    UselessMismatch "useless_mismatch" Hard,
    /// Any origin and credentials exclude one another.
    AnyOriginWithCredentials "any_origin_with_credentials" Hard,
    /// `any` stands alone.
    AnyAmongOthers "any_among_others" Hard,
    /// An element stands in a list once.
    DuplicateEntry "duplicate_entry" Hard,
    /// A method is a token.
    MalformedMethod "malformed_method" Hard,
    /// Browsers send no CONNECT, TRACE or TRACK.
    ForbiddenMethod "forbidden_method" Hard,
    /// Methods are upper case, and compared so.
    MethodCase "method_case" Hard,
    /// A policy names methods that its route serves.
    MethodNotRouted "method_not_routed" Hard,
    /// A header name is a token.
    MalformedHeader "malformed_header" Hard,
    /// Browsers let no page set this request header.
    ForbiddenRequestHeader "forbidden_request_header" Hard,
    /// A response header is no request header.
    ResponseHeaderInRequestList "response_header_in_request_list" Hard,
    /// A page does not choose its method behind the policy's back.
    MethodOverrideHeader "method_override_header" Soft,
    /// Browsers let no page read this response header.
    ForbiddenResponseHeader "forbidden_response_header" Hard,
    /// `*` exposes nothing where there are credentials.
    AnyExposeWithCredentials "any_expose_with_credentials" Hard,
    /// A request header is no response header.
    RequestHeaderInExposeList "request_header_in_expose_list" Hard,
    /// A preflight is remembered for a day at most.
    MaxAgeOutOfRange "max_age_out_of_range" Soft,
    /// JSON from a page needs `content-type`.
    JsonNeedsContentType "json_needs_content_type" Soft,
    /// A token from a page needs `authorization`.
    AuthorizationNeedsListing "authorization_needs_listing" Soft,
    /// A session of a page needs `credentials`.
    SessionNeedsCredentials "session_needs_credentials" Soft,
    /// The attribute stands above a route attribute.
    MisplacedAttribute "misplaced_attribute" Hard,
    /// A policy is written in the words of the documentation.
    UnknownKey "unknown_key" Hard,
    /// A key stands once.
    DuplicateKey "duplicate_key" Hard,
    /// An allowance allows something.
    UnusedAllow "unused_allow" Hard,
    /// An allowance says why.
    UnexplainedAllow "unexplained_allow" Hard,
    /// `off` stands alone.
    OffWithArguments "off_with_arguments" Hard,
}

impl Rule {
    /// The rule of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|rule| rule.name() == name)
    }
}
