//! The rules by which a policy is judged: one table of their names, summaries and severities.

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

/// Calls the macro `$callback` with the table of rules. A row has a summary, the variant of [`Rule`], the name, and the
/// [`Severity`].
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
            FileOrigin file_origin Soft,
            /// Rejects `null`, the origin of every sandboxed frame and every local file.
            NullOrigin null_origin Soft,
            /// Rejects a `*` that is neither whole leading labels of a host nor a whole port.
            WildcardPosition wildcard_position Hard,
            /// Rejects a wildcard below a public suffix, where anybody can get a name.
            PublicSuffixWildcard public_suffix_wildcard Guarded,
            /// Rejects `:*` on a host that is not this machine.
            AnyPort any_port Guarded,
            /// Rejects `http://` on a host that is not this machine.
            InsecureOrigin insecure_origin Guarded,
            /// Rejects `localhost` and other loopback hosts in a build that visitors get.
            LoopbackOrigin loopback_origin Guarded,
            /// Rejects a subdomain wildcard in a policy with `credentials`.
            SubdomainWildcardWithCredentials subdomain_wildcard_with_credentials Soft,
            /// Rejects an origin set whose bound is any https host.
            UnboundedOriginSet unbounded_origin_set Guarded,
            /// Rejects `mismatch = reject` together with `origins = any`.
            UselessMismatch useless_mismatch Hard,
            /// Rejects `origins = any` together with `credentials`.
            AnyOriginWithCredentials any_origin_with_credentials Hard,
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
            AnyExposeWithCredentials any_expose_with_credentials Hard,
            /// Rejects the protocol's own headers in `expose`.
            RequestHeaderInExposeList request_header_in_expose_list Hard,
            /// Rejects a `max_age` longer than a day, and a value that is not a number of seconds.
            MaxAgeOutOfRange max_age_out_of_range Soft,
            /// Rejects a handler that takes JSON if the policy does not allow `content-type`.
            JsonNeedsContentType json_needs_content_type Soft,
            /// Rejects a handler that takes a token if the policy does not allow `authorization`.
            AuthorizationNeedsListing authorization_needs_listing Soft,
            /// Rejects a handler that reads a session if the policy has no `credentials`.
            SessionNeedsCredentials session_needs_credentials Soft,
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
    ($(#[doc = $summary:literal] $variant:ident $name:ident $severity:ident,)+) => {
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
