#[allow(non_camel_case_types)]
pub struct partners;
impl ::route_cors::__private::HttpServiceFactory for partners {
    fn register(self, __config: &mut ::route_cors::__private::AppService) {
        use ::route_cors::__private as __cors;
        #[allow(unused_imports)]
        use __cors::WrongKind as _;
        const __PARTS: __cors::Parts = __cors::base(__cors::Named(&PARTNERS).policy())
            .credentials(true);
        const _: () = __cors::assert_holds(
            &__PARTS,
            __cors::Rule::FileOrigin,
            "`PARTNERS` and `credentials` cannot be combined: any local file in such a shell could act as an allowed page: its origin is `file://`\nhelp: an argument that is given here replaces the one of `PARTNERS`\nrule: file_origin\nsee: route_cors::rules::file_origin",
        );
        const _: () = __cors::assert_holds(
            &__PARTS,
            __cors::Rule::NullOrigin,
            "`PARTNERS` and `credentials` cannot be combined: any sandboxed frame could act as an allowed page: its origin is `null`\nhelp: an argument that is given here replaces the one of `PARTNERS`\nrule: null_origin\nsee: route_cors::rules::null_origin",
        );
        const _: () = __cors::assert_holds(
            &__PARTS,
            __cors::Rule::PublicSuffixWildcard,
            "`PARTNERS` and `credentials` cannot be combined: strangers can get a name below one of the wildcards\nhelp: if it is intended: `allow(public_suffix_wildcard, reason = \"..\")`\nhelp: an argument that is given here replaces the one of `PARTNERS`\nrule: public_suffix_wildcard\nsee: route_cors::rules::public_suffix_wildcard",
        );
        const _: () = __cors::assert_holds(
            &__PARTS,
            __cors::Rule::AnyPort,
            "`PARTNERS` and `credentials` cannot be combined: one of the origins allows whatever runs on any port of its host\nhelp: if it is intended: `allow(any_port, reason = \"..\")`\nhelp: an argument that is given here replaces the one of `PARTNERS`\nrule: any_port\nsee: route_cors::rules::any_port",
        );
        const _: () = __cors::assert_holds(
            &__PARTS,
            __cors::Rule::InsecureOrigin,
            "`PARTNERS` and `credentials` cannot be combined: pages of one of the origins are sent in clear text, so anyone on the network can act as them\nhelp: if it is intended: `allow(insecure_origin, reason = \"..\")`\nhelp: an argument that is given here replaces the one of `PARTNERS`\nrule: insecure_origin\nsee: route_cors::rules::insecure_origin",
        );
        const _: () = __cors::assert_holds(
            &__PARTS,
            __cors::Rule::LoopbackOrigin,
            "`PARTNERS` and `credentials` cannot be combined: one of the origins is whatever runs on the visitor's own machine\nhelp: if it is intended: `allow(loopback_origin, reason = \"..\")`\nhelp: an argument that is given here replaces the one of `PARTNERS`\nrule: loopback_origin\nsee: route_cors::rules::loopback_origin",
        );
        const _: () = __cors::assert_holds(
            &__PARTS,
            __cors::Rule::SubdomainWildcardWithCredentials,
            "`PARTNERS` and `credentials` cannot be combined: with credentials, a single subdomain that is taken over can act as the visitor\nhelp: if it is intended: `allow(subdomain_wildcard_with_credentials, reason = \"..\")`\nhelp: an argument that is given here replaces the one of `PARTNERS`\nrule: subdomain_wildcard_with_credentials\nsee: route_cors::rules::subdomain_wildcard_with_credentials",
        );
        const _: () = __cors::assert_holds(
            &__PARTS,
            __cors::Rule::UnboundedOriginSet,
            "`PARTNERS` and `credentials` cannot be combined: the bound of a set is every https host, so it limits nothing\nhelp: if it is intended: `allow(unbounded_origin_set, reason = \"..\")`\nhelp: an argument that is given here replaces the one of `PARTNERS`\nrule: unbounded_origin_set\nsee: route_cors::rules::unbounded_origin_set",
        );
        const _: () = __cors::assert_holds(
            &__PARTS,
            __cors::Rule::AnyHostOfScheme,
            "`PARTNERS` and `credentials` cannot be combined: one of the origins is every host of a scheme, whoever runs it\nhelp: if it is intended: `allow(any_host_of_scheme, reason = \"..\")`\nhelp: an argument that is given here replaces the one of `PARTNERS`\nrule: any_host_of_scheme\nsee: route_cors::rules::any_host_of_scheme",
        );
        const _: () = __cors::assert_holds(
            &__PARTS,
            __cors::Rule::AnyOriginWithCredentials,
            "`PARTNERS` and `credentials` cannot be combined: with any origin and credentials, every site on the web could act as the visitor\nhelp: an argument that is given here replaces the one of `PARTNERS`\nrule: any_origin_with_credentials\nsee: route_cors::rules::any_origin_with_credentials",
        );
        const _: () = __cors::assert_holds(
            &__PARTS,
            __cors::Rule::AnyExposeWithCredentials,
            "`PARTNERS` and `credentials` cannot be combined: with credentials, browsers take the `*` of `expose = any` for the name of a header\nhelp: an argument that is given here replaces the one of `PARTNERS`\nrule: any_expose_with_credentials\nsee: route_cors::rules::any_expose_with_credentials",
        );
        const _: () = __cors::assert_serves_one_of(
            &__PARTS,
            &["GET"],
            "the route serves GET, and `PARTNERS` allows none of these methods\nhelp: list the methods: `methods = [GET]`\nrule: method_not_routed\nsee: route_cors::rules::method_not_routed",
        );
        static __ROUTE: __cors::Route = __cors::route(
            __cors::policy_or_off(__PARTS),
            "/partners",
            __cors::methods::GET,
            false,
        );
        #[get("/partners", wrap = "__cors::Endpoint::new(&__ROUTE)")]
        async fn partners() {}
        __cors::register(partners, &__ROUTE, __config);
    }
}
