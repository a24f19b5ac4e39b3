//! The rules: one table of their names, summaries, severities and conditions.

/// How strict a rule is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// The policy can never work, or is never right. The rule cannot be allowed.
    Hard,
    /// The policy is seldom right. `allow(rule, reason = "..")` allows it.
    Soft,
    /// Like [`Soft`](Self::Soft), but the rule applies only if the list of origins protects something: if the policy
    /// has `credentials` or `mismatch = reject`.
    Guarded,
}

/// When a rule applies to what it finds in a policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Condition {
    /// Always.
    Always,
    /// If the policy has all [properties](Rule::properties) of the rule, whichever arguments they come from.
    Combination,
    /// If a handler takes something that pages cannot send, because the policy has the [property](Rule::properties).
    Handler,
    /// If the element of a list of origins may use credentials.
    Credentials,
    /// If the list of origins protects something: its elements may use credentials, or `mismatch = reject` accepts only
    /// requests from them.
    Protection,
    /// Like [`Protection`](Self::Protection), and then no `allow` covers it: any page can have such an origin.
    HardProtection,
}

/// A property of a policy. The value of one argument decides it, or the values of two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Property {
    /// `origins = any`.
    AnyOrigin,
    /// `expose = any`.
    AnyExpose,
    /// At least one origin may use credentials.
    SomeCredentials,
    /// Every allowed origin may use credentials.
    AllCredentials,
    /// The policy has no `credentials`. A list counts as credentials, even if `cfg` leaves it empty.
    NoCredentials,
    /// An element of `credentials = [..]` is not an allowed origin.
    CredentialsOutsideOrigins,
    /// `mismatch = reject`.
    Reject,
    /// Pages cannot set this request header, which is in lower case.
    NoHeader(&'static str),
}

/// Calls the macro `$callback` with the table of rules. A row has a summary, the variant of [`Rule`], the name, and the
/// [`Severity`]. A rule that does not always apply also has its [`Condition`] and the [properties](Property) that it
/// depends on. The words are for a policy of which the macros see only a part. The error is at the argument of the last
/// property.
///
/// Each rule has a page, `src/docs/rules/NAME.md`, that begins with the summary.
#[macro_export]
macro_rules! for_each_rule {
    ($callback:ident) => {
        $callback! {
            /// Rejects a policy without `origins`.
            MissingOrigins missing_origins Hard,
            /// Rejects an empty list, for any argument.
            EmptyList empty_list Hard,
            /// Rejects a text that is not exactly one origin, `scheme://host[:port]`.
            MalformedOrigin malformed_origin Hard,
            /// Rejects an origin in a spelling that no browser sends.
            NonCanonicalOrigin non_canonical_origin Hard,
            /// Rejects a scheme that no page's origin has: `ws`, `wss`, `ftp`, `data`, `blob`, `about`, `javascript`.
            DeadScheme dead_scheme Hard,
            /// Rejects `file://`, which some app shells send as the origin of every local file.
            FileOrigin file_origin Soft
                HardProtection "any local file in such a shell could act as an allowed page: its origin is `file://`",
            /// Rejects `null`, the origin of every sandboxed frame and every local file.
            NullOrigin null_origin Soft
                HardProtection "any sandboxed frame could act as an allowed page: its origin is `null`",
            /// Rejects a `*` that is neither whole leading labels of a host nor a whole port.
            WildcardPosition wildcard_position Hard,
            /// Rejects a wildcard below a public suffix, where anybody can get a name.
            PublicSuffixWildcard public_suffix_wildcard Guarded
                Protection "strangers can get a name below one of the wildcards",
            /// Rejects `:*` on a host that is not this machine.
            AnyPort any_port Guarded
                Protection "one of the origins allows whatever runs on any port of its host",
            /// Rejects `http://` on a host that is not this machine.
            InsecureOrigin insecure_origin Guarded
                Protection "pages of one of the origins are sent in clear text, so anyone on the network can act as them",
            /// Rejects `localhost` and other loopback hosts in a build that visitors get.
            LoopbackOrigin loopback_origin Guarded
                Protection "one of the origins is whatever runs on the visitor's own machine",
            /// Rejects a subdomain wildcard in a policy with `credentials`.
            SubdomainWildcardWithCredentials subdomain_wildcard_with_credentials Soft
                Credentials "with credentials, a single subdomain that is taken over can act as the visitor",
            /// Rejects an origin set whose bound is any https host.
            UnboundedOriginSet unbounded_origin_set Guarded
                Protection "the bound of a set is every https host, so it limits nothing",
            /// Rejects every host of a scheme other than http and https, such as `vscode-webview://*`.
            AnyHostOfScheme any_host_of_scheme Guarded
                Protection "one of the origins is every host of a scheme, whoever runs it",
            /// Rejects an origin in `credentials = [..]` that the policy's origins do not allow.
            CredentialsOutsideOrigins credentials_outside_origins Hard
                Combination(CredentialsOutsideOrigins) "an element of `credentials = [..]` is not an allowed origin",
            /// Rejects `mismatch = reject` together with `origins = any`.
            UselessMismatch useless_mismatch Hard
                Combination(AnyOrigin, Reject) "with any origin allowed, `mismatch = reject` rejects nothing",
            /// Rejects `origins = any` together with `credentials`.
            AnyOriginWithCredentials any_origin_with_credentials Hard
                Combination(AnyOrigin, AllCredentials) "with any origin and credentials, every site on the web could act as the visitor",
            /// Rejects `any` or `"*"` inside a list.
            AnyAmongOthers any_among_others Hard,
            /// Rejects an element that is already in its list.
            DuplicateEntry duplicate_entry Hard,
            /// Rejects a text that is not a method name.
            MalformedMethod malformed_method Hard,
            /// Rejects CONNECT, TRACE and TRACK, which browsers never send for a page.
            ForbiddenMethod forbidden_method Hard,
            /// Rejects a known method in lower or mixed case.
            MethodCase method_case Hard,
            /// Rejects a method that the route does not serve.
            MethodNotRouted method_not_routed Hard,
            /// Rejects a text that is not a header name.
            MalformedHeader malformed_header Hard,
            /// Rejects a request header that pages cannot set.
            ForbiddenRequestHeader forbidden_request_header Hard,
            /// Rejects `access-control-allow-*` in `headers`.
            ResponseHeaderInRequestList response_header_in_request_list Hard,
            /// Rejects a header that lets a page choose its method without the policy noticing.
            MethodOverrideHeader method_override_header Soft,
            /// Rejects `set-cookie` in `expose`.
            ForbiddenResponseHeader forbidden_response_header Hard,
            /// Rejects `expose = any` together with `credentials`.
            AnyExposeWithCredentials any_expose_with_credentials Hard
                Combination(SomeCredentials, AnyExpose) "with credentials, browsers take the `*` of `expose = any` for the name of a header",
            /// Rejects the protocol's own headers in `expose`.
            RequestHeaderInExposeList request_header_in_expose_list Hard,
            /// Rejects a `max_age` longer than a day, and a value that is not a number of seconds.
            MaxAgeOutOfRange max_age_out_of_range Soft,
            /// Rejects a handler that takes JSON if the policy does not allow `content-type`.
            JsonNeedsContentType json_needs_content_type Soft
                Handler(NoHeader("content-type")),
            /// Rejects a handler that takes a token if the policy does not allow `authorization`.
            AuthorizationNeedsListing authorization_needs_listing Soft
                Handler(NoHeader("authorization")),
            /// Rejects a handler that reads a session if the policy has no `credentials`.
            SessionNeedsCredentials session_needs_credentials Soft
                Handler(NoCredentials),
            /// Rejects `#[cors]` on an item without a route.
            MisplacedAttribute misplaced_attribute Hard,
            /// Rejects an argument that does not exist.
            UnknownKey unknown_key Hard,
            /// Rejects an argument that is given twice.
            DuplicateKey duplicate_key Hard,
            /// Rejects an `allow` that has no effect.
            UnusedAllow unused_allow Hard,
            /// Rejects an `allow` without a reason.
            UnexplainedAllow unexplained_allow Hard,
            /// Rejects `off` together with other arguments.
            OffWithArguments off_with_arguments Hard,
        }
    };
}

macro_rules! define_rules {
    ($(
        #[doc = $summary:literal] $variant:ident $name:ident $severity:ident
        $($condition:ident $(($($property:ident $(($header:literal))?),+))? $($words:literal)?)?,
    )+) => {
        /// A rule. Its documentation is a page of `route_cors::rules`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        #[repr(u8)]
        pub enum Rule {
            $(#[doc = $summary] $variant,)+
        }

        impl Rule {
            /// Every rule, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// Returns the name that errors print and that `allow` takes.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => stringify!($name),)+
                }
            }

            /// Returns the first sentence of the rule's page.
            #[must_use]
            pub const fn summary(self) -> &'static str {
                match self {
                    $(Self::$variant => $summary.trim_ascii(),)+
                }
            }

            /// Returns how strict the rule is unless something makes it stricter.
            #[must_use]
            pub const fn severity(self) -> Severity {
                match self {
                    $(Self::$variant => Severity::$severity,)+
                }
            }

            /// Returns when the rule applies to what it finds.
            #[must_use]
            pub const fn condition(self) -> Condition {
                match self {
                    $($(Self::$variant => Condition::$condition,)?)+
                    _ => Condition::Always,
                }
            }

            /// Returns the properties that a policy has if it violates the rule. They decide a rule about combinations or
            /// about handlers; other rules have none.
            #[must_use]
            pub const fn properties(self) -> &'static [Property] {
                match self {
                    $($($(Self::$variant => &[$(Property::$property $(($header))?),+],)?)?)+
                    _ => &[],
                }
            }

            /// Returns the words of the rule for a policy of which the macros see only a part; an empty text if they see
            /// everything that the rule depends on.
            #[must_use]
            pub const fn words(self) -> &'static str {
                match self {
                    $($($(Self::$variant => $words,)?)?)+
                    _ => "",
                }
            }
        }
    };
}

for_each_rule!(define_rules);

impl Rule {
    /// Returns the rule with this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|rule| rule.name() == name)
    }
}
